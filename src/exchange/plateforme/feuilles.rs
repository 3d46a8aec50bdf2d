//! Sheets of cells made into a lot: `Dossiers`, then `Etablissements`, `Avis` and the repetitions joined by number.

use std::collections::BTreeMap;

use super::entetes::{Famille, Fixe, coordonnee, fixe, personnel, plier, sans_coordonnees};
use super::valeur::Valeur;
use super::{AvisRecu, Bloc, Dossier, Genre, Lot, numeroter};
use crate::domain::probleme::citer;
use crate::domain::projet::est_numero;
use crate::store::diagnostic::Diagnostic;

/// A sheet: rows of cells, each with its line in the file.
#[derive(Debug)]
pub(super) struct Feuille {
    pub(super) titre: String,
    pub(super) lignes: Vec<(usize, Vec<Valeur>)>,
}

impl Feuille {
    pub(super) fn new(titre: String) -> Self {
        Self {
            titre,
            lignes: Vec::new(),
        }
    }

    pub(super) fn ajouter(&mut self, ligne: usize, cellules: Vec<Valeur>) {
        self.lignes.push((ligne, cellules));
    }

    /// Puts a value at a row and a column, from 0; rows come in any order.
    pub(super) fn poser(&mut self, ligne: usize, colonne: usize, valeur: Valeur) {
        let place = match self.lignes.last() {
            Some((derniere, _)) if *derniere == ligne + 1 => self.lignes.len() - 1,
            _ => match self.lignes.binary_search_by_key(&(ligne + 1), |(l, _)| *l) {
                Ok(place) => place,
                Err(place) => {
                    self.lignes.insert(place, (ligne + 1, Vec::new()));
                    place
                }
            },
        };
        let cellules = &mut self.lignes[place].1;
        if cellules.len() <= colonne {
            cellules.resize(colonne + 1, Valeur::Vide);
        }
        cellules[colonne] = valeur;
    }

    fn entete(&self) -> Option<&(usize, Vec<Valeur>)> {
        self.lignes.first()
    }
}

static VIDE: Valeur = Valeur::Vide;

/// A cell of a row; beyond its end, nothing.
fn cellule(cellules: &[Valeur], rang: usize) -> &Valeur {
    cellules.get(rang).unwrap_or(&VIDE)
}

/// The lot in these sheets; else every problem of its rows.
pub(super) fn assembler(
    nom: &str,
    genre: Genre,
    feuilles: &[Feuille],
) -> Result<Lot, Vec<Diagnostic>> {
    let refus = |message: String| vec![Diagnostic::whole(nom, message)];
    let est_dossiers = |f: &&Feuille| {
        plier(&f.titre) == "dossiers"
            || f.entete().is_some_and(|(_, titres)| {
                titres.iter().any(|t| fixe(&t.dire()) == Some(Fixe::Etat))
            })
    };
    let Some(feuille) = feuilles.iter().find(est_dossiers) else {
        return Err(refus(
            "aucune feuille « Dossiers » : ce n'est pas un export de la plateforme".into(),
        ));
    };
    let Some((_, entete)) = feuille.entete() else {
        return Err(refus("export sans aucun dossier".into()));
    };
    let tri = trier(nom, entete)?;
    let mut lot = Lot {
        fichier: nom.to_owned(),
        genre,
        famille: tri.famille,
        colonnes: Vec::new(),
        blocs: BTreeMap::new(),
        dossiers: Vec::new(),
        personnelles: tri.personnelles.clone(),
        retraits: 0,
        options: BTreeMap::new(),
    };
    lire_dossiers(&mut lot, feuille, &tri)?;
    for feuille in feuilles {
        match plier(&feuille.titre).as_str() {
            "etablissements" => joindre_etablissements(&mut lot, feuille),
            "avis" => joindre_avis(&mut lot, feuille),
            titre if titre.starts_with('(') => joindre_bloc(&mut lot, feuille)?,
            _ => {}
        }
    }
    Ok(lot)
}

/// Where each thing stands in the sheet `Dossiers`.
struct Tri {
    famille: Famille,
    fixes: BTreeMap<Fixe, usize>,
    /// Columns of the form: place and label.
    formulaire: Vec<(usize, String)>,
    personnelles: Vec<String>,
}

fn trier(nom: &str, entete: &[Valeur]) -> Result<Tri, Vec<Diagnostic>> {
    let mut tri = Tri {
        famille: Famille::Defaut,
        fixes: BTreeMap::new(),
        formulaire: Vec::new(),
        personnelles: Vec::new(),
    };
    let mut connus: Vec<String> = Vec::new();
    for (rang, titre) in entete.iter().enumerate() {
        let titre = titre.dire();
        if titre.is_empty() {
            continue;
        }
        let plie = plier(&titre);
        let deja = connus.contains(&plie);
        connus.push(plie.clone());
        match fixe(&titre).filter(|_| !deja) {
            Some(Fixe::Personnelle) => tri.personnelles.push(titre),
            Some(Fixe::Ignoree) => {}
            Some(fixe) => {
                if plie == "n° dossier" {
                    tri.famille = Famille::Modele;
                }
                tri.fixes.entry(fixe).or_insert(rang);
            }
            None if personnel(&titre) => tri.personnelles.push(titre),
            None => tri.formulaire.push((rang, titre)),
        }
    }
    let lus = || {
        let lus: Vec<String> = entete.iter().take(3).map(|t| citer(&t.dire())).collect();
        lus.join(", ")
    };
    if !tri.fixes.contains_key(&Fixe::Numero) {
        let message = if tri.fixes.contains_key(&Fixe::Etat) {
            "pas de colonne « N° dossier » : ajoutez-la au modèle d'export".to_owned()
        } else {
            format!(
                "en-tête inconnu : les colonnes « ID » (ou « N° dossier ») et « État du dossier » sont attendues, lu {}",
                lus()
            )
        };
        return Err(vec![Diagnostic {
            ligne: Some(1),
            ..Diagnostic::whole(nom, message)
        }]);
    }
    Ok(tri)
}

fn lire_dossiers(lot: &mut Lot, feuille: &Feuille, tri: &Tri) -> Result<(), Vec<Diagnostic>> {
    let rangees = &feuille.lignes[1..];
    let fixe = |cellules: &[Valeur], quoi: Fixe| {
        tri.fixes
            .get(&quoi)
            .map_or(Valeur::Vide, |rang| cellule(cellules, *rang).clone())
    };
    let mut diagnostics = Vec::new();
    let situer = |ligne: usize, chemin: &str, message: String| Diagnostic {
        fichier: lot.fichier.clone(),
        ligne: Some(ligne),
        chemin: chemin.to_owned(),
        message,
    };
    // A column whose every value is an address or a telephone number names people, whatever its label.
    let (garde, coordonnees): (Vec<_>, Vec<_>) = tri.formulaire.iter().partition(|(rang, _)| {
        let mut pleines = rangees
            .iter()
            .map(|(_, c)| cellule(c, *rang))
            .filter(|v| !v.est_vide())
            .peekable();
        pleines.peek().is_none() || !pleines.all(|v| coordonnee(&v.dire()))
    });
    let titres: Vec<String> = garde.iter().map(|(_, titre)| titre.clone()).collect();
    let colonnes = numeroter(&titres);
    let mut dossiers = Vec::new();
    let mut retraits = 0;
    for (ligne, cellules) in rangees {
        if cellules.iter().all(Valeur::est_vide) {
            continue;
        }
        let numero = fixe(cellules, Fixe::Numero);
        if super::entetes::fixe(&numero.dire()) == Some(Fixe::Numero) {
            diagnostics.push(situer(
                *ligne,
                "",
                "second en-tête : deux exports ont été collés bout à bout".into(),
            ));
            continue;
        }
        let numero = numero.en_chiffres().unwrap_or_else(|| numero.dire());
        if !est_numero(&numero) {
            diagnostics.push(situer(
                *ligne,
                "numéro du dossier",
                format!("numéro attendu, lu {}", citer(&numero)),
            ));
            continue;
        }
        let mut instant = |quoi: Fixe, titre: &str| {
            let lue = fixe(cellules, quoi);
            let instant = lue.en_instant();
            if instant.is_none() && !lue.est_vide() {
                diagnostics.push(situer(
                    *ligne,
                    titre,
                    format!("date et heure attendues, lu {}", citer(&lue.dire())),
                ));
            }
            instant
        };
        let texte = |quoi: Fixe| Some(fixe(cellules, quoi).dire()).filter(|t| !t.is_empty());
        dossiers.push(Dossier {
            numero,
            ligne: *ligne,
            etat: texte(Fixe::Etat).unwrap_or_default(),
            depose_le: instant(Fixe::Depot, "date de dépôt"),
            modifie_le: instant(Fixe::Modification, "date de modification"),
            siret: fixe(cellules, Fixe::Siret),
            raison_sociale: texte(Fixe::RaisonSociale),
            forme: texte(Fixe::Forme),
            forme_code: fixe(cellules, Fixe::FormeCode).en_chiffres(),
            valeurs: garde
                .iter()
                .map(|(rang, _)| decante(cellule(cellules, *rang), &mut retraits))
                .collect(),
            rangees: Vec::new(),
            avis: Vec::new(),
        });
    }
    if diagnostics.is_empty() && dossiers.is_empty() {
        diagnostics.push(Diagnostic::whole(
            &lot.fichier,
            "en-tête seul : aucun dossier dans cet export".into(),
        ));
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    lot.personnelles
        .extend(coordonnees.into_iter().map(|(_, titre)| titre.clone()));
    lot.colonnes = colonnes;
    lot.dossiers = dossiers;
    lot.retraits += retraits;
    Ok(())
}

/// The value without what would name a person.
pub(super) fn decante(valeur: &Valeur, retraits: &mut usize) -> Valeur {
    match valeur {
        Valeur::Texte(texte) => {
            let (texte, retire) = sans_coordonnees(texte);
            *retraits += usize::from(retire);
            Valeur::Texte(texte)
        }
        autre => autre.clone(),
    }
}

/// The headers of a sheet, folded, with their place; the first of each.
struct Titres(BTreeMap<String, usize>);

impl Titres {
    fn new(entete: &[Valeur]) -> Self {
        let mut places = BTreeMap::new();
        for (rang, titre) in entete.iter().enumerate() {
            places.entry(plier(&titre.dire())).or_insert(rang);
        }
        Self(places)
    }

    /// The cell under a header, given folded.
    fn trouver<'a>(&self, cellules: &'a [Valeur], titre: &str) -> &'a Valeur {
        self.0
            .get(titre)
            .map_or(&VIDE, |rang| cellule(cellules, *rang))
    }

    /// The number of the dossier that a row is about.
    fn numero(&self, cellules: &[Valeur]) -> String {
        let lu = self.trouver(cellules, "dossier id");
        lu.en_chiffres().unwrap_or_else(|| lu.dire())
    }
}

/// Where each dossier stands in the lot.
fn places(lot: &Lot) -> BTreeMap<String, usize> {
    let dossiers = lot.dossiers.iter().enumerate();
    dossiers
        .map(|(place, d)| (d.numero.clone(), place))
        .collect()
}

fn joindre_etablissements(lot: &mut Lot, feuille: &Feuille) {
    let Some((_, entete)) = feuille.entete() else {
        return;
    };
    let (titres, places) = (Titres::new(entete), places(lot));
    for (_, cellules) in &feuille.lignes[1..] {
        let du_demandeur = plier(&titres.trouver(cellules, "champ").dire()) == "dossier";
        let Some(place) = places
            .get(&titres.numero(cellules))
            .filter(|_| du_demandeur)
        else {
            continue;
        };
        let texte =
            |titre: &str| Some(titres.trouver(cellules, titre).dire()).filter(|t| !t.is_empty());
        let dossier = &mut lot.dossiers[*place];
        dossier.siret = titres.trouver(cellules, "etablissement siret").clone();
        dossier.forme = texte("entreprise forme juridique");
        dossier.forme_code = titres
            .trouver(cellules, "entreprise forme juridique code")
            .en_chiffres();
        if dossier.raison_sociale.is_none() {
            dossier.raison_sociale = texte("entreprise raison sociale");
        }
    }
}

fn joindre_avis(lot: &mut Lot, feuille: &Feuille) {
    let Some((_, entete)) = feuille.entete() else {
        return;
    };
    let (titres, places) = (Titres::new(entete), places(lot));
    let mut retraits = 0;
    for (_, cellules) in &feuille.lignes[1..] {
        let Some(place) = places.get(&titres.numero(cellules)) else {
            continue;
        };
        let mut texte = |titre: &str| {
            let lu = decante(titres.trouver(cellules, titre), &mut retraits).dire();
            Some(lu).filter(|t| !t.is_empty())
        };
        lot.dossiers[*place].avis.push(AvisRecu {
            demande: texte("introduction").unwrap_or_default(),
            reponse: texte("reponse"),
            question: texte("question"),
            oui_non: titres.trouver(cellules, "reponse oui/non").en_booleen(),
            repondu_le: titres.trouver(cellules, "repondu le").en_instant(),
            domaine: domaine(&titres.trouver(cellules, "expert").dire()),
        });
    }
    lot.retraits += retraits;
}

/// What follows the `@` of an address: a service, never a person.
pub(super) fn domaine(adresse: &str) -> Option<String> {
    let (_, domaine) = adresse.rsplit_once('@')?;
    Some(domaine.trim().to_owned()).filter(|d| !d.is_empty())
}

fn joindre_bloc(lot: &mut Lot, feuille: &Feuille) -> Result<(), Vec<Diagnostic>> {
    let nomme = feuille
        .titre
        .strip_prefix('(')
        .and_then(|t| t.split_once(')'));
    let (Some((id, titre)), Some((_, entete))) = (nomme, feuille.entete()) else {
        return Ok(());
    };
    let numeros = ["dossier id", "ligne"];
    let garde = |titre: &str| {
        !titre.is_empty() && !numeros.contains(&plier(titre).as_str()) && !personnel(titre)
    };
    let gardees: Vec<(usize, String)> = entete
        .iter()
        .enumerate()
        .map(|(rang, t)| (rang, t.dire()))
        .filter(|(_, titre)| garde(titre))
        .collect();
    let colonnes: Vec<String> = gardees.iter().map(|(_, titre)| titre.clone()).collect();
    let (titres, places) = (Titres::new(entete), places(lot));
    let mut retraits = 0;
    for (ligne, cellules) in &feuille.lignes[1..] {
        let numero = titres.numero(cellules);
        let Some(place) = places.get(&numero) else {
            return Err(vec![Diagnostic {
                fichier: lot.fichier.clone(),
                ligne: Some(*ligne),
                chemin: feuille.titre.clone(),
                message: format!(
                    "ligne du dossier {}, absent de la feuille « Dossiers » : l'export est incomplet",
                    citer(&numero)
                ),
            }]);
        };
        let valeurs = gardees
            .iter()
            .map(|(rang, _)| decante(cellule(cellules, *rang), &mut retraits))
            .collect();
        lot.dossiers[*place].rangees.push((id.to_owned(), valeurs));
    }
    lot.retraits += retraits;
    let titre = titre.trim().to_owned();
    let colonnes = numeroter(&colonnes);
    lot.blocs.insert(id.to_owned(), Bloc { titre, colonnes });
    Ok(())
}

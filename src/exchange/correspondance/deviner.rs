//! Guesses for a first import, by likeness of labels; a person looks at each before anything is written.

use std::collections::{BTreeMap, BTreeSet};

use super::cible::{self, Cible, Forme};
use super::{Correspondance, Defauts, FicheSource, Source, Valeurs, annees};
use crate::domain::ami::Ami;
use crate::exchange::plateforme::entetes::plier;
use crate::exchange::plateforme::valeur::Valeur;
use crate::exchange::plateforme::{Colonne, Lot};

/// Likeness from which a column is proposed, out of 100.
const SEUIL: u32 = 70;

/// The mapping that these files suggest.
pub fn deviner(lots: &[Lot], ami: &Ami) -> Correspondance {
    let annees = annees(ami);
    let vides = (Vec::new(), BTreeMap::new());
    let (colonnes, blocs) = lots
        .first()
        .map_or(vides, |lot| (lot.colonnes.clone(), lot.blocs.clone()));
    let champs = apparier(&cible::du_formulaire(ami, &annees), &colonnes);
    let cibles = cible::de_la_fiche(&annees);
    let bloc = blocs
        .iter()
        .find(|(_, bloc)| plier(&bloc.titre).contains("fiche"));
    let fiche = bloc.map(|(id, bloc)| FicheSource {
        bloc: id.clone(),
        champs: apparier(&cibles, &bloc.colonnes),
    });
    let fiche = fiche.filter(|f| f.champs.contains_key("territoire"));
    let mut correspondance = Correspondance {
        format: 1,
        fictif: false,
        champs,
        fiche,
        valeurs: Valeurs::default(),
        defauts: Defauts {
            debut: None,
            duree_mois: Some(ami.calendrier.duree_mois),
        },
    };
    correspondance.valeurs = valeurs(lots, &correspondance, ami);
    correspondance
}

/// Each field with the column most like it: the best likeness first, a column used once.
fn apparier(cibles: &[Cible], colonnes: &[Colonne]) -> BTreeMap<String, Source> {
    let mut paires = Vec::new();
    for (rang, cible) in cibles.iter().enumerate() {
        for (place, colonne) in colonnes.iter().enumerate() {
            let score = ressemblance(cible, &colonne.titre);
            if score >= SEUIL {
                paires.push((score, rang, place));
            }
        }
    }
    paires.sort_by_key(|(score, rang, place)| (std::cmp::Reverse(*score), *rang, *place));
    let (mut prises, mut trouvees) = (BTreeSet::new(), BTreeMap::new());
    for (_, rang, place) in paires {
        let cle = &cibles[rang].cle;
        if !trouvees.contains_key(cle) && prises.insert(place) {
            trouvees.insert(cle.clone(), Source::de(&colonnes[place]));
        }
    }
    trouvees
}

/// How much a label announces a field, out of 100.
fn ressemblance(cible: &Cible, titre: &str) -> u32 {
    // « Bloc – champ » in a « modèle d'export »; what is between brackets is a unit.
    let titre = titre.rsplit(" – ").next().unwrap_or(titre);
    let titre = plier(titre.split(" (").next().unwrap_or(titre));
    let annee = |texte: &str| {
        texte
            .split(' ')
            .find(|m| m.len() == 4 && m.bytes().all(|b| b.is_ascii_digit()))
            .map(str::to_owned)
    };
    let meilleur = cible.mots.iter().map(|mots| {
        if annee(mots) != annee(&titre) {
            return 0;
        }
        if *mots == titre {
            return 100;
        }
        let contient = titre.split(' ').count() >= mots.split(' ').count()
            && format!(" {titre} ").contains(&format!(" {mots} "));
        let distance = strsim::damerau_levenshtein(mots, &titre);
        let longueur = mots.chars().count().max(titre.chars().count()).max(1);
        // A label that holds the whole expression is a better sign than one that looks like it.
        let proche = (longueur.saturating_sub(distance) * 90 / longueur) as u32;
        if contient { proche.max(75) } else { proche }
    });
    meilleur.max().unwrap_or(0)
}

/// Options of the choices, tied to our ids where the likeness is clear.
pub(super) fn valeurs(lots: &[Lot], correspondance: &Correspondance, ami: &Ami) -> Valeurs {
    let mut lues: BTreeMap<Genre, BTreeSet<String>> = BTreeMap::new();
    for lot in lots {
        for (forme, textes) in choix(lot, correspondance, ami) {
            lues.entry(forme).or_default().extend(textes);
        }
    }
    let mut attribuer = |genre: Genre, trouver: &dyn Fn(&str) -> Option<String>| {
        let textes = lues.remove(&genre).unwrap_or_default();
        let options = options(textes, |texte| trouver(texte).is_some());
        options
            .into_iter()
            .map(|texte| (trouver(&texte).map(Some), texte))
            .map(|(id, texte)| (texte, id.flatten()))
            .collect()
    };
    Valeurs {
        territoires: attribuer(Genre::Territoires, &|texte| territoire(ami, texte)),
        publics: attribuer(Genre::Publics, &|texte| public(ami, texte)),
        volets: attribuer(Genre::Volets, &volet),
    }
}

/// What a choice is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Genre {
    Territoires,
    Publics,
    Volets,
}

/// The texts of the cells that choose territories, publics and activities, and the options declared.
fn choix(lot: &Lot, correspondance: &Correspondance, ami: &Ami) -> Vec<(Genre, Vec<String>)> {
    let annees = annees(ami);
    let genre = |forme| match forme {
        Forme::Territoire | Forme::Territoires => Some(Genre::Territoires),
        Forme::Publics => Some(Genre::Publics),
        Forme::Volets => Some(Genre::Volets),
        _ => None,
    };
    let mut trouves = Vec::new();
    let mut ajouter = |cibles: &[Cible],
                       champs: &BTreeMap<String, Source>,
                       colonnes: &[Colonne],
                       rangees: &[&Vec<Valeur>]| {
        for cible in cibles {
            let (Some(genre), Some(source)) = (genre(cible.forme), champs.get(&cible.cle)) else {
                continue;
            };
            let Some(place) = source.trouver(colonnes) else {
                continue;
            };
            let mut textes: Vec<String> = lot
                .options
                .get(&colonnes[place].titre)
                .cloned()
                .unwrap_or_default();
            for valeur in rangees.iter().filter_map(|r| r.get(place)) {
                match valeur {
                    Valeur::Choix(options) => textes.extend(options.iter().cloned()),
                    Valeur::Vide => {}
                    autre => textes.push(autre.dire()),
                }
            }
            trouves.push((genre, textes));
        }
    };
    let rangees: Vec<&Vec<Valeur>> = lot.dossiers.iter().map(|d| &d.valeurs).collect();
    ajouter(
        &cible::du_formulaire(ami, &annees),
        &correspondance.champs,
        &lot.colonnes,
        &rangees,
    );
    if let Some(fiche) = &correspondance.fiche
        && let Some(bloc) = lot.blocs.get(&fiche.bloc)
    {
        let rangees = lot
            .dossiers
            .iter()
            .flat_map(|d| &d.rangees)
            .filter(|(id, _)| *id == fiche.bloc);
        let rangees: Vec<&Vec<Valeur>> = rangees.map(|(_, valeurs)| valeurs).collect();
        ajouter(
            &cible::de_la_fiche(&annees),
            &fiche.champs,
            &bloc.colonnes,
            &rangees,
        );
    }
    trouves
}

/// Single options out of cells that join them by « , »: a text seen alone is taken away from both ends of the others.
fn options(textes: BTreeSet<String>, connue: impl Fn(&str) -> bool) -> BTreeSet<String> {
    let mut options: BTreeSet<String> = textes;
    loop {
        let mut suivantes = BTreeSet::new();
        for texte in &options {
            let reste = options.iter().filter(|o| *o != texte).find_map(|o| {
                let avant = texte
                    .strip_prefix(o.as_str())
                    .and_then(|r| r.strip_prefix(", "));
                avant.or_else(|| {
                    texte
                        .strip_suffix(o.as_str())
                        .and_then(|r| r.strip_suffix(", "))
                })
            });
            match reste {
                Some(reste) => suivantes.insert(reste.to_owned()),
                None => suivantes.insert(texte.clone()),
            };
        }
        if suivantes == options {
            break;
        }
        options = suivantes;
    }
    // Never cut blindly: only where each part is recognised, and the whole less so.
    let couper = |texte: &String| {
        let parts: Vec<&str> = texte.split(", ").collect();
        if parts.len() > 1 && parts.iter().all(|p| connue(p)) {
            parts.into_iter().map(str::to_owned).collect()
        } else {
            vec![texte.clone()]
        }
    };
    options.iter().flat_map(couper).collect()
}

/// The territory whose code or name a text begins with.
fn territoire(ami: &Ami, texte: &str) -> Option<String> {
    let code = texte.split([' ', '-', '–']).next().unwrap_or_default();
    let suite = texte[code.len()..].trim_start();
    let plie = plier(texte);
    let mut territoires = ami.territoires.iter();
    let par_code = ami
        .territoires
        .iter()
        .find(|t| t.code == code && (suite.is_empty() || suite.starts_with(['-', '–'])));
    // « 63 - Puy-de-Dôme, 03 - Allier » names two.
    let seul = !texte.contains(", ") || texte.matches(", ").count() == texte.matches('(').count();
    let trouve = par_code.or_else(|| territoires.find(|t| plier(&t.nom) == plie));
    trouve.filter(|_| seul).map(|t| t.code.clone())
}

/// The public whose words a text shares most.
fn public(ami: &Ami, texte: &str) -> Option<String> {
    let mots = |texte: &str| -> BTreeSet<String> {
        let plie = plier(texte);
        let mots = plie
            .split(|c: char| !c.is_alphabetic())
            .filter(|m| m.len() > 3);
        // The beginning of a word: « arrivants » and « arrivantes » are one.
        mots.map(|m| m.chars().take(6).collect()).collect()
    };
    let lus = mots(texte);
    let note = |intitule: &str| {
        let connus = mots(intitule);
        let communs = lus.intersection(&connus).count();
        communs * 100 / lus.len().min(connus.len()).max(1)
    };
    let mut notes: Vec<(usize, &str)> = ami
        .publics
        .iter()
        .map(|p| (note(&p.intitule), p.id.as_str()))
        .collect();
    notes.sort_unstable();
    let (meilleure, id) = notes.pop()?;
    let seconde = notes.last().map_or(0, |(note, _)| *note);
    (meilleure >= 50 && meilleure > seconde).then(|| id.to_owned())
}

fn volet(texte: &str) -> Option<String> {
    let plie = plier(texte);
    let ids = [
        "reperage",
        "remobilisation",
        "accompagnement",
        "coordination",
    ];
    ids.iter()
        .find(|id| **id == plie)
        .map(|id| (*id).to_owned())
}

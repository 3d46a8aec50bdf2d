//! What importing a platform's files would do to a campaign: new, changed, unchanged and gone candidatures. Nothing is written here.

mod arbre;
mod valeurs;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde_yaml::{Mapping, Value};

use super::correspondance::cible::Forme;
use super::correspondance::{Correspondance, Places, derniere};
use super::plateforme::entetes::Famille;
use super::plateforme::valeur::Valeur;
use super::plateforme::{Dossier, Genre, Lot};
use crate::domain::ami::Ami;
use crate::domain::francais::compte;
use crate::store::campagne::Campagne;
use crate::store::diagnostic::Diagnostic;
use crate::store::fichier;
use crate::store::projet_yaml;
use crate::store::projets::{self, Ecrit};
use arbre::{dire, memes, montrer};
use valeurs::{Lecture, Pertes};

/// What is told at most of a kind of remark.
const EXEMPLES: usize = 12;

/// What the import would do.
#[derive(Debug)]
pub struct Plan {
    /// One line for each dossier, in the order of the files.
    pub lignes: Vec<Ligne>,
    /// Candidatures of the campaign that the files do not hold: number and name.
    pub disparues: Vec<(String, String)>,
    /// What was dropped, rounded, or could not be told.
    pub remarques: Vec<String>,
    base: String,
    base_change: bool,
}

/// One dossier.
#[derive(Debug)]
pub struct Ligne {
    /// Its number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Its state on the platform.
    pub etat: String,
    /// What becomes of it.
    pub sort: Sort,
    /// Its file, when it is written.
    ecrit: Option<Ecrit>,
}

/// What becomes of a dossier.
#[derive(Debug, PartialEq, Eq)]
pub enum Sort {
    /// Not in the campaign yet: what it would hold.
    Nouvelle(Vec<(String, String)>),
    /// Fields that change.
    Changee(Vec<Difference>),
    /// Nothing changes.
    Inchangee,
}

/// A field that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Difference {
    /// Its path.
    pub chemin: String,
    /// What the campaign holds.
    pub avant: String,
    /// What the platform says.
    pub apres: String,
    /// Whether it had been corrected in the campaign since the last import.
    pub corrigee: bool,
}

/// Fields of a fiche that a column of the form may fill for all of them.
const COMMUNS: [&str; 4] = [".publics", ".volets", ".description", ".etp"];

/// What the platform said of each field of each dossier, last time.
type Base = BTreeMap<String, BTreeMap<String, String>>;

/// What an import is asked.
pub struct Demande<'a> {
    /// The campaign.
    pub campagne: &'a Campagne,
    /// The mapping.
    pub correspondance: &'a Correspondance,
    /// Territories whose séance was opened.
    pub ouvertes: &'a BTreeSet<String>,
    /// Numbers left out.
    pub sauf: &'a [String],
    /// When.
    pub le: DateTime<FixedOffset>,
}

/// Prepares the import of these lots, `avance(done, total)` being told the way; else every problem.
pub fn preparer(
    lots: &[Lot],
    demande: &Demande,
    avance: &mut dyn FnMut(usize, usize),
) -> Result<Plan, Vec<Diagnostic>> {
    let ami = &demande.campagne.ami;
    let mut diagnostics = Vec::new();
    let mut places = Vec::new();
    for lot in lots {
        match demande.correspondance.resoudre(lot, ami) {
            Ok(trouvees) => places.push(trouvees),
            Err(problemes) => diagnostics.extend(problemes),
        }
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let anciennes = lire_base(demande)?;
    let mut travail = Travail {
        demande,
        base: anciennes.clone(),
        pertes: Pertes::default(),
        gardees: 0,
        deduites: 0,
        sirets: Vec::new(),
        natures: 0,
    };
    let total = lots.iter().map(|lot| lot.dossiers.len()).sum();
    let mut lignes = Vec::new();
    for (lot, places) in lots.iter().zip(&places) {
        for dossier in lot
            .dossiers
            .iter()
            .filter(|d| !demande.sauf.contains(&d.numero))
        {
            match travail.dossier(lot, places, dossier) {
                Ok(ligne) => lignes.push(ligne),
                Err(problemes) => {
                    diagnostics.extend(problemes.into_iter().map(|(chemin, message)| Diagnostic {
                        fichier: lot.fichier.clone(),
                        ligne: Some(dossier.ligne),
                        chemin: format!("dossier {} · {chemin}", dossier.numero),
                        message,
                    }));
                }
            }
            avance(lignes.len() + diagnostics.len(), total);
        }
    }
    if !diagnostics.is_empty() {
        return Err(diagnostics);
    }
    let lus: BTreeSet<&str> = lots
        .iter()
        .flat_map(|l| &l.dossiers)
        .map(|d| d.numero.as_str())
        .collect();
    let disparues = demande
        .campagne
        .projets
        .iter()
        .filter(|p| !lus.contains(p.numero.as_str()));
    let disparues = disparues
        .map(|p| (p.numero.clone(), p.nom.clone()))
        .collect();
    Ok(Plan {
        lignes,
        disparues,
        remarques: travail.remarques(lots),
        base_change: travail.base != anciennes,
        base: serde_json::to_string(&serde_json::json!({ "format": 1, "dossiers": travail.base }))
            .unwrap_or_default(),
    })
}

impl Plan {
    /// Whether something is to be written.
    pub fn change(&self) -> bool {
        self.base_change || self.lignes.iter().any(|l| l.ecrit.is_some())
    }

    /// Writes the candidatures, all or none.
    pub fn ecrire(&self, campagne: &Campagne) -> std::io::Result<()> {
        let ecrits: Vec<Ecrit> = self.lignes.iter().filter_map(|l| l.ecrit.clone()).collect();
        projets::remplacer(&campagne.racine, &ecrits, &self.base)
    }

    /// How many are new, changed, unchanged.
    pub fn comptes(&self) -> (usize, usize, usize) {
        let nombre = |f: fn(&Sort) -> bool| self.lignes.iter().filter(|l| f(&l.sort)).count();
        (
            nombre(|s| matches!(s, Sort::Nouvelle(_))),
            nombre(|s| matches!(s, Sort::Changee(_))),
            nombre(|s| matches!(s, Sort::Inchangee)),
        )
    }

    /// The preview, as a person reads it.
    pub fn texte(&self) -> String {
        let (nouvelles, changees, inchangees) = self.comptes();
        let mut texte = format!(
            "{}, {}, {}, {}\n",
            compte(nouvelles, "nouvelle", "nouvelles"),
            compte(changees, "changée", "changées"),
            compte(inchangees, "inchangée", "inchangées"),
            compte(
                self.disparues.len(),
                "absente de l'export",
                "absentes de l'export"
            ),
        );
        for ligne in &self.lignes {
            let (marque, champs): (&str, Vec<String>) = match &ligne.sort {
                Sort::Inchangee => continue,
                Sort::Nouvelle(champs) => (
                    "+",
                    champs
                        .iter()
                        .map(|(c, v)| format!("{c} : {}", abreger(v)))
                        .collect(),
                ),
                Sort::Changee(differences) => {
                    ("~", differences.iter().map(Difference::dire).collect())
                }
            };
            let etat = if ligne.etat.is_empty() {
                String::new()
            } else {
                format!(" ({})", ligne.etat)
            };
            let _ = writeln!(
                texte,
                "{marque} {} {}{etat}",
                ligne.numero,
                abreger(&ligne.nom)
            );
            for champ in champs {
                let _ = writeln!(texte, "    {champ}");
            }
        }
        for (numero, nom) in &self.disparues {
            let _ = writeln!(
                texte,
                "? {numero} {} : absente de l'export, laissée telle quelle",
                abreger(nom)
            );
        }
        for remarque in &self.remarques {
            let _ = writeln!(texte, "i {remarque}");
        }
        texte
    }
}

impl Difference {
    fn dire(&self) -> String {
        let vide = |texte: &str| {
            if texte.is_empty() {
                "(vide)".to_owned()
            } else {
                abreger(texte)
            }
        };
        let corrigee = if self.corrigee {
            " ! corrigé ici depuis le dernier import"
        } else {
            ""
        };
        format!(
            "{} : {} → {}{corrigee}",
            self.chemin,
            vide(&self.avant),
            vide(&self.apres)
        )
    }
}

/// A text on one line, cut when it is long.
fn abreger(texte: &str) -> String {
    let ligne = texte.split_whitespace().collect::<Vec<_>>().join(" ");
    match ligne.char_indices().nth(100) {
        Some((fin, _)) => format!("{}…", &ligne[..fin]),
        None => ligne,
    }
}

fn lire_base(demande: &Demande) -> Result<Base, Vec<Diagnostic>> {
    let nom = format!("projets/{}", projets::BASE);
    let refus = |message: String| vec![Diagnostic::whole(&nom, message)];
    let octets = projets::base(&demande.campagne.racine).map_err(|e| refus(fichier::dire(&e)))?;
    let Some(octets) = octets else {
        return Ok(Base::new());
    };
    let lue: serde_json::Value = serde_json::from_slice(&octets).map_err(|_| {
        refus(
            "mémoire du dernier import illisible : ôtez ce fichier, l'import suivant la refera"
                .into(),
        )
    })?;
    serde_json::from_value(lue["dossiers"].clone()).map_err(|_| refus("mémoire du dernier import d'une autre forme : ôtez ce fichier, l'import suivant la refera".into()))
}

/// A file of the campaign: its bytes, its first comments, its keys.
type Ancien = (Vec<u8>, String, Mapping);

/// What an export says: paths, and values unless they are blank.
type Dites = Vec<(String, Option<Value>)>;

/// Path and what is wrong there.
type Manques = Vec<(String, String)>;

struct Travail<'a> {
    demande: &'a Demande<'a>,
    base: Base,
    pertes: Pertes,
    /// Values of the campaign kept where the export is blank.
    gardees: usize,
    /// Last days that the length of the convention gave.
    deduites: usize,
    sirets: Vec<String>,
    natures: usize,
}

impl Travail<'_> {
    fn dossier(&mut self, lot: &Lot, places: &Places, dossier: &Dossier) -> Result<Ligne, Manques> {
        let affectations = self.affectations(lot, places, dossier)?;
        let campagne = self.demande.campagne;
        let connu = campagne.projets.iter().any(|p| p.numero == dossier.numero);
        let fichier = campagne
            .fichier_du_projet(&dossier.numero)
            .map_or_else(|| format!("projets/{}.yaml", dossier.numero), str::to_owned);
        let ancien = if connu { self.ancien(&fichier)? } else { None };
        let derniere_fois = self.base.get(&dossier.numero).cloned().unwrap_or_default();
        let mut suivante = derniere_fois.clone();
        let avant = ancien.as_ref().map(|(octets, _, _)| octets.clone());
        let (_, debut, mut arbre) = ancien.unwrap_or_else(|| self.neuf(&dossier.numero));
        // A file without the repetition says of every fiche what its row would say better: it only fills blanks.
        let remplit = self.demande.correspondance.fiche.is_some() && places.fiche.is_none();
        let mut differences = Vec::new();
        for (chemin, valeur) in affectations {
            let general = remplit
                && COMMUNS
                    .iter()
                    .any(|c| chemin.starts_with("fiches.") && chemin.ends_with(c));
            let valeur = valeur.filter(|_| !general || arbre::lire(&arbre, &chemin).is_none());
            let Some(valeur) = valeur else {
                self.gardees += usize::from(arbre::lire(&arbre, &chemin).is_some());
                continue;
            };
            let dite = dire(&valeur);
            suivante.insert(chemin.clone(), dite.clone());
            let actuelle = arbre::lire(&arbre, &chemin).cloned().unwrap_or(Value::Null);
            let redite = derniere_fois
                .get(&chemin)
                .is_some_and(|avant| memes(&avant.as_str().into(), &dite.as_str().into()));
            // What the platform only repeats gives way to what was corrected here.
            if memes(&actuelle, &valeur) || (redite && connu && !arbre::est_vide(&actuelle)) {
                continue;
            }
            differences.push(Difference {
                avant: montrer(&chemin, &actuelle),
                apres: montrer(&chemin, &valeur),
                corrigee: derniere_fois
                    .get(&chemin)
                    .is_some_and(|avant| *avant != dire(&actuelle))
                    && !arbre::est_vide(&actuelle),
                chemin: chemin.clone(),
            });
            arbre::poser(&mut arbre, &chemin, valeur);
        }
        self.base.insert(dossier.numero.clone(), suivante);
        let nom = arbre::lire(&arbre, "nom").map(dire).unwrap_or_default();
        if connu && !differences.is_empty() {
            self.marquer(&mut arbre, &differences);
        }
        let texte =
            (!connu || !differences.is_empty()).then(|| projet_yaml::ecrire(&debut, &arbre));
        if let Some(texte) = &texte {
            let problemes = campagne
                .lire_texte_de_projet(&fichier, texte.clone().into_bytes())
                .err();
            if let Some(problemes) = problemes {
                return Err(problemes
                    .into_iter()
                    .map(|d| (d.chemin, d.message))
                    .collect());
            }
        }
        let sort = match (connu, differences.is_empty()) {
            (false, _) => Sort::Nouvelle(apercu(&arbre)),
            (true, false) => Sort::Changee(differences),
            (true, true) => Sort::Inchangee,
        };
        Ok(Ligne {
            numero: dossier.numero.clone(),
            nom,
            etat: dossier.etat.clone(),
            sort,
            ecrit: texte.map(|apres| Ecrit {
                fichier,
                avant,
                apres,
            }),
        })
    }

    /// A candidature already before a committee tells what an import changed in it (DEP-07).
    fn marquer(&self, arbre: &mut Mapping, differences: &[Difference]) {
        let fiches = arbre.get("fiches").and_then(Value::as_sequence);
        let codes = fiches
            .into_iter()
            .flatten()
            .filter_map(|f| f.get("territoire")?.as_str());
        if !codes
            .into_iter()
            .any(|code| self.demande.ouvertes.contains(code))
        {
            return;
        }
        let mut changement = Mapping::new();
        changement.insert("le".into(), self.demande.le.to_rfc3339().into());
        let champs: Vec<Value> = differences
            .iter()
            .map(|d| d.chemin.as_str().into())
            .collect();
        changement.insert("champs".into(), Value::Sequence(champs));
        let changements = arbre.entry("changements".into()).or_insert(Value::Null);
        match changements {
            Value::Sequence(liste) => liste.push(Value::Mapping(changement)),
            autre => *autre = Value::Sequence(vec![Value::Mapping(changement)]),
        }
    }

    fn ancien(&self, fichier: &str) -> Result<Option<Ancien>, Manques> {
        let chemin = self.demande.campagne.racine.join(fichier);
        let refus = |message: String| vec![(fichier.to_owned(), message)];
        let octets =
            fichier::lire(&chemin, 8 * 1024 * 1024).map_err(|e| refus(fichier::dire(&e)))?;
        let texte = String::from_utf8(octets.clone())
            .map_err(|_| refus("ce n'est plus de l'UTF-8".into()))?;
        let texte = texte.trim_start_matches('\u{feff}').replace("\r\n", "\n");
        let arbre = serde_yaml::from_str(&texte)
            .map_err(|_| refus("le fichier a changé pendant l'import".into()))?;
        Ok(Some((octets, projet_yaml::tete(&texte), arbre)))
    }

    fn neuf(&self, numero: &str) -> Ancien {
        let fictif = self.demande.correspondance.fictif;
        let mut arbre = Mapping::new();
        arbre.insert("format".into(), 1.into());
        arbre.insert("numero".into(), numero.into());
        arbre.insert("fictif".into(), fictif.into());
        for engagement in [
            "comptabilite_analytique",
            "contrat_republicain",
            "soutien_reseau",
            "accord_agir",
        ] {
            arbre::poser(
                &mut arbre,
                &format!("engagements.{engagement}"),
                Value::Null,
            );
        }
        for duree in ["usuel", "maximum"] {
            arbre::poser(&mut arbre, &format!("parcours_mois.{duree}"), Value::Null);
        }
        let tete = if fictif {
            "# Exemple entièrement fictif.\n"
        } else {
            ""
        };
        (Vec::new(), tete.into(), arbre)
    }

    /// What the export says of each field: a path, and a value unless it is blank.
    fn affectations(
        &mut self,
        lot: &Lot,
        places: &Places,
        dossier: &Dossier,
    ) -> Result<Dites, Manques> {
        let (correspondance, ami) = (self.demande.correspondance, &self.demande.campagne.ami);
        let lecture = Lecture {
            zero_ambigu: lot.famille == Famille::Defaut,
            valeurs: &correspondance.valeurs,
        };
        let mut manques = Manques::new();
        let mut dites = self.porteur(dossier);
        dites.push((
            "depose_le".into(),
            dossier.depose_le.map(|le| le.to_rfc3339().into()),
        ));
        dites.push((
            "modifie_le".into(),
            dossier.modifie_le.map(|le| le.to_rfc3339().into()),
        ));
        if dossier.depose_le.is_none() {
            manques.push((
                "depose_le".into(),
                "aucune date de dépôt dans l'export (brouillon ?)".into(),
            ));
        }
        let (mut de_chaque_fiche, mut consortium, mut declares) =
            (Vec::new(), BTreeMap::new(), Vec::new());
        for (cible, place) in &places.formulaire {
            let cellule = dossier.valeurs.get(*place).unwrap_or(&Valeur::Vide);
            let ou = format!("{} · {}", dossier.numero, cible.cle);
            let valeur = match lecture.lire(cible, cellule, &ou, &mut self.pertes) {
                Ok(valeur) => valeur,
                Err(message) => {
                    manques.push((
                        format!("{} (colonne « {} »)", cible.cle, lot.colonnes[*place].titre),
                        message,
                    ));
                    continue;
                }
            };
            match cible.cle.as_str() {
                "publics" | "volets" | "description" | "etp" => {
                    de_chaque_fiche.push((cible.cle.clone(), valeur));
                }
                cle if cle.starts_with("consortium") => {
                    consortium.insert(cle.to_owned(), valeur);
                }
                "territoires" => {
                    declares = codes(valeur.as_ref());
                    dites.push(("territoires".into(), valeur));
                }
                cle => dites.push((cle.to_owned(), valeur)),
            }
        }
        self.dates(&mut dites, correspondance, &mut manques);
        if !dites.iter().any(|(c, v)| c == "nom" && v.is_some()) {
            manques.push((
                "nom".into(),
                "le nom du projet est vide dans l'export".into(),
            ));
        }
        dites.extend(self.consortium(&dossier.numero, &consortium));
        let fiches = self.fiches(lot, places, dossier, &lecture, &mut manques);
        let territoires = fiches.iter().map(|(code, _)| code.clone()).chain(
            declares
                .iter()
                .flat_map(|c| ami.territoires_de(c))
                .map(|t| t.code.clone()),
        );
        let mut vus: Vec<String> = Vec::new();
        for code in territoires {
            if vus.contains(&code) {
                continue;
            }
            let siennes = fiches
                .iter()
                .find(|(c, _)| *c == code)
                .map(|(_, v)| v.as_slice())
                .unwrap_or_default();
            dites.push((
                format!("fiches.{code}.territoire"),
                Some(code.as_str().into()),
            ));
            let dite = |cle: &str| siennes.iter().any(|(c, v)| c == cle && v.is_some());
            let communes = de_chaque_fiche.iter().filter(|(cle, _)| !dite(cle));
            let toutes: Vec<_> = communes
                .chain(siennes.iter().filter(|(cle, v)| {
                    v.is_some() || !de_chaque_fiche.iter().any(|(c, _)| c == cle)
                }))
                .collect();
            dites.extend(
                toutes
                    .into_iter()
                    .map(|(cle, v)| (format!("fiches.{code}.{cle}"), v.clone())),
            );
            vus.push(code);
        }
        if vus.is_empty() && manques.is_empty() {
            manques.push(("territoires".into(), "aucun territoire dans l'export : la candidature n'aurait pas de fiche. Laissez-la de côté : --sauf".into()));
        }
        if manques.is_empty() {
            Ok(dites)
        } else {
            Err(manques)
        }
    }

    fn porteur(&mut self, dossier: &Dossier) -> Dites {
        let siret = dossier
            .siret
            .en_chiffres()
            .map(|chiffres| match dossier.siret {
                // A spreadsheet drops the zeros that begin a number.
                Valeur::Nombre(_) => format!("{chiffres:0>14}"),
                _ => chiffres,
            });
        if siret.is_none() && !dossier.siret.est_vide() {
            self.sirets
                .push(format!("{} : « {} »", dossier.numero, dossier.siret.dire()));
        }
        let nature = nature(dossier.forme_code.as_deref(), dossier.forme.as_deref());
        self.natures += usize::from(nature.is_none());
        let nom = dossier.raison_sociale.as_deref().map(valeurs::texte);
        vec![
            (
                "porteur.nom".into(),
                nom.or_else(|| {
                    self.nouveau(dossier)
                        .then(|| "Porteur non renseigné".into())
                }),
            ),
            ("porteur.siret".into(), siret.map(Value::from)),
            (
                "porteur.nature".into(),
                nature
                    .or_else(|| self.nouveau(dossier).then_some("autre"))
                    .map(Value::from),
            ),
        ]
    }

    fn nouveau(&self, dossier: &Dossier) -> bool {
        self.demande
            .campagne
            .fichier_du_projet(&dossier.numero)
            .is_none()
    }

    /// The days of the convention: as told, else by default, else by its length.
    fn dates(&mut self, dites: &mut Dites, correspondance: &Correspondance, manques: &mut Manques) {
        let lue = |dites: &[(String, Option<Value>)], cle: &str| -> Option<NaiveDate> {
            let valeur = dites.iter().find(|(c, _)| c == cle)?.1.as_ref()?;
            valeur.as_str()?.parse().ok()
        };
        let Some(debut) = lue(dites, "debut").or(correspondance.defauts.debut) else {
            let message = "date de début vide dans l'export : donnez « defauts.debut » dans la correspondance, ou laissez le dossier de côté (--sauf)";
            manques.push(("debut".into(), message.into()));
            return;
        };
        let fin = lue(dites, "fin").or_else(|| {
            self.deduites += 1;
            derniere(debut, correspondance.defauts.duree_mois?)
        });
        let Some(fin) = fin else {
            let message = "date de fin vide dans l'export : donnez « defauts.duree_mois » dans la correspondance";
            manques.push(("fin".into(), message.into()));
            return;
        };
        dites.retain(|(cle, _)| cle != "debut" && cle != "fin");
        dites.push(("debut".into(), Some(debut.to_string().into())));
        dites.push(("fin".into(), Some(fin.to_string().into())));
    }

    /// The consortium, members already known keeping what was noted of them.
    fn consortium(&self, numero: &str, dit: &BTreeMap<String, Option<Value>>) -> Dites {
        let dite = |cle: &str| dit.get(cle).cloned().flatten();
        let membres = dite("consortium.membres");
        let en_consortium =
            dite("consortium").map_or(membres.is_some(), |v| v == Value::Bool(true));
        if !en_consortium {
            return Vec::new();
        }
        let mut dites = vec![("consortium.fse_plus".into(), dite("consortium.fse_plus"))];
        let Some(Value::Sequence(lignes)) = membres else {
            return dites;
        };
        let projet = self
            .demande
            .campagne
            .projets
            .iter()
            .find(|p| p.numero == numero);
        let connus = projet
            .and_then(|p| p.consortium.as_ref())
            .map(|c| c.membres.as_slice())
            .unwrap_or_default();
        let (mut chef, mut autres) = (None, Vec::new());
        for ligne in lignes.iter().filter_map(Value::as_str) {
            let plie = super::plateforme::entetes::plier(ligne);
            match plie.find("(chef de file)") {
                Some(_) if chef.is_none() => {
                    chef = ligne.split('(').next().map(|n| n.trim().to_owned());
                }
                _ => autres.push(ligne),
            }
        }
        let membre = |nom: &str| {
            let mut cles = Mapping::new();
            cles.insert("nom".into(), nom.into());
            if let Some(connu) = connus.iter().find(|m| m.nom == nom) {
                let notes = [
                    ("membre_reseau", connu.membre_reseau),
                    ("comptabilite_analytique", connu.comptabilite_analytique),
                ];
                cles.extend(
                    notes
                        .into_iter()
                        .filter_map(|(cle, v)| Some((cle.into(), v?.into()))),
                );
            }
            Value::Mapping(cles)
        };
        dites.push(("consortium.chef_de_file".into(), chef.map(Value::from)));
        dites.push((
            "consortium.membres".into(),
            Some(Value::Sequence(autres.into_iter().map(membre).collect())),
        ));
        dites
    }

    /// The rows of the repetition, by territory.
    fn fiches(
        &mut self,
        lot: &Lot,
        places: &Places,
        dossier: &Dossier,
        lecture: &Lecture,
        manques: &mut Manques,
    ) -> Vec<(String, Dites)> {
        let Some((bloc, champs)) = &places.fiche else {
            return Vec::new();
        };
        let mut fiches: Vec<(String, Dites)> = Vec::new();
        let rangees = dossier.rangees.iter().filter(|(id, _)| id == bloc);
        for (rang, (_, valeurs)) in rangees.enumerate() {
            let mut dites = Vec::new();
            let mut code = None;
            for (cible, place) in champs {
                let cellule = valeurs.get(*place).unwrap_or(&Valeur::Vide);
                let ou = format!("{} · fiche {} · {}", dossier.numero, rang + 1, cible.cle);
                match lecture.lire(cible, cellule, &ou, &mut self.pertes) {
                    Ok(valeur) if cible.forme == Forme::Territoire => {
                        code = valeur.as_ref().and_then(Value::as_str).map(str::to_owned);
                    }
                    Ok(valeur) => dites.push((cible.cle.clone(), valeur)),
                    Err(message) => {
                        let titre = lot
                            .blocs
                            .get(bloc)
                            .and_then(|b| b.colonnes.get(*place))
                            .map_or("", |c| c.titre.as_str());
                        manques.push((
                            format!("fiche {} · {} (colonne « {titre} »)", rang + 1, cible.cle),
                            message,
                        ));
                    }
                }
            }
            match code {
                Some(code) if fiches.iter().any(|(c, _)| *c == code) => {
                    manques.push((
                        format!("fiche {}", rang + 1),
                        format!("le territoire {code} a déjà une ligne dans ce dossier"),
                    ));
                }
                Some(code) => fiches.push((code, dites)),
                None => manques.push((
                    format!("fiche {}", rang + 1),
                    "territoire vide : la ligne ne dit pas de quelle fiche elle est".into(),
                )),
            }
        }
        fiches
    }

    fn remarques(&self, lots: &[Lot]) -> Vec<String> {
        let mut remarques = Vec::new();
        let personnelles: BTreeSet<&str> = lots
            .iter()
            .flat_map(|l| &l.personnelles)
            .map(String::as_str)
            .collect();
        if !personnelles.is_empty() {
            let colonnes: Vec<&str> = personnelles.into_iter().collect();
            remarques.push(format!(
                "Données personnelles laissées à la porte : {}.",
                colonnes.join(", ")
            ));
        }
        let retraits: usize = lots.iter().map(|l| l.retraits).sum();
        if retraits > 0 {
            remarques.push(format!(
                "Courriels ou téléphones ôtés de {}.",
                compte(retraits, "texte", "textes")
            ));
        }
        for lot in lots {
            let perte = match lot.genre {
                Genre::Csv => {
                    "un CSV ne contient ni les fiches répétées ni les avis ; demandez le XLSX pour les avoir"
                }
                Genre::Ods if lot.dossiers.iter().any(|d| !d.avis.is_empty()) => {
                    "dans un ODS, le « non » d'un avis est une cellule vide ; lisez la réponse"
                }
                Genre::Json if lot.dossiers.iter().any(|d| d.modifie_le.is_none()) => {
                    "cette page ne dit pas quand le porteur a modifié son dossier"
                }
                _ => continue,
            };
            remarques.push(format!("{} : {perte}.", lot.fichier));
        }
        if self.pertes.zeros > 0 {
            remarques.push(format!(
                "{} à « 0 (ou vide) » dans l'export par défaut : non renseignés ici.",
                compte(self.pertes.zeros, "nombre", "nombres")
            ));
        }
        exemples(&mut remarques, "Arrondis", &self.pertes.arrondis);
        exemples(
            &mut remarques,
            "SIRET illisibles (Excel les a arrondis ?), laissés vides",
            &self.sirets,
        );
        if self.natures > 0 {
            remarques.push(format!(
                "Nature du porteur non reconnue : {}, « autre » en attendant.",
                compte(self.natures, "dossier", "dossiers")
            ));
        }
        if self.deduites > 0 {
            remarques.push(format!(
                "Date de fin déduite de la durée de la convention : {}.",
                compte(self.deduites, "dossier", "dossiers")
            ));
        }
        if self.gardees > 0 {
            remarques.push(format!(
                "{} dans l'export : ce que tient la campagne est gardé.",
                compte(self.gardees, "champ vide", "champs vides")
            ));
        }
        let avis = || lots.iter().flat_map(|l| &l.dossiers).flat_map(|d| &d.avis);
        if avis().next().is_some() {
            let rendus = avis().filter(|a| a.est_rendu()).count();
            remarques.push(format!(
                "Avis demandés sur la plateforme : {}, dont {}.",
                avis().count(),
                compte(rendus, "rendu", "rendus")
            ));
        }
        let inutiles: BTreeSet<&str> = lots
            .iter()
            .flat_map(|l| self.demande.correspondance.inutilisees(l))
            .collect();
        if !inutiles.is_empty() {
            let colonnes: Vec<String> = inutiles.into_iter().map(|c| format!("« {c} »")).collect();
            exemples(&mut remarques, "Colonnes sans correspondance", &colonnes);
        }
        remarques
    }
}

fn exemples(remarques: &mut Vec<String>, titre: &str, tous: &[String]) {
    if tous.is_empty() {
        return;
    }
    let reste = tous.len().saturating_sub(EXEMPLES);
    let suite = if reste > 0 {
        format!(" ; et {reste} autres")
    } else {
        String::new()
    };
    let montres: Vec<&str> = tous.iter().take(EXEMPLES).map(String::as_str).collect();
    remarques.push(format!("{titre} : {}{suite}.", montres.join(" ; ")));
}

fn codes(valeur: Option<&Value>) -> Vec<String> {
    let liste = valeur.and_then(Value::as_sequence);
    liste
        .into_iter()
        .flatten()
        .filter_map(Value::as_str)
        .map(str::to_owned)
        .collect()
}

/// The nature of a porteur, from its code in the register of legal categories (INSEE, niveau III), else from its words.
fn nature(code: Option<&str>, forme: Option<&str>) -> Option<&'static str> {
    let code = code.unwrap_or_default();
    let par_code = match (code.get(..1), code.get(..2)) {
        _ if code == "7410" => "gip",
        (_, Some("92")) => "association",
        (_, Some("93")) => "fondation",
        (_, Some("72")) => "collectivite",
        (_, Some("41" | "73" | "74")) => "etablissement_public",
        (Some("5" | "6"), _) => "entreprise",
        _ => "",
    };
    if !par_code.is_empty() {
        return Some(par_code);
    }
    let forme = super::plateforme::entetes::plier(forme.unwrap_or_default());
    let mots = [
        ("association", "association"),
        ("fondation", "fondation"),
        ("groupement d'interet public", "gip"),
        ("societe", "entreprise"),
    ];
    mots.iter()
        .find(|(mot, _)| forme.starts_with(mot))
        .map(|(_, nature)| *nature)
}

/// What a new candidature would hold, in a few lines.
fn apercu(arbre: &Mapping) -> Vec<(String, String)> {
    let mut lignes = Vec::new();
    for chemin in ["porteur.nom", "porteur.siret", "depose_le", "debut", "fin"] {
        if let Some(valeur) = arbre::lire(arbre, chemin) {
            lignes.push((chemin.to_owned(), montrer(chemin, valeur)));
        }
    }
    let fiches = arbre.get("fiches").and_then(Value::as_sequence);
    for fiche in fiches.into_iter().flatten().filter_map(Value::as_mapping) {
        let code = arbre::lire(fiche, "territoire")
            .map(dire)
            .unwrap_or_default();
        let dite = |cle: &str| arbre::lire(fiche, cle).map(dire);
        let demandes = fiche
            .get("total")
            .and_then(Value::as_mapping)
            .into_iter()
            .flat_map(Mapping::values);
        let demande: i64 = demandes.filter_map(|t| t.get("demande")?.as_i64()).sum();
        let mut parts: Vec<String> = ["publics", "volets"]
            .iter()
            .filter_map(|c| dite(c))
            .collect();
        parts.extend(dite("etp").map(|e| format!("{} ETP", e.replace('.', ","))));
        parts.push(if demande > 0 {
            format!("{} demandés", crate::domain::francais::euros(demande))
        } else {
            "montants non renseignés".into()
        });
        lignes.push((format!("fiche {code}"), parts.join(" · ")));
    }
    lignes
}

/// The territories that an [`Ami`] knows, for a first look at a séance: those whose journal tells an opening.
pub fn ouvertes(campagne: &Campagne, ami: &Ami) -> BTreeSet<String> {
    let codes = ami.territoires.iter().map(|t| t.code.clone());
    let ouverte = |code: &String| {
        campagne.lire_journal(code).is_ok_and(|lecture| {
            let mut faits = lecture.enregistrements().iter();
            faits.any(|e| matches!(e.fait, crate::domain::fait::Fait::SeanceOuverte { .. }))
        })
    };
    codes.filter(ouverte).collect()
}

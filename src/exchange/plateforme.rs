//! Candidatures as the filing platform exports them: XLSX, CSV, ODS, or pages of its API, read into one neutral form.
//! The kind is told by the content; columns are found by name and occurrence; what names a person is dropped at the door.

pub mod archive;
mod classeur;
mod csv_reader;
pub mod entetes;
mod feuilles;
mod graphql;
pub mod valeur;

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use chrono::{DateTime, FixedOffset};

use crate::store::diagnostic::Diagnostic;
use crate::store::fichier;
use entetes::Famille;
use valeur::Valeur;

/// Largest file read, in bytes.
pub const OCTETS: u64 = 64 * 1024 * 1024;
/// Longest cell, in characters: four times what Excel holds.
pub const CELLULE: usize = 131_072;
/// Most columns of a sheet.
pub const COLONNES: usize = 2000;
/// Most rows of a sheet.
pub const LIGNES: usize = 50_000;

/// The container of a lot.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Comma- or semicolon-separated.
    Csv,
    /// Of Excel.
    Xlsx,
    /// Of `LibreOffice`.
    Ods,
    /// A page of the API.
    Json,
}

impl fmt::Display for Genre {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Csv => "CSV",
            Self::Xlsx => "XLSX",
            Self::Ods => "ODS",
            Self::Json => "JSON",
        })
    }
}

/// A column of the form: its label, and which of the columns of that label it is.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Colonne {
    /// The label, verbatim.
    pub titre: String,
    /// From 1.
    pub occurrence: usize,
    /// How many columns bear this label.
    pub sur: usize,
    /// Identifier of the field, where the container tells it.
    pub champ: Option<String>,
}

/// What one file holds.
#[derive(Debug, Clone)]
pub struct Lot {
    /// The file, as shown.
    pub fichier: String,
    /// Its container.
    pub genre: Genre,
    /// Its headers.
    pub famille: Famille,
    /// Columns of the form, in order.
    pub colonnes: Vec<Colonne>,
    /// Repetitions, by identifier.
    pub blocs: BTreeMap<String, Bloc>,
    /// The dossiers.
    pub dossiers: Vec<Dossier>,
    /// Labels of the columns dropped because they name a person.
    pub personnelles: Vec<String>,
    /// Free texts from which a telephone number or an address was taken.
    pub retraits: usize,
    /// Options that the container declares, by label of the column.
    pub options: BTreeMap<String, Vec<String>>,
}

/// A repetition of the form: its label and its columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bloc {
    /// The label, cut at 30 characters in spreadsheets.
    pub titre: String,
    /// Columns of a row.
    pub colonnes: Vec<Colonne>,
}

/// One form, as filed.
#[derive(Debug, Clone, Default)]
pub struct Dossier {
    /// Its number.
    pub numero: String,
    /// Row of its sheet, or rank in its page, from 1.
    pub ligne: usize,
    /// « En instruction », « Accepté »…
    pub etat: String,
    /// When it was filed.
    pub depose_le: Option<DateTime<FixedOffset>>,
    /// When the applicant last changed it; the API's page does not always tell.
    pub modifie_le: Option<DateTime<FixedOffset>>,
    /// SIRET of the applicant, as a cell.
    pub siret: Valeur,
    /// Name of the applicant.
    pub raison_sociale: Option<String>,
    /// Its legal form, in words.
    pub forme: Option<String>,
    /// Its legal form, as a code of the register.
    pub forme_code: Option<String>,
    /// Values of the form, by column.
    pub valeurs: Vec<Valeur>,
    /// Rows of the repetitions: identifier, values by column.
    pub rangees: Vec<(String, Vec<Valeur>)>,
    /// Avis asked on the platform.
    pub avis: Vec<AvisRecu>,
}

/// An avis asked on the platform; the expert is known by the domain of an address only.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AvisRecu {
    /// What was asked.
    pub demande: String,
    /// The answer; blank when nobody answered.
    pub reponse: Option<String>,
    /// The yes-or-no question, when there was one.
    pub question: Option<String>,
    /// Its answer, where the container tells it.
    pub oui_non: Option<bool>,
    /// When it was answered; filled by the platform even when nobody did.
    pub repondu_le: Option<DateTime<FixedOffset>>,
    /// Domain of the expert's address, as `ddets.example`.
    pub domaine: Option<String>,
}

impl AvisRecu {
    /// Whether somebody answered: the date alone proves nothing.
    pub fn est_rendu(&self) -> bool {
        self.reponse.is_some() || self.oui_non.is_some()
    }
}

/// Reads every file; else every problem. Nothing is written.
pub fn lire(chemins: &[impl AsRef<Path>]) -> Result<Vec<Lot>, Vec<Diagnostic>> {
    let mut lots = Vec::new();
    let mut diagnostics = Vec::new();
    for chemin in chemins {
        let chemin = chemin.as_ref();
        let nom = chemin.display().to_string();
        let octets = fichier::lire(chemin, OCTETS)
            .map_err(|e| vec![Diagnostic::whole(&nom, dire_lecture(&e))]);
        match octets.and_then(|octets| lire_octets(&nom, &octets)) {
            Ok(lot) => lots.push(lot),
            Err(problemes) => diagnostics.extend(problemes),
        }
    }
    if diagnostics.is_empty() {
        diagnostics.extend(doublons(&lots));
    }
    if diagnostics.is_empty() {
        diagnostics.extend(graphql::pages_manquantes(&lots));
    }
    if diagnostics.is_empty() {
        Ok(lots.into_iter().map(|lu| lu.lot).collect())
    } else {
        Err(diagnostics)
    }
}

/// A lot, and whether its page says that another follows.
#[derive(Debug)]
struct Lu {
    lot: Lot,
    suivante: Option<bool>,
}

/// The lot in these bytes, whatever the name of the file says.
fn lire_octets(nom: &str, octets: &[u8]) -> Result<Lu, Vec<Diagnostic>> {
    let refus = |message: &str| vec![Diagnostic::whole(nom, message.to_owned())];
    let debut = octets.iter().position(|b| !b.is_ascii_whitespace());
    let premier = debut.map(|d| &octets[d..]);
    let fichier = |lot| Lu {
        lot,
        suivante: None,
    };
    match premier {
        None if octets.is_empty() => Err(refus("fichier vide : exportez-le de nouveau")),
        None => Err(refus(
            "export sans aucun dossier (la plateforme écrit alors une seule ligne vide)",
        )),
        Some(suite) if suite.starts_with(b"PK\x03\x04") || suite.starts_with(b"PK\x05\x06") => {
            classeur::lire(nom, octets).map(fichier)
        }
        Some(suite) if suite.starts_with(b"{") || suite.starts_with(b"[") => {
            graphql::lire(nom, octets)
        }
        Some(suite) if suite.starts_with(b"\xd0\xcf\x11\xe0") => Err(refus(
            "ancien classeur Excel (.xls) ou classeur protégé : enregistrez-le en XLSX, sans mot de passe",
        )),
        Some(suite) if suite.starts_with(b"%PDF") => Err(refus(
            "c'est un PDF : un export XLSX, CSV, ODS ou JSON est attendu",
        )),
        Some(_) => csv_reader::lire(nom, octets).map(fichier),
    }
}

/// Numbers told twice, in one file or in two.
fn doublons(lus: &[Lu]) -> Vec<Diagnostic> {
    let mut vus: BTreeMap<&str, (&str, usize)> = BTreeMap::new();
    let mut diagnostics = Vec::new();
    for lot in lus.iter().map(|lu| &lu.lot) {
        for dossier in &lot.dossiers {
            let ici = (lot.fichier.as_str(), dossier.ligne);
            if let Some((fichier, ligne)) = vus.insert(&dossier.numero, ici) {
                diagnostics.push(Diagnostic {
                    fichier: lot.fichier.clone(),
                    ligne: Some(dossier.ligne),
                    chemin: String::new(),
                    message: format!("dossier {} déjà lu dans {fichier}, ligne {ligne} : deux exports ensemble ?", dossier.numero),
                });
            }
        }
    }
    diagnostics
}

fn dire_lecture(erreur: &std::io::Error) -> String {
    match erreur.kind() {
        std::io::ErrorKind::NotFound => "fichier absent".into(),
        std::io::ErrorKind::PermissionDenied => {
            "lecture refusée : vérifiez les droits du fichier".into()
        }
        _ => fichier::dire(erreur),
    }
}

/// The columns of these labels, with their occurrence.
fn numeroter(titres: &[String]) -> Vec<Colonne> {
    let total = |titre: &String| titres.iter().filter(|t| *t == titre).count();
    let mut vus: BTreeMap<&String, usize> = BTreeMap::new();
    titres
        .iter()
        .map(|titre| {
            let occurrence = vus.entry(titre).or_default();
            *occurrence += 1;
            Colonne {
                titre: titre.clone(),
                occurrence: *occurrence,
                sur: total(titre),
                champ: None,
            }
        })
        .collect()
}

//! A priority table put in place: proven usable by this call first, then written whole, the previous one kept as `.bak`.

use std::io;
use std::path::Path;

use super::atomic;
use super::campagne::{Campagne, format_lu, nom_de_table};
use super::diagnostic::Diagnostic;
use super::document::{Document, Limites};
use super::journal;
use super::redaction;
use super::referentiel;
use crate::domain::ami::Ami;
use crate::domain::cadre::Cadre;
use crate::domain::edition::Edition;
use crate::domain::priorite::{Remarque, TablePriorites};
use crate::domain::probleme::Probleme;
use crate::domain::recevabilite::Severite;
use crate::domain::seance::Seance;
use crate::domain::territoire::Referentiel;

/// A table proven usable, and what deserves a second look in it.
#[derive(Debug)]
pub struct TableLue {
    /// The table.
    pub table: TablePriorites,
    /// Its text, as it will be written.
    pub texte: String,
    /// Alerts and information, located.
    pub remarques: Vec<(Severite, Diagnostic)>,
}

/// What stops a change of table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Verrou {
    /// Candidatures have been examined with the table as it is; how many.
    Examinees(usize),
    /// The séance is closed.
    Levee,
    /// The journal cannot be read; why.
    Illisible(String),
}

/// The table in a text, for the territory `code`; else every problem.
fn lire_texte(
    nom: &str,
    texte: &str,
    code: &str,
    ami: &Ami,
    referentiel: &Referentiel,
) -> Result<TableLue, Vec<Diagnostic>> {
    let document = Document::from_bytes(nom, texte.as_bytes().to_vec(), &Limites::default())?;
    verifier(&document, code, ami, referentiel)
}

/// The text of the table of a frame after one change, proven usable; refused when the file is no longer the one read.
pub fn rediger(
    campagne: &Campagne,
    cadre: &Cadre,
    edition: &Edition,
) -> Result<TableLue, Vec<Diagnostic>> {
    let code = &cadre.territoire.code;
    let nom = nom_de_table(code);
    let document = Document::open(&campagne.racine.join(&nom), &nom, &Limites::default())?;
    if campagne.empreinte(&nom) != Some(document.sha256()) {
        let message = "le fichier a changé sur le disque : quittez et rouvrez avant de le modifier";
        return Err(vec![Diagnostic::whole(&nom, message.into())]);
    }
    let apres = edition.appliquer(&cadre.table);
    let texte = redaction::rediger(document.text(), &apres, edition);
    lire_texte(&nom, &texte, code, &cadre.ami, &cadre.referentiel)
}

/// Validates `source` as the table of `code`, whatever the state of the other files, and copies its text as it is.
pub fn importer(racine: &Path, code: &str, source: &Path) -> Result<TableLue, Vec<Diagnostic>> {
    let ami = lire_appel(racine)?;
    let (referentiel, _) = referentiel::load(racine)?;
    let nom = source.display().to_string();
    let document = Document::open(source, &nom, &Limites::default())?;
    let lue = verifier(&document, code, &ami, &referentiel)?;
    ecrire(racine, code, &lue.texte)
        .map_err(|e| vec![Diagnostic::whole(&nom, format!("table non écrite ({e})"))])?;
    Ok(lue)
}

fn lire_appel(racine: &Path) -> Result<Ami, Vec<Diagnostic>> {
    Document::open(&racine.join("ami.yaml"), "ami.yaml", &Limites::default())?.decode()
}

/// Whether the séance of a territory stops its table from changing; a journal that begins only asks for acceptance.
pub fn verrou(racine: &Path, code: &str) -> Option<Verrou> {
    let chemin = racine.join(format!("seances/{code}.journal.yaml"));
    if let Ok(false) = journal::existe(&chemin) {
        return None;
    }
    let Ok(ami) = lire_appel(racine) else {
        return Some(Verrou::Illisible("ami.yaml est illisible".into()));
    };
    let lecture = match journal::read(&chemin, &ami.id, code) {
        Ok(lecture) => lecture,
        Err(erreur) => return Some(Verrou::Illisible(erreur.to_string())),
    };
    if let Some(anomalie) = lecture.anomalie() {
        return Some(Verrou::Illisible(anomalie.to_owned()));
    }
    verrou_de(&Seance::replay(lecture.enregistrements().iter().cloned()))
}

/// The same, of a séance already read.
pub fn verrou_de(seance: &Seance) -> Option<Verrou> {
    match seance.etat().examinees() {
        _ if seance.etat().levee => Some(Verrou::Levee),
        0 => None,
        examinees => Some(Verrou::Examinees(examinees)),
    }
}

/// Writes a table already proven usable, with the rights of the file it replaces.
pub fn ecrire(racine: &Path, code: &str, texte: &str) -> io::Result<()> {
    atomic::replace_input(&racine.join(nom_de_table(code)), texte.as_bytes())
}

fn verifier(
    document: &Document,
    code: &str,
    ami: &Ami,
    referentiel: &Referentiel,
) -> Result<TableLue, Vec<Diagnostic>> {
    let table: TablePriorites = document.decode()?;
    let mut problemes: Vec<Probleme> = format_lu(table.format).into_iter().collect();
    problemes.extend(table.problemes(ami, referentiel));
    if table.territoire != code {
        let message = format!("« {code} » attendu, lu « {} »", table.territoire);
        problemes.push(Probleme::new("territoire", message));
    }
    if !problemes.is_empty() {
        let problemes = problemes.into_iter();
        return Err(problemes.map(|p| document.diagnostic(p)).collect());
    }
    let situee = |r: Remarque| (r.severite, document.diagnostic(r.probleme));
    let remarques = table.remarques(ami, referentiel);
    Ok(TableLue {
        table,
        texte: document.text().to_owned(),
        remarques: remarques.into_iter().map(situee).collect(),
    })
}

//! A journal followed while another hand writes it: nothing is written, no lock is taken, and what is being written is waited for.

use std::os::unix::fs::MetadataExt;
use std::path::PathBuf;

use super::lecture::{anomalies, joindre};
use super::scan::{Queue, Scan};
use super::tete;
use super::{ErreurJournal, FORMAT, acces, existe};
use crate::domain::fait::Enregistrement;

/// A journal read again and again.
#[derive(Debug)]
pub struct Suivi {
    chemin: PathBuf,
    ami: String,
    territoire: String,
    /// The file last read: another one under the same name is read from its first byte.
    inode: Option<(u64, u64)>,
    scan: Scan,
    anomalie: Option<String>,
}

impl Suivi {
    /// The journal of a call and a territory, not read yet.
    pub fn new(chemin: PathBuf, ami: &str, territoire: &str) -> Self {
        Self {
            chemin,
            ami: ami.to_owned(),
            territoire: territoire.to_owned(),
            inode: None,
            scan: Scan::vide(),
            anomalie: None,
        }
    }

    /// Reads what was added; whether there is something new to show.
    pub fn relire(&mut self) -> bool {
        let avant = (self.scan.tete().to_owned(), self.anomalie.clone());
        if let Err(erreur) = self.lire() {
            // What was read stays shown.
            self.anomalie = Some(erreur.to_string());
        }
        (self.scan.tete(), &self.anomalie) != (&avant.0, &avant.1)
    }

    /// Records, in order.
    pub fn enregistrements(&self) -> impl Iterator<Item = &Enregistrement> {
        self.scan.records.iter().map(|r| &r.enregistrement)
    }

    /// What is wrong with the file, when something is.
    pub fn anomalie(&self) -> Option<&str> {
        self.anomalie.as_deref()
    }

    fn lire(&mut self) -> Result<(), ErreurJournal> {
        // The head first: a live writer moves the journal before it.
        let tete = tete::load(&self.chemin);
        if !existe(&self.chemin)? {
            self.anomalie = None;
            return Ok(());
        }
        let fichier = acces::ouvrir_en_lecture(&self.chemin)?;
        let metadata = fichier.metadata().map_err(|e| super::illisible(&e))?;
        let inode = Some((metadata.dev(), metadata.ino()));
        let octets = acces::lire(&fichier)?;
        let meme = self.inode == inode && octets.len() >= self.scan.fin;
        if meme {
            self.scan.continuer(&octets, FORMAT);
        }
        // What does not follow may be a file rewritten in place: only a whole reading tells.
        if !meme || !matches!(self.scan.queue, Queue::Intacte | Queue::Dechiree(_)) {
            self.scan = super::scan::scan(&octets, FORMAT);
        }
        self.inode = inode;
        // A torn end is a fact on its way.
        self.anomalie = joindre(&anomalies(&self.scan, &tete, &self.ami, &self.territoire));
        Ok(())
    }
}

//! The journal of a séance: the only truth. Appended to, never rewritten: one write and one sync per fact.

mod acces;
mod entier;
mod erreur;
mod lecture;
mod main_rendue;
mod occupant;
mod record;
mod reparer;
mod scan;
mod secours;
mod suivi;
mod tete;
mod verrou;

use std::fs::{self, File};
use std::io::{self, Write};
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rustix::io::Errno;

use acces::lire;
pub use entier::ecrire_entier;
pub use erreur::ErreurJournal;
pub use lecture::{Lecture, examiner, read};
use lecture::{anomalies, joindre};
pub use main_rendue::{Main, liberer};
use occupant::Occupant;
pub use reparer::{Reparation, reparer};
use scan::{Queue, Scan};
pub use suivi::Suivi;
use tete::Tete;
use verrou::Prise;

use super::fichier::{self, dire, dossier_de};
use crate::domain::fait::{Empreinte, Enregistrement, Fait};
use crate::store::empreinte::sha256;

/// Version of the journal format, written and read.
pub const FORMAT: u32 = 1;

/// A journal in our hands; the lock goes with it.
#[derive(Debug)]
pub struct Journal {
    fichier: File,
    chemin: PathBuf,
    suivant: u64,
    tete: String,
    trace: Trace,
    lecture_seule: Option<String>,
    fin: Fin,
    /// Records on disk that nobody was told of yet.
    ecrits: Vec<Enregistrement>,
    /// Where the records were copied once the file was deleted under us.
    secours: Option<PathBuf>,
}

/// How the file ends.
#[derive(Debug, PartialEq, Eq)]
enum Fin {
    /// On a whole record.
    Nette,
    /// On a record that lacks its last newline.
    SansRetour,
    /// On writes that were cut, to be declared before the next fact.
    Fragment(Vec<u8>),
}

/// What we left of the file: any other change comes from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Trace {
    inode: (u64, u64),
    taille: u64,
    change: (i64, i64),
}

/// The first record of a journal.
pub fn premier(ami: &str, territoire: &str, entrees: Vec<Empreinte>) -> Fait {
    Fait::JournalCree {
        format: FORMAT,
        ami: ami.to_owned(),
        territoire: territoire.to_owned(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        entrees,
    }
}

/// Whether there is a journal; a refusal when there was one, which its head remembers.
pub fn existe(chemin: &Path) -> Result<bool, ErreurJournal> {
    if fichier::existe(chemin).map_err(|erreur| illisible(&erreur))? {
        return Ok(true);
    }
    let dernier = match tete::load(chemin) {
        Tete::Absente => return Ok(false),
        Tete::Illisible => "on ne sait plus combien de faits il contenait".to_owned(),
        Tete::Sue(n, _) => format!("son dernier fait connu est le {n}"),
    };
    Err(ErreurJournal::Illisible(format!(
        "{} a disparu, {dernier}. {} ; pour repartir de zéro, retirez aussi {}",
        chemin.display(),
        secours::conseil(chemin),
        tete::chemin(chemin).display()
    )))
}

impl Journal {
    /// Creates the journal with its first record; file and folders are on disk when this returns.
    pub fn create(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        Self::creer(chemin, le, par, premier, false)
    }

    /// Opens a journal: to write when the lock is free and the file is whole, else to read, with every reason.
    /// `premier` is what its first record must say of the call and the territory; it is written when none stands.
    pub fn open(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        Self::ouvrir(chemin, le, par, premier, false)
    }

    /// Opens the journal, or creates it. `sans_verrou`: where the file system cannot lock, goes on and records it.
    pub fn take(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
        sans_verrou: bool,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        if existe(chemin)? {
            Self::ouvrir(chemin, le, par, premier, sans_verrou)
        } else {
            Self::creer(chemin, le, par, premier, sans_verrou)
        }
    }

    fn creer(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
        sans_verrou: bool,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        // A journal that was deleted does not start again at zero.
        existe(chemin)?;
        let dossier = dossier_de(chemin);
        fichier::creer_dossier(dossier).map_err(ErreurJournal::NonEcrit)?;
        if let Some(raison) = acces::expose(chemin) {
            return Err(ErreurJournal::LectureSeule(raison));
        }
        let fichier = acces::ecriture()
            .create_new(true)
            .open(chemin)
            .map_err(ErreurJournal::NonEcrit)?;
        // The name first: a head must not outlive it.
        fichier::synchroniser(dossier)
            .and_then(|()| fichier::synchroniser(dossier_de(dossier)))
            .map_err(ErreurJournal::NonConfirme)?;
        let manque = verrou::verrouiller(&fichier, chemin, sans_verrou)?;
        let vide = scan::scan(b"", FORMAT);
        let mut journal = Self::new(fichier, chemin, &vide, Fin::Nette)?;
        journal.ecrire(le, par, premier)?;
        journal.noter_sans_verrou(le, par, manque);
        Occupant::nous(par, le).save(chemin);
        let ecrits = std::mem::take(&mut journal.ecrits);
        Ok((journal, ecrits))
    }

    fn ouvrir(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
        sans_verrou: bool,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        let tete = tete::load(chemin);
        existe(chemin)?;
        let mut raisons = Vec::new();
        let (fichier, manque) = match verrou::prendre(chemin, sans_verrou) {
            Ok(pris) => pris,
            Err(Prise::Ailleurs(raison)) => {
                raisons.push(raison);
                (acces::ouvrir_en_lecture(chemin)?, None)
            }
            Err(Prise::Impossible(erreur)) => return Err(erreur),
        };
        raisons.extend(acces::expose(chemin));
        if raisons.is_empty() {
            fichier::balayer(dossier_de(chemin));
            // What the previous writer said must be on disk before anything is added to it.
            let confirme = fichier
                .sync_all()
                .and_then(|()| fichier::synchroniser(dossier_de(chemin)));
            raisons.extend(confirme.err().map(|erreur| non_confirme(&erreur)));
        }
        let octets = lire(&fichier)?;
        let scan = scan::scan(&octets, FORMAT);
        if let Fait::JournalCree {
            ami, territoire, ..
        } = premier
        {
            raisons.extend(anomalies(&scan, &tete, ami, territoire));
        }
        let fin = match &scan.queue {
            Queue::SansRetour => Fin::SansRetour,
            Queue::Dechiree(_) => Fin::Fragment(octets[scan.fin..].to_vec()),
            _ => Fin::Nette,
        };
        let mut journal = Self::new(fichier, chemin, &scan, fin)?;
        journal.lecture_seule = joindre(&raisons);
        let mut enregistrements: Vec<Enregistrement> =
            scan.records.into_iter().map(|r| r.enregistrement).collect();
        if journal.lecture_seule.is_none() {
            match journal.reprendre(le, par, premier) {
                // Without a first record there is nothing to go on with.
                Err(erreur) if journal.suivant == 0 => return Err(erreur),
                // A fragment stays at the end, declared by the next fact; without the sync, the journal is to be read.
                Ok(()) | Err(ErreurJournal::NonEcrit(_) | ErreurJournal::NonConfirme(_)) => {}
                Err(erreur) => return Err(erreur),
            }
            journal.noter_sans_verrou(le, par, manque);
            Occupant::nous(par, le).save(chemin);
        }
        enregistrements.append(&mut journal.ecrits);
        Ok((journal, enregistrements))
    }

    fn new(fichier: File, chemin: &Path, scan: &Scan, fin: Fin) -> Result<Self, ErreurJournal> {
        Ok(Self {
            trace: Trace::of(&fichier.metadata().map_err(|erreur| illisible(&erreur))?),
            fichier,
            chemin: chemin.to_owned(),
            suivant: scan.suivant(),
            tete: scan.tete().to_owned(),
            lecture_seule: None,
            fin,
            ecrits: Vec::new(),
            secours: None,
        })
    }

    /// Records a fact: one write of the whole record, then one sync. On error nothing was said.
    /// Gives every record written since the last answer: a fragment declared first is one.
    pub fn append(
        &mut self,
        le: DateTime<FixedOffset>,
        par: &str,
        fait: &Fait,
    ) -> Result<Vec<Enregistrement>, ErreurJournal> {
        if let Some(raison) = &self.lecture_seule {
            return Err(ErreurJournal::LectureSeule(raison.clone()));
        }
        if fait.est_du_journal() {
            return Err(ErreurJournal::Interne("ce fait n'est pas à dire".into()));
        }
        self.verifier_exterieur()?;
        self.declarer(le, par)?;
        self.ecrire(le, par, fait)?;
        Ok(std::mem::take(&mut self.ecrits))
    }

    /// Why nothing can be recorded, when nothing can.
    pub fn lecture_seule(&self) -> Option<&str> {
        self.lecture_seule.as_deref()
    }

    /// Number of records, and hash of the last one.
    pub fn head(&self) -> (u64, &str) {
        (self.suivant, &self.tete)
    }

    /// Mends the end of the file after a cut: by adding, never by taking away.
    fn reprendre(
        &mut self,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(), ErreurJournal> {
        if self.suivant == 0 {
            return self.ecrire(le, par, premier);
        }
        if self.fin == Fin::SansRetour {
            self.pousser(b"\n")?;
            self.fin = Fin::Nette;
        }
        self.declarer(le, par)
    }

    /// Records that nothing keeps a second writer out; a séance that could not say it is only read.
    fn noter_sans_verrou(&mut self, le: DateTime<FixedOffset>, par: &str, manque: Option<String>) {
        let Some(raison) = manque.filter(|_| self.lecture_seule.is_none()) else {
            return;
        };
        // A fragment still there is declared first: nothing else may follow it.
        let note = self
            .declarer(le, par)
            .and_then(|()| self.ecrire(le, par, &Fait::SansVerrou { raison }));
        if let Err(erreur) = note {
            self.lecture_seule = Some(format!("l'absence de verrou n'est pas notée. {erreur}"));
        }
    }

    /// Declares the fragment at the end of the file, when there is one.
    fn declarer(&mut self, le: DateTime<FixedOffset>, par: &str) -> Result<(), ErreurJournal> {
        let Fin::Fragment(fragment) = &self.fin else {
            return Ok(());
        };
        let fait = Fait::Reprise {
            octets: fragment.len() as u64,
            sha256: sha256(fragment),
        };
        self.ecrire(le, par, &fait)
    }

    fn ecrire(
        &mut self,
        le: DateTime<FixedOffset>,
        par: &str,
        fait: &Fait,
    ) -> Result<(), ErreurJournal> {
        let enregistrement = Enregistrement {
            n: self.suivant,
            le,
            par: par.to_owned(),
            fait: fait.clone(),
        };
        let (avant, prec): (&[u8], _) = match &self.fin {
            Fin::Nette => (b"", self.tete.clone()),
            Fin::SansRetour => (b"\n", self.tete.clone()),
            // Record 0 has no predecessor but the fragment: it declares it by naming it so.
            Fin::Fragment(fragment) if self.suivant == 0 => (scan::COUPURE, sha256(fragment)),
            Fin::Fragment(_) => (scan::COUPURE, self.tete.clone()),
        };
        let (octets, h) = record::encode(&enregistrement, &prec)?;
        self.pousser(&[avant, &octets].concat())?;
        self.fin = Fin::Nette;
        self.suivant += 1;
        self.tete = h;
        tete::save(&self.chemin, enregistrement.n, &self.tete);
        self.ecrits.push(enregistrement);
        Ok(())
    }

    /// Writes at the end of the file, then syncs.
    fn pousser(&mut self, octets: &[u8]) -> Result<(), ErreurJournal> {
        let reponse = loop {
            match self.fichier.write(octets) {
                Err(erreur) if erreur.kind() == io::ErrorKind::Interrupted => {}
                reponse => break reponse,
            }
        };
        let erreur = match reponse {
            Ok(ecrits) if ecrits == octets.len() => return self.confirmer(),
            Ok(_) => io::Error::from(Errno::NOSPC),
            Err(erreur) => erreur,
        };
        // What reached the file, whatever the call answered.
        let trace = Trace::of(&self.fichier.metadata().map_err(ErreurJournal::NonEcrit)?);
        let arrives = trace.taille.saturating_sub(self.trace.taille);
        let arrives = usize::try_from(arrives).unwrap_or(usize::MAX);
        self.trace = trace;
        self.garder(&octets[..arrives.min(octets.len())]);
        Err(ErreurJournal::NonEcrit(erreur))
    }

    /// Keeps in mind what a cut write left at the end of the file.
    fn garder(&mut self, arrives: &[u8]) {
        match &mut self.fin {
            Fin::Fragment(fragment) => fragment.extend_from_slice(arrives),
            Fin::SansRetour => match arrives {
                [] => {}
                [_] => self.fin = Fin::Nette,
                [_, suite @ ..] => self.fin = Fin::Fragment(suite.to_vec()),
            },
            Fin::Nette if arrives.is_empty() => {}
            Fin::Nette => self.fin = Fin::Fragment(arrives.to_vec()),
        }
    }

    /// Syncs what was written. A sync that failed is never retried: the kernel may have dropped the pages.
    fn confirmer(&mut self) -> Result<(), ErreurJournal> {
        let confirme = self
            .fichier
            .sync_data()
            .and_then(|()| self.fichier.metadata());
        match confirme {
            Ok(metadata) => {
                self.trace = Trace::of(&metadata);
                Ok(())
            }
            Err(erreur) => {
                self.lecture_seule = Some(non_confirme(&erreur));
                Err(ErreurJournal::NonConfirme(erreur))
            }
        }
    }

    /// Whether the file is still what we left, under its name.
    fn verifier_exterieur(&mut self) -> Result<(), ErreurJournal> {
        let change = |raison: &str| Err(ErreurJournal::Change(raison.to_owned()));
        let nomme = match fs::symlink_metadata(&self.chemin) {
            Ok(metadata) => Trace::of(&metadata),
            Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => {
                return Err(ErreurJournal::Change(self.disparu()));
            }
            Err(erreur) => return Err(ErreurJournal::NonEcrit(erreur)),
        };
        if nomme.inode != self.trace.inode {
            return Err(ErreurJournal::Change(self.remplace()));
        }
        if nomme.taille != self.trace.taille {
            return change("le journal a été modifié par un autre programme");
        }
        if nomme.change != self.trace.change {
            // A touch or a chmod changes no byte: read again, then go on.
            let octets = lire(&self.fichier)?;
            let relu = scan::scan(&octets, FORMAT);
            let fin: &[u8] = match &self.fin {
                Fin::Fragment(fragment) => fragment,
                Fin::Nette | Fin::SansRetour => b"",
            };
            if relu.tete() != self.tete || &octets[relu.fin..] != fin {
                return change("le journal a été modifié par un autre programme");
            }
            self.trace = nomme;
        }
        Ok(())
    }
}

impl Drop for Journal {
    fn drop(&mut self) {
        if self.lecture_seule.is_none() {
            // Deleted or replaced, the file ends with us: what it holds is kept under another name.
            let _ = self.sauver();
            Occupant::remove(&self.chemin);
        }
    }
}

impl Trace {
    fn of(metadata: &fs::Metadata) -> Self {
        Self {
            inode: (metadata.dev(), metadata.ino()),
            taille: metadata.len(),
            change: (metadata.ctime(), metadata.ctime_nsec()),
        }
    }
}

fn illisible(erreur: &io::Error) -> ErreurJournal {
    ErreurJournal::Illisible(dire(erreur))
}

fn non_confirme(erreur: &io::Error) -> String {
    format!("le disque n'a pas confirmé ({})", dire(erreur))
}

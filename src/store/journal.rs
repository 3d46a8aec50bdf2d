//! The journal of a séance: the only truth. Appended to, never rewritten: one write and one sync per fact.

mod erreur;
mod occupant;
mod record;
mod scan;
mod tete;

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rustix::io::Errno;

pub use erreur::ErreurJournal;
use occupant::Occupant;
use scan::{Queue, Scan};
use tete::Tete;

use super::fichier::{self, dire, dossier_de, drapeaux};
use crate::domain::fait::{Empreinte, Enregistrement, Fait};
use crate::domain::texte::visible;
use crate::store::empreinte::sha256;

/// Version of the journal format, written and read.
pub const FORMAT: u32 = 1;

/// Largest journal read, in bytes.
const OCTETS: u64 = 512 * 1024 * 1024;

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

/// A journal read without holding it.
#[derive(Debug)]
pub struct Lecture {
    enregistrements: Vec<Enregistrement>,
    empreintes: Vec<String>,
    anomalie: Option<String>,
}

impl Lecture {
    /// Records before the first anomaly.
    pub fn enregistrements(&self) -> &[Enregistrement] {
        &self.enregistrements
    }

    /// Hash of record `n`.
    pub fn empreinte(&self, n: u64) -> Option<&str> {
        self.empreintes
            .get(usize::try_from(n).ok()?)
            .map(String::as_str)
    }

    /// What is wrong with the file, when something is.
    pub fn anomalie(&self) -> Option<&str> {
        self.anomalie.as_deref()
    }
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
        "{} a disparu, {dernier}. Remettez-le d'une sauvegarde ; pour repartir de zéro, retirez aussi {}",
        chemin.display(),
        tete::chemin(chemin).display()
    )))
}

/// Reads the journal of a call and a territory, and writes nothing, not even a lock.
pub fn read(chemin: &Path, ami: &str, territoire: &str) -> Result<Lecture, ErreurJournal> {
    let tete = tete::load(chemin);
    if !existe(chemin)? {
        return Err(ErreurJournal::Illisible(format!(
            "{} : aucune séance n'a été ouverte pour ce territoire",
            chemin.display()
        )));
    }
    let fichier = a_lire().open(chemin).map_err(|erreur| illisible(&erreur))?;
    verifier_nature(&fichier)?;
    let scan = scan::scan(&lire(&fichier)?, FORMAT);
    let mut anomalies = anomalies(&scan, &tete, ami, territoire);
    if let Queue::Dechiree(octets) = &scan.queue {
        anomalies.push(format!(
            "une dernière saisie de {octets} octets n'a pas été confirmée"
        ));
    }
    Ok(Lecture {
        empreintes: scan.records.iter().map(|r| r.h.clone()).collect(),
        enregistrements: scan.records.into_iter().map(|r| r.enregistrement).collect(),
        anomalie: joindre(&anomalies),
    })
}

impl Journal {
    /// Creates the journal with its first record; file and folders are on disk when this returns.
    pub fn create(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        // A journal that was deleted does not start again at zero.
        existe(chemin)?;
        let dossier = dossier_de(chemin);
        fichier::creer_dossier(dossier).map_err(ErreurJournal::NonEcrit)?;
        let fichier = options()
            .create_new(true)
            .open(chemin)
            .map_err(ErreurJournal::NonEcrit)?;
        // The name first: a head must not outlive it.
        fichier::synchroniser(dossier)
            .and_then(|()| fichier::synchroniser(dossier_de(dossier)))
            .map_err(ErreurJournal::NonConfirme)?;
        verrouiller(&fichier, chemin)?;
        let vide = scan::scan(b"", FORMAT);
        let mut journal = Self::new(fichier, chemin, &vide, Fin::Nette)?;
        journal.ecrire(le, par, premier)?;
        Occupant::nous(par, le).save(chemin);
        let ecrits = std::mem::take(&mut journal.ecrits);
        Ok((journal, ecrits))
    }

    /// Opens a journal: to write when the lock is free and the file is whole, else to read, with every reason.
    /// `premier` is what its first record must say of the call and the territory; it is written when none stands.
    pub fn open(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        let tete = tete::load(chemin);
        existe(chemin)?;
        let mut raisons = Vec::new();
        let fichier = match prendre(chemin) {
            Ok(fichier) => fichier,
            Err(Prise::Ailleurs(raison)) => {
                raisons.push(raison);
                let fichier = a_lire().open(chemin).map_err(|erreur| illisible(&erreur))?;
                verifier_nature(&fichier)?;
                fichier
            }
            Err(Prise::Impossible(erreur)) => return Err(erreur),
        };
        if raisons.is_empty() {
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
        if matches!(fait, Fait::JournalCree { .. } | Fait::Reprise { .. }) {
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
                return change("le journal de la séance a été effacé");
            }
            Err(erreur) => return Err(ErreurJournal::NonEcrit(erreur)),
        };
        if nomme.inode != self.trace.inode {
            return change("le journal a été remplacé par quelqu'un d'autre");
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

/// Why a journal could not be taken to write.
enum Prise {
    /// It can still be read.
    Ailleurs(String),
    /// It cannot be opened at all.
    Impossible(ErreurJournal),
}

/// Opens to append and takes the lock, on the journal's own descriptor: a separate lock file, once deleted, lets two holders in.
fn prendre(chemin: &Path) -> Result<File, Prise> {
    let fichier = match options().open(chemin) {
        Ok(fichier) => fichier,
        Err(erreur)
            if matches!(
                erreur.kind(),
                io::ErrorKind::PermissionDenied | io::ErrorKind::ReadOnlyFilesystem
            ) =>
        {
            return Err(Prise::Ailleurs(dire(&erreur)));
        }
        Err(erreur) => return Err(Prise::Impossible(illisible(&erreur))),
    };
    verifier_nature(&fichier).map_err(Prise::Impossible)?;
    verrouiller(&fichier, chemin).map_err(|erreur| match erreur {
        ErreurJournal::LectureSeule(raison) => Prise::Ailleurs(raison),
        autre => Prise::Impossible(autre),
    })?;
    Ok(fichier)
}

fn verrouiller(fichier: &File, chemin: &Path) -> Result<(), ErreurJournal> {
    match fichier.try_lock() {
        Ok(()) => Ok(()),
        Err(TryLockError::WouldBlock) => {
            let qui =
                Occupant::load(chemin).map_or_else(|| "quelqu'un d'autre".into(), |o| o.phrase());
            Err(ErreurJournal::LectureSeule(format!(
                "séance ouverte par {qui}"
            )))
        }
        Err(TryLockError::Error(erreur)) => Err(ErreurJournal::LectureSeule(format!(
            "ce dossier ne sait pas verrouiller ({}) ; travaillez sur un disque local",
            dire(&erreur)
        ))),
    }
}

/// A regular file with one name: a link could make us write elsewhere.
fn verifier_nature(fichier: &File) -> Result<(), ErreurJournal> {
    let metadata = fichier.metadata().map_err(|erreur| illisible(&erreur))?;
    if !metadata.is_file() {
        return Err(ErreurJournal::Illisible(
            "ce n'est pas un fichier ordinaire".into(),
        ));
    }
    if metadata.nlink() != 1 {
        return Err(ErreurJournal::Illisible(
            "le fichier a plusieurs noms (lien), refusé".into(),
        ));
    }
    if metadata.len() > OCTETS {
        return Err(ErreurJournal::Illisible(format!(
            "fichier trop gros ({} octets)",
            metadata.len()
        )));
    }
    Ok(())
}

fn options() -> OpenOptions {
    let mut options = OpenOptions::new();
    options
        .read(true)
        .append(true)
        .mode(0o600)
        .custom_flags(drapeaux());
    options
}

fn a_lire() -> OpenOptions {
    let mut options = OpenOptions::new();
    options.read(true).custom_flags(drapeaux());
    options
}

fn lire(fichier: &File) -> Result<Vec<u8>, ErreurJournal> {
    let mut octets = Vec::new();
    let mut fichier = fichier;
    fichier.rewind().map_err(|erreur| illisible(&erreur))?;
    fichier
        .take(OCTETS)
        .read_to_end(&mut octets)
        .map_err(|erreur| illisible(&erreur))?;
    Ok(octets)
}

fn illisible(erreur: &io::Error) -> ErreurJournal {
    ErreurJournal::Illisible(dire(erreur))
}

fn non_confirme(erreur: &io::Error) -> String {
    format!("le disque n'a pas confirmé ({})", dire(erreur))
}

/// Everything that forbids writing: an alteration, a newer program, another place, an end that is not the one last known.
fn anomalies(scan: &Scan, tete: &Tete, ami: &str, territoire: &str) -> Vec<String> {
    let mut anomalies = Vec::new();
    if let Some(Fait::JournalCree {
        ami: autre_ami,
        territoire: autre_territoire,
        ..
    }) = scan.records.first().map(|r| &r.enregistrement.fait)
        && (autre_ami != ami || autre_territoire != territoire)
    {
        anomalies.push(format!(
            "ce journal est celui de l'appel « {} », territoire « {} », rangé à la place de « {ami} », « {territoire} »",
            visible(autre_ami),
            visible(autre_territoire)
        ));
    }
    match (&scan.queue, tete) {
        (Queue::Alteree { octet, raison }, _) => anomalies.push(format!(
            "le journal est altéré au fait {} (octet {octet}) : {}. Consultation jusqu'au fait précédent",
            scan.suivant(),
            visible(raison)
        )),
        (Queue::Recente(quoi), _) => anomalies.push(format!(
            "le journal a été écrit par une version plus récente du programme ({}). Consultation de ce qui précède",
            visible(quoi)
        )),
        (_, Tete::Sue(n, _)) if !tete.tenue(&scan.records) => anomalies.push(format!(
            "la fin du journal a été coupée ou réécrite : le fait {n} y était, il n'y est plus tel quel"
        )),
        (_, Tete::Illisible) if scan.records.is_empty() => anomalies.push(
            "le journal ne contient plus aucun fait, alors qu'il en a contenu".into(),
        ),
        _ => {}
    }
    anomalies
}

fn joindre(raisons: &[String]) -> Option<String> {
    (!raisons.is_empty()).then(|| raisons.join(" ; "))
}

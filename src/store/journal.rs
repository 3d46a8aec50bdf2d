//! The journal of a séance: the only truth. Appended to, never rewritten: one write and one sync per fact.

mod erreur;
mod occupant;
mod record;
mod scan;
mod tete;

use std::fs::{self, DirBuilder, File, OpenOptions, TryLockError};
use std::io::{self, Read, Seek, Write};
use std::os::unix::fs::{DirBuilderExt, MetadataExt, OpenOptionsExt};
use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};
use rustix::fs::OFlags;

pub use erreur::ErreurJournal;
use erreur::dire;
use occupant::Occupant;
pub use scan::{Queue, Scan, scan};

use crate::domain::fait::{Enregistrement, Fait};
use crate::store::empreinte::sha256;

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
    /// A write that was cut short, to be declared before the next fact.
    fragment: Option<Vec<u8>>,
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

/// Reads a journal and writes nothing, not even a lock.
pub fn read(chemin: &Path) -> Result<Lecture, ErreurJournal> {
    let (_, octets) = ouvrir(chemin, OpenOptions::new().read(true))?;
    let scan = scan(&octets);
    let anomalie = match &scan.queue {
        Queue::Dechiree { octets, .. } => Some(format!(
            "une dernière saisie de {octets} octets n'a pas été confirmée"
        )),
        queue => anomalie(chemin, &scan, queue),
    };
    Ok(Lecture {
        empreintes: scan.records.iter().map(|r| r.h.clone()).collect(),
        enregistrements: scan.records.into_iter().map(|r| r.enregistrement).collect(),
        anomalie,
    })
}

impl Journal {
    /// Creates the journal with its first record; file and folder are on disk when this returns.
    pub fn create(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
        premier: &Fait,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        let dossier = chemin.parent().unwrap_or(Path::new("."));
        let non_ecrit = ErreurJournal::NonEcrit;
        DirBuilder::new()
            .recursive(true)
            .mode(0o700)
            .create(dossier)
            .map_err(non_ecrit)?;
        let fichier = options().create_new(true).open(chemin).map_err(non_ecrit)?;
        verrouiller(&fichier, chemin)?;
        let trace = Trace::of(&fichier.metadata().map_err(non_ecrit)?);
        let mut journal = Self {
            fichier,
            chemin: chemin.to_owned(),
            suivant: 0,
            tete: record::ORIGINE.to_owned(),
            trace,
            lecture_seule: None,
            fragment: None,
        };
        let enregistrement = journal.append(le, par, premier)?;
        synchroniser_dossier(dossier).map_err(ErreurJournal::NonConfirme)?;
        Occupant::nous(par, le).save(chemin);
        Ok((journal, vec![enregistrement]))
    }

    /// Opens a journal: to write when the lock is free and the file is whole, else to read, with the reason.
    pub fn open(
        chemin: &Path,
        le: DateTime<FixedOffset>,
        par: &str,
    ) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> {
        let (fichier, lecture_seule) = match prendre(chemin) {
            Ok(fichier) => (fichier, None),
            Err(Prise::Ailleurs(raison)) => (
                a_lire().open(chemin).map_err(|erreur| illisible(&erreur))?,
                Some(raison),
            ),
            Err(Prise::Impossible(erreur)) => return Err(erreur),
        };
        if lecture_seule.is_none() {
            // What the previous writer said must be on disk before we believe it.
            fichier.sync_all().map_err(|erreur| illisible(&erreur))?;
            synchroniser_dossier(chemin.parent().unwrap_or(Path::new(".")))
                .map_err(|erreur| illisible(&erreur))?;
        }
        let octets = lire(&fichier)?;
        let scan = scan(&octets);
        let mut journal = Self {
            trace: Trace::of(&fichier.metadata().map_err(|erreur| illisible(&erreur))?),
            fichier,
            chemin: chemin.to_owned(),
            suivant: scan.suivant(),
            tete: scan.tete().to_owned(),
            lecture_seule,
            fragment: None,
        };
        let mut enregistrements: Vec<Enregistrement> = scan
            .records
            .iter()
            .map(|r| r.enregistrement.clone())
            .collect();
        if journal.lecture_seule.is_none() {
            journal.lecture_seule = anomalie(chemin, &scan, &scan.queue);
        }
        if journal.lecture_seule.is_none() {
            Occupant::nous(par, le).save(chemin);
            match scan.queue {
                Queue::SansRetour => journal.completer()?,
                Queue::Dechiree { .. } => {
                    journal.fragment = Some(octets[scan.fin..].to_vec());
                    enregistrements.push(journal.declarer(le, par)?);
                }
                Queue::Intacte | Queue::Alteree { .. } => {}
            }
        }
        Ok((journal, enregistrements))
    }

    /// Records a fact: one write of the whole record, then one sync. On error nothing was said.
    pub fn append(
        &mut self,
        le: DateTime<FixedOffset>,
        par: &str,
        fait: &Fait,
    ) -> Result<Enregistrement, ErreurJournal> {
        if let Some(raison) = &self.lecture_seule {
            return Err(ErreurJournal::LectureSeule(raison.clone()));
        }
        self.verifier_exterieur()?;
        if self.fragment.is_some() {
            self.declarer(le, par)?;
        }
        self.ecrire(b"", le, par, fait)
    }

    /// Why nothing can be recorded, when nothing can.
    pub fn lecture_seule(&self) -> Option<&str> {
        self.lecture_seule.as_deref()
    }

    /// Number of records, and hash of the last one.
    pub fn head(&self) -> (u64, &str) {
        (self.suivant, &self.tete)
    }

    /// Declares the fragment at the end of the file, parted from it by one newline.
    fn declarer(
        &mut self,
        le: DateTime<FixedOffset>,
        par: &str,
    ) -> Result<Enregistrement, ErreurJournal> {
        let fragment = self.fragment.clone().unwrap_or_default();
        let fait = Fait::Reprise {
            octets: fragment.len() as u64,
            sha256: sha256(&fragment),
        };
        self.ecrire(b"\n", le, par, &fait)
    }

    /// Adds the newline that an adopted record lacks.
    fn completer(&mut self) -> Result<(), ErreurJournal> {
        self.fichier
            .write_all(b"\n")
            .map_err(ErreurJournal::NonEcrit)?;
        self.confirmer()
    }

    fn ecrire(
        &mut self,
        avant: &[u8],
        le: DateTime<FixedOffset>,
        par: &str,
        fait: &Fait,
    ) -> Result<Enregistrement, ErreurJournal> {
        let enregistrement = Enregistrement {
            n: self.suivant,
            le,
            par: par.to_owned(),
            fait: fait.clone(),
        };
        let (octets, h) = record::encode(&enregistrement, &self.tete)?;
        let octets = [avant, &octets].concat();
        let ecrits = loop {
            match self.fichier.write(&octets) {
                Err(erreur) if erreur.kind() == io::ErrorKind::Interrupted => {}
                autre => break autre.map_err(ErreurJournal::NonEcrit)?,
            }
        };
        if ecrits < octets.len() {
            let mut fragment = self.fragment.take().unwrap_or_default();
            fragment.extend_from_slice(&octets[..ecrits]);
            self.fragment = Some(fragment);
            self.trace = Trace::of(&self.fichier.metadata().map_err(ErreurJournal::NonEcrit)?);
            return Err(ErreurJournal::NonEcrit(io::Error::from(
                rustix::io::Errno::NOSPC,
            )));
        }
        self.confirmer()?;
        self.fragment = None;
        self.suivant += 1;
        self.tete = h;
        tete::save(&self.chemin, enregistrement.n, &self.tete);
        Ok(enregistrement)
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
                self.lecture_seule =
                    Some(format!("le disque n'a pas confirmé ({})", dire(&erreur)));
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
            let relu = scan(&lire(&self.fichier)?);
            let fragment = matches!(relu.queue, Queue::Dechiree { .. }) && self.fragment.is_some();
            if relu.tete() != self.tete || !(fragment || relu.queue == Queue::Intacte) {
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

fn drapeaux() -> i32 {
    (OFlags::NOFOLLOW | OFlags::NONBLOCK).bits().cast_signed()
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

fn ouvrir(chemin: &Path, options: &mut OpenOptions) -> Result<(File, Vec<u8>), ErreurJournal> {
    let fichier = options
        .custom_flags(drapeaux())
        .open(chemin)
        .map_err(|erreur| match erreur.kind() {
            io::ErrorKind::NotFound => ErreurJournal::Illisible(format!(
                "{} : aucune séance n'a été ouverte pour ce territoire",
                chemin.display()
            )),
            _ => illisible(&erreur),
        })?;
    verifier_nature(&fichier)?;
    let octets = lire(&fichier)?;
    Ok((fichier, octets))
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

fn synchroniser_dossier(dossier: &Path) -> io::Result<()> {
    File::open(dossier)?.sync_all()
}

/// What forbids writing: an alteration, or an end that is not the one last known.
fn anomalie(chemin: &Path, scan: &Scan, queue: &Queue) -> Option<String> {
    if let Queue::Alteree { octet, raison } = queue {
        return Some(format!(
            "le journal est altéré au fait {} (octet {octet}) : {raison}. Consultation jusqu'au fait précédent",
            scan.suivant()
        ));
    }
    (!tete::tenue(chemin, &scan.records))
        .then(|| "la fin du journal a été coupée ou réécrite".to_owned())
}

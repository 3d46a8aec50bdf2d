//! What tests share: a scratch campaign, a committee that speaks, a screen that is typed on.

pub mod bureautique;
pub mod comite;
pub mod ecran;
pub mod pty;
pub mod region;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use chrono::{DateTime, FixedOffset};
use instruire::store::campagne::Campagne;
use instruire::store::{demo, embarque};
use tempfile::TempDir;

/// A copy of the shipped campaign in a folder of its own, removed with the value.
pub struct Brouillon {
    racine: PathBuf,
    _dossier: TempDir,
}

impl Brouillon {
    /// The example as it is shipped.
    pub fn new() -> Self {
        let dossier = dossier();
        let racine = embarque::copier(dossier.path()).unwrap();
        Self {
            racine,
            _dossier: dossier,
        }
    }

    /// A small fictitious region, séances held and proposals written.
    pub fn region_fictive() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        let taille = demo::Taille {
            territoires: 4,
            candidatures: 5,
            graine: 3,
        };
        let racine = demo::creer(dossier.path(), taille, |_| {}).unwrap();
        Self {
            racine,
            _dossier: dossier,
        }
    }

    /// The folder of the campaign.
    pub fn racine(&self) -> &Path {
        &self.racine
    }

    /// A file of the campaign.
    pub fn fichier(&self, nom: &str) -> PathBuf {
        self.racine.join(nom)
    }

    /// The text of a file of the campaign.
    pub fn lire(&self, nom: &str) -> String {
        std::fs::read_to_string(self.fichier(nom)).unwrap()
    }

    /// Writes a file of the campaign.
    pub fn ecrire(&self, nom: &str, texte: &str) {
        std::fs::write(self.fichier(nom), texte).unwrap();
    }

    /// Replaces `avant` by `apres` in a file; `avant` must be there.
    pub fn changer(&self, nom: &str, avant: &str, apres: &str) {
        let texte = self.lire(nom);
        assert!(texte.contains(avant), "{nom} ne contient pas « {avant} »");
        self.ecrire(nom, &texte.replacen(avant, apres, 1));
    }

    /// The campaign, which must load without a problem.
    pub fn campagne(&self) -> Campagne {
        let chargement = Campagne::load(&self.racine);
        assert_eq!(chargement.diagnostics, []);
        chargement.campagne.unwrap()
    }

    /// Every problem of the campaign, as a person reads them.
    pub fn problemes(&self) -> Vec<String> {
        let diagnostics = Campagne::load(&self.racine).diagnostics;
        diagnostics.iter().map(ToString::to_string).collect()
    }
}

/// A scratch folder, in memory where the machine has some: what is tried is the program, not the disk.
pub fn dossier() -> TempDir {
    let memoire = Path::new("/dev/shm");
    if memoire.is_dir() {
        TempDir::new_in(memoire).unwrap()
    } else {
        TempDir::new().unwrap()
    }
}

/// The instant at which every test takes place.
pub fn instant() -> DateTime<FixedOffset> {
    DateTime::parse_from_rfc3339("2024-10-02T14:02:11+02:00").unwrap()
}

/// What is done, and the processor time it took, whatever else the machine does; the time that passes where that is not known.
pub fn chronometrer<T>(faire: impl FnOnce() -> T) -> (T, Duration) {
    let depart = Instant::now();
    let calcul = || {
        let lu = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
        let nanosecondes = lu.split(' ').next()?.parse().ok()?;
        Some(Duration::from_nanos(nanosecondes))
    };
    let avant = calcul();
    let fait = faire();
    let duree = calcul()
        .zip(avant)
        .map(|(apres, avant)| apres.saturating_sub(avant));
    (fait, duree.unwrap_or_else(|| depart.elapsed()))
}

/// The text with ordinary spaces, for expectations one can read.
pub fn lisible(texte: &str) -> String {
    texte.replace(['\u{202f}', '\u{a0}'], " ")
}

/// Numbers that are the same at each run.
pub struct Hasard(pub u64);

impl Hasard {
    /// A number below `borne`.
    pub fn sous(&mut self, borne: usize) -> usize {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % borne
    }
}

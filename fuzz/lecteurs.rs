//! One function per reader of what comes from outside: whatever the bytes, it answers, and never panics.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::{Mutex, OnceLock, PoisonError};

use instruire::domain::ami::Ami;
use instruire::domain::priorite::TablePriorites;
use instruire::domain::projet::Projet;
use instruire::domain::seance::Seance;
use instruire::store::campagne::Campagne;
use instruire::store::document::{Document, Limites};
use instruire::store::{dictee, embarque, horloge, journal, referentiel, resultat};
use instruire::tui::app::App;
use instruire::tui::script;
use instruire::tui::theme::Theme;
use tempfile::TempDir;

/// A scratch campaign, loaded once; its folder is written by one at a time.
struct Atelier {
    dossier: TempDir,
    campagne: Campagne,
}

fn atelier<T>(faire: impl FnOnce(&Path, &Campagne) -> T) -> Option<T> {
    static ATELIER: OnceLock<Option<Mutex<Atelier>>> = OnceLock::new();
    let atelier = ATELIER.get_or_init(|| {
        let dossier = TempDir::new().ok()?;
        let racine = embarque::copier(dossier.path()).ok()?;
        let campagne = Campagne::load(&racine).campagne?;
        Some(Mutex::new(Atelier { dossier, campagne }))
    });
    let atelier = atelier
        .as_ref()?
        .lock()
        .unwrap_or_else(PoisonError::into_inner);
    Some(faire(atelier.dossier.path(), &atelier.campagne))
}

fn poser(chemin: &Path, octets: &[u8]) -> PathBuf {
    if let Some(dossier) = chemin.parent() {
        let _ = fs::create_dir_all(dossier);
    }
    let _ = fs::write(chemin, octets);
    chemin.to_owned()
}

/// Inputs of a campaign, and facts dictated.
pub fn document(octets: &[u8]) {
    if let Ok(document) = Document::from_bytes("essai", octets.to_vec(), &Limites::default()) {
        let _ = document.decode::<Projet>();
        let _ = document.decode::<Ami>();
        let _ = document.decode::<TablePriorites>();
    }
    let _ = dictee::lire(octets.to_vec());
}

/// The walk of a journal, then its fold.
pub fn journal(octets: &[u8]) {
    let lecture = journal::examiner(octets, "o2r-ara-2024", "63");
    let _ = Seance::replay(lecture.enregistrements().iter().cloned());
}

/// An outcome computed again.
pub fn proposition(octets: &[u8]) {
    atelier(|dossier, campagne| {
        let chemin = poser(&dossier.join("proposition/63.yaml"), octets);
        let _ = resultat::verify(campagne, &chemin);
    });
}

/// The tables of official codes.
pub fn referentiel(octets: &[u8]) {
    atelier(|dossier, _| {
        poser(&dossier.join("codes/reference/epci-ara.csv"), octets);
        let _ = fs::create_dir_all(dossier.join("codes/campagne"));
        let _ = referentiel::load(&dossier.join("codes/campagne"));
    });
}

/// A theme.
pub fn theme(octets: &[u8]) {
    atelier(|dossier, _| {
        let chemin = poser(&dossier.join("theme.yaml"), octets);
        let _ = Theme::load(&chemin.display().to_string());
    });
}

/// Keys typed on the first screen.
pub fn touches(octets: &[u8]) {
    let script = String::from_utf8_lossy(octets);
    let script: String = script.chars().take(400).collect();
    atelier(|_, campagne| {
        let _ = fs::remove_dir_all(campagne.racine.join("seances"));
        let _ = fs::remove_dir_all(campagne.racine.join("resultats"));
        let mut app = App::new(campagne.clone(), horloge::maintenant, "essai".into());
        script::jouer(&mut app, &script);
    });
}

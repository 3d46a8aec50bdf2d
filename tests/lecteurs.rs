//! The readers of what comes from outside, on the seeds of the fuzz targets and on small changes of each: none ever panics.

use std::fs;
use std::path::Path;
use std::time::Duration;

use crate::support::chronometrer;

#[path = "../fuzz/lecteurs.rs"]
mod cibles;

/// Seeds of a reader.
fn graines(cible: &str) -> Vec<Vec<u8>> {
    let racine = Path::new(env!("CARGO_MANIFEST_DIR"));
    let mut chemins: Vec<_> = fs::read_dir(racine.join("fuzz/corpus").join(cible))
        .unwrap()
        .map(|entree| entree.unwrap().path())
        .collect();
    chemins.sort();
    assert!(chemins.len() > 1);
    chemins.iter().map(|c| fs::read(c).unwrap()).collect()
}

/// The seed, then bytes changed, removed, doubled, cut, at places that are the same at each run.
fn variantes(graine: &[u8], nombre: usize) -> impl Iterator<Item = Vec<u8>> {
    let mut hasard: u64 = graine.len() as u64 + 1;
    let mut tirer = move |borne: usize| {
        hasard = hasard
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(hasard >> 33).unwrap() % borne.max(1)
    };
    let graine = graine.to_vec();
    (0..=nombre).map(move |rang| {
        let mut octets = graine.clone();
        let place = tirer(octets.len());
        match rang % 5 {
            _ if rang == 0 || octets.is_empty() => {}
            0 => octets[place] ^= 1 << tirer(8),
            1 => drop(octets.remove(place)),
            2 => octets.truncate(place),
            3 => octets.insert(place, b"\0\n\"'&*!:#-[{\x1b\xff"[tirer(14)]),
            _ => octets.extend_from_within(place..),
        }
        octets
    })
}

fn essayer(cible: &str, nombre: usize, lire: impl Fn(&[u8])) {
    for graine in graines(cible) {
        for octets in variantes(&graine, nombre) {
            let ((), duree) = chronometrer(|| lire(&octets));
            assert!(duree < Duration::from_secs(10), "{cible} : {duree:?}");
        }
    }
}

#[test]
fn no_document_makes_its_reader_fall() {
    essayer("document", 200, cibles::document);
}

#[test]
fn no_journal_makes_its_reader_fall() {
    essayer("journal", 200, cibles::journal);
}

#[test]
fn no_outcome_makes_its_reader_fall() {
    essayer("proposition", 60, cibles::proposition);
}

#[test]
fn no_table_of_codes_makes_its_reader_fall() {
    essayer("referentiel", 30, cibles::referentiel);
}

#[test]
fn no_theme_makes_its_reader_fall() {
    essayer("theme", 100, cibles::theme);
}

#[test]
fn no_keys_make_the_program_fall() {
    essayer("touches", 20, cibles::touches);
}

//! The one table of keys: typed without `AltGr` on a French keyboard, one meaning each, and told as it is in the README.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use instruire::tui::keymap::{LIAISONS, Liaison, Touche, action, liaisons};
use instruire::tui::model::Place;

const PLACES: [Place; 10] = [
    Place::Accueil,
    Place::Agenda,
    Place::Candidature,
    Place::Classement,
    Place::Cloture,
    Place::Journal,
    Place::Priorites,
    Place::Carte,
    Place::Fiche,
    Place::Region,
];

/// What an AZERTY keyboard gives with or without Maj, never with `AltGr`.
const AZERTY: &str =
    "azertyuiopqsdfghjklmwxcvbnAZERTYUIOPQSDFGHJKLMWXCVBN&é\"'(-è_çà)=,;:!?./§ù*%$ 0123456789";

#[test]
fn no_key_needs_alt_gr() {
    for touche in LIAISONS.iter().flat_map(|l| l.touches) {
        if let Touche::Lettre(lettre) = touche {
            assert!(AZERTY.contains(*lettre), "« {lettre} »");
        }
    }
}

#[test]
fn no_key_is_a_bare_digit_only() {
    for liaison in LIAISONS {
        let sans_chiffre = liaison
            .touches
            .iter()
            .any(|t| !matches!(t, Touche::Lettre('0'..='9')));
        assert!(sans_chiffre, "{}", liaison.aide);
    }
}

#[test]
fn a_key_means_one_thing_in_a_place() {
    for place in PLACES {
        let mut vues: BTreeMap<String, &str> = BTreeMap::new();
        for liaison in liaisons(place) {
            for touche in liaison.touches {
                let deja = vues.insert(touche.nom(), liaison.aide);
                assert_eq!(deja, None, "{place:?} : {}", touche.nom());
            }
        }
    }
}

#[test]
fn chords_are_never_commands() {
    for place in PLACES {
        for lettre in "abcdefghijklmnopqrstuvwxyz".chars() {
            for modifieur in [KeyModifiers::CONTROL, KeyModifiers::ALT] {
                assert_eq!(
                    action(place, KeyEvent::new(KeyCode::Char(lettre), modifieur)),
                    None
                );
            }
        }
    }
}

#[test]
fn a_letter_is_known_by_its_character_whatever_the_terminal_says_of_maj() {
    for modifieur in [KeyModifiers::NONE, KeyModifiers::SHIFT] {
        let aide = action(Place::Agenda, KeyEvent::new(KeyCode::Char('?'), modifieur));
        assert_eq!(aide, Some(instruire::tui::action::Action::Aide));
    }
}

#[test]
fn every_key_says_what_it_does_in_words() {
    for liaison in LIAISONS {
        assert!(!liaison.aide.is_empty() && !liaison.touches.is_empty());
        assert!(liaison.court.chars().count() <= 20, "{}", liaison.court);
    }
}

/// The table of the README, made from the table of the code.
fn table() -> String {
    let rangee = |liaison: &Liaison| {
        let noms: Vec<String> = liaison
            .places
            .iter()
            .map(|p| format!("{p:?}").to_lowercase())
            .collect();
        let lieux = match noms.join(", ") {
            vide if vide.is_empty() => "partout".into(),
            noms => noms
                .replace("agenda", "ordre du jour")
                .replace("cloture", "clôture")
                .replace("priorites", "priorités")
                .replace("region", "région"),
        };
        format!("| `{}` | {lieux} | {} |\n", liaison.touches(), liaison.aide)
    };
    let entete = "| touche | où | effet |\n|---|---|---|\n".to_owned();
    LIAISONS
        .iter()
        .map(rangee)
        .fold(entete, |table, rangee| table + &rangee)
}

#[test]
fn the_readme_tells_the_keys_of_the_code() {
    let readme = include_str!("../README.md");
    let debut = readme
        .find("| touche | où | effet |")
        .expect("la table des touches manque au README");
    let fin = readme[debut..]
        .find("\n\n")
        .map_or(readme.len(), |fin| debut + fin + 1);
    assert_eq!(readme[debut..fin], table(), "table attendue :\n{}", table());
}

#[test]
fn every_picture_of_the_documentation_is_the_screen_of_the_program() {
    let docs = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs");
    let avec = |extension: &str| -> BTreeSet<PathBuf> {
        let chemins = fs::read_dir(&docs).unwrap().map(|e| e.unwrap().path());
        chemins
            .filter(|chemin| chemin.extension().is_some_and(|e| e == extension))
            .map(|chemin| chemin.with_extension(""))
            .collect()
    };
    let scripts = avec("touches");
    assert_eq!(scripts, avec("svg"));
    let textes = [
        include_str!("../README.md"),
        include_str!("../docs/guide.md"),
    ]
    .concat();
    for nom in scripts {
        let lire = |extension| fs::read_to_string(nom.with_extension(extension)).unwrap();
        let image = instruire::cli::image(&lire("touches")).unwrap();
        let nom = nom.file_name().unwrap().to_str().unwrap();
        assert!(
            image == lire("svg"),
            "{nom} : refaire les images : cargo run -- image docs"
        );
        assert!(
            textes.contains(&format!("{nom}.svg")),
            "{nom} n'est montrée nulle part"
        );
    }
}

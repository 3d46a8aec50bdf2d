//! Hostile text: whatever a candidature carries, no terminal obeys it, no column drifts, and the file keeps it as it is.

use instruire::domain::texte::{est_invisible, visible};
use instruire::store::yaml_writer;
use proptest::prelude::*;

use crate::support::Brouillon;
use crate::support::ecran::Ecran;

/// Text, and what a screen may show of it.
const CAS: [(&str, &str); 19] = [
    ("Rénovation « énergétique »", "Rénovation « énergétique »"),
    ("\u{1b}[31mrouge\u{1b}[0m", "␛[31mrouge␛[0m"),
    ("\u{1b}]0;titre\u{7}", "␛]0;titre␇"),
    ("a\u{9b}31mb", "a\u{fffd}31mb"),
    ("retour\rchariot", "retour␍chariot"),
    ("un\u{8}deux\u{7f}", "un␈deux␡"),
    ("nul\u{0}", "nul␀"),
    ("ligne\nsuite\tfin", "ligne suite fin"),
    ("droite\u{202e}gauche", "droite·gauche"),
    ("zéro\u{200b}\u{200d}\u{feff}", "zéro···"),
    ("étiquette\u{e0041}", "étiquette·"),
    ("privé\u{e000} non attribué\u{0378}", "privé· non attribué·"),
    ("e\u{301}\u{301}\u{301}\u{301}", "e\u{301}\u{301}"),
    ("\u{301}seul", "◌\u{301}seul"),
    ("שלום سلام", "שלום سلام"),
    ("cœur ❤\u{fe0f}", "cœur ❤·"),
    ("re\u{ad}fuse \u{3164}\u{115f}\u{2800}", "re·fuse ···"),
    (
        "\u{1f468}\u{200d}\u{1f469}\u{200d}\u{1f467}",
        "\u{1f468}·\u{1f469}·\u{1f467}",
    ),
    ("\u{ffff}\u{10ffff}", "··"),
];

#[test]
fn what_could_be_obeyed_or_hidden_is_shown_as_a_visible_glyph() {
    for (texte, attendu) in CAS {
        assert_eq!(visible(texte), attendu, "{texte:?}");
    }
}

#[test]
fn ten_thousand_marks_on_one_letter_are_two() {
    for marque in ['\u{301}', '\u{489}', '\u{20dd}'] {
        let texte = format!("a{}b", marque.to_string().repeat(10_000));
        assert_eq!(visible(&texte), format!("a{marque}{marque}b"));
    }
}

#[test]
fn marks_beyond_two_are_escaped_in_our_files_and_read_back_identical() {
    for (texte, ecrit) in [
        ("e\u{301}te\u{301}", "\"e\u{301}te\u{301}\""),
        ("o\u{302}\u{301}", "\"o\u{302}\u{301}\""),
        (
            "a\u{301}\u{301}\u{301}\u{308}",
            "\"a\u{301}\u{301}\\u0301\\u0308\"",
        ),
        (
            "a\u{489}\u{489}\u{489}b\u{489}",
            "\"a\u{489}\u{489}\\u0489b\u{489}\"",
        ),
    ] {
        assert_eq!(yaml_writer::quoted(texte), ecrit);
    }
    let zalgo = format!("a{}", "\u{301}".repeat(2000));
    let ecrit = yaml_writer::quoted(&zalgo);
    assert!(!ecrit.contains("\u{301}\u{301}\u{301}"));
    assert_eq!(serde_yaml::from_str::<String>(&ecrit).unwrap(), zalgo);
}

#[test]
fn hidden_characters_are_known_and_ordinary_text_has_none() {
    assert!("\u{200b}\u{1b}\u{202e}\u{ad}".chars().all(est_invisible));
    let ordinaire = "L'été, « à Besançon » : œuvre\nligne\tcolonne\u{a0}!\u{202f}?";
    assert!(!ordinaire.chars().any(est_invisible));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn no_text_gives_a_control_character_and_what_is_shown_is_shown_again_alike(texte in any::<String>()) {
        let montre = visible(&texte);
        prop_assert!(montre.chars().all(|c| !c.is_control()), "{montre:?}");
        prop_assert_eq!(visible(&montre), montre);
    }
}

#[test]
fn a_hostile_candidature_breaks_no_row_of_any_place() {
    let brouillon = Brouillon::new();
    let fichier = "projets/19483920.yaml";
    let nom = r"ESC\e[2J\e]52;c;YQ==\a droite\u202egauche 漢字 e\u0301\u0301\u0301 שלום";
    brouillon.changer(fichier, "nom: Hors des radars", &format!("nom: \"{nom}\""));
    let avant = brouillon.lire(fichier);
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree>");
    for script in ["", "<entree>", "g", "<echap>v", "J", "C", "/esc"] {
        for taille in [(80, 24), (120, 36)] {
            ecran.taille(taille.0, taille.1);
            let cellules = ecran.cellules();
            assert!(
                cellules
                    .content
                    .iter()
                    .all(|c| !c.symbol().chars().any(char::is_control))
            );
            let cache = |c: &ratatui::buffer::Cell| c.symbol().chars().any(est_invisible);
            assert!(!cellules.content.iter().any(cache), "{script} {taille:?}");
        }
        ecran.touches(script);
    }
    assert!(ecran.texte().contains("␛[2J␛]52;c;YQ==␇"));
    assert_eq!(ecran.brouillon.lire(fichier), avant);
}

#[test]
fn columns_stay_straight_beside_wide_letters() {
    let brouillon = Brouillon::new();
    brouillon.changer(
        "projets/19483920.yaml",
        "nom: Hors des radars",
        "nom: \"漢字漢字\"",
    );
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree>");
    let cellules = ecran.cellules();
    let colonne = |y: u16| (0..80).find(|x| cellules[(*x, y)].symbol() == "/");
    let rangees: Vec<_> = (3..20).map(colonne).collect();
    assert!(
        rangees[0].is_some() && rangees.iter().all(|x| *x == rangees[0]),
        "{rangees:?}"
    );
}

//! Any size, any theme: no place panics, the selection shows without colour, and too small a window says what it needs.

use ratatui::style::Modifier;

use crate::support::ecran::Ecran;

/// Scripts that reach every place and every dialogue from the agenda of a séance.
const LIEUX: [(&str, &str); 35] = [
    ("agenda", ""),
    ("candidature", "<entree>"),
    ("critères", "<entree>c<haut>"),
    ("réserve", "<entree>r"),
    ("priorité", "<entree>t"),
    ("montant", "<entree>m"),
    ("issue", "<entree>i"),
    ("constats", "<entree>y"),
    ("fiche", "<entree>g"),
    ("recherche", "/"),
    ("classement", "v"),
    ("enveloppe", "vm"),
    ("lectures", "va"),
    (
        "détail",
        "/radars<entree>t<entree>ffc33333evm900000<entree>origine<entree>d",
    ),
    (
        "scénarios",
        "/radars<entree>t<entree>ffc33333evm900000<entree>origine<entree>s",
    ),
    ("rang", "/radars<entree>t<entree>ffc33333evr"),
    ("bloc", "v<espace><espace>i"),
    ("clôture", "C"),
    ("journal", "J"),
    ("aide", "?"),
    ("observation", "<entree>b"),
    ("accueil", "<echap>"),
    ("priorités", "P<fin>"),
    ("carte", "M<fin><droite>"),
    ("nouvelle ligne", "Pa"),
    ("lieu cherché", "Pa<bas><bas><bas><bas>cler"),
    ("retrait", "Pw"),
    ("règles", "?r"),
    ("source", "Ps"),
    ("table consultée", "<echap>P"),
    ("saisie de la fiche", "/radars<entree>G"),
    ("case du budget", "/radars<entree>G<fin><page-haut>99"),
    ("description tapée", "/radars<entree>G<entree>"),
    ("public cherché", "/radars<entree>G<bas><entree>al"),
    ("indicateurs tapés", "/radars<entree>G<fin>7"),
];

#[test]
fn every_place_lives_at_every_size() {
    for (lieu, script) in LIEUX {
        let mut ecran = Ecran::seance();
        ecran.touches(script);
        for taille in [
            (80, 24),
            (120, 36),
            (60, 16),
            (200, 60),
            (59, 16),
            (60, 15),
            (1, 1),
            (1, 200),
            (200, 1),
            (500, 300),
        ] {
            let texte = ecran.taille(taille.0, taille.1).texte();
            assert_eq!(
                texte.split('\n').count(),
                usize::from(taille.1),
                "{lieu} {taille:?}"
            );
        }
    }
}

#[test]
fn too_small_a_window_says_what_it_needs() {
    let mut ecran = Ecran::seance();
    assert!(
        ecran
            .taille(59, 16)
            .texte()
            .starts_with("Agrandir la fenêtre : 60 × 16 au moins.")
    );
    assert!(!ecran.taille(60, 16).texte().contains("Agrandir"));
}

#[test]
fn the_selected_row_is_marked_by_a_sign_and_by_reverse_video_in_every_theme() {
    for theme in [
        "defaut",
        "mono",
        "contraste",
        "clair",
        "sombre",
        "daltonien",
    ] {
        let mut ecran = Ecran::seance();
        ecran.theme(theme).touches("<bas><bas>");
        assert!(
            ecran.rangee("Aller les chercher").starts_with('>'),
            "{theme}"
        );
        let cellules = ecran.cellules();
        let inverse = |y| {
            let cellule = &cellules[(20, y)];
            // `contraste` paints black on white; the others reverse what is there.
            cellule.modifier.contains(Modifier::REVERSED) || cellule.bg != cellules[(20, 0)].bg
        };
        let rangees: Vec<u16> = (3..20).filter(|y| inverse(*y)).collect();
        assert_eq!(rangees, [5], "{theme}");
    }
}

#[test]
fn the_mono_theme_has_no_colour_at_all() {
    use ratatui::style::Color;
    let mut ecran = Ecran::seance();
    ecran.theme("mono").touches("<entree>yc");
    let couleurs = ecran
        .cellules()
        .content
        .iter()
        .any(|c| c.fg != Color::Reset || c.bg != Color::Reset);
    assert!(!couleurs);
}

#[test]
fn the_same_words_are_read_in_every_theme() {
    let mut ecran = Ecran::seance();
    ecran.touches("<entree>fdmotif fictif<entree>x");
    let mots = ecran.texte();
    for theme in ["mono", "contraste", "clair", "sombre", "daltonien"] {
        assert_eq!(ecran.theme(theme).texte(), mots);
    }
}

#[test]
fn a_refusal_is_told_by_a_sign_and_never_by_colour_alone() {
    let mut ecran = Ecran::seance();
    ecran.touches("<entree>e");
    assert_eq!(
        ecran.rangee("Pas encore"),
        " ! Pas encore examinée. Il manque : 1 motif (y), priorité (t), 5 critères (c)."
    );
}

#[test]
fn a_key_without_effect_says_so_and_a_key_held_goes_no_further_than_the_end() {
    let mut ecran = Ecran::seance();
    ecran.touches("ù");
    assert_eq!(
        ecran.rangee("ne fait rien"),
        " « ù » ne fait rien ici. ? montre les touches."
    );
    ecran.touches(&"<bas>".repeat(200));
    assert!(ecran.rangee("Reprendre le fil").starts_with('>'));
    ecran.touches(&"<haut>".repeat(200));
    assert!(ecran.rangee("Clermont la nuit aussi").starts_with('>'));
}

#[test]
fn a_page_longer_than_the_screen_is_read_to_its_last_row() {
    let mut ecran = Ecran::seance();
    ecran.taille(60, 16).touches("<entree>g<fin>");
    let fin = ecran.texte();
    assert!(
        fin.contains("2027 :") && fin.contains("Travail 83 %"),
        "{fin}"
    );
}

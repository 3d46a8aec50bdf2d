//! Themes: every role, contrasts that are computed, one level of inheritance, fewer colours, no colour, no UTF-8.

use std::collections::BTreeMap;

use instruire::tui::theme::{FOURNIS, Profondeur, Role, Theme, lire, rapport};
use ratatui::style::{Color, Modifier};

use crate::support::Brouillon;
use crate::support::ecran::Ecran;

/// A theme file with these lines after its format and its name.
fn fichier(lignes: &str) -> (Brouillon, String) {
    let brouillon = Brouillon::new();
    brouillon.ecrire("essai.yaml", &format!("format: 1\nnom: essai\n{lignes}"));
    let chemin = brouillon.fichier("essai.yaml").display().to_string();
    (brouillon, chemin)
}

/// What is refused of a theme, after its path.
fn refus(lignes: &str) -> String {
    let (_brouillon, chemin) = fichier(lignes);
    let diagnostics = Theme::load(&chemin).unwrap_err();
    let premier = diagnostics.first().unwrap().to_string();
    premier.strip_prefix(&chemin).unwrap().to_owned()
}

#[test]
fn the_themes_shipped_are_found_right_and_have_a_style_for_each_meaning() {
    assert_eq!(Role::TOUS.len(), 15);
    for (nom, ..) in FOURNIS {
        let lu = lire(nom).map_err(|d| format!("{d:?}")).unwrap();
        assert_eq!(lu.ecarts(), Vec::<String>::new(), "{nom}");
    }
}

#[test]
fn contrasts_are_seven_in_contraste_and_known_in_every_theme_that_sets_its_paper() {
    for (nom, minimum) in [
        ("contraste", 7.0),
        ("clair", 3.0),
        ("sombre", 3.0),
        ("daltonien", 3.0),
    ] {
        for mesure in lire(nom).map_err(|d| format!("{d:?}")).unwrap().mesures() {
            let rapport = mesure.rapport.unwrap();
            let voulu = if nom == "contraste" || mesure.role == Role::Border {
                minimum
            } else {
                4.5
            };
            assert!(rapport >= voulu, "{nom}, {} : {rapport}", mesure.role.cle());
        }
    }
}

#[test]
fn the_colours_nearest_on_256_keep_the_contrasts() {
    for nom in ["contraste", "clair", "sombre", "daltonien"] {
        let theme = Theme::load(nom).unwrap().pour(Profondeur::Indexee, false);
        let papier = theme.aspect(Role::Text).bg;
        for role in Role::TOUS {
            let aspect = theme.aspect(*role);
            let encre = aspect.fg.or(theme.aspect(Role::Text).fg);
            assert!(!matches!(encre, Some(Color::Rgb(..))), "{nom}");
            let rapport = rapport(encre, aspect.bg.or(papier)).unwrap();
            let voulu = if *role == Role::Border { 2.9 } else { 4.4 };
            assert!(rapport >= voulu, "{nom}, {} : {rapport}", role.cle());
        }
    }
}

#[test]
fn on_sixteen_colours_no_paper_is_set_and_the_selection_is_reversed() {
    for (nom, ..) in FOURNIS {
        let theme = Theme::load(nom).unwrap().pour(Profondeur::Seize, false);
        for role in Role::TOUS {
            let aspect = theme.aspect(*role);
            assert_eq!(aspect.bg, None, "{nom}, {}", role.cle());
            assert!(
                !matches!(aspect.fg, Some(Color::Rgb(..))),
                "{nom}, {}",
                role.cle()
            );
        }
        assert!(
            theme.selected().add_modifier.contains(Modifier::REVERSED),
            "{nom}"
        );
    }
    // Favorable and unfavourable stay apart, blue and orange at best.
    let theme = Theme::load("daltonien")
        .unwrap()
        .pour(Profondeur::Seize, false);
    assert_eq!(theme.favorable().fg, Some(Color::Cyan));
    assert_eq!(theme.defavorable().fg, Some(Color::Yellow));
}

#[test]
fn a_theme_inherits_from_one_that_is_shipped_and_has_no_parent() {
    let (_brouillon, chemin) = fichier("herite: clair\nroles:\n  key: { fg: \"#005500\" }\n");
    let lu = lire(&chemin).map_err(|d| format!("{d:?}")).unwrap();
    assert_eq!(lu.theme.key().fg, Some(Color::Rgb(0, 0x55, 0)));
    assert_eq!(lu.theme.text(), Theme::load("clair").unwrap().text());
    assert_eq!(
        refus("herite: daltonien\nroles: {}\n"),
        ":3 · herite : « daltonien » hérite lui-même d'un autre : un seul niveau est admis"
    );
    assert_eq!(
        refus("herite: clare\nroles: {}\n"),
        ":3 · herite : thème inconnu : « clare » ; le plus proche est « clair »"
    );
}

#[test]
fn what_is_wrong_in_a_theme_is_told_where_it_is() {
    let manquants = refus("roles:\n  text: {}\n");
    assert!(
        manquants.starts_with(":3 · roles : rôles manquants : muted, accent,"),
        "{manquants}"
    );
    let inconnu = refus("herite: defaut\nroles:\n  favorble: {}\n");
    assert!(
        inconnu.contains("favorble") && inconnu.contains("favorable"),
        "{inconnu}"
    );
    let couleur = refus("herite: defaut\nroles:\n  key: { fg: bleu }\n");
    assert!(couleur.starts_with(":5 · roles.key.fg : "), "{couleur}");
    let brouillon = Brouillon::new();
    brouillon.ecrire("vieux.yaml", "format: 2\nnom: x\nherite: defaut\n");
    let chemin = brouillon.fichier("vieux.yaml").display().to_string();
    let format = Theme::load(&chemin).unwrap_err()[0].to_string();
    assert!(
        format.contains(":1 · format : format 1 attendu, lu 2"),
        "{format}"
    );
}

#[test]
fn a_theme_of_yesterday_is_read_and_its_pale_colours_are_told() {
    // The thirteen roles of the first format; grey on grey where one reads.
    let treize = "text muted accent selected favorable reserve defavorable warning error border title key line";
    let roles: Vec<String> = treize
        .split(' ')
        .map(|role| format!("  {role}: {{ fg: \"#777777\", bg: \"#222222\" }}"))
        .collect();
    let (_brouillon, chemin) = fichier(&format!("roles:\n{}\n", roles.join("\n")));
    let lu = lire(&chemin).map_err(|d| format!("{d:?}")).unwrap();
    assert_eq!(lu.theme.rank_up(), lu.theme.favorable());
    let ecarts = lu.ecarts();
    // (0.1845 + 0.05) / (0.0160 + 0.05) = 3.55: enough for a frame, not for a text.
    assert_eq!(ecarts[0], "rank_up : absent, pris de favorable");
    assert_eq!(ecarts[2], "text : contraste 3,5, 4,5 attendu");
    assert!(
        !ecarts.iter().any(|e| e.starts_with("border")),
        "{ecarts:?}"
    );
    assert_eq!(ecarts.len(), 2 + 14);
}

#[test]
fn themes_are_tried_as_one_moves_and_esc_brings_the_former_back() {
    let mut ecran = Ecran::seance();
    let themes = FOURNIS.map(|(nom, _, usage)| (Theme::load(nom).unwrap(), usage.to_owned()));
    ecran.app.model.themes = themes.into();
    ecran.app.model.theme = Some(Theme::load("defaut").unwrap());
    let montre = |ecran: &Ecran| ecran.app.model.theme.as_ref().unwrap().nom.clone();
    ecran.touches("T<bas>");
    assert_eq!(montre(&ecran), "clair");
    let papier = ecran.cellules().content[0].bg;
    assert_eq!(papier, Color::Rgb(0xfd, 0xfc, 0xf8));
    insta::assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
    ── Ordre du jour ─────────────────────────────────────────── 17 candidatures ──
       n°        projet                         priorité constats  avis        rang
    >  19480736  Clermont la nuit aussi         hors ?   ‼1        0/12           –
       19481374  Deux ans après                 2 ?      –         0/12           –
       19482695  Aller les chercher             1 ?      ‼1        0/12           –
      ┌ Thème ───────────────────────────────────────────────────────────────────┐
      │  defaut     les seize couleurs du terminal lui-même                      │
      │> clair      encre sur papier, pour un vidéoprojecteur ou une salle claire│
      │  sombre     papier sombre, couleurs douces                               │
      │  contraste  contrastes de 7 pour 1 au moins                              │
      │  mono       sans couleur (choisi de lui-même sous NO_COLOR)              │
      │  daltonien  bleu et orange, distincts pour tous                          │
      │                                                                          │
      │ favorable  réserve  défavorable  alerte  refus  ligne  touche  discret   │
      │ ↑ ↓ essaie · Entrée garde jusqu'à la sortie · Échap revient              │
      └──────────────────────────────────────────────────────────────────────────┘
       19490581  Limagne en mouvement           1 ?      ‼1        0/12           –
       19491027  Garde-manger et coup de pouce  4 ?      !1        0/12           –
       19492264  Reprendre le fil               hors ?   !1        0/12           –



     g fiche  Espace à compléter  Entrée ouvrir  Échap retour  u annuler  ? aide
    "#);
    ecran.touches("<echap>");
    assert_eq!(montre(&ecran), "defaut");
    ecran.touches("T<fin><entree>");
    assert_eq!(montre(&ecran), "daltonien");
    insta::assert_snapshot!(ecran.rangee("Thème"), @" Thème daltonien jusqu'à la sortie. Au lancement : instruire --theme daltonien");
    // Opened again, the theme in use is the one selected.
    ecran.touches("T<entree>");
    assert_eq!(montre(&ecran), "daltonien");
}

#[test]
fn without_utf_8_every_cell_is_ascii_in_its_column_and_no_two_signs_of_a_place_are_one() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>ffrlien à préciser<entree>xc44343e<echap>");
    for touches in ["", "v", "o", "P", "M", "C", "J", "?", "<echap>S"] {
        ecran.touches(touches);
        ecran.app.model.theme = None;
        let texte = ecran.texte();
        let unicode = ecran.cellules();
        ecran.app.model.theme = Some(Theme::load("defaut").unwrap().pour(Profondeur::Vraie, true));
        let ascii = ecran.cellules();
        let mut remplaces: BTreeMap<String, String> = BTreeMap::new();
        for (avant, apres) in unicode.content.iter().zip(&ascii.content) {
            assert!(apres.symbol().is_ascii(), "{touches} : {}", avant.symbol());
            assert_eq!(apres.symbol().len(), 1, "{touches} : {}", avant.symbol());
            assert!(
                avant.symbol() == "?" || apres.symbol() != "?",
                "{touches} : « {} »\n{texte}",
                avant.symbol()
            );
            remplaces.insert(avant.symbol().into(), apres.symbol().into());
        }
        for (a, b) in [("✓", "✗"), ("▰", "▱"), ("↑", "↓"), ("●", "≈"), ("≈", "!")]
        {
            let dits = remplaces.get(a).zip(remplaces.get(b));
            assert!(dits.is_none_or(|(a, b)| a != b), "{a} {b}");
        }
    }
    ecran.touches("<echap>v");
    insta::assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dome . 02/10/2024 . 1/17 examinees                   807 kE proposes
    -- Classement propose -------------------------------- m : fixer l'enveloppe --
     Pas d'enveloppe : 807 450 E classes.
      rang  projet           prio f/r/d  pts     euros avis somme   propose
    > 1er   Hors des radars  1    2/1/0   18   807 450 1    1       classe
      -     Clermont la nui> non examinee
      -     Deux ans apres   non examinee
      -     Aller les cherc> non examinee
      -     Val d'Allier a > non examinee
      -     Le francais de > non examinee
      -     Premier matin    non examinee
      -     Apres le toit    non examinee
      -     Sentinelles des> non examinee
      -     La maison des g> non examinee
      -     Le comptoir d'a> non examinee
      -     La cantine des > non examinee
    -- Hors des radars --------------------------- cumul 807 450 E . v 5 de plus --
     Seule candidature classee : priorite 1.
     Et si ? Un avis, change d'un cran : toujours rang 1.




     m montant  i issue  g fiche  d detail  Entree ouvrir  Echap retour  ? aide
    "#);
}

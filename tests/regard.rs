//! Figures looked at rather than read: the picture is in proportion, the value stands beside it.

use instruire::tui::pages::regard;

use crate::support::comite::Comite;
use crate::support::lisible;

#[test]
fn each_figure_of_a_fiche_is_drawn_beside_its_value() {
    let mut comite = Comite::du_63();
    comite.avis("19483920", "ffrdx");
    let dossier = comite.cadre.dossier("19483920").unwrap();
    let examen = comite.seance.examen("19483920");
    let texte = regard(&comite.cadre, dossier, examen, 52)
        .concat()
        .join("\n");
    // 44,200 of 271,300 over 35 columns is 5.7; 17 % of 40 is 6.8; twelve institutions share 40 columns.
    insta::assert_snapshot!(lisible(&texte), @r#"
    Demandé par année
      2024 █████                                44 200 €
      2025 ██████████████████████████████████  265 900 €
      2026 ███████████████████████████████████ 271 300 €
      2027 █████████████████████████████       226 050 €
    Coût par personne, parmi 17
      ├────────────────────────●─────────────┤
      2 913 € · de 1 143 à 3 823 €
    Population visée (priorité 1)
      ▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 17 %
      88 communes sur 443
    Demandé par volet
      repérage       ████████████████████████  252 800 €
      remobilisation █████████████████████████ 258 200 €
      accompagnement ████████████████████      206 750 €
      coordination   ████████                   89 700 €
    Avis de 12 institutions
      ██████▓▓▓▓░░░···························
      █ 2 favorables, ▓ 1 réserve, ░ 1 défavorable
    "#);
}

#[test]
fn what_says_nothing_is_left_out_and_no_line_is_wider_than_asked() {
    let comite = Comite::du_63();
    for dossier in &comite.cadre.dossiers {
        let examen = comite.seance.examen(dossier.numero());
        for large in [24, 31, 52, 96] {
            let parties = regard(&comite.cadre, dossier, examen, large);
            // Nobody has said anything yet.
            assert!(!parties.concat().iter().any(|l| l.starts_with("Avis")));
            for ligne in parties.concat() {
                let prises = instruire::tui::fit::largeur(&ligne);
                assert!(prises <= large.max(34), "{large} : {ligne}");
            }
        }
    }
}

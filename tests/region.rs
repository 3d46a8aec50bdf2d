//! The region as a computation: merged order, tours, lines, forms of several territories, on proposals made by hand.

use instruire::domain::coupe::Statut::{
    self, ListeComplementaire as L, NonRetenu as N, Retenu as R,
};
use instruire::domain::fait::Proposition;
use instruire::domain::region::{Departement, Etat, Recue, Refus, Region, Reglages, Retouche};
use instruire::store::demo::Hasard;
use instruire::store::yaml_writer;

use crate::support::lisible;
use crate::support::region::{Ligne, ami, departement, fiche, recue};

fn compiler(departements: Vec<Departement>) -> Region {
    let recues = departements.into_iter().map(recue).collect();
    Region::compiler(&ami(), recues, &Reglages::default(), Vec::new())
}

/// The worked numbers of the design, with costs for E and G.
fn exemple() -> Vec<Departement> {
    let p63: [Ligne; 4] = [
        ("A", Some(1), (3, 3, 1), 10, 120_000),
        ("B", Some(2), (6, 1, 0), 13, 150_000),
        ("C", Some(3), (5, 1, 0), 12, 100_000),
        ("D", Some(1), (1, 2, 4), 16, 90_000),
    ];
    let p03: [Ligne; 2] = [
        ("E", Some(1), (4, 1, 0), 12, 110_000),
        ("G", Some(2), (2, 2, 2), 8, 90_000),
    ];
    vec![
        departement("63", 4, Some(280_000), &p63, &[]),
        departement("03", 4, Some(200_000), &p03, &[]),
    ]
}

fn ordre(region: &Region) -> Vec<(usize, &str)> {
    let rangees = region.classement.iter();
    rangees
        .map(|r| (r.rang, r.candidature.numero.as_str()))
        .collect()
}

fn statuts(region: &Region) -> Vec<(&str, Statut, Statut, Statut)> {
    let rangees = region.classement.iter();
    rangees
        .map(|r| {
            (
                r.candidature.numero.as_str(),
                r.statut_au_territoire,
                r.statut,
                r.statut_au_tour,
            )
        })
        .collect()
}

#[test]
fn the_worked_numbers_of_two_territories_merge_as_the_design_says() {
    let region = compiler(exemple());
    let attendu = [(1, "E"), (2, "A"), (3, "B"), (4, "G"), (5, "C"), (6, "D")];
    assert_eq!(ordre(&region), attendu);
    assert_eq!(region.inversions, 0);
    // 63 serves A and B (270 000 of 280 000); 03 serves E and G (200 000 of 200 000). Together 480 000: E, A, B, G, then
    // C does not fit in the 10 000 left. D, set last by its avis, is never served.
    assert_eq!(
        statuts(&region),
        [
            ("E", R, R, R),
            ("A", R, R, R),
            ("B", R, R, R),
            ("G", R, R, R),
            ("C", L, L, L),
            ("D", N, N, N),
        ]
    );
    assert_eq!(region.ligne.enveloppe, Some(480_000));
    assert_eq!(
        (region.ligne.engage, region.ligne.reste),
        (470_000, Some(10_000))
    );
    let absents = region.en_etat(Etat::Absent).count();
    assert_eq!((absents, region.territoires.len()), (11, 13));
    assert!(region.a_regarder(), "eleven territories are absent");
}

#[test]
fn the_tour_de_role_serves_every_first_before_any_second() {
    let fort: [Ligne; 3] = [
        ("a1", Some(1), (5, 0, 0), 16, 100_000),
        ("a2", Some(1), (5, 0, 0), 15, 100_000),
        ("a3", Some(1), (5, 0, 0), 14, 100_000),
    ];
    let faible: [Ligne; 1] = [("b1", Some(3), (3, 2, 0), 8, 100_000)];
    let region = compiler(vec![
        departement("63", 4, Some(250_000), &fort, &[]),
        departement("03", 4, Some(50_000), &faible, &[]),
    ]);
    assert_eq!(ordre(&region), [(1, "a1"), (2, "a2"), (3, "a3"), (4, "b1")]);
    let mut tours: Vec<_> = region
        .classement
        .iter()
        .map(|r| {
            (
                r.rang_au_tour.unwrap(),
                r.tour.unwrap(),
                r.candidature.numero.as_str(),
            )
        })
        .collect();
    tours.sort_unstable();
    assert_eq!(
        tours,
        [(1, 1, "a1"), (2, 1, "b1"), (3, 2, "a2"), (4, 3, "a3")]
    );
    // 300 000: merged order a1, a2, a3; tour de rôle a1, b1, a2; envelopes side by side a1, a2 only.
    assert_eq!(
        statuts(&region),
        [
            ("a1", R, R, R),
            ("a2", R, R, R),
            ("a3", L, R, L),
            ("b1", L, L, R)
        ]
    );
}

#[test]
fn hors_priorite_comes_after_every_row_of_every_table() {
    let courte: [Ligne; 1] = [("hors", None, (5, 0, 0), 16, 1)];
    let longue: [Ligne; 1] = [("sixieme", Some(6), (3, 1, 1), 4, 1)];
    let region = compiler(vec![
        departement("01", 1, None, &courte, &[]),
        departement("03", 6, None, &longue, &[]),
    ]);
    assert_eq!(ordre(&region), [(1, "sixieme"), (2, "hors")]);
}

#[test]
fn equal_keys_of_two_territories_share_a_rank_and_astride_the_line_wait() {
    let une: [Ligne; 2] = [
        ("x", Some(1), (3, 0, 0), 8, 100_000),
        ("z", Some(2), (3, 0, 0), 8, 100_000),
    ];
    let autre: [Ligne; 1] = [("y", Some(1), (6, 0, 0), 8, 100_000)];
    let region = compiler(vec![
        departement("63", 2, Some(100_000), &une, &[]),
        departement("03", 2, Some(50_000), &autre, &[]),
    ]);
    assert_eq!(ordre(&region), [(1, "y"), (1, "x"), (3, "z")]);
    let ex_aequo: Vec<usize> = region.classement.iter().map(|r| r.ex_aequo).collect();
    assert_eq!(ex_aequo, [2, 2, 1]);
    assert_eq!(region.classement[0].statut, Statut::ADepartager);
    assert!(!region.ligne.negociable);
}

#[test]
fn a_candidature_placed_by_its_committee_stays_between_its_neighbours() {
    // « bas » would be last of 63 by its key; its committee puts it first. At the level of the one it precedes, it comes
    // just before it, and before nobody else.
    let p63: [Ligne; 3] = [
        ("haut", Some(1), (5, 0, 0), 10, 1),
        ("milieu", Some(2), (5, 0, 0), 10, 1),
        ("bas", Some(4), (3, 2, 0), 10, 1),
    ];
    let p03: [Ligne; 2] = [
        ("meilleur", Some(1), (5, 0, 0), 16, 1),
        ("moyen", Some(2), (5, 0, 0), 16, 1),
    ];
    let region = compiler(vec![
        departement("63", 4, None, &p63, &[("bas", 1)]),
        departement("03", 4, None, &p03, &[]),
    ]);
    assert_eq!(
        ordre(&region),
        [
            (1, "meilleur"),
            (2, "bas"),
            (3, "haut"),
            (4, "moyen"),
            (5, "milieu")
        ]
    );
    assert_eq!(region.inversions, 0);
}

/// A random department: few values, so that ties abound; now and then the committee places one, or a vote orders ex æquo.
fn au_hasard(code: &str, hasard: &mut Hasard) -> Departement {
    let lignes = 1 + hasard.sous(4) as u32;
    let combien = hasard.sous(9);
    let numeros: Vec<String> = (0..combien).map(|n| format!("{code}-{n}")).collect();
    let candidatures: Vec<Ligne> = numeros
        .iter()
        .map(|numero| {
            let priorite = hasard.sous(u64::from(lignes) + 1) as u32;
            let avis = (hasard.sous(3), hasard.sous(2), hasard.sous(2));
            let points = 8 + hasard.sous(2) as u32;
            let cout = 50_000 + 10_000 * i64::try_from(hasard.sous(10)).unwrap();
            let priorite = (priorite > 0).then_some(priorite);
            (numero.as_str(), priorite, avis, points, cout)
        })
        .collect();
    let libre = departement(code, lignes, Some(300_000), &candidatures, &[]);
    let rangs: Vec<usize> = libre.classees.iter().map(|c| c.rang_retenu).collect();
    let mut departement = libre;
    if combien > 0 && hasard.fois_sur_cent(40) {
        let place = hasard.parmi(&numeros).as_str();
        let rang = 1 + hasard.sous(combien) as usize;
        // Only where it would really be: a rank inside ex æquo is refused by the séance.
        let essai = self::departement_place(code, lignes, &candidatures, place, rang);
        if essai.candidature(place).unwrap().rang_retenu == rang {
            departement = essai;
        }
    } else if rangs.windows(2).any(|r| r[0] == r[1]) {
        // A vote: each of the ex æquo takes its own rank.
        for (place, classee) in departement.classees.iter_mut().enumerate() {
            classee.rang_retenu = place + 1;
        }
    }
    departement
}

fn departement_place(
    code: &str,
    lignes: u32,
    candidatures: &[Ligne],
    place: &str,
    rang: usize,
) -> Departement {
    departement(code, lignes, Some(300_000), candidatures, &[(place, rang)])
}

#[test]
fn on_a_thousand_regions_the_merged_order_restricted_to_a_territory_is_its_own() {
    let ami = ami();
    let mut hasard = Hasard::new(7);
    let codes = ["01", "03", "07", "15", "63"];
    let (mut placees, mut partagees) = (0, 0);
    for essai in 0..1_000 {
        let combien = 1 + hasard.sous(codes.len() as u64) as usize;
        let departements: Vec<Departement> = codes[..combien]
            .iter()
            .map(|code| au_hasard(code, &mut hasard))
            .collect();
        let recues: Vec<Recue> = departements.iter().cloned().map(recue).collect();
        let mut melangees = recues.clone();
        let tour = hasard.sous(melangees.len() as u64) as usize;
        melangees.rotate_left(tour);
        melangees.reverse();
        let region = Region::compiler(&ami, recues, &Reglages::default(), Vec::new());
        for departement in &departements {
            let siennes: Vec<_> = region
                .classement
                .iter()
                .filter(|r| r.candidature.territoire == departement.code)
                .collect();
            // Ranks counted again from the merged order alone: 1, 2, 2, 4.
            for rangee in &siennes {
                let devant = siennes.iter().filter(|r| r.rang < rangee.rang).count();
                assert_eq!(devant + 1, rangee.candidature.rang_retenu, "{siennes:#?}");
            }
            assert_eq!(siennes.len(), departement.classees.len());
        }
        assert_eq!(region.inversions, 0);
        placees += usize::from(region.classement.iter().any(|r| r.candidature.placee()));
        partagees += usize::from(region.classement.iter().any(|r| r.ex_aequo > 1));
        let autre = Region::compiler(&ami, melangees, &Reglages::default(), Vec::new());
        // Equal values are written alike; the bytes themselves are compared now and then, being slow to make.
        assert!(region == autre);
        if essai % 20 == 0 {
            let texte = |region: &Region| yaml_writer::to_string(region).unwrap();
            assert_eq!(texte(&region), texte(&autre));
        }
    }
    assert!(placees > 200 && partagees > 200, "{placees}, {partagees}");
}

#[test]
fn an_inversion_would_be_counted() {
    let mut departements = exemple();
    // Files never say this: the reader refuses ranks that go down. The count must not depend on that.
    departements[0].classees[0].rang_retenu = 2;
    departements[0].classees[1].rang_retenu = 1;
    assert_eq!(compiler(departements).inversions, 1);
}

#[test]
fn diverging_proposals_of_one_form_stand_side_by_side_with_what_must_be_arbitrated() {
    let mut departements = exemple();
    let territoires = ["03", "63", "74"];
    for (departement, numero, statut) in [(0, "A", "retenu"), (1, "G", "liste complémentaire")] {
        let classee = departements[departement]
            .classees
            .iter_mut()
            .find(|c| c.numero == numero)
            .unwrap();
        classee.numero = "40".into();
        classee.statut_propose = statut.into();
        classee.fiche = Some(fiche(&territoires, classee.demande, Some(300_000)));
    }
    let region = compiler(departements.clone());
    let [projet] = region.projets_multiples.as_slice() else {
        panic!("{:#?}", region.projets_multiples);
    };
    assert!(projet.divergent);
    assert_eq!((projet.demande, projet.propose), (210_000, 120_000));
    assert_eq!(projet.demande_du_projet, Some(300_000));
    assert_eq!(projet.manquants, ["74"]);
    assert_eq!(
        lisible(projet.a_arbitrer.as_ref().unwrap()),
        "retenu par 63, pas par 03 (liste complémentaire) : 120 000 € proposés sur 210 000 € demandés ; proposition attendue de 74"
    );

    // The two fiches of a form that names no other territory do not make the declared total.
    for departement in &mut departements {
        for classee in departement.classees.iter_mut().filter(|c| c.numero == "40") {
            classee.statut_propose = "retenu".into();
            classee.fiche = Some(fiche(&["03", "63"], classee.demande, Some(300_000)));
        }
    }
    let region = compiler(departements);
    let projet = &region.projets_multiples[0];
    assert!(!projet.divergent);
    assert_eq!(
        lisible(projet.a_arbitrer.as_ref().unwrap()),
        "les fiches demandent 210 000 €, le projet en déclare 300 000 €"
    );
}

fn avec(retouches: &[(&str, &str, Retouche)]) -> Region {
    let retouches = retouches.iter().map(|(territoire, numero, retouche)| {
        let cle = ((*territoire).to_owned(), (*numero).to_owned());
        (cle, retouche.clone())
    });
    let reglages = Reglages {
        retouches: retouches.collect(),
        ..Reglages::default()
    };
    let recues = exemple().into_iter().map(recue).collect();
    Region::compiler(&ami(), recues, &reglages, Vec::new())
}

#[test]
fn a_desistment_promotes_the_next_that_fits_in_the_envelope() {
    let desistement = Retouche {
        desistement: Some("renonce".into()),
        ..Retouche::default()
    };
    let region = avec(&[("63", "A", desistement)]);
    // 63: B 150 000 then C 100 000 in 280 000; regionally E, B, G, C in 480 000.
    let soixante_trois = region.territoires.iter().find(|t| t.code == "63").unwrap();
    let proposition = soixante_trois.proposition.as_ref().unwrap();
    assert_eq!(proposition.promues, ["C"]);
    assert_eq!(proposition.sorties, ["A"]);
    assert_eq!(
        (proposition.engage, proposition.reste),
        (250_000, Some(30_000))
    );
    assert_eq!(
        statuts(&region),
        [
            ("E", R, R, R),
            ("A", N, N, N),
            ("B", R, R, R),
            ("G", R, R, R),
            ("C", R, R, R),
            ("D", N, N, N),
        ]
    );
    assert_eq!(region.ligne.engage, 450_000);
    assert_eq!(
        region.classement[1].hors_ligne.as_deref(),
        Some("désistement : renonce")
    );
    assert_eq!(region.retouches[0].quoi, "désistement");
}

#[test]
fn an_arbitrated_amount_and_an_arbitrated_issue_move_the_line() {
    let montant = Retouche {
        montant: Some((100_000, "périmètre réduit".into())),
        ..Retouche::default()
    };
    let refus = Retouche {
        proposition: Some((Proposition::NonRetenu, "un seul territoire".into())),
        ..Retouche::default()
    };
    let region = avec(&[("63", "B", montant), ("03", "G", refus)]);
    // E 110 000, A 120 000, B 100 000, C 100 000 in 480 000.
    assert_eq!(region.ligne.engage, 430_000);
    assert_eq!(region.classement[3].statut, Statut::NonRetenu);
    assert_eq!(region.classement[4].statut, Statut::Retenu);
}

#[test]
fn two_different_files_of_one_territory_are_both_refused_and_a_copy_counts_once() {
    let recues = |sha: &str| {
        let mut autre = recue(exemple().remove(0));
        autre.fichier = "recus/63.yaml".into();
        autre.sha256 = sha.into();
        let mut recues: Vec<Recue> = exemple().into_iter().map(recue).collect();
        recues.push(autre);
        Region::compiler(&ami(), recues, &Reglages::default(), Vec::new())
    };
    let copie = recues("sha-63");
    assert_eq!(copie.refus, []);
    assert_eq!(copie.classement.len(), 6);
    assert!(
        copie
            .remarques
            .iter()
            .any(|r| r.contains("copie à l'identique"))
    );

    let differents = recues("autre");
    assert_eq!(differents.classement.len(), 2, "03 still compiles");
    assert_eq!(differents.refus.len(), 2);
    for refus in &differents.refus {
        assert_eq!(refus.territoire.as_deref(), Some("63"));
        assert!(
            refus.raisons[0].contains("reçu plusieurs fois"),
            "{refus:?}"
        );
    }
    let etat = differents.territoires.iter().find(|t| t.code == "63");
    assert_eq!(etat.unwrap().etat, Etat::Refuse);
}

#[test]
fn envelopes_on_different_periods_are_not_added() {
    let mut departements = exemple();
    departements[0].annee = Some(2025);
    let region = compiler(departements);
    assert_eq!(region.ligne.enveloppe, None);
    assert!(
        region.remarques[0].contains("même période"),
        "{:?}",
        region.remarques
    );
}

#[test]
fn a_refused_file_is_listed_and_its_territory_is_not_called_absent() {
    let mut recues: Vec<Recue> = exemple().into_iter().map(recue).collect();
    recues.push(Recue {
        fichier: "resultats/74.yaml".into(),
        sha256: String::new(),
        contenu: Err(Refus {
            territoire: Some("74".into()),
            raisons: vec!["fichier vide : demandez-le de nouveau".into()],
        }),
    });
    let region = Region::compiler(&ami(), recues, &Reglages::default(), Vec::new());
    let etat = region.territoires.iter().find(|t| t.code == "74").unwrap();
    assert_eq!(etat.etat, Etat::Refuse);
    assert_eq!(region.refus.len(), 1);
    assert_eq!(region.classement.len(), 6);
}

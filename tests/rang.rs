//! The committee is not bound: ranks given, envelopes over one year, what is left, the same issue for several.

use instruire::domain::coupe::{Demande, Statut, couper, plancher};
use instruire::domain::et_si::et_si;
use instruire::domain::fait::Fait;
use instruire::domain::fermete::Fermete;
use instruire::domain::motivation;
use instruire::domain::rang;
use instruire::domain::refus::Refus;
use instruire::domain::scenario::scenarios;
use instruire::domain::tableau::Tableau;
use instruire::store::resultat;

use crate::support::comite::Comite;
use crate::support::ecran::Ecran;
use crate::support::lisible;

// Priority 1.
const RADARS: &str = "19483920"; // 807 450 €
const COMBRAILLES: &str = "19486918"; // 613 200 €
// Priority 3.
const TOIT: &str = "19486052"; // 666 450 €
const GESTES: &str = "19487245"; // 521 750 €
const ETABLI: &str = "19490093"; // 506 400 €

fn placer(projet: &str, rang: Option<u32>) -> Fait {
    Fait::RangChange {
        projet: projet.into(),
        rang,
        motif: "seule réponse du secteur".into(),
    }
}

/// « Hors des radars » 1st, « Sentinelles » 2nd, « Après le toit » 3rd: 807 450, 613 200, 666 450.
fn trois() -> Comite {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "fff", "33333")
        .examiner(COMBRAILLES, "ffr", "33333")
        .examiner(TOIT, "fff", "44444")
        .enveloppe(1_500_000);
    comite
}

/// Number, rank computed and retained, status computed and retained, in order.
fn ordre(tableau: &Tableau) -> Vec<(&str, usize, usize, Statut, Statut)> {
    let places = tableau.places.iter();
    places
        .map(|p| {
            let (calcule, retenu) = (p.rangee.rang, p.rang_retenu);
            (p.numero(), calcule, retenu, p.statut, p.statut_retenu)
        })
        .collect()
}

#[test]
fn a_rank_given_by_the_committee_stands_beside_the_computed_one_and_is_served() {
    use Statut::{ListeComplementaire as Liste, Retenu};
    let mut comite = trois();
    // 1 500 000 − 807 450 − 613 200 = 79 350 left.
    let tableau = comite.tableau();
    assert_eq!(
        ordre(&tableau),
        [
            (RADARS, 1, 1, Retenu, Retenu),
            (COMBRAILLES, 2, 2, Retenu, Retenu),
            (TOIT, 3, 3, Liste, Liste)
        ]
    );
    assert_eq!(tableau.reste, Some(79_350));
    comite.dire(placer(TOIT, Some(2))).unwrap();
    // 1 500 000 − 807 450 − 666 450 = 26 100 left: 613 200 does not fit.
    let tableau = comite.tableau();
    assert_eq!(
        ordre(&tableau),
        [
            (RADARS, 1, 1, Retenu, Retenu),
            (TOIT, 3, 2, Liste, Retenu),
            (COMBRAILLES, 2, 3, Retenu, Liste)
        ]
    );
    assert_eq!(tableau.reste, Some(26_100));
    assert_eq!(tableau.propose, 807_450 + 666_450);
    // The reason says the committee's first, then that of the rule.
    let motif = lisible(&comite.place(TOIT).motif);
    assert!(
        motif.starts_with(
            "Placé 2e par le comité : seule réponse du secteur. Selon la règle, classé 3e : priorité 3"
        ),
        "{motif}"
    );
    // The one it passed says who stands before it now.
    let motif = lisible(&comite.place(COMBRAILLES).motif);
    assert!(
        motif.starts_with("Selon la règle, à priorité égale (1), 2 avis favorables"),
        "{motif}"
    );
    assert!(motif.ends_with("avant lui."), "{motif}");
    assert!(motif.contains("Le comité a placé « "), "{motif}");
    comite.dire(placer(TOIT, None)).unwrap();
    assert_eq!(comite.place(TOIT).rang_retenu, 3);
    assert_eq!(comite.dire(placer(TOIT, None)), Err(Refus::RienAAnnuler));
}

#[test]
fn a_rank_needs_a_reason_a_place_and_a_ranked_candidature() {
    let mut comite = trois();
    assert_eq!(comite.dire(placer(GESTES, Some(1))), Err(Refus::NonClassee));
    for rang in [0, 4] {
        assert!(matches!(
            comite.dire(placer(TOIT, Some(rang))),
            Err(Refus::HorsBornes(_))
        ));
    }
    let sans_motif = Fait::RangChange {
        projet: TOIT.into(),
        rang: Some(1),
        motif: " ".into(),
    };
    assert!(matches!(
        comite.dire(sans_motif),
        Err(Refus::TexteObligatoire(_))
    ));
    comite.dire(placer(TOIT, Some(1))).unwrap();
    assert!(matches!(
        comite.dire(placer(RADARS, Some(1))),
        Err(Refus::HorsBornes(_))
    ));
    comite.dire(placer(TOIT, Some(2))).unwrap();
    comite.dire(placer(RADARS, Some(1))).unwrap();
}

#[test]
fn a_rank_never_cuts_ex_aequo_nor_replaces_their_vote() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "ff", "33333")
        .examiner(ETABLI, "fff", "33333")
        .examiner(RADARS, "fff", "33333")
        .enveloppe(1_400_000);
    // Ranks 1, 2, 2; third would stand between the two.
    comite.examiner(COMBRAILLES, "ddd", "00000");
    assert!(matches!(
        comite.dire(placer(COMBRAILLES, Some(3))),
        Err(Refus::HorsBornes(_))
    ));
    comite.dire(placer(ETABLI, Some(2))).unwrap();
    let a_departager: Vec<String> = comite.tableau().a_departager().map(str::to_owned).collect();
    assert_eq!(a_departager.len(), 2, "{a_departager:?}");
}

#[test]
fn a_candidature_that_avis_set_last_is_served_where_the_committee_places_it() {
    let mut comite = trois();
    comite.avis(COMBRAILLES, "ddd");
    assert_eq!(comite.place(COMBRAILLES).statut, Statut::NonRetenu);
    comite.dire(placer(COMBRAILLES, Some(1))).unwrap();
    let place = comite.place(COMBRAILLES);
    assert_eq!(
        (place.statut, place.statut_retenu),
        (Statut::NonRetenu, Statut::Retenu)
    );
}

#[test]
fn the_line_says_what_a_skip_would_add_and_whether_what_is_left_can_be_negotiated() {
    let demande = |rang, cout| Demande {
        rang,
        cout,
        veto: false,
        departage: false,
    };
    // 100 left after the first; the second does not fit; the third does, the fourth no longer: the preview stops there.
    let demandes = [
        demande(1, 200),
        demande(2, 150),
        demande(3, 60),
        demande(4, 50),
        demande(5, 10),
    ];
    let coupe = couper(&demandes, Some(300), true);
    assert_eq!((coupe.reste, coupe.saut), (Some(100), vec![2]));
    // Ex æquo that wait for a vote leave nothing to preview.
    let coupe = couper(
        &[demande(1, 200), demande(1, 150), demande(3, 10)],
        Some(250),
        true,
    );
    assert_eq!(coupe.saut, [0_usize; 0]);
    // Three years of 70 000 €, or one.
    assert_eq!(plancher(70_000, 36, false), 210_000);
    assert_eq!(plancher(70_000, 36, true), 70_000);

    let mut comite = trois();
    assert!(!comite.tableau().negociable());
    comite.enveloppe(1_420_650 + 210_000);
    assert!(comite.tableau().negociable());
    comite.enveloppe(1_420_650 + 209_999);
    assert!(!comite.tableau().negociable());
}

#[test]
fn the_line_can_be_read_on_one_year() {
    let mut comite = trois();
    let demande = |comite: &Comite, numero: &str, annee| {
        comite
            .cadre
            .dossier(numero)
            .unwrap()
            .fiche()
            .demande_annee(annee)
    };
    let cette_annee: i64 = [RADARS, COMBRAILLES]
        .iter()
        .map(|n| demande(&comite, n, 2025))
        .sum();
    let fixer = |montant, annee| Fait::EnveloppeFixee {
        montant: Some(montant),
        annee: Some(annee),
        motif: "crédits de l'année".into(),
    };
    comite.dire(fixer(cette_annee, 2025)).unwrap();
    let tableau = comite.tableau();
    assert_eq!((tableau.annee, tableau.reste), (Some(2025), Some(0)));
    assert_eq!(tableau.plancher, 70_000);
    assert_eq!(comite.place(RADARS).cout, demande(&comite, RADARS, 2025));
    // An amount proposed over the convention is spread as the amounts asked: half of it is half of the year.
    let moitie = Fait::MontantPropose {
        projet: RADARS.into(),
        montant: Some(807_450 / 2),
        motif: "moitié".into(),
    };
    comite.dire(moitie).unwrap();
    let part = (807_450 / 2) * demande(&comite, RADARS, 2025) / 807_450;
    assert_eq!(comite.place(RADARS).cout, part);
    assert_eq!(
        comite.dire(fixer(1, 2050)),
        Err(Refus::Inconnu("année 2050".into()))
    );
}

#[test]
fn scenarios_say_who_enters_and_who_leaves() {
    let mut comite = trois();
    // 90 %: 1 278 562 serves the first alone (807 450 + 613 200 = 1 420 650). 110 %: 1 562 687 serves two.
    comite.enveloppe(1_420_625);
    let noms: Vec<_> = scenarios(&comite.cadre, &comite.seance)
        .into_iter()
        .map(|s| (s.part, s.enveloppe, s.entrent, s.sortent))
        .collect();
    assert_eq!(
        noms,
        [
            (90, 1_278_562, vec![], vec![]),
            (100, 1_420_625, vec![], vec![]),
            (110, 1_562_687, vec![COMBRAILLES.to_owned()], vec![]),
        ]
    );
    comite.enveloppe(1_420_650);
    let sortent = |part: usize| {
        scenarios(&comite.cadre, &comite.seance)[part]
            .sortent
            .clone()
    };
    assert_eq!(
        (sortent(0), sortent(2)),
        (vec![COMBRAILLES.to_owned()], vec![])
    );
}

#[test]
fn et_si_names_the_institution_whose_avis_would_change_the_side() {
    let mut comite = Comite::du_63();
    // Same priority: 2/0/0 is before 1/1/0; only one fits.
    comite
        .examiner(GESTES, "ff", "33333")
        .examiner(ETABLI, "fr", "44444")
        .enveloppe(600_000);
    let dire = |comite: &Comite, numero: &str| {
        let fermete = Fermete::etablir(&comite.cadre, &comite.seance, None);
        lisible(&et_si(&comite.cadre, &fermete, numero).unwrap())
    };
    // « L'établi » at 2/0/0 has more points: 20 against 15.
    assert_eq!(
        dire(&comite, ETABLI),
        "Si Mission locale passait de favorable avec réserves à favorable : rang 1, au-dessus de la ligne."
    );
    // One step down: 1/1/0 on both sides, and fewer points.
    assert_eq!(
        dire(&comite, GESTES),
        "Si France Travail ou Mission locale passait de favorable à favorable avec réserves : rang 2, liste complémentaire."
    );
    // Of another priority, its own avis change nothing; the one above would have to leave its place.
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "ff", "33333")
        .examiner(TOIT, "fff", "33333")
        .enveloppe(900_000);
    assert_eq!(
        dire(&comite, TOIT),
        "Il faudrait 2 crans dans les avis de « Hors des radars » (1 favorable, 1 défavorable) : rang 1, \
         au-dessus de la ligne ; ses propres avis n'y changent rien : tenue par la priorité."
    );
}

#[test]
fn the_sheet_of_a_candidature_has_the_four_items_of_the_code() {
    let mut comite = trois();
    comite.dire(placer(TOIT, Some(2))).unwrap();
    let fiche = motivation::fiche(&comite.cadre, &comite.seance, TOIT).unwrap();
    let texte = lisible(&fiche.join("\n"));
    for attendu in [
        "1. Degré et mode de contribution",
        "Rang calculé : 3e sur 3. Proposition calculée : liste complémentaire.",
        "Rang retenu par le comité : 2e. Motif : seule réponse du secteur.",
        "2. Données traitées et leurs sources",
        "Avis, France Travail : favorable",
        "Montant demandé sur la convention : 666 450 €",
        "3. Paramètres de traitement et leur pondération",
        "Enveloppe : 1 500 000 € sur toute la convention (origine : notification fictive).",
        "4. Opérations effectuées",
        "Critères : 20 points sur 20",
        "Raison de la place : Placé 2e par le comité : seule réponse du secteur.",
    ] {
        assert!(texte.contains(attendu), "« {attendu} » absent :\n{texte}");
    }
    for interdit in ["décision", "lauréat", "jury"] {
        assert!(!texte.contains(interdit), "{texte}");
    }
    let non_examinee = motivation::fiche(&comite.cadre, &comite.seance, GESTES).unwrap();
    assert!(lisible(&non_examinee.join("\n")).contains("le comité n'a pas terminé son examen"));
    assert_eq!(motivation::fiche(&comite.cadre, &comite.seance, "0"), None);
}

#[test]
fn the_outcome_carries_the_robustness_and_the_rank_of_the_committee_and_is_recomputed() {
    let mut ecran = Ecran::seance();
    for (nom, avis) in [("radars", "fff"), ("sentinelles", "ff")] {
        ecran.touches(&format!("/{nom}<entree>t<entree>{avis}c33333e"));
    }
    ecran.touches("vm900000<entree>notification fictive<entree>");
    // Same priority and avis, same points: ex æquo. Then the second is raised, the first is placed behind it.
    ecran.touches("/radars<entree>c44444v<debut>r<bas><entree>ancrage<entree>CE");
    let ecrit = ecran.brouillon.lire("resultats/63.yaml");
    for attendu in [
        "rang_calcule: 1\n    rang_retenu: 2\n    rang_motif: \"ancrage\"",
        "statut_calcule: \"retenu\"\n    statut_propose: \"liste complémentaire\"",
        "badge: \"sensible\"",
        "methode: \"avis_d_abord\"",
        "plancher: 210000",
        "voisins: 5",
    ] {
        assert!(ecrit.contains(attendu), "« {attendu} » absent :\n{ecrit}");
    }
    let chemin = ecran.brouillon.fichier("resultats/63.yaml");
    let verifier = || resultat::verify(&ecran.brouillon.campagne(), &chemin).unwrap();
    assert_eq!(verifier(), [""; 0]);
    let altere = |avant: &str, apres: &str| {
        ecran
            .brouillon
            .ecrire("resultats/63.yaml", &ecrit.replacen(avant, apres, 1));
        verifier()
    };
    assert_eq!(
        altere("badge: \"sensible\"", "badge: \"solide\""),
        ["classement[0].robustesse.badge : écrit « solide », recalculé « sensible »"]
    );
    assert_eq!(
        altere("rang_retenu: 1", "rang_retenu: 2"),
        ["classement[0].rang_retenu : écrit 2, recalculé 1"]
    );
}

proptest::proptest! {
    #![proptest_config(proptest::prelude::ProptestConfig::with_cases(1000))]

    /// Whatever is placed, everyone has one place, those placed alone stand where they were placed, the others keep their order.
    #[test]
    fn placing_some_never_reorders_the_others(
        tailles in proptest::collection::vec(1..4usize, 1..8),
        places in proptest::collection::btree_map(0..30usize, 1..30usize, 0..5),
    ) {
        let mut suivant = 0;
        let groupes: Vec<Vec<usize>> = tailles.iter().map(|n| { suivant += n; (suivant - n..suivant).collect() }).collect();
        let voulus: Vec<(usize, usize)> = places.into_iter().filter(|(i, _)| *i < suivant).collect();
        let retenus = rang::rangs(&rang::placer(&groupes, &voulus));
        let mut tous: Vec<usize> = retenus.iter().map(|(i, _)| *i).collect();
        let autres: Vec<usize> = tous.iter().copied().filter(|i| voulus.iter().all(|(v, _)| v != i)).collect();
        proptest::prop_assert!(autres.is_sorted());
        tous.sort_unstable();
        proptest::prop_assert_eq!(tous, (0..suivant).collect::<Vec<_>>());
        // One placed alone among singles stands exactly there, or last.
        if let [(qui, rang)] = voulus[..] && tailles.iter().all(|n| *n == 1) {
            let obtenu = retenus.iter().find(|(i, _)| *i == qui).unwrap().1;
            proptest::prop_assert_eq!(obtenu, rang.min(suivant));
        }
    }
}

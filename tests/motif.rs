//! The one-line reason of a place: each template of the design, true and in good French.

use instruire::domain::fait::{Fait, Proposition};

use crate::support::comite::Comite;
use crate::support::lisible;

// Priority 1.
const RADARS: &str = "19483920"; // 807 450 €
const COMBRAILLES: &str = "19486918"; // 613 200 €
// Priority 2.
const DEUX_ANS: &str = "19481374"; // 971 900 €
const PORTES: &str = "19489148"; // 1 147 950 €
// Priority 3.
const TOIT: &str = "19486052"; // 666 450 €
const GESTES: &str = "19487245"; // 521 750 €
const ETABLI: &str = "19490093"; // 506 400 €
// Hors priorité.
const MATIN: &str = "19485263"; // 479 250 €
const FIL: &str = "19492264"; // 531 400 €

/// The reason of a candidature, with ordinary spaces.
fn motif(comite: &Comite, numero: &str) -> String {
    lisible(&comite.place(numero).motif)
}

fn vote(projets: &[&str], voix: (u32, u32, u32), preponderante: bool) -> Fait {
    let (pour, contre, abstentions) = voix;
    Fait::VoteTenu {
        projets: projets.iter().map(|n| (*n).to_owned()).collect(),
        pour,
        contre,
        abstentions,
        voix_preponderante: preponderante,
        motif: "ancrage plus ancien.".into(),
    }
}

#[test]
fn a_lower_priority_is_the_reason_and_names_those_of_the_retained() {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "fff", "33333")
        .examiner(DEUX_ANS, "fff", "33333");
    comite.examiner(TOIT, "fff", "44444").enveloppe(2_000_000);
    assert_eq!(
        motif(&comite, TOIT),
        "Classé 3e : priorité 3 du département ; les projets retenus relèvent des priorités 1 et 2 ; \
         666 450 € demandés, 220 650 € restants."
    );
}

#[test]
fn a_single_retained_project_is_told_in_the_singular() {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "fff", "33333")
        .examiner(DEUX_ANS, "fff", "33333");
    comite.examiner(TOIT, "fff", "44444").enveloppe(900_000);
    assert_eq!(
        motif(&comite, TOIT),
        "Classé 3e : priorité 3 du département ; le projet retenu relève de la priorité 1."
    );
}

#[test]
fn avis_are_the_reason_at_equal_priority() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "fffffrd", "33333")
        .examiner(ETABLI, "fffrrrd", "44444");
    comite.enveloppe(600_000);
    assert_eq!(
        motif(&comite, ETABLI),
        "À priorité égale (3), 3 avis favorables sur 7, contre 5 sur 7 pour le dernier retenu ; \
         506 400 € demandés, 78 250 € restants."
    );
    assert_eq!(
        motif(&comite, GESTES),
        "À priorité égale (3), 5 avis favorables sur 7, contre 3 sur 7 pour « L'établi au pied des logements »."
    );
}

#[test]
fn the_share_told_is_the_one_that_argues_in_the_sense_of_the_order() {
    // (1,4,0) is R+, (2,1,2) is R−: the second has more favorable avis, the first is still better.
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "frrrr", "00000")
        .examiner(ETABLI, "ffrdd", "44444");
    assert_eq!(comite.place(GESTES).rangee.rang, 1);
    assert_eq!(
        motif(&comite, GESTES),
        "À priorité égale (3), 0 avis défavorable sur 5, contre 2 sur 5 pour « L'établi au pied des logements »."
    );
}

#[test]
fn no_avis_at_all_is_said_in_full() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "", "33333")
        .examiner(ETABLI, "fffff", "33333");
    assert_eq!(
        motif(&comite, GESTES),
        "À priorité égale (3), aucun avis exprimé, contre 5 avis favorables sur 5 pour « L'établi au pied des logements »."
    );
}

#[test]
fn criteria_are_the_reason_when_priority_and_avis_are_equal() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "ff", "33331")
        .examiner(ETABLI, "ff", "10000");
    assert_eq!(
        motif(&comite, ETABLI),
        "À priorité et avis équivalents, 1 point sur 20 contre 13 pour « La maison des gestes »."
    );
}

#[test]
fn half_of_unfavourable_avis_is_told_with_its_count() {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "ddfrddr", "44444")
        .examiner(TOIT, "f", "22222");
    assert_eq!(
        motif(&comite, RADARS),
        "Non proposé : 4 avis défavorables sur 7 exprimés (la moitié au moins)."
    );
    assert_eq!(
        motif(&comite, TOIT),
        "Classé 1er : « Hors des radars » est classé après, ses avis étant défavorables pour moitié au moins."
    );
    let mut comite = Comite::du_63();
    comite.examiner(RADARS, "d", "44444");
    assert_eq!(
        motif(&comite, RADARS),
        "Non proposé : 1 avis défavorable sur 1 exprimé (la moitié au moins)."
    );
    let proposition = Fait::PropositionChangee {
        projet: RADARS.into(),
        proposition: Some(Proposition::Retenu),
        motif: "seule réponse au public".into(),
    };
    comite.dire(proposition).unwrap();
    assert_eq!(
        motif(&comite, RADARS),
        "Classé 1er par la règle : 1 avis défavorable sur 1 exprimé (la moitié au moins)."
    );
}

#[test]
fn a_tie_astride_the_line_names_the_others_then_tells_the_vote() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "ff", "33333")
        .examiner(ETABLI, "fff", "33333")
        .enveloppe(600_000);
    assert_eq!(
        motif(&comite, ETABLI),
        "Ex æquo avec « La maison des gestes » sur tous les critères publiés ; à départager par un vote."
    );
    comite
        .dire(vote(&[ETABLI, GESTES], (3, 3, 1), true))
        .unwrap();
    for numero in [GESTES, ETABLI] {
        assert_eq!(
            motif(&comite, numero).split(" ; ").take(2).collect::<Vec<_>>().join(" ; "),
            "Ex æquo sur tous les critères publiés ; départagé par vote du comité du 02/10/2024 \
             (3 pour, 3 contre, 1 abstention, voix prépondérante de la présidence), motif : ancrage plus ancien"
                .to_owned()
                + if numero == ETABLI { "." } else { "" }
        );
    }
    assert_eq!(
        (
            comite.place(ETABLI).rangee.rang,
            comite.place(ETABLI).rang_retenu
        ),
        (1, 1)
    );
    assert_eq!(
        (
            comite.place(GESTES).rangee.rang,
            comite.place(GESTES).rang_retenu
        ),
        (1, 2)
    );
}

#[test]
fn the_first_that_the_envelope_cannot_serve_says_the_money() {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "ff", "33333")
        .examiner(PORTES, "ff", "33333")
        .enveloppe(100_000);
    assert_eq!(
        motif(&comite, RADARS),
        "Classé 1er : priorité 1 du département ; « Quatre portes pour un parcours » relève de la priorité 2 ; \
         807 450 € demandés, 100 000 € restants."
    );
}

#[test]
fn alone_or_hors_priorite_it_is_said_plainly() {
    let mut comite = Comite::du_63();
    comite.examiner(MATIN, "ff", "33333");
    assert_eq!(
        motif(&comite, MATIN),
        "Seule candidature classée : hors priorité."
    );
    comite
        .examiner(FIL, "fr", "33333")
        .examiner(COMBRAILLES, "ff", "00000");
    assert_eq!(
        motif(&comite, MATIN),
        "Classé 2e : hors priorité ; « Sentinelles des Combrailles » relève de la priorité 1."
    );
    assert_eq!(
        motif(&comite, FIL),
        "Hors priorité l'un et l'autre, 1 avis favorable sur 2, contre 2 sur 2 pour « Premier matin »."
    );
}

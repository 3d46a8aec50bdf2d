//! What a committee may say, when, and what stands of it: undo, votes, closing.

use instruire::domain::avis::{Position, Reception, Sens};
use instruire::domain::cloture::{Obstacle, obstacles};
use instruire::domain::coupe::Statut;
use instruire::domain::fait::{Empreinte, Enregistrement, Fait, Proposition};
use instruire::domain::refus::Refus;
use instruire::domain::seance::{Manque, Seance};
use proptest::prelude::*;

use crate::support::comite::Comite;
use crate::support::instant;

const RADARS: &str = "19483920";
const TOIT: &str = "19486052";
const GESTES: &str = "19487245";
const ETABLI: &str = "19490093";
const TARDIVE: &str = "19490581";
const CLERMONT: &str = "19480736";

fn avis(projet: &str, institution: &str, sens: Sens, texte: Option<&str>) -> Fait {
    Fait::AvisRendu {
        projet: projet.into(),
        institution: institution.into(),
        sens,
        texte: texte.map(str::to_owned),
        recu: Reception::EnSeance,
    }
}

fn vote(projets: &[&str], pour: u32, contre: u32, preponderante: bool) -> Fait {
    Fait::VoteTenu {
        projets: projets.iter().map(|n| (*n).to_owned()).collect(),
        pour,
        contre,
        abstentions: 0,
        voix_preponderante: preponderante,
        motif: "motif fictif".into(),
    }
}

/// Two candidatures of priority 3 with the same avis and notes, astride the line.
fn ex_aequo() -> Comite {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "ff", "33333")
        .examiner(ETABLI, "fff", "33333")
        .enveloppe(600_000);
    comite
}

#[test]
fn an_avis_with_reserves_or_unfavourable_needs_its_text() {
    let mut comite = Comite::du_63();
    for (sens, nom) in [
        (Sens::FavorableAvecReserves, "réserve"),
        (Sens::Defavorable, "motif"),
    ] {
        for vide in [None, Some(""), Some(" \n ")] {
            assert_eq!(
                comite.dire(avis(RADARS, "region", sens, vide)),
                Err(Refus::TexteObligatoire(nom))
            );
        }
        comite
            .dire(avis(RADARS, "region", sens, Some("texte fictif")))
            .unwrap();
    }
}

#[test]
fn what_the_call_does_not_know_is_refused() {
    let mut comite = Comite::du_63();
    let inconnu = |quoi: &str| Err(Refus::Inconnu(quoi.into()));
    assert_eq!(
        comite.dire(avis("0", "region", Sens::Favorable, None)),
        inconnu("candidature 0")
    );
    assert_eq!(
        comite.dire(avis(RADARS, "onu", Sens::Favorable, None)),
        inconnu("institution onu")
    );
    let note = Fait::CritereApprecie {
        projet: RADARS.into(),
        critere: "charme".into(),
        note: 2,
    };
    assert_eq!(comite.dire(note), inconnu("critère charme"));
    let priorite = Fait::CorrespondanceRetenue {
        projet: RADARS.into(),
        priorite: Some(9),
        public: None,
        motif: None,
    };
    assert_eq!(comite.dire(priorite), inconnu("priorité 9"));
}

#[test]
fn an_appreciation_goes_from_0_to_4() {
    let mut comite = Comite::du_63();
    let note = |note| Fait::CritereApprecie {
        projet: RADARS.into(),
        critere: "parcours".into(),
        note,
    };
    comite.dire(note(0)).unwrap();
    comite.dire(note(4)).unwrap();
    assert!(matches!(comite.dire(note(5)), Err(Refus::HorsBornes(_))));
}

#[test]
fn a_change_of_priority_needs_its_reason_and_the_proposed_row_does_not() {
    let mut comite = Comite::du_63();
    let retenir = |rang: Option<u32>, motif: Option<&str>| Fait::CorrespondanceRetenue {
        projet: RADARS.into(),
        priorite: rang,
        public: None,
        motif: motif.map(str::to_owned),
    };
    assert_eq!(
        comite.cadre.dossier(RADARS).unwrap().priorite_proposee(),
        Some(1)
    );
    comite.dire(retenir(Some(1), None)).unwrap();
    assert!(matches!(
        comite.dire(retenir(None, None)),
        Err(Refus::TexteObligatoire(_))
    ));
    comite
        .dire(retenir(None, Some("public trop large")))
        .unwrap();
}

#[test]
fn a_row_whose_public_has_changed_in_the_table_must_be_retained_again() {
    let mut comite = Comite::du_63();
    comite.examiner(TOIT, "ff", "33333");
    assert_eq!(comite.seance.manques(TOIT, &comite.cadre), []);
    let mut table = (*comite.cadre.table).clone();
    table.priorites[2].public = "parents-isoles".into();
    comite.cadre.table = table.into();
    assert_eq!(
        comite.seance.manques(TOIT, &comite.cadre),
        [Manque::Priorite]
    );
    assert!(comite.tableau().place(TOIT).is_none());
}

#[test]
fn a_deport_is_recorded_and_never_counted_and_gives_no_avis() {
    let mut comite = Comite::du_63();
    comite.avis(RADARS, "xfs");
    let d = comite.seance.examen(RADARS).decompte(&comite.cadre.ami);
    assert_eq!((d.f, d.r, d.d), (1, 0, 0));
    assert_eq!(
        comite.dire(avis(RADARS, "france-travail", Sens::Favorable, None)),
        Err(Refus::Deport)
    );
    let retire = Fait::AvisRetire {
        projet: RADARS.into(),
        institution: "france-travail".into(),
    };
    comite.dire(retire).unwrap();
    comite
        .dire(avis(RADARS, "france-travail", Sens::Favorable, None))
        .unwrap();
    assert_eq!(
        comite.seance.examen(RADARS).decompte(&comite.cadre.ami).f,
        2
    );
}

#[test]
fn nothing_is_said_before_the_opening_nor_after_the_closing() {
    let mut comite = Comite::du_63();
    let cadre = comite.cadre.clone();
    let fait = avis(RADARS, "region", Sens::Favorable, None);
    assert_eq!(
        Seance::default().check(&fait, &cadre),
        Err(Refus::NonOuverte)
    );
    let n = comite.seance.enregistrements().len() as u64;
    comite.seance.apply(Enregistrement {
        n,
        le: instant(),
        par: "x".into(),
        fait: Fait::SeanceLevee {},
    });
    assert_eq!(comite.dire(fait), Err(Refus::Levee));
    let entrees = vec![Empreinte {
        fichier: "ami.yaml".into(),
        sha256: String::new(),
    }];
    assert_eq!(
        comite.dire(Fait::EntreesAcceptees { entrees }),
        Err(Refus::Levee)
    );
    comite
        .dire(Fait::SeanceRouverte {
            motif: "erreur matérielle".into(),
        })
        .unwrap();
    comite
        .dire(avis(RADARS, "region", Sens::Favorable, None))
        .unwrap();
}

#[test]
fn a_detected_motif_waits_for_a_person_who_confirms_or_lifts_it() {
    let mut comite = Comite::du_63();
    comite
        .priorite(TARDIVE)
        .avis(TARDIVE, "ff")
        .notes(TARDIVE, "33333");
    let examine = Fait::ProjetExamine {
        projet: TARDIVE.into(),
        examine: true,
    };
    let attendu = vec![Manque::Motif("DEP-01".into())];
    assert_eq!(comite.dire(examine.clone()), Err(Refus::Incomplet(attendu)));

    let regle = "DEP-01".to_owned();
    let leve = Fait::ConstatLeve {
        projet: TARDIVE.into(),
        regle: regle.clone(),
        motif: "panne attestée".into(),
    };
    let n = comite.dire(leve).unwrap();
    comite.dire(examine).unwrap();
    assert_eq!(comite.place(TARDIVE).rangee.rang, 1);

    comite.dire(Fait::Annule { cible: n }).unwrap();
    let confirme = Fait::ConstatConfirme {
        projet: TARDIVE.into(),
        regle,
        motif: "déposée le 8".into(),
    };
    comite.dire(confirme).unwrap();
    assert!(comite.tableau().place(TARDIVE).is_none());
    let examen = comite.seance.examen(TARDIVE);
    assert_eq!(
        examen.hors_classement(),
        Some((Proposition::Irrecevable, "déposée le 8"))
    );
}

#[test]
fn only_a_motif_that_the_rules_found_can_be_settled() {
    let mut comite = Comite::du_63();
    let leve = |projet: &str, regle: &str| Fait::ConstatLeve {
        projet: projet.into(),
        regle: regle.into(),
        motif: "motif fictif".into(),
    };
    assert!(matches!(
        comite.dire(leve(RADARS, "DEP-01")),
        Err(Refus::Inconnu(_))
    ));
    // PRI-08 is an alert: nothing to settle.
    assert!(matches!(
        comite.dire(leve("19492264", "PRI-08")),
        Err(Refus::Inconnu(_))
    ));
}

#[test]
fn youth_under_a_cej_jr_convention_keeps_the_rest_of_the_file_eligible() {
    let mut comite = Comite::du_63();
    let confirme = Fait::ConstatConfirme {
        projet: CLERMONT.into(),
        regle: "PRI-04".into(),
        motif: "convention en vigueur".into(),
    };
    comite.dire(confirme).unwrap();
    comite.examiner(CLERMONT, "ff", "33333");
    assert_eq!(comite.place(CLERMONT).rangee.evaluation.priorite, None);
}

#[test]
fn undo_has_no_end_and_redo_brings_back_in_order() {
    let mut comite = Comite::du_63();
    comite.avis(RADARS, "fff");
    let positions = |comite: &Comite| comite.seance.examen(RADARS).positions.len();
    for reste in [2, 1, 0] {
        let cible = comite.seance.a_annuler().unwrap().n;
        comite.dire(Fait::Annule { cible }).unwrap();
        assert_eq!(positions(&comite), reste);
    }
    assert_eq!(comite.seance.a_annuler(), None);
    for revenus in [1, 2, 3] {
        let cible = comite.seance.a_retablir().unwrap().0.n;
        comite.dire(Fait::Annule { cible }).unwrap();
        assert_eq!(positions(&comite), revenus);
    }
    assert_eq!(comite.seance.a_retablir(), None);
    // Nothing was erased: three avis, three undoings, three redoings, and the opening.
    assert_eq!(comite.seance.enregistrements().len(), 10);
}

#[test]
fn saying_something_new_ends_what_could_be_redone() {
    let mut comite = Comite::du_63();
    comite.avis(RADARS, "ff");
    let cible = comite.seance.a_annuler().unwrap().n;
    comite.dire(Fait::Annule { cible }).unwrap();
    assert!(comite.seance.a_retablir().is_some());
    comite.avis(RADARS, "r");
    assert_eq!(comite.seance.a_retablir(), None);
}

#[test]
fn undoing_an_avis_brings_back_the_one_it_replaced() {
    let mut comite = Comite::du_63();
    comite.avis(RADARS, "f");
    let n = comite
        .dire(avis(
            RADARS,
            "france-travail",
            Sens::Defavorable,
            Some("motif fictif"),
        ))
        .unwrap();
    comite.dire(Fait::Annule { cible: n }).unwrap();
    let position = &comite.seance.examen(RADARS).positions["france-travail"];
    assert!(matches!(
        position,
        Position::Avis {
            sens: Sens::Favorable,
            ..
        }
    ));
}

#[test]
fn a_vote_is_on_all_the_ex_aequo_with_a_majority() {
    let mut comite = ex_aequo();
    assert_eq!(comite.place(GESTES).statut, Statut::ADepartager);
    assert_eq!(
        comite.dire(vote(&[GESTES, TOIT], 5, 1, false)),
        Err(Refus::NonExAequo)
    );
    comite.examiner(TOIT, "rrr", "33333");
    assert_eq!(
        comite.dire(vote(&[GESTES, TOIT], 5, 1, false)),
        Err(Refus::NonExAequo)
    );
    assert_eq!(
        comite.dire(vote(&[GESTES, ETABLI], 2, 3, false)),
        Err(Refus::SansMajorite)
    );
    assert_eq!(
        comite.dire(vote(&[GESTES, ETABLI], 0, 0, true)),
        Err(Refus::SansMajorite)
    );
    assert!(matches!(
        comite.dire(vote(&[GESTES, ETABLI], 3, 2, true)),
        Err(Refus::HorsBornes(_))
    ));
    assert_eq!(
        comite.dire(vote(&[GESTES, ETABLI], 3, 3, false)),
        Err(Refus::SansMajorite)
    );
    comite.dire(vote(&[GESTES, ETABLI], 3, 3, true)).unwrap();
    assert_eq!(comite.place(GESTES).statut, Statut::Retenu);
    assert_eq!(comite.place(ETABLI).statut, Statut::ListeComplementaire);
}

#[test]
fn a_vote_lapses_when_a_fact_it_was_held_on_changes_and_comes_back_with_it() {
    let mut comite = ex_aequo();
    comite.dire(vote(&[ETABLI, GESTES], 4, 0, false)).unwrap();
    assert_eq!(comite.place(ETABLI).statut, Statut::Retenu);
    // Both rise together: they tie again, on other facts.
    let a = comite
        .dire(Fait::CritereApprecie {
            projet: GESTES.into(),
            critere: "parcours".into(),
            note: 4,
        })
        .unwrap();
    let b = comite
        .dire(Fait::CritereApprecie {
            projet: ETABLI.into(),
            critere: "parcours".into(),
            note: 4,
        })
        .unwrap();
    assert_eq!(comite.place(ETABLI).statut, Statut::ADepartager);
    comite.dire(Fait::Annule { cible: b }).unwrap();
    comite.dire(Fait::Annule { cible: a }).unwrap();
    assert_eq!(comite.place(ETABLI).statut, Statut::Retenu);
}

#[test]
fn a_vote_lapses_when_a_fact_said_before_it_is_undone() {
    let mut comite = ex_aequo();
    let n = comite
        .seance
        .enregistrements()
        .iter()
        .find(|e| e.fait.projet() == Some(GESTES))
        .unwrap()
        .n;
    comite.dire(vote(&[ETABLI, GESTES], 4, 0, false)).unwrap();
    comite.dire(Fait::Annule { cible: n }).unwrap();
    assert_eq!(comite.seance.etat().votes, []);
}

#[test]
fn a_newcomer_in_the_tie_asks_for_a_new_vote() {
    let mut comite = ex_aequo();
    comite.dire(vote(&[ETABLI, GESTES], 4, 0, false)).unwrap();
    comite.examiner(TOIT, "f", "33333");
    for numero in [ETABLI, GESTES, TOIT] {
        assert_eq!(comite.place(numero).statut, Statut::ADepartager, "{numero}");
    }
}

#[test]
fn closing_is_refused_while_something_is_missing_or_a_vote_is_due() {
    let mut comite = ex_aequo();
    let dossiers: Vec<String> = comite
        .cadre
        .dossiers
        .iter()
        .map(|d| d.numero().to_owned())
        .collect();
    assert_eq!(
        comite.dire(Fait::SeanceLevee {}),
        Err(Refus::Obstacles(dossiers.len() - 2 + 1))
    );
    for numero in dossiers
        .iter()
        .filter(|n| ![GESTES, ETABLI].contains(&n.as_str()))
    {
        let proposition = Some(Proposition::Ajourne);
        comite
            .dire(Fait::PropositionChangee {
                projet: numero.clone(),
                proposition,
                motif: "essai".into(),
            })
            .unwrap();
    }
    let restants = obstacles(&comite.cadre, &comite.seance, &comite.tableau());
    assert_eq!(
        restants,
        [Obstacle::ADepartager(vec![GESTES.into(), ETABLI.into()])]
    );
    assert_eq!(comite.dire(Fait::SeanceLevee {}), Err(Refus::Obstacles(1)));
    comite.dire(vote(&[ETABLI, GESTES], 4, 0, false)).unwrap();
    comite.dire(Fait::SeanceLevee {}).unwrap();
}

#[test]
fn the_committee_may_propose_more_than_the_envelope_and_it_is_said() {
    let mut comite = ex_aequo();
    for numero in [GESTES, ETABLI] {
        let proposition = Some(Proposition::Retenu);
        let fait = Fait::PropositionChangee {
            projet: numero.into(),
            proposition,
            motif: "essai".into(),
        };
        comite.dire(fait).unwrap();
    }
    let tableau = comite.tableau();
    assert_eq!((tableau.engage, tableau.propose), (0, 521_750 + 506_400));
    let dits =
        instruire::domain::avertissement::avertissements(&comite.cadre, &comite.seance, &tableau);
    let attendu = "Propositions de retenir : 1 028 150 €, au-delà de l'enveloppe de 600 000 €.";
    assert!(
        dits.iter().any(|a| crate::support::lisible(a) == attendu),
        "{dits:#?}"
    );
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// The séance applied fact by fact is the séance told again from its records: resume is replay.
    #[test]
    fn a_resumed_seance_is_the_seance(pas in prop::collection::vec((0..6usize, any::<prop::sample::Index>()), 1..40)) {
        let mut comite = ex_aequo();
        for (quoi, index) in pas {
            let numero = [RADARS, GESTES, ETABLI][index.index(3)];
            let faits = comite.seance.enregistrements().len();
            let fait = match quoi {
                0 => avis(numero, "region", Sens::Favorable, None),
                1 => avis(numero, "caf", Sens::Defavorable, Some("motif fictif")),
                2 => Fait::CritereApprecie { projet: numero.into(), critere: "besoins".into(), note: 4 },
                3 => vote(&[ETABLI, GESTES], 2, 1, false),
                4 => Fait::ProjetExamine { projet: numero.into(), examine: index.index(2) == 0 },
                _ => Fait::Annule { cible: index.index(faits) as u64 },
            };
            // A refused fact is not said; what is said is applied.
            let _ = comite.dire(fait);
            let rejouee = Seance::replay(comite.seance.enregistrements().iter().cloned());
            prop_assert_eq!(&rejouee, &comite.seance);
        }
    }
}

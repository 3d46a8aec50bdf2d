//! Leaving and coming back: the same candidature, the same texts, and the files that changed meanwhile.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use instruire::domain::avis::Sens;
use instruire::domain::fait::Fait;
use instruire::store::brouillons;
use instruire::tui::app::App;
use instruire::tui::saisie::Saisie;
use instruire::tui::script::jouer;

use crate::support::ecran::Ecran;
use crate::support::{self, instant};

/// « Hors des radars », one avis given.
fn commencee() -> Ecran {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>f");
    ecran
}

fn faits(ecran: &Ecran) -> usize {
    ecran
        .app
        .model
        .ouverte
        .as_ref()
        .unwrap()
        .seance
        .enregistrements()
        .len()
}

#[test]
fn a_seance_comes_back_to_the_same_candidature_with_everything_said() {
    let mut ecran = commencee();
    let dits = faits(&ecran);
    ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert_eq!(
        ecran.rangee("Séance reprise"),
        " Séance reprise : 3 faits enregistrés, dernier le 02/10/2024 à 14:02:11."
    );
    assert!(ecran.rangee("5/17").contains("Hors des radars"));
    assert_eq!(
        ecran.rangee("France Travail"),
        "  Gouvernance  France Travail     favorable"
    );
    assert_eq!(faits(&ecran), dits);
}

#[test]
fn a_draft_survives_esc_and_leaving_the_seance() {
    let mut ecran = commencee();
    ecran.touches("rà préciser avec<echap>");
    assert!(!ecran.texte().contains("à préciser avec"));
    ecran.touches("r");
    assert!(ecran.texte().contains("à préciser avec"));
    ecran.touches("<echap><echap><echap>");
    assert!(ecran.texte().contains("Territoires"));
    ecran.touches("<entree>r");
    assert!(ecran.texte().contains("à préciser avec"));
    ecran.touches(" la Région<entree>r");
    // Recorded, it is no longer a draft: the next institution starts from nothing.
    assert!(!ecran.texte().contains("│à préciser avec"));
}

const BROUILLONS: &str = "seances/63.brouillons.yaml";

#[test]
fn a_draft_outlives_the_program_and_comes_back_in_its_dialogue_alone() {
    let mut ecran = commencee();
    ecran.touches("rà préciser avec");
    let fichier = ecran.brouillon.lire(BROUILLONS);
    assert_eq!(
        fichier,
        "format: 1\nbrouillons:\n  - pour:\n      saisie: \"avis\"\n      projet: \"19483920\"\n      institution: \"mission-locale\"\n      sens: \"favorable_avec_reserves\"\n    texte: \"à préciser avec\"\n"
    );
    let droits = fs::metadata(ecran.brouillon.fichier(BROUILLONS)).unwrap();
    assert_eq!(droits.permissions().mode() & 0o777, 0o600);
    assert!(
        !ecran
            .brouillon
            .lire("seances/63.journal.yaml")
            .contains("préciser")
    );

    ecran = ecran.relancer();
    ecran.touches("<entree>");
    let annonce = ecran.texte().replace("\n ", " ");
    assert!(
        annonce.contains(
            "1 texte non enregistré est gardé (Mission locale : avis favorable avec réserves"
        ),
        "{annonce}"
    );
    // Not for another institution, nor for another avis of the same one.
    for ailleurs in ["<bas>r", "<echap><haut>d"] {
        ecran.touches(ailleurs);
        assert!(
            !ecran.texte().contains("à préciser avec"),
            "{}",
            ecran.texte()
        );
    }
    ecran.touches("<echap>r");
    assert!(
        ecran
            .texte()
            .contains("Brouillon · Mission locale : avis favorable avec réserves, réserve ─"),
        "{}",
        ecran.texte()
    );
    ecran.touches(" la Région<entree>");
    let journal = ecran.brouillon.lire("seances/63.journal.yaml");
    assert!(journal.contains("texte: \"à préciser avec la Région\""));
    // Recorded, it is no draft any more.
    assert!(!ecran.brouillon.fichier(BROUILLONS).exists());
    ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(!ecran.texte().contains("texte non enregistré"));
}

#[test]
fn a_text_read_and_left_as_it_is_is_no_draft() {
    let mut ecran = commencee();
    ecran.touches("rà préciser<entree><haut>r<echap>");
    assert!(!ecran.brouillon.fichier(BROUILLONS).exists());
    ecran.touches("r!<echap>");
    assert!(ecran.brouillon.fichier(BROUILLONS).exists());
    ecran.touches("r<efface><echap>");
    assert!(!ecran.brouillon.fichier(BROUILLONS).exists());
    ecran.touches("q");
    assert!(ecran.app.model.fini);
}

#[test]
fn a_program_killed_just_after_a_fact_does_not_offer_it_again() {
    let mut ecran = commencee();
    ecran.touches("rà préciser");
    let draft = ecran.brouillon.lire(BROUILLONS);
    ecran.touches("<entree>");
    ecran.brouillon.ecrire(BROUILLONS, &draft);
    ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(
        !ecran.texte().contains("texte non enregistré"),
        "{}",
        ecran.texte()
    );
    ecran.touches("<bas>");
    assert!(!ecran.brouillon.fichier(BROUILLONS).exists());
}

#[test]
fn whoever_only_reads_a_seance_leaves_the_drafts_of_its_writer_alone() {
    let mut ecran = commencee();
    ecran.touches("rà préciser");
    let draft = ecran.brouillon.lire(BROUILLONS);
    let mut second = App::new(ecran.brouillon.campagne(), instant, "second".into());
    jouer(&mut second, "<entree>rautre<echap>");
    assert!(
        second
            .model
            .ouverte
            .as_ref()
            .unwrap()
            .lecture_seule
            .is_some()
    );
    assert_eq!(ecran.brouillon.lire(BROUILLONS), draft);
    drop(second);
    assert_eq!(ecran.brouillon.lire(BROUILLONS), draft);
}

#[test]
fn drafts_that_cannot_be_read_are_set_aside_and_said() {
    for texte in [
        "brouillons: [",
        "format: 1\nbrouillons: 3\n",
        "a: &a [*a]\n",
        "\0\0",
    ] {
        let ecran = commencee();
        ecran.brouillon.ecrire(BROUILLONS, texte);
        let mut ecran = ecran.relancer();
        ecran.touches("<entree>");
        assert!(
            ecran.texte().contains("n'ont pas pu être relus"),
            "{}",
            ecran.texte()
        );
        let ecarte = format!("{BROUILLONS}.illisible");
        assert_eq!(ecran.brouillon.lire(&ecarte), texte);
        ecran.touches("rsuite<entree>");
        assert!(ecran.rangee("Mission locale").contains("suite"));
    }
    // What a power cut leaves of a file that was not synced.
    let ecran = commencee();
    ecran.brouillon.ecrire(BROUILLONS, "");
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(ecran.rangee("Séance reprise").ends_with("14:02:11."));
}

#[test]
fn every_kind_of_text_is_kept_as_a_draft_and_read_back_the_same() {
    let p = || "19483920".to_owned();
    let textes: BTreeMap<String, Saisie> = [
        Saisie::Avis {
            projet: p(),
            institution: "cap-emploi".into(),
            sens: Sens::Defavorable,
        },
        Saisie::Observation {
            projet: p(),
            critere: None,
        },
        Saisie::Priorite {
            projet: p(),
            rang: Some(2),
            public: Some("no".into()),
        },
        Saisie::Constat {
            projet: p(),
            regle: "DEP-01".into(),
            confirme: true,
        },
        Saisie::Complements {
            projet: p(),
            recus: false,
        },
        Saisie::Montant {
            projet: p(),
            montant: Some(-1),
        },
        Saisie::Proposition {
            projet: p(),
            choix: Some(3),
        },
        Saisie::Bloc {
            projets: vec![p(), p()],
            choix: None,
        },
        Saisie::Enveloppe {
            montant: None,
            annee: Some(2025),
        },
        Saisie::Rang {
            projet: p(),
            rang: None,
        },
        Saisie::Vote {
            projets: vec![p()],
            voix: (3, 2, 1),
            preponderante: false,
        },
        Saisie::Reouverture,
    ]
    .into_iter()
    .enumerate()
    .map(|(rang, saisie)| (format!("texte {rang}"), saisie))
    .collect();
    let dossier = support::dossier();
    let journal = dossier.path().join("63.journal.yaml");
    brouillons::save(&journal, &textes).unwrap();
    assert_eq!(brouillons::load(&journal), Ok(Some(textes)));
}

#[test]
fn files_changed_between_two_openings_are_named_and_accepted_by_a_fact() {
    let ecran = commencee();
    ecran.brouillon.changer(
        "projets/19483920.yaml",
        "nom: Hors des radars",
        "nom: Hors radars",
    );
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(ecran.texte().contains("projets/19483920.yaml (modifié)"));
    ecran.touches("<echap>f");
    assert!(ecran.texte().contains("LECTURE SEULE"));
    ecran.touches("<echap><echap><entree><entree>f");
    let ouverte = ecran.app.model.ouverte.as_ref().unwrap();
    let acceptes = ouverte
        .seance
        .enregistrements()
        .iter()
        .filter(|e| matches!(e.fait, Fait::EntreesAcceptees { .. }));
    assert_eq!(acceptes.count(), 1);
    assert_eq!(
        ecran.rangee("Mission locale"),
        "               Mission locale     favorable"
    );
}

#[test]
fn nothing_is_written_on_files_that_changed_since_the_opening() {
    let mut ecran = commencee();
    ecran.brouillon.changer(
        "projets/19483920.yaml",
        "nom: Hors des radars",
        "nom: Hors radars",
    );
    ecran.touches("CE");
    let texte = ecran.texte();
    assert!(
        texte.contains("Proposition non écrite. Changés depuis l'ouverture"),
        "{texte}"
    );
    assert!(!ecran.brouillon.fichier("resultats/63.yaml").exists());
}

#[test]
fn a_seance_closed_then_taken_up_again_needs_a_reason() {
    let mut ecran = Ecran::seance();
    ecran.touches("<entree>");
    for _ in 0..17 {
        ecran.touches("i<bas><bas><bas><entree>hors de l'essai<entree>n");
    }
    ecran.touches("C<entree><entree>");
    assert!(ecran.texte().contains("SÉANCE LEVÉE"));
    ecran.touches("<echap>f");
    assert!(ecran.texte().contains("! La séance est levée"));
    ecran.touches("CR<entree>");
    assert!(ecran.texte().contains("Le texte est obligatoire"));
    ecran.touches("erreur matérielle<entree>");
    assert!(!ecran.texte().contains("SÉANCE LEVÉE"));
}

//! Leaving and coming back: the same candidature, the same texts, and the files that changed meanwhile.

use instruire::domain::fait::Fait;

use crate::support::ecran::Ecran;

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

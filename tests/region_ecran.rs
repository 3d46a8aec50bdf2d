//! The region on screen: displays, desistment, arbitration, envelope, what is written; each fact on disk first.

use instruire::domain::fait::Fait;
use instruire::domain::region::Region;
use instruire::domain::seance::Seance;
use instruire::store::region;

use crate::support::Brouillon;
use crate::support::comite::Comite;
use crate::support::ecran::Ecran;

/// A fictitious region of four territories, its place open.
fn region_ouverte() -> Ecran {
    let mut ecran = Ecran::sur(Brouillon::region_fictive());
    // Wide enough for whole names.
    ecran.taille(120, 36).touches("A");
    ecran
}

fn compilee(ecran: &Ecran) -> Region {
    region::compiler(&ecran.brouillon.campagne(), &[]).unwrap()
}

fn dit(ecran: &Ecran) -> Seance {
    region::dit(&ecran.brouillon.campagne()).unwrap().0
}

#[test]
fn every_display_stands_behind_tab_and_esc_goes_back() {
    let mut ecran = region_ouverte();
    let texte = ecran.texte();
    assert!(texte.contains("Enveloppes côte à côte"), "{texte}");
    assert!(texte.contains("4 compilés, 0 absent, 0 refusé"), "{texte}");
    for n in 1..=4 {
        let rangee = ecran.rangee(&format!("F00{n} "));
        assert!(rangee.contains("recalculée"), "{rangee}");
    }
    ecran.touches("<tab>");
    assert!(ecran.texte().contains("── Ordre fusionné"));
    assert!(ecran.texte().contains("0 inversion"));
    let premiere = &compilee(&ecran).classement[0];
    let rangee = ecran.rangee(&premiere.candidature.nom);
    assert!(rangee.starts_with(">    1 "), "{rangee}");
    ecran.touches("<tab>");
    assert!(
        ecran.rangee(" t1 ").starts_with(">   t1"),
        "{}",
        ecran.texte()
    );
    ecran.touches("<tab>");
    assert!(ecran.texte().contains("Projets de plusieurs territoires"));
    ecran.touches("<tab>");
    assert!(ecran.texte().contains("── Priorités"));
    ecran.touches("<tab>");
    assert!(ecran.texte().contains("Enveloppes côte à côte"));
    ecran.touches("<echap>");
    assert!(ecran.texte().contains("── Territoires"));
    // Looking recorded nothing, and locked nothing.
    assert!(
        !ecran
            .brouillon
            .fichier("seances/region.journal.yaml")
            .exists()
    );
}

#[test]
fn every_display_holds_at_the_smallest_and_at_a_large_size() {
    let mut ecran = region_ouverte();
    for (colonnes, rangees) in [(60, 16), (80, 24), (120, 36)] {
        ecran.taille(colonnes, rangees);
        for _ in 0..5 {
            ecran.touches("<tab><fin><entree>");
            let texte = ecran.texte();
            assert_eq!(texte.lines().count(), usize::from(rangees));
            assert!(texte.contains("┌"), "{texte}");
            ecran.touches("<echap>");
        }
    }
}

#[test]
fn a_desistment_is_on_disk_then_shows_who_is_promoted_and_undo_brings_it_back() {
    let mut ecran = region_ouverte();
    let avant = compilee(&ecran);
    ecran.touches("<tab>wrenonce pour l'essai<entree>");
    let texte = ecran.texte();
    assert!(texte.contains("Enregistré 14:02:11"), "{texte}");
    assert!(
        texte.contains("désistement (renonce pour l'essai)"),
        "{texte}"
    );
    let premiere = &avant.classement[0].candidature;
    let rangee = ecran.rangee(&format!(" {}", premiere.nom));
    assert!(rangee.contains("désistement"), "{rangee}");

    let apres = compilee(&ecran);
    let hors_ligne = apres.classement[0].hors_ligne.as_deref();
    assert_eq!(hors_ligne, Some("désistement : renonce pour l'essai"));
    // Its euros go to others in its own territory, and never beyond the envelope.
    let territoire = |region: &Region| {
        let t = region
            .territoires
            .iter()
            .find(|t| t.code == premiere.territoire);
        t.unwrap().proposition.clone().unwrap()
    };
    let (avant_lui, apres_lui) = (territoire(&avant), territoire(&apres));
    assert!(
        apres_lui.sorties.contains(&premiere.numero),
        "{apres_lui:?}"
    );
    assert!(apres_lui.engage <= apres_lui.enveloppe.unwrap());
    let cout = avant.classement[0].cout;
    let promues: i64 = apres
        .classement
        .iter()
        .filter(|r| apres_lui.promues.contains(&r.candidature.numero))
        .map(|r| r.cout)
        .sum();
    assert_eq!(apres_lui.engage, avant_lui.engage - cout + promues);

    // A second time is refused; a restart finds it; undo takes it back.
    ecran.touches("wencore<entree>");
    assert!(
        ecran.texte().contains("C'est déjà noté ainsi."),
        "{}",
        ecran.texte()
    );
    ecran.touches("<echap>");
    let mut ecran = ecran.relancer();
    ecran.touches("A<tab>");
    assert!(
        ecran
            .rangee(&format!(" {}", premiere.nom))
            .contains("désistement")
    );
    ecran.touches("u");
    assert!(ecran.texte().contains("annulé : "), "{}", ecran.texte());
    assert_eq!(compilee(&ecran).classement, avant.classement);
    ecran.touches("U");
    assert_eq!(compilee(&ecran).classement, apres.classement);
    assert_eq!(dit(&ecran).enregistrements().len(), 4);
    ecran.touches("J");
    assert!(ecran.texte().contains("rétabli : "), "{}", ecran.texte());
}

#[test]
fn a_reason_is_compulsory_and_esc_keeps_what_was_typed() {
    let mut ecran = region_ouverte();
    ecran.touches("<tab>w<entree>");
    assert!(
        ecran.texte().contains("Le texte est obligatoire"),
        "{}",
        ecran.texte()
    );
    ecran.touches("à moi<echap>");
    assert!(!ecran.texte().contains("Motif :"));
    ecran.touches("w");
    assert!(ecran.texte().contains("Motif : à moi"), "{}", ecran.texte());
    ecran.touches("<echap><tab><tab><tab><tab>w");
    assert!(
        ecran.texte().contains("Choisissez d'abord une candidature"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn an_envelope_and_an_amount_of_the_region_move_its_line() {
    let mut ecran = region_ouverte();
    let somme = compilee(&ecran).ligne.enveloppe.unwrap();
    ecran.touches("m&éàààà<entree>enveloppe fictive<entree>");
    let fixee = compilee(&ecran);
    assert_eq!(
        fixee.ligne.enveloppe,
        Some(120_000),
        "digits of an AZERTY row"
    );
    assert_eq!(fixee.ligne.engage, 0);
    ecran.touches("m<entree>retour<entree>");
    assert_eq!(compilee(&ecran).ligne.enveloppe, Some(somme));
    ecran.touches("s");
    assert!(
        ecran.texte().contains("Enveloppe −10 %"),
        "{}",
        ecran.texte()
    );
    ecran.touches("<echap><tab>m100000<entree>réduit<entree>");
    assert_eq!(compilee(&ecran).classement[0].cout, 100_000);
}

#[test]
fn diverging_proposals_are_arbitrated_on_their_fiche() {
    let mut ecran = region_ouverte();
    let avant = compilee(&ecran);
    let projets = avant.projets_multiples.iter();
    let Some(rang) = projets
        .flat_map(|p| p.fiches.iter().map(move |f| p.divergent && f.retenue))
        .position(|divergente| divergente)
    else {
        panic!(
            "the seed makes a form that diverges: {:#?}",
            avant.projets_multiples
        );
    };
    let bas = "<bas>".repeat(rang);
    // « non retenu » is the fifth proposition.
    ecran.touches(&format!(
        "<tab><tab><tab>{bas}i<bas><bas><bas><bas><entree>un seul territoire<entree>"
    ));
    let texte = ecran.texte();
    assert!(
        texte.contains("arbitrage, proposé non retenu (un seul territoire)"),
        "{texte}"
    );
    let apres = compilee(&ecran);
    let a_arbitrer = |r: &Region| r.projets_multiples.iter().filter(|p| p.divergent).count();
    assert!(a_arbitrer(&apres) < a_arbitrer(&avant));
    assert_eq!(apres.retouches.len(), 1);
}

#[test]
fn the_compilation_written_from_the_screen_is_conform_with_what_the_region_said() {
    let mut ecran = region_ouverte();
    ecran.touches("<tab>wrenonce<entree>E");
    assert!(
        ecran.texte().contains("le rapport à côté"),
        "{}",
        ecran.texte()
    );
    let campagne = ecran.brouillon.campagne();
    let chemin = region::chemin(&campagne);
    assert_eq!(region::verify(&campagne, &chemin).unwrap(), [""; 0]);
    let rapport = ecran.brouillon.lire("resultats/region.md");
    assert!(rapport.contains("**Données fictives.**"), "{rapport}");
    assert!(rapport.contains("## Dit par la région"), "{rapport}");
    // One more fact, and the compilation is behind.
    ecran.touches("u");
    let differences = region::verify(&campagne, &chemin).unwrap();
    assert!(
        differences
            .iter()
            .any(|d| d.starts_with("provenance.journal.enregistrements")),
        "{differences:?}"
    );
}

#[test]
fn an_altered_journal_of_the_region_is_told_and_not_followed() {
    let mut ecran = region_ouverte();
    ecran.touches("<tab>wrenonce<entree>");
    let Ecran { app, brouillon, .. } = ecran;
    drop(app);
    brouillon.changer("seances/region.journal.yaml", "renonce", "change!");
    let refus = region::compiler(&brouillon.campagne(), &[]).unwrap_err();
    assert!(refus.contains("altéré au fait 1"), "{refus}");
}

#[test]
fn a_committee_says_nothing_for_the_region() {
    let comite = Comite::du_63();
    let fait = Fait::DesistementNote {
        territoire: "63".into(),
        projet: "19483920".into(),
        motif: "renonce".into(),
    };
    let refus = comite.seance.check(&fait, &comite.cadre).unwrap_err();
    assert!(refus.to_string().contains("se dit à la région"), "{refus}");
}

//! A journal and an outcome of format 1, frozen: whatever the program becomes, both are read.

use std::fs;
use std::path::{Path, PathBuf};

use instruire::domain::avis::Position;
use instruire::domain::fait::{Fait, Proposition};
use instruire::domain::presence::Presence;
use instruire::domain::seance::Seance;
use instruire::store::empreinte::sha256;
use instruire::store::journal;
use instruire::store::resultat;

use crate::support::{Brouillon, instant};

/// What the frozen files are for ever.
const JOURNAL: &str = "e2444ba195eb57094b12f351f1add81f46cf2fee230e07efe7eae70f4c86db10";
const RESULTAT: &str = "b9bcccb6c19100748fc3f0c06d360eb17f3c5c7245f34259e4d41f070dec0d5b";
/// Hash of the last record.
const TETE: &str = "a7f81f0919587ebacdff498483fcc61c0a105b7b933e5bd043d577758921e642";
/// The candidatures of that séance.
const PROJETS: [&str; 3] = ["19480736", "19483920", "19484407"];

fn gel(nom: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/gel")
        .join(nom)
}

/// The example with the candidatures of that séance, its journal and its outcome.
fn campagne_du_gel() -> Brouillon {
    let brouillon = Brouillon::new();
    for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
        let chemin = entree.unwrap().path();
        let garde = |numero: &&str| chemin.ends_with(format!("{numero}.yaml"));
        if !PROJETS.iter().any(garde) {
            fs::remove_file(chemin).unwrap();
        }
    }
    for (dossier, nom, cible) in [
        ("seances", "format1.journal.yaml", "63.journal.yaml"),
        ("resultats", "format1.resultat.yaml", "63.yaml"),
    ] {
        fs::create_dir_all(brouillon.fichier(dossier)).unwrap();
        fs::copy(gel(nom), brouillon.fichier(dossier).join(cible)).unwrap();
    }
    brouillon
}

#[test]
fn the_frozen_bytes_have_not_changed() {
    let h = |nom: &str| sha256(&fs::read(gel(nom)).unwrap());
    assert_eq!(h("format1.journal.yaml"), JOURNAL);
    assert_eq!(h("format1.resultat.yaml"), RESULTAT);
}

#[test]
fn a_journal_of_format_1_replays_to_the_same_state_and_goes_on() {
    let brouillon = campagne_du_gel();
    let chemin = brouillon.fichier("seances/63.journal.yaml");
    let lecture = journal::read(&chemin, "o2r-ara-2024", "63").unwrap();
    assert_eq!(lecture.anomalie(), None);
    assert_eq!(lecture.enregistrements().len(), 44);
    assert_eq!(lecture.empreinte(43), Some(TETE));
    let reprises = lecture.enregistrements().iter().filter(|e| {
        matches!(
            e.fait,
            Fait::Reprise { octets: 21, .. } | Fait::Reparation { octets: 13, .. }
        )
    });
    assert_eq!(reprises.count(), 2);

    let seance = Seance::replay(lecture.enregistrements().iter().cloned());
    let etat = seance.etat();
    assert_eq!(etat.date.unwrap().to_string(), "2024-10-02");
    let presents = ["france-travail".to_owned(), "mission-locale".to_owned()];
    assert_eq!(etat.presence, Presence::simple(presents.into()));
    assert_eq!(etat.enveloppe, Some(Some(1_200_000)));
    assert!(etat.levee);
    let examen = seance.examen("19483920");
    assert!(examen.examine);
    assert_eq!((examen.notes.len(), examen.positions.len()), (5, 2));
    assert_eq!(examen.montant, Some((150_000, "moins cher".into())));
    assert_eq!(examen.priorite.as_ref().unwrap().rang, Some(1));
    let Position::Avis { texte, .. } = &examen.positions["mission-locale"] else {
        panic!("{:?}", examen.positions);
    };
    let attendu = "réserve : « à voir » \u{202e} caché\n--- \n...\n";
    assert_eq!(texte.as_deref(), Some(attendu));
    let ajourne = seance.examen("19484407");
    assert_eq!(ajourne.positions["france-travail"], Position::Deport);
    assert_eq!(
        ajourne.proposition.as_ref().unwrap().0,
        Proposition::Ajourne
    );
    let confirme = &seance.examen("19480736").tranches["PRI-04"];
    assert!(confirme.confirme);

    let premier = journal::premier("o2r-ara-2024", "63", Vec::new());
    let (mut ouvert, _) = journal::Journal::open(&chemin, instant(), "x", &premier).unwrap();
    let rouverte = Fait::SeanceRouverte {
        motif: "des années après".into(),
    };
    ouvert.append(instant(), "x", &rouverte).unwrap();
}

#[test]
fn an_outcome_of_format_1_is_understood_and_differs_by_its_inputs_only() {
    let brouillon = campagne_du_gel();
    let chemin = brouillon.fichier("resultats/63.yaml");
    let differences = resultat::verify(&brouillon.campagne(), &chemin).unwrap();
    // As long as the example is what it was that day, nothing differs; afterwards, the inputs that changed are named first.
    let entrees = differences
        .iter()
        .any(|d| d.starts_with("entrée qui n'est pas celle que le journal a acceptée"));
    assert!(differences.is_empty() || entrees, "{differences:#?}");
    for difference in &differences {
        assert!(!difference.starts_with("journal"), "{difference}");
        assert!(
            !difference.starts_with("provenance.journal"),
            "{difference}"
        );
    }
}

//! `X`: what the screen lists, written as it is shown.

use std::collections::BTreeMap;
use std::fs;
use std::os::unix::fs::PermissionsExt;

use super::exports::{levee, rangees};
use super::support::ecran::Ecran;

type Rangees = Vec<BTreeMap<String, String>>;

/// Presses `X` and reads the csv written; the workbook stands beside.
fn exporter(ecran: &mut Ecran, nom: &str) -> Rangees {
    let dossier = ecran.brouillon.fichier("exports");
    let _ = fs::remove_dir_all(&dossier);
    ecran.touches("X");
    assert!(ecran.texte().contains("Liste écrite"), "{}", ecran.texte());
    let mut noms: Vec<String> = fs::read_dir(&dossier)
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    noms.sort();
    let attendus = ["csv", "xlsx"].map(|e| format!("{nom}-20241002-140211.{e}"));
    assert_eq!(noms, attendus);
    for nom in &noms {
        let droits = fs::metadata(dossier.join(nom))
            .unwrap()
            .permissions()
            .mode();
        assert_eq!(droits & 0o777, 0o600, "{nom}");
    }
    assert!(fs::read(dossier.join(&noms[1])).unwrap().starts_with(b"PK"));
    rangees(&fs::read(dossier.join(&noms[0])).unwrap())
}

/// Each row stands on a row of the screen, cell by cell, in the same order.
fn est_a_l_ecran(ecran: &Ecran, rangees: &Rangees, titres: &[&str]) {
    assert!(!rangees.is_empty());
    let texte = ecran.texte();
    let mut reste = texte.lines();
    for rangee in rangees {
        let cellules: Vec<&str> = titres.iter().map(|t| rangee[*t].as_str()).collect();
        let trouvee = reste.any(|ligne| {
            let mut suite = ligne;
            cellules.iter().all(|cellule| match suite.find(cellule) {
                Some(place) => {
                    suite = &suite[place + cellule.len()..];
                    true
                }
                None => false,
            })
        });
        assert!(trouvee, "{cellules:?} absente de la suite de\n{texte}");
    }
}

fn seance() -> Ecran {
    let mut ecran = Ecran::sur(levee());
    ecran.touches("<entree>");
    ecran
}

#[test]
fn the_first_screen_is_written_as_it_is_shown() {
    let mut ecran = Ecran::sur(levee());
    let liste = exporter(&mut ecran, "territoires");
    assert_eq!(liste.len(), 13);
    est_a_l_ecran(
        &ecran,
        &liste,
        &["Code", "Territoire", "Table", "Candidatures", "Séance"],
    );
}

#[test]
fn the_agenda_is_written_as_it_is_shown() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>ffo");
    let liste = exporter(&mut ecran, "63-ordre-du-jour");
    assert_eq!(liste.len(), 17);
    est_a_l_ecran(
        &ecran,
        &liste,
        &[
            "N° de dossier",
            "Priorité",
            "Constats",
            "Avis notés",
            "Institutions",
            "Rang",
        ],
    );
    let radars = &liste[4];
    assert_eq!(
        (
            radars["État"].as_str(),
            radars["Avis notés"].as_str(),
            radars["Priorité"].as_str()
        ),
        ("commencée", "2", "1")
    );
}

#[test]
fn the_avis_of_a_candidature_are_written_with_their_whole_texts() {
    let mut ecran = Ecran::seance();
    let long =
        "convention avec la mission locale avant le démarrage, signée des deux parties et datée";
    ecran.touches(&format!("/radars<entree>r{long}<entree>x"));
    let liste = exporter(&mut ecran, "63-avis-19483920");
    assert_eq!(liste.len(), 12);
    est_a_l_ecran(&ecran, &liste, &["Institution", "Avis"]);
    assert_eq!(liste[0]["Réserve ou motif"], long);
    assert_eq!(liste[1]["Avis"], "déport");
}

#[test]
fn the_constats_of_a_candidature_are_written_from_their_window() {
    let mut ecran = Ecran::seance();
    ecran.touches("/francais<entree>y");
    let liste = exporter(&mut ecran, "63-constats-19484407");
    assert!(
        liste
            .iter()
            .any(|r| r["Règle"] == "REF-01" && r["Sévérité"] == "motif d'irrecevabilité"),
        "{liste:?}"
    );
    est_a_l_ecran(&ecran, &liste, &["Règle"]);
}

#[test]
fn the_ranking_is_written_as_it_is_shown_with_its_reasons() {
    let mut ecran = seance();
    ecran.touches("v");
    let liste = exporter(&mut ecran, "63-classement");
    let numeros: Vec<&str> = liste.iter().map(|r| r["N° de dossier"].as_str()).collect();
    assert_eq!(numeros, ["19483920", "19481374", "19483351"]);
    est_a_l_ecran(
        &ecran,
        &liste,
        &[
            "Rang",
            "Priorité",
            "Favorables",
            "Avec réserves",
            "Défavorables",
            "Points",
        ],
    );
    assert!(
        liste[1]["Raison"].contains("priorité 2"),
        "{}",
        liste[1]["Raison"]
    );
    assert_eq!(liste[2]["Euros"], "394150");
}

#[test]
fn the_journal_is_written_whole_even_when_it_does_not_fit() {
    let mut ecran = seance();
    ecran.touches("J");
    let liste = exporter(&mut ecran, "63-journal");
    let dernier = liste.last().unwrap();
    assert_eq!(
        (dernier["Fait"].as_str(), dernier["Le"].as_str()),
        ("séance levée", "02/10/2024 14:02:11")
    );
    assert_eq!(
        liste.len().to_string(),
        (dernier["N°"].parse::<usize>().unwrap() + 1).to_string()
    );
}

#[test]
fn priorities_and_map_are_written_without_opening_a_seance() {
    let mut ecran = Ecran::accueil();
    ecran.touches("P");
    let table = exporter(&mut ecran, "63-priorites");
    let radars = table
        .iter()
        .find(|r| r["N° de dossier"] == "19483920")
        .unwrap();
    assert_eq!(
        (radars["Priorité"].as_str(), radars["Comité"].as_str()),
        ("1", "à confirmer")
    );
    assert!(
        ecran.texte().contains(&radars["Réponse"]),
        "{}",
        ecran.texte()
    );
    ecran.touches("<echap>M");
    let carte = exporter(&mut ecran, "carte");
    assert_eq!(carte.len(), 4);
    est_a_l_ecran(&ecran, &carte, &["63 Puy-de-Dôme (%)"]);
    assert!(!ecran.brouillon.fichier("seances/63.journal.yaml").exists());
}

#[test]
fn points_to_settle_are_written_and_an_empty_list_says_so() {
    let mut ecran = Ecran::seance();
    ecran.touches("C");
    let points = exporter(&mut ecran, "63-cloture");
    assert_eq!(points.len(), 17);
    let mut ecran = seance();
    ecran.touches("CX");
    assert!(
        ecran.texte().contains("La liste est vide"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn a_list_that_cannot_be_written_says_why_and_nothing_is_lost() {
    let mut ecran = Ecran::seance();
    ecran
        .brouillon
        .ecrire("exports", "un fichier à la place du dossier");
    ecran.touches("X");
    assert!(
        ecran.texte().contains("Liste non écrite (un fichier"),
        "{}",
        ecran.texte()
    );
    ecran.touches("/radars<entree>f");
    assert!(ecran.texte().contains("1 favorable"), "{}", ecran.texte());
}

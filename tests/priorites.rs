//! Priority tables: what their linter says, how they are put in place, and what is listed without a screen.

use std::process::{Command, Output};

use instruire::domain::fait::Fait;
use instruire::domain::recevabilite::Severite;
use instruire::domain::refus::Refus;
use instruire::store::campagne::Campagne;

use crate::support::comite::Comite;
use crate::support::{Brouillon, lisible};

const RADARS: &str = "19483920";

/// A table for Loire, the first row given, a second one after it.
fn table(ligne: &str) -> String {
    format!(
        "format: 1\nterritoire: \"42\"\nstatut: saisie\nsource: essai fictif\npriorites:\n  - rang: 1\n    {ligne}\n"
    )
}

const JEUNES: &str = "public: jeunes-en-rupture\n    champs: [reperage]\n    territoire: { inclut: [\"dep:42\"] }\n    motivation: essai";

fn instruire(brouillon: &Brouillon, arguments: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_instruire"))
        .arg("--campagne")
        .arg(brouillon.racine())
        .args(arguments)
        .output()
        .unwrap()
}

fn sortie(sortie: &Output) -> String {
    lisible(&String::from_utf8_lossy(&sortie.stdout))
}

fn erreurs(sortie: &Output) -> String {
    lisible(&String::from_utf8_lossy(&sortie.stderr))
}

/// What the linter says of a table of Loire: glyph of the severity, path, message.
fn remarques(texte: &str) -> Vec<String> {
    let brouillon = Brouillon::new();
    brouillon.ecrire("priorites/42.yaml", texte);
    let chargement = Campagne::load(brouillon.racine());
    assert_eq!(chargement.diagnostics, []);
    let remarques = chargement.remarques.iter();
    remarques
        .filter(|(_, d)| d.fichier == "priorites/42.yaml")
        .map(|(severite, d)| {
            let marque = match severite {
                Severite::Motif => "‼",
                Severite::Alerte => "!",
                Severite::Information => "i",
            };
            lisible(&format!("{marque} {} : {}", d.chemin, d.message))
        })
        .collect()
}

#[test]
fn a_complete_table_has_nothing_to_say() {
    assert_eq!(remarques(&table(JEUNES)), Vec::<String>::new());
}

#[test]
fn a_public_on_the_same_communes_in_two_rows_is_an_alert() {
    let deux = table(JEUNES)
        + "  - rang: 2\n    public: jeunes-en-rupture\n    champs: [remobilisation]\n    territoire: { inclut: [\"commune:42218\"] }\n    motivation: essai\n";
    assert_eq!(
        remarques(&deux),
        ["! priorites[1].public : même public que la priorité 1, sur 1 commune en commun"]
    );
    let ailleurs = deux.replace(
        "inclut: [\"dep:42\"]",
        "inclut: [\"dep:42\"], exclut: [\"commune:42218\"]",
    );
    assert_eq!(remarques(&ailleurs), Vec::<String>::new());
}

#[test]
fn a_missing_motivation_is_information_and_no_more() {
    let sans = table(JEUNES).replace("\n    motivation: essai", "");
    assert_eq!(
        remarques(&sans),
        ["i priorites[0] : motivation non renseignée"]
    );
}

#[test]
fn a_place_outside_the_territory_is_told() {
    let dehors = table(JEUNES).replace("dep:42", "dep:63");
    assert_eq!(
        remarques(&dehors),
        [
            "! priorites[0].territoire : aucune commune du territoire 42 : personne ne peut répondre à cette ligne"
        ]
    );
    let deborde = table(JEUNES).replace("\"dep:42\"", "\"dep:42\", \"commune:63113\"");
    assert_eq!(
        remarques(&deborde),
        ["i priorites[0].territoire : 1 commune hors du territoire 42, sans effet ici"]
    );
}

#[test]
fn a_convention_outside_the_territory_is_an_alert_and_without_commune_a_problem() {
    let convention = |zone: &str| {
        table(JEUNES).replace(
            "priorites:",
            &format!(
                "conventions_cej_jr:\n  - {{ territoire: {{ {zone} }}, fin: null }}\npriorites:"
            ),
        )
    };
    assert_eq!(
        remarques(&convention("inclut: [\"dep:63\"]")),
        ["! conventions_cej_jr[0].territoire : aucune commune du territoire 42"]
    );
    let brouillon = Brouillon::new();
    brouillon.ecrire("priorites/42.yaml", &convention("libelle: nulle part"));
    assert_eq!(
        brouillon.problemes(),
        [
            "priorites/42.yaml:6 · conventions_cej_jr[0].territoire : aucune commune : vérifiez inclut et exclut"
        ]
    );
}

#[test]
fn verifying_tells_what_the_tables_deserve_and_information_is_nothing_found() {
    let brouillon = Brouillon::new();
    let verifie = instruire(&brouillon, &["verifier"]);
    assert_eq!(verifie.status.code(), Some(0), "{}", erreurs(&verifie));
    assert!(
        sortie(&verifie)
            .contains("  i priorites/63.yaml:12 · priorites[0] : motivation non renseignée"),
        "{}",
        sortie(&verifie)
    );
    brouillon.ecrire(
        "priorites/42.yaml",
        &table(JEUNES).replace("dep:42", "dep:63"),
    );
    assert_eq!(instruire(&brouillon, &["verifier"]).status.code(), Some(1));
}

#[test]
fn a_table_is_imported_whole_once_it_is_proven_usable() {
    let brouillon = Brouillon::new();
    let avant = brouillon.lire("priorites/42.yaml");
    let fichier = brouillon.fichier("table.yaml");
    let fichier = fichier.to_str().unwrap();
    brouillon.ecrire(
        "table.yaml",
        &table(JEUNES).replace("jeunes-en", "jeune-en"),
    );
    let refuse = instruire(&brouillon, &["importer-table", "42", fichier]);
    assert_eq!(refuse.status.code(), Some(2));
    assert!(erreurs(&refuse).contains("le plus proche est « jeunes-en-rupture »"));
    assert_eq!(brouillon.lire("priorites/42.yaml"), avant);

    let texte = format!("# tapée à la main\n{}", table(JEUNES));
    brouillon.ecrire("table.yaml", &texte);
    let ailleurs = instruire(&brouillon, &["importer-table", "43", fichier]);
    assert_eq!(ailleurs.status.code(), Some(2));
    let importe = instruire(&brouillon, &["importer-table", "42", fichier]);
    assert_eq!(importe.status.code(), Some(0), "{}", erreurs(&importe));
    assert_eq!(brouillon.lire("priorites/42.yaml"), texte);
    assert_eq!(brouillon.lire("priorites/42.yaml.bak"), avant);
    brouillon.campagne();
}

#[test]
fn one_candidature_is_verified_alone_even_out_of_the_campaign() {
    let brouillon = Brouillon::new();
    let texte = brouillon.lire("projets/19484407.yaml");
    brouillon.ecrire("recue.yaml", &texte);
    let recue = brouillon.fichier("recue.yaml");
    let verifie = instruire(
        &brouillon,
        &["verifier", "--projet", recue.to_str().unwrap()],
    );
    assert_eq!(verifie.status.code(), Some(1));
    let dit = sortie(&verifie);
    assert!(dit.contains("REF-01 · motif d'irrecevabilité"), "{dit}");
    assert!(!dit.contains("DEP-03"), "{dit}");
    // A clean one carries information only: nothing to settle, nothing to look at.
    let propre = brouillon.fichier(&format!("projets/{RADARS}.yaml"));
    let propre = instruire(
        &brouillon,
        &["verifier", "--projet", propre.to_str().unwrap()],
    );
    assert_eq!(propre.status.code(), Some(0), "{}", sortie(&propre));
    let absente = instruire(&brouillon, &["verifier", "--projet", "absente.yaml"]);
    assert_eq!(absente.status.code(), Some(2));
}

#[test]
fn every_constat_is_listed_in_yaml_and_in_a_csv_that_no_spreadsheet_runs() {
    let brouillon = Brouillon::new();
    brouillon.changer(
        &format!("projets/{RADARS}.yaml"),
        "nom: Hors des radars",
        "nom: =Hors des radars",
    );
    let yaml = instruire(&brouillon, &["verifier", "--format", "yaml"]);
    assert_eq!(yaml.status.code(), Some(1));
    let lus: Vec<serde_yaml::Value> = serde_yaml::from_slice(&yaml.stdout).unwrap();
    let csv = instruire(&brouillon, &["verifier", "--format", "csv"]);
    let texte = String::from_utf8(csv.stdout).unwrap();
    assert!(
        texte.starts_with("\u{feff}territoire;numero;nom;regle;severite;message;fichier;chemin\n")
    );
    assert_eq!(texte.lines().count(), lus.len() + 1);
    assert!(
        texte.contains(&format!("63;{RADARS};'=Hors des radars;PRI-01;")),
        "{texte}"
    );
}

#[test]
fn rules_are_printed_with_the_severities_of_the_call() {
    let brouillon = Brouillon::new();
    let dit = sortie(&instruire(&brouillon, &["regles"]));
    assert!(dit.contains("  DEP-01 · motif d'irrecevabilité · dossier déposé avant l'échéance"));
    brouillon.changer(
        "ami.yaml",
        "severites: {}",
        "severites: { DEP-01: information }",
    );
    let dit = sortie(&instruire(&brouillon, &["regles"]));
    assert!(dit.contains("  DEP-01 · information · "), "{dit}");
    let csv = instruire(&brouillon, &["regles", "--format", "csv"]);
    assert_eq!(String::from_utf8(csv.stdout).unwrap().lines().count(), 53);
}

#[test]
fn incomplete_is_told_and_blocks_nothing() {
    let mut comite = Comite::du_63();
    let projet = || RADARS.to_owned();
    let demande = |motif: &str| Fait::ComplementsDemandes {
        projet: projet(),
        motif: motif.into(),
    };
    let recus = || Fait::ComplementsRecus {
        projet: projet(),
        motif: "RIB reçu le 4".into(),
    };
    assert!(matches!(comite.dire(recus()), Err(Refus::HorsBornes(_))));
    assert!(matches!(
        comite.dire(demande(" ")),
        Err(Refus::TexteObligatoire(_))
    ));
    comite.dire(demande("RIB manquant")).unwrap();
    assert_eq!(comite.dire(demande("RIB manquant")), Err(Refus::DejaDit));
    comite.examiner(RADARS, "fff", "33333");
    assert_eq!(comite.place(RADARS).rang_retenu, 1);
    assert_eq!(comite.seance.examen(RADARS).hors_classement(), None);
    let avertissements = || {
        let tableau = comite.tableau();
        instruire::domain::avertissement::avertissements(&comite.cadre, &comite.seance, &tableau)
            .join("\n")
    };
    assert!(lisible(&avertissements()).contains(
        "« Hors des radars » : incomplet, compléments demandés et non reçus (RIB manquant)."
    ));
    comite.dire(recus()).unwrap();
    assert_eq!(comite.seance.examen(RADARS).complements, None);
    // Undone, the request stands again; undone too, nothing was ever asked.
    let cible = comite.seance.a_annuler().unwrap().n;
    comite.dire(Fait::Annule { cible }).unwrap();
    assert!(comite.seance.examen(RADARS).complements.is_some());
}

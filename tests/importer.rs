//! Importing the platform's files: the same dossiers in four containers, imported again, and everything a file may do wrong.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::io::{Cursor, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{Arc, LazyLock};

use instruire::domain::fait::Fait;
use instruire::domain::projet::{Etp, Projet};
use instruire::exchange::correspondance::{self, Correspondance};
use instruire::exchange::importation::{Demande, Plan, Sort, ouvertes, preparer};
use instruire::exchange::plateforme::{self, Lot};
use instruire::store::projets;
use zip::write::SimpleFileOptions;
use zip::{ZipArchive, ZipWriter};

use crate::support::{Brouillon, instant, lisible};

fn cas(nom: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("tests/cases/plateforme")
        .join(nom)
}

const PAGES: [&str; 2] = ["demarche.json", "demarche-page2.json"];

fn lots(noms: &[&str]) -> Vec<Lot> {
    let chemins: Vec<PathBuf> = noms.iter().map(|n| cas(n)).collect();
    plateforme::lire(&chemins).unwrap()
}

/// The mapping that a person keeps after reading what is guessed on the XLSX.
static CORRESPONDANCE: LazyLock<Correspondance> = LazyLock::new(|| {
    let campagne = Brouillon::new().campagne();
    let devinee = correspondance::deviner(&lots(&["dossiers.xlsx"]), &campagne.ami);
    Correspondance {
        fictif: true,
        ..devinee
    }
});

fn plan(
    brouillon: &Brouillon,
    lots: &[Lot],
    correspondance: &Correspondance,
) -> Result<Plan, Vec<String>> {
    let campagne = brouillon.campagne();
    let ouvertes = ouvertes(&campagne, &campagne.ami);
    let demande = Demande {
        campagne: &campagne,
        correspondance,
        ouvertes: &ouvertes,
        sauf: &[],
        le: instant(),
    };
    let plan = preparer(lots, &demande, &mut |_, _| {});
    plan.map_err(|ds| ds.iter().map(ToString::to_string).collect())
}

fn importer(brouillon: &Brouillon, lots: &[Lot]) -> Plan {
    let plan = plan(brouillon, lots, &CORRESPONDANCE).unwrap();
    plan.ecrire(&brouillon.campagne()).unwrap();
    plan
}

/// The candidatures imported, by number.
fn importees(brouillon: &Brouillon) -> BTreeMap<String, Projet> {
    let projets = brouillon.campagne().projets;
    let projets = projets
        .into_iter()
        .filter(|p| p.numero.starts_with("990000"));
    projets
        .map(|p| (p.numero.clone(), Arc::unwrap_or_clone(p)))
        .collect()
}

fn importees_de(noms: &[&str]) -> (BTreeMap<String, Projet>, String) {
    let brouillon = Brouillon::new();
    let plan = importer(&brouillon, &lots(noms));
    (importees(&brouillon), lisible(&plan.texte()))
}

/// The same without what the files lose: zeros that may be blanks, and when the applicant changed the form.
fn sans_pertes(projets: &BTreeMap<String, Projet>) -> BTreeMap<String, Projet> {
    let mut projets = projets.clone();
    for projet in projets.values_mut() {
        projet.modifie_le = None;
        for fiche in &mut projet.fiches {
            for montants in fiche.total.values_mut() {
                for montant in [&mut montants.cout, &mut montants.demande] {
                    *montant = montant.filter(|m| *m != 0);
                }
            }
            for indicateurs in fiche.indicateurs.values_mut() {
                indicateurs.beneficiaires = indicateurs.beneficiaires.filter(|b| *b != 0);
            }
            // A year of which nothing is left says nothing.
            fiche
                .total
                .retain(|_, m| m.cout.is_some() || m.demande.is_some());
            fiche.indicateurs.retain(|_, i| i.beneficiaires.is_some());
        }
    }
    projets
}

#[test]
fn the_four_containers_import_to_the_same_candidatures_but_for_documented_losses() {
    let (xlsx, dit_xlsx) = importees_de(&["dossiers.xlsx"]);
    let (ods, dit_ods) = importees_de(&["dossiers.ods"]);
    let (json, dit_json) = importees_de(&PAGES);
    let (csv, dit_csv) = importees_de(&["dossiers.csv"]);
    assert_eq!(
        xlsx.keys().collect::<Vec<_>>(),
        ["99000011", "99000012", "99000013", "99000014", "99000015"]
    );
    assert_eq!(ods, xlsx);
    assert_eq!(sans_pertes(&json), sans_pertes(&xlsx));
    // A CSV has no repetition: its fiches are those of the form, without what a row says.
    let sans_rangees = |projets: &BTreeMap<String, Projet>| {
        let mut projets = projets.clone();
        for fiche in projets.values_mut().flat_map(|p| &mut p.fiches) {
            fiche.publics.clear();
            (fiche.etp, fiche.description) = (None, None);
            fiche.total.clear();
            fiche.indicateurs.clear();
        }
        projets
    };
    assert_eq!(sans_rangees(&csv), sans_rangees(&xlsx));
    // Each loss is told.
    for dit in [&dit_xlsx, &dit_ods, &dit_csv] {
        assert!(
            dit.contains("Données personnelles laissées à la porte"),
            "{dit}"
        );
    }
    assert!(
        dit_xlsx.contains("à « 0 (ou vide) » dans l'export par défaut"),
        "{dit_xlsx}"
    );
    assert!(!dit_json.contains("0 (ou vide)"), "{dit_json}");
    assert!(
        dit_csv.contains("un CSV ne contient ni les fiches répétées ni les avis"),
        "{dit_csv}"
    );
    assert!(
        dit_ods.contains("le « non » d'un avis est une cellule vide"),
        "{dit_ods}"
    );
    assert!(
        dit_json.contains("ne dit pas quand le porteur a modifié son dossier"),
        "{dit_json}"
    );
    assert!(
        dit_xlsx.contains("166666,667 arrondi à 166667"),
        "{dit_xlsx}"
    );
}

#[test]
fn what_the_platform_says_is_what_the_candidature_holds() {
    let (projets, _) = importees_de(&["dossiers.xlsx"]);
    let passerelle = &projets["99000011"];
    assert_eq!(
        passerelle.nom,
        "Passerelle 63 : aller vers les publics hébergés"
    );
    assert!(passerelle.fictif);
    assert_eq!(passerelle.porteur.nom, "ASSOCIATION EXEMPLE PASSERELLE");
    assert_eq!(passerelle.porteur.siret.as_deref(), Some("99999901400015"));
    assert_eq!(passerelle.porteur.membre_reseau, None);
    assert_eq!(
        passerelle.depose_le.to_rfc3339(),
        "2024-09-04T18:06:12+02:00"
    );
    assert_eq!(passerelle.debut.to_string(), "2024-11-01");
    assert_eq!(passerelle.fin.to_string(), "2027-10-31");
    assert_eq!(passerelle.engagements.soutien_reseau, Some(true));
    assert_eq!(passerelle.consortium, None);
    let fiche = passerelle.fiche("63").unwrap();
    assert_eq!(
        fiche.publics,
        ["hebergement-logement-accompagne", "aide-alimentaire"]
    );
    assert_eq!(fiche.volets.len(), 3);
    assert_eq!(fiche.etp, Some(Etp(450)));
    assert_eq!(
        fiche.description.as_deref(),
        Some("Hors Clermont Métropole : 3 équipes de 1,5 ETP.")
    );
    assert_eq!(
        (fiche.total[&2025].cout, fiche.total[&2025].demande),
        (Some(135_000), Some(108_000))
    );
    assert_eq!(fiche.indicateurs[&2027].beneficiaires, Some(50));
    let horizon = &projets["99000012"];
    let consortium = horizon.consortium.as_ref().unwrap();
    assert_eq!(
        consortium.chef_de_file.as_deref(),
        Some("Coopérative Fictive Horizon")
    );
    assert_eq!(
        consortium
            .membres
            .iter()
            .map(|m| m.nom.as_str())
            .collect::<Vec<_>>(),
        [
            "Association Factice Tremplin",
            "Maison d’exemple des jeunes"
        ]
    );
    assert_eq!(consortium.fse_plus, Some(true));
    assert_eq!(
        horizon
            .fiches
            .iter()
            .map(|f| f.territoire.as_str())
            .collect::<Vec<_>>(),
        ["38", "69D", "69M"]
    );
    // An option that holds « , » is never cut.
    assert_eq!(
        horizon.fiche("69D").unwrap().publics,
        ["jeunes-en-rupture", "primo-arrivants-cir"]
    );
    // 0.0 in a default export is « 0 (ou vide) ».
    assert!(
        horizon
            .fiche("38")
            .unwrap()
            .total
            .get(&2024)
            .is_none_or(|m| m.cout.is_none())
    );
    // 01:12 on the 8th in Paris is still the 7th in UTC: late.
    let campagne = Brouillon::new().campagne();
    assert!(!campagne.ami.depose_a_temps(projets["99000013"].depose_le));
    assert!(campagne.ami.depose_a_temps(projets["99000015"].depose_le));
    // A text that begins like a formula is a text.
    assert_eq!(
        projets["99000015"].fiches[0].description.as_deref(),
        Some("=Projet pilote ; « test »")
    );
}

#[test]
fn a_candidature_imported_reads_as_if_a_person_had_written_it() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.xlsx"]));
    insta::assert_snapshot!(brouillon.lire("projets/99000014.yaml"), @r#"
    # Exemple entièrement fictif.
    format: 1
    numero: "99000014"
    fictif: true
    nom: "Lumen 42"
    porteur:
      nom: "FONDATION SPECIMEN LUMEN"
      siret: "99999904800013"
      nature: fondation
    depose_le: 2024-09-07T22:00:05+02:00
    modifie_le: 2024-09-07T21:59:40+02:00
    engagements: { comptabilite_analytique: null, contrat_republicain: null, soutien_reseau: true, accord_agir: null }
    debut: 2024-11-18
    fin: 2027-11-17
    parcours_mois: { usuel: null, maximum: null }
    territoires: ["42", "43"]
    fiches:
      - territoire: "42"
        publics: [jeunes-en-rupture]
        volets: [reperage, remobilisation, accompagnement]
        etp: 2
        description: |-
          Bassin stéphanois.
        total:
          2024: { cout: 10000, demande: 8000 }
          2025: { cout: 60000, demande: 50000 }
          2026: { cout: 60000, demande: 50000 }
          2027: { cout: 50000, demande: 42000 }
        indicateurs:
          2024: { beneficiaires: 5 }
          2025: { beneficiaires: 25 }
          2026: { beneficiaires: 25 }
          2027: { beneficiaires: 20 }
      - territoire: "43"
        publics: [jeunes-en-rupture]
        volets: [reperage, remobilisation, accompagnement]
        etp: 1
        description: |-
          Secteur du Puy.
        total:
          2024: { cout: 5000, demande: 4000 }
          2025: { cout: 25000, demande: 20000 }
          2026: { cout: 25000, demande: 20000 }
          2027: { cout: 20000, demande: 16000 }
        indicateurs:
          2024: { beneficiaires: 2 }
          2025: { beneficiaires: 7 }
          2026: { beneficiaires: 7 }
          2027: { beneficiaires: 4 }
    "#);
}

#[test]
fn nothing_that_names_a_person_passes_the_door() {
    for noms in [
        &["dossiers.xlsx"][..],
        &["dossiers.csv"],
        &["dossiers.ods"],
        &PAGES,
    ] {
        let brouillon = Brouillon::new();
        let lus = lots(noms);
        let plan = importer(&brouillon, &lus);
        let campagne = brouillon.campagne();
        let mut sorties = vec![
            plan.texte(),
            correspondance::deviner(&lus, &campagne.ami)
                .texte()
                .unwrap(),
            format!("{lus:?}"),
        ];
        for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
            sorties.push(fs::read_to_string(entree.unwrap().path()).unwrap());
        }
        for sortie in sorties {
            for indice in ["@", "04 65 71", "4 65 71", "agent.a", "emploi63"] {
                assert!(
                    !sortie.contains(indice),
                    "{noms:?} : « {indice} » dans {sortie}"
                );
            }
        }
    }
}

#[test]
fn the_same_files_again_change_nothing_and_write_nothing() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.xlsx"]));
    let avant = empreinte(brouillon.racine());
    for noms in [&["dossiers.xlsx"][..], &["dossiers.ods"], &["dossiers.csv"]] {
        let plan = plan(&brouillon, &lots(noms), &CORRESPONDANCE).unwrap();
        assert_eq!(plan.comptes(), (0, 0, 5), "{noms:?} : {}", plan.texte());
    }
    assert_eq!(empreinte(brouillon.racine()), avant);
}

#[test]
fn what_was_typed_here_stays_and_what_the_platform_changed_comes() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.csv"]));
    // Typed from the fiche that the platform only holds as a file; and a correction.
    let fichier = "projets/99000013.yaml";
    brouillon.changer(fichier, "  - territoire: \"73\"\n", "  - territoire: \"73\"\n    etp: 2.5\n    total:\n      2025: { cout: 64000, demande: 60000 }\n");
    brouillon.changer(fichier, "debut: 2024-11-04", "debut: 2024-11-11");
    let mut lus = lots(&["dossiers.csv"]);
    let place = lus[0]
        .colonnes
        .iter()
        .position(|c| c.titre == "Description du projet")
        .unwrap();
    // Blank in the export: what the campaign holds is kept.
    lus[0].dossiers[4].valeurs[place] = plateforme::valeur::Valeur::Vide;
    let nom = lus[0]
        .colonnes
        .iter()
        .position(|c| c.titre == "Nom du projet")
        .unwrap();
    lus[0].dossiers[4].valeurs[nom] =
        plateforme::valeur::Valeur::Texte("Rebond Savoie et Maurienne".into());
    let plan = importer(&brouillon, &lus);
    let changees: Vec<_> = plan
        .lignes
        .iter()
        .filter(|l| l.sort != Sort::Inchangee)
        .collect();
    assert_eq!(changees.len(), 1);
    let Sort::Changee(differences) = &changees[0].sort else {
        panic!("{:?}", changees[0])
    };
    assert_eq!(
        differences
            .iter()
            .map(|d| (d.chemin.as_str(), d.apres.as_str()))
            .collect::<Vec<_>>(),
        [("nom", "Rebond Savoie et Maurienne")]
    );
    let projet = &importees(&brouillon)["99000013"];
    assert_eq!(projet.nom, "Rebond Savoie et Maurienne");
    assert_eq!(projet.debut.to_string(), "2024-11-11");
    assert_eq!(projet.fiches[0].etp, Some(Etp(250)));
    assert_eq!(projet.fiches[0].total[&2025].demande, Some(60_000));
    assert_eq!(projet.changements, []);
    // What was there before is kept whole beside.
    assert!(
        brouillon
            .lire(&format!("{}/99000013.yaml", projets::AVANT))
            .contains("nom: \"Rebond Savoie\"\n")
    );
}

#[test]
fn a_change_once_a_seance_is_open_is_told_on_the_candidature_and_its_journal_is_untouched() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.xlsx"]));
    let (mut journal, _) = brouillon
        .campagne()
        .prendre_journal("63", instant(), "comite-63")
        .unwrap();
    let ouverte = Fait::SeanceOuverte {
        date: instant().date_naive(),
        presents: Vec::new(),
    };
    journal.append(instant(), "comite-63", &ouverte).unwrap();
    drop(journal);
    let journal = fs::read(brouillon.fichier("seances/63.journal.yaml")).unwrap();
    let mut lus = lots(&["dossiers.xlsx"]);
    let nom = lus[0]
        .colonnes
        .iter()
        .position(|c| c.titre == "Nom du projet")
        .unwrap();
    for dossier in &mut lus[0].dossiers {
        dossier.valeurs[nom] =
            plateforme::valeur::Valeur::Texte(format!("Projet {}", dossier.numero));
    }
    importer(&brouillon, &lus);
    let projets = importees(&brouillon);
    assert_eq!(projets["99000011"].changements[0].champs, ["nom"]);
    assert_eq!(projets["99000011"].changements[0].le, instant());
    // Its territories have no séance.
    assert_eq!(projets["99000012"].changements, []);
    assert_eq!(
        fs::read(brouillon.fichier("seances/63.journal.yaml")).unwrap(),
        journal
    );
    let cadre = brouillon.campagne().cadre("63").unwrap();
    let dossier = cadre
        .dossiers
        .iter()
        .find(|d| d.projet.numero == "99000011")
        .unwrap();
    let constat = dossier
        .constats
        .iter()
        .find(|c| c.regle == "DEP-07")
        .unwrap();
    assert_eq!(
        lisible(&constat.message),
        "changé par un import le 02/10/2024 à 14:02:11, une séance étant ouverte : nom"
    );
}

#[test]
fn candidatures_that_the_export_does_not_hold_are_named_and_left_alone() {
    let brouillon = Brouillon::new();
    let avant = brouillon.lire("projets/19483920.yaml");
    let plan = importer(&brouillon, &lots(&["dossiers.xlsx"]));
    assert_eq!(plan.comptes(), (5, 0, 0));
    assert_eq!(plan.disparues.len(), 17);
    assert!(
        plan.texte()
            .contains("? 19483920 Hors des radars : absente de l'export, laissée telle quelle")
    );
    assert_eq!(brouillon.lire("projets/19483920.yaml"), avant);
}

#[test]
fn a_mapped_column_that_vanished_or_changed_stops_and_is_named() {
    let brouillon = Brouillon::new();
    let renommer = |lot: &mut Lot, titre: &str, nouveau: &str| {
        lot.colonnes
            .iter_mut()
            .find(|c| c.titre == titre)
            .unwrap()
            .titre = nouveau.to_owned();
    };
    let essai = |changer: &dyn Fn(&mut Lot), noms: &[&str]| {
        let mut lus = lots(noms);
        lus.iter_mut().for_each(changer);
        plan(&brouillon, &lus, &CORRESPONDANCE)
            .unwrap_err()
            .join("\n")
    };
    let dit = essai(
        &|lot| renommer(lot, "Nom du projet", "Nom du projets"),
        &["dossiers.csv"],
    );
    assert!(dit.ends_with("dossiers.csv · nom : colonne « Nom du projet » absente de l'export ; la plus proche est « Nom du projets ». Corrigez la correspondance, ou refaites-la"), "{dit}");
    let double = |lot: &mut Lot| {
        let mut autre = lot
            .colonnes
            .iter()
            .find(|c| c.titre == "Nom du projet")
            .unwrap()
            .clone();
        autre.occurrence = 2;
        lot.colonnes.push(autre);
    };
    let dit = essai(&double, &["dossiers.csv"]);
    assert!(
        dit.contains(
            "2 colonnes « Nom du projet » dans l'export, 1 quand la correspondance a été faite"
        ),
        "{dit}"
    );
    // An option that nobody tied to one of ours stops too.
    let option = |lot: &mut Lot| {
        let place = lot
            .colonnes
            .iter()
            .position(|c| c.titre == "Publics cibles")
            .unwrap();
        lot.dossiers[0].valeurs[place] = plateforme::valeur::Valeur::Texte(
            "Jeunes en rupture (16-25 ans, 29 ans si RQTH), Marins".into(),
        );
    };
    let dit = essai(&option, &["dossiers.csv"]);
    assert!(dit.contains("dossiers.csv:2 · dossier 99000011 · publics (colonne « Publics cibles ») : public sans correspondance : « Marins »"), "{dit}");
    // In the API a field keeps its identifier when its label changes.
    let campagne = brouillon.campagne();
    let par_champ = correspondance::deviner(&lots(&PAGES), &campagne.ami);
    let mut lus = lots(&PAGES);
    for lot in &mut lus {
        renommer(lot, "Nom du projet", "Intitulé");
    }
    let dit = plan(&brouillon, &lus, &par_champ).unwrap_err().join("\n");
    assert!(
        dit.contains("la question « Nom du projet » s'appelle maintenant « Intitulé »"),
        "{dit}"
    );
}

#[test]
fn a_mapping_reads_back_as_it_was_written_and_its_mistakes_are_told() {
    let brouillon = Brouillon::new();
    let campagne = brouillon.campagne();
    let texte = CORRESPONDANCE.texte().unwrap();
    brouillon.ecrire("correspondance.yaml", &texte);
    let chemin = brouillon.fichier("correspondance.yaml");
    let lire = || Correspondance::lire(&chemin, "correspondance.yaml", &campagne.ami);
    assert_eq!(lire().unwrap(), *CORRESPONDANCE);
    brouillon.changer("correspondance.yaml", "\"63\"", "\"36\"");
    brouillon.changer("correspondance.yaml", "  nom:\n", "  nomm:\n");
    let dit: Vec<String> = lire()
        .unwrap_err()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert!(
        dit.iter()
            .any(|d| d.contains("champ inconnu : « nomm » ; le plus proche est « nom »")),
        "{dit:?}"
    );
    assert!(
        dit.iter()
            .any(|d| d.contains("identifiant inconnu : « 36 »")),
        "{dit:?}"
    );
    assert!(dit.iter().any(|d| d.contains("« nom » attendu")), "{dit:?}");
}

#[test]
fn a_csv_saved_again_by_french_excel_imports_the_same() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.csv"]));
    let attendues = importees(&brouillon);
    for (nom, octets) in [("utf8.csv", excel(true)), ("ansi.csv", excel(false))] {
        let chemin = brouillon.fichier(nom);
        fs::write(&chemin, octets).unwrap();
        let lus = plateforme::lire(&[&chemin]).unwrap();
        // Seconds are lost by « jj/mm/aaaa hh:mm »: they are not a change.
        let plan = plan(&brouillon, &lus, &CORRESPONDANCE).unwrap();
        assert_eq!(plan.comptes(), (0, 0, 5), "{nom} : {}", plan.texte());
        let ailleurs = Brouillon::new();
        importer(&ailleurs, &lus);
        let obtenues = importees(&ailleurs);
        assert_eq!(obtenues["99000012"].porteur, attendues["99000012"].porteur);
        assert_eq!(obtenues["99000012"].fiches, attendues["99000012"].fiches);
    }
}

/// `dossiers.csv` as French Excel saves it: `;`, CRLF, comma for decimals, `jj/mm/aaaa hh:mm`, SIRET as a number.
fn excel(utf8: bool) -> Vec<u8> {
    let texte = fs::read_to_string(cas("dossiers.csv")).unwrap();
    let mut lecteur = csv::ReaderBuilder::new()
        .has_headers(false)
        .from_reader(texte.as_bytes());
    let mut ecrit = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer(Vec::new());
    for rangee in lecteur.records() {
        let rangee = rangee.unwrap();
        ecrit
            .write_record(rangee.iter().map(|cellule| {
                if let Ok(le) = chrono::DateTime::parse_from_str(cellule, "%Y-%m-%d %H:%M:%S %z") {
                    return le.format("%d/%m/%Y %H:%M").to_string();
                }
                if let Ok(jour) = chrono::NaiveDate::parse_from_str(cellule, "%Y-%m-%d") {
                    return jour.format("%d/%m/%Y").to_string();
                }
                if cellule.parse::<f64>().is_ok() && cellule.contains('.') {
                    return cellule.replace('.', ",");
                }
                if cellule.len() == 14 && cellule.starts_with("9999") {
                    return format!("{cellule},0");
                }
                cellule.to_owned()
            }))
            .unwrap();
    }
    let octets = ecrit.into_inner().unwrap();
    if utf8 {
        return [b"\xef\xbb\xbf".as_slice(), &octets].concat();
    }
    let texte = String::from_utf8(octets).unwrap();
    let (ansi, _, perdu) = encoding_rs::WINDOWS_1252.encode(&texte);
    assert!(!perdu);
    ansi.into_owned()
}

#[test]
fn a_modele_d_export_is_recognised_and_its_zeros_are_zeros() {
    let brouillon = Brouillon::new();
    let csv = "N° dossier,État du dossier,Archivé,Date de dépôt,Établissement SIRET,Entreprise raison sociale,Nom du projet,Territoires couverts,Date prévisionnelle de démarrage,ETP mobilisés\n\
               99000020,En instruction,false,2024-09-01 10:00:00 +0200,99999901400015,ASSOCIATION EXEMPLE,Essai,63 - Puy-de-Dôme,2024-11-01,0\n";
    let chemin = brouillon.fichier("modele.csv");
    fs::write(&chemin, csv).unwrap();
    let lus = plateforme::lire(&[&chemin]).unwrap();
    let correspondance = correspondance::deviner(&lus, &brouillon.campagne().ami);
    let plan = plan(&brouillon, &lus, &correspondance).unwrap();
    plan.ecrire(&brouillon.campagne()).unwrap();
    assert_eq!(
        importees(&brouillon)["99000020"].fiches[0].etp,
        Some(Etp(0))
    );
    assert!(!plan.texte().contains("0 (ou vide)"));
}

/// What a bad file is, its bytes, and what must be said of it.
fn mauvais() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let csv = fs::read_to_string(cas("dossiers.csv")).unwrap();
    let entete = csv.lines().next().unwrap().to_owned();
    let rangee = csv
        .lines()
        .skip(1)
        .take_while(|l| !l.starts_with("99000012"))
        .collect::<Vec<_>>()
        .join("\n");
    let avec = |de: &str, vers: &str| csv.replacen(de, vers, 1).into_bytes();
    vec![
        ("vide.csv", Vec::new(), " : fichier vide"),
        ("saut.csv", b"\n".to_vec(), " : export sans aucun dossier"),
        (
            "entete.csv",
            format!("{entete}\n").into_bytes(),
            " : en-tête seul : aucun dossier",
        ),
        (
            "deux-entetes.csv",
            format!("{csv}{csv}").into_bytes(),
            ":31 : second en-tête",
        ),
        (
            "inconnu.csv",
            b"a,b,c\n1,2,3\n".to_vec(),
            ":1 : en-tête inconnu",
        ),
        (
            "coupe.csv",
            csv.as_bytes()[..csv.len() - 400].to_vec(),
            "valeurs pour 71 colonnes",
        ),
        (
            "utf16.csv",
            csv.encode_utf16()
                .flat_map(u16::to_le_bytes)
                .fold(b"\xff\xfe".to_vec(), |mut o, b| {
                    o.push(b);
                    o
                }),
            " : fichier en UTF-16",
        ),
        (
            "abime.csv",
            encoding_rs::WINDOWS_1252
                .decode(csv.as_bytes())
                .0
                .into_owned()
                .into_bytes(),
            ":1 : accents abîmés",
        ),
        (
            "cp437.csv",
            csv.replace('é', "@@")
                .into_bytes()
                .iter()
                .map(|b| if *b == b'@' { 0x81 } else { *b })
                .collect(),
            "encodage inconnu",
        ),
        (
            "octets.csv",
            b"ID,\x00Nom\n1,2\n".to_vec(),
            ":1 : ce n'est ni un classeur",
        ),
        (
            "cellule.csv",
            avec("Lumen 42", &"x".repeat(10 * 1024 * 1024)),
            ":18 · colonne 47 : cellule de 10485760 octets",
        ),
        (
            "double.csv",
            format!("{csv}{rangee}\n").into_bytes(),
            "dossier 99000011 déjà lu dans ",
        ),
        (
            "numero.csv",
            avec("\n99000013,", "\nabc def,"),
            "numéro attendu, lu « abc def »",
        ),
        (
            "date.csv",
            avec("2024-09-04 18:06:12 +0200", "mercredi"),
            "date de dépôt : date et heure attendues, lu « mercredi »",
        ),
        ("pdf.csv", b"%PDF-1.7\n".to_vec(), " : c'est un PDF"),
        (
            "vieux.xls",
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".to_vec(),
            " : ancien classeur Excel",
        ),
    ]
}

/// The same of spreadsheets and pages.
fn mauvais_conteneurs() -> Vec<(&'static str, Vec<u8>, &'static str)> {
    let xlsx = fs::read(cas("dossiers.xlsx")).unwrap();
    let json = fs::read_to_string(cas("demarche.json")).unwrap();
    let feuille1 = |de: &str, vers: &str| retoucher(&xlsx, "xl/worksheets/sheet1.xml", de, vers);
    vec![
        (
            "tronque.xlsx",
            xlsx[..xlsx.len() / 2].to_vec(),
            " : classeur abîmé ou tronqué",
        ),
        (
            "autre.zip",
            archive(&[("lisezmoi.txt", b"rien")]),
            " : archive zip sans classeur",
        ),
        (
            "bombe.xlsx",
            archive(&[("xl/workbook.xml", &vec![b' '; 193 * 1024 * 1024])]),
            " : le classeur dépasse 192 Mo",
        ),
        (
            "structure.xlsx",
            retoucher(&xlsx, "xl/worksheets/sheet1.xml", "</sheetData>", "<sheets"),
            " : classeur abîmé",
        ),
        (
            "formule.xlsx",
            feuille1("<is><t>Lumen 42</t></is>", "<f>1+1</f><v>2</v>"),
            " · Dossiers!Q4 : formule",
        ),
        (
            "cellule.xlsx",
            feuille1("Lumen 42", &"x".repeat(10 * 1024 * 1024)),
            " · Dossiers!Q4 : cellule de 10485760 octets",
        ),
        (
            "loin.xlsx",
            feuille1("r=\"Q4\"", "r=\"XFD1048576\""),
            " · Dossiers!XFD1048576 : cellule hors de l'export",
        ),
        (
            "orphelin.xlsx",
            retoucher(&xlsx, "xl/worksheets/sheet4.xml", "99000014", "99000099"),
            " · (9910114) Fiche projet departe : ligne du dossier « 99000099 »",
        ),
        (
            "repetee.ods",
            retoucher(
                &fs::read(cas("dossiers.ods")).unwrap(),
                "content.xml",
                "<table:table-cell office:value-type=\"string\"",
                &format!(
                    "<table:table-cell table:number-columns-repeated=\"{}\" office:value-type=\"string\"",
                    90_000_000
                ),
            ),
            " : cellules répétées au-delà",
        ),
        (
            "demie.json",
            json.as_bytes()[..json.len() / 2].to_vec(),
            " : JSON coupé",
        ),
        (
            "faux.json",
            b"{\"data\": nul}".to_vec(),
            ":1 : JSON invalide",
        ),
        (
            "erreurs.json",
            b"{\"errors\":[{\"message\":\"jeton refus\xc3\xa9\"}],\"data\":null}".to_vec(),
            " · errors : la plateforme a répondu par 1 erreur(s) : « jeton refusé »",
        ),
        (
            "autre.json",
            b"{\"data\":{\"user\":1}}".to_vec(),
            " · data : « data.demarche »",
        ),
        (
            "nuls.json",
            json.replacen("\"nodes\"", "\"noeuds\"", 1).into_bytes(),
            " · data.demarche.dossiers : « nodes » attendu",
        ),
        (
            "premiere.json",
            json.clone().into_bytes(),
            "une page suivante existe",
        ),
        (
            "sans-champs.json",
            json.replace("\"champs\"", "\"champ\"").into_bytes(),
            "nodes[0] : « champs » attendu",
        ),
        (
            "numero.json",
            json.replacen("99000011", "\"../x\"", 1).into_bytes(),
            "nodes[0] : numéro attendu, lu « ../x »",
        ),
    ]
}

/// A zip with these entries.
fn archive(entrees: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (nom, octets) in entrees {
        zip.start_file(*nom, SimpleFileOptions::default()).unwrap();
        zip.write_all(octets).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The container with one text replaced in one entry; it must be there.
fn retoucher(octets: &[u8], entree: &str, de: &str, vers: &str) -> Vec<u8> {
    let mut lue = ZipArchive::new(Cursor::new(octets)).unwrap();
    let mut entrees = Vec::new();
    for rang in 0..lue.len() {
        let mut fichier = lue.by_index(rang).unwrap();
        let nom = fichier.name().unwrap().into_owned();
        let mut texte = Vec::new();
        fichier.read_to_end(&mut texte).unwrap();
        if nom == entree {
            let avant = String::from_utf8(texte).unwrap();
            assert!(avant.contains(de), "{entree} ne contient pas {de}");
            texte = avant.replacen(de, vers, 1).into_bytes();
        }
        entrees.push((nom, texte));
    }
    let entrees: Vec<(&str, &[u8])> = entrees
        .iter()
        .map(|(n, t)| (n.as_str(), t.as_slice()))
        .collect();
    archive(&entrees)
}

#[test]
fn every_bad_file_is_said_in_one_message_with_its_place() {
    let dossier = tempfile::tempdir().unwrap();
    for (nom, octets, attendu) in mauvais().into_iter().chain(mauvais_conteneurs()) {
        let chemin = dossier.path().join(nom);
        fs::write(&chemin, octets).unwrap();
        let dit: Vec<String> = match plateforme::lire(&[&chemin]) {
            Ok(_) => panic!("{nom} est accepté"),
            Err(diagnostics) => diagnostics.iter().map(ToString::to_string).collect(),
        };
        assert_eq!(dit.len(), 1, "{nom} : {dit:?}");
        assert!(
            dit[0].contains(attendu) && dit[0].contains(nom),
            "{nom} : {}",
            dit[0]
        );
    }
}

#[test]
fn an_import_prepared_on_files_that_changed_since_is_refused_whole() {
    let brouillon = Brouillon::new();
    importer(&brouillon, &lots(&["dossiers.xlsx"]));
    let mut lus = lots(&["dossiers.xlsx"]);
    let nom = lus[0]
        .colonnes
        .iter()
        .position(|c| c.titre == "Nom du projet")
        .unwrap();
    for dossier in &mut lus[0].dossiers {
        dossier.valeurs[nom] = plateforme::valeur::Valeur::Texte("Autre".into());
    }
    let plan = plan(&brouillon, &lus, &CORRESPONDANCE).unwrap();
    brouillon.changer(
        "projets/99000012.yaml",
        "fictif: true",
        "fictif: true # relu",
    );
    let avant = empreinte(&brouillon.fichier("projets"));
    let refus = plan.ecrire(&brouillon.campagne()).unwrap_err();
    assert_eq!(
        refus.to_string(),
        "projets/99000012.yaml a changé pendant l'import : recommencez"
    );
    assert_eq!(empreinte(&brouillon.fichier("projets")), avant);
}

/// Every file under a folder with its bytes.
fn empreinte(dossier: &Path) -> BTreeSet<(PathBuf, Vec<u8>)> {
    let mut trouves = BTreeSet::new();
    for entree in fs::read_dir(dossier).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin.is_dir() {
            trouves.extend(empreinte(&chemin));
        } else {
            trouves.insert((chemin.clone(), fs::read(&chemin).unwrap()));
        }
    }
    trouves
}

/// The program, importing into a campaign, without a terminal.
fn lancer(brouillon: &Brouillon, arguments: &[&str]) -> (i32, String, String) {
    let rendu = Command::new(env!("CARGO_BIN_EXE_instruire"))
        .arg("--campagne")
        .arg(brouillon.racine())
        .arg("importer")
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let texte = |octets: Vec<u8>| lisible(&String::from_utf8(octets).unwrap());
    (
        rendu.status.code().unwrap(),
        texte(rendu.stdout),
        texte(rendu.stderr),
    )
}

#[test]
fn the_command_proposes_previews_then_writes_and_keeps_the_mapping() {
    let brouillon = Brouillon::new();
    let xlsx = cas("dossiers.xlsx").display().to_string();
    let avant = empreinte(brouillon.racine());
    let (code, _, signale) = lancer(&brouillon, &[&xlsx]);
    assert_eq!(code, 2);
    assert!(
        signale.contains("aucune correspondance") && signale.contains("--proposer > FICHIER"),
        "{signale}"
    );
    let (code, propose, _) = lancer(&brouillon, &[&xlsx, "--proposer"]);
    assert_eq!(code, 0);
    let dossier = tempfile::tempdir().unwrap();
    let correspondance = dossier.path().join("c.yaml");
    fs::write(&correspondance, propose).unwrap();
    let correspondance = correspondance.display().to_string();
    let (code, dit, signale) = lancer(
        &brouillon,
        &[&xlsx, "--correspondance", &correspondance, "--apercu"],
    );
    assert_eq!((code, signale.as_str()), (0, ""), "{signale}");
    assert!(
        dit.starts_with(
            "5 nouvelles, 0 changée, 0 inchangée, 17 absentes de l'export\n+ 99000011 Passerelle 63"
        ),
        "{dit}"
    );
    assert_eq!(
        empreinte(brouillon.racine()),
        avant,
        "un aperçu n'écrit rien"
    );
    let (code, dit, _) = lancer(
        &brouillon,
        &[
            &xlsx,
            "--correspondance",
            &correspondance,
            "--sauf",
            "99000015",
        ],
    );
    assert_eq!(code, 0, "{dit}");
    assert!(dit.contains("Écrit : 4 nouvelles, 0 changée."), "{dit}");
    assert_eq!(importees(&brouillon).len(), 4);
    // The mapping is the campaign's from now on.
    let (code, dit, _) = lancer(&brouillon, &[&xlsx, "--sauf", "99000015"]);
    assert_eq!(code, 0);
    assert!(dit.ends_with("Rien à écrire.\n"), "{dit}");
    let (code, _, signale) = lancer(&brouillon, &["absent.xlsx"]);
    assert_eq!(code, 2);
    assert!(
        signale.starts_with("absent.xlsx : fichier absent\ninstruire : rien n'est importé"),
        "{signale}"
    );
}

#[test]
fn an_import_killed_at_any_instant_leaves_all_or_nothing() {
    let brouillon = Brouillon::new();
    let texte = CORRESPONDANCE.texte().unwrap();
    brouillon.ecrire("correspondance.yaml", &texte);
    let (page1, page2) = (
        cas("demarche.json").display().to_string(),
        cas("demarche-page2.json").display().to_string(),
    );
    let mut entiers = 0;
    for essai in 0..12 {
        let mut programme = Command::new(env!("CARGO_BIN_EXE_instruire"))
            .arg("--campagne")
            .arg(brouillon.racine())
            .args(["importer", &page1, &page2])
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(std::time::Duration::from_millis(20 + essai * 40));
        programme.kill().unwrap();
        programme.wait().unwrap();
        let nombre = importees(&brouillon).len();
        assert!(nombre == 0 || nombre == 5, "{nombre} candidatures sur 5");
        assert_eq!(brouillon.campagne().projets.len(), 17 + nombre);
        entiers += usize::from(nombre == 5);
    }
    let (code, dit, signale) = lancer(&brouillon, &[&page1, &page2]);
    assert_eq!(code, 0, "après {entiers} imports finis : {dit}{signale}");
    assert_eq!(importees(&brouillon).len(), 5);
}

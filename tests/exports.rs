//! What leaves for spreadsheets: the same values in every form, nothing that runs, nothing that hides, nothing replaced.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use instruire::exchange::feuille::{Cellule, Colonne, Feuille};
use instruire::exchange::{classeur, csv_writer, xlsx_writer};
use instruire::store::resultat;

use super::support::bureautique;
use super::support::ecran::Ecran;
use super::support::{Brouillon, lisible};

/// The example with three candidatures, one of them hostile: its name would run in a spreadsheet, its reserve too.
pub fn brouillon() -> Brouillon {
    let brouillon = Brouillon::new();
    for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
        let chemin = entree.unwrap().path();
        let nom = chemin.file_stem().unwrap().to_string_lossy().into_owned();
        if !["19481374", "19483351", "19483920"].contains(&nom.as_str()) {
            fs::remove_file(chemin).unwrap();
        }
    }
    let hostile =
        "nom: \"=HYPERLINK(\\\"http://exemple.invalid\\\";\\\"Deux <b>ans</b> & après\\\")\"";
    brouillon.changer("projets/19481374.yaml", "nom: Deux ans après", hostile);
    brouillon
}

/// Their séance, typed to its end: an envelope that serves the first two, a déport, a reserve, an unfavourable avis.
pub fn levee() -> Brouillon {
    let mut ecran = Ecran::sur(brouillon());
    ecran.touches("<entree>t<entree><entree>");
    for (avis, notes) in [
        (
            "ffr@SUM(A1) avec la mission locale<entree>fffffffff",
            "43334",
        ),
        ("fdpublic déjà couvert<entree>affffzffff", "22322"),
        ("xfffffffffff", "33433"),
    ] {
        ecran.touches(&format!("t<entree>{avis}c{notes}en"));
    }
    ecran.touches("vm1800000<entree>notification fictive<entree>C<entree><entree>");
    assert!(ecran.texte().contains("Séance levée."), "{}", ecran.texte());
    let Ecran { app, brouillon, .. } = ecran;
    drop(app);
    brouillon
}

/// What the command gave: code, bytes, what it signalled.
pub fn commande(brouillon: &Brouillon, arguments: &[&str]) -> (i32, Vec<u8>, String) {
    let sortie = Command::new(env!("CARGO_BIN_EXE_instruire"))
        .arg("--campagne")
        .arg(brouillon.racine())
        .args(arguments)
        .output()
        .unwrap();
    let signale = lisible(&String::from_utf8(sortie.stderr).unwrap());
    (sortie.status.code().unwrap(), sortie.stdout, signale)
}

/// The sheets of a campaign.
fn feuilles(brouillon: &Brouillon) -> Vec<Feuille> {
    let campagne = brouillon.campagne();
    let cadre = campagne.cadre("63").unwrap();
    let lecture = campagne.lire_journal("63").unwrap();
    let seance =
        instruire::domain::seance::Seance::replay(lecture.enregistrements().iter().cloned());
    let proposition = resultat::etablir(&campagne, &cadre, &lecture, &seance);
    classeur::feuilles(&cadre, &proposition)
}

/// The rows of a CSV as we write them, header left out, by the title of their columns.
pub fn rangees(octets: &[u8]) -> Vec<BTreeMap<String, String>> {
    let texte = octets
        .strip_prefix("\u{feff}".as_bytes())
        .expect("BOM absente");
    let mut lecteur = csv::ReaderBuilder::new().delimiter(b';').from_reader(texte);
    let titres = lecteur.headers().unwrap().clone();
    let rangee = |r: csv::StringRecord| {
        let cellules = r.iter().map(lisible);
        titres.iter().map(str::to_owned).zip(cellules).collect()
    };
    lecteur.records().map(|r| rangee(r.unwrap())).collect()
}

#[test]
fn the_ranking_leaves_with_its_figures() {
    let (code, octets, signale) = commande(&levee(), &["exporter", "63", "--format", "csv"]);
    assert_eq!((code, signale.as_str()), (0, ""));
    let dites: Vec<String> = rangees(&octets)
        .iter()
        .map(|r| {
            [
                "Rang",
                "N° de dossier",
                "Issue proposée",
                "Priorité",
                "Favorables",
                "Avec réserves",
                "Défavorables",
                "Points",
                "Demandé",
                "Cumul",
            ]
            .map(|titre| r[titre].clone())
            .join(" | ")
        })
        .collect();
    // 807 450 + 971 900 fit in 1 800 000; 16, 17 and 11 points; priorities 1, 2 and 4.
    assert_eq!(
        dites,
        [
            "1 | 19483920 | retenu | 1 | 11 | 0 | 0 | 16 | 807450 | 807450",
            "2 | 19481374 | retenu | 2 | 11 | 1 | 0 | 17 | 971900 | 1779350",
            "3 | 19483351 | liste complémentaire | 4 | 9 | 0 | 1 | 11 | 394150 | 2173500",
        ]
    );
}

#[test]
fn nothing_that_was_typed_runs_in_a_spreadsheet() {
    let brouillon = levee();
    let (_, classement, _) = commande(&brouillon, &["exporter", "63", "--format", "csv"]);
    let nom = &rangees(&classement)[1]["Projet"];
    assert!(nom.starts_with("'=HYPERLINK("), "{nom}");
    let demande = ["exporter", "63", "--format", "csv", "--feuille", "avis"];
    let (_, avis, _) = commande(&brouillon, &demande);
    let reserves: Vec<String> = rangees(&avis)
        .iter()
        .map(|r| r["Réserve ou motif"].clone())
        .filter(|texte| !texte.is_empty())
        .collect();
    assert_eq!(
        reserves,
        ["'@SUM(A1) avec la mission locale", "public déjà couvert"]
    );
    let parties = parties(&xlsx_writer::classeur("titre", &feuilles(&brouillon)).unwrap());
    for (nom, xml) in parties.iter().filter(|(nom, _)| nom.contains("sheet")) {
        let formules = xml.matches("<f>").count();
        assert_eq!(formules, xml.matches("<f>SUBTOTAL(109,").count(), "{nom}");
    }
    // The mark that keeps the text a text when somebody edits its cell.
    assert!(parties["xl/styles.xml"].contains("quotePrefix=\"1\""));
}

#[test]
fn a_hostile_text_is_shown_and_stays_a_legal_xml() {
    let mut feuille = Feuille::new("Essai", vec![Colonne::new("a & b", 10)]);
    let hostile = "\u{1}\u{0}\u{b}\u{fffe}\u{202e}<&>\"'\r\n\tfin";
    feuille.rangees.push(vec![Cellule::texte(hostile)]);
    feuille
        .rangees
        .push(vec![Cellule::texte("é".repeat(40_000))]);
    let octets = xlsx_writer::classeur("titre & \u{1}", std::slice::from_ref(&feuille)).unwrap();
    for (nom, xml) in parties(&octets) {
        let interdit = |c: char| c < ' ' && !"\n\r\t".contains(c) || c == '\u{fffe}';
        assert!(!xml.contains(interdit), "{nom}");
        let mut lecteur = quick_xml::Reader::from_str(&xml);
        while lecteur
            .read_event()
            .unwrap_or_else(|e| panic!("{nom} : {e}"))
            != quick_xml::events::Event::Eof
        {}
    }
    let textes = &parties(&octets)["xl/sharedStrings.xml"];
    assert!(textes.contains("␁␀␋··&lt;&amp;&gt;\"'\n fin"), "{textes}");
    assert!(textes.contains("… (texte coupé : trop long pour une cellule)"));
    let csv = String::from_utf8(csv_writer::feuille(&feuille).unwrap()).unwrap();
    assert!(csv.contains("␁␀␋··<&>\"\"'"), "{csv}");
}

/// The parts of a zip archive, as text.
fn parties(octets: &[u8]) -> BTreeMap<String, String> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(octets)).unwrap();
    let lire = |rang| {
        let mut partie = archive.by_index(rang).unwrap();
        let mut texte = String::new();
        partie.read_to_string(&mut texte).unwrap();
        (partie.name().unwrap().into_owned(), texte)
    };
    let nombre = zip::ZipArchive::new(std::io::Cursor::new(octets))
        .unwrap()
        .len();
    (0..nombre).map(lire).collect()
}

#[test]
fn a_workbook_is_ready_to_filter_add_up_and_print() {
    let parties = parties(&xlsx_writer::classeur("t", &feuilles(&levee())).unwrap());
    let feuilles: Vec<&String> = parties
        .iter()
        .filter(|(nom, _)| nom.starts_with("xl/worksheets/"))
        .map(|(_, xml)| xml)
        .collect();
    assert_eq!(feuilles.len(), 6);
    for xml in feuilles {
        for attendu in [
            "ySplit=\"1\"",
            "state=\"frozen\"",
            "<autoFilter ref=",
            "paperSize=\"9\"",
            "orientation=\"landscape\"",
            "fitToHeight=\"0\"",
        ] {
            assert!(xml.contains(attendu), "{attendu} absent de {xml}");
        }
    }
    // Demandé, of the ranking: 807 450 + 971 900 + 394 150.
    let classement = &parties["xl/worksheets/sheet1.xml"];
    assert!(
        classement.contains("<f>SUBTOTAL(109,O2:O4)</f><v>2173500</v>"),
        "{classement}"
    );
}

#[test]
fn the_same_seance_gives_the_same_bytes() {
    let brouillon = levee();
    let un = xlsx_writer::classeur("titre", &feuilles(&brouillon)).unwrap();
    let autre = xlsx_writer::classeur("titre", &feuilles(&brouillon)).unwrap();
    assert!(un == autre);
}

#[test]
fn what_was_exported_is_never_replaced_in_silence() {
    let brouillon = levee();
    let exports = brouillon.fichier("exports");
    for _ in 0..2 {
        let (code, dit, _) = commande(&brouillon, &["exporter", "63"]);
        let dit = lisible(&String::from_utf8(dit).unwrap());
        assert_eq!(code, 0);
        assert!(dit.contains("Écrit : "), "{dit}");
        assert!(dit.contains("exports/63-proposition-"), "{dit}");
    }
    let noms: Vec<_> = fs::read_dir(&exports)
        .unwrap()
        .map(|e| e.unwrap().path())
        .collect();
    assert_eq!(noms.len(), 2, "{noms:?}");
    for chemin in &noms {
        assert_eq!(chemin.extension().unwrap(), "xlsx", "{chemin:?}");
        let droits = fs::metadata(chemin).unwrap().permissions().mode();
        assert_eq!(droits & 0o777, 0o600);
    }
    let dossier = tempfile::tempdir().unwrap();
    let cible = dossier.path().join("classement.csv");
    fs::write(&cible, "annoté").unwrap();
    let vers = cible.display().to_string();
    let demande = ["exporter", "63", "--format", "csv", "--vers", vers.as_str()];
    assert_eq!(commande(&brouillon, &demande).0, 0);
    assert!(
        fs::read(&cible)
            .unwrap()
            .starts_with("\u{feff}Rang;".as_bytes())
    );
    assert_eq!(
        fs::read(dossier.path().join("classement.csv.bak")).unwrap(),
        "annoté".as_bytes()
    );
}

#[test]
fn an_export_that_cannot_be_written_says_why() {
    let brouillon = levee();
    for (vers, raison) in [
        (
            "/nulle/part/x.xlsx",
            "/nulle/part/x.xlsx non écrit : dossier introuvable",
        ),
        ("/tmp", "/tmp non écrit : "),
    ] {
        let (code, dit, signale) = commande(&brouillon, &["exporter", "63", "--vers", vers]);
        assert_eq!((code, dit.len()), (2, 0));
        assert!(signale.contains(raison), "{signale}");
    }
    fs::write(brouillon.fichier("exports"), "un fichier").unwrap();
    let (code, _, signale) = commande(&brouillon, &["exporter", "63"]);
    assert_eq!(code, 2);
    assert!(
        signale.contains("dossier exports de la campagne"),
        "{signale}"
    );
    let (code, _, signale) = commande(&brouillon, &["exporter", "99"]);
    assert_eq!(code, 2);
    assert!(
        signale.contains("territoire « 99 » absent de l'appel"),
        "{signale}"
    );
}

#[test]
fn nothing_leaves_an_altered_journal() {
    let brouillon = levee();
    let texte = brouillon.lire("seances/63.journal.yaml");
    brouillon.ecrire(
        "seances/63.journal.yaml",
        &texte.replacen("sens: \"favorable\"", "sens: \"defavorable\"", 1),
    );
    for demande in [
        &["exporter", "63"][..],
        &["proces-verbal", "63"],
        &["courriers", "63"],
        &["publier", "63"],
        &["retour-plateforme", "63"],
    ] {
        let (code, dit, signale) = commande(&brouillon, demande);
        assert_eq!((code, dit.len()), (1, 0), "{demande:?}");
        assert!(signale.contains("d'après ce journal"), "{signale}");
    }
    assert!(!brouillon.fichier("exports").exists());
}

#[test]
fn files_changed_since_the_seance_are_told_with_code_1() {
    let brouillon = levee();
    brouillon.changer(
        "projets/19483920.yaml",
        "nom: Hors des radars",
        "nom: Hors radar",
    );
    let (code, octets, signale) = commande(&brouillon, &["exporter", "63", "--format", "csv"]);
    assert_eq!(code, 1);
    assert!(
        signale.contains("projets/19483920.yaml (modifié)"),
        "{signale}"
    );
    assert_eq!(rangees(&octets).len(), 3);
}

#[test]
fn a_territory_without_a_seance_has_nothing_to_export_and_says_so() {
    let (code, dit, signale) = commande(&brouillon(), &["exporter", "63", "--format", "csv"]);
    assert_eq!((code, dit.len()), (2, 0));
    assert!(
        signale.contains("aucune séance n'a été ouverte pour ce territoire"),
        "{signale}"
    );
}

#[test]
fn candidatures_that_nobody_examined_leave_without_a_rank() {
    let mut ecran = Ecran::sur(brouillon());
    ecran.touches("<entree>t<entree>");
    let (code, octets, _) = commande(&ecran.brouillon, &["exporter", "63", "--format", "csv"]);
    assert_eq!(code, 0);
    let issues: Vec<String> = rangees(&octets)
        .iter()
        .map(|r| format!("{}{}", r["Rang"], r["Issue proposée"]))
        .collect();
    assert_eq!(issues, ["non examinée"; 3]);
}

#[test]
fn the_budget_adds_up_to_what_the_ranking_counts_even_when_a_total_differs() {
    let brouillon = brouillon();
    // 265 900 declared in 2025, the sum of the volets; 270 000 is 4 100 more.
    brouillon.changer(
        "projets/19483920.yaml",
        "2025: { personnel: 241000, autres: 54500, cout: 295500, demande: 265900 }",
        "2025: { personnel: 241000, autres: 54500, cout: 295500, demande: 270000 }",
    );
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree>");
    let feuilles = feuilles(&ecran.brouillon);
    let budget = &feuilles[4];
    let siennes: Vec<&Vec<Cellule>> = budget
        .rangees
        .iter()
        .filter(|r| r[1] == Cellule::texte("19483920"))
        .collect();
    let ecart: Vec<&&Vec<Cellule>> = siennes
        .iter()
        .filter(|r| r[5] == Cellule::texte("écart du total déclaré"))
        .collect();
    assert_eq!(ecart.len(), 1);
    assert_eq!(ecart[0][4], Cellule::texte("2025"));
    assert_eq!(
        ecart[0][6..],
        [
            Cellule::Vide,
            Cellule::Vide,
            Cellule::Vide,
            Cellule::Euros(4_100)
        ]
    );
    let demande: i64 = siennes
        .iter()
        .map(|r| match r[9] {
            Cellule::Euros(n) => n,
            _ => 0,
        })
        .sum();
    assert_eq!(demande, 811_550);
}

#[test]
fn libreoffice_reads_in_the_workbook_what_we_put_in_it() {
    if !bureautique::presente() {
        return;
    }
    let feuilles = feuilles(&levee());
    let dossier = tempfile::tempdir().unwrap();
    let classeur = dossier.path().join("c.xlsx");
    fs::write(
        &classeur,
        xlsx_writer::classeur("titre", &feuilles).unwrap(),
    )
    .unwrap();
    // Every sheet, `;`, quotes, UTF-8, cells as shown, no formula.
    let filtre = "csv:Text - txt - csv (StarCalc):59,34,76,1,,0,false,true,true,false,false,-1";
    bureautique::convertir(&classeur, filtre, dossier.path());
    for feuille in &feuilles {
        let lue = dossier.path().join(format!("c-{}.csv", feuille.nom));
        let lues = relire(&lue);
        let mut attendues = vec![feuille.colonnes.iter().map(|c| c.titre.clone()).collect()];
        attendues.extend(
            feuille
                .rangees
                .iter()
                .map(|r| r.iter().map(montree).collect()),
        );
        if feuille.colonnes.iter().any(|c| c.sommee) {
            attendues.push(totaux(feuille));
        }
        let attendues: Vec<Vec<String>> = attendues;
        assert_eq!(lues, attendues, "{}", feuille.nom);
    }
}

/// A cell as our formats show it.
fn montree(cellule: &Cellule) -> String {
    match cellule {
        Cellule::Vide => String::new(),
        Cellule::Texte(texte) => lisible(texte),
        Cellule::Nombre(n) => milliers(*n),
        Cellule::Euros(n) => format!("{} €", milliers(*n)),
        Cellule::Date(date) => date.format("%d/%m/%Y").to_string(),
        Cellule::Instant(le) => le.format("%d/%m/%Y %H:%M:%S").to_string(),
    }
}

/// The last row: the sums that LibreOffice computes from the formulas.
fn totaux(feuille: &Feuille) -> Vec<String> {
    let colonnes = feuille.colonnes.iter().enumerate();
    let total = |(rang, colonne): (usize, &Colonne)| match (rang, colonne.sommee) {
        (0, _) => "Total".into(),
        (_, true) => {
            let a_des_euros = feuille
                .rangees
                .iter()
                .any(|r| matches!(r[rang], Cellule::Euros(_)));
            let somme = milliers(feuille.somme(rang));
            if a_des_euros {
                format!("{somme} €")
            } else {
                somme
            }
        }
        _ => String::new(),
    };
    colonnes.map(total).collect()
}

/// Thousands apart, whatever the language of the machine puts between them.
fn milliers(n: i64) -> String {
    n.to_string()
}

/// The rows of a file written by LibreOffice, without what a language puts between thousands.
fn relire(chemin: &Path) -> Vec<Vec<String>> {
    let octets = fs::read(chemin).unwrap_or_else(|e| panic!("{} : {e}", chemin.display()));
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(b';')
        .has_headers(false)
        .flexible(true)
        .from_reader(octets.as_slice());
    let nombre = |cellule: &str| {
        let chiffres: String = cellule
            .chars()
            .filter(|c| !matches!(c, ',' | '\u{a0}' | '\u{202f}'))
            .collect();
        let nu = chiffres.trim_end_matches(" €").trim_start_matches('-');
        let est_un_nombre = !nu.is_empty() && nu.bytes().all(|b| b.is_ascii_digit());
        if est_un_nombre {
            chiffres
        } else {
            lisible(cellule)
        }
    };
    lecteur
        .records()
        .map(|r| r.unwrap().iter().map(nombre).collect())
        .collect()
}

//! The outcome: written from the journal, recomputed from it, every change by another hand named.

use std::fs;
use std::os::unix::fs::{MetadataExt, symlink};
use std::path::PathBuf;
use std::process::Command;

use instruire::store::empreinte::sha256;
use instruire::store::resultat;

use super::support::ecran::Ecran;
use super::support::{Brouillon, lisible};

const RESULTAT: &str = "resultats/63.yaml";
const JOURNAL: &str = "seances/63.journal.yaml";

/// The example with these candidatures only.
fn brouillon(gardes: &[&str]) -> Brouillon {
    let brouillon = Brouillon::new();
    for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
        let chemin = entree.unwrap().path();
        let nom = chemin.file_stem().unwrap().to_string_lossy().into_owned();
        if !gardes.contains(&nom.as_str()) {
            fs::remove_file(chemin).unwrap();
        }
    }
    brouillon
}

/// A whole séance, typed: three candidatures examined, the séance closed, the outcome written.
fn levee(brouillon: Brouillon) -> Ecran {
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree><entree>");
    for (avis, notes) in [
        ("ffrlien avec la mission locale<entree>fffffffff", "43334"),
        ("fdpublic déjà couvert<entree>affffzffff", "22322"),
        ("xfffffffffff", "33433"),
    ] {
        ecran.touches(&format!("t<entree>{avis}c{notes}en"));
    }
    ecran.touches("vm2900000<entree>notification fictive<entree>C<entree><entree>");
    ecran
}

fn trois() -> Ecran {
    levee(brouillon(&["19481374", "19483351", "19483920"]))
}

/// What `verify` says of the outcome, with ordinary spaces.
fn constats(brouillon: &Brouillon, nom: &str) -> Vec<String> {
    let dits = resultat::verify(&brouillon.campagne(), &brouillon.fichier(nom));
    match dits {
        Ok(differences) => differences.iter().map(|d| lisible(d)).collect(),
        Err(diagnostics) => diagnostics
            .iter()
            .map(|d| lisible(&format!("illisible : {d}")))
            .collect(),
    }
}

fn noms(brouillon: &Brouillon) -> Vec<String> {
    let mut noms: Vec<String> = fs::read_dir(brouillon.fichier("resultats"))
        .unwrap()
        .map(|e| e.unwrap().file_name().to_string_lossy().into_owned())
        .collect();
    noms.sort();
    noms
}

fn commande(brouillon: &Brouillon, arguments: &[&str]) -> (i32, String, String) {
    let sortie = Command::new(env!("CARGO_BIN_EXE_instruire"))
        .arg("--campagne")
        .arg(brouillon.racine())
        .args(arguments)
        .output()
        .unwrap();
    let texte = |octets: Vec<u8>| lisible(&String::from_utf8(octets).unwrap());
    (
        sortie.status.code().unwrap(),
        texte(sortie.stdout),
        texte(sortie.stderr),
    )
}

#[test]
fn a_seance_typed_to_its_end_writes_an_outcome_that_verifies() {
    let ecran = trois();
    assert!(
        ecran.texte().contains("Séance levée. Proposition écrite"),
        "{}",
        ecran.texte()
    );
    let brouillon = ecran.brouillon;
    drop(ecran.app);
    assert_eq!(constats(&brouillon, RESULTAT), [""; 0]);
    let texte = brouillon.lire(RESULTAT);
    assert!(texte.contains("projet: false"));
    assert!(texte.contains("lien avec la mission locale"));
    assert_eq!(noms(&brouillon), ["63.yaml"]);
    let (code, sortie, _) = commande(&brouillon, &["verifier"]);
    assert_eq!(code, 0, "{sortie}");
    assert!(sortie.contains("63.yaml : conforme"), "{sortie}");
}

#[test]
fn the_same_facts_give_the_same_bytes_twice_and_in_whatever_order_the_files_lie() {
    let premiere = trois().brouillon.lire(RESULTAT);
    let autre = brouillon(&["19481374", "19483351", "19483920"]);
    for numero in ["19483920", "19483351", "19481374"] {
        let nom = format!("projets/{numero}.yaml");
        let texte = autre.lire(&nom);
        fs::remove_file(autre.fichier(&nom)).unwrap();
        autre.ecrire(&nom, &texte);
    }
    let mut ecran = levee(autre);
    assert_eq!(ecran.brouillon.lire(RESULTAT), premiere);
    ecran.touches("CE");
    assert_eq!(ecran.brouillon.lire(RESULTAT), premiere);
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>CE");
    assert_eq!(ecran.brouillon.lire(RESULTAT), premiere);
}

#[test]
fn every_line_altered_removed_or_doubled_is_named() {
    let ecran = levee(brouillon(&["19483351"]));
    let brouillon = ecran.brouillon;
    let texte = brouillon.lire(RESULTAT);
    let campagne = brouillon.campagne();
    let lignes: Vec<&str> = texte.lines().collect();
    let mut essais = 0;
    for (rang, ligne) in lignes.iter().enumerate() {
        // The last byte of a value, or of a key, or of a quoted text.
        let place = ligne.trim_end_matches(['"', ':', ']']).len().max(1) - 1;
        let autre = if ligne.as_bytes()[place] == b'7' {
            '8'
        } else {
            '7'
        };
        if !ligne.is_char_boundary(place) || !ligne.is_char_boundary(place + 1) {
            continue;
        }
        let altere = format!("{}{autre}{}", &ligne[..place], &ligne[place + 1..]);
        for remplacantes in [vec![altere.as_str()], vec![], vec![ligne, ligne]] {
            let nouvelles: Vec<&str> = lignes[..rang]
                .iter()
                .copied()
                .chain(remplacantes)
                .chain(lignes[rang + 1..].iter().copied())
                .collect();
            brouillon.ecrire(RESULTAT, &(nouvelles.join("\n") + "\n"));
            let dit = resultat::verify(&campagne, &brouillon.fichier(RESULTAT));
            assert!(
                !matches!(&dit, Ok(differences) if differences.is_empty()),
                "ligne {} : {ligne}",
                rang + 1
            );
            essais += 1;
        }
    }
    assert!(essais > 300);
}

#[test]
fn a_byte_changed_anywhere_in_an_outcome_is_seen() {
    bytes_changed_are_seen(11);
}

#[test]
#[ignore = "every byte: about a minute"]
fn any_byte_changed_in_an_outcome_is_seen() {
    bytes_changed_are_seen(1);
}

fn bytes_changed_are_seen(pas: usize) {
    let ecran = levee(brouillon(&["19483351"]));
    let brouillon = ecran.brouillon;
    let entier = fs::read(brouillon.fichier(RESULTAT)).unwrap();
    let campagne = brouillon.campagne();
    for place in (0..entier.len()).step_by(pas) {
        let mut change = entier.clone();
        change[place] ^= 1;
        fs::write(brouillon.fichier(RESULTAT), change).unwrap();
        let dit = resultat::verify(&campagne, &brouillon.fichier(RESULTAT));
        assert!(
            !matches!(&dit, Ok(differences) if differences.is_empty()),
            "octet {place}"
        );
    }
}

#[test]
fn the_field_that_was_edited_is_named_with_both_values() {
    let brouillon = trois().brouillon;
    brouillon.changer(RESULTAT, "lien avec la mission locale", "aucune réserve");
    brouillon.changer(RESULTAT, "version: \"0.1.0\"", "version: \"0.1.1\"");
    let dits = constats(&brouillon, RESULTAT);
    let version = "provenance.version : écrit « 0.1.1 », recalculé « 0.1.0 »";
    assert_eq!(dits.last().map(String::as_str), Some(version));
    assert!(
        dits.iter()
            .any(|d| d.contains("recalculé « lien avec la mission locale »"))
    );
    let (code, sortie, _) = commande(&brouillon, &["verifier"]);
    assert_eq!(code, 1);
    assert!(
        sortie.contains(version) && sortie.contains("non conforme, "),
        "{sortie}"
    );
}

#[test]
fn bytes_that_change_no_value_are_seen_too() {
    let brouillon = trois().brouillon;
    let texte = brouillon.lire(RESULTAT);
    for (change, dit) in [
        (
            format!("\u{feff}{texte}"),
            "une marque UTF-8 (BOM) a été ajoutée en tête",
        ),
        (texte.replace('\n', "\r\n"), "ligne 1 : mêmes valeurs"),
        (format!("{texte}\n"), "mêmes valeurs"),
        (format!("# relu\n{texte}"), "ligne 1 : mêmes valeurs"),
    ] {
        brouillon.ecrire(RESULTAT, &change);
        let dits = constats(&brouillon, RESULTAT);
        assert_eq!(dits.len(), 1, "{dits:?}");
        assert!(dits[0].contains(dit), "{dits:?}");
    }
}

#[test]
fn an_outcome_under_the_name_of_another_territory_is_told() {
    let brouillon = trois().brouillon;
    fs::rename(
        brouillon.fichier(RESULTAT),
        brouillon.fichier("resultats/69.yaml"),
    )
    .unwrap();
    assert_eq!(
        constats(&brouillon, "resultats/69.yaml"),
        ["nom du fichier : 69.yaml, alors que le territoire est 63"]
    );
}

#[test]
fn an_input_that_the_journal_did_not_accept_is_told() {
    let brouillon = trois().brouillon;
    let nom = "projets/19483920.yaml";
    brouillon.ecrire(nom, &format!("{}# relu\n", brouillon.lire(nom)));
    fs::remove_file(brouillon.fichier("projets/19481374.yaml")).unwrap();
    let dits = constats(&brouillon, RESULTAT);
    for dit in [
        "entrée qui n'est pas celle que le journal a acceptée : projets/19483920.yaml (modifié)",
        "entrée qui n'est pas celle que le journal a acceptée : projets/19481374.yaml (disparu)",
    ] {
        assert!(dits.iter().any(|d| d == dit), "{dits:?}");
    }
}

#[test]
fn an_outcome_older_than_its_journal_says_by_how_many_facts() {
    let mut ecran = trois();
    ecran.touches("CRpièce oubliée<entree>");
    assert_eq!(
        constats(&ecran.brouillon, RESULTAT),
        ["le journal a 1 fait de plus que cette proposition : écrivez-la de nouveau (E)"]
    );
}

#[test]
fn a_journal_altered_or_deleted_under_its_outcome_is_told() {
    let brouillon = trois().brouillon;
    let journal = fs::read(brouillon.fichier(JOURNAL)).unwrap();
    let mut altere = journal.clone();
    let place = altere.len() - 200;
    altere[place] ^= 1;
    fs::write(brouillon.fichier(JOURNAL), &altere).unwrap();
    let dits = constats(&brouillon, RESULTAT).join("\n");
    assert!(
        dits.contains("journal : le journal est altéré au fait"),
        "{dits}"
    );
    assert!(
        dits.contains("enregistrements lisibles, la proposition en déclare"),
        "{dits}"
    );

    let (code, sortie, erreurs) = commande(&brouillon, &["classer", "63"]);
    assert_eq!(code, 1);
    assert!(
        !sortie.is_empty() && erreurs.contains("altéré au fait"),
        "{erreurs}"
    );
    let (code, sortie, erreurs) = commande(&brouillon, &["classer", "63", "--format", "yaml"]);
    assert_eq!((code, sortie.as_str()), (1, ""));
    assert!(
        erreurs.contains("aucune proposition n'est établie sur ce journal"),
        "{erreurs}"
    );
    let (code, _, erreurs) = commande(&brouillon, &["journal", "63"]);
    assert_eq!(code, 1);
    assert!(erreurs.contains("altéré au fait"));

    fs::remove_file(brouillon.fichier(JOURNAL)).unwrap();
    let dits = constats(&brouillon, RESULTAT).join("\n");
    assert!(
        dits.contains("63.journal.yaml a disparu, son dernier fait connu est le"),
        "{dits}"
    );
    let (code, sortie, _) = commande(&brouillon, &["verifier"]);
    assert_eq!(code, 1);
    assert!(sortie.contains("a disparu"), "{sortie}");
}

#[test]
fn a_fact_that_this_program_would_refuse_is_told_with_its_number() {
    let brouillon = trois().brouillon;
    // The last record replaced by a coherent one, as another program could write.
    let texte = brouillon.lire(JOURNAL);
    let dernier = texte.rfind("---\n").unwrap();
    let entete: Vec<&str> = texte[dernier..].lines().take(5).collect();
    let dessus = format!(
        "{}\nfait: \"critere_apprecie\"\nprojet: \"19483920\"\ncritere: \"parcours\"\nnote: 9\n",
        entete.join("\n")
    );
    let h = sha256(dessus.as_bytes());
    let forge = format!("{}{dessus}h: \"{h}\"\n...\n", &texte[..dernier]);
    brouillon.ecrire(JOURNAL, &forge);
    fs::remove_file(brouillon.fichier("seances/63.tete")).unwrap();
    let n = texte.matches("\n...\n").count() - 1;
    let dits = constats(&brouillon, RESULTAT).join("\n");
    let attendu = format!(
        "journal, fait {n} : ce programme ne l'aurait pas admis (Refusé : une appréciation va de 0 à 4)"
    );
    assert!(dits.contains(&attendu), "{dits}");
}

#[test]
fn the_previous_outcome_is_kept_and_only_its_owner_reads_them() {
    let mut ecran = trois();
    let premiere = ecran.brouillon.lire(RESULTAT);
    ecran.touches("CRpièce oubliée<entree>E");
    assert!(
        ecran.texte().contains("Projet de proposition écrit"),
        "{}",
        ecran.texte()
    );
    assert_eq!(ecran.brouillon.lire("resultats/63.yaml.bak"), premiere);
    assert_eq!(noms(&ecran.brouillon), ["63.yaml", "63.yaml.bak"]);
    let mode = |nom: &str| fs::metadata(ecran.brouillon.fichier(nom)).unwrap().mode() & 0o777;
    assert_eq!(mode("resultats"), 0o700);
    assert_eq!(mode(RESULTAT), 0o600);
    assert_eq!(mode("resultats/63.yaml.bak"), 0o600);
    assert_eq!(mode("seances"), 0o700);
}

#[test]
fn an_outcome_edited_by_hand_is_kept_under_a_dated_name_before_being_replaced() {
    let mut ecran = trois();
    let ecrite = ecran.brouillon.lire(RESULTAT);
    for (rang, edite) in [
        ecrite.replace("lien avec", "sans lien avec"),
        "illisible".into(),
    ]
    .into_iter()
    .enumerate()
    {
        ecran.brouillon.ecrire(RESULTAT, &edite);
        ecran.taille(200, 30).touches("CE");
        let nom = [
            "63.yaml.modifie-20241002-140211",
            "63.yaml.modifie-20241002-140211-2",
        ][rang];
        assert!(ecran.texte().contains("gardée sous"), "{}", ecran.texte());
        assert_eq!(ecran.brouillon.lire(&format!("resultats/{nom}")), edite);
        assert_eq!(ecran.brouillon.lire(RESULTAT), ecrite);
    }
    assert_eq!(constats(&ecran.brouillon, RESULTAT), [""; 0]);
}

#[test]
fn what_is_no_outcome_file_is_not_replaced_and_said_in_french() {
    let mut ecran = trois();
    ecran.taille(200, 30);
    let chemin = ecran.brouillon.fichier(RESULTAT);
    let victime = ecran.brouillon.fichier("victime");
    fs::write(&victime, "intacte").unwrap();
    fs::remove_file(&chemin).unwrap();
    symlink(&victime, &chemin).unwrap();
    ecran.touches("CE");
    assert!(
        ecran
            .texte()
            .contains("Proposition non écrite (lien symbolique refusé"),
        "{}",
        ecran.texte()
    );
    assert_eq!(fs::read_to_string(&victime).unwrap(), "intacte");
    fs::remove_file(&chemin).unwrap();
    Command::new("mkfifo").arg(&chemin).status().unwrap();
    ecran.touches("CE");
    assert!(
        ecran.texte().contains("ce n'est pas un fichier ordinaire"),
        "{}",
        ecran.texte()
    );
    fs::remove_file(&chemin).unwrap();
    fs::remove_dir_all(ecran.brouillon.fichier("resultats")).unwrap();
    ecran.brouillon.ecrire("resultats", "un fichier");
    ecran.touches("CE");
    assert!(
        ecran.texte().contains("un fichier de ce nom existe déjà"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn the_screen_refuses_a_journal_that_has_disappeared_and_tells_one_that_is_altered() {
    let ecran = trois();
    let octets = fs::read(ecran.brouillon.fichier(JOURNAL)).unwrap();
    fs::remove_file(ecran.brouillon.fichier(JOURNAL)).unwrap();
    let mut ecran = ecran.relancer();
    ecran.taille(300, 30).touches("<entree>");
    assert!(
        ecran
            .texte()
            .contains("a disparu, son dernier fait connu est le"),
        "{}",
        ecran.texte()
    );
    let mut altere = octets;
    let place = altere.len() - 200;
    altere[place] ^= 1;
    fs::write(ecran.brouillon.fichier(JOURNAL), altere).unwrap();
    ecran.touches("<entree>");
    let texte = ecran.texte();
    assert!(
        texte.contains("Lecture seule : le journal est altéré au fait"),
        "{texte}"
    );
    assert!(!texte.contains("Séance reprise"), "{texte}");
    let proposition = ecran.brouillon.lire(RESULTAT);
    ecran.touches("CE");
    assert!(
        ecran
            .texte()
            .contains("Proposition non écrite. Lecture seule")
    );
    assert_eq!(ecran.brouillon.lire(RESULTAT), proposition);
}

#[test]
fn a_missing_outcome_is_said_absent_and_setting_aside_is_kept() {
    let brouillon = trois().brouillon;
    let absent = brouillon.fichier("resultats/42.yaml");
    let (code, _, erreurs) = commande(&brouillon, &["verifier", absent.to_str().unwrap()]);
    assert_eq!(code, 2);
    assert!(erreurs.contains("42.yaml : fichier absent"), "{erreurs}");

    brouillon.ecrire("projets/0.yaml", "format: 1\n");
    let chemin: PathBuf = brouillon.fichier(RESULTAT);
    let sortie = |arguments: &[&str]| {
        let sortie = Command::new(env!("CARGO_BIN_EXE_instruire"))
            .arg("verifier")
            .arg(&chemin)
            .args(arguments)
            .output()
            .unwrap();
        sortie.status.code()
    };
    assert_eq!(sortie(&[]), Some(2));
    assert_eq!(sortie(&["--ecarter-illisibles"]), Some(0));
}

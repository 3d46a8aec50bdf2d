//! The commands without a screen: what they print, where, and their exit codes.

use std::path::Path;
use std::process::{Command, Output, Stdio};

use crate::support::ecran::Ecran;
use crate::support::{Brouillon, lisible};

/// What a command gave.
struct Rendu {
    code: i32,
    dit: String,
    signale: String,
}

impl From<Output> for Rendu {
    fn from(rendu: Output) -> Self {
        let texte = |octets: Vec<u8>| lisible(&String::from_utf8(octets).unwrap());
        Self {
            code: rendu.status.code().unwrap(),
            dit: texte(rendu.stdout),
            signale: texte(rendu.stderr),
        }
    }
}

/// A command, in a folder, without a terminal.
fn commande(dossier: &Path, arguments: &[&str]) -> Rendu {
    Command::new(env!("CARGO_BIN_EXE_instruire"))
        .args(arguments)
        .current_dir(dossier)
        .stdin(Stdio::null())
        .output()
        .unwrap()
        .into()
}

/// A shell script, in a folder; `$I` is the program.
fn shell(dossier: &Path, script: &str) -> Rendu {
    Command::new("bash")
        .args(["-c", script])
        .env("I", env!("CARGO_BIN_EXE_instruire"))
        .current_dir(dossier)
        .stdin(Stdio::null())
        .output()
        .unwrap()
        .into()
}

/// A campaign with a séance of Puy-de-Dôme in which one avis was said.
fn campagne() -> Brouillon {
    let mut ecran = Ecran::seance();
    ecran.touches("j<entree>f");
    let Ecran { app, brouillon, .. } = ecran;
    drop(app);
    brouillon
}

fn est_francais(texte: &str) {
    for mot in [
        "error",
        "Error",
        "usage:",
        "Usage:",
        "invalid",
        "unexpected",
        "required",
        "No such",
        "Options:",
        "default",
        "denied",
        "alias",
        "os error",
        "panicked",
    ] {
        assert!(!texte.contains(mot), "« {mot} » dans :\n{texte}");
    }
}

#[test]
fn help_is_in_french_and_complete() {
    let vide = tempfile::tempdir().unwrap();
    for arguments in [
        &["--help"][..],
        &["-h"],
        &["--aide"],
        &["verifier", "--help"],
        &["classer", "--help"],
        &["journal", "--aide"],
    ] {
        let rendu = commande(vide.path(), arguments);
        assert_eq!(
            (rendu.code, rendu.signale.as_str()),
            (0, ""),
            "{arguments:?}"
        );
        assert!(rendu.dit.contains("Usage : instruire"), "{}", rendu.dit);
        assert!(rendu.dit.contains("Options :"), "{}", rendu.dit);
        est_francais(&rendu.dit);
    }
    let aide = commande(vide.path(), &["--help"]).dit;
    for mot in [
        "Commandes :",
        "verifier",
        "classer",
        "journal",
        "--campagne",
        "--territoire",
        "--theme",
        "--demo",
        "--ecarter-illisibles",
        "--help",
        "--version",
        "Exemples :",
        "Codes de sortie :",
    ] {
        assert!(aide.contains(mot), "{mot} absent de :\n{aide}");
    }
}

#[test]
fn the_version_is_a_name_and_a_number() {
    let vide = tempfile::tempdir().unwrap();
    for option in ["--version", "-V"] {
        let rendu = commande(vide.path(), &[option]);
        let attendu = format!("instruire {}\n", env!("CARGO_PKG_VERSION"));
        assert_eq!((rendu.code, rendu.dit), (0, attendu));
    }
}

#[test]
fn what_is_not_understood_is_said_in_one_french_sentence_with_code_2() {
    let brouillon = campagne();
    for (arguments, phrase) in [
        (&["--inconnue"][..], "option inconnue : --inconnue"),
        (&["ranger"], "commande inconnue : ranger"),
        (&["classer"], "il manque : <CODE>"),
        (&["journal"], "il manque : <CODE>"),
        (
            &["classer", "63", "--format", "json"],
            "admises : texte, yaml",
        ),
        (&["--territoire"], "--territoire <CODE> attend une valeur"),
        (&["--demo", "--demo"], "option donnée deux fois"),
        (
            &["classer", "99", "--campagne", "."],
            "territoire « 99 » absent",
        ),
        (
            &["journal", "99", "--campagne", "."],
            "territoire « 99 » absent",
        ),
        (&["journal", "01", "--campagne", "."], "aucune séance"),
        (&["classer", "01", "--campagne", "."], "aucune séance"),
        (
            &["verifier", "--campagne", "absente"],
            "campagne inutilisable",
        ),
        (
            &["verifier", "absente.yaml", "--campagne", "."],
            "invérifiable",
        ),
        (&["image", "absent/ecran.svg"], "fichier ou dossier absent"),
    ] {
        let rendu = commande(brouillon.racine(), arguments);
        assert_eq!((rendu.code, rendu.dit.as_str()), (2, ""), "{arguments:?}");
        let derniere = rendu.signale.lines().last().unwrap_or_default();
        assert!(derniere.starts_with("instruire : "), "{}", rendu.signale);
        assert!(rendu.signale.contains(phrase), "{}", rendu.signale);
        est_francais(&rendu.signale);
    }
}

#[test]
fn without_a_terminal_the_screen_is_refused_and_no_escape_written() {
    let brouillon = campagne();
    for script in [
        "$I --campagne . </dev/null",
        "$I --campagne . <&-",
        "$I --demo | cat; exit ${PIPESTATUS[0]}",
        "setsid $I --campagne . </dev/null",
        "$I --campagne . <&- >&-",
    ] {
        let rendu = shell(brouillon.racine(), script);
        assert_eq!((rendu.code, rendu.dit.as_str()), (2, ""), "{script}");
        assert!(rendu.signale.contains("demande un terminal"), "{script}");
        assert!(!rendu.signale.contains('\x1b'), "{script}");
    }
}

#[test]
fn the_commands_answer_on_the_example() {
    let brouillon = campagne();
    let racine = brouillon.racine();
    let rendu = commande(racine, &["verifier", "--campagne", "."]);
    assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""));
    // A line per territory; what the linter of its table remarks is indented below.
    let territoires = rendu.dit.lines().filter(|l| !l.starts_with(' '));
    assert_eq!(territoires.count(), 13, "{}", rendu.dit);
    let ligne = rendu.dit.lines().find(|l| l.starts_with("63 ")).unwrap();
    assert!(ligne.contains("17 candidatures"), "{ligne}");
    assert!(ligne.ends_with("journal : 3 faits"), "{ligne}");

    let rendu = commande(racine, &["journal", "63", "--campagne", "."]);
    assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""));
    let lignes: Vec<&str> = rendu.dit.lines().collect();
    assert_eq!(lignes.len(), 3, "{}", rendu.dit);
    assert!(lignes[0].starts_with("0 · 02/10/2024 14:02:11 · comite-63 · journal créé"));
    assert!(
        lignes[2].contains("avis favorable, France Travail"),
        "{}",
        lignes[2]
    );

    let rendu = commande(racine, &["classer", "63", "--campagne", "."]);
    assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""));
    assert!(rendu.dit.starts_with("63 Puy-de-Dôme : "), "{}", rendu.dit);
    assert_eq!(rendu.dit.lines().count(), 18, "{}", rendu.dit);

    let rendu = commande(
        racine,
        &["classer", "63", "--format", "yaml", "--campagne", "."],
    );
    assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""));
    let lu: serde_yaml::Value = serde_yaml::from_str(&rendu.dit).unwrap();
    assert!(lu.is_mapping());
}

#[test]
fn a_closed_output_is_a_quiet_end_and_a_full_one_is_said() {
    let brouillon = campagne();
    for suite in ["--help", "verifier", "journal 63", "classer 63"] {
        let script = format!("$I {suite} --campagne . | head -1; exit ${{PIPESTATUS[0]}}");
        let rendu = shell(brouillon.racine(), &script);
        assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""), "{suite}");

        let rendu = shell(
            brouillon.racine(),
            &format!("$I {suite} --campagne . | true; exit ${{PIPESTATUS[0]}}"),
        );
        assert_eq!((rendu.code, rendu.signale.as_str()), (0, ""), "{suite}");

        let rendu = shell(
            brouillon.racine(),
            &format!("$I {suite} --campagne . >/dev/full"),
        );
        assert_eq!(rendu.code, 2, "{suite}");
        assert_eq!(rendu.signale, "instruire : plus de place sur le disque\n");
    }
}

#[test]
fn an_unreadable_candidature_is_located_and_set_aside_only_on_request() {
    let brouillon = campagne();
    brouillon.ecrire("projets/19481374.yaml", "format: 1\nnumero: [\n");
    let racine = brouillon.racine();
    let rendu = commande(racine, &["verifier", "--campagne", "."]);
    assert_eq!(rendu.code, 2);
    assert!(
        rendu.signale.contains("projets/19481374.yaml"),
        "{}",
        rendu.signale
    );
    est_francais(&rendu.signale);

    let rendu = commande(racine, &["classer", "63", "--campagne", "."]);
    assert_eq!((rendu.code, rendu.dit.as_str()), (2, ""));
    assert!(
        rendu.signale.contains("--ecarter-illisibles"),
        "{}",
        rendu.signale
    );

    let rendu = commande(
        racine,
        &["classer", "63", "--campagne", ".", "--ecarter-illisibles"],
    );
    assert_eq!(rendu.code, 0, "{}", rendu.signale);
    assert!(
        rendu.signale.contains("projets/19481374.yaml"),
        "{}",
        rendu.signale
    );
    assert_eq!(rendu.dit.lines().count(), 17, "{}", rendu.dit);
}

#[test]
fn an_altered_journal_is_found_with_code_1() {
    let brouillon = campagne();
    brouillon.changer("seances/63.journal.yaml", "favorable", "défavorable");
    let racine = brouillon.racine();
    let rendu = commande(racine, &["verifier", "--campagne", "."]);
    assert_eq!(rendu.code, 1, "{}", rendu.signale);
    let ligne = rendu.dit.lines().find(|l| l.starts_with("63 ")).unwrap();
    assert!(ligne.contains("altéré"), "{ligne}");
    let rendu = commande(racine, &["journal", "63", "--campagne", "."]);
    assert_eq!(rendu.code, 1, "{}", rendu.signale);
    assert!(rendu.signale.contains("altéré"), "{}", rendu.signale);
    assert_eq!(rendu.dit.lines().count(), 2, "{}", rendu.dit);
}

#[test]
fn a_written_proposal_is_verified_and_every_difference_told() {
    let mut ecran = Ecran::seance();
    ecran.touches("j<entree>fCE");
    let Ecran { app, brouillon, .. } = ecran;
    drop(app);
    let racine = brouillon.racine();
    let rendu = commande(racine, &["verifier", "resultats/63.yaml"]);
    assert_eq!(rendu.code, 0, "{}{}", rendu.dit, rendu.signale);
    assert_eq!(rendu.dit, "resultats/63.yaml : conforme\n");

    brouillon.changer("resultats/63.yaml", "Puy-de-Dôme", "Puy-de-Sancy");
    let rendu = commande(racine, &["verifier", "resultats/63.yaml"]);
    assert_eq!(rendu.code, 1, "{}{}", rendu.dit, rendu.signale);
    assert!(rendu.dit.contains("Puy-de-Sancy"), "{}", rendu.dit);
    assert!(
        rendu.dit.contains("non conforme, 1 différence"),
        "{}",
        rendu.dit
    );
}

#[test]
fn a_closed_standard_error_takes_nothing_down() {
    let brouillon = campagne();
    let rendu = shell(brouillon.racine(), "$I --inconnue 2>&-");
    assert_eq!(rendu.code, 2);
    let rendu = shell(brouillon.racine(), "$I --inconnue 2>/dev/full");
    assert_eq!(rendu.code, 2);
}

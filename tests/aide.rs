//! The manual and the completions say the commands, in French.

use std::process::Command;

fn lancer(arguments: &[&str]) -> (i32, String) {
    let sortie = Command::new(env!("CARGO_BIN_EXE_instruire"))
        .args(arguments)
        .output()
        .unwrap();
    (
        sortie.status.code().unwrap(),
        String::from_utf8(sortie.stdout).unwrap(),
    )
}

#[test]
fn each_shell_completes_the_commands() {
    for (shell, signe) in [
        ("bash", "complete -F _instruire"),
        ("zsh", "#compdef instruire"),
        ("fish", "complete -c instruire"),
    ] {
        let (code, texte) = lancer(&["completions", shell]);
        assert_eq!(code, 0);
        assert!(texte.contains(signe), "{shell} : {texte}");
        assert!(texte.contains("proces-verbal"), "{shell}");
    }
    assert_eq!(lancer(&["completions", "tcsh"]).0, 2);
}

#[test]
fn the_manual_tells_the_program_then_each_command_in_french() {
    let (code, page) = lancer(&["manuel"]);
    assert_eq!(code, 0);
    for titre in [
        ".SH NOM",
        ".SH SYNOPSIS",
        ".SH OPTIONS",
        ".SH COMMANDES",
        ".SH EXEMPLES",
        ".SH INSTRUIRE CLASSER",
        ".SH INSTRUIRE EXPORTER",
    ] {
        assert!(page.contains(titre), "{titre} absent de\n{page}");
    }
    for anglais in ["SUBCOMMANDS", "EXTRA", "Print help", ".SH NAME"] {
        assert!(!page.contains(anglais), "{anglais}");
    }
}

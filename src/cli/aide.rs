//! `instruire completions`, `instruire manuel`: made from the arguments themselves.

use clap::Command;
use clap_complete::Shell;
use clap_mangen::Man;
use color_eyre::eyre::Result;

use super::arguments::{Interprete, commande};
use super::{BON, livrer, livrer_octets};

/// Prints the completion of a shell.
pub fn completions(interprete: Interprete) -> Result<u8> {
    let shell = match interprete {
        Interprete::Bash => Shell::Bash,
        Interprete::Zsh => Shell::Zsh,
        Interprete::Fish => Shell::Fish,
    };
    let mut octets = Vec::new();
    clap_complete::generate(shell, &mut commande(), "instruire", &mut octets);
    livrer_octets(&octets)?;
    Ok(BON)
}

/// Prints the page of the manual: the program, then each command.
pub fn manuel() -> Result<u8> {
    let mut commande = commande();
    commande.build();
    let mut octets = Vec::new();
    Man::new(commande.clone()).render(&mut octets)?;
    let visibles = commande.get_subcommands().filter(|c| !c.is_hide_set());
    for sous_commande in visibles {
        chapitre(sous_commande, &mut octets)?;
    }
    let page = String::from_utf8_lossy(&octets);
    let lignes: Vec<String> = page.lines().map(en_francais).collect();
    livrer(&lignes.join("\n"))?;
    Ok(BON)
}

/// A line of the page; titles in French, without the blanks that our help puts in them.
fn en_francais(ligne: &str) -> String {
    let Some(titre) = ligne.strip_prefix(".SH ") else {
        return ligne.to_owned();
    };
    let titre = match titre.trim_matches('"').trim() {
        "NAME" => "NOM".to_owned(),
        "EXTRA" => "EXEMPLES".to_owned(),
        titre => titre.to_uppercase(),
    };
    format!(".SH {titre}")
}

/// A command as a chapter of the page.
fn chapitre(commande: &Command, octets: &mut Vec<u8>) -> Result<()> {
    let man = Man::new(commande.clone());
    octets.extend(format!(".SH INSTRUIRE {}\n", commande.get_name().to_uppercase()).bytes());
    let mut page = Vec::new();
    man.render_description_section(&mut page)?;
    man.render_options_section(&mut page)?;
    // Its own sections stand inside the chapter.
    let page = String::from_utf8_lossy(&page);
    let repetees = [".SH DESCRIPTION", ".ie ", ".el "];
    let lignes = page
        .lines()
        .filter(|l| !repetees.iter().any(|r| l.starts_with(r)));
    for ligne in lignes {
        let ligne = ligne.replacen(".SH ", ".SS ", 1);
        octets.extend(format!("{ligne}\n").bytes());
    }
    Ok(())
}

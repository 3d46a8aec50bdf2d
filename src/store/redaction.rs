//! A priority table written again after one change, as a person would: rows left alone keep their text and their comments.
//!
//! The text is cut at each row; only the row changed is written anew, and the ranks. What is obtained is read again:
//! when it is not exactly the table wanted (an unusual style), the whole file is written anew under its first comments.

mod decoupe;
mod fiche;

use std::fmt::Write as _;

use super::yaml_writer::quoted;
use crate::domain::edition::Edition;
use crate::domain::priorite::{LignePriorite, StatutTable, TablePriorites};
use crate::domain::territoire::Zone;
use decoupe::{decouper, premiers_commentaires, retrait_de};

pub use fiche::rediger as rediger_fiche;

/// The text of `apres`, which is the table in `texte` after `edition`.
pub fn rediger(texte: &str, apres: &TablePriorites, edition: &Edition) -> String {
    let texte = texte.replace("\r\n", "\n");
    retouche(&texte, apres, edition)
        .filter(|redige| serde_yaml::from_str(redige).is_ok_and(|lu: TablePriorites| lu == *apres))
        .unwrap_or_else(|| refaire(&texte, apres))
}

fn retouche(texte: &str, table: &TablePriorites, edition: &Edition) -> Option<String> {
    let mut decoupe = decouper(texte, "priorites:")?;
    let retrait = decoupe.elements.first().map_or(2, |l| retrait_de(l));
    edition.sur(&mut decoupe.elements, |ligne, ancienne| {
        let commentaires = ancienne.map_or(String::new(), |a| premiers_commentaires(&a));
        commentaires + &ecrire_ligne(ligne, retrait)
    });
    let mut redige = avec_statut(&decoupe.avant, table.statut);
    if let Edition::Source(_) = edition {
        redige = avec_source(&redige, table.source.as_deref());
    }
    if decoupe.elements.is_empty() {
        redige.push_str("priorites: []\n");
    } else {
        redige.push_str(&decoupe.cle);
        redige.push('\n');
        for (rang, ligne) in (1..).zip(&decoupe.elements) {
            redige.push_str(&avec_rang(ligne, rang)?);
        }
    }
    redige.push_str(&avec_statut(&decoupe.apres, table.statut));
    Some(redige)
}

/// The row with this rank; `None` when its rank is not written in figures after `rang:`.
fn avec_rang(ligne: &str, rang: u32) -> Option<String> {
    let commentaires = premiers_commentaires(ligne);
    let corps = &ligne[commentaires.len()..];
    let debut = corps.find("rang:")? + "rang:".len();
    let apres = corps[debut..].trim_start_matches(' ');
    let chiffres = apres.len() - apres.trim_start_matches(|c: char| c.is_ascii_digit()).len();
    (chiffres > 0).then(|| {
        let (tete, queue) = (&corps[..debut], &apres[chiffres..]);
        format!("{commentaires}{tete} {rang}{queue}")
    })
}

fn avec_statut(texte: &str, statut: StatutTable) -> String {
    let (voulu, autre) = match statut {
        StatutTable::Saisie => ("saisie", "a_saisir"),
        StatutTable::ASaisir => ("a_saisir", "saisie"),
    };
    let rangees = texte.split_inclusive('\n').map(|rangee| {
        let valeur = rangee.strip_prefix("statut:").map(str::trim_start);
        match valeur {
            Some(valeur) if valeur.starts_with(autre) => rangee.replacen(autre, voulu, 1),
            _ => rangee.to_owned(),
        }
    });
    rangees.collect()
}

/// The text with its source on one line, after the status when it had none.
fn avec_source(texte: &str, source: Option<&str>) -> String {
    let ecrite = source.map_or("null".into(), |s| scalaire(s, false));
    let ecrite = format!("source: {ecrite}\n");
    let cle = if texte.lines().any(|l| l.starts_with("source:")) {
        "source:"
    } else {
        "statut:"
    };
    let rangees = texte.split_inclusive('\n').map(|rangee| match cle {
        _ if !rangee.starts_with(cle) => rangee.to_owned(),
        "source:" => ecrite.clone(),
        _ => rangee.to_owned() + &ecrite,
    });
    rangees.collect()
}

/// The whole file, under the comments at its head.
fn refaire(texte: &str, table: &TablePriorites) -> String {
    let statut = match table.statut {
        StatutTable::Saisie => "saisie",
        StatutTable::ASaisir => "a_saisir",
    };
    let source = table.source.as_deref();
    let mut redige = premiers_commentaires(texte);
    // Writing to a String cannot fail.
    let _ = write!(
        redige,
        "format: {}\nterritoire: {}\nstatut: {statut}\nsource: {}\n",
        table.format,
        quoted(&table.territoire),
        source.map_or("null".into(), |s| scalaire(s, false))
    );
    if !table.conventions_cej_jr.is_empty() {
        redige.push_str("\nconventions_cej_jr:\n");
        for convention in &table.conventions_cej_jr {
            let fin = convention.fin.map_or("null".into(), |f| f.to_string());
            let zone = ecrire_zone(&convention.territoire);
            let _ = writeln!(redige, "  - {{ territoire: {zone}, fin: {fin} }}");
        }
    }
    if table.priorites.is_empty() {
        redige.push_str("\npriorites: []\n");
    } else {
        redige.push_str("\npriorites:\n");
        for ligne in &table.priorites {
            redige.push_str(&ecrire_ligne(ligne, 2));
        }
    }
    redige
}

fn ecrire_ligne(ligne: &LignePriorite, retrait: usize) -> String {
    let marge = " ".repeat(retrait);
    let mut rangees = vec![
        format!("rang: {}", ligne.rang),
        format!("public: {}", scalaire(&ligne.public, false)),
    ];
    if !ligne.precisions.is_empty() {
        let precisions: Vec<String> = ligne.precisions.iter().map(|p| scalaire(p, true)).collect();
        rangees.push(format!("precisions: [{}]", precisions.join(", ")));
    }
    let champs: Vec<&str> = ligne.champs.iter().map(|c| c.cle()).collect();
    rangees.push(format!("champs: [{}]", champs.join(", ")));
    rangees.push(format!("territoire: {}", ecrire_zone(&ligne.territoire)));
    if let Some(motivation) = &ligne.motivation {
        rangees.push(format!("motivation: {}", scalaire(motivation, false)));
    }
    let corps = rangees.join(&format!("\n{marge}  "));
    format!("{marge}- {corps}\n")
}

fn ecrire_zone(zone: &Zone) -> String {
    let references = |references: &[String]| {
        let references: Vec<String> = references.iter().map(|r| quoted(r)).collect();
        format!("[{}]", references.join(", "))
    };
    let mut cles = Vec::new();
    if let Some(libelle) = &zone.libelle {
        cles.push(format!("libelle: {}", scalaire(libelle, true)));
    }
    cles.push(format!("inclut: {}", references(&zone.inclut)));
    if !zone.exclut.is_empty() {
        cles.push(format!("exclut: {}", references(&zone.exclut)));
    }
    format!("{{ {} }}", cles.join(", "))
}

/// The text bare where every reader takes it for itself, else between quotes.
fn scalaire(texte: &str, entre_accolades: bool) -> String {
    let commence_bien = texte.chars().next().is_some_and(char::is_alphanumeric);
    let reserve = |c: char| entre_accolades && "[]{},".contains(c);
    let ambigu = texte.contains(": ")
        || texte.contains(" #")
        || texte.ends_with([':', ' '])
        || texte.chars().any(|c| c == '\n' || reserve(c))
        || !texte.chars().any(char::is_alphabetic);
    let lu = serde_yaml::from_str::<serde_yaml::Value>(texte);
    let soi_meme = lu.is_ok_and(|v| v.as_str() == Some(texte));
    let mot = matches!(
        texte.to_lowercase().as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off"
    );
    let cite = quoted(texte);
    let sans_echappement = cite.len() == texte.len() + 2 && !texte.contains('"');
    if commence_bien && !ambigu && soi_meme && !mot && sans_echappement {
        texte.to_owned()
    } else {
        cite
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_bare_only_where_every_reader_takes_it_for_itself() {
        assert_eq!(scalaire("sortants de l'ASE", true), "sortants de l'ASE");
        assert_eq!(
            scalaire("35 structures, 62 %", false),
            "35 structures, 62 %"
        );
        for cite in [
            "a, b",
            "",
            "no",
            "12:30",
            "- x",
            "a: b",
            "oui #",
            "1e3",
            "[x",
            "« a » \" b",
        ] {
            assert!(scalaire(cite, true).starts_with('"'), "{cite}");
        }
    }
}

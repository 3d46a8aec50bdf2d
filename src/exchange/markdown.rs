//! A text as Markdown: what was typed shows as it was typed, never as markup.

use super::ecrit::{Bloc, Ecrit};
use crate::domain::texte::lignes;

/// What Markdown would take for markup anywhere in a line.
const BALISES: [char; 10] = ['\\', '`', '*', '_', '[', ']', '<', '>', '|', '~'];

/// The whole text.
pub fn ecrire(ecrit: &Ecrit) -> String {
    let mut parties = vec![format!("# {}\n", sur_une_ligne(&ecrit.titre))];
    for bloc in &ecrit.blocs {
        parties.push("\n".into());
        match bloc {
            Bloc::Titre(niveau, titre) => {
                let dieses = "#".repeat(usize::from(*niveau) + 1);
                parties.push(format!("{dieses} {}\n", sur_une_ligne(titre)));
            }
            Bloc::Paragraphe(phrase) => parties.push(format!("{}\n", multiligne(phrase, ""))),
            Bloc::Liste(points) => {
                let point = |point: &String| format!("- {}\n", multiligne(point, "  "));
                parties.extend(points.iter().map(point));
            }
            Bloc::Tableau(entete, rangees) => {
                parties.push(rangee(entete));
                parties.push(format!("|{}\n", "---|".repeat(entete.len())));
                parties.extend(rangees.iter().map(|r| rangee(r)));
            }
        }
    }
    parties.concat()
}

fn rangee(cellules: &[String]) -> String {
    let cellules = cellules.iter().map(|cellule| {
        let lignes: Vec<String> = lignes(cellule).map(|l| echapper(&l)).collect();
        lignes.join("<br>")
    });
    format!("| {} |\n", cellules.collect::<Vec<_>>().join(" | "))
}

fn sur_une_ligne(texte: &str) -> String {
    let lignes: Vec<String> = lignes(texte).map(|l| echapper(&l)).collect();
    lignes.join(" ")
}

/// Its lines kept, by the backslash that says so; a blank line would end a list or a paragraph.
fn multiligne(texte: &str, retrait: &str) -> String {
    let lignes = lignes(texte).map(|l| echapper(l.trim()));
    let lignes: Vec<String> = lignes.filter(|l| !l.is_empty()).collect();
    lignes.join(&format!("\\\n{retrait}"))
}

/// A line that says itself.
fn echapper(ligne: &str) -> String {
    let mut sortie = String::with_capacity(ligne.len());
    for lettre in ligne.chars() {
        if BALISES.contains(&lettre) {
            sortie.push('\\');
        }
        sortie.push(lettre);
    }
    // At the beginning of a line only: titles, lists, rules, numbered lists.
    let chiffres = sortie.bytes().take_while(u8::is_ascii_digit).count();
    if sortie.starts_with(['#', '-', '+', '=']) {
        sortie.insert(0, '\\');
    } else if chiffres > 0 && sortie[chiffres..].starts_with(['.', ')']) {
        sortie.insert(chiffres, '\\');
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_typed_is_never_markup() {
        assert_eq!(echapper("# titre"), "\\# titre");
        assert_eq!(echapper("- point"), "\\- point");
        assert_eq!(echapper("2024. Suite"), "2024\\. Suite");
        assert_eq!(echapper("à 12,5 ETP"), "à 12,5 ETP");
        assert_eq!(
            echapper("[x](http://y) <script> a|b"),
            "\\[x\\](http://y) \\<script\\> a\\|b"
        );
    }

    #[test]
    fn lines_are_kept_inside_paragraphs_points_and_cells() {
        let mut ecrit = Ecrit::new("Titre");
        ecrit.dire("une\n\ndeux");
        ecrit.lister(["un\ndeux".to_owned()]);
        ecrit.tabler(["a", "b"], [["x\ny".to_owned(), "z".to_owned()]]);
        let attendu =
            "# Titre\n\nune\\\ndeux\n\n- un\\\n  deux\n\n| a | b |\n|---|---|\n| x<br>y | z |\n";
        assert_eq!(ecrire(&ecrit), attendu);
    }
}

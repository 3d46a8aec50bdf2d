//! Text fitted to a number of columns, by graphemes: never cut without « … », columns never drift.

use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns a text takes.
pub fn largeur(texte: &str) -> usize {
    texte.graphemes(true).map(UnicodeWidthStr::width).sum()
}

/// At most `colonnes` columns, ended by « … » when something is left out.
pub fn couper(texte: &str, colonnes: usize) -> String {
    if largeur(texte) <= colonnes {
        return texte.to_owned();
    }
    let mut coupe = String::new();
    let mut prises = 0;
    for grapheme in texte.graphemes(true) {
        prises += grapheme.width();
        if prises + 1 > colonnes {
            break;
        }
        coupe.push_str(grapheme);
    }
    if colonnes > 0 {
        coupe.push('…');
    }
    coupe
}

/// Exactly `colonnes` columns, text at the left.
pub fn a_gauche(texte: &str, colonnes: usize) -> String {
    let coupe = couper(texte, colonnes);
    let blancs = colonnes.saturating_sub(largeur(&coupe));
    coupe + &" ".repeat(blancs)
}

/// Exactly `colonnes` columns, text at the right.
pub fn a_droite(texte: &str, colonnes: usize) -> String {
    let coupe = couper(texte, colonnes);
    " ".repeat(colonnes.saturating_sub(largeur(&coupe))) + &coupe
}

/// Lines of at most `colonnes` columns, broken between words where it can be.
pub fn replier(texte: &str, colonnes: usize) -> Vec<String> {
    let colonnes = colonnes.max(1);
    let mut lignes = Vec::new();
    let mut ligne = String::new();
    for mot in texte.split_word_bounds() {
        if largeur(&ligne) + largeur(mot) > colonnes && !ligne.is_empty() {
            lignes.push(std::mem::take(&mut ligne).trim_end().to_owned());
        }
        if ligne.is_empty() && mot.trim().is_empty() {
            continue;
        }
        for grapheme in mot.graphemes(true) {
            if largeur(&ligne) + grapheme.width() > colonnes {
                lignes.push(std::mem::take(&mut ligne));
            }
            ligne.push_str(grapheme);
        }
    }
    lignes.push(ligne.trim_end().to_owned());
    lignes
}

/// The first line to show so that `choisie` is among `hauteur` lines out of `nombre`, near the middle.
pub fn premiere_visible(choisie: usize, nombre: usize, hauteur: usize) -> usize {
    choisie
        .saturating_sub(hauteur / 2)
        .min(nombre.saturating_sub(hauteur))
}

//! Text fitted to a number of columns, by graphemes: never cut without « … », columns never drift.

use std::borrow::Cow;

use textwrap::{Options, WrapAlgorithm};
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

use crate::domain::francais::typographier;

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

/// Lines of at most `colonnes` columns, broken where French print breaks them: never before « : » nor inside « 70 000 € ».
pub fn replier(texte: &str, colonnes: usize) -> Vec<String> {
    let options = Options::new(colonnes.max(1)).wrap_algorithm(WrapAlgorithm::FirstFit);
    let texte = typographier(texte);
    let lignes = textwrap::wrap(&texte, options);
    lignes.into_iter().map(Cow::into_owned).collect()
}

/// The first line to show so that `choisie` is among `hauteur` lines out of `nombre`, near the middle.
pub fn premiere_visible(choisie: usize, nombre: usize, hauteur: usize) -> usize {
    choisie
        .saturating_sub(hauteur / 2)
        .min(nombre.saturating_sub(hauteur))
}

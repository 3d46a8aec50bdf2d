//! Text from outside made harmless: what a terminal could obey or hide is shown as a visible glyph, never sent as it came.

use unicode_normalization::char::canonical_combining_class;

/// A combining mark more than this on one letter is counted, not shown.
const MARQUES: usize = 2;

/// The text as a screen or a terminal may show it, on one line.
pub fn visible(texte: &str) -> String {
    let mut marques = 0;
    let mut sortie = String::with_capacity(texte.len());
    for caractere in texte.chars() {
        marques = if canonical_combining_class(caractere) == 0 {
            0
        } else {
            marques + 1
        };
        match caractere {
            _ if marques > MARQUES => {}
            '\n' | '\t' => sortie.push(' '),
            '\u{7f}' => sortie.push('␡'),
            c if (c as u32) < 0x20 => sortie.push(char::from_u32(0x2400 + c as u32).unwrap_or('·')),
            c if est_c1(c) => sortie.push('\u{fffd}'),
            c if est_cache(c) => sortie.push('·'),
            c => sortie.push(c),
        }
    }
    sortie
}

/// The lines of a text, each made harmless.
pub fn lignes(texte: &str) -> impl Iterator<Item = String> + '_ {
    texte.lines().map(visible)
}

/// Whether a text holds a character that no keyboard types and no reader sees.
pub fn a_caracteres_caches(texte: &str) -> bool {
    texte
        .chars()
        .any(|c| (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || est_cache(c))
}

fn est_c1(c: char) -> bool {
    ('\u{80}'..='\u{9f}').contains(&c)
}

/// Whether a character is shown as nothing, or reorders the others: format, bidi, zero-width, filler, private, unassigned by design.
pub fn est_cache(c: char) -> bool {
    matches!(c,
        '\u{ad}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{2800}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}' | '\u{ffa0}' | '\u{fff0}'..='\u{fffb}'
        | '\u{e000}'..='\u{f8ff}' | '\u{e0000}'..='\u{10ffff}')
        || (c as u32) & 0xfffe == 0xfffe
}

//! Text from outside made harmless: what a terminal could obey or hide is shown as a visible glyph, never sent as it came.

use unicode_properties::{GeneralCategory, UnicodeGeneralCategory};
use unicode_width::UnicodeWidthChar;

/// Marks shown, or written as they are, on one letter.
pub const MARQUES: usize = 2;

/// What carries a mark that has no letter under it.
const SUPPORT: char = '◌';

/// The text as a screen or a terminal may show it, on one line.
pub fn visible(texte: &str) -> String {
    let mut marques = 0;
    let mut sortie = String::with_capacity(texte.len());
    for caractere in texte.chars() {
        if est_marque(caractere) {
            marques += 1;
            if sortie.is_empty() || sortie.ends_with(' ') {
                sortie.push(SUPPORT);
            }
            if marques <= MARQUES {
                sortie.push(caractere);
            }
            continue;
        }
        marques = 0;
        sortie.push(match caractere {
            '\n' | '\t' => ' ',
            '\u{7f}' => '␡',
            c if (c as u32) < 0x20 => char::from_u32(0x2400 + c as u32).unwrap_or('·'),
            c if c.is_control() => char::REPLACEMENT_CHARACTER,
            c if est_cache(c) => '·',
            c => c,
        });
    }
    sortie
}

/// The lines of a text, each made harmless.
pub fn lignes(texte: &str) -> impl Iterator<Item = String> + '_ {
    texte.lines().map(visible)
}

/// Whether a character is one that no keyboard types and no reader sees.
pub fn est_invisible(c: char) -> bool {
    (c.is_control() && !matches!(c, '\n' | '\t' | '\r')) || est_cache(c)
}

/// Whether a character is drawn over the one before it, and takes no column of its own.
pub fn est_marque(c: char) -> bool {
    !est_latin(c) && !c.is_control() && !est_cache(c) && c.width() == Some(0)
}

/// Whether a character is shown as nothing, or reorders the others: format, bidi, zero-width, filler, private, unassigned.
pub fn est_cache(c: char) -> bool {
    use GeneralCategory::{
        Format, LineSeparator, ParagraphSeparator, PrivateUse, Surrogate, Unassigned,
    };
    if est_latin(c) {
        return false;
    }
    let invisible = matches!(
        c.general_category(),
        Format | LineSeparator | ParagraphSeparator | PrivateUse | Surrogate | Unassigned
    );
    (invisible && !est_signe_arabe(c)) || est_remplissage(c)
}

/// Nearly every character of a French text: none is hidden, none is a mark, and no table need be read.
fn est_latin(c: char) -> bool {
    c < '\u{300}' && c != '\u{ad}'
}

/// Signs of Arabic and Syriac that are drawn, though Unicode files them with the format characters.
fn est_signe_arabe(c: char) -> bool {
    matches!(
        c,
        '\u{600}'..='\u{605}' | '\u{6dd}' | '\u{70f}' | '\u{890}' | '\u{891}' | '\u{8e2}'
    )
}

/// Fillers and variation selectors: letters or marks that draw nothing.
fn est_remplissage(c: char) -> bool {
    matches!(c,
        '\u{34f}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}' | '\u{180b}'..='\u{180f}' | '\u{2800}'
        | '\u{3164}' | '\u{fe00}'..='\u{fe0f}' | '\u{ffa0}' | '\u{e0100}'..='\u{e01ef}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_letters_that_skip_the_tables_are_what_the_tables_say() {
        for c in (0..0x300)
            .filter_map(char::from_u32)
            .filter(|c| est_latin(*c))
        {
            let category = c.general_category();
            assert!(c.is_control() || c.width() > Some(0), "{c:?}");
            assert_ne!(category, GeneralCategory::Format, "{c:?}");
            assert_ne!(category, GeneralCategory::Unassigned, "{c:?}");
        }
    }
}

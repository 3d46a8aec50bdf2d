//! The screen in ASCII, for a terminal that is not UTF-8: every cell keeps its column, every sign stays told from the others.

use ratatui::buffer::Buffer;
use unicode_normalization::UnicodeNormalization;

/// Signs of ours and their stand-ins, one character each.
const SIGNES: &[(char, char)] = &[
    ('─', '-'),
    ('═', '='),
    ('│', '|'),
    ('┌', '+'),
    ('┐', '+'),
    ('└', '+'),
    ('┘', '+'),
    ('▏', '|'),
    ('▰', '#'),
    ('▱', '-'),
    ('█', '#'),
    ('▓', '%'),
    ('▒', '='),
    ('░', '.'),
    ('✓', '+'),
    ('✗', 'X'),
    ('●', 'o'),
    ('≈', '~'),
    ('≠', '#'),
    ('‡', '&'),
    ('‼', '!'),
    ('↑', '^'),
    ('↓', 'v'),
    ('→', '>'),
    ('←', '<'),
    ('‹', '<'),
    ('›', '>'),
    ('«', '"'),
    ('»', '"'),
    ('’', '\''),
    ('“', '"'),
    ('”', '"'),
    ('·', '.'),
    ('…', '>'),
    ('–', '-'),
    ('—', '-'),
    ('−', '-'),
    ('×', 'x'),
    ('°', 'o'),
    ('€', 'E'),
    ('œ', 'o'),
    ('Œ', 'O'),
    ('æ', 'a'),
    ('Æ', 'A'),
    ('\u{a0}', ' '),
    ('\u{202f}', ' '),
];

/// Replaces every cell that is not ASCII.
pub fn en_ascii(buffer: &mut Buffer) {
    for cellule in &mut buffer.content {
        if !cellule.symbol().is_ascii() {
            let signe = ascii(cellule.symbol());
            cellule.set_char(signe);
        }
    }
}

/// The stand-in of what a cell shows: a sign of ours, the letter under its accent, else `?`.
fn ascii(symbole: &str) -> char {
    let Some(premiere) = symbole.chars().next() else {
        return ' ';
    };
    let signe = SIGNES.iter().find(|(signe, _)| *signe == premiere);
    if let Some((_, signe)) = signe {
        return *signe;
    }
    let lettre = symbole.nfd().next().filter(char::is_ascii);
    lettre.unwrap_or('?')
}

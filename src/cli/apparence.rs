//! What the terminal can show, as the environment and the arguments tell it: colours, characters, theme.

use std::env;

use super::arguments::{Arguments, Glyphes};
use crate::store::diagnostic::Diagnostic;
use crate::tui::theme::{FOURNIS, Profondeur, Theme};

/// Variables that name the charset, the first one set being the one that counts.
const LOCALES: [&str; 3] = ["LC_ALL", "LC_CTYPE", "LANG"];

/// The theme asked for, as this terminal shows it, and the others to choose from, with what each is for.
pub struct Apparence {
    /// In use first.
    pub theme: Theme,
    /// Every other one.
    pub themes: Vec<(Theme, String)>,
}

/// Reads what was asked and what the terminal says of itself.
pub fn lire(arguments: &Arguments) -> Result<Apparence, Vec<Diagnostic>> {
    let sans_couleur = env::var_os("NO_COLOR").is_some_and(|valeur| !valeur.is_empty());
    if sans_couleur {
        // Without this, crossterm also drops bold and reverse, and the selection with them.
        crossterm::style::force_color_output(true);
    }
    let lire = |nom: &str| env::var(nom).unwrap_or_default();
    let profondeur = profondeur(&lire("TERM"), &lire("COLORTERM"));
    let ascii = match arguments.glyphes {
        Some(glyphes) => glyphes == Glyphes::Ascii,
        None => LOCALES
            .iter()
            .map(|nom| lire(nom))
            .find(|valeur| !valeur.is_empty())
            .is_some_and(|locale| !est_utf8(&locale)),
    };
    let nom = match &arguments.theme {
        Some(nom) => nom,
        None if sans_couleur || lire("TERM") == "dumb" => "mono",
        None => "defaut",
    };
    let theme = Theme::load(nom)?.pour(profondeur, ascii);
    let mut themes = Vec::new();
    if !FOURNIS.iter().any(|(fourni, ..)| *fourni == nom) {
        themes.push((theme.clone(), "votre fichier".into()));
    }
    for (nom, _, usage) in FOURNIS {
        themes.push((Theme::load(nom)?.pour(profondeur, ascii), usage.into()));
    }
    Ok(Apparence { theme, themes })
}

/// How many colours a terminal shows. Over SSH `COLORTERM` does not come along: `TERM` alone speaks.
fn profondeur(term: &str, colorterm: &str) -> Profondeur {
    match colorterm {
        "truecolor" | "24bit" => Profondeur::Vraie,
        _ if term.ends_with("-direct") => Profondeur::Vraie,
        _ if term.contains("256color") => Profondeur::Indexee,
        _ => Profondeur::Seize,
    }
}

/// Whether a locale writes UTF-8: `fr_FR.UTF-8`, `C.utf8`.
fn est_utf8(locale: &str) -> bool {
    let charset = locale.split('@').next().unwrap_or_default();
    let charset = charset.rsplit('.').next().unwrap_or_default();
    matches!(charset.to_ascii_lowercase().as_str(), "utf-8" | "utf8")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_terminal_tells_its_colours() {
        assert_eq!(profondeur("xterm-256color", "truecolor"), Profondeur::Vraie);
        assert_eq!(profondeur("xterm-direct", ""), Profondeur::Vraie);
        assert_eq!(profondeur("screen-256color", ""), Profondeur::Indexee);
        assert_eq!(profondeur("linux", ""), Profondeur::Seize);
        assert_eq!(profondeur("", ""), Profondeur::Seize);
    }

    #[test]
    fn a_locale_tells_its_charset() {
        for locale in ["fr_FR.UTF-8", "C.utf8", "fr_FR.utf8@euro"] {
            assert!(est_utf8(locale), "{locale}");
        }
        for locale in ["C", "POSIX", "fr_FR", "fr_FR.ISO-8859-15", "fr_FR@euro"] {
            assert!(!est_utf8(locale), "{locale}");
        }
    }
}

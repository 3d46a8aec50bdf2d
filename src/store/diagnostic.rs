//! A problem in a file, told so that a person can mend it.

use std::fmt;

use crate::domain::texte::visible;

/// One problem, located.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Diagnostic {
    /// The file, as shown: its path inside the campaign.
    pub fichier: String,
    /// Line, from 1, when known.
    pub ligne: Option<usize>,
    /// Path in the file, as `fiches[0].publics[1]`; empty for the whole file.
    pub chemin: String,
    /// What is wrong and what was expected.
    pub message: String,
}

impl fmt::Display for Diagnostic {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // One line, whatever the file put in it: it cannot look like two.
        f.write_str(&visible(&self.fichier))?;
        if let Some(ligne) = self.ligne {
            write!(f, ":{ligne}")?;
        }
        if !self.chemin.is_empty() {
            write!(f, " · {}", visible(&self.chemin))?;
        }
        write!(f, " : {}", visible(&self.message))
    }
}

impl Diagnostic {
    /// A problem of a whole file.
    pub fn whole(fichier: &str, message: String) -> Self {
        Self {
            fichier: fichier.to_owned(),
            ligne: None,
            chemin: String::new(),
            message,
        }
    }
}

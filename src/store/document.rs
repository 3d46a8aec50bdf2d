//! A YAML input read whole, bounded and proven harmless before any value is built from it.

mod explain;
mod tree;

use std::io;
use std::path::Path;

use serde::de::DeserializeOwned;

use super::diagnostic::Diagnostic;
use super::empreinte;
use super::fichier;
use crate::domain::probleme::Probleme;
use tree::Node;

/// Bounds of an input; what passes them is refused before being parsed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limites {
    /// Bytes.
    pub octets: u64,
    /// Levels of nesting.
    pub profondeur: usize,
    /// Scalars, lists and mappings.
    pub noeuds: usize,
}

impl Default for Limites {
    fn default() -> Self {
        Self {
            octets: 8 * 1024 * 1024,
            profondeur: 64,
            noeuds: 200_000,
        }
    }
}

/// A document and its located tree.
#[derive(Debug)]
pub struct Document {
    name: String,
    text: String,
    sha256: String,
    tree: Node,
}

impl Document {
    /// Reads a regular file, never a link, a pipe or a device; `name` is how it is shown.
    pub fn open(path: &Path, name: &str, limites: &Limites) -> Result<Self, Vec<Diagnostic>> {
        let refuse = |message: String| vec![Diagnostic::whole(name, message)];
        let bytes = fichier::lire(path, limites.octets).map_err(|error| {
            refuse(match error.kind() {
                io::ErrorKind::NotFound => "fichier absent".into(),
                io::ErrorKind::PermissionDenied => {
                    "lecture refusée : vérifiez les droits du fichier".into()
                }
                _ => fichier::dire(&error),
            })
        })?;
        Self::from_bytes(name, bytes, limites)
    }

    /// The document in `bytes`.
    pub fn from_bytes(
        name: &str,
        bytes: Vec<u8>,
        limites: &Limites,
    ) -> Result<Self, Vec<Diagnostic>> {
        if bytes.len() as u64 > limites.octets {
            return Err(vec![Diagnostic::whole(
                name,
                too_big(bytes.len() as u64, limites),
            )]);
        }
        let sha256 = empreinte::sha256(&bytes);
        let text = text(name, bytes)?;
        let tree = tree::build(name, &text, limites)?;
        Ok(Self {
            name: name.to_owned(),
            text,
            sha256,
            tree,
        })
    }

    /// The value that `serde_yaml` reads; when it refuses, every problem of the document.
    pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> {
        // Our reader first: it is stricter (`0x10` is no amount) and tells every problem.
        let diagnostics = explain::problems::<T>(&self.name, &self.tree);
        if !diagnostics.is_empty() {
            return Err(diagnostics);
        }
        serde_yaml::from_str(&self.text).map_err(|error| {
            vec![Diagnostic {
                fichier: self.name.clone(),
                ligne: error.location().map(|place| place.line()),
                chemin: String::new(),
                message:
                    "lecture impossible : une valeur de ce fichier n'est pas de la forme attendue"
                        .into(),
            }]
        })
    }

    /// A problem of the domain, at its line.
    pub fn diagnostic(&self, probleme: Probleme) -> Diagnostic {
        Diagnostic {
            fichier: self.name.clone(),
            ligne: Some(self.tree.line_of(&probleme.chemin)),
            chemin: probleme.chemin,
            message: probleme.message,
        }
    }

    /// sha-256 of the bytes, in hexadecimal.
    pub fn sha256(&self) -> &str {
        &self.sha256
    }

    /// The text, without its byte order mark.
    pub fn text(&self) -> &str {
        &self.text
    }
}

fn too_big(bytes: u64, limites: &Limites) -> String {
    format!(
        "fichier trop gros ({bytes} octets ; {} admis)",
        limites.octets
    )
}

/// UTF-8 without the characters that readers of YAML disagree on.
fn text(name: &str, bytes: Vec<u8>) -> Result<String, Vec<Diagnostic>> {
    if bytes.starts_with(b"\xff\xfe") || bytes.starts_with(b"\xfe\xff") {
        return Err(vec![Diagnostic::whole(
            name,
            "fichier en UTF-16 : enregistrez-le en UTF-8".into(),
        )]);
    }
    let at = |bytes: &[u8]| Some(bytes.split(|b| *b == b'\n').count());
    let text = String::from_utf8(bytes).map_err(|error| {
        let offset = error.utf8_error().valid_up_to();
        let byte = error.as_bytes()[offset];
        vec![Diagnostic {
            ligne: at(&error.as_bytes()[..offset]),
            ..Diagnostic::whole(name, format!("octet 0x{byte:02X} (position {offset}) : ce n'est pas de l'UTF-8, enregistrez le fichier en UTF-8"))
        }]
    })?;
    let text = text
        .strip_prefix('\u{feff}')
        .map(str::to_owned)
        .unwrap_or(text);
    let forbidden = text.char_indices().find(|(index, letter)| match letter {
        '\n' | '\t' => false,
        '\r' => !text[index + 1..].starts_with('\n'),
        '\u{85}' | '\u{2028}' | '\u{2029}' => true,
        letter => letter.is_control(),
    });
    match forbidden {
        None => Ok(text),
        Some((index, letter)) => Err(vec![Diagnostic {
            ligne: at(&text.as_bytes()[..index]),
            ..Diagnostic::whole(
                name,
                format!(
                    "caractère U+{:04X} interdit ici ; entre guillemets, écrivez-le \\u{:04X}",
                    letter as u32, letter as u32
                ),
            )
        }]),
    }
}

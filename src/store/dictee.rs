//! Facts dictated as text: one YAML document per fact, between lines `---` or `...`, bounded and proven harmless first.

use std::io::{self, BufRead, Read};

use super::document::{Document, Limites};
use crate::domain::fait::Fait;
use crate::domain::texte::visible;

/// Longest fact dictated, in bytes: the longest record.
const MAXIMUM: usize = 1 << 20;

/// Facts read one by one.
pub struct Dictee<R> {
    entree: R,
    rang: usize,
}

impl<R: BufRead> Dictee<R> {
    /// The facts of a text.
    pub fn new(entree: R) -> Self {
        Self { entree, rang: 0 }
    }

    /// Position of the last fact read, from 1.
    pub fn rang(&self) -> usize {
        self.rang
    }

    /// The next fact, or why this one cannot be read; nothing at the end.
    pub fn suivant(&mut self) -> io::Result<Option<Result<Fait, String>>> {
        loop {
            let (octets, fini) = self.document()?;
            let vide = octets.as_ref().is_some_and(|octets| est_vide(octets));
            if !vide {
                self.rang += 1;
                return Ok(Some(match octets {
                    Some(octets) => lire(octets),
                    None => Err(format!("trop long ({MAXIMUM} octets admis)")),
                }));
            }
            if fini {
                return Ok(None);
            }
        }
    }

    /// Bytes up to the next separator, none when they are too many; whether the text ends there.
    fn document(&mut self) -> io::Result<(Option<Vec<u8>>, bool)> {
        let mut octets = Some(Vec::new());
        let mut en_debut = true;
        loop {
            let mut ligne = Vec::new();
            let mut borne = (&mut self.entree).take(MAXIMUM as u64);
            if borne.read_until(b'\n', &mut ligne)? == 0 {
                return Ok((octets, true));
            }
            if en_debut && matches!(ligne.trim_ascii_end(), b"---" | b"...") {
                return Ok((octets, false));
            }
            en_debut = ligne.ends_with(b"\n");
            octets = octets.filter(|lus| lus.len() + ligne.len() <= MAXIMUM);
            if let Some(octets) = &mut octets {
                octets.extend(ligne);
            }
        }
    }
}

fn est_vide(octets: &[u8]) -> bool {
    octets.split(|octet| *octet == b'\n').all(|ligne| {
        let ligne = ligne.trim_ascii();
        ligne.is_empty() || ligne.starts_with(b"#")
    })
}

/// One fact, its fields only.
pub fn lire(octets: Vec<u8>) -> Result<Fait, String> {
    let document = Document::from_bytes("entrée", octets, &Limites::default())
        .map_err(|diagnostics| joindre(diagnostics.iter().map(ToString::to_string)))?;
    serde_yaml::from_str(document.text()).map_err(|erreur| expliquer(&erreur.to_string()))
}

fn joindre(phrases: impl Iterator<Item = String>) -> String {
    phrases.collect::<Vec<_>>().join(" ; ")
}

/// What `serde_yaml` refuses, in French; only the name it quotes is kept, never a value.
fn expliquer(erreur: &str) -> String {
    let cite = visible(erreur.split('`').nth(1).unwrap_or_default());
    if erreur.contains("missing field") {
        format!("champ « {cite} » absent")
    } else if erreur.contains("unknown field") {
        format!("champ « {cite} » inconnu de ce fait")
    } else if erreur.contains("unknown variant") {
        format!("mot « {cite} » inconnu ici")
    } else {
        "ce n'est pas un fait : des champs attendus, comme « fait: avis_rendu »".into()
    }
}

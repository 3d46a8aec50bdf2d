//! The candidature files, each read by itself, side by side on the processors at hand.

use std::collections::HashMap;
use std::fs;
use std::io::ErrorKind;
use std::num::NonZero;
use std::panic::resume_unwind;
use std::path::Path;
use std::sync::Arc;
use std::thread::{self, ScopedJoinHandle};

use super::super::diagnostic::Diagnostic;
use super::super::document::{Document, Limites};
use super::super::fichier::dire;
use super::{format_lu, is_yaml};
use crate::domain::ami::Ami;
use crate::domain::fait::Empreinte;
use crate::domain::probleme::Probleme;
use crate::domain::projet::Projet;
use crate::domain::territoire::Referentiel;

/// Files below which a thread would cost more than it saves.
const PAR_FIL: usize = 8;

/// Every candidature that can be used, and what is to be said of the others.
#[derive(Debug, Default)]
pub(super) struct Projets {
    /// With the file each was read from.
    pub lus: Vec<(Arc<Projet>, String)>,
    /// Files set aside because they cannot be read.
    pub ecartes: Vec<String>,
    pub empreintes: Vec<Empreinte>,
    pub diagnostics: Vec<Diagnostic>,
}

/// One file, before it is compared with the others.
struct Lu {
    fichier: String,
    empreinte: Option<Empreinte>,
    /// The candidature, and what would be said if its number were already taken.
    projet: Option<(Projet, Diagnostic)>,
    diagnostics: Vec<Diagnostic>,
}

impl Projets {
    /// Reads `projets/`, which may be absent; a bad candidature does not hide the others.
    pub fn load(racine: &Path, ami: &Ami, referentiel: &Referentiel) -> Self {
        let noms = match noms(racine) {
            Ok(noms) => noms,
            Err(diagnostic) => {
                return Self {
                    diagnostics: vec![diagnostic],
                    ..Self::default()
                };
            }
        };
        let mut projets = Self::default();
        let mut pris: HashMap<String, String> = HashMap::new();
        for lu in en_parallele(&noms, |nom| Lu::new(racine, nom, ami, referentiel)) {
            projets.ajouter(lu, &mut pris);
        }
        projets
            .lus
            .sort_by(|(a, _), (b, _)| a.numero.cmp(&b.numero));
        projets
    }

    /// `pris`: the file of each number already met, case aside.
    fn ajouter(&mut self, lu: Lu, pris: &mut HashMap<String, String>) {
        let mut diagnostics = lu.diagnostics;
        let cle = |projet: &Projet| projet.numero.to_ascii_lowercase();
        let projet = lu.projet.map(|(projet, mut doublon)| {
            if let Some(autre) = pris.get(&cle(&projet)) {
                doublon.message = format!("numéro déjà pris par {autre}");
                diagnostics.push(doublon);
            }
            projet
        });
        self.empreintes.extend(lu.empreinte);
        match projet {
            Some(projet) if diagnostics.is_empty() => {
                pris.insert(cle(&projet), lu.fichier.clone());
                self.lus.push((Arc::new(projet), lu.fichier));
            }
            _ => self.ecartes.push(lu.fichier),
        }
        self.diagnostics.extend(diagnostics);
    }
}

impl Lu {
    fn new(racine: &Path, fichier: &str, ami: &Ami, referentiel: &Referentiel) -> Self {
        let document = Document::open(&racine.join(fichier), fichier, &Limites::default());
        let lu = document.and_then(|document| Ok((document.decode::<Projet>()?, document)));
        let (projet, document) = match lu {
            Ok(lu) => lu,
            Err(diagnostics) => {
                return Self {
                    fichier: fichier.to_owned(),
                    empreinte: None,
                    projet: None,
                    diagnostics,
                };
            }
        };
        let problemes = format_lu(projet.format).into_iter();
        let problemes = problemes.chain(projet.problemes(ami, referentiel));
        let doublon = document.diagnostic(Probleme::new("numero", String::new()));
        Self {
            fichier: fichier.to_owned(),
            empreinte: Some(Empreinte {
                fichier: fichier.to_owned(),
                sha256: document.sha256().to_owned(),
            }),
            diagnostics: problemes.map(|p| document.diagnostic(p)).collect(),
            projet: Some((projet, doublon)),
        }
    }
}

/// Names of the candidature files, sorted.
fn noms(racine: &Path) -> Result<Vec<String>, Diagnostic> {
    let entrees = match fs::read_dir(racine.join("projets")) {
        Ok(entrees) => entrees,
        Err(erreur) if erreur.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(erreur) => {
            let message = format!("dossier illisible ({})", dire(&erreur));
            return Err(Diagnostic::whole("projets", message));
        }
    };
    let mut noms: Vec<String> = entrees
        .filter_map(Result::ok)
        .map(|entree| entree.file_name().to_string_lossy().into_owned())
        .filter(|nom| !nom.starts_with('.') && is_yaml(nom))
        .map(|nom| format!("projets/{nom}"))
        .collect();
    noms.sort();
    Ok(noms)
}

/// `travail` on each item, in their order, on as many threads as there are processors.
fn en_parallele<T: Sync, U: Send>(items: &[T], travail: impl Fn(&T) -> U + Sync) -> Vec<U> {
    let fils = thread::available_parallelism().map_or(1, NonZero::get);
    let part = items.len().div_ceil(fils).max(PAR_FIL);
    let travail = &travail;
    thread::scope(|portee| {
        let parts = items.chunks(part);
        let fils: Vec<_> = parts
            .map(|part| portee.spawn(move || part.iter().map(travail).collect::<Vec<U>>()))
            .collect();
        let joindre = |fil: ScopedJoinHandle<_>| fil.join().unwrap_or_else(|p| resume_unwind(p));
        fils.into_iter().flat_map(joindre).collect()
    })
}

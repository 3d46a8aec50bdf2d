//! A journal deleted or replaced under a running séance: its bytes live as long as our descriptor, and are copied to a name.

use std::fs;
use std::io;
use std::os::unix::fs::MetadataExt;
use std::path::{Path, PathBuf};

use super::{Journal, acces};
use crate::store::atomic;
use crate::store::fichier::{dire, dossier_de};

/// What follows the name of a journal in that of its copies.
const SUFFIXE: &str = ".secours";

impl Journal {
    /// What to say when nothing bears the journal's name any more; a deleted file is copied first.
    pub(super) fn disparu(&mut self) -> String {
        match self.sauver() {
            Ok(Some(copie)) => format!(
                "le journal de la séance a été effacé. Copie de secours, avec tout ce qui était enregistré : {}. Redonnez-lui le nom {}",
                copie.display(),
                self.chemin.display()
            ),
            Ok(None) => format!(
                "le journal de la séance a été déplacé : {} n'existe plus. Remettez-le en place",
                self.chemin.display()
            ),
            Err(erreur) => format!(
                "le journal de la séance a été effacé, et sa copie de secours n'a pas pu être écrite ({}). Gardez ce programme ouvert, refaites le dossier {} et réessayez",
                dire(&erreur),
                dossier_de(&self.chemin).display()
            ),
        }
    }

    /// What to say when another file bears the journal's name; ours is copied when it has no name left.
    pub(super) fn remplace(&mut self) -> String {
        let raison = "le journal a été remplacé par quelqu'un d'autre";
        match self.sauver() {
            Ok(Some(copie)) => format!(
                "{raison}. Le nôtre, avec tout ce qui était enregistré, est gardé : {}",
                copie.display()
            ),
            _ => raison.to_owned(),
        }
    }

    /// Copies a journal that no name designates any more beside where it was, else in the folder above; its place.
    /// Nothing while it has a name.
    pub(super) fn sauver(&mut self) -> io::Result<Option<PathBuf>> {
        if self.secours.is_none() && self.fichier.metadata()?.nlink() == 0 {
            let octets = acces::lire(&self.fichier)
                .map_err(|erreur| io::Error::other(erreur.to_string()))?;
            let ailleurs = self
                .chemin
                .file_name()
                .zip(dossier_de(&self.chemin).parent());
            let copie = atomic::keep_beside(&self.chemin, SUFFIXE, &octets);
            self.secours = Some(match (copie, ailleurs) {
                (Err(_), Some((nom, dessus))) => {
                    atomic::keep_beside(&dessus.join(nom), SUFFIXE, &octets)?
                }
                (copie, _) => copie?,
            });
        }
        Ok(self.secours.clone())
    }
}

/// How to get back a journal that is no longer there.
pub fn conseil(chemin: &Path) -> String {
    let copies = [Some(dossier_de(chemin)), dossier_de(chemin).parent()];
    let derniere = copies
        .into_iter()
        .flatten()
        .find_map(|dossier| derniere(dossier, chemin));
    match derniere {
        Some(copie) => format!(
            "Une copie de secours est là : {}. Donnez-lui son nom",
            copie.display()
        ),
        None => "Remettez-le d'une sauvegarde".into(),
    }
}

/// The last emergency copy of a journal in a folder.
fn derniere(dossier: &Path, chemin: &Path) -> Option<PathBuf> {
    let debut = format!("{}{SUFFIXE}", chemin.file_name()?.to_str()?);
    let entrees = fs::read_dir(dossier).ok()?.filter_map(Result::ok);
    entrees
        .filter(|entree| entree.file_name().to_string_lossy().starts_with(&debut))
        .max_by_key(|entree| entree.metadata().and_then(|m| m.modified()).ok())
        .map(|entree| entree.path())
}

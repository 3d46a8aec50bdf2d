//! A campaign of as many candidatures as wanted: the examples, again and again, under other numbers, names and SIRET.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use instruire::store::embarque;

/// Writes it under `dossier` and returns its folder.
pub fn ecrire(dossier: &Path, candidatures: usize) -> io::Result<PathBuf> {
    let racine = embarque::copier(dossier)?;
    let mut exemples = Vec::new();
    for entree in fs::read_dir(racine.join("projets"))? {
        let chemin = entree?.path();
        exemples.push(fs::read_to_string(&chemin)?);
        fs::remove_file(chemin)?;
    }
    exemples.sort();
    for (n, exemple) in exemples.iter().cycle().take(candidatures).enumerate() {
        let numero = 30_000_000 + n;
        // Another SIRET each, or every candidature would be told of many others that look like it.
        let lignes = exemple.lines().map(|ligne| match ligne.split_once(": ") {
            Some(("numero", _)) => format!("numero: \"{numero}\""),
            Some(("  siret", _)) => format!("  siret: \"{n:014}\""),
            Some(("nom", nom)) => format!("nom: \"{} {n}\"", nom.trim_matches('"')),
            _ => ligne.to_owned(),
        });
        let texte = lignes.collect::<Vec<_>>().join("\n");
        fs::write(racine.join(format!("projets/{numero}.yaml")), texte)?;
    }
    Ok(racine)
}

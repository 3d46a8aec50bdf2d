//! Official codes: the `reference` folder beside the campaign, else the copy inside the program.

use std::path::Path;

use csv::ReaderBuilder;
use serde::de::DeserializeOwned;

use super::diagnostic::Diagnostic;
use super::embarque;
use super::empreinte;
use super::fichier;
use crate::domain::fait::Empreinte;
use crate::domain::territoire::Referentiel;

/// Largest table of codes read, in bytes.
const OCTETS: u64 = 32 * 1024 * 1024;

/// Reads communes and EPCI, with the sha-256 of both files.
pub fn load(campagne: &Path) -> Result<(Referentiel, Vec<Empreinte>), Vec<Diagnostic>> {
    let communes = octets(campagne, "communes-ara.csv")?;
    let epci = octets(campagne, "epci-ara.csv")?;
    let referentiel = Referentiel::new(
        lignes("reference/communes-ara.csv", &communes)?,
        lignes("reference/epci-ara.csv", &epci)?,
    );
    let empreintes = [
        ("reference/communes-ara.csv", &communes),
        ("reference/epci-ara.csv", &epci),
    ];
    let empreintes = empreintes.map(|(fichier, octets)| Empreinte {
        fichier: fichier.into(),
        sha256: empreinte::sha256(octets),
    });
    Ok((referentiel, empreintes.into()))
}

fn octets(campagne: &Path, nom: &str) -> Result<Vec<u8>, Vec<Diagnostic>> {
    let relatif = format!("reference/{nom}");
    let voisin = campagne.join("..").join(&relatif);
    match fichier::lire(&voisin, OCTETS) {
        Ok(octets) => Ok(octets),
        Err(erreur) if erreur.kind() == std::io::ErrorKind::NotFound => embarque::lire(&relatif)
            .ok_or_else(|| vec![diagnostic(&relatif, None, "absent du programme".into())]),
        Err(erreur) => Err(vec![diagnostic(
            &relatif,
            None,
            format!("fichier illisible ({})", fichier::dire(&erreur)),
        )]),
    }
}

fn lignes<T: DeserializeOwned>(fichier: &str, octets: &[u8]) -> Result<Vec<T>, Vec<Diagnostic>> {
    let mut lecteur = ReaderBuilder::new().delimiter(b';').from_reader(octets);
    let mut lignes = Vec::new();
    let mut diagnostics = Vec::new();
    for ligne in lecteur.deserialize() {
        match ligne {
            Ok(ligne) => lignes.push(ligne),
            Err(erreur) => {
                let numero = erreur
                    .position()
                    .and_then(|p| usize::try_from(p.line()).ok());
                diagnostics.push(diagnostic(
                    fichier,
                    numero,
                    format!("ligne illisible : {}", en_francais(&erreur)),
                ));
            }
        }
    }
    if diagnostics.is_empty() {
        Ok(lignes)
    } else {
        Err(diagnostics)
    }
}

/// An error of the csv library, in our words.
fn en_francais(erreur: &csv::Error) -> String {
    match erreur.kind() {
        csv::ErrorKind::UnequalLengths {
            expected_len, len, ..
        } => format!("{expected_len} colonnes attendues, {len} lues"),
        csv::ErrorKind::Utf8 { .. } => "ce n'est pas de l'UTF-8".into(),
        csv::ErrorKind::Io(erreur) => fichier::dire(erreur),
        csv::ErrorKind::Deserialize { err, .. } => match err.field() {
            Some(rang) => format!("valeur inattendue dans la colonne {}", rang + 1),
            None => "une colonne attendue manque dans la ligne de titre".into(),
        },
        _ => "colonnes séparées par « ; » attendues".into(),
    }
}

fn diagnostic(fichier: &str, ligne: Option<usize>, message: String) -> Diagnostic {
    Diagnostic {
        fichier: fichier.into(),
        ligne,
        chemin: String::new(),
        message,
    }
}

//! Loading 14, 1,000 and 10,000 candidatures beside the parser alone on the same files; what the rules add.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::thread;
use std::time::Duration;

use instruire::domain::projet::Projet;
use instruire::store::campagne::Campagne;
use saphyr_parser::Parser;

use super::campagne;
use super::meilleure;

/// Prints each size; the rules are held to a tenth of the loading of 1,000.
pub fn run() -> io::Result<()> {
    for candidatures in [14, 1000, 10_000] {
        taille(candidatures)?;
    }
    Ok(())
}

fn taille(candidatures: usize) -> io::Result<()> {
    let dossier = tempfile::tempdir()?;
    let racine = campagne::ecrire(dossier.path(), candidatures)?;
    let fichiers = fichiers(&racine.join("projets"))?;
    let (plancher, analyses) = meilleure(|| analyser(&fichiers));
    analyses?;
    let avant = memoire();
    let (chargement, charge) = meilleure(|| Campagne::load(&racine));
    let premier = charge.diagnostics.first();
    assert!(premier.is_none(), "{premier:?}");
    let campagne = charge
        .campagne
        .ok_or_else(|| io::Error::other("campagne inutilisable"))?;
    let octets: u64 = fichiers
        .iter()
        .flat_map(fs::metadata)
        .map(|m| m.len())
        .sum();
    let memoire = 100 * (memoire() - avant) / octets;
    let (avec, cadre) = meilleure(|| campagne.cadre("63"));
    let (sans, _) = meilleure(|| campagne.cadre_sans_constats("63"));
    assert_eq!(cadre.map_or(0, |cadre| cadre.dossiers.len()), candidatures);
    let part = |duree: Duration| duree.as_secs_f64() / chargement.as_secs_f64();
    let regles = 100.0 * part(avec.saturating_sub(sans));
    println!(
        "{candidatures} candidatures : chargées en {chargement:?}, {:.2} fois l'analyse seule ({plancher:?}) ; \
         mémoire {memoire} % des octets lus ; rapprochées en {sans:?} ; les règles ajoutent {regles:.1} %",
        1.0 / part(plancher)
    );
    if candidatures == 1000 {
        assert!(regles < 10.0, "les règles ajoutent {regles:.1} %");
    }
    Ok(())
}

/// The least that loading can be: the safety pass, then `serde_yaml` into plain structs, on two threads.
fn analyser(fichiers: &[PathBuf]) -> io::Result<Vec<Projet>> {
    let lire = |fichier: &PathBuf| -> io::Result<Projet> {
        let texte = fs::read_to_string(fichier)?;
        for evenement in Parser::new_from_str(&texte) {
            evenement.map_err(io::Error::other)?;
        }
        serde_yaml::from_str(&texte).map_err(io::Error::other)
    };
    let (gauche, droite) = fichiers.split_at(fichiers.len() / 2);
    thread::scope(|portee| {
        let autre = portee.spawn(move || droite.iter().map(lire).collect::<io::Result<Vec<_>>>());
        let mut projets = gauche.iter().map(lire).collect::<io::Result<Vec<_>>>()?;
        projets.extend(
            autre
                .join()
                .map_err(|_| io::Error::other("fil interrompu"))??,
        );
        Ok(projets)
    })
}

fn fichiers(dossier: &Path) -> io::Result<Vec<PathBuf>> {
    fs::read_dir(dossier)?.map(|e| Ok(e?.path())).collect()
}

/// Resident memory, in bytes.
fn memoire() -> u64 {
    let etat = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let ligne = etat.lines().find_map(|ligne| ligne.strip_prefix("VmRSS:"));
    let kibi = ligne.and_then(|l| l.split_whitespace().next()?.parse::<u64>().ok());
    kibi.unwrap_or(0) * 1024
}

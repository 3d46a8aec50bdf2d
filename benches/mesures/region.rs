//! A region of 13 × 80 candidatures and one of 101 × 100: from their files, then from the proposals kept.

use std::io;
use std::path::Path;
use std::time::Instant;

use instruire::domain::region::{Recue, Region, Reglages};
use instruire::store::campagne::Campagne;
use instruire::store::demo::{self, Taille};
use instruire::store::{memoire, region};

use super::meilleure;

/// Both.
pub fn run() -> io::Result<()> {
    compilation(13, 80)?;
    compilation(101, 100)
}

/// A fictitious region, from its files to its compilation, each proposal computed again; then from the proposals kept.
fn compilation(territoires: u32, candidatures: u32) -> io::Result<()> {
    let dossier = tempfile::tempdir()?;
    let taille = Taille {
        territoires,
        candidatures,
        graine: 1,
    };
    let racine = demo::creer(dossier.path(), taille, |_| {}).map_err(io::Error::other)?;
    let compiler = |recues: Vec<Recue>, campagne: &Campagne| {
        Region::compiler(&campagne.ami, recues, &Reglages::default(), Vec::new())
    };
    let lire = |racine: &Path, entiere: bool| {
        let chargement = if entiere {
            Campagne::load(racine)
        } else {
            Campagne::load_sans_projets(racine)
        };
        let inutilisable = || io::Error::other("campagne inutilisable");
        chargement.campagne.ok_or_else(inutilisable)
    };
    let debut = Instant::now();
    let campagne = lire(&racine, true)?;
    let charge = debut.elapsed();
    let (recues, _) = region::recevoir(&campagne, &[]).map_err(io::Error::other)?;
    let controle = debut.elapsed();
    let froide = compiler(recues.clone(), &campagne);
    let entier = debut.elapsed();
    assert!(!froide.a_regarder(), "{:?}", froide.refus);
    memoire::garder(&racine, &recues);
    drop((campagne, recues));
    let (chaude, region) = meilleure(|| -> io::Result<Region> {
        let campagne = lire(&racine, false)?;
        let recues = memoire::relire(&racine);
        Ok(compiler(recues.unwrap_or_default(), &campagne))
    });
    assert!(region? == froide, "the proposals kept are those received");
    println!(
        "région {territoires} × {candidatures} : {charge:?} de chargement, {controle:?} contrôle compris, \
         {entier:?} compilée ; rouverte sans changement : {chaude:?}"
    );
    Ok(())
}

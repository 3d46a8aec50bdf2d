//! A fictitious region, whole: tables, candidatures, séances held, proposals. The same seed gives the same bytes.

mod comite;
mod entrees;

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::campagne::{Campagne, Chargement};
use super::{fichier, journal, resultat, yaml_writer};
use crate::domain::resultat::Resultat;

/// The folder of the campaign, in the one named.
pub const CAMPAGNE: &str = "region-fictive";

/// What to make.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taille {
    /// Territories, 999 at most.
    pub territoires: u32,
    /// Candidatures of each.
    pub candidatures: u32,
    /// The seed.
    pub graine: u64,
}

/// A small generator of whole numbers (SplitMix64): nothing here needs more.
#[derive(Debug, Clone)]
pub struct Hasard(u64);

impl Hasard {
    /// The generator of a seed.
    pub fn new(graine: u64) -> Self {
        Self(graine)
    }

    /// A number under `borne`, which is not 0.
    pub fn sous(&mut self, borne: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % borne
    }

    /// Whether something that happens `fois` in a hundred happens.
    pub fn fois_sur_cent(&mut self, fois: u64) -> bool {
        self.sous(100) < fois
    }

    /// One of these.
    pub fn parmi<'a, T>(&mut self, choix: &'a [T]) -> &'a T {
        &choix[self.sous(choix.len() as u64) as usize]
    }
}

/// Makes a region in a folder that holds none yet; `avance` is told each territory done. Gives the campaign's folder.
pub fn creer(
    dossier: &Path,
    taille: Taille,
    mut avance: impl FnMut(&str),
) -> Result<PathBuf, String> {
    let racine = dossier.join(CAMPAGNE);
    let dire = |erreur: &io::Error| fichier::dire(erreur);
    for sien in [&racine, &dossier.join("reference")] {
        if fichier::existe(sien).map_err(|e| dire(&e))? {
            return Err(format!(
                "{} existe déjà : nommez un dossier où la région fictive n'est pas encore",
                sien.display()
            ));
        }
    }
    let mut hasard = Hasard::new(taille.graine);
    fs::create_dir_all(dossier).map_err(|e| dire(&e))?;
    for (nom, texte) in entrees::toutes(taille, &mut hasard) {
        let chemin = dossier.join(nom);
        fs::create_dir_all(fichier::dossier_de(&chemin)).map_err(|e| dire(&e))?;
        fichier::remplacer(&chemin, texte.as_bytes()).map_err(|e| dire(&e))?;
    }
    let Chargement {
        campagne,
        diagnostics,
        ..
    } = Campagne::load(&racine);
    let campagne = match (campagne, diagnostics.first()) {
        (Some(campagne), None) => campagne,
        (_, diagnostic) => {
            let quoi = diagnostic.map(ToString::to_string).unwrap_or_default();
            return Err(format!("la région fictive ne se relit pas : {quoi}"));
        }
    };
    for territoire in &campagne.ami.territoires {
        tenir_seance(&campagne, &territoire.code, &mut hasard)?;
        avance(&territoire.code);
    }
    Ok(racine)
}

/// Holds the séance of a territory, and writes its journal and its proposal.
fn tenir_seance(campagne: &Campagne, code: &str, hasard: &mut Hasard) -> Result<(), String> {
    let absent = || format!("territoire « {code} » absent");
    let cadre = campagne.cadre(code).ok_or_else(absent)?;
    let tenue = comite::tenir(&cadre, campagne.premier_fait(code), hasard)?;
    let faits = tenue.enregistrements();
    let tete = journal::ecrire_entier(&campagne.journal(code), faits).map_err(|e| e.to_string())?;
    let provenance = resultat::provenance(campagne, code, faits.len() as u64, &tete);
    let proposition = Resultat::etablir(&cadre, &tenue, provenance);
    let octets = yaml_writer::to_string(&proposition).map_err(|e| e.to_string())?;
    let chemin = campagne.resultat(code);
    fichier::creer_dossier(fichier::dossier_de(&chemin))
        .and_then(|()| fichier::remplacer(&chemin, octets.as_bytes()))
        .map_err(|erreur| fichier::dire(&erreur))
}

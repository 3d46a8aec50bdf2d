//! `instruire region`: the proposals of the departments checked, compiled, shown; refused and absent ones named.

use std::path::PathBuf;

use color_eyre::eyre::Result;

use super::arguments::Liste;
use super::{Arguments, BON, CONSTAT, charger, dire, livrer, livrer_octets, refuser, signaler};
use crate::domain::region::{Rangee, Region, texte};
use crate::exchange::csv_writer;
use crate::exchange::rapport_region::rapport;
use crate::store::{fichier, region, yaml_writer};

/// Compiles these files and folders, or the campaign's own, and prints the compilation; writes it when asked.
pub fn run(arguments: &Arguments, fichiers: &[PathBuf], format: Liste, ecrire: bool) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let region = match region::compiler(&campagne, fichiers) {
        Ok(region) => region,
        Err(message) => return Ok(refuser(&message)),
    };
    montrer(&region, format)?;
    if ecrire {
        match region::write(&campagne, &region, &rapport(&region)) {
            Ok(chemin) => signaler(&format!("écrit : {}", chemin.display())),
            Err(erreur) => {
                let dit = fichier::dire(&erreur);
                return Ok(refuser(&format!("compilation non écrite : {dit}")));
            }
        }
    }
    Ok(if region.a_regarder() { CONSTAT } else { BON })
}

fn montrer(region: &Region, format: Liste) -> Result<()> {
    match format {
        Liste::Texte => dire(&texte::lignes(region).join("\n")),
        Liste::Yaml => livrer(yaml_writer::to_string(region)?.trim_end()),
        Liste::Csv => {
            let rangees: Vec<[String; 22]> = region.classement.iter().map(rangee).collect();
            let rangees = rangees
                .iter()
                .map(|r| r.iter().map(String::as_str).collect());
            livrer_octets(&csv_writer::to_bytes(&ENTETE, rangees)?)
        }
    }
}

const ENTETE: [&str; 22] = [
    "rang_regional",
    "ex_aequo",
    "statut_ordre_fusionne",
    "tour",
    "statut_tour_de_role",
    "statut_enveloppe_du_territoire",
    "territoire",
    "rang_du_territoire",
    "statut_propose",
    "numero",
    "nom",
    "porteur",
    "priorite",
    "public",
    "favorables",
    "reserves",
    "defavorables",
    "points",
    "demande",
    "montant_convention",
    "cout_regional",
    "motif",
];

fn rangee(rangee: &Rangee) -> [String; 22] {
    let c = &rangee.candidature;
    let nombre = |n: Option<usize>| n.map_or_else(String::new, |n| n.to_string());
    [
        rangee.rang.to_string(),
        rangee.ex_aequo.to_string(),
        rangee.statut.nom().into(),
        nombre(rangee.tour),
        rangee.statut_au_tour.nom().into(),
        rangee.statut_au_territoire.nom().into(),
        c.territoire.clone(),
        c.rang_retenu.to_string(),
        c.statut_propose.clone(),
        c.numero.clone(),
        c.nom.clone(),
        c.porteur.clone(),
        c.priorite
            .map_or_else(|| "hors priorité".into(), |p| p.to_string()),
        c.public.clone().unwrap_or_default(),
        c.decompte.f.to_string(),
        c.decompte.r.to_string(),
        c.decompte.d.to_string(),
        c.points.clone(),
        c.demande.to_string(),
        c.convention.to_string(),
        rangee.cout.to_string(),
        c.motif.clone(),
    ]
}

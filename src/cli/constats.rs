//! `instruire verifier --format`, `--projet`: what the rules find, whole, one constat a line.

use std::path::Path;
use std::sync::Arc;

use color_eyre::eyre::Result;

use super::arguments::Liste;
use super::{Arguments, BON, CONSTAT, charger, dire, livrer, livrer_octets, montrer, refuser};
use crate::domain::francais::compte;
use crate::domain::recevabilite::Severite;
use crate::domain::releve::{ConstatReleve, a_regarder, relever};
use crate::domain::texte::visible;
use crate::exchange::csv_writer;
use crate::store::yaml_writer;

/// Prints every constat of the campaign, or of the candidature in `projet`.
pub fn run(arguments: &Arguments, projet: Option<&Path>, format: Liste) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let codes = campagne.ami.territoires.iter().map(|t| t.code.as_str());
    let mut releve = Vec::new();
    match projet {
        None => {
            for cadre in codes.filter_map(|code| campagne.cadre(code)) {
                for dossier in &cadre.dossiers {
                    let fichier = campagne.fichier_du_projet(dossier.numero());
                    releve.extend(relever(&cadre, dossier, fichier.unwrap_or_default()));
                }
            }
        }
        Some(chemin) => {
            let projet = match campagne.lire_projet(chemin) {
                Ok(projet) => Arc::new(projet),
                Err(diagnostics) => {
                    montrer(&diagnostics);
                    return Ok(refuser("candidature inutilisable"));
                }
            };
            let nom = chemin.display().to_string();
            let siens = codes.filter(|code| projet.fiche(code).is_some());
            for cadre in siens.filter_map(|code| campagne.cadre_avec(code, &projet)) {
                let dossier = cadre.dossier(&projet.numero);
                releve.extend(dossier.iter().flat_map(|d| relever(&cadre, d, &nom)));
            }
        }
    }
    ecrire(&releve, format)?;
    Ok(if a_regarder(&releve) { CONSTAT } else { BON })
}

fn ecrire(releve: &[ConstatReleve], format: Liste) -> Result<()> {
    match format {
        Liste::Texte => dire(&texte(releve)),
        Liste::Yaml => livrer(yaml_writer::to_string(&releve)?.trim_end()),
        Liste::Csv => {
            let entete = [
                "territoire",
                "numero",
                "nom",
                "regle",
                "severite",
                "message",
                "fichier",
                "chemin",
            ];
            let rangees = releve.iter().map(|c| {
                vec![
                    c.territoire.as_str(),
                    &c.numero,
                    &c.nom,
                    c.regle,
                    c.severite.nom(),
                    &c.message,
                    &c.fichier,
                    &c.chemin,
                ]
            });
            livrer_octets(&csv_writer::to_bytes(&entete, rangees)?)
        }
    }
}

/// A heading per candidature and territory, its constats under it, then the count.
fn texte(releve: &[ConstatReleve]) -> String {
    let mut lignes = Vec::new();
    for groupe in releve.chunk_by(|a, b| (&a.territoire, &a.numero) == (&b.territoire, &b.numero)) {
        let premier = &groupe[0];
        lignes.push(format!(
            "{} {} « {} »",
            visible(&premier.territoire),
            visible(&premier.numero),
            visible(&premier.nom)
        ));
        lignes.extend(groupe.iter().map(|c| {
            format!(
                "  {} · {} · {} ({} · {})",
                c.regle,
                c.severite.nom(),
                visible(&c.message),
                visible(&c.fichier),
                c.chemin
            )
        }));
    }
    let nombre = |severite| releve.iter().filter(|c| c.severite == severite).count();
    lignes.push(format!(
        "{}, {}, {}",
        compte(
            nombre(Severite::Motif),
            "motif d'irrecevabilité à confirmer ou à lever",
            "motifs d'irrecevabilité à confirmer ou à lever"
        ),
        compte(nombre(Severite::Alerte), "alerte", "alertes"),
        compte(nombre(Severite::Information), "information", "informations"),
    ));
    lignes.join("\n")
}

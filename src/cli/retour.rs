//! `instruire retour-plateforme`: what goes back to the filing platform, as files; nothing is sent.

use std::path::Path;

use color_eyre::eyre::Result;

use super::arguments::{Annotations, Retour};
use super::sorties::Vers;
use super::{Arguments, lire_sain, refuser, signaler};
use crate::exchange::csv_writer;
use crate::exchange::retour::{self, Cible};
use crate::store::resultat;

/// Writes the list, or the calls that change private annotations.
pub fn run(
    arguments: &Arguments,
    territoire: &str,
    format: Retour,
    ids: &Annotations,
    vers: Option<&Path>,
) -> Result<u8> {
    let lue = match lire_sain(arguments, territoire, "rien n'est écrit d'après ce journal") {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    let proposition = resultat::etablir(&lue.campagne, &lue.cadre, &lue.lecture, &lue.seance);
    let (extension, octets) = match format {
        Retour::Csv => {
            let feuille = retour::feuille(&lue.cadre, &proposition);
            ("csv", csv_writer::feuille(&feuille)?)
        }
        Retour::Json => {
            let cible = match cible(ids) {
                Ok(cible) => cible,
                Err(manquant) => {
                    return Ok(refuser(&format!(
                        "il manque : {manquant}. Un administrateur du formulaire lit cet identifiant dans l'API de la plateforme"
                    )));
                }
            };
            let (appels, autres) = retour::annotations(&lue.cadre, &proposition, cible);
            if !autres.is_empty() {
                signaler(&format!(
                    "instruire : numéros qui ne sont pas de la plateforme, laissés de côté : {}",
                    autres.join(", ")
                ));
            }
            let mut octets = serde_json::to_vec_pretty(&appels)?;
            octets.push(b'\n');
            ("json", octets)
        }
    };
    let nom = format!("{territoire}-retour-plateforme");
    let rendu = Vers::lire(vers, true).remettre(&lue.campagne, (&nom, extension), &octets)?;
    Ok(rendu.max(lue.signaler_changees()))
}

/// The ids, all given; else the option that is missing.
fn cible(ids: &Annotations) -> Result<Cible<'_>, &'static str> {
    fn donne<'a>(id: Option<&'a String>, option: &'static str) -> Result<&'a str, &'static str> {
        let id = id.map(|id| id.trim());
        id.filter(|id| !id.is_empty()).ok_or(option)
    }
    Ok(Cible {
        instructeur: donne(ids.instructeur.as_ref(), "--instructeur")?,
        statut: donne(ids.annotation_statut.as_ref(), "--annotation-statut")?,
        motivation: donne(
            ids.annotation_motivation.as_ref(),
            "--annotation-motivation",
        )?,
    })
}

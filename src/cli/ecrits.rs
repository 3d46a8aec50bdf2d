//! `instruire proces-verbal`, `courriers`, `publier`: texts for people, made from what was recorded.

use color_eyre::eyre::Result;

use super::arguments::{SortieEcrite, Traitement};
use super::sorties::Vers;
use super::{Arguments, Lue, lire_sain, refuser};
use crate::domain::resultat::Resultat;
use crate::domain::texte::visible;
use crate::exchange::courriers::courriers;
use crate::exchange::ecrit::Ecrit;
use crate::exchange::proces_verbal::proces_verbal;
use crate::exchange::publication::publication;
use crate::exchange::{markdown, odt_writer};
use crate::store::resultat;

/// The minutes of a séance.
pub fn proces_verbaux(
    arguments: &Arguments,
    territoire: &str,
    sortie: &SortieEcrite,
) -> Result<u8> {
    rediger(
        arguments,
        territoire,
        "proces-verbal",
        sortie,
        |lue, resultat| Ok(proces_verbal(&lue.cadre, &lue.seance, resultat)),
    )
}

/// Paragraphs to paste into letters, of one candidature or of all.
pub fn lettres(
    arguments: &Arguments,
    territoire: &str,
    numero: Option<&str>,
    sortie: &SortieEcrite,
) -> Result<u8> {
    rediger(
        arguments,
        territoire,
        "courriers",
        sortie,
        |lue, resultat| match numero {
            Some(numero) if lue.cadre.dossier(numero).is_none() => Err(format!(
                "candidature « {} » absente du territoire {}",
                visible(numero),
                visible(territoire)
            )),
            _ => Ok(courriers(&lue.cadre, resultat, numero)),
        },
    )
}

/// The outcome without names.
pub fn publier(arguments: &Arguments, territoire: &str, sortie: &SortieEcrite) -> Result<u8> {
    rediger(
        arguments,
        territoire,
        "publication",
        sortie,
        |lue, resultat| Ok(publication(&lue.cadre, resultat)),
    )
}

fn rediger(
    arguments: &Arguments,
    territoire: &str,
    nom: &str,
    sortie: &SortieEcrite,
    ecrire: impl Fn(&Lue, &Resultat) -> Result<Ecrit, String>,
) -> Result<u8> {
    let lue = match lire_sain(arguments, territoire, "rien n'est écrit d'après ce journal") {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    let proposition = resultat::etablir(&lue.campagne, &lue.cadre, &lue.lecture, &lue.seance);
    let ecrit = match ecrire(&lue, &proposition) {
        Ok(ecrit) => ecrit,
        Err(raison) => return Ok(refuser(&raison)),
    };
    let (extension, octets) = match sortie.format {
        Traitement::Markdown => ("md", markdown::ecrire(&ecrit).into_bytes()),
        Traitement::Odt => ("odt", odt_writer::ecrire(&ecrit)?),
    };
    let est_un_texte = sortie.format == Traitement::Markdown;
    let nom = format!("{territoire}-{nom}");
    let vers = Vers::lire(sortie.vers.as_deref(), est_un_texte);
    let rendu = vers.remettre(&lue.campagne, (&nom, extension), &octets)?;
    Ok(rendu.max(lue.signaler_changees()))
}

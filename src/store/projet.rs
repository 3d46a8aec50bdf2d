//! A candidature file put in place: proven usable by this call first, then written whole, the previous one kept as `.bak`.

use std::io;

use super::atomic;
use super::campagne::Campagne;
use super::diagnostic::Diagnostic;
use super::document::{Document, Limites};
use super::redaction;
use crate::domain::projet::{Fiche, Projet};

/// A candidature proven usable, and its text.
#[derive(Debug)]
pub struct ProjetRedige {
    /// The candidature.
    pub projet: Projet,
    /// Its file in the campaign.
    pub fichier: String,
    /// Whether the file on disk was no longer the one that the campaign had read.
    pub etranger: bool,
    texte: String,
    sha256: String,
}

/// The file of a candidature with another fiche for the territory of `fiche`, proven usable. `depart` is the fiche that was
/// changed; refused when the file holds another one.
pub fn rediger(
    campagne: &Campagne,
    numero: &str,
    depart: Option<&Fiche>,
    fiche: &Fiche,
) -> Result<ProjetRedige, Vec<Diagnostic>> {
    let nom = campagne.fichier_du_projet(numero).ok_or_else(|| {
        refus(
            numero,
            "cette candidature n'a pas de fichier dans la campagne",
        )
    })?;
    let document = Document::open(&campagne.racine.join(nom), nom, &Limites::default())?;
    let texte = document.text().to_owned();
    let etranger = campagne.empreinte(nom) != Some(document.sha256());
    let (_, lu) = campagne.lire_texte_de_projet(nom, texte.clone().into_bytes())?;
    if lu.numero != numero || lu.fiche(&fiche.territoire) != depart {
        let message = "la fiche a changé dans le fichier depuis le début de la saisie : copiez ce que vous avez tapé, quittez et rouvrez";
        return Err(refus(nom, message));
    }
    let mut voulu = lu;
    let place = voulu
        .fiches
        .iter()
        .position(|f| f.territoire == fiche.territoire);
    let rang = place.unwrap_or(voulu.fiches.len());
    match voulu.fiches.get_mut(rang) {
        Some(place) => place.clone_from(fiche),
        None => voulu.fiches.push(fiche.clone()),
    }
    let texte = redaction::rediger_fiche(&texte, &voulu, rang).ok_or_else(|| {
        refus(
            nom,
            "la forme de ce fichier ne se retouche pas : changez-le dans votre éditeur",
        )
    })?;
    relire(campagne, nom, texte, etranger)
}

/// Writes a candidature already proven usable, and takes it up in the campaign.
pub fn ecrire(campagne: &mut Campagne, redige: &ProjetRedige) -> io::Result<()> {
    let chemin = campagne.racine.join(&redige.fichier);
    atomic::replace_input(&chemin, redige.texte.as_bytes())?;
    campagne.reprendre(&redige.fichier, &redige.sha256, redige.projet.clone());
    Ok(())
}

fn relire(
    campagne: &Campagne,
    nom: &str,
    texte: String,
    etranger: bool,
) -> Result<ProjetRedige, Vec<Diagnostic>> {
    let (document, projet) = campagne.lire_texte_de_projet(nom, texte.clone().into_bytes())?;
    Ok(ProjetRedige {
        projet,
        fichier: nom.to_owned(),
        etranger,
        texte,
        sha256: document.sha256().to_owned(),
    })
}

fn refus(nom: &str, message: &str) -> Vec<Diagnostic> {
    vec![Diagnostic::whole(nom, message.into())]
}

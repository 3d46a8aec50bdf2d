//! What leaves the program: which command makes it, and where it goes.

use std::path::Path;

use color_eyre::eyre::Result;

use super::arguments::Sortie;
use super::{Arguments, BON, CONSTAT, Lue, dire, livrer_octets, refuser, signaler};
use super::{aide, ecrits, exporter, retour};
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, changees};
use crate::store::{exports, fichier, horloge};

/// Runs the command that makes it.
pub fn run(arguments: &Arguments, sortie: &Sortie) -> Result<u8> {
    match sortie {
        Sortie::Exporter {
            territoire,
            format,
            feuille,
            vers,
        } => exporter::run(arguments, territoire, *format, *feuille, vers.as_deref()),
        Sortie::ProcesVerbal { territoire, sortie } => {
            ecrits::proces_verbaux(arguments, territoire, sortie)
        }
        Sortie::Courriers {
            territoire,
            numero,
            sortie,
        } => ecrits::lettres(arguments, territoire, numero.as_deref(), sortie),
        Sortie::Publier { territoire, sortie } => ecrits::publier(arguments, territoire, sortie),
        Sortie::RetourPlateforme {
            territoire,
            format,
            ids,
            vers,
        } => retour::run(arguments, territoire, *format, ids, vers.as_deref()),
        Sortie::Completions { shell } => aide::completions(*shell),
        Sortie::Manuel => aide::manuel(),
    }
}

impl Lue {
    /// Tells the files that are no longer those the séance accepted; a check that found something.
    pub(super) fn signaler_changees(&self) -> u8 {
        let acceptees = &self.seance.etat().entrees;
        let lues = self.campagne.entrees(&self.cadre.territoire.code);
        if acceptees.is_empty() || *acceptees == lues {
            return BON;
        }
        let fichiers = changees(acceptees, &lues).join(", ");
        signaler(&format!(
            "instruire : fichiers changés depuis que la séance les a acceptés : {fichiers}"
        ));
        CONSTAT
    }
}

/// Where what is made goes.
pub(super) enum Vers<'a> {
    /// The standard output.
    Sortie,
    /// A file that a person names.
    Fichier(&'a Path),
    /// The campaign's `exports/`.
    Exports,
}

impl<'a> Vers<'a> {
    /// What is asked; else texts are printed, and what a terminal cannot show goes to `exports/`.
    pub(super) fn lire(vers: Option<&'a Path>, est_un_texte: bool) -> Self {
        match vers {
            Some(vers) if vers == Path::new("-") => Self::Sortie,
            Some(vers) => Self::Fichier(vers),
            None if est_un_texte => Self::Sortie,
            None => Self::Exports,
        }
    }

    /// Gives bytes away, and says where they are.
    pub(super) fn remettre(
        &self,
        campagne: &Campagne,
        nom: (&str, &str),
        octets: &[u8],
    ) -> Result<u8> {
        let ecrit = match self {
            Self::Sortie => {
                livrer_octets(octets)?;
                return Ok(BON);
            }
            Self::Fichier(chemin) => {
                exports::ecrire_la(chemin, octets).map(|()| chemin.to_path_buf())
            }
            Self::Exports => exports::ecrire(&campagne.racine, nom, horloge::maintenant(), octets),
        };
        match (ecrit, self) {
            (Ok(chemin), _) => {
                dire(&format!(
                    "Écrit : {}",
                    visible(&chemin.display().to_string())
                ))?;
                Ok(BON)
            }
            (Err(erreur), Self::Fichier(chemin)) => Ok(refuser(&format!(
                "{} non écrit : {}",
                visible(&chemin.display().to_string()),
                fichier::dire(&erreur)
            ))),
            (Err(erreur), _) => Ok(refuser(&format!(
                "dossier exports de la campagne : rien n'est écrit, {}",
                fichier::dire(&erreur)
            ))),
        }
    }
}

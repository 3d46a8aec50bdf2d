//! What stops the closing of a séance: nothing is proposed while something compulsory has not been said.

use super::cadre::Cadre;
use super::seance::{Manque, Seance};
use super::tableau::Tableau;

/// A point to settle before closing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Obstacle {
    /// Things are still to be said of a candidature.
    Incomplete(String, Vec<Manque>),
    /// Everything is said; the committee has not called it examined.
    NonExaminee(String),
    /// Ex æquo astride the line; a vote must order them.
    ADepartager(Vec<String>),
}

/// Every point, in the order of the candidatures, then the ex æquo.
pub fn obstacles(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for dossier in &cadre.dossiers {
        let numero = dossier.numero();
        let examen = seance.examen(numero);
        let manques = seance.manques(numero, cadre);
        if !manques.is_empty() {
            obstacles.push(Obstacle::Incomplete(numero.into(), manques));
        } else if !examen.examine && examen.hors_classement().is_none() {
            obstacles.push(Obstacle::NonExaminee(numero.into()));
        }
    }
    let a_departager: Vec<String> = tableau.a_departager().map(str::to_owned).collect();
    if !a_departager.is_empty() {
        obstacles.push(Obstacle::ADepartager(a_departager));
    }
    obstacles
}

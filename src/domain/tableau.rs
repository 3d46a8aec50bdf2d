//! The ranking as it stands: who is ranked, in which order, where the line falls, and why.

use super::cadre::{Cadre, Dossier};
use super::classement::{Evaluation, Rangee, Regle, appreciation};
use super::coupe::{Coupe, Demande, Statut, couper};
use super::fait::Proposition;
use super::francais::typographier;
use super::motif;
use super::seance::{Examen, Manque, Seance};

/// The ranking of one territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tableau {
    /// Ranked candidatures, in order.
    pub places: Vec<Place>,
    /// The others, with their reason, by number.
    pub non_classees: Vec<NonClassee>,
    /// Envelope, in euros, when known.
    pub enveloppe: Option<i64>,
    /// Euros of the candidatures above the line.
    pub engage: i64,
    /// Euros left of the envelope.
    pub reste: Option<i64>,
}

/// A ranked candidature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// Rank, shared by the ex æquo, and what it rests on.
    pub rangee: Rangee,
    /// What the line makes of it.
    pub statut: Statut,
    /// What the committee proposes instead, and why.
    pub proposition: Option<(Proposition, String)>,
    /// Euros over the convention: the amount proposed, else the amount asked.
    pub cout: i64,
    /// Euros from the first place to this one.
    pub cumul: i64,
    /// Other numbers with the same key.
    pub ex_aequo: Vec<String>,
    /// Whether a vote set it apart from them.
    pub departage: bool,
    /// The one-line reason.
    pub motif: String,
}

/// A candidature that has no rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NonClassee {
    /// Platform number.
    pub numero: String,
    /// Why.
    pub raison: Raison,
}

/// Why a candidature has no rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Raison {
    /// The committee proposes to put it off, or says it inadmissible.
    Ecartee(Proposition, String),
    /// The committee has not finished with it.
    NonExaminee,
    /// Examined, then something was taken back.
    Incomplete(Vec<Manque>),
}

impl Tableau {
    /// The ranking of the candidatures examined, and of `aussi` as if it were.
    pub fn etablir(cadre: &Cadre, seance: &Seance, aussi: Option<&str>) -> Self {
        let mut evaluations = Vec::new();
        let mut non_classees = Vec::new();
        for dossier in &cadre.dossiers {
            match evaluer(cadre, seance, dossier, aussi) {
                Ok(evaluation) => evaluations.push(evaluation),
                Err(raison) => non_classees.push(NonClassee {
                    numero: dossier.numero().into(),
                    raison,
                }),
            }
        }
        let regle = regle(cadre);
        let mut rangees = regle.classer(evaluations);
        let departages = departager(&mut rangees, seance);
        let enveloppe = seance.enveloppe(cadre);
        let demandes: Vec<Demande> = rangees
            .iter()
            .zip(&departages)
            .map(|(rangee, departage)| Demande {
                rang: rangee.rang,
                cout: cout(cadre, seance, &rangee.evaluation.numero),
                veto: regle.veto(&rangee.evaluation),
                departage: *departage,
            })
            .collect();
        let Coupe {
            statuts,
            engage,
            reste,
        } = couper(
            &demandes,
            enveloppe,
            cadre.ami.classement.liste_complementaire,
        );
        let mut tableau = Self {
            places: Vec::new(),
            non_classees,
            enveloppe,
            engage,
            reste,
        };
        let mut cumul = 0;
        for (index, rangee) in rangees.iter().enumerate() {
            cumul += demandes[index].cout;
            let numero = &rangee.evaluation.numero;
            let ex_aequo = rangees
                .iter()
                .filter(|r| r.rang == rangee.rang)
                .map(|r| &r.evaluation.numero);
            tableau.places.push(Place {
                rangee: rangee.clone(),
                statut: statuts[index],
                proposition: seance.examen(numero).proposition.clone(),
                cout: demandes[index].cout,
                cumul,
                ex_aequo: ex_aequo.filter(|n| *n != numero).cloned().collect(),
                departage: departages[index],
                motif: String::new(),
            });
        }
        let motifs: Vec<String> = (0..tableau.places.len())
            .map(|index| typographier(&motif::motif(cadre, seance, &tableau.places, index)))
            .collect();
        for (place, motif) in tableau.places.iter_mut().zip(motifs) {
            place.motif = motif;
        }
        tableau
    }

    /// The place of a candidature.
    pub fn place(&self, numero: &str) -> Option<&Place> {
        self.places.iter().find(|p| p.numero() == numero)
    }

    /// Numbers astride the line, which a vote must order.
    pub fn a_departager(&self) -> impl Iterator<Item = &str> {
        self.places
            .iter()
            .filter(|p| p.statut == Statut::ADepartager)
            .map(Place::numero)
    }
}

impl Place {
    /// The platform number.
    pub fn numero(&self) -> &str {
        &self.rangee.evaluation.numero
    }

    /// The status proposed: the committee's word, else the line's.
    pub fn statut_propose(&self) -> &'static str {
        match &self.proposition {
            Some((proposition, _)) => proposition.nom(),
            None => self.statut.nom(),
        }
    }
}

/// The ranking rule of a territory.
pub fn regle(cadre: &Cadre) -> Regle<'_> {
    Regle {
        parametres: &cadre.ami.classement,
        lignes: cadre.table.priorites.len() as u32,
    }
}

/// What a candidature costs over the convention, in euros: the amount proposed, else the amount asked.
pub fn cout(cadre: &Cadre, seance: &Seance, numero: &str) -> i64 {
    let demande = || cadre.dossier(numero).map_or(0, |d| d.fiche().demande());
    seance
        .examen(numero)
        .montant
        .as_ref()
        .map_or_else(demande, |(montant, _)| *montant)
}

fn evaluer(
    cadre: &Cadre,
    seance: &Seance,
    dossier: &Dossier,
    aussi: Option<&str>,
) -> Result<Evaluation, Raison> {
    let numero = dossier.numero();
    let examen = seance.examen(numero);
    if let Some((proposition, motif)) = examen.hors_classement() {
        return Err(Raison::Ecartee(proposition, motif.into()));
    }
    if !examen.examine && aussi != Some(numero) {
        return Err(Raison::NonExaminee);
    }
    evaluation(cadre, numero, examen)
        .ok_or_else(|| Raison::Incomplete(seance.manques(numero, cadre)))
}

fn evaluation(cadre: &Cadre, numero: &str, examen: &Examen) -> Option<Evaluation> {
    Some(Evaluation {
        numero: numero.into(),
        decompte: examen.decompte(),
        priorite: examen.priorite.as_ref()?.rang,
        criteres: appreciation(&cadre.ami.criteres, |id| examen.notes.get(id).copied())?,
    })
}

/// Orders the ex æquo that a vote has ordered, the last vote winning; says which.
fn departager(rangees: &mut [Rangee], seance: &Seance) -> Vec<bool> {
    let votes = &seance.etat().votes;
    let mut departages = vec![false; rangees.len()];
    let mut debut = 0;
    while debut < rangees.len() {
        let rang = rangees[debut].rang;
        let fin = debut
            + rangees[debut..]
                .iter()
                .take_while(|r| r.rang == rang)
                .count();
        let groupe = &mut rangees[debut..fin];
        let concerne = |numero: &str| groupe.iter().any(|r| r.evaluation.numero == numero);
        if let Some(vote) = votes
            .iter()
            .rev()
            .find(|v| v.projets.iter().all(|n| concerne(n)))
        {
            let ordre = |r: &Rangee| {
                vote.projets
                    .iter()
                    .position(|n| *n == r.evaluation.numero)
                    .unwrap_or(usize::MAX)
            };
            groupe.sort_by_key(ordre);
            for (departage, rangee) in departages[debut..fin].iter_mut().zip(groupe.iter()) {
                *departage = vote.projets.contains(&rangee.evaluation.numero);
            }
        }
        debut = fin;
    }
    departages
}

//! The ranking as it stands: who is ranked, in which order, where the line falls, and why.

use super::cadre::{Cadre, Dossier};
use super::classement::{Evaluation, Rangee, Regle, appreciation};
use super::coupe::{Coupe, Demande, Statut, couper};
use super::fait::Proposition;
use super::francais::typographier;
use super::motif;
use super::seance::{Examen, Manque, Seance, Vote};

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
    /// Euros of the candidatures that the committee proposes to retain: it is not bound by the line.
    pub propose: i64,
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
    /// The vote that set it apart from them.
    pub vote: Option<Vote>,
    /// Rank retained: the computed one, or its place among the ex æquo that a vote has ordered.
    pub rang_retenu: usize,
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
        let votes = departager(&mut rangees, seance);
        let enveloppe = seance.enveloppe(cadre);
        let demandes: Vec<Demande> = rangees
            .iter()
            .zip(&votes)
            .map(|(rangee, vote)| Demande {
                rang: rangee.rang,
                cout: cout(cadre, seance, &rangee.evaluation.numero),
                veto: regle.veto(&rangee.evaluation),
                departage: vote.is_some(),
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
        let mut places: Vec<Place> = Vec::with_capacity(rangees.len());
        let mut cumul: i64 = 0;
        for (index, (rangee, vote)) in rangees.iter().zip(votes).enumerate() {
            cumul = cumul.saturating_add(demandes[index].cout);
            let numero = &rangee.evaluation.numero;
            let ex_aequo = rangees
                .iter()
                .filter(|r| r.rang == rangee.rang)
                .map(|r| &r.evaluation.numero);
            places.push(Place {
                rangee: rangee.clone(),
                statut: statuts[index],
                proposition: seance.examen(numero).proposition.clone(),
                cout: demandes[index].cout,
                cumul,
                ex_aequo: ex_aequo.filter(|n| *n != numero).cloned().collect(),
                rang_retenu: if vote.is_some() {
                    index + 1
                } else {
                    rangee.rang
                },
                vote: vote.cloned(),
                motif: String::new(),
            });
        }
        let retenues = places.iter().filter(|p| p.retenue());
        let propose = retenues.fold(0_i64, |somme, p| somme.saturating_add(p.cout));
        let mut tableau = Self {
            places,
            non_classees,
            enveloppe,
            engage,
            reste,
            propose,
        };
        let motifs: Vec<String> = (0..tableau.places.len())
            .map(|index| typographier(&motif::motif(cadre, seance, &tableau, index)))
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

    /// Numbers that share its rank, its own included.
    pub fn groupe(&self) -> impl Iterator<Item = &str> {
        self.ex_aequo
            .iter()
            .map(String::as_str)
            .chain([self.numero()])
    }

    /// Whether it is proposed to be retained: the committee's word, else the line's.
    pub fn retenue(&self) -> bool {
        match &self.proposition {
            Some((proposition, _)) => proposition.retient(),
            None => matches!(self.statut, Statut::Retenu | Statut::Classe),
        }
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

/// What a candidature costs over the convention, in euros: the amount proposed, else the amount asked. A negative
/// amount in a file never adds to the envelope.
pub fn cout(cadre: &Cadre, seance: &Seance, numero: &str) -> i64 {
    let demande = || {
        cadre
            .dossier(numero)
            .map_or(0, |d| d.fiche().demande().max(0))
    };
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
        decompte: examen.decompte(&cadre.ami),
        priorite: examen.priorite_valable(cadre)?.rang,
        criteres: appreciation(&cadre.ami.criteres, |id| examen.notes.get(id).copied())?,
    })
}

/// Orders the ex æquo that a vote has ordered, all of them, the last vote winning; says which vote set each apart.
fn departager<'a>(rangees: &mut [Rangee], seance: &'a Seance) -> Vec<Option<&'a Vote>> {
    let mut departages = Vec::with_capacity(rangees.len());
    for groupe in rangees.chunk_by_mut(|a, b| a.rang == b.rang) {
        let place =
            |vote: &Vote, r: &Rangee| vote.projets.iter().position(|n| *n == r.evaluation.numero);
        let mut votes = seance
            .etat()
            .votes
            .iter()
            .rev()
            .filter(|_| groupe.len() > 1);
        let vote = votes.find(|vote| groupe.iter().all(|r| place(vote, r).is_some()));
        if let Some(vote) = vote {
            groupe.sort_by_key(|r| place(vote, r));
        }
        departages.extend(groupe.iter().map(|_| vote));
    }
    departages
}

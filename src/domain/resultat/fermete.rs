//! The robustness, in an outcome: exact fractions as text, names instead of indexes.

use serde::{Deserialize, Serialize};

use crate::domain::ami::Methode;
use crate::domain::avis::Sens;
use crate::domain::cadre::Cadre;
use crate::domain::coupe::Statut;
use crate::domain::et_si::et_si;
use crate::domain::fermete::{Fermete, institutions};

/// How firmly the ranking holds, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RobustesseResultat {
    /// Data sets got by moving one expressed avis one step.
    pub voisins: u64,
    /// Institutions that expressed an avis.
    pub institutions: usize,
    /// Single steps that make someone change side of the line.
    pub bascules: Vec<BasculeResultat>,
}

/// A step of one avis that makes someone change side, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BasculeResultat {
    /// Whose avis.
    pub numero: String,
    /// Any of these institutions.
    pub institutions: Vec<String>,
    /// From.
    pub de: Sens,
    /// To.
    pub vers: Sens,
    /// Numbers that come above the line.
    pub entrent: Vec<String>,
    /// Numbers that go below it, or wait for a vote.
    pub sortent: Vec<String>,
}

/// How firmly a candidature holds its place, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TenueResultat {
    /// `solide`, `sensible` or `dépend de la méthode`; null without a line.
    pub badge: Option<String>,
    /// Share of the neighbours in which it keeps its side of the line.
    pub selection: Option<String>,
    /// Share of the neighbours in which it keeps its rank.
    pub rang: String,
    /// Best rank one step away.
    pub rang_meilleur: usize,
    /// Worst rank one step away.
    pub rang_pire: usize,
    /// Institutions without which it would change side, by name.
    pub institutions_pivots: Vec<String>,
    /// Fewest steps of its own avis that change its side; null: none does.
    pub marge_propre: Option<u64>,
    /// Rank and status under each method.
    pub methodes: Vec<MethodeResultat>,
    /// The smallest change that would make it change side.
    pub et_si: Option<String>,
}

/// What a method says of a candidature, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MethodeResultat {
    /// The method.
    pub methode: Methode,
    /// Its rank.
    pub rang: usize,
    /// Its status.
    pub statut: Statut,
}

impl RobustesseResultat {
    /// Tells what was measured.
    pub fn etablir(cadre: &Cadre, fermete: &Fermete) -> Self {
        let robustesse = &fermete.robustesse;
        let numero = |index: usize| fermete.numeros[index].clone();
        let bascules = robustesse.bascules.iter().map(|b| {
            let numeros = |retenus: bool| {
                let retenue = move |s: Statut| (s == Statut::Retenu) == retenus;
                let changent = b.changent.iter().filter(move |(_, s)| retenue(*s));
                changent.map(|(index, _)| numero(*index)).collect()
            };
            BasculeResultat {
                numero: numero(b.projet),
                institutions: institutions(cadre, &b.institutions),
                de: b.de,
                vers: b.vers,
                entrent: numeros(true),
                sortent: numeros(false),
            }
        });
        Self {
            voisins: robustesse.voisins,
            institutions: robustesse.institutions,
            bascules: bascules.collect(),
        }
    }
}

impl TenueResultat {
    /// Tells how a candidature holds; `None` when it is not ranked.
    pub fn etablir(cadre: &Cadre, fermete: &Fermete, numero: &str) -> Option<Self> {
        let tenue = fermete.tenue(numero)?;
        let selection = tenue.selection.as_ref();
        let methodes = tenue.methodes.iter();
        Some(Self {
            badge: selection.map(|s| s.badge.nom().into()),
            selection: fermete.selection(tenue).map(|s| s.to_string()),
            rang: fermete.rang(tenue).to_string(),
            rang_meilleur: tenue.intervalle.0,
            rang_pire: tenue.intervalle.1,
            institutions_pivots: selection
                .map(|s| institutions(cadre, &s.pivots))
                .unwrap_or_default(),
            marge_propre: selection.and_then(|s| s.marge),
            methodes: methodes
                .map(|(methode, rang, statut)| MethodeResultat {
                    methode: *methode,
                    rang: *rang,
                    statut: *statut,
                })
                .collect(),
            et_si: et_si(cadre, fermete, numero),
        })
    }
}

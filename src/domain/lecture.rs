//! Other readings of the same data, for people who prefer to look. They rank nothing.

use super::ami::Methode;
use super::avis::{Decompte, Position};
use super::cadre::Cadre;
use super::classement::Fraction;
use super::fermete::Fermete;
use super::robustesse::Tenue;
use super::seance::Seance;

/// What one institution said, over all candidatures.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Severite {
    /// Name of the institution.
    pub institution: String,
    /// Its expressed avis.
    pub decompte: Decompte,
}

/// Where two methods agree.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accord {
    /// One method.
    pub a: Methode,
    /// The other.
    pub b: Methode,
    /// Pairs of candidatures.
    pub paires: u64,
    /// Pairs that both put in the same order, or both leave ex æquo.
    pub accordees: u64,
}

/// What each institution said over all the candidatures, in the order of the call; the silent ones left out.
pub fn severites(cadre: &Cadre, seance: &Seance) -> Vec<Severite> {
    let dites = |id: &str| {
        let positions = cadre.dossiers.iter();
        let positions: Vec<&Position> = positions
            .filter_map(|d| seance.examen(d.numero()).positions.get(id))
            .collect();
        Decompte::des(positions)
    };
    cadre
        .ami
        .institutions()
        .map(|(_, i)| Severite {
            institution: i.nom.clone(),
            decompte: dites(&i.id),
        })
        .filter(|s| s.decompte.exprimes() > 0)
        .collect()
}

impl Severite {
    /// Share of unfavourable avis among those it expressed.
    pub fn defavorables(&self) -> Fraction {
        super::classement::defavorables(self.decompte)
    }
}

/// Agreement between methods, two by two: pairs of ranked candidatures that both put in the same order.
pub fn accords(fermete: &Fermete) -> Vec<Accord> {
    let tenues = &fermete.robustesse.tenues;
    let mut accords = Vec::new();
    for (x, a) in Methode::TOUTES.into_iter().enumerate() {
        for (y, b) in Methode::TOUTES.into_iter().enumerate().skip(x + 1) {
            let mut accord = Accord {
                a,
                b,
                paires: 0,
                accordees: 0,
            };
            for (rang, un) in tenues.iter().enumerate() {
                for autre in &tenues[rang + 1..] {
                    let ordre = |m: usize| rang_selon(un, m).cmp(&rang_selon(autre, m));
                    accord.paires += 1;
                    accord.accordees += u64::from(ordre(x) == ordre(y));
                }
            }
            accords.push(accord);
        }
    }
    accords
}

fn rang_selon(tenue: &Tenue, methode: usize) -> usize {
    tenue.methodes.get(methode).map_or(0, |(_, rang, _)| *rang)
}

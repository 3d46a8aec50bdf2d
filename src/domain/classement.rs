//! The ranking: exact fractions, absolute keys, shared ranks. Anyone can recompute it by hand.

use std::cmp::Ordering;

use num_rational::Ratio;

use super::ami::{Critere, Methode, ParametresClassement, Veto};
use super::avis::Decompte;
use super::seance::NOTE_MAXIMALE;

/// An exact fraction.
pub type Fraction = Ratio<i128>;

/// What a candidature is ranked on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Evaluation {
    /// Platform number: names the candidature, never orders it.
    pub numero: String,
    /// Expressed avis.
    pub decompte: Decompte,
    /// Row retained; `None` when hors priorité.
    pub priorite: Option<u32>,
    /// T, the criteria appreciation, between 0 and 1.
    pub criteres: Fraction,
}

/// The call's way to rank, with the number of rows of the territory's table.
#[derive(Debug, Clone, Copy)]
pub struct Regle<'a> {
    /// Method and veto.
    pub parametres: &'a ParametresClassement,
    /// P, rows of the table.
    pub lignes: u32,
}

/// A candidature with its rank.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rangee {
    /// Shared by the ex æquo, competition style: 1, 2, 2, 4.
    pub rang: usize,
    /// What it was ranked on.
    pub evaluation: Evaluation,
}

/// Class of a majority judgment on three grades, best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Classe {
    /// F: more than half favorable.
    Favorable,
    /// R+: neither F nor D, more favorable than unfavourable.
    ReservePlus,
    /// R−: neither F nor D, no more favorable than unfavourable.
    ReserveMoins,
    /// D: at least half unfavourable.
    Defavorable,
}

/// The part of the key that sets two candidatures apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// V.
    Veto,
    /// π.
    Priorite,
    /// MJ.
    Avis,
    /// T.
    Criteres,
    /// U, of the method « somme ».
    Somme,
}

/// p, the share of favorable avis among the expressed.
pub fn favorables(d: Decompte) -> Fraction {
    part(d.f, d)
}

/// q, the share of unfavourable avis among the expressed.
pub fn defavorables(d: Decompte) -> Fraction {
    part(d.d, d)
}

fn part(avis: u64, d: Decompte) -> Fraction {
    match d.exprimes() {
        0 => Fraction::ZERO,
        n => Fraction::new(avis.into(), n.into()),
    }
}

/// The class of expressed avis.
pub fn classe(d: Decompte) -> Classe {
    let (p, q) = (favorables(d), defavorables(d));
    let moitie = Fraction::new(1, 2);
    if p > moitie {
        Classe::Favorable
    } else if d.exprimes() > 0 && q >= moitie {
        Classe::Defavorable
    } else if p > q {
        Classe::ReservePlus
    } else {
        Classe::ReserveMoins
    }
}

/// Majority judgment, the better first: Balinski and Laraki's repeated lower median (PNAS 104:8720, 2007) in closed form.
pub fn jugement_majoritaire(a: Decompte, b: Decompte) -> Ordering {
    let p_decroissant = || favorables(b).cmp(&favorables(a));
    let q_croissant = || defavorables(a).cmp(&defavorables(b));
    classe(a).cmp(&classe(b)).then_with(|| match classe(a) {
        Classe::Favorable | Classe::ReservePlus => p_decroissant().then_with(q_croissant),
        Classe::ReserveMoins | Classe::Defavorable => q_croissant().then_with(p_decroissant),
    })
}

/// T: Σ w·s / (4·Σ w). `None` while a criterion has no note: a gap is never a zero.
pub fn appreciation<'a>(
    criteres: &'a [Critere],
    note: impl Fn(&'a str) -> Option<u8>,
) -> Option<Fraction> {
    let mut points = 0;
    let mut maximum = 0;
    for critere in criteres {
        points += i128::from(critere.poids) * i128::from(note(&critere.id)?);
        maximum += i128::from(critere.poids) * i128::from(NOTE_MAXIMALE);
    }
    (maximum > 0).then(|| Fraction::new(points, maximum))
}

impl Regle<'_> {
    /// Whether unfavourable avis set it last: at least half of the expressed.
    pub fn veto(&self, evaluation: &Evaluation) -> bool {
        self.parametres.methode == Methode::Paliers
            && self.parametres.veto == Veto::Moitie
            && classe(evaluation.decompte) == Classe::Defavorable
    }

    /// U = (4·u₁ + 3·u₂ + 3·u₃) / 10, on fixed scales.
    pub fn somme(&self, evaluation: &Evaluation) -> Fraction {
        let lignes = i128::from(self.lignes);
        let priorite = evaluation
            .priorite
            .filter(|rang| (1..=self.lignes).contains(rang))
            .map_or(Fraction::ZERO, |rang| {
                Fraction::new(lignes + 1 - i128::from(rang), lignes)
            });
        let d = evaluation.decompte;
        let avis = match d.exprimes() {
            0 => Fraction::new(1, 2),
            n => Fraction::new(i128::from(2 * d.f + d.r), i128::from(2 * n)),
        };
        (priorite * 4 + avis * 3 + evaluation.criteres * 3) / 10
    }

    /// The better first, with the first part of the key that differs; `None` when they are ex æquo.
    pub fn compare(&self, a: &Evaluation, b: &Evaluation) -> Option<(Part, Ordering)> {
        let veto = || (Part::Veto, self.veto(a).cmp(&self.veto(b)));
        let priorite = || (Part::Priorite, self.palier(a).cmp(&self.palier(b)));
        let avis = || (Part::Avis, jugement_majoritaire(a.decompte, b.decompte));
        let criteres = || (Part::Criteres, b.criteres.cmp(&a.criteres));
        let somme = || (Part::Somme, self.somme(b).cmp(&self.somme(a)));
        let parts = match self.parametres.methode {
            Methode::Paliers => vec![veto(), priorite(), avis(), criteres()],
            Methode::AvisDAbord => vec![avis(), priorite(), criteres()],
            Methode::Somme => vec![somme()],
        };
        parts.into_iter().find(|(_, ordre)| ordre.is_ne())
    }

    /// Ranks; among ex æquo the order of `evaluations` is kept, and means nothing.
    pub fn classer(&self, mut evaluations: Vec<Evaluation>) -> Vec<Rangee> {
        evaluations.sort_by(|a, b| {
            self.compare(a, b)
                .map_or(Ordering::Equal, |(_, ordre)| ordre)
        });
        let mut rangees: Vec<Rangee> = Vec::with_capacity(evaluations.len());
        for (place, evaluation) in evaluations.into_iter().enumerate() {
            let rang = match rangees.last() {
                Some(precedente) if self.compare(&precedente.evaluation, &evaluation).is_none() => {
                    precedente.rang
                }
                _ => place + 1,
            };
            rangees.push(Rangee { rang, evaluation });
        }
        rangees
    }

    /// π: the rank of the row, P + 1 when hors priorité.
    fn palier(&self, evaluation: &Evaluation) -> u32 {
        evaluation.priorite.unwrap_or(self.lignes + 1)
    }
}

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

/// The key of a candidature under one method, the better first.
#[derive(Debug, Clone, Copy)]
pub struct Cle {
    methode: Methode,
    veto: bool,
    /// π: the rank of the row, P + 1 when hors priorité.
    palier: u32,
    classe: Classe,
    avis: Decompte,
    criteres: Fraction,
    somme: Fraction,
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
    let n = d.exprimes();
    if 2 * d.f > n {
        Classe::Favorable
    } else if n > 0 && 2 * d.d >= n {
        Classe::Defavorable
    } else if d.f > d.d {
        Classe::ReservePlus
    } else {
        Classe::ReserveMoins
    }
}

/// Majority judgment, the better first: Balinski and Laraki's repeated lower median (PNAS 104:8720, 2007) in closed form.
pub fn jugement_majoritaire(a: Decompte, b: Decompte) -> Ordering {
    let (classe_a, classe_b) = (classe(a), classe(b));
    classe_a
        .cmp(&classe_b)
        .then_with(|| dans_la_classe(classe_a, a, b))
}

/// Majority judgment between avis of one class.
fn dans_la_classe(classe: Classe, a: Decompte, b: Decompte) -> Ordering {
    let p_decroissant = || comparer_parts((b.f, b), (a.f, a));
    let q_croissant = || comparer_parts((a.d, a), (b.d, b));
    match classe {
        Classe::Favorable | Classe::ReservePlus => p_decroissant().then_with(q_croissant),
        Classe::ReserveMoins | Classe::Defavorable => q_croissant().then_with(p_decroissant),
    }
}

/// Two fractions, by cross-multiplication; by their own slower order where that might overflow.
fn comparer_fractions(a: &Fraction, b: &Fraction) -> Ordering {
    if a.denom() == b.denom() {
        return a.numer().cmp(b.numer());
    }
    let petite = |f: &Fraction| {
        let (n, d) = (i64::try_from(*f.numer()), i64::try_from(*f.denom()));
        n.ok().map(i128::from).zip(d.ok().map(i128::from))
    };
    match petite(a).zip(petite(b)) {
        Some(((x, a), (y, b))) => (x * b).cmp(&(y * a)),
        None => a.cmp(b),
    }
}

/// Two shares of expressed avis, by cross-multiplication; a share of no avis is 0.
fn comparer_parts((x, a): (u64, Decompte), (y, b): (u64, Decompte)) -> Ordering {
    let croise = |avis: u64, d: Decompte| u128::from(avis) * u128::from(d.exprimes().max(1));
    croise(x, b).cmp(&croise(y, a))
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

    /// The key of a candidature.
    pub fn cle(&self, evaluation: &Evaluation) -> Cle {
        let methode = self.parametres.methode;
        Cle {
            methode,
            veto: self.veto(evaluation),
            palier: evaluation.priorite.unwrap_or(self.lignes + 1),
            classe: classe(evaluation.decompte),
            avis: evaluation.decompte,
            criteres: evaluation.criteres,
            somme: match methode {
                Methode::Somme => self.somme(evaluation),
                Methode::Paliers | Methode::AvisDAbord => Fraction::ZERO,
            },
        }
    }

    /// The better first, with the first part of the key that differs; `None` when they are ex æquo.
    pub fn compare(&self, a: &Evaluation, b: &Evaluation) -> Option<(Part, Ordering)> {
        self.cle(a).compare(&self.cle(b))
    }

    /// Ranks; among ex æquo the order of `evaluations` is kept, and means nothing.
    pub fn classer(&self, evaluations: Vec<Evaluation>) -> Vec<Rangee> {
        let cles: Vec<Cle> = evaluations.iter().map(|e| self.cle(e)).collect();
        let mut evaluations: Vec<Option<Evaluation>> = evaluations.into_iter().map(Some).collect();
        let rangees = ranger(&cles).into_iter();
        rangees
            .filter_map(|(index, rang)| {
                let evaluation = evaluations[index].take()?;
                Some(Rangee { rang, evaluation })
            })
            .collect()
    }
}

/// Indexes of keys in order, each with its rank; among equal keys the order of `cles` is kept, and means nothing.
pub fn ranger(cles: &[Cle]) -> Vec<(usize, usize)> {
    let mut suite: Vec<(usize, usize)> = (0..cles.len()).map(|index| (index, 0)).collect();
    suite.sort_by(|(a, _), (b, _)| cles[*a].ordre(&cles[*b]));
    for place in 0..suite.len() {
        suite[place].1 = match place.checked_sub(1).map(|avant| suite[avant]) {
            Some((avant, rang)) if cles[avant].ordre(&cles[suite[place].0]).is_eq() => rang,
            _ => place + 1,
        };
    }
    suite
}

impl Cle {
    /// Whether unfavourable avis set it last.
    pub fn veto(&self) -> bool {
        self.veto
    }

    /// The better first.
    pub fn ordre(&self, autre: &Self) -> Ordering {
        self.compare(autre)
            .map_or(Ordering::Equal, |(_, ordre)| ordre)
    }

    /// The better first, with the first part that differs; `None` when they are equal.
    pub fn compare(&self, autre: &Self) -> Option<(Part, Ordering)> {
        let dire = |part, ordre: Ordering| ordre.is_ne().then_some((part, ordre));
        let veto = || dire(Part::Veto, self.veto.cmp(&autre.veto));
        let priorite = || dire(Part::Priorite, self.palier.cmp(&autre.palier));
        let avis = || {
            let classes = self.classe.cmp(&autre.classe);
            let ordre = classes.then_with(|| dans_la_classe(self.classe, self.avis, autre.avis));
            dire(Part::Avis, ordre)
        };
        let criteres = || {
            let ordre = comparer_fractions(&autre.criteres, &self.criteres);
            dire(Part::Criteres, ordre)
        };
        let somme = || dire(Part::Somme, comparer_fractions(&autre.somme, &self.somme));
        match self.methode {
            Methode::Paliers => veto().or_else(priorite).or_else(avis).or_else(criteres),
            Methode::AvisDAbord => avis().or_else(priorite).or_else(criteres),
            Methode::Somme => somme(),
        }
    }
}

//! The test bench: what the ranking would be with other avis. One candidature is put back in a list already in order.

use std::collections::BTreeMap;

use super::compteur;
use crate::domain::avis::{Decompte, Sens};
use crate::domain::classement::{Cle, Evaluation, ranger};
use crate::domain::coupe::Statut;
use crate::domain::scene::Scene;

/// The ranking as it is.
pub(super) struct Banc<'a> {
    pub(super) scene: &'a Scene<'a>,
    cles: Vec<Cle>,
    /// Indexes in the order of the keys, with their ranks.
    rangees: Vec<(usize, usize)>,
    /// Rank and status, by index.
    pub(super) base: Vec<(usize, Statut)>,
}

/// One candidature taken out of the list, to be put back with other avis.
pub(super) struct Essai<'a> {
    banc: &'a Banc<'a>,
    cles: Vec<Cle>,
    projet: usize,
    /// The others in order, with their ranks among themselves.
    autres: Vec<(usize, usize)>,
}

impl<'a> Banc<'a> {
    pub(super) fn new(scene: &'a Scene<'a>) -> Self {
        let cles = scene.cles();
        let rangees = ranger(&cles);
        let base = scene.servir(&cles, rangees.clone(), |_| true).par_index();
        Self {
            scene,
            cles,
            rangees,
            base,
        }
    }

    pub(super) fn essai(&'a self) -> Essai<'a> {
        Essai {
            banc: self,
            cles: self.cles.clone(),
            projet: 0,
            autres: Vec::new(),
        }
    }

    /// Rank and status of each without these avis; a vote held on one of them no longer holds.
    pub(super) fn sans(&self, retires: &[(usize, Sens)]) -> Vec<(usize, Statut)> {
        let mut cles = self.cles.clone();
        for (projet, sens) in retires {
            let mut decompte = self.scene.evaluations[*projet].decompte;
            *compteur(&mut decompte, *sens) -= 1;
            cles[*projet] = self.cle(*projet, decompte);
        }
        let rangees = ranger(&cles);
        let tient = |vote: &[usize]| !retires.iter().any(|(projet, _)| vote.contains(projet));
        self.scene.servir(&cles, rangees, tient).par_index()
    }

    fn cle(&self, projet: usize, decompte: Decompte) -> Cle {
        let evaluation = &self.scene.evaluations[projet];
        self.scene.regle.cle(&Evaluation {
            numero: String::new(),
            decompte,
            ..*evaluation
        })
    }
}

impl Essai<'_> {
    /// Takes a candidature out of the list.
    pub(super) fn prendre(&mut self, projet: usize) {
        self.cles[self.projet] = self.banc.cles[self.projet];
        self.projet = projet;
        let sien = self.banc.base[projet].0;
        let autres = self.banc.rangees.iter().filter(|(i, _)| *i != projet);
        self.autres = autres
            .map(|(i, rang)| (*i, if *rang > sien { rang - 1 } else { *rang }))
            .collect();
    }

    /// Rank and status of each once it is put back with these avis; a vote in which it took part no longer holds.
    pub(super) fn poser(&mut self, decompte: Decompte) -> Vec<(usize, Statut)> {
        let cle = self.banc.cle(self.projet, decompte);
        let (debut, fin) = self.entre(&cle);
        self.cles[self.projet] = cle;
        let mut rangees = Vec::with_capacity(self.autres.len() + 1);
        rangees.extend_from_slice(&self.autres[..fin]);
        rangees.push((self.projet, debut + 1));
        let apres = self.autres[fin..].iter();
        rangees.extend(apres.map(|(index, rang)| (*index, rang + 1)));
        let projet = self.projet;
        let tient = |vote: &[usize]| !vote.contains(&projet);
        self.banc
            .scene
            .servir(&self.cles, rangees, tient)
            .par_index()
    }

    /// Every other count of as many avis, in steps from today's: for each place it leads to, the nearest.
    pub(super) fn etats_utiles(&self) -> Vec<(u64, Decompte)> {
        let Decompte { f, r, d } = self.banc.scene.evaluations[self.projet].decompte;
        let n = f + r + d;
        let mut par_place: BTreeMap<(usize, usize, bool), (u64, Decompte)> = BTreeMap::new();
        for defavorables in 0..=n {
            for reserves in 0..=n - defavorables {
                let decompte = Decompte {
                    f: n - defavorables - reserves,
                    r: reserves,
                    d: defavorables,
                };
                let pas = defavorables.abs_diff(d) + (defavorables + reserves).abs_diff(d + r);
                if pas == 0 {
                    continue;
                }
                let cle = self.banc.cle(self.projet, decompte);
                let (debut, fin) = self.entre(&cle);
                let etat = par_place
                    .entry((debut, fin, cle.veto()))
                    .or_insert((pas, decompte));
                if pas < etat.0 {
                    *etat = (pas, decompte);
                }
            }
        }
        par_place.into_values().collect()
    }

    /// The first place that is not better, the first that is worse.
    fn entre(&self, cle: &Cle) -> (usize, usize) {
        let debut = self
            .autres
            .partition_point(|(index, _)| self.banc.cles[*index].ordre(cle).is_lt());
        let egales = self.autres[debut..]
            .partition_point(|(index, _)| self.banc.cles[*index].ordre(cle).is_eq());
        (debut, debut + egales)
    }
}

//! What the ranking rests on, without names nor texts: one computation for the table, the other methods and the robustness.

use super::ami::{Methode, ParametresClassement};
use super::classement::{Cle, Evaluation, Regle, ranger};
use super::coupe::{Coupe, Demande, Statut, couper};

/// Candidatures to rank, and what they are served from. Everything names a candidature by its index.
#[derive(Debug, Clone)]
pub struct Scene<'a> {
    /// Method, veto, rows of the table.
    pub regle: Regle<'a>,
    /// Euros; `None` when not known.
    pub enveloppe: Option<i64>,
    /// What each is ranked on.
    pub evaluations: Vec<Evaluation>,
    /// Euros of each, on what the envelope covers.
    pub couts: Vec<i64>,
    /// Orders voted between ex æquo, oldest first.
    pub votes: Vec<Vec<usize>>,
}

/// Where everyone stands, in order.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Situation {
    /// Candidatures, in order.
    pub suite: Vec<usize>,
    /// Rank of each place, shared by the ex æquo.
    pub rangs: Vec<usize>,
    /// The vote that set each place apart from its ex æquo, by its index in [`Scene::votes`].
    pub votes: Vec<Option<usize>>,
    /// The line.
    pub coupe: Coupe,
}

impl Scene<'_> {
    /// The key of each candidature.
    pub fn cles(&self) -> Vec<Cle> {
        self.evaluations.iter().map(|e| self.regle.cle(e)).collect()
    }

    /// Where everyone stands.
    pub fn situation(&self) -> Situation {
        let cles = self.cles();
        self.servir(&cles, ranger(&cles), |_| true)
    }

    /// Where everyone would stand under another method.
    pub fn selon(&self, methode: Methode) -> Situation {
        let parametres = ParametresClassement {
            methode,
            ..self.regle.parametres.clone()
        };
        let scene = Scene {
            regle: Regle {
                parametres: &parametres,
                lignes: self.regle.lignes,
            },
            ..self.clone()
        };
        scene.situation()
    }

    /// Orders the ex æquo by the votes that hold, then draws the line. `rangees`: indexes in order, with their ranks.
    pub fn servir(
        &self,
        cles: &[Cle],
        mut rangees: Vec<(usize, usize)>,
        tient: impl Fn(&[usize]) -> bool,
    ) -> Situation {
        let votes = self.departager(&mut rangees, tient);
        let demandes: Vec<Demande> = rangees
            .iter()
            .zip(&votes)
            .map(|((index, rang), vote)| Demande {
                rang: *rang,
                cout: self.couts[*index],
                veto: cles[*index].veto(),
                departage: vote.is_some(),
            })
            .collect();
        let liste_complementaire = self.regle.parametres.liste_complementaire;
        let coupe = couper(&demandes, self.enveloppe, liste_complementaire);
        let (suite, rangs) = rangees.into_iter().unzip();
        Situation {
            suite,
            rangs,
            votes,
            coupe,
        }
    }

    /// Orders the ex æquo that a vote has ordered, all of them, the last vote winning; says which vote set each apart.
    fn departager(
        &self,
        rangees: &mut [(usize, usize)],
        tient: impl Fn(&[usize]) -> bool,
    ) -> Vec<Option<usize>> {
        if self.votes.is_empty() {
            return vec![None; rangees.len()];
        }
        let mut departages = Vec::with_capacity(rangees.len());
        for groupe in rangees.chunk_by_mut(|a, b| a.1 == b.1) {
            let place = |vote: &[usize], index: usize| vote.iter().position(|n| *n == index);
            let mut votes = (0..self.votes.len()).rev().filter(|_| groupe.len() > 1);
            let vote = votes.find(|v| {
                let vote = &self.votes[*v];
                tient(vote) && groupe.iter().all(|(i, _)| place(vote, *i).is_some())
            });
            if let Some(vote) = vote {
                groupe.sort_by_key(|(index, _)| place(&self.votes[vote], *index));
            }
            departages.extend(groupe.iter().map(|_| vote));
        }
        departages
    }
}

impl Situation {
    /// Rank and status of each candidature, by its index.
    pub fn par_index(&self) -> Vec<(usize, Statut)> {
        let mut situations = vec![(0, Statut::Classe); self.suite.len()];
        for (place, index) in self.suite.iter().enumerate() {
            situations[*index] = (self.rangs[place], self.coupe.statuts[place]);
        }
        situations
    }
}

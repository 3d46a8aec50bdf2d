//! One row among several: a priority, a proposition.

use crossterm::event::{KeyCode, KeyEvent};

use super::{Dialogue, Issue, Texte, deplacer};
use crate::domain::cadre::Dossier;
use crate::domain::fait::{Fait, Proposition};
use crate::tui::effect::{Effect, Suite};
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// One row among several.
pub struct Choix {
    /// What is asked.
    pub titre: String,
    /// What the choice bears on, above the rows.
    pub entete: Vec<String>,
    /// Rows, as shown.
    pub lignes: Vec<String>,
    /// Row selected.
    pub curseur: usize,
    /// What the row decides.
    pub objet: Objet,
}

/// What a choice is about.
pub enum Objet {
    /// The priority row: the rank of each line.
    Priorite(Vec<Option<u32>>),
    /// The proposition: `None` for the computed one.
    Proposition(Vec<Option<usize>>),
    /// The same proposition for several candidatures.
    Bloc(Vec<String>, Vec<Option<usize>>),
    /// The rank given by the committee: `None` for the computed one.
    Rang(Vec<Option<u32>>),
}

impl Choix {
    pub(super) fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        if evenement.code != KeyCode::Enter {
            deplacer(
                &mut self.curseur,
                evenement.code,
                self.lignes.len().saturating_sub(1),
                10,
            );
            return Issue::Reste;
        }
        let projet = ouverte.numero().to_owned();
        let saisie = match &self.objet {
            Objet::Priorite(rangs) => {
                let rang = rangs[self.curseur];
                let ligne = rang.and_then(|rang| ouverte.cadre.table.ligne(rang));
                let public = ligne.map(|ligne| ligne.public.clone());
                if rang == ouverte.dossier().and_then(Dossier::priorite_proposee) {
                    let fait = Fait::CorrespondanceRetenue {
                        projet,
                        priorite: rang,
                        public,
                        motif: None,
                    };
                    return Issue::Effet(Effect::Dire(fait, Suite::Rester));
                }
                Saisie::Priorite {
                    projet,
                    rang,
                    public,
                }
            }
            Objet::Proposition(choix) => Saisie::Proposition {
                projet,
                choix: choix[self.curseur],
            },
            Objet::Bloc(projets, choix) => Saisie::Bloc {
                projets: projets.clone(),
                choix: choix[self.curseur],
            },
            Objet::Rang(rangs) => {
                let saisie = Saisie::Rang {
                    projet,
                    rang: rangs[self.curseur],
                };
                // The rank is judged before its reason is asked for.
                let fait = saisie.fait("motif".into());
                if let Err(refus) = ouverte.seance.check(&fait, &ouverte.cadre) {
                    return Issue::Refus(refus.to_string());
                }
                saisie
            }
        };
        Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")))
    }

    /// The propositions, the computed one last.
    pub fn proposition(titre: String) -> Self {
        let toutes = Proposition::TOUTES
            .iter()
            .map(|p| format!("proposé : {}", p.nom()));
        let calculee = std::iter::once("revenir à la proposition calculée".to_owned());
        Self {
            titre,
            entete: Vec::new(),
            lignes: toutes.chain(calculee).collect(),
            curseur: 0,
            objet: Objet::Proposition(Self::propositions()),
        }
    }

    /// The same for several candidatures, listed above.
    pub fn bloc(titre: String, noms: Vec<String>, projets: Vec<String>) -> Self {
        Self {
            entete: noms,
            objet: Objet::Bloc(projets, Self::propositions()),
            ..Self::proposition(titre)
        }
    }

    fn propositions() -> Vec<Option<usize>> {
        let toutes = (0..Proposition::TOUTES.len()).map(Some);
        toutes.chain([None]).collect()
    }
}

//! What a text is typed for: its title, whether it is compulsory, and the fact it becomes.

use serde::{Deserialize, Serialize};

use crate::domain::avis::{Reception, Sens};
use crate::domain::cadre::Cadre;
use crate::domain::fait::{Fait, Proposition};
use crate::domain::francais::{euros, ordinal_feminin};

/// The purpose of a text; drafts are kept by it, on disk too.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "saisie", rename_all = "snake_case", deny_unknown_fields)]
pub enum Saisie {
    /// Reserve, or reason of an unfavourable avis.
    Avis {
        /// Candidature.
        projet: String,
        /// Institution.
        institution: String,
        /// Its avis.
        sens: Sens,
    },
    /// Observation on a criterion, or on the candidature.
    Observation {
        /// Candidature.
        projet: String,
        /// Criterion.
        critere: Option<String>,
    },
    /// Why another row than the one proposed.
    Priorite {
        /// Candidature.
        projet: String,
        /// Row retained.
        rang: Option<u32>,
        /// Id of its public.
        public: Option<String>,
    },
    /// Why a motif of inadmissibility is confirmed, or lifted.
    Constat {
        /// Candidature.
        projet: String,
        /// Rule.
        regle: String,
        /// Confirmed, or lifted.
        confirme: bool,
    },
    /// Complements asked for, or come.
    Complements {
        /// Candidature.
        projet: String,
        /// Come, or asked for.
        recus: bool,
    },
    /// Why another amount than the one asked.
    Montant {
        /// Candidature.
        projet: String,
        /// Euros; `None` for the amount asked.
        montant: Option<i64>,
    },
    /// Why another proposition than the computed one.
    Proposition {
        /// Candidature.
        projet: String,
        /// Place of the proposition in [`Proposition::TOUTES`]; `None` for the computed one.
        choix: Option<usize>,
    },
    /// Why this proposition for several candidatures.
    Bloc {
        /// Candidatures.
        projets: Vec<String>,
        /// Place of the proposition in [`Proposition::TOUTES`]; `None` for the computed one.
        choix: Option<usize>,
    },
    /// Where the envelope comes from.
    Enveloppe {
        /// Euros; `None` for no envelope.
        montant: Option<i64>,
        /// The one calendar year it covers; `None` for the whole convention.
        annee: Option<u16>,
    },
    /// Why another rank than the computed one.
    Rang {
        /// Candidature.
        projet: String,
        /// Rank from 1; `None` for the computed one.
        rang: Option<u32>,
    },
    /// Why this order.
    Vote {
        /// Numbers, first served at the head.
        projets: Vec<String>,
        /// Votes for, against, abstentions.
        voix: (u32, u32, u32),
        /// Whether the chair's casting vote made the majority.
        preponderante: bool,
    },
    /// Why the séance is taken up again.
    Reouverture,
}

impl Saisie {
    /// What the person is asked.
    pub fn titre(&self, cadre: &Cadre) -> String {
        match self {
            Self::Avis {
                institution, sens, ..
            } => {
                let nom = cadre
                    .ami
                    .institution(institution)
                    .map_or("", |i| i.nom.as_str());
                let quoi = sens.texte_obligatoire().unwrap_or("texte");
                format!("{nom} : avis {}, {quoi}", sens.nom())
            }
            Self::Observation {
                critere: Some(id), ..
            } => {
                let nom = cadre.ami.critere(id).map_or("", |c| c.intitule.as_str());
                format!("Observation : {nom}")
            }
            Self::Observation { critere: None, .. } => "Observation sur la candidature".into(),
            Self::Priorite { rang, .. } => {
                format!("{} : motif du changement", Cadre::nom_priorite(*rang))
            }
            Self::Constat {
                regle,
                confirme: true,
                ..
            } => format!("{regle} confirmé : motif"),
            Self::Constat { regle, .. } => format!("{regle} levé : motif"),
            Self::Complements { recus: false, .. } => {
                "Incomplet : compléments demandés au porteur".into()
            }
            Self::Complements { .. } => "Compléments reçus : lesquels".into(),
            Self::Montant {
                montant: Some(m), ..
            } => format!("Montant proposé {} : motif", euros(*m)),
            Self::Montant { montant: None, .. } => "Retour au montant demandé : motif".into(),
            Self::Proposition { choix, .. } => titre_de_proposition(*choix),
            Self::Bloc { projets, choix } => {
                format!(
                    "{} candidatures · {}",
                    projets.len(),
                    titre_de_proposition(*choix)
                )
            }
            Self::Enveloppe {
                montant: Some(m),
                annee,
            } => {
                let annee = annee.map(|a| format!(" {a}")).unwrap_or_default();
                format!("Enveloppe{annee} {} : origine", euros(*m))
            }
            Self::Enveloppe { montant: None, .. } => "Enveloppe retirée : motif".into(),
            Self::Rang {
                rang: Some(rang), ..
            } => format!("Placée {} : motif", ordinal_feminin(*rang as usize)),
            Self::Rang { rang: None, .. } => "Retour au rang calculé : motif".into(),
            Self::Vote { .. } => "Vote : motif".into(),
            Self::Reouverture => "Séance rouverte : motif".into(),
        }
    }

    /// The candidature it is about, where it is about one.
    pub fn projet(&self) -> Option<&str> {
        match self {
            Self::Avis { projet, .. }
            | Self::Observation { projet, .. }
            | Self::Priorite { projet, .. }
            | Self::Constat { projet, .. }
            | Self::Complements { projet, .. }
            | Self::Montant { projet, .. }
            | Self::Proposition { projet, .. }
            | Self::Rang { projet, .. } => Some(projet),
            Self::Bloc { .. } | Self::Enveloppe { .. } | Self::Vote { .. } | Self::Reouverture => {
                None
            }
        }
    }

    /// The facts that the text makes: one for each candidature of a block, else one.
    pub fn faits(&self, texte: &str) -> Vec<Fait> {
        match self {
            Self::Bloc { projets, choix } => projets
                .iter()
                .map(|projet| Fait::PropositionChangee {
                    projet: projet.clone(),
                    proposition: choix.map(|c| Proposition::TOUTES[c]),
                    motif: texte.to_owned(),
                })
                .collect(),
            _ => vec![self.fait(texte.to_owned())],
        }
    }

    /// The fact that the text makes, the first one of a block.
    pub fn fait(&self, texte: String) -> Fait {
        match self.clone() {
            Self::Avis {
                projet,
                institution,
                sens,
            } => Fait::AvisRendu {
                projet,
                institution,
                sens,
                texte: Some(texte),
                recu: Reception::EnSeance,
            },
            Self::Observation { projet, critere } => Fait::ObservationNotee {
                projet,
                critere,
                texte,
            },
            Self::Priorite {
                projet,
                rang,
                public,
            } => Fait::CorrespondanceRetenue {
                projet,
                priorite: rang,
                public,
                motif: Some(texte),
            },
            Self::Constat {
                projet,
                regle,
                confirme: true,
            } => Fait::ConstatConfirme {
                projet,
                regle,
                motif: texte,
            },
            Self::Constat { projet, regle, .. } => Fait::ConstatLeve {
                projet,
                regle,
                motif: texte,
            },
            Self::Complements {
                projet,
                recus: false,
            } => Fait::ComplementsDemandes {
                projet,
                motif: texte,
            },
            Self::Complements { projet, .. } => Fait::ComplementsRecus {
                projet,
                motif: texte,
            },
            Self::Montant { projet, montant } => Fait::MontantPropose {
                projet,
                montant,
                motif: texte,
            },
            Self::Proposition { projet, choix } => Fait::PropositionChangee {
                projet,
                proposition: choix.map(|c| Proposition::TOUTES[c]),
                motif: texte,
            },
            Self::Bloc { projets, choix } => Fait::PropositionChangee {
                projet: projets.into_iter().next().unwrap_or_default(),
                proposition: choix.map(|c| Proposition::TOUTES[c]),
                motif: texte,
            },
            Self::Enveloppe { montant, annee } => Fait::EnveloppeFixee {
                montant,
                annee,
                motif: texte,
            },
            Self::Rang { projet, rang } => Fait::RangChange {
                projet,
                rang,
                motif: texte,
            },
            Self::Vote {
                projets,
                voix: (pour, contre, abstentions),
                preponderante,
            } => Fait::VoteTenu {
                projets,
                pour,
                contre,
                abstentions,
                voix_preponderante: preponderante,
                motif: texte,
            },
            Self::Reouverture => Fait::SeanceRouverte { motif: texte },
        }
    }
}

fn titre_de_proposition(choix: Option<usize>) -> String {
    match choix.map(|c| Proposition::TOUTES[c]) {
        Some(proposition) => format!("Proposé « {} » : motif", proposition.nom()),
        None => "Retour à la proposition calculée : motif".into(),
    }
}

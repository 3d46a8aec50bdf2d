//! The call, the candidatures, what the committee says and how it ranks: pure, no file, no terminal, no clock.

pub mod ami;
pub mod avertissement;
pub mod avis;
pub mod cadre;
pub mod carte;
pub mod classement;
pub mod cloture;
pub mod correspondance;
pub mod coupe;
pub mod edition;
pub mod fait;
pub mod francais;
pub mod motif;
pub mod phrase;
pub mod priorite;
pub mod probleme;
pub mod projet;
pub mod recevabilite;
pub mod refus;
pub mod releve;
pub mod reponses;
pub mod resultat;
pub mod seance;
pub mod tableau;
pub mod territoire;
pub mod texte;

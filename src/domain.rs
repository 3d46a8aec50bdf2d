//! The call, the candidatures, what the committee says and how it ranks: pure, no file, no terminal, no clock.

pub mod ami;
pub mod avis;
pub mod fait;
pub mod priorite;
pub mod probleme;
pub mod projet;
pub mod recevabilite;
pub mod territoire;

//! Every test of the program from outside, one file per capability; linked once.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on should say where it stopped.

mod support;

mod classement;
mod ecrans;
mod layers;
mod motif;
mod rang;
mod recalcul;
mod recevabilite;
mod robustesse;
mod seance;
mod tailles;
mod texte;
mod touches;

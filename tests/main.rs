//! Every test of the program from outside, one file per capability; linked once.
#![allow(clippy::unwrap_used, clippy::expect_used)] // A test that cannot go on should say where it stopped.

mod support;

mod aide;
mod catalogue;
mod chargement;
mod classement;
mod commandes;
mod consigner;
mod ecrans;
mod ecrits;
mod exports;
mod fiche;
mod gel;
mod importer;
mod journal;
mod layers;
mod lecteurs;
mod listes;
mod motif;
mod pendule;
mod presence;
mod priorites;
mod proposition;
mod rang;
mod recalcul;
mod recevabilite;
mod regard;
mod region;
mod region_ecran;
mod region_fichiers;
mod reprise;
mod robustesse;
mod seance;
mod suivi;
mod tables;
mod tailles;
mod terminal;
mod texte;
mod themes;
mod touches;

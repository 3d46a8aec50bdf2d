//! The only place that touches files: inputs read whole and checked, facts appended, outcomes written atomically.

pub mod atomic;
pub mod brouillons;
pub mod campagne;
pub mod demo;
pub mod diagnostic;
pub mod dictee;
pub mod document;
pub mod embarque;
pub mod empreinte;
pub mod exports;
pub mod fichier;
pub mod horloge;
pub mod journal;
pub mod memoire;
pub mod position;
pub mod projet;
pub mod projet_yaml;
pub mod projets;
pub mod recueil;
pub mod redaction;
pub mod referentiel;
pub mod region;
pub mod resultat;
pub mod table;
pub mod veille;
pub mod yaml_writer;

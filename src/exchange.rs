//! Other people's formats, at the edge: what comes from the filing platform, what goes to spreadsheets and word processors.

pub mod classeur;
pub mod correspondance;
pub mod courriers;
pub mod csv_writer;
pub mod ecrit;
pub mod feuille;
pub mod importation;
pub mod markdown;
pub mod odt_writer;
pub mod plateforme;
pub mod proces_verbal;
pub mod publication;
pub mod rapport_region;
pub mod retour;
pub mod xlsx_writer;

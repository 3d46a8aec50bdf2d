//! Other people's formats, at the edge: what comes from the filing platform, what goes to spreadsheets and word processors.

pub mod csv_writer;
pub mod rapport_region;

//! A problem in an input, placed by its path in the file: the domain says what and where, the store adds file and line.

/// One thing to mend in an input file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Probleme {
    /// Path of the value, as `fiches[0].publics[1]`.
    pub chemin: String,
    /// What is wrong and what was expected, one French sentence without a final full stop.
    pub message: String,
}

impl Probleme {
    /// A problem at `chemin`.
    pub fn new(chemin: impl Into<String>, message: impl Into<String>) -> Self {
        Self {
            chemin: chemin.into(),
            message: message.into(),
        }
    }
}

/// « inconnu : « x » ; le plus proche est « y » », for an id looked up among `connus`.
pub fn inconnu<'a>(nature: &str, lu: &str, connus: impl IntoIterator<Item = &'a str>) -> String {
    match plus_proche(lu, connus) {
        Some(proche) => format!("{nature} inconnu : « {lu} » ; le plus proche est « {proche} »"),
        None => format!("{nature} inconnu : « {lu} »"),
    }
}

/// The known word nearest to `lu`, when it is near enough to be what was meant.
pub fn plus_proche<'a>(lu: &str, connus: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    connus
        .into_iter()
        .map(|connu| (strsim::damerau_levenshtein(lu, connu), connu))
        .filter(|(distance, connu)| *distance <= 2.max(connu.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, connu)| connu)
}

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

/// Longest text quoted in a message, in characters.
const CITATION: usize = 60;

/// Longest text compared with known words, in bytes: the comparison costs the product of the lengths.
const COMPARABLE: usize = 64;

/// A text read in a file, as a message quotes it: « x », cut when it is long.
pub fn citer(lu: &str) -> String {
    let fin = lu.char_indices().nth(CITATION).map(|(fin, _)| fin);
    match fin {
        Some(fin) => format!("« {}… »", &lu[..fin]),
        None => format!("« {lu} »"),
    }
}

/// « inconnu : « x » ; le plus proche est « y » », for an id looked up among `connus`.
pub fn inconnu<'a>(nature: &str, lu: &str, connus: impl IntoIterator<Item = &'a str>) -> String {
    let cite = citer(lu);
    match plus_proche(lu, connus) {
        Some(proche) => format!("{nature} inconnu : {cite} ; le plus proche est « {proche} »"),
        None => format!("{nature} inconnu : {cite}"),
    }
}

/// The known word nearest to `lu`, when it is near enough to be what was meant.
pub fn plus_proche<'a>(lu: &str, connus: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    if lu.len() > COMPARABLE {
        return None;
    }
    connus
        .into_iter()
        .filter(|connu| connu.len() <= COMPARABLE)
        .map(|connu| (strsim::damerau_levenshtein(lu, connu), connu))
        .filter(|(distance, connu)| *distance <= 2.max(connu.chars().count() / 3))
        .min_by_key(|(distance, _)| *distance)
        .map(|(_, connu)| connu)
}

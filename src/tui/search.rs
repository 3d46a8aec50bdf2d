//! Fuzzy search that ignores accents: `renov` finds « Rénovation », `oeuvre` finds « Œuvre ».

use fuzzy_matcher::FuzzyMatcher;
use fuzzy_matcher::skim::SkimMatcherV2;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Longest pattern, in characters: beyond, the matcher costs more than a person types.
const MOTIF_MAXIMAL: usize = 64;

/// Longest text searched, in characters.
const TEXTE_MAXIMAL: usize = 2_000;

/// Indexes of the texts that match, best first, ties in their order; all of them when nothing is typed.
pub fn chercher(motif: &str, textes: impl IntoIterator<Item = String>) -> Vec<usize> {
    let motif: String = plier(motif).chars().take(MOTIF_MAXIMAL).collect();
    let matcher = SkimMatcherV2::default().ignore_case();
    let mut trouves: Vec<(i64, usize)> = textes
        .into_iter()
        .enumerate()
        .filter_map(|(index, texte)| {
            let texte: String = plier(&texte).chars().take(TEXTE_MAXIMAL).collect();
            matcher
                .fuzzy_match(&texte, &motif)
                .map(|score| (-score, index))
        })
        .collect();
    trouves.sort_unstable();
    trouves.into_iter().map(|(_, index)| index).collect()
}

/// Letters without accents nor ligatures.
fn plier(texte: &str) -> String {
    let mut plie = String::with_capacity(texte.len());
    for lettre in texte.nfd().filter(|c| !is_combining_mark(*c)) {
        match lettre {
            'œ' | 'Œ' => plie.push_str("oe"),
            'æ' | 'Æ' => plie.push_str("ae"),
            _ => plie.push(lettre),
        }
    }
    plie
}

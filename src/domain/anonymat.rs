//! What is told of a candidature without naming the others: sentences of the ranking quote them between guillemets.

use super::cadre::Cadre;
use super::francais::typographier;
use super::phrase::nom_projet;

/// The sentence, each candidature it quotes said as `dire` says its number.
pub fn sans_noms(cadre: &Cadre, phrase: &str, dire: impl Fn(&str) -> String) -> String {
    let mut noms: Vec<(String, &str)> = cadre
        .dossiers
        .iter()
        .map(|d| (typographier(&nom_projet(cadre, d.numero())), d.numero()))
        .collect();
    // The longest first: a name may hold another.
    noms.sort_by_key(|(nom, _)| std::cmp::Reverse(nom.len()));
    let mut phrase = typographier(phrase);
    for (nom, numero) in noms {
        if phrase.contains(&nom) {
            phrase = phrase.replace(&nom, &dire(numero));
        }
    }
    phrase
}

/// A, B… Z, AA, AB…: a name by the place alone, from 0.
pub fn lettres(place: usize) -> String {
    let mut reste = place + 1;
    let mut lettres = Vec::new();
    while reste > 0 {
        let lettre = u8::try_from((reste - 1) % 26).unwrap_or(0);
        lettres.push(char::from(b'A' + lettre));
        reste = (reste - 1) / 26;
    }
    lettres.iter().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::lettres;

    #[test]
    fn letters_go_on_after_z() {
        let dites: Vec<String> = [0, 1, 25, 26, 27, 51, 52, 701, 702]
            .into_iter()
            .map(lettres)
            .collect();
        assert_eq!(dites, ["A", "B", "Z", "AA", "AB", "AZ", "BA", "ZZ", "AAA"]);
    }
}

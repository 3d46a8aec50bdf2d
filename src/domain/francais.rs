//! Figures and dates as French print writes them: narrow no-break spaces, `70 000 €`, `07/09/2024`, « 1er ».

use chrono::{DateTime, FixedOffset, NaiveDate};

/// U+202F, before units and `;:!?`, and between thousands.
pub const FINE: char = '\u{202f}';

/// A whole number with its thousands apart.
pub fn nombre(n: i64) -> String {
    let chiffres = n.unsigned_abs().to_string();
    let mut texte = String::new();
    if n < 0 {
        texte.push('−');
    }
    for (rang, chiffre) in chiffres.chars().enumerate() {
        if rang > 0 && (chiffres.len() - rang).is_multiple_of(3) {
            texte.push(FINE);
        }
        texte.push(chiffre);
    }
    texte
}

/// An amount in euros.
pub fn euros(n: i64) -> String {
    format!("{}{FINE}€", nombre(n))
}

/// A day.
pub fn jour(date: NaiveDate) -> String {
    date.format("%d/%m/%Y").to_string()
}

/// A time of the day, with seconds.
pub fn heure(le: DateTime<FixedOffset>) -> String {
    le.format("%H:%M:%S").to_string()
}

/// « 1er », « 2e », for a place.
pub fn ordinal(n: usize) -> String {
    if n == 1 {
        "1er".into()
    } else {
        format!("{n}e")
    }
}

/// « 1re », « 2e », for a candidature.
pub fn ordinal_feminin(n: usize) -> String {
    if n == 1 {
        "1re".into()
    } else {
        format!("{n}e")
    }
}

/// `n` with its word, in the plural from 2.
pub fn compte(n: usize, singulier: &str, pluriel: &str) -> String {
    format!(
        "{} {}",
        nombre(i64::try_from(n).unwrap_or(i64::MAX)),
        if n < 2 { singulier } else { pluriel }
    )
}

/// « 1, 2 et 4 ».
pub fn enumeration(mots: &[String]) -> String {
    match mots {
        [] => String::new(),
        [seul] => seul.clone(),
        [debut @ .., dernier] => format!("{} et {dernier}", debut.join(", ")),
    }
}

/// A sentence with the narrow no-break spaces of French print; sources are written with plain ones, which one can see.
pub fn typographier(phrase: &str) -> String {
    let mut sortie = String::with_capacity(phrase.len() + 8);
    let mut lettres = phrase.chars().peekable();
    while let Some(lettre) = lettres.next() {
        let suivante = lettres.peek().copied();
        let insecable = lettre == ' '
            && (sortie.ends_with('«') || suivante.is_some_and(|s| ";:!?»%€".contains(s)));
        sortie.push(if insecable { FINE } else { lettre });
    }
    sortie
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn french_print_is_respected() {
        assert_eq!(euros(70_000), "70\u{202f}000\u{202f}€");
        assert_eq!(nombre(-1_234_567), "−1\u{202f}234\u{202f}567");
        assert_eq!(nombre(999), "999");
        assert_eq!(ordinal(1), "1er");
        assert_eq!(ordinal(2), "2e");
        assert_eq!(
            (ordinal_feminin(1), ordinal_feminin(2)),
            ("1re".into(), "2e".into())
        );
        assert_eq!(compte(0, "avis", "avis"), "0 avis");
        assert_eq!(compte(1, "motif", "motifs"), "1 motif");
        assert_eq!(compte(2, "motif", "motifs"), "2 motifs");
        assert_eq!(
            enumeration(&["1".into(), "2".into(), "4".into()]),
            "1, 2 et 4"
        );
    }

    #[test]
    fn narrow_spaces_stand_where_print_has_them_and_nowhere_else() {
        assert_eq!(
            typographier("« Hors des radars » : 62 % ; prêt ? oui !"),
            "«\u{202f}Hors des radars\u{202f}»\u{202f}: 62\u{202f}% ; prêt\u{202f}? oui\u{202f}!"
                .replace(" ;", "\u{202f};")
        );
        assert_eq!(typographier("12:30, a:b et c"), "12:30, a:b et c");
    }
}

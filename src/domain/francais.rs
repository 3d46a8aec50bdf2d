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

//! A cell of an export, whatever its container: text, number, instant, or the options of a choice.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeZone};
use chrono_tz::Europe::Paris;

/// What a cell holds.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub enum Valeur {
    /// Nothing.
    #[default]
    Vide,
    /// A text, not blank.
    Texte(String),
    /// A number, in thousandths: the platform writes three decimals at most.
    Nombre(i64),
    /// Yes or no, where the container tells it from a text.
    Booleen(bool),
    /// A wall clock of Paris, from a date cell.
    Local(NaiveDateTime),
    /// Options chosen, where the container keeps them apart.
    Choix(Vec<String>),
}

impl Valeur {
    /// The text of a cell; blank is nothing.
    pub fn texte(texte: &str) -> Self {
        let texte = texte.replace("\r\n", "\n").replace('\r', "\n");
        match texte.trim() {
            "" => Self::Vide,
            taille => Self::Texte(taille.to_owned()),
        }
    }

    /// A floating number of a spreadsheet; `None` when it is no number of a form.
    pub fn nombre(lu: f64) -> Option<Self> {
        if !lu.is_finite() || lu.abs() >= 1e15 {
            return None;
        }
        // Whole part and decimals apart: a SIRET in thousandths is beyond what a float holds exactly.
        let (entier, decimales) = (lu.trunc() as i64, (lu.fract() * 1000.0).round() as i64);
        Some(Self::Nombre(entier * 1000 + decimales))
    }

    /// Whether there is nothing.
    pub fn est_vide(&self) -> bool {
        *self == Self::Vide
    }

    /// As a person would type it; nothing is the empty text.
    pub fn dire(&self) -> String {
        match self {
            Self::Vide => String::new(),
            Self::Texte(texte) => texte.clone(),
            Self::Nombre(milliemes) => dire_nombre(*milliemes),
            Self::Booleen(true) => "Oui".into(),
            Self::Booleen(false) => "Non".into(),
            Self::Local(le) if le.time() == NaiveTime::MIN => le.format("%Y-%m-%d").to_string(),
            Self::Local(le) => le.format("%Y-%m-%d %H:%M:%S").to_string(),
            Self::Choix(options) => options.join(", "),
        }
    }

    /// The number, read in a text when need be: `412500.0`, `1 250 340,5`, `330 000 €`.
    pub fn en_nombre(&self) -> Option<i64> {
        match self {
            Self::Nombre(milliemes) => Some(*milliemes),
            Self::Texte(texte) => lire_nombre(texte),
            _ => None,
        }
    }

    /// Yes or no.
    pub fn en_booleen(&self) -> Option<bool> {
        match self {
            Self::Booleen(oui) => Some(*oui),
            Self::Nombre(1000) => Some(true),
            Self::Nombre(0) => Some(false),
            Self::Texte(texte) => match texte.to_lowercase().as_str() {
                "oui" | "on" | "true" | "vrai" | "1" => Some(true),
                "non" | "off" | "false" | "faux" | "0" => Some(false),
                _ => None,
            },
            _ => None,
        }
    }

    /// A day.
    pub fn en_jour(&self) -> Option<NaiveDate> {
        match self {
            Self::Local(le) => Some(le.date()),
            Self::Texte(texte) => {
                lire_jour(texte).or_else(|| lire_instant(texte).map(|le| le.date_naive()))
            }
            _ => None,
        }
    }

    /// An instant, on the wall clock of Paris when no offset is told.
    pub fn en_instant(&self) -> Option<DateTime<FixedOffset>> {
        match self {
            Self::Local(le) => a_paris(*le),
            Self::Texte(texte) => lire_instant(texte),
            _ => None,
        }
    }

    /// Digits of a number or a text, as a SIRET or a dossier number: `99999901400015.0` too, never a rounded `9,99E+13`.
    pub fn en_chiffres(&self) -> Option<String> {
        match self {
            Self::Nombre(milliemes) if milliemes % 1000 == 0 && *milliemes >= 0 => {
                Some((milliemes / 1000).to_string())
            }
            Self::Texte(texte) => {
                let serre: String = texte.chars().filter(|c| !c.is_whitespace()).collect();
                let entier = serre
                    .strip_suffix(".0")
                    .or_else(|| serre.strip_suffix(",0"))
                    .unwrap_or(&serre);
                let chiffres = !entier.is_empty() && entier.bytes().all(|b| b.is_ascii_digit());
                chiffres.then(|| entier.to_owned())
            }
            _ => None,
        }
    }
}

/// `1250340.5`, `4`: as few decimals as needed.
pub fn dire_nombre(milliemes: i64) -> String {
    let signe = if milliemes < 0 { "-" } else { "" };
    let (entier, reste) = (
        milliemes.unsigned_abs() / 1000,
        milliemes.unsigned_abs() % 1000,
    );
    if reste == 0 {
        return format!("{signe}{entier}");
    }
    let decimales = format!("{reste:03}");
    format!("{signe}{entier},{}", decimales.trim_end_matches('0'))
}

fn lire_nombre(texte: &str) -> Option<i64> {
    let serre: String = texte
        .chars()
        .filter(|c| !c.is_whitespace() && *c != '€')
        .collect();
    let (signe, chiffres) = match serre.strip_prefix('-') {
        Some(chiffres) => (-1, chiffres),
        None => (1, serre.as_str()),
    };
    let (entier, decimales) = chiffres.split_once(['.', ',']).unwrap_or((chiffres, ""));
    let chiffre = |t: &str| t.bytes().all(|b| b.is_ascii_digit());
    if entier.is_empty()
        || entier.len() > 15
        || decimales.len() > 9
        || !chiffre(entier)
        || !chiffre(decimales)
    {
        return None;
    }
    let entier: i64 = entier.parse().ok()?;
    let reste: i64 = format!("{decimales:0<4}")[..4].parse().ok()?;
    // The fourth decimal rounds: `166666.6667`.
    Some(signe * (entier * 1000 + (reste + 5) / 10))
}

fn lire_jour(texte: &str) -> Option<NaiveDate> {
    ["%Y-%m-%d", "%d/%m/%Y"]
        .iter()
        .find_map(|forme| NaiveDate::parse_from_str(texte, forme).ok())
}

fn lire_instant(texte: &str) -> Option<DateTime<FixedOffset>> {
    if let Ok(le) = DateTime::parse_from_rfc3339(texte) {
        return Some(le);
    }
    if let Ok(le) = DateTime::parse_from_str(texte, "%Y-%m-%d %H:%M:%S %z") {
        return Some(le);
    }
    let local = [
        "%d/%m/%Y %H:%M:%S",
        "%d/%m/%Y %H:%M",
        "%Y-%m-%d %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%Y-%m-%d %H:%M",
    ]
    .iter()
    .find_map(|forme| NaiveDateTime::parse_from_str(texte, forme).ok());
    a_paris(local.or_else(|| lire_jour(texte).map(|j| j.and_time(NaiveTime::MIN)))?)
}

/// The instant of a wall clock of Paris; the first of the two in the hour that comes back in October.
fn a_paris(le: NaiveDateTime) -> Option<DateTime<FixedOffset>> {
    Paris
        .from_local_datetime(&le)
        .earliest()
        .map(|le| le.fixed_offset())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_read_as_the_platform_and_french_excel_write_them() {
        for (lu, attendu) in [
            ("412500.0", Some(412_500_000)),
            ("1 250 340,5", Some(1_250_340_500)),
            ("330\u{202f}000 €", Some(330_000_000)),
            ("166666.667", Some(166_666_667)),
            ("-12,25", Some(-12_250)),
            ("0", Some(0)),
            ("9,99999E+13", None),
            ("12 000 environ", None),
            ("", None),
            ("1.2.3", None),
        ] {
            assert_eq!(Valeur::Texte(lu.into()).en_nombre(), attendu, "{lu}");
        }
        assert_eq!(
            Valeur::nombre(99_999_901_400_015.0)
                .unwrap_or_default()
                .en_chiffres()
                .as_deref(),
            Some("99999901400015")
        );
        assert_eq!(Valeur::nombre(f64::NAN), None);
    }

    #[test]
    fn instants_without_offset_are_on_the_clock_of_paris() {
        for (lu, attendu) in [
            ("2024-09-08 01:12:44 +0200", "2024-09-08T01:12:44+02:00"),
            ("2024-09-04T18:06:12+02:00", "2024-09-04T18:06:12+02:00"),
            ("07/09/2024 23:59", "2024-09-07T23:59:00+02:00"),
            ("04/11/2024 11:20:33", "2024-11-04T11:20:33+01:00"),
        ] {
            let le = Valeur::Texte(lu.into())
                .en_instant()
                .map(|le| le.to_rfc3339());
            assert_eq!(le.as_deref(), Some(attendu), "{lu}");
        }
        assert_eq!(Valeur::Texte("hier".into()).en_instant(), None);
    }
}

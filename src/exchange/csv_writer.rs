//! Tables for spreadsheets: UTF-8 with its byte order mark, `;`, and no cell that a spreadsheet would run as a formula.

use std::io;

use csv::WriterBuilder;

use super::feuille::{Cellule, Feuille};
use crate::domain::francais::jour;
use crate::domain::texte::visible;

/// What makes a spreadsheet take a cell for a formula (CWE-1236), full-width forms included.
const FORMULES: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// A header and rows, as one text.
pub fn to_bytes<'a>(
    entete: &[&str],
    rangees: impl IntoIterator<Item = Vec<&'a str>>,
) -> io::Result<Vec<u8>> {
    let rangees = rangees.into_iter();
    ecrire(
        entete,
        rangees.map(|r| r.into_iter().map(inoffensive).collect()),
    )
}

/// A sheet: numbers bare, days and times as French spreadsheets read them.
pub fn feuille(feuille: &Feuille) -> io::Result<Vec<u8>> {
    let titres: Vec<&str> = feuille.colonnes.iter().map(|c| c.titre.as_str()).collect();
    let rangees = feuille.rangees.iter();
    ecrire(&titres, rangees.map(|r| r.iter().map(cellule).collect()))
}

fn ecrire(entete: &[&str], rangees: impl Iterator<Item = Vec<String>>) -> io::Result<Vec<u8>> {
    let mut writer = WriterBuilder::new()
        .delimiter(b';')
        .from_writer("\u{feff}".as_bytes().to_vec());
    let entete = entete.iter().map(|titre| inoffensive(titre));
    writer.write_record(entete).map_err(io::Error::other)?;
    for rangee in rangees {
        writer.write_record(rangee).map_err(io::Error::other)?;
    }
    writer.into_inner().map_err(csv::IntoInnerError::into_error)
}

fn cellule(cellule: &Cellule) -> String {
    match cellule {
        Cellule::Vide => String::new(),
        Cellule::Texte(texte) => inoffensive(texte),
        Cellule::Nombre(n) | Cellule::Euros(n) => n.to_string(),
        Cellule::Date(date) => jour(*date),
        Cellule::Instant(le) => le.format("%d/%m/%Y %H:%M:%S").to_string(),
    }
}

/// The cell as text: an apostrophe before what would begin a formula, blanks before it notwithstanding.
pub fn inoffensive(cellule: &str) -> String {
    let garde = if est_formule(cellule) { "'" } else { "" };
    garde.to_owned() + &visible(cellule)
}

/// Whether a spreadsheet might run this text, or hide how it begins.
pub fn est_formule(texte: &str) -> bool {
    texte.starts_with(['\t', '\r']) || texte.trim_start().starts_with(FORMULES)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_never_begins_like_a_formula() {
        for dangereuse in [
            "=1+1", "+33", "-2", "@SUM(A1)", "\t=1", "\r=1", " =1", "＝1", "\t",
        ] {
            let cellule = inoffensive(dangereuse);
            assert!(cellule.starts_with('\''), "{dangereuse:?} : {cellule:?}");
        }
        assert_eq!(inoffensive("a=b"), "a=b");
        assert_eq!(inoffensive(""), "");
    }

    #[test]
    fn separators_and_quotes_stay_inside_their_cell() {
        let octets = to_bytes(&["a", "b"], [vec!["x;y", "« z » \"w\""]]).unwrap_or_default();
        let texte = String::from_utf8(octets).unwrap_or_default();
        assert_eq!(texte, "\u{feff}a;b\n\"x;y\";\"« z » \"\"w\"\"\"\n");
    }
}

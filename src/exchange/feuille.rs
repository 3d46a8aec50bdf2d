//! A table of plain cells, before it becomes a sheet of a workbook or a CSV file.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime};

/// One sheet: a name, columns, rows of as many cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Feuille {
    /// Name of the sheet, 31 characters at most.
    pub nom: String,
    /// Columns, in order.
    pub colonnes: Vec<Colonne>,
    /// Rows, without the header.
    pub rangees: Vec<Vec<Cellule>>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonne {
    /// Its header.
    pub titre: String,
    /// Its width on paper, in characters.
    pub largeur: u16,
    /// Whether a workbook adds it up under the last row.
    pub sommee: bool,
}

/// What a cell holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Cellule {
    /// Nothing.
    Vide,
    /// Words, whatever they begin with.
    Texte(String),
    /// A whole number.
    Nombre(i64),
    /// An amount, in euros.
    Euros(i64),
    /// A day.
    Date(NaiveDate),
    /// A day and a time, on the wall clock of Paris.
    Instant(NaiveDateTime),
}

impl Feuille {
    /// An empty sheet.
    pub fn new(nom: &str, colonnes: Vec<Colonne>) -> Self {
        Self {
            nom: nom.to_owned(),
            colonnes,
            rangees: Vec::new(),
        }
    }

    /// Sum of a column's numbers, in their unit.
    pub fn somme(&self, colonne: usize) -> i64 {
        let cellules = self.rangees.iter().filter_map(|r| r.get(colonne));
        cellules.fold(0, |somme: i64, cellule| match cellule {
            Cellule::Nombre(n) | Cellule::Euros(n) => somme.saturating_add(*n),
            _ => somme,
        })
    }
}

impl Colonne {
    /// A column that is read.
    pub fn new(titre: &str, largeur: u16) -> Self {
        Self {
            titre: titre.to_owned(),
            largeur,
            sommee: false,
        }
    }

    /// A column of amounts that is also added up.
    pub fn sommee(titre: &str) -> Self {
        Self {
            sommee: true,
            ..Self::new(titre, 13)
        }
    }
}

impl Cellule {
    /// Words; nothing when there are none.
    pub fn texte(texte: impl Into<String>) -> Self {
        match texte.into() {
            vide if vide.is_empty() => Self::Vide,
            texte => Self::Texte(texte),
        }
    }

    /// A count.
    pub fn nombre(nombre: impl TryInto<i64>) -> Self {
        nombre.try_into().map_or(Self::Vide, Self::Nombre)
    }

    /// An instant on the wall clock of Paris.
    pub fn instant(le: DateTime<FixedOffset>) -> Self {
        Self::Instant(le.with_timezone(&chrono_tz::Europe::Paris).naive_local())
    }
}

impl From<&str> for Cellule {
    fn from(texte: &str) -> Self {
        Self::texte(texte)
    }
}

impl From<String> for Cellule {
    fn from(texte: String) -> Self {
        Self::texte(texte)
    }
}

impl<T: Into<Cellule>> From<Option<T>> for Cellule {
    fn from(valeur: Option<T>) -> Self {
        valeur.map_or(Self::Vide, Into::into)
    }
}

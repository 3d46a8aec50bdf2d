//! Workbooks: real numbers and dates, a header that stays, filters, sums as formulas, A4 landscape. The same sheets give
//! the same bytes.

use std::io;

use rust_xlsxwriter::{
    Color, DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Formula, IgnoreError,
    Workbook, Worksheet, XlsxError, utility::row_col_to_cell,
};

use super::csv_writer::est_formule;
use super::feuille::{Cellule, Feuille};
use crate::domain::texte::lignes;

/// Longest text of a cell, in UTF-16 units: 32,767 are admitted, what is left out is said.
const LONGUEUR: usize = 32_000;

/// Said at the end of a text that was too long.
const COUPE: &str = "… (texte coupé : trop long pour une cellule)";

/// A4.
const A4: u8 = 9;

/// A workbook of these sheets; `titre` stands above each printed page.
pub fn classeur(titre: &str, feuilles: &[Feuille]) -> io::Result<Vec<u8>> {
    ecrire(titre, feuilles).map_err(io::Error::other)
}

fn ecrire(titre: &str, feuilles: &[Feuille]) -> Result<Vec<u8>, XlsxError> {
    let mut classeur = Workbook::new();
    // Any fixed day: the bytes must not tell when they were written.
    let proprietes = DocProperties::new()
        .set_title(en_cellule(titre))
        .set_creation_datetime(&ExcelDateTime::from_ymd(2024, 1, 1)?);
    classeur.set_properties(&proprietes);
    let styles = Styles::new();
    for feuille in feuilles {
        let page = classeur.add_worksheet();
        page.set_name(&feuille.nom)?;
        remplir(page, feuille, &styles)?;
        mettre_en_page(page, titre, feuille)?;
    }
    classeur.save_to_buffer()
}

/// How cells look.
struct Styles {
    entete: Format,
    texte: Format,
    nombre: Format,
    euros: Format,
    date: Format,
    instant: Format,
    total: Format,
    total_euros: Format,
}

impl Styles {
    fn new() -> Self {
        let haut = Format::new().set_align(FormatAlign::Top);
        let euros = "#,##0\\ \"€\"";
        let total = haut
            .clone()
            .set_bold()
            .set_border_top(FormatBorder::Thin)
            .set_num_format("#,##0");
        Self {
            entete: haut
                .clone()
                .set_bold()
                .set_text_wrap()
                .set_background_color(Color::RGB(0x00D9_E2F3))
                .set_border_bottom(FormatBorder::Thin),
            texte: haut.clone().set_text_wrap(),
            nombre: haut.clone().set_num_format("#,##0"),
            euros: haut.clone().set_num_format(euros),
            date: haut.clone().set_num_format("dd/mm/yyyy"),
            instant: haut.set_num_format("dd/mm/yyyy hh:mm:ss"),
            total_euros: total.clone().set_num_format(euros),
            total,
        }
    }
}

fn remplir(page: &mut Worksheet, feuille: &Feuille, styles: &Styles) -> Result<(), XlsxError> {
    for (colonne, decrite) in (0..).zip(&feuille.colonnes) {
        page.set_column_width(colonne, decrite.largeur)?;
        page.write_with_format(0, colonne, en_cellule(&decrite.titre), &styles.entete)?;
    }
    for (rang, rangee) in (1..).zip(&feuille.rangees) {
        for (colonne, cellule) in (0..).zip(rangee) {
            poser(page, (rang, colonne), cellule, styles)?;
        }
    }
    totaliser(page, feuille, styles)
}

fn poser(
    page: &mut Worksheet,
    (rang, colonne): (u32, u16),
    cellule: &Cellule,
    styles: &Styles,
) -> Result<(), XlsxError> {
    match cellule {
        Cellule::Vide => {}
        Cellule::Texte(texte) => {
            // A text cell is never run; the mark keeps it text when a person edits it.
            let style = if est_formule(texte) {
                styles.texte.clone().set_quote_prefix()
            } else {
                styles.texte.clone()
            };
            page.write_string_with_format(rang, colonne, en_cellule(texte), &style)?;
        }
        Cellule::Nombre(n) => {
            page.write_number_with_format(rang, colonne, flottant(*n), &styles.nombre)?;
        }
        Cellule::Euros(n) => {
            page.write_number_with_format(rang, colonne, flottant(*n), &styles.euros)?;
        }
        Cellule::Date(date) => {
            page.write_datetime_with_format(rang, colonne, date, &styles.date)?;
        }
        Cellule::Instant(le) => {
            page.write_datetime_with_format(rang, colonne, le, &styles.instant)?;
        }
    }
    Ok(())
}

/// Sums under the last row, of the rows that a filter leaves.
fn totaliser(page: &mut Worksheet, feuille: &Feuille, styles: &Styles) -> Result<(), XlsxError> {
    let derniere = feuille.rangees.len() as u32;
    let sommees = (0..).zip(&feuille.colonnes).filter(|(_, c)| c.sommee);
    if derniere == 0 || sommees.clone().next().is_none() {
        return Ok(());
    }
    page.write_string_with_format(derniere + 1, 0, "Total", &styles.total)?;
    for (colonne, _) in sommees {
        let bornes = [1, derniere].map(|rang| row_col_to_cell(rang, colonne));
        let formule = Formula::new(format!("=SUBTOTAL(109,{}:{})", bornes[0], bornes[1]))
            .set_result(feuille.somme(colonne.into()).to_string());
        let en_euros = feuille
            .rangees
            .iter()
            .any(|r| matches!(r.get(usize::from(colonne)), Some(Cellule::Euros(_))));
        let style = if en_euros {
            &styles.total_euros
        } else {
            &styles.total
        };
        page.write_formula_with_format(derniere + 1, colonne, formule, style)?;
    }
    Ok(())
}

fn mettre_en_page(page: &mut Worksheet, titre: &str, feuille: &Feuille) -> Result<(), XlsxError> {
    let derniere_colonne = (feuille.colonnes.len() as u16).saturating_sub(1);
    let derniere = feuille.rangees.len() as u32;
    page.set_freeze_panes(1, 0)?;
    page.set_repeat_rows(0, 0)?;
    if derniere > 0 {
        page.autofilter(0, 0, derniere, derniere_colonne)?;
        // Numbers of candidatures are texts on purpose.
        page.ignore_error_range(
            1,
            0,
            derniere,
            derniere_colonne,
            IgnoreError::NumberStoredAsText,
        )?;
    }
    // In a header, an ampersand announces a code.
    let titre: String = en_cellule(titre).chars().take(200).collect();
    page.set_header(format!("&L{}&R&A", titre.replace('&', "&&")));
    page.set_footer("&R&P / &N");
    page.set_paper_size(A4);
    page.set_landscape();
    page.set_print_fit_to_pages(1, 0);
    Ok(())
}

/// A text as a cell may hold it: no character that XML forbids, its line breaks kept, not longer than Excel admits.
fn en_cellule(texte: &str) -> String {
    let texte = lignes(texte).collect::<Vec<_>>().join("\n");
    let mut unites = 0;
    let coupe = texte.char_indices().find(|(_, lettre)| {
        unites += lettre.len_utf16();
        unites > LONGUEUR
    });
    match coupe {
        Some((fin, _)) => texte[..fin].to_owned() + COUPE,
        None => texte,
    }
}

/// A spreadsheet's number; exact below 2⁵³.
#[allow(clippy::cast_precision_loss)] // Amounts are bounded far below (projet::MONTANT_MAXIMAL).
fn flottant(n: i64) -> f64 {
    n as f64
}

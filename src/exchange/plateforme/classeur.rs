//! XLSX and ODS as sheets of cells, read by `calamine` from a container already proven bounded.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Ods, Reader, Xlsx};
use chrono::NaiveDate;

use super::archive::{self, Archive};
use super::feuilles::{self, Feuille};
use super::valeur::Valeur;
use super::{CELLULE, COLONNES, Genre, LIGNES, Lot};
use crate::store::diagnostic::Diagnostic;

/// The lot in a spreadsheet.
pub(super) fn lire(nom: &str, octets: &[u8]) -> Result<Lot, Vec<Diagnostic>> {
    let refus = |message: String| vec![Diagnostic::whole(nom, message)];
    let archive = archive::ouvrir(octets).map_err(refus)?;
    let (genre, feuilles) = match archive.genre {
        archive::Genre::Xlsx => (Genre::Xlsx, xlsx(nom, archive)?),
        archive::Genre::Ods => (Genre::Ods, ods(nom, archive)?),
    };
    feuilles::assembler(nom, genre, &feuilles)
}

/// The sheets of an XLSX, streamed: its declared size is never trusted.
fn xlsx(nom: &str, archive: Archive) -> Result<Vec<Feuille>, Vec<Diagnostic>> {
    let refus = |erreur: &dyn std::fmt::Display| abime(nom, erreur);
    let mut classeur: Xlsx<_> = Xlsx::new(Cursor::new(archive.octets)).map_err(|e| refus(&e))?;
    let mut feuilles = Vec::new();
    for titre in classeur.sheet_names() {
        let mut lecteur = match classeur.worksheet_cells_reader(&titre) {
            Ok(lecteur) => lecteur,
            // A chart or a macro sheet holds no dossier.
            Err(calamine::XlsxError::NotAWorksheet(_)) => continue,
            Err(erreur) => return Err(refus(&erreur)),
        };
        let mut feuille = Feuille::new(titre);
        while let Some(cellule) = lecteur.next_cell_with_formula().map_err(|e| refus(&e))? {
            let lieu = cellule.pos;
            if cellule.formula.is_some() {
                return Err(formule(nom, &feuille, lieu));
            }
            let valeur = match cellule.value {
                DataRef::Empty => continue,
                DataRef::Int(n) => entier(n),
                DataRef::Float(n) => Valeur::nombre(n),
                DataRef::SharedString(texte) => Some(Valeur::texte(texte)),
                DataRef::Bool(oui) => Some(Valeur::Booleen(oui)),
                DataRef::DateTime(le) => instant(&le),
                DataRef::String(texte)
                | DataRef::DateTimeIso(texte)
                | DataRef::DurationIso(texte) => Some(Valeur::texte(&texte)),
                DataRef::Error(_) => None,
            };
            poser(nom, &mut feuille, lieu, valeur)?;
        }
        feuilles.push(feuille);
    }
    Ok(feuilles)
}

fn ods(nom: &str, archive: Archive) -> Result<Vec<Feuille>, Vec<Diagnostic>> {
    let mut classeur: Ods<_> = Ods::new(Cursor::new(archive.octets)).map_err(|e| abime(nom, &e))?;
    let mut feuilles = Vec::new();
    for titre in classeur.sheet_names() {
        let formules = classeur
            .worksheet_formula(&titre)
            .map_err(|e| abime(nom, &e))?;
        let plage = classeur
            .worksheet_range(&titre)
            .map_err(|e| abime(nom, &e))?;
        let mut feuille = Feuille::new(titre);
        if let Some((ligne, colonne, _)) = formules.used_cells().next() {
            let (haut, gauche) = formules.start().unwrap_or_default();
            return Err(formule(
                nom,
                &feuille,
                (haut + ligne as u32, gauche + colonne as u32),
            ));
        }
        let (haut, gauche) = plage.start().unwrap_or_default();
        for (ligne, colonne, cellule) in plage.used_cells() {
            let lieu = (haut + ligne as u32, gauche + colonne as u32);
            let valeur = match cellule {
                Data::Empty => continue,
                Data::Int(n) => entier(*n),
                Data::Float(n) => Valeur::nombre(*n),
                Data::String(texte) | Data::DateTimeIso(texte) | Data::DurationIso(texte) => {
                    Some(Valeur::texte(texte))
                }
                Data::Bool(oui) => Some(Valeur::Booleen(*oui)),
                Data::DateTime(le) => instant(le),
                Data::Error(_) => None,
            };
            poser(nom, &mut feuille, lieu, valeur)?;
        }
        feuilles.push(feuille);
    }
    Ok(feuilles)
}

/// Puts a value in its cell, within the bounds of a sheet.
fn poser(
    nom: &str,
    feuille: &mut Feuille,
    (ligne, colonne): (u32, u32),
    valeur: Option<Valeur>,
) -> Result<(), Vec<Diagnostic>> {
    let ou = || format!("{}!{}", feuille.titre, adresse(ligne, colonne));
    let refus = |message: String| {
        vec![Diagnostic {
            fichier: nom.to_owned(),
            ligne: None,
            chemin: ou(),
            message,
        }]
    };
    let valeur = valeur.ok_or_else(|| {
        refus("valeur en erreur ou nombre hors bornes : corrigez-la dans le tableur".into())
    })?;
    if let Valeur::Texte(texte) = &valeur
        && texte.len() > CELLULE
    {
        return Err(refus(super::csv_reader::trop_longue(texte)));
    }
    if valeur.est_vide() {
        return Ok(());
    }
    let (ligne, colonne) = (ligne as usize, colonne as usize);
    if ligne >= LIGNES || colonne >= COLONNES {
        return Err(refus(format!(
            "cellule hors de l'export : {LIGNES} lignes et {COLONNES} colonnes au plus"
        )));
    }
    feuille.poser(ligne, colonne, valeur);
    Ok(())
}

fn entier(n: i64) -> Option<Valeur> {
    n.checked_mul(1000).map(Valeur::Nombre)
}

fn instant(le: &ExcelDateTime) -> Option<Valeur> {
    if !le.is_datetime() {
        return Valeur::nombre(le.as_f64());
    }
    let (annee, mois, jour, heure, minute, seconde, milli) = le.to_ymd_hms_milli();
    let jour = NaiveDate::from_ymd_opt(i32::from(annee), u32::from(mois), u32::from(jour))?;
    let instant = jour.and_hms_opt(u32::from(heure), u32::from(minute), u32::from(seconde))?;
    // The seconds are hidden in a fraction of a day: to the nearest.
    let arrondi = chrono::Duration::seconds(i64::from(milli >= 500));
    Some(Valeur::Local(instant + arrondi))
}

fn formule(nom: &str, feuille: &Feuille, (ligne, colonne): (u32, u32)) -> Vec<Diagnostic> {
    vec![Diagnostic {
        fichier: nom.to_owned(),
        ligne: None,
        chemin: format!("{}!{}", feuille.titre, adresse(ligne, colonne)),
        message: "formule : un export de la plateforme n'en contient pas ; repartez de l'export d'origine, ou collez les valeurs".into(),
    }]
}

/// `C5`, as spreadsheets name a cell.
pub(super) fn adresse(ligne: u32, colonne: u32) -> String {
    let mut lettres = Vec::new();
    let mut reste = colonne;
    loop {
        lettres.push(char::from(b'A' + (reste % 26) as u8));
        match (reste / 26).checked_sub(1) {
            Some(suite) => reste = suite,
            None => break,
        }
    }
    let lettres: String = lettres.into_iter().rev().collect();
    format!("{lettres}{}", ligne + 1)
}

fn abime(nom: &str, _erreur: &dyn std::fmt::Display) -> Vec<Diagnostic> {
    vec![Diagnostic::whole(
        nom,
        "classeur abîmé : sa structure n'est pas celle d'un tableur ; téléchargez-le de nouveau"
            .into(),
    )]
}

#[cfg(test)]
mod tests {
    use super::adresse;

    #[test]
    fn cells_are_named_as_in_a_spreadsheet() {
        assert_eq!(
            [
                adresse(0, 0),
                adresse(4, 25),
                adresse(9, 26),
                adresse(0, 701),
                adresse(0, 702)
            ],
            ["A1", "Z5", "AA10", "ZZ1", "AAA1"]
        );
    }
}

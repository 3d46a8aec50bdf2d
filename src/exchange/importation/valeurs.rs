//! Cells turned into what our fields hold; what cannot be is told, what is lost is counted.

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::domain::probleme::citer;
use crate::exchange::correspondance::cible::{Cible, Forme};
use crate::exchange::correspondance::{Valeurs, ids};
use crate::exchange::plateforme::valeur::{Valeur, dire_nombre};

/// What reading cells lost, to be told.
#[derive(Debug, Default)]
pub(super) struct Pertes {
    /// Zeros of a default export, which may be blanks.
    pub(super) zeros: usize,
    /// Roundings, each as a sentence.
    pub(super) arrondis: Vec<String>,
}

/// How cells are read in a lot.
pub(super) struct Lecture<'a> {
    /// Whether a zero may be a blank.
    pub(super) zero_ambigu: bool,
    pub(super) valeurs: &'a Valeurs,
}

impl Lecture<'_> {
    /// The value of a field; none when the cell is blank; else what was expected.
    pub(super) fn lire(
        &self,
        cible: &Cible,
        cellule: &Valeur,
        ou: &str,
        pertes: &mut Pertes,
    ) -> Result<Option<Value>, String> {
        if cellule.est_vide() {
            return Ok(None);
        }
        let lu = cellule.dire();
        let attendu = |quoi: &str| format!("{quoi} attendu, lu {}", citer(&lu));
        match cible.forme {
            Forme::Texte => Ok(Some(texte(&lu))),
            Forme::Euros | Forme::Entier | Forme::Etp => {
                let milliemes = cellule.en_nombre().ok_or_else(|| attendu("nombre"))?;
                if milliemes == 0 && self.zero_ambigu {
                    pertes.zeros += 1;
                    return Ok(None);
                }
                let (valeur, arrondi) = nombre(cible.forme, milliemes);
                if let Some(arrondi) = arrondi {
                    pertes.arrondis.push(format!(
                        "{ou} : {} arrondi à {arrondi}",
                        dire_nombre(milliemes)
                    ));
                }
                Ok(Some(valeur))
            }
            Forme::OuiNon => cellule
                .en_booleen()
                .map(|oui| Some(oui.into()))
                .ok_or_else(|| attendu("oui ou non")),
            Forme::Piece => match cellule.en_booleen() {
                Some(oui) => Ok(Some(oui.into())),
                None if lu.eq_ignore_ascii_case("présent") || fichier(&lu) => {
                    Ok(Some(true.into()))
                }
                None if lu.eq_ignore_ascii_case("absent") => Ok(Some(false.into())),
                None => Err(attendu("oui, non ou nom de fichier")),
            },
            Forme::Jour => {
                let jour = cellule.en_jour().ok_or_else(|| attendu("date"))?;
                Ok(Some(jour.to_string().into()))
            }
            Forme::Territoire => {
                let ids = choix(cellule, &self.valeurs.territoires, "territoire")?;
                match ids.as_slice() {
                    [] => Ok(None),
                    [id] => Ok(Some(id.as_str().into())),
                    _ => Err(attendu("un seul territoire")),
                }
            }
            Forme::Territoires => liste(choix(cellule, &self.valeurs.territoires, "territoire")?),
            Forme::Publics => liste(choix(cellule, &self.valeurs.publics, "public")?),
            Forme::Volets => liste(choix(cellule, &self.valeurs.volets, "volet")?),
            Forme::Membres => {
                let lignes = lu.split('\n').map(str::trim).filter(|l| !l.is_empty());
                Ok(Some(Value::Sequence(lignes.map(texte).collect())))
            }
        }
    }
}

/// The ids of a choice, or what stops it.
fn choix(
    cellule: &Valeur,
    options: &BTreeMap<String, Option<String>>,
    nature: &str,
) -> Result<Vec<String>, String> {
    let inconnue = |lu: String| {
        format!(
            "{nature} sans correspondance : {lu}. Ajoutez-le à « valeurs » dans la correspondance, ou refaites-la"
        )
    };
    let textes = match cellule {
        Valeur::Choix(choisies) => choisies.clone(),
        autre => vec![autre.dire()],
    };
    let mut trouves: Vec<String> = Vec::new();
    for texte in &textes {
        for id in ids(texte, options).map_err(inconnue)? {
            if !trouves.contains(&id) {
                trouves.push(id);
            }
        }
    }
    Ok(trouves)
}

#[allow(clippy::unnecessary_wraps)] // One arm of a reading that may fail.
fn liste(ids: Vec<String>) -> Result<Option<Value>, String> {
    let ids: Vec<Value> = ids.into_iter().map(Value::from).collect();
    Ok(Some(Value::Sequence(ids)))
}

/// A text that our files may hold: characters that they refuse become blanks.
pub(super) fn texte(lu: &str) -> Value {
    let propre: String = lu
        .chars()
        .map(|c| match c {
            '\n' | '\t' => c,
            '\u{85}' | '\u{2028}' | '\u{2029}' => '\n',
            c if c.is_control() => ' ',
            c => c,
        })
        .collect();
    let lignes: Vec<&str> = propre.split('\n').map(str::trim_end).collect();
    Value::from(lignes.join("\n"))
}

/// The number in the unit of its field, and what it was rounded to.
fn nombre(forme: Forme, milliemes: i64) -> (Value, Option<String>) {
    if forme == Forme::Etp {
        let centiemes = milliemes.saturating_add(5).div_euclid(10);
        let exact = centiemes * 10 == milliemes;
        // As digits, so that no rounding of ours enters: `2.25`.
        let ecrit = format!("{}.{:02}", centiemes / 100, centiemes % 100);
        let valeur = if centiemes % 100 == 0 {
            Value::from(centiemes / 100)
        } else {
            ecrit.parse::<f64>().map_or(Value::Null, Value::from)
        };
        return (valeur, (!exact).then(|| dire_nombre(centiemes * 10)));
    }
    let entier = milliemes.saturating_add(500).div_euclid(1000);
    let exact = entier * 1000 == milliemes;
    (Value::from(entier), (!exact).then(|| entier.to_string()))
}

/// Whether a text is a list of file names, as the platform writes what was joined.
fn fichier(texte: &str) -> bool {
    texte.split(", ").all(|nom| {
        nom.rsplit_once('.').is_some_and(|(_, fin)| {
            (2..=5).contains(&fin.len()) && fin.bytes().all(|b| b.is_ascii_alphanumeric())
        })
    })
}

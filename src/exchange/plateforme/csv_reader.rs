//! CSV as the platform writes it (`,`, UTF-8, `\n`) and as French Excel saves it again (`;`, byte order mark, Windows-1252, CRLF).

use encoding_rs::WINDOWS_1252;

use super::entetes::{Fixe, fixe};
use super::feuilles::{self, Feuille};
use super::valeur::Valeur;
use super::{CELLULE, COLONNES, Genre, LIGNES, Lot};
use crate::store::diagnostic::Diagnostic;

/// The lot in a CSV.
pub(super) fn lire(nom: &str, octets: &[u8]) -> Result<Lot, Vec<Diagnostic>> {
    let texte = decoder(nom, octets)?;
    let separateur = separateur(&texte);
    let mut lecteur = csv::ReaderBuilder::new()
        .delimiter(separateur)
        .has_headers(false)
        .flexible(true)
        .from_reader(texte.as_bytes());
    let mut feuille = Feuille::new("Dossiers".into());
    let mut largeur = 0;
    for rangee in lecteur.records() {
        let refus = |ligne, message| {
            vec![Diagnostic {
                ligne,
                ..Diagnostic::whole(nom, message)
            }]
        };
        let rangee = rangee.map_err(|_| refus(None, "CSV illisible".into()))?;
        let ligne = rangee.position().map_or(0, |p| p.line() as usize);
        if rangee.len() > COLONNES {
            return Err(refus(
                Some(ligne),
                format!("{} colonnes ; {COLONNES} admises", rangee.len()),
            ));
        }
        if feuille.lignes.len() >= LIGNES {
            return Err(refus(Some(ligne), format!("plus de {LIGNES} lignes")));
        }
        if let Some((rang, longue)) = rangee.iter().enumerate().find(|(_, c)| c.len() > CELLULE) {
            let mut diagnostics = refus(Some(ligne), trop_longue(longue));
            diagnostics[0].chemin = format!("colonne {}", rang + 1);
            return Err(diagnostics);
        }
        let vide = rangee.iter().all(|c| c.trim().is_empty());
        if vide {
            continue;
        }
        if largeur == 0 {
            largeur = rangee.len();
        } else if rangee.len() != largeur {
            let message = format!(
                "{} valeurs pour {largeur} colonnes : la ligne est coupée, ou un guillemet manque avant elle",
                rangee.len()
            );
            return Err(refus(Some(ligne), message));
        }
        feuille.ajouter(ligne, rangee.iter().map(Valeur::texte).collect());
    }
    feuilles::assembler(nom, Genre::Csv, &[feuille])
}

/// The message of a cell beyond the bound.
pub(super) fn trop_longue(texte: &str) -> String {
    format!(
        "cellule de {} octets ; {CELLULE} admis : ce n'est pas un export de la plateforme",
        texte.len()
    )
}

/// The text, in the encoding that its bytes show.
fn decoder(nom: &str, octets: &[u8]) -> Result<String, Vec<Diagnostic>> {
    let refus = |ligne, message: &str| {
        vec![Diagnostic {
            ligne,
            ..Diagnostic::whole(nom, message.to_owned())
        }]
    };
    if octets.starts_with(b"\xff\xfe") || octets.starts_with(b"\xfe\xff") {
        return Err(refus(
            None,
            "fichier en UTF-16 : enregistrez-le en « CSV UTF-8 »",
        ));
    }
    let ligne_de = |place: usize| Some(octets[..place].split(|b| *b == b'\n').count());
    let interdit = |b: &u8| b.is_ascii_control() && !matches!(b, b'\n' | b'\r' | b'\t');
    if let Some(place) = octets.iter().position(interdit) {
        return Err(refus(
            ligne_de(place),
            "ce n'est ni un classeur, ni un CSV, ni une page JSON (octets de commande)",
        ));
    }
    let octets_utiles = octets.strip_prefix(b"\xef\xbb\xbf").unwrap_or(octets);
    let lu = if let Ok(texte) = std::str::from_utf8(octets_utiles) {
        texte.to_owned()
    } else {
        // Bytes that Windows-1252 does not define would come out as control characters.
        let (texte, _) = WINDOWS_1252.decode_without_bom_handling(octets_utiles);
        if let Some((place, _)) = texte
            .char_indices()
            .find(|(_, c)| ('\u{80}'..='\u{9f}').contains(c))
        {
            let ligne = 1 + texte[..place].matches('\n').count();
            return Err(refus(
                Some(ligne),
                "encodage inconnu, ni UTF-8 ni Windows-1252 : enregistrez le fichier en « CSV UTF-8 »",
            ));
        }
        texte.into_owned()
    };
    let premiere = lu.lines().next().unwrap_or_default();
    if ["Ã©", "Ã‰", "Ã€", "â€™", "\u{fffd}"]
        .iter()
        .any(|abime| premiere.contains(abime))
    {
        return Err(refus(
            Some(1),
            "accents abîmés (« Ã© ») : le fichier a été ouvert puis enregistré dans le mauvais encodage ; repartez de l'export",
        ));
    }
    Ok(lu)
}

/// `,` or `;`: the one that shows columns of the platform in the first row.
fn separateur(texte: &str) -> u8 {
    let connues = |separateur: u8| {
        let mut lecteur = csv::ReaderBuilder::new()
            .delimiter(separateur)
            .has_headers(false)
            .flexible(true)
            .from_reader(texte.as_bytes());
        let premiere = lecteur.records().next().and_then(Result::ok);
        premiere.map_or(0, |rangee| {
            let connue = |c: &&str| fixe(c).is_some_and(|f| f != Fixe::Ignoree);
            rangee.iter().filter(connue).count()
        })
    };
    if connues(b';') > connues(b',') {
        b';'
    } else {
        b','
    }
}

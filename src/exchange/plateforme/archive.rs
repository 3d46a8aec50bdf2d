//! The zip container of a spreadsheet, opened within bounds and written again in memory: what a reader gets is never a bomb,
//! and the platform's ODS gets the `mimetype` entry it lacks.

use std::io::{Cursor, Read, Write};

use zip::read::ZipArchive;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipWriter};

/// Most bytes a spreadsheet may hold once inflated.
const GONFLE: u64 = 192 * 1024 * 1024;

/// Most entries in a container.
const ENTREES: usize = 2000;

/// What the first entry of an ODS says.
const MIMETYPE_ODS: &[u8] = b"application/vnd.oasis.opendocument.spreadsheet";

/// A kind of spreadsheet, told by what the container holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Genre {
    /// Of Excel.
    Xlsx,
    /// Of `LibreOffice`.
    Ods,
}

/// A container proven bounded.
#[derive(Debug)]
pub struct Archive {
    /// Its kind.
    pub genre: Genre,
    /// The same container, stored without compression, XML entries only.
    pub octets: Vec<u8>,
    /// The `content.xml` of an ODS.
    pub contenu: Option<String>,
}

/// Opens a container; else one French sentence.
pub fn ouvrir(octets: &[u8]) -> Result<Archive, String> {
    let mut lue = ZipArchive::new(Cursor::new(octets)).map_err(|e| dire(&e))?;
    if lue.len() > ENTREES {
        return Err(format!(
            "{} fichiers dans le classeur ; {ENTREES} admis",
            lue.len()
        ));
    }
    let genre = match (
        lue.index_for_name("xl/workbook.xml"),
        lue.index_for_name("content.xml"),
    ) {
        (Some(_), _) => Genre::Xlsx,
        (None, Some(_)) => Genre::Ods,
        (None, None) => {
            return Err(
                "archive zip sans classeur : un export XLSX, ODS, CSV ou JSON est attendu".into(),
            );
        }
    };
    let mut ecrite = ZipWriter::new(Cursor::new(Vec::new()));
    let brut = SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    let mut ajouter = |nom: &str, octets: &[u8]| -> Result<(), String> {
        ecrite.start_file(nom, brut).map_err(|e| dire(&e))?;
        ecrite.write_all(octets).map_err(|e| e.to_string())
    };
    if genre == Genre::Ods {
        ajouter("mimetype", MIMETYPE_ODS)?;
    }
    let mut reste = GONFLE;
    let mut contenu = None;
    for rang in 0..lue.len() {
        let mut entree = lue.by_index(rang).map_err(|e| dire(&e))?;
        let nom = entree.name().map_err(|e| dire(&e))?.into_owned();
        // Pictures, macros and embedded files are never looked at.
        let extension = nom.rsplit('.').next().unwrap_or_default();
        if entree.is_dir() || !(extension == "xml" || extension == "rels") {
            continue;
        }
        let mut texte = Vec::new();
        entree
            .by_ref()
            .take(reste + 1)
            .read_to_end(&mut texte)
            .map_err(|e| tronque(&e))?;
        reste = reste.checked_sub(texte.len() as u64).ok_or_else(|| {
            format!("le classeur dépasse {} Mo une fois décompressé : ce n'est pas un export de la plateforme", GONFLE / 1024 / 1024)
        })?;
        ajouter(&nom, &texte)?;
        if genre == Genre::Ods && nom == "content.xml" {
            contenu =
                Some(String::from_utf8(texte).map_err(|_| "content.xml n'est pas de l'UTF-8")?);
        }
    }
    if let Some(contenu) = &contenu {
        repetitions(contenu)?;
    }
    let octets = ecrite.finish().map_err(|e| dire(&e))?.into_inner();
    Ok(Archive {
        genre,
        octets,
        contenu,
    })
}

/// Refuses an ODS whose repeated cells or rows would unfold beyond the bound: one attribute may stand for a million copies.
fn repetitions(contenu: &str) -> Result<(), String> {
    let cellules = deploye(
        contenu,
        "number-columns-repeated=\"",
        "</table:table-cell>",
        |corps| corps.len() as u64,
    );
    let lignes = deploye(
        contenu,
        "number-rows-repeated=\"",
        "</table:table-row>",
        |corps| {
            let dedans = deploye(
                corps,
                "number-columns-repeated=\"",
                "</table:table-cell>",
                |c| c.len() as u64,
            );
            dedans.saturating_add(corps.len() as u64)
        },
    );
    if cellules.saturating_add(lignes) > GONFLE {
        return Err(
            "cellules répétées au-delà du raisonnable : ce n'est pas un export de la plateforme"
                .into(),
        );
    }
    Ok(())
}

/// What the repeated elements that are not empty weigh once unfolded.
fn deploye(contenu: &str, attribut: &str, fin: &str, poids: impl Fn(&str) -> u64) -> u64 {
    let mut total: u64 = 0;
    for (debut, _) in contenu.match_indices(attribut) {
        let suite = &contenu[debut + attribut.len()..];
        let fois: u64 = suite
            .split('"')
            .next()
            .and_then(|n| n.parse().ok())
            .unwrap_or(u64::MAX);
        let balise = suite.find('>').unwrap_or(suite.len());
        if suite[..balise].ends_with('/') && !suite[..balise].contains("value=") {
            continue;
        }
        let corps = &suite[..suite.find(fin).unwrap_or(suite.len())];
        if corps.contains("<text:p") || corps.contains("value=") {
            total = total.saturating_add(fois.saturating_mul(poids(corps)));
        }
    }
    total
}

fn tronque(erreur: &std::io::Error) -> String {
    match erreur.kind() {
        std::io::ErrorKind::InvalidData
        | std::io::ErrorKind::UnexpectedEof
        | std::io::ErrorKind::InvalidInput => {
            "classeur abîmé ou tronqué : téléchargez-le de nouveau".into()
        }
        _ => format!("classeur illisible ({erreur})"),
    }
}

fn dire(erreur: &ZipError) -> String {
    match erreur {
        ZipError::UnsupportedArchive(raison) if raison.to_lowercase().contains("password") => {
            "classeur protégé par un mot de passe : enregistrez-le sans".into()
        }
        ZipError::Io(erreur) => tronque(erreur),
        _ => "classeur abîmé ou tronqué : téléchargez-le de nouveau".into(),
    }
}

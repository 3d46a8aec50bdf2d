//! A text as OpenDocument (ISO/IEC 26300), which LibreOffice and Word open. The same text gives the same bytes.

use std::io::{self, Cursor, Write};

use quick_xml::Writer;
use quick_xml::events::{BytesDecl, BytesEnd, BytesStart, BytesText, Event};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, ZipWriter};

use super::ecrit::{Bloc, Ecrit};
use crate::domain::texte::lignes;

const TYPE: &str = "application/vnd.oasis.opendocument.text";

/// The names that the parts of an OpenDocument file are written with.
const ESPACES: [(&str, &str); 5] = [
    (
        "xmlns:office",
        "urn:oasis:names:tc:opendocument:xmlns:office:1.0",
    ),
    (
        "xmlns:style",
        "urn:oasis:names:tc:opendocument:xmlns:style:1.0",
    ),
    (
        "xmlns:text",
        "urn:oasis:names:tc:opendocument:xmlns:text:1.0",
    ),
    (
        "xmlns:table",
        "urn:oasis:names:tc:opendocument:xmlns:table:1.0",
    ),
    (
        "xmlns:fo",
        "urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0",
    ),
];

/// What never changes: the list of parts, and how titles, tables and pages look (A4, upright, numbered).
const MANIFESTE: &str = include_str!("../../modeles/odt/manifest.xml");
const STYLES: &str = include_str!("../../modeles/odt/styles.xml");

/// The whole file.
pub fn ecrire(ecrit: &Ecrit) -> io::Result<Vec<u8>> {
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    // Stored first and bare: this is how the kind of the file is known.
    let brut = options(CompressionMethod::Stored);
    let compresse = options(CompressionMethod::Deflated);
    let contenu = contenu(ecrit)?;
    let parties: [(&str, SimpleFileOptions, &[u8]); 4] = [
        ("mimetype", brut, TYPE.as_bytes()),
        ("META-INF/manifest.xml", compresse, MANIFESTE.as_bytes()),
        ("styles.xml", compresse, STYLES.as_bytes()),
        ("content.xml", compresse, &contenu),
    ];
    for (nom, options, octets) in parties {
        archive.start_file(nom, options).map_err(io::Error::other)?;
        archive.write_all(octets)?;
    }
    let fin = archive.finish().map_err(io::Error::other)?;
    Ok(fin.into_inner())
}

/// The time of the parts is fixed: the bytes must not tell when they were written.
fn options(methode: CompressionMethod) -> SimpleFileOptions {
    SimpleFileOptions::default()
        .compression_method(methode)
        .last_modified_time(DateTime::default())
}

fn contenu(ecrit: &Ecrit) -> io::Result<Vec<u8>> {
    let mut xml = Xml(Writer::new(Vec::new()));
    xml.0
        .write_event(Event::Decl(BytesDecl::new("1.0", Some("UTF-8"), None)))?;
    let mut espaces = ESPACES.to_vec();
    espaces.push(("office:version", "1.3"));
    xml.element("office:document-content", &espaces, |xml| {
        xml.element("office:body", &[], |xml| {
            xml.element("office:text", &[], |xml| {
                xml.paragraphe("text:p", &[("text:style-name", "Title")], &ecrit.titre)?;
                for (rang, bloc) in ecrit.blocs.iter().enumerate() {
                    xml.bloc(rang, bloc)?;
                }
                Ok(())
            })
        })
    })?;
    Ok(xml.0.into_inner())
}

/// A writer of elements, one inside the other.
struct Xml(Writer<Vec<u8>>);

impl Xml {
    fn element(
        &mut self,
        nom: &str,
        attributs: &[(&str, &str)],
        dedans: impl FnOnce(&mut Self) -> io::Result<()>,
    ) -> io::Result<()> {
        let debut = BytesStart::new(nom).with_attributes(attributs.iter().copied());
        self.0.write_event(Event::Start(debut))?;
        dedans(self)?;
        self.0.write_event(Event::End(BytesEnd::new(nom)))
    }

    /// Words on one or several lines, without a character that XML forbids.
    fn paragraphe(&mut self, nom: &str, attributs: &[(&str, &str)], texte: &str) -> io::Result<()> {
        self.element(nom, attributs, |xml| {
            for (rang, ligne) in lignes(texte).enumerate() {
                if rang > 0 {
                    let saut = BytesStart::new("text:line-break");
                    xml.0.write_event(Event::Empty(saut))?;
                }
                xml.0.write_event(Event::Text(BytesText::new(&ligne)))?;
            }
            Ok(())
        })
    }

    fn bloc(&mut self, rang: usize, bloc: &Bloc) -> io::Result<()> {
        match bloc {
            Bloc::Titre(niveau, titre) => {
                let niveau = niveau.to_string();
                let style = format!("Heading_20_{niveau}");
                let attributs = [
                    ("text:style-name", style.as_str()),
                    ("text:outline-level", &niveau),
                ];
                self.paragraphe("text:h", &attributs, titre)
            }
            Bloc::Paragraphe(phrase) => self.paragraphe("text:p", &[CORPS], phrase),
            Bloc::Liste(points) => self.element("text:list", &[LISTE], |xml| {
                for point in points {
                    xml.element("text:list-item", &[], |xml| {
                        xml.paragraphe("text:p", &[CORPS], point)
                    })?;
                }
                Ok(())
            }),
            Bloc::Tableau(entete, rangees) => self.tableau(rang, entete, rangees),
        }
    }

    fn tableau(
        &mut self,
        rang: usize,
        entete: &[String],
        rangees: &[Vec<String>],
    ) -> io::Result<()> {
        let nom = format!("Tableau{rang}");
        self.element("table:table", &[("table:name", &nom), TABLE], |xml| {
            let nombre = entete.len().to_string();
            let colonnes = [("table:number-columns-repeated", nombre.as_str())];
            xml.element("table:table-column", &colonnes, |_| Ok(()))?;
            xml.element("table:table-header-rows", &[], |xml| {
                xml.rangee("Table_20_Heading", entete)
            })?;
            rangees
                .iter()
                .try_for_each(|rangee| xml.rangee("Table_20_Contents", rangee))
        })
    }

    fn rangee(&mut self, style: &str, cellules: &[String]) -> io::Result<()> {
        self.element("table:table-row", &[], |xml| {
            cellules.iter().try_for_each(|cellule| {
                let attributs = [CELLULE, ("office:value-type", "string")];
                xml.element("table:table-cell", &attributs, |xml| {
                    xml.paragraphe("text:p", &[("text:style-name", style)], cellule)
                })
            })
        })
    }
}

const CORPS: (&str, &str) = ("text:style-name", "Text_20_body");
const LISTE: (&str, &str) = ("text:style-name", "Points");
const TABLE: (&str, &str) = ("table:style-name", "Table");
const CELLULE: (&str, &str) = ("table:style-name", "Cell");

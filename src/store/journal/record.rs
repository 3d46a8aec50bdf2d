//! One record: a YAML document between `---` and `...`, which proves itself (`h`) and names its predecessor (`prec`).

use chrono::{DateTime, FixedOffset, SecondsFormat};
use serde_yaml::{Mapping, Value};

use super::ErreurJournal;
use crate::domain::fait::{Enregistrement, Fait};
use crate::store::empreinte::sha256;
use crate::store::yaml_writer;

/// First line of a record.
pub const DEBUT: &[u8] = b"---\n";
/// Last line of a record: without it, the record never happened.
pub const FIN: &[u8] = b"...\n";
/// The predecessor of record 0.
pub const ORIGINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";
/// Longest record, in bytes.
pub const MAXIMUM: usize = 1 << 20;

/// The last line before [`FIN`]: `h: "<64 hexadecimal digits>"`.
const LIGNE_H: usize = DEBUT_H.len() + 64 + FIN_H.len();
/// Begins the line of the hash; no other line of a record begins so.
pub const DEBUT_H: &[u8] = b"h: \"";
const FIN_H: &[u8] = b"\"\n";

/// A record proven whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What it says.
    pub enregistrement: Enregistrement,
    /// Hash of its predecessor.
    pub prec: String,
    /// Its own hash.
    pub h: String,
}

/// The bytes with which every record `n` begins: also what tells a torn tail from foreign bytes.
pub fn entete(n: u64) -> Vec<u8> {
    // The key is quoted: a bare `n` is a boolean for readers of YAML 1.1.
    [DEBUT, format!("\"n\": {n}\n").as_bytes()].concat()
}

/// The bytes of a record, and its hash.
pub fn encode(
    enregistrement: &Enregistrement,
    prec: &str,
) -> Result<(Vec<u8>, String), ErreurJournal> {
    let mut champs = Mapping::new();
    champs.insert(
        "le".into(),
        enregistrement
            .le
            .to_rfc3339_opts(SecondsFormat::Secs, false)
            .into(),
    );
    champs.insert("par".into(), enregistrement.par.as_str().into());
    champs.insert("prec".into(), prec.into());
    let interne = |erreur: serde_yaml::Error| ErreurJournal::Interne(erreur.to_string());
    if let Value::Mapping(fait) = serde_yaml::to_value(&enregistrement.fait).map_err(interne)? {
        champs.extend(fait);
    }
    let mut octets = entete(enregistrement.n);
    octets.extend(
        yaml_writer::to_string(&champs)
            .map_err(interne)?
            .into_bytes(),
    );
    let h = sha256(&octets);
    octets.extend([DEBUT_H, h.as_bytes(), FIN_H, FIN].concat());
    if octets.len() > MAXIMUM {
        return Err(ErreurJournal::TropLong(octets.len()));
    }
    Ok((octets, h))
}

/// The hash a framed record carries, when its own bytes prove it. No YAML is parsed.
pub fn proven(octets: &[u8]) -> Option<&str> {
    let corps = octets.strip_suffix(FIN)?;
    let (dessus, ligne) = corps.split_at_checked(corps.len().checked_sub(LIGNE_H)?)?;
    let h = ligne.strip_prefix(DEBUT_H)?.strip_suffix(FIN_H)?;
    let h = std::str::from_utf8(h).ok()?;
    (octets.starts_with(DEBUT) && dessus.ends_with(b"\n") && sha256(dessus) == h).then_some(h)
}

/// A record already proven, its fact not read yet.
#[derive(Debug)]
pub struct Enveloppe {
    /// Its number.
    pub n: u64,
    /// Hash of its predecessor.
    pub prec: String,
    h: String,
    le: DateTime<FixedOffset>,
    par: String,
    champs: Mapping,
}

impl Enveloppe {
    /// Reads what surrounds the fact of a record already proven.
    pub fn lire(octets: &[u8], h: &str) -> Result<Self, String> {
        if octets.len() > MAXIMUM {
            return Err("enregistrement trop long".into());
        }
        let texte = std::str::from_utf8(octets).map_err(|_| "UTF-8 attendu".to_owned())?;
        let texte = texte.strip_suffix("...\n").unwrap_or(texte);
        if !est_de_notre_main(texte) {
            return Err("une ancre, un alias ou une étiquette YAML y a été ajouté".into());
        }
        let mut champs: Mapping = serde_yaml::from_str(texte)
            .map_err(|_| "ce n'est pas l'écriture d'un fait".to_owned())?;
        let mut prendre = |cle: &str| {
            champs
                .remove(cle)
                .ok_or_else(|| format!("champ « {cle} » absent"))
        };
        let n = prendre("n")?.as_u64().ok_or("n : nombre attendu")?;
        let le = date(&prendre("le")?)?;
        let par = texte_de(prendre("par")?)?;
        let prec = texte_de(prendre("prec")?)?;
        prendre("h")?;
        Ok(Self {
            n,
            prec,
            h: h.to_owned(),
            le,
            par,
            champs,
        })
    }

    /// The version of the format, in a header.
    pub fn format(&self) -> Option<u64> {
        (self.nom()? == "journal_cree").then_some(())?;
        self.champs.get("format")?.as_u64()
    }

    /// The word of its fact.
    pub fn nom(&self) -> Option<&str> {
        self.champs.get("fait")?.as_str()
    }

    /// Reads the fact; `None` when this version does not know it.
    pub fn record(self) -> Option<Record> {
        let fait: Fait = serde_yaml::from_value(Value::Mapping(self.champs)).ok()?;
        Some(Record {
            enregistrement: Enregistrement {
                n: self.n,
                le: self.le,
                par: self.par,
                fait,
            },
            prec: self.prec,
            h: self.h,
        })
    }
}

/// Whether nothing outside the quotes could expand: our writer never puts an anchor, an alias or a tag.
fn est_de_notre_main(texte: &str) -> bool {
    let (mut cite, mut echappe) = (false, false);
    texte.bytes().all(|octet| {
        match octet {
            _ if echappe => echappe = false,
            b'\\' if cite => echappe = true,
            b'"' => cite = !cite,
            b'&' | b'*' | b'!' => return cite,
            _ => {}
        }
        true
    })
}

fn texte_de(valeur: Value) -> Result<String, String> {
    match valeur {
        Value::String(texte) => Ok(texte),
        _ => Err("texte attendu".into()),
    }
}

fn date(valeur: &Value) -> Result<DateTime<FixedOffset>, String> {
    let lue = valeur
        .as_str()
        .and_then(|texte| DateTime::parse_from_rfc3339(texte).ok());
    lue.ok_or_else(|| "le : date et heure attendues".into())
}

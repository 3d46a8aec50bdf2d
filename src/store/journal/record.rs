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
const LIGNE_H: usize = b"h: \"\"\n".len() + 64;

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

/// The bytes of a record, and its hash.
pub fn encode(
    enregistrement: &Enregistrement,
    prec: &str,
) -> Result<(Vec<u8>, String), ErreurJournal> {
    let mut champs = Mapping::new();
    champs.insert("n".into(), enregistrement.n.into());
    champs.insert(
        "le".into(),
        enregistrement
            .le
            .to_rfc3339_opts(SecondsFormat::Secs, false)
            .into(),
    );
    champs.insert("par".into(), enregistrement.par.as_str().into());
    champs.insert("prec".into(), prec.into());
    let illisible = |erreur: serde_yaml::Error| ErreurJournal::Interne(erreur.to_string());
    if let Value::Mapping(fait) = serde_yaml::to_value(&enregistrement.fait).map_err(illisible)? {
        champs.extend(fait);
    }
    let mut octets = DEBUT.to_vec();
    octets.extend(
        yaml_writer::to_string(&champs)
            .map_err(illisible)?
            .into_bytes(),
    );
    let h = sha256(&octets);
    octets.extend(format!("h: \"{h}\"\n").into_bytes());
    octets.extend(FIN);
    if octets.len() > MAXIMUM {
        return Err(ErreurJournal::TropLong(octets.len()));
    }
    Ok((octets, h))
}

/// The hash a framed record carries, when its own bytes prove it. No YAML is parsed.
pub fn proven(octets: &[u8]) -> Option<&str> {
    let corps = octets.strip_suffix(FIN)?;
    let (dessus, ligne) = corps.split_at_checked(corps.len().checked_sub(LIGNE_H)?)?;
    let h = ligne.strip_prefix(b"h: \"")?.strip_suffix(b"\"\n")?;
    let h = std::str::from_utf8(h).ok()?;
    (octets.starts_with(DEBUT) && dessus.ends_with(b"\n") && sha256(dessus) == h).then_some(h)
}

/// Reads a record already proven.
pub fn decode(octets: &[u8], h: &str) -> Result<Record, String> {
    let texte = std::str::from_utf8(octets).map_err(|_| "UTF-8 attendu".to_owned())?;
    let texte = texte.strip_suffix("...\n").unwrap_or(texte);
    let mut champs: Mapping = serde_yaml::from_str(texte).map_err(|erreur| erreur.to_string())?;
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
    let fait: Fait =
        serde_yaml::from_value(Value::Mapping(champs)).map_err(|erreur| erreur.to_string())?;
    Ok(Record {
        enregistrement: Enregistrement { n, le, par, fait },
        prec,
        h: h.to_owned(),
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

//! A candidature as a tree of keys, read and changed by paths: `porteur.siret`, `fiches.63.total.2025.demande`.

use serde_yaml::{Mapping, Value};

use crate::domain::francais::euros;

/// The value at a path; null and blank are nothing. A fiche is named by its territory.
pub(super) fn lire<'a>(arbre: &'a Mapping, chemin: &str) -> Option<&'a Value> {
    let mut etapes = chemin.split('.');
    let mut ici = cle(arbre, etapes.next()?)?;
    for etape in etapes {
        ici = match ici {
            Value::Mapping(cles) => cle(cles, etape)?,
            Value::Sequence(fiches) => fiches.iter().find(|f| est_de(f, etape))?,
            _ => return None,
        };
    }
    Some(ici).filter(|v| !est_vide(v))
}

/// Puts a value at a path, adding the keys and the fiche that lack.
pub(super) fn poser(arbre: &mut Mapping, chemin: &str, valeur: Value) {
    let etapes: Vec<&str> = chemin.split('.').collect();
    poser_dans(arbre, &etapes, valeur);
}

fn poser_dans(cles: &mut Mapping, etapes: &[&str], valeur: Value) {
    let Some((premiere, suite)) = etapes.split_first() else {
        return;
    };
    let nom = nom_de(cles, premiere);
    if suite.is_empty() {
        cles.insert(nom, valeur);
        return;
    }
    let ici = cles.entry(nom).or_insert(Value::Null);
    if *premiere == "fiches" {
        if !ici.is_sequence() {
            *ici = Value::Sequence(Vec::new());
        }
        let (Value::Sequence(fiches), Some((code, suite))) = (ici, suite.split_first()) else {
            return;
        };
        let place = fiches
            .iter()
            .position(|f| est_de(f, code))
            .unwrap_or_else(|| {
                let mut fiche = Mapping::new();
                fiche.insert("territoire".into(), (*code).into());
                fiches.push(Value::Mapping(fiche));
                fiches.len() - 1
            });
        if let Some(fiche) = fiches[place].as_mapping_mut() {
            poser_dans(fiche, suite, valeur);
        }
        return;
    }
    if !ici.is_mapping() {
        *ici = Value::Mapping(Mapping::new());
    }
    if let Some(dedans) = ici.as_mapping_mut() {
        poser_dans(dedans, suite, valeur);
    }
}

/// The key as the file writes it: years are numbers.
fn nom_de(cles: &Mapping, etape: &str) -> Value {
    let connue = cles.keys().find(|c| est_cle(c, etape)).cloned();
    connue.unwrap_or_else(|| match etape.parse::<u16>() {
        Ok(annee) if etape.len() == 4 => Value::from(annee),
        _ => Value::from(etape),
    })
}

fn cle<'a>(cles: &'a Mapping, etape: &str) -> Option<&'a Value> {
    cles.iter().find(|(c, _)| est_cle(c, etape)).map(|(_, v)| v)
}

fn est_cle(cle: &Value, etape: &str) -> bool {
    match cle {
        Value::String(texte) => texte == etape,
        Value::Number(nombre) => nombre.to_string() == etape,
        _ => false,
    }
}

fn est_de(fiche: &Value, code: &str) -> bool {
    fiche.get("territoire").and_then(Value::as_str) == Some(code)
}

/// Null, a blank text, an empty list.
pub(super) fn est_vide(valeur: &Value) -> bool {
    match valeur {
        Value::Null => true,
        Value::String(texte) => texte.trim().is_empty(),
        Value::Sequence(liste) => liste.is_empty(),
        Value::Mapping(cles) => cles.is_empty(),
        _ => false,
    }
}

/// A value as it is compared and kept from one import to the next.
pub(super) fn dire(valeur: &Value) -> String {
    match valeur {
        Value::Bool(oui) => if *oui { "oui" } else { "non" }.into(),
        Value::Number(nombre) => nombre.to_string().trim_end_matches(".0").to_owned(),
        Value::String(texte) => texte.trim().to_owned(),
        Value::Sequence(liste) => liste.iter().map(dire).collect::<Vec<_>>().join(", "),
        Value::Mapping(cles) => cle(cles, "nom").map(dire).unwrap_or_default(),
        Value::Null | Value::Tagged(_) => String::new(),
    }
}

/// A value as a person reads it at this path.
pub(super) fn montrer(chemin: &str, valeur: &Value) -> String {
    let poste = chemin.rsplit('.').next().unwrap_or_default();
    let montant = [
        "personnel",
        "autres",
        "cout",
        "demande",
        "propres",
        "cofinancements",
    ]
    .contains(&poste);
    match valeur.as_i64().filter(|_| montant) {
        Some(montant) => euros(montant),
        None => dire(valeur),
    }
}

/// Whether two values are the same: an instant that lost its seconds in a spreadsheet is.
pub(super) fn memes(avant: &Value, apres: &Value) -> bool {
    let (avant, apres) = (dire(avant), dire(apres));
    let instant = |texte: &str| {
        chrono::DateTime::parse_from_rfc3339(texte)
            .ok()
            .map(|le| le.timestamp())
    };
    match (instant(&avant), instant(&apres)) {
        (Some(avant), Some(apres)) => {
            avant == apres || (apres % 60 == 0 && avant - avant.rem_euclid(60) == apres)
        }
        _ => avant == apres,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_reads_what_it_wrote_and_creates_its_fiche() {
        let mut arbre = Mapping::new();
        poser(&mut arbre, "fiches.69M.total.2025.demande", 12.into());
        poser(&mut arbre, "fiches.63.etp", 2.into());
        poser(&mut arbre, "porteur.siret", "0123".into());
        assert_eq!(
            lire(&arbre, "fiches.69M.total.2025.demande"),
            Some(&12.into())
        );
        assert_eq!(lire(&arbre, "fiches.63.etp"), Some(&2.into()));
        assert_eq!(lire(&arbre, "fiches.38.etp"), None);
        let texte = serde_yaml::to_string(&arbre).unwrap_or_default();
        let relu: Mapping = serde_yaml::from_str(&texte).unwrap_or_default();
        assert_eq!(
            lire(&relu, "fiches.69M.total.2025.demande"),
            Some(&12.into())
        );
    }

    #[test]
    fn an_instant_without_its_seconds_is_the_same() {
        let (exact, minute) = (
            "2024-09-04T18:06:12+02:00".into(),
            "2024-09-04T18:06:00+02:00".into(),
        );
        assert!(memes(&exact, &minute));
        assert!(!memes(&minute, &exact));
    }
}

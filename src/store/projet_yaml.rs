//! A candidature written as a person would: one key a line, amounts of a year on one line, texts in blocks.

use std::fmt::Write as _;

use serde_yaml::{Mapping, Value};

use super::yaml_writer::quoted;
use crate::domain::texte::est_cache;

/// Order of the keys; those of a year or of a volet stand in their own.
const ORDRE: [&str; 62] = [
    "format",
    "numero",
    "fictif",
    "nom",
    "porteur",
    "consortium",
    "chef_de_file",
    "membres",
    "depose_le",
    "modifie_le",
    "pieces",
    "engagements",
    "debut",
    "fin",
    "premiere_depense",
    "parcours_mois",
    "territoires",
    // Of a porteur, a member, an engagement.
    "siret",
    "nature",
    "membre_reseau",
    "experience_reperage",
    "laureat_pic",
    "fin_convention_pic",
    "fse_plus",
    "comptabilite_analytique",
    "contrat_republicain",
    "soutien_reseau",
    "accord_agir",
    "usuel",
    "maximum",
    "motif",
    // Of a fiche.
    "territoire",
    "publics",
    "ages",
    "zone",
    "libelle",
    "inclut",
    "exclut",
    "volets",
    "etp",
    "description",
    "budget",
    "reperage",
    "remobilisation",
    "accompagnement",
    "coordination",
    "total",
    "personnel",
    "autres",
    "cout",
    "demande",
    "ressources",
    "propres",
    "cofinancements",
    "indicateurs",
    "beneficiaires",
    "emploi",
    "emploi_durable",
    "creation",
    "formation",
    "inscription_ft",
    "changements",
];

/// Keys whose texts are ids of the call, dates or places: written bare when they can be.
const NUS: [&str; 11] = [
    "nature",
    "publics",
    "volets",
    "depose_le",
    "modifie_le",
    "debut",
    "fin",
    "premiere_depense",
    "fin_convention_pic",
    "le",
    "champs",
];

/// Longest line of keys between braces.
const LARGEUR: usize = 130;

/// The text of a candidature; `tete` is what stands before its first key.
pub fn ecrire(tete: &str, projet: &Mapping) -> String {
    let mut ecrit = tete.to_owned();
    ecrire_cles(&mut ecrit, 0, projet);
    ecrit
}

/// What stands before the first key of a file: its comments.
pub fn tete(texte: &str) -> String {
    let lignes = texte.split_inclusive('\n');
    lignes
        .take_while(|l| l.trim().is_empty() || l.starts_with('#'))
        .collect()
}

/// The keys in their order: fiches last, years by number, unknown ones as they came.
fn trier(cles: &Mapping) -> Vec<(String, &Value)> {
    let rang = |cle: &Value| match cle.as_str() {
        Some("fiches") => (usize::MAX, 0),
        Some(nom) => (
            ORDRE.iter().position(|o| *o == nom).unwrap_or(ORDRE.len()),
            0,
        ),
        None => (ORDRE.len(), cle.as_u64().unwrap_or_default()),
    };
    let mut triees: Vec<(&Value, &Value)> = cles.iter().collect();
    triees.sort_by_key(|(cle, _)| rang(cle));
    let nom = |cle: &Value| cle.as_str().map_or_else(|| scalaire("", cle), cle_nue);
    triees
        .into_iter()
        .map(|(cle, valeur)| (nom(cle), valeur))
        .collect()
}

fn ecrire_cles(texte: &mut String, retrait: usize, cles: &Mapping) {
    for (rang, (cle, valeur)) in trier(cles).iter().enumerate() {
        // The first key of a list's element stands on the line of its dash.
        if rang > 0 || !texte.ends_with("- ") {
            texte.extend(std::iter::repeat_n(' ', retrait));
        }
        ecrire_cle(texte, retrait, cle, valeur);
    }
}

fn ecrire_cle(texte: &mut String, retrait: usize, cle: &str, valeur: &Value) {
    texte.push_str(cle);
    texte.push(':');
    if let Some(ligne) = en_ligne(cle, valeur)
        .filter(|l| cle != "porteur" && retrait + cle.len() + l.len() < LARGEUR)
    {
        let _ = writeln!(texte, " {ligne}");
        return;
    }
    match valeur {
        Value::Mapping(cles) if !cles.is_empty() => {
            texte.push('\n');
            ecrire_cles(texte, retrait + 2, cles);
        }
        Value::Sequence(elements) if elements.iter().any(Value::is_mapping) => {
            texte.push('\n');
            for element in elements {
                texte.extend(std::iter::repeat_n(' ', retrait + 2));
                texte.push_str("- ");
                match (
                    element,
                    en_ligne(cle, element).filter(|l| cle != "fiches" && l.len() < LARGEUR),
                ) {
                    (_, Some(ligne)) => {
                        let _ = writeln!(texte, "{ligne}");
                    }
                    (Value::Mapping(cles), None) => ecrire_cles(texte, retrait + 4, cles),
                    (autre, None) => {
                        let _ = writeln!(texte, "{}", scalaire(cle, autre));
                    }
                }
            }
        }
        Value::String(long) if cle == "description" && est_bloc(long) => {
            texte.push_str(if long.ends_with('\n') {
                " |\n"
            } else {
                " |-\n"
            });
            for ligne in long.trim_end_matches('\n').split('\n') {
                if !ligne.is_empty() {
                    texte.extend(std::iter::repeat_n(' ', retrait + 2));
                    texte.push_str(ligne);
                }
                texte.push('\n');
            }
        }
        autre => {
            let _ = writeln!(
                texte,
                " {}",
                en_ligne(cle, autre).unwrap_or_else(|| scalaire(cle, autre))
            );
        }
    }
}

/// The value on one line; none for a text in a block and for keys that hold keys.
fn en_ligne(cle: &str, valeur: &Value) -> Option<String> {
    match valeur {
        Value::Mapping(cles) if cles.is_empty() => Some("{}".into()),
        Value::Mapping(cles) => {
            let champs: Option<Vec<String>> = trier(cles)
                .into_iter()
                .map(|(cle, valeur)| {
                    let ligne = en_ligne(&cle, valeur).filter(|_| !valeur.is_mapping())?;
                    Some(format!("{cle}: {ligne}"))
                })
                .collect();
            Some(format!("{{ {} }}", champs?.join(", ")))
        }
        Value::Sequence(elements)
            if elements.iter().all(|e| !e.is_mapping() && !e.is_sequence()) =>
        {
            let elements: Vec<String> = elements.iter().map(|e| scalaire(cle, e)).collect();
            Some(format!("[{}]", elements.join(", ")))
        }
        Value::Sequence(_) => None,
        Value::String(long) if cle == "description" && est_bloc(long) => None,
        scalaire_lu => Some(scalaire(cle, scalaire_lu)),
    }
}

fn scalaire(cle: &str, valeur: &Value) -> String {
    match valeur {
        Value::Bool(oui) => oui.to_string(),
        Value::Number(nombre) => nombre.to_string(),
        Value::String(texte) if NUS.contains(&cle) && est_nu(texte) => texte.clone(),
        Value::String(texte) => quoted(texte),
        _ => "null".into(),
    }
}

fn cle_nue(cle: &str) -> String {
    let simple = cle.starts_with(|c: char| c.is_ascii_alphabetic())
        && cle
            .bytes()
            .all(|b| b.is_ascii_alphanumeric() || b == b'_' || b == b'-');
    if simple { cle.to_owned() } else { quoted(cle) }
}

/// Whether an id, a day, an instant or a path may stand without quotes and mean itself to every reader.
fn est_nu(texte: &str) -> bool {
    let jour = texte.len() >= 10 && texte.as_bytes()[4] == b'-';
    let mot = texte.starts_with(|c: char| c.is_ascii_lowercase())
        && !["null", "true", "false", "yes", "no", "on", "off", "y", "n"].contains(&texte);
    (jour || mot)
        && texte.bytes().all(|b| {
            b.is_ascii_alphanumeric()
                || matches!(b, b'-' | b'_' | b'.' | b'+')
                || (jour && b == b':')
        })
}

/// Whether a text reads the same in a block: nothing hidden, no blank where a block would lose or refuse it.
fn est_bloc(texte: &str) -> bool {
    !texte.trim().is_empty()
        && !texte.starts_with([' ', '\n', '\t'])
        && !texte.ends_with("\n\n")
        && !texte
            .chars()
            .any(|c| c != '\n' && (c.is_control() || est_cache(c)))
        && texte
            .split('\n')
            .all(|l| l.is_empty() || !l.trim().is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_candidature_is_written_as_a_person_would_and_reads_the_same() {
        let lu: Mapping = serde_yaml::from_str(
            "{fiches: [{territoire: '63', etp: 2.25, description: \"un\\n\\n- deux\", total: {2025: {demande: 1, cout: 2}}, publics: [a-b]}], \
             nom: 'Oui : « x »', numero: '1', debut: 2024-11-01, pieces: {}, porteur: {nom: no, siret: '012'}}",
        )
        .unwrap_or_default();
        let texte = ecrire("# tête\n", &lu);
        assert_eq!(
            texte,
            "# tête\nnumero: \"1\"\nnom: \"Oui : « x »\"\nporteur:\n  nom: \"no\"\n  siret: \"012\"\npieces: {}\ndebut: 2024-11-01\nfiches:\n  \
             - territoire: \"63\"\n    publics: [a-b]\n    etp: 2.25\n    description: |-\n      un\n\n      - deux\n    total:\n      2025: { cout: 2, demande: 1 }\n"
        );
        let relu: Mapping = serde_yaml::from_str(&texte).unwrap_or_default();
        assert_eq!(relu, lu);
    }
}

//! `instruire classer`: the ranking without a screen, for scripts and screen readers.

use color_eyre::eyre::Result;

use super::arguments::Format;
use super::{Arguments, BON, CONSTAT, Lue, dire, lire, livrer, signaler};
use crate::domain::cadre::Cadre;
use crate::domain::fermete::Fermete;
use crate::domain::francais::{compte, enumeration, euros, ordinal};
use crate::domain::phrase::nom_projet;
use crate::domain::seance::Seance;
use crate::domain::tableau::{Raison, Tableau};
use crate::domain::texte::visible;
use crate::store::{resultat, yaml_writer};

/// Prints the ranking of a territory as its journal tells it.
pub fn run(arguments: &Arguments, territoire: &str, format: Format) -> Result<u8> {
    let Lue {
        campagne,
        cadre,
        lecture,
        seance,
    } = match lire(arguments, territoire) {
        Ok(lue) => lue,
        Err(code) => return Ok(code),
    };
    if let Some(anomalie) = lecture.anomalie() {
        signaler(&format!("instruire : {anomalie}"));
        if format == Format::Yaml {
            signaler("instruire : aucune proposition n'est établie sur ce journal");
            return Ok(CONSTAT);
        }
    }
    match format {
        Format::Texte => dire(&texte(&cadre, &seance))?,
        Format::Yaml => {
            let proposition = resultat::etablir(&campagne, &cadre, &lecture, &seance);
            livrer(yaml_writer::to_string(&proposition)?.trim_end())?;
        }
    }
    Ok(if lecture.anomalie().is_some() {
        CONSTAT
    } else {
        BON
    })
}

fn texte(cadre: &Cadre, seance: &Seance) -> String {
    let tableau = Tableau::etablir(cadre, seance, None);
    let fermete = Fermete::etablir(cadre, seance, None);
    let mut lignes = vec![format!(
        "{} {} : {}, {}. {}",
        cadre.territoire.code,
        visible(&cadre.territoire.nom),
        compte(
            tableau.places.len(),
            "candidature classée",
            "candidatures classées"
        ),
        compte(tableau.non_classees.len(), "non classée", "non classées"),
        match (tableau.enveloppe, tableau.reste) {
            (Some(enveloppe), Some(reste)) =>
                format!("Enveloppe {}, reste {}.", euros(enveloppe), euros(reste)),
            _ => "Enveloppe non renseignée.".into(),
        }
    )];
    if tableau.negociable() {
        lignes.push(
            "Ce qu'il reste atteint le plancher de l'appel : un montant est négociable.".into(),
        );
    }
    if !tableau.saut.is_empty() {
        let noms: Vec<String> = tableau.saut.iter().map(|n| nom_projet(cadre, n)).collect();
        lignes.push(format!(
            "Sauter la première qui ne tient pas servirait aussi : {}.",
            enumeration(&noms)
        ));
    }
    for place in &tableau.places {
        let calcule = match &place.rang_comite {
            Some((_, motif)) => format!(
                " (calculé {} ; comité : {})",
                ordinal(place.rangee.rang),
                visible(motif)
            ),
            None => String::new(),
        };
        let badge = fermete
            .tenue(place.numero())
            .and_then(|t| t.selection.as_ref())
            .map(|s| format!(" · {}", s.badge.nom()))
            .unwrap_or_default();
        lignes.push(format!(
            "{}{calcule} · {} {} · {} · proposé : {}{badge}{} · {}",
            ordinal(place.rang_retenu),
            place.numero(),
            nom_projet(cadre, place.numero()),
            euros(place.cout),
            place.statut_propose(),
            complements(seance, place.numero()),
            place.motif
        ));
    }
    for autre in &tableau.non_classees {
        let raison = match &autre.raison {
            Raison::Ecartee(proposition, motif) => {
                format!("{} : {}", proposition.nom(), visible(motif))
            }
            Raison::NonExaminee => "non examinée".into(),
            Raison::Incomplete(_) => "incomplète".into(),
        };
        let raison = raison + complements(seance, &autre.numero);
        lignes.push(format!(
            "– · {} {} · {raison}",
            autre.numero,
            nom_projet(cadre, &autre.numero)
        ));
    }
    lignes.join("\n")
}

/// What is said of a file that waits for complements.
fn complements(seance: &Seance, numero: &str) -> &'static str {
    match seance.examen(numero).complements {
        Some(_) => ", incomplet (compléments demandés)",
        None => "",
    }
}

//! DEP: how the form was filed.

use chrono::{DateTime, FixedOffset};
use chrono_tz::Europe::Paris;
use unicode_normalization::UnicodeNormalization;

use super::{Trouve, Vue, quand, rien, un};
use crate::domain::francais::{compte, enumeration};
use crate::domain::texte::visible;

const FORMAT: &str = "%d/%m/%Y à %H:%M:%S";

pub(super) fn tardif(vue: &Vue) -> Vec<Trouve> {
    apres_echeance(vue, vue.projet.depose_le, "depose_le", "déposé")
}

pub(super) fn modifie_tard(vue: &Vue) -> Vec<Trouve> {
    let mut trouves = match vue.projet.modifie_le {
        Some(le) => apres_echeance(vue, le, "modifie_le", "modifié"),
        None => rien(),
    };
    trouves.extend(apres_ouverture(vue));
    trouves
}

/// What imports changed once a committee had begun.
fn apres_ouverture<'a>(vue: &Vue<'a>) -> impl Iterator<Item = Trouve> + use<'a> {
    let changements = vue.projet.changements.iter().enumerate();
    changements.map(|(rang, changement)| {
        let le = changement.le.with_timezone(&Paris).format(FORMAT);
        let champs: Vec<String> = changement.champs.iter().map(|c| visible(c)).collect();
        let quoi = match champs.len() {
            0..=3 => enumeration(&champs),
            _ => format!("{} champs", champs.len()),
        };
        (
            format!("changements[{rang}]"),
            format!("changé par un import le {le}, une séance étant ouverte : {quoi}"),
        )
    })
}

fn apres_echeance(
    vue: &Vue,
    le: DateTime<FixedOffset>,
    chemin: &str,
    participe: &str,
) -> Vec<Trouve> {
    if vue.ami.depose_a_temps(le) {
        return rien();
    }
    let le = le.with_timezone(&Paris).format(FORMAT);
    let echeance = vue.ami.calendrier.depot.format(FORMAT);
    un(
        chemin,
        format!("{participe} le {le}, après l'échéance du {echeance}"),
    )
}

pub(super) fn incomplet(vue: &Vue) -> Vec<Trouve> {
    let presente = |piece: &&String| vue.projet.pieces.get(*piece) == Some(&true);
    let pieces = vue.ami.regles.pieces.iter();
    let manquantes: Vec<String> = pieces
        .filter(|p| !presente(p))
        .map(|p| visible(p))
        .collect();
    quand(!manquantes.is_empty(), || {
        let pieces = compte(manquantes.len(), "pièce manquante", "pièces manquantes");
        let noms = enumeration(&manquantes);
        let message = format!("incomplet, demande de compléments : {pieces} ({noms})");
        ("pieces", message)
    })
}

pub(super) fn numero_en_double(vue: &Vue) -> Vec<Trouve> {
    let numero = vue.projet.numero.trim();
    if numero.is_empty() {
        return un("numero", "numéro de la plateforme non renseigné");
    }
    let autres = vue.formulaires.de_meme_numero(vue.projet);
    autres
        .map(|autre| {
            let nom = visible(&autre.nom);
            let message = format!("numéro {} déjà porté par « {nom} »", visible(numero));
            ("numero".into(), message)
        })
        .collect()
}

pub(super) fn deux_formulaires(vue: &Vue) -> Vec<Trouve> {
    let projet = vue.projet;
    let nom = lettres(&projet.nom);
    let autres = vue.formulaires.de_meme_siret(projet);
    autres
        .filter(|autre| lettres(&autre.nom) == nom)
        .map(|autre| {
            let message = format!(
                "même SIRET et même projet que le formulaire {} (« {} »)",
                visible(&autre.numero),
                visible(&autre.nom)
            );
            ("porteur.siret".into(), message)
        })
        .collect()
}

/// A name without accents, case, figures nor marks: « Hors des radars (63) » and « hors des radars, 03 » are one project.
fn lettres(nom: &str) -> String {
    nom.nfd()
        .filter(|lettre| lettre.is_alphabetic())
        .flat_map(char::to_lowercase)
        .collect()
}

pub(super) fn fiche_absente(vue: &Vue) -> Vec<Trouve> {
    let declares = vue.projet.territoires.iter().enumerate();
    declares
        .flat_map(|(rang, code)| {
            let attendus = vue.ami.territoires_de(code);
            attendus.map(move |territoire| (rang, territoire))
        })
        .filter(|(_, territoire)| vue.projet.fiche(&territoire.code).is_none())
        .map(|(rang, territoire)| {
            let (code, nom) = (visible(&territoire.code), visible(&territoire.nom));
            (
                format!("territoires[{rang}]"),
                format!("territoire déclaré sans fiche départementale : {code} ({nom})"),
            )
        })
        .collect()
}

pub(super) fn territoire_inconnu(vue: &Vue) -> Vec<Trouve> {
    let fiches = vue.projet.fiches.iter().enumerate();
    fiches
        .filter(|(_, fiche)| vue.ami.territoire(&fiche.territoire).is_none())
        .map(|(rang, fiche)| {
            (
                format!("fiches[{rang}].territoire"),
                format!(
                    "« {} » n'est pas un territoire de l'appel",
                    visible(&fiche.territoire)
                ),
            )
        })
        .collect()
}

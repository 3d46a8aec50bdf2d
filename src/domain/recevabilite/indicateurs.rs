//! IND: the indicators of each year.

use super::{Trouve, Vue};
use crate::domain::francais::nombre;
use crate::domain::projet::Indicateurs;

/// The years of the convention with their indicators, when there is a line.
fn annees_actives<'a>(vue: &Vue<'a>) -> impl Iterator<Item = (u16, Option<&'a Indicateurs>)> {
    let fiche = &vue.projet.fiches[vue.rang];
    let annees = vue.projet.annees_actives();
    annees.map(|annee| (annee, fiche.indicateurs.get(&annee)))
}

fn chemin(vue: &Vue, annee: u16, cle: &str) -> String {
    vue.chemin(&format!("indicateurs.{annee}.{cle}"))
}

pub(super) fn sans_beneficiaire(vue: &Vue) -> Vec<Trouve> {
    annees_actives(vue)
        .filter_map(|(annee, i)| Some((annee, i?.beneficiaires?)))
        .filter(|(_, personnes)| *personnes <= 0)
        .map(|(annee, personnes)| {
            (
                chemin(vue, annee, "beneficiaires"),
                format!(
                    "{annee} : nombre de bénéficiaires {}, plus de 0 attendu",
                    nombre(personnes)
                ),
            )
        })
        .collect()
}

pub(super) fn taux_hors_bornes(vue: &Vue) -> Vec<Trouve> {
    let annees = vue.fiche().indicateurs.iter();
    let taux = annees.flat_map(|(annee, i)| i.taux().map(|taux| (*annee, taux)));
    taux.filter_map(|(annee, (cle, nom, taux))| {
        let taux = taux.filter(|t| !(0..=100).contains(t))?;
        let message = format!("{annee} : {nom} de {} %, hors de 0 à 100 %", nombre(taux));
        Some((chemin(vue, annee, cle), message))
    })
    .collect()
}

pub(super) fn durable_excessif(vue: &Vue) -> Vec<Trouve> {
    let annees = vue.fiche().indicateurs.iter();
    annees
        .filter_map(|(annee, i)| {
            let (emploi, durable) = (i.emploi?, i.emploi_durable?);
            (durable > emploi).then(|| {
                let (durable, emploi) = (nombre(durable), nombre(emploi));
                let message = format!("{annee} : emploi durable {durable} % > emploi {emploi} %");
                (chemin(vue, *annee, "emploi_durable"), message)
            })
        })
        .collect()
}

pub(super) fn non_renseignes(vue: &Vue) -> Vec<Trouve> {
    annees_actives(vue)
        .filter_map(|(annee, indicateurs)| {
            let Some(i) = indicateurs else {
                let chemin = vue.chemin("indicateurs");
                return Some((chemin, format!("{annee} : indicateurs non renseignés")));
            };
            let personnes = [("beneficiaires", "bénéficiaires", i.beneficiaires)];
            let vides: Vec<&str> = personnes
                .into_iter()
                .chain(i.taux())
                .filter(|(_, _, valeur)| valeur.is_none())
                .map(|(_, nom, _)| nom)
                .collect();
            (!vides.is_empty()).then(|| {
                let message = format!("{annee} : non renseigné ({})", vides.join(", "));
                (vue.chemin(&format!("indicateurs.{annee}")), message)
            })
        })
        .collect()
}

//! CAL: when the project starts, ends and spends.

use std::collections::BTreeSet;

use chrono::{Datelike, Months, NaiveDate};

use super::budget::toutes_les_lignes;
use super::{Trouve, Vue, quand, rien, un};
use crate::domain::francais::{euros, jour};
use crate::domain::projet::Montants;

pub(super) fn demarrage_precoce(vue: &Vue) -> Vec<Trouve> {
    let au_plus_tot = vue.ami.calendrier.demarrage;
    let avant = |date: Option<NaiveDate>, chemin: &str, quoi: &str| {
        let date = date.filter(|date| *date < au_plus_tot)?;
        let message = format!("{quoi} le {}, avant le {}", jour(date), jour(au_plus_tot));
        Some((chemin.to_owned(), message))
    };
    let projet = vue.projet;
    let dates = [
        avant(Some(projet.debut), "debut", "démarrage"),
        avant(projet.premiere_depense, "premiere_depense", "dépense"),
    ];
    let annees = annees_chiffrees(vue).into_iter();
    let annees = annees.filter(|annee| i32::from(*annee) < au_plus_tot.year());
    let depenses = annees.map(|annee| {
        let message = format!("dépenses en {annee}, avant le {}", jour(au_plus_tot));
        (vue.chemin("budget"), message)
    });
    dates.into_iter().flatten().chain(depenses).collect()
}

pub(super) fn convention_trop_longue(vue: &Vue) -> Vec<Trouve> {
    let (debut, fin) = (vue.projet.debut, vue.projet.fin);
    if fin < debut {
        let message = format!("fin le {}, avant le début le {}", jour(fin), jour(debut));
        return un("fin", message);
    }
    let mois = vue.ami.calendrier.duree_mois;
    let suivant = debut.checked_add_months(Months::new(mois));
    match suivant.and_then(|suivant| suivant.pred_opt()) {
        Some(dernier) if fin > dernier => un(
            "fin",
            format!(
                "fin le {}, {mois} mois vont au {}",
                jour(fin),
                jour(dernier)
            ),
        ),
        _ => rien(),
    }
}

pub(super) fn annee_inactive(vue: &Vue) -> Vec<Trouve> {
    if vue.projet.fin < vue.projet.debut {
        return rien();
    }
    let actives: BTreeSet<u16> = vue.projet.annees_actives().collect();
    let montants = annees_chiffrees(vue);
    let montants = montants
        .difference(&actives)
        .map(|a| (a, "budget", "montants"));
    let indicateurs = vue.fiche().indicateurs.iter();
    let indicateurs = indicateurs
        .filter(|(annee, i)| {
            let taux = i.taux().map(|(_, _, taux)| taux);
            let renseigne = taux.into_iter().chain([i.beneficiaires]);
            !actives.contains(annee) && renseigne.flatten().any(|valeur| valeur != 0)
        })
        .map(|(annee, _)| (annee, "indicateurs", "indicateurs"));
    montants
        .chain(indicateurs)
        .map(|(annee, cle, quoi)| {
            (
                vue.chemin(cle),
                format!("{quoi} en {annee}, sans aucun mois de convention"),
            )
        })
        .collect()
}

/// Years of the fiche and of the project's total with an amount that is not zero.
fn annees_chiffrees(vue: &Vue) -> BTreeSet<u16> {
    let chiffree = |m: &Montants| {
        let montants = [m.personnel, m.autres, m.cout, m.demande];
        montants.into_iter().flatten().any(|m| m != 0)
    };
    toutes_les_lignes(vue)
        .filter(|ligne| chiffree(ligne.montants))
        .map(|ligne| ligne.annee)
        .collect()
}

/// Times its share of months above which a first year is said to be heavy: a choice of this tool, nothing was published.
const LOURD: i64 = 2;

pub(super) fn premiere_annee_lourde(vue: &Vue) -> Vec<Trouve> {
    let debut = vue.projet.debut;
    let mois = 13 - i64::from(debut.month());
    let Ok(premiere) = u16::try_from(debut.year()) else {
        return rien();
    };
    let suivante = premiere.saturating_add(1);
    let cout = |annee| vue.fiche().montant_connu(annee, |m| m.cout);
    let (Some(cout), Some(reference)) = (cout(premiere), cout(suivante)) else {
        return rien();
    };
    let pleine = vue.projet.annees_pleines().any(|annee| annee == suivante);
    let lourde = cout.saturating_mul(12) > reference.saturating_mul(mois * LOURD);
    quand(mois < 12 && pleine && reference > 0 && lourde, || {
        let (cout, reference) = (euros(cout), euros(reference));
        let message = format!(
            "{premiere} : {cout} pour {mois} mois, {reference} pour toute l'année {suivante}"
        );
        (vue.chemin(&format!("total.{premiere}")), message)
    })
}

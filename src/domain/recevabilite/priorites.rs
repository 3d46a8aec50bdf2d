//! PRI: whom the project is for, where, and what the priority table says of it.

use super::{Trouve, Vue, manquant, quand, rien};
use crate::domain::ami::Public;
use crate::domain::correspondance::{Correspondance, conventions};
use crate::domain::francais::{compte, enumeration, jour, nombre};
use crate::domain::priorite::ConventionCej;
use crate::domain::projet::{Ages, Volet};
use crate::domain::territoire::Zone;
use crate::domain::texte::visible;

/// Nothing is said against a table that has not been entered.
pub(super) fn rapprochement(vue: &Vue) -> Vec<Trouve> {
    if vue.table.priorites.is_empty() {
        return rien();
    }
    let mut trouves = Vec::new();
    for (rang, id) in vue.fiche().publics.iter().enumerate() {
        let public = vue.ami.public(id);
        let nom = public.map_or_else(|| visible(id), |p| visible(&p.intitule));
        let chemin = vue.chemin(&format!("publics[{rang}]"));
        let mut dire = |reponse: &str| trouves.push((chemin.clone(), format!("{reponse} : {nom}")));
        let correspondances = vue.correspondances.iter();
        let mut reponses = correspondances
            .filter(|c| vue.table.ligne(c.rang).is_some_and(|l| l.public == *id))
            .peekable();
        if reponses.peek().is_none() {
            let couverts = public.is_some_and(|p| p.jeunes) && !jeunes_couverts(vue).is_empty();
            dire(if couverts {
                "hors priorité"
            } else {
                "hors priorité, la fiche reste éligible"
            });
        }
        reponses.for_each(|c| dire(&degre(c)));
    }
    trouves
}

fn degre(c: &Correspondance) -> String {
    if c.pleine() {
        return format!("priorité {}, pleinement", c.rang);
    }
    let sur = |n: usize, total: usize| {
        let lettre = |n: usize| nombre(i64::try_from(n).unwrap_or(i64::MAX));
        format!("{} sur {}", lettre(n), lettre(total))
    };
    format!(
        "priorité {}, partiellement (champs : {} ; communes : {})",
        c.rang,
        sur(c.champs_couverts, c.champs),
        sur(c.communes_couvertes, c.communes)
    )
}

pub(super) fn sans_public_ni_territoire(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let mut trouves = quand(fiche.publics.is_empty(), || {
        (vue.chemin("publics"), "aucun public")
    });
    let chemin = vue.chemin("zone");
    let visees = fiche.zone.as_ref().map(|z| vue.referentiel.communes_de(z));
    let dehors = visees.map(|v| {
        v.sauf(&vue.referentiel.departement(&fiche.territoire))
            .nombre()
    });
    let territoire = visible(&fiche.territoire);
    if fiche.zone.as_ref().is_some_and(Zone::exclut_sans_inclure) {
        trouves.extend([(
            chemin,
            "aucun territoire : la zone exclut sans inclure".into(),
        )]);
    } else if vue.zone.est_vide() {
        let message =
            format!("aucun territoire : la zone n'a aucune commune du territoire {territoire}");
        trouves.extend([(chemin, message)]);
    } else if let Some(dehors) = dehors.filter(|n| *n > 0) {
        let communes = compte(dehors, "commune", "communes");
        let message = format!("zone en partie hors du territoire {territoire} : {communes}");
        trouves.extend([(chemin, message)]);
    }
    trouves
}

pub(super) fn hors_champs(vue: &Vue) -> Vec<Trouve> {
    let lignes = vue
        .correspondances
        .iter()
        .filter_map(|c| vue.table.ligne(c.rang));
    lignes
        .filter_map(|ligne| {
            let volets = vue.fiche().volets.iter();
            let hors: Vec<String> = volets
                .filter(|v| **v != Volet::Coordination && !ligne.champs.contains(v))
                .map(|v| v.nom().to_owned())
                .collect();
            (!hors.is_empty()).then(|| {
                let (rang, hors) = (ligne.rang, enumeration(&hors));
                let message = format!("hors des champs de la priorité {rang} : {hors}");
                (vue.chemin("volets"), message)
            })
        })
        .collect()
}

pub(super) fn jeunes_couverts(vue: &Vue) -> Vec<Trouve> {
    couvertures(vue, conventions(vue.table, vue.projet.debut))
        .map(|(_, communes)| {
            let communes = compte(communes, "commune couverte", "communes couvertes");
            (
                vue.chemin("zone"),
                format!("jeunes : {communes} par une convention CEJ-JR, couple inéligible là"),
            )
        })
        .collect()
}

pub(super) fn cej_a_verifier(vue: &Vue) -> Vec<Trouve> {
    let Some(douteuse) = vue.ami.regles.fin_cej_jr_a_verifier else {
        return rien();
    };
    couvertures(vue, vue.table.conventions_cej_jr.iter())
        .filter(|(convention, _)| convention.fin == Some(douteuse))
        .map(|_| {
            let fin = jour(douteuse);
            (
                vue.chemin("zone"),
                format!(
                    "convention CEJ-JR jusqu'au {fin} : les sources se contredisent, à demander"
                ),
            )
        })
        .collect()
}

/// The conventions that cover communes where the fiche is for the young, with how many.
fn couvertures<'a>(
    vue: &Vue<'a>,
    conventions: impl Iterator<Item = &'a ConventionCej>,
) -> impl Iterator<Item = (&'a ConventionCej, usize)> {
    let (zone, referentiel) = (vue.zone, vue.referentiel);
    let jeunes = publics(vue).any(|p| p.jeunes);
    conventions
        .filter(move |_| jeunes)
        .map(move |c| {
            let couvertes = zone.intersection(&referentiel.communes_de(&c.territoire));
            (c, couvertes.nombre())
        })
        .filter(|(_, communes)| *communes > 0)
}

fn publics<'a>(vue: &Vue<'a>) -> impl Iterator<Item = &'a Public> {
    let (ami, fiche) = (vue.ami, &vue.projet.fiches[vue.rang]);
    fiche.publics.iter().filter_map(|id| ami.public(id))
}

pub(super) fn ages_hors_bornes(vue: &Vue) -> Vec<Trouve> {
    let (Some(lus), Some(admis)) = (vue.fiche().ages, vue.ami.regles.ages_jeunes) else {
        return rien();
    };
    if !publics(vue).any(|p| p.jeunes) {
        return rien();
    }
    let ecart =
        |cle: &str, age: fn(Ages) -> Option<u32>, trop: fn(&u32, &u32) -> bool, dit: &str| {
            let (lu, admis) = (age(lus)?, age(admis)?);
            trop(&lu, &admis).then(|| {
                let message = format!("jeunes {dit} {lu} ans, {admis} ans dans l'appel");
                (vue.chemin(&format!("ages.{cle}")), message)
            })
        };
    [
        ecart("minimum", |a| a.minimum, u32::lt, "dès"),
        ecart("maximum", |a| a.maximum, u32::gt, "jusqu'à"),
        ecart(
            "maximum_handicap",
            |a| a.maximum_handicap,
            u32::gt,
            "au handicap reconnu jusqu'à",
        ),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn sans_accord_agir(vue: &Vue) -> Vec<Trouve> {
    manquant(
        vue.projet.engagements.accord_agir,
        publics(vue).any(|p| p.refugies),
        "engagements.accord_agir",
        "accord avec AGIR pour un public réfugié",
    )
}

pub(super) fn sans_soutien(vue: &Vue) -> Vec<Trouve> {
    manquant(
        vue.projet.engagements.soutien_reseau,
        true,
        "engagements.soutien_reseau",
        "convention ou lettre de soutien d'un acteur du réseau pour l'emploi",
    )
}

pub(super) fn public_subsidiaire(vue: &Vue) -> Vec<Trouve> {
    let mut publics = publics(vue).peekable();
    let seul = publics.peek().is_some() && publics.all(|p| p.subsidiaire == Some(true));
    quand(seul, || {
        let message = "seul le public subsidiaire (demandeurs d'emploi inscrits) est visé";
        (vue.chemin("publics"), message)
    })
}

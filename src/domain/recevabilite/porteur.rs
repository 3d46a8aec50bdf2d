//! POR: who carries the project, alone or in a consortium.

use super::{Trouve, Vue, manquant, quand, rien, un};
use crate::domain::francais::jour;
use crate::domain::projet::Membre;
use crate::domain::projet::Nature::{Association, Fondation};
use crate::domain::texte::visible;

pub(super) fn porteur_du_reseau(vue: &Vue) -> Vec<Trouve> {
    let porteur = &vue.projet.porteur;
    quand(porteur.membre_reseau == Some(true), || {
        let nom = visible(&porteur.nom);
        let message = format!("le porteur « {nom} » est membre du réseau pour l'emploi");
        ("porteur.membre_reseau", message)
    })
}

pub(super) fn membre_du_reseau(vue: &Vue) -> Vec<Trouve> {
    membres(vue)
        .filter(|(_, membre)| membre.membre_reseau == Some(true))
        .map(|(rang, membre)| {
            let nom = visible(&membre.nom);
            (
                format!("consortium.membres[{rang}]"),
                format!("« {nom} », membre du consortium, est membre du réseau pour l'emploi"),
            )
        })
        .collect()
}

fn membres<'a>(vue: &Vue<'a>) -> impl Iterator<Item = (usize, &'a Membre)> {
    let consortium = vue.projet.consortium.iter();
    consortium.flat_map(|c| c.membres.iter().enumerate())
}

pub(super) fn consortium_incomplet(vue: &Vue) -> Vec<Trouve> {
    let Some(consortium) = &vue.projet.consortium else {
        return rien();
    };
    let vide = |nom: &str| nom.trim().is_empty();
    let sans_chef = consortium.chef_de_file.as_deref().is_none_or(vide);
    let sans_membres = consortium.membres.iter().all(|membre| vide(&membre.nom));
    let mut trouves = quand(sans_chef, || {
        ("consortium.chef_de_file", "consortium sans chef de file")
    });
    trouves.extend(quand(sans_membres, || {
        ("consortium.membres", "consortium sans liste de membres")
    }));
    trouves
}

pub(super) fn consortium_fse(vue: &Vue) -> Vec<Trouve> {
    let consortium = vue.projet.consortium.as_ref();
    let fse_plus = consortium.and_then(|c| c.fse_plus);
    quand(fse_plus == Some(true), || {
        let message = "consortium avec FSE+ dans son plan de financement";
        ("consortium.fse_plus", message)
    })
}

pub(super) fn siret_faux(vue: &Vue) -> Vec<Trouve> {
    let Some(siret) = &vue.projet.porteur.siret else {
        return un("porteur.siret", "SIRET non renseigné");
    };
    quand(!siret_valide(siret), || {
        let lu = visible(siret);
        let message = format!("SIRET « {lu} » : 14 chiffres à clé valide attendus");
        ("porteur.siret", message)
    })
}

/// Luhn's key, or for the establishments of La Poste (SIREN 356000000) a sum of digits divisible by 5.
fn siret_valide(siret: &str) -> bool {
    let chiffres = || siret.bytes().map(|b| u32::from(b.wrapping_sub(b'0')));
    if siret.len() != 14 || chiffres().any(|c| c > 9) || chiffres().all(|c| c == 0) {
        return false;
    }
    let luhn: u32 = chiffres()
        .enumerate()
        .map(|(rang, chiffre)| if rang % 2 == 0 { chiffre * 2 } else { chiffre })
        .map(|n| n / 10 + n % 10)
        .sum();
    let somme: u32 = chiffres().sum();
    luhn.is_multiple_of(10) || (siret.starts_with("356000000") && somme.is_multiple_of(5))
}

pub(super) fn sans_contrat_republicain(vue: &Vue) -> Vec<Trouve> {
    manquant(
        vue.projet.engagements.contrat_republicain,
        matches!(vue.projet.porteur.nature, Association | Fondation),
        "engagements.contrat_republicain",
        "contrat d'engagement républicain",
    )
}

pub(super) fn sans_comptabilite(vue: &Vue) -> Vec<Trouve> {
    const ENGAGEMENT: &str = "engagement à une comptabilité analytique";
    let mut trouves = manquant(
        vue.projet.engagements.comptabilite_analytique,
        true,
        "engagements.comptabilite_analytique",
        ENGAGEMENT,
    );
    let sans = membres(vue).filter(|(_, m)| m.comptabilite_analytique == Some(false));
    trouves.extend(sans.map(|(rang, membre)| {
        (
            format!("consortium.membres[{rang}].comptabilite_analytique"),
            format!("« {} » : pas d'{ENGAGEMENT}", visible(&membre.nom)),
        )
    }));
    trouves
}

pub(super) fn pic_en_cours(vue: &Vue) -> Vec<Trouve> {
    let debut = vue.projet.debut;
    match vue.projet.porteur.fin_convention_pic {
        Some(fin) if debut <= fin => un(
            "debut",
            format!(
                "démarrage le {}, convention PIC « 100 % inclusion » jusqu'au {}",
                jour(debut),
                jour(fin)
            ),
        ),
        _ => rien(),
    }
}

pub(super) fn laureat_pic(vue: &Vue) -> Vec<Trouve> {
    let porteur = &vue.projet.porteur;
    let laureat = porteur.laureat_pic == Some(true) || porteur.fin_convention_pic.is_some();
    quand(laureat, || {
        let message = "ancien lauréat du PIC : pas de reconduction automatique";
        ("porteur", message)
    })
}

pub(super) fn sans_experience(vue: &Vue) -> Vec<Trouve> {
    let sans = vue.projet.porteur.experience_reperage == Some(false);
    quand(sans, || {
        let message = "aucune expérience de repérage décrite";
        ("porteur.experience_reperage", message)
    })
}

//! TXT: what a text hides from who reads it. The file keeps it as it was filed, the screen shows it, the committee knows.

use super::{Trouve, Vue};
use crate::domain::francais::compte;
use crate::domain::texte::{est_invisible, visible};

pub(super) fn caracteres_invisibles(vue: &Vue) -> Vec<Trouve> {
    let compter = |(chemin, texte): (String, &str)| {
        let caches = texte.chars().filter(|c| est_invisible(*c)).count();
        (caches > 0).then(|| {
            let combien = compte(caches, "caractère invisible", "caractères invisibles");
            (
                chemin,
                format!("{combien}, que l'écran montre par un signe"),
            )
        })
    };
    textes(vue).into_iter().filter_map(compter).collect()
}

/// « раris » : Cyrillic letters that look Latin make two names out of one, or one out of two.
pub(super) fn deux_alphabets(vue: &Vue) -> Vec<Trouve> {
    let meler = |(chemin, texte): (String, &str)| {
        let mut mots = texte.split(|c: char| !c.is_alphabetic());
        let mele = mots.find(|mot| {
            let latin = mot.chars().any(est_latine);
            latin && mot.chars().any(est_grecque_ou_cyrillique)
        })?;
        Some((
            chemin,
            format!("lettres de deux alphabets dans « {} »", visible(mele)),
        ))
    };
    textes(vue).into_iter().filter_map(meler).collect()
}

fn est_latine(c: char) -> bool {
    matches!(c, 'A'..='Z' | 'a'..='z' | '\u{c0}'..='\u{24f}')
}

fn est_grecque_ou_cyrillique(c: char) -> bool {
    matches!(c, '\u{370}'..='\u{52f}')
}

/// Every free text of the candidature and of its fiche, with its path.
fn textes<'a>(vue: &Vue<'a>) -> Vec<(String, &'a str)> {
    let (projet, fiche) = (vue.projet, &vue.projet.fiches[vue.rang]);
    let mut textes = vec![
        ("numero".into(), projet.numero.as_str()),
        ("nom".into(), projet.nom.as_str()),
        ("porteur.nom".into(), projet.porteur.nom.as_str()),
    ];
    let motif = projet.parcours_mois.motif.as_deref();
    textes.extend(motif.map(|motif| ("parcours_mois.motif".into(), motif)));
    if let Some(consortium) = &projet.consortium {
        let chef = consortium.chef_de_file.as_deref();
        textes.extend(chef.map(|chef| ("consortium.chef_de_file".into(), chef)));
        let membres = consortium.membres.iter().enumerate();
        textes.extend(membres.map(|(rang, membre)| {
            let chemin = format!("consortium.membres[{rang}].nom");
            (chemin, membre.nom.as_str())
        }));
    }
    let description = fiche.description.as_deref();
    textes.extend(description.map(|texte| (vue.chemin("description"), texte)));
    let libelle = fiche.zone.as_ref().and_then(|zone| zone.libelle.as_deref());
    textes.extend(libelle.map(|texte| (vue.chemin("zone.libelle"), texte)));
    textes
}

//! Forms that concern several territories: their proposals side by side, and what must be arbitrated.

use std::collections::BTreeMap;

use super::compiler::Reglages;
use super::departement::Departement;
use super::fusion::cout;
use super::{FicheMultiple, ProjetMultiple};
use crate::domain::ami::Ami;
use crate::domain::francais::{enumeration, euros, typographier};
use crate::domain::resultat::FicheResultat;

/// What the proposals say of one form.
#[derive(Default)]
struct Forme<'a> {
    nom: &'a str,
    porteur: &'a str,
    fiches: Vec<FicheMultiple>,
    fiche: Option<&'a FicheResultat>,
}

/// Forms found in several proposals, or that say they concern several territories, by number.
pub fn projets_multiples(
    ami: &Ami,
    departements: &[Departement],
    reglages: &Reglages,
) -> Vec<ProjetMultiple> {
    let mut formes: BTreeMap<&str, Forme> = BTreeMap::new();
    for departement in departements {
        for c in &departement.classees {
            let forme = formes.entry(&c.numero).or_default();
            (forme.nom, forme.porteur) = (&c.nom, &c.porteur);
            forme.fiche = forme.fiche.or(c.fiche.as_ref());
            let retouche = reglages.retouche(c);
            let phrases = retouche.map(super::Retouche::phrases).unwrap_or_default();
            let phrases: Vec<String> = phrases
                .into_iter()
                .map(|(quoi, motif)| format!("{quoi} ({motif})"))
                .collect();
            forme.fiches.push(FicheMultiple {
                territoire: departement.code.clone(),
                rang: Some(c.rang_retenu),
                statut: c.statut_propose.clone(),
                retenue: reglages.retenue(c),
                demande: Some(c.demande),
                montant: Some(cout(c, retouche, None)),
                arbitrage: (!phrases.is_empty()).then(|| typographier(&phrases.join(" ; "))),
            });
        }
        for n in &departement.non_classees {
            let forme = formes.entry(&n.numero).or_default();
            (forme.nom, forme.porteur) = (&n.nom, &n.porteur);
            forme.fiche = forme.fiche.or(n.fiche.as_ref());
            forme.fiches.push(FicheMultiple {
                territoire: departement.code.clone(),
                rang: None,
                statut: n.statut.clone(),
                retenue: false,
                demande: n.fiche.as_ref().map(|f| f.demande),
                montant: None,
                arbitrage: None,
            });
        }
    }
    let formes = formes.into_iter();
    formes
        .filter_map(|(numero, forme)| multiple(ami, numero, forme))
        .collect()
}

fn multiple(ami: &Ami, numero: &str, forme: Forme) -> Option<ProjetMultiple> {
    let declares = forme.fiche.map(|f| f.projet.territoires.as_slice());
    let declares = declares.unwrap_or_default();
    if forme.fiches.len() < 2 && declares.len() < 2 {
        return None;
    }
    let compile = |code: &String| forme.fiches.iter().any(|f| f.territoire == *code);
    let manquants: Vec<String> = ami
        .territoires
        .iter()
        .map(|t| t.code.clone())
        .filter(|code| declares.contains(code) && !compile(code))
        .collect();
    let demande = somme(forme.fiches.iter().filter_map(|f| f.demande));
    let retenues = || forme.fiches.iter().filter(|f| f.retenue);
    let propose = somme(retenues().filter_map(|f| f.montant));
    let mut projet = ProjetMultiple {
        numero: numero.to_owned(),
        nom: forme.nom.to_owned(),
        porteur: forme.porteur.to_owned(),
        divergent: (1..forme.fiches.len()).contains(&retenues().count()),
        demande,
        demande_du_projet: forme.fiche.and_then(|f| f.projet.demande),
        propose,
        manquants,
        a_arbitrer: None,
        fiches: forme.fiches,
    };
    projet.a_arbitrer = a_arbitrer(&projet).map(|phrase| typographier(&phrase));
    Some(projet)
}

fn somme(montants: impl Iterator<Item = i64>) -> i64 {
    montants.fold(0, i64::saturating_add)
}

/// What must be arbitrated, in one line.
fn a_arbitrer(projet: &ProjetMultiple) -> Option<String> {
    let mut points = Vec::new();
    if projet.divergent {
        let noms = |retenue: bool| {
            let fiches = projet.fiches.iter().filter(|f| f.retenue == retenue);
            let noms: Vec<String> = fiches
                .map(|f| {
                    if retenue {
                        f.territoire.clone()
                    } else {
                        format!("{} ({})", f.territoire, f.statut)
                    }
                })
                .collect();
            enumeration(&noms)
        };
        points.push(format!(
            "retenu par {}, pas par {} : {} proposés sur {} demandés",
            noms(true),
            noms(false),
            euros(projet.propose),
            euros(projet.demande)
        ));
    }
    if !projet.manquants.is_empty() {
        points.push(format!(
            "proposition attendue de {}",
            enumeration(&projet.manquants)
        ));
    } else if let Some(total) = projet.demande_du_projet.filter(|t| *t != projet.demande) {
        points.push(format!(
            "les fiches demandent {}, le projet en déclare {}",
            euros(projet.demande),
            euros(total)
        ));
    }
    (!points.is_empty()).then(|| points.join(" ; "))
}

//! Sums by territory, year, volet, public and priority row; why candidatures are not retained.

use std::collections::BTreeMap;

use super::compiler::Reglages;
use super::departement::{Candidature, Departement, par_volet};
use super::fusion::{cout, repartir};
use super::{ConstatCompte, Montant, Motifs, Somme, Totaux};
use crate::domain::ami::ParametresClassement;
use crate::domain::classement::{Part, Regle};

/// The sums.
pub fn totaux(departements: &[Departement], reglages: &Reglages) -> Totaux {
    let mut totaux = Totaux::default();
    for departement in departements {
        let territoire = totaux
            .par_territoire
            .entry(departement.code.clone())
            .or_default();
        for candidature in &departement.classees {
            let retenu = reglages
                .retenue(candidature)
                .then(|| cout(candidature, reglages.retouche(candidature), None));
            let demande = candidature.demande;
            let compter = |somme: &mut Somme| {
                somme.candidatures += 1;
                somme.retenues += usize::from(retenu.is_some());
                ajouter(&mut somme.demande, demande);
                ajouter(&mut somme.retenu, retenu.unwrap_or_default());
            };
            compter(territoire);
            compter(&mut totaux.region);
            compter(totaux.par_priorite.entry(ligne(candidature)).or_default());
            for public in candidature.fiche.iter().flat_map(|f| &f.publics) {
                compter(totaux.par_public.entry(public.clone()).or_default());
            }
            let repartie = |montant: &mut Montant, part: i64| {
                ajouter(&mut montant.demande, part);
                let part = retenu.map(|r| repartir(r, part, demande));
                ajouter(&mut montant.retenu, part.unwrap_or_default());
            };
            if demande > 0 {
                for (annee, part) in &candidature.demande_par_annee {
                    repartie(totaux.par_annee.entry(*annee).or_default(), *part);
                }
                for (volet, part) in par_volet(candidature) {
                    repartie(totaux.par_volet.entry(volet).or_default(), part);
                }
            }
        }
    }
    totaux
}

fn ajouter(somme: &mut i64, montant: i64) {
    *somme = somme.saturating_add(montant);
}

/// `63/1`.
fn ligne(candidature: &Candidature) -> String {
    let rang = candidature.priorite.map(|rang| rang.to_string());
    let rang = rang.unwrap_or_else(|| "hors priorité".into());
    format!("{}/{rang}", candidature.territoire)
}

/// Why candidatures are not proposed to be retained, as received, and what the rules found.
pub fn motifs(departements: &[Departement], parametres: &ParametresClassement) -> Motifs {
    let mut motifs = Motifs::default();
    let mut constats: BTreeMap<(String, _), (usize, usize)> = BTreeMap::new();
    for departement in departements {
        for cause in causes(departement, parametres) {
            *motifs.non_retenues.entry(cause.to_owned()).or_default() += 1;
        }
        for non_classee in &departement.non_classees {
            let statut = non_classee.statut.clone();
            *motifs.non_classees.entry(statut).or_default() += 1;
        }
        for constat in &departement.constats {
            let compte = constats
                .entry((constat.regle.clone(), constat.severite))
                .or_default();
            compte.0 += constat.candidatures;
            compte.1 += constat.confirmes;
        }
    }
    let constats = constats.into_iter();
    motifs.constats = constats
        .map(
            |((regle, severite), (candidatures, confirmes))| ConstatCompte {
                regle,
                severite,
                candidatures,
                confirmes,
            },
        )
        .collect();
    motifs
}

/// The cause of each place that is not retained: the first part of the key that sets it apart from the last retained.
fn causes<'a>(
    departement: &'a Departement,
    parametres: &'a ParametresClassement,
) -> impl Iterator<Item = &'static str> + 'a {
    let regle = Regle {
        parametres,
        lignes: departement.lignes_de_priorite as u32,
    };
    let derniere = departement.classees.iter().rfind(|c| c.retenue());
    let derniere = derniere.map(|c| regle.cle(&c.evaluation()));
    let refusees = departement.classees.iter().filter(|c| !c.retenue());
    refusees.map(move |candidature| {
        let cle = regle.cle(&candidature.evaluation());
        if candidature.statut_motif.is_some() {
            return "proposition du comité";
        }
        if candidature.placee() {
            return "rang donné par le comité";
        }
        if candidature.statut_propose == "à départager" {
            return "vote attendu";
        }
        match derniere.as_ref().and_then(|derniere| cle.compare(derniere)) {
            _ if cle.veto() => "avis défavorables pour la moitié au moins",
            Some((Part::Veto, _)) => "avis défavorables pour la moitié au moins",
            Some((Part::Priorite, _)) => "priorité",
            Some((Part::Avis, _)) => "avis",
            Some((Part::Criteres, _)) => "critères",
            Some((Part::Somme, _)) => "somme",
            None => "enveloppe, ou vote entre ex æquo",
        }
    })
}

//! What a reader of the outcome must know besides the ranking: what is not entered, not answered, not heard.

use super::cadre::Cadre;
use super::francais::{compte, euros, typographier};
use super::phrase::nom_projet;
use super::presence::{Presence, qui};
use super::priorite::StatutTable;
use super::seance::Seance;
use super::tableau::{Place, Tableau};

/// Every warning, a sentence each.
pub fn avertissements(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<String> {
    let mut avertissements = Vec::new();
    if cadre.dossiers.iter().any(|d| d.projet.fictif) {
        avertissements.push("Candidatures fictives : cette proposition est un exemple.".into());
    }
    if cadre.table.statut == StatutTable::ASaisir {
        avertissements.push(
            "Table des priorités à saisir : les candidatures sont hors priorité faute de table, non par examen.".into(),
        );
    }
    avertissements.extend(siege(cadre, &seance.etat().presence));
    avertissements.extend(enveloppe(tableau));
    avertissements.extend(priorites_sans_reponse(cadre, tableau));
    avertissements.extend(incomplets(cadre, seance));
    avertissements.extend(peu_d_avis(cadre, seance, tableau));
    avertissements.iter().map(|a| typographier(a)).collect()
}

/// What the presence lacks: the quorum, one mandate only by holder.
fn siege(cadre: &Cadre, presence: &Presence) -> Vec<String> {
    let quorum = presence.quorum(&cadre.ami).filter(|q| !q.atteint());
    let quorum = quorum.map(|q| format!("{}.", q.phrase()));
    let cumuls = presence.cumuls().into_iter().map(|id| {
        let nom = qui(id, cadre);
        format!("{nom} tient plusieurs mandats : un texte doit l'admettre (CRPA R. 133-9).")
    });
    quorum.into_iter().chain(cumuls).collect()
}

fn enveloppe(tableau: &Tableau) -> Option<String> {
    let Some(enveloppe) = tableau.enveloppe else {
        return Some("Enveloppe non renseignée : aucune ligne n'est tracée.".into());
    };
    (tableau.propose > enveloppe).then(|| {
        format!(
            "Propositions de retenir : {}, au-delà de l'enveloppe de {}.",
            euros(tableau.propose),
            euros(enveloppe)
        )
    })
}

fn priorites_sans_reponse(cadre: &Cadre, tableau: &Tableau) -> Vec<String> {
    let sans_reponse = |rang: u32| {
        let retenues = tableau.places.iter().filter(|p| p.retenue());
        retenues
            .into_iter()
            .all(|p| p.rangee.evaluation.priorite != Some(rang))
    };
    let lignes = cadre
        .table
        .priorites
        .iter()
        .filter(|ligne| sans_reponse(ligne.rang));
    lignes
        .map(|ligne| {
            let public = cadre
                .ami
                .public(&ligne.public)
                .map_or("", |p| p.intitule.as_str());
            format!(
                "Priorité {} sans candidature retenue : {public}.",
                ligne.rang
            )
        })
        .collect()
}

/// Candidatures, ranked or not, whose complements have not come.
fn incomplets<'a>(cadre: &'a Cadre, seance: &'a Seance) -> impl Iterator<Item = String> + 'a {
    cadre.dossiers.iter().filter_map(|dossier| {
        let complements = seance.examen(dossier.numero()).complements.as_ref()?;
        Some(format!(
            "{} : incomplet, compléments demandés et non reçus ({}).",
            nom_projet(cadre, dossier.numero()),
            complements.trim().trim_end_matches('.')
        ))
    })
}

/// Ranked candidatures heard by few institutions, or on which some are silent.
fn peu_d_avis(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<String> {
    let quorum = u64::from(cadre.ami.classement.quorum_avis);
    let mut avertissements = Vec::new();
    for place in &tableau.places {
        let nom = nom_projet(cadre, place.numero());
        match place.rangee.evaluation.decompte.exprimes() {
            0 if quorum > 0 => avertissements.push(format!("{nom} : sans avis exprimé.")),
            n if n < quorum => {
                let avis = compte(n as usize, "avis exprimé", "avis exprimés");
                avertissements.push(format!("{nom} : {avis}, moins de {quorum}."));
            }
            _ => {}
        }
    }
    let muette = |p: &&Place| {
        seance
            .institutions_muettes(p.numero(), cadre)
            .next()
            .is_some()
    };
    let muettes = tableau.places.iter().filter(muette).count();
    if muettes > 0 {
        let candidatures = compte(muettes, "candidature classée", "candidatures classées");
        avertissements.push(format!(
            "{candidatures} où rien n'est noté de certaines institutions (avis nuls dans le fichier)."
        ));
    }
    avertissements
}

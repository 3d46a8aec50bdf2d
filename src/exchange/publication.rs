//! The outcome for everybody: no porteur, no project, no platform number, no amount of one candidature, no free text.

use super::ecrit::Ecrit;
use crate::domain::anonymat::{lettres, sans_noms};
use crate::domain::cadre::Cadre;
use crate::domain::francais::{compte, euros, jour, ordinal_feminin};
use crate::domain::resultat::{Classee, Resultat};
use crate::domain::texte::visible;

/// The outcome, each candidature said by a letter: its place in the list, and nothing else.
pub fn publication(cadre: &Cadre, resultat: &Resultat) -> Ecrit {
    let territoire = &resultat.territoire;
    let mut ecrit = Ecrit::new(&format!(
        "Proposition de classement · {} {}",
        territoire.code,
        visible(&territoire.nom)
    ));
    if resultat.projet {
        ecrit.dire("PROJET : la séance n'est pas levée, tout peut encore changer.");
    }
    let date = resultat.seance.date.map(jour);
    ecrit.lister([
        visible(&resultat.ami.intitule),
        format!("Séance : {}", date.unwrap_or_else(|| "non ouverte".into())),
        format!("Méthode : {}", resultat.parametres.classement.methode.nom()),
    ]);
    ecrit.dire("Le comité propose, le préfet de région se prononce.");
    ecrit.tabler(
        [
            "Rang",
            "Candidature",
            "Priorité",
            "Favorables",
            "Avec réserves",
            "Défavorables",
            "Points",
            "Proposé",
            "Raison",
        ],
        resultat.classement.iter().enumerate().map(|(place, c)| {
            let d = c.decompte;
            [
                ordinal_feminin(c.rang_retenu),
                lettres(place),
                c.priorite
                    .rang
                    .map_or_else(|| "hors priorité".into(), |r| r.to_string()),
                d.f.to_string(),
                d.r.to_string(),
                d.d.to_string(),
                c.points.replace('/', " sur "),
                c.statut_propose.clone(),
                raison(cadre, resultat, c),
            ]
        }),
    );
    let mut par_statut: Vec<(&str, usize)> = Vec::new();
    for autre in &resultat.non_classees {
        match par_statut.iter_mut().find(|(s, _)| *s == autre.statut) {
            Some((_, nombre)) => *nombre += 1,
            None => par_statut.push((&autre.statut, 1)),
        }
    }
    if !par_statut.is_empty() {
        ecrit.dire("Non classées :");
        ecrit.lister(par_statut.iter().map(|(statut, nombre)| {
            format!(
                "{} : {statut}",
                compte(*nombre, "candidature", "candidatures")
            )
        }));
    }
    let propose = resultat.parametres.propose;
    let enveloppe = resultat.parametres.enveloppe.map(euros);
    ecrit.dire(&format!(
        "Total proposé retenu : {}. Enveloppe : {}.",
        euros(propose),
        enveloppe.unwrap_or_else(|| "non renseignée".into())
    ));
    ecrit
}

/// The reason computed; where a person wrote one, only that there is one.
fn raison(cadre: &Cadre, resultat: &Resultat, classee: &Classee) -> String {
    if classee.rang_motif.is_some() {
        return "Rang donné par le comité, avec un motif.".into();
    }
    let vote = |numero: &String| {
        let mut votes = resultat.seance.votes.iter();
        votes.any(|vote| vote.ordre.contains(numero))
    };
    if vote(&classee.identite.numero) {
        return "Ex æquo sur tous les critères publiés, départagé par un vote du comité.".into();
    }
    sans_noms(cadre, &classee.motif, |numero| {
        let classement = &resultat.classement;
        let place = classement.iter().position(|c| c.identite.numero == numero);
        place.map_or_else(
            || "une candidature non classée".into(),
            |place| format!("la candidature {}", lettres(place)),
        )
    })
}

//! One candidature in the minutes: what each institution said, what the committee made of it, what it proposes.

use super::{nommer, place};
use crate::domain::avis::Position;
use crate::domain::cadre::Cadre;
use crate::domain::francais::{enumeration, euros};
use crate::domain::resultat::{
    AvisResultat, Classee, ConstatResultat, NonClasseeResultat, PrioriteResultat,
};
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::exchange::classeur::{dire_reception, dire_tranche};
use crate::exchange::ecrit::Ecrit;

/// A ranked one.
pub(super) fn classee(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance, classee: &Classee) {
    ecrit.partie(&nommer(&classee.identite));
    let montants = &classee.montants;
    let mut points = vec![
        format!("Porteur : {}", visible(&classee.identite.porteur)),
        format!("Priorité : {}", priorite(&classee.priorite)),
        format!("Montant demandé : {}", euros(montants.demande)),
    ];
    if let Some(propose) = montants.propose {
        let motif = motif(montants.motif.as_ref());
        points.push(format!("Montant proposé : {}{motif}", euros(propose)));
    }
    points.extend(complements(classee.complements_demandes.as_ref()));
    points.extend(constats(&classee.constats));
    ecrit.lister(points);
    avis(
        ecrit,
        cadre,
        seance,
        &classee.identite.numero,
        &classee.avis,
    );
    ecrit.tabler(
        ["Critère", "Note sur 4", "Observation"],
        classee.criteres.iter().map(|critere| {
            let connu = cadre.ami.critere(&critere.id);
            [
                connu.map_or_else(|| visible(&critere.id), |c| visible(&c.intitule)),
                critere.note.map(|n| n.to_string()).unwrap_or_default(),
                critere.observation.clone().unwrap_or_default(),
            ]
        }),
    );
    if let Some(observation) = &classee.observation {
        ecrit.dire(&format!("Observation : {observation}"));
    }
    let mut suite = vec![format!("Place : {}", place(classee))];
    if let Some(motif) = &classee.rang_motif {
        suite.push(format!(
            "Rang donné par le comité, motif : {}",
            visible(motif)
        ));
    }
    suite.push(format!("Raison de la place : {}", visible(&classee.motif)));
    let dit = motif(classee.statut_motif.as_ref());
    suite.push(format!("Proposition : {}{dit}", classee.statut_propose));
    ecrit.lister(suite);
}

/// One without a rank.
pub(super) fn non_classee(
    ecrit: &mut Ecrit,
    cadre: &Cadre,
    seance: &Seance,
    autre: &NonClasseeResultat,
) {
    ecrit.partie(&nommer(&autre.identite));
    let mut points = vec![format!("Porteur : {}", visible(&autre.identite.porteur))];
    points.extend(complements(autre.complements_demandes.as_ref()));
    points.extend(constats(&autre.constats));
    ecrit.lister(points);
    avis(ecrit, cadre, seance, &autre.identite.numero, &autre.avis);
    let dit = motif(autre.motif.as_ref());
    ecrit.lister([format!("Non classée : {}{dit}", autre.statut)]);
}

fn motif(motif: Option<&String>) -> String {
    motif.map_or_else(String::new, |motif| format!(", motif : {}", visible(motif)))
}

fn priorite(priorite: &PrioriteResultat) -> String {
    let rang = Cadre::nom_priorite(priorite.rang);
    let public = priorite.public.as_deref().map(visible);
    let public = public.map_or_else(String::new, |p| format!(", {p}"));
    format!("{rang}{public}{}", motif(priorite.motif.as_ref()))
}

fn complements(complements: Option<&String>) -> Option<String> {
    complements.map(|quoi| format!("Compléments demandés, non reçus : {}", visible(quoi)))
}

/// The motifs of inadmissibility that a person settled.
fn constats(constats: &[ConstatResultat]) -> impl Iterator<Item = String> {
    constats.iter().filter_map(|constat| {
        let tranche = constat.tranche.as_deref().map(dire_tranche)?;
        Some(format!(
            "Motif {} ({}), {tranche} par le comité{}",
            constat.regle,
            visible(&constat.message),
            motif(constat.motif.as_ref())
        ))
    })
}

/// Avis one by one, then the institutions that withdrew, then those of which nothing was said.
fn avis(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance, numero: &str, dits: &[AvisResultat]) {
    let positions = &seance.examen(numero).positions;
    let est_deport = |nom: &str| {
        let mut institutions = cadre.ami.institutions();
        let institution = institutions.find(|(_, i)| i.nom == nom);
        institution.is_some_and(|(_, i)| matches!(positions.get(&i.id), Some(Position::Deport)))
    };
    let rendus = dits.iter().filter(|a| a.avis.is_some());
    ecrit.tabler(
        ["Institution", "Avis", "Réserve ou motif", "Reçu"],
        rendus.filter(|a| !est_deport(&a.institution)).map(|avis| {
            [
                visible(&avis.institution),
                avis.avis.clone().unwrap_or_default(),
                avis.texte.clone().unwrap_or_default(),
                avis.recu.map_or("", dire_reception).to_owned(),
            ]
        }),
    );
    let noms = |voulue: &dyn Fn(&&AvisResultat) -> bool| {
        let noms = dits.iter().filter(voulue);
        noms.map(|a| visible(&a.institution)).collect::<Vec<_>>()
    };
    let deports = noms(&|a| est_deport(&a.institution));
    if !deports.is_empty() {
        ecrit.dire(&format!(
            "Déport (intérêt personnel d'un membre, jamais compté) : {}.",
            enumeration(&deports)
        ));
    }
    let muettes = noms(&|a| a.avis.is_none());
    if !muettes.is_empty() {
        ecrit.dire(&format!(
            "Rien n'est noté pour : {}.",
            enumeration(&muettes)
        ));
    }
}

//! A fact told in one French sentence: the echo under the screen, the journal, what an undo undoes.

use super::cadre::Cadre;
use super::fait::Fait;
use super::francais::{compte, euros, jour};
use super::texte::visible;

/// What a fact says, as « avis favorable, Région ».
pub fn phrase(fait: &Fait, cadre: &Cadre) -> String {
    let institution = |id: &str| nom_institution(cadre, id);
    match fait {
        Fait::JournalCree { .. } => "journal créé".into(),
        Fait::SeanceOuverte { date, presents } => format!(
            "séance du {} ouverte, {}",
            jour(*date),
            compte(
                presents.len(),
                "institution présente",
                "institutions présentes"
            )
        ),
        Fait::EntreesAcceptees { entrees } => {
            format!(
                "entrées changées acceptées ({})",
                compte(entrees.len(), "fichier", "fichiers")
            )
        }
        Fait::AvisRendu {
            institution: id,
            sens,
            texte,
            ..
        } => {
            let texte = texte
                .as_deref()
                .map(|t| format!(" « {} »", visible(t)))
                .unwrap_or_default();
            format!("avis {}, {}{texte}", sens.nom(), institution(id))
        }
        Fait::SilenceConstate {
            institution: id,
            etat,
            ..
        } => format!("{}, {}", etat.nom(), institution(id)),
        Fait::DeportDeclare {
            institution: id, ..
        } => format!("déport, {}", institution(id)),
        Fait::AvisRetire {
            institution: id, ..
        } => format!("avis retiré, {}", institution(id)),
        Fait::CritereApprecie { critere, note, .. } => {
            format!("{} : {note} sur 4", nom_critere(cadre, critere))
        }
        Fait::ObservationNotee { critere, texte, .. } => {
            let sujet = critere
                .as_deref()
                .map_or_else(|| "candidature".into(), |id| nom_critere(cadre, id));
            match texte.trim() {
                "" => format!("observation retirée, {sujet}"),
                texte => format!("observation, {sujet} : « {} »", visible(texte)),
            }
        }
        Fait::CorrespondanceRetenue {
            priorite, motif, ..
        } => {
            let motif = motif
                .as_deref()
                .map(|m| format!(" ({})", visible(m)))
                .unwrap_or_default();
            format!("{} retenue{motif}", Cadre::nom_priorite(*priorite))
        }
        Fait::MontantPropose {
            montant: Some(montant),
            ..
        } => format!("montant proposé : {}", euros(*montant)),
        Fait::MontantPropose { montant: None, .. } => "montant demandé repris".into(),
        Fait::PropositionChangee {
            proposition: Some(proposition),
            motif,
            ..
        } => {
            format!("proposé : {} ({})", proposition.nom(), visible(motif))
        }
        Fait::PropositionChangee {
            proposition: None, ..
        } => "proposition calculée reprise".into(),
        Fait::VoteTenu {
            projets,
            pour,
            contre,
            ..
        } => {
            let premier = projets
                .first()
                .map(|n| nom_projet(cadre, n))
                .unwrap_or_default();
            format!("vote : {premier} en premier, {pour} pour, {contre} contre")
        }
        Fait::ProjetExamine { examine: true, .. } => "candidature examinée".into(),
        Fait::ProjetExamine { examine: false, .. } => "candidature à reprendre".into(),
        Fait::EnveloppeFixee {
            montant: Some(montant),
            ..
        } => format!("enveloppe : {}", euros(*montant)),
        Fait::EnveloppeFixee { montant: None, .. } => "enveloppe retirée".into(),
        Fait::Annule { cible } => format!("annulation du fait {cible}"),
        Fait::SeanceLevee {} => "séance levée".into(),
        Fait::SeanceRouverte { motif } => format!("séance rouverte : {}", visible(motif)),
        Fait::Reprise { octets, .. } => {
            format!("reprise : une saisie non confirmée de {octets} octets est mise de côté")
        }
    }
}

/// The same, with the candidature it is about in front.
pub fn phrase_situee(fait: &Fait, cadre: &Cadre) -> String {
    match fait.projet() {
        Some(numero) => format!("{} · {}", nom_projet(cadre, numero), phrase(fait, cadre)),
        None => phrase(fait, cadre),
    }
}

fn nom_institution(cadre: &Cadre, id: &str) -> String {
    cadre
        .ami
        .institution(id)
        .map_or_else(|| visible(id), |i| visible(&i.nom))
}

fn nom_critere(cadre: &Cadre, id: &str) -> String {
    cadre
        .ami
        .critere(id)
        .map_or_else(|| visible(id), |c| visible(&c.intitule))
}

/// The name of a candidature between guillemets, or its number when it is unknown.
pub fn nom_projet(cadre: &Cadre, numero: &str) -> String {
    match cadre.dossier(numero) {
        Some(dossier) => format!("« {} »", visible(&dossier.projet.nom)),
        None => visible(numero),
    }
}

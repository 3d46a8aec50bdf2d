//! A fact told in one French sentence: the echo under the screen, the journal, what an undo undoes.

use super::avis::Sens;
use super::cadre::Cadre;
use super::fait::Fait;
use super::francais::{compte, enumeration, euros, jour, nombre, ordinal_feminin};
use super::texte::visible;

/// What a fact says, as « avis favorable, Région ».
pub fn phrase(fait: &Fait, cadre: &Cadre) -> String {
    let institution = |id: &str| nom_institution(cadre, id);
    match fait {
        Fait::JournalCree { .. } => "journal créé".into(),
        Fait::SeanceOuverte { date, presents } => {
            let presents = compte(
                presents.len(),
                "institution présente",
                "institutions présentes",
            );
            format!("séance du {} ouverte, {presents}", jour(*date))
        }
        Fait::PresenceNotee { date, presence } => {
            format!("séance du {} : {}", jour(*date), presence.phrase(cadre))
        }
        Fait::EntreesAcceptees { entrees } => {
            let fichiers = compte(entrees.len(), "fichier", "fichiers");
            format!("fichiers changés acceptés ({fichiers} en tout)")
        }
        Fait::AvisRendu {
            institution: id,
            sens: Sens::NeSePrononcePas,
            ..
        } => {
            format!("{}, {}", Sens::NeSePrononcePas.nom(), institution(id))
        }
        Fait::AvisRendu {
            institution: id,
            sens,
            texte,
            ..
        } => {
            let texte = texte.as_deref().map(|t| format!(" « {} »", visible(t)));
            format!(
                "avis {}, {}{}",
                sens.nom(),
                institution(id),
                texte.unwrap_or_default()
            )
        }
        Fait::SilenceConstate {
            institution: id,
            etat,
            ..
        } => {
            format!("{}, {}", etat.nom(), institution(id))
        }
        Fait::DeportDeclare {
            institution: id, ..
        } => format!("déport, {}", institution(id)),
        Fait::AvisRetire {
            institution: id, ..
        } => format!("plus rien de noté, {}", institution(id)),
        Fait::CritereApprecie { critere, note, .. } => {
            format!("{} : {note} sur 4", nom_critere(cadre, critere))
        }
        Fait::ObservationNotee { critere, texte, .. } => {
            let sujet = critere.as_deref().map(|id| nom_critere(cadre, id));
            let sujet = sujet.unwrap_or_else(|| "candidature".into());
            match texte.trim() {
                "" => format!("observation retirée, {sujet}"),
                texte => format!("observation, {sujet} : « {} »", visible(texte)),
            }
        }
        Fait::VoteTenu {
            projets,
            pour,
            contre,
            abstentions,
            voix_preponderante,
            motif,
        } => {
            let ordre: Vec<String> = projets.iter().map(|n| nom_projet(cadre, n)).collect();
            let voix = decompte_des_voix((*pour, *contre, *abstentions), *voix_preponderante);
            format!(
                "vote : dans l'ordre {} ; {voix} ({})",
                enumeration(&ordre),
                visible(motif)
            )
        }
        Fait::ProjetExamine { examine: true, .. } => "candidature examinée".into(),
        Fait::ProjetExamine { examine: false, .. } => "candidature à reprendre".into(),
        Fait::EnveloppeFixee {
            montant: Some(montant),
            annee,
            motif,
        } => {
            let annee = annee.map(|a| format!(" {a}")).unwrap_or_default();
            format!(
                "enveloppe{annee} : {} ({})",
                euros(*montant),
                visible(motif)
            )
        }
        Fait::EnveloppeFixee {
            montant: None,
            motif,
            ..
        } => {
            format!("enveloppe retirée ({})", visible(motif))
        }
        Fait::Annule { cible } => format!("annulation du fait {cible}"),
        Fait::SeanceLevee {} => "séance levée".into(),
        Fait::SeanceRouverte { motif } => format!("séance rouverte : {}", visible(motif)),
        Fait::Reprise { octets, .. } => {
            format!("reprise : une saisie non confirmée de {octets} octets est mise de côté")
        }
        Fait::Reparation { octets, motif, .. } => format!(
            "réparation : {octets} octets altérés sont mis de côté ({})",
            visible(motif)
        ),
        Fait::SansVerrou { raison } => {
            format!("séance ouverte sans verrou ({})", visible(raison))
        }
        _ => phrase_du_comite(fait),
    }
}

/// What the committee itself says of a candidature.
fn phrase_du_comite(fait: &Fait) -> String {
    match fait {
        Fait::CorrespondanceRetenue {
            priorite: None,
            motif,
            ..
        } => {
            format!(
                "candidature dite hors priorité{}",
                entre_parentheses(motif.as_deref())
            )
        }
        Fait::CorrespondanceRetenue {
            priorite: Some(rang),
            motif,
            ..
        } => {
            format!(
                "priorité {rang} retenue{}",
                entre_parentheses(motif.as_deref())
            )
        }
        Fait::ConstatConfirme { regle, motif, .. } => {
            format!("motif {} confirmé ({})", visible(regle), visible(motif))
        }
        Fait::ConstatLeve { regle, motif, .. } => {
            format!("motif {} levé ({})", visible(regle), visible(motif))
        }
        Fait::ComplementsDemandes { motif, .. } => {
            format!("incomplet, compléments demandés ({})", visible(motif))
        }
        Fait::ComplementsRecus { motif, .. } => format!("compléments reçus ({})", visible(motif)),
        Fait::MontantPropose {
            montant: Some(montant),
            motif,
            ..
        } => {
            format!("montant proposé : {} ({})", euros(*montant), visible(motif))
        }
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
        Fait::RangChange {
            rang: Some(rang),
            motif,
            ..
        } => format!(
            "placée {} par le comité ({})",
            ordinal_feminin(*rang as usize),
            visible(motif)
        ),
        Fait::RangChange { rang: None, .. } => "rang calculé repris".into(),
        _ => String::new(),
    }
}

/// The same, with the candidature it is about in front.
pub fn phrase_situee(fait: &Fait, cadre: &Cadre) -> String {
    match fait.projet() {
        Some(numero) => format!("{} · {}", nom_projet(cadre, numero), phrase(fait, cadre)),
        None => phrase(fait, cadre),
    }
}

/// « 3 pour, 3 contre, 1 abstention, voix prépondérante de la présidence ».
pub fn decompte_des_voix(
    (pour, contre, abstentions): (u32, u32, u32),
    preponderante: bool,
) -> String {
    let abstentions = compte(abstentions as usize, "abstention", "abstentions");
    let preponderante = if preponderante {
        ", voix prépondérante de la présidence"
    } else {
        ""
    };
    let (pour, contre) = (nombre(pour.into()), nombre(contre.into()));
    format!("{pour} pour, {contre} contre, {abstentions}{preponderante}")
}

/// The name of a candidature between guillemets, or its number when it is unknown.
pub fn nom_projet(cadre: &Cadre, numero: &str) -> String {
    match cadre.dossier(numero) {
        Some(dossier) => format!("« {} »", visible(&dossier.projet.nom)),
        None => visible(numero),
    }
}

fn entre_parentheses(motif: Option<&str>) -> String {
    motif
        .map(|m| format!(" ({})", visible(m)))
        .unwrap_or_default()
}

fn nom_institution(cadre: &Cadre, id: &str) -> String {
    let institution = cadre.ami.institution(id);
    institution.map_or_else(|| visible(id), |i| visible(&i.nom))
}

fn nom_critere(cadre: &Cadre, id: &str) -> String {
    let critere = cadre.ami.critere(id);
    critere.map_or_else(|| visible(id), |c| visible(&c.intitule))
}

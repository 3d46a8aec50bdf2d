//! Back to the filing platform: a list in its order, and the text of calls that another person makes. Nothing is sent.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use super::feuille::{Cellule, Colonne, Feuille};
use crate::domain::anonymat::sans_noms;
use crate::domain::cadre::Cadre;
use crate::domain::resultat::Resultat;
use crate::domain::texte::visible;

/// One private annotation is changed by each call; a proposal is never a decision of the platform.
const REQUETE: &str = "mutation dossierModifierAnnotations($input: DossierModifierAnnotationsInput!) { dossierModifierAnnotations(input: $input) { annotations { id label stringValue } errors { message } } }";

/// What the platform calls the people and the fields: an administrator of the form reads them in its API.
#[derive(Debug, Clone, Copy)]
pub struct Cible<'a> {
    /// Id of the instructor in whose name annotations are changed.
    pub instructeur: &'a str,
    /// Id of the private annotation that receives the proposed status (short text).
    pub statut: &'a str,
    /// Id of the private annotation that receives the reason (long text).
    pub motivation: &'a str,
}

/// What goes back about one candidature.
struct Ligne {
    numero: String,
    statut: String,
    motivation: String,
}

/// Candidatures in the platform's order: by date of filing.
fn lignes(cadre: &Cadre, resultat: &Resultat) -> Vec<Ligne> {
    let anonyme =
        |texte: &str| sans_noms(cadre, &visible(texte), |_| "une autre candidature".into());
    let motiver = |motifs: &[Option<&String>]| {
        let motifs: Vec<String> = motifs.iter().flatten().map(|m| anonyme(m)).collect();
        motifs.join(" ")
    };
    let classees = resultat.classement.iter().map(|c| Ligne {
        numero: c.identite.numero.clone(),
        statut: format!("proposé : {}", c.statut_propose),
        motivation: motiver(&[Some(&c.motif), c.statut_motif.as_ref()]),
    });
    let autres = resultat.non_classees.iter().map(|n| Ligne {
        numero: n.identite.numero.clone(),
        statut: match n.statut.as_str() {
            statut @ ("irrecevable" | "ajourné") => format!("proposé : {statut}"),
            statut => statut.to_owned(),
        },
        motivation: motiver(&[n.motif.as_ref()]),
    });
    let mut lignes: Vec<Ligne> = classees.chain(autres).collect();
    let depot = |numero: &str| cadre.dossier(numero).map(|d| d.projet.depose_le);
    lignes.sort_by(|a, b| {
        let dates = depot(&a.numero).cmp(&depot(&b.numero));
        dates.then_with(|| a.numero.cmp(&b.numero))
    });
    lignes
}

/// The list, with the platform's own header for the number.
pub fn feuille(cadre: &Cadre, resultat: &Resultat) -> Feuille {
    let mut feuille = Feuille::new(
        "Retour",
        vec![
            Colonne::new("ID", 12),
            Colonne::new("Statut proposé", 24),
            Colonne::new("Motivation", 90),
        ],
    );
    let lignes = lignes(cadre, resultat).into_iter();
    feuille.rangees = lignes
        .map(|l| {
            [l.numero, l.statut, l.motivation]
                .map(Cellule::from)
                .to_vec()
        })
        .collect();
    feuille
}

/// The calls `dossierModifierAnnotations`, one per candidature; and the numbers that are not the platform's.
pub fn annotations(cadre: &Cadre, resultat: &Resultat, cible: Cible) -> (Value, Vec<String>) {
    let (de_la_plateforme, autres): (Vec<Ligne>, Vec<Ligne>) = lignes(cadre, resultat)
        .into_iter()
        .partition(|l| l.numero.bytes().all(|b| b.is_ascii_digit()));
    let appels = de_la_plateforme.iter().map(|ligne| {
        json!({
            "operationName": "dossierModifierAnnotations",
            "query": REQUETE,
            "variables": { "input": {
                // The platform's own way to name a dossier in its API.
                "dossierId": STANDARD.encode(format!("Dossier-{}", ligne.numero)),
                "instructeurId": cible.instructeur,
                "annotations": [
                    { "id": cible.statut, "value": { "text": ligne.statut } },
                    { "id": cible.motivation, "value": { "textarea": ligne.motivation } },
                ],
            } },
        })
    });
    let autres = autres.into_iter().map(|l| l.numero).collect();
    (Value::Array(appels.collect()), autres)
}

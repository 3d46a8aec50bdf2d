//! The cut line: ranks are served in order while the envelope lasts, and the first that does not fit stops it.

use serde::{Deserialize, Serialize};

/// What the line makes of a candidature.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Statut {
    /// Above the line.
    Retenu,
    /// Ex æquo astride the line: a vote must order them.
    ADepartager,
    /// Below the line, in order.
    ListeComplementaire,
    /// Below the line, or set last by unfavourable avis.
    NonRetenu,
    /// Ranked; the envelope is not known, so there is no line.
    Classe,
}

/// A candidature as the line sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demande {
    /// Shared by the ex æquo.
    pub rang: usize,
    /// Euros over the convention: the amount proposed, else the amount asked.
    pub cout: i64,
    /// Set last by unfavourable avis: never served.
    pub veto: bool,
    /// Whether a vote has fixed its place among its ex æquo.
    pub departage: bool,
}

/// Where the line falls.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Coupe {
    /// One per candidature, in the order given.
    pub statuts: Vec<Statut>,
    /// Euros served.
    pub engage: i64,
    /// Euros left; `None` without an envelope.
    pub reste: Option<i64>,
    /// What would be served besides if the first that does not fit were skipped, by its place in the order given.
    pub saut: Vec<usize>,
}

impl Statut {
    /// The reserved words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Retenu => "retenu",
            Self::ADepartager => "à départager",
            Self::ListeComplementaire => "liste complémentaire",
            Self::NonRetenu => "non retenu",
            Self::Classe => "classé",
        }
    }
}

/// Draws the line through `demandes`, in rank order.
pub fn couper(demandes: &[Demande], enveloppe: Option<i64>, liste_complementaire: bool) -> Coupe {
    let sous_la_ligne = |demande: &Demande| match (demande.veto, liste_complementaire) {
        (false, true) => Statut::ListeComplementaire,
        _ => Statut::NonRetenu,
    };
    let Some(enveloppe) = enveloppe else {
        let statut = |d: &Demande| {
            if d.veto {
                Statut::NonRetenu
            } else {
                Statut::Classe
            }
        };
        let engage = somme(demandes.iter().filter(|d| !d.veto));
        return Coupe {
            statuts: demandes.iter().map(statut).collect(),
            engage,
            reste: None,
            saut: Vec::new(),
        };
    };
    let mut coupe = Coupe {
        statuts: Vec::with_capacity(demandes.len()),
        engage: 0,
        reste: Some(enveloppe),
        saut: Vec::new(),
    };
    let mut arretee = false;
    // Euros left while the preview of a skip goes on.
    let mut apercu: Option<i64> = None;
    for groupe in groupes(demandes) {
        let reste = enveloppe.saturating_sub(coupe.engage);
        let cout = somme(groupe);
        if arretee || groupe[0].veto {
            if let Some(libre) = apercu.filter(|_| !groupe[0].veto) {
                apercu = (cout <= libre).then(|| {
                    let debut = coupe.statuts.len();
                    coupe.saut.extend(debut..debut + groupe.len());
                    libre - cout
                });
            }
            coupe.statuts.extend(groupe.iter().map(sous_la_ligne));
            continue;
        }
        if cout <= reste {
            coupe.statuts.extend(groupe.iter().map(|_| Statut::Retenu));
            coupe.engage += cout;
            continue;
        }
        arretee = true;
        let a_departager = groupe.len() > 1 && groupe.iter().any(|d| d.cout <= reste);
        apercu = (!a_departager).then_some(reste);
        coupe.statuts.extend(groupe.iter().map(|d| {
            if a_departager {
                Statut::ADepartager
            } else {
                sous_la_ligne(d)
            }
        }));
    }
    coupe.reste = Some(enveloppe.saturating_sub(coupe.engage));
    coupe
}

/// The least that a remainder must reach to be worth negotiating: the yearly floor of the call, over what the envelope covers.
pub fn plancher(annuel: i64, duree_mois: u32, une_annee: bool) -> i64 {
    if une_annee {
        annuel
    } else {
        annuel.saturating_mul(i64::from(duree_mois)) / 12
    }
}

/// Euros asked together.
fn somme<'a>(demandes: impl IntoIterator<Item = &'a Demande>) -> i64 {
    demandes
        .into_iter()
        .fold(0, |somme, d| somme.saturating_add(d.cout))
}

/// Candidatures served together: the ex æquo, but for those a vote has ordered, each served alone.
fn groupes(demandes: &[Demande]) -> impl Iterator<Item = &[Demande]> {
    demandes.chunk_by(|a, b| a.rang == b.rang && !a.departage && !b.departage)
}

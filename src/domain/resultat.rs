//! The outcome, « proposition de classement »: everything needed to recompute it and to answer a candidate.

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset, NaiveDate};
use serde::{Deserialize, Serialize};

use super::ami::ParametresClassement;
use super::avis::{Decompte, Position, Reception};
use super::cadre::{Cadre, Dossier};
use super::coupe::Statut;
use super::fait::{Empreinte, Fait};
use super::francais::{compte, typographier};
use super::motif::points_maximum;
use super::projet::Volet;
use super::recevabilite::Severite;
use super::seance::{Examen, Seance};
use super::tableau::{Place, Raison, Tableau};

/// Version of the outcome format.
pub const FORMAT: u32 = 1;

/// `resultats/63.yaml`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Resultat {
    /// Version of the format.
    pub format: u32,
    /// « proposition de classement »: the department proposes, the préfet de région decides.
    pub nature: String,
    /// True while the séance is not closed.
    pub projet: bool,
    /// The call.
    pub ami: AmiResultat,
    /// The territory.
    pub territoire: TerritoireResultat,
    /// The séance.
    pub seance: SeanceResultat,
    /// Method and every parameter applied.
    pub parametres: ParametresResultat,
    /// Ranked candidatures, in order.
    pub classement: Vec<Classee>,
    /// The others, with their reason.
    pub non_classees: Vec<NonClasseeResultat>,
    /// Reserves, which become conditions.
    pub reserves: Vec<Reserve>,
    /// What a reader must know.
    pub avertissements: Vec<String>,
    /// What it was computed from.
    pub provenance: Provenance,
}

/// The call, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AmiResultat {
    /// Identifier.
    pub id: String,
    /// Title.
    pub intitule: String,
    /// The document its facts come from.
    pub source: String,
}

/// The territory, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct TerritoireResultat {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// The State service that examined.
    pub service: String,
}

/// The séance, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SeanceResultat {
    /// Its date.
    pub date: Option<NaiveDate>,
    /// When it was closed, by the journal.
    pub levee_le: Option<DateTime<FixedOffset>>,
    /// Institutions present, by name.
    pub presents: Vec<String>,
    /// Quorum of the committee: a parameter that nobody published.
    pub quorum: Option<u32>,
}

/// Parameters, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ParametresResultat {
    /// Method, veto, quorum of avis, waiting list.
    pub classement: ParametresClassement,
    /// Criteria and weights.
    pub criteres: Vec<CriterePondere>,
    /// Rows of the priority table.
    pub lignes_de_priorite: usize,
    /// Envelope, in euros.
    pub enveloppe: Option<i64>,
    /// Where the envelope comes from.
    pub enveloppe_origine: String,
    /// Smallest yearly grant, in euros.
    pub subvention_annuelle_minimale: i64,
}

/// A criterion and its weight.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CriterePondere {
    /// Identifier.
    pub id: String,
    /// Title.
    pub intitule: String,
    /// Whole weight.
    pub poids: u32,
}

/// A ranked candidature, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Classee {
    /// Rank by the rule, shared by the ex æquo.
    pub rang_calcule: usize,
    /// Rank the committee retains.
    pub rang_retenu: usize,
    /// Numbers that share the rank.
    pub ex_aequo: Vec<String>,
    /// The candidature.
    #[serde(flatten)]
    pub identite: Identite,
    /// What the line makes of it.
    pub statut_calcule: Statut,
    /// What the committee proposes.
    pub statut_propose: String,
    /// Why, when the committee changed it.
    pub statut_motif: Option<String>,
    /// The one-line reason of the place.
    pub motif: String,
    /// The priority row retained.
    pub priorite: PrioriteResultat,
    /// Expressed avis.
    pub decompte: Decompte,
    /// Expressed avis by family.
    pub decompte_par_famille: BTreeMap<String, Decompte>,
    /// Every institution, in the order of the call.
    pub avis: Vec<AvisResultat>,
    /// Every criterion, in the order of the call.
    pub criteres: Vec<CritereResultat>,
    /// Points of the criteria, over their maximum.
    pub points: String,
    /// Observation on the whole candidature.
    pub observation: Option<String>,
    /// Amounts, in euros.
    pub montants: MontantsResultat,
    /// What the rules found.
    pub constats: Vec<ConstatResultat>,
}

/// Which candidature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Identite {
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: String,
    /// Whether it is an invented example.
    pub fictif: bool,
}

/// The priority row retained, with its text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PrioriteResultat {
    /// Rank; null when hors priorité.
    pub rang: Option<u32>,
    /// Public of the row.
    pub public: Option<String>,
    /// Fields of the row.
    pub champs: Vec<Volet>,
    /// Place of the row.
    pub territoire: Option<String>,
    /// Rank the tool proposed.
    pub rang_propose: Option<u32>,
    /// Why the committee changed it.
    pub motif: Option<String>,
}

/// What an institution said, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct AvisResultat {
    /// Id of the family.
    pub famille: String,
    /// Name of the institution.
    pub institution: String,
    /// Its avis, or why there is none; null when nothing was recorded.
    pub avis: Option<String>,
    /// The reserve or the reason.
    pub texte: Option<String>,
    /// How it was received.
    pub recu: Option<Reception>,
}

/// An appreciation, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CritereResultat {
    /// Identifier.
    pub id: String,
    /// From 0 to 4.
    pub note: Option<u8>,
    /// Observation.
    pub observation: Option<String>,
}

/// Amounts of a candidature on the territory, in euros.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MontantsResultat {
    /// Asked over the convention.
    pub demande: i64,
    /// Asked, by year.
    pub demande_par_annee: BTreeMap<u16, i64>,
    /// Proposed by the committee, when it is not the amount asked.
    pub propose: Option<i64>,
    /// Why.
    pub motif: Option<String>,
    /// From the first place to this one.
    pub cumul: i64,
}

/// A constat, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ConstatResultat {
    /// Identifier of the rule.
    pub regle: String,
    /// Severity.
    pub severite: Severite,
    /// The evidence.
    pub message: String,
}

/// A candidature without a rank, in an outcome.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct NonClasseeResultat {
    /// The candidature.
    #[serde(flatten)]
    pub identite: Identite,
    /// `irrecevable`, `ajourné`, `non examinée` or `incomplète`.
    pub statut: String,
    /// Why.
    pub motif: Option<String>,
    /// Every institution that said something, in the order of the call.
    pub avis: Vec<AvisResultat>,
    /// What the rules found.
    pub constats: Vec<ConstatResultat>,
}

/// A reserve, which becomes a condition.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reserve {
    /// Platform number.
    pub numero: String,
    /// Name of the institution.
    pub institution: String,
    /// Its text.
    pub texte: String,
}

/// What an outcome was computed from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Provenance {
    /// Version of the program.
    pub version: String,
    /// Every input with its sha-256.
    pub entrees: Vec<Empreinte>,
    /// The journal it was computed from.
    pub journal: Tete,
}

/// The head of a journal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tete {
    /// Records read, from record 0.
    pub enregistrements: u64,
    /// sha-256 of the last one.
    pub tete: String,
}

impl Resultat {
    /// The outcome of a séance. No clock: the same journal and inputs give the same bytes.
    pub fn etablir(cadre: &Cadre, seance: &Seance, provenance: Provenance) -> Self {
        let tableau = Tableau::etablir(cadre, seance, None);
        let ami = &cadre.ami;
        Self {
            format: FORMAT,
            nature: "proposition de classement".into(),
            projet: !seance.etat().levee,
            ami: AmiResultat {
                id: ami.id.clone(),
                intitule: ami.intitule.clone(),
                source: ami.source.clone(),
            },
            territoire: TerritoireResultat {
                code: cadre.territoire.code.clone(),
                nom: cadre.territoire.nom.clone(),
                service: cadre.territoire.service.clone(),
            },
            seance: seance_resultat(cadre, seance),
            parametres: parametres(cadre, seance, &tableau),
            classement: tableau
                .places
                .iter()
                .filter_map(|place| classee(cadre, seance, place))
                .collect(),
            non_classees: non_classees(cadre, seance, &tableau),
            reserves: reserves(cadre, seance),
            avertissements: avertissements(cadre, seance, &tableau),
            provenance,
        }
    }
}

fn seance_resultat(cadre: &Cadre, seance: &Seance) -> SeanceResultat {
    let presents = seance.etat().presents.iter();
    let levee = seance
        .enregistrements()
        .iter()
        .rfind(|e| matches!(e.fait, Fait::SeanceLevee {}));
    SeanceResultat {
        date: seance.etat().date,
        levee_le: levee.filter(|_| seance.etat().levee).map(|e| e.le),
        presents: presents
            .filter_map(|id| cadre.ami.institution(id))
            .map(|i| i.nom.clone())
            .collect(),
        quorum: None,
    }
}

fn parametres(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> ParametresResultat {
    let criteres = cadre.ami.criteres.iter().map(|c| CriterePondere {
        id: c.id.clone(),
        intitule: c.intitule.clone(),
        poids: c.poids,
    });
    let origine = match (seance.etat().enveloppe, cadre.territoire.enveloppe) {
        (Some(_), _) => format!("fixée en séance : {}", seance.etat().enveloppe_motif),
        (None, Some(_)) => "ami.yaml".into(),
        (None, None) => "non renseignée".into(),
    };
    ParametresResultat {
        classement: cadre.ami.classement.clone(),
        criteres: criteres.collect(),
        lignes_de_priorite: cadre.table.priorites.len(),
        enveloppe: tableau.enveloppe,
        enveloppe_origine: origine,
        subvention_annuelle_minimale: cadre.ami.regles.subvention_annuelle_minimale,
    }
}

fn classee(cadre: &Cadre, seance: &Seance, place: &Place) -> Option<Classee> {
    let dossier = cadre.dossier(place.numero())?;
    let examen = seance.examen(place.numero());
    let evaluation = &place.rangee.evaluation;
    let maximum = points_maximum(cadre);
    let par_famille = cadre.ami.familles.iter().map(|famille| {
        let positions = famille
            .institutions
            .iter()
            .filter_map(|i| examen.positions.get(&i.id));
        (famille.id.clone(), Decompte::des(positions))
    });
    let criteres = cadre.ami.criteres.iter().map(|c| CritereResultat {
        id: c.id.clone(),
        note: examen.notes.get(&c.id).copied(),
        observation: examen.observations.get(&Some(c.id.clone())).cloned(),
    });
    Some(Classee {
        rang_calcule: place.rangee.rang,
        rang_retenu: place.rangee.rang,
        ex_aequo: place.ex_aequo.clone(),
        identite: identite(dossier),
        statut_calcule: place.statut,
        statut_propose: place.statut_propose().into(),
        statut_motif: place.proposition.as_ref().map(|(_, motif)| motif.clone()),
        motif: place.motif.clone(),
        priorite: priorite(cadre, dossier, examen),
        decompte: evaluation.decompte,
        decompte_par_famille: par_famille.collect(),
        avis: avis(cadre, examen, true),
        criteres: criteres.collect(),
        points: format!("{}/{maximum}", evaluation.criteres * i128::from(maximum)),
        observation: examen.observations.get(&None).cloned(),
        montants: montants(dossier, examen, place),
        constats: constats(dossier),
    })
}

fn identite(dossier: &Dossier) -> Identite {
    Identite {
        numero: dossier.numero().into(),
        nom: dossier.projet.nom.clone(),
        porteur: dossier.projet.porteur.nom.clone(),
        fictif: dossier.projet.fictif,
    }
}

fn priorite(cadre: &Cadre, dossier: &Dossier, examen: &Examen) -> PrioriteResultat {
    let retenue = examen.priorite.as_ref();
    let rang = retenue.and_then(|p| p.rang);
    let ligne = rang.and_then(|rang| cadre.table.ligne(rang));
    PrioriteResultat {
        rang,
        public: ligne
            .and_then(|l| cadre.ami.public(&l.public))
            .map(|p| p.intitule.clone()),
        champs: ligne.map(|l| l.champs.clone()).unwrap_or_default(),
        territoire: ligne.and_then(|l| l.territoire.libelle.clone()),
        rang_propose: dossier.priorite_proposee(),
        motif: retenue.and_then(|p| p.motif.clone()),
    }
}

fn avis(cadre: &Cadre, examen: &Examen, muettes_aussi: bool) -> Vec<AvisResultat> {
    cadre
        .ami
        .institutions()
        .map(|(famille, institution)| (famille, institution, examen.positions.get(&institution.id)))
        .filter(|(_, _, position)| muettes_aussi || position.is_some())
        .map(|(famille, institution, position)| AvisResultat {
            famille: famille.id.clone(),
            institution: institution.nom.clone(),
            avis: position.map(|p| p.nom().to_owned()),
            texte: position.and_then(Position::texte).map(str::to_owned),
            recu: position.and_then(|p| match p {
                Position::Avis { recu, .. } => Some(*recu),
                _ => None,
            }),
        })
        .collect()
}

fn montants(dossier: &Dossier, examen: &Examen, place: &Place) -> MontantsResultat {
    let fiche = dossier.fiche();
    MontantsResultat {
        demande: fiche.demande(),
        demande_par_annee: fiche
            .annees()
            .map(|annee| (annee, fiche.demande_annee(annee)))
            .collect(),
        propose: examen.montant.as_ref().map(|(montant, _)| *montant),
        motif: examen.montant.as_ref().map(|(_, motif)| motif.clone()),
        cumul: place.cumul,
    }
}

fn constats(dossier: &Dossier) -> Vec<ConstatResultat> {
    let constats = dossier.constats.iter().map(|c| ConstatResultat {
        regle: c.regle.into(),
        severite: c.severite,
        message: c.message.clone(),
    });
    constats.collect()
}

fn non_classees(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<NonClasseeResultat> {
    let non_classees = tableau.non_classees.iter().filter_map(|n| {
        let dossier = cadre.dossier(&n.numero)?;
        let (statut, motif) = match &n.raison {
            Raison::Ecartee(proposition, motif) => (proposition.nom(), Some(motif.clone())),
            Raison::NonExaminee => ("non examinée", None),
            Raison::Incomplete(_) => (
                "incomplète",
                Some("priorité ou critère retiré après examen".into()),
            ),
        };
        Some(NonClasseeResultat {
            identite: identite(dossier),
            statut: statut.into(),
            motif,
            avis: avis(cadre, seance.examen(&n.numero), false),
            constats: constats(dossier),
        })
    });
    non_classees.collect()
}

fn reserves(cadre: &Cadre, seance: &Seance) -> Vec<Reserve> {
    let mut reserves = Vec::new();
    for dossier in &cadre.dossiers {
        let positions = &seance.examen(dossier.numero()).positions;
        for (_, institution) in cadre.ami.institutions() {
            if let Some(Position::Avis {
                sens,
                texte: Some(texte),
                ..
            }) = positions.get(&institution.id)
                && sens.texte_obligatoire() == Some("réserve")
            {
                reserves.push(Reserve {
                    numero: dossier.numero().into(),
                    institution: institution.nom.clone(),
                    texte: texte.clone(),
                });
            }
        }
    }
    reserves
}

/// What a reader of the outcome must know.
pub fn avertissements(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<String> {
    let mut avertissements = Vec::new();
    if cadre.dossiers.iter().any(|d| d.projet.fictif) {
        avertissements.push("Candidatures fictives : cette proposition est un exemple.".into());
    }
    if tableau.enveloppe.is_none() {
        avertissements.push("Enveloppe non renseignée : aucune ligne n'est tracée.".into());
    }
    for ligne in &cadre.table.priorites {
        let retenue = |p: &&Place| p.rangee.evaluation.priorite == Some(ligne.rang);
        let servie = |p: &Place| matches!(p.statut, Statut::Retenu | Statut::Classe);
        if !tableau.places.iter().filter(retenue).any(servie) {
            let public = cadre
                .ami
                .public(&ligne.public)
                .map_or("", |p| p.intitule.as_str());
            avertissements.push(format!(
                "Priorité {} sans candidature retenue : {public}.",
                ligne.rang
            ));
        }
    }
    let quorum = u64::from(cadre.ami.classement.quorum_avis);
    for place in &tableau.places {
        let exprimes = place.rangee.evaluation.decompte.exprimes();
        if exprimes < quorum {
            let avis = compte(exprimes as usize, "avis exprimé", "avis exprimés");
            avertissements.push(format!(
                "Candidature {} : {avis}, moins que {quorum}.",
                place.numero()
            ));
        }
    }
    for dossier in &cadre.dossiers {
        let muettes = seance.institutions_muettes(dossier.numero(), cadre).count();
        if muettes > 0 && tableau.place(dossier.numero()).is_some() {
            let institutions = compte(
                muettes,
                "institution dont rien n'est noté",
                "institutions dont rien n'est noté",
            );
            avertissements.push(format!(
                "Candidature {} : {institutions}.",
                dossier.numero()
            ));
        }
    }
    avertissements.iter().map(|a| typographier(a)).collect()
}

//! What the region keeps of a proposal, and whether a proposal is one it may compile.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};

use super::ConstatCompte;
use crate::domain::ami::Ami;
use crate::domain::avis::{Decompte, Sens, Silence};
use crate::domain::classement::{Evaluation, Fraction, Regle};
use crate::domain::fait::Proposition;
use crate::domain::projet::Volet;
use crate::domain::resultat::{
    AvisResultat, Classee, ConstatResultat, FicheResultat, Identite, LigneDeTable, Resultat,
};

/// How a proposal was checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Controle {
    /// Computed again from its journal and its inputs, byte for byte.
    Recalculee,
    /// Its journal is not at hand: whole, written by this program, and consistent with itself.
    Coherente,
}

impl Controle {
    /// In words.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Recalculee => "recalculée",
            Self::Coherente => "cohérente, non recalculée",
        }
    }
}

/// A proposal, as the region keeps it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Departement {
    /// Code of the territory.
    pub code: String,
    /// How it was checked.
    pub controle: Controle,
    /// True while its séance is not closed.
    pub projet: bool,
    /// Date of the séance.
    pub seance: Option<NaiveDate>,
    /// Records of the journal that it was computed from.
    pub enregistrements: u64,
    /// Rows of its table.
    pub lignes_de_priorite: usize,
    /// Its envelope, in euros.
    pub enveloppe: Option<i64>,
    /// The one year it covers.
    pub annee: Option<u16>,
    /// What it proposes to retain, in euros.
    pub propose: i64,
    /// Ranked candidatures, in the order retained.
    pub classees: Vec<Candidature>,
    /// The others.
    pub non_classees: Vec<NonClassee>,
    /// Rows of its table; `None` when an earlier program wrote it.
    pub table: Option<Vec<LigneDeTable>>,
    /// What the rules found.
    pub constats: Vec<ConstatCompte>,
}

/// A ranked candidature, as its territory proposes it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Candidature {
    /// Code of the territory.
    pub territoire: String,
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: String,
    /// Whether it is an invented example.
    pub fictif: bool,
    /// Rank by the rule.
    pub rang_calcule: usize,
    /// Rank the committee retains.
    pub rang_retenu: usize,
    /// Why, when the committee gave it.
    pub rang_motif: Option<String>,
    /// What the committee proposes.
    pub statut_propose: String,
    /// Why, when the committee changed it.
    pub statut_motif: Option<String>,
    /// The one-line reason of the place.
    pub motif: String,
    /// Rank of the priority row; null when hors priorité.
    pub priorite: Option<u32>,
    /// Public of the row.
    pub public: Option<String>,
    /// Expressed avis.
    pub decompte: Decompte,
    /// Points of the criteria, over their maximum.
    pub points: String,
    /// Robustness badge.
    pub badge: Option<String>,
    /// Euros on what the envelope covers.
    pub ligne: i64,
    /// Euros over the convention: the amount proposed, else the amount asked.
    pub convention: i64,
    /// Asked over the convention, in euros.
    pub demande: i64,
    /// Asked, by year.
    pub demande_par_annee: BTreeMap<u16, i64>,
    /// Publics, amounts by volet, the whole form; null when an earlier program wrote the proposal.
    pub fiche: Option<FicheResultat>,
}

/// A candidature without a rank.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct NonClassee {
    /// Code of the territory.
    pub territoire: String,
    /// Platform number.
    pub numero: String,
    /// Name of the project.
    pub nom: String,
    /// Who carries it.
    pub porteur: String,
    /// Whether it is an invented example.
    pub fictif: bool,
    /// `irrecevable`, `ajourné`, `non examinée` or `incomplète`.
    pub statut: String,
    /// Why.
    pub motif: Option<String>,
    /// Publics, amounts by volet, the whole form; null when an earlier program wrote the proposal.
    pub fiche: Option<FicheResultat>,
}

impl Candidature {
    /// Whether the committee placed it itself.
    pub fn placee(&self) -> bool {
        self.rang_motif.is_some()
    }

    /// Whether its territory proposes to retain it.
    pub fn retenue(&self) -> bool {
        retient(&self.statut_propose)
    }

    /// What it is ranked on.
    pub fn evaluation(&self) -> Evaluation {
        Evaluation {
            numero: String::new(),
            decompte: self.decompte,
            priorite: self.priorite,
            criteres: fraction(&self.points).unwrap_or(Fraction::ZERO),
        }
    }

    fn new(territoire: &str, classee: Classee) -> Self {
        let Identite {
            numero,
            nom,
            porteur,
            fictif,
        } = classee.identite;
        let montants = classee.montants;
        Self {
            territoire: territoire.to_owned(),
            numero,
            nom,
            porteur,
            fictif,
            rang_calcule: classee.rang_calcule,
            rang_retenu: classee.rang_retenu,
            rang_motif: classee.rang_motif,
            statut_propose: classee.statut_propose,
            statut_motif: classee.statut_motif,
            motif: classee.motif,
            priorite: classee.priorite.rang,
            public: classee.priorite.public,
            decompte: classee.decompte,
            points: classee.points,
            badge: classee.robustesse.and_then(|r| r.badge),
            ligne: montants.ligne,
            convention: montants.propose.unwrap_or(montants.demande.max(0)),
            demande: montants.demande,
            demande_par_annee: montants.demande_par_annee,
            fiche: classee.fiche,
        }
    }
}

/// Whether this status proposes money; « classé », without an envelope, does.
fn retient(statut: &str) -> bool {
    ["retenu", "retenu sous réserve", "classé"].contains(&statut)
}

/// « 14/20 ».
fn fraction(points: &str) -> Option<Fraction> {
    let (n, sur) = points.split_once('/')?;
    let sur: i128 = sur.parse().ok().filter(|sur| *sur > 0)?;
    Some(Fraction::new(n.parse().ok()?, sur))
}

impl Departement {
    /// What the region keeps of a proposal.
    pub fn new(resultat: Resultat, controle: Controle) -> Self {
        let constats = compter(&resultat);
        let code = resultat.territoire.code;
        let non_classees = resultat.non_classees.into_iter().map(|n| NonClassee {
            territoire: code.clone(),
            numero: n.identite.numero,
            nom: n.identite.nom,
            porteur: n.identite.porteur,
            fictif: n.identite.fictif,
            statut: n.statut,
            motif: n.motif,
            fiche: n.fiche,
        });
        Self {
            controle,
            projet: resultat.projet,
            seance: resultat.seance.date,
            enregistrements: resultat.provenance.journal.enregistrements,
            lignes_de_priorite: resultat.parametres.lignes_de_priorite,
            enveloppe: resultat.parametres.enveloppe,
            annee: resultat.ligne.annee,
            propose: resultat.parametres.propose,
            non_classees: non_classees.collect(),
            classees: resultat
                .classement
                .into_iter()
                .map(|c| Candidature::new(&code, c))
                .collect(),
            table: resultat.table,
            constats,
            code,
        }
    }

    /// The ranked candidature of this number.
    pub fn candidature(&self, numero: &str) -> Option<&Candidature> {
        self.classees.iter().find(|c| c.numero == numero)
    }
}

fn compter(resultat: &Resultat) -> Vec<ConstatCompte> {
    let listes = resultat.classement.iter().map(|c| &c.constats);
    let listes = listes.chain(resultat.non_classees.iter().map(|n| &n.constats));
    let mut comptes: BTreeMap<(&str, _), (usize, usize)> = BTreeMap::new();
    for constats in listes {
        let mut vus = BTreeSet::new();
        let confirme = |c: &ConstatResultat| c.tranche.as_deref() == Some("confirme");
        for constat in constats.iter().filter(|c| vus.insert(&c.regle)) {
            let compte = comptes
                .entry((&constat.regle, constat.severite))
                .or_default();
            compte.0 += 1;
            compte.1 += usize::from(confirme(constat));
        }
    }
    let comptes = comptes.into_iter();
    comptes
        .map(
            |((regle, severite), (candidatures, confirmes))| ConstatCompte {
                regle: regle.to_owned(),
                severite,
                candidatures,
                confirmes,
            },
        )
        .collect()
}

/// Everything in which a proposal is not of this call, or was not made by its parameters; nothing when it may be compiled.
pub fn etrangere(resultat: &Resultat, ami: &Ami) -> Vec<String> {
    if resultat.ami.id != ami.id {
        return vec![format!(
            "proposition d'un autre appel : « {} », alors que la région compile « {} »",
            resultat.ami.id, ami.id
        )];
    }
    let code = &resultat.territoire.code;
    if ami.territoire(code).is_none() {
        return vec![format!("territoire « {code} » absent de l'appel")];
    }
    let mut raisons = Vec::new();
    let (leurs, notres) = (&resultat.parametres.classement, &ami.classement);
    let mut comparer = |nom: &str, lu: String, attendu: String| {
        if lu != attendu {
            raisons.push(format!(
                "{nom} : {lu} dans la proposition, {attendu} à la région"
            ));
        }
    };
    let oui = |b: bool| if b { "oui" } else { "non" }.to_owned();
    comparer(
        "méthode",
        leurs.methode.nom().into(),
        notres.methode.nom().into(),
    );
    comparer("veto", veto(leurs.veto), veto(notres.veto));
    comparer(
        "quorum d'avis",
        leurs.quorum_avis.to_string(),
        notres.quorum_avis.to_string(),
    );
    comparer(
        "liste complémentaire",
        oui(leurs.liste_complementaire),
        oui(notres.liste_complementaire),
    );
    comparer(
        "critères et poids",
        liste(
            resultat
                .parametres
                .criteres
                .iter()
                .map(|c| format!("{} {}", c.id, c.poids)),
        ),
        liste(ami.criteres.iter().map(|c| format!("{} {}", c.id, c.poids))),
    );
    comparer(
        "plancher annuel",
        resultat.parametres.subvention_annuelle_minimale.to_string(),
        ami.regles.subvention_annuelle_minimale.to_string(),
    );
    if let Some(classee) = resultat.classement.first() {
        comparer(
            "institutions",
            liste(classee.avis.iter().map(|a| a.institution.clone())),
            liste(ami.institutions().map(|(_, i)| i.nom.clone())),
        );
    }
    raisons.extend(avis_inconnus(resultat));
    raisons
}

fn liste(mots: impl Iterator<Item = String>) -> String {
    mots.collect::<Vec<_>>().join(", ")
}

fn veto(veto: crate::domain::ami::Veto) -> String {
    match veto {
        crate::domain::ami::Veto::Moitie => "à la moitié",
        crate::domain::ami::Veto::Aucun => "aucun",
    }
    .into()
}

/// Values of avis that are not the call's.
fn avis_inconnus(resultat: &Resultat) -> Vec<String> {
    let connus = [
        Sens::Favorable.nom(),
        Sens::FavorableAvecReserves.nom(),
        Sens::Defavorable.nom(),
        Sens::NeSePrononcePas.nom(),
        Silence::NonSollicite.nom(),
        Silence::SansReponse.nom(),
        "déport",
    ];
    let avis = resultat.classement.iter().flat_map(|c| &c.avis);
    let avis = avis.chain(resultat.non_classees.iter().flat_map(|n| &n.avis));
    let inconnus: BTreeSet<&str> = avis
        .filter_map(|a| a.avis.as_deref())
        .filter(|a| !connus.contains(a))
        .collect();
    inconnus
        .into_iter()
        .map(|a| format!("valeur d'avis inconnue de l'appel : « {a} »"))
        .collect()
}

/// Everything in which a proposal contradicts itself, its journal not being at hand: what its own avis, notes and amounts
/// give is computed again.
pub fn incoherences(resultat: &Resultat) -> Vec<String> {
    let mut raisons = Vec::new();
    let regle = Regle {
        parametres: &resultat.parametres.classement,
        lignes: resultat.parametres.lignes_de_priorite as u32,
    };
    let evaluations = resultat.classement.iter().map(|c| Evaluation {
        numero: c.identite.numero.clone(),
        decompte: c.decompte,
        priorite: c.priorite.rang,
        criteres: fraction(&c.points).unwrap_or(Fraction::ZERO),
    });
    let rangs: BTreeMap<String, usize> = regle
        .classer(evaluations.collect())
        .into_iter()
        .map(|r| (r.evaluation.numero, r.rang))
        .collect();
    let (mut cumul, mut propose, mut precedent) = (0_i64, 0_i64, 0);
    for classee in &resultat.classement {
        let numero = &classee.identite.numero;
        let mut dire = |quoi: String| raisons.push(format!("{numero} : {quoi}"));
        let rang = rangs.get(numero).copied().unwrap_or_default();
        if classee.rang_calcule != rang {
            dire(format!(
                "rang calculé {} écrit, ses avis et ses notes donnent {rang}",
                classee.rang_calcule
            ));
        }
        if classee.decompte != compter_avis(&classee.avis) {
            dire("le décompte n'est pas celui de ses avis".into());
        }
        let points = points(resultat, classee);
        if classee.points != points {
            dire(format!(
                "points {} écrits, ses notes donnent {points}",
                classee.points
            ));
        }
        cumul = cumul.saturating_add(classee.montants.ligne);
        if classee.montants.cumul != cumul {
            dire(format!(
                "cumul {} écrit, la somme donne {cumul}",
                classee.montants.cumul
            ));
        }
        if classee.rang_retenu < precedent {
            dire("rang retenu plus petit que celui d'avant".into());
        }
        precedent = classee.rang_retenu;
        if retient(&classee.statut_propose) {
            propose = propose.saturating_add(classee.montants.ligne);
        }
        let connu = Proposition::TOUTES
            .iter()
            .map(|p| p.nom())
            .chain(["classé", "à départager"])
            .any(|nom| nom == classee.statut_propose);
        if !connu {
            dire(format!("statut inconnu « {} »", classee.statut_propose));
        }
    }
    if propose != resultat.parametres.propose {
        raisons.push(format!(
            "parametres.propose : {} écrit, la somme donne {propose}",
            resultat.parametres.propose
        ));
    }
    raisons
}

fn compter_avis(avis: &[AvisResultat]) -> Decompte {
    let nombre = |sens: Sens| {
        avis.iter()
            .filter(|a| a.avis.as_deref() == Some(sens.nom()))
            .count() as u64
    };
    Decompte {
        f: nombre(Sens::Favorable),
        r: nombre(Sens::FavorableAvecReserves),
        d: nombre(Sens::Defavorable),
    }
}

fn points(resultat: &Resultat, classee: &Classee) -> String {
    let (mut points, mut maximum) = (0_u64, 0_u64);
    for critere in &resultat.parametres.criteres {
        let note = classee.criteres.iter().find(|c| c.id == critere.id);
        let note = note.and_then(|c| c.note).unwrap_or_default();
        points += u64::from(critere.poids) * u64::from(note);
        maximum += u64::from(critere.poids) * 4;
    }
    format!("{points}/{maximum}")
}

/// Amounts by volet of a candidature, when its proposal says them.
pub fn par_volet(candidature: &Candidature) -> impl Iterator<Item = (Volet, i64)> {
    let fiche = candidature.fiche.iter();
    fiche.flat_map(|f| f.demande_par_volet.iter().map(|(v, m)| (*v, *m)))
}

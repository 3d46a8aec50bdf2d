//! A séance: the fold of its journal. Resume, undo, audit and verification are this one function.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use chrono::NaiveDate;

use super::avis::{Decompte, Position};
use super::cadre::Cadre;
use super::fait::{Empreinte, Enregistrement, Fait, Proposition};
use super::projet::MONTANT_MAXIMAL;

/// Highest appreciation of a criterion.
pub const NOTE_MAXIMALE: u8 = 4;

/// What has been said, and what stands of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Seance {
    enregistrements: Vec<Enregistrement>,
    annules: BTreeSet<u64>,
    etat: Etat,
}

/// What stands once the undone facts are left out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Etat {
    /// Date of the séance, once open.
    pub date: Option<NaiveDate>,
    /// Institutions present.
    pub presents: Vec<String>,
    /// Inputs last accepted.
    pub entrees: Vec<Empreinte>,
    /// Envelope set in the séance; the outer `None` leaves the call's.
    pub enveloppe: Option<Option<i64>>,
    /// Where that envelope comes from.
    pub enveloppe_motif: String,
    /// Votes, in order.
    pub votes: Vec<Vote>,
    /// Whether the séance is closed.
    pub levee: bool,
    examens: BTreeMap<String, Examen>,
}

/// What the committee has said of one candidature.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Examen {
    /// Where each institution stands, by id.
    pub positions: BTreeMap<String, Position>,
    /// Appreciations from 0 to 4, by criterion.
    pub notes: BTreeMap<String, u8>,
    /// Observations, by criterion; `None` is the whole candidature.
    pub observations: BTreeMap<Option<String>, String>,
    /// Row retained.
    pub priorite: Option<PrioriteRetenue>,
    /// Amount proposed instead of the one asked, in euros, and why.
    pub montant: Option<(i64, String)>,
    /// Proposition made by the committee, and why.
    pub proposition: Option<(Proposition, String)>,
    /// Whether the committee has finished.
    pub examine: bool,
}

/// The row of the table that the committee retains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrioriteRetenue {
    /// Rank; `None` when hors priorité.
    pub rang: Option<u32>,
    /// Why, when it differs from the row proposed.
    pub motif: Option<String>,
}

/// A vote between candidatures that are ex æquo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Numbers, first served at the head.
    pub projets: Vec<String>,
    /// Votes for, against, abstentions.
    pub voix: (u32, u32, u32),
    /// Whether the chair's casting vote made the majority.
    pub voix_preponderante: bool,
    /// Why.
    pub motif: String,
}

/// What is still to be said of a candidature before it can be examined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Manque {
    /// The row of the table is not confirmed.
    Priorite,
    /// A criterion, by id, is not appreciated.
    Critere(String),
}

/// Why a fact cannot be said now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refus {
    /// The séance is not open.
    NonOuverte,
    /// The séance is already open.
    DejaOuverte,
    /// The séance is closed.
    Levee,
    /// The séance is not closed.
    NonLevee,
    /// The fact names something the call does not know.
    Inconnu(String),
    /// A compulsory text is empty; its name.
    TexteObligatoire(&'static str),
    /// A value out of its bounds; what was expected.
    HorsBornes(&'static str),
    /// Things are missing to call the candidature examined.
    Incomplet(Vec<Manque>),
    /// Nothing stands that could be undone.
    RienAAnnuler,
    /// The vote has no majority.
    SansMajorite,
}

impl fmt::Display for Refus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NonOuverte => f.write_str("La séance n'est pas ouverte."),
            Self::DejaOuverte => f.write_str("La séance est déjà ouverte."),
            Self::Levee => f.write_str("La séance est levée : rouvrez-la (R) pour modifier."),
            Self::NonLevee => f.write_str("La séance n'est pas levée."),
            Self::Inconnu(quoi) => write!(f, "Inconnu dans cet appel : {quoi}."),
            Self::TexteObligatoire(nom) => write!(f, "Le texte est obligatoire : {nom}."),
            Self::HorsBornes(attendu) => write!(f, "Valeur hors bornes : {attendu}."),
            Self::Incomplet(manques) => write!(
                f,
                "Il manque {} point(s) avant « examinée ».",
                manques.len()
            ),
            Self::RienAAnnuler => f.write_str("Rien à annuler."),
            Self::SansMajorite => f.write_str(
                "Pas de majorité : plus de pour que de contre, ou à égalité la voix prépondérante.",
            ),
        }
    }
}

static EXAMEN_VIERGE: Examen = Examen {
    positions: BTreeMap::new(),
    notes: BTreeMap::new(),
    observations: BTreeMap::new(),
    priorite: None,
    montant: None,
    proposition: None,
    examine: false,
};

impl Seance {
    /// The séance these records tell.
    pub fn replay(enregistrements: impl IntoIterator<Item = Enregistrement>) -> Self {
        let mut seance = Self {
            enregistrements: enregistrements.into_iter().collect(),
            ..Self::default()
        };
        seance.refold();
        seance
    }

    /// Adds a record already on disk.
    pub fn apply(&mut self, enregistrement: Enregistrement) {
        let annulation = matches!(enregistrement.fait, Fait::Annule { .. });
        self.enregistrements.push(enregistrement);
        if annulation {
            self.refold();
        } else if let Some(dernier) = self.enregistrements.last() {
            self.etat.apply(&dernier.fait);
        }
    }

    /// What stands.
    pub fn etat(&self) -> &Etat {
        &self.etat
    }

    /// What has been said of a candidature.
    pub fn examen(&self, numero: &str) -> &Examen {
        self.etat.examens.get(numero).unwrap_or(&EXAMEN_VIERGE)
    }

    /// Every record, undone ones included.
    pub fn enregistrements(&self) -> &[Enregistrement] {
        &self.enregistrements
    }

    /// Whether record `n` is undone.
    pub fn est_annule(&self, n: u64) -> bool {
        self.annules.contains(&n)
    }

    /// The record that « annuler » would undo: the last one said that stands.
    pub fn a_annuler(&self) -> Option<&Enregistrement> {
        self.enregistrements
            .iter()
            .rev()
            .find(|e| e.fait.annulable() && !self.est_annule(e.n))
    }

    /// The undoing that « rétablir » would undo, and the fact it brings back; nothing once something else was said.
    pub fn a_retablir(&self) -> Option<(&Enregistrement, &Enregistrement)> {
        for enregistrement in self.enregistrements.iter().rev() {
            match enregistrement.fait {
                Fait::Annule { cible } => {
                    let cible = self.enregistrement(cible)?;
                    if cible.fait.annulable() && !self.est_annule(enregistrement.n) {
                        return Some((enregistrement, cible));
                    }
                }
                _ if enregistrement.fait.annulable() => return None,
                _ => {}
            }
        }
        None
    }

    /// The record numbered `n`.
    pub fn enregistrement(&self, n: u64) -> Option<&Enregistrement> {
        let rang = self
            .enregistrements
            .binary_search_by_key(&n, |e| e.n)
            .ok()?;
        self.enregistrements.get(rang)
    }

    /// Envelope that holds, in euros: the one set in the séance, else the call's.
    pub fn enveloppe(&self, cadre: &Cadre) -> Option<i64> {
        self.etat.enveloppe.unwrap_or(cadre.territoire.enveloppe)
    }

    /// Whether a fact may be said now.
    pub fn check(&self, fait: &Fait, cadre: &Cadre) -> Result<(), Refus> {
        match (fait, self.etat.date, self.etat.levee) {
            (
                Fait::JournalCree { .. } | Fait::Reprise { .. } | Fait::EntreesAcceptees { .. },
                ..,
            ) => return Ok(()),
            (Fait::SeanceOuverte { presents, .. }, None, _) => {
                return presents.iter().try_for_each(|i| institution(cadre, i));
            }
            (Fait::SeanceOuverte { .. }, Some(_), _) => return Err(Refus::DejaOuverte),
            (_, None, _) => return Err(Refus::NonOuverte),
            (Fait::SeanceRouverte { .. }, _, false) => return Err(Refus::NonLevee),
            (Fait::SeanceRouverte { motif }, _, true) => {
                return texte(motif, "motif de la réouverture");
            }
            (_, _, true) => return Err(Refus::Levee),
            _ => {}
        }
        if let Some(numero) = fait.projet()
            && cadre.dossier(numero).is_none()
        {
            return Err(Refus::Inconnu(format!("candidature {numero}")));
        }
        match fait {
            Fait::AvisRendu {
                institution: id,
                sens,
                texte: dit,
                ..
            } => {
                institution(cadre, id)?;
                match sens.texte_obligatoire() {
                    Some(nom) => texte(dit.as_deref().unwrap_or_default(), nom),
                    None => Ok(()),
                }
            }
            Fait::SilenceConstate {
                institution: id, ..
            }
            | Fait::DeportDeclare {
                institution: id, ..
            } => institution(cadre, id),
            Fait::AvisRetire {
                projet,
                institution: id,
            } => {
                institution(cadre, id)?;
                exiger(
                    self.examen(projet).positions.contains_key(id),
                    Refus::RienAAnnuler,
                )
            }
            Fait::CritereApprecie {
                critere: id, note, ..
            } => {
                critere(cadre, id)?;
                exiger(
                    *note <= NOTE_MAXIMALE,
                    Refus::HorsBornes("une appréciation va de 0 à 4"),
                )
            }
            Fait::ObservationNotee {
                critere: Some(id), ..
            } => critere(cadre, id),
            Fait::CorrespondanceRetenue {
                projet,
                priorite,
                motif,
            } => check_priorite(cadre, projet, *priorite, motif.as_deref()),
            Fait::MontantPropose { montant, motif, .. } => {
                montant_admis(*montant)?;
                texte(motif, "motif du montant")
            }
            Fait::EnveloppeFixee { montant, .. } => montant_admis(*montant),
            Fait::PropositionChangee { motif, .. } => texte(motif, "motif de la proposition"),
            Fait::VoteTenu {
                projets,
                pour,
                contre,
                voix_preponderante,
                motif,
                ..
            } => {
                let distincts: BTreeSet<_> = projets.iter().collect();
                if distincts.len() < 2 || distincts.len() != projets.len() {
                    return Err(Refus::HorsBornes(
                        "un vote départage au moins deux candidatures",
                    ));
                }
                if let Some(absent) = projets.iter().find(|p| cadre.dossier(p).is_none()) {
                    return Err(Refus::Inconnu(format!("candidature {absent}")));
                }
                if pour < contre || (pour == contre && !voix_preponderante) {
                    return Err(Refus::SansMajorite);
                }
                texte(motif, "motif du vote")
            }
            Fait::ProjetExamine {
                projet,
                examine: true,
            } => {
                let manques = self.manques(projet, cadre);
                exiger(manques.is_empty(), Refus::Incomplet(manques))
            }
            Fait::Annule { cible } => match self.enregistrement(*cible) {
                Some(e)
                    if !self.est_annule(e.n)
                        && (e.fait.annulable() || matches!(e.fait, Fait::Annule { .. })) =>
                {
                    Ok(())
                }
                _ => Err(Refus::RienAAnnuler),
            },
            _ => Ok(()),
        }
    }

    /// What is missing before a candidature can be examined; nothing when it is put off or inadmissible.
    pub fn manques(&self, numero: &str, cadre: &Cadre) -> Vec<Manque> {
        let examen = self.examen(numero);
        if examen.hors_classement().is_some() {
            return Vec::new();
        }
        let criteres = cadre.ami.criteres.iter();
        let sans_note = criteres.filter(|c| !examen.notes.contains_key(&c.id));
        let priorite = examen.priorite.is_none().then_some(Manque::Priorite);
        priorite
            .into_iter()
            .chain(sans_note.map(|c| Manque::Critere(c.id.clone())))
            .collect()
    }

    /// Institutions of which nothing has been said on a candidature, by id.
    pub fn institutions_muettes<'a>(
        &'a self,
        numero: &str,
        cadre: &'a Cadre,
    ) -> impl Iterator<Item = &'a str> {
        let positions = &self.examen(numero).positions;
        let institutions = cadre.ami.institutions().map(|(_, i)| i.id.as_str());
        institutions.filter(|id| !positions.contains_key(*id))
    }

    fn refold(&mut self) {
        // From the last to the first: an undoing that is itself undone undoes nothing.
        self.annules.clear();
        for enregistrement in self.enregistrements.iter().rev() {
            if let Fait::Annule { cible } = enregistrement.fait
                && !self.annules.contains(&enregistrement.n)
                && cible < enregistrement.n
            {
                self.annules.insert(cible);
            }
        }
        self.etat = Etat::default();
        for enregistrement in &self.enregistrements {
            if !self.annules.contains(&enregistrement.n) {
                self.etat.apply(&enregistrement.fait);
            }
        }
    }
}

impl Examen {
    /// Expressed avis.
    pub fn decompte(&self) -> Decompte {
        Decompte::des(self.positions.values())
    }

    /// The proposition that takes it out of the ranking, and why.
    pub fn hors_classement(&self) -> Option<(Proposition, &str)> {
        let (proposition, motif) = self.proposition.as_ref()?;
        proposition
            .hors_classement()
            .then_some((*proposition, motif))
    }
}

impl Etat {
    /// Candidatures the committee has finished with.
    pub fn examinees(&self) -> usize {
        self.examens
            .values()
            .filter(|e| e.examine || e.hors_classement().is_some())
            .count()
    }

    fn examen(&mut self, numero: &str) -> &mut Examen {
        self.examens.entry(numero.to_owned()).or_default()
    }

    fn apply(&mut self, fait: &Fait) {
        match fait.clone() {
            Fait::JournalCree { entrees, .. } | Fait::EntreesAcceptees { entrees } => {
                self.entrees = entrees;
            }
            Fait::SeanceOuverte { date, presents } => {
                self.date = Some(date);
                self.presents = presents;
            }
            Fait::AvisRendu {
                projet,
                institution,
                sens,
                texte,
                recu,
            } => {
                let position = Position::Avis { sens, texte, recu };
                self.examen(&projet).positions.insert(institution, position);
            }
            Fait::SilenceConstate {
                projet,
                institution,
                etat,
            } => {
                self.examen(&projet)
                    .positions
                    .insert(institution, Position::Silence(etat));
            }
            Fait::DeportDeclare {
                projet,
                institution,
            } => {
                self.examen(&projet)
                    .positions
                    .insert(institution, Position::Deport);
            }
            Fait::AvisRetire {
                projet,
                institution,
            } => {
                self.examen(&projet).positions.remove(&institution);
            }
            Fait::CritereApprecie {
                projet,
                critere,
                note,
            } => {
                self.examen(&projet).notes.insert(critere, note);
            }
            Fait::ObservationNotee {
                projet,
                critere,
                texte,
            } => {
                let observations = &mut self.examen(&projet).observations;
                if texte.trim().is_empty() {
                    observations.remove(&critere);
                } else {
                    observations.insert(critere, texte);
                }
            }
            Fait::CorrespondanceRetenue {
                projet,
                priorite,
                motif,
            } => {
                self.examen(&projet).priorite = Some(PrioriteRetenue {
                    rang: priorite,
                    motif,
                });
            }
            Fait::MontantPropose {
                projet,
                montant,
                motif,
            } => {
                self.examen(&projet).montant = montant.map(|montant| (montant, motif));
            }
            Fait::PropositionChangee {
                projet,
                proposition,
                motif,
            } => {
                self.examen(&projet).proposition = proposition.map(|p| (p, motif));
            }
            Fait::ProjetExamine { projet, examine } => self.examen(&projet).examine = examine,
            Fait::VoteTenu {
                projets,
                pour,
                contre,
                abstentions,
                voix_preponderante,
                motif,
            } => {
                let voix = (pour, contre, abstentions);
                self.votes.push(Vote {
                    projets,
                    voix,
                    voix_preponderante,
                    motif,
                });
            }
            Fait::EnveloppeFixee { montant, motif } => {
                self.enveloppe = Some(montant);
                self.enveloppe_motif = motif;
            }
            Fait::SeanceLevee {} => self.levee = true,
            Fait::SeanceRouverte { .. } => self.levee = false,
            Fait::Annule { .. } | Fait::Reprise { .. } => {}
        }
    }
}

fn exiger(condition: bool, refus: Refus) -> Result<(), Refus> {
    if condition { Ok(()) } else { Err(refus) }
}

fn institution(cadre: &Cadre, id: &str) -> Result<(), Refus> {
    exiger(
        cadre.ami.institution(id).is_some(),
        Refus::Inconnu(format!("institution {id}")),
    )
}

fn critere(cadre: &Cadre, id: &str) -> Result<(), Refus> {
    exiger(
        cadre.ami.critere(id).is_some(),
        Refus::Inconnu(format!("critère {id}")),
    )
}

fn texte(dit: &str, nom: &'static str) -> Result<(), Refus> {
    exiger(!dit.trim().is_empty(), Refus::TexteObligatoire(nom))
}

fn montant_admis(montant: Option<i64>) -> Result<(), Refus> {
    exiger(
        montant.is_none_or(|m| (0..=MONTANT_MAXIMAL).contains(&m)),
        Refus::HorsBornes("un montant va de 0 à un milliard d'euros"),
    )
}

fn check_priorite(
    cadre: &Cadre,
    numero: &str,
    priorite: Option<u32>,
    motif: Option<&str>,
) -> Result<(), Refus> {
    if let Some(rang) = priorite
        && cadre.table.ligne(rang).is_none()
    {
        return Err(Refus::Inconnu(format!("priorité {rang}")));
    }
    let proposee = cadre
        .dossier(numero)
        .and_then(super::cadre::Dossier::priorite_proposee);
    if priorite == proposee {
        return Ok(());
    }
    texte(motif.unwrap_or_default(), "motif du changement de priorité")
}

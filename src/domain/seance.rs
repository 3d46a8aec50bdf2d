//! A séance: the fold of its journal. Resume, undo, audit and verification are this one function.

use std::collections::{BTreeMap, BTreeSet};

use chrono::NaiveDate;

use super::ami::Ami;
use super::avis::{Decompte, Position};
use super::cadre::Cadre;
use super::fait::{Empreinte, Enregistrement, Fait, Proposition};
use super::presence::Presence;
use super::recevabilite::{Severite, rend_irrecevable};

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
    /// Who sits.
    pub presence: Presence,
    /// Inputs last accepted.
    pub entrees: Vec<Empreinte>,
    /// Envelope set in the séance; the outer `None` leaves the call's.
    pub enveloppe: Option<Option<i64>>,
    /// The one calendar year that envelope covers; `None` for the whole convention.
    pub enveloppe_annee: Option<u16>,
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
    /// Motifs of inadmissibility settled by a person, by rule.
    pub tranches: BTreeMap<String, Tranche>,
    /// Complements asked for and not come: the file is incomplete.
    pub complements: Option<String>,
    /// Amount proposed instead of the one asked, in euros, and why.
    pub montant: Option<(i64, String)>,
    /// Proposition made by the committee, and why.
    pub proposition: Option<(Proposition, String)>,
    /// Rank given by the committee instead of the computed one, and why.
    pub rang: Option<(u32, String)>,
    /// Whether the committee has finished.
    pub examine: bool,
}

/// The row of the table that the committee retains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrioriteRetenue {
    /// Rank; `None` when hors priorité.
    pub rang: Option<u32>,
    /// Id of the row's public.
    pub public: Option<String>,
    /// Why, when it differs from the row proposed.
    pub motif: Option<String>,
}

/// A motif of inadmissibility, settled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tranche {
    /// Confirmed, or lifted.
    pub confirme: bool,
    /// Why.
    pub motif: String,
}

/// A vote between candidatures that are ex æquo.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vote {
    /// Its record.
    pub n: u64,
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
    /// The row of the table is not confirmed, or the table has changed since.
    Priorite,
    /// A motif of inadmissibility, by rule, is neither confirmed nor lifted.
    Motif(String),
    /// A criterion, by id, is not appreciated.
    Critere(String),
    /// The file asks for nothing: the committee must propose an amount.
    Montant,
}

static EXAMEN_VIERGE: Examen = Examen {
    positions: BTreeMap::new(),
    notes: BTreeMap::new(),
    observations: BTreeMap::new(),
    priorite: None,
    tranches: BTreeMap::new(),
    complements: None,
    montant: None,
    proposition: None,
    rang: None,
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
            self.etat.apply(dernier);
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

    /// What is missing before a candidature can be examined; nothing when it is put off or inadmissible.
    pub fn manques(&self, numero: &str, cadre: &Cadre) -> Vec<Manque> {
        let examen = self.examen(numero);
        if examen.hors_classement().is_some() {
            return Vec::new();
        }
        let mut manques = Vec::new();
        let dossier = cadre.dossier(numero);
        for constat in dossier.iter().flat_map(|d| &d.constats) {
            if constat.severite == Severite::Motif && !examen.tranches.contains_key(constat.regle) {
                manques.push(Manque::Motif(constat.regle.into()));
            }
        }
        if examen.priorite_valable(cadre).is_none() {
            manques.push(Manque::Priorite);
        }
        let criteres = cadre.ami.criteres.iter();
        let sans_note = criteres.filter(|c| !examen.notes.contains_key(&c.id));
        manques.extend(sans_note.map(|c| Manque::Critere(c.id.clone())));
        if examen.montant.is_none() && dossier.is_some_and(|d| d.fiche().demande() <= 0) {
            manques.push(Manque::Montant);
        }
        manques
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
        self.annules = annules_parmi(&self.enregistrements);
        self.etat = Etat::default();
        for enregistrement in &self.enregistrements {
            if !self.annules.contains(&enregistrement.n) {
                self.etat.apply(enregistrement);
            }
        }
        let (enregistrements, annules) = (&self.enregistrements, &self.annules);
        self.etat
            .votes
            .retain(|vote| tient(vote, enregistrements, annules));
    }
}

/// The records undone among these, from the last to the first: an undoing that is itself undone undoes nothing.
fn annules_parmi(enregistrements: &[Enregistrement]) -> BTreeSet<u64> {
    let mut annules = BTreeSet::new();
    for enregistrement in enregistrements.iter().rev() {
        if let Fait::Annule { cible } = enregistrement.fait
            && !annules.contains(&enregistrement.n)
            && cible < enregistrement.n
        {
            annules.insert(cible);
        }
    }
    annules
}

/// Whether the facts a vote was held on are those that stand now: none undone since, none brought back.
fn tient(vote: &Vote, enregistrements: &[Enregistrement], annules: &BTreeSet<u64>) -> bool {
    let avant = enregistrements.partition_point(|e| e.n < vote.n);
    let avant = &enregistrements[..avant];
    let annules_alors = annules_parmi(avant);
    let mut pesaient = avant.iter().filter(|e| {
        e.fait.change_la_cle()
            && e.fait
                .projet()
                .is_some_and(|p| vote.projets.iter().any(|n| n == p))
    });
    pesaient.all(|e| annules_alors.contains(&e.n) == annules.contains(&e.n))
}

impl Examen {
    /// Expressed avis of the call's institutions.
    pub fn decompte(&self, ami: &Ami) -> Decompte {
        Decompte::des(
            ami.institutions()
                .filter_map(|(_, i)| self.positions.get(&i.id)),
        )
    }

    /// The row retained, while it still is the row of that public in the table.
    pub fn priorite_valable(&self, cadre: &Cadre) -> Option<&PrioriteRetenue> {
        self.priorite.as_ref().filter(|retenue| {
            retenue.rang.is_none_or(|rang| {
                let ligne = cadre.table.ligne(rang);
                ligne.is_some_and(|l| {
                    retenue
                        .public
                        .as_ref()
                        .is_none_or(|public| *public == l.public)
                })
            })
        })
    }

    /// The proposition that takes it out of the ranking, and why: put off, inadmissible, or a motif that was confirmed.
    pub fn hors_classement(&self) -> Option<(Proposition, &str)> {
        let confirme =
            |(regle, tranche): (&String, &Tranche)| tranche.confirme && rend_irrecevable(regle);
        if let Some((_, tranche)) = self.tranches.iter().find(|(r, t)| confirme((r, t))) {
            return Some((Proposition::Irrecevable, &tranche.motif));
        }
        let (proposition, motif) = self.proposition.as_ref()?;
        proposition
            .hors_classement()
            .then_some((*proposition, motif))
    }
}

impl Vote {
    /// The place that it gives to a candidature, from 0.
    pub fn place(&self, numero: &str) -> Option<usize> {
        self.projets.iter().position(|n| n == numero)
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

    fn trancher(&mut self, numero: &str, regle: String, tranche: Tranche) {
        self.examen(numero).tranches.insert(regle, tranche);
    }

    fn apply(&mut self, enregistrement: &Enregistrement) {
        let Enregistrement { n, fait, .. } = enregistrement;
        // A vote was held on given facts: once one of them changes, it no longer orders anything.
        if let Some(numero) = fait.projet().filter(|_| fait.change_la_cle()) {
            self.votes
                .retain(|vote| !vote.projets.iter().any(|n| n == numero));
        }
        match fait.clone() {
            Fait::JournalCree { entrees, .. } | Fait::EntreesAcceptees { entrees } => {
                self.entrees = entrees;
            }
            Fait::SeanceOuverte { date, presents } => {
                self.date = Some(date);
                self.presence = Presence::simple(presents);
            }
            Fait::PresenceNotee { date, presence } => {
                self.date = Some(date);
                self.presence = presence;
            }
            Fait::AvisRendu {
                projet,
                institution,
                ..
            }
            | Fait::SilenceConstate {
                projet,
                institution,
                ..
            }
            | Fait::DeportDeclare {
                projet,
                institution,
            } => {
                if let Some(position) = fait.position() {
                    self.examen(&projet).positions.insert(institution, position);
                }
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
                priorite: rang,
                public,
                motif,
            } => {
                self.examen(&projet).priorite = Some(PrioriteRetenue {
                    rang,
                    public,
                    motif,
                });
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
                    n: *n,
                    projets,
                    voix,
                    voix_preponderante,
                    motif,
                });
            }
            Fait::EnveloppeFixee {
                montant,
                annee,
                motif,
            } => {
                self.enveloppe = Some(montant);
                self.enveloppe_annee = annee.filter(|_| montant.is_some());
                self.enveloppe_motif = motif;
            }
            Fait::SeanceLevee {} => self.levee = true,
            Fait::SeanceRouverte { .. } => self.levee = false,
            fait => self.apply_au_dossier(fait),
        }
    }

    /// What the committee settles, asks or proposes for a candidature.
    fn apply_au_dossier(&mut self, fait: Fait) {
        match fait {
            Fait::ConstatConfirme {
                projet,
                regle,
                motif,
            } => {
                self.trancher(
                    &projet,
                    regle,
                    Tranche {
                        confirme: true,
                        motif,
                    },
                );
            }
            Fait::ConstatLeve {
                projet,
                regle,
                motif,
            } => {
                self.trancher(
                    &projet,
                    regle,
                    Tranche {
                        confirme: false,
                        motif,
                    },
                );
            }
            Fait::ComplementsDemandes { projet, motif } => {
                self.examen(&projet).complements = Some(motif);
            }
            Fait::ComplementsRecus { projet, .. } => self.examen(&projet).complements = None,
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
            Fait::RangChange {
                projet,
                rang,
                motif,
            } => self.examen(&projet).rang = rang.map(|rang| (rang, motif)),
            _ => {}
        }
    }
}

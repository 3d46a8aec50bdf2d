//! Whether a fact may be said now, and in which words it is refused.

use std::collections::BTreeSet;
use std::fmt;

use super::avis::Position;
use super::cadre::Cadre;
use super::cloture::obstacles;
use super::fait::{Fait, Proposition};
use super::francais::compte;
use super::projet::MONTANT_MAXIMAL;
use super::recevabilite::Severite;
use super::seance::{Manque, NOTE_MAXIMALE, Seance};
use super::tableau::Tableau;

/// Why a fact cannot be said now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refus {
    /// A journal has one beginning.
    JournalCommence,
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
    /// It already stands in the same words.
    DejaDit,
    /// A member with a personal interest gives no avis.
    Deport,
    /// The candidature has no rank yet.
    NonClassee,
    /// The candidatures of a vote are not exactly those that share a rank.
    NonExAequo,
    /// The vote has no majority.
    SansMajorite,
    /// Points that stop the closing; their number.
    Obstacles(usize),
}

impl fmt::Display for Refus {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::JournalCommence => f.write_str("Ce journal est déjà commencé."),
            Self::NonOuverte => f.write_str("La séance n'est pas ouverte."),
            Self::DejaOuverte => f.write_str("La séance est déjà ouverte."),
            Self::Levee => f.write_str("La séance est levée : rouvrez-la (C puis R) pour modifier."),
            Self::NonLevee => f.write_str("La séance n'est pas levée."),
            Self::Inconnu(quoi) => write!(f, "Inconnu dans cet appel : {quoi}."),
            Self::TexteObligatoire(nom) => write!(f, "Le texte est obligatoire : {nom}."),
            Self::HorsBornes(attendu) => write!(f, "Refusé : {attendu}."),
            Self::Incomplet(manques) => {
                let points = compte(manques.len(), "point", "points");
                write!(f, "Il manque {points} avant « examinée ».")
            }
            Self::RienAAnnuler => f.write_str("Rien à annuler."),
            Self::DejaDit => f.write_str("C'est déjà noté ainsi."),
            Self::Deport => {
                f.write_str("Cette institution s'est déportée : retirez d'abord le déport (w).")
            }
            Self::NonClassee => f.write_str("Cette candidature n'est pas classée : elle n'a pas de rang à changer."),
            Self::NonExAequo => f.write_str(
                "Un vote porte sur toutes les candidatures ex æquo d'un même rang, et sur elles seules.",
            ),
            Self::SansMajorite => f.write_str(
                "Pas de majorité : plus de voix pour que contre ; à égalité, la voix prépondérante.",
            ),
            Self::Obstacles(nombre) => {
                let points = compte(*nombre, "point reste", "points restent");
                write!(f, "{points} à régler avant de lever la séance (C).")
            }
        }
    }
}

impl Seance {
    /// Whether a fact may be said now.
    pub fn check(&self, fait: &Fait, cadre: &Cadre) -> Result<(), Refus> {
        self.check_moment(fait)?;
        check_valeurs(fait)?;
        check_references(fait, cadre)?;
        self.check_etat(fait, cadre)
    }

    /// Open or closed: what may be said when.
    fn check_moment(&self, fait: &Fait) -> Result<(), Refus> {
        let ouverte = self.etat().date.is_some();
        match fait {
            Fait::JournalCree { .. } => {
                exiger(self.enregistrements().is_empty(), Refus::JournalCommence)
            }
            Fait::Reprise { .. } | Fait::Reparation { .. } | Fait::SansVerrou { .. } => Ok(()),
            Fait::SeanceOuverte { .. } => exiger(!ouverte, Refus::DejaOuverte),
            Fait::EntreesAcceptees { .. } => exiger(!self.etat().levee, Refus::Levee),
            Fait::SeanceRouverte { .. } => exiger(self.etat().levee, Refus::NonLevee),
            _ if fait.est_regional() => Err(Refus::HorsBornes(
                "ce fait se dit à la région (instruire region)",
            )),
            _ if !ouverte => Err(Refus::NonOuverte),
            _ => exiger(!self.etat().levee, Refus::Levee),
        }
    }

    /// What already stands allows it.
    fn check_etat(&self, fait: &Fait, cadre: &Cadre) -> Result<(), Refus> {
        match fait {
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
                let tenue = self.examen(projet).positions.get(institution);
                let dite = fait.position();
                exiger(tenue.is_none() || tenue != dite.as_ref(), Refus::DejaDit)?;
                let deport = matches!(fait, Fait::DeportDeclare { .. });
                exiger(deport || tenue != Some(&Position::Deport), Refus::Deport)
            }
            Fait::CritereApprecie {
                projet,
                critere,
                note,
            } => {
                let dite = self.examen(projet).notes.get(critere);
                exiger(dite != Some(note), Refus::DejaDit)
            }
            Fait::AvisRetire {
                projet,
                institution,
            } => {
                let dit = self.examen(projet).positions.contains_key(institution);
                exiger(dit, Refus::RienAAnnuler)
            }
            Fait::PresenceNotee { date, presence } => {
                let tenus = (self.etat().date, &self.etat().presence);
                exiger(tenus != (Some(*date), presence), Refus::DejaDit)
            }
            Fait::ComplementsDemandes { projet, motif } => {
                let deja = self.examen(projet).complements.as_ref();
                exiger(deja != Some(motif), Refus::DejaDit)
            }
            Fait::ComplementsRecus { projet, .. } => exiger(
                self.examen(projet).complements.is_some(),
                Refus::HorsBornes("aucun complément n'est attendu"),
            ),
            Fait::CorrespondanceRetenue {
                projet,
                priorite,
                public,
                motif,
            } => check_priorite(
                cadre,
                projet,
                *priorite,
                public.as_deref(),
                motif.as_deref(),
            ),
            Fait::PropositionChangee {
                proposition: Some(Proposition::ListeComplementaire),
                ..
            } => exiger(
                cadre.ami.classement.liste_complementaire,
                Refus::HorsBornes("l'appel ne prévoit pas de liste complémentaire"),
            ),
            Fait::VoteTenu { projets, .. } => {
                exiger(self.sont_les_ex_aequo(projets, cadre), Refus::NonExAequo)
            }
            Fait::RangChange { projet, rang, .. } => self.check_rang(projet, *rang, cadre),
            Fait::EnveloppeFixee {
                annee: Some(annee), ..
            } => {
                let connue = cadre
                    .dossiers
                    .iter()
                    .any(|d| d.fiche().annees().any(|a| a == *annee));
                exiger(connue, Refus::Inconnu(format!("année {annee}")))
            }
            Fait::ProjetExamine {
                projet,
                examine: true,
            } => {
                let manques = self.manques(projet, cadre);
                exiger(manques.is_empty(), Refus::Incomplet(manques))
            }
            Fait::Annule { cible } => {
                let annulable =
                    |fait: &Fait| fait.annulable() || matches!(fait, Fait::Annule { .. });
                let vise = self
                    .enregistrement(*cible)
                    .filter(|e| !self.est_annule(e.n));
                exiger(
                    vise.is_some_and(|e| annulable(&e.fait)),
                    Refus::RienAAnnuler,
                )
            }
            Fait::SeanceLevee {} => {
                let nombre = obstacles(cadre, self, &Tableau::etablir(cadre, self, None)).len();
                exiger(nombre == 0, Refus::Obstacles(nombre))
            }
            _ => Ok(()),
        }
    }

    /// The candidature is ranked, the rank is free, and it would really be there.
    fn check_rang(&self, projet: &str, rang: Option<u32>, cadre: &Cadre) -> Result<(), Refus> {
        let Some(rang) = rang else {
            let donne = self.examen(projet).rang.is_some();
            return exiger(donne, Refus::RienAAnnuler);
        };
        let tableau = Tableau::etablir(cadre, self, None);
        if tableau.place(projet).is_none() {
            return Err(Refus::NonClassee);
        }
        let rang = rang as usize;
        exiger(
            rang <= tableau.places.len(),
            Refus::HorsBornes("ce rang dépasse le nombre de candidatures classées"),
        )?;
        let mut voulus = tableau.rangs_du_comite();
        voulus.retain(|(numero, _)| numero != projet);
        exiger(
            voulus.iter().all(|(_, donne)| *donne != rang),
            Refus::HorsBornes("le comité a déjà donné ce rang à une autre candidature"),
        )?;
        voulus.push((projet.to_owned(), rang));
        exiger(
            tableau.rang_obtenu(projet, &voulus) == Some(rang),
            Refus::HorsBornes("ce rang coupe des ex æquo : un vote les départage d'abord (D)"),
        )
    }

    /// Whether these are all the candidatures of one rank, and nothing else.
    fn sont_les_ex_aequo(&self, projets: &[String], cadre: &Cadre) -> bool {
        let tableau = Tableau::etablir(cadre, self, None);
        let Some(place) = projets.first().and_then(|n| tableau.place(n)) else {
            return false;
        };
        let groupe: BTreeSet<&str> = place.groupe().collect();
        groupe.len() > 1 && groupe == projets.iter().map(String::as_str).collect()
    }
}

/// Everything the fact names is in the call.
fn check_references(fait: &Fait, cadre: &Cadre) -> Result<(), Refus> {
    if let Some(numero) = fait.projet() {
        dossier(cadre, numero)?;
    }
    match fait {
        Fait::SeanceOuverte { presents, .. } => {
            presents.iter().try_for_each(|id| institution(cadre, id))
        }
        Fait::PresenceNotee { presence, .. } => presence
            .references()
            .try_for_each(|id| institution(cadre, id)),
        Fait::AvisRendu {
            institution: id, ..
        }
        | Fait::AvisRetire {
            institution: id, ..
        }
        | Fait::SilenceConstate {
            institution: id, ..
        }
        | Fait::DeportDeclare {
            institution: id, ..
        } => institution(cadre, id),
        Fait::CritereApprecie { critere, .. }
        | Fait::ObservationNotee {
            critere: Some(critere),
            ..
        } => {
            let connu = cadre.ami.critere(critere).is_some();
            exiger(connu, Refus::Inconnu(format!("critère {critere}")))
        }
        Fait::VoteTenu { projets, .. } => projets.iter().try_for_each(|n| dossier(cadre, n)),
        Fait::ConstatConfirme { projet, regle, .. } | Fait::ConstatLeve { projet, regle, .. } => {
            let motif = |d: &super::cadre::Dossier| {
                d.constats
                    .iter()
                    .any(|c| c.regle == regle && c.severite == Severite::Motif)
            };
            let connu = cadre.dossier(projet).is_some_and(motif);
            exiger(
                connu,
                Refus::Inconnu(format!("motif d'irrecevabilité {regle}")),
            )
        }
        _ => Ok(()),
    }
}

/// What holds of a fact whatever the inputs: bounds, compulsory texts. A journal that breaks it was not written by this program.
pub fn check_valeurs(fait: &Fait) -> Result<(), Refus> {
    match fait {
        Fait::AvisRendu {
            sens, texte: dit, ..
        } => match sens.texte_obligatoire() {
            Some(nom) => texte(dit.as_deref().unwrap_or_default(), nom),
            None => Ok(()),
        },
        Fait::CritereApprecie { note, .. } => exiger(
            *note <= NOTE_MAXIMALE,
            Refus::HorsBornes("une appréciation va de 0 à 4"),
        ),
        Fait::PresenceNotee { presence, .. } => match presence.contradiction() {
            Some(contradiction) => Err(Refus::HorsBornes(contradiction)),
            None => Ok(()),
        },
        Fait::CorrespondanceRetenue { priorite, .. } => exiger(
            *priorite != Some(0),
            Refus::HorsBornes("les priorités se comptent à partir de 1"),
        ),
        Fait::ConstatConfirme { motif, .. } => texte(motif, "motif de la confirmation"),
        Fait::ConstatLeve { motif, .. } => texte(motif, "motif de la levée"),
        Fait::ComplementsDemandes { motif, .. } => texte(motif, "compléments demandés"),
        Fait::ComplementsRecus { motif, .. } => texte(motif, "compléments reçus"),
        Fait::MontantPropose { montant, motif, .. } => {
            montant_admis(*montant)?;
            texte(motif, "motif du montant")
        }
        Fait::RangChange { rang, motif, .. } => {
            exiger(
                *rang != Some(0),
                Refus::HorsBornes("les rangs se comptent à partir de 1"),
            )?;
            texte(motif, "motif du rang")
        }
        Fait::DesistementNote { motif, .. } => texte(motif, "motif du désistement"),
        Fait::ArbitrageNote { motif, .. } => texte(motif, "motif de l'arbitrage"),
        Fait::MontantArbitre { montant, motif, .. } => {
            montant_admis(*montant)?;
            texte(motif, "motif du montant arbitré")
        }
        Fait::EnveloppeFixee { montant, motif, .. } => {
            montant_admis(*montant)?;
            texte(motif, "origine de l'enveloppe")
        }
        Fait::PropositionChangee { motif, .. } => texte(motif, "motif de la proposition"),
        Fait::SeanceRouverte { motif } => texte(motif, "motif de la réouverture"),
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
            if *voix_preponderante && pour != contre {
                return Err(Refus::HorsBornes(
                    "la voix prépondérante ne joue qu'à égalité des voix",
                ));
            }
            let majorite = pour > contre || (pour == contre && *voix_preponderante && *pour > 0);
            exiger(majorite, Refus::SansMajorite)?;
            texte(motif, "motif du vote")
        }
        _ => Ok(()),
    }
}

fn exiger(condition: bool, refus: Refus) -> Result<(), Refus> {
    if condition { Ok(()) } else { Err(refus) }
}

fn dossier(cadre: &Cadre, numero: &str) -> Result<(), Refus> {
    let connu = cadre.dossier(numero).is_some();
    exiger(connu, Refus::Inconnu(format!("candidature {numero}")))
}

fn institution(cadre: &Cadre, id: &str) -> Result<(), Refus> {
    let connue = cadre.ami.institution(id).is_some();
    exiger(connue, Refus::Inconnu(format!("institution {id}")))
}

fn texte(dit: &str, nom: &'static str) -> Result<(), Refus> {
    exiger(!dit.trim().is_empty(), Refus::TexteObligatoire(nom))
}

fn montant_admis(montant: Option<i64>) -> Result<(), Refus> {
    let admis = montant.is_none_or(|m| (0..=MONTANT_MAXIMAL).contains(&m));
    exiger(
        admis,
        Refus::HorsBornes("un montant va de 0 à un milliard d'euros"),
    )
}

/// The row exists, is about that public, and a change of row has its reason.
fn check_priorite(
    cadre: &Cadre,
    numero: &str,
    priorite: Option<u32>,
    public: Option<&str>,
    motif: Option<&str>,
) -> Result<(), Refus> {
    if let Some(rang) = priorite {
        let ligne = cadre.table.ligne(rang);
        if ligne.is_none_or(|ligne| public.is_some_and(|public| public != ligne.public)) {
            return Err(Refus::Inconnu(format!("priorité {rang}")));
        }
    }
    let dossier = cadre.dossier(numero);
    if priorite == dossier.and_then(super::cadre::Dossier::priorite_proposee) {
        return Ok(());
    }
    texte(motif.unwrap_or_default(), "motif du changement de priorité")
}

//! Who sits: the date, the presidency, each institution with its quality or its mandate, and its déports on the whole agenda.

use std::collections::BTreeSet;

use chrono::{Days, NaiveDate};
use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, deplacer};
use crate::domain::avis::Position;
use crate::domain::cadre::Cadre;
use crate::domain::fait::Fait;
use crate::domain::presence::{self, Mandat, Present, Qualite, Quorum, SERVICE};
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::tui::effect::Effect;

/// Rows above the institutions: the date, the presidency.
const EN_TETE: usize = 2;

/// Who sits, at the opening or corrected later.
pub struct Presence {
    /// Code of the territory.
    pub territoire: String,
    /// Whether the séance is not open yet.
    pub ouverture: bool,
    /// Row selected: the date, the presidency, then the institutions.
    pub curseur: usize,
    /// Date of the séance.
    pub date: NaiveDate,
    /// Who presides.
    pub presidence: Option<String>,
    /// Institutions of the call.
    pub institutions: Vec<Siege>,
    /// The list of candidatures on which the selected institution makes a déport, once asked for.
    pub deports: Option<Deports>,
    /// The State service, which may preside.
    service: String,
    candidatures: Vec<(String, String)>,
    attendus: Option<u32>,
    /// What stands, when the séance is open.
    avant: Option<(NaiveDate, presence::Presence, Vec<BTreeSet<String>>)>,
}

/// An institution of the call, and how it sits.
#[derive(Clone)]
pub struct Siege {
    /// Its id.
    pub id: String,
    /// Its name.
    pub nom: String,
    /// Whether it is present.
    pub presente: bool,
    /// In what quality, once said.
    pub qualite: Option<Qualite>,
    /// The institution that represents it, by its place in the list.
    pub mandataire: Option<usize>,
    /// Numbers of the candidatures on which it makes a déport.
    pub deports: BTreeSet<String>,
}

/// Candidatures, to tick those on which an institution makes a déport.
pub struct Deports {
    /// Candidature selected.
    pub curseur: usize,
}

impl Presence {
    /// For a séance to open: nobody is ticked.
    pub fn ouverture(cadre: &Cadre, date: NaiveDate) -> Self {
        let institutions = cadre.ami.institutions().map(|(_, i)| Siege {
            id: i.id.clone(),
            nom: visible(&i.nom),
            presente: false,
            qualite: None,
            mandataire: None,
            deports: BTreeSet::new(),
        });
        let candidatures = cadre.dossiers.iter().map(|d| {
            let nom = visible(&d.projet.nom);
            (
                d.numero().to_owned(),
                format!("{nom} · {}", visible(&d.projet.porteur.nom)),
            )
        });
        Self {
            territoire: cadre.territoire.code.clone(),
            ouverture: true,
            curseur: EN_TETE,
            date,
            presidence: None,
            institutions: institutions.collect(),
            deports: None,
            service: visible(&cadre.territoire.service),
            candidatures: candidatures.collect(),
            attendus: cadre.ami.quorum,
            avant: None,
        }
    }

    /// For a séance that is open: what stands is shown, to be corrected.
    pub fn correction(cadre: &Cadre, seance: &Seance) -> Self {
        let etat = seance.etat();
        let mut formulaire = Self::ouverture(cadre, etat.date.unwrap_or_default());
        formulaire.ouverture = false;
        formulaire.presidence.clone_from(&etat.presence.presidence);
        let place = |formulaire: &Self, id: &str| {
            let mut institutions = formulaire.institutions.iter();
            institutions.position(|siege| siege.id == id)
        };
        for present in &etat.presence.presents {
            if let Some(place) = place(&formulaire, &present.institution) {
                formulaire.institutions[place].presente = true;
                formulaire.institutions[place].qualite = present.qualite;
            }
        }
        for mandat in &etat.presence.mandats {
            if let Some(de) = place(&formulaire, &mandat.de) {
                formulaire.institutions[de].mandataire = place(&formulaire, &mandat.a);
            }
        }
        for siege in &mut formulaire.institutions {
            let deports = cadre.dossiers.iter().filter(|d| {
                let positions = &seance.examen(d.numero()).positions;
                positions.get(&siege.id) == Some(&Position::Deport)
            });
            siege.deports = deports.map(|d| d.numero().to_owned()).collect();
        }
        let deports = formulaire.institutions.iter().map(|s| s.deports.clone());
        formulaire.avant = Some((formulaire.date, formulaire.presence(), deports.collect()));
        formulaire
    }

    /// What the form says.
    pub fn presence(&self) -> presence::Presence {
        let presentes = self.institutions.iter().filter(|siege| siege.presente);
        let mandats = self.institutions.iter().filter_map(|siege| {
            Some(Mandat {
                de: siege.id.clone(),
                a: self.institutions.get(siege.mandataire?)?.id.clone(),
            })
        });
        presence::Presence {
            presidence: self.presidence.clone(),
            presents: presentes
                .map(|siege| Present {
                    institution: siege.id.clone(),
                    qualite: siege.qualite,
                })
                .collect(),
            mandats: mandats.collect(),
        }
    }

    /// The quorum; nothing when the call asks for none.
    pub fn quorum(&self) -> Option<Quorum> {
        let attendus = self.attendus? as usize;
        let comptes = self.presence().comptes();
        Some(Quorum { comptes, attendus })
    }

    /// Who presides, in words.
    pub fn preside(&self) -> &str {
        match self.presidence.as_deref() {
            None => "non renseignée",
            Some(SERVICE) => &self.service,
            Some(id) => {
                let siege = self.institutions.iter().find(|siege| siege.id == id);
                siege.map_or(id, |siege| &siege.nom)
            }
        }
    }

    /// The institution selected.
    pub fn choisie(&self) -> Option<&Siege> {
        self.institutions.get(self.curseur.checked_sub(EN_TETE)?)
    }

    /// Rows of the form.
    pub fn lignes(&self) -> usize {
        self.institutions.len() + EN_TETE
    }

    /// Candidatures of the agenda: number, name and porteur.
    pub fn candidatures(&self) -> &[(String, String)] {
        &self.candidatures
    }

    /// Leaves the list of candidatures, when it is open.
    pub(super) fn quitter_les_deports(&mut self) -> bool {
        self.deports.take().is_some()
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        if self.deports.is_some() {
            self.cocher_les_deports(evenement.code);
            return Issue::Reste;
        }
        match evenement.code {
            KeyCode::Enter => return self.valider(),
            KeyCode::Char(' ') => {
                self.cocher();
                deplacer(
                    &mut self.curseur,
                    KeyCode::Down,
                    self.institutions.len() + EN_TETE - 1,
                    10,
                );
            }
            KeyCode::Char('t') => {
                let toutes = self.institutions.iter().all(|siege| siege.presente);
                for place in 0..self.institutions.len() {
                    self.asseoir(place, !toutes);
                }
            }
            KeyCode::Char('x') if self.choisie().is_some() => {
                self.deports = Some(Deports { curseur: 0 });
            }
            KeyCode::Char('x') => {
                return Issue::Refus("Choisissez l'institution qui se déporte.".into());
            }
            KeyCode::Left | KeyCode::Char('h') => self.preciser(false),
            KeyCode::Right | KeyCode::Char('l') => self.preciser(true),
            code => deplacer(
                &mut self.curseur,
                code,
                self.institutions.len() + EN_TETE - 1,
                10,
            ),
        }
        Issue::Reste
    }

    fn cocher(&mut self) {
        if let Some(place) = self.curseur.checked_sub(EN_TETE) {
            let presente = self.institutions.get(place).is_some_and(|s| s.presente);
            self.asseoir(place, !presente);
        }
    }

    /// Present or not: what depended on it falls.
    fn asseoir(&mut self, place: usize, presente: bool) {
        let Some(siege) = self.institutions.get_mut(place) else {
            return;
        };
        siege.presente = presente;
        siege.mandataire = None;
        if !presente {
            siege.qualite = None;
            let id = siege.id.clone();
            self.destituer(place, &id);
        }
    }

    /// Takes the presidency and the mandates from an institution that can no longer hold them.
    fn destituer(&mut self, place: usize, id: &str) {
        if self.presidence.as_deref() == Some(id) {
            self.presidence = None;
        }
        for autre in &mut self.institutions {
            if autre.mandataire == Some(place) {
                autre.mandataire = None;
            }
        }
    }

    /// The next value of the row selected: a day, who presides, a quality, or who represents an institution that is not there.
    fn preciser(&mut self, avance: bool) {
        let Some(place) = self.curseur.checked_sub(EN_TETE) else {
            if self.curseur == 0 {
                let jour = if avance {
                    self.date.checked_add_days(Days::new(1))
                } else {
                    self.date.checked_sub_days(Days::new(1))
                };
                self.date = jour.unwrap_or(self.date);
            } else {
                let membres = self.membres().map(|m| self.institutions[m].id.clone());
                let choix = [SERVICE.to_owned()].into_iter().chain(membres).collect();
                self.presidence = tourner(self.presidence.take(), choix, avance);
            }
            return;
        };
        let Some(siege) = self.institutions.get(place) else {
            return;
        };
        if siege.presente {
            let qualite = tourner(siege.qualite, Qualite::TOUTES.to_vec(), avance);
            let id = siege.id.clone();
            self.institutions[place].qualite = qualite;
            if qualite == Some(Qualite::Invite) {
                self.destituer(place, &id);
            }
        } else {
            let membres = self.membres().collect();
            self.institutions[place].mandataire = tourner(siege.mandataire, membres, avance);
        }
    }

    /// Places of those who may preside or hold a mandate.
    fn membres(&self) -> impl Iterator<Item = usize> {
        let institutions = self.institutions.iter().enumerate();
        let membres =
            institutions.filter(|(_, s)| s.presente && s.qualite != Some(Qualite::Invite));
        membres.map(|(place, _)| place)
    }

    fn cocher_les_deports(&mut self, code: KeyCode) {
        let Some(place) = self.curseur.checked_sub(EN_TETE) else {
            return;
        };
        let dernier = self.candidatures.len().saturating_sub(1);
        let (Some(liste), Some(siege)) = (&mut self.deports, self.institutions.get_mut(place))
        else {
            return;
        };
        match code {
            KeyCode::Enter => self.deports = None,
            KeyCode::Char(' ' | 'x') => {
                if let Some((numero, _)) = self.candidatures.get(liste.curseur)
                    && !siege.deports.remove(numero)
                {
                    siege.deports.insert(numero.clone());
                }
                deplacer(&mut liste.curseur, KeyCode::Down, dernier, 10);
            }
            code => deplacer(&mut liste.curseur, code, dernier, 10),
        }
    }

    /// The facts that say what the form changes.
    fn valider(&self) -> Issue {
        let mut faits = Vec::new();
        let presence = self.presence();
        match &self.avant {
            None => {
                let presents: Vec<String> = presence.institutions().map(str::to_owned).collect();
                let simple = presence::Presence::simple(presents.clone());
                let date = self.date;
                faits.push(Fait::SeanceOuverte { date, presents });
                if presence != simple {
                    faits.push(Fait::PresenceNotee { date, presence });
                }
            }
            Some((date, avant, _)) if (date, avant) != (&self.date, &presence) => {
                let date = self.date;
                faits.push(Fait::PresenceNotee { date, presence });
            }
            Some(_) => {}
        }
        for (place, siege) in self.institutions.iter().enumerate() {
            let avant = self.avant.as_ref().map(|(_, _, deports)| &deports[place]);
            let vide = BTreeSet::new();
            let avant = avant.unwrap_or(&vide);
            let institution = || siege.id.clone();
            let declares = siege.deports.difference(avant);
            faits.extend(declares.map(|projet| Fait::DeportDeclare {
                projet: projet.clone(),
                institution: institution(),
            }));
            let retires = avant.difference(&siege.deports);
            faits.extend(retires.map(|projet| Fait::AvisRetire {
                projet: projet.clone(),
                institution: institution(),
            }));
        }
        match (self.ouverture, faits.is_empty()) {
            (_, true) => Issue::Ferme,
            (true, _) => Issue::Effet(Effect::Ouvrir {
                territoire: self.territoire.clone(),
                faits,
            }),
            (false, _) => Issue::Effet(Effect::DireTout(faits)),
        }
    }
}

/// The choice after, or before, this one, nothing being one of them.
fn tourner<T: PartialEq>(tenu: Option<T>, choix: Vec<T>, avance: bool) -> Option<T> {
    let rang = tenu.and_then(|tenu| choix.iter().position(|c| *c == tenu));
    let suivant = match (rang, avance) {
        (None, true) => Some(0),
        (None, false) => choix.len().checked_sub(1),
        (Some(rang), true) => Some(rang + 1),
        (Some(rang), false) => rang.checked_sub(1),
    };
    choix.into_iter().nth(suivant?)
}

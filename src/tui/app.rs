//! The model and the hands that serve it: keys in, facts on disk, then on screen.

use std::fs;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{KeyCode, KeyEvent};

use super::dialogue::{Dialogue, Issue, Page, Presence};
use super::effect::{Effect, Suite};
use super::keymap;
use super::model::{EtatSeance, Model, Notice, Place, Resume, SeanceEnCours};
use super::update::{ligne_du_classement, rang_au_classement, update};
use crate::domain::fait::{Empreinte, Enregistrement, Fait};
use crate::domain::francais::compte;
use crate::domain::motivation;
use crate::domain::priorite::StatutTable;
use crate::domain::resultat::Resultat;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::store::campagne::Campagne;
use crate::store::journal::{self, ErreurJournal, Journal};
use crate::store::position;
use crate::store::resultat;
use crate::store::resultat::ecrire_texte as motivation_ecrite;

/// Version of the journal format.
const FORMAT: u32 = 1;

/// The program without its terminal.
pub struct App {
    /// What the screen shows.
    pub model: Model,
    campagne: Campagne,
    journal: Option<Journal>,
    horloge: fn() -> DateTime<FixedOffset>,
    auteur: String,
}

impl App {
    /// The list of territories, the one most likely meant being selected.
    pub fn new(campagne: Campagne, horloge: fn() -> DateTime<FixedOffset>, auteur: String) -> Self {
        let model = Model {
            ecran: (80, 24),
            place: Place::Accueil,
            appel: format!("{} · {}", campagne.ami.intitule, campagne.ami.region.nom),
            territoires: Vec::new(),
            territoire: 0,
            origine: Place::Agenda,
            ouverte: None,
            dialogue: None,
            notice: Notice::Rien,
            fini: false,
        };
        let mut app = Self {
            model,
            campagne,
            journal: None,
            horloge,
            auteur,
        };
        app.resumer();
        let probable = |r: &Resume| r.table_saisie && r.candidatures > 0;
        app.model.territoire = app.model.territoires.iter().position(probable).unwrap_or(0);
        if !app.campagne.ecartes.is_empty() {
            let noms = app.campagne.ecartes.join(", ");
            app.model.notice =
                Notice::Erreur(format!("Candidatures écartées car illisibles : {noms}"));
        }
        app
    }

    /// Opens the séance of a territory, as Enter on it would.
    pub fn ouvrir(&mut self, territoire: &str) {
        if let Some(index) = self
            .model
            .territoires
            .iter()
            .position(|r| r.code == territoire)
        {
            self.model.territoire = index;
        }
        self.perform(Effect::Ouvrir {
            territoire: territoire.to_owned(),
            presents: None,
        });
    }

    /// The screen has this many columns and rows.
    pub fn ecran(&mut self, colonnes: u16, rangees: u16) {
        self.model.ecran = (colonnes, rangees);
    }

    /// A key was pressed.
    pub fn touche(&mut self, evenement: KeyEvent) {
        self.model.notice = Notice::Rien;
        let Some(dialogue) = &mut self.model.dialogue else {
            match keymap::action(self.model.place, evenement) {
                Some(action) => {
                    if let Some(effet) = update(&mut self.model, action) {
                        self.perform(effet);
                    }
                }
                None => self.sans_effet(evenement),
            }
            return;
        };
        match dialogue.touche(evenement, self.model.ouverte.as_mut(), self.model.ecran) {
            Issue::Reste => {}
            Issue::Refus(raison) => self.model.notice = Notice::Erreur(raison),
            Issue::Ferme => self.fermer_dialogue(),
            Issue::Remplace(autre) => self.model.dialogue = Some(autre),
            Issue::Effet(effet) => self.perform(effet),
            Issue::Aller(index) => {
                self.model.dialogue = None;
                self.model.place = Place::Candidature;
                if let Some(ouverte) = &mut self.model.ouverte {
                    ouverte.situer(index);
                }
                self.perform(Effect::Situer);
            }
        }
    }

    /// A letter that does nothing here says so: ten people watch, and wonder.
    fn sans_effet(&mut self, evenement: KeyEvent) {
        if let KeyCode::Char(lettre) = evenement.code {
            let lettre = visible(&lettre.to_string());
            self.model.notice = Notice::Info(format!(
                "« {lettre} » ne fait rien ici. ? montre les touches."
            ));
        }
    }

    /// Text was pasted: it is never keys.
    pub fn coller(&mut self, texte: &str) {
        let en_trop = self
            .model
            .dialogue
            .as_mut()
            .and_then(|dialogue| dialogue.coller(texte));
        if let (Some(Dialogue::Recherche(recherche)), Some(ouverte)) =
            (&mut self.model.dialogue, &self.model.ouverte)
        {
            recherche.actualiser(ouverte);
        }
        match en_trop {
            Some(0) => {}
            Some(n) => {
                let caracteres = compte(
                    n,
                    "caractère n'a pas été collé",
                    "caractères n'ont pas été collés",
                );
                self.model.notice =
                    Notice::Erreur(format!("{caracteres} : le texte serait trop long."));
            }
            None => {
                self.model.notice =
                    Notice::Erreur("Collez dans un champ de texte (r, d, b…).".into());
            }
        }
    }

    /// Does what an update asked, on disk first, then on screen.
    fn perform(&mut self, effet: Effect) {
        match effet {
            Effect::Ouvrir {
                territoire,
                presents,
            } => self.perform_ouvrir(&territoire, presents),
            Effect::Dire(fait, suite) => {
                self.dire(&fait, suite);
            }
            Effect::DireTout(faits) => self.dire_tout(&faits),
            Effect::Motiver(numero) => self.motiver(&numero),
            Effect::Lever => {
                if self.dire(&Fait::SeanceLevee {}, Suite::Rester) {
                    self.ecrire();
                }
            }
            Effect::Ecrire => self.ecrire(),
            Effect::Situer => self.memoriser_position(),
            Effect::Fermer => {
                self.journal = None;
                self.model.ouverte = None;
                self.model.place = Place::Accueil;
                self.resumer();
            }
        }
    }

    fn perform_ouvrir(&mut self, territoire: &str, presents: Option<Vec<String>>) {
        let Some(cadre) = self.campagne.cadre(territoire) else {
            self.model.notice =
                Notice::Erreur(format!("Territoire « {territoire} » absent de l'appel."));
            return;
        };
        let chemin = self.campagne.journal(territoire);
        let nouvelle = !chemin.exists();
        if nouvelle && presents.is_none() {
            self.model.dialogue = Some(Dialogue::Presence(Presence::new(&cadre)));
            return;
        }
        let entrees = self.campagne.entrees(territoire);
        let ouvert = if nouvelle {
            self.creer(territoire, &entrees)
        } else {
            Journal::open(&chemin, (self.horloge)(), &self.auteur)
        };
        let (journal, enregistrements) = match ouvert {
            Ok(ouvert) => ouvert,
            Err(erreur) => {
                self.model.notice = Notice::Erreur(erreur.to_string());
                return;
            }
        };
        let lecture_seule = journal.lecture_seule().map(str::to_owned);
        let seance = Seance::replay(enregistrements);
        let position = position::load(&chemin);
        let ouverte =
            SeanceEnCours::new(cadre, seance, entrees, lecture_seule, position.as_deref());
        let reprise = (!nouvelle).then(|| reprise(&ouverte));
        let a_ouvrir = ouverte.seance.etat().date.is_none() && ouverte.lecture_seule.is_none();
        let changees = changees(&ouverte.seance.etat().entrees, &ouverte.entrees);
        if a_ouvrir && presents.is_none() {
            self.model.dialogue = Some(Dialogue::Presence(Presence::new(&ouverte.cadre)));
            return;
        }
        self.model.place = if position.is_some() {
            Place::Candidature
        } else {
            Place::Agenda
        };
        self.model.dialogue = None;
        self.model.ouverte = Some(ouverte);
        self.journal = Some(journal);
        if a_ouvrir {
            let date = (self.horloge)().date_naive();
            self.dire(
                &Fait::SeanceOuverte {
                    date,
                    presents: presents.unwrap_or_default(),
                },
                Suite::Rester,
            );
        }
        let levee = self
            .model
            .ouverte
            .as_ref()
            .is_some_and(|o| o.seance.etat().levee);
        match reprise {
            _ if !changees.is_empty() && levee => {
                self.model.notice = Notice::Info(format!(
                    "Changés depuis la levée : {}. La proposition écrite reste celle d'alors.",
                    changees.join(", ")
                ));
            }
            _ if !changees.is_empty() => self.model.dialogue = Some(Dialogue::Entrees(changees)),
            Some(reprise) => self.model.notice = Notice::Info(reprise),
            None => {}
        }
    }

    fn creer(
        &self,
        territoire: &str,
        entrees: &[Empreinte],
    ) -> Result<(Journal, Vec<Enregistrement>), ErreurJournal> {
        let premier = Fait::JournalCree {
            format: FORMAT,
            ami: self.campagne.ami.id.clone(),
            territoire: territoire.to_owned(),
            version: env!("CARGO_PKG_VERSION").to_owned(),
            entrees: entrees.to_vec(),
        };
        Journal::create(
            &self.campagne.journal(territoire),
            (self.horloge)(),
            &self.auteur,
            &premier,
        )
    }

    /// Records a fact: checked, on disk, and only then applied and shown.
    fn dire(&mut self, fait: &Fait, suite: Suite) -> bool {
        let (Some(ouverte), Some(journal)) = (&mut self.model.ouverte, &mut self.journal) else {
            return false;
        };
        if let Some(raison) = &ouverte.lecture_seule {
            self.model.notice = Notice::Erreur(format!("Lecture seule : {raison}"));
            return false;
        }
        if let Err(refus) = ouverte.seance.check(fait, &ouverte.cadre) {
            self.model.notice = Notice::Erreur(refus.to_string());
            return false;
        }
        let enregistrement = match journal.append((self.horloge)(), &self.auteur, fait) {
            Ok(enregistrement) => enregistrement,
            Err(erreur) => {
                ouverte.lecture_seule = journal.lecture_seule().map(str::to_owned);
                self.model.notice = Notice::Erreur(erreur.to_string());
                return false;
            }
        };
        let au_classement = self.model.place == Place::Classement;
        let choisie = ligne_du_classement(ouverte).filter(|_| au_classement);
        self.model.notice = Notice::Info(ouverte.enregistre(enregistrement));
        if let Some(choisie) = choisie {
            // The order may have changed: the selection stays on the candidature.
            ouverte.ligne = rang_au_classement(ouverte, choisie);
        }
        match suite {
            Suite::Rester => {}
            Suite::InstitutionSuivante => {
                let suivante = ouverte.muette_apres(ouverte.institution + 1);
                ouverte.institution = suivante.unwrap_or(ouverte.institution);
            }
            Suite::CritereSuivant => {
                ouverte.note = None;
                let suivant = ouverte.sans_note_apres(ouverte.critere + 1);
                ouverte.critere = suivant.unwrap_or(ouverte.critere);
            }
        }
        if let Some(Dialogue::Texte(texte)) = &self.model.dialogue {
            ouverte.brouillons.remove(&texte.saisie);
        }
        // A séance taken up again goes on with the files of today only once they are accepted.
        let changees = match fait {
            Fait::SeanceRouverte { .. } => {
                changees(&ouverte.seance.etat().entrees, &ouverte.entrees)
            }
            _ => Vec::new(),
        };
        self.model.dialogue = (!changees.is_empty()).then_some(Dialogue::Entrees(changees));
        self.memoriser_position();
        true
    }

    /// Records several facts: all are checked before the first is written.
    fn dire_tout(&mut self, faits: &[Fait]) {
        let Some(ouverte) = &self.model.ouverte else {
            return;
        };
        let refus = faits
            .iter()
            .find_map(|fait| ouverte.seance.check(fait, &ouverte.cadre).err());
        if let Some(refus) = refus {
            self.model.notice = Notice::Erreur(refus.to_string());
            return;
        }
        let dialogue = self.model.dialogue.take();
        for (rang, fait) in faits.iter().enumerate() {
            if !self.dire(fait, Suite::Rester) {
                self.model.dialogue = dialogue;
                if let Notice::Erreur(raison) = &mut self.model.notice {
                    *raison = format!("{raison} ({rang} enregistrées sur {}.)", faits.len());
                }
                return;
            }
        }
        if let Some(ouverte) = &mut self.model.ouverte {
            ouverte.marquees.clear();
            if let Some(Dialogue::Texte(texte)) = &dialogue {
                ouverte.brouillons.remove(&texte.saisie);
            }
        }
        if let Notice::Info(echo) = &mut self.model.notice {
            *echo = format!(
                "{} · {echo}",
                compte(faits.len(), "fait enregistré", "faits enregistrés")
            );
        }
    }

    /// Writes the sheet to communicate to a candidate beside the outcomes, and shows it.
    fn motiver(&mut self, numero: &str) {
        let Some(ouverte) = &self.model.ouverte else {
            return;
        };
        let Some(lignes) = motivation::fiche(&ouverte.cadre, &ouverte.seance, numero) else {
            return;
        };
        let chemin = self
            .campagne
            .motivation(&ouverte.cadre.territoire.code, numero);
        self.model.notice = match motivation_ecrite(&chemin, &lignes) {
            Ok(()) => Notice::Info(format!("Écrit : {}", chemin.display())),
            Err(erreur) => Notice::Erreur(format!("Non écrit ({erreur}) : {}", chemin.display())),
        };
        self.model.dialogue = Some(Dialogue::Lire(Page {
            titre: format!("Éléments à communiquer · {numero}"),
            lignes,
            defilement: 0,
        }));
    }

    /// Writes the outcome as it stands.
    fn ecrire(&mut self) {
        let (Some(ouverte), Some(journal)) = (&self.model.ouverte, &self.journal) else {
            return;
        };
        let territoire = &ouverte.cadre.territoire.code;
        let enregistrements = ouverte.seance.enregistrements().len() as u64;
        let (_, tete) = journal.head();
        let provenance = resultat::provenance(&self.campagne, territoire, enregistrements, tete);
        let proposition = Resultat::etablir(&ouverte.cadre, &ouverte.seance, provenance);
        let chemin = self.campagne.resultat(territoire);
        let dossier = chemin.parent().map_or(Ok(()), fs::create_dir_all);
        self.model.notice = match dossier.and_then(|()| resultat::write(&chemin, &proposition)) {
            Ok(()) if proposition.projet => Notice::Info(format!(
                "Projet de proposition écrit : {}",
                chemin.display()
            )),
            Ok(()) => Notice::Info(format!(
                "Séance levée. Proposition écrite : {}",
                chemin.display()
            )),
            Err(erreur) => Notice::Erreur(format!(
                "Proposition non écrite ({erreur}) : {}. Rien n'est perdu, E réessaie.",
                chemin.display()
            )),
        };
    }

    /// Esc on changed inputs leaves the séance in read-only: going on is a fact, not a default.
    fn fermer_dialogue(&mut self) {
        if let (Some(Dialogue::Entrees(_)), Some(ouverte)) =
            (&self.model.dialogue, &mut self.model.ouverte)
        {
            ouverte.lecture_seule =
                Some("des fichiers ont changé depuis l'ouverture et n'ont pas été acceptés".into());
        }
        self.model.dialogue = None;
    }

    fn memoriser_position(&self) {
        if let Some(ouverte) = &self.model.ouverte
            && ouverte.lecture_seule.is_none()
        {
            position::save(
                &self.campagne.journal(&ouverte.cadre.territoire.code),
                ouverte.numero(),
            );
        }
    }

    fn resumer(&mut self) {
        self.model.territoires = self
            .campagne
            .ami
            .territoires
            .iter()
            .map(|t| self.resume(&t.code, &t.nom))
            .collect();
    }

    fn resume(&self, code: &str, nom: &str) -> Resume {
        let chemin = self.campagne.journal(code);
        let etat = if chemin.exists() {
            match journal::read(&chemin) {
                Ok(lecture) => match lecture.anomalie() {
                    Some(anomalie) => EtatSeance::Illisible(anomalie.to_owned()),
                    None => en_cours(lecture.enregistrements()),
                },
                Err(erreur) => EtatSeance::Illisible(erreur.to_string()),
            }
        } else {
            EtatSeance::Aucune
        };
        Resume {
            code: code.to_owned(),
            nom: nom.to_owned(),
            table_saisie: self
                .campagne
                .table(code)
                .is_some_and(|t| t.statut == StatutTable::Saisie),
            candidatures: self
                .campagne
                .projets
                .iter()
                .filter(|p| p.fiche(code).is_some())
                .count(),
            etat,
        }
    }
}

fn en_cours(enregistrements: &[Enregistrement]) -> EtatSeance {
    let seance = Seance::replay(enregistrements.iter().cloned());
    EtatSeance::EnCours {
        examinees: seance.etat().examinees(),
        dernier: enregistrements.last().map(|e| e.le),
        levee: seance.etat().levee,
    }
}

/// « Séance reprise : 47 faits, dernier à 14:02:11. »
fn reprise(ouverte: &SeanceEnCours) -> String {
    let faits = ouverte.seance.enregistrements();
    let dernier = faits
        .last()
        .map(|e| e.le.format("le %d/%m/%Y à %H:%M:%S").to_string())
        .unwrap_or_default();
    format!(
        "Séance reprise : {} faits enregistrés, dernier {dernier}.",
        faits.len()
    )
}

/// Names of the inputs that are not what was accepted.
fn changees(acceptees: &[Empreinte], lues: &[Empreinte]) -> Vec<String> {
    let nouvelles = lues.iter().filter(|e| !acceptees.contains(e)).map(|e| {
        let connue = acceptees.iter().any(|a| a.fichier == e.fichier);
        format!(
            "{} ({})",
            e.fichier,
            if connue { "modifié" } else { "ajouté" }
        )
    });
    let disparues = acceptees
        .iter()
        .filter(|a| !lues.iter().any(|e| e.fichier == a.fichier))
        .map(|a| format!("{} (disparu)", a.fichier));
    nouvelles.chain(disparues).collect()
}

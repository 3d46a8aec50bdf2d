//! The model and the hands that serve it: keys in, facts on disk, then on screen.

mod brouillons;
mod carte;
mod exports;
mod fiche;
mod ouverture;
mod proposition;
mod region;
mod table;

use std::collections::BTreeMap;
use std::path::PathBuf;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use self::brouillons::{Brouillons, SurDisque};
use super::action::Action;
use super::carte::CarteMontree;
use super::dialogue::{Dialogue, Issue};
use super::effect::{Effect, Suite};
use super::fiche::Fiches;
use super::keymap;
use super::model::{EtatSeance, Model, Notice, Place, Resume};
use super::update::{ligne_du_classement, rang_au_classement, retoucher, update};
use super::view::trop_petit;
use crate::domain::fait::Fait;
use crate::domain::francais::compte;
use crate::domain::pendule;
use crate::domain::region::Recue;
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, changees};
use crate::store::journal::Journal;
use crate::store::position;

/// The program without its terminal.
pub struct App {
    /// What the screen shows.
    pub model: Model,
    campagne: Campagne,
    journal: Option<Journal>,
    /// The journal of the region, from its first fact on.
    journal_region: Option<Journal>,
    /// Files and folders that the region compiles; none: the campaign's own.
    sources_region: Vec<PathBuf>,
    /// Whether the campaign was read without its candidatures.
    sans_projets: bool,
    /// Proposals checked before, to be shown first.
    gardees: Option<Vec<Recue>>,
    horloge: fn() -> DateTime<FixedOffset>,
    auteur: String,
    /// Does what may wait for the disk, and says so where that lasts.
    pub attente: fn(&mut dyn FnMut()),
    /// Whether it was said that the clock went back.
    recul_dit: bool,
    /// Texts typed and not recorded, of the séances that were left.
    brouillons: BTreeMap<String, Brouillons>,
    sur_disque: SurDisque,
    /// Whether the last key asked to leave and was told of a draft.
    depart_annonce: bool,
}

impl App {
    /// The list of territories, the one most likely meant being selected.
    pub fn new(campagne: Campagne, horloge: fn() -> DateTime<FixedOffset>, auteur: String) -> Self {
        let mut app = Self::sans_territoires(campagne, horloge, auteur);
        app.resumer();
        app.model.territoire = le_plus_probable(&app.model.territoires);
        if !app.campagne.ecartes.is_empty() {
            let noms = app.campagne.ecartes.join(", ");
            app.model.notice =
                Notice::Erreur(format!("Candidatures écartées car illisibles : {noms}"));
        }
        app
    }

    /// The program before it looks at the territories.
    pub(super) fn sans_territoires(
        campagne: Campagne,
        horloge: fn() -> DateTime<FixedOffset>,
        auteur: String,
    ) -> Self {
        let model = Model {
            ecran: (80, 24),
            place: Place::Accueil,
            appel: format!("{} · {}", campagne.ami.intitule, campagne.ami.region.nom),
            territoires: Vec::new(),
            territoire: 0,
            origine: Place::Agenda,
            ouverte: None,
            consultee: None,
            ligne_priorites: 0,
            brouillon_ligne: None,
            fiches: Fiches::default(),
            carte: CarteMontree::default(),
            avant_la_carte: Place::Accueil,
            region: None,
            avant_la_region: Place::Accueil,
            dialogue: None,
            notice: Notice::Rien,
            themes: Vec::new(),
            theme: None,
            fini: false,
        };
        Self {
            model,
            campagne,
            journal: None,
            journal_region: None,
            sources_region: Vec::new(),
            sans_projets: false,
            gardees: None,
            horloge,
            auteur,
            attente: |faire| faire(),
            recul_dit: false,
            brouillons: BTreeMap::new(),
            sur_disque: SurDisque::default(),
            depart_annonce: false,
        }
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
            faits: Vec::new(),
        });
    }

    /// The screen has this many columns and rows.
    pub fn ecran(&mut self, colonnes: u16, rangees: u16) {
        self.model.ecran = (colonnes, rangees);
    }

    /// A key was pressed.
    pub fn touche(&mut self, evenement: KeyEvent) {
        self.model.notice = Notice::Rien;
        let depart_annonce = std::mem::take(&mut self.depart_annonce);
        if trop_petit(self.model.ecran) {
            // Nothing is done blind; leaving loses nothing that was recorded.
            self.model.fini = evenement.code == KeyCode::Char('q');
            return;
        }
        let Some(dialogue) = &mut self.model.dialogue else {
            match keymap::action(self.model.place, evenement) {
                Some(Action::Quitter) if !depart_annonce && self.model.fiches.a_ecrire() => {
                    self.depart_annonce = true;
                    self.model.notice = Notice::Erreur(self.fiches_a_ecrire());
                }
                Some(Action::Quitter) if !depart_annonce && self.a_des_brouillons() => {
                    self.depart_annonce = true;
                    self.model.notice = Notice::Erreur(
                        "Un texte tapé n'est pas enregistré. q de nouveau quitte ; il reste un brouillon.".into(),
                    );
                }
                Some(action) => {
                    if let Some(effet) = update(&mut self.model, action) {
                        self.perform(effet);
                    }
                }
                None => self.sans_effet(evenement),
            }
            return;
        };
        let issue = dialogue.touche(evenement, self.model.ouverte.as_mut(), self.model.ecran);
        if let Dialogue::Themes(themes) = dialogue {
            // Tried as one moves.
            self.model.theme = themes.choisi().cloned();
        }
        match issue {
            Issue::Reste => {}
            Issue::Refus(raison) => self.model.notice = Notice::Erreur(raison),
            Issue::Ferme => self.fermer_dialogue(),
            Issue::Theme => self.garder_le_theme(),
            Issue::Remplace(autre) => self.model.dialogue = Some(autre),
            Issue::Effet(effet) => self.perform(effet),
            Issue::Fiche(retouche) => {
                self.model.dialogue = None;
                retoucher(&mut self.model, retouche);
            }
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

    /// The theme tried stays until the program is left: nothing is written outside the campaign.
    fn garder_le_theme(&mut self) {
        self.model.dialogue = None;
        if let Some(theme) = &self.model.theme {
            self.model.notice = Notice::Info(format!(
                "Thème {nom} jusqu'à la sortie. Au lancement : instruire --theme {nom}",
                nom = visible(&theme.nom)
            ));
        }
    }

    /// Whether a text was typed and not recorded.
    fn a_des_brouillons(&self) -> bool {
        let ouverts = self.model.ouverte.iter().map(|o| &o.brouillons);
        let mut textes = self
            .brouillons
            .values()
            .chain(ouverts)
            .flat_map(BTreeMap::values);
        textes.any(|texte| !texte.trim().is_empty())
    }

    /// A letter that does nothing here says so: ten people watch, and wonder.
    fn sans_effet(&mut self, evenement: KeyEvent) {
        if let KeyCode::Char(lettre) = evenement.code
            && !evenement
                .modifiers
                .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
        {
            let lettre = visible(&lettre.to_string());
            self.model.notice = Notice::Info(format!(
                "« {lettre} » ne fait rien ici. ? montre les touches."
            ));
        }
    }

    /// Text was pasted: it is never keys.
    pub fn coller(&mut self, texte: &str) {
        if self.model.dialogue.is_none() && self.model.place == Place::Fiche {
            return self.coller_dans_la_fiche(texte);
        }
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
            Effect::Ouvrir { territoire, faits } => self.perform_ouvrir(&territoire, &faits),
            Effect::Dire(fait, suite) => {
                self.dire(&fait, suite);
            }
            Effect::DireTout(faits) => self.dire_tout(&faits),
            Effect::Motiver(numero) => self.motiver(&numero),
            Effect::Exporter => self.exporter(),
            Effect::Lever => {
                if let Some(raison) = self.entrees_changees() {
                    self.model.dialogue = None;
                    self.model.notice = Notice::Erreur(format!("Séance non levée. {raison}"));
                } else if self.dire(&Fait::SeanceLevee {}, Suite::Rester) {
                    self.ecrire();
                }
            }
            Effect::Ecrire => self.ecrire(),
            Effect::Situer => self.memoriser_position(),
            Effect::Consulter(territoire) => self.consulter(&territoire),
            Effect::Carte => {
                if self.model.place != Place::Carte {
                    self.model.avant_la_carte = self.model.place;
                    self.model.carte = CarteMontree::default();
                    self.model.place = Place::Carte;
                }
                self.dresser_la_carte();
            }
            Effect::Region => self.perform_region(),
            Effect::DireRegion(fait) => self.dire_region(&fait),
            Effect::EcrireRegion => self.ecrire_region(),
            Effect::Table(edition) => self.changer_la_table(&edition),
            Effect::EcrireFiche => self.ecrire_la_fiche(),
            Effect::Fermer => {
                self.garder_brouillons();
                self.journal = None;
                if let Some(ouverte) = self.model.ouverte.take() {
                    let territoire = ouverte.cadre.territoire.code;
                    self.brouillons.insert(territoire, ouverte.brouillons);
                }
                self.model.place = Place::Accueil;
                self.resumer();
            }
        }
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
        let le = (self.horloge)();
        let recul = pendule::recul(ouverte.seance.enregistrements(), le);
        let mut reponse = None;
        (self.attente)(&mut || reponse = Some(journal.append(le, &self.auteur, fait)));
        let enregistrements = match reponse.unwrap_or_else(|| Ok(Vec::new())) {
            Ok(enregistrements) => enregistrements,
            Err(erreur) => {
                ouverte.lecture_seule = journal.lecture_seule().map(str::to_owned);
                self.model.notice = Notice::Erreur(erreur.to_string());
                return false;
            }
        };
        let au_classement = self.model.place == Place::Classement;
        let choisie = ligne_du_classement(ouverte).filter(|_| au_classement);
        // A fragment declared first comes before the fact, which has the last word.
        for enregistrement in enregistrements {
            self.model.notice = Notice::Info(ouverte.enregistre(enregistrement));
        }
        if let (Some(recul), Notice::Info(echo)) = (recul, &mut self.model.notice)
            && !std::mem::replace(&mut self.recul_dit, true)
        {
            *echo = format!("{echo} · {recul}");
        }
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
        if self.model.place == Place::Carte {
            self.dresser_la_carte();
        }
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
        if let (Notice::Info(echo), 2..) = (&mut self.model.notice, faits.len()) {
            *echo = format!("{} faits enregistrés · {echo}", faits.len());
        }
    }

    /// Esc on changed inputs leaves the séance in read-only: going on is a fact, not a default.
    fn fermer_dialogue(&mut self) {
        if let (Some(Dialogue::Entrees(_)), Some(ouverte)) =
            (&self.model.dialogue, &mut self.model.ouverte)
        {
            ouverte.lecture_seule =
                Some("des fichiers ont changé depuis l'ouverture et n'ont pas été acceptés".into());
        }
        if let Some(Dialogue::Themes(themes)) = &mut self.model.dialogue {
            self.model.theme = themes.avant.take();
        }
        let ferme = self.model.dialogue.take();
        if let (Some(Dialogue::Regionale(question)), Some(montree)) =
            (&ferme, &mut self.model.region)
        {
            montree.brouillon = Some(question.clone());
        }
        if let Some(Dialogue::Ligne(editeur)) = ferme {
            self.model.brouillon_ligne = Some(editeur);
            self.model.notice =
                Notice::Info("Rien n'est écrit ; la même touche retrouve ce brouillon.".into());
        }
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
}

/// The territory most likely meant: where something was last said, else one that has a table and candidatures.
fn le_plus_probable(territoires: &[Resume]) -> usize {
    let dernier = |r: &Resume| match r.etat {
        EtatSeance::EnCours { dernier, .. } => dernier,
        _ => None,
    };
    let dits = territoires
        .iter()
        .enumerate()
        .filter_map(|(index, r)| Some((dernier(r)?, index)));
    let probable = |r: &Resume| r.table_saisie && r.candidatures > 0;
    dits.max()
        .map(|(_, index)| index)
        .or_else(|| territoires.iter().position(probable))
        .unwrap_or(0)
}

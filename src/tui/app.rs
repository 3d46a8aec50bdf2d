//! The model and the hands that serve it: keys in, facts on disk, then on screen.

use std::fs;

use chrono::{DateTime, FixedOffset};
use crossterm::event::{KeyCode, KeyEvent};

use super::carte::CarteMontree;
use super::dialogue::{Dialogue, Issue, Presence};
use super::effect::{Effect, Suite};
use super::keymap;
use super::model::{Consultee, EtatSeance, Model, Notice, Place, Resume, SeanceEnCours};
use super::priorites::{Objet, disposer};
use super::update::{ligne_du_classement, modifiable, rang_au_classement, update};
use crate::domain::carte::{Carte, Colonne, EtatColonne, colonne};
use crate::domain::edition::Edition;
use crate::domain::fait::{Empreinte, Enregistrement, Fait};
use crate::domain::francais::compte;
use crate::domain::priorite::StatutTable;
use crate::domain::recevabilite::Severite;
use crate::domain::resultat::Resultat;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::store::campagne::Campagne;
use crate::store::journal::{self, ErreurJournal, Journal};
use crate::store::position;
use crate::store::{resultat, table};

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
            consultee: None,
            ligne_priorites: 0,
            brouillon_ligne: None,
            carte: CarteMontree::default(),
            avant_la_carte: Place::Accueil,
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
            Effect::Lever => {
                if self.dire(&Fait::SeanceLevee {}, Suite::Rester) {
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
            Effect::Table(edition) => self.changer_la_table(&edition),
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
        if self.model.place == Place::Carte {
            self.dresser_la_carte();
        }
        true
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

    /// Shows the table of a territory without taking its journal.
    fn consulter(&mut self, territoire: &str) {
        let Some(cadre) = self.campagne.cadre(territoire) else {
            self.model.notice =
                Notice::Erreur(format!("Territoire « {territoire} » absent de l'appel."));
            return;
        };
        let (seance, _) = self.lire_sans_prendre(territoire);
        self.model.consultee = Some(Consultee {
            cadre,
            seance,
            journal: self.campagne.journal(territoire).exists(),
        });
        self.model.ligne_priorites = 0;
        self.model.place = Place::Priorites;
    }

    /// What a journal tells, read without locking it.
    fn lire_sans_prendre(&self, territoire: &str) -> (Seance, EtatColonne) {
        let chemin = self.campagne.journal(territoire);
        if !chemin.exists() {
            return (Seance::default(), EtatColonne::Aucune);
        }
        match journal::read(&chemin) {
            Ok(lecture) => {
                let seance = Seance::replay(lecture.enregistrements().iter().cloned());
                let etat = match lecture.anomalie() {
                    Some(anomalie) => EtatColonne::Illisible(anomalie.to_owned()),
                    None => EtatColonne::Lue {
                        levee: seance.etat().levee,
                    },
                };
                (seance, etat)
            }
            Err(erreur) => (
                Seance::default(),
                EtatColonne::Illisible(erreur.to_string()),
            ),
        }
    }

    /// Reads every territory; the séance on screen is taken as it is.
    fn dresser_la_carte(&mut self) {
        let ouverte = self.model.ouverte.as_ref();
        let colonnes = self.campagne.ami.territoires.iter().filter_map(|t| {
            if let Some(ouverte) = ouverte.filter(|o| o.cadre.territoire.code == t.code) {
                let levee = ouverte.seance.etat().levee;
                let etat = EtatColonne::Lue { levee };
                return Some(colonne(&ouverte.cadre, &ouverte.seance, etat));
            }
            let cadre = self.campagne.cadre_sans_constats(&t.code)?;
            let (seance, etat) = self.lire_sans_prendre(&t.code);
            Some(colonne(&cadre, &seance, etat))
        });
        let publics = self.campagne.ami.publics.iter();
        let publics = publics.map(|p| (p.id.clone(), p.intitule.clone()));
        let carte = Carte::new(publics, colonnes.collect());
        let montree = &mut self.model.carte;
        if montree.carte == Carte::default() {
            let saisie = |c: &Colonne| !c.lignes.is_empty();
            montree.colonne = carte.colonnes.iter().position(saisie).unwrap_or(0);
        }
        montree.carte = carte;
        montree.rang = montree.rang.min(montree.rangees().saturating_sub(1));
    }

    /// Changes the table on screen: proven usable, written, read again; in a séance, the change is then a fact.
    fn changer_la_table(&mut self, edition: &Edition) {
        if let Err(raison) = modifiable(&self.model) {
            self.model.notice = Notice::Erreur(raison);
            return;
        }
        let Some((cadre, _)) = self.model.regard() else {
            return;
        };
        let code = cadre.territoire.code.clone();
        let redigee = table::rediger(&self.campagne, cadre, edition);
        let lue = match redigee {
            Ok(lue) => lue,
            Err(diagnostics) => {
                let premier = diagnostics.first().map(ToString::to_string);
                self.model.notice =
                    Notice::Erreur(format!("Table non écrite. {}", premier.unwrap_or_default()));
                return;
            }
        };
        if let Err(erreur) = table::ecrire(&self.campagne.racine, &code, &lue.texte) {
            self.model.notice = Notice::Erreur(format!("Table non écrite ({erreur})."));
            return;
        }
        self.model.dialogue = None;
        self.model.brouillon_ligne = None;
        if let Some(campagne) = Campagne::load(&self.campagne.racine).campagne {
            self.campagne = campagne;
        }
        self.montrer_la_table(&code, edition);
        let alerte = lue.remarques.iter().find(|(s, _)| *s == Severite::Alerte);
        let alerte = alerte.map(|(_, r)| format!(" · ! {}", r.message));
        let notee = match &self.model.notice {
            Notice::Erreur(raison) => format!(" · {raison}"),
            _ => String::new(),
        };
        self.model.notice = Notice::Info(format!(
            "priorites/{code}.yaml écrit : {}{}{notee}",
            edition.phrase(),
            alerte.unwrap_or_default()
        ));
    }

    /// The table as it is now on disk, the selection on the row changed.
    fn montrer_la_table(&mut self, code: &str, edition: &Edition) {
        let Some(cadre) = self.campagne.cadre(code) else {
            return;
        };
        let entrees = self.campagne.entrees(code);
        if let Some(ouverte) = &mut self.model.ouverte {
            let changees = changees(&ouverte.seance.etat().entrees, &entrees);
            ouverte.changer_de_cadre(cadre, entrees.clone());
            // Only the table was meant: anything else that changed on disk is asked about, never taken along.
            if changees.len() > 1 {
                self.model.dialogue = Some(Dialogue::Entrees(changees));
            } else {
                self.dire(&Fait::EntreesAcceptees { entrees }, Suite::Rester);
            }
        } else if let Some(consultee) = &mut self.model.consultee {
            consultee.cadre = cadre;
        }
        self.resumer();
        let Some((cadre, seance)) = self.model.regard() else {
            return;
        };
        let visee = match edition {
            Edition::Ajouter(_) => cadre.table.priorites.len().saturating_sub(1),
            Edition::Changer(rang, _) | Edition::Deplacer(_, rang) | Edition::Retirer(rang) => {
                *rang
            }
            Edition::Source(_) => return,
        };
        let objets = disposer(cadre, seance, 80).objets;
        let place = objets.iter().position(|o| *o == Objet::Ligne(visee));
        self.model.ligne_priorites = place.unwrap_or(0);
    }

    /// Esc on changed inputs leaves the séance in read-only: going on is a fact, not a default.
    fn fermer_dialogue(&mut self) {
        if let (Some(Dialogue::Entrees(_)), Some(ouverte)) =
            (&self.model.dialogue, &mut self.model.ouverte)
        {
            ouverte.lecture_seule =
                Some("des fichiers ont changé depuis l'ouverture et n'ont pas été acceptés".into());
        }
        if let Some(Dialogue::Ligne(editeur)) = self.model.dialogue.take() {
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

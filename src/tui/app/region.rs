//! The region's hands: proposals read and checked, facts of the region on disk then on screen, the compilation written.

use std::path::PathBuf;
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};

use super::App;
use crate::domain::fait::Fait;
use crate::domain::region::{CODE, Recue};
use crate::domain::resultat::Tete;
use crate::domain::seance::Seance;
use crate::exchange::rapport_region::rapport;
use crate::store::campagne::Campagne;
use crate::store::journal::Journal;
use crate::store::{fichier, memoire, region};
use crate::tui::model::{Notice, Place};
use crate::tui::region::RegionMontree;

impl App {
    /// The region alone, its territories left aside. `gardees`: the proposals as they were last checked, nothing having
    /// changed since; the campaign was then read without its candidatures.
    pub fn region(
        campagne: Campagne,
        horloge: fn() -> DateTime<FixedOffset>,
        auteur: String,
        gardees: Option<Vec<Recue>>,
        sources: Vec<PathBuf>,
    ) -> Self {
        let mut app = Self::sans_territoires(campagne, horloge, auteur);
        app.sans_projets = gardees.is_some();
        app.gardees = gardees;
        app.ouvrir_region(sources);
        app
    }

    /// Opens the region on these files and folders, or on the campaign's own `resultats` when none is named.
    pub fn ouvrir_region(&mut self, sources: Vec<PathBuf>) {
        self.sources_region = sources;
        self.perform_region();
    }

    /// Reads and checks every proposal, again when the region is already on screen.
    pub(super) fn perform_region(&mut self) {
        let lu = region::dit(&self.campagne).and_then(|(dit, reglages)| {
            let (recues, sources) = self.recevoir()?;
            let ami = Arc::clone(&self.campagne.ami);
            Ok(RegionMontree::new(
                ami,
                recues,
                sources,
                dit,
                reglages.journal,
            ))
        });
        match lu {
            Ok(mut montree) => {
                if let Some(avant) = self.model.region.take() {
                    (montree.affichage, montree.brouillon) = (avant.affichage, avant.brouillon);
                    montree.lecture_seule = avant.lecture_seule;
                    montree.ligne = avant.ligne.min(montree.nombre().saturating_sub(1));
                }
                self.model.region = Some(montree);
                if self.model.place != Place::Region {
                    self.model.avant_la_region = self.model.place;
                    self.model.place = Place::Region;
                }
            }
            Err(raison) => self.model.notice = Notice::Erreur(raison),
        }
    }

    /// The proposals as kept when nothing has changed, else read and checked; the candidatures are then needed.
    fn recevoir(&mut self) -> Result<(Vec<Recue>, Vec<String>), String> {
        let siennes = self.sources_region.is_empty();
        let gardees = self.gardees.take().filter(|_| siennes);
        let relire = || {
            siennes
                .then(|| memoire::relire(&self.campagne.racine))
                .flatten()
        };
        if let Some(recues) = gardees.or_else(relire) {
            return Ok((recues, Vec::new()));
        }
        if self.sans_projets {
            let chargement = Campagne::load(&self.campagne.racine);
            let probleme = chargement.diagnostics.first().map(ToString::to_string);
            let quoi = || probleme.clone().unwrap_or_default();
            self.campagne = chargement.campagne.ok_or_else(quoi)?;
            self.sans_projets = false;
        }
        let recus = region::recevoir(&self.campagne, &self.sources_region)?;
        if siennes {
            memoire::garder(&self.campagne.racine, &recus.0);
        }
        Ok(recus)
    }

    /// Records a fact of the region: checked, on disk, and only then applied and shown.
    pub(super) fn dire_region(&mut self, fait: &Fait) {
        if let Err(raison) = self.essayer_region(fait) {
            self.model.notice = Notice::Erreur(raison);
        }
    }

    fn essayer_region(&mut self, fait: &Fait) -> Result<(), String> {
        let montree = self
            .model
            .region
            .as_mut()
            .ok_or("La région n'est pas ouverte.")?;
        if let Some(raison) = &montree.lecture_seule {
            return Err(format!("Lecture seule : {raison}"));
        }
        if self.journal_region.is_none() {
            // Held from the first fact only: looking at a region keeps nobody from speaking.
            let (journal, enregistrements) = self
                .campagne
                .prendre_journal(CODE, (self.horloge)(), &self.auteur)
                .map_err(|erreur| erreur.to_string())?;
            montree.redire(Seance::replay(enregistrements), Some(tete(&journal)));
            montree.lecture_seule = journal.lecture_seule().map(str::to_owned);
            if let Some(raison) = &montree.lecture_seule {
                return Err(format!("Lecture seule : {raison}"));
            }
            self.journal_region = Some(journal);
        }
        montree.region.check(fait, &montree.dit)?;
        let journal = self.journal_region.as_mut().ok_or("Journal non tenu.")?;
        let (le, attente) = ((self.horloge)(), self.attente);
        let mut reponse = None;
        attente(&mut || reponse = Some(journal.append(le, &self.auteur, fait)));
        let ecrits = reponse
            .unwrap_or_else(|| Ok(Vec::new()))
            .map_err(|erreur| {
                montree.lecture_seule = journal.lecture_seule().map(str::to_owned);
                erreur.to_string()
            })?;
        let echo = montree.enregistre(ecrits, Some(tete(journal)));
        montree.brouillon = None;
        self.model.dialogue = None;
        self.model.notice = Notice::Info(echo);
        Ok(())
    }

    /// Writes the compilation and its report.
    pub(super) fn ecrire_region(&mut self) {
        let Some(montree) = &self.model.region else {
            return;
        };
        let ecrit = region::write(&self.campagne, &montree.region, &rapport(&montree.region));
        self.model.notice = match ecrit {
            Ok(chemin) => Notice::Info(format!(
                "Écrits : {}, et le rapport à côté (.md).",
                chemin.display()
            )),
            Err(erreur) => Notice::Erreur(format!("Non écrite : {}", fichier::dire(&erreur))),
        };
    }
}

fn tete(journal: &Journal) -> Tete {
    let (enregistrements, tete) = journal.head();
    Tete {
        enregistrements,
        tete: tete.to_owned(),
    }
}

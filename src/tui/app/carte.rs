//! The table of a territory shown without its séance, and the map of answers over all of them.

use super::App;
use crate::domain::carte::{Carte, Colonne, EtatColonne, colonne};
use crate::domain::seance::Seance;
use crate::store::journal;
use crate::tui::model::{Consultee, Notice, Place};

impl App {
    /// Shows the table of a territory without taking its journal.
    pub(super) fn consulter(&mut self, territoire: &str) {
        let Some(cadre) = self.campagne.cadre(territoire) else {
            self.model.notice =
                Notice::Erreur(format!("Territoire « {territoire} » absent de l'appel."));
            return;
        };
        let (seance, _) = self.lire_sans_prendre(territoire);
        self.model.consultee = Some(Consultee {
            cadre,
            seance,
            journal: journal::existe(&self.campagne.journal(territoire)).unwrap_or(true),
        });
        self.model.ligne_priorites = 0;
        self.model.place = Place::Priorites;
    }

    /// What a journal tells, read without locking it.
    fn lire_sans_prendre(&self, territoire: &str) -> (Seance, EtatColonne) {
        if let Ok(false) = journal::existe(&self.campagne.journal(territoire)) {
            return (Seance::default(), EtatColonne::Aucune);
        }
        match self.campagne.lire_journal(territoire) {
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
    pub(super) fn dresser_la_carte(&mut self) {
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
}

//! What a spectator sees: a séance that another hand writes, read again at each fact. Names may wait for the avis.

use std::path::PathBuf;
use std::sync::Arc;

use super::model::SeanceEnCours;
use crate::domain::cadre::Cadre;
use crate::domain::fait::Fait;
use crate::domain::francais::heure;
use crate::domain::phrase::{phrase, phrase_situee};
use crate::domain::seance::Seance;
use crate::store::campagne::Campagne;
use crate::store::journal::Suivi;
use crate::store::position;

/// A séance followed.
pub struct Spectateur {
    /// As the last fact left it.
    pub ouverte: SeanceEnCours,
    /// Whether the ranking covers a small screen.
    pub classement: bool,
    /// What is wrong with the journal, when something is.
    pub anomalie: Option<String>,
    /// The last fact, in words.
    pub dernier: String,
    campagne: Campagne,
    cadre: Cadre,
    journal: Suivi,
    chemin: PathBuf,
    noms_caches: bool,
}

impl Spectateur {
    /// Follows a territory; `None` when the call has no such one. `noms_caches`: a name waits for every institution.
    pub fn new(campagne: Campagne, territoire: &str, noms_caches: bool) -> Option<Self> {
        let cadre = campagne.cadre(territoire)?;
        let chemin = campagne.journal(territoire);
        let journal = Suivi::new(chemin.clone(), &campagne.ami.id, territoire);
        let vide = SeanceEnCours::new(cadre.clone(), Seance::default(), Vec::new(), None, None);
        let mut spectateur = Self {
            ouverte: vide,
            classement: false,
            anomalie: None,
            dernier: String::new(),
            campagne,
            cadre,
            journal,
            chemin,
            noms_caches,
        };
        spectateur.journal.relire();
        spectateur.montrer();
        Some(spectateur)
    }

    /// The folders in which something changes when a fact is said.
    pub fn dossiers(&self) -> Vec<PathBuf> {
        let seances = self.chemin.parent().map(PathBuf::from);
        [self.campagne.racine.clone()]
            .into_iter()
            .chain(seances)
            .collect()
    }

    /// Reads again; whether there is something new to show.
    pub fn relire(&mut self) -> bool {
        let change = self.journal.relire();
        let deplace =
            position::load(&self.chemin).is_some_and(|numero| numero != self.ouverte.numero());
        if change || deplace {
            self.montrer();
        }
        change || deplace
    }

    fn montrer(&mut self) {
        self.anomalie = self.journal.anomalie().map(str::to_owned);
        let seance = Seance::replay(self.journal.enregistrements().cloned());
        self.relire_les_entrees(&seance);
        let cadre = if self.noms_caches {
            masquer(&self.cadre, &seance)
        } else {
            self.cadre.clone()
        };
        self.dernier = self.dire_le_dernier(&cadre, &seance);
        let numero = position::load(&self.chemin);
        let mut ouverte = SeanceEnCours::new(cadre, seance, Vec::new(), None, numero.as_deref());
        let avant = std::mem::replace(&mut self.ouverte.tableau, ouverte.tableau.clone());
        ouverte.avant = Some(avant);
        self.ouverte = ouverte;
    }

    /// The séance went on with other files: they are what is looked at.
    fn relire_les_entrees(&mut self, seance: &Seance) {
        let territoire = self.cadre.territoire.code.clone();
        let acceptees = &seance.etat().entrees;
        if acceptees.is_empty() || *acceptees == self.campagne.entrees(&territoire) {
            return;
        }
        let relue = Campagne::load(&self.campagne.racine).campagne;
        if let Some(campagne) = relue
            && let Some(cadre) = campagne.cadre(&territoire)
        {
            (self.campagne, self.cadre) = (campagne, cadre);
        }
    }

    /// « 14:02:11 · avis favorable, Région »; nothing that names a candidature that is hidden.
    fn dire_le_dernier(&self, cadre: &Cadre, seance: &Seance) -> String {
        let faits = seance.enregistrements().iter().rev();
        let Some(dernier) = faits.clone().find(|e| !e.fait.est_du_journal()) else {
            return "La séance n'est pas encore ouverte.".into();
        };
        let est_cachee = |fait: &Fait| {
            let numero = fait.projet();
            numero.is_some_and(|n| self.noms_caches && incomplete(n, cadre, seance))
        };
        let dit = match &dernier.fait {
            Fait::AvisRendu { .. } if est_cachee(&dernier.fait) => {
                phrase(&sans_texte(&dernier.fait), cadre)
            }
            fait if est_cachee(fait) => match fait {
                Fait::SilenceConstate { .. }
                | Fait::DeportDeclare { .. }
                | Fait::AvisRetire { .. }
                | Fait::CritereApprecie { .. } => phrase(fait, cadre),
                _ => "un fait enregistré".into(),
            },
            // A free text may name anyone.
            Fait::VoteTenu { .. } if self.noms_caches => "vote enregistré".into(),
            fait => phrase_situee(fait, cadre),
        };
        format!("{} · {dit}", heure(dernier.le))
    }
}

/// The same avis without what was typed.
fn sans_texte(fait: &Fait) -> Fait {
    let mut fait = fait.clone();
    if let Fait::AvisRendu { texte, .. } = &mut fait {
        *texte = None;
    }
    fait
}

/// Whether an institution has said nothing yet of a candidature.
fn incomplete(numero: &str, cadre: &Cadre, seance: &Seance) -> bool {
    seance.institutions_muettes(numero, cadre).next().is_some()
}

/// The frame in which a candidature has no name while an institution has said nothing of it.
fn masquer(cadre: &Cadre, seance: &Seance) -> Cadre {
    let mut cadre = cadre.clone();
    let muettes: Vec<bool> = cadre
        .dossiers
        .iter()
        .map(|d| incomplete(d.numero(), &cadre, seance))
        .collect();
    for (rang, dossier) in cadre.dossiers.iter_mut().enumerate() {
        if muettes[rang] {
            let projet = Arc::make_mut(&mut dossier.projet);
            projet.nom = format!("Candidature {}", rang + 1);
            projet.porteur.nom = "nom caché jusqu'au dernier avis".into();
        }
    }
    cadre
}

//! A priority table changed on screen: written only when usable; in a séance the change is then a fact.

use super::App;
use crate::domain::edition::Edition;
use crate::domain::fait::Fait;
use crate::domain::recevabilite::Severite;
use crate::store::campagne::{Campagne, changees};
use crate::store::table;
use crate::tui::dialogue::Dialogue;
use crate::tui::effect::Suite;
use crate::tui::model::Notice;
use crate::tui::priorites::{Objet, disposer};
use crate::tui::update::modifiable;

impl App {
    /// Changes the table on screen: proven usable, written, read again; in a séance, the change is then a fact.
    pub(super) fn changer_la_table(&mut self, edition: &Edition) {
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
}

//! A fiche typed on screen, written in its candidature's file: only when usable; in a séance the change is then a fact.

use super::App;
use crate::domain::fait::Fait;
use crate::domain::francais::{compte, enumeration};
use crate::domain::projet::Projet;
use crate::domain::texte::visible;
use crate::store::campagne::changees;
use crate::store::diagnostic::Diagnostic;
use crate::store::projet::{self, ProjetRedige};
use crate::store::{fichier, journal};
use crate::tui::dialogue::Dialogue;
use crate::tui::effect::Suite;
use crate::tui::model::Notice;
use crate::tui::update::{coller, deja_dit, saisissable};

impl App {
    /// Writes the fiche on screen.
    pub(super) fn ecrire_la_fiche(&mut self) {
        let (code, numero) = self.model.fiches.courante.clone();
        if let Err(raison) = saisissable(&self.model, &numero) {
            self.model.notice = Notice::Erreur(format!("Fiche non écrite. {raison}"));
            return;
        }
        let Some(saisie) = self.model.fiches.courante() else {
            return;
        };
        let differences: Vec<String> = saisie
            .differences()
            .into_iter()
            .map(str::to_owned)
            .collect();
        let redige = projet::rediger(
            &self.campagne,
            &numero,
            Some(saisie.depart()),
            saisie.fiche(),
        );
        let redige = match redige {
            Ok(redige) => redige,
            Err(diagnostics) => return self.refuser_le_projet("Fiche non écrite", &diagnostics),
        };
        if self.mettre_en_place(&code, &redige, &enumeration(&differences))
            && let Some(saisie) = self.model.fiches.courante_mut()
        {
            saisie.ecrite(&redige.projet);
        }
    }

    /// Numbers copied from a sheet fill the cells from the one selected: tabs go to the right, new lines below.
    pub(super) fn coller_dans_la_fiche(&mut self, texte: &str) {
        self.model.notice = match coller(&mut self.model, texte) {
            Ok(posees) => Notice::Info(format!(
                "{} ; u annule.",
                compte(posees, "nombre collé", "nombres collés")
            )),
            Err(raison) => Notice::Erreur(raison),
        };
    }

    /// « La fiche 19483920 n'est pas écrite… »
    pub(super) fn fiches_a_ecrire(&self) -> String {
        let saisies = self.model.fiches.saisies.iter();
        let noms: Vec<String> = saisies
            .filter(|(_, saisie)| saisie.modifiee())
            .map(|((code, numero), _)| format!("{numero} ({code})"))
            .collect();
        format!(
            "Fiche tapée et non écrite : {}. q de nouveau quitte sans elle.",
            enumeration(&noms)
        )
    }

    fn refuser_le_projet(&mut self, quoi: &str, diagnostics: &[Diagnostic]) {
        let premier = diagnostics.first().map(ToString::to_string);
        self.model.notice = Notice::Erreur(format!("{quoi}. {}", premier.unwrap_or_default()));
    }

    /// Writes a candidature's file and takes it up; whether it is on disk. In a séance, the change is then a fact.
    pub(super) fn mettre_en_place(
        &mut self,
        code: &str,
        redige: &ProjetRedige,
        quoi: &str,
    ) -> bool {
        if let Err(erreur) = projet::ecrire(&mut self.campagne, redige) {
            self.model.notice = Notice::Erreur(format!(
                "{} non écrit ({}). Rien n'est perdu, la même touche réessaie.",
                redige.fichier,
                fichier::dire(&erreur)
            ));
            return false;
        }
        let mut echo = format!("{} écrit : {quoi}", redige.fichier);
        let erreur = self.accepter_le_projet(code, redige);
        let notee = erreur.is_none() && self.model.ouverte.is_some();
        if notee && self.model.dialogue.is_none() {
            echo.push_str(" · noté au journal");
        }
        let deja = self
            .model
            .ouverte
            .as_ref()
            .and_then(|o| deja_dit(&o.seance, &redige.projet.numero));
        let suites = [deja, self.ailleurs(code, &redige.projet), erreur];
        for suite in suites.into_iter().flatten() {
            echo.push_str(" · ");
            echo.push_str(&suite);
        }
        self.model.notice = Notice::Info(visible(&echo));
        self.resumer();
        true
    }

    /// Shows the candidature as it now is; in a séance, records the inputs accepted. Why it is not recorded, when it is not.
    fn accepter_le_projet(&mut self, code: &str, redige: &ProjetRedige) -> Option<String> {
        let cadre = self.campagne.cadre(code)?;
        let entrees = self.campagne.entrees(code);
        let Some(ouverte) = &mut self.model.ouverte else {
            if let Some(consultee) = &mut self.model.consultee {
                consultee.cadre = cadre;
            }
            return None;
        };
        let changees = changees(&ouverte.seance.etat().entrees, &entrees);
        ouverte.changer_de_cadre(cadre, entrees.clone());
        // Only this fiche was meant: anything else that changed on disk is asked about, never taken along.
        if redige.etranger || changees.len() > 1 {
            self.model.dialogue = Some(Dialogue::Entrees(changees));
            return None;
        }
        if self.dire(&Fait::EntreesAcceptees { entrees }, Suite::Rester) {
            return None;
        }
        self.model.dialogue = Some(Dialogue::Entrees(changees));
        match &self.model.notice {
            Notice::Erreur(raison) => Some(raison.clone()),
            _ => None,
        }
    }

    /// The other territories of a candidature whose séance has accepted the file as it was.
    fn ailleurs(&self, code: &str, projet: &Projet) -> Option<String> {
        let autres = projet.fiches.iter().map(|f| f.territoire.as_str());
        let autres: Vec<String> = autres
            .filter(|autre| *autre != code)
            .filter(|autre| !matches!(journal::existe(&self.campagne.journal(autre)), Ok(false)))
            .map(str::to_owned)
            .collect();
        let noms = enumeration(&autres);
        (!autres.is_empty()).then(|| format!("la séance {noms} demandera de l'accepter aussi"))
    }
}

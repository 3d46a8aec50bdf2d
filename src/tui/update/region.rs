//! The region: move, read, note a desistment, arbitrate, set the envelope; undo like everywhere.

use super::deplacer;
use crate::domain::fait::Fait;
use crate::tui::action::Action;
use crate::tui::dialogue::{Dialogue, Page, Question, Regionale};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Notice};
use crate::tui::region::{Affichage, RegionMontree};

/// What a key does in the region.
pub(super) fn agir(model: &mut Model, action: Action) -> Option<Effect> {
    let Some(montree) = &mut model.region else {
        model.place = model.avant_la_region;
        return None;
    };
    let refus = |model: &mut Model, phrase: &str| {
        model.notice = Notice::Erreur(phrase.into());
        None
    };
    match action {
        Action::Retour if model.territoires.is_empty() => {
            model.notice = Notice::Info(
                "q quitte la région. Les territoires s'ouvrent par la commande instruire.".into(),
            );
        }
        Action::Retour => model.place = model.avant_la_region,
        Action::Region => return Some(Effect::Region),
        Action::Zone => montree.tourner(),
        Action::Valider => {
            let (titre, lignes) = montree.detail()?;
            model.dialogue = Some(Dialogue::Lire(Page::new(titre, &lignes.join("\n"))));
        }
        Action::Scenarios => {
            let page = Page::new("Enveloppe régionale", &montree.scenarios().join("\n"));
            model.dialogue = Some(Dialogue::Lire(page));
        }
        Action::Journal => {
            let lignes = montree.region.journal(&montree.dit);
            let texte = match lignes.as_slice() {
                [] => "La région n'a rien dit encore.".to_owned(),
                lignes => lignes.join("\n"),
            };
            model.dialogue = Some(Dialogue::Lire(Page::new("Journal de la région", &texte)));
        }
        Action::Ecrire => return Some(Effect::EcrireRegion),
        Action::Annuler => match montree.dit.a_annuler() {
            Some(fait) => return Some(Effect::DireRegion(Fait::Annule { cible: fait.n })),
            None => return refus(model, "Rien à annuler."),
        },
        Action::Retablir => match montree.dit.a_retablir() {
            Some((annulation, _)) => {
                let cible = annulation.n;
                return Some(Effect::DireRegion(Fait::Annule { cible }));
            }
            None => return refus(model, "Rien à rétablir."),
        },
        Action::Retirer | Action::Proposition | Action::Montant => {
            match question(montree, action) {
                Some(regionale) => model.dialogue = Some(Dialogue::Regionale(regionale)),
                None => {
                    return refus(
                        model,
                        "Choisissez d'abord une candidature classée : Tab change d'affichage.",
                    );
                }
            }
        }
        Action::Agenda
        | Action::Classement
        | Action::Cloture
        | Action::Priorites
        | Action::Carte
        | Action::Rechercher => {
            model.notice = Notice::Info(
                "Cette touche est celle d'un territoire : Échap quitte d'abord la région.".into(),
            );
        }
        _ => {
            let dernier = montree.nombre().saturating_sub(1);
            deplacer(&mut montree.ligne, action, dernier);
        }
    }
    None
}

/// The question a key asks of the row selected, its draft found again.
fn question(montree: &mut RegionMontree, action: Action) -> Option<Regionale> {
    let enveloppe = action == Action::Montant && montree.affichage == Affichage::Territoires;
    let (titre, question) = if enveloppe {
        (
            "Enveloppe régionale (euros)".to_owned(),
            Question::Enveloppe,
        )
    } else {
        let (territoire, numero, nom) = montree.candidature()?;
        let titre = |quoi: &str| format!("{quoi} · {territoire} {nom}");
        match action {
            Action::Retirer => (
                titre("Désistement"),
                Question::Desistement(territoire, numero),
            ),
            Action::Proposition => (titre("Arbitrage"), Question::Arbitrage(territoire, numero)),
            _ => (
                titre("Montant arbitré (euros)"),
                Question::Montant(territoire, numero),
            ),
        }
    };
    match montree.brouillon.take() {
        Some(brouillon) if brouillon.question == question => Some(brouillon),
        autre => {
            montree.brouillon = autre;
            Some(Regionale::new(titre, question))
        }
    }
}

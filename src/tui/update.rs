//! What an action changes on screen, and what it asks to be written: pure, nothing here touches the disk. One file per place.

mod agenda;
mod candidature;
mod carte;
mod classement;
mod cloture;
mod fiche;
mod journal;
mod priorites;
mod region;

use super::action::Action;
use super::dialogue::{Dialogue, Presence, Recherche, Themes};
use super::effect::{Effect, Suite};
use super::model::{EtatSeance, Model, Notice, Place, SeanceEnCours};
use super::pages;
use crate::domain::fait::Fait;

pub use classement::{ligne_du_classement, rang_au_classement};
pub use cloture::{dire_obstacle, obstacles};
pub use fiche::{coller, deja_dit, fiche_a_saisir, retoucher, saisissable};
pub use priorites::modifiable;

/// Rows a page moves by.
const PAGE: usize = 10;

/// Applies an action.
pub fn update(model: &mut Model, action: Action) -> Option<Effect> {
    match action {
        Action::Quitter => model.fini = true,
        Action::Aide => model.dialogue = Some(Dialogue::Lire(pages::aide(model.place))),
        Action::Themes => choisir_un_theme(model),
        _ if model.place == Place::Region => return region::agir(model, action),
        Action::Retour | Action::Annuler | Action::Retablir if model.place == Place::Fiche => {
            return repondre(model, fiche::agir, action);
        }
        Action::SaisirFiche => return repondre(model, |model, _| fiche::ouvrir(model), action),
        Action::Region => return Some(Effect::Region),
        Action::Priorites => return aller_aux_priorites(model),
        Action::Carte => return Some(Effect::Carte),
        Action::Exporter => return Some(Effect::Exporter),
        Action::Retour if matches!(model.place, Place::Priorites | Place::Carte) => {
            return quitter_la_table(model);
        }
        _ if model.ouverte.is_none() && model.place == Place::Accueil => {
            return accueil(model, action);
        }
        Action::Agenda
        | Action::Classement
        | Action::Presence
        | Action::Cloture
        | Action::Journal
        | Action::Rechercher
        | Action::Annuler
        | Action::Retablir
            if model.ouverte.is_none() =>
        {
            let phrase = "Aucune séance n'est ouverte : Échap, puis Entrée sur le territoire.";
            model.notice = Notice::Info(phrase.into());
        }
        Action::Retour => return retour(model),
        Action::Agenda => model.place = Place::Agenda,
        Action::Classement => aller_au_classement(model),
        Action::Cloture => aller(model, Place::Cloture, 0),
        Action::Journal => {
            let dernier = model
                .ouverte
                .as_ref()
                .map_or(0, |o| o.seance.enregistrements().len().saturating_sub(1));
            aller(model, Place::Journal, dernier);
        }
        Action::Rechercher => {
            let mut recherche = Recherche::default();
            recherche.actualiser(model.ouverte.as_ref()?);
            model.dialogue = Some(Dialogue::Recherche(recherche));
        }
        Action::Presence => {
            let ouverte = model.ouverte.as_ref()?;
            let presence = Presence::correction(&ouverte.cadre, &ouverte.seance);
            model.dialogue = Some(Dialogue::Presence(Box::new(presence)));
        }
        Action::Annuler => return dire_ou_noter(model, annuler),
        Action::Retablir => return dire_ou_noter(model, retablir),
        _ => return repondre(model, agir, action),
    }
    None
}

/// What the place makes of an action.
fn agir(model: &mut Model, action: Action) -> Reponse {
    match (model.place, &mut model.ouverte) {
        (Place::Priorites, _) => priorites::agir(model, action),
        (Place::Carte, _) => carte::agir(&mut model.carte, action),
        (Place::Fiche, _) => fiche::agir(model, action),
        (Place::Region, _) | (_, None) => Reponse::Rien,
        (Place::Accueil | Place::Agenda, Some(ouverte)) => agenda::agir(ouverte, action),
        (Place::Candidature, Some(ouverte)) => candidature::agir(ouverte, action),
        (Place::Classement, Some(ouverte)) => classement::agir(ouverte, action),
        (Place::Cloture, Some(ouverte)) => cloture::agir(ouverte, action),
        (Place::Journal, Some(ouverte)) => journal::agir(ouverte, action),
    }
}

/// Shows what is answered to an action.
fn repondre(
    model: &mut Model,
    agir: impl FnOnce(&mut Model, Action) -> Reponse,
    action: Action,
) -> Option<Effect> {
    match agir(model, action) {
        Reponse::Rien => {}
        Reponse::Effet(effet) => return Some(effet),
        Reponse::Dialogue(nouveau) => model.dialogue = Some(nouveau),
        Reponse::Refus(texte) => model.notice = Notice::Erreur(texte),
        Reponse::Info(texte) => model.notice = Notice::Info(texte),
        Reponse::Aller(place) => {
            model.place = place;
            return (place == Place::Candidature).then_some(Effect::Situer);
        }
    }
    None
}

/// What a place answers to an action.
enum Reponse {
    Rien,
    Effet(Effect),
    Dialogue(Dialogue),
    Refus(String),
    Info(String),
    Aller(Place),
}

fn dire(fait: Fait, suite: Suite) -> Reponse {
    Reponse::Effet(Effect::Dire(fait, suite))
}

fn accueil(model: &mut Model, action: Action) -> Option<Effect> {
    let dernier = model.territoires.len().saturating_sub(1);
    if action == Action::Valider {
        return ouvrir(model);
    }
    deplacer(&mut model.territoire, action, dernier);
    None
}

fn ouvrir(model: &mut Model) -> Option<Effect> {
    let resume = model.territoires.get(model.territoire)?;
    if let EtatSeance::Illisible(raison) = &resume.etat {
        model.notice = Notice::Erreur(raison.clone());
    }
    Some(Effect::Ouvrir {
        territoire: resume.code.clone(),
        faits: Vec::new(),
    })
}

fn choisir_un_theme(model: &mut Model) {
    let choisi = model.theme.as_ref();
    let curseur = model.themes.iter().position(|(t, _)| Some(t) == choisi);
    model.dialogue = Some(Dialogue::Themes(Themes {
        themes: model.themes.clone(),
        curseur: curseur.unwrap_or(0),
        avant: model.theme.clone(),
    }));
}

fn retour(model: &mut Model) -> Option<Effect> {
    model.place = match model.place {
        Place::Candidature => Place::Agenda,
        Place::Classement | Place::Cloture | Place::Journal => model.origine,
        Place::Priorites | Place::Carte => return quitter_la_table(model),
        Place::Fiche => model.fiches.retour,
        Place::Region => model.avant_la_region,
        Place::Agenda | Place::Accueil => return Some(Effect::Fermer),
    };
    None
}

fn aller_aux_priorites(model: &mut Model) -> Option<Effect> {
    if model.ouverte.is_none() {
        let choisi = match model.place {
            Place::Carte => {
                let colonne = model.carte.carte.colonnes.get(model.carte.colonne)?;
                colonne.code.clone()
            }
            Place::Priorites => return None,
            Place::Fiche => {
                model.place = Place::Priorites;
                return None;
            }
            _ => model.territoires.get(model.territoire)?.code.clone(),
        };
        return Some(Effect::Consulter(choisi));
    }
    if model.place != Place::Priorites {
        let depuis_la_carte = model.place == Place::Carte;
        model.ligne_priorites = 0;
        if depuis_la_carte {
            model.place = Place::Priorites;
        } else {
            aller(model, Place::Priorites, 0);
        }
    }
    None
}

/// Back from the table, or from the map.
fn quitter_la_table(model: &mut Model) -> Option<Effect> {
    model.place = match (model.place, model.ouverte.is_some()) {
        (Place::Carte, _) => model.avant_la_carte,
        (_, true) => model.origine,
        (_, false) => {
            model.consultee = None;
            Place::Accueil
        }
    };
    None
}

fn aller(model: &mut Model, place: Place, ligne: usize) {
    match model.place {
        Place::Agenda | Place::Candidature => model.origine = model.place,
        Place::Fiche if model.fiches.retour == Place::Agenda => model.origine = Place::Agenda,
        Place::Fiche => model.origine = Place::Candidature,
        _ => {}
    }
    model.place = place;
    if let Some(ouverte) = &mut model.ouverte {
        ouverte.ligne = ligne;
    }
}

fn aller_au_classement(model: &mut Model) {
    let ouverte = model.ouverte.as_ref();
    let ligne = ouverte.map_or(0, |o| rang_au_classement(o, o.courante));
    aller(model, Place::Classement, ligne);
}

fn dire_ou_noter(
    model: &mut Model,
    fait: fn(&SeanceEnCours) -> Result<Fait, String>,
) -> Option<Effect> {
    match fait(model.ouverte.as_ref()?) {
        Ok(fait) => Some(Effect::Dire(fait, Suite::Rester)),
        Err(raison) => {
            model.notice = Notice::Erreur(raison);
            None
        }
    }
}

fn annuler(ouverte: &SeanceEnCours) -> Result<Fait, String> {
    let cible = ouverte.seance.a_annuler().ok_or("Rien à annuler.")?;
    Ok(Fait::Annule { cible: cible.n })
}

fn retablir(ouverte: &SeanceEnCours) -> Result<Fait, String> {
    let (annulation, _) = ouverte.seance.a_retablir().ok_or("Rien à rétablir.")?;
    Ok(Fait::Annule {
        cible: annulation.n,
    })
}

fn deplacer(curseur: &mut usize, action: Action, dernier: usize) {
    *curseur = match action {
        Action::Haut => curseur.saturating_sub(1),
        Action::Bas => (*curseur + 1).min(dernier),
        Action::PageHaut => curseur.saturating_sub(PAGE),
        Action::PageBas => (*curseur + PAGE).min(dernier),
        Action::Debut => 0,
        Action::Fin => dernier,
        _ => *curseur,
    };
}

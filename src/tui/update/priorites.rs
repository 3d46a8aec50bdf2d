//! The priority table: read its candidatures, and change its rows as long as nothing was examined with them.

use super::{Reponse, deplacer};
use crate::domain::edition::Edition;
use crate::domain::francais::compte;
use crate::domain::seance::Seance;
use crate::store::table::{Verrou, verrou_de};
use crate::tui::action::Action;
use crate::tui::dialogue::{Dialogue, EditeurLigne, Page, Source};
use crate::tui::effect::Effect;
use crate::tui::model::{Model, Place};
use crate::tui::pages;
use crate::tui::priorites::{Objet, disposer, textes, titre};

pub(super) fn agir(model: &mut Model, action: Action) -> Reponse {
    let Some((cadre, seance)) = model.regard() else {
        return Reponse::Rien;
    };
    let objets = disposer(cadre, seance, 80).objets;
    let dernier = objets.len().saturating_sub(1);
    let curseur = model.ligne_priorites.min(dernier);
    let choisi = objets.get(curseur).copied();
    let ligne = match choisi {
        Some(Objet::Ligne(index)) => Some(index),
        _ => None,
    };
    let lignes = cadre.table.priorites.len();
    match action {
        Action::AjouterLigne => editer(model, None),
        Action::SourceDeTable => match modifiable(model) {
            Ok(()) => Reponse::Dialogue(Dialogue::Source(Source {
                texte: cadre.table.source.clone().unwrap_or_default(),
            })),
            Err(raison) => Reponse::Refus(raison),
        },
        Action::Valider => match choisi {
            Some(Objet::Ligne(index)) if modifiable(model).is_ok() => editer(model, Some(index)),
            Some(Objet::Ligne(index)) => {
                let ligne = &cadre.table.priorites[index];
                let page = Page::new(titre(cadre, ligne), &textes(cadre, ligne).join("\n"));
                Reponse::Dialogue(Dialogue::Lire(page))
            }
            Some(Objet::Candidature(index)) => ouvrir(model, index),
            None => Reponse::Info("Rien à ouvrir : a ajoute une ligne.".into()),
        },
        Action::Retirer | Action::MonterLigne | Action::DescendreLigne => {
            let Some(index) = ligne else {
                return Reponse::Info("Choisissez d'abord une ligne de la table.".into());
            };
            if let Err(raison) = modifiable(model) {
                return Reponse::Refus(raison);
            }
            let edition = match action {
                Action::Retirer => Edition::Retirer(index),
                Action::MonterLigne if index > 0 => Edition::Deplacer(index, index - 1),
                Action::DescendreLigne if index + 1 < lignes => Edition::Deplacer(index, index + 1),
                _ => return Reponse::Info("Elle est déjà au bout.".into()),
            };
            // One key must not change the table under a committee.
            if action == Action::Retirer || model.ouverte.is_some() {
                let texte = titre(cadre, &cadre.table.priorites[index]);
                return Reponse::Dialogue(Dialogue::Changement(edition, texte));
            }
            Reponse::Effet(Effect::Table(edition))
        }
        _ => {
            let mut curseur = curseur;
            deplacer(&mut curseur, action, dernier);
            model.ligne_priorites = curseur;
            Reponse::Rien
        }
    }
}

/// Why the table cannot change now, when it cannot.
pub fn modifiable(model: &Model) -> Result<(), String> {
    match (&model.ouverte, &model.consultee) {
        (Some(ouverte), _) => match &ouverte.lecture_seule {
            Some(raison) => Err(format!("Lecture seule : {raison}")),
            None => libre(&ouverte.seance),
        },
        (None, Some(consultee)) => match &consultee.journal {
            true => Err(
                "Ce territoire a une séance : ouvrez-la (Échap, Entrée) pour changer sa table, tant que rien n'est examiné."
                    .into(),
            ),
            false => Ok(()),
        },
        (None, None) => Err("Aucune table n'est à l'écran.".into()),
    }
}

fn libre(seance: &Seance) -> Result<(), String> {
    match verrou_de(seance) {
        None => Ok(()),
        Some(Verrou::Levee) => Err("La séance est levée : la table ne change plus.".into()),
        Some(Verrou::Examinees(nombre)) => Err(format!(
            "{} avec cette table : elle ne change plus.",
            compte(nombre, "candidature examinée", "candidatures examinées")
        )),
        Some(Verrou::Illisible(raison)) => Err(raison),
    }
}

fn editer(model: &mut Model, index: Option<usize>) -> Reponse {
    if let Err(raison) = modifiable(model) {
        return Reponse::Refus(raison);
    }
    let Some((cadre, _)) = model.regard() else {
        return Reponse::Rien;
    };
    let code = &cadre.territoire.code;
    let brouillon = model.brouillon_ligne.as_ref();
    let editeur = match brouillon.filter(|b| b.territoire == *code && b.index == index) {
        Some(brouillon) => brouillon.clone(),
        None => Box::new(EditeurLigne::new(cadre, index)),
    };
    Reponse::Dialogue(Dialogue::Ligne(editeur))
}

fn ouvrir(model: &mut Model, index: usize) -> Reponse {
    if let Some(ouverte) = &mut model.ouverte {
        ouverte.situer(index);
        return Reponse::Aller(Place::Candidature);
    }
    let Some((cadre, seance)) = model.regard() else {
        return Reponse::Rien;
    };
    match cadre.dossiers.get(index) {
        Some(dossier) => {
            let page = pages::fiche(cadre, dossier, seance.examen(dossier.numero()));
            Reponse::Dialogue(Dialogue::Lire(page))
        }
        None => Reponse::Rien,
    }
}

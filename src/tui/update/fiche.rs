//! The fiche being typed: cells reached by the arrows, figures typed in them, the rules asked again at each change.

use std::sync::Arc;

use super::{PAGE, Reponse};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::francais::compte;
use crate::domain::seance::Seance;
use crate::tui::action::Action;
use crate::tui::dialogue::{ChoixDeFiche, Dialogue, TexteDeFiche, lieux};
use crate::tui::effect::Effect;
use crate::tui::fiche::{Rangee, Retouche, SaisieFiche};
use crate::tui::model::{Model, Place};
use crate::tui::pages;
use crate::tui::priorites::{Objet, disposer};

pub(super) fn agir(model: &mut Model, action: Action) -> Reponse {
    let courante = model.fiches.courante.clone();
    let Some(mut saisie) = model.fiches.saisies.remove(&courante) else {
        return Reponse::Rien;
    };
    let Some((cadre, seance)) = model.regard() else {
        return Reponse::Rien;
    };
    if action == Action::Retour {
        return quitter(model, courante, saisie);
    }
    let avant = saisie.fiche().clone();
    let reponse = faire(&mut saisie, action, cadre, seance);
    if *saisie.fiche() != avant {
        saisie.controler(cadre);
    }
    model.fiches.saisies.insert(courante, saisie);
    reponse
}

fn faire(saisie: &mut SaisieFiche, action: Action, cadre: &Cadre, seance: &Seance) -> Reponse {
    let derniere = saisie.rangees.len() - 1;
    let rangee = saisie.rangee;
    match action {
        Action::Haut => saisie.aller(rangee.saturating_sub(1)),
        Action::Bas => saisie.aller(rangee + 1),
        Action::PageHaut => saisie.aller(rangee.saturating_sub(PAGE)),
        Action::PageBas => saisie.aller(rangee + PAGE),
        Action::Debut => saisie.aller(0),
        Action::Fin => saisie.aller(derniere),
        Action::Gauche => saisie.decaler(false),
        Action::Droite => saisie.decaler(true),
        Action::CaseSuivante => saisie.parcourir(true),
        Action::CasePrecedente => saisie.parcourir(false),
        Action::Chiffre(chiffre) => return tape(saisie.taper(chiffre)),
        Action::Virgule => return tape(saisie.taper(',')),
        Action::Effacer => saisie.effacer(),
        Action::Retirer => saisie.vider(),
        Action::Marquer => match saisie.choisie() {
            Rangee::Volet(volet) => saisie.cocher(volet),
            _ => return Reponse::Info("Espace coche un volet.".into()),
        },
        Action::Valider => return valider(saisie, cadre),
        Action::Annuler if !saisie.annuler() => {
            return Reponse::Info("Rien à annuler dans cette fiche.".into());
        }
        Action::Retablir if !saisie.retablir() => {
            return Reponse::Info("Rien à rétablir dans cette fiche.".into());
        }
        Action::RevenirAuFichier if !saisie.modifiee() => {
            return Reponse::Info("La fiche est celle du fichier.".into());
        }
        Action::RevenirAuFichier => {
            saisie.revenir();
            return Reponse::Info("Fiche du fichier ; u retrouve ce qui était tapé.".into());
        }
        Action::Constats => {
            let page = pages::constats_de_fiche(&saisie.projet, &saisie.constats);
            return Reponse::Dialogue(Dialogue::Lire(page));
        }
        Action::Fiche => {
            let projet = [Arc::new(saisie.projet.clone())];
            let (ami, table, referentiel) = (&cadre.ami, &cadre.table, &cadre.referentiel);
            let tapee = Cadre::new(ami, &cadre.territoire.code, table, referentiel, &projet);
            let dossier = tapee.as_ref().and_then(|cadre| cadre.dossiers.first());
            return match dossier {
                Some(dossier) => {
                    let examen = seance.examen(dossier.numero());
                    Reponse::Dialogue(Dialogue::Lire(pages::fiche(cadre, dossier, examen)))
                }
                None => Reponse::Rien,
            };
        }
        Action::Ecrire if !saisie.modifiee() => {
            return Reponse::Info("Rien à écrire : la fiche est celle du fichier.".into());
        }
        Action::Ecrire => return Reponse::Effet(Effect::EcrireFiche),
        _ => {}
    }
    Reponse::Rien
}

fn tape(tape: Result<(), String>) -> Reponse {
    match tape {
        Ok(()) => Reponse::Rien,
        Err(raison) => Reponse::Refus(raison),
    }
}

/// Opens what the row asks for; from a number, goes to the next.
fn valider(saisie: &mut SaisieFiche, cadre: &Cadre) -> Reponse {
    let publics = || {
        let publics = cadre.ami.publics.iter();
        publics
            .map(|p| (p.id.clone(), p.intitule.clone()))
            .collect()
    };
    let chercher = |titre, choix, vers: fn(String) -> Retouche| {
        Reponse::Dialogue(Dialogue::ChoixDeFiche(ChoixDeFiche::new(
            titre, choix, vers,
        )))
    };
    match saisie.choisie() {
        Rangee::Description => {
            let texte = TexteDeFiche::description(
                saisie.fiche().description.as_deref().unwrap_or_default(),
            );
            Reponse::Dialogue(Dialogue::TexteDeFiche(texte))
        }
        Rangee::Libelle => {
            let zone = saisie.fiche().zone.as_ref();
            let libelle = zone.and_then(|zone| zone.libelle.as_deref());
            let texte = TexteDeFiche::libelle(libelle.unwrap_or_default());
            Reponse::Dialogue(Dialogue::TexteDeFiche(texte))
        }
        Rangee::Publics => chercher("Quel public ajouter ?", publics(), Retouche::Public),
        Rangee::Zone => chercher("Quel lieu ajouter ?", lieux(cadre), Retouche::Inclut),
        Rangee::Sauf => chercher("Quel lieu retirer ?", lieux(cadre), Retouche::Exclut),
        Rangee::Volet(volet) => {
            saisie.cocher(volet);
            Reponse::Rien
        }
        _ => {
            saisie.parcourir(true);
            Reponse::Rien
        }
    }
}

/// Back to where the fiche was opened; what is not written is kept.
fn quitter(model: &mut Model, courante: (String, String), saisie: SaisieFiche) -> Reponse {
    model.place = model.fiches.retour;
    if !saisie.modifiee() {
        return Reponse::Rien;
    }
    model.fiches.saisies.insert(courante, saisie);
    Reponse::Info("La fiche n'est pas écrite ; G retrouve ce brouillon, E l'écrit.".into())
}

/// Takes what a text or a search gave.
pub fn retoucher(model: &mut Model, retouche: Retouche) {
    let courante = model.fiches.courante.clone();
    let Some(mut saisie) = model.fiches.saisies.remove(&courante) else {
        return;
    };
    saisie.retoucher(retouche);
    if let Some((cadre, _)) = model.regard() {
        saisie.controler(cadre);
    }
    model.fiches.saisies.insert(courante, saisie);
}

/// Puts numbers pasted from the cell selected on; how many, or why nothing was.
pub fn coller(model: &mut Model, texte: &str) -> Result<usize, String> {
    let courante = model.fiches.courante.clone();
    let Some(mut saisie) = model.fiches.saisies.remove(&courante) else {
        return Err("Aucune fiche n'est à l'écran.".into());
    };
    let colles = saisie.coller(texte);
    if let Some((cadre, _)) = model.regard() {
        saisie.controler(cadre);
    }
    model.fiches.saisies.insert(courante, saisie);
    colles
}

/// Opens the fiche of the candidature selected where one is.
pub(super) fn ouvrir(model: &mut Model) -> Reponse {
    let Some(dossier) = dossier_choisi(model) else {
        return Reponse::Info("Choisissez d'abord une candidature.".into());
    };
    let (numero, projet) = (dossier.numero().to_owned(), dossier.projet.clone());
    if let Err(raison) = saisissable(model, &numero) {
        return Reponse::Refus(raison);
    }
    let Some((cadre, _)) = model.regard() else {
        return Reponse::Rien;
    };
    let courante = (cadre.territoire.code.clone(), numero);
    if !model.fiches.saisies.contains_key(&courante) {
        let Some(saisie) = SaisieFiche::new(cadre, &projet) else {
            return Reponse::Rien;
        };
        model.fiches.saisies.insert(courante.clone(), saisie);
    }
    model.fiches.courante = courante;
    model.fiches.retour = model.place;
    model.place = Place::Fiche;
    Reponse::Rien
}

/// Whether the fiche of the candidature selected still lacks its text or its budget.
pub fn fiche_a_saisir(model: &Model) -> bool {
    dossier_choisi(model).is_some_and(|dossier| {
        let fiche = dossier.fiche();
        let texte = fiche.description.as_deref().unwrap_or_default();
        fiche.budget.is_empty() || texte.trim().is_empty()
    })
}

/// The candidature selected where one is.
pub(super) fn dossier_choisi(model: &Model) -> Option<&Dossier> {
    if model.place != Place::Priorites {
        return model.ouverte.as_ref()?.dossier();
    }
    let (cadre, seance) = model.regard()?;
    let objets = disposer(cadre, seance, 80).objets;
    let curseur = model.ligne_priorites.min(objets.len().saturating_sub(1));
    match objets.get(curseur)? {
        Objet::Candidature(index) => cadre.dossiers.get(*index),
        Objet::Ligne(_) => None,
    }
}

/// Why the file of a candidature cannot change now, when it cannot.
pub fn saisissable(model: &Model, numero: &str) -> Result<(), String> {
    match (&model.ouverte, &model.consultee) {
        (Some(ouverte), _) => match &ouverte.lecture_seule {
            Some(raison) => Err(format!("Lecture seule : {raison}")),
            None => libre(&ouverte.seance, numero),
        },
        (None, Some(consultee)) if consultee.journal => Err(
            "Ce territoire a une séance : ouvrez-la (Échap, Entrée) pour changer une fiche.".into(),
        ),
        (None, Some(_)) => Ok(()),
        (None, None) => Err("Aucune candidature n'est à l'écran.".into()),
    }
}

/// What was examined was examined on its file as it is.
fn libre(seance: &Seance, numero: &str) -> Result<(), String> {
    let examen = seance.examen(numero);
    if seance.etat().levee {
        return Err(
            "La séance est levée : les fiches ne changent plus (C puis R la rouvre).".into(),
        );
    }
    if let Some((proposition, _)) = examen.hors_classement() {
        return Err(format!(
            "Proposée : {}, sur son fichier tel qu'il est. Revenez d'abord sur cette issue (i, ou y), puis G.",
            proposition.nom()
        ));
    }
    if examen.examine {
        return Err(
            "Examinée sur son fichier tel qu'il est : e la reprend d'abord, puis G.".into(),
        );
    }
    Ok(())
}

/// What was said of a candidature before its file changed, in a few words; nothing when nothing was.
pub fn deja_dit(seance: &Seance, numero: &str) -> Option<String> {
    let examen = seance.examen(numero);
    let dits = examen.positions.len() + examen.notes.len();
    (dits > 0).then(|| {
        let dits = compte(
            dits,
            "avis ou appréciation déjà noté",
            "avis et appréciations déjà notés",
        );
        format!("{dits} sur la fiche d'avant : à relire")
    })
}

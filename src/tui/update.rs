//! What an action changes on screen, and what it asks to be written: pure, nothing here touches the disk.

use super::action::Action;
use super::dialogue::{Choix, Dialogue, Figure, Objet, Page, Recherche, Scrutin, Texte};
use super::effect::{Effect, Suite};
use super::model::{EtatSeance, Model, Notice, Place, SeanceEnCours, Zone};
use super::pages;
use super::saisie::Saisie;
use crate::domain::avis::{Reception, Sens, Silence};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::coupe::Statut;
use crate::domain::fait::Fait;
use crate::domain::francais::compte;
use crate::domain::phrase::phrase_situee;
use crate::domain::projet::Volet;
use crate::domain::seance::{Manque, NOTE_MAXIMALE};
use crate::domain::texte::visible;

/// Rows a page moves by.
const PAGE: usize = 10;

/// A thing that stops the closing, and where to mend it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// What is missing.
    pub texte: String,
    /// Index of the candidature; `None` sends to the ranking.
    pub dossier: Option<usize>,
}

/// Applies an action.
pub fn update(model: &mut Model, action: Action) -> Option<Effect> {
    match action {
        Action::Quitter => model.fini = true,
        Action::Aide => model.dialogue = Some(Dialogue::Lire(pages::aide(model.place))),
        _ if model.ouverte.is_none() => return accueil(model, action),
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
        Action::Annuler => return dire_ou_noter(model, annuler),
        Action::Retablir => return dire_ou_noter(model, retablir),
        _ => {
            let place = model.place;
            let Model {
                ouverte: Some(ouverte),
                dialogue,
                notice,
                ..
            } = model
            else {
                return None;
            };
            let reponse = match place {
                Place::Accueil | Place::Agenda => agenda(ouverte, action),
                Place::Candidature => candidature(ouverte, action),
                Place::Classement => classement(ouverte, action),
                Place::Cloture => cloture(ouverte, action),
                Place::Journal => journal(ouverte, action),
            };
            match reponse {
                Reponse::Rien => {}
                Reponse::Effet(effet) => return Some(effet),
                Reponse::Dialogue(nouveau) => *dialogue = Some(nouveau),
                Reponse::Refus(texte) => *notice = Notice::Erreur(texte),
                Reponse::Info(texte) => *notice = Notice::Info(texte),
                Reponse::Aller(place) => {
                    model.place = place;
                    return (place == Place::Candidature).then_some(Effect::Situer);
                }
            }
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
        presents: None,
    })
}

fn retour(model: &mut Model) -> Option<Effect> {
    model.place = match model.place {
        Place::Candidature => Place::Agenda,
        Place::Classement | Place::Cloture | Place::Journal => model.origine,
        Place::Agenda | Place::Accueil => return Some(Effect::Fermer),
    };
    None
}

fn aller(model: &mut Model, place: Place, ligne: usize) {
    if matches!(model.place, Place::Agenda | Place::Candidature) {
        model.origine = model.place;
    }
    model.place = place;
    if let Some(ouverte) = &mut model.ouverte {
        ouverte.ligne = ligne;
    }
}

fn aller_au_classement(model: &mut Model) {
    let ligne = model.ouverte.as_ref().and_then(|o| {
        o.tableau
            .places
            .iter()
            .position(|p| p.numero() == o.numero())
    });
    aller(model, Place::Classement, ligne.unwrap_or(0));
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

fn agenda(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    match action {
        Action::Valider if ouverte.dossier().is_some() => Reponse::Aller(Place::Candidature),
        Action::Valider => Reponse::Info("Aucune candidature sur ce territoire.".into()),
        Action::SuivanteIncomplete => match ouverte.incomplete_apres(ouverte.courante) {
            Some(index) => {
                ouverte.situer(index);
                Reponse::Aller(Place::Candidature)
            }
            None => rien_ne_manque(),
        },
        Action::Fiche => lire_fiche(ouverte),
        Action::Rechercher => {
            let mut recherche = Recherche::default();
            recherche.actualiser(ouverte);
            Reponse::Dialogue(Dialogue::Recherche(recherche))
        }
        _ => {
            let mut choisie = ouverte.courante;
            deplacer(
                &mut choisie,
                action,
                ouverte.cadre.dossiers.len().saturating_sub(1),
            );
            if choisie != ouverte.courante {
                ouverte.situer(choisie);
            }
            Reponse::Rien
        }
    }
}

fn rien_ne_manque() -> Reponse {
    Reponse::Info("Toutes les candidatures sont examinées et complètes. C : clôture.".into())
}

fn lire_fiche(ouverte: &SeanceEnCours) -> Reponse {
    match ouverte.dossier() {
        Some(dossier) => Reponse::Dialogue(Dialogue::Lire(pages::fiche(&ouverte.cadre, dossier))),
        None => Reponse::Rien,
    }
}

fn candidature(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let Some(dossier) = ouverte.dossier() else {
        return Reponse::Info("Aucune candidature sur ce territoire.".into());
    };
    let projet = dossier.numero().to_owned();
    match action {
        Action::Favorable => avis(ouverte, projet, Sens::Favorable),
        Action::Reserves => avis(ouverte, projet, Sens::FavorableAvecReserves),
        Action::Defavorable => avis(ouverte, projet, Sens::Defavorable),
        Action::NeSePrononcePas => avis(ouverte, projet, Sens::NeSePrononcePas),
        Action::SansReponse => silence(ouverte, projet, Silence::SansReponse),
        Action::NonSollicite => silence(ouverte, projet, Silence::NonSollicite),
        Action::Deport => institution(ouverte, |institution| {
            dire(
                Fait::DeportDeclare {
                    projet,
                    institution,
                },
                Suite::InstitutionSuivante,
            )
        }),
        Action::Retirer => institution(ouverte, |institution| {
            dire(
                Fait::AvisRetire {
                    projet,
                    institution,
                },
                Suite::Rester,
            )
        }),
        Action::Note(note) => apprecier(ouverte, projet, note),
        Action::Observation => observation(ouverte, projet),
        Action::Montant => Reponse::Dialogue(Dialogue::Figure(Figure {
            titre: "Montant proposé sur toute la convention (euros)".into(),
            chiffres: crate::domain::tableau::cout(&ouverte.cadre, &ouverte.seance, &projet)
                .to_string(),
            vide: "vide : retour au montant demandé",
            projet: Some(projet),
        })),
        Action::Priorite => Reponse::Dialogue(Dialogue::Choix(choix_de_priorite(ouverte))),
        Action::Proposition => choix_de_proposition(ouverte),
        Action::Examinee => examinee(ouverte, projet),
        Action::Fiche => lire_fiche(ouverte),
        Action::Zone | Action::Criteres => {
            let vers_criteres = action == Action::Criteres || ouverte.zone == Zone::Avis;
            ouverte.zone = if vers_criteres {
                Zone::Criteres
            } else {
                Zone::Avis
            };
            ouverte.note = None;
            Reponse::Rien
        }
        Action::Suivante => aller_au_dossier(ouverte, ouverte.courante + 1),
        Action::Precedente => aller_au_dossier(ouverte, ouverte.courante.wrapping_sub(1)),
        Action::SuivanteIncomplete => match ouverte.incomplete_apres(ouverte.courante + 1) {
            Some(index) if index == ouverte.courante => {
                Reponse::Info("Il ne manque plus rien qu'ici.".into())
            }
            Some(index) => aller_au_dossier(ouverte, index),
            None => rien_ne_manque(),
        },
        _ if ouverte.zone == Zone::Avis => zone_avis(ouverte, action),
        _ => zone_criteres(ouverte, projet, action),
    }
}

fn aller_au_dossier(ouverte: &mut SeanceEnCours, index: usize) -> Reponse {
    if index >= ouverte.cadre.dossiers.len() {
        return Reponse::Info(match index {
            usize::MAX => "C'est la première candidature.".into(),
            _ => "C'est la dernière candidature. o : ordre du jour, v : classement.".into(),
        });
    }
    ouverte.situer(index);
    Reponse::Effet(Effect::Situer)
}

/// Acts on the institution selected; elsewhere, says how to get there.
fn institution(ouverte: &SeanceEnCours, reponse: impl FnOnce(String) -> Reponse) -> Reponse {
    if ouverte.zone != Zone::Avis {
        return Reponse::Refus("Ces touches donnent un avis : Tab revient aux avis.".into());
    }
    match ouverte.cadre.ami.institutions().nth(ouverte.institution) {
        Some((_, institution)) => reponse(institution.id.clone()),
        None => Reponse::Rien,
    }
}

fn avis(ouverte: &SeanceEnCours, projet: String, sens: Sens) -> Reponse {
    institution(ouverte, |institution| {
        if sens.texte_obligatoire().is_none() {
            let fait = Fait::AvisRendu {
                projet,
                institution,
                sens,
                texte: None,
                recu: Reception::EnSeance,
            };
            return dire(fait, Suite::InstitutionSuivante);
        }
        let dit = ouverte
            .seance
            .examen(&projet)
            .positions
            .get(&institution)
            .and_then(|p| p.texte());
        let texte = Texte::new(
            Saisie::Avis {
                projet,
                institution,
                sens,
            },
            ouverte,
            dit.unwrap_or_default(),
        );
        Reponse::Dialogue(Dialogue::Texte(texte))
    })
}

fn silence(ouverte: &SeanceEnCours, projet: String, etat: Silence) -> Reponse {
    institution(ouverte, |institution| {
        dire(
            Fait::SilenceConstate {
                projet,
                institution,
                etat,
            },
            Suite::InstitutionSuivante,
        )
    })
}

fn apprecier(ouverte: &SeanceEnCours, projet: String, note: u8) -> Reponse {
    if ouverte.zone != Zone::Criteres {
        return Reponse::Refus("Ces touches apprécient un critère : c y conduit.".into());
    }
    match ouverte.cadre.ami.criteres.get(ouverte.critere) {
        Some(critere) => {
            let critere = critere.id.clone();
            dire(
                Fait::CritereApprecie {
                    projet,
                    critere,
                    note,
                },
                Suite::CritereSuivant,
            )
        }
        None => Reponse::Rien,
    }
}

fn observation(ouverte: &SeanceEnCours, projet: String) -> Reponse {
    let critere = match ouverte.zone {
        Zone::Criteres => ouverte
            .cadre
            .ami
            .criteres
            .get(ouverte.critere)
            .map(|c| c.id.clone()),
        Zone::Avis => None,
    };
    let dite = ouverte
        .seance
        .examen(&projet)
        .observations
        .get(&critere)
        .map_or("", String::as_str);
    Reponse::Dialogue(Dialogue::Texte(Texte::new(
        Saisie::Observation { projet, critere },
        ouverte,
        dite,
    )))
}

fn choix_de_priorite(ouverte: &SeanceEnCours) -> Choix {
    let ami = &ouverte.cadre.ami;
    let proposee = ouverte.dossier().and_then(Dossier::priorite_proposee);
    let marque = |rang| {
        if rang == proposee {
            " — proposée par l'outil"
        } else {
            ""
        }
    };
    let mut rangs = Vec::new();
    let mut lignes = Vec::new();
    for ligne in &ouverte.cadre.table.priorites {
        let public = ami
            .public(&ligne.public)
            .map_or("", |p| p.intitule.as_str());
        let champs: Vec<&str> = ligne.champs.iter().map(|c: &Volet| c.nom()).collect();
        let ou = ligne.territoire.libelle.as_deref().unwrap_or_default();
        rangs.push(Some(ligne.rang));
        lignes.push(visible(&format!(
            "{}{} · {public} · {} · {ou}",
            ligne.rang,
            marque(Some(ligne.rang)),
            champs.join(", ")
        )));
    }
    rangs.push(None);
    lignes.push(format!(
        "hors priorité{} · reste éligible, classée après",
        marque(None)
    ));
    let retenue = ouverte
        .seance
        .examen(ouverte.numero())
        .priorite
        .as_ref()
        .map(|p| p.rang);
    let curseur = rangs
        .iter()
        .position(|rang| *rang == retenue.unwrap_or(proposee))
        .unwrap_or(0);
    Choix {
        titre: "Priorité retenue par le comité".into(),
        lignes,
        curseur,
        objet: Objet::Priorite(rangs),
    }
}

fn choix_de_proposition(ouverte: &SeanceEnCours) -> Reponse {
    let nom = ouverte
        .dossier()
        .map_or_else(String::new, |d| visible(&d.projet.nom));
    Reponse::Dialogue(Dialogue::Choix(Choix::proposition(format!(
        "« {nom} » : issue proposée"
    ))))
}

fn examinee(ouverte: &mut SeanceEnCours, projet: String) -> Reponse {
    let examine = !ouverte.seance.examen(&projet).examine;
    let manques = ouverte.seance.manques(&projet, &ouverte.cadre);
    if !examine || manques.is_empty() {
        return dire(Fait::ProjetExamine { projet, examine }, Suite::Rester);
    }
    if let Some(premier) = ouverte.sans_note_apres(0) {
        ouverte.critere = premier;
    }
    Reponse::Refus(format!(
        "Pas encore examinée. Il manque : {}.",
        dire_manques(&ouverte.cadre, &manques)
    ))
}

/// What is missing, with the key that says it.
pub fn dire_manques(cadre: &Cadre, manques: &[Manque]) -> String {
    let nom = |manque: &Manque| match manque {
        Manque::Priorite => "la priorité (t)".to_owned(),
        Manque::Critere(id) => cadre
            .ami
            .critere(id)
            .map_or_else(String::new, |c| c.court.clone()),
    };
    let (priorite, criteres): (Vec<&Manque>, Vec<&Manque>) =
        manques.iter().partition(|m| **m == Manque::Priorite);
    let mut mots: Vec<String> = priorite.into_iter().map(nom).collect();
    if !criteres.is_empty() {
        let noms: Vec<String> = criteres.into_iter().map(nom).collect();
        mots.push(format!("les critères (c) {}", noms.join(", ")));
    }
    mots.join(" ; ")
}

fn zone_avis(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let dernier = ouverte.cadre.ami.institutions().count().saturating_sub(1);
    if action == Action::Valider {
        return institution(ouverte, |id| {
            match ouverte.seance.examen(ouverte.numero()).positions.get(&id) {
            Some(position) if position.texte().is_some() => {
                let nom = ouverte.cadre.ami.institution(&id).map_or("", |i| i.nom.as_str());
                let titre = format!("{} : {}", visible(nom), position.nom());
                Reponse::Dialogue(Dialogue::Lire(Page::new(titre, position.texte().unwrap_or_default())))
            }
            _ => Reponse::Info("f favorable, r réserves, d défavorable, s ne se prononce pas, a sans réponse, z non sollicitée, x déport.".into()),
        }
        });
    }
    deplacer(&mut ouverte.institution, action, dernier);
    Reponse::Rien
}

fn zone_criteres(ouverte: &mut SeanceEnCours, projet: String, action: Action) -> Reponse {
    let Some(critere) = ouverte.cadre.ami.criteres.get(ouverte.critere) else {
        return Reponse::Rien;
    };
    let dite = ouverte
        .seance
        .examen(&projet)
        .notes
        .get(&critere.id)
        .copied();
    let dernier = ouverte.cadre.ami.criteres.len().saturating_sub(1);
    match action {
        Action::Haut => {
            ouverte.note = Some(
                ouverte
                    .note
                    .or(dite)
                    .map_or(0, |n| (n + 1).min(NOTE_MAXIMALE)),
            );
        }
        Action::Bas => {
            ouverte.note = Some(ouverte.note.or(dite).map_or(0, |n| n.saturating_sub(1)));
        }
        Action::Gauche | Action::Droite => {
            let vertical = if action == Action::Gauche {
                Action::Haut
            } else {
                Action::Bas
            };
            deplacer(&mut ouverte.critere, vertical, dernier);
            ouverte.note = None;
        }
        Action::Valider => {
            return match ouverte.note {
                Some(note) => apprecier(ouverte, projet, note),
                None => Reponse::Info(
                    "↑ ↓ règlent l'appréciation de 0 à 4, Entrée l'enregistre.".into(),
                ),
            };
        }
        _ => {}
    }
    Reponse::Rien
}

fn classement(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let nombre = ouverte.tableau.places.len() + ouverte.tableau.non_classees.len();
    let choisi = ligne_du_classement(ouverte);
    match action {
        Action::Valider | Action::Fiche | Action::Proposition => {
            let Some(index) = choisi else {
                return Reponse::Rien;
            };
            ouverte.situer(index);
            match action {
                Action::Fiche => lire_fiche(ouverte),
                Action::Proposition => choix_de_proposition(ouverte),
                _ => Reponse::Aller(Place::Candidature),
            }
        }
        Action::Montant => {
            let enveloppe = ouverte.seance.enveloppe(&ouverte.cadre);
            Reponse::Dialogue(Dialogue::Figure(Figure {
                titre: "Enveloppe du territoire sur toute la convention (euros)".into(),
                chiffres: enveloppe.map(|e| e.to_string()).unwrap_or_default(),
                vide: "vide : pas d'enveloppe, aucune ligne",
                projet: None,
            }))
        }
        Action::Departager => departager(ouverte),
        _ => {
            deplacer(&mut ouverte.ligne, action, nombre.saturating_sub(1));
            Reponse::Rien
        }
    }
}

/// Index of the candidature on the selected line of the ranking.
pub fn ligne_du_classement(ouverte: &SeanceEnCours) -> Option<usize> {
    let classees = ouverte
        .tableau
        .places
        .iter()
        .map(crate::domain::tableau::Place::numero);
    let autres = ouverte
        .tableau
        .non_classees
        .iter()
        .map(|n| n.numero.as_str());
    let numero = classees.chain(autres).nth(ouverte.ligne)?;
    ouverte
        .cadre
        .dossiers
        .iter()
        .position(|d| d.numero() == numero)
}

fn departager(ouverte: &SeanceEnCours) -> Reponse {
    let Some(place) = ouverte
        .tableau
        .places
        .get(ouverte.ligne)
        .filter(|p| !p.ex_aequo.is_empty())
    else {
        return Reponse::Refus("Aucun ex æquo à cette place.".into());
    };
    let groupe = ouverte
        .tableau
        .places
        .iter()
        .filter(|p| p.rangee.rang == place.rangee.rang);
    let candidats: Vec<(String, String)> = groupe
        .map(|p| {
            let nom = ouverte
                .cadre
                .dossier(p.numero())
                .map_or_else(String::new, |d| visible(&d.projet.nom));
            (p.numero().to_owned(), nom)
        })
        .collect();
    let premier = candidats
        .iter()
        .position(|(numero, _)| numero == place.numero())
        .unwrap_or(0);
    Reponse::Dialogue(Dialogue::Vote(Scrutin {
        candidats,
        premier,
        voix: [0; 3],
        preponderante: false,
        ligne: 0,
    }))
}

fn cloture(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let obstacles = obstacles(ouverte);
    match action {
        Action::Ecrire => Reponse::Effet(Effect::Ecrire),
        Action::Rouvrir if !ouverte.seance.etat().levee => {
            Reponse::Refus("La séance n'est pas levée.".into())
        }
        Action::Rouvrir => Reponse::Dialogue(Dialogue::Texte(Texte::new(
            Saisie::Reouverture,
            ouverte,
            "",
        ))),
        Action::Valider if ouverte.seance.etat().levee => Reponse::Info(
            "La séance est levée. E écrit de nouveau la proposition, R rouvre.".into(),
        ),
        Action::Valider => match obstacles.get(ouverte.ligne) {
            Some(Obstacle {
                dossier: Some(index),
                ..
            }) => {
                ouverte.situer(*index);
                Reponse::Aller(Place::Candidature)
            }
            Some(_) => {
                let premiere = |p: &crate::domain::tableau::Place| p.statut == Statut::ADepartager;
                ouverte.ligne = ouverte
                    .tableau
                    .places
                    .iter()
                    .position(premiere)
                    .unwrap_or(0);
                Reponse::Aller(Place::Classement)
            }
            None => Reponse::Dialogue(Dialogue::Cloture(pages::ce_qui_sera_ecrit(ouverte))),
        },
        _ => {
            deplacer(
                &mut ouverte.ligne,
                action,
                obstacles.len().saturating_sub(1),
            );
            Reponse::Rien
        }
    }
}

/// Everything that stops the closing.
pub fn obstacles(ouverte: &SeanceEnCours) -> Vec<Obstacle> {
    let mut obstacles = Vec::new();
    for (index, dossier) in ouverte.cadre.dossiers.iter().enumerate() {
        let examen = ouverte.seance.examen(dossier.numero());
        let manques = ouverte.seance.manques(dossier.numero(), &ouverte.cadre);
        let nom = visible(&dossier.projet.nom);
        let quoi = match (
            manques.is_empty(),
            examen.examine || examen.hors_classement().is_some(),
        ) {
            (true, true) => continue,
            (true, false) => "à dire examinée (e)".to_owned(),
            (false, _) => format!("manque {}", dire_manques(&ouverte.cadre, &manques)),
        };
        obstacles.push(Obstacle {
            texte: format!("{nom} : {quoi}"),
            dossier: Some(index),
        });
    }
    let a_departager = ouverte.tableau.a_departager().count();
    if a_departager > 0 {
        let ex_aequo = compte(a_departager, "candidature ex æquo", "candidatures ex æquo");
        obstacles.push(Obstacle {
            texte: format!("{ex_aequo} sur la ligne : à départager par un vote (D)"),
            dossier: None,
        });
    }
    obstacles
}

fn journal(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
    let faits = ouverte.seance.enregistrements();
    if action == Action::Valider {
        match faits.get(ouverte.ligne) {
            Some(e) if e.fait.annulable() && !ouverte.seance.est_annule(e.n) => {
                dire(Fait::Annule { cible: e.n }, Suite::Rester)
            }
            Some(e) if e.fait.annulable() => {
                let annulation = faits.iter().rev().find(|a| {
                    matches!(a.fait, Fait::Annule { cible } if cible == e.n)
                        && !ouverte.seance.est_annule(a.n)
                });
                match annulation {
                    Some(a) => dire(Fait::Annule { cible: a.n }, Suite::Rester),
                    None => Reponse::Rien,
                }
            }
            Some(e) => Reponse::Refus(format!(
                "Ce fait ne s'annule pas : {}.",
                phrase_situee(&e.fait, &ouverte.cadre)
            )),
            None => Reponse::Rien,
        }
    } else {
        let dernier = faits.len().saturating_sub(1);
        deplacer(&mut ouverte.ligne, action, dernier);
        Reponse::Rien
    }
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

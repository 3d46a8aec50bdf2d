//! The candidature under discussion: what institutions say, what the committee appreciates and proposes.

use super::agenda::{lire_fiche, rien_ne_manque};
use super::{Reponse, deplacer, dire};
use crate::domain::avis::{Reception, Sens, Silence};
use crate::domain::cadre::Dossier;
use crate::domain::fait::Fait;
use crate::domain::projet::Volet;
use crate::domain::seance::NOTE_MAXIMALE;
use crate::domain::tableau::cout;
use crate::domain::texte::visible;
use crate::tui::action::Action;
use crate::tui::dialogue::{Choix, Constats, Dialogue, Figure, Objet, Page, Texte};
use crate::tui::effect::{Effect, Suite};
use crate::tui::model::{SeanceEnCours, Zone};
use crate::tui::pages::dire_manques;
use crate::tui::saisie::Saisie;

pub(super) fn agir(ouverte: &mut SeanceEnCours, action: Action) -> Reponse {
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
        Action::Montant => Reponse::Dialogue(Dialogue::Figure(Figure::new(
            "Montant proposé sur toute la convention (euros)",
            Some(cout(&ouverte.cadre, &ouverte.seance, &projet)),
            "vide : retour au montant demandé",
            Some(projet),
        ))),
        Action::Priorite => Reponse::Dialogue(Dialogue::Choix(choix_de_priorite(ouverte))),
        Action::Proposition => choix_de_proposition(ouverte),
        Action::Examinee => examinee(ouverte, projet),
        Action::Constats if ouverte.dossier().is_none_or(|d| d.constats.is_empty()) => {
            Reponse::Info("Les règles n'ont rien trouvé.".into())
        }
        Action::Constats => Reponse::Dialogue(Dialogue::Constats(Constats::default())),
        Action::Complements => complements(ouverte, projet),
        Action::Fiche => lire_fiche(ouverte),
        Action::Motiver => Reponse::Effet(Effect::Motiver(projet)),
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

/// Asks for complements; once asked, says that they have come.
fn complements(ouverte: &SeanceEnCours, projet: String) -> Reponse {
    let recus = ouverte.seance.examen(&projet).complements.is_some();
    let saisie = Saisie::Complements { projet, recus };
    Reponse::Dialogue(Dialogue::Texte(Texte::new(saisie, ouverte, "")))
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
        entete: Vec::new(),
        lignes,
        curseur,
        objet: Objet::Priorite(rangs),
    }
}

pub(super) fn choix_de_proposition(ouverte: &SeanceEnCours) -> Reponse {
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
        dire_manques(&manques)
    ))
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
            if let Some(note) = ouverte.note.take() {
                return Reponse::Info(format!(
                    "{note} sur 4 n'est pas enregistré : Entrée l'enregistre."
                ));
            }
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

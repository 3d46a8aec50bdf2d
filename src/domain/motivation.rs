//! The sheet of CRPA R. 311-3-1-2 for one candidature: plain sentences that can be copied into a letter.

use super::ami::{Methode, Veto};
use super::avis::Position;
use super::cadre::{Cadre, Dossier};
use super::coupe::Statut;
use super::fait::Proposition;
use super::francais::{compte, enumeration, euros, jour, ordinal_feminin, typographier};
use super::motif::{points, points_maximum};
use super::phrase::decompte_des_voix;
use super::seance::{Examen, Seance};
use super::tableau::{NonClassee, Place, Raison, Tableau};
use super::texte::visible;

/// The sheet, a line each; `None` when the territory has no such candidature.
pub fn fiche(cadre: &Cadre, seance: &Seance, numero: &str) -> Option<Vec<String>> {
    let dossier = cadre.dossier(numero)?;
    let tableau = Tableau::etablir(cadre, seance, None);
    let examen = seance.examen(numero);
    let place = tableau.place(numero);
    let mut texte = entete(cadre, seance, dossier);
    let mut partie = |titre: &str, lignes: Vec<String>| {
        texte.push(String::new());
        texte.push(titre.to_owned());
        texte.extend(lignes);
    };
    partie(
        "1. Degré et mode de contribution du traitement",
        contribution(&tableau, place, numero),
    );
    partie(
        "2. Données traitées et leurs sources",
        donnees(cadre, dossier, examen),
    );
    partie(
        "3. Paramètres de traitement et leur pondération",
        parametres(cadre, seance, &tableau),
    );
    partie(
        "4. Opérations effectuées",
        operations(cadre, &tableau, place),
    );
    Some(texte.iter().map(|l| typographier(l)).collect())
}

fn entete(cadre: &Cadre, seance: &Seance, dossier: &Dossier) -> Vec<String> {
    let projet = &dossier.projet;
    let date = seance.etat().date;
    let date = date.map_or_else(String::new, |d| format!(", séance du {}", jour(d)));
    let mut texte = vec![
        format!("Candidature {} : {}", projet.numero, visible(&projet.nom)),
        format!("Porteur : {}", visible(&projet.porteur.nom)),
        format!(
            "{} · {}{date}",
            visible(&cadre.ami.intitule),
            visible(&cadre.territoire.nom)
        ),
        "Éléments communiqués en application de l'article R. 311-3-1-2 du code des relations entre le public et l'administration.".into(),
    ];
    if !seance.etat().levee {
        texte.push("La séance n'est pas levée : ces éléments peuvent encore changer.".into());
    }
    if projet.fictif {
        texte.push("Candidature fictive : exemple.".into());
    }
    texte
}

/// What the computation did, what people did.
fn contribution(tableau: &Tableau, place: Option<&Place>, numero: &str) -> Vec<String> {
    let mut lignes = vec![
        "Le traitement calcule un rang et une proposition à partir de ce que le comité du département a dit ; le comité peut s'en écarter, avec un motif. Le préfet de région se prononce : le traitement n'y a pas de part.".to_owned(),
    ];
    let Some(place) = place else {
        lignes.push(non_classee(tableau, numero));
        return lignes;
    };
    lignes.push(format!(
        "Rang calculé : {} sur {}. Proposition calculée : {}.",
        ordinal_feminin(place.rangee.rang),
        tableau.places.len(),
        place.statut.nom()
    ));
    if let Some((_, motif)) = &place.rang_comite {
        lignes.push(format!(
            "Rang retenu par le comité : {}. Motif : {}",
            ordinal_feminin(place.rang_retenu),
            point(motif)
        ));
    } else if place.rang_retenu != place.rangee.rang {
        lignes.push(format!(
            "Rang retenu : {}.",
            ordinal_feminin(place.rang_retenu)
        ));
    }
    if let Some(vote) = &place.vote {
        lignes.push(format!(
            "Ex æquo départagés par un vote du comité ({}). Motif : {}",
            decompte_des_voix(vote.voix, vote.voix_preponderante),
            point(&vote.motif)
        ));
    }
    match &place.proposition {
        Some((proposition, motif)) => lignes.push(format!(
            "Proposition du comité : {}. Motif : {}",
            proposition.nom(),
            point(motif)
        )),
        None => lignes.push(format!("Proposition : {}.", place.statut_propose())),
    }
    lignes
}

fn non_classee(tableau: &Tableau, numero: &str) -> String {
    let raison = tableau
        .non_classees
        .iter()
        .find(|n| n.numero == numero)
        .map(|NonClassee { raison, .. }| raison);
    match raison {
        Some(Raison::Ecartee(proposition, motif)) => {
            let qui = match proposition {
                Proposition::Irrecevable => "proposée irrecevable",
                _ => "ajournée",
            };
            format!(
                "La candidature n'a pas été classée : {qui} par le comité. Motif : {}",
                point(motif)
            )
        }
        Some(Raison::Incomplete(_)) => {
            "La candidature n'est pas classée : son examen est incomplet.".into()
        }
        Some(Raison::NonExaminee) | None => {
            "La candidature n'est pas classée : le comité n'a pas terminé son examen.".into()
        }
    }
}

/// What was said of it, by whom, and where it comes from.
fn donnees(cadre: &Cadre, dossier: &Dossier, examen: &Examen) -> Vec<String> {
    let mut lignes = vec![
        format!(
            "Formulaire de la plateforme no {}, fiche du territoire : publics, zone, champs, budget.",
            dossier.numero()
        ),
        match examen.priorite_valable(cadre) {
            Some(retenue) => {
                let motif = retenue.motif.as_ref();
                format!(
                    "Priorité retenue par le comité : {}{}.",
                    Cadre::nom_priorite(retenue.rang),
                    motif
                        .map(|m| format!(" ({})", visible(m)))
                        .unwrap_or_default()
                )
            }
            None => "Priorité : non confirmée par le comité.".into(),
        },
    ];
    for constat in &dossier.constats {
        if let Some(tranche) = examen.tranches.get(constat.regle) {
            let mot = if tranche.confirme {
                "confirmé"
            } else {
                "levé"
            };
            lignes.push(format!(
                "Motif d'irrecevabilité {} ({}), {mot} par le comité : {}",
                constat.regle,
                constat.message,
                point(&tranche.motif)
            ));
        }
    }
    for (_, institution) in cadre.ami.institutions() {
        let position = examen.positions.get(&institution.id);
        let dit = position.map_or("rien de noté", Position::nom);
        let texte = position
            .and_then(Position::texte)
            .map(|t| format!(" : {}", visible(t)))
            .unwrap_or_default();
        lignes.push(format!(
            "Avis, {} : {dit}{texte}",
            visible(&institution.nom)
        ));
    }
    for critere in &cadre.ami.criteres {
        let note = examen.notes.get(&critere.id);
        let note = note.map_or_else(|| "non apprécié".into(), |n| format!("{n} sur 4"));
        lignes.push(format!(
            "Appréciation du comité, {} : {note}",
            visible(&critere.intitule)
        ));
    }
    let fiche = dossier.fiche();
    let annees: Vec<String> = fiche
        .annees()
        .map(|annee| format!("{annee} : {}", euros(fiche.demande_annee(annee))))
        .collect();
    lignes.push(format!(
        "Montant demandé sur la convention : {} ({}).",
        euros(fiche.demande()),
        annees.join(" ; ")
    ));
    if let Some((montant, motif)) = &examen.montant {
        lignes.push(format!(
            "Montant proposé par le comité : {}. Motif : {}",
            euros(*montant),
            point(motif)
        ));
    }
    lignes
}

/// Method, weights, envelope.
fn parametres(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<String> {
    let parametres = &cadre.ami.classement;
    let ordre = match parametres.methode {
        Methode::Paliers => "écart par les avis, puis priorité, puis avis, puis critères",
        Methode::AvisDAbord => "avis, puis priorité, puis critères",
        Methode::Somme => {
            "somme pondérée : 4 dixièmes pour la priorité, 3 pour les avis, 3 pour les critères"
        }
    };
    let ecart = match parametres.veto {
        Veto::Moitie => "la moitié au moins d'avis défavorables parmi les exprimés",
        Veto::Aucun => "aucun",
    };
    let poids: Vec<String> = cadre
        .ami
        .criteres
        .iter()
        .map(|c| format!("{} {}", visible(&c.intitule), c.poids))
        .collect();
    let mut lignes = vec![
        format!("Méthode « {} » : {ordre}.", parametres.methode.nom()),
        format!("Écart par les avis : {ecart}."),
        "Chaque institution compte pour un avis, à poids égal ; ni silence ni déport n'est compté."
            .into(),
        format!("Poids des critères : {}.", enumeration(&poids)),
        format!(
            "Table des priorités : {}.",
            compte(cadre.table.priorites.len(), "ligne", "lignes")
        ),
    ];
    lignes.push(match tableau.enveloppe {
        Some(enveloppe) => {
            let portee = tableau
                .annee
                .map_or_else(|| "sur toute la convention".into(), |a| format!("sur {a}"));
            let motif = &seance.etat().enveloppe_motif;
            let origine = if seance.etat().enveloppe.is_some() && !motif.is_empty() {
                format!(" (origine : {})", visible(motif))
            } else {
                String::new()
            };
            format!("Enveloppe : {} {portee}{origine}.", euros(enveloppe))
        }
        None => "Enveloppe : non renseignée, aucune ligne n'est tracée.".into(),
    });
    lignes
}

/// The key part by part, the line, the reason.
fn operations(cadre: &Cadre, tableau: &Tableau, place: Option<&Place>) -> Vec<String> {
    let Some(place) = place else {
        return vec!["Aucune : la candidature n'a pas été classée.".into()];
    };
    let evaluation = &place.rangee.evaluation;
    let d = evaluation.decompte;
    let mut lignes = vec![
        format!(
            "Avis exprimés : {} (favorables {}, avec réserves {}, défavorables {}).",
            d.exprimes(),
            d.f,
            d.r,
            d.d
        ),
        format!("Priorité : {}.", Cadre::nom_priorite(evaluation.priorite)),
        format!(
            "Critères : {} sur {} (somme des notes multipliées par leur poids).",
            compte(points(cadre, evaluation), "point", "points"),
            points_maximum(cadre)
        ),
        format!(
            "Place parmi {}, comparées dans l'ordre ci-dessus : {}.",
            compte(
                tableau.places.len(),
                "candidature classée",
                "candidatures classées"
            ),
            ordinal_feminin(place.rangee.rang)
        ),
    ];
    if tableau.enveloppe.is_some() {
        let ligne = match place.statut {
            Statut::Retenu => "le montant tient dans ce qu'il reste de l'enveloppe",
            Statut::ADepartager => {
                "les ex æquo de ce rang ne tiennent pas tous dans ce qu'il reste"
            }
            _ => "les rangs sont servis dans l'ordre ; ce montant est sous la ligne",
        };
        lignes.push(format!("Ligne : {} comptés ; {ligne}.", euros(place.cout)));
    }
    lignes.push(format!("Raison de la place : {}", place.motif));
    lignes
}

/// A free text that ends a sentence.
fn point(texte: &str) -> String {
    let texte = visible(texte.trim());
    if texte.ends_with(['.', '!', '?', '…']) {
        texte
    } else {
        texte + "."
    }
}

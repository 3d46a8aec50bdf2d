//! The ranking: places in order, the line where it falls, who is not ranked, and why for the selected one.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::coupe::Statut;
use crate::domain::francais::{euros, nombre, ordinal};
use crate::domain::motif::points;
use crate::domain::tableau::{NonClassee, Place, Raison};
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche, premiere_visible, replier};
use crate::tui::model::SeanceEnCours;
use crate::tui::pages::dire_manques;
use crate::tui::theme::Theme;

/// A row of the list.
enum Rangee<'a> {
    Classee(&'a Place),
    Ligne,
    Autre(&'a NonClassee),
}

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let [entete, corps, detail] = Layout::vertical([
        Constraint::Length(2),
        Constraint::Min(3),
        Constraint::Length(5),
    ])
    .areas(area);
    let tableau = &ouverte.tableau;
    let remarque = match (tableau.enveloppe, tableau.reste) {
        (Some(enveloppe), Some(reste)) => {
            format!("enveloppe {} · reste {}", euros(enveloppe), euros(reste))
        }
        _ => "m : fixer l'enveloppe".into(),
    };
    filet(buffer, entete, 0, "Classement proposé", &remarque, theme);
    let nom = (area.width as usize).saturating_sub(61);
    let colonnes = format!(
        "  {} {} {} {} {} {} {}",
        a_gauche("rang", 4),
        a_gauche("projet", nom),
        a_gauche("priorité", 8),
        a_gauche("f/r/d", 6),
        a_droite("points", 6),
        a_droite("euros", 9),
        a_gauche("proposé", 20),
    );
    ligne(buffer, entete, 1, &[Span::styled(colonnes, theme.muted())]);
    let rangees = rangees(ouverte);
    if rangees.is_empty() {
        ligne(
            buffer,
            corps,
            0,
            &[Span::raw(" Aucune candidature sur ce territoire.")],
        );
    }
    let choisie = rang_visible(&rangees, ouverte.ligne);
    liste(
        buffer,
        corps,
        rangees.len(),
        choisie,
        theme,
        |rang| match &rangees[rang] {
            Rangee::Classee(place) => classee(ouverte, place, nom, theme),
            Rangee::Ligne => vec![Span::styled(
                trait_de_coupe(ouverte, corps.width as usize),
                theme.line(),
            )],
            Rangee::Autre(autre) => non_classee(ouverte, autre, nom, theme),
        },
    );
    let hauteur = corps.height as usize;
    let premiere = premiere_visible(choisie.unwrap_or(0), rangees.len(), hauteur);
    let dessous = rangees.len().saturating_sub(premiere + hauteur);
    let choisie = choisie.and_then(|rang| rangees.get(rang));
    dessiner_detail(ouverte, choisie, dessous, theme, detail, buffer);
}

/// Ranked candidatures, the line under the last retained, then the others.
fn rangees(ouverte: &SeanceEnCours) -> Vec<Rangee<'_>> {
    let tableau = &ouverte.tableau;
    let retenues = tableau
        .places
        .iter()
        .filter(|p| p.statut == Statut::Retenu)
        .count();
    let mut rangees: Vec<Rangee> = tableau.places.iter().map(Rangee::Classee).collect();
    if tableau.enveloppe.is_some() && !rangees.is_empty() {
        rangees.insert(retenues, Rangee::Ligne);
    }
    rangees.extend(tableau.non_classees.iter().map(Rangee::Autre));
    rangees
}

/// The row of the `choisie`-th candidature, the line not counted.
fn rang_visible(rangees: &[Rangee], choisie: usize) -> Option<usize> {
    let candidatures = rangees
        .iter()
        .enumerate()
        .filter(|(_, r)| !matches!(r, Rangee::Ligne));
    candidatures.map(|(rang, _)| rang).nth(choisie)
}

fn trait_de_coupe(ouverte: &SeanceEnCours, large: usize) -> String {
    let enveloppe = ouverte.tableau.enveloppe.map(euros).unwrap_or_default();
    let texte = format!("═══ ligne : enveloppe {enveloppe} ");
    let suite = large.saturating_sub(crate::tui::fit::largeur(&texte) + 1);
    texte + &"═".repeat(suite)
}

fn classee<'a>(ouverte: &SeanceEnCours, place: &Place, nom: usize, theme: &Theme) -> Vec<Span<'a>> {
    let evaluation = &place.rangee.evaluation;
    let d = evaluation.decompte;
    let style = match place.statut {
        Statut::Retenu | Statut::Classe => theme.favorable(),
        Statut::ADepartager => theme.warning(),
        Statut::ListeComplementaire => theme.reserve(),
        Statut::NonRetenu => theme.muted(),
    };
    let priorite = evaluation
        .priorite
        .map_or_else(|| "hors".into(), |rang| rang.to_string());
    let points = points(&ouverte.cadre, evaluation);
    let marque = if place.proposition.is_some() {
        "* "
    } else {
        ""
    };
    let statut = place.statut_propose();
    let egalite = if place.ex_aequo.is_empty() { "" } else { "=" };
    vec![
        Span::styled(
            format!(
                " {} ",
                a_gauche(&format!("{}{egalite}", ordinal(place.rang_retenu)), 4)
            ),
            theme.title(),
        ),
        Span::raw(format!(
            "{} ",
            a_gauche(&nom_du_projet(ouverte, place.numero()), nom)
        )),
        Span::raw(format!("{} ", a_gauche(&priorite, 8))),
        Span::raw(format!(
            "{} ",
            a_gauche(&format!("{}/{}/{}", d.f, d.r, d.d), 6)
        )),
        Span::raw(format!("{} ", a_droite(&points.to_string(), 6))),
        Span::raw(format!("{} ", a_droite(&nombre(place.cout), 9))),
        Span::styled(format!("{marque}{statut}"), style),
    ]
}

fn non_classee<'a>(
    ouverte: &SeanceEnCours,
    autre: &NonClassee,
    nom: usize,
    theme: &Theme,
) -> Vec<Span<'a>> {
    let raison = match &autre.raison {
        Raison::Ecartee(proposition, _) => proposition.nom(),
        Raison::NonExaminee => "non examinée",
        Raison::Incomplete(_) => "incomplète",
    };
    vec![
        Span::styled(format!(" {} ", a_gauche("–", 4)), theme.muted()),
        Span::styled(
            format!("{} ", a_gauche(&nom_du_projet(ouverte, &autre.numero), nom)),
            theme.muted(),
        ),
        Span::styled(raison, theme.muted()),
    ]
}

fn nom_du_projet(ouverte: &SeanceEnCours, numero: &str) -> String {
    ouverte
        .cadre
        .dossier(numero)
        .map_or_else(String::new, |d| visible(&d.projet.nom))
}

fn dessiner_detail(
    ouverte: &SeanceEnCours,
    choisie: Option<&Rangee>,
    dessous: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (titre, remarque, textes) = match choisie {
        None | Some(Rangee::Ligne) => return,
        Some(Rangee::Classee(place)) => {
            let mut textes = vec![place.motif.clone()];
            if let Some((_, motif)) = &place.proposition {
                textes.push(format!(
                    "* Proposition du comité : {}. Calculé : {}.",
                    visible(motif),
                    place.statut.nom()
                ));
            }
            if place.statut == Statut::ADepartager {
                textes.push("D : enregistrer le vote.".into());
            }
            let cumul = format!("cumul {}", euros(place.cumul));
            (nom_du_projet(ouverte, place.numero()), cumul, textes)
        }
        Some(Rangee::Autre(autre)) => {
            let texte = match &autre.raison {
                Raison::Ecartee(_, motif) => visible(motif),
                Raison::NonExaminee => {
                    "Le comité n'a pas terminé son examen (Entrée l'ouvre).".into()
                }
                Raison::Incomplete(manques) => {
                    format!("Il manque {}.", dire_manques(manques))
                }
            };
            (
                nom_du_projet(ouverte, &autre.numero),
                String::new(),
                vec![texte],
            )
        }
    };
    let suite = match (dessous, remarque.is_empty()) {
        (0, _) => String::new(),
        (_, true) => format!("↓ {dessous} de plus"),
        (_, false) => format!(" · ↓ {dessous} de plus"),
    };
    filet(buffer, area, 0, &titre, &(remarque + &suite), theme);
    let large = (area.width as usize).saturating_sub(2);
    let lignes = textes.iter().flat_map(|texte| replier(texte, large));
    for (y, texte) in lignes.take(area.height as usize - 1).enumerate() {
        ligne(
            buffer,
            area,
            y as u16 + 1,
            &[Span::raw(format!(" {texte}"))],
        );
    }
}

//! The screen: one immutable function of the model. Every text from outside passes through `texte::visible` on its way here.

mod accueil;
mod agenda;
mod barres;
mod candidature;
mod carte;
mod classement;
mod cloture;
mod dialogue;
mod fiche;
mod journal;
pub mod listes;
mod panneau;
mod priorites;
mod region;
mod suivi;

pub use suivi::suivi;

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::{Color, Style};
use ratatui::text::{Line, Span};
use ratatui::widgets::Widget;

use super::fit::{couper, largeur, premiere_visible};
use super::glyphes::en_ascii;
use super::model::{Model, Place};
use super::theme::Theme;
use crate::domain::francais::typographier;
use crate::domain::texte::visible;

/// Smallest screen on which one can work.
pub const MINIMUM: (u16, u16) = (60, 16);

/// Width from which the agenda and the fiche stand beside the candidature.
const LARGE: u16 = 112;

/// Whether a screen is too small to work on.
pub fn trop_petit((colonnes, rangees): (u16, u16)) -> bool {
    colonnes < MINIMUM.0 || rangees < MINIMUM.1
}

/// Draws everything.
pub fn view(model: &Model, theme: &Theme, frame: &mut Frame) {
    let theme = model.theme.as_ref().unwrap_or(theme);
    let area = frame.area();
    if trop_petit((area.width, area.height)) {
        let message = format!(
            "Agrandir la fenêtre : {} × {} au moins.",
            MINIMUM.0, MINIMUM.1
        );
        ligne(frame.buffer_mut(), area, 0, &[Span::raw(message)]);
        return;
    }
    frame.buffer_mut().set_style(area, theme.text());
    let [entete, corps, notice, pied] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    barres::entete(model, theme, entete, frame.buffer_mut());
    lieu(model, theme, corps, frame.buffer_mut());
    barres::pied(model, theme, pied, frame.buffer_mut());
    if let Some(ouvert) = &model.dialogue {
        dialogue::dessiner(ouvert, model, theme, corps, frame);
    }
    barres::notice(model, theme, notice, frame.buffer_mut());
    purifier(frame.buffer_mut());
    if theme.ascii {
        en_ascii(frame.buffer_mut());
    }
}

fn lieu(model: &Model, theme: &Theme, corps: Rect, buffer: &mut Buffer) {
    match (model.place, model.regard()) {
        (Place::Carte, _) => return carte::dessiner(&model.carte, theme, corps, buffer),
        (Place::Region, _) => {
            if let Some(montree) = &model.region {
                region::dessiner(montree, theme, corps, buffer);
            }
            return;
        }
        (Place::Priorites, Some(regard)) => {
            return priorites::dessiner(regard, model.ligne_priorites, theme, corps, buffer);
        }
        (Place::Fiche, Some((cadre, _))) => {
            if let Some(saisie) = model.fiches.courante() {
                fiche::dessiner(saisie, cadre, theme, corps, buffer);
            }
            return;
        }
        _ => {}
    }
    let Some(ouverte) = &model.ouverte else {
        return accueil::dessiner(model, theme, corps, buffer);
    };
    match model.place {
        Place::Accueil | Place::Priorites | Place::Carte | Place::Fiche | Place::Region => {
            accueil::dessiner(model, theme, corps, buffer);
        }
        Place::Agenda => agenda::dessiner(ouverte, theme, corps, buffer),
        Place::Candidature if corps.width >= LARGE => {
            let [gauche, _, centre, _, droite] = Layout::horizontal([
                Constraint::Length(26),
                Constraint::Length(1),
                Constraint::Min(60),
                Constraint::Length(1),
                Constraint::Length(corps.width.saturating_sub(88).min(60)),
            ])
            .areas(corps);
            agenda::cote(ouverte, theme, gauche, buffer);
            candidature::dessiner(ouverte, theme, centre, buffer);
            panneau::dessiner(ouverte, theme, droite, buffer);
        }
        Place::Candidature => candidature::dessiner(ouverte, theme, corps, buffer),
        Place::Classement => classement::dessiner(ouverte, theme, corps, buffer),
        Place::Cloture => cloture::dessiner(ouverte, theme, corps, buffer),
        Place::Journal => journal::dessiner(ouverte, theme, corps, buffer),
    }
}

/// Writes spans on row `y` of `area`, cut with « … » at its right edge.
fn ligne(buffer: &mut Buffer, area: Rect, y: u16, spans: &[Span]) {
    if y >= area.height {
        return;
    }
    let mut reste = area.width as usize;
    let mut coupes = Vec::with_capacity(spans.len());
    for (rang, span) in spans.iter().enumerate() {
        let contenu = typographier(&span.content);
        let suite = spans[rang + 1..]
            .iter()
            .any(|s| !s.content.trim().is_empty());
        // Blanks at the end of a row are nothing to cut.
        let contenu = if suite {
            contenu
        } else {
            contenu.trim_end().to_owned()
        };
        let prises = largeur(&contenu);
        if prises + usize::from(suite) > reste {
            coupes.push(Span::styled(couper(&(contenu + "…"), reste), span.style));
            break;
        }
        coupes.push(Span::styled(contenu, span.style));
        reste -= prises;
    }
    Line::from(coupes).render(
        Rect {
            y: area.y + y,
            height: 1,
            ..area
        },
        buffer,
    );
}

/// A rule with a title at its left and a remark at its right: `── Avis ───── 3 favorables ──`.
fn filet(buffer: &mut Buffer, area: Rect, y: u16, titre: &str, remarque: &str, theme: &Theme) {
    if y >= area.height {
        return;
    }
    let large = area.width as usize;
    let titre = couper(titre, large.saturating_sub(6));
    let remarque = couper(remarque, large.saturating_sub(largeur(&titre) + 9));
    let fin = if remarque.is_empty() {
        String::new()
    } else {
        format!(" {remarque} ──")
    };
    let milieu = large.saturating_sub(largeur(&titre) + largeur(&fin) + 5);
    let spans = [
        Span::styled("── ", theme.border()),
        Span::styled(titre, theme.title()),
        Span::styled(format!(" {}", "─".repeat(milieu)), theme.border()),
        Span::styled(fin.trim_end_matches("──").to_owned(), theme.accent()),
        Span::styled(if fin.is_empty() { "─" } else { "──" }, theme.border()),
    ];
    ligne(buffer, area, y, &spans);
}

/// A selectable list: `dessinee` gives the spans of each row; the selected one carries `>` and its own style.
fn liste<'a>(
    buffer: &mut Buffer,
    area: Rect,
    nombre: usize,
    choisie: Option<usize>,
    theme: &Theme,
    dessinee: impl Fn(usize) -> Vec<Span<'a>>,
) {
    let hauteur = area.height as usize;
    let debut = premiere_visible(choisie.unwrap_or(0), nombre, hauteur);
    for (y, rang) in (debut..nombre).take(hauteur).enumerate() {
        let mut spans = vec![Span::raw(if choisie == Some(rang) { ">" } else { " " })];
        spans.extend(dessinee(rang));
        ligne(buffer, area, y as u16, &spans);
        if choisie == Some(rang) {
            let rangee = Rect {
                y: area.y + y as u16,
                height: 1,
                ..area
            };
            buffer.set_style(rangee, selection(theme));
        }
    }
}

/// The style of a selected row: one bar, whatever its spans were.
fn selection(theme: &Theme) -> Style {
    let style = theme.selected();
    style.fg(style.fg.unwrap_or(Color::Reset))
}

/// Last guard: no cell carries what a terminal would obey or hide.
fn purifier(buffer: &mut Buffer) {
    for cellule in &mut buffer.content {
        let symbole = cellule.symbol();
        if symbole.is_ascii() && !symbole.bytes().any(|b| b < b' ' || b == 0x7f) {
            continue;
        }
        let propre = visible(symbole);
        if propre != symbole {
            cellule.set_symbol(if propre.is_empty() { "·" } else { &propre });
        }
    }
}

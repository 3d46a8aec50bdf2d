//! The criteria: `Parcours ▰▰▰▱`, in as many rows as the width asks for.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::motif::points_maximum;
use crate::domain::seance::NOTE_MAXIMALE;
use crate::domain::texte::visible;
use crate::tui::fit::largeur;
use crate::tui::model::{SeanceEnCours, Zone};
use crate::tui::theme::Theme;
use crate::tui::view::{filet, ligne};

/// Columns of an appreciation in its row: `Gouvernance ▰▰▱▱`.
const JAUGE: usize = 5;

/// Criteria arranged in rows that fit: the first and one past the last index of each.
pub fn rangees(ouverte: &SeanceEnCours, large: usize) -> Vec<(usize, usize)> {
    let mut rangees = Vec::new();
    let (mut debut, mut prises) = (0, 1);
    let criteres = &ouverte.cadre.ami.criteres;
    for (rang, critere) in criteres.iter().enumerate() {
        let voulues = largeur(&visible(&critere.court)) + JAUGE + 2;
        if prises + voulues > large && rang > debut {
            rangees.push((debut, rang));
            (debut, prises) = (rang, 1);
        }
        prises += voulues;
    }
    rangees.push((debut, criteres.len()));
    rangees
}

/// Draws the rows that [`rangees`] made.
pub fn dessiner(
    ouverte: &SeanceEnCours,
    rangees: &[(usize, usize)],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let examen = ouverte.seance.examen(ouverte.numero());
    let criteres = &ouverte.cadre.ami.criteres;
    let apprecies = criteres
        .iter()
        .filter(|c| examen.notes.contains_key(&c.id))
        .count();
    let points: u32 = criteres
        .iter()
        .map(|c| c.poids * u32::from(examen.notes.get(&c.id).copied().unwrap_or(0)))
        .sum();
    let remarque = if apprecies == criteres.len() {
        format!("{points} points sur {}", points_maximum(&ouverte.cadre))
    } else {
        format!("{apprecies} sur {} appréciés", criteres.len())
    };
    filet(buffer, area, 0, "Critères", &remarque, theme);
    for (y, (debut, fin)) in rangees.iter().enumerate() {
        let mut spans = Vec::new();
        for (rang, critere) in criteres.iter().enumerate().take(*fin).skip(*debut) {
            let choisi = ouverte.zone == Zone::Criteres && ouverte.critere == rang;
            let dite = examen.notes.get(&critere.id).copied();
            let nom = visible(&critere.court);
            let observe = if examen.observations.contains_key(&Some(critere.id.clone())) {
                "*"
            } else {
                " "
            };
            let (texte, style) = match (choisi, ouverte.note.filter(|_| choisi)) {
                // A figure being set is shown as a question: it is not recorded.
                (_, Some(note)) => (format!("{nom} ? {note}/{NOTE_MAXIMALE}"), theme.selected()),
                (true, None) => (format!("{nom} {}", jauge(dite)), theme.selected()),
                (false, None) => (
                    format!("{nom} {}", jauge(dite)),
                    dite.map_or(theme.muted(), |_| theme.text()),
                ),
            };
            spans.push(Span::raw(if choisi { ">" } else { " " }));
            spans.push(Span::styled(texte, style));
            spans.push(Span::raw(observe));
        }
        ligne(buffer, area, y as u16 + 1, &spans);
    }
}

/// `▰▰▰▱`, or `····` while nothing is said: a gap is never a zero.
fn jauge(note: Option<u8>) -> String {
    let Some(note) = note else {
        return "····".into();
    };
    let pleines = usize::from(note);
    "▰".repeat(pleines) + &"▱".repeat(usize::from(NOTE_MAXIMALE).saturating_sub(pleines))
}

//! Beside the candidature on a wide screen: its figures as pictures, then its description.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne};
use crate::domain::cadre::Dossier;
use crate::domain::texte::lignes;
use crate::tui::fit::replier;
use crate::tui::model::SeanceEnCours;
use crate::tui::pages::regard;
use crate::tui::theme::Theme;

/// Rows kept for the description, its title and the title above.
const DESCRIPTION: u16 = 8;

/// Draws the column.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(dossier) = ouverte.dossier() else {
        return;
    };
    let examen = ouverte.seance.examen(dossier.numero());
    let large = usize::from(area.width).saturating_sub(1);
    filet(buffer, area, 0, "En un coup d'œil", "", theme);
    let mut bas = 0;
    for partie in regard(&ouverte.cadre, dossier, examen, large) {
        let hauteur = partie.len() as u16;
        // What does not fit whole is on the fiche, a key away.
        if bas + hauteur + DESCRIPTION > area.height {
            break;
        }
        for (rang, texte) in partie.into_iter().enumerate() {
            let style = if rang == 0 {
                theme.muted()
            } else {
                theme.text()
            };
            let spans = [Span::styled(format!(" {texte}"), style)];
            ligne(buffer, area, bas + 1 + rang as u16, &spans);
        }
        bas += hauteur;
    }
    let reste = Rect {
        y: area.y + 1 + bas,
        height: area.height.saturating_sub(1 + bas),
        ..area
    };
    filet(buffer, reste, 0, "Description", "g : tout lire", theme);
    description(
        dossier,
        Rect {
            y: reste.y + 1,
            height: reste.height.saturating_sub(1),
            ..reste
        },
        buffer,
    );
}

fn description(dossier: &Dossier, area: Rect, buffer: &mut Buffer) {
    let hauteur = area.height as usize;
    let large = (area.width as usize).saturating_sub(1);
    // Only what the panel can show is folded: a description may be a megabyte.
    let repliees: Vec<String> = lignes(
        dossier
            .fiche()
            .description
            .as_deref()
            .unwrap_or("non renseignée"),
    )
    .take(hauteur)
    .flat_map(|l| replier(&l, large))
    .take(hauteur + 1)
    .collect();
    for (y, texte) in repliees.iter().take(hauteur).enumerate() {
        let derniere = y + 1 == hauteur && repliees.len() > hauteur;
        let suite = if derniere { "…" } else { "" };
        ligne(
            buffer,
            area,
            y as u16,
            &[Span::raw(format!(" {texte}{suite}"))],
        );
    }
}

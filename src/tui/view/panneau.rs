//! Beside the candidature on a wide screen: constats, budget by year, description.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne};
use crate::domain::cadre::Dossier;
use crate::domain::francais::{FINE, nombre};
use crate::domain::texte::lignes;
use crate::tui::fit::{a_droite, replier};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;

/// Draws the column.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(dossier) = ouverte.dossier() else {
        return;
    };
    filet(buffer, area, 0, "Demandé par année", "", theme);
    let bas = budget(
        dossier,
        theme,
        Rect {
            y: area.y + 1,
            height: area.height.saturating_sub(1),
            ..area
        },
        buffer,
    );
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

/// One bar per year, its value beside it; returns the rows taken.
fn budget(dossier: &Dossier, theme: &Theme, area: Rect, buffer: &mut Buffer) -> u16 {
    let fiche = dossier.fiche();
    let annees: Vec<(u16, i64)> = fiche
        .annees()
        .map(|annee| (annee, fiche.demande_annee(annee)))
        .collect();
    let maximum = annees
        .iter()
        .map(|(_, demande)| *demande)
        .max()
        .unwrap_or(0)
        .max(1);
    let place = i64::from(area.width).saturating_sub(20).max(1);
    for (y, (annee, demande)) in annees.iter().enumerate() {
        let cellules = usize::try_from(demande * place / maximum).unwrap_or(0);
        ligne(
            buffer,
            area,
            y as u16,
            &[
                Span::raw(format!(" {annee} ")),
                Span::styled("█".repeat(cellules), theme.accent()),
                Span::raw(format!(
                    " {}",
                    a_droite(&format!("{}{FINE}€", nombre(*demande)), 10)
                )),
            ],
        );
    }
    annees.len() as u16
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

//! What was recorded, when, by whom; what is undone stays, and says so.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, liste};
use crate::domain::fait::Fait;
use crate::domain::francais::compte;
use crate::domain::phrase::{phrase, phrase_situee};
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let seance = &ouverte.seance;
    let faits = seance.enregistrements();
    let remarque = format!(
        "{} · Entrée annule ou rétablit",
        compte(faits.len(), "fait", "faits")
    );
    filet(buffer, area, 0, "Journal", &remarque, theme);
    let corps = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    liste(
        buffer,
        corps,
        faits.len(),
        Some(ouverte.ligne.min(faits.len().saturating_sub(1))),
        theme,
        |rang| {
            let e = &faits[rang];
            let annule = seance.est_annule(e.n);
            let dit = match e.fait {
                Fait::Annule { cible } => match seance.enregistrement(cible) {
                    Some(vise) => format!(
                        "annule le fait {cible} : {}",
                        phrase(&vise.fait, &ouverte.cadre)
                    ),
                    None => phrase(&e.fait, &ouverte.cadre),
                },
                _ => phrase_situee(&e.fait, &ouverte.cadre),
            };
            vec![
                Span::styled(format!("{} ", a_droite(&e.n.to_string(), 4)), theme.muted()),
                Span::raw(format!("{} ", e.le.format("%d/%m %H:%M:%S"))),
                Span::styled(
                    format!("{} ", a_gauche(&visible(&e.par), 10)),
                    theme.muted(),
                ),
                Span::styled(if annule { "annulé · " } else { "" }, theme.reserve()),
                Span::styled(dit, if annule { theme.muted() } else { theme.text() }),
            ]
        },
    );
}

//! What was recorded, when, by whom; what is undone stays, and says so. The selected fact is read whole below.

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::fait::{Enregistrement, Fait};
use crate::domain::francais::compte;
use crate::domain::phrase::{phrase, phrase_situee};
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche, replier};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let [titre, corps, detail] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Min(3),
        Constraint::Length(4),
    ])
    .areas(area);
    let seance = &ouverte.seance;
    let faits = seance.enregistrements();
    filet(
        buffer,
        titre,
        0,
        "Journal",
        &compte(faits.len(), "fait", "faits"),
        theme,
    );
    let choisi = ouverte.ligne.min(faits.len().saturating_sub(1));
    liste(buffer, corps, faits.len(), Some(choisi), theme, |rang| {
        let e = &faits[rang];
        let annule = seance.est_annule(e.n);
        vec![
            Span::styled(format!("{} ", a_droite(&e.n.to_string(), 4)), theme.muted()),
            Span::raw(format!("{} ", e.le.format("%d/%m %H:%M:%S"))),
            Span::styled(
                format!("{} ", a_gauche(&visible(&e.par), 10)),
                theme.muted(),
            ),
            Span::styled(if annule { "annulé · " } else { "" }, theme.reserve()),
            Span::styled(
                dit(ouverte, e),
                if annule { theme.muted() } else { theme.text() },
            ),
        ]
    });
    let Some(e) = faits.get(choisi) else { return };
    filet(
        buffer,
        detail,
        0,
        &format!("Fait {}", e.n),
        &visible(&e.par),
        theme,
    );
    let large = (area.width as usize).saturating_sub(2);
    for (y, rangee) in replier(&dit(ouverte, e), large).iter().enumerate() {
        let texte = format!(" {rangee}");
        ligne(buffer, detail, y as u16 + 1, &[Span::raw(texte)]);
    }
}

/// The fact in words; an undoing tells what it undoes.
pub fn dit(ouverte: &SeanceEnCours, e: &Enregistrement) -> String {
    match e.fait {
        Fait::Annule { cible } => match ouverte.seance.enregistrement(cible) {
            Some(vise) => format!(
                "annule le fait {cible} : {}",
                phrase(&vise.fait, &ouverte.cadre)
            ),
            None => phrase(&e.fait, &ouverte.cadre),
        },
        _ => phrase_situee(&e.fait, &ouverte.cadre),
    }
}

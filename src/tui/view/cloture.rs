//! What is missing before closing, with where to mend it; then what closing writes.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::tui::model::SeanceEnCours;
use crate::tui::pages::ce_qui_sera_ecrit;
use crate::tui::theme::Theme;
use crate::tui::update::{dire_obstacle, obstacles};

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let corps = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2),
        ..area
    };
    if ouverte.seance.etat().levee {
        filet(buffer, area, 0, "Clôture", "séance levée", theme);
        let chemin = visible(&ouverte.resultat);
        let phrases = [
            format!(" La proposition est écrite dans {chemin}"),
            " À tout moment, elle se vérifie :".into(),
            format!("   instruire verifier {chemin}"),
            String::new(),
            " E l'écrit de nouveau ; R rouvre la séance, avec un motif.".into(),
        ];
        for (y, phrase) in phrases.iter().enumerate() {
            ligne(buffer, corps, y as u16, &[Span::raw(phrase)]);
        }
        return;
    }
    let obstacles = obstacles(ouverte);
    if obstacles.is_empty() {
        filet(buffer, area, 0, "Clôture", "rien ne manque", theme);
        ligne(
            buffer,
            area,
            1,
            &[Span::styled(
                " Entrée lève la séance et écrit la proposition. Il sera écrit :",
                theme.accent(),
            )],
        );
        for (y, phrase) in ce_qui_sera_ecrit(ouverte).iter().enumerate() {
            ligne(
                buffer,
                corps,
                y as u16 + 1,
                &[Span::raw(format!(" {phrase}"))],
            );
        }
        return;
    }
    filet(
        buffer,
        area,
        0,
        "Clôture",
        &compte(obstacles.len(), "point à régler", "points à régler"),
        theme,
    );
    ligne(
        buffer,
        area,
        1,
        &[Span::styled(
            " Entrée va au point choisi ; E écrit dès maintenant un projet de proposition.",
            theme.muted(),
        )],
    );
    let choisie = ouverte.ligne.min(obstacles.len() - 1);
    liste(
        buffer,
        corps,
        obstacles.len(),
        Some(choisie),
        theme,
        |rang| {
            let texte = dire_obstacle(&obstacles[rang], &ouverte.cadre);
            vec![Span::raw(format!(" {texte}"))]
        },
    );
}

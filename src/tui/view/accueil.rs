//! Territories of the campaign: what is entered, filed, examined, and the state of the séance.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche};
use crate::tui::model::{EtatSeance, Model, Resume};
use crate::tui::theme::Theme;

/// Draws the list.
pub fn dessiner(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    filet(
        buffer,
        area,
        0,
        "Territoires",
        &compte(model.territoires.len(), "territoire", "territoires"),
        theme,
    );
    let entete = format!(
        "  {} {} {} {}",
        a_gauche("code", 5),
        a_gauche("territoire", 22),
        a_gauche("table", 10),
        "candidatures · séance"
    );
    ligne(buffer, area, 1, &[Span::styled(entete, theme.muted())]);
    let corps = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(4),
        ..area
    };
    liste(
        buffer,
        corps,
        model.territoires.len(),
        Some(model.territoire),
        theme,
        |rang| rangee(&model.territoires[rang], theme),
    );
    let Some(choisi) = model.territoires.get(model.territoire) else {
        return;
    };
    let phrase = match &choisi.etat {
        EtatSeance::Aucune => format!(
            "Entrée ouvre la séance du comité : {}.",
            visible(&choisi.nom)
        ),
        EtatSeance::EnCours { levee: true, .. } => {
            "Séance levée : Entrée la montre, C permet de la rouvrir.".into()
        }
        EtatSeance::EnCours { .. } => format!(
            "Entrée reprend la séance là où elle en est : {}.",
            visible(&choisi.nom)
        ),
        EtatSeance::Illisible(raison) => visible(raison),
    };
    ligne(
        buffer,
        area,
        area.height.saturating_sub(1),
        &[Span::styled(format!(" {phrase}"), theme.accent())],
    );
}

fn rangee<'a>(resume: &Resume, theme: &Theme) -> Vec<Span<'a>> {
    let (table, style) = if resume.table_saisie {
        ("saisie", theme.favorable())
    } else {
        ("à saisir", theme.muted())
    };
    let seance = match &resume.etat {
        EtatSeance::Aucune => "pas de séance".into(),
        EtatSeance::Illisible(_) => "! journal à vérifier".into(),
        EtatSeance::EnCours {
            examinees,
            dernier,
            levee,
        } => {
            let le = dernier
                .map(|le| le.format(" · %d/%m/%Y %H:%M").to_string())
                .unwrap_or_default();
            let etat = if *levee { "levée" } else { "en cours" };
            format!(
                "{etat}, {}{le}",
                compte(*examinees, "examinée", "examinées")
            )
        }
    };
    vec![
        Span::styled(
            format!(" {} ", a_gauche(&visible(&resume.code), 5)),
            theme.title(),
        ),
        Span::raw(format!("{} ", a_gauche(&visible(&resume.nom), 22))),
        Span::styled(format!("{} ", a_gauche(table, 10)), style),
        Span::raw(format!(
            "{} · {seance}",
            a_droite(&resume.candidatures.to_string(), 3)
        )),
    ]
}

//! Candidatures in the order they are examined: as a place, and as the column at the left of a wide screen.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::cadre::Dossier;
use crate::domain::francais::{compte, ordinal};
use crate::domain::priorite::StatutTable;
use crate::domain::recevabilite::Severite;
use crate::domain::seance::Examen;
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche, largeur};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;

/// The place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let dossiers = &ouverte.cadre.dossiers;
    filet(
        buffer,
        area,
        0,
        "Ordre du jour",
        &compte(dossiers.len(), "candidature", "candidatures"),
        theme,
    );
    if dossiers.is_empty() {
        let vide = " Aucune candidature n'a de fiche sur ce territoire : ajoutez des fichiers dans projets/.";
        return ligne(buffer, area, 2, &[Span::raw(vide)]);
    }
    let nom = (area.width as usize).saturating_sub(50);
    let entete = format!(
        "   {} {} {} {} {} {}",
        a_gauche("n°", 9),
        a_gauche("projet", nom),
        a_gauche("priorité", 8),
        a_gauche("constats", 8),
        a_droite("avis", 5),
        a_droite("rang", 11),
    );
    ligne(buffer, area, 1, &[Span::styled(entete, theme.muted())]);
    let corps = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(3),
        ..area
    };
    liste(
        buffer,
        corps,
        dossiers.len(),
        Some(ouverte.courante),
        theme,
        |rang| rangee(ouverte, &dossiers[rang], nom, theme),
    );
    if ouverte.cadre.table.statut == StatutTable::ASaisir {
        let phrase =
            " ! Table des priorités à saisir : toute candidature est hors priorité pour l'instant.";
        ligne(
            buffer,
            area,
            area.height.saturating_sub(1),
            &[Span::styled(phrase, theme.warning())],
        );
    }
}

fn rangee<'a>(
    ouverte: &SeanceEnCours,
    dossier: &Dossier,
    nom: usize,
    theme: &Theme,
) -> Vec<Span<'a>> {
    let numero = dossier.numero();
    let examen = ouverte.seance.examen(numero);
    let institutions = ouverte.cadre.ami.institutions().count();
    let priorite = priorite(dossier, examen);
    let (constats, style) = (constats(dossier, examen), style(dossier, examen, theme));
    vec![
        Span::raw(format!("{} ", etat(ouverte, numero))),
        Span::styled(format!("{} ", a_gauche(numero, 9)), theme.muted()),
        Span::raw(format!("{} ", a_gauche(&visible(&dossier.projet.nom), nom))),
        Span::raw(format!("{} ", a_gauche(&priorite, 8))),
        Span::styled(format!("{} ", a_gauche(&constats, 8)), style),
        Span::raw(format!(
            "{} ",
            a_droite(&format!("{}/{institutions}", examen.positions.len()), 5)
        )),
        Span::raw(a_droite(&rang(ouverte, numero), 11)),
    ]
}

/// A priority in its column: `3`, or `hors`; a question mark says that nobody has confirmed it.
pub fn priorite(dossier: &Dossier, examen: &Examen) -> String {
    let court = |rang: Option<u32>| rang.map_or_else(|| "hors".into(), |rang| rang.to_string());
    match &examen.priorite {
        Some(retenue) => court(retenue.rang),
        None => format!("{} ?", court(dossier.priorite_proposee())),
    }
}

/// `✓` examined, `✗` set aside, `·` begun, blank untouched.
pub fn etat(ouverte: &SeanceEnCours, numero: &str) -> char {
    let examen = ouverte.seance.examen(numero);
    if examen.hors_classement().is_some() {
        '✗'
    } else if examen.examine {
        '✓'
    } else if *examen != Examen::default() {
        '·'
    } else {
        ' '
    }
}

/// Its rank, or why it has none; a file that waits for complements says so.
pub fn rang(ouverte: &SeanceEnCours, numero: &str) -> String {
    let examen = ouverte.seance.examen(numero);
    let incomplet = examen.complements.is_some();
    match (ouverte.tableau.place(numero), examen.hors_classement()) {
        (Some(place), _) if incomplet => format!("{} (inc.)", ordinal(place.rang_retenu)),
        (Some(place), _) => ordinal(place.rang_retenu),
        (None, Some((proposition, _))) => proposition.nom().into(),
        (None, None) if incomplet => "incomplet".into(),
        (None, None) => "–".into(),
    }
}

/// What deserves a look: motifs that nobody has settled, then alerts.
pub fn constats(dossier: &Dossier, examen: &Examen) -> String {
    match a_voir(dossier, examen) {
        (0, 0) => "–".into(),
        (0, alertes) => format!("!{alertes}"),
        (motifs, 0) => format!("‼{motifs}"),
        (motifs, alertes) => format!("‼{motifs} !{alertes}"),
    }
}

fn style(dossier: &Dossier, examen: &Examen, theme: &Theme) -> ratatui::style::Style {
    match a_voir(dossier, examen) {
        (0, 0) => theme.muted(),
        (0, _) => theme.warning(),
        _ => theme.error(),
    }
}

/// Motifs that nobody has settled, alerts.
fn a_voir(dossier: &Dossier, examen: &Examen) -> (usize, usize) {
    let nombre = |severite| {
        let constats = dossier.constats.iter().filter(|c| c.severite == severite);
        constats
            .filter(|c| !examen.tranches.contains_key(c.regle))
            .count()
    };
    (nombre(Severite::Motif), nombre(Severite::Alerte))
}

/// The column at the left of a wide screen.
pub fn cote(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    filet(buffer, area, 0, "Ordre du jour", "", theme);
    let corps = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let dossiers = &ouverte.cadre.dossiers;
    liste(
        buffer,
        corps,
        dossiers.len(),
        Some(ouverte.courante),
        theme,
        |rang_dossier| {
            let dossier = &dossiers[rang_dossier];
            let rang = rang(ouverte, dossier.numero());
            let rang = if largeur(&rang) > 4 {
                String::new()
            } else {
                rang
            };
            let nom = a_gauche(
                &visible(&dossier.projet.nom),
                (area.width as usize).saturating_sub(8),
            );
            vec![
                Span::raw(format!("{} ", etat(ouverte, dossier.numero()))),
                Span::raw(format!("{nom} ")),
                Span::styled(a_droite(&rang, 4), theme.muted()),
            ]
        },
    );
}

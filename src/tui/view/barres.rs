//! The header, the notice and the keys that frame every place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::ligne;
use crate::domain::francais::{FINE, jour, nombre};
use crate::domain::texte::visible;
use crate::tui::fit::{couper, largeur};
use crate::tui::keymap::liaisons;
use crate::tui::model::{Model, Notice, Place, SeanceEnCours};
use crate::tui::theme::Theme;

/// What and how far, at the left; the envelope, at the right.
pub fn entete(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (gauche, droite) = match &model.ouverte {
        None => (visible(&model.appel), String::new()),
        Some(ouverte) => (avancement(ouverte), enveloppe(ouverte)),
    };
    let large = area.width as usize;
    let gauche = couper(&gauche, large.saturating_sub(largeur(&droite) + 3));
    let blancs = large.saturating_sub(largeur(&gauche) + largeur(&droite) + 2);
    let spans = [
        Span::styled(format!(" {gauche}"), theme.title()),
        Span::raw(" ".repeat(blancs)),
        Span::styled(droite, theme.line()),
    ];
    ligne(buffer, area, 0, &spans);
}

fn avancement(ouverte: &SeanceEnCours) -> String {
    let territoire = &ouverte.cadre.territoire;
    let seance = ouverte
        .seance
        .etat()
        .date
        .map(|d| format!(" · séance du {}", jour(d)))
        .unwrap_or_default();
    let etat = match (&ouverte.lecture_seule, ouverte.seance.etat().levee) {
        (Some(_), _) => " · LECTURE SEULE",
        (None, true) => " · LEVÉE",
        (None, false) => "",
    };
    format!(
        "{} {}{seance} · {}/{} examinées{etat}",
        territoire.code,
        visible(&territoire.nom),
        ouverte.examinees(),
        ouverte.cadre.dossiers.len()
    )
}

fn enveloppe(ouverte: &SeanceEnCours) -> String {
    let milliers = |euros: i64| nombre(euros / 1000);
    let engage = milliers(ouverte.tableau.engage);
    match ouverte.tableau.enveloppe {
        Some(enveloppe) => format!("ligne {engage} / {}{FINE}k€", milliers(enveloppe)),
        None => format!("{engage}{FINE}k€, sans enveloppe"),
    }
}

/// The last thing recorded, or refused.
pub fn notice(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (marque, texte, style) = match &model.notice {
        Notice::Rien => match model
            .ouverte
            .as_ref()
            .and_then(|o| o.lecture_seule.as_deref())
        {
            Some(raison) => ("! ", raison, theme.warning()),
            None => return,
        },
        Notice::Info(texte) => ("", texte.as_str(), theme.accent()),
        Notice::Erreur(texte) => ("! ", texte.as_str(), theme.error()),
    };
    ligne(
        buffer,
        area,
        0,
        &[Span::styled(format!(" {marque}{}", visible(texte)), style)],
    );
}

/// Keys of the place, as many as fit, `? aide` always.
pub fn pied(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let place = if model.ouverte.is_some() {
        model.place
    } else {
        Place::Accueil
    };
    let mots = liaisons(place)
        .filter(|l| !l.court.is_empty() && (place != Place::Accueil || utile_a_l_accueil(l.court)))
        .map(|l| (l.touches[0].nom(), l.court));
    let (aide, autres): (Vec<_>, Vec<_>) = mots.partition(|(_, court)| *court == "aide");
    let cout = |(touche, court): &(String, &str)| largeur(touche) + largeur(court) + 3;
    let mut reste = (area.width as usize).saturating_sub(aide.iter().map(cout).sum::<usize>() + 1);
    let mut spans = vec![Span::raw(" ")];
    let visibles = autres.into_iter().take_while(|mot| {
        let tient = cout(mot) <= reste;
        reste = reste.saturating_sub(cout(mot));
        tient
    });
    for (touche, court) in visibles.collect::<Vec<_>>().into_iter().chain(aide) {
        spans.push(Span::styled(touche, theme.key()));
        spans.push(Span::raw(format!(" {court}  ")));
    }
    ligne(buffer, area, 0, &spans);
}

/// On the first screen only a few keys do something.
fn utile_a_l_accueil(court: &str) -> bool {
    matches!(court, "ouvrir" | "aide" | "quitter")
}

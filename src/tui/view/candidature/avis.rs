//! What each institution says, by family, and how many say what.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::avis::{Position, Sens};
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::tui::fit::{a_gauche, replier};
use crate::tui::model::{SeanceEnCours, Zone};
use crate::tui::theme::Theme;
use crate::tui::view::{filet, ligne, liste};

/// Draws the list.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let examen = ouverte.seance.examen(ouverte.numero());
    filet(
        buffer,
        area,
        0,
        "Avis",
        &decompte(&examen.positions.values()),
        theme,
    );
    let corps = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(1),
        ..area
    };
    let institutions: Vec<_> = ouverte.cadre.ami.institutions().collect();
    let choisie = (ouverte.zone == Zone::Avis).then_some(ouverte.institution);
    liste(buffer, corps, institutions.len(), choisie, theme, |rang| {
        let (famille, institution) = institutions[rang];
        let premiere = famille
            .institutions
            .first()
            .is_some_and(|i| i.id == institution.id);
        let titre = if premiere {
            visible(&famille.court)
        } else {
            String::new()
        };
        let (nom, texte, style) = match examen.positions.get(&institution.id) {
            None => ("–", None, theme.muted()),
            Some(position) => {
                let texte = position.texte().map(|t| format!("  « {} »", visible(t)));
                (position.nom(), texte, theme.position(position))
            }
        };
        vec![
            Span::styled(format!(" {} ", a_gauche(&titre, 12)), theme.muted()),
            Span::raw(format!("{} ", a_gauche(&visible(&institution.nom), 18))),
            Span::styled(nom, style),
            Span::styled(texte.unwrap_or_default(), theme.muted()),
        ]
    });
    let sous_la_liste = Rect {
        y: corps.y + institutions.len() as u16 + 1,
        height: corps.height.saturating_sub(institutions.len() as u16 + 1),
        ..corps
    };
    textes(ouverte, theme, sous_la_liste, buffer);
}

/// Where there is room, reserves and reasons in full.
fn textes(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let positions = &ouverte.seance.examen(ouverte.numero()).positions;
    let large = (area.width as usize).saturating_sub(2);
    let dits = ouverte
        .cadre
        .ami
        .institutions()
        .filter_map(|(_, institution)| {
            let texte = positions.get(&institution.id)?.texte()?;
            Some(format!(
                "{} : « {} »",
                visible(&institution.nom),
                visible(texte)
            ))
        });
    let rangees: Vec<String> = dits.flat_map(|dit| replier(&dit, large)).collect();
    let hauteur = area.height as usize;
    for (y, rangee) in rangees.iter().take(hauteur).enumerate() {
        let suite = if y + 1 == hauteur && rangees.len() > hauteur {
            " … (g)"
        } else {
            ""
        };
        let texte = format!(" {rangee}{suite}");
        ligne(
            buffer,
            area,
            y as u16,
            &[Span::styled(texte, theme.muted())],
        );
    }
}

/// « 3 favorables · 1 réserve · 1 défavorable · 1 déport ».
pub fn decompte<'a>(positions: &(impl Iterator<Item = &'a Position> + Clone)) -> String {
    let nombre = |voulu: fn(&Position) -> bool| positions.clone().filter(|p| voulu(p)).count();
    let sens = |voulu| {
        positions
            .clone()
            .filter(|p| matches!(p, Position::Avis { sens, .. } if *sens == voulu))
            .count()
    };
    let comptes = [
        (sens(Sens::Favorable), "favorable", "favorables"),
        (sens(Sens::FavorableAvecReserves), "réserve", "réserves"),
        (sens(Sens::Defavorable), "défavorable", "défavorables"),
        (
            nombre(|p| matches!(p, Position::Deport)),
            "déport",
            "déports",
        ),
    ];
    let dits = comptes
        .into_iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, un, plusieurs)| compte(n, un, plusieurs));
    let dits: Vec<String> = dits.collect();
    if dits.is_empty() {
        "aucun avis exprimé".into()
    } else {
        dits.join(" · ")
    }
}

//! The map of answers: publics × territories, in percent of the population; then the rows without any answer, in words.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne, selection};
use crate::domain::carte::{Colonne, EtatColonne};
use crate::domain::francais::compte;
use crate::domain::priorite::StatutTable;
use crate::domain::texte::visible;
use crate::tui::carte::CarteMontree;
use crate::tui::fit::{a_droite, a_gauche, couper, premiere_visible, replier};
use crate::tui::theme::Theme;

/// Columns a territory takes.
const COLONNE: usize = 4;

/// Narrowest name of a public.
const NOM: usize = 24;

/// Rows left to what the selection says.
const DETAIL: u16 = 5;

/// Draws the place.
pub fn dessiner(montree: &CarteMontree, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let carte = &montree.carte;
    let restantes: Vec<String> = carte
        .sans_reponse()
        .map(|(colonne, ligne)| {
            montree.sans_reponse(colonne, ligne, usize::from(area.width).saturating_sub(2))
        })
        .collect();
    let remarque = "en % de la population visée";
    filet(buffer, area, 0, "Carte des réponses", remarque, theme);
    let large = usize::from(area.width);
    let tiennent = (large.saturating_sub(NOM + 2) / COLONNE).max(1);
    let debut = premiere_visible(montree.colonne, carte.colonnes.len(), tiennent);
    let colonnes = || carte.colonnes.iter().enumerate().skip(debut).take(tiennent);
    let nom = large.saturating_sub(2 + COLONNE * colonnes().count());
    let mut entete = vec![Span::raw(" ".repeat(nom + 1))];
    for (rang, colonne) in colonnes() {
        let style = if rang == montree.colonne {
            theme.selected()
        } else {
            theme.muted()
        };
        entete.push(Span::styled(
            a_droite(&visible(&colonne.code), COLONNE),
            style,
        ));
    }
    ligne(buffer, area, 1, &entete);
    let corps = Rect {
        y: area.y + 2,
        height: area.height.saturating_sub(2 + DETAIL),
        ..area
    };
    // Drawn rows: the publics, a rule, the rows without an answer.
    let publics = carte.publics.len();
    let dessinee = |rang: usize| rang + usize::from(rang >= publics);
    let nombre = publics + 1 + restantes.len();
    let premiere = premiere_visible(dessinee(montree.rang), nombre, corps.height.into());
    for (y, rangee) in (premiere..nombre).take(corps.height.into()).enumerate() {
        let y = y as u16;
        let choisie = rangee == dessinee(montree.rang) && montree.rangees() > 0;
        let marque = if choisie { ">" } else { " " };
        if rangee == publics {
            let titre = "Lignes sans réponse proposée retenue";
            let compte = match restantes.len() {
                0 => "aucune".into(),
                n => compte(n, "ligne", "lignes"),
            };
            filet(
                buffer,
                Rect {
                    y: corps.y + y,
                    height: 1,
                    ..corps
                },
                0,
                titre,
                &compte,
                theme,
            );
            continue;
        }
        let mut spans = vec![Span::raw(marque)];
        if let Some((public, intitule)) = carte.publics.get(rangee) {
            spans.push(Span::raw(a_gauche(&visible(intitule), nom)));
            spans.extend(colonnes().map(|(rang, colonne)| {
                let case = case(colonne, public);
                let style = match (rang == montree.colonne, colonne.part(public)) {
                    (true, _) if choisie => theme.title(),
                    (_, Some(0)) => theme.warning(),
                    _ => theme.text(),
                };
                Span::styled(a_droite(&case, COLONNE), style)
            }));
        } else {
            let texte = format!(" {}", restantes[rangee - publics - 1]);
            spans.push(Span::raw(couper(&texte, large.saturating_sub(1))));
        }
        ligne(buffer, corps, y, &spans);
        if choisie {
            let rect = Rect {
                y: corps.y + y,
                height: 1,
                ..corps
            };
            buffer.set_style(rect, selection(theme));
        }
    }
    detail(montree, theme, area, buffer);
}

/// `17` percent; `·` when the public is not in the table, `?` when the table or the journal says nothing.
pub fn case(colonne: &Colonne, public: &str) -> String {
    if matches!(colonne.seance, EtatColonne::Illisible(_)) {
        return "?".into();
    }
    match (colonne.part(public), colonne.table) {
        (Some(part), _) => part.to_string(),
        (None, StatutTable::ASaisir) => "?".into(),
        (None, StatutTable::Saisie) => "·".into(),
    }
}

fn detail(montree: &CarteMontree, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let bas = Rect {
        y: area.y + area.height.saturating_sub(DETAIL),
        height: DETAIL.min(area.height),
        ..area
    };
    let legende = "? inconnu, · pas dans la table";
    let mut phrases = montree.detail().into_iter();
    let titre = phrases.next().unwrap_or_default();
    filet(buffer, bas, 0, &titre, legende, theme);
    let large = usize::from(area.width).saturating_sub(2);
    let rangees: Vec<String> = phrases.flat_map(|p| replier(&p, large)).collect();
    let visibles = usize::from(bas.height.saturating_sub(1));
    for (y, texte) in rangees.iter().take(visibles).enumerate() {
        let reste = y + 1 == visibles && rangees.len() > visibles;
        let suite = if reste { "… (Entrée)" } else { "" };
        let place = large.saturating_sub(suite.chars().count());
        let texte = if reste {
            couper(texte, place)
        } else {
            texte.clone()
        };
        ligne(
            buffer,
            bas,
            y as u16 + 1,
            &[Span::raw(format!(" {texte}{suite}"))],
        );
    }
}

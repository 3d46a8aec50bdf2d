//! The priority table, each line with its text and its candidatures.
//!
//! ```text
//!  >1 Jeunes « en rupture » de 16 à 25 ans révolus…
//!     champs : repérage, remobilisation, accompagnement
//!     lieu : Puy-de-Dôme hors Clermont Métropole (443 communes, 374 000 habitants)
//!     19483920  Hors des radars              partiellement 3/3 · 17 %  à confirmer
//! ```

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{filet, ligne, selection};
use crate::domain::cadre::Cadre;
use crate::domain::francais::compte;
use crate::domain::priorite::StatutTable;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::tui::fit::premiere_visible;
use crate::tui::priorites::{Role, disposer};
use crate::tui::theme::Theme;

/// Draws the place.
pub fn dessiner(
    (cadre, seance): (&Cadre, &Seance),
    curseur: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let table = &cadre.table;
    let lignes = match (table.statut, table.priorites.len()) {
        (StatutTable::ASaisir, 0) => "table à saisir".into(),
        (_, nombre) if table.source.is_none() => {
            format!(
                "{}, source non renseignée (s)",
                compte(nombre, "ligne", "lignes")
            )
        }
        (_, nombre) => compte(nombre, "ligne", "lignes"),
    };
    let titre = format!("Priorités · {}", visible(&cadre.territoire.nom));
    filet(buffer, area, 0, &titre, &lignes, theme);
    let corps = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(2),
        ..area
    };
    let disposition = disposer(cadre, seance, area.width.into());
    let choisi = curseur.min(disposition.objets.len().saturating_sub(1));
    let rang_choisi = disposition
        .rangees
        .iter()
        .position(|r| r.objet == Some(choisi))
        .unwrap_or(0);
    let hauteur = usize::from(corps.height);
    let debut = premiere_visible(rang_choisi, disposition.rangees.len(), hauteur);
    let vide = table.priorites.is_empty();
    if vide {
        let phrase =
            " Aucune ligne n'est saisie : a ajoute la première, ou instruire importer-table.";
        ligne(buffer, corps, 0, &[Span::styled(phrase, theme.warning())]);
    }
    let decalage = if vide { 2 } else { 0 };
    let montrees = disposition.rangees.iter().skip(debut);
    for (y, rangee) in montrees.take(hauteur.saturating_sub(decalage)).enumerate() {
        let y = (y + decalage) as u16;
        let choisie = rangee.objet == Some(choisi);
        let style = match rangee.role {
            Role::Titre => theme.title(),
            Role::Texte => theme.muted(),
            Role::Alerte => theme.warning(),
            Role::Candidature => theme.text(),
        };
        let marque = if choisie { ">" } else { " " };
        let spans = [Span::raw(marque), Span::styled(rangee.texte.clone(), style)];
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
    let legende = " 2/3 : champs de la ligne couverts · 17 % : part de la population du lieu";
    let bas = area.height.saturating_sub(1);
    ligne(buffer, area, bas, &[Span::styled(legende, theme.muted())]);
}

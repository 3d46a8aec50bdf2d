//! Who sits, a row each; and the candidatures on which one of them makes a déport.
//!
//! ```text
//!   Date        02/10/2024
//!   Présidence  DDETS du Puy-de-Dôme
//! > [x] France Travail      titulaire · 2 déports
//!   [ ] CAF                 mandat à Département
//! ```

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::text::Span;

use super::{cadre, ecrire_ligne, liste};
use crate::domain::francais::{compte, jour};
use crate::tui::dialogue::{Presence, Siege};
use crate::tui::fit::{a_gauche, largeur};
use crate::tui::theme::Theme;

/// Columns of the longest name shown whole.
const NOM: usize = 30;

pub(super) fn dessiner(formulaire: &Presence, theme: &Theme, area: Rect, frame: &mut Frame) {
    if let (Some(liste), Some(siege)) = (&formulaire.deports, formulaire.choisie()) {
        return deports(formulaire, siege, liste.curseur, theme, area, frame);
    }
    let (titre, entree) = if formulaire.ouverture {
        ("Ouverture de la séance", "Entrée ouvre")
    } else {
        ("Séance", "Entrée enregistre")
    };
    let titre = format!("{titre} {} : institutions présentes", formulaire.territoire);
    let aide = format!("{entree} · Espace coche · t toutes · ← → précise · x déports · Échap");
    let quorum = formulaire.quorum();
    let hauteur = formulaire.lignes() + usize::from(quorum.is_some());
    let dedans = cadre(&titre, hauteur as u16, &aide, theme, area, frame);
    let noms = formulaire.institutions.iter().map(|s| largeur(&s.nom));
    let nom = noms.max().unwrap_or(0).min(NOM);
    let mut rangees = vec![
        format!(" Date        {}", jour(formulaire.date)),
        format!(" Présidence  {}", formulaire.preside()),
    ];
    rangees.extend(formulaire.institutions.iter().map(|siege| {
        let case = if siege.presente { "[x]" } else { "[ ]" };
        let dit = dit(formulaire, siege);
        format!(" {case} {}  {dit}", a_gauche(&siege.nom, nom))
    }));
    let corps = Rect {
        height: dedans.height.saturating_sub(u16::from(quorum.is_some())),
        ..dedans
    };
    let choisie = Some(formulaire.curseur);
    let nombre = rangees.len();
    liste(frame.buffer_mut(), corps, nombre, choisie, theme, |rang| {
        vec![Span::raw(rangees[rang].clone())]
    });
    if let Some(quorum) = quorum {
        let style = if quorum.atteint() {
            theme.muted()
        } else {
            theme.warning()
        };
        let phrase = Span::styled(format!("  {}", quorum.phrase()), style);
        ecrire_ligne(frame.buffer_mut(), dedans, corps.height, &[phrase]);
    }
}

/// « titulaire · préside · 2 déports », or « mandat à Département ».
fn dit(formulaire: &Presence, siege: &Siege) -> String {
    let qualite = siege.qualite.map(|q| q.nom().to_owned());
    let preside = formulaire.presidence.as_ref() == Some(&siege.id);
    let mandataire = siege
        .mandataire
        .and_then(|place| formulaire.institutions.get(place))
        .map(|mandataire| format!("mandat à {}", mandataire.nom));
    let deports = siege.deports.len();
    let deports = (deports > 0).then(|| compte(deports, "déport", "déports"));
    let preside = preside.then(|| "préside".to_owned());
    let mots = [qualite, preside, mandataire, deports];
    mots.into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

fn deports(
    formulaire: &Presence,
    siege: &Siege,
    curseur: usize,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame,
) {
    let titre = format!("{} : déports, intérêt personnel", siege.nom);
    let aide = "Espace coche · Entrée ou Échap revient · rien n'est encore enregistré";
    let candidatures = formulaire.candidatures();
    let hauteur = candidatures.len().clamp(1, 300);
    let dedans = cadre(&titre, hauteur as u16, aide, theme, area, frame);
    let (nombre, choisie) = (candidatures.len(), Some(curseur));
    liste(frame.buffer_mut(), dedans, nombre, choisie, theme, |rang| {
        let (numero, nom) = &candidatures[rang];
        let case = if siege.deports.contains(numero) {
            "[x]"
        } else {
            "[ ]"
        };
        vec![Span::raw(format!(" {case} {nom}"))]
    });
}

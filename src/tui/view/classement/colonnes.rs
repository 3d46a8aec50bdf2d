//! The columns of the ranking: a wide screen says in words what a narrow one says by signs.

use std::cmp::Ordering;

use ratatui::style::Style;
use ratatui::text::Span;

use super::nom_du_projet;
use crate::domain::ami::Methode;
use crate::domain::coupe::Statut;
use crate::domain::francais::{nombre, ordinal};
use crate::domain::motif::points;
use crate::domain::robustesse::Badge;
use crate::domain::tableau::Place;
use crate::tui::fit::{a_droite, a_gauche};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;

/// Width from which the badge stands in words.
const LARGE: usize = 112;

/// Widths that change with the screen.
pub(super) struct Colonnes {
    /// Name of the project.
    pub(super) nom: usize,
    badge: usize,
    propose: usize,
}

impl Colonnes {
    pub(super) fn pour(largeur: usize) -> Self {
        let (badge, propose) = if largeur >= LARGE { (20, 21) } else { (1, 14) };
        Self {
            nom: largeur.saturating_sub(49 + badge + propose),
            badge,
            propose,
        }
    }

    /// The row of titles.
    pub(super) fn titres(&self, ouverte: &SeanceEnCours) -> String {
        let court = |methode| match methode {
            Methode::Paliers => "pal.",
            Methode::AvisDAbord => "avis",
            Methode::Somme => "somme",
        };
        let [une, autre] = autres(ouverte).map(court);
        format!(
            "  {}{} {} {} {} {} {} {} {} {}",
            a_gauche("rang", 6),
            a_gauche("projet", self.nom),
            a_gauche("prio", 4),
            a_gauche("f/r/d", 6),
            a_droite("pts", 3),
            a_droite("euros", 9),
            a_gauche(une, 4),
            a_gauche(autre, 5),
            a_gauche(if self.badge > 1 { "robustesse" } else { "" }, self.badge),
            a_gauche("proposé", self.propose),
        )
    }

    /// The row of a ranked candidature.
    pub(super) fn classee<'a>(
        &self,
        ouverte: &SeanceEnCours,
        place: &Place,
        theme: &Theme,
    ) -> Vec<Span<'a>> {
        let evaluation = &place.rangee.evaluation;
        let d = evaluation.decompte;
        let style = match place.statut_retenu {
            Statut::Retenu | Statut::Classe => theme.favorable(),
            Statut::ADepartager => theme.warning(),
            Statut::ListeComplementaire => theme.reserve(),
            Statut::NonRetenu => theme.muted(),
        };
        let priorite = evaluation
            .priorite
            .map_or_else(|| "hors".into(), |rang| rang.to_string());
        let points = points(&ouverte.cadre, evaluation);
        let etoile = if place.proposition.is_some() {
            "* "
        } else {
            ""
        };
        let mut spans = vec![
            Span::raw(marque(ouverte, place.numero())),
            Span::styled(
                a_gauche(&rang(ouverte, place), 6),
                style_du_rang(ouverte, place, theme),
            ),
            Span::raw(format!(
                "{} {} {} {} {} ",
                a_gauche(&nom_du_projet(ouverte, place.numero()), self.nom),
                a_gauche(&priorite, 4),
                a_gauche(&format!("{}/{}/{}", d.f, d.r, d.d), 6),
                a_droite(&points.to_string(), 3),
                a_droite(&nombre(place.cout), 9)
            )),
        ];
        spans.extend(self.robustesse(ouverte, place, theme));
        let statut = format!("{etoile}{}", place.statut_propose());
        spans.push(Span::styled(a_gauche(&statut, self.propose), style));
        spans
    }

    /// The rank under the two other methods, « ≠ » where it differs, then the badge.
    fn robustesse<'a>(
        &self,
        ouverte: &SeanceEnCours,
        place: &Place,
        theme: &Theme,
    ) -> Vec<Span<'a>> {
        let Some(tenue) = ouverte.fermete.tenue(place.numero()) else {
            return vec![Span::raw(" ".repeat(12 + self.badge))];
        };
        let selon = |methode: Methode, large: usize| {
            let rang = tenue.methodes.iter().find(|(m, ..)| *m == methode);
            let rang = rang.map_or(0, |(_, rang, _)| *rang);
            let (signe, style) = if rang == place.rangee.rang {
                ("", theme.muted())
            } else {
                ("≠", theme.warning())
            };
            Span::styled(
                format!("{} ", a_gauche(&format!("{rang}{signe}"), large)),
                style,
            )
        };
        let (autres, badge) = (autres(ouverte), tenue.selection.as_ref().map(|s| s.badge));
        let (signe, style) = match badge {
            Some(Badge::Solide) => ("●", theme.favorable()),
            Some(Badge::Sensible) => ("!", theme.warning()),
            Some(Badge::DependDeLaMethode) => ("≈", theme.reserve()),
            None => (" ", theme.muted()),
        };
        let texte = match badge {
            Some(badge) if self.badge > 1 => badge.nom(),
            _ => signe,
        };
        vec![
            selon(autres[0], 4),
            selon(autres[1], 5),
            Span::styled(format!("{} ", a_gauche(texte, self.badge)), style),
        ]
    }
}

/// The two methods that the call does not use.
fn autres(ouverte: &SeanceEnCours) -> [Methode; 2] {
    match ouverte.cadre.ami.classement.methode {
        Methode::Paliers => [Methode::AvisDAbord, Methode::Somme],
        Methode::AvisDAbord => [Methode::Paliers, Methode::Somme],
        Methode::Somme => [Methode::Paliers, Methode::AvisDAbord],
    }
}

/// « ✓ » on a marked candidature.
pub(super) fn marque(ouverte: &SeanceEnCours, numero: &str) -> &'static str {
    if ouverte.marquees.contains(numero) {
        "✓"
    } else {
        " "
    }
}

/// « 4e=↑ »: the rank retained, whether it is shared, whether the last fact moved it. « ‡ »: given by the committee.
fn rang(ouverte: &SeanceEnCours, place: &Place) -> String {
    let signe = match (&place.rang_comite, place.ex_aequo.is_empty()) {
        (Some(_), _) => "‡",
        (None, false) => "=",
        (None, true) => "",
    };
    let fleche = match mouvement(ouverte, place) {
        Ordering::Greater => "↑",
        Ordering::Less => "↓",
        Ordering::Equal => "",
    };
    format!("{}{signe}{fleche}", ordinal(place.rang_retenu))
}

/// Where the last fact moved it: `Greater` is a better rank.
fn mouvement(ouverte: &SeanceEnCours, place: &Place) -> Ordering {
    let avant = ouverte.avant.as_ref();
    let avant = avant.and_then(|tableau| tableau.place(place.numero()));
    avant.map_or(Ordering::Equal, |avant| {
        avant.rang_retenu.cmp(&place.rang_retenu)
    })
}

fn style_du_rang(ouverte: &SeanceEnCours, place: &Place, theme: &Theme) -> Style {
    match mouvement(ouverte, place) {
        Ordering::Greater => theme.rank_up(),
        Ordering::Less => theme.rank_down(),
        Ordering::Equal => theme.title(),
    }
}

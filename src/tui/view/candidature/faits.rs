//! What the candidature answers and what it asks: priority, coverage, money, persons.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;

use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::francais::{compte, euros};
use crate::domain::tableau::cout;
use crate::domain::texte::visible;
use crate::tui::fit::{a_gauche, largeur};
use crate::tui::model::SeanceEnCours;
use crate::tui::theme::Theme;
use crate::tui::view::ligne;

/// Draws two rows, or three where there is room for the whole name of the public.
pub fn dessiner(
    ouverte: &SeanceEnCours,
    dossier: &Dossier,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let retenue = ouverte
        .seance
        .examen(dossier.numero())
        .priorite_valable(&ouverte.cadre);
    let rang = retenue.map_or_else(|| dossier.priorite_proposee(), |p| p.rang);
    let (a_confirmer, style) = match retenue {
        None => (" ? (t)", theme.warning()),
        Some(_) => ("", theme.title()),
    };
    let debut = format!(" {}{a_confirmer} · ", Cadre::nom_priorite(rang));
    let couverture = couverture(dossier, rang);
    let public = public(ouverte, dossier, rang);
    let argent = argent(ouverte, dossier);
    let personnes = personnes(dossier);
    if area.height > 2 {
        let rangees = [
            vec![Span::styled(debut, style), Span::raw(public)],
            vec![Span::styled(format!(" {couverture}"), theme.muted())],
            vec![Span::raw(format!(" {argent}"))],
            vec![Span::raw(format!(" {personnes}"))],
        ];
        for (y, rangee) in rangees.iter().enumerate() {
            ligne(buffer, area, y as u16, rangee);
        }
        return;
    }
    let place = (area.width as usize).saturating_sub(largeur(&debut) + largeur(&couverture) + 2);
    let priorite = [
        Span::styled(debut, style),
        Span::raw(format!("{}  ", a_gauche(&public, place))),
        Span::styled(couverture, theme.muted()),
    ];
    ligne(buffer, area, 0, &priorite);
    ligne(
        buffer,
        area,
        1,
        &[Span::raw(format!(" {argent} · {personnes}"))],
    );
}

/// The public of the row; of the fiche when it answers none.
fn public(ouverte: &SeanceEnCours, dossier: &Dossier, rang: Option<u32>) -> String {
    let ami = &ouverte.cadre.ami;
    let de_la_ligne = rang
        .and_then(|rang| ouverte.cadre.table.ligne(rang))
        .and_then(|ligne| ami.public(&ligne.public));
    let de_la_fiche = || {
        dossier
            .fiche()
            .publics
            .first()
            .and_then(|id| ami.public(id))
    };
    let public = de_la_ligne.or_else(de_la_fiche);
    public.map_or_else(String::new, |p| visible(&p.intitule))
}

/// How far the fiche answers the row.
fn couverture(dossier: &Dossier, rang: Option<u32>) -> String {
    let correspondance = dossier
        .correspondances
        .iter()
        .find(|c| Some(c.rang) == rang);
    correspondance.map_or_else(String::new, |c| {
        let part = c.part_population();
        format!(
            "champs {}/{} · {part} % de la population visée",
            c.champs_couverts, c.champs
        )
    })
}

/// What is asked, what is proposed instead, what it costs in all.
fn argent(ouverte: &SeanceEnCours, dossier: &Dossier) -> String {
    let fiche = dossier.fiche();
    let demande = fiche.demande();
    let propose = cout(&ouverte.cadre, &ouverte.seance, dossier.numero());
    let mut mots = vec![format!("{} demandés", euros(demande))];
    if propose != demande {
        mots.push(format!("{} proposés", euros(propose)));
    }
    mots.push(format!("coût {}", euros(fiche.cout())));
    mots.join(" · ")
}

/// Whom it serves, and what each costs: shown, never a threshold (présentation).
fn personnes(dossier: &Dossier) -> String {
    let fiche = dossier.fiche();
    let nombre = fiche.beneficiaires();
    let personnes = compte(
        usize::try_from(nombre).unwrap_or(0),
        "personne",
        "personnes",
    );
    match fiche.cout().checked_div(nombre) {
        Some(par_personne) => format!("{personnes} · {} par personne", euros(par_personne)),
        None => personnes,
    }
}

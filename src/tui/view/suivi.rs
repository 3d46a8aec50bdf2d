//! The spectator's screen: few things, far apart, each said in words; read from the end of a room.
//!
//! ```text
//!  63 Puy-de-Dôme · 02/10/2024 · suivi                       4/17 examinées
//!
//!    HORS DES RADARS
//!    Association Trame Durolle · priorité 1
//!
//!    ██████████▓▓░░              5 favorables · 1 réserve · 1 défavorable
//!    France Travail     favorable            Département        favorable
//! ```

use ratatui::Frame;
use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::style::Style;
use ratatui::text::Span;

use super::candidature::decompte;
use super::{MINIMUM, en_ascii, filet, ligne, purifier, trop_petit};
use crate::domain::avis::{Position, Sens, Silence};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::francais::{euros, jour, ordinal};
use crate::domain::phrase::nom_projet;
use crate::domain::texte::visible;
use crate::tui::dessin;
use crate::tui::fit::{a_droite, a_gauche, couper, largeur};
use crate::tui::model::SeanceEnCours;
use crate::tui::suivi::Spectateur;
use crate::tui::theme::Theme;

/// Width from which the ranking stands beside.
const LARGE: u16 = 112;

/// Columns of an institution and what it says.
const COLONNE: usize = 38;

/// Columns of what it says.
const DIT: usize = 13;

/// Draws everything.
pub fn suivi(spectateur: &Spectateur, theme: &Theme, frame: &mut Frame) {
    let area = frame.area();
    let buffer = frame.buffer_mut();
    if trop_petit((area.width, area.height)) {
        let message = format!(
            "Agrandir la fenêtre : {} × {} au moins.",
            MINIMUM.0, MINIMUM.1
        );
        return ligne(buffer, area, 0, &[Span::raw(message)]);
    }
    buffer.set_style(area, theme.text());
    let [entete, _, corps, dernier, pied] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(1),
        Constraint::Min(1),
        Constraint::Length(1),
        Constraint::Length(1),
    ])
    .areas(area);
    let ouverte = &spectateur.ouverte;
    en_tete(ouverte, theme, entete, buffer);
    if corps.width >= LARGE {
        let [gauche, _, droite] = Layout::horizontal([
            Constraint::Min(60),
            Constraint::Length(2),
            Constraint::Length(44),
        ])
        .areas(corps);
        discutee(ouverte, theme, gauche, buffer);
        classement(ouverte, theme, droite, buffer);
    } else if spectateur.classement {
        classement(ouverte, theme, corps, buffer);
    } else {
        discutee(ouverte, theme, corps, buffer);
    }
    let (texte, style) = match &spectateur.anomalie {
        Some(anomalie) => (format!(" ! {}", visible(anomalie)), theme.warning()),
        None => (format!(" {}", spectateur.dernier), theme.accent()),
    };
    ligne(buffer, dernier, 0, &[Span::styled(texte, style)]);
    let autre = match (corps.width >= LARGE, spectateur.classement) {
        (true, _) => "",
        (_, true) => "candidature",
        (_, false) => "classement",
    };
    let mut touches = vec![Span::raw(" ")];
    if !autre.is_empty() {
        touches.push(Span::styled("v", theme.key()));
        touches.push(Span::raw(format!(" {autre}  ")));
    }
    touches.push(Span::styled("q", theme.key()));
    touches.push(Span::raw(" quitter"));
    ligne(buffer, pied, 0, &touches);
    purifier(buffer);
    if theme.ascii {
        en_ascii(buffer);
    }
}

fn en_tete(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let territoire = &ouverte.cadre.territoire;
    let etat = ouverte.seance.etat();
    let date = etat
        .date
        .map_or_else(String::new, |d| format!(" · {}", jour(d)));
    let levee = if etat.levee {
        " · SÉANCE LEVÉE"
    } else {
        " · suivi"
    };
    let gauche = format!(
        " {} {}{date}{levee}",
        territoire.code,
        visible(&territoire.nom)
    );
    let examinees = format!(
        "{}/{} examinées ",
        ouverte.examinees(),
        ouverte.cadre.dossiers.len()
    );
    let place = (area.width as usize).saturating_sub(largeur(&gauche));
    let spans = [
        Span::styled(gauche, theme.title()),
        Span::styled(a_droite(&examinees, place), theme.muted()),
    ];
    ligne(buffer, area, 0, &spans);
}

/// The candidature under discussion.
fn discutee(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(dossier) = ouverte.dossier() else {
        return ligne(buffer, area, 1, &[Span::raw("   Aucune candidature.")]);
    };
    let numero = dossier.numero();
    let examen = ouverte.seance.examen(numero);
    let retenue = examen.priorite_valable(&ouverte.cadre);
    let rang = retenue.map_or_else(|| dossier.priorite_proposee(), |p| p.rang);
    let nom = visible(&dossier.projet.nom).to_uppercase();
    let porteur = visible(&dossier.projet.porteur.nom);
    let demande = euros(dossier.fiche().demande());
    let argent = format!("{} · {demande} demandés", Cadre::nom_priorite(rang));
    let large = (area.width as usize).saturating_sub(6);
    let institutions: Vec<(&str, Option<&Position>)> = ouverte
        .cadre
        .ami
        .institutions()
        .map(|(_, i)| (i.nom.as_str(), examen.positions.get(&i.id)))
        .collect();
    let serre = area.height < 16;
    let mut y = 0;
    let mut ecrire = |spans: Vec<Span>, buffer: &mut Buffer| {
        ligne(buffer, area, y, &spans);
        y += 1;
    };
    let style = theme.title();
    ecrire(vec![Span::styled(format!("   {nom}"), style)], buffer);
    ecrire(vec![Span::raw(format!("   {porteur}"))], buffer);
    ecrire(
        vec![Span::styled(format!("   {argent}"), theme.muted())],
        buffer,
    );
    if !serre {
        ecrire(Vec::new(), buffer);
    }
    ecrire(
        barre(&examen.positions.values(), institutions.len(), large, theme),
        buffer,
    );
    if !serre {
        ecrire(Vec::new(), buffer);
    }
    // What is fixed above and below the institutions.
    let place_prise = if serre { 5 } else { 8 };
    let une_suffit = institutions.len() + place_prise <= usize::from(area.height);
    let colonnes = if une_suffit && large < 2 * COLONNE {
        1
    } else {
        2
    };
    let rangees = institutions.len().div_ceil(colonnes);
    let colonne_dite = (large / colonnes).saturating_sub(DIT + 2).min(30);
    for rang in 0..rangees {
        let mut spans = vec![Span::raw("   ")];
        for colonne in 0..colonnes {
            if let Some((nom, position)) = institutions.get(colonne * rangees + rang) {
                let (dit, style) = dit(*position, theme);
                spans.push(Span::raw(a_gauche(&visible(nom), colonne_dite) + " "));
                spans.push(Span::styled(a_gauche(dit, DIT) + " ", style));
            }
        }
        ecrire(spans, buffer);
    }
    if !serre {
        ecrire(Vec::new(), buffer);
    }
    let ou = place(ouverte, dossier);
    ecrire(
        vec![Span::styled(format!("   {ou}"), theme.accent())],
        buffer,
    );
}

fn barre<'a>(
    positions: &(impl Iterator<Item = &'a Position> + Clone),
    institutions: usize,
    large: usize,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let compte = decompte(positions);
    let place = large.saturating_sub(largeur(&compte) + 2).min(36);
    let [f, r, d] = dessin::avis(positions, institutions, place);
    let blancs = place.saturating_sub(largeur(&f) + largeur(&r) + largeur(&d));
    vec![
        Span::raw("   "),
        Span::styled(f, theme.favorable()),
        Span::styled(r, theme.reserve()),
        Span::styled(d, theme.defavorable()),
        Span::raw(" ".repeat(blancs + 2)),
        Span::raw(compte),
    ]
}

/// What an institution says, in a word or two; its text is for those who sit.
fn dit(position: Option<&Position>, theme: &Theme) -> (&'static str, Style) {
    match position {
        None => ("–", theme.muted()),
        Some(position) => {
            let mot = match position {
                Position::Avis { sens, .. } => match sens {
                    Sens::FavorableAvecReserves => "réserves",
                    Sens::NeSePrononcePas => "sans position",
                    sens => sens.nom(),
                },
                Position::Silence(Silence::SansReponse) => "sans réponse",
                autre => autre.nom(),
            };
            (mot, theme.position(position))
        }
    }
}

/// Where it stands, or what remains to be said.
fn place(ouverte: &SeanceEnCours, dossier: &Dossier) -> String {
    let numero = dossier.numero();
    if let Some((proposition, _)) = ouverte.seance.examen(numero).hors_classement() {
        return format!("proposé : {}", proposition.nom());
    }
    if let Some(place) = ouverte.tableau.place(numero) {
        return format!(
            "{} sur {} · proposé : {}",
            ordinal(place.rang_retenu),
            ouverte.tableau.places.len(),
            place.statut_propose()
        );
    }
    let muettes = ouverte.seance.institutions_muettes(numero, &ouverte.cadre);
    match muettes.count() {
        0 => "pas encore examinée".into(),
        1 => "pas encore examinée · 1 institution à entendre".into(),
        n => format!("pas encore examinée · {n} institutions à entendre"),
    }
}

/// The ranking, the line where it falls.
fn classement(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    filet(buffer, area, 0, "Classement proposé", "", theme);
    let tableau = &ouverte.tableau;
    if tableau.places.is_empty() {
        let vide = Span::styled(" Aucune candidature n'est encore examinée.", theme.muted());
        return ligne(buffer, area, 2, &[vide]);
    }
    let mut y = 2;
    let mut retenue = true;
    for place in &tableau.places {
        let servie = place.retenue();
        if retenue && !servie && tableau.enveloppe.is_some() {
            let filet = "═".repeat((area.width as usize).saturating_sub(2));
            ligne(
                buffer,
                area,
                y,
                &[Span::styled(format!(" {filet}"), theme.line())],
            );
            y += 1;
        }
        retenue = servie;
        let nom = nom_projet(&ouverte.cadre, place.numero());
        let nom = nom.trim_matches(['«', '»', ' ']).to_owned();
        let style = if place.numero() == ouverte.numero() {
            theme.selected()
        } else {
            theme.text()
        };
        let marque = if place.numero() == ouverte.numero() {
            ">"
        } else {
            " "
        };
        let statut = place.statut_propose();
        let large = (area.width as usize).saturating_sub(9 + largeur(statut));
        let texte = format!(
            "{marque}{} {} {statut}",
            a_droite(&ordinal(place.rang_retenu), 4),
            a_gauche(&couper(&nom, large), large)
        );
        ligne(buffer, area, y, &[Span::styled(texte, style)]);
        y += 1;
    }
}

//! The ranking: places in order, the line where it falls, who is not ranked, and why for the selected one.
//!
//! ```text
//!  ▰▰▰▰▰▰▰▰▰▰▱▱▱ 2 320 650 € sur 2 900 000 € · reste 579 350 €
//!   rang  projet        prio f/r/d  pts     euros avis somme   proposé
//!   1re   Hors des…     1    8/1/0   15   807 450 1    1     ● retenu
//!  ═══ ligne : reste 72 950 €, sous 210 000 € ══════════════════════════
//!   2e=↓  La maison…    3    6/3/0   14   521 750 4≠   2     ! liste co…
//! ```

mod colonnes;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::coupe::Statut;
use crate::domain::et_si::et_si;
use crate::domain::francais::{compte, euros};
use crate::domain::tableau::{NonClassee, Place, Raison};
use crate::domain::texte::visible;
use crate::tui::fit::{a_gauche, couper, largeur, premiere_visible, replier};
use crate::tui::model::SeanceEnCours;
use crate::tui::pages::dire_manques;
use crate::tui::theme::Theme;
use colonnes::Colonnes;

/// A row of the list.
enum Rangee<'a> {
    Classee(&'a Place),
    Ligne,
    Autre(&'a NonClassee),
}

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let colonnes = Colonnes::pour(area.width as usize);
    let [entete, corps, detail] = Layout::vertical([
        Constraint::Length(3),
        Constraint::Min(3),
        Constraint::Length(if area.height > 26 { 9 } else { 6 }),
    ])
    .areas(area);
    let tableau = &ouverte.tableau;
    let remarque = match (tableau.enveloppe, ouverte.marquees.len()) {
        (_, n) if n > 0 => format!("{} · i : leur issue", compte(n, "marquée", "marquées")),
        (None, _) => "m : fixer l'enveloppe".into(),
        (Some(_), _) => tableau
            .annee
            .map_or_else(|| "sur toute la convention".into(), |a| format!("sur {a}")),
    };
    filet(buffer, entete, 0, "Classement proposé", &remarque, theme);
    ligne(
        buffer,
        entete,
        1,
        &barre(ouverte, entete.width.into(), theme),
    );
    let titres = Span::styled(colonnes.titres(ouverte), theme.muted());
    ligne(buffer, entete, 2, &[titres]);
    let rangees = rangees(ouverte);
    if rangees.is_empty() {
        ligne(
            buffer,
            corps,
            0,
            &[Span::raw(" Aucune candidature sur ce territoire.")],
        );
    }
    let choisie = rang_visible(&rangees, ouverte.ligne);
    liste(
        buffer,
        corps,
        rangees.len(),
        choisie,
        theme,
        |rang| match &rangees[rang] {
            Rangee::Classee(place) => colonnes.classee(ouverte, place, theme),
            Rangee::Ligne => vec![Span::styled(
                trait_de_coupe(ouverte, corps.width as usize),
                theme.line(),
            )],
            Rangee::Autre(autre) => non_classee(ouverte, autre, colonnes.nom, theme),
        },
    );
    let hauteur = corps.height as usize;
    let premiere = premiere_visible(choisie.unwrap_or(0), rangees.len(), hauteur);
    let dessous = rangees.len().saturating_sub(premiere + hauteur);
    let choisie = choisie.and_then(|rang| rangees.get(rang));
    dessiner_detail(ouverte, choisie, dessous, theme, detail, buffer);
}

/// What is served of the envelope, as a bar and in euros.
fn barre<'a>(ouverte: &SeanceEnCours, large: usize, theme: &Theme) -> Vec<Span<'a>> {
    let tableau = &ouverte.tableau;
    let (Some(enveloppe), Some(reste)) = (tableau.enveloppe, tableau.reste) else {
        let engage = format!(" Pas d'enveloppe : {} classés.", euros(tableau.engage));
        return vec![Span::styled(engage, theme.muted())];
    };
    let suite = format!(
        " {} sur {} · reste {}",
        euros(tableau.engage),
        euros(enveloppe),
        euros(reste)
    );
    let cellules = large.saturating_sub(largeur(&suite) + 3).min(40);
    let pleines = if enveloppe > 0 {
        let part = i128::from(tableau.engage) * cellules as i128 / i128::from(enveloppe);
        usize::try_from(part).unwrap_or(0).min(cellules)
    } else {
        0
    };
    vec![
        Span::styled(format!(" {}", "▰".repeat(pleines)), theme.favorable()),
        Span::styled("▱".repeat(cellules - pleines), theme.muted()),
        Span::raw(suite),
    ]
}

/// Ranked candidatures, the line under the last retained, then the others.
fn rangees(ouverte: &SeanceEnCours) -> Vec<Rangee<'_>> {
    let tableau = &ouverte.tableau;
    let retenues = tableau
        .places
        .iter()
        .filter(|p| p.statut_retenu == Statut::Retenu)
        .count();
    let mut rangees: Vec<Rangee> = tableau.places.iter().map(Rangee::Classee).collect();
    if tableau.enveloppe.is_some() && !rangees.is_empty() {
        rangees.insert(retenues, Rangee::Ligne);
    }
    rangees.extend(tableau.non_classees.iter().map(Rangee::Autre));
    rangees
}

/// The row of the `choisie`-th candidature, the line not counted.
fn rang_visible(rangees: &[Rangee], choisie: usize) -> Option<usize> {
    let candidatures = rangees
        .iter()
        .enumerate()
        .filter(|(_, r)| !matches!(r, Rangee::Ligne));
    candidatures.map(|(rang, _)| rang).nth(choisie)
}

/// The line, with what its remainder allows.
fn trait_de_coupe(ouverte: &SeanceEnCours, large: usize) -> String {
    let tableau = &ouverte.tableau;
    let reste = tableau.reste.unwrap_or(0);
    let montant = match reste {
        0 => "rien ne reste".to_owned(),
        _ if tableau.negociable() => format!("reste {}, négociable", euros(reste)),
        _ if reste < tableau.plancher => {
            format!("reste {}, sous {}", euros(reste), euros(tableau.plancher))
        }
        _ => format!("reste {}", euros(reste)),
    };
    let saut = match tableau.saut.len() {
        0 => String::new(),
        n => format!(" · sauter en servirait {n} de plus"),
    };
    let texte = format!("═══ ligne : {montant}{saut} ");
    let suite = large.saturating_sub(largeur(&texte) + 1);
    texte + &"═".repeat(suite)
}

fn non_classee<'a>(
    ouverte: &SeanceEnCours,
    autre: &NonClassee,
    nom: usize,
    theme: &Theme,
) -> Vec<Span<'a>> {
    let raison = match &autre.raison {
        Raison::Ecartee(proposition, _) => proposition.nom(),
        Raison::NonExaminee => "non examinée",
        Raison::Incomplete(_) => "incomplète",
    };
    let marque = colonnes::marque(ouverte, &autre.numero);
    vec![
        Span::raw(marque),
        Span::styled(a_gauche("–", 6), theme.muted()),
        Span::styled(
            format!("{} ", a_gauche(&nom_du_projet(ouverte, &autre.numero), nom)),
            theme.muted(),
        ),
        Span::styled(raison, theme.muted()),
    ]
}

fn nom_du_projet(ouverte: &SeanceEnCours, numero: &str) -> String {
    ouverte
        .cadre
        .dossier(numero)
        .map_or_else(String::new, |d| visible(&d.projet.nom))
}

fn dessiner_detail(
    ouverte: &SeanceEnCours,
    choisie: Option<&Rangee>,
    dessous: usize,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let (titre, remarque, textes) = match choisie {
        None | Some(Rangee::Ligne) => return,
        Some(Rangee::Classee(place)) => {
            let mut textes = vec![place.motif.clone()];
            if let Some((_, motif)) = &place.proposition {
                textes.push(format!(
                    "* Proposition du comité : {}. Calculé : {}.",
                    visible(motif),
                    place.statut.nom()
                ));
            }
            if place.statut == Statut::ADepartager {
                textes.push("D : enregistrer le vote.".into());
            }
            textes.extend(tenue(ouverte, place));
            let si = et_si(&ouverte.cadre, &ouverte.fermete, place.numero());
            textes.extend(si.map(|si| format!("Et si ? {si}")));
            let cumul = format!("cumul {}", euros(place.cumul));
            (nom_du_projet(ouverte, place.numero()), cumul, textes)
        }
        Some(Rangee::Autre(autre)) => {
            let texte = match &autre.raison {
                Raison::Ecartee(_, motif) => visible(motif),
                Raison::NonExaminee => {
                    "Le comité n'a pas terminé son examen (Entrée l'ouvre).".into()
                }
                Raison::Incomplete(manques) => {
                    format!("Il manque {}.", dire_manques(manques))
                }
            };
            (
                nom_du_projet(ouverte, &autre.numero),
                String::new(),
                vec![texte],
            )
        }
    };
    let suite = match (dessous, remarque.is_empty()) {
        (0, _) => String::new(),
        (_, true) => format!("↓ {dessous} de plus"),
        (_, false) => format!(" · ↓ {dessous} de plus"),
    };
    filet(buffer, area, 0, &titre, &(remarque + &suite), theme);
    let large = (area.width as usize).saturating_sub(2);
    let rangees: Vec<String> = textes
        .iter()
        .flat_map(|texte| replier(texte, large))
        .collect();
    let hauteur = area.height as usize - 1;
    for (y, rangee) in rangees.iter().take(hauteur).enumerate() {
        let coupee = y + 1 == hauteur && rangees.len() > hauteur;
        let suite = if coupee { " … (d)" } else { "" };
        let rangee = couper(rangee, large.saturating_sub(largeur(suite)));
        let texte = format!(" {rangee}{suite}");
        ligne(buffer, area, y as u16 + 1, &[Span::raw(texte)]);
    }
}

/// How firmly it holds, in one line.
fn tenue(ouverte: &SeanceEnCours, place: &Place) -> Option<String> {
    let tenue = ouverte.fermete.tenue(place.numero())?;
    let selection = tenue.selection.as_ref()?;
    let (meilleur, pire) = tenue.intervalle;
    let rang = if meilleur == pire {
        format!("rang {meilleur}")
    } else {
        format!("rang {meilleur} à {pire}")
    };
    let part = ouverte.fermete.selection(tenue)?;
    Some(format!(
        "{} · à un cran près : côté gardé {part}, {rang} · {} sur 3.",
        majuscule(selection.badge.nom()),
        compte(tenue.retenue_par(), "méthode", "méthodes")
    ))
}

fn majuscule(mot: &str) -> String {
    let mut lettres = mot.chars();
    lettres
        .next()
        .map(|l| l.to_uppercase().chain(lettres).collect())
        .unwrap_or_default()
}

//! The candidature under discussion: who asks what, what the rules found, what each institution says, where it stands.
//!
//! ```text
//!  4/16 Passerelles rurales                    Association Exemple · consortium
//!  Priorité 1 ? jeunes « en rupture »…     champs 3/3 · 21 % de la population
//!  420 000 € demandés · coût 500 000 € · 180 personnes · 2 333 € par personne
//!  ! BUD-04 2026, remobilisation : 8 000 + 3 500 ≠ 12 000 (coût total)
//!  ── Avis ─────────────────────────── 3 favorables · 1 réserve · 1 déport ──
//!  > Gouvernance   France Travail     favorable
//!  ── Critères ────────────────────────────────────────── 13 points sur 20 ──
//!    Parcours ▰▰▰▱  Besoins ▰▰▰▰  …
//!  ── Rang 2 si examinée ainsi (e) · proposé : retenu ───────────────────────
//!  À priorité égale (1), 3 avis favorables sur 4, contre 5 sur 6…
//! ```

mod avis;
mod criteres;
mod faits;

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

pub use avis::decompte;

use super::{filet, ligne};
use crate::domain::cadre::Dossier;
use crate::domain::et_si::et_si;
use crate::domain::recevabilite::{Constat, Severite};
use crate::domain::texte::visible;
use crate::tui::fit::{couper, largeur, replier};
use crate::tui::model::SeanceEnCours;
use crate::tui::pages::dire_manques;
use crate::tui::pages::marque;
use crate::tui::theme::Theme;

/// Draws the place.
pub fn dessiner(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let Some(dossier) = ouverte.dossier() else {
        return ligne(
            buffer,
            area,
            1,
            &[Span::raw(
                " Aucune candidature sur ce territoire. Échap : retour.",
            )],
        );
    };
    let haut = area.height > 24;
    let a_dire = a_dire(dossier).count();
    let constats = a_dire.min(if haut { 3 } else { 1 }) as u16;
    let rangees = criteres::rangees(ouverte, area.width as usize);
    let motif = if haut { 4 } else { 2 - constats };
    let [titre, faits, alertes, avis, notes, place] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(if haut { 4 } else { 2 }),
        Constraint::Length(constats),
        Constraint::Min(4),
        Constraint::Length(1 + rangees.len() as u16),
        Constraint::Length(1 + motif),
    ])
    .areas(area);
    dessiner_titre(ouverte, dossier, theme, titre, buffer);
    faits::dessiner(ouverte, dossier, theme, faits, buffer);
    dessiner_constats(ouverte, dossier, theme, alertes, buffer);
    avis::dessiner(ouverte, theme, avis, buffer);
    criteres::dessiner(ouverte, &rangees, theme, notes, buffer);
    dessiner_place(ouverte, theme, place, buffer);
}

fn dessiner_titre(
    ouverte: &SeanceEnCours,
    dossier: &Dossier,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let projet = &dossier.projet;
    let mut droite = visible(&projet.porteur.nom);
    if projet.consortium.is_some() {
        droite.push_str(" · consortium");
    }
    let gauche = format!(
        " {}/{} {}",
        ouverte.courante + 1,
        ouverte.cadre.dossiers.len(),
        visible(&projet.nom)
    );
    let large = area.width as usize;
    let gauche = couper(&gauche, large * 3 / 5);
    let droite = couper(&droite, large.saturating_sub(largeur(&gauche) + 3));
    let blancs = large.saturating_sub(largeur(&gauche) + largeur(&droite) + 1);
    let spans = [
        Span::styled(gauche, theme.accent()),
        Span::raw(" ".repeat(blancs)),
        Span::styled(droite, theme.muted()),
    ];
    ligne(buffer, area, 0, &spans);
}

/// What deserves a row here: motifs and alerts. The rest is one key away.
fn a_dire(dossier: &Dossier) -> impl Iterator<Item = &Constat> {
    let constats = dossier.constats.iter();
    constats.filter(|c| c.severite != Severite::Information)
}

fn dessiner_constats(
    ouverte: &SeanceEnCours,
    dossier: &Dossier,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let montres = area.height as usize;
    let tranches = &ouverte.seance.examen(dossier.numero()).tranches;
    for (y, constat) in a_dire(dossier).take(montres).enumerate() {
        let reste = dossier.constats.len() - montres;
        let suite = if y + 1 == montres && reste > 0 {
            format!("  +{reste} (y)")
        } else {
            String::new()
        };
        let (marque, etat) = match tranches.get(constat.regle) {
            Some(tranche) if tranche.confirme => ("‼", " confirmé :"),
            Some(_) => ("✓", " levé :"),
            None => (marque(constat.severite), ""),
        };
        let texte = format!(" {marque} {}{etat} {}", constat.regle, constat.message);
        let texte = couper(
            &texte,
            (area.width as usize).saturating_sub(largeur(&suite)),
        );
        let style = match tranches.get(constat.regle) {
            Some(tranche) if !tranche.confirme => theme.muted(),
            _ => theme.severite(constat.severite),
        };
        let spans = [
            Span::styled(texte, style),
            Span::styled(suite, theme.muted()),
        ];
        ligne(buffer, area, y as u16, &spans);
    }
}

fn dessiner_place(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let numero = ouverte.numero();
    let examen = ouverte.seance.examen(numero);
    let manques = ouverte.seance.manques(numero, &ouverte.cadre);
    let place = ouverte.apercu.place(numero).filter(|_| manques.is_empty());
    let (titre, motif) = match (examen.hors_classement(), place) {
        (Some((proposition, motif)), _) => {
            (format!("Proposé : {}", proposition.nom()), visible(motif))
        }
        (None, Some(place)) => {
            let rang = match (place.rang_retenu, place.rangee.rang) {
                (retenu, calcule) if retenu == calcule => retenu.to_string(),
                (retenu, calcule) => format!("{retenu} (calculé {calcule})"),
            };
            let debut = if examen.examine {
                format!("Rang {rang}")
            } else {
                format!("Rang {rang} si examinée ainsi (e)")
            };
            (
                format!("{debut} · proposé : {}", place.statut_propose()),
                place.motif.clone(),
            )
        }
        (None, None) => ("Reste à dire".into(), dire_manques(&manques)),
    };
    let incomplet = match examen.complements {
        Some(_) => "incomplet, compléments demandés",
        None => "",
    };
    filet(buffer, area, 0, &titre, incomplet, theme);
    let large = (area.width as usize).saturating_sub(2);
    let mut lignes = replier(&motif, large);
    let montrees = area.height.saturating_sub(1) as usize;
    let si = et_si(&ouverte.cadre, &ouverte.fermete_apercu, numero);
    if let Some(si) = si.filter(|_| lignes.len() < montrees) {
        lignes.extend(replier(&format!("Et si ? {si}"), large));
    }
    for (y, texte) in lignes.iter().take(montrees).enumerate() {
        let entier = y + 1 < montrees || lignes.len() <= montrees;
        let texte = if entier {
            texte.clone()
        } else {
            couper(&format!("{texte} {}", lignes[y + 1..].join(" ")), large)
        };
        ligne(
            buffer,
            area,
            y as u16 + 1,
            &[Span::raw(format!(" {texte}"))],
        );
    }
}

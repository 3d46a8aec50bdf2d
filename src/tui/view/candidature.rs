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

use ratatui::buffer::Buffer;
use ratatui::layout::{Constraint, Layout, Rect};
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::avis::{Position, Sens};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::francais::{compte, euros};
use crate::domain::motif::points_maximum;
use crate::domain::seance::NOTE_MAXIMALE;
use crate::domain::tableau::cout;
use crate::domain::texte::visible;
use crate::tui::fit::{a_gauche, couper, largeur, replier};
use crate::tui::model::{SeanceEnCours, Zone};
use crate::tui::pages::dire_manques;
use crate::tui::pages::marque;
use crate::tui::theme::Theme;

/// Columns of an appreciation in its row: `Gouvernance ▰▰▱▱`.
const JAUGE: usize = 5;

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
    let constats = dossier
        .constats
        .len()
        .min(if area.height > 24 { 3 } else { 1 }) as u16;
    let criteres = rangees_de_criteres(ouverte, area.width as usize);
    let motif = if area.height > 24 { 3 } else { 1 };
    let [titre, faits, alertes, avis, notes, place] = Layout::vertical([
        Constraint::Length(1),
        Constraint::Length(2),
        Constraint::Length(constats),
        Constraint::Min(4),
        Constraint::Length(1 + criteres.len() as u16),
        Constraint::Length(1 + motif),
    ])
    .areas(area);
    dessiner_titre(ouverte, dossier, theme, titre, buffer);
    dessiner_faits(ouverte, dossier, theme, faits, buffer);
    dessiner_constats(ouverte, dossier, theme, alertes, buffer);
    dessiner_avis(ouverte, theme, avis, buffer);
    dessiner_criteres(ouverte, &criteres, theme, notes, buffer);
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

fn dessiner_faits(
    ouverte: &SeanceEnCours,
    dossier: &Dossier,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let examen = ouverte.seance.examen(dossier.numero());
    let rang = examen
        .priorite
        .as_ref()
        .map_or_else(|| dossier.priorite_proposee(), |p| p.rang);
    let a_confirmer = if examen.priorite.is_none() {
        " ? (t)"
    } else {
        ""
    };
    let nom = Cadre::nom_priorite(rang);
    let correspondance = dossier
        .correspondances
        .iter()
        .find(|c| Some(c.rang) == rang);
    let couverture = correspondance.map_or_else(String::new, |c| {
        format!(
            "champs {}/{} · {} % de la population visée",
            c.champs_couverts,
            c.champs,
            c.part_population()
        )
    });
    let public = rang
        .and_then(|rang| ouverte.cadre.table.ligne(rang))
        .and_then(|l| ouverte.cadre.ami.public(&l.public))
        .or_else(|| {
            dossier
                .fiche()
                .publics
                .first()
                .and_then(|id| ouverte.cadre.ami.public(id))
        })
        .map_or_else(String::new, |p| visible(&p.intitule));
    let debut = format!(" {nom}{a_confirmer} · ");
    let place = (area.width as usize).saturating_sub(largeur(&debut) + largeur(&couverture) + 2);
    ligne(
        buffer,
        area,
        0,
        &[
            Span::styled(
                debut,
                if examen.priorite.is_none() {
                    theme.warning()
                } else {
                    theme.title()
                },
            ),
            Span::raw(format!("{}  ", a_gauche(&public, place))),
            Span::styled(couverture, theme.muted()),
        ],
    );
    ligne(
        buffer,
        area,
        1,
        &[Span::raw(format!(" {}", argent(ouverte, dossier)))],
    );
}

fn argent(ouverte: &SeanceEnCours, dossier: &Dossier) -> String {
    let fiche = dossier.fiche();
    let demande = fiche.demande();
    let propose = cout(&ouverte.cadre, &ouverte.seance, dossier.numero());
    let mut mots = vec![format!("{} demandés", euros(demande))];
    if propose != demande {
        mots.push(format!("{} proposés", euros(propose)));
    }
    mots.push(format!("coût {}", euros(fiche.cout())));
    let personnes = fiche.beneficiaires();
    mots.push(compte(
        usize::try_from(personnes).unwrap_or(0),
        "personne",
        "personnes",
    ));
    if let Some(par_personne) = fiche.cout().checked_div(personnes) {
        mots.push(format!("{} par personne", euros(par_personne)));
    }
    mots.join(" · ")
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
    for (y, constat) in dossier.constats.iter().take(montres).enumerate() {
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

fn dessiner_avis(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
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
            None => ("–", String::new(), theme.muted()),
            Some(position) => {
                let texte = position.texte().map(|t| format!("  « {} »", visible(t)));
                (
                    position.nom(),
                    texte.unwrap_or_default(),
                    theme.position(position),
                )
            }
        };
        vec![
            Span::styled(format!(" {} ", a_gauche(&titre, 12)), theme.muted()),
            Span::raw(format!("{} ", a_gauche(&visible(&institution.nom), 18))),
            Span::styled(nom, style),
            Span::styled(texte, theme.muted()),
        ]
    });
}

/// « 3 favorables · 1 réserve · 1 défavorable · 1 déport ».
fn decompte<'a>(positions: &(impl Iterator<Item = &'a Position> + Clone)) -> String {
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

/// Criteria arranged in rows that fit: the first and one past the last index of each.
fn rangees_de_criteres(ouverte: &SeanceEnCours, large: usize) -> Vec<(usize, usize)> {
    let mut rangees = Vec::new();
    let (mut debut, mut prises) = (0, 1);
    let criteres = &ouverte.cadre.ami.criteres;
    for (rang, critere) in criteres.iter().enumerate() {
        let voulues = largeur(&visible(&critere.court)) + JAUGE + 2;
        if prises + voulues > large && rang > debut {
            rangees.push((debut, rang));
            (debut, prises) = (rang, 1);
        }
        prises += voulues;
    }
    rangees.push((debut, criteres.len()));
    rangees
}

fn dessiner_criteres(
    ouverte: &SeanceEnCours,
    rangees: &[(usize, usize)],
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let examen = ouverte.seance.examen(ouverte.numero());
    let criteres = &ouverte.cadre.ami.criteres;
    let apprecies = criteres
        .iter()
        .filter(|c| examen.notes.contains_key(&c.id))
        .count();
    let points: u32 = criteres
        .iter()
        .map(|c| c.poids * u32::from(examen.notes.get(&c.id).copied().unwrap_or(0)))
        .sum();
    let remarque = if apprecies == criteres.len() {
        format!("{points} points sur {}", points_maximum(&ouverte.cadre))
    } else {
        format!("{apprecies} sur {} appréciés", criteres.len())
    };
    filet(buffer, area, 0, "Critères", &remarque, theme);
    for (y, (debut, fin)) in rangees.iter().enumerate() {
        let mut spans = Vec::new();
        for (rang, critere) in criteres.iter().enumerate().take(*fin).skip(*debut) {
            let choisi = ouverte.zone == Zone::Criteres && ouverte.critere == rang;
            let dite = examen.notes.get(&critere.id).copied();
            let nom = visible(&critere.court);
            let observe = if examen.observations.contains_key(&Some(critere.id.clone())) {
                "*"
            } else {
                " "
            };
            let (texte, style) = match (choisi, ouverte.note.filter(|_| choisi)) {
                // A figure being set is shown as a question: it is not recorded.
                (_, Some(note)) => (format!("{nom} ? {note}/{NOTE_MAXIMALE}"), theme.selected()),
                (true, None) => (format!("{nom} {}", jauge(dite)), theme.selected()),
                (false, None) => (
                    format!("{nom} {}", jauge(dite)),
                    dite.map_or(theme.muted(), |_| theme.text()),
                ),
            };
            spans.push(Span::raw(if choisi { ">" } else { " " }));
            spans.push(Span::styled(texte, style));
            spans.push(Span::raw(observe));
        }
        ligne(buffer, area, y as u16 + 1, &spans);
    }
}

/// `▰▰▰▱`, or `····` while nothing is said: a gap is never a zero.
fn jauge(note: Option<u8>) -> String {
    let Some(note) = note else {
        return "····".into();
    };
    let pleines = usize::from(note);
    "▰".repeat(pleines) + &"▱".repeat(usize::from(NOTE_MAXIMALE).saturating_sub(pleines))
}

fn dessiner_place(ouverte: &SeanceEnCours, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let numero = ouverte.numero();
    let examen = ouverte.seance.examen(numero);
    let (titre, motif) = match (examen.hors_classement(), ouverte.apercu.place(numero)) {
        (Some((proposition, motif)), _) => {
            (format!("Proposé : {}", proposition.nom()), visible(motif))
        }
        (None, Some(place)) => {
            let rang = place.rangee.rang;
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
        (None, None) => {
            let manques = ouverte.seance.manques(numero, &ouverte.cadre);
            ("Reste à dire".into(), dire_manques(&manques))
        }
    };
    filet(buffer, area, 0, &titre, "", theme);
    let large = (area.width as usize).saturating_sub(2);
    let lignes = replier(&motif, large);
    let montrees = area.height.saturating_sub(1) as usize;
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

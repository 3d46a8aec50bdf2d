//! The region: one display at a time, the row selected, what the line makes of it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{filet, ligne, liste};
use crate::domain::carte::pour_cent;
use crate::domain::coupe::Statut;
use crate::domain::francais::{compte, euros};
use crate::domain::region::{Etat, LigneRegion, Rangee, TerritoireCompile, texte};
use crate::domain::texte::visible;
use crate::tui::fit::{a_droite, a_gauche};
use crate::tui::region::{Affichage, RegionMontree, Sujet};
use crate::tui::theme::Theme;

/// Draws the place.
pub fn dessiner(montree: &RegionMontree, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let region = &montree.region;
    let nombre = montree.nombre();
    let remarque = match montree.affichage {
        Affichage::Territoires => texte::comptes(region),
        Affichage::Fusion => compte(region.inversions, "inversion", "inversions"),
        Affichage::Tour => compte(nombre, "candidature", "candidatures"),
        Affichage::Multiples => {
            let projets = region.projets_multiples.iter();
            let n = projets.filter(|p| p.a_arbitrer.is_some()).count();
            format!("{} à arbitrer", compte(n, "projet", "projets"))
        }
        Affichage::Priorites => format!("{} sans retenue", region.sans_reponse().count()),
    };
    filet(buffer, area, 0, montree.affichage.nom(), &remarque, theme);
    let corps = Rect {
        y: area.y + 1,
        height: area.height.saturating_sub(3),
        ..area
    };
    if nombre == 0 {
        ligne(buffer, corps, 0, &[Span::raw(" Rien ici.")]);
    }
    liste(buffer, corps, nombre, Some(montree.ligne), theme, |rang| {
        rangee(montree, rang, theme)
    });
    pied(montree, theme, area, buffer);
}

/// The regional line, below: what the territories together may spend, and how far the display goes.
fn pied(montree: &RegionMontree, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let region = &montree.region;
    let (quoi, tracee) = match montree.affichage {
        Affichage::Tour => ("tour de rôle", &region.tour_de_role),
        _ => ("ordre fusionné", &region.ligne),
    };
    let retenues = region
        .classement
        .iter()
        .filter(|r| montree.statut(r) == Statut::Retenu)
        .count();
    let phrase = format!(
        " Ligne régionale, {quoi} : {} · {}",
        compte(retenues, "servie", "servies"),
        argent(tracee)
    );
    let bas = area.height.saturating_sub(2);
    ligne(buffer, area, bas, &[Span::styled(phrase, theme.line())]);
    if let Some((titre, _)) = montree.detail() {
        let phrase = format!(" {titre} : Entrée lit tout.");
        ligne(
            buffer,
            area,
            bas + 1,
            &[Span::styled(phrase, theme.accent())],
        );
    }
}

fn argent(ligne: &LigneRegion) -> String {
    match (ligne.enveloppe, ligne.reste) {
        (Some(enveloppe), Some(reste)) => format!(
            "{} sur {}, reste {}{}",
            euros(ligne.engage),
            euros(enveloppe),
            euros(reste),
            if ligne.negociable {
                ", négociable"
            } else {
                ""
            }
        ),
        _ => format!("enveloppe {}", visible(&ligne.origine)),
    }
}

fn rangee<'a>(montree: &RegionMontree, rang: usize, theme: &Theme) -> Vec<Span<'a>> {
    match montree.sujet(rang) {
        None => Vec::new(),
        Some(Sujet::Territoire(t)) => territoire(t, theme),
        Some(Sujet::Refus(refus)) => vec![
            Span::styled(" ! refusé  ".to_owned(), theme.error()),
            Span::raw(format!(
                "{} : {}",
                visible(&refus.fichier),
                refus
                    .raisons
                    .first()
                    .map_or_else(String::new, |r| visible(r))
            )),
        ],
        Some(Sujet::Remarque(phrase)) => vec![
            Span::styled(" i ".to_owned(), theme.warning()),
            Span::raw(visible(phrase)),
        ],
        Some(Sujet::Candidature(r)) => candidature(montree, r, theme),
        Some(Sujet::Fiche(projet, fiche)) => {
            let marque = if projet.a_arbitrer.is_some() {
                "!"
            } else {
                " "
            };
            let rang = fiche.rang.map_or_else(|| "–".into(), |r| r.to_string());
            let style = if fiche.retenue {
                theme.favorable()
            } else {
                theme.muted()
            };
            vec![
                Span::styled(format!(" {marque} "), theme.warning()),
                Span::raw(format!(
                    "{} {} {} ",
                    a_gauche(&visible(&projet.nom), 26),
                    a_gauche(&fiche.territoire, 4),
                    a_droite(&rang, 3)
                )),
                Span::styled(a_gauche(&visible(&fiche.statut), 21), style),
                Span::raw(
                    fiche
                        .montant
                        .or(fiche.demande)
                        .map_or_else(String::new, euros),
                ),
                Span::styled(
                    fiche
                        .arbitrage
                        .as_ref()
                        .map_or_else(String::new, |a| format!(" · {}", visible(a))),
                    theme.accent(),
                ),
            ]
        }
        Some(Sujet::Ligne(l)) => {
            let ligne = &l.ligne;
            let (reponse, style) = match (ligne.retenues, ligne.reponses) {
                (0, 0) => ("sans réponse".into(), theme.warning()),
                (0, _) => ("aucune retenue".into(), theme.warning()),
                _ => {
                    let part = pour_cent((ligne.population_couverte, ligne.population));
                    (format!("{part} % couverts"), theme.favorable())
                }
            };
            vec![
                Span::raw(format!(" {} {} ", a_gauche(&l.territoire, 4), ligne.rang)),
                Span::styled(a_gauche(&reponse, 16), style),
                Span::raw(format!(
                    "{} · {}",
                    visible(&ligne.public),
                    visible(&ligne.territoire)
                )),
            ]
        }
    }
}

fn territoire<'a>(territoire: &TerritoireCompile, theme: &Theme) -> Vec<Span<'a>> {
    let nom = format!(
        " {} {} ",
        a_gauche(&visible(&territoire.code), 4),
        a_gauche(&visible(&territoire.nom), 22)
    );
    let Some(p) = &territoire.proposition else {
        let style = match territoire.etat {
            Etat::Refuse => theme.error(),
            Etat::Absent | Etat::Compile => theme.muted(),
        };
        return vec![
            Span::raw(nom),
            Span::styled(territoire.etat.nom().to_owned(), style),
        ];
    };
    let etat = match (p.projet, p.controle.nom()) {
        (true, _) => "projet",
        (false, "recalculée") => "recalculée",
        (false, _) => "non recalculée",
    };
    let argent = match (p.enveloppe, p.reste) {
        (Some(enveloppe), Some(reste)) => format!(
            "{} / {} · reste {}{}",
            euros(p.engage),
            euros(enveloppe),
            euros(reste),
            if p.negociable { " négociable" } else { "" }
        ),
        _ => format!("{} · sans enveloppe", euros(p.engage)),
    };
    let mouvement = match (p.promues.len(), p.sorties.len()) {
        (0, 0) => String::new(),
        (promues, sorties) => format!(" · +{promues} −{sorties}"),
    };
    vec![
        Span::raw(nom),
        Span::styled(
            a_gauche(etat, 11),
            if etat == "recalculée" {
                theme.favorable()
            } else {
                theme.warning()
            },
        ),
        Span::raw(format!(
            "{} · {argent}",
            a_droite(&p.classees.to_string(), 3)
        )),
        Span::styled(mouvement, theme.accent()),
    ]
}

fn candidature<'a>(montree: &RegionMontree, rangee: &Rangee, theme: &Theme) -> Vec<Span<'a>> {
    let c = &rangee.candidature;
    let statut = montree.statut(rangee);
    let rang = match montree.affichage {
        Affichage::Tour => format!("t{}", rangee.tour.unwrap_or_default()),
        _ if rangee.ex_aequo > 1 => format!("{}=", rangee.rang),
        _ => rangee.rang.to_string(),
    };
    let priorite = c
        .priorite
        .map_or_else(|| "hors".into(), |p| format!("p{p}"));
    vec![
        Span::styled(format!("{} ", a_droite(&rang, 5)), theme.title()),
        Span::raw(format!(
            "{} {} ",
            a_gauche(&c.territoire, 4),
            a_droite(&c.rang_retenu.to_string(), 3)
        )),
        Span::styled(a_gauche(court(rangee, statut), 15), style(statut, theme)),
        Span::raw(format!(
            "{} {} {} {} {}",
            a_gauche(&priorite, 4),
            a_gauche(
                &format!("{}-{}-{}", c.decompte.f, c.decompte.r, c.decompte.d),
                7
            ),
            a_gauche(&c.points, 6),
            a_droite(&euros(rangee.cout), 10),
            visible(&c.nom)
        )),
    ]
}

fn court(rangee: &Rangee, statut: Statut) -> &'static str {
    match (&rangee.hors_ligne, statut) {
        (Some(raison), _) if raison.starts_with("désistement") => "désistement",
        (Some(raison), _) if raison.starts_with("avis") => "avis",
        (Some(_), _) => "non retenu",
        (None, Statut::ListeComplementaire) => "complémentaire",
        (None, statut) => statut.nom(),
    }
}

fn style(statut: Statut, theme: &Theme) -> Style {
    match statut {
        Statut::Retenu | Statut::Classe => theme.favorable(),
        Statut::ADepartager => theme.warning(),
        Statut::ListeComplementaire => theme.reserve(),
        Statut::NonRetenu => theme.muted(),
    }
}

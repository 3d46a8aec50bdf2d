//! What covers a place, drawn in a frame at its middle.

mod ligne;
mod presence;

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;
use ratatui::widgets::{Block, Clear, Widget};
use ratatui_textarea::TextArea;

use super::{ligne as ecrire_ligne, liste};
use crate::domain::edition::Edition;
use crate::domain::francais::{euros, nombre, ordinal};
use crate::domain::recevabilite::Severite;
use crate::domain::texte::visible;
use crate::tui::dialogue::{
    Choix, Constats, Dialogue, Etape, Figure, LARGEUR_MAXIMALE, Page, Question, Quete, Recherche,
    Regionale, Scrutin, Texte, Themes,
};
use crate::tui::fit::{couper, largeur, premiere_visible, replier};
use crate::tui::model::Model;
use crate::tui::pages::marque;
use crate::tui::theme::Theme;

/// Draws the dialogue over `area`.
pub fn dessiner(dialogue: &Dialogue, model: &Model, theme: &Theme, area: Rect, frame: &mut Frame) {
    match dialogue {
        Dialogue::Lire(page) => lire(page, theme, area, frame),
        Dialogue::Presence(formulaire) => presence::dessiner(formulaire, theme, area, frame),
        Dialogue::Texte(texte) => saisir(texte, theme, area, frame),
        Dialogue::Choix(choix) => choisir(choix, theme, area, frame),
        Dialogue::Figure(figure) => chiffrer(figure, theme, area, frame),
        Dialogue::Vote(scrutin) => voter(scrutin, theme, area, frame),
        Dialogue::Constats(constats) => constater(constats, model, theme, area, frame),
        Dialogue::Cloture(phrases) => {
            confirmer(
                "Lever la séance ?",
                phrases,
                "Entrée lève la séance et écrit · Échap revient",
                theme,
                area,
                frame,
            );
        }
        Dialogue::Entrees(fichiers) => {
            let aide = "Entrée continue avec ces fichiers (ce sera noté) · Échap : consultation";
            let mut phrases = vec!["Ces fichiers ont changé depuis l'ouverture :".to_owned()];
            phrases.extend(fichiers.iter().map(|f| format!("  {}", visible(f))));
            confirmer("Entrées changées", &phrases, aide, theme, area, frame);
        }
        Dialogue::Recherche(recherche) => rechercher(recherche, model, theme, area, frame),
        Dialogue::Source(source) => {
            let titre = "D'où vient cette table ?";
            let aide = "Entrée écrit · vide : non renseigné · Échap revient";
            let phrases = [format!("{}▏", visible(&source.texte))];
            confirmer(titre, &phrases, aide, theme, area, frame);
        }
        Dialogue::TexteDeFiche(texte) => {
            let (aide, hauteur) = if texte.long {
                (
                    "Entrée ou Échap garde le texte · Alt+Entrée à la ligne",
                    area.height,
                )
            } else {
                ("Entrée ou Échap garde le texte", 2)
            };
            ecrire_texte(texte.titre, &texte.zone, hauteur, aide, theme, area, frame);
        }
        Dialogue::ChoixDeFiche(dialogue) => {
            chercher(
                dialogue.titre,
                &dialogue.quete,
                &dialogue.choix,
                theme,
                area,
                frame,
            );
        }
        Dialogue::Regionale(regionale) => demander(regionale, theme, area, frame),
        Dialogue::Ligne(editeur) => ligne::dessiner(editeur, theme, area, frame),
        Dialogue::Themes(themes) => essayer(themes, theme, area, frame),
        Dialogue::Changement(edition, texte) => {
            let (titre, aide) = match edition {
                Edition::Retirer(_) => (
                    "Retirer cette ligne ?",
                    "Entrée retire la ligne · Échap la garde",
                ),
                _ => (
                    "Changer l'ordre des priorités pendant la séance ?",
                    "Entrée change l'ordre (ce sera noté) · Échap le garde",
                ),
            };
            let large = usize::from(area.width.min(LARGEUR_MAXIMALE + 4)).saturating_sub(10);
            let mut phrases = replier(texte, large);
            phrases.push(format!("Sera écrit : {}.", edition.phrase()));
            phrases.extend(replier(
                "La table d'avant restera à côté, dans le fichier .bak ; u ne la rétablit pas.",
                large,
            ));
            confirmer(titre, &phrases, aide, theme, area, frame);
        }
    }
}

/// A question of the region, at its step.
fn demander(regionale: &Regionale, theme: &Theme, area: Rect, frame: &mut Frame) {
    let large = usize::from(area.width.min(LARGEUR_MAXIMALE + 4)).saturating_sub(10);
    let choix = Regionale::choix();
    let (phrases, aide) = match regionale.etape {
        Etape::Choix => {
            let lignes = choix.iter().enumerate().map(|(rang, ligne)| {
                let marque = if rang == regionale.curseur { ">" } else { " " };
                format!("{marque} {ligne}")
            });
            (
                lignes.collect(),
                "↑ ↓ choisit · Entrée : le motif · Échap garde et revient",
            )
        }
        Etape::Chiffres => {
            let montant = regionale.montant().map_or_else(String::new, euros);
            let phrases = vec![format!("{montant}▏"), regionale.vide().to_owned()];
            (
                phrases,
                "chiffres · Entrée : le motif · Échap garde et revient",
            )
        }
        Etape::Motif => {
            let mut phrases = match regionale.question {
                Question::Desistement(..) => Vec::new(),
                Question::Arbitrage(..) => vec![choix[regionale.curseur].clone()],
                Question::Montant(..) | Question::Enveloppe => vec![
                    regionale
                        .montant()
                        .map_or_else(|| regionale.vide().to_owned(), euros),
                ],
            };
            phrases.extend(replier(
                &format!("Motif : {}▏", visible(&regionale.motif)),
                large,
            ));
            (phrases, "Entrée enregistre · Échap garde et revient")
        }
    };
    confirmer(&regionale.titre, &phrases, aide, theme, area, frame);
}

/// A frame of `hauteur` rows at the middle; returns its inside, the last row left to the help.
fn cadre(
    titre: &str,
    hauteur: u16,
    aide: &str,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame,
) -> Rect {
    let width = area.width.saturating_sub(4).min(LARGEUR_MAXIMALE);
    let height = (hauteur + 3).min(area.height);
    let x = area.x + (area.width - width) / 2;
    let y = area.y + (area.height - height) / 2;
    let bord = Rect {
        x,
        y,
        width,
        height,
    };
    // Whole rows are cleared: what would show on both sides is no longer readable.
    let rangees = Rect {
        x: area.x,
        width: area.width,
        ..bord
    };
    Clear.render(rangees, frame.buffer_mut());
    frame.buffer_mut().set_style(rangees, theme.text());
    let titre = couper(titre, width.saturating_sub(6) as usize);
    let bloc = Block::bordered()
        .border_style(theme.border())
        .title(Span::styled(format!(" {titre} "), theme.title()));
    let dedans = bloc.inner(bord);
    bloc.render(bord, frame.buffer_mut());
    let pied = dedans.height.saturating_sub(1);
    ecrire_ligne(
        frame.buffer_mut(),
        dedans,
        pied,
        &[Span::styled(format!(" {aide}"), theme.muted())],
    );
    Rect {
        height: pied,
        ..dedans
    }
}

fn lire(page: &Page, theme: &Theme, area: Rect, frame: &mut Frame) {
    let mut aide = "↑ ↓ Page : défiler · Entrée ou Échap : fermer".to_owned();
    if let Some((nom, _)) = page.suite {
        aide.push_str(" · r : ");
        aide.push_str(nom);
    }
    let dedans = cadre(&page.titre, area.height, &aide, theme, area, frame);
    let lignes = page
        .rangees(dedans.width.saturating_sub(2).into())
        .skip(page.defilement);
    for (y, texte) in lignes.take(dedans.height as usize).enumerate() {
        ecrire_ligne(
            frame.buffer_mut(),
            dedans,
            y as u16,
            &[Span::raw(format!(" {texte}"))],
        );
    }
}

fn saisir(texte: &Texte, theme: &Theme, area: Rect, frame: &mut Frame) {
    let aide = "Entrée enregistre · Alt+Entrée à la ligne · Échap garde le brouillon";
    ecrire_texte(&texte.titre, &texte.zone, 6, aide, theme, area, frame);
}

fn ecrire_texte(
    titre: &str,
    zone: &TextArea<'static>,
    hauteur: u16,
    aide: &str,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame,
) {
    let dedans = cadre(titre, hauteur, aide, theme, area, frame);
    let mut zone = zone.clone();
    zone.set_style(theme.text());
    zone.set_cursor_line_style(theme.text());
    zone.set_cursor_style(theme.selected());
    zone.render(dedans, frame.buffer_mut());
    let curseur = zone.screen_cursor();
    let (x, y) = (
        dedans.x + curseur.col as u16,
        dedans.y + (curseur.row as u16).min(dedans.height.saturating_sub(1)),
    );
    frame.set_cursor_position((x.min(dedans.right().saturating_sub(1)), y));
}

fn choisir(choix: &Choix, theme: &Theme, area: Rect, frame: &mut Frame) {
    let large = usize::from(area.width.min(LARGEUR_MAXIMALE + 4)).saturating_sub(10);
    let repliees: Vec<Vec<String>> = choix.lignes.iter().map(|l| replier(l, large)).collect();
    let hauteur: usize = repliees.iter().map(Vec::len).sum();
    let entete: Vec<String> = choix
        .entete
        .iter()
        .flat_map(|l| replier(l, large))
        .collect();
    let hauteur = hauteur + entete.len();
    let dedans = cadre(
        &choix.titre,
        hauteur as u16,
        "↑ ↓ choisit · Entrée confirme · Échap revient",
        theme,
        area,
        frame,
    );
    // What the choice bears on is shown first, whole when it fits above the rows.
    let place = usize::from(dedans.height).saturating_sub(hauteur - entete.len());
    for (y, texte) in entete.iter().take(place).enumerate() {
        let suite = if y + 1 == place && entete.len() > place {
            format!(" … et {} autres", entete.len() - place)
        } else {
            String::new()
        };
        let texte = format!("  {texte}{suite}");
        ecrire_ligne(frame.buffer_mut(), dedans, y as u16, &[Span::raw(texte)]);
    }
    let rangees: Vec<(usize, usize, &String)> = repliees
        .iter()
        .enumerate()
        .flat_map(|(rang, lignes)| {
            lignes
                .iter()
                .enumerate()
                .map(move |(suite, texte)| (rang, suite, texte))
        })
        .collect();
    let bas = dedans.height.saturating_sub(entete.len().min(place) as u16);
    let premiere = rangees
        .iter()
        .position(|(rang, ..)| *rang == choix.curseur)
        .unwrap_or(0);
    let debut = premiere_visible(premiere, rangees.len(), bas.into());
    let mut y = entete.len().min(place) as u16;
    {
        for (rang, suite, texte) in rangees.into_iter().skip(debut).take(bas.into()) {
            let choisie = rang == choix.curseur;
            let marque = if choisie && suite == 0 { ">" } else { " " };
            let retrait = if suite == 0 { "" } else { "  " };
            let style = if choisie {
                theme.selected()
            } else {
                theme.text()
            };
            ecrire_ligne(
                frame.buffer_mut(),
                dedans,
                y,
                &[Span::styled(format!("{marque} {retrait}{texte}"), style)],
            );
            y += 1;
        }
    }
}

fn chiffrer(figure: &Figure, theme: &Theme, area: Rect, frame: &mut Frame) {
    let aide = "chiffres, ou ↑ ↓ 1 000 et ← → 10 000 · Entrée continue · Échap revient";
    let rangees = if figure.couvre.is_empty() { 2 } else { 3 };
    let dedans = cadre(&figure.titre, rangees, aide, theme, area, frame);
    let montant = figure.montant().map(euros).unwrap_or_default();
    let spans = [
        Span::raw("  "),
        Span::styled(format!(" {montant} "), theme.selected()),
    ];
    ecrire_ligne(frame.buffer_mut(), dedans, 0, &spans);
    let vide = Span::styled(format!("   {}", figure.vide), theme.muted());
    ecrire_ligne(frame.buffer_mut(), dedans, 1, &[vide]);
    if !figure.couvre.is_empty() {
        let portee = figure
            .annee()
            .map_or_else(|| "toute la convention".into(), |a| format!("l'année {a}"));
        let portee = format!("   porte sur {portee} (Tab change)");
        ecrire_ligne(frame.buffer_mut(), dedans, 2, &[Span::raw(portee)]);
    }
    frame.set_cursor_position((dedans.x + 3 + largeur(&montant) as u16, dedans.y));
}

fn voter(scrutin: &Scrutin, theme: &Theme, area: Rect, frame: &mut Frame) {
    let aide = "↑ ↓ ligne · ← → déplace ou compte · chiffres · Entrée continue · Échap";
    let titre = "Vote : l'ordre des ex æquo";
    let dedans = cadre(titre, scrutin.lignes() as u16, aide, theme, area, frame);
    let rang = |(index, (_, nom)): (usize, &(String, String))| {
        format!("en {:<16} ‹ {nom} ›", ordinal(index + 1))
    };
    let mut lignes: Vec<String> = scrutin.ordre.iter().enumerate().map(rang).collect();
    for (titre, voix) in ["pour", "contre", "abstentions"].iter().zip(scrutin.voix) {
        lignes.push(format!("{titre:<19} ‹ {} ›", nombre(voix.into())));
    }
    let oui_ou_non = if scrutin.preponderante { "oui" } else { "non" };
    lignes.push(format!("voix prépondérante  ‹ {oui_ou_non} ›"));
    let choisie = Some(scrutin.ligne);
    liste(
        frame.buffer_mut(),
        dedans,
        lignes.len(),
        choisie,
        theme,
        |rang| vec![Span::raw(format!(" {}", lignes[rang]))],
    );
}

/// Each constat, whole; a motif says whether a person has settled it.
fn constater(constats: &Constats, model: &Model, theme: &Theme, area: Rect, frame: &mut Frame) {
    let Some((ouverte, dossier)) = model.ouverte.as_ref().and_then(|o| Some((o, o.dossier()?)))
    else {
        return;
    };
    let aide = "↑ ↓ choisit · c confirme un motif · l le lève · X exporte · Échap revient";
    let dedans = cadre("Constats", area.height, aide, theme, area, frame);
    let large = dedans.width.saturating_sub(4) as usize;
    let tranches = &ouverte.seance.examen(dossier.numero()).tranches;
    let mut rangees: Vec<(usize, String, Style)> = Vec::new();
    for (rang, constat) in dossier.constats.iter().enumerate() {
        let etat = match (tranches.get(constat.regle), constat.severite) {
            (Some(tranche), _) => {
                let mot = if tranche.confirme {
                    "confirmé"
                } else {
                    "levé"
                };
                format!(" — {mot} : {}", visible(&tranche.motif))
            }
            (None, Severite::Motif) => " — à confirmer (c) ou à lever (l)".into(),
            (None, _) => String::new(),
        };
        let texte = format!(
            "{} {} {}{etat}",
            marque(constat.severite),
            constat.regle,
            constat.message
        );
        let style = theme.severite(constat.severite);
        rangees.extend(replier(&texte, large).into_iter().map(|l| (rang, l, style)));
    }
    let premiere = rangees
        .iter()
        .position(|(rang, ..)| *rang == constats.curseur)
        .unwrap_or(0);
    let debut = premiere_visible(premiere, rangees.len(), dedans.height.into());
    for (y, (rang, texte, style)) in rangees
        .iter()
        .skip(debut)
        .take(dedans.height.into())
        .enumerate()
    {
        let tete = if *rang == constats.curseur { ">" } else { " " };
        let style = if *rang == constats.curseur {
            theme.selected()
        } else {
            *style
        };
        ecrire_ligne(
            frame.buffer_mut(),
            dedans,
            y as u16,
            &[Span::styled(format!("{tete} {texte}"), style)],
        );
    }
}

/// Themes, a row each, then every role of the one selected as it looks.
fn essayer(themes: &Themes, theme: &Theme, area: Rect, frame: &mut Frame) {
    let nombre = themes.themes.len();
    let aide = "↑ ↓ essaie · Entrée garde jusqu'à la sortie · Échap revient";
    let dedans = cadre("Thème", nombre as u16 + 2, aide, theme, area, frame);
    let corps = Rect {
        height: dedans.height.saturating_sub(2),
        ..dedans
    };
    let choisie = Some(themes.curseur);
    liste(frame.buffer_mut(), corps, nombre, choisie, theme, |rang| {
        let (theme, usage) = &themes.themes[rang];
        vec![Span::raw(format!(" {:<10} {usage}", visible(&theme.nom)))]
    });
    let mots = [
        (" favorable", theme.favorable()),
        ("réserve", theme.reserve()),
        ("défavorable", theme.defavorable()),
        ("alerte", theme.warning()),
        ("refus", theme.error()),
        ("ligne", theme.line()),
        ("touche", theme.key()),
        ("discret", theme.muted()),
    ];
    let spans: Vec<Span> = mots
        .into_iter()
        .flat_map(|(mot, style)| [Span::styled(mot, style), Span::raw("  ")])
        .collect();
    ecrire_ligne(frame.buffer_mut(), dedans, corps.height + 1, &spans);
}

fn confirmer(
    titre: &str,
    phrases: &[String],
    aide: &str,
    theme: &Theme,
    area: Rect,
    frame: &mut Frame,
) {
    let dedans = cadre(titre, phrases.len() as u16, aide, theme, area, frame);
    for (y, phrase) in phrases.iter().enumerate() {
        ecrire_ligne(
            frame.buffer_mut(),
            dedans,
            y as u16,
            &[Span::raw(format!(" {phrase}"))],
        );
    }
}

fn rechercher(recherche: &Recherche, model: &Model, theme: &Theme, area: Rect, frame: &mut Frame) {
    let Some(ouverte) = &model.ouverte else {
        return;
    };
    let aide = "lettres : chercher · ↑ ↓ choisit · Entrée ouvre · Échap revient";
    let dedans = cadre(
        "Chercher une candidature",
        area.height.min(14),
        aide,
        theme,
        area,
        frame,
    );
    let motif = couper(
        &visible(&recherche.motif),
        dedans.width.saturating_sub(4) as usize,
    );
    ecrire_ligne(
        frame.buffer_mut(),
        dedans,
        0,
        &[Span::styled(" / ", theme.key()), Span::raw(motif.clone())],
    );
    frame.set_cursor_position((dedans.x + 3 + largeur(&motif) as u16, dedans.y));
    let corps = Rect {
        y: dedans.y + 1,
        height: dedans.height.saturating_sub(1),
        ..dedans
    };
    if recherche.trouves.is_empty() {
        return ecrire_ligne(
            frame.buffer_mut(),
            corps,
            0,
            &[Span::styled(" Rien ne correspond.", theme.muted())],
        );
    }
    liste(
        frame.buffer_mut(),
        corps,
        recherche.trouves.len(),
        Some(recherche.curseur),
        theme,
        |rang| {
            let projet = &ouverte.cadre.dossiers[recherche.trouves[rang]].projet;
            vec![
                Span::raw(format!(" {} ", visible(&projet.nom))),
                Span::styled(
                    format!("· {} · {}", visible(&projet.porteur.nom), projet.numero),
                    theme.muted(),
                ),
            ]
        },
    );
}

/// A search going on, and what it finds.
fn chercher(
    titre: &str,
    quete: &Quete,
    choix: &[(String, String)],
    theme: &Theme,
    area: Rect,
    frame: &mut Frame,
) {
    let aide = "lettres : cherche · ↑ ↓ choisit · Entrée retient · Échap revient";
    let dedans = cadre(titre, area.height, aide, theme, area, frame);
    let motif = format!(" {}▏", visible(&quete.motif));
    ecrire_ligne(
        frame.buffer_mut(),
        dedans,
        0,
        &[Span::styled(motif, theme.accent())],
    );
    let corps = Rect {
        y: dedans.y + 1,
        height: dedans.height.saturating_sub(1),
        ..dedans
    };
    let nombre = quete.trouves.len();
    if nombre == 0 {
        let rien = [Span::styled(
            " Rien de tel sur ce territoire.",
            theme.warning(),
        )];
        return ecrire_ligne(frame.buffer_mut(), corps, 0, &rien);
    }
    liste(
        frame.buffer_mut(),
        corps,
        nombre,
        Some(quete.curseur),
        theme,
        |rang| {
            let (_, nom) = &choix[quete.trouves[rang]];
            vec![Span::raw(format!(" {}", visible(nom)))]
        },
    );
}

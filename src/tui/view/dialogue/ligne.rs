//! The form of a row of the priority table; a search takes its place while it goes on.

use ratatui::Frame;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::cadre;
use crate::domain::texte::visible;
use crate::tui::dialogue::{CHAMPS, Champ, EditeurLigne, FORMULAIRE};
use crate::tui::fit::{a_gauche, premiere_visible, replier};
use crate::tui::theme::Theme;
use crate::tui::view::ligne;

/// Columns of the names of the form.
const NOM: usize = 15;

pub(super) fn dessiner(editeur: &EditeurLigne, theme: &Theme, area: Rect, frame: &mut Frame) {
    if editeur.recherche.is_some() {
        return chercher(editeur, theme, area, frame);
    }
    let titre = match editeur.index {
        Some(index) => format!("Priorité {} · {}", index + 1, editeur.territoire),
        None => format!("Nouvelle priorité · {}", editeur.territoire),
    };
    let aide = "↑ ↓ champ · lettres : cherche ou écrit · Espace coche · Échap : brouillon";
    let dedans = cadre(&titre, area.height, aide, theme, area, frame);
    let large = usize::from(dedans.width).saturating_sub(NOM + 4);
    let mut rangees: Vec<(usize, String, Style)> = Vec::new();
    for (rang, champ) in FORMULAIRE.iter().enumerate() {
        let choisi = rang == editeur.curseur;
        let (nom, valeur) = dire(editeur, *champ, choisi);
        let style = if choisi {
            theme.selected()
        } else {
            theme.text()
        };
        let morceaux = replier(&visible(&valeur), large);
        let vide = morceaux.is_empty().then(String::new);
        for (suite, morceau) in morceaux.into_iter().chain(vide).enumerate() {
            let marque = if choisi && suite == 0 { ">" } else { " " };
            let nom = if suite == 0 { nom } else { "" };
            let texte = format!("{marque} {} {morceau}", a_gauche(nom, NOM));
            rangees.push((rang, texte, style));
        }
    }
    let premiere = rangees.iter().position(|(r, ..)| *r == editeur.curseur);
    let hauteur = usize::from(dedans.height);
    let debut = premiere_visible(premiere.unwrap_or(0), rangees.len(), hauteur);
    for (y, (_, texte, style)) in rangees.iter().skip(debut).take(hauteur).enumerate() {
        let spans = [Span::styled(texte.clone(), *style)];
        ligne(frame.buffer_mut(), dedans, y as u16, &spans);
    }
}

/// The name of a part and its value; the end of the text being typed shows where the next letter goes.
fn dire(editeur: &EditeurLigne, champ: Champ, choisi: bool) -> (&'static str, String) {
    let texte = |texte: &str| format!("{texte}{}", if choisi { "▏" } else { "" });
    let lieux = |references: &[String], vide: &str| match references {
        [] => vide.to_owned(),
        references => {
            let noms: Vec<&str> = references.iter().map(|r| editeur.nom_du_lieu(r)).collect();
            let suite = if choisi {
                " (retour arrière : retire le dernier)"
            } else {
                ""
            };
            noms.join(" + ") + suite
        }
    };
    match champ {
        Champ::Public => {
            let connu = editeur.publics.iter().find(|(id, _)| *id == editeur.public);
            let nom = connu.map_or(editeur.public.as_str(), |(_, nom)| nom.as_str());
            let vide = "à choisir (Entrée, ou les premières lettres)";
            ("Public", if nom.is_empty() { vide } else { nom }.to_owned())
        }
        Champ::Activite(rang) => {
            let case = if editeur.activites[rang] {
                "[x]"
            } else {
                "[ ]"
            };
            let nom = if rang == 0 { "Champs" } else { "" };
            (nom, format!("{case} {}", CHAMPS[rang].nom()))
        }
        Champ::Inclut => (
            "Lieu",
            lieux(&editeur.inclut, "à choisir : territoire, EPCI, communes"),
        ),
        Champ::Exclut => ("sauf", lieux(&editeur.exclut, "rien")),
        Champ::Libelle => ("Lieu, en mots", texte(&editeur.libelle)),
        Champ::Precisions => ("En particulier", texte(&editeur.precisions)),
        Champ::Motivation => ("Motivation", texte(&editeur.motivation)),
        Champ::Ecrire => ("", "Écrire la table (Entrée)".into()),
    }
}

fn chercher(editeur: &EditeurLigne, theme: &Theme, area: Rect, frame: &mut Frame) {
    let Some(quete) = &editeur.recherche else {
        return;
    };
    let titre = match editeur.champ() {
        Champ::Public => "Quel public ?",
        Champ::Exclut => "Quel lieu retirer ?",
        _ => "Quel lieu ?",
    };
    super::chercher(titre, quete, editeur.choix(), theme, area, frame);
}

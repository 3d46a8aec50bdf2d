//! What covers a place: a text to type, a choice, a figure, a vote, a page to read. Esc goes back and keeps the draft.

mod choix;
mod constats;
mod figure;
mod ligne;
mod page;
mod partie;
mod presence;
mod quete;
mod recherche;
mod regionale;
mod scrutin;
mod source;
mod texte;
mod themes;

use crossterm::event::{KeyCode, KeyEvent};

use super::effect::{Effect, Suite};
use super::fiche::Retouche;
use super::model::SeanceEnCours;
use crate::domain::edition::Edition;
use crate::domain::fait::Fait;

pub use choix::{Choix, Objet};
pub use constats::Constats;
pub use figure::Figure;
pub use ligne::{CHAMPS, Champ, EditeurLigne, FORMULAIRE, lieux};
pub use page::Page;
pub use partie::{ChoixDeFiche, TexteDeFiche};
pub use presence::{Presence, Siege};
pub use quete::Quete;
pub use recherche::Recherche;
pub use regionale::{Etape, Question, Regionale};
pub use scrutin::Scrutin;
pub use source::Source;
pub use texte::Texte;
pub use themes::Themes;

/// Widest dialogue, in columns: longer lines are hard to read.
pub const LARGEUR_MAXIMALE: u16 = 96;

/// What covers the place.
pub enum Dialogue {
    /// A page to read.
    Lire(Page),
    /// Who sits, at the opening or corrected.
    Presence(Box<Presence>),
    /// A text to type.
    Texte(Texte),
    /// One row among several.
    Choix(Choix),
    /// A number of euros.
    Figure(Figure),
    /// A vote between ex æquo.
    Vote(Scrutin),
    /// What the rules found.
    Constats(Constats),
    /// Confirms the closing; what it will write.
    Cloture(Vec<String>),
    /// Inputs changed since they were accepted; their names.
    Entrees(Vec<String>),
    /// Searches candidatures.
    Recherche(Recherche),
    /// A row of the priority table.
    Ligne(Box<EditeurLigne>),
    /// The document the priority table comes from.
    Source(Source),
    /// A question of the region.
    Regionale(Regionale),
    /// Themes, tried as one moves.
    Themes(Themes),
    /// A change of the priority table to confirm, and the text of its row.
    Changement(Edition, String),
    /// A text of a fiche being typed.
    TexteDeFiche(TexteDeFiche),
    /// A search for a public or a place of a fiche being typed.
    ChoixDeFiche(ChoixDeFiche),
}

/// What a key made of a dialogue.
pub enum Issue {
    /// It goes on.
    Reste,
    /// It closes.
    Ferme,
    /// It goes on; why what was asked cannot be.
    Refus(String),
    /// It closes and the theme tried is kept.
    Theme,
    /// It closes and another opens.
    Remplace(Dialogue),
    /// It asks for an effect, and closes once that is done.
    Effet(Effect),
    /// It closes and the screen goes to a candidature.
    Aller(usize),
    /// It closes and the fiche being typed takes this.
    Fiche(Retouche),
}

impl Dialogue {
    /// What a key makes of the dialogue.
    pub fn touche(
        &mut self,
        evenement: KeyEvent,
        ouverte: Option<&mut SeanceEnCours>,
        ecran: (u16, u16),
    ) -> Issue {
        if let (KeyCode::Esc, Self::Ligne(editeur)) = (evenement.code, &mut *self)
            && editeur.quitter_la_recherche()
        {
            return Issue::Reste;
        }
        if let (KeyCode::Esc, Self::Presence(presence)) = (evenement.code, &mut *self)
            && presence.quitter_les_deports()
        {
            return Issue::Reste;
        }
        if let (KeyCode::Esc, Self::TexteDeFiche(texte)) = (evenement.code, &*self) {
            return texte.rendre();
        }
        if evenement.code == KeyCode::Esc {
            if let (Self::Texte(texte), Some(ouverte)) = (&*self, ouverte) {
                texte.garder(&mut ouverte.brouillons);
            }
            return Issue::Ferme;
        }
        match self {
            Self::Lire(page) => page.touche(evenement, interieur(ecran)),
            Self::Presence(presence) => presence.touche(evenement),
            Self::Texte(texte) => texte.touche(evenement),
            Self::Choix(choix) => ouverte.map_or(Issue::Ferme, |o| choix.touche(evenement, o)),
            Self::Figure(figure) => ouverte.map_or(Issue::Ferme, |o| figure.touche(evenement, o)),
            Self::Vote(scrutin) => ouverte.map_or(Issue::Ferme, |o| scrutin.touche(evenement, o)),
            Self::Constats(constats) => {
                ouverte.map_or(Issue::Ferme, |o| constats.touche(evenement, o))
            }
            Self::Cloture(_) if evenement.code == KeyCode::Enter => Issue::Effet(Effect::Lever),
            Self::Entrees(_) if evenement.code == KeyCode::Enter => match ouverte {
                Some(ouverte) => Issue::Effet(Effect::Dire(
                    Fait::EntreesAcceptees {
                        entrees: ouverte.entrees.clone(),
                    },
                    Suite::Rester,
                )),
                None => Issue::Ferme,
            },
            Self::Recherche(recherche) => {
                ouverte.map_or(Issue::Ferme, |o| recherche.touche(evenement, o))
            }
            Self::Ligne(editeur) => editeur.touche(evenement),
            Self::Source(source) => source.touche(evenement),
            Self::Regionale(regionale) => regionale.touche(evenement),
            Self::Themes(themes) => themes.touche(evenement),
            Self::TexteDeFiche(texte) => texte.touche(evenement),
            Self::ChoixDeFiche(choix) => choix.touche(evenement),
            Self::Changement(edition, _) if evenement.code == KeyCode::Enter => {
                Issue::Effet(Effect::Table(edition.clone()))
            }
            Self::Cloture(_) | Self::Entrees(_) | Self::Changement(..) => Issue::Reste,
        }
    }

    /// Text pasted: it is a text, never keys. How many characters did not fit; `None` where there is no field.
    pub fn coller(&mut self, texte: &str) -> Option<usize> {
        match self {
            Self::Texte(dialogue) => {
                let place = texte::TEXTE_MAXIMAL.saturating_sub(dialogue.texte().chars().count());
                let texte = texte.replace("\r\n", "\n").replace('\r', "\n");
                dialogue
                    .zone
                    .insert_str(texte.chars().take(place).collect::<String>());
                Some(texte.chars().count().saturating_sub(place))
            }
            Self::Recherche(recherche) => {
                let place =
                    recherche::MOTIF_MAXIMAL.saturating_sub(recherche.motif.chars().count());
                let visibles = texte.chars().filter(|c| !c.is_control());
                recherche.motif.extend(visibles.take(place));
                Some(0)
            }
            Self::Ligne(editeur) => editeur.ecrire(texte),
            Self::Source(source) => Some(source.ecrire(texte)),
            Self::TexteDeFiche(dialogue) => Some(dialogue.coller(texte)),
            Self::ChoixDeFiche(dialogue) => {
                dialogue.quete.ecrire(texte, &dialogue.choix);
                Some(0)
            }
            Self::Regionale(regionale) => regionale.ecrire(texte),
            _ => None,
        }
    }
}

/// Columns and rows inside the largest dialogue of a screen: three rows of bars, a frame, a row of help.
pub fn interieur((colonnes, rangees): (u16, u16)) -> (u16, u16) {
    let colonnes = colonnes.saturating_sub(4).min(LARGEUR_MAXIMALE);
    (colonnes.saturating_sub(4), rangees.saturating_sub(6))
}

/// Moves a selection with the keys that move everywhere.
pub fn deplacer(curseur: &mut usize, code: KeyCode, dernier: usize, page: usize) {
    *curseur = match code {
        KeyCode::Up | KeyCode::Char('k') => curseur.saturating_sub(1),
        KeyCode::Down | KeyCode::Char('j') => (*curseur + 1).min(dernier),
        KeyCode::PageUp => curseur.saturating_sub(page),
        KeyCode::PageDown => (*curseur + page).min(dernier),
        KeyCode::Home => 0,
        KeyCode::End => dernier,
        _ => *curseur,
    };
}

/// A digit, typed as such or by the unshifted top row of an AZERTY keyboard.
pub fn chiffre(lettre: char) -> Option<char> {
    const RANGEE: &str = "à&é\"'(-è_ç";
    let azerty = RANGEE
        .chars()
        .position(|c| c == lettre)
        .and_then(|rang| char::from_digit(rang as u32, 10));
    azerty.or(lettre.is_ascii_digit().then_some(lettre))
}

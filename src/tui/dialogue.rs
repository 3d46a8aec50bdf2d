//! What covers a place: a text to type, a choice, a figure, a vote, a page to read. Esc goes back and keeps the draft.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};
use ratatui_textarea::{CursorMove, TextArea, WrapMode};

use super::effect::{Effect, Suite};
use super::model::SeanceEnCours;
use super::saisie::Saisie;
use super::search::chercher;
use crate::domain::cadre::Cadre;
use crate::domain::fait::{Fait, Proposition};

/// Longest text a fact may carry, in characters.
const TEXTE_MAXIMAL: usize = 20_000;

/// What covers the place.
pub enum Dialogue {
    /// A page to read.
    Lire(Page),
    /// Institutions present at a first opening.
    Presence(Presence),
    /// A text to type.
    Texte(Texte),
    /// One row among several.
    Choix(Choix),
    /// A number of euros.
    Figure(Figure),
    /// A vote between ex æquo.
    Vote(Scrutin),
    /// Confirms the closing; what it will write.
    Cloture(Vec<String>),
    /// Inputs changed since they were accepted; their names.
    Entrees(Vec<String>),
    /// Searches candidatures.
    Recherche(Recherche),
}

/// A page to read.
pub struct Page {
    /// Title.
    pub titre: String,
    /// Lines, harmless and not wrapped.
    pub lignes: Vec<String>,
    /// First line shown.
    pub defilement: usize,
}

/// Institutions present.
pub struct Presence {
    /// Code of the territory.
    pub territoire: String,
    /// Id, name, ticked.
    pub institutions: Vec<(String, String, bool)>,
    /// Line selected.
    pub curseur: usize,
}

/// A text to type.
pub struct Texte {
    /// What for.
    pub saisie: Saisie,
    /// What is asked.
    pub titre: String,
    /// The text.
    pub zone: Box<TextArea<'static>>,
}

/// One row among several.
pub struct Choix {
    /// What is asked.
    pub titre: String,
    /// Rows, as shown.
    pub lignes: Vec<String>,
    /// Row selected.
    pub curseur: usize,
    /// What the row decides.
    pub objet: Objet,
}

/// What a choice is about.
pub enum Objet {
    /// The priority row: the rank of each line.
    Priorite(Vec<Option<u32>>),
    /// The proposition: `None` for the computed one.
    Proposition(Vec<Option<usize>>),
}

/// A number of euros.
pub struct Figure {
    /// What is asked.
    pub titre: String,
    /// Digits typed.
    pub chiffres: String,
    /// What an empty figure means.
    pub vide: &'static str,
    /// Candidature, or the envelope when `None`.
    pub projet: Option<String>,
}

/// A vote between ex æquo.
pub struct Scrutin {
    /// Number and name of each.
    pub candidats: Vec<(String, String)>,
    /// Served first.
    pub premier: usize,
    /// For, against, abstentions.
    pub voix: [u32; 3],
    /// Casting vote.
    pub preponderante: bool,
    /// Line selected.
    pub ligne: usize,
}

/// Searches candidatures.
#[derive(Default)]
pub struct Recherche {
    /// What was typed.
    pub motif: String,
    /// Indexes found, best first.
    pub trouves: Vec<usize>,
    /// Line selected.
    pub curseur: usize,
}

/// What a key made of a dialogue.
pub enum Issue {
    /// It goes on.
    Reste,
    /// It closes.
    Ferme,
    /// It closes and another opens.
    Remplace(Dialogue),
    /// It asks for an effect, and closes once that is done.
    Effet(Effect),
    /// It closes and the screen goes to a candidature.
    Aller(usize),
}

impl Texte {
    /// A text for `saisie`, starting from its draft or from `depart`.
    pub fn new(saisie: Saisie, ouverte: &SeanceEnCours, depart: &str) -> Self {
        let texte = ouverte
            .brouillons
            .get(&saisie)
            .map_or(depart, String::as_str);
        let mut zone = TextArea::from(texte.lines());
        zone.set_wrap_mode(WrapMode::WordOrGlyph);
        zone.move_cursor(CursorMove::Bottom);
        zone.move_cursor(CursorMove::End);
        Self {
            titre: saisie.titre(&ouverte.cadre),
            saisie,
            zone: Box::new(zone),
        }
    }

    /// What was typed.
    pub fn texte(&self) -> String {
        self.zone.lines().join("\n")
    }
}

impl Dialogue {
    /// What a key makes of the dialogue.
    pub fn touche(&mut self, evenement: KeyEvent, ouverte: Option<&mut SeanceEnCours>) -> Issue {
        if evenement.code == KeyCode::Esc {
            if let (Self::Texte(texte), Some(ouverte)) = (&*self, ouverte) {
                ouverte
                    .brouillons
                    .insert(texte.saisie.clone(), texte.texte());
            }
            return Issue::Ferme;
        }
        match self {
            Self::Lire(page) => page.touche(evenement),
            Self::Presence(presence) => presence.touche(evenement),
            Self::Texte(texte) => texte.touche(evenement),
            Self::Choix(choix) => ouverte.map_or(Issue::Ferme, |o| choix.touche(evenement, o)),
            Self::Figure(figure) => ouverte.map_or(Issue::Ferme, |o| figure.touche(evenement, o)),
            Self::Vote(scrutin) => ouverte.map_or(Issue::Ferme, |o| scrutin.touche(evenement, o)),
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
            Self::Cloture(_) | Self::Entrees(_) => Issue::Reste,
        }
    }

    /// Text pasted: it is a text, never keys.
    pub fn coller(&mut self, texte: &str) -> bool {
        match self {
            Self::Texte(dialogue) => {
                let place = TEXTE_MAXIMAL.saturating_sub(dialogue.texte().chars().count());
                let texte: String = texte
                    .replace("\r\n", "\n")
                    .replace('\r', "\n")
                    .chars()
                    .take(place)
                    .collect();
                dialogue.zone.insert_str(texte);
                true
            }
            Self::Recherche(recherche) => {
                recherche
                    .motif
                    .extend(texte.chars().filter(|c| !c.is_control()).take(64));
                true
            }
            _ => false,
        }
    }
}

impl Page {
    fn touche(&mut self, evenement: KeyEvent) -> Issue {
        let dernier = self.lignes.len().saturating_sub(1);
        match evenement.code {
            KeyCode::Enter | KeyCode::Char('q' | 'g' | '?') | KeyCode::F(1) => return Issue::Ferme,
            code => deplacer(&mut self.defilement, code, dernier, 15),
        }
        Issue::Reste
    }
}

impl Presence {
    /// Nobody is ticked.
    pub fn new(cadre: &Cadre) -> Self {
        let institutions = cadre
            .ami
            .institutions()
            .map(|(_, i)| (i.id.clone(), i.nom.clone(), false));
        Self {
            territoire: cadre.territoire.code.clone(),
            institutions: institutions.collect(),
            curseur: 0,
        }
    }

    fn touche(&mut self, evenement: KeyEvent) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let presents = self
                    .institutions
                    .iter()
                    .filter(|(_, _, presente)| *presente);
                return Issue::Effet(Effect::Ouvrir {
                    territoire: self.territoire.clone(),
                    presents: Some(presents.map(|(id, _, _)| id.clone()).collect()),
                });
            }
            KeyCode::Char(' ' | 'x') => {
                if let Some((_, _, presente)) = self.institutions.get_mut(self.curseur) {
                    *presente = !*presente;
                }
                deplacer(
                    &mut self.curseur,
                    KeyCode::Down,
                    self.institutions.len().saturating_sub(1),
                    10,
                );
            }
            KeyCode::Char('t') => {
                let toutes = self.institutions.iter().all(|(_, _, presente)| *presente);
                self.institutions
                    .iter_mut()
                    .for_each(|(_, _, presente)| *presente = !toutes);
            }
            code => deplacer(
                &mut self.curseur,
                code,
                self.institutions.len().saturating_sub(1),
                10,
            ),
        }
        Issue::Reste
    }
}

impl Texte {
    fn touche(&mut self, evenement: KeyEvent) -> Issue {
        let modifiee = evenement
            .modifiers
            .intersects(KeyModifiers::ALT | KeyModifiers::CONTROL | KeyModifiers::SHIFT);
        match evenement.code {
            KeyCode::Enter if !modifiee => {
                let suite = match self.saisie {
                    Saisie::Avis { .. } => Suite::InstitutionSuivante,
                    _ => Suite::Rester,
                };
                return Issue::Effet(Effect::Dire(
                    self.saisie.fait(self.texte().trim().to_owned()),
                    suite,
                ));
            }
            KeyCode::Enter => self.zone.insert_newline(),
            KeyCode::Char('j') if evenement.modifiers.contains(KeyModifiers::CONTROL) => {
                self.zone.insert_newline();
            }
            KeyCode::Char(_) if self.texte().chars().count() >= TEXTE_MAXIMAL => {}
            _ => {
                self.zone.input(evenement);
            }
        }
        Issue::Reste
    }
}

impl Choix {
    fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        if evenement.code != KeyCode::Enter {
            deplacer(
                &mut self.curseur,
                evenement.code,
                self.lignes.len().saturating_sub(1),
                10,
            );
            return Issue::Reste;
        }
        let projet = ouverte.numero().to_owned();
        let saisie = match &self.objet {
            Objet::Priorite(rangs) => {
                let rang = rangs[self.curseur];
                if rang
                    == ouverte
                        .dossier()
                        .and_then(crate::domain::cadre::Dossier::priorite_proposee)
                {
                    let fait = Fait::CorrespondanceRetenue {
                        projet,
                        priorite: rang,
                        motif: None,
                    };
                    return Issue::Effet(Effect::Dire(fait, Suite::Rester));
                }
                Saisie::Priorite { projet, rang }
            }
            Objet::Proposition(choix) => Saisie::Proposition {
                projet,
                choix: choix[self.curseur],
            },
        };
        Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")))
    }

    /// The propositions, the computed one last.
    pub fn proposition(titre: String) -> Self {
        let toutes = Proposition::TOUTES
            .iter()
            .map(|p| format!("proposé : {}", p.nom()));
        let calculee = std::iter::once("revenir à la proposition calculée".to_owned());
        Self {
            titre,
            lignes: toutes.chain(calculee).collect(),
            curseur: 0,
            objet: Objet::Proposition(
                (0..Proposition::TOUTES.len())
                    .map(Some)
                    .chain([None])
                    .collect(),
            ),
        }
    }
}

impl Figure {
    /// Euros typed; `None` when empty.
    pub fn montant(&self) -> Option<i64> {
        self.chiffres.parse().ok()
    }

    fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let montant = self.montant();
                let saisie = match &self.projet {
                    Some(projet) => Saisie::Montant {
                        projet: projet.clone(),
                        montant,
                    },
                    None => Saisie::Enveloppe { montant },
                };
                return Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")));
            }
            KeyCode::Char(lettre) => {
                if let Some(chiffre) = chiffre(lettre)
                    && self.chiffres.len() < 10
                {
                    self.chiffres.push(chiffre);
                }
            }
            KeyCode::Backspace | KeyCode::Delete => {
                self.chiffres.pop();
            }
            KeyCode::Up => self.ajouter(1_000),
            KeyCode::Down => self.ajouter(-1_000),
            KeyCode::Right | KeyCode::PageUp => self.ajouter(10_000),
            KeyCode::Left | KeyCode::PageDown => self.ajouter(-10_000),
            _ => {}
        }
        Issue::Reste
    }

    fn ajouter(&mut self, euros: i64) {
        self.chiffres = (self.montant().unwrap_or(0) + euros).max(0).to_string();
    }
}

impl Scrutin {
    /// Lines of the form: who comes first, three counts, casting vote.
    pub const LIGNES: usize = 5;

    fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                let saisie = Saisie::Vote {
                    projets: self.ordre(),
                    voix: self.voix.into(),
                    preponderante: self.preponderante,
                };
                return Issue::Remplace(Dialogue::Texte(Texte::new(saisie, ouverte, "")));
            }
            KeyCode::Left => self.changer(-1),
            KeyCode::Right | KeyCode::Char(' ') => self.changer(1),
            KeyCode::Backspace => {
                if let Some(voix) = self.voix_choisie() {
                    *voix /= 10;
                }
            }
            KeyCode::Char(lettre) if chiffre(lettre).is_some() => {
                let valeur = chiffre(lettre).and_then(|c| c.to_digit(10)).unwrap_or(0);
                if let Some(voix) = self.voix_choisie() {
                    *voix = (*voix % 100) * 10 + valeur;
                }
            }
            code => deplacer(&mut self.ligne, code, Self::LIGNES - 1, 5),
        }
        Issue::Reste
    }

    fn changer(&mut self, pas: i32) {
        let nombre = self.candidats.len();
        match self.ligne {
            0 if pas < 0 => self.premier = (self.premier + nombre - 1) % nombre.max(1),
            0 => self.premier = (self.premier + 1) % nombre.max(1),
            4 => self.preponderante = !self.preponderante,
            _ => {
                if let Some(voix) = self.voix_choisie() {
                    *voix = voix.saturating_add_signed(pas).min(999);
                }
            }
        }
    }

    fn voix_choisie(&mut self) -> Option<&mut u32> {
        self.voix.get_mut(self.ligne.checked_sub(1)?)
    }

    /// Numbers, the chosen one first, the others as they stood.
    fn ordre(&self) -> Vec<String> {
        let mut ordre: Vec<String> = self
            .candidats
            .iter()
            .map(|(numero, _)| numero.clone())
            .collect();
        if self.premier < ordre.len() {
            ordre[..=self.premier].rotate_right(1);
        }
        ordre
    }
}

impl Recherche {
    fn touche(&mut self, evenement: KeyEvent, ouverte: &SeanceEnCours) -> Issue {
        match evenement.code {
            KeyCode::Enter => {
                return self
                    .trouves
                    .get(self.curseur)
                    .map_or(Issue::Ferme, |index| Issue::Aller(*index));
            }
            KeyCode::Char(lettre) => {
                self.motif.push(lettre);
                self.actualiser(ouverte);
            }
            KeyCode::Backspace => {
                self.motif.pop();
                self.actualiser(ouverte);
            }
            code => deplacer(
                &mut self.curseur,
                code,
                self.trouves.len().saturating_sub(1),
                10,
            ),
        }
        Issue::Reste
    }

    /// Searches again.
    pub fn actualiser(&mut self, ouverte: &SeanceEnCours) {
        self.curseur = 0;
        let textes = ouverte.cadre.dossiers.iter().map(|d| {
            let projet = &d.projet;
            format!("{} {} {}", projet.nom, projet.porteur.nom, projet.numero)
        });
        self.trouves = chercher(&self.motif, textes);
    }
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
fn chiffre(lettre: char) -> Option<char> {
    const RANGEE: &str = "à&é\"'(-è_ç";
    let azerty = RANGEE
        .chars()
        .position(|c| c == lettre)
        .and_then(|rang| char::from_digit(rang as u32, 10));
    azerty.or(lettre.is_ascii_digit().then_some(lettre))
}

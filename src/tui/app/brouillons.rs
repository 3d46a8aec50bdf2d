//! Texts typed and not recorded: kept on disk before each frame, offered back in the same dialogue after a cut.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use serde::{Deserialize, Serialize};

use super::App;
use crate::domain::francais::compte;
use crate::domain::phrase::nom_projet;
use crate::store::brouillons;
use crate::tui::dialogue::Dialogue;
use crate::tui::model::SeanceEnCours;
use crate::tui::saisie::Saisie;

/// Version of the file of drafts.
const FORMAT: u32 = 1;

/// What writing the drafts may add to a key.
const PATIENCE: Duration = Duration::from_millis(20);

/// Drafts by their purpose.
pub(super) type Brouillons = BTreeMap<Saisie, String>;

/// The file of drafts.
#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    format: u32,
    brouillons: Vec<Brouillon>,
}

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Brouillon {
    pour: Saisie,
    texte: String,
}

/// The drafts that are on disk, of the séance that is open to write.
#[derive(Default)]
pub(super) struct SurDisque {
    ecrits: Brouillons,
    /// Another program holds the séance: its drafts are not ours.
    ailleurs: bool,
    /// The last writing took longer than a key may: the next ones wait for the end of a word.
    lent: bool,
}

impl App {
    /// Puts what is typed and not recorded on disk, when it changed; to be called once for each batch of keys.
    /// A failure only costs the draft of a killed program: the text is still on screen.
    pub fn garder_brouillons(&mut self) {
        let Some(ouverte) = &self.model.ouverte else {
            return;
        };
        let tapes = self.tapes(ouverte);
        let attend = self.sur_disque.lent && self.en_plein_mot();
        if self.sur_disque.ailleurs || attend || tapes == self.sur_disque.ecrits {
            return;
        }
        let journal = self.campagne.journal(&ouverte.cadre.territoire.code);
        let liste = tapes.iter().map(|(pour, texte)| Brouillon {
            pour: pour.clone(),
            texte: texte.clone(),
        });
        let fichier = Fichier {
            format: FORMAT,
            brouillons: liste.collect(),
        };
        let depart = Instant::now();
        let garde = if tapes.is_empty() {
            brouillons::remove(&journal)
        } else {
            brouillons::save(&journal, &fichier)
        };
        self.sur_disque.lent = depart.elapsed() > PATIENCE;
        if garde.is_ok() {
            self.sur_disque.ecrits = tapes;
        }
    }

    /// Whether a word is being typed.
    fn en_plein_mot(&self) -> bool {
        let Some(Dialogue::Texte(texte)) = &self.model.dialogue else {
            return false;
        };
        texte.texte().ends_with(char::is_alphanumeric)
    }

    /// Drafts, the text being typed among them.
    fn tapes(&self, ouverte: &SeanceEnCours) -> Brouillons {
        let mut tapes = ouverte.brouillons.clone();
        if let Some(Dialogue::Texte(texte)) = &self.model.dialogue {
            texte.garder(&mut tapes);
        }
        tapes.retain(|_, texte| !texte.trim().is_empty());
        tapes
    }

    /// Gives back to a séance what was typed and not recorded; what is to be said of it.
    pub(super) fn retrouver_brouillons(&mut self, ouverte: &mut SeanceEnCours) -> Option<String> {
        let territoire = &ouverte.cadre.territoire.code;
        let quittes = self.brouillons.remove(territoire);
        self.sur_disque = SurDisque {
            ecrits: Brouillons::new(),
            ailleurs: ouverte.lecture_seule.is_some(),
            lent: false,
        };
        if self.sur_disque.ailleurs {
            ouverte.brouillons = quittes.unwrap_or_default();
            return None;
        }
        let lus = match brouillons::load::<Fichier>(&self.campagne.journal(territoire)) {
            Ok(lu) => lu.filter(|fichier| fichier.format == FORMAT),
            Err(ecarte) => {
                return Some(format!(
                    "Des textes non enregistrés n'ont pas pu être relus ; ils sont dans {}.",
                    ecarte.display()
                ));
            }
        };
        let lus = lus.into_iter().flat_map(|fichier| fichier.brouillons);
        let mut retrouves: Brouillons = lus.map(|b| (b.pour, b.texte)).collect();
        self.sur_disque.ecrits = retrouves.clone();
        // A program killed just after a fact had no time to forget its draft.
        let dernier = ouverte.seance.enregistrements().last().map(|e| &e.fait);
        retrouves.retain(|pour, texte| pour.faits(texte.trim()).last() != dernier);
        if let Some(quittes) = quittes {
            ouverte.brouillons = quittes;
            return None;
        }
        ouverte.brouillons = retrouves;
        annonce(ouverte)
    }
}

/// « 1 texte non enregistré est gardé : … »
fn annonce(ouverte: &SeanceEnCours) -> Option<String> {
    let premier = ouverte.brouillons.keys().next()?;
    let nombre = compte(
        ouverte.brouillons.len(),
        "texte non enregistré est gardé",
        "textes non enregistrés sont gardés",
    );
    let projet = premier
        .projet()
        .map(|projet| format!(", {}", nom_projet(&ouverte.cadre, projet)));
    Some(format!(
        "{nombre} ({}{}) : la même touche le retrouve.",
        premier.titre(&ouverte.cadre),
        projet.unwrap_or_default()
    ))
}

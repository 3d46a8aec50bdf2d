//! A row of the priority table being typed: public and places found by search, fields ticked, texts. Nothing is written
//! before « Écrire ».

use crossterm::event::{KeyCode, KeyEvent};

use super::{Issue, Quete, deplacer};
use crate::domain::cadre::Cadre;
use crate::domain::edition::Edition;
use crate::domain::francais::compte;
use crate::domain::priorite::LignePriorite;
use crate::domain::projet::Volet;
use crate::domain::territoire::Zone;
use crate::tui::effect::Effect;

/// Longest text of a row, in characters.
const TEXTE_MAXIMAL: usize = 2_000;

/// Fields of activity that a row may have: never the coordination.
pub const CHAMPS: [Volet; 3] = [
    Volet::Reperage,
    Volet::Remobilisation,
    Volet::Accompagnement,
];

/// A part of the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Champ {
    /// Public, searched.
    Public,
    /// A field of activity, ticked.
    Activite(usize),
    /// Places, searched.
    Inclut,
    /// Places taken away, searched.
    Exclut,
    /// How the call words the place.
    Libelle,
    /// « en particulier », apart by « ; ».
    Precisions,
    /// Why.
    Motivation,
    /// Writes the row.
    Ecrire,
}

/// The form, from top to bottom.
pub const FORMULAIRE: [Champ; 10] = [
    Champ::Public,
    Champ::Activite(0),
    Champ::Activite(1),
    Champ::Activite(2),
    Champ::Inclut,
    Champ::Exclut,
    Champ::Libelle,
    Champ::Precisions,
    Champ::Motivation,
    Champ::Ecrire,
];

/// A row being typed.
#[derive(Debug, Clone)]
pub struct EditeurLigne {
    /// Code of the territory.
    pub territoire: String,
    /// Index of the row changed; `None` for a new one.
    pub index: Option<usize>,
    /// Id of the public; empty at first.
    pub public: String,
    /// Fields of activity ticked.
    pub activites: [bool; 3],
    /// References of places.
    pub inclut: Vec<String>,
    /// References taken away.
    pub exclut: Vec<String>,
    /// How the call words the place.
    pub libelle: String,
    /// « en particulier ».
    pub precisions: String,
    /// Why.
    pub motivation: String,
    /// Part selected.
    pub curseur: usize,
    /// Search going on.
    pub recherche: Option<Quete>,
    /// Publics of the call: id, title.
    pub publics: Vec<(String, String)>,
    /// Places of the territory: reference, name.
    pub lieux: Vec<(String, String)>,
}

impl EditeurLigne {
    /// A new row, or the row at `index`.
    pub fn new(cadre: &Cadre, index: Option<usize>) -> Self {
        let ligne = index.and_then(|index| cadre.table.priorites.get(index));
        let publics = cadre.ami.publics.iter();
        let zone = ligne.map(|l| &l.territoire);
        let texte = |texte: Option<&String>| texte.cloned().unwrap_or_default();
        Self {
            territoire: cadre.territoire.code.clone(),
            index,
            public: ligne.map_or_else(String::new, |l| l.public.clone()),
            activites: CHAMPS.map(|champ| ligne.is_some_and(|l| l.champs.contains(&champ))),
            inclut: zone.map_or_else(Vec::new, |z| z.inclut.clone()),
            exclut: zone.map_or_else(Vec::new, |z| z.exclut.clone()),
            libelle: texte(zone.and_then(|z| z.libelle.as_ref())),
            precisions: ligne.map_or_else(String::new, |l| l.precisions.join(" ; ")),
            motivation: texte(ligne.and_then(|l| l.motivation.as_ref())),
            curseur: 0,
            recherche: None,
            publics: publics
                .map(|p| (p.id.clone(), p.intitule.clone()))
                .collect(),
            lieux: lieux(cadre),
        }
    }

    /// The part selected.
    pub fn champ(&self) -> Champ {
        FORMULAIRE[self.curseur.min(FORMULAIRE.len() - 1)]
    }

    /// What a search looks among.
    pub fn choix(&self) -> &[(String, String)] {
        match self.champ() {
            Champ::Public => &self.publics,
            _ => &self.lieux,
        }
    }

    /// The name of a reference, or the reference.
    pub fn nom_du_lieu<'a>(&'a self, reference: &'a str) -> &'a str {
        let connu = self.lieux.iter().find(|(r, _)| r == reference);
        connu.map_or(reference, |(_, nom)| nom.as_str())
    }

    /// The row as typed.
    pub fn ligne(&self) -> LignePriorite {
        let texte = |texte: &str| {
            let texte = texte.trim();
            (!texte.is_empty()).then(|| texte.to_owned())
        };
        let champs = CHAMPS.iter().zip(self.activites);
        LignePriorite {
            rang: self.index.map_or(1, |index| index as u32 + 1),
            public: self.public.clone(),
            precisions: self.precisions.split(';').filter_map(texte).collect(),
            champs: champs
                .filter(|(_, coche)| *coche)
                .map(|(champ, _)| *champ)
                .collect(),
            territoire: Zone {
                libelle: texte(&self.libelle),
                inclut: self.inclut.clone(),
                exclut: self.exclut.clone(),
            },
            motivation: texte(&self.motivation),
        }
    }

    /// Esc leaves a search before it leaves the form; whether it did.
    pub(super) fn quitter_la_recherche(&mut self) -> bool {
        self.recherche.take().is_some()
    }

    pub(super) fn touche(&mut self, evenement: KeyEvent) -> Issue {
        if self.recherche.is_some() {
            self.chercher(evenement.code);
            return Issue::Reste;
        }
        let dernier = FORMULAIRE.len() - 1;
        match (evenement.code, self.champ()) {
            (KeyCode::Enter, Champ::Ecrire) => return Issue::Effet(Effect::Table(self.edition())),
            (KeyCode::Enter, Champ::Public | Champ::Inclut | Champ::Exclut) => self.ouvrir(None),
            (KeyCode::Enter | KeyCode::Char(' ' | 'x'), Champ::Activite(rang)) => {
                self.activites[rang] = !self.activites[rang];
            }
            (KeyCode::Char(lettre), Champ::Public | Champ::Inclut | Champ::Exclut) => {
                self.ouvrir(Some(lettre));
            }
            (KeyCode::Backspace | KeyCode::Delete, Champ::Inclut) => {
                self.inclut.pop();
            }
            (KeyCode::Backspace | KeyCode::Delete, Champ::Exclut) => {
                self.exclut.pop();
            }
            (KeyCode::Char(lettre), _) => {
                self.ecrire(&lettre.to_string());
            }
            (KeyCode::Backspace, _) => {
                if let Some(texte) = self.texte() {
                    texte.pop();
                }
            }
            (KeyCode::Tab | KeyCode::Enter, _) => self.curseur = (self.curseur + 1) % (dernier + 1),
            (KeyCode::BackTab, _) => self.curseur = self.curseur.checked_sub(1).unwrap_or(dernier),
            (code, _) => deplacer(&mut self.curseur, code, dernier, 5),
        }
        Issue::Reste
    }

    /// Adds to the text selected, on one line; how many characters did not fit, `None` where there is no text.
    pub(super) fn ecrire(&mut self, ajout: &str) -> Option<usize> {
        if let Some(mut quete) = self.recherche.take() {
            quete.ecrire(ajout, self.choix());
            self.recherche = Some(quete);
            return Some(0);
        }
        let texte = self.texte()?;
        let place = TEXTE_MAXIMAL.saturating_sub(texte.chars().count());
        let une_ligne = ajout.replace(['\r', '\n', '\t'], " ");
        let visibles: Vec<char> = une_ligne.chars().filter(|c| !c.is_control()).collect();
        texte.extend(visibles.iter().take(place));
        Some(visibles.len().saturating_sub(place))
    }

    fn texte(&mut self) -> Option<&mut String> {
        match self.champ() {
            Champ::Libelle => Some(&mut self.libelle),
            Champ::Precisions => Some(&mut self.precisions),
            Champ::Motivation => Some(&mut self.motivation),
            _ => None,
        }
    }

    fn edition(&self) -> Edition {
        match self.index {
            Some(index) => Edition::Changer(index, self.ligne()),
            None => Edition::Ajouter(self.ligne()),
        }
    }

    fn ouvrir(&mut self, lettre: Option<char>) {
        self.recherche = Some(Quete::new(lettre, self.choix()));
    }

    fn chercher(&mut self, code: KeyCode) {
        let Some(mut quete) = self.recherche.take() else {
            return;
        };
        match quete.touche(code, self.choix()) {
            None => self.recherche = Some(quete),
            Some(Some((id, nom))) => self.retenir(id, &nom),
            Some(None) => {}
        }
    }

    fn retenir(&mut self, id: String, nom: &str) {
        let references = match self.champ() {
            Champ::Public => {
                self.public = id;
                return;
            }
            Champ::Exclut => &mut self.exclut,
            _ => &mut self.inclut,
        };
        if references.contains(&id) {
            return;
        }
        references.push(id);
        let seul = self.inclut.len() == 1 && self.exclut.is_empty();
        if seul && self.libelle.is_empty() {
            let court = nom.split(" (").next().unwrap_or_default();
            court.clone_into(&mut self.libelle);
        }
    }
}

/// The territory, its intercommunal bodies, its communes: reference and name.
pub fn lieux(cadre: &Cadre) -> Vec<(String, String)> {
    let code = &cadre.territoire.code;
    let communes = || {
        let communes = cadre.referentiel.communes.iter();
        communes.filter(|c| c.territoire == *code)
    };
    let tout = (
        format!("dep:{code}"),
        format!("{} (tout le territoire)", cadre.territoire.nom),
    );
    let epci = cadre.referentiel.epci.iter().filter_map(|epci| {
        let nombre = communes().filter(|c| c.epci == epci.code).count();
        let ici = compte(nombre, "commune ici", "communes ici");
        let nom = format!("{} ({ici})", epci.nom);
        (nombre > 0).then(|| (format!("epci:{}", epci.code), nom))
    });
    let communes = communes().map(|c| {
        (
            format!("commune:{}", c.code),
            format!("{} (commune, {})", c.nom, c.code),
        )
    });
    std::iter::once(tout).chain(epci).chain(communes).collect()
}

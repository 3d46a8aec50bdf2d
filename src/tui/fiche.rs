//! A fiche départementale being typed: a form that scrolls, its cells, its own undo. Nothing is written before `E`.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::domain::cadre::Cadre;
use crate::domain::projet::{Case, Colonne, Etp, Fiche, Mesure, Projet, Volet};
use crate::domain::recevabilite::Constat;
use crate::domain::territoire::Zone;
use crate::tui::model::Place;

/// Changes that can be undone; the oldest are forgotten beyond.
const REMORDS: usize = 500;

/// A row of the form that can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Rangee {
    /// The page of text.
    Description,
    /// Publics of the call.
    Publics,
    /// Ages of the young.
    Ages,
    /// Places.
    Zone,
    /// Places taken away.
    Sauf,
    /// How the candidate words the place.
    Libelle,
    /// Full-time equivalents.
    Etp,
    /// Whether the fiche has this volet.
    Volet(Volet),
    /// Budget of a volet on a year.
    Budget(Volet, u16),
    /// Total declared for a year.
    Total(u16),
    /// Own resources and co-financing.
    Ressources,
    /// Indicators of a year.
    Indicateurs(u16),
}

/// What Enter opens for a row that is no number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Retouche {
    /// Another description.
    Description(String),
    /// Other words for the place.
    Libelle(String),
    /// One more public, by id.
    Public(String),
    /// One more place, by reference.
    Inclut(String),
    /// One more place taken away, by reference.
    Exclut(String),
}

impl Rangee {
    /// Its numbers, from left to right.
    pub fn cases(self) -> Vec<Case> {
        let montants = |case: fn(u16, Colonne) -> Case, annee| {
            Colonne::TOUTES.map(|colonne| case(annee, colonne)).to_vec()
        };
        match self {
            Self::Etp => vec![Case::Etp],
            Self::Ages => vec![Case::AgeMinimum, Case::AgeMaximum, Case::AgeMaximumHandicap],
            Self::Budget(volet, annee) => Colonne::TOUTES
                .map(|colonne| Case::Montant(volet, annee, colonne))
                .to_vec(),
            Self::Total(annee) => montants(Case::Total, annee),
            Self::Ressources => vec![Case::Propres, Case::Cofinancements],
            Self::Indicateurs(annee) => Mesure::TOUTES
                .map(|mesure| Case::Indicateur(annee, mesure))
                .to_vec(),
            _ => Vec::new(),
        }
    }

    /// Its path inside the fiche, when it is no number.
    fn chemin(self) -> &'static str {
        match self {
            Self::Description => "description",
            Self::Publics => "publics",
            Self::Zone | Self::Sauf | Self::Libelle => "zone",
            Self::Volet(_) => "volets",
            _ => "",
        }
    }
}

/// What was typed in a cell since it was reached.
#[derive(Debug, Clone, Default)]
struct Frappe {
    texte: String,
    /// Whether the fiche as it was before can be brought back.
    notee: bool,
}

/// A fiche being typed.
#[derive(Debug, Clone)]
pub struct SaisieFiche {
    /// The candidature as it would be written.
    pub projet: Projet,
    /// Rows of the form.
    pub rangees: Vec<Rangee>,
    /// Row selected.
    pub rangee: usize,
    /// Cell of the row selected.
    pub colonne: usize,
    /// What the rules find of this fiche, and of the totals it enters, the most serious first.
    pub constats: Vec<Constat>,
    frappe: Option<Frappe>,
    rang: usize,
    depart: Fiche,
    passe: Vec<Fiche>,
    futur: Vec<Fiche>,
}

impl SaisieFiche {
    /// The fiche of a frame's territory, as its file has it; `None` when the candidature has none there.
    pub fn new(cadre: &Cadre, projet: &Arc<Projet>) -> Option<Self> {
        let code = &cadre.territoire.code;
        let rang = projet.fiches.iter().position(|f| f.territoire == *code)?;
        let mut saisie = Self {
            projet: projet.as_ref().clone(),
            rangees: Vec::new(),
            rangee: 0,
            colonne: 0,
            constats: Vec::new(),
            frappe: None,
            rang,
            depart: projet.fiches[rang].clone(),
            passe: Vec::new(),
            futur: Vec::new(),
        };
        saisie.rangees = formulaire(&saisie.projet, saisie.fiche());
        saisie.controler(cadre);
        Some(saisie)
    }

    /// The fiche as typed.
    pub fn fiche(&self) -> &Fiche {
        &self.projet.fiches[self.rang]
    }

    /// The fiche as its file has it.
    pub fn depart(&self) -> &Fiche {
        &self.depart
    }

    /// Whether something was typed that is not written.
    pub fn modifiee(&self) -> bool {
        *self.fiche() != self.depart
    }

    /// The row selected.
    pub fn choisie(&self) -> Rangee {
        self.rangees[self.rangee.min(self.rangees.len() - 1)]
    }

    /// The number selected, when it is one.
    pub fn case(&self) -> Option<Case> {
        let cases = self.choisie().cases();
        cases
            .get(self.colonne.min(cases.len().saturating_sub(1)))
            .copied()
    }

    /// Constats of the cell selected.
    pub fn constats_d_ici(&self) -> impl Iterator<Item = &Constat> {
        let ici = match self.case() {
            Some(case) => case.chemin(),
            None => self.choisie().chemin().to_owned(),
        };
        let ici = format!("fiches[{}].{ici}", self.rang);
        let concerne =
            move |constat: &&Constat| sous(&ici, &constat.chemin) || sous(&constat.chemin, &ici);
        self.constats.iter().filter(concerne)
    }

    /// Asks the rules again: those that look at this fiche, or at the totals it enters.
    pub fn controler(&mut self, cadre: &Cadre) {
        let projets = [Arc::new(self.projet.clone())];
        let (ami, table, referentiel) = (&cadre.ami, &cadre.table, &cadre.referentiel);
        let tapee = Cadre::new(ami, &cadre.territoire.code, table, referentiel, &projets);
        let dossier = tapee.and_then(|cadre| cadre.dossiers.into_iter().next());
        let mut constats = dossier.map(|d| d.constats).unwrap_or_default();
        let fiche = format!("fiches[{}]", self.rang);
        constats.retain(|c| sous(&fiche, &c.chemin) || sous("total", &c.chemin));
        self.constats = constats;
    }

    /// Goes to another row, the column kept when it has as many.
    pub fn aller(&mut self, rangee: usize) {
        self.frappe = None;
        self.rangee = rangee.min(self.rangees.len() - 1);
        let derniere = self.choisie().cases().len().saturating_sub(1);
        self.colonne = self.colonne.min(derniere);
    }

    /// Goes to the cell at the left, or at the right, of the same row.
    pub fn decaler(&mut self, a_droite: bool) {
        self.frappe = None;
        let derniere = self.choisie().cases().len().saturating_sub(1);
        self.colonne = if a_droite {
            (self.colonne + 1).min(derniere)
        } else {
            self.colonne.saturating_sub(1)
        };
    }

    /// Goes to the next cell, or the one before, in reading order, round the form.
    pub fn parcourir(&mut self, vers_la_suite: bool) {
        self.frappe = None;
        let nombre = self.rangees.len();
        let derniere = self.choisie().cases().len().saturating_sub(1);
        match (vers_la_suite, self.colonne) {
            (true, colonne) if colonne < derniere => self.colonne += 1,
            (true, _) => {
                self.rangee = (self.rangee + 1) % nombre;
                self.colonne = 0;
            }
            (false, 0) => {
                self.rangee = (self.rangee + nombre - 1) % nombre;
                self.colonne = self.choisie().cases().len().saturating_sub(1);
            }
            (false, _) => self.colonne -= 1,
        }
    }

    /// Types a figure, or a comma in full-time equivalents; why not, when it cannot be.
    pub fn taper(&mut self, lettre: char) -> Result<(), String> {
        let Some(case) = self.case() else {
            return Err("Pas de nombre ici : Entrée modifie.".into());
        };
        let tape = self.frappe().unwrap_or_default();
        self.poser(case, format!("{tape}{lettre}"))
    }

    /// Puts numbers that were pasted: tabs go to the right, new lines to the row below. All of them, or none.
    pub fn coller(&mut self, texte: &str) -> Result<usize, String> {
        let mut nombres = Vec::new();
        for (bas, ligne) in texte.trim_end().lines().enumerate() {
            let rangee = self.rangees.get(self.rangee + bas).copied();
            let cases = rangee.map(Rangee::cases).unwrap_or_default();
            for (droite, texte) in ligne.split('\t').enumerate() {
                let case = cases.get(self.colonne + droite).copied();
                let case = case.ok_or("Ce qui est copié dépasse les cases : rien n'est collé.")?;
                let utile = |c: &char| !c.is_whitespace() && !"€%\u{2060}".contains(*c);
                let texte: String = texte.chars().filter(utile).collect();
                nombres.push((case, lire(case, &texte)?));
            }
        }
        self.changer(|fiche| {
            for (case, nombre) in &nombres {
                case.ecrire(fiche, *nombre);
            }
        });
        Ok(nombres.len())
    }

    /// Takes away the last figure of the cell, or the last of a list.
    pub fn effacer(&mut self) {
        match (self.case(), self.choisie()) {
            (Some(case), _) => {
                let mut texte = self.texte(case);
                texte.pop();
                // What is left of a number is a number.
                let _ = self.poser(case, texte);
            }
            (None, Rangee::Publics) => self.changer(|fiche| {
                fiche.publics.pop();
            }),
            (None, Rangee::Zone) => self.changer(|fiche| {
                let zone = fiche.zone.get_or_insert_with(zone_vide);
                zone.inclut.pop();
            }),
            (None, Rangee::Sauf) => self.changer(|fiche| {
                let zone = fiche.zone.get_or_insert_with(zone_vide);
                zone.exclut.pop();
            }),
            _ => {}
        }
    }

    /// Blanks the cell, or the list.
    pub fn vider(&mut self) {
        self.frappe = None;
        match (self.case(), self.choisie()) {
            (Some(case), _) => self.changer(|fiche| case.ecrire(fiche, None)),
            (None, Rangee::Publics) => self.changer(|fiche| fiche.publics.clear()),
            (None, Rangee::Zone) => self.changer(|fiche| {
                if let Some(zone) = &mut fiche.zone {
                    zone.inclut.clear();
                }
            }),
            (None, Rangee::Sauf) => self.changer(|fiche| {
                if let Some(zone) = &mut fiche.zone {
                    zone.exclut.clear();
                }
            }),
            (None, Rangee::Libelle) => self.retoucher(Retouche::Libelle(String::new())),
            _ => {}
        }
    }

    /// Ticks a volet, or unticks it.
    pub fn cocher(&mut self, volet: Volet) {
        self.changer(|fiche| {
            if fiche.volets.contains(&volet) {
                fiche.volets.retain(|v| *v != volet);
            } else {
                fiche.volets.push(volet);
                fiche.volets.sort();
            }
        });
    }

    /// Takes what a search or a text gave.
    pub fn retoucher(&mut self, retouche: Retouche) {
        let ajouter = |liste: &mut Vec<String>, id: String| {
            if !liste.contains(&id) {
                liste.push(id);
            }
        };
        self.changer(|fiche| match retouche {
            Retouche::Description(texte) => {
                let texte = texte.trim_end();
                let ancienne = fiche.description.as_deref().unwrap_or_default();
                // Blanks at its end say nothing.
                if texte != ancienne.trim_end() {
                    fiche.description = (!texte.is_empty()).then(|| format!("{texte}\n"));
                }
            }
            Retouche::Libelle(texte) => {
                let texte = texte.trim();
                let zone = fiche.zone.get_or_insert_with(zone_vide);
                zone.libelle = (!texte.is_empty()).then(|| texte.to_owned());
            }
            Retouche::Public(id) => ajouter(&mut fiche.publics, id),
            Retouche::Inclut(lieu) => {
                ajouter(&mut fiche.zone.get_or_insert_with(zone_vide).inclut, lieu);
            }
            Retouche::Exclut(lieu) => {
                ajouter(&mut fiche.zone.get_or_insert_with(zone_vide).exclut, lieu);
            }
        });
    }

    /// Back before the last change; whether there was one.
    pub fn annuler(&mut self) -> bool {
        self.frappe = None;
        let Some(avant) = self.passe.pop() else {
            return false;
        };
        let apres = std::mem::replace(&mut self.projet.fiches[self.rang], avant);
        self.futur.push(apres);
        true
    }

    /// Brings back what was undone; whether something was.
    pub fn retablir(&mut self) -> bool {
        self.frappe = None;
        let Some(apres) = self.futur.pop() else {
            return false;
        };
        let avant = std::mem::replace(&mut self.projet.fiches[self.rang], apres);
        self.passe.push(avant);
        true
    }

    /// Back to what the file holds; undone as any change.
    pub fn revenir(&mut self) {
        let depart = self.depart.clone();
        self.changer(|fiche| *fiche = depart);
    }

    /// What was typed is what the file now holds.
    pub fn ecrite(&mut self, projet: &Projet) {
        self.projet = projet.clone();
        self.depart = self.fiche().clone();
        self.frappe = None;
    }

    /// What differs from the file, in the words of the form.
    pub fn differences(&self) -> Vec<&'static str> {
        let (avant, apres) = (&self.depart, self.fiche());
        let parties = [
            ("description", avant.description != apres.description),
            ("publics", avant.publics != apres.publics),
            ("âges", avant.ages != apres.ages),
            ("zone", avant.zone != apres.zone),
            ("volets", avant.volets != apres.volets),
            ("ETP", avant.etp != apres.etp),
            ("budget", avant.budget != apres.budget),
            ("total déclaré", avant.total != apres.total),
            ("ressources", avant.ressources != apres.ressources),
            ("indicateurs", avant.indicateurs != apres.indicateurs),
        ];
        let changees = parties.into_iter().filter(|(_, change)| *change);
        changees.map(|(nom, _)| nom).collect()
    }

    /// What is shown of a number: as it was typed, while it is being typed.
    pub fn texte(&self, case: Case) -> String {
        match self.frappe() {
            Some(texte) if self.case() == Some(case) => texte.to_owned(),
            _ => ecrit(case, case.lire(self.fiche())),
        }
    }

    /// What was typed in the cell selected since it was reached.
    pub fn frappe(&self) -> Option<&str> {
        self.frappe.as_ref().map(|frappe| frappe.texte.as_str())
    }

    /// All that is typed in a cell at one time is one change.
    fn poser(&mut self, case: Case, texte: String) -> Result<(), String> {
        let nombre = lire(case, &texte)?;
        let mut notee = self.frappe.take().is_some_and(|frappe| frappe.notee);
        let avant = self.fiche().clone();
        case.ecrire(&mut self.projet.fiches[self.rang], nombre);
        if !notee && *self.fiche() != avant {
            self.noter(avant);
            notee = true;
        }
        self.frappe = Some(Frappe { texte, notee });
        Ok(())
    }

    /// A change that can be undone.
    fn changer(&mut self, changement: impl FnOnce(&mut Fiche)) {
        self.frappe = None;
        let avant = self.fiche().clone();
        let fiche = &mut self.projet.fiches[self.rang];
        changement(fiche);
        // A zone that says nothing is the whole territory.
        fiche.zone = fiche.zone.take().filter(|zone| *zone != zone_vide());
        if *self.fiche() != avant {
            self.noter(avant);
        }
    }

    fn noter(&mut self, avant: Fiche) {
        if self.passe.len() == REMORDS {
            self.passe.remove(0);
        }
        self.passe.push(avant);
        self.futur.clear();
    }
}

/// The fiches being typed, and where one goes back to.
#[derive(Debug)]
pub struct Fiches {
    /// Those that hold something not written, and the one on screen, by territory and number.
    pub saisies: BTreeMap<(String, String), SaisieFiche>,
    /// The one on screen.
    pub courante: (String, String),
    /// Where Esc goes back to.
    pub retour: Place,
}

impl Default for Fiches {
    fn default() -> Self {
        Self {
            saisies: BTreeMap::new(),
            courante: Default::default(),
            retour: Place::Candidature,
        }
    }
}

impl Fiches {
    /// The one on screen.
    pub fn courante(&self) -> Option<&SaisieFiche> {
        self.saisies.get(&self.courante)
    }

    /// The one on screen, to be changed.
    pub fn courante_mut(&mut self) -> Option<&mut SaisieFiche> {
        self.saisies.get_mut(&self.courante)
    }

    /// Whether something was typed that is not written.
    pub fn a_ecrire(&self) -> bool {
        self.saisies.values().any(SaisieFiche::modifiee)
    }
}

/// The rows of the form: the years are those of the convention, and those that the file already names.
fn formulaire(projet: &Projet, fiche: &Fiche) -> Vec<Rangee> {
    let indicateurs = fiche.indicateurs.keys().copied();
    let annees: BTreeSet<u16> = projet
        .annees_actives()
        .chain(fiche.annees())
        .chain(indicateurs)
        .collect();
    let mut rangees = vec![
        Rangee::Description,
        Rangee::Publics,
        Rangee::Ages,
        Rangee::Zone,
        Rangee::Sauf,
        Rangee::Libelle,
        Rangee::Etp,
    ];
    for volet in Volet::TOUS {
        rangees.push(Rangee::Volet(volet));
        rangees.extend(annees.iter().map(|annee| Rangee::Budget(volet, *annee)));
    }
    rangees.extend(annees.iter().map(|annee| Rangee::Total(*annee)));
    rangees.push(Rangee::Ressources);
    rangees.extend(annees.iter().map(|annee| Rangee::Indicateurs(*annee)));
    rangees
}

/// A number as it is typed; empty when the cell is blank.
fn ecrit(case: Case, nombre: Option<i64>) -> String {
    match (case, nombre) {
        (_, None) => String::new(),
        (Case::Etp, Some(centiemes)) => {
            Etp(u32::try_from(centiemes).unwrap_or_default()).to_string()
        }
        (_, Some(nombre)) => nombre.to_string(),
    }
}

fn lire(case: Case, texte: &str) -> Result<Option<i64>, String> {
    if texte.is_empty() {
        return Ok(None);
    }
    let nombre = if case == Case::Etp {
        let texte = texte.replace(',', ".");
        let etp = Etp::lire(&texte).ok_or("Des ETP comme 3 ou 3,5, deux décimales au plus.")?;
        i64::from(etp.0)
    } else {
        let entier = texte
            .parse::<i64>()
            .ok()
            .filter(|_| !texte.starts_with('+'));
        entier.ok_or("Un nombre entier est attendu ici, sans virgule.")?
    };
    if nombre.abs() > case.maximum() {
        return Err("Ce nombre est trop grand pour cette case.".into());
    }
    Ok(Some(nombre))
}

/// Whether a path is `haut`, or stands under it.
fn sous(haut: &str, chemin: &str) -> bool {
    let suite = chemin.strip_prefix(haut);
    suite.is_some_and(|suite| suite.is_empty() || suite.starts_with(['.', '[']))
}

fn zone_vide() -> Zone {
    Zone {
        libelle: None,
        inclut: Vec::new(),
        exclut: Vec::new(),
    }
}

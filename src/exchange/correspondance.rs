//! `correspondance.yaml`: which column of the platform's form fills which of our fields. It is data that a person makes once.
//! A column that vanished or changed stops the import and is named.

pub mod cible;
mod deviner;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use chrono::{Datelike, Months, NaiveDate};
use serde::{Deserialize, Serialize};

use crate::domain::ami::Ami;
use crate::domain::probleme::{citer, plus_proche};
use crate::exchange::plateforme::{Colonne, Genre, Lot};
use crate::store::diagnostic::Diagnostic;
use crate::store::document::{Document, Limites};
use crate::store::yaml_writer;
use cible::Cible;
pub use deviner::deviner;

/// Name of the file in a campaign.
pub const FICHIER: &str = "correspondance.yaml";

/// The mapping of a form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Correspondance {
    /// Version of the file format; 1 today.
    pub format: u32,
    /// Whether the dossiers are invented examples.
    pub fictif: bool,
    /// Our fields, each with the column that fills it.
    pub champs: BTreeMap<String, Source>,
    /// The repetition that holds the fiches départementales, when the form has one.
    pub fiche: Option<FicheSource>,
    /// Options of choices, each with our id; null: none of ours.
    #[serde(default)]
    pub valeurs: Valeurs,
    /// What fills a field that a dossier leaves blank.
    #[serde(default)]
    pub defauts: Defauts,
}

/// A column of the form.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Source {
    /// Its label, verbatim.
    pub colonne: String,
    /// Which of the columns of this label, from 1; 1 when left out.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub occurrence: Option<usize>,
    /// How many columns bore this label when it was chosen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sur: Option<usize>,
    /// Identifier of the field in the API, when known.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub champ: Option<String>,
}

/// The repetition that holds the fiches.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct FicheSource {
    /// Its stable identifier.
    pub bloc: String,
    /// Fields of a fiche, each with the column that fills it; `territoire` is compulsory.
    pub champs: BTreeMap<String, Source>,
}

/// Options as the form writes them, each with our id; none: none of ours.
pub type Options = BTreeMap<String, Option<String>>;

/// Options of choices, each with our id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Valeurs {
    /// Territories.
    #[serde(default)]
    pub territoires: Options,
    /// Publics.
    #[serde(default)]
    pub publics: Options,
    /// Activities.
    #[serde(default)]
    pub volets: Options,
}

/// What fills a field that a dossier leaves blank.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Defauts {
    /// First day of the convention.
    pub debut: Option<NaiveDate>,
    /// Length of the convention, which gives its last day.
    pub duree_mois: Option<u32>,
}

impl Source {
    /// The column as a source.
    pub fn de(colonne: &Colonne) -> Self {
        let plusieurs = colonne.sur > 1;
        Self {
            colonne: colonne.titre.clone(),
            occurrence: plusieurs.then_some(colonne.occurrence),
            sur: plusieurs.then_some(colonne.sur),
            champ: colonne.champ.clone(),
        }
    }

    /// Where it stands among these columns, when it is there and unchanged.
    pub fn trouver(&self, colonnes: &[Colonne]) -> Option<usize> {
        self.chercher(colonnes).ok()
    }

    /// The same, else why it cannot be used.
    fn chercher(&self, colonnes: &[Colonne]) -> Result<usize, String> {
        if let Some(id) = &self.champ
            && let Some(place) = colonnes
                .iter()
                .position(|c| c.champ.as_ref() == Some(id) && c.titre == self.colonne)
        {
            return Ok(place);
        }
        let renommee = self
            .champ
            .as_ref()
            .and_then(|id| colonnes.iter().find(|c| c.champ.as_ref() == Some(id)));
        if let Some(renommee) = renommee {
            return Err(format!(
                "la question « {} » s'appelle maintenant « {} »",
                self.colonne, renommee.titre
            ));
        }
        let meme_titre: Vec<usize> = (0..colonnes.len())
            .filter(|p| est_titre(&colonnes[*p].titre, &self.colonne))
            .collect();
        if meme_titre.is_empty() {
            let titres = colonnes.iter().map(|c| c.titre.as_str());
            let proche = plus_proche(&self.colonne, titres);
            let suite = proche.map_or(String::new(), |p| format!(" ; la plus proche est « {p} »"));
            return Err(format!(
                "colonne « {} » absente de l'export{suite}",
                self.colonne
            ));
        }
        let sur = self.sur.unwrap_or(1);
        if meme_titre.len() != sur {
            return Err(format!(
                "{} colonnes « {} » dans l'export, {sur} quand la correspondance a été faite",
                meme_titre.len(),
                self.colonne
            ));
        }
        let rang = self.occurrence.unwrap_or(1);
        meme_titre
            .get(rang.wrapping_sub(1))
            .copied()
            .ok_or_else(|| {
                format!(
                    "« {} » : il n'y a pas de colonne n° {rang} de ce nom",
                    self.colonne
                )
            })
    }
}

/// Whether a label is the one wanted; in a « modèle d'export » it may follow the name of its repetition.
fn est_titre(titre: &str, voulu: &str) -> bool {
    titre == voulu
        || titre
            .rsplit_once(" – ")
            .is_some_and(|(_, fin)| fin == voulu)
}

/// The calendar years of the call's conventions.
pub fn annees(ami: &Ami) -> Vec<u16> {
    let debut = ami.calendrier.demarrage;
    let fin = derniere(debut, ami.calendrier.duree_mois).unwrap_or(debut);
    (debut.year()..=fin.year())
        .filter_map(|a| u16::try_from(a).ok())
        .collect()
}

/// The last day of a convention of so many months.
pub fn derniere(debut: NaiveDate, mois: u32) -> Option<NaiveDate> {
    debut.checked_add_months(Months::new(mois))?.pred_opt()
}

impl Correspondance {
    /// Reads a mapping against the call; else every problem.
    pub fn lire(chemin: &Path, nom: &str, ami: &Ami) -> Result<Self, Vec<Diagnostic>> {
        let document = Document::open(chemin, nom, &Limites::default())?;
        let lue: Self = document.decode()?;
        let problemes = lue.problemes(ami);
        if problemes.is_empty() {
            return Ok(lue);
        }
        Err(problemes
            .into_iter()
            .map(|p| document.diagnostic(p))
            .collect())
    }

    /// Its text, as it is kept in the campaign.
    pub fn texte(&self) -> Result<String, serde_yaml::Error> {
        let tete = "# Quelle colonne du formulaire de la plateforme remplit quel champ d'une candidature.\n";
        Ok(tete.to_owned() + &yaml_writer::to_string(self)?)
    }

    /// Keys and ids that the call does not know.
    pub fn problemes(&self, ami: &Ami) -> Vec<crate::domain::probleme::Probleme> {
        use crate::domain::probleme::{Probleme, inconnu};
        let annees = annees(ami);
        let mut problemes = Vec::new();
        if self.format != 1 {
            problemes.push(Probleme::new(
                "format",
                format!("format 1 attendu, lu {}", self.format),
            ));
        }
        let mut cles = |chemin: &str, champs: &BTreeMap<String, Source>, cibles: &[Cible]| {
            for cle in champs.keys() {
                if !cibles.iter().any(|c| c.cle == *cle) {
                    let connues = cibles.iter().map(|c| c.cle.as_str());
                    problemes.push(Probleme::new(chemin, inconnu("champ", cle, connues)));
                }
            }
        };
        cles("champs", &self.champs, &cible::du_formulaire(ami, &annees));
        if let Some(fiche) = &self.fiche {
            cles("fiche.champs", &fiche.champs, &cible::de_la_fiche(&annees));
            if !fiche.champs.contains_key("territoire") {
                problemes.push(Probleme::new(
                    "fiche.champs",
                    "« territoire » attendu : il dit quelle fiche remplit une ligne",
                ));
            }
        }
        if !self.champs.contains_key("nom") {
            problemes.push(Probleme::new(
                "champs",
                "« nom » attendu : aucune colonne ne donne le nom du projet",
            ));
        }
        if !self.champs.contains_key("territoires") && self.fiche.is_none() {
            problemes.push(Probleme::new(
                "champs",
                "« territoires » attendu : aucune colonne ne dit où le projet intervient",
            ));
        }
        let volets = [
            "reperage",
            "remobilisation",
            "accompagnement",
            "coordination",
        ];
        let connus: [(&str, &Options, Vec<&str>); 3] = [
            (
                "territoires",
                &self.valeurs.territoires,
                ami.territoires.iter().map(|t| t.code.as_str()).collect(),
            ),
            (
                "publics",
                &self.valeurs.publics,
                ami.publics.iter().map(|p| p.id.as_str()).collect(),
            ),
            ("volets", &self.valeurs.volets, volets.to_vec()),
        ];
        for (nom, options, ids) in connus {
            for id in options
                .values()
                .flatten()
                .filter(|id| !ids.contains(&id.as_str()))
            {
                let message = inconnu("identifiant", id, ids.iter().copied());
                problemes.push(Probleme::new(format!("valeurs.{nom}"), message));
            }
        }
        problemes
    }

    /// Where each field of the form and of the fiche stands in a lot; else every column that vanished or changed.
    pub fn resoudre(&self, lot: &Lot, ami: &Ami) -> Result<Places, Vec<Diagnostic>> {
        let annees = annees(ami);
        let mut diagnostics = Vec::new();
        let mut places = |champs: &BTreeMap<String, Source>,
                          cibles: Vec<Cible>,
                          colonnes: &[Colonne],
                          ou: &str| {
            let mut trouvees = Vec::new();
            for cible in cibles {
                let Some(source) = champs.get(&cible.cle) else {
                    continue;
                };
                match source.chercher(colonnes) {
                    Ok(place) => trouvees.push((cible, place)),
                    Err(raison) => diagnostics.push(Diagnostic {
                        chemin: format!("{ou}{}", cible.cle),
                        ..Diagnostic::whole(
                            &lot.fichier,
                            format!("{raison}. Corrigez la correspondance, ou refaites-la"),
                        )
                    }),
                }
            }
            trouvees
        };
        let formulaire = places(
            &self.champs,
            cible::du_formulaire(ami, &annees),
            &lot.colonnes,
            "",
        );
        let mut fiche = None;
        if let Some(source) = &self.fiche {
            match lot.blocs.get(&source.bloc) {
                Some(bloc) => {
                    let cibles = cible::de_la_fiche(&annees);
                    fiche = Some((
                        source.bloc.clone(),
                        places(&source.champs, cibles, &bloc.colonnes, "fiche."),
                    ));
                }
                // A CSV never holds repetitions, and a repetition without a row has no sheet.
                None if lot.genre == Genre::Csv || lot.blocs.is_empty() => {}
                None => {
                    let connus: Vec<String> = lot
                        .blocs
                        .iter()
                        .map(|(id, b)| format!("({id}) {}", b.titre))
                        .collect();
                    diagnostics.push(Diagnostic {
                        chemin: "fiche.bloc".into(),
                        ..Diagnostic::whole(
                            &lot.fichier,
                            format!(
                                "bloc répétable {} absent de l'export ; présents : {}",
                                source.bloc,
                                connus.join(", ")
                            ),
                        )
                    });
                }
            }
        }
        if diagnostics.is_empty() {
            Ok(Places { formulaire, fiche })
        } else {
            Err(diagnostics)
        }
    }

    /// Columns of a lot that fill nothing.
    pub fn inutilisees<'a>(&self, lot: &'a Lot) -> Vec<&'a str> {
        let sources: BTreeSet<usize> = self
            .champs
            .values()
            .filter_map(|s| s.trouver(&lot.colonnes))
            .collect();
        let colonnes = lot.colonnes.iter().enumerate();
        colonnes
            .filter(|(p, _)| !sources.contains(p))
            .map(|(_, c)| c.titre.as_str())
            .collect()
    }

    /// Takes again the options of the choices in these files, keeping those already tied.
    pub fn completer_valeurs(&mut self, lots: &[Lot], ami: &Ami) {
        let lues = deviner::valeurs(lots, self, ami);
        let garder = |gardees: &mut Options, lues: Options| {
            let anciennes = std::mem::take(gardees);
            *gardees = lues
                .into_iter()
                .map(|(o, id)| {
                    let id = anciennes.get(&o).cloned().unwrap_or(id);
                    (o, id)
                })
                .collect();
        };
        garder(&mut self.valeurs.territoires, lues.territoires);
        garder(&mut self.valeurs.publics, lues.publics);
        garder(&mut self.valeurs.volets, lues.volets);
    }
}

/// Where each field stands in a lot.
#[derive(Debug)]
pub struct Places {
    /// Fields of the form.
    pub formulaire: Vec<Place>,
    /// The repetition of the fiches, and their fields.
    pub fiche: Option<(String, Vec<Place>)>,
}

/// A field and its column.
pub type Place = (Cible, usize);

/// The ids of the options in a cell: the longest option first, never cut blindly; else the part that is no known option.
pub fn ids(cellule: &str, options: &Options) -> Result<Vec<String>, String> {
    let mut connues: Vec<&String> = options.keys().collect();
    connues.sort_by_key(|o| std::cmp::Reverse(o.len()));
    let mut reste = cellule.trim();
    let mut ids = Vec::new();
    while !reste.is_empty() {
        let lue = connues.iter().find_map(|option| {
            let suite = reste.strip_prefix(option.as_str())?;
            let suite = if suite.is_empty() {
                suite
            } else {
                suite
                    .strip_prefix(", ")
                    .or_else(|| suite.strip_prefix(" / "))?
            };
            Some((*option, suite))
        });
        let Some((option, suite)) = lue else {
            return Err(citer(reste));
        };
        if let Some(id) = &options[option]
            && !ids.contains(id)
        {
            ids.push(id.clone());
        }
        reste = suite;
    }
    Ok(ids)
}

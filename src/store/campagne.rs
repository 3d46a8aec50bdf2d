//! A campaign read whole: the call, its tables, its candidatures, the official codes, and every problem of every file.

mod projets;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use chrono::{DateTime, FixedOffset};
use serde::de::DeserializeOwned;

use self::projets::Projets;
use super::diagnostic::Diagnostic;
use super::document::{Document, Limites};
use super::journal::{self, ErreurJournal, Journal, Lecture};
use super::referentiel;
use crate::domain::ami::Ami;
use crate::domain::cadre::Cadre;
use crate::domain::fait::{Empreinte, Enregistrement, Fait};
use crate::domain::priorite::TablePriorites;
use crate::domain::probleme::Probleme;
use crate::domain::projet::Projet;
use crate::domain::recevabilite::Severite;
use crate::domain::territoire::Referentiel;

/// Version of the inputs' formats that this program reads.
const FORMAT: u32 = 1;

/// A campaign ready to be examined.
#[derive(Debug, Clone)]
pub struct Campagne {
    /// Its folder.
    pub racine: PathBuf,
    /// The call.
    pub ami: Arc<Ami>,
    /// Candidatures, by number.
    pub projets: Vec<Arc<Projet>>,
    /// Candidature files set aside because they cannot be read.
    pub ecartes: Vec<String>,
    /// Whether séances are opened where the file system cannot lock, which is then recorded.
    pub sans_verrou: bool,
    tables: BTreeMap<String, Arc<TablePriorites>>,
    referentiel: Arc<Referentiel>,
    empreintes: Vec<Empreinte>,
    fichier_du_projet: BTreeMap<String, String>,
}

/// What reading a campaign gave.
#[derive(Debug, Default)]
pub struct Chargement {
    /// The campaign, when the call and its tables can be used.
    pub campagne: Option<Campagne>,
    /// Every problem of every file.
    pub diagnostics: Vec<Diagnostic>,
    /// What deserves a second look in tables that can be used.
    pub remarques: Vec<(Severite, Diagnostic)>,
}

impl Campagne {
    /// Reads every file of the campaign and reports every problem; a bad candidature does not hide the others.
    pub fn load(racine: &Path) -> Chargement {
        Self::lire(racine, true)
    }

    /// The same without the candidatures: enough to say what the region says, much sooner.
    pub fn load_sans_projets(racine: &Path) -> Chargement {
        Self::lire(racine, false)
    }

    fn lire(racine: &Path, avec_projets: bool) -> Chargement {
        let mut lecteur = Lecteur {
            racine,
            avec_projets,
            diagnostics: Vec::new(),
            empreintes: Vec::new(),
            remarques: Vec::new(),
        };
        let campagne = lecteur.campagne();
        let mut diagnostics = lecteur.diagnostics;
        diagnostics.sort();
        Chargement {
            campagne,
            diagnostics,
            remarques: lecteur.remarques,
        }
    }

    /// The frame of a territory; `None` when the call has no such territory.
    pub fn cadre(&self, territoire: &str) -> Option<Cadre> {
        let table = self.tables.get(territoire)?;
        Cadre::new(
            &self.ami,
            territoire,
            table,
            &self.referentiel,
            &self.projets,
        )
    }

    /// The same without the constats of its candidatures.
    pub fn cadre_sans_constats(&self, territoire: &str) -> Option<Cadre> {
        let table = self.tables.get(territoire)?;
        let (ami, referentiel) = (&self.ami, &self.referentiel);
        Cadre::sans_constats(ami, territoire, table, referentiel, &self.projets)
    }

    /// The priority table of a territory.
    pub fn table(&self, territoire: &str) -> Option<&TablePriorites> {
        self.tables.get(territoire).map(Arc::as_ref)
    }

    /// Every input of a territory with its sha-256: the call, its table, its candidatures, the official codes.
    pub fn entrees(&self, territoire: &str) -> Vec<Empreinte> {
        let table = nom_de_table(territoire);
        let projets: Vec<&String> = self
            .projets
            .iter()
            .filter(|p| p.fiche(territoire).is_some())
            .filter_map(|p| self.fichier_du_projet.get(&p.numero))
            .collect();
        let concerne = |fichier: &String| {
            projets.contains(&fichier)
                || *fichier == table
                || !(fichier.starts_with("priorites/") || fichier.starts_with("projets/"))
        };
        self.empreintes
            .iter()
            .filter(|e| concerne(&e.fichier))
            .cloned()
            .collect()
    }

    /// The frame of a territory in which `projet` stands for the candidature of its number, or is added to the others.
    pub fn cadre_avec(&self, territoire: &str, projet: &Arc<Projet>) -> Option<Cadre> {
        let mut projets = self.projets.clone();
        projets.retain(|p| p.numero != projet.numero);
        projets.push(Arc::clone(projet));
        let table = self.tables.get(territoire)?;
        Cadre::new(&self.ami, territoire, table, &self.referentiel, &projets)
    }

    /// Reads one candidature, in the campaign or out of it, against this call.
    pub fn lire_projet(&self, chemin: &Path) -> Result<Projet, Vec<Diagnostic>> {
        let nom = chemin.display().to_string();
        self.verifier_projet(&Document::open(chemin, &nom, &Limites::default())?)
    }

    /// The sha-256 with which a file of the campaign was read.
    pub fn empreinte(&self, fichier: &str) -> Option<&str> {
        let lue = self.empreintes.iter().find(|e| e.fichier == fichier)?;
        Some(&lue.sha256)
    }

    /// Takes up a candidature as its file now is, read with this sha-256; every other file stays as it was read.
    pub(super) fn reprendre(&mut self, fichier: &str, sha256: &str, projet: Projet) {
        if let Some(place) = self.projets.iter_mut().find(|p| p.numero == projet.numero) {
            *place = Arc::new(projet);
        }
        if let Some(lue) = self.empreintes.iter_mut().find(|e| e.fichier == fichier) {
            sha256.clone_into(&mut lue.sha256);
        }
    }

    /// A text as the candidature file `nom` of this call, with every problem.
    pub fn lire_texte_de_projet(
        &self,
        nom: &str,
        octets: Vec<u8>,
    ) -> Result<(Document, Projet), Vec<Diagnostic>> {
        let document = Document::from_bytes(nom, octets, &Limites::default())?;
        let projet = self.verifier_projet(&document)?;
        Ok((document, projet))
    }

    fn verifier_projet(&self, document: &Document) -> Result<Projet, Vec<Diagnostic>> {
        let projet: Projet = document.decode()?;
        let mut problemes = projet.problemes(&self.ami, &self.referentiel);
        problemes.extend(format_lu(projet.format));
        if problemes.is_empty() {
            return Ok(projet);
        }
        let problemes = problemes.into_iter();
        Err(problemes.map(|p| document.diagnostic(p)).collect())
    }

    /// The file a candidature was read from.
    pub fn fichier_du_projet(&self, numero: &str) -> Option<&str> {
        self.fichier_du_projet.get(numero).map(String::as_str)
    }

    /// Where the journal of a territory is kept.
    pub fn journal(&self, territoire: &str) -> PathBuf {
        self.racine
            .join("seances")
            .join(format!("{territoire}.journal.yaml"))
    }

    /// Reads the journal of a territory without holding it.
    pub fn lire_journal(&self, territoire: &str) -> Result<Lecture, ErreurJournal> {
        journal::read(&self.journal(territoire), &self.ami.id, territoire)
    }

    /// Opens the journal of a territory, or creates it.
    pub fn prendre_journal(
        &self,
        territoire: &str,
        le: DateTime<FixedOffset>,
        par: &str,
    ) -> Result<(Journal, Vec<Enregistrement>), ErreurJournal> {
        let premier = self.premier_fait(territoire);
        let chemin = self.journal(territoire);
        Journal::take(&chemin, le, par, &premier, self.sans_verrou)
    }

    /// What the first record of a territory's journal says.
    pub fn premier_fait(&self, territoire: &str) -> Fait {
        journal::premier(&self.ami.id, territoire, self.entrees(territoire))
    }

    /// Where the outcomes are written.
    pub fn resultats(&self) -> PathBuf {
        self.racine.join("resultats")
    }

    /// Where the outcome of a territory is written.
    pub fn resultat(&self, territoire: &str) -> PathBuf {
        self.resultats().join(format!("{territoire}.yaml"))
    }

    /// Where the sheet to communicate to a candidate is written.
    pub fn motivation(&self, territoire: &str, numero: &str) -> PathBuf {
        self.racine
            .join("resultats")
            .join(format!("{territoire}.{numero}.motivation.txt"))
    }
}

/// Inputs that are not what was accepted, each with what became of it.
pub fn changees(acceptees: &[Empreinte], lues: &[Empreinte]) -> Vec<String> {
    let nouvelles = lues.iter().filter(|e| !acceptees.contains(e)).map(|e| {
        let connue = acceptees.iter().any(|a| a.fichier == e.fichier);
        let quoi = if connue { "modifié" } else { "ajouté" };
        format!("{} ({quoi})", e.fichier)
    });
    let disparues = acceptees
        .iter()
        .filter(|a| !lues.iter().any(|e| e.fichier == a.fichier))
        .map(|a| format!("{} (disparu)", a.fichier));
    nouvelles.chain(disparues).collect()
}

fn is_yaml(nom: &str) -> bool {
    let extension = Path::new(nom).extension();
    extension.is_some_and(|extension| {
        extension.eq_ignore_ascii_case("yaml") || extension.eq_ignore_ascii_case("yml")
    })
}

pub(super) fn nom_de_table(territoire: &str) -> String {
    format!("priorites/{territoire}.yaml")
}

struct Lecteur<'a> {
    racine: &'a Path,
    avec_projets: bool,
    diagnostics: Vec<Diagnostic>,
    empreintes: Vec<Empreinte>,
    remarques: Vec<(Severite, Diagnostic)>,
}

impl Lecteur<'_> {
    fn campagne(&mut self) -> Option<Campagne> {
        let (document, ami) = self.lire::<Ami>("ami.yaml")?;
        self.format(&document, ami.format);
        self.noter(&document, ami.problemes());
        let referentiel = match referentiel::load(self.racine) {
            Ok((referentiel, empreintes)) => {
                self.empreintes.extend(empreintes);
                referentiel
            }
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                return None;
            }
        };
        let tables = self.tables(&ami, &referentiel);
        let appel_utilisable = self.diagnostics.is_empty();
        let lues = if self.avec_projets {
            Projets::load(self.racine, &ami, &referentiel)
        } else {
            Projets::default()
        };
        self.diagnostics.extend(lues.diagnostics);
        self.empreintes.extend(lues.empreintes);
        self.empreintes.sort();
        let (projets, fichiers): (Vec<_>, Vec<_>) = lues.lus.into_iter().unzip();
        let numeros = projets.iter().map(|p| p.numero.clone());
        let fichier_du_projet = numeros.zip(fichiers).collect();
        appel_utilisable.then(|| Campagne {
            racine: self.racine.to_owned(),
            ami: Arc::new(ami),
            projets,
            fichier_du_projet,
            ecartes: lues.ecartes,
            sans_verrou: false,
            tables,
            referentiel: Arc::new(referentiel),
            empreintes: std::mem::take(&mut self.empreintes),
        })
    }

    fn tables(
        &mut self,
        ami: &Ami,
        referentiel: &Referentiel,
    ) -> BTreeMap<String, Arc<TablePriorites>> {
        let mut tables = BTreeMap::new();
        for territoire in &ami.territoires {
            let Some((document, table)) =
                self.lire::<TablePriorites>(&nom_de_table(&territoire.code))
            else {
                continue;
            };
            self.format(&document, table.format);
            let problemes = table.problemes(ami, referentiel);
            if problemes.is_empty() {
                let remarques = table.remarques(ami, referentiel).into_iter();
                self.remarques
                    .extend(remarques.map(|r| (r.severite, document.diagnostic(r.probleme))));
            }
            self.noter(&document, problemes);
            if table.territoire != territoire.code {
                let message = format!(
                    "« {} » attendu, comme le nom du fichier, lu « {} »",
                    territoire.code, table.territoire
                );
                self.noter(&document, vec![Probleme::new("territoire", message)]);
            }
            tables.insert(territoire.code.clone(), Arc::new(table));
        }
        tables
    }

    fn lire<T: DeserializeOwned>(&mut self, nom: &str) -> Option<(Document, T)> {
        let lu = Document::open(&self.racine.join(nom), nom, &Limites::default())
            .and_then(|document| document.decode::<T>().map(|valeur| (document, valeur)));
        match lu {
            Ok((document, valeur)) => {
                self.empreintes.push(Empreinte {
                    fichier: nom.to_owned(),
                    sha256: document.sha256().to_owned(),
                });
                Some((document, valeur))
            }
            Err(diagnostics) => {
                self.diagnostics.extend(diagnostics);
                None
            }
        }
    }

    fn noter(&mut self, document: &Document, problemes: Vec<Probleme>) {
        self.diagnostics
            .extend(problemes.into_iter().map(|p| document.diagnostic(p)));
    }

    fn format(&mut self, document: &Document, lu: u32) {
        self.noter(document, format_lu(lu).into_iter().collect());
    }
}

/// What is wrong with a `format:`.
pub fn format_lu(lu: u32) -> Option<Probleme> {
    (lu != FORMAT).then(|| {
        let message = format!(
            "format {FORMAT} attendu, lu {lu} : ce fichier demande une autre version du programme"
        );
        Probleme::new("format", message)
    })
}

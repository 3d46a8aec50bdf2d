//! `instruire importer`: the platform's files into `projets/`, after a preview; all or nothing.

use std::collections::BTreeSet;
use std::io::{self, BufRead, IsTerminal, Write};
use std::path::PathBuf;

use color_eyre::eyre::Result;

use super::{Arguments, BON, charger, dire, livrer, montrer, refuser};
use crate::domain::francais::compte;
use crate::domain::texte::visible;
use crate::exchange::correspondance::{self, Correspondance};
use crate::exchange::importation::{self, Demande, Plan};
use crate::exchange::plateforme::{self, Lot};
use crate::store::campagne::Campagne;
use crate::store::fichier;
use crate::store::horloge;
use crate::store::projets;

/// What the command line asks.
#[derive(Debug)]
pub struct Options<'a> {
    /// The platform's files.
    pub fichiers: &'a [PathBuf],
    /// The mapping, when it is not the campaign's.
    pub correspondance: Option<&'a PathBuf>,
    /// Shows and writes nothing.
    pub apercu: bool,
    /// Prints a mapping to correct.
    pub proposer: bool,
    /// Writes without asking.
    pub oui: bool,
    /// Numbers left out.
    pub sauf: &'a [String],
}

/// Imports the platform's files.
pub fn run(arguments: &Arguments, options: &Options) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let lots = match plateforme::lire(options.fichiers) {
        Ok(lots) => lots,
        Err(diagnostics) => {
            montrer(&diagnostics);
            return Ok(refuser("rien n'est importé, la campagne n'a pas changé"));
        }
    };
    if options.proposer {
        livrer(
            correspondance::deviner(&lots, &campagne.ami)
                .texte()?
                .trim_end(),
        )?;
        return Ok(BON);
    }
    let correspondance = match la_correspondance(&campagne, options) {
        Ok(Some(lue)) => lue,
        Ok(None) => return Ok(refuser(SANS_CORRESPONDANCE)),
        Err(code) => return Ok(code),
    };
    importer(&campagne, &lots, &correspondance, options)
}

const SANS_CORRESPONDANCE: &str = "aucune correspondance entre le formulaire et nos champs dans cette campagne. Écrivez-en une proposition par --proposer > FICHIER, relisez-la, puis donnez-la par --correspondance FICHIER";

/// The mapping named, else the campaign's; none when there is none.
fn la_correspondance(campagne: &Campagne, options: &Options) -> Result<Option<Correspondance>, u8> {
    let de_la_campagne = campagne.racine.join(correspondance::FICHIER);
    let (chemin, nom) = match options.correspondance {
        Some(chemin) => (chemin, chemin.display().to_string()),
        None if de_la_campagne.exists() => (&de_la_campagne, correspondance::FICHIER.to_owned()),
        None => return Ok(None),
    };
    Correspondance::lire(chemin, &nom, &campagne.ami)
        .map(Some)
        .map_err(|diagnostics| {
            montrer(&diagnostics);
            refuser("correspondance inutilisable, la campagne n'a pas changé")
        })
}

/// Shows what the import would do, asks, and writes all or nothing.
fn importer(
    campagne: &Campagne,
    lots: &[Lot],
    correspondance: &Correspondance,
    options: &Options,
) -> Result<u8> {
    let le = horloge::maintenant();
    let ouvertes = importation::ouvertes(campagne, &campagne.ami);
    let demande = Demande {
        campagne,
        correspondance,
        ouvertes: &ouvertes,
        sauf: options.sauf,
        le,
    };
    let mut avancement = Avancement::new();
    let plan = importation::preparer(lots, &demande, &mut |fait, total| {
        avancement.dire(fait, total);
    });
    avancement.effacer();
    let plan = match plan {
        Ok(plan) => plan,
        Err(diagnostics) => {
            montrer(&diagnostics);
            let combien = compte(diagnostics.len(), "problème", "problèmes");
            return Ok(refuser(&format!(
                "{combien} : rien n'est importé, la campagne n'a pas changé"
            )));
        }
    };
    for ligne in plan.texte().lines() {
        dire(&visible(ligne))?;
    }
    if options.apercu {
        return Ok(BON);
    }
    if !plan.change() {
        dire("Rien à écrire.")?;
        return Ok(BON);
    }
    if !options.oui && io::stdin().is_terminal() && io::stdout().is_terminal() && !confirmer()? {
        dire("Rien n'est écrit.")?;
        return Ok(BON);
    }
    ecrire(campagne, &plan, correspondance, &ouvertes)
}

fn ecrire(
    campagne: &Campagne,
    plan: &Plan,
    correspondance: &Correspondance,
    ouvertes: &BTreeSet<String>,
) -> Result<u8> {
    // Harmless alone, it goes first: candidatures never stand without the mapping that made them.
    let gardee = projets::garder_correspondance(
        &campagne.racine,
        correspondance::FICHIER,
        &correspondance.texte()?,
    );
    if let Err(erreur) = gardee.and_then(|()| plan.ecrire(campagne)) {
        return Ok(refuser(&format!(
            "import non fait ({}), les candidatures n'ont pas changé",
            fichier::dire(&erreur)
        )));
    }
    let (nouvelles, changees, _) = plan.comptes();
    dire(&format!(
        "Écrit : {}, {}. Les candidatures d'avant sont dans {}.",
        compte(nouvelles, "nouvelle", "nouvelles"),
        compte(changees, "changée", "changées"),
        projets::AVANT
    ))?;
    if !ouvertes.is_empty() {
        dire("Une séance ouverte demandera d'accepter ces changements à sa prochaine ouverture.")?;
    }
    Ok(BON)
}

fn confirmer() -> Result<bool> {
    let mut sortie = io::stdout().lock();
    write!(sortie, "Écrire ? (o/N) ")?;
    sortie.flush()?;
    let mut reponse = String::new();
    io::stdin().lock().read_line(&mut reponse)?;
    Ok(matches!(
        reponse.trim().to_lowercase().as_str(),
        "o" | "oui"
    ))
}

/// How far a long reading is, on the error terminal and nowhere else.
struct Avancement {
    terminal: bool,
    dit: usize,
}

impl Avancement {
    fn new() -> Self {
        Self {
            terminal: io::stderr().is_terminal(),
            dit: usize::MAX,
        }
    }

    fn dire(&mut self, fait: usize, total: usize) {
        const BARRE: usize = 30;
        let plein = fait * BARRE / total.max(1);
        if !self.terminal || total < 200 || plein == self.dit {
            return;
        }
        self.dit = plein;
        let (pleins, vides) = ("#".repeat(plein), ".".repeat(BARRE.saturating_sub(plein)));
        let _ = write!(
            io::stderr().lock(),
            "\r[{pleins}{vides}] {fait}/{total} dossiers"
        );
    }

    fn effacer(&self) {
        if self.terminal && self.dit != usize::MAX {
            let _ = write!(io::stderr().lock(), "\r\x1b[K");
        }
    }
}

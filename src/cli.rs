//! Commands: arguments in French, one file per command, exit codes 0 (ok), 1 (a check found something), 2 (unusable input or usage).

mod aide;
mod apparence;
mod arguments;
mod classer;
mod consigner;
mod constats;
mod demo_region;
mod ecrits;
mod exporter;
mod image;
mod importer;
mod importer_table;
mod journal;
mod motiver;
mod prendre_la_main;
mod region;
mod regles;
mod reparer;
mod retour;
mod seance;
mod sorties;
mod suivre;
mod themes;
mod verifier;

use std::ffi::OsString;
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::process::ExitCode;

use color_eyre::eyre::{Report, Result};

use crate::domain::cadre::Cadre;
use crate::domain::francais::typographier;
use crate::domain::recevabilite::Severite;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, Chargement};
use crate::store::demo::Taille;
use crate::store::diagnostic::Diagnostic;
use crate::store::journal::Lecture;
use crate::tui::terminal::est_un_terminal;
pub use arguments::{Arguments, Commande, commande};
pub use image::picture as image;

/// Everything is fine.
pub const BON: u8 = 0;
/// A check found something.
pub const CONSTAT: u8 = 1;
/// Unusable input or usage.
pub const INUTILISABLE: u8 = 2;

/// The campaign of a checkout, when no other is named.
const CAMPAGNE: &str = "data/o2r-ara-2024";

/// Runs the command that these arguments ask for.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> Result<ExitCode> {
    let arguments = match arguments::lire(arguments) {
        Ok(arguments) => arguments,
        Err((texte, code)) => {
            if code == BON {
                dire(&texte)?;
            } else {
                signaler(&texte);
            }
            return Ok(code.into());
        }
    };
    let code = match &arguments.commande {
        None => seance::run(&arguments)?,
        Some(Commande::Verifier {
            fichier: None,
            projet,
            format,
        }) if projet.is_some() || format.is_some() => constats::run(
            &arguments,
            projet.as_deref(),
            format.unwrap_or(arguments::Liste::Texte),
        )?,
        Some(Commande::Verifier { fichier, .. }) => verifier::run(&arguments, fichier.as_deref())?,
        Some(Commande::Regles { format }) => regles::run(&arguments, *format)?,
        Some(Commande::ImporterTable {
            territoire,
            fichier,
        }) => importer_table::run(&arguments, territoire, fichier)?,
        Some(Commande::Importer {
            fichiers,
            correspondance,
            apercu,
            proposer,
            oui,
            sauf,
        }) => importer::run(
            &arguments,
            &importer::Options {
                fichiers,
                correspondance: correspondance.as_ref(),
                apercu: *apercu,
                proposer: *proposer,
                oui: *oui,
                sauf,
            },
        )?,
        Some(Commande::Classer { territoire, format }) => {
            classer::run(&arguments, territoire, *format)?
        }
        Some(Commande::Journal { territoire }) => journal::run(&arguments, territoire)?,
        Some(Commande::Motiver { territoire, numero }) => {
            motiver::run(&arguments, territoire, numero)?
        }
        Some(Commande::Consigner {
            territoire,
            accepter_entrees,
        }) => consigner::run(&arguments, territoire, *accepter_entrees)?,
        Some(Commande::Reparer { territoire, motif }) => {
            reparer::run(&arguments, territoire, motif)?
        }
        Some(Commande::PrendreLaMain { territoire }) => {
            prendre_la_main::run(&arguments, territoire)?
        }
        Some(Commande::DemoRegion {
            dossier,
            territoires,
            candidatures,
            graine,
        }) => demo_region::run(
            dossier,
            Taille {
                territoires: *territoires,
                candidatures: *candidatures,
                graine: *graine,
            },
        )?,
        Some(Commande::Region {
            fichiers,
            format: None,
            ecrire: false,
        }) if est_un_terminal() => seance::region(&arguments, fichiers)?,
        Some(Commande::Region {
            fichiers,
            format,
            ecrire,
        }) => region::run(
            &arguments,
            fichiers,
            format.unwrap_or(arguments::Liste::Texte),
            *ecrire,
        )?,
        Some(Commande::Suivre {
            territoire,
            noms_caches,
        }) => suivre::run(&arguments, territoire, *noms_caches)?,
        Some(Commande::Themes { action: None }) => themes::lister()?,
        Some(Commande::Themes {
            action: Some(arguments::ActionThemes::Verifier { fichier }),
        }) => themes::verifier(fichier.as_deref())?,
        Some(Commande::Sortie(sortie)) => sorties::run(&arguments, sortie)?,
        Some(Commande::Image { fichier }) => image::run(fichier)?,
    };
    Ok(code.into())
}

/// Prints sentences.
fn dire(texte: &str) -> Result<()> {
    livrer(&typographier(texte))
}

/// Prints a text as it is; a closed output (`| head`) is a quiet end.
fn livrer(texte: &str) -> Result<()> {
    match writeln!(io::stdout().lock(), "{texte}") {
        Err(erreur) if erreur.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        autre => Ok(autre?),
    }
}

/// Prints bytes as they are.
fn livrer_octets(octets: &[u8]) -> Result<()> {
    match io::stdout().lock().write_all(octets) {
        Err(erreur) if erreur.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        autre => Ok(autre?),
    }
}

/// Prints sentences where errors go.
fn signaler(texte: &str) {
    for ligne in texte.lines() {
        // Where errors themselves cannot go, nothing can be said.
        let _ = writeln!(io::stderr().lock(), "{}", typographier(&visible(ligne)));
    }
}

/// Prints a refusal.
fn refuser(message: &str) -> u8 {
    signaler(&format!("instruire : {message}"));
    INUTILISABLE
}

/// Says an error that no command expected.
pub fn echouer(erreur: &Report) -> ExitCode {
    let phrase = match erreur.root_cause().downcast_ref::<io::Error>() {
        Some(erreur) => systeme(erreur),
        None => erreur.to_string(),
    };
    refuser(&phrase).into()
}

/// A system error in plain French.
fn systeme(erreur: &io::Error) -> String {
    use io::ErrorKind as E;
    let connu = match erreur.kind() {
        E::StorageFull => "plus de place sur le disque",
        E::QuotaExceeded => "votre quota est atteint",
        E::FileTooLarge => "taille de fichier limitée par le système",
        E::ReadOnlyFilesystem => "le disque est en lecture seule",
        E::PermissionDenied => "droits insuffisants",
        E::NotFound => "fichier ou dossier absent",
        E::IsADirectory => "c'est un dossier, un fichier est attendu",
        E::NotADirectory => "un dossier est attendu",
        E::AlreadyExists => "le fichier existe déjà",
        _ => {
            let numero = erreur
                .raw_os_error()
                .map_or_else(String::new, |n| format!(" n° {n}"));
            return format!("erreur{numero} du système");
        }
    };
    connu.to_owned()
}

/// The folder of the campaign: the one named, else the checkout's.
fn dossier(arguments: &Arguments) -> Result<PathBuf, String> {
    if let Some(dossier) = &arguments.campagne {
        return Ok(dossier.clone());
    }
    let ici = Path::new(CAMPAGNE);
    if ici.join("ami.yaml").exists() {
        return Ok(ici.to_owned());
    }
    Err("aucune campagne ici. Indiquez-la par --campagne DOSSIER, ou essayez l'exemple fictif : instruire --demo".into())
}

/// What a command without a screen looks at: a territory as its journal tells it.
struct Lue {
    campagne: Campagne,
    cadre: Cadre,
    lecture: Lecture,
    seance: Seance,
}

/// Reads a territory and its journal; else the exit code, once the refusal is told.
fn lire(arguments: &Arguments, territoire: &str) -> Result<Lue, u8> {
    let campagne = charger(arguments)?;
    let Some(cadre) = campagne.cadre(territoire) else {
        let territoire = visible(territoire);
        return Err(refuser(&format!(
            "territoire « {territoire} » absent de l'appel"
        )));
    };
    let lecture = campagne.lire_journal(territoire);
    let lecture = lecture.map_err(|erreur| refuser(&erreur.to_string()))?;
    let seance = Seance::replay(lecture.enregistrements().iter().cloned());
    Ok(Lue {
        campagne,
        cadre,
        lecture,
        seance,
    })
}

/// The same for what leaves the campaign: refused, in these words, on a journal that may be altered.
fn lire_sain(arguments: &Arguments, territoire: &str, refus: &str) -> Result<Lue, u8> {
    let lue = lire(arguments, territoire)?;
    match lue.lecture.anomalie() {
        None => Ok(lue),
        Some(anomalie) => {
            signaler(&format!("instruire : {anomalie}"));
            signaler(&format!("instruire : {refus}"));
            Err(CONSTAT)
        }
    }
}

/// The campaign, every problem of every file being told first; unreadable candidatures are set aside only on request.
fn charger(arguments: &Arguments) -> Result<Campagne, u8> {
    let dossier = dossier(arguments).map_err(|message| refuser(&message))?;
    let Chargement {
        campagne,
        diagnostics,
        ..
    } = Campagne::load(&dossier);
    let campagne = campagne.map(|mut campagne| {
        campagne.sans_verrou = arguments.sans_verrou;
        campagne
    });
    if diagnostics.is_empty()
        && let Some(campagne) = campagne
    {
        return Ok(campagne);
    }
    montrer(&diagnostics);
    match campagne {
        Some(campagne) if arguments.ecarter_illisibles => Ok(campagne),
        Some(_) => Err(refuser(
            "corrigez ces fichiers, ou ouvrez sans eux : --ecarter-illisibles (la liste reste affichée)",
        )),
        None => Err(refuser(&format!(
            "campagne inutilisable : {}",
            dossier.display()
        ))),
    }
}

/// A glyph for a severity.
fn marque(severite: Severite) -> &'static str {
    match severite {
        Severite::Motif => "‼",
        Severite::Alerte => "!",
        Severite::Information => "i",
    }
}

/// The frame of a territory of the call.
fn cadre(campagne: &Campagne, territoire: &str) -> Result<Cadre, u8> {
    campagne.cadre(territoire).ok_or_else(|| {
        refuser(&format!(
            "territoire « {} » absent de l'appel",
            visible(territoire)
        ))
    })
}

/// Prints problems, one a line.
fn montrer(diagnostics: &[Diagnostic]) {
    for diagnostic in diagnostics {
        signaler(&diagnostic.to_string());
    }
}

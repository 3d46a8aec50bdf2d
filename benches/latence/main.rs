//! What a person feels: start to first useful frame, key to complete frame, bytes on the line, rest, memory.
//!
//! The real program in a pseudo-terminal, and in the same run a floor built for the purpose (`vide.rs`), the parser alone on
//! the same files, the disk alone on the same folder, and two known programs when they are installed.
//! `cargo bench --bench latence` prints the table; `benches/README.md` tells how to read it.

#[path = "../commun/campagne.rs"]
mod campagne;
mod terminal;
mod vide;

use std::env;
use std::fs::{self, OpenOptions};
use std::io::Write;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::{Result, eyre};
use instruire::domain::projet::Projet;
use saphyr_parser::Parser;
use terminal::{Reponse, Terminal};

/// Starts of each program, and keys sent to each.
const LANCEMENTS: usize = 15;
const TOUCHES: usize = 500;
const AVIS: usize = 100;
const CANDIDATURES: usize = 1000;
const REPOS: Duration = Duration::from_secs(10);

/// A program to measure.
struct Programme<'a> {
    nom: &'a str,
    commande: String,
    arguments: Vec<String>,
    /// On screen when the first frame can be used.
    premiere: &'a str,
    /// Keys that bring to a list, then the two keys that go down and up in it, and those that leave.
    entrer: &'a [&'a [u8]],
    bas: &'a [u8],
    haut: &'a [u8],
    sortir: &'a [u8],
}

fn main() -> Result<()> {
    if env::args().any(|argument| argument == "--vide") {
        return Ok(vide::run()?);
    }
    let dossier = tempfile::tempdir()?;
    let racine = campagne::ecrire(dossier.path(), CANDIDATURES)?;
    let texte = dossier.path().join("liste.txt");
    let lignes: Vec<String> = (0..CANDIDATURES).map(|n| format!("ligne {n}")).collect();
    fs::write(&texte, lignes.join("\n"))?;
    let ici = env::current_exe()?.display().to_string();
    let arguments = |a: &[&str]| a.iter().map(ToString::to_string).collect::<Vec<_>>();
    let chemin = |p: &Path| p.display().to_string();
    let programmes = [
        Programme {
            nom: "ratatui vide",
            commande: ici,
            arguments: arguments(&["--vide"]),
            premiere: vide::PREMIERE,
            entrer: &[],
            bas: b"j",
            haut: b"k",
            sortir: b"q",
        },
        Programme {
            nom: "instruire, 1 000 candidatures",
            commande: env!("CARGO_BIN_EXE_instruire").into(),
            arguments: arguments(&["--campagne", &chemin(&racine)]),
            premiere: "Puy-de-Dôme",
            // Puy-de-Dôme, everyone present, the séance is open: the agenda.
            entrer: &[b"\r", b"t", b"\r"],
            bas: b"j",
            haut: b"k",
            sortir: b"q",
        },
        Programme {
            nom: "less",
            commande: "less".into(),
            arguments: arguments(&[&chemin(&texte)]),
            premiere: "ligne 0",
            entrer: &[],
            bas: b"j",
            haut: b"k",
            sortir: b"q",
        },
        Programme {
            nom: "vim",
            commande: "vim".into(),
            arguments: arguments(&["-u", "NONE", "-n", &chemin(&texte)]),
            premiere: "ligne 0",
            entrer: &[b":set cursorline\r"],
            bas: b"j",
            haut: b"k",
            sortir: b":q!\r",
        },
    ];
    println!(
        "| programme | première trame (ms) | touche p50 / p99 (ms) | octets par touche | 200 touches (ms, octets) | repos 10 s (octets, réveils, ms) | mémoire (Mio) |"
    );
    println!("|---|---|---|---|---|---|---|");
    for programme in &programmes {
        match programme.mesurer() {
            Ok(ligne) => println!("| {} | {ligne} |", programme.nom),
            Err(erreur) => println!("| {} | non mesuré : {erreur} |", programme.nom),
        }
    }
    println!();
    planchers(&racine)?;
    avis(&racine)
}

impl Programme<'_> {
    fn lancer(&self) -> Result<Terminal> {
        let arguments: Vec<&str> = self.arguments.iter().map(String::as_str).collect();
        Terminal::lancer(&self.commande, &arguments)
    }

    fn mesurer(&self) -> Result<String> {
        let mut premieres = Vec::new();
        for _ in 0..LANCEMENTS {
            let mut terminal = self.lancer()?;
            premieres.push(terminal.premiere_trame(self.premiere)?);
            terminal.finir(self.sortir)?;
        }
        let mut terminal = self.lancer()?;
        terminal.premiere_trame(self.premiere)?;
        terminal.calme();
        for touche in self.entrer {
            terminal.touche(touche)?;
        }
        let mut durees = Vec::new();
        let mut octets = 0;
        for n in 0..TOUCHES {
            // Ten rows down, ten rows up: the list never scrolls.
            let touche = if n / 10 % 2 == 0 { self.bas } else { self.haut };
            let Reponse { duree, octets: o } = terminal.touche(touche)?;
            durees.push(duree);
            octets += o;
        }
        let rafale = terminal.touche(&self.bas.repeat(200))?;
        let repos = terminal.repos(REPOS)?;
        let memoire = terminal.memoire()?;
        terminal.finir(self.sortir)?;
        Ok(format!(
            "{} | {} / {} | {} | {}, {} | {}, {}, {} | {}",
            ms(centile(&mut premieres, 50)),
            ms(centile(&mut durees, 50)),
            ms(centile(&mut durees, 99)),
            octets / TOUCHES,
            ms(rafale.duree),
            rafale.octets,
            repos.octets,
            repos.reveils,
            ms(repos.processeur),
            memoire / 1024,
        ))
    }
}

/// The parser alone: the safety pass, then `serde_yaml` into plain structs, of the same files, on two threads.
fn planchers(racine: &Path) -> Result<()> {
    let mut fichiers = Vec::new();
    for entree in fs::read_dir(racine.join("projets"))? {
        fichiers.push(entree?.path());
    }
    let lire = |part: &[std::path::PathBuf]| -> Result<usize> {
        let mut vus = 0;
        for fichier in part {
            let texte = fs::read_to_string(fichier)?;
            for evenement in Parser::new_from_str(&texte) {
                evenement?;
            }
            let projet: Projet = serde_yaml::from_str(&texte)?;
            vus += projet.fiches.len();
        }
        Ok(vus)
    };
    let mut durees = Vec::new();
    for _ in 0..LANCEMENTS {
        let debut = Instant::now();
        let (gauche, droite) = fichiers.split_at(fichiers.len() / 2);
        thread::scope(|portee| {
            let autre = portee.spawn(|| lire(droite));
            let un = lire(gauche);
            un.and(autre.join().map_err(|_| eyre!("fil interrompu"))?)
        })?;
        durees.push(debut.elapsed());
    }
    let plancher = centile(&mut durees, 50);
    println!(
        "Analyse seule des {CANDIDATURES} fichiers sur deux fils : {} ms.",
        ms(plancher)
    );
    Ok(())
}

/// Recording an avis, beside one append and sync of as many bytes in the same folder.
fn avis(racine: &Path) -> Result<()> {
    let chemin = racine.display().to_string();
    let arguments = ["--campagne", chemin.as_str()];
    let mut terminal = Terminal::lancer(env!("CARGO_BIN_EXE_instruire"), &arguments)?;
    terminal.premiere_trame("Puy-de-Dôme")?;
    terminal.calme();
    // The séance was opened by the measure before; the second candidature of the agenda.
    for touche in [b"\r".as_slice(), b"j", b"\r"] {
        terminal.touche(touche)?;
    }
    let mut durees = Vec::new();
    for n in 0..AVIS {
        // A favorable avis moves to the next institution; taking it back stays where it is.
        let touche: &[u8] = if n % 2 == 0 { b"f" } else { b"u" };
        durees.push(terminal.touche(touche)?.duree);
    }
    terminal.finir(b"q")?;
    let temoin = racine.join("seances/temoin");
    let mut fichier = OpenOptions::new().create(true).append(true).open(&temoin)?;
    let mut synchros = Vec::new();
    for _ in 0..AVIS {
        let debut = Instant::now();
        fichier.write_all(&[b'x'; 400])?;
        fichier.sync_data()?;
        synchros.push(debut.elapsed());
    }
    println!(
        "Un fait enregistré et montré : p50 {} ms, p99 {} ms ; un ajout synchronisé de 400 octets au même endroit : p50 {} ms, p99 {} ms.",
        ms(centile(&mut durees, 50)),
        ms(centile(&mut durees, 99)),
        ms(centile(&mut synchros, 50)),
        ms(centile(&mut synchros, 99)),
    );
    Ok(())
}

fn centile(durees: &mut [Duration], centieme: usize) -> Duration {
    durees.sort_unstable();
    durees[(durees.len() * centieme / 100).min(durees.len() - 1)]
}

fn ms(duree: Duration) -> String {
    format!("{:.2}", duree.as_secs_f64() * 1000.0)
}

//! A program in a pseudo-terminal of 80 × 24, every chunk it writes dated as it arrives and shown by a terminal emulator.

use std::fs;
use std::io::{Read, Write};
use std::num::NonZero;
use std::sync::mpsc::{self, Receiver};
use std::thread;
use std::time::{Duration, Instant};

use color_eyre::eyre::{Result, eyre};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

const RANGEES: NonZero<u16> = NonZero::new(24).unwrap();
const COLONNES: NonZero<u16> = NonZero::new(80).unwrap();
/// Silence after which a frame is taken for complete.
const SILENCE: Duration = Duration::from_millis(30);
/// No program measured here takes as long.
const DELAI: Duration = Duration::from_secs(60);

/// A program and its terminal.
pub struct Terminal {
    enfant: Box<dyn Child + Send + Sync>,
    clavier: Box<dyn Write + Send>,
    sortie: Receiver<(Instant, Vec<u8>)>,
    ecran: vt100::Parser,
    lance: Instant,
    _maitre: Box<dyn MasterPty + Send>,
}

/// What answered a key: the time to its last byte, and how many bytes.
#[derive(Clone, Copy)]
pub struct Reponse {
    pub duree: Duration,
    pub octets: usize,
}

/// What a program used while nobody touched it.
pub struct Repos {
    pub octets: usize,
    pub reveils: u64,
    pub processeur: Duration,
}

impl Terminal {
    /// Starts it.
    pub fn lancer(programme: &str, arguments: &[&str]) -> Result<Self> {
        let taille = PtySize {
            rows: RANGEES.get(),
            cols: COLONNES.get(),
            pixel_width: 0,
            pixel_height: 0,
        };
        let paire = native_pty_system()
            .openpty(taille)
            .map_err(|e| eyre!("{e}"))?;
        let mut commande = CommandBuilder::new(programme);
        commande.args(arguments);
        commande.env("TERM", "xterm-256color");
        commande.env("USER", "comite-63");
        let mut lecteur = paire.master.try_clone_reader().map_err(|e| eyre!("{e}"))?;
        let (envoi, sortie) = mpsc::channel();
        let lance = Instant::now();
        let enfant = paire.slave.spawn_command(commande);
        let enfant = enfant.map_err(|e| eyre!("{programme} : {e}"))?;
        drop(paire.slave);
        thread::spawn(move || {
            let mut tampon = vec![0; 65_536];
            while let Ok(nombre) = lecteur.read(&mut tampon) {
                if nombre == 0
                    || envoi
                        .send((Instant::now(), tampon[..nombre].to_vec()))
                        .is_err()
                {
                    return;
                }
            }
        });
        Ok(Self {
            enfant,
            clavier: paire.master.take_writer().map_err(|e| eyre!("{e}"))?,
            sortie,
            ecran: vt100::Parser::new(RANGEES, COLONNES, 0),
            lance,
            _maitre: paire.master,
        })
    }

    /// The time from the start to the bytes that first show `texte`, ordinary spaces standing for all.
    pub fn premiere_trame(&mut self, texte: &str) -> Result<Duration> {
        loop {
            let (quand, octets) = self.sortie.recv_timeout(DELAI)?;
            self.ecran.process(&octets);
            let montre = self.ecran.screen().contents();
            if montre.replace(['\u{a0}', '\u{202f}'], " ").contains(texte) {
                return Ok(quand - self.lance);
            }
        }
    }

    /// Sends keys; the answer is complete at the last byte before a silence.
    pub fn touche(&mut self, octets: &[u8]) -> Result<Reponse> {
        let envoi = Instant::now();
        self.clavier.write_all(octets)?;
        self.clavier.flush()?;
        let mut reponse = Reponse {
            duree: Duration::ZERO,
            octets: 0,
        };
        let mut attente = DELAI;
        while let Ok((quand, octets)) = self.sortie.recv_timeout(attente) {
            self.ecran.process(&octets);
            reponse.octets += octets.len();
            reponse.duree = quand - envoi;
            attente = SILENCE;
        }
        Ok(reponse)
    }

    /// Waits until nothing more is written.
    pub fn calme(&mut self) {
        while let Ok((_, octets)) = self.sortie.recv_timeout(10 * SILENCE) {
            self.ecran.process(&octets);
        }
    }

    /// What it does while nobody touches it.
    pub fn repos(&mut self, duree: Duration) -> Result<Repos> {
        self.calme();
        let (reveils, processeur) = self.usage()?;
        thread::sleep(duree);
        let ecrits = self.sortie.try_iter().map(|(_, octets)| octets.len());
        let octets = ecrits.sum();
        let (reveils_apres, processeur_apres) = self.usage()?;
        Ok(Repos {
            octets,
            reveils: reveils_apres - reveils,
            processeur: processeur_apres.saturating_sub(processeur),
        })
    }

    /// Resident memory, in KiB.
    pub fn memoire(&self) -> Result<u64> {
        let etat = fs::read_to_string(format!("/proc/{}/status", self.pid()?))?;
        champ(&etat, "VmRSS:").ok_or_else(|| eyre!("pas de VmRSS"))
    }

    /// Leaves by `touches`, or is killed.
    pub fn finir(mut self, touches: &[u8]) -> Result<()> {
        self.clavier.write_all(touches)?;
        self.calme();
        if self.enfant.try_wait()?.is_none() {
            self.enfant.kill()?;
        }
        self.enfant.wait()?;
        Ok(())
    }

    /// Context switches asked for and processor time, over every thread.
    fn usage(&self) -> Result<(u64, Duration)> {
        let pid = self.pid()?;
        let mut reveils = 0;
        for fil in fs::read_dir(format!("/proc/{pid}/task"))? {
            let etat = fs::read_to_string(fil?.path().join("status"))?;
            reveils += champ(&etat, "voluntary_ctxt_switches:").unwrap_or(0);
        }
        // Nanoseconds on a processor, first figure of the file.
        let horaire = fs::read_to_string(format!("/proc/{pid}/schedstat"))?;
        let nanos = horaire.split(' ').next().and_then(|n| n.parse().ok());
        Ok((reveils, Duration::from_nanos(nanos.unwrap_or(0))))
    }

    fn pid(&self) -> Result<u32> {
        self.enfant.process_id().ok_or_else(|| eyre!("terminé"))
    }
}

fn champ(etat: &str, nom: &str) -> Option<u64> {
    let ligne = etat.lines().find_map(|ligne| ligne.strip_prefix(nom))?;
    ligne.split_whitespace().next()?.parse().ok()
}

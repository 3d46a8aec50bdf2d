//! The program in a pseudo-terminal: what it writes is read by a thread and shown by vt100.

use std::io::{Read, Write};
use std::num::NonZeroU16;
use std::path::Path;
use std::sync::{Arc, Condvar, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};

use super::lisible;

/// How long anything may take on a busy machine; no test waits for it when all is well.
const DELAI: Duration = Duration::from_secs(30);

/// End of a synchronized frame.
const FIN_DE_TRAME: &[u8] = b"\x1b[?2026l";

/// A program in a terminal.
pub struct Pty {
    enfant: Box<dyn Child + Send + Sync>,
    maitre: Option<Box<dyn MasterPty + Send>>,
    clavier: Option<Box<dyn Write + Send>>,
    lu: Arc<(Mutex<Lu>, Condvar)>,
    modes: String,
}

/// What was read.
pub struct Lu {
    pub octets: Vec<u8>,
    ecran: vt100::Parser,
    raccroche: bool,
    fini: bool,
}

impl Pty {
    /// The program itself, on 80 × 24.
    pub fn instruire(arguments: &[&str]) -> Self {
        Self::avec(arguments, &[], (80, 24))
    }

    /// The program itself, with these variables, on a terminal of these columns and rows.
    pub fn avec(arguments: &[&str], variables: &[(&str, &str)], taille: (u16, u16)) -> Self {
        let mut commande = CommandBuilder::new(env!("CARGO_BIN_EXE_instruire"));
        commande.args(arguments);
        Self::lancer(commande, variables, taille)
    }

    /// A shell script; `$I` is the program.
    pub fn shell(script: &str, dossier: &Path) -> Self {
        let mut commande = CommandBuilder::new("bash");
        commande.args(["-c", script]);
        commande.cwd(dossier);
        let programme = [("I", env!("CARGO_BIN_EXE_instruire"))];
        Self::lancer(commande, &programme, (80, 24))
    }

    fn lancer(
        mut commande: CommandBuilder,
        variables: &[(&str, &str)],
        (cols, rows): (u16, u16),
    ) -> Self {
        commande.env("TERM", "xterm-256color");
        commande.env("LC_ALL", "C.UTF-8");
        commande.env_remove("NO_COLOR");
        for (nom, valeur) in variables {
            commande.env(nom, valeur);
        }
        let paire = native_pty_system().openpty(taille(cols, rows)).unwrap();
        let modes = modes(paire.master.as_ref());
        let enfant = paire.slave.spawn_command(commande).unwrap();
        drop(paire.slave);
        let lu = Arc::new((
            Mutex::new(Lu {
                octets: Vec::new(),
                ecran: {
                    let (rangees, colonnes) = montree(cols, rows);
                    vt100::Parser::new(rangees, colonnes, 0)
                },
                raccroche: false,
                fini: false,
            }),
            Condvar::new(),
        ));
        let mut sortie = paire.master.try_clone_reader().unwrap();
        let partage = Arc::clone(&lu);
        thread::spawn(move || {
            let mut tampon = vec![0; 65_536];
            loop {
                let nombre = sortie.read(&mut tampon).unwrap_or(0);
                let mut lu = partage.0.lock().unwrap_or_else(PoisonError::into_inner);
                lu.octets.extend_from_slice(&tampon[..nombre]);
                lu.ecran.process(&tampon[..nombre]);
                lu.fini = nombre == 0 || lu.raccroche;
                partage.1.notify_all();
                if lu.fini {
                    return;
                }
            }
        });
        Self {
            enfant,
            clavier: Some(paire.master.take_writer().unwrap()),
            maitre: Some(paire.master),
            lu,
            modes,
        }
    }

    /// Sends bytes as they are.
    pub fn envoyer(&mut self, octets: impl AsRef<[u8]>) -> &mut Self {
        self.clavier
            .as_mut()
            .unwrap()
            .write_all(octets.as_ref())
            .unwrap();
        self
    }

    /// Sends bytes, then waits for the frame that answers them; the bytes it took.
    pub fn trame(&mut self, octets: impl AsRef<[u8]>) -> usize {
        let avant = self.lu().octets.len();
        self.envoyer(octets);
        let lu = self.attendre_que("une trame", |lu| {
            let nouveaux = &lu.octets[avant..];
            nouveaux
                .windows(FIN_DE_TRAME.len())
                .any(|w| w == FIN_DE_TRAME)
        });
        lu.octets.len() - avant
    }

    /// Waits until the screen shows a text; ordinary spaces stand for all.
    pub fn attendre(&self, texte: &str) -> &Self {
        drop(self.attendre_que(texte, |lu| lu.texte().contains(texte)));
        self
    }

    /// Waits for what was read to be so.
    pub fn attendre_que(&self, quoi: &str, condition: impl Fn(&Lu) -> bool) -> MutexGuard<'_, Lu> {
        let limite = Instant::now() + DELAI;
        let mut lu = self.lu();
        while !condition(&lu) {
            let reste = limite.saturating_duration_since(Instant::now());
            assert!(
                !lu.fini && !reste.is_zero(),
                "« {quoi} » attendu ; à l'écran :\n{}",
                lu.texte()
            );
            lu = self.lu.1.wait_timeout(lu, reste).unwrap().0;
        }
        lu
    }

    /// What was read until now.
    pub fn lu(&self) -> MutexGuard<'_, Lu> {
        self.lu.0.lock().unwrap()
    }

    /// The text on screen.
    pub fn texte(&self) -> String {
        self.lu().texte()
    }

    /// Another size.
    pub fn redimensionner(&self, cols: u16, rows: u16) -> &Self {
        {
            let mut lu = self.lu();
            let (rangees, colonnes) = montree(cols, rows);
            lu.ecran.screen_mut().set_size(rangees, colonnes);
        }
        let maitre = self.maitre.as_ref().unwrap();
        maitre.resize(taille(cols, rows)).unwrap();
        self
    }

    /// Sends a signal to the program.
    pub fn signal(&self, signal: Signal) -> &Self {
        kill_process(self.pid(), signal).unwrap();
        self
    }

    /// The program, or the shell.
    pub fn pid(&self) -> Pid {
        let pid = self.enfant.process_id().unwrap();
        Pid::from_raw(pid.try_into().unwrap()).unwrap()
    }

    /// The first program that this one, a shell, has started.
    pub fn premier_enfant(&self) -> Pid {
        let pid = self.pid().as_raw_pid();
        let enfants = format!("/proc/{pid}/task/{pid}/children");
        let enfants = std::fs::read_to_string(enfants).unwrap();
        let premier = enfants.split_whitespace().next().unwrap();
        Pid::from_raw(premier.parse().unwrap()).unwrap()
    }

    /// Cuts the line: every descriptor of the terminal's other side is closed.
    pub fn raccrocher(&mut self) {
        self.lu().raccroche = true;
        // The thread that reads leaves at the next bytes: a new size brings some.
        self.redimensionner(70, 20);
        self.clavier = None;
        self.maitre = None;
        drop(self.attendre_sans_echec(|lu| lu.fini));
    }

    fn attendre_sans_echec(&self, condition: impl Fn(&Lu) -> bool) -> MutexGuard<'_, Lu> {
        let lu = self.lu();
        let (lu, delai) = self
            .lu
            .1
            .wait_timeout_while(lu, DELAI, |lu| !condition(lu))
            .unwrap();
        assert!(!delai.timed_out());
        lu
    }

    /// Waits for the end; the exit code and how long it took.
    pub fn fin(&mut self) -> (u32, Duration) {
        let depart = Instant::now();
        loop {
            if let Some(etat) = self.enfant.try_wait().unwrap() {
                let duree = depart.elapsed();
                if self.maitre.is_some() {
                    drop(self.attendre_sans_echec(|lu| lu.fini));
                }
                return (etat.exit_code(), duree);
            }
            assert!(depart.elapsed() < DELAI, "n'a pas fini :\n{}", self.texte());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Waits for the end of the program (true) or a text on screen (false).
    pub fn attendre_fin_ou(&self, texte: &str) -> bool {
        self.attendre_sans_echec(|lu| lu.fini || lu.texte().contains(texte))
            .fini
    }

    /// Waits for a text that stays on screen once the program has ended.
    pub fn attendre_sur_la_fin(&self, texte: &str) {
        let lu = self.attendre_sans_echec(|lu| lu.fini);
        assert!(lu.texte().contains(texte), "{}", lu.texte());
    }

    /// Stops reading until the program is stuck in a write, then asks it to end.
    pub fn terminer_sans_lecteur(&mut self) -> (u32, Duration) {
        // The thread that reads cannot go on without this.
        let partage = Arc::clone(&self.lu);
        let _lecture = partage.0.lock().unwrap();
        for tour in 0..400_u16 {
            let maitre = self.maitre.as_ref().unwrap();
            maitre.resize(taille(80 + tour % 100, 40)).unwrap();
            thread::sleep(Duration::from_millis(5));
        }
        self.signal(Signal::TERM);
        let depart = Instant::now();
        loop {
            if let Some(etat) = self.enfant.try_wait().unwrap() {
                return (etat.exit_code(), depart.elapsed());
            }
            assert!(depart.elapsed() < DELAI, "tourne encore");
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Frames read until now.
    pub fn trames(&self) -> usize {
        self.lu().trames()
    }

    /// Largest memory used, in kB.
    pub fn memoire_maximale(&self) -> u64 {
        let etat = format!("/proc/{}/status", self.pid().as_raw_pid());
        let etat = std::fs::read_to_string(etat).unwrap();
        let ligne = etat.lines().find(|l| l.starts_with("VmHWM")).unwrap();
        ligne.split_whitespace().nth(1).unwrap().parse().unwrap()
    }

    /// Whether the program still runs.
    pub fn vit(&mut self) -> bool {
        self.enfant.try_wait().unwrap().is_none()
    }

    /// What is left to the person: first screen, cursor, plain paste, line modes of before.
    pub fn verifier_rendu(&self) {
        let lu = self.lu();
        let ecran = lu.ecran.screen();
        assert!(!ecran.alternate_screen(), "écran secondaire");
        assert!(!ecran.hide_cursor(), "curseur caché");
        assert!(!ecran.bracketed_paste(), "collage entre marques");
        drop(lu);
        if let Some(maitre) = &self.maitre {
            assert_eq!(modes(maitre.as_ref()), self.modes);
        }
    }

    /// Processor time used, in clock ticks, and voluntary wake-ups of all its threads.
    pub fn depense(&self) -> (u64, u64) {
        let pid = self.pid().as_raw_pid();
        let stat = std::fs::read_to_string(format!("/proc/{pid}/stat")).unwrap();
        let champs: Vec<&str> = stat
            .rsplit_once(')')
            .unwrap()
            .1
            .split_whitespace()
            .collect();
        let tics = champs[11].parse::<u64>().unwrap() + champs[12].parse::<u64>().unwrap();
        let mut reveils = 0;
        for tache in std::fs::read_dir(format!("/proc/{pid}/task")).unwrap() {
            let etat = std::fs::read_to_string(tache.unwrap().path().join("status")).unwrap();
            let ligne = etat
                .lines()
                .find(|l| l.starts_with("voluntary_ctxt_switches"));
            let nombre = ligne.and_then(|l| l.split_whitespace().nth(1)).unwrap();
            reveils += nombre.parse::<u64>().unwrap();
        }
        (tics, reveils)
    }
}

impl Drop for Pty {
    fn drop(&mut self) {
        let _ = self.enfant.kill();
        let _ = self.enfant.wait();
    }
}

impl Lu {
    /// Frames.
    pub fn trames(&self) -> usize {
        self.octets
            .windows(FIN_DE_TRAME.len())
            .filter(|w| *w == FIN_DE_TRAME)
            .count()
    }

    /// The text on screen, with ordinary spaces.
    pub fn texte(&self) -> String {
        lisible(&self.ecran.screen().contents())
    }
}

fn taille(cols: u16, rows: u16) -> PtySize {
    PtySize {
        rows,
        cols,
        pixel_width: 0,
        pixel_height: 0,
    }
}

/// Rows and columns that vt100 shows; it has at least one of each.
fn montree(cols: u16, rows: u16) -> (NonZeroU16, NonZeroU16) {
    let borne = |nombre: u16, borne| NonZeroU16::new(nombre.clamp(1, borne)).unwrap();
    (borne(rows, 400), borne(cols, 600))
}

/// The modes of the line, as text.
fn modes(maitre: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", maitre.get_termios())
}

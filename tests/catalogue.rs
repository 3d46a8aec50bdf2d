//! Events that no other file tries: a permission lost, descriptors closed, hostile environments, what the system is asked.

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use instruire::domain::fait::Fait;
use instruire::store::{atomic, fichier};
use rustix::io::Errno;
use rustix::process::getuid;

use crate::support::ecran::Ecran;
use crate::support::pty::Pty;
use crate::support::{self, Brouillon, Hasard, chronometrer, lisible};

const OUVERTURE: &str = "fait: seance_ouverte\ndate: 2024-10-02\npresents: [france-travail]\n";

fn observation(texte: &str) -> String {
    format!("---\nfait: observation_notee\nprojet: \"19483920\"\ntexte: \"{texte}\"\n")
}

/// A campaign, and a file `faits` that opens the séance and says one thing.
fn campagne() -> Brouillon {
    let brouillon = Brouillon::new();
    brouillon.ecrire("faits", &format!("{OUVERTURE}{}", observation("dite")));
    brouillon
}

/// A shell script in the folder of a campaign; `$I` is the program.
fn shell(brouillon: &Brouillon, script: &str) -> Output {
    Command::new("bash")
        .args(["-c", script])
        .env("I", env!("CARGO_BIN_EXE_instruire"))
        .current_dir(brouillon.racine())
        .output()
        .unwrap()
}

fn texte(octets: &[u8]) -> String {
    lisible(&String::from_utf8_lossy(octets))
}

/// Texts of the observations in the journal, which must be whole.
fn observations(brouillon: &Brouillon) -> Vec<String> {
    let lecture = brouillon.campagne().lire_journal("63").unwrap();
    assert_eq!(lecture.anomalie(), None);
    let faits = lecture.enregistrements().iter();
    let textes = faits.filter_map(|e| match &e.fait {
        Fait::ObservationNotee { texte, .. } => Some(texte.clone()),
        _ => None,
    });
    textes.collect()
}

#[test]
fn each_failure_of_the_disk_has_its_own_words() {
    for (erreur, attendu) in [
        (Errno::NOSPC, "plus de place sur le disque"),
        (Errno::DQUOT, "votre quota est atteint"),
        (Errno::FBIG, "taille de fichier limitée par le système"),
        (Errno::ROFS, "le disque est en lecture seule"),
        (
            Errno::ACCESS,
            "droits insuffisants sur le fichier ou son dossier",
        ),
        (Errno::NOENT, "le dossier n'existe plus"),
        (Errno::IO, "le disque signale une erreur"),
        (Errno::STALE, "le disque partagé ne répond plus"),
    ] {
        assert_eq!(fichier::dire(&erreur.into()), attendu);
    }
}

#[test]
fn a_permission_lost_is_said_and_comes_back_without_a_loss() {
    let brouillon = campagne();
    let seances = brouillon.fichier("seances");
    fs::create_dir(&seances).unwrap();
    let programme = brouillon.fichier("instruire");
    fs::copy(env!("CARGO_BIN_EXE_instruire"), &programme).unwrap();
    // Nothing is refused to root: the program then runs as nobody.
    let personne = getuid().is_root().then_some(65_534);
    let racine = brouillon.racine().parent().unwrap();
    let lisibles = Command::new("chmod")
        .args(["-R", "a+rX"])
        .arg(racine)
        .status();
    assert!(lisibles.unwrap().success());
    std::os::unix::fs::chown(&seances, personne, personne).unwrap();
    let droits = |mode| fs::set_permissions(&seances, fs::Permissions::from_mode(mode)).unwrap();
    let consigner = || {
        let mut commande = Command::new(&programme);
        commande
            .args(["--campagne", ".", "consigner", "63"])
            .current_dir(brouillon.racine())
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        if let Some(uid) = personne {
            commande.uid(uid).gid(uid);
        }
        commande.spawn().unwrap()
    };
    let dicter = |faits: &str| {
        let mut enfant = consigner();
        enfant
            .stdin
            .take()
            .unwrap()
            .write_all(faits.as_bytes())
            .unwrap();
        let sortie = enfant.wait_with_output().unwrap();
        (
            sortie.status.code(),
            texte(&sortie.stdout),
            texte(&sortie.stderr),
        )
    };
    // At the start.
    droits(0o500);
    let (code, dit, signale) = dicter(OUVERTURE);
    assert_eq!((code, dit.as_str()), (Some(2), ""));
    assert!(signale.contains("droits insuffisants"), "{signale}");
    // In the middle of a séance.
    droits(0o700);
    let mut enfant = consigner();
    let mut entree = enfant.stdin.take().unwrap();
    entree
        .write_all(format!("{OUVERTURE}---\n").as_bytes())
        .unwrap();
    let limite = Instant::now() + Duration::from_secs(30);
    while fs::read_to_string(seances.join("63.tete")).map_or(true, |t| !t.starts_with("1:")) {
        assert!(Instant::now() < limite, "l'ouverture n'est pas dite");
        thread::sleep(Duration::from_millis(10));
    }
    droits(0o000);
    let _ = entree.write_all(observation("refusée").as_bytes());
    drop(entree);
    let sortie = enfant.wait_with_output().unwrap();
    let dit = texte(&sortie.stdout);
    assert!(
        dit.contains("Non enregistré : droits insuffisants"),
        "{dit}"
    );
    droits(0o700);
    assert_eq!(dicter(&observation("dite")).1, "ACK 2\n");
    assert_eq!(observations(&brouillon), ["dite"]);
}

#[test]
fn closed_descriptors_never_become_the_journal() {
    for fermes in ["<&-", ">&-", "2>&-", ">&- 2>&-", "<&- >&- 2>&-"] {
        let brouillon = campagne();
        let entree = if fermes.starts_with('<') {
            ""
        } else {
            "< faits"
        };
        shell(
            &brouillon,
            &format!("$I --campagne . consigner 63 {entree} {fermes}"),
        );
        if entree.is_empty() {
            shell(&brouillon, "$I --campagne . consigner 63 < faits");
        }
        assert_eq!(observations(&brouillon), ["dite"], "{fermes}");
    }
}

#[test]
fn files_are_their_owner_s_alone_even_where_the_mask_hides_nothing() {
    let brouillon = campagne();
    let script = "umask 000; $I --campagne . consigner 63 < faits; $I --campagne . --territoire 63";
    drop(shell(&brouillon, script));
    let seances = brouillon.fichier("seances");
    let mode = |chemin: &Path| fs::metadata(chemin).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&seances), 0o700);
    let mut vus = 0;
    for entree in fs::read_dir(&seances).unwrap() {
        let chemin = entree.unwrap().path();
        assert_eq!(mode(&chemin), 0o600, "{}", chemin.display());
        vus += 1;
    }
    assert!(vus >= 2, "{vus}");
}

#[test]
fn two_territories_are_held_at_once_by_two_programs() {
    let brouillon = campagne();
    let script = "mkfifo tube; $I --campagne . consigner 63 < tube > un & exec 3> tube; \
        cat faits >&3; echo --- >&3; until [ -s un ]; do sleep 0.05; done; \
        head -n 3 faits | $I --campagne . consigner 69D; exec 3>&-; wait";
    let sortie = shell(&brouillon, script);
    assert_eq!(
        texte(&sortie.stdout),
        "ACK 1\n",
        "{}",
        texte(&sortie.stderr)
    );
    assert_eq!(observations(&brouillon), ["dite"]);
}

#[test]
fn neither_language_zone_nor_account_changes_what_is_computed_or_sent() {
    let brouillon = campagne();
    assert!(
        shell(&brouillon, "$I --campagne . consigner 63 < faits")
            .status
            .success()
    );
    let classer = |variables: &str| {
        let script = format!("env {variables} $I --campagne . classer 63 --format yaml");
        let sortie = shell(&brouillon, &script);
        assert!(sortie.status.success(), "{}", texte(&sortie.stderr));
        sortie.stdout
    };
    let attendu = classer("LANG=fr_FR.UTF-8");
    assert!(!attendu.is_empty());
    for variables in [
        "LANG=C LC_ALL=C",
        "LC_ALL=tr_TR.UTF-8",
        "TZ=Pacific/Kiritimati",
        "TZ=:/etc/passwd",
        "TZ=../../etc/shadow",
        "-i",
    ] {
        assert_eq!(classer(variables), attendu, "{variables}");
    }
    // Each fact bears the hour of Paris, and an account that is a name.
    let hostile = r"env TZ=:/etc/passwd USER=$'\e]0;x\a' LOGNAME=../../x LANG=$'\e[31m' ";
    let script = format!(
        "{hostile} $I --campagne . consigner 63 < suite; {hostile} $I --campagne . journal 63"
    );
    brouillon.ecrire("suite", &observation("ailleurs"));
    let sortie = shell(&brouillon, &script);
    assert!(!sortie.stdout.contains(&0x1b) && !sortie.stderr.contains(&0x1b));
    let lecture = brouillon.campagne().lire_journal("63").unwrap();
    let dernier = lecture.enregistrements().last().unwrap();
    let decalage = dernier.le.offset().local_minus_utc();
    assert!([3600, 7200].contains(&decalage), "{decalage}");
    assert!(dernier.par.starts_with("uid-"), "{}", dernier.par);
}

#[test]
fn names_of_files_are_shown_harmless_in_every_error() {
    let brouillon = campagne();
    for nom in [
        "\u{1b}]0;PIRATE\u{7}.yaml",
        "\u{202e}lmay.yaml",
        "$(id).yaml",
    ] {
        brouillon.ecrire(&format!("projets/{nom}"), "numero: 1\n");
    }
    let sortie = shell(&brouillon, "$I --campagne . verifier");
    assert_eq!(sortie.status.code(), Some(2));
    let dit = texte(&[sortie.stdout, sortie.stderr].concat());
    assert!(dit.contains("␛]0;PIRATE␇.yaml"), "{dit}");
    assert!(!dit.contains(['\u{1b}', '\u{7}', '\u{202e}']), "{dit}");
    assert!(dit.contains("$(id).yaml"), "{dit}");
}

#[test]
fn a_file_that_grows_while_it_is_read_is_read_up_to_its_bound() {
    let dossier = support::dossier();
    let chemin = dossier.path().join("grandit");
    fs::write(&chemin, vec![b'x'; 60_000]).unwrap();
    let fini = Arc::new(AtomicBool::new(false));
    let auteur = {
        let (chemin, fini) = (chemin.clone(), Arc::clone(&fini));
        thread::spawn(move || {
            let mut fichier = fs::OpenOptions::new().append(true).open(chemin).unwrap();
            while !fini.load(Ordering::Relaxed) {
                fichier.write_all(&[b'x'; 100]).unwrap();
                fichier.set_len(60_000).unwrap();
            }
        })
    };
    let (mut lus, mut refuses) = (0, 0);
    for _ in 0..20_000 {
        match fichier::lire(&chemin, 60_050) {
            Ok(octets) => {
                assert!(octets.len() <= 60_050);
                lus += 1;
            }
            Err(erreur) => {
                assert!(erreur.to_string().contains("trop gros"), "{erreur}");
                refuses += 1;
            }
        }
        if lus > 20 && refuses > 20 {
            break;
        }
    }
    fini.store(true, Ordering::Relaxed);
    auteur.join().unwrap();
    assert!(lus > 0 && refuses > 0, "{lus} lus, {refuses} refusés");
}

#[test]
fn a_file_killed_while_it_is_replaced_is_the_old_or_the_new_one_whole() {
    let dossier = support::dossier();
    let chemin = dossier.path().join("63.yaml");
    let mut hasard = Hasard(23);
    let versions = [b'a', b'b'].map(|lettre| vec![lettre; 200_000]);
    fs::write(&chemin, &versions[0]).unwrap();
    for essai in 0..40 {
        let mut enfant = Command::new(std::env::current_exe().unwrap())
            .args([
                "--ignored",
                "--exact",
                "catalogue::enfant_remplacer_sans_fin",
            ])
            .env("INSTRUIRE_ESSAI_REMPLACER", &chemin)
            .stdout(Stdio::null())
            .spawn()
            .unwrap();
        // Once it is at work.
        let marque = dossier.path().join("commence");
        let limite = Instant::now() + Duration::from_secs(30);
        while !marque.exists() {
            assert!(Instant::now() < limite);
            thread::sleep(Duration::from_millis(1));
        }
        thread::sleep(Duration::from_micros(hasard.sous(8_000) as u64));
        enfant.kill().unwrap();
        enfant.wait().unwrap();
        fs::remove_file(marque).unwrap();
        let lu = fs::read(&chemin).unwrap();
        assert!(
            versions.contains(&lu),
            "essai {essai} : {} octets",
            lu.len()
        );
        if let Ok(precedent) = fs::read(dossier.path().join("63.yaml.bak")) {
            assert!(versions.contains(&precedent), "essai {essai}");
        }
    }
}

#[test]
#[ignore = "replaces a file until it is killed: run by the test above"]
fn enfant_remplacer_sans_fin() {
    let Some(chemin) = std::env::var_os("INSTRUIRE_ESSAI_REMPLACER") else {
        return;
    };
    let chemin = Path::new(&chemin);
    let versions = [b'a', b'b'].map(|lettre| vec![lettre; 200_000]);
    fs::write(chemin.with_file_name("commence"), "").unwrap();
    for rang in 0.. {
        let [nouvelle, ancienne] = [rang % 2, 1 - rang % 2].map(|v| &versions[v][..]);
        atomic::replace(chemin, nouvelle, Some(ancienne)).unwrap();
    }
}

#[test]
fn a_pattern_of_search_has_a_bound_however_it_comes() {
    let mut ecran = Ecran::seance();
    ecran.touches("/");
    ecran.app.coller(&"x".repeat(20_000));
    ecran.touches(&"y".repeat(200));
    let montre = ecran.texte();
    let tapes = montre.matches(['x', 'y']).count();
    assert!(montre.contains("xxxx"), "{montre}");
    assert!(tapes < 120, "{tapes} :\n{montre}");
}

/// What the program asked of the system in a short séance on screen; nothing where calls cannot be traced.
fn trace(brouillon: &Brouillon) -> Option<String> {
    let essai = Command::new("strace")
        .args(["-qq", "-o", "/dev/null", "true"])
        .status();
    if !essai.is_ok_and(|etat| etat.success()) {
        eprintln!("sauté : strace absent ou interdit");
        return None;
    }
    let script = "exec strace -f -qq -y -s 300 -o trace -e \
        trace=execve,execveat,openat,rename,renameat,renameat2,link,linkat,mkdir,mkdirat,unlink,unlinkat,%network \
        $I --campagne . --territoire 63";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("institutions présentes");
    pty.envoyer("t").attendre("[x] Cohésion sociale");
    pty.envoyer("\r").attendre("Ordre du jour");
    pty.envoyer("\r").attendre("Reste à dire");
    pty.envoyer("f").attendre("1 favorable");
    pty.envoyer("r").attendre("Entrée enregistre");
    pty.envoyer("$(touch PIRATE) `id`").attendre("`id`");
    pty.envoyer("\r").attendre("1 réserve");
    pty.envoyer("CE").attendre("Projet de proposition écrit");
    pty.envoyer("q");
    assert_eq!(pty.fin().0, 0);
    Some(brouillon.lire("trace"))
}

#[test]
fn a_seance_runs_no_program_opens_no_line_and_writes_nowhere_else() {
    let brouillon = campagne();
    let racine = fs::canonicalize(brouillon.racine()).unwrap();
    let Some(trace) = trace(&brouillon) else {
        return;
    };
    let appels: Vec<&str> = trace
        .lines()
        .filter_map(|l| l.split_once(' ').map(|(_, appel)| appel.trim()))
        .collect();
    let nommes = |nom: &str| appels.iter().filter(move |a| a.starts_with(nom)).count();
    assert_eq!(nommes("execve"), 1, "le programme lui-même, et aucun autre");
    let reseau = appels
        .iter()
        .find(|a| a.starts_with("socket(") || a.starts_with("connect(") || a.starts_with("bind("));
    assert_eq!(reseau, None);
    assert!(!brouillon.fichier("PIRATE").exists());

    // Written under the folder of the campaign only; temporaries exclusively, 0600, renamed where they are.
    let mut crees = 0;
    for appel in appels.iter().filter(|a| a.starts_with("openat(")) {
        if !["O_WRONLY", "O_RDWR", "O_CREAT"]
            .iter()
            .any(|drapeau| appel.contains(drapeau))
        {
            continue;
        }
        let nom = appel.split('"').nth(1).unwrap();
        let chemin = racine.join(nom);
        assert!(
            chemin.starts_with(&racine) && !nom.contains("..") || nom.starts_with("/dev/"),
            "{appel}"
        );
        if nom.contains("/.instruire-") {
            assert!(
                appel.contains("O_EXCL") && appel.contains("0600"),
                "{appel}"
            );
            crees += 1;
        }
    }
    assert!(crees > 3, "{crees}");
    let mut renommes = 0;
    for appel in appels.iter().filter(|a| a.starts_with("rename")) {
        let noms: Vec<&str> = appel.split('"').collect();
        // « . » in the middle of a path is dropped by its components.
        let dossier = |nom: &str| -> Vec<_> {
            let chemin = racine.join(nom);
            let noms = chemin.parent().unwrap().components();
            noms.map(|c| c.as_os_str().to_owned()).collect()
        };
        assert_eq!(dossier(noms[1]), dossier(noms[3]), "{appel}");
        assert!(!appel.contains("EXDEV"));
        renommes += 1;
    }
    assert!(renommes > 3, "{renommes}");

    // Read once at the start, what is hashed being what was read; once more before the outcome, to see that nothing changed.
    let lectures = appels
        .iter()
        .filter(|a| a.starts_with("openat(") && a.contains("projets/19483920.yaml"));
    assert_eq!(lectures.count(), 2);
    // No name, no text of a candidature in the name of a file.
    for entree in fs::read_dir(brouillon.fichier("seances")).unwrap() {
        let nom = entree.unwrap().file_name();
        assert!(nom.to_string_lossy().starts_with("63."), "{nom:?}");
    }
}

#[test]
fn answers_of_the_terminal_are_no_keys_and_nothing_is_asked_of_it() {
    let brouillon = Brouillon::new();
    let mut pty = Pty::instruire(&["--campagne", brouillon.racine().to_str().unwrap()]);
    pty.attendre("quitter");
    // DA1, DA2, cursor report, focus, an unknown private sequence.
    for reponse in [
        "\x1b[?62;22c",
        "\x1b[>41;354;0c",
        "\x1b[5;5R",
        "\x1b[I",
        "\x1b[?997;1n",
    ] {
        pty.envoyer(reponse);
    }
    pty.trame("j");
    assert!(pty.vit());
    assert!(!brouillon.fichier("seances").exists());
    let octets = String::from_utf8_lossy(&pty.lu().octets).into_owned();
    for question in ["\x1b[6n", "\x1b[c", "\x1b[>c", "\x1b]", "\x1bP", "\x1b[?u"] {
        assert!(!octets.contains(question), "{question:?}");
    }
}

#[test]
fn no_kind_of_terminal_or_language_stops_the_program() {
    let brouillon = Brouillon::new();
    let racine = brouillon.racine().to_str().unwrap();
    for variables in [
        [("TERM", ""), ("LANG", "fr_FR.UTF-8")],
        [("TERM", "dumb"), ("LANG", "C")],
        [("TERM", "linux"), ("LC_ALL", "C")],
        [("TERM", "inconnu"), ("NO_COLOR", "1")],
    ] {
        let mut pty = Pty::avec(&["--campagne", racine], &variables, (80, 24));
        // Without its accents where the language has no UTF-8.
        pty.attendre("Puy-de-D");
        pty.envoyer("q");
        assert_eq!(pty.fin().0, 0, "{variables:?}");
        pty.verifier_rendu();
    }
}

#[test]
fn a_text_of_a_megabyte_is_drawn_without_a_freeze() {
    let brouillon = Brouillon::new();
    let lu = brouillon.lire("projets/19483920.yaml");
    let debut = lu.find("    description:").unwrap();
    let fin = debut + lu[debut..].find("\n    budget:").unwrap();
    for texte in [
        "x".repeat(1_000_000),
        "漢".repeat(50_000),
        "l\\n".repeat(100_000),
    ] {
        let projet = format!("{}    description: \"{texte}\"{}", &lu[..debut], &lu[fin..]);
        let autre = Brouillon::new();
        autre.ecrire("projets/19483920.yaml", &projet);
        let mut ecran = Ecran::sur(autre);
        ecran.touches("<entree>t<entree>/radars<entree>g");
        let ((), duree) = chronometrer(|| {
            for _ in 0..5 {
                ecran.touches("<bas>");
                drop(ecran.cellules());
            }
        });
        // Not optimised: what is refused is a second at each key.
        assert!(duree < Duration::from_secs(5), "{duree:?}");
    }
}

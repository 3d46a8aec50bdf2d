//! The real program in a real terminal: a séance, cuts of every kind, and what is left to the person afterwards.

use std::fs;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use instruire::domain::avis::{Reception, Sens};
use instruire::domain::fait::Fait;
use rustix::process::{Signal, kill_process};

use crate::support::pty::Pty;
use crate::support::{Brouillon, Hasard};

/// « Deux ans après », the second of the agenda.
const DEUX_ANS: &str = "19481374";

const HORS_ACCUEIL: &str = "Ordre du jour";

/// The program on a campaign, at the list of territories.
fn accueil(brouillon: &Brouillon) -> Pty {
    let pty = Pty::instruire(&["--campagne", racine(brouillon)]);
    pty.attendre("quitter");
    pty
}

/// The program on a campaign, at the agenda of a new séance of Puy-de-Dôme.
fn agenda(brouillon: &Brouillon) -> Pty {
    let mut pty = accueil(brouillon);
    pty.envoyer("\r").attendre("institutions présentes");
    pty.envoyer("t").attendre("[x] Cohésion sociale");
    pty.envoyer("\r").attendre(HORS_ACCUEIL);
    pty
}

/// The same, at « Deux ans après ».
fn candidature(brouillon: &Brouillon) -> Pty {
    let mut pty = agenda(brouillon);
    pty.trame("j");
    pty.envoyer("\r").attendre("Reste à dire");
    pty.attendre("2/17 Deux ans après");
    pty
}

fn racine(brouillon: &Brouillon) -> &str {
    brouillon.racine().to_str().unwrap()
}

/// What the journal of Puy-de-Dôme holds, behind its creation and the opening of the séance.
fn faits(brouillon: &Brouillon) -> Vec<Fait> {
    let lecture = brouillon.campagne().lire_journal("63").unwrap();
    assert_eq!(lecture.anomalie(), None);
    let faits = lecture.enregistrements().iter().skip(2);
    faits.map(|e| e.fait.clone()).collect()
}

/// Enter as a person types it, not in the breath of what was pasted.
fn taper_entree(pty: &mut Pty) {
    thread::sleep(Duration::from_millis(200));
    pty.trame("\r");
}

fn avis(projet: &str, institution: &str, sens: Sens, texte: Option<&str>) -> Fait {
    Fait::AvisRendu {
        projet: projet.into(),
        institution: institution.into(),
        sens,
        texte: texte.map(str::to_owned),
        recu: Reception::EnSeance,
    }
}

fn favorable(projet: &str, institution: &str) -> Fait {
    avis(projet, institution, Sens::Favorable, None)
}

#[test]
fn a_short_seance_leaves_exactly_its_facts_in_the_journal() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("f").attendre("1 favorable");
    pty.envoyer("d").attendre("motif");
    pty.envoyer("hors périmètre");
    pty.attendre("hors périmètre");
    pty.envoyer("\r").attendre("1 favorable · 1 défavorable");
    pty.envoyer("t").attendre("Priorité retenue");
    pty.envoyer("\r").attendre("Reste à dire");
    pty.attendre(" 5 critères (c)");
    pty.envoyer("c32413").attendre("13 points sur 20");
    pty.envoyer("e").attendre("1/17 examinées");
    pty.envoyer("q");
    assert_eq!(pty.fin().0, 0);
    pty.verifier_rendu();

    let criteres: Vec<String> = {
        let campagne = brouillon.campagne();
        campagne.ami.criteres.iter().map(|c| c.id.clone()).collect()
    };
    let mut attendus = vec![
        favorable(DEUX_ANS, "france-travail"),
        avis(
            DEUX_ANS,
            "mission-locale",
            Sens::Defavorable,
            Some("hors périmètre"),
        ),
        Fait::CorrespondanceRetenue {
            projet: DEUX_ANS.into(),
            priorite: Some(2),
            public: Some("primo-arrivants-cir".into()),
            motif: None,
        },
    ];
    attendus.extend(criteres.into_iter().zip([3, 2, 4, 1, 3]).map(|(id, note)| {
        Fait::CritereApprecie {
            projet: DEUX_ANS.into(),
            critere: id,
            note,
        }
    }));
    attendus.push(Fait::ProjetExamine {
        projet: DEUX_ANS.into(),
        examine: true,
    });
    assert_eq!(faits(&brouillon), attendus);
}

#[test]
fn after_a_kill_every_fact_shown_is_there_and_the_same_candidature_is_back() {
    const INSTITUTIONS: [&str; 3] = ["france-travail", "mission-locale", "cap-emploi"];
    let mut hasard = Hasard(63);
    for essai in 0..10 {
        let brouillon = Brouillon::new();
        let projets: Vec<String> = {
            let cadre = brouillon.campagne().cadre("63").unwrap();
            let numeros = cadre.dossiers.iter().skip(1);
            numeros.map(|d| d.numero().to_owned()).collect()
        };
        let mut pty = candidature(&brouillon);
        // The model: each step is a key; `f` says one more fact, `n` goes to the next candidature.
        let touches = "fffnffnfnfffnffn".repeat(2);
        let (mut dits, mut courante, mut institution) = (Vec::new(), 0, 0);
        let montrees = 1 + hasard.sous(touches.len() - 1);
        let mut positions = Vec::new();
        for (rang, touche) in touches.chars().enumerate() {
            if touche == 'f' {
                dits.push(favorable(&projets[courante], INSTITUTIONS[institution]));
                institution += 1;
            } else {
                courante += 1;
                institution = 0;
            }
            positions.push((dits.len(), courante));
            if rang < montrees {
                pty.trame(touche.to_string());
            }
        }
        let (faits_montres, candidature_montree) = positions[montrees - 1];
        // Half of the time the blow falls on keys in flight.
        let en_vol = essai % 2 == 1;
        let avant = avis_montres(&pty.texte());
        if en_vol {
            pty.envoyer(&touches[montrees..]);
        }
        pty.signal(Signal::KILL);
        pty.fin();

        let journal = faits(&brouillon);
        assert!(journal.len() >= faits_montres, "essai {essai}");
        assert_eq!(journal, dits[..journal.len()], "essai {essai}");

        let pty = Pty::instruire(&["--campagne", racine(&brouillon), "--territoire", "63"]);
        pty.attendre("Reste à dire");
        let apres = pty.texte();
        if en_vol {
            let rang = 2 + candidature_montree;
            let lu: usize = apres
                .lines()
                .find_map(|l| l.trim_start().split_once("/17 ")?.0.parse().ok())
                .unwrap();
            assert!(lu >= rang, "essai {essai} :\n{apres}");
        } else {
            assert_eq!(journal.len(), faits_montres, "essai {essai}");
            assert_eq!(avis_montres(&apres), avant, "essai {essai} :\n{apres}");
            assert!(apres.contains("Séance reprise"), "{apres}");
        }
    }
}

#[test]
fn after_a_kill_the_text_being_typed_comes_back_in_the_same_dialogue() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("f").attendre("1 favorable");
    pty.envoyer("r").attendre("Entrée enregistre");
    let mots = ["convention ", "avec la mission ", "locale avant le démar"];
    for mot in mots {
        pty.trame(mot);
    }
    pty.attendre("locale avant le démar");
    pty.signal(Signal::KILL);
    pty.fin();
    assert_eq!(faits(&brouillon), [favorable(DEUX_ANS, "france-travail")]);

    let mut pty = Pty::instruire(&["--campagne", racine(&brouillon), "--territoire", "63"]);
    pty.attendre("texte non enregistré est gardé");
    pty.envoyer("r").attendre("Brouillon · Mission locale");
    pty.envoyer("rage").attendre("le démarrage");
    pty.envoyer("\r").attendre("1 favorable · 1 réserve");
    let reserve = avis(
        DEUX_ANS,
        "mission-locale",
        Sens::FavorableAvecReserves,
        Some("convention avec la mission locale avant le démarrage"),
    );
    assert_eq!(faits(&brouillon)[1], reserve);
    pty.envoyer("q");
    assert_eq!(pty.fin().0, 0);
    assert!(!brouillon.fichier("seances/63.brouillons.yaml").exists());
}

#[test]
fn on_a_slow_disk_a_draft_is_kept_at_each_end_of_a_word_at_least() {
    if !strace_peut() {
        return;
    }
    let brouillon = Brouillon::new();
    drop(candidature(&brouillon));
    let script = "exec strace -f -qq -o /dev/null -e trace=rename,renameat,renameat2 \
        -e inject=rename,renameat,renameat2:delay_enter=60000 $I --campagne . --territoire 63";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("Reste à dire");
    pty.envoyer("r").attendre("Entrée enregistre");
    for lettre in "avant le début ".chars().chain("de 2025".chars()) {
        pty.trame(lettre.to_string());
    }
    kill_process(pty.premier_enfant(), Signal::KILL).unwrap();
    pty.fin();
    let garde = brouillon.lire("seances/63.brouillons.yaml");
    assert!(garde.contains("texte: \"avant le début de "), "{garde}");
    assert!(!garde.contains("2025"), "{garde}");
}

/// Head of the candidature and its avis, without the mark of the selection.
fn avis_montres(ecran: &str) -> Vec<String> {
    let lignes = ecran.lines().skip(1);
    lignes
        .take_while(|l| !l.contains("Critères"))
        .map(|l| l.replacen('>', " ", 1).trim_end().to_owned())
        .collect()
}

#[test]
fn a_deadly_signal_gives_the_terminal_back_and_ends_with_its_own_code() {
    let brouillon = Brouillon::new();
    for (signal, code) in [
        (Signal::HUP, 129),
        (Signal::INT, 130),
        (Signal::QUIT, 131),
        (Signal::TERM, 143),
    ] {
        let mut pty = accueil(&brouillon);
        pty.signal(signal);
        let (lu, duree) = pty.fin();
        assert_eq!(lu, code);
        assert!(duree < Duration::from_secs(5), "{signal:?} : {duree:?}");
        pty.verifier_rendu();
    }
}

#[test]
fn a_cut_line_ends_the_program_and_frees_its_seance() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("f").attendre("1 favorable");
    pty.raccrocher();
    let (code, duree) = pty.fin();
    assert_eq!(code, 129);
    assert!(duree < Duration::from_secs(5), "{duree:?}");
    assert_eq!(faits(&brouillon), [favorable(DEUX_ANS, "france-travail")]);
    let mut pty = Pty::instruire(&["--campagne", racine(&brouillon), "--territoire", "63"]);
    pty.attendre("Séance reprise");
    pty.envoyer("f").attendre("2 favorables");
}

#[test]
fn a_cut_line_ends_the_program_even_where_its_parent_ignores_the_signal() {
    let brouillon = Brouillon::new();
    let script = "trap '' HUP; $I --campagne .; echo $? > code.partiel; mv code.partiel code";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("quitter");
    pty.raccrocher();
    let code = brouillon.fichier("code");
    let limite = Instant::now() + Duration::from_secs(10);
    while !code.exists() {
        assert!(Instant::now() < limite, "le programme tourne encore");
        thread::sleep(Duration::from_millis(10));
    }
    assert_eq!(fs::read_to_string(code).unwrap().trim(), "129");
}

#[test]
fn a_terminal_that_no_longer_reads_does_not_keep_the_program_alive() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    let (code, duree) = pty.terminer_sans_lecteur();
    assert_eq!(code, 143);
    assert!(duree < Duration::from_secs(5), "{duree:?}");
}

#[test]
fn leaving_gives_the_terminal_back() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    pty.envoyer("q");
    assert_eq!(pty.fin().0, 0);
    pty.verifier_rendu();
    assert_eq!(pty.texte().trim(), "");
}

#[cfg(debug_assertions)]
#[test]
fn a_panic_gives_the_terminal_back_and_says_where_but_never_what() {
    let brouillon = Brouillon::new();
    let mut pty = Pty::avec(
        &["--campagne", racine(&brouillon)],
        &[("INSTRUIRE_ESSAI_PANIQUE", "oui"), ("RUST_BACKTRACE", "1")],
        (120, 24),
    );
    pty.attendre("quitter");
    pty.envoyer("\x1b[24~");
    assert_eq!(pty.fin().0, 101);
    pty.verifier_rendu();
    let texte = pty.texte();
    let texte = texte.trim();
    assert!(
        texte.starts_with("Le programme s'est arrêté sur une erreur interne (réf. src/tui.rs:"),
        "{texte}"
    );
    let fin = "Tout ce qui était affiché est enregistré.";
    assert!(texte.ends_with(fin), "{texte}");
    assert!(!texte.contains("candidature"), "{texte}");
}

#[test]
fn no_core_file_may_be_written() {
    let brouillon = Brouillon::new();
    let pty = accueil(&brouillon);
    let limites = format!("/proc/{}/limits", pty.pid().as_raw_pid());
    let limites = fs::read_to_string(limites).unwrap();
    let coeur = limites.lines().find(|l| l.starts_with("Max core file"));
    let nombres: Vec<&str> = coeur.unwrap().split_whitespace().skip(4).collect();
    assert_eq!(nombres[..2], ["0", "0"]);
}

#[test]
fn ctrl_z_stops_the_program_and_fg_brings_the_whole_screen_back() {
    let brouillon = Brouillon::new();
    let script = "set -m; $I --campagne .; echo SUSPENDU; read x; fg >/dev/null; echo FIN $?";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("quitter");
    pty.envoyer("\x1a").attendre("SUSPENDU");
    pty.verifier_rendu();
    pty.envoyer("\n").attendre("Territoires");
    pty.attendre("quitter");
    pty.envoyer("j").attendre("Nouveau Rhône.");
    pty.envoyer("q").attendre("FIN 0");
    pty.fin();
    pty.verifier_rendu();
}

#[test]
fn a_stop_asked_from_outside_is_the_same_as_ctrl_z() {
    let brouillon = Brouillon::new();
    let script = "set -m; $I --campagne .; echo SUSPENDU; read x; fg >/dev/null; echo FIN $?";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("quitter");
    kill_process(pty.premier_enfant(), Signal::TSTP).unwrap();
    pty.attendre("SUSPENDU");
    pty.verifier_rendu();
    pty.envoyer("\n").attendre("Territoires");
    pty.attendre("quitter");
    pty.envoyer("q").attendre("FIN 0");
}

#[test]
fn a_stopped_program_can_be_ended_without_coming_back() {
    let brouillon = Brouillon::new();
    let script = "set -m; $I --campagne .; echo SUSPENDU; sleep 60";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("quitter");
    let programme = pty.premier_enfant();
    pty.envoyer("\x1a").attendre("SUSPENDU");
    kill_process(programme, Signal::TERM).unwrap();
    kill_process(programme, Signal::CONT).unwrap();
    let etat = format!("/proc/{}/stat", programme.as_raw_pid());
    let fini = || fs::read_to_string(&etat).map_or(true, |stat| stat.contains(") Z"));
    let limite = Instant::now() + Duration::from_secs(10);
    while !fini() {
        assert!(Instant::now() < limite, "le programme est toujours là");
        thread::sleep(Duration::from_millis(10));
    }
    pty.verifier_rendu();
}

#[test]
fn ctrl_z_does_nothing_where_nobody_could_resume_the_program() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    pty.envoyer("\x1a");
    pty.envoyer("j").attendre("Nouveau Rhône.");
}

#[test]
fn a_program_stopped_from_outside_draws_everything_again_when_continued() {
    let brouillon = Brouillon::new();
    let pty = accueil(&brouillon);
    let avant = pty.lu().octets.len();
    pty.signal(Signal::STOP).signal(Signal::CONT);
    drop(pty.attendre_que("un écran entier", |lu| {
        String::from_utf8_lossy(&lu.octets[avant..]).contains("Puy-de-Dôme")
    }));
}

#[test]
fn a_terminal_taken_half_way_is_left_as_it_was() {
    let brouillon = Brouillon::new();
    let mut refus = 0;
    for descripteurs in 4..16 {
        let script = format!("ulimit -n {descripteurs}; exec $I --campagne . 2>erreur");
        let mut pty = Pty::shell(&script, brouillon.racine());
        let fini = pty.attendre_fin_ou("quitter");
        if fini {
            assert_ne!(pty.fin().0, 101, "{descripteurs} descripteurs");
            pty.verifier_rendu();
            refus += 1;
        }
    }
    assert!(refus > 0);
}

#[test]
fn a_limit_on_the_size_of_files_is_said_and_stops_nothing() {
    let brouillon = Brouillon::new();
    let script = "ulimit -f 8; exec $I --campagne .";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("quitter");
    pty.envoyer("\r").attendre("institutions présentes");
    pty.envoyer("\r").attendre(HORS_ACCUEIL);
    pty.envoyer("\r").attendre("Reste à dire");
    for _ in 0..20 {
        pty.envoyer("r").attendre("Entrée enregistre");
        pty.envoyer(format!("\x1b[200~{}\x1b[201~", "texte long ".repeat(100)));
        pty.attendre("texte long");
        taper_entree(&mut pty);
        if pty.texte().contains("Non enregistré") {
            // The first try filled what was left; the second meets the limit itself.
            pty.envoyer("\r").attendre("taille de fichier limitée");
            assert!(pty.vit());
            return;
        }
        pty.attendre("Enregistré");
    }
    panic!("la limite n'a rien arrêté :\n{}", pty.texte());
}

#[test]
fn a_slow_disk_is_said_and_no_key_is_lost_meanwhile() {
    if !strace_peut() {
        return;
    }
    let brouillon = Brouillon::new();
    drop(agenda(&brouillon));
    // The fact of the second key, and it alone, takes two seconds to reach the disk.
    let script = "exec strace -f -qq -o /dev/null -e trace=fdatasync \
        -e inject=fdatasync:delay_enter=2000000:when=2 $I --campagne . --territoire 63";
    let mut pty = Pty::shell(script, brouillon.racine());
    pty.attendre("Séance reprise");
    pty.envoyer("\r").attendre("Reste à dire");
    pty.envoyer("f").attendre("1 favorable");
    let depart = Instant::now();
    pty.envoyer("fn").attendre(" Enregistrement…");
    let avant = pty.texte();
    assert!(avant.contains("1 favorable"), "{avant}");
    assert!(!avant.contains("2 favorables"), "{avant}");
    assert!(depart.elapsed() < Duration::from_secs(2));
    // The row is drawn again, and the key typed meanwhile is obeyed.
    pty.attendre("2/17");
    assert!(depart.elapsed() >= Duration::from_secs(2));
    assert!(!pty.texte().contains("Enregistrement…"), "{}", pty.texte());
    assert_eq!(faits(&brouillon).len(), 2);
}

/// Whether calls can be traced here.
fn strace_peut() -> bool {
    let essai = std::process::Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .status();
    let peut = essai.is_ok_and(|etat| etat.success());
    if !peut {
        eprintln!("sauté : strace absent ou interdit");
    }
    peut
}

#[test]
fn an_error_is_not_erased_by_keys_that_had_already_arrived() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("ekk").attendre("! Pas encore examinée");
    pty.trame("j");
    assert!(!pty.texte().contains("! Pas encore examinée"));
    // Leaving at once leaves it where it can still be read.
    pty.envoyer("eq");
    assert_eq!(pty.fin().0, 0);
    pty.verifier_rendu();
    pty.attendre_sur_la_fin("Pas encore examinée");
}

#[test]
fn a_held_key_is_drawn_a_few_times_not_once_a_key() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    let avant = pty.trames();
    pty.envoyer("e".repeat(2000))
        .attendre("! Pas encore examinée");
    pty.envoyer("n").attendre("3/17");
    assert!(pty.trames() - avant < 200, "{}", pty.trames() - avant);
}

#[test]
fn a_paste_is_text_whatever_marks_it_holds() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("d").attendre("motif");
    pty.envoyer("\x1b[200~avant\x1b[201~\x1bq\rapres\x1b[201~");
    pty.attendre("apres");
    taper_entree(&mut pty);
    pty.attendre("1 défavorable");
    let texte = "avant\napres";
    assert_eq!(
        faits(&brouillon),
        [avis(
            DEUX_ANS,
            "france-travail",
            Sens::Defavorable,
            Some(texte)
        )]
    );
    // Out of a field, nothing of it is obeyed.
    pty.envoyer("\x1b[200~x\x1b[201~fffq\x1b[201~");
    pty.attendre("Collez dans un champ");
    assert_eq!(faits(&brouillon).len(), 1);
}

#[test]
fn a_paste_of_100_kilobytes_is_taken_up_to_the_longest_text() {
    let brouillon = Brouillon::new();
    let mut pty = candidature(&brouillon);
    pty.envoyer("d").attendre("motif");
    pty.envoyer(format!("\x1b[200~{}\x1b[201~", "mot ".repeat(25_000)));
    pty.attendre("mot mot");
    taper_entree(&mut pty);
    pty.attendre("1 défavorable");
    let faits = faits(&brouillon);
    let Fait::AvisRendu {
        texte: Some(texte), ..
    } = &faits[0]
    else {
        panic!("{faits:?}");
    };
    assert!(texte.starts_with("mot mot"));
    assert!(texte.len() >= 19_000, "{}", texte.len());
}

#[test]
fn random_bytes_end_nothing() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    let mut hasard = Hasard(1);
    for _ in 0..200 {
        let octets: Vec<u8> = (0..hasard.sous(40))
            .map(|_| u8::try_from(hasard.sous(256)).unwrap())
            // q leaves.
            .filter(|octet| *octet != b'q')
            .collect();
        pty.envoyer(octets);
    }
    pty.trame("\x1b[201~?");
    assert!(pty.vit());
}

#[test]
fn a_storm_of_sizes_is_survived_and_the_last_one_is_drawn() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    let mut hasard = Hasard(7);
    for _ in 0..500 {
        let nombre = |borne: usize, hasard: &mut Hasard| 1 + hasard.sous(borne) as u16;
        let (colonnes, rangees) = (nombre(200, &mut hasard), nombre(60, &mut hasard));
        pty.redimensionner(colonnes, rangees);
    }
    pty.redimensionner(100, 30).attendre("Haute-Savoie");
    pty.attendre("quitter");
    assert!(pty.vit());
}

#[test]
fn neither_a_size_nor_a_key_is_lost_when_they_come_together() {
    let brouillon = Brouillon::new();
    let mut pty = accueil(&brouillon);
    for tour in 0..100_u16 {
        let colonnes = 90 + tour % 2 * 20;
        let (touche, choisi) = if tour % 2 == 0 {
            ("j", "> 69D")
        } else {
            ("k", "> 63")
        };
        if tour % 4 < 2 {
            pty.redimensionner(colonnes, 24);
            pty.envoyer(touche);
        } else {
            pty.envoyer(touche);
            pty.redimensionner(colonnes, 24);
        }
        drop(pty.attendre_que("largeur et choix", |lu| {
            let texte = lu.texte();
            let entete = texte.lines().find(|l| l.starts_with("── Territoires"));
            let largeur = entete.map_or(0, |l| l.chars().count() + 1);
            largeur == usize::from(colonnes) && texte.lines().any(|l| l.starts_with(choisi))
        }));
    }
}

#[test]
fn no_size_is_too_small_or_too_large() {
    let brouillon = Brouillon::new();
    for taille in [
        (0, 0),
        (1, 1),
        (1, 200),
        (200, 1),
        (2, 2),
        (5_000, 5_000),
        (65_535, 65_535),
    ] {
        // At start, then in the middle.
        let arguments = ["--campagne", racine(&brouillon)];
        let mut pty = Pty::avec(&arguments, &[], taille);
        drop(pty.attendre_que("une trame", |lu| !lu.octets.is_empty()));
        for (colonnes, rangees) in [(80, 24), taille, (80, 24)] {
            let avant = pty.trames();
            pty.redimensionner(colonnes, rangees);
            drop(pty.attendre_que("une trame", |lu| lu.trames() > avant));
        }
        pty.trame("j");
        pty.attendre("Nouveau Rhône");
        assert!(pty.vit(), "{taille:?}");
        let memoire = pty.memoire_maximale();
        assert!(memoire < 200_000, "{taille:?} : {memoire} ko");
    }
}

#[test]
fn a_terminal_that_does_not_know_its_size_gets_the_usual_screen() {
    let brouillon = Brouillon::new();
    let pty = Pty::avec(&["--campagne", racine(&brouillon)], &[], (0, 0));
    drop(pty.attendre_que("l'écran", |lu| {
        String::from_utf8_lossy(&lu.octets).contains("Territoires")
    }));
}

#[test]
fn colour_is_refused_by_no_color_and_bold_kept() {
    let brouillon = Brouillon::new();
    let couleurs = |variables: &[(&str, &str)]| {
        let arguments = ["--campagne", racine(&brouillon)];
        let pty = Pty::avec(&arguments, variables, (80, 24));
        pty.attendre("quitter");
        let octets = String::from_utf8_lossy(&pty.lu().octets).into_owned();
        let styles: Vec<String> = octets
            .split("\x1b[")
            .filter_map(|s| Some(s.split_once('m')?.0))
            .filter(|s| s.bytes().all(|b| b.is_ascii_digit() || b == b';'))
            .flat_map(|s| s.split(';'))
            .map(str::to_owned)
            .collect();
        let colore = styles.iter().any(|s| {
            let nombre = s.parse::<u8>().unwrap_or(0);
            matches!(nombre, 30..=38 | 40..=48 | 90..=107)
        });
        let mis_en_valeur = styles.iter().any(|s| s == "1" || s == "7");
        (colore, mis_en_valeur)
    };
    assert!(couleurs(&[]).0);
    assert_eq!(couleurs(&[("NO_COLOR", "1")]), (false, true));
}

#[test]
fn a_move_of_one_row_takes_less_than_400_bytes_and_an_unchanged_screen_none() {
    let brouillon = Brouillon::new();
    for mut pty in [accueil(&brouillon), agenda(&brouillon)] {
        for touche in ["j", "j", "k", "j"] {
            let octets = pty.trame(touche);
            assert!(octets < 400, "{octets}");
        }
        // A key that does nothing changes nothing: only the move behind it is drawn.
        let avant = pty.trames();
        pty.envoyer("\x1b[23~");
        thread::sleep(Duration::from_millis(200));
        assert!(pty.trame("k") < 400);
        assert_eq!(pty.trames() - avant, 1);
    }
}

#[test]
fn an_idle_program_writes_nothing_and_never_wakes_up() {
    let brouillon = Brouillon::new();
    let pty = agenda(&brouillon);
    // What follows the last frame may take a moment; then one quiet second is enough to know.
    let calme = (0..15).any(|_| {
        let avant = (pty.depense(), pty.lu().octets.len());
        thread::sleep(Duration::from_secs(1));
        (pty.depense(), pty.lu().octets.len()) == avant
    });
    assert!(calme);
}

#[test]
fn the_first_screen_comes_at_once() {
    let brouillon = Brouillon::new();
    let depart = Instant::now();
    let _pty = accueil(&brouillon);
    assert!(depart.elapsed() < Duration::from_secs(10));
}

#[test]
fn the_demonstration_opens_on_the_territory_asked_for() {
    let dossier = tempfile::tempdir().unwrap();
    let ou = dossier.path().to_str().unwrap();
    let mut pty = Pty::avec(
        &["--demo", "--territoire", "63"],
        &[("TMPDIR", ou)],
        (200, 40),
    );
    pty.attendre("Ouverture de la séance 63");
    pty.envoyer("\r").attendre(HORS_ACCUEIL);
    pty.envoyer("q");
    assert_eq!(pty.fin().0, 0);
    let texte = pty.texte();
    assert!(texte.contains("Démonstration : tout est dans"), "{texte}");
    assert!(journal_de(dossier.path()), "{texte}");
}

/// Whether a folder holds a demonstration with its journal.
fn journal_de(dossier: &Path) -> bool {
    fs::read_dir(dossier).unwrap().any(|entree| {
        let demo = entree.unwrap().path();
        fs::read_dir(demo).unwrap().any(|campagne| {
            let seances = campagne.unwrap().path().join("seances");
            seances.join("63.journal.yaml").exists()
        })
    })
}

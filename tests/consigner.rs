//! Facts without a screen: acknowledged once on disk, through kills, full disks, two hands, and repairs.

use std::fs::{self, File};
use std::io::{BufRead, BufReader, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use instruire::domain::fait::Fait;
use instruire::store::empreinte::sha256;
use instruire::store::journal::{self, Lecture};
use rustix::process::{Pid, Signal, kill_process};

use crate::support::{Brouillon, Hasard, lisible};

const OUVERTURE: &str = "fait: seance_ouverte\ndate: 2024-10-02\npresents: [france-travail]\n";

/// The program on a campaign, its three outputs in our hands.
fn instruire(brouillon: &Brouillon, arguments: &[&str]) -> Command {
    let mut commande = Command::new(env!("CARGO_BIN_EXE_instruire"));
    commande
        .arg("--campagne")
        .arg(brouillon.racine())
        .args(arguments)
        .env("USER", "comite-63")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    commande
}

/// What the program answers to facts: code, lines said, lines of errors.
fn dicter(brouillon: &Brouillon, options: &[&str], faits: &str) -> (i32, String, String) {
    let arguments = [&["consigner", "63"], options].concat();
    let mut enfant = instruire(brouillon, &arguments).spawn().unwrap();
    let mut entree = enfant.stdin.take().unwrap();
    let _ = entree.write_all(faits.as_bytes());
    drop(entree);
    rendu(&enfant.wait_with_output().unwrap())
}

fn commander(brouillon: &Brouillon, arguments: &[&str]) -> (i32, String, String) {
    rendu(&instruire(brouillon, arguments).output().unwrap())
}

fn rendu(sortie: &Output) -> (i32, String, String) {
    let texte = |octets: &[u8]| lisible(&String::from_utf8_lossy(octets));
    let code = sortie.status.code().unwrap();
    (code, texte(&sortie.stdout), texte(&sortie.stderr))
}

fn observation(texte: &str) -> String {
    format!("---\nfait: observation_notee\nprojet: \"19483920\"\ntexte: \"{texte}\"\n")
}

fn chemin_du_journal(brouillon: &Brouillon) -> PathBuf {
    brouillon.fichier("seances/63.journal.yaml")
}

/// Texts of the observations in the journal, which must be whole.
fn observations(brouillon: &Brouillon) -> Vec<String> {
    let lecture = brouillon.campagne().lire_journal("63").unwrap();
    assert_eq!(lecture.anomalie(), None);
    textes(&lecture)
}

fn textes(lecture: &Lecture) -> Vec<String> {
    let faits = lecture.enregistrements().iter();
    faits
        .filter_map(|e| match &e.fait {
            Fait::ObservationNotee { texte, .. } => Some(texte.clone()),
            _ => None,
        })
        .collect()
}

/// A séance held by a program that waits for its next fact.
fn tenir(brouillon: &Brouillon) -> Child {
    let mut enfant = instruire(brouillon, &["consigner", "63"]).spawn().unwrap();
    let entree = enfant.stdin.as_mut().unwrap();
    entree
        .write_all(format!("{OUVERTURE}---\n").as_bytes())
        .unwrap();
    let mut ligne = String::new();
    let mut sortie = BufReader::new(enfant.stdout.as_mut().unwrap());
    sortie.read_line(&mut ligne).unwrap();
    assert_eq!(ligne, "ACK 1\n");
    enfant
}

fn signaler(enfant: &Child, signal: Signal) {
    let pid = Pid::from_raw(enfant.id().try_into().unwrap()).unwrap();
    kill_process(pid, signal).unwrap();
}

#[test]
fn each_fact_is_acknowledged_by_its_number_or_refused_with_its_reason() {
    let brouillon = Brouillon::new();
    let faits = [
        OUVERTURE,
        "fait: avis_rendu\nprojet: \"19483920\"\ninstitution: cap-emploi\nsens: favorable\nrecu: en_seance\n",
        "# rien\n",
        "fait: avis_rendu\nprojet: \"0\"\ninstitution: cap-emploi\nsens: favorable\nrecu: en_seance\n",
        "fait: avis_rendu\nprojet: \"19483920\"\n",
        "fait: reprise\noctets: 1\nsha256: x\n",
        "fait: entrees_acceptees\nentrees: []\n",
        "fait: &a [*a]\n",
        "fait: annule\ncible: 2\n",
    ];
    let (code, dit, signale) = dicter(&brouillon, &[], &faits.join("...\n"));
    let lignes: Vec<&str> = dit.lines().collect();
    assert_eq!((code, signale.as_str()), (1, ""), "{dit}");
    assert_eq!(lignes[..2], ["ACK 1", "ACK 2"]);
    assert!(
        lignes[2].starts_with("REFUS fait 3 : Inconnu dans cet appel"),
        "{dit}"
    );
    assert_eq!(lignes[3], "REFUS fait 4 : champ « institution » absent");
    assert!(lignes[4].contains("le programme l'écrit lui-même"), "{dit}");
    assert!(lignes[5].contains("--accepter-entrees"), "{dit}");
    assert!(lignes[6].contains("ancre ou alias interdit"), "{dit}");
    assert_eq!(lignes[7..], ["ACK 3"]);
    assert_eq!(dicter(&brouillon, &[], &observation("suite")).0, 0);
    assert_eq!(observations(&brouillon), ["suite"]);
}

#[test]
fn a_fact_too_long_is_refused_and_the_next_one_recorded() {
    let brouillon = Brouillon::new();
    let enorme = observation(&"x".repeat(3_000_000));
    let faits = format!("{OUVERTURE}{enorme}{}", observation("court"));
    let (code, dit, _) = dicter(&brouillon, &[], &faits);
    assert_eq!(code, 1);
    assert!(dit.contains("REFUS fait 2 : trop long"), "{dit}");
    assert_eq!(observations(&brouillon), ["court"]);
}

#[test]
fn files_that_changed_are_gone_on_with_only_on_request() {
    let brouillon = Brouillon::new();
    assert_eq!(dicter(&brouillon, &[], OUVERTURE).0, 0);
    brouillon.changer(
        "projets/19483920.yaml",
        "nom: Hors des radars",
        "nom: Hors radars",
    );
    let (code, dit, _) = dicter(&brouillon, &[], &observation("a"));
    assert_eq!(code, 1);
    assert!(dit.contains("projets/19483920.yaml (modifié)"), "{dit}");
    let (code, dit, _) = dicter(&brouillon, &["--accepter-entrees"], &observation("b"));
    assert_eq!((code, dit.as_str()), (0, "ACK 3\n"));
}

#[test]
fn two_hundred_kills_lose_no_acknowledged_fact_and_double_none() {
    let mut hasard = Hasard(63);
    // Ten journals of twenty kills, each kept from one kill to the next: reading a long one again is not what is tried.
    let acquittes: usize = (0..10).map(|_| vingt_arrets(&mut hasard)).sum();
    assert!(acquittes > 1000, "{acquittes}");
}

/// Kills the program twenty times on one journal; the facts acknowledged, all found there, once, in order.
fn vingt_arrets(hasard: &mut Hasard) -> usize {
    let brouillon = Brouillon::new();
    let chemin = chemin_du_journal(&brouillon);
    // One candidature: the program is quicker to start, the blows fall more often on facts.
    for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
        let projet = entree.unwrap().path();
        if !projet.ends_with("19483920.yaml") {
            fs::remove_file(projet).unwrap();
        }
    }
    assert_eq!(dicter(&brouillon, &[], OUVERTURE).0, 0);
    let mut acquittes_en_tout = 0;
    let mut ecrits = Vec::new();
    for essai in 0..20 {
        let avant = ecrits.len();
        let mut enfant = instruire(&brouillon, &["consigner", "63"]).spawn().unwrap();
        let mut entree = enfant.stdin.take().unwrap();
        let faits: String = (0..400)
            .map(|n| observation(&format!("{essai}-{n}")))
            .collect();
        let auteur = thread::spawn(move || drop(entree.write_all(faits.as_bytes())));
        let mut sortie = BufReader::new(enfant.stdout.take().unwrap());
        let mut ligne = String::new();
        // Half of the blows fall anywhere, half once facts are being acknowledged.
        let n_importe_ou = essai % 2 == 0;
        let montres = if n_importe_ou { 0 } else { hasard.sous(60) };
        let mut acquittes = 0;
        while acquittes < montres && sortie.read_line(&mut ligne).unwrap() > 0 {
            acquittes += 1;
        }
        let attente = hasard.sous(if n_importe_ou { 120_000 } else { 900 });
        thread::sleep(Duration::from_micros(attente as u64));
        enfant.kill().unwrap();
        while sortie.read_line(&mut ligne).unwrap() > 0 {}
        enfant.wait().unwrap();
        auteur.join().unwrap();
        // A line cut by the kill acknowledges nothing.
        let acquittes = ligne
            .split_inclusive('\n')
            .filter(|l| l.starts_with("ACK ") && l.ends_with('\n'))
            .count();
        acquittes_en_tout += acquittes;
        let lecture = journal::read(&chemin, "o2r-ara-2024", "63").unwrap();
        assert!(
            lecture
                .anomalie()
                .is_none_or(|a| a.contains("n'a pas été confirmée")),
            "essai {essai} : {:?}",
            lecture.anomalie()
        );
        let dits: Vec<String> = textes(&lecture);
        let attendus = (0..).map(|n| format!("{essai}-{n}"));
        ecrits.extend(attendus.take(dits.len().saturating_sub(ecrits.len())));
        assert_eq!(
            dits, ecrits,
            "essai {essai} : tous, dans l'ordre, une fois chacun"
        );
        let nouveaux = dits.len() - avant;
        assert!(
            nouveaux >= acquittes,
            "essai {essai} : {acquittes} acquittés, {nouveaux} écrits"
        );
    }
    assert_eq!(dicter(&brouillon, &[], &observation("fin")).0, 0);
    assert!(observations(&brouillon).len() > acquittes_en_tout);
    acquittes_en_tout
}

#[test]
fn a_full_output_acknowledges_nothing_more_and_loses_nothing() {
    let brouillon = Brouillon::new();
    fs::write(
        brouillon.fichier("faits"),
        format!("{OUVERTURE}{}", observation("a")),
    )
    .unwrap();
    let sortie = instruire(&brouillon, &["consigner", "63"])
        .stdin(File::open(brouillon.fichier("faits")).unwrap())
        .stdout(File::options().write(true).open("/dev/full").unwrap())
        .output()
        .unwrap();
    let (code, _, signale) = rendu(&sortie);
    assert_eq!(
        (code, signale.as_str()),
        (2, "instruire : plus de place sur le disque\n")
    );
    assert_eq!(dicter(&brouillon, &[], &observation("b")).0, 0);
    assert_eq!(observations(&brouillon), ["b"]);
}

#[test]
fn the_second_opener_is_told_who_and_how_to_take_over() {
    let brouillon = Brouillon::new();
    let mut premier = tenir(&brouillon);
    let (code, dit, signale) = dicter(&brouillon, &[], &observation("second"));
    assert_eq!((code, dit.as_str()), (2, ""));
    assert!(
        signale.contains("lecture seule : séance ouverte par comite-63 depuis le"),
        "{signale}"
    );
    assert!(
        signale.contains("instruire prendre-la-main 63"),
        "{signale}"
    );

    // Stopped, it keeps its lock; asked to end, it leaves it.
    signaler(&premier, Signal::STOP);
    let (code, dit, _) = commander(&brouillon, &["prendre-la-main", "63"]);
    assert_eq!(code, 0, "{dit}");
    assert!(
        dit.contains("La séance est libre : comite-63 depuis le"),
        "{dit}"
    );
    assert!(!premier.wait().unwrap().success());
    assert_eq!(dicter(&brouillon, &[], &observation("second")).0, 0);
    let (code, dit, _) = commander(&brouillon, &["prendre-la-main", "63"]);
    assert_eq!(
        (code, dit.as_str()),
        (0, "La séance est libre : personne ne la tient.\n")
    );
}

#[test]
fn a_process_that_the_occupant_file_does_not_prove_is_left_alone() {
    let brouillon = Brouillon::new();
    let mut tenant = tenir(&brouillon);
    let occupant = brouillon.lire("seances/63.occupant");
    let ligne = |cle: &str| {
        let trouvee = occupant.lines().find(|l| l.starts_with(cle));
        trouvee.unwrap().to_owned()
    };
    let mut innocent = Command::new("sleep").arg("60").spawn().unwrap();
    let stat = fs::read_to_string(format!("/proc/{}/stat", innocent.id())).unwrap();
    let depart = stat
        .rsplit(')')
        .next()
        .unwrap()
        .split_whitespace()
        .nth(19)
        .unwrap()
        .to_owned();
    let innocent_nomme = occupant
        .replace(&ligne("pid"), &format!("pid: {}", innocent.id()))
        .replace(&ligne("demarrage"), &format!("demarrage: {depart}"));
    for faux in [
        // Another start, another boot, and a process of ours that does not hold the journal.
        occupant.replace(&ligne("demarrage"), "demarrage: 1"),
        occupant.replace(&ligne("boot"), "boot: \"autre\""),
        innocent_nomme,
        String::new(),
    ] {
        brouillon.ecrire("seances/63.occupant", &faux);
        let (code, dit, _) = commander(&brouillon, &["prendre-la-main", "63"]);
        assert_eq!(code, 1, "{faux}");
        assert!(dit.starts_with("La main n'est pas prise"), "{dit}");
        assert!(tenant.try_wait().unwrap().is_none());
        assert!(innocent.try_wait().unwrap().is_none());
    }
    innocent.kill().unwrap();
    innocent.wait().unwrap();
    drop(tenant.stdin.take());
    assert!(tenant.wait().unwrap().success());
}

/// The program under strace, its calls changed; nothing where that cannot be.
fn sous_faute(brouillon: &Brouillon, faute: &str, options: &str) -> Option<(i32, String, String)> {
    let script = format!(
        "strace -f -qq -o /dev/null -e trace=flock -e inject={faute} {} --campagne . consigner 63 {options} < faits",
        env!("CARGO_BIN_EXE_instruire")
    );
    let peut = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .status();
    if !peut.is_ok_and(|etat| etat.success()) {
        eprintln!("sauté : strace absent ou interdit");
        return None;
    }
    let sortie = Command::new("bash")
        .args(["-c", &script])
        .current_dir(brouillon.racine())
        .output();
    Some(rendu(&sortie.unwrap()))
}

#[test]
fn where_nothing_locks_one_goes_on_only_by_a_recorded_choice() {
    // A refusal, then a lock granted to everybody.
    for faute in ["flock:error=ENOLCK", "flock:retval=0"] {
        let brouillon = Brouillon::new();
        assert_eq!(dicter(&brouillon, &[], OUVERTURE).0, 0);
        brouillon.ecrire("faits", &observation("sans verrou"));
        let Some((code, dit, signale)) = sous_faute(&brouillon, faute, "") else {
            return;
        };
        assert_eq!((code, dit.as_str()), (2, ""), "{faute}");
        assert!(signale.contains("ne sait pas verrouiller"), "{signale}");
        assert!(signale.contains("--sans-verrou"), "{signale}");
        let (code, _, signale) = sous_faute(&brouillon, faute, "--sans-verrou").unwrap();
        assert_eq!(code, 0, "{signale}");
        let (_, dit, _) = commander(&brouillon, &["journal", "63"]);
        assert!(dit.contains("séance ouverte sans verrou ("), "{dit}");
        assert_eq!(observations(&brouillon), ["sans verrou"]);
    }
    // Where the lock works, the option changes nothing: it steals none and records nothing.
    let brouillon = Brouillon::new();
    let mut tenant = tenir(&brouillon);
    assert_eq!(
        dicter(&brouillon, &["--sans-verrou"], &observation("x")).0,
        2
    );
    drop(tenant.stdin.take());
    tenant.wait().unwrap();
    assert_eq!(
        dicter(&brouillon, &["--sans-verrou"], &observation("y")).1,
        "ACK 2\n"
    );
}

#[test]
fn an_altered_journal_is_repaired_by_a_fact_and_kept_whole() {
    let debut = format!(
        "{OUVERTURE}{}{}{}",
        observation("un"),
        observation("deux"),
        observation("trois")
    );
    // In the middle, at the end, from the first byte, an end that only the head remembers.
    for (cas, gardes) in [("milieu", 3), ("fin", 5), ("debut", 0), ("coupe", 4)] {
        let brouillon = Brouillon::new();
        assert_eq!(dicter(&brouillon, &[], &debut).0, 0);
        let mut octets = fs::read(chemin_du_journal(&brouillon)).unwrap();
        let place = |motif: &str| String::from_utf8_lossy(&octets).find(motif).unwrap();
        match cas {
            "milieu" => {
                let place = place("deux");
                octets[place] = b'D';
            }
            "fin" => octets.extend(b"<<<<<<< HEAD\n"),
            "debut" => octets[10] ^= 1,
            _ => {
                let place = place("trois");
                let debut = String::from_utf8_lossy(&octets[..place])
                    .rfind("---\n")
                    .unwrap();
                octets.truncate(debut);
            }
        }
        fs::write(chemin_du_journal(&brouillon), &octets).unwrap();
        let (code, _, signale) = dicter(&brouillon, &[], &observation("refusé"));
        assert_eq!(code, 2, "{cas}");
        assert!(signale.contains("lecture seule"), "{cas} : {signale}");
        assert_eq!(
            commander(&brouillon, &["reparer", "63", "--motif", " "]).0,
            2
        );
        assert_eq!(fs::read(chemin_du_journal(&brouillon)).unwrap(), octets);

        let (code, dit, signale) =
            commander(&brouillon, &["reparer", "63", "--motif", "copie gâtée"]);
        assert_eq!(code, 0, "{cas} : {signale}");
        assert!(dit.contains("Le fichier d'avant est gardé entier"), "{dit}");
        let copie = fs::read_dir(brouillon.fichier("seances"))
            .unwrap()
            .map(|entree| entree.unwrap().path())
            .find(|chemin| chemin.to_string_lossy().contains(".altere-"))
            .unwrap();
        assert_eq!(fs::read(copie).unwrap(), octets, "{cas}");
        let lecture = brouillon.campagne().lire_journal("63").unwrap();
        assert_eq!(lecture.anomalie(), None, "{cas}");
        let nouveau = fs::read(chemin_du_journal(&brouillon)).unwrap();
        let communs = nouveau
            .iter()
            .zip(&octets)
            .take_while(|(a, b)| a == b)
            .count();
        let (rang, mis_de_cote) = match &lecture.enregistrements().last().unwrap().fait {
            Fait::Reparation {
                octets: nombre,
                sha256: h,
                motif,
            } => {
                assert_eq!(motif, "copie gâtée");
                let suite = &octets[octets.len() - usize::try_from(*nombre).unwrap()..];
                assert_eq!(*h, sha256(suite), "{cas}");
                (lecture.enregistrements().len() - 1, suite.len())
            }
            autre => panic!("{cas} : {autre:?}"),
        };
        assert_eq!(rang, gardes.max(1), "{cas}");
        // What is proven is kept byte for byte: only the last record is new.
        if gardes > 0 {
            assert!(communs >= octets.len() - mis_de_cote, "{cas}");
        }
        let suite = if cas == "debut" {
            OUVERTURE.to_owned()
        } else {
            observation("reprise")
        };
        assert_eq!(dicter(&brouillon, &[], &suite).0, 0, "{cas}");
        let (code, dit, _) = commander(&brouillon, &["reparer", "63", "--motif", "encore"]);
        assert_eq!(
            (code, dit.as_str()),
            (0, "Le journal n'est pas altéré : rien à réparer.\n")
        );
    }
}

#[test]
fn a_held_journal_is_not_repaired_and_a_torn_end_needs_no_repair() {
    let brouillon = Brouillon::new();
    let mut tenant = tenir(&brouillon);
    assert_eq!(
        commander(&brouillon, &["reparer", "63", "--motif", "x"]).0,
        2
    );
    drop(tenant.stdin.take());
    tenant.wait().unwrap();
    let mut octets = fs::read(chemin_du_journal(&brouillon)).unwrap();
    octets.extend(b"---\n\"n\": 2\nle: ");
    fs::write(chemin_du_journal(&brouillon), octets).unwrap();
    let (_, dit, _) = commander(&brouillon, &["reparer", "63", "--motif", "x"]);
    assert!(dit.contains("rien à réparer"), "{dit}");
    let debut = Instant::now();
    assert_eq!(dicter(&brouillon, &[], &observation("après")).1, "ACK 3\n");
    assert!(debut.elapsed() < Duration::from_secs(20));
}

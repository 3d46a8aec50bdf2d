//! The journal: what was said survives cuts, full disks and other hands, or its loss is told.

use std::fs;
use std::os::unix::fs::{MetadataExt, PermissionsExt, symlink};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use instruire::domain::fait::{Enregistrement, Fait};
use instruire::store::empreinte::sha256;
use instruire::store::journal::{self, ErreurJournal, Journal, Lecture};
use instruire::store::position;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tempfile::TempDir;

use super::support::{self, chronometrer, instant};

const ORIGINE: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// A folder `seances/` of its own.
struct Dossier {
    racine: TempDir,
}

impl Dossier {
    fn new() -> Self {
        Self {
            racine: support::dossier(),
        }
    }

    /// Facts said in a new journal.
    fn avec(faits: &[Fait]) -> Self {
        let dossier = Self::new();
        let mut journal = dossier.creer();
        for fait in faits {
            journal.append(instant(), "comite-63", fait).unwrap();
        }
        dossier
    }

    fn fichier(&self, nom: &str) -> PathBuf {
        self.racine.path().join("seances").join(nom)
    }

    fn chemin(&self) -> PathBuf {
        self.fichier("63.journal.yaml")
    }

    fn octets(&self) -> Vec<u8> {
        fs::read(self.chemin()).unwrap()
    }

    /// The journal holds these bytes, and no head remembers anything.
    fn poser(&self, octets: &[u8]) {
        fs::create_dir_all(self.racine.path().join("seances")).unwrap();
        fs::write(self.chemin(), octets).unwrap();
        let _ = fs::remove_file(self.fichier("63.tete"));
    }

    fn creer(&self) -> Journal {
        Journal::create(&self.chemin(), instant(), "comite-63", &premier())
            .unwrap()
            .0
    }

    fn ouvrir(&self) -> Result<(Journal, Vec<Enregistrement>), ErreurJournal> {
        // A child that another test starts holds our lock for the time of its fork.
        let mut essais = 0;
        loop {
            let ouvert = Journal::open(&self.chemin(), instant(), "comite-63", &premier());
            essais += 1;
            match &ouvert {
                Ok((journal, _))
                    if essais < 100
                        && journal
                            .lecture_seule()
                            .is_some_and(|r| r.contains("quelqu'un d'autre")) =>
                {
                    std::thread::sleep(Duration::from_millis(5));
                }
                _ => return ouvert,
            }
        }
    }

    fn lire(&self) -> Lecture {
        journal::read(&self.chemin(), "appel-fictif", "63").unwrap()
    }

    fn anomalie(&self) -> String {
        self.lire().anomalie().unwrap_or_default().to_owned()
    }
}

fn premier() -> Fait {
    journal::premier("appel-fictif", "63", Vec::new())
}

fn observation(texte: &str) -> Fait {
    Fait::ObservationNotee {
        projet: "19483920".into(),
        critere: None,
        texte: texte.into(),
    }
}

fn petits() -> Vec<Fait> {
    vec![
        observation("à revoir"),
        observation("fin de ligne #"),
        Fait::ProjetExamine {
            projet: "19483920".into(),
            examine: true,
        },
    ]
}

/// Offsets at which a record begins, then the length of the journal.
fn bornes(octets: &[u8]) -> Vec<usize> {
    let texte = String::from_utf8(octets.to_vec()).unwrap();
    let mut bornes: Vec<usize> = texte.match_indices("---\n").map(|(i, _)| i).collect();
    bornes.push(octets.len());
    bornes
}

/// A record as another program would write it.
fn record(n: u64, prec: &str, fait: &str) -> (Vec<u8>, String) {
    let dessus = format!(
        "---\n\"n\": {n}\nle: \"2024-10-02T14:02:11+02:00\"\npar: \"x\"\nprec: \"{prec}\"\n{fait}"
    );
    let h = sha256(dessus.as_bytes());
    (format!("{dessus}h: \"{h}\"\n...\n").into_bytes(), h)
}

/// The facts that the committee said, without the journal's own.
fn dits(enregistrements: &[Enregistrement]) -> Vec<Fait> {
    let dits = enregistrements.iter().map(|e| e.fait.clone());
    dits.filter(|f| !matches!(f, Fait::JournalCree { .. } | Fait::Reprise { .. }))
        .collect()
}

fn numeros_se_suivent(enregistrements: &[Enregistrement]) -> bool {
    enregistrements.iter().zip(0..).all(|(e, n)| e.n == n)
}

#[test]
fn a_journal_cut_at_every_length_opens_sets_the_cut_aside_and_goes_on() {
    let dossier = Dossier::avec(&petits());
    let entier = dossier.octets();
    let bornes = bornes(&entier);
    for coupe in 0..=entier.len() {
        dossier.poser(&entier[..coupe]);
        let (mut journal, lus) = dossier.ouvrir().unwrap();
        assert_eq!(journal.lecture_seule(), None, "coupé à {coupe}");
        // A record is there once its end line is, its newline being added when it lacks.
        let entiers = bornes[1..].iter().filter(|b| **b <= coupe + 1).count();
        let reste = entier[..coupe].len() > bornes[entiers];
        assert_eq!(dits(&lus), petits()[..entiers.saturating_sub(1)], "{coupe}");
        let declare = matches!(lus.last().unwrap().fait, Fait::Reprise { octets, .. } if octets == (coupe - bornes[entiers]) as u64);
        assert_eq!(declare, reste && entiers > 0, "coupé à {coupe}");
        let ecrits = journal
            .append(instant(), "comite-63", &observation("après"))
            .unwrap();
        assert_eq!(ecrits.len(), 1);
        drop(journal);
        let lecture = dossier.lire();
        assert_eq!(lecture.anomalie(), None, "coupé à {coupe}");
        assert!(numeros_se_suivent(lecture.enregistrements()));
        assert_eq!(
            dits(lecture.enregistrements()).last(),
            Some(&observation("après"))
        );
        assert_eq!(
            dossier.octets()[..coupe],
            entier[..coupe],
            "rien n'est retiré"
        );
    }
}

#[test]
fn a_cut_during_the_recovery_of_a_cut_is_itself_recovered() {
    let dossier = Dossier::avec(&petits());
    let entier = dossier.octets();
    let dernier = bornes(&entier)[petits().len()];
    let longueur = entier.len() - dernier;
    for premiere in [1, 3, 4, 7, 12, longueur / 2, longueur - 2, longueur - 1] {
        for debut in [0, dernier] {
            dossier.poser(&entier[..debut + premiere]);
            drop(dossier.ouvrir().unwrap());
            let repare = dossier.octets();
            for seconde in debut + premiere..repare.len() {
                dossier.poser(&repare[..seconde]);
                let (journal, lus) = dossier.ouvrir().unwrap();
                assert_eq!(
                    journal.lecture_seule(),
                    None,
                    "coupé à {premiere} puis {seconde}"
                );
                assert!(numeros_se_suivent(&lus));
                drop(journal);
                let lecture = dossier.lire();
                assert_eq!(
                    lecture.anomalie(),
                    None,
                    "coupé à {premiere} puis {seconde}"
                );
                assert!(numeros_se_suivent(lecture.enregistrements()));
            }
        }
    }
}

#[test]
fn every_bit_changed_in_a_journal_is_seen_and_forbids_writing() {
    let dossier = Dossier::avec(&petits());
    // With a fragment in the middle, and one before record 0.
    let simple = dossier.octets();
    dossier.poser(&simple[..simple.len() - 30]);
    let (mut journal, _) = dossier.ouvrir().unwrap();
    journal
        .append(instant(), "comite-63", &observation("après"))
        .unwrap();
    drop(journal);
    let repris = dossier.octets();
    dossier.poser(&simple[..40]);
    drop(dossier.ouvrir().unwrap());
    let commence_par_un_fragment = dossier.octets();

    for entier in [simple, repris, commence_par_un_fragment] {
        dossier.poser(&entier);
        assert_eq!(dossier.anomalie(), "");
        for (place, bit) in (0..entier.len()).flat_map(|place| (0..8).map(move |bit| (place, bit)))
        {
            let mut change = entier.clone();
            change[place] ^= 1 << bit;
            fs::write(dossier.chemin(), &change).unwrap();
            let anomalie = dossier.anomalie();
            assert!(
                anomalie.contains("altéré") || anomalie.contains("plus récente"),
                "octet {place}, bit {bit} : « {anomalie} »"
            );
        }
    }
}

#[test]
fn lost_sectors_at_the_end_are_a_torn_write_and_zeros_elsewhere_an_alteration() {
    let longue = observation(&"longue ".repeat(400));
    let dossier = Dossier::avec(&[observation("courte"), longue]);
    let entier = dossier.octets();
    let dernier = bornes(&entier)[2];
    for (de, a) in [
        (dernier, entier.len()),
        (dernier.next_multiple_of(512), entier.len()),
        (
            dernier.next_multiple_of(512),
            dernier.next_multiple_of(512) + 512,
        ),
        (dernier, dernier.next_multiple_of(512)),
        // Where pages reach the disk in another order, the beginning may be missing alone, wherever it stops.
        (dernier, dernier + 11),
        (dernier, usize::midpoint(dernier, entier.len())),
        (dernier, entier.len() - 1),
    ] {
        let mut troue = entier.clone();
        troue[de..a].fill(0);
        dossier.poser(&troue);
        let (journal, lus) = dossier.ouvrir().unwrap();
        assert_eq!(journal.lecture_seule(), None, "{de}..{a}");
        assert_eq!(dits(&lus), [observation("courte")]);
    }
    for (de, a) in [
        (dernier + 100, dernier + 110),
        (dernier, dernier + 10),
        (dernier + 1, dernier + 12),
        (0, 11),
    ] {
        let mut gratte = entier.clone();
        gratte[de..a].fill(0);
        dossier.poser(&gratte);
        assert!(dossier.anomalie().contains("altéré"), "{de}..{a}");
    }
}

#[test]
fn an_empty_journal_receives_its_first_record_before_any_fact() {
    let dossier = Dossier::new();
    dossier.poser(b"");
    let (mut journal, lus) = dossier.ouvrir().unwrap();
    assert_eq!(lus.len(), 1);
    assert_eq!(lus[0].fait, premier());
    let ecrits = journal
        .append(instant(), "comite-63", &observation("la première"))
        .unwrap();
    assert_eq!(ecrits[0].n, 1);
    assert_eq!(dossier.anomalie(), "");
}

#[test]
fn a_full_disk_at_any_byte_of_a_record_loses_nothing_and_the_same_key_works_again() {
    enfant("disque_plein");
}

#[test]
#[ignore = "limits the files of its whole process: run by the test above, alone"]
fn enfant_disque_plein() {
    let recu = Arc::new(AtomicBool::new(false));
    signal_hook::flag::register(25, recu).unwrap(); // SIGXFSZ
    let dossier = Dossier::new();
    let entete = {
        drop(dossier.creer());
        dossier.octets()
    };
    let longueur = {
        let mut journal = dossier.ouvrir().unwrap().0;
        journal
            .append(instant(), "comite-63", &petits()[0])
            .unwrap();
        dossier.octets().len() - entete.len()
    };
    for premiere in 0..longueur {
        dossier.poser(&entete);
        let (mut journal, _) = dossier.ouvrir().unwrap();
        let mut dire = |place: Option<usize>| {
            let taille = dossier.octets().len();
            limiter(place.map(|place| (taille + place) as u64));
            let reponse = journal.append(instant(), "comite-63", &petits()[0]);
            limiter(None);
            reponse
        };
        let erreur = dire(Some(premiere)).unwrap_err().to_string();
        assert!(erreur.starts_with("Non enregistré : "), "{erreur}");
        // The second try fails too, at another byte.
        assert!(dire(Some(premiere * 7 % longueur)).is_err());
        let ecrits = dire(None).unwrap();
        // What was written before the fact is told with it.
        assert!(ecrits.len() <= 3, "{ecrits:?}");
        assert_eq!(ecrits.last().unwrap().fait, petits()[0]);
        assert!(
            ecrits
                .iter()
                .rev()
                .skip(1)
                .all(|e| matches!(e.fait, Fait::Reprise { .. }))
        );
        assert_eq!(
            ecrits.len() > 1,
            premiere > 0 || premiere * 7 % longueur > 0
        );
        let (nombre, _) = journal.head();
        drop(journal);
        let lecture = dossier.lire();
        assert_eq!(lecture.anomalie(), None, "plein à {premiere}");
        assert_eq!(lecture.enregistrements().len() as u64, nombre);
        assert!(numeros_se_suivent(lecture.enregistrements()));
        assert_eq!(dits(lecture.enregistrements()), petits()[..1]);
    }

    // A torn tail on a full disk: read and continued once there is room.
    dossier.poser(&[&entete[..], b"---\n\"n\": 1\nle"].concat());
    limiter(Some(dossier.octets().len() as u64));
    let (mut journal, lus) = dossier.ouvrir().unwrap();
    limiter(None);
    assert_eq!((lus.len(), journal.lecture_seule()), (1, None));
    let ecrits = journal
        .append(instant(), "comite-63", &petits()[0])
        .unwrap();
    assert_eq!(ecrits.len(), 2);
    drop(journal);
    assert_eq!(dossier.anomalie(), "");

    // No room for the first record: refused, then mended by the next opening, no fact standing at 0.
    for place in [0, 1, 50, entete.len() - 1] {
        let dossier = Dossier::new();
        limiter(Some(place as u64));
        let creee = Journal::create(&dossier.chemin(), instant(), "comite-63", &premier());
        limiter(None);
        assert!(creee.is_err());
        // Whole but for its newline, it is adopted.
        let rouvert = limiter_puis(place as u64, || dossier.ouvrir().map(drop));
        assert_eq!(rouvert.is_ok(), place == entete.len() - 1);
        let (_journal, lus) = dossier.ouvrir().unwrap();
        assert_eq!(lus.len(), 1);
        assert_eq!(lus[0].fait, premier());
        assert_eq!(dossier.anomalie(), "");
    }
}

fn limiter(octets: Option<u64>) {
    let maximum = getrlimit(Resource::Fsize).maximum;
    let courante = Rlimit {
        current: octets.or(maximum),
        maximum,
    };
    setrlimit(Resource::Fsize, courante).unwrap();
}

fn limiter_puis<T>(octets: u64, faire: impl FnOnce() -> T) -> T {
    limiter(Some(octets));
    let reponse = faire();
    limiter(None);
    reponse
}

/// Runs one ignored test of this file in a process of its own.
fn enfant(nom: &str) {
    let programme = std::env::current_exe().unwrap();
    reussir(Command::new(programme).args(seul(nom)));
}

/// The same under strace, which makes a call fail; skipped where it cannot.
fn enfant_sous_faute(nom: &str, faute: &str) {
    let peut = Command::new("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "true"])
        .status();
    if !peut.is_ok_and(|etat| etat.success()) {
        eprintln!("sauté : strace absent ou interdit");
        return;
    }
    let appel = faute.split(':').next().unwrap();
    reussir(
        Command::new("strace")
            .args(["-f", "-qq", "-o", "/dev/null", "-e"])
            .arg(format!("trace={appel}"))
            .arg("-e")
            .arg(format!("inject={faute}"))
            .arg(std::env::current_exe().unwrap())
            .args(seul(nom)),
    );
}

fn seul(nom: &str) -> [String; 4] {
    let nom = format!("journal::enfant_{nom}");
    [
        "--ignored".into(),
        "--test-threads=1".into(),
        "--exact".into(),
        nom,
    ]
}

fn reussir(commande: &mut Command) {
    let sortie = commande.output().unwrap();
    let texte = String::from_utf8_lossy(&sortie.stdout);
    let erreurs = String::from_utf8_lossy(&sortie.stderr);
    assert!(sortie.status.success(), "{texte}{erreurs}");
    assert!(texte.contains("1 passed"), "{texte}");
}

#[test]
fn a_sync_that_fails_is_never_retried_and_leaves_the_journal_to_be_read() {
    // The third fdatasync is that of the second fact.
    enfant_sous_faute("fdatasync_refuse", "fdatasync:error=EIO:when=3+");
    enfant_sous_faute("fsync_refuse_a_l_ouverture", "fsync:error=EIO:when=4+");
}

#[test]
#[ignore = "run by the test above, under strace"]
fn enfant_fdatasync_refuse() {
    let dossier = Dossier::new();
    let mut journal = dossier.creer();
    journal.append(instant(), "x", &petits()[0]).unwrap();
    let erreur = journal.append(instant(), "x", &petits()[1]).unwrap_err();
    assert_eq!(
        erreur.to_string(),
        "Non enregistré : le disque signale une erreur. La séance passe en lecture ; rouvrez-la, ailleurs si cela se répète."
    );
    let taille = dossier.octets().len();
    let erreur = journal.append(instant(), "x", &petits()[1]).unwrap_err();
    assert!(matches!(erreur, ErreurJournal::LectureSeule(_)));
    assert_eq!(dossier.octets().len(), taille);
    assert_eq!(journal.head().0, 2);
}

#[test]
#[ignore = "run by the test above, under strace"]
fn enfant_fsync_refuse_a_l_ouverture() {
    let dossier = Dossier::new();
    // Creation syncs folders three times; the fourth sync is that of the opening.
    drop(dossier.creer());
    let (mut journal, lus) = dossier.ouvrir().unwrap();
    assert_eq!(lus.len(), 1);
    let raison = journal.lecture_seule().unwrap();
    assert_eq!(
        raison,
        "le disque n'a pas confirmé (le disque signale une erreur)"
    );
    assert!(journal.append(instant(), "x", &petits()[0]).is_err());
}

#[test]
fn nothing_is_said_of_a_journal_whose_folders_are_not_on_disk() {
    for appel in 1..=3 {
        enfant_sous_faute(
            "creation_non_confirmee",
            &format!("fsync:error=EIO:when={appel}"),
        );
    }
}

#[test]
#[ignore = "run by the test above, under strace"]
fn enfant_creation_non_confirmee() {
    // `seances/` in the campaign's folder, the journal in `seances/`.
    let dossier = Dossier::new();
    let cree = Journal::create(&dossier.chemin(), instant(), "x", &premier());
    assert!(
        cree.is_err(),
        "une séance est dite créée, un dossier n'est pas sur le disque"
    );
    assert!(!dossier.fichier("63.tete").exists());
}

#[test]
fn a_journal_deleted_while_its_head_remains_does_not_start_again_at_zero() {
    let dossier = Dossier::avec(&petits());
    fs::remove_file(dossier.chemin()).unwrap();
    let refus = [
        Journal::create(&dossier.chemin(), instant(), "x", &premier()).map(drop),
        dossier.ouvrir().map(drop),
        journal::read(&dossier.chemin(), "appel-fictif", "63").map(drop),
        journal::existe(&dossier.chemin()).map(drop),
    ];
    for refus in refus {
        let message = refus.unwrap_err().to_string();
        assert!(message.contains("63.journal.yaml a disparu"), "{message}");
        assert!(
            message.contains("son dernier fait connu est le 3"),
            "{message}"
        );
        assert!(message.contains("63.tete"), "{message}");
    }
    assert!(!dossier.chemin().exists());
    fs::write(dossier.fichier("63.tete"), "3:abc").unwrap();
    let message = dossier.ouvrir().unwrap_err().to_string();
    assert!(
        message.contains("on ne sait plus combien de faits"),
        "{message}"
    );
    fs::remove_file(dossier.fichier("63.tete")).unwrap();
    assert!(!journal::existe(&dossier.chemin()).unwrap());
}

#[test]
fn a_journal_emptied_or_cut_under_its_head_is_read_only() {
    for garde in ["rien", "un record", "un record et une déchirure"] {
        let dossier = Dossier::avec(&petits());
        let entier = dossier.octets();
        let gardes = match garde {
            "rien" => 0,
            "un record" => bornes(&entier)[1],
            _ => bornes(&entier)[1] + 60,
        };
        fs::write(dossier.chemin(), &entier[..gardes]).unwrap();
        let (journal, _) = dossier.ouvrir().unwrap();
        let raison = journal.lecture_seule().unwrap();
        assert!(
            raison.contains("coupée ou réécrite : le fait 3 y était"),
            "{raison}"
        );
        assert!(dossier.anomalie().contains("coupée ou réécrite"), "{garde}");
        assert_eq!(dossier.octets(), &entier[..gardes]);
    }
}

#[test]
fn a_journal_of_another_call_or_territory_is_read_only_and_named() {
    let dossier = Dossier::avec(&petits());
    for (ami, territoire) in [("autre-appel", "63"), ("appel-fictif", "69")] {
        let ici = journal::premier(ami, territoire, Vec::new());
        let (journal, lus) = Journal::open(&dossier.chemin(), instant(), "x", &ici).unwrap();
        let raison = journal.lecture_seule().unwrap().to_owned();
        let attendu = format!(
            "ce journal est celui de l'appel « appel-fictif », territoire « 63 », rangé à la place de « {ami} », « {territoire} »"
        );
        assert_eq!(raison, attendu);
        assert_eq!(lus.len(), 4);
        let lecture = journal::read(&dossier.chemin(), ami, territoire).unwrap();
        assert_eq!(lecture.anomalie(), Some(attendu.as_str()));
    }
}

#[test]
fn an_alteration_is_told_even_when_the_journal_is_held_by_another() {
    let dossier = Dossier::avec(&petits());
    let _tenu = dossier.ouvrir().unwrap();
    let (journal, _) = dossier.ouvrir().unwrap();
    let raison = journal.lecture_seule().unwrap();
    assert_eq!(
        raison,
        "séance ouverte par comite-63 depuis le 02/10/2024 à 14:02"
    );
    let mut octets = dossier.octets();
    octets[600] ^= 1;
    fs::write(dossier.chemin(), octets).unwrap();
    let (journal, _) = dossier.ouvrir().unwrap();
    let raison = journal.lecture_seule().unwrap();
    assert!(raison.contains("séance ouverte par comite-63"), "{raison}");
    assert!(
        raison.contains(" ; le journal est altéré au fait"),
        "{raison}"
    );
}

#[test]
fn a_reader_beside_a_live_writer_never_cries_wolf() {
    let dossier = Dossier::avec(&[]);
    let chemin = dossier.chemin();
    let fini = Arc::new(AtomicBool::new(false));
    let lecteur = {
        let (chemin, fini) = (chemin, Arc::clone(&fini));
        std::thread::spawn(move || {
            let mut lectures = 0;
            // At least once, however late this thread starts.
            while lectures == 0 || !fini.load(Ordering::Relaxed) {
                let lecture = journal::read(&chemin, "appel-fictif", "63").unwrap();
                let anomalie = lecture.anomalie().unwrap_or_default();
                assert!(
                    !anomalie.contains("coupée") && !anomalie.contains("altéré"),
                    "{anomalie}"
                );
                lectures += 1;
            }
            lectures
        })
    };
    let (mut journal, _) = dossier.ouvrir().unwrap();
    for rang in 0..150 {
        journal
            .append(instant(), "comite-63", &observation(&rang.to_string()))
            .unwrap();
    }
    fini.store(true, Ordering::Relaxed);
    assert!(lecteur.join().unwrap() > 0);
}

#[test]
fn side_files_are_never_followed_nor_waited_for() {
    let dossier = Dossier::avec(&petits());
    let victime = dossier.racine.path().join("victime");
    fs::write(&victime, "intacte").unwrap();
    for nom in ["63.tete", "63.occupant", "63.place"] {
        let _ = fs::remove_file(dossier.fichier(nom));
        symlink(&victime, dossier.fichier(nom)).unwrap();
    }
    assert_eq!(position::load(&dossier.chemin()), None);
    position::save(&dossier.chemin(), "19483920");
    let (mut journal, _) = dossier.ouvrir().unwrap();
    journal
        .append(instant(), "comite-63", &petits()[0])
        .unwrap();
    assert_eq!(fs::read_to_string(&victime).unwrap(), "intacte");
    for nom in ["63.tete", "63.occupant", "63.place"] {
        let metadata = fs::symlink_metadata(dossier.fichier(nom)).unwrap();
        assert!(metadata.is_file(), "{nom} a remplacé le lien");
        assert_eq!(metadata.permissions().mode() & 0o777, 0o600, "{nom}");
    }
    drop(journal);
    for nom in ["63.tete", "63.occupant", "63.place"] {
        let _ = fs::remove_file(dossier.fichier(nom));
        let etat = Command::new("mkfifo").arg(dossier.fichier(nom)).status();
        assert!(etat.unwrap().success());
    }
    let debut = Instant::now();
    assert_eq!(position::load(&dossier.chemin()), None);
    assert!(dossier.ouvrir().unwrap().0.lecture_seule().is_none());
    assert!(debut.elapsed() < Duration::from_secs(5));
}

#[test]
fn the_folder_and_the_files_of_a_seance_are_its_owner_s_alone() {
    let dossier = Dossier::avec(&petits());
    let mode = |chemin: PathBuf| fs::metadata(chemin).unwrap().mode() & 0o777;
    assert_eq!(mode(dossier.racine.path().join("seances")), 0o700);
    assert_eq!(mode(dossier.chemin()), 0o600);
    assert_eq!(mode(dossier.fichier("63.tete")), 0o600);
}

#[test]
fn hostile_bytes_are_walked_in_a_time_that_grows_with_their_length_only() {
    let dossier = Dossier::avec(&[]);
    let entete = dossier.octets();
    let fausse = format!("---\nh: \"{ORIGINE}\"\n...\n");
    let (vraie, _) = record(7, ORIGINE, "fait: \"seance_levee\"\n");
    let vraie = String::from_utf8(vraie).unwrap();
    for motif in [
        "---\n",
        "---\n...\n",
        "#\n",
        "...\n",
        "#\n---\n\"n\": 1\n",
        "\0",
        &fausse,
        &vraie,
    ] {
        for tete in [&b""[..], &entete] {
            let suite = motif.repeat(1_000_000 / motif.len());
            dossier.poser(&[tete, suite.as_bytes()].concat());
            let (lecture, duree) = chronometrer(|| dossier.lire());
            assert!(lecture.anomalie().is_some(), "{motif:?}");
            assert!(duree < Duration::from_secs(8), "{motif:?} : {duree:?}");
        }
    }
}

#[test]
fn a_newer_journal_is_said_newer_not_altered() {
    let dossier = Dossier::new();
    let futur = "fait: \"journal_cree\"\nformat: 2\nami: \"appel-fictif\"\nterritoire: \"63\"\nchiffre: true\n";
    dossier.poser(&record(0, ORIGINE, futur).0);
    let (journal, lus) = dossier.ouvrir().unwrap();
    assert_eq!(lus, []);
    assert_eq!(
        journal.lecture_seule(),
        Some(
            "le journal a été écrit par une version plus récente du programme (format 2, lu ici jusqu'au format 1). Consultation de ce qui précède"
        )
    );
    drop(dossier);

    let dossier = Dossier::avec(&petits());
    let tete = dossier.lire().empreinte(3).unwrap().to_owned();
    let entier = dossier.octets();
    let inconnu = record(4, &tete, "fait: \"visioconference\"\n").0;
    dossier.poser(&[entier, inconnu].concat());
    assert_eq!(dossier.lire().enregistrements().len(), 4);
    assert_eq!(
        dossier.anomalie(),
        "le journal a été écrit par une version plus récente du programme (fait 4, « visioconference », inconnu ici). Consultation de ce qui précède"
    );
}

#[test]
fn a_record_that_could_expand_is_not_parsed() {
    let dossier = Dossier::avec(&[]);
    let tete = dossier.lire().empreinte(0).unwrap().to_owned();
    let bombe = "fait: \"seance_rouverte\"\nmotif: &a [x, x]\nautre: [*a, *a]\n";
    dossier.poser(&[dossier.octets(), record(1, &tete, bombe).0].concat());
    assert!(
        dossier
            .anomalie()
            .contains("une ancre, un alias ou une étiquette")
    );
}

#[test]
fn usual_damage_by_other_tools_is_named() {
    let dossier = Dossier::avec(&petits());
    let entier = String::from_utf8(dossier.octets()).unwrap();
    for (texte, raison) in [
        (
            entier.replace('\n', "\r\n"),
            "les fins de ligne ont été converties (CRLF)",
        ),
        (
            format!("\u{feff}{entier}"),
            "une marque UTF-8 (BOM) a été ajoutée",
        ),
        (
            format!("{entier}<<<<<<< HEAD\n"),
            "des marques de fusion git",
        ),
        (format!("{entier}\n"), "altéré au fait 4"),
        (
            entier.replace("examine: true", "examine: false"),
            "l'empreinte ne correspond pas",
        ),
    ] {
        dossier.poser(texte.as_bytes());
        assert!(
            dossier.anomalie().contains(raison),
            "{raison} : {}",
            dossier.anomalie()
        );
        let (journal, _) = dossier.ouvrir().unwrap();
        assert!(journal.lecture_seule().unwrap().contains(raison));
    }
}

#[test]
fn a_link_or_a_pipe_in_place_of_the_journal_is_refused_in_french() {
    let dossier = Dossier::avec(&[]);
    fs::remove_file(dossier.chemin()).unwrap();
    symlink("/nulle/part", dossier.chemin()).unwrap();
    let message = dossier.ouvrir().unwrap_err().to_string();
    assert_eq!(
        message,
        "Journal inutilisable : lien symbolique refusé : mettez le fichier lui-même"
    );
    fs::remove_file(dossier.chemin()).unwrap();
    Command::new("mkfifo")
        .arg(dossier.chemin())
        .status()
        .unwrap();
    let message = dossier.ouvrir().unwrap_err().to_string();
    assert_eq!(
        message,
        "Journal inutilisable : ce n'est pas un fichier ordinaire"
    );
}

#[test]
fn a_touch_changes_nothing_and_any_other_hand_stops_the_writing() {
    let dossier = Dossier::avec(&[]);
    let (mut journal, _) = dossier.ouvrir().unwrap();
    fs::set_permissions(dossier.chemin(), fs::Permissions::from_mode(0o640)).unwrap();
    journal.append(instant(), "x", &petits()[0]).unwrap();
    let octets = dossier.octets();
    fs::write(dossier.chemin(), [&octets[..], b"\n"].concat()).unwrap();
    let message = journal.append(instant(), "x", &petits()[0]).unwrap_err();
    assert!(
        message
            .to_string()
            .contains("modifié par un autre programme")
    );
    fs::remove_file(dossier.chemin()).unwrap();
    let message = journal.append(instant(), "x", &petits()[0]).unwrap_err();
    assert!(message.to_string().contains("a été effacé"));
}

#[test]
fn a_record_removed_swapped_doubled_or_inserted_is_named() {
    let dossier = Dossier::avec(&petits());
    let entier = dossier.octets();
    let bornes = bornes(&entier);
    let morceaux: Vec<&[u8]> = bornes.windows(2).map(|b| &entier[b[0]..b[1]]).collect();
    for rang in 0..morceaux.len() {
        // The last one removed leaves a whole journal, which the head alone knows to be cut.
        if rang + 1 < morceaux.len() {
            let mut retire = morceaux.clone();
            retire.remove(rang);
            dossier.poser(&retire.concat());
            let attendu = format!("altéré au fait {rang} ");
            assert!(
                dossier.anomalie().contains(&attendu),
                "{}",
                dossier.anomalie()
            );
            let mut echange = morceaux.clone();
            echange.swap(rang, rang + 1);
            dossier.poser(&echange.concat());
            assert!(
                dossier.anomalie().contains(&attendu),
                "{}",
                dossier.anomalie()
            );
        }
        let mut double = morceaux.clone();
        double.insert(rang, morceaux[rang]);
        dossier.poser(&double.concat());
        let attendu = format!("altéré au fait {} ", rang + 1);
        assert!(
            dossier.anomalie().contains(&attendu),
            "{}",
            dossier.anomalie()
        );
    }
}

#[test]
fn a_chain_recomputed_after_an_edit_is_seen_by_the_head() {
    let dossier = Dossier::avec(&petits());
    let tete = fs::read(dossier.fichier("63.tete")).unwrap();
    // Record 0 as it is, then one fact edited and the others as they were, all proven anew.
    let entier = dossier.octets();
    let mut refait = entier[..bornes(&entier)[1]].to_vec();
    let mut prec = dossier.lire().empreinte(0).unwrap().to_owned();
    for (n, texte) in [(1, "retouchée"), (2, "fin de ligne #"), (3, "encore")] {
        let fait =
            format!("fait: \"observation_notee\"\nprojet: \"19483920\"\ntexte: \"{texte}\"\n");
        let (octets, h) = record(n, &prec, &fait);
        refait.extend(octets);
        prec = h;
    }
    dossier.poser(&refait);
    assert_eq!(dossier.anomalie(), "", "sans tête, rien ne le montre");
    fs::write(dossier.fichier("63.tete"), tete).unwrap();
    assert!(
        dossier
            .anomalie()
            .contains("le fait 3 y était, il n'y est plus tel quel"),
        "{}",
        dossier.anomalie()
    );
    let (journal, _) = dossier.ouvrir().unwrap();
    assert!(journal.lecture_seule().is_some());
}

#[test]
fn a_byte_changed_in_place_under_a_seance_is_seen_even_with_its_date_put_back() {
    let dossier = Dossier::avec(&petits());
    let (mut journal, _) = dossier.ouvrir().unwrap();
    let date = fs::metadata(dossier.chemin()).unwrap().modified().unwrap();
    let mut octets = dossier.octets();
    let place = bornes(&octets)[1] + 20;
    octets[place] ^= 1;
    let fichier = fs::OpenOptions::new()
        .write(true)
        .open(dossier.chemin())
        .unwrap();
    std::os::unix::fs::FileExt::write_at(&fichier, &octets[place..=place], place as u64).unwrap();
    fichier.set_modified(date).unwrap();
    let message = journal.append(instant(), "x", &petits()[0]).unwrap_err();
    assert!(
        message
            .to_string()
            .contains("modifié par un autre programme"),
        "{message}"
    );
    assert_eq!(dossier.octets(), octets);
}

/// Copies of a deleted journal, in a folder.
fn secours(dossier: &Path) -> Vec<PathBuf> {
    let entrees = fs::read_dir(dossier).unwrap().map(|e| e.unwrap().path());
    let nom = |p: &PathBuf| p.to_string_lossy().contains("63.journal.yaml.secours");
    entrees.filter(nom).collect()
}

#[test]
fn a_journal_deleted_under_a_seance_is_copied_whole_and_taken_up_from_its_copy() {
    for ou in ["fichier", "dossier", "remplace"] {
        let dossier = Dossier::avec(&petits());
        let seances = dossier.racine.path().join("seances");
        let (mut journal, _) = dossier.ouvrir().unwrap();
        let octets = dossier.octets();
        match ou {
            "fichier" => fs::remove_file(dossier.chemin()).unwrap(),
            "dossier" => fs::remove_dir_all(&seances).unwrap(),
            _ => {
                fs::write(dossier.fichier("autre"), "format: 1").unwrap();
                fs::rename(dossier.fichier("autre"), dossier.chemin()).unwrap();
            }
        }
        let mut message = || journal.append(instant(), "x", &petits()[0]).unwrap_err();
        let messages = [message(), message()].map(|m| m.to_string());
        assert_eq!(messages[0], messages[1]);
        let place = if ou == "dossier" {
            dossier.racine.path()
        } else {
            &seances
        };
        // Once, however often the key is pressed, and at the end.
        drop(journal);
        let [copie] = &secours(place)[..] else {
            panic!("{ou} : {:?}", secours(place));
        };
        assert!(
            messages[0].contains(&copie.display().to_string()),
            "{}",
            messages[0]
        );
        assert!(messages[0].starts_with("Non enregistré : le journal "));
        assert_eq!(fs::read(copie).unwrap(), octets, "{ou}");
        assert_eq!(fs::metadata(copie).unwrap().mode() & 0o777, 0o600);
        if ou == "fichier" {
            let message = dossier.ouvrir().unwrap_err().to_string();
            assert!(message.contains("Une copie de secours est là"), "{message}");
        }
        fs::create_dir_all(&seances).unwrap();
        fs::rename(copie, dossier.chemin()).unwrap();
        let (mut journal, lus) = dossier.ouvrir().unwrap();
        assert_eq!(dits(&lus), petits());
        journal.append(instant(), "x", &petits()[0]).unwrap();
    }
}

#[test]
fn a_journal_deleted_after_the_last_fact_is_copied_on_leaving() {
    let dossier = Dossier::avec(&petits());
    let (journal, _) = dossier.ouvrir().unwrap();
    let octets = dossier.octets();
    fs::remove_file(dossier.chemin()).unwrap();
    drop(journal);
    let copies = secours(&dossier.racine.path().join("seances"));
    assert_eq!(copies.len(), 1);
    assert_eq!(fs::read(&copies[0]).unwrap(), octets);
}

#[test]
fn a_journal_whose_folder_was_renamed_is_not_copied_and_goes_on_once_it_is_back() {
    let dossier = Dossier::avec(&petits());
    let (mut journal, _) = dossier.ouvrir().unwrap();
    let seances = dossier.racine.path().join("seances");
    let ailleurs = dossier.racine.path().join("ailleurs");
    fs::rename(&seances, &ailleurs).unwrap();
    let message = journal.append(instant(), "x", &petits()[0]).unwrap_err();
    assert!(message.to_string().contains("a été déplacé"), "{message}");
    fs::rename(&ailleurs, &seances).unwrap();
    journal.append(instant(), "x", &petits()[0]).unwrap();
    drop(journal);
    assert!(secours(&seances).is_empty());
    assert_eq!(dossier.anomalie(), "");
}

#[test]
fn a_folder_that_anyone_can_write_in_holds_no_seance() {
    let ouvrir_a_tous = |chemin: &Path| {
        fs::set_permissions(chemin, fs::Permissions::from_mode(0o777)).unwrap();
    };
    // Nothing is created there.
    let neuf = Dossier::new();
    ouvrir_a_tous(neuf.racine.path());
    let refus = Journal::create(&neuf.chemin(), instant(), "x", &premier()).map(drop);
    let refus = refus.unwrap_err().to_string();
    assert!(refus.contains("est modifiable par tous"), "{refus}");
    assert!(!neuf.chemin().exists());
    // What is there is read; the campaign's folder counts as much as that of the séances.
    for nom in ["seances", "."] {
        let dossier = Dossier::avec(&petits());
        ouvrir_a_tous(&dossier.racine.path().join(nom));
        let (journal, lus) = dossier.ouvrir().unwrap();
        let raison = journal.lecture_seule().unwrap();
        assert!(raison.contains("chmod o-w"), "{raison}");
        assert_eq!(dits(&lus), petits());
    }
}

#[test]
fn temporaries_of_the_dead_are_swept_and_no_other_file() {
    let dossier = Dossier::avec(&petits());
    let vieux = std::time::SystemTime::now() - Duration::from_secs(120);
    let poser = |nom: &str, date: Option<std::time::SystemTime>| {
        let fichier = fs::File::create(dossier.fichier(nom)).unwrap();
        if let Some(date) = date {
            fichier.set_modified(date).unwrap();
        }
    };
    poser(".instruire-a1B2c3", Some(vieux));
    // Perhaps being written; not a name of ours; another's.
    for (nom, date) in [
        (".instruire-d4E5f6", None),
        (".instruire-note", Some(vieux)),
        ("63.notes", Some(vieux)),
    ] {
        poser(nom, date);
    }
    fs::create_dir(dossier.fichier(".instruire-g7H8i9")).unwrap();
    drop(dossier.ouvrir().unwrap());
    let presents = |nom: &str| dossier.fichier(nom).exists();
    assert!(!presents(".instruire-a1B2c3"));
    for nom in [
        ".instruire-d4E5f6",
        ".instruire-note",
        "63.notes",
        ".instruire-g7H8i9",
    ] {
        assert!(presents(nom), "{nom}");
    }
}

#[test]
fn an_independent_program_reads_the_journal_the_same() {
    if Command::new("python3").arg("--version").output().is_err() {
        eprintln!("sauté : python3 absent");
        return;
    }
    let verifier = |dossier: &Dossier| {
        let sortie = Command::new("python3")
            .arg(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/verifier_journal.py"))
            .arg(dossier.chemin())
            .output()
            .unwrap();
        let texte = String::from_utf8(sortie.stdout).unwrap();
        (sortie.status.code(), texte.trim().to_owned())
    };
    let dossier = Dossier::avec(&petits());
    let entier = dossier.octets();
    let attendu = |dossier: &Dossier| {
        let lecture = dossier.lire();
        let nombre = lecture.enregistrements().len() as u64;
        format!("{nombre} {}", lecture.empreinte(nombre - 1).unwrap())
    };
    assert_eq!(verifier(&dossier), (Some(0), attendu(&dossier)));
    // Fragments before record 0 and in the middle.
    for coupe in [40, entier.len() - 1, entier.len() - 40] {
        dossier.poser(&entier[..coupe]);
        let (mut journal, _) = dossier.ouvrir().unwrap();
        journal
            .append(instant(), "comite-63", &petits()[0])
            .unwrap();
        drop(journal);
        assert_eq!(verifier(&dossier), (Some(0), attendu(&dossier)));
    }
    let mut altere = dossier.octets();
    altere[700] ^= 1;
    dossier.poser(&altere);
    assert_eq!(verifier(&dossier).0, Some(1));
}

#[test]
fn a_journal_replaced_by_a_copy_or_doubled_by_a_link_is_refused() {
    let dossier = Dossier::avec(&[]);
    let (mut journal, _) = dossier.ouvrir().unwrap();
    let copie = dossier.fichier("copie");
    fs::write(&copie, dossier.octets()).unwrap();
    fs::rename(&copie, dossier.chemin()).unwrap();
    let message = journal.append(instant(), "x", &petits()[0]).unwrap_err();
    assert!(message.to_string().contains("remplacé par quelqu'un"));
    drop(journal);
    fs::hard_link(dossier.chemin(), dossier.fichier("lien")).unwrap();
    let message = dossier.ouvrir().unwrap_err().to_string();
    assert!(message.contains("plusieurs noms"), "{message}");
}

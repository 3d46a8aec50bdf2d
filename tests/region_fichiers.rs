//! The region as files: what departments send, whole or damaged; the fictitious region; the compilation written and verified.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};
use std::sync::LazyLock;

use instruire::domain::region::{Controle, Etat, Region};
use instruire::store::campagne::Campagne;
use instruire::store::demo::{CAMPAGNE, Taille, creer};
use instruire::store::{memoire, region, yaml_writer};
use tempfile::TempDir;

use crate::support::{Brouillon, lisible};

const TAILLE: Taille = Taille {
    territoires: 4,
    candidatures: 5,
    graine: 3,
};

/// A fictitious region of four territories, made once.
static MODELE: LazyLock<TempDir> = LazyLock::new(|| {
    let dossier = tempfile::tempdir().unwrap();
    creer(dossier.path(), TAILLE, |_| {}).unwrap();
    dossier
});

/// A copy of it.
struct Essai {
    dossier: TempDir,
    racine: PathBuf,
}

impl Essai {
    fn new() -> Self {
        let dossier = tempfile::tempdir().unwrap();
        copier(MODELE.path(), dossier.path());
        let racine = dossier.path().join(CAMPAGNE);
        Self { dossier, racine }
    }

    fn campagne(&self) -> Campagne {
        let chargement = Campagne::load(&self.racine);
        assert_eq!(chargement.diagnostics, []);
        chargement.campagne.unwrap()
    }

    fn compiler(&self) -> Region {
        region::compiler(&self.campagne(), &[]).unwrap()
    }

    fn lire(&self, nom: &str) -> String {
        fs::read_to_string(self.racine.join(nom)).unwrap()
    }

    fn ecrire(&self, nom: &str, texte: &str) {
        fs::write(self.racine.join(nom), texte).unwrap();
    }

    /// The reasons for which the proposal of a territory is refused, the three others being compiled.
    fn refus(&self, code: &str) -> Vec<String> {
        let region = self.compiler();
        assert_eq!(
            region.en_etat(Etat::Compile).count(),
            3,
            "{:?}",
            region.refus
        );
        let etat = region.territoires.iter().find(|t| t.code == code).unwrap();
        assert_eq!(etat.etat, Etat::Refuse);
        assert!(region.a_regarder());
        let [refus] = region.refus.as_slice() else {
            panic!("{:?}", region.refus);
        };
        refus.raisons.iter().map(|r| lisible(r)).collect()
    }

    fn sans_journal(&self, code: &str) {
        for suffixe in ["journal.yaml", "tete"] {
            fs::remove_file(self.racine.join(format!("seances/{code}.{suffixe}"))).unwrap();
        }
    }

    fn lancer(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_instruire"))
            .arg("--campagne")
            .arg(&self.racine)
            .args(arguments)
            .output()
            .unwrap()
    }
}

fn copier(de: &Path, vers: &Path) {
    fs::create_dir_all(vers).unwrap();
    for entree in fs::read_dir(de).unwrap() {
        let chemin = entree.unwrap().path();
        let cible = vers.join(chemin.file_name().unwrap());
        if chemin.is_dir() {
            copier(&chemin, &cible);
        } else {
            fs::copy(&chemin, &cible).unwrap();
        }
    }
}

fn fichiers(dossier: &Path) -> Vec<(PathBuf, Vec<u8>)> {
    let mut trouves = Vec::new();
    let mut a_lire = vec![dossier.to_owned()];
    while let Some(ici) = a_lire.pop() {
        for entree in fs::read_dir(ici).unwrap() {
            let chemin = entree.unwrap().path();
            if chemin.is_dir() {
                a_lire.push(chemin);
            } else {
                let nom = chemin.strip_prefix(dossier).unwrap().to_owned();
                trouves.push((nom, fs::read(&chemin).unwrap()));
            }
        }
    }
    trouves.sort();
    trouves
}

#[test]
fn the_same_seed_makes_the_same_region_and_another_seed_another() {
    let autre = tempfile::tempdir().unwrap();
    creer(autre.path(), TAILLE, |_| {}).unwrap();
    assert_eq!(fichiers(MODELE.path()), fichiers(autre.path()));
    let differente = tempfile::tempdir().unwrap();
    let taille = Taille {
        graine: 4,
        ..TAILLE
    };
    creer(differente.path(), taille, |_| {}).unwrap();
    assert_ne!(fichiers(MODELE.path()), fichiers(differente.path()));
    assert!(
        creer(autre.path(), TAILLE, |_| {})
            .unwrap_err()
            .contains("existe déjà")
    );
}

#[test]
fn every_proposal_of_the_fictitious_region_is_computed_again_and_compiled() {
    let essai = Essai::new();
    let region = essai.compiler();
    assert_eq!(region.refus, []);
    assert!(!region.a_regarder());
    for territoire in &region.territoires {
        let proposition = territoire.proposition.as_ref().unwrap();
        assert_eq!(proposition.controle, Controle::Recalculee);
        assert_eq!(proposition.classees + proposition.non_classees, 5);
    }
    assert!(region.classement.iter().all(|r| r.candidature.fictif));
    assert_eq!(region.inversions, 0);
    // What each territory asks by year and by volet is what it asks in all: the generator plants no gap there.
    let demande = region.totaux.region.demande;
    let annees: i64 = region.totaux.par_annee.values().map(|m| m.demande).sum();
    let volets: i64 = region.totaux.par_volet.values().map(|m| m.demande).sum();
    assert_eq!((annees, volets), (demande, demande));
}

#[test]
fn a_proposal_without_its_journal_is_checked_by_itself() {
    let essai = Essai::new();
    essai.sans_journal("F002");
    let region = essai.compiler();
    let territoire = region
        .territoires
        .iter()
        .find(|t| t.code == "F002")
        .unwrap();
    let controle = territoire.proposition.as_ref().unwrap().controle;
    assert_eq!(controle, Controle::Coherente);
    // The compilation says the same of the candidatures.
    let complete = Essai::new().compiler();
    assert_eq!(region.classement, complete.classement);
}

#[test]
fn a_truncated_proposal_says_where_it_stops() {
    let essai = Essai::new();
    let texte = essai.lire("resultats/F001.yaml");
    for part in [3, 2] {
        let coupe: String = texte.chars().take(texte.chars().count() / part).collect();
        essai.ecrire("resultats/F001.yaml", &coupe);
        let raisons = essai.refus("F001");
        assert!(
            raisons[0].starts_with("fichier coupé à la ligne"),
            "{raisons:?}"
        );
    }
    essai.ecrire("resultats/F001.yaml", "");
    assert_eq!(
        essai.refus("F001"),
        ["fichier vide : demandez-le de nouveau"]
    );
}

#[test]
fn an_edited_proposal_names_what_was_edited_with_or_without_its_journal() {
    let essai = Essai::new();
    let texte = essai.lire("resultats/F001.yaml");
    let (avant, apres) = texte.split_once("    points: \"").unwrap();
    let (points, suite) = apres.split_once('/').unwrap();
    essai.ecrire(
        "resultats/F001.yaml",
        &format!("{avant}    points: \"20/{suite}"),
    );
    let raisons = essai.refus("F001");
    assert!(
        raisons[0].contains("n'est pas ce que donne son journal"),
        "{raisons:?}"
    );
    let attendu = format!("points : écrit « 20/20 », recalculé « {points}/20 »");
    assert!(raisons.iter().any(|r| r.contains(&attendu)), "{raisons:?}");

    essai.sans_journal("F001");
    let raisons = essai.refus("F001");
    assert!(
        raisons[0].contains("modifiée depuis qu'elle a été écrite"),
        "{raisons:?}"
    );
    let attendu = format!("points 20/20 écrits, ses notes donnent {points}/20");
    assert!(raisons.iter().any(|r| r.contains(&attendu)), "{raisons:?}");
}

#[test]
fn a_proposal_older_than_its_journal_is_refused_until_it_is_written_again() {
    let essai = Essai::new();
    let faits = "fait: seance_rouverte\nmotif: pièce fictive reçue\n";
    let mut consigner = Command::new(env!("CARGO_BIN_EXE_instruire"))
        .args([
            "--campagne",
            essai.racine.to_str().unwrap(),
            "consigner",
            "F003",
        ])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .spawn()
        .unwrap();
    let mut entree = consigner.stdin.take().unwrap();
    std::io::Write::write_all(&mut entree, faits.as_bytes()).unwrap();
    drop(entree);
    assert!(consigner.wait().unwrap().success());
    let raisons = essai.refus("F003");
    assert!(
        raisons[1].contains("le journal a 1 fait de plus"),
        "{raisons:?}"
    );
}

#[test]
fn a_newer_an_older_and_a_foreign_file_each_say_what_they_are() {
    let essai = Essai::new();
    let texte = essai.lire("resultats/F004.yaml");
    let essayer = |avant: &str, apres: &str, attendu: &str| {
        assert!(texte.contains(avant));
        essai.ecrire("resultats/F004.yaml", &texte.replacen(avant, apres, 1));
        let raisons = essai.refus("F004");
        assert!(raisons[0].contains(attendu), "{attendu} : {raisons:?}");
    };
    essayer("format: 1\n", "format: 9\n", "version plus récente");
    essayer("format: 1\n", "format: 0\n", "version plus ancienne");
    essayer(
        "id: \"region-fictive\"",
        "id: \"autre-appel\"",
        "proposition d'un autre appel : « autre-appel »",
    );
    essayer(
        "code: \"F004\"",
        "code: \"F999\"",
        "territoire « F999 » absent de l'appel",
    );
    essayer(
        "nature: \"proposition de classement\"",
        "nature: \"liste\"",
        "ce n'est pas une proposition",
    );
    essayer(
        "methode: \"paliers\"",
        "methode: \"somme\"",
        "méthode : somme dans la proposition, paliers à la région",
    );
    essayer(
        "quorum_avis: 3",
        "quorum_avis: 5",
        "quorum d'avis : 5 dans la proposition, 3 à la région",
    );
    essayer("poids: 1\n", "poids: 2\n", "critères et poids");
    essayer(
        "avis: \"favorable\"",
        "avis: \"très favorable\"",
        "valeur d'avis inconnue de l'appel : « très favorable »",
    );
    essayer(
        "lignes_de_priorite: ",
        "lignes_de_priorite: x",
        "lignes_de_priorite",
    );
}

#[test]
fn an_absent_proposal_is_told_and_the_exit_code_is_1() {
    let essai = Essai::new();
    let bon = essai.lancer(&["region"]);
    assert_eq!(bon.status.code(), Some(0), "{bon:?}");
    fs::remove_file(essai.racine.join("resultats/F002.yaml")).unwrap();
    let absent = essai.lancer(&["region"]);
    assert_eq!(absent.status.code(), Some(1));
    let texte = lisible(&String::from_utf8(absent.stdout).unwrap());
    assert!(
        texte.contains("F002 Département fictif 2 : absent"),
        "{texte}"
    );
    assert!(texte.contains("3 compilés, 1 absent, 0 refusé"), "{texte}");
    assert!(texte.contains("0 inversion"), "{texte}");
    let rien = essai.lancer(&["region", "/nulle/part"]);
    assert_eq!(
        rien.status.code(),
        Some(1),
        "the file named is refused: {rien:?}"
    );
}

#[test]
fn files_and_folders_in_any_order_give_the_same_bytes() {
    let essai = Essai::new();
    let campagne = essai.campagne();
    let mut noms: Vec<PathBuf> = (1..=4)
        .map(|n| essai.racine.join(format!("resultats/F00{n}.yaml")))
        .collect();
    let attendu = region::compiler(&campagne, &noms).unwrap();
    let attendu = yaml_writer::to_string(&attendu).unwrap();
    noms.reverse();
    let autre = region::compiler(&campagne, &noms).unwrap();
    assert_eq!(yaml_writer::to_string(&autre).unwrap(), attendu);
    // A folder of campaigns, one per department, each checked with its own journal.
    let recus = essai.dossier.path().join("recus");
    copier(
        &essai.dossier.path().join("reference"),
        &recus.join("reference"),
    );
    for n in 1..=4 {
        let (code, sien) = (format!("F00{n}"), recus.join(format!("envoi-{n}")));
        copier(&essai.racine, &sien);
        for autre in (1..=4).map(|a| format!("F00{a}")).filter(|a| *a != code) {
            fs::remove_file(sien.join(format!("resultats/{autre}.yaml"))).unwrap();
        }
    }
    fs::remove_dir_all(essai.racine.join("seances")).unwrap();
    let deposes = region::compiler(&campagne, &[recus]).unwrap();
    assert_eq!(deposes.refus, []);
    let classement = region::compiler(&campagne, &[]).unwrap().classement;
    assert_eq!(deposes.classement, classement);
    let controles = deposes
        .territoires
        .iter()
        .map(|t| t.proposition.as_ref().unwrap().controle);
    assert!(
        controles.clone().all(|c| c == Controle::Recalculee),
        "{:?}",
        controles.collect::<Vec<_>>()
    );
}

#[test]
fn the_compilation_is_written_then_verified_and_an_edit_is_named() {
    let essai = Essai::new();
    let ecrit = essai.lancer(&["region", "--format", "yaml", "--ecrire"]);
    assert_eq!(ecrit.status.code(), Some(0), "{ecrit:?}");
    let texte = essai.lire("resultats/region.yaml");
    assert_eq!(
        texte.as_bytes(),
        ecrit.stdout,
        "what is printed is what is written"
    );
    let chemin = essai.racine.join("resultats/region.yaml");
    let verifier = |attendu: i32| {
        let sortie = essai.lancer(&["verifier", chemin.to_str().unwrap()]);
        assert_eq!(sortie.status.code(), Some(attendu), "{sortie:?}");
        lisible(&String::from_utf8(sortie.stdout).unwrap())
    };
    assert!(verifier(0).contains("conforme"));
    assert_eq!(essai.lancer(&["verifier"]).status.code(), Some(0));
    let relue: Region = serde_yaml::from_str(&texte).unwrap();
    assert_eq!(relue, essai.compiler());

    let engage = texte.lines().find(|l| l.starts_with("  engage: ")).unwrap();
    essai.ecrire(
        "resultats/region.yaml",
        &texte.replacen(engage, "  engage: 1", 1),
    );
    assert!(verifier(1).contains("ligne.engage : écrit 1, recalculé"));
    essai.ecrire("resultats/region.yaml", &format!("{texte}# vu\n"));
    assert!(verifier(1).contains("retouché à la main"));
}

#[test]
fn the_proposals_kept_are_believed_only_while_no_byte_has_changed() {
    let brouillon = Brouillon::region_fictive();
    let racine = brouillon.racine();
    let (recues, _) = region::recevoir(&brouillon.campagne(), &[]).unwrap();
    memoire::garder(racine, &recues);
    assert_eq!(memoire::relire(racine).as_ref(), Some(&recues));

    let touche = |fichier: &str| {
        let chemin = racine.join(fichier);
        let avant = fs::read(&chemin).unwrap();
        let mut apres = avant.clone();
        // The last letter or figure: the file is still read, and says another thing.
        let place = apres.iter().rposition(u8::is_ascii_alphanumeric).unwrap();
        apres[place] = if apres[place] == b'1' { b'2' } else { b'1' };
        fs::write(&chemin, apres).unwrap();
        let cru = memoire::relire(racine).is_some();
        fs::write(&chemin, avant).unwrap();
        cru
    };
    let premier = |dossier: &str| {
        let mut noms: Vec<String> = fs::read_dir(racine.join(dossier))
            .unwrap()
            .map(|entree| entree.unwrap().file_name().into_string().unwrap())
            .filter(|nom| nom.contains(".yaml") && !nom.starts_with('.'))
            .collect();
        noms.sort();
        format!("{dossier}/{}", noms[0])
    };
    for fichier in [
        "ami.yaml".to_owned(),
        premier("priorites"),
        premier("projets"),
        premier("seances"),
        premier("resultats"),
        format!("resultats/{}", memoire::NOM),
    ] {
        assert!(!touche(&fichier), "{fichier}");
    }
    assert!(memoire::relire(racine).is_some());
}

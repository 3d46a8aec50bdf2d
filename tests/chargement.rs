//! Inputs: every problem of every file in one go, each with its place and what was expected; hostile files harm nothing.

use std::fmt::Write;
use std::fs;
use std::os::unix::fs::symlink;
use std::process::Command;
use std::time::{Duration, Instant};

use super::support::{Brouillon, chronometrer, lisible};

const FICHE: &str = "projets/19483920.yaml";

/// What is changed in the candidature, by what, and everything that is then said of it, after the name of the file.
#[rustfmt::skip]
const CAS: &[(&str, &str, &[&str])] = &[
    ("fictif: true\n", "fictif: true\nancre: &a [1]\n", &[":6 : ancre ou alias interdit : écrivez la valeur"]),
    ("fictif: true\n", "fictif: *a\n", &[":5 : ancre ou alias interdit : écrivez la valeur"]),
    ("fictif: true\n", "fictif: !!python/object true\n", &[":5 : étiquette « ! » interdite"]),
    ("fictif: true\n", "fictif: !x true\n", &[":5 : étiquette « ! » interdite"]),
    ("fictif: true\n", "fictif: true\n<<: {}\n", &[":6 : fusion « << » interdite : écrivez les valeurs"]),
    ("fictif: true\n", "fictif: true\nfictif: false\nfictif: true\n", &[":6 : clé en double : « fictif », déjà ligne 5", ":7 : clé en double : « fictif », déjà ligne 6"]),
    ("fictif: true\n", "fictif: true\n[a]: 1\n", &[":6 : une clé est un mot, pas une liste ni un ensemble"]),
    ("porteur:\n", "porteur:\n\t", &[":8 : YAML illisible, colonne 4 : une tabulation ; le retrait se fait par des espaces"]),
    ("fictif: true\n", "fictif: true\n---\nfictif: true\n", &[":6 : un seul document attendu, un second commence ici"]),
    ("fictif: true\n", "fictif: \"true\n", &[":5 : YAML illisible, colonne 9 : guillemets non refermés, ou « \\ » de trop entre guillemets"]),
    ("fictif: true\n", "fictif: : true\n", &[":5 : YAML illisible, colonne 9 : vérifiez retraits, deux-points et guillemets"]),
    ("nom: Hors des radars\n", "nom: Hors\u{0} des radars\n", &[":6 : caractère U+0000 interdit ici ; entre guillemets, écrivez-le \\u0000"]),
    ("nom: Hors des radars\n", "nom: Hors\u{85} des radars\n", &[":6 : caractère U+0085 interdit ici ; entre guillemets, écrivez-le \\u0085"]),
    ("nom: Hors des radars\n", "nom: Hors\u{2028} des radars\n", &[":6 : caractère U+2028 interdit ici ; entre guillemets, écrivez-le \\u2028"]),
    ("nom: Hors des radars\n", "nom: Hors\r des radars\n", &[":6 : caractère U+000D interdit ici ; entre guillemets, écrivez-le \\u000D"]),
    ("nom: Hors des radars\n", "nom: ~\n", &[":6 · nom : texte attendu, lu rien"]),
    ("nom: Hors des radars\n", "nom:\n", &[":6 · nom : texte attendu, lu rien"]),
    ("nom: Hors des radars\n", "nom: \" \"\n", &[":6 · nom : texte attendu, lu «   »"]),
    ("nom: Hors des radars\n", "", &[":3 · nom : champ « nom » manquant : texte attendu"]),
    ("nom: Hors des radars\n", "nom: [x]\n", &[":6 · nom : texte attendu, lu une liste"]),
    ("debut: 2024-11-01\n", "", &[":3 · debut : champ « debut » manquant : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure"]),
    ("debut: 2024-11-01\n", "debut:\n", &[":15 · debut : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure, lu rien"]),
    ("debut: 2024-11-01\n", "debut: 01/11/2024\n", &[":15 · debut : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure, lu « 01/11/2024 »"]),
    ("debut: 2024-11-01\n", "debut: 2024-02-30\n", &[":15 · debut : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure, lu « 2024-02-30 »"]),
    ("depose_le: 2024-09-05T16:12:00+02:00\n", "", &[":3 · depose_le : champ « depose_le » manquant : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure"]),
    ("depose_le: 2024-09-05T16:12:00+02:00\n", "depose_le: ~\n", &[":12 · depose_le : date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure, lu rien"]),
    ("etp: 5\n", "etp: cinq\n", &[":23 · fiches[0].etp : nombre d'ETP attendu, comme 3 ou 3.5 (deux décimales au plus), lu « cinq »"]),
    ("publics: [jeunes-en-rupture]", "publics: jeunes-en-rupture", &[":20 · fiches[0].publics : liste attendue, lu « jeunes-en-rupture »"]),
    ("volets: [reperage, ", "volets: [reparage, ", &[":22 · fiches[0].volets[0] : un mot attendu parmi reperage, remobilisation, accompagnement, coordination, lu « reparage » ; le plus proche est « reperage »"]),
    ("publics: [jeunes-en-rupture]", "publics: [jeune-en-rupture]", &[":20 · fiches[0].publics[0] : public inconnu : « jeune-en-rupture » ; le plus proche est « jeunes-en-rupture »"]),
    ("nature: association", "nature: assosiation", &[":10 · porteur.nature : un mot attendu parmi association, fondation, entreprise, collectivite, etablissement_public, gip, autre, lu « assosiation » ; le plus proche est « association »"]),
    ("membre_reseau: false", "membre_reseau: no", &[":11 · porteur.membre_reseau : oui ou non attendu (true ou false), lu « no »"]),
    ("usuel: 8,", "usuel: 0x8,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 0x8 »"]),
    ("usuel: 8,", "usuel: 0o10,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 0o10 »"]),
    ("usuel: 8,", "usuel: +8,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « +8 »"]),
    ("usuel: 8,", "usuel: 1_0,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 1_0 »"]),
    ("usuel: 8,", "usuel: 1e1,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 1e1 »"]),
    ("usuel: 8,", "usuel: \"8\",", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 8 »"]),
    ("usuel: 8,", "usuel: 007,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 007 »"]),
    ("usuel: 8,", "usuel: -8,", &[":17 · parcours_mois.usuel : nombre hors bornes, lu « -8 »"]),
    ("usuel: 8,", "usuel: 99999999999,", &[":17 · parcours_mois.usuel : nombre hors bornes, lu « 99999999999 »"]),
    ("usuel: 8,", "usuel: 99999999999999999999,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 99999999999999999999 »"]),
    ("usuel: 8,", "usuel: 8.5,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « 8.5 »"]),
    ("usuel: 8,", "usuel: .nan,", &[":17 · parcours_mois.usuel : nombre entier attendu, en chiffres seuls, lu « .nan »"]),
    ("usuel: 8,", "uzuel: 8,", &[":17 · parcours_mois.uzuel : clé inconnue « uzuel » ; la plus proche est « usuel »"]),
    ("numero: \"19483920\"", "numero: ../../etc/passwd", &[":4 · numero : numéro attendu (chiffres, lettres, - et _, 64 au plus), lu « ../../etc/passwd »"]),
    ("format: 1\n", "format: 2\n", &[":3 · format : format 1 attendu, lu 2 : ce fichier demande une autre version du programme"]),
];

fn problemes(brouillon: &Brouillon) -> Vec<String> {
    brouillon.problemes().iter().map(|p| lisible(p)).collect()
}

/// The example with this one candidature.
fn petit() -> Brouillon {
    let brouillon = Brouillon::new();
    for entree in fs::read_dir(brouillon.fichier("projets")).unwrap() {
        let chemin = entree.unwrap().path();
        if chemin != brouillon.fichier(FICHE) {
            fs::remove_file(chemin).unwrap();
        }
    }
    brouillon
}

/// What is said of the candidature once it holds these bytes.
fn dit_de(octets: &[u8]) -> Vec<String> {
    let brouillon = petit();
    fs::write(brouillon.fichier(FICHE), octets).unwrap();
    problemes(&brouillon)
}

fn seul(dits: &[String]) -> &str {
    assert_eq!(dits.len(), 1, "{dits:?}");
    &dits[0]
}

#[test]
fn each_fault_is_told_at_its_line_with_its_path_and_what_was_expected() {
    let brouillon = petit();
    let texte = brouillon.lire(FICHE);
    for (avant, apres, attendus) in CAS {
        brouillon.ecrire(FICHE, &texte);
        brouillon.changer(FICHE, avant, apres);
        let attendus: Vec<String> = attendus.iter().map(|a| format!("{FICHE}{a}")).collect();
        assert_eq!(problemes(&brouillon), attendus, "{apres:?}");
    }
}

#[test]
fn every_problem_of_every_file_is_told_in_one_go() {
    let brouillon = Brouillon::new();
    brouillon.changer("ami.yaml", "quorum_avis: 3", "quorum_avis: trois");
    assert!(seul(&problemes(&brouillon)).ends_with(
        " · classement.quorum_avis : nombre entier attendu, en chiffres seuls, lu « trois »"
    ));

    let brouillon = Brouillon::new();
    brouillon.changer("priorites/63.yaml", "rang: 1", "rang: 7");
    brouillon.changer(FICHE, "nom: Hors des radars\n", "nom: ~\n");
    brouillon.changer(FICHE, "debut: 2024-11-01\n", "");
    brouillon.changer(FICHE, "nature: association", "nature: assosiation");
    brouillon.changer(FICHE, "usuel: 8", "uzuel: 8");
    brouillon.changer("projets/19486052.yaml", "format: 1", "format: un");
    let dits = problemes(&brouillon);
    let commence = |debut: &str| dits.iter().filter(|d| d.starts_with(debut)).count();
    assert!(commence("priorites/63.yaml:") >= 1, "{dits:#?}");
    assert_eq!(commence(&format!("{FICHE}:6 · nom : ")), 1, "{dits:#?}");
    assert_eq!(commence(&format!("{FICHE}:3 · debut : ")), 1, "{dits:#?}");
    assert_eq!(
        commence(&format!("{FICHE}:10 · porteur.nature : ")),
        1,
        "{dits:#?}"
    );
    assert_eq!(
        commence(&format!("{FICHE}:16 · parcours_mois.uzuel : ")),
        1,
        "{dits:#?}"
    );
    assert_eq!(commence("projets/19486052.yaml:"), 1, "{dits:#?}");
    assert_eq!(commence(FICHE), 4, "{dits:#?}");
}

#[test]
fn a_bad_candidature_does_not_hide_the_others() {
    let brouillon = Brouillon::new();
    let entiers = brouillon.campagne().projets.len();
    brouillon.ecrire(FICHE, "format: 1\n");
    brouillon.ecrire("projets/0.yaml", "\t");
    let chargement = instruire::store::campagne::Campagne::load(brouillon.racine());
    let campagne = chargement.campagne.unwrap();
    assert_eq!(campagne.projets.len(), entiers - 1);
    assert_eq!(campagne.ecartes, ["projets/0.yaml", FICHE]);
    assert!(chargement.diagnostics.len() > 8);
}

#[test]
fn two_candidatures_of_one_number_are_told() {
    let brouillon = Brouillon::new();
    brouillon.changer(FICHE, "numero: \"19483920\"", "numero: \"19484407\"");
    assert_eq!(
        problemes(&brouillon),
        ["projets/19484407.yaml:4 · numero : numéro déjà pris par projets/19483920.yaml"]
    );
}

#[test]
fn numbers_that_could_be_paths_options_or_twins_are_refused() {
    let long = "a".repeat(65);
    let numeros = [
        "..",
        ".",
        "/etc/passwd",
        "a/b",
        "a\\\\b",
        "",
        " ",
        &long,
        "nul.yaml",
        "-rf",
        "--help",
        "a\\nb",
        "a\\0b",
        "\u{e9}",
        "e\u{301}",
        "a.",
        ".a",
        "~",
        "$HOME",
        "*",
        "a;id",
        "\\u202egpj",
        "%2e%2e%2f",
        "con:x",
        "2024-001 ",
        "\u{663}",
        "\u{ff11}",
    ];
    for numero in numeros {
        let brouillon = Brouillon::new();
        brouillon.changer(
            FICHE,
            "numero: \"19483920\"",
            &format!("numero: \"{numero}\""),
        );
        let dit = seul(&problemes(&brouillon)).to_owned();
        assert!(
            dit.starts_with("projets/19483920.yaml:4 · numero : "),
            "{dit}"
        );
        assert!(!dit.chars().any(char::is_control), "{dit:?}");
    }
    // What looks like a number or a word of YAML stays the text it is; two that differ by their case are one.
    for (numero, autre) in [("007", "007"), ("1e3", "1E3"), ("no", "NO"), ("CON", "con")] {
        let brouillon = Brouillon::new();
        brouillon.changer(FICHE, "numero: \"19483920\"", &format!("numero: {numero}"));
        let campagne = brouillon.campagne();
        assert!(
            campagne.projets.iter().any(|p| p.numero == numero),
            "{numero}"
        );
        brouillon.changer(
            "projets/19484407.yaml",
            "numero: \"19484407\"",
            &format!("numero: \"{autre}\""),
        );
        assert_eq!(
            problemes(&brouillon),
            ["projets/19484407.yaml:4 · numero : numéro déjà pris par projets/19483920.yaml"]
        );
    }
}

#[test]
fn a_byte_order_mark_and_windows_line_ends_are_accepted() {
    let texte = Brouillon::new().lire(FICHE);
    for change in [
        format!("\u{feff}{texte}"),
        texte.replace('\n', "\r\n"),
        format!("\u{feff}{}", texte.replace('\n', "\r\n")),
    ] {
        assert_eq!(dit_de(change.as_bytes()), [""; 0]);
    }
}

#[test]
fn other_encodings_are_named_with_their_byte() {
    let utf16: Vec<u8> = "\u{feff}format: 1\n"
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    assert_eq!(
        seul(&dit_de(&utf16)),
        format!("{FICHE} : fichier en UTF-16 : enregistrez-le en UTF-8")
    );
    assert_eq!(
        seul(&dit_de(b"format: 1\nnom: caf\xe9\n")),
        format!(
            "{FICHE}:2 : octet 0xE9 (position 18) : ce n'est pas de l'UTF-8, enregistrez le fichier en UTF-8"
        )
    );
}

#[test]
fn empty_files_are_told() {
    for octets in [
        &b""[..],
        b"\n\n",
        b"# rien\n",
        b"---\n",
        b"~\n",
        b"\xef\xbb\xbf",
    ] {
        assert_eq!(seul(&dit_de(octets)), format!("{FICHE}:1 : fichier vide"));
    }
    assert_eq!(
        seul(&dit_de(b"bonjour\n"))[..FICHE.len() + 5],
        format!("{FICHE}:1 : ")
    );
}

#[test]
fn bombs_are_refused_before_they_burst() {
    let mut alias = String::from("a0: &a0 [x, x]\n");
    for n in 1..30 {
        writeln!(alias, "a{n}: &a{n} [*a{}, *a{}]", n - 1, n - 1).unwrap();
    }
    let refus = |texte: &str| {
        let (dits, duree) = chronometrer(|| dit_de(texte.as_bytes()));
        assert!(duree < Duration::from_secs(5), "{duree:?}");
        seul(&dits).to_owned()
    };
    assert_eq!(
        refus(&alias),
        format!("{FICHE}:1 : ancre ou alias interdit : écrivez la valeur")
    );
    assert_eq!(
        refus(&format!("a: {}", "[".repeat(100_000))),
        format!("{FICHE}:1 : trop d'imbrication (64 niveaux admis)")
    );
    assert_eq!(
        refus(&format!("a: [{}]", "x,".repeat(250_000))),
        format!("{FICHE}:1 : trop de valeurs (200000 admises)")
    );
    assert_eq!(
        refus(&"x".repeat(9 * 1024 * 1024)),
        format!("{FICHE} : fichier trop gros (9437184 octets ; 8388608 admis)")
    );
}

#[test]
fn what_is_no_regular_file_is_refused_without_waiting() {
    let refus = |poser: &dyn Fn(&Brouillon)| {
        let brouillon = petit();
        fs::remove_file(brouillon.fichier(FICHE)).unwrap();
        poser(&brouillon);
        let debut = Instant::now();
        let dits = problemes(&brouillon);
        assert!(debut.elapsed() < Duration::from_secs(5));
        seul(&dits).to_owned()
    };
    let ordinaire = format!("{FICHE} : ce n'est pas un fichier ordinaire");
    let lien = format!("{FICHE} : lien symbolique refusé : mettez le fichier lui-même");
    assert_eq!(
        refus(&|b| {
            let etat = Command::new("mkfifo").arg(b.fichier(FICHE)).status();
            assert!(etat.unwrap().success());
        }),
        ordinaire
    );
    assert_eq!(
        refus(&|b| fs::create_dir(b.fichier(FICHE)).unwrap()),
        ordinaire
    );
    assert_eq!(
        refus(&|b| symlink("/etc/hostname", b.fichier(FICHE)).unwrap()),
        lien
    );
    assert_eq!(
        refus(&|b| symlink("/nulle/part", b.fichier(FICHE)).unwrap()),
        lien
    );
    assert_eq!(
        refus(&|b| symlink("19483920.yaml", b.fichier(FICHE)).unwrap()),
        lien
    );
    assert_eq!(
        refus(&|b| {
            let fichier = fs::File::create(b.fichier(FICHE)).unwrap();
            fichier.set_len(200 * 1024 * 1024).unwrap();
        }),
        format!("{FICHE} : fichier trop gros (209715200 octets ; 8388608 admis)")
    );
    let brouillon = Brouillon::new();
    fs::remove_file(brouillon.fichier("ami.yaml")).unwrap();
    assert_eq!(problemes(&brouillon), ["ami.yaml : fichier absent"]);
}

#[test]
fn beyond_two_hundred_refused_values_the_other_notes_are_kept() {
    let brouillon = Brouillon::new();
    let conventions = "  - { territoire: { inclut: [\"epci:246300701\"] }, fin: demain }\n";
    brouillon.changer(
        "priorites/63.yaml",
        "statut: saisie\n",
        "statut: saisie\ninconnue: 1\n",
    );
    brouillon.changer(
        "priorites/63.yaml",
        "conventions_cej_jr:\n",
        &format!("conventions_cej_jr:\n{}", conventions.repeat(250)),
    );
    let dits = problemes(&brouillon);
    assert!(dits.len() > 200, "{} {:?}", dits.len(), &dits[..5]);
    assert!(dits.iter().any(|d| d.contains("clé inconnue « inconnue »")));
    assert!(
        dits.iter()
            .any(|d| d.contains("plus de 200 valeurs refusées : la suite sera dite")),
        "{}",
        dits.len()
    );
}

#[test]
fn the_tables_of_codes_are_read_with_the_same_care() {
    let nom = "../reference/epci-ara.csv";
    let refus = |octets: &[u8]| {
        let brouillon = petit();
        fs::write(brouillon.fichier(nom), octets).unwrap();
        problemes(&brouillon)
    };
    let texte = Brouillon::new().lire(nom);
    let titre = texte.lines().next().unwrap();
    let colonnes = titre.split(';').count();
    assert_eq!(
        refus(format!("{titre}\nx\n").as_bytes()),
        [format!(
            "reference/epci-ara.csv:2 : ligne illisible : {colonnes} colonnes attendues, 1 lues"
        )]
    );
    let mut latin = texte.clone().into_bytes();
    latin.extend(b"\xe9;\xe9;\xe9;\xe9\n");
    let dits = refus(&latin);
    assert!(seul(&dits).contains("ligne illisible : "), "{dits:?}");
    let dits = refus(texte.replacen(titre, &titre.to_uppercase(), 1).as_bytes());
    assert!(
        dits[0].ends_with("une colonne attendue manque dans la ligne de titre"),
        "{}",
        dits[0]
    );

    let brouillon = Brouillon::new();
    fs::remove_file(brouillon.fichier(nom)).unwrap();
    Command::new("mkfifo")
        .arg(brouillon.fichier(nom))
        .status()
        .unwrap();
    assert_eq!(
        problemes(&brouillon),
        ["reference/epci-ara.csv : fichier illisible (ce n'est pas un fichier ordinaire)"]
    );
    fs::remove_file(brouillon.fichier(nom)).unwrap();
    symlink("/dev/zero", brouillon.fichier(nom)).unwrap();
    assert_eq!(
        problemes(&brouillon),
        [
            "reference/epci-ara.csv : fichier illisible (lien symbolique refusé : mettez le fichier lui-même)"
        ]
    );
}

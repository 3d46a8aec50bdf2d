//! The inputs of a fictitious region, as texts: the shipped call with invented territories, tables, forms.

use std::collections::BTreeMap;
use std::fmt::Write;

use super::{CAMPAGNE, Hasard, Taille};
use crate::domain::projet::Volet;
use crate::store::embarque;

/// Publics of the shipped call that tables and fiches name.
const PUBLICS: [&str; 6] = [
    "jeunes-en-rupture",
    "primo-arrivants-cir",
    "hebergement-logement-accompagne",
    "aide-alimentaire",
    "refugies",
    "sortants-detention",
];
const NOMS: [&str; 12] = [
    "Passerelles",
    "Horizons",
    "Relais",
    "Tremplin",
    "Escale",
    "Boussole",
    "Chemins",
    "Élan",
    "Ancrage",
    "Sillage",
    "Rebond",
    "Lisière",
];
const SUITES: [&str; 8] = [
    "du bocage",
    "des deux rives",
    "en marche",
    "du plateau",
    "des faubourgs",
    "de la vallée",
    "du matin",
    "sans détour",
];
const PORTEURS: [&str; 6] = [
    "Association fictive du Pont",
    "Association fictive des Halles",
    "Coopérative fictive du Lavoir",
    "Association fictive de la Gare",
    "Fondation fictive du Verger",
    "Association fictive du Moulin",
];
/// What a campaign shared by git needs, as the guide gives it.
const GIT: [(&str, &str); 3] = [
    ("region-fictive/.gitignore", IGNORE),
    ("region-fictive/.gitattributes", ATTRIBUTS),
    ("reference/.gitattributes", ATTRIBUTS),
];
const IGNORE: &str = include_str!("../../../docs/campagne.gitignore");
const ATTRIBUTS: &str = include_str!("../../../docs/campagne.gitattributes");
/// Communes of each invented territory, in three intercommunal bodies.
const COMMUNES: u32 = 24;

/// Every input, by its path in the folder named.
pub fn toutes(taille: Taille, hasard: &mut Hasard) -> Vec<(String, String)> {
    let codes: Vec<String> = (1..=taille.territoires).map(code).collect();
    let mut textes = reference(&codes, hasard);
    textes.push((format!("{CAMPAGNE}/ami.yaml"), ami(&codes, taille.graine)));
    for (nom, texte) in GIT {
        textes.push((nom.to_owned(), texte.to_owned()));
    }
    let mut tables = Vec::new();
    for code in &codes {
        let (publics, texte) = table(code, hasard);
        textes.push((format!("{CAMPAGNE}/priorites/{code}.yaml"), texte));
        tables.push(publics);
    }
    textes.extend(projets(&codes, &tables, taille.candidatures, hasard));
    textes
}

fn code(rang: u32) -> String {
    format!("F{rang:03}")
}

fn epci(territoire: &str, rang: u32) -> String {
    format!("9{}{rang:05}", &territoire[1..])
}

/// Invented communes and intercommunal bodies.
fn reference(codes: &[String], hasard: &mut Hasard) -> Vec<(String, String)> {
    let mut communes = String::from("code;nom;territoire;epci;population\n");
    let mut epcis = String::from("code;nom;type\n");
    for code in codes {
        for rang in 0..3 {
            let _ = writeln!(epcis, "{};CC fictive {rang} de {code};CC", epci(code, rang));
        }
        for rang in 0..COMMUNES {
            let _ = writeln!(
                communes,
                "{code}{rang:02};Commune fictive {rang} de {code};{code};{};{}",
                epci(code, rang % 3),
                200 + hasard.sous(8000)
            );
        }
    }
    vec![
        ("reference/communes-ara.csv".into(), communes),
        ("reference/epci-ara.csv".into(), epcis),
    ]
}

/// The shipped call: its rules, families, criteria and publics, with invented territories.
fn ami(codes: &[String], graine: u64) -> String {
    let octets = embarque::lire("o2r-ara-2024/ami.yaml").unwrap_or_default();
    let texte = String::from_utf8_lossy(&octets);
    let mut sortie = String::from("# Région entièrement fictive, pour essayer.\n");
    for ligne in texte.lines().filter(|ligne| !ligne.starts_with('#')) {
        match ligne.split_once(": ").map_or(ligne, |(cle, _)| cle) {
            "id" => sortie.push_str("id: region-fictive\n"),
            "intitule" => sortie.push_str("intitule: Appel fictif, pour essayer\n"),
            "region" => sortie.push_str(
                "region: { code: \"00\", nom: Région fictive, service: Service régional fictif }\n",
            ),
            "source" => {
                let _ = writeln!(
                    sortie,
                    "source: Exemple entièrement fictif, graine {graine}"
                );
            }
            "territoires:" => {
                sortie.push_str("territoires:\n");
                for (rang, code) in codes.iter().enumerate() {
                    let _ = writeln!(
                        sortie,
                        "  - {{ code: \"{code}\", nom: Département fictif {}, article: du, service: Service fictif {code}, enveloppe: null }}",
                        rang + 1
                    );
                }
                break;
            }
            _ => {
                sortie.push_str(ligne);
                sortie.push('\n');
            }
        }
    }
    sortie
}

/// A table of three to six rows, and its publics.
fn table(code: &str, hasard: &mut Hasard) -> (Vec<&'static str>, String) {
    let mut publics = PUBLICS.to_vec();
    let combien = 3 + hasard.sous(4) as usize;
    let mut choisis = Vec::new();
    while choisis.len() < combien {
        let rang = hasard.sous(publics.len() as u64) as usize;
        choisis.push(publics.remove(rang));
    }
    let mut texte = format!(
        "# Table fictive.\nformat: 1\nterritoire: \"{code}\"\nstatut: saisie\nsource: Exemple fictif\npriorites:\n"
    );
    for (rang, public) in choisis.iter().enumerate() {
        let champs = *hasard.parmi(&[
            "[reperage, remobilisation]",
            "[reperage, remobilisation, accompagnement]",
            "[reperage]",
        ]);
        let lieu = match hasard.sous(3) {
            0 => format!(
                "{{ libelle: {code} hors CC fictive 0, inclut: [\"dep:{code}\"], exclut: [\"epci:{}\"] }}",
                epci(code, 0)
            ),
            _ => format!("{{ libelle: Tout {code}, inclut: [\"dep:{code}\"] }}"),
        };
        let _ = writeln!(
            texte,
            "  - {{ rang: {}, public: {public}, champs: {champs}, territoire: {lieu} }}",
            rang + 1
        );
    }
    (choisis, texte)
}

/// Forms, so that each territory has its candidatures; one in eight concerns the next territory too.
fn projets(
    codes: &[String],
    tables: &[Vec<&'static str>],
    candidatures: u32,
    hasard: &mut Hasard,
) -> Vec<(String, String)> {
    let mut comptes = vec![0; codes.len()];
    let mut textes = Vec::new();
    for territoire in 0..codes.len() {
        while comptes[territoire] < candidatures {
            let mut siens = vec![territoire];
            // The next, then the one after it, while the form goes on.
            for suivant in [territoire + 1, territoire + 2] {
                let libre = comptes.get(suivant).is_some_and(|n| *n < candidatures);
                if !libre || !hasard.fois_sur_cent(12) {
                    break;
                }
                siens.push(suivant);
            }
            for sien in &siens {
                comptes[*sien] += 1;
            }
            let numero = 40_000_000 + textes.len() as u64;
            let texte = projet(numero, &siens, codes, tables, hasard);
            textes.push((format!("{CAMPAGNE}/projets/{numero}.yaml"), texte));
        }
    }
    textes
}

fn projet(
    numero: u64,
    siens: &[usize],
    codes: &[String],
    tables: &[Vec<&'static str>],
    hasard: &mut Hasard,
) -> String {
    let nom = format!("{} {}", hasard.parmi(&NOMS), hasard.parmi(&SUITES));
    let porteur = format!("{} {}", hasard.parmi(&PORTEURS), numero % 1000);
    // One in forty is late, or plans no coordination: motifs to confirm or to lift.
    let jour = if hasard.fois_sur_cent(3) {
        8
    } else {
        1 + hasard.sous(7)
    };
    let liste: Vec<String> = siens.iter().map(|s| format!("\"{}\"", codes[*s])).collect();
    let mut texte = format!(
        "# Candidature fictive.\nformat: 1\nnumero: \"{numero}\"\nfictif: true\nnom: {nom} {}\nporteur: {{ nom: {porteur}, siret: \"{}\", nature: association, membre_reseau: false, experience_reperage: true }}\ndepose_le: 2024-09-0{jour}T10:00:00+02:00\nengagements: {{ comptabilite_analytique: true, contrat_republicain: true, soutien_reseau: true, accord_agir: true }}\ndebut: 2024-11-01\nfin: 2027-10-31\nparcours_mois: {{ usuel: 8, maximum: 12 }}\nterritoires: [{}]\n",
        numero % 1000,
        siret(numero),
        liste.join(", ")
    );
    let mut total: BTreeMap<u16, (i64, i64)> = BTreeMap::new();
    let mut fiches = String::new();
    for sien in siens {
        fiches.push_str(&fiche(&codes[*sien], &tables[*sien], hasard, &mut total));
    }
    if siens.len() > 1 {
        // Now and then the declared total is not the sum of the fiches.
        let erreur = if hasard.fois_sur_cent(15) { 5_000 } else { 0 };
        texte.push_str("total:\n");
        for (annee, (cout, demande)) in &total {
            let demande = demande + if *annee == 2026 { erreur } else { 0 };
            let _ = writeln!(texte, "  {annee}: {{ cout: {cout}, demande: {demande} }}");
        }
    }
    texte + "fiches:\n" + &fiches
}

fn fiche(
    code: &str,
    publics: &[&'static str],
    hasard: &mut Hasard,
    total: &mut BTreeMap<u16, (i64, i64)>,
) -> String {
    let public = match hasard.sous(5) {
        0 => *hasard.parmi(&PUBLICS),
        _ => *hasard.parmi(publics),
    };
    let second = hasard.parmi(&PUBLICS);
    let publics = match hasard.sous(4) {
        0 if *second != public => format!("{public}, {second}"),
        _ => public.to_owned(),
    };
    let zone = match hasard.sous(3) {
        0 => format!("    zone: {{ inclut: [\"epci:{}\"] }}\n", epci(code, 1)),
        1 => format!(
            "    zone: {{ inclut: [\"epci:{}\", \"epci:{}\"] }}\n",
            epci(code, 0),
            epci(code, 2)
        ),
        _ => String::new(),
    };
    let mut volets = vec![(Volet::Reperage, 30)];
    if !hasard.fois_sur_cent(10) {
        volets.push((Volet::Remobilisation, 30));
    }
    if hasard.fois_sur_cent(60) {
        volets.push((Volet::Accompagnement, 25));
    }
    if !hasard.fois_sur_cent(3) {
        volets.push((Volet::Coordination, 15));
    }
    let nom = |volet: Volet| match volet {
        Volet::Reperage => "reperage",
        Volet::Remobilisation => "remobilisation",
        Volet::Accompagnement => "accompagnement",
        Volet::Coordination => "coordination",
    };
    let annuel = 70_000 + 1_000 * i64::try_from(hasard.sous(120)).unwrap_or_default();
    let parts: i64 = volets.iter().map(|(_, part)| part).sum();
    let mut budget = String::new();
    let mut totaux: BTreeMap<u16, [i64; 4]> = BTreeMap::new();
    for (volet, part) in &volets {
        let _ = writeln!(budget, "      {}:", nom(*volet));
        for (annee, mois) in [(2024, 2), (2025, 12), (2026, 12), (2027, 10)] {
            let demande = (annuel * part * mois / parts / 12 + 49) / 50 * 50;
            let cout = demande + (demande / 8 + 49) / 50 * 50;
            let personnel = cout / 5 * 4;
            let somme = totaux.entry(annee).or_default();
            for (somme, montant) in
                somme
                    .iter_mut()
                    .zip([personnel, cout - personnel, cout, demande])
            {
                *somme += montant;
            }
            let _ = writeln!(
                budget,
                "        {annee}: {{ personnel: {personnel}, autres: {}, cout: {cout}, demande: {demande} }}",
                cout - personnel
            );
        }
    }
    let mut declares = String::new();
    let mut indicateurs = String::new();
    let personnes = annuel / 1_800;
    for (annee, [personnel, autres, cout, demande]) in &totaux {
        let somme = total.entry(*annee).or_default();
        (somme.0, somme.1) = (somme.0 + cout, somme.1 + demande);
        let _ = writeln!(
            declares,
            "      {annee}: {{ personnel: {personnel}, autres: {autres}, cout: {cout}, demande: {demande} }}"
        );
        let combien = if *annee == 2024 {
            personnes / 6 + 1
        } else {
            personnes
        };
        let _ = writeln!(
            indicateurs,
            "      {annee}: {{ beneficiaires: {combien}, emploi: 30, emploi_durable: 15, creation: 2, formation: 25, inscription_ft: 75 }}"
        );
    }
    let liste: Vec<&str> = volets.iter().map(|(volet, _)| nom(*volet)).collect();
    let reste: i64 = totaux
        .values()
        .map(|[_, _, cout, demande]| cout - demande)
        .sum();
    format!(
        "  - territoire: \"{code}\"\n    publics: [{publics}]\n    ages: {{ minimum: 16, maximum: 25, maximum_handicap: 29 }}\n{zone}    volets: [{}]\n    etp: {}.5\n    description: Candidature fictive. Une équipe mobile va vers les personnes éloignées de l'emploi, dans les bourgs et les quartiers de {code}, avec les communes et les acteurs du réseau pour l'emploi.\n    budget:\n{budget}    total:\n{declares}    ressources: {{ propres: {reste}, cofinancements: 0 }}\n    indicateurs:\n{indicateurs}",
        liste.join(", "),
        1 + annuel / 45_000
    )
}

/// Fourteen digits with a valid key, of no real structure: its first nine are above every SIREN given.
fn siret(numero: u64) -> String {
    let base = format!("99{:011}", numero % 100_000_000_000);
    let somme: u32 = base
        .bytes()
        .rev()
        .enumerate()
        .map(|(rang, chiffre)| {
            let chiffre = u32::from(chiffre - b'0');
            match rang % 2 {
                0 if chiffre > 4 => 2 * chiffre - 9,
                0 => 2 * chiffre,
                _ => chiffre,
            }
        })
        .sum();
    format!("{base}{}", (10 - somme % 10) % 10)
}

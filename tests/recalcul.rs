//! The program against an independent recomputation (`recalcul.py`) on 500 random departments.

use std::fmt::Write as _;
use std::io::Write as _;
use std::process::{Command, Stdio};

use instruire::domain::ami::{Critere, Methode, ParametresClassement, Veto};
use instruire::domain::avis::{Decompte, Sens};
use instruire::domain::classement::{Evaluation, Fraction, Regle, appreciation};
use instruire::domain::coupe::Statut;
use instruire::domain::robustesse::{Robustesse, Voix};
use instruire::domain::scene::Scene;

/// Departments compared, and how many of them with their neighbours (slow in Python).
const DEPARTEMENTS: usize = 500;
const AVEC_VOISINS: usize = 60;

/// A small generator: the same departments at each run.
struct Hasard(u64);

impl Hasard {
    fn sous(&mut self, borne: u64) -> u64 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % borne
    }
}

struct Departement {
    lignes: u32,
    poids: Vec<u32>,
    enveloppe: i64,
    candidatures: Vec<Candidature>,
    voisins: bool,
}

struct Candidature {
    priorite: Option<u32>,
    avis: String,
    notes: Vec<u8>,
    cout: i64,
}

fn departement(hasard: &mut Hasard, voisins: bool) -> Departement {
    let lignes = hasard.sous(20) as u32 + 1;
    let mut poids: Vec<u32> = (0..=hasard.sous(5))
        .map(|_| hasard.sous(11) as u32)
        .collect();
    poids[0] += 1;
    let institutions = hasard.sous(8);
    let nombre = if voisins { 6 } else { 14 };
    let candidatures = (0..=hasard.sous(nombre)).map(|_| Candidature {
        priorite: Some(hasard.sous(u64::from(lignes.min(3)) + 1) as u32).filter(|r| *r > 0),
        avis: (0..institutions)
            .map(|_| ['F', 'R', 'D', '-', 'F'][hasard.sous(5) as usize])
            .collect(),
        notes: poids.iter().map(|_| hasard.sous(5) as u8).collect(),
        cout: hasard.sous(5).cast_signed() * 50_000,
    });
    let candidatures: Vec<Candidature> = candidatures.collect();
    Departement {
        enveloppe: hasard.sous(14).cast_signed() * 50_000,
        lignes,
        poids,
        candidatures,
        voisins,
    }
}

impl Departement {
    /// What `recalcul.py` reads.
    fn json(&self) -> String {
        let mut candidatures = String::new();
        for c in &self.candidatures {
            let priorite = c.priorite.map_or("null".into(), |p| p.to_string());
            let virgule = if candidatures.is_empty() { "" } else { "," };
            write!(
                candidatures,
                r#"{virgule}{{"priorite":{priorite},"avis":"{}","notes":{:?},"cout":{}}}"#,
                c.avis, c.notes, c.cout
            )
            .unwrap();
        }
        format!(
            r#"{{"lignes":{},"poids":{:?},"enveloppe":{},"voisins":{},"candidatures":[{candidatures}]}}"#,
            self.lignes, self.poids, self.enveloppe, self.voisins
        )
    }

    fn voix(&self) -> Vec<Vec<Voix>> {
        let sens = |lettre| match lettre {
            'F' => Some(Sens::Favorable),
            'R' => Some(Sens::FavorableAvecReserves),
            'D' => Some(Sens::Defavorable),
            _ => None,
        };
        let avis = |c: &Candidature| {
            let lettres = c.avis.chars().enumerate();
            lettres.filter_map(|(i, l)| Some((i, sens(l)?))).collect()
        };
        self.candidatures.iter().map(avis).collect()
    }

    /// What `recalcul.py` should answer, by the program.
    fn attendu(&self) -> String {
        let criteres: Vec<Critere> = (self.poids.iter().enumerate())
            .map(|(rang, poids)| Critere {
                id: rang.to_string(),
                intitule: String::new(),
                court: String::new(),
                poids: *poids,
                reperes: Vec::new(),
            })
            .collect();
        let evaluation = |c: &Candidature| {
            let nombre = |lettre| c.avis.chars().filter(|l| *l == lettre).count() as u64;
            let note = |id: &str| Some(c.notes[id.parse::<usize>().unwrap()]);
            Evaluation {
                numero: String::new(),
                decompte: Decompte {
                    f: nombre('F'),
                    r: nombre('R'),
                    d: nombre('D'),
                },
                priorite: c.priorite,
                criteres: appreciation(&criteres, note).unwrap(),
            }
        };
        let parametres = ParametresClassement {
            methode: Methode::Paliers,
            veto: Veto::Moitie,
            quorum_avis: 3,
            liste_complementaire: true,
        };
        let scene = Scene {
            regle: Regle {
                parametres: &parametres,
                lignes: self.lignes,
            },
            enveloppe: Some(self.enveloppe),
            evaluations: self.candidatures.iter().map(evaluation).collect(),
            couts: self.candidatures.iter().map(|c| c.cout).collect(),
            votes: Vec::new(),
        };
        let methodes: Vec<String> = Methode::TOUTES
            .into_iter()
            .map(|methode| {
                let situation = scene.selon(methode);
                let (rangs, statuts): (Vec<usize>, Vec<String>) = situation
                    .par_index()
                    .into_iter()
                    .map(|(rang, statut)| (rang, format!("\"{}\"", cle(statut))))
                    .unzip();
                let nom = serde_yaml::to_string(&methode).unwrap();
                let reste = situation.coupe.reste.unwrap();
                format!(
                    "\"{}\":[{},[{}],{reste}]",
                    nom.trim(),
                    liste(&rangs),
                    statuts.join(",")
                )
            })
            .collect();
        let maximum: i128 = self.poids.iter().map(|p| i128::from(*p) * 4).sum();
        let chiffres: Vec<String> = scene
            .evaluations
            .iter()
            .map(|e| {
                let d = e.decompte;
                let points = (e.criteres * Fraction::from(maximum)).to_integer();
                let somme = scene.regle.somme(e);
                format!("[[{},{},{}],{points},\"{somme}\"]", d.f, d.r, d.d)
            })
            .collect();
        let r1 = if self.voisins {
            let mesuree = Robustesse::mesurer(&scene, &self.voix());
            let gardes = mesuree.tenues.iter();
            let gardes: Vec<u64> = gardes
                .map(|t| t.selection.as_ref().unwrap().gardee)
                .collect();
            format!("[{},{}]", liste(&gardes), mesuree.voisins)
        } else {
            "null".into()
        };
        format!("[{{{}}},[{}],{r1}]", methodes.join(","), chiffres.join(","))
    }
}

fn liste(nombres: &[impl ToString]) -> String {
    let nombres: Vec<String> = nombres.iter().map(ToString::to_string).collect();
    format!("[{}]", nombres.join(","))
}

fn cle(statut: Statut) -> &'static str {
    match statut {
        Statut::Retenu => "retenu",
        Statut::ADepartager => "a_departager",
        Statut::ListeComplementaire => "liste_complementaire",
        Statut::NonRetenu => "non_retenu",
        Statut::Classe => "classe",
    }
}

#[test]
fn an_independent_recomputation_agrees_on_500_random_departments() {
    let mut hasard = Hasard(63);
    let departements: Vec<Departement> = (0..DEPARTEMENTS)
        .map(|n| departement(&mut hasard, n < AVEC_VOISINS))
        .collect();
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/recalcul.py");
    let lance = Command::new("python3")
        .arg(script)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut python) = lance else {
        eprintln!("python3 absent : recalcul indépendant non fait");
        return;
    };
    let mut entree = python.stdin.take().unwrap();
    let textes: String = departements.iter().map(|d| d.json() + "\n").collect();
    let ecrit = std::thread::spawn(move || entree.write_all(textes.as_bytes()));
    let sortie = python.wait_with_output().unwrap();
    ecrit.join().unwrap().unwrap();
    assert!(sortie.status.success());
    let recalcules = String::from_utf8(sortie.stdout).unwrap();
    assert_eq!(recalcules.lines().count(), DEPARTEMENTS);
    for (n, (departement, recalcule)) in departements.iter().zip(recalcules.lines()).enumerate() {
        let (attendu, texte) = (departement.attendu(), departement.json());
        assert_eq!(recalcule, attendu, "département {n} : {texte}");
    }
}

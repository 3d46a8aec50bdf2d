//! How firmly each place holds: the worked numbers of the design, and equality with ranking everything again.

use std::collections::BTreeMap;

use instruire::domain::ami::{Methode, ParametresClassement, Veto};
use instruire::domain::avis::{Decompte, Sens};
use instruire::domain::classement::{Evaluation, Fraction, Regle};
use instruire::domain::coupe::Statut;
use instruire::domain::robustesse::{Badge, Robustesse, Voix};
use instruire::domain::scene::Scene;
use proptest::prelude::*;
use serde::Deserialize;

const CAS: &str = include_str!("cases/classement.yaml");

#[derive(Deserialize)]
struct Cas {
    parametres: Parametres,
    projets: BTreeMap<String, Projet>,
    retenus: BTreeMap<String, Vec<String>>,
    robustesse: Attendue,
}

#[derive(Deserialize)]
struct Parametres {
    priorites: u32,
    enveloppe: i64,
}

#[derive(Deserialize)]
struct Projet {
    priorite: u32,
    avis: String,
    criteres: Vec<u8>,
    cout: i64,
}

#[derive(Deserialize)]
struct Attendue {
    n1: u64,
    s_sel: BTreeMap<String, String>,
    s_rang: BTreeMap<String, String>,
    intervalle: BTreeMap<String, (usize, usize)>,
    sans_une_institution: BTreeMap<String, String>,
    marge_propre: BTreeMap<String, Option<u64>>,
}

fn parametres() -> ParametresClassement {
    ParametresClassement {
        methode: Methode::Paliers,
        veto: Veto::Moitie,
        quorum_avis: 3,
        liste_complementaire: true,
    }
}

fn decompte(voix: &[Voix]) -> Decompte {
    let nombre = |sens| voix.iter().filter(|(_, s)| *s == sens).count() as u64;
    Decompte {
        f: nombre(Sens::Favorable),
        r: nombre(Sens::FavorableAvecReserves),
        d: nombre(Sens::Defavorable),
    }
}

/// The worked candidatures A, B, C, D, at 0, 1, 2, 3.
fn cas(parametres: &ParametresClassement) -> (Cas, Scene<'_>, Vec<Vec<Voix>>) {
    let cas: Cas = serde_yaml::from_str(CAS).unwrap();
    let lettre = |lettre| match lettre {
        'F' => Some(Sens::Favorable),
        'R' => Some(Sens::FavorableAvecReserves),
        'D' => Some(Sens::Defavorable),
        _ => None,
    };
    let projets = || cas.projets.values();
    let voix: Vec<Vec<Voix>> = projets()
        .map(|p| {
            let rangees = p.avis.chars().enumerate();
            rangees.filter_map(|(m, l)| Some((m, lettre(l)?))).collect()
        })
        .collect();
    let evaluations = cas.projets.iter().zip(&voix).map(|((nom, p), voix)| {
        let points: i128 = p.criteres.iter().map(|n| i128::from(*n)).sum();
        Evaluation {
            numero: nom.clone(),
            decompte: decompte(voix),
            priorite: Some(p.priorite),
            criteres: Fraction::new(points, 4 * p.criteres.len() as i128),
        }
    });
    let scene = Scene {
        regle: Regle {
            parametres,
            lignes: cas.parametres.priorites,
        },
        enveloppe: Some(cas.parametres.enveloppe),
        evaluations: evaluations.collect(),
        couts: projets().map(|p| p.cout).collect(),
        votes: Vec::new(),
    };
    (cas, scene, voix)
}

#[test]
fn the_worked_candidatures_hold_as_the_design_worked_out() {
    let parametres = parametres();
    let (cas, scene, voix) = cas(&parametres);
    let attendue = &cas.robustesse;
    let mesuree = Robustesse::mesurer(&scene, &voix);
    assert_eq!(mesuree.voisins, attendue.n1);
    assert_eq!(mesuree.institutions, 7);
    for (index, nom) in cas.projets.keys().enumerate() {
        let tenue = &mesuree.tenues[index];
        let selection = tenue.selection.as_ref().unwrap();
        let part = |gardes| mesuree.part(gardes).to_string();
        assert_eq!(part(selection.gardee), attendue.s_sel[nom], "{nom}");
        assert_eq!(part(tenue.rang_garde), attendue.s_rang[nom], "{nom}");
        assert_eq!(tenue.intervalle, attendue.intervalle[nom], "{nom}");
        let sans = format!("{}/7", 7 - selection.pivots.len());
        assert_eq!(sans, attendue.sans_une_institution[nom], "{nom}");
        assert_eq!(selection.marge, attendue.marge_propre[nom], "{nom}");
        let methodes = cas.retenus.values().filter(|r| r.contains(nom)).count();
        assert_eq!(tenue.retenue_par(), methodes, "{nom}");
    }
    let badges: Vec<Badge> = mesuree
        .tenues
        .iter()
        .map(|t| t.selection.as_ref().unwrap().badge)
        .collect();
    // A and C change with the method alone; B and D with one avis.
    assert_eq!(
        badges,
        [
            Badge::DependDeLaMethode,
            Badge::Sensible,
            Badge::DependDeLaMethode,
            Badge::Sensible
        ]
    );
}

#[test]
fn the_four_flips_are_those_of_m1_m2_m5_m6_on_the_file_d() {
    let parametres = parametres();
    let (_, scene, voix) = cas(&parametres);
    let mesuree = Robustesse::mesurer(&scene, &voix);
    let [bascule] = mesuree.bascules.as_slice() else {
        panic!("{:?}", mesuree.bascules)
    };
    assert_eq!(
        (bascule.projet, bascule.de, bascule.vers),
        (3, Sens::Defavorable, Sens::FavorableAvecReserves)
    );
    // M1, M2, M5, M6.
    assert_eq!(bascule.institutions, [0, 1, 4, 5]);
    assert_eq!(
        bascule.changent,
        [(1, Statut::ListeComplementaire), (3, Statut::Retenu)]
    );
    // B's place hangs on D's file; D's on its own.
    let levier = |index: usize| {
        mesuree.tenues[index]
            .selection
            .as_ref()
            .unwrap()
            .levier
            .unwrap()
    };
    for index in [1, 3] {
        let levier = levier(index);
        assert_eq!((levier.pas, levier.projet), (1, 3));
        assert_eq!(levier.decompte, Decompte { f: 1, r: 3, d: 3 });
    }
    assert_eq!((levier(1).rang, levier(3).rang), (3, 2));
    // Then A and D are retained, and exactly the floor remains.
    let mut autre = scene.clone();
    autre.evaluations[3].decompte = Decompte { f: 1, r: 3, d: 3 };
    assert_eq!(autre.situation().coupe.reste, Some(70_000));
}

#[test]
fn without_a_line_no_side_is_held_and_without_avis_everything_is() {
    let parametres = parametres();
    let (_, mut scene, voix) = cas(&parametres);
    scene.enveloppe = None;
    let mesuree = Robustesse::mesurer(&scene, &voix);
    assert!(mesuree.tenues.iter().all(|t| t.selection.is_none()));
    scene.enveloppe = Some(280_000);
    for evaluation in &mut scene.evaluations {
        evaluation.decompte = Decompte::default();
    }
    let mesuree = Robustesse::mesurer(&scene, &vec![Vec::new(); 4]);
    assert_eq!((mesuree.voisins, mesuree.institutions), (0, 0));
    assert_eq!(mesuree.part(0), Fraction::ONE);
    assert!(
        mesuree
            .tenues
            .iter()
            .all(|t| t.selection.as_ref().unwrap().marge.is_none())
    );
}

/// A department: rows of the table, envelope, then of each candidature its row, points, cost and avis; votes.
type Departement = (
    u32,
    i64,
    Vec<(Option<u32>, i128, i64, Vec<Option<Sens>>)>,
    Vec<Vec<usize>>,
);

fn departement() -> impl Strategy<Value = Departement> {
    let sens = prop_oneof![
        Just(None),
        Just(Some(Sens::Favorable)),
        Just(Some(Sens::FavorableAvecReserves)),
        Just(Some(Sens::Defavorable)),
    ];
    let candidature = (
        prop_oneof![Just(None), (1..3u32).prop_map(Some)],
        0..3i128,
        (1..4i64).prop_map(|n| n * 50_000),
        prop::collection::vec(sens, 4),
    );
    let candidatures = prop::collection::vec(candidature, 1..8);
    (2..4u32, 0..600_000i64, candidatures).prop_flat_map(|(lignes, enveloppe, candidatures)| {
        let indexes: Vec<usize> = (0..candidatures.len()).collect();
        let n = indexes.len();
        let vote = prop::sample::subsequence(indexes, 0..=n).prop_shuffle();
        let votes = prop::collection::vec(vote, 0..3);
        votes.prop_map(move |votes| (lignes, enveloppe, candidatures.clone(), votes))
    })
}

/// Rank and side of each, everything being ranked again, the votes held on the changed ones left out.
fn de_nouveau(scene: &Scene, change: &[(usize, Decompte)]) -> Vec<(usize, u8)> {
    let mut scene = scene.clone();
    for (index, decompte) in change {
        scene.evaluations[*index].decompte = *decompte;
    }
    scene
        .votes
        .retain(|vote| !change.iter().any(|(index, _)| vote.contains(index)));
    let cote = |statut| match statut {
        Statut::Retenu | Statut::Classe => 0,
        Statut::ADepartager => 1,
        Statut::ListeComplementaire | Statut::NonRetenu => 2,
    };
    let situations = scene.situation().par_index().into_iter();
    situations.map(|(rang, s)| (rang, cote(s))).collect()
}

/// Every data set one step away, one avis at a time.
fn voisins(voix: &[Vec<Voix>]) -> Vec<(usize, Decompte)> {
    let mut voisins = Vec::new();
    for (index, siennes) in voix.iter().enumerate() {
        for rang in 0..siennes.len() {
            let vers: &[Sens] = match siennes[rang].1 {
                Sens::Favorable | Sens::Defavorable => &[Sens::FavorableAvecReserves],
                _ => &[Sens::Favorable, Sens::Defavorable],
            };
            for sens in vers {
                let mut autres = siennes.clone();
                autres[rang].1 = *sens;
                voisins.push((index, decompte(&autres)));
            }
        }
    }
    voisins
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn putting_one_back_is_ranking_everything_again((lignes, enveloppe, candidatures, votes) in departement()) {
        let parametres = parametres();
        let voix: Vec<Vec<Voix>> = candidatures.iter()
            .map(|(.., avis)| avis.iter().enumerate().filter_map(|(m, s)| Some((m, (*s)?))).collect())
            .collect();
        let evaluations = candidatures.iter().zip(&voix).map(|((priorite, points, ..), voix)| Evaluation {
            numero: String::new(),
            decompte: decompte(voix),
            priorite: *priorite,
            criteres: Fraction::new(*points, 4),
        });
        let scene = Scene {
            regle: Regle { parametres: &parametres, lignes },
            enveloppe: Some(enveloppe),
            evaluations: evaluations.collect(),
            couts: candidatures.iter().map(|(_, _, cout, _)| *cout).collect(),
            votes,
        };
        let mesuree = Robustesse::mesurer(&scene, &voix);
        let base = de_nouveau(&scene, &[]);
        let voisins: Vec<_> = voisins(&voix).into_iter().map(|change| de_nouveau(&scene, &[change])).collect();
        prop_assert_eq!(mesuree.voisins, voisins.len() as u64);
        for (index, tenue) in mesuree.tenues.iter().enumerate() {
            let selection = tenue.selection.as_ref().unwrap();
            let rangs = voisins.iter().map(|v| v[index].0);
            prop_assert_eq!(tenue.rang_garde, rangs.clone().filter(|r| *r == base[index].0).count() as u64);
            let tous = rangs.chain([base[index].0]);
            prop_assert_eq!(tenue.intervalle, (tous.clone().min().unwrap(), tous.max().unwrap()));
            let gardee = voisins.iter().filter(|v| v[index].1 == base[index].1).count();
            prop_assert_eq!(selection.gardee, gardee as u64);
            let pivots = (0..4).filter(|m| {
                let touches: Vec<(usize, Decompte)> = voix.iter().enumerate().filter(|(_, v)| v.iter().any(|(q, _)| q == m))
                    .map(|(i, v)| (i, decompte(&v.iter().filter(|(q, _)| q != m).copied().collect::<Vec<_>>())))
                    .collect();
                de_nouveau(&scene, &touches)[index].1 != base[index].1
            });
            prop_assert_eq!(&selection.pivots, &pivots.collect::<Vec<_>>());
            // R3, and the lever of any candidature, by trying every count of every candidature.
            let mut propre = None;
            let mut moindre: Option<u64> = None;
            for (autre, evaluation) in scene.evaluations.iter().enumerate() {
                let de = evaluation.decompte;
                let n = de.exprimes();
                for d in 0..=n { for r in 0..=n - d {
                    let vers = Decompte { f: n - d - r, r, d };
                    let pas = d.abs_diff(de.d) + (d + r).abs_diff(de.d + de.r);
                    if pas > 0 && de_nouveau(&scene, &[(autre, vers)])[index].1 != base[index].1 {
                        moindre = Some(moindre.map_or(pas, |m| m.min(pas)));
                        if autre == index { propre = Some(propre.map_or(pas, |p: u64| p.min(pas))) }
                    }
                } }
            }
            prop_assert_eq!(selection.marge, propre);
            prop_assert_eq!(selection.levier.map(|l| l.pas), moindre);
        }
    }
}

//! The ranking: the worked numbers of the design, majority judgment, and what must hold on any department.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use instruire::domain::ami::{Methode, ParametresClassement, Veto};
use instruire::domain::avis::Decompte;
use instruire::domain::classement::{
    Classe, Evaluation, Fraction, Regle, classe, jugement_majoritaire,
};
use instruire::domain::coupe::{Demande, Statut, couper};
use proptest::prelude::*;
use serde::Deserialize;

const CAS: &str = include_str!("cases/classement.yaml");

#[derive(Deserialize)]
struct Cas {
    parametres: Parametres,
    projets: BTreeMap<String, Projet>,
    rangs: BTreeMap<String, BTreeMap<String, usize>>,
    retenus: BTreeMap<String, Vec<String>>,
    egalite_sur_la_ligne: Egalite,
    region: Region,
    ordre_mj: Vec<String>,
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
    frd: Option<[u64; 3]>,
    classe: Option<String>,
    t: Option<String>,
    somme: Option<String>,
    rang: Option<usize>,
}

#[derive(Deserialize)]
struct Egalite {
    enveloppe: i64,
    projets: BTreeMap<String, Projet>,
    a_departager: Vec<String>,
}

#[derive(Deserialize)]
struct Region {
    ajoutes: BTreeMap<String, Ajoute>,
    ordre: Vec<String>,
}

#[derive(Deserialize)]
struct Ajoute {
    priorite: u32,
    frd: [u64; 3],
    criteres: Vec<u8>,
}

fn cas() -> Cas {
    serde_yaml::from_str(CAS).unwrap()
}

fn parametres(methode: Methode) -> ParametresClassement {
    ParametresClassement {
        methode,
        veto: Veto::Moitie,
        quorum_avis: 3,
        liste_complementaire: true,
    }
}

fn methodes() -> [(&'static str, ParametresClassement); 3] {
    [
        ("paliers", parametres(Methode::Paliers)),
        ("avis_d_abord", parametres(Methode::AvisDAbord)),
        ("somme", parametres(Methode::Somme)),
    ]
}

fn decompte([f, r, d]: [u64; 3]) -> Decompte {
    Decompte { f, r, d }
}

fn compter(avis: &str) -> Decompte {
    let nombre = |lettre| avis.chars().filter(|c| *c == lettre).count() as u64;
    decompte([nombre('F'), nombre('R'), nombre('D')])
}

/// T of four criteria of weight 1.
fn appreciation(notes: &[u8]) -> Fraction {
    let points: i128 = notes.iter().map(|n| i128::from(*n)).sum();
    Fraction::new(points, 4 * notes.len() as i128)
}

fn evaluation(nom: &str, priorite: u32, decompte: Decompte, notes: &[u8]) -> Evaluation {
    Evaluation {
        numero: nom.into(),
        decompte,
        priorite: Some(priorite),
        criteres: appreciation(notes),
    }
}

impl Projet {
    fn evaluation(&self, nom: &str) -> Evaluation {
        evaluation(nom, self.priorite, compter(&self.avis), &self.criteres)
    }
}

/// Serves ranked projects; the names of each status, in order.
fn servir(
    regle: &Regle,
    projets: &BTreeMap<String, Projet>,
    enveloppe: i64,
) -> Vec<(String, usize, Statut)> {
    let rangees = regle.classer(projets.iter().map(|(nom, p)| p.evaluation(nom)).collect());
    let demandes: Vec<Demande> = rangees
        .iter()
        .map(|r| Demande {
            rang: r.rang,
            cout: projets[&r.evaluation.numero].cout,
            veto: regle.veto(&r.evaluation),
            departage: false,
        })
        .collect();
    let statuts = couper(&demandes, Some(enveloppe), true).statuts;
    let rangs = rangees.into_iter().map(|r| (r.evaluation.numero, r.rang));
    rangs
        .zip(statuts)
        .map(|((nom, rang), statut)| (nom, rang, statut))
        .collect()
}

#[test]
fn the_worked_candidatures_have_the_counts_classes_and_fractions_of_the_design() {
    let cas = cas();
    let parametres = parametres(Methode::Paliers);
    let regle = Regle {
        parametres: &parametres,
        lignes: cas.parametres.priorites,
    };
    for (nom, projet) in &cas.projets {
        let evaluation = projet.evaluation(nom);
        assert_eq!(evaluation.decompte, decompte(projet.frd.unwrap()), "{nom}");
        let attendue = match projet.classe.as_deref().unwrap() {
            "F" => Classe::Favorable,
            "R+" => Classe::ReservePlus,
            "R-" => Classe::ReserveMoins,
            "D" => Classe::Defavorable,
            autre => panic!("{autre}"),
        };
        assert_eq!(classe(evaluation.decompte), attendue, "{nom}");
        assert_eq!(
            &evaluation.criteres.to_string(),
            projet.t.as_ref().unwrap(),
            "{nom}"
        );
        assert_eq!(
            &regle.somme(&evaluation).to_string(),
            projet.somme.as_ref().unwrap(),
            "{nom}"
        );
    }
}

#[test]
fn each_method_ranks_and_retains_as_the_design_worked_out() {
    let cas = cas();
    for (nom, parametres) in methodes() {
        let regle = Regle {
            parametres: &parametres,
            lignes: cas.parametres.priorites,
        };
        let servis = servir(&regle, &cas.projets, cas.parametres.enveloppe);
        let rangs: BTreeMap<_, _> = servis
            .iter()
            .map(|(nom, rang, _)| (nom.clone(), *rang))
            .collect();
        assert_eq!(rangs, cas.rangs[nom], "{nom}");
        let mut retenus: Vec<_> = servis
            .iter()
            .filter(|(.., s)| *s == Statut::Retenu)
            .map(|(n, ..)| n.clone())
            .collect();
        retenus.sort();
        assert_eq!(retenus, cas.retenus[nom], "{nom}");
    }
}

#[test]
fn ex_aequo_share_the_rank_and_wait_for_a_vote_when_they_stand_astride_the_line() {
    let cas = cas().egalite_sur_la_ligne;
    let parametres = parametres(Methode::Paliers);
    let regle = Regle {
        parametres: &parametres,
        lignes: 4,
    };
    let servis = servir(&regle, &cas.projets, cas.enveloppe);
    for (nom, rang, statut) in &servis {
        assert_eq!(Some(*rang), cas.projets[nom].rang, "{nom}");
        let a_departager = cas.a_departager.contains(nom);
        assert_eq!(*statut == Statut::ADepartager, a_departager, "{nom}");
    }
    let premier = &servis[0];
    assert_eq!((premier.0.as_str(), premier.2), ("X", Statut::Retenu));
}

#[test]
fn the_regional_order_restricted_to_a_department_is_the_departmental_order() {
    let cas = cas();
    let parametres = parametres(Methode::Paliers);
    let regle = Regle {
        parametres: &parametres,
        lignes: cas.parametres.priorites,
    };
    let departement: Vec<Evaluation> = cas
        .projets
        .iter()
        .map(|(nom, p)| p.evaluation(nom))
        .collect();
    let ajoutes = cas.region.ajoutes.iter();
    let ajoutes = ajoutes.map(|(nom, a)| evaluation(nom, a.priorite, decompte(a.frd), &a.criteres));
    let region = regle.classer(departement.iter().cloned().chain(ajoutes).collect());
    let ordre: Vec<&str> = region
        .iter()
        .map(|r| r.evaluation.numero.as_str())
        .collect();
    assert_eq!(ordre, cas.region.ordre);
}

#[test]
fn the_twenty_profiles_of_majority_judgment_stand_in_the_order_of_the_design() {
    let ordre = cas().ordre_mj;
    let groupes: Vec<Vec<Decompte>> = ordre
        .iter()
        .map(|groupe| {
            let profil = |p: &str| {
                let n: Vec<u64> = p
                    .chars()
                    .map(|c| u64::from(c.to_digit(10).unwrap()))
                    .collect();
                decompte([n[0], n[1], n[2]])
            };
            groupe.split('=').map(profil).collect()
        })
        .collect();
    assert_eq!(groupes.iter().map(Vec::len).sum::<usize>(), 20);
    for (rang, groupe) in groupes.iter().enumerate() {
        for a in groupe {
            for b in groupe {
                assert_eq!(jugement_majoritaire(*a, *b), Ordering::Equal, "{a:?} {b:?}");
            }
            for b in groupes[rang + 1..].iter().flatten() {
                assert_eq!(jugement_majoritaire(*a, *b), Ordering::Less, "{a:?} {b:?}");
                assert_eq!(
                    jugement_majoritaire(*b, *a),
                    Ordering::Greater,
                    "{b:?} {a:?}"
                );
            }
        }
    }
}

/// Balinski and Laraki as they define it: lower medians, taken away one after the other, on profiles of one size.
fn medianes_successives(a: Decompte, b: Decompte) -> Ordering {
    let taille = a.exprimes().max(1) * b.exprimes().max(1);
    let suite = |d: Decompte| {
        // The grade of no avis at all is the middle one, as the closed form has it.
        let (d, n) = if d.exprimes() == 0 {
            (decompte([0, 1, 0]), 1)
        } else {
            (d, d.exprimes())
        };
        let fois = taille / n;
        let mut notes: Vec<u8> = Vec::new();
        notes.extend(vec![2; (d.f * fois) as usize]);
        notes.extend(vec![1; (d.r * fois) as usize]);
        notes.extend(vec![0; (d.d * fois) as usize]);
        notes.sort_unstable();
        let mut suite = Vec::new();
        while !notes.is_empty() {
            suite.push(notes.remove((notes.len() - 1) / 2));
        }
        suite
    };
    suite(b).cmp(&suite(a))
}

/// Random avis: none at all, or up to nine.
fn avis() -> impl Strategy<Value = Decompte> {
    (0..4u64, 0..4u64, 0..4u64).prop_map(|(f, r, d)| decompte([f, r, d]))
}

/// A random candidature on a table of `lignes` rows.
fn candidature(lignes: u32) -> impl Strategy<Value = Evaluation> {
    let priorite = prop_oneof![Just(None), (1..=lignes).prop_map(Some)];
    (priorite, avis(), 0..=8i128).prop_map(|(priorite, decompte, points)| Evaluation {
        numero: String::new(),
        decompte,
        priorite,
        criteres: Fraction::new(points, 8),
    })
}

/// A random department: its rows, then its candidatures, many of them equal, sometimes three hundred.
fn departement() -> impl Strategy<Value = (u32, Vec<Evaluation>)> {
    let taille = prop_oneof![199 => 1..20usize, 1 => Just(300)];
    (1..=20u32, taille).prop_flat_map(|(lignes, taille)| {
        let candidatures = prop::collection::vec(candidature(lignes), taille);
        candidatures.prop_map(move |mut candidatures| {
            for (n, candidature) in candidatures.iter_mut().enumerate() {
                candidature.numero = n.to_string();
            }
            (lignes, candidatures)
        })
    })
}

/// Rank by number.
fn rangs(regle: &Regle, candidatures: &[Evaluation]) -> BTreeMap<String, usize> {
    let rangees = regle.classer(candidatures.to_vec());
    rangees
        .into_iter()
        .map(|r| (r.evaluation.numero, r.rang))
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(1000))]

    #[test]
    fn the_closed_form_is_the_repeated_lower_median(a in avis(), b in avis()) {
        prop_assert_eq!(jugement_majoritaire(a, b), medianes_successives(a, b));
    }

    #[test]
    fn replicating_every_avis_changes_nothing(a in avis(), b in avis(), fois in 1..5u64) {
        let multiplier = |d: Decompte| decompte([d.f * fois, d.r * fois, d.d * fois]);
        prop_assert_eq!(jugement_majoritaire(multiplier(a), b), jugement_majoritaire(a, b));
    }

    #[test]
    fn raising_one_avis_never_lowers_a_candidature((lignes, candidatures) in departement(), qui in any::<prop::sample::Index>()) {
        for (_, parametres) in methodes() {
            let regle = Regle { parametres: &parametres, lignes };
            let index = qui.index(candidatures.len());
            let numero = index.to_string();
            let avant = rangs(&regle, &candidatures)[&numero];
            let mut mieux = candidatures.clone();
            let d = &mut mieux[index].decompte;
            if d.d > 0 { (d.d, d.r) = (d.d - 1, d.r + 1) } else if d.r > 0 { (d.r, d.f) = (d.r - 1, d.f + 1) }
            prop_assert!(rangs(&regle, &mieux)[&numero] <= avant);
        }
    }

    #[test]
    fn the_order_of_two_does_not_depend_on_the_others((lignes, candidatures) in departement()) {
        for (_, parametres) in methodes() {
            let regle = Regle { parametres: &parametres, lignes };
            let tous = rangs(&regle, &candidatures);
            let moitie: Vec<Evaluation> = candidatures.iter().step_by(2).cloned().collect();
            let seuls = rangs(&regle, &moitie);
            for a in &moitie {
                for b in &moitie {
                    let ici = seuls[&a.numero].cmp(&seuls[&b.numero]);
                    prop_assert_eq!(ici, tous[&a.numero].cmp(&tous[&b.numero]));
                }
            }
        }
    }

    #[test]
    fn the_order_of_the_files_changes_no_rank((lignes, candidatures) in departement(), graine in any::<u64>()) {
        for (_, parametres) in methodes() {
            let regle = Regle { parametres: &parametres, lignes };
            let mut autrement = candidatures.clone();
            let pas = usize::try_from(graine % autrement.len() as u64).unwrap();
            autrement.rotate_left(pas);
            autrement.reverse();
            prop_assert_eq!(rangs(&regle, &candidatures), rangs(&regle, &autrement));
        }
    }

    #[test]
    fn ranks_are_shared_by_equal_keys_and_skip_as_in_a_race((lignes, candidatures) in departement()) {
        for (_, parametres) in methodes() {
            let regle = Regle { parametres: &parametres, lignes };
            let rangees = regle.classer(candidatures.clone());
            for (place, rangee) in rangees.iter().enumerate() {
                let mieux = rangees.iter().filter(|r| {
                    regle.compare(&r.evaluation, &rangee.evaluation).is_some_and(|(_, o)| o == Ordering::Less)
                });
                prop_assert_eq!(rangee.rang, mieux.count() + 1, "place {}", place);
            }
        }
    }

    #[test]
    fn the_line_never_serves_more_than_the_envelope_and_never_skips(
        couts in prop::collection::vec((0..5usize, 0..300_000i64), 1..20),
        enveloppe in 0..1_000_000i64,
    ) {
        let mut rang = 0;
        let demandes: Vec<Demande> = couts.iter().enumerate().map(|(place, (egal, cout))| {
            // One in five shares the rank of the one before.
            if *egal > 0 || place == 0 { rang = place + 1 }
            Demande { rang, cout: *cout, veto: false, departage: false }
        }).collect();
        let coupe = couper(&demandes, Some(enveloppe), true);
        let servies: i64 = demandes.iter().zip(&coupe.statuts).filter(|(_, s)| **s == Statut::Retenu).map(|(d, _)| d.cout).sum();
        prop_assert!(servies <= enveloppe);
        prop_assert_eq!(coupe.reste, Some(enveloppe - servies));
        let premiere = coupe.statuts.iter().position(|s| *s != Statut::Retenu).unwrap_or(demandes.len());
        prop_assert!(coupe.statuts[premiere..].iter().all(|s| *s != Statut::Retenu));
        if let Some(refusee) = demandes.get(premiere) {
            let ensemble: i64 = demandes.iter().filter(|d| d.rang == refusee.rang).map(|d| d.cout).sum();
            prop_assert!(ensemble > enveloppe - servies);
        }
    }
}

//! One order for the region, in which each territory keeps its own; then the lines drawn through it.
//!
//! A candidature stands at the level of its key. One that its committee placed keeps its place among its neighbours, at
//! the level nearest to its own key that they leave; a vote orders its ex æquo and them alone.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use super::compiler::{Reglages, Retouche};
use super::departement::{Candidature, Departement};
use crate::domain::ami::{Methode, ParametresClassement};
use crate::domain::classement::{Cle, Regle};
use crate::domain::coupe::{Demande, Statut, couper};

/// Where a candidature stands for the whole region.
#[derive(Debug, Clone, Copy)]
struct Niveau {
    cle: Cle,
    /// Just before the key (-1), at it, just after it (1).
    cote: i8,
    /// Steps of its territory at the same level.
    pas: usize,
}

impl Niveau {
    fn ordre(&self, autre: &Self) -> Ordering {
        self.voulu(autre).then_with(|| self.pas.cmp(&autre.pas))
    }

    fn voulu(&self, autre: &Self) -> Ordering {
        let cles = self.cle.ordre(&autre.cle);
        cles.then_with(|| self.cote.cmp(&autre.cote))
    }
}

/// A candidature in the merged order.
#[derive(Debug, Clone)]
pub struct Placee<'a> {
    /// As its territory proposes it.
    pub candidature: &'a Candidature,
    /// Position of its territory in the list compiled.
    pub territoire: usize,
    /// Regional rank, shared by the ex æquo.
    pub rang: usize,
    /// How many share it.
    pub ex_aequo: usize,
    /// What the line makes of it.
    pub statut: Statut,
    /// Its tour, its rank there and what the line makes of it there; nothing when it is never served.
    pub tour: Option<(usize, usize, Statut)>,
    /// What its territory's line makes of it.
    pub statut_au_territoire: Statut,
    /// Euros that the regional line counts.
    pub cout: i64,
    /// Why it is never served.
    pub hors_ligne: Option<String>,
    niveau: Niveau,
}

/// A line drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Ligne {
    /// Euros served.
    pub engage: i64,
    /// Euros left.
    pub reste: Option<i64>,
    /// What would be served besides, as `63/19483920`.
    pub saut: Vec<String>,
    /// Whether a vote or an arbitration is expected astride it.
    pub a_departager: bool,
    /// Whether someone is waiting below it.
    pub attend: bool,
}

/// The line of a territory, on its own envelope.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LigneTerritoire {
    /// The line.
    pub ligne: Ligne,
    /// Numbers served now that were not as received.
    pub promues: Vec<String>,
    /// Numbers no longer served that were as received.
    pub sorties: Vec<String>,
    /// Numbers astride it.
    pub a_departager: Vec<String>,
}

/// The merged order with its lines.
#[derive(Debug, Clone)]
pub struct Ordre<'a> {
    /// Candidatures, in order.
    pub placees: Vec<Placee<'a>>,
    /// The line through the merged order.
    pub ligne: Ligne,
    /// The line through the tour de rôle.
    pub tour: Ligne,
    /// The line of each territory, in the order given.
    pub territoires: Vec<LigneTerritoire>,
}

impl<'a> Ordre<'a> {
    /// The order of these proposals. `enveloppe`: euros, on `annee` or the convention.
    pub fn etablir(
        departements: &'a [Departement],
        parametres: &ParametresClassement,
        reglages: &Reglages,
        enveloppe: Option<i64>,
        annee: Option<u16>,
    ) -> Self {
        // Hors priorité comes after every row of every table: a short table gives it no better place than a long one.
        let lignes = departements.iter().map(|d| d.lignes_de_priorite as u32);
        let lignes = lignes.max().unwrap_or_default();
        let mut ordre = Self {
            placees: Vec::new(),
            ligne: Ligne::default(),
            tour: Ligne::default(),
            territoires: Vec::new(),
        };
        for (territoire, departement) in departements.iter().enumerate() {
            let lignes = match parametres.methode {
                Methode::Somme => departement.lignes_de_priorite as u32,
                Methode::Paliers | Methode::AvisDAbord => lignes,
            };
            let regle = Regle { parametres, lignes };
            let (ligne, statuts) = au_territoire(departement, &regle, reglages);
            ordre.territoires.push(ligne);
            let niveaux = niveaux(departement, &regle);
            let candidatures = departement.classees.iter().zip(niveaux).zip(statuts);
            for ((candidature, niveau), statut_au_territoire) in candidatures {
                let retouche = reglages.retouche(candidature);
                ordre.placees.push(Placee {
                    candidature,
                    territoire,
                    rang: 0,
                    ex_aequo: 1,
                    statut: Statut::NonRetenu,
                    tour: None,
                    statut_au_territoire,
                    cout: cout(candidature, retouche, annee),
                    hors_ligne: hors_ligne(candidature, &regle, retouche, true),
                    niveau,
                });
            }
        }
        let placees = &mut ordre.placees;
        placees.sort_by(|a, b| {
            let noms = |p: &Placee| (p.territoire, p.candidature.numero.clone());
            a.niveau
                .ordre(&b.niveau)
                .then_with(|| noms(a).cmp(&noms(b)))
        });
        ranger(placees);
        let complementaire = parametres.liste_complementaire;
        let (ligne, statuts) = {
            let servies: Vec<(usize, &Placee)> = servies(placees).collect();
            tirer(&servies, enveloppe, complementaire)
        };
        ordre.ligne = ligne;
        for (index, statut) in statuts {
            placees[index].statut = statut;
        }
        ordre.tour = par_tours(placees, enveloppe, complementaire);
        ordre
    }

    /// Pairs of one territory that this order reverses.
    pub fn inversions(&self) -> usize {
        let mut rangs: Vec<Vec<usize>> = vec![Vec::new(); self.territoires.len()];
        for placee in &self.placees {
            rangs[placee.territoire].push(placee.candidature.rang_retenu);
        }
        let inverses = |rangs: &Vec<usize>| {
            let apres = |i: usize| rangs[i + 1..].iter().filter(|r| **r < rangs[i]).count();
            (0..rangs.len()).map(apres).sum::<usize>()
        };
        rangs.iter().map(inverses).sum()
    }
}

/// Competition ranks: 1, 2, 2, 4.
fn ranger(placees: &mut [Placee]) {
    let mut avant = 0;
    for groupe in placees.chunk_by_mut(|a, b| a.niveau.ordre(&b.niveau).is_eq()) {
        let ex_aequo = groupe.len();
        for placee in groupe {
            (placee.rang, placee.ex_aequo) = (avant + 1, ex_aequo);
        }
        avant += ex_aequo;
    }
}

/// The level of each candidature, in the order of the territory, which it never contradicts.
fn niveaux(departement: &Departement, regle: &Regle) -> Vec<Niveau> {
    let candidatures = &departement.classees;
    let cles: Vec<Cle> = candidatures
        .iter()
        .map(|c| regle.cle(&c.evaluation()))
        .collect();
    let voisine = |mut ou: &mut dyn Iterator<Item = usize>| {
        let libre = (&mut ou).find(|i| !candidatures[*i].placee())?;
        Some(cles[libre])
    };
    let mut niveaux: Vec<Niveau> = Vec::with_capacity(cles.len());
    for (index, candidature) in candidatures.iter().enumerate() {
        let (mut cle, mut cote) = (cles[index], 0);
        if candidature.placee() {
            let avant = voisine(&mut (0..index).rev());
            let apres = voisine(&mut (index + 1..cles.len()));
            if let Some(avant) = avant.filter(|avant| cle.ordre(avant).is_le()) {
                (cle, cote) = (avant, 1);
            } else if let Some(apres) = apres.filter(|apres| cle.ordre(apres).is_ge()) {
                (cle, cote) = (apres, -1);
            }
        }
        let voulu = Niveau { cle, cote, pas: 0 };
        let niveau = match index.checked_sub(1).map(|i| (&candidatures[i], niveaux[i])) {
            Some((avant, niveau)) if avant.rang_retenu == candidature.rang_retenu => niveau,
            Some((_, niveau)) if voulu.voulu(&niveau).is_le() => Niveau {
                pas: niveau.pas + 1,
                ..niveau
            },
            _ => voulu,
        };
        niveaux.push(niveau);
    }
    niveaux
}

/// Why a candidature is never served. `comite`: the committee's « non retenu » counts; its own line does not follow it.
fn hors_ligne(
    candidature: &Candidature,
    regle: &Regle,
    retouche: Option<&Retouche>,
    comite: bool,
) -> Option<String> {
    if let Some(motif) = retouche.and_then(|r| r.desistement.as_ref()) {
        return Some(format!("désistement : {motif}"));
    }
    if let Some((proposition, motif)) = retouche.and_then(|r| r.proposition.as_ref()) {
        let servie = proposition.retient() || proposition.nom() == "liste complémentaire";
        return (!servie).then(|| format!("{}, arbitrage régional : {motif}", proposition.nom()));
    }
    if let Some(motif) = candidature
        .statut_motif
        .as_ref()
        .filter(|_| comite && candidature.statut_propose == "non retenu")
    {
        return Some(format!("non retenu, proposé par le comité : {motif}"));
    }
    let veto = !candidature.placee() && regle.veto(&candidature.evaluation());
    veto.then(|| "avis défavorables pour la moitié au moins".to_owned())
}

/// What a candidature costs on a year, or on the convention, in euros: the region's amount, else its territory's. An amount
/// is spread over the years as the amounts asked are, to the euro below.
pub fn cout(candidature: &Candidature, retouche: Option<&Retouche>, annee: Option<u16>) -> i64 {
    let montant = retouche.and_then(|r| r.montant.as_ref());
    let convention = montant.map_or(candidature.convention, |(montant, _)| *montant);
    let Some(annee) = annee else {
        return convention;
    };
    let demande = candidature.demande_par_annee.get(&annee);
    let demande = demande.copied().unwrap_or_default().max(0);
    repartir(convention, demande, candidature.demande)
}

/// The part of an amount that goes with this part of what was asked.
pub fn repartir(montant: i64, part: i64, total: i64) -> i64 {
    if total <= 0 || montant == total {
        return if total <= 0 { montant } else { part };
    }
    let reparti = i128::from(montant) * i128::from(part) / i128::from(total);
    i64::try_from(reparti).unwrap_or(montant)
}

/// The line of a territory, and what it makes of each of its candidatures.
fn au_territoire(
    departement: &Departement,
    regle: &Regle,
    reglages: &Reglages,
) -> (LigneTerritoire, Vec<Statut>) {
    let recue = tracer(departement, regle, &Reglages::default());
    let (ligne, statuts) = tracer(departement, regle, reglages);
    let servies = |statuts: &[Statut]| -> BTreeSet<String> {
        let servies = departement.classees.iter().zip(statuts);
        servies
            .filter(|(_, s)| matches!(s, Statut::Retenu | Statut::Classe))
            .map(|(c, _)| c.numero.clone())
            .collect()
    };
    let (avant, apres) = (servies(&recue.1), servies(&statuts));
    let a_departager = departement.classees.iter().zip(&statuts);
    let a_departager = a_departager.filter(|(_, s)| **s == Statut::ADepartager);
    let ligne = LigneTerritoire {
        ligne,
        promues: apres.difference(&avant).cloned().collect(),
        sorties: avant.difference(&apres).cloned().collect(),
        a_departager: a_departager.map(|(c, _)| c.numero.clone()).collect(),
    };
    (ligne, statuts)
}

fn tracer(departement: &Departement, regle: &Regle, reglages: &Reglages) -> (Ligne, Vec<Statut>) {
    let mut statuts = vec![Statut::NonRetenu; departement.classees.len()];
    let mut demandes = Vec::new();
    let mut indexes = Vec::new();
    for (index, candidature) in departement.classees.iter().enumerate() {
        let retouche = reglages.retouche(candidature);
        if hors_ligne(candidature, regle, retouche, false).is_some() {
            continue;
        }
        indexes.push(index);
        demandes.push(Demande {
            rang: candidature.rang_retenu,
            cout: cout(candidature, retouche, departement.annee),
            veto: false,
            departage: false,
        });
    }
    let complementaire = regle.parametres.liste_complementaire;
    let coupe = couper(&demandes, departement.enveloppe, complementaire);
    for (index, statut) in indexes.iter().zip(&coupe.statuts) {
        statuts[*index] = *statut;
    }
    let saut = coupe.saut.iter();
    let nom = |place: &usize| departement.classees[indexes[*place]].numero.clone();
    let ligne = Ligne {
        engage: coupe.engage,
        reste: coupe.reste,
        saut: saut.map(nom).collect(),
        a_departager: coupe.statuts.contains(&Statut::ADepartager),
        attend: coupe.statuts.iter().any(|s| *s != Statut::Retenu),
    };
    (ligne, statuts)
}

fn servies<'a, 'b>(placees: &'b [Placee<'a>]) -> impl Iterator<Item = (usize, &'b Placee<'a>)> {
    let toutes = placees.iter().enumerate();
    toutes.filter(|(_, p)| p.hors_ligne.is_none())
}

/// Draws the regional line through candidatures in order, with their ranks: the line, and the status of each by its index.
fn tirer(
    servies: &[(usize, &Placee)],
    enveloppe: Option<i64>,
    complementaire: bool,
) -> (Ligne, Vec<(usize, Statut)>) {
    let rangs: Vec<usize> = servies.iter().map(|(_, p)| p.rang).collect();
    tirer_selon(servies, &rangs, enveloppe, complementaire)
}

fn tirer_selon(
    servies: &[(usize, &Placee)],
    rangs: &[usize],
    enveloppe: Option<i64>,
    complementaire: bool,
) -> (Ligne, Vec<(usize, Statut)>) {
    let demandes: Vec<Demande> = servies
        .iter()
        .zip(rangs)
        .map(|((_, placee), rang)| Demande {
            rang: *rang,
            cout: placee.cout,
            veto: false,
            departage: false,
        })
        .collect();
    let coupe = couper(&demandes, enveloppe, complementaire);
    let nom = |place: &usize| {
        let candidature = servies[*place].1.candidature;
        format!("{}/{}", candidature.territoire, candidature.numero)
    };
    let ligne = Ligne {
        engage: coupe.engage,
        reste: coupe.reste,
        saut: coupe.saut.iter().map(nom).collect(),
        a_departager: coupe.statuts.contains(&Statut::ADepartager),
        attend: coupe.statuts.iter().any(|s| *s != Statut::Retenu),
    };
    let statuts = servies.iter().map(|(index, _)| *index).zip(coupe.statuts);
    (ligne, statuts.collect())
}

/// All the firsts of their territory, then all the seconds…
fn par_tours(placees: &mut [Placee], enveloppe: Option<i64>, complementaire: bool) -> Ligne {
    let territoires = placees.iter().map(|p| p.territoire + 1).max();
    let mut rangs: Vec<Vec<usize>> = vec![Vec::new(); territoires.unwrap_or_default()];
    for (_, placee) in servies(placees) {
        rangs[placee.territoire].push(placee.candidature.rang_retenu);
    }
    let tour = |placee: &Placee| {
        let siens = &rangs[placee.territoire];
        1 + siens.partition_point(|rang| *rang < placee.candidature.rang_retenu)
    };
    let mut suite: Vec<(usize, usize)> = servies(placees).map(|(i, p)| (tour(p), i)).collect();
    // The merged order inside a tour: it is the order of the indexes.
    suite.sort_unstable();
    let mut rangs = Vec::with_capacity(suite.len());
    for place in 0..suite.len() {
        let (tour, index) = suite[place];
        let rang = match place.checked_sub(1).map(|avant| suite[avant]) {
            Some((autre, avant)) if autre == tour && placees[avant].rang == placees[index].rang => {
                rangs[place - 1]
            }
            _ => place + 1,
        };
        rangs.push(rang);
    }
    let (ligne, statuts) = {
        let servies: Vec<(usize, &Placee)> =
            suite.iter().map(|(_, i)| (*i, &placees[*i])).collect();
        tirer_selon(&servies, &rangs, enveloppe, complementaire)
    };
    for ((tour, _), (rang, (index, statut))) in
        suite.into_iter().zip(rangs.into_iter().zip(statuts))
    {
        placees[index].tour = Some((tour, rang, statut));
    }
    ligne
}

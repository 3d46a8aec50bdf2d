//! BUD: the figures of the budget, line by line, then against the fiche, the project and the call.

use std::collections::BTreeMap;

use super::{Trouve, Vue, quand, rien, un};
use crate::domain::francais::{enumeration, euros, nombre};
use crate::domain::projet::{Etp, Montants, Volet};

/// One amount of a line.
struct Champ {
    cle: &'static str,
    nom: &'static str,
    negatif: &'static str,
    lire: fn(&Montants) -> Option<i64>,
}

/// The amounts of a line, in the order of the fiche.
#[rustfmt::skip]
const CHAMPS: [Champ; 4] = [
    Champ { cle: "personnel", nom: "dépenses de personnel", negatif: "négatives", lire: |m| m.personnel },
    Champ { cle: "autres", nom: "autres dépenses", negatif: "négatives", lire: |m| m.autres },
    Champ { cle: "cout", nom: "coût total", negatif: "négatif", lire: |m| m.cout },
    Champ { cle: "demande", nom: "montant demandé", negatif: "négatif", lire: |m| m.demande },
];

/// What a line of budget adds up.
#[derive(Clone, Copy)]
enum Poste {
    Volet(Volet),
    Fiche,
    Projet,
}

/// A line of budget: one year of a volet, of the fiche's total or of the project's.
pub(super) struct Ligne<'a> {
    poste: Poste,
    pub(super) annee: u16,
    pub(super) montants: &'a Montants,
}

impl Ligne<'_> {
    fn chemin(&self, vue: &Vue) -> String {
        let annee = self.annee;
        match self.poste {
            Poste::Volet(volet) => vue.chemin(&format!("budget.{}.{annee}", cle(volet))),
            Poste::Fiche => vue.chemin(&format!("total.{annee}")),
            Poste::Projet => format!("total.{annee}"),
        }
    }

    fn nom(&self) -> String {
        let annee = self.annee;
        match self.poste {
            Poste::Volet(volet) => format!("{annee}, {}", volet.nom()),
            Poste::Fiche => format!("{annee}, total"),
            Poste::Projet => format!("{annee}, total du projet"),
        }
    }
}

/// Each line of the fiche: volets, then totals.
fn lignes<'a>(vue: &Vue<'a>) -> impl Iterator<Item = Ligne<'a>> + use<'a> {
    let fiche = &vue.projet.fiches[vue.rang];
    let volets = fiche.budget.iter();
    let volets = volets.flat_map(|(volet, annees)| annuelles(Poste::Volet(*volet), annees));
    volets.chain(annuelles(Poste::Fiche, &fiche.total))
}

/// Each line of the fiche, then each year of the project's declared total.
pub(super) fn toutes_les_lignes<'a>(vue: &Vue<'a>) -> impl Iterator<Item = Ligne<'a>> + use<'a> {
    lignes(vue).chain(annuelles(Poste::Projet, &vue.projet.total))
}

fn annuelles(poste: Poste, annees: &BTreeMap<u16, Montants>) -> impl Iterator<Item = Ligne<'_>> {
    annees.iter().map(move |(annee, montants)| Ligne {
        poste,
        annee: *annee,
        montants,
    })
}

/// The key of a volet in the file.
fn cle(volet: Volet) -> String {
    format!("{volet:?}").to_lowercase()
}

pub(super) fn demande_excessive(vue: &Vue) -> Vec<Trouve> {
    let excessive = |ligne: Ligne| {
        let (demande, cout) = (ligne.montants.demande?, ligne.montants.cout?);
        (demande > cout).then(|| {
            let (nom, demande, cout) = (ligne.nom(), nombre(demande), nombre(cout));
            let message = format!("{nom} : {demande} demandés > {cout} (coût total)");
            (ligne.chemin(vue), message)
        })
    };
    toutes_les_lignes(vue).filter_map(excessive).collect()
}

pub(super) fn cout_faux(vue: &Vue) -> Vec<Trouve> {
    let faux = |ligne: Ligne| {
        let (personnel, autres) = (ligne.montants.personnel?, ligne.montants.autres?);
        let cout = ligne.montants.cout?;
        (personnel.saturating_add(autres) != cout).then(|| {
            let (personnel, autres) = (nombre(personnel), nombre(autres));
            let (nom, cout) = (ligne.nom(), nombre(cout));
            let message = format!("{nom} : {personnel} + {autres} ≠ {cout} (coût total)");
            (ligne.chemin(vue), message)
        })
    };
    toutes_les_lignes(vue).filter_map(faux).collect()
}

pub(super) fn montant_manquant(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let demande = lignes(vue).any(|l| l.montants.demande > Some(0));
    let mut trouves = quand(!demande, || (vue.chemin("budget"), "aucun montant demandé"));
    if lignes(vue).next().is_some() {
        let sans_ligne: Vec<String> = vue
            .projet
            .annees_actives()
            .filter(|annee| !fiche.annees().any(|a| a == *annee))
            .map(|annee| annee.to_string())
            .collect();
        trouves.extend(quand(!sans_ligne.is_empty(), || {
            let annees = enumeration(&sans_ligne);
            let message = format!("aucune ligne de budget en {annees}");
            (vue.chemin("budget"), message)
        }));
    }
    for ligne in lignes(vue) {
        let vides = CHAMPS.iter().filter(|c| (c.lire)(ligne.montants).is_none());
        let vides: Vec<&str> = vides.map(|c| c.nom).collect();
        trouves.extend(quand(!vides.is_empty(), || {
            let message = format!("{} : non renseigné ({})", ligne.nom(), vides.join(", "));
            (ligne.chemin(vue), message)
        }));
    }
    trouves.extend(toutes_les_lignes(vue).flat_map(|ligne| negatifs(vue, ligne)));
    trouves
}

fn negatifs(vue: &Vue, ligne: Ligne) -> impl Iterator<Item = Trouve> {
    CHAMPS.iter().filter_map(move |champ| {
        let montant = (champ.lire)(ligne.montants).filter(|m| *m < 0)?;
        let (nom, montant) = (ligne.nom(), euros(montant));
        Some((
            format!("{}.{}", ligne.chemin(vue), champ.cle),
            format!("{nom} : {} {}, {montant}", champ.nom, champ.negatif),
        ))
    })
}

pub(super) fn total_faux(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let mut trouves = Vec::new();
    for (annee, total) in &fiche.total {
        for champ in &CHAMPS {
            let declare = (champ.lire)(total);
            let somme = fiche.somme_des_volets(*annee, champ.lire);
            if let (Some(declare), Some(somme)) = (declare, somme)
                && declare != somme
            {
                let message = format!(
                    "{annee} : {} {} ≠ {} (somme des volets)",
                    champ.nom,
                    nombre(declare),
                    nombre(somme)
                );
                trouves.push((vue.chemin(&format!("total.{annee}.{}", champ.cle)), message));
            }
        }
    }
    trouves
}

/// An amount of one year over every fiche; none when a fiche does not tell it.
fn somme_des_fiches(vue: &Vue, annee: u16, montant: fn(&Montants) -> Option<i64>) -> Option<i64> {
    let mut fiches = vue.projet.fiches.iter();
    fiches.try_fold(0_i64, |somme, fiche| {
        Some(somme.saturating_add(fiche.montant_connu(annee, montant)?))
    })
}

pub(super) fn sous_le_plancher(vue: &Vue) -> Vec<Trouve> {
    let plancher = vue.ami.regles.subvention_annuelle_minimale;
    let demande = |annee: u16| {
        let declare = vue.projet.total.get(&annee).and_then(|m| m.demande);
        declare.or_else(|| somme_des_fiches(vue, annee, |m| m.demande))
    };
    let annees = vue.projet.annees_pleines();
    annees
        .filter_map(|annee| Some((annee, demande(annee)?)))
        .filter(|(_, demande)| *demande < plancher)
        .map(|(annee, demande)| {
            (
                format!("total.{annee}"),
                format!(
                    "{annee} : {} demandés, moins de {}",
                    euros(demande),
                    euros(plancher)
                ),
            )
        })
        .collect()
}

pub(super) fn fiches_et_total(vue: &Vue) -> Vec<Trouve> {
    let mut trouves = Vec::new();
    for (annee, total) in &vue.projet.total {
        for champ in &CHAMPS {
            let declare = (champ.lire)(total);
            let somme = somme_des_fiches(vue, *annee, champ.lire);
            if let (Some(declare), Some(somme)) = (declare, somme)
                && declare != somme
            {
                let message = format!(
                    "{annee} : {} {} (projet) ≠ {} (somme des fiches)",
                    champ.nom,
                    nombre(declare),
                    nombre(somme)
                );
                trouves.push((format!("total.{annee}.{}", champ.cle), message));
            }
        }
    }
    trouves
}

/// An amount over the years of the fiche; none when a year does not tell it, or when there is no year.
fn sur_la_convention(vue: &Vue, montant: fn(&Montants) -> Option<i64>) -> Option<i64> {
    let fiche = vue.fiche();
    let annees: Vec<i64> = fiche
        .annees()
        .map(|annee| fiche.montant_connu(annee, montant))
        .collect::<Option<_>>()?;
    (!annees.is_empty()).then(|| annees.into_iter().fold(0, i64::saturating_add))
}

pub(super) fn reste_a_financer(vue: &Vue) -> Vec<Trouve> {
    let ressources = vue.fiche().ressources;
    let ressources = ressources.and_then(|r| Some(r.propres?.saturating_add(r.cofinancements?)));
    let cout = sur_la_convention(vue, |m| m.cout);
    let demande = sur_la_convention(vue, |m| m.demande);
    let (Some(ressources), Some(cout), Some(demande)) = (ressources, cout, demande) else {
        return rien();
    };
    let reste = cout.saturating_sub(demande);
    quand(reste > ressources.max(0), || {
        let en_face = if ressources == 0 {
            "sans ressources propres ni cofinancement".into()
        } else {
            let ressources = euros(ressources);
            format!("{ressources} de ressources propres et de cofinancements")
        };
        let message = format!("reste à financer : {}, {en_face}", euros(reste));
        (vue.chemin("ressources"), message)
    })
}

pub(super) fn cout_par_beneficiaire(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let par_annee: Vec<String> = fiche
        .indicateurs
        .iter()
        .filter_map(|(annee, i)| {
            let personnes = i.beneficiaires.filter(|n| *n > 0)?;
            let cout = fiche.montant_connu(*annee, |m| m.cout).filter(|c| *c > 0)?;
            // To the nearest euro.
            let cout = cout.saturating_add(personnes / 2) / personnes;
            Some(format!("{annee}, {}", euros(cout)))
        })
        .collect();
    if par_annee.is_empty() {
        return rien();
    }
    un(
        vue.chemin("indicateurs"),
        format!("coût par bénéficiaire : {}", par_annee.join(" ; ")),
    )
}

pub(super) fn personnel_et_etp(vue: &Vue) -> Vec<Trouve> {
    let Some(etp) = vue.fiche().etp else {
        return rien();
    };
    match sur_la_convention(vue, |m| m.personnel) {
        Some(personnel) if personnel > 0 && etp == Etp(0) => un(
            vue.chemin("etp"),
            format!("{} de personnel pour 0 ETP", euros(personnel)),
        ),
        Some(0) if etp > Etp(0) => un(
            vue.chemin("etp"),
            format!("{etp} ETP sans dépenses de personnel"),
        ),
        _ => rien(),
    }
}

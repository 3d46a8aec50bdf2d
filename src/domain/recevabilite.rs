//! The rules of the call, declared once as plain data: each looks at one candidature on one territory and shows its evidence.
//! Nothing is ever rejected here: a motif is detected, a human confirms.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::ami::Ami;
use super::correspondance::Correspondance;
use super::francais::{compte, euros, jour, nombre, typographier};
use super::priorite::TablePriorites;
use super::projet::{Fiche, Montants, Projet, Volet};
use super::territoire::Referentiel;
use super::texte;

/// How serious a constat is, the most serious first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severite {
    /// A motif of inadmissibility, detected; a human confirms.
    Motif,
    /// An alert.
    Alerte,
    /// Information.
    Information,
}

/// A rule of the call.
pub struct Regle {
    /// Identifier, as `BUD-02`.
    pub id: &'static str,
    /// Default severity; the call may replace it.
    pub severite: Severite,
    /// What the rule asks.
    pub intitule: &'static str,
    /// What contradicts it.
    controle: fn(&Vue) -> Vec<Trouve>,
}

/// What a rule found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Constat {
    /// Identifier of the rule.
    pub regle: &'static str,
    /// Severity for this call.
    pub severite: Severite,
    /// One French sentence built from the evidence.
    pub message: String,
    /// Path in the candidature's file.
    pub chemin: String,
}

/// What a rule may look at.
struct Vue<'a> {
    projet: &'a Projet,
    rang: usize,
    ami: &'a Ami,
    table: &'a TablePriorites,
    referentiel: &'a Referentiel,
    correspondances: &'a [Correspondance],
}

/// Path in the file, then the sentence.
type Trouve = (String, String);

use Severite::{Alerte, Information, Motif};

/// Every rule, in the order of the call.
#[rustfmt::skip]
pub const REGLES: &[Regle] = &[
    Regle { id: "DEP-01", severite: Motif, intitule: "dossier déposé avant l'échéance", controle: depot_tardif },
    Regle { id: "POR-01", severite: Motif, intitule: "le porteur n'est pas membre du réseau pour l'emploi", controle: porteur_du_reseau },
    Regle { id: "POR-02", severite: Alerte, intitule: "aucun membre du consortium n'est membre du réseau pour l'emploi", controle: membre_du_reseau },
    Regle { id: "POR-03", severite: Alerte, intitule: "un consortium nomme son chef de file et ses membres", controle: consortium_incomplet },
    Regle { id: "POR-04", severite: Alerte, intitule: "pas de FSE+ dans le plan de financement d'un consortium", controle: consortium_fse },
    Regle { id: "POR-05", severite: Alerte, intitule: "SIRET de 14 chiffres à clé valide", controle: siret_faux },
    Regle { id: "POR-06", severite: Alerte, intitule: "association ou fondation : contrat d'engagement républicain", controle: sans_contrat_republicain },
    Regle { id: "POR-07", severite: Alerte, intitule: "engagement à une comptabilité analytique", controle: sans_comptabilite },
    Regle { id: "PRI-01", severite: Information, intitule: "la fiche répond à une ligne de la table", controle: hors_priorite },
    Regle { id: "PRI-02", severite: Alerte, intitule: "au moins un public", controle: sans_public },
    Regle { id: "PRI-04", severite: Motif, intitule: "pas de jeunes sur un territoire couvert par une convention CEJ-JR (pour ce couple)", controle: jeunes_couverts },
    Regle { id: "PRI-08", severite: Alerte, intitule: "public réfugié : accord avec AGIR", controle: sans_accord_agir },
    Regle { id: "PRI-09", severite: Alerte, intitule: "convention ou lettre de soutien d'un acteur du réseau", controle: sans_soutien },
    Regle { id: "REF-01", severite: Motif, intitule: "le repérage est obligatoire", controle: sans_reperage },
    Regle { id: "REF-02", severite: Motif, intitule: "la coordination est obligatoire", controle: sans_coordination },
    Regle { id: "REF-03", severite: Information, intitule: "remobilisation non prévue", controle: sans_remobilisation },
    Regle { id: "REF-05", severite: Motif, intitule: "parcours de 12 mois au plus", controle: parcours_trop_long },
    Regle { id: "CAL-01", severite: Alerte, intitule: "aucun démarrage avant la date de l'appel", controle: demarrage_precoce },
    Regle { id: "BUD-01", severite: Alerte, intitule: "demandé au plus égal au coût total", controle: demande_excessive },
    Regle { id: "BUD-02", severite: Alerte, intitule: "70 000 € au moins par année pleine, projet entier", controle: sous_le_plancher },
    Regle { id: "BUD-03", severite: Alerte, intitule: "total égal à la somme des volets", controle: total_faux },
    Regle { id: "BUD-04", severite: Alerte, intitule: "personnel + autres = coût total", controle: cout_faux },
    Regle { id: "BUD-05", severite: Alerte, intitule: "somme des fiches égale au total du projet", controle: fiches_et_total },
    Regle { id: "BUD-07", severite: Alerte, intitule: "aucun montant négatif ou manquant", controle: montant_manquant },
];

/// Whether a motif, once confirmed, makes the whole candidature inadmissible; PRI-04 only concerns the young on the
/// territory of a CEJ-JR convention: the rest of the file stays (présentation).
pub fn rend_irrecevable(regle: &str) -> bool {
    regle != "PRI-04"
}

/// The rule of this id.
pub fn regle(id: &str) -> Option<&'static Regle> {
    REGLES.iter().find(|r| r.id == id)
}

/// Everything the rules find in a candidature on the territory of its `rang`-th fiche, the most serious first.
pub fn constater(
    projet: &Projet,
    rang: usize,
    ami: &Ami,
    table: &TablePriorites,
    referentiel: &Referentiel,
    correspondances: &[Correspondance],
) -> Vec<Constat> {
    let vue = Vue {
        projet,
        rang,
        ami,
        table,
        referentiel,
        correspondances,
    };
    let mut constats: Vec<Constat> = REGLES
        .iter()
        .flat_map(|regle| {
            let severite = ami
                .regles
                .severites
                .get(regle.id)
                .copied()
                .unwrap_or(regle.severite);
            (regle.controle)(&vue)
                .into_iter()
                .map(move |(chemin, message)| Constat {
                    regle: regle.id,
                    severite,
                    message: typographier(&message),
                    chemin,
                })
        })
        .collect();
    constats.sort_by_key(|c| c.severite);
    constats
}

impl Vue<'_> {
    fn fiche(&self) -> &Fiche {
        &self.projet.fiches[self.rang]
    }

    fn chemin(&self, suite: &str) -> String {
        format!("fiches[{}].{suite}", self.rang)
    }
}

fn rien() -> Vec<Trouve> {
    Vec::new()
}

fn quand(condition: bool, chemin: impl Into<String>, message: impl Into<String>) -> Vec<Trouve> {
    if condition {
        un(chemin, message)
    } else {
        rien()
    }
}

fn un(chemin: impl Into<String>, message: impl Into<String>) -> Vec<Trouve> {
    vec![(chemin.into(), message.into())]
}

fn depot_tardif(vue: &Vue) -> Vec<Trouve> {
    let depose_le = vue.projet.depose_le;
    if vue.ami.depose_a_temps(depose_le) {
        return rien();
    }
    let heure = |format: &str| {
        depose_le
            .with_timezone(&chrono_tz::Europe::Paris)
            .format(format)
            .to_string()
    };
    let echeance = vue.ami.calendrier.depot.format("%d/%m/%Y à %H:%M:%S");
    un(
        "depose_le",
        format!(
            "déposé le {}, après l'échéance du {echeance}",
            heure("%d/%m/%Y à %H:%M:%S")
        ),
    )
}

fn porteur_du_reseau(vue: &Vue) -> Vec<Trouve> {
    if !vue.projet.porteur.membre_reseau {
        return rien();
    }
    let nom = texte::visible(&vue.projet.porteur.nom);
    un(
        "porteur.membre_reseau",
        format!("le porteur « {nom} » est membre du réseau pour l'emploi"),
    )
}

fn membre_du_reseau(vue: &Vue) -> Vec<Trouve> {
    let membres = vue
        .projet
        .consortium
        .iter()
        .flat_map(|c| c.membres.iter().enumerate());
    membres
        .filter(|(_, membre)| membre.membre_reseau)
        .map(|(rang, membre)| {
            let nom = texte::visible(&membre.nom);
            (
                format!("consortium.membres[{rang}]"),
                format!("« {nom} », membre du consortium, est membre du réseau pour l'emploi"),
            )
        })
        .collect()
}

fn consortium_incomplet(vue: &Vue) -> Vec<Trouve> {
    match &vue.projet.consortium {
        Some(c) if c.chef_de_file.is_none() => {
            un("consortium.chef_de_file", "consortium sans chef de file")
        }
        Some(c) if c.membres.is_empty() => {
            un("consortium.membres", "consortium sans liste de membres")
        }
        _ => rien(),
    }
}

fn consortium_fse(vue: &Vue) -> Vec<Trouve> {
    match &vue.projet.consortium {
        Some(c) if c.fse_plus => un(
            "consortium.fse_plus",
            "consortium avec FSE+ dans son plan de financement",
        ),
        _ => rien(),
    }
}

fn siret_faux(vue: &Vue) -> Vec<Trouve> {
    let siret = &vue.projet.porteur.siret;
    if siret_valide(siret) {
        return rien();
    }
    un(
        "porteur.siret",
        format!(
            "SIRET « {} » : 14 chiffres à clé valide attendus",
            texte::visible(siret)
        ),
    )
}

/// Luhn's key; the establishments of La Poste (SIREN 356000000) follow the sum of their digits instead.
fn siret_valide(siret: &str) -> bool {
    if siret.len() != 14 || !siret.bytes().all(|b| b.is_ascii_digit()) {
        return false;
    }
    let chiffres = siret.bytes().map(|b| u32::from(b - b'0'));
    if siret.starts_with("356000000") {
        return chiffres.sum::<u32>() % 5 == 0;
    }
    let luhn: u32 = chiffres
        .enumerate()
        .map(|(rang, chiffre)| if rang % 2 == 0 { chiffre * 2 } else { chiffre })
        .map(|n| n / 10 + n % 10)
        .sum();
    luhn.is_multiple_of(10)
}

fn sans_contrat_republicain(vue: &Vue) -> Vec<Trouve> {
    use super::projet::Nature::{Association, Fondation};
    let concerne = matches!(vue.projet.porteur.nature, Association | Fondation);
    manquant(
        vue.projet.engagements.contrat_republicain,
        concerne,
        "engagements.contrat_republicain",
        "contrat d'engagement républicain",
    )
}

fn sans_comptabilite(vue: &Vue) -> Vec<Trouve> {
    manquant(
        vue.projet.engagements.comptabilite_analytique,
        true,
        "engagements.comptabilite_analytique",
        "engagement à une comptabilité analytique",
    )
}

fn sans_soutien(vue: &Vue) -> Vec<Trouve> {
    manquant(
        vue.projet.engagements.soutien_reseau,
        true,
        "engagements.soutien_reseau",
        "convention ou lettre de soutien d'un acteur du réseau pour l'emploi",
    )
}

fn sans_accord_agir(vue: &Vue) -> Vec<Trouve> {
    let refugies = vue
        .fiche()
        .publics
        .iter()
        .any(|id| vue.ami.public(id).is_some_and(|p| p.refugies));
    manquant(
        vue.projet.engagements.accord_agir,
        refugies,
        "engagements.accord_agir",
        "accord avec AGIR pour un public réfugié",
    )
}

/// A commitment that concerns the candidature and is refused, or not filled in.
fn manquant(engagement: Option<bool>, concerne: bool, chemin: &str, nom: &str) -> Vec<Trouve> {
    match engagement {
        Some(false) if concerne => un(chemin, format!("pas de {nom}")),
        None if concerne => un(chemin, format!("{nom} : non renseigné")),
        _ => rien(),
    }
}

fn hors_priorite(vue: &Vue) -> Vec<Trouve> {
    quand(
        vue.correspondances.is_empty() && !vue.table.priorites.is_empty(),
        vue.chemin("publics"),
        "hors priorité : la fiche ne répond à aucune ligne de la table ; elle reste éligible",
    )
}

fn sans_public(vue: &Vue) -> Vec<Trouve> {
    quand(
        vue.fiche().publics.is_empty(),
        vue.chemin("publics"),
        "aucun public",
    )
}

fn jeunes_couverts(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let jeunes = fiche
        .publics
        .iter()
        .any(|id| vue.ami.public(id).is_some_and(|p| p.jeunes));
    if !jeunes {
        return rien();
    }
    let zone = vue
        .referentiel
        .zone_de_fiche(fiche.zone.as_ref(), &fiche.territoire);
    vue.table
        .conventions_cej_jr
        .iter()
        .filter_map(|convention| {
            let couvertes = vue
                .referentiel
                .resoudre(&convention.territoire, "", &mut Vec::new());
            let communes = zone.intersection(&couvertes).nombre();
            (communes > 0).then(|| {
                let communes = compte(communes, "commune couverte", "communes couvertes");
                (
                    vue.chemin("zone"),
                    format!("jeunes : {communes} par une convention CEJ-JR, couple inéligible là"),
                )
            })
        })
        .collect()
}

fn sans_reperage(vue: &Vue) -> Vec<Trouve> {
    volet_obligatoire(vue, Volet::Reperage)
}

fn sans_coordination(vue: &Vue) -> Vec<Trouve> {
    volet_obligatoire(vue, Volet::Coordination)
}

fn volet_obligatoire(vue: &Vue, volet: Volet) -> Vec<Trouve> {
    let obligatoire = vue.ami.regles.volets_obligatoires.contains(&volet);
    quand(
        obligatoire && !vue.fiche().volets.contains(&volet),
        vue.chemin("volets"),
        format!("pas de volet {}, obligatoire", volet.nom()),
    )
}

fn sans_remobilisation(vue: &Vue) -> Vec<Trouve> {
    quand(
        !vue.fiche().volets.contains(&Volet::Remobilisation),
        vue.chemin("volets"),
        "pas de volet remobilisation (il n'est pas obligatoire)",
    )
}

fn parcours_trop_long(vue: &Vue) -> Vec<Trouve> {
    let maximum = vue.ami.regles.duree_parcours.maximum;
    match vue.projet.parcours_mois.maximum {
        Some(mois) if mois > maximum => un(
            "parcours_mois.maximum",
            format!("parcours de {mois} mois, {maximum} au plus"),
        ),
        _ => rien(),
    }
}

fn demarrage_precoce(vue: &Vue) -> Vec<Trouve> {
    let (debut, demarrage) = (vue.projet.debut, vue.ami.calendrier.demarrage);
    quand(
        debut < demarrage,
        "debut",
        format!("démarrage le {}, avant le {}", jour(debut), jour(demarrage)),
    )
}

/// Each line of the fiche's budget: its path, its name, its amounts.
fn lignes(vue: &Vue) -> Vec<(String, String, Montants)> {
    let mut lignes = Vec::new();
    for (volet, annees) in &vue.fiche().budget {
        let cle = format!("{volet:?}").to_lowercase();
        for (annee, montants) in annees {
            lignes.push((
                vue.chemin(&format!("budget.{cle}.{annee}")),
                format!("{annee}, {}", volet.nom()),
                *montants,
            ));
        }
    }
    for (annee, montants) in &vue.fiche().total {
        lignes.push((
            vue.chemin(&format!("total.{annee}")),
            format!("{annee}, total"),
            *montants,
        ));
    }
    lignes
}

fn demande_excessive(vue: &Vue) -> Vec<Trouve> {
    let excessive = |(chemin, nom, m): (String, String, Montants)| {
        let (demande, cout) = (m.demande?, m.cout?);
        let message = format!(
            "{nom} : {} demandés > {} (coût total)",
            nombre(demande),
            nombre(cout)
        );
        (demande > cout).then_some((chemin, message))
    };
    lignes(vue).into_iter().filter_map(excessive).collect()
}

fn cout_faux(vue: &Vue) -> Vec<Trouve> {
    let faux = |(chemin, nom, m): (String, String, Montants)| {
        let (personnel, autres, cout) = (m.personnel?, m.autres?, m.cout?);
        let message = format!(
            "{nom} : {} + {} ≠ {} (coût total)",
            nombre(personnel),
            nombre(autres),
            nombre(cout)
        );
        (personnel + autres != cout).then_some((chemin, message))
    };
    lignes(vue).into_iter().filter_map(faux).collect()
}

fn montant_manquant(vue: &Vue) -> Vec<Trouve> {
    let mut trouves = Vec::new();
    for (chemin, nom, m) in lignes(vue) {
        let champs = [
            ("personnel", m.personnel),
            ("autres", m.autres),
            ("cout", m.cout),
            ("demande", m.demande),
        ];
        for (champ, montant) in champs {
            match montant {
                None => trouves.push((
                    format!("{chemin}.{champ}"),
                    format!("{nom} : {champ} non renseigné"),
                )),
                Some(m) if m < 0 => trouves.push((
                    format!("{chemin}.{champ}"),
                    format!("{nom} : {champ} négatif, {}", nombre(m)),
                )),
                Some(_) => {}
            }
        }
    }
    trouves
}

fn total_faux(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    let mut trouves = Vec::new();
    for (annee, declare) in &fiche.total {
        let somme = |montant: fn(&Montants) -> Option<i64>| -> i64 {
            fiche
                .budget
                .values()
                .filter_map(|annees| annees.get(annee).and_then(montant))
                .sum()
        };
        let champs: [(&str, Option<i64>, i64); 2] = [
            ("coût", declare.cout, somme(|m| m.cout)),
            ("demandé", declare.demande, somme(|m| m.demande)),
        ];
        for (nom, declare, somme) in champs {
            if let Some(declare) = declare.filter(|d| *d != somme) {
                let message = format!(
                    "{annee} : {nom} total {} ≠ {} (somme des volets)",
                    nombre(declare),
                    nombre(somme)
                );
                trouves.push((vue.chemin(&format!("total.{annee}")), message));
            }
        }
    }
    trouves
}

/// Grant asked on one year by the whole project: the declared total, else the sum of the fiches.
fn demande_du_projet(projet: &Projet, annee: u16) -> i64 {
    let somme = || projet.fiches.iter().map(|f| f.demande_annee(annee)).sum();
    projet
        .total
        .get(&annee)
        .and_then(|m| m.demande)
        .unwrap_or_else(somme)
}

/// Full calendar years of the convention.
fn annees_pleines(projet: &Projet) -> impl Iterator<Item = u16> {
    use chrono::Datelike;
    let pleine = |annee: i32| {
        let jour = |mois, jour| chrono::NaiveDate::from_ymd_opt(annee, mois, jour);
        jour(1, 1).is_some_and(|j| projet.debut <= j)
            && jour(12, 31).is_some_and(|j| j <= projet.fin)
    };
    let derniere = projet
        .fin
        .year()
        .min(projet.debut.year().saturating_add(20));
    (projet.debut.year()..=derniere)
        .filter(move |a| pleine(*a))
        .filter_map(|a| u16::try_from(a).ok())
}

fn sous_le_plancher(vue: &Vue) -> Vec<Trouve> {
    let plancher = vue.ami.regles.subvention_annuelle_minimale;
    annees_pleines(vue.projet)
        .map(|annee| (annee, demande_du_projet(vue.projet, annee)))
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

fn fiches_et_total(vue: &Vue) -> Vec<Trouve> {
    let projet = vue.projet;
    let declares: BTreeMap<u16, i64> = projet
        .total
        .iter()
        .filter_map(|(annee, m)| Some((*annee, m.demande?)))
        .collect();
    declares
        .into_iter()
        .filter_map(|(annee, declare)| {
            let somme: i64 = projet.fiches.iter().map(|f| f.demande_annee(annee)).sum();
            let message = format!(
                "{annee} : {} (projet) ≠ {} (somme des fiches)",
                nombre(declare),
                nombre(somme)
            );
            (declare != somme).then_some((format!("total.{annee}.demande"), message))
        })
        .collect()
}

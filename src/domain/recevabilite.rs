//! The rules of the call, declared once as plain data: each looks at one candidature on one territory and shows its evidence.
//! Nothing is ever rejected here: a motif is detected, a human confirms.

mod budget;
mod calendrier;
mod depot;
mod formulaires;
mod indicateurs;
mod porteur;
mod priorites;
mod referentiel;
mod textes;

use std::fmt::Write as _;

use serde::{Deserialize, Serialize};

use super::ami::Ami;
use super::correspondance::Correspondance;
use super::francais::typographier;
use super::priorite::TablePriorites;
use super::projet::{Fiche, Projet};
use super::territoire::{Communes, Referentiel};

pub use formulaires::Formulaires;

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

impl Severite {
    /// The word of the screen.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Motif => "motif d'irrecevabilité",
            Self::Alerte => "alerte",
            Self::Information => "information",
        }
    }
}

/// A rule of the call.
pub struct Regle {
    /// Identifier, as `BUD-02`.
    pub id: &'static str,
    /// Default severity; the call may replace it.
    pub severite: Severite,
    /// What the rule asks.
    pub intitule: &'static str,
    /// The document it comes from.
    pub source: &'static str,
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

/// What a rule may look at: a candidature on the territory of one of its fiches, and the call around it.
#[derive(Debug, Clone, Copy)]
pub struct Vue<'a> {
    /// The candidature.
    pub projet: &'a Projet,
    /// Which of its fiches, from 0.
    pub rang: usize,
    /// The call.
    pub ami: &'a Ami,
    /// The priority table of the fiche's territory.
    pub table: &'a TablePriorites,
    /// Official codes.
    pub referentiel: &'a Referentiel,
    /// The rows that the fiche answers.
    pub correspondances: &'a [Correspondance],
    /// The communes where the fiche works, inside its territory.
    pub zone: &'a Communes,
    /// Every candidature to the call, this one included.
    pub formulaires: &'a Formulaires<'a>,
}

/// Path in the file, then the sentence.
type Trouve = (String, String);

use Severite::{Alerte, Information, Motif};

const PRESENTATION: &str = "présentation du 11 juillet 2024";
/// No more precise place was noted.
const TEXTES: &str = "textes de l'appel";
const ARRETE: &str = "arrêté du 26 juin 2024";
const FICHE: &str = "fiche départementale, annexe de l'appel";
const OUTIL: &str = "cohérence du dossier, contrôle de l'outil";

/// Every rule, in the order of the call.
#[rustfmt::skip]
pub const REGLES: &[Regle] = &[
    declarer("DEP-01", Motif,       PRESENTATION, "dossier déposé avant l'échéance, heure de Paris", depot::tardif),
    declarer("DEP-02", Alerte,      TEXTES,       "pièces demandées présentes (liste non publiée : `regles.pieces`) ; incomplet n'est pas irrecevable", depot::incomplet),
    declarer("DEP-03", Alerte,      OUTIL,        "numéro de la plateforme présent et unique", depot::numero_en_double),
    declarer("DEP-04", Alerte,      TEXTES,       "un seul formulaire par projet (même SIRET, même nom)", depot::deux_formulaires),
    declarer("DEP-05", Alerte,      PRESENTATION, "une fiche par territoire déclaré, 69D et 69M à part", depot::fiche_absente),
    declarer("DEP-06", Alerte,      PRESENTATION, "chaque fiche porte sur un territoire de l'appel", depot::territoire_inconnu),
    declarer("DEP-07", Alerte,      TEXTES,       "formulaire non modifié après l'échéance", depot::modifie_tard),

    declarer("POR-01", Motif,       TEXTES,       "le porteur n'est pas membre du réseau pour l'emploi", porteur::porteur_du_reseau),
    declarer("POR-02", Alerte,      TEXTES,       "aucun membre du consortium n'est membre du réseau pour l'emploi", porteur::membre_du_reseau),
    declarer("POR-03", Alerte,      TEXTES,       "un consortium nomme son chef de file et ses membres", porteur::consortium_incomplet),
    declarer("POR-04", Alerte,      TEXTES,       "pas de FSE+ dans le plan de financement d'un consortium", porteur::consortium_fse),
    declarer("POR-05", Alerte,      OUTIL,        "SIRET de 14 chiffres à clé valide (La Poste a la sienne)", porteur::siret_faux),
    declarer("POR-06", Alerte,      TEXTES,       "association ou fondation : contrat d'engagement républicain", porteur::sans_contrat_republicain),
    declarer("POR-07", Alerte,      ARRETE,       "engagement de chaque membre à une comptabilité analytique", porteur::sans_comptabilite),
    declarer("POR-08", Alerte,      TEXTES,       "pas de démarrage avant la fin d'une convention PIC « 100 % inclusion »", porteur::pic_en_cours),
    declarer("POR-09", Information, TEXTES,       "ancien lauréat du PIC : aucune reconduction automatique, à savoir", porteur::laureat_pic),
    declarer("POR-10", Alerte,      TEXTES,       "expérience de repérage décrite", porteur::sans_experience),

    declarer("PRI-01", Information, PRESENTATION, "ce que chaque public de la fiche répond à la table : pleinement, partiellement, hors priorité", priorites::rapprochement),
    declarer("PRI-02", Alerte,      FICHE,        "au moins un public, et une zone dans le territoire de la fiche", priorites::sans_public_ni_territoire),
    declarer("PRI-03", Information, PRESENTATION, "pas de volet hors des champs de la ligne à laquelle la fiche répond", priorites::hors_champs),
    declarer("PRI-04", Motif,       PRESENTATION, "pas de jeunes sur un territoire couvert par une convention CEJ-JR (pour ce couple)", priorites::jeunes_couverts),
    declarer("PRI-05", Alerte,      TEXTES,       "pas de convention CEJ-JR qui finit le jour où les sources se contredisent", priorites::cej_a_verifier),
    declarer("PRI-06", Alerte,      PRESENTATION, "jeunes dans les âges de l'appel, handicap reconnu compris", priorites::ages_hors_bornes),
    declarer("PRI-08", Alerte,      TEXTES,       "public réfugié : accord avec AGIR", priorites::sans_accord_agir),
    declarer("PRI-09", Alerte,      TEXTES,       "convention ou lettre de soutien d'un acteur du réseau", priorites::sans_soutien),
    declarer("PRI-10", Alerte,      TEXTES,       "pas le seul public subsidiaire", priorites::public_subsidiaire),

    declarer("REF-01", Motif,       PRESENTATION, "le repérage est obligatoire", referentiel::sans_reperage),
    declarer("REF-02", Motif,       PRESENTATION, "la coordination est obligatoire", referentiel::sans_coordination),
    declarer("REF-03", Information, PRESENTATION, "remobilisation prévue (elle n'est pas obligatoire)", referentiel::sans_remobilisation),
    declarer("REF-04", Alerte,      FICHE,        "un budget pour chaque volet annoncé, et pour aucun autre", referentiel::volets_et_budget),
    declarer("REF-05", Motif,       TEXTES,       "parcours, usuel comme le plus long, dans la durée maximale de l'appel", referentiel::parcours_trop_long),
    declarer("REF-06", Alerte,      TEXTES,       "un motif quand le parcours usuel dépasse la durée usuelle de l'appel", referentiel::parcours_long_sans_motif),
    declarer("REF-07", Information, TEXTES,       "parcours usuel au moins égal à la durée usuelle de l'appel", referentiel::parcours_court),

    declarer("CAL-01", Alerte,      PRESENTATION, "ni démarrage ni dépense avant la date de l'appel", calendrier::demarrage_precoce),
    declarer("CAL-02", Alerte,      PRESENTATION, "convention dans la durée de l'appel, et qui finit après avoir commencé", calendrier::convention_trop_longue),
    declarer("CAL-03", Alerte,      FICHE,        "ni montant ni indicateur dans une année sans mois actif", calendrier::annee_inactive),
    declarer("CAL-04", Information, OUTIL,        "première année à la mesure de ses mois (signalée au-delà du double)", calendrier::premiere_annee_lourde),

    declarer("BUD-01", Alerte,      FICHE,        "demandé au plus égal au coût total (volet, année, projet)", budget::demande_excessive),
    declarer("BUD-02", Alerte,      PRESENTATION, "subvention minimale de l'appel sur chaque année pleine, projet entier", budget::sous_le_plancher),
    declarer("BUD-03", Alerte,      FICHE,        "total égal à la somme des volets", budget::total_faux),
    declarer("BUD-04", Alerte,      FICHE,        "personnel + autres = coût total", budget::cout_faux),
    declarer("BUD-05", Alerte,      FICHE,        "somme des fiches égale au total du projet", budget::fiches_et_total),
    declarer("BUD-06", Alerte,      FICHE,        "reste à financer couvert par des ressources propres ou des cofinancements", budget::reste_a_financer),
    declarer("BUD-07", Alerte,      FICHE,        "aucun montant négatif ou manquant", budget::montant_manquant),
    declarer("BUD-08", Information, FICHE,        "coût par bénéficiaire et par année, montré sans seuil", budget::cout_par_beneficiaire),
    declarer("BUD-09", Alerte,      FICHE,        "dépenses de personnel et ETP vont ensemble", budget::personnel_et_etp),

    declarer("IND-01", Alerte,      FICHE,        "bénéficiaires : un nombre supérieur à 0 chaque année active", indicateurs::sans_beneficiaire),
    declarer("IND-02", Alerte,      FICHE,        "taux de 0 à 100 %", indicateurs::taux_hors_bornes),
    declarer("IND-03", Alerte,      FICHE,        "emploi durable au plus égal à l'emploi", indicateurs::durable_excessif),
    declarer("IND-04", Information, FICHE,        "indicateurs renseignés chaque année active", indicateurs::non_renseignes),

    declarer("TXT-01", Alerte,      OUTIL,        "aucun caractère invisible dans un texte (contrôle, sens d'écriture, largeur nulle)", textes::caracteres_invisibles),
    declarer("TXT-02", Alerte,      OUTIL,        "aucun mot qui mêle deux alphabets", textes::deux_alphabets),
];

/// Whether a motif, once confirmed, makes the whole candidature inadmissible; PRI-04 only concerns the young on the
/// territory of a CEJ-JR convention: the rest of the file stays (présentation).
pub fn rend_irrecevable(regle: &str) -> bool {
    regle != "PRI-04"
}

const fn declarer(
    id: &'static str,
    severite: Severite,
    source: &'static str,
    intitule: &'static str,
    controle: fn(&Vue) -> Vec<Trouve>,
) -> Regle {
    Regle {
        id,
        severite,
        intitule,
        source,
        controle,
    }
}

/// The rule of this id.
pub fn regle(id: &str) -> Option<&'static Regle> {
    REGLES.iter().find(|r| r.id == id)
}

/// Everything the rules find, the most serious first.
pub fn constater(vue: &Vue) -> Vec<Constat> {
    let constater_une = |regle: &'static Regle| {
        let severites = &vue.ami.regles.severites;
        let severite = severites.get(regle.id).copied().unwrap_or(regle.severite);
        let trouves = (regle.controle)(vue).into_iter();
        trouves.map(move |(chemin, message)| Constat {
            regle: regle.id,
            severite,
            message: typographier(&message),
            chemin,
        })
    };
    let mut constats: Vec<Constat> = REGLES.iter().flat_map(constater_une).collect();
    constats.sort_by_key(|c| c.severite);
    constats
}

/// A rule as it applies to a call.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct RegleDite {
    /// Identifier.
    pub regle: &'static str,
    /// Its family, as « Budget ».
    pub famille: &'static str,
    /// What it asks.
    pub demande: String,
    /// Severity for this call.
    pub severite: Severite,
    /// The document it comes from.
    pub source: &'static str,
}

/// Every rule, with the severities of the call when one is at hand.
pub fn catalogue(ami: Option<&Ami>) -> Vec<RegleDite> {
    let dite = |(regle, famille): (&Regle, &'static str)| RegleDite {
        regle: regle.id,
        famille,
        // Backquotes are for the page of documentation.
        demande: typographier(&regle.intitule.replace('`', "")),
        severite: ami
            .and_then(|ami| ami.regles.severites.get(regle.id).copied())
            .unwrap_or(regle.severite),
        source: regle.source,
    };
    let par_famille = FAMILLES.iter().flat_map(|(prefixe, nom)| {
        let regles = REGLES.iter().filter(move |r| r.id.starts_with(prefixe));
        regles.map(|regle| (regle, *nom))
    });
    par_famille.map(dite).collect()
}

/// The families of rules, by the letters of their ids.
const FAMILLES: [(&str, &str); 8] = [
    ("DEP", "Dépôt"),
    ("POR", "Porteur et consortium"),
    ("PRI", "Publics et priorités"),
    ("REF", "Référentiel d'activités"),
    ("CAL", "Calendrier"),
    ("BUD", "Budget"),
    ("IND", "Indicateurs"),
    ("TXT", "Textes"),
];

/// `docs/regles.md`: every rule as people read it.
pub fn catalogue_markdown() -> String {
    let mut page = String::from(
        "# Règles\n\n\
         <!-- Page écrite par recevabilite::catalogue_markdown(), à partir de la déclaration des règles. -->\n\n\
         Chaque règle regarde une candidature sur un territoire et montre ce qu'elle trouve. Elle ne rejette rien : \
         un motif d'irrecevabilité est détecté, une personne le confirme.\n\
         La sévérité est celle par défaut ; `regles.severites` dans `ami.yaml` la remplace.\n\
         « Non renseigné » n'est pas une faute, sauf quand la règle demande une pièce, un engagement ou un montant : \
         elle dit alors qu'il manque.\n\
         « Textes de l'appel » : présentation, loi, décret et arrêté, sans place plus précise relevée.\n",
    );
    for (prefixe, nom) in FAMILLES {
        // Writing to a String cannot fail.
        let _ = write!(
            page,
            "\n## {nom}\n\n| Règle | Ce qu'elle demande | Sévérité | Source |\n|---|---|---|---|\n"
        );
        for regle in REGLES.iter().filter(|r| r.id.starts_with(prefixe)) {
            let (id, intitule, severite) = (regle.id, regle.intitule, regle.severite.nom());
            let _ = writeln!(
                page,
                "| {id} | {intitule} | {severite} | {} |",
                regle.source
            );
        }
    }
    page.push_str(
        "\n## Règles qui n'existent pas\n\n\
         Aucun plafond de coût par personne, de coordination ou de nombre de projets ; aucun quota de publics.\n",
    );
    typographier(&page)
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

/// The sentence is made only when there is something to say: most rules find nothing.
fn quand<C: Into<String>, M: Into<String>>(
    condition: bool,
    trouve: impl FnOnce() -> (C, M),
) -> Vec<Trouve> {
    if condition {
        let (chemin, message) = trouve();
        un(chemin, message)
    } else {
        rien()
    }
}

fn un(chemin: impl Into<String>, message: impl Into<String>) -> Vec<Trouve> {
    vec![(chemin.into(), message.into())]
}

/// A commitment that concerns the candidature and is refused, or not filled in.
fn manquant(engagement: Option<bool>, concerne: bool, chemin: &str, nom: &str) -> Vec<Trouve> {
    match engagement {
        Some(false) if concerne => un(chemin, format!("pas {}", de(nom))),
        None if concerne => un(chemin, format!("{nom} : non renseigné")),
        _ => rien(),
    }
}

/// « de contrat », « d'engagement ».
fn de(nom: &str) -> String {
    if nom.starts_with(['a', 'e', 'i', 'o', 'u', 'é', 'h']) {
        format!("d'{nom}")
    } else {
        format!("de {nom}")
    }
}

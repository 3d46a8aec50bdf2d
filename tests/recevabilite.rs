//! The rules: one case that triggers each and one at its exact limit that does not; the examples keep exactly their intended constats.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::{Arc, LazyLock};

use instruire::domain::ami::Ami;
use instruire::domain::correspondance::{self, Correspondance};
use instruire::domain::priorite::TablePriorites;
use instruire::domain::probleme::{Probleme, inconnu, plus_proche};
use instruire::domain::projet::Projet;
use instruire::domain::recevabilite::{
    Constat, Formulaires, REGLES, Severite, Vue, catalogue_markdown, constater, regle,
};
use instruire::domain::territoire::{Communes, Referentiel};
use serde::de::DeserializeOwned;
use serde_yaml::Value;

use crate::support::{Brouillon, lisible};

/// Severities of the mission, in its order: I motif, A alerte, i information.
const SEVERITES: &str = "
    DEP-01 I  DEP-02 A  DEP-03 A  DEP-04 A  DEP-05 A  DEP-06 A  DEP-07 A
    POR-01 I  POR-02 A  POR-03 A  POR-04 A  POR-05 A  POR-06 A  POR-07 A  POR-08 A  POR-09 i  POR-10 A
    PRI-01 i  PRI-02 A  PRI-03 i  PRI-04 I  PRI-05 A  PRI-06 A  PRI-08 A  PRI-09 A  PRI-10 A
    REF-01 I  REF-02 I  REF-03 i  REF-04 A  REF-05 I  REF-06 A  REF-07 i
    CAL-01 A  CAL-02 A  CAL-03 A  CAL-04 i
    BUD-01 A  BUD-02 A  BUD-03 A  BUD-04 A  BUD-05 A  BUD-06 A  BUD-07 A  BUD-08 i  BUD-09 A
    IND-01 A  IND-02 A  IND-03 A  IND-04 i";

/// Rules of this program, beside the mission's.
const EN_PLUS: &str = "TXT-01 A  TXT-02 A";

const AMI: &str = include_str!("../data/o2r-ara-2024/ami.yaml");
const TABLE: &str = include_str!("../data/o2r-ara-2024/priorites/63.yaml");

/// A candidature with round figures, against which nothing can be said.
const PROJET: &str = r#"
format: 1
numero: "19000000"
fictif: true
nom: Projet d'essai
porteur: { nom: Association d'essai, siret: "99983468200018", nature: association, membre_reseau: false }
depose_le: 2024-09-05T16:12:00+02:00
engagements: { comptabilite_analytique: true, contrat_republicain: true, soutien_reseau: true, accord_agir: null }
debut: 2024-11-01
fin: 2027-10-31
parcours_mois: { usuel: 8, maximum: 12 }
fiches:
  - territoire: "63"
    publics: [primo-arrivants-cir]
    volets: [reperage, remobilisation, coordination]
    etp: "3"
    description: Fiche d'essai.
    budget:
      reperage:
        2024: { personnel: 6000, autres: 2000, cout: 8000, demande: 7000 }
        2025: { personnel: 40000, autres: 10000, cout: 50000, demande: 45000 }
        2026: { personnel: 40000, autres: 10000, cout: 50000, demande: 45000 }
        2027: { personnel: 40000, autres: 10000, cout: 50000, demande: 45000 }
      remobilisation:
        2024: { personnel: 3000, autres: 1000, cout: 4000, demande: 4000 }
        2025: { personnel: 20000, autres: 5000, cout: 25000, demande: 20000 }
        2026: { personnel: 20000, autres: 5000, cout: 25000, demande: 20000 }
        2027: { personnel: 20000, autres: 5000, cout: 25000, demande: 20000 }
      coordination:
        2024: { personnel: 2000, autres: 1000, cout: 3000, demande: 3000 }
        2025: { personnel: 10000, autres: 5000, cout: 15000, demande: 15000 }
        2026: { personnel: 10000, autres: 5000, cout: 15000, demande: 15000 }
        2027: { personnel: 10000, autres: 5000, cout: 15000, demande: 15000 }
    total:
      2024: { personnel: 11000, autres: 4000, cout: 15000, demande: 14000 }
      2025: { personnel: 70000, autres: 20000, cout: 90000, demande: 80000 }
      2026: { personnel: 70000, autres: 20000, cout: 90000, demande: 80000 }
      2027: { personnel: 70000, autres: 20000, cout: 90000, demande: 80000 }
    indicateurs:
      2024: { beneficiaires: 5, emploi: 0, emploi_durable: 0, creation: 0, formation: 0, inscription_ft: 20 }
      2025: { beneficiaires: 100, emploi: 30, emploi_durable: 15, creation: 2, formation: 20, inscription_ft: 80 }
      2026: { beneficiaires: 100, emploi: 30, emploi_durable: 15, creation: 2, formation: 20, inscription_ft: 80 }
      2027: { beneficiaires: 100, emploi: 30, emploi_durable: 15, creation: 2, formation: 20, inscription_ft: 80 }
"#;

/// A rule, what is changed in the candidature (or `ami.`, `table.`, `autre.`), what the rule must say.
type Cas = (
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
);

const JEUNES: &str = "fiches[0].publics: [jeunes-en-rupture]";
const PRIMO: &str = "Personnes étrangères primo-arrivantes signataires du CIR (résidant en France depuis 2 à 5 ans)";
const JEUNE: &str = "Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si travailleur handicapé reconnu)";

#[rustfmt::skip]
const CAS: &[Cas] = &[
    // Depot: whole seconds, on the wall clock of Paris, in summer time then in winter time.
    ("DEP-01", &["depose_le: 2024-09-07T23:59:59+02:00"], &[]),
    ("DEP-01", &["depose_le: 2024-09-07T23:59:59.700+02:00"], &[]),
    ("DEP-01", &["depose_le: 2024-09-07T21:59:59Z"], &[]),
    ("DEP-01", &["depose_le: 2024-09-08T00:00:00+02:00"], &["déposé le 08/09/2024 à 00:00:00, après l'échéance du 07/09/2024 à 23:59:59"]),
    ("DEP-01", &["depose_le: 2024-09-07T23:12:00Z"], &["déposé le 08/09/2024 à 01:12:00, après l'échéance du 07/09/2024 à 23:59:59"]),
    ("DEP-01", &["depose_le: 2024-09-07T23:59:59+01:00"], &["déposé le 08/09/2024 à 00:59:59, après l'échéance du 07/09/2024 à 23:59:59"]),
    ("DEP-01", &["ami.calendrier.depot: 2024-11-07T23:59:59", "depose_le: 2024-11-07T22:59:59Z"], &[]),
    ("DEP-01", &["ami.calendrier.depot: 2024-11-07T23:59:59", "depose_le: 2024-11-07T23:00:00Z"], &["déposé le 08/11/2024 à 00:00:00, après l'échéance du 07/11/2024 à 23:59:59"]),
    ("DEP-02", &[], &[]),
    ("DEP-02", &["ami.regles.pieces: [rib, statuts]", "pieces: { rib: true, statuts: true }"], &[]),
    ("DEP-02", &["ami.regles.pieces: [rib, statuts, budget]", "pieces: { rib: true, statuts: false }"], &["incomplet, demande de compléments : 2 pièces manquantes (statuts et budget)"]),
    ("DEP-03", &["autre.numero: \"19000001\""], &[]),
    ("DEP-03", &["autre.nom: Un autre"], &["numéro 19000000 déjà porté par « Un autre »"]),
    ("DEP-03", &["numero: \"\""], &["numéro de la plateforme non renseigné"]),
    ("DEP-04", &["autre.numero: \"19000001\"", "autre.nom: Un autre projet"], &[]),
    ("DEP-04", &["autre.numero: \"19000001\"", "autre.porteur.siret: \"99984806200017\""], &[]),
    ("DEP-04", &["autre.numero: \"19000001\"", "autre.nom: PROJET D'ESSAI (03)"], &["même SIRET et même projet que le formulaire 19000001 (« PROJET D'ESSAI (03) »)"]),
    ("DEP-05", &[], &[]),
    ("DEP-05", &["territoires: [\"63\"]"], &[]),
    ("DEP-05", &["territoires: [\"63\", \"43\"]"], &["territoire déclaré sans fiche départementale : 43 (Haute-Loire)"]),
    ("DEP-05", &["territoires: [\"69\"]", "fiches[0].territoire: \"69D\""], &["territoire déclaré sans fiche départementale : 69M (Métropole de Lyon)"]),
    ("DEP-06", &["fiches[0].territoire: \"69D\""], &[]),
    ("DEP-06", &["fiches[0].territoire: \"69\""], &["« 69 » n'est pas un territoire de l'appel"]),
    ("DEP-07", &["modifie_le: 2024-09-07T23:59:59.999+02:00"], &[]),
    ("DEP-07", &["changements: [{ le: 2024-10-02T14:02:11+02:00, champs: [nom, fiches.63.etp] }]"], &["changé par un import le 02/10/2024 à 14:02:11, une séance étant ouverte : nom et fiches.63.etp"]),
    ("DEP-07", &["modifie_le: 2024-09-08T00:00:00+02:00"], &["modifié le 08/09/2024 à 00:00:00, après l'échéance du 07/09/2024 à 23:59:59"]),

    ("TXT-01", &["nom: \"Café\\u0301 l'été,\\ten deux\\nlignes, بيت\""], &[]),
    ("TXT-01", &["nom: \"Re\\u200btour\\u202e\""], &["2 caractères invisibles, que l'écran montre par un signe"]),
    ("TXT-01", &["fiches[0].description: \"un\\u001b[31m\""], &["1 caractère invisible, que l'écran montre par un signe"]),
    ("TXT-02", &["nom: \"Association Дом, l'été à Łódź\""], &[]),
    ("TXT-02", &["porteur.nom: \"Ateliers de \\u0440aris\""], &["lettres de deux alphabets dans « рaris »"]),

    ("POR-01", &[], &[]),
    ("POR-01", &["porteur.membre_reseau: true"], &["le porteur « Association d'essai » est membre du réseau pour l'emploi"]),
    ("POR-02", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false }], fse_plus: false }"], &[]),
    ("POR-02", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: true }], fse_plus: false }"], &["« B », membre du consortium, est membre du réseau pour l'emploi"]),
    ("POR-03", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false }], fse_plus: false }"], &[]),
    ("POR-03", &["consortium: { chef_de_file: null, membres: [], fse_plus: false }"], &["consortium sans chef de file", "consortium sans liste de membres"]),
    ("POR-03", &["consortium: { chef_de_file: \" \", membres: [{ nom: B, membre_reseau: false }], fse_plus: false }"], &["consortium sans chef de file"]),
    ("POR-04", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false }], fse_plus: false }"], &[]),
    ("POR-04", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false }], fse_plus: true }"], &["consortium avec FSE+ dans son plan de financement"]),
    // Luhn of …048: 6 + 5 + 3 + 8 + 8 = 30; of …050 and …051: 15 and 16; their digits add up to 19 and 20.
    ("POR-05", &["-porteur.siret"], &["SIRET non renseigné"]),
    ("POR-05", &["porteur.siret: \"35600000000048\""], &[]),
    ("POR-05", &["porteur.siret: \"35600000000051\""], &[]),
    ("POR-05", &["porteur.siret: \"35600000000050\""], &["SIRET « 35600000000050 » : 14 chiffres à clé valide attendus"]),
    ("POR-05", &["porteur.siret: \"00000000000000\""], &["SIRET « 00000000000000 » : 14 chiffres à clé valide attendus"]),
    ("POR-05", &["porteur.siret: \"99983468200019\""], &["SIRET « 99983468200019 » : 14 chiffres à clé valide attendus"]),
    ("POR-05", &["porteur.siret: \"9998346820001\""], &["SIRET « 9998346820001 » : 14 chiffres à clé valide attendus"]),
    ("POR-06", &["porteur.nature: entreprise", "engagements.contrat_republicain: null"], &[]),
    ("POR-06", &["engagements.contrat_republicain: false"], &["pas de contrat d'engagement républicain"]),
    ("POR-06", &["porteur.nature: fondation", "engagements.contrat_republicain: null"], &["contrat d'engagement républicain : non renseigné"]),
    ("POR-07", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false }], fse_plus: false }"], &[]),
    ("POR-07", &["engagements.comptabilite_analytique: false"], &["pas d'engagement à une comptabilité analytique"]),
    ("POR-07", &["consortium: { chef_de_file: A, membres: [{ nom: B, membre_reseau: false, comptabilite_analytique: false }], fse_plus: false }"], &["« B » : pas d'engagement à une comptabilité analytique"]),
    ("POR-08", &["porteur.fin_convention_pic: 2024-12-31", "debut: 2025-01-01"], &[]),
    ("POR-08", &["porteur.fin_convention_pic: 2024-12-31", "debut: 2024-12-31"], &["démarrage le 31/12/2024, convention PIC « 100 % inclusion » jusqu'au 31/12/2024"]),
    ("POR-09", &["porteur.laureat_pic: false"], &[]),
    ("POR-09", &["porteur.laureat_pic: true"], &["ancien lauréat du PIC : pas de reconduction automatique"]),
    ("POR-10", &["porteur.experience_reperage: null"], &[]),
    ("POR-10", &["porteur.experience_reperage: false"], &["aucune expérience de repérage décrite"]),

    ("PRI-01", &["table.priorites: []"], &[]),
    ("PRI-01", &[], &["priorité 2, partiellement (champs : 2 sur 3 ; communes : 464 sur 464) : {PRIMO}"]),
    ("PRI-01", &["fiches[0].volets: [reperage, remobilisation, accompagnement, coordination]"], &["priorité 2, pleinement : {PRIMO}"]),
    ("PRI-01", &[JEUNES, "fiches[0].zone: { inclut: [\"epci:246300701\"] }"], &["hors priorité : {JEUNE}"]),
    ("PRI-01", &["fiches[0].publics: [sortants-detention]"], &["hors priorité, la fiche reste éligible : Personnes sortant de détention ou sous main de justice"]),
    ("PRI-02", &["fiches[0].zone: { inclut: [\"commune:63113\"] }"], &[]),
    ("PRI-02", &["fiches[0].zone: { inclut: [\"epci:246300966\"], exclut: [\"dep:15\"] }"], &[]),
    ("PRI-02", &["fiches[0].publics: []"], &["aucun public"]),
    ("PRI-02", &["fiches[0].zone: { exclut: [\"epci:246300701\"] }"], &["aucun territoire : la zone exclut sans inclure"]),
    ("PRI-02", &["fiches[0].zone: { inclut: [\"dep:15\"] }"], &["aucun territoire : la zone n'a aucune commune du territoire 63"]),
    ("PRI-02", &["fiches[0].zone: { inclut: [\"epci:246300966\"] }"], &["zone en partie hors du territoire 63 : 1 commune"]),
    ("PRI-03", &["fiches[0].volets: [reperage, accompagnement, coordination]"], &[]),
    ("PRI-03", &["fiches[0].publics: [aide-alimentaire]", "fiches[0].volets: [reperage, accompagnement, coordination]"], &["hors des champs de la priorité 4 : accompagnement"]),
    ("PRI-04", &[JEUNES, "fiches[0].zone: { inclut: [\"dep:63\"], exclut: [\"epci:246300701\"] }"], &[]),
    ("PRI-04", &[JEUNES, "table.conventions_cej_jr[0].fin: 2024-10-31"], &[]),
    ("PRI-04", &[JEUNES, "table.conventions_cej_jr[0].fin: 2024-11-01"], &["jeunes : 21 communes couvertes par une convention CEJ-JR, couple inéligible là"]),
    ("PRI-04", &[JEUNES, "fiches[0].zone: { inclut: [\"commune:63113\"] }"], &["jeunes : 1 commune couverte par une convention CEJ-JR, couple inéligible là"]),
    ("PRI-05", &["table.conventions_cej_jr[0].fin: 2024-12-31"], &[]),
    ("PRI-05", &[JEUNES, "table.conventions_cej_jr[0].fin: 2025-01-01"], &[]),
    ("PRI-05", &[JEUNES, "table.conventions_cej_jr[0].fin: 2024-12-31"], &["convention CEJ-JR jusqu'au 31/12/2024 : les sources se contredisent, à demander"]),
    ("PRI-06", &[JEUNES], &[]),
    ("PRI-06", &[JEUNES, "fiches[0].ages: { minimum: 16, maximum: 25, maximum_handicap: 29 }"], &[]),
    ("PRI-06", &["fiches[0].ages: { minimum: 30, maximum: 60 }"], &[]),
    ("PRI-06", &[JEUNES, "fiches[0].ages: { minimum: 15, maximum: 26, maximum_handicap: 30 }"], &["jeunes dès 15 ans, 16 ans dans l'appel", "jeunes jusqu'à 26 ans, 25 ans dans l'appel", "jeunes au handicap reconnu jusqu'à 30 ans, 29 ans dans l'appel"]),
    ("PRI-08", &["engagements.accord_agir: false"], &[]),
    ("PRI-08", &["fiches[0].publics: [refugies]", "engagements.accord_agir: true"], &[]),
    ("PRI-08", &["fiches[0].publics: [refugies]", "engagements.accord_agir: false"], &["pas d'accord avec AGIR pour un public réfugié"]),
    ("PRI-09", &[], &[]),
    ("PRI-09", &["engagements.soutien_reseau: false"], &["pas de convention ou lettre de soutien d'un acteur du réseau pour l'emploi"]),
    ("PRI-10", &["fiches[0].publics: [demandeurs-emploi-inscrits, aide-alimentaire]"], &[]),
    ("PRI-10", &["fiches[0].publics: []"], &[]),
    ("PRI-10", &["fiches[0].publics: [demandeurs-emploi-inscrits]"], &["seul le public subsidiaire (demandeurs d'emploi inscrits) est visé"]),

    ("REF-01", &["ami.regles.volets_obligatoires: [coordination]", "fiches[0].volets: [coordination]"], &[]),
    ("REF-01", &["fiches[0].volets: [remobilisation, coordination]"], &["pas de volet repérage, obligatoire"]),
    ("REF-02", &["fiches[0].volets: [coordination]"], &[]),
    ("REF-02", &["fiches[0].volets: [reperage, accompagnement]"], &["pas de volet coordination, obligatoire"]),
    ("REF-03", &[], &[]),
    ("REF-03", &["fiches[0].volets: [reperage, coordination]"], &["pas de volet remobilisation (il n'est pas obligatoire)"]),
    ("REF-04", &["fiches[0].budget.accompagnement: { 2025: { personnel: 0, autres: 0, cout: 0, demande: 0 } }"], &[]),
    ("REF-04", &["fiches[0].budget.accompagnement: { 2025: { cout: 1 } }"], &["budget sans volet : accompagnement"]),
    ("REF-04", &["fiches[0].volets: [reperage, remobilisation, accompagnement, coordination]"], &["volet sans budget : accompagnement"]),
    ("REF-04", &["fiches[0].budget: {}"], &["volet sans budget : repérage, remobilisation et coordination"]),
    ("REF-05", &["parcours_mois: { usuel: 12, maximum: 12 }"], &[]),
    ("REF-05", &["parcours_mois: { usuel: 8, maximum: 13 }"], &["parcours de 13 mois, 12 au plus"]),
    ("REF-05", &["parcours_mois: { usuel: 13, maximum: null }"], &["parcours usuel de 13 mois, 12 au plus"]),
    ("REF-06", &["parcours_mois: { usuel: 9, maximum: 12 }"], &[]),
    ("REF-06", &["parcours_mois: { usuel: 10, maximum: 12, motif: public très éloigné }"], &[]),
    ("REF-06", &["parcours_mois: { usuel: 10, maximum: 12, motif: \" \" }"], &["parcours usuel de 10 mois, plus de 9, sans motif"]),
    ("REF-07", &["parcours_mois: { usuel: 6, maximum: 12 }"], &[]),
    ("REF-07", &["parcours_mois: { usuel: 5, maximum: 12 }"], &["parcours usuel de 5 mois, moins de 6"]),

    ("CAL-01", &["debut: 2024-11-01", "premiere_depense: 2024-11-01"], &[]),
    ("CAL-01", &["fiches[0].total.2023: { personnel: 0, autres: 0, cout: 0, demande: 0 }"], &[]),
    ("CAL-01", &["debut: 2024-10-31"], &["démarrage le 31/10/2024, avant le 01/11/2024"]),
    ("CAL-01", &["premiere_depense: 2024-10-31"], &["dépense le 31/10/2024, avant le 01/11/2024"]),
    ("CAL-01", &["fiches[0].total.2023: { personnel: 1, autres: 0, cout: 1, demande: 0 }"], &["dépenses en 2023, avant le 01/11/2024"]),
    ("CAL-02", &["fin: 2027-10-31"], &[]),
    ("CAL-02", &["fin: 2027-11-01"], &["fin le 01/11/2027, 36 mois vont au 31/10/2027"]),
    ("CAL-02", &["fin: 2024-11-01"], &[]),
    ("CAL-02", &["fin: 2024-10-31"], &["fin le 31/10/2024, avant le début le 01/11/2024"]),
    ("CAL-03", &["fin: 2027-01-01"], &[]),
    ("CAL-03", &["fiches[0].indicateurs.2028: { beneficiaires: 0 }", "fiches[0].total.2028: { cout: 0 }"], &[]),
    ("CAL-03", &["fin: 2026-12-31"], &["montants en 2027, sans aucun mois de convention", "indicateurs en 2027, sans aucun mois de convention"]),
    ("CAL-04", &["fiches[0].total.2024.cout: 30000"], &[]), // 2 × 2/12 of 90 000.
    ("CAL-04", &["fiches[0].total.2024.cout: 30001"], &["2024 : 30 001 € pour 2 mois, 90 000 € pour toute l'année 2025"]),

    ("BUD-01", &["fiches[0].budget.reperage.2025.demande: 50000", "fiches[0].total.2025.demande: 90000", "total: { 2025: { cout: 90000, demande: 90000 } }"], &[]),
    ("BUD-01", &["fiches[0].budget.reperage.2025.demande: 50001"], &["2025, repérage : 50 001 demandés > 50 000 (coût total)"]),
    ("BUD-01", &["fiches[0].total.2026.demande: 90001"], &["2026, total : 90 001 demandés > 90 000 (coût total)"]),
    ("BUD-01", &["total: { 2025: { cout: 90000, demande: 90001 } }"], &["2025, total du projet : 90 001 demandés > 90 000 (coût total)"]),
    ("BUD-02", &["fiches[0].total.2025.demande: 70000"], &[]),
    ("BUD-02", &["fiches[0].total.2024.demande: 1", "fiches[0].total.2027.demande: 1"], &[]),
    ("BUD-02", &["fiches[0].total: {}", "fiches[0].budget: {}"], &[]),
    ("BUD-02", &["fiches[0].total.2025.demande: null", "fiches[0].budget.reperage.2025.demande: null"], &[]),
    ("BUD-02", &["fiches[0].total.2025.demande: 1", "total: { 2025: { demande: 70000 } }"], &[]),
    ("BUD-02", &["fiches[0].total.2025.demande: 69999"], &["2025 : 69 999 € demandés, moins de 70 000 €"]),
    ("BUD-02", &["ami.regles.subvention_annuelle_minimale: 80001"], &["2025 : 80 000 € demandés, moins de 80 001 €", "2026 : 80 000 € demandés, moins de 80 001 €"]),
    ("BUD-03", &["fiches[0].budget: {}"], &[]),
    ("BUD-03", &["fiches[0].budget.reperage.2025.cout: null"], &[]),
    ("BUD-03", &["fiches[0].total.2025.personnel: 70001", "fiches[0].total.2025.autres: 19999"], &["2025 : dépenses de personnel 70 001 ≠ 70 000 (somme des volets)", "2025 : autres dépenses 19 999 ≠ 20 000 (somme des volets)"]),
    ("BUD-03", &["fiches[0].total.2025.cout: 89999", "fiches[0].total.2025.demande: 80001"], &["2025 : coût total 89 999 ≠ 90 000 (somme des volets)", "2025 : montant demandé 80 001 ≠ 80 000 (somme des volets)"]),
    ("BUD-04", &["fiches[0].budget.reperage.2025.autres: null"], &[]),
    ("BUD-04", &["fiches[0].budget.reperage.2025.autres: 10001"], &["2025, repérage : 40 000 + 10 001 ≠ 50 000 (coût total)"]),
    ("BUD-05", &["total: { 2025: { personnel: 70000, autres: 20000, cout: 90000, demande: 80000 } }"], &[]),
    ("BUD-05", &["total: { 2025: { cout: 90001, demande: 79999 } }"], &["2025 : coût total 90 001 (projet) ≠ 90 000 (somme des fiches)", "2025 : montant demandé 79 999 (projet) ≠ 80 000 (somme des fiches)"]),
    // Cost 285 000, asked 254 000.
    ("BUD-06", &[], &[]),
    ("BUD-06", &["fiches[0].ressources: { propres: 0, cofinancements: null }"], &[]),
    ("BUD-06", &["fiches[0].ressources: { propres: 11000, cofinancements: 20000 }"], &[]),
    ("BUD-06", &["fiches[0].ressources: { propres: 0, cofinancements: 0 }"], &["reste à financer : 31 000 €, sans ressources propres ni cofinancement"]),
    ("BUD-06", &["fiches[0].ressources: { propres: 10999, cofinancements: 20000 }"], &["reste à financer : 31 000 €, 30 999 € de ressources propres et de cofinancements"]),
    ("BUD-07", &["fiches[0].budget.reperage.2024: { personnel: 0, autres: 0, cout: 0, demande: 0 }"], &[]),
    ("BUD-07", &["fiches[0].budget: {}", "fiches[0].total: {}"], &["aucun montant demandé"]),
    ("BUD-07", &["fin: 2029-12-31"], &["aucune ligne de budget en 2028 et 2029"]),
    ("BUD-07", &["fiches[0].budget.reperage.2025: { personnel: 40000, demande: 45000 }"], &["2025, repérage : non renseigné (autres dépenses, coût total)"]),
    ("BUD-07", &["fiches[0].total.2025: { personnel: -1, autres: -2, cout: -3, demande: -4000 }"], &[
        "2025, total : dépenses de personnel négatives, −1 €",
        "2025, total : autres dépenses négatives, −2 €",
        "2025, total : coût total négatif, −3 €",
        "2025, total : montant demandé négatif, −4 000 €",
    ]),
    ("BUD-07", &["total: { 2025: { cout: -1 } }"], &["2025, total du projet : coût total négatif, −1 €"]),
    ("BUD-08", &["fiches[0].indicateurs: {}"], &[]),
    ("BUD-08", &[], &["coût par bénéficiaire : 2024, 3 000 € ; 2025, 900 € ; 2026, 900 € ; 2027, 900 €"]),
    ("BUD-08", &["fiches[0].indicateurs: { 2024: { beneficiaires: 8 }, 2025: { beneficiaires: 0 } }"], &["coût par bénéficiaire : 2024, 1 875 €"]),
    ("BUD-09", &["fiches[0].etp: \"0.01\""], &[]),
    ("BUD-09", &["fiches[0].etp: null"], &[]),
    ("BUD-09", &["fiches[0].etp: \"0\""], &["221 000 € de personnel pour 0 ETP"]),
    ("BUD-09", &["fiches[0].etp: \"0.5\"", "fiches[0].budget: {}", "fiches[0].total: { 2025: { personnel: 0, cout: 90000, demande: 80000 } }"], &["0,5 ETP sans dépenses de personnel"]),

    ("IND-01", &["fiches[0].indicateurs.2025.beneficiaires: 1", "fiches[0].indicateurs.2026.beneficiaires: null"], &[]),
    ("IND-01", &["fiches[0].indicateurs.2028: { beneficiaires: 0 }"], &[]),
    ("IND-01", &["fiches[0].indicateurs.2025.beneficiaires: 0", "fiches[0].indicateurs.2026.beneficiaires: -5"], &["2025 : nombre de bénéficiaires 0, plus de 0 attendu", "2026 : nombre de bénéficiaires −5, plus de 0 attendu"]),
    ("IND-02", &["fiches[0].indicateurs.2025.creation: 0", "fiches[0].indicateurs.2025.inscription_ft: 100"], &[]),
    ("IND-02", &["fiches[0].indicateurs.2025.creation: -1", "fiches[0].indicateurs.2025.inscription_ft: 101"], &["2025 : taux de création ou reprise d'entreprise de −1 %, hors de 0 à 100 %", "2025 : taux d'inscription à France Travail de 101 %, hors de 0 à 100 %"]),
    ("IND-03", &["fiches[0].indicateurs.2025.emploi_durable: 30"], &[]),
    ("IND-03", &["fiches[0].indicateurs.2025.emploi_durable: 31"], &["2025 : emploi durable 31 % > emploi 30 %"]),
    ("IND-04", &["fiches[0].indicateurs.2028: { beneficiaires: null }"], &[]),
    ("IND-04", &["fiches[0].indicateurs.2025: { emploi: 1, emploi_durable: 1, creation: 1, formation: 1 }", "-fiches[0].indicateurs.2026"], &["2025 : non renseigné (bénéficiaires, taux d'inscription à France Travail)", "2026 : indicateurs non renseignés"]),
];

#[test]
fn each_rule_speaks_when_it_must_and_is_silent_at_its_limit() {
    let mut ecarts = Vec::new();
    for (regle, changements, attendus) in CAS {
        let attendus: Vec<String> = attendus
            .iter()
            .map(|m| m.replace("{PRIMO}", PRIMO).replace("{JEUNE}", JEUNE))
            .collect();
        let trouves: Vec<String> = Situation::new(changements)
            .constats()
            .into_iter()
            .filter(|c| c.regle == *regle)
            .map(|c| lisible(&c.message))
            .collect();
        if trouves != attendus {
            ecarts.push(format!(
                "{regle} {changements:?}\n  attendu {attendus:?}\n  trouvé  {trouves:?}"
            ));
        }
    }
    assert!(ecarts.is_empty(), "{}", ecarts.join("\n"));
}

#[test]
fn every_rule_has_a_case_that_triggers_it_and_one_that_does_not() {
    for regle in REGLES {
        let cas = || CAS.iter().filter(|(id, ..)| *id == regle.id);
        assert!(
            cas().any(|(.., dit)| !dit.is_empty()),
            "{} ne se déclenche jamais",
            regle.id
        );
        assert!(
            cas().any(|(.., dit)| dit.is_empty()),
            "{} n'a pas de cas limite",
            regle.id
        );
    }
}

#[test]
fn the_rules_are_those_of_the_mission_with_their_severities() {
    let mots: Vec<&str> = SEVERITES
        .split_whitespace()
        .chain(EN_PLUS.split_whitespace())
        .collect();
    let attendues: Vec<(&str, Severite)> = mots
        .chunks(2)
        .map(|paire| match paire[1] {
            "I" => (paire[0], Severite::Motif),
            "A" => (paire[0], Severite::Alerte),
            _ => (paire[0], Severite::Information),
        })
        .collect();
    let declarees: Vec<(&str, Severite)> = REGLES.iter().map(|r| (r.id, r.severite)).collect();
    assert_eq!(declarees, attendues);
    assert!(regle("PRI-07").is_none());
}

#[test]
fn the_call_may_replace_a_severity() {
    let constats = Situation::new(&["ami.regles.severites: { BUD-08: motif }"]).constats();
    assert_eq!(constats[0].regle, "BUD-08");
    assert_eq!(constats[0].severite, Severite::Motif);
}

#[test]
fn a_candidature_with_nothing_against_it_has_only_information() {
    let constats = Situation::new(&[]).constats();
    let regles: Vec<&str> = constats.iter().map(|c| c.regle).collect();
    assert_eq!(regles, ["PRI-01", "BUD-08"]);
}

#[test]
fn the_examples_have_exactly_their_intended_constats() {
    type Territoires = BTreeMap<String, BTreeMap<String, Vec<String>>>;
    let attendus: Territoires = serde_yaml::from_str(include_str!("cases/constats.yaml")).unwrap();
    let campagne = Brouillon::new().campagne();
    let mut trouves = Territoires::new();
    for territoire in &campagne.ami.territoires {
        for dossier in campagne.cadre(&territoire.code).unwrap().dossiers {
            let regles = dossier
                .constats
                .iter()
                .map(|c| c.regle.to_owned())
                .collect();
            let dossiers = trouves.entry(territoire.code.clone()).or_default();
            dossiers.insert(dossier.numero().to_owned(), regles);
        }
    }
    assert_eq!(trouves, attendus);
}

/// `ECRIRE_REGLES=1 cargo test` writes the page again.
#[test]
fn the_page_of_the_rules_is_their_declaration() {
    let page = concat!(env!("CARGO_MANIFEST_DIR"), "/docs/regles.md");
    if std::env::var_os("ECRIRE_REGLES").is_some() {
        std::fs::write(page, catalogue_markdown()).unwrap();
    }
    assert_eq!(std::fs::read_to_string(page).unwrap(), catalogue_markdown());
}

#[test]
fn every_rule_is_on_its_page() {
    let page = catalogue_markdown();
    let lignes: BTreeSet<&str> = page.lines().filter_map(|l| l.strip_prefix("| ")).collect();
    for regle in REGLES {
        assert!(
            lignes.iter().any(|l| l.starts_with(regle.id)),
            "{}",
            regle.id
        );
    }
}

#[test]
fn the_communes_of_a_row_are_cut_to_the_territory_of_its_table() {
    // The EPCI has 19 communes in Puy-de-Dôme and one in Cantal.
    let ligne = "table.priorites[1].territoire: { inclut: [\"epci:246300966\"] }";
    let correspondances = Situation::new(&[ligne]).correspondances();
    assert_eq!(correspondances.len(), 1);
    assert_eq!(correspondances[0].communes, 19);
    assert_eq!(correspondances[0].communes_couvertes, 19);
}

#[test]
fn a_cej_convention_that_ended_before_the_start_closes_no_commune() {
    let ligne = "table.priorites[0].territoire: { inclut: [\"dep:63\"] }";
    let couvertes = |fin: &str| {
        let fin = format!("table.conventions_cej_jr[0].fin: {fin}");
        let correspondances = Situation::new(&[JEUNES, ligne, &fin]).correspondances();
        correspondances[0].communes_couvertes
    };
    assert_eq!(couvertes("null"), 464 - 21);
    assert_eq!(couvertes("2024-11-01"), 464 - 21);
    assert_eq!(couvertes("2024-10-31"), 464);
}

/// What is changed, and the problems that must be found, as `chemin · message`.
type CasDeProbleme = (&'static str, &'static [&'static str]);

#[test]
fn what_cannot_be_in_a_candidature_is_a_located_problem() {
    #[rustfmt::skip]
    let cas: &[CasDeProbleme] = &[
        ("nom: Projet", &[]),
        ("fiches[0].indicateurs.2025.beneficiaires: -1000000", &[]),
        ("fiches[0].indicateurs.2025.beneficiaires: 1000001", &["fiches[0].indicateurs.2025.beneficiaires · nombre de personnes d'un million au plus attendu, lu 1000001"]),
        ("fiches[0].indicateurs.2025.beneficiaires: -1000001", &["fiches[0].indicateurs.2025.beneficiaires · nombre de personnes d'un million au plus attendu, lu -1000001"]),
        ("fiches[0].indicateurs.2025.emploi: 1000", &[]),
        ("fiches[0].indicateurs.2025.emploi: -1001", &["fiches[0].indicateurs.2025.emploi · taux en %, de 0 à 100, attendu, lu -1001"]),
        ("fiches[0].ressources: { propres: 1000000001 }", &["fiches[0].ressources.propres · montant en euros d'un milliard au plus attendu, lu 1000000001"]),
        ("territoires: [\"69\", \"63\"]", &[]),
        ("territoires: [\"630\"]", &["territoires[0] · territoire inconnu : « 630 » ; le plus proche est « 63 »"]),
        ("debut: +10000-01-01", &["debut · année de quatre chiffres attendue, lu 10000"]),
        ("fin: 2020-01-01", &[]),
    ];
    let referentiel = &*REFERENTIEL;
    for (changement, attendus) in cas {
        let situation = Situation::new(&[changement]);
        let problemes = situation.projet.problemes(&situation.ami, referentiel);
        assert_eq!(dire(problemes), *attendus, "{changement}");
    }
}

#[test]
fn what_the_call_cannot_say_is_a_located_problem() {
    #[rustfmt::skip]
    let cas: &[CasDeProbleme] = &[
        ("ami.intitule: O2R", &[]),
        ("ami.territoires[0].enveloppe: 1000000000", &[]),
        ("ami.territoires[0].enveloppe: -1", &["territoires[0].enveloppe · montant en euros entre 0 et un milliard attendu, lu -1"]),
        ("ami.regles.subvention_annuelle_minimale: 0", &[]),
        ("ami.regles.subvention_annuelle_minimale: 1000000001", &["regles.subvention_annuelle_minimale · montant en euros entre 0 et un milliard attendu, lu 1000000001"]),
        ("ami.regles.duree_parcours: { usuelle: [6, 12], maximum: 12 }", &[]),
        ("ami.regles.duree_parcours: { usuelle: [6, 13], maximum: 12 }", &["regles.duree_parcours · durées croissantes attendues (usuelles puis maximum), lu 6, 13 et 12 mois"]),
        ("ami.calendrier.duree_mois: 0", &["calendrier.duree_mois · durée de 1 à 120 mois attendue, lu 0"]),
        ("ami.territoires[0].code: \"../1\"", &["territoires[0].code · code de 1 à 4 chiffres ou lettres sans accent attendu (il nomme des fichiers), lu « ../1 »"]),
        ("ami.territoires[0].code: \"01234\"", &["territoires[0].code · code de 1 à 4 chiffres ou lettres sans accent attendu (il nomme des fichiers), lu « 01234 »"]),
        ("ami.familles[1].id: gouvernance", &["familles[1].id · « gouvernance » figure déjà plus haut"]),
        ("ami.familles[1].institutions: []", &["familles[1].institutions · au moins une institution est attendue"]),
        ("ami.familles: []", &["familles · au moins une famille d'avis est attendue"]),
        ("ami.publics: []", &["publics · au moins un public est attendu"]),
        ("ami.criteres: []", &["criteres · au moins un critère est attendu"]),
        ("ami.territoires: []", &["territoires · au moins un territoire est attendu"]),
    ];
    for (changement, attendus) in cas {
        let problemes = Situation::new(&[changement]).ami.problemes();
        assert_eq!(dire(problemes), *attendus, "{changement}");
    }
}

#[test]
fn a_table_names_places_that_exist() {
    #[rustfmt::skip]
    let cas: &[CasDeProbleme] = &[
        ("table.source: null", &[]),
        ("table.priorites[0].territoire: { exclut: [\"epci:246300701\"] }", &["priorites[0].territoire.exclut · exclut sans inclut : nommez d'abord ce que la zone inclut, comme dep:63"]),
        ("table.conventions_cej_jr[0].territoire: { exclut: [\"dep:63\"] }", &["conventions_cej_jr[0].territoire.exclut · exclut sans inclut : nommez d'abord ce que la zone inclut, comme dep:63"]),
        ("table.conventions_cej_jr[0].territoire: { inclut: [] }", &["conventions_cej_jr[0].territoire · aucune commune : vérifiez inclut et exclut"]),
        ("table.conventions_cej_jr[0].territoire: { inclut: [\"epci:246300702\"] }", &["conventions_cej_jr[0].territoire.inclut[0] · EPCI inconnu : « 246300702 » ; le plus proche est « 246300701 »"]),
    ];
    for (changement, attendus) in cas {
        let situation = Situation::new(&[changement]);
        let problemes = situation.table.problemes(&situation.ami, &REFERENTIEL);
        assert_eq!(dire(problemes), *attendus, "{changement}");
    }
}

#[test]
fn a_huge_reference_is_refused_at_once_and_quoted_short() {
    let enorme = "6".repeat(1 << 20);
    let debut = std::time::Instant::now();
    let situation = Situation::new(&[&format!(
        "fiches[0].zone: {{ inclut: [\"commune:{enorme}\", \"{enorme}\"] }}"
    )]);
    let problemes = dire(situation.projet.problemes(&situation.ami, &REFERENTIEL));
    assert!(debut.elapsed().as_secs() < 10, "{:?}", debut.elapsed());
    let cite = "6".repeat(60);
    assert_eq!(
        problemes,
        [
            format!("fiches[0].zone.inclut[0] · code de commune inconnu : « {cite}… »"),
            format!(
                "fiches[0].zone.inclut[1] · référence attendue comme dep:63, epci:246300701 ou commune:63113, lu « {cite}… »"
            ),
        ]
    );
    assert_eq!(
        inconnu("mot", "chaise", ["chaises"]),
        "mot inconnu : « chaise » ; le plus proche est « chaises »"
    );
    assert_eq!(
        plus_proche(&"a".repeat(64), [&*"a".repeat(63)]),
        Some(&*"a".repeat(63))
    );
    assert_eq!(plus_proche(&"a".repeat(65), [&*"a".repeat(64)]), None);
}

#[test]
fn sums_stop_instead_of_overflowing() {
    let immense = i64::MAX;
    let situation = Situation::new(&[
        &format!("fiches[0].total.2025.demande: {immense}"),
        &format!("fiches[0].total.2025.cout: {immense}"),
        &format!("fiches[0].total.2025.personnel: {immense}"),
        &format!("fiches[0].indicateurs.2025.beneficiaires: {immense}"),
        "fiches[0].ressources: { propres: 9223372036854775807, cofinancements: 9223372036854775807 }",
    ]);
    let fiche = &situation.projet.fiches[0];
    assert_eq!(fiche.demande(), immense);
    assert_eq!(fiche.cout(), immense);
    assert_eq!(fiche.beneficiaires(), immense);
    situation.constats();
}

fn dire(problemes: Vec<Probleme>) -> Vec<String> {
    let phrases = problemes.into_iter();
    phrases
        .map(|p| format!("{} · {}", p.chemin, p.message))
        .collect()
}

static REFERENTIEL: LazyLock<Arc<Referentiel>> =
    LazyLock::new(|| Brouillon::new().campagne().cadre("63").unwrap().referentiel);

/// The base candidature against the call and the table of Puy-de-Dôme, with changes written as `fiches[0].etp: "0"`.
struct Situation {
    projet: Arc<Projet>,
    ami: Ami,
    table: TablePriorites,
    autres: Vec<Arc<Projet>>,
}

impl Situation {
    fn new(changements: &[&str]) -> Self {
        let lire = |texte: &str, prefixe: &str| {
            let mut valeur: Value = serde_yaml::from_str(texte).unwrap();
            for changement in changements {
                let ailleurs = ["ami.", "table.", "autre."];
                let sien = ailleurs.into_iter().find(|p| changement.starts_with(p));
                if sien.unwrap_or_default() == prefixe {
                    changer(&mut valeur, &changement[prefixe.len()..]);
                }
            }
            serde_yaml::to_string(&valeur).unwrap()
        };
        let avec_autre = changements.iter().any(|c| c.starts_with("autre."));
        let autre = avec_autre.then(|| Arc::new(decoder::<Projet>(&lire(PROJET, "autre."))));
        Self {
            projet: Arc::new(decoder(&lire(PROJET, ""))),
            ami: decoder(&lire(AMI, "ami.")),
            table: decoder(&lire(TABLE, "table.")),
            autres: autre.into_iter().collect(),
        }
    }

    fn zone(&self) -> Communes {
        let fiche = &self.projet.fiches[0];
        REFERENTIEL.zone_de_fiche(fiche.zone.as_ref(), &fiche.territoire)
    }

    fn correspondances(&self) -> Vec<Correspondance> {
        correspondance::chercher(
            &self.projet.fiches[0],
            &self.zone(),
            self.projet.debut,
            &self.ami,
            &self.table,
            &REFERENTIEL,
        )
    }

    fn constats(&self) -> Vec<Constat> {
        let mut candidatures = vec![Arc::clone(&self.projet)];
        candidatures.extend(self.autres.iter().cloned());
        constater(&Vue {
            projet: &self.projet,
            rang: 0,
            ami: &self.ami,
            table: &self.table,
            referentiel: &REFERENTIEL,
            correspondances: &self.correspondances(),
            zone: &self.zone(),
            formulaires: &Formulaires::new(&candidatures),
        })
    }
}

fn decoder<T: DeserializeOwned>(texte: &str) -> T {
    serde_yaml::from_str(texte).unwrap_or_else(|erreur| panic!("{erreur} :\n{texte}"))
}

/// `a.b[0].c: valeur` puts a value there; `-a.b` takes the key away.
fn changer(racine: &mut Value, changement: &str) {
    let (chemin, valeur) = if let Some(chemin) = changement.strip_prefix('-') {
        (chemin, None)
    } else {
        let (chemin, valeur) = changement.split_once(": ").unwrap();
        (chemin, Some(serde_yaml::from_str(valeur).unwrap()))
    };
    let chemin = chemin.replace('[', ".[");
    let (parents, dernier) = chemin.rsplit_once('.').unwrap_or(("", &chemin));
    let pas = parents.split('.').filter(|pas| !pas.is_empty());
    let lieu = pas.fold(racine, |lieu, pas| entrer(lieu, pas));
    match valeur {
        Some(valeur) => *entrer(lieu, dernier) = valeur,
        None => {
            lieu.as_mapping_mut().unwrap().remove(cle(dernier)).unwrap();
        }
    }
}

fn entrer<'a>(lieu: &'a mut Value, pas: &str) -> &'a mut Value {
    match pas.strip_prefix('[') {
        Some(rang) => &mut lieu[rang.trim_end_matches(']').parse::<usize>().unwrap()],
        None => lieu
            .as_mapping_mut()
            .unwrap()
            .entry(cle(pas))
            .or_insert(Value::Null),
    }
}

/// Years are numbers.
fn cle(pas: &str) -> Value {
    pas.parse::<u64>().map_or_else(|_| pas.into(), Into::into)
}

//! What a column of a form may fill in our candidatures: each field with its key, its name on screen and the form of its value.

use crate::domain::ami::Ami;

/// Form of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Forme {
    /// Free text.
    Texte,
    /// Whole euros.
    Euros,
    /// A whole number.
    Entier,
    /// Full-time equivalents, in hundredths.
    Etp,
    /// Yes or no.
    OuiNon,
    /// Yes or no, or a file joined.
    Piece,
    /// A day.
    Jour,
    /// One territory of the call.
    Territoire,
    /// Territories of the call.
    Territoires,
    /// Publics of the call.
    Publics,
    /// Activities of the call.
    Volets,
    /// Members of a consortium, one a line.
    Membres,
}

/// A field that a column may fill.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cible {
    /// Its key in the file, as `total.2025.demande`.
    pub cle: String,
    /// Its name on screen.
    pub nom: String,
    /// The form of its value.
    pub forme: Forme,
    /// Labels that announce it, folded.
    pub mots: Vec<String>,
}

use Forme::{
    Entier, Etp, Euros, Jour, Membres, OuiNon, Piece, Publics, Territoire, Territoires, Texte,
    Volets,
};

#[rustfmt::skip]
const FORMULAIRE: &[(&str, &str, Forme, &str)] = &[
    ("nom", "nom du projet", Texte, "nom du projet|intitule du projet|titre du projet"),
    ("territoires", "territoires", Territoires, "territoires couverts|territoires concernes|departements concernes|departements couverts"),
    ("publics", "publics (de chaque fiche)", Publics, "publics cibles|publics vises|public cible"),
    ("volets", "volets (de chaque fiche)", Volets, "volets d'activite|volets|activites proposees"),
    ("description", "description (de chaque fiche)", Texte, "description du projet|resume du projet"),
    ("etp", "ETP (de chaque fiche)", Etp, "etp mobilises|equivalents temps plein"),
    ("debut", "début", Jour, "date previsionnelle de demarrage|date de demarrage|date de debut"),
    ("fin", "fin", Jour, "date previsionnelle de fin|date de fin"),
    ("premiere_depense", "première dépense", Jour, "date de la premiere depense"),
    ("consortium", "candidature en consortium", OuiNon, "portee par un consortium|candidature en consortium"),
    ("consortium.membres", "membres du consortium", Membres, "membres du consortium|composition du consortium"),
    ("consortium.fse_plus", "FSE+ sollicité", OuiNon, "cofinancement fse+ sollicite|fse+"),
    ("parcours_mois.usuel", "durée usuelle du parcours (mois)", Entier, "duree usuelle du parcours|duree moyenne du parcours"),
    ("parcours_mois.maximum", "durée maximale du parcours (mois)", Entier, "duree maximale du parcours"),
    ("parcours_mois.motif", "motif d'une durée longue", Texte, "motif de la duree"),
    ("engagements.comptabilite_analytique", "comptabilité analytique", OuiNon, "comptabilite analytique"),
    ("engagements.contrat_republicain", "contrat d'engagement républicain", Piece, "contrat d'engagement republicain"),
    ("engagements.soutien_reseau", "soutien d'un acteur du réseau", Piece, "lettre de soutien|soutien d'un acteur du reseau"),
    ("engagements.accord_agir", "accord avec AGIR", Piece, "accord avec agir|accord agir"),
    ("porteur.membre_reseau", "porteur membre du réseau", OuiNon, "membre du reseau pour l'emploi"),
    ("porteur.experience_reperage", "expérience de repérage", OuiNon, "experience de reperage"),
    ("porteur.laureat_pic", "ancien lauréat du PIC", OuiNon, "laureat du pic|ancien laureat pic"),
    ("porteur.fin_convention_pic", "fin de convention PIC", Jour, "fin de la convention pic|fin de convention 100 % inclusion"),
];

#[rustfmt::skip]
const FICHE: &[(&str, &str, Forme, &str)] = &[
    ("territoire", "territoire", Territoire, "territoire|departement"),
    ("publics", "publics", Publics, "publics cibles|publics vises"),
    ("volets", "volets", Volets, "volets d'activite|volets"),
    ("etp", "ETP", Etp, "etp mobilises|equivalents temps plein|etp"),
    ("description", "description", Texte, "description de l'offre departementale|description de l'action|description"),
    ("ages.minimum", "âge minimal", Entier, "age minimal|age minimum"),
    ("ages.maximum", "âge maximal", Entier, "age maximal|age maximum"),
    ("ressources.propres", "ressources propres", Euros, "ressources propres|fonds propres"),
    ("ressources.cofinancements", "cofinancements", Euros, "cofinancements"),
];

#[rustfmt::skip]
const POSTES: [(&str, &str, &str); 4] = [
    ("personnel", "dépenses de personnel", "depenses de personnel|personnel"),
    ("autres", "autres dépenses", "autres depenses"),
    ("cout", "coût total", "cout total|cout"),
    ("demande", "financement demandé", "financement demande|subvention demandee|montant demande"),
];

#[rustfmt::skip]
const INDICATEURS: [(&str, &str, &str); 6] = [
    ("beneficiaires", "bénéficiaires", "beneficiaires|nombre de beneficiaires"),
    ("emploi", "sorties en emploi (%)", "taux de sortie en emploi"),
    ("emploi_durable", "sorties en emploi durable (%)", "taux de sortie en emploi durable"),
    ("creation", "création d'entreprise (%)", "creation ou reprise d'entreprise"),
    ("formation", "formation (%)", "formation certifiante ou qualifiante"),
    ("inscription_ft", "inscription à France Travail (%)", "inscription a france travail|personnes inscrites a france travail"),
];

const VOLETS: [(&str, &str); 4] = [
    ("reperage", "repérage"),
    ("remobilisation", "remobilisation"),
    ("accompagnement", "accompagnement"),
    ("coordination", "coordination"),
];

/// The fields that a column of the form may fill.
pub fn du_formulaire(ami: &Ami, annees: &[u16]) -> Vec<Cible> {
    let mut cibles: Vec<Cible> = FORMULAIRE.iter().map(simple).collect();
    for annee in annees {
        for (cle, nom, mots) in POSTES {
            cibles.push(annuelle(
                &format!("total.{annee}.{cle}"),
                &format!("{nom} {annee}, tout le projet"),
                Euros,
                mots,
                *annee,
            ));
        }
    }
    cibles.extend(ami.regles.pieces.iter().map(|piece| Cible {
        cle: format!("pieces.{piece}"),
        nom: format!("pièce « {piece} »"),
        forme: Piece,
        mots: vec![crate::exchange::plateforme::entetes::plier(
            &piece.replace(['-', '_'], " "),
        )],
    }));
    cibles
}

/// The fields that a column of a repetition may fill in the fiche of its territory.
pub fn de_la_fiche(annees: &[u16]) -> Vec<Cible> {
    let mut cibles: Vec<Cible> = FICHE.iter().map(simple).collect();
    for annee in annees {
        for (cle, nom, mots) in POSTES {
            cibles.push(annuelle(
                &format!("total.{annee}.{cle}"),
                &format!("{nom} {annee}"),
                Euros,
                mots,
                *annee,
            ));
        }
        for (cle, nom, mots) in INDICATEURS {
            cibles.push(annuelle(
                &format!("indicateurs.{annee}.{cle}"),
                &format!("{nom} {annee}"),
                Entier,
                mots,
                *annee,
            ));
        }
        for (volet, nom_volet) in VOLETS {
            for (cle, nom, mots) in POSTES {
                let mots: Vec<String> = mots.split('|').map(|m| format!("{m} {volet}")).collect();
                let nom = format!("{nom} {annee}, {nom_volet}");
                cibles.push(annuelle(
                    &format!("budget.{volet}.{annee}.{cle}"),
                    &nom,
                    Euros,
                    &mots.join("|"),
                    *annee,
                ));
            }
        }
    }
    cibles
}

fn simple((cle, nom, forme, mots): &(&str, &str, Forme, &str)) -> Cible {
    Cible {
        cle: (*cle).to_owned(),
        nom: (*nom).to_owned(),
        forme: *forme,
        mots: mots.split('|').map(str::to_owned).collect(),
    }
}

fn annuelle(cle: &str, nom: &str, forme: Forme, mots: &str, annee: u16) -> Cible {
    Cible {
        cle: cle.to_owned(),
        nom: nom.to_owned(),
        forme,
        mots: mots.split('|').map(|m| format!("{m} {annee}")).collect(),
    }
}

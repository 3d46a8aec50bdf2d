//! The columns that the platform writes itself, in both of its header families, and those that name a person.
//! Source: `dossier_export_concern.rb` and `procedure_presentation/fr.yml` of its public code.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// What a column of the platform holds, for us.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fixe {
    /// Number of the dossier.
    Numero,
    /// « En instruction », « Accepté »…
    Etat,
    /// When it was filed.
    Depot,
    /// When the applicant last changed it.
    Modification,
    /// SIRET of the applicant.
    Siret,
    /// Name of the company or association.
    RaisonSociale,
    /// Its legal form, in words.
    Forme,
    /// Its legal form, as a code.
    FormeCode,
    /// Known, and of no use here.
    Ignoree,
    /// Names a person: dropped at the door.
    Personnelle,
}

use Fixe::{
    Depot, Etat, Forme, FormeCode, Ignoree, Modification, Numero, Personnelle, RaisonSociale, Siret,
};

/// Family of headers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Famille {
    /// The default export: blank numbers come as 0.
    Defaut,
    /// A « modèle d'export » chosen by an instructor: blank stays blank.
    Modele,
}

/// Headers of the platform, folded; a column is one of these only at its first occurrence.
#[rustfmt::skip]
const FIXES: &[(&str, Fixe)] = &[
    ("ID", Numero), ("N° dossier", Numero),
    ("Email", Personnelle), ("Adresse électronique", Personnelle),
    ("FranceConnect ?", Personnelle), ("France connecté ?", Personnelle),
    ("Civilité", Personnelle), ("Nom", Personnelle), ("Prénom", Personnelle),
    ("Dépôt pour un tiers", Personnelle), ("Nom du mandataire", Personnelle), ("Prénom du mandataire", Personnelle),
    ("Date de naissance", Personnelle), ("Entreprise nom", Personnelle), ("Entreprise prénom", Personnelle),
    ("Instructeurs", Personnelle), ("Instructeur", Personnelle),
    ("Établissement SIRET", Siret), ("Entreprise raison sociale", RaisonSociale),
    ("Entreprise forme juridique", Forme), ("Entreprise forme juridique code", FormeCode),
    ("Etablissement enseigne", Ignoree),
    ("Établissement siège social", Ignoree), ("Établissement NAF", Ignoree), ("Établissement libellé NAF", Ignoree),
    ("Code NAF", Ignoree), ("Libellé NAF", Ignoree),
    ("Établissement Adresse", Ignoree), ("Établissement numero voie", Ignoree), ("Établissement type voie", Ignoree),
    ("Établissement nom voie", Ignoree), ("Établissement complément adresse", Ignoree),
    ("Établissement code postal", Ignoree), ("Établissement localité", Ignoree),
    ("Établissement code INSEE localité", Ignoree), ("Entreprise SIREN", Ignoree),
    ("Entreprise capital social", Ignoree), ("Entreprise numero TVA intracommunautaire", Ignoree),
    ("Entreprise nom commercial", Ignoree), ("Entreprise SIRET siège social", Ignoree),
    ("Entreprise code effectif entreprise", Ignoree), ("Entreprise date de création", Ignoree),
    ("Entreprise état administratif", Ignoree), ("Association RNA", Ignoree), ("Association titre", Ignoree),
    ("Association objet", Ignoree), ("Association date de création", Ignoree),
    ("Association date de déclaration", Ignoree), ("Association date de publication", Ignoree),
    ("Domaine Fonctionnel", Ignoree), ("Référentiel De Programmation", Ignoree), ("Centre De Coût", Ignoree),
    ("Archivé", Ignoree), ("À archiver", Ignoree), ("État du dossier", Etat),
    ("Dernière mise à jour le", Ignoree), ("Dernière mise à jour du dossier le", Modification),
    ("Déposé le", Depot), ("Passé en instruction le", Ignoree), ("Date décision SVA", Ignoree),
    ("Date décision SVR", Ignoree), ("Traité le", Ignoree), ("Motivation de la décision", Ignoree),
    ("Groupe instructeur", Ignoree),
    ("Date de création", Ignoree), ("Date du dernier évènement", Ignoree),
    ("Date de dernière modification (usager)", Modification), ("Date de dépôt", Depot),
    ("Date de passage en construction", Ignoree), ("Date de passage en instruction", Ignoree),
    ("Date de traitement", Ignoree), ("Date d’expiration", Ignoree), ("Labels", Ignoree),
];

/// Words of a label that announce a person.
const PERSONNE: [&str; 11] = [
    "telephone",
    "courriel",
    "e-mail",
    "email",
    "adresse electronique",
    "prenom",
    "civilite",
    "date de naissance",
    "nom du referent",
    "nom du contact",
    "iban",
];

/// A label as it is compared: no accents, case, typographic apostrophe nor repeated spaces.
pub fn plier(texte: &str) -> String {
    let plie: String = texte
        .nfd()
        .filter(|c| !is_combining_mark(*c))
        .flat_map(char::to_lowercase)
        .map(|c| match c {
            '’' | 'ʼ' => '\'',
            c if c.is_whitespace() => ' ',
            c => c,
        })
        .collect();
    plie.split(' ')
        .filter(|m| !m.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// What the platform's column of this label holds; `None` for a column of the form.
pub fn fixe(titre: &str) -> Option<Fixe> {
    let titre = plier(titre);
    FIXES
        .iter()
        .find(|(connu, _)| plier(connu) == titre)
        .map(|(_, fixe)| *fixe)
}

/// Whether a label announces a person.
pub fn personnel(titre: &str) -> bool {
    let titre = plier(titre);
    PERSONNE.iter().any(|mot| titre.contains(mot))
}

/// Whether a whole value is an address of mail or a telephone number.
pub fn coordonnee(valeur: &str) -> bool {
    let valeur = valeur.trim();
    est_courriel(valeur) || est_telephone(valeur)
}

/// A text without the addresses of mail and telephone numbers that it holds; whether some were.
pub fn sans_coordonnees(texte: &str) -> (String, bool) {
    if !texte.contains('@') && !texte.bytes().any(|b| b.is_ascii_digit()) {
        return (texte.to_owned(), false);
    }
    let mut rendu = String::with_capacity(texte.len());
    let mut retire = false;
    for (rang, ligne) in texte.split('\n').enumerate() {
        if rang > 0 {
            rendu.push('\n');
        }
        let mots: Vec<&str> = ligne.split(' ').collect();
        let mut debut = 0;
        while debut < mots.len() {
            // A telephone number is at most six words: « +33 4 65 71 00 15 ».
            let suite = (1..=6.min(mots.len() - debut)).rev();
            let longueur = suite
                .into_iter()
                .find(|n| est_telephone(&bord(&mots[debut..debut + n].join(" "))));
            let (marque, longueur) = match longueur {
                Some(longueur) => (Some("[téléphone retiré]"), longueur),
                None if est_courriel(&bord(mots[debut])) => (Some("[courriel retiré]"), 1),
                None => (None, 1),
            };
            if debut > 0 {
                rendu.push(' ');
            }
            rendu.push_str(marque.unwrap_or(mots[debut]));
            retire |= marque.is_some();
            debut += longueur;
        }
    }
    (rendu, retire)
}

/// A word without the punctuation around it.
fn bord(mot: &str) -> String {
    mot.trim_matches(|c: char| !c.is_alphanumeric() && c != '+')
        .to_owned()
}

fn est_courriel(mot: &str) -> bool {
    let Some((avant, apres)) = mot.rsplit_once('@') else {
        return false;
    };
    !avant.is_empty() && apres.contains('.') && !mot.contains(char::is_whitespace)
}

/// A French number: ten digits from 0, or nine after +33 or 0033, with spaces, dots or hyphens.
fn est_telephone(texte: &str) -> bool {
    if !texte.chars().all(|c| {
        c.is_ascii_digit() || c.is_whitespace() || matches!(c, '.' | '-' | '+' | '(' | ')' | '/')
    }) {
        return false;
    }
    let chiffres: String = texte.chars().filter(char::is_ascii_digit).collect();
    let national = chiffres.strip_prefix("0033").or_else(|| {
        texte
            .starts_with("+33")
            .then(|| chiffres.trim_start_matches("33"))
    });
    match national {
        Some(reste) => matches!(reste.trim_start_matches('0').len(), 9),
        // Ten digits without a separator may be any identifier: a separator is asked for.
        None => chiffres.len() == 10 && chiffres.starts_with('0') && texte.len() > 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_names_of_the_archive_column_are_the_platform_s() {
        assert_eq!(fixe("Archivé"), Some(Ignoree));
        assert_eq!(fixe("À archiver"), Some(Ignoree));
        assert_eq!(fixe("Nom du projet"), None);
        assert_eq!(fixe("N° dossier"), Some(Numero));
    }

    #[test]
    fn mail_and_telephone_leave_a_text_and_nothing_else_does() {
        let (texte, retire) = sans_coordonnees(
            "Joindre a.b@c.example ou 04 65 71 00 11, en 2024 : 12 000 €.\nSIRET 99999901400015",
        );
        assert!(retire);
        assert_eq!(
            texte,
            "Joindre [courriel retiré] ou [téléphone retiré] en 2024 : 12 000 €.\nSIRET 99999901400015"
        );
        let intact = "Parcours de 6 à 9 mois ; 3 antennes ; 01 novembre 2024.\n- « aller vers »";
        assert_eq!(sans_coordonnees(intact), (intact.to_owned(), false));
        assert!(
            coordonnee("+33 4 65 71 00 15")
                && coordonnee("x@y.example")
                && !coordonnee("99999901400015")
        );
    }
}

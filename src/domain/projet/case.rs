//! The numbers of a fiche, one by one: how each is read, set, bounded, and where it stands in the file.

use super::problemes::{BENEFICIAIRES_MAXIMUM, TAUX_MAXIMAL};
use super::{Ages, Etp, Fiche, Indicateurs, MONTANT_MAXIMAL, Montants, Ressources, Volet};

/// Oldest age that can be typed.
const AGE_MAXIMAL: i64 = 120;

/// Most full-time equivalents that can be typed, in hundredths.
const ETP_MAXIMAL: i64 = 9_999_999;

/// An amount of a line of budget.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Colonne {
    /// Staff.
    Personnel,
    /// Other expenses.
    Autres,
    /// Total cost.
    Cout,
    /// Grant asked.
    Demande,
}

/// An indicator of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Mesure {
    /// Beneficiaries.
    Beneficiaires,
    /// Exits to employment, in percent.
    Emploi,
    /// Of which lasting employment, in percent.
    EmploiDurable,
    /// Creation or takeover of a business, in percent.
    Creation,
    /// Certifying or qualifying training, in percent.
    Formation,
    /// Persons registered with France Travail, in percent.
    InscriptionFt,
}

/// A number of a fiche.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// Full-time equivalents, in hundredths.
    Etp,
    /// Youngest of the young.
    AgeMinimum,
    /// Oldest of the young.
    AgeMaximum,
    /// Oldest with a recognised handicap.
    AgeMaximumHandicap,
    /// An amount of a volet on a year.
    Montant(Volet, u16, Colonne),
    /// An amount of the total declared for a year.
    Total(u16, Colonne),
    /// Own resources over the convention.
    Propres,
    /// Co-financing over the convention.
    Cofinancements,
    /// An indicator of a year.
    Indicateur(u16, Mesure),
}

impl Colonne {
    /// Every amount, in the order of the fiche.
    pub const TOUTES: [Self; 4] = [Self::Personnel, Self::Autres, Self::Cout, Self::Demande];

    /// The amount in a line.
    pub fn lire(self, montants: &Montants) -> Option<i64> {
        match self {
            Self::Personnel => montants.personnel,
            Self::Autres => montants.autres,
            Self::Cout => montants.cout,
            Self::Demande => montants.demande,
        }
    }

    fn dans(self, montants: &mut Montants) -> &mut Option<i64> {
        match self {
            Self::Personnel => &mut montants.personnel,
            Self::Autres => &mut montants.autres,
            Self::Cout => &mut montants.cout,
            Self::Demande => &mut montants.demande,
        }
    }

    /// The key in the file.
    pub fn cle(self) -> &'static str {
        match self {
            Self::Personnel => "personnel",
            Self::Autres => "autres",
            Self::Cout => "cout",
            Self::Demande => "demande",
        }
    }

    /// The word at the head of the column.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Personnel => "personnel",
            Self::Autres => "autres",
            Self::Cout => "coût total",
            Self::Demande => "demandé",
        }
    }
}

impl Mesure {
    /// Every indicator, in the order of the fiche.
    pub const TOUTES: [Self; 6] = [
        Self::Beneficiaires,
        Self::Emploi,
        Self::EmploiDurable,
        Self::Creation,
        Self::Formation,
        Self::InscriptionFt,
    ];

    /// The indicator in a year.
    pub fn lire(self, annee: &Indicateurs) -> Option<i64> {
        match self {
            Self::Beneficiaires => annee.beneficiaires,
            Self::Emploi => annee.emploi,
            Self::EmploiDurable => annee.emploi_durable,
            Self::Creation => annee.creation,
            Self::Formation => annee.formation,
            Self::InscriptionFt => annee.inscription_ft,
        }
    }

    fn dans(self, annee: &mut Indicateurs) -> &mut Option<i64> {
        match self {
            Self::Beneficiaires => &mut annee.beneficiaires,
            Self::Emploi => &mut annee.emploi,
            Self::EmploiDurable => &mut annee.emploi_durable,
            Self::Creation => &mut annee.creation,
            Self::Formation => &mut annee.formation,
            Self::InscriptionFt => &mut annee.inscription_ft,
        }
    }

    /// The key in the file.
    pub fn cle(self) -> &'static str {
        match self {
            Self::Beneficiaires => "beneficiaires",
            Self::Emploi => "emploi",
            Self::EmploiDurable => "emploi_durable",
            Self::Creation => "creation",
            Self::Formation => "formation",
            Self::InscriptionFt => "inscription_ft",
        }
    }

    /// The word at the head of the column.
    pub fn nom(self) -> &'static str {
        match self {
            Self::Beneficiaires => "personnes",
            Self::Emploi => "emploi",
            Self::EmploiDurable => "durable",
            Self::Creation => "création",
            Self::Formation => "formation",
            Self::InscriptionFt => "inscrits",
        }
    }
}

impl Case {
    /// The number; `None` when the cell is blank.
    pub fn lire(self, fiche: &Fiche) -> Option<i64> {
        let ages = fiche.ages.unwrap_or_default();
        let ressources = fiche.ressources.unwrap_or_default();
        match self {
            Self::Etp => fiche.etp.map(|etp| i64::from(etp.0)),
            Self::AgeMinimum => ages.minimum.map(i64::from),
            Self::AgeMaximum => ages.maximum.map(i64::from),
            Self::AgeMaximumHandicap => ages.maximum_handicap.map(i64::from),
            Self::Montant(volet, annee, colonne) => {
                let ligne = fiche.budget.get(&volet)?.get(&annee)?;
                colonne.lire(ligne)
            }
            Self::Total(annee, colonne) => colonne.lire(fiche.total.get(&annee)?),
            Self::Propres => ressources.propres,
            Self::Cofinancements => ressources.cofinancements,
            Self::Indicateur(annee, mesure) => mesure.lire(fiche.indicateurs.get(&annee)?),
        }
    }

    /// Sets the number; a line left without any number is taken away.
    pub fn ecrire(self, fiche: &mut Fiche, nombre: Option<i64>) {
        let petit = nombre.and_then(|n| u32::try_from(n).ok());
        match self {
            Self::Etp => fiche.etp = petit.map(Etp),
            Self::AgeMinimum => fiche.ages.get_or_insert_default().minimum = petit,
            Self::AgeMaximum => fiche.ages.get_or_insert_default().maximum = petit,
            Self::AgeMaximumHandicap => fiche.ages.get_or_insert_default().maximum_handicap = petit,
            Self::Montant(volet, annee, colonne) => {
                let annees = fiche.budget.entry(volet).or_default();
                *colonne.dans(annees.entry(annee).or_default()) = nombre;
            }
            Self::Total(annee, colonne) => {
                *colonne.dans(fiche.total.entry(annee).or_default()) = nombre;
            }
            Self::Propres => fiche.ressources.get_or_insert_default().propres = nombre,
            Self::Cofinancements => {
                fiche.ressources.get_or_insert_default().cofinancements = nombre;
            }
            Self::Indicateur(annee, mesure) => {
                *mesure.dans(fiche.indicateurs.entry(annee).or_default()) = nombre;
            }
        }
        if nombre.is_none() {
            fiche.retirer_les_lignes_vides();
        }
    }

    /// The largest number it may hold.
    pub fn maximum(self) -> i64 {
        match self {
            Self::Etp => ETP_MAXIMAL,
            Self::AgeMinimum | Self::AgeMaximum | Self::AgeMaximumHandicap => AGE_MAXIMAL,
            Self::Montant(..) | Self::Total(..) | Self::Propres | Self::Cofinancements => {
                MONTANT_MAXIMAL
            }
            Self::Indicateur(_, Mesure::Beneficiaires) => BENEFICIAIRES_MAXIMUM,
            Self::Indicateur(..) => TAUX_MAXIMAL,
        }
    }

    /// Its path inside the fiche.
    pub fn chemin(self) -> String {
        match self {
            Self::Etp => "etp".into(),
            Self::AgeMinimum => "ages.minimum".into(),
            Self::AgeMaximum => "ages.maximum".into(),
            Self::AgeMaximumHandicap => "ages.maximum_handicap".into(),
            Self::Montant(volet, annee, colonne) => {
                format!("budget.{}.{annee}.{}", volet.cle(), colonne.cle())
            }
            Self::Total(annee, colonne) => format!("total.{annee}.{}", colonne.cle()),
            Self::Propres => "ressources.propres".into(),
            Self::Cofinancements => "ressources.cofinancements".into(),
            Self::Indicateur(annee, mesure) => format!("indicateurs.{annee}.{}", mesure.cle()),
        }
    }
}

impl Fiche {
    fn retirer_les_lignes_vides(&mut self) {
        let vide = |m: &Montants| *m == Montants::default();
        for annees in self.budget.values_mut() {
            annees.retain(|_, montants| !vide(montants));
        }
        self.budget.retain(|_, annees| !annees.is_empty());
        self.total.retain(|_, montants| !vide(montants));
        self.indicateurs
            .retain(|_, annee| *annee != Indicateurs::default());
        self.ages = self.ages.filter(|ages| *ages != Ages::default());
        self.ressources = self.ressources.filter(|r| *r != Ressources::default());
    }
}

//! What makes a candidature file unusable: unknown ids, absurd amounts and dates. What is only wrong is a constat.

use std::collections::BTreeMap;

use chrono::Datelike;

use super::{Fiche, Indicateurs, MONTANT_MAXIMAL, Montants, Projet, Ressources, est_numero};
use crate::domain::ami::Ami;
use crate::domain::probleme::{Probleme, citer, inconnu};
use crate::domain::territoire::Referentiel;

/// Most beneficiaries a year may count, and largest rate, in percent: above, they are slips of the keyboard.
pub(super) const BENEFICIAIRES_MAXIMUM: i64 = 1_000_000;
pub(super) const TAUX_MAXIMAL: i64 = 1000;

impl Projet {
    /// Ids this candidature names that the call does not know, amounts out of range, a number that is no id.
    pub fn problemes(&self, ami: &Ami, referentiel: &Referentiel) -> Vec<Probleme> {
        let mut problemes = Vec::new();
        if !est_numero(&self.numero) {
            let attendu = "numéro attendu (chiffres, lettres, - et _, 64 au plus)";
            problemes.push(Probleme::new(
                "numero",
                format!("{attendu}, lu {}", citer(&self.numero)),
            ));
        }
        if self.fiches.is_empty() {
            problemes.push(Probleme::new(
                "fiches",
                "au moins une fiche départementale est attendue",
            ));
        }
        montants_hors_bornes("total", &self.total, &mut problemes);
        self.dates_hors_bornes(&mut problemes);
        let codes = || ami.territoires.iter().map(|t| t.code.as_str());
        for (rang, code) in self.territoires.iter().enumerate() {
            if ami.territoires_de(code).next().is_none() {
                let message = inconnu("territoire", code, codes());
                problemes.push(Probleme::new(format!("territoires[{rang}]"), message));
            }
        }
        for (rang, fiche) in self.fiches.iter().enumerate() {
            let chemin = format!("fiches[{rang}]");
            if self.fiches[..rang]
                .iter()
                .any(|f| f.territoire == fiche.territoire)
            {
                let message = format!(
                    "le territoire {} a déjà une fiche plus haut",
                    citer(&fiche.territoire)
                );
                problemes.push(Probleme::new(format!("{chemin}.territoire"), message));
            }
            fiche.problemes(&chemin, ami, referentiel, &mut problemes);
        }
        problemes
    }

    /// Years of four digits: beyond, a date is a slip of the keyboard and a calendar may overflow.
    fn dates_hors_bornes(&self, problemes: &mut Vec<Probleme>) {
        let dates = [
            ("depose_le", Some(self.depose_le.date_naive())),
            ("modifie_le", self.modifie_le.map(|le| le.date_naive())),
            ("debut", Some(self.debut)),
            ("fin", Some(self.fin)),
        ];
        for (chemin, date) in dates {
            if let Some(date) = date.filter(|d| !(1000..=9999).contains(&d.year())) {
                problemes.push(Probleme::new(
                    chemin,
                    format!("année de quatre chiffres attendue, lu {}", date.year()),
                ));
            }
        }
    }
}

impl Fiche {
    fn problemes(
        &self,
        chemin: &str,
        ami: &Ami,
        referentiel: &Referentiel,
        problemes: &mut Vec<Probleme>,
    ) {
        if ami.territoire(&self.territoire).is_none() {
            let codes = ami.territoires.iter().map(|t| t.code.as_str());
            let message = inconnu("territoire", &self.territoire, codes);
            problemes.push(Probleme::new(format!("{chemin}.territoire"), message));
        }
        for (rang, public) in self.publics.iter().enumerate() {
            if ami.public(public).is_none() {
                let message = inconnu("public", public, ami.publics.iter().map(|p| p.id.as_str()));
                problemes.push(Probleme::new(format!("{chemin}.publics[{rang}]"), message));
            }
        }
        if let Some(zone) = &self.zone {
            referentiel.resoudre(zone, &format!("{chemin}.zone"), problemes);
        }
        montants_hors_bornes(&format!("{chemin}.total"), &self.total, problemes);
        for (volet, annees) in &self.budget {
            montants_hors_bornes(
                &format!("{chemin}.budget.{}", volet.cle()),
                annees,
                problemes,
            );
        }
        if let Some(Ressources {
            propres,
            cofinancements,
        }) = self.ressources
        {
            let champs = [("propres", propres), ("cofinancements", cofinancements)];
            hors_bornes(
                &format!("{chemin}.ressources"),
                champs,
                MONTANT_MAXIMAL,
                MONTANT,
                problemes,
            );
        }
        indicateurs_hors_bornes(chemin, &self.indicateurs, problemes);
    }
}

/// What an amount must be.
const MONTANT: &str = "montant en euros d'un milliard au plus";

fn montants_hors_bornes(
    chemin: &str,
    annees: &BTreeMap<u16, Montants>,
    problemes: &mut Vec<Probleme>,
) {
    for (annee, montants) in annees {
        let champs = [
            ("personnel", montants.personnel),
            ("autres", montants.autres),
            ("cout", montants.cout),
            ("demande", montants.demande),
        ];
        let chemin = format!("{chemin}.{annee}");
        hors_bornes(&chemin, champs, MONTANT_MAXIMAL, MONTANT, problemes);
    }
}

/// Absurd indicators; those that are only wrong are constats.
fn indicateurs_hors_bornes(
    chemin: &str,
    annees: &BTreeMap<u16, Indicateurs>,
    problemes: &mut Vec<Probleme>,
) {
    for (annee, i) in annees {
        let chemin = format!("{chemin}.indicateurs.{annee}");
        let personnes = [("beneficiaires", i.beneficiaires)];
        let attendu = "nombre de personnes d'un million au plus";
        hors_bornes(
            &chemin,
            personnes,
            BENEFICIAIRES_MAXIMUM,
            attendu,
            problemes,
        );
        let taux = i.taux().map(|(cle, _, taux)| (cle, taux));
        hors_bornes(
            &chemin,
            taux,
            TAUX_MAXIMAL,
            "taux en %, de 0 à 100,",
            problemes,
        );
    }
}

/// Adds the values outside `-maximum..=maximum`.
fn hors_bornes(
    chemin: &str,
    champs: impl IntoIterator<Item = (&'static str, Option<i64>)>,
    maximum: i64,
    attendu: &str,
    problemes: &mut Vec<Probleme>,
) {
    for (champ, valeur) in champs {
        if let Some(lu) = valeur.filter(|v| !(-maximum..=maximum).contains(v)) {
            problemes.push(Probleme::new(
                format!("{chemin}.{champ}"),
                format!("{attendu} attendu, lu {lu}"),
            ));
        }
    }
}

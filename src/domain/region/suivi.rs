//! What the region says: its journal folded into what a compilation follows, each fact checked before it is recorded.

use super::compiler::{Reglages, Retouche};
use super::{CODE, Region};
use crate::domain::fait::{Fait, Proposition};
use crate::domain::francais::euros;
use crate::domain::refus::{Refus, check_valeurs};
use crate::domain::resultat::Tete;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;

/// Hundredths of the envelope that the scenarios try, the nominal one left out.
const PARTS: [i64; 2] = [90, 110];

/// The compilation with a little less or a little more money.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Hundredths of the envelope.
    pub part: i64,
    /// Euros, to the euro below.
    pub enveloppe: i64,
    /// Served in the merged order here and not with the nominal envelope, as `63/19483920`.
    pub entrent: Vec<String>,
    /// The reverse.
    pub sortent: Vec<String>,
    /// The same in the tour de rôle.
    pub entrent_au_tour: Vec<String>,
    /// The reverse.
    pub sortent_au_tour: Vec<String>,
}

impl Reglages {
    /// What stands of a regional journal.
    pub fn replay(dit: &Seance, journal: Option<Tete>) -> Self {
        let mut reglages = Self {
            journal,
            ..Self::default()
        };
        let debout = dit.enregistrements().iter();
        for enregistrement in debout.filter(|e| !dit.est_annule(e.n)) {
            reglages.apply(&enregistrement.fait);
        }
        reglages
            .retouches
            .retain(|_, retouche| !retouche.est_vide());
        reglages
    }

    fn apply(&mut self, fait: &Fait) {
        match fait.clone() {
            Fait::DesistementNote {
                territoire,
                projet,
                motif,
            } => self.de(territoire, projet).desistement = Some(motif),
            Fait::ArbitrageNote {
                territoire,
                projet,
                proposition,
                motif,
            } => self.de(territoire, projet).proposition = proposition.map(|p| (p, motif)),
            Fait::MontantArbitre {
                territoire,
                projet,
                montant,
                motif,
            } => self.de(territoire, projet).montant = montant.map(|m| (m, motif)),
            Fait::EnveloppeFixee {
                montant,
                annee,
                motif,
            } => {
                // Null goes back to the sum of the territories'.
                self.enveloppe = montant.map(|montant| (Some(montant), annee, motif));
            }
            _ => {}
        }
    }

    fn de(&mut self, territoire: String, projet: String) -> &mut Retouche {
        self.retouches.entry((territoire, projet)).or_default()
    }
}

impl Region {
    /// Whether the region may say a fact now; else why not.
    pub fn check(&self, fait: &Fait, dit: &Seance) -> Result<(), String> {
        check_valeurs(fait).map_err(|refus| refus.to_string())?;
        match fait {
            Fait::DesistementNote {
                territoire, projet, ..
            }
            | Fait::ArbitrageNote {
                territoire, projet, ..
            }
            | Fait::MontantArbitre {
                territoire, projet, ..
            } => {
                let candidature = self.classement.iter().find(|r| {
                    r.candidature.territoire == *territoire && r.candidature.numero == *projet
                });
                if candidature.is_none() {
                    return Err(format!(
                        "La candidature {} n'a pas de rang dans {} : rien à y retoucher.",
                        visible(projet),
                        visible(territoire)
                    ));
                }
                let reglages = Reglages::replay(dit, None);
                let cle = (territoire.clone(), projet.clone());
                let retouche = reglages.retouches.get(&cle);
                let desiste = retouche.is_some_and(|r| r.desistement.is_some());
                match fait {
                    Fait::DesistementNote { .. } if desiste => Err(Refus::DejaDit.to_string()),
                    _ => Ok(()),
                }
            }
            Fait::EnveloppeFixee { .. } => Ok(()),
            Fait::Annule { cible } => {
                let vise = dit.enregistrement(*cible);
                let debout = vise.is_some_and(|e| {
                    let dit_par_nous = e.fait.annulable() || matches!(e.fait, Fait::Annule { .. });
                    dit_par_nous && !dit.est_annule(e.n)
                });
                if debout {
                    Ok(())
                } else {
                    Err(Refus::RienAAnnuler.to_string())
                }
            }
            _ => Err("Ce fait se dit dans la séance d'un territoire.".into()),
        }
    }

    /// What a fact of the region says, in one sentence.
    pub fn phrase(&self, fait: &Fait, dit: &Seance) -> String {
        let nom = |territoire: &str, projet: &str| {
            let rangee = self.classement.iter().find(|r| {
                r.candidature.territoire == *territoire && r.candidature.numero == *projet
            });
            let nom = rangee.map_or_else(
                || visible(projet),
                |r| format!("« {} »", visible(&r.candidature.nom)),
            );
            format!("{} {nom}", visible(territoire))
        };
        match fait {
            Fait::DesistementNote {
                territoire,
                projet,
                motif,
            } => format!(
                "{} : désistement ({})",
                nom(territoire, projet),
                visible(motif)
            ),
            Fait::ArbitrageNote {
                territoire,
                projet,
                proposition,
                motif,
            } => format!(
                "{} : {} ({})",
                nom(territoire, projet),
                proposition.map_or_else(
                    || "proposition du territoire reprise".into(),
                    |p: Proposition| format!("arbitrage, proposé {}", p.nom())
                ),
                visible(motif)
            ),
            Fait::MontantArbitre {
                territoire,
                projet,
                montant,
                motif,
            } => format!(
                "{} : {} ({})",
                nom(territoire, projet),
                montant.map_or_else(
                    || "montant du territoire repris".into(),
                    |m| format!("montant arbitré {}", euros(m))
                ),
                visible(motif)
            ),
            Fait::EnveloppeFixee { montant, motif, .. } => match montant {
                Some(montant) => {
                    format!(
                        "enveloppe régionale {} ({})",
                        euros(*montant),
                        visible(motif)
                    )
                }
                None => format!("somme des enveloppes reprise ({})", visible(motif)),
            },
            Fait::JournalCree { territoire, .. } if territoire == CODE => {
                "journal de la région créé".into()
            }
            Fait::Annule { cible } => match dit.enregistrement(*cible).map(|e| &e.fait) {
                Some(Fait::Annule { cible }) => {
                    let retabli = dit.enregistrement(*cible);
                    let retabli = retabli.map(|e| self.phrase(&e.fait, dit));
                    format!("rétabli : {}", retabli.unwrap_or_default())
                }
                Some(fait) => format!("annulé : {}", self.phrase(fait, dit)),
                None => format!("annulation du fait {cible}"),
            },
            _ => "fait du journal".into(),
        }
    }

    /// What the region has said, a record a line.
    pub fn journal(&self, dit: &Seance) -> Vec<String> {
        let enregistrements = dit.enregistrements().iter();
        enregistrements
            .map(|e| {
                let annule = if dit.est_annule(e.n) {
                    "annulé · "
                } else {
                    ""
                };
                let le = e.le.format("%d/%m/%Y %H:%M:%S");
                let phrase = self.phrase(&e.fait, dit);
                format!("{} · {le} · {} · {annule}{phrase}", e.n, visible(&e.par))
            })
            .collect()
    }

    /// Numbers served in the merged order, as `63/19483920`.
    fn servies(&self, au_tour: bool) -> Vec<String> {
        let servie = |r: &&super::Rangee| {
            let statut = if au_tour { r.statut_au_tour } else { r.statut };
            statut == crate::domain::coupe::Statut::Retenu
        };
        let servies = self.classement.iter().filter(servie);
        let nom =
            |r: &super::Rangee| format!("{}/{}", r.candidature.territoire, r.candidature.numero);
        servies.map(nom).collect()
    }

    /// Served here and not in the other, in the merged order or in the tour de rôle.
    pub fn servies_de_plus(&self, autre: &Self, au_tour: bool) -> Vec<String> {
        let deja = autre.servies(au_tour);
        let servies = self.servies(au_tour).into_iter();
        servies.filter(|nom| !deja.contains(nom)).collect()
    }

    /// The scenarios; none without a regional envelope. `compiler` compiles with an envelope.
    pub fn scenarios(&self, compiler: impl Fn(i64) -> Self) -> Vec<Scenario> {
        let Some(nominale) = self.ligne.enveloppe else {
            return Vec::new();
        };
        let scenario = |part: i64| {
            let enveloppe = i128::from(nominale) * i128::from(part) / 100;
            let enveloppe = i64::try_from(enveloppe).unwrap_or(i64::MAX);
            let autre = compiler(enveloppe);
            Scenario {
                part,
                enveloppe,
                entrent: autre.servies_de_plus(self, false),
                sortent: self.servies_de_plus(&autre, false),
                entrent_au_tour: autre.servies_de_plus(self, true),
                sortent_au_tour: self.servies_de_plus(&autre, true),
            }
        };
        PARTS.into_iter().map(scenario).collect()
    }
}

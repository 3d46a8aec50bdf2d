//! A fictitious committee: it says what a séance says, through the same checks, until the séance is closed.

use chrono::{DateTime, Duration, FixedOffset};

use super::Hasard;
use crate::domain::avis::{Reception, Sens, Silence};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::fait::{Enregistrement, Fait, Proposition};
use crate::domain::recevabilite::Severite;
use crate::domain::seance::Seance;
use crate::domain::tableau::Tableau;

/// What speaks, and when.
struct Comite<'a> {
    cadre: &'a Cadre,
    seance: Seance,
    debut: DateTime<FixedOffset>,
}

/// Holds the séance of a territory, from record 0 to its closing.
pub fn tenir(cadre: &Cadre, premier: Fait, hasard: &mut Hasard) -> Result<Seance, String> {
    let debut = DateTime::parse_from_rfc3339("2024-10-02T09:00:00+02:00");
    let mut comite = Comite {
        cadre,
        seance: Seance::default(),
        debut: debut.map_err(|e| e.to_string())?,
    };
    comite.dire(premier)?;
    let presents = cadre.ami.institutions().map(|(_, i)| i.id.clone());
    comite.dire(Fait::SeanceOuverte {
        date: comite.debut.date_naive(),
        presents: presents.collect(),
    })?;
    let demandes: i64 = cadre.dossiers.iter().map(|d| d.fiche().demande()).sum();
    comite.dire(Fait::EnveloppeFixee {
        montant: Some(demandes * 45 / 100 / 10_000 * 10_000),
        annee: None,
        motif: "notification fictive".into(),
    })?;
    for dossier in &cadre.dossiers {
        comite.examiner(dossier, hasard)?;
    }
    comite.deliberer(hasard);
    comite.departager(hasard)?;
    comite.dire(Fait::SeanceLevee {})?;
    Ok(comite.seance)
}

impl Comite<'_> {
    /// Says a fact, refused as on screen; twenty seconds pass.
    fn dire(&mut self, fait: Fait) -> Result<(), String> {
        let n = self.seance.enregistrements().len();
        if n > 0 {
            let check = self.seance.check(&fait, self.cadre);
            check.map_err(|refus| format!("{} : {refus}", self.cadre.territoire.code))?;
        }
        let secondes = i64::try_from(n).unwrap_or_default();
        self.seance.apply(Enregistrement {
            n: n as u64,
            le: self.debut + Duration::seconds(20 * secondes),
            par: format!("comite-{}", self.cadre.territoire.code.to_lowercase()),
            fait,
        });
        Ok(())
    }

    fn examiner(&mut self, dossier: &Dossier, hasard: &mut Hasard) -> Result<(), String> {
        let projet = dossier.numero().to_owned();
        let motif = |c: &&crate::domain::recevabilite::Constat| c.severite == Severite::Motif;
        for constat in dossier.constats.iter().filter(motif) {
            let (projet, regle) = (projet.clone(), constat.regle.to_owned());
            let motif = "vu en séance fictive".to_owned();
            self.dire(if hasard.fois_sur_cent(50) {
                Fait::ConstatConfirme {
                    projet,
                    regle,
                    motif,
                }
            } else {
                Fait::ConstatLeve {
                    projet,
                    regle,
                    motif,
                }
            })?;
        }
        if self.seance.examen(&projet).hors_classement().is_some() {
            return Ok(());
        }
        if hasard.fois_sur_cent(2) {
            return self.dire(Fait::PropositionChangee {
                projet,
                proposition: Some(Proposition::Ajourne),
                motif: "pièces fictives attendues".into(),
            });
        }
        let priorite = dossier.priorite_proposee();
        let ligne = priorite.and_then(|rang| self.cadre.table.ligne(rang));
        self.dire(Fait::CorrespondanceRetenue {
            projet: projet.clone(),
            priorite,
            public: ligne.map(|l| l.public.clone()),
            motif: None,
        })?;
        let humeur = 20 + hasard.sous(70);
        let institutions: Vec<String> = self
            .cadre
            .ami
            .institutions()
            .map(|(_, i)| i.id.clone())
            .collect();
        for institution in institutions {
            self.dire(position(&projet, institution, humeur, hasard))?;
        }
        let criteres: Vec<String> = self
            .cadre
            .ami
            .criteres
            .iter()
            .map(|c| c.id.clone())
            .collect();
        for critere in criteres {
            let note = (humeur / 30 + hasard.sous(3)).min(4) as u8;
            self.dire(Fait::CritereApprecie {
                projet: projet.clone(),
                critere,
                note,
            })?;
        }
        self.dire(Fait::ProjetExamine {
            projet,
            examine: true,
        })
    }

    /// A few words of the committee on its ranking; what may not be said is not.
    fn deliberer(&mut self, hasard: &mut Hasard) {
        let places = Tableau::etablir(self.cadre, &self.seance, None).places;
        if places.is_empty() {
            return;
        }
        let mut une = || hasard.parmi(&places).numero().to_owned();
        let (reserve, ecartee, montree, moindre) = (une(), une(), une(), une());
        let rang = 1 + hasard.sous(places.len() as u64) as u32;
        let mut faits = vec![Fait::MontantPropose {
            projet: moindre,
            montant: Some(180_000),
            motif: "équipe fictive réduite".into(),
        }];
        if hasard.fois_sur_cent(60) {
            faits.push(Fait::PropositionChangee {
                projet: reserve,
                proposition: Some(Proposition::RetenuSousReserve),
                motif: "convention fictive à signer".into(),
            });
        }
        if hasard.fois_sur_cent(30) {
            faits.push(Fait::PropositionChangee {
                projet: ecartee,
                proposition: Some(Proposition::NonRetenu),
                motif: "double emploi fictif".into(),
            });
        }
        if hasard.fois_sur_cent(40) {
            faits.push(Fait::RangChange {
                projet: montree,
                rang: Some(rang),
                motif: "besoin fictif non couvert".into(),
            });
        }
        for fait in faits {
            // A rank inside ex æquo, for one, is refused: the committee goes on without it.
            let _ = self.dire(fait);
        }
    }

    /// Votes while ex æquo stand astride the line.
    fn departager(&mut self, hasard: &mut Hasard) -> Result<(), String> {
        for _ in 0..self.cadre.dossiers.len() {
            let tableau = Tableau::etablir(self.cadre, &self.seance, None);
            let Some(place) = tableau.a_departager().next().and_then(|n| tableau.place(n)) else {
                return Ok(());
            };
            let mut projets: Vec<String> = place.groupe().map(str::to_owned).collect();
            projets.sort();
            let tour = hasard.sous(projets.len() as u64) as usize;
            projets.rotate_left(tour);
            self.dire(Fait::VoteTenu {
                projets,
                pour: 6,
                contre: 2,
                abstentions: 1,
                voix_preponderante: false,
                motif: "implantation fictive".into(),
            })?;
        }
        Ok(())
    }
}

/// What an institution says of a candidature well or badly thought of.
fn position(projet: &str, institution: String, humeur: u64, hasard: &mut Hasard) -> Fait {
    let projet = projet.to_owned();
    let sens = match hasard.sous(100) {
        0..=19 => {
            return Fait::SilenceConstate {
                projet,
                institution,
                etat: *hasard.parmi(&[Silence::NonSollicite, Silence::SansReponse]),
            };
        }
        20..=22 => {
            return Fait::DeportDeclare {
                projet,
                institution,
            };
        }
        23..=26 => Sens::NeSePrononcePas,
        _ if hasard.sous(100) < humeur => Sens::Favorable,
        _ if hasard.fois_sur_cent(60) => Sens::FavorableAvecReserves,
        _ => Sens::Defavorable,
    };
    Fait::AvisRendu {
        projet,
        institution,
        sens,
        texte: sens.texte_obligatoire().map(|nom| format!("{nom} fictif")),
        recu: Reception::EnSeance,
    }
}

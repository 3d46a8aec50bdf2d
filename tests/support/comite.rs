//! A committee that speaks without a screen nor a disk: facts checked, then applied.

use std::sync::LazyLock;

use instruire::domain::avis::{Reception, Sens, Silence};
use instruire::domain::cadre::Cadre;
use instruire::domain::fait::{Enregistrement, Fait};
use instruire::domain::refus::Refus;
use instruire::domain::seance::Seance;
use instruire::domain::tableau::{Place, Tableau};

use super::{Brouillon, instant};

/// The committee of a territory.
pub struct Comite {
    pub cadre: Cadre,
    pub seance: Seance,
}

impl Comite {
    /// The committee of Puy-de-Dôme on the example, its séance open.
    pub fn du_63() -> Self {
        static CADRE: LazyLock<Cadre> =
            LazyLock::new(|| Brouillon::new().campagne().cadre("63").unwrap());
        Self::de(CADRE.clone())
    }

    /// The committee of a frame, its séance open.
    pub fn de(cadre: Cadre) -> Self {
        let mut comite = Self {
            cadre,
            seance: Seance::default(),
        };
        let date = instant().date_naive();
        comite
            .dire(Fait::SeanceOuverte {
                date,
                presents: Vec::new(),
            })
            .unwrap();
        comite
    }

    /// Says a fact: checked, then applied.
    pub fn dire(&mut self, fait: Fait) -> Result<u64, Refus> {
        self.seance.check(&fait, &self.cadre)?;
        let n = self.seance.enregistrements().len() as u64;
        self.seance.apply(Enregistrement {
            n,
            le: instant(),
            par: "comite-63".into(),
            fait,
        });
        Ok(n)
    }

    /// Avis of the institutions in the order of the call: `f r d s` as on the keyboard, `x` déport, `a` sans réponse,
    /// `z` non sollicité, `.` nothing.
    pub fn avis(&mut self, numero: &str, avis: &str) -> &mut Self {
        let ids: Vec<String> = self
            .cadre
            .ami
            .institutions()
            .map(|(_, i)| i.id.clone())
            .collect();
        for (institution, lettre) in ids.into_iter().zip(avis.chars()) {
            let projet = numero.to_owned();
            let rendu = |sens: Sens| Fait::AvisRendu {
                projet: projet.clone(),
                institution: institution.clone(),
                sens,
                texte: sens.texte_obligatoire().map(|nom| format!("{nom} fictif")),
                recu: Reception::EnSeance,
            };
            let silence = |etat| Fait::SilenceConstate {
                projet: projet.clone(),
                institution: institution.clone(),
                etat,
            };
            let fait = match lettre {
                'f' => rendu(Sens::Favorable),
                'r' => rendu(Sens::FavorableAvecReserves),
                'd' => rendu(Sens::Defavorable),
                's' => rendu(Sens::NeSePrononcePas),
                'a' => silence(Silence::SansReponse),
                'z' => silence(Silence::NonSollicite),
                'x' => Fait::DeportDeclare {
                    projet,
                    institution,
                },
                '.' => continue,
                autre => panic!("avis inconnu : {autre}"),
            };
            self.dire(fait).unwrap();
        }
        self
    }

    /// Appreciations of the criteria in the order of the call, a digit each.
    pub fn notes(&mut self, numero: &str, notes: &str) -> &mut Self {
        let ids: Vec<String> = self
            .cadre
            .ami
            .criteres
            .iter()
            .map(|c| c.id.clone())
            .collect();
        for (critere, note) in ids.into_iter().zip(notes.bytes()) {
            let projet = numero.to_owned();
            self.dire(Fait::CritereApprecie {
                projet,
                critere,
                note: note - b'0',
            })
            .unwrap();
        }
        self
    }

    /// The row proposed by the tool, confirmed.
    pub fn priorite(&mut self, numero: &str) -> &mut Self {
        let priorite = self.cadre.dossier(numero).unwrap().priorite_proposee();
        let ligne = priorite.and_then(|rang| self.cadre.table.ligne(rang));
        let public = ligne.map(|ligne| ligne.public.clone());
        let projet = numero.to_owned();
        self.dire(Fait::CorrespondanceRetenue {
            projet,
            priorite,
            public,
            motif: None,
        })
        .unwrap();
        self
    }

    /// Everything at once: row confirmed, avis, appreciations, examined.
    pub fn examiner(&mut self, numero: &str, avis: &str, notes: &str) -> &mut Self {
        self.priorite(numero)
            .avis(numero, avis)
            .notes(numero, notes);
        self.dire(Fait::ProjetExamine {
            projet: numero.into(),
            examine: true,
        })
        .unwrap();
        self
    }

    /// The envelope of the territory, in euros.
    pub fn enveloppe(&mut self, montant: i64) -> &mut Self {
        let motif = "notification fictive".into();
        self.dire(Fait::EnveloppeFixee {
            annee: None,
            montant: Some(montant),
            motif,
        })
        .unwrap();
        self
    }

    /// The ranking as it stands.
    pub fn tableau(&self) -> Tableau {
        Tableau::etablir(&self.cadre, &self.seance, None)
    }

    /// The place of a candidature, which must be ranked.
    pub fn place(&self, numero: &str) -> Place {
        self.tableau().place(numero).unwrap().clone()
    }
}

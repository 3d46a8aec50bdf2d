//! `instruire consigner`: facts from the standard input, each on disk before it is acknowledged.

use std::io::{self, Write};

use color_eyre::eyre::Result;

use super::{Arguments, BON, CONSTAT, INUTILISABLE, cadre, charger, refuser};
use crate::domain::cadre::Cadre;
use crate::domain::fait::Fait;
use crate::domain::francais::typographier;
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::store::campagne::{Campagne, changees};
use crate::store::dictee::Dictee;
use crate::store::horloge;
use crate::store::journal::{ErreurJournal, Journal};

/// Records the facts read on the standard input.
pub fn run(arguments: &Arguments, territoire: &str, accepter: bool) -> Result<u8> {
    let campagne = match charger(arguments) {
        Ok(campagne) => campagne,
        Err(code) => return Ok(code),
    };
    let cadre = match cadre(&campagne, territoire) {
        Ok(cadre) => cadre,
        Err(code) => return Ok(code),
    };
    let par = horloge::compte();
    let ouvert = campagne.prendre_journal(territoire, horloge::maintenant(), &par);
    let (journal, enregistrements) = match ouvert {
        Ok(ouvert) => ouvert,
        Err(erreur) => return Ok(refuser(&erreur.to_string())),
    };
    if let Some(raison) = journal.lecture_seule() {
        return Ok(refuser(&format!("lecture seule : {raison}")));
    }
    let greffe = Greffe {
        campagne,
        cadre,
        journal,
        seance: Seance::replay(enregistrements),
        par,
        accepter,
    };
    greffe.consigner()
}

/// Why a fact is not recorded.
enum Refuse {
    /// It alone.
    Fait(String),
    /// Nothing more can be.
    Tout(String),
}

/// A séance without a screen.
struct Greffe {
    campagne: Campagne,
    cadre: Cadre,
    journal: Journal,
    seance: Seance,
    par: String,
    accepter: bool,
}

impl Greffe {
    fn consigner(mut self) -> Result<u8> {
        let mut dictee = Dictee::new(io::stdin().lock());
        let mut code = BON;
        if self.accepter
            && let Err(Refuse::Fait(raison) | Refuse::Tout(raison)) = self.accepter_entrees()
        {
            return Ok(refuser(&raison));
        }
        while let Some(lu) = dictee.suivant()? {
            let rang = dictee.rang();
            match lu.map_err(Refuse::Fait).and_then(|fait| self.dire(&fait)) {
                Ok(n) => repondre(&format!("ACK {n}"))?,
                Err(Refuse::Fait(raison)) => {
                    repondre(&refus(rang, &raison))?;
                    code = CONSTAT;
                }
                Err(Refuse::Tout(raison)) => {
                    repondre(&refus(rang, &raison))?;
                    return Ok(INUTILISABLE);
                }
            }
        }
        Ok(code)
    }

    /// Checked as on screen, on disk, then applied; its number.
    fn dire(&mut self, fait: &Fait) -> Result<u64, Refuse> {
        self.admettre(fait).map_err(Refuse::Fait)?;
        let n = self.ecrire(fait)?;
        if self.accepter && matches!(fait, Fait::SeanceRouverte { .. }) {
            self.accepter_entrees()?;
        }
        Ok(n)
    }

    fn admettre(&self, fait: &Fait) -> Result<(), String> {
        if fait.est_du_journal() {
            return Err("ce fait n'est pas à dire : le programme l'écrit lui-même.".into());
        }
        if matches!(fait, Fait::EntreesAcceptees { .. }) {
            return Err(
                "relancez avec --accepter-entrees : les empreintes sont celles des fichiers lus."
                    .into(),
            );
        }
        self.seance
            .check(fait, &self.cadre)
            .map_err(|refus| refus.to_string())?;
        let relues = match fait {
            Fait::SeanceLevee {} => Campagne::load(&self.campagne.racine).campagne,
            _ => None,
        };
        let lues = relues.as_ref().unwrap_or(&self.campagne);
        let changees = self.changees(lues);
        if changees.is_empty() || matches!(fait, Fait::SeanceRouverte { .. }) {
            return Ok(());
        }
        Err(format!(
            "des fichiers ont changé depuis l'ouverture : {}. Pour continuer avec eux : --accepter-entrees.",
            changees.join(", ")
        ))
    }

    fn changees(&self, lues: &Campagne) -> Vec<String> {
        let territoire = &self.cadre.territoire.code;
        changees(&self.seance.etat().entrees, &lues.entrees(territoire))
    }

    /// Going on with other files than those accepted is a fact.
    fn accepter_entrees(&mut self) -> Result<(), Refuse> {
        if self.seance.etat().levee || self.changees(&self.campagne).is_empty() {
            return Ok(());
        }
        let entrees = self.campagne.entrees(&self.cadre.territoire.code);
        self.ecrire(&Fait::EntreesAcceptees { entrees }).map(drop)
    }

    fn ecrire(&mut self, fait: &Fait) -> Result<u64, Refuse> {
        let ecrits = self
            .journal
            .append(horloge::maintenant(), &self.par, fait)
            .map_err(|erreur| match erreur {
                ErreurJournal::TropLong(_) => Refuse::Fait(erreur.to_string()),
                _ => Refuse::Tout(erreur.to_string()),
            })?;
        let n = ecrits.last().map_or(0, |e| e.n);
        for enregistrement in ecrits {
            self.seance.apply(enregistrement);
        }
        Ok(n)
    }
}

fn refus(rang: usize, raison: &str) -> String {
    typographier(&format!("REFUS fait {rang} : {}", visible(raison)))
}

/// One line, out before the next fact is read.
fn repondre(ligne: &str) -> io::Result<()> {
    let mut sortie = io::stdout().lock();
    writeln!(sortie, "{ligne}")?;
    sortie.flush()
}

//! Repairing: a person sets an altered end aside. The altered file is kept whole under a dated name; the journal that takes
//! its place begins with the proven records, byte for byte, then says what was set aside and why.

use std::path::{Path, PathBuf};

use chrono::{DateTime, FixedOffset};

use super::record;
use super::scan::{self, Queue, Scan};
use super::tete::{self, Tete};
use super::verrou::{self, Prise};
use super::{ErreurJournal, FORMAT, acces, anomalies};
use crate::domain::fait::{Enregistrement, Fait};
use crate::store::empreinte::sha256;
use crate::store::{atomic, fichier};

/// What a repair did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reparation {
    /// Records kept.
    pub gardes: u64,
    /// Bytes set aside.
    pub octets: usize,
    /// The altered journal, whole.
    pub copie: PathBuf,
}

/// Sets aside what is altered in a journal; nothing when nothing is.
pub fn reparer(
    chemin: &Path,
    le: DateTime<FixedOffset>,
    par: &str,
    premier: &Fait,
    motif: &str,
) -> Result<Option<Reparation>, ErreurJournal> {
    let tete = tete::load(chemin);
    super::existe(chemin)?;
    let (tenu, _) = verrou::prendre(chemin, false).map_err(|prise| match prise {
        Prise::Ailleurs(raison) => ErreurJournal::LectureSeule(raison),
        Prise::Impossible(erreur) => erreur,
    })?;
    let octets = acces::lire(&tenu)?;
    let scan = scan::scan(&octets, FORMAT);
    let Some(fin) = fin_gardee(&scan, &tete, octets.len(), premier)? else {
        return Ok(None);
    };
    let (garde, ecarte) = octets.split_at(fin);
    let mut nouveau = garde.to_vec();
    if scan.queue == Queue::SansRetour {
        nouveau.push(b'\n');
    }
    let (mut n, mut prec) = (scan.suivant(), scan.tete().to_owned());
    let mut ajouter = |fait: Fait| {
        let par = par.to_owned();
        let (suite, h) = record::encode(&Enregistrement { n, le, par, fait }, &prec)?;
        nouveau.extend(suite);
        (n, prec) = (n + 1, h);
        Ok(())
    };
    if scan.records.is_empty() {
        ajouter(premier.clone())?;
    }
    ajouter(Fait::Reparation {
        octets: ecarte.len() as u64,
        sha256: sha256(ecarte),
        motif: motif.to_owned(),
    })?;
    let suffixe = le.format(".altere-%Y%m%d-%H%M%S").to_string();
    let copie = atomic::keep_beside(chemin, &suffixe, &octets).map_err(ErreurJournal::NonEcrit)?;
    remplacer(chemin, &nouveau, n - 1, &prec)?;
    Ok(Some(Reparation {
        gardes: scan.suivant(),
        octets: ecarte.len(),
        copie,
    }))
}

/// Where what is kept ends, when there is something to set aside.
fn fin_gardee(
    scan: &Scan,
    tete: &Tete,
    longueur: usize,
    premier: &Fait,
) -> Result<Option<usize>, ErreurJournal> {
    let refus = |raison: &str| Err(ErreurJournal::Illisible(raison.to_owned()));
    if let Fait::JournalCree {
        ami, territoire, ..
    } = premier
    {
        let entier = Scan {
            queue: Queue::Intacte,
            ..scan.clone()
        };
        // The place first: of another call's journal, nothing here is to be mended.
        if let Some(ailleurs) = anomalies(&entier, &Tete::Absente, ami, territoire).first() {
            return refus(ailleurs);
        }
    }
    match &scan.queue {
        Queue::Recente(quoi) => refus(&format!(
            "écrit par une version plus récente du programme ({quoi}) : réparez-le avec elle"
        )),
        Queue::Alteree { octet, .. } => Ok(Some(*octet)),
        _ if tete.tenue(&scan.records)
            && !(scan.records.is_empty() && *tete == Tete::Illisible) =>
        {
            Ok(None)
        }
        Queue::Dechiree(_) => Ok(Some(scan.fin)),
        Queue::Intacte | Queue::SansRetour => Ok(Some(longueur)),
    }
}

/// Puts the mended journal under its name, held until its head is known.
fn remplacer(chemin: &Path, octets: &[u8], n: u64, h: &str) -> Result<(), ErreurJournal> {
    let dossier = fichier::dossier_de(chemin);
    let temporaire = atomic::written(dossier, octets).map_err(ErreurJournal::NonEcrit)?;
    let _ = verrou::essayer(temporaire.as_file());
    let _tenu = temporaire
        .persist(chemin)
        .map_err(|erreur| ErreurJournal::NonEcrit(erreur.error))?;
    fichier::synchroniser(dossier).map_err(ErreurJournal::NonConfirme)?;
    tete::save(chemin, n, h);
    Ok(())
}

//! A journal read without being held, and everything that forbids writing to it.

use std::path::Path;

use super::scan::{self, Queue, Scan};
use super::tete::{self, Tete};
use super::{ErreurJournal, FORMAT, acces, existe};
use crate::domain::fait::{Enregistrement, Fait};
use crate::domain::texte::visible;

/// A journal read without holding it.
#[derive(Debug)]
pub struct Lecture {
    enregistrements: Vec<Enregistrement>,
    empreintes: Vec<String>,
    anomalie: Option<String>,
}

impl Lecture {
    /// Records before the first anomaly.
    pub fn enregistrements(&self) -> &[Enregistrement] {
        &self.enregistrements
    }

    /// Hash of record `n`.
    pub fn empreinte(&self, n: u64) -> Option<&str> {
        self.empreintes
            .get(usize::try_from(n).ok()?)
            .map(String::as_str)
    }

    /// What is wrong with the file, when something is.
    pub fn anomalie(&self) -> Option<&str> {
        self.anomalie.as_deref()
    }
}

/// Reads the journal of a call and a territory, and writes nothing, not even a lock.
pub fn read(chemin: &Path, ami: &str, territoire: &str) -> Result<Lecture, ErreurJournal> {
    let tete = tete::load(chemin);
    if !existe(chemin)? {
        return Err(ErreurJournal::Illisible(format!(
            "{} : aucune séance n'a été ouverte pour ce territoire",
            chemin.display()
        )));
    }
    let octets = acces::lire(&acces::ouvrir_en_lecture(chemin)?)?;
    Ok(comprendre(&octets, &tete, ami, territoire))
}

/// What the bytes of a journal say, no head being known.
pub fn examiner(octets: &[u8], ami: &str, territoire: &str) -> Lecture {
    comprendre(octets, &Tete::Absente, ami, territoire)
}

fn comprendre(octets: &[u8], tete: &Tete, ami: &str, territoire: &str) -> Lecture {
    let scan = scan::scan(octets, FORMAT);
    let mut anomalies = anomalies(&scan, tete, ami, territoire);
    if let Queue::Dechiree(octets) = &scan.queue {
        anomalies.push(format!(
            "une dernière saisie de {octets} octets n'a pas été confirmée"
        ));
    }
    Lecture {
        empreintes: scan.records.iter().map(|r| r.h.clone()).collect(),
        enregistrements: scan.records.into_iter().map(|r| r.enregistrement).collect(),
        anomalie: joindre(&anomalies),
    }
}

/// Everything that forbids writing: an alteration, a newer program, another place, an end that is not the one last known.
pub fn anomalies(scan: &Scan, tete: &Tete, ami: &str, territoire: &str) -> Vec<String> {
    let mut anomalies = Vec::new();
    if let Some(Fait::JournalCree {
        ami: autre_ami,
        territoire: autre_territoire,
        ..
    }) = scan.records.first().map(|r| &r.enregistrement.fait)
        && (autre_ami != ami || autre_territoire != territoire)
    {
        anomalies.push(format!(
            "ce journal est celui de l'appel « {} », territoire « {} », rangé à la place de « {ami} », « {territoire} »",
            visible(autre_ami),
            visible(autre_territoire)
        ));
    }
    match (&scan.queue, tete) {
        (Queue::Alteree { octet, raison }, _) => anomalies.push(format!(
            "le journal est altéré au fait {} (octet {octet}) : {}. Consultation jusqu'au fait précédent ; pour reprendre de là, avec un motif : instruire reparer {}",
            scan.suivant(),
            visible(raison),
            visible(territoire)
        )),
        (Queue::Recente(quoi), _) => anomalies.push(format!(
            "le journal a été écrit par une version plus récente du programme ({}). Consultation de ce qui précède",
            visible(quoi)
        )),
        (_, Tete::Sue(n, _)) if !tete.tenue(&scan.records) => anomalies.push(format!(
            "la fin du journal a été coupée ou réécrite : le fait {n} y était, il n'y est plus tel quel"
        )),
        (_, Tete::Illisible) if scan.records.is_empty() => anomalies.push(
            "le journal ne contient plus aucun fait, alors qu'il en a contenu".into(),
        ),
        _ => {}
    }
    anomalies
}

/// Reasons in one sentence.
pub fn joindre(raisons: &[String]) -> Option<String> {
    (!raisons.is_empty()).then(|| raisons.join(" ; "))
}

//! Walks the bytes of a journal: each record must prove itself, follow by number and name its predecessor.
//!
//! A fragment (a record whose write was cut, perhaps several times) is accepted in two places only: at the very end, when
//! it is what cut writes of our next record leave; in the middle, when the record that follows, after [`COUPURE`], declares
//! it: a `reprise` by its exact length and sha-256, record 0 by naming that sha-256 as its predecessor.

use super::record::{DEBUT, DEBUT_H, Enveloppe, FIN, MAXIMUM, ORIGINE, Record, entete, proven};
use crate::domain::fait::Fait;
use crate::store::empreinte::sha256;

/// Parts a fragment from the record that declares it. A fragment may be a record whole but for its last newline: `#` first,
/// so that nothing can complete it.
pub const COUPURE: &[u8] = b"#\n";

/// What a disk loses at once.
const SECTEUR: usize = 512;

/// What a walk found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scan {
    /// Records, in order, all before the first anomaly.
    pub records: Vec<Record>,
    /// Bytes up to the end of the last one.
    pub fin: usize,
    /// What follows them.
    pub queue: Queue,
}

/// What follows the last good record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Queue {
    /// Nothing.
    Intacte,
    /// The last record lacks its final newline: it is adopted.
    SansRetour,
    /// Writes that were cut, never confirmed; their length.
    Dechiree(u64),
    /// Records of a newer program; in what, in French.
    Recente(String),
    /// Bytes that are not ours.
    Alteree {
        /// Where they begin.
        octet: usize,
        /// What is wrong, in French.
        raison: String,
    },
}

/// Why a framed record is not taken.
enum Ecart {
    Recent(String),
    Altere(String),
}

/// Walks a journal of a format up to `format`, in a time that grows with its length only.
pub fn scan(octets: &[u8], format: u32) -> Scan {
    let mut scan = Scan::vide();
    scan.continuer(octets, format);
    scan
}

impl Scan {
    /// Of no byte.
    pub fn vide() -> Self {
        Self {
            records: Vec::new(),
            fin: 0,
            queue: Queue::Intacte,
        }
    }

    /// Walks on from where it stopped, in a journal that has only grown.
    pub fn continuer(&mut self, octets: &[u8], format: u32) {
        self.queue = Queue::Intacte;
        while self.fin < octets.len() {
            if let Err(queue) = self.avancer(octets, format) {
                self.queue = queue;
                break;
            }
        }
    }

    /// Hash of the last record.
    pub fn tete(&self) -> &str {
        self.records.last().map_or(ORIGINE, |r| &r.h)
    }

    /// Number of the next record.
    pub fn suivant(&self) -> u64 {
        self.records.last().map_or(0, |r| r.enregistrement.n + 1)
    }

    /// Takes the record at `fin`, or the fragment and the record that declares it.
    fn avancer(&mut self, octets: &[u8], format: u32) -> Result<(), Queue> {
        let reste = &octets[self.fin..];
        let raison = match longueur(reste) {
            None => "la fin d'un enregistrement manque".to_owned(),
            Some(longueur) => match self.lire(&reste[..longueur], self.tete(), format) {
                Ok(record) => {
                    self.prendre(record, longueur);
                    return Ok(());
                }
                Err(Ecart::Recent(quoi)) => return Err(Queue::Recente(quoi)),
                Err(Ecart::Altere(raison)) => raison,
            },
        };
        self.fragment(reste, &raison, format)
    }

    fn prendre(&mut self, record: Record, longueur: usize) {
        self.records.push(record);
        self.fin += longueur;
    }

    /// Proves and reads one framed record, and checks its place in the chain.
    fn lire(&self, octets: &[u8], prec: &str, format: u32) -> Result<Record, Ecart> {
        let altere = |raison: &str| Ecart::Altere(raison.to_owned());
        let h = proven(octets).ok_or_else(|| altere("l'empreinte ne correspond pas aux octets"))?;
        let enveloppe = Enveloppe::lire(octets, h).map_err(Ecart::Altere)?;
        let (n, attendu) = (enveloppe.n, self.suivant());
        if n != attendu {
            return Err(Ecart::Altere(format!("fait {n} au lieu de {attendu}")));
        }
        if enveloppe.prec != prec {
            return Err(altere("il ne suit pas le fait précédent (chaîne rompue)"));
        }
        if let Some(lu) = enveloppe.format().filter(|lu| *lu > u64::from(format)) {
            return Err(Ecart::Recent(format!(
                "format {lu}, lu ici jusqu'au format {format}"
            )));
        }
        let nom = enveloppe.nom().unwrap_or_default().to_owned();
        let record = enveloppe
            .record()
            .ok_or_else(|| Ecart::Recent(format!("fait {n}, « {nom} », inconnu ici")))?;
        match record.enregistrement.fait {
            Fait::JournalCree { .. } if n > 0 => Err(altere("un second début de journal")),
            Fait::JournalCree { .. } => Ok(record),
            _ if n == 0 => Err(altere("le journal ne commence pas par son en-tête")),
            _ => Ok(record),
        }
    }

    /// At `fin` stands no good record: a declared fragment, a torn tail, or an alteration.
    fn fragment(&mut self, reste: &[u8], raison: &str, format: u32) -> Result<(), Queue> {
        // A fragment holds no whole record: the first one that stands here must declare all that precedes it.
        if let Some((debut, fin)) = premier_prouve(reste) {
            if let Some(record) = self.declaration(reste, debut, fin, format) {
                self.prendre(record, fin);
                return Ok(());
            }
        } else if reste.ends_with(b"\n...") {
            let complete = [reste, b"\n"].concat();
            if let Some((debut, fin)) = premier_prouve(&complete)
                && fin == complete.len()
                && let Some(record) = self.declaration(&complete, debut, fin, format)
            {
                self.prendre(record, reste.len());
                return Err(Queue::SansRetour);
            }
        }
        if premier_prouve(reste).is_none() && self.est_une_dechirure(reste) {
            return Err(Queue::Dechiree(reste.len() as u64));
        }
        Err(Queue::Alteree {
            octet: self.fin,
            raison: expliquer(reste).unwrap_or(raison).to_owned(),
        })
    }

    /// The record at `debut`, when nothing precedes it or when it declares what does.
    fn declaration(&self, reste: &[u8], debut: usize, fin: usize, format: u32) -> Option<Record> {
        let octets = &reste[debut..fin];
        if debut == 0 {
            return self.lire(octets, self.tete(), format).ok();
        }
        let fragment = reste[..debut].strip_suffix(COUPURE)?;
        if fragment.is_empty() {
            return None;
        }
        let empreinte = sha256(fragment);
        if self.records.is_empty() {
            return self.lire(octets, &empreinte, format).ok();
        }
        let record = self.lire(octets, self.tete(), format).ok()?;
        let declare = matches!(&record.enregistrement.fait, Fait::Reprise { octets, sha256 }
            if *octets == fragment.len() as u64 && *sha256 == empreinte);
        declare.then_some(record)
    }

    /// Whether these bytes are what cut writes of our next record leave.
    fn est_une_dechirure(&self, reste: &[u8]) -> bool {
        let entete = entete(self.suivant());
        let mut octet = self.fin;
        let morceaux: Vec<&[u8]> = morceaux(reste).collect();
        morceaux.iter().enumerate().all(|(rang, morceau)| {
            let debut = octet;
            octet += morceau.len() + COUPURE.len();
            // A separator may itself be cut after its `#`, more than once.
            let diese = morceau.iter().rev().take_while(|b| **b == b'#').count();
            let morceau = &morceau[..morceau.len() - diese];
            let suivi = rang + 1 < morceaux.len() || diese > 0;
            (rang > 0 || !morceau.is_empty())
                && morceau.len() <= MAXIMUM
                && debute(morceau, &entete)
                && (a_des_trous(morceau, debut, entete.len()) || inacheve(morceau, suivi))
        })
    }
}

/// The bytes between one [`COUPURE`] and the next. Inside a record no line ends with `#`.
fn morceaux(reste: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut suite = Some(reste);
    std::iter::from_fn(move || {
        let octets = suite?;
        let coupure = octets.windows(COUPURE.len()).position(|f| f == COUPURE);
        let (morceau, apres) = match coupure {
            Some(place) => (&octets[..place], Some(&octets[place + COUPURE.len()..])),
            None => (octets, None),
        };
        suite = apres;
        Some(morceau)
    })
}

/// Whether a piece begins like the record; only what is there, and not lost, is compared.
fn debute(morceau: &[u8], entete: &[u8]) -> bool {
    morceau
        .iter()
        .zip(entete)
        .take_while(|(lu, _)| **lu != 0)
        .all(|(lu, attendu)| lu == attendu)
}

/// Whether the piece holds zeros, all of them where a cut leaves them: whole sectors, or the beginning of the write, its
/// header at least. No hand that changes a byte or two takes the whole header away.
fn a_des_trous(morceau: &[u8], debut: usize, entete: usize) -> bool {
    let aligne = |place: usize| (debut + place).is_multiple_of(SECTEUR);
    let mut place = 0;
    let mut trous = 0;
    for suite in morceau.chunk_by(|a, b| (*a == 0) == (*b == 0)) {
        let fin = place + suite.len();
        if suite[0] == 0 {
            trous += 1;
            let perdu = (place == 0 || aligne(place)) && (fin == morceau.len() || aligne(fin));
            let commence = place == 0 && fin >= entete;
            if !perdu && !commence {
                return false;
            }
        }
        place = fin;
    }
    trous > 0
}

/// Whether a piece without zeros is a record cut before its end. One that was finished, then changed, is no torn write.
fn inacheve(morceau: &[u8], suivi: bool) -> bool {
    if morceau.contains(&0) {
        return false;
    }
    let mut place = 0;
    for ligne in morceau.split_inclusive(|b| *b == b'\n') {
        place += ligne.len();
        if ligne == FIN {
            return false;
        }
        if ligne.starts_with(DEBUT_H) && ligne.ends_with(b"\n") {
            let suite = &morceau[place..];
            let entier = [&morceau[..place], FIN].concat();
            // Whole but for its newline, and not adopted: only a cut that was declared after it explains it.
            let coupe = FIN.starts_with(suite) && (suivi || suite.len() < FIN.len() - 1);
            return coupe && proven(&entier).is_some();
        }
    }
    true
}

/// Length of the framed record at the start of `octets`, up to and with its end line.
fn longueur(octets: &[u8]) -> Option<usize> {
    octets.starts_with(DEBUT).then_some(())?;
    let mut fin = 0;
    for ligne in octets.split_inclusive(|b| *b == b'\n') {
        fin += ligne.len();
        if ligne == FIN {
            return Some(fin);
        }
    }
    None
}

/// The first framed record that proves itself. Ours hold no line `---` inside: the last one before the end begins it.
fn premier_prouve(octets: &[u8]) -> Option<(usize, usize)> {
    let mut debut = None;
    let mut fin = 0;
    for ligne in octets.split_inclusive(|b| *b == b'\n') {
        let place = fin;
        fin += ligne.len();
        if ligne == DEBUT {
            debut = Some(place);
        } else if ligne == FIN
            && let Some(debut) = debut.take()
            && proven(&octets[debut..fin]).is_some()
        {
            return Some((debut, fin));
        }
    }
    None
}

/// Usual ways in which a tool spoils a file.
fn expliquer(reste: &[u8]) -> Option<&'static str> {
    let debut = &reste[..reste.len().min(4096)];
    let contient = |motif: &[u8]| debut.windows(motif.len()).any(|fenetre| fenetre == motif);
    if debut.starts_with(b"\xef\xbb\xbf") {
        Some("une marque UTF-8 (BOM) a été ajoutée par un autre outil")
    } else if contient(b"\r\n") {
        Some("les fins de ligne ont été converties (CRLF) par un autre outil")
    } else if contient(b"<<<<<<<") || contient(b">>>>>>>") {
        Some("des marques de fusion git y ont été laissées")
    } else {
        None
    }
}

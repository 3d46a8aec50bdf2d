//! Walks the bytes of a journal: each record must prove itself, follow by number and name its predecessor.
//!
//! A fragment (a record whose write was cut) is accepted in two places only: at the very end, when it begins like our
//! next record and holds no whole one; in the middle, when the record that follows, after one newline, is a `reprise`
//! that declares its exact length and sha-256. Anything else is an alteration.

use super::record::{DEBUT, FIN, MAXIMUM, ORIGINE, Record, decode, proven};
use crate::domain::fait::Fait;
use crate::store::empreinte::sha256;

/// Version of the journal format that this program reads.
const FORMAT: u32 = 1;

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
    /// A write that was cut, never confirmed.
    Dechiree {
        /// Its length.
        octets: u64,
        /// Its sha-256.
        sha256: String,
    },
    /// Bytes that are not ours.
    Alteree {
        /// Where they begin.
        octet: usize,
        /// What is wrong, in French.
        raison: String,
    },
}

/// Walks a journal.
pub fn scan(octets: &[u8]) -> Scan {
    let mut scan = Scan {
        records: Vec::new(),
        fin: 0,
        queue: Queue::Intacte,
    };
    while scan.fin < octets.len() {
        if let Err(queue) = scan.avancer(octets) {
            scan.queue = queue;
            break;
        }
    }
    scan
}

impl Scan {
    /// Hash of the last record.
    pub fn tete(&self) -> &str {
        self.records.last().map_or(ORIGINE, |r| &r.h)
    }

    /// Number of the next record.
    pub fn suivant(&self) -> u64 {
        self.records.last().map_or(0, |r| r.enregistrement.n + 1)
    }

    /// Takes the record at `fin`, or the fragment and its `reprise`.
    fn avancer(&mut self, octets: &[u8]) -> Result<(), Queue> {
        let reste = &octets[self.fin..];
        let Some(longueur) = longueur(reste) else {
            return self.fragment(octets, "la fin d'un enregistrement manque");
        };
        match self.lire(&reste[..longueur]) {
            Ok(record) => {
                self.records.push(record);
                self.fin += longueur;
                Ok(())
            }
            Err(raison) => self.fragment(octets, &raison),
        }
    }

    /// Proves and reads one framed record, and checks its place in the chain.
    fn lire(&self, octets: &[u8]) -> Result<Record, String> {
        let h = proven(octets).ok_or("l'empreinte ne correspond pas aux octets")?;
        let record = decode(octets, h)?;
        let (n, attendu) = (record.enregistrement.n, self.suivant());
        if n != attendu {
            return Err(format!("fait {n} au lieu de {attendu}"));
        }
        if record.prec != self.tete() {
            return Err("il ne suit pas le fait précédent (chaîne rompue)".into());
        }
        match record.enregistrement.fait {
            Fait::JournalCree { format, .. } if format > FORMAT => Err(format!(
                "journal de format {format} : une version plus récente du programme est nécessaire"
            )),
            Fait::JournalCree { .. } if n == 0 => Ok(record),
            Fait::JournalCree { .. } => Err("un second début de journal".into()),
            _ if n == 0 => Err("le journal ne commence pas par son en-tête".into()),
            _ => Ok(record),
        }
    }

    /// At `fin` stands no good record: a declared fragment, a torn tail, or an alteration.
    fn fragment(&mut self, octets: &[u8], raison: &str) -> Result<(), Queue> {
        let reste = &octets[self.fin..];
        for debut in debuts(reste).filter(|debut| *debut > 0) {
            let suite = &reste[debut..];
            let Some(longueur) = longueur(suite) else {
                continue;
            };
            let Ok(record) = self.lire(&suite[..longueur]) else {
                continue;
            };
            // One newline, added by the reprise, parts it from the fragment.
            if declare(&record, &reste[..debut - 1]) {
                self.records.push(record);
                self.fin += debut + longueur;
                return Ok(());
            }
        }
        let complete = [reste, b"\n"].concat();
        if longueur(&complete) == Some(complete.len())
            && let Ok(record) = self.lire(&complete)
        {
            self.records.push(record);
            self.fin = octets.len();
            return Err(Queue::SansRetour);
        }
        if self.ressemble_a_une_dechirure(reste) {
            return Err(Queue::Dechiree {
                octets: reste.len() as u64,
                sha256: sha256(reste),
            });
        }
        Err(Queue::Alteree {
            octet: self.fin,
            raison: expliquer(reste).unwrap_or(raison).to_owned(),
        })
    }

    fn ressemble_a_une_dechirure(&self, reste: &[u8]) -> bool {
        let attendu = format!("---\nn: {}\nle: \"", self.suivant());
        let commun = attendu.len().min(reste.len());
        let debute = reste[..commun] == attendu.as_bytes()[..commun]
            || matches!(reste.first(), Some(0 | b'\n'));
        let enregistrement_entier = debuts(reste).any(|debut| {
            longueur(&reste[debut..]).is_some_and(|l| proven(&reste[debut..debut + l]).is_some())
        });
        // A framed record whose hash is wrong was finished, then changed: that is no torn write.
        let encadre = reste.starts_with(DEBUT) && longueur(reste).is_some() && !reste.contains(&0);
        debute && !enregistrement_entier && !encadre && reste.len() <= 2 * MAXIMUM
    }
}

/// Length of the framed record at the start of `octets`, up to and with its end line.
fn longueur(octets: &[u8]) -> Option<usize> {
    octets.starts_with(DEBUT).then_some(())?;
    let fin = octets
        .windows(FIN.len() + 1)
        .position(|f| f[0] == b'\n' && &f[1..] == FIN)?;
    Some(fin + 1 + FIN.len())
}

/// Every place where a record may begin: at the start, or after a newline.
fn debuts(octets: &[u8]) -> impl Iterator<Item = usize> + '_ {
    (0..octets.len())
        .filter(|i| octets[*i..].starts_with(DEBUT) && (*i == 0 || octets[*i - 1] == b'\n'))
}

fn declare(record: &Record, fragment: &[u8]) -> bool {
    matches!(&record.enregistrement.fait, Fait::Reprise { octets, sha256: declare }
        if *octets == fragment.len() as u64 && *declare == sha256(fragment))
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

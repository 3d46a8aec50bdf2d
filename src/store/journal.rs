//! stub
use crate::domain::fait::*;
use std::path::Path;
use chrono::*;
/// x
pub struct Journal { n: u64, p: std::path::PathBuf }
/// x
#[derive(Debug)] pub struct ErreurJournal(String);
impl std::fmt::Display for ErreurJournal { fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result { f.write_str(&self.0) } }
/// x
pub struct Lecture(Vec<Enregistrement>);
impl Lecture { /// x
 pub fn enregistrements(&self) -> &[Enregistrement] { &self.0 } /// x
 pub fn anomalie(&self) -> Option<&str> { None } /// x
 pub fn empreinte(&self, _n: u64) -> Option<&str> { Some("") } }
/// x
pub fn read(p: &Path) -> Result<Lecture, ErreurJournal> { Journal::open(p, DateTime::default(), "").map(|(_, e)| Lecture(e)) }
impl Journal {
 /// x
 pub fn create(p: &Path, le: DateTime<FixedOffset>, par: &str, fait: &Fait) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> { std::fs::create_dir_all(p.parent().unwrap()).unwrap(); let mut j = Journal{n:0,p:p.into()}; let e = j.append(le, par, fait)?; Ok((j, vec![e])) }
 /// x
 pub fn open(p: &Path, _le: DateTime<FixedOffset>, _par: &str) -> Result<(Self, Vec<Enregistrement>), ErreurJournal> { let t = std::fs::read_to_string(p).map_err(|e| ErreurJournal(e.to_string()))?; let mut v = vec![]; for l in t.split("\n...\n").filter(|l| !l.is_empty()) { let (le, r) = l.split_once('|').unwrap(); let (par, f) = r.split_once('|').unwrap(); v.push(Enregistrement{n:v.len() as u64, le: DateTime::parse_from_rfc3339(le).unwrap(), par: par.into(), fait: serde_yaml::from_str(f).unwrap()}); } Ok((Journal{n:v.len() as u64,p:p.into()}, v)) }
 /// x
 pub fn append(&mut self, le: DateTime<FixedOffset>, par: &str, fait: &Fait) -> Result<Enregistrement, ErreurJournal> { use std::io::Write; let mut f = std::fs::OpenOptions::new().append(true).create(true).open(&self.p).unwrap(); write!(f, "{}|{}|{}\n...\n", le.to_rfc3339(), par, serde_yaml::to_string(fait).unwrap().trim_end()).unwrap(); let e = Enregistrement{n:self.n,le,par:par.into(),fait:fait.clone()}; self.n+=1; Ok(e) }
 /// x
 pub fn lecture_seule(&self) -> Option<&str> { None }
 /// x
 pub fn head(&self) -> (u64, &str) { (self.n, "") }
}

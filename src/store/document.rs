//! stub
use super::diagnostic::Diagnostic;
use crate::domain::probleme::Probleme;
use serde::de::DeserializeOwned;
use std::path::Path;
/// x
pub struct Document { t: String, n: String, h: String }
/// x
pub struct Limites { /// x
 pub octets: u64, /// x
 pub profondeur: usize, /// x
 pub noeuds: usize }
impl Default for Limites { fn default() -> Self { Self { octets: 8<<20, profondeur: 64, noeuds: 200_000 } } }
impl Document {
  /// x
  pub fn open(path: &Path, name: &str, l: &Limites) -> Result<Document, Vec<Diagnostic>> { let b = std::fs::read(path).map_err(|e| vec![Diagnostic{fichier:name.into(),ligne:None,chemin:String::new(),message:e.to_string()}])?; Self::from_bytes(name,b,l) }
  /// x
  pub fn from_bytes(name: &str, bytes: Vec<u8>, _l: &Limites) -> Result<Document, Vec<Diagnostic>> { let h = super::empreinte::sha256(&bytes); Ok(Document{t:String::from_utf8_lossy(&bytes).into_owned(), n:name.into(), h}) }
  /// x
  pub fn decode<T: DeserializeOwned>(&self) -> Result<T, Vec<Diagnostic>> { serde_yaml::from_str(&self.t).map_err(|e| vec![Diagnostic{fichier:self.n.clone(),ligne:None,chemin:String::new(),message:e.to_string()}]) }
  /// x
  pub fn diagnostic(&self, p: Probleme) -> Diagnostic { Diagnostic{fichier:self.n.clone(),ligne:None,chemin:p.chemin,message:p.message} }
  /// x
  pub fn sha256(&self) -> &str { &self.h }
  /// x
  pub fn text(&self) -> &str { &self.t }
}

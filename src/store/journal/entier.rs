//! A whole journal written at once, for an example that nobody holds yet: the same bytes as fact by fact, one sync.

use std::io::Write;
use std::path::Path;

use super::{ErreurJournal, acces, record, tete};
use crate::domain::fait::Enregistrement;
use crate::store::fichier::{creer_dossier, dossier_de};

/// Writes a journal that does not exist yet; gives the hash of its last record.
pub fn ecrire_entier(
    chemin: &Path,
    enregistrements: &[Enregistrement],
) -> Result<String, ErreurJournal> {
    let mut octets = Vec::new();
    let mut prec = record::ORIGINE.to_owned();
    for enregistrement in enregistrements {
        let (record, h) = record::encode(enregistrement, &prec)?;
        octets.extend(record);
        prec = h;
    }
    creer_dossier(dossier_de(chemin)).map_err(ErreurJournal::NonEcrit)?;
    let mut fichier = acces::ecriture()
        .create_new(true)
        .open(chemin)
        .map_err(ErreurJournal::NonEcrit)?;
    fichier
        .write_all(&octets)
        .map_err(ErreurJournal::NonEcrit)?;
    fichier.sync_all().map_err(ErreurJournal::NonConfirme)?;
    if let Some(dernier) = enregistrements.last() {
        tete::save(chemin, dernier.n, &prec);
    }
    Ok(prec)
}

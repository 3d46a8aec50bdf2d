//! Proposals received from the departments: found, each checked before it counts, refused with its reason.

use std::fs;
use std::io;
use std::path::{Component, Path, PathBuf};

use serde_yaml::Value;

use super::campagne::{Campagne, changees};
use super::document::{Document, Limites};
use super::empreinte::sha256;
use super::fichier::{self, dossier_de};
use super::resultat::{OCTETS, autres_octets, provenance, verify};
use super::{journal, yaml_writer};
use crate::domain::francais::compte;
use crate::domain::region::{Controle, Departement, NATURE, Recue, Refus, etrangere, incoherences};
use crate::domain::resultat::{FORMAT, Resultat};
use crate::domain::seance::Seance;
use crate::domain::texte::visible;

/// Differences told of one file.
const DITES: usize = 8;

/// A file to read: its path, and its name as told, from the folder of the region's campaign.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Piece {
    nom: String,
    chemin: PathBuf,
}

/// The proposals of these files and folders, or of the campaign's own `resultats` when none is named; an error when one
/// holds none.
pub fn chercher(campagne: &Campagne, donnes: &[PathBuf]) -> Result<Vec<Piece>, String> {
    let mut chemins = Vec::new();
    if donnes.is_empty() {
        chemins =
            propositions(&campagne.resultats()).map_err(|e| dire(&campagne.resultats(), &e))?;
    }
    for donne in donnes {
        if !donne.is_dir() {
            chemins.push(donne.clone());
            continue;
        }
        let trouves = du_dossier(donne).map_err(|erreur| dire(donne, &erreur))?;
        if trouves.is_empty() {
            return Err(format!(
                "{} : aucune proposition (ni fichier .yaml, ni dossier resultats)",
                visible(&donne.display().to_string())
            ));
        }
        chemins.extend(trouves);
    }
    let pieces = chemins.into_iter().map(|chemin| Piece {
        nom: relatif(&campagne.racine, &chemin),
        chemin,
    });
    let mut pieces: Vec<Piece> = pieces.collect();
    pieces.sort();
    pieces.dedup_by(|a, b| a.nom == b.nom);
    Ok(pieces)
}

fn dire(chemin: &Path, erreur: &io::Error) -> String {
    let chemin = visible(&chemin.display().to_string());
    format!("{chemin} : {}", fichier::dire(erreur))
}

/// A campaign's proposals; else the proposals of a folder, and of the campaigns it holds.
fn du_dossier(dossier: &Path) -> io::Result<Vec<PathBuf>> {
    let resultats = dossier.join("resultats");
    if resultats.is_dir() {
        return propositions(&resultats);
    }
    let mut trouves = propositions(dossier)?;
    for entree in fs::read_dir(dossier)? {
        let resultats = entree?.path().join("resultats");
        if resultats.is_dir() {
            trouves.extend(propositions(&resultats)?);
        }
    }
    Ok(trouves)
}

/// The proposals of one folder, by name: neither copies kept (`.bak`) nor the compilation itself.
fn propositions(dossier: &Path) -> io::Result<Vec<PathBuf>> {
    let entrees = match fs::read_dir(dossier) {
        Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
        autre => autre?,
    };
    let mut chemins: Vec<PathBuf> = entrees
        .map(|entree| Ok(entree?.path()))
        .collect::<io::Result<_>>()?;
    chemins.retain(|chemin| {
        let nom = chemin.file_name().unwrap_or_default().to_string_lossy();
        chemin.extension().is_some_and(|e| e == "yaml")
            && !nom.starts_with('.')
            && nom != "region.yaml"
    });
    chemins.sort();
    Ok(chemins)
}

/// A path as seen from a folder, so that what names it stays true when both move together.
pub fn relatif(base: &Path, cible: &Path) -> String {
    let dossier = dossier_de(cible).canonicalize();
    let (Ok(base), Ok(dossier)) = (base.canonicalize(), dossier) else {
        return cible.display().to_string();
    };
    let cible = dossier.join(cible.file_name().unwrap_or_default());
    let (a, b): (Vec<Component>, Vec<Component>) =
        (base.components().collect(), cible.components().collect());
    let communs = a.iter().zip(&b).take_while(|(a, b)| a == b).count();
    let mut chemin = PathBuf::new();
    chemin.extend(a[communs..].iter().map(|_| ".."));
    chemin.extend(&b[communs..]);
    chemin.display().to_string()
}

/// Reads and checks every piece, one at a time: a folder of ten thousand candidatures is never whole in memory.
pub fn lire(campagne: &Campagne, pieces: &[Piece]) -> Vec<Recue> {
    let mut voisine: Option<(PathBuf, Option<Campagne>)> = None;
    let mut recues = Vec::with_capacity(pieces.len());
    for piece in pieces {
        let dossier = dossier_de(dossier_de(&piece.chemin));
        let avec = if meme_dossier(dossier, &campagne.racine) || !dossier.join("ami.yaml").exists()
        {
            campagne
        } else {
            if voisine.as_ref().is_none_or(|(d, _)| d != dossier) {
                voisine = Some((dossier.to_owned(), Campagne::load(dossier).campagne));
            }
            let connue = voisine.as_ref().and_then(|(_, campagne)| campagne.as_ref());
            connue.unwrap_or(campagne)
        };
        recues.push(recevoir(campagne, avec, piece));
    }
    recues
}

fn meme_dossier(a: &Path, b: &Path) -> bool {
    let entier = |chemin: &Path| dossier_de(&chemin.join("x")).canonicalize().ok();
    entier(a).is_some() && entier(a) == entier(b)
}

/// Checks one file against the call of the region, and against the journal of `avec` when it is there.
fn recevoir(region: &Campagne, avec: &Campagne, piece: &Piece) -> Recue {
    let refuse = |sha256: String, raison: String| Recue {
        fichier: piece.nom.clone(),
        sha256,
        contenu: Err(Refus {
            territoire: territoire_du_nom(region, &piece.chemin),
            raisons: vec![raison],
        }),
    };
    let octets = match fichier::lire(&piece.chemin, OCTETS) {
        Ok(octets) => octets,
        Err(erreur) if erreur.kind() == io::ErrorKind::NotFound => {
            return refuse(String::new(), "fichier absent".into());
        }
        Err(erreur) => return refuse(String::new(), fichier::dire(&erreur)),
    };
    let empreinte = sha256(&octets);
    let contenu = match telle_quelle(avec, piece, &octets) {
        Some(resultat) => juger(region, resultat, Controle::Recalculee),
        None => a_examiner(region, avec, piece, octets),
    };
    match contenu {
        Ok(departement) => Recue {
            fichier: piece.nom.clone(),
            sha256: empreinte,
            contenu: Ok(departement),
        },
        Err(mut refus) => {
            if refus.territoire.is_none() {
                refus.territoire = territoire_du_nom(region, &piece.chemin);
            }
            Recue {
                fichier: piece.nom.clone(),
                sha256: empreinte,
                contenu: Err(refus),
            }
        }
    }
}

/// The territory that the name of a file announces, when the call has it.
fn territoire_du_nom(region: &Campagne, chemin: &Path) -> Option<String> {
    let nom = chemin.file_name()?.to_str()?;
    let code = nom.split('.').next()?;
    region.ami.territoire(code).map(|t| t.code.clone())
}

/// The proposal computed again from the journal of the territory its name announces, when it gives these very bytes.
fn telle_quelle(avec: &Campagne, piece: &Piece, octets: &[u8]) -> Option<Resultat> {
    let code = territoire_du_nom(avec, &piece.chemin)?;
    if !matches!(journal::existe(&avec.journal(&code)), Ok(true)) {
        return None;
    }
    let lecture = avec.lire_journal(&code).ok()?;
    if lecture.anomalie().is_some() {
        return None;
    }
    let cadre = avec.cadre(&code)?;
    let seance = Seance::replay(lecture.enregistrements().iter().cloned());
    if !changees(&seance.etat().entrees, &avec.entrees(&code)).is_empty() {
        return None;
    }
    let lus = lecture.enregistrements().len() as u64;
    let tete = lecture.empreinte(lus.checked_sub(1)?)?;
    let resultat = Resultat::etablir(&cadre, &seance, provenance(avec, &code, lus, tete));
    let attendu = yaml_writer::to_string(&resultat).ok()?;
    (attendu.as_bytes() == octets).then_some(resultat)
}

/// Whether the region may compile a proposal already checked.
fn juger(region: &Campagne, resultat: Resultat, controle: Controle) -> Result<Departement, Refus> {
    let raisons = etrangere(&resultat, &region.ami);
    if raisons.is_empty() {
        return Ok(Departement::new(resultat, controle));
    }
    Err(Refus {
        territoire: region
            .ami
            .territoire(&resultat.territoire.code)
            .map(|t| t.code.clone()),
        raisons,
    })
}

/// Reads a file that is not, byte for byte, what its journal gives: says why, or checks it by itself.
fn a_examiner(
    region: &Campagne,
    avec: &Campagne,
    piece: &Piece,
    octets: Vec<u8>,
) -> Result<Departement, Refus> {
    let refus = |raisons: Vec<String>| Refus {
        territoire: None,
        raisons,
    };
    if let Some(raison) = coupee(&octets) {
        return Err(refus(vec![raison]));
    }
    let limites = Limites {
        octets: OCTETS,
        noeuds: usize::MAX,
        ..Limites::default()
    };
    let lisibles = |diagnostics: Vec<super::diagnostic::Diagnostic>| {
        let phrases = diagnostics.iter().map(|d| {
            let ligne = d
                .ligne
                .map_or_else(String::new, |l| format!("ligne {l} : "));
            format!("{ligne}{} {}", d.chemin, d.message).replace("  ", " ")
        });
        refus(abreger(phrases.collect()))
    };
    let document = Document::from_bytes(&piece.nom, octets, &limites).map_err(lisibles)?;
    let valeur: Value = document.decode().map_err(lisibles)?;
    if let Some(raison) = pas_une_proposition(&valeur) {
        return Err(refus(vec![raison]));
    }
    let resultat = typee(&document).map_err(|raison| refus(vec![raison]))?;
    let raisons = etrangere(&resultat, &region.ami);
    let territoire = region.ami.territoire(&resultat.territoire.code);
    let territoire = territoire.map(|t| t.code.clone());
    let refus = |raisons: Vec<String>| Refus {
        territoire: territoire.clone(),
        raisons,
    };
    if !raisons.is_empty() {
        return Err(refus(raisons));
    }
    let journal = avec.journal(&resultat.territoire.code);
    if !matches!(journal::existe(&journal), Ok(false)) {
        let differences = verify(avec, &piece.chemin).map_err(lisibles)?;
        if !differences.is_empty() {
            let mut raisons = vec![
                "elle n'est pas ce que donne son journal : le département doit l'écrire de nouveau"
                    .to_owned(),
            ];
            raisons.extend(differences);
            return Err(refus(abreger(raisons)));
        }
        return juger(region, resultat, Controle::Recalculee);
    }
    let attendu = yaml_writer::to_string(&resultat).map_err(|e| refus(vec![e.to_string()]))?;
    let mut raisons: Vec<String> = autres_octets(&document, &attendu).into_iter().collect();
    raisons.extend(incoherences(&resultat));
    if !raisons.is_empty() {
        raisons.insert(
            0,
            "modifiée depuis qu'elle a été écrite : demandez-la de nouveau, ou son journal".into(),
        );
        return Err(refus(abreger(raisons)));
    }
    juger(region, resultat, Controle::Coherente)
}

/// The proposal in a document already proven harmless. `serde_yaml` alone: our own reader does not follow flattened types.
fn typee(document: &Document) -> Result<Resultat, String> {
    serde_yaml::from_str(document.text()).map_err(|erreur| {
        let ligne = erreur.location().map_or(0, |place| place.line());
        let dit = erreur.to_string();
        let chemin = dit.split(": ").next().unwrap_or_default();
        let est_chemin = |b: u8| b.is_ascii_alphanumeric() || b"._[]".contains(&b);
        let chemin = if chemin.bytes().all(est_chemin) {
            format!(" · {chemin}")
        } else {
            String::new()
        };
        format!("ligne {ligne}{chemin} : valeur d'une autre forme que celle d'une proposition, ou clé absente ou inconnue")
    })
}

/// A file that stops before the last line that our writer gives to every proposal.
fn coupee(octets: &[u8]) -> Option<String> {
    if octets.is_empty() {
        return Some("fichier vide : demandez-le de nouveau".into());
    }
    let texte = String::from_utf8_lossy(octets);
    let notre = texte.starts_with("format: ") && texte.contains("\nnature: \"proposition");
    let derniere = texte.lines().last().unwrap_or_default();
    let entiere = texte.ends_with('\n') && derniere.trim_start().starts_with("tete: \"");
    (notre && !entiere).then(|| {
        format!(
            "fichier coupé à la ligne {}, avant sa fin (provenance.journal.tete) : demandez-le de nouveau",
            texte.lines().count()
        )
    })
}

/// Why a file is no proposal that this program reads.
fn pas_une_proposition(valeur: &Value) -> Option<String> {
    let nature = valeur.get("nature").and_then(Value::as_str);
    if nature == Some(NATURE) {
        return Some("c'est une compilation régionale, pas la proposition d'un territoire".into());
    }
    let territoire = valeur.get("territoire").and_then(|t| t.get("code"));
    let format = valeur.get("format").and_then(Value::as_u64);
    match format {
        Some(lu) if lu > u64::from(FORMAT) => Some(format!(
            "écrite par une version plus récente du programme (format {lu}, lu ici jusqu'au format {FORMAT}) : mettez ce programme à jour"
        )),
        Some(lu) if lu < u64::from(FORMAT) => Some(format!(
            "écrite par une version plus ancienne du programme (format {lu}, lu ici : format {FORMAT}) : le département doit l'écrire de nouveau"
        )),
        _ if nature != Some("proposition de classement") || territoire.is_none() => Some(
            "ce n'est pas une proposition de classement (nature ou territoire.code absents)".into(),
        ),
        None => Some("format absent : ce n'est pas une proposition de ce programme".into()),
        Some(_) => None,
    }
}

fn abreger(mut raisons: Vec<String>) -> Vec<String> {
    let en_trop = raisons.len().saturating_sub(DITES);
    if en_trop > 1 {
        raisons.truncate(DITES);
        raisons.push(format!(
            "et {}",
            compte(en_trop, "autre différence", "autres différences")
        ));
    }
    raisons
}

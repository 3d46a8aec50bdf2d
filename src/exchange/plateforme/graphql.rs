//! Pages of the platform's API, as somebody else fetched them: the same lot as its files, columns keyed by their identifier.

use std::collections::BTreeMap;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::Value;

use super::entetes::{Famille, coordonnee, personnel};
use super::feuilles::{decante, domaine};
use super::valeur::Valeur;
use super::{AvisRecu, Bloc, Colonne, Dossier, Genre, Lot, Lu, numeroter};
use crate::domain::probleme::citer;
use crate::domain::projet::est_numero;
use crate::store::diagnostic::Diagnostic;

/// Kinds of fields that name a person, whatever their label.
const PERSONNE: [&str; 5] = [
    "PhoneChamp",
    "EmailChamp",
    "CiviliteChamp",
    "IbanChamp",
    "TitreIdentiteChamp",
];
/// Kinds of fields that hold no value.
const DECOR: [&str; 2] = ["HeaderSectionChamp", "ExplicationChamp"];

/// The lot in a page.
pub(super) fn lire(nom: &str, octets: &[u8]) -> Result<Lu, Vec<Diagnostic>> {
    let refus = |chemin: &str, message: String| {
        vec![Diagnostic {
            fichier: nom.to_owned(),
            ligne: None,
            chemin: chemin.to_owned(),
            message,
        }]
    };
    let page: Value = serde_json::from_slice(octets).map_err(|erreur| {
        let message = if erreur.is_eof() {
            "JSON coupé : la page n'est pas entière, demandez-la de nouveau".to_owned()
        } else {
            format!("JSON invalide (colonne {})", erreur.column())
        };
        vec![Diagnostic {
            ligne: Some(erreur.line()),
            ..Diagnostic::whole(nom, message)
        }]
    })?;
    if let Some(erreurs) = page
        .get("errors")
        .and_then(Value::as_array)
        .filter(|e| !e.is_empty())
    {
        let premiere = erreurs[0]
            .get("message")
            .and_then(Value::as_str)
            .unwrap_or("sans message");
        let combien = erreurs.len();
        return Err(refus(
            "errors",
            format!(
                "la plateforme a répondu par {combien} erreur(s) : {}",
                citer(premiere)
            ),
        ));
    }
    let Some((racine, chemin)) = ["demarche", "groupeInstructeur"]
        .iter()
        .find_map(|cle| Some((page.get("data")?.get(cle)?, format!("data.{cle}"))))
        .filter(|(racine, _)| racine.is_object())
    else {
        return Err(refus("data", "« data.demarche » ou « data.groupeInstructeur » attendu : ce n'est pas une page de l'API".into()));
    };
    let connexion = &racine["dossiers"];
    let noeuds: Option<Vec<&Value>> = match (&connexion["nodes"], &connexion["edges"]) {
        (Value::Array(noeuds), _) => Some(noeuds.iter().collect()),
        (_, Value::Array(bords)) => Some(bords.iter().map(|b| &b["node"]).collect()),
        _ => None,
    };
    let chemin = format!("{chemin}.dossiers");
    let Some(noeuds) = noeuds else {
        return Err(refus(
            &chemin,
            "« nodes » attendu : la page n'est pas entière".into(),
        ));
    };
    let Some(suivante) = connexion["pageInfo"]["hasNextPage"].as_bool() else {
        return Err(refus(
            &format!("{chemin}.pageInfo"),
            "« hasNextPage » attendu : sans lui, rien ne dit si des pages manquent".into(),
        ));
    };
    let plan = Plan::new(racine, &noeuds);
    let mut lot = Lot {
        fichier: nom.to_owned(),
        genre: Genre::Json,
        famille: Famille::Modele,
        colonnes: plan.colonnes.clone(),
        blocs: plan
            .blocs
            .iter()
            .map(|(_, id, bloc)| (id.clone(), bloc.bloc.clone()))
            .collect(),
        dossiers: Vec::new(),
        personnelles: plan.personnelles.clone(),
        retraits: 0,
        options: plan.options.clone(),
    };
    for (rang, noeud) in noeuds.iter().enumerate() {
        let chemin = format!("{chemin}.nodes[{rang}]");
        let dossier = plan
            .dossier(noeud, rang + 1, &mut lot.retraits)
            .map_err(|manque| refus(&chemin, manque))?;
        lot.dossiers.push(dossier);
    }
    Ok(Lu {
        lot,
        suivante: Some(suivante),
    })
}

/// The page that announces another, when none of those read is the last.
pub(super) fn pages_manquantes(lus: &[Lu]) -> Vec<Diagnostic> {
    let pages = || lus.iter().filter(|lu| lu.suivante.is_some());
    let derniere_lue = pages().any(|lu| lu.suivante == Some(false));
    let annonce = pages().next_back().filter(|_| !derniere_lue);
    annonce
        .map(|lu| Diagnostic {
            chemin: "dossiers.pageInfo.hasNextPage".into(),
            ..Diagnostic::whole(
                &lu.lot.fichier,
                "une page suivante existe et n'est pas donnée : donnez toutes les pages ensemble"
                    .into(),
            )
        })
        .into_iter()
        .collect()
}

/// Where the values of a field go.
struct Champ {
    id: String,
    genre: String,
    debut: usize,
}

/// Fields of a form or of a repetition, in order, and the columns they give.
#[derive(Default)]
struct Champs {
    places: Vec<Champ>,
    titres: Vec<String>,
    ids: Vec<String>,
}

struct BlocLu {
    champs: Champs,
    bloc: Bloc,
}

struct Plan {
    champs: Champs,
    colonnes: Vec<Colonne>,
    /// Identifier of the field, stable identifier, what its rows hold.
    blocs: Vec<(String, String, BlocLu)>,
    personnelles: Vec<String>,
    options: BTreeMap<String, Vec<String>>,
}

impl Champs {
    fn ajouter(&mut self, id: &str, genre: &str, titre: &str) {
        self.places.push(Champ {
            id: id.to_owned(),
            genre: genre.to_owned(),
            debut: self.titres.len(),
        });
        for suffixe in suffixes(genre) {
            self.titres.push(format!("{titre}{suffixe}"));
            self.ids.push(id.to_owned());
        }
    }

    fn connait(&self, id: &str) -> bool {
        self.places.iter().any(|c| c.id == id)
    }

    fn colonnes(&self) -> Vec<Colonne> {
        let mut colonnes = numeroter(&self.titres);
        for (colonne, id) in colonnes.iter_mut().zip(&self.ids) {
            colonne.champ = Some(id.clone());
        }
        colonnes
    }

    fn valeurs<'a>(
        &self,
        lus: impl Iterator<Item = &'a Value>,
        retraits: &mut usize,
    ) -> Vec<Valeur> {
        let mut valeurs = vec![Valeur::Vide; self.titres.len()];
        for lu in lus {
            let Some(champ) = self
                .places
                .iter()
                .find(|c| Some(c.id.as_str()) == lu["champDescriptorId"].as_str())
            else {
                continue;
            };
            for (rang, valeur) in valeurs_de(lu, &champ.genre)
                .iter()
                .enumerate()
                .take(suffixes(&champ.genre).len())
            {
                valeurs[champ.debut + rang] = decante(valeur, retraits);
            }
        }
        valeurs
    }
}

impl Plan {
    fn new(racine: &Value, noeuds: &[&Value]) -> Self {
        let mut plan = Self {
            champs: Champs::default(),
            colonnes: Vec::new(),
            blocs: Vec::new(),
            personnelles: Vec::new(),
            options: BTreeMap::new(),
        };
        let revision = &racine["activeRevision"];
        for liste in ["champDescriptors", "annotationDescriptors"] {
            for descripteur in tableau(&revision[liste]) {
                plan.declarer(descripteur, "id", noeuds);
            }
        }
        // Fields of older versions of the form, and pages asked without its description.
        for noeud in noeuds {
            for liste in ["champs", "annotations"] {
                for champ in tableau(&noeud[liste]) {
                    plan.declarer(champ, "champDescriptorId", noeuds);
                }
            }
        }
        plan.colonnes = plan.champs.colonnes();
        plan
    }

    fn declarer(&mut self, lu: &Value, cle: &str, noeuds: &[&Value]) {
        let (Some(id), titre) = (lu[cle].as_str(), lu["label"].as_str().unwrap_or_default()) else {
            return;
        };
        let genre = lu["__typename"]
            .as_str()
            .unwrap_or("TextChamp")
            .trim_end_matches("Descriptor");
        let deja = self.champs.connait(id) || self.blocs.iter().any(|(b, _, _)| b == id);
        if deja || titre.is_empty() || DECOR.contains(&genre) {
            return;
        }
        if let Some(options) = lu["options"].as_array() {
            let options = options.iter().filter_map(Value::as_str).map(str::to_owned);
            self.options.insert(titre.to_owned(), options.collect());
        }
        if genre == "RepetitionChamp" {
            let mut champs = Champs::default();
            let rangees = noeuds
                .iter()
                .flat_map(|n| tableau(&n["champs"]).iter())
                .filter(|c| c["champDescriptorId"] == *id);
            let lus = rangees.flat_map(|c| tableau(&c["rows"])).flat_map(|r| {
                tableau(&r["champs"])
                    .iter()
                    .map(|c| (c, "champDescriptorId"))
            });
            let declares = tableau(&lu["champDescriptors"]).iter().map(|c| (c, "id"));
            for (champ, cle) in declares.chain(lus) {
                let (Some(id), Some(titre)) = (champ[cle].as_str(), champ["label"].as_str()) else {
                    continue;
                };
                let genre = champ["__typename"]
                    .as_str()
                    .unwrap_or("TextChamp")
                    .trim_end_matches("Descriptor");
                if let Some(options) = champ["options"].as_array() {
                    let options = options
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect();
                    self.options.entry(titre.to_owned()).or_insert(options);
                }
                if !champs.connait(id) && !PERSONNE.contains(&genre) && !personnel(titre) {
                    champs.ajouter(id, genre, titre);
                }
            }
            let bloc = Bloc {
                titre: titre.to_owned(),
                colonnes: champs.colonnes(),
            };
            self.blocs
                .push((id.to_owned(), stable(id), BlocLu { champs, bloc }));
        } else if PERSONNE.contains(&genre)
            || personnel(titre)
            || toujours_une_coordonnee(id, noeuds)
        {
            self.personnelles.push(titre.to_owned());
            // Known, so that no dossier declares it again.
            self.champs.places.push(Champ {
                id: id.to_owned(),
                genre: "Personne".into(),
                debut: usize::MAX,
            });
        } else {
            self.champs.ajouter(id, genre, titre);
        }
    }

    fn dossier(
        &self,
        noeud: &Value,
        ligne: usize,
        retraits: &mut usize,
    ) -> Result<Dossier, String> {
        let numero = match &noeud["number"] {
            Value::Number(numero) => numero.to_string(),
            Value::String(numero) => numero.clone(),
            _ => return Err("« number » attendu".into()),
        };
        if !est_numero(&numero) {
            return Err(format!("numéro attendu, lu {}", citer(&numero)));
        }
        let instant = |cle: &str| {
            texte(&noeud[cle])
                .map(Valeur::Texte)
                .and_then(|v| v.en_instant())
        };
        let Some(depose_le) = instant("dateDepot") else {
            return Err("« dateDepot » attendu".into());
        };
        if !noeud["champs"].is_array() {
            return Err("« champs » attendu : la page a été demandée sans les réponses".into());
        }
        let listes = || {
            ["champs", "annotations"]
                .into_iter()
                .flat_map(|l| tableau(&noeud[l]))
        };
        let demandeur = &noeud["demandeur"];
        let entreprise = &demandeur["entreprise"];
        let mut rangees = Vec::new();
        for champ in listes() {
            let bloc = self
                .blocs
                .iter()
                .find(|(id, _, _)| Some(id.as_str()) == champ["champDescriptorId"].as_str());
            let Some((_, stable, bloc)) = bloc else {
                continue;
            };
            for rangee in tableau(&champ["rows"]) {
                rangees.push((
                    stable.clone(),
                    bloc.champs
                        .valeurs(tableau(&rangee["champs"]).iter(), retraits),
                ));
            }
        }
        Ok(Dossier {
            numero,
            ligne,
            etat: etat(noeud["state"].as_str().unwrap_or_default()),
            depose_le: Some(depose_le),
            modifie_le: instant("dateDerniereModificationChamps"),
            siret: texte(&demandeur["siret"]).map_or(Valeur::Vide, Valeur::Texte),
            raison_sociale: texte(&entreprise["raisonSociale"]),
            forme: texte(&entreprise["formeJuridique"]),
            forme_code: texte(&entreprise["formeJuridiqueCode"]),
            valeurs: self.champs.valeurs(listes(), retraits),
            rangees,
            avis: tableau(&noeud["avis"])
                .iter()
                .map(|a| avis(a, retraits))
                .collect(),
        })
    }
}

fn avis(lu: &Value, retraits: &mut usize) -> AvisRecu {
    let mut propre = |cle: &str| {
        let lu = texte(&lu[cle]).map_or(Valeur::Vide, |t| Valeur::texte(&t));
        Some(decante(&lu, retraits).dire()).filter(|t| !t.is_empty())
    };
    AvisRecu {
        demande: propre("question").unwrap_or_default(),
        reponse: propre("reponse"),
        question: propre("questionLabel"),
        oui_non: lu["questionAnswer"].as_bool(),
        repondu_le: texte(&lu["dateReponse"])
            .map(Valeur::Texte)
            .and_then(|v| v.en_instant()),
        domaine: lu["expert"]["email"].as_str().and_then(domaine),
    }
}

/// The columns that a field gives in files: their suffixes.
fn suffixes(genre: &str) -> &'static [&'static str] {
    match genre {
        "Personne" => &[],
        "CommuneChamp" => &["", " (Code INSEE)", " (Département)"],
        "EpciChamp" => &["", " (Code)", " (Département)"],
        "RegionChamp" | "DepartementChamp" | "PaysChamp" => &["", " (Code)"],
        _ => &[""],
    }
}

fn valeurs_de(lu: &Value, genre: &str) -> Vec<Valeur> {
    let ecrit = || texte(&lu["stringValue"]).map_or(Valeur::Vide, |t| Valeur::texte(&t));
    let premier = |cles: &[&str]| cles.iter().map(|c| &lu[*c]).find(|v| !v.is_null());
    let lieu = |cle: &str| vec![texte_de(&lu[cle]["name"]), texte_de(&lu[cle]["code"])];
    match genre {
        "IntegerNumberChamp" | "DecimalNumberChamp" => {
            let lu = premier(&["integerNumber", "decimalNumber", "value", "stringValue"]);
            vec![lu.map_or(Valeur::Vide, nombre)]
        }
        "YesNoChamp" | "CheckboxChamp" => {
            match premier(&["selected", "checked", "value"]).and_then(Value::as_bool) {
                Some(oui) => vec![Valeur::Booleen(oui)],
                None => vec![ecrit()],
            }
        }
        "DateChamp" => vec![premier(&["date", "value"]).map_or_else(ecrit, texte_de)],
        "DatetimeChamp" => vec![premier(&["datetime", "value"]).map_or_else(ecrit, texte_de)],
        "MultipleDropDownListChamp" => match lu["values"].as_array() {
            Some(options) if !options.is_empty() => {
                vec![Valeur::Choix(
                    options
                        .iter()
                        .filter_map(Value::as_str)
                        .map(str::to_owned)
                        .collect(),
                )]
            }
            Some(_) => vec![Valeur::Vide],
            None => vec![ecrit()],
        },
        "PieceJustificativeChamp" => {
            let noms: Vec<&str> = tableau(&lu["files"])
                .iter()
                .filter_map(|f| f["filename"].as_str())
                .collect();
            vec![Valeur::texte(&noms.join(", "))]
        }
        "CommuneChamp" => {
            let departement = &lu["departement"];
            let departement = match (texte(&departement["code"]), texte(&departement["name"])) {
                (Some(code), Some(nom)) => Valeur::Texte(format!("{code} – {nom}")),
                _ => Valeur::Vide,
            };
            vec![ecrit(), texte_de(&lu["commune"]["code"]), departement]
        }
        "RegionChamp" if lu["region"].is_object() => lieu("region"),
        "DepartementChamp" if lu["departement"].is_object() => lieu("departement"),
        _ => vec![ecrit()],
    }
}

fn nombre(lu: &Value) -> Valeur {
    match lu {
        Value::Number(n) => n.as_f64().and_then(Valeur::nombre).unwrap_or_default(),
        Value::String(texte) => Valeur::texte(texte),
        _ => Valeur::Vide,
    }
}

fn texte_de(lu: &Value) -> Valeur {
    texte(lu).map_or(Valeur::Vide, |t| Valeur::texte(&t))
}

fn texte(lu: &Value) -> Option<String> {
    let texte = lu.as_str()?.trim();
    (!texte.is_empty()).then(|| texte.to_owned())
}

fn tableau(lu: &Value) -> &[Value] {
    lu.as_array().map_or(&[], Vec::as_slice)
}

fn etat(etat: &str) -> String {
    match etat {
        "en_construction" => "En construction",
        "en_instruction" => "En instruction",
        "accepte" => "Accepté",
        "refuse" => "Refusé",
        "sans_suite" => "Classé sans suite",
        autre => autre,
    }
    .to_owned()
}

fn toujours_une_coordonnee(id: &str, noeuds: &[&Value]) -> bool {
    let champs = noeuds.iter().flat_map(|n| {
        tableau(&n["champs"])
            .iter()
            .chain(tableau(&n["annotations"]))
    });
    let mut lus = champs
        .filter(|c| c["champDescriptorId"].as_str() == Some(id))
        .filter_map(|c| texte(&c["stringValue"]))
        .peekable();
    lus.peek().is_some() && lus.all(|t| coordonnee(&t))
}

/// The stable identifier of a field: `9910114` in the base64 of `Champ-9910114`; else the identifier as it is.
fn stable(id: &str) -> String {
    let clair = STANDARD
        .decode(id)
        .ok()
        .and_then(|octets| String::from_utf8(octets).ok());
    let numero = clair.as_deref().and_then(|t| t.strip_prefix("Champ-"));
    numero.unwrap_or(id).to_owned()
}

#[cfg(test)]
mod tests {
    use super::stable;

    #[test]
    fn a_field_is_known_by_its_stable_number() {
        assert_eq!(stable("Q2hhbXAtOTkxMDExNA=="), "9910114");
        assert_eq!(stable("autre chose"), "autre chose");
    }
}

//! A fiche written again inside its candidature's file, as a person would: the other fiches, the keys left alone, the order and
//! the comments stay.
//!
//! The fiche is a tree of keys. The text is cut at each key; only what changed is written anew. What is obtained is read again:
//! when it is not exactly the candidature wanted (an unusual style), the whole fiche is written anew; failing that, nothing is.

use std::collections::BTreeMap;

use super::decoupe::{decouper, premiers_commentaires, retrait_de};
use super::{ecrire_zone, quoted, scalaire};
use crate::domain::projet::{Ages, Colonne, Etp, Fiche, Indicateurs, Mesure, Montants, Projet};
use crate::domain::texte::est_cache;

/// The text of `voulu`, which is the candidature in `texte` but for its fiche at `rang`; `None` when it cannot be written there.
pub fn rediger(texte: &str, voulu: &Projet, rang: usize) -> Option<String> {
    let texte = texte.replace("\r\n", "\n");
    let lu: Projet = serde_yaml::from_str(&texte).ok()?;
    let est_voulu =
        |redige: &String| serde_yaml::from_str(redige).is_ok_and(|relu: Projet| relu == *voulu);
    let avant = lu.fiches.get(rang);
    let apres = voulu.fiches.get(rang)?;
    let retouche = avant.and_then(|avant| {
        remplacer(&texte, rang, lu.fiches.len(), |element| {
            retoucher_element(element, avant, apres)
        })
    });
    let entiere = || {
        remplacer(&texte, rang, lu.fiches.len(), |element| {
            let commentaires = premiers_commentaires(element);
            Some(commentaires + &element_entier(apres, retrait_de(element)))
        })
    };
    retouche
        .filter(est_voulu)
        .or_else(|| entiere().filter(est_voulu))
}

/// The text with one of its fiches rewritten, or with one more.
fn remplacer(
    texte: &str,
    rang: usize,
    nombre: usize,
    recrire: impl FnOnce(&str) -> Option<String>,
) -> Option<String> {
    let mut decoupe = decouper(texte, "fiches:")?;
    if decoupe.elements.len() != nombre {
        return None;
    }
    if let Some(element) = decoupe.elements.get_mut(rang) {
        *element = recrire(element)?;
    } else {
        // A new one is set in as the others are.
        let modele = decoupe.elements.first();
        let retrait = modele.map_or(2, |element| retrait_de(element));
        let tiret = format!("{}- ", " ".repeat(retrait));
        decoupe.elements.push(recrire(&tiret)?);
    }
    let elements = decoupe.elements.concat();
    Some(format!(
        "{}{}\n{elements}{}",
        decoupe.avant, decoupe.cle, decoupe.apres
    ))
}

/// What a key holds.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Noeud {
    /// A value, written after its key.
    Valeur(String),
    /// A text on several lines, in a block under its key.
    Bloc(String),
    /// Keys, one a line, under their own.
    Cles(Vec<(String, Noeud)>),
}

use Noeud::{Bloc, Cles, Valeur};

/// The fiche as keys, in the order of the annex; what is empty has no key.
fn arbre(fiche: &Fiche) -> Vec<(String, Noeud)> {
    let liste = |ids: Vec<String>| {
        let ecrite = Valeur(format!("[{}]", ids.join(", ")));
        (!ids.is_empty()).then_some(ecrite)
    };
    let publics = fiche.publics.iter().map(|id| scalaire(id, true)).collect();
    let volets = fiche.volets.iter().map(|v| v.cle().to_owned()).collect();
    let budget = fiche.budget.iter().map(|(volet, annees)| {
        let lignes = par_annee(annees, ecrire_montants);
        (volet.cle().to_owned(), Cles(lignes))
    });
    let mut cles = vec![
        ("territoire", Some(Valeur(quoted(&fiche.territoire)))),
        ("publics", liste(publics)),
        (
            "ages",
            fiche.ages.as_ref().map(|ages| Valeur(ecrire_ages(ages))),
        ),
        (
            "zone",
            fiche.zone.as_ref().map(|zone| Valeur(ecrire_zone(zone))),
        ),
        ("volets", liste(volets)),
        ("etp", fiche.etp.map(|etp| Valeur(ecrire_etp(etp)))),
        ("description", fiche.description.as_deref().map(texte_long)),
    ];
    let tables = [
        ("budget", budget.collect()),
        ("total", par_annee(&fiche.total, ecrire_montants)),
    ];
    let tables = tables
        .map(|(cle, lignes): (_, Vec<_>)| (cle, (!lignes.is_empty()).then_some(Cles(lignes))));
    cles.extend(tables);
    let ressources = fiche.ressources.map(|r| {
        let champs = [("propres", r.propres), ("cofinancements", r.cofinancements)];
        Valeur(accolades(champs))
    });
    cles.push(("ressources", ressources));
    let indicateurs = par_annee(&fiche.indicateurs, ecrire_indicateurs);
    cles.push((
        "indicateurs",
        (!indicateurs.is_empty()).then_some(Cles(indicateurs)),
    ));
    let presentes = cles.into_iter();
    presentes
        .filter_map(|(cle, noeud)| Some((cle.to_owned(), noeud?)))
        .collect()
}

fn par_annee<T>(annees: &BTreeMap<u16, T>, ecrire: fn(&T) -> String) -> Vec<(String, Noeud)> {
    let ligne = |(annee, valeur): (&u16, &T)| (annee.to_string(), Valeur(ecrire(valeur)));
    annees.iter().map(ligne).collect()
}

/// `{ a: 1, b: 2 }`, blanks left out.
fn accolades<'a>(champs: impl IntoIterator<Item = (&'a str, Option<i64>)>) -> String {
    let connus = champs
        .into_iter()
        .filter_map(|(cle, nombre)| Some((cle, nombre?)));
    let ecrits: Vec<String> = connus
        .map(|(cle, nombre)| format!("{cle}: {nombre}"))
        .collect();
    match ecrits[..] {
        [] => "{}".into(),
        _ => format!("{{ {} }}", ecrits.join(", ")),
    }
}

fn ecrire_montants(montants: &Montants) -> String {
    accolades(Colonne::TOUTES.map(|colonne| (colonne.cle(), colonne.lire(montants))))
}

fn ecrire_indicateurs(annee: &Indicateurs) -> String {
    accolades(Mesure::TOUTES.map(|mesure| (mesure.cle(), mesure.lire(annee))))
}

fn ecrire_ages(ages: &Ages) -> String {
    let champs = [
        ("minimum", ages.minimum),
        ("maximum", ages.maximum),
        ("maximum_handicap", ages.maximum_handicap),
    ];
    accolades(champs.map(|(cle, age)| (cle, age.map(i64::from))))
}

fn ecrire_etp(etp: Etp) -> String {
    // As the screen says it, with the point that files have.
    etp.to_string().replace(',', ".")
}

/// A block, where every reader takes it for the same text; else one line between quotes.
fn texte_long(texte: &str) -> Noeud {
    let corps = texte.strip_suffix('\n').unwrap_or(texte);
    let invisible = |c: char| c != '\n' && (c.is_control() || est_cache(c));
    let simple = !corps.is_empty()
        && texte.ends_with('\n')
        && !corps.starts_with([' ', '\n'])
        && !corps.ends_with([' ', '\n'])
        && !corps.chars().any(invisible);
    if simple {
        Bloc(corps.to_owned())
    } else {
        Valeur(quoted(texte))
    }
}

/// A key and what it holds, `colonne` columns in.
fn ecrire(cle: &str, noeud: &Noeud, colonne: usize) -> String {
    let marge = " ".repeat(colonne);
    match noeud {
        Valeur(valeur) => format!("{marge}{cle}: {valeur}\n"),
        Bloc(texte) => {
            let rangees = texte.lines().map(|ligne| match ligne {
                "" => "\n".to_owned(),
                ligne => format!("{marge}  {ligne}\n"),
            });
            format!("{marge}{cle}: |\n{}", rangees.collect::<String>())
        }
        Cles(cles) => {
            let dessous = cles
                .iter()
                .map(|(cle, noeud)| ecrire(cle, noeud, colonne + 2));
            format!("{marge}{cle}:\n{}", dessous.collect::<String>())
        }
    }
}

fn element_entier(fiche: &Fiche, retrait: usize) -> String {
    let cles = arbre(fiche);
    let texte: String = cles
        .iter()
        .map(|(cle, noeud)| ecrire(cle, noeud, retrait + 2))
        .collect();
    avec_tiret(&texte, retrait)
}

/// The text with a dash in place of one of the blanks before its first key.
fn avec_tiret(texte: &str, retrait: usize) -> String {
    let debut = premiers_commentaires(texte).len() + retrait;
    let mut texte = texte.to_owned();
    texte.replace_range(debut..=debut, "-");
    texte
}

/// An element of the list of fiches with its changed keys written anew.
fn retoucher_element(element: &str, avant: &Fiche, apres: &Fiche) -> Option<String> {
    let commentaires = premiers_commentaires(element);
    let corps = &element[commentaires.len()..];
    let retrait = corps.find('-')?;
    let colonne = retrait + 1 + corps[retrait + 1..].find(|c| c != ' ')?;
    let mut cles = corps.to_owned();
    cles.replace_range(retrait..=retrait, " ");
    let retouche = retoucher(&cles, colonne, &arbre(avant), &arbre(apres))?;
    Some(commentaires + &avec_tiret(&retouche, retrait))
}

/// A mapping written in blocks, `colonne` columns in, with its changed keys written anew.
fn retoucher(
    texte: &str,
    colonne: usize,
    avant: &[(String, Noeud)],
    apres: &[(String, Noeud)],
) -> Option<String> {
    let mut blocs = couper(texte, colonne)?;
    let ancien = |cle: &str| avant.iter().find(|(c, _)| c == cle).map(|(_, noeud)| noeud);
    for (cle, _) in avant {
        if !apres.iter().any(|(c, _)| c == cle) {
            blocs.retain(|bloc| bloc.cle != *cle);
        }
    }
    // A new key comes after the one before it in the annex.
    let mut place = 0;
    for (cle, noeud) in apres {
        let Some(rang) = blocs.iter().position(|bloc| bloc.cle == *cle) else {
            let neuf = Morceau {
                avant: String::new(),
                cle: cle.clone(),
                corps: ecrire(cle, noeud, colonne),
            };
            blocs.insert(place, neuf);
            place += 1;
            continue;
        };
        place = rang + 1;
        let ecrit = match ancien(cle) {
            Some(ancien) if ancien == noeud => continue,
            Some(ancien) => blocs[rang].retoucher(colonne, ancien, noeud),
            None => None,
        };
        blocs[rang].corps = ecrit.unwrap_or_else(|| ecrire(cle, noeud, colonne));
    }
    let texte = blocs.iter().map(|bloc| bloc.avant.clone() + &bloc.corps);
    Some(texte.collect())
}

/// A key with all that is under it, and the comments before it.
struct Morceau {
    avant: String,
    cle: String,
    corps: String,
}

impl Morceau {
    /// The key with only what changed under it written anew; `None` when that is not written in blocks.
    fn retoucher(&self, colonne: usize, avant: &Noeud, apres: &Noeud) -> Option<String> {
        let (Cles(avant), Cles(apres)) = (avant, apres) else {
            return None;
        };
        let (tete, dessous) = self.corps.split_once('\n')?;
        let premiere = &dessous[premiers_commentaires(dessous).len()..];
        let retrait = premiere.len() - premiere.trim_start_matches(' ').len();
        if retrait <= colonne {
            return None;
        }
        let dessous = retoucher(dessous, retrait, avant, apres)?;
        Some(format!("{tete}\n{dessous}"))
    }
}

/// Cuts a mapping at each of its keys; comments and blank lines go with the key that follows, unless they are set further in.
fn couper(texte: &str, colonne: usize) -> Option<Vec<Morceau>> {
    let mut morceaux: Vec<Morceau> = Vec::new();
    let mut attente = String::new();
    for rangee in texte.split_inclusive('\n') {
        let dedans = rangee.trim();
        let retrait = rangee.len() - rangee.trim_start_matches(' ').len();
        let dessous = !morceaux.is_empty() && retrait > colonne;
        if dedans.is_empty() || (dedans.starts_with('#') && !dessous) {
            attente.push_str(rangee);
        } else if dessous {
            let dernier = morceaux.last_mut()?;
            dernier.corps.push_str(&std::mem::take(&mut attente));
            dernier.corps.push_str(rangee);
        } else if retrait == colonne {
            let (cle, suite) = dedans.split_once(':')?;
            if !(suite.is_empty() || suite.starts_with(' ')) {
                return None;
            }
            morceaux.push(Morceau {
                avant: std::mem::take(&mut attente),
                cle: cle.trim_matches(['"', '\'']).to_owned(),
                corps: rangee.to_owned(),
            });
        } else {
            return None;
        }
    }
    // What ends the text stays there.
    if let Some(dernier) = morceaux.last_mut() {
        dernier.corps.push_str(&attente);
    }
    Some(morceaux)
}

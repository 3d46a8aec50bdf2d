//! « Et si ? »: the smallest change that would make a candidature change side of the line, in one sentence.

use super::avis::{Decompte, Sens};
use super::cadre::Cadre;
use super::coupe::Statut;
use super::fermete::{Fermete, institutions};
use super::francais::{compte, typographier};
use super::phrase::nom_projet;
use super::robustesse::{Bascule, Levier, Selection};

/// The sentence; `None` when the candidature is not ranked.
pub fn et_si(cadre: &Cadre, fermete: &Fermete, numero: &str) -> Option<String> {
    let index = fermete.index(numero)?;
    let tenue = fermete.tenue(numero)?;
    let Some(selection) = &tenue.selection else {
        let (meilleur, pire) = tenue.intervalle;
        let rang = if meilleur == pire {
            format!("toujours rang {meilleur}")
        } else {
            format!("rang de {meilleur} à {pire}")
        };
        return Some(typographier(&format!(
            "Un avis, changé d'un cran : {rang}."
        )));
    };
    let phrase = match &selection.levier {
        None => {
            "Aucun changement des avis d'une seule candidature ne la ferait changer de côté.".into()
        }
        Some(levier) if levier.projet == index => le_sien(cadre, fermete, index, levier),
        Some(levier) => {
            let autre = &fermete.numeros[levier.projet];
            let sujet = nom_projet(cadre, autre);
            let changement = d_un_autre(cadre, fermete, index, levier, &sujet);
            format!("{changement}{}", marge(selection))
        }
    };
    Some(typographier(&phrase))
}

fn le_sien(cadre: &Cadre, fermete: &Fermete, index: usize, levier: &Levier) -> String {
    match bascule(fermete, index, levier) {
        Some(bascule) => format!(
            "Si {} passait de {} à {} : {}.",
            l_un_de(&institutions(cadre, &bascule.institutions)),
            bascule.de.nom(),
            bascule.vers.nom(),
            issue(levier)
        ),
        None => format!(
            "Il faudrait {} dans ses avis ({}) : {}.",
            crans(levier.pas),
            avis(levier.decompte),
            issue(levier)
        ),
    }
}

fn d_un_autre(
    cadre: &Cadre,
    fermete: &Fermete,
    index: usize,
    levier: &Levier,
    sujet: &str,
) -> String {
    match bascule(fermete, index, levier) {
        Some(bascule) => format!(
            "Tient à {sujet} : si {} y passait de {} à {}, {}",
            l_un_de(&institutions(cadre, &bascule.institutions)),
            bascule.de.nom(),
            bascule.vers.nom(),
            issue(levier)
        ),
        None => format!(
            "Il faudrait {} dans les avis de {sujet} ({}) : {}",
            crans(levier.pas),
            avis(levier.decompte),
            issue(levier)
        ),
    }
}

/// What its own avis could do, when another's do it at a lower cost.
fn marge(selection: &Selection) -> String {
    match selection.marge {
        Some(pas) => format!(" ; par ses propres avis, {}.", crans(pas)),
        None => " ; ses propres avis n'y changent rien : tenue par la priorité.".into(),
    }
}

/// The single step of avis that is this change.
fn bascule<'a>(fermete: &'a Fermete, index: usize, levier: &Levier) -> Option<&'a Bascule> {
    let bascules = fermete.robustesse.bascules.iter();
    bascules
        .filter(|_| levier.pas == 1)
        .filter(|b| b.projet == levier.projet)
        .find(|b| {
            let sienne = (index, levier.statut);
            b.changent.contains(&sienne)
        })
}

fn issue(levier: &Levier) -> String {
    let statut = match levier.statut {
        Statut::Retenu => "au-dessus de la ligne",
        Statut::ADepartager => "à départager",
        autre => autre.nom(),
    };
    format!("rang {}, {statut}", levier.rang)
}

fn crans(pas: u64) -> String {
    compte(usize::try_from(pas).unwrap_or(usize::MAX), "cran", "crans")
}

/// « 1 favorable, 3 avec réserves, 3 défavorables ».
fn avis(d: Decompte) -> String {
    let mots = [
        (d.f, "favorable", "favorables"),
        (d.r, "avec réserves", "avec réserves"),
        (d.d, "défavorable", "défavorables"),
    ];
    let dits = mots
        .iter()
        .filter(|(n, ..)| *n > 0)
        .map(|(n, un, plusieurs)| compte(usize::try_from(*n).unwrap_or(usize::MAX), un, plusieurs));
    dits.collect::<Vec<_>>().join(", ")
}

/// « France Travail », « France Travail ou CAF », « l'une de 5 institutions (France Travail, CAF…) ».
fn l_un_de(noms: &[String]) -> String {
    match noms {
        [] => String::new(),
        [seul] => seul.clone(),
        [debut @ .., dernier] if noms.len() <= 4 => format!("{} ou {dernier}", debut.join(", ")),
        [premiere, deuxieme, ..] => {
            let reste = noms.len() - 2;
            format!("{premiere}, {deuxieme} ou l'une des {reste} autres")
        }
    }
}

/// A flip, told whole: « M1, M2 ou M5 passe de défavorable à favorable avec réserves sur « D » ».
pub fn dire_bascule(cadre: &Cadre, fermete: &Fermete, bascule: &Bascule) -> String {
    let qui = l_un_de(&institutions(cadre, &bascule.institutions));
    let changent: Vec<String> = bascule
        .changent
        .iter()
        .map(|(index, statut)| {
            let nom = nom_projet(cadre, &fermete.numeros[*index]);
            format!("{nom} {}", statut.nom())
        })
        .collect();
    typographier(&format!(
        "{} sur {} : {} → {} ; alors {}.",
        qui,
        nom_projet(cadre, &fermete.numeros[bascule.projet]),
        court(bascule.de),
        court(bascule.vers),
        changent.join(", ")
    ))
}

fn court(sens: Sens) -> &'static str {
    match sens {
        Sens::FavorableAvecReserves => "réserves",
        autre => autre.nom(),
    }
}

//! Pages of the ranking: one place in detail, the scenarios of envelope, other readings of the same data.

use crate::domain::ami::Methode;
use crate::domain::avis::Decompte;
use crate::domain::cadre::Cadre;
use crate::domain::classement::{Classe, Fraction, classe};
use crate::domain::et_si::{dire_bascule, et_si};
use crate::domain::fermete::institutions;
use crate::domain::francais::{compte, enumeration, euros, ordinal_feminin};
use crate::domain::lecture::{accords, severites};
use crate::domain::motif::{points, points_maximum};
use crate::domain::phrase::nom_projet;
use crate::domain::robustesse::{Badge, Tenue};
use crate::domain::scenario::scenarios as jouer;
use crate::domain::tableau::Place;
use crate::domain::texte::visible;
use crate::tui::dialogue::Page;
use crate::tui::fit::a_gauche;
use crate::tui::model::SeanceEnCours;

/// Cells of a bar of avis.
const BARRE: u64 = 24;

/// One place: the key part by part, avis by family, the methods, the robustness, what would change it.
pub fn detail(ouverte: &SeanceEnCours, ligne: usize) -> Option<Page> {
    let place = ouverte.tableau.places.get(ligne)?;
    let numero = place.numero();
    let tenue = ouverte.fermete.tenue(numero)?;
    let mut texte = vec![place.motif.clone(), String::new()];
    texte.extend(cle(ouverte, place));
    texte.push(String::new());
    texte.extend(par_famille(ouverte, numero));
    texte.extend([String::new(), "Selon chaque méthode".into()]);
    texte.extend(tenue.methodes.iter().map(|(methode, rang, statut)| {
        let ici = if *methode == ouverte.cadre.ami.classement.methode {
            " · celle de l'appel"
        } else {
            ""
        };
        let nom = a_gauche(methode.nom(), 14);
        format!("  {nom} {} · {}{ici}", ordinal_feminin(*rang), statut.nom())
    }));
    texte.push(String::new());
    texte.extend(robustesse(ouverte, tenue));
    if let Some(phrase) = et_si(&ouverte.cadre, &ouverte.fermete, numero) {
        texte.extend([String::new(), format!("Et si ? {phrase}")]);
    }
    if let Some(index) = ouverte.fermete.index(numero) {
        let bascules = &ouverte.fermete.robustesse.bascules;
        let siennes = bascules
            .iter()
            .filter(|b| b.changent.iter().any(|(i, _)| *i == index));
        texte.extend(
            siennes.map(|b| format!("  {}", dire_bascule(&ouverte.cadre, &ouverte.fermete, b))),
        );
    }
    Some(page(nom_projet(&ouverte.cadre, numero), texte))
}

fn cle(ouverte: &SeanceEnCours, place: &Place) -> Vec<String> {
    let evaluation = &place.rangee.evaluation;
    let d = evaluation.decompte;
    let mut texte = vec![
        format!(
            "Rang calculé {}, retenu {} · calculé : {} · proposé : {}",
            ordinal_feminin(place.rangee.rang),
            ordinal_feminin(place.rang_retenu),
            place.statut.nom(),
            place.statut_propose()
        ),
        format!("Priorité : {}", Cadre::nom_priorite(evaluation.priorite)),
        format!(
            "Avis : favorables {}, avec réserves {}, défavorables {} · classe {}",
            d.f,
            d.r,
            d.d,
            nom_de_classe(d)
        ),
        format!(
            "Critères : {} sur {}",
            points(&ouverte.cadre, evaluation),
            points_maximum(&ouverte.cadre)
        ),
        format!(
            "Montant compté : {} · cumul {}",
            euros(place.cout),
            euros(place.cumul)
        ),
    ];
    if let Some((_, motif)) = &place.rang_comite {
        texte.push(format!("Rang donné par le comité : {}", visible(motif)));
    }
    if let Some((_, motif)) = &place.proposition {
        texte.push(format!("Issue proposée par le comité : {}", visible(motif)));
    }
    texte
}

fn nom_de_classe(d: Decompte) -> &'static str {
    match classe(d) {
        Classe::Favorable => "F",
        Classe::ReservePlus => "R+",
        Classe::ReserveMoins => "R−",
        Classe::Defavorable => "D",
    }
}

fn par_famille(ouverte: &SeanceEnCours, numero: &str) -> Vec<String> {
    let positions = &ouverte.seance.examen(numero).positions;
    let familles = ouverte.cadre.ami.familles.iter();
    familles
        .map(|famille| {
            let dites = famille
                .institutions
                .iter()
                .filter_map(|i| positions.get(&i.id));
            let d = Decompte::des(dites);
            let nom = a_gauche(&visible(&famille.court), 14);
            format!("{nom} {} {}", barre(d), trois(d))
        })
        .collect()
}

fn robustesse(ouverte: &SeanceEnCours, tenue: &Tenue) -> Vec<String> {
    let robustesse = &ouverte.fermete.robustesse;
    let (meilleur, pire) = tenue.intervalle;
    let rang = format!(
        "À un cran d'un avis près ({}) : rang gardé {}, de {meilleur} à {pire}",
        compte(
            usize::try_from(robustesse.voisins).unwrap_or(usize::MAX),
            "cas",
            "cas"
        ),
        ouverte.fermete.rang(tenue)
    );
    let Some(selection) = &tenue.selection else {
        return vec![rang, "Sans enveloppe, pas de ligne à tenir.".into()];
    };
    let part = ouverte.fermete.selection(tenue).unwrap_or(Fraction::ONE);
    let mut texte = vec![
        format!("Robustesse : {}", dire_badge(selection.badge)),
        format!("{rang} ; côté de la ligne gardé {part}"),
        format!(
            "Sans l'une des {} : côté gardé {}/{}",
            compte(robustesse.institutions, "institution", "institutions"),
            robustesse.institutions - selection.pivots.len(),
            robustesse.institutions
        ),
    ];
    if !selection.pivots.is_empty() {
        let noms = institutions(&ouverte.cadre, &selection.pivots);
        texte.push(format!("  institutions pivots : {}", enumeration(&noms)));
    }
    texte.push(match selection.marge {
        Some(pas) => format!(
            "Ses propres avis : il faudrait {} pour changer de côté",
            compte(usize::try_from(pas).unwrap_or(usize::MAX), "cran", "crans")
        ),
        None => "Ses propres avis n'y changent rien : tenue par la priorité".into(),
    });
    texte.push(format!(
        "Retenue par {} sur {}",
        compte(tenue.retenue_par(), "méthode", "méthodes"),
        Methode::TOUTES.len()
    ));
    texte
}

fn dire_badge(badge: Badge) -> String {
    let pourquoi = match badge {
        Badge::Solide => "ni un avis, ni une institution, ni la méthode n'y change rien",
        Badge::Sensible => "un seul avis ou une seule institution la ferait changer de côté",
        Badge::DependDeLaMethode => "seule une autre méthode la ferait changer de côté",
    };
    format!("{} ({pourquoi})", badge.nom())
}

/// The line with less or more money.
pub fn scenarios(ouverte: &SeanceEnCours) -> Page {
    let mut texte = Vec::new();
    for scenario in jouer(&ouverte.cadre, &ouverte.seance) {
        let titre = match scenario.part {
            100 => "Enveloppe nominale".to_owned(),
            part if part < 100 => format!("Enveloppe −{} %", 100 - part),
            part => format!("Enveloppe +{} %", part - 100),
        };
        let tableau = &scenario.tableau;
        let retenues = tableau.places.iter().filter(|p| p.retenue()).count();
        texte.push(format!(
            "{titre} : {} · {} · reste {}{}",
            euros(scenario.enveloppe),
            compte(retenues, "retenue", "retenues"),
            euros(tableau.reste.unwrap_or(0)),
            if tableau.negociable() {
                ", négociable"
            } else {
                ""
            }
        ));
        let noms = |numeros: &[String]| {
            let noms: Vec<String> = numeros
                .iter()
                .map(|n| nom_projet(&ouverte.cadre, n))
                .collect();
            enumeration(&noms)
        };
        if scenario.part != 100 && scenario.entrent.is_empty() && scenario.sortent.is_empty() {
            texte.push("  rien ne change".into());
        }
        if !scenario.entrent.is_empty() {
            texte.push(format!("  ↑ entrent : {}", noms(&scenario.entrent)));
        }
        if !scenario.sortent.is_empty() {
            texte.push(format!("  ↓ sortent : {}", noms(&scenario.sortent)));
        }
        let a_departager: Vec<String> = tableau.a_departager().map(str::to_owned).collect();
        if !a_departager.is_empty() {
            texte.push(format!("  à départager : {}", noms(&a_departager)));
        }
        if !tableau.saut.is_empty() {
            texte.push(format!(
                "  sauter la première qui ne tient pas servirait aussi : {}",
                noms(&tableau.saut)
            ));
        }
        texte.push(String::new());
    }
    texte.push("Lecture seule : ces scénarios n'enregistrent rien.".into());
    page("Scénarios d'enveloppe", texte)
}

/// Distribution of avis, severity of institutions, agreement between methods.
pub fn lectures(ouverte: &SeanceEnCours) -> Page {
    let mut texte = vec![
        "Autres lectures des mêmes données : elles ne classent rien.".to_owned(),
        String::new(),
        "Avis par candidature (█ favorable, ▓ réserves, ░ défavorable)".into(),
    ];
    for place in &ouverte.tableau.places {
        let d = place.rangee.evaluation.decompte;
        let nom = a_gauche(&nom_projet(&ouverte.cadre, place.numero()), 28);
        texte.push(format!("  {nom} {} {}", barre(d), trois(d)));
    }
    texte.extend([
        String::new(),
        "Sévérité des institutions, toutes candidatures — information seulement".into(),
    ]);
    for severite in severites(&ouverte.cadre, &ouverte.seance) {
        let nom = a_gauche(&visible(&severite.institution), 28);
        texte.push(format!(
            "  {nom} {} {} · d {}",
            barre(severite.decompte),
            trois(severite.decompte),
            severite.defavorables()
        ));
    }
    texte.extend([
        String::new(),
        "Accord entre méthodes (paires dans le même ordre)".into(),
    ]);
    for accord in accords(&ouverte.fermete) {
        texte.push(format!(
            "  {} et {} : {} sur {}",
            accord.a.nom(),
            accord.b.nom(),
            accord.accordees,
            accord.paires
        ));
    }
    page("Autres lectures", texte)
}

/// A bar of three shades, one per grade; the last cells go to the grade that remains.
fn barre(d: Decompte) -> String {
    let n = d.exprimes();
    if n == 0 {
        return a_gauche("aucun avis", BARRE as usize);
    }
    let cellules = |avis: u64| (avis * BARRE / n) as usize;
    let (f, fr) = (cellules(d.f), cellules(d.f + d.r));
    let reste = BARRE as usize - fr;
    format!(
        "{}{}{}",
        "█".repeat(f),
        "▓".repeat(fr - f),
        "░".repeat(reste)
    )
}

fn trois(d: Decompte) -> String {
    format!("{}/{}/{}", d.f, d.r, d.d)
}

fn page(titre: impl Into<String>, lignes: Vec<String>) -> Page {
    Page {
        titre: titre.into(),
        lignes,
        defilement: 0,
        suite: None,
    }
}

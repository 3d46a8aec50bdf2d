//! A candidature at a glance: each figure as a picture and as itself.
//!
//! ```text
//! Demandé par année
//!   2025 ███████████████████ 265 900 €
//! Coût par personne
//!   ├───●──────────────────┤
//!   2 913 € · de 1 143 à 3 823 €
//! ```

use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::francais::{compte, euros, nombre};
use crate::domain::projet::Fiche;
use crate::domain::seance::Examen;
use crate::tui::dessin;
use crate::tui::fit::{a_droite, a_gauche, largeur, replier};

/// Widest picture, in columns.
const DESSIN: usize = 40;

/// Columns of what stands before a picture.
const TITRE: usize = 15;

/// Parts of at most `large` columns, each a title then its lines; those that say nothing are left out.
pub fn regard(cadre: &Cadre, dossier: &Dossier, examen: &Examen, large: usize) -> Vec<Vec<String>> {
    let fiche = dossier.fiche();
    let parties = [
        par_annee(fiche, large),
        par_personne(cadre, dossier, large),
        couverture(dossier, examen, large),
        par_volet(fiche, large),
        avis(cadre, examen, large),
    ];
    parties.into_iter().filter(|p| !p.is_empty()).collect()
}

/// Asked each year.
fn par_annee(fiche: &Fiche, large: usize) -> Vec<String> {
    let annees = fiche.annees().map(|annee| {
        let demande = fiche.demande_annee(annee);
        (annee.to_string(), demande)
    });
    barres("Demandé par année", &annees.collect::<Vec<_>>(), large)
}

/// Asked for each volet, over the convention.
fn par_volet(fiche: &Fiche, large: usize) -> Vec<String> {
    let volets = fiche.budget.iter().map(|(volet, annees)| {
        let demande = annees.values().filter_map(|m| m.demande);
        let demande = demande.fold(0_i64, i64::saturating_add);
        (volet.nom().to_owned(), demande)
    });
    barres("Demandé par volet", &volets.collect::<Vec<_>>(), large)
}

fn barres(titre: &str, valeurs: &[(String, i64)], large: usize) -> Vec<String> {
    if valeurs.is_empty() {
        return Vec::new();
    }
    let maximum = valeurs.iter().map(|(_, valeur)| *valeur).max().unwrap_or(0);
    let noms = valeurs.iter().map(|(nom, _)| largeur(nom)).max();
    let noms = noms.unwrap_or(0).min(TITRE);
    let montants = valeurs.iter().map(|(_, valeur)| largeur(&euros(*valeur)));
    let montants = montants.max().unwrap_or(0);
    let place = large.saturating_sub(noms + montants + 4).min(DESSIN);
    let barre = |(nom, valeur): &(String, i64)| {
        let barre = dessin::barre(*valeur, maximum, place);
        let (nom, valeur) = (a_gauche(nom, noms), a_droite(&euros(*valeur), montants));
        format!("  {nom} {} {valeur}", a_gauche(&barre, place))
    };
    let titre = std::iter::once(titre.to_owned());
    titre.chain(valeurs.iter().map(barre)).collect()
}

/// The cost of a person, then the least and the most of the other candidatures here: shown, never a threshold.
fn par_personne(cadre: &Cadre, dossier: &Dossier, large: usize) -> Vec<String> {
    let cout = |d: &Dossier| d.fiche().cout().checked_div(d.fiche().beneficiaires());
    let Some(sien) = cout(dossier) else {
        return Vec::new();
    };
    let autres = cadre
        .dossiers
        .iter()
        .filter(|d| d.numero() != dossier.numero());
    let autres: Vec<i64> = autres.filter_map(cout).collect();
    let (Some(bas), Some(haut)) = (autres.iter().min(), autres.iter().max()) else {
        return vec!["Coût par personne".into(), format!("  {}", euros(sien))];
    };
    let place = large.saturating_sub(4).min(DESSIN);
    let echelle = dessin::echelle(sien, sien.min(*bas), sien.max(*haut), place);
    let (bas, haut) = (nombre(*bas), euros(*haut));
    vec![
        format!("Coût par personne, parmi {}", autres.len() + 1),
        format!("  {echelle}"),
        format!("  {} · de {bas} à {haut}", euros(sien)),
    ]
}

/// The population of the row that the fiche reaches.
fn couverture(dossier: &Dossier, examen: &Examen, large: usize) -> Vec<String> {
    let retenu = examen.priorite.as_ref().map(|p| p.rang);
    let rang = retenu.unwrap_or_else(|| dossier.priorite_proposee());
    let ligne = dossier
        .correspondances
        .iter()
        .find(|c| Some(c.rang) == rang);
    let Some(ligne) = ligne else {
        return Vec::new();
    };
    let part = ligne.part_population();
    let place = large.saturating_sub(8).min(DESSIN);
    let jauge = dessin::jauge(i64::try_from(part).unwrap_or(0), 100, place);
    let (couvertes, communes) = (ligne.communes_couvertes, ligne.communes);
    vec![
        format!("Population visée (priorité {})", ligne.rang),
        format!("  {jauge} {part} %"),
        format!("  {couvertes} communes sur {communes}"),
    ]
}

/// Avis, one part of the width for each institution.
fn avis(cadre: &Cadre, examen: &Examen, large: usize) -> Vec<String> {
    let institutions = cadre.ami.institutions().count();
    let place = large.saturating_sub(4).min(DESSIN);
    let [f, r, d] = dessin::avis(&examen.positions.values(), institutions, place);
    let dits = examen.decompte(&cadre.ami);
    if dits.exprimes() == 0 {
        return Vec::new();
    }
    let barre = format!("{f}{r}{d}");
    let reste = "·".repeat(place.saturating_sub(largeur(&barre)));
    let comptes = [
        (dessin::PLEIN, dits.f, "favorable", "favorables"),
        (dessin::RESERVE, dits.r, "réserve", "réserves"),
        (dessin::DEFAVORABLE, dits.d, "défavorable", "défavorables"),
    ];
    let comptes = comptes.into_iter().filter(|(_, n, ..)| *n > 0);
    let mots = comptes
        .map(|(signe, n, un, plusieurs)| format!("{signe} {}", compte(n as usize, un, plusieurs)));
    let legende = mots.collect::<Vec<_>>().join(", ");
    let mut texte = vec![
        format!("Avis de {institutions} institutions"),
        format!("  {barre}{reste}"),
    ];
    let legende = replier(&legende, large.saturating_sub(2));
    texte.extend(legende.into_iter().map(|rangee| format!("  {rangee}")));
    texte
}

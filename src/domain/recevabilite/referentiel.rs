//! REF: the activities of the project and the length of a beneficiary's parcours.

use super::{Trouve, Vue, quand, rien, un};
use crate::domain::francais::{compte, enumeration};
use crate::domain::projet::{Montants, Volet};

pub(super) fn sans_reperage(vue: &Vue) -> Vec<Trouve> {
    volet_obligatoire(vue, Volet::Reperage)
}

pub(super) fn sans_coordination(vue: &Vue) -> Vec<Trouve> {
    volet_obligatoire(vue, Volet::Coordination)
}

fn volet_obligatoire(vue: &Vue, volet: Volet) -> Vec<Trouve> {
    let obligatoire = vue.ami.regles.volets_obligatoires.contains(&volet);
    let absent = !vue.fiche().volets.contains(&volet);
    quand(obligatoire && absent, || {
        let message = format!("pas de volet {}, obligatoire", volet.nom());
        (vue.chemin("volets"), message)
    })
}

pub(super) fn sans_remobilisation(vue: &Vue) -> Vec<Trouve> {
    let absent = !vue.fiche().volets.contains(&Volet::Remobilisation);
    quand(absent, || {
        let message = "pas de volet remobilisation (il n'est pas obligatoire)";
        (vue.chemin("volets"), message)
    })
}

pub(super) fn volets_et_budget(vue: &Vue) -> Vec<Trouve> {
    let fiche = vue.fiche();
    // A blank amount is « non renseigné » (BUD-07); a volet without budget has no line, or only zeros.
    let lignes = |v: &Volet| fiche.budget.get(v).into_iter().flat_map(|a| a.values());
    let sans_budget = |v: &Volet| lignes(v).all(|m| montants(m).all(|m| m == Some(0)));
    let chiffre = |v: &Volet| lignes(v).any(|m| montants(m).flatten().any(|m| m != 0));
    let dire = |chemin, debut, volets: Vec<Volet>| {
        let noms: Vec<String> = volets.iter().map(|v| v.nom().to_owned()).collect();
        quand(!noms.is_empty(), || {
            let message = format!("{debut} : {}", enumeration(&noms));
            (vue.chemin(chemin), message)
        })
    };
    let volets = Volet::TOUS.into_iter();
    let (annonces, autres): (Vec<_>, Vec<_>) = volets.partition(|v| fiche.volets.contains(v));
    let mut trouves = dire(
        "budget",
        "volet sans budget",
        annonces.into_iter().filter(sans_budget).collect(),
    );
    trouves.extend(dire(
        "volets",
        "budget sans volet",
        autres.into_iter().filter(chiffre).collect(),
    ));
    trouves
}

fn montants(m: &Montants) -> impl Iterator<Item = Option<i64>> + use<> {
    [m.personnel, m.autres, m.cout, m.demande].into_iter()
}

pub(super) fn parcours_trop_long(vue: &Vue) -> Vec<Trouve> {
    let (lu, admis) = (
        &vue.projet.parcours_mois,
        vue.ami.regles.duree_parcours.maximum,
    );
    let trop_long = |cle: &str, quoi: &str, mois: Option<u32>| {
        let mois = mois.filter(|mois| *mois > admis)?;
        let message = format!("{quoi} de {mois} mois, {admis} au plus");
        Some((format!("parcours_mois.{cle}"), message))
    };
    [
        trop_long("usuel", "parcours usuel", lu.usuel),
        trop_long("maximum", "parcours", lu.maximum),
    ]
    .into_iter()
    .flatten()
    .collect()
}

pub(super) fn parcours_long_sans_motif(vue: &Vue) -> Vec<Trouve> {
    let parcours = &vue.projet.parcours_mois;
    let (_, longue) = vue.ami.regles.duree_parcours.usuelle;
    let sans_motif = parcours
        .motif
        .as_deref()
        .is_none_or(|m| m.trim().is_empty());
    match parcours.usuel {
        Some(mois) if mois > longue && sans_motif => un(
            "parcours_mois.usuel",
            format!("parcours usuel de {mois} mois, plus de {longue}, sans motif"),
        ),
        _ => rien(),
    }
}

pub(super) fn parcours_court(vue: &Vue) -> Vec<Trouve> {
    let (courte, _) = vue.ami.regles.duree_parcours.usuelle;
    match vue.projet.parcours_mois.usuel {
        Some(mois) if mois < courte => un(
            "parcours_mois.usuel",
            format!(
                "parcours usuel de {}, moins de {courte}",
                compte(mois as usize, "mois", "mois")
            ),
        ),
        _ => rien(),
    }
}

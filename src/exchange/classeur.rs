//! A proposal as sheets: ranking, avis, criteria, constats, budget, and what it rests on.

use super::feuille::{Cellule, Colonne, Feuille};
use crate::domain::avis::Reception;
use crate::domain::cadre::Cadre;
use crate::domain::francais::jour;
use crate::domain::projet::{Fiche, Montants, Volet};
use crate::domain::resultat::{
    AvisResultat, Classee, ConstatResultat, Identite, NonClasseeResultat, Resultat,
};

/// Names of the sheets, as one asks for them.
pub const NOMS: [&str; 6] = [
    "classement",
    "avis",
    "criteres",
    "constats",
    "budget",
    "proposition",
];

/// Every sheet of a proposal, in the order of [`NOMS`].
pub fn feuilles(cadre: &Cadre, resultat: &Resultat) -> Vec<Feuille> {
    vec![
        classement(resultat),
        avis(cadre, resultat),
        criteres(resultat),
        constats(resultat),
        budget(cadre, resultat),
        proposition(resultat),
    ]
}

/// What stands above each printed page.
pub fn titre(resultat: &Resultat) -> String {
    let date = resultat.seance.date.map(jour);
    let date = date.map_or_else(|| "séance non ouverte".into(), |d| format!("séance du {d}"));
    let projet = if resultat.projet { "PROJET de " } else { "" };
    format!(
        "{} {} · {projet}{} · {date}",
        resultat.territoire.code, resultat.territoire.nom, resultat.nature
    )
}

/// The columns that say which candidature a row is about.
fn qui() -> Vec<Colonne> {
    vec![
        Colonne::new("Rang", 6),
        Colonne::new("N° de dossier", 12),
        Colonne::new("Projet", 32),
    ]
}

fn de_classee(classee: &Classee) -> Vec<Cellule> {
    de_candidature(Some(classee.rang_retenu), &classee.identite)
}

fn de_candidature(rang: Option<usize>, identite: &Identite) -> Vec<Cellule> {
    vec![
        rang.map_or(Cellule::Vide, Cellule::nombre),
        Cellule::texte(&identite.numero),
        Cellule::texte(&identite.nom),
    ]
}

fn feuille(nom: &str, suite: Vec<Colonne>) -> Feuille {
    Feuille::new(nom, qui().into_iter().chain(suite).collect())
}

fn classement(resultat: &Resultat) -> Feuille {
    let mut feuille = feuille(
        "Classement",
        vec![
            Colonne::new("Porteur", 28),
            Colonne::new("Issue proposée", 20),
            Colonne::new("Rang calculé", 8),
            Colonne::new("Issue calculée", 20),
            Colonne::new("Ex æquo avec", 14),
            Colonne::new("Priorité", 9),
            Colonne::new("Public", 30),
            Colonne::new("Favorables", 10),
            Colonne::new("Avec réserves", 9),
            Colonne::new("Défavorables", 12),
            Colonne::new("Points", 7),
            Colonne::sommee("Demandé"),
            Colonne::sommee("Proposé par le comité"),
            Colonne::sommee("Compté sur l'enveloppe"),
            Colonne::new("Cumul", 13),
            Colonne::new("Robustesse", 18),
            Colonne::new("Raison de la place", 60),
            Colonne::new("Motif du comité", 40),
            Colonne::new("Compléments demandés", 24),
            Colonne::new("Fictif", 7),
        ],
    );
    feuille.rangees = resultat.classement.iter().map(rangee_classee).collect();
    feuille
        .rangees
        .extend(resultat.non_classees.iter().map(rangee_non_classee));
    feuille
}

fn rangee_classee(classee: &Classee) -> Vec<Cellule> {
    let (priorite, decompte) = (&classee.priorite, classee.decompte);
    let mut rangee = de_classee(classee);
    rangee.extend([
        Cellule::texte(&classee.identite.porteur),
        Cellule::texte(&classee.statut_propose),
        Cellule::nombre(classee.rang_calcule),
        Cellule::texte(classee.statut_calcule.nom()),
        Cellule::texte(classee.ex_aequo.join(", ")),
        priorite
            .rang
            .map_or_else(|| "hors priorité".into(), Cellule::nombre),
        Cellule::from(priorite.public.clone()),
        Cellule::nombre(decompte.f),
        Cellule::nombre(decompte.r),
        Cellule::nombre(decompte.d),
        points(classee),
        Cellule::Euros(classee.montants.demande),
        classee
            .montants
            .propose
            .map_or(Cellule::Vide, Cellule::Euros),
        Cellule::Euros(classee.montants.ligne),
        Cellule::Euros(classee.montants.cumul),
        Cellule::from(classee.robustesse.as_ref().and_then(|r| r.badge.clone())),
        Cellule::texte(&classee.motif),
        motifs_du_comite(classee),
        Cellule::from(classee.complements_demandes.clone()),
        fictif(&classee.identite),
    ]);
    rangee
}

fn rangee_non_classee(autre: &NonClasseeResultat) -> Vec<Cellule> {
    let mut rangee = de_candidature(None, &autre.identite);
    rangee.extend([
        Cellule::texte(&autre.identite.porteur),
        Cellule::texte(&autre.statut),
    ]);
    rangee.extend(vec![Cellule::Vide; 14]);
    rangee.extend([
        Cellule::Vide,
        Cellule::from(autre.motif.clone()),
        Cellule::from(autre.complements_demandes.clone()),
        fictif(&autre.identite),
    ]);
    rangee
}

/// The whole points of the criteria, without their maximum.
fn points(classee: &Classee) -> Cellule {
    let points = classee.points.split('/').next();
    let points = points.and_then(|points| points.parse::<i64>().ok());
    points.map_or(Cellule::Vide, Cellule::Nombre)
}

fn motifs_du_comite(classee: &Classee) -> Cellule {
    let dits = [
        ("rang", &classee.rang_motif),
        ("issue", &classee.statut_motif),
        ("montant", &classee.montants.motif),
    ];
    let dits = dits
        .iter()
        .filter_map(|(quoi, motif)| Some(format!("{quoi} : {}", motif.as_ref()?)));
    Cellule::texte(dits.collect::<Vec<_>>().join("\n"))
}

fn fictif(identite: &Identite) -> Cellule {
    if identite.fictif { "oui" } else { "" }.into()
}

fn avis(cadre: &Cadre, resultat: &Resultat) -> Feuille {
    let mut feuille = feuille(
        "Avis",
        vec![
            Colonne::new("Famille", 24),
            Colonne::new("Institution", 24),
            Colonne::new("Avis", 24),
            Colonne::new("Réserve ou motif", 60),
            Colonne::new("Reçu", 12),
        ],
    );
    let mut noter = |qui: &[Cellule], avis: &[AvisResultat]| {
        feuille.rangees.extend(avis.iter().map(|a| {
            let famille = cadre.ami.familles.iter().find(|f| f.id == a.famille);
            let mut rangee = qui.to_vec();
            rangee.extend([
                Cellule::from(famille.map(|f| f.intitule.clone())),
                Cellule::texte(&a.institution),
                Cellule::texte(a.avis.as_deref().unwrap_or("rien de noté")),
                Cellule::from(a.texte.clone()),
                Cellule::from(a.recu.map(dire_reception)),
            ]);
            rangee
        }));
    };
    for classee in &resultat.classement {
        noter(&de_classee(classee), &classee.avis);
    }
    for autre in &resultat.non_classees {
        noter(&de_candidature(None, &autre.identite), &autre.avis);
    }
    feuille
}

/// How an avis was received, in words.
pub fn dire_reception(recu: Reception) -> &'static str {
    match recu {
        Reception::EnSeance => "en séance",
        Reception::ParEcrit => "par écrit",
    }
}

/// A row per ranked candidature, a column per criterion with its weight.
fn criteres(resultat: &Resultat) -> Feuille {
    let connus = &resultat.parametres.criteres;
    let mut colonnes: Vec<Colonne> = connus
        .iter()
        .map(|c| Colonne::new(&format!("{} (poids {})", c.intitule, c.poids), 16))
        .collect();
    colonnes.extend([
        Colonne::new("Points", 7),
        Colonne::new("Sur", 6),
        Colonne::new("Observations", 60),
    ]);
    let mut feuille = feuille("Critères", colonnes);
    for classee in &resultat.classement {
        let intitule = |id: &str| connus.iter().find(|c| c.id == id);
        let observations = classee.criteres.iter().filter_map(|c| {
            let nom = intitule(&c.id).map_or(c.id.as_str(), |c| &c.intitule);
            Some(format!("{nom} : {}", c.observation.as_ref()?))
        });
        let observations: Vec<String> = classee
            .observation
            .clone()
            .into_iter()
            .chain(observations)
            .collect();
        let notes = classee.criteres.iter();
        let maximum = classee.points.split('/').nth(1);
        let mut rangee = de_classee(classee);
        rangee.extend(notes.map(|c| c.note.map_or(Cellule::Vide, Cellule::nombre)));
        rangee.extend([
            points(classee),
            maximum
                .and_then(|m| m.parse().ok())
                .map_or(Cellule::Vide, Cellule::Nombre),
            Cellule::texte(observations.join("\n")),
        ]);
        feuille.rangees.push(rangee);
    }
    feuille
}

fn constats(resultat: &Resultat) -> Feuille {
    let mut feuille = feuille(
        "Constats",
        vec![
            Colonne::new("Règle", 9),
            Colonne::new("Sévérité", 12),
            Colonne::new("Constat", 70),
            Colonne::new("Tranché", 10),
            Colonne::new("Motif", 40),
        ],
    );
    let mut noter = |qui: &[Cellule], constats: &[ConstatResultat]| {
        feuille.rangees.extend(constats.iter().map(|c| {
            let mut rangee = qui.to_vec();
            rangee.extend([
                Cellule::texte(&c.regle),
                Cellule::texte(c.severite.nom()),
                Cellule::texte(&c.message),
                c.tranche.as_deref().map_or("", dire_tranche).into(),
                Cellule::from(c.motif.clone()),
            ]);
            rangee
        }));
    };
    for classee in &resultat.classement {
        noter(&de_classee(classee), &classee.constats);
    }
    for autre in &resultat.non_classees {
        noter(&de_candidature(None, &autre.identite), &autre.constats);
    }
    feuille
}

/// What a person made of a motif of inadmissibility, in words.
pub fn dire_tranche(tranche: &str) -> &'static str {
    match tranche {
        "confirme" => "confirmé",
        "leve" => "levé",
        _ => "",
    }
}

/// A row per candidature, year and volet, as filed; one more where a declared total differs, so that sums are those the
/// ranking counts.
fn budget(cadre: &Cadre, resultat: &Resultat) -> Feuille {
    let mut feuille = feuille(
        "Budget",
        vec![
            Colonne::new("Issue proposée", 20),
            Colonne::new("Année", 7),
            Colonne::new("Volet", 22),
            Colonne::sommee("Personnel"),
            Colonne::sommee("Autres dépenses"),
            Colonne::sommee("Coût total"),
            Colonne::sommee("Financement demandé"),
        ],
    );
    let classees = resultat
        .classement
        .iter()
        .map(|c| (de_classee(c), &c.identite, c.statut_propose.as_str()));
    let autres = resultat.non_classees.iter().map(|n| {
        let qui = de_candidature(None, &n.identite);
        (qui, &n.identite, n.statut.as_str())
    });
    for (qui, identite, statut) in classees.chain(autres) {
        let Some(dossier) = cadre.dossier(&identite.numero) else {
            continue;
        };
        for annee in dossier.fiche().annees() {
            for (volet, montants) in postes(dossier.fiche(), annee) {
                let mut rangee = qui.clone();
                rangee.extend([
                    Cellule::texte(statut),
                    // A year is a name: no thousands apart.
                    Cellule::texte(annee.to_string()),
                    Cellule::texte(volet),
                ]);
                let Montants {
                    personnel,
                    autres,
                    cout,
                    demande,
                } = montants;
                let montants = [personnel, autres, cout, demande];
                rangee.extend(montants.map(|m| m.map_or(Cellule::Vide, Cellule::Euros)));
                feuille.rangees.push(rangee);
            }
        }
    }
    feuille
}

/// The volets of a year, then what the declared total adds to them.
fn postes(fiche: &Fiche, annee: u16) -> Vec<(&'static str, Montants)> {
    let du_volet = |volet: Volet| Some((volet.nom(), *fiche.budget.get(&volet)?.get(&annee)?));
    let mut postes: Vec<_> = Volet::TOUS.into_iter().filter_map(du_volet).collect();
    let ecart = |montant: fn(&Montants) -> Option<i64>| {
        let declare = montant(fiche.total.get(&annee)?)?;
        let somme = postes.iter().filter_map(|(_, m)| montant(m));
        let ecart = declare.saturating_sub(somme.fold(0, i64::saturating_add));
        (ecart != 0).then_some(ecart)
    };
    let ecarts = Montants {
        personnel: ecart(|m| m.personnel),
        autres: ecart(|m| m.autres),
        cout: ecart(|m| m.cout),
        demande: ecart(|m| m.demande),
    };
    if ecarts != Montants::default() {
        postes.push(("écart du total déclaré", ecarts));
    }
    postes
}

/// What the proposal rests on, a line each.
fn proposition(resultat: &Resultat) -> Feuille {
    let mut feuille = Feuille::new(
        "Proposition",
        vec![Colonne::new("Rubrique", 34), Colonne::new("Valeur", 100)],
    );
    let mut dire = |rubrique: &str, valeur: Cellule| {
        feuille.rangees.push(vec![rubrique.into(), valeur]);
    };
    let euros = |montant: Option<i64>| montant.map_or("non renseigné".into(), Cellule::Euros);
    let (seance, parametres, ligne) = (&resultat.seance, &resultat.parametres, &resultat.ligne);
    dire("Nature", Cellule::texte(&resultat.nature));
    let etat = if resultat.projet {
        "projet : la séance n'est pas levée"
    } else {
        "séance levée"
    };
    dire("État", etat.into());
    dire("Appel", Cellule::texte(&resultat.ami.intitule));
    dire("Source de l'appel", Cellule::texte(&resultat.ami.source));
    let territoire = &resultat.territoire;
    dire(
        "Territoire",
        format!("{} {}", territoire.code, territoire.nom).into(),
    );
    dire("Service", Cellule::texte(&territoire.service));
    let date = seance.date.map_or(Cellule::Vide, Cellule::Date);
    dire("Date de la séance", date);
    let levee = seance.levee_le.map_or(Cellule::Vide, Cellule::instant);
    dire("Séance levée le", levee);
    dire("Institutions présentes", seance.presents.join(", ").into());
    dire("Méthode", parametres.classement.methode.nom().into());
    dire("Enveloppe", euros(parametres.enveloppe));
    let annee = ligne.annee.map(|annee| annee.to_string());
    let portee = annee.unwrap_or_else(|| "toute la convention".into());
    dire("Portée de l'enveloppe", portee.into());
    let origine = Cellule::texte(&parametres.enveloppe_origine);
    dire("Origine de l'enveloppe", origine);
    dire("Compté au-dessus de la ligne", Cellule::Euros(ligne.engage));
    dire("Reste de l'enveloppe", euros(ligne.reste));
    dire("Proposé retenu", Cellule::Euros(parametres.propose));
    let plancher = parametres.subvention_annuelle_minimale;
    dire("Subvention annuelle minimale", Cellule::Euros(plancher));
    for reserve in &resultat.reserves {
        let institution = reserve.institution.as_deref().unwrap_or("comité");
        let qui = format!("Réserve, {}, {institution}", reserve.numero);
        dire(&qui, Cellule::texte(&reserve.texte));
    }
    for avertissement in &resultat.avertissements {
        dire("Avertissement", Cellule::texte(avertissement));
    }
    let provenance = &resultat.provenance;
    let faits = provenance.journal.enregistrements;
    dire("Faits du journal", Cellule::nombre(faits));
    dire(
        "Empreinte du journal",
        Cellule::texte(&provenance.journal.tete),
    );
    dire("Version d'instruire", Cellule::texte(&provenance.version));
    feuille
}

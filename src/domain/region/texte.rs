//! The compilation in plain text, section by section: what a person reads over SSH, or hears from a screen reader.

use std::collections::BTreeMap;
use std::fmt::Display;

use super::{Etat, LigneRegion, Montant, ProjetMultiple, Rangee, Region, Somme, TerritoireCompile};
use crate::domain::carte::pour_cent;
use crate::domain::francais::{compte, enumeration, euros, jour};
use crate::domain::texte::visible;

/// Every line.
pub fn lignes(region: &Region) -> Vec<String> {
    let mut lignes = vec![
        format!(
            "{} · {} : compilation régionale des propositions",
            visible(&region.ami.intitule),
            visible(&region.region.nom)
        ),
        String::new(),
    ];
    let mut section = |titre: &str, contenu: Vec<String>| {
        if contenu.is_empty() {
            return;
        }
        lignes.push(titre.to_owned());
        lignes.extend(contenu.into_iter().map(|ligne| format!("  {ligne}")));
        lignes.push(String::new());
    };
    section(
        &format!("Territoires : {} ; enveloppes côte à côte", comptes(region)),
        region.territoires.iter().flat_map(territoire).collect(),
    );
    section("Fichiers refusés", refus(region));
    section("À savoir", vues(&region.remarques));
    section(
        &format!("Ordre fusionné : {}", inversions(region)),
        ordre(region),
    );
    section("Ligne régionale, ordre fusionné", ligne(&region.ligne));
    section("Tour de rôle", tours(region));
    section("Ligne régionale, tour de rôle", ligne(&region.tour_de_role));
    section(
        "Candidatures sans rang",
        comptees(&region.motifs.non_classees),
    );
    section("Projets de plusieurs territoires", multiples(region));
    section("Dit par la région", retouches(region));
    section("Totaux sur la convention", totaux(region));
    section(
        "Pourquoi elles ne sont pas proposées",
        comptees(&region.motifs.non_retenues),
    );
    section("Constats des règles", constats(region));
    section("Priorités sans candidature retenue", sans_reponse(region));
    section("Couverture des priorités", couverture(region));
    lignes.pop();
    lignes
}

fn vues(phrases: &[String]) -> Vec<String> {
    phrases.iter().map(|p| visible(p)).collect()
}

/// « 12 compilés, 1 absent, 0 refusé ».
pub fn comptes(region: &Region) -> String {
    let nombre = |etat| region.en_etat(etat).count();
    format!(
        "{}, {}, {}",
        compte(nombre(Etat::Compile), "compilé", "compilés"),
        compte(nombre(Etat::Absent), "absent", "absents"),
        compte(nombre(Etat::Refuse), "refusé", "refusés")
    )
}

fn inversions(region: &Region) -> String {
    let n = region.inversions;
    format!(
        "{}, {} avec l'ordre des territoires",
        compte(region.classement.len(), "candidature", "candidatures"),
        compte(n, "inversion", "inversions")
    )
}

/// A territory, its envelope, who is promoted.
pub fn territoire(territoire: &TerritoireCompile) -> Vec<String> {
    let nom = format!("{:<4} {}", territoire.code, visible(&territoire.nom));
    let Some(p) = &territoire.proposition else {
        return vec![format!("{nom} : {}", territoire.etat.nom())];
    };
    let seance = p.seance.map_or_else(
        || "séance sans date".into(),
        |le| format!("séance du {}", jour(le)),
    );
    let mut lignes = vec![format!(
        "{nom} : {}{}, {seance}, {}, {}",
        if p.projet { "PROJET, " } else { "" },
        p.controle.nom(),
        compte(p.classees, "classée", "classées"),
        enveloppe(p.enveloppe, p.annee, p.engage, p.reste, p.negociable)
    )];
    let mut noter = |titre: &str, numeros: &[String]| {
        if !numeros.is_empty() {
            lignes.push(format!("     {titre} : {}", enumeration(numeros)));
        }
    };
    noter("promues", &p.promues);
    noter("sorties", &p.sorties);
    noter("à départager par le comité", &p.a_departager);
    lignes
}

fn enveloppe(
    enveloppe: Option<i64>,
    annee: Option<u16>,
    engage: i64,
    reste: Option<i64>,
    negociable: bool,
) -> String {
    let annee = annee.map_or_else(String::new, |annee| format!(" sur {annee}"));
    match (enveloppe, reste) {
        (Some(enveloppe), Some(reste)) => format!(
            "{} engagés sur {}{annee}, reste {}{}",
            euros(engage),
            euros(enveloppe),
            euros(reste),
            if negociable { " (négociable)" } else { "" }
        ),
        _ => format!("enveloppe non renseignée, {}{annee}", euros(engage)),
    }
}

fn refus(region: &Region) -> Vec<String> {
    let mut lignes = Vec::new();
    for refuse in &region.refus {
        lignes.push(visible(&refuse.fichier));
        lignes.extend(refuse.raisons.iter().map(|r| format!("  {}", visible(r))));
    }
    lignes
}

fn place(rang: impl Display, rangee: &Rangee, statut: &str) -> String {
    let c = &rangee.candidature;
    let priorite = c
        .priorite
        .map_or_else(|| "hors priorité".into(), |p| format!("priorité {p}"));
    format!(
        "{rang:>4}  {:<3} {:>2}  {:<20} {priorite} · {}-{}-{} · {} · {} · {} « {} »{}",
        c.territoire,
        c.rang_retenu,
        statut,
        c.decompte.f,
        c.decompte.r,
        c.decompte.d,
        c.points,
        euros(rangee.cout),
        visible(&c.numero),
        visible(&c.nom),
        match &rangee.hors_ligne {
            Some(raison) => format!(" ({})", visible(raison)),
            None => String::new(),
        }
    )
}

fn ordre(region: &Region) -> Vec<String> {
    let mut lignes = vec![
        "rang, territoire et son rang, statut à la ligne régionale, priorité · avis favorables-réserves-défavorables · points · coût".to_owned(),
    ];
    let rangees = region.classement.iter().map(|rangee| {
        let egal = if rangee.ex_aequo > 1 { "=" } else { "" };
        place(
            format!("{}{egal}", rangee.rang),
            rangee,
            rangee.statut.nom(),
        )
    });
    lignes.extend(rangees);
    lignes
}

fn tours(region: &Region) -> Vec<String> {
    let mut rangees: Vec<&Rangee> = region
        .classement
        .iter()
        .filter(|r| r.tour.is_some())
        .collect();
    // A stable sort: the merged order holds inside a tour.
    rangees.sort_by_key(|r| r.tour);
    rangees
        .iter()
        .map(|rangee| {
            let tour = rangee.tour.unwrap_or_default();
            place(format!("t{tour}"), rangee, rangee.statut_au_tour.nom())
        })
        .collect()
}

/// A regional line.
pub fn ligne(ligne: &LigneRegion) -> Vec<String> {
    let mut lignes = vec![
        format!(
            "{} ({})",
            enveloppe(
                ligne.enveloppe,
                ligne.annee,
                ligne.engage,
                ligne.reste,
                ligne.negociable
            ),
            visible(&ligne.origine)
        ),
        format!("plancher {}", euros(ligne.plancher)),
    ];
    if !ligne.saut.is_empty() {
        lignes.push(format!(
            "si la première qui ne tient pas était sautée, seraient servies aussi : {}",
            enumeration(&ligne.saut)
        ));
    }
    lignes
}

fn multiples(region: &Region) -> Vec<String> {
    let projets = region.projets_multiples.iter();
    projets.flat_map(multiple).collect()
}

/// A form of several territories, its fiches, what must be arbitrated.
pub fn multiple(projet: &ProjetMultiple) -> Vec<String> {
    let mut lignes = Vec::new();
    lignes.push(format!(
        "{} « {} » : {} demandés{}",
        visible(&projet.numero),
        visible(&projet.nom),
        euros(projet.demande),
        match projet.demande_du_projet {
            Some(total) if total == projet.demande => " (le total déclaré)".into(),
            Some(total) => format!(" (le projet en déclare {})", euros(total)),
            None => String::new(),
        }
    ));
    for fiche in &projet.fiches {
        let rang = fiche
            .rang
            .map_or_else(|| "sans rang".into(), |rang| format!("rang {rang}"));
        let arbitrage = fiche.arbitrage.as_ref();
        let arbitrage = arbitrage.map_or_else(String::new, |a| format!(" ; {}", visible(a)));
        lignes.push(format!(
            "  {:<4} {rang}, {}, {}{arbitrage}",
            fiche.territoire,
            visible(&fiche.statut),
            fiche
                .montant
                .or(fiche.demande)
                .map_or_else(|| "montant non renseigné".into(), euros)
        ));
    }
    if let Some(phrase) = &projet.a_arbitrer {
        lignes.push(format!("  à arbitrer : {}", visible(phrase)));
    }
    lignes
}

fn retouches(region: &Region) -> Vec<String> {
    let retouches = region.retouches.iter();
    retouches
        .map(|r| {
            let (quoi, motif) = (visible(&r.quoi), visible(&r.motif));
            format!("{} {} : {quoi}. {motif}", r.territoire, visible(&r.numero))
        })
        .collect()
}

fn totaux(region: &Region) -> Vec<String> {
    let totaux = &region.totaux;
    let mut lignes = vec![format!("région : {}", somme(&totaux.region))];
    lignes.extend(sommes("territoire", &totaux.par_territoire));
    lignes.extend(
        totaux
            .par_annee
            .iter()
            .map(|(a, m)| format!("année {a} : {}", montant(m))),
    );
    let volets = totaux.par_volet.iter();
    lignes.extend(volets.map(|(v, m)| format!("volet {} : {}", v.nom(), montant(m))));
    lignes.extend(sommes("public", &totaux.par_public));
    lignes.extend(sommes("priorité", &totaux.par_priorite));
    lignes
}

fn sommes(titre: &str, sommes: &BTreeMap<String, Somme>) -> Vec<String> {
    let sommes = sommes.iter();
    sommes
        .map(|(nom, s)| format!("{titre} {} : {}", visible(nom), somme(s)))
        .collect()
}

fn somme(somme: &Somme) -> String {
    format!(
        "{} sur {}, {} proposés sur {} demandés",
        compte(somme.retenues, "retenue", "retenues"),
        somme.candidatures,
        euros(somme.retenu),
        euros(somme.demande)
    )
}

fn montant(montant: &Montant) -> String {
    format!(
        "{} proposés sur {} demandés",
        euros(montant.retenu),
        euros(montant.demande)
    )
}

fn comptees(comptes: &BTreeMap<String, usize>) -> Vec<String> {
    let comptes = comptes.iter();
    comptes
        .map(|(nom, n)| format!("{} : {n}", visible(nom)))
        .collect()
}

fn constats(region: &Region) -> Vec<String> {
    let constats = region.motifs.constats.iter();
    constats
        .map(|c| {
            let confirmes = match c.confirmes {
                0 => String::new(),
                n => format!(", {}", compte(n, "confirmé", "confirmés")),
            };
            format!(
                "{} ({}) : {}{confirmes}",
                visible(&c.regle),
                c.severite.nom(),
                compte(c.candidatures, "candidature", "candidatures")
            )
        })
        .collect()
}

fn sans_reponse(region: &Region) -> Vec<String> {
    region
        .sans_reponse()
        .map(|l| {
            format!(
                "{:<4} priorité {} : {} ({}), {}",
                l.territoire,
                l.ligne.rang,
                visible(&l.ligne.public),
                visible(&l.ligne.territoire),
                match l.ligne.reponses {
                    0 => "personne n'y répond".into(),
                    n => compte(n, "réponse non retenue", "réponses non retenues"),
                }
            )
        })
        .collect()
}

fn couverture(region: &Region) -> Vec<String> {
    let couverte = region.couverture.iter().filter(|l| l.ligne.retenues > 0);
    couverte
        .map(|l| {
            let ligne = &l.ligne;
            format!(
                "{:<4} priorité {} : {} % de la population, {} ; {}",
                l.territoire,
                ligne.rang,
                pour_cent((ligne.population_couverte, ligne.population)),
                compte(ligne.retenues, "retenue", "retenues"),
                visible(&ligne.public)
            )
        })
        .collect()
}

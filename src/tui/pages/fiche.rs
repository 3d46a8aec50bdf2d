//! Everything in a candidature, and everything said of it, as one page to read.

use std::collections::BTreeMap;

use chrono_tz::Europe::Paris;

use super::{marque, regard};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::correspondance::Correspondance;
use crate::domain::francais::{jour, nombre};
use crate::domain::projet::{Fiche, Indicateurs, Montants};
use crate::domain::seance::Examen;
use crate::domain::texte::{lignes, visible};
use crate::tui::dialogue::Page;
use crate::tui::fit::{a_droite, a_gauche};

/// Columns of the pictures: what the smallest screen shows without folding.
const DESSIN: usize = 52;

/// The page of a candidature.
pub fn fiche(cadre: &Cadre, dossier: &Dossier, examen: &Examen) -> Page {
    let fiche = dossier.fiche();
    let mut texte = identite(cadre, dossier);
    let mut partie = |titre: &str, corps: Vec<String>| {
        texte.extend([String::new(), titre.to_uppercase()]);
        texte.extend(corps);
    };
    let regard = regard(cadre, dossier, examen, DESSIN);
    partie("En un coup d'œil", regard.concat());
    partie("Constats", constats(dossier));
    partie("Priorités", priorites(cadre, dossier));
    let dits = dits(cadre, examen);
    if !dits.is_empty() {
        partie("Ce qui est dit", dits);
    }
    partie(
        "Description",
        lignes(fiche.description.as_deref().unwrap_or("non renseignée")).collect(),
    );
    partie("Coût total, en euros", tableau(fiche, |m| m.cout));
    partie(
        "Financement demandé, en euros",
        tableau(fiche, |m| m.demande),
    );
    partie(
        "Indicateurs",
        fiche.indicateurs.iter().map(indicateurs).collect(),
    );
    Page {
        titre: format!("{} · {}", dossier.numero(), visible(&dossier.projet.nom)),
        lignes: texte,
        defilement: 0,
        suite: None,
    }
}

fn identite(cadre: &Cadre, dossier: &Dossier) -> Vec<String> {
    let (projet, fiche) = (&dossier.projet, dossier.fiche());
    let mut texte = vec![
        format!("Porteur : {}", visible(&projet.porteur.nom)),
        format!(
            "Déposé le {} · convention du {} au {}",
            projet
                .depose_le
                .with_timezone(&Paris)
                .format("%d/%m/%Y à %H:%M"),
            jour(projet.debut),
            jour(projet.fin)
        ),
    ];
    if let Some(consortium) = &projet.consortium {
        let membres: Vec<String> = consortium.membres.iter().map(|m| visible(&m.nom)).collect();
        let chef = consortium
            .chef_de_file
            .as_deref()
            .map_or("non renseigné".into(), visible);
        texte.push(format!(
            "Consortium : chef de file {chef} ; membres {}",
            membres.join(", ")
        ));
    }
    let publics = fiche.publics.iter().filter_map(|id| cadre.ami.public(id));
    texte.extend(publics.map(|public| format!("Public : {}", visible(&public.intitule))));
    let volets: Vec<&str> = fiche.volets.iter().map(|v| v.nom()).collect();
    texte.push(format!(
        "Volets : {} · {}",
        volets.join(", "),
        fiche
            .etp
            .map_or("ETP non renseignés".into(), |etp| format!("{etp} ETP"))
    ));
    let zone = fiche.zone.as_ref().and_then(|z| z.libelle.as_deref());
    texte.push(format!(
        "Zone : {}",
        visible(zone.unwrap_or(&cadre.territoire.nom))
    ));
    let ailleurs = projet
        .fiches
        .iter()
        .filter(|f| f.territoire != fiche.territoire);
    let ailleurs: Vec<String> = ailleurs.map(|f| visible(&f.territoire)).collect();
    if !ailleurs.is_empty() {
        texte.push(format!(
            "Le même projet a une fiche ailleurs : {}",
            ailleurs.join(", ")
        ));
    }
    texte
}

fn constats(dossier: &Dossier) -> Vec<String> {
    if dossier.constats.is_empty() {
        return vec!["aucun".into()];
    }
    let constats = dossier.constats.iter();
    constats
        .map(|c| {
            format!(
                "{} {} · {} ({})",
                marque(c.severite),
                c.regle,
                c.message,
                c.chemin
            )
        })
        .collect()
}

fn priorites(cadre: &Cadre, dossier: &Dossier) -> Vec<String> {
    if dossier.correspondances.is_empty() {
        return vec!["Aucune ligne de la table ne correspond : hors priorité, éligible.".into()];
    }
    let ligne = |c: &Correspondance| {
        let public = cadre
            .table
            .ligne(c.rang)
            .and_then(|l| cadre.ami.public(&l.public));
        format!(
            "Priorité {} ({}) : {} : champs {}/{}, {} communes sur {}, {} % de leur population",
            c.rang,
            public.map_or_else(String::new, |p| visible(&p.intitule)),
            if c.pleine() {
                "pleinement"
            } else {
                "partiellement"
            },
            c.champs_couverts,
            c.champs,
            c.communes_couvertes,
            c.communes,
            c.part_population()
        )
    };
    dossier.correspondances.iter().map(ligne).collect()
}

/// Avis with their texts, then observations.
fn dits(cadre: &Cadre, examen: &Examen) -> Vec<String> {
    let mut texte = Vec::new();
    for (_, institution) in cadre.ami.institutions() {
        if let Some(position) = examen.positions.get(&institution.id) {
            let motif = position.texte().map(|t| format!(" : « {} »", visible(t)));
            let nom = visible(&institution.nom);
            texte.push(format!(
                "{nom} · {}{}",
                position.nom(),
                motif.unwrap_or_default()
            ));
        }
    }
    if let Some(complements) = &examen.complements {
        texte.push(format!(
            "Incomplet, compléments demandés : « {} »",
            visible(complements)
        ));
    }
    for (critere, observation) in &examen.observations {
        let sujet = critere.as_deref().and_then(|id| cadre.ami.critere(id));
        let sujet = sujet.map_or("la candidature".into(), |c| visible(&c.intitule));
        texte.push(format!(
            "Observation sur {sujet} : « {} »",
            visible(observation)
        ));
    }
    if let Some((_, motif)) = &examen.montant {
        texte.push(format!("Montant proposé, motif : « {} »", visible(motif)));
    }
    texte
}

/// A table: a row per volet then the declared total; a column per year then their sum.
fn tableau(fiche: &Fiche, montant: fn(&Montants) -> Option<i64>) -> Vec<String> {
    let rangee = |nom: &str, annees: &BTreeMap<u16, Montants>| {
        let valeurs: Vec<Option<i64>> = fiche
            .annees()
            .map(|a| annees.get(&a).and_then(montant))
            .collect();
        let somme = valeurs
            .iter()
            .flatten()
            .fold(0_i64, |somme, m| somme.saturating_add(*m));
        let cellules = valeurs.into_iter().chain([Some(somme)]);
        let cellule = |m: Option<i64>| a_droite(&m.map_or("–".into(), nombre), 11);
        a_gauche(nom, 15) + &cellules.map(cellule).collect::<Vec<_>>().concat()
    };
    let annees = fiche
        .annees()
        .map(|annee| annee.to_string())
        .chain(["total".into()]);
    let entete: Vec<String> = annees.map(|titre| a_droite(&titre, 11)).collect();
    let mut texte = vec![a_gauche("", 15) + &entete.concat()];
    texte.extend(
        fiche
            .budget
            .iter()
            .map(|(volet, annees)| rangee(volet.nom(), annees)),
    );
    texte.push(rangee("total déclaré", &fiche.total));
    texte
}

fn indicateurs((annee, i): (&u16, &Indicateurs)) -> String {
    let ecrire =
        |valeur: Option<i64>, unite: &str| valeur.map_or("–".into(), |v| format!("{v}{unite}"));
    format!(
        "{annee} : {} personnes ; emploi {}, durable {}, création {}, formation {}, inscrites à France Travail {}",
        ecrire(i.beneficiaires, ""),
        ecrire(i.emploi, " %"),
        ecrire(i.emploi_durable, " %"),
        ecrire(i.creation, " %"),
        ecrire(i.formation, " %"),
        ecrire(i.inscription_ft, " %"),
    )
}

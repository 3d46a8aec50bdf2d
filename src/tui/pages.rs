//! Pages of text built from plain data: the whole fiche, the help, what closing will write.

use super::dialogue::Page;
use super::keymap::{LIAISONS, liaisons};
use super::model::{Place, SeanceEnCours};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::coupe::Statut;
use crate::domain::francais::{compte, euros, jour};
use crate::domain::projet::Montants;
use crate::domain::recevabilite::Severite;
use crate::domain::resultat;
use crate::domain::seance::Manque;
use crate::domain::texte::{lignes, visible};

impl Page {
    /// A page of free text.
    pub fn new(titre: impl Into<String>, texte: &str) -> Self {
        Self {
            titre: titre.into(),
            lignes: lignes(texte).collect(),
            defilement: 0,
        }
    }
}

/// Every key: those of the place first, then the others.
pub fn aide(place: Place) -> Page {
    let ligne = |l: &super::keymap::Liaison| format!("{:<18} {}", l.touches(), l.aide);
    let mut texte = vec!["Ici".to_owned()];
    texte.extend(liaisons(place).map(ligne));
    texte.extend([String::new(), "Ailleurs".to_owned()]);
    texte.extend(
        LIAISONS
            .iter()
            .filter(|l| !l.places.is_empty() && !l.places.contains(&place))
            .map(ligne),
    );
    texte.extend([
        String::new(),
        "Dans un texte : Entrée enregistre, Alt+Entrée va à la ligne, Échap garde le brouillon."
            .to_owned(),
        "Rien n'est à sauvegarder : ce que l'écran montre est sur le disque.".to_owned(),
    ]);
    Page {
        titre: "Aide : les touches".into(),
        lignes: texte,
        defilement: 0,
    }
}

/// Everything in a candidature.
pub fn fiche(cadre: &Cadre, dossier: &Dossier) -> Page {
    let (projet, fiche) = (&dossier.projet, dossier.fiche());
    let mut texte = vec![
        format!("Porteur : {}", visible(&projet.porteur.nom)),
        format!(
            "Déposé le {} · convention du {} au {}",
            jour(projet.depose_le.date_naive()),
            jour(projet.debut),
            jour(projet.fin)
        ),
    ];
    if let Some(consortium) = &projet.consortium {
        let membres: Vec<String> = consortium.membres.iter().map(|m| visible(&m.nom)).collect();
        texte.push(format!("Consortium : {}", membres.join(", ")));
    }
    let publics = fiche
        .publics
        .iter()
        .filter_map(|id| cadre.ami.public(id))
        .map(|p| visible(&p.intitule));
    texte.extend(publics.map(|public| format!("Public : {public}")));
    let volets: Vec<&str> = fiche.volets.iter().map(|v| v.nom()).collect();
    texte.push(format!(
        "Volets : {} · {} ETP",
        volets.join(", "),
        fiche.etp
    ));
    if let Some(libelle) = fiche.zone.as_ref().and_then(|z| z.libelle.as_deref()) {
        texte.push(format!("Zone : {}", visible(libelle)));
    }
    texte.extend([String::new(), "Constats".into()]);
    texte.extend(constats(dossier));
    texte.extend([String::new(), "Description".into()]);
    texte.extend(lignes(&fiche.description));
    texte.extend([
        String::new(),
        "Budget : coût total / demandé, en euros".into(),
    ]);
    texte.extend(budget(dossier));
    texte.extend([String::new(), "Indicateurs".into()]);
    texte.extend(indicateurs(dossier));
    Page {
        titre: format!("{} · {}", projet.numero, visible(&projet.nom)),
        lignes: texte,
        defilement: 0,
    }
}

fn constats(dossier: &Dossier) -> Vec<String> {
    if dossier.constats.is_empty() {
        return vec!["aucun".into()];
    }
    let ligne = |c: &crate::domain::recevabilite::Constat| {
        format!(
            "{} {} · {} ({})",
            marque(c.severite),
            c.regle,
            c.message,
            c.chemin
        )
    };
    dossier.constats.iter().map(ligne).collect()
}

/// A glyph for a severity: meaning never rests on colour alone.
pub fn marque(severite: Severite) -> &'static str {
    match severite {
        Severite::Motif => "‼",
        Severite::Alerte => "!",
        Severite::Information => "i",
    }
}

fn budget(dossier: &Dossier) -> Vec<String> {
    let fiche = dossier.fiche();
    let ligne = |nom: &str, montants: &dyn Fn(u16) -> Option<Montants>| {
        let annees = fiche.annees().map(|annee| {
            let cellule = montants(annee).map_or_else(
                || "–".to_owned(),
                |m| {
                    let ecrire = |montant: Option<i64>| {
                        montant.map_or("–".into(), crate::domain::francais::nombre)
                    };
                    format!("{} / {}", ecrire(m.cout), ecrire(m.demande))
                },
            );
            format!("{cellule:>19}")
        });
        format!("{nom:<15}{}", annees.collect::<Vec<_>>().concat())
    };
    let entete = |annee| format!("{annee:>19}");
    let entetes: Vec<String> = fiche.annees().map(entete).collect();
    let mut texte = vec![format!("{:<15}{}", "", entetes.concat())];
    texte.extend(
        fiche
            .budget
            .iter()
            .map(|(volet, annees)| ligne(volet.nom(), &|annee| annees.get(&annee).copied())),
    );
    texte.push(ligne("total déclaré", &|annee| {
        fiche.total.get(&annee).copied()
    }));
    texte
}

fn indicateurs(dossier: &Dossier) -> Vec<String> {
    let ecrire =
        |valeur: Option<i64>, unite: &str| valeur.map_or("–".into(), |v| format!("{v}{unite}"));
    let ligne = |(annee, i): (&u16, &crate::domain::projet::Indicateurs)| {
        format!(
            "{annee} : {} personnes ; emploi {}, durable {}, création {}, formation {}, inscrites à France Travail {}",
            ecrire(i.beneficiaires, ""),
            ecrire(i.emploi, " %"),
            ecrire(i.emploi_durable, " %"),
            ecrire(i.creation, " %"),
            ecrire(i.formation, " %"),
            ecrire(i.inscription_ft, " %"),
        )
    };
    dossier.fiche().indicateurs.iter().map(ligne).collect()
}

/// What closing writes, in a few lines.
pub fn ce_qui_sera_ecrit(ouverte: &SeanceEnCours) -> Vec<String> {
    let tableau = &ouverte.tableau;
    let mut texte = vec![format!(
        "{}, {}.",
        compte(
            tableau.places.len(),
            "candidature classée",
            "candidatures classées"
        ),
        compte(tableau.non_classees.len(), "non classée", "non classées"),
    )];
    for statut in [
        Statut::Retenu,
        Statut::ListeComplementaire,
        Statut::NonRetenu,
        Statut::Classe,
    ] {
        let nombre = tableau.places.iter().filter(|p| p.statut == statut).count();
        if nombre > 0 {
            texte.push(format!("  {nombre} × {}", statut.nom()));
        }
    }
    match (tableau.enveloppe, tableau.reste) {
        (Some(enveloppe), Some(reste)) => {
            texte.push(format!(
                "Enveloppe {}, reste {}.",
                euros(enveloppe),
                euros(reste)
            ));
        }
        _ => texte.push("Enveloppe non renseignée : aucune ligne n'est tracée.".into()),
    }
    let avertissements = resultat::avertissements(&ouverte.cadre, &ouverte.seance, tableau);
    if !avertissements.is_empty() {
        let nombre = compte(avertissements.len(), "avertissement", "avertissements");
        texte.push(format!("{nombre}, écrits dans la proposition :"));
        texte.extend(avertissements.iter().map(|a| format!("  {}", visible(a))));
    }
    texte.push(format!(
        "Fichier : resultats/{}.yaml",
        ouverte.cadre.territoire.code
    ));
    texte
}

/// What is missing, with the key that says it.
pub fn dire_manques(cadre: &Cadre, manques: &[Manque]) -> String {
    let nom = |manque: &Manque| match manque {
        Manque::Priorite => "la priorité (t)".to_owned(),
        Manque::Critere(id) => cadre
            .ami
            .critere(id)
            .map_or_else(String::new, |c| c.court.clone()),
    };
    let (priorite, criteres): (Vec<&Manque>, Vec<&Manque>) =
        manques.iter().partition(|m| **m == Manque::Priorite);
    let mut mots: Vec<String> = priorite.into_iter().map(nom).collect();
    if !criteres.is_empty() {
        let noms: Vec<String> = criteres.into_iter().map(nom).collect();
        mots.push(format!("les critères (c) {}", noms.join(", ")));
    }
    mots.join(" ; ")
}

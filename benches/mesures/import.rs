//! What importing 2,000 dossiers of the platform takes.

use std::collections::BTreeSet;
use std::fs;
use std::io;
use std::time::{Duration, Instant};

use chrono::DateTime;
use instruire::exchange::correspondance;
use instruire::exchange::importation::{Demande, preparer};
use instruire::exchange::plateforme;
use instruire::store::campagne::Campagne;
use instruire::store::diagnostic::Diagnostic;
use instruire::store::embarque;

/// An export of 2,000 dossiers of 100 columns, read, mapped, checked and written; the promise is seconds.
pub fn run() -> io::Result<()> {
    const PROMESSE: Duration = Duration::from_secs(10);
    let dossier = tempfile::tempdir()?;
    let racine = embarque::copier(dossier.path())?;
    let export = dossier.path().join("export.csv");
    fs::write(&export, export_de_deux_mille())?;
    let campagne = Campagne::load(&racine)
        .campagne
        .ok_or_else(|| io::Error::other("campagne inutilisable"))?;
    let debut = Instant::now();
    let erreur = |d: Vec<Diagnostic>| io::Error::other(format!("{:?}", d.first()));
    let lots = plateforme::lire(&[&export]).map_err(erreur)?;
    let lecture = debut.elapsed();
    let correspondance = correspondance::deviner(&lots, &campagne.ami);
    let demande = Demande {
        campagne: &campagne,
        correspondance: &correspondance,
        ouvertes: &BTreeSet::new(),
        sauf: &[],
        le: DateTime::UNIX_EPOCH.fixed_offset(),
    };
    let plan = preparer(&lots, &demande, &mut |_, _| {}).map_err(erreur)?;
    let prepare = debut.elapsed();
    plan.ecrire(&campagne)?;
    let total = debut.elapsed();
    assert_eq!(plan.comptes(), (2000, 0, 0));
    println!(
        "import de 2 000 dossiers de 100 colonnes : lu {lecture:?}, préparé {prepare:?}, écrit {total:?}, promesse {PROMESSE:?}"
    );
    assert!(total < PROMESSE, "import : {total:?}");
    Ok(())
}

/// The default export of a form of 89 questions, eleven columns of the platform before them.
fn export_de_deux_mille() -> String {
    let fixes = "ID,Email,État du dossier,Dernière mise à jour du dossier le,Déposé le,Établissement SIRET,\
                 Entreprise raison sociale,Entreprise forme juridique code,Archivé,Instructeurs,Groupe instructeur";
    let formulaire = "Nom du projet,Territoires couverts,Publics cibles,Volets d’activité,Description du projet,\
                      Date prévisionnelle de démarrage,ETP mobilisés,Coût total 2025,Financement demandé 2025";
    let autres: Vec<String> = (0..80).map(|n| format!("Question {n}")).collect();
    let mut texte = format!("{fixes},{formulaire},{}\n", autres.join(","));
    let reponses = "réponse de quelques mots,".repeat(80);
    let page =
        "Une phrase d'une page, avec ses accents et sa « ponctuation » ; une autre. ".repeat(25);
    for n in 0..2000 {
        let rangee = format!(
            "{},a@b.example,En instruction,2024-09-04 18:05:51 +0200,2024-09-04 18:06:12 +0200,99999901400015,\
             ASSOCIATION {n},9220,false,c@d.example,Région,Projet {n},63 - Puy-de-Dôme,Bénéficiaires de l’aide alimentaire,\
             \"Repérage, Coordination\",{page:?},2024-11-01,2.5,140000.0,96000.0,{}\n",
            40_000_000 + n,
            reponses.trim_end_matches(',')
        );
        texte.push_str(&rangee);
    }
    texte
}

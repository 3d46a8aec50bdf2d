//! A séance: folding a journal of 10,000 facts, one fact appended and synced, each place drawn at two sizes.

use std::fs::OpenOptions;
use std::io::{self, Write};
use std::path::Path;

use chrono::{DateTime, FixedOffset};
use instruire::domain::avis::{Reception, Sens};
use instruire::domain::fait::{Enregistrement, Fait};
use instruire::domain::seance::Seance;
use instruire::store::campagne::Campagne;
use instruire::tui::app::App;
use instruire::tui::script::jouer;
use instruire::tui::theme::Theme;
use instruire::tui::view::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use super::{campagne, meilleure};

/// The places, each with the keys that lead there from the agenda.
const LIEUX: [(&str, &str); 8] = [
    ("ordre du jour", ""),
    ("candidature", "<entree>"),
    ("fiche", "<entree>g"),
    ("classement", "v"),
    ("priorités", "P"),
    ("carte", "M"),
    ("journal", "J"),
    ("clôture", "C"),
];

/// Prints each.
pub fn run() -> io::Result<()> {
    let dossier = tempfile::tempdir()?;
    let racine = campagne::ecrire(dossier.path(), 1000)?;
    let campagne = Campagne::load(&racine).campagne;
    let campagne = campagne.ok_or_else(|| io::Error::other("campagne inutilisable"))?;
    relire(&campagne);
    ajouter(&campagne, &racine)?;
    dessiner(campagne)
}

fn instant() -> DateTime<FixedOffset> {
    DateTime::from_timestamp_nanos(1_727_870_531_000_000_000).fixed_offset()
}

fn avis(n: usize, campagne: &Campagne) -> Fait {
    let institutions = campagne.ami.institutions();
    let institutions: Vec<_> = institutions.collect();
    Fait::AvisRendu {
        projet: campagne.projets[n % campagne.projets.len()].numero.clone(),
        institution: institutions[n % institutions.len()].1.id.clone(),
        sens: Sens::Favorable,
        texte: None,
        recu: Reception::EnSeance,
    }
}

fn relire(campagne: &Campagne) {
    let faits: Vec<Enregistrement> = (0..10_000_usize)
        .map(|n| Enregistrement {
            n: n as u64,
            le: instant(),
            par: "comite-63".into(),
            fait: if n == 0 {
                campagne.premier_fait("63")
            } else {
                avis(n, campagne)
            },
        })
        .collect();
    let (duree, seance) = meilleure(|| Seance::replay(faits.iter().cloned()));
    println!(
        "journal de {} faits replié en {duree:?}",
        seance.enregistrements().len()
    );
}

fn ajouter(campagne: &Campagne, racine: &Path) -> io::Result<()> {
    let pris = campagne.prendre_journal("63", instant(), "comite-63");
    let (mut journal, _) = pris.map_err(|e| io::Error::other(format!("{e:?}")))?;
    let fait = avis(1, campagne);
    let (duree, ecrit) = meilleure(|| journal.append(instant(), "comite-63", &fait));
    ecrit.map_err(|e| io::Error::other(format!("{e:?}")))?;
    let mut temoin = OpenOptions::new()
        .create(true)
        .append(true)
        .open(racine.join("seances/temoin"))?;
    let (seul, _) = meilleure(|| {
        temoin
            .write_all(&[b'x'; 400])
            .and_then(|()| temoin.sync_data())
    });
    println!(
        "un fait ajouté et synchronisé en {duree:?} ; un ajout synchronisé de 400 octets, seul : {seul:?}"
    );
    Ok(())
}

fn dessiner(campagne: Campagne) -> io::Result<()> {
    // The backend of the tests writes to memory: it cannot fail.
    let theme = Theme::load("defaut").map_err(|e| io::Error::other(format!("{e:?}")))?;
    let mut app = App::new(campagne, instant, "comite-63".into());
    app.ouvrir("63");
    jouer(&mut app, "t<entree>");
    for (colonnes, rangees) in [(80, 24), (200, 60)] {
        app.ecran(colonnes, rangees);
        for (lieu, touches) in LIEUX {
            jouer(&mut app, "o");
            jouer(&mut app, touches);
            let Ok(mut terminal) = Terminal::new(TestBackend::new(colonnes, rangees));
            let (duree, _) =
                meilleure(|| terminal.draw(|f| view(&app.model, &theme, f)).map(|_| ()));
            println!("{lieu}, {colonnes} × {rangees} : dessiné en {duree:?}");
            jouer(&mut app, "<echap>");
        }
    }
    Ok(())
}

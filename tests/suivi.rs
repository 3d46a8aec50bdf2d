//! A séance followed from elsewhere: every fact at once, no lock, nothing written, whatever becomes of the writer.

use std::fs;
use std::thread;
use std::time::Duration;

use instruire::store::journal::{self, Suivi};
use instruire::tui::suivi::Spectateur;
use instruire::tui::theme::Theme;
use instruire::tui::view;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::support::ecran::Ecran;
use crate::support::pty::Pty;
use crate::support::{Brouillon, instant, lisible};

/// Whoever looks at the séance that `ecran` writes.
fn spectateur(ecran: &Ecran, noms_caches: bool) -> Spectateur {
    Spectateur::new(ecran.brouillon.campagne(), "63", noms_caches).unwrap()
}

/// What the spectator reads.
fn lu(spectateur: &Spectateur, colonnes: u16, rangees: u16) -> String {
    let theme = Theme::load("defaut").unwrap();
    let mut terminal = Terminal::new(TestBackend::new(colonnes, rangees)).unwrap();
    terminal
        .draw(|frame| view::suivi(spectateur, &theme, frame))
        .unwrap();
    let cellules = terminal.backend().buffer().content.clone();
    let rangees = cellules.chunks(colonnes.into()).map(|rangee| {
        let texte: String = rangee.iter().map(ratatui::buffer::Cell::symbol).collect();
        lisible(texte.trim_end())
    });
    rangees.collect::<Vec<_>>().join("\n")
}

fn suivi(brouillon: &Brouillon) -> Suivi {
    let chemin = brouillon.fichier("seances/63.journal.yaml");
    Suivi::new(chemin, "o2r-ara-2024", "63")
}

#[test]
fn every_fact_is_seen_as_soon_as_it_is_on_disk_and_nothing_is_written() {
    let mut ecran = Ecran::accueil();
    let mut regard = spectateur(&ecran, false);
    assert!(lu(&regard, 80, 24).contains("La séance n'est pas encore ouverte."));
    assert!(!ecran.brouillon.fichier("seances").exists());
    ecran.touches("<entree>t<entree>/radars<entree>");
    assert!(regard.relire());
    assert!(!regard.relire());
    ecran.touches("ff");
    assert!(regard.relire());
    assert!(
        lu(&regard, 80, 24)
            .contains("14:02:11 · « Hors des radars » · avis favorable, Mission locale")
    );
    // Going to another candidature is seen too; it is no fact.
    ecran.touches("n");
    assert!(regard.relire());
    assert!(lu(&regard, 80, 24).contains("LE FRANÇAIS DE L'ATELIER"));
    let noms: Vec<String> = fs::read_dir(ecran.brouillon.fichier("seances"))
        .unwrap()
        .map(|e| e.unwrap().file_name().into_string().unwrap())
        .filter(|nom| !nom.starts_with("63."))
        .collect();
    assert_eq!(noms, Vec::<String>::new());
}

#[test]
fn few_things_far_apart_are_read_from_the_end_of_the_room() {
    let mut ecran = Ecran::seance();
    ecran.touches(
        "/radars<entree>t<entree>ffrlien à préciser<entree>dpas de cofinancement<entree>xc44343e",
    );
    ecran.touches("vm900000<entree>notification fictive<entree><echap>");
    let regard = spectateur(&ecran, false);
    insta::assert_snapshot!(lu(&regard, 80, 24), @r#"
    63 Puy-de-Dôme · 02/10/2024 · suivi                             1/17 examinées

      HORS DES RADARS
      Association Trame Durolle
      priorité 1 · 807 450 € demandés

      ███▓▓░░                2 favorables · 1 réserve · 1 défavorable · 1 déport

      France Travail                 favorable
      Mission locale                 favorable
      Cap emploi                     réserves
      Département                    défavorable
      Région                         déport
      Intercommunalité               –
      Gestionnaire FSE+              –
      CAF                            –
      Logement                       –
      Intérieur                      –
      Santé                          –
      Cohésion sociale               –

      1er sur 1 · proposé : retenu
    14:02:11 · enveloppe : 900 000 € (notification fictive)
    v classement  q quitter
    "#);
    insta::assert_snapshot!(lu(&regard, 120, 30), @r#"
    63 Puy-de-Dôme · 02/10/2024 · suivi                                                                     1/17 examinées

      HORS DES RADARS                                                          ── Classement proposé ──────────────────────
      Association Trame Durolle
      priorité 1 · 807 450 € demandés                                          > 1er Hors des radars               retenu

      ██▓░░            2 favorables · 1 réserve · 1 défavorable · 1 déport

      France Travail                 favorable
      Mission locale                 favorable
      Cap emploi                     réserves
      Département                    défavorable
      Région                         déport
      Intercommunalité               –
      Gestionnaire FSE+              –
      CAF                            –
      Logement                       –
      Intérieur                      –
      Santé                          –
      Cohésion sociale               –

      1er sur 1 · proposé : retenu






    14:02:11 · enveloppe : 900 000 € (notification fictive)
    q quitter
    "#);
    insta::assert_snapshot!(lu(&regard, 60, 16), @r#"
    63 Puy-de-Dôme · 02/10/2024 · suivi         1/17 examinées

      HORS DES RADARS
      Association Trame Durolle
      priorité 1 · 807 450 € demandés
         2 favorables · 1 réserve · 1 défavorable · 1 déport
      France Trav… favorable     Gestionnair… –
      Mission loc… favorable     CAF          –
      Cap emploi   réserves      Logement     –
      Département  défavorable   Intérieur    –
      Région       déport        Santé        –
      Intercommun… –             Cohésion so… –
      1er sur 1 · proposé : retenu

    14:02:11 · enveloppe : 900 000 € (notification fictive)
    v classement  q quitter
    "#);
    for (colonnes, rangees) in [(1, 1), (60, 17), (59, 15), (200, 60)] {
        lu(&regard, colonnes, rangees);
    }
}

#[test]
fn the_ranking_shows_where_the_line_falls() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>ffffxc44343e");
    ecran.touches("/gestes<entree>t<entree>ffc33333e");
    ecran.touches("vm900000<entree>notification fictive<entree>");
    let mut regard = spectateur(&ecran, false);
    regard.classement = true;
    insta::assert_snapshot!(lu(&regard, 60, 16), @r#"
     63 Puy-de-Dôme · 02/10/2024 · suivi         2/17 examinées

    ── Classement proposé ──────────────────────────────────────

      1er Hors des radars                               retenu
     ══════════════════════════════════════════════════════════
    >  2e La maison des gestes            liste complémentaire







     14:02:11 · enveloppe : 900 000 € (notification fictive)
     v candidature  q quitter
    "#);
}

#[test]
fn a_name_waits_for_the_last_avis_when_asked() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>frHors des radars est à revoir<entree>");
    let mut regard = spectateur(&ecran, true);
    let cache = lu(&regard, 120, 36);
    assert!(
        cache.contains("CANDIDATURE 5")
            && cache.contains("avis favorable avec réserves, Mission locale")
    );
    for nom in ["adars", "RADARS", "Trame Durolle", "19483920", "revoir"] {
        assert!(!cache.contains(nom), "{nom} :\n{cache}");
    }
    ecran.touches("ffffffffff");
    regard.relire();
    let montre = lu(&regard, 120, 36);
    assert!(montre.contains("HORS DES RADARS") && montre.contains("Trame Durolle"));
}

#[test]
fn a_fact_on_its_way_is_waited_for_and_the_rest_is_read_on() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>f");
    let chemin = ecran.brouillon.fichier("seances/63.journal.yaml");
    let entier = fs::read(&chemin).unwrap();
    let mut suivi = suivi(&ecran.brouillon);
    suivi.relire();
    let faits = suivi.enregistrements().count();
    ecran.touches("f");
    let complet = fs::read(&chemin).unwrap();
    for coupe in [1, 40, complet.len() - entier.len() - 1] {
        fs::write(&chemin, &complet[..entier.len() + coupe]).unwrap();
        // The head of the second fact is already there: only its own bytes are missing.
        fs::remove_file(ecran.brouillon.fichier("seances/63.tete")).ok();
        suivi.relire();
        assert_eq!(suivi.anomalie(), None, "{coupe}");
        let adopte = usize::from(coupe > 40);
        assert_eq!(suivi.enregistrements().count(), faits + adopte, "{coupe}");
    }
    fs::write(&chemin, &complet).unwrap();
    suivi.relire();
    assert_eq!(suivi.enregistrements().count(), faits + 1);
}

#[test]
fn the_writer_may_leave_come_back_and_repair_its_journal() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>f");
    let mut suivi = suivi(&ecran.brouillon);
    suivi.relire();
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>f");
    assert!(suivi.relire());
    let faits = suivi.enregistrements().count();
    drop(ecran.app.model.ouverte.take());
    let Ecran { app, brouillon, .. } = ecran;
    drop(app);
    // Altered: the reason is told, what was proven stays.
    let chemin = brouillon.fichier("seances/63.journal.yaml");
    let mut octets = fs::read(&chemin).unwrap();
    octets.extend_from_slice(b"autre chose\n");
    fs::write(&chemin, &octets).unwrap();
    assert!(suivi.relire());
    assert!(suivi.anomalie().unwrap().contains("altéré"));
    assert_eq!(suivi.enregistrements().count(), faits);
    // Repaired: another file under the same name.
    let premier = brouillon.campagne().premier_fait("63");
    journal::reparer(&chemin, instant(), "comite-63", &premier, "essai").unwrap();
    assert!(suivi.relire());
    assert_eq!(suivi.anomalie(), None);
    assert_eq!(suivi.enregistrements().count(), faits + 1);
    // Deleted: said, and what was read stays shown.
    fs::remove_file(&chemin).unwrap();
    assert!(suivi.relire());
    assert!(suivi.anomalie().unwrap().contains("a disparu"));
    assert_eq!(suivi.enregistrements().count(), faits + 1);
}

#[test]
fn a_second_terminal_follows_the_first_and_sleeps_in_between() {
    let brouillon = Brouillon::new();
    let dossier = brouillon.racine().to_str().unwrap();
    let mut regard = Pty::instruire(&["--campagne", dossier, "suivre", "63"]);
    regard.attendre("La séance n'est pas encore ouverte.");
    // The folder of the séances does not exist yet; then it does, then facts come.
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree>/radars<entree>");
    regard
        .attendre("HORS DES RADARS")
        .attendre("institutions présentes");
    ecran.touches("f");
    regard.attendre("avis favorable, France Travail");
    let calme = (0..15).any(|_| {
        let avant = (regard.depense(), regard.lu().octets.len());
        thread::sleep(Duration::from_secs(1));
        (regard.depense(), regard.lu().octets.len()) == avant
    });
    assert!(calme);
    regard
        .envoyer("v")
        .attendre("Aucune candidature n'est encore examinée.");
    regard.envoyer("q");
    assert_eq!(regard.fin().0, 0);
}

//! A clock that is wrong is told, once, and orders nothing.

use std::cell::Cell;

use chrono::{DateTime, FixedOffset, TimeDelta};
use instruire::domain::fait::{Enregistrement, Fait};
use instruire::domain::pendule;
use instruire::tui::app::App;
use instruire::tui::script::jouer;

use crate::support::{Brouillon, instant, lisible};

thread_local! {
    /// Minutes added to the instant of the tests.
    static DECALAGE: Cell<i64> = const { Cell::new(0) };
}

fn horloge() -> DateTime<FixedOffset> {
    instant() + TimeDelta::minutes(DECALAGE.get())
}

fn programme(brouillon: &Brouillon) -> App {
    App::new(brouillon.campagne(), horloge, "comite-63".into())
}

/// What the row of messages says, with ordinary spaces.
fn notice(app: &App) -> String {
    lisible(&format!("{:?}", app.model.notice))
}

fn dit(minutes: i64) -> Enregistrement {
    Enregistrement {
        n: 0,
        le: instant() + TimeDelta::minutes(minutes),
        par: "x".into(),
        fait: Fait::SeanceLevee {},
    }
}

#[test]
fn a_clock_behind_the_last_fact_is_told_with_by_how_much() {
    for (avance, attendu) in [
        (1, "1 min"),
        (59, "59 min"),
        (60, "1 h 00"),
        (64, "1 h 04"),
        (24 * 60, "1 j"),
        (3 * 24 * 60 + 5, "3 j"),
    ] {
        let recul = pendule::recul(&[dit(avance)], instant()).unwrap();
        assert!(
            recul.contains(&format!("a reculé de {attendu} ;")),
            "{recul}"
        );
    }
    // An adjustment, the same second, a clock that goes on, no fact yet.
    let ajustee = Enregistrement {
        le: instant() + TimeDelta::seconds(59),
        ..dit(0)
    };
    for dits in [
        &[ajustee][..],
        &[dit(0)],
        &[dit(-5)],
        &[dit(90), dit(-1)],
        &[],
    ] {
        assert_eq!(pendule::recul(dits, instant()), None);
    }
}

#[test]
fn a_clock_set_back_in_a_seance_is_said_once_and_the_order_stays_that_of_the_numbers() {
    let brouillon = Brouillon::new();
    DECALAGE.set(0);
    let mut app = programme(&brouillon);
    jouer(&mut app, "<entree>t<entree><entree>f");
    assert!(!notice(&app).contains("horloge"), "{}", notice(&app));
    DECALAGE.set(-60);
    jouer(&mut app, "f");
    assert!(
        notice(&app).contains("Enregistré 13:02:11") && notice(&app).contains("a reculé de 1 h 00"),
        "{}",
        notice(&app)
    );
    DECALAGE.set(-120);
    jouer(&mut app, "f");
    assert!(!notice(&app).contains("horloge"), "{}", notice(&app));
    let lecture = brouillon.campagne().lire_journal("63").unwrap();
    let numeros: Vec<u64> = lecture.enregistrements().iter().map(|e| e.n).collect();
    assert_eq!(numeros, [0, 1, 2, 3, 4]);
    // Told again to whoever takes the séance up.
    drop(app);
    DECALAGE.set(-180);
    let mut app = programme(&brouillon);
    jouer(&mut app, "<entree>");
    assert!(
        notice(&app).contains("Séance reprise : 5 faits")
            && notice(&app).contains("a reculé de 1 h 00"),
        "{}",
        notice(&app)
    );
    jouer(&mut app, "f");
    assert!(!notice(&app).contains("horloge"), "{}", notice(&app));
}

#[test]
fn a_clock_of_another_age_is_said_before_it_dates_the_seance() {
    let brouillon = Brouillon::new();
    let an = 366 * 24 * 60;
    for (decalage, annee) in [(-54 * an, "1970"), (76 * an, "2100"), (-an, "2023")] {
        DECALAGE.set(decalage);
        let mut app = programme(&brouillon);
        jouer(&mut app, "<entree>");
        let dit = notice(&app);
        assert!(
            dit.contains("L'horloge de ce poste indique le ") && dit.contains(annee),
            "{dit}"
        );
        assert!(dit.contains("a été publié le 10/07/2024"), "{dit}");
        assert!(!brouillon.fichier("seances").exists());
    }
    DECALAGE.set(0);
    let mut app = programme(&brouillon);
    jouer(&mut app, "<entree>");
    assert!(!notice(&app).contains("horloge"));
}

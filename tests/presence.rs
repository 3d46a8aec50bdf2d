//! Who sits: dates, presidency, qualities, mandates, déports of the opening, quorum; corrected by a fact that is undone like any.

use instruire::domain::avertissement::avertissements;
use instruire::domain::avis::Position;
use instruire::domain::fait::Fait;
use instruire::domain::presence::{Mandat, Presence, Present, Qualite, SERVICE};
use instruire::domain::refus::Refus;
use instruire::domain::resultat::Resultat;
use instruire::store::resultat;

use crate::support::comite::Comite;
use crate::support::ecran::Ecran;
use crate::support::{Brouillon, instant};

fn present(id: &str, qualite: Option<Qualite>) -> Present {
    let institution = id.into();
    Present {
        institution,
        qualite,
    }
}

fn mandat(de: &str, a: &str) -> Mandat {
    let (de, a) = (de.into(), a.into());
    Mandat { de, a }
}

/// France Travail presides, the Département sits by its deputy and stands for the CAF, the Région is only heard.
fn presence() -> Presence {
    Presence {
        presidence: Some("france-travail".into()),
        presents: vec![
            present("france-travail", Some(Qualite::Titulaire)),
            present("departement", Some(Qualite::Suppleant)),
            present("region", Some(Qualite::Invite)),
            present("logement", None),
        ],
        mandats: vec![mandat("caf", "departement")],
    }
}

fn noter(presence: Presence) -> Fait {
    let date = instant().date_naive();
    Fait::PresenceNotee { date, presence }
}

/// The example with a quorum.
fn avec_quorum(quorum: u32) -> Brouillon {
    let brouillon = Brouillon::new();
    brouillon.changer("ami.yaml", "quorum: null", &format!("quorum: {quorum}"));
    brouillon
}

#[test]
fn what_sits_is_counted_with_the_mandates_and_without_those_only_heard() {
    // France Travail, Département, Logement, and the CAF by its mandate; the Région has no seat.
    assert_eq!(presence().comptes(), 4);
    let mut ami = Comite::du_63().cadre.ami.as_ref().clone();
    assert_eq!(presence().quorum(&ami), None);
    ami.quorum = Some(5);
    assert!(!presence().quorum(&ami).unwrap().atteint());
    ami.quorum = Some(4);
    assert!(presence().quorum(&ami).unwrap().atteint());
}

#[test]
fn a_presence_that_contradicts_itself_or_the_call_is_refused() {
    let mut comite = Comite::du_63();
    let refus = |comite: &mut Comite, changer: fn(&mut Presence)| {
        let mut presence = presence();
        changer(&mut presence);
        comite.dire(noter(presence)).unwrap_err()
    };
    let cas: [fn(&mut Presence); 7] = [
        |p| p.presents.push(present("logement", None)),
        |p| p.presidence = Some("caf".into()),
        |p| p.presidence = Some("region".into()),
        |p| p.mandats.push(mandat("caf", "logement")),
        |p| p.mandats.push(mandat("logement", "departement")),
        |p| p.mandats.push(mandat("sante", "interieur")),
        |p| p.mandats.push(mandat("sante", "region")),
    ];
    for cas in cas {
        let refus = refus(&mut comite, cas);
        assert!(matches!(refus, Refus::HorsBornes(_)), "{refus:?}");
    }
    let refus = refus(&mut comite, |p| {
        p.presents.push(present("prefecture", None));
    });
    assert_eq!(refus, Refus::Inconnu("institution prefecture".into()));
    comite.dire(noter(presence())).unwrap();
    assert_eq!(comite.dire(noter(presence())), Err(Refus::DejaDit));
}

#[test]
fn presence_is_corrected_by_a_fact_and_undone_like_any() {
    let mut comite = Comite::du_63();
    let avant = comite.seance.etat().presence.clone();
    let demain = instant().date_naive().succ_opt().unwrap();
    let n = comite
        .dire(Fait::PresenceNotee {
            date: demain,
            presence: presence(),
        })
        .unwrap();
    assert_eq!(comite.seance.etat().date, Some(demain));
    assert_eq!(comite.seance.etat().presence, presence());
    comite.dire(Fait::Annule { cible: n }).unwrap();
    assert_eq!(comite.seance.etat().date, Some(instant().date_naive()));
    assert_eq!(comite.seance.etat().presence, avant);
}

#[test]
fn an_outcome_tells_who_sat_and_verifies() {
    let mut ecran = Ecran::sur(avec_quorum(5));
    // Two ticked; the Département by its deputy; the CAF represented by it; the State service presides.
    ecran.touches("<entree> <bas><bas> <haut><droite><droite><bas><bas><bas><bas><droite><droite>");
    ecran.touches("<debut><bas><droite><entree>CE");
    let yaml = ecran.brouillon.lire("resultats/63.yaml");
    let debut = yaml.find("seance:").unwrap();
    let fin = yaml.find("parametres:").unwrap();
    insta::assert_snapshot!(&yaml[debut..fin], @r#"
    seance:
      date: "2024-10-02"
      levee_le: null
      presidence: "DDETS du Puy-de-Dôme"
      presents:
        - "France Travail"
        - "Département"
      qualites:
        - institution: "Département"
          qualite: "suppleant"
      mandats:
        - de: "CAF"
          a: "Département"
      quorum: 5
      presents_ou_representes: 3
      votes: []
    "#);
    let chemin = ecran.brouillon.fichier("resultats/63.yaml");
    let campagne = ecran.brouillon.campagne();
    assert_eq!(resultat::verify(&campagne, &chemin), Ok(vec![]));
    let quorum = "Quorum non atteint : 3 présents ou représentés, 5 attendus.";
    assert!(crate::support::lisible(&yaml).contains(quorum), "{yaml}");
}

#[test]
fn an_outcome_of_a_séance_that_says_no_more_is_what_it_was() {
    let comite = Comite::du_63();
    let provenance = resultat::provenance(&Brouillon::new().campagne(), "63", 0, "");
    let resultat = Resultat::etablir(&comite.cadre, &comite.seance, provenance);
    let yaml = serde_yaml::to_string(&resultat.seance).unwrap();
    let cles: Vec<&str> = yaml
        .lines()
        .filter_map(|l| l.split_once(':'))
        .map(|(cle, _)| cle)
        .collect();
    assert_eq!(cles, ["date", "levee_le", "presents", "quorum", "votes"]);
}

#[test]
fn several_mandates_in_one_hand_are_told_not_refused() {
    let mut comite = Comite::du_63();
    let mut presence = presence();
    presence.mandats.push(mandat("sante", "departement"));
    comite.dire(noter(presence)).unwrap();
    let dits = avertissements(&comite.cadre, &comite.seance, &comite.tableau());
    let cumul = dits
        .iter()
        .find(|a| a.contains("plusieurs mandats"))
        .unwrap();
    assert!(cumul.starts_with("Département tient"), "{cumul}");
}

#[test]
fn the_state_service_may_preside_and_a_quorum_out_of_reach_is_a_problem_of_the_call() {
    let mut comite = Comite::du_63();
    let presidence = Some(SERVICE.into());
    let presence = Presence {
        presidence,
        ..presence()
    };
    comite.dire(noter(presence)).unwrap();
    let phrase = comite.seance.etat().presence.phrase(&comite.cadre);
    let attendue = "présidence DDETS du Puy-de-Dôme, 4 institutions présentes, 1 mandat";
    assert_eq!(phrase, attendue);
    let problemes = avec_quorum(13).problemes().join("\n");
    assert!(
        problemes.contains("quorum : nombre entre 1 et 12"),
        "{problemes}"
    );
}

#[test]
fn déports_of_the_opening_are_declared_for_the_whole_agenda() {
    let mut ecran = Ecran::accueil();
    ecran.touches("<entree>t<bas>x <bas> <echap><entree>");
    let seance = &ecran.app.model.ouverte.as_ref().unwrap().seance;
    for numero in ["19480736", "19482695"] {
        let positions = &seance.examen(numero).positions;
        assert_eq!(positions["mission-locale"], Position::Deport, "{numero}");
    }
    assert_eq!(seance.examen("19481374").positions.len(), 0);
    insta::assert_snapshot!(ecran.rangee("faits enregistrés"), @" 3 faits enregistrés · Enregistré 14:02:11 · déport, Mission locale");
    // Unticked later, the déport is taken back; the others stay.
    ecran.touches("S<bas>x <entree><entree>");
    let seance = &ecran.app.model.ouverte.as_ref().unwrap().seance;
    assert_eq!(seance.examen("19480736").positions.len(), 0);
    assert_eq!(seance.examen("19482695").positions.len(), 1);
}

#[test]
fn the_form_says_who_sits_and_how_far_the_quorum_is() {
    let mut ecran = Ecran::sur(avec_quorum(6));
    ecran.touches("<entree> <bas> <haut><droite><bas><bas><droite>");
    insta::assert_snapshot!(ecran.texte(), @r#"
     Offre de repérage et de remobilisation (O2R) · Auvergne-Rhône-Alpes
    ── Territoires ────────────────────────────────────────────── 13 territoires ──
      ┌ Ouverture de la séance 63 : institutions présentes ──────────────────────┐
      │  Date        02/10/2024                                                  │
      │  Présidence  non renseignée                                              │
      │  [x] France Travail                                                      │
      │  [ ] Mission locale                                                      │
      │  [x] Cap emploi         titulaire                                        │
      │  [ ] Département                                                         │
      │> [ ] Région             mandat à France Travail                          │
      │  [ ] Intercommunalité                                                    │
      │  [ ] Gestionnaire FSE+                                                   │
      │  [ ] CAF                                                                 │
      │  [ ] Logement                                                            │
      │  [ ] Intérieur                                                           │
      │  [ ] Santé                                                               │
      │  [ ] Cohésion sociale                                                    │
      │  Quorum non atteint : 3 présents ou représentés, 6 attendus              │
      │ Entrée ouvre · Espace coche · t toutes · ← → précise · x déports · Échap │
      └──────────────────────────────────────────────────────────────────────────┘

     Entrée ouvre la séance du comité : Puy-de-Dôme.

     Entrée ouvrir  P priorités  M carte  q quitter  ? aide
    "#);
    ecran.touches("<entree>");
    insta::assert_snapshot!(ecran.rangee("examinées"), @" 63 Puy-de-Dôme · 02/10/2024 · ! quorum 3/6 · 0/17 examinées      0 k€ proposés");
    // Reopened, it shows what stands; Esc changes nothing.
    let faits = |ecran: &Ecran| {
        ecran
            .app
            .model
            .ouverte
            .as_ref()
            .unwrap()
            .seance
            .enregistrements()
            .len()
    };
    let avant = faits(&ecran);
    ecran.touches("S");
    insta::assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · ! quorum 3/6 · 0/17 examinées      0 k€ proposés
    ── Ordre du jour ─────────────────────────────────────────── 17 candidatures ──
      ┌ Séance 63 : institutions présentes ──────────────────────────────────────┐
      │  Date        02/10/2024                                                  │
      │  Présidence  non renseignée                                              │
      │> [x] France Travail                                                      │
      │  [ ] Mission locale                                                      │
      │  [x] Cap emploi         titulaire                                        │
      │  [ ] Département                                                         │
      │  [ ] Région             mandat à France Travail                          │
      │  [ ] Intercommunalité                                                    │
      │  [ ] Gestionnaire FSE+                                                   │
      │  [ ] CAF                                                                 │
      │  [ ] Logement                                                            │
      │  [ ] Intérieur                                                           │
      │  [ ] Santé                                                               │
      │  [ ] Cohésion sociale                                                    │
      │  Quorum non atteint : 3 présents ou représentés, 6 attendus              │
      │ Entrée enregistre · Espace coche · t toutes · ← → précise · x déports · …│
      └──────────────────────────────────────────────────────────────────────────┘



     g fiche  Espace à compléter  Entrée ouvrir  Échap retour  u annuler  ? aide
    "#);
    ecran.touches("<echap>S<entree>");
    assert_eq!(faits(&ecran), avant);
    ecran.touches("S<haut><haut><droite><entree>");
    insta::assert_snapshot!(ecran.rangee("Enregistré"), @" Enregistré 14:02:11 · séance du 03/10/2024 : 2 institutions présentes, 1");
}

#[test]
fn an_institution_that_leaves_loses_the_presidency_and_the_mandates_it_held() {
    let mut ecran = Ecran::seance();
    ecran.touches("S<haut><droite><droite><bas><bas> <droite><entree>");
    let etat = |ecran: &Ecran| {
        ecran
            .app
            .model
            .ouverte
            .as_ref()
            .unwrap()
            .seance
            .etat()
            .presence
            .clone()
    };
    assert_eq!(etat(&ecran).presidence.as_deref(), Some("france-travail"));
    // France Travail leaves: nobody presides.
    ecran.touches("S <entree>");
    assert_eq!(etat(&ecran).presidence, None);
    assert_eq!(etat(&ecran).contradiction(), None);
}

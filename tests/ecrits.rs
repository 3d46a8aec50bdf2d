//! Texts made from a séance: the minutes, paragraphs for letters, what is published, what goes back to the platform.

use std::fs;
use std::io::Cursor;

use instruire::domain::fait::{Fait, Proposition};
use instruire::domain::presence::{Mandat, Presence, Present, Qualite, SERVICE};
use instruire::domain::resultat::{Provenance, Resultat, Tete};
use instruire::exchange::courriers::courriers;
use instruire::exchange::ecrit::{Bloc, Ecrit};
use instruire::exchange::proces_verbal::proces_verbal;
use instruire::exchange::publication::publication;
use instruire::exchange::retour::{Cible, annotations};
use instruire::exchange::{markdown, odt_writer};
use serde_json::json;

use super::exports::{commande, levee};
use super::support::comite::Comite;
use super::support::{bureautique, instant, lisible};

/// « Hors des radars », priority 1.
const RADARS: &str = "19483920";
/// « Deux ans après », priority 2.
const DEUX_ANS: &str = "19481374";
/// « La maison des gestes », priority 3.
const GESTES: &str = "19487245";
/// « L'établi au pied des logements », priority 3.
const ETABLI: &str = "19490093";
/// « Le français de l'atelier », which has no repérage.
const ATELIER: &str = "19484407";
/// « Premier matin », hors priorité.
const MATIN: &str = "19485263";

/// A committee of which every issue is known: retained with a condition, waiting, not retained, inadmissible, put off.
fn comite() -> Comite {
    let mut comite = Comite::du_63();
    comite
        .examiner(RADARS, "ffrx", "33333")
        .examiner(DEUX_ANS, "ff", "44444")
        .examiner(GESTES, "ffr", "33333")
        .examiner(ETABLI, "ddf", "22222")
        .enveloppe(1_000_000);
    let constat = Fait::ConstatConfirme {
        projet: ATELIER.into(),
        regle: "REF-01".into(),
        motif: "la fiche ne prévoit aucun repérage".into(),
    };
    comite.dire(constat).unwrap();
    let ajourne = Fait::PropositionChangee {
        projet: MATIN.into(),
        proposition: Some(Proposition::Ajourne),
        motif: "attendre l'accord de la commune".into(),
    };
    comite.dire(ajourne).unwrap();
    comite
}

fn resultat(comite: &Comite) -> Resultat {
    let provenance = Provenance {
        version: "0.0.0".into(),
        entrees: Vec::new(),
        journal: Tete {
            enregistrements: comite.seance.enregistrements().len() as u64,
            tete: "0".repeat(64),
        },
    };
    Resultat::etablir(&comite.cadre, &comite.seance, provenance)
}

fn texte(ecrit: &Ecrit) -> String {
    lisible(&markdown::ecrire(ecrit))
}

fn minutes(comite: &Comite) -> String {
    texte(&proces_verbal(
        &comite.cadre,
        &comite.seance,
        &resultat(comite),
    ))
}

/// The part of a text under a title that begins so.
fn chapitre<'a>(texte: &'a str, titre: &str) -> &'a str {
    let debut = texte
        .find(&format!("# {titre}"))
        .unwrap_or_else(|| panic!("{titre} absent de\n{texte}"));
    let suite = &texte[debut + 2..];
    &suite[..suite.find("\n#").unwrap_or(suite.len())]
}

#[test]
fn the_minutes_say_who_was_there_and_what_nobody_recorded() {
    let (_, octets, _) = commande(&levee(), &["proces-verbal", "63"]);
    let texte = lisible(&String::from_utf8(octets).unwrap());
    assert!(
        texte.starts_with("# Procès-verbal de la séance du 02/10/2024\n"),
        "{texte}"
    );
    assert!(!texte.contains("PROJET"));
    let presence = chapitre(&texte, "Présence");
    assert!(
        presence.contains("| France Travail | Gouvernance territoriale | oui | non enregistré |"),
        "{presence}"
    );
    for point in [
        "- Présidence : non enregistré",
        "- Mandats : aucun enregistré",
        "- Quorum : aucun n'est fixé par l'appel",
    ] {
        assert!(presence.contains(point), "{presence}");
    }
    let seance = chapitre(&texte, "Séance");
    assert!(
        seance.contains("- 02/10/2024 à 14:02:11 : Séance ouverte"),
        "{seance}"
    );
    assert!(
        seance.contains("- 02/10/2024 à 14:02:11 : Séance levée"),
        "{seance}"
    );
    assert!(texte.contains("Fait à …"));
}

#[test]
fn the_minutes_say_who_presides_in_what_quality_and_by_what_mandate() {
    let mut comite = comite();
    let presence = Presence {
        presidence: Some(SERVICE.into()),
        presents: vec![Present {
            institution: "france-travail".into(),
            qualite: Some(Qualite::Suppleant),
        }],
        mandats: vec![Mandat {
            de: "caf".into(),
            a: "france-travail".into(),
        }],
    };
    let date = instant().date_naive();
    comite.dire(Fait::PresenceNotee { date, presence }).unwrap();
    let texte = minutes(&comite);
    let presence = chapitre(&texte, "Présence");
    for attendu in [
        "| France Travail | Gouvernance territoriale | oui | suppléant |",
        "| CAF | Conférence des financeurs | non |  |",
        "- Présidence : DDETS du Puy-de-Dôme",
        "- Mandats : France Travail représente CAF",
    ] {
        assert!(
            presence.contains(attendu),
            "{attendu} absent de\n{presence}"
        );
    }
}

#[test]
fn the_minutes_hold_each_candidature_with_its_avis_reserves_and_deports() {
    let comite = comite();
    let texte = minutes(&comite);
    let radars = chapitre(&texte, "19483920 · Hors des radars (fictive)");
    for attendu in [
        "- Priorité : priorité 1, Jeunes « en rupture »",
        "| Cap emploi | favorable avec réserves | réserve fictif | en séance |",
        "Déport (intérêt personnel d'un membre, jamais compté) : Département.",
        "Rien n'est noté pour : Région, Intercommunalité,",
        "| Ancrage territorial | 3 |  |",
        "- Place : 1re du classement proposé",
        "- Proposition : retenu",
    ] {
        assert!(radars.contains(attendu), "{attendu} absent de\n{radars}");
    }
    let atelier = chapitre(&texte, "19484407 · Le français de l'atelier");
    assert!(atelier.contains("- Motif REF-01"), "{atelier}");
    assert!(
        atelier.contains("confirmé par le comité, motif : la fiche ne prévoit aucun repérage"),
        "{atelier}"
    );
    assert!(atelier.contains("- Non classée : irrecevable"), "{atelier}");
    let reserves = chapitre(&texte, "Réserves, proposées comme conditions");
    assert!(
        reserves.contains("| 19483920 | Hors des radars | Cap emploi | réserve fictif |"),
        "{reserves}"
    );
    let ordre = chapitre(&texte, "Ordre du jour");
    assert!(
        ordre.contains("| 19483920 | « Hors des radars » | 02/10/2024 à 14:02:11 |"),
        "{ordre}"
    );
    assert!(
        ordre.contains("- 19480736 « Clermont la nuit aussi »"),
        "{ordre}"
    );
}

#[test]
fn a_vote_is_in_the_minutes_with_its_count_and_its_reason() {
    let mut comite = Comite::du_63();
    comite
        .examiner(GESTES, "fff", "33333")
        .examiner(ETABLI, "fff", "33333")
        .enveloppe(600_000);
    let vote = Fait::VoteTenu {
        projets: vec![ETABLI.into(), GESTES.into()],
        pour: 6,
        contre: 6,
        abstentions: 1,
        voix_preponderante: true,
        motif: "implantation sur tout le département".into(),
    };
    comite.dire(vote).unwrap();
    let texte = minutes(&comite);
    let votes = chapitre(&texte, "Votes entre ex æquo");
    assert!(
        votes.contains("02/10/2024 à 14:02:11 : dans l'ordre « L'établi au pied des logements », « La maison des gestes ». 6 pour, 6 contre, 1 abstention, voix prépondérante de la présidence. Motif : implantation sur tout le département"),
        "{votes}"
    );
}

#[test]
fn what_was_undone_is_not_in_the_minutes() {
    let mut comite = comite();
    let observation = Fait::ObservationNotee {
        projet: RADARS.into(),
        critere: None,
        texte: "phrase retirée ensuite".into(),
    };
    let n = comite.dire(observation).unwrap();
    assert!(minutes(&comite).contains("phrase retirée ensuite"));
    comite.dire(Fait::Annule { cible: n }).unwrap();
    assert!(!minutes(&comite).contains("phrase retirée ensuite"));
}

#[test]
fn no_text_ever_speaks_of_a_decision() {
    let comite = comite();
    let resultat = resultat(&comite);
    for ecrit in [
        proces_verbal(&comite.cadre, &comite.seance, &resultat),
        courriers(&comite.cadre, &resultat, None),
        publication(&comite.cadre, &resultat),
    ] {
        let texte = texte(&ecrit).to_lowercase();
        for mot in ["décision", "décide", "lauréat", "jury", "marché "] {
            assert!(!texte.contains(mot), "« {mot} » dans\n{texte}");
        }
        assert!(texte.contains("propos"), "{texte}");
        assert!(
            texte.contains("projet : la séance n'est pas levée"),
            "{texte}"
        );
    }
}

#[test]
fn each_issue_has_its_paragraph_and_names_no_other_candidate() {
    let comite = comite();
    let texte = texte(&courriers(&comite.cadre, &resultat(&comite), None));
    let attendus = [
        (
            "19483920 · Hors des radars (retenu, fictive)",
            "Le comité du Puy-de-Dôme, réuni le 02/10/2024, a proposé de retenir votre projet « Hors des radars » (dossier 19483920), pour un montant de 807 450 € sur la durée de la convention, au titre de la priorité 1 (Jeunes « en rupture »",
        ),
        (
            "19483920 · Hors des radars (retenu, fictive)",
            "Conditions proposées :\n\n- réserve fictif",
        ),
        (
            "19481374 · Deux ans après (liste complémentaire, fictive)",
            "sur la liste complémentaire, qui est ordonnée, à la 1re place.",
        ),
        (
            "19487245 · La maison des gestes (liste complémentaire, fictive)",
            "à la 2e place.",
        ),
        (
            "19490093 · L'établi au pied des logements (non retenu, fictive)",
            "n'a pas proposé de retenir votre projet « L'établi au pied des logements » (dossier 19490093).\n\nRaison : Non proposé : 2 avis défavorables sur 3 exprimés (la moitié au moins).",
        ),
        (
            "19484407 · Le français de l'atelier (irrecevable, fictive)",
            "a proposé de dire irrecevable votre projet « Le français de l'atelier » (dossier 19484407).\n\nMotif : la fiche ne prévoit aucun repérage.",
        ),
        (
            "19485263 · Premier matin (ajourné, fictive)",
            "a proposé d'ajourner votre projet « Premier matin » (dossier 19485263).\n\nMotif : attendre l'accord de la commune.",
        ),
        (
            "19480736 · Clermont la nuit aussi (non examinée, fictive)",
            "Pas de paragraphe",
        ),
    ];
    for (titre, phrase) in attendus {
        let sien = chapitre(&texte, titre);
        assert!(sien.contains(phrase), "{phrase}\nabsent de\n{sien}");
    }
    for dossier in &comite.cadre.dossiers {
        let sien = chapitre(&texte, dossier.numero());
        for autre in comite
            .cadre
            .dossiers
            .iter()
            .filter(|d| d.numero() != dossier.numero())
        {
            assert!(
                !sien.contains(&lisible(&autre.projet.nom)),
                "{} dans\n{sien}",
                autre.projet.nom
            );
            assert!(
                !sien.contains(autre.numero()),
                "{} dans\n{sien}",
                autre.numero()
            );
        }
    }
    let deux_ans = chapitre(&texte, "19481374");
    assert!(
        deux_ans.contains("le dernier retenu") || deux_ans.contains("le projet retenu"),
        "{deux_ans}"
    );
}

#[test]
fn one_letter_may_be_asked_for() {
    let comite = comite();
    let resultat = resultat(&comite);
    let une = texte(&courriers(&comite.cadre, &resultat, Some(RADARS)));
    assert_eq!(une.matches("\n## ").count(), 1, "{une}");
    let (code, _, signale) = commande(&levee(), &["courriers", "63", "123"]);
    assert_eq!(code, 2);
    assert!(
        signale.contains("candidature « 123 » absente du territoire 63"),
        "{signale}"
    );
}

#[test]
fn what_is_published_names_nobody_and_quotes_nobody() {
    let mut comite = comite();
    let rang = Fait::RangChange {
        projet: GESTES.into(),
        rang: Some(1),
        motif: "mot du comité sur Hors des radars".into(),
    };
    comite.dire(rang).unwrap();
    let texte = texte(&publication(&comite.cadre, &resultat(&comite)));
    for dossier in &comite.cadre.dossiers {
        let projet = &dossier.projet;
        for nom in [&projet.nom, &projet.porteur.nom, &projet.numero] {
            assert!(!texte.contains(&lisible(nom)), "{nom} dans\n{texte}");
        }
    }
    for tapes in [
        "mot du comité",
        "réserve fictif",
        "notification fictive",
        "attendre",
    ] {
        assert!(!texte.contains(tapes), "{tapes} dans\n{texte}");
    }
    assert!(texte.contains("| 1re | A | 3 | 2 | 1 | 0 | 15 sur 20 | retenu | Rang donné par le comité, avec un motif. |"), "{texte}");
    assert!(texte.contains("la candidature A"), "{texte}");
    assert!(texte.contains("- 1 candidature : irrecevable\n"), "{texte}");
}

#[test]
fn the_platform_gets_a_list_in_its_order() {
    let (code, octets, _) = commande(&levee(), &["retour-plateforme", "63"]);
    let texte = lisible(&String::from_utf8(octets).unwrap());
    let debuts: Vec<String> = texte
        .lines()
        .map(|l| l.split(';').take(2).collect::<Vec<_>>().join(";"))
        .collect();
    // Filed on 29 and 30 August, then on 5 September.
    assert_eq!(
        (code, debuts),
        (
            0,
            vec![
                "\u{feff}ID;Statut proposé".to_owned(),
                "19481374;proposé : retenu".to_owned(),
                "19483351;proposé : liste complémentaire".to_owned(),
                "19483920;proposé : retenu".to_owned(),
            ]
        )
    );
    assert!(!texte.contains("Hors des radars"), "{texte}");
}

#[test]
fn the_calls_of_the_platform_are_written_and_never_made() {
    let comite = comite();
    let cible = Cible {
        instructeur: "SW5zdHJ1Y3RldXItMQ==",
        statut: "Q2hhbXAtMQ==",
        motivation: "Q2hhbXAtMg==",
    };
    let (appels, autres) = annotations(&comite.cadre, &resultat(&comite), cible);
    assert_eq!(autres, [""; 0]);
    let appels = appels.as_array().unwrap();
    assert_eq!(appels.len(), comite.cadre.dossiers.len());
    // base64 of « Dossier-19484407 ».
    let dossier = json!("RG9zc2llci0xOTQ4NDQwNw==");
    let sien = appels
        .iter()
        .find(|a| a["variables"]["input"]["dossierId"] == dossier)
        .unwrap();
    assert_eq!(sien["operationName"], "dossierModifierAnnotations");
    assert_eq!(
        sien["variables"]["input"]["instructeurId"],
        "SW5zdHJ1Y3RldXItMQ=="
    );
    assert_eq!(
        sien["variables"]["input"]["annotations"],
        json!([
            { "id": "Q2hhbXAtMQ==", "value": { "text": "proposé : irrecevable" } },
            { "id": "Q2hhbXAtMg==", "value": { "textarea": "la fiche ne prévoit aucun repérage" } },
        ])
    );
    for appel in appels {
        let requete = appel["query"].as_str().unwrap();
        assert!(
            requete.starts_with("mutation dossierModifierAnnotations("),
            "{requete}"
        );
    }
    let (code, _, signale) = commande(&levee(), &["retour-plateforme", "63", "--format", "json"]);
    assert_eq!(code, 2);
    assert!(signale.contains("il manque : --instructeur"), "{signale}");
}

/// A text with everything that a format could take for its own.
fn hostile() -> Ecrit {
    let mut ecrit = Ecrit::new("Titre <b> & \u{1}");
    ecrit.chapitre("# Chapitre");
    ecrit.dire("- une ligne\n=autre | \u{202e}ligne </text:p>");
    ecrit.lister(["1. point *gras*".to_owned(), "\u{fffe}second".to_owned()]);
    ecrit.tabler(["a|b", "c"], [["x\ny".to_owned(), "[z](w)".to_owned()]]);
    ecrit
}

#[test]
fn an_opendocument_file_is_told_by_its_first_entry_and_always_the_same() {
    let octets = odt_writer::ecrire(&hostile()).unwrap();
    assert!(octets == odt_writer::ecrire(&hostile()).unwrap());
    // The kind of the file, bare, at its fixed place (OpenDocument part 2, 3.3).
    assert_eq!(&octets[30..38], b"mimetype");
    assert_eq!(&octets[38..77], b"application/vnd.oasis.opendocument.text");
    let mut archive = zip::ZipArchive::new(Cursor::new(octets)).unwrap();
    for nom in ["META-INF/manifest.xml", "styles.xml", "content.xml"] {
        let xml = std::io::read_to_string(archive.by_name(nom).unwrap()).unwrap();
        let mut lecteur = quick_xml::Reader::from_str(&xml);
        while lecteur
            .read_event()
            .unwrap_or_else(|e| panic!("{nom} : {e}"))
            != quick_xml::events::Event::Eof
        {}
    }
}

#[test]
fn libreoffice_reads_in_the_text_what_we_put_in_it() {
    if !bureautique::presente() {
        return;
    }
    let comite = comite();
    let minutes = proces_verbal(&comite.cadre, &comite.seance, &resultat(&comite));
    for ecrit in [minutes, hostile()] {
        let dossier = tempfile::tempdir().unwrap();
        let fichier = dossier.path().join("t.odt");
        fs::write(&fichier, odt_writer::ecrire(&ecrit).unwrap()).unwrap();
        bureautique::convertir(&fichier, "txt:Text (encoded):UTF8", dossier.path());
        let lu = fs::read_to_string(dossier.path().join("t.txt")).unwrap();
        let lu = lu.trim_start_matches('\u{feff}');
        let mut reste = lu;
        for phrase in phrases(&ecrit) {
            let place = reste
                .find(&phrase)
                .unwrap_or_else(|| panic!("« {phrase} » absent de la suite de\n{lu}"));
            reste = &reste[place + phrase.len()..];
        }
    }
}

/// Every line of a text, in its order, as a screen would show it.
fn phrases(ecrit: &Ecrit) -> Vec<String> {
    let mut textes = vec![ecrit.titre.clone()];
    for bloc in &ecrit.blocs {
        match bloc {
            Bloc::Titre(_, texte) | Bloc::Paragraphe(texte) => textes.push(texte.clone()),
            Bloc::Liste(points) => textes.extend(points.clone()),
            Bloc::Tableau(entete, rangees) => {
                textes.extend(entete.clone());
                textes.extend(rangees.iter().flatten().cloned());
            }
        }
    }
    let lignes = |t: &String| instruire::domain::texte::lignes(t).collect::<Vec<_>>();
    let lignes = textes.iter().flat_map(lignes).map(|l| l.trim().to_owned());
    lignes.filter(|l| !l.is_empty()).collect()
}

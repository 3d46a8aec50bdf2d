//! A fiche typed on screen, and written in its candidature's file without touching the rest.

use insta::assert_snapshot;
use instruire::domain::projet::{Case, Colonne, Etp, Fiche, Mesure, Projet, Volet};
use instruire::domain::territoire::Zone;
use instruire::store::redaction::rediger_fiche;

use crate::support::ecran::Ecran;
use crate::support::{Brouillon, lisible};

const RADARS: &str = "projets/19483920.yaml";

/// « Hors des radars », its fiche being typed during the séance.
fn saisie() -> Ecran {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>G");
    ecran
}

/// Repérage, 2025, personnel.
const REPERAGE_2025: &str = "<debut><page-bas><haut>";

fn projet(texte: &str) -> Projet {
    serde_yaml::from_str(texte).unwrap()
}

/// The text after one change of the fiche at `rang`; what is read again is what was wanted.
fn apres(texte: &str, rang: usize, changement: impl FnOnce(&mut Fiche)) -> String {
    let mut voulu = projet(texte);
    changement(&mut voulu.fiches[rang]);
    let redige = rediger_fiche(texte, &voulu, rang).unwrap();
    assert_eq!(projet(&redige), voulu);
    redige
}

/// The screen in one line, whatever was broken on several.
fn dit(ecran: &Ecran) -> String {
    let texte = ecran.texte();
    texte.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Lines that are only in one of two texts.
fn differences(avant: &str, apres: &str) -> Vec<String> {
    let seulement = |dans: &str, absent: &str, signe: &str| {
        let lignes = dans.lines().filter(|l| !absent.lines().any(|a| a == *l));
        lignes.map(|l| format!("{signe}{l}")).collect::<Vec<_>>()
    };
    [seulement(avant, apres, "-"), seulement(apres, avant, "+")].concat()
}

#[test]
fn the_form_shows_the_fiche_of_the_file_and_what_the_rules_find_of_it() {
    assert_snapshot!(saisie().texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
    ── Saisie · 19483920 Hors des radars ───────────────── comme dans le fichier ──

    >Description        2 340 caractères · Dans la montagne thiernoise et en Livra…
     Publics            Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révol…
     Âges des jeunes               –            –            –
     Zone               CC Thiers Dore et Montagne + CC Ambert Livradois Forez
       sauf             rien
       en mots          Thiers Dore et Montagne, Ambert Livradois Forez
     ETP                           5
     [x] repérage            226 850       54 100      280 950      252 800
           2024               12 450        2 950       15 400       13 850
           2025               74 700       17 800       92 500       83 250
           2026               76 200       18 200       94 400       84 950
           2027               63 500       15 150       78 650       70 750

     Σ tous les volets       731 800      165 650      897 450      807 450
    ── Constats ───────────────────────────────────────────────────── 2 ailleurs ──
       i PRI-01 · priorité 1, partiellement (champs : 3 sur 3 ; communes : 88 sur
         443) : Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si
         travailleur handicapé reconnu)
       … et 1 de plus : y les lit tous

     g fiche  Entrée modifier  y constats  Échap retour  u annuler  ? aide
    "#);
}

#[test]
fn figures_typed_in_a_cell_move_the_sums_and_the_constats_at_each_key() {
    let mut ecran = saisie();
    ecran.touches(&format!("{REPERAGE_2025}99"));
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
    ── Saisie · 19483920 Hors des radars ─────────── brouillon, pas encore écrit ──
                           personnel       autres   coût total      demandé
     Zone               CC Thiers Dore et Montagne + CC Ambert Livradois Forez
       sauf             rien
       en mots          Thiers Dore et Montagne, Ambert Livradois Forez
     ETP                           5
     [x] repérage            152 249       54 100      280 950      252 800
           2024               12 450        2 950       15 400       13 850
    >      2025                   99▏      17 800       92 500       83 250
           2026               76 200       18 200       94 400       84 950
           2027               63 500       15 150       78 650       70 750
     [x] remobilisation      212 250       74 700      286 950      258 200
           2024               11 650        4 100       15 750       14 150
           2025               69 900       24 600       94 500       85 050
     Σ 2025                  166 399       54 500      295 500      265 900
     Σ tous les volets       657 199      165 650      897 450      807 450
    ── Constats ───────────────────────────────────────────── 1 ici · 3 ailleurs ──
     > ! BUD-04 · 2025, repérage : 99 + 17 800 ≠ 92 500 (coût total)
       ! BUD-03 · 2025 : dépenses de personnel 241 000 ≠ 166 399 (somme des
         volets)
       … et 2 de plus : y les lit tous

     g fiche  chiffres taper  w vider  E écrire  y constats  Échap retour  ? aide
    "#);
    // The row of an AZERTY keyboard types figures without Maj.
    ecran.touches("<suppr>(&é");
    assert!(ecran.rangee("> ").contains("512▏"));
}

#[test]
fn the_fiche_shows_more_on_a_wider_screen_and_every_column_on_the_smallest() {
    let mut ecran = saisie();
    ecran.taille(120, 36).touches("<fin>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                                                             0 k€ proposés
    ── Saisie · 19483920 Hors des radars ───────────────────────────────────────────────────────── comme dans le fichier ──
                        personnes    emploi   durable  création formation  inscrits
           2025               69 900       24 600       94 500       85 050
           2026               71 300       25 100       96 400       86 750
           2027               59 400       20 900       80 300       72 250
     [x] accompagnement      204 900       24 950      229 850      206 750
           2024               11 250        1 350       12 600       11 300
           2025               67 500        8 200       75 700       68 100
           2026               68 800        8 400       77 200       69 450
           2027               57 350        7 000       64 350       57 900
     [x] coordination         87 800       11 900       99 700       89 700
           2024                4 800          650        5 450        4 900
           2025               28 900        3 900       32 800       29 500
           2026               29 500        4 000       33 500       30 150
           2027               24 600        3 350       27 950       25 150
     Total déclaré 2024       40 150        9 050       49 200       44 200
     Total déclaré 2025      241 000       54 500      295 500      265 900
     Total déclaré 2026      245 800       55 700      301 500      271 300
     Total déclaré 2027      204 850       46 400      251 250      226 050
     Ressources                    –            –
     Indicateurs 2024           9         0         0         0         0        23
     Indicateurs 2025         105        32        17         2        28        78
     Indicateurs 2026         110        35        18         2        29        79
    >Indicateurs 2027          84▏       38        19         2        30        80

     Σ tous les volets       731 800      165 650      897 450      807 450
    ── Constats ───────────────────────────────────────────────────────────────────────────────────── 1 ici · 1 ailleurs ──
     > i BUD-08 · coût par bénéficiaire : 2024, 5 467 € ; 2025, 2 814 € ; 2026, 2 741 € ; 2027, 2 991 €
       i PRI-01 · priorité 1, partiellement (champs : 3 sur 3 ; communes : 88 sur 443) : Jeunes « en rupture » de 16 à 25
         ans révolus (29 ans révolus si travailleur handicapé reconnu)




     g fiche  chiffres taper  w vider  y constats  Échap retour  u annuler  ? aide
    "#);
    ecran
        .taille(60, 16)
        .touches("<page-haut><droite><droite><droite>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées 0 k€ proposés
    ── Saisie · 19483920 Hors des radars  comme dans le fic… ──
                       personnel    autres coût tot…   demandé
     [x] coordination     87 800    11 900    99 700    89 700
           2024            4 800       650     5 450     4 900
           2025           28 900     3 900    32 800    29 500
    >      2026           29 500     4 000    33 500    30 150▏
           2027           24 600     3 350    27 950    25 150
     Total déclaré 2024   40 150     9 050    49 200    44 200
     Σ 2026              245 800    55 700   301 500   271 300
     Σ tous les volets   731 800   165 650   897 450   807 450
    ── Constats ───────────────────────────────── 2 ailleurs ──
       i PRI-01 · priorité 1, partiellement (champs : 3 sur
         3 ; communes : 88 sur 443) : Jeunes « en ruptu… … (y)

     g fiche  chiffres taper  w vider  y constats  ? aide
    "#);
}

#[test]
fn nothing_is_written_before_it_is_asked_and_leaving_keeps_the_draft() {
    let mut ecran = saisie();
    let avant = ecran.brouillon.lire(RADARS);
    ecran.touches(&format!("{REPERAGE_2025}99<echap>"));
    assert_eq!(ecran.brouillon.lire(RADARS), avant);
    assert!(dit(&ecran).contains("G retrouve ce brouillon"));
    // Leaving asks once more, by naming it; the séance may be left and opened again in between.
    ecran.touches("q");
    assert!(dit(&ecran).contains("Fiche tapée et non écrite : 19483920 (63)"));
    ecran.touches("<echap><echap><entree>/radars<entree>G");
    assert!(dit(&ecran).contains("brouillon, pas encore écrit"));
    assert!(ecran.rangee("> ").contains("99▏"));
}

#[test]
fn writing_changes_one_line_of_the_file_and_is_a_fact_of_the_seance() {
    let mut ecran = saisie();
    let avant = ecran.brouillon.lire(RADARS);
    ecran.touches(&format!("{REPERAGE_2025}99E"));
    let apres = ecran.brouillon.lire(RADARS);
    assert_eq!(
        differences(&avant, &apres),
        [
            "-        2025: { personnel: 74700, autres: 17800, cout: 92500, demande: 83250 }",
            "+        2025: { personnel: 99, autres: 17800, cout: 92500, demande: 83250 }",
        ]
    );
    assert_eq!(ecran.brouillon.lire("projets/19483920.yaml.bak"), avant);
    assert!(dit(&ecran).contains("19483920.yaml écrit : budget · noté au journal"));
    assert!(dit(&ecran).contains("comme dans le fichier"));
    let journal = ecran.brouillon.lire("seances/63.journal.yaml");
    assert!(journal.contains("fait: \"entrees_acceptees\""), "{journal}");
    // The séance goes on with it, and asks nothing when it is taken up again.
    ecran.touches("<echap>f");
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(dit(&ecran).contains("Séance reprise"), "{}", ecran.texte());
    assert!(dit(&ecran).contains("BUD-03 2025"), "{}", ecran.texte());
}

#[test]
fn what_was_said_on_the_fiche_of_before_is_recalled() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>ffG<debut><bas><bas><bas><bas><bas><bas>4,5E");
    assert!(
        dit(&ecran).contains("2 avis et appréciations déjà notés sur la fiche d'avant : à relire"),
        "{}",
        ecran.texte()
    );
    assert_eq!(
        projet(&ecran.brouillon.lire(RADARS)).fiches[0].etp,
        Some(Etp(450))
    );
}

#[test]
fn a_candidature_examined_keeps_its_fiche_until_it_is_taken_up_again() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>c44343eG");
    assert!(dit(&ecran).contains("Examinée sur son fichier tel qu'il est : e la reprend d'abord"));
    ecran.touches("eG");
    assert!(dit(&ecran).contains("Saisie · 19483920"));
    // A draft begun before is not written once it is examined.
    ecran.touches("<fin>7<echap>e/radars<entree>");
    ecran.touches("G");
    assert!(
        dit(&ecran).contains("e la reprend d'abord"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn a_candidature_put_off_or_a_closed_seance_keep_their_fiches() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>i<bas><bas><bas><entree>pour essai<entree>G");
    assert!(dit(&ecran).contains("Proposée : ajourné, sur son fichier tel qu'il est"));
}

#[test]
fn undo_and_redo_go_back_over_what_was_typed_one_cell_at_a_time() {
    let mut ecran = saisie();
    ecran.touches(&format!("{REPERAGE_2025}123<tab>456u"));
    assert!(ecran.rangee("> ").contains("17 800▏"), "{}", ecran.texte());
    assert!(ecran.rangee("> ").contains(" 123 "));
    ecran.touches("uU");
    assert!(ecran.rangee("> ").contains(" 123 "));
    ecran.touches("UR");
    assert!(dit(&ecran).contains("comme dans le fichier"));
    ecran.touches("u");
    assert!(ecran.rangee("> ").contains("456▏"));
}

#[test]
fn a_value_typed_over_itself_is_still_undone_to_what_it_was() {
    let mut ecran = saisie();
    // 9 people in 2024: 9 typed over 9, then 95, is one change.
    ecran.touches("<fin><haut><haut><haut>95u");
    assert!(
        ecran.rangee(">Indicateurs").contains(" 9▏"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn too_large_a_number_and_a_comma_where_none_is_are_refused_without_a_change() {
    let mut ecran = saisie();
    ecran.touches(&format!("{REPERAGE_2025}99999999999"));
    assert!(dit(&ecran).contains("! Ce nombre est trop grand"));
    assert!(ecran.rangee("> ").contains("999 999 999▏"));
    ecran.touches(",");
    assert!(dit(&ecran).contains("sans virgule"));
    ecran.touches("<debut>5");
    assert!(dit(&ecran).contains("Pas de nombre ici : Entrée modifie."));
}

#[test]
fn texts_publics_places_and_volets_are_changed_by_enter() {
    let mut ecran = saisie();
    ecran.touches("<entree>Essai fictif. <echap><bas><entree>aliment<entree>");
    ecran.touches("<bas><bas><entree>billom<entree><bas><entree>ambert<entree>");
    ecran.touches("<bas><entree><fin> et Billom<entree>");
    // Down to accompagnement, unticked.
    ecran.touches("<bas><page-bas><bas><espace>E");
    let fiche = projet(&ecran.brouillon.lire(RADARS)).fiches.remove(0);
    assert!(
        fiche
            .description
            .unwrap()
            .starts_with("Essai fictif. Dans la montagne")
    );
    assert_eq!(fiche.publics, ["jeunes-en-rupture", "aide-alimentaire"]);
    let zone = fiche.zone.unwrap();
    assert_eq!(zone.inclut.len(), 3);
    assert_eq!(zone.exclut.len(), 1);
    assert!(zone.libelle.unwrap().ends_with(" et Billom"));
    assert!(
        !fiche.volets.contains(&Volet::Accompagnement),
        "{}",
        ecran.texte()
    );
    assert!(dit(&ecran).contains("description, publics, zone et volets"));
}

#[test]
fn numbers_copied_from_a_sheet_fill_the_cells_to_the_right_and_below() {
    let mut ecran = saisie();
    ecran.touches(REPERAGE_2025);
    ecran.app.coller("1 000 €\t2 000\t3000\n10\t20\t30\n");
    assert!(dit(&ecran).contains("6 nombres collés"));
    ecran.touches("E");
    let fiche = projet(&ecran.brouillon.lire(RADARS)).fiches.remove(0);
    let lu = |annee, colonne| Case::Montant(Volet::Reperage, annee, colonne).lire(&fiche);
    assert_eq!(lu(2025, Colonne::Personnel), Some(1000));
    assert_eq!(lu(2025, Colonne::Cout), Some(3000));
    assert_eq!(lu(2026, Colonne::Autres), Some(20));
    assert_eq!(lu(2026, Colonne::Demande), Some(84950));
    // Too wide, or not numbers: nothing at all.
    let avant = ecran.rangee("> ");
    ecran.app.coller("1\t2\t3\t4\t5");
    assert!(dit(&ecran).contains("rien n'est collé"));
    ecran.app.coller("douze");
    assert!(dit(&ecran).contains("Un nombre entier est attendu ici"));
    assert_eq!(ecran.rangee("> "), avant);
}

#[test]
fn without_a_seance_the_fiche_is_typed_from_the_priorities() {
    let mut ecran = Ecran::accueil();
    ecran.touches("P<bas><bas>G");
    assert!(
        dit(&ecran).contains("Saisie · 19483920 Hors des radars"),
        "{}",
        ecran.texte()
    );
    ecran.touches(&format!("{REPERAGE_2025}99E"));
    assert!(dit(&ecran).contains("19483920.yaml écrit : budget"));
    assert!(!dit(&ecran).contains("noté au journal"));
    assert!(!ecran.brouillon.fichier("seances/63.journal.yaml").exists());
    ecran.touches("<echap>");
    assert!(dit(&ecran).contains("Priorités · Puy-de-Dôme"));
    // Where a séance has begun, it is opened first.
    let mut ecran = Ecran::seance();
    ecran.touches("<echap>P<bas><bas>G");
    assert!(dit(&ecran).contains("ouvrez-la (Échap, Entrée) pour changer une fiche"));
}

#[test]
fn the_seances_of_the_other_territories_of_a_candidature_are_named() {
    let mut ecran = Ecran::seance();
    // A séance of Allier first, then Puy-de-Dôme again.
    ecran.touches(
        "<echap><debut><bas><entree>t<entree><echap><fin><haut><haut><haut><haut><entree>",
    );
    ecran.touches("/allier<entree>G<fin>7E");
    assert!(
        dit(&ecran).contains("la séance 03 demandera de l'accepter aussi"),
        "{}",
        ecran.texte()
    );
    let mut ecran = ecran.relancer();
    ecran.touches("<debut><bas><entree>");
    assert!(
        dit(&ecran).contains("projets/19483351.yaml (modifié)"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn the_footer_names_the_key_where_a_fiche_is_still_to_be_typed() {
    let brouillon = Brouillon::new();
    let texte = brouillon.lire(RADARS);
    let debut = texte.find("    budget:").unwrap();
    brouillon.ecrire(RADARS, &texte[..debut]);
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<entree>t<entree>/radars<entree><echap>");
    assert!(ecran.rangee("? aide").contains("G saisir"));
    ecran.touches("<haut>");
    assert!(!ecran.rangee("? aide").contains("G saisir"));
}

#[test]
fn a_file_changed_outside_meanwhile_is_never_overwritten_nor_taken_along() {
    let mut ecran = saisie();
    ecran.touches(&format!("{REPERAGE_2025}99"));
    // Another part of the file: it is kept, and asked about.
    ecran.brouillon.changer(
        RADARS,
        "nom: Hors des radars",
        "nom: Hors des radars encore",
    );
    ecran.touches("E");
    assert!(
        dit(&ecran).contains("Entrées changées"),
        "{}",
        ecran.texte()
    );
    let lu = projet(&ecran.brouillon.lire(RADARS));
    assert_eq!(lu.nom, "Hors des radars encore");
    ecran.touches("<entree>");
    // The same fiche: refused, what was typed stays.
    ecran.touches("98");
    ecran.brouillon.changer(RADARS, "etp: 5", "etp: 6");
    ecran.touches("E");
    assert!(
        dit(&ecran).contains("la fiche a changé dans le fichier"),
        "{}",
        ecran.texte()
    );
    assert_eq!(
        projet(&ecran.brouillon.lire(RADARS)).fiches[0].etp,
        Some(Etp(600))
    );
    assert!(ecran.rangee("> ").contains("98▏"));
}

#[test]
fn every_cell_of_shipped_fiches_is_written_alone() {
    let brouillon = Brouillon::new();
    for numero in ["19483920", "19483351", "19491027"] {
        let nom = format!("projets/{numero}.yaml");
        let texte = brouillon.lire(&nom);
        let projet_lu = projet(&texte);
        for (rang, fiche) in projet_lu.fiches.iter().enumerate() {
            for annee in [2026, 2028] {
                let montants = Volet::TOUS.into_iter().flat_map(|volet| {
                    Colonne::TOUTES.map(|colonne| Case::Montant(volet, annee, colonne))
                });
                let totaux = Colonne::TOUTES.map(|colonne| Case::Total(annee, colonne));
                let mesures = Mesure::TOUTES.map(|mesure| Case::Indicateur(annee, mesure));
                for case in montants
                    .chain(totaux)
                    .chain(mesures)
                    .chain([Case::Propres, Case::Etp])
                {
                    let redige = apres(&texte, rang, |fiche| case.ecrire(fiche, Some(7)));
                    let change = case.lire(fiche) != Some(7);
                    let lignes = differences(&texte, &redige);
                    assert!(
                        lignes.len() <= 3 && (change || lignes.is_empty()),
                        "{nom} {case:?} {lignes:?}"
                    );
                    apres(&texte, rang, |fiche| case.ecrire(fiche, None));
                }
            }
        }
    }
}

const COMMENTE: &str = r#"# En tête.
format: 1
numero: "1" # le numéro
fictif: true
nom: Essai
porteur: { nom: Essai, siret: "99983127400025", nature: association, membre_reseau: false }
depose_le: 2024-09-05T16:12:00+02:00
engagements: {}
debut: 2024-11-01
fin: 2027-10-31
parcours_mois: {}
fiches:
  # La première.
  - territoire: "03"
    etp: 1
    description: ""
  # La deuxième.
  - territoire: "63" # ici
    # Les publics sont sûrs.
    publics: [aide-alimentaire]
    etp: 2
    description: |
      Une page.

      # Ce n'est pas un commentaire.
    budget:
      # Relu le 3.
      reperage:
        2024: { cout: 10 } # à vérifier
        # Puis :
        2025: { cout: 20 }

total:
  2024: { cout: 30 }
# Fin.
"#;

#[test]
fn comments_order_and_the_other_fiches_stay() {
    let redige = apres(COMMENTE, 1, |fiche| {
        Case::Montant(Volet::Reperage, 2025, Colonne::Cout).ecrire(fiche, Some(21));
        Case::Montant(Volet::Coordination, 2024, Colonne::Cout).ecrire(fiche, Some(1));
        Case::Indicateur(2024, Mesure::Beneficiaires).ecrire(fiche, Some(3));
        fiche.zone = Some(Zone {
            libelle: Some("Ambert : « ici »".into()),
            inclut: vec!["epci:200070761".into()],
            exclut: Vec::new(),
        });
    });
    assert_snapshot!(redige, @r#"
    # En tête.
    format: 1
    numero: "1" # le numéro
    fictif: true
    nom: Essai
    porteur: { nom: Essai, siret: "99983127400025", nature: association, membre_reseau: false }
    depose_le: 2024-09-05T16:12:00+02:00
    engagements: {}
    debut: 2024-11-01
    fin: 2027-10-31
    parcours_mois: {}
    fiches:
      # La première.
      - territoire: "03"
        etp: 1
        description: ""
      # La deuxième.
      - territoire: "63" # ici
        # Les publics sont sûrs.
        publics: [aide-alimentaire]
        zone: { libelle: "Ambert : « ici »", inclut: ["epci:200070761"] }
        etp: 2
        description: |
          Une page.

          # Ce n'est pas un commentaire.
        budget:
          # Relu le 3.
          reperage:
            2024: { cout: 10 } # à vérifier
            # Puis :
            2025: { cout: 21 }
          coordination:
            2024: { cout: 1 }
        indicateurs:
          2024: { beneficiaires: 3 }

    total:
      2024: { cout: 30 }
    # Fin.
    "#);
}

#[test]
fn unusual_styles_are_written_whole_and_hostile_texts_come_back_the_same() {
    let en_ligne = COMMENTE.replace(
        "  - territoire: \"03\"\n    etp: 1\n    description: \"\"\n",
        "  - { territoire: \"03\", etp: 1, description: \"\" }\n",
    );
    apres(&en_ligne, 0, |fiche| fiche.etp = Some(Etp(150)));
    apres(&COMMENTE.replace('\n', "\r\n"), 1, |fiche| {
        fiche.etp = Some(Etp(150));
    });
    apres(
        &COMMENTE.replace("    etp: 2\n", "    \"etp\": 2\n"),
        1,
        |fiche| fiche.etp = Some(Etp(150)),
    );
    for texte in [
        "",
        " ",
        "\n",
        "a\n\n",
        "  en retrait\n",
        "- tiret\n",
        "clé: valeur # rien\n",
        "fiches:\n  - territoire: \"63\"\n",
        "tab\tdedans\n",
        "\u{202e}caché\u{200b}\n",
        "...\n---\n",
        "'\"\\\n",
        "sans retour",
    ] {
        let redige = apres(COMMENTE, 1, |fiche| fiche.description = Some(texte.into()));
        assert!(!redige.contains('\u{202e}'));
        apres(&redige, 1, |fiche| fiche.etp = Some(Etp(325)));
    }
    // A list in one line is not cut: said, never guessed.
    let un = projet(COMMENTE).fiches.len();
    let flux = "fiches: [{ territoire: \"63\", etp: 1, description: \"\" }]\n";
    let texte = COMMENTE.split("fiches:").next().unwrap().to_owned() + flux;
    let mut voulu = projet(&texte);
    voulu.fiches[0].etp = Some(Etp(300));
    assert_eq!((un, rediger_fiche(&texte, &voulu, 0)), (2, None));
}

#[test]
fn a_fiche_is_added_after_the_others() {
    let mut voulu = projet(COMMENTE);
    let mut neuve = voulu.fiches[0].clone();
    neuve.territoire = "43".into();
    voulu.fiches.push(neuve);
    let redige = rediger_fiche(COMMENTE, &voulu, 2).unwrap();
    assert_eq!(projet(&redige), voulu);
    assert!(lisible(&redige).contains("# Fin."));
}

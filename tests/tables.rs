//! « Priorités » and « Carte des réponses » on screen, and a table typed, moved and taken away there.

use insta::assert_snapshot;

use crate::support::ecran::Ecran;
use crate::support::{Brouillon, lisible};

/// The table of Loire, looked at without a séance.
fn loire() -> Ecran {
    let mut ecran = Ecran::accueil();
    ecran.touches("<haut><haut>P");
    ecran
}

/// A first row for the young of Roanne, then one for food aid in the whole department.
fn deux_lignes() -> Ecran {
    let mut ecran = loire();
    ecran
        .touches("ajeu<entree><bas> <bas><bas><bas>roann<entree><bas><bas><bas><bas><bas><entree>");
    ecran.touches("aalim<entree><bas> <bas> <bas><bas>tout<entree><bas><bas><bas>colis ; bons<bas>essai<bas><entree>");
    ecran
}

/// Two candidatures retained, one of priority 1 and one of priority 3; one put outside every row by the committee.
fn seance() -> Ecran {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>t<entree>ffrlien à préciser<entree>c44343e");
    ecran.touches("/gestes<entree>t<entree>ffc33333e");
    ecran.touches("/comptoir<entree>t<fin><entree>autre public<entree>");
    ecran
}

#[test]
fn the_table_shows_each_line_whole_with_its_candidatures() {
    let mut ecran = seance();
    ecran.touches("P");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 2/17 examinées                 1 329 k€ proposés
    ── Priorités · Puy-de-Dôme ──────────────────────────────────────── 4 lignes ──
    >1 Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si travailleur
       handicapé reconnu)
        en particulier : sortants de l'ASE, mineurs non accompagnés
        champs : repérage, remobilisation, accompagnement
        lieu : Puy-de-Dôme hors Clermont Métropole (443 communes, 367 708
          habitants)
        19482695  Aller les chercher          partiellement 3/3 · 26 % à confirmer
        19483920  Hors des radars             partiellement 3/3 · 17 % confirmée
        19486918  Sentinelles des Combrailles partiellement 3/3 · 8 %  à confirmer
        19490581  Limagne en mouvement        partiellement 3/3 · 24 % à confirmer
     2 Personnes étrangères primo-arrivantes signataires du CIR (résidant en
       France depuis 2 à 5 ans)
        champs : repérage, remobilisation, accompagnement
        lieu : Puy-de-Dôme (464 communes, 664 385 habitants)
        19481374  Deux ans après              pleinement               à confirmer
        19484407  Le français de l'atelier    partiellement 2/3 · 54 % à confirmer
        19489148  Quatre portes pour un parc… pleinement               à confirmer
     3 Personnes en hébergement ou en logement accompagné
        champs : repérage, remobilisation
     2/3 : champs de la ligne couverts · 17 % : part de la population du lieu

     Entrée ouvrir ou changer  Échap retour  u annuler  o ordre du jour  ? aide
    "#);
    ecran.touches("<fin>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 2/17 examinées                 1 329 k€ proposés
    ── Priorités · Puy-de-Dôme ──────────────────────────────────────── 4 lignes ──
        motivation : 35 structures interrogées, 1 411 personnes en droit de
          travailler, 62 % ni en emploi ni en formation
        19486052  Après le toit               pleinement               à confirmer
        19487245  La maison des gestes        partiellement 2/2 · 54 % confirmée
        19490093  L'établi au pied des logem… partiellement 2/2 · 20 % à confirmer
     4 Bénéficiaires de l'aide alimentaire
        champs : repérage, remobilisation
        lieu : Puy-de-Dôme (464 communes, 664 385 habitants)
        motivation : les centres d'aide alimentaire reçoivent des personnes qui ne
          recourent plus au service de l'emploi
        19483351  Val d'Allier à la même tab… partiellement 2/2 · 12 % à confirmer
        19487719  Le comptoir d'à côté        partiellement 2/2 · 11 % hors priorité
        19488836  La cantine des Combrailles  partiellement 2/2 · 5 %  à confirmer
        19491027  Garde-manger et coup de po… partiellement 2/2 · 3 %  à confirmer
       Hors priorité : éligibles, classées après les autres
        19480736  Clermont la nuit aussi                               à confirmer
        19485263  Premier matin                                        à confirmer
        19487719  Le comptoir d'à côté                                 confirmée
    >   19492264  Reprendre le fil                                     à confirmer
     2/3 : champs de la ligne couverts · 17 % : part de la population du lieu

     Entrée ouvrir ou changer  Échap retour  u annuler  o ordre du jour  ? aide
    "#);
}

#[test]
fn the_table_shows_more_on_a_wider_screen_and_never_other_things() {
    let mut ecran = seance();
    ecran.taille(120, 36).touches("P<bas>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 2/17 examinées                                                         1 329 k€ proposés
    ── Priorités · Puy-de-Dôme ──────────────────────────────────────────────────────────────────────────────── 4 lignes ──
     1 Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si travailleur handicapé reconnu)
        en particulier : sortants de l'ASE, mineurs non accompagnés
        champs : repérage, remobilisation, accompagnement
        lieu : Puy-de-Dôme hors Clermont Métropole (443 communes, 367 708 habitants)
    >   19482695  Aller les chercher                                                  partiellement 3/3 · 26 % à confirmer
        19483920  Hors des radars                                                     partiellement 3/3 · 17 % confirmée
        19486918  Sentinelles des Combrailles                                         partiellement 3/3 · 8 %  à confirmer
        19490581  Limagne en mouvement                                                partiellement 3/3 · 24 % à confirmer
     2 Personnes étrangères primo-arrivantes signataires du CIR (résidant en France depuis 2 à 5 ans)
        champs : repérage, remobilisation, accompagnement
        lieu : Puy-de-Dôme (464 communes, 664 385 habitants)
        19481374  Deux ans après                                                      pleinement               à confirmer
        19484407  Le français de l'atelier                                            partiellement 2/3 · 54 % à confirmer
        19489148  Quatre portes pour un parcours                                      pleinement               à confirmer
     3 Personnes en hébergement ou en logement accompagné
        champs : repérage, remobilisation
        lieu : Puy-de-Dôme (464 communes, 664 385 habitants)
        motivation : 35 structures interrogées, 1 411 personnes en droit de travailler, 62 % ni en emploi ni en formation
        19486052  Après le toit                                                       pleinement               à confirmer
        19487245  La maison des gestes                                                partiellement 2/2 · 54 % confirmée
        19490093  L'établi au pied des logements                                      partiellement 2/2 · 20 % à confirmer
     4 Bénéficiaires de l'aide alimentaire
        champs : repérage, remobilisation
        lieu : Puy-de-Dôme (464 communes, 664 385 habitants)
        motivation : les centres d'aide alimentaire reçoivent des personnes qui ne recourent plus au service de l'emploi
        19483351  Val d'Allier à la même table                                        partiellement 2/2 · 12 % à confirmer
        19487719  Le comptoir d'à côté                                                partiellement 2/2 · 11 % hors priorité
        19488836  La cantine des Combrailles                                          partiellement 2/2 · 5 %  à confirmer
        19491027  Garde-manger et coup de pouce                                       partiellement 2/2 · 3 %  à confirmer
       Hors priorité : éligibles, classées après les autres
        19480736  Clermont la nuit aussi                                                                       à confirmer
     2/3 : champs de la ligne couverts · 17 % : part de la population du lieu

     Entrée ouvrir ou changer  Échap retour  u annuler  o ordre du jour  v classement  C clôture  M carte  ? aide
    "#);
}

#[test]
fn the_map_tells_what_retained_candidatures_answer_and_what_nobody_does() {
    let mut ecran = seance();
    ecran.touches("M");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 2/17 examinées                 1 329 k€ proposés
    ── Carte des réponses ────────────────────────── en % de la population visée ──
                                 01  03  07  15  26  38  42  43  63 69D 69M  73  74
    >Jeunes « en rupture » de …   ?   ?   ?   ?   ?   ?   ?   ?  17   ?   ?   ?   ?
     Personnes étrangères prim…   ?   ?   ?   ?   ?   ?   ?   ?   0   ?   ?   ?   ?
     Personnes en hébergement …   ?   ?   ?   ?   ?   ?   ?   ?  54   ?   ?   ?   ?
     Bénéficiaires de l'aide a…   ?   ?   ?   ?   ?   ?   ?   ?   0   ?   ?   ?   ?
    ── Lignes sans réponse proposée retenue ─────────────────────────── 2 lignes ──
      63 · 2 Personnes étrangères primo-arriv… : 3 réponses, aucune proposée retenue
      63 · 4 Bénéficiaires de l'aide alimenta… : 4 réponses, aucune proposée retenue







    ── 63 Puy-de-Dôme · séance en cours ───────── ? inconnu, · pas dans la table ──
     Priorité 1, Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si
     travailleur handicapé reconnu), Puy-de-Dôme hors Clermont Métropole : 17 % de
     la population (88 communes sur 443), par « Hors des radars ».


     Entrée lire  Échap retour  u annuler  o ordre du jour  v classement  ? aide
    "#);
    ecran.taille(120, 36).touches("<bas><bas>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 2/17 examinées                                                         1 329 k€ proposés
    ── Carte des réponses ────────────────────────────────────────────────────────────────── en % de la population visée ──
                                                                         01  03  07  15  26  38  42  43  63 69D 69M  73  74
     Jeunes « en rupture » de 16 à 25 ans révolus (29 ans révolus si t…   ?   ?   ?   ?   ?   ?   ?   ?  17   ?   ?   ?   ?
     Personnes étrangères primo-arrivantes signataires du CIR (résidan…   ?   ?   ?   ?   ?   ?   ?   ?   0   ?   ?   ?   ?
    >Personnes en hébergement ou en logement accompagné                   ?   ?   ?   ?   ?   ?   ?   ?  54   ?   ?   ?   ?
     Bénéficiaires de l'aide alimentaire                                  ?   ?   ?   ?   ?   ?   ?   ?   0   ?   ?   ?   ?
    ── Lignes sans réponse proposée retenue ─────────────────────────────────────────────────────────────────── 2 lignes ──
      63 · 2 Personnes étrangères primo-arrivantes signataires du CIR (résidant en Fr… : 3 réponses, aucune proposée retenue
      63 · 4 Bénéficiaires de l'aide alimentaire : 4 réponses, aucune proposée retenue



















    ── 63 Puy-de-Dôme · séance en cours ───────────────────────────────────────────────── ? inconnu, · pas dans la table ──
     Priorité 3, Personnes en hébergement ou en logement accompagné, Puy-de-Dôme : 54 % de la population (52 communes sur
     464), par « La maison des gestes ».



     Entrée lire  Échap retour  u annuler  o ordre du jour  v classement  C clôture  P priorités  q quitter  ? aide
    "#);
}

#[test]
fn enter_goes_from_a_line_to_its_candidature() {
    let mut ecran = Ecran::seance();
    ecran.touches("P<bas><bas><entree>");
    assert!(ecran.texte().contains("5/17 Hors des radars"));
    ecran.touches("P<echap>");
    assert!(
        ecran.texte().contains("5/17 Hors des radars"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn a_candidature_put_elsewhere_by_the_committee_answers_nothing_on_the_map() {
    let mut ecran = seance();
    ecran.touches("/comptoir<entree>ffc33333eM<fin>");
    assert!(
        ecran
            .rangee("63 · 4 Bénéficiaires")
            .contains(" : 4 réponses, aucune proposée retenue"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn the_map_reads_the_journal_of_another_territory_without_taking_it() {
    let mut ecran = seance();
    let avant = ecran.brouillon.lire("seances/63.journal.yaml");
    ecran.touches("<echap><echap>M");
    assert_eq!(ecran.brouillon.lire("seances/63.journal.yaml"), avant);
    assert!(
        ecran.texte().contains("séance en cours"),
        "{}",
        ecran.texte()
    );
    assert!(
        ecran.rangee("Jeunes").contains(" 17 "),
        "{}",
        ecran.rangee("Jeunes")
    );
}

#[test]
fn a_table_typed_on_screen_is_what_a_person_would_have_written() {
    let ecran = deux_lignes();
    assert_snapshot!(ecran.brouillon.lire("priorites/42.yaml"), @r#"
    # Table publiée dans l'AMI lui-même, dont le texte n'est pas disponible ici : à saisir.
    format: 1
    territoire: "42"
    statut: saisie
    source: null

    priorites:
      - rang: 1
        public: jeunes-en-rupture
        champs: [reperage]
        territoire: { libelle: Roanne, inclut: ["commune:42187"] }
      - rang: 2
        public: aide-alimentaire
        precisions: [colis, bons]
        champs: [reperage, remobilisation]
        territoire: { libelle: Loire, inclut: ["dep:42"] }
        motivation: essai
    "#);
    ecran.brouillon.campagne();
}

#[test]
fn a_line_moves_and_goes_and_the_others_keep_their_text() {
    let ecran = deux_lignes();
    let nom = "priorites/42.yaml";
    ecran.brouillon.changer(
        nom,
        "  - rang: 2",
        "  # à relire avec le service\n  - rang: 2",
    );
    let mut ecran = ecran.relancer();
    ecran.touches("<haut><haut>P<bas>H");
    let texte = ecran.brouillon.lire(nom);
    assert!(
        texte.contains("  # à relire avec le service\n  - rang: 1\n    public: aide-alimentaire"),
        "{texte}"
    );
    assert!(
        texte.contains("  - rang: 2\n    public: jeunes-en-rupture"),
        "{texte}"
    );
    // The line moved is still the one selected.
    assert!(ecran.rangee("1 Bénéficiaires").starts_with('>'));
    ecran.touches("H");
    assert!(ecran.texte().contains("Elle est déjà au bout."));
    ecran.touches("w<echap>");
    assert_eq!(ecran.brouillon.lire(nom), texte);
    ecran.touches("w<entree>");
    let texte = ecran.brouillon.lire(nom);
    assert!(
        !texte.contains("aide-alimentaire") && texte.contains("  - rang: 1\n    public: jeunes"),
        "{texte}"
    );
    ecran.touches("w<entree>");
    let texte = ecran.brouillon.lire(nom);
    assert!(
        texte.contains("statut: a_saisir") && texte.ends_with("priorites: []\n"),
        "{texte}"
    );
    ecran.brouillon.campagne();
}

#[test]
fn a_line_of_the_published_table_changes_alone() {
    let mut ecran = Ecran::accueil();
    let avant = ecran.brouillon.lire("priorites/63.yaml");
    // Its second line: a motivation.
    ecran.touches("P<bas><bas><bas><bas><bas><entree><haut><haut><haut><haut><haut><haut>");
    ecran.touches("<bas><bas><bas><bas><bas><bas><bas><bas>besoin connu<bas><entree>");
    let apres = ecran.brouillon.lire("priorites/63.yaml");
    let attendu = avant.replacen(
        "territoire: { libelle: Puy-de-Dôme, inclut: [\"dep:63\"] }\n  # La présentation",
        "territoire: { libelle: Puy-de-Dôme, inclut: [\"dep:63\"] }\n    motivation: besoin connu\n  # La présentation",
        1,
    );
    assert_ne!(attendu, avant);
    assert_eq!(apres, attendu);
    assert_eq!(ecran.brouillon.lire("priorites/63.yaml.bak"), avant);
}

#[test]
fn an_unfinished_line_is_refused_and_kept() {
    let mut ecran = loire();
    let avant = ecran.brouillon.lire("priorites/42.yaml");
    ecran.touches("ajeu<entree><fin><entree>");
    assert!(
        lisible(&ecran.texte()).contains("Table non écrite."),
        "{}",
        ecran.texte()
    );
    assert_eq!(ecran.brouillon.lire("priorites/42.yaml"), avant);
    ecran.touches("<echap>");
    assert!(
        ecran
            .texte()
            .contains("la même touche retrouve ce brouillon")
    );
    ecran.touches("a");
    assert!(ecran.rangee("Public").contains("Jeunes"));
}

#[test]
fn a_file_changed_meanwhile_is_not_overwritten() {
    let mut ecran = deux_lignes();
    let autre = ecran.brouillon.lire("priorites/42.yaml") + "# un collègue est passé\n";
    ecran.brouillon.ecrire("priorites/42.yaml", &autre);
    ecran.touches("<debut>B");
    assert!(
        ecran.texte().contains("a changé sur le disque"),
        "{}",
        ecran.texte()
    );
    assert_eq!(ecran.brouillon.lire("priorites/42.yaml"), autre);
}

#[test]
fn in_a_seance_a_change_of_table_is_a_fact_until_something_is_examined() {
    let mut ecran = Ecran::seance();
    let avant = ecran.brouillon.lire("priorites/63.yaml");
    ecran.touches("PB<echap>");
    assert_eq!(ecran.brouillon.lire("priorites/63.yaml"), avant);
    ecran.touches("B<entree>");
    assert!(ecran.rangee("1 Personnes étrangères").starts_with(' '));
    assert!(ecran.rangee("2 Jeunes").starts_with('>'));
    let lecture = ecran.brouillon.campagne().lire_journal("63").unwrap();
    assert!(matches!(
        lecture.enregistrements().last().unwrap().fait,
        instruire::domain::fait::Fait::EntreesAcceptees { .. }
    ));
    // Opened again, the séance has nothing to ask: the table is the one accepted.
    let mut ecran = ecran.relancer();
    ecran.touches("<entree>");
    assert!(
        ecran.texte().contains("Séance reprise"),
        "{}",
        ecran.texte()
    );
    ecran.touches("/radars<entree>t<entree>ffc44343e");
    let table = ecran.brouillon.lire("priorites/63.yaml");
    ecran.touches("PB");
    assert!(
        ecran.texte().contains("elle ne change plus"),
        "{}",
        ecran.texte()
    );
    assert_eq!(ecran.brouillon.lire("priorites/63.yaml"), table);
}

#[test]
fn another_file_changed_meanwhile_is_asked_about_and_never_taken_along() {
    let mut ecran = Ecran::seance();
    let projet = "projets/19483920.yaml";
    ecran
        .brouillon
        .changer(projet, "nom: Hors des radars", "nom: Hors du radar");
    ecran.touches("PB<entree>");
    assert!(
        ecran.texte().contains("projets/19483920.yaml (modifié)"),
        "{}",
        ecran.texte()
    );
    ecran.touches("<echap>");
    assert!(ecran.texte().contains("LECTURE SEULE"));
}

#[test]
fn a_territory_with_a_seance_is_looked_at_and_not_changed_from_outside() {
    let mut ecran = Ecran::seance();
    ecran.touches("<echap>Pa");
    assert!(
        ecran.texte().contains("Ce territoire a une séance"),
        "{}",
        ecran.texte()
    );
}

#[test]
fn hostile_text_in_a_table_is_shown_and_never_obeyed() {
    let brouillon = Brouillon::new();
    brouillon.changer(
        "priorites/63.yaml",
        "libelle: Puy-de-Dôme hors Clermont Métropole",
        "libelle: \"Puy\\u202Ede\\u0007\"",
    );
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("P");
    let texte = ecran.texte();
    assert!(texte.contains("lieu : Puy·de␇"), "{texte}");
    ecran.touches("M");
    assert!(!ecran.texte().contains('\u{202e}'));
}

#[test]
fn the_source_of_a_table_is_said_in_its_own_place() {
    let mut ecran = deux_lignes();
    assert!(
        ecran
            .rangee("Priorités")
            .contains("source non renseignée (s)")
    );
    ecran.touches("sArrêté fictif : annexe 2<entree>");
    let texte = ecran.brouillon.lire("priorites/42.yaml");
    assert!(
        texte.contains("statut: saisie\nsource: \"Arrêté fictif : annexe 2\"\n\npriorites:"),
        "{texte}"
    );
    assert!(!ecran.rangee("Priorités").contains("source"));
}

#[test]
fn a_table_in_an_unusual_style_is_still_the_right_table_under_its_first_comments() {
    let brouillon = Brouillon::new();
    brouillon.ecrire(
        "priorites/42.yaml",
        "# en tête\nformat: 1\nterritoire: \"42\"\nstatut: saisie\nsource: essai\npriorites: [{ rang: 1, public: aide-alimentaire, champs: [reperage], territoire: { inclut: [\"dep:42\"] } }, { rang: 2, public: refugies, champs: [remobilisation], territoire: { libelle: \"a, b\", inclut: [\"dep:42\"], exclut: [\"commune:42187\"] } }]\n",
    );
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<haut><haut>PB");
    assert_snapshot!(ecran.brouillon.lire("priorites/42.yaml"), @r#"
    # en tête
    format: 1
    territoire: "42"
    statut: saisie
    source: essai

    priorites:
      - rang: 1
        public: refugies
        champs: [remobilisation]
        territoire: { libelle: "a, b", inclut: ["dep:42"], exclut: ["commune:42187"] }
      - rang: 2
        public: aide-alimentaire
        champs: [reperage]
        territoire: { inclut: ["dep:42"] }
    "#);
    ecran.brouillon.campagne();
}

#[test]
fn what_follows_the_rows_and_their_own_style_stay() {
    let brouillon = Brouillon::new();
    let texte = "format: 1\nterritoire: \"42\"\npriorites:   # décroissantes\n- public: aide-alimentaire\n  rang: 1\n  champs:\n    - reperage\n  territoire: { inclut: [\"dep:42\"] }\n  motivation: |\n    première ligne\n\n    # pas un commentaire\n\n# avant la seconde\n- rang: 2 # à revoir\n  public: refugies\n  champs: [remobilisation]\n  territoire: { inclut: [\"dep:42\"] }\n\nstatut: saisie # relue\nsource: essai\n";
    brouillon.ecrire("priorites/42.yaml", texte);
    let mut ecran = Ecran::sur(brouillon);
    ecran.touches("<haut><haut>PB");
    assert_snapshot!(ecran.brouillon.lire("priorites/42.yaml"), @r#"
    format: 1
    territoire: "42"
    priorites:   # décroissantes

    # avant la seconde
    - rang: 1 # à revoir
      public: refugies
      champs: [remobilisation]
      territoire: { inclut: ["dep:42"] }
    - public: aide-alimentaire
      rang: 2
      champs:
        - reperage
      territoire: { inclut: ["dep:42"] }
      motivation: |
        première ligne

        # pas un commentaire

    statut: saisie # relue
    source: essai
    "#);
    ecran.brouillon.campagne();
}

#[test]
fn an_incomplete_file_is_told_on_the_agenda_and_in_an_outcome_that_verifies() {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>IRIB manquant<entree>");
    assert!(ecran.texte().contains("incomplet, compléments demandés"));
    ecran.touches("o");
    assert!(ecran.rangee("Hors des radars").ends_with("incomplet"));
    ecran.touches("CE");
    let chemin = ecran.brouillon.fichier("resultats/63.yaml");
    let ecrit = ecran.brouillon.lire("resultats/63.yaml");
    assert!(
        ecrit.contains("complements_demandes: \"RIB manquant\""),
        "{ecrit}"
    );
    let campagne = ecran.brouillon.campagne();
    let differences = instruire::store::resultat::verify(&campagne, &chemin).unwrap();
    assert_eq!(differences, Vec::<String>::new());
    ecran.touches("/radars<entree>Ireçu le 4<entree>o");
    assert!(!ecran.rangee("Hors des radars").contains("incomplet"));
}

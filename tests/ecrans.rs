//! Each place on screen, by scripts of keys: what a committee reads.

use insta::assert_snapshot;

use crate::support::ecran::Ecran;

/// « Hors des radars », the clean priority 1, just opened.
fn radars() -> Ecran {
    let mut ecran = Ecran::seance();
    ecran.touches("/radars<entree>");
    ecran
}

/// Two candidatures of priority 3 tie astride the line, under one of priority 1; the others are put off.
fn ex_aequo() -> Ecran {
    let mut ecran = Ecran::seance();
    let ajournees = [
        "19480736", "19481374", "19482695", "19483351", "19484407", "19485263", "19486052",
        "19486918", "19487719", "19488836", "19489148", "19490581", "19491027", "19492264",
    ];
    for numero in ajournees {
        ecran.touches(&format!(
            "/{numero}<entree>i<bas><bas><bas><entree>hors de l'essai<entree>"
        ));
    }
    ecran.touches("/radars<entree>t<entree>ffrlien à préciser<entree>c44343e");
    ecran.touches("/gestes<entree>t<entree>ffc33333e/etabli<entree>t<entree>fffc33333e");
    ecran.touches("vm1400000<entree>notification fictive<entree><echap>");
    ecran
}

#[test]
fn the_first_screen_lists_territories_and_selects_the_one_to_open() {
    let ecran = Ecran::accueil();
    assert_snapshot!(ecran.texte(), @r#"
     Offre de repérage et de remobilisation (O2R) · Auvergne-Rhône-Alpes
    ── Territoires ────────────────────────────────────────────── 13 territoires ──
      code  territoire             table      candidatures · séance
      01    Ain                    à saisir     0 · pas de séance
      03    Allier                 à saisir     1 · pas de séance
      07    Ardèche                à saisir     0 · pas de séance
      15    Cantal                 à saisir     0 · pas de séance
      26    Drôme                  à saisir     0 · pas de séance
      38    Isère                  à saisir     0 · pas de séance
      42    Loire                  à saisir     0 · pas de séance
      43    Haute-Loire            à saisir     1 · pas de séance
    > 63    Puy-de-Dôme            saisie      17 · pas de séance
      69D   Nouveau Rhône          à saisir     0 · pas de séance
      69M   Métropole de Lyon      à saisir     0 · pas de séance
      73    Savoie                 à saisir     0 · pas de séance
      74    Haute-Savoie           à saisir     0 · pas de séance





     Entrée ouvre la séance du comité : Puy-de-Dôme.

     Entrée ouvrir  P priorités  M carte  q quitter  ? aide
    "#);
}

#[test]
fn a_first_opening_asks_who_is_present() {
    let mut ecran = Ecran::accueil();
    ecran.touches("<entree> <bas> ");
    assert_snapshot!(ecran.texte(), @r#"
     Offre de repérage et de remobilisation (O2R) · Auvergne-Rhône-Alpes
    ── Territoires ────────────────────────────────────────────── 13 territoires ──
      code  territoire             table      candidatures · séance
      ┌ Ouverture de la séance 63 : institutions présentes ──────────────────────┐
      │  Date        02/10/2024                                                  │
      │  Présidence  non renseignée                                              │
      │  [x] France Travail                                                      │
      │  [ ] Mission locale                                                      │
      │  [x] Cap emploi                                                          │
      │> [ ] Département                                                         │
      │  [ ] Région                                                              │
      │  [ ] Intercommunalité                                                    │
      │  [ ] Gestionnaire FSE+                                                   │
      │  [ ] CAF                                                                 │
      │  [ ] Logement                                                            │
      │  [ ] Intérieur                                                           │
      │  [ ] Santé                                                               │
      │  [ ] Cohésion sociale                                                    │
      │ Entrée ouvre · Espace coche · t toutes · ← → précise · x déports · Échap │
      └──────────────────────────────────────────────────────────────────────────┘

     Entrée ouvre la séance du comité : Puy-de-Dôme.

     Entrée ouvrir  P priorités  M carte  q quitter  ? aide
    "#);
}

#[test]
fn the_agenda_shows_priority_constats_avis_and_rank() {
    let ecran = Ecran::seance();
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
    ── Ordre du jour ─────────────────────────────────────────── 17 candidatures ──
       n°        projet                         priorité constats  avis        rang
    >  19480736  Clermont la nuit aussi         hors ?   ‼1        0/12           –
       19481374  Deux ans après                 2 ?      –         0/12           –
       19482695  Aller les chercher             1 ?      ‼1        0/12           –
       19483351  Val d'Allier à la même table   4 ?      –         0/12           –
       19483920  Hors des radars                1 ?      –         0/12           –
       19484407  Le français de l'atelier       2 ?      ‼1        0/12           –
       19485263  Premier matin                  hors ?   –         0/12           –
       19486052  Après le toit                  3 ?      –         0/12           –
       19486918  Sentinelles des Combrailles    1 ?      !2        0/12           –
       19487245  La maison des gestes           3 ?      –         0/12           –
       19487719  Le comptoir d'à côté           4 ?      –         0/12           –
       19488836  La cantine des Combrailles     4 ?      ‼1        0/12           –
       19489148  Quatre portes pour un parcours 2 ?      !1        0/12           –
       19490093  L'établi au pied des logements 3 ?      –         0/12           –
       19490581  Limagne en mouvement           1 ?      ‼1        0/12           –
       19491027  Garde-manger et coup de pouce  4 ?      !1        0/12           –
       19492264  Reprendre le fil               hors ?   !1        0/12           –


     Enregistré 14:02:11 · séance du 02/10/2024 ouverte, 12 institutions présentes
     g fiche  Espace à compléter  Entrée ouvrir  Échap retour  u annuler  ? aide
    "#);
}

#[test]
fn a_candidature_shows_what_is_said_and_what_is_missing() {
    let mut ecran = radars();
    ecran.touches("t<entree>ffrlien avec la mission locale<entree>xsaz");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
     5/17 Hors des radars                                 Association Trame Durolle
     priorité 1 · Jeunes « en rupture » d…  champs 3/3 · 17 % de la population visée
     807 450 € demandés · coût 897 450 € · 308 personnes · 2 913 € par personne
    ── Avis ──────────────────────────────── 2 favorables · 1 réserve · 1 déport ──
      Gouvernance  France Travail     favorable
                   Mission locale     favorable
                   Cap emploi         favorable avec réserves  « lien avec la missi…
      Financeurs   Département        déport
                   Région             ne se prononce pas
                   Intercommunalité   sollicité, sans réponse
                   Gestionnaire FSE+  non sollicité
    >              CAF                –
      État         Logement           –
                   Intérieur          –
                   Santé              –
                   Cohésion sociale   –
    ── Critères ────────────────────────────────────────────── 0 sur 5 appréciés ──
     Parcours ····  Besoins ····  Ancrage ····  Gouvernance ····  Modèle ····
    ── Reste à dire ────────────────────────────────────────────────────────────────
     5 critères (c)

     Enregistré 14:02:11 · non sollicité, Gestionnaire FSE+
     f favorable  r réserves  d défavorable  x déport  c critères  i issue  ? aide
    "#);
}

#[test]
fn a_reserve_is_typed_in_place() {
    let mut ecran = radars();
    ecran.touches("rà préciser avec le Département");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
     5/17 Hors des radars                                 Association Trame Durolle
     priorité 1 ? (t) · Jeunes « en ruptu…  champs 3/3 · 17 % de la population visée
     807 450 € demandés · coût 897 450 € · 308 personnes · 2 913 € par personne
    ── Avis ───────────────────────────────────────────────── aucun avis exprimé ──
    > Gouvernance  France Travail     –
                   Mission locale     –
      ┌ France Travail : avis favorable avec réserves, réserve ──────────────────┐
      │à préciser avec le Département                                            │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │ Entrée enregistre · Alt+Entrée à la ligne · Échap garde le brouillon     │
      └──────────────────────────────────────────────────────────────────────────┘
                   Cohésion sociale   –
    ── Critères ────────────────────────────────────────────── 0 sur 5 appréciés ──
     Parcours ····  Besoins ····  Ancrage ····  Gouvernance ····  Modèle ····
    ── Reste à dire ────────────────────────────────────────────────────────────────
     priorité (t), 5 critères (c)


     f favorable  r réserves  d défavorable  x déport  t priorité  i issue  ? aide
    "#);
}

#[test]
fn criteria_are_set_by_arrows_or_digits() {
    let mut ecran = radars();
    ecran.touches("c34'<droite><haut><haut><haut>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
     5/17 Hors des radars                                 Association Trame Durolle
     priorité 1 ? (t) · Jeunes « en ruptu…  champs 3/3 · 17 % de la population visée
     807 450 € demandés · coût 897 450 € · 308 personnes · 2 913 € par personne
    ── Avis ───────────────────────────────────────────────── aucun avis exprimé ──
      Gouvernance  France Travail     –
                   Mission locale     –
                   Cap emploi         –
      Financeurs   Département        –
                   Région             –
                   Intercommunalité   –
                   Gestionnaire FSE+  –
                   CAF                –
      État         Logement           –
                   Intérieur          –
                   Santé              –
                   Cohésion sociale   –
    ── Critères ────────────────────────────────────────────── 3 sur 5 appréciés ──
     Parcours ▰▰▰▱  Besoins ▰▰▰▰  Ancrage ▰▰▰▰  Gouvernance ···· >Modèle ? 2/4
    ── Reste à dire ────────────────────────────────────────────────────────────────
     priorité (t), 2 critères (c)


     t priorité  0 à 4 apprécier  m montant  i issue  g fiche  n suivante  ? aide
    "#);
}

#[test]
fn a_wide_screen_shows_the_agenda_and_the_fiche_beside() {
    let mut ecran = radars();
    ecran.taille(120, 36).touches(
        "t<entree>ffrlien avec la mission locale<entree>dpas de cofinancement prévu<entree>c33333",
    );
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                                                             0 k€ proposés
    ── Ordre du jour ─────────  5/17 Hors des radars             Association Trame Durolle  ── En un coup d'œil ────────────
       Clermont la nuit …    –  priorité 1 · Jeunes « en rupture » de 16 à 25 ans révolus …  Demandé par année
       Deux ans après        –  champs 3/3 · 17 % de la population visée                       2024 ██              44 200 €
       Aller les chercher    –  807 450 € demandés · coût 897 450 €                            2025 █████████████  265 900 €
       Val d'Allier à la…    –  308 personnes · 2 913 € par personne                           2026 ██████████████ 271 300 €
    >· Hors des radars       – ── Avis ─────── 2 favorables · 1 réserve · 1 défavorable ──     2027 ███████████    226 050 €
       Le français de l'…    –   Gouvernance  France Travail     favorable                   Coût par personne, parmi 17
       Premier matin         –                Mission locale     favorable                     ├───────────────●─────────┤
       Après le toit         –                Cap emploi         favorable avec réserves  …    2 913 € · de 1 143 à 3 823 €
       Sentinelles des C…    –   Financeurs   Département        défavorable  « pas de cof…  Population visée (priorité 1)
       La maison des ges…    –                Région             –                             ▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 17 %
       Le comptoir d'à c…    –                Intercommunalité   –                             88 communes sur 443
       La cantine des Co…    –                Gestionnaire FSE+  –                           Demandé par volet
       Quatre portes pou…    –                CAF                –                             repérage       ███  252 800 €
       L'établi au pied …    –   État         Logement           –                             remobilisation ████ 258 200 €
       Limagne en mouvem…    –                Intérieur          –                             accompagnement ███  206 750 €
       Garde-manger et c…    –                Santé              –                             coordination   █     89 700 €
       Reprendre le fil      –                Cohésion sociale   –                           Avis de 12 institutions
                                                                                               ████▓▓░░░··················
                                Cap emploi : « lien avec la mission locale »                   █ 2 favorables, ▓ 1 réserve,
                                Département : « pas de cofinancement prévu »                   ░ 1 défavorable
                                                                                            ── Description  g : tout li… ──
                                                                                             Dans la montagne thiernoise et
                                                                                             en Livradois, des jeunes
                                                                                             échappent à tous les services
                               ── Critères ─────────────────────────── 15 points sur 20 ──   avant même leur majorité. À
                                Parcours ▰▰▰▱  Besoins ▰▰▰▱  Ancrage ▰▰▰▱                    Thiers, à La Monnerie-le-
                                Gouvernance ▰▰▰▱ >Modèle ▰▰▰▱                                Montel, à Courpière comme à
                               ── Rang 1 si examinée ainsi (e) · proposé : classé ─────────  Ambert ou Arlanc, beaucoup
                                Seule candidature classée : priorité 1.                      quittent le collège ou le lycée
                                Et si ? Un avis, changé d'un cran : toujours rang 1.         professionnel sans diplôme,
                                                                                             sans permis, parfois sans
                                                                                             domicile stable, et perdent…
     Enregistré 14:02:11 · Modèle économique : 3 sur 4
     e examinée  0 à 4 apprécier  m montant  i issue  g fiche  n suivante  Espace à compléter  Échap retour  ? aide
    "#);
}

#[test]
fn constats_are_read_whole_and_motifs_settled() {
    let mut ecran = Ecran::seance();
    ecran.touches("<entree>y");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
      ┌ Constats ────────────────────────────────────────────────────────────────┐
      │> ‼ PRI-04 jeunes : 21 communes couvertes par une convention CEJ-JR,      │
      │> couple inéligible là — à confirmer (c) ou à lever (l)                   │
      │  i PRI-01 hors priorité : Jeunes « en rupture » de 16 à 25 ans révolus   │
      │  (29 ans révolus si travailleur handicapé reconnu)                       │
      │  i BUD-08 coût par bénéficiaire : 2024, 5 978 € ; 2025, 3 792 € ; 2026,  │
      │  3 735 € ; 2027, 3 701 €                                                 │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │ ↑ ↓ choisit · c confirme un motif · l le lève · X exporte · Échap revient│
      └──────────────────────────────────────────────────────────────────────────┘

     f favorable  r réserves  d défavorable  x déport  t priorité  i issue  ? aide
    "#);
}

#[test]
fn the_row_of_the_table_is_chosen_with_its_text() {
    let mut ecran = radars();
    ecran.touches("t");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
     5/17 Hors des radars                                 Association Trame Durolle
     priorité 1 ? (t) · Jeunes « en ruptu…  champs 3/3 · 17 % de la population visée
     807 450 € demandés · coût 897 450 € · 308 personnes · 2 913 € par personne
      ┌ Priorité retenue par le comité ──────────────────────────────────────────┐
      │> 1 — proposée par l'outil · Jeunes « en rupture » de 16 à 25 ans         │
      │    révolus (29 ans révolus si travailleur handicapé reconnu) · repérage, │
      │    remobilisation, accompagnement · Puy-de-Dôme hors Clermont Métropole  │
      │  2 · Personnes étrangères primo-arrivantes signataires du CIR (résidant  │
      │    en France depuis 2 à 5 ans) · repérage, remobilisation, accompagnement│
      │    · Puy-de-Dôme                                                         │
      │  3 · Personnes en hébergement ou en logement accompagné · repérage,      │
      │    remobilisation · Puy-de-Dôme                                          │
      │  4 · Bénéficiaires de l'aide alimentaire · repérage, remobilisation ·    │
      │    Puy-de-Dôme                                                           │
      │  hors priorité · reste éligible, classée après                           │
      │ ↑ ↓ choisit · Entrée confirme · Échap revient                            │
      └──────────────────────────────────────────────────────────────────────────┘
     Parcours ····  Besoins ····  Ancrage ····  Gouvernance ····  Modèle ····
    ── Reste à dire ────────────────────────────────────────────────────────────────
     priorité (t), 5 critères (c)


     f favorable  r réserves  d défavorable  x déport  t priorité  i issue  ? aide
    "#);
}

#[test]
fn search_ignores_accents_and_case() {
    let mut ecran = Ecran::seance();
    ecran.touches("/etabli");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
    ── Ordre du jour ─────────────────────────────────────────── 17 candidatures ──
       n°        projet                         priorité constats  avis        rang
      ┌ Chercher une candidature ────────────────────────────────────────────────┐
      │ / etabli                                                                 │
      │> L'établi au pied des logements · Association Le Tournevis Arverne · 194…│
      │  Val d'Allier à la même table · Association Itinérances du Val d'Allier …│
      │  Clermont la nuit aussi · Collectif Basalte et Cie · 19480736            │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │                                                                          │
      │ lettres : chercher · ↑ ↓ choisit · Entrée ouvre · Échap revient          │
      └──────────────────────────────────────────────────────────────────────────┘



     g fiche  Espace à compléter  Entrée ouvrir  Échap retour  u annuler  ? aide
    "#);
}

#[test]
fn the_ranking_waits_for_a_vote_on_a_tie_astride_the_line() {
    let mut ecran = ex_aequo();
    ecran.touches("v");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées          807 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 807 450 € sur 1 400 000 € · reste 592 550 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
      1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
     ═══ ligne : reste 592 550 € ═══════════════════════════════════════════════════
      2e=   La maison des g… 3    2/0/0   15   521 750 1≠   2     ! à départager
    > 2e=   L'établi au pie… 3    3/0/0   15   506 400 1≠   2     ! à départager
      –     Clermont la nui… ajourné
      –     Deux ans après   ajourné
      –     Aller les cherc… ajourné
      –     Val d'Allier à … ajourné
      –     Le français de … ajourné
      –     Premier matin    ajourné
      –     Après le toit    ajourné
      –     Sentinelles des… ajourné
    ── L'établi au pied des logements ────────── cumul 1 835 600 € · ↓ 6 de plus ──
     Ex æquo avec « La maison des gestes » sur tous les critères publiés ; à
     départager par un vote.
     D : enregistrer le vote.
     Sensible · à un cran près : côté gardé 4/9, rang 2 à 3 · 1 méthode sur 3.
     Et si ? Si France Travail, Mission locale ou Cap emploi passait de favo… … (d)

     m montant  i issue  g fiche  D départager  d détail  Entrée ouvrir  ? aide
    "#);
}

#[test]
fn a_vote_orders_all_the_ex_aequo() {
    let mut ecran = ex_aequo();
    ecran.touches("vD<droite>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées          807 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 807 450 € sur 1 400 000 € · reste 592 550 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
      1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
     ═══ ligne : reste 592 550 € ═══════════════════════════════════════════════════
      2e=   La maison des g… 3    2/0/0   15   521 750 1≠   2     ! à départager
      ┌ Vote : l'ordre des ex æquo ──────────────────────────────────────────────┐
      │  en 1er              ‹ La maison des gestes ›                            │
      │> en 2e               ‹ L'établi au pied des logements ›                  │
      │  pour                ‹ 0 ›                                               │
      │  contre              ‹ 0 ›                                               │
      │  abstentions         ‹ 0 ›                                               │
      │  voix prépondérante  ‹ non ›                                             │
      │ ↑ ↓ ligne · ← → déplace ou compte · chiffres · Entrée continue · Échap   │
      └──────────────────────────────────────────────────────────────────────────┘
    ── L'établi au pied des logements ────────── cumul 1 835 600 € · ↓ 6 de plus ──
     Ex æquo avec « La maison des gestes » sur tous les critères publiés ; à
     départager par un vote.
     D : enregistrer le vote.
     Sensible · à un cran près : côté gardé 4/9, rang 2 à 3 · 1 méthode sur 3.
     Et si ? Si France Travail, Mission locale ou Cap emploi passait de favo… … (d)

     m montant  i issue  g fiche  D départager  d détail  Entrée ouvrir  ? aide
    "#);
}

#[test]
fn a_vote_without_majority_is_refused_before_its_reason() {
    let mut ecran = ex_aequo();
    ecran.touches("vD<entree>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées          807 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱▱▱▱▱▱▱▱▱▱▱▱ 807 450 € sur 1 400 000 € · reste 592 550 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
      1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
     ═══ ligne : reste 592 550 € ═══════════════════════════════════════════════════
      2e=   La maison des g… 3    2/0/0   15   521 750 1≠   2     ! à départager
      ┌ Vote : l'ordre des ex æquo ──────────────────────────────────────────────┐
      │> en 1er              ‹ L'établi au pied des logements ›                  │
      │  en 2e               ‹ La maison des gestes ›                            │
      │  pour                ‹ 0 ›                                               │
      │  contre              ‹ 0 ›                                               │
      │  abstentions         ‹ 0 ›                                               │
      │  voix prépondérante  ‹ non ›                                             │
      │ ↑ ↓ ligne · ← → déplace ou compte · chiffres · Entrée continue · Échap   │
      └──────────────────────────────────────────────────────────────────────────┘
    ── L'établi au pied des logements ────────── cumul 1 835 600 € · ↓ 6 de plus ──
     Ex æquo avec « La maison des gestes » sur tous les critères publiés ; à
     départager par un vote.
     D : enregistrer le vote.
     Sensible · à un cran près : côté gardé 4/9, rang 2 à 3 · 1 méthode sur 3.
     ! Pas de majorité : plus de voix pour que contre ; à égalité, la voix
     prépondérante.
     m montant  i issue  g fiche  D départager  d détail  Entrée ouvrir  ? aide
    "#);
}

#[test]
fn once_voted_the_line_falls_between_the_ex_aequo() {
    let mut ecran = ex_aequo();
    ecran.touches("vD<bas><bas>7<bas>2<entree>ancrage plus ancien<entree>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱ 1 313 850 € sur 1 400 000 € · reste 86 150 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
      1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
    > 2e=   L'établi au pie… 3    3/0/0   15   506 400 1≠   2     ! retenu
     ═══ ligne : reste 86 150 €, sous 210 000 € ════════════════════════════════════
      3e=↓  La maison des g… 3    2/0/0   15   521 750 1≠   2     ! liste complém…
      –     Clermont la nui… ajourné
      –     Deux ans après   ajourné
      –     Aller les cherc… ajourné
      –     Val d'Allier à … ajourné
      –     Le français de … ajourné
      –     Premier matin    ajourné
      –     Après le toit    ajourné
      –     Sentinelles des… ajourné
    ── L'établi au pied des logements ────────── cumul 1 313 850 € · ↓ 6 de plus ──
     Ex æquo sur tous les critères publiés ; départagé par vote du comité du
     02/10/2024 (7 pour, 2 contre, 0 abstention), motif : ancrage plus ancien.
     Sensible · à un cran près : côté gardé 2/3, rang 2 à 3 · 3 méthodes sur 3.
     Enregistré 14:02:11 · vote : dans l'ordre « L'établi au pied des logements »
     et « La maison des gestes » ; 7 pour, 2 contre, 0 abstention (ancrage plus
     ancien) · « L'établi au pied des logements » passe au-dessus de la ligne
     m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
}

#[test]
fn the_closing_lists_what_is_missing() {
    let mut ecran = ex_aequo();
    ecran.touches("C");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées          807 / 1 400 k€ proposés
    ── Clôture ──────────────────────────────────────────────── 1 point à régler ──
     Entrée va au point choisi ; E écrit dès maintenant un projet de proposition.
    > ex æquo sur la ligne, à départager par un vote (D) : « La maison des gestes »…



















     E écrire  Entrée régler ou lever  Échap retour  u annuler  C clôture  ? aide
    "#);
}

#[test]
fn the_journal_tells_every_fact_and_reads_the_selected_one_whole() {
    let mut ecran = ex_aequo();
    ecran.touches("uJ");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées                1 835 k€ proposés
    ── Journal ──────────────────────────────────────────────────────── 47 faits ──
       31 02/10 14:02:11 comite-63  « La maison des gestes » · Ancrage territorial …
       32 02/10 14:02:11 comite-63  « La maison des gestes » · Gouvernance du proje…
       33 02/10 14:02:11 comite-63  « La maison des gestes » · Modèle économique : …
       34 02/10 14:02:11 comite-63  « La maison des gestes » · candidature examinée
       35 02/10 14:02:11 comite-63  « L'établi au pied des logements » · priorité 3…
       36 02/10 14:02:11 comite-63  « L'établi au pied des logements » · avis favor…
       37 02/10 14:02:11 comite-63  « L'établi au pied des logements » · avis favor…
       38 02/10 14:02:11 comite-63  « L'établi au pied des logements » · avis favor…
       39 02/10 14:02:11 comite-63  « L'établi au pied des logements » · Qualité du…
       40 02/10 14:02:11 comite-63  « L'établi au pied des logements » · Réponse au…
       41 02/10 14:02:11 comite-63  « L'établi au pied des logements » · Ancrage te…
       42 02/10 14:02:11 comite-63  « L'établi au pied des logements » · Gouvernanc…
       43 02/10 14:02:11 comite-63  « L'établi au pied des logements » · Modèle éco…
       44 02/10 14:02:11 comite-63  « L'établi au pied des logements » · candidatur…
       45 02/10 14:02:11 comite-63  annulé · enveloppe : 1 400 000 € (notification …
    >  46 02/10 14:02:11 comite-63  annule le fait 45 : enveloppe : 1 400 000 € (no…
    ── Fait 46 ─────────────────────────────────────────────────────── comite-63 ──
     annule le fait 45 : enveloppe : 1 400 000 € (notification fictive)



     Entrée annuler ou rétablir  Échap retour  u annuler  o ordre du jour  ? aide
    "#);
}

#[test]
fn the_help_has_the_keys_of_the_place_first() {
    let mut ecran = radars();
    ecran.touches("?");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
      ┌ Aide : les touches ──────────────────────────────────────────────────────┐
      │ Ici                                                                      │
      │ e          examinée ; une seconde fois : à reprendre                     │
      │ f          avis favorable                                                │
      │ r          avis favorable avec réserves ; leur texte est demandé         │
      │ d          avis défavorable ; son motif est demandé                      │
      │ s          ne se prononce pas                                            │
      │ a          sollicitée, sans réponse                                      │
      │ z          non sollicitée                                                │
      │ x          déport (intérêt personnel) : noté, jamais compté              │
      │ t          priorité retenue : confirmer ou changer la ligne              │
      │ w, Suppr   retire ce qui est noté de l'institution                       │
      │ c          critères : ← → choisit, ↑ ↓ règle, Entrée enregistre          │
      │ 0, à       critère choisi : 0 sur 4                                      │
      │ 1, &       critère choisi : 1 sur 4                                      │
      │ 2, é       critère choisi : 2 sur 4                                      │
      │ 3, "       critère choisi : 3 sur 4                                      │
      │ 4, '       critère choisi : 4 sur 4                                      │
      │ b          observation sur le critère choisi, ou sur la candidature      │
      │ ↑ ↓ Page : défiler · Entrée ou Échap : fermer · r : règles de l'appel    │
      └──────────────────────────────────────────────────────────────────────────┘

     f favorable  r réserves  d défavorable  x déport  t priorité  i issue  ? aide
    "#);
}

#[test]
fn an_amount_is_typed_without_a_digit_row() {
    let mut ecran = radars();
    ecran.touches("m<haut><droite>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 0/17 examinées                     0 k€ proposés
     5/17 Hors des radars                                 Association Trame Durolle
     priorité 1 ? (t) · Jeunes « en ruptu…  champs 3/3 · 17 % de la population visée
     807 450 € demandés · coût 897 450 € · 308 personnes · 2 913 € par personne
    ── Avis ───────────────────────────────────────────────── aucun avis exprimé ──
    > Gouvernance  France Travail     –
                   Mission locale     –
                   Cap emploi         –
      Financeurs   Département        –
      ┌ Montant proposé sur toute la convention (euros) ─────────────────────────┐
      │   818 450 €                                                              │
      │   vide : retour au montant demandé                                       │
      │ chiffres, ou ↑ ↓ 1 000 et ← → 10 000 · Entrée continue · Échap revient   │
      └──────────────────────────────────────────────────────────────────────────┘
                   Intérieur          –
                   Santé              –
                   Cohésion sociale   –
    ── Critères ────────────────────────────────────────────── 0 sur 5 appréciés ──
     Parcours ····  Besoins ····  Ancrage ····  Gouvernance ····  Modèle ····
    ── Reste à dire ────────────────────────────────────────────────────────────────
     priorité (t), 5 critères (c)


     f favorable  r réserves  d défavorable  x déport  t priorité  i issue  ? aide
    "#);
}

/// « L'établi » served by the vote, « La maison des gestes » first on the waiting list.
fn votee() -> Ecran {
    let mut ecran = ex_aequo();
    ecran.touches("vD<bas><bas>7<bas>2<entree>ancrage plus ancien<entree>");
    ecran
}

#[test]
fn a_place_is_told_in_detail() {
    let mut ecran = votee();
    ecran.taille(80, 36).touches("d");
    assert_snapshot!(ecran.texte(), @r#"
    63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 400 k€ proposés
     ┌ « L'établi au pied des logements » ──────────────────────────────────────┐
     │ Ex æquo sur tous les critères publiés ; départagé par vote du comité du  │
     │ 02/10/2024 (7 pour, 2 contre, 0 abstention), motif : ancrage plus        │
     │ ancien.                                                                  │
     │                                                                          │
     │ Rang calculé 2e, retenu 2e · calculé : retenu · proposé : retenu         │
     │ Priorité : priorité 3                                                    │
     │ Avis : favorables 3, avec réserves 0, défavorables 0 · classe F          │
     │ Critères : 15 sur 20                                                     │
     │ Montant compté : 506 400 € · cumul 1 313 850 €                           │
     │                                                                          │
     │ Gouvernance    ████████████████████████ 3/0/0                            │
     │ Financeurs     aucun avis               0/0/0                            │
     │ État           aucun avis               0/0/0                            │
     │                                                                          │
     │ Selon chaque méthode                                                     │
     │   paliers        2e · retenu · celle de l'appel                          │
     │   avis d'abord   1re · retenu                                            │
     │   somme          2e · retenu                                             │
     │                                                                          │
     │ Robustesse : sensible (un seul avis ou une seule institution la ferait   │
     │ changer de côté)                                                         │
     │ À un cran d'un avis près (9 cas) : rang gardé 2/3, de 2 à 3 ; côté de la │
     │ ligne gardé 2/3                                                          │
     │ Sans l'une des 3 institutions : côté gardé 0/3                           │
     │   institutions pivots : France Travail, Mission locale et Cap emploi     │
     │ Ses propres avis : il faudrait 1 cran pour changer de côté               │
     │ Retenue par 3 méthodes sur 3                                             │
     │                                                                          │
     │ Et si ? Si France Travail, Mission locale ou Cap emploi passait de       │
     │ favorable à favorable avec réserves : rang 3, liste complémentaire.      │
     │ ↑ ↓ Page : défiler · Entrée ou Échap : fermer                            │
     └──────────────────────────────────────────────────────────────────────────┘

    m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
}

#[test]
fn scenarios_of_envelope_stand_on_a_page() {
    let mut ecran = votee();
    ecran.touches("m1314000<entree>notification fictive<entree>s");
    assert_snapshot!(ecran.texte(), @r#"
    63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 314 k€ proposés
     ┌ Scénarios d'enveloppe ───────────────────────────────────────────────────┐
     │ Enveloppe −10 % : 1 182 600 € · 1 retenue · reste 375 150 €, négociable  │
     │   ↓ sortent : « L'établi au pied des logements »                         │
     │                                                                          │
     │ Enveloppe nominale : 1 314 000 € · 2 retenues · reste 150 €              │
     │                                                                          │
     │ Enveloppe +10 % : 1 445 400 € · 2 retenues · reste 131 550 €             │
     │   rien ne change                                                         │
     │                                                                          │
     │ Lecture seule : ces scénarios n'enregistrent rien.                       │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │ ↑ ↓ Page : défiler · Entrée ou Échap : fermer                            │
     └──────────────────────────────────────────────────────────────────────────┘

    m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
}

#[test]
fn other_readings_stand_on_a_page() {
    let mut ecran = votee();
    ecran.taille(80, 36).touches("a");
    assert_snapshot!(ecran.texte(), @r#"
    63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 400 k€ proposés
     ┌ Autres lectures ─────────────────────────────────────────────────────────┐
     │ Autres lectures des mêmes données : elles ne classent rien.              │
     │                                                                          │
     │ Avis par candidature (█ favorable, ▓ réserves, ░ défavorable)            │
     │   « Hors des radars »          ████████████████▓▓▓▓▓▓▓▓ 2/1/0            │
     │   « L'établi au pied des loge… ████████████████████████ 3/0/0            │
     │   « La maison des gestes »     ████████████████████████ 2/0/0            │
     │                                                                          │
     │ Sévérité des institutions, toutes candidatures — information seulement   │
     │   France Travail               ████████████████████████ 3/0/0 · d 0      │
     │   Mission locale               ████████████████████████ 3/0/0 · d 0      │
     │   Cap emploi                   ████████████▓▓▓▓▓▓▓▓▓▓▓▓ 1/1/0 · d 0      │
     │                                                                          │
     │ Accord entre méthodes (paires dans le même ordre)                        │
     │   paliers et avis d'abord : 1 sur 3                                      │
     │   paliers et somme : 3 sur 3                                             │
     │   avis d'abord et somme : 1 sur 3                                        │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │                                                                          │
     │ ↑ ↓ Page : défiler · Entrée ou Échap : fermer                            │
     └──────────────────────────────────────────────────────────────────────────┘

    m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
}

#[test]
fn the_committee_gives_a_rank_with_its_reason() {
    let mut ecran = votee();
    ecran.touches("<bas>r");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱ 1 313 850 € sur 1 400 000 € · reste 86 150 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
      1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
      2e=   L'établi au pie… 3    3/0/0   15   506 400 1≠   2     ! retenu
     ═══ ligne : reste 86 150 €, sous 210 000 € ════════════════════════════════════
    > 3e=↓  La maison des g… 3    2/0/0   15   521 750 1≠   2     ! liste complém…
      ┌ « La maison des gestes » : rang donné par le comité ─────────────────────┐
      │  1re · place de « Hors des radars »                                      │
      │  2e · place de « L'établi au pied des logements »                        │
      │> 3e · elle-même                                                          │
      │ ↑ ↓ choisit · Entrée confirme · Échap revient                            │
      └──────────────────────────────────────────────────────────────────────────┘
      –     Après le toit    ajourné
      –     Sentinelles des… ajourné
    ── La maison des gestes ──────────────────── cumul 1 835 600 € · ↓ 6 de plus ──
     Ex æquo sur tous les critères publiés ; départagé par vote du comité du
     02/10/2024 (7 pour, 2 contre, 0 abstention), motif : ancrage plus ancien ;
     521 750 € demandés, 86 150 € restants.
     Sensible · à un cran près : côté gardé 2/3, rang 2 à 3 · 1 méthode sur 3.
     Et si ? Tient à « L'établi au pied des logements » : si France Travail, … (d)

     m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
    ecran.touches("<haut><haut><entree>seule réponse du secteur<entree>");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 329 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱ 1 329 200 € sur 1 400 000 € · reste 70 800 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
    > 1er‡↑ La maison des g… 3    2/0/0   15   521 750 1≠   2     ! retenu
      2e↓   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
     ═══ ligne : reste 70 800 €, sous 210 000 € ════════════════════════════════════
      3e=↓  L'établi au pie… 3    3/0/0   15   506 400 1≠   2     ! liste complém…
      –     Clermont la nui… ajourné
      –     Deux ans après   ajourné
      –     Aller les cherc… ajourné
      –     Val d'Allier à … ajourné
      –     Le français de … ajourné
      –     Premier matin    ajourné
      –     Après le toit    ajourné
      –     Sentinelles des… ajourné
    ── La maison des gestes ────────────────────── cumul 521 750 € · ↓ 6 de plus ──
     Placé 1er par le comité : seule réponse du secteur. Selon la règle, ex æquo
     sur tous les critères publiés ; départagé par vote du comité du 02/10/2024 (7
     pour, 2 contre, 0 abstention), motif : ancrage plus ancien ; 521 750 €
     Enregistré 14:02:11 · placée 1re par le comité (seule réponse du secteur) ·
     « La maison des gestes » passe au-dessus de la ligne · « L'établi au pied des
     logements » passe sous la ligne
     m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
}

#[test]
fn several_candidatures_receive_the_same_issue_after_being_listed() {
    let mut ecran = votee();
    ecran.touches("<debut><espace><espace>i");
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées        1 313 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────── 2 marquées · i : leur issue ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱ 1 313 850 € sur 1 400 000 € · reste 86 150 €
      rang  projet           prio f/r/d  pts     euros avis somme   proposé
     ✓1er   Hors des radars  1    2/1/0   18   807 450 3≠   1     ≈ retenu
      ┌ Même issue pour 2 candidatures ──────────────────────────────────────────┐
      │  « Hors des radars » · aujourd'hui : retenu                              │
      │  « L'établi au pied des logements » · aujourd'hui : retenu               │
      │> proposé : retenu                                                        │
      │  proposé : retenu sous réserve                                           │
      │  proposé : liste complémentaire                                          │
      │  proposé : ajourné                                                       │
      │  proposé : non retenu                                                    │
      │  proposé : irrecevable                                                   │
      │  revenir à la proposition calculée                                       │
      │ ↑ ↓ choisit · Entrée confirme · Échap revient                            │
      └──────────────────────────────────────────────────────────────────────────┘
     Ex æquo sur tous les critères publiés ; départagé par vote du comité du
     02/10/2024 (7 pour, 2 contre, 0 abstention), motif : ancrage plus ancien ;
     521 750 € demandés, 86 150 € restants.
     Sensible · à un cran près : côté gardé 2/3, rang 2 à 3 · 1 méthode sur 3.
     Et si ? Tient à « L'établi au pied des logements » : si France Travail, … (d)

     m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  ? aide
    "#);
    ecran.touches("<bas><entree>convention à signer<entree>");
    for nom in ["Hors des radars", "L'établi"] {
        assert!(ecran.rangee(nom).contains("* retenu sous…"), "{nom}");
    }
    // One fact for each: undone one by one.
    ecran.touches("uu");
    assert!(!ecran.texte().contains("* retenu"));
}

#[test]
fn a_wide_screen_says_the_robustness_in_words() {
    let mut ecran = votee();
    ecran.taille(120, 36);
    assert_snapshot!(ecran.texte(), @r#"
     63 Puy-de-Dôme · 02/10/2024 · 17/17 examinées                                                1 313 / 1 400 k€ proposés
    ── Classement proposé ────────────────────────────────────────────────────────────────────── sur toute la convention ──
     ▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▰▱▱▱ 1 313 850 € sur 1 400 000 € · reste 86 150 €
      rang  projet                         prio f/r/d  pts     euros avis somme robustesse           proposé
      1er   Hors des radars                1    2/1/0   18   807 450 3≠   1     dépend de la méthode retenu
    > 2e=   L'établi au pied des logements 3    3/0/0   15   506 400 1≠   2     sensible             retenu
     ═══ ligne : reste 86 150 €, sous 210 000 € ════════════════════════════════════════════════════════════════════════════
      3e=↓  La maison des gestes           3    2/0/0   15   521 750 1≠   2     sensible             liste complémentaire
      –     Clermont la nuit aussi         ajourné
      –     Deux ans après                 ajourné
      –     Aller les chercher             ajourné
      –     Val d'Allier à la même table   ajourné
      –     Le français de l'atelier       ajourné
      –     Premier matin                  ajourné
      –     Après le toit                  ajourné
      –     Sentinelles des Combrailles    ajourné
      –     Le comptoir d'à côté           ajourné
      –     La cantine des Combrailles     ajourné
      –     Quatre portes pour un parcours ajourné
      –     Limagne en mouvement           ajourné
      –     Garde-manger et coup de pouce  ajourné
      –     Reprendre le fil               ajourné



    ── L'établi au pied des logements ──────────────────────────────────────────────────────────────── cumul 1 313 850 € ──
     Ex æquo sur tous les critères publiés ; départagé par vote du comité du 02/10/2024 (7 pour, 2 contre, 0 abstention),
     motif : ancrage plus ancien.
     Sensible · à un cran près : côté gardé 2/3, rang 2 à 3 · 3 méthodes sur 3.
     Et si ? Si France Travail, Mission locale ou Cap emploi passait de favorable à favorable avec réserves : rang 3, liste
     complémentaire.


     Enregistré 14:02:11 · vote : dans l'ordre « L'établi au pied des logements » et « La maison des gestes » ; 7 pour, 2
     contre, 0 abstention (ancrage plus ancien) · « L'établi au pied des logements » passe au-dessus de la ligne
     m montant  i issue  g fiche  d détail  Entrée ouvrir  Échap retour  s scénarios  a lectures  Espace marquer  ? aide
    "#);
}

#[test]
fn the_envelope_may_cover_one_year() {
    let mut ecran = votee();
    ecran.touches("m400000<tab><tab>");
    assert!(
        ecran
            .texte()
            .contains("porte sur l'année 2025 (Tab change)")
    );
    ecran.touches("<entree>crédits 2025<entree>");
    assert!(ecran.rangee("Classement proposé").contains("sur 2025"));
    assert!(ecran.texte().contains("enveloppe 2025 : 400 000 €"));
}

#[test]
fn the_sheet_for_a_candidate_is_shown_and_written() {
    let mut ecran = votee();
    ecran.touches("L");
    let texte = ecran.texte();
    assert!(
        texte.contains("Éléments à communiquer · 19490093"),
        "{texte}"
    );
    assert!(texte.contains("Écrit : "), "{texte}");
    let ecrit = ecran.brouillon.lire("resultats/63.19490093.motivation.txt");
    let ecrit = crate::support::lisible(&ecrit);
    assert!(ecrit.contains("Rang calculé : 2e sur 3."), "{ecrit}");
    assert!(
        ecrit.contains("départagés par un vote du comité (7 pour, 2 contre, 0 abstention)"),
        "{ecrit}"
    );
}

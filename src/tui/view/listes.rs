//! The list on screen as a sheet: the same rows in the same order, its texts whole, its figures as figures.

use super::{agenda, carte, journal};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::fermete::Fermete;
use crate::domain::francais::jour;
use crate::domain::motif::points;
use crate::domain::reponses::{Reponse, de_la_ligne, hors_priorite};
use crate::domain::tableau::{NonClassee, Place as Classee, Raison};
use crate::exchange::feuille::{Cellule, Colonne, Feuille};
use crate::tui::carte::CarteMontree;
use crate::tui::dialogue::Dialogue;
use crate::tui::model::{EtatSeance, Model, Place, SeanceEnCours};
use crate::tui::pages::dire_manques;
use crate::tui::priorites;
use crate::tui::update::{dire_obstacle, obstacles};

/// What the screen lists, with the name of the file that will hold it; nothing where no list is shown.
pub fn liste(model: &Model) -> Option<(String, Feuille)> {
    let code = model.regard().map(|(cadre, _)| &cadre.territoire.code);
    let nommer = |nom: &str| code.map_or_else(|| nom.to_owned(), |code| format!("{code}-{nom}"));
    let ouverte = model.ouverte.as_ref();
    if let Some(Dialogue::Constats(_)) = model.dialogue {
        let (ouverte, dossier) = ouverte.and_then(|o| Some((o, o.dossier()?)))?;
        let nom = format!("constats-{}", dossier.numero());
        return Some((nommer(&nom), constats(ouverte, dossier)));
    }
    let (nom, feuille) = match (model.place, ouverte) {
        (Place::Carte, _) => ("carte", reponses(&model.carte)),
        (Place::Priorites, _) => {
            let (cadre, seance) = model.regard()?;
            ("priorites", table(cadre, seance))
        }
        (Place::Agenda, Some(ouverte)) => ("ordre-du-jour", ordre_du_jour(ouverte)),
        (Place::Candidature, Some(ouverte)) => {
            let nom = format!("avis-{}", ouverte.numero());
            return Some((nommer(&nom), avis(ouverte)));
        }
        (Place::Classement, Some(ouverte)) => ("classement", classement(ouverte)),
        (Place::Cloture, Some(ouverte)) => ("cloture", cloture(ouverte)),
        (Place::Journal, Some(ouverte)) => ("journal", faits(ouverte)),
        (Place::Accueil, _) => ("territoires", territoires(model)),
        (Place::Fiche | Place::Region, _) | (_, None) => return None,
    };
    Some((nommer(nom), feuille))
}

/// What stands above each printed page.
pub fn titre(model: &Model) -> String {
    let Some((cadre, seance)) = model.regard() else {
        return model.appel.clone();
    };
    let date = seance.etat().date.map(jour);
    let date = date.map_or_else(String::new, |date| format!(" · séance du {date}"));
    format!("{} {}{date}", cadre.territoire.code, cadre.territoire.nom)
}

fn feuille<const N: usize>(nom: &str, colonnes: [(&str, u16); N]) -> Feuille {
    let colonnes = colonnes.map(|(titre, largeur)| Colonne::new(titre, largeur));
    Feuille::new(nom, colonnes.to_vec())
}

fn territoires(model: &Model) -> Feuille {
    let mut feuille = feuille(
        "Territoires",
        [
            ("Code", 6),
            ("Territoire", 24),
            ("Table", 12),
            ("Candidatures", 12),
            ("Séance", 30),
            ("Examinées", 10),
            ("Dernier fait", 19),
        ],
    );
    feuille.rangees = model
        .territoires
        .iter()
        .map(|r| {
            let (etat, examinees, dernier) = match &r.etat {
                EtatSeance::Aucune => ("pas de séance".to_owned(), Cellule::Vide, None),
                EtatSeance::Illisible(raison) => (
                    format!("journal à vérifier : {raison}"),
                    Cellule::Vide,
                    None,
                ),
                EtatSeance::EnCours {
                    examinees,
                    dernier,
                    levee,
                } => {
                    let etat = if *levee { "levée" } else { "en cours" };
                    (etat.to_owned(), Cellule::nombre(*examinees), *dernier)
                }
            };
            let table = if r.table_saisie {
                "saisie"
            } else {
                "à saisir"
            };
            vec![
                Cellule::texte(&r.code),
                Cellule::texte(&r.nom),
                table.into(),
                Cellule::nombre(r.candidatures),
                etat.into(),
                examinees,
                dernier.map_or(Cellule::Vide, Cellule::instant),
            ]
        })
        .collect();
    feuille
}

fn ordre_du_jour(ouverte: &SeanceEnCours) -> Feuille {
    let mut feuille = feuille(
        "Ordre du jour",
        [
            ("État", 10),
            ("N° de dossier", 12),
            ("Projet", 34),
            ("Porteur", 30),
            ("Priorité", 9),
            ("Constats", 9),
            ("Avis notés", 8),
            ("Institutions", 8),
            ("Rang", 14),
        ],
    );
    let institutions = ouverte.cadre.ami.institutions().count();
    let rangee = |dossier: &Dossier| {
        let numero = dossier.numero();
        let examen = ouverte.seance.examen(numero);
        let etat = match agenda::etat(ouverte, numero) {
            '✓' => "examinée",
            '✗' => "écartée",
            '·' => "commencée",
            _ => "",
        };
        vec![
            etat.into(),
            numero.into(),
            Cellule::texte(&dossier.projet.nom),
            Cellule::texte(&dossier.projet.porteur.nom),
            agenda::priorite(dossier, examen).into(),
            agenda::constats(dossier, examen).into(),
            Cellule::nombre(examen.positions.len()),
            Cellule::nombre(institutions),
            agenda::rang(ouverte, numero).into(),
        ]
    };
    feuille.rangees = ouverte.cadre.dossiers.iter().map(rangee).collect();
    feuille
}

fn avis(ouverte: &SeanceEnCours) -> Feuille {
    let mut feuille = feuille(
        "Avis",
        [
            ("Famille", 26),
            ("Institution", 26),
            ("Avis", 26),
            ("Réserve ou motif", 70),
        ],
    );
    let positions = &ouverte.seance.examen(ouverte.numero()).positions;
    let institutions = ouverte.cadre.ami.institutions();
    feuille.rangees = institutions
        .map(|(famille, institution)| {
            let position = positions.get(&institution.id);
            vec![
                Cellule::texte(&famille.intitule),
                Cellule::texte(&institution.nom),
                position.map_or("–", |p| p.nom()).into(),
                Cellule::from(position.and_then(|p| p.texte())),
            ]
        })
        .collect();
    feuille
}

fn constats(ouverte: &SeanceEnCours, dossier: &Dossier) -> Feuille {
    let mut feuille = feuille(
        "Constats",
        [
            ("Règle", 9),
            ("Sévérité", 12),
            ("Constat", 80),
            ("Tranché", 10),
            ("Motif", 40),
        ],
    );
    let tranches = &ouverte.seance.examen(dossier.numero()).tranches;
    let constats = dossier.constats.iter();
    feuille.rangees = constats
        .map(|constat| {
            let tranche = tranches.get(constat.regle);
            let mot = tranche.map(|t| if t.confirme { "confirmé" } else { "levé" });
            vec![
                constat.regle.into(),
                constat.severite.nom().into(),
                Cellule::texte(&constat.message),
                mot.into(),
                Cellule::from(tranche.map(|t| t.motif.as_str())),
            ]
        })
        .collect();
    feuille
}

fn classement(ouverte: &SeanceEnCours) -> Feuille {
    let fermete = &ouverte.fermete;
    let methodes = fermete.robustesse.tenues.first().map(|t| &t.methodes);
    let mut colonnes = vec![
        Colonne::new("Rang", 6),
        Colonne::new("N° de dossier", 12),
        Colonne::new("Projet", 34),
        Colonne::new("Priorité", 9),
        Colonne::new("Favorables", 10),
        Colonne::new("Avec réserves", 9),
        Colonne::new("Défavorables", 12),
        Colonne::new("Points", 7),
        Colonne::sommee("Euros"),
        Colonne::new("Cumul", 13),
    ];
    let selon = methodes.into_iter().flatten();
    colonnes.extend(selon.map(|(m, ..)| Colonne::new(&format!("Rang, {}", m.nom()), 9)));
    colonnes.extend([
        Colonne::new("Robustesse", 18),
        Colonne::new("Proposé", 20),
        Colonne::new("Raison", 70),
    ]);
    let mut feuille = Feuille::new("Classement", colonnes);
    let places = ouverte.tableau.places.iter();
    feuille.rangees = places.map(|p| classee(ouverte, fermete, p)).collect();
    let large = feuille.colonnes.len();
    let autres = ouverte.tableau.non_classees.iter();
    feuille
        .rangees
        .extend(autres.map(|autre| non_classee(ouverte, autre, large)));
    feuille
}

fn classee(ouverte: &SeanceEnCours, fermete: &Fermete, place: &Classee) -> Vec<Cellule> {
    let evaluation = &place.rangee.evaluation;
    let d = evaluation.decompte;
    let priorite = evaluation.priorite;
    let tenue = fermete.tenue(place.numero());
    let mut rangee = vec![
        Cellule::nombre(place.rang_retenu),
        place.numero().into(),
        nom(ouverte, place.numero()),
        priorite.map_or_else(|| "hors".into(), Cellule::nombre),
        Cellule::nombre(d.f),
        Cellule::nombre(d.r),
        Cellule::nombre(d.d),
        Cellule::nombre(points(&ouverte.cadre, evaluation)),
        Cellule::Euros(place.cout),
        Cellule::Euros(place.cumul),
    ];
    let selon = tenue.into_iter().flat_map(|t| &t.methodes);
    rangee.extend(selon.map(|(_, rang, _)| Cellule::nombre(*rang)));
    let badge = tenue.and_then(|t| Some(t.selection.as_ref()?.badge.nom()));
    rangee.extend([
        badge.into(),
        place.statut_propose().into(),
        Cellule::texte(&place.motif),
    ]);
    rangee
}

fn non_classee(ouverte: &SeanceEnCours, autre: &NonClassee, large: usize) -> Vec<Cellule> {
    let (issue, raison) = match &autre.raison {
        Raison::Ecartee(proposition, motif) => (proposition.nom(), motif.clone()),
        Raison::NonExaminee => ("non examinée", String::new()),
        Raison::Incomplete(manques) => ("incomplète", dire_manques(manques)),
    };
    let mut rangee = vec![
        Cellule::Vide,
        Cellule::texte(&autre.numero),
        nom(ouverte, &autre.numero),
    ];
    rangee.resize(large.saturating_sub(2), Cellule::Vide);
    rangee.extend([issue.into(), Cellule::texte(raison)]);
    rangee
}

fn nom(ouverte: &SeanceEnCours, numero: &str) -> Cellule {
    let dossier = ouverte.cadre.dossier(numero);
    Cellule::from(dossier.map(|d| d.projet.nom.as_str()))
}

fn cloture(ouverte: &SeanceEnCours) -> Feuille {
    let mut feuille = feuille("Clôture", [("Point à régler", 100)]);
    let points = obstacles(ouverte);
    let points = points.iter().map(|o| dire_obstacle(o, &ouverte.cadre));
    feuille.rangees = points.map(|p| vec![p.into()]).collect();
    feuille
}

fn faits(ouverte: &SeanceEnCours) -> Feuille {
    let mut feuille = feuille(
        "Journal",
        [
            ("N°", 6),
            ("Le", 19),
            ("Par", 16),
            ("Annulé", 8),
            ("Fait", 100),
        ],
    );
    let seance = &ouverte.seance;
    let enregistrements = seance.enregistrements().iter();
    feuille.rangees = enregistrements
        .map(|e| {
            let annule = if seance.est_annule(e.n) { "oui" } else { "" };
            vec![
                Cellule::nombre(e.n),
                Cellule::instant(e.le),
                Cellule::texte(&e.par),
                annule.into(),
                journal::dit(ouverte, e).into(),
            ]
        })
        .collect();
    feuille
}

fn table(cadre: &Cadre, seance: &crate::domain::seance::Seance) -> Feuille {
    let mut feuille = feuille(
        "Priorités",
        [
            ("Priorité", 9),
            ("Public", 50),
            ("Précisions", 60),
            ("N° de dossier", 12),
            ("Projet", 34),
            ("Réponse", 30),
            ("Comité", 18),
        ],
    );
    let mut lister = |tete: [Cellule; 3], reponses: &[Reponse], rang: Option<u32>| {
        let reponse = |reponse: &Reponse| {
            let dossier = reponse.dossier;
            let mut rangee = tete.to_vec();
            rangee.extend([
                dossier.numero().into(),
                Cellule::texte(&dossier.projet.nom),
                priorites::degre(reponse, rang).into(),
                priorites::dite(reponse, rang).into(),
            ]);
            rangee
        };
        if reponses.is_empty() && rang.is_some() {
            let mut rangee = tete.to_vec();
            rangee.extend([
                Cellule::Vide,
                Cellule::Vide,
                "personne n'y répond".into(),
                Cellule::Vide,
            ]);
            feuille.rangees.push(rangee);
        }
        feuille.rangees.extend(reponses.iter().map(reponse));
    };
    for ligne in &cadre.table.priorites {
        let public = cadre.ami.public(&ligne.public);
        let tete = [
            Cellule::nombre(ligne.rang),
            public.map_or(ligne.public.as_str(), |p| &p.intitule).into(),
            priorites::textes(cadre, ligne).join("\n").into(),
        ];
        let rang = ligne.rang;
        lister(tete, &de_la_ligne(cadre, seance, rang), Some(rang));
    }
    let tete = ["hors".into(), Cellule::Vide, Cellule::Vide];
    lister(tete, &hors_priorite(cadre, seance), None);
    feuille
}

/// A row per public, a column per territory, in whole percent.
fn reponses(montree: &CarteMontree) -> Feuille {
    let carte = &montree.carte;
    let mut colonnes = vec![Colonne::new("Public", 50)];
    let territoires = carte.colonnes.iter();
    colonnes.extend(territoires.map(|c| Colonne::new(&format!("{} {} (%)", c.code, c.nom), 12)));
    let mut feuille = Feuille::new("Carte des réponses", colonnes);
    feuille.rangees = carte
        .publics
        .iter()
        .map(|(public, intitule)| {
            let cases = carte.colonnes.iter().map(|c| {
                let case = carte::case(c, public);
                let nombre = case.parse().map(Cellule::Nombre);
                nombre.unwrap_or_else(|_| case.into())
            });
            [Cellule::texte(intitule)]
                .into_iter()
                .chain(cases)
                .collect()
        })
        .collect();
    feuille
}

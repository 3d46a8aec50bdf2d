//! The rows of « Priorités »: each line of the table whole, its candidatures under it, then those that answer none.

use crate::domain::cadre::Cadre;
use crate::domain::francais::{compte, nombre};
use crate::domain::priorite::LignePriorite;
use crate::domain::reponses::{Dite, Reponse, de_la_ligne, hors_priorite, lieu, sans_reponse};
use crate::domain::seance::Seance;
use crate::domain::texte::visible;
use crate::tui::fit::{a_gauche, replier};

/// What can be selected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Objet {
    /// A line of the table, by index.
    Ligne(usize),
    /// A candidature, by index.
    Candidature(usize),
}

/// What a row of the screen is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// Number and public of a line.
    Titre,
    /// The rest of its text.
    Texte,
    /// What deserves attention.
    Alerte,
    /// A candidature.
    Candidature,
}

/// A row of the screen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rangee {
    /// Which of the objects it begins, from 0.
    pub objet: Option<usize>,
    /// What it is.
    pub role: Role,
    /// Its text, harmless.
    pub texte: String,
}

/// The place, laid out for a number of columns.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Disposition {
    /// What can be selected, in order.
    pub objets: Vec<Objet>,
    /// Rows, in order.
    pub rangees: Vec<Rangee>,
}

/// Lays the place out.
pub fn disposer(cadre: &Cadre, seance: &Seance, colonnes: usize) -> Disposition {
    let mut disposition = Disposition::default();
    for (index, ligne) in cadre.table.priorites.iter().enumerate() {
        let titre = replier(&titre(cadre, ligne), colonnes.saturating_sub(3));
        let mut titre = titre.into_iter();
        let premiere = titre.next().unwrap_or_default();
        disposition.commencer(Objet::Ligne(index), Role::Titre, premiere);
        for suite in titre {
            disposition.dire(Role::Titre, format!("  {suite}"));
        }
        for texte in textes(cadre, ligne) {
            disposition.replier(Role::Texte, &texte, colonnes);
        }
        let reponses = de_la_ligne(cadre, seance, ligne.rang);
        for reponse in &reponses {
            disposition.candidature(cadre, reponse, Some(ligne.rang), colonnes);
        }
        if let Some(phrase) = sans_reponse(cadre, seance, ligne) {
            disposition.replier(Role::Alerte, &format!("! {phrase}"), colonnes);
        }
    }
    let autres = hors_priorite(cadre, seance);
    if !autres.is_empty() {
        let titre = "Hors priorité : éligibles, classées après les autres";
        disposition.dire(Role::Titre, format!("  {titre}"));
        for reponse in &autres {
            disposition.candidature(cadre, reponse, None, colonnes);
        }
    }
    disposition
}

/// « 1 Jeunes « en rupture »… », the number never without its text.
pub fn titre(cadre: &Cadre, ligne: &LignePriorite) -> String {
    let public = cadre.ami.public(&ligne.public);
    let public = public.map_or(ligne.public.as_str(), |p| p.intitule.as_str());
    format!("{} {}", ligne.rang, visible(public))
}

/// Everything else that a line says.
pub fn textes(cadre: &Cadre, ligne: &LignePriorite) -> Vec<String> {
    let mut textes = Vec::new();
    if !ligne.precisions.is_empty() {
        let precisions = ligne.precisions.join(", ");
        textes.push(format!("en particulier : {}", visible(&precisions)));
    }
    let champs: Vec<&str> = ligne.champs.iter().map(|c| c.nom()).collect();
    textes.push(format!("champs : {}", champs.join(", ")));
    let (libelle, communes, habitants) = lieu(ligne, &cadre.table, &cadre.referentiel);
    textes.push(format!(
        "lieu : {} ({}, {} habitants)",
        visible(&libelle),
        compte(communes, "commune", "communes"),
        nombre(i64::try_from(habitants).unwrap_or(i64::MAX))
    ));
    if let Some(motivation) = &ligne.motivation {
        textes.push(format!("motivation : {}", visible(motivation)));
    }
    textes
}

/// How far a candidature answers the row of this rank: « partiellement 2/3 · 54 % ».
pub fn degre(reponse: &Reponse, rang: Option<u32>) -> String {
    match reponse.correspondance {
        Some(c) if c.pleine() => "pleinement".to_owned(),
        Some(c) => format!(
            "partiellement {}/{} · {} %",
            c.champs_couverts,
            c.champs,
            c.part_population()
        ),
        None if rang.is_some() => "sans correspondance".to_owned(),
        None => String::new(),
    }
}

/// What the committee has said of its row, seen from the row of this rank.
pub fn dite(reponse: &Reponse, rang: Option<u32>) -> String {
    match reponse.dite {
        Dite::Rien if reponse.dossier.priorite_proposee() == rang => "à confirmer".into(),
        Dite::Rien => "y répond aussi".into(),
        Dite::Ici => "confirmée".into(),
        Dite::Ailleurs(Some(autre)) => format!("en priorité {autre}"),
        Dite::Ailleurs(None) => "hors priorité".into(),
    }
}

impl Disposition {
    fn commencer(&mut self, objet: Objet, role: Role, texte: String) {
        self.objets.push(objet);
        self.rangees.push(Rangee {
            objet: Some(self.objets.len() - 1),
            role,
            texte,
        });
    }

    fn dire(&mut self, role: Role, texte: String) {
        self.rangees.push(Rangee {
            objet: None,
            role,
            texte,
        });
    }

    fn replier(&mut self, role: Role, texte: &str, colonnes: usize) {
        for (rang, morceau) in replier(texte, colonnes.saturating_sub(6))
            .iter()
            .enumerate()
        {
            let retrait = if rang == 0 { "   " } else { "     " };
            self.dire(role, format!("{retrait}{morceau}"));
        }
    }

    fn candidature(
        &mut self,
        cadre: &Cadre,
        reponse: &Reponse,
        rang: Option<u32>,
        colonnes: usize,
    ) {
        let dossier = reponse.dossier;
        let index = cadre
            .dossiers
            .iter()
            .position(|d| d.numero() == dossier.numero());
        let nom = a_gauche(&visible(&dossier.projet.nom), colonnes.saturating_sub(53));
        let (degre, dite) = (degre(reponse, rang), dite(reponse, rang));
        let texte = format!(
            "   {} {nom} {} {}",
            a_gauche(dossier.numero(), 9),
            a_gauche(&degre, 24),
            a_gauche(&dite, 14)
        );
        self.commencer(
            Objet::Candidature(index.unwrap_or(0)),
            Role::Candidature,
            texte,
        );
    }
}

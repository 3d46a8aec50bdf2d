//! « Carte des réponses » as the screen holds it: the map, the cell selected, and what a cell says in plain words.

use crate::domain::carte::{Carte, Colonne, EtatColonne, LigneCouverte, pour_cent};
use crate::domain::francais::{compte, enumeration};
use crate::domain::priorite::StatutTable;
use crate::domain::texte::visible;
use crate::tui::fit::{couper, largeur};

/// The map and its selection.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CarteMontree {
    /// The map.
    pub carte: Carte,
    /// Row selected: the publics, then the rows without an answer.
    pub rang: usize,
    /// Territory selected.
    pub colonne: usize,
}

impl CarteMontree {
    /// Rows that can be selected.
    pub fn rangees(&self) -> usize {
        self.carte.publics.len() + self.carte.sans_reponse().count()
    }

    /// What the selection says, a sentence a line.
    pub fn detail(&self) -> Vec<String> {
        let Some((public, intitule)) = self.carte.publics.get(self.rang) else {
            let choisie = self.rang.saturating_sub(self.carte.publics.len());
            let choisie = self.carte.sans_reponse().nth(choisie);
            let dire = |(colonne, ligne): (&Colonne, &LigneCouverte)| {
                vec![tete(colonne), phrase(ligne, &self.intitule(&ligne.public))]
            };
            return choisie.map(dire).unwrap_or_default();
        };
        let Some(colonne) = self.carte.colonnes.get(self.colonne) else {
            return Vec::new();
        };
        let mut phrases = vec![tete(colonne)];
        let lignes = colonne.du_public(public);
        phrases.extend(lignes.map(|ligne| phrase(ligne, intitule)));
        if phrases.len() == 1 {
            phrases.push(match colonne.table {
                StatutTable::ASaisir => "Table à saisir : rien n'est su de ses priorités.".into(),
                StatutTable::Saisie => "Ce public n'est pas dans sa table.".into(),
            });
        }
        phrases
    }

    /// A row nobody answers, on one line of so many columns: the number never without its public.
    pub fn sans_reponse(
        &self,
        colonne: &Colonne,
        ligne: &LigneCouverte,
        colonnes: usize,
    ) -> String {
        let raison = match ligne.reponses {
            0 => "aucune candidature n'y répond".to_owned(),
            n => format!(
                "{}, aucune proposée retenue",
                compte(n, "réponse", "réponses")
            ),
        };
        let debut = format!("{} · {} ", colonne.code, ligne.rang);
        let reste = colonnes.saturating_sub(largeur(&debut) + largeur(&raison) + 3);
        let public = couper(&self.intitule(&ligne.public), reste);
        visible(&format!("{debut}{public} : {raison}"))
    }

    fn intitule(&self, public: &str) -> String {
        let publics = self.carte.publics.iter();
        let connu = publics.into_iter().find(|(id, _)| id == public);
        connu.map_or_else(|| public.to_owned(), |(_, intitule)| intitule.clone())
    }
}

fn phrase(ligne: &LigneCouverte, intitule: &str) -> String {
    let reponse = if ligne.retenues.is_empty() {
        match ligne.reponses {
            0 => "aucune candidature n'y répond".to_owned(),
            n => format!(
                "{}, aucune proposée retenue pour l'instant",
                compte(n, "candidature y répond", "candidatures y répondent")
            ),
        }
    } else {
        format!(
            "{} % de la population ({} communes sur {}), par {}",
            pour_cent(ligne.population),
            ligne.communes.0,
            ligne.communes.1,
            enumeration(&ligne.retenues)
        )
    };
    visible(&format!(
        "Priorité {}, {intitule}, {} : {reponse}.",
        ligne.rang, ligne.lieu
    ))
}

fn tete(colonne: &Colonne) -> String {
    let seance = seance(colonne);
    visible(&format!("{} {} · {seance}", colonne.code, colonne.nom))
}

fn seance(colonne: &Colonne) -> String {
    match &colonne.seance {
        EtatColonne::Aucune => "pas de séance".into(),
        EtatColonne::Lue { levee: true } => "séance levée".into(),
        EtatColonne::Lue { levee: false } => "séance en cours".into(),
        EtatColonne::Illisible(raison) => format!("journal à vérifier : {raison}"),
    }
}

//! « Carte des réponses »: for each row of each table of the campaign, how much of its population the candidatures
//! proposed to be retained answer.

use super::cadre::Cadre;
use super::correspondance::couverture;
use super::phrase::nom_projet;
use super::priorite::StatutTable;
use super::reponses::lieu;
use super::seance::Seance;
use super::tableau::Tableau;

/// A territory of the map.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Colonne {
    /// Code.
    pub code: String,
    /// Name.
    pub nom: String,
    /// Whether its table is entered.
    pub table: StatutTable,
    /// Its séance.
    pub seance: EtatColonne,
    /// Its rows, in order.
    pub lignes: Vec<LigneCouverte>,
}

/// What is known of the séance of a territory.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum EtatColonne {
    /// None yet.
    Aucune,
    /// Going on, or closed.
    Lue {
        /// Whether it is closed.
        levee: bool,
    },
    /// Its journal cannot be read; why.
    Illisible(String),
}

/// A row of a table and its answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LigneCouverte {
    /// Rank.
    pub rang: u32,
    /// Id of the public.
    pub public: String,
    /// Place, as the call words it.
    pub lieu: String,
    /// Communes answered, then all.
    pub communes: (usize, usize),
    /// Inhabitants of these communes.
    pub population: (u64, u64),
    /// Candidatures proposed to be retained that answer it, by name.
    pub retenues: Vec<String>,
    /// Candidatures that answer it, retained or not.
    pub reponses: usize,
}

/// Everything the map shows.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Carte {
    /// Publics of the tables, id and title, in the order of the call.
    pub publics: Vec<(String, String)>,
    /// Territories, in the order of the call.
    pub colonnes: Vec<Colonne>,
}

impl Carte {
    /// The map of these territories.
    pub fn new(
        publics: impl IntoIterator<Item = (String, String)>,
        colonnes: Vec<Colonne>,
    ) -> Self {
        let dans_une_table = |id: &String| {
            let mut lignes = colonnes.iter().flat_map(|c| &c.lignes);
            lignes.any(|l| l.public == *id)
        };
        let publics = publics.into_iter();
        Self {
            publics: publics.filter(|(id, _)| dans_une_table(id)).collect(),
            colonnes,
        }
    }

    /// The rows that no candidature proposed to be retained answers, with their territory.
    pub fn sans_reponse(&self) -> impl Iterator<Item = (&Colonne, &LigneCouverte)> {
        let lignes = self
            .colonnes
            .iter()
            .flat_map(|c| c.lignes.iter().map(move |l| (c, l)));
        lignes.filter(|(_, l)| l.retenues.is_empty())
    }
}

impl Colonne {
    /// The rows about a public.
    pub fn du_public<'a>(&'a self, public: &'a str) -> impl Iterator<Item = &'a LigneCouverte> {
        self.lignes.iter().filter(move |l| l.public == public)
    }

    /// Share of the population of the rows about a public, in whole percent; `None` when the table has no such row.
    pub fn part(&self, public: &str) -> Option<u64> {
        let mut lignes = self.du_public(public).peekable();
        lignes.peek()?;
        let somme = lignes.fold((0, 0), |(a, b), l| (a + l.population.0, b + l.population.1));
        Some(pour_cent(somme))
    }
}

/// Rounded down; 0 is said only of nothing, 100 only of everything.
pub fn pour_cent((part, tout): (u64, u64)) -> u64 {
    match (100 * part).checked_div(tout) {
        Some(0) if part > 0 => 1,
        Some(pour_cent) => pour_cent,
        None => 0,
    }
}

/// What a territory answers, from its frame and what was said.
pub fn colonne(cadre: &Cadre, seance: &Seance, etat: EtatColonne) -> Colonne {
    let tableau = Tableau::etablir(cadre, seance, None);
    Colonne {
        code: cadre.territoire.code.clone(),
        nom: cadre.territoire.nom.clone(),
        table: cadre.table.statut,
        seance: etat,
        lignes: lignes_couvertes(cadre, &tableau),
    }
}

/// The rows of a table and what its candidatures proposed to be retained cover of each.
pub fn lignes_couvertes(cadre: &Cadre, tableau: &Tableau) -> Vec<LigneCouverte> {
    let retenues: Vec<_> = tableau.places.iter().filter(|p| p.retenue()).collect();
    let lignes = cadre.table.priorites.iter().map(|ligne| {
        let departement = cadre.referentiel.departement(&cadre.table.territoire);
        let visees = cadre
            .referentiel
            .communes_de(&ligne.territoire)
            .intersection(&departement);
        let mut couvertes = visees.sauf(&visees);
        let mut noms = Vec::new();
        for place in &retenues {
            let Some(dossier) = cadre.dossier(place.numero()) else {
                continue;
            };
            let priorite = place.rangee.evaluation.priorite;
            let repond = dossier.correspondances.iter().any(|c| c.rang == ligne.rang);
            // « Hors priorité », said by the committee, answers no row whatever the fiche announces.
            if priorite.is_some() && (repond || priorite == Some(ligne.rang)) {
                let siennes = couverture(cadre, dossier, ligne);
                couvertes = couvertes.reunion(&siennes.intersection(&visees));
                noms.push(nom_projet(cadre, place.numero()));
            }
        }
        let repond = |rang| {
            let dossiers = cadre.dossiers.iter();
            dossiers
                .filter(|d| d.correspondances.iter().any(|c| c.rang == rang))
                .count()
        };
        LigneCouverte {
            rang: ligne.rang,
            public: ligne.public.clone(),
            lieu: lieu(ligne, &cadre.table, &cadre.referentiel).0,
            communes: (couvertes.nombre(), visees.nombre()),
            population: (
                couvertes.population(&cadre.referentiel),
                visees.population(&cadre.referentiel),
            ),
            retenues: noms,
            reponses: repond(ligne.rang),
        }
    });
    lignes.collect()
}

//! What a séance is about: the call, one territory, its priority table and its candidatures.

use std::sync::Arc;

use super::ami::{Ami, Territoire};
use super::correspondance::{self, Correspondance};
use super::priorite::TablePriorites;
use super::projet::{Fiche, Projet};
use super::recevabilite::{self, Constat, Formulaires, Vue};
use super::territoire::Referentiel;

/// The call seen from one territory. It never changes during a séance.
#[derive(Debug, Clone)]
pub struct Cadre {
    /// The call.
    pub ami: Arc<Ami>,
    /// The territory that examines.
    pub territoire: Territoire,
    /// Its priority table.
    pub table: Arc<TablePriorites>,
    /// Official codes.
    pub referentiel: Arc<Referentiel>,
    /// Candidatures with a fiche for the territory, by number.
    pub dossiers: Vec<Dossier>,
}

/// A candidature on one territory, with what can be known of it before anyone speaks.
#[derive(Debug, Clone)]
pub struct Dossier {
    /// The form.
    pub projet: Arc<Projet>,
    /// Which of its fiches is the territory's.
    fiche: usize,
    /// Rows of the table it answers, best first.
    pub correspondances: Vec<Correspondance>,
    /// What the rules found.
    pub constats: Vec<Constat>,
}

impl Cadre {
    /// The frame of `territoire`; `None` when the call has no such territory.
    pub fn new(
        ami: &Arc<Ami>,
        territoire: &str,
        table: &Arc<TablePriorites>,
        referentiel: &Arc<Referentiel>,
        projets: &[Arc<Projet>],
    ) -> Option<Self> {
        let constater = recevabilite::constater;
        Self::etablir(ami, territoire, table, referentiel, projets, constater)
    }

    /// The same without asking the rules anything: enough to rank and to match, much sooner on many candidatures.
    pub fn sans_constats(
        ami: &Arc<Ami>,
        territoire: &str,
        table: &Arc<TablePriorites>,
        referentiel: &Arc<Referentiel>,
        projets: &[Arc<Projet>],
    ) -> Option<Self> {
        let aucun = |_: &Vue| Vec::new();
        Self::etablir(ami, territoire, table, referentiel, projets, aucun)
    }

    fn etablir(
        ami: &Arc<Ami>,
        territoire: &str,
        table: &Arc<TablePriorites>,
        referentiel: &Arc<Referentiel>,
        projets: &[Arc<Projet>],
        constater: impl Fn(&Vue) -> Vec<Constat>,
    ) -> Option<Self> {
        let formulaires = Formulaires::new(projets);
        let mut dossiers: Vec<Dossier> = projets
            .iter()
            .filter_map(|projet| {
                let fiche = projet
                    .fiches
                    .iter()
                    .position(|f| f.territoire == territoire)?;
                let lue = &projet.fiches[fiche];
                let zone = referentiel.zone_de_fiche(lue.zone.as_ref(), &lue.territoire);
                let correspondances =
                    correspondance::chercher(lue, &zone, projet.debut, ami, table, referentiel);
                let constats = constater(&Vue {
                    projet,
                    rang: fiche,
                    ami,
                    table,
                    referentiel,
                    correspondances: &correspondances,
                    zone: &zone,
                    formulaires: &formulaires,
                });
                Some(Dossier {
                    projet: Arc::clone(projet),
                    fiche,
                    correspondances,
                    constats,
                })
            })
            .collect();
        dossiers.sort_by(|a, b| a.projet.numero.cmp(&b.projet.numero));
        Some(Self {
            ami: Arc::clone(ami),
            territoire: ami.territoire(territoire)?.clone(),
            table: Arc::clone(table),
            referentiel: Arc::clone(referentiel),
            dossiers,
        })
    }

    /// The candidature of this number.
    pub fn dossier(&self, numero: &str) -> Option<&Dossier> {
        self.dossiers.iter().find(|d| d.numero() == numero)
    }

    /// What a priority is called on this table: « priorité 1 » or « hors priorité ».
    pub fn nom_priorite(rang: Option<u32>) -> String {
        rang.map_or_else(|| "hors priorité".into(), |rang| format!("priorité {rang}"))
    }
}

impl Dossier {
    /// The platform number.
    pub fn numero(&self) -> &str {
        &self.projet.numero
    }

    /// The fiche of the territory.
    pub fn fiche(&self) -> &Fiche {
        &self.projet.fiches[self.fiche]
    }

    /// The best row answered: what the tool proposes, `None` for hors priorité.
    pub fn priorite_proposee(&self) -> Option<u32> {
        self.correspondances.first().map(|c| c.rang)
    }
}

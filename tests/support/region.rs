//! Proposals made by hand, for a region without files.

use std::collections::BTreeMap;

use instruire::domain::ami::{Ami, Methode, ParametresClassement, Veto};
use instruire::domain::avis::Decompte;
use instruire::domain::classement::Regle;
use instruire::domain::rang::{placer, rangs};
use instruire::domain::region::{Candidature, Controle, Departement, Recue};
use instruire::domain::resultat::{FicheResultat, ProjetResultat};

/// The parameters of the shipped call.
pub const PARAMETRES: ParametresClassement = ParametresClassement {
    methode: Methode::Paliers,
    veto: Veto::Moitie,
    quorum_avis: 3,
    liste_complementaire: true,
};

/// A candidature: number, priority row, favorable, reserves, unfavourable, points over 16, euros.
pub type Ligne<'a> = (&'a str, Option<u32>, (u64, u64, u64), u32, i64);

/// A candidature not placed yet.
pub fn candidature(
    territoire: &str,
    (numero, priorite, (f, r, d), points, cout): Ligne,
) -> Candidature {
    Candidature {
        territoire: territoire.into(),
        numero: numero.into(),
        nom: format!("Projet {numero}"),
        porteur: "Association fictive".into(),
        fictif: true,
        rang_calcule: 0,
        rang_retenu: 0,
        rang_motif: None,
        statut_propose: "classé".into(),
        statut_motif: None,
        motif: String::new(),
        priorite,
        public: None,
        decompte: Decompte { f, r, d },
        points: format!("{points}/16"),
        badge: None,
        ligne: cout,
        convention: cout,
        demande: cout,
        demande_par_annee: BTreeMap::from([(2025, cout / 2), (2026, cout - cout / 2)]),
        fiche: None,
    }
}

/// A proposal: ranked by the rule on a table of `lignes` rows, then placed where the committee wants some.
pub fn departement(
    territoire: &str,
    lignes: u32,
    enveloppe: Option<i64>,
    candidatures: &[Ligne],
    voulus: &[(&str, usize)],
) -> Departement {
    let regle = Regle {
        parametres: &PARAMETRES,
        lignes,
    };
    let mut classees: Vec<Candidature> = candidatures
        .iter()
        .map(|ligne| candidature(territoire, *ligne))
        .collect();
    let cles: Vec<_> = classees
        .iter()
        .map(|c| regle.cle(&c.evaluation()))
        .collect();
    let ordre = instruire::domain::classement::ranger(&cles);
    for (index, rang) in &ordre {
        classees[*index].rang_calcule = *rang;
    }
    let mut classees: Vec<Candidature> = ordre.iter().map(|(i, _)| classees[*i].clone()).collect();
    let indexes: Vec<usize> = (0..classees.len()).collect();
    let groupes: Vec<Vec<usize>> = indexes
        .chunk_by(|a, b| classees[*a].rang_calcule == classees[*b].rang_calcule)
        .map(<[usize]>::to_vec)
        .collect();
    let voulus: Vec<(usize, usize)> = voulus
        .iter()
        .map(|(numero, rang)| {
            let index = classees.iter().position(|c| c.numero == *numero).unwrap();
            classees[index].rang_motif = Some("voulu".into());
            (index, *rang)
        })
        .collect();
    let places = rangs(&placer(&groupes, &voulus));
    let classees = places.into_iter().map(|(index, rang)| Candidature {
        rang_retenu: rang,
        ..classees[index].clone()
    });
    Departement {
        code: territoire.into(),
        controle: Controle::Recalculee,
        projet: false,
        seance: None,
        enregistrements: 10,
        lignes_de_priorite: lignes as usize,
        enveloppe,
        annee: None,
        propose: 0,
        classees: classees.collect(),
        non_classees: Vec::new(),
        table: Some(Vec::new()),
        constats: Vec::new(),
    }
}

/// The file that brings a proposal.
pub fn recue(departement: Departement) -> Recue {
    Recue {
        fichier: format!("resultats/{}.yaml", departement.code),
        sha256: format!("sha-{}", departement.code),
        contenu: Ok(departement),
    }
}

/// The fiche of a form declared on these territories, asking for this in all.
pub fn fiche(territoires: &[&str], demande: i64, total: Option<i64>) -> FicheResultat {
    FicheResultat {
        publics: vec!["Public fictif".into()],
        demande,
        demande_par_volet: BTreeMap::new(),
        projet: ProjetResultat {
            territoires: territoires.iter().map(|t| (*t).to_owned()).collect(),
            demande: total,
        },
    }
}

/// The shipped call.
pub fn ami() -> Ami {
    use std::sync::LazyLock;
    static AMI: LazyLock<Ami> = LazyLock::new(|| (*super::Brouillon::new().campagne().ami).clone());
    AMI.clone()
}

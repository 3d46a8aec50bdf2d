//! Compiles what was received: who is there, who is not, one order, the lines, the sums. No clock: same files, same bytes.

use std::collections::{BTreeMap, BTreeSet};

use super::departement::{Candidature, Departement};
use super::fusion::{Ligne, Ordre, Placee};
use super::multiples::projets_multiples;
use super::statistiques::{motifs, totaux};
use super::{
    Etat, FORMAT, FichierRefuse, LigneCouverteRegion, LigneRegion, NATURE, ParametresRegion,
    PropositionCompilee, ProvenanceRegion, Rangee, Recue, Refus, Region, RetoucheResultat, Service,
    TerritoireCompile,
};
use crate::domain::ami::Ami;
use crate::domain::coupe::plancher;
use crate::domain::fait::{Empreinte, Proposition};
use crate::domain::francais::{compte, enumeration, euros, typographier};
use crate::domain::resultat::{AmiResultat, CriterePondere, Tete};

/// What the region says, on top of what it received.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Reglages {
    /// The regional envelope, the year it covers, and where it comes from; `None`: the sum of the territories'.
    pub enveloppe: Option<(Option<i64>, Option<u16>, String)>,
    /// By territory and number.
    pub retouches: BTreeMap<(String, String), Retouche>,
    /// The head of its journal.
    pub journal: Option<Tete>,
}

/// What the region says of a candidature, each with its reason.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Retouche {
    /// The porteur gives up.
    pub desistement: Option<String>,
    /// Arbitrated between diverging proposals.
    pub proposition: Option<(Proposition, String)>,
    /// Arbitrated amount over the convention, in euros.
    pub montant: Option<(i64, String)>,
}

impl Retouche {
    /// Whether nothing is said any more.
    pub fn est_vide(&self) -> bool {
        *self == Self::default()
    }

    /// What was said, in words, each with its reason.
    pub fn phrases(&self) -> Vec<(String, String)> {
        let desistement = self.desistement.iter();
        let mut phrases: Vec<(String, String)> = desistement
            .map(|motif| ("désistement".to_owned(), motif.clone()))
            .collect();
        if let Some((proposition, motif)) = &self.proposition {
            phrases.push((format!("arbitrage : {}", proposition.nom()), motif.clone()));
        }
        if let Some((montant, motif)) = &self.montant {
            phrases.push((
                format!("montant arbitré : {}", euros(*montant)),
                motif.clone(),
            ));
        }
        phrases
    }
}

impl Reglages {
    /// What is said of a candidature.
    pub fn retouche(&self, candidature: &Candidature) -> Option<&Retouche> {
        if self.retouches.is_empty() {
            return None;
        }
        let cle = (candidature.territoire.clone(), candidature.numero.clone());
        self.retouches.get(&cle)
    }

    /// Whether a candidature is proposed to be retained: the region's word, else its territory's.
    pub fn retenue(&self, candidature: &Candidature) -> bool {
        match self.retouche(candidature) {
            Some(r) if r.desistement.is_some() => false,
            Some(Retouche {
                proposition: Some((proposition, _)),
                ..
            }) => proposition.retient(),
            _ => candidature.retenue(),
        }
    }
}

/// What was received, sorted out.
struct Tri {
    departements: Vec<Departement>,
    /// Name of the file of each.
    fichiers: Vec<String>,
    refus: Vec<FichierRefuse>,
    remarques: Vec<String>,
    provenance: Vec<Empreinte>,
}

impl Region {
    /// The compilation of these files, whatever their order.
    pub fn compiler(
        ami: &Ami,
        recues: Vec<Recue>,
        reglages: &Reglages,
        sources: Vec<String>,
    ) -> Self {
        let Tri {
            departements,
            fichiers,
            refus,
            mut remarques,
            provenance,
        } = trier(ami, recues);
        let (enveloppe, origine, annee) = enveloppe(ami, &departements, reglages, &mut remarques);
        let ordre = Ordre::etablir(&departements, &ami.classement, reglages, enveloppe, annee);
        let plancher = plancher_de(ami, annee);
        let ligne = |ligne: &Ligne| LigneRegion {
            enveloppe,
            origine: typographier(&origine),
            annee,
            engage: ligne.engage,
            reste: ligne.reste,
            plancher,
            negociable: negociable(ligne, plancher),
            saut: ligne.saut.clone(),
        };
        remarques.extend(remarques_de(ami, &departements));
        remarques.extend(sans_objet(&departements, reglages));
        let couverture = departements.iter().flat_map(|d| {
            let lignes = d.table.iter().flatten();
            lignes.map(|ligne| LigneCouverteRegion {
                territoire: d.code.clone(),
                ligne: ligne.clone(),
            })
        });
        Self {
            format: FORMAT,
            nature: NATURE.into(),
            ami: AmiResultat {
                id: ami.id.clone(),
                intitule: ami.intitule.clone(),
                source: ami.source.clone(),
            },
            region: Service {
                code: ami.region.code.clone(),
                nom: ami.region.nom.clone(),
                service: ami.region.service.clone(),
            },
            parametres: parametres(ami),
            territoires: territoires(ami, &departements, &fichiers, &refus, &ordre),
            refus,
            remarques: remarques.iter().map(|r| typographier(r)).collect(),
            ligne: ligne(&ordre.ligne),
            tour_de_role: ligne(&ordre.tour),
            inversions: ordre.inversions(),
            classement: ordre.placees.iter().map(rangee).collect(),
            projets_multiples: projets_multiples(ami, &departements, reglages),
            totaux: totaux(&departements, reglages),
            motifs: motifs(&departements, &ami.classement),
            couverture: couverture.collect(),
            retouches: retouches(reglages),
            provenance: ProvenanceRegion {
                version: env!("CARGO_PKG_VERSION").into(),
                sources,
                propositions: provenance,
                journal: reglages.journal.clone(),
            },
            non_classees: departements
                .into_iter()
                .flat_map(|d| d.non_classees)
                .collect(),
        }
    }
}

/// Puts the proposals in the order of the call. Of two files of one territory, the same bytes count once; others are refused.
fn trier(ami: &Ami, mut recues: Vec<Recue>) -> Tri {
    recues.sort_by(|a, b| a.fichier.cmp(&b.fichier));
    let mut tri = Tri {
        departements: Vec::new(),
        fichiers: Vec::new(),
        refus: Vec::new(),
        remarques: Vec::new(),
        provenance: Vec::new(),
    };
    let mut par_territoire: BTreeMap<String, Vec<(String, String, Departement)>> = BTreeMap::new();
    for recue in recues {
        let fichier = recue.fichier;
        tri.provenance.push(Empreinte {
            fichier: fichier.clone(),
            sha256: recue.sha256.clone(),
        });
        match recue.contenu {
            Ok(departement) => {
                let rangees = par_territoire.entry(departement.code.clone()).or_default();
                rangees.push((fichier, recue.sha256, departement));
            }
            Err(refus) => tri.refus.push(refuse(fichier, refus)),
        }
    }
    for territoire in &ami.territoires {
        let Some(mut recues) = par_territoire.remove(&territoire.code) else {
            continue;
        };
        if recues.iter().all(|(_, sha256, _)| *sha256 == recues[0].1) {
            for (fichier, ..) in recues.drain(1..) {
                tri.remarques.push(format!(
                    "{} : {fichier} est la copie à l'identique d'un autre fichier reçu, comptée une seule fois.",
                    territoire.code
                ));
            }
            for (fichier, _, departement) in recues {
                tri.fichiers.push(fichier);
                tri.departements.push(departement);
            }
        } else {
            tri.refus.extend(doubles(&territoire.code, &recues));
        }
    }
    tri.refus.sort();
    tri
}

/// Files of one territory that do not hold the same: none is chosen.
fn doubles(code: &str, recues: &[(String, String, Departement)]) -> Vec<FichierRefuse> {
    let dire = |(fichier, _, d): &(String, String, Departement)| {
        let faits = usize::try_from(d.enregistrements).unwrap_or(usize::MAX);
        format!("{fichier} ({})", compte(faits, "fait", "faits"))
    };
    recues
        .iter()
        .map(|recue| {
            let autres: Vec<String> = recues.iter().filter(|r| r.0 != recue.0).map(dire).collect();
            let raison = format!(
                "le territoire {code} est reçu plusieurs fois, avec des contenus différents : {} et {}. Gardez la bonne, retirez l'autre",
                dire(recue),
                enumeration(&autres)
            );
            refuse(
                recue.0.clone(),
                Refus {
                    territoire: Some(code.to_owned()),
                    raisons: vec![raison],
                },
            )
        })
        .collect()
}

fn refuse(fichier: String, refus: Refus) -> FichierRefuse {
    FichierRefuse {
        fichier,
        territoire: refus.territoire,
        raisons: refus.raisons.iter().map(|r| typographier(r)).collect(),
    }
}

fn parametres(ami: &Ami) -> ParametresRegion {
    let criteres = ami.criteres.iter().map(|c| CriterePondere {
        id: c.id.clone(),
        intitule: c.intitule.clone(),
        poids: c.poids,
    });
    ParametresRegion {
        classement: ami.classement.clone(),
        criteres: criteres.collect(),
        subvention_annuelle_minimale: ami.regles.subvention_annuelle_minimale,
    }
}

fn plancher_de(ami: &Ami, annee: Option<u16>) -> i64 {
    let annuel = ami.regles.subvention_annuelle_minimale;
    plancher(annuel, ami.calendrier.duree_mois, annee.is_some())
}

fn negociable(ligne: &Ligne, plancher: i64) -> bool {
    let assez = |reste: i64| reste > 0 && reste >= plancher;
    !ligne.a_departager && ligne.attend && ligne.reste.is_some_and(assez)
}

/// The regional envelope, where it comes from, and the year it covers: the region's, else the sum of the territories'.
fn enveloppe(
    ami: &Ami,
    departements: &[Departement],
    reglages: &Reglages,
    remarques: &mut Vec<String>,
) -> (Option<i64>, String, Option<u16>) {
    if let Some((montant, annee, motif)) = &reglages.enveloppe {
        return (*montant, format!("fixée par la région : {motif}"), *annee);
    }
    let annees: BTreeSet<Option<u16>> = departements.iter().map(|d| d.annee).collect();
    let sans: Vec<String> = departements
        .iter()
        .filter(|d| d.enveloppe.is_none())
        .map(|d| d.code.clone())
        .collect();
    if annees.len() > 1 {
        remarques.push(
            "Les enveloppes ne portent pas toutes sur la même période : elles ne s'additionnent pas, et les coûts régionaux sont ceux de la convention."
                .into(),
        );
        return (None, "périodes différentes".into(), None);
    }
    let annee = annees.into_iter().next().flatten();
    if departements.is_empty() || sans.len() == departements.len() {
        return (None, "non renseignée".into(), annee);
    }
    if !sans.is_empty() {
        remarques.push(format!(
            "Enveloppe non renseignée pour {} : pas de somme régionale.",
            enumeration(&sans)
        ));
        return (None, "non renseignée partout".into(), annee);
    }
    let somme = departements.iter().filter_map(|d| d.enveloppe);
    let somme = somme.fold(0, i64::saturating_add);
    let compiles = departements.len();
    let origine = format!(
        "somme des {} compilées, sur {}",
        compte(compiles, "enveloppe", "enveloppes"),
        compte(ami.territoires.len(), "territoire", "territoires")
    );
    (Some(somme), origine, annee)
}

fn territoires(
    ami: &Ami,
    departements: &[Departement],
    fichiers: &[String],
    refus: &[FichierRefuse],
    ordre: &Ordre,
) -> Vec<TerritoireCompile> {
    let territoires = ami.territoires.iter().map(|territoire| {
        let code = &territoire.code;
        let ou = departements.iter().position(|d| d.code == *code);
        let refuse = refus.iter().any(|r| r.territoire.as_ref() == Some(code));
        let proposition = ou.map(|ou| {
            let (departement, tracee) = (&departements[ou], &ordre.territoires[ou]);
            let plancher = plancher_de(ami, departement.annee);
            PropositionCompilee {
                fichier: fichiers[ou].clone(),
                controle: departement.controle,
                projet: departement.projet,
                seance: departement.seance,
                lignes_de_priorite: departement.lignes_de_priorite,
                classees: departement.classees.len(),
                non_classees: departement.non_classees.len(),
                enveloppe: departement.enveloppe,
                annee: departement.annee,
                engage: tracee.ligne.engage,
                reste: tracee.ligne.reste,
                propose: departement.propose,
                negociable: negociable(&tracee.ligne, plancher),
                promues: tracee.promues.clone(),
                sorties: tracee.sorties.clone(),
                a_departager: tracee.a_departager.clone(),
            }
        });
        TerritoireCompile {
            code: code.clone(),
            nom: territoire.nom.clone(),
            etat: match (&proposition, refuse) {
                (Some(_), _) => Etat::Compile,
                (None, true) => Etat::Refuse,
                (None, false) => Etat::Absent,
            },
            proposition,
        }
    });
    territoires.collect()
}

fn rangee(placee: &Placee) -> Rangee {
    let (tour, rang_au_tour, statut_au_tour) = match placee.tour {
        Some((tour, rang, statut)) => (Some(tour), Some(rang), statut),
        None => (None, None, crate::domain::coupe::Statut::NonRetenu),
    };
    Rangee {
        rang: placee.rang,
        ex_aequo: placee.ex_aequo,
        statut: placee.statut,
        tour,
        rang_au_tour,
        statut_au_tour,
        statut_au_territoire: placee.statut_au_territoire,
        cout: placee.cout,
        hors_ligne: placee.hors_ligne.clone(),
        candidature: placee.candidature.clone(),
    }
}

fn remarques_de(ami: &Ami, departements: &[Departement]) -> Vec<String> {
    let mut remarques = Vec::new();
    for departement in departements {
        let code = &departement.code;
        if departement.projet {
            remarques.push(format!(
                "{code} : projet de proposition, la séance n'est pas levée."
            ));
        }
        if departement.lignes_de_priorite == 0 && !departement.classees.is_empty() {
            remarques.push(format!(
                "{code} : table des priorités à saisir, toutes ses candidatures sont classées hors priorité."
            ));
        }
        if departement.table.is_none() {
            remarques.push(format!(
                "{code} : écrite par un programme antérieur, sans publics, ni volets, ni table : ses totaux sont incomplets. Récrivez-la (E)."
            ));
        }
        let seuil = u64::from(ami.classement.quorum_avis);
        let peu = departement.classees.iter();
        let peu = peu.filter(|c| c.decompte.exprimes() < seuil).count();
        if peu > 0 {
            remarques.push(format!(
                "{code} : {} sur moins de {seuil} avis exprimés.",
                compte(peu, "candidature classée", "candidatures classées")
            ));
        }
    }
    remarques
}

/// Retouches about a candidature that is not in the compilation any more.
fn sans_objet(departements: &[Departement], reglages: &Reglages) -> Vec<String> {
    let connue = |territoire: &str, numero: &str| {
        let departement = departements.iter().find(|d| d.code == territoire);
        departement.is_some_and(|d| d.candidature(numero).is_some())
    };
    let retouches = reglages.retouches.keys();
    retouches
        .filter(|(territoire, numero)| !connue(territoire, numero))
        .map(|(territoire, numero)| {
            format!("{territoire} : ce que la région a dit de {numero} est sans objet, la candidature n'est plus classée.")
        })
        .collect()
}

fn retouches(reglages: &Reglages) -> Vec<RetoucheResultat> {
    let retouches = reglages.retouches.iter();
    retouches
        .flat_map(|((territoire, numero), retouche)| {
            let phrases = retouche.phrases().into_iter();
            phrases.map(move |(quoi, motif)| RetoucheResultat {
                territoire: territoire.clone(),
                numero: numero.clone(),
                quoi: typographier(&quoi),
                motif,
            })
        })
        .collect()
}

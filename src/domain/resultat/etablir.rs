//! Builds the outcome of a séance. No clock: the same journal and inputs give the same bytes.

use super::{
    AmiResultat, AvisResultat, Classee, ConstatResultat, Couverture, CriterePondere,
    CritereResultat, FORMAT, Identite, LigneResultat, MandatResultat, MontantsResultat,
    NonClasseeResultat, ParametresResultat, PrioriteResultat, Provenance, QualiteResultat, Reserve,
    Resultat, RobustesseResultat, SeanceResultat, TenueResultat, TerritoireResultat, VoteResultat,
    fiche,
};
use crate::domain::avertissement::avertissements;
use crate::domain::avis::{Decompte, Position, Sens};
use crate::domain::cadre::{Cadre, Dossier};
use crate::domain::coupe::Statut;
use crate::domain::fait::{Fait, Proposition};
use crate::domain::fermete::Fermete;
use crate::domain::francais::{compte, typographier};
use crate::domain::motif::{points, points_maximum};
use crate::domain::presence::SERVICE;
use crate::domain::seance::{Examen, Seance, Vote};
use crate::domain::tableau::{Place, Raison, Tableau};

impl Resultat {
    /// The outcome of a séance.
    pub fn etablir(cadre: &Cadre, seance: &Seance, provenance: Provenance) -> Self {
        let tableau = Tableau::etablir(cadre, seance, None);
        let fermete = Fermete::etablir(cadre, seance, None);
        let ami = &cadre.ami;
        Self {
            format: FORMAT,
            nature: "proposition de classement".into(),
            projet: !seance.etat().levee,
            ami: AmiResultat {
                id: ami.id.clone(),
                intitule: ami.intitule.clone(),
                source: ami.source.clone(),
            },
            territoire: TerritoireResultat {
                code: cadre.territoire.code.clone(),
                nom: cadre.territoire.nom.clone(),
                service: cadre.territoire.service.clone(),
            },
            seance: seance_resultat(cadre, seance),
            parametres: parametres(cadre, seance, &tableau),
            ligne: ligne(&tableau),
            robustesse: RobustesseResultat::etablir(cadre, &fermete),
            classement: tableau
                .places
                .iter()
                .filter_map(|place| classee(cadre, seance, &fermete, place))
                .collect(),
            non_classees: non_classees(cadre, seance, &tableau),
            reserves: reserves(cadre, seance, &tableau),
            avertissements: avertissements(cadre, seance, &tableau),
            table: Some(fiche::table(cadre, &tableau)),
            provenance,
        }
    }
}

fn seance_resultat(cadre: &Cadre, seance: &Seance) -> SeanceResultat {
    let presence = &seance.etat().presence;
    let quorum = presence.quorum(&cadre.ami);
    let nom = |id: &str| cadre.ami.institution(id).map(|i| i.nom.clone());
    let levee = seance
        .enregistrements()
        .iter()
        .rfind(|e| matches!(e.fait, Fait::SeanceLevee {}));
    SeanceResultat {
        date: seance.etat().date,
        levee_le: levee.filter(|_| seance.etat().levee).map(|e| e.le),
        presidence: presence.presidence.as_deref().and_then(|id| match id {
            SERVICE => Some(cadre.territoire.service.clone()),
            id => nom(id),
        }),
        presents: presence.institutions().filter_map(nom).collect(),
        qualites: presence
            .presents
            .iter()
            .filter_map(|p| {
                Some(QualiteResultat {
                    institution: nom(&p.institution)?,
                    qualite: p.qualite?,
                })
            })
            .collect(),
        mandats: presence
            .mandats
            .iter()
            .filter_map(|m| {
                Some(MandatResultat {
                    de: nom(&m.de)?,
                    a: nom(&m.a)?,
                })
            })
            .collect(),
        quorum: cadre.ami.quorum,
        presents_ou_representes: quorum.map(|q| q.comptes),
        votes: seance.etat().votes.iter().map(vote).collect(),
    }
}

fn vote(vote: &Vote) -> VoteResultat {
    let (pour, contre, abstentions) = vote.voix;
    VoteResultat {
        fait: vote.n,
        ordre: vote.projets.clone(),
        pour,
        contre,
        abstentions,
        voix_preponderante: vote.voix_preponderante,
        motif: vote.motif.clone(),
    }
}

fn parametres(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> ParametresResultat {
    let criteres = cadre.ami.criteres.iter().map(|c| CriterePondere {
        id: c.id.clone(),
        intitule: c.intitule.clone(),
        poids: c.poids,
    });
    let origine = match (seance.etat().enveloppe, cadre.territoire.enveloppe) {
        (Some(Some(_)), _) => format!("fixée en séance : {}", seance.etat().enveloppe_motif),
        (Some(None), _) => format!("retirée en séance : {}", seance.etat().enveloppe_motif),
        (None, Some(_)) => "ami.yaml".into(),
        (None, None) => "non renseignée".into(),
    };
    ParametresResultat {
        classement: cadre.ami.classement.clone(),
        criteres: criteres.collect(),
        lignes_de_priorite: cadre.table.priorites.len(),
        enveloppe: tableau.enveloppe,
        enveloppe_origine: typographier(&origine),
        propose: tableau.propose,
        subvention_annuelle_minimale: cadre.ami.regles.subvention_annuelle_minimale,
    }
}

fn ligne(tableau: &Tableau) -> LigneResultat {
    LigneResultat {
        annee: tableau.annee,
        engage: tableau.engage,
        reste: tableau.reste,
        plancher: tableau.plancher,
        negociable: tableau.negociable(),
        saut: tableau.saut.clone(),
    }
}

fn classee(cadre: &Cadre, seance: &Seance, fermete: &Fermete, place: &Place) -> Option<Classee> {
    let dossier = cadre.dossier(place.numero())?;
    let examen = seance.examen(place.numero());
    let evaluation = &place.rangee.evaluation;
    let maximum = points_maximum(cadre);
    let par_famille = cadre.ami.familles.iter().map(|famille| {
        let positions = famille
            .institutions
            .iter()
            .filter_map(|i| examen.positions.get(&i.id));
        (famille.id.clone(), Decompte::des(positions))
    });
    let criteres = cadre.ami.criteres.iter().map(|c| CritereResultat {
        id: c.id.clone(),
        note: examen.notes.get(&c.id).copied(),
        observation: examen.observations.get(&Some(c.id.clone())).cloned(),
    });
    Some(Classee {
        rang_calcule: place.rangee.rang,
        rang_retenu: place.rang_retenu,
        rang_motif: place.rang_comite.as_ref().map(|(_, motif)| motif.clone()),
        ex_aequo: place.ex_aequo.clone(),
        identite: identite(dossier),
        statut_calcule: place.statut,
        statut_propose: place.statut_propose().into(),
        statut_motif: place.proposition.as_ref().map(|(_, motif)| motif.clone()),
        motif: place.motif.clone(),
        priorite: priorite(cadre, dossier, examen),
        decompte: evaluation.decompte,
        decompte_par_famille: par_famille.collect(),
        avis: avis(cadre, examen, true),
        criteres: criteres.collect(),
        points: format!("{}/{maximum}", points(cadre, evaluation)),
        observation: examen.observations.get(&None).cloned(),
        complements_demandes: examen.complements.clone(),
        montants: montants(dossier, examen, place),
        fiche: Some(fiche::fiche(cadre, dossier)),
        robustesse: TenueResultat::etablir(cadre, fermete, place.numero()),
        constats: constats(dossier, examen),
    })
}

fn identite(dossier: &Dossier) -> Identite {
    Identite {
        numero: dossier.numero().into(),
        nom: dossier.projet.nom.clone(),
        porteur: dossier.projet.porteur.nom.clone(),
        fictif: dossier.projet.fictif,
    }
}

fn priorite(cadre: &Cadre, dossier: &Dossier, examen: &Examen) -> PrioriteResultat {
    let retenue = examen.priorite_valable(cadre);
    let rang = retenue.and_then(|p| p.rang);
    let ligne = rang.and_then(|rang| cadre.table.ligne(rang));
    PrioriteResultat {
        rang,
        public: ligne
            .and_then(|l| cadre.ami.public(&l.public))
            .map(|p| p.intitule.clone()),
        precisions: ligne.map(|l| l.precisions.clone()).unwrap_or_default(),
        champs: ligne.map(|l| l.champs.clone()).unwrap_or_default(),
        territoire: ligne.and_then(|l| l.territoire.libelle.clone()),
        couverture: couverture(dossier, rang),
        rang_propose: dossier.priorite_proposee(),
        motif: retenue.and_then(|p| p.motif.clone()),
    }
}

fn couverture(dossier: &Dossier, rang: Option<u32>) -> Option<Couverture> {
    let correspondance = dossier
        .correspondances
        .iter()
        .find(|c| Some(c.rang) == rang)?;
    Some(Couverture {
        pleinement: correspondance.pleine(),
        champs_couverts: correspondance.champs_couverts,
        communes_couvertes: correspondance.communes_couvertes,
        communes: correspondance.communes,
        population_couverte: correspondance.population_couverte,
        population: correspondance.population,
    })
}

fn avis(cadre: &Cadre, examen: &Examen, muettes_aussi: bool) -> Vec<AvisResultat> {
    cadre
        .ami
        .institutions()
        .map(|(famille, institution)| (famille, institution, examen.positions.get(&institution.id)))
        .filter(|(_, _, position)| muettes_aussi || position.is_some())
        .map(|(famille, institution, position)| AvisResultat {
            famille: famille.id.clone(),
            institution: institution.nom.clone(),
            avis: position.map(|p| p.nom().to_owned()),
            texte: position.and_then(Position::texte).map(str::to_owned),
            recu: position.and_then(|p| match p {
                Position::Avis { recu, .. } => Some(*recu),
                _ => None,
            }),
        })
        .collect()
}

fn montants(dossier: &Dossier, examen: &Examen, place: &Place) -> MontantsResultat {
    let fiche = dossier.fiche();
    MontantsResultat {
        demande: fiche.demande(),
        demande_par_annee: fiche
            .annees()
            .map(|annee| (annee, fiche.demande_annee(annee)))
            .collect(),
        propose: examen.montant.as_ref().map(|(montant, _)| *montant),
        motif: examen.montant.as_ref().map(|(_, motif)| motif.clone()),
        ligne: place.cout,
        cumul: place.cumul,
    }
}

fn constats(dossier: &Dossier, examen: &Examen) -> Vec<ConstatResultat> {
    let constats = dossier.constats.iter().map(|c| {
        let tranche = examen.tranches.get(c.regle);
        ConstatResultat {
            regle: c.regle.into(),
            severite: c.severite,
            message: c.message.clone(),
            tranche: tranche.map(|t| if t.confirme { "confirme" } else { "leve" }.into()),
            motif: tranche.map(|t| t.motif.clone()),
        }
    });
    constats.collect()
}

fn non_classees(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<NonClasseeResultat> {
    let non_classees = tableau.non_classees.iter().filter_map(|n| {
        let dossier = cadre.dossier(&n.numero)?;
        let (statut, motif) = match &n.raison {
            Raison::Ecartee(proposition, motif) => (proposition.nom(), Some(motif.clone())),
            Raison::NonExaminee => ("non examinée", None),
            Raison::Incomplete(manques) => (
                "incomplète",
                Some(compte(manques.len(), "point manque", "points manquent")),
            ),
        };
        Some(NonClasseeResultat {
            identite: identite(dossier),
            statut: statut.into(),
            motif,
            complements_demandes: seance.examen(&n.numero).complements.clone(),
            fiche: Some(fiche::fiche(cadre, dossier)),
            avis: avis(cadre, seance.examen(&n.numero), false),
            constats: constats(dossier, seance.examen(&n.numero)),
        })
    });
    non_classees.collect()
}

/// The reserves of the candidatures that may receive money, in their order: the institutions', then the committee's.
fn reserves(cadre: &Cadre, seance: &Seance, tableau: &Tableau) -> Vec<Reserve> {
    let mut reserves = Vec::new();
    let servie =
        |p: &&Place| p.retenue() || p.statut_propose() == Statut::ListeComplementaire.nom();
    for place in tableau.places.iter().filter(servie) {
        let mut noter = |institution: Option<&str>, texte: &str| {
            reserves.push(Reserve {
                numero: place.numero().into(),
                institution: institution.map(str::to_owned),
                texte: texte.to_owned(),
            });
        };
        let positions = &seance.examen(place.numero()).positions;
        for (_, institution) in cadre.ami.institutions() {
            if let Some(Position::Avis {
                sens: Sens::FavorableAvecReserves,
                texte: Some(texte),
                ..
            }) = positions.get(&institution.id)
            {
                noter(Some(&institution.nom), texte);
            }
        }
        if let Some((Proposition::RetenuSousReserve, motif)) = &place.proposition {
            noter(None, motif);
        }
    }
    reserves
}

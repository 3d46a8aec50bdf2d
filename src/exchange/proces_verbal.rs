//! The minutes of a séance (CRPA R. 133-5 to R. 133-13): only what was recorded, and what was not is said so.

mod candidature;

use std::collections::BTreeMap;

use chrono::{DateTime, FixedOffset};

use super::ecrit::Ecrit;
use crate::domain::ami::Veto;
use crate::domain::cadre::Cadre;
use crate::domain::fait::{Enregistrement, Fait};
use crate::domain::francais::{euros, heure, jour, ordinal_feminin};
use crate::domain::phrase::{decompte_des_voix, nom_projet};
use crate::domain::presence::Quorum;
use crate::domain::resultat::{Classee, Identite, Resultat, SeanceResultat};
use crate::domain::seance::Seance;
use crate::domain::texte::visible;

/// What is written where nothing was recorded.
const RIEN: &str = "non enregistré";

/// The minutes.
pub fn proces_verbal(cadre: &Cadre, seance: &Seance, resultat: &Resultat) -> Ecrit {
    let date = resultat.seance.date.map(jour);
    let date = date.map_or_else(String::new, |date| format!(" du {date}"));
    let mut ecrit = Ecrit::new(&format!("Procès-verbal de la séance{date}"));
    en_tete(&mut ecrit, resultat);
    deroulement(&mut ecrit, cadre, seance);
    presence(&mut ecrit, cadre, seance, &resultat.seance);
    regle(&mut ecrit, resultat);
    ordre_du_jour(&mut ecrit, cadre, seance);
    ecrit.chapitre("Candidatures");
    for classee in &resultat.classement {
        candidature::classee(&mut ecrit, cadre, seance, classee);
    }
    for autre in &resultat.non_classees {
        candidature::non_classee(&mut ecrit, cadre, seance, autre);
    }
    votes(&mut ecrit, cadre, seance, resultat);
    classement(&mut ecrit, resultat);
    reserves(&mut ecrit, resultat);
    if !resultat.avertissements.is_empty() {
        ecrit.chapitre("Avertissements");
        ecrit.lister(resultat.avertissements.iter().map(|a| visible(a)));
    }
    provenance(&mut ecrit, resultat);
    signatures(&mut ecrit);
    ecrit
}

fn en_tete(ecrit: &mut Ecrit, resultat: &Resultat) {
    let territoire = &resultat.territoire;
    if resultat.projet {
        ecrit.dire("PROJET : la séance n'est pas levée, tout peut encore changer.");
    }
    ecrit.lister([
        format!("Appel : {}", visible(&resultat.ami.intitule)),
        format!("Source : {}", visible(&resultat.ami.source)),
        format!(
            "Territoire : {} {}",
            territoire.code,
            visible(&territoire.nom)
        ),
        format!("Service instructeur : {}", visible(&territoire.service)),
    ]);
    ecrit.dire(
        "Le comité propose un classement motivé ; le préfet de région se prononce. Tout ce qui suit est une proposition.",
    );
    let mut identites = resultat.classement.iter().map(|c| &c.identite);
    let mut autres = resultat.non_classees.iter().map(|n| &n.identite);
    if identites.any(|i| i.fictif) || autres.any(|i| i.fictif) {
        ecrit.dire("Les candidatures marquées « fictive » sont des exemples.");
    }
}

/// Opening, closing, reopenings, by the journal.
fn deroulement(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance) {
    ecrit.chapitre("Séance");
    let dits = seance.enregistrements().iter().filter_map(|e| {
        let quoi = match &e.fait {
            Fait::SeanceOuverte { .. } => "Séance ouverte".to_owned(),
            Fait::SeanceLevee {} => "Séance levée".to_owned(),
            Fait::SeanceRouverte { motif } => {
                format!("Séance rouverte, motif : {}", visible(motif))
            }
            Fait::EntreesAcceptees { .. } => "Fichiers changés acceptés".to_owned(),
            Fait::PresenceNotee { .. } if !seance.est_annule(e.n) => "Présence notée".to_owned(),
            _ => return None,
        };
        Some(format!("{} : {quoi}", date_et_heure(e.le)))
    });
    let dits: Vec<String> = dits.collect();
    if dits.is_empty() {
        ecrit.dire(&format!(
            "Aucune séance n'est ouverte pour ce territoire ({}).",
            visible(&cadre.territoire.nom)
        ));
    }
    ecrit.lister(dits);
}

fn date_et_heure(le: DateTime<FixedOffset>) -> String {
    format!("{} à {}", jour(le.date_naive()), heure(le))
}

/// Institutions, in which quality they sit, who presides, who stands for whom.
fn presence(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance, resultat: &SeanceResultat) {
    ecrit.chapitre("Présence");
    let presence = &seance.etat().presence;
    let qualite = |nom: &str| {
        let dites = resultat.qualites.iter();
        let dite = dites.into_iter().find(|q| q.institution == nom);
        dite.map_or(RIEN, |q| q.qualite.nom())
    };
    ecrit.tabler(
        ["Institution", "Famille", "Présente", "Qualité"],
        cadre.ami.institutions().map(|(famille, institution)| {
            let siege = presence.siege(&institution.id);
            [
                visible(&institution.nom),
                visible(&famille.intitule),
                if siege { "oui" } else { "non" }.to_owned(),
                if siege {
                    qualite(&institution.nom).to_owned()
                } else {
                    String::new()
                },
            ]
        }),
    );
    let presidence = resultat.presidence.as_deref().map(visible);
    let mandats = resultat.mandats.iter();
    let mandats: Vec<String> = mandats
        .map(|m| format!("{} représente {}", visible(&m.a), visible(&m.de)))
        .collect();
    let quorum = presence.quorum(&cadre.ami).map(Quorum::phrase);
    ecrit.lister([
        format!("Présidence : {}", presidence.unwrap_or_else(|| RIEN.into())),
        match mandats.as_slice() {
            [] => "Mandats : aucun enregistré".into(),
            mandats => format!("Mandats : {}", mandats.join(" ; ")),
        },
        quorum.unwrap_or_else(|| "Quorum : aucun n'est fixé par l'appel".into()),
        format!(
            "Opinions divergentes dont l'inscription a été demandée : {RIEN}, hors les observations ci-dessous"
        ),
    ]);
}

fn regle(ecrit: &mut Ecrit, resultat: &Resultat) {
    let parametres = &resultat.parametres;
    ecrit.chapitre("Règle appliquée");
    let poids = parametres
        .criteres
        .iter()
        .map(|c| format!("{} : {}", visible(&c.intitule), c.poids));
    let ecart = match parametres.classement.veto {
        Veto::Moitie => "la moitié au moins d'avis défavorables parmi les exprimés",
        Veto::Aucun => "aucun",
    };
    let portee = resultat.ligne.annee.map_or_else(
        || "toute la convention".into(),
        |annee| format!("l'année {annee}"),
    );
    let enveloppe = parametres.enveloppe.map_or_else(
        || "non renseignée".into(),
        |enveloppe| {
            let origine = visible(&parametres.enveloppe_origine);
            format!("{}, sur {portee} (origine : {origine})", euros(enveloppe))
        },
    );
    ecrit.lister([
        format!("Méthode : {}", parametres.classement.methode.nom()),
        format!("Écart par les avis : {ecart}"),
        format!(
            "Critères et poids : {}",
            poids.collect::<Vec<_>>().join(" ; ")
        ),
        format!("Enveloppe : {enveloppe}"),
    ]);
}

/// When each candidature was first and last spoken of, in the order of the séance.
fn ordre_du_jour(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance) {
    ecrit.chapitre("Ordre du jour");
    let mut heures: BTreeMap<&str, (&Enregistrement, &Enregistrement)> = BTreeMap::new();
    let debats = seance.enregistrements().iter();
    for e in debats.filter(|e| !seance.est_annule(e.n)) {
        if let Some(numero) = e.fait.projet() {
            let bornes = heures.entry(numero).or_insert((e, e));
            bornes.1 = e;
        }
    }
    let mut dans_l_ordre: Vec<_> = heures.into_iter().collect();
    dans_l_ordre.sort_by_key(|(_, (premier, _))| premier.n);
    ecrit.tabler(
        ["N° de dossier", "Projet", "Du premier fait", "Au dernier"],
        dans_l_ordre.iter().map(|(numero, (premier, dernier))| {
            [
                visible(numero),
                nom_projet(cadre, numero),
                date_et_heure(premier.le),
                date_et_heure(dernier.le),
            ]
        }),
    );
    let muettes = cadre
        .dossiers
        .iter()
        .filter(|d| !dans_l_ordre.iter().any(|(n, _)| *n == d.numero()));
    let muettes: Vec<String> = muettes
        .map(|d| format!("{} {}", d.numero(), nom_projet(cadre, d.numero())))
        .collect();
    if !muettes.is_empty() {
        ecrit.dire("Candidatures dont rien n'a été dit :");
        ecrit.lister(muettes);
    }
}

fn votes(ecrit: &mut Ecrit, cadre: &Cadre, seance: &Seance, resultat: &Resultat) {
    if resultat.seance.votes.is_empty() {
        return;
    }
    ecrit.chapitre("Votes entre ex æquo");
    ecrit.lister(resultat.seance.votes.iter().map(|vote| {
        let ordre: Vec<String> = vote.ordre.iter().map(|n| nom_projet(cadre, n)).collect();
        let le = seance
            .enregistrement(vote.fait)
            .map(|e| date_et_heure(e.le));
        let voix = (vote.pour, vote.contre, vote.abstentions);
        format!(
            "{} : dans l'ordre {}. {}. Motif : {}",
            le.unwrap_or_default(),
            ordre.join(", "),
            decompte_des_voix(voix, vote.voix_preponderante),
            visible(&vote.motif)
        )
    }));
}

fn classement(ecrit: &mut Ecrit, resultat: &Resultat) {
    ecrit.chapitre("Classement proposé");
    if resultat.classement.is_empty() {
        ecrit.dire("Aucune candidature n'est classée.");
    }
    ecrit.tabler(
        [
            "Rang",
            "N° de dossier",
            "Projet",
            "Montant",
            "Proposé",
            "Raison",
        ],
        resultat.classement.iter().map(|classee| {
            [
                ordinal_feminin(classee.rang_retenu),
                classee.identite.numero.clone(),
                visible(&classee.identite.nom),
                euros(classee.montants.ligne),
                classee.statut_propose.clone(),
                visible(&classee.motif),
            ]
        }),
    );
    ecrit.tabler(
        ["Non classées", "Projet", "Issue", "Motif"],
        resultat.non_classees.iter().map(|autre| {
            [
                autre.identite.numero.clone(),
                visible(&autre.identite.nom),
                autre.statut.clone(),
                autre.motif.as_deref().map(visible).unwrap_or_default(),
            ]
        }),
    );
    let (parametres, ligne) = (&resultat.parametres, &resultat.ligne);
    ecrit.dire(&format!(
        "Total proposé retenu : {}.{}",
        euros(parametres.propose),
        ligne.reste.map_or_else(
            || " Enveloppe non renseignée : aucune ligne n'est tracée.".into(),
            |reste| format!(" Reste au-dessus de la ligne : {}.", euros(reste))
        )
    ));
}

fn reserves(ecrit: &mut Ecrit, resultat: &Resultat) {
    if resultat.reserves.is_empty() {
        return;
    }
    ecrit.chapitre("Réserves, proposées comme conditions");
    let nom = |numero: &str| {
        let classee = resultat.classement.iter();
        let classee = classee.into_iter().find(|c| c.identite.numero == numero);
        classee.map_or_else(String::new, |c| visible(&c.identite.nom))
    };
    ecrit.tabler(
        ["N° de dossier", "Projet", "Demandée par", "Condition"],
        resultat.reserves.iter().map(|reserve| {
            let demandeur = reserve.institution.as_deref().unwrap_or("le comité");
            [
                reserve.numero.clone(),
                nom(&reserve.numero),
                visible(demandeur),
                reserve.texte.clone(),
            ]
        }),
    );
}

fn provenance(ecrit: &mut Ecrit, resultat: &Resultat) {
    let provenance = &resultat.provenance;
    ecrit.chapitre("D'où viennent ces éléments");
    ecrit.dire(&format!(
        "Établi par instruire {} d'après {} faits du journal de la séance, dont le dernier a pour empreinte {}. Ce qui a été annulé en séance n'y figure pas ; le journal le garde.",
        provenance.version, provenance.journal.enregistrements, provenance.journal.tete
    ));
}

/// The lines to fill in by hand.
fn signatures(ecrit: &mut Ecrit) {
    ecrit.chapitre("Signatures");
    ecrit.dire("Fait à ……………………………, le ……………………");
    ecrit.tabler(
        ["La présidence du comité", "Le secrétariat de la séance"],
        [["\n\n\n".to_owned(), "\n\n\n".to_owned()]],
    );
}

/// « 19483920 · Hors des radars », with what marks an example.
fn nommer(identite: &Identite) -> String {
    let fictive = if identite.fictif { " (fictive)" } else { "" };
    format!("{} · {}{fictive}", identite.numero, visible(&identite.nom))
}

/// A ranked candidature's place, in words.
fn place(classee: &Classee) -> String {
    let rang = ordinal_feminin(classee.rang_retenu);
    if classee.ex_aequo.is_empty() {
        format!("{rang} du classement proposé")
    } else {
        format!(
            "{rang} du classement proposé, de même clé que {}",
            classee.ex_aequo.join(", ")
        )
    }
}

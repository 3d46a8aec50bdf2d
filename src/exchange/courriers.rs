//! Paragraphs to paste into letters, one text per candidature. No letter is sent, and no other candidate is named.

use super::ecrit::Ecrit;
use crate::domain::anonymat::sans_noms;
use crate::domain::cadre::Cadre;
use crate::domain::coupe::Statut;
use crate::domain::fait::Proposition;
use crate::domain::francais::{euros, jour, ordinal_feminin};
use crate::domain::resultat::{Classee, Identite, NonClasseeResultat, Resultat};
use crate::domain::texte::visible;

/// The paragraphs of every candidature, in the order of the ranking; or of one of them.
pub fn courriers(cadre: &Cadre, resultat: &Resultat, numero: Option<&str>) -> Ecrit {
    let territoire = &resultat.territoire;
    let mut ecrit = Ecrit::new(&format!(
        "Paragraphes pour les courriers · {} {}",
        territoire.code,
        visible(&territoire.nom)
    ));
    ecrit.dire(
        "À coller une fois que le préfet de région s'est prononcé. Relisez ce qui a été saisi en séance (motifs, réserves) avant de l'écrire à un candidat.",
    );
    if resultat.projet {
        ecrit.dire("PROJET : la séance n'est pas levée, tout peut encore changer.");
    }
    let voulue = |identite: &Identite| numero.is_none_or(|numero| identite.numero == numero);
    let lettre = Lettre { cadre, resultat };
    for classee in &resultat.classement {
        if voulue(&classee.identite) {
            lettre.classee(&mut ecrit, classee);
        }
    }
    for autre in &resultat.non_classees {
        if voulue(&autre.identite) {
            lettre.non_classee(&mut ecrit, autre);
        }
    }
    ecrit
}

struct Lettre<'a> {
    cadre: &'a Cadre,
    resultat: &'a Resultat,
}

impl Lettre<'_> {
    fn classee(&self, ecrit: &mut Ecrit, classee: &Classee) {
        commencer(ecrit, &classee.identite, &classee.statut_propose);
        let statut = classee.statut_propose.as_str();
        let sujet = sujet(&classee.identite);
        let montant = euros(classee.montants.propose.unwrap_or(classee.montants.demande));
        match statut {
            _ if [
                Proposition::Retenu.nom(),
                Proposition::RetenuSousReserve.nom(),
            ]
            .contains(&statut) =>
            {
                ecrit.dire(&format!(
                    "{} a proposé de retenir {sujet}, pour un montant de {montant} sur la durée de la convention{}.",
                    self.comite(),
                    au_titre(classee)
                ));
            }
            _ if statut == Statut::ListeComplementaire.nom() => {
                ecrit.dire(&format!(
                    "{} a proposé d'inscrire {sujet} sur la liste complémentaire, qui est ordonnée, à la {} place.",
                    self.comite(),
                    ordinal_feminin(self.place_en_liste(classee))
                ));
                self.raison(ecrit, classee);
            }
            _ if statut == Statut::NonRetenu.nom() => {
                ecrit.dire(&format!(
                    "{} n'a pas proposé de retenir {sujet}.",
                    self.comite()
                ));
                self.raison(ecrit, classee);
            }
            _ if statut == Statut::Classe.nom() => {
                ecrit.dire(&format!(
                    "{} a classé {sujet} à la {} place sur {}. Aucune enveloppe n'est renseignée : le classement ne dit pas ce qui peut être financé.",
                    self.comite(),
                    ordinal_feminin(classee.rang_retenu),
                    self.resultat.classement.len()
                ));
                self.raison(ecrit, classee);
            }
            _ => {
                ecrit.dire(
                    "Pas de paragraphe : la candidature est ex æquo sur la ligne, le vote reste à tenir.",
                );
                return;
            }
        }
        if let (Some(_), Some(motif)) = (classee.montants.propose, &classee.montants.motif) {
            ecrit.dire(&format!(
                "Le montant demandé était de {}. Motif du montant proposé : {}",
                euros(classee.montants.demande),
                phrase(&self.sans_noms(motif))
            ));
        }
        self.conditions(ecrit, &classee.identite.numero);
        demander(ecrit);
    }

    fn non_classee(&self, ecrit: &mut Ecrit, autre: &NonClasseeResultat) {
        commencer(ecrit, &autre.identite, &autre.statut);
        let sujet = sujet(&autre.identite);
        let verbe = match autre.statut.as_str() {
            statut if statut == Proposition::Irrecevable.nom() => "de dire irrecevable",
            statut if statut == Proposition::Ajourne.nom() => "d'ajourner",
            _ => {
                ecrit.dire(
                    "Pas de paragraphe : le comité n'a pas terminé l'examen de cette candidature.",
                );
                return;
            }
        };
        ecrit.dire(&format!("{} a proposé {verbe} {sujet}.", self.comite()));
        if let Some(motif) = &autre.motif {
            ecrit.dire(&format!("Motif : {}", phrase(&self.sans_noms(motif))));
        }
        let confirmes = autre
            .constats
            .iter()
            .filter(|c| c.tranche.as_deref() == Some("confirme"));
        ecrit.lister(confirmes.map(|c| {
            let motif = c.motif.as_deref().unwrap_or_default();
            let motif = phrase(&self.sans_noms(motif));
            format!("{} ({}) : {motif}", visible(&c.message), c.regle)
        }));
        demander(ecrit);
    }

    /// « Le comité du Puy-de-Dôme, réuni le 02/10/2024, ».
    fn comite(&self) -> String {
        let territoire = &self.cadre.territoire;
        let espace = if territoire.article.ends_with('\'') {
            ""
        } else {
            " "
        };
        let date = self.resultat.seance.date.map(jour);
        let date = date.map_or_else(String::new, |date| format!(", réuni le {date},"));
        format!(
            "Le comité {}{espace}{}{date}",
            visible(territoire.article.trim()),
            visible(&territoire.nom)
        )
    }

    /// Place among those on the waiting list, from 1.
    fn place_en_liste(&self, classee: &Classee) -> usize {
        let en_liste = self
            .resultat
            .classement
            .iter()
            .filter(|c| c.statut_propose == Statut::ListeComplementaire.nom());
        let avant = en_liste.filter(|c| c.rang_retenu < classee.rang_retenu);
        avant.count() + 1
    }

    /// The reason of the place, then the committee's own.
    fn raison(&self, ecrit: &mut Ecrit, classee: &Classee) {
        ecrit.dire(&format!("Raison : {}", self.sans_noms(&classee.motif)));
        if let Some(motif) = &classee.statut_motif {
            ecrit.dire(&format!(
                "Motif du comité : {}",
                phrase(&self.sans_noms(motif))
            ));
        }
    }

    fn conditions(&self, ecrit: &mut Ecrit, numero: &str) {
        let siennes = self.resultat.reserves.iter().filter(|r| r.numero == numero);
        let siennes: Vec<String> = siennes
            .map(|r| self.sans_noms(&visible(&r.texte)))
            .collect();
        if !siennes.is_empty() {
            ecrit.dire("Conditions proposées :");
            ecrit.lister(siennes);
        }
    }

    fn sans_noms(&self, texte: &str) -> String {
        sans_noms(self.cadre, &visible(texte), |_| {
            "une autre candidature".into()
        })
    }
}

/// « , au titre de la priorité 1 (Jeunes…) ».
fn au_titre(classee: &Classee) -> String {
    let (Some(rang), Some(public)) = (classee.priorite.rang, &classee.priorite.public) else {
        return String::new();
    };
    format!(", au titre de la priorité {rang} ({})", visible(public))
}

/// What any candidate may ask for.
fn commencer(ecrit: &mut Ecrit, identite: &Identite, statut: &str) {
    let fictive = if identite.fictif { ", fictive" } else { "" };
    ecrit.chapitre(&format!(
        "{} · {} ({statut}{fictive})",
        identite.numero,
        visible(&identite.nom)
    ));
}

fn sujet(identite: &Identite) -> String {
    format!(
        "votre projet « {} » (dossier {})",
        visible(&identite.nom),
        identite.numero
    )
}

fn demander(ecrit: &mut Ecrit) {
    ecrit.dire("Vous pouvez demander communication des éléments prévus à l'article R. 311-3-1-2 du code des relations entre le public et l'administration.");
}

/// A free text that ends a sentence.
fn phrase(texte: &str) -> String {
    let texte = texte.trim();
    if texte.ends_with(['.', '!', '?', '…']) {
        texte.to_owned()
    } else {
        format!("{texte}.")
    }
}

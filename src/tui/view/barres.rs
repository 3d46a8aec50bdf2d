//! The header, the notice and the keys that frame every place.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::text::Span;
use ratatui::widgets::{Clear, Widget};

use super::ligne;
use crate::domain::francais::{FINE, jour, nombre};
use crate::domain::seance::Manque;
use crate::domain::texte::visible;
use crate::tui::action::Action;
use crate::tui::fiche::Rangee;
use crate::tui::fit::{couper, largeur, replier};
use crate::tui::keymap::liaisons;
use crate::tui::model::{Model, Notice, Place, SeanceEnCours, Zone};
use crate::tui::region::{Affichage, RegionMontree};
use crate::tui::theme::Theme;
use crate::tui::update::{fiche_a_saisir, modifiable};

/// Most rows a message may take.
const NOTICE_MAXIMALE: usize = 3;

/// What and how far, at the left; the envelope, at the right.
pub fn entete(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let region = model
        .region
        .as_ref()
        .filter(|_| model.place == Place::Region);
    let (gauche, droite) = match &model.ouverte {
        _ if region.is_some() => de_la_region(model, region),
        None => match &model.consultee {
            Some(consultee) if model.place != Place::Accueil => {
                let territoire = &consultee.cadre.territoire;
                let nom = visible(&territoire.nom);
                (
                    format!("{} {nom} · consultation", territoire.code),
                    String::new(),
                )
            }
            _ => (visible(&model.appel), String::new()),
        },
        Some(ouverte) => (avancement(ouverte), enveloppe(ouverte)),
    };
    let depasse = region.is_none()
        && model.ouverte.as_ref().is_some_and(|o| {
            let enveloppe = o.tableau.enveloppe;
            enveloppe.is_some_and(|enveloppe| o.tableau.propose > enveloppe)
        });
    let droite = if depasse {
        format!("! {droite}")
    } else {
        droite
    };
    let large = area.width as usize;
    let gauche = couper(&gauche, large.saturating_sub(largeur(&droite) + 3));
    let blancs = large.saturating_sub(largeur(&gauche) + largeur(&droite) + 2);
    let spans = [
        Span::styled(format!(" {gauche}"), theme.title()),
        Span::raw(" ".repeat(blancs)),
        Span::styled(droite, if depasse { theme.error() } else { theme.line() }),
    ];
    ligne(buffer, area, 0, &spans);
}

/// The region, and what its territories together propose to retain.
fn de_la_region(model: &Model, region: Option<&RegionMontree>) -> (String, String) {
    let Some(montree) = region else {
        return (visible(&model.appel), String::new());
    };
    let region = &montree.region;
    let lecture = if montree.lecture_seule.is_some() {
        " · LECTURE SEULE"
    } else {
        ""
    };
    let gauche = format!("Région {}{lecture}", visible(&region.region.nom));
    let milliers = nombre(region.totaux.region.retenu / 1000);
    (gauche, format!("{milliers}{FINE}k€ proposés"))
}

fn avancement(ouverte: &SeanceEnCours) -> String {
    let territoire = &ouverte.cadre.territoire;
    let seance = match (&ouverte.lecture_seule, ouverte.seance.etat().levee) {
        (Some(_), _) => " · LECTURE SEULE".into(),
        (None, true) => " · SÉANCE LEVÉE".into(),
        (None, false) => {
            let date = ouverte.seance.etat().date;
            date.map(|d| format!(" · {}", jour(d))).unwrap_or_default()
        }
    };
    let quorum = ouverte.seance.etat().presence.quorum(&ouverte.cadre.ami);
    let quorum = quorum.map_or_else(String::new, |q| {
        let manque = if q.atteint() { "" } else { "! " };
        format!(" · {manque}quorum {}/{}", q.comptes, q.attendus)
    });
    format!(
        "{} {}{seance}{quorum} · {}/{} examinées",
        territoire.code,
        visible(&territoire.nom),
        ouverte.examinees(),
        ouverte.cadre.dossiers.len()
    )
}

fn enveloppe(ouverte: &SeanceEnCours) -> String {
    let milliers = |euros: i64| nombre(euros / 1000);
    let propose = milliers(ouverte.tableau.propose);
    match ouverte.tableau.enveloppe {
        Some(enveloppe) => format!("{propose} / {}{FINE}k€ proposés", milliers(enveloppe)),
        None => format!("{propose}{FINE}k€ proposés"),
    }
}

/// The last thing recorded, or refused; a long one covers the rows above it, so that it is read whole.
pub fn notice(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (marque, texte, style) = match &model.notice {
        Notice::Rien => match model
            .ouverte
            .as_ref()
            .and_then(|o| o.lecture_seule.as_deref())
        {
            Some(raison) => ("! ", raison, theme.warning()),
            None => return,
        },
        Notice::Info(texte) => ("", texte.as_str(), theme.accent()),
        Notice::Erreur(texte) => ("! ", texte.as_str(), theme.error()),
    };
    let large = (area.width as usize).saturating_sub(2);
    let rangees = replier(&format!("{marque}{}", visible(texte)), large);
    let hauteur = rangees.len().min(NOTICE_MAXIMALE) as u16;
    let rect = Rect {
        y: area.y.saturating_sub(hauteur - 1),
        height: hauteur,
        ..area
    };
    Clear.render(rect, buffer);
    for (y, rangee) in rangees.iter().take(NOTICE_MAXIMALE).enumerate() {
        let suite = if y + 1 == NOTICE_MAXIMALE && rangees.len() > NOTICE_MAXIMALE {
            "…"
        } else {
            ""
        };
        let texte = format!(" {rangee}{suite}");
        ligne(buffer, rect, y as u16, &[Span::styled(texte, style)]);
    }
    buffer.set_style(rect, theme.text().patch(style));
}

/// Keys of the place that do something now, as many as fit, `? aide` always.
pub fn pied(model: &Model, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let (aide, autres): (Vec<_>, Vec<_>) = liaisons(model.place)
        .filter(|l| !l.court.is_empty() && sert_maintenant(l.action, model))
        .map(|l| (l.touches[0].nom(), l.court))
        .partition(|(_, court)| *court == "aide");
    let cout = |(touche, court): &(String, &str)| largeur(touche) + largeur(court) + 3;
    let mut reste = (area.width as usize).saturating_sub(aide.iter().map(cout).sum::<usize>());
    let tient = |mot: &(String, &str)| {
        let tient = cout(mot) <= reste;
        reste -= if tient { cout(mot) } else { 0 };
        tient
    };
    let visibles: Vec<_> = autres.into_iter().filter(tient).collect();
    let mut spans = vec![Span::raw(" ")];
    for (touche, court) in visibles.into_iter().chain(aide) {
        spans.push(Span::styled(touche, theme.key()));
        spans.push(Span::raw(format!(" {court}  ")));
    }
    ligne(buffer, area, 0, &spans);
}

/// Whether an action changes the priority table.
fn de_table(action: Action) -> bool {
    matches!(
        action,
        Action::AjouterLigne
            | Action::SourceDeTable
            | Action::MonterLigne
            | Action::DescendreLigne
            | Action::Retirer
    )
}

/// Whether a key has something to do in the fiche being typed.
fn de_fiche(action: Action, model: &Model) -> bool {
    let Some(saisie) = model.fiches.courante() else {
        return false;
    };
    match action {
        Action::Ecrire => saisie.modifiee(),
        Action::Chiffre(_) | Action::Retirer => saisie.case().is_some(),
        Action::Valider => saisie.case().is_none(),
        Action::Marquer => matches!(saisie.choisie(), Rangee::Volet(_)),
        Action::Constats => !saisie.constats.is_empty(),
        Action::Fiche | Action::Retour | Action::Annuler | Action::Aide => true,
        _ => false,
    }
}

/// Whether the footer has a reason to show a key: the help has them all.
fn sert_maintenant(action: Action, model: &Model) -> bool {
    if let (Place::Region, Some(montree)) = (model.place, &model.region) {
        let candidature = montree.candidature().is_some();
        return match action {
            Action::Retirer | Action::Proposition => candidature,
            Action::Montant => candidature || montree.affichage == Affichage::Territoires,
            Action::Annuler => montree.dit.a_annuler().is_some(),
            Action::Agenda
            | Action::Classement
            | Action::Cloture
            | Action::Priorites
            | Action::Carte => false,
            _ => true,
        };
    }
    if model.place == Place::Fiche {
        return de_fiche(action, model);
    }
    if action == Action::SaisirFiche {
        return fiche_a_saisir(model);
    }
    let Some(ouverte) = &model.ouverte else {
        return match action {
            Action::Valider | Action::Quitter | Action::Aide | Action::Carte => true,
            Action::Priorites => model.place != Place::Priorites,
            Action::Retour => model.place != Place::Accueil,
            action => de_table(action) && modifiable(model).is_ok(),
        };
    };
    if model.place == Place::Priorites && de_table(action) {
        return modifiable(model).is_ok();
    }
    let examen = ouverte.seance.examen(ouverte.numero());
    let complete = ouverte
        .seance
        .manques(ouverte.numero(), &ouverte.cadre)
        .is_empty();
    match action {
        Action::Favorable
        | Action::Reserves
        | Action::Defavorable
        | Action::Deport
        | Action::Criteres => ouverte.zone == Zone::Avis,
        Action::Note(_) | Action::Zone => ouverte.zone == Zone::Criteres,
        Action::Priorite => examen.priorite.is_none(),
        Action::Examinee => complete && !examen.examine && examen.hors_classement().is_none(),
        Action::Constats => ouverte
            .seance
            .manques(ouverte.numero(), &ouverte.cadre)
            .iter()
            .any(|m| matches!(m, Manque::Motif(_))),
        Action::Valider => model.place != Place::Cloture || !ouverte.seance.etat().levee,
        Action::Priorites => model.place != Place::Priorites,
        Action::Carte => model.place != Place::Carte,
        Action::Rouvrir => ouverte.seance.etat().levee,
        Action::Departager => ouverte.tableau.a_departager().next().is_some(),
        _ => true,
    }
}

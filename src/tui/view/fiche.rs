//! The fiche being typed: the form, the sums of the column, then what the rules find, that of the cell first.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;
use ratatui::text::Span;

use super::{filet, ligne, selection};
use crate::domain::cadre::Cadre;
use crate::domain::francais::{compte, nombre};
use crate::domain::projet::{Case, Colonne, Fiche, Mesure, Volet};
use crate::domain::recevabilite::Constat;
use crate::domain::texte::visible;
use crate::tui::fiche::{Rangee, SaisieFiche};
use crate::tui::fit::{a_droite, a_gauche, couper, premiere_visible, replier};
use crate::tui::pages::marque;
use crate::tui::theme::Theme;

/// Columns of the names of the form (mark of the selection included), of an amount, of an indicator.
#[derive(Clone, Copy)]
struct Grille {
    nom: usize,
    montant: usize,
    indicateur: usize,
}

/// Where there is room.
const AISEE: Grille = Grille {
    nom: 20,
    montant: 13,
    indicateur: 10,
};

/// Down to the smallest screen.
const SERREE: Grille = Grille {
    nom: 19,
    montant: 10,
    indicateur: 6,
};

pub(super) fn dessiner(
    saisie: &SaisieFiche,
    cadre: &Cadre,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let etat = if saisie.modifiee() {
        "brouillon, pas encore écrit"
    } else {
        "comme dans le fichier"
    };
    let nom = visible(&saisie.projet.nom);
    let titre = format!("Saisie · {} {nom}", saisie.projet.numero);
    filet(buffer, area, 0, &titre, etat, theme);
    let grille = if usize::from(area.width) >= AISEE.nom + 6 * AISEE.indicateur {
        AISEE
    } else {
        SERREE
    };
    let entete = [Span::styled(grille.entete(saisie.choisie()), theme.muted())];
    ligne(buffer, area, 1, &entete);
    let constats = (area.height / 5).max(2);
    // Title, heads of columns, two sums, rule of the constats.
    let hauteur = area.height.saturating_sub(5 + constats);
    let corps = Rect {
        y: area.y + 2,
        height: hauteur,
        ..area
    };
    formulaire(saisie, cadre, grille, theme, corps, buffer);
    let bas = Rect {
        y: corps.y + hauteur,
        height: area.height.saturating_sub(2 + hauteur),
        ..area
    };
    sommes(saisie, grille, theme, bas, buffer);
    dire_constats(saisie, theme, bas, buffer);
}

impl Grille {
    /// The heads of the columns of the part where one is: they stay while the form scrolls.
    fn entete(self, rangee: Rangee) -> String {
        let tetes = |noms: &[&str], large| {
            let tetes = noms.iter().map(|nom| a_droite(nom, large - 1) + " ");
            tetes.collect::<String>()
        };
        let noms = match rangee {
            Rangee::Budget(..) | Rangee::Volet(_) | Rangee::Total(_) => {
                tetes(&Colonne::TOUTES.map(Colonne::nom), self.montant)
            }
            Rangee::Indicateurs(_) => tetes(&Mesure::TOUTES.map(Mesure::nom), self.indicateur),
            Rangee::Ages => tetes(&["minimum", "maximum", "max. RQTH"], self.montant),
            Rangee::Ressources => tetes(&["propres", "cofinanc."], self.montant),
            _ => String::new(),
        };
        a_gauche("", self.nom) + &noms
    }

    /// A row of sums, under the heads of the columns.
    fn sommes(self, somme: impl Fn(Colonne) -> i64) -> String {
        let cellule = |colonne| a_droite(&nombre(somme(colonne)), self.montant - 1) + " ";
        Colonne::TOUTES.map(cellule).concat()
    }
}

fn formulaire(
    saisie: &SaisieFiche,
    cadre: &Cadre,
    grille: Grille,
    theme: &Theme,
    area: Rect,
    buffer: &mut Buffer,
) {
    let hauteur = usize::from(area.height);
    let debut = premiere_visible(saisie.rangee, saisie.rangees.len(), hauteur);
    let visibles = saisie.rangees.iter().enumerate().skip(debut).take(hauteur);
    for (y, (rang, rangee)) in visibles.enumerate() {
        let choisie = rang == saisie.rangee;
        let spans = if rangee.cases().is_empty() {
            let large = usize::from(area.width).saturating_sub(grille.nom + 1);
            texte(saisie, cadre, *rangee, choisie, grille, large, theme)
        } else {
            nombres(saisie, *rangee, choisie, grille, theme)
        };
        ligne(buffer, area, y as u16, &spans);
    }
}

fn texte(
    saisie: &SaisieFiche,
    cadre: &Cadre,
    rangee: Rangee,
    choisie: bool,
    grille: Grille,
    large: usize,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let valeur = match rangee {
        // Beside a volet, its sums stand under the heads of the columns.
        Rangee::Volet(volet) => sommes_du_volet(saisie.fiche(), volet, grille),
        _ => couper(&visible(&valeur(saisie.fiche(), cadre, rangee)), large),
    };
    let style = if choisie {
        selection(theme)
    } else {
        theme.text()
    };
    let nom = tete(saisie.fiche(), rangee, choisie, grille);
    vec![Span::styled(nom, style), Span::styled(valeur, style)]
}

fn nombres(
    saisie: &SaisieFiche,
    rangee: Rangee,
    choisie: bool,
    grille: Grille,
    theme: &Theme,
) -> Vec<Span<'static>> {
    let large = match rangee {
        Rangee::Indicateurs(_) => grille.indicateur,
        _ => grille.montant,
    };
    let mut spans = vec![Span::raw(tete(saisie.fiche(), rangee, choisie, grille))];
    for (rang, case) in rangee.cases().into_iter().enumerate() {
        let ici = choisie && rang == saisie.colonne;
        spans.extend(cellule(saisie, case, ici, large, theme));
    }
    spans
}

fn tete(fiche: &Fiche, rangee: Rangee, choisie: bool, grille: Grille) -> String {
    let marque = if choisie { ">" } else { " " };
    format!("{marque}{}", a_gauche(&nom(fiche, rangee), grille.nom - 1))
}

/// A number, then where the next figure goes.
fn cellule(
    saisie: &SaisieFiche,
    case: Case,
    ici: bool,
    large: usize,
    theme: &Theme,
) -> [Span<'static>; 2] {
    let valeur = case.lire(saisie.fiche());
    let texte = match valeur {
        _ if ici && saisie.frappe().is_some() && case == Case::Etp => saisie.texte(case),
        None if ici => String::new(),
        None => "–".into(),
        Some(_) if case == Case::Etp => saisie.texte(case),
        Some(n) => nombre(n),
    };
    let style = if ici { selection(theme) } else { Style::new() };
    [
        Span::styled(a_droite(&texte, large - 1), style),
        Span::styled(if ici { "▏" } else { " " }, style),
    ]
}

fn nom(fiche: &Fiche, rangee: Rangee) -> String {
    match rangee {
        Rangee::Description => "Description".into(),
        Rangee::Publics => "Publics".into(),
        Rangee::Ages => "Âges des jeunes".into(),
        Rangee::Zone => "Zone".into(),
        Rangee::Sauf => "  sauf".into(),
        Rangee::Libelle => "  en mots".into(),
        Rangee::Etp => "ETP".into(),
        Rangee::Volet(volet) => {
            let case = if fiche.volets.contains(&volet) {
                "[x]"
            } else {
                "[ ]"
            };
            format!("{case} {}", volet.nom())
        }
        Rangee::Budget(_, annee) => format!("      {annee}"),
        Rangee::Total(annee) => format!("Total déclaré {annee}"),
        Rangee::Ressources => "Ressources".into(),
        Rangee::Indicateurs(annee) => format!("Indicateurs {annee}"),
    }
}

fn valeur(fiche: &Fiche, cadre: &Cadre, rangee: Rangee) -> String {
    let zone = fiche.zone.as_ref();
    match rangee {
        Rangee::Description => {
            let texte = fiche.description.as_deref().unwrap_or_default().trim();
            if texte.is_empty() {
                return "non renseignée".into();
            }
            let caracteres = compte(texte.chars().count(), "caractère", "caractères");
            format!(
                "{caracteres} · {}",
                texte.lines().next().unwrap_or_default()
            )
        }
        Rangee::Publics => {
            let nom = |id: &String| {
                let public = cadre.ami.public(id);
                public.map_or(id.clone(), |p| p.intitule.clone())
            };
            let noms: Vec<String> = fiche.publics.iter().map(nom).collect();
            ou(noms.join(" + "), "non renseignés")
        }
        Rangee::Zone => {
            let lieux = zone.map(|z| noms(cadre, &z.inclut)).unwrap_or_default();
            let tout = "tout le territoire";
            ou(lieux, if zone.is_none() { tout } else { "aucun lieu" })
        }
        Rangee::Sauf => ou(
            zone.map(|z| noms(cadre, &z.exclut)).unwrap_or_default(),
            "rien",
        ),
        Rangee::Libelle => {
            let libelle = zone.and_then(|z| z.libelle.clone());
            ou(libelle.unwrap_or_default(), "non renseigné")
        }
        _ => String::new(),
    }
}

fn ou(texte: String, vide: &str) -> String {
    if texte.is_empty() { vide.into() } else { texte }
}

fn noms(cadre: &Cadre, references: &[String]) -> String {
    let noms: Vec<String> = references.iter().map(|r| nom_du_lieu(cadre, r)).collect();
    noms.join(" + ")
}

fn nom_du_lieu(cadre: &Cadre, reference: &str) -> String {
    let nom = match reference.split_once(':') {
        Some(("epci", code)) => {
            let epci = cadre.referentiel.epci.iter().find(|e| e.code == code);
            epci.map(|e| e.nom.clone())
        }
        Some(("commune", code)) => {
            let commune = cadre.referentiel.communes.iter().find(|c| c.code == code);
            commune.map(|c| c.nom.clone())
        }
        Some(("dep", code)) if code == cadre.territoire.code => Some(cadre.territoire.nom.clone()),
        _ => None,
    };
    nom.unwrap_or_else(|| reference.to_owned())
}

fn sommes_du_volet(fiche: &Fiche, volet: Volet, grille: Grille) -> String {
    let annees = fiche.budget.get(&volet);
    grille.sommes(|colonne| {
        let montants = annees.into_iter().flat_map(|annees| annees.values());
        additionner(montants.filter_map(|m| colonne.lire(m)))
    })
}

fn additionner(montants: impl Iterator<Item = i64>) -> i64 {
    montants.fold(0, i64::saturating_add)
}

/// The sums of the volets on the year where one is, then on the whole convention.
fn sommes(saisie: &SaisieFiche, grille: Grille, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let annee = match saisie.choisie() {
        Rangee::Budget(_, annee) | Rangee::Total(annee) => Some(annee),
        _ => None,
    };
    let volets = |voulue: Option<u16>, colonne: Colonne| {
        let lignes = saisie.fiche().budget.values().flatten();
        let lignes = lignes.filter(|(annee, _)| voulue.is_none_or(|voulue| **annee == voulue));
        additionner(lignes.filter_map(|(_, montants)| colonne.lire(montants)))
    };
    let mut dire = |y, nom: String, annee| {
        let sommes = grille.sommes(|colonne| volets(annee, colonne));
        let texte = a_gauche(&format!(" Σ {nom}"), grille.nom) + &sommes;
        ligne(buffer, area, y, &[Span::styled(texte, theme.accent())]);
    };
    if annee.is_some() {
        dire(0, annee.map(|a| a.to_string()).unwrap_or_default(), annee);
    }
    dire(1, "tous les volets".into(), None);
}

fn dire_constats(saisie: &SaisieFiche, theme: &Theme, area: Rect, buffer: &mut Buffer) {
    let ici: Vec<&Constat> = saisie.constats_d_ici().collect();
    let ailleurs = saisie.constats.iter().filter(|c| !ici.contains(c));
    let remarque = match (ici.len(), saisie.constats.len()) {
        (_, 0) => "aucun".to_owned(),
        (0, tous) => format!("{tous} ailleurs"),
        (ici, tous) => format!("{ici} ici · {} ailleurs", tous - ici),
    };
    filet(buffer, area, 2, "Constats", &remarque, theme);
    let rangees = ici
        .iter()
        .copied()
        .map(|c| ("> ", c))
        .chain(ailleurs.map(|c| ("  ", c)));
    let large = usize::from(area.width).saturating_sub(5);
    let place = area.height.saturating_sub(3);
    let mut y = 0;
    let mut restent = saisie.constats.len();
    for (tete, constat) in rangees {
        let texte = format!(
            "{} {} · {}",
            marque(constat.severite),
            constat.regle,
            constat.message
        );
        let lignes = replier(&texte, large);
        let derniere = restent == 1;
        let besoin = lignes.len() as u16 + u16::from(!derniere);
        if y > 0 && y + besoin > place {
            let suite = format!("   … et {restent} de plus : y les lit tous");
            ligne(buffer, area, 3 + y, &[Span::styled(suite, theme.muted())]);
            return;
        }
        let nombre = lignes.len();
        for (rang, texte) in lignes.into_iter().enumerate() {
            if y == place {
                return;
            }
            let marge = if rang == 0 { tete } else { "    " };
            let style = theme.severite(constat.severite);
            let coupe = y + 1 == place && rang + 1 < nombre;
            let suite = if coupe { " … (y)" } else { "" };
            let texte = couper(&texte, large.saturating_sub(suite.len()));
            let texte = Span::styled(format!(" {marge}{texte}{suite}"), style);
            ligne(buffer, area, 3 + y, &[texte]);
            y += 1;
        }
        restent -= 1;
    }
}

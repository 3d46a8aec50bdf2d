//! The one table of keys: it drives the program, the footer, the help and the README.

use crossterm::event::{KeyCode, KeyEvent, KeyModifiers};

use super::action::Action;
use super::dialogue::chiffre;
use super::model::Place;

/// A key as a person names it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Touche {
    /// A character, compared as typed: `?` needs no modifier.
    Lettre(char),
    /// A named key.
    Code(KeyCode),
    /// Any figure, with or without Maj.
    Chiffre,
}

/// A key, what it does, where, and in which words.
pub struct Liaison {
    /// Keys; the first is the one shown.
    pub touches: &'static [Touche],
    /// What it does.
    pub action: Action,
    /// Where; empty for everywhere.
    pub places: &'static [Place],
    /// In the footer, a word or two; empty when the footer leaves it out.
    pub court: &'static str,
    /// In the help.
    pub aide: &'static str,
}

use Action as A;
use KeyCode as K;
use Place as P;
use Touche::{Chiffre, Code, Lettre};

const CANDIDATURE: &[Place] = &[P::Candidature];
const FICHE: &[Place] = &[P::Fiche];
const REGION: &[Place] = &[P::Region];

/// Every key.
#[rustfmt::skip]
pub const LIAISONS: &[Liaison] = &[
    Liaison { touches: &[Lettre('e')], action: A::Examinee, places: CANDIDATURE, court: "examinée", aide: "examinée ; une seconde fois : à reprendre" },
    Liaison { touches: &[Lettre('f')], action: A::Favorable, places: CANDIDATURE, court: "favorable", aide: "avis favorable" },
    Liaison { touches: &[Lettre('r')], action: A::Reserves, places: CANDIDATURE, court: "réserves", aide: "avis favorable avec réserves ; leur texte est demandé" },
    Liaison { touches: &[Lettre('d')], action: A::Defavorable, places: CANDIDATURE, court: "défavorable", aide: "avis défavorable ; son motif est demandé" },
    Liaison { touches: &[Lettre('s')], action: A::NeSePrononcePas, places: CANDIDATURE, court: "", aide: "ne se prononce pas" },
    Liaison { touches: &[Lettre('a')], action: A::SansReponse, places: CANDIDATURE, court: "", aide: "sollicitée, sans réponse" },
    Liaison { touches: &[Lettre('z')], action: A::NonSollicite, places: CANDIDATURE, court: "", aide: "non sollicitée" },
    Liaison { touches: &[Lettre('x')], action: A::Deport, places: CANDIDATURE, court: "déport", aide: "déport (intérêt personnel) : noté, jamais compté" },
    Liaison { touches: &[Lettre('t')], action: A::Priorite, places: CANDIDATURE, court: "priorité", aide: "priorité retenue : confirmer ou changer la ligne" },
    Liaison { touches: &[Lettre('w'), Code(K::Delete)], action: A::Retirer, places: CANDIDATURE, court: "", aide: "retire ce qui est noté de l'institution" },
    Liaison { touches: &[Lettre('c')], action: A::Criteres, places: CANDIDATURE, court: "critères", aide: "critères : ← → choisit, ↑ ↓ règle, Entrée enregistre" },
    Liaison { touches: &[Lettre('0'), Lettre('à')], action: A::Note(0), places: CANDIDATURE, court: "à 4 apprécier", aide: "critère choisi : 0 sur 4" },
    Liaison { touches: &[Lettre('1'), Lettre('&')], action: A::Note(1), places: CANDIDATURE, court: "", aide: "critère choisi : 1 sur 4" },
    Liaison { touches: &[Lettre('2'), Lettre('é')], action: A::Note(2), places: CANDIDATURE, court: "", aide: "critère choisi : 2 sur 4" },
    Liaison { touches: &[Lettre('3'), Lettre('"')], action: A::Note(3), places: CANDIDATURE, court: "", aide: "critère choisi : 3 sur 4" },
    Liaison { touches: &[Lettre('4'), Lettre('\'')], action: A::Note(4), places: CANDIDATURE, court: "", aide: "critère choisi : 4 sur 4" },
    Liaison { touches: &[Lettre('b')], action: A::Observation, places: CANDIDATURE, court: "", aide: "observation sur le critère choisi, ou sur la candidature" },
    Liaison { touches: &[Lettre('m')], action: A::Montant, places: &[P::Candidature, P::Classement], court: "montant", aide: "montant proposé pour la candidature ; au classement, enveloppe" },
    Liaison { touches: &[Lettre('i')], action: A::Proposition, places: &[P::Candidature, P::Classement], court: "issue", aide: "issue proposée par le comité, avec son motif (irrecevable, ajourné…)" },
    Liaison { touches: &[Lettre('y')], action: A::Constats, places: CANDIDATURE, court: "constats", aide: "constats ; confirmer ou lever un motif d'irrecevabilité" },
    Liaison { touches: &[Lettre('I')], action: A::Complements, places: CANDIDATURE, court: "", aide: "incomplet : compléments demandés au porteur ; une seconde fois : reçus" },
    Liaison { touches: &[Lettre('g')], action: A::Fiche, places: &[P::Agenda, P::Candidature, P::Classement, P::Fiche], court: "fiche", aide: "toute la fiche : description, budget, indicateurs, constats" },
    Liaison { touches: &[Lettre('G')], action: A::SaisirFiche, places: &[P::Agenda, P::Candidature, P::Priorites], court: "saisir", aide: "saisie de la fiche : description, publics, zone, volets, budget, indicateurs" },
    Liaison { touches: &[Chiffre], action: A::Chiffre('0'), places: FICHE, court: "taper", aide: "tape dans la case choisie, avec ou sans Maj" },
    Liaison { touches: &[Lettre(','), Lettre('.')], action: A::Virgule, places: FICHE, court: "", aide: "décimales des ETP" },
    Liaison { touches: &[Code(K::Backspace)], action: A::Effacer, places: FICHE, court: "", aide: "retire le dernier chiffre, le dernier public ou le dernier lieu" },
    Liaison { touches: &[Lettre('w'), Code(K::Delete)], action: A::Retirer, places: FICHE, court: "vider", aide: "vide la case, les publics ou les lieux" },
    Liaison { touches: &[Lettre('E')], action: A::Ecrire, places: FICHE, court: "écrire", aide: "écrit la fiche dans le fichier de la candidature ; en séance, c'est noté" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: FICHE, court: "modifier", aide: "modifie le texte, ajoute un public ou un lieu, coche ; d'un nombre, passe au suivant" },
    Liaison { touches: &[Lettre(' ')], action: A::Marquer, places: FICHE, court: "cocher", aide: "coche ou décoche le volet" },
    Liaison { touches: &[Code(K::Tab)], action: A::CaseSuivante, places: FICHE, court: "", aide: "case suivante" },
    Liaison { touches: &[Code(K::BackTab)], action: A::CasePrecedente, places: FICHE, court: "", aide: "case précédente" },
    Liaison { touches: &[Lettre('y')], action: A::Constats, places: FICHE, court: "constats", aide: "tous les constats de la fiche telle qu'elle est tapée" },
    Liaison { touches: &[Lettre('R')], action: A::RevenirAuFichier, places: FICHE, court: "", aide: "revient à la fiche du fichier ; u retrouve ce qui était tapé" },
    Liaison { touches: &[Lettre('D')], action: A::Departager, places: &[P::Classement], court: "départager", aide: "vote entre les ex æquo de la place choisie" },
    Liaison { touches: &[Lettre('a')], action: A::AjouterLigne, places: &[P::Priorites], court: "ajouter", aide: "ajoute une ligne à la table, tant que rien n'est examiné avec elle" },
    Liaison { touches: &[Lettre('H')], action: A::MonterLigne, places: &[P::Priorites], court: "monter", aide: "monte la ligne choisie d'un rang" },
    Liaison { touches: &[Lettre('B')], action: A::DescendreLigne, places: &[P::Priorites], court: "descendre", aide: "descend la ligne choisie d'un rang" },
    Liaison { touches: &[Lettre('w'), Code(K::Delete)], action: A::Retirer, places: &[P::Priorites], court: "retirer", aide: "retire la ligne choisie, après confirmation" },
    Liaison { touches: &[Lettre('d')], action: A::Detail, places: &[P::Classement], court: "détail", aide: "détail de la place : la clé, les méthodes, la robustesse, « et si ? »" },
    Liaison { touches: &[Lettre('L')], action: A::Motiver, places: &[P::Candidature, P::Classement], court: "", aide: "éléments à communiquer au candidat (CRPA R. 311-3-1-2), écrits dans un fichier" },
    Liaison { touches: &[Lettre('s')], action: A::SourceDeTable, places: &[P::Priorites], court: "", aide: "source : le document dont vient la table" },
    Liaison { touches: &[Lettre('n')], action: A::Suivante, places: CANDIDATURE, court: "suivante", aide: "candidature suivante" },
    Liaison { touches: &[Lettre('p')], action: A::Precedente, places: CANDIDATURE, court: "", aide: "candidature précédente" },
    Liaison { touches: &[Lettre(' ')], action: A::SuivanteIncomplete, places: &[P::Agenda, P::Candidature], court: "à compléter", aide: "candidature suivante où il manque quelque chose" },
    Liaison { touches: &[Lettre('E')], action: A::Ecrire, places: &[P::Cloture], court: "écrire", aide: "écrit la proposition dans son état (projet, si la séance n'est pas levée)" },
    Liaison { touches: &[Lettre('R')], action: A::Rouvrir, places: &[P::Cloture], court: "rouvrir", aide: "rouvre une séance levée, avec son motif" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: &[P::Accueil, P::Agenda, P::Classement], court: "ouvrir", aide: "ouvre ce qui est choisi" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: CANDIDATURE, court: "", aide: "lit le texte de l'avis, ou enregistre l'appréciation" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: &[P::Cloture], court: "régler ou lever", aide: "va au point choisi ; quand rien ne manque, lève la séance" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: &[P::Journal], court: "annuler ou rétablir", aide: "annule le fait choisi, ou le rétablit" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: &[P::Priorites], court: "ouvrir ou changer", aide: "ouvre la candidature, ou change la ligne" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: &[P::Carte], court: "lire", aide: "lit tout ce que dit la case" },
    Liaison { touches: &[Code(K::Enter)], action: A::Valider, places: REGION, court: "lire", aide: "lit tout ce que dit la ligne choisie" },
    Liaison { touches: &[Code(K::Tab)], action: A::Zone, places: REGION, court: "affichage", aide: "affichage suivant : territoires, ordre fusionné, tour de rôle, projets multiples, priorités" },
    Liaison { touches: &[Lettre('w'), Code(K::Delete)], action: A::Retirer, places: REGION, court: "désistement", aide: "désistement de la candidature choisie, avec son motif : qui est promu" },
    Liaison { touches: &[Lettre('i')], action: A::Proposition, places: REGION, court: "arbitrer", aide: "issue arbitrée par la région pour la candidature choisie, avec son motif" },
    Liaison { touches: &[Lettre('m')], action: A::Montant, places: REGION, court: "montant", aide: "montant arbitré pour la candidature choisie ; aux territoires, enveloppe régionale" },
    Liaison { touches: &[Lettre('E')], action: A::Ecrire, places: REGION, court: "écrire", aide: "écrit la compilation (region.yaml) et son rapport (region.md)" },
    Liaison { touches: &[Code(K::Esc)], action: A::Retour, places: &[], court: "retour", aide: "retour ; rien n'est perdu" },
    Liaison { touches: &[Lettre('s')], action: A::Scenarios, places: &[P::Classement, P::Region], court: "scénarios", aide: "enveloppe −10 %, nominale, +10 % : qui entre, qui sort" },
    Liaison { touches: &[Lettre('a')], action: A::Lectures, places: &[P::Classement], court: "lectures", aide: "autres lectures des mêmes données, pour information" },
    Liaison { touches: &[Lettre(' ')], action: A::Marquer, places: &[P::Classement], court: "marquer", aide: "marque ou démarque, pour proposer une même issue à plusieurs (i)" },
    Liaison { touches: &[Lettre('r')], action: A::Rang, places: &[P::Classement], court: "rang", aide: "rang donné par le comité, avec son motif ; le rang calculé reste à côté" },
    Liaison { touches: &[Code(K::Tab), Code(K::BackTab)], action: A::Zone, places: CANDIDATURE, court: "avis ou critères", aide: "passe des avis aux critères" },
    Liaison { touches: &[Lettre('u')], action: A::Annuler, places: &[], court: "annuler", aide: "annule le dernier fait, sans limite ; dans une fiche, la dernière saisie" },
    Liaison { touches: &[Lettre('U')], action: A::Retablir, places: &[], court: "", aide: "rétablit ce qui vient d'être annulé" },
    Liaison { touches: &[Lettre('S')], action: A::Presence, places: &[], court: "", aide: "séance : date, présidence, présents, mandats, déports ; se corrige jusqu'à la levée" },
    Liaison { touches: &[Lettre('o')], action: A::Agenda, places: &[], court: "ordre du jour", aide: "ordre du jour" },
    Liaison { touches: &[Lettre('v')], action: A::Classement, places: &[], court: "classement", aide: "classement proposé" },
    Liaison { touches: &[Lettre('J')], action: A::Journal, places: &[], court: "", aide: "journal : tout ce qui est enregistré" },
    Liaison { touches: &[Lettre('C')], action: A::Cloture, places: &[], court: "clôture", aide: "clôture : ce qui manque, puis la proposition écrite" },
    Liaison { touches: &[Lettre('P')], action: A::Priorites, places: &[], court: "priorités", aide: "priorités : la table du territoire et les candidatures de chaque ligne" },
    Liaison { touches: &[Lettre('M')], action: A::Carte, places: &[], court: "carte", aide: "carte des réponses : ce que couvrent, par territoire, les candidatures proposées retenues" },
    Liaison { touches: &[Lettre('A')], action: A::Region, places: &[], court: "", aide: "région : les propositions des territoires contrôlées et compilées ; de nouveau : relit les fichiers" },
    Liaison { touches: &[Lettre('/')], action: A::Rechercher, places: &[P::Agenda, P::Candidature, P::Classement, P::Cloture, P::Journal], court: "chercher", aide: "cherche une candidature (nom, porteur, numéro), accents indifférents" },
    Liaison { touches: &[Lettre('X')], action: A::Exporter, places: &[], court: "", aide: "exporte la liste de l'écran, telle quelle, pour un tableur (exports/)" },
    Liaison { touches: &[Code(K::Up), Lettre('k')], action: A::Haut, places: &[], court: "", aide: "vers le haut" },
    Liaison { touches: &[Code(K::Down), Lettre('j')], action: A::Bas, places: &[], court: "", aide: "vers le bas" },
    Liaison { touches: &[Code(K::Left), Lettre('h')], action: A::Gauche, places: &[], court: "", aide: "vers la gauche" },
    Liaison { touches: &[Code(K::Right), Lettre('l')], action: A::Droite, places: &[], court: "", aide: "vers la droite" },
    Liaison { touches: &[Code(K::PageUp)], action: A::PageHaut, places: &[], court: "", aide: "une page plus haut" },
    Liaison { touches: &[Code(K::PageDown)], action: A::PageBas, places: &[], court: "", aide: "une page plus bas" },
    Liaison { touches: &[Code(K::Home)], action: A::Debut, places: &[], court: "", aide: "au début" },
    Liaison { touches: &[Code(K::End)], action: A::Fin, places: &[], court: "", aide: "à la fin" },
    Liaison { touches: &[Lettre('T')], action: A::Themes, places: &[], court: "", aide: "thème : couleurs de l'écran, essayées en se déplaçant" },
    Liaison { touches: &[Lettre('?'), Code(K::F(1))], action: A::Aide, places: &[], court: "aide", aide: "toutes les touches" },
    Liaison { touches: &[Lettre('q')], action: A::Quitter, places: &[], court: "quitter", aide: "quitte ; il n'y a rien à sauvegarder" },
];

/// What a key asks for in a place.
pub fn action(place: Place, evenement: KeyEvent) -> Option<Action> {
    if evenement
        .modifiers
        .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT)
    {
        return None;
    }
    let (touche, chiffre) = match evenement.code {
        KeyCode::Char(lettre) => (Lettre(lettre), chiffre(lettre)),
        code => (Code(code), None),
    };
    let demandee = |l: &&Liaison| {
        l.touches.contains(&touche) || chiffre.is_some() && l.touches.contains(&Chiffre)
    };
    let liaison = liaisons(place).find(demandee)?;
    Some(match (liaison.action, chiffre) {
        (Action::Chiffre(_), Some(chiffre)) => Action::Chiffre(chiffre),
        (action, _) => action,
    })
}

/// The keys of a place, in the order of the table.
pub fn liaisons(place: Place) -> impl Iterator<Item = &'static Liaison> {
    LIAISONS
        .iter()
        .filter(move |l| l.places.is_empty() || l.places.contains(&place))
}

impl Touche {
    /// The name printed on a French keyboard.
    pub fn nom(self) -> String {
        match self {
            Lettre(' ') => "Espace".into(),
            Lettre(',') => "virgule".into(),
            Lettre('.') => "point".into(),
            Lettre(lettre) => lettre.to_string(),
            Code(K::Enter) => "Entrée".into(),
            Code(K::Esc) => "Échap".into(),
            Code(K::Tab) => "Tab".into(),
            Code(K::BackTab) => "Maj+Tab".into(),
            Code(K::Delete) => "Suppr".into(),
            Code(K::Backspace) => "Retour arrière".into(),
            Code(K::Up) => "↑".into(),
            Code(K::Down) => "↓".into(),
            Code(K::Left) => "←".into(),
            Code(K::Right) => "→".into(),
            Code(K::PageUp) => "Page préc.".into(),
            Code(K::PageDown) => "Page suiv.".into(),
            Code(K::Home) => "Début".into(),
            Code(K::End) => "Fin".into(),
            Code(K::F(n)) => format!("F{n}"),
            Code(autre) => format!("{autre:?}"),
            Chiffre => "chiffres".into(),
        }
    }
}

impl Liaison {
    /// Every key of the binding, as « w, Suppr ».
    pub fn touches(&self) -> String {
        self.touches
            .iter()
            .map(|t| t.nom())
            .collect::<Vec<_>>()
            .join(", ")
    }
}

//! Theme files: read whole, one parent at most, each problem located; and what a check finds in one.

use std::collections::BTreeMap;
use std::path::Path;

use serde::Deserialize;

use super::palette::{couleurs, rapport};
use super::{Aspect, Role, Theme};
use crate::domain::probleme::{Probleme, inconnu};
use crate::store::campagne::format_lu;
use crate::store::diagnostic::Diagnostic;
use crate::store::document::{Document, Limites};

/// Themes inside the program: name, file, what it is for.
pub const FOURNIS: [(&str, &str, &str); 6] = [
    (
        "defaut",
        include_str!("../../../themes/defaut.yaml"),
        "les seize couleurs du terminal lui-même",
    ),
    (
        "clair",
        include_str!("../../../themes/clair.yaml"),
        "encre sur papier, pour un vidéoprojecteur ou une salle claire",
    ),
    (
        "sombre",
        include_str!("../../../themes/sombre.yaml"),
        "papier sombre, couleurs douces",
    ),
    (
        "contraste",
        include_str!("../../../themes/contraste.yaml"),
        "contrastes de 7 pour 1 au moins",
    ),
    (
        "mono",
        include_str!("../../../themes/mono.yaml"),
        "sans couleur (choisi de lui-même sous NO_COLOR)",
    ),
    (
        "daltonien",
        include_str!("../../../themes/daltonien.yaml"),
        "bleu et orange, distincts pour tous",
    ),
];

/// Least contrast of what is read, unless the file asks for more (WCAG 2.2, 1.4.3).
const TEXTE: f64 = 4.5;
/// Least contrast of rules and frames, which nobody reads (WCAG 2.2, 1.4.11).
const FILET: f64 = 3.0;

/// Roles that came after the others: a file without them takes the neighbour's.
const TARDIFS: [(Role, Role); 2] = [
    (Role::RankUp, Role::Favorable),
    (Role::RankDown, Role::Defavorable),
];

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fichier {
    format: u32,
    nom: String,
    #[serde(default)]
    herite: Option<String>,
    #[serde(default)]
    contraste_minimal: Option<u32>,
    #[serde(default)]
    roles: BTreeMap<Role, Aspect>,
}

/// A theme file, read and usable.
pub struct Lu {
    /// The theme.
    pub theme: Theme,
    /// Its title.
    pub titre: String,
    herite: Option<String>,
    minimum: Option<u32>,
    absents: Vec<Role>,
}

/// A pair of colours that is read, and how far they are.
#[derive(Debug, Clone, PartialEq)]
pub struct Mesure {
    /// Where.
    pub role: Role,
    /// From 1 to 21; none when the terminal itself chooses a colour.
    pub rapport: Option<f64>,
    /// What is asked of it.
    pub minimum: f64,
}

/// Reads a theme, by name or by the path of its file.
pub fn lire(nom: &str) -> Result<Lu, Vec<Diagnostic>> {
    let (document, court) = match FOURNIS.iter().find(|(fourni, ..)| *fourni == nom) {
        Some((nom, texte, _)) => (fourni(nom, texte)?, *nom),
        None if nom.contains(['/', '.']) => (
            Document::open(Path::new(nom), nom, &Limites::default())?,
            nom,
        ),
        None => {
            let fournis = FOURNIS.map(|(nom, ..)| nom);
            let inconnu = inconnu("thème", nom, fournis);
            let message = format!(
                "{inconnu} ; fournis : {} ; ou le chemin d'un fichier .yaml",
                fournis.join(", ")
            );
            return Err(vec![Diagnostic::whole(nom, message)]);
        }
    };
    let fichier = decoder(&document)?;
    let mut roles = match &fichier.herite {
        None => BTreeMap::new(),
        Some(parent) => parent_de(&document, parent)?,
    };
    roles.extend(fichier.roles.clone());
    for (tardif, voisin) in TARDIFS {
        if let (None, Some(aspect)) = (roles.get(&tardif), roles.get(&voisin)) {
            roles.insert(tardif, aspect.clone());
        }
    }
    let manquants = Role::TOUS.iter().filter(|role| !roles.contains_key(role));
    let manquants: Vec<&str> = manquants.map(|role| role.cle()).collect();
    if !manquants.is_empty() {
        let message = format!(
            "rôles manquants : {} ; donnez-les, ou un thème dont hériter (herite: defaut)",
            manquants.join(", ")
        );
        return Err(vec![document.diagnostic(Probleme::new("roles", message))]);
    }
    let herites = fichier.herite.is_some();
    let absents = TARDIFS.into_iter().map(|(tardif, _)| tardif);
    let absents = absents.filter(|role| !herites && !fichier.roles.contains_key(role));
    Ok(Lu {
        theme: Theme {
            nom: court.to_owned(),
            ascii: false,
            roles,
        },
        titre: fichier.nom,
        absents: absents.collect(),
        herite: fichier.herite,
        minimum: fichier.contraste_minimal,
    })
}

fn fourni(nom: &str, texte: &str) -> Result<Document, Vec<Diagnostic>> {
    Document::from_bytes(nom, texte.as_bytes().to_vec(), &Limites::default())
}

fn decoder(document: &Document) -> Result<Fichier, Vec<Diagnostic>> {
    let fichier: Fichier = document.decode()?;
    match format_lu(fichier.format) {
        Some(probleme) => Err(vec![document.diagnostic(probleme)]),
        None => Ok(fichier),
    }
}

/// The roles of the parent: a theme inside the program that has no parent itself.
fn parent_de(document: &Document, parent: &str) -> Result<BTreeMap<Role, Aspect>, Vec<Diagnostic>> {
    let refus = |message: String| vec![document.diagnostic(Probleme::new("herite", message))];
    let Some((nom, texte, _)) = FOURNIS.iter().find(|(fourni, ..)| *fourni == parent) else {
        let fournis = FOURNIS.map(|(nom, ..)| nom);
        return Err(refus(inconnu("thème", parent, fournis)));
    };
    let lu = decoder(&fourni(nom, texte)?)?;
    if lu.herite.is_some() {
        return Err(refus(format!(
            "« {parent} » hérite lui-même d'un autre : un seul niveau est admis"
        )));
    }
    Ok(lu.roles)
}

impl Theme {
    /// A theme by name, or by the path of its file.
    pub fn load(nom: &str) -> Result<Self, Vec<Diagnostic>> {
        lire(nom).map(|lu| lu.theme)
    }
}

impl Lu {
    /// The theme it inherits from.
    pub fn herite(&self) -> Option<&str> {
        self.herite.as_deref()
    }

    /// Every pair of colours, in the order of the roles.
    pub fn mesures(&self) -> Vec<Mesure> {
        let texte = self.theme.aspect(Role::Text);
        let mesure = |role: &Role| {
            let (encre, papier) = couleurs(self.theme.aspect(*role), texte);
            let usuel = if *role == Role::Border { FILET } else { TEXTE };
            Mesure {
                role: *role,
                rapport: rapport(encre, papier),
                minimum: self.minimum.map_or(usuel, |m| usuel.max(f64::from(m))),
            }
        };
        Role::TOUS.iter().map(mesure).collect()
    }

    /// What is wrong, a sentence each.
    pub fn ecarts(&self) -> Vec<String> {
        let tardifs = self.absents.iter().map(|role| {
            let voisin = TARDIFS.iter().find(|(tardif, _)| tardif == role);
            let voisin = voisin.map_or("", |(_, voisin)| voisin.cle());
            format!("{} : absent, pris de {voisin}", role.cle())
        });
        let pales = self.mesures().into_iter().filter(Mesure::trop_pale);
        let pales = pales.map(|m| {
            let (lu, voulu) = (m.rapport.unwrap_or(0.0), m.minimum);
            let (lu, voulu) = (virgule(lu), virgule(voulu));
            format!("{} : contraste {lu}, {voulu} attendu", m.role.cle())
        });
        tardifs.chain(pales).collect()
    }
}

impl Mesure {
    /// Whether the pair is too close to be read.
    pub fn trop_pale(&self) -> bool {
        self.rapport.is_some_and(|rapport| rapport < self.minimum)
    }
}

/// A ratio as French writes it, never rounded up to what it does not reach.
pub fn virgule(rapport: f64) -> String {
    format!("{:.1}", (rapport * 10.0).floor() / 10.0).replace('.', ",")
}

//! Styles by meaning. Meaning never rests on colour alone: a word or a glyph always says it too.

use std::path::Path;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::domain::avis::{Position, Sens};
use crate::domain::recevabilite::Severite;
use crate::store::diagnostic::Diagnostic;
use crate::store::document::{Document, Limites};

/// Themes inside the program: name, file.
const FOURNIS: [(&str, &str); 3] = [
    ("defaut", include_str!("../../themes/defaut.yaml")),
    ("contraste", include_str!("../../themes/contraste.yaml")),
    ("mono", include_str!("../../themes/mono.yaml")),
];

/// A style for each meaning.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Theme {
    /// Version of the file format; 1 today.
    pub format: u32,
    /// Name.
    pub nom: String,
    roles: Roles,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Roles {
    text: Aspect,
    muted: Aspect,
    accent: Aspect,
    selected: Aspect,
    favorable: Aspect,
    reserve: Aspect,
    defavorable: Aspect,
    warning: Aspect,
    error: Aspect,
    border: Aspect,
    title: Aspect,
    key: Aspect,
    line: Aspect,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
struct Aspect {
    fg: Option<Color>,
    bg: Option<Color>,
    #[serde(default)]
    attributes: Vec<Attribute>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Attribute {
    Bold,
    Dim,
    Reversed,
    Underlined,
}

macro_rules! roles {
    ($($role:ident: $sens:literal),+ $(,)?) => {
        $(
            #[doc = $sens]
            pub fn $role(&self) -> Style {
                self.roles.$role.style()
            }
        )+
    };
}

impl Theme {
    roles! {
        text: "Plain text.",
        muted: "What matters less.",
        accent: "What matters more.",
        selected: "The selected line.",
        favorable: "A favorable avis, something gained.",
        reserve: "An avis with reserves.",
        defavorable: "An unfavourable avis, something lost.",
        warning: "An alert.",
        error: "A refusal, a motif of inadmissibility.",
        border: "Rules and frames.",
        title: "The title of a place or a dialogue.",
        key: "A key to press.",
        line: "The cut line.",
    }

    /// A theme by name, or by the path of its file.
    pub fn load(nom: &str) -> Result<Self, Vec<Diagnostic>> {
        if let Some((nom, texte)) = FOURNIS.iter().find(|(fourni, _)| *fourni == nom) {
            return Document::from_bytes(nom, texte.as_bytes().to_vec(), &Limites::default())?
                .decode();
        }
        if !nom.contains(['/', '.']) {
            let fournis: Vec<&str> = FOURNIS.iter().map(|(nom, _)| *nom).collect();
            return Err(vec![Diagnostic {
                fichier: nom.into(),
                ligne: None,
                chemin: String::new(),
                message: format!(
                    "thème inconnu ; fournis : {} ; ou le chemin d'un fichier .yaml",
                    fournis.join(", ")
                ),
            }]);
        }
        Document::open(Path::new(nom), nom, &Limites::default())?.decode()
    }

    /// The style of what an institution said.
    pub fn position(&self, position: &Position) -> Style {
        match position {
            Position::Avis {
                sens: Sens::Favorable,
                ..
            } => self.favorable(),
            Position::Avis {
                sens: Sens::FavorableAvecReserves,
                ..
            } => self.reserve(),
            Position::Avis {
                sens: Sens::Defavorable,
                ..
            } => self.defavorable(),
            _ => self.muted(),
        }
    }

    /// The style of a constat.
    pub fn severite(&self, severite: Severite) -> Style {
        match severite {
            Severite::Motif => self.error(),
            Severite::Alerte => self.warning(),
            Severite::Information => self.muted(),
        }
    }
}

impl Aspect {
    fn style(&self) -> Style {
        let attributes = self.attributes.iter().map(|attribute| match attribute {
            Attribute::Bold => Modifier::BOLD,
            Attribute::Dim => Modifier::DIM,
            Attribute::Reversed => Modifier::REVERSED,
            Attribute::Underlined => Modifier::UNDERLINED,
        });
        Style {
            fg: self.fg,
            bg: self.bg,
            add_modifier: attributes.collect(),
            ..Style::default()
        }
    }
}

//! Styles by meaning. Meaning never rests on colour alone: a word or a glyph always says it too.

mod fichier;
mod palette;

use std::collections::BTreeMap;

use ratatui::style::{Color, Modifier, Style};
use serde::Deserialize;

use crate::domain::avis::{Position, Sens};
use crate::domain::recevabilite::Severite;

pub use fichier::{FOURNIS, Lu, lire, virgule};
pub use palette::{Profondeur, rapport};

/// What a style means.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Plain text.
    Text,
    /// What matters less.
    Muted,
    /// What matters more.
    Accent,
    /// The selected line.
    Selected,
    /// A favorable avis, something gained.
    Favorable,
    /// An avis with reserves.
    Reserve,
    /// An unfavourable avis, something lost.
    Defavorable,
    /// An alert.
    Warning,
    /// A refusal, a motif of inadmissibility.
    Error,
    /// Rules and frames.
    Border,
    /// The title of a place or a dialogue.
    Title,
    /// A key to press.
    Key,
    /// The cut line.
    Line,
    /// A rank that the last fact made better.
    RankUp,
    /// A rank that the last fact made worse.
    RankDown,
}

/// A style for each meaning.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Theme {
    /// Name, as typed after `--theme`.
    pub nom: String,
    /// Whether only ASCII is drawn: the locale is not UTF-8.
    pub ascii: bool,
    roles: BTreeMap<Role, Aspect>,
}

/// How a role is drawn.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Aspect {
    /// Ink; the terminal's own when null.
    pub fg: Option<Color>,
    /// Paper; the terminal's own when null.
    pub bg: Option<Color>,
    /// Bold, dim, reversed, underlined.
    #[serde(default)]
    pub attributes: Vec<Attribute>,
}

/// What is added to colours.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Attribute {
    /// Thicker.
    Bold,
    /// Paler.
    Dim,
    /// Ink and paper exchanged.
    Reversed,
    /// Underlined.
    Underlined,
}

macro_rules! roles {
    ($($methode:ident $role:ident $cle:literal),+ $(,)?) => {
        impl Role {
            /// Every role, in the order of the documentation.
            pub const TOUS: &[Self] = &[$(Self::$role),+];

            /// Its key in a theme file.
            pub fn cle(self) -> &'static str {
                match self {
                    $(Self::$role => $cle,)+
                }
            }
        }

        impl Theme {
            $(
                #[doc = concat!("The style of the role `", $cle, "`.")]
                pub fn $methode(&self) -> Style {
                    self.style(Role::$role)
                }
            )+
        }
    };
}

roles! {
    text Text "text",
    muted Muted "muted",
    accent Accent "accent",
    selected Selected "selected",
    favorable Favorable "favorable",
    reserve Reserve "reserve",
    defavorable Defavorable "defavorable",
    warning Warning "warning",
    error Error "error",
    border Border "border",
    title Title "title",
    key Key "key",
    line Line "line",
    rank_up RankUp "rank_up",
    rank_down RankDown "rank_down",
}

impl Theme {
    /// The theme as a terminal of these means shows it.
    #[must_use]
    pub fn pour(mut self, profondeur: Profondeur, ascii: bool) -> Self {
        self.ascii = ascii;
        for (role, aspect) in &mut self.roles {
            *aspect = palette::reduire(*role, aspect, profondeur);
        }
        self
    }

    /// How a role is drawn.
    pub fn aspect(&self, role: Role) -> &Aspect {
        static RIEN: Aspect = Aspect {
            fg: None,
            bg: None,
            attributes: Vec::new(),
        };
        self.roles.get(&role).unwrap_or(&RIEN)
    }

    fn style(&self, role: Role) -> Style {
        let aspect = self.aspect(role);
        let attributes = aspect.attributes.iter().map(|attribute| match attribute {
            Attribute::Bold => Modifier::BOLD,
            Attribute::Dim => Modifier::DIM,
            Attribute::Reversed => Modifier::REVERSED,
            Attribute::Underlined => Modifier::UNDERLINED,
        });
        Style {
            fg: aspect.fg,
            bg: aspect.bg,
            add_modifier: attributes.collect(),
            ..Style::default()
        }
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

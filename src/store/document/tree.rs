//! The located tree of a document, built from parser events: what could harm a reader is refused on the way, early.

use std::collections::BTreeMap;

use saphyr_parser::{Event, Parser, ScalarStyle, ScanError};

use super::Limites;
use crate::domain::texte::visible;
use crate::store::diagnostic::Diagnostic;

const ANCRE: &str = "ancre ou alias interdit : écrivez la valeur";

/// A value and its line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Node {
    /// Line, from 1.
    pub line: usize,
    /// What stands there.
    pub content: Content,
}

/// What stands at a node.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Content {
    /// A scalar; `plain` when it has no quotes, so that `no` or `12` may be more than text.
    Scalar {
        /// Its text.
        text: String,
        /// Whether it has no quotes.
        plain: bool,
    },
    /// A list.
    Sequence(Vec<Node>),
    /// A mapping, in order.
    Mapping(Vec<(Node, Node)>),
}

impl Node {
    /// Line of the value at `path`, or of the deepest part of it that exists.
    pub fn line_of(&self, path: &str) -> usize {
        let mut node = self;
        let mut line = self.line;
        for step in path
            .replace('[', ".[")
            .split('.')
            .filter(|step| !step.is_empty())
        {
            let next = match &node.content {
                Content::Sequence(items) => {
                    let rank = step.trim_matches(['[', ']']).parse::<usize>().ok();
                    rank.and_then(|rank| items.get(rank))
                        .map(|item| (item.line, item))
                }
                Content::Mapping(entries) => entries
                    .iter()
                    .find(|(key, _)| key.text() == Some(step))
                    .map(|(key, value)| (key.line, value)),
                Content::Scalar { .. } => None,
            };
            let Some((next_line, next)) = next else { break };
            (line, node) = (next_line, next);
        }
        line
    }

    /// The text of a scalar.
    pub fn text(&self) -> Option<&str> {
        match &self.content {
            Content::Scalar { text, .. } => Some(text),
            _ => None,
        }
    }

    /// Whether it stands for nothing: `~`, `null`, or left blank.
    pub fn is_null(&self) -> bool {
        matches!(&self.content, Content::Scalar { text, plain: true } if matches!(text.as_str(), "" | "~" | "null" | "Null" | "NULL"))
    }
}

/// Builds the tree of the one document in `text`.
pub fn build(name: &str, text: &str, limites: &Limites) -> Result<Node, Vec<Diagnostic>> {
    let mut builder = Builder {
        name,
        limites,
        parser: Parser::new_from_str(text),
        nodes: 0,
        duplicates: Vec::new(),
    };
    let tree = builder.document().map_err(|diagnostic| vec![diagnostic])?;
    if builder.duplicates.is_empty() {
        Ok(tree)
    } else {
        Err(builder.duplicates)
    }
}

type Refusal = Diagnostic;

struct Builder<'a> {
    name: &'a str,
    limites: &'a Limites,
    parser: Parser<'a, saphyr_parser::StrInput<'a>>,
    nodes: usize,
    duplicates: Vec<Diagnostic>,
}

impl<'a> Builder<'a> {
    fn document(&mut self) -> Result<Node, Refusal> {
        let mut tree = None;
        loop {
            let (event, line) = self.next()?;
            match event {
                Event::StreamEnd => break,
                Event::DocumentStart(_) if tree.is_some() => {
                    return Err(
                        self.refuse(line, "un seul document attendu, un second commence ici")
                    );
                }
                Event::StreamStart
                | Event::DocumentStart(_)
                | Event::DocumentEnd
                | Event::Nothing => {}
                event => tree = Some(self.node(event, line, 0)?),
            }
        }
        match tree {
            Some(tree) if !tree.is_null() => Ok(tree),
            _ => Err(self.refuse(1, "fichier vide")),
        }
    }

    fn node(&mut self, event: Event<'a>, line: usize, depth: usize) -> Result<Node, Refusal> {
        self.nodes += 1;
        if self.nodes > self.limites.noeuds {
            return Err(self.refuse(
                line,
                &format!("trop de valeurs ({} admises)", self.limites.noeuds),
            ));
        }
        if depth > self.limites.profondeur {
            return Err(self.too_deep(line));
        }
        let content = match event {
            Event::Alias(_) => {
                return Err(self.refuse(line, ANCRE));
            }
            Event::Scalar(_, _, anchor, _)
            | Event::SequenceStart(anchor, _)
            | Event::MappingStart(anchor, _)
                if anchor > 0 =>
            {
                return Err(self.refuse(line, ANCRE));
            }
            Event::Scalar(_, _, _, Some(_))
            | Event::SequenceStart(_, Some(_))
            | Event::MappingStart(_, Some(_)) => {
                return Err(self.refuse(line, "étiquette « ! » interdite"));
            }
            Event::Scalar(text, style, ..) => Content::Scalar {
                text: text.into_owned(),
                plain: style == ScalarStyle::Plain,
            },
            Event::SequenceStart(..) => Content::Sequence(self.sequence(depth)?),
            Event::MappingStart(..) => Content::Mapping(self.mapping(depth)?),
            _ => return Err(self.refuse(line, "YAML illisible ici")),
        };
        Ok(Node { line, content })
    }

    fn sequence(&mut self, depth: usize) -> Result<Vec<Node>, Refusal> {
        let mut items = Vec::new();
        loop {
            match self.next()? {
                (Event::SequenceEnd, _) => return Ok(items),
                (event, line) => items.push(self.node(event, line, depth + 1)?),
            }
        }
    }

    fn mapping(&mut self, depth: usize) -> Result<Vec<(Node, Node)>, Refusal> {
        let mut entries = Vec::new();
        let mut lines: BTreeMap<String, usize> = BTreeMap::new();
        loop {
            let key = match self.next()? {
                (Event::MappingEnd, _) => return Ok(entries),
                (event, line) => self.node(event, line, depth + 1)?,
            };
            match key.text() {
                None => {
                    return Err(
                        self.refuse(key.line, "une clé est un mot, pas une liste ni un ensemble")
                    );
                }
                Some("<<") => {
                    return Err(
                        self.refuse(key.line, "fusion « << » interdite : écrivez les valeurs")
                    );
                }
                Some(text) => {
                    if let Some(first) = lines.insert(text.to_owned(), key.line) {
                        let message =
                            format!("clé en double : « {} », déjà ligne {first}", visible(text));
                        self.duplicates.push(self.refuse(key.line, &message));
                    }
                }
            }
            let (event, line) = self.next()?;
            let value = self.node(event, line, depth + 1)?;
            entries.push((key, value));
        }
    }

    fn next(&mut self) -> Result<(Event<'a>, usize), Refusal> {
        match self.parser.next_event() {
            Some(Ok((event, span))) => Ok((event, span.start.line())),
            Some(Err(error)) => Err(self.unreadable(&error)),
            None => Ok((Event::StreamEnd, 1)),
        }
    }

    fn unreadable(&self, error: &ScanError) -> Refusal {
        let place = format!("colonne {}", error.marker().col() + 1);
        let info = error.info();
        if info.contains("anchor") || info.contains("alias") {
            return self.refuse(error.marker().line(), ANCRE);
        }
        // The parser reads ahead: it may meet its own bound before ours.
        if info.contains("recursion") {
            return self.too_deep(error.marker().line());
        }
        let advice = if info.contains("tab") {
            "une tabulation ; le retrait se fait par des espaces"
        } else if info.contains("quoted") || info.contains("escape") {
            "guillemets non refermés, ou « \\ » de trop entre guillemets"
        } else if info.contains("flow") || info.contains("bracket") {
            "crochet ou accolade non refermé"
        } else {
            "vérifiez retraits, deux-points et guillemets"
        };
        let message = format!("YAML illisible, {place} : {advice}");
        self.refuse(error.marker().line(), &message)
    }

    fn too_deep(&self, line: usize) -> Refusal {
        let admitted = self.limites.profondeur;
        self.refuse(
            line,
            &format!("trop d'imbrication ({admitted} niveaux admis)"),
        )
    }

    fn refuse(&self, line: usize, message: &str) -> Refusal {
        Diagnostic {
            ligne: Some(line),
            ..Diagnostic::whole(self.name, message.to_owned())
        }
    }
}

//! Every problem of a document in one go: a reader that notes what is wrong, feeds its type a harmless value, and goes on.
//!
//! In our types `Option`, lists and maps may be absent; everything else is compulsory.

use std::cell::RefCell;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::{self, DeserializeOwned, DeserializeSeed, IntoDeserializer, Visitor};

use super::tree::{Content, Node};
use crate::domain::probleme::plus_proche;
use crate::domain::texte::visible;
use crate::store::diagnostic::Diagnostic;

/// Texts tried in place of a value that its own type refused, so that what follows is read too.
const SPECIMENS: [&str; 5] = [
    "1970-01-01",
    "1970-01-01T00:00:00+00:00",
    "1970-01-01T00:00:00",
    "0",
    "",
];

/// Longest value quoted in a message, in characters.
const QUOTED: usize = 60;

/// Tells the place of a key from the place of its value.
const KEY: &str = " (clé)";

/// Refused values told before giving up: each one costs at least a reading.
const REFUSED: usize = 200;

/// Readings before giving up.
const READINGS: usize = 3 * REFUSED;

/// Every problem that reading `tree` as a `T` meets, by line.
pub fn problems<T: DeserializeOwned>(name: &str, tree: &Node) -> Vec<Diagnostic> {
    let mut refused: BTreeMap<String, usize> = BTreeMap::new();
    let mut refusals: Vec<Diagnostic> = Vec::new();
    let mut last = Vec::new();
    let mut whole = false;
    for _ in 0..READINGS {
        let notes = RefCell::new(Vec::new());
        let reader = Reader {
            node: Some(tree),
            line: tree.line,
            path: String::new(),
            silent: false,
            optional: false,
            notes: &notes,
            refused: &refused,
        };
        let outcome = T::deserialize(reader);
        last = notes.into_inner();
        let Err(Refusal {
            place: Some((path, line, silent)),
            message,
        }) = outcome
        else {
            whole = true;
            break;
        };
        if refused.len() == REFUSED && !refused.contains_key(&path) {
            break;
        }
        let tried = refused.entry(path.clone()).or_default();
        if *tried == 0 && !silent {
            refusals.push(Diagnostic {
                fichier: String::new(),
                ligne: Some(line),
                chemin: path,
                message,
            });
        }
        *tried += 1;
        if *tried > SPECIMENS.len() {
            whole = true;
            break;
        }
    }
    refusals.extend(last);
    if !whole {
        let message = format!(
            "plus de {REFUSED} valeurs refusées : la suite sera dite une fois celles-ci corrigées"
        );
        refusals.push(Diagnostic::whole(name, message));
    }
    for diagnostic in &mut refusals {
        name.clone_into(&mut diagnostic.fichier);
        diagnostic.chemin = diagnostic.chemin.replace(KEY, "");
    }
    refusals.sort();
    refusals.dedup();
    refusals
}

/// What a type answered to a value.
#[derive(Debug)]
struct Refusal {
    message: String,
    place: Option<(String, usize, bool)>,
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Refusal {}

impl de::Error for Refusal {
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self {
            message: message.to_string(),
            place: None,
        }
    }

    fn invalid_value(_: de::Unexpected, _: &dyn de::Expected) -> Self {
        Self::custom("nombre hors bornes")
    }
}

/// Reads one node; none when the field is absent.
#[derive(Clone)]
struct Reader<'a> {
    node: Option<&'a Node>,
    line: usize,
    path: String,
    /// Inside something already noted as wrong.
    silent: bool,
    /// May be left out: a blank is no fault.
    optional: bool,
    notes: &'a RefCell<Vec<Diagnostic>>,
    refused: &'a BTreeMap<String, usize>,
}

impl<'a> Reader<'a> {
    fn child(&self, node: Option<&'a Node>, step: &str, silent: bool) -> Self {
        let path = match step.strip_prefix('[') {
            Some(_) => format!("{}{step}", self.path),
            None if self.path.is_empty() => step.to_owned(),
            None => format!("{}.{step}", self.path),
        };
        Self {
            node,
            line: node.map_or(self.line, |node| node.line),
            path,
            silent: self.silent || silent,
            optional: false,
            notes: self.notes,
            refused: self.refused,
        }
    }

    fn note(&self, line: usize, path: &str, message: String) {
        if !self.silent {
            let path = path.to_owned();
            self.notes.borrow_mut().push(Diagnostic {
                fichier: String::new(),
                ligne: Some(line),
                chemin: path,
                message,
            });
        }
    }

    /// Reads a value; what its type refuses after having read it is placed here too.
    fn read<T: DeserializeSeed<'a>>(self, seed: T) -> Result<T::Value, Refusal> {
        let here = self.clone();
        seed.deserialize(self).map_err(|refusal| {
            if refusal.place.is_some() {
                return refusal;
            }
            // A blank was noted as a text: its type says better what was expected.
            let blank = here
                .notes
                .borrow_mut()
                .pop_if(|note| note.chemin == here.path)
                .is_some();
            let message = in_french(&refusal.message, here.node);
            Refusal {
                message: if blank {
                    here.missing(expected(&message))
                } else {
                    message
                },
                place: Some((here.path, here.line, here.silent)),
            }
        })
    }

    /// Notes that something else was expected here: `nombre entier attendu`.
    fn mismatch(&self, expected: &str) {
        self.note(self.line, &self.path, self.missing(expected));
    }

    /// What stands here is not what was expected, or nothing stands here.
    fn missing(&self, expected: &str) -> String {
        match self.node {
            None => format!("champ « {} » manquant : {expected}", last_step(&self.path)),
            Some(node) => format!("{expected}, lu {}", shown(node)),
        }
    }

    /// The text to read: the node's, or a specimen once its type has refused it.
    fn text(&self) -> Option<(&str, bool)> {
        if let Some(tried) = self.refused.get(&self.path) {
            return SPECIMENS.get(tried - 1).map(|specimen| (*specimen, true));
        }
        match &self.node?.content {
            Content::Scalar { text, plain } => Some((text, *plain)),
            _ => None,
        }
    }

    /// Places a refusal by the type.
    fn placed<T>(&self, outcome: Result<T, Refusal>) -> Result<T, Refusal> {
        outcome.map_err(|refusal| match refusal.place {
            Some(_) => refusal,
            None => Refusal {
                message: in_french(&refusal.message, self.node),
                place: Some((self.path.clone(), self.line, self.silent)),
            },
        })
    }

    fn integer<V: Visitor<'a>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let read = self
            .text()
            .filter(|(_, plain)| *plain)
            .filter(|(text, _)| is_integer(text))
            .and_then(|(text, _)| text.parse::<i64>().ok());
        if read.is_none() && !self.refused.contains_key(&self.path) {
            self.mismatch("nombre entier attendu, en chiffres seuls");
        }
        let value = read.unwrap_or(0);
        self.placed(match u64::try_from(value) {
            Ok(value) => visitor.visit_u64(value),
            Err(_) => visitor.visit_i64(value),
        })
    }
}

/// Digits alone: `0x10`, `1_000`, `1e3`, `+1` and `007` are numbers to some readers and not to others.
fn is_integer(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    !digits.is_empty()
        && digits.bytes().all(|b| b.is_ascii_digit())
        && (digits == "0" || !digits.starts_with('0'))
}

/// A message of a library, in our words.
fn in_french(message: &str, node: Option<&Node>) -> String {
    const DATES: [&str; 6] = [
        "invalid characters",
        "premature end",
        "out of range",
        "trailing input",
        "not enough for unique",
        "no possible date",
    ];
    const ENGLISH: [&str; 7] = [
        "invalid ",
        "unknown ",
        "missing ",
        "duplicate ",
        "expected ",
        "data did not",
        "failed ",
    ];
    let read = node.map_or_else(String::new, |node| format!(", lu {}", shown(node)));
    if DATES.iter().any(|part| message.contains(part)) {
        format!(
            "date attendue, comme 2024-09-07, ou 2024-09-07T23:59:59+02:00 s'il faut l'heure{read}"
        )
    } else if message.contains("parse Colors") {
        format!("couleur inconnue{read}")
    } else if message == "nombre hors bornes" {
        format!("{message}{read}")
    } else if ENGLISH.iter().any(|word| message.starts_with(word)) {
        format!("valeur refusée{read}")
    } else {
        message.to_owned()
    }
}

/// A message without what was read.
fn expected(message: &str) -> &str {
    message.split(", lu ").next().unwrap_or_default()
}

fn last_step(path: &str) -> &str {
    path.rsplit('.').next().unwrap_or(path)
}

/// A value as a message quotes it: harmless, and not too long.
fn shown(node: &Node) -> String {
    match &node.content {
        Content::Scalar { .. } if node.is_null() => "rien".into(),
        Content::Scalar { text, .. } => {
            let mut quoted: String = visible(text).chars().take(QUOTED).collect();
            if text.chars().count() > QUOTED {
                quoted.push('…');
            }
            format!("« {quoted} »")
        }
        Content::Sequence(_) => "une liste".into(),
        Content::Mapping(_) => "un ensemble de clés".into(),
    }
}

macro_rules! integers {
    ($($method:ident)+) => {
        $(fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
            self.integer(visitor)
        })+
    };
}

impl<'de> de::Deserializer<'de> for Reader<'de> {
    type Error = Refusal;

    integers! {
        deserialize_i8 deserialize_i16 deserialize_i32 deserialize_i64
        deserialize_u8 deserialize_u16 deserialize_u32 deserialize_u64
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node.map(|node| &node.content) {
            Some(Content::Sequence(_)) => self.deserialize_seq(visitor),
            Some(Content::Mapping(_)) => self.deserialize_map(visitor),
            _ if self.node.is_some_and(Node::is_null) => visitor.visit_unit(),
            _ => {
                let reader = Reader {
                    optional: true,
                    ..self
                };
                reader.deserialize_str(visitor)
            }
        }
    }

    fn deserialize_bool<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let read = match self.text() {
            Some(("true" | "True" | "TRUE", true)) => Some(true),
            Some(("false" | "False" | "FALSE", true)) => Some(false),
            _ => None,
        };
        if read.is_none() {
            self.mismatch("oui ou non attendu (true ou false)");
        }
        self.placed(visitor.visit_bool(read.unwrap_or(false)))
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let known = self.refused.contains_key(&self.path);
        let left_blank = self.node.is_some_and(|node| {
            node.is_null() || (!self.optional && node.text().is_some_and(|t| t.trim().is_empty()))
        });
        if let Some((text, _)) = self.text().filter(|_| known || !left_blank) {
            return self.placed(visitor.visit_str(text));
        }
        let blank: Result<V::Value, Refusal> = visitor.visit_str("");
        match blank {
            Ok(value) => {
                self.mismatch("texte attendu");
                Ok(value)
            }
            // Its type says better what was expected.
            Err(refusal) => Err(Refusal {
                message: self.missing(expected(&in_french(&refusal.message, None))),
                place: Some((self.path.clone(), self.line, self.silent)),
            }),
        }
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        self.deserialize_str(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        match self.node {
            Some(node) if !node.is_null() => visitor.visit_some(Reader {
                optional: true,
                ..self
            }),
            _ => visitor.visit_none(),
        }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let items: &[Node] = match self.node.map(|node| &node.content) {
            Some(Content::Sequence(items)) => items,
            None => &[],
            Some(_) => {
                self.mismatch("liste attendue");
                &[]
            }
        };
        let nodes = items.iter().map(Some).collect();
        let outcome = visitor.visit_seq(Items {
            reader: &self,
            nodes,
            next: 0,
            silent: false,
        });
        self.placed(outcome)
    }

    fn deserialize_tuple<V: Visitor<'de>>(
        self,
        length: usize,
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let (nodes, silent) = match self.node.map(|node| &node.content) {
            Some(Content::Sequence(items)) if items.len() == length => {
                (items.iter().map(Some).collect(), false)
            }
            _ => {
                self.mismatch(&format!("liste de {length} valeurs attendue"));
                (vec![None; length], true)
            }
        };
        let outcome = visitor.visit_seq(Items {
            reader: &self,
            nodes,
            next: 0,
            silent,
        });
        self.placed(outcome)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        let entries = match self.node.map(|node| &node.content) {
            Some(Content::Mapping(entries)) => entries
                .iter()
                .map(|(key, value)| (Key::Node(key), Some(value)))
                .collect(),
            None => Vec::new(),
            Some(_) => {
                self.mismatch("ensemble de clés attendu");
                Vec::new()
            }
        };
        let outcome = visitor.visit_map(Entries {
            reader: &self,
            pairs: entries,
            next: 0,
            silent: false,
        });
        self.placed(outcome)
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let (present, silent) =
            if let Some(Content::Mapping(entries)) = self.node.map(|node| &node.content) {
                (entries.as_slice(), false)
            } else {
                self.mismatch(&format!("ensemble de clés attendu ({})", fields.join(", ")));
                (&[] as &[_], true)
            };
        let mut entries = Vec::new();
        for (key, value) in present {
            let text = key.text().unwrap_or_default();
            if fields.contains(&text) {
                entries.push((Key::Node(key), Some(value)));
                continue;
            }
            let hint = match plus_proche(text, fields.iter().copied()) {
                Some(near) => format!("la plus proche est « {near} »"),
                None => format!("connues : {}", fields.join(", ")),
            };
            let path = self.child(None, text, false).path;
            self.note(
                key.line,
                &path,
                format!("clé inconnue {} ; {hint}", shown(key)),
            );
        }
        let absent = fields
            .iter()
            .filter(|field| !present.iter().any(|(key, _)| key.text() == Some(field)));
        entries.extend(absent.map(|field| (Key::Field(field), None)));
        let outcome = visitor.visit_map(Entries {
            reader: &self,
            pairs: entries,
            next: 0,
            silent,
        });
        self.placed(outcome)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Refusal> {
        let read = self.text().map(|(text, _)| text).unwrap_or_default();
        let known = variants.iter().find(|variant| **variant == read);
        if known.is_none() {
            let hint = plus_proche(read, variants.iter().copied())
                .map(|near| format!(" ; le plus proche est « {near} »"));
            let message = self.missing(&format!("un mot attendu parmi {}", variants.join(", ")));
            let message = message + &hint.unwrap_or_default();
            self.note(self.line, &self.path, message);
        }
        let variant = known.or(variants.first()).copied().unwrap_or_default();
        self.placed(visitor.visit_enum(IntoDeserializer::<Refusal>::into_deserializer(variant)))
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Refusal> {
        visitor.visit_unit()
    }

    serde::forward_to_deserialize_any! {
        i128 u128 f32 f64 char bytes byte_buf unit unit_struct tuple_struct
    }
}

/// Items of a list.
struct Items<'r, 'a> {
    reader: &'r Reader<'a>,
    nodes: Vec<Option<&'a Node>>,
    next: usize,
    silent: bool,
}

impl<'a> de::SeqAccess<'a> for Items<'_, 'a> {
    type Error = Refusal;

    fn next_element_seed<T: DeserializeSeed<'a>>(
        &mut self,
        seed: T,
    ) -> Result<Option<T::Value>, Refusal> {
        let Some(node) = self.nodes.get(self.next) else {
            return Ok(None);
        };
        let reader = self
            .reader
            .child(*node, &format!("[{}]", self.next), self.silent);
        self.next += 1;
        reader.read(seed).map(Some)
    }
}

/// A key that stands in the file, or the name of a field that does not.
enum Key<'a> {
    Node(&'a Node),
    Field(&'static str),
}

/// Entries of a mapping, then the absent fields of a struct.
struct Entries<'r, 'a> {
    reader: &'r Reader<'a>,
    pairs: Vec<(Key<'a>, Option<&'a Node>)>,
    next: usize,
    silent: bool,
}

impl<'a> de::MapAccess<'a> for Entries<'_, 'a> {
    type Error = Refusal;

    fn next_key_seed<K: DeserializeSeed<'a>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, Refusal> {
        match self.pairs.get(self.next).map(|(key, _)| key) {
            None => Ok(None),
            Some(Key::Node(node)) => {
                let step = node.text().unwrap_or_default();
                seed.deserialize(self.reader.child(
                    Some(node),
                    &format!("{step}{KEY}"),
                    self.silent,
                ))
                .map(Some)
            }
            Some(Key::Field(field)) => seed
                .deserialize(IntoDeserializer::<Refusal>::into_deserializer(*field))
                .map(Some),
        }
    }

    fn next_value_seed<V: DeserializeSeed<'a>>(&mut self, seed: V) -> Result<V::Value, Refusal> {
        let (step, node) = match &self.pairs[self.next] {
            (Key::Node(key), node) => (key.text().unwrap_or_default(), *node),
            (Key::Field(field), node) => (*field, *node),
        };
        self.next += 1;
        self.reader.child(node, step, self.silent).read(seed)
    }
}

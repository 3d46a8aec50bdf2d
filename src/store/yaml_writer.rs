//! YAML that every reader understands the same: strings always double-quoted on one line, invisible characters escaped, and
//! combining marks beyond a few on one letter.
//! `serde_yaml` writes `no`, `12:30:45` and bidi marks bare, which others read as `false`, 45045 and nothing at all.

use serde::Serialize;
use serde::ser::Error;
use serde_yaml::{Mapping, Value};

use crate::domain::texte::{MARQUES, est_cache, est_marque};

/// The value as a YAML document, keys in their order.
pub fn to_string<T: Serialize>(value: &T) -> Result<String, serde_yaml::Error> {
    let mut output = String::new();
    match serde_yaml::to_value(value)? {
        Value::Mapping(mapping) if !mapping.is_empty() => write_mapping(&mapping, 0, &mut output)?,
        Value::Sequence(sequence) if !sequence.is_empty() => {
            write_sequence(&sequence, 0, &mut output)?;
        }
        scalar => {
            write_scalar(&scalar, &mut output)?;
            output.push('\n');
        }
    }
    Ok(output)
}

fn write_mapping(
    mapping: &Mapping,
    depth: usize,
    output: &mut String,
) -> Result<(), serde_yaml::Error> {
    for (rank, (key, value)) in mapping.iter().enumerate() {
        // The first key of a mapping inside a sequence stands on the line of its dash.
        if rank > 0 || !output.ends_with("- ") {
            indent(depth, output);
        }
        write_key(key, output)?;
        output.push(':');
        write_value(value, depth, output)?;
    }
    Ok(())
}

fn write_sequence(
    sequence: &[Value],
    depth: usize,
    output: &mut String,
) -> Result<(), serde_yaml::Error> {
    for value in sequence {
        indent(depth, output);
        output.push('-');
        match value {
            Value::Mapping(mapping) if !mapping.is_empty() => {
                output.push(' ');
                write_mapping(mapping, depth + 1, output)?;
            }
            _ => write_value(value, depth, output)?,
        }
    }
    Ok(())
}

/// What follows a `:` or a `-`, with its end of line.
fn write_value(value: &Value, depth: usize, output: &mut String) -> Result<(), serde_yaml::Error> {
    match value {
        Value::Mapping(mapping) if !mapping.is_empty() => {
            output.push('\n');
            write_mapping(mapping, depth + 1, output)
        }
        Value::Sequence(sequence) if !sequence.is_empty() => {
            output.push('\n');
            write_sequence(sequence, depth + 1, output)
        }
        scalar => {
            output.push(' ');
            write_scalar(scalar, output)?;
            output.push('\n');
            Ok(())
        }
    }
}

fn write_key(key: &Value, output: &mut String) -> Result<(), serde_yaml::Error> {
    match key {
        Value::String(text) if is_plain_key(text) => {
            output.push_str(text);
            Ok(())
        }
        scalar => write_scalar(scalar, output),
    }
}

fn is_plain_key(text: &str) -> bool {
    let word = text.to_ascii_lowercase();
    let other_meaning = matches!(
        word.as_str(),
        "y" | "n" | "yes" | "no" | "on" | "off" | "true" | "false" | "null"
    );
    let mut letters = text.bytes();
    !other_meaning
        && letters
            .next()
            .is_some_and(|b| b.is_ascii_alphabetic() || b == b'_')
        && letters.all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

fn write_scalar(scalar: &Value, output: &mut String) -> Result<(), serde_yaml::Error> {
    match scalar {
        Value::Null => output.push_str("null"),
        Value::Bool(value) => output.push_str(if *value { "true" } else { "false" }),
        Value::Number(number) if !number.is_f64() => output.push_str(&number.to_string()),
        Value::Number(_) => {
            return Err(serde_yaml::Error::custom(
                "un nombre à virgule n'est jamais écrit",
            ));
        }
        Value::String(text) => write_text(text, output),
        Value::Mapping(_) => output.push_str("{}"),
        Value::Sequence(_) => output.push_str("[]"),
        Value::Tagged(_) => {
            return Err(serde_yaml::Error::custom(
                "une étiquette YAML n'est jamais écrite",
            ));
        }
    }
    Ok(())
}

/// A text between quotes, as every reader understands it.
pub fn quoted(text: &str) -> String {
    let mut output = String::new();
    write_text(text, &mut output);
    output
}

fn write_text(text: &str, output: &mut String) {
    let mut marks = 0;
    output.push('"');
    for letter in text.chars() {
        marks = if est_marque(letter) { marks + 1 } else { 0 };
        match letter {
            '"' => output.push_str("\\\""),
            '\\' => output.push_str("\\\\"),
            '\n' => output.push_str("\\n"),
            '\t' => output.push_str("\\t"),
            _ if letter.is_control() || est_cache(letter) || marks > MARQUES => {
                let code = letter as u32;
                let escaped = if code > 0xffff {
                    format!("\\U{code:08X}")
                } else {
                    format!("\\u{code:04X}")
                };
                output.push_str(&escaped);
            }
            _ => output.push(letter),
        }
    }
    output.push('"');
}

fn indent(depth: usize, output: &mut String) {
    for _ in 0..depth {
        output.push_str("  ");
    }
}

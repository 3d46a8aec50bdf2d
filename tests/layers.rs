//! The one direction of imports, read in the sources: `main → cli → tui → exchange → store → domain`.

use std::fs;
use std::path::{Path, PathBuf};

/// Layers from the bottom up; each may use itself and those before it.
const LAYERS: [&str; 5] = ["domain", "store", "exchange", "tui", "cli"];

/// What the pure domain never touches.
const IMPURE: [&str; 9] = [
    "std::fs",
    "std::io",
    "std::net",
    "std::env",
    "ratatui",
    "crossterm",
    "Utc::now",
    "Local::now",
    "SystemTime",
];

#[test]
fn imports_go_down_only() {
    for (rank, layer) in LAYERS.iter().enumerate() {
        for (file, line) in lines(layer) {
            for above in &LAYERS[rank + 1..] {
                assert!(
                    !line.contains(&format!("crate::{above}")),
                    "{} : {line}",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn the_domain_knows_no_file_no_terminal_no_clock() {
    for (file, line) in lines("domain") {
        for word in IMPURE {
            assert!(!line.contains(word), "{} : {line}", file.display());
        }
    }
}

#[test]
fn the_domain_holds_no_floating_point_number() {
    for (file, line) in lines("domain") {
        let words = line.split(|c: char| !c.is_alphanumeric());
        assert!(
            words.into_iter().all(|w| w != "f32" && w != "f64"),
            "{} : {line}",
            file.display()
        );
    }
}

#[test]
fn every_source_file_opens_with_a_sentence_that_says_what_it_holds() {
    for file in LAYERS.iter().flat_map(|layer| files(layer)) {
        let text = fs::read_to_string(&file).unwrap();
        assert!(text.starts_with("//! "), "{}", file.display());
    }
}

/// Lines of code of a layer, with their file; comments left out.
fn lines(layer: &str) -> impl Iterator<Item = (PathBuf, String)> {
    files(layer).into_iter().flat_map(|file| {
        let text = fs::read_to_string(&file).unwrap();
        let code = text
            .lines()
            .filter(|l| !l.trim_start().starts_with("//"))
            .map(str::to_owned);
        code.map(move |line| (file.clone(), line))
            .collect::<Vec<_>>()
    })
}

/// Source files of a layer: `src/layer.rs` and everything under `src/layer/`.
fn files(layer: &str) -> Vec<PathBuf> {
    let src = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = vec![src.join(format!("{layer}.rs"))];
    let mut folders = vec![src.join(layer)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                folders.push(path);
            } else {
                found.push(path);
            }
        }
    }
    assert!(found.len() > 1, "{layer} : {found:?}");
    found
}

//! A picture of the screen drawn from its own buffer, so that documentation never lies.

use std::fmt::Write;

use ratatui::buffer::{Buffer, Cell};
use ratatui::style::{Color, Modifier};

/// Size of a cell, in pixels.
const CELLULE: (usize, usize) = (9, 19);

/// Paper and ink.
const FOND: &str = "#16181d";
const ENCRE: &str = "#d7dae0";

/// The buffer as an SVG document.
pub fn dessiner(buffer: &Buffer) -> String {
    let (colonnes, rangees) = (
        usize::from(buffer.area.width),
        usize::from(buffer.area.height),
    );
    let (large, haut) = (colonnes * CELLULE.0 + 20, rangees * CELLULE.1 + 20);
    let mut svg = String::new();
    // Writing to a String cannot fail: results are ignored throughout.
    let _ = writeln!(
        svg,
        r#"<svg xmlns="http://www.w3.org/2000/svg" width="{large}" height="{haut}" viewBox="0 0 {large} {haut}" font-family="DejaVu Sans Mono, Menlo, Consolas, monospace" font-size="15">"#
    );
    let _ = writeln!(
        svg,
        r#"<rect width="{large}" height="{haut}" rx="8" fill="{FOND}"/>"#
    );
    for (y, rangee) in buffer.content.chunks(colonnes.max(1)).enumerate() {
        let mut x = 0;
        for groupe in rangee.chunk_by(|a, b| a.style() == b.style()) {
            dessiner_groupe(&mut svg, groupe, x, y);
            x += groupe.len();
        }
    }
    svg.push_str("</svg>\n");
    svg
}

fn dessiner_groupe(svg: &mut String, groupe: &[Cell], x: usize, y: usize) {
    let style = &groupe[0];
    let (mut encre, mut fond) = (couleur(style.fg), couleur(style.bg));
    if style.modifier.contains(Modifier::REVERSED) {
        (encre, fond) = (
            fond.or_else(|| Some(FOND.to_owned())),
            encre.or_else(|| Some(ENCRE.to_owned())),
        );
    }
    let (gauche, haut) = (10 + x * CELLULE.0, 10 + y * CELLULE.1);
    let large = groupe.len() * CELLULE.0;
    if let Some(fond) = fond {
        let _ = writeln!(
            svg,
            r#"<rect x="{gauche}" y="{haut}" width="{large}" height="{}" fill="{fond}"/>"#,
            CELLULE.1
        );
    }
    let gras = if style.modifier.contains(Modifier::BOLD) {
        r#" font-weight="bold""#
    } else {
        ""
    };
    let souligne = if style.modifier.contains(Modifier::UNDERLINED) {
        r#" text-decoration="underline""#
    } else {
        ""
    };
    // Word by word, each at its column: no viewer's font can make the columns drift.
    let mut colonne = x;
    for mot in groupe.chunk_by(|a, b| est_blanc(a) == est_blanc(b)) {
        if !est_blanc(&mot[0]) {
            let texte: String = mot.iter().map(Cell::symbol).collect();
            let _ = writeln!(
                svg,
                r#"<text x="{}" y="{}" textLength="{}" lengthAdjust="spacingAndGlyphs" fill="{}"{gras}{souligne}>{}</text>"#,
                10 + colonne * CELLULE.0,
                haut + 14,
                mot.len() * CELLULE.0,
                encre.as_deref().unwrap_or(ENCRE),
                echapper(&texte)
            );
        }
        colonne += mot.len();
    }
}

fn est_blanc(cellule: &Cell) -> bool {
    cellule.symbol().trim().is_empty()
}

fn echapper(texte: &str) -> String {
    texte
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
}

/// A colour; the terminal's own as a usual dark terminal shows them.
fn couleur(couleur: Color) -> Option<String> {
    let nommee = match couleur {
        Color::Rgb(r, v, b) => return Some(format!("#{r:02x}{v:02x}{b:02x}")),
        Color::Black => "#16181d",
        Color::Red => "#e06c75",
        Color::LightRed => "#ff8a94",
        Color::Green => "#98c379",
        Color::LightGreen => "#b5e08f",
        Color::Yellow => "#e5c07b",
        Color::LightYellow => "#ffdf9a",
        Color::Blue => "#61afef",
        Color::LightBlue => "#8cc8ff",
        Color::Magenta => "#c678dd",
        Color::LightMagenta => "#e09cf2",
        Color::Cyan => "#56b6c2",
        Color::LightCyan => "#7fd8e4",
        Color::DarkGray => "#7d8590",
        Color::Gray => "#abb2bf",
        Color::White => "#ffffff",
        _ => return None,
    };
    Some(nommee.to_owned())
}

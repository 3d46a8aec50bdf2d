//! Colours as numbers: contrast between two of them, and what is left of a theme on a terminal that has fewer.

use ratatui::style::Color;

use super::{Aspect, Attribute, Role};

/// How many colours a terminal shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Profondeur {
    /// Sixteen, which the person chose.
    Seize,
    /// The 240 fixed ones of xterm besides.
    Indexee,
    /// Any.
    Vraie,
}

/// Red, green, blue.
type Rvb = (u8, u8, u8);

/// Levels of the cube of xterm's colours, from 16 to 231.
const NIVEAUX: [u8; 6] = [0, 95, 135, 175, 215, 255];

/// Below this spread between its components, a colour is a grey.
const GRIS: u8 = 40;

/// Contrast of two colours (WCAG 2.2, « contrast ratio »): from 1 to 21; none when the terminal itself chooses one.
pub fn rapport(encre: Option<Color>, papier: Option<Color>) -> Option<f64> {
    let (a, b) = (luminance(rvb(encre?)?), luminance(rvb(papier?)?));
    let (clair, sombre) = if a > b { (a, b) } else { (b, a) };
    Some((clair + 0.05) / (sombre + 0.05))
}

/// Ink and paper of a role, over the plain text's.
pub fn couleurs(aspect: &Aspect, texte: &Aspect) -> (Option<Color>, Option<Color>) {
    let (encre, papier) = (aspect.fg.or(texte.fg), aspect.bg.or(texte.bg));
    if aspect.attributes.contains(&Attribute::Reversed) {
        (papier, encre)
    } else {
        (encre, papier)
    }
}

/// A role on a terminal with fewer colours.
pub fn reduire(role: Role, aspect: &Aspect, profondeur: Profondeur) -> Aspect {
    let mut aspect = aspect.clone();
    let est_fine = |c: Option<Color>| c.is_some_and(|c| rvb(c).is_some());
    match profondeur {
        Profondeur::Indexee => {
            aspect.fg = aspect.fg.map(indexee);
            aspect.bg = aspect.bg.map(indexee);
        }
        // The person's own sixteen on the person's own paper, which nobody knows: no paper is set, greys are the plain ink.
        Profondeur::Seize if est_fine(aspect.fg) || est_fine(aspect.bg) => {
            let selection = role == Role::Selected && aspect.bg.is_some();
            aspect.fg = aspect.fg.and_then(seize).filter(|_| !selection);
            aspect.bg = None;
            if selection && !aspect.attributes.contains(&Attribute::Reversed) {
                aspect.attributes.push(Attribute::Reversed);
            }
        }
        Profondeur::Seize | Profondeur::Vraie => {}
    }
    aspect
}

/// What a fixed colour is made of; the sixteen are the terminal's own.
fn rvb(couleur: Color) -> Option<Rvb> {
    match couleur {
        Color::Rgb(r, v, b) => Some((r, v, b)),
        Color::Indexed(n @ 16..=231) => {
            let n = usize::from(n) - 16;
            Some((NIVEAUX[n / 36], NIVEAUX[n / 6 % 6], NIVEAUX[n % 6]))
        }
        Color::Indexed(n @ 232..) => {
            let gris = 8 + (n - 232) * 10;
            Some((gris, gris, gris))
        }
        _ => None,
    }
}

/// Relative luminance (WCAG 2.2).
fn luminance((r, v, b): Rvb) -> f64 {
    let lineaire = |composante: u8| {
        let c = f64::from(composante) / 255.0;
        if c <= 0.040_45 {
            c / 12.92
        } else {
            ((c + 0.055) / 1.055).powf(2.4)
        }
    };
    0.2126 * lineaire(r) + 0.7152 * lineaire(v) + 0.0722 * lineaire(b)
}

/// The nearest of xterm's fixed colours.
fn indexee(couleur: Color) -> Color {
    let Color::Rgb(rouge, vert, bleu) = couleur else {
        return couleur;
    };
    let ecart = |n: &u8| {
        let (r, v, b) = rvb(Color::Indexed(*n)).unwrap_or_default();
        let carre = |lue: u8, voulue: u8| u32::from(lue.abs_diff(voulue)).pow(2);
        carre(r, rouge) + carre(v, vert) + carre(b, bleu)
    };
    Color::Indexed((16..=255).min_by_key(ecart).unwrap_or(16))
}

/// The nearest of the six hues that every terminal has; a grey has none.
fn seize(couleur: Color) -> Option<Color> {
    let Some((r, v, b)) = rvb(couleur) else {
        return Some(couleur);
    };
    let (haut, bas) = (r.max(v).max(b), r.min(v).min(b));
    if haut - bas < GRIS {
        return None;
    }
    let present = |composante: u8| composante - bas > (haut - bas) / 2;
    Some(match (present(r), present(v), present(b)) {
        (true, false, false) => Color::Red,
        (false, true, false) => Color::Green,
        (false, false, true) => Color::Blue,
        (true, false, true) => Color::Magenta,
        (false, true, true) => Color::Cyan,
        _ => Color::Yellow,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn contrast_is_the_one_of_the_standard() {
        let mesure = |a, b| rapport(Some(a), Some(b)).map(|r| (r * 100.0).round() / 100.0);
        let (noir, blanc) = (Color::Rgb(0, 0, 0), Color::Rgb(255, 255, 255));
        assert_eq!(mesure(noir, blanc), Some(21.0));
        assert_eq!(mesure(blanc, blanc), Some(1.0));
        // #767676 on white, the grey that the standard's own examples give as the palest that passes 4.5.
        assert_eq!(mesure(Color::Rgb(0x76, 0x76, 0x76), blanc), Some(4.54));
        assert_eq!(rapport(Some(Color::Red), Some(blanc)), None);
        assert_eq!(rapport(None, Some(blanc)), None);
    }

    #[test]
    fn a_colour_becomes_its_nearest() {
        assert_eq!(indexee(Color::Rgb(255, 255, 255)), Color::Indexed(231));
        assert_eq!(indexee(Color::Rgb(9, 9, 9)), Color::Indexed(232));
        assert_eq!(indexee(Color::Red), Color::Red);
        assert_eq!(seize(Color::Rgb(0xe6, 0x9f, 0x00)), Some(Color::Yellow));
        assert_eq!(seize(Color::Rgb(0x56, 0xb4, 0xe9)), Some(Color::Cyan));
        assert_eq!(seize(Color::Rgb(0x00, 0x50, 0xc8)), Some(Color::Blue));
        assert_eq!(seize(Color::Rgb(0x88, 0x88, 0x90)), None);
    }
}

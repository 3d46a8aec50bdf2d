//! Pictures in characters. A picture never replaces its value, which stands beside it; each sign has an ASCII stand-in.

use crate::domain::avis::{Position, Sens};

/// What fills a bar.
pub const PLEIN: &str = "█";
/// With reserves, in a stacked bar.
pub const RESERVE: &str = "▓";
/// Unfavourable, in a stacked bar.
pub const DEFAVORABLE: &str = "░";
/// What a gauge has not reached.
pub const VIDE: &str = "▱";

/// A bar of `valeur` out of `maximum` in `colonnes`: something is always seen of what is not zero.
pub fn barre(valeur: i64, maximum: i64, colonnes: usize) -> String {
    PLEIN.repeat(cellules(valeur, maximum, colonnes))
}

/// A gauge of fixed width: what is reached, then what is not.
pub fn jauge(valeur: i64, maximum: i64, colonnes: usize) -> String {
    let pleines = cellules(valeur, maximum, colonnes);
    "▰".repeat(pleines) + &VIDE.repeat(colonnes - pleines)
}

/// Where `valeur` stands between `bas` and `haut`: `├──●───┤`.
pub fn echelle(valeur: i64, bas: i64, haut: i64, colonnes: usize) -> String {
    let large = colonnes.saturating_sub(3).max(1);
    let etendue = haut.saturating_sub(bas).max(1);
    let place = valeur.clamp(bas, haut).saturating_sub(bas);
    let avant = part(place, etendue, large).min(large);
    format!("├{}●{}┤", "─".repeat(avant), "─".repeat(large - avant))
}

/// Positions as a stacked bar, one part of the width for each institution: favorable, reserves, unfavourable; the rest is blank.
pub fn avis<'a>(
    positions: &(impl Iterator<Item = &'a Position> + Clone),
    institutions: usize,
    colonnes: usize,
) -> [String; 3] {
    let nombre = |voulu: Sens| {
        let dits = positions
            .clone()
            .filter(|p| matches!(p, Position::Avis { sens, .. } if *sens == voulu));
        dits.count()
    };
    let mut debut = 0;
    let mut segment = |signe: &str, n: usize| {
        let bornes = [debut, debut + n].map(|b| b * colonnes / institutions.max(1));
        debut += n;
        signe.repeat(bornes[1] - bornes[0])
    };
    [
        segment(PLEIN, nombre(Sens::Favorable)),
        segment(RESERVE, nombre(Sens::FavorableAvecReserves)),
        segment(DEFAVORABLE, nombre(Sens::Defavorable)),
    ]
}

fn cellules(valeur: i64, maximum: i64, colonnes: usize) -> usize {
    if valeur <= 0 || maximum <= 0 || colonnes == 0 {
        return 0;
    }
    part(valeur, maximum, colonnes).clamp(1, colonnes)
}

/// The share of `colonnes`, to the nearest below.
fn part(valeur: i64, maximum: i64, colonnes: usize) -> usize {
    let cellules = i128::from(valeur) * colonnes as i128 / i128::from(maximum);
    usize::try_from(cellules).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::avis::{Reception, Silence};

    #[test]
    fn a_bar_is_in_proportion_and_shows_whatever_is_not_zero() {
        assert_eq!(barre(50, 100, 10), "█████");
        assert_eq!(barre(1, 1_000_000, 10), "█");
        assert_eq!(barre(0, 100, 10), "");
        assert_eq!(barre(-5, 100, 10), "");
        assert_eq!(barre(300, 100, 10), "██████████");
        assert_eq!(barre(i64::MAX, i64::MAX, 3), "███");
        assert_eq!(jauge(1, 4, 8), "▰▰▱▱▱▱▱▱");
        assert_eq!(jauge(9, 0, 4), "▱▱▱▱");
    }

    #[test]
    fn a_scale_has_its_mark_between_its_ends() {
        assert_eq!(echelle(10, 10, 20, 8), "├●─────┤");
        assert_eq!(echelle(20, 10, 20, 8), "├─────●┤");
        assert_eq!(echelle(15, 10, 20, 8), "├──●───┤");
        assert_eq!(echelle(7, 7, 7, 8), "├●─────┤");
        assert_eq!(echelle(99, 10, 20, 8), "├─────●┤");
    }

    #[test]
    fn avis_share_the_width_by_institution_and_silences_stay_blank() {
        let rendu = |sens| Position::Avis {
            sens,
            texte: None,
            recu: Reception::EnSeance,
        };
        let positions = [
            rendu(Sens::Favorable),
            rendu(Sens::Favorable),
            rendu(Sens::FavorableAvecReserves),
            rendu(Sens::Defavorable),
            Position::Deport,
            Position::Silence(Silence::SansReponse),
        ];
        let segments = avis(&positions.iter(), 12, 24);
        assert_eq!(segments, ["████", "▓▓", "░░"]);
        // Rounding never loses a column: twelve favorable fill the width.
        let tous = vec![rendu(Sens::Favorable); 12];
        assert_eq!(avis(&tous.iter(), 12, 17)[0].chars().count(), 17);
    }
}

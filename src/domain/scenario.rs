//! The line with a little less or a little more money: who enters, who leaves.

use super::cadre::Cadre;
use super::seance::Seance;
use super::tableau::{Place, Tableau};

/// Hundredths of the envelope that the scenarios try, the nominal one at the middle.
pub const PARTS: [i64; 3] = [90, 100, 110];

/// One scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Hundredths of the envelope.
    pub part: i64,
    /// Euros, to the euro below.
    pub enveloppe: i64,
    /// The ranking served from it.
    pub tableau: Tableau,
    /// Numbers retained here and not with the nominal envelope, in order.
    pub entrent: Vec<String>,
    /// Numbers retained with the nominal envelope and not here, in order.
    pub sortent: Vec<String>,
}

/// The scenarios; none without an envelope.
pub fn scenarios(cadre: &Cadre, seance: &Seance) -> Vec<Scenario> {
    let nominal = Tableau::etablir(cadre, seance, None);
    let Some(enveloppe) = nominal.enveloppe else {
        return Vec::new();
    };
    let scenario = |part: i64| {
        let enveloppe = i128::from(enveloppe) * i128::from(part) / 100;
        let enveloppe = i64::try_from(enveloppe).unwrap_or(i64::MAX);
        let tableau = Tableau::si_enveloppe(cadre, seance, enveloppe);
        Scenario {
            part,
            enveloppe,
            entrent: de_plus(&tableau, &nominal),
            sortent: de_plus(&nominal, &tableau),
            tableau,
        }
    };
    PARTS.into_iter().map(scenario).collect()
}

/// Numbers retained in `a` and not in `b`.
fn de_plus(a: &Tableau, b: &Tableau) -> Vec<String> {
    let absente = |p: &&Place| !b.place(p.numero()).is_some_and(Place::retenue);
    let retenues = a.places.iter().filter(|p| p.retenue()).filter(absente);
    retenues.map(|p| p.numero().to_owned()).collect()
}

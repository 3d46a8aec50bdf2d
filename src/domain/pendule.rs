//! A clock that cannot be right: it went back, or shows a year that the call does not know. Facts are ordered by number.

use chrono::{DateTime, Datelike, FixedOffset, NaiveDate, TimeDelta};

use super::fait::Enregistrement;
use super::francais::jour;

/// Less than this is a clock being adjusted.
const TOLERANCE: TimeDelta = TimeDelta::minutes(1);

/// Years after the publication of a call in which nobody examines it any more.
const ANNEES: i32 = 20;

/// What to say when the clock is behind the last fact.
pub fn recul(dits: &[Enregistrement], maintenant: DateTime<FixedOffset>) -> Option<String> {
    let ecart = dits.last()?.le.signed_duration_since(maintenant);
    (ecart >= TOLERANCE).then(|| {
        format!(
            "l'horloge de ce poste a reculé de {} ; l'ordre des faits est celui de leurs numéros",
            duree(ecart)
        )
    })
}

/// What to say when the clock shows a date before the publication of the call, or long after it.
pub fn invraisemblable(
    maintenant: DateTime<FixedOffset>,
    publication: NaiveDate,
) -> Option<String> {
    let date = maintenant.date_naive();
    let plausible = date >= publication && date.year() <= publication.year() + ANNEES;
    (!plausible).then(|| {
        format!(
            "L'horloge de ce poste indique le {} ; l'appel a été publié le {}. Réglez-la avant d'enregistrer.",
            jour(date),
            jour(publication)
        )
    })
}

/// « 1 h 04 », « 12 min », « 3 j ».
fn duree(ecart: TimeDelta) -> String {
    let (jours, heures, minutes) = (
        ecart.num_days(),
        ecart.num_hours(),
        ecart.num_minutes() % 60,
    );
    match (jours, heures) {
        (0, 0) => format!("{minutes} min"),
        (0, _) => format!("{heures} h {minutes:02}"),
        _ => format!("{jours} j"),
    }
}

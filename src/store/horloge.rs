//! The clock and the account, read once per fact; times are on the wall clock of Paris, whatever the machine believes.

use chrono::{DateTime, FixedOffset, SubsecRound, Utc};

/// Now, to the second.
pub fn maintenant() -> DateTime<FixedOffset> {
    Utc::now()
        .with_timezone(&chrono_tz::Europe::Paris)
        .fixed_offset()
        .trunc_subsecs(0)
}

/// The account that types: its name when the environment gives a plausible one, else its number.
pub fn compte() -> String {
    let plausible = |nom: &String| {
        (1..=32).contains(&nom.len())
            && nom
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || matches!(b, b'-' | b'_' | b'.'))
    };
    let declare = ["USER", "LOGNAME"]
        .iter()
        .find_map(|cle| std::env::var(cle).ok().filter(plausible));
    declare.unwrap_or_else(|| format!("uid-{}", rustix::process::getuid().as_raw()))
}

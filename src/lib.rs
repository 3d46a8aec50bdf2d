//! `instruire`: a committee examines the candidatures to a regional call, ranks them, and writes its reasoned proposal.
//!
//! ```text
//! main → cli → tui → exchange → store → domain        arrows go down only (tests/layers.rs)
//! ```
//!
//! - [`domain`]: the call, the candidatures, what was said, the ranking: pure.
//! - [`store`]: files: inputs read and checked, facts appended, outcomes written and verified.
//! - [`exchange`]: formats of others: platform exports in; spreadsheets and texts out.
//! - [`tui`]: the screen: key → action → fact on disk → draw.
//! - [`cli`]: commands; each is one call into the library.

pub mod cli;
pub mod domain;
pub mod exchange;
pub mod store;
pub mod tui;

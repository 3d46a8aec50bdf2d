//! `instruire`: a committee examines the candidatures to a regional call.

pub mod domain;
pub mod store;

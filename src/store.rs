//! The only place that touches files: inputs read whole and checked, facts appended, outcomes written atomically.

pub mod diagnostic;

//! The comparison as one JSON document.

use super::{CONVENTION, all_coefficients};
use crate::compare::Comparison;
use serde::Serialize;
use std::collections::BTreeMap;

#[derive(Serialize)]
struct Document<'a> {
    convention: &'static str,
    /// From coefficients to the papers of their formulas.
    sources: BTreeMap<&'static str, &'static str>,
    #[serde(flatten)]
    comparison: &'a Comparison,
}

/// Returns the comparison as JSON, indented, with the convention of reading α and the sources of the
/// coefficients.
#[must_use]
pub fn json(comparison: &Comparison) -> String {
    let coefficients = all_coefficients(comparison).into_iter();
    let sources =
        coefficients.map(|coefficient| (coefficient.id(), coefficient.source())).collect();
    let document = Document { convention: CONVENTION, sources, comparison };
    let text = serde_json::to_string_pretty(&document);
    text.expect("all keys are texts") + "\n"
}

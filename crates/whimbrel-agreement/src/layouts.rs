//! How a comparison is written: a table for the terminal, JSON, CSV, a page.

mod csv;
mod json;
mod page;
mod shades;
mod table;

pub use csv::{CsvPart, csv};
pub use json::json;
pub use page::page;
pub use table::table;

use crate::bootstrap::Interval;
use crate::coefficients::Coefficient;
use crate::compare::Comparison;
use crate::ratings::Level;

/// What all layouts say about reading α.
pub const CONVENTION: &str = "Krippendorff (2004, \"Content Analysis\", 2nd edition, p. 241) relies on \
     variables with α of 0.800 and above and draws tentative conclusions only from those between \
     0.667 and 0.800; that is his convention, not a test. Where an interval reaches below a limit, \
     the sample does not show that the limit is met.";

/// Three places; what rounds to nothing has no sign.
fn number(value: f64) -> String {
    let text = format!("{value:.3}");
    if text == "-0.000" { "0.000".into() } else { text }
}

fn optional(value: Option<f64>) -> String {
    value.map_or_else(|| "-".into(), number)
}

fn range(interval: Option<Interval>) -> String {
    interval.map_or_else(String::new, |i| format!("{} to {}", number(i.low), number(i.high)))
}

/// The share of replicates within the intervals, as "95 %".
fn level_of_intervals(comparison: &Comparison) -> String {
    let percent = (comparison.resampling.level * 1000.0).round() / 10.0;
    format!("{percent} %")
}

/// The coefficients beside percent agreement and α that suit the number of coders.
fn others(comparison: &Comparison) -> &'static [Coefficient] {
    if comparison.coders.len() == 2 {
        &[
            Coefficient::CohenKappa,
            Coefficient::ScottPi,
            Coefficient::LinearKappa,
            Coefficient::QuadraticKappa,
        ]
    } else {
        &[Coefficient::FleissKappa]
    }
}

/// The coefficients that a comparison holds, each once.
fn all_coefficients(comparison: &Comparison) -> Vec<Coefficient> {
    let alphas = [Level::Nominal, Level::Ordinal, Level::Interval].map(Coefficient::Alpha);
    let mut all = vec![Coefficient::PercentAgreement];
    all.extend(others(comparison));
    all.extend(alphas);
    all
}

fn counted(n: usize, one: &str, many: &str) -> String {
    if n == 1 { format!("1 {one}") } else { format!("{n} {many}") }
}

/// What was compared, in a sentence.
fn extent(comparison: &Comparison) -> String {
    format!(
        "{}, {}, {}, {} that two coders or more have.",
        counted(comparison.coders.len(), "coder", "coders"),
        counted(comparison.reports, "report in common", "reports in common"),
        counted(comparison.sentences, "sentence", "sentences"),
        counted(comparison.shared_events, "event", "events"),
    )
}

/// How the intervals were drawn, in a sentence.
fn drawing(comparison: &Comparison) -> String {
    let resampling = &comparison.resampling;
    if resampling.replicates == 0 {
        return "No intervals were drawn.".into();
    }
    format!(
        "Intervals hold {} of {} samples of whole reports drawn with replacement (percentile \
         bootstrap, seed {}).",
        level_of_intervals(comparison),
        resampling.replicates,
        resampling.seed
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_rounds_to_nothing_has_no_sign() {
        assert_eq!(number(-0.0001), "0.000");
        assert_eq!(number(-0.25), "-0.250");
    }
}

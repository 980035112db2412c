//! The comparison as text for a terminal.

use super::{CONVENTION, counted, drawing, extent, level_of_intervals, optional, others, range};
use crate::bootstrap::Estimate;
use crate::coefficients::Coefficient;
use crate::compare::{Comparison, FieldAgreement};
use crate::disagreements::{Disagreement, Side};
use crate::scores::{Confusion, PairScores, Score};
use std::fmt::Write;

/// Returns the comparison as text in columns, with the first `disagreements` of the disagreements.
///
/// Control characters, which could move a terminal's cursor, are spaces.
#[must_use]
pub fn table(comparison: &Comparison, disagreements: usize) -> String {
    let mut out = format!("{}\n\n", extent(comparison));
    coders(&mut out, comparison);
    fields(&mut out, comparison);
    comparison.pairs.iter().for_each(|pair| scores(&mut out, pair, comparison));
    differences(&mut out, comparison, disagreements);
    for note in &comparison.notes {
        line(&mut out, format_args!("note: {note}"));
    }
    out
}

/// A line without spaces at its end.
fn line(out: &mut String, text: std::fmt::Arguments) {
    let text = text.to_string();
    out.push_str(text.trim_end());
    out.push('\n');
}

fn printable(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}

fn coders(out: &mut String, comparison: &Comparison) {
    let heads = ["reports", "events", "compared", "omitted"];
    line(
        out,
        format_args!(
            "{:<28} {:>8} {:>8} {:>8} {:>8}",
            "coder", heads[0], heads[1], heads[2], heads[3]
        ),
    );
    for coder in &comparison.coders {
        let [reports, events, compared, omitted] =
            [coder.reports, coder.events, coder.compared, coder.omitted];
        let name = printable(&coder.name);
        line(out, format_args!("{name:<28} {reports:>8} {events:>8} {compared:>8} {omitted:>8}"));
    }
    out.push('\n');
}

fn fields(out: &mut String, comparison: &Comparison) {
    let others = others(comparison);
    let mut head =
        format!("{:<18} {:<8} {:>6} {:>6} {:>7}", "field", "level", "units", "values", "agree");
    for coefficient in others {
        let _ = write!(head, " {:>8}", short(*coefficient));
    }
    let level = level_of_intervals(comparison);
    line(out, format_args!("{head} {:>7}  {level:<15}  reading", "α"));
    for agreement in &comparison.fields {
        field(out, agreement, others);
    }
    let _ = write!(out, "\n{}\n{CONVENTION}\n\n", drawing(comparison));
}

const fn short(coefficient: Coefficient) -> &'static str {
    match coefficient {
        Coefficient::PercentAgreement => "agree",
        Coefficient::CohenKappa => "κ",
        Coefficient::LinearKappa => "κ linear",
        Coefficient::QuadraticKappa => "κ square",
        Coefficient::ScottPi => "π",
        Coefficient::FleissKappa => "Fleiss κ",
        Coefficient::Alpha(_) => "α",
    }
}

fn field(out: &mut String, agreement: &FieldAgreement, others: &[Coefficient]) {
    let figure =
        |coefficient: Coefficient| -> Option<f64> { agreement.estimate(coefficient)?.value };
    let (name, level) = (agreement.field.name(), agreement.level.name());
    let (units, values) = (agreement.units, agreement.values);
    let agree = optional(figure(Coefficient::PercentAgreement));
    let mut row = format!("{name:<18} {level:<8} {units:>6} {values:>6} {agree:>7}");
    for coefficient in others {
        let _ = write!(row, " {:>8}", optional(figure(*coefficient)));
    }
    let alpha = agreement.alpha().copied().unwrap_or_default();
    let _ = write!(row, " {:>7}  {:<15}", optional(alpha.value), range(alpha.interval));
    line(out, format_args!("{row}  {}", reading(agreement, &alpha)));
}

fn reading(agreement: &FieldAgreement, alpha: &Estimate) -> &'static str {
    let undefined = alpha.undefined.map(|undefined| undefined.reason());
    agreement.reading.map(|reading| reading.name()).or(undefined).unwrap_or("")
}

fn scores(out: &mut String, pair: &PairScores, comparison: &Comparison) {
    let (reference, other) = (printable(&pair.reference), printable(&pair.other));
    line(out, format_args!("{other} against {reference} as reference"));
    let groups = [
        ("right in", &pair.joint),
        ("right type, by type", &pair.by_type),
        ("right type, by publisher", &pair.by_source),
        ("right type, by year", &pair.by_year),
    ];
    for (head, group) in groups {
        let level = if head == "right in" { level_of_intervals(comparison) } else { String::new() };
        line(
            out,
            format_args!(
                "\n  {head:<44} {:>6} {:>6} {:>6} {:>6} {:>6} {:>6}  {level}",
                "ref", "other", "right", "prec", "rec", "F1"
            ),
        );
        group.iter().for_each(|score| score_line(out, score));
    }
    confusion(out, &pair.confusion);
}

fn score_line(out: &mut String, score: &Score) {
    let Score { reference, other, right, .. } = score;
    let [precision, recall, f1] = [score.precision, score.recall, score.f1].map(optional);
    let name = printable(&score.name);
    line(
        out,
        format_args!(
            "  {name:<44} {reference:>6} {other:>6} {right:>6} {precision:>6} {recall:>6} {f1:>6}  {}",
            range(score.interval)
        ),
    );
}

/// Columns are named by the first four letters of their types, which tell PLOVER's apart.
fn confusion(out: &mut String, confusion: &Confusion) {
    let labels: Vec<String> = confusion.labels.iter().map(|label| printable(label)).collect();
    let head = labels.iter().map(|label| label.chars().take(4).collect::<String>());
    let head: String = head.map(|label| format!(" {label:>4}")).collect();
    line(out, format_args!("\n  {:<12}{head}", "ref \\ other"));
    for (label, counts) in labels.iter().zip(&confusion.counts) {
        let cell = |n: &usize| if *n == 0 { "    .".into() } else { format!(" {n:>4}") };
        let cells: String = counts.iter().map(cell).collect();
        line(out, format_args!("  {label:<12}{cells}"));
    }
    out.push('\n');
}

fn differences(out: &mut String, comparison: &Comparison, most: usize) {
    let all = comparison.disagreements.len();
    let shown = all.min(most);
    line(out, format_args!("{}, {shown} shown", counted(all, "disagreement", "disagreements")));
    for disagreement in &comparison.disagreements[..shown] {
        difference(out, disagreement);
    }
    out.push('\n');
}

fn difference(out: &mut String, disagreement: &Disagreement) {
    let Disagreement { report_id, part, start, end, sentence, .. } = disagreement;
    let (report_id, summary) = (printable(report_id), printable(&disagreement.summary()));
    line(out, format_args!("\n  {report_id} {part} {start}-{end}: {summary}"));
    line(out, format_args!("    {}", printable(sentence)));
    for side in &disagreement.sides {
        line(out, format_args!("    {}: {}", printable(&side.coder), printable(&told(side))));
    }
}

fn told(side: &Side) -> String {
    let Some(event) = &side.event else {
        return if side.read { "no such event" } else { "not read" }.into();
    };
    let parties = |words: &[String]| if words.is_empty() { "?".into() } else { words.join(" + ") };
    let who = format!("{} > {}", parties(&event.actor), parties(&event.recipient));
    format!("{} \"{}\" {who}", event.event, event.words)
}

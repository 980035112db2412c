//! The comparison as one page that needs nothing else.

use super::shades::{SHADES, step, variables};
use super::{
    CONVENTION, all_coefficients, counted, drawing, extent, level_of_intervals, number, optional,
    others, range,
};
use crate::bootstrap::Estimate;
use crate::coefficients::Coefficient;
use crate::compare::{Comparison, FieldAgreement};
use crate::disagreements::{Disagreement, Side, Told};
use crate::scores::{PairScores, Score};

/// Returns the comparison as an HTML page with the first `disagreements` of the disagreements.
///
/// The page has no script and asks nobody for anything; all texts are escaped; it is light or dark as
/// the reader's system is, and is made to be printed.
#[must_use]
pub fn page(comparison: &Comparison, disagreements: usize) -> String {
    let names: Vec<String> = comparison.coders.iter().map(|coder| escaped(&coder.name)).collect();
    let title = format!("Agreement of {}", listed(&names));
    let mut out = format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width,initial-scale=1\">\n\
         <meta name=\"color-scheme\" content=\"light dark\">\n\
         <meta http-equiv=\"Content-Security-Policy\" \
         content=\"default-src 'none'; style-src 'unsafe-inline'\">\n\
         <title>{title}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n\
         <p>{}</p>\n",
        style(),
        extent(comparison)
    );
    contents(&mut out, comparison);
    out.push_str(&notes(comparison));
    out.push_str(&coders(comparison));
    out.push_str(&fields(comparison));
    for (nth, pair) in comparison.pairs.iter().enumerate() {
        out.push_str(&scores(nth, pair, comparison));
    }
    out.push_str(&differences(comparison, disagreements));
    out.push_str("</main>\n</body>\n</html>\n");
    out
}

/// Text as HTML shows it: markup and quotes are written out, control characters are replaced.
fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\'' => out.push_str("&#39;"),
            '\n' | '\t' => out.push(c),
            // Marks that turn the direction of what follows would reach beyond their own text.
            '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' => out.push('\u{fffd}'),
            _ if c.is_control() => out.push('\u{fffd}'),
            _ => out.push(c),
        }
    }
    out
}

fn listed(names: &[String]) -> String {
    match names {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

fn style() -> String {
    let cells: String = SHADES
        .iter()
        .filter(|shade| shade.name.ends_with(|c: char| c.is_ascii_digit()))
        .map(|shade| {
            format!(".matrix td.{0}{{background:var(--{0});color:var(--{0}-ink)}}\n", shade.name)
        })
        .collect();
    format!(
        ":root{{{}}}\n@media screen and (prefers-color-scheme:dark){{:root{{{}}}}}\n{}{cells}",
        variables(|shade| shade.light),
        variables(|shade| shade.dark),
        include_str!("page.css")
    )
}

fn contents(out: &mut String, comparison: &Comparison) {
    let pair = |(nth, pair): (usize, &PairScores)| {
        let (reference, other) = (escaped(&pair.reference), escaped(&pair.other));
        format!("<li><a href=\"#pair{nth}\">{other} against {reference}</a></li>\n")
    };
    let pairs: String = comparison.pairs.iter().enumerate().map(pair).collect();
    out.push_str(&format!(
        "<nav aria-label=\"Contents\"><ul>\n<li><a href=\"#fields\">Fields</a></li>\n{pairs}\
         <li><a href=\"#disagreements\">Disagreements</a></li>\n</ul></nav>\n"
    ));
}

fn notes(comparison: &Comparison) -> String {
    let note = |note: &String| format!("<li>{}</li>\n", escaped(note));
    let all: String = comparison.notes.iter().map(note).collect();
    if all.is_empty() { all } else { format!("<h2>To bear in mind</h2>\n<ul>\n{all}</ul>\n") }
}

/// A table in a box that scrolls where the window is narrow, and that the keyboard reaches.
fn table(class: &str, caption: &str, head: &str, body: &str) -> String {
    // The many tables of disagreements are no landmarks.
    let role = if class == "sides" { "group" } else { "region" };
    format!(
        "<div class=\"wide\" role=\"{role}\" tabindex=\"0\" aria-label=\"{caption}\">\n\
         <table class=\"{class}\">\n<caption>{caption}</caption>\n<thead><tr>{head}</tr></thead>\n\
         <tbody>\n{body}</tbody>\n</table>\n</div>\n"
    )
}

/// Heads of columns; those that begin with `#` stand over numbers.
fn heads(names: &[&str]) -> String {
    let head = |name: &&str| match name.strip_prefix('#') {
        Some(name) => format!("<th scope=\"col\" class=\"n\">{name}</th>"),
        None => format!("<th scope=\"col\">{name}</th>"),
    };
    names.iter().map(head).collect()
}

fn row_head(text: &str) -> String {
    format!("<th scope=\"row\"><bdi>{}</bdi></th>", escaped(text))
}

fn cell(text: impl std::fmt::Display) -> String {
    format!("<td class=\"n\">{text}</td>")
}

fn coders(comparison: &Comparison) -> String {
    let row = |coder: &crate::Coder| {
        let numbers = [coder.reports, coder.events, coder.compared, coder.omitted];
        let cells: String = numbers.iter().map(cell).collect();
        format!("<tr>{}{cells}</tr>\n", row_head(&coder.name))
    };
    let rows: String = comparison.coders.iter().map(row).collect();
    let names =
        ["coder", "#reports read", "#events", "#events compared", "#others’ events omitted"];
    format!(
        "<h2>Coders</h2>\n{}",
        table("coders", "What each coder read and found", &heads(&names), &rows)
    )
}

fn fields(comparison: &Comparison) -> String {
    let others = others(comparison);
    let mut names = vec!["field", "level", "#units", "#values", "#percent agreement"];
    let titles: Vec<String> = others.iter().map(|c| format!("#{}", c.name())).collect();
    names.extend(titles.iter().map(String::as_str));
    names.extend(["#Krippendorff’s α", "reading"]);
    let rows: String = comparison.fields.iter().map(|field| field_row(field, others)).collect();
    let caption =
        format!("Agreement by field, with intervals of {}", level_of_intervals(comparison));
    let sources: String = all_coefficients(comparison)
        .iter()
        .map(|c| format!("<li>{}: {}</li>\n", escaped(c.name()), escaped(c.source())))
        .collect();
    format!(
        "<h2 id=\"fields\">Fields</h2>\n{}<p>{}</p>\n<p>{}</p>\n<p>α is measured at the field’s level; \
         weighted κ is for numbers and orders. Formulas:</p>\n<ul>\n{sources}</ul>\n",
        table("fields", &caption, &heads(&names), &rows),
        escaped(CONVENTION),
        escaped(&drawing(comparison)),
    )
}

fn field_row(agreement: &FieldAgreement, others: &[Coefficient]) -> String {
    let percent = agreement.estimate(Coefficient::PercentAgreement).map_or_else(
        || cell("–"),
        |estimate| match estimate.value {
            Some(value) => cell(format!("{:.1} %", value * 100.0)),
            None => cell("–"),
        },
    );
    let figures: String = others.iter().map(|c| figure(agreement.estimate(*c))).collect();
    let reading = agreement.reading.map_or("–", |reading| reading.name());
    format!(
        "<tr>{}<td>{}</td>{}{}{percent}{figures}{}<td>{reading}</td></tr>\n",
        row_head(agreement.field.label()),
        agreement.level.name(),
        cell(agreement.units),
        cell(agreement.values),
        figure(agreement.alpha()),
    )
}

fn figure(estimate: Option<&Estimate>) -> String {
    let Some(estimate) = estimate else { return cell("–") };
    match (estimate.value, estimate.undefined) {
        (Some(value), _) if estimate.interval.is_some() => {
            cell(format!("{}<small>{}</small>", number(value), range(estimate.interval)))
        }
        (Some(value), _) => cell(number(value)),
        (None, Some(why)) => cell(format!("–<small>{}</small>", why.reason())),
        (None, None) => cell("–"),
    }
}

fn scores(nth: usize, pair: &PairScores, comparison: &Comparison) -> String {
    let (reference, other) = (escaped(&pair.reference), escaped(&pair.other));
    let of_both = format!("{other} against {reference}");
    let level = level_of_intervals(comparison);
    let by = |what: &str| format!("{of_both}: events of the right type, by {what}");
    let groups = [
        (format!("{of_both}: what must be the same, F1 with intervals of {level}"), &pair.joint),
        (by("type"), &pair.by_type),
        (by("publisher"), &pair.by_source),
        (by("year of publication"), &pair.by_year),
    ];
    let tables: String =
        groups.iter().map(|(caption, scores)| score_table(caption, scores)).collect();
    format!(
        "<h2 id=\"pair{nth}\">{of_both}</h2>\n<p>{reference} is taken as right: precision is the share of \
         {other}’s events that are right, recall the share of {reference}’s that {other} has.</p>\n\
         {tables}{}",
        confusion(pair, &of_both)
    )
}

fn score_table(caption: &str, scores: &[Score]) -> String {
    let names = ["", "#reference", "#other", "#right", "#precision", "#recall", "#F1"];
    let head = heads(&names).replacen("<th scope=\"col\"></th>", "<td></td>", 1);
    let rows: String = scores.iter().map(score_row).collect();
    table("scores", caption, &head, &rows)
}

fn score_row(score: &Score) -> String {
    let counts: String = [score.reference, score.other, score.right].iter().map(cell).collect();
    let shares: String =
        [score.precision, score.recall].map(|share| cell(optional(share))).concat();
    let f1 = Estimate { value: score.f1, interval: score.interval, undefined: None };
    format!("<tr>{}{counts}{shares}{}</tr>\n", row_head(&score.name), figure(Some(&f1)))
}

fn confusion(pair: &PairScores, of_both: &str) -> String {
    let confusion = &pair.confusion;
    let head: String = confusion
        .labels
        .iter()
        .map(|label| format!("<th scope=\"col\"><bdi>{}</bdi></th>", escaped(label)))
        .collect();
    let rows: String = confusion
        .labels
        .iter()
        .enumerate()
        .map(|(row, label)| {
            let cells = matrix_cells(row, &confusion.counts[row]);
            format!("<tr>{}{cells}</tr>\n", row_head(label))
        })
        .collect();
    let caption = format!(
        "{of_both}: types in rows as {} has them, in columns as {} has them; “none” where one has no \
         such event; the stronger the colour, the greater the share of the row",
        escaped(&pair.reference),
        escaped(&pair.other)
    );
    table("matrix", &caption, &format!("<td></td>{head}"), &rows)
}

fn matrix_cells(row: usize, counts: &[usize]) -> String {
    let of = counts.iter().sum();
    let cell = |(column, n): (usize, &usize)| match (*n, row == column) {
        (0, true) => "<td class=\"zero same\">0</td>".to_owned(),
        (0, false) => "<td class=\"zero\">0</td>".to_owned(),
        (n, true) => format!("<td class=\"same same{}\">{n}</td>", step(n, of)),
        (n, false) => format!("<td class=\"other{}\">{n}</td>", step(n, of)),
    };
    counts.iter().enumerate().map(cell).collect()
}

fn differences(comparison: &Comparison, most: usize) -> String {
    let all = comparison.disagreements.len();
    let shown = all.min(most);
    let articles: String = comparison.disagreements[..shown].iter().map(difference).collect();
    let left = if shown < all {
        format!(" The first {shown} follow; the table of disagreements (CSV) has all.")
    } else {
        String::new()
    };
    format!(
        "<h2 id=\"disagreements\">Disagreements</h2>\n<p>{} to be read and settled.{left} What the \
         coders marked as the event is highlighted.</p>\n{articles}",
        counted(all, "disagreement", "disagreements")
    )
}

fn difference(disagreement: &Disagreement) -> String {
    let cite: Vec<String> = [&disagreement.publisher, &disagreement.published]
        .into_iter()
        .flatten()
        .map(|text| escaped(text))
        .collect();
    let cite = if cite.is_empty() { String::new() } else { format!(" ({})", cite.join(", ")) };
    let place =
        format!("{} {}–{}", escaped(&disagreement.part), disagreement.start, disagreement.end);
    let report = escaped(&disagreement.report_id);
    format!(
        "<article>\n<h3><bdi>{report}</bdi>{cite}, {place}</h3>\n<blockquote dir=\"auto\">{}</blockquote>\n\
         {}</article>\n",
        marked(disagreement),
        sides(disagreement, &report)
    )
}

/// The sentence with the words that coders marked.
fn marked(disagreement: &Disagreement) -> String {
    let chars: Vec<char> = disagreement.sentence.chars().collect();
    let events = disagreement.sides.iter().filter_map(|side| side.event.as_ref());
    let spans: Vec<(usize, usize)> = events
        .filter_map(|event| {
            let start = event.start.checked_sub(disagreement.start)?;
            let end = event.end.checked_sub(disagreement.start)?;
            (start < end && end <= chars.len()).then_some((start, end))
        })
        .collect();
    let within = |at: usize| spans.iter().any(|(start, end)| (*start..*end).contains(&at));
    let positions: Vec<usize> = (0..chars.len()).collect();
    let stretches = positions.chunk_by(|one, next| within(*one) == within(*next));
    stretches
        .map(|stretch| {
            let text = escaped(&stretch.iter().map(|at| chars[*at]).collect::<String>());
            if within(stretch[0]) { format!("<mark>{text}</mark>") } else { text }
        })
        .collect()
}

/// What a cell says of an event.
type Cell = fn(&Told) -> String;

fn sides(disagreement: &Disagreement, report: &str) -> String {
    let names: Vec<String> = disagreement.sides.iter().map(|side| escaped(&side.coder)).collect();
    let mut head = vec![""];
    head.extend(names.iter().map(String::as_str));
    let head = heads(&head).replacen("<th scope=\"col\"></th>", "<td></td>", 1);
    let rows: [(&str, Cell); 4] = [
        ("type", |event| event.event.clone()),
        ("words", |event| event.words.clone()),
        ("actor", |event| event.actor.join("; ")),
        ("recipient", |event| event.recipient.join("; ")),
    ];
    let mut body: String = rows
        .iter()
        .map(|(name, of)| {
            let cells: String = disagreement.sides.iter().map(|side| side_cell(side, of)).collect();
            format!("<tr>{}{cells}</tr>\n", row_head(name))
        })
        .collect();
    for difference in &disagreement.fields {
        let value = |value: &Option<String>| text_cell(value.as_deref().unwrap_or("–"));
        let cells: String = difference.values.iter().map(value).collect();
        let name = format!("differs: {}", difference.field.label());
        body.push_str(&format!("<tr>{}{cells}</tr>\n", row_head(&name)));
    }
    table("sides", &format!("What each coder has in {report}"), &head, &body)
}

fn side_cell(side: &Side, of: &Cell) -> String {
    match (&side.event, side.read) {
        (Some(event), _) => text_cell(&of(event)),
        (None, true) => text_cell("no such event"),
        (None, false) => text_cell("not read"),
    }
}

fn text_cell(text: &str) -> String {
    format!("<td dir=\"auto\">{}</td>", escaped(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn markup_quotes_and_what_turns_the_text_around_are_written_out() {
        assert_eq!(escaped("<b a=\"'&\u{0}\u{202e}"), "&lt;b a=&quot;&#39;&amp;\u{fffd}\u{fffd}");
    }

    #[test]
    fn names_are_listed_as_people_do() {
        let names: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        assert_eq!(listed(&names), "a, b and c");
        assert_eq!(listed(&names[..2]), "a and b");
    }
}

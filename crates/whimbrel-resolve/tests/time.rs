//! The expressions of `time.tsv`, read in whole sentences with the language model.
//!
//! An expression is right where one mention overlaps its words and has both its days.

use jiff::civil::Date;
use whimbrel_parse::Analyser;
use whimbrel_resolve::when::{TimeMention, times};
use whimbrel_text::Span;

/// Every fifth expression is held out: code is not fitted to it.
const HELD_OUT: usize = 5;

/// A line of the table.
struct Case<'t> {
    line: usize,
    published: Option<Date>,
    text: &'t str,
    words: &'t str,
    days: (Option<Date>, Option<Date>),
}

fn day(word: &str, line: usize) -> Option<Date> {
    let day = |word: &str| word.parse().unwrap_or_else(|fault| panic!("line {line}: {fault}"));
    (word != "-").then(|| day(word))
}

fn case((at, row): (usize, &str)) -> Case<'_> {
    let line = at + 1;
    let columns: Vec<&str> = row.split('\t').collect();
    let [published, text, words, start, end] = columns[..] else {
        panic!("line {line}: {} columns instead of 5", columns.len());
    };
    assert!(text.matches(words).count() == 1, "line {line}: not once in it: {words}");
    let days = (day(start, line), day(end, line));
    Case { line, published: day(published, line), text, words, days }
}

/// Returns what is wrong with the reading of a case; nothing where it is right.
fn fault(analyser: &Analyser, case: &Case<'_>) -> Option<String> {
    let sentences = analyser.analyse(case.text);
    let before = case.text.split(case.words).next().unwrap_or_default();
    let start = before.chars().count();
    let place = Span::new(start, start + case.words.chars().count());
    let read = times(&sentences, case.published);
    let overlaps = |time: &&TimeMention| time.span.start < place.end && place.start < time.span.end;
    let found: Vec<&TimeMention> = read.iter().flatten().filter(overlaps).collect();
    let is_right = matches!(found[..], [time] if (time.start, time.end) == case.days);
    let show = |days: (Option<Date>, Option<Date>)| {
        let [start, end] = [days.0, days.1].map(|day| day.map_or("-".into(), |d| d.to_string()));
        format!("{start}..{end}")
    };
    let found = found.iter().map(|t| format!("`{}` {}", t.text, show((t.start, t.end))));
    let found = found.collect::<Vec<_>>().join(", ");
    (!is_right).then(|| {
        let Case { line, text, words, days, .. } = case;
        format!("line {line}: {text}\n  `{words}` {}, read as {found}", show(*days))
    })
}

#[test]
fn nineteen_in_twenty_expressions_come_out_right() {
    let rows =
        include_str!("time.tsv").lines().enumerate().filter(|(_, row)| !row.starts_with('#'));
    let cases: Vec<Case<'_>> = rows.map(case).collect();
    let analyser = Analyser::english();
    let mut faults = [Vec::new(), Vec::new()];
    let mut of = [0, 0];
    for (at, case) in cases.iter().enumerate() {
        let half = usize::from((at + 1) % HELD_OUT == 0);
        of[half] += 1;
        faults[half].extend(fault(analyser, case));
    }
    for half in [0, 1] {
        let name = ["open", "held out"][half];
        println!("{name}: {} of {} right", of[half] - faults[half].len(), of[half]);
    }
    let wrong = faults[0].len() + faults[1].len();
    println!("{}", faults.concat().join("\n"));
    assert!(wrong * 20 <= cases.len(), "{wrong} of {} are wrong, listed above", cases.len());
}

//! The phrases of `phrases.tsv`, resolved by the built-in registry.

use jiff::civil::Date;
use whimbrel_resolve::{Query, Registry};

/// A line of the table.
struct Case<'t> {
    line: usize,
    query: Query<'t>,
    codes: [&'t str; 2],
}

fn case((at, row): (usize, &str)) -> Case<'_> {
    let line = at + 1;
    let columns: Vec<&str> = row.split('\t').collect();
    let [published, context, text, country, sector] = columns[..] else {
        panic!("line {line}: {} columns instead of 5", columns.len());
    };
    let day = |day: &str| -> Date { day.parse().unwrap_or_else(|e| panic!("line {line}: {e}")) };
    let date = (published != "-").then(|| day(published));
    let query = Query { text, context: if context == "-" { "" } else { context }, date };
    Case { line, query, codes: [country, sector] }
}

/// Returns what is wrong with the codes of a case; nothing where they are right.
fn fault(case: &Case<'_>) -> Option<String> {
    let entity = Registry::builtin().resolve(&case.query);
    let found = [&entity.country, &entity.sector].map(|code| match code.as_str() {
        "" => "-",
        code => code,
    });
    let is_right = case.codes.iter().zip(found).all(|(code, found)| *code == "*" || *code == found);
    let Case { line, query: Query { text, .. }, codes } = case;
    (!is_right)
        .then(|| format!("line {line}: {text}: {}, read as {}", codes.join(" "), found.join(" ")))
}

#[test]
fn nineteen_in_twenty_phrases_come_out_right() {
    let rows =
        include_str!("phrases.tsv").lines().enumerate().filter(|(_, row)| !row.starts_with('#'));
    let cases: Vec<Case<'_>> = rows.map(case).collect();
    let faults: Vec<String> = cases.iter().filter_map(fault).collect();
    println!("{} of {} right", cases.len() - faults.len(), cases.len());
    println!("{}", faults.join("\n"));
    assert!(faults.len() * 20 <= cases.len(), "{} are wrong, listed above", faults.len());
}

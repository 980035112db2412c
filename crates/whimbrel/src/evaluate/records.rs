//! Sentences with a coder's records, and actor phrases with what they should resolve to.

use super::{Confusion, Outcome, json_lines};
use crate::pipeline::Pipeline;
use jiff::civil::Date;
use rayon::prelude::*;
use serde_json::Value;
use std::collections::BTreeMap;
use whimbrel_text::Report;

/// Evaluates PLOVER records of example sentences: is the right type among the sentence's records?
///
/// Names of 2016 are read as today's: DEMAND is REQUEST, DISAPPROVE and INVESTIGATE are ACCUSE,
/// FIGHT is ASSAULT, YIELD is CONCEDE or RETREAT. A sentence with several records counts for each.
pub(super) fn evaluate(pipeline: &Pipeline, text: &str) -> Vec<Outcome> {
    let mut outcome = Outcome::new("code: example sentences with a coder's records");
    let items = json_lines(text, &mut outcome);
    let texts: BTreeMap<&str, Option<Date>> =
        items.iter().filter_map(|item| Some((field(item, "text")?, date(item)))).collect();
    let texts: Vec<(&str, Option<Date>)> = texts.into_iter().collect();
    let coded: Vec<(&str, Vec<String>)> = texts
        .par_iter()
        .map(|&(text, date)| {
            let report = Report { text: text.to_owned(), date, ..Report::default() };
            (text, pipeline.code(&report).into_iter().map(|record| record.event).collect())
        })
        .collect();
    let coded: BTreeMap<&str, Vec<String>> = coded.into_iter().collect();
    let mut confusion = Confusion::default();
    let (mut right, mut n) = (0, 0);
    for item in &items {
        let (Some(gold), Some(text)) = (field(item, "event"), field(item, "text")) else {
            continue;
        };
        let given = coded.get(text).map_or(&[][..], Vec::as_slice);
        let wanted = today(gold);
        let found = given.iter().find(|event| wanted.contains(&event.as_str()));
        let system = found.or(given.first()).map_or("none", String::as_str);
        confusion.add(if found.is_some() { system } else { wanted[0] }, system);
        n += 1;
        right += usize::from(found.is_some());
        if found.is_none() {
            let id = field(item, "id").unwrap_or("");
            outcome.notes.push(format!("{id}: {gold}, given {}: {text}", given.join(", ")));
        }
    }
    let silent = coded.values().filter(|events| events.is_empty()).count();
    let share = |part: usize, whole: usize| part as f64 / whole.max(1) as f64;
    outcome.figures = vec![
        ("records".to_owned(), n as f64),
        ("right type among the sentence's records".to_owned(), share(right, n)),
        ("sentences without a record".to_owned(), share(silent, coded.len())),
    ];
    outcome.confusion = Some(confusion);
    vec![outcome]
}

fn field<'v>(value: &'v Value, name: &str) -> Option<&'v str> {
    value.get(name).and_then(Value::as_str)
}

fn date(value: &Value) -> Option<Date> {
    field(value, "date").and_then(|text| text.parse().ok())
}

/// Today's names for a type of the 2016 files.
fn today(code: &str) -> Vec<&str> {
    match code {
        "DEMAND" => vec!["REQUEST"],
        "DISAPPROVE" | "INVESTIGATE" => vec!["ACCUSE"],
        "FIGHT" => vec!["ASSAULT"],
        "YIELD" => vec!["CONCEDE", "RETREAT"],
        _ => vec![code],
    }
}

/// Evaluates actor phrases: a field that is not named is not checked.
pub(super) fn actors(pipeline: &Pipeline, text: &str) -> Vec<Outcome> {
    let mut outcome = Outcome::new("resolve: actor phrases");
    let items = json_lines(text, &mut outcome);
    let (mut both, mut country, mut sector) = (0, 0, 0);
    for item in &items {
        let phrase = field(item, "text").unwrap_or("");
        let entity = pipeline.resolve(phrase, field(item, "context").unwrap_or(""), date(item));
        let want = |name: &str| item.get("want").and_then(|want| field(want, name));
        let country_right = want("country").is_none_or(|w| w == entity.country);
        let sector_right = want("sector").is_none_or(|w| w == entity.sector_code);
        country += usize::from(country_right);
        sector += usize::from(sector_right);
        both += usize::from(country_right && sector_right);
        if !(country_right && sector_right) {
            outcome.notes.push(format!(
                "{phrase}: {} {}, given {} {}",
                want("country").unwrap_or("any"),
                want("sector").unwrap_or("any"),
                entity.country,
                entity.sector_code
            ));
        }
    }
    let share = |part: usize| part as f64 / items.len().max(1) as f64;
    outcome.figures = vec![
        ("phrases".to_owned(), items.len() as f64),
        ("country and sector right".to_owned(), share(both)),
        ("country right".to_owned(), share(country)),
        ("sector right".to_owned(), share(sector)),
    ];
    vec![outcome]
}

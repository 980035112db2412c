//! Measures the reading of commitments and positions on a set of short reports with what they state:
//! `cargo run --release -p whimbrel-track --example measure_tracking -- crates/whimbrel-track/tests/sets/dev.toml [-v]`.

use serde::Deserialize;
use std::error::Error;
use whimbrel::{Pipeline, Report};
use whimbrel_record::Entity;
use whimbrel_track::{Commitment, Position, Tracked};

#[derive(Deserialize)]
struct Set {
    case: Vec<Case>,
}

#[derive(Deserialize)]
struct Case {
    date: String,
    text: String,
    #[serde(default)]
    commitments: Vec<Wanted>,
    #[serde(default)]
    positions: Vec<WantedPosition>,
}

#[derive(Deserialize, Debug)]
struct Wanted {
    kind: String,
    holders: Vec<String>,
    targets: Vec<String>,
    deadline: Option<String>,
    condition: Option<String>,
    #[serde(default)]
    provisions: Vec<String>,
    status: Option<String>,
}

#[derive(Deserialize, Debug)]
struct WantedPosition {
    actor: String,
    issue: String,
    object: String,
    stance: String,
}

/// Right, found, wanted.
#[derive(Default)]
struct Score(usize, usize, usize);

impl Score {
    fn add(&mut self, right: usize, found: usize, wanted: usize) {
        *self = Self(self.0 + right, self.1 + found, self.2 + wanted);
    }

    fn show(&self, name: &str) {
        let share = |of: usize| if of == 0 { 100.0 } else { 100.0 * self.0 as f64 / of as f64 };
        let Self(right, found, wanted) = self;
        let (precision, recall) = (share(*found), share(*wanted));
        println!(
            "{name:22} P {precision:5.1} R {recall:5.1}  ({right} right, {found} found, {wanted} wanted)"
        );
    }
}

#[derive(Default)]
struct Scores {
    who: Score,
    deadline: Score,
    condition: Score,
    provisions: Score,
    status: Score,
    stance: Score,
}

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let file = arguments.next().ok_or("no file given")?;
    let verbose = arguments.next().is_some();
    let set: Set = toml::from_str(&std::fs::read_to_string(file)?)?;
    let pipeline = Pipeline::builtin();
    let mut scores = Scores::default();
    for (at, case) in set.case.iter().enumerate() {
        let date = Some(case.date.parse()?);
        let report =
            Report { id: at.to_string(), text: case.text.clone(), date, ..Report::default() };
        let coded = pipeline.code_with_sentences(&report);
        let found = whimbrel_track::read(&report, &coded.title, &coded.text, &coded.records);
        let wrong = judge(case, &found, &mut scores);
        if verbose && !wrong.is_empty() {
            println!("{}\n{}", case.text, wrong.join("\n"));
        }
    }
    scores.who.show("kind, holder, target");
    scores.deadline.show("deadline");
    scores.condition.show("condition");
    scores.provisions.show("provisions");
    scores.status.show("status");
    scores.stance.show("stance");
    Ok(())
}

/// Adds a report's counts to the scores; returns what is wrong, in words.
fn judge(case: &Case, found: &Tracked, scores: &mut Scores) -> Vec<String> {
    let mut wrong = Vec::new();
    let mut left: Vec<&Commitment> = found.commitments.iter().collect();
    let n_found = left.len();
    let mut right = 0;
    for wanted in &case.commitments {
        let hit = left.iter().position(|commitment| same(wanted, commitment));
        let commitment = hit.map(|hit| left.remove(hit));
        right += usize::from(commitment.is_some());
        if commitment.is_none() {
            wrong.push(format!("    missing {wanted:?}"));
        }
        parts(wanted, commitment, scores, &mut wrong);
    }
    scores.who.add(right, n_found, case.commitments.len());
    wrong.extend(left.iter().map(|commitment| format!("    surplus {}", show(commitment))));
    for commitment in left {
        scores.deadline.add(0, usize::from(commitment.deadline.is_some()), 0);
        scores.condition.add(0, usize::from(!commitment.conditions.is_empty()), 0);
        scores.provisions.add(0, commitment.provisions.len(), 0);
        scores.status.add(0, usize::from(!commitment.history.is_empty()), 0);
    }
    positions(case, found, scores, &mut wrong);
    wrong
}

fn parts(
    wanted: &Wanted,
    found: Option<&Commitment>,
    scores: &mut Scores,
    wrong: &mut Vec<String>,
) {
    let mut one = |score: &mut Score,
                   name: &str,
                   wanted: Option<&str>,
                   found: Option<String>,
                   fits: bool| {
        let right = wanted.is_some() && found.is_some() && fits;
        score.add(usize::from(right), usize::from(found.is_some()), usize::from(wanted.is_some()));
        if !right && (wanted.is_some() || found.is_some()) {
            wrong.push(format!("    {name}: wanted {wanted:?}, found {found:?}"));
        }
    };
    let deadline = found.and_then(|c| c.deadline.as_ref());
    let day = deadline.map(|bound| bound.day.map_or("?".to_owned(), |day| day.to_string()));
    let fits = day.as_deref() == wanted.deadline.as_deref();
    one(&mut scores.deadline, "deadline", wanted.deadline.as_deref(), day, fits);
    let condition = found.and_then(|c| c.conditions.first()).map(|c| c.passage.text.clone());
    let fits =
        condition.as_deref().zip(wanted.condition.as_deref()).is_some_and(|(f, w)| f.contains(w));
    one(&mut scores.condition, "condition", wanted.condition.as_deref(), condition, fits);
    let status = found.filter(|c| !c.history.is_empty()).map(|c| c.status.name().to_owned());
    let fits = status.as_deref() == wanted.status.as_deref();
    one(&mut scores.status, "status", wanted.status.as_deref(), status, fits);
    let found: Vec<String> = found.map_or_else(Vec::new, |c| {
        let sign = |included: bool| if included { "" } else { "-" };
        c.provisions.iter().map(|p| format!("{}{}", sign(p.included), p.passage.text)).collect()
    });
    let mut left: Vec<&String> = found.iter().collect();
    let mut take = |wanted: &&String| {
        let fits = |f: &&String| {
            f.starts_with('-') == wanted.starts_with('-') && f.contains(wanted.as_str())
        };
        left.iter().position(fits).map(|hit| left.remove(hit)).is_some()
    };
    let right = wanted.provisions.iter().filter(&mut take).count();
    scores.provisions.add(right, found.len(), wanted.provisions.len());
    if right < wanted.provisions.len().max(found.len()) {
        wrong.push(format!("    provisions: wanted {:?}, found {found:?}", wanted.provisions));
    }
}

fn positions(case: &Case, found: &Tracked, scores: &mut Scores, wrong: &mut Vec<String>) {
    let mut left: Vec<&Position> = found.positions.iter().collect();
    let n_found = left.len();
    let mut right = 0;
    for wanted in &case.positions {
        let sign = |stance: i8| match stance {
            0 => "0",
            1.. => "+",
            _ => "-",
        };
        let fits = |position: &&Position| {
            position.issue.kind == wanted.issue
                && position.issue.object.contains(&wanted.object)
                && sign(position.stance) == wanted.stance
                && is_named(&wanted.actor, &position.actor)
        };
        match left.iter().position(fits) {
            Some(hit) => {
                left.remove(hit);
                right += 1;
            }
            None => wrong.push(format!("    missing {wanted:?}")),
        }
    }
    let show =
        |p: &Position| format!("    surplus {} {} {}", p.actor.entity_name, p.issue.key, p.stance);
    wrong.extend(left.into_iter().map(show));
    scores.stance.add(right, n_found, case.positions.len());
}

fn same(wanted: &Wanted, found: &Commitment) -> bool {
    let kind = found.kind.name().replace(' ', "_") == wanted.kind;
    kind && all_named(&wanted.holders, &found.holders) && all_named(&wanted.targets, &found.targets)
}

fn all_named(names: &[String], entities: &[Entity]) -> bool {
    names.len() == entities.len()
        && names.iter().all(|name| entities.iter().any(|e| is_named(name, e)))
}

/// Whether a name is the entity's, or stands in its name or its words.
fn is_named(name: &str, entity: &Entity) -> bool {
    let name = name.to_lowercase();
    [&entity.entity_name, &entity.raw_text].iter().any(|own| own.to_lowercase().contains(&name))
}

fn show(commitment: &Commitment) -> String {
    let names = |entities: &[Entity]| {
        entities.iter().map(|e| e.entity_name.clone()).collect::<Vec<_>>().join(", ")
    };
    let object = commitment.object.as_ref().map_or("", |object| object.text.as_str());
    let (holders, targets) = (names(&commitment.holders), names(&commitment.targets));
    format!("{} | {holders} -> {targets} | {object}", commitment.kind.name())
}

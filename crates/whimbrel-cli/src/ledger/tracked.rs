//! `whimbrel ledger commitments`, `positions` and `decide`.

use crate::Outcome;
use crate::args::ledger::{Commitments, Decide, Positions};
use anyhow::{Context, Result, bail};
use std::io::{BufWriter, Write};
use whimbrel::layouts::table::printable;
use whimbrel::record::Entity;
use whimbrel_ledger::{HeldCommitment, Ledger, Verdict, Who};
use whimbrel_track::{By, Commitment, Decision, Position, Status, contradictions};

pub(super) fn commitments(args: &Commitments) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let who = Who {
        party: args.party.clone(),
        about: args.about.clone(),
        status: args.status.as_deref().map(status).transpose()?,
    };
    let mut out = BufWriter::new(std::io::stdout().lock());
    for held in ledger.commitments(&who, args.today)? {
        if args.json {
            serde_json::to_writer(&mut out, &held.commitment)?;
            writeln!(out)?;
        } else {
            write_commitment(&mut out, &held)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

fn status(name: &str) -> Result<Status> {
    let names = Status::ALL.map(Status::name).join(", ");
    Status::from_name(name).with_context(|| format!("no status `{name}`\nhint: one of {names}"))
}

fn write_commitment(out: &mut dyn Write, held: &HeldCommitment) -> std::io::Result<()> {
    let HeldCommitment { commitment, reports } = held;
    let said = commitment.said.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    writeln!(
        out,
        "{}  {said}  {}  {} > {}  [{}]",
        printable(&commitment.id),
        commitment.kind.name(),
        names(&commitment.holders),
        names(&commitment.targets),
        commitment.status.name()
    )?;
    write_terms(out, commitment)?;
    writeln!(out, "  \"{}\"", printable(&commitment.sentence.text))?;
    writeln!(out, "  {} ({reports} reports)", printable(&commitment.report_id))?;
    for (at, change) in commitment.history.iter().enumerate() {
        let day = change.day.map(|day| format!(" from {day}")).unwrap_or_default();
        let by = match &change.by {
            By::Program => format!("proposed {:.2}", change.score),
            By::Person(name) => printable(name),
        };
        let decided = match change.decided {
            Decision::Open => "",
            Decision::Accepted => ", accepted",
            Decision::Rejected => ", rejected",
        };
        let (status, note) = (change.status.name(), printable(&change.note));
        writeln!(out, "  {}. {status}{day} ({by}{decided}): {note}", at + 1)?;
    }
    writeln!(out)
}

fn write_terms(out: &mut dyn Write, commitment: &Commitment) -> std::io::Result<()> {
    if let Some(object) = &commitment.object {
        writeln!(out, "  what: {}", printable(&object.text))?;
    }
    for provision in &commitment.provisions {
        let word = if provision.included { "includes" } else { "leaves out" };
        writeln!(out, "  {word}: {}", printable(&provision.passage.text))?;
    }
    for condition in &commitment.conditions {
        writeln!(out, "  condition: {}", printable(&condition.passage.text))?;
    }
    if let Some(bound) = &commitment.deadline {
        let day = bound.day.map(|day| day.to_string()).unwrap_or_default();
        writeln!(out, "  deadline: {day} \"{}\"", printable(&bound.passage.text))?;
    }
    Ok(())
}

fn names(entities: &[Entity]) -> String {
    if entities.is_empty() {
        return "?".to_owned();
    }
    let name = |entity: &Entity| printable(&entity.entity_name);
    entities.iter().map(name).collect::<Vec<_>>().join(" + ")
}

pub(super) fn positions(args: &Positions) -> Result<Outcome> {
    let ledger = Ledger::open_to_read(&args.ledger)?;
    let who = Who { party: args.party.clone(), about: args.about.clone(), status: None };
    let positions = ledger.positions(&who)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    if args.contradictions {
        for pair in contradictions(&positions) {
            write_position(&mut out, pair.in_favour, args.json)?;
            write_position(&mut out, pair.against, args.json)?;
            writeln!(out)?;
        }
    } else {
        for position in &positions {
            write_position(&mut out, position, args.json)?;
        }
    }
    out.flush()?;
    Ok(Outcome::Complete)
}

fn write_position(out: &mut dyn Write, position: &Position, json: bool) -> Result<()> {
    if json {
        serde_json::to_writer(&mut *out, position)?;
        return Ok(writeln!(out)?);
    }
    let day = position.day.map_or_else(|| "undated".to_owned(), |day| day.to_string());
    let since = position.since.as_ref().map(|since| format!(" ({})", printable(&since.words)));
    writeln!(
        out,
        "{}  {:+} {}{}  {}  {day}  {}",
        printable(&position.issue.title),
        position.stance,
        printable(&position.stance_word),
        since.unwrap_or_default(),
        printable(&position.actor.entity_name),
        printable(&position.report_id)
    )?;
    Ok(writeln!(out, "  \"{}\"", printable(&position.sentence.text))?)
}

pub(super) fn decide(args: &Decide) -> Result<Outcome> {
    let mut ledger = Ledger::open(&args.ledger)?;
    let entry =
        |number: usize| number.checked_sub(1).context("entries of a history are counted from 1");
    let verdict = match (args.accept, args.reject, &args.status) {
        (Some(number), _, _) => Verdict::On { entry: entry(number)?, accepted: true },
        (_, Some(number), _) => Verdict::On { entry: entry(number)?, accepted: false },
        (_, _, name) => Verdict::Set {
            status: status(name.as_deref().unwrap_or_default())?,
            day: args.day,
            note: args.note.clone().unwrap_or_default(),
        },
    };
    match ledger.decide(&args.id, &verdict, &args.person, &super::now())? {
        Some(commitment) => println!("{} is {}", printable(&args.id), commitment.status.name()),
        None => bail!("{}: no commitment `{}`, or no such entry", args.ledger.display(), args.id),
    }
    Ok(Outcome::Complete)
}

//! `whimbrel agreement`: codings compared, and sentences drawn for coders.

use crate::Outcome;
use crate::args::InputFormat;
use crate::args::records::{Agreement, AgreementAction, Compare, ComparisonFormat, Sample};
use crate::chunks::{self, Input, Work};
use anyhow::{Context, Result, bail};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{BufReader, Write};
use std::path::Path;
use whimbrel::record::EventRecord;
use whimbrel::{Coded, Pipeline, Report};
use whimbrel_agreement::{Coding, CsvPart, Options, Place, Sentence};
use whimbrel_text::{CodePoints, Part};

pub(crate) fn run(args: &Agreement) -> Result<Outcome> {
    match &args.action {
        AgreementAction::Compare(args) => compare(args),
        AgreementAction::Sample(args) => sample(args),
    }
}

fn compare(args: &Compare) -> Result<Outcome> {
    let mut outcome = Outcome::Complete;
    let mut codings = Vec::new();
    for given in &args.codings {
        let (coding, faults) = coding(given)?;
        faults.iter().for_each(|fault| eprintln!("{fault}"));
        if !faults.is_empty() {
            outcome = Outcome::Partial;
        }
        codings.push(coding);
    }
    let mut options = Options::default();
    if !args.reports.is_empty() {
        let (sentences, read) = sentences(&args.reports, args.input_format, args.date)?;
        outcome = outcome.and(read);
        for sentence in &sentences {
            let Sentence { part, start, end, .. } = sentence.clone();
            let places = options.sentences.entry(sentence.report_id.clone()).or_default();
            places.insert(Place { part, start, end });
        }
        let reports: Vec<String> = options.sentences.keys().cloned().collect();
        codings = codings.into_iter().map(|coding| coding.having_read(reports.clone())).collect();
    }
    let comparison = whimbrel_agreement::compare(&codings, &options)?;
    let text = match args.format {
        ComparisonFormat::Table => whimbrel_agreement::table(&comparison, args.disagreements),
        ComparisonFormat::Html => whimbrel_agreement::page(&comparison, args.disagreements),
        ComparisonFormat::Json => whimbrel_agreement::json(&comparison),
        ComparisonFormat::Csv => whimbrel_agreement::csv(&comparison, CsvPart::Fields),
    };
    match &args.output {
        Some(path) => std::fs::write(path, text).with_context(|| path.display().to_string())?,
        None => std::io::stdout().lock().write_all(text.as_bytes())?,
    }
    Ok(outcome)
}

/// A coding given as `NAME=FILE` or `FILE`, with the faults of its file.
fn coding(given: &str) -> Result<(Coding, Vec<whimbrel_agreement::Error>)> {
    let (name, path) = match given.split_once('=') {
        Some((name, path)) => (name.to_owned(), Path::new(path)),
        None => {
            let path = Path::new(given);
            (path.file_stem().unwrap_or_default().to_string_lossy().into_owned(), path)
        }
    };
    let shown = path.display().to_string();
    let file = BufReader::new(std::fs::File::open(path).with_context(|| shown.clone())?);
    Ok(match path.extension().and_then(|ending| ending.to_str()) {
        Some("csv") => Coding::from_sheet_csv(&name, &shown, file)?,
        _ => Coding::from_jsonl(&name, &shown, file),
    })
}

fn sample(args: &Sample) -> Result<Outcome> {
    let (sentences, outcome) = sentences(&args.inputs, args.input_format, args.date)?;
    let sample = whimbrel_agreement::sample(&sentences, args.share, args.seed)?;
    for (at, coder) in args.coders.iter().enumerate() {
        let path = args.output.join(format!("{coder}.csv"));
        if path.exists() {
            bail!("{}: exists already; not overwritten", path.display());
        }
        std::fs::write(&path, sample.sheet(at).csv())
            .with_context(|| path.display().to_string())?;
    }
    eprintln!("{} of {} sentences drawn", sample.sentences().len(), sentences.len());
    Ok(outcome)
}

/// All sentences of reports, with the types of the events that the program finds in them.
fn sentences(
    files: &[String],
    format: InputFormat,
    date: Option<Date>,
) -> Result<(Vec<Sentence>, Outcome)> {
    let pipeline = Pipeline::builtin();
    let mut run = Run { pipeline: &pipeline, sentences: Vec::new() };
    let input = Input { files, format, date, strict: false, chunk: 256 };
    let outcome = chunks::read(&input, &mut run)?;
    Ok((run.sentences, outcome))
}

struct Run<'p> {
    pipeline: &'p Pipeline,
    sentences: Vec<Sentence>,
}

impl Work for Run<'_> {
    fn take(&mut self, reports: Vec<Report>) -> Result<usize> {
        let code = |report: &Report| self.pipeline.code_with_sentences(report);
        let coded = chunks::side_by_side(&reports, code);
        let mut skipped = 0;
        for (report, coded) in reports.iter().zip(coded) {
            match coded {
                Some(coded) => self.sentences.extend(sentences_of(report, &coded)),
                None => {
                    self.name(&format!("{}: coding failed; skipped", report.id));
                    skipped += 1;
                }
            }
        }
        Ok(skipped)
    }
}

fn sentences_of(report: &Report, coded: &Coded) -> Vec<Sentence> {
    let types = types(&coded.records);
    let title = report.title.as_deref().unwrap_or("");
    let of_part = |part: Part, text: &str, found: &[whimbrel_text::Sentence]| {
        let words = CodePoints::new(text);
        let sentence = |(sequence, sentence): (usize, &whimbrel_text::Sentence)| {
            let place = (part.name().to_owned(), sentence.span.start);
            Sentence {
                report_id: report.id.clone(),
                part: part.name().to_owned(),
                start: sentence.span.start,
                end: sentence.span.end,
                sequence,
                text: words.slice(sentence.span).to_owned(),
                title: title.to_owned(),
                publisher: report.publisher.clone().unwrap_or_default(),
                published: report.date.map(|date| date.to_string()).unwrap_or_default(),
                types: types.get(&place).cloned().unwrap_or_default(),
            }
        };
        found.iter().enumerate().map(sentence).collect::<Vec<_>>()
    };
    let mut all = of_part(Part::Title, title, &coded.title);
    all.extend(of_part(Part::Text, &report.text, &coded.text));
    all
}

/// The types of the records by the place of their sentences.
fn types(records: &[EventRecord]) -> BTreeMap<(String, usize), BTreeSet<String>> {
    let mut types: BTreeMap<(String, usize), BTreeSet<String>> = BTreeMap::new();
    for record in records {
        let place = (record.text_info.part.clone(), record.text_info.start);
        types.entry(place).or_default().insert(record.event.clone());
    }
    types
}

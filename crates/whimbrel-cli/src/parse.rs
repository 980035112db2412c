//! `whimbrel parse` and `whimbrel explain`.

use crate::Outcome;
use crate::args::{Explain, InputFormat, Parse, TreeFormat};
use anyhow::{Context, Result};
use std::io::{BufWriter, Read, Write};
use whimbrel::{Pipeline, Report};
use whimbrel_ingest::{Format, Options};
use whimbrel_text::conllu;

pub(crate) fn run(args: &Parse) -> Result<Outcome> {
    let TreeFormat::Conllu = args.format;
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let mut out = BufWriter::new(std::io::stdout().lock());
    let outcome = match args.input_format {
        InputFormat::Conllu => given_tokens(args, &pipeline, &mut out)?,
        format => reports(args, format, &pipeline, &mut out)?,
    };
    out.flush()?;
    Ok(lists.and(outcome))
}

fn reports(
    args: &Parse,
    format: InputFormat,
    pipeline: &Pipeline,
    out: &mut dyn Write,
) -> Result<Outcome> {
    let format = match format {
        InputFormat::Txt => Format::Txt,
        InputFormat::Jsonl => Format::Jsonl,
        InputFormat::Auto | InputFormat::Conllu => Format::Auto,
    };
    let options = Options { format, date: None };
    let mut stdin = std::io::stdin().lock();
    let mut partial = false;
    let mut written: std::io::Result<()> = Ok(());
    whimbrel_ingest::read(&args.inputs, &mut stdin, &options, &mut |item| match item {
        Ok(report) => {
            written = write_report(pipeline, &report, out);
            written.is_ok()
        }
        Err(problem) => {
            eprintln!("{problem}");
            partial = true;
            !args.strict
        }
    });
    written?;
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

fn write_report(pipeline: &Pipeline, report: &Report, out: &mut dyn Write) -> std::io::Result<()> {
    let mut text = format!("# newdoc id = {}\n", report.id.replace(['\n', '\r'], " "));
    let index = whimbrel_text::CodePoints::new(&report.text);
    for (at, mut sentence) in pipeline.parse(report).into_iter().enumerate() {
        let words = index.slice(sentence.span).replace(['\n', '\r'], " ");
        sentence.comments = vec![format!("sent_id = {}", at + 1), format!("text = {words}")];
        conllu::write(&sentence, &mut text);
    }
    out.write_all(text.as_bytes())
}

fn given_tokens(args: &Parse, pipeline: &Pipeline, out: &mut dyn Write) -> Result<Outcome> {
    let mut partial = false;
    for input in &args.inputs {
        let text = read_text(input)?;
        let (mut sentences, problems) = conllu::read(&text);
        for problem in &problems {
            eprintln!("{input}: {problem}");
            partial = true;
        }
        pipeline.analyser().annotate(&mut sentences);
        let mut lines = String::new();
        sentences.iter().for_each(|sentence| conllu::write(sentence, &mut lines));
        out.write_all(lines.as_bytes())?;
    }
    Ok(if partial { Outcome::Partial } else { Outcome::Complete })
}

/// Reads a file, or standard input for `-`.
fn read_text(input: &str) -> Result<String> {
    if input != "-" {
        return std::fs::read_to_string(input).with_context(|| input.to_owned());
    }
    let mut text = String::new();
    std::io::stdin().read_to_string(&mut text).context("standard input")?;
    Ok(text)
}

pub(crate) fn explain(args: &Explain) -> Result<Outcome> {
    let text = if args.text == "-" { read_text("-")? } else { args.text.clone() };
    let report = Report { text, date: args.date, ..Report::default() };
    let (pipeline, lists) = crate::own::pipeline(&args.actors, None)?;
    let explanation = whimbrel::explain::explain(&pipeline, &report);
    std::io::stdout().lock().write_all(explanation.as_bytes())?;
    Ok(lists)
}

//! How fast each stage is, on the reports in `examples/`.
//!
//! The throughput is given in sentences ("items") a second; a stage's input is made before the
//! clock runs.

use divan::Bencher;
use divan::counter::ItemsCount;
use std::path::Path;
use whimbrel::{Pipeline, Report};
use whimbrel_parse::Analyser;
use whimbrel_text::Sentence;

fn main() {
    divan::main();
}

fn reports() -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the folder is there")
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|ending| ending == "txt"))
        .collect();
    files.sort();
    let report = |path| Report {
        text: std::fs::read_to_string(path).expect("a report is a text"),
        date: Some(jiff::civil::date(2024, 3, 5)),
        ..Report::default()
    };
    files.into_iter().map(report).collect()
}

fn sentences() -> Vec<Sentence> {
    reports().iter().flat_map(|report| Analyser::english().segment(&report.text)).collect()
}

#[divan::bench]
fn segment(bencher: Bencher<'_, '_>) {
    let reports = reports();
    let counted = bencher.counter(ItemsCount::new(sentences().len()));
    counted.bench(|| {
        for report in &reports {
            divan::black_box(Analyser::english().segment(&report.text));
        }
    });
}

#[divan::bench]
fn tag_and_parse(bencher: Bencher<'_, '_>) {
    let counted = bencher.counter(ItemsCount::new(sentences().len()));
    counted.with_inputs(sentences).bench_values(|mut sentences| {
        Analyser::english().annotate(&mut sentences);
        sentences
    });
}

#[divan::bench]
fn analyse(bencher: Bencher<'_, '_>) {
    let reports = reports();
    let counted = bencher.counter(ItemsCount::new(sentences().len()));
    counted.bench(|| {
        for report in &reports {
            divan::black_box(Analyser::english().analyse(&report.text));
        }
    });
}

#[divan::bench]
fn code(bencher: Bencher<'_, '_>) {
    let (reports, pipeline) = (reports(), Pipeline::builtin());
    let counted = bencher.counter(ItemsCount::new(sentences().len()));
    counted.bench(|| {
        for report in &reports {
            divan::black_box(pipeline.code(report));
        }
    });
}

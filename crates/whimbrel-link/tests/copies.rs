//! Copies of reports are found and told from reports of their own, at a cost that does not grow.

mod corpus;
#[path = "corpus/measure.rs"]
mod measure;

use std::path::Path;

use corpus::Change;
use measure::measure;
use whimbrel_link::{CopyKind, Index, Linked, MemoryIndex, link_report};
use whimbrel_text::Report;

/// The reports in the folder `examples/` of the repository, each as long as a brief report.
fn examples() -> Vec<Report> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../examples");
    let mut files: Vec<_> = std::fs::read_dir(folder)
        .expect("the repository has examples")
        .map(|entry| entry.expect("the folder can be read").path())
        .filter(|path| path.extension().is_some_and(|extension| extension == "txt"))
        .collect();
    files.sort();
    let report = |path: &Path| Report {
        id: path.file_stem().expect("a file has a name").to_string_lossy().into_owned(),
        text: std::fs::read_to_string(path).expect("an example is text"),
        ..Report::default()
    };
    let reports = files.iter().map(|path| report(path));
    let is_report = |report: &Report| {
        // One of the examples is mostly the furniture of its page.
        report.text.split_whitespace().count() > 60 && !report.id.contains("copied-page")
    };
    reports.filter(is_report).collect()
}

#[test]
fn copies_are_found_and_few_links_are_wrong() {
    let month = corpus::month(&examples(), 400, 1);
    let outcome = measure(&month);
    let all = outcome.all();
    assert!(all.right * 100 >= all.due * 95, "{}", outcome.table());
    assert_eq!(all.wrong, 0, "{}", outcome.table());
}

#[test]
fn copies_of_long_reports_are_found_where_reports_are_at_hand() {
    let beside = concat!(env!("CARGO_MANIFEST_DIR"), "/../../../shared/data/news/guardian.jsonl");
    let file = std::env::var("WHIMBREL_NEWS").unwrap_or_else(|_| beside.to_owned());
    let Ok(lines) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: WHIMBREL_NEWS names no file of reports as JSON lines");
        return;
    };
    let held_out: Vec<Report> = corpus::read(&lines).into_iter().skip(1).step_by(2).collect();
    let outcome = measure(&corpus::month(&held_out, 1_000, 5));
    let all = outcome.all();
    assert!(all.right * 100 >= all.due * 97, "{}", outcome.table());
    assert!(all.wrong * 200 <= all.due, "{}", outcome.table());
}

#[test]
fn the_four_hundredth_copy_costs_what_the_hundredth_did() {
    let sources = examples();
    let outcome = measure(&corpus::month(&sources, sources.len() * 400, 2));
    // Until then the groups come to have all the outlines that they may have.
    let (fourth, last) = (outcome.costs[3], outcome.costs[9]);
    assert!(last.0 * 10 <= fourth.0 * 15, "{}", outcome.table());
    assert!(last.1 <= fourth.1, "{}", outcome.table());
}

#[test]
fn the_same_reports_in_the_same_order_give_the_same_links() {
    let month = corpus::month(&examples(), 200, 3);
    let run = || -> Vec<Linked> {
        let mut index = MemoryIndex::default();
        let reports = month.iter().map(|made| &made.report);
        reports.map(|report| link_report(&mut index, report, &[]).expect("cannot fail")).collect()
    };
    assert_eq!(run(), run());
}

#[test]
fn a_month_is_a_function_of_its_seed() {
    let texts = |seed| -> Vec<String> {
        corpus::month(&examples(), 50, seed).into_iter().map(|made| made.report.text).collect()
    };
    assert_eq!(texts(4), texts(4));
    assert_ne!(texts(4), texts(5));
}

const TEXT: &str = "Customs officers at the port of Rostock seized four containers on Monday. \
    The containers held machine parts that fall under the embargo, the finance ministry said. \
    A court had ordered the search after a tip from Finland. \
    The shipping company denies all knowledge of the load and has appealed. \
    Two managers were questioned and released the same evening.";

/// Links texts one after the other and returns what became of the last.
fn last(texts: &[&str]) -> (MemoryIndex, Linked) {
    let mut index = MemoryIndex::default();
    let mut linked = Linked::default();
    for (at, text) in texts.iter().enumerate() {
        let report = Report { id: format!("r{at}"), text: (*text).to_owned(), ..Report::default() };
        linked = link_report(&mut index, &report, &[]).expect("cannot fail");
    }
    (index, linked)
}

fn kind(texts: &[&str]) -> Option<CopyKind> {
    last(texts).1.copy.map(|link| link.kind)
}

#[test]
fn kinds_of_copies_are_named() {
    let cut = &TEXT[..TEXT.find("A court").expect("stands there")];
    let rewritten = "Four containers were impounded on Monday by customs at the port of Rostock. \
        Finland had sent word; a judge of the port court then ordered a search. \
        They held machine parts that the ministry counts as falling under the embargo. \
        The owner, a shipping company, denies that it knew of the load and went to law.";
    assert_eq!(kind(&[TEXT, TEXT]), Some(CopyKind::Copy));
    assert_eq!(kind(&[TEXT, cut]), Some(CopyKind::Cut));
    assert_eq!(kind(&[cut, TEXT]), Some(CopyKind::Extended));
    assert_eq!(kind(&[TEXT, rewritten]), Some(CopyKind::Rewrite));
}

#[test]
fn an_independent_account_of_the_same_happening_is_no_copy() {
    let other = "Germany has stopped a delivery of machinery that was bound for Russia. \
        Investigators opened four boxes in Rostock, a Baltic harbour, and found lathes and drills. \
        The forwarder, a family firm, says that it trusted the papers of its client. \
        Helsinki's customs had warned their colleagues last week.";
    assert_eq!(kind(&[TEXT, other]), None);
}

#[test]
fn a_round_up_of_two_reports_does_not_join_their_groups() {
    let other = "Teachers in Lima walked out on Tuesday over unpaid wages. \
        Their union said that nine schools in ten stayed shut. \
        The education minister offered talks for Friday and a first payment in June. \
        Parents marched with the teachers through the old town.";
    let round_up = format!("{TEXT}\n{other}");
    let (index, linked) = last(&[TEXT, &round_up, other]);
    assert_eq!(index.report(2).expect("cannot fail").map(|report| report.group), Some(1));
    assert_eq!(linked.group, 3);
    assert_eq!(
        linked.overlaps.first().map(|link| (link.to, link.kind)),
        Some((2, CopyKind::Overlap))
    );
}

#[test]
fn reasons_say_what_stands_where() {
    let reason = last(&[TEXT, TEXT]).1.copy.map(|link| link.reason);
    let want = "100 % of its words stand in `r0`, and 100 % of that one's in it";
    assert_eq!(reason.as_deref(), Some(want));
}

#[test]
fn empty_and_odd_texts_link_to_nothing() {
    assert_eq!(kind(&["", ""]), None);
    assert_eq!(kind(&["\0\n\n…", "!?", "a"]), None);
}

#[test]
fn every_change_is_made() {
    let month = corpus::month(&examples(), 400, 1);
    for change in Change::ALL {
        assert!(month.iter().any(|made| made.change == change), "{}", change.name());
    }
}

//! tmp
use whimbrel::{Pipeline, Report};
fn main() {
    let mut a = std::env::args().skip(1);
    let text = a.next().unwrap();
    let report = Report { text, date: a.next().map(|d| d.parse().unwrap()), ..Report::default() };
    let p = Pipeline::builtin();
    let s = p.parse(&report);
    for t in whimbrel_resolve::when::times(&s, report.date) { println!("{t:?}"); }
}

#[path = "../tests/corpus/mod.rs"]
mod corpus;
use std::collections::BTreeMap;
use whimbrel_link::*;
use whimbrel_text::Report;

fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let all = corpus::read(&std::fs::read_to_string(&a[0]).unwrap());
    let n: usize = a[1].parse().unwrap();
    let half = |odd: usize| -> Vec<Report> {
        all.iter().enumerate().filter(|(i, _)| i % 2 == odd).map(|(_, r)| r.clone()).collect()
    };
    for (name, sources) in [("tune", half(0)), ("held", half(1)), ("all", all.clone())] {
        if a.len() > 2 && a[2] != name {
            continue;
        }
        let made = corpus::month(&sources, n, 7);
        let mut index = MemoryIndex::default();
        let mut of: BTreeMap<i64, usize> = BTreeMap::new();
        let mut seen = vec![false; sources.len()];
        let mut t: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
        let mut kinds: BTreeMap<(String, &str), usize> = BTreeMap::new();
        let mut step = (0, 0);
        for (i, m) in made.iter().enumerate() {
            let l = link_report(&mut index, &m.report, &[]).unwrap();
            of.insert(l.report, m.source);
            let e = t.entry(m.change.name()).or_default();
            if seen[m.source] {
                e.0 += 1;
            }
            match &l.copy {
                Some(c) => {
                    let s = of[&c.to];
                    *kinds.entry((m.change.name(), c.kind.name())).or_default() += 1;
                    if s == m.source {
                        e.1 += 1
                    } else {
                        e.2 += 1;
                        if a.len() > 2 {
                            println!(
                                "WRONG {} {:?} {} {}",
                                m.report.id,
                                c,
                                sources[s].id,
                                m.report.text.len()
                            );
                        }
                    }
                }
                None => {
                    if seen[m.source] && a.len() > 2 {
                        println!("MISS {} {:?} {}", m.report.id, l.overlaps, m.report.text.len());
                    }
                }
            }
            seen[m.source] = true;
            if (i + 1) % (n / 10).max(1) == 0 && a.len() <= 2 {
                print!(
                    "{}:r{} w{} ",
                    i + 1,
                    (index.read() - step.0) / (n as u64 / 10),
                    (index.written() - step.1) / (n as u64 / 10)
                );
                step = (index.read(), index.written());
            }
        }
        println!("\n{name} {} sources, postings {}", sources.len(), index.size());
        for (k, v) in &t {
            println!(
                "  {k:10} due {} right {} ({:.3}) wrong {}",
                v.0,
                v.1,
                v.1 as f64 / v.0.max(1) as f64,
                v.2
            );
        }
        println!("{kinds:?}");
    }
}

#[path = "../tests/corpus/mod.rs"]
mod corpus;
use std::collections::BTreeMap;
use whimbrel_link::*;
use whimbrel_record::EventRecord;

fn main() {
    let a: Vec<String> = std::env::args().skip(1).collect();
    let mut all = corpus::read(&std::fs::read_to_string(&a[0]).unwrap());
    let mut recs: BTreeMap<String, Vec<EventRecord>> = BTreeMap::new();
    for l in std::fs::read_to_string(&a[1]).unwrap().lines() {
        let r: EventRecord = serde_json::from_str(l).unwrap();
        recs.entry(r.cite_info.report_id.clone()).or_default().push(r);
    }
    all.sort_by_key(|r| r.date);
    let mut index = MemoryIndex::default();
    let mut by: BTreeMap<i64, EventRecord> = BTreeMap::new();
    let mut parts = vec![];
    let mut sames = vec![];
    for r in &all {
        let rs = recs.get(&r.id).cloned().unwrap_or_default();
        let l = link_report(&mut index, r, &rs).unwrap();
        if let Some(c) = &l.copy {
            println!("COPY {c:?}");
        }
        for (m, rec) in l.mentions.iter().zip(rs) {
            by.insert(m.no, rec);
            if let Some(s) = &m.same {
                sames.push(s.clone());
            }
            if let Some(s) = &m.part {
                parts.push(s.clone());
            }
        }
    }
    let show = |r: &EventRecord| {
        let n = |e: &Vec<whimbrel_record::Entity>| {
            e.iter().map(|e| e.entity_name.clone()).collect::<Vec<_>>().join("+")
        };
        format!(
            "{} {} {} {:?}/{} [{}>{}] «{}» {}",
            r.cite_info.report_id,
            r.event,
            r.status,
            r.date,
            r.date_precision,
            n(&r.actor),
            n(&r.recipient),
            r.event_text,
            r.text
        )
    };
    let mode = a[2].as_str();
    if mode == "same" {
        let mut s = sames.clone();
        s.sort_by(|x, y| y.score.total_cmp(&x.score));
        for l in s {
            if l.copied == (a[3] == "c") {
                println!(
                    "{} {} {}\n   {}\n   {}",
                    l.score,
                    l.copied,
                    l.reason,
                    show(&by[&l.from]),
                    show(&by[&l.to])
                );
            }
        }
    }
    if mode == "part" {
        for l in parts.iter().step_by(a[3].parse().unwrap()) {
            println!(
                "{} {}\n   {}\n   {}",
                l.score,
                l.reason,
                show(&by[&l.from]),
                show(&by[&l.to])
            );
        }
    }
    let ev = components(sames.iter().map(|l| (l.from, l.to, l.score)), EVENT_THRESHOLD);
    let inc = components(
        sames
            .iter()
            .filter(|l| l.score >= EVENT_THRESHOLD)
            .chain(parts.iter().filter(|l| l.score >= INCIDENT_THRESHOLD))
            .map(|l| (l.from, l.to, l.score)),
        0.0,
    );
    let sizes = |m: &BTreeMap<i64, i64>| {
        let mut c: BTreeMap<i64, usize> = BTreeMap::new();
        for g in m.values() {
            *c.entry(*g).or_default() += 1
        }
        let mut v: Vec<_> = c.into_values().collect();
        v.sort_unstable_by(|a, b| b.cmp(a));
        (v.len(), v.into_iter().take(20).collect::<Vec<_>>())
    };
    println!(
        "mentions {} same {} part {} events {:?} incidents {:?}",
        by.len(),
        sames.len(),
        parts.len(),
        sizes(&ev),
        sizes(&inc)
    );
}

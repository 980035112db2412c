//! The report of the union state: all that it says of commitments and positions comes out.

use std::path::Path;
use whimbrel::Pipeline;
use whimbrel_track::{Commitment, CommitmentKind, Position, Status, Tracked};

#[test]
fn the_report_of_the_union_state_tells_its_commitments_and_positions() {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/acceptance/union-state.txt");
    let Ok(page) = std::fs::read_to_string(&path) else {
        println!("skipped: no report at {}", path.display());
        return;
    };
    let mut report = whimbrel_ingest::read_page(&page);
    report.id = "union-state".to_owned();
    report.date = "2021-11-05".parse().ok();
    let coded = Pipeline::builtin().code_with_sentences(&report);
    let found = whimbrel_track::read(&report, &coded.title, &coded.text, &coded.records);
    assert_eq!(missing(&found), Vec::<String>::new(), "{found:#?}");
}

/// What of the report's commitments and positions is not in `found`, in words.
fn missing(found: &Tracked) -> Vec<String> {
    let mut missing = Vec::new();
    let mut need = |what: &str, is_there: bool| {
        if !is_there {
            missing.push(what.to_owned());
        }
    };
    agreement(found, &mut need);
    promises(found, &mut need);
    positions(found, &mut need);
    missing
}

fn agreement(found: &Tracked, need: &mut impl FnMut(&str, bool)) {
    let is_it = |c: &&Commitment| {
        c.kind == CommitmentKind::Agreement
            && c.instrument.as_ref().is_some_and(|i| i.passage.text.contains("28 points"))
    };
    let Some(agreement) = found.commitments.iter().find(is_it) else {
        need("the agreement on 28 points", false);
        return;
    };
    let countries: Vec<&str> = agreement.holders.iter().map(|h| h.country.as_str()).collect();
    need("both sides", countries.contains(&"RUS") && countries.contains(&"BLR"));
    let has = |words: &str, included: bool| {
        agreement
            .provisions
            .iter()
            .any(|p| p.included == included && p.passage.text.contains(words))
    };
    for words in [
        "Monetary and financial policy should be adjusted",
        "the tax system harmonized",
        "a common market for oil and natural gas",
        "agricultural policy standardized",
        "work more closely militarily",
    ] {
        need(words, has(words, true));
    }
    need("no common parliament", has("common parliament", false));
    need("no common currency", has("common currency", false));
}

fn promises(found: &Tracked, need: &mut impl FnMut(&str, bool)) {
    let promise = |words: &str| {
        found.commitments.iter().find(|c| {
            c.kind == CommitmentKind::Promise
                && c.object.as_ref().is_some_and(|object| object.text.contains(words))
        })
    };
    let support = promise("military support");
    need("military support", support.is_some());
    let condition = support.and_then(|c| c.conditions.first());
    need("if necessary", condition.is_some_and(|c| c.passage.text == "if necessary"));
    let is_from = |c: Option<&Commitment>, country: &str| {
        c.is_some_and(|c| c.holders.iter().all(|holder| holder.country == country))
    };
    need("help from Russia", is_from(promise("continue to help"), "RUS"));
    let journey = promise("to the Crimea");
    need("the journey to Crimea", is_from(journey, "RUS"));
    let target = journey.and_then(|c| c.targets.first()).map(|t| t.country.as_str());
    need("whom to take to Crimea", target == Some("BLR"));
    need("not kept", journey.is_some_and(|c| c.status == Status::Broken));
}

fn positions(found: &Tracked, need: &mut impl FnMut(&str, bool)) {
    let holds = |actor: &str, kind: &str, object: &str, sign: i8, since: &str| {
        found.positions.iter().any(|p: &Position| {
            p.actor.entity_name.contains(actor)
                && p.issue.kind == kind
                && p.issue.title.contains(object)
                && p.stance.signum() == sign
                && (since.is_empty()
                    || p.since.as_ref().is_some_and(|s| s.words.to_lowercase() == since))
        })
    };
    need("recognition", holds("Lukashenko", "recognition", "Crimea", -1, "not yet"));
    need("bases", holds("Lukashenko", "bases", "Belarus", -1, "so far"));
    need("cooperation", holds("Lukashenko", "closer union", "political cooperation", -1, "always"));
    need("border", holds("Putin", "border dispute", "border", 1, ""));
    let sides = found.positions.iter().find(|p| p.issue.kind == "border dispute");
    let side = sides.and_then(|p| p.sides_with.first()).map(|s| s.entity_name.as_str());
    need("on whose side", side == Some("Alexander Lukashenko"));
}

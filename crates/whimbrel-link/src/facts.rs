//! What a record says, in the form in which two records are compared.

use jiff::civil::Date;
use whimbrel_record::{Entity, EventRecord, Location};

use crate::bytes::{Reader, Writer};
use crate::link::day_number;
use crate::words;

/// The PLOVER types; a fact keeps its place here, so that new ones go to the end.
const KINDS: [&str; 16] = [
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "COOPERATE",
    "AID",
    "CONCEDE",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
];
/// Pairs of types that one event may be coded as.
const NEAR_KINDS: [(&str, &str); 8] = [
    ("AGREE", "COOPERATE"),
    ("AGREE", "CONSULT"),
    ("AGREE", "SUPPORT"),
    ("AID", "COOPERATE"),
    ("CONCEDE", "RETREAT"),
    ("ACCUSE", "REJECT"),
    ("COERCE", "ASSAULT"),
    ("COERCE", "SANCTION"),
];

/// Parties a side that are kept.
const MAX_PARTIES: usize = 8;

/// What a record says.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Facts {
    /// Place among [`KINDS`].
    kind: u8,
    /// Whether it happened, did not, or is to come.
    pub(crate) status: u8,
    /// How exact the days are.
    pub(crate) precision: Precision,
    /// First and last day that it may have happened on.
    pub(crate) days: Option<(i32, i32)>,
    /// Hash of the CAMEO code.
    pub(crate) cameo: u64,
    pub(crate) actors: Vec<Party>,
    pub(crate) recipients: Vec<Party>,
    pub(crate) place: Option<Place>,
    /// Content words of the words that name the event.
    pub(crate) event_words: Vec<u32>,
    /// Content words of the sentence.
    pub(crate) sentence: Vec<u32>,
    /// Number of the sentence in its part; titles stand at 0.
    pub(crate) sequence: i32,
}

/// How exact a day is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Precision {
    Day,
    Week,
    Month,
    Year,
    /// The day of publication or nothing.
    #[default]
    Unknown,
}

/// A party of an event.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Party {
    /// Hash of its identifier, 0 where it has none.
    pub(crate) id: u64,
    /// Hash of its country, 0 where it has none.
    pub(crate) country: u64,
    /// Hash of its sector, 0 where it has none.
    pub(crate) sector: u64,
    /// Content words of its name.
    pub(crate) words: Vec<u32>,
    /// What to call it in a reason.
    pub(crate) label: String,
}

/// Where an event happened.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Place {
    /// Hash of its identifier or name.
    pub(crate) id: u64,
    /// Hash of its country, 0 where it has none.
    pub(crate) country: u64,
    /// 1 country to 5 within a city.
    pub(crate) resolution: u8,
    /// Latitude and longitude in hundredths of a degree.
    pub(crate) point: Option<(i32, i32)>,
    pub(crate) label: String,
}

impl Facts {
    /// Returns what a record says; `published` is its report's day.
    pub(crate) fn of(record: &EventRecord, published: Option<i32>) -> Self {
        let precision = precision(&record.date_precision);
        Self {
            kind: KINDS.iter().position(|kind| *kind == record.event).unwrap_or(255) as u8,
            status: status(&record.status),
            precision,
            days: days(record, precision, published),
            cameo: words::hash(&record.cameo),
            actors: parties(&record.actor),
            recipients: parties(&record.recipient),
            place: record.event_loc.as_ref().and_then(place),
            event_words: words::content(&record.event_text),
            sentence: words::content(&record.text),
            sequence: i32::try_from(record.text_info.sequence).unwrap_or(i32::MAX),
        }
    }

    /// Returns the name of the type.
    pub(crate) fn kind(&self) -> &'static str {
        KINDS.get(usize::from(self.kind)).copied().unwrap_or("event")
    }

    /// Returns whether two are of one type (1), of types that are mistaken for each other (0.85), or
    /// neither (0).
    pub(crate) fn kinds_alike(&self, other: &Self) -> f64 {
        let pair = (self.kind(), other.kind());
        if self.kind == other.kind {
            1.0
        } else if NEAR_KINDS.iter().any(|&near| near == pair || near == (pair.1, pair.0)) {
            0.85
        } else {
            0.0
        }
    }

    /// Returns a number that types have in common that are mistaken for each other.
    pub(crate) fn family(&self) -> u64 {
        match self.kind() {
            "AGREE" | "CONSULT" | "SUPPORT" | "COOPERATE" | "AID" => 1,
            "CONCEDE" | "RETREAT" => 2,
            "ACCUSE" | "REJECT" => 3,
            "SANCTION" | "COERCE" | "ASSAULT" => 4,
            _ => 5 + u64::from(self.kind),
        }
    }

    /// Returns whether it is force or pressure by deeds.
    pub(crate) fn is_material_conflict(&self) -> bool {
        matches!(self.kind(), "PROTEST" | "SANCTION" | "MOBILIZE" | "COERCE" | "ASSAULT")
    }

    /// Returns the facts as bytes.
    pub(crate) fn to_bytes(&self) -> Vec<u8> {
        let mut out = Writer::default();
        out.byte(self.kind);
        out.byte(self.status);
        out.byte(self.precision as u8);
        out.byte(u8::from(self.days.is_some()));
        let (first, last) = self.days.unwrap_or_default();
        out.int(first);
        out.int(last);
        out.hash(self.cameo);
        out.int(self.sequence);
        out.words(&self.event_words);
        out.words(&self.sentence);
        for side in [&self.actors, &self.recipients] {
            out.byte(side.len() as u8);
            side.iter().for_each(|party| party.write(&mut out));
        }
        out.byte(u8::from(self.place.is_some()));
        if let Some(place) = &self.place {
            place.write(&mut out);
        }
        out.0
    }

    /// Returns the facts that bytes hold; any bytes give some.
    pub(crate) fn from_bytes(bytes: &[u8]) -> Self {
        let mut from = Reader(bytes);
        let (kind, status) = (from.byte(), from.byte());
        let precision = [Precision::Day, Precision::Week, Precision::Month, Precision::Year]
            .get(usize::from(from.byte()))
            .copied()
            .unwrap_or_default();
        let has_days = from.byte() == 1;
        let days = (from.int(), from.int());
        let (cameo, sequence) = (from.hash(), from.int());
        let (event_words, sentence) = (from.words(), from.words());
        let mut side = || (0..from.byte()).map(|_| Party::read(&mut from)).collect();
        let (actors, recipients) = (side(), side());
        let place = (from.byte() == 1).then(|| Place::read(&mut from));
        let days = has_days.then_some(days);
        Self {
            kind,
            status,
            precision,
            days,
            cameo,
            actors,
            recipients,
            place,
            event_words,
            sentence,
            sequence,
        }
    }
}

impl Party {
    fn write(&self, out: &mut Writer) {
        [self.id, self.country, self.sector].into_iter().for_each(|hash| out.hash(hash));
        out.words(&self.words);
        out.text(&self.label);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Self {
            id: from.hash(),
            country: from.hash(),
            sector: from.hash(),
            words: from.words(),
            label: from.text(),
        }
    }

    /// Returns a hash that names it: of its identifier, else of its name's words; `None` where
    /// nothing does.
    pub(crate) fn key(&self) -> Option<u64> {
        if self.id != 0 {
            return Some(self.id);
        }
        let words: Vec<u64> = self.words.iter().copied().map(u64::from).collect();
        (!words.is_empty()).then(|| words::join(&words))
    }
}

impl Place {
    fn write(&self, out: &mut Writer) {
        out.hash(self.id);
        out.hash(self.country);
        out.byte(self.resolution);
        out.byte(u8::from(self.point.is_some()));
        let (lat, lon) = self.point.unwrap_or_default();
        out.int(lat);
        out.int(lon);
        out.text(&self.label);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        let (id, country, resolution) = (from.hash(), from.hash(), from.byte());
        let has_point = from.byte() == 1;
        let point = (from.int(), from.int());
        Self { id, country, resolution, point: has_point.then_some(point), label: from.text() }
    }

    /// Returns whether it is smaller than a region.
    pub(crate) const fn is_exact(&self) -> bool {
        self.resolution >= 3
    }
}

/// Returns 0 for what happened, 1 for what did not, 2 for what may come.
fn status(name: &str) -> u8 {
    match name {
        "negation" => 1,
        "future" | "hypothetical" => 2,
        _ => 0,
    }
}

fn precision(name: &str) -> Precision {
    match name {
        "day" => Precision::Day,
        "week" => Precision::Week,
        "month" => Precision::Month,
        "year" => Precision::Year,
        _ => Precision::Unknown,
    }
}

/// Returns the first and last day that a record may mean.
///
/// Where a report gives no day, news is of the day of publication or the three before it.
fn days(record: &EventRecord, precision: Precision, published: Option<i32>) -> Option<(i32, i32)> {
    let number = |day: &Option<String>| day.as_deref()?.parse::<Date>().ok().map(day_number);
    let (first, last) = (number(&record.date), number(&record.enddate));
    let span = match precision {
        Precision::Day => 0,
        Precision::Week => 7,
        Precision::Month => 30,
        Precision::Year => 365,
        Precision::Unknown => {
            return first.or(published).map(|day| (day.saturating_sub(3), last.unwrap_or(day)));
        }
    };
    match (first, last) {
        (Some(first), Some(last)) => Some((first.min(last), last.max(first))),
        (Some(first), None) => Some((first, first.saturating_add(span))),
        (None, Some(last)) => Some((last.saturating_sub(span), last)),
        (None, None) => None,
    }
}

fn parties(entities: &[Entity]) -> Vec<Party> {
    entities.iter().take(MAX_PARTIES).map(party).collect()
}

fn party(entity: &Entity) -> Party {
    let name = if entity.entity_name.is_empty() { &entity.raw_text } else { &entity.entity_name };
    let is_country = !entity.country.is_empty() && entity.entity_id == entity.country;
    Party {
        id: hash_or_none(&entity.entity_id),
        country: hash_or_none(&entity.country),
        sector: hash_or_none(&entity.sector_code),
        words: words::content(name),
        label: if is_country { entity.country.clone() } else { name.chars().take(40).collect() },
    }
}

fn place(location: &Location) -> Option<Place> {
    let name = [&location.resolved_place, &location.extracted_place];
    let label = name.into_iter().find(|name| !name.is_empty())?.clone();
    let id = if location.geonameid.is_empty() {
        words::join(&[words::hash(&location.country_code), words::hash(&label)])
    } else {
        words::hash(&location.geonameid)
    };
    let hundredths = |degrees: f64| (degrees * 100.0).round() as i32;
    Some(Place {
        id,
        country: hash_or_none(&location.country_code),
        resolution: location.resolution,
        point: location.lat.map(hundredths).zip(location.lon.map(hundredths)),
        label,
    })
}

fn hash_or_none(text: &str) -> u64 {
    if text.is_empty() { 0 } else { words::hash(text) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn record() -> EventRecord {
        let entity = |name: &str, id: &str, country: &str| Entity {
            entity_name: name.to_owned(),
            entity_id: id.to_owned(),
            country: country.to_owned(),
            ..Entity::default()
        };
        EventRecord {
            event: "ASSAULT".to_owned(),
            event_text: "shelled the harbour".to_owned(),
            text: "Ruritania shelled the harbour of Strelsau in May.".to_owned(),
            date: Some("2024-05-01".to_owned()),
            enddate: Some("2024-05-31".to_owned()),
            date_precision: "month".to_owned(),
            actor: vec![entity("Ruritania", "RUR", "RUR")],
            recipient: vec![entity("the harbour", "", "")],
            event_loc: Some(Location {
                resolved_place: "Strelsau".to_owned(),
                resolution: 4,
                lat: Some(50.5),
                lon: Some(-14.25),
                ..Location::default()
            }),
            ..EventRecord::default()
        }
    }

    #[test]
    fn facts_come_back_from_their_bytes() {
        let facts = Facts::of(&record(), None);
        assert_eq!(facts.place.as_ref().and_then(|place| place.point), Some((5050, -1425)));
        assert_eq!(Facts::from_bytes(&facts.to_bytes()), facts);
    }

    #[test]
    fn a_record_without_a_day_is_of_the_three_days_before_its_report_or_of_its_day() {
        let record = EventRecord { date: None, enddate: None, ..record() };
        let unknown = EventRecord { date_precision: "unknown".to_owned(), ..record.clone() };
        assert_eq!(Facts::of(&unknown, Some(100)).days, Some((97, 100)));
        assert_eq!(Facts::of(&record, Some(100)).days, None);
    }

    proptest! {
        #[test]
        fn any_bytes_give_some_facts(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
            let facts = Facts::from_bytes(&bytes);
            prop_assert!(facts.actors.len() <= 255 && !facts.kind().is_empty());
        }
    }
}

//! The fields that are compared, and how a record's value of each is read.

use crate::ratings::{Level, Value};
use jiff::civil::{Date, date};
use serde::{Serialize, Serializer};
use std::collections::BTreeSet;
use whimbrel_record::{Entity, EventRecord};

/// A field of the comparison.
///
/// The value of a field with several entries (modes, the countries of several actors) is their set;
/// two coders agree where the sets are the same. An empty list is the value `none`, since a coder
/// who names no recipient disagrees with one who does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Field {
    /// Whether a sentence states an event; its units are sentences, those of all others events.
    Presence,
    /// The PLOVER type.
    Type,
    /// PLOVER's quad, 1 to 4, taken as four names.
    Quad,
    /// PLOVER's scale; interval.
    Scale,
    /// PLOVER modes.
    Mode,
    /// PLOVER contexts.
    Context,
    /// The first two digits of the CAMEO code.
    CameoRoot,
    /// The CAMEO code.
    Cameo,
    /// Countries of the actors.
    ActorCountry,
    /// Sectors of the actors.
    ActorSector,
    /// Who the actors are: the registry's identifier, else Wikidata's, else the name; in a comparison,
    /// a party without identifier takes that of the same words or name in the same report.
    Actor,
    /// Countries of the recipients.
    RecipientCountry,
    /// Sectors of the recipients.
    RecipientSector,
    /// Who the recipients are.
    Recipient,
    /// The first day; interval, in days. Without a day the value is missing.
    Date,
    /// How exact the day is: ordinal, from `day` to `unknown`.
    DatePrecision,
    /// The place: its GeoNames identifier, else its name; in a comparison, a place without identifier
    /// takes that of the same words or name in the same report.
    Place,
    /// The place's country.
    PlaceCountry,
    /// How exact the place is: ordinal, 1 to 5. Without a place the value is missing.
    PlaceResolution,
    /// `actual`, `negation`, …
    Status,
    /// Whether somebody says so.
    Attributed,
    /// Who says so, of events that are attributed.
    Speaker,
    /// How the speaker stands to it, of events that are attributed.
    Stance,
}

impl Field {
    /// All fields, in the order in which they are shown.
    pub const ALL: [Self; 23] = [
        Self::Presence,
        Self::Type,
        Self::Quad,
        Self::Scale,
        Self::Mode,
        Self::Context,
        Self::CameoRoot,
        Self::Cameo,
        Self::ActorCountry,
        Self::ActorSector,
        Self::Actor,
        Self::RecipientCountry,
        Self::RecipientSector,
        Self::Recipient,
        Self::Date,
        Self::DatePrecision,
        Self::Place,
        Self::PlaceCountry,
        Self::PlaceResolution,
        Self::Status,
        Self::Attributed,
        Self::Speaker,
        Self::Stance,
    ];

    /// Returns the name, the same in all layouts; a promise as the names of the record's fields.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Presence => "presence",
            Self::Type => "event",
            Self::Quad => "quad_code",
            Self::Scale => "event_scale",
            Self::Mode => "mode",
            Self::Context => "context",
            Self::CameoRoot => "cameo_root",
            Self::Cameo => "cameo",
            Self::ActorCountry => "actor_country",
            Self::ActorSector => "actor_sector",
            Self::Actor => "actor",
            Self::RecipientCountry => "recipient_country",
            Self::RecipientSector => "recipient_sector",
            Self::Recipient => "recipient",
            Self::Date => "date",
            Self::DatePrecision => "date_precision",
            Self::Place => "place",
            Self::PlaceCountry => "place_country",
            Self::PlaceResolution => "place_resolution",
            Self::Status => "status",
            Self::Attributed => "attributed",
            Self::Speaker => "speaker",
            Self::Stance => "stance",
        }
    }

    /// Returns the name for readers.
    #[must_use]
    pub const fn label(self) -> &'static str {
        match self {
            Self::Presence => "event in a sentence",
            Self::Type => "type",
            Self::Quad => "quad",
            Self::Scale => "scale",
            Self::Mode => "modes",
            Self::Context => "contexts",
            Self::CameoRoot => "CAMEO root",
            Self::Cameo => "CAMEO code",
            Self::ActorCountry => "actor: country",
            Self::ActorSector => "actor: sector",
            Self::Actor => "actor: who",
            Self::RecipientCountry => "recipient: country",
            Self::RecipientSector => "recipient: sector",
            Self::Recipient => "recipient: who",
            Self::Date => "date",
            Self::DatePrecision => "date: precision",
            Self::Place => "place",
            Self::PlaceCountry => "place: country",
            Self::PlaceResolution => "place: precision",
            Self::Status => "status",
            Self::Attributed => "attributed",
            Self::Speaker => "speaker",
            Self::Stance => "stance",
        }
    }

    /// Returns the level at which the field is measured.
    #[must_use]
    pub const fn level(self) -> Level {
        match self {
            Self::Scale | Self::Date => Level::Interval,
            Self::DatePrecision | Self::PlaceResolution => Level::Ordinal,
            _ => Level::Nominal,
        }
    }

    /// Returns a record's value; none where it is missing, and for [`Self::Presence`], which is no
    /// matter of a record.
    #[must_use]
    pub fn value(self, record: &EventRecord) -> Option<Value> {
        match self {
            Self::Presence => None,
            Self::Type => named(&record.event),
            Self::Quad => (record.quad_code > 0).then(|| Value::name(record.quad_code.to_string())),
            Self::Scale => Value::number(record.event_scale),
            Self::Mode => Some(set(record.mode.iter().cloned())),
            Self::Context => Some(set(record.context.iter().cloned())),
            Self::CameoRoot => named(&record.cameo.chars().take(2).collect::<String>()),
            Self::Cameo => named(&record.cameo),
            Self::ActorCountry => Some(countries(&record.actor)),
            Self::ActorSector => Some(sectors(&record.actor)),
            Self::Actor => Some(set(record.actor.iter().map(identity))),
            Self::RecipientCountry => Some(countries(&record.recipient)),
            Self::RecipientSector => Some(sectors(&record.recipient)),
            Self::Recipient => Some(set(record.recipient.iter().map(identity))),
            Self::Date => day(record.date.as_deref()?),
            Self::DatePrecision => precision(&record.date_precision),
            Self::Place => Some(place(record)),
            Self::PlaceCountry => {
                Some(set(record.event_loc.iter().map(|place| place.country_code.clone())))
            }
            Self::PlaceResolution => resolution(record.event_loc.as_ref()?.resolution),
            Self::Status => named(&record.status),
            Self::Attributed => {
                Some(Value::name(if record.attribution.is_some() { "yes" } else { "no" }))
            }
            Self::Speaker => Some(set(record.attribution.as_ref()?.speaker.iter().map(identity))),
            Self::Stance => named(&record.attribution.as_ref()?.stance),
        }
    }
}

impl Serialize for Field {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.name())
    }
}

fn named(text: &str) -> Option<Value> {
    (!text.is_empty()).then(|| Value::name(text))
}

/// What stands for an empty list.
pub(crate) const NONE: &str = "none";

fn set(entries: impl Iterator<Item = String>) -> Value {
    let entries: BTreeSet<String> = entries.filter(|entry| !entry.is_empty()).collect();
    if entries.is_empty() {
        return Value::name(NONE);
    }
    Value::name(entries.into_iter().collect::<Vec<_>>().join("; "))
}

fn countries(parties: &[Entity]) -> Value {
    set(parties.iter().map(|party| party.country.clone()))
}

fn sectors(parties: &[Entity]) -> Value {
    set(parties.iter().map(|party| party.sector_code.clone()))
}

/// Who a party is, however each coder wrote it.
pub(crate) fn identity(party: &Entity) -> String {
    let name = if party.entity_name.is_empty() { &party.raw_text } else { &party.entity_name };
    let known = [&party.entity_id, &party.wikidata_id].into_iter().find(|id| !id.is_empty());
    known.cloned().unwrap_or_else(|| plain(name))
}

/// A name without case and without what a coder's eye passes over: an article, doubled spaces.
pub(crate) fn plain(name: &str) -> String {
    let lower = name.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match &words[..] {
        ["the", rest @ ..] if !rest.is_empty() => rest.join(" "),
        all => all.join(" "),
    }
}

/// Days since the first of January 1970, written as the day.
fn day(text: &str) -> Option<Value> {
    let day: Date = text.parse().ok()?;
    let since = day.since((jiff::Unit::Day, date(1970, 1, 1))).ok()?;
    let position = f64::from(since.get_days());
    Some(Value { label: day.to_string(), position })
}

fn precision(text: &str) -> Option<Value> {
    let ranks = ["day", "week", "month", "year", "unknown"];
    let rank = ranks.iter().position(|name| *name == text)?;
    Some(Value { label: text.to_owned(), position: rank as f64 })
}

fn resolution(rank: u8) -> Option<Value> {
    if rank == 0 { None } else { Value::number(f64::from(rank)) }
}

fn place(record: &EventRecord) -> Value {
    set(record.event_loc.iter().map(|place| {
        let name = if place.resolved_place.is_empty() {
            &place.extracted_place
        } else {
            &place.resolved_place
        };
        if place.geonameid.is_empty() { plain(name) } else { place.geonameid.clone() }
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_record::{Attribution, Location};

    fn label(field: Field, record: &EventRecord) -> Option<String> {
        field.value(record).map(|value| value.label)
    }

    fn entity(id: &str, name: &str, country: &str) -> Entity {
        Entity {
            entity_id: id.into(),
            entity_name: name.into(),
            country: country.into(),
            ..Entity::default()
        }
    }

    #[test]
    fn several_parties_are_a_set_whatever_their_order() {
        let mut record = EventRecord {
            actor: vec![entity("", "The  Serbian government", "SRB"), entity("x", "X", "HRV")],
            ..EventRecord::default()
        };
        let before = label(Field::Actor, &record);
        assert_eq!(before.as_deref(), Some("serbian government; x"));
        assert_eq!(label(Field::ActorCountry, &record).as_deref(), Some("HRV; SRB"));
        record.actor.reverse();
        assert_eq!(label(Field::Actor, &record), before);
        assert_eq!(label(Field::Recipient, &record).as_deref(), Some("none"));
    }

    #[test]
    fn days_have_their_distance_and_what_is_no_day_is_missing() {
        let dated = |date: &str| {
            let record = EventRecord { date: Some(date.into()), ..EventRecord::default() };
            Field::Date.value(&record)
        };
        let (leap, next) = (dated("2020-02-29").unwrap(), dated("2020-03-01").unwrap());
        assert_eq!(next.position - leap.position, 1.0);
        assert_eq!(dated("1970-01-02").unwrap().position, 1.0);
        assert_eq!(dated("2020-02-30"), None);
    }

    #[test]
    fn a_scale_that_is_no_number_is_missing() {
        let record = EventRecord { event_scale: f64::NAN, ..EventRecord::default() };
        assert_eq!(Field::Scale.value(&record), None);
    }

    #[test]
    fn speakers_are_compared_only_where_somebody_speaks() {
        let silent = EventRecord::default();
        assert_eq!(label(Field::Speaker, &silent), None);
        assert_eq!(label(Field::Attributed, &silent).as_deref(), Some("no"));
        let said = Attribution { stance: "states".into(), ..Attribution::default() };
        let record = EventRecord { attribution: Some(said), ..EventRecord::default() };
        assert_eq!(label(Field::Speaker, &record).as_deref(), Some("none"));
        assert_eq!(label(Field::Stance, &record).as_deref(), Some("states"));
    }

    #[test]
    fn a_place_is_its_identifier_or_its_name() {
        let place = Location { resolved_place: "Belgrade".into(), ..Location::default() };
        let mut record = EventRecord { event_loc: Some(place), ..EventRecord::default() };
        assert_eq!(label(Field::Place, &record).as_deref(), Some("belgrade"));
        assert_eq!(label(Field::PlaceResolution, &record), None);
        record.event_loc.as_mut().unwrap().geonameid = "792680".into();
        assert_eq!(label(Field::Place, &record).as_deref(), Some("792680"));
    }

    #[test]
    fn names_of_fields_are_told_apart() {
        let names: BTreeSet<&str> = Field::ALL.iter().map(|field| field.name()).collect();
        assert_eq!(names.len(), Field::ALL.len());
    }
}

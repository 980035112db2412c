//! What is exported: a record with what a ledger knows about it.

use jiff::civil::Date;
use whimbrel_record::{EventRecord, Retelling, TextInfo};

/// What a row counts.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Unit {
    /// An event as one report tells it.
    Report,
    /// Each place of a report that tells of an event.
    Mention,
    /// An event, however many reports tell of it.
    #[default]
    Event,
    /// Events that belong together.
    Incident,
}

impl Unit {
    /// Returns the unit of that name: `report`, `mention`, `event`, `incident`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "report" => Self::Report,
            "mention" => Self::Mention,
            "event" => Self::Event,
            "incident" => Self::Incident,
            _ => return None,
        })
    }
}

/// One place of one report that tells of the event.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Telling {
    /// The report's identifier.
    pub report_id: String,
    /// Where the report was found.
    pub url: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// Day of publication.
    pub published: Option<Date>,
    /// `title` or `text`.
    pub part: String,
    /// Number of the sentence in its part, from 0.
    pub sequence: usize,
    /// First code point of the words that name the event.
    pub event_start: Option<usize>,
    /// First code point of the actor.
    pub actor_start: Option<usize>,
    /// First code point of the recipient.
    pub recipient_start: Option<usize>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A row to export.
///
/// [`Row::from`] fills it from a record alone; a ledger fills in what it knows from other reports.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Row {
    /// The record, for an event or incident the one that stands for it.
    pub record: EventRecord,
    /// What the row counts.
    pub unit: Unit,
    /// Which telling of the record, from 0, in rows of mentions.
    pub mention: Option<usize>,
    /// The event's identifier, where a ledger gave one.
    pub event_id: Option<String>,
    /// The incident's identifier, where a ledger gave one.
    pub incident_id: Option<String>,
    /// Places in reports that tell of it.
    pub mentions: u64,
    /// Publishers that tell of it.
    pub sources: u64,
    /// Reports that tell of it.
    pub articles: u64,
    /// Day on which the first report of it came in.
    pub first_seen: Option<Date>,
    /// Mean tone of the reports, from -100 to +100, where somebody measured it.
    pub tone: Option<f64>,
    /// Where it is told, the record's own place first.
    pub tellings: Vec<Telling>,
}

impl Row {
    /// Returns the identifier of the row: of its event or incident where the unit is one and it has
    /// one, else the record's, with the telling's number behind a dot in rows of mentions.
    #[must_use]
    pub fn id(&self) -> String {
        let own = || self.record.id.clone();
        match self.unit {
            Unit::Report => own(),
            Unit::Mention => match self.mention {
                Some(number) => format!("{}.{number}", self.record.id),
                None => own(),
            },
            Unit::Event => self.event_id.clone().unwrap_or_else(own),
            Unit::Incident => self.incident_id.clone().unwrap_or_else(own),
        }
    }

    /// Returns the day that the layouts date the event by: the record's own, else the day of
    /// publication, as all of them do.
    #[must_use]
    pub fn day(&self) -> Option<Date> {
        day(self.record.date.as_deref()).or_else(|| self.published())
    }

    /// Returns the day of publication of the record's report.
    #[must_use]
    pub fn published(&self) -> Option<Date> {
        day(self.record.cite_info.date.as_deref())
    }

    /// Returns the day on which the event came into the data: the first seen, else the day of
    /// publication, else the event's.
    #[must_use]
    pub fn added(&self) -> Option<Date> {
        self.first_seen.or_else(|| self.published()).or_else(|| self.day())
    }
}

impl From<EventRecord> for Row {
    fn from(record: EventRecord) -> Self {
        let again = record.mentions.iter().map(|again| retelling(&record, again));
        let tellings: Vec<_> = [first(&record)].into_iter().chain(again).collect();
        Self {
            mentions: tellings.len() as u64,
            sources: 1,
            articles: 1,
            first_seen: day(record.cite_info.date.as_deref()),
            tellings,
            record,
            ..Self::default()
        }
    }
}

/// Returns the place of the record itself.
fn first(record: &EventRecord) -> Telling {
    Telling {
        actor_start: record.actor.first().map(|entity| entity.start),
        recipient_start: record.recipient.first().map(|entity| entity.start),
        ..telling(record, &record.text_info, record.event_start)
    }
}

fn retelling(record: &EventRecord, again: &Retelling) -> Telling {
    telling(record, &again.text_info, again.start)
}

fn telling(record: &EventRecord, place: &TextInfo, event_start: usize) -> Telling {
    let cite = &record.cite_info;
    Telling {
        report_id: cite.report_id.clone(),
        url: cite.url.clone(),
        publisher: cite.publisher.clone(),
        published: day(cite.date.as_deref()),
        part: place.part.clone(),
        sequence: place.sequence,
        event_start: Some(event_start),
        actor_start: None,
        recipient_start: None,
        confidence: record.confidence,
    }
}

/// Returns the day at the start of a date or an RFC 3339 time.
pub(crate) fn day(text: Option<&str>) -> Option<Date> {
    text?.get(..10)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use whimbrel_record::CiteInfo;

    #[test]
    fn an_undated_event_is_dated_by_its_report() {
        let cite_info =
            CiteInfo { date: Some("2024-02-29T23:00:00Z".into()), ..Default::default() };
        let row = Row::from(EventRecord { cite_info, ..Default::default() });
        assert_eq!(row.day().map(|day| day.to_string()), Some("2024-02-29".into()));
        assert_eq!((row.mentions, row.articles), (1, 1));
    }

    #[test]
    fn the_unit_tells_whose_identifier_a_row_has() {
        let record = EventRecord { id: "r".into(), ..Default::default() };
        let row = Row { event_id: Some("e".into()), mention: Some(2), ..Row::from(record) };
        let id = |unit| Row { unit, ..row.clone() }.id();
        let ids = [Unit::Report, Unit::Mention, Unit::Event, Unit::Incident].map(id);
        assert_eq!(ids, ["r", "r.2", "e", "r"]);
    }
}

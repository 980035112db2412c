//! PLOVER JSON, a record a line.

use super::{Check, Rule, cells};
use crate::codes;
use crate::problem::shown;
use crate::read;
use whimbrel_record::{Entity, EventRecord, Location};

/// Fields that the PLOVER manual requires.
const REQUIRED: [&str; 5] = ["id", "date", "event", "actor", "recipient"];

impl Check {
    pub(super) fn json(&mut self, line: &str) {
        let value: serde_json::Value = match serde_json::from_str(line) {
            Ok(value) => value,
            Err(error) => return self.no_record(&error),
        };
        for name in REQUIRED {
            if value.get(name).is_none() {
                self.add(Rule::Missing, None, format!("field `{name}` is missing"));
            }
        }
        match serde_json::from_value::<EventRecord>(value) {
            Ok(record) => self.record(&record),
            Err(error) => self.no_record(&error),
        }
    }

    fn no_record(&mut self, error: &serde_json::Error) {
        let column = Some(error.column()).filter(|column| *column > 0);
        self.add(Rule::Json, column, shown(&error.to_string()));
    }

    fn record(&mut self, record: &EventRecord) {
        self.identify(None, &record.id, &record.id);
        self.texts(record);
        self.event(record);
        self.days(record);
        record.actor.iter().chain(&record.recipient).for_each(|entity| self.party(entity));
        if let Some(place) = &record.event_loc {
            self.location(place);
        }
        self.spans(record);
    }

    fn texts(&mut self, record: &EventRecord) {
        let names = record.actor.iter().chain(&record.recipient);
        let names = names.flat_map(|entity| [&entity.entity_name, &entity.country]);
        for text in names.chain([&record.id, &record.event, &record.cameo]) {
            if read::is_missing_word(text) {
                self.add(Rule::MissingWord, None, format!("a field is the word `{text}`"));
            } else if cells::is_mojibake(text) {
                let text = format!("`{}` was UTF-8 and read as another encoding", shown(text));
                self.add(Rule::Mojibake, None, text);
            }
        }
    }

    fn event(&mut self, record: &EventRecord) {
        if codes::plover(&record.event, "").is_none() {
            let text = format!("`event` is `{}`, no type of PLOVER", shown(&record.event));
            self.add(Rule::Code, None, text);
        }
        for mode in record.mode.iter().filter(|mode| !cells::is_mode(mode)) {
            self.add(Rule::Code, None, format!("`mode` has `{}`, none of PLOVER", shown(mode)));
        }
        for context in record.context.iter().filter(|context| !codes::is_context(context)) {
            self.add(
                Rule::Code,
                None,
                format!("`context` has `{}`, none of PLOVER", shown(context)),
            );
        }
        let statuses = cells::STATUSES;
        if !record.status.is_empty() && !statuses.contains(&record.status.as_str()) {
            self.add(Rule::Code, None, format!("`status` is `{}`", shown(&record.status)));
        }
        if !(0.0..=1.0).contains(&record.confidence) {
            self.add(Rule::Type, None, format!("`confidence` is {}", record.confidence));
        }
        self.cameo(&record.cameo);
        let quad = Some(record.quad_code);
        let scale = Some(record.event_scale);
        self.agree(record, codes::cameo(&record.cameo), (quad, None), (scale, None));
    }

    fn cameo(&mut self, code: &str) {
        if code.is_empty() || codes::cameo(code).is_some_and(|code| code.code.len() > 2) {
            return;
        }
        let lost = codes::cameo(&format!("0{code}")).is_some();
        let rule = if lost { Rule::LeadingZero } else { Rule::Code };
        self.add(rule, None, format!("`cameo` is `{}`, no code of CAMEO here", shown(code)));
    }

    fn days(&mut self, record: &EventRecord) {
        let mut days = [None; 2];
        for (place, text) in [&record.date, &record.enddate].into_iter().enumerate() {
            days[place] = text.as_deref().and_then(read::day);
            if let (Some(text), None) = (text, days[place]) {
                self.add(Rule::Date, None, format!("`{}` is no day", shown(text)));
            }
        }
        let published = record.cite_info.date.as_deref();
        let published = published.and_then(|text| text.get(..10)).and_then(read::day);
        if let [Some(first), Some(last)] = days
            && last < first
        {
            self.add(Rule::DateOrder, None, format!("event ends on {last}, begins on {first}"));
        }
        let ahead = matches!(record.status.as_str(), "future" | "hypothetical" | "negation");
        if let (Some(first), Some(published), false) = (days[0], published, ahead)
            && published < first
        {
            let text = format!("event was reported on {published}, happened on {first}");
            self.add(Rule::DateOrder, None, text);
        }
    }

    fn party(&mut self, entity: &Entity) {
        if !entity.country.is_empty() && !cells::is_country(&entity.country) {
            let text = format!("`country` is `{}`, none of PLOVER", shown(&entity.country));
            self.add(Rule::Code, None, text);
        }
        let sectors = [&entity.sector_code].into_iter().chain(&entity.other_sector_codes);
        for code in sectors.filter(|code| !code.is_empty() && codes::sector(code).is_none()) {
            self.add(Rule::Code, None, format!("`{}` is no sector of PLOVER", shown(code)));
        }
    }

    fn location(&mut self, place: &Location) {
        let country = codes::country(&place.country_code);
        if !place.country_code.is_empty() && country.is_none() {
            let text = format!("`country_code` is `{}`, no ISO code", shown(&place.country_code));
            self.add(Rule::Code, None, text);
        }
        if place.resolution > 5 {
            self.add(Rule::Type, None, format!("`resolution` is {}", place.resolution));
        }
        match (place.lat, place.lon) {
            (Some(lat), Some(lon)) if lat.abs() <= 90.0 && lon.abs() <= 180.0 => {
                self.point((lat, lon), country, None);
            }
            (None, None) => {}
            (lat, lon) => {
                self.add(Rule::Coordinates, None, format!("`lat` {lat:?}, `lon` {lon:?}"));
            }
        }
    }

    fn spans(&mut self, record: &EventRecord) {
        let entities = record.actor.iter().chain(&record.recipient).map(|e| (e.start, e.end));
        let own = [
            (record.event_start, record.event_end),
            (record.text_info.start, record.text_info.end),
        ];
        let place = record.event_loc.iter().map(|place| (place.start, place.end));
        for (start, end) in own.into_iter().chain(entities).chain(place) {
            if end < start {
                self.add(Rule::Offsets, None, format!("span from {start} to {end}"));
            }
        }
    }
}

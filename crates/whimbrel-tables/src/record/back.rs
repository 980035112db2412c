//! From rows to records again.

use super::{RecordTable, Unit};
use crate::{Error, Schema, Source, Value, read_parquet};
use jiff::civil::Date;
use std::borrow::Cow;
use whimbrel_record::{
    Attribution, CiteInfo, Entity, EventRecord, Location, Retelling, Size, TextInfo,
};

/// Reads a table of records that [`RecordTable`] made, also after another program has rewritten it,
/// dropped columns or added some. Hands each record and its unit to `take`; columns that are not
/// there leave their fields empty, but `id` and `event` must be.
///
/// # Errors
/// Those of [`read_parquet`], lists side by side of different lengths, numbers out of range, and
/// what `take` returns.
pub fn read_records(
    source: Source<'_>,
    take: &mut dyn FnMut(EventRecord, Unit) -> Result<(), Error>,
) -> Result<(), Error> {
    let file = source.name();
    let schema = lenient(RecordTable::default().schema());
    let mut number = 0;
    read_parquet(source, &schema, &mut |values| {
        number += 1;
        let mut row = Named { schema: &schema, values };
        let read = row.unit().and_then(|unit| Ok((row.record()?, unit)));
        let (record, unit) = read.map_err(|Fault { column, cause }| Error::Content {
            file: file.clone(),
            row: number,
            column,
            cause,
        })?;
        take(record, unit)
    })
}

/// The schema of which others may have dropped columns.
fn lenient(schema: &Schema) -> Schema {
    let columns = schema.columns().iter().cloned().map(|column| {
        let needed = matches!(column.name.as_str(), "id" | "event");
        if needed { column } else { column.nullable() }
    });
    Schema::new(schema.name(), schema.version(), columns.collect())
        .expect("the columns are those of a schema")
}

/// A value that its field cannot hold.
struct Fault {
    column: String,
    cause: String,
}

/// A row whose values are asked for by their columns' names.
struct Named<'a> {
    schema: &'a Schema,
    values: Vec<Value<'static>>,
}

impl Named<'_> {
    fn take(&mut self, column: &str) -> Value<'static> {
        let at = self.schema.position(column).expect("names are those of the table's schema");
        std::mem::take(&mut self.values[at])
    }

    fn option(&mut self, column: &str) -> Option<String> {
        match self.take(column) {
            Value::Text(text) => Some(text.into_owned()),
            _ => None,
        }
    }

    fn text(&mut self, column: &str) -> String {
        self.option(column).unwrap_or_default()
    }

    fn texts(&mut self, column: &str) -> Vec<Option<String>> {
        match self.take(column) {
            Value::Texts(items) => {
                items.into_iter().map(|item| item.map(Cow::into_owned)).collect()
            }
            _ => Vec::new(),
        }
    }

    fn filled(&mut self, column: &str) -> Vec<String> {
        self.texts(column).into_iter().flatten().collect()
    }

    fn number<T: TryFrom<i64>>(&mut self, column: &str) -> Result<Option<T>, Fault> {
        match self.take(column) {
            Value::Int(value) => narrow(column, value).map(Some),
            _ => Ok(None),
        }
    }

    fn numbers<T: TryFrom<i64>>(&mut self, column: &str) -> Result<Vec<Option<T>>, Fault> {
        let Value::Ints(items) = self.take(column) else { return Ok(Vec::new()) };
        items.into_iter().map(|item| item.map(|item| narrow(column, item)).transpose()).collect()
    }

    fn float(&mut self, column: &str) -> Option<f64> {
        match self.take(column) {
            Value::Float(value) => Some(value),
            _ => None,
        }
    }

    fn day(&mut self, column: &str) -> Option<String> {
        match self.take(column) {
            Value::Date(day) => Some(Date::to_string(&day)),
            _ => None,
        }
    }

    fn record(&mut self) -> Result<EventRecord, Fault> {
        Ok(EventRecord {
            id: self.text("id"),
            date: self.day("date"),
            enddate: self.day("enddate"),
            date_text: self.option("date_text"),
            date_precision: self.text("date_precision"),
            event: self.text("event"),
            mode: self.filled("mode"),
            context: self.filled("context"),
            cameo: self.text("cameo"),
            quad_code: self.number("quad_code")?.unwrap_or(0),
            event_scale: self.float("event_scale").unwrap_or(0.0),
            event_text: self.text("event_text"),
            event_start: self.number("event_start")?.unwrap_or(0),
            event_end: self.number("event_end")?.unwrap_or(0),
            actor: self.party("actor")?.into_iter().flatten().collect(),
            recipient: self.party("recipient")?.into_iter().flatten().collect(),
            event_loc: self.place()?,
            size: self.sizes()?,
            status: self.text("status"),
            status_text: self.option("status_text"),
            attribution: self.attribution()?,
            confidence: self.float("confidence").unwrap_or(0.0),
            reason: self.text("reason"),
            text: self.text("text"),
            text_info: self.sentence()?,
            mentions: self.retellings()?,
            cite_info: self.report(),
            coder: self.text("coder"),
            coded_date: self.day("coded_date"),
        })
    }

    /// The entities of columns side by side; `None` where there was nobody.
    fn party(&mut self, prefix: &str) -> Result<Vec<Option<Entity>>, Fault> {
        let column = |name: &str| format!("{prefix}_{name}");
        let starts = self.numbers(&column("start"))?;
        let ends = self.numbers(&column("end"))?;
        let mut texts = ENTITY.map(|name| self.texts(&column(name)));
        let lengths = texts.iter().map(Vec::len).chain([starts.len(), ends.len()]);
        let n = side_by_side(&column("raw_text"), lengths)?;
        let entity = |at: usize| {
            let [raw_text, entity_name, entity_id, wikidata_id, country, sector, others, role] =
                texts.each_mut().map(|items| items.get_mut(at).and_then(Option::take));
            let start = item(&starts, at);
            // Where the column of offsets was dropped, nobody can be told from an empty entity.
            (start.is_some() || starts.is_empty()).then(|| Entity {
                raw_text: raw_text.unwrap_or_default(),
                start: start.unwrap_or(0),
                end: item(&ends, at).unwrap_or(0),
                entity_name: entity_name.unwrap_or_default(),
                entity_id: entity_id.unwrap_or_default(),
                wikidata_id: wikidata_id.unwrap_or_default(),
                country: country.unwrap_or_default(),
                sector_code: sector.unwrap_or_default(),
                other_sector_codes: codes(&others.unwrap_or_default()),
                role,
            })
        };
        Ok((0..n).map(entity).collect())
    }

    fn place(&mut self) -> Result<Option<Location>, Fault> {
        let start = self.number("place_start")?;
        let place = Location {
            extracted_place: self.text("place"),
            start: start.unwrap_or(0),
            end: self.number("place_end")?.unwrap_or(0),
            resolved_place: self.text("place_resolved"),
            geonameid: self.text("geonameid"),
            lat: self.float("lat"),
            lon: self.float("lon"),
            city: self.text("place_city"),
            district: self.text("place_district"),
            province: self.text("place_province"),
            country: self.text("place_country"),
            country_code: self.text("place_country_code"),
            resolution: self.number("place_resolution")?.unwrap_or(0),
            disputed: self.filled("place_disputed"),
        };
        Ok((start.is_some() || place != Location::default()).then_some(place))
    }

    fn sizes(&mut self) -> Result<Vec<Size>, Fault> {
        let mut kinds = self.texts("size_kind");
        let values = self.numbers("size_value")?;
        let mut texts = self.texts("size_text");
        let n = side_by_side("size_kind", [kinds.len(), values.len(), texts.len()])?;
        let size = |at| Size {
            kind: text_item(&mut kinds, at),
            value: item(&values, at),
            text: text_item(&mut texts, at),
        };
        Ok((0..n).map(size).collect())
    }

    fn attribution(&mut self) -> Result<Option<Attribution>, Fault> {
        let start = self.number("speech_start")?;
        let said = Attribution {
            speaker: self.speaker()?,
            cue: self.text("speech_cue"),
            start: start.unwrap_or(0),
            end: self.number("speech_end")?.unwrap_or(0),
            stance: self.text("stance"),
            reported_by: self.reporters()?,
        };
        Ok((start.is_some() || said != Attribution::default()).then_some(said))
    }

    fn speaker(&mut self) -> Result<Option<Entity>, Fault> {
        let start = self.number("speaker_start")?;
        let speaker = Entity {
            raw_text: self.text("speaker_raw_text"),
            start: start.unwrap_or(0),
            end: self.number("speaker_end")?.unwrap_or(0),
            entity_name: self.text("speaker"),
            entity_id: self.text("speaker_id"),
            wikidata_id: self.text("speaker_wikidata_id"),
            country: self.text("speaker_country"),
            sector_code: self.text("speaker_sector_code"),
            other_sector_codes: self.filled("speaker_other_sector_codes"),
            role: self.option("speaker_role"),
        };
        Ok((start.is_some() || speaker != Entity::default()).then_some(speaker))
    }

    /// The chain of reporters: each is reported by the next.
    fn reporters(&mut self) -> Result<Option<Box<Attribution>>, Fault> {
        let mut speakers = self.party("reported_by")?;
        let mut cues = self.texts("reported_by_cue");
        let starts = self.numbers("reported_by_cue_start")?;
        let ends = self.numbers("reported_by_cue_end")?;
        let mut stances = self.texts("reported_by_stance");
        let lengths = [speakers.len(), cues.len(), starts.len(), ends.len(), stances.len()];
        let n = side_by_side("reported_by_cue", lengths)?;
        let mut chain = None;
        for at in (0..n).rev() {
            chain = Some(Box::new(Attribution {
                speaker: speakers.get_mut(at).and_then(Option::take),
                cue: text_item(&mut cues, at),
                start: item(&starts, at).unwrap_or(0),
                end: item(&ends, at).unwrap_or(0),
                stance: text_item(&mut stances, at),
                reported_by: chain,
            }));
        }
        Ok(chain)
    }

    fn sentence(&mut self) -> Result<TextInfo, Fault> {
        Ok(TextInfo {
            part: self.text("part"),
            sequence: self.number("sequence")?.unwrap_or(0),
            start: self.number("sentence_start")?.unwrap_or(0),
            end: self.number("sentence_end")?.unwrap_or(0),
        })
    }

    fn retellings(&mut self) -> Result<Vec<Retelling>, Fault> {
        let mut texts = self.texts("retold_text");
        let mut parts = self.texts("retold_part");
        let mut offsets = Vec::new();
        for name in RETOLD {
            offsets.push(self.numbers(name)?);
        }
        let lengths = offsets.iter().map(Vec::len).chain([texts.len(), parts.len()]);
        let n = side_by_side("retold_text", lengths)?;
        let retelling = |at| {
            let offset = |column: usize| item(&offsets[column], at).unwrap_or(0);
            let (sequence, start, end) = (offset(2), offset(3), offset(4));
            Retelling {
                event_text: text_item(&mut texts, at),
                start: offset(0),
                end: offset(1),
                text_info: TextInfo { part: text_item(&mut parts, at), sequence, start, end },
            }
        };
        Ok((0..n).map(retelling).collect())
    }

    fn report(&mut self) -> CiteInfo {
        CiteInfo {
            report_id: self.text("report_id"),
            title: self.option("report_title"),
            url: self.option("url"),
            publisher: self.option("publisher"),
            author: self.option("author"),
            date: self.day("report_date"),
            language: self.option("language"),
        }
    }

    fn unit(&mut self) -> Result<Unit, Fault> {
        Ok(Unit {
            report: self.option("report_key"),
            mention: self.option("mention_id"),
            event: self.option("event_id"),
            incident: self.option("incident_id"),
            n_mentions: self.number("n_mentions")?,
            n_sources: self.number("n_sources")?,
            n_articles: self.number("n_articles")?,
        })
    }
}

/// Columns of text that an entity is read from, in the order that [`Named::party`] takes them.
const ENTITY: [&str; 8] = [
    "raw_text",
    "name",
    "id",
    "wikidata_id",
    "country",
    "sector_code",
    "other_sector_codes",
    "role",
];

/// Columns of numbers that a retelling is read from.
const RETOLD: [&str; 5] = [
    "retold_start",
    "retold_end",
    "retold_sequence",
    "retold_sentence_start",
    "retold_sentence_end",
];

/// Returns the length of lists side by side, of which dropped columns have none.
fn side_by_side(column: &str, lengths: impl IntoIterator<Item = usize>) -> Result<usize, Fault> {
    let lengths: Vec<usize> = lengths.into_iter().filter(|&length| length > 0).collect();
    let n = lengths.first().copied().unwrap_or(0);
    match lengths.iter().find(|&&length| length != n) {
        None => Ok(n),
        Some(other) => {
            let cause = format!("lists side by side have {n} and {other} items");
            Err(Fault { column: column.to_owned(), cause })
        }
    }
}

fn item<T: Copy>(items: &[Option<T>], at: usize) -> Option<T> {
    items.get(at).copied().flatten()
}

fn text_item(items: &mut [Option<String>], at: usize) -> String {
    items.get_mut(at).and_then(Option::take).unwrap_or_default()
}

fn codes(joined: &str) -> Vec<String> {
    joined.split(',').filter(|code| !code.is_empty()).map(str::to_owned).collect()
}

fn narrow<T: TryFrom<i64>>(column: &str, value: i64) -> Result<T, Fault> {
    let fault =
        |_| Fault { column: column.to_owned(), cause: format!("`{value}` is out of range") };
    T::try_from(value).map_err(fault)
}

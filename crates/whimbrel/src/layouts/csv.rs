//! One record a line as comma-separated values, with a header.
//!
//! Lists are joined by `;`. Of a party with several entities each column holds the list of all.

use super::Layout;
use crate::record::{Entity, EventRecord};
use std::io::{self, Write};
use whimbrel_text::Report;

/// The columns in their order.
pub const HEADER: [&str; 46] = [
    "id",
    "date",
    "enddate",
    "date_text",
    "date_precision",
    "event",
    "mode",
    "context",
    "cameo",
    "quad_code",
    "event_scale",
    "event_text",
    "event_start",
    "event_end",
    "actor_raw_text",
    "actor_name",
    "actor_id",
    "actor_country",
    "actor_sector_code",
    "actor_role",
    "recipient_raw_text",
    "recipient_name",
    "recipient_id",
    "recipient_country",
    "recipient_sector_code",
    "recipient_role",
    "place",
    "place_resolved",
    "geonameid",
    "lat",
    "lon",
    "place_country_code",
    "place_resolution",
    "place_disputed",
    "size",
    "status",
    "status_text",
    "speaker",
    "speech_cue",
    "stance",
    "confidence",
    "reason",
    "part",
    "sequence",
    "report_id",
    "coder",
];

/// Comma-separated values.
#[derive(Clone, Copy, Debug, Default)]
pub struct Csv;

impl Layout for Csv {
    fn begin(&mut self, out: &mut dyn Write) -> io::Result<()> {
        write_row(out, &HEADER.map(ToOwned::to_owned))
    }

    fn report(
        &mut self,
        out: &mut dyn Write,
        _: &Report,
        records: &[EventRecord],
    ) -> io::Result<()> {
        records.iter().try_for_each(|record| write_row(out, &row(record)))
    }
}

fn write_row(out: &mut dyn Write, row: &[String]) -> io::Result<()> {
    // By way of memory: the writer would flush `out` with every row.
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(row).map_err(io::Error::other)?;
    out.write_all(&writer.into_inner().map_err(|error| error.into_error())?)
}

fn row(record: &EventRecord) -> Vec<String> {
    let text = |value: &Option<String>| value.clone().unwrap_or_default();
    let mut row = vec![
        record.id.clone(),
        text(&record.date),
        text(&record.enddate),
        text(&record.date_text),
        record.date_precision.clone(),
        record.event.clone(),
        record.mode.join(";"),
        record.context.join(";"),
        record.cameo.clone(),
        record.quad_code.to_string(),
        record.event_scale.to_string(),
        record.event_text.clone(),
        record.event_start.to_string(),
        record.event_end.to_string(),
    ];
    row.extend(party(&record.actor));
    row.extend(party(&record.recipient));
    row.extend(place(record));
    let size = |s: &crate::record::Size| format!("{} {}", s.kind, s.text);
    row.push(record.size.iter().map(size).collect::<Vec<_>>().join(";"));
    row.extend([record.status.clone(), text(&record.status_text)]);
    let said = record.attribution.as_ref();
    row.push(
        said.and_then(|a| a.speaker.as_ref()).map(|s| s.entity_name.clone()).unwrap_or_default(),
    );
    row.push(said.map(|a| a.cue.clone()).unwrap_or_default());
    row.push(said.map(|a| a.stance.clone()).unwrap_or_default());
    row.extend([
        record.confidence.to_string(),
        record.reason.clone(),
        record.text_info.part.clone(),
        record.text_info.sequence.to_string(),
        record.cite_info.report_id.clone(),
        record.coder.clone(),
    ]);
    row
}

fn party(entities: &[Entity]) -> [String; 6] {
    let joined =
        |of: &dyn Fn(&Entity) -> String| entities.iter().map(of).collect::<Vec<_>>().join(";");
    [
        joined(&|e| e.raw_text.clone()),
        joined(&|e| e.entity_name.clone()),
        joined(&|e| e.entity_id.clone()),
        joined(&|e| e.country.clone()),
        joined(&|e| e.sector_code.clone()),
        joined(&|e| e.role.clone().unwrap_or_default()),
    ]
}

fn place(record: &EventRecord) -> [String; 8] {
    let Some(place) = &record.event_loc else { return Default::default() };
    let number = |value: Option<f64>| value.map(|v| v.to_string()).unwrap_or_default();
    [
        place.extracted_place.clone(),
        place.resolved_place.clone(),
        place.geonameid.clone(),
        number(place.lat),
        number(place.lon),
        place.country_code.clone(),
        place.resolution.to_string(),
        place.disputed.join(";"),
    ]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_the_headers_columns() {
        assert_eq!(row(&EventRecord::default()).len(), HEADER.len());
    }
}

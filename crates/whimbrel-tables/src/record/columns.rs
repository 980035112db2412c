//! The columns of the table of records, and how each gets its value.

use super::Unit;
use crate::grid;
use crate::{Column, Kind, Value};
use jiff::civil::Date;
use std::borrow::Cow;
use whimbrel_record::{Attribution, CiteInfo, Entity, EventRecord, Location, Retelling, Size};

/// A value or why there is none.
type Cell<'a> = Result<Value<'a>, String>;

type Get = Box<dyn for<'a> Fn(&'a EventRecord, &'a Unit) -> Cell<'a> + Send + Sync>;

/// A column with the way to its value.
pub(super) struct Field {
    pub(super) column: Column,
    pub(super) get: Get,
}

/// All columns in their order: that of the CSV layout, each followed by what that leaves out.
pub(super) fn all() -> Vec<Field> {
    let mut fields = when();
    fields.extend(what());
    fields.extend(party("actor", "actors", |r| r.actor.iter().map(Some).collect()));
    fields.extend(party("recipient", "recipients", |r| r.recipient.iter().map(Some).collect()));
    fields.extend(place());
    fields.extend(sizes());
    fields.extend(status());
    fields.extend(speaker());
    fields.extend(reporters());
    fields.extend(decision());
    fields.extend(retellings());
    fields.extend(report());
    fields.extend(unit());
    fields
}

fn field(
    name: &str,
    kind: Kind,
    description: &str,
    get: impl for<'a> Fn(&'a EventRecord, &'a Unit) -> Cell<'a> + Send + Sync + 'static,
) -> Field {
    let column = Column::new(name, kind, description);
    let required = matches!(name, "id" | "event" | "event_scale" | "confidence") || kind.is_list();
    let column = if required { column } else { column.nullable() };
    Field { column, get: Box::new(get) }
}

/// A column of text, of which empty text is missing.
fn text(
    name: &str,
    kind: Kind,
    description: &str,
    get: impl for<'a> Fn(&'a EventRecord) -> &'a str + Send + Sync + 'static,
) -> Field {
    field(name, kind, description, move |record, _| Ok(filled(get(record))))
}

/// A column of text that may be missing.
fn option(
    name: &str,
    kind: Kind,
    description: &str,
    get: impl for<'a> Fn(&'a EventRecord) -> Option<&'a String> + Send + Sync + 'static,
) -> Field {
    field(name, kind, description, move |record, _| Ok(get(record).map(String::as_str).into()))
}

/// A column of whole numbers that may be missing.
fn number(
    name: &str,
    kind: Kind,
    description: &str,
    get: impl Fn(&EventRecord) -> Option<usize> + Send + Sync + 'static,
) -> Field {
    field(name, kind, description, move |record, _| {
        get(record).map_or(Ok(Value::Null), |value| whole(value).map(Value::Int))
    })
}

fn when() -> Vec<Field> {
    vec![
        field("id", Kind::Text, "identifier of the record", |r, _| Ok(r.id.as_str().into())),
        field("date", Kind::Date, "first day of the event", |r, _| day(r.date.as_ref())),
        field("enddate", Kind::Date, "last day, where it is another", |r, _| {
            day(r.enddate.as_ref())
        }),
        option("date_text", Kind::Text, "words that the date was read from", |r| {
            r.date_text.as_ref()
        }),
        text("date_precision", Kind::Code, "how exact the date is", |r| &r.date_precision),
        field("year", Kind::Int32, "year of the first day", |r, _| {
            Ok(parsed(r.date.as_ref())?.map(|day| i32::from(day.year())).into())
        }),
        field(
            "month_id",
            Kind::Int32,
            "month of the first day, 1980-01 is 1; missing where only the year is known",
            |r, _| {
                let day = parsed(r.date.as_ref())?.filter(|_| r.date_precision != "year");
                Ok(day.map(grid::month_id).into())
            },
        ),
    ]
}

fn what() -> Vec<Field> {
    vec![
        field("event", Kind::Code, "PLOVER type", |r, _| Ok(r.event.as_str().into())),
        field("mode", Kind::Codes, "PLOVER modes", |r, _| Ok(texts(&r.mode))),
        field("context", Kind::Codes, "PLOVER contexts", |r, _| Ok(texts(&r.context))),
        text("cameo", Kind::Code, "CAMEO code, with its leading zero", |r| &r.cameo),
        number("quad_code", Kind::Int32, "quad, 1 to 4", |r| {
            Some(r.quad_code.into()).filter(|&quad| quad > 0)
        }),
        field("event_scale", Kind::Float, "scale from -10 to +10", |r, _| Ok(r.event_scale.into())),
        text("event_text", Kind::Text, "words that name the event", |r| &r.event_text),
        number("event_start", Kind::Int64, "their first code point in the part", |r| {
            Some(r.event_start)
        }),
        number("event_end", Kind::Int64, "one past their last code point", |r| Some(r.event_end)),
    ]
}

/// Columns of lists, an item for each of the entities that `of` returns; `None` is an item whose
/// columns are all missing.
fn party(
    prefix: &str,
    who: &str,
    of: for<'a> fn(&'a EventRecord) -> Vec<Option<&'a Entity>>,
) -> Vec<Field> {
    let words =
        |name: &str, kind, what: &str, get: for<'a> fn(&'a Entity) -> Option<Cow<'a, str>>| {
            let description = format!("{what} of the {who}");
            field(&format!("{prefix}_{name}"), kind, &description, move |record, _| {
                let entities = of(record).into_iter();
                Ok(Value::Texts(entities.map(|entity| entity.and_then(get)).collect()))
            })
        };
    let offsets = |name: &str, what: &str, get: fn(&Entity) -> usize| {
        let description = format!("{what} of the phrases of the {who}");
        field(&format!("{prefix}_{name}"), Kind::Ints, &description, move |record, _| {
            let offset = |entity: Option<&Entity>| entity.map(|e| whole(get(e))).transpose();
            Ok(Value::Ints(of(record).into_iter().map(offset).collect::<Result<_, _>>()?))
        })
    };
    vec![
        words("raw_text", Kind::Texts, "phrases", |e| some(&e.raw_text)),
        offsets("start", "first code points", |e| e.start),
        offsets("end", "ends, one past the last code points,", |e| e.end),
        words("name", Kind::Texts, "usual names", |e| some(&e.entity_name)),
        words("id", Kind::Codes, "identifiers in the registry", |e| some(&e.entity_id)),
        words("wikidata_id", Kind::Codes, "Wikidata identifiers", |e| some(&e.wikidata_id)),
        words("country", Kind::Codes, "country codes", |e| some(&e.country)),
        words("sector_code", Kind::Codes, "sector codes", |e| some(&e.sector_code)),
        words("other_sector_codes", Kind::Codes, "further sector codes, joined by a comma,", |e| {
            let joined = e.other_sector_codes.join(",");
            (!joined.is_empty()).then_some(Cow::Owned(joined))
        }),
        words("role", Kind::Texts, "offices", |e| e.role.as_deref().map(Cow::Borrowed)),
    ]
}

fn place() -> Vec<Field> {
    let words = |name, kind, description, get: for<'a> fn(&'a Location) -> &'a str| {
        text(name, kind, description, move |r| r.event_loc.as_ref().map_or("", get))
    };
    let offset = |name, description, get: fn(&Location) -> usize| {
        number(name, Kind::Int64, description, move |r| r.event_loc.as_ref().map(get))
    };
    let degrees = |name, description, get: fn(&Location) -> Option<f64>| {
        field(name, Kind::Float, description, move |r, _| {
            Ok(r.event_loc.as_ref().and_then(get).into())
        })
    };
    vec![
        words("place", Kind::Text, "words that name the place", |l| &l.extracted_place),
        offset("place_start", "their first code point in the part", |l| l.start),
        offset("place_end", "one past their last code point", |l| l.end),
        words("place_resolved", Kind::Text, "usual name of the place", |l| &l.resolved_place),
        words("geonameid", Kind::Code, "GeoNames identifier", |l| &l.geonameid),
        degrees("lat", "latitude in degrees", |l| l.lat),
        degrees("lon", "longitude in degrees", |l| l.lon),
        words("place_city", Kind::Text, "city", |l| &l.city),
        words("place_district", Kind::Text, "district", |l| &l.district),
        words("place_province", Kind::Text, "first-level region", |l| &l.province),
        words("place_country", Kind::Text, "country", |l| &l.country),
        words("place_country_code", Kind::Code, "ISO 3166-1 alpha-3 code", |l| &l.country_code),
        number(
            "place_resolution",
            Kind::Int32,
            "1 country, 2 region, 3 district, 4 city, 5 within a city",
            |r| {
                r.event_loc.as_ref().map(|l| l.resolution.into()).filter(|&level: &usize| level > 0)
            },
        ),
        field("place_disputed", Kind::Codes, "claimants of a disputed place", |r, _| {
            Ok(texts(r.event_loc.as_ref().map_or(&[], |l| &l.disputed)))
        }),
        field(
            "gid",
            Kind::Int32,
            "PRIO-GRID cell of the place; missing where the place is a whole country",
            |r, _| Ok(r.event_loc.as_ref().and_then(cell).into()),
        ),
    ]
}

/// The middle of a country says nothing of where in it something happened.
fn cell(place: &Location) -> Option<u32> {
    let (lat, lon) = place.lat.zip(place.lon).filter(|_| place.resolution != 1)?;
    grid::gid(lat, lon)
}

fn sizes() -> Vec<Field> {
    let mut fields = vec![
        field("size", Kind::Texts, "numbers of people: kind and words", |r, _| {
            let words = |s: &Size| Some(Cow::Owned(format!("{} {}", s.kind, s.text)));
            Ok(Value::Texts(r.size.iter().map(words).collect()))
        }),
        field("size_kind", Kind::Codes, "what is counted", |r, _| {
            Ok(Value::Texts(r.size.iter().map(|s| some(&s.kind)).collect()))
        }),
        field(
            "size_value",
            Kind::Ints,
            "the numbers, missing for `thousands` and the like",
            |r, _| {
                let number = |s: &Size| s.value.map(whole).transpose();
                Ok(Value::Ints(r.size.iter().map(number).collect::<Result<_, _>>()?))
            },
        ),
        field("size_text", Kind::Texts, "words of the numbers", |r, _| {
            Ok(Value::Texts(r.size.iter().map(|s| some(&s.text)).collect()))
        }),
    ];
    fields.extend(["dead", "injured", "arrested", "participants"].map(|kind| {
        let description = format!("largest number of the kind `{kind}` that the sentence gives");
        field(kind, Kind::Int64, &description, move |r, _| {
            let of_kind = r.size.iter().filter(|s| s.kind == kind);
            let largest = of_kind.filter_map(|s| s.value).max();
            largest.map_or(Ok(Value::Null), |value| whole(value).map(Value::Int))
        })
    }));
    fields
}

fn status() -> Vec<Field> {
    vec![
        text("status", Kind::Code, "whether it happened", |r| &r.status),
        option("status_text", Kind::Text, "words that give the status", |r| r.status_text.as_ref()),
    ]
}

fn speaker() -> Vec<Field> {
    let words = |name, kind, description, get: for<'a> fn(&'a Entity) -> &'a str| {
        text(name, kind, description, move |r| said_by(r).map_or("", get))
    };
    let offset = |name, description, get: fn(&Entity) -> usize| {
        number(name, Kind::Int64, description, move |r| said_by(r).map(get))
    };
    vec![
        words("speaker", Kind::Text, "usual name of who says so", |e| &e.entity_name),
        words("speaker_raw_text", Kind::Text, "the speaker's phrase", |e| &e.raw_text),
        offset("speaker_start", "its first code point in the part", |e| e.start),
        offset("speaker_end", "one past its last code point", |e| e.end),
        words("speaker_id", Kind::Code, "the speaker's identifier", |e| &e.entity_id),
        words("speaker_wikidata_id", Kind::Code, "the speaker's Wikidata identifier", |e| {
            &e.wikidata_id
        }),
        words("speaker_country", Kind::Code, "the speaker's country code", |e| &e.country),
        words("speaker_sector_code", Kind::Code, "the speaker's sector code", |e| &e.sector_code),
        field("speaker_other_sector_codes", Kind::Codes, "further sector codes", |r, _| {
            Ok(texts(said_by(r).map_or(&[], |e| &e.other_sector_codes)))
        }),
        option("speaker_role", Kind::Text, "the speaker's office", |r| {
            said_by(r).and_then(|e| e.role.as_ref())
        }),
        text("speech_cue", Kind::Text, "word that reports it", |r| {
            r.attribution.as_ref().map_or("", |a| &a.cue)
        }),
        number("speech_start", Kind::Int64, "its first code point in the part", |r| {
            r.attribution.as_ref().map(|a| a.start)
        }),
        number("speech_end", Kind::Int64, "one past its last code point", |r| {
            r.attribution.as_ref().map(|a| a.end)
        }),
        text("stance", Kind::Code, "how the speaker says it", |r| {
            r.attribution.as_ref().map_or("", |a| &a.stance)
        }),
    ]
}

fn said_by(record: &EventRecord) -> Option<&Entity> {
    record.attribution.as_ref().and_then(|said| said.speaker.as_ref())
}

/// Who reports what the speaker says, who reports that, and so on.
fn reporters() -> Vec<Field> {
    let mut fields = party("reported_by", "further speakers, who report the one before,", |r| {
        chain(r).into_iter().map(|said| said.speaker.as_ref()).collect()
    });
    let words = |name, kind, description, get: for<'a> fn(&'a Attribution) -> &'a str| {
        field(name, kind, description, move |r, _| {
            Ok(Value::Texts(chain(r).into_iter().map(|said| some(get(said))).collect()))
        })
    };
    let offsets = |name, description, get: fn(&Attribution) -> usize| {
        field(name, Kind::Ints, description, move |r, _| {
            let offset = |said: &Attribution| whole(get(said)).map(Some);
            Ok(Value::Ints(chain(r).into_iter().map(offset).collect::<Result<_, _>>()?))
        })
    };
    fields.extend([
        words("reported_by_cue", Kind::Texts, "words that report it", |a| &a.cue),
        offsets("reported_by_cue_start", "their first code points in the part", |a| a.start),
        offsets("reported_by_cue_end", "one past their last code points", |a| a.end),
        words("reported_by_stance", Kind::Codes, "how they say it", |a| &a.stance),
    ]);
    fields
}

fn chain(record: &EventRecord) -> Vec<&Attribution> {
    let first = record.attribution.as_ref().and_then(|said| said.reported_by.as_deref());
    std::iter::successors(first, |said| said.reported_by.as_deref()).collect()
}

fn decision() -> Vec<Field> {
    vec![
        field("confidence", Kind::Float, "calibrated, 0 to 1", |r, _| Ok(r.confidence.into())),
        text("reason", Kind::Code, "entry of the codebook that decided", |r| &r.reason),
        text("part", Kind::Code, "part of the report that offsets count in", |r| &r.text_info.part),
        number("sequence", Kind::Int64, "number of the sentence in its part, from 0", |r| {
            Some(r.text_info.sequence)
        }),
        number("sentence_start", Kind::Int64, "first code point of the sentence", |r| {
            Some(r.text_info.start)
        }),
        number("sentence_end", Kind::Int64, "one past its last code point", |r| {
            Some(r.text_info.end)
        }),
        text("text", Kind::Text, "the sentence", |r| &r.text),
    ]
}

/// Where the report tells of the event again.
fn retellings() -> Vec<Field> {
    let words = |name, kind, description, get: for<'a> fn(&'a Retelling) -> &'a str| {
        field(name, kind, description, move |r, _| {
            Ok(Value::Texts(r.mentions.iter().map(|m| some(get(m))).collect()))
        })
    };
    let offsets = |name, description, get: fn(&Retelling) -> usize| {
        field(name, Kind::Ints, description, move |r, _| {
            let offset = |m: &Retelling| whole(get(m)).map(Some);
            Ok(Value::Ints(r.mentions.iter().map(offset).collect::<Result<_, _>>()?))
        })
    };
    vec![
        words("retold_text", Kind::Texts, "words that name the event again", |m| &m.event_text),
        offsets("retold_start", "their first code points", |m| m.start),
        offsets("retold_end", "one past their last code points", |m| m.end),
        words("retold_part", Kind::Codes, "parts of the report", |m| &m.text_info.part),
        offsets("retold_sequence", "numbers of the sentences in their parts", |m| {
            m.text_info.sequence
        }),
        offsets("retold_sentence_start", "their first code points", |m| m.text_info.start),
        offsets("retold_sentence_end", "one past their last code points", |m| m.text_info.end),
    ]
}

fn report() -> Vec<Field> {
    let words = |name, kind, description, get: for<'a> fn(&'a CiteInfo) -> Option<&'a String>| {
        option(name, kind, description, move |r| get(&r.cite_info))
    };
    vec![
        text("report_id", Kind::Code, "the report, as its provider names it", |r| {
            &r.cite_info.report_id
        }),
        words("report_title", Kind::Text, "headline", |c| c.title.as_ref()),
        words("url", Kind::Text, "where it was found", |c| c.url.as_ref()),
        words("publisher", Kind::Code, "paper or agency", |c| c.publisher.as_ref()),
        words("author", Kind::Text, "by-line", |c| c.author.as_ref()),
        field("report_date", Kind::Date, "day of publication", |r, _| {
            day(r.cite_info.date.as_ref())
        }),
        words("language", Kind::Code, "ISO 639-1 code", |c| c.language.as_ref()),
        text("coder", Kind::Code, "versions of program, model and codebook", |r| &r.coder),
        field("coded_date", Kind::Date, "day of coding", |r, _| day(r.coded_date.as_ref())),
    ]
}

fn unit() -> Vec<Field> {
    let key = |name, description, get: for<'a> fn(&'a Unit) -> Option<&'a String>| {
        field(name, Kind::Text, description, move |_, unit| {
            Ok(get(unit).map(String::as_str).into())
        })
    };
    let count = |name, description, get: fn(&Unit) -> Option<u32>| {
        field(name, Kind::Int64, description, move |_, unit| Ok(get(unit).into()))
    };
    vec![
        key("report_key", "the report in the ledger", |u| u.report.as_ref()),
        key("mention_id", "the mention in the ledger", |u| u.mention.as_ref()),
        key("event_id", "the event in the ledger", |u| u.event.as_ref()),
        key("incident_id", "the incident in the ledger", |u| u.incident.as_ref()),
        count("n_mentions", "mentions of the row's unit", |u| u.n_mentions),
        count("n_sources", "publishers that mention it", |u| u.n_sources),
        count("n_articles", "reports that mention it", |u| u.n_articles),
    ]
}

fn some(text: &str) -> Option<Cow<'_, str>> {
    (!text.is_empty()).then_some(Cow::Borrowed(text))
}

fn filled(text: &str) -> Value<'_> {
    some(text).map_or(Value::Null, Value::Text)
}

fn texts(items: &[String]) -> Value<'_> {
    Value::Texts(items.iter().map(|item| Some(Cow::Borrowed(item.as_str()))).collect())
}

fn whole<T: TryInto<i64> + Copy + std::fmt::Display>(value: T) -> Result<i64, String> {
    value.try_into().map_err(|_| format!("`{value}` does not fit 63 bits"))
}

fn day(text: Option<&String>) -> Cell<'static> {
    Ok(parsed(text)?.into())
}

/// A day, or the day of a time (`2021-11-05T09:30:00Z`).
fn parsed(text: Option<&String>) -> Result<Option<Date>, String> {
    let Some(text) = text else { return Ok(None) };
    let day = text.split_once('T').map_or(text.as_str(), |(day, _)| day);
    day.parse().map(Some).map_err(|_| format!("`{text}` is no day"))
}

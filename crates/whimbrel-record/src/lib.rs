//! The event record, field by field as the contract of the program's output names it.
//!
//! Offsets count code points from the start of the report's text (or title), end exclusive.
//! Missing values are `null` or an empty list; a field that a reader does not find counts as missing.

#![forbid(unsafe_code)]

use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// An event record: PLOVER JSON.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct EventRecord {
    /// Stable identifier: the same report, coder and record give the same on every machine.
    pub id: String,
    /// First day, `YYYY-MM-DD`.
    pub date: Option<String>,
    /// Last day, where it is another.
    pub enddate: Option<String>,
    /// The words that the date was read from.
    pub date_text: Option<String>,
    /// `day`, `week`, `month`, `year`, `unknown`.
    pub date_precision: String,
    /// One of the 16 PLOVER types.
    pub event: String,
    /// PLOVER modes.
    pub mode: Vec<String>,
    /// PLOVER contexts.
    pub context: Vec<String>,
    /// CAMEO code with its leading zero.
    pub cameo: String,
    /// PLOVER's quad, 1 to 4.
    pub quad_code: u8,
    /// PLOVER's scale, -10 to +10.
    pub event_scale: f64,
    /// The words that name the event.
    pub event_text: String,
    /// Their first code point.
    pub event_start: usize,
    /// One past their last code point.
    pub event_end: usize,
    /// Who did it; all sides of a mutual event.
    pub actor: Vec<Entity>,
    /// To whom.
    pub recipient: Vec<Entity>,
    /// Where it happened.
    pub event_loc: Option<Location>,
    /// Numbers of people.
    pub size: Vec<Size>,
    /// `actual`, `negation`, `future`, `hypothetical`, `historical`.
    pub status: String,
    /// The words that give the status.
    pub status_text: Option<String>,
    /// Who says so.
    pub attribution: Option<Attribution>,
    /// From 0 to 1.
    pub confidence: f64,
    /// The codebook entry that decided.
    pub reason: String,
    /// The sentence.
    pub text: String,
    /// Where the sentence stands.
    pub text_info: TextInfo,
    /// Where the report tells of the same event again.
    pub mentions: Vec<Retelling>,
    /// The report.
    pub cite_info: CiteInfo,
    /// Program, model and codebook versions.
    pub coder: String,
    /// Day of coding; never set by the program, whose results do not hang on the clock.
    pub coded_date: Option<String>,
}

/// A party.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Entity {
    /// The phrase.
    pub raw_text: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// The usual name.
    pub entity_name: String,
    /// Identifier in the registry, or empty.
    pub entity_id: String,
    /// Wikidata identifier, or empty.
    pub wikidata_id: String,
    /// Country code, or IGO UNO EUR NGO ISM IMG MNC, or empty.
    pub country: String,
    /// Sector code, or empty.
    pub sector_code: String,
    /// Further sector codes.
    pub other_sector_codes: Vec<String>,
    /// Office.
    pub role: Option<String>,
}

/// A place.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Location {
    /// The words.
    pub extracted_place: String,
    /// Their first code point.
    pub start: usize,
    /// One past their last code point.
    pub end: usize,
    /// Usual name.
    pub resolved_place: String,
    /// GeoNames identifier, or empty.
    pub geonameid: String,
    /// Latitude in degrees.
    pub lat: Option<f64>,
    /// Longitude in degrees.
    pub lon: Option<f64>,
    /// City, or empty.
    pub city: String,
    /// District, or empty.
    pub district: String,
    /// First-level region, or empty.
    pub province: String,
    /// Country, or empty.
    pub country: String,
    /// ISO 3166-1 alpha-3 code.
    pub country_code: String,
    /// 1 country, 2 region, 3 district, 4 city, 5 within a city.
    pub resolution: u8,
    /// Claimants, where the place is disputed.
    pub disputed: Vec<String>,
}

/// A number of people.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Size {
    /// `dead`, `injured`, `arrested`, `participants`.
    pub kind: String,
    /// The number, `null` for "thousands" and the like.
    pub value: Option<u64>,
    /// The words.
    pub text: String,
}

/// Who says that it happened.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Attribution {
    /// The speaker; `null` where nobody is named ("is said to").
    pub speaker: Option<Entity>,
    /// The word that reports it.
    pub cue: String,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
    /// `states`, `denies`, `alleges`, `confirms`, `doubts`.
    pub stance: String,
    /// Who says that the speaker says it, where another does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub reported_by: Option<Box<Attribution>>,
}

/// Where the sentence stands.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct TextInfo {
    /// `title` or `text`.
    pub part: String,
    /// Number of the sentence in its part, from 0.
    pub sequence: usize,
    /// Its first code point.
    pub start: usize,
    /// One past its last code point.
    pub end: usize,
}

/// A further place of a report that tells of an event.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Retelling {
    /// The words that name the event there.
    pub event_text: String,
    /// Their first code point.
    pub start: usize,
    /// One past their last code point.
    pub end: usize,
    /// The sentence.
    pub text_info: TextInfo,
}

/// The report.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct CiteInfo {
    /// Its identifier.
    pub report_id: String,
    /// Headline.
    pub title: Option<String>,
    /// Where it was found.
    pub url: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// By-line.
    pub author: Option<String>,
    /// Day of publication.
    pub date: Option<String>,
    /// ISO 639-1 code.
    pub language: Option<String>,
}

/// Returns the identifier of a record: the first 16 digits of the SHA-256 of what tells it from
/// others, the coder's version among it.
#[must_use]
pub fn record_id(record: &EventRecord) -> String {
    let places = |entities: &[Entity]| {
        entities.iter().map(|e| format!("{}-{}", e.start, e.end)).collect::<Vec<_>>().join(",")
    };
    let parts = [
        record.cite_info.report_id.clone(),
        record.text_info.part.clone(),
        format!("{}-{}", record.text_info.start, record.text_info.end),
        record.event.clone(),
        format!("{}-{}", record.event_start, record.event_end),
        places(&record.actor),
        places(&record.recipient),
        record.reason.clone(),
        record.coder.clone(),
    ];
    let digest = Sha256::digest(parts.join("\u{1f}").as_bytes());
    digest.iter().take(8).map(|byte| format!("{byte:02x}")).collect()
}

//! The layouts: their names, columns, and how a file is recognised.

use std::sync::LazyLock;

/// A form that event records are kept in, one a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Layout {
    /// GDELT 1.0 to March 2013: 57 columns, no header, no address of the source.
    Gdelt1Back,
    /// GDELT 1.0, daily files: 58 columns, no header.
    Gdelt1,
    /// GDELT 2.0, events: 61 columns, no header.
    Gdelt2,
    /// GDELT 2.0, mentions: 16 columns, no header.
    GdeltMentions,
    /// ICEWS: 20 columns with a header.
    Icews,
    /// POLECAT: 40 columns with a header.
    Polecat,
    /// Phoenix: 26 columns, no header.
    Phoenix,
    /// PETRARCH2: 8 columns, no header. Its own files leave out what a line does not have, so that
    /// columns move; here they stay.
    Petrarch2,
    /// PLOVER JSON, a record a line: what `whimbrel code --format jsonl` writes.
    Jsonl,
    /// Comma-separated values: what `whimbrel code --format csv` writes.
    Csv,
}

/// What stands in a column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Anything.
    Text,
    /// What no other line has: a whole number.
    Key,
    /// What no other line has: any text.
    TextKey,
    /// A whole number from 0.
    Count,
    /// A whole number from -1 (not found).
    Offset,
    /// A number from 0 to 1.
    Share,
    /// A whole number from 0 to 100.
    Percent,
    /// 0 or 1.
    Flag,
    /// `YYYYMMDD`, the event's day.
    Day8,
    /// `YYYY-MM-DD`, the event's day.
    Day,
    /// `YYYY-MM-DD`, its last day.
    LastDay,
    /// `YYYYMM` of the event's day.
    Month6,
    /// `YYYY` of the event's day.
    Year,
    /// `MM` of the event's day.
    Month,
    /// `DD` of the event's day.
    DayOfMonth,
    /// `YYYY.FFFF` of the event's day.
    Fraction,
    /// `YYYYMMDD`, when it came in.
    Added8,
    /// `YYYYMMDDHHMMSS`, when it came in.
    Added14,
    /// `YYYY-MM-DD`, when it was published.
    Published,
    /// A code of CAMEO from three digits on.
    Event,
    /// Its first three digits.
    Base,
    /// Its first two digits.
    Root,
    /// Quad.
    Quad,
    /// Goldstein's value or PLOVER's score.
    Scale,
    /// Tone, -100 to +100.
    Tone,
    /// CAMEO's codes in a row.
    ActorCode,
    /// CAMEO's code of a country or region.
    CameoCountry,
    /// CAMEO's codes, parted by `;`.
    CameoAgents,
    /// PLOVER's code of a country, international bodies among them.
    Country,
    /// PLOVER's codes of countries, parted by `;`.
    Countries,
    /// English name of a country, of an actor.
    ActorCountryName,
    /// A country's number in the Correlates of War project.
    Cow,
    /// Words of ICEWS's sectors, parted by `,`.
    SectorWords,
    /// PLOVER's codes of sectors, parted by `;`.
    Sectors,
    /// PLOVER's type.
    PloverType,
    /// PLOVER's modes, parted by `;`.
    Modes,
    /// PLOVER's contexts, parted by `;`.
    Contexts,
    /// GDELT's type of place, 0 (none) to 5.
    GeoType,
    /// FIPS 10-4 of a place's country.
    PlaceFips,
    /// FIPS 10-4 of a place's region.
    PlaceRegion,
    /// ISO code or English name of a place's country.
    PlaceCountry,
    /// Latitude.
    Latitude,
    /// Longitude.
    Longitude,
    /// PLOVER's resolution of a place, 0 (unknown) to 5.
    Resolution,
    /// `day`, `week`, `month`, `year`, `unknown`.
    Precision,
    /// `actual`, `negation`, `future`, `hypothetical`, `historical`.
    Status,
}

/// A column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Column {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// Whether every line has a value.
    pub(crate) always: bool,
}

const fn may(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, always: false }
}

const fn must(name: &'static str, kind: Kind) -> Column {
    Column { name, kind, always: true }
}

static GDELT2: [Column; 61] = [
    must("GLOBALEVENTID", Kind::Key),
    must("SQLDATE", Kind::Day8),
    must("MonthYear", Kind::Month6),
    must("Year", Kind::Year),
    must("FractionDate", Kind::Fraction),
    may("Actor1Code", Kind::ActorCode),
    may("Actor1Name", Kind::Text),
    may("Actor1CountryCode", Kind::CameoCountry),
    may("Actor1KnownGroupCode", Kind::CameoAgents),
    may("Actor1EthnicCode", Kind::Text),
    may("Actor1Religion1Code", Kind::CameoAgents),
    may("Actor1Religion2Code", Kind::CameoAgents),
    may("Actor1Type1Code", Kind::CameoAgents),
    may("Actor1Type2Code", Kind::CameoAgents),
    may("Actor1Type3Code", Kind::CameoAgents),
    may("Actor2Code", Kind::ActorCode),
    may("Actor2Name", Kind::Text),
    may("Actor2CountryCode", Kind::CameoCountry),
    may("Actor2KnownGroupCode", Kind::CameoAgents),
    may("Actor2EthnicCode", Kind::Text),
    may("Actor2Religion1Code", Kind::CameoAgents),
    may("Actor2Religion2Code", Kind::CameoAgents),
    may("Actor2Type1Code", Kind::CameoAgents),
    may("Actor2Type2Code", Kind::CameoAgents),
    may("Actor2Type3Code", Kind::CameoAgents),
    must("IsRootEvent", Kind::Flag),
    must("EventCode", Kind::Event),
    must("EventBaseCode", Kind::Base),
    must("EventRootCode", Kind::Root),
    may("QuadClass", Kind::Quad),
    may("GoldsteinScale", Kind::Scale),
    must("NumMentions", Kind::Count),
    must("NumSources", Kind::Count),
    must("NumArticles", Kind::Count),
    may("AvgTone", Kind::Tone),
    may("Actor1Geo_Type", Kind::GeoType),
    may("Actor1Geo_FullName", Kind::Text),
    may("Actor1Geo_CountryCode", Kind::PlaceFips),
    may("Actor1Geo_ADM1Code", Kind::PlaceRegion),
    may("Actor1Geo_ADM2Code", Kind::Text),
    may("Actor1Geo_Lat", Kind::Latitude),
    may("Actor1Geo_Long", Kind::Longitude),
    may("Actor1Geo_FeatureID", Kind::Text),
    may("Actor2Geo_Type", Kind::GeoType),
    may("Actor2Geo_FullName", Kind::Text),
    may("Actor2Geo_CountryCode", Kind::PlaceFips),
    may("Actor2Geo_ADM1Code", Kind::PlaceRegion),
    may("Actor2Geo_ADM2Code", Kind::Text),
    may("Actor2Geo_Lat", Kind::Latitude),
    may("Actor2Geo_Long", Kind::Longitude),
    may("Actor2Geo_FeatureID", Kind::Text),
    may("ActionGeo_Type", Kind::GeoType),
    may("ActionGeo_FullName", Kind::Text),
    may("ActionGeo_CountryCode", Kind::PlaceFips),
    may("ActionGeo_ADM1Code", Kind::PlaceRegion),
    may("ActionGeo_ADM2Code", Kind::Text),
    may("ActionGeo_Lat", Kind::Latitude),
    may("ActionGeo_Long", Kind::Longitude),
    may("ActionGeo_FeatureID", Kind::Text),
    must("DATEADDED", Kind::Added14),
    may("SOURCEURL", Kind::Text),
];

/// GDELT 1.0's daily columns: those of 2.0 without the regions of the second level, and a day
/// where 2.0 has a time.
static GDELT1: LazyLock<Vec<Column>> = LazyLock::new(|| {
    let columns = GDELT2.iter().filter(|column| !column.name.ends_with("ADM2Code"));
    let older = |column: &Column| match column.kind {
        Kind::Added14 => Column { kind: Kind::Added8, ..*column },
        _ => *column,
    };
    columns.map(older).collect()
});

static GDELT_MENTIONS: [Column; 16] = [
    // An event may have many mentions, so this is no key here.
    must("GLOBALEVENTID", Kind::Count),
    must("EventTimeDate", Kind::Added14),
    must("MentionTimeDate", Kind::Added14),
    must("MentionType", Kind::Count),
    may("MentionSourceName", Kind::Text),
    must("MentionIdentifier", Kind::Text),
    must("SentenceID", Kind::Count),
    may("Actor1CharOffset", Kind::Offset),
    may("Actor2CharOffset", Kind::Offset),
    may("ActionCharOffset", Kind::Offset),
    must("InRawText", Kind::Flag),
    must("Confidence", Kind::Percent),
    may("MentionDocLen", Kind::Count),
    may("MentionDocTone", Kind::Tone),
    may("MentionDocTranslationInfo", Kind::Text),
    may("Extras", Kind::Text),
];

static ICEWS: [Column; 20] = [
    must("Event ID", Kind::Key),
    must("Event Date", Kind::Day),
    may("Source Name", Kind::Text),
    may("Source Sectors", Kind::SectorWords),
    may("Source Country", Kind::ActorCountryName),
    must("Event Text", Kind::Text),
    must("CAMEO Code", Kind::Event),
    may("Intensity", Kind::Scale),
    may("Target Name", Kind::Text),
    may("Target Sectors", Kind::SectorWords),
    may("Target Country", Kind::ActorCountryName),
    may("Story ID", Kind::Count),
    may("Sentence Number", Kind::Count),
    may("Publisher", Kind::Text),
    may("City", Kind::Text),
    may("District", Kind::Text),
    may("Province", Kind::Text),
    may("Country", Kind::PlaceCountry),
    may("Latitude", Kind::Latitude),
    may("Longitude", Kind::Longitude),
];

static POLECAT: [Column; 40] = [
    must("Event ID", Kind::TextKey),
    must("Event Date", Kind::Day),
    must("Event Type", Kind::PloverType),
    may("Event Mode", Kind::Modes),
    may("Intensity", Kind::Scale),
    may("Quad Code", Kind::Quad),
    may("Contexts", Kind::Contexts),
    may("Actor Name", Kind::Text),
    may("Actor Country", Kind::Country),
    may("Actor COW", Kind::Cow),
    may("Primary Actor Sector", Kind::Sectors),
    may("Actor Sectors", Kind::Sectors),
    may("Actor Title", Kind::Text),
    may("Actor Name Raw", Kind::Text),
    may("Wikipedia Actor ID", Kind::Text),
    may("Recipient Name", Kind::Text),
    may("Recipient Country", Kind::Country),
    may("Recipient COW", Kind::Cow),
    may("Primary Recipient Sector", Kind::Sectors),
    may("Recipient Sectors", Kind::Sectors),
    may("Recipient Title", Kind::Text),
    may("Recipient Name Raw", Kind::Text),
    may("Wikipedia Recipient ID", Kind::Text),
    may("Placename", Kind::Text),
    may("City", Kind::Text),
    may("District", Kind::Text),
    may("Province", Kind::Text),
    may("Country", Kind::PlaceCountry),
    may("Latitude", Kind::Latitude),
    may("Longitude", Kind::Longitude),
    may("GeoNames ID", Kind::Count),
    may("Raw Placename", Kind::Text),
    may("Feature Type", Kind::Text),
    may("Source", Kind::Text),
    may("Publication Date", Kind::Published),
    may("Story People", Kind::Text),
    may("Story Organizations", Kind::Text),
    may("Story Locations", Kind::Text),
    may("Language", Kind::Text),
    may("Version", Kind::Text),
];

static PHOENIX: [Column; 26] = [
    must("EventID", Kind::TextKey),
    must("Date", Kind::Day8),
    must("Year", Kind::Year),
    must("Month", Kind::Month),
    must("Day", Kind::DayOfMonth),
    may("SourceActorFull", Kind::ActorCode),
    may("SourceActorEntity", Kind::CameoCountry),
    may("SourceActorRole", Kind::CameoAgents),
    may("SourceActorAttribute", Kind::CameoAgents),
    may("TargetActorFull", Kind::ActorCode),
    may("TargetActorEntity", Kind::CameoCountry),
    may("TargetActorRole", Kind::CameoAgents),
    may("TargetActorAttribute", Kind::CameoAgents),
    must("EventCode", Kind::Event),
    must("EventRootCode", Kind::Root),
    may("QuadClass", Kind::Quad),
    may("Goldstein", Kind::Scale),
    may("Issues", Kind::Text),
    may("Lat", Kind::Latitude),
    may("Lon", Kind::Longitude),
    may("LocationName", Kind::Text),
    may("StateName", Kind::Text),
    may("CountryName", Kind::PlaceCountry),
    may("SentenceIDs", Kind::Text),
    may("URLs", Kind::Text),
    may("NewsSources", Kind::Text),
];

static PETRARCH2: [Column; 8] = [
    must("date", Kind::Day8),
    may("source", Kind::ActorCode),
    may("target", Kind::ActorCode),
    must("code", Kind::Event),
    may("issues", Kind::Text),
    must("ids", Kind::Text),
    may("url", Kind::Text),
    may("story source", Kind::Text),
];

static CSV: [Column; 46] = [
    must("id", Kind::TextKey),
    may("date", Kind::Day),
    may("enddate", Kind::LastDay),
    may("date_text", Kind::Text),
    may("date_precision", Kind::Precision),
    must("event", Kind::PloverType),
    may("mode", Kind::Modes),
    may("context", Kind::Contexts),
    may("cameo", Kind::Event),
    must("quad_code", Kind::Quad),
    must("event_scale", Kind::Scale),
    may("event_text", Kind::Text),
    must("event_start", Kind::Count),
    must("event_end", Kind::Count),
    may("actor_raw_text", Kind::Text),
    may("actor_name", Kind::Text),
    may("actor_id", Kind::Text),
    may("actor_country", Kind::Countries),
    may("actor_sector_code", Kind::Sectors),
    may("actor_role", Kind::Text),
    may("recipient_raw_text", Kind::Text),
    may("recipient_name", Kind::Text),
    may("recipient_id", Kind::Text),
    may("recipient_country", Kind::Countries),
    may("recipient_sector_code", Kind::Sectors),
    may("recipient_role", Kind::Text),
    may("place", Kind::Text),
    may("place_resolved", Kind::Text),
    may("geonameid", Kind::Count),
    may("lat", Kind::Latitude),
    may("lon", Kind::Longitude),
    may("place_country_code", Kind::PlaceCountry),
    may("place_resolution", Kind::Resolution),
    may("place_disputed", Kind::Countries),
    may("size", Kind::Text),
    must("status", Kind::Status),
    may("status_text", Kind::Text),
    may("speaker", Kind::Text),
    may("speech_cue", Kind::Text),
    may("stance", Kind::Text),
    must("confidence", Kind::Share),
    must("reason", Kind::Text),
    must("part", Kind::Text),
    must("sequence", Kind::Count),
    must("report_id", Kind::Text),
    must("coder", Kind::Text),
];

impl Layout {
    /// All layouts.
    pub const ALL: [Self; 10] = [
        Self::Gdelt1Back,
        Self::Gdelt1,
        Self::Gdelt2,
        Self::GdeltMentions,
        Self::Icews,
        Self::Polecat,
        Self::Phoenix,
        Self::Petrarch2,
        Self::Jsonl,
        Self::Csv,
    ];

    /// Returns the name that users give: `gdelt1-back`, `gdelt1`, `gdelt2`, `gdelt2-mentions`,
    /// `icews`, `polecat`, `phoenix`, `petrarch2`, `jsonl`, `csv`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gdelt1Back => "gdelt1-back",
            Self::Gdelt1 => "gdelt1",
            Self::Gdelt2 => "gdelt2",
            Self::GdeltMentions => "gdelt2-mentions",
            Self::Icews => "icews",
            Self::Polecat => "polecat",
            Self::Phoenix => "phoenix",
            Self::Petrarch2 => "petrarch2",
            Self::Jsonl => "jsonl",
            Self::Csv => "csv",
        }
    }

    /// Returns the layout of that name; `gdelt` is that of its version 2.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "gdelt" => Some(Self::Gdelt2),
            name => Self::ALL.into_iter().find(|layout| layout.name() == name),
        }
    }

    /// Returns the ending of the names that the layout's own files have, without a dot.
    #[must_use]
    pub const fn extension(self) -> &'static str {
        match self {
            // GDELT calls its tab-separated files so, whatever is in them.
            Self::Gdelt1Back | Self::Csv => "csv",
            Self::Gdelt1 | Self::Gdelt2 => "export.CSV",
            Self::GdeltMentions => "mentions.CSV",
            Self::Icews => "tab",
            Self::Polecat | Self::Phoenix | Self::Petrarch2 => "txt",
            Self::Jsonl => "jsonl",
        }
    }

    /// Returns whether the layout's files begin with the names of their columns.
    #[must_use]
    pub const fn has_header(self) -> bool {
        matches!(self, Self::Icews | Self::Polecat | Self::Csv)
    }

    /// Returns the names of the columns in their order; of JSON lines, which have none, nothing.
    #[must_use]
    pub fn header(self) -> Vec<&'static str> {
        self.columns().iter().map(|column| column.name).collect()
    }

    /// Returns the columns in their order.
    pub(crate) fn columns(self) -> &'static [Column] {
        match self {
            // The back file ends before the address of the source.
            Self::Gdelt1Back => &GDELT1[..57],
            Self::Gdelt1 => &GDELT1,
            Self::Gdelt2 => &GDELT2,
            Self::GdeltMentions => &GDELT_MENTIONS,
            Self::Icews => &ICEWS,
            Self::Polecat => &POLECAT,
            Self::Phoenix => &PHOENIX,
            Self::Petrarch2 => &PETRARCH2,
            Self::Jsonl => &[],
            Self::Csv => &CSV,
        }
    }

    /// Returns whether [`read()`](crate::read::read()) reads it.
    #[must_use]
    pub const fn is_read(self) -> bool {
        !matches!(self, Self::GdeltMentions | Self::Petrarch2 | Self::Csv)
    }
}

/// Returns the layout of a file by its first bytes (a few thousand suffice) and its name; `None`
/// where no layout has such lines.
///
/// A header tells, else the number of columns of the first line that is not empty. The name counts
/// where neither does.
#[must_use]
pub fn detect(start: &[u8], file: &str) -> Option<Layout> {
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(start);
    let lines = start.split(|byte| *byte == b'\n');
    let lines = lines.map(|line| line.strip_suffix(b"\r").unwrap_or(line));
    // A line cut off at the end of what is seen has too few columns; the first is whole.
    let first = String::from_utf8_lossy(lines.into_iter().find(|line| !line.is_empty())?);
    by_header(&first).or_else(|| by_columns(&first)).or_else(|| by_name(file))
}

fn by_header(line: &str) -> Option<Layout> {
    if line.starts_with('{') {
        return Some(Layout::Jsonl);
    }
    if line.starts_with("id,date,enddate,") {
        return Some(Layout::Csv);
    }
    let cells: Vec<_> = line.split('\t').map(|cell| cell.trim_matches('"')).collect();
    let has = |name: &str| cells.contains(&name);
    if has("Event ID") && has("Event Type") {
        return Some(Layout::Polecat);
    }
    (has("Event ID") && has("CAMEO Code")).then_some(Layout::Icews)
}

fn by_columns(line: &str) -> Option<Layout> {
    let cells: Vec<_> = line.split('\t').collect();
    // A separator too many behind the last column is a fault that `lint` names, not another layout.
    let end = cells.iter().rposition(|cell| !cell.is_empty()).map_or(0, |last| last + 1);
    let fits = |layout: &Layout| !matches!(layout, Layout::Jsonl | Layout::Csv | Layout::Petrarch2);
    let layouts = || Layout::ALL.into_iter().filter(fits);
    let exact = layouts().find(|layout| layout.columns().len() == cells.len());
    let trailing = || layouts().find(|layout| cells.len() > 50 && layout.columns().len() == end);
    exact.or_else(trailing).or_else(|| is_petrarch2(&cells).then_some(Layout::Petrarch2))
}

/// Returns whether the cells begin as PETRARCH2's do: a day, two actors, a code.
fn is_petrarch2(cells: &[&str]) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let day = |text: &str| text.len() == 8 && digits(text);
    (6..=14).contains(&cells.len()) && day(cells[0]) && digits(cells[3])
}

fn by_name(file: &str) -> Option<Layout> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file).to_lowercase();
    let is = |part: &str| name.contains(part);
    if is(".mentions.") {
        Some(Layout::GdeltMentions)
    } else if is(".export.") {
        Some(Layout::Gdelt2)
    } else if name.starts_with("events.") && name.ends_with(".tab") || is("icews") {
        Some(Layout::Icews)
    } else if is("ngecevents") || is("polecat") {
        Some(Layout::Polecat)
    } else if is("phoenix") {
        Some(Layout::Phoenix)
    } else {
        name.ends_with(".jsonl").then_some(Layout::Jsonl)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_layouts_have_their_numbers_of_columns() {
        let counts = Layout::ALL.map(|layout| layout.columns().len());
        assert_eq!(counts, [57, 58, 61, 16, 20, 40, 26, 8, 0, 46]);
        assert_eq!(Layout::Gdelt1Back.header().last(), Some(&"DATEADDED"));
    }

    #[test]
    fn names_lead_back_to_the_layout() {
        assert!(
            Layout::ALL.into_iter().all(|layout| Layout::from_name(layout.name()) == Some(layout))
        );
        assert_eq!(Layout::from_name("gdelt"), Some(Layout::Gdelt2));
        assert_eq!(Layout::from_name("acled"), None);
    }

    #[test]
    fn a_file_is_recognised_by_its_header() {
        for layout in [Layout::Icews, Layout::Polecat] {
            let line = format!("\u{feff}{}\r\n", layout.header().join("\t"));
            assert_eq!(detect(line.as_bytes(), "x"), Some(layout));
        }
        let line = Layout::Csv.header().join(",");
        assert_eq!(detect(line.as_bytes(), "x.csv"), Some(Layout::Csv));
        assert_eq!(detect(b"\n{\"id\": 1}", "x"), Some(Layout::Jsonl));
    }

    #[test]
    fn a_file_is_recognised_by_its_number_of_columns() {
        for (columns, layout) in [
            (57, Layout::Gdelt1Back),
            (58, Layout::Gdelt1),
            (61, Layout::Gdelt2),
            (16, Layout::GdeltMentions),
            (20, Layout::Icews),
            (26, Layout::Phoenix),
        ] {
            let line = vec!["1"; columns].join("\t");
            assert_eq!(detect(line.as_bytes(), "x"), Some(layout));
        }
        let line = vec!["1"; 61].join("\t") + "\t";
        assert_eq!(detect(line.as_bytes(), "x"), Some(Layout::Gdelt2));
        let line = "20240501\tUSA\tRUS\t042\t\t1_1";
        assert_eq!(detect(line.as_bytes(), "x"), Some(Layout::Petrarch2));
    }

    #[test]
    fn a_file_is_recognised_by_its_name_where_its_lines_tell_nothing() {
        assert_eq!(detect(b"a\tb", "/data/20240501.export.CSV"), Some(Layout::Gdelt2));
        assert_eq!(detect(b"a\tb", "events.2017.20180710092545.tab"), Some(Layout::Icews));
        assert_eq!(detect(b"a\tb", "notes.txt"), None);
        assert_eq!(detect(b"", "polecat.txt"), None);
    }
}

//! The tables of `codes/`: CAMEO, PLOVER, countries, regions, sectors, agents.
//!
//! They are plain text that anybody can check and correct; tests hold them to the tables of
//! `actors/` and `codebook/`.

use std::collections::BTreeMap;
use std::sync::LazyLock;
use whimbrel_record::EventRecord;

/// A code of CAMEO: a root (two digits), a base (three) or a leaf (four).
#[derive(Clone, Debug)]
pub struct Cameo {
    /// The code with its leading zero.
    pub code: &'static str,
    /// What CAMEO calls it.
    pub label: &'static str,
    /// Goldstein's value in GDELT's table, where it has the code.
    pub scale_gdelt: Option<f64>,
    /// ICEWS's intensity.
    pub scale_icews: Option<f64>,
    /// Goldstein's value in Phoenix's table.
    pub scale_phoenix: Option<f64>,
    /// Quad in GDELT's files, 1 to 4.
    pub quad_gdelt: u8,
    /// Quad in Phoenix's code, 0 to 4.
    pub quad_phoenix: u8,
    /// PLOVER type, or empty for what is speech alone.
    pub plover: &'static str,
    /// PLOVER mode, or empty.
    pub mode: &'static str,
    /// PLOVER contexts.
    pub contexts: Vec<&'static str>,
    /// The code of the same event seen from the other side, for events that hold both ways.
    pub mirror: Option<&'static str>,
}

impl Cameo {
    /// Returns the root: the first two digits.
    #[must_use]
    pub fn root(&self) -> &'static str {
        &self.code[..2]
    }

    /// Returns the base: the first three digits, of a root the root itself.
    #[must_use]
    pub fn base(&self) -> &'static str {
        &self.code[..self.code.len().min(3)]
    }
}

/// A type of PLOVER with a mode or without one.
#[derive(Clone, Debug)]
pub struct Plover {
    /// One of the 16 types.
    pub event: &'static str,
    /// The mode, or empty.
    pub mode: &'static str,
    /// Quad, 1 to 4.
    pub quad: u8,
    /// Score, -10 to +10.
    pub score: f64,
    /// The CAMEO code that stands for it where a record has none.
    pub cameo: &'static str,
}

/// A country or territory.
#[derive(Clone, Debug)]
pub struct Country {
    /// ISO 3166-1 alpha-3; `KOS` Kosovo, `SUN` Soviet Union.
    pub code: &'static str,
    /// English name.
    pub name: &'static str,
    /// English name in ICEWS's files.
    pub icews: &'static str,
    /// ISO 3166-1 number, three digits, or empty.
    pub number: &'static str,
    /// FIPS 10-4, or empty.
    pub fips: &'static str,
    /// Letters of the Correlates of War project, or empty.
    pub cow_letters: &'static str,
    /// Number of the Correlates of War project, or empty.
    pub cow_number: &'static str,
    /// Number in Gleditsch and Ward's list of states, or empty.
    pub gw_number: &'static str,
    /// CAMEO's code.
    pub cameo: &'static str,
    /// Latitude and longitude, in degrees, of a point inside.
    pub point: Option<(f64, f64)>,
}

/// A sector of PLOVER.
#[derive(Clone, Debug)]
pub struct Sector {
    /// PLOVER's code.
    pub code: &'static str,
    /// CAMEO's agent, or empty.
    pub agent: &'static str,
    /// ICEWS's word for it.
    pub icews: &'static str,
    /// Further words of ICEWS that mean it.
    pub icews_too: Vec<&'static str>,
}

/// What a code among those that actors of CAMEO are made of tells.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgentKind {
    /// A country by another code than ISO's.
    Country,
    /// First in a code, where no country is.
    Root,
    /// An international body that PLOVER has a country code for.
    Body,
    /// A part of the world: no country.
    Region,
    /// A sector.
    Sector,
    /// A religion: of the sector REL.
    Religion,
    /// A named group: neither country nor sector.
    Group,
}

/// A three-letter code that actors of CAMEO are made of, besides the codes of countries.
#[derive(Clone, Debug)]
pub struct Agent {
    /// CAMEO's code.
    pub code: &'static str,
    /// What it tells.
    pub kind: AgentKind,
    /// What PLOVER has for it, or empty.
    pub plover: &'static str,
}

/// A table, in the order of its file, with one index.
struct Table<T> {
    rows: Vec<T>,
    index: BTreeMap<String, usize>,
}

impl<T> Table<T> {
    fn new(rows: Vec<T>, key: impl Fn(&T) -> String) -> Self {
        let mut index = BTreeMap::new();
        for (place, row) in rows.iter().enumerate() {
            // The first row of a key holds.
            index.entry(key(row)).or_insert(place);
        }
        Self { rows, index }
    }

    fn get(&self, key: &str) -> Option<&T> {
        self.index.get(key).map(|place| &self.rows[*place])
    }
}

/// Returns the rows of a table built into the program.
fn rows(text: &'static str) -> impl Iterator<Item = Vec<&'static str>> {
    text.lines().filter(|line| !line.starts_with('#')).map(|line| line.split('\t').collect())
}

fn number(text: &str) -> Option<f64> {
    text.parse().ok()
}

fn list(text: &'static str) -> Vec<&'static str> {
    text.split(';').filter(|part| !part.is_empty()).collect()
}

fn some(text: &'static str) -> Option<&'static str> {
    (!text.is_empty()).then_some(text)
}

static CAMEO: LazyLock<Table<Cameo>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Cameo {
        code: r[0],
        label: r[1],
        scale_gdelt: number(r[2]),
        scale_icews: number(r[3]),
        scale_phoenix: number(r[4]),
        quad_gdelt: r[5].parse().unwrap_or_default(),
        quad_phoenix: r[6].parse().unwrap_or_default(),
        plover: r[7],
        mode: r[8],
        contexts: list(r[9]),
        mirror: some(r[10]),
    };
    Table::new(rows(include_str!("../codes/cameo.tsv")).map(row).collect(), |c| c.code.to_owned())
});

static PLOVER: LazyLock<Table<Plover>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Plover {
        event: r[0],
        mode: r[1],
        quad: r[2].parse().unwrap_or_default(),
        score: number(r[3]).unwrap_or_default(),
        cameo: r[4],
    };
    let key = |p: &Plover| format!("{}/{}", p.event, p.mode);
    Table::new(rows(include_str!("../codes/plover.tsv")).map(row).collect(), key)
});

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    let or = |text: &'static str, other| if text.is_empty() { other } else { text };
    let row = |r: Vec<&'static str>| Country {
        code: r[0],
        name: r[1],
        icews: or(r[2], r[1]),
        number: r[3],
        fips: r[4],
        cow_letters: r[5],
        cow_number: r[6],
        gw_number: r[7],
        cameo: or(r[8], r[0]),
        point: number(r[9]).zip(number(r[10])),
    };
    rows(include_str!("../codes/countries.tsv")).map(row).collect()
});

/// Where in [`COUNTRIES`] a code or a name in small letters leads, by the kind of code.
static COUNTRY_INDEX: LazyLock<[BTreeMap<String, usize>; 4]> = LazyLock::new(|| {
    let mut index: [BTreeMap<String, usize>; 4] = Default::default();
    for (place, country) in COUNTRIES.iter().enumerate() {
        index[0].insert(country.code.to_owned(), place);
        index[1].insert(country.fips.to_owned(), place);
        index[2].insert(country.cameo.to_owned(), place);
        index[3].entry(country.name.to_lowercase()).or_insert(place);
        index[3].entry(country.icews.to_lowercase()).or_insert(place);
    }
    index[1].remove("");
    index
});

static SECTORS: LazyLock<Table<Sector>> = LazyLock::new(|| {
    let row = |r: Vec<&'static str>| Sector {
        code: r[0],
        agent: r[1],
        icews: r[2],
        icews_too: list(r[3]),
    };
    Table::new(rows(include_str!("../codes/sectors.tsv")).map(row).collect(), |s| s.code.to_owned())
});

static AGENTS: LazyLock<Vec<Agent>> = LazyLock::new(|| {
    let kind = |name: &str| match name {
        "country" => AgentKind::Country,
        "root" => AgentKind::Root,
        "body" => AgentKind::Body,
        "region" => AgentKind::Region,
        "sector" => AgentKind::Sector,
        "religion" => AgentKind::Religion,
        _ => AgentKind::Group,
    };
    let row = |r: Vec<&'static str>| Agent { code: r[0], kind: kind(r[1]), plover: r[2] };
    rows(include_str!("../codes/agents.tsv")).map(row).collect()
});

static CONTEXTS: LazyLock<Vec<&'static str>> =
    LazyLock::new(|| rows(include_str!("../codes/contexts.tsv")).map(|r| r[0]).collect());

/// Country, region, code.
static REGIONS: LazyLock<Vec<[&'static str; 3]>> = LazyLock::new(|| {
    rows(include_str!("../codes/regions.tsv")).map(|r| [r[0], r[1], r[2]]).collect()
});

static REGION_CODES: LazyLock<BTreeMap<(&'static str, &'static str), &'static str>> =
    LazyLock::new(|| REGIONS.iter().map(|r| ((r[0], r[1]), r[2])).collect());

static REGION_NAMES: LazyLock<BTreeMap<&'static str, &'static str>> =
    LazyLock::new(|| REGIONS.iter().map(|r| (r[2], r[1])).collect());

/// Returns a code of CAMEO, `None` where there is no such code.
#[must_use]
pub fn cameo(code: &str) -> Option<&'static Cameo> {
    CAMEO.get(code)
}

/// Returns all codes of CAMEO in their order.
#[must_use]
pub fn all_cameo() -> &'static [Cameo] {
    &CAMEO.rows
}

/// Returns a type of PLOVER with a mode, or without one where `mode` is empty.
#[must_use]
pub fn plover(event: &str, mode: &str) -> Option<&'static Plover> {
    PLOVER.get(&format!("{event}/{mode}"))
}

/// Returns all types of PLOVER, each without a mode and then with each of its modes.
#[must_use]
pub fn all_plover() -> &'static [Plover] {
    &PLOVER.rows
}

/// Returns the type of a record with the first of its modes that the type has.
#[must_use]
pub fn plover_of(record: &EventRecord) -> Option<&'static Plover> {
    let with_mode = record.mode.iter().find_map(|mode| plover(&record.event, mode));
    with_mode.or_else(|| plover(&record.event, ""))
}

/// Returns whether PLOVER, or its extension for protests, has this context.
#[must_use]
pub fn is_context(context: &str) -> bool {
    CONTEXTS.contains(&context)
}

/// Returns all countries, by their codes.
#[must_use]
pub fn countries() -> &'static [Country] {
    &COUNTRIES
}

/// Returns a country by its ISO code.
#[must_use]
pub fn country(code: &str) -> Option<&'static Country> {
    COUNTRY_INDEX[0].get(code).map(|place| &COUNTRIES[*place])
}

/// Returns a country by its FIPS 10-4 code. GDELT's `GZ` (Gaza Strip) and `RB` (Serbia) are read too.
#[must_use]
pub fn country_by_fips(code: &str) -> Option<&'static Country> {
    // Palestine's two parts have codes of their own; Serbia had another until 2008.
    let code = match code {
        "GZ" => "WE",
        "RB" => "RI",
        other => other,
    };
    COUNTRY_INDEX[1].get(code).map(|place| &COUNTRIES[*place])
}

/// Returns a country by its code in CAMEO, or by ISO's where CAMEO's is another.
#[must_use]
pub fn country_by_cameo(code: &str) -> Option<&'static Country> {
    let by = |index: usize| COUNTRY_INDEX[index].get(code).map(|place| &COUNTRIES[*place]);
    by(2).or_else(|| by(0))
}

/// Returns a country by its English name, or ICEWS's, in letters of any case.
#[must_use]
pub fn country_by_name(name: &str) -> Option<&'static Country> {
    COUNTRY_INDEX[3].get(&name.to_lowercase()).map(|place| &COUNTRIES[*place])
}

/// Returns a country by a number of the Correlates of War project.
#[must_use]
pub fn country_by_cow(number: &str) -> Option<&'static Country> {
    // The Soviet Union's number is Russia's today.
    let mut living = COUNTRIES.iter().filter(|country| country.code != "SUN");
    living.find(|country| !number.is_empty() && country.cow_number == number)
}

/// Returns a sector by PLOVER's code. `IGO` and `NGO`, which lists of actors use beside them, are
/// among them.
#[must_use]
pub fn sector(code: &str) -> Option<&'static Sector> {
    SECTORS.get(code)
}

/// Returns all sectors.
#[must_use]
pub fn sectors() -> &'static [Sector] {
    &SECTORS.rows
}

/// Returns what a three-letter code tells, in the sense of `kind`.
#[must_use]
pub fn agent(code: &str, kind: AgentKind) -> Option<&'static Agent> {
    AGENTS.iter().find(|agent| agent.code == code && agent.kind == kind)
}

/// Returns whether actors of CAMEO may have this code in them, in any sense but a country's by ISO.
#[must_use]
pub fn is_agent(code: &str) -> bool {
    AGENTS.iter().any(|agent| agent.code == code)
}

/// Returns all codes of agents.
#[must_use]
pub fn agents() -> &'static [Agent] {
    &AGENTS
}

/// Returns the FIPS 10-4 code of a region of a country (ISO code) by its name in the gazetteer.
#[must_use]
pub fn region_code(country: &str, region: &str) -> Option<&'static str> {
    REGION_CODES.get(&(country, region)).copied()
}

/// Returns the name of the region with this FIPS 10-4 code.
#[must_use]
pub fn region_name(code: &str) -> Option<&'static str> {
    REGION_NAMES.get(code).copied()
}

/// Returns all regions: country, name, code.
#[must_use]
pub fn regions() -> &'static [[&'static str; 3]] {
    &REGIONS
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    const TABLES: [(&str, &str, usize); 7] = [
        ("cameo", include_str!("../codes/cameo.tsv"), 11),
        ("plover", include_str!("../codes/plover.tsv"), 5),
        ("countries", include_str!("../codes/countries.tsv"), 11),
        ("sectors", include_str!("../codes/sectors.tsv"), 5),
        ("agents", include_str!("../codes/agents.tsv"), 4),
        ("contexts", include_str!("../codes/contexts.tsv"), 1),
        ("regions", include_str!("../codes/regions.tsv"), 3),
    ];

    fn once<'a>(what: &str, keys: impl Iterator<Item = &'a str>) {
        let mut seen = BTreeSet::new();
        for key in keys.filter(|key| !key.is_empty()) {
            assert!(seen.insert(key.to_owned()), "{what}: `{key}` twice");
        }
    }

    /// The rows of a table elsewhere in the repository.
    fn elsewhere(path: &str) -> Vec<Vec<String>> {
        let path = format!("{}/../../{path}", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(&path).expect("a table of the repository");
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        lines.map(|line| line.split('\t').map(ToOwned::to_owned).collect()).collect()
    }

    #[test]
    fn every_table_begins_with_its_source_and_has_all_columns() {
        for (name, text, columns) in TABLES {
            assert!(text.starts_with("# "), "{name}");
            assert!(text.contains("\n# Source") && text.contains(" Licence: "), "{name}");
            assert!(rows(text).all(|row| row.len() == columns), "{name}");
            assert!(rows(text).count() > 15, "{name}");
        }
    }

    #[test]
    fn no_key_stands_twice() {
        once("cameo", all_cameo().iter().map(|c| c.code));
        once("country", countries().iter().map(|c| c.code));
        once("fips", countries().iter().map(|c| c.fips));
        once("ISO number", countries().iter().map(|c| c.number));
        once("country in CAMEO", countries().iter().map(|c| c.cameo));
        once("country's name", countries().iter().map(|c| c.name));
        let living = || countries().iter().filter(|c| c.code != "SUN");
        once("COW number", living().map(|c| c.cow_number));
        once("COW letters", living().map(|c| c.cow_letters));
        once("Gleditsch-Ward", living().map(|c| c.gw_number));
        once("sector", sectors().iter().map(|s| s.code));
        once(
            "ICEWS's word",
            sectors().iter().flat_map(|s| [s.icews].into_iter().chain(s.icews_too.clone())),
        );
        once("region's code", regions().iter().map(|r| r[2]));
        once("context", CONTEXTS.iter().copied());
        let keys: Vec<_> = agents().iter().map(|a| format!("{} {:?}", a.code, a.kind)).collect();
        once("agent", keys.iter().map(String::as_str));
        let keys: Vec<_> = all_plover().iter().map(|p| format!("{}/{}", p.event, p.mode)).collect();
        once("plover", keys.iter().map(String::as_str));
    }

    #[test]
    fn every_country_of_the_actors_has_a_row() {
        const BEYOND: [&str; 8] = ["", "IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];
        for (file, column) in
            [("countries", 0), ("people", 2), ("organisations", 2), ("companies", 2)]
        {
            for row in elsewhere(&format!("actors/{file}.tsv")) {
                let code = row[column].as_str();
                assert!(BEYOND.contains(&code) || country(code).is_some(), "{file}: `{code}`");
            }
        }
    }

    #[test]
    fn every_sector_of_the_actors_has_a_row() {
        for (file, column) in [("people", 3), ("organisations", 3), ("companies", 3), ("roles", 1)]
        {
            for row in elsewhere(&format!("actors/{file}.tsv")) {
                let others = row[column + 1].split(';');
                for code in [row[column].as_str()].into_iter().chain(others) {
                    assert!(code.is_empty() || sector(code).is_some(), "{file}: `{code}`");
                }
            }
        }
    }

    #[test]
    fn agents_are_those_that_lists_of_actors_are_read_with() {
        let own: Vec<Vec<String>> =
            rows(TABLES[4].1).map(|r| r.into_iter().map(ToOwned::to_owned).collect()).collect();
        assert_eq!(own, elsewhere("actors/cameo-codes.tsv"));
    }

    #[test]
    fn codes_hang_together() {
        for code in all_cameo() {
            assert!(cameo(code.root()).is_some() && cameo(code.base()).is_some(), "{}", code.code);
            assert!(code.plover.is_empty() || plover(code.plover, code.mode).is_some(), "{code:?}");
            assert!(code.contexts.iter().all(|context| is_context(context)), "{code:?}");
            let back = code.mirror.map(|other| cameo(other).and_then(|other| other.mirror));
            assert!(back.is_none_or(|back| back == Some(code.code)), "{code:?}");
        }
        for entry in all_plover() {
            let code = cameo(entry.cameo).expect("a default code that exists");
            assert!(code.code.len() > 2, "{entry:?} has a root for a default");
        }
        assert_eq!((all_cameo().len(), all_plover().len()), (312, 83));
    }

    #[test]
    fn every_agent_of_a_sector_leads_back_to_a_sector() {
        for sector in sectors().iter().filter(|sector| !sector.agent.is_empty()) {
            assert!(is_agent(sector.agent), "{sector:?}");
        }
    }

    #[test]
    fn countries_are_found_by_each_of_their_codes() {
        let code = |country: Option<&'static Country>| country.map(|country| country.code);
        assert_eq!(code(country_by_fips("UP")), Some("UKR"));
        assert_eq!(code(country_by_fips("GZ")), Some("PSE"));
        assert_eq!(code(country_by_cameo("ROM")), Some("ROU"));
        assert_eq!(code(country_by_cameo("ROU")), Some("ROU"));
        assert_eq!(code(country_by_name("russian federation")), Some("RUS"));
        assert_eq!(code(country_by_cow("365")), Some("RUS"));
        assert_eq!(code(country_by_cow("")), None);
        assert_eq!(region_code("SYR", "Aleppo"), Some("SY09"));
    }
}

//! CAMEO's actor codes read as PLOVER's country, sector and other sectors.
//!
//! The table `actors/cameo-codes.tsv` says what each group of three letters stands for. PLOVER renamed
//! some of CAMEO's codes: `MED` (media) is `JRN` and `HLH` (health) is `MED`; `ENV`, `HRI`, `DEV` and
//! `NGO` as a sector are `SOC`; `INS` and `SEP` are `REB`, `RAD` is `OPP`, `SET` and `PPL` are `CVL`,
//! `MOD` is `UNK`; religions are the sector `REL`; `IGOUNO` is the country `UNO` and `EEC` is `EUR`; of
//! countries `KSV` is `KOS`, `ROM` is `ROU`, `TMP` is `TLS`, `ZAR` is `COD`.
//! Regions, named bodies and peoples are neither a country nor a sector in PLOVER and are left out, as
//! is the home country behind `NGO`, `MNC` and the like.

use crate::tables::each_row;
use rustc_hash::FxHashMap;
use std::sync::OnceLock;

/// PLOVER's sectors, and the roots that the tables use as sectors.
const SECTORS: [&str; 29] = [
    "AGR", "BUS", "COP", "CRM", "CVL", "EDU", "ELI", "GOV", "IGO", "IMG", "JRN", "JUD", "LAB",
    "LEG", "MED", "MIL", "MNC", "NGO", "OPP", "PRE", "PRM", "PTY", "REB", "REF", "REL", "SOC",
    "SPY", "UAF", "UNK",
];

/// What stands in the place of a country.
const ROOTS: [&str; 7] = ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"];

/// Whether PLOVER has the sector.
pub(crate) fn is_sector(code: &str) -> bool {
    SECTORS.contains(&code)
}

/// Whether a code stands in the place of a country: of bodies of several, or of none.
pub(crate) fn is_root(code: &str) -> bool {
    ROOTS.contains(&code)
}

/// Whether a code may stand for a country, where `is_state` knows the states.
pub(crate) fn is_country(code: &str, is_state: &dyn Fn(&str) -> bool) -> bool {
    let former = || Table::builtin().find(code, &["country"]).is_some_and(|own| own == code);
    is_root(code) || is_state(code) || former()
}

/// Country and sectors.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Codes {
    pub(crate) country: String,
    pub(crate) sector: String,
    pub(crate) other_sectors: Vec<String>,
}

/// What a code says, and the groups of letters in it that nobody knows.
pub(crate) type Read = (Codes, Vec<String>);

/// The kinds and PLOVER's code of each group of letters.
struct Table(FxHashMap<String, Vec<(String, String)>>);

impl Table {
    fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Table> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let text = include_str!("../../../../actors/cameo-codes.tsv");
            let mut table: FxHashMap<String, Vec<(String, String)>> = FxHashMap::default();
            each_row("cameo-codes.tsv", text, 4, &mut Vec::new(), |f| {
                table.entry(f[0].to_owned()).or_default().push((f[1].to_owned(), f[2].to_owned()));
                Ok(())
            });
            Self(table)
        })
    }

    /// PLOVER's code for a group of letters that is of one of the kinds.
    fn find(&self, code: &str, kinds: &[&str]) -> Option<&str> {
        let meanings = self.0.get(code)?;
        let found = meanings.iter().find(|(kind, _)| kinds.contains(&kind.as_str()));
        found.map(|(_, plover)| plover.as_str())
    }
}

/// Groups that say what somebody is.
const SECTORAL: [&str; 2] = ["sector", "religion"];
/// Groups that say nothing which PLOVER keeps.
const LEFT_OUT: [&str; 4] = ["region", "group", "country", "root"];

/// Reads a code such as `USAGOV`, `IGOUNO` or `ELI`: a country or what stands for it, then sectors.
///
/// # Errors
/// Where the first group of letters is unknown.
pub(crate) fn actor(code: &str, is_state: &dyn Fn(&str) -> bool) -> Result<Read, String> {
    let table = Table::builtin();
    let groups = groups(code);
    let first = groups.first().map_or("", String::as_str);
    let mut codes = Codes::default();
    let (root, rest) = if let Some(country) = table.find(first, &["country"]) {
        (country, &groups[1..])
    } else if is_state(first) {
        (first, &groups[1..])
    } else if let Some(root) = table.find(first, &["root", "body"]) {
        (root, &groups[1..])
    } else if table.find(first, &["region"]).is_some() {
        ("", &groups[1..])
    } else if table.find(first, &SECTORAL).is_some() {
        ("", &groups[..])
    } else {
        return Err(format!("`{first}` in `{code}` is no country, body or sector of CAMEO"));
    };
    codes.country = root.to_owned();
    let unknown = read_sectors(&mut codes, rest, is_state);
    let of_region = table.find(first, &["region"]).is_some() && codes.country.is_empty();
    if of_region && codes.sector == "REB" {
        codes.country = "IMG".to_owned();
    }
    let implied = match root {
        "MNC" => "BUS",
        "NGO" | "ISM" if codes.sector.is_empty() => "SOC",
        "IMG" if codes.sector.is_empty() => "REB",
        _ => "",
    };
    if !implied.is_empty() && codes.sector != implied {
        let further = std::mem::replace(&mut codes.sector, implied.to_owned());
        codes.other_sectors.retain(|other| other != implied);
        if !further.is_empty() {
            codes.other_sectors.insert(0, further);
        }
    }
    Ok((codes, unknown))
}

/// Reads an agent's code without its `~`: sectors alone.
///
/// # Errors
/// Where no group of letters is a sector.
pub(crate) fn agent(code: &str) -> Result<Read, String> {
    let mut codes = Codes::default();
    let unknown = read_sectors(&mut codes, &groups(code), &|_| false);
    if codes.sector.is_empty() {
        return Err(format!("`~{code}` has no sector of CAMEO"));
    }
    Ok((codes, unknown))
}

/// A code in groups of three letters; what is left over makes a group of its own.
fn groups(code: &str) -> Vec<String> {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(3).map(|group| group.iter().collect()).collect()
}

/// Reads the sectors of a code; returns the groups that are unknown.
fn read_sectors(
    codes: &mut Codes,
    groups: &[String],
    is_state: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let table = Table::builtin();
    let mut unknown = Vec::new();
    for group in groups {
        if let Some(sector) = table.find(group, &SECTORAL) {
            if codes.sector.is_empty() {
                codes.sector = sector.to_owned();
            } else if codes.sector != sector && !codes.other_sectors.iter().any(|o| o == sector) {
                codes.other_sectors.push(sector.to_owned());
            }
        } else if let Some(body) = table.find(group, &["body"]) {
            if codes.country == "IGO" {
                codes.country = body.to_owned();
            }
        } else if table.find(group, &LEFT_OUT).is_none() && !is_state(group) {
            unknown.push(group.clone());
        }
    }
    unknown
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_state(code: &str) -> bool {
        matches!(code, "USA" | "AFG" | "CHN" | "SUN" | "MAR")
    }

    fn read(code: &str) -> String {
        let (codes, unknown) = actor(code, &is_state).expect("the code is known");
        let sectors = [&[codes.sector][..], &codes.other_sectors].concat().join("+");
        format!("{} {sectors} {}", codes.country, unknown.join(","))
    }

    #[test]
    fn a_code_is_a_country_and_sectors() {
        assert_eq!(read("USA"), "USA  ");
        assert_eq!(read("USAGOVMIL"), "USA GOV+MIL ");
        assert_eq!(read("ELI"), " ELI ");
    }

    #[test]
    fn renamed_codes_are_told_by_their_place() {
        assert_eq!(read("AFGGOVMED"), "AFG GOV+JRN ");
        assert_eq!(read("AFGHLH"), "AFG MED ");
        assert_eq!(read("KSVGOV"), "KOS GOV ");
        assert_eq!(read("MARREBMAR"), "MAR REB+REL ");
    }

    #[test]
    fn bodies_roots_and_regions_stand_for_countries() {
        assert_eq!(read("IGOUNO"), "UNO  ");
        assert_eq!(read("IGOEUREEC"), "EUR  ");
        assert_eq!(read("IGOWAFWAS"), "IGO  ");
        assert_eq!(read("NGOUSAHRI"), "NGO SOC ");
        assert_eq!(read("MNCMED"), "MNC BUS+JRN ");
        assert_eq!(read("SEAREB"), "IMG REB ");
    }

    #[test]
    fn unknown_groups_are_told() {
        assert_eq!(read("CHNQQQREB"), "CHN REB QQQ");
        assert_eq!(read("NGOCHRPRO214"), "NGO REL 214");
        assert_eq!(
            actor("QQQGOV", &is_state),
            Err("`QQQ` in `QQQGOV` is no country, body or sector of CAMEO".to_owned())
        );
    }

    #[test]
    fn agents_are_sectors_alone() {
        let (codes, unknown) = agent("GOVMED").expect("the code is known");
        assert_eq!((codes.sector.as_str(), &codes.other_sectors[..]), ("GOV", &["JRN".into()][..]));
        assert!(unknown.is_empty() && agent("AFG").is_err());
    }

    #[test]
    fn every_row_of_the_table_gives_a_code_of_plover() {
        let text = include_str!("../../../../actors/cameo-codes.tsv");
        let mut problems = Vec::new();
        each_row("cameo-codes.tsv", text, 4, &mut problems, |f| match f[1] {
            "sector" | "religion" if is_sector(f[2]) => Ok(()),
            "root" | "body" if f[2].is_empty() || ROOTS.contains(&f[2]) => Ok(()),
            "country" if f[2].len() == 3 => Ok(()),
            "region" | "group" if f[2].is_empty() => Ok(()),
            other => Err(format!("`{other}` with `{}`", f[2])),
        });
        assert_eq!(problems, []);
    }
}

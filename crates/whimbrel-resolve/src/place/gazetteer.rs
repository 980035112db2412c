//! The gazetteer as the build packed it: an automaton over all names (`names.fst`), whose values are
//! the first place of a name in `of_names.bin` (in entries of four bytes), in two bits what sort of
//! place it is ([`Listed`]), and in the lowest twelve bits how many there are; and the places themselves in records of [`RECORD`] bytes, little-endian:
//! where the usual name begins, latitude, longitude (`f32`), GeoNames identifier, population (`u32`),
//! country and region (`u16`, lines of `countries.txt` and `regions.txt`), resolution, length of the
//! usual name (`u8`).

use super::Listed;
use fst::raw::{Fst, Output};
use std::borrow::Cow;
use std::sync::OnceLock;

/// Bytes of a place's record.
const RECORD: usize = 26;
/// Bits of an automaton's value that tell how many places a name has.
const COUNT_BITS: u32 = 12;

static NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/names.fst"));
static OF_NAMES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/of_names.bin"));
static PLACES: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/places.bin"));
static USUAL_NAMES: &str = include_str!(concat!(env!("OUT_DIR"), "/usual_names.txt"));
static COUNTRIES: &str = include_str!(concat!(env!("OUT_DIR"), "/countries.txt"));
static REGIONS: &str = include_str!(concat!(env!("OUT_DIR"), "/regions.txt"));

/// A place of the gazetteer.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Usual name.
    pub(crate) name: &'static str,
    /// ISO 3166-1 alpha-3 code.
    pub(crate) country: &'static str,
    /// Name of the region of the first level, or empty.
    pub(crate) region: &'static str,
    /// PLOVER's class: 2 region, 3 district, 4 inhabited place.
    pub(crate) resolution: u8,
    /// Degrees.
    pub(crate) lat: f32,
    /// Degrees.
    pub(crate) lon: f32,
    /// GeoNames identifier, 0 where unknown.
    pub(crate) geonameid: u32,
    /// Inhabitants, 0 where unknown.
    pub(crate) population: u32,
}

/// The places of one name, the largest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Namesakes {
    /// What sort of place a reader takes the name for.
    pub(crate) sort: Listed,
    first: usize,
    count: usize,
}

impl Namesakes {
    /// Returns the places.
    pub(crate) fn entries(self) -> impl Iterator<Item = Entry> {
        let gazetteer = Gazetteer::get();
        (self.first..self.first + self.count).filter_map(|at| {
            let place = u32::from_le_bytes(*OF_NAMES.get(4 * at..)?.first_chunk()?);
            gazetteer.entry(place as usize)
        })
    }
}

/// All places by their names.
pub(crate) struct Gazetteer {
    names: Option<Fst<&'static [u8]>>,
    countries: Vec<&'static str>,
    regions: Vec<&'static str>,
}

impl Gazetteer {
    /// Returns the gazetteer that the program carries.
    pub(crate) fn get() -> &'static Self {
        static BUILTIN: OnceLock<Gazetteer> = OnceLock::new();
        BUILTIN.get_or_init(|| Self {
            names: Fst::new(NAMES).ok(),
            countries: COUNTRIES.split('\n').collect(),
            regions: REGIONS.split('\n').collect(),
        })
    }

    fn entry(&self, at: usize) -> Option<Entry> {
        let record = PLACES.get(RECORD * at..RECORD * (at + 1))?;
        let word = |from: usize| record[from..].first_chunk().map_or(0, |b| u32::from_le_bytes(*b));
        let half = |from: usize| record[from..].first_chunk().map_or(0, |b| u16::from_le_bytes(*b));
        let name = word(0) as usize;
        Some(Entry {
            name: USUAL_NAMES.get(name..name + usize::from(record[25]))?,
            country: self.countries.get(usize::from(half(20)))?,
            region: self.regions.get(usize::from(half(22)))?,
            resolution: record[24],
            lat: f32::from_bits(word(4)),
            lon: f32::from_bits(word(8)),
            geonameid: word(12),
            population: word(16),
        })
    }

    /// Returns the longest name that begins with the word at `at`: its length in words, and its places.
    /// A word in capitals is read as a name in small letters, too.
    pub(crate) fn longest_at(&self, words: &[&str], at: usize) -> Option<(usize, Namesakes)> {
        let fst = self.names.as_ref()?;
        let mut node = fst.root();
        let mut output = Output::zero();
        let mut found = None;
        for (n, word) in words[at..].iter().enumerate() {
            let word = in_small_letters(word);
            let space = (n > 0).then_some(&b' ');
            for byte in space.into_iter().chain(word.as_bytes()) {
                let Some(step) = node.find_input(*byte) else { return found };
                let transition = node.transition(step);
                output = output.cat(transition.out);
                node = fst.node(transition.addr);
            }
            if node.is_final() {
                let value = output.cat(node.final_output()).value();
                let count = (value & ((1 << COUNT_BITS) - 1)) as usize;
                let sort = match (value >> COUNT_BITS) & 3 {
                    2 => Listed::Region,
                    1 => Listed::City,
                    _ => Listed::Small,
                };
                let first = (value >> (COUNT_BITS + 2)) as usize;
                found = Some((n + 1, Namesakes { sort, first, count }));
            }
        }
        found
    }
}

/// "CHARLESTON" as "Charleston"; short words in capitals are abbreviations.
fn in_small_letters(word: &str) -> Cow<'_, str> {
    let shouted = word.len() > 3 && word.chars().all(|c| c.is_uppercase());
    if !shouted {
        return Cow::Borrowed(word);
    }
    let mut letters = word.chars();
    let first = letters.next();
    Cow::Owned(first.into_iter().chain(letters.flat_map(char::to_lowercase)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(words: &[&str]) -> Option<(usize, Vec<Entry>)> {
        let (n, places) = Gazetteer::get().longest_at(words, 0)?;
        Some((n, places.entries().collect()))
    }

    #[test]
    fn the_longest_name_is_found_and_its_largest_place_first() {
        let (n, places) = named(&["New", "York", "City", "police"]).unwrap_or_default();
        assert_eq!((n, places[0].country, places[0].resolution), (3, "USA", 4));
        let (_, places) = named(&["Paris"]).unwrap_or_default();
        assert_eq!((places[0].country, places[0].region), ("FRA", "Ile-de-France"));
        assert!(places.iter().any(|place| place.region == "Texas"));
        assert!(places.is_sorted_by(|a, b| a.population >= b.population));
        assert_eq!(named(&["PARIS"]).map(|(_, places)| places[0].country), Some("FRA"));
        assert!(named(&["Zzyzzy"]).is_none());
    }
}

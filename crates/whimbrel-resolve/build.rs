//! Packs the gazetteer when the program is built, so that nothing of it has to be read at the start:
//! an automaton over all names, and the places in fixed-size records (`src/place/gazetteer.rs` tells
//! their layout). A fault in the table stops the build with its place.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

const TABLE: &str = "../../places/gazetteer.tsv";
const COLUMNS: usize = 9;
const LEFT_OUT: &str = "../../places/no-places.tsv";

/// Most places of one name; the automaton's values have so many bits for their number.
const MOST_OF_A_NAME: usize = (1 << 12) - 1;

/// Inhabitants of a city that readers of news know.
const KNOWN_CITY: u32 = 100_000;

fn main() {
    println!("cargo::rerun-if-changed={TABLE}");
    println!("cargo::rerun-if-changed={LEFT_OUT}");
    println!("cargo::rerun-if-changed=build.rs");
    let read = |path: &str| std::fs::read_to_string(path);
    let (Ok(text), Ok(left_out)) = (read(TABLE), read(LEFT_OUT)) else {
        println!("cargo::error={TABLE} or {LEFT_OUT}: cannot be read");
        return;
    };
    let left_out = left_out.lines().map(str::trim).filter(|line| !line.starts_with('#'));
    let mut packed =
        Packed { left_out: left_out.map(ToOwned::to_owned).collect(), ..Packed::default() };
    for (at, line) in text.lines().enumerate() {
        if line.starts_with('#') || line.trim().is_empty() {
            continue;
        }
        if let Err(fault) = packed.add(line) {
            println!("cargo::error=places/gazetteer.tsv:{}: {fault}", at + 1);
        }
    }
    let folder = std::env::var_os("OUT_DIR").map(PathBuf::from).unwrap_or_default();
    if let Err(fault) = packed.write(&folder) {
        println!("cargo::error=the gazetteer cannot be packed: {fault}");
    }
}

#[derive(Default)]
struct Packed {
    /// Words that are no names of places.
    left_out: BTreeSet<String>,
    /// Countries and regions by their names, in the order in which they were met.
    lists: [Vec<String>; 2],
    numbers: [BTreeMap<String, u16>; 2],
    places: Vec<u8>,
    n: u32,
    usual_names: Vec<u8>,
    /// By name as written, hyphens parted off: resolution, population and number of each place.
    names: BTreeMap<String, Vec<(u8, u32, u32)>>,
}

impl Packed {
    fn add(&mut self, line: &str) -> Result<(), String> {
        let fields: Vec<&str> = line.split('\t').map(str::trim).collect();
        let [name, others, country, region, resolution, lat, lon, number, people] = fields[..]
        else {
            return Err(format!("{} columns instead of {COLUMNS}", fields.len()));
        };
        let point = |text: &str, most: f32| match text.parse::<f32>() {
            Ok(degrees) if degrees.abs() <= most => Ok(degrees),
            _ => Err(format!("`{text}` is no latitude or longitude")),
        };
        let count = |text: &str| match text {
            "" => Ok(0),
            _ => text.parse::<u32>().map_err(|_| format!("`{text}` is no number")),
        };
        if name.is_empty() || country.len() != 3 {
            return Err("no name or no country".to_owned());
        }
        let resolution: u8 = match resolution {
            "2" => 2,
            "3" => 3,
            "4" => 4,
            other => return Err(format!("`{other}` is no resolution")),
        };
        let people = count(people)?;
        let length = u8::try_from(name.len()).map_err(|_| format!("`{name}` is too long"))?;
        let country = self.listed(0, country)?;
        let region = self.listed(1, region)?;
        self.places.extend((self.usual_names.len() as u32).to_le_bytes());
        self.places.extend(point(lat, 90.0)?.to_le_bytes());
        self.places.extend(point(lon, 180.0)?.to_le_bytes());
        self.places.extend(count(number)?.to_le_bytes());
        self.places.extend(people.to_le_bytes());
        self.places.extend(country.to_le_bytes());
        self.places.extend(region.to_le_bytes());
        self.places.extend([resolution, length]);
        self.usual_names.extend(name.as_bytes());
        let all = std::iter::once(name).chain(others.split(';').map(str::trim));
        for name in all.filter(|name| !name.is_empty() && !self.left_out.contains(*name)) {
            let places = self.names.entry(name.replace('-', " - ")).or_default();
            if places.iter().all(|(.., at)| *at != self.n) {
                places.push((resolution, people, self.n));
            }
        }
        self.n += 1;
        Ok(())
    }

    fn listed(&mut self, list: usize, name: &str) -> Result<u16, String> {
        if let Some(number) = self.numbers[list].get(name) {
            return Ok(*number);
        }
        let number = u16::try_from(self.lists[list].len()).map_err(|_| "too many".to_owned())?;
        self.lists[list].push(name.to_owned());
        self.numbers[list].insert(name.to_owned(), number);
        Ok(number)
    }

    fn write(mut self, folder: &Path) -> Result<(), Box<dyn std::error::Error>> {
        let mut of_names: Vec<u8> = Vec::new();
        let mut automaton = fst::MapBuilder::memory();
        for (name, places) in &mut self.names {
            // The largest first; of equals the first of the table.
            places.sort_by_key(|(_, people, at)| (std::cmp::Reverse(*people), *at));
            places.truncate(MOST_OF_A_NAME);
            let first = of_names.len() as u64 / 4;
            let sort = match () {
                () if places.iter().any(|(resolution, ..)| *resolution == 2) => 2,
                () if places.iter().any(|(_, people, _)| *people >= KNOWN_CITY) => 1,
                () => 0,
            };
            automaton.insert(name, first << 14 | sort << 12 | places.len() as u64)?;
            of_names.extend(places.iter().flat_map(|(.., at)| at.to_le_bytes()));
        }
        let write = |name: &str, bytes: &[u8]| std::fs::write(folder.join(name), bytes);
        write("names.fst", &automaton.into_inner()?)?;
        write("of_names.bin", &of_names)?;
        write("places.bin", &self.places)?;
        write("usual_names.txt", &self.usual_names)?;
        write("countries.txt", self.lists[0].join("\n").as_bytes())?;
        write("regions.txt", self.lists[1].join("\n").as_bytes())?;
        Ok(())
    }
}

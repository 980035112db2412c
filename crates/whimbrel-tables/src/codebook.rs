//! The codebook for machines: what values the columns can hold, and what each means. It is what
//! R's `factor()` and Python's `CategoricalDtype` need.

use crate::{Column, Schema};
use serde::Serialize;
use std::collections::BTreeMap;
use whimbrel_codebook::Codebook;
use whimbrel_codebook::ontology::{self, EventInfo};

/// Lists that the codebook's files do not hold.
const LEVELS: &str = include_str!("../codes/levels.tsv");

/// Returns the codebook as JSON: the event types with their quads, scales and modes, the contexts,
/// CAMEO's codes with their labels, the closed lists of values, the conventions of quad and scale,
/// and the columns of the tables with the values that each can hold.
///
/// ```json
/// {"tables": [{"name": "records", "columns": [{"name": "status", "values": ["actual", …]}]}]}
/// ```
#[must_use]
pub fn codebook_json(codebook: &Codebook, tables: &[&Schema]) -> String {
    let document = Document::new(codebook, tables);
    serde_json::to_string_pretty(&document).expect("the codebook is plain data") + "\n"
}

#[derive(Serialize)]
struct Document<'a> {
    form: &'static str,
    scheme: &'a str,
    version: &'a str,
    quad_convention: &'a str,
    scale_convention: &'a str,
    events: Vec<Event<'a>>,
    contexts: Vec<Context<'a>>,
    #[serde(flatten)]
    lists: BTreeMap<&'static str, Vec<Level>>,
    cameo: Vec<Cameo<'a>>,
    tables: Vec<Table<'a>>,
}

#[derive(Serialize)]
struct Event<'a> {
    value: &'a str,
    meaning: &'a str,
    quad: u8,
    scale: f64,
    /// Whether a record needs a recipient: `yes`, `no`, `if one-sided`.
    recipient: &'a str,
    modes: Vec<Mode<'a>>,
}

impl<'a> Event<'a> {
    fn new(info: &'a EventInfo) -> Self {
        let mode = |mode: &'a ontology::Mode| Mode {
            value: &mode.code,
            meaning: &mode.meaning,
            scale: mode.score,
        };
        Self {
            value: info.code.get_ref(),
            meaning: &info.meaning,
            quad: info.quad,
            scale: info.score,
            recipient: &info.recipient,
            modes: info.modes.iter().map(mode).collect(),
        }
    }
}

#[derive(Serialize)]
struct Mode<'a> {
    value: &'a str,
    meaning: &'a str,
    scale: f64,
}

#[derive(Serialize)]
struct Context<'a> {
    value: &'a str,
    meaning: &'a str,
    /// Whether it holds for PROTEST alone.
    protest: bool,
}

#[derive(Serialize)]
struct Level {
    value: &'static str,
    meaning: &'static str,
}

#[derive(Serialize)]
struct Cameo<'a> {
    value: &'a str,
    label: &'a str,
    /// The PLOVER type it maps to; missing where PLOVER drops it.
    plover: Option<&'a str>,
    goldstein: f64,
}

#[derive(Serialize)]
struct Table<'a> {
    name: &'a str,
    version: u32,
    columns: Vec<ColumnWithValues<'a>>,
}

#[derive(Serialize)]
struct ColumnWithValues<'a> {
    #[serde(flatten)]
    column: &'a Column,
    /// All values that a cell, or an item of its list, can have; missing where they are not closed.
    #[serde(skip_serializing_if = "Option::is_none")]
    values: Option<Vec<&'a str>>,
}

impl<'a> Document<'a> {
    fn new(codebook: &'a Codebook, tables: &[&'a Schema]) -> Self {
        let meta = |key: &str| codebook.ontology.meta.get(key).map_or("", String::as_str);
        let mut document = Self {
            form: "whimbrel-codebook/1",
            scheme: meta("name"),
            version: codebook.version(),
            quad_convention: meta("quad_convention"),
            scale_convention: meta("scale_convention"),
            events: events(codebook),
            contexts: contexts(codebook),
            lists: lists(),
            cameo: cameo(codebook),
            tables: Vec::new(),
        };
        document.tables = tables.iter().map(|schema| document.table(schema)).collect();
        document
    }

    fn table(&self, schema: &'a Schema) -> Table<'a> {
        let column = |column: &'a Column| {
            let values = self.values(&column.name).filter(|values| !values.is_empty());
            ColumnWithValues { column, values }
        };
        let columns = schema.columns().iter().map(column).collect();
        Table { name: schema.name(), version: schema.version(), columns }
    }

    /// The values of a column, known by its name, which means the same in every table.
    fn values(&self, column: &str) -> Option<Vec<&'a str>> {
        let list = |name| Some(self.lists.get(name)?.iter().map(|level| level.value).collect());
        match column {
            "event" => Some(self.events.iter().map(|event| event.value).collect()),
            "mode" => Some(self.modes()),
            "context" => Some(self.contexts.iter().map(|context| context.value).collect()),
            "cameo" => Some(self.cameo.iter().map(|code| code.value).collect()),
            "quad_code" => list("quads"),
            "status" => list("statuses"),
            "stance" | "reported_by_stance" => list("stances"),
            "date_precision" => list("date_precisions"),
            "part" | "retold_part" => list("parts"),
            "place_resolution" => list("resolutions"),
            "size_kind" => list("sizes"),
            _ if column.ends_with("sector_code") => list("sectors"),
            "speaker_other_sector_codes" => list("sectors"),
            _ => None,
        }
    }

    /// The modes of all types, each once.
    fn modes(&self) -> Vec<&'a str> {
        let mut modes = Vec::new();
        for mode in self.events.iter().flat_map(|event| &event.modes) {
            if !modes.contains(&mode.value) {
                modes.push(mode.value);
            }
        }
        modes
    }
}

fn events(codebook: &Codebook) -> Vec<Event<'_>> {
    codebook.ontology.events.iter().map(Event::new).collect()
}

fn contexts(codebook: &Codebook) -> Vec<Context<'_>> {
    let contexts = codebook.contexts.iter();
    contexts.map(|c| Context { value: &c.code, meaning: &c.meaning, protest: c.protest }).collect()
}

fn cameo(codebook: &Codebook) -> Vec<Cameo<'_>> {
    let codes = codebook.ontology.cameo.iter();
    codes
        .map(|(value, code)| Cameo {
            value,
            label: &code.name,
            plover: Some(code.plover.as_str()).filter(|code| !code.is_empty()),
            goldstein: code.goldstein,
        })
        .collect()
}

/// The lists of `codes/levels.tsv`.
fn lists() -> BTreeMap<&'static str, Vec<Level>> {
    let mut lists: BTreeMap<&str, Vec<Level>> = BTreeMap::new();
    for line in LEVELS.lines().filter(|line| !line.starts_with('#')) {
        let mut cells = line.split('\t');
        if let (Some(list), Some(value), Some(meaning)) = (cells.next(), cells.next(), cells.next())
        {
            lists.entry(list).or_default().push(Level { value, meaning });
        }
    }
    lists
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::RecordTable;
    use std::collections::BTreeSet;
    use std::fs;
    use std::path::Path;
    use whimbrel_codebook::Status;

    fn own_codebook() -> Codebook {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../codebook");
        let mut files = BTreeMap::new();
        for folder in ["", "frames/", "classes/", "cues/"] {
            for entry in fs::read_dir(root.join(folder)).unwrap() {
                let entry = entry.unwrap();
                if entry.file_type().unwrap().is_file() {
                    let path = format!("{folder}{}", entry.file_name().to_str().unwrap());
                    files.insert(path, fs::read_to_string(entry.path()).unwrap());
                }
            }
        }
        Codebook::read(&files).unwrap()
    }

    fn document() -> serde_json::Value {
        let codebook = own_codebook();
        let table = RecordTable::default();
        serde_json::from_str(&codebook_json(&codebook, &[table.schema()])).unwrap()
    }

    fn column<'a>(document: &'a serde_json::Value, name: &str) -> &'a serde_json::Value {
        let columns = document["tables"][0]["columns"].as_array().unwrap();
        columns.iter().find(|column| column["name"] == name).unwrap()
    }

    fn values(document: &serde_json::Value, name: &str) -> Vec<String> {
        let values = column(document, name)["values"].as_array().unwrap();
        values.iter().map(|value| value.as_str().unwrap().to_owned()).collect()
    }

    #[test]
    fn the_types_stand_in_the_manuals_order_with_their_modes() {
        let document = document();
        let events = values(&document, "event");
        assert_eq!(
            (events.len(), events[0].as_str(), events[15].as_str()),
            (16, "AGREE", "ASSAULT")
        );
        assert_eq!(document["events"][1]["modes"][0]["value"], "visit");
        assert_eq!(
            document["quad_convention"].as_str().unwrap().split(',').next(),
            Some("PLOVER manual")
        );
    }

    #[test]
    fn cameo_codes_are_text_with_their_labels() {
        let document = document();
        let codes = values(&document, "cameo");
        assert!(codes.iter().any(|code| code == "042"));
        let visit = document["cameo"].as_array().unwrap().iter().find(|c| c["value"] == "042");
        assert_eq!(visit.unwrap()["label"], "Make a visit");
        assert!(document["cameo"][0]["plover"].is_null());
    }

    #[test]
    fn open_columns_have_no_list_of_values() {
        assert!(column(&document(), "actor_name").get("values").is_none());
    }

    #[test]
    fn the_statuses_are_those_of_the_coder() {
        let statuses = values(&document(), "status");
        assert_eq!(statuses.len(), 5);
        assert!(statuses.iter().all(|status| Status::from_name(status).is_some()));
    }

    #[test]
    fn every_sector_of_the_actors_is_listed() {
        let listed: BTreeSet<String> =
            values(&document(), "actor_sector_code").into_iter().collect();
        let roles = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../actors/roles.tsv");
        let text = fs::read_to_string(roles).unwrap();
        let lines = text.lines().filter(|line| !line.starts_with('#'));
        let used = lines.filter_map(|line| line.split('\t').nth(1)).filter(|code| !code.is_empty());
        let missing: Vec<&str> = used.filter(|code| !listed.contains(*code)).collect();
        assert_eq!(missing, [""; 0]);
    }

    #[test]
    fn every_line_of_the_lists_is_read_and_no_value_stands_twice() {
        let lines = LEVELS.lines().filter(|line| !line.starts_with('#')).count();
        let lists = lists();
        let all: BTreeSet<_> = lists
            .iter()
            .flat_map(|(list, levels)| levels.iter().map(move |level| (list, level.value)))
            .collect();
        assert_eq!(all.len(), lines);
        assert_eq!(lists["sectors"].len(), 25);
    }
}

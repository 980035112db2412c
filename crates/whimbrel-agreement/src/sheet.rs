//! The sheet that a coder fills: sentences and empty fields.

use crate::sample::Sentence;
use serde_json::{Map, Value};

/// The columns that come filled and are to be left as they are.
pub const GIVEN: [&str; 10] = [
    "item",
    "report_id",
    "title",
    "publisher",
    "published",
    "part",
    "sequence",
    "start",
    "end",
    "sentence",
];

/// The columns that the coder fills.
///
/// - `event`: a PLOVER type, or `none` where the sentence states no event. For a second event of the
///   sentence the row is copied.
/// - `words`, `actor`, `recipient`: copied from the sentence; several parties are separated by `;`.
/// - `actor_country`, `actor_sector`, `recipient_country`, `recipient_sector`: codes, one for each
///   party, in their order, separated by `;`.
/// - `mode`: PLOVER modes, separated by `;`. `cameo`: with its leading zero. `date`: YYYY-MM-DD.
/// - `status`: `actual` where empty. `speaker`: who says so, where somebody does.
///
/// A column that a coder fills nowhere counts as not asked for.
pub const FILLED: [&str; 18] = [
    "event",
    "mode",
    "cameo",
    "words",
    "actor",
    "actor_country",
    "actor_sector",
    "recipient",
    "recipient_country",
    "recipient_sector",
    "date",
    "place",
    "place_country",
    "geonameid",
    "status",
    "speaker",
    "stance",
    "comment",
];

/// A coder's sheet; [`crate::Coding::from_sheet_csv`] and [`crate::Coding::from_sheet_jsonl`] read it
/// back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sheet {
    rows: Vec<[String; 10]>,
}

impl Sheet {
    /// The items are numbered by the caller, so that both coders' sheets number them alike.
    pub(crate) fn new(sentences: impl Iterator<Item = (usize, Sentence)>) -> Self {
        Self { rows: sentences.map(row).collect() }
    }

    /// Returns the names of the items, in the order of the sheet.
    #[must_use]
    pub fn items(&self) -> Vec<String> {
        self.rows.iter().map(|row| row[0].clone()).collect()
    }

    /// Returns the sheet as comma-separated values with a header, UTF-8, for a spreadsheet.
    ///
    /// A cell that a spreadsheet would take for a formula has an apostrophe before it, which the
    /// reader takes away again.
    #[must_use]
    pub fn csv(&self) -> String {
        let mut out = csv::Writer::from_writer(Vec::new());
        let header = GIVEN.iter().chain(&FILLED).map(|name| (*name).to_owned());
        let rows = self.rows.iter().map(|row| {
            let empty = FILLED.iter().map(|_| String::new());
            row.iter().map(|cell| guarded(cell)).chain(empty).collect()
        });
        for row in std::iter::once(header.collect::<Vec<String>>()).chain(rows) {
            out.write_record(&row).expect("memory takes every row");
        }
        let bytes = out.into_inner().expect("memory takes every row");
        String::from_utf8(bytes).expect("cells and separators are UTF-8")
    }

    /// Returns the sheet as JSON lines: one object a row with all columns as texts.
    #[must_use]
    pub fn jsonl(&self) -> String {
        let object = |row: &[String; 10]| {
            let given = GIVEN.iter().zip(row).map(|(name, cell)| (*name, cell.clone()));
            let filled = FILLED.iter().map(|name| (*name, String::new()));
            let cells =
                given.chain(filled).map(|(name, cell)| (name.to_owned(), Value::from(cell)));
            format!("{}\n", Value::Object(cells.collect::<Map<_, _>>()))
        };
        self.rows.iter().map(object).collect()
    }
}

fn row((item, sentence): (usize, Sentence)) -> [String; 10] {
    [
        format!("s{item:04}"),
        sentence.report_id,
        sentence.title,
        sentence.publisher,
        sentence.published,
        sentence.part,
        sentence.sequence.to_string(),
        sentence.start.to_string(),
        sentence.end.to_string(),
        sentence.text,
    ]
}

/// What a spreadsheet takes for the beginning of a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// Puts an apostrophe before what a spreadsheet would reckon with, and before an apostrophe that
/// stands where one would be put.
pub(crate) fn guarded(cell: &str) -> String {
    let begins = cell.trim_start_matches('\'').starts_with(FORMULA);
    if begins { format!("'{cell}") } else { cell.to_owned() }
}

/// Takes away what [`guarded`] put there.
pub(crate) fn unguarded(cell: &str) -> &str {
    let rest = cell.strip_prefix('\'');
    let guarded = cell.trim_start_matches('\'').starts_with(FORMULA);
    rest.filter(|_| guarded).unwrap_or(cell)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn formulas_do_not_reach_the_spreadsheet() {
        let sentence = Sentence { text: "=cmd|' /C calc'!A0".into(), ..Sentence::default() };
        let csv = Sheet::new([(1, sentence)].into_iter()).csv();
        assert!(csv.contains(",'=cmd"), "{csv}");
    }

    #[test]
    fn no_column_stands_twice() {
        let mut names: Vec<&str> = GIVEN.iter().chain(&FILLED).copied().collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), GIVEN.len() + FILLED.len());
    }

    proptest! {
        #[test]
        fn what_is_guarded_comes_back(cell in "['=+@a-]{0,4}.{0,5}") {
            let guarded = guarded(&cell);
            prop_assert_eq!(unguarded(&guarded), &cell);
            prop_assert!(!guarded.starts_with(FORMULA));
        }
    }
}

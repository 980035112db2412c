//! Users' own lists of actors, which extend the registry.
//!
//! The form of a list is told from its text: one of our own tables, comma-separated values with a
//! header, or a dictionary of TABARI or PETRARCH. Every line that cannot be used is named, and the rest
//! is used.

mod codes;
mod dictionary;
mod table;

use crate::registry::{Registry, Role};
use crate::tables::Problem;
use codes::Codes;
pub(crate) use codes::{is_root, is_sector};
use std::collections::BTreeSet;
use table::Table;
use whimbrel_text::ActorClass;

pub use table::COLUMNS;

/// First and last month as `year * 12 + month - 1`; open where `None`.
pub(crate) type Span = (Option<i32>, Option<i32>);

/// What a list added to the registry.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Added {
    /// Entries used: persons, bodies and common nouns, each counted once.
    pub entries: usize,
    /// Lines, or parts of lines, that could not be used, in their order.
    pub problems: Vec<Problem>,
}

/// Somebody as a list gives him.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Entry {
    /// Usual name.
    pub(crate) name: String,
    /// All names, the usual one among them.
    pub(crate) names: Vec<String>,
    pub(crate) class: ActorClass,
    /// Whether the list tells the class; else it is what the sector makes likely.
    pub(crate) told: bool,
    pub(crate) codes: Codes,
    pub(crate) role: String,
    pub(crate) term: Span,
    /// Wikidata's identifier, or empty.
    pub(crate) wikidata: String,
}

/// What an entry of a list adds.
pub(crate) enum Item {
    Actor(Entry),
    Role {
        /// The words, in lower case.
        words: Vec<String>,
        role: Role,
        /// Whether class and office are guesses, which what is known goes before.
        guessed: bool,
    },
}

/// Takes what a reader reads.
pub(crate) struct Sink<'a> {
    file: &'a str,
    is_state: &'a dyn Fn(&str) -> bool,
    /// Whether a person's name may begin with the word: given names and titles.
    begins_person: &'a dyn Fn(&str) -> bool,
    items: Vec<Item>,
    /// The lines on which the entries begin.
    lines: BTreeSet<usize>,
    problems: Vec<Problem>,
}

impl Sink<'_> {
    fn fault(&mut self, line: usize, message: String) {
        self.problems.push(Problem { file: self.file.to_owned(), line, message });
    }

    fn take(&mut self, line: usize, item: Item) {
        self.lines.insert(line);
        self.items.push(item);
    }
}

impl Registry {
    /// Adds the entries of a user's list, given by the bytes of its file; they win over entries of the
    /// same name that were there before.
    pub fn extend(&mut self, file: &str, bytes: &[u8]) -> Added {
        let (items, lines, mut problems) = self.read_list(file, bytes);
        self.begin_list();
        for item in items {
            match item {
                Item::Actor(entry) => self.list_actor(entry),
                Item::Role { words, role, guessed } => self.list_role(&words, &role, guessed),
            }
        }
        problems.sort();
        Added { entries: lines.len(), problems }
    }

    fn read_list(&self, file: &str, bytes: &[u8]) -> (Vec<Item>, BTreeSet<usize>, Vec<Problem>) {
        let text = String::from_utf8_lossy(bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(bytes));
        let states = self.states();
        let mut sink = Sink {
            file,
            is_state: &|code| states.contains(code),
            begins_person: &|word| self.begins_person(word),
            items: Vec::new(),
            lines: BTreeSet::new(),
            problems: Vec::new(),
        };
        for (at, line) in bytes.split(|byte| *byte == b'\n').enumerate() {
            if std::str::from_utf8(line).is_err() {
                sink.fault(at + 1, "not UTF-8".to_owned());
            }
        }
        match Form::of(&text) {
            Some(Form::Csv) => table::read_csv(&text, &mut sink),
            Some(Form::Table(table)) => table.read(&text, &mut sink),
            Some(Form::Dictionary) => dictionary::read(&text, &mut sink),
            None => sink.fault(1, format!("no list of actors: {FORMS}")),
        }
        (sink.items, sink.lines, sink.problems)
    }
}

/// What a file may be.
const FORMS: &str = "neither comma-separated with a column `name`, nor a table as in `actors/`, \
                     nor a dictionary with codes in brackets";

/// The form of a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Csv,
    Table(Table),
    Dictionary,
}

impl Form {
    /// The form that a text shows: by the comment that names a table's columns, else by its first
    /// lines.
    fn of(text: &str) -> Option<Self> {
        let columns = text.lines().find_map(|line| {
            line.strip_prefix('#').and_then(|rest| rest.trim().strip_prefix("Columns:"))
        });
        if let Some(table) = columns.and_then(Table::of_header) {
            return Some(Self::Table(table));
        }
        let content = || text.lines().filter(|line| !line.trim().is_empty() && !is_comment(line));
        let first = content().next()?;
        let is_column =
            |name: &str| COLUMNS.contains(&name.trim().trim_matches('"').to_lowercase().as_str());
        if first.split(',').any(is_column) {
            return Some(Self::Csv);
        }
        let width = |line: &str| line.split('\t').count();
        let is_table = width(first) > 4;
        if !is_table && content().any(|line| line.contains('[') || line.starts_with('+')) {
            return Some(Self::Dictionary);
        }
        Table::of_width(content().map(width).max()?).map(Self::Table)
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with(['#', ';'])
}

/// The class of whom a sector names, where nothing else tells it.
fn class_of(sector: &str) -> ActorClass {
    match sector {
        "MIL" | "PRM" | "REB" | "UAF" | "COP" | "CRM" => ActorClass::Armed,
        "CVL" | "REF" => ActorClass::People,
        _ => ActorClass::Organisation,
    }
}

/// Whether a term does not end before it begins.
fn check_order(term: Span) -> Result<(), String> {
    match term {
        (Some(from), Some(to)) if to < from => Err("the term ends before it begins".to_owned()),
        _ => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::phrase::Query;
    use jiff::civil::date;
    use proptest::strategy::Strategy;

    fn extended(text: &str) -> (Registry, Added) {
        let mut registry = Registry::builtin().clone();
        let added = registry.extend("own.txt", text.as_bytes());
        (registry, added)
    }

    fn codes(registry: &Registry, text: &str, at: jiff::civil::Date) -> String {
        let entity = registry.resolve(&Query { text, context: "", date: Some(at) });
        format!("{}: {} {}", entity.name, entity.country, entity.sector)
    }

    fn faults(added: &Added) -> Vec<String> {
        added.problems.iter().map(ToString::to_string).collect()
    }

    const DAY: jiff::civil::Date = date(2021, 8, 10);

    #[test]
    fn comma_separated_lists_are_read() {
        let (registry, added) = extended(
            "# Of our own.\nname,country,sector,other_names,from\n\
             Ada Varkala,LVA,LEG,\"A. Varkala;Adele Varkala\",2019-05\n\
             Free Kelp Front,NGO,REB,FKF,\n",
        );
        assert_eq!((added.entries, faults(&added)), (2, vec![]));
        assert_eq!(codes(&registry, "Adele Varkala", DAY), "Ada Varkala: LVA LEG");
        assert_eq!(codes(&registry, "Varkala", DAY), "Ada Varkala: LVA LEG");
        assert_eq!(codes(&registry, "the FKF", DAY), "Free Kelp Front: NGO REB");
    }

    #[test]
    fn faults_name_the_line_and_the_rest_is_used() {
        let (registry, added) = extended(
            "name,country,sector,from,to,class,colour\nA. Wrong,QQQ,,,,,\nB. Wrong,LVA,XYZ,,,,\n\
             C. Wrong,LVA,,2020-13,,,\nD. Wrong,LVA,,2020,2019,,\nE. Wrong,LVA,,,,stone,\n\
             ,LVA,,,,,\nF. Right,LVA,JUD,2020,2021-03-01,person,\n",
        );
        assert_eq!(added.entries, 1);
        assert_eq!(
            faults(&added),
            [
                "own.txt:1: no column `colour`; there are name, other_names, country, sector, \
                 other_sectors, role, from, to, class, wikidata_id",
                "own.txt:2: `QQQ` is no country",
                "own.txt:3: `XYZ` is no sector",
                "own.txt:4: `2020-13` is not YYYY, YYYY-MM or YYYY-MM-DD",
                "own.txt:5: the term ends before it begins",
                "own.txt:6: no class `stone` of actors",
                "own.txt:7: no name",
            ]
        );
        assert_eq!(codes(&registry, "F. Right", date(2020, 6, 1)), "F. Right: LVA JUD");
    }

    #[test]
    fn a_list_may_give_identifiers_of_wikidata() {
        let (registry, added) = extended(
            "name,country,sector,wikidata_id\nAda Varkala,LVA,LEG,Q1\nB. Wrong,LVA,LEG,1\n",
        );
        let fault = "own.txt:3: `1` is not an identifier of Wikidata, as `Q42`";
        assert_eq!((added.entries, faults(&added)), (1, vec![fault.to_owned()]));
        let ada = registry.resolve(&Query { text: "Ada Varkala", context: "", date: None });
        assert_eq!(ada.wikidata_id, "Q1");
        let un = registry.resolve(&Query { text: "the UN", context: "", date: None });
        assert_eq!(un.wikidata_id, "Q1065");
    }

    #[test]
    fn tables_are_told_by_their_header_or_width() {
        let people = "# Columns: name, other names, country, sector, other sectors, role, from, to.\n\
                      Ada Varkala\t\tLVA\tGOV\t\tpresident\t2020-01\t\n";
        let (registry, added) = extended(people);
        assert_eq!((added.entries, faults(&added)), (1, vec![]));
        let holder = registry.holder("LVA", "president", DAY).map(|actor| actor.name.as_str());
        assert_eq!(holder, Some("Ada Varkala"));
        let (registry, _) = extended("Kelp Union\tKU\tLVA\tLAB\t\torganisation\n");
        assert_eq!(codes(&registry, "Kelp Union", DAY), "Kelp Union: LVA LAB");
        let (registry, _) = extended("kelp diver\tLAB\t\tpeople\t\n");
        assert_eq!(codes(&registry, "Latvian kelp divers", DAY), "Latvian kelp divers: LVA LAB");
    }

    #[test]
    fn dictionaries_are_read() {
        let (registry, added) = extended(
            "; comment\nADA_VARKALA_ # remark\n+PRESIDENT_VARKALA_\n\t[LVAELI 320101-191231]\n\
             \t[LVAGOV >20200101]\nKELP_FRONT_ [LVAREB] remark\n+KF_\n\
             KELP!_INC_ [MNCUSA]\nOLD_SHOP_\t[LVAGOVBUS <20200101][MNCGBR]\nTAIL [---]\n",
        );
        assert_eq!((added.entries, faults(&added)), (4, vec![]));
        assert_eq!(codes(&registry, "Ada Varkala", DAY), "Ada Varkala: LVA GOV");
        assert_eq!(codes(&registry, "Kelp Inc", DAY), "Kelp Inc: MNC BUS");
        assert_eq!(codes(&registry, "Ada Varkala", date(2019, 1, 1)), "Ada Varkala: LVA ELI");
        assert_eq!(codes(&registry, "President Varkala", DAY), "Ada Varkala: LVA GOV");
        assert_eq!(codes(&registry, "Kelp Front", DAY), "Kelp Front: LVA REB");
        assert_eq!(codes(&registry, "Old Shop", DAY), "Old Shop: MNC BUS");
        assert_eq!(codes(&registry, "Old Shop", date(2019, 1, 1)), "Old Shop: LVA GOV");
    }

    #[test]
    fn agents_are_common_nouns() {
        let (registry, added) = extended(
            "!PERSON! = MAN, MEN\nKELP!PERSON! [~LAB]\nSEA_OX {SEA_OXEN} [~AGR]\n\
             PRESIDENT [~GOV]\nFIRST_!MINIST! [~GOV]\nWATCHER [IGO~]\nSHUT [~ENV}\n",
        );
        assert_eq!(added.entries, 3);
        assert_eq!(
            faults(&added),
            [
                "own.txt:5: there is no set `!MINIST!`",
                "own.txt:6: `IGO~`: an agent with a country or body is nobody's",
                "own.txt:7: the `[` is not closed",
            ]
        );
        assert_eq!(codes(&registry, "Latvian kelpmen", DAY), "Latvian kelpmen: LVA LAB");
        assert_eq!(codes(&registry, "Latvian sea oxen", DAY), "Latvian sea oxen: LVA AGR");
        let president = Query { text: "the president", context: "", date: None };
        assert_eq!(registry.resolve(&president).role.as_deref(), Some("president"));
    }

    #[test]
    fn an_own_entry_wins_over_one_of_the_same_name() {
        let (registry, _) = extended("name,country,sector,role\nVladimir Putin,BLR,BUS,trader\n");
        assert_eq!(codes(&registry, "Vladimir Putin", DAY), "Vladimir Putin: BLR BUS");
        assert_eq!(codes(&registry, "Putin", DAY), "Vladimir Putin: BLR BUS");
        let holder = registry.holder("RUS", "president", DAY).map(|actor| actor.name.as_str());
        assert_ne!(holder, Some("Vladimir Putin"));
        let (registry, _) = extended("KABUL_ [AFG]\n+HERAT_\n");
        assert_eq!(codes(&registry, "Kabul", DAY), "Afghanistan: AFG ");
    }

    #[test]
    fn a_quotation_mark_too_many_costs_its_line_alone() {
        let (_, added) = extended("name,country\n\"Wrong,LVA\nAda Varkala,LVA\n");
        assert_eq!(
            (added.entries, faults(&added)),
            (1, vec!["own.txt:2: a `\"` is not closed".into()])
        );
    }

    proptest::proptest! {
        #[test]
        fn any_text_gives_entries_or_faults_with_lines_of_its_own(
            pieces in proptest::collection::vec(
                proptest::prop_oneof![
                    proptest::sample::select(vec![
                        "\n", "\n", "\t", "name,country\n", "name", ",", "# Columns: words.", "[", "]",
                        "[LVAGOV 070101-080101]", "[~LAB]", "{", "}", "!", "!A! = B, C", "+", "_", "\"",
                        "ADA_VARKALA_", "(", ")", "<", ">", "-", ";", "#", "é", "\r", "2020-01",
                    ])
                    .prop_map(ToOwned::to_owned),
                    ".{0,6}",
                ],
                0..24,
            )
        ) {
            let text = pieces.concat();
            let added = Registry::default().extend("own.txt", text.as_bytes());
            let lines = text.split('\n').count();
            proptest::prop_assert!(added.entries <= lines);
            for problem in &added.problems {
                proptest::prop_assert!((1..=lines).contains(&problem.line));
            }
        }
    }

    #[test]
    fn what_is_no_list_is_named() {
        for text in ["", "Just some words.\nAnd more.\n", "country,sector\nLVA,GOV\n"] {
            let (registry, added) = extended(text);
            assert_eq!(added.entries, 0, "{text}");
            assert!(!added.problems.is_empty(), "{text}");
            assert_eq!(codes(&registry, "Serbian Army", DAY), "Serbian Army: SRB MIL");
        }
        let mut registry = Registry::builtin().clone();
        let added =
            registry.extend("own.csv", b"name,country\nFran\xe7ois Ada,LVA\nAda Varkala,LVA\n");
        assert_eq!(faults(&added), ["own.csv:2: not UTF-8"]);
        assert_eq!(codes(&registry, "Ada Varkala", DAY), "Ada Varkala: LVA ");
    }
}

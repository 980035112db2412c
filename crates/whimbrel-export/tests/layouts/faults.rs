//! Each rule of the check finds its fault, and nothing else does.

use crate::common::{file, rows};
use std::io::Cursor;
use whimbrel_export::lint::{Options, lint};
use whimbrel_export::{Conventions, Layout, Quad, Report, Rule, Scale, Severity};

fn good(layout: Layout) -> String {
    file(layout, Conventions::of(layout), &rows()).0
}

fn report(layout: Layout, file: &[u8]) -> Report {
    lint(&mut Cursor::new(file), "x", &Options { layout: Some(layout), ..Options::default() })
}

fn rules(layout: Layout, file: impl AsRef<[u8]>) -> Vec<Rule> {
    report(layout, file.as_ref()).counts.into_keys().collect()
}

/// A good file with one cell (line and column from 0) changed.
fn with(layout: Layout, line: usize, name: &str, cell: &str) -> String {
    let column = layout.header().iter().position(|column| *column == name).expect("a column");
    let change = |(number, text): (usize, &str)| {
        let mut cells: Vec<&str> = text.split('\t').collect();
        if number == line {
            cells[column] = cell;
        }
        cells.join("\t") + "\n"
    };
    good(layout).lines().enumerate().map(change).collect()
}

#[test]
fn one_changed_cell_breaks_one_rule() {
    use Layout::{Gdelt2, GdeltMentions, Icews, Phoenix, Polecat};
    for (layout, line, name, cell, rule) in [
        (Gdelt2, 0, "GLOBALEVENTID", "x1", Rule::Type),
        (Gdelt2, 0, "GLOBALEVENTID", "", Rule::Missing),
        (Gdelt2, 1, "GLOBALEVENTID", "2272027981851884", Rule::DuplicateId),
        (Gdelt2, 0, "SQLDATE", "20240231", Rule::Date),
        (Gdelt2, 0, "MonthYear", "202404", Rule::DateParts),
        (Gdelt2, 0, "FractionDate", "2024.9", Rule::DateParts),
        (Gdelt2, 0, "DATEADDED", "20230101000000", Rule::DateOrder),
        (Gdelt2, 1, "EventCode", "46", Rule::LeadingZero),
        (Gdelt2, 0, "EventCode", "199", Rule::Code),
        (Gdelt2, 0, "EventBaseCode", "194", Rule::CodeParts),
        (Gdelt2, 0, "EventRootCode", "18", Rule::CodeParts),
        (Gdelt2, 0, "QuadClass", "3", Rule::Quad),
        (Gdelt2, 0, "QuadClass", "9", Rule::Type),
        (Gdelt2, 0, "GoldsteinScale", "-9.5", Rule::Scale),
        (Gdelt2, 0, "GoldsteinScale", "-11", Rule::Type),
        (Gdelt2, 0, "Actor1Code", "RU", Rule::Code),
        (Gdelt2, 0, "Actor1CountryCode", "QQQ", Rule::Code),
        (Gdelt2, 0, "Actor1Name", "CÃ´te", Rule::Mojibake),
        (Gdelt2, 0, "Actor1Name", "None", Rule::MissingWord),
        (Gdelt2, 0, "Actor1Name", "a\u{1}b", Rule::ControlCharacter),
        (Gdelt2, 0, "ActionGeo_CountryCode", "QQ", Rule::Code),
        (Gdelt2, 0, "ActionGeo_Lat", "136.2", Rule::Coordinates),
        (Gdelt2, 0, "ActionGeo_Lat", "", Rule::Coordinates),
        (Gdelt2, 0, "ActionGeo_Lat", "north", Rule::Type),
        (GdeltMentions, 0, "Confidence", "101", Rule::Type),
        (GdeltMentions, 0, "MentionTimeDate", "20240302", Rule::Date),
        (Icews, 1, "Source Country", "RUS", Rule::Code),
        (Icews, 1, "Source Sectors", "Military,Nobles", Rule::Code),
        (Icews, 3, "Event ID", "2798250645797550", Rule::Reciprocal),
        (Icews, 3, "Target Name", "Somebody", Rule::Reciprocal),
        (Polecat, 1, "Event Type", "FIGHT", Rule::Code),
        (Polecat, 2, "Event Mode", "ban", Rule::Code),
        (Polecat, 1, "Contexts", "military;democracy", Rule::Code),
        (Polecat, 1, "Actor COW", "999", Rule::Code),
        (Polecat, 1, "Publication Date", "2024-02-02", Rule::DateOrder),
        (Polecat, 2, "Event ID", "1aacb21378197ef1", Rule::DuplicateId),
        (Phoenix, 0, "Month", "04", Rule::DateParts),
        (Phoenix, 0, "CountryName", "Elbonia", Rule::Code),
    ] {
        let found = rules(layout, with(layout, line, name, cell));
        assert_eq!(found, [rule], "{} {name} `{cell}`", layout.name());
    }
}

#[test]
fn places_at_zero_and_exchanged_coordinates_are_found() {
    let zero = good(Layout::Gdelt2).replace("\t36.2\t37.16\t", "\t0\t0\t");
    assert_eq!(rules(Layout::Gdelt2, zero), [Rule::CoordinatesZero]);
    for (place, expected) in [
        ("CHE\t8\t47", vec![Rule::CoordinatesSwapped]),
        ("IND\t77\t21", vec![Rule::CoordinatesSwapped]),
        ("USA\t-99.25\t31.25", vec![Rule::Coordinates, Rule::CoordinatesSwapped]),
        // Overseas, and on the line where latitude and longitude are alike.
        ("FRA\t-21\t55", vec![]),
        ("USA\t21.3\t-157.9", vec![]),
        ("SYR\t37\t36", vec![]),
    ] {
        let file = good(Layout::Polecat).replace("\tCHE\t47\t8\t", &format!("\t{place}\t"));
        assert_eq!(rules(Layout::Polecat, file), expected, "{place}");
    }
}

#[test]
fn whole_files_are_checked_for_their_form() {
    let gdelt = good(Layout::Gdelt2);
    for (file, rule) in [
        (format!("\u{feff}{gdelt}").into_bytes(), Rule::ByteOrderMark),
        (gdelt.replace('\n', "\r\n").into_bytes(), Rule::CarriageReturn),
        (gdelt.replace('\n', "\t\n").into_bytes(), Rule::TrailingSeparator),
        (gdelt.replace('\n', "\tx\n").into_bytes(), Rule::Columns),
        (format!("{gdelt}1\t2\n").into_bytes(), Rule::Columns),
        (
            format!("{}\n{gdelt}", Layout::Gdelt2.header().join("\t")).into_bytes(),
            Rule::UnexpectedHeader,
        ),
        (gdelt.chars().map(|c| if c == 'É' { 0xC9 } else { c as u8 }).collect(), Rule::Encoding),
        (format!("{gdelt}{}", "x".repeat(2 << 20)).into_bytes(), Rule::Unreadable),
    ] {
        assert_eq!(rules(Layout::Gdelt2, file), [rule]);
    }
}

#[test]
fn headers_are_held_to_their_names() {
    let icews = good(Layout::Icews);
    assert_eq!(rules(Layout::Icews, icews.replace("Event Text", "Text")), [Rule::Header]);
    let (_, without) = icews.split_once('\n').expect("a header");
    assert_eq!(rules(Layout::Icews, without), [Rule::Header]);
    let polecat = good(Layout::Polecat).replace("\tIntensity\t", "\tEvent Intensity\t");
    assert!(rules(Layout::Polecat, polecat).is_empty());
}

#[test]
fn the_convention_is_a_choice_and_the_other_is_named() {
    let gdelt = good(Layout::Gdelt2);
    let quad = Options { quad: Some(Quad::Phoenix), ..Options::default() };
    let found = lint(&mut Cursor::new(&gdelt), "x", &quad);
    assert_eq!(found.counts.into_iter().collect::<Vec<_>>(), [(Rule::Quad, 1)]);
    let text = "quad is 3, as in convention `gdelt`, in convention `phoenix` 4";
    assert_eq!((found.findings[0].line, found.findings[0].text.as_str()), (4, text));
    let scale = Options { scale: Some(Scale::Plover), ..Options::default() };
    let found = lint(&mut Cursor::new(&gdelt), "x", &scale);
    assert_eq!(found.counts.into_iter().collect::<Vec<_>>(), [(Rule::Scale, 4)]);
}

#[test]
fn json_lines_are_checked() {
    let good = good(Layout::Jsonl);
    for (from, to, rule) in [
        ("\"id\":", "\"i\":", Rule::Missing),
        ("\"event\":\"ASSAULT\"", "\"event\":\"FIGHT\"", Rule::Code),
        ("\"cameo\":\"195\"", "\"cameo\":\"13y\"", Rule::Code),
        ("\"cameo\":\"046\"", "\"cameo\":\"46\"", Rule::LeadingZero),
        ("\"quad_code\":1", "\"quad_code\":2", Rule::Quad),
        ("\"event_scale\":-9.5", "\"event_scale\":9.5", Rule::Scale),
        ("\"quad_code\":1", "\"quad_code\":\"1\"", Rule::Json),
        ("\"date\":\"2024-03-01\"", "\"date\":\"2024-03-32\"", Rule::Date),
        ("\"date\":\"2024-03-01\"", "\"date\":\"2024-04-01\"", Rule::DateOrder),
        ("\"country\":\"RUS\"", "\"country\":\"RU\"", Rule::Code),
        ("\"sector_code\":\"MIL\"", "\"sector_code\":\"HLH\"", Rule::Code),
        ("\"lat\":36.2", "\"lat\":96.2", Rule::Coordinates),
        ("\"lat\":36.2,\"lon\":37.16", "\"lat\":0.0,\"lon\":0.0", Rule::CoordinatesZero),
        ("\"event_start\":20", "\"event_start\":30", Rule::Offsets),
        ("\"confidence\":0.8125", "\"confidence\":8.125", Rule::Type),
        ("\"country\":\"RUS\"", "\"country\":\"None\"", Rule::MissingWord),
        ("2bacb21378197ef2", "1aacb21378197ef1", Rule::DuplicateId),
        ("{\"id\"", "{id", Rule::Json),
    ] {
        let changed = good.replace(from, to);
        assert_ne!(changed, good, "{from}");
        let found = rules(Layout::Jsonl, &changed);
        assert!(found.contains(&rule), "{from} {to} {found:?}");
        let kinds = [Rule::Missing, Rule::DuplicateId, Rule::Code];
        assert!(found.iter().all(|other| *other == rule || kinds.contains(other)), "{found:?}");
    }
}

/// A line of comma-separated values with these columns filled.
fn csv(cells: &[(&str, &str)]) -> String {
    let header = Layout::Csv.header();
    let filled = |name: &&str| {
        let own = cells.iter().find(|(column, _)| column == name).map(|(_, cell)| *cell);
        own.unwrap_or(match *name {
            "id" => "a1",
            "event" => "AID",
            "quad_code" => "2",
            "event_scale" => "10",
            "event_start" | "event_end" | "sequence" => "3",
            "status" => "actual",
            "confidence" => "0.5",
            "reason" | "part" | "report_id" | "coder" => "x",
            _ => "",
        })
    };
    let line: Vec<&str> = header.iter().map(filled).collect();
    format!("{}\n{}\n", header.join(","), line.join(","))
}

#[test]
fn comma_separated_values_are_checked() {
    assert!(rules(Layout::Csv, csv(&[])).is_empty());
    let quoted = [("event_text", "\"two\nlines, \"\"quoted\"\"\""), ("actor_country", "USA;;RUS")];
    assert!(rules(Layout::Csv, csv(&quoted)).is_empty());
    for (column, cell, rule) in [
        ("event_text", "\"open", Rule::Unreadable),
        ("cameo", "70", Rule::LeadingZero),
        ("quad_code", "1", Rule::Quad),
        ("event_scale", "9", Rule::Scale),
        ("status", "maybe", Rule::Code),
        ("actor_country", "USA;RU", Rule::Code),
        ("actor_name", "a,b", Rule::Columns),
    ] {
        assert_eq!(rules(Layout::Csv, csv(&[(column, cell)])), [rule], "{column}");
    }
    let days = [("date", "2024-03-02"), ("enddate", "2024-03-01")];
    assert_eq!(rules(Layout::Csv, csv(&days)), [Rule::DateOrder]);
}

#[test]
fn tables_of_records_may_have_their_columns_elsewhere_and_others_between() {
    let moved = |cells: &[(&str, &str)]| {
        let moved = |line: &str| {
            let mut cells: Vec<&str> = line.split(',').collect();
            let first = cells.remove(1);
            cells.push("extra");
            cells.push(first);
            cells.join(",")
        };
        csv(cells).lines().map(|line| moved(line) + "\n").collect::<String>()
    };
    assert!(rules(Layout::Csv, moved(&[])).is_empty());
    let options = Options { layout: Some(Layout::Csv), ..Options::default() };
    let report = lint(&mut Cursor::new(moved(&[("date", "2024-02-30")])), "x", &options);
    assert_eq!(report.findings[0].column, Some(47));
    let short = csv(&[]).replace(",coder", "").replace(",x\n", "\n");
    assert_eq!(rules(Layout::Csv, short), [Rule::Header, Rule::Columns]);
}

#[test]
fn a_report_keeps_examples_and_counts_all() {
    let bad = "1\n".repeat(50);
    let options = Options { layout: Some(Layout::Phoenix), examples: 3, ..Options::default() };
    let report = lint(&mut Cursor::new(bad), "x", &options);
    assert_eq!((report.findings.len(), report.count(Severity::Error)), (3, 50));
    let text = report.to_string();
    assert!(text.starts_with("x:1: error: 1 columns, the layout has 26 [columns]\n"), "{text}");
    assert!(text.ends_with("x: layout phoenix, 50 lines\n      50  error    columns\n"), "{text}");
}

#[test]
fn a_file_of_no_layout_is_named_and_an_empty_one_is_clean() {
    let check = |file: &str| lint(&mut Cursor::new(file), "x", &Options::default());
    assert_eq!(check("a\tb\n").counts.into_keys().collect::<Vec<_>>(), [Rule::Layout]);
    assert!(check("").is_clean());
}

//! Whole files of each layout, from records made by hand.

use crate::common::{file, rows};
use whimbrel_export::{Conventions, Dyads, Layout, Statuses};

fn of(layout: Layout) -> String {
    file(layout, Conventions::of(layout), &rows()).0.replace('\t', "|")
}

/// Column and value of the first line, for layouts with many columns.
fn first_line(layout: Layout) -> String {
    let file = file(layout, Conventions::of(layout), &rows()).0;
    let line = file.lines().nth(usize::from(layout.has_header())).unwrap_or_default();
    let cells = layout.header().into_iter().zip(line.split('\t'));
    cells.map(|(name, cell)| format!("{name} = {cell}\n")).collect()
}

#[test]
fn gdelt_2_has_its_61_columns() {
    insta::assert_snapshot!("gdelt2_columns", first_line(Layout::Gdelt2));
    insta::assert_snapshot!("gdelt2", of(Layout::Gdelt2));
}

#[test]
fn gdelt_1_has_its_58_and_57_columns() {
    insta::assert_snapshot!("gdelt1", of(Layout::Gdelt1));
    insta::assert_snapshot!("gdelt1_back", of(Layout::Gdelt1Back));
}

#[test]
fn mentions_stand_one_a_line() {
    insta::assert_snapshot!("gdelt2_mentions", of(Layout::GdeltMentions));
}

#[test]
fn icews_tells_both_sides() {
    insta::assert_snapshot!("icews", of(Layout::Icews));
}

#[test]
fn polecat_has_its_40_columns() {
    insta::assert_snapshot!("polecat_columns", first_line(Layout::Polecat));
    insta::assert_snapshot!("polecat", of(Layout::Polecat));
}

#[test]
fn phoenix_has_its_26_columns() {
    insta::assert_snapshot!("phoenix_columns", first_line(Layout::Phoenix));
    insta::assert_snapshot!("phoenix", of(Layout::Phoenix));
}

#[test]
fn petrarch_2_keeps_its_columns() {
    insta::assert_snapshot!("petrarch2", of(Layout::Petrarch2));
}

#[test]
fn conventions_change_lines() {
    let conventions = Conventions {
        dyads: Dyads::Each,
        statuses: Statuses::All,
        ..Conventions::of(Layout::Gdelt2)
    };
    let file = file(Layout::Petrarch2, conventions, &rows()).0;
    insta::assert_snapshot!("each_pair_and_denials", file.replace('\t', "|"));
}

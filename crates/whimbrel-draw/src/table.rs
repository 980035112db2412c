//! HTML tables with everything escaped.

use crate::text::{DESCRIPTION, NAME, TITLE, clean, escape};

/// A table in the making; rows have a heading each.
pub(crate) struct Table {
    out: String,
    columns: usize,
}

/// A cell: a number, or words.
pub(crate) enum Cell {
    Number(String),
    Words(String),
}

impl Table {
    pub(crate) fn new(title: &str, columns: &[&str]) -> Table {
        let mut out = String::from("<table class=\"wd-table\">\n<caption>");
        out.push_str(&escape(&clean(title, TITLE)));
        out.push_str("</caption>\n<thead><tr>");
        for column in columns {
            out.push_str(&format!("<th scope=\"col\">{}</th>", isolated(column)));
        }
        out.push_str("</tr></thead>\n<tbody>\n");
        Table { out, columns: columns.len() }
    }

    pub(crate) fn row(&mut self, heading: &str, cells: &[Cell]) {
        self.out.push_str(&format!("<tr><th scope=\"row\">{}</th>", isolated(heading)));
        for cell in cells {
            match cell {
                Cell::Number(text) => self.out.push_str(&format!("<td>{}</td>", escape(text))),
                Cell::Words(text) => {
                    self.out.push_str(&format!("<td class=\"wd-word\">{}</td>", isolated(text)));
                }
            }
        }
        self.out.push_str("</tr>\n");
    }

    /// A row that says something about the table, over its whole width.
    pub(crate) fn note(&mut self, text: &str) {
        let text = escape(&clean(text, DESCRIPTION));
        let columns = self.columns;
        self.out.push_str(&format!(
            "<tr><td class=\"wd-word\" colspan=\"{columns}\">{text}</td></tr>\n"
        ));
    }

    pub(crate) fn finish(mut self) -> String {
        self.out.push_str("</tbody>\n</table>");
        self.out
    }
}

/// A name from anywhere, whose direction of writing stays its own.
fn isolated(text: &str) -> String {
    let text = escape(&clean(text, NAME));
    if text.is_ascii() { text } else { format!("<bdi>{text}</bdi>") }
}

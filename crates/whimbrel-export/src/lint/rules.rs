//! The rules, one by one.

use std::fmt;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Severity {
    /// A value or line that programs will read wrongly or not at all.
    Error,
    /// Most likely wrong.
    Warning,
    /// Against the layout's custom, without harm to most readers.
    Note,
}

impl Severity {
    /// Returns `error`, `warning`, `note`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

macro_rules! rules {
    ($($variant:ident $name:literal $severity:ident $text:literal)*) => {
        /// What is checked.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $(#[doc = $text] $variant,)*
        }

        impl Rule {
            /// All rules.
            pub const ALL: &'static [Self] = &[$(Self::$variant),*];

            /// Returns the name.
            #[must_use]
            pub const fn name(self) -> &'static str {
                match self { $(Self::$variant => $name,)* }
            }

            /// Returns how bad a finding of it is.
            #[must_use]
            pub const fn severity(self) -> Severity {
                match self { $(Self::$variant => Severity::$severity,)* }
            }

            /// Returns what is checked, and why.
            #[must_use]
            pub const fn explanation(self) -> &'static str {
                match self { $(Self::$variant => $text,)* }
            }
        }
    };
}

rules! {
    Unreadable "unreadable" Error
        "The file breaks off, a line is longer than 1 MiB, or quotes are not closed."
    Layout "layout" Error
        "No layout has lines like these: neither the header nor the number of columns is known."
    Encoding "encoding" Error
        "The line is not UTF-8. Some files of ICEWS and POLECAT are ISO 8859-1, and are read as that."
    Mojibake "mojibake" Warning
        "Text that was UTF-8 was read as another encoding and written again: `Ã©` for `é`."
    ByteOrderMark "byte-order-mark" Warning
        "The file begins with a byte order mark, which becomes part of the first column's name or value."
    CarriageReturn "carriage-return" Note
        "The line ends with a carriage return, which some readers leave in the last column."
    ControlCharacter "control-character" Warning
        "A cell has a control character."
    Header "header" Error
        "The header lacks names of columns, has others, or has them in another order; or the file has none."
    UnexpectedHeader "unexpected-header" Warning
        "The layout's files have no header, and this one has: readers take it for an event."
    Columns "columns" Error
        "The line has another number of columns than the layout. The rest of the line is not checked."
    TrailingSeparator "trailing-separator" Warning
        "The line has empty columns behind the layout's last."
    Json "json" Error
        "The line is no record as JSON: broken, or a field of another kind than the layout's."
    Missing "missing" Error
        "A column that every line must have is empty."
    MissingWord "missing-word" Warning
        "A word (`None`, `NULL`, `NaN`, `NA`) stands where nothing should: programs take it for a name or a code."
    Type "type" Error
        "A number is no number, or one that the column cannot have."
    Code "code" Error
        "A code or name is in none of the tables: CAMEO, PLOVER, countries, sectors, places."
    LeadingZero "leading-zero" Error
        "A CAMEO code has lost its zero: `42` for `042`. As numbers `010` and `10` are the same."
    CodeParts "code-parts" Error
        "Base and root are not the first digits of the event's code, or an actor's code has not the parts that its columns have."
    Quad "quad" Warning
        "The quad is not the one that the convention has for the code (or PLOVER type); the convention it agrees with is named."
    Scale "scale" Warning
        "The value is not the one that the convention has for the code (or PLOVER type and mode)."
    Date "date" Error
        "A day that no calendar has, or in another form than the layout's."
    DateParts "date-parts" Error
        "Year, month or fraction do not fit the day."
    DateOrder "date-order" Warning
        "The event happened after it was reported, or ended before it began."
    Coordinates "coordinates" Error
        "Latitude beyond 90 or longitude beyond 180 degrees, or one of them is missing."
    CoordinatesZero "coordinates-zero" Warning
        "The place is at 0, 0: in the sea, where places go that nobody found."
    CoordinatesSwapped "coordinates-swapped" Warning
        "With latitude and longitude exchanged the place lies near the middle of its country, as it stands far off."
    DuplicateId "duplicate-id" Error
        "Another line has the same identifier (in ICEWS: with the same day)."
    Reciprocal "reciprocal" Warning
        "An event that holds both ways stands in ICEWS twice, from each side, one behind the other with numbers one apart; here the other line is missing, or its number is another."
    Offsets "offsets" Error
        "A text ends before it begins."
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.name())
    }
}

/// Returns the rules as a table in Markdown: what `LINT.md` of this crate has.
#[must_use]
pub fn rules_table() -> String {
    let row = |rule: &Rule| {
        format!("| `{rule}` | {} | {} |\n", rule.severity().name(), rule.explanation())
    };
    let rows: String = Rule::ALL.iter().map(row).collect();
    format!("| rule | severity | what is checked |\n|---|---|---|\n{rows}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_stands_in_the_documentation() {
        let text = include_str!("../../LINT.md");
        let table = text.split_once("\n\n| rule").map(|(_, rest)| format!("| rule{rest}"));
        assert_eq!(table.as_deref(), Some(rules_table().as_str()), "LINT.md is out of date");
    }

    #[test]
    fn no_two_rules_have_one_name() {
        let mut names: Vec<_> = Rule::ALL.iter().map(|rule| rule.name()).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), Rule::ALL.len());
    }
}

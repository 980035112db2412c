//! A report as the readers hand it over.

use jiff::civil::Date;

/// A news report: its text and what is known about it.
///
/// Field names follow the input contract of `whimbrel code --input-format jsonl`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Report {
    /// The caller's identifier, or a content hash.
    pub id: String,
    /// The body; paragraphs are separated by newlines. Offsets of records refer to it.
    pub text: String,
    /// Headline, coded as a sentence of its own with offsets into itself.
    pub title: Option<String>,
    /// Sub-heading below the headline.
    pub subtitle: Option<String>,
    /// Section of the paper, such as "politics".
    pub category: Option<String>,
    /// Where the report was found.
    pub url: Option<String>,
    /// Paper or agency.
    pub publisher: Option<String>,
    /// By-line.
    pub author: Option<String>,
    /// ISO 639-1 code of the language.
    pub language: Option<String>,
    /// Day of publication; without it dates stay relative.
    pub date: Option<Date>,
}

/// Which part of a report a sentence stands in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Part {
    /// The headline; offsets count from its own start.
    Title,
    /// The body.
    Text,
}

impl Part {
    /// Returns the name used in records.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Title => "title",
            Self::Text => "text",
        }
    }
}

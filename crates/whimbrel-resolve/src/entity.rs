//! A party as it is resolved.

use whimbrel_text::{ActorClass, Span};

/// Who a phrase names.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Entity {
    /// The phrase as written.
    pub raw_text: String,
    /// Where it stands: code points from the start of the text.
    pub span: Span,
    /// The usual name; the phrase itself where nobody is known by it.
    pub name: String,
    /// Identifier in the registry (`RUS`, `person/vladimir-putin`); empty where unknown.
    pub id: String,
    /// Wikidata identifier, only where certain.
    pub wikidata_id: String,
    /// Three-letter code of the country, or IGO UNO EUR NGO MNC IMG ISM; empty where unknown.
    pub country: String,
    /// PLOVER sector code; empty for a state as a whole and where unknown.
    pub sector: String,
    /// Further sector codes.
    pub other_sectors: Vec<String>,
    /// The office, where the phrase or the registry names one.
    pub role: Option<String>,
    /// What kind of participant it is.
    pub class: ActorClass,
}

//! Where the field's data sets disagree, a choice with a name.

use crate::codes::{self, Cameo};
use crate::layout::Layout;
use whimbrel_record::EventRecord;

/// How events are sorted into four quads: 1 verbal and 2 material cooperation, 3 verbal and
/// 4 material conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quad {
    /// As measured in GDELT's files: CAMEO roots 01 to 05 are 1, 06 to 09 are 2 (INVESTIGATE, 09,
    /// among cooperation), 10 to 14 are 3 (PROTEST among verbal conflict), 15 to 20 are 4.
    Gdelt,
    /// As in Phoenix's code: 01 and 02 are 0 (neutral), 03 to 05 are 1, 06 to 08 are 2, 09 to 13
    /// are 3, 14 and 15 are 4, 16 (REDUCE RELATIONS) is 3, 17 to 20 are 4.
    Phoenix,
    /// By PLOVER type, as in the section headings of its manual: AGREE, CONSULT, SUPPORT and
    /// CONCEDE are 1, COOPERATE, AID and RETREAT 2, REQUEST, ACCUSE, REJECT and THREATEN 3,
    /// PROTEST, SANCTION, MOBILIZE, COERCE and ASSAULT 4 (the manual's quad table has SANCTION in
    /// 3). What CAMEO has as mere speech (01, 02) has no quad.
    Plover,
}

/// How events are put on a scale from conflict (-10) to cooperation (+10).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scale {
    /// Goldstein's values by CAMEO code, in GDELT's table; without 1213, which takes its base's.
    Gdelt,
    /// The same in ICEWS's table of intensities: other values at 016, 022, 164 and 165.
    Icews,
    /// The same in Phoenix's table: other values at 016, 022, 124, 1246, 163 to 166, and a root's
    /// value for the codes that it lacks.
    Phoenix,
    /// PLOVER's scores of types and modes.
    Plover,
}

/// What becomes of a record with several actors or recipients, where a line has one of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dyads {
    /// One line, with the first of each: counts of lines stay counts of events.
    First,
    /// A line for each pair, as CAMEO's coders write: a summit of twenty gives 190 lines.
    Each,
}

/// Which records go into layouts that have no column for negation, future or supposition.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statuses {
    /// What happened: `actual` and `historical`.
    Facts,
    /// All, so that in the file what was denied or only expected reads as if it had happened.
    All,
}

/// The choices of an export.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Conventions {
    /// How quads are told.
    pub quad: Quad,
    /// Which scale.
    pub scale: Scale,
    /// Compound parties.
    pub dyads: Dyads,
    /// Denied, future and supposed events.
    pub statuses: Statuses,
}

impl Quad {
    /// All, with the names that users give.
    pub const ALL: [Self; 3] = [Self::Gdelt, Self::Phoenix, Self::Plover];

    /// Returns the name: `gdelt`, `phoenix`, `plover`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gdelt => "gdelt",
            Self::Phoenix => "phoenix",
            Self::Plover => "plover",
        }
    }

    /// Returns the convention of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|quad| quad.name() == name)
    }

    /// Returns the quad of a CAMEO code; `None` where the convention has none.
    #[must_use]
    pub fn of_code(self, code: &Cameo) -> Option<u8> {
        match self {
            Self::Gdelt => Some(code.quad_gdelt),
            Self::Phoenix => Some(code.quad_phoenix),
            Self::Plover => codes::plover(code.plover, code.mode).map(|entry| entry.quad),
        }
    }
}

impl Scale {
    /// All, with the names that users give.
    pub const ALL: [Self; 4] = [Self::Gdelt, Self::Icews, Self::Phoenix, Self::Plover];

    /// Returns the name: `gdelt`, `icews`, `phoenix`, `plover`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Gdelt => "gdelt",
            Self::Icews => "icews",
            Self::Phoenix => "phoenix",
            Self::Plover => "plover",
        }
    }

    /// Returns the scale of that name.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|scale| scale.name() == name)
    }

    /// Returns the value of a CAMEO code. Where the table lacks the code it is that of its base (the
    /// first three digits), then of its root; in Phoenix's table at once the root's.
    #[must_use]
    pub fn of_code(self, code: &Cameo) -> Option<f64> {
        let value = |code: &Cameo| match self {
            Self::Gdelt => code.scale_gdelt,
            Self::Icews => code.scale_icews,
            Self::Phoenix => code.scale_phoenix,
            Self::Plover => codes::plover(code.plover, code.mode).map(|entry| entry.score),
        };
        let base = if self == Self::Phoenix { code.root() } else { code.base() };
        let of = |code: &str| codes::cameo(code).and_then(value);
        value(code).or_else(|| of(base)).or_else(|| of(code.root()))
    }
}

impl Dyads {
    /// Returns the choice of that name: `first`, `each`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "first" => Some(Self::First),
            "each" => Some(Self::Each),
            _ => None,
        }
    }
}

impl Statuses {
    /// Returns the choice of that name: `facts`, `all`.
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        match name {
            "facts" => Some(Self::Facts),
            "all" => Some(Self::All),
            _ => None,
        }
    }

    /// Returns whether records of this status go in; a record without a status counts as actual.
    #[must_use]
    pub fn take(self, status: &str) -> bool {
        self == Self::All || matches!(status, "" | "actual" | "historical")
    }
}

impl Conventions {
    /// Returns the conventions that a layout's own files follow, one line an event, facts alone.
    #[must_use]
    pub const fn of(layout: Layout) -> Self {
        let (quad, scale) = match layout {
            Layout::Gdelt1Back | Layout::Gdelt1 | Layout::Gdelt2 | Layout::GdeltMentions => {
                (Quad::Gdelt, Scale::Gdelt)
            }
            Layout::Icews => (Quad::Gdelt, Scale::Icews),
            Layout::Phoenix | Layout::Petrarch2 => (Quad::Phoenix, Scale::Phoenix),
            Layout::Polecat | Layout::Jsonl | Layout::Csv => (Quad::Plover, Scale::Plover),
        };
        Self { quad, scale, dyads: Dyads::First, statuses: Statuses::Facts }
    }

    /// Returns the quad of a record with its CAMEO code. PLOVER's is told by the record's own type.
    #[must_use]
    pub fn quad(&self, record: &EventRecord, code: Option<&Cameo>) -> Option<u8> {
        match (self.quad, codes::plover_of(record)) {
            (Quad::Plover, Some(entry)) => Some(entry.quad),
            _ => code.and_then(|code| self.quad.of_code(code)),
        }
    }

    /// Returns the scale's value for a record with its CAMEO code. PLOVER's is told by the record's
    /// own type and first mode.
    #[must_use]
    pub fn scale(&self, record: &EventRecord, code: Option<&Cameo>) -> Option<f64> {
        match (self.scale, codes::plover_of(record)) {
            (Scale::Plover, Some(entry)) => Some(entry.score),
            _ => code.and_then(|code| self.scale.of_code(code)),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn quads(code: &str) -> [Option<u8>; 3] {
        let code = codes::cameo(code).expect("a code of CAMEO");
        Quad::ALL.map(|quad| quad.of_code(code))
    }

    fn scales(code: &str) -> [Option<f64>; 4] {
        let code = codes::cameo(code).expect("a code of CAMEO");
        Scale::ALL.map(|scale| scale.of_code(code))
    }

    #[test]
    fn the_conventions_differ_where_they_are_known_to() {
        assert_eq!(quads("010"), [Some(1), Some(0), None]);
        assert_eq!(quads("090"), [Some(2), Some(3), Some(3)]);
        assert_eq!(quads("141"), [Some(3), Some(4), Some(4)]);
        assert_eq!(quads("160"), [Some(4), Some(3), Some(4)]);
        assert_eq!(quads("190"), [Some(4), Some(4), Some(4)]);
    }

    #[test]
    fn the_scales_differ_where_they_are_known_to() {
        assert_eq!(scales("016"), [Some(-2.0), Some(-5.0), Some(3.4), None]);
        assert_eq!(scales("163"), [Some(-8.0), Some(-8.0), Some(-6.5), Some(-6.0)]);
        assert_eq!(scales("1213")[0], Some(-4.0));
        assert_eq!(scales("1621")[2], Some(-5.6));
    }

    #[test]
    fn names_lead_back_to_the_choice() {
        assert!(Quad::ALL.into_iter().all(|quad| Quad::from_name(quad.name()) == Some(quad)));
        assert!(Scale::ALL.into_iter().all(|scale| Scale::from_name(scale.name()) == Some(scale)));
        assert_eq!(Quad::from_name("icews"), None);
    }
}

//! PLOVER's event types with their modes, quads and scores; CAMEO's codes; PLOVER's contexts.

use crate::problem::{Problem, suggestion};
use serde::Deserialize;
use std::collections::BTreeMap;
use toml::Spanned;

macro_rules! event_types {
    ($($variant:ident $code:literal),*) => {
        /// The 16 event types of PLOVER.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[expect(missing_docs, reason = "the names are PLOVER's own")]
        pub enum EventType { $($variant),* }

        impl EventType {
            /// All types in the order of the PLOVER manual.
            pub const ALL: [Self; 16] = [$(Self::$variant),*];

            /// Returns the code as records write it.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$variant => $code),* }
            }
        }
    };
}

event_types!(
    Agree "AGREE", Consult "CONSULT", Support "SUPPORT", Concede "CONCEDE",
    Cooperate "COOPERATE", Aid "AID", Retreat "RETREAT", Request "REQUEST",
    Accuse "ACCUSE", Reject "REJECT", Threaten "THREATEN", Protest "PROTEST",
    Sanction "SANCTION", Mobilize "MOBILIZE", Coerce "COERCE", Assault "ASSAULT"
);

impl EventType {
    /// Returns the type with this code.
    #[must_use]
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|e| e.code() == code)
    }
}

/// A mode of an event type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Mode {
    /// PLOVER's name for it.
    pub code: String,
    /// Its value on the scale from -10 to +10.
    pub score: f64,
    /// What it means, in one line.
    pub meaning: String,
}

/// What PLOVER says of an event type.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct EventInfo {
    /// The code, such as `AGREE`.
    pub code: Spanned<String>,
    /// Quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
    pub quad: u8,
    /// Value on the scale where no mode says more.
    pub score: f64,
    /// Whether a record needs a recipient: `yes`, `no`, `if one-sided`.
    pub recipient: String,
    /// What it means, in one line.
    pub meaning: String,
    /// Its modes.
    pub modes: Vec<Mode>,
}

/// A rule that turns an event with a status into another type ("will meet" is AGREE).
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Reduction {
    /// The status that sets it off, such as `future`.
    pub status: String,
    /// Types it applies to.
    pub from: Vec<Spanned<String>>,
    /// Modes it is limited to, where given.
    #[serde(default)]
    pub from_mode: Vec<String>,
    /// The resulting type.
    pub to: Spanned<String>,
    /// The resulting CAMEO code.
    pub cameo: Option<Spanned<String>>,
}

/// What a governing event (a promise, a threat, a demand) becomes by the event it is about.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ContentRule {
    /// Type of the governing event.
    pub governor: Spanned<String>,
    /// Types of the content; `*` for any.
    pub content: Vec<Spanned<String>>,
    /// Modes of the content it is limited to, where given.
    #[serde(default)]
    pub content_mode: Vec<String>,
    /// The governing event's mode.
    pub mode: Option<Spanned<String>>,
    /// Its CAMEO code.
    pub cameo: Option<Spanned<String>>,
    /// Contexts it adds.
    #[serde(default)]
    pub contexts: Vec<Spanned<String>>,
}

#[derive(Deserialize)]
struct PloverFile {
    meta: BTreeMap<String, String>,
    event: Vec<EventInfo>,
    #[serde(default)]
    reduce: Vec<Reduction>,
    #[serde(default)]
    content: Vec<ContentRule>,
}

/// A CAMEO code.
#[derive(Clone, Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CameoCode {
    /// Its name in CAMEO.
    pub name: String,
    /// The PLOVER type it maps to; empty where PLOVER drops it.
    pub plover: String,
    /// Goldstein value in GDELT's table.
    #[serde(default)]
    pub goldstein: f64,
}

#[derive(Deserialize)]
struct CameoFile {
    #[serde(rename = "meta")]
    _meta: BTreeMap<String, String>,
    codes: BTreeMap<String, CameoCode>,
}

/// The ontology: event types, reductions, content rules, CAMEO codes.
#[derive(Clone, Debug)]
pub struct Ontology {
    /// Name, version and conventions of the scheme, as `plover.toml` gives them.
    pub meta: BTreeMap<String, String>,
    /// One entry for each of [`EventType::ALL`], in that order.
    pub events: Vec<EventInfo>,
    /// In the order of the file; the first that applies is used.
    pub reductions: Vec<Reduction>,
    /// In the order of the file; the first that applies is used.
    pub content_rules: Vec<ContentRule>,
    /// CAMEO codes by their text.
    pub cameo: BTreeMap<String, CameoCode>,
}

impl Ontology {
    /// Reads `plover.toml` and `cameo.toml`, given as their texts.
    ///
    /// # Errors
    /// All problems found: unreadable TOML, a type missing or unknown, an unknown mode or code.
    pub fn read(plover: &str, cameo: &str) -> Result<Self, Vec<Problem>> {
        let codes: CameoFile = parse("cameo.toml", cameo)?;
        let file: PloverFile = parse("plover.toml", plover)?;
        let mut problems = Vec::new();
        let events = order_events(file.event, plover, &mut problems);
        if !problems.is_empty() {
            return Err(problems);
        }
        let ontology = Self {
            meta: file.meta,
            events,
            reductions: file.reduce,
            content_rules: file.content,
            cameo: codes.codes,
        };
        ontology.check_rules(plover, &mut problems);
        if problems.is_empty() { Ok(ontology) } else { Err(problems) }
    }

    /// Returns what PLOVER says of `event`.
    #[must_use]
    pub fn info(&self, event: EventType) -> &EventInfo {
        &self.events[event as usize]
    }

    /// Returns the scale value of an event with the first of its modes.
    #[must_use]
    pub fn score(&self, event: EventType, mode: Option<&str>) -> f64 {
        let info = self.info(event);
        let of_mode = mode.and_then(|m| info.modes.iter().find(|x| x.code == m));
        of_mode.map_or(info.score, |m| m.score)
    }

    /// Returns why `mode` cannot stand with `event`, or `None` where it can.
    #[must_use]
    pub fn mode_fault(&self, event: EventType, mode: &str) -> Option<String> {
        let modes = &self.info(event).modes;
        if modes.iter().any(|m| m.code == mode) {
            return None;
        }
        let near = suggestion(mode, modes.iter().map(|m| m.code.as_str()));
        Some(format!("{} has no mode `{mode}`{near}", event.code()))
    }

    /// Returns why `code` is no CAMEO code, or `None` where it is one.
    #[must_use]
    pub fn cameo_fault(&self, code: &str) -> Option<String> {
        if self.cameo.contains_key(code) {
            return None;
        }
        let near = suggestion(code, self.cameo.keys().map(String::as_str));
        Some(format!("no CAMEO code `{code}`{near}"))
    }

    fn check_rules(&self, text: &str, problems: &mut Vec<Problem>) {
        let mut note = |at: usize, message: String| {
            problems.push(Problem::at("plover.toml", text, at, message));
        };
        for rule in &self.reductions {
            for code in rule.from.iter().chain([&rule.to]) {
                event_fault(code.get_ref()).into_iter().for_each(|m| note(code.span().start, m));
            }
            if let Some(code) = &rule.cameo {
                self.cameo_fault(code.get_ref())
                    .into_iter()
                    .for_each(|m| note(code.span().start, m));
            }
        }
        for rule in &self.content_rules {
            for code in rule.content.iter().filter(|c| c.get_ref() != "*").chain([&rule.governor]) {
                event_fault(code.get_ref()).into_iter().for_each(|m| note(code.span().start, m));
            }
            let governor = EventType::from_code(rule.governor.get_ref());
            if let (Some(event), Some(mode)) = (governor, &rule.mode) {
                let fault = self.mode_fault(event, mode.get_ref());
                fault.into_iter().for_each(|m| note(mode.span().start, m));
            }
            if let Some(code) = &rule.cameo {
                self.cameo_fault(code.get_ref())
                    .into_iter()
                    .for_each(|m| note(code.span().start, m));
            }
        }
    }
}

/// Returns why `code` is no event type, or `None` where it is one.
#[must_use]
pub fn event_fault(code: &str) -> Option<String> {
    match EventType::from_code(code) {
        Some(_) => None,
        None => {
            let near = suggestion(code, EventType::ALL.into_iter().map(EventType::code));
            Some(format!("no event type `{code}`{near}"))
        }
    }
}

fn order_events(infos: Vec<EventInfo>, text: &str, problems: &mut Vec<Problem>) -> Vec<EventInfo> {
    for info in &infos {
        if let Some(message) = event_fault(info.code.get_ref()) {
            problems.push(Problem::at("plover.toml", text, info.code.span().start, message));
        }
    }
    let mut ordered = Vec::new();
    for event in EventType::ALL {
        match infos.iter().find(|i| i.code.get_ref() == event.code()) {
            Some(info) => ordered.push(info.clone()),
            None => {
                let message = format!("event type `{}` is missing", event.code());
                problems.push(Problem::at("plover.toml", text, 0, message));
            }
        }
    }
    ordered
}

/// Parses one TOML file; the error names its place.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(
    file: &str,
    text: &str,
) -> Result<T, Vec<Problem>> {
    toml::from_str(text).map_err(|e| {
        let at = e.span().map_or(0, |span| span.start);
        vec![Problem::at(file, text, at, e.message())]
    })
}

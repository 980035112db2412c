//! Between PLOVER's words and those of CAMEO and ICEWS.
//!
//! - An event's code: the record's own CAMEO code, of a root the general code below it, and where the
//!   record has none the default of its PLOVER type and mode.
//! - A party: PLOVER's country and sectors on one side, CAMEO's three-letter codes in a row on the
//!   other. PLOVER's `MED` is health and CAMEO's the media, so they change places with `HLH` and
//!   `JRN`; `PRM` become unaligned armed forces, `SOC` civilians, and `PRE` is left out.
//! - What CAMEO has and PLOVER has not (peoples, named bodies, parts of the world) is dropped on
//!   reading, religions are the sector `REL`.

use crate::codes::{self, AgentKind, Cameo};
use whimbrel_record::{Entity, EventRecord};

/// GDELT has three columns for them.
const MOST_TYPES: usize = 3;

/// A party as CAMEO's layouts take it apart.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Actor {
    /// Code of the country in CAMEO, or empty.
    pub country: String,
    /// An international body (`UNO`, `EEC`), or empty.
    pub group: String,
    /// Religions.
    pub religions: Vec<String>,
    /// Roots that are no country (`IGO`, `NGO`, `NGM`, `MNC`, `IMG`) and agents, in their order.
    pub types: Vec<String>,
}

/// Returns the CAMEO code of a record from three digits on; `None` where it has neither a code that
/// exists nor a PLOVER type.
#[must_use]
pub fn cameo_of(record: &EventRecord) -> Option<&'static Cameo> {
    let own = match record.cameo.len() {
        2 => codes::cameo(&format!("{}0", record.cameo)),
        _ => codes::cameo(&record.cameo),
    };
    own.or_else(|| codes::plover_of(record).and_then(|entry| codes::cameo(entry.cameo)))
}

/// Sets a record's CAMEO code, and PLOVER's type, mode, contexts, quad and score after it.
pub(crate) fn set_event(record: &mut EventRecord, code: &Cameo) {
    record.cameo = code.code.to_owned();
    record.event = code.plover.to_owned();
    record.mode =
        Some(code.mode).filter(|mode| !mode.is_empty()).map(str::to_owned).into_iter().collect();
    record.context = code.contexts.iter().map(|context| (*context).to_owned()).collect();
    score(record);
}

/// Sets PLOVER's quad and score after the type and mode of a record.
pub(crate) fn score(record: &mut EventRecord) {
    let entry = codes::plover_of(record);
    record.quad_code = entry.map_or(0, |entry| entry.quad);
    record.event_scale = entry.map_or(0.0, |entry| entry.score);
}

impl Actor {
    /// Returns a party in CAMEO's codes.
    #[must_use]
    pub fn of(entity: &Entity) -> Self {
        let mut actor = match entity.country.as_str() {
            "UNO" => Self::root("IGO", "UNO"),
            // GDELT's code of the European Union is `IGOEUREEC`.
            "EUR" => Self { country: "EUR".into(), ..Self::root("IGO", "EEC") },
            "ISM" => Self::root("NGM", ""),
            root @ ("IGO" | "NGO" | "IMG" | "MNC") => Self::root(root, ""),
            code => {
                let country = codes::country(code).map(|country| country.cameo.to_owned());
                Self { country: country.unwrap_or_default(), ..Self::default() }
            }
        };
        let sectors = [&entity.sector_code].into_iter().chain(&entity.other_sector_codes);
        for agent in sectors.filter_map(|code| codes::sector(code)).map(|sector| sector.agent) {
            actor.add(agent);
        }
        actor
    }

    fn root(root: &str, group: &str) -> Self {
        Self { group: group.into(), types: vec![root.into()], ..Self::default() }
    }

    fn add(&mut self, agent: &str) {
        let full = self.types.len() == MOST_TYPES;
        if !full && !agent.is_empty() && self.types.iter().all(|known| known != agent) {
            // `IGO` always leads: `IGOUSACVL`.
            let place = if agent == "IGO" { 0 } else { self.types.len() };
            self.types.insert(place, agent.into());
        }
    }

    /// Returns the codes in a row: `RUSGOV`, `IGOUNO`, `IGOEUREEC`.
    #[must_use]
    pub fn code(&self) -> String {
        let (roots, agents): (Vec<_>, Vec<_>) = self.types.iter().partition(|code| *code == "IGO");
        let mut parts: Vec<&str> = roots.into_iter().map(String::as_str).collect();
        parts.extend([self.country.as_str(), self.group.as_str()]);
        parts.extend(self.religions.iter().chain(agents).map(String::as_str));
        parts.concat()
    }

    /// Takes apart codes in a row. Unknown codes are left out.
    #[must_use]
    pub fn from_code(code: &str) -> Self {
        let mut actor = Self::default();
        for (place, part) in parts(code).enumerate() {
            actor.take(part, place);
        }
        actor
    }

    fn take(&mut self, part: &str, place: usize) {
        let is = |kind| codes::agent(part, kind).is_some();
        let first = self.country.is_empty();
        // `SUN` is the Soviet Union in front and Sunni behind; `IGO` may stand before both.
        if first && codes::country_by_cameo(part).is_some() && place == 0 {
            self.country = part.into();
        } else if is(AgentKind::Root) || is(AgentKind::Sector) {
            self.types.push(part.into());
        } else if is(AgentKind::Religion) {
            self.religions.push(part.into());
        } else if is(AgentKind::Body) {
            self.group = part.into();
        } else if first && (is(AgentKind::Country) || codes::country_by_cameo(part).is_some()) {
            self.country = part.into();
        }
    }

    /// Returns the country, body and sectors that PLOVER has for it.
    #[must_use]
    pub fn entity(&self) -> Entity {
        let mut entity = Entity { country: self.plover_country(), ..Entity::default() };
        let body = entity.country.clone();
        let types = self.types.iter().filter(|code| root_country(code) != Some(body.as_str()));
        let of_union =
            |code: &&String| !(code.as_str() == "IGO" && matches!(&*body, "UNO" | "EUR"));
        let sectors = types.filter(of_union).filter_map(|code| plover_sector(code));
        let belief = self.religions.first().map(|_| "REL");
        let mut seen: Vec<&str> = Vec::new();
        for sector in sectors.chain(belief) {
            if !seen.contains(&sector) {
                seen.push(sector);
            }
        }
        let mut sectors = seen.into_iter().map(str::to_owned);
        entity.sector_code = sectors.next().unwrap_or_default();
        entity.other_sector_codes = sectors.collect();
        entity
    }

    fn plover_country(&self) -> String {
        if let Some(body) = codes::agent(&self.group, AgentKind::Body) {
            return body.plover.to_owned();
        }
        let other = || codes::agent(&self.country, AgentKind::Country).map(|agent| agent.plover);
        let country =
            codes::country_by_cameo(&self.country).map(|country| country.code).or_else(other);
        let root = || self.types.first().and_then(|code| root_country(code));
        country.or_else(root).unwrap_or_default().to_owned()
    }
}

/// Returns whether a code stands first in actors' codes: a country or a root that is none.
pub(crate) fn is_root(code: &str) -> bool {
    codes::country_by_cameo(code).is_some() || codes::agent(code, AgentKind::Root).is_some()
}

/// Returns the parts of three characters that a code of an actor is made of.
pub(crate) fn parts(code: &str) -> impl Iterator<Item = &str> {
    let ends = (0..code.len()).step_by(3);
    ends.filter_map(|start| code.get(start..(start + 3).min(code.len())))
}

/// Returns what PLOVER has in the place of a country for a root of CAMEO.
fn root_country(code: &str) -> Option<&'static str> {
    codes::agent(code, AgentKind::Root).map(|agent| agent.plover).filter(|code| !code.is_empty())
}

/// Returns PLOVER's sector for an agent of CAMEO.
fn plover_sector(code: &str) -> Option<&'static str> {
    let by_table = || codes::agent(code, AgentKind::Sector).map(|agent| agent.plover);
    // Beside a country the roots `IGO` and `NGO` are what lists of actors have as sectors.
    codes::sector(code)
        .filter(|sector| sector.code == sector.agent)
        .map(|s| s.code)
        .or_else(by_table)
}

/// Returns PLOVER's sector for a word of ICEWS.
#[must_use]
pub fn sector_of_icews(word: &str) -> Option<&'static str> {
    let word = word.trim();
    let same = |other: &str| other.eq_ignore_ascii_case(word);
    let of =
        |sector: &&codes::Sector| same(sector.icews) || sector.icews_too.iter().any(|w| same(w));
    codes::sectors().iter().find(of).map(|sector| sector.code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entity(country: &str, sectors: &[&str]) -> Entity {
        let mut sectors = sectors.iter().map(|sector| (*sector).to_owned());
        Entity {
            country: country.into(),
            sector_code: sectors.next().unwrap_or_default(),
            other_sector_codes: sectors.collect(),
            ..Entity::default()
        }
    }

    #[test]
    fn parties_become_codes_in_a_row_and_back() {
        for (country, sectors, code) in [
            ("RUS", &["GOV"][..], "RUSGOV"),
            ("ROU", &["MIL", "GOV"], "ROMMILGOV"),
            ("SUN", &["MIL"], "SUNMIL"),
            ("UNO", &[], "IGOUNO"),
            ("UNO", &["MED"], "IGOUNOHLH"),
            ("EUR", &["GOV"], "IGOEUREECGOV"),
            ("IMG", &["REB"], "IMGREB"),
            ("ISM", &[], "NGM"),
            ("USA", &["JRN", "BUS"], "USAMEDBUS"),
            ("USA", &["NGO"], "USANGO"),
            ("USA", &["IGO", "CVL"], "IGOUSACVL"),
            ("", &["REL"], "REL"),
            ("", &[], ""),
        ] {
            let given = entity(country, sectors);
            let actor = Actor::of(&given);
            assert_eq!(actor.code(), code);
            assert_eq!(Actor::from_code(code).entity(), given, "{code}");
        }
    }

    #[test]
    fn what_cameo_lacks_becomes_what_is_nearest() {
        let agents = |sector: &str| Actor::of(&entity("USA", &[sector])).types;
        assert_eq!(agents("PRM"), ["UAF"]);
        assert_eq!(agents("SOC"), ["CVL"]);
        assert!(agents("PRE").is_empty());
    }

    #[test]
    fn religions_and_peoples_are_read_as_far_as_plover_goes() {
        let read = |code| Actor::from_code(code).entity();
        assert_eq!(read("IRQSUNREB"), entity("IRQ", &["REB", "REL"]));
        assert_eq!(read("PALINSHMS"), entity("PSE", &["REB"]));
        assert_eq!(read("AFR"), entity("", &[]));
        assert_eq!(read("xé"), entity("", &[]));
    }

    #[test]
    fn an_event_without_a_code_takes_its_types_default() {
        let code = |event: &str, mode: &[&str], cameo: &str| {
            let mode = mode.iter().map(|mode| (*mode).to_owned()).collect();
            let record = EventRecord {
                event: event.into(),
                mode,
                cameo: cameo.into(),
                ..Default::default()
            };
            cameo_of(&record).map(|code| code.code)
        };
        assert_eq!(code("ASSAULT", &["drone"], ""), Some("195"));
        assert_eq!(code("ASSAULT", &["future", "beat"], ""), Some("182"));
        assert_eq!(code("ASSAULT", &[], "1833"), Some("1833"));
        assert_eq!(code("ASSAULT", &[], "19"), Some("190"));
        assert_eq!(code("ASSAULT", &[], "13y"), Some("180"));
        assert_eq!(code("", &[], ""), None);
    }

    #[test]
    fn the_words_of_icews_lead_to_sectors() {
        assert_eq!(sector_of_icews("Foreign Ministry"), Some("GOV"));
        assert_eq!(sector_of_icews(" insurgents"), Some("REB"));
        assert_eq!(sector_of_icews("Nobles"), None);
    }
}

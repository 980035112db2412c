//! Phrases that nobody listed: country from adjectives, places and possessors, sector and role
//! from the head noun.

use crate::entity::Entity;
use crate::registry::{Actor, Kind, Registry};
use jiff::civil::Date;
use whimbrel_text::ActorClass;

/// A phrase to be resolved.
#[derive(Clone, Copy, Debug)]
pub struct Query<'q> {
    /// The phrase.
    pub text: &'q str,
    /// Words around it that may tell the country.
    pub context: &'q str,
    /// Day of publication.
    pub date: Option<Date>,
}

/// Spellings of one office as one.
pub(crate) fn plain_office(office: &str) -> String {
    let office = office.to_lowercase().replace("defense", "defence");
    match office.as_str() {
        "premier" => "prime minister".to_owned(),
        "dictator" | "ruler" | "strongman" | "autocrat" | "chief" | "head of state" | "despot" => {
            "leader".to_owned()
        }
        "secretary of state" | "foreign secretary" => "foreign minister".to_owned(),
        "defence secretary" | "secretary of defence" => "defence minister".to_owned(),
        "home secretary" | "home minister" => "interior minister".to_owned(),
        _ => office,
    }
}

/// Splits a phrase into words as the segmenter would, near enough for names.
fn split(text: &str) -> Vec<String> {
    let mut words = Vec::new();
    for word in text.split_whitespace() {
        let word = word.trim_matches(|c: char| matches!(c, '"' | '“' | '”' | '(' | ')' | ';'));
        let (word, comma) = match word.strip_suffix(',') {
            Some(rest) => (rest, true),
            None => (word, false),
        };
        let (host, clitic) = match word.strip_suffix("'s").or_else(|| word.strip_suffix("’s")) {
            Some(host) if !host.is_empty() => (host, Some("'s")),
            _ => (word, None),
        };
        let mut parts = host.split('-').peekable();
        while let Some(part) = parts.next() {
            if !part.is_empty() {
                words.push(part.to_owned());
            }
            if parts.peek().is_some() {
                words.push("-".to_owned());
            }
        }
        words.extend(clitic.map(ToOwned::to_owned));
        if comma {
            words.push(",".to_owned());
        }
    }
    words
}

/// A phrase taken apart.
struct Parts<'r> {
    words: Vec<String>,
    lower: Vec<String>,
    /// Registry names in it: first word, number of words, entries.
    names: Vec<(usize, usize, Vec<&'r Actor>)>,
    /// One past the head noun.
    head_end: usize,
}

impl Registry {
    /// Returns who a phrase names.
    #[must_use]
    pub fn resolve(&self, query: &Query<'_>) -> Entity {
        let words = split(query.text);
        self.resolve_words(words, query)
    }

    pub(crate) fn resolve_words(&self, mut words: Vec<String>, query: &Query<'_>) -> Entity {
        let leading = |w: &String| {
            matches!(
                w.to_lowercase().as_str(),
                "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this" | "these" | "those"
            )
        };
        while words.len() > 1 && leading(&words[0]) {
            words.remove(0);
        }
        let parts = self.take_apart(words);
        let mut entity = self.by_parts(&parts, query);
        if entity.class == ActorClass::Thing && entity.sector.is_empty() && parts.is_place() {
            // Of a town nobody but its people is known.
            entity.sector = "CVL".to_owned();
        }
        entity.raw_text = query.text.to_owned();
        if entity.name.is_empty() {
            entity.name = query.text.trim().to_owned();
        }
        if entity.country.is_empty() && entity.class != ActorClass::State {
            let context = self.take_apart(split(query.context));
            entity.country = context.country().unwrap_or_default();
            self.fill_holder(&mut entity, query);
        }
        entity
    }

    fn take_apart(&self, words: Vec<String>) -> Parts<'_> {
        let plain: Vec<&str> = words.iter().map(String::as_str).collect();
        let mut names = Vec::new();
        let mut at = 0;
        while at < plain.len() {
            match self.longest_at(&plain, at) {
                Some((n, found)) => {
                    names.push((at, n, found));
                    at += n;
                }
                None => at += 1,
            }
        }
        let lower: Vec<String> = words.iter().map(|w| w.to_lowercase()).collect();
        let ends_head = |w: &String| {
            matches!(
                w.as_str(),
                "of" | "in"
                    | "at"
                    | "for"
                    | "from"
                    | "to"
                    | ","
                    | "with"
                    | "on"
                    | "by"
                    | "who"
                    | "against"
                    | "near"
            )
        };
        let inside_name =
            |at: usize| names.iter().any(|(start, n, _)| at > *start && at < start + n);
        let head_end = (1..lower.len())
            .find(|&at| ends_head(&lower[at]) && !inside_name(at))
            .unwrap_or(lower.len());
        Parts { words, lower, names, head_end }
    }

    fn by_parts(&self, parts: &Parts<'_>, query: &Query<'_>) -> Entity {
        let whole = parts.names.iter().find(|(start, n, _)| *start == 0 && *n == parts.words.len());
        if let Some((_, _, found)) = whole {
            return self.by_entries(found, query.date);
        }
        let former = parts.lower.iter().any(|w| {
            matches!(w.as_str(), "former" | "ex" | "ousted" | "deposed" | "late" | "disgraced")
        });
        if let Some((_, _, found)) =
            parts.names.iter().find(|(.., f)| f.iter().any(|a| a.kind == Kind::Person))
        {
            let mut entity = self.by_entries(found, query.date);
            if former {
                make_former(&mut entity);
            } else {
                self.hold_named_office(&mut entity, found, parts);
            }
            return entity;
        }
        let role = self.head_role(parts);
        let organisation =
            parts.names.iter().find(|(_, _, found)| found[0].kind == Kind::Organisation);
        if let Some((start, n, found)) = organisation {
            // "members of SANDF", "Boko Haram gunmen", "the EU legislature"
            let own = self.by_entries(found, query.date);
            let at_head = start + n == parts.head_end;
            return match role {
                Some(role) if !at_head => {
                    let mut entity = self.by_role(&role, parts, query);
                    entity.country = own.country.clone();
                    let generic = matches!(entity.sector.as_str(), "CVL" | "UAF" | "SOC" | "");
                    let group = matches!(
                        parts.lower.first().map(String::as_str),
                        Some("member" | "members" | "fighters" | "gunmen" | "militants")
                    );
                    // "Isis militants" are Isis.
                    let forces =
                        own.class == ActorClass::Armed && entity.class == ActorClass::Armed;
                    if !own.sector.is_empty() && (generic || group || forces) {
                        entity.sector = own.sector;
                        entity.id = own.id;
                        entity.name = own.name;
                        entity.class = ActorClass::Armed;
                        if own.class != ActorClass::Armed {
                            entity.class = own.class;
                        }
                    }
                    entity
                }
                _ => own,
            };
        }
        let mut entity = match &role {
            Some(role) => self.by_role(role, parts, query),
            None => self.by_country_alone(parts),
        };
        if role.is_none() && entity.sector.is_empty() {
            entity.sector = self.modifying_sector(parts);
        }
        if entity.country.is_empty() {
            entity.country = parts.country_of_places(role.is_some()).unwrap_or_default();
            self.fill_holder(&mut entity, query);
        }
        if entity.name.is_empty()
            && entity.class == ActorClass::Thing
            && parts.words.len() == 1
            && let Some(person) =
                self.by_surname(&parts.words[0], query.date).filter(|_| is_capital(&parts.words[0]))
        {
            entity = self.by_entries(&[person], query.date);
        }
        if former && role.is_some() {
            make_former(&mut entity);
        }
        entity
    }

    /// "Defence Secretary Ben Wallace": who is given the office that he held holds it still, whatever
    /// the list knows of the end of his term.
    fn hold_named_office(&self, entity: &mut Entity, entries: &[&Actor], parts: &Parts<'_>) {
        let Some(role) = &entity.role else { return };
        let Some(office) = role.strip_prefix("former ") else { return };
        let named =
            |role: &crate::registry::Role| plain_office(&role.office) == plain_office(office);
        let mut ends = (1..=parts.words.len())
            .filter_map(|end| self.role_ending(&parts.lower[..end], end).map(|(_, role)| role));
        let actor = entries.iter().find(|actor| actor.role == office);
        if let Some(actor) = actor.filter(|_| ends.any(named)) {
            entity.sector = actor.sector.clone();
            entity.role = Some(office.to_owned());
        }
    }

    /// The sector of the word before a head that names no role: "army accountant".
    fn modifying_sector(&self, parts: &Parts<'_>) -> String {
        let before = parts.head_end.saturating_sub(1);
        let role = self.role_ending(&parts.lower[..before], before);
        role.map(|(_, role)| role.sector.clone()).unwrap_or_default()
    }

    /// The role that the head noun names, singular or plural.
    fn head_role(&self, parts: &Parts<'_>) -> Option<crate::registry::Role> {
        // "director of central intelligence" is a role by its whole.
        let whole = self.role_ending(&parts.lower, parts.lower.len());
        if let Some((0, role)) = whole {
            return Some(role.clone());
        }
        let find = |end: usize| {
            let exact = self.role_ending(&parts.lower[..end], end).map(|(_, role)| role.clone());
            exact.or_else(|| {
                let mut singular = parts.lower[..end].to_vec();
                let last = singular.last_mut()?;
                *last = crate::phrase::singular(last);
                self.role_ending(&singular, end).map(|(_, role)| role.clone())
            })
        };
        // "Defense Minister Diego Molano": an unknown name may follow the title.
        let mut end = parts.head_end;
        while end > 0 {
            if let Some(role) = find(end) {
                return Some(role);
            }
            let is_name = is_capital(&parts.words[end - 1]);
            if !is_name {
                break;
            }
            end -= 1;
        }
        // "president of the Riigikogu" reads as a whole; "thousands of refugees" by what is counted.
        None
    }

    fn by_role(
        &self,
        role: &crate::registry::Role,
        parts: &Parts<'_>,
        query: &Query<'_>,
    ) -> Entity {
        let mut entity = Entity {
            country: parts.country().unwrap_or_default(),
            sector: role.sector.clone(),
            other_sectors: role.other_sectors.clone(),
            role: (!role.office.is_empty()).then(|| role.office.clone()),
            class: role.class,
            ..Entity::default()
        };
        let counts = parts.lower.first().is_some_and(|w| {
            matches!(
                w.as_str(),
                "thousands"
                    | "hundreds"
                    | "dozens"
                    | "scores"
                    | "tens"
                    | "millions"
                    | "group"
                    | "members"
                    | "member"
                    | "families"
                    | "crowd"
                    | "number"
                    | "leaders"
                    | "leader"
                    | "president"
                    | "head"
                    | "chief"
                    | "people"
            )
        });
        let rest = parts
            .lower
            .get(parts.head_end + 1..)
            .filter(|_| counts && parts.lower.get(parts.head_end).is_some_and(|w| w == "of"));
        if let Some(rest) = rest {
            let words: Vec<String> = parts.words[parts.head_end + 1..].to_vec();
            let inner = self.by_parts(&self.take_apart(words), query);
            if entity.class == ActorClass::People && rest.len() < parts.lower.len() {
                // "thousands of refugees"
                if !inner.sector.is_empty() {
                    entity.sector = inner.sector;
                }
                if inner.class == ActorClass::Armed {
                    entity.class = inner.class;
                }
            } else if matches!(inner.sector.as_str(), "LEG" | "JUD" | "SOC" | "BUS" | "PTY" | "EDU")
                && entity.sector == "GOV"
            {
                // "president of the Riigikogu", "president of the Chadian Human Rights League"
                entity.sector = inner.sector;
                entity.role = None;
            }
            if entity.country.is_empty() {
                entity.country = inner.country;
            }
        }
        self.fill_holder(&mut entity, query);
        entity
    }

    /// Names the holder of an office where country and date tell it.
    fn fill_holder(&self, entity: &mut Entity, query: &Query<'_>) {
        let (Some(office), Some(date)) = (&entity.role, query.date) else { return };
        if entity.country.is_empty() || !entity.id.is_empty() || entity.class != ActorClass::Person
        {
            return;
        }
        if let Some(actor) = self.holder(&entity.country, office, date) {
            entity.name = actor.name.clone();
            entity.id = actor.id.clone();
        }
    }

    /// A phrase with a country in it and an unknown head: a thing of that country, or the state.
    fn by_country_alone(&self, parts: &Parts<'_>) -> Entity {
        let Some(country) = parts.country() else { return Entity::default() };
        let at_head = parts.names.iter().find(|(start, n, _)| start + n == parts.head_end);
        match at_head {
            Some((_, _, found)) => Entity { country, ..self.by_entries(found, None) },
            None => Entity { country, ..Entity::default() },
        }
    }

    /// The entity of registry entries with one name.
    pub(crate) fn by_entries(&self, entries: &[&Actor], date: Option<Date>) -> Entity {
        let people: Vec<&Actor> =
            entries.iter().copied().filter(|a| a.kind == Kind::Person).collect();
        let best = if people.is_empty() {
            self.term_of(entries, date)
        } else {
            self.term_of(&people, date)
        };
        let Some(actor) = best else { return Entity::default() };
        let mut entity = Entity {
            name: actor.name.clone(),
            id: actor.id.clone(),
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            other_sectors: actor.other_sectors.clone(),
            role: (!actor.role.is_empty()).then(|| actor.role.clone()),
            class: actor.class,
            ..Entity::default()
        };
        let ended = actor.kind == Kind::Person && actor.term.1.is_some() && !actor.holds(date);
        if ended && entity.sector == "GOV" {
            make_former(&mut entity);
        }
        entity
    }
}

fn make_former(entity: &mut Entity) {
    if matches!(entity.sector.as_str(), "GOV" | "LEG" | "MIL" | "JUD" | "SPY") {
        entity.sector = "ELI".to_owned();
    }
    entity.role = entity.role.take().map(|role| format!("former {role}"));
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// An English plural's singular, near enough to find a role.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "men" | "people" | "police" => return word.replace("men", "man"),
        "women" => return "woman".to_owned(),
        "children" => return "child".to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("men") {
        return format!("{stem}man");
    }
    for ending in ["sses", "ches", "shes"] {
        if word.ends_with(ending) {
            return word[..word.len() - 2].to_owned();
        }
    }
    word.strip_suffix('s').filter(|stem| !stem.ends_with('s')).unwrap_or(word).to_owned()
}

impl Parts<'_> {
    /// Whether the whole phrase is the name of a known place.
    fn is_place(&self) -> bool {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        !words.is_empty()
            && crate::place::country_at(&words, 0).is_some_and(|(n, ..)| n == words.len())
    }

    /// The country of a part of a state or a known city before the head or in a phrase behind it: "Kano
    /// State government", "rebels in Rakhine". Where the head tells a `role`, what follows it without a
    /// preposition is somebody's name.
    fn country_of_places(&self, role: bool) -> Option<String> {
        let words: Vec<&str> = self.words.iter().map(String::as_str).collect();
        let links =
            |at: usize| matches!(self.lower[at].as_str(), "of" | "in" | "from" | "at" | "near");
        let before = 0..if role { self.head_end.saturating_sub(1) } else { words.len() };
        let behind = (self.head_end..words.len()).filter(|&at| at > 0 && links(at - 1));
        before.chain(behind).find_map(|at| {
            let (n, country, is_part) = crate::place::country_at(&words, at)?;
            // A city may be the first word of the name of anything, and of anybody.
            let whole = n == words.len();
            let tells = is_part || whole || (at == 0 && role) || (at > 0 && links(at - 1));
            tells.then(|| country.to_owned())
        })
    }

    /// The country that the names in the phrase tell, the first that does.
    fn country(&self) -> Option<String> {
        let countries = self.names.iter().filter_map(|(.., found)| {
            found.iter().map(|a| a.country.as_str()).find(|c| !c.is_empty())
        });
        let known: Vec<&str> = countries.collect();
        known.first().map(|c| (*c).to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn codes(text: &str) -> String {
        let query = Query { text, context: "", date: None };
        let entity = Registry::builtin().resolve(&query);
        format!("{} {}", entity.country, entity.sector)
    }

    #[test]
    fn country_and_sector_come_from_the_words() {
        assert_eq!(codes("four Saudi men"), "SAU CVL");
        assert_eq!(codes("Serbian Army"), "SRB MIL");
        assert_eq!(codes("Chile's Defense Ministry"), "CHL GOV");
        assert_eq!(codes("Kyiv police"), "UKR COP");
        assert_eq!(codes("Muslim leaders in France"), "FRA REL");
        assert_eq!(codes("thousands of refugees from Iraq"), "IRQ REF");
    }

    #[test]
    fn a_title_with_country_and_date_names_the_holder() {
        let query =
            Query { text: "the Russian President", context: "", date: Some(date(2021, 11, 5)) };
        let entity = Registry::builtin().resolve(&query);
        assert_eq!((entity.name.as_str(), entity.class), ("Vladimir Putin", ActorClass::Person));
    }

    #[test]
    fn things_of_a_country_are_things() {
        let query = Query { text: "Ukrainian border", context: "", date: None };
        let entity = Registry::builtin().resolve(&query);
        assert_eq!((entity.country.as_str(), entity.class), ("UKR", ActorClass::Thing));
    }
}

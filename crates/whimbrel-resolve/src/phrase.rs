//! Phrases that nobody listed: country from adjectives, places and possessors, sector and role
//! from the head noun.

mod parts;
mod person;

use crate::entity::Entity;
use crate::lists::is_root;
use crate::registry::{Actor, Kind, Registry, Role};
use jiff::civil::Date;
use parts::Parts;
use whimbrel_text::{ActorClass, NameKind};

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

/// Offices that every body has: their bearer is of the body's sector.
const OF_BODIES: [&str; 22] = [
    "leader",
    "official",
    "spokesman",
    "spokeswoman",
    "spokesperson",
    "executive",
    "president",
    "secretary-general",
    "director-general",
    "chief executive",
    "administrator",
    "aide",
    "adviser",
    "advisor",
    "negotiator",
    "chief negotiator",
    "secretary",
    "press secretary",
    "delegate",
    "governor",
    "inspector",
    "chief of staff",
];

/// Those who lead a body, whatever it is; without one nobody knows what they are.
pub(crate) const HEADS: [&str; 9] = [
    "head",
    "chief",
    "director",
    "chairman",
    "chairwoman",
    "chair",
    "boss",
    "founder",
    "chairperson",
];

/// Whether somebody in an office serves in another country than his own.
fn is_envoy(role: &Role) -> bool {
    matches!(
        role.office.as_str(),
        "ambassador"
            | "envoy"
            | "special envoy"
            | "consul"
            | "attache"
            | "charge d'affaires"
            | "diplomat"
            | "high commissioner"
            | "negotiator"
    )
}

/// A body or people of several countries in the one that the phrase names: "Iraqi Kurds"; and a namesake
/// of a body in another country.
fn in_country(body: Entity, start: usize, parts: &Parts<'_>) -> Entity {
    if body.country.is_empty() {
        let country = parts.country().or_else(|| parts.country_of_places(true));
        return Entity { country: country.unwrap_or_default(), ..body };
    }
    match parts.country_before(start, &body.country).filter(|_| !is_root(&body.country)) {
        Some(country) => Entity {
            country,
            id: String::new(),
            wikidata_id: String::new(),
            name: String::new(),
            ..body
        },
        None => body,
    }
}

impl Registry {
    /// Returns who a phrase names.
    #[must_use]
    pub fn resolve(&self, query: &Query<'_>) -> Entity {
        let words = split(query.text);
        self.resolve_words(words, query)
    }

    pub(crate) fn resolve_words(&self, words: Vec<String>, query: &Query<'_>) -> Entity {
        let parts = Parts::of(self, without_articles(words));
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
            let context = Parts::of(self, split(query.context));
            entity.country = context.country().unwrap_or_default();
            self.fill_holder(&mut entity, query);
        }
        entity
    }

    fn by_parts(&self, parts: &Parts<'_>, query: &Query<'_>) -> Entity {
        let former = parts.lower.iter().any(|w| {
            matches!(w.as_str(), "former" | "ex" | "ousted" | "deposed" | "late" | "disgraced")
        });
        let role = self.head_role(parts);
        if let Some((start, _, found)) = parts.person(role.is_some()) {
            return self.by_person(found, *start, former, parts, query);
        }
        let whole = parts.names.iter().find(|(start, n, _)| *start == 0 && *n == parts.words.len());
        if let Some((_, _, found)) = whole {
            return self.by_entries(found, query.date);
        }
        let is_envoy = role.as_ref().is_some_and(is_envoy);
        if let Some((start, n, found)) = parts.organisation(self, is_envoy) {
            let own = self.by_entries(found, query.date);
            let at_head = start + n == parts.head_end;
            return match role {
                Some(role) if !at_head => self.of_organisation(&role, own, parts, query),
                _ => in_country(own, *start, parts),
            };
        }
        let mut entity = match &role {
            Some(role) => self.by_role(role, parts, query),
            None => self.headed_body(parts, query).unwrap_or_else(|| self.by_country_alone(parts)),
        };
        if role.is_none() && entity.sector.is_empty() {
            entity.sector = self.modifying_sector(parts);
        }
        if let Some(sector) = self.sector_of_name(&entity, parts) {
            entity.sector = sector;
            entity.class = ActorClass::Organisation;
        }
        if entity.country.is_empty() {
            let role = role.is_some() || !entity.sector.is_empty();
            entity.country = parts.country_of_places(role).unwrap_or_default();
        }
        if entity.country.is_empty() {
            entity.country = parts.country_of_sides(self, query.date).unwrap_or_default();
        }
        self.fill_holder(&mut entity, query);
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

    /// "members of SANDF", "Boko Haram gunmen", "the EU legislature", "a Hamas spokesman".
    fn of_organisation(
        &self,
        role: &Role,
        own: Entity,
        parts: &Parts<'_>,
        query: &Query<'_>,
    ) -> Entity {
        let mut entity = self.by_role(role, parts, query);
        if !own.country.is_empty() {
            entity.country = own.country;
        }
        let is_people = own.class == ActorClass::People && own.sector == "CVL";
        if OF_BODIES.contains(&role.office.as_str()) && !own.sector.is_empty() && !is_people {
            entity.sector = own.sector;
            entity.other_sectors = own.other_sectors;
            return entity;
        }
        // A part of a state has offices of the same names as the state.
        if !matches!(own.class, ActorClass::State | ActorClass::Place) {
            self.fill_holder(&mut entity, query);
        }
        if own.class == ActorClass::Armed && entity.sector == "MIL" {
            entity.sector.clone_from(&own.sector);
        }
        let generic = matches!(entity.sector.as_str(), "CVL" | "UAF" | "SOC" | "");
        let group = matches!(
            parts.lower.first().map(String::as_str),
            Some("member" | "members" | "fighters" | "gunmen" | "militants")
        );
        // "Isis militants" are Isis.
        let forces = own.class == ActorClass::Armed && entity.class == ActorClass::Armed;
        if !own.sector.is_empty() && (generic || group || forces) {
            entity.sector = own.sector;
            entity.id = own.id;
            entity.wikidata_id = own.wikidata_id;
            entity.name = own.name;
            entity.class = own.class;
        }
        entity
    }

    /// "head of Nigeria's electoral commission", "the electoral commission's chief": who leads a body is
    /// of its sector.
    fn headed_body(&self, parts: &Parts<'_>, query: &Query<'_>) -> Option<Entity> {
        let head = parts.head_end.checked_sub(1)?;
        if !HEADS.contains(&parts.lower.get(head)?.as_str()) {
            return None;
        }
        if parts.lower.get(parts.head_end).is_some_and(|word| word == "of") {
            let rest: Vec<String> = parts.words[parts.head_end + 1..].to_vec();
            let body = self.by_parts(&Parts::of(self, without_articles(rest)), query);
            let is_body = matches!(body.class, ActorClass::Organisation | ActorClass::Armed);
            let country = parts.country().unwrap_or(body.country);
            return (is_body && !body.sector.is_empty()).then_some(Entity {
                country,
                sector: body.sector,
                other_sectors: body.other_sectors,
                class: ActorClass::Person,
                ..Entity::default()
            });
        }
        let end = if parts.lower.get(head.wrapping_sub(1))? == "'s" { head - 1 } else { head };
        let (_, role) = self.role_ending(&parts.lower[..end], end)?;
        matches!(role.class, ActorClass::Organisation | ActorClass::Armed).then(|| Entity {
            country: parts.country().unwrap_or_default(),
            sector: role.sector.clone(),
            other_sectors: role.other_sectors.clone(),
            class: ActorClass::Person,
            ..Entity::default()
        })
    }

    /// The sector that the words of an unlisted body's name tell, where the word that says what it is
    /// tells none: "Aboriginal Medical Services Alliance".
    fn sector_of_name(&self, entity: &Entity, parts: &Parts<'_>) -> Option<String> {
        let neutral = |at: usize| {
            let role = self.role(&parts.lower[at]);
            self.last_word(&parts.words[at]) == Some(NameKind::Organisation)
                && role.is_none_or(|role| role.sector == "SOC" || parts.lower[at] == "alliance")
        };
        let untold = matches!(entity.sector.as_str(), "" | "SOC");
        let last = (0..parts.words.len()).rfind(|&at| neutral(at))?;
        if !(untold || parts.lower[last] == "alliance") {
            return None;
        }
        let before = parts.words[..last].iter().rev();
        let mut words = before.chain(&parts.words[last + 1..]);
        words.find_map(|word| self.sector_word(word)).map(ToOwned::to_owned)
    }

    /// The sector of the word before a head that names no role: "army accountant".
    fn modifying_sector(&self, parts: &Parts<'_>) -> String {
        let before = parts.head_end.saturating_sub(1);
        let tells = before > 0 && parts.lower[before - 1] != "deputy";
        let role = self.role_ending(&parts.lower[..before], before).filter(|_| tells);
        role.map(|(_, role)| role.sector.clone()).unwrap_or_default()
    }

    /// The role that the head noun names, singular or plural.
    fn head_role(&self, parts: &Parts<'_>) -> Option<Role> {
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

    fn by_role(&self, role: &Role, parts: &Parts<'_>, query: &Query<'_>) -> Entity {
        let mut entity = Entity {
            country: parts.country_of_actor(is_envoy(role)).unwrap_or_default(),
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
            let inner = self.by_parts(&Parts::of(self, words), query);
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
            } else if matches!(inner.class, ActorClass::People | ActorClass::Armed)
                && entity.sector == "GOV"
            {
                // "leader of the Syrian Kurds", "leader of the rebels"
                if inner.class == ActorClass::Armed {
                    entity.sector = inner.sector;
                }
                entity.role = None;
            }
            if entity.country.is_empty() {
                entity.country = inner.country;
            }
        }
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
            entity.wikidata_id = self.wikidata_id(&actor.id).to_owned();
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
            wikidata_id: self.wikidata_id(&actor.id).to_owned(),
            country: actor.country.clone(),
            sector: actor.sector.clone(),
            other_sectors: actor.other_sectors.clone(),
            role: (!actor.role.is_empty()).then(|| actor.role.clone()),
            class: actor.class,
            ..Entity::default()
        };
        // Of a throne without a day nobody can tell that it was left.
        let reigns = date.is_none() && actor.is_monarch();
        let ended =
            actor.kind == Kind::Person && actor.term.1.is_some() && !(actor.holds(date) || reigns);
        if ended && leaves_elite(&entity.sector) {
            make_former(&mut entity);
        }
        entity
    }
}

/// Whether who leaves an office of a sector is of the elites that were.
fn leaves_elite(sector: &str) -> bool {
    matches!(sector, "GOV" | "LEG" | "MIL" | "JUD" | "SPY" | "COP" | "IGO")
}

fn make_former(entity: &mut Entity) {
    if leaves_elite(&entity.sector) {
        entity.sector = "ELI".to_owned();
    }
    let former = |role: String| match role.starts_with("former ") {
        true => role,
        false => format!("former {role}"),
    };
    entity.role = entity.role.take().map(former);
}

/// The words of a phrase without the articles and possessives that it begins with.
fn without_articles(mut words: Vec<String>) -> Vec<String> {
    let leading = |word: &String| {
        matches!(
            word.to_lowercase().as_str(),
            "the" | "a" | "an" | "his" | "her" | "its" | "their" | "this" | "these" | "those"
        )
    };
    let kept = words.iter().position(|word| !leading(word));
    words.drain(..kept.unwrap_or(words.len().saturating_sub(1)));
    words
}

fn is_capital(word: &str) -> bool {
    word.chars().next().is_some_and(char::is_uppercase)
}

/// An English plural's singular, near enough to find a role.
pub(crate) fn singular(word: &str) -> String {
    match word {
        "men" | "people" | "police" => return word.replace("men", "man"),
        "women" => return "woman".to_owned(),
        _ => {}
    }
    if let Some(stem) = word.strip_suffix("ies") {
        return format!("{stem}y");
    }
    if let Some(stem) = word.strip_suffix("children") {
        return format!("{stem}child");
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

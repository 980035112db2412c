//! Persons of the registry in phrases: which of their offices is meant.

use super::parts::Parts;
use super::{Query, make_former, plain_office, split};
use crate::entity::Entity;
use crate::registry::{Actor, Kind, Registry, Role};

impl Registry {
    /// A person of the registry, in the office that the words beside his name give him.
    pub(super) fn by_person(
        &self,
        found: &[&Actor],
        start: usize,
        former: bool,
        parts: &Parts<'_>,
        query: &Query<'_>,
    ) -> Entity {
        let titled = self.titled(found, parts, query);
        let mut entity = match titled {
            Some(actor) => self.by_entries(&[actor], query.date),
            None => self.by_entries(found, query.date),
        };
        if former {
            make_former(&mut entity);
        } else if let Some(actor) = titled {
            // Who is given the office that he held holds it still, whatever the list knows of its end.
            entity.sector.clone_from(&actor.sector);
            entity.role = Some(actor.role.clone());
        } else if let Some(role) = self.title(start, parts) {
            entity.sector.clone_from(&role.sector);
        }
        entity
    }

    /// The term of a person in an office that the phrase or its context names: "Defence Secretary Ben
    /// Wallace"; of several the last that had begun.
    fn titled<'a>(
        &self,
        found: &[&'a Actor],
        parts: &Parts<'_>,
        query: &Query<'_>,
    ) -> Option<&'a Actor> {
        let context: Vec<String> = split(query.context).iter().map(|w| w.to_lowercase()).collect();
        let mut offices = self.offices(&parts.lower);
        offices.extend(self.offices(&context));
        let context = plain_office(&context.join(" "));
        let is_named = |actor: &&&'a Actor| {
            let office = plain_office(&actor.role);
            // "defence", beside the name of a defence minister.
            let portfolio = office.strip_suffix(" minister");
            let told = portfolio.is_some_and(|words| context.split(' ').any(|word| word == words));
            actor.kind == Kind::Person && (told || offices.contains(&office))
        };
        let named = || found.iter().filter(is_named);
        let begun = named().rfind(|actor| actor.began(query.date));
        begun.or_else(|| named().next()).copied()
    }

    /// The offices that words name.
    fn offices(&self, lower: &[String]) -> Vec<String> {
        let ending = |end: usize| self.role_ending(&lower[..end], end).map(|(_, role)| role);
        let offices = (1..=lower.len()).filter_map(ending).map(|role| &role.office);
        offices.filter(|office| !office.is_empty()).map(|office| plain_office(office)).collect()
    }

    /// A lawmaker's or opposition leader's title right before a name: what a report calls somebody goes
    /// before what the list knows of him.
    fn title(&self, start: usize, parts: &Parts<'_>) -> Option<&Role> {
        let (_, role) = self.role_ending(&parts.lower[..start], start)?;
        let tells = matches!(role.sector.as_str(), "LEG" | "OPP") && !role.office.is_empty();
        Some(role).filter(|_| tells)
    }
}

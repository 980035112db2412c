//! What a report has named so far, and who a pronoun or description takes up.
//!
//! Candidates are ranked by how near their sentence is, whether they were subjects, and how often
//! they were named (after the salience weights of Lappin and Leass 1994, much reduced); arguments
//! of one verb are never the same.

use crate::entity::Entity;
use crate::registry::Registry;
use rustc_hash::FxHashMap;
use whimbrel_text::ActorClass;

/// An actor phrase that was met.
#[derive(Clone, Debug)]
pub(crate) struct Candidate {
    pub(crate) entity: Entity,
    pub(crate) sentence: usize,
    pub(crate) token: usize,
    /// The predicate that it is an argument of.
    pub(crate) verb: Option<usize>,
    pub(crate) is_subject: bool,
    pub(crate) is_pronoun: bool,
}

/// The actor phrases met, in order.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory {
    candidates: Vec<Candidate>,
    /// How often each entity was named.
    named: FxHashMap<String, i64>,
}

/// How many of the last candidates are kept, at least: more than a long report has, and few enough
/// that a text of any length is read in time that grows with its length alone.
const KEPT: usize = 1000;

/// How many sentences back a pronoun reaches.
const REACH: usize = 4;

fn key(entity: &Entity) -> &str {
    if entity.id.is_empty() { &entity.name } else { &entity.id }
}

/// Whether somebody is known by a description alone, which ends in another's name: "the regime of
/// Bashar al-Assad".
fn is_description(entity: &Entity) -> bool {
    let links = |word: &str| {
        matches!(word, "of" | "in" | "at" | "for" | "from" | "to" | "by" | "with" | "'s" | "’s")
    };
    entity.id.is_empty() && entity.name.split_whitespace().any(links)
}

impl Memory {
    pub(crate) fn add(&mut self, candidate: Candidate) {
        *self.named.entry(key(&candidate.entity).to_owned()).or_default() += 1;
        self.candidates.push(candidate);
        if self.candidates.len() == 2 * KEPT {
            self.candidates.drain(..KEPT);
        }
    }

    /// The earlier person or body whose name ends with this word.
    pub(crate) fn by_last_name(&self, word: &str) -> Option<&Entity> {
        let ends = |c: &&Candidate| {
            !c.is_pronoun
                && !is_description(&c.entity)
                && c.entity.name.split_whitespace().count() > 1
                && c.entity.name.split_whitespace().next_back() == Some(word)
        };
        self.candidates.iter().rev().find(ends).map(|c| &c.entity)
    }

    /// The best candidate before `token` of sentence `at` that fits. `verbs` are the verb that the phrase
    /// to be understood is an argument of, and those above whose subject is that verb's too.
    fn best(
        &self,
        at: usize,
        verbs: &[usize],
        reach: usize,
        fits: impl Fn(&Candidate) -> bool,
    ) -> Option<&Candidate> {
        let near = |c: &&Candidate| at - c.sentence.min(at) <= reach && fits(c);
        // Whoever is an argument of the same verb is somebody else, and so is the subject that it has
        // in common with a verb above: "called Morrison to congratulate him".
        let beside = |c: &&Candidate| match c.verb.filter(|_| c.sentence == at) {
            Some(verb) => verbs.first() == Some(&verb) || (c.is_subject && verbs.contains(&verb)),
            None => false,
        };
        let taken: Vec<&str> =
            self.candidates.iter().filter(beside).map(|c| key(&c.entity)).collect();
        let score = |c: &Candidate| {
            let named = self.named.get(key(&c.entity)).copied().unwrap_or_default();
            let mut score = 100 - 30 * (at - c.sentence.min(at)) as i64;
            score += if c.is_subject { 35 } else { 0 };
            score += 4 * named.min(5);
            score += if c.is_pronoun { 5 } else { 0 };
            score + (c.token as i64).min(60) / 6
        };
        let open = self.candidates.iter().filter(near).filter(|c| !taken.contains(&key(&c.entity)));
        open.max_by_key(|c| (score(c), c.sentence, c.token))
    }

    pub(crate) fn person(
        &self,
        at: usize,
        token: usize,
        verbs: &[usize],
        reflexive: bool,
    ) -> Option<Entity> {
        let verbs = if reflexive { &[] } else { verbs };
        let fits = |c: &Candidate| {
            c.entity.class == ActorClass::Person && (c.sentence < at || c.token < token)
        };
        self.best(at, verbs, REACH, fits).map(|c| c.entity.clone())
    }

    /// A state, organisation or armed group.
    pub(crate) fn body(&self, at: usize, token: usize, verbs: &[usize]) -> Option<Entity> {
        let fits = |c: &Candidate| {
            matches!(
                c.entity.class,
                ActorClass::State | ActorClass::Organisation | ActorClass::Armed
            ) && (c.sentence < at || c.token < token)
        };
        self.best(at, verbs, 1, fits).map(|c| c.entity.clone())
    }

    /// Several people, or a body spoken of as many.
    pub(crate) fn several(&self, at: usize, token: usize, verbs: &[usize]) -> Option<Entity> {
        let fits = |c: &Candidate| {
            matches!(
                c.entity.class,
                ActorClass::People | ActorClass::Organisation | ActorClass::Armed
            ) && (c.sentence < at || c.token < token)
        };
        self.best(at, verbs, 2, fits).map(|c| c.entity.clone())
    }

    /// Somebody named before who may be what a description says: a person of the same country and
    /// of a government where the description is of one.
    pub(crate) fn described(&self, entity: &Entity, at: usize, verbs: &[usize]) -> Option<&Entity> {
        let fits = |c: &Candidate| {
            let other = &c.entity;
            let country = entity.country.is_empty() || entity.country == other.country;
            let sector = entity.sector == other.sector
                || (entity.sector == "GOV" && other.sector.is_empty());
            other.class == ActorClass::Person && !other.id.is_empty() && country && sector
        };
        self.best(at, verbs, 8, fits).map(|c| &c.entity)
    }

    /// The last two parties of one kind: two persons, or two states or bodies.
    pub(crate) fn two_parties(&self) -> Option<Vec<Entity>> {
        let kind = |c: &Candidate| match c.entity.class {
            ActorClass::Person => Some(ActorClass::Person),
            ActorClass::State | ActorClass::Organisation => Some(ActorClass::State),
            _ => None,
        };
        let last = self.candidates.iter().rev().find_map(kind)?;
        self.last_two(|c| (kind(c) == Some(last)).then(|| c.entity.clone()))
    }

    /// The states of the last two parties of different countries.
    pub(crate) fn two_states(&self, registry: &Registry) -> Option<Vec<Entity>> {
        let state = |c: &Candidate| {
            let leads = c.entity.class == ActorClass::State || c.entity.sector == "GOV";
            let entity = registry.state(&c.entity.country)?;
            leads.then_some(entity)
        };
        self.last_two(state)
    }

    fn last_two(&self, of: impl Fn(&Candidate) -> Option<Entity>) -> Option<Vec<Entity>> {
        let mut pair: Vec<Entity> = Vec::new();
        for candidate in self.candidates.iter().rev() {
            let Some(entity) = of(candidate) else { continue };
            if !pair.iter().any(|other| key(other) == key(&entity)) {
                pair.push(entity);
            }
            if pair.len() == 2 {
                pair.reverse();
                return Some(pair);
            }
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn named(names: &[&str]) -> Memory {
        let mut memory = Memory::default();
        for (sentence, name) in names.iter().enumerate() {
            memory.add(Candidate {
                entity: Entity { name: (*name).to_owned(), ..Entity::default() },
                sentence,
                token: 0,
                verb: None,
                is_subject: true,
                is_pronoun: false,
            });
        }
        memory
    }

    #[test]
    fn a_surname_takes_up_a_name_and_no_description_that_ends_in_it() {
        let memory = named(&["spokesman Ada Varkala", "the government of Ada Varkala"]);
        let found = memory.by_last_name("Varkala").map(|entity| entity.name.as_str());
        assert_eq!(found, Some("spokesman Ada Varkala"));
    }
}

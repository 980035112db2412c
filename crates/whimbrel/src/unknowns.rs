//! Names that nobody listed: who takes part in events, or is named as a person or an organisation, and
//! is in no list of actors.

use crate::judged::Findings;
use crate::layouts::table::printable;
use crate::pipeline::{Pipeline, Read};
use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::io::{self, Write};
use std::ops::Range;
use whimbrel_events::Detail;
use whimbrel_resolve::Entity;
use whimbrel_resolve::lists::COLUMNS;
use whimbrel_text::{ActorClass, NameKind, Report, Sentence, Tree, Upos};

/// Sentences kept as examples of a name.
const EXAMPLES: usize = 2;

/// A place of a report that names somebody whom nobody listed.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Sighting {
    /// The full name where the report gives it, else the name as written.
    pub name: String,
    /// What kind of actor is named; `Place` where the words seem to name none.
    pub class: ActorClass,
    /// Country code that the words tell, or empty.
    pub country: String,
    /// Sector code, or empty.
    pub sector: String,
    /// Office, or empty.
    pub role: String,
    /// The sentence, on one line.
    pub sentence: String,
}

/// Returns the places of a report that name somebody whom nobody listed, in order.
#[must_use]
pub fn sightings(pipeline: &Pipeline, report: &Report) -> Vec<Sighting> {
    let read = pipeline.read(report);
    let findings = pipeline.findings(&read, Detail::Events);
    let mut found = Vec::new();
    let mut listed = Vec::new();
    for (at, sentence) in read.sentences.iter().enumerate() {
        let scene = Scene { pipeline, read: &read, at, sentence, tree: Tree::new(sentence) };
        for (words, class) in scene.names(&findings[at]) {
            match scene.sighting(words.clone(), class) {
                Some(sighting) => found.push(sighting),
                None => listed.push(sentence.words(words)),
            }
        }
    }
    join_surnames(pipeline, found, &listed)
}

/// A sentence in which names are looked for.
struct Scene<'a> {
    pipeline: &'a Pipeline,
    read: &'a Read<'a>,
    at: usize,
    sentence: &'a Sentence,
    tree: Tree<'a>,
}

impl Scene<'_> {
    /// The names of persons, organisations and places, and those of parties of events that were not told
    /// to be anything, in order.
    fn names(&self, findings: &Findings) -> Vec<(Range<usize>, ActorClass)> {
        let class = |kind: NameKind| match kind {
            NameKind::Person => ActorClass::Person,
            NameKind::Organisation => ActorClass::Organisation,
            NameKind::Place => ActorClass::Place,
        };
        let told = self.sentence.names.iter();
        let mut names: Vec<(Range<usize>, ActorClass)> =
            told.map(|name| (name.tokens.clone(), class(name.kind))).collect();
        for finding in &findings.events {
            for &head in finding.event.actors.iter().chain(&finding.event.recipients) {
                let class = self.read.mentions.class(self.at, head);
                let is_name = self.is_proper(head)
                    && class.is_actor()
                    && self.sentence.names.iter().all(|name| !name.tokens.contains(&head));
                let words = self.proper_run(head);
                if is_name && names.iter().all(|(other, _)| *other != words) {
                    names.push((words, class));
                }
            }
        }
        names.sort_by_key(|(words, _)| words.start);
        names
    }

    fn is_proper(&self, token: usize) -> bool {
        self.sentence.tokens[token].upos == Upos::Propn
    }

    /// The proper nouns around one of them.
    fn proper_run(&self, token: usize) -> Range<usize> {
        let start = (0..=token).rev().take_while(|&at| self.is_proper(at)).last();
        let end = (token..self.sentence.tokens.len()).take_while(|&at| self.is_proper(at)).last();
        start.unwrap_or(token)..end.unwrap_or(token) + 1
    }

    /// What is told of a name; none where somebody is known by it.
    fn sighting(&self, words: Range<usize>, class: ActorClass) -> Option<Sighting> {
        let head = self.sentence.head_of(&words);
        let entity = self.entity(head);
        if self.is_known(&words, class, entity) {
            return None;
        }
        let told = self.description(head);
        let of = |field: fn(&Entity) -> &str| told.map(field).unwrap_or_default().to_owned();
        let armed = told.is_some_and(|entity| entity.class == ActorClass::Armed);
        let class = match class {
            ActorClass::Organisation if armed => ActorClass::Armed,
            class => class,
        };
        let sentence = self.sentence.words(0..self.sentence.tokens.len());
        Some(Sighting {
            name: one_line(&self.sentence.words(words)),
            class,
            country: of(|entity| &entity.country),
            sector: of(|entity| &entity.sector),
            role: of(|entity| entity.role.as_deref().unwrap_or_default()),
            sentence: one_line(&sentence),
        })
    }

    fn entity(&self, token: usize) -> Option<&Entity> {
        self.read.mentions.entities(self.at, token).first()
    }

    /// Whether somebody is known by a name. An office's holder is not meant by another's name, nor a
    /// body by that of one of its people.
    fn is_known(&self, words: &Range<usize>, class: ActorClass, entity: Option<&Entity>) -> bool {
        let forms: Vec<&str> =
            self.sentence.tokens[words.clone()].iter().map(|token| token.form.as_str()).collect();
        let is_name = forms.iter().any(|form| form.chars().any(char::is_uppercase));
        if !is_name || (forms.len() > 1 && self.pipeline.registry().knows(&forms)) {
            return true;
        }
        let Some(entity) = entity.filter(|entity| !entity.id.is_empty()) else { return false };
        if class != ActorClass::Person {
            return true;
        }
        let last = forms.last().map(|form| form.to_lowercase()).unwrap_or_default();
        let shares = entity.name.to_lowercase().split([' ', '-']).any(|word| word == last);
        let named = shares || (forms.len() == 1 && self.pipeline.registry().knows(&forms));
        entity.id.starts_with("person/") && named
    }

    /// What the phrase of a name's head, or one that it stands beside, tells of it.
    fn description(&self, head: usize) -> Option<&Entity> {
        let tells = |entity: &&Entity| !entity.country.is_empty() || !entity.sector.is_empty();
        let mut at = head;
        for _ in 0..4 {
            if let Some(entity) = self.entity(at).filter(tells) {
                return Some(entity);
            }
            let token = self.tree.token(at);
            let links =
                matches!(token.rel(), "flat" | "appos" | "compound") || token.deprel == "nmod:desc";
            at = self.tree.head(at).filter(|_| links)?;
        }
        None
    }
}

/// Gives surnames that stand alone the full name that the report tells; without one, those that
/// somebody is known by are left out.
fn join_surnames(
    pipeline: &Pipeline,
    mut found: Vec<Sighting>,
    listed: &[String],
) -> Vec<Sighting> {
    let is_full = |name: &str| name.contains(' ');
    let last = |name: &str| name.split(' ').next_back().unwrap_or_default().to_lowercase();
    let mut full: BTreeMap<String, (String, ActorClass)> = BTreeMap::new();
    for sighting in found.iter().filter(|s| is_full(&s.name) && s.class == ActorClass::Person) {
        let entry = (sighting.name.clone(), sighting.class);
        full.entry(last(&sighting.name)).or_insert(entry);
    }
    found.retain_mut(|sighting| {
        if is_full(&sighting.name) {
            return true;
        }
        let key = sighting.name.to_lowercase();
        if let Some((name, class)) = full.get(&key) {
            sighting.name.clone_from(name);
            sighting.class = *class;
            return true;
        }
        let of_listed = listed.iter().any(|name| is_full(name) && last(name) == key);
        !of_listed && !pipeline.registry().knows(&[&sighting.name])
    });
    found
}

fn one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// A name that nobody listed, with what the reports tell of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Unknown {
    /// As it is written most often.
    pub name: String,
    /// How often it is named.
    pub count: usize,
    /// In how many reports.
    pub reports: usize,
    /// Likeliest kind of actor.
    pub class: ActorClass,
    /// Likeliest country code, or empty.
    pub country: String,
    /// Likeliest sector code, or empty.
    pub sector: String,
    /// Likeliest office, or empty.
    pub role: String,
    /// The first sentences that name it, from different reports where there are several.
    pub examples: Vec<String>,
}

/// How often each value was told.
type Votes<T> = BTreeMap<T, usize>;

/// What was told of one name.
#[derive(Clone, Debug, Default)]
struct Tally {
    count: usize,
    reports: usize,
    names: Votes<String>,
    classes: Votes<ActorClass>,
    countries: Votes<String>,
    sectors: Votes<String>,
    roles: Votes<String>,
    examples: Vec<String>,
    /// A second sentence of the first report, for want of another report.
    spare: Option<String>,
    /// How often a place seems to be named.
    places: usize,
}

/// The names of many reports, as they are read one after the other.
#[derive(Clone, Debug, Default)]
pub struct Unknowns {
    tallies: BTreeMap<String, Tally>,
}

impl Unknowns {
    /// Adds what was seen in a report.
    pub fn add(&mut self, sightings: Vec<Sighting>) {
        let mut seen: BTreeMap<String, ()> = BTreeMap::new();
        for sighting in sightings {
            let key = sighting.name.to_lowercase();
            let tally = self.tallies.entry(key.clone()).or_default();
            if sighting.class == ActorClass::Place {
                tally.places += 1;
                continue;
            }
            let first = seen.insert(key, ()).is_none();
            tally.add(sighting, first);
        }
    }

    /// Returns the names, those named most often first; of those the ones in most reports, then by the
    /// alphabet. What is more often a place is left out.
    #[must_use]
    pub fn ranked(self) -> Vec<Unknown> {
        let actors = self.tallies.into_values().filter(|tally| tally.count > tally.places);
        let mut ranked: Vec<Unknown> = actors.map(Tally::unknown).collect();
        // The sort is stable, the tallies are in the order of the alphabet.
        ranked.sort_by_key(|unknown| Reverse((unknown.count, unknown.reports)));
        ranked
    }
}

impl Tally {
    fn add(&mut self, sighting: Sighting, first_in_report: bool) {
        self.count += 1;
        self.reports += usize::from(first_in_report);
        if first_in_report && self.examples.len() < EXAMPLES {
            self.examples.push(sighting.sentence);
        } else if self.spare.is_none() && !self.examples.contains(&sighting.sentence) {
            self.spare = Some(sighting.sentence);
        }
        *self.names.entry(sighting.name).or_default() += 1;
        *self.classes.entry(sighting.class).or_default() += 1;
        for (votes, told) in [
            (&mut self.countries, sighting.country),
            (&mut self.sectors, sighting.sector),
            (&mut self.roles, sighting.role),
        ] {
            if !told.is_empty() {
                *votes.entry(told).or_default() += 1;
            }
        }
    }

    fn unknown(mut self) -> Unknown {
        let room = EXAMPLES - self.examples.len().min(EXAMPLES);
        self.examples.extend(self.spare.into_iter().take(room));
        Unknown {
            name: likeliest(self.names),
            count: self.count,
            reports: self.reports,
            class: likeliest(self.classes),
            country: likeliest(self.countries),
            sector: likeliest(self.sectors),
            role: likeliest(self.roles),
            examples: self.examples,
        }
    }
}

/// What was told most often; of several the first in their order.
fn likeliest<T: Default + Ord>(votes: Votes<T>) -> T {
    let best = votes.into_iter().rev().max_by_key(|(_, times)| *times);
    best.map(|(told, _)| told).unwrap_or_default()
}

/// Writes the names as a table for people.
///
/// # Errors
/// Where writing fails.
pub fn write_table(unknowns: &[Unknown], out: &mut dyn Write) -> io::Result<()> {
    let width = unknowns.iter().map(|u| u.name.chars().count()).max().unwrap_or(0).clamp(4, 40);
    writeln!(out, "{:<width$}  count  reports  country  sector", "name")?;
    for unknown in unknowns {
        let Unknown { name, count, reports, country, sector, .. } = unknown;
        let line = format!(
            "{:<width$}  {count:>5}  {reports:>7}  {country:<7}  {sector}",
            printable(name)
        );
        writeln!(out, "{}", line.trim_end())?;
        for example in &unknown.examples {
            writeln!(out, "    {}", printable(example))?;
        }
    }
    Ok(())
}

/// Writes the names as comma-separated values, in the columns that [`Pipeline::with_actors`] reads.
///
/// # Errors
/// Where writing fails.
pub fn write_csv(unknowns: &[Unknown], out: &mut dyn Write) -> io::Result<()> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    writer.write_record(COLUMNS).map_err(io::Error::other)?;
    for unknown in unknowns {
        let Unknown { name, country, sector, role, .. } = unknown;
        let row = COLUMNS.map(|column| match column {
            "name" => name.as_str(),
            "country" => country,
            "sector" => sector,
            "role" if unknown.class == ActorClass::Person => role,
            "class" => class_name(unknown.class),
            _ => "",
        });
        writer.write_record(row).map_err(io::Error::other)?;
    }
    out.write_all(&writer.into_inner().map_err(|error| error.into_error())?)
}

/// The name that a list has for a class.
fn class_name(class: ActorClass) -> &'static str {
    match class {
        ActorClass::Person | ActorClass::Official => "person",
        ActorClass::Armed => "armed",
        ActorClass::People => "people",
        ActorClass::State => "state",
        ActorClass::Organisation | ActorClass::Place | ActorClass::Pronoun | ActorClass::Thing => {
            "organisation"
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn seen(name: &str, country: &str, sentence: &str) -> Sighting {
        Sighting {
            name: name.to_owned(),
            class: ActorClass::Person,
            country: country.to_owned(),
            sentence: sentence.to_owned(),
            ..Sighting::default()
        }
    }

    #[test]
    fn names_are_ranked_by_count_then_reports_then_alphabet() {
        let mut unknowns = Unknowns::default();
        unknowns.add(vec![seen("B B", "", "1"), seen("B B", "LVA", "2"), seen("A A", "", "1")]);
        unknowns.add(vec![seen("a a", "", "3"), seen("C C", "", "3")]);
        unknowns.add(vec![seen("A0", "", "4"), seen("Riverton", "", "4")]);
        let place = Sighting { class: ActorClass::Place, ..seen("Riverton", "", "4") };
        unknowns.add(vec![place]);
        let ranked = unknowns.ranked();
        let names: Vec<&str> = ranked.iter().map(|unknown| unknown.name.as_str()).collect();
        assert_eq!(names, ["A A", "B B", "A0", "C C"]);
        assert_eq!((ranked[0].count, ranked[0].reports), (2, 2));
        assert_eq!(ranked[0].examples, ["1", "3"]);
        assert_eq!(
            (ranked[1].examples.as_slice(), ranked[1].country.as_str()),
            (&["1".to_owned(), "2".to_owned()][..], "LVA")
        );
    }

    #[test]
    fn surnames_take_the_full_name_of_their_report() {
        let pipeline = Pipeline::builtin();
        let found = vec![
            seen("Varkala", "", "1"),
            seen("Ada Varkala", "", "2"),
            seen("Okonkwe", "", "2"),
            seen("Lukashenko", "", "3"),
        ];
        let joined = join_surnames(&pipeline, found, &["Bo Okonkwe".to_owned()]);
        let names: Vec<&str> = joined.iter().map(|sighting| sighting.name.as_str()).collect();
        assert_eq!(names, ["Ada Varkala", "Ada Varkala"]);
    }

    #[test]
    fn the_values_that_are_written_can_be_read_as_a_list() {
        let unknown = Unknown {
            name: "Varkala, Kelp and Sons".to_owned(),
            class: ActorClass::Armed,
            country: "LVA".to_owned(),
            sector: "REB".to_owned(),
            ..Unknown::default()
        };
        let mut out = Vec::new();
        write_csv(&[unknown], &mut out).expect("memory can be written to");
        let (pipeline, added) = Pipeline::builtin().with_actors("own.csv", &out);
        assert_eq!((added.entries, added.problems), (1, vec![]));
        let entity = pipeline.resolve("Varkala, Kelp and Sons", "", None);
        assert_eq!((entity.country.as_str(), entity.sector_code.as_str()), ("LVA", "REB"));
    }
}

//! The registry: everybody whom the data files name, and the words that name a kind of actor.

use crate::lists::{Entry, is_sector};
use crate::tables::{Problem, each_row, list};
use jiff::civil::Date;
use rustc_hash::{FxHashMap, FxHashSet};
use std::sync::OnceLock;
use whimbrel_text::{ActorClass, NameKind};

/// What an entry of the registry is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// A state.
    Country,
    /// A capital that stands for a government.
    Seat,
    /// A building or street that stands for a government ("the Kremlin").
    Metonym,
    /// An adjective of a country.
    Adjective,
    /// The people of a country.
    Nationals,
    /// A person in an office.
    Person,
    /// An organisation, group or people.
    Organisation,
}

/// An entry: somebody, in an office for a time where dates are known.
#[derive(Clone, Debug, PartialEq)]
pub struct Actor {
    /// Identifier; the same for all terms of one person.
    pub id: String,
    /// Usual name.
    pub name: String,
    /// What it is.
    pub kind: Kind,
    /// Country code.
    pub country: String,
    /// Sector code, or empty.
    pub sector: String,
    /// Further sector codes.
    pub other_sectors: Vec<String>,
    /// Office, or empty.
    pub role: String,
    /// Class of a phrase that names it.
    pub class: ActorClass,
    /// First and last month of the term as `year * 12 + month - 1`; open where `None`.
    pub term: (Option<i32>, Option<i32>),
}

/// A word, or several, that name a kind of actor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// Sector code.
    pub sector: String,
    /// Further sector codes.
    pub other_sectors: Vec<String>,
    /// Class of a phrase that it heads.
    pub class: ActorClass,
    /// The office that it names, or empty.
    pub office: String,
}

/// How a short name is written in the tables.
#[derive(Clone, Debug, Default)]
struct Written {
    forms: Vec<String>,
    /// Whether one of the forms has several capitals: then no other form names it.
    in_capitals: bool,
}

/// Bytes of a name that may be an abbreviation.
const LONGEST_SHORT: usize = 5;

/// All entries, found by their names.
#[derive(Clone, Debug, Default)]
pub struct Registry {
    actors: Vec<Actor>,
    /// By the name's words in lower case, joined by spaces.
    names: FxHashMap<String, Vec<usize>>,
    /// By the last word of a person's name, in lower case.
    surnames: FxHashMap<String, Vec<usize>>,
    /// The persons of each country.
    people: FxHashMap<String, Vec<usize>>,
    roles: FxHashMap<String, Role>,
    /// Number of words of the longest name that begins with a word.
    longest: FxHashMap<String, usize>,
    /// What a word tells of the names that it begins, and of those that it ends.
    first_words: FxHashMap<String, NameKind>,
    last_words: FxHashMap<String, NameKind>,
    /// What sector a word tells in the name of a body.
    sector_words: FxHashMap<String, String>,
    /// Nouns for what happens in a capital, not by its government, where its name stands before them.
    scenes: FxHashSet<String>,
    /// Names that must be written as they stand ("US", "Isis").
    exact: FxHashMap<String, Written>,
    /// Most words that a role has.
    longest_role: usize,
    /// Where the entries of users' lists begin among the actors, and those of the last list.
    own: Option<(usize, usize)>,
    /// Names of one word that users' lists give to persons, in lower case.
    own_surnames: FxHashSet<String>,
    /// Wikidata's identifiers, by those of the entries.
    wikidata: FxHashMap<String, String>,
}

/// Splits a name as the segmenter splits text: clitics, hyphens and commas apart.
fn words_of(name: &str) -> Vec<String> {
    let spaced = name.replace('’', "'").replace("'s ", " 's ").replace('-', " - ");
    spaced.replace(',', " , ").split_whitespace().map(ToOwned::to_owned).collect()
}

fn key(words: &[String]) -> String {
    words.iter().map(|w| w.to_lowercase()).collect::<Vec<_>>().join(" ")
}

/// The word by which a person is called, in lower case.
fn surname(name: &str) -> Option<String> {
    let last = words_of(name).last()?.to_lowercase();
    (!matches!(last.as_str(), "jr." | "ii" | "iii")).then_some(last)
}

fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let parts: Vec<&str> =
        lower.split(|c: char| !c.is_alphanumeric()).filter(|p| !p.is_empty()).collect();
    parts.join("-")
}

impl Registry {
    /// Returns the registry that the program carries; it is read at the first call.
    ///
    /// # Panics
    /// Never in a program whose tests pass: they read the same files.
    #[must_use]
    pub fn builtin() -> &'static Self {
        static BUILTIN: OnceLock<Registry> = OnceLock::new();
        BUILTIN.get_or_init(|| {
            let read = Self::read(
                include_str!("../../../actors/countries.tsv"),
                include_str!("../../../actors/people.tsv"),
                include_str!("../../../actors/organisations.tsv"),
                include_str!("../../../actors/companies.tsv"),
                include_str!("../../../actors/roles.tsv"),
                include_str!("../../../actors/name-words.tsv"),
                include_str!("../../../actors/wikidata.tsv"),
            );
            match read {
                Ok(registry) => registry,
                Err(problems) => panic!("the built-in registry has faults: {problems:?}"),
            }
        })
    }

    /// Reads a registry from the texts of its seven files.
    ///
    /// # Errors
    /// Every line that is not as its file's header says.
    pub fn read(
        countries: &str,
        people: &str,
        organisations: &str,
        companies: &str,
        roles: &str,
        name_words: &str,
        wikidata: &str,
    ) -> Result<Self, Vec<Problem>> {
        let mut registry = Self::default();
        let mut problems = Vec::new();
        each_row("countries.tsv", countries, 7, &mut problems, |f| registry.add_country(f));
        for (file, text) in [("organisations.tsv", organisations), ("companies.tsv", companies)] {
            each_row(file, text, 6, &mut problems, |f| registry.add_organisation(f));
        }
        each_row("people.tsv", people, 8, &mut problems, |f| registry.add_person(f));
        each_row("roles.tsv", roles, 5, &mut problems, |f| registry.add_role(f));
        each_row("name-words.tsv", name_words, 2, &mut problems, |f| registry.add_name_word(f));
        let mut given = FxHashSet::default();
        each_row("wikidata.tsv", wikidata, 3, &mut problems, |f| {
            registry.add_wikidata(f[0], f[1])?;
            if given.insert(f[1].to_owned()) { Ok(()) } else { Err(format!("`{}` twice", f[1])) }
        });
        if problems.is_empty() { Ok(registry) } else { Err(problems) }
    }

    fn add(&mut self, actor: Actor, names: &[&str]) {
        let at = self.actors.len();
        self.actors.push(actor);
        for name in names {
            let words = words_of(name);
            let Some(first) = words.first() else { continue };
            let first = first.to_lowercase();
            let longest = self.longest.entry(first).or_default();
            *longest = (*longest).max(words.len());
            let key = key(&words);
            if name.len() <= LONGEST_SHORT {
                let written = self.exact.entry(key.clone()).or_default();
                written.in_capitals |= name.chars().filter(|c| c.is_uppercase()).count() >= 2;
                written.forms.push((*name).to_owned());
            }
            self.names.entry(key).or_default().push(at);
        }
    }

    fn add_country(&mut self, f: &[&str]) -> Result<(), String> {
        if f[0].len() != 3 || f[1].is_empty() {
            return Err("no code or no name".to_owned());
        }
        let kinds = [Kind::Country, Kind::Adjective, Kind::Nationals, Kind::Seat, Kind::Metonym];
        for (field, kind) in f[2..7].iter().zip(kinds) {
            let names: Vec<&str> = list(field).collect();
            if names.is_empty() {
                continue;
            }
            let (sector, class) = match kind {
                Kind::Nationals => ("CVL", ActorClass::People),
                Kind::Seat | Kind::Metonym => ("GOV", ActorClass::State),
                _ => ("", ActorClass::State),
            };
            let actor = Actor {
                id: f[0].to_owned(),
                name: f[1].to_owned(),
                kind,
                country: f[0].to_owned(),
                sector: sector.to_owned(),
                other_sectors: Vec::new(),
                role: String::new(),
                class,
                term: (None, None),
            };
            self.add(actor, &names);
        }
        Ok(())
    }

    fn add_organisation(&mut self, f: &[&str]) -> Result<(), String> {
        let class = ActorClass::from_name(f[5]).ok_or_else(|| format!("no class `{}`", f[5]))?;
        let actor = Actor {
            id: format!("organisation/{}", slug(f[0])),
            name: f[0].to_owned(),
            kind: Kind::Organisation,
            country: f[2].to_owned(),
            sector: f[3].to_owned(),
            other_sectors: list(f[4]).map(ToOwned::to_owned).collect(),
            role: String::new(),
            class,
            term: (None, None),
        };
        let names: Vec<&str> = std::iter::once(f[0]).chain(list(f[1])).collect();
        self.add(actor, &names);
        Ok(())
    }

    fn add_person(&mut self, f: &[&str]) -> Result<(), String> {
        let actor = Actor {
            id: format!("person/{}", slug(f[0])),
            name: f[0].to_owned(),
            kind: Kind::Person,
            country: f[2].to_owned(),
            sector: f[3].to_owned(),
            other_sectors: list(f[4]).map(ToOwned::to_owned).collect(),
            role: f[5].to_owned(),
            class: ActorClass::Person,
            term: (month(f[6])?, month(f[7])?),
        };
        let names: Vec<&str> = std::iter::once(f[0]).chain(list(f[1])).collect();
        self.insert_person(actor, &names);
        Ok(())
    }

    /// A person's name of one word is told by the date, as a surname is.
    fn insert_person(&mut self, actor: Actor, names: &[&str]) {
        let (names, single): (Vec<&str>, Vec<&str>) =
            names.iter().partition(|name| name.contains(' '));
        let mut surnames: Vec<String> = single.iter().map(|name| name.to_lowercase()).collect();
        surnames.extend(surname(&actor.name));
        surnames.sort_unstable();
        surnames.dedup();
        for surname in surnames {
            self.surnames.entry(surname).or_default().push(self.actors.len());
        }
        self.people.entry(actor.country.clone()).or_default().push(self.actors.len());
        self.add(actor, &names);
    }

    fn add_role(&mut self, f: &[&str]) -> Result<(), String> {
        let class = ActorClass::from_name(f[3]).ok_or_else(|| format!("no class `{}`", f[3]))?;
        let role = Role {
            sector: f[1].to_owned(),
            other_sectors: list(f[2]).map(ToOwned::to_owned).collect(),
            class,
            office: f[4].to_owned(),
        };
        self.insert_role(&words_of(f[0]), role);
        Ok(())
    }

    fn insert_role(&mut self, words: &[String], role: Role) {
        self.longest_role = self.longest_role.max(words.len());
        self.roles.insert(key(words), role);
    }

    fn add_name_word(&mut self, f: &[&str]) -> Result<(), String> {
        let (words, kind) = match f[1] {
            "scene" => {
                self.scenes.insert(f[0].to_owned());
                return Ok(());
            }
            sector if is_sector(sector) => {
                self.sector_words.insert(f[0].to_owned(), sector.to_owned());
                return Ok(());
            }
            "person" => (&mut self.first_words, NameKind::Person),
            "place-first" => (&mut self.first_words, NameKind::Place),
            "organisation" => (&mut self.last_words, NameKind::Organisation),
            "place" => (&mut self.last_words, NameKind::Place),
            other => return Err(format!("`{other}` is no kind of name")),
        };
        words.insert(f[0].to_owned(), kind);
        Ok(())
    }

    fn add_wikidata(&mut self, id: &str, wikidata: &str) -> Result<(), String> {
        check_wikidata(wikidata)?;
        match self.wikidata.insert(id.to_owned(), wikidata.to_owned()) {
            None => Ok(()),
            Some(_) => Err(format!("`{id}` twice")),
        }
    }

    /// Returns Wikidata's identifier of an entry, by the entry's own; empty where it is not known.
    #[must_use]
    pub fn wikidata_id(&self, id: &str) -> &str {
        self.wikidata.get(id).map_or("", String::as_str)
    }

    /// Returns what a word tells of the name that it begins.
    pub(crate) fn first_word(&self, word: &str) -> Option<NameKind> {
        self.first_words.get(word).copied()
    }

    /// Returns whether a noun, its lemma in lower case, tells of what happens in the capital whose name
    /// stands before it.
    pub(crate) fn is_scene(&self, lemma: &str) -> bool {
        self.scenes.contains(lemma)
    }

    /// Returns what a word tells of the name that it ends.
    pub(crate) fn last_word(&self, word: &str) -> Option<NameKind> {
        self.last_words.get(word).copied()
    }

    /// Returns whether a word, in lower case, names an office of state.
    #[must_use]
    pub fn is_office(&self, word: &str) -> bool {
        self.roles.get(word).is_some_and(|role| role.sector == "GOV" && !role.office.is_empty())
    }

    /// Returns the role that a word, in lower case, names.
    pub(crate) fn role(&self, word: &str) -> Option<&Role> {
        self.roles.get(word)
    }

    /// Returns the sector of a body in whose name a word stands.
    pub(crate) fn sector_word(&self, word: &str) -> Option<&str> {
        self.sector_words.get(word).map(String::as_str)
    }

    /// Returns whether words, in lower case, name an office or another role.
    pub(crate) fn is_role(&self, word: &str) -> bool {
        self.roles.contains_key(word)
    }

    /// Returns the country whose capital has this name.
    pub(crate) fn capital(&self, words: &[&str]) -> Option<&str> {
        let found = self.named(words).into_iter();
        found.filter(|actor| actor.kind == Kind::Seat).map(|actor| actor.country.as_str()).next()
    }

    /// Returns whether words are the adjective or the people of a country and name nothing else.
    #[must_use]
    pub fn is_demonym(&self, words: &[&str]) -> bool {
        let found = self.named(words);
        let of_country = |actor: &&Actor| matches!(actor.kind, Kind::Adjective | Kind::Nationals);
        !found.is_empty() && found.iter().all(of_country)
    }

    /// Returns the entries named by exactly these words; names of capitals must be written so.
    pub(crate) fn named(&self, words: &[&str]) -> Vec<&Actor> {
        let written = words.join(" ");
        let mut key = written.to_lowercase();
        if key.contains('’') {
            key = key.replace('’', "'");
        }
        let Some(found) = self.names.get(&key) else { return Vec::new() };
        let shouted = written.chars().all(|c| !c.is_lowercase()) && written.len() > 5;
        if let Some(exact) = self.exact.get(&key).filter(|exact| exact.in_capitals) {
            if !exact.forms.contains(&written) {
                return Vec::new();
            }
        } else if !shouted && words.iter().all(|w| w.chars().all(|c| !c.is_uppercase())) {
            return Vec::new();
        }
        found.iter().map(|&at| &self.actors[at]).collect()
    }

    /// Returns whether these words are the name of an actor or a place, or one word a surname.
    #[must_use]
    pub fn knows(&self, words: &[&str]) -> bool {
        let is_surname = |word: &&str| self.surnames.contains_key(&word.to_lowercase());
        !self.named(words).is_empty()
            || (words.len() == 1 && words.iter().any(is_surname))
            || (!words.is_empty() && crate::place::is_listed(words, &(0..words.len())))
    }

    /// The number of words of the longest name that begins with a word.
    fn longest_from(&self, word: &str) -> Option<usize> {
        // Asked of every word: nearly all are short and in ASCII.
        let mut small = [0u8; 24];
        if let Some(small) = small.get_mut(..word.len()).filter(|_| word.is_ascii()) {
            small.copy_from_slice(word.as_bytes());
            small.make_ascii_lowercase();
            return self.longest.get(std::str::from_utf8(small).ok()?).copied();
        }
        self.longest.get(&word.to_lowercase()).copied()
    }

    /// Returns the length in words of the longest name that begins at `at`, with its entries.
    pub(crate) fn longest_at(&self, words: &[&str], at: usize) -> Option<(usize, Vec<&Actor>)> {
        let longest = self.longest_from(words[at])?;
        (1..=longest.min(words.len() - at)).rev().find_map(|n| {
            let found = self.named(&words[at..at + n]);
            (!found.is_empty()).then_some((n, found))
        })
    }

    /// Returns the longest role whose words end at `end` (not included), with where it begins.
    pub(crate) fn role_ending(&self, lower: &[String], end: usize) -> Option<(usize, &Role)> {
        (end.saturating_sub(self.longest_role)..end).find_map(|start| {
            self.roles.get(&lower[start..end].join(" ")).map(|role| (start, role))
        })
    }

    /// Returns the person with this surname who is meant at a date: of those in office the one of
    /// highest rank, else the only one of the name who was in office not long ago. A word that is a
    /// given name, too, is the surname of heads of state and government alone.
    pub(crate) fn by_surname(&self, surname: &str, date: Option<Date>) -> Option<&Actor> {
        let found = self.surnames.get(&surname.to_lowercase())?;
        let is_given = self.first_word(surname) == Some(NameKind::Person)
            && !self.own_surnames.contains(&surname.to_lowercase());
        let known = |actor: &&Actor| !is_given || actor.rank() == 0;
        let entries: Vec<&Actor> = found.iter().map(|&at| &self.actors[at]).filter(known).collect();
        let one = |list: &[&Actor]| list.iter().all(|a| a.id == list[0].id);
        for rank in 0..=Actor::LOWEST {
            let of_rank = |a: &&Actor| a.rank() == rank && a.holds(date);
            let holding: Vec<&Actor> = entries.iter().copied().filter(of_rank).collect();
            if !holding.is_empty() {
                return holding.first().copied().filter(|_| one(&holding));
            }
        }
        let recent: Vec<&Actor> =
            entries.into_iter().filter(|a| a.rank() == 0 || a.left_lately(date)).collect();
        recent.last().copied().filter(|_| one(&recent))
    }

    /// Returns the country of the person with this surname who is meant at a date, or of all who led a
    /// state.
    pub(crate) fn country_of_surname(&self, surname: &str, date: Option<Date>) -> Option<String> {
        let leaders = || {
            let found = self.surnames.get(&surname.to_lowercase())?;
            let mut led = found.iter().map(|&at| &self.actors[at]).filter(|actor| actor.is_head());
            let first = led.next()?;
            led.all(|actor| actor.country == first.country).then_some(first)
        };
        self.by_surname(surname, date).or_else(leaders).map(|actor| actor.country.clone())
    }

    /// Returns the term of a person that holds at a date, else of those before it; of several that of the
    /// highest office, then the last. Without a date who led a state once is known for that, not for a party that he leads.
    pub(crate) fn term_of<'a>(
        &self,
        entries: &[&'a Actor],
        date: Option<Date>,
    ) -> Option<&'a Actor> {
        let holding = entries.iter().filter(|a| a.holds(date)).min_by_key(|a| a.standing());
        let highest =
            || entries.iter().rev().filter(|a| a.began(date)).min_by_key(|a| a.standing());
        let led = || highest().filter(|a| a.kind == Kind::Person && a.standing() == 0);
        let holding = match holding {
            Some(a) if date.is_none() && matches!(a.sector.as_str(), "PTY" | "OPP") => {
                led().or(holding)
            }
            _ => holding,
        };
        holding.or_else(highest).or(entries.last()).copied()
    }

    /// Returns the state with this code.
    pub(crate) fn state(&self, code: &str) -> Option<crate::entity::Entity> {
        let found = self.actors.iter().find(|a| a.kind == Kind::Country && a.country == code)?;
        Some(self.by_entries(&[found], None))
    }

    /// Returns who holds an office in a country at a date.
    pub(crate) fn holder(&self, country: &str, office: &str, date: Date) -> Option<&Actor> {
        let office = crate::phrase::plain_office(office);
        let fits = |a: &&Actor| {
            a.holds(Some(date)) && {
                let role = crate::phrase::plain_office(&a.role);
                role == office || (office == "leader" && a.is_head())
            }
        };
        let people = self.people.get(country).into_iter().flatten();
        let own = self.own.map_or(usize::MAX, |(first, _)| first);
        let found = people.map(|&at| (at < own, &self.actors[at])).filter(|(_, actor)| fits(actor));
        // A user's list knows best; of president and prime minister the president leads, unless only
        // the other is known.
        let found = found.min_by_key(|(builtin, a)| {
            let second =
                !matches!(a.role.as_str(), "president" | "leader" | "supreme leader" | "king");
            (*builtin, second)
        });
        found.map(|(_, actor)| actor)
    }
}

/// What users' lists add.
impl Registry {
    /// The codes of the states.
    pub(crate) fn states(&self) -> FxHashSet<String> {
        let states = self.actors.iter().filter(|actor| actor.kind == Kind::Country);
        states.map(|actor| actor.country.clone()).collect()
    }

    /// Returns whether a person's name may begin with a word: a given name or an office.
    pub(crate) fn begins_person(&self, word: &str) -> bool {
        let office = |role: &Role| role.class == ActorClass::Person && !role.office.is_empty();
        self.first_word(word) == Some(NameKind::Person)
            || self.roles.get(&word.to_lowercase()).is_some_and(office)
    }

    /// Begins a list, whose entries win over all that are there.
    pub(crate) fn begin_list(&mut self) {
        let here = self.actors.len();
        self.own = Some((self.own.map_or(here, |(first, _)| first), here));
    }

    /// Adds somebody of a list; older entries with one of his names lose it.
    pub(crate) fn list_actor(&mut self, entry: Entry) {
        let names: Vec<&str> = entry.names.iter().map(String::as_str).collect();
        let is_person = matches!(entry.class, ActorClass::Person | ActorClass::Official);
        let known = self.give_way(&names, is_person);
        let codes = entry.codes;
        let is_state = entry.class == ActorClass::State && codes.sector.is_empty();
        let state = is_state.then(|| self.state(&codes.country)).flatten();
        let (kind, id, name) = match state {
            Some(state) => {
                let kind = known.iter().find(|(country, _)| *country == codes.country);
                let kind = kind.map_or_else(|| kind_of_place(&entry.name), |(_, kind)| *kind);
                (kind, state.id, state.name)
            }
            None if is_person => {
                (Kind::Person, format!("person/{}", slug(&entry.name)), entry.name)
            }
            None => (Kind::Organisation, format!("organisation/{}", slug(&entry.name)), entry.name),
        };
        let actor = Actor {
            id,
            name,
            kind,
            country: codes.country,
            sector: codes.sector,
            other_sectors: codes.other_sectors,
            role: entry.role,
            class: if is_person { ActorClass::Person } else { entry.class },
            term: entry.term,
        };
        if !entry.wikidata.is_empty() {
            self.wikidata.insert(actor.id.clone(), entry.wikidata);
        }
        if is_person { self.insert_person(actor, &names) } else { self.add(actor, &names) }
    }

    /// Takes names from all who had them before this list; returns country and kind of those that named
    /// states.
    fn give_way(&mut self, names: &[&str], is_person: bool) -> Vec<(String, Kind)> {
        let first = self.own.map_or(0, |(_, last)| last);
        let mut states = Vec::new();
        for name in names {
            let key = key(&words_of(name));
            if is_person && !name.contains(' ') {
                let lower = name.to_lowercase();
                if let Some(found) = self.surnames.get_mut(&lower) {
                    found.retain(|at| *at >= first);
                }
                self.own_surnames.insert(lower);
            }
            let Some(found) = self.names.get_mut(&key) else { continue };
            let older: Vec<usize> = found.extract_if(.., |at| *at < first).collect();
            if !older.is_empty() {
                self.exact.remove(&key);
            }
            for at in older {
                let Actor { country, kind, name, .. } = self.actors[at].clone();
                match kind {
                    Kind::Person if crate::registry::key(&words_of(&name)) == key => {
                        self.forget(at, &country, &name);
                    }
                    Kind::Person | Kind::Organisation => {}
                    kind => states.push((country, kind)),
                }
            }
        }
        states
    }

    /// Takes a person whose name is another's now from those in office and with his surname.
    fn forget(&mut self, at: usize, country: &str, name: &str) {
        let surname = surname(name).unwrap_or_default();
        for list in [self.people.get_mut(country), self.surnames.get_mut(&surname)] {
            list.into_iter().for_each(|list| list.retain(|other| *other != at));
        }
    }

    /// Adds words that name a kind of actor. Where class and office are guesses, what is known of
    /// the words, or of the last of them, goes before.
    pub(crate) fn list_role(&mut self, words: &[String], role: &Role, guessed: bool) {
        for name in words {
            let mut role = role.clone();
            let split = words_of(&name.to_lowercase());
            if guessed {
                let same = self.roles.get(&key(&split));
                let last = split.last().and_then(|last| self.roles.get(last));
                if let Some(same) = same.filter(|same| same.sector == role.sector) {
                    role.office.clone_from(&same.office);
                }
                match same.or(last) {
                    Some(known) => role.class = known.class,
                    None if role.class == ActorClass::Organisation => {
                        role.class = ActorClass::Person;
                    }
                    None => {}
                }
            }
            self.insert_role(&split, role);
        }
    }
}

/// A state's further name is a town's that stands for it, or its own.
fn kind_of_place(name: &str) -> Kind {
    let words = words_of(name);
    let words: Vec<&str> = words.iter().map(String::as_str).collect();
    let is_town = crate::place::is_listed(&words, &(0..words.len()));
    if is_town { Kind::Seat } else { Kind::Country }
}

impl Actor {
    /// Whether the term covers a date; without a date, whether it is open.
    #[must_use]
    pub fn holds(&self, date: Option<Date>) -> bool {
        let (from, to) = self.term;
        match date {
            None => to.is_none(),
            Some(date) => {
                let now = months(date);
                from.is_none_or(|from| from <= now) && to.is_none_or(|to| now <= to)
            }
        }
    }

    /// The rank of those with no office of state.
    const LOWEST: usize = 2;

    /// How well the bearer of an office is known: 0 for heads of state and government, 1 for those next
    /// to them.
    fn rank(&self) -> usize {
        const NEXT: [&str; 14] = [
            "vice president",
            "foreign minister",
            "foreign secretary",
            "secretary of state",
            "defence minister",
            "defense secretary",
            "defence secretary",
            "secretary-general",
            "crown prince",
            "opposition leader",
            "rebel leader",
            "interior minister",
            "national security adviser",
            "pope",
        ];
        match () {
            () if self.is_head() => 0,
            () if NEXT.contains(&self.role.as_str()) => 1,
            () => Self::LOWEST,
        }
    }

    /// Whether the term ended at most ten years before a date.
    fn left_lately(&self, date: Option<Date>) -> bool {
        const LATELY: i32 = 10 * 12;
        let Some((now, to)) = date.map(months).zip(self.term.1) else { return true };
        self.began(date) && now - to <= LATELY
    }

    pub(crate) fn began(&self, date: Option<Date>) -> bool {
        date.is_none_or(|date| self.term.0.is_none_or(|from| from <= months(date)))
    }

    /// How much of several offices of one person one counts: 0 to lead a state, 1 to serve one or a
    /// body of states, 2 to lead a party and all else.
    fn standing(&self) -> usize {
        match self.sector.as_str() {
            _ if self.kind != Kind::Person => 0,
            "GOV" if self.is_head() => 0,
            "GOV" | "LEG" | "JUD" | "MIL" | "SPY" | "COP" | "IGO" => 1,
            _ => Self::LOWEST,
        }
    }

    /// Whether the office is one that is held for life.
    pub(crate) fn is_monarch(&self) -> bool {
        matches!(
            self.role.as_str(),
            "king" | "queen" | "emir" | "sultan" | "emperor" | "supreme leader"
        )
    }

    fn is_head(&self) -> bool {
        matches!(
            self.role.as_str(),
            "president"
                | "prime minister"
                | "chancellor"
                | "leader"
                | "king"
                | "emir"
                | "premier"
                | "supreme leader"
                | "head of state or government"
        )
    }
}

/// Wikidata's identifiers are a `Q` and a number.
pub(crate) fn check_wikidata(id: &str) -> Result<(), String> {
    let digits = id.strip_prefix('Q').filter(|rest| rest.bytes().all(|b| b.is_ascii_digit()));
    match digits.filter(|rest| !rest.is_empty() && !rest.starts_with('0')) {
        Some(_) => Ok(()),
        None => Err(format!("`{id}` is not an identifier of Wikidata, as `Q42`")),
    }
}

/// The month of a day as `year * 12 + month - 1`.
pub(crate) fn months(date: Date) -> i32 {
    i32::from(date.year()) * 12 + i32::from(date.month()) - 1
}

/// A month from `YYYY-MM`; none from nothing.
pub(crate) fn month(text: &str) -> Result<Option<i32>, String> {
    if text.is_empty() {
        return Ok(None);
    }
    let fault = || format!("`{text}` is not YYYY-MM");
    let (year, month) = text.split_once('-').ok_or_else(fault)?;
    let (year, month): (i32, i32) =
        (year.parse().map_err(|_| fault())?, month.parse().map_err(|_| fault())?);
    if (1..=12).contains(&month) { Ok(Some(year * 12 + month - 1)) } else { Err(fault()) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn terms_tell_who_holds_an_office() {
        let registry = Registry::builtin();
        let holder =
            |country, office, at| registry.holder(country, office, at).map(|a| a.name.as_str());
        assert_eq!(holder("RUS", "president", date(2021, 11, 5)), Some("Vladimir Putin"));
        assert_eq!(holder("RUS", "president", date(2010, 1, 5)), Some("Dmitry Medvedev"));
        assert_eq!(holder("GBR", "prime minister", date(2019, 4, 5)), Some("Theresa May"));
    }

    #[test]
    fn surnames_are_told_by_the_date() {
        let registry = Registry::builtin();
        let name = |surname, at| registry.by_surname(surname, Some(at)).map(|a| a.name.as_str());
        assert_eq!(name("Lukashenko", date(2021, 11, 5)), Some("Alexander Lukashenko"));
        assert_eq!(name("Bush", date(2003, 3, 1)), Some("George W. Bush"));
    }

    #[test]
    fn short_names_must_be_written_as_they_stand() {
        assert!(!Registry::builtin().named(&["Isis"]).is_empty());
        assert!(!Registry::builtin().named(&["ISIS"]).is_empty());
        let registry = Registry::builtin();
        assert!(registry.named(&["us"]).is_empty());
        assert_eq!(registry.named(&["US"])[0].country, "USA");
        assert_eq!(registry.named(&["CANBERRA"])[0].country, "AUS");
    }

    #[test]
    fn a_wrong_line_is_named() {
        let problems =
            Registry::read("RU\tRussia\n", "", "", "", "", "", "").expect_err("the code is short");
        assert_eq!(problems[0].to_string(), "countries.tsv:1: no code or no name");
    }

    #[test]
    fn identifiers_of_wikidata_are_of_entries_and_stand_once() {
        let registry = Registry::builtin();
        let known: FxHashSet<(&str, &str)> =
            registry.actors.iter().map(|actor| (actor.id.as_str(), actor.name.as_str())).collect();
        let mut problems = Vec::new();
        each_row(
            "wikidata.tsv",
            include_str!("../../../actors/wikidata.tsv"),
            3,
            &mut problems,
            |f| match known.contains(&(f[0], f[2])) {
                true => Ok(()),
                false => Err(format!("no entry `{}` with the name `{}`", f[0], f[2])),
            },
        );
        assert_eq!(problems, []);
        let rows = "RUS\tQ159\tRussia\nSUN\tQ159\tSoviet Union\nFRA\tQ0142\tFrance\n";
        let problems =
            Registry::read("", "", "", "", "", "", rows).expect_err("there are two faults");
        let problems: Vec<String> = problems.iter().map(ToString::to_string).collect();
        assert_eq!(
            problems,
            [
                "wikidata.tsv:2: `Q159` twice",
                "wikidata.tsv:3: `Q0142` is not an identifier of Wikidata, as `Q42`"
            ]
        );
    }
}

//! The noun phrases of a report and whom each names.
//!
//! Each phrase is resolved by itself first, by its names, its head noun and the office it names;
//! then pronouns, surnames and descriptions take over from what the report named before.

use crate::chains::Chains;
use crate::coreference::{Candidate, Memory};
use crate::entity::Entity;
use crate::lists::is_root;
use crate::phrase::{HEADS, Query};
use crate::registry::{Actor, Kind, Registry};
use jiff::civil::Date;
use std::cell::OnceCell;
use whimbrel_text::{ActorClass, NameKind, Sentence, Span, Tree, Upos};

/// Finds who says what a token is quoted in, by sentence and token: the sentence and the head of the
/// phrase that names him; none outside quotations.
pub type Quoted<'a> = &'a dyn Fn(usize, usize) -> Option<(usize, usize)>;

/// What is known of every token of a report as the head of a noun phrase.
#[derive(Clone, Debug, Default)]
pub struct Mentions {
    /// For each sentence, for each token: class and entities.
    found: Vec<Found>,
}

/// For each token of a sentence: class and entities.
type Found = Vec<(ActorClass, Vec<Entity>)>;

impl Mentions {
    /// Reads the noun phrases of a report's sentences, in their order; the first person is who is `quoted`.
    #[must_use]
    pub fn read(
        registry: &Registry,
        sentences: &[Sentence],
        date: Option<Date>,
        quoted: Quoted<'_>,
    ) -> Self {
        let mut memory = Memory::default();
        let chains = Chains::read(registry, sentences, &[]);
        let mut found: Vec<Found> = Vec::with_capacity(sentences.len());
        for (at, sentence) in sentences.iter().enumerate() {
            let mut reader = Reader {
                registry,
                chains: &chains,
                before: &found,
                date,
                tree: Tree::new(sentence),
                sentence,
                at,
                words: sentence.tokens.iter().map(|token| token.form.as_str()).collect(),
                listed: vec![OnceCell::new(); sentence.tokens.len()],
                resolved: vec![(ActorClass::Thing, Vec::new()); sentence.tokens.len()],
            };
            reader.read(&mut memory);
            let resolved = reader.resolved;
            found.push(resolved);
        }
        let mut mentions = Self { found };
        mentions.name_speakers(quoted);
        mentions
    }

    /// Gives pronouns of the first person, where nobody is known by them, the speakers whom other sentences
    /// name. Their class stays that of a pronoun: "we" may be more than who speaks.
    fn name_speakers(&mut self, quoted: Quoted<'_>) {
        let places = self.found.iter().enumerate().flat_map(|(at, sentence)| {
            let open = |(_, (class, entities)): &(usize, &(ActorClass, Vec<Entity>))| {
                let first = entities.first().map(|pronoun| pronoun.raw_text.to_lowercase());
                *class == ActorClass::Pronoun && first.is_some_and(|word| is_first_person(&word))
            };
            sentence.iter().enumerate().filter(open).map(move |(token, _)| (at, token))
        });
        for (at, token) in places.collect::<Vec<(usize, usize)>>() {
            let speaker = quoted(at, token).and_then(|(sentence, head)| {
                let (class, entities) = self.at(sentence, head)?;
                entities.first().filter(|_| *class != ActorClass::Pronoun).cloned()
            });
            if let (Some(speaker), Some(pronoun)) = (speaker, self.found[at][token].1.first_mut()) {
                let (raw_text, span) = (std::mem::take(&mut pronoun.raw_text), pronoun.span);
                *pronoun = Entity { raw_text, span, ..speaker };
            }
        }
    }

    /// Returns the class of the phrase that a token heads; `Thing` where it heads none.
    #[must_use]
    pub fn class(&self, sentence: usize, token: usize) -> ActorClass {
        self.at(sentence, token).map_or(ActorClass::Thing, |(class, _)| *class)
    }

    /// Returns whom the phrase names: one, several for "the two countries", none for a thing.
    #[must_use]
    pub fn entities(&self, sentence: usize, token: usize) -> &[Entity] {
        self.at(sentence, token).map_or(&[], |(_, entities)| entities)
    }

    fn at(&self, sentence: usize, token: usize) -> Option<&(ActorClass, Vec<Entity>)> {
        self.found.get(sentence)?.get(token)
    }
}

/// Whether a word, in lower case, is a pronoun of the first person.
fn is_first_person(word: &str) -> bool {
    matches!(word, "i" | "me" | "my" | "we" | "us" | "our" | "ourselves" | "myself")
}

fn only(entity: Entity) -> Vec<Entity> {
    vec![entity]
}

/// Prepositions that make a capital or a country a place rather than a government.
fn is_locative(case: &str) -> bool {
    matches!(
        case,
        "in" | "at"
            | "near"
            | "across"
            | "around"
            | "outside"
            | "inside"
            | "within"
            | "throughout"
            | "through"
            | "over"
            | "along"
            | "into"
            | "toward"
            | "towards"
    )
}

/// A name of the registry: its length in words and its entries.
type Listed<'a> = Option<(usize, Vec<&'a Actor>)>;

struct Reader<'a> {
    registry: &'a Registry,
    /// Which phrases of the report name the same.
    chains: &'a Chains,
    /// What the sentences before this one name.
    before: &'a [Found],
    date: Option<Date>,
    tree: Tree<'a>,
    sentence: &'a Sentence,
    at: usize,
    /// The sentence's words.
    words: Vec<&'a str>,
    /// For each word the longest name of the registry that begins there, looked up when asked for.
    listed: Vec<OnceCell<Listed<'a>>>,
    resolved: Found,
}

impl<'a> Reader<'a> {
    /// The longest name of the registry that begins at `at`: its length in words and its entries.
    fn listed(&self, at: usize) -> Option<&(usize, Vec<&'a Actor>)> {
        let look = || self.registry.longest_at(&self.words, at);
        self.listed[at].get_or_init(look).as_ref()
    }

    fn read(&mut self, memory: &mut Memory) {
        for token in 0..self.sentence.tokens.len() {
            let found = match self.sentence.tokens[token].upos {
                Upos::Pron | Upos::Det => self.pronoun(token, memory),
                Upos::Propn | Upos::Noun | Upos::Adj | Upos::Num | Upos::X => {
                    self.nominal(token, memory)
                }
                _ => None,
            };
            let Some((class, entities)) = found else { continue };
            self.remember(token, class, &entities, memory);
            self.resolved[token] = (class, entities);
        }
    }

    fn remember(&self, token: usize, class: ActorClass, entities: &[Entity], memory: &mut Memory) {
        let part_of_name = matches!(self.tree.token(token).rel(), "flat" | "compound")
            && self
                .tree
                .head(token)
                .is_some_and(|head| head < token || self.tree.token(head).upos == Upos::Propn);
        if !class.is_actor() || class == ActorClass::Pronoun || entities.is_empty() || part_of_name
        {
            return;
        }
        let is_pronoun = matches!(self.tree.token(token).upos, Upos::Pron | Upos::Det);
        for entity in entities {
            memory.add(Candidate {
                entity: entity.clone(),
                sentence: self.at,
                token,
                verb: self.verb(token),
                is_subject: self.tree.token(token).rel() == "nsubj",
                is_pronoun,
            });
        }
    }

    /// The predicate that a phrase is an argument of.
    fn verb(&self, token: usize) -> Option<usize> {
        let argument = matches!(self.tree.token(token).rel(), "nsubj" | "obj" | "iobj" | "obl");
        self.tree.head(token).filter(|_| argument)
    }

    /// The predicate that a phrase is an argument of, and those above with the same subject.
    fn verbs(&self, token: usize) -> Vec<usize> {
        let mut verbs: Vec<usize> = self.verb(token).into_iter().collect();
        while let Some(&verb) = verbs.last()
            && matches!(self.tree.token(verb).rel(), "xcomp" | "advcl" | "conj")
            && self.tree.child(verb, "nsubj").is_none()
            && let Some(head) = self.tree.head(verb)
        {
            verbs.push(head);
        }
        verbs
    }

    fn case(&self, token: usize) -> String {
        let case = self.tree.children_by(token, "case").next();
        case.map(|at| self.tree.token(at).form.to_lowercase()).unwrap_or_default()
    }

    /// The tokens of a phrase in order: its head with what belongs to its name and description.
    fn phrase(&self, head: usize) -> Vec<usize> {
        let mut tokens = vec![head];
        let mut next = 0;
        while next < tokens.len() {
            let at = tokens[next];
            tokens.extend(self.tree.children(at).filter(|&kid| self.belongs(kid, at, head)));
            next += 1;
        }
        tokens.sort_unstable();
        // A phrase is a stretch of text: what is parted from the head by other words is left out.
        let head_at = tokens.iter().position(|&t| t == head).unwrap_or(0);
        let mut first = head_at;
        while first > 0 && tokens[first] - tokens[first - 1] <= 1 {
            first -= 1;
        }
        let mut last = head_at;
        while last + 1 < tokens.len() && tokens[last + 1] - tokens[last] <= 1 {
            last += 1;
        }
        let mut tokens = tokens[first..=last].to_vec();
        self.add_country(head, &mut tokens);
        tokens
    }

    /// "the dictator in Belarus": a country right behind an office belongs to it, whatever the tree
    /// hangs it on.
    fn add_country(&self, head: usize, tokens: &mut Vec<usize>) {
        let forms = &self.sentence.tokens;
        if tokens.last() != Some(&head) || !self.registry.is_office(&forms[head].lemma) {
            return;
        }
        let preposition = head + 1;
        let links = forms.get(preposition).is_some_and(|t| matches!(t.form.as_str(), "in" | "of"));
        if !links || preposition + 1 >= forms.len() {
            return;
        }
        if let Some((n, found)) = self.listed(preposition + 1)
            && found.iter().any(|actor| actor.kind == Kind::Country)
        {
            tokens.extend(preposition..preposition + 1 + n);
        }
    }

    fn belongs(&self, kid: usize, at: usize, head: usize) -> bool {
        let token = self.tree.token(kid);
        match token.rel() {
            "det" | "amod" | "compound" | "flat" | "nummod" | "fixed" => true,
            "punct" => matches!(token.form.as_str(), "-" | "–" | "“" | "”" | "\"" | "‘" | "’"),
            "case" => at != head || token.deprel == "case" && token.form.contains(['\'', '’']),
            "nmod" if token.deprel == "nmod:poss" || token.deprel == "nmod:desc" => true,
            "nmod" => {
                matches!(self.case(kid).as_str(), "of" | "in" | "for" | "from" | "at") && kid > head
            }
            "appos" => kid == head + 1 || token.upos == Upos::Propn && kid < head,
            _ => false,
        }
    }

    fn span(&self, tokens: &[usize]) -> (Span, String) {
        let (Some(&first), Some(&last)) = (tokens.first(), tokens.last()) else {
            return (Span::default(), String::new());
        };
        let span = self.sentence.tokens[first].span.cover(self.sentence.tokens[last].span);
        (span, self.sentence.words(first..last + 1))
    }

    fn nominal(&self, token: usize, memory: &Memory) -> Option<(ActorClass, Vec<Entity>)> {
        let here = self.tree.token(token);
        if here.upos == Upos::Adj && here.form.chars().all(|c| !c.is_uppercase()) {
            return None;
        }
        if crate::when::is_calendar_word(&here.form) || self.is_dated_month(token) {
            return None;
        }
        let phrase = self.phrase(token);
        let (span, raw_text) = self.span(&phrase);
        let group = self.group(token, &phrase, memory);
        if let Some(entities) = group {
            let placed =
                entities.into_iter().map(|e| Entity { raw_text: raw_text.clone(), span, ..e });
            return Some((ActorClass::State, placed.collect()));
        }
        let mut entity =
            self.by_name(token, &phrase).or_else(|| self.by_noun(token, &phrase, memory))?;
        entity.raw_text = raw_text;
        entity.span = span;
        let class = self.class_in_place(token, &entity);
        Some((class, vec![entity]))
    }

    fn is_dated_month(&self, token: usize) -> bool {
        let before = token.checked_sub(1).map(|at| self.words[at]);
        crate::when::is_dated_month(before, self.words[token], self.words.get(token + 1).copied())
    }

    /// A state that a locative names is the place, not the government.
    fn class_in_place(&self, token: usize, entity: &Entity) -> ActorClass {
        let adjunct = matches!(self.tree.token(token).rel(), "obl" | "nmod");
        let locative = adjunct && is_locative(&self.case(token));
        let is_place = locative || self.is_scene(token);
        if entity.class == ActorClass::State && is_place { ActorClass::Place } else { entity.class }
    }

    /// "the **Paris** attacks", "the **Moscow** talks": a capital as the scene of what the noun tells.
    fn is_scene(&self, token: usize) -> bool {
        let here = self.tree.token(token);
        let head = self.tree.head(token).filter(|_| here.rel() == "compound");
        let tells = |head: usize| self.registry.is_scene(&self.tree.token(head).lemma);
        let is_capital =
            |(_, found): &(usize, Vec<&Actor>)| found.iter().all(|actor| actor.kind == Kind::Seat);
        head.is_some_and(tells) && self.listed(token).is_some_and(is_capital)
    }

    /// The registry's name that covers the head, or a person's name anywhere in the phrase.
    fn by_name(&self, token: usize, phrase: &[usize]) -> Option<Entity> {
        let mut person: Option<&Vec<&Actor>> = None;
        let mut covering: Option<&Vec<&Actor>> = None;
        let from = token.saturating_sub(5).max(*phrase.first().unwrap_or(&token));
        for start in from..=*phrase.last().unwrap_or(&token) {
            let Some((n, found)) = self.listed(start) else { continue };
            let n = *n;
            let covers = start <= token && token < start + n;
            if found.iter().any(|a| a.kind == Kind::Person) && phrase.contains(&start) {
                let title = covers || self.names_head(start, token);
                if title && person.is_none() {
                    person = Some(found);
                    continue;
                }
            }
            if covers && covering.is_none() && self.is_head_of(token, start, n) {
                covering = Some(found);
            }
        }
        let found = person.or(covering)?;
        let body = found.first().filter(|actor| actor.kind == Kind::Organisation);
        if body.is_some_and(|body| self.is_of_another(body, phrase)) {
            return None;
        }
        Some(self.registry.by_entries(found, self.date))
    }

    /// "Peru's Congress", "the Kenya National Union of Teachers": a common noun that is another country's,
    /// or a namesake of a body right behind another country's name.
    fn is_of_another(&self, body: &Actor, phrase: &[usize]) -> bool {
        let names = |at: usize| self.listed(at).map(|(n, found)| (at, *n, found));
        let is_body = |found: &[&Actor]| found.iter().any(|actor| actor.id == body.id);
        let mut all = phrase.iter().filter_map(|&at| names(at));
        let Some((start, n, _)) = all.find(|(.., found)| is_body(found)) else { return false };
        let common = self.registry.is_role(&self.words[start..start + n].join(" ").to_lowercase());
        let other = |(at, n, found): (usize, usize, &Vec<&Actor>)| {
            let state = |a: &&&Actor| matches!(a.kind, Kind::Country | Kind::Adjective);
            let beside = at + n == start || (common && at + n < start && self.words[at + n] != "-");
            beside && found.iter().find(state).is_some_and(|state| state.country != body.country)
        };
        !is_root(&body.country) && phrase.iter().filter_map(|&at| names(at)).any(other)
    }

    /// Whether the name at `start` is that of the phrase's head ("ruler Alexander Lukashenko").
    fn names_head(&self, start: usize, head: usize) -> bool {
        let mut at = start;
        for _ in 0..4 {
            if at == head {
                return true;
            }
            let token = self.tree.token(at);
            let links =
                matches!(token.rel(), "flat" | "appos" | "compound") || token.deprel == "nmod:desc";
            match self.tree.head(at).filter(|_| links) {
                Some(up) => at = up,
                None => return false,
            }
        }
        false
    }

    /// Whether a name's words make the whole of what the head says: "Russia", but not the "Boko
    /// Haram" of "Boko Haram gunmen".
    fn is_head_of(&self, token: usize, start: usize, n: usize) -> bool {
        (start..start + n).contains(&token)
    }

    fn by_noun(&self, token: usize, phrase: &[usize], memory: &Memory) -> Option<Entity> {
        let here = self.tree.token(token);
        if here.upos == Upos::Adj || here.upos == Upos::Num {
            let counts = here.upos == Upos::Num && matches!(here.rel(), "nsubj" | "obj");
            return counts.then(|| Entity { class: ActorClass::People, ..Entity::default() });
        }
        let is_quote = |form: &str| matches!(form, "“" | "”" | "\"" | "‘" | "’");
        // "ex-ministers" is one word of the text.
        let forms = phrase.iter().flat_map(|&at| {
            let form = self.sentence.tokens[at].form.as_str();
            match form.strip_prefix("ex-").or_else(|| form.strip_prefix("Ex-")) {
                Some(rest) => vec!["ex".to_owned(), rest.to_owned()],
                None => vec![form.to_owned()],
            }
        });
        let words: Vec<String> = forms.filter(|form| !is_quote(form)).collect();
        // Whom the report has named in full is meant before a namesake in office.
        if let [word] = &words[..]
            && here.upos == Upos::Propn
            && let Some(earlier) = memory.by_last_name(word)
            && earlier.class != ActorClass::State
        {
            return Some(earlier.clone());
        }
        let text = words.join(" ");
        let query = Query { text: &text, context: "", date: self.date };
        let mut entity = self.registry.resolve_words(words, &query);
        if entity.class == ActorClass::Thing {
            entity = self.by_recognised_name(token, entity, memory)?;
        }
        if entity.id.is_empty() && here.upos == Upos::Noun {
            self.describe(token, phrase, &mut entity, memory);
        }
        Some(entity)
    }

    /// A proper noun that the registry lacks: the earlier full name it ends, else what the name
    /// recogniser says, else an organisation.
    fn by_recognised_name(&self, token: usize, entity: Entity, memory: &Memory) -> Option<Entity> {
        let here = self.tree.token(token);
        if here.upos != Upos::Propn {
            // A thing of a country is told by its country alone.
            return (!entity.country.is_empty()).then_some(entity);
        }
        if let Some(earlier) = memory.by_last_name(&here.form) {
            return Some(earlier.clone());
        }
        if let Some(known) = self.registry.by_surname(&here.form, self.date) {
            return Some(self.registry.by_entries(&[known], self.date));
        }
        let kind = self.sentence.names.iter().find(|name| name.tokens.contains(&token));
        let name = kind.map(|name| self.sentence.words(name.tokens.clone()));
        let class = match kind.map(|name| name.kind) {
            Some(NameKind::Person) => ActorClass::Person,
            Some(NameKind::Place) => ActorClass::Place,
            Some(NameKind::Organisation) => ActorClass::Organisation,
            None if entity.country.is_empty() => ActorClass::Organisation,
            None => return Some(entity),
        };
        let name = name.unwrap_or_else(|| here.form.to_string());
        Some(Entity { class, name, ..entity })
    }

    /// "the dictator", "the Kremlin chief", "the president": a description of somebody named.
    fn describe(&self, token: usize, phrase: &[usize], entity: &mut Entity, memory: &Memory) {
        let words = |at: &usize| self.sentence.tokens[*at].form.to_lowercase();
        let definite = phrase
            .iter()
            .map(words)
            .any(|w| matches!(w.as_str(), "the" | "his" | "her" | "their" | "its"));
        let singular = self.tree.token(token).feat("Number") != Some("Plur");
        let person = entity.class == ActorClass::Person || entity.role.is_some();
        let seat = phrase.iter().find_map(|&at| self.seat(at));
        let seat = seat.or_else(|| self.seat_after(token).filter(|_| definite));
        let human = matches!(entity.class, ActorClass::Person | ActorClass::People);
        if let Some(seat) = seat.filter(|_| singular && human) {
            let leader =
                self.date.and_then(|date| self.registry.holder(&seat.country, "leader", date));
            if let Some(actor) = leader {
                *entity = self.registry.by_entries(&[actor], self.date);
                return;
            }
        }
        if !(definite && singular && person) {
            return;
        }
        let known = |class| class == ActorClass::Person;
        let linked = self.antecedent(token, known).and_then(|all| all.into_iter().next());
        // Of a body's head no more is known than the body's sector.
        let heads = HEADS.contains(&self.tree.token(token).lemma.as_str());
        let described =
            || memory.described(entity, self.at, &self.verbs(token)).filter(|_| !heads).cloned();
        let earlier = linked.filter(|earlier| !earlier.id.is_empty()).or_else(described);
        if let Some(earlier) = earlier {
            let role = entity.role.take();
            *entity = earlier.clone();
            entity.role = role.or(entity.role.take());
        }
    }

    /// The building at `at` that stands for a government.
    fn seat(&self, at: usize) -> Option<&Actor> {
        let found = self.registry.named(&[&self.sentence.tokens[at].form]);
        found.into_iter().find(|actor| actor.kind == Kind::Metonym)
    }

    /// "his brother in the Kremlin": a seat right behind the noun, whatever the tree hangs it on.
    fn seat_after(&self, token: usize) -> Option<&Actor> {
        let mut words = (token + 1..self.sentence.tokens.len())
            .filter(|&at| self.sentence.tokens[at].upos != Upos::Punct);
        let form = |at: usize| self.sentence.tokens[at].form.as_str();
        let first = words.next().filter(|&at| matches!(form(at), "in" | "at"))?;
        let next = words.find(|&at| !matches!(form(at), "the"))?;
        (next <= first + 2).then(|| self.seat(next)).flatten()
    }

    /// "the two countries", "both sides", "the countries": the states of the parties named last.
    fn group(&self, token: usize, phrase: &[usize], memory: &Memory) -> Option<Vec<Entity>> {
        let here = self.tree.token(token);
        let lemma = here.lemma.to_lowercase();
        let plural = here.feat("Number") == Some("Plur") || here.form.ends_with('s');
        let named = matches!(
            lemma.as_str(),
            "country"
                | "side"
                | "nation"
                | "state"
                | "government"
                | "neighbour"
                | "neighbor"
                | "party"
        );
        if !(named && plural) {
            return None;
        }
        let word = |at: &usize| self.sentence.tokens[*at].form.to_lowercase();
        let definite =
            phrase.iter().map(word).any(|w| matches!(w.as_str(), "the" | "both" | "two"));
        let described = phrase
            .iter()
            .any(|at| self.tree.token(*at).rel() == "amod" || self.tree.token(*at).rel() == "nmod");
        (definite && !described).then(|| memory.two_states(self.registry)).flatten()
    }

    fn pronoun(&self, token: usize, memory: &Memory) -> Option<(ActorClass, Vec<Entity>)> {
        let here = self.tree.token(token);
        let lower = here.form.to_lowercase();
        let possessive = here.deprel == "nmod:poss";
        let argument = matches!(here.rel(), "nsubj" | "obj" | "iobj" | "obl");
        if here.upos == Upos::Det && !possessive && !(lower == "both" && argument) {
            return None;
        }
        let verbs = || self.verbs(token);
        let found = match lower.as_str() {
            "he" | "him" | "his" | "she" | "her" | "himself" | "herself" => {
                let person = |class| class == ActorClass::Person;
                let one = || memory.person(self.at, token, &verbs(), lower.ends_with("self"));
                self.antecedent(token, person).or_else(|| one().map(only))
            }
            "it" | "its" | "itself" => {
                let body = |class| {
                    matches!(
                        class,
                        ActorClass::State | ActorClass::Organisation | ActorClass::Armed
                    )
                };
                let one = || memory.body(self.at, token, &verbs());
                self.antecedent(token, body).or_else(|| one().map(only))
            }
            "they" | "them" | "their" | "themselves" => {
                let many = |class: ActorClass| class.is_actor() && class != ActorClass::Pronoun;
                let one = || memory.several(self.at, token, &verbs());
                // Where nothing is known of whom it takes up, who is named beside it may be meant.
                let apart = self.chains.has_antecedent(self.at, token);
                let one = || one().filter(|entity| !apart || self.is_here(entity));
                self.antecedent(token, many).or_else(|| one().map(only))
            }
            first if is_first_person(first) => self.speaker(token, memory).map(only),
            "both" => return memory.two_parties().map(|pair| self.placed(token, pair)),
            "who" | "whom" | "which" | "that" | "what" | "whose" | "there" | "this" | "these"
            | "those" => {
                return None;
            }
            _ if matches!(
                lower.as_str(),
                "everyone" | "someone" | "anyone" | "nobody" | "many" | "others" | "some"
            ) =>
            {
                let entity =
                    Entity { class: ActorClass::People, sector: "CVL".into(), ..Entity::default() };
                return Some(self.placed(token, vec![entity]));
            }
            _ => None,
        };
        match found {
            // Who is named in the same sentence keeps the words that name him there.
            Some(found) if found.len() == 1 && self.is_here(&found[0]) => {
                Some((found[0].class, found))
            }
            Some(found) => Some(self.placed(token, found)),
            None if lower == "it" || lower == "its" || lower == "itself" => None,
            None => {
                let (span, raw_text) = self.span(&[token]);
                let name = raw_text.clone();
                Some((
                    ActorClass::Pronoun,
                    vec![Entity { raw_text, span, name, ..Entity::default() }],
                ))
            }
        }
    }

    /// Whom a pronoun or a description takes up, after the nearest phrase before it of whom that is
    /// known: several where they are joined.
    fn antecedent(&self, token: usize, fits: impl Fn(ActorClass) -> bool) -> Option<Vec<Entity>> {
        let named = |(sentence, heads): (usize, &[usize])| {
            let found =
                if sentence == self.at { &self.resolved } else { self.before.get(sentence)? };
            let each = heads.iter().map(|&head| {
                let (_, entities) = found.get(head)?;
                entities.first().filter(|entity| fits(entity.class)).cloned()
            });
            each.collect::<Option<Vec<Entity>>>()
        };
        self.chains.before(self.at, token).find_map(named)
    }

    /// Whether the words that name somebody stand in this sentence and are no pronoun.
    fn is_here(&self, entity: &Entity) -> bool {
        let first = self.sentence.tokens.iter().find(|t| t.span.start == entity.span.start);
        first.is_some_and(|t| t.upos != Upos::Pron && entity.raw_text.starts_with(t.form.as_str()))
    }

    fn placed(&self, token: usize, entities: Vec<Entity>) -> (ActorClass, Vec<Entity>) {
        let (span, raw_text) = self.span(&[token]);
        let class = entities.first().map_or(ActorClass::Pronoun, |e| e.class);
        let placed = entities.into_iter().map(|e| Entity { raw_text: raw_text.clone(), span, ..e });
        (class, placed.collect())
    }

    /// The first person speaks: the subject of the speech verb above or beside the clause.
    fn speaker(&self, token: usize, memory: &Memory) -> Option<Entity> {
        let speaks = |at: usize| {
            matches!(
                self.tree.token(at).lemma.as_str(),
                "say"
                    | "tell"
                    | "add"
                    | "reaffirm"
                    | "warn"
                    | "write"
                    | "insist"
                    | "declare"
                    | "state"
                    | "announce"
                    | "tweet"
                    | "stress"
                    | "reply"
                    | "note"
                    | "argue"
                    | "claim"
                    | "pledge"
                    | "vow"
                    | "promise"
            )
        };
        for up in self.tree.ancestors(token) {
            let beside = self.tree.children_by(up, "parataxis").find(|&kid| speaks(kid));
            let verb = if speaks(up) { Some(up) } else { beside };
            let subject = verb.and_then(|verb| self.tree.child(verb, "nsubj"));
            if let Some(subject) = subject.filter(|s| *s != token) {
                let before = self.resolved[subject].1.first().cloned();
                let later = || {
                    self.nominal(subject, memory).and_then(|(_, found)| found.into_iter().next())
                };
                return before.or_else(later);
            }
        }
        None
    }
}

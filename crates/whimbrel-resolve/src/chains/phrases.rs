//! The noun phrases of a sentence that may be mentions: their spans, and what they name by themselves.

use super::Mention;
use super::words::{Kind, Sex, Words};
use crate::registry::{self, Registry};
use std::ops::Range;
use whimbrel_text::{ActorClass, NameKind, Sentence, Tree, Upos};

/// What the words of a phrase are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Form {
    /// A personal or possessive pronoun of this person, 1 to 3.
    Pronoun(u8),
    /// A proper name.
    Name,
    /// "the minister", "this city".
    Definite,
    /// "his mother", "Russia's army".
    Possessed,
    /// "a minister", "some people".
    Indefinite,
    /// "ministers", "police".
    Bare,
    /// Two phrases or more that are joined: "Ada and Ben".
    Joined,
}

/// A noun phrase.
#[derive(Clone, Debug)]
pub(super) struct Phrase {
    pub(super) mention: Mention,
    /// The heads of the phrases that are joined in it; else its own head.
    pub(super) parts: Vec<usize>,
    pub(super) form: Form,
    /// What it names; `None` for a proper name of which nothing is known.
    pub(super) kind: Option<Kind>,
    pub(super) sex: Option<Sex>,
    pub(super) plural: bool,
    /// Its head in lower case: the lemma of a noun, the form of a pronoun.
    pub(super) head: String,
    /// The words of a name, without titles.
    pub(super) name: Vec<String>,
    /// Words around the head that tell which one is meant, in lower case.
    pub(super) marks: Vec<String>,
    /// Nouns that say what a named person or body is: "president" of "President Ada Varkala".
    pub(super) roles: Vec<String>,
    /// The registry's identifier of whom a name names, or empty.
    pub(super) id: String,
}

impl Phrase {
    pub(super) fn is_pronoun(&self) -> bool {
        matches!(self.form, Form::Pronoun(_))
    }

    pub(super) fn covers(&self, other: &Self) -> bool {
        let (a, b) = (&self.mention, &other.mention);
        a.sentence == b.sentence && a.tokens.start <= b.tokens.start && b.tokens.end <= a.tokens.end
    }
}

/// Finds the phrases of one sentence.
pub(super) struct Finder<'a> {
    pub(super) registry: &'a Registry,
    pub(super) words: &'a Words,
    pub(super) sentence: &'a Sentence,
    pub(super) tree: &'a Tree<'a>,
    pub(super) at: usize,
}

impl Finder<'_> {
    /// The phrases in the order of their heads.
    pub(super) fn find(&self) -> Vec<Phrase> {
        let mut found = Vec::new();
        for token in 0..self.tree.len() {
            found.extend(self.pronoun(token).or_else(|| self.nominal(token)));
            found.extend(self.joined(token));
        }
        found
    }

    fn phrase(&self, head: usize, tokens: Range<usize>, form: Form) -> Phrase {
        let token = self.tree.token(head);
        Phrase {
            mention: Mention { sentence: self.at, tokens, head },
            parts: vec![head],
            form,
            kind: Some(Kind::Thing),
            sex: None,
            plural: token.feat("Number") == Some("Plur"),
            head: token.lemma.to_lowercase(),
            name: Vec::new(),
            marks: Vec::new(),
            roles: Vec::new(),
            id: String::new(),
        }
    }

    fn pronoun(&self, token: usize) -> Option<Phrase> {
        use Sex::{Female, Male};
        let here = self.tree.token(token);
        if !matches!(here.upos, Upos::Pron | Upos::Det) {
            return None;
        }
        let form = here.form.to_lowercase();
        let (person, sex, plural, kind) = match form.as_str() {
            "i" | "me" | "my" | "mine" | "myself" => (1, None, false, Some(Kind::Person)),
            "we" | "us" | "our" | "ours" | "ourselves" => (1, None, true, Some(Kind::Person)),
            "'s" | "’s" if here.lemma == "we" => (1, None, true, Some(Kind::Person)),
            "you" | "your" | "yours" | "yourself" | "yourselves" | "ya" => {
                (2, None, false, Some(Kind::Person))
            }
            "he" | "him" | "his" | "himself" => (3, Some(Male), false, Some(Kind::Person)),
            "she" | "her" | "hers" | "herself" => (3, Some(Female), false, Some(Kind::Person)),
            "it" | "its" | "itself" => (3, None, false, None),
            "they" | "them" | "their" | "theirs" | "themselves" | "'em" | "em" => {
                (3, None, true, None)
            }
            _ => return None,
        };
        if here.rel() == "expl" {
            return None;
        }
        // "you guys", "we all"
        let many =
            |next: usize| matches!(self.tree.token(next).form.as_str(), "guys" | "all" | "folks");
        let wide = matches!(form.as_str(), "we" | "us" | "you") && token + 1 < self.tree.len();
        let end = token + 1 + usize::from(wide && many(token + 1));
        let found = self.phrase(token, token..end, Form::Pronoun(person));
        Some(Phrase { kind, sex, plural, head: form, ..found })
    }

    fn nominal(&self, token: usize) -> Option<Phrase> {
        let here = self.tree.token(token);
        let counts = matches!(here.upos, Upos::Num | Upos::Pron)
            && here.lemma == "one"
            && self.counted(token).is_some();
        let noun = matches!(here.upos, Upos::Noun | Upos::Propn) && self.heads_phrase(token);
        if !noun && !counts {
            return None;
        }
        let tokens = self.span(token);
        let form = self.form(token);
        let mut found = self.phrase(token, tokens, form);
        if form == Form::Name {
            self.tell_name(&mut found);
        } else {
            self.tell_noun(&mut found);
        }
        Some(found)
    }

    /// Whether a noun heads a phrase of its own: parts of names and of compounds do not, but for a name
    /// before a noun ("**Google** headquarters").
    fn heads_phrase(&self, token: usize) -> bool {
        let here = self.tree.token(token);
        let name = self.name_at(token).map(|(tokens, _)| tokens);
        match here.rel() {
            "flat" | "fixed" | "goeswith" => false,
            "compound" => {
                let head = here.head.unwrap_or(token);
                let apart = name.as_ref().is_some_and(|name| {
                    self.sentence.head_of(name) == token && !name.contains(&head)
                });
                (apart && self.tree.token(head).upos == Upos::Noun) || self.is_inner_name(token)
            }
            "nmod" if here.deprel == "nmod:desc" => false,
            _ => true,
        }
    }

    /// "**Kenya** Law Society": a country or person that begins a longer name.
    fn is_inner_name(&self, token: usize) -> bool {
        let below = self.tree.subtree(token);
        if below.last() != Some(&token) {
            return false;
        }
        let words: Vec<String> =
            below.iter().map(|&at| self.tree.token(at).form.to_string()).collect();
        let person = words.len() == 2 && self.words.given(&words[0]).is_some();
        person || self.listed(&words).is_some_and(|(id, _)| id.len() == 3)
    }

    fn name_at(&self, token: usize) -> Option<(Range<usize>, NameKind)> {
        let name = self.sentence.names.iter().find(|name| name.tokens.contains(&token))?;
        Some((name.tokens.clone(), name.kind))
    }

    fn form(&self, head: usize) -> Form {
        if self.tree.token(head).upos == Upos::Propn {
            return Form::Name;
        }
        let mut form =
            if self.tree.token(head).lemma == "one" { Form::Indefinite } else { Form::Bare };
        for kid in self.tree.children(head).filter(|kid| *kid < head) {
            let token = self.tree.token(kid);
            match token.rel() {
                "nmod" if token.deprel == "nmod:poss" => return Form::Possessed,
                "det" => match token.form.to_lowercase().as_str() {
                    "the" | "this" | "that" | "these" | "those" | "both" => form = Form::Definite,
                    _ => return Form::Indefinite,
                },
                _ => {}
            }
        }
        form
    }

    /// The tokens of the phrase: determiner, modifiers, phrases and clauses below the head, without the
    /// leading preposition, what is joined or explained behind, and marks at the edges.
    fn span(&self, head: usize) -> Range<usize> {
        let (mut start, mut end) = (head, head + 1);
        let mut limit = self.tree.len();
        let mut from = 0;
        let predicate = self.is_predicate(head);
        for kid in self.tree.children(head) {
            let below = self.tree.subtree(kid);
            let (first, last) = (below[0], below[below.len() - 1]);
            if self.is_outside(kid, head, predicate) {
                if kid > head {
                    limit = limit.min(first.max(head + 1));
                } else {
                    from = from.max(last + 1);
                }
                continue;
            }
            start = start.min(first);
            end = end.max(last + 1);
        }
        let (mut start, mut end) = (start.max(from).min(head), end.min(limit));
        let is_mark = |at: usize| self.tree.token(at).upos == Upos::Punct;
        while start < head && is_mark(start) {
            start += 1;
        }
        end = self.without_years(head, end);
        while end > head + 1 && is_mark(end - 1) && !self.is_kept(end - 1, start) {
            end -= 1;
        }
        start..end
    }

    /// "Dutton (2010)": numbers in brackets behind a name are no part of it.
    fn without_years(&self, head: usize, end: usize) -> usize {
        let form = |at: usize| self.tree.token(at).form.as_str();
        let opens = |at: &usize| {
            matches!(form(*at), "(" | "[")
                && form(*at + 1).starts_with(|c: char| c.is_ascii_digit())
        };
        let proper = self.tree.token(head).upos == Upos::Propn;
        (head + 1..end.saturating_sub(1)).find(opens).filter(|_| proper).unwrap_or(end)
    }

    /// Whether a bracket or quotation mark at the end closes what the phrase opens.
    fn is_kept(&self, at: usize, start: usize) -> bool {
        let open = match self.tree.token(at).form.as_str() {
            ")" => "(",
            "]" => "[",
            "”" => "“",
            "\"" => "\"",
            _ => return false,
        };
        (start..at).any(|other| self.tree.token(other).form == open)
    }

    fn is_predicate(&self, head: usize) -> bool {
        self.tree.children(head).any(|kid| matches!(self.tree.token(kid).rel(), "cop" | "nsubj"))
    }

    fn is_outside(&self, kid: usize, head: usize, predicate: bool) -> bool {
        let token = self.tree.token(kid);
        match token.rel() {
            "case" => kid < head,
            "cc" => token.deprel != "cc:preconj",
            "conj" | "appos" | "parataxis" | "discourse" | "mark" | "vocative" | "list" | "dep"
            | "orphan" | "dislocated" | "reparandum" => true,
            "nsubj" | "csubj" | "cop" | "aux" | "obl" | "advmod" | "advcl" | "ccomp" | "expl" => {
                predicate
            }
            _ => false,
        }
    }

    fn tell_name(&self, found: &mut Phrase) {
        let head = found.mention.head;
        let drawn = self.name_at(head);
        let inner = self.tree.token(head).rel() == "compound";
        let drawn = drawn.filter(|(tokens, _)| !inner || tokens.end == head + 1);
        let run =
            drawn.as_ref().map_or_else(|| self.proper_run(found), |(tokens, _)| tokens.clone());
        let mut sex = None;
        let titled = self.tell_titles(found, &run, &mut sex);
        let is_title = |at: &usize| self.words.title(&self.tree.token(*at).form).is_some();
        let counts = |at: &usize| {
            let token = self.tree.token(*at);
            !matches!(token.upos, Upos::Punct | Upos::Part) && token.rel() != "det"
        };
        let bare: Vec<usize> = run.clone().filter(counts).collect();
        let skip = bare.iter().take_while(|at| is_title(at)).count();
        let skip = if skip < bare.len() { skip } else { 0 };
        found.name = bare[skip..].iter().map(|&at| self.tree.token(at).form.to_string()).collect();
        let listed = self.listed(&found.name);
        found.kind = match drawn.map(|(_, kind)| kind) {
            Some(NameKind::Person) => Some(Kind::Person),
            Some(NameKind::Organisation) => Some(Kind::Organisation),
            Some(NameKind::Place) => Some(Kind::Place),
            None if titled => Some(Kind::Person),
            None if self.is_calendar(head) => Some(Kind::Thing),
            None => None,
        };
        if let Some((id, class)) = listed {
            found.id = id;
            found.kind = found.kind.or(kind_of(class));
        }
        if found.kind.is_none() || found.kind == Some(Kind::Person) {
            let given = found.name.first().and_then(|word| self.words.given(word));
            if let Some(of_given) = given {
                found.kind = Some(Kind::Person);
                sex = sex.or(of_given);
            }
        }
        found.sex = sex.filter(|_| found.kind == Some(Kind::Person));
        found.plural = found.plural
            && found.kind != Some(Kind::Organisation)
            && found.kind != Some(Kind::Place);
    }

    /// The identifier and class of whom the registry has under a name.
    fn listed(&self, name: &[String]) -> Option<(String, ActorClass)> {
        let words: Vec<&str> = name.iter().map(String::as_str).collect();
        let found = self.registry.named(&words);
        let tells = |actor: &&&crate::registry::Actor| {
            use registry::Kind::{Country, Organisation, Person};
            matches!(actor.kind, Country | Organisation | Person)
        };
        found.iter().find(tells).map(|actor| (actor.id.clone(), actor.class))
    }

    fn is_calendar(&self, token: usize) -> bool {
        crate::when::is_calendar_word(&self.tree.token(token).form)
    }

    /// The proper nouns around a head that no name covers.
    fn proper_run(&self, found: &Phrase) -> Range<usize> {
        let head = found.mention.head;
        let part = |at: usize| {
            self.tree.token(at).upos == Upos::Propn
                && (self.tree.head(at) == Some(head) || self.tree.head(head) == Some(at))
        };
        let (mut start, mut end) = (head, head + 1);
        while start > found.mention.tokens.start && part(start - 1) {
            start -= 1;
        }
        while end < found.mention.tokens.end && part(end) {
            end += 1;
        }
        start..end
    }

    /// Reads the titles and descriptions before a name; returns whether a title tells of a person.
    fn tell_titles(&self, found: &mut Phrase, run: &Range<usize>, sex: &mut Option<Sex>) -> bool {
        let mut titled = false;
        for at in found.mention.tokens.start..run.end {
            let token = self.tree.token(at);
            if let Some(of_title) = self.words.title(&token.form).filter(|_| at + 1 < run.end) {
                *sex = sex.or(of_title);
                titled = titled || at < run.end;
            }
            let lower = token.lemma.to_lowercase();
            if at < run.start && matches!(token.upos, Upos::Noun | Upos::Propn) {
                if let Some((kind, of_noun)) = self.words.noun(&lower) {
                    titled = titled || kind == Kind::Person;
                    *sex = sex.or(of_noun);
                }
                found.roles.push(lower);
            } else if run.contains(&at) && token.upos == Upos::Propn {
                found.roles.push(lower);
            }
        }
        titled
    }

    fn tell_noun(&self, found: &mut Phrase) {
        let head = found.mention.head;
        let noun = self.words.noun(&found.head);
        let role = || self.registry.role_ending(std::slice::from_ref(&found.head), 1);
        let class = || role().and_then(|(_, role)| kind_of(role.class));
        let counted =
            || self.counted(head).and_then(|of| self.nominal(of)).map(|of| (of.kind, of.sex));
        let noun = noun.map(|(kind, sex)| (Some(kind), sex)).or_else(counted);
        let by_ending = || is_person_by_ending(&found.head).then_some(Kind::Person);
        let (kind, sex) =
            noun.unwrap_or_else(|| (class().or_else(by_ending).or(Some(Kind::Thing)), None));
        (found.kind, found.sex) = (kind, sex);
        for kid in self.tree.children(head) {
            let token = self.tree.token(kid);
            if matches!(token.rel(), "amod" | "compound" | "nummod" | "nmod" | "flat") {
                found.marks.push(token.lemma.to_lowercase());
            }
        }
    }

    /// The noun that is counted by another: "a lot of **people**", "one of the **poets**".
    fn counted(&self, head: usize) -> Option<usize> {
        const COUNTS: [&str; 17] = [
            "lot", "bunch", "number", "dozen", "hundred", "thousand", "million", "score", "one",
            "rest", "kind", "type", "plenty", "pair", "lots", "part", "member",
        ];
        if !COUNTS.contains(&self.tree.token(head).lemma.as_str()) {
            return None;
        }
        let of = |kid: &usize| {
            self.tree.children_by(*kid, "case").any(|c| self.tree.token(c).form == "of")
        };
        self.tree.children_by(head, "nmod").find(of)
    }

    /// "Ada and Ben": the phrases that are joined, as one.
    fn joined(&self, head: usize) -> Option<Phrase> {
        let here = self.tree.token(head);
        if !matches!(here.upos, Upos::Noun | Upos::Propn | Upos::Pron) || here.rel() == "conj" {
            return None;
        }
        let parts: Vec<usize> = self.tree.children_by(head, "conj").collect();
        let last = *parts.last()?;
        let nominal =
            |&at: &usize| matches!(self.tree.token(at).upos, Upos::Noun | Upos::Propn | Upos::Pron);
        let and = self.tree.children_by(last, "cc").any(|cc| self.tree.token(cc).form == "and");
        if !and || !parts.iter().all(nominal) {
            return None;
        }
        let (first, last) = (self.span(head), self.span(last));
        let mut found = self.phrase(head, first.start..last.end, Form::Joined);
        found.plural = true;
        found.parts.extend(parts);
        let kinds: Vec<Option<Kind>> = found
            .parts
            .iter()
            .filter_map(|&at| self.pronoun(at).or_else(|| self.nominal(at)))
            .map(|p| p.kind)
            .collect();
        found.kind = *kinds.first()?;
        if kinds.iter().any(|kind| *kind != found.kind) {
            found.kind = Some(Kind::Thing);
        }
        Some(found)
    }
}

/// What a phrase of a class names.
fn kind_of(class: ActorClass) -> Option<Kind> {
    Some(match class {
        ActorClass::Person | ActorClass::Official | ActorClass::People => Kind::Person,
        ActorClass::Organisation | ActorClass::Armed => Kind::Organisation,
        ActorClass::State | ActorClass::Place => Kind::Place,
        ActorClass::Pronoun | ActorClass::Thing => return None,
    })
}

/// Whether a noun's ending tells that it names a person.
fn is_person_by_ending(lemma: &str) -> bool {
    ["ist", "woman", "man", "ician", "ogger"].iter().any(|ending| lemma.ends_with(ending))
        && !matches!(lemma, "list" | "mist" | "wrist" | "fist" | "twist" | "waist")
}

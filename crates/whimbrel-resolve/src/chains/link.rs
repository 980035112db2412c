//! Which phrases name the same.
//!
//! The phrases are read in the order of the text. Names take up names by their words, descriptions
//! by their heads, and third-person pronouns the phrase before them that fits best, ranked by
//! nearness, place in the sentence and how often it was named (after Lappin and Leass 1994, much
//! reduced). What stands in a group of phrases tells its sex, number and kind to all of it.

use super::LOOKED_AT;
use super::phrases::{Form, Phrase};
use super::words::{Kind, Sex};
use whimbrel_text::Tree;

/// Phrases that name the same.
#[derive(Clone, Debug)]
pub(super) struct Group {
    /// In the order of the text.
    pub(super) phrases: Vec<usize>,
    pub(super) kind: Option<Kind>,
    sex: Option<Sex>,
    plural: Option<bool>,
    names: Vec<Vec<String>>,
    /// Nouns that were said of it.
    heads: Vec<String>,
    id: String,
}

impl Group {
    /// Notes a noun that was said of it.
    fn call(&mut self, noun: &String) {
        if !self.heads.contains(noun) {
            self.heads.push(noun.clone());
        }
    }
}

/// The groups of a report's phrases.
pub(super) struct Linker<'a> {
    pub(super) phrases: &'a [Phrase],
    pub(super) trees: &'a [Tree<'a>],
    pub(super) groups: Vec<Group>,
    /// The group of each phrase that has one.
    pub(super) owner: Vec<Option<usize>>,
}

/// How many sentences back a pronoun reaches.
const REACH: usize = 4;

/// How many of the last phrases are looked at for a name or a description.
const NAMES: usize = 3000;

/// How many of the last phrases are looked at for a pronoun.
const WINDOW: usize = 200;

/// Nouns that take up a place by what it is.
const SETTLEMENTS: [&str; 9] =
    ["city", "town", "village", "island", "country", "nation", "region", "state", "republic"];

impl<'a> Linker<'a> {
    pub(super) fn new(phrases: &'a [Phrase], trees: &'a [Tree<'a>]) -> Self {
        Self { phrases, trees, groups: Vec::new(), owner: vec![None; phrases.len()] }
    }

    /// Groups all phrases but pronouns of the first and second person.
    pub(super) fn link(&mut self) {
        for at in 0..self.phrases.len() {
            let found = match self.phrases[at].form {
                Form::Pronoun(1 | 2) => continue,
                Form::Pronoun(_) => self.antecedent(at),
                _ => self.explained(at).or_else(|| self.named_before(at)),
            };
            match found {
                Some(group) => self.join(at, group),
                None => self.open(at),
            }
        }
    }

    pub(super) fn open(&mut self, at: usize) {
        let phrase = &self.phrases[at];
        self.groups.push(Group {
            phrases: Vec::new(),
            // "They" of whom nobody was named are persons.
            kind: phrase.kind.or(lone_many(phrase)),
            sex: None,
            plural: None,
            names: Vec::new(),
            heads: Vec::new(),
            id: String::new(),
        });
        self.join(at, self.groups.len() - 1);
    }

    pub(super) fn join(&mut self, at: usize, group: usize) {
        let phrase = &self.phrases[at];
        let here = &mut self.groups[group];
        self.owner[at] = Some(group);
        here.phrases.push(at);
        here.kind = here.kind.or(phrase.kind);
        here.sex = here.sex.or(phrase.sex);
        if !phrase.is_pronoun() {
            here.plural = here.plural.or(Some(phrase.plural));
            phrase.roles.iter().for_each(|role| here.call(role));
        }
        match phrase.form {
            Form::Name => {
                if !here.names.contains(&phrase.name) {
                    here.names.push(phrase.name.clone());
                }
                if here.id.is_empty() {
                    here.id.clone_from(&phrase.id);
                }
            }
            Form::Definite | Form::Possessed | Form::Indefinite | Form::Bare => {
                here.call(&phrase.head);
            }
            Form::Pronoun(_) | Form::Joined => {}
        }
    }

    /// The group of the noun that a phrase explains ("Ada Varkala, **a poet**") or of the subject that it
    /// is said of ("She is **a poet**").
    fn explained(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        if phrase.form == Form::Joined {
            return None;
        }
        let tree = &self.trees[phrase.mention.sentence];
        let head = phrase.mention.head;
        let token = tree.token(head);
        let other = if token.rel() == "appos" {
            token.head?
        } else {
            let copula = tree.children_by(head, "cop").next()?;
            if tree.token(copula).lemma != "be" || self.is_denied(at) {
                return None;
            }
            tree.child(head, "nsubj").filter(|subject| *subject < head)?
        };
        let earlier = self.phrase_at(phrase.mention.sentence, other)?;
        let group = self.owner[earlier]?;
        let here = &self.groups[group];
        let by_copula = token.rel() != "appos";
        let bare =
            by_copula && !matches!(phrase.form, Form::Definite | Form::Indefinite | Form::Name);
        let fits = self.may_be(phrase, here) && !bare && self.phrases[earlier].form != Form::Joined;
        fits.then_some(group)
    }

    fn is_denied(&self, at: usize) -> bool {
        let phrase = &self.phrases[at];
        let tree = &self.trees[phrase.mention.sentence];
        let denies = |kid: usize| matches!(tree.token(kid).lemma.as_str(), "not" | "no" | "never");
        tree.children(phrase.mention.head).any(denies)
    }

    /// The phrase headed by a token, not the joined one.
    pub(super) fn phrase_at(&self, sentence: usize, token: usize) -> Option<usize> {
        let key = |p: &Phrase| (p.mention.sentence, p.mention.head);
        let at = self.phrases.partition_point(|p| key(p) < (sentence, token));
        self.phrases.get(at).filter(|p| key(p) == (sentence, token)).map(|_| at)
    }

    /// Whether a phrase may stand for what a group names, by kind, sex and number.
    fn may_be(&self, phrase: &Phrase, group: &Group) -> bool {
        let same_kind = match (phrase.kind, group.kind) {
            (Some(a), Some(b)) => a == b || (is_body(a) && is_body(b)),
            _ => true,
        };
        let same_sex = phrase.sex.is_none() || group.sex.is_none() || phrase.sex == group.sex;
        let same_number = group.plural.is_none_or(|plural| plural == phrase.plural);
        same_kind && same_sex && same_number && !self.overlaps(phrase, group)
    }

    /// Whether a phrase lies in or around a phrase of the group.
    fn overlaps(&self, phrase: &Phrase, group: &Group) -> bool {
        let near = group.phrases.iter().rev().map(|&at| &self.phrases[at]);
        let mut near = near.take_while(|p| p.mention.sentence == phrase.mention.sentence);
        near.any(|p| p.covers(phrase) || phrase.covers(p))
    }

    /// The earlier group that a name or a description takes up.
    fn named_before(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        let fits = |group: &Group| match phrase.form {
            Form::Name => self.is_name_of(phrase, group),
            Form::Definite | Form::Possessed | Form::Bare => self.is_description_of(at, group),
            _ => false,
        };
        self.latest(at).find(|&group| fits(&self.groups[group])).or_else(|| self.class_of_name(at))
    }

    /// The groups before a phrase, each once, the one named last first.
    fn latest(&self, at: usize) -> impl Iterator<Item = usize> + '_ {
        let mut seen = vec![false; self.groups.len()];
        let owners = (at.saturating_sub(NAMES)..at).rev().filter_map(|other| self.owner[other]);
        owners.filter(move |group| !std::mem::replace(&mut seen[*group], true))
    }

    /// "the city", "the company": the place or body that was named most often before, where no group was
    /// called so.
    fn class_of_name(&self, at: usize) -> Option<usize> {
        let phrase = &self.phrases[at];
        let kind = phrase.kind.filter(|kind| matches!(kind, Kind::Place | Kind::Organisation))?;
        // A place may have been named anywhere before; a body a few sentences ago.
        let reach = if kind == Kind::Place { usize::MAX } else { 2 };
        let plain = phrase.form == Form::Definite && phrase.marks.is_empty() && !phrase.plural;
        let bare = phrase.mention.tokens.len() == 2;
        if !plain || !bare || kind == Kind::Place && !SETTLEMENTS.contains(&phrase.head.as_str()) {
            return None;
        }
        let fits = |group: &usize| {
            let here = &self.groups[*group];
            let last = here.phrases.last().map_or(0, |&p| self.phrases[p].mention.sentence);
            let is_country = here.id.len() == 3;
            let size = match phrase.head.as_str() {
                "country" | "nation" | "state" | "republic" => is_country,
                _ => !is_country,
            };
            here.kind == Some(kind)
                && !here.names.is_empty()
                && self.may_be(phrase, here)
                && (size || kind != Kind::Place)
                && phrase.mention.sentence - last <= reach
        };
        self.latest(at).filter(fits).max_by_key(|&group| self.groups[group].phrases.len())
    }

    fn is_name_of(&self, phrase: &Phrase, group: &Group) -> bool {
        if group.names.is_empty() || phrase.name.is_empty() {
            return false;
        }
        if !phrase.id.is_empty() && phrase.id == group.id {
            return true;
        }
        let person = phrase.kind == Some(Kind::Person) || group.kind == Some(Kind::Person);
        if phrase.kind.is_some_and(|kind| kind == Kind::Thing)
            != group.kind.is_some_and(|k| k == Kind::Thing)
        {
            return false;
        }
        let same = |a: &Vec<String>, b: &Vec<String>| {
            a.len() == b.len() && a.iter().zip(b).all(|(a, b)| a == b || lower(a).eq(lower(b)))
        };
        if group.names.iter().any(|name| same(name, &phrase.name)) {
            return true;
        }
        if person {
            let kinds =
                [phrase.kind, group.kind].iter().all(|k| k.is_none_or(|k| k == Kind::Person));
            let sex = phrase.sex.is_none() || group.sex.is_none() || phrase.sex == group.sex;
            return kinds
                && sex
                && group.names.iter().all(|name| may_be_one(name, &phrase.name))
                && group.names.iter().any(|name| is_short_for(name, &phrase.name));
        }
        group
            .names
            .iter()
            .any(|name| is_acronym(name, &phrase.name) || is_acronym(&phrase.name, name))
    }

    fn is_description_of(&self, at: usize, group: &Group) -> bool {
        let phrase = &self.phrases[at];
        if phrase.kind == Some(Kind::Thing) || !self.may_be(phrase, group) {
            return false;
        }
        if !group.heads.contains(&phrase.head) {
            return false;
        }
        match phrase.form {
            Form::Possessed => self.same_possessor(at, group),
            Form::Bare => !phrase.plural && phrase.marks.is_empty(),
            _ => phrase.marks.iter().all(|mark| self.is_said_of(mark, group)),
        }
    }

    /// Whether a word that tells which is meant was said of the group before.
    fn is_said_of(&self, mark: &String, group: &Group) -> bool {
        group.phrases.iter().rev().take(LOOKED_AT).any(|&at| {
            let phrase = &self.phrases[at];
            phrase.marks.contains(mark) || phrase.roles.contains(mark)
        })
    }

    fn possessor(&self, at: usize) -> Option<usize> {
        let mention = &self.phrases[at].mention;
        let tree = &self.trees[mention.sentence];
        let poss =
            tree.children(mention.head).find(|&kid| tree.token(kid).deprel == "nmod:poss")?;
        self.phrase_at(mention.sentence, poss)
    }

    fn same_possessor(&self, at: usize, group: &Group) -> bool {
        let owner = |at: usize| {
            let possessor = self.possessor(at)?;
            self.owner[possessor].map(|g| (g, 0)).or_else(|| match self.phrases[possessor].form {
                Form::Pronoun(person) => Some((usize::MAX, person)),
                _ => None,
            })
        };
        let Some(mine) = owner(at) else { return false };
        group.phrases.iter().rev().take(LOOKED_AT).any(|&other| owner(other) == Some(mine))
    }

    /// The group that a pronoun of the third person stands for; none where the best phrase before it
    /// is a thing.
    fn antecedent(&self, at: usize) -> Option<usize> {
        let first = at.saturating_sub(WINDOW);
        let fits = |other: &usize| self.fits(at, *other);
        let best = (first..at).filter(fits).max_by_key(|&other| (self.rank(at, other), other))?;
        self.owner[best]
    }

    fn fits(&self, at: usize, other: usize) -> bool {
        let (phrase, before) = (&self.phrases[at], &self.phrases[other]);
        let Some(owner) = self.owner[other] else { return false };
        let group = &self.groups[owner];
        if phrase.mention.sentence - before.mention.sentence > REACH || before.covers(phrase) {
            return false;
        }
        let agrees = match phrase.head.as_str() {
            "it" | "its" | "itself" => {
                !matches!(group.kind, Some(Kind::Person)) && group.plural != Some(true)
            }
            "he" | "him" | "his" | "himself" | "she" | "her" | "hers" | "herself" => {
                matches!(group.kind, None | Some(Kind::Person))
                    && group.plural != Some(true)
                    && (group.sex.is_none() || group.sex == phrase.sex)
            }
            _ => {
                group.plural != Some(false)
                    || matches!(group.kind, Some(Kind::Group | Kind::Organisation))
            }
        };
        let overlaps = self.overlaps(phrase, group);
        agrees && !overlaps && !self.is_bound(at, owner)
    }

    /// Whether a group has another argument of the pronoun's verb, or the subject that it has in common
    /// with a verb above: "called Morrison to congratulate **him**".
    fn is_bound(&self, at: usize, group: usize) -> bool {
        let phrase = &self.phrases[at];
        if phrase.head.ends_with("self") || phrase.head.ends_with("selves") {
            return false;
        }
        let verbs = self.verbs(at);
        if verbs.is_empty() {
            return false;
        }
        let others = self.groups[group].phrases.iter().rev().copied();
        let mut here =
            others.take_while(|&o| self.phrases[o].mention.sentence == phrase.mention.sentence);
        here.any(|other| match self.verb(other) {
            Some(verb) => verbs[0] == verb || (verbs.contains(&verb) && self.rel(other) == "nsubj"),
            None => false,
        })
    }

    fn rel(&self, at: usize) -> &str {
        let mention = &self.phrases[at].mention;
        self.trees[mention.sentence].token(mention.head).rel()
    }

    fn verb(&self, at: usize) -> Option<usize> {
        let mention = &self.phrases[at].mention;
        let token = self.trees[mention.sentence].token(mention.head);
        token.head.filter(|_| matches!(token.rel(), "nsubj" | "obj" | "iobj" | "obl"))
    }

    fn verbs(&self, at: usize) -> Vec<usize> {
        let tree = &self.trees[self.phrases[at].mention.sentence];
        let mut verbs: Vec<usize> = self.verb(at).into_iter().collect();
        while let Some(&verb) = verbs.last()
            && matches!(tree.token(verb).rel(), "xcomp" | "advcl" | "conj")
            && tree.child(verb, "nsubj").is_none()
            && let Some(head) = tree.head(verb)
            && verbs.len() < tree.len()
        {
            verbs.push(head);
        }
        verbs
    }

    /// How well a phrase fits as the antecedent of a pronoun: the nearer, the more a subject, the more
    /// often named, the better. The weights are those that did best on annotated texts.
    fn rank(&self, at: usize, other: usize) -> i64 {
        let (phrase, before) = (&self.phrases[at], &self.phrases[other]);
        let Some(owner) = self.owner[other] else { return i64::MIN };
        let group = &self.groups[owner];
        let distance = (phrase.mention.sentence - before.mention.sentence) as i64;
        let mut score = -50 * distance + 2 * (before.mention.head as i64).min(60) / 10;
        score += 4 * (group.phrases.len() as i64).min(5);
        let rel = self.rel(other);
        score += if rel == "nsubj" { 35 } else { 0 };
        score += if rel == self.rel(at) { 8 } else { 0 };
        score += match before.is_pronoun() {
            true if before.head == phrase.head || before.sex.is_some() => 20,
            true => 10,
            false => 0,
        };
        score + kind_rank(phrase, before, group)
    }
}

/// How well the kind of a group fits a pronoun.
fn kind_rank(phrase: &Phrase, before: &Phrase, group: &Group) -> i64 {
    match (phrase.head.as_str(), group.kind) {
        ("it" | "its" | "itself", Some(Kind::Thing)) => 30,
        ("it" | "its" | "itself", _) => 0,
        _ if phrase.sex.is_some() => {
            (if group.sex.is_some() { 20 } else { 0 }) + (if group.kind.is_some() { 10 } else { 0 })
        }
        (_, Some(Kind::Person | Kind::Group)) if before.form == Form::Joined => 35,
        (_, Some(Kind::Person | Kind::Group)) => 30,
        _ => 0,
    }
}

/// What a plural pronoun names that takes up nothing.
fn lone_many(phrase: &Phrase) -> Option<Kind> {
    (phrase.is_pronoun() && phrase.plural).then_some(Kind::Person)
}

fn is_body(kind: Kind) -> bool {
    matches!(kind, Kind::Organisation | Kind::Group)
}

/// Whether one name of a person is a shorter form of the other: its surname, its given name.
fn is_short_for(a: &[String], b: &[String]) -> bool {
    let (short, long) = if a.len() <= b.len() { (a, b) } else { (b, a) };
    match short {
        [one] => long.first() == Some(one) || long.last() == Some(one),
        [first, .., last] => long.last() == Some(last) && initial(first) == initial(&long[0]),
        [] => false,
    }
}

/// Whether two full names of persons do not tell of two persons.
fn may_be_one(a: &[String], b: &[String]) -> bool {
    a.len() < 2 || b.len() < 2 || is_short_for(a, b)
}

fn initial(word: &str) -> Option<char> {
    word.chars().next()
}

/// Whether `short` is one word of the first letters of the words of `name`.
fn is_acronym(name: &[String], short: &[String]) -> bool {
    let [short] = short else { return false };
    let letters: String = short.chars().filter(|c| *c != '.').collect();
    if letters.len() < 2 || letters.chars().any(|c| !c.is_uppercase()) || name.len() < 2 {
        return false;
    }
    let initials: String =
        name.iter().filter_map(|word| initial(word)).filter(|c| c.is_uppercase()).collect();
    initials == letters
}

/// The small letters of a word.
fn lower(word: &str) -> impl Iterator<Item = char> {
    word.chars().flat_map(char::to_lowercase)
}

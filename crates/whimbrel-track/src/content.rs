//! What somebody binds himself to: from the word that commits to the clause or thing that it takes.

use crate::commitment::CommitmentKind;
use crate::page::{Line, Page};
use crate::words::{Opens, Takes, Trigger, words};
use whimbrel_text::Upos;

/// What is promised, threatened, demanded or refused.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Content {
    /// Its head: a verb, or the noun of a thing.
    pub(crate) head: usize,
    /// Whether it is said that it will not be done.
    pub(crate) negative: bool,
    /// Whether the head is a predicate with a clause of its own.
    pub(crate) is_clause: bool,
}

impl Content {
    fn clause(line: &Line<'_>, head: usize) -> Self {
        Self { head, negative: line.negation(head).is_some(), is_clause: true }
    }

    fn thing(line: &Line<'_>, head: usize) -> Self {
        Self { head, negative: line.negation(head).is_some(), is_clause: false }
    }

    /// The tokens of it, without what it hangs on and what follows loosely.
    pub(crate) fn phrase(&self, line: &Line<'_>) -> Vec<usize> {
        let kids = || line.tree.children(self.head);
        let mut dropped: Vec<usize> =
            kids().filter(|&kid| is_loose(line, self.head, kid)).collect();
        // "promised him that he would": the clause without the word that opens it.
        let opens = |&kid: &usize| line.rel(kid) == "mark" && line.lemma(kid) == "that";
        dropped.extend(kids().filter(opens));
        dropped.extend(conditions_below(line, self.head));
        dropped.extend(
            line.tree.subtree(self.head).into_iter().filter(|&at| is_aside(line, self.head, at)),
        );
        line.phrase(self.head, &dropped)
    }
}

/// "…, a move that surprised many", "…, setting the scene for war": what a comma sets apart.
fn is_aside(line: &Line<'_>, head: usize, at: usize) -> bool {
    let gerund = line.rel(at) == "advcl" && line.token(at).xpos == "VBG";
    let aside =
        matches!(line.rel(at), "appos" | "parataxis") || line.deprel(at) == "acl:relcl" || gerund;
    let first = line.tree.subtree(at).first().copied().unwrap_or(at);
    let set_apart = |comma: usize| matches!(line.forms[comma].as_str(), "," | "–" | "—");
    at > head && aside && (line.forms[first] == "," || first.checked_sub(1).is_some_and(set_apart))
}

fn is_loose(line: &Line<'_>, head: usize, kid: usize) -> bool {
    // "…, but warned that": another clause with a subject of its own
    let other_clause = || line.is_verb(kid) && line.tree.child(kid, "nsubj").is_some();
    let loose = match line.rel(kid) {
        "parataxis" => true,
        "conj" => other_clause(),
        _ => false,
    };
    loose && kid > head
}

/// The clauses below `head` that open with a cue of a condition.
fn conditions_below(line: &Line<'_>, head: usize) -> Vec<usize> {
    let cues = || words().conditions.iter().filter(|cue| cue.opens == Opens::Clause);
    let is_cue =
        |mark: usize| line.rel(mark) == "mark" && cues().any(|cue| line.stands(&cue.words, mark));
    let kids = line.tree.children_by(head, "advcl");
    kids.filter(|&kid| line.tree.children(kid).any(is_cue)).collect()
}

/// Returns the entry of the word at `at`, one with a preposition of its own first.
pub(crate) fn entry(line: &Line<'_>, at: usize) -> Option<&'static Trigger> {
    let fits =
        |trigger: &&Trigger| trigger.lemma == line.lemma(at) && is_of(line, at, trigger.upos);
    let all: Vec<&Trigger> = words().triggers.iter().filter(fits).collect();
    let with = |trigger: &&&Trigger| trigger.with.as_ref().is_some_and(|w| has_word(line, at, w));
    all.iter().find(with).or_else(|| all.iter().find(|trigger| trigger.with.is_none())).copied()
}

fn is_of(line: &Line<'_>, at: usize, upos: Upos) -> bool {
    match (line.upos(at), upos) {
        (Upos::Aux, Upos::Verb) | (Upos::Propn, Upos::Noun) => true,
        // "is prepared to": a participle that is an adjective in sense
        (Upos::Verb, Upos::Adj) => line.tree.child(at, "cop").is_some() || line.is_passive(at),
        (has, wants) => has == wants,
    }
}

/// Whether a particle or preposition belongs to a word: "ruled out", "called on".
pub(crate) fn has_word(line: &Line<'_>, at: usize, word: &str) -> bool {
    line.tree.children(at).any(|kid| match line.rel(kid) {
        "compound" | "advmod" | "case" | "mark" => line.forms[kid] == word,
        "obl" | "advcl" | "nmod" => line.case(kid) == word || mark(line, kid) == word,
        _ => false,
    })
}

/// The word that opens a clause: "to", "that", "for".
pub(crate) fn mark<'l>(line: &'l Line<'_>, at: usize) -> &'l str {
    line.tree.child(at, "mark").map_or("", |mark| line.forms[mark].as_str())
}

/// Returns what the word at `at` takes as its matter.
pub(crate) fn content(
    page: &Page<'_>,
    sentence: usize,
    at: usize,
    trigger: &Trigger,
) -> Option<Content> {
    let line = &page.lines[sentence];
    let clause = || match trigger.upos {
        Upos::Noun => clause_of_noun(line, at),
        _ => clause_of_verb(line, at),
    };
    let infinitive = || clause().filter(|content| mark(line, content.head) == "to");
    let thing = || thing(page, sentence, at, trigger);
    let found = match trigger.takes {
        Takes::Clause => clause(),
        Takes::Infinitive => infinitive(),
        Takes::Thing => thing(),
        Takes::Either => infinitive().or_else(thing),
        Takes::Any => clause().or_else(thing),
    };
    found.map(|content| without_hesitation(line, content))
}

/// "will not hesitate to strike": what is not hesitated at is done.
pub(crate) fn without_hesitation(line: &Line<'_>, content: Content) -> Content {
    let inner = line.tree.child(content.head, "xcomp").filter(|_| {
        content.negative
            && matches!(line.lemma(content.head), "hesitate" | "fail" | "stop" | "rest")
    });
    inner.map_or(content, |inner| Content::clause(line, inner))
}

/// Returns the word that names the deed: of "continue to help" and "provide support" the inner one.
pub(crate) fn act(line: &Line<'_>, content: &Content) -> usize {
    const LIGHT_VERBS: [&str; 8] =
        ["try", "seek", "begin", "start", "continue", "work", "let", "help"];
    const LIGHT_NOUNS: [&str; 4] = ["give", "provide", "offer", "lend"];
    let mut at = content.head;
    for _ in 0..4 {
        let inner = match line.lemma(at) {
            lemma if LIGHT_VERBS.contains(&lemma) => line.tree.child(at, "xcomp"),
            lemma if LIGHT_NOUNS.contains(&lemma) && content.is_clause => {
                line.tree.children_by(at, "obj").last().filter(|&kid| line.is_nominal(kid))
            }
            _ => None,
        };
        match inner {
            Some(inner) => at = inner,
            None => break,
        }
    }
    at
}

fn clause_of_verb(line: &Line<'_>, at: usize) -> Option<Content> {
    let is_clause = |kid: usize| {
        line.is_verb(kid)
            || line.tree.child(kid, "cop").is_some()
            || line.tree.child(kid, "nsubj").is_some()
    };
    let complement = |kid: &usize| {
        matches!(line.rel(*kid), "xcomp" | "ccomp") && is_clause(*kid) && !is_question(line, *kid)
    };
    if let Some(kid) = line.tree.children(at).find(complement) {
        return Some(Content::clause(line, kid));
    }
    // An infinitive that the tree hangs loosely: "pledged on Monday to put …", "ordered them to".
    let infinitive = |kid: &usize| {
        *kid > at
            && matches!(line.rel(*kid), "advcl" | "acl")
            && mark(line, *kid) == "to"
            && line.is_verb(*kid)
    };
    if let Some(kid) = line.tree.children(at).find(infinitive) {
        return Some(Content::clause(line, kid));
    }
    let object = line.tree.child(at, "obj").or_else(|| line.tree.child(at, "obl"))?;
    let below = line.tree.children_by(object, "acl").find(|&kid| mark(line, kid) == "to");
    below.map(|kid| Content::clause(line, kid))
}

/// "asked whether", "decline to say if": a question commits nobody.
pub(crate) fn is_question(line: &Line<'_>, at: usize) -> bool {
    const ASKS: [&str; 7] = ["whether", "if", "why", "how", "what", "who", "where"];
    line.tree.children(at).any(|kid| kid < at && ASKS.contains(&line.forms[kid].as_str()))
}

fn clause_of_noun(line: &Line<'_>, at: usize) -> Option<Content> {
    let clause = |kid: &usize| {
        *kid > at
            && matches!(line.rel(*kid), "acl" | "ccomp" | "xcomp" | "advcl")
            && line.deprel(*kid) != "acl:relcl"
            && matches!(mark(line, *kid), "to" | "that")
    };
    if let Some(kid) = line.tree.children(at).find(clause) {
        return Some(Content::clause(line, kid));
    }
    // "his promise is to …", "the plan was to …"
    let head = line.tree.head(at)?;
    let predicate = line.rel(at) == "nsubj"
        && mark(line, head) == "to"
        && line.tree.child(head, "cop").is_some();
    predicate.then(|| Content::clause(line, head))
}

/// Whether a noun or verb names a deed that one can be bound to.
pub(crate) fn is_deed(lemma: &str) -> bool {
    words().acts.iter().any(|act| act.lemma == lemma)
}

/// Returns the infinitive that says what is to be done to a thing: "called for the ban to be lifted",
/// "wants the ban lifted".
pub(crate) fn completion(line: &Line<'_>, at: usize, thing: usize) -> Option<usize> {
    let done_to = |&kid: &usize| {
        kid > thing
            && matches!(line.rel(kid), "xcomp" | "advcl")
            && matches!(line.token(kid).xpos.as_str(), "VBN" | "VBD")
            && matches!(mark(line, kid), "to" | "")
            && line.tree.child(kid, "nsubj").is_none()
            && line.tree.child(kid, "obj").is_none()
    };
    line.tree.children(at).find(done_to)
}

/// Prepositions by which a committing word takes its matter.
const MATTER: [&str; 8] = ["for", "of", "on", "to", "with", "against", "into", "over"];

fn thing(page: &Page<'_>, sentence: usize, at: usize, trigger: &Trigger) -> Option<Content> {
    let line = &page.lines[sentence];
    // Only recognition is of somebody or of a named land; what else is taken is a thing.
    let any = trigger.kind == CommitmentKind::Recognition;
    let is_thing = |kid: usize| match line.upos(kid) {
        Upos::Propn => any,
        Upos::Noun | Upos::Num => {
            any || is_deed(line.lemma(kid)) || !page.class(sentence, kid).is_actor()
        }
        _ => false,
    };
    let apart = trigger.with.as_deref().is_none_or(|with| matches!(with, "out" | "down"));
    if trigger.upos != Upos::Noun && apart {
        let objects = line.tree.children_by(at, "obj").chain(line.tree.children_by(at, "iobj"));
        let objects: Vec<usize> = objects.collect();
        let passive = line.is_passive(at).then(|| line.tree.child(at, "nsubj")).flatten();
        if let Some(kid) = objects.iter().copied().chain(passive).find(|&kid| is_thing(kid)) {
            return Some(Content::thing(line, kid));
        }
        // "assured the miners of his support", with the matter on the noun by the parser's choice
        let of = |kid: &usize| line.case(*kid) == "of" && is_thing(*kid);
        let beside = objects.iter().flat_map(|&kid| line.tree.children_by(kid, "nmod")).find(of);
        if let Some(kid) = beside.filter(|_| line.lemma(at).ends_with("assure")) {
            return Some(Content::thing(line, kid));
        }
    }
    let phrase = |kid: &usize| {
        matches!(line.rel(*kid), "obl" | "nmod")
            && is_thing(*kid)
            && page.times(sentence).iter().all(|time| !time.tokens.contains(kid))
            && match trigger.with.as_deref() {
                Some(with) => line.case(*kid) == with,
                None => MATTER.contains(&line.case(*kid).as_str()),
            }
    };
    line.tree.children(at).find(phrase).map(|kid| Content::thing(line, kid))
}

//! Which issue a phrase is about: its kind, what fills the kind's slot, and whether the phrase speaks
//! for it or for its end.

use crate::content::{completion, mark};
use crate::page::{Line, Page};
use crate::position::Issue;
use crate::words::{IssueKind, words};
use whimbrel_text::{ActorClass, Upos};

/// An issue found in a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Found {
    pub(crate) issue: Issue,
    /// `false` where the phrase is about its end ("the lifting of sanctions").
    pub(crate) upright: bool,
    /// Whether the phrase only takes up what was named before ("on the subject").
    pub(crate) taken_up: bool,
    /// The word that names it.
    pub(crate) token: usize,
}

/// How deep "a plan for an end to sanctions" is followed.
const DEPTH: usize = 4;
/// How many sentences back an issue is taken up.
const BACK: usize = 2;

/// Returns the issue of a phrase headed by `head`: named by its head, or by what hangs on a word that
/// stands for it ("a plan for …", "an end to …").
pub(crate) fn of_phrase(page: &Page<'_>, at: usize, head: usize) -> Option<Found> {
    follow(page, at, head, true, 0).or_else(|| take_up(page, at, head))
}

fn follow(page: &Page<'_>, at: usize, head: usize, upright: bool, depth: usize) -> Option<Found> {
    if depth > DEPTH {
        return None;
    }
    let line = &page.lines[at];
    if let Some(issue) = named(page, at, head).or_else(|| done(page, at, head)) {
        let upright = upright == kept(line, head)?;
        return Some(Found { issue, upright, taken_up: false, token: head });
    }
    let has = |list: &[String]| list.iter().any(|word| word == line.lemma(head));
    let through = if has(&words().flips) {
        Some(!upright)
    } else if has(&words().generic) || (line.is_verb(head) && has(&words().carriers)) {
        Some(upright)
    } else {
        None
    }?;
    let inner = |&kid: &usize| {
        kid > head
            && match line.rel(kid) {
                "obj" | "xcomp" | "ccomp" => true,
                "nmod" | "obl" => matches!(
                    line.case(kid).as_str(),
                    "of" | "for" | "to" | "on" | "from" | "against" | "about"
                ),
                "acl" => line.deprel(kid) == "acl",
                _ => false,
            }
    };
    let mut kids: Vec<usize> = line.tree.children(head).filter(inner).collect();
    // "sanctions relief", "border wall plan"
    kids.extend(line.tree.children_by(head, "compound"));
    kids.extend(line.is_passive(head).then(|| line.tree.child(head, "nsubj")).flatten());
    kids.into_iter().find_map(|kid| follow(page, at, kid, through, depth + 1))
}

/// "for the assault to be abandoned": whether what is to be done to an issue keeps it (`true`) or ends
/// it; `None` where something else is to be done. The infinitive hangs on the noun or on the
/// verb over it.
fn kept(line: &Line<'_>, noun: usize) -> Option<bool> {
    let infinitive = |&kid: &usize| {
        line.rel(kid) == "acl" && line.deprel(kid) != "acl:relcl" && mark(line, kid) == "to"
    };
    let below = line.tree.children(noun).find(infinitive);
    let beside = || completion(line, line.tree.head(noun)?, noun);
    let Some(verb) = below.or_else(beside).filter(|_| line.is_nominal(noun)) else {
        return Some(true);
    };
    let has = |list: &[String]| list.iter().any(|word| word == line.lemma(verb));
    if has(&words().flips) { Some(false) } else { has(&words().carriers).then_some(true) }
}

/// An issue that a noun names.
fn named(page: &Page<'_>, at: usize, noun: usize) -> Option<Issue> {
    let line = &page.lines[at];
    if !matches!(line.upos(noun), Upos::Noun | Upos::Propn) {
        return None;
    }
    let mut best: Option<(usize, &IssueKind, Vec<usize>)> = None;
    for kind in &words().issues {
        for name in &kind.names {
            let Some(tokens) = matches_name(line, noun, name) else { continue };
            let length = name.split(|c: char| c == '+' || c.is_whitespace()).count();
            if best.as_ref().is_none_or(|(known, ..)| length > *known) {
                best = Some((length, kind, tokens));
            }
        }
    }
    let (_, kind, tokens) = best?;
    fill(page, at, kind, &tokens)
}

/// The tokens that the groups of a name end at, where a noun phrase has them all.
fn matches_name(line: &Line<'_>, noun: usize, name: &str) -> Option<Vec<usize>> {
    let mut groups = name.split('+');
    let first = groups.next()?;
    if !ends_at(line, noun, first) {
        return None;
    }
    let mut tokens = vec![noun];
    for group in groups {
        // What a preposition joins to the noun may hang on the verb by the parser's mistake.
        let near = (noun.saturating_sub(4)..line.len().min(noun + 7)).filter(|&t| t != noun);
        tokens.push(
            near.into_iter().find(|&t| ends_at(line, t, group) && line.upos(t) != Upos::Verb)?,
        );
    }
    Some(tokens)
}

/// Whether words, as lemmas or as written, stand in a row and end at `last`.
fn ends_at(line: &Line<'_>, last: usize, words: &str) -> bool {
    let words: Vec<&str> = words.split_whitespace().collect();
    let Some(first) = (last + 1).checked_sub(words.len()) else { return false };
    words.iter().zip(first..).all(|(word, at)| line.lemma(at) == *word || line.forms[at] == *word)
}

/// An issue that a verb does.
pub(crate) fn done(page: &Page<'_>, at: usize, verb: usize) -> Option<Issue> {
    let line = &page.lines[at];
    if line.upos(verb) != Upos::Verb {
        return None;
    }
    let does = |kind: &&IssueKind| kind.deeds.iter().any(|deed| deed == line.lemma(verb));
    let kind = words().issues.iter().find(does)?;
    // The deed needs somebody or something that it is done to.
    let object = line
        .tree
        .child(verb, "obj")
        .or_else(|| line.tree.child(verb, "nsubj").filter(|_| line.is_passive(verb)))?;
    if kind.named && !is_name(line, object) {
        return None;
    }
    let mut issue = fill(page, at, kind, &[verb])?;
    let title = if issue.object.is_empty() {
        kind.bare.clone()
    } else {
        kind.title.replace("{object}", &issue.object)
    };
    issue.title = title;
    Some(issue)
}

/// Whether an object is a name, or a noun for a state or the like of a name: "the State of Palestine".
fn is_name(line: &Line<'_>, object: usize) -> bool {
    let of = |kid: usize| line.case(kid) == "of" && line.upos(kid) == Upos::Propn;
    line.upos(object) == Upos::Propn || line.tree.children_by(object, "nmod").any(of)
}

/// The issue with its slot filled; `None` where the slot is needed and empty.
fn fill(page: &Page<'_>, at: usize, kind: &IssueKind, tokens: &[usize]) -> Option<Issue> {
    let filler = slot(page, at, &kind.slot, tokens).or_else(|| slot(page, at, &kind.owner, tokens));
    if filler.is_none() && kind.needed {
        return None;
    }
    let object = filler.map(|filler| label(page, at, filler)).unwrap_or_default();
    let title = title(page, at, tokens, filler);
    let key = match (object.is_empty(), kind.slot.is_empty()) {
        (true, true) => kind.kind.clone(),
        (true, false) => format!("{}: ?", kind.kind),
        (false, _) => format!("{}: {}", kind.kind, object.to_lowercase()),
    };
    Some(Issue { kind: kind.kind.clone(), title, object, key })
}

/// The words that name an issue, without what only tells more of it.
fn title(page: &Page<'_>, at: usize, tokens: &[usize], filler: Option<usize>) -> String {
    let line = &page.lines[at];
    let mut kept = Vec::new();
    for &token in tokens {
        let more = |&kid: &usize| {
            matches!(
                line.rel(kid),
                "acl"
                    | "appos"
                    | "parataxis"
                    | "conj"
                    | "cc"
                    | "case"
                    | "det"
                    | "advcl"
                    | "obl"
                    | "punct"
            ) || line.deprel(kid) == "nmod:poss" && line.upos(kid) == Upos::Pron
        };
        let mut dropped: Vec<usize> = line.tree.children(token).filter(more).collect();
        dropped
            .extend(tokens.iter().filter(|&&other| other != token && line.is_under(other, token)));
        kept.extend(line.phrase(token, &dropped));
    }
    if let Some(filler) = filler {
        let clauses: Vec<usize> = line.tree.children_by(filler, "acl").collect();
        kept.extend(line.phrase(filler, &clauses));
    }
    page.words(at, &kept).text
}

/// The token that fills a slot: the first relation that one of the tokens has.
fn slot(page: &Page<'_>, at: usize, relations: &[String], tokens: &[usize]) -> Option<usize> {
    relations
        .iter()
        .find_map(|relation| tokens.iter().find_map(|&token| filler(page, at, relation, token)))
}

/// The token in a relation to a name or deed.
fn filler(page: &Page<'_>, at: usize, relation: &str, token: usize) -> Option<usize> {
    let line = &page.lines[at];
    let kids = || line.tree.children(token);
    let of_country =
        |kid: usize| page.entities(at, kid).iter().any(|entity| !entity.country.is_empty());
    match relation {
        "obj" if line.is_passive(token) => kids().find(|&kid| line.rel(kid) == "nsubj"),
        "obj" => kids().find(|&kid| line.rel(kid) == "obj" && line.is_verb(token)),
        "subject" => kids().find(|&kid| line.rel(kid) == "nsubj"),
        "poss" => {
            kids().find(|&kid| line.deprel(kid) == "nmod:poss" && line.upos(kid) != Upos::Pron)
        }
        "compound" => kids().find(|&kid| {
            line.rel(kid) == "compound"
                && line.is_nominal(kid)
                && line.token(kid).form.starts_with(char::is_uppercase)
        }),
        "adj" => kids().find(|&kid| {
            matches!(line.rel(kid), "amod" | "compound")
                && line.token(kid).form.starts_with(char::is_uppercase)
                && of_country(kid)
        }),
        preposition => {
            let fits = |kid: &usize| line.case(*kid) == preposition && line.is_nominal(*kid);
            let below = kids().find(|kid| matches!(line.rel(*kid), "nmod" | "obl") && fits(kid));
            // "rejected Russian bases in Belarus", with the place on the verb by the parser's choice
            let beside = || {
                let verb = line.tree.head(token)?;
                let next = line.tree.subtree(token).last().map_or(token, |last| last + 1);
                let kids = line.tree.children_by(verb, "obl");
                kids.into_iter()
                    .find(|kid| fits(kid) && line.tree.subtree(*kid).first() == Some(&next))
            };
            below.or_else(beside)
        }
    }
    .filter(|&kid| !matches!(line.upos(kid), Upos::Pron | Upos::Det | Upos::Num))
    .filter(|kid| page.times(at).iter().all(|time| !time.tokens.contains(kid)))
}

/// How an object is called: by its usual name, else by the words of its phrase.
fn label(page: &Page<'_>, at: usize, token: usize) -> String {
    let line = &page.lines[at];
    // A capital or an adjective goes by its state's name; a region keeps its own.
    let usual = |token: usize| {
        let is_land = |id: &str| id.len() == 3 && id.bytes().all(|b| b.is_ascii_uppercase());
        let state = line.upos(token) == Upos::Adj || page.class(at, token) == ActorClass::State;
        let words = line.phrase(token, &[]).len();
        let found = page.entities(at, token).into_iter().find(|e| is_land(&e.entity_id));
        let own = |name: &str| name.to_lowercase() == page.words(at, &[token]).text.to_lowercase();
        found.map(|e| e.entity_name).filter(|name| own(name) || (state && words <= 2))
    };
    let own = |token: usize| {
        usual(token).unwrap_or_else(|| {
            let outside = |&kid: &usize| {
                matches!(
                    line.rel(kid),
                    "case" | "det" | "conj" | "cc" | "acl" | "appos" | "punct" | "parataxis"
                ) || line.deprel(kid) == "nmod:poss"
                    || (line.rel(kid) == "nmod"
                        && line.upos(token) == Upos::Propn
                        && line.case(kid) != "of")
            };
            let dropped: Vec<usize> = line.tree.children(token).filter(outside).collect();
            let tokens = line.phrase(token, &dropped);
            let text = page.words(at, &tokens).text;
            text.trim_end_matches("’s").trim_end_matches("'s").to_owned()
        })
    };
    let joined = line.tree.children_by(token, "conj").filter(|&kid| line.is_nominal(kid)).map(own);
    let all: Vec<String> = std::iter::once(own(token)).chain(joined).collect();
    match all.split_last() {
        Some((last, [])) => last.clone(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

/// "on the subject", "this sign of support": the issue that the report named last.
fn take_up(page: &Page<'_>, at: usize, head: usize) -> Option<Found> {
    let line = &page.lines[at];
    let generic = words().anaphors.iter().any(|word| word == line.lemma(head));
    let known = line
        .tree
        .children(head)
        .any(|kid| matches!(line.forms[kid].as_str(), "this" | "that" | "the"));
    let pronoun = line.forms[head] == "this" && line.upos(head) == Upos::Pron;
    if !(generic && known || pronoun) {
        return None;
    }
    let (issue, _) = last_before(page, at)?;
    Some(Found { issue, upright: true, taken_up: true, token: head })
}

/// The issue named last before sentence `at`, in its part and not far away, with its sentence.
pub(crate) fn last_before(page: &Page<'_>, at: usize) -> Option<(Issue, usize)> {
    (at.saturating_sub(BACK)..at)
        .rev()
        .filter(|&back| page.lines[back].part == page.lines[at].part)
        .find_map(|back| {
            let line = &page.lines[back];
            let here = |token| named(page, back, token).or_else(|| done(page, back, token));
            (0..line.len()).rev().find_map(here).map(|issue| (issue, back))
        })
}

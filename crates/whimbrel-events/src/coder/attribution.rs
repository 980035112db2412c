//! Who says that an event happened.

use super::Attribution;
use crate::syntax::Clause;
use whimbrel_codebook::cues::{Reach, Stance};
use whimbrel_text::Upos;

/// Returns the sources of the event at `at`, the nearest first and each next one as its `outer`: verbs
/// and nouns of speech above its clause, verbs set beside it ("…, he said"), "according to" phrases.
///
/// A word of speech without a speaker ("is said to") counts where no other names one.
pub(super) fn of(clause: &Clause<'_>, at: usize) -> Option<Attribution> {
    let mut word = at;
    let mut aside = false;
    let mut found: Vec<Attribution> = Vec::new();
    for head in std::iter::once(at).chain(clause.tree.ancestors(at)) {
        let above = (head != word).then(|| governing(clause, word, head)).flatten();
        let sources = above.into_iter().chain(beside(clause, word, head));
        found.extend(sources.filter(|source| !aside || source.cue > at));
        aside |= is_aside(clause, head);
        word = head;
    }
    found.extend(apart(clause, at, &found).filter(|source| !aside || source.cue > at));
    // "The mayor said that they condemned the attack" has the mayor say that there was one.
    while found.len() > 1 && found[0].presumed && found[1].speaker.is_some() {
        found.remove(0);
    }
    let named = found.iter().any(|source| source.speaker.is_some());
    found.retain(|source| source.speaker.is_some() || !named);
    found.truncate(DEEPEST);
    let around = |outer: Option<Attribution>, inner: Attribution| {
        Some(Attribution { outer: outer.map(Box::new), ..inner })
    };
    found.into_iter().rev().fold(None, around)
}

/// Whether what the report adds itself begins here: "he said that they fled, which angered Turkey".
/// What is said behind that ("…, the army said") is said of it, too.
fn is_aside(clause: &Clause<'_>, at: usize) -> bool {
    let contrast =
        |mark: usize| matches!(clause.lemmas[mark].as_str(), "although" | "though" | "whereas");
    let own = match clause.rel(at) {
        "acl" => clause.tree.token(at).deprel == "acl:relcl",
        "advcl" => clause.tree.children_by(at, "mark").any(contrast),
        _ => false,
    };
    let comma = |kid: usize| kid < at && clause.tree.token(kid).form == ",";
    own && clause.tree.children_by(at, "punct").any(comma)
}

/// How many sources are kept, one within another.
const DEEPEST: usize = 3;

/// Stance and reach of a word of speech, its particle counted in ("pointed out").
fn speech(clause: &Clause<'_>, at: usize) -> Option<(Stance, Reach)> {
    let lemma = &clause.lemmas[at];
    let with = |kid: usize| {
        let words = format!("{lemma} {}", clause.lemmas[kid]);
        Some((clause.cues.speech(&words)?, clause.cues.reach(&words)?))
    };
    let added = |kid: &usize| {
        matches!(clause.rel(*kid), "compound" | "advmod" | "xcomp") && *kid > at && *kid <= at + 2
    };
    let alone = || Some((clause.cues.speech(lemma)?, clause.cues.reach(lemma)?));
    clause.tree.children(at).filter(added).find_map(with).or_else(alone)
}

/// A word of speech with the clause as its complement.
fn governing(clause: &Clause<'_>, word: usize, head: usize) -> Option<Attribution> {
    let (stance, reach) = speech(clause, head)?;
    let is_noun = clause.tree.token(head).upos == Upos::Noun;
    let any = reach == Reach::Any;
    let complement = match clause.rel(word) {
        "ccomp" => true,
        // "denied an attack on the port", "announced the arrest of two men"; what is said is a clause
        // that the tree takes for a thing
        "obj" => {
            (any || clause.lemmas[head] == "say")
                && matches!(clause.tree.token(word).upos, Upos::Noun | Upos::Propn)
        }
        // "is said to have been established", "proposed barring all ships"
        "xcomp" => any || clause.is_passive(head),
        // "the claim that he fled", "his proposal of sharing the water", not "a tweet mocking him"
        "acl" => {
            is_noun
                && !clause.tree.token(word).deprel.ends_with("relcl")
                && clause.tree.child(word, "mark").is_some()
        }
        // "accused them of shelling", "talked about the strikes", "criticised him for leaving"
        "obl" | "nmod" if is_subject_matter(&clause.case_of(word)) => any,
        "obl" if clause.case_of(word) == "to" => {
            matches!(
                clause.lemmas[head].as_str(),
                "refer" | "allude" | "respond" | "react" | "point" | "admit" | "confess" | "object"
            )
        }
        "advcl" if clause.case_of(word) != "as" && is_subject_matter(&clause.case_of(word)) => any,
        // "called on the army to return"
        "advcl" if any && !clause.phrases(head, "on").is_empty() => {
            clause.tree.children_by(word, "mark").any(|mark| clause.lemmas[mark] == "to")
        }
        // "If the army returned, he said, …", where the condition hangs on the word of speech.
        "advcl" => word < head && (is_last(clause, head) || ends_in_comma(clause, head)),
        // "The promise that he gave appeals to many, said Keita", with two subjects.
        "nsubj" => nearest_subject(clause, head).is_some_and(|nearest| nearest != word),
        _ => false,
    };
    if !complement {
        return None;
    }
    let speakers = if is_noun { clause.noun_subject(head, 0) } else { clause.subject(head) };
    let speaker = nearest_subject(clause, head).or(speakers.first().copied());
    let vague = speaker.is_some_and(|at| is_vague(clause, at));
    let presumed = matches!(stance, Stance::States | Stance::Confirms)
        && !matches!(clause.rel(word), "ccomp" | "xcomp" | "acl" | "nsubj")
        && !(clause.rel(word) == "advcl" && word < head);
    (!vague).then_some(Attribution { speaker, cue: head, stance, presumed, outer: None })
}

/// Prepositions before what is spoken of.
fn is_subject_matter(case: &str) -> bool {
    matches!(
        case,
        "about" | "of" | "for" | "on" | "against" | "over" | "as" | "regarding" | "concerning"
    )
}

/// The nearest subject of a verb that has several: all but one belong to what is said, and days that
/// the tree takes for subjects to neither.
fn nearest_subject(clause: &Clause<'_>, verb: usize) -> Option<usize> {
    let is_name = |&kid: &usize| !clause.cues.is_time(&clause.lemmas[kid]);
    let subjects = || clause.tree.children_by(verb, "nsubj").filter(is_name);
    let several = subjects().nth(1).is_some() && !clause.is_passive(verb);
    subjects().min_by_key(|kid| kid.abs_diff(verb)).filter(|_| several)
}

/// "…, he said, …": whether a comma follows right behind the verb.
fn ends_in_comma(clause: &Clause<'_>, head: usize) -> bool {
    head + 1 < clause.tree.len() && clause.tree.token(head + 1).form == ","
}

/// Whether a word of speech has nothing said behind it.
fn is_last(clause: &Clause<'_>, head: usize) -> bool {
    let said = |kid: usize| matches!(clause.rel(kid), "ccomp" | "xcomp" | "obj" | "parataxis");
    !clause.tree.children(head).any(|kid| kid > head && said(kid))
}

/// "That shows …", "it shows …": nobody speaks.
fn is_vague(clause: &Clause<'_>, at: usize) -> bool {
    let head = clause.tree.head(at);
    let shows = head.is_some_and(|head| {
        matches!(clause.lemmas[head].as_str(), "show" | "suggest" | "indicate" | "mean" | "reveal")
    });
    clause.tree.token(at).upos == Upos::Pron
        && match clause.lemmas[at].as_str() {
            "that" | "this" | "which" | "these" | "those" => true,
            "it" => shows,
            _ => false,
        }
}

/// A speech verb in parenthesis, or "according to", that hangs on a word above the event; the event
/// is reached through `from`.
fn beside(clause: &Clause<'_>, from: usize, head: usize) -> Option<Attribution> {
    // What stands within the phrase that names a source is not said by it.
    let kids = clause.tree.children(head).filter(|&kid| kid != from);
    kids.filter_map(|kid| match clause.rel(kid) {
        "parataxis" => parenthesis(clause, kid),
        // "as the paper reported"
        "advcl" if clause.tree.children_by(kid, "mark").any(|mark| clause.lemmas[mark] == "as") => {
            parenthesis(clause, kid).filter(|_| clause.tree.child(kid, "obj").is_none())
        }
        "obl" | "nmod" => source_phrase(clause, kid),
        // "his contention was that …"
        "nsubj" if clause.tree.token(kid).deprel.ends_with("outer") => {
            let (stance, _) = speech(clause, kid)?;
            let speaker = clause.noun_subject(kid, 0).first().copied()?;
            Some(Attribution {
                speaker: Some(speaker),
                cue: kid,
                stance,
                presumed: false,
                outer: None,
            })
        }
        _ => None,
    })
    .next()
}

/// A speech verb with a subject and nothing that it says itself.
fn parenthesis(clause: &Clause<'_>, verb: usize) -> Option<Attribution> {
    let (stance, _) = speech(clause, verb)?;
    let bare = ["ccomp", "xcomp"].iter().all(|rel| clause.tree.child(verb, rel).is_none());
    let speaker = clause.subject(verb).first().copied().filter(|_| bare)?;
    Some(Attribution { speaker: Some(speaker), cue: verb, stance, presumed: false, outer: None })
}

/// "according to the army", "in a poll", "in his view".
fn source_phrase(clause: &Clause<'_>, noun: usize) -> Option<Attribution> {
    let cue = clause.tree.child(noun, "case")?;
    let stance = clause.cues.speech("according")?;
    let speaker = match clause.case_of(noun).as_str() {
        "according_to" => noun,
        "in" | "to" if matches!(clause.lemmas[noun].as_str(), "view" | "opinion" | "mind") => {
            clause.possessors(noun).first().copied()?
        }
        "in" if matches!(clause.lemmas[noun].as_str(), "poll" | "survey") => noun,
        _ => return None,
    };
    Some(Attribution { speaker: Some(speaker), cue, stance, presumed: false, outer: None })
}

/// A source that the tree hangs on a word that the event does not stand below, where the commas show
/// that the whole sentence is meant: "…, according to the army", "The risk, he said, is …".
fn apart(clause: &Clause<'_>, at: usize, found: &[Attribution]) -> Option<Attribution> {
    let within = |top: usize| at == top || clause.tree.ancestors(at).any(|up| up == top);
    (0..clause.tree.len()).find_map(|word| {
        let source = match clause.rel(word) {
            "obl" | "nmod" if clause.case_of(word) == "according_to" => {
                source_phrase(clause, word)?
            }
            _ if clause.tree.token(word).upos == Upos::Verb && is_set_off(clause, word) => {
                parenthesis(clause, word)?
            }
            _ => return None,
        };
        let known = found.iter().any(|other| other.cue == source.cue);
        (!known && !within(word) && source.speaker != Some(at)).then_some(source)
    })
}

/// Whether a verb with its subject, and no more than adverbs and phrases, stands between commas.
fn is_set_off(clause: &Clause<'_>, verb: usize) -> bool {
    let is_mark = |at: usize| {
        matches!(
            clause.tree.token(at).form.as_str(),
            "," | "—" | "–" | "--" | "-" | "”" | "\"" | "''"
        )
    };
    let Some(subject) = clause.tree.child(verb, "nsubj").filter(|_| is_last(clause, verb)) else {
        return false;
    };
    let stretch = |top: usize| {
        let mut ends = (top, top);
        let mut open = vec![top];
        while let Some(next) = open.pop() {
            ends = (ends.0.min(next), ends.1.max(next));
            let words = clause.tree.children(next);
            open.extend(words.filter(|&kid| clause.rel(kid) != "punct"));
        }
        ends
    };
    let (first, last) = stretch(subject);
    let (first, last) = (first.min(verb), last.max(verb));
    let adverbs = clause
        .tree
        .children(verb)
        .filter(|&kid| kid > last && matches!(clause.rel(kid), "advmod" | "obl" | "iobj"));
    let last = adverbs.map(|kid| stretch(kid).1).max().unwrap_or(last);
    let before = first.checked_sub(1).is_some_and(is_mark);
    let end = last + 1 >= clause.tree.len();
    let stop = !end && clause.tree.token(last + 1).upos == Upos::Punct;
    before && (end || stop)
}

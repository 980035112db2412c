//! What became of a commitment by the words of the report that states it: "broke its promise", "but did
//! not", "but he has gone there alone, without him".

use crate::commitment::{Commitment, CommitmentKind};
use crate::content::has_word;
use crate::page::{Line, Page};
use crate::provisions::is_one_side;
use crate::reading::Draft;
use crate::status::{Evidence, Proposal, Status};
use crate::words::{Contrast, Fulfilment, words};
use whimbrel_record::Entity;
use whimbrel_text::Upos;

/// How many sentences after a commitment may tell what became of it.
const REACH: usize = 3;

/// Adds to each draft's history what the report says became of it.
pub(crate) fn from_words(page: &Page<'_>, drafts: &mut [Draft]) {
    for at in 0..drafts.len() {
        for proposal in proposals(page, &drafts[at], drafts) {
            drafts[at].commitment.propose(proposal);
        }
    }
}

fn proposals(page: &Page<'_>, draft: &Draft, all: &[Draft]) -> Vec<Proposal> {
    let mut found: Vec<Proposal> = governed(page, draft).into_iter().collect();
    for at in draft.at..page.lines.len().min(draft.at + REACH + 1) {
        if page.lines[at].part != page.lines[draft.at].part {
            break;
        }
        if at > draft.at {
            found.extend(named(page, at, draft, all));
        }
        found.extend(contrasted(page, at, draft));
    }
    found
}

fn proposal(
    page: &Page<'_>,
    at: usize,
    tokens: &[usize],
    status: Status,
    score: f64,
    reason: &str,
) -> Proposal {
    let evidence = Evidence { record_id: None, passage: page.words(at, tokens) };
    Proposal {
        status,
        score,
        reason: reason.to_owned(),
        day: page.date(),
        evidence: vec![evidence],
    }
}

/// "broke its promise to leave": the word that commits is the object of a verb of the list.
fn governed(page: &Page<'_>, draft: &Draft) -> Option<Proposal> {
    let line = &page.lines[draft.at];
    if line.upos(draft.trigger) != Upos::Noun {
        return None;
    }
    let verb = line.tree.head(draft.trigger).filter(|&head| line.is_verb(head))?;
    let taken = matches!(line.rel(draft.trigger), "obj" | "obl")
        || line.deprel(draft.trigger) == "nsubj:pass";
    let entry =
        entry(line, verb, |takes| takes == kind_word(draft.commitment.kind)).filter(|_| taken)?;
    told(page, draft.at, verb, draft.trigger, entry)
}

/// Whether a noun is a promise that its sentence says was broken.
pub(crate) fn is_broken(line: &Line<'_>, noun: usize) -> bool {
    let verb =
        line.tree.head(noun).filter(|_| line.upos(noun) == Upos::Noun && line.rel(noun) == "obj");
    let entry = verb.and_then(|verb| entry(line, verb, |takes| takes == "promise"));
    entry.is_some_and(|entry| entry.status == Status::Broken)
}

/// The entry of a verb of the list that takes what `takes` accepts, the one with most words of its own.
fn entry(
    line: &Line<'_>,
    verb: usize,
    takes: impl Fn(&str) -> bool,
) -> Option<&'static Fulfilment> {
    let fits = |row: &&Fulfilment| {
        row.lemma == line.lemma(verb)
            && row.with.iter().all(|word| has_word(line, verb, word) || goes_with(line, verb, word))
            && row.takes.iter().any(|kind| takes(kind))
    };
    words().fulfilments.iter().filter(fits).max_by_key(|row| row.with.len())
}

/// "go back on", "make good on": a word of the idiom that hangs on another one of it.
fn goes_with(line: &Line<'_>, verb: usize, word: &str) -> bool {
    (verb + 1..line.len().min(verb + 4)).any(|at| line.forms[at] == word)
}

const fn kind_word(kind: CommitmentKind) -> &'static str {
    match kind {
        CommitmentKind::Promise => "promise",
        CommitmentKind::Agreement => "agreement",
        CommitmentKind::Threat => "threat",
        CommitmentKind::Demand => "demand",
        _ => "",
    }
}

/// The proposal of a verb of the list; its negation turns kept into broken, and else says nothing.
fn told(
    page: &Page<'_>,
    at: usize,
    verb: usize,
    noun: usize,
    entry: &Fulfilment,
) -> Option<Proposal> {
    let status = match (entry.status, is_negated(&page.lines[at], verb)) {
        (Status::Kept | Status::InProgress, true) => Status::Broken,
        (_, true) => return None,
        (status, false) => status,
    };
    let words = page.words(at, &[verb, noun]);
    let reason = format!("the report says so: “{}”", words.text);
    Some(proposal(page, at, &[verb, noun], status, 0.8, &reason))
}

/// Whether a predicate is negated, or hangs on "fail", "refuse" or the like.
fn is_negated(line: &Line<'_>, verb: usize) -> bool {
    let governor = line.tree.head(verb).filter(|_| line.rel(verb) == "xcomp");
    line.negation(verb).is_some()
        || governor
            .is_some_and(|g| matches!(line.lemma(g), "fail" | "refuse" | "decline" | "neglect"))
}

/// "Turkey later broke the ceasefire": a verb of the list with a noun that takes the commitment up.
fn named(page: &Page<'_>, at: usize, draft: &Draft, all: &[Draft]) -> Option<Proposal> {
    let line = &page.lines[at];
    (0..line.len()).filter(|&noun| line.upos(noun) == Upos::Noun).find_map(|noun| {
        let takes = |kind: &str| takes_up(line, noun, draft, kind);
        let verb = line.tree.head(noun).filter(|&head| line.is_verb(head))?;
        let done =
            line.rel(noun) == "obj" || line.rel(noun) == "obl" || line.deprel(noun) == "nsubj:pass";
        let ends = line.deprel(noun) == "nsubj";
        let entry = entry(line, verb, takes)?;
        let of_itself = matches!(entry.status, Status::Stalled | Status::Expired)
            || line.lemma(verb) == "collapse";
        let is_told = done || (ends && of_itself);
        let own = all.iter().any(|other| other.at == at && other.trigger == noun);
        let holds =
            || ends || line.is_passive(verb) || by_holder(page, at, verb, &draft.commitment);
        (is_told && !own && !is_future(line, verb) && is_latest(draft, at, all) && holds())
            .then(|| told(page, at, verb, noun, entry))
            .flatten()
    })
}

/// Whether a noun names the commitment as one known from before.
fn takes_up(line: &Line<'_>, noun: usize, draft: &Draft, kind: &str) -> bool {
    let definite = line.tree.children(noun).any(|kid| {
        matches!(
            line.forms[kid].as_str(),
            "the" | "this" | "that" | "its" | "his" | "her" | "their"
        )
    });
    let lemma = line.lemma(noun);
    let own_kind = kind_word(draft.commitment.kind);
    let same_kind = || {
        kind == own_kind
            && words().triggers.iter().any(|t| {
                t.upos == Upos::Noun && t.lemma == lemma && t.kind == draft.commitment.kind
            })
    };
    let paper = || {
        let of = |lemma: &str| {
            words().instruments.iter().find(|row| row.0 == lemma).map(|row| row.1.as_str())
        };
        let instrument = draft.commitment.instrument.as_ref().map(|i| i.kind.as_str());
        kind == "instrument" && of(lemma).is_some() && of(lemma) == instrument
    };
    definite && (same_kind() || paper())
}

/// Whether no other commitment of the kind stands between a draft and the sentence.
fn is_latest(draft: &Draft, at: usize, all: &[Draft]) -> bool {
    let between = |other: &&Draft| {
        other.commitment.kind == draft.commitment.kind
            && (other.at, other.trigger) > (draft.at, draft.trigger)
            && other.at < at
    };
    !all.iter().any(|other| between(&other))
}

/// Whether the subject of a verb is who was bound: the holder, of a demand the one who should act.
fn by_holder(page: &Page<'_>, at: usize, verb: usize, commitment: &Commitment) -> bool {
    let bound = bound(commitment);
    let subject = page.lines[at].subject(verb);
    let who = subject.map(|subject| page.parties(at, subject)).unwrap_or_default();
    who.iter().any(|who| bound.iter().any(|party| is_one_side(who, party)))
}

pub(crate) fn bound(commitment: &Commitment) -> &[Entity] {
    match commitment.kind {
        CommitmentKind::Demand => &commitment.targets,
        _ => &commitment.holders,
    }
}

fn is_future(line: &Line<'_>, verb: usize) -> bool {
    line.has_modal(verb) || crate::content::mark(line, verb) == "to"
}

/// What a clause that turns against the commitment says of it.
fn contrasted(page: &Page<'_>, at: usize, draft: &Draft) -> Option<Proposal> {
    let line = &page.lines[at];
    let content = draft.content.as_ref().filter(|content| content.is_clause)?;
    let commitment = &draft.commitment;
    if !matches!(
        commitment.kind,
        CommitmentKind::Promise | CommitmentKind::Agreement | CommitmentKind::Threat
    ) {
        return None;
    }
    let after = |&verb: &usize| {
        at > draft.at || (verb > draft.trigger && !line.is_under(verb, content.head))
    };
    turned(line).into_iter().filter(after).find_map(|verb| {
        if is_future(line, verb) || !by_holder(page, at, verb, commitment) {
            return None;
        }
        let deed = deed(line, verb);
        let same = deed == commitment.act
            || group(deed).is_some_and(|g| Some(g) == group(&commitment.act));
        let ellipsis = line.lemma(verb) == "do" && line.tree.child(verb, "obj").is_none();
        if !same && !ellipsis {
            return None;
        }
        let tokens = line.phrase(verb, &[]);
        let (status, score, reason) = outcome(page, at, verb, draft)?;
        Some(proposal(page, at, &tokens, status, score, reason))
    })
}

/// The deed of a clause: below "failed to", "began to".
fn deed<'l>(line: &'l Line<'_>, verb: usize) -> &'l str {
    let inner = line.tree.child(verb, "xcomp");
    let light = matches!(
        line.lemma(verb),
        "fail" | "refuse" | "decline" | "begin" | "start" | "continue" | "neglect"
    );
    inner.filter(|_| light).map_or(line.lemma(verb), |inner| line.lemma(inner))
}

fn group(lemma: &str) -> Option<&'static str> {
    words().acts.iter().find(|act| act.lemma == lemma)?.group.as_deref()
}

/// The predicates of clauses that a contrast opens.
fn turned(line: &Line<'_>) -> Vec<usize> {
    let heads = words().contrasts.iter().filter(|row| row.1 == Contrast::Head);
    let cues: Vec<usize> =
        heads.flat_map(|row| (0..line.len()).filter(|&at| line.stands(&row.0, at))).collect();
    let opens = |&verb: &usize| {
        let own = |cue: usize| line.tree.head(cue) == Some(verb) && cue < verb;
        let first = |cue: usize| cue < 2 && line.tree.sentence.root() == Some(verb);
        (line.is_verb(verb) || line.tree.child(verb, "cop").is_some())
            && cues.iter().any(|&cue| own(cue) || first(cue))
    };
    (0..line.len()).filter(opens).collect()
}

/// What a clause about the promised deed says: not done, done without whom it was promised, in part.
fn outcome(
    page: &Page<'_>,
    at: usize,
    verb: usize,
    draft: &Draft,
) -> Option<(Status, f64, &'static str)> {
    let line = &page.lines[at];
    let fails = matches!(line.lemma(verb), "fail" | "refuse" | "decline" | "neglect");
    let not_done = is_negated(line, verb) || fails;
    if not_done != draft.commitment.negative {
        return Some((Status::Broken, 0.7, "the report says that it was not done as promised"));
    }
    if left_alone(page, at, verb, &draft.commitment) {
        let reason = "the report says that it was done otherwise, without whom it was promised to";
        return Some((Status::Broken, 0.7, reason));
    }
    let partial = |row: &(Vec<String>, Contrast)| {
        row.1 == Contrast::Partial && line.find(&row.0, 0).is_some()
    };
    if words().contrasts.iter().any(partial) {
        return Some((Status::PartlyKept, 0.6, "the report says that it was done in part"));
    }
    // Something was done that is like what was promised; whether it is that, the words do not say.
    None
}

/// "alone", "without him": whom it was promised to was left out.
fn left_alone(page: &Page<'_>, at: usize, verb: usize, commitment: &Commitment) -> bool {
    let line = &page.lines[at];
    let below = line.tree.subtree(verb);
    let cues = words().contrasts.iter().filter(|row| row.1 == Contrast::Alone);
    cues.into_iter().any(|row| {
        let Some(cue) = line.find(&row.0, 0).filter(|cue| below.contains(cue)) else {
            return false;
        };
        if line.rel(cue) != "case" {
            return true;
        }
        let left = line.tree.head(cue).map(|noun| page.parties(at, noun)).unwrap_or_default();
        left.iter().any(|who| commitment.targets.iter().any(|target| is_one_side(who, target)))
    })
}

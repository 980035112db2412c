//! What is in a commitment and what was left out: its coordinated parts, and for an agreement what the
//! sentences around it say of it.

use crate::commitment::{CommitmentKind, Provision};
use crate::content::{Content, has_word};
use crate::page::{Line, Page};
use crate::passage::Passage;
use crate::position::same_actor;
use crate::reading::Draft;
use crate::words::{ProvisionVerb, Tells, words};
use whimbrel_record::Entity;
use whimbrel_text::Upos;

/// How many sentences without a provision end the search.
const PATIENCE: usize = 1;

/// Returns the parts of a clause that "and" joins, where there are several: "to withdraw the troops
/// and release the prisoners".
pub(crate) fn parts(page: &Page<'_>, at: usize, content: &Content) -> Vec<Provision> {
    let line = &page.lines[at];
    if !content.is_clause {
        return Vec::new();
    }
    // "to attend and change it": only verbs of one form, each with words of its own, are parts.
    let form = |verb: usize| line.token(verb).xpos.as_str();
    let own = |verb: usize| {
        line.tree
            .children(verb)
            .any(|kid| kid > verb && !matches!(line.rel(kid), "conj" | "punct" | "cc"))
    };
    let part = |&kid: &usize| {
        line.is_verb(kid)
            && line.tree.child(kid, "nsubj").is_none()
            && form(kid) == form(content.head)
            && own(kid)
    };
    let mut joined: Vec<usize> = line.tree.children_by(content.head, "conj").filter(part).collect();
    let mut next = 0;
    while next < joined.len() && joined.len() < line.len() {
        joined.extend(line.tree.children_by(joined[next], "conj").filter(part));
        next += 1;
    }
    joined.sort_unstable();
    let alternative =
        joined.iter().any(|&kid| line.tree.children_by(kid, "cc").any(|cc| line.forms[cc] == "or"));
    if joined.is_empty() || alternative || !own(content.head) {
        return Vec::new();
    }
    let heads = std::iter::once(content.head).chain(joined.iter().copied());
    let part = |head: usize| {
        let mut dropped = openers(line, head);
        dropped.extend(joined.iter().filter(|&&other| other != head && line.is_under(other, head)));
        included(page.words(at, &line.phrase(head, &dropped)))
    };
    heads.map(part).collect()
}

const fn included(passage: Passage) -> Provision {
    Provision { included: true, passage }
}

/// "and", "that" and the like before a clause.
fn openers(line: &Line<'_>, head: usize) -> Vec<usize> {
    let opener = |&kid: &usize| {
        line.rel(kid) == "cc" || (line.rel(kid) == "mark" && line.lemma(kid) == "that")
    };
    line.tree.children(head).filter(opener).collect()
}

/// Adds to the agreements among `drafts` what the sentences around them say of their contents.
pub(crate) fn of_agreements(page: &Page<'_>, drafts: &mut [Draft]) {
    for at in 0..page.lines.len() {
        let Some(anchor) = anchor(page, at, drafts) else { continue };
        let found = around(page, at, &drafts[anchor].commitment.holders);
        for provision in found {
            add(&mut drafts[anchor].commitment.provisions, provision);
        }
    }
}

/// Adds a provision unless its words, or most of them, are there already.
pub(crate) fn add(to: &mut Vec<Provision>, provision: Provision) {
    let same = |known: &Provision| {
        known.passage.part == provision.passage.part
            && known.passage.span().overlaps(provision.passage.span())
    };
    if !to.iter().any(same) {
        to.push(provision);
    }
}

/// The agreement that a sentence speaks of: the one that it states, else the last before it, where it
/// takes it up by a definite noun ("the agreement", "under the deal").
fn anchor(page: &Page<'_>, at: usize, drafts: &[Draft]) -> Option<usize> {
    let is_agreement = |draft: &Draft| draft.commitment.kind == CommitmentKind::Agreement;
    let own = drafts.iter().position(|draft| is_agreement(draft) && draft.at == at);
    if own.is_some() {
        return own;
    }
    instrument_of(&page.lines[at])?;
    drafts.iter().rposition(|draft| is_agreement(draft) && draft.at < at)
}

/// The noun of an instrument that a sentence speaks of as known.
fn instrument_of(line: &Line<'_>) -> Option<usize> {
    (0..line.len()).find(|&token| is_known_instrument(line, token))
}

fn is_known_instrument(line: &Line<'_>, token: usize) -> bool {
    let definite =
        |kid: usize| matches!(line.forms[kid].as_str(), "the" | "this" | "its" | "their");
    line.upos(token) == Upos::Noun
        && words().instruments.iter().any(|(lemma, _)| lemma == line.lemma(token))
        && line.tree.children(token).any(definite)
}

/// The provisions of the anchor's sentence and of those after it, as long as they go on.
fn around(page: &Page<'_>, anchor: usize, holders: &[Entity]) -> Vec<Provision> {
    let mut found = Vec::new();
    let mut idle = 0;
    for at in anchor..page.lines.len().min(anchor + 7) {
        let near = page.paragraph(at) <= page.paragraph(anchor) + 1;
        if page.lines[at].part != page.lines[anchor].part || !near {
            break;
        }
        let here = in_sentence(page, at, at == anchor, holders);
        idle = if here.is_empty() { idle + 1 } else { 0 };
        if idle > PATIENCE + usize::from(at == anchor) {
            break;
        }
        found.extend(here);
    }
    found
}

/// The provisions that one sentence states.
fn in_sentence(page: &Page<'_>, at: usize, is_anchor: bool, holders: &[Entity]) -> Vec<Provision> {
    let line = &page.lines[at];
    let mut found = told(page, at);
    found.extend(about(page, at));
    for token in 0..line.len() {
        if is_point(page, at, token) && !left_out(line, token) {
            found.extend(points(page, at, token));
        } else if (!is_anchor && is_joint_will(page, at, token, holders))
            || is_under_instrument(line, token)
        {
            found.push(included(page.words(at, &main_clause(line, token))));
        }
    }
    found.sort_by_key(|provision| (provision.passage.start, provision.passage.end));
    let mut kept = Vec::new();
    found.into_iter().for_each(|provision| add(&mut kept, provision));
    kept
}

/// A clause from its subject on, without the clauses joined to it.
fn main_clause(line: &Line<'_>, head: usize) -> Vec<usize> {
    let other = |&kid: &usize| {
        matches!(line.rel(kid), "conj" | "parataxis") && line.tree.child(kid, "nsubj").is_some()
    };
    let dropped: Vec<usize> = line.tree.children(head).filter(other).collect();
    let subject = line.tree.child(head, "nsubj");
    let first = subject.and_then(|subject| line.tree.subtree(subject).first().copied());
    let mut tokens = line.phrase(head, &dropped);
    tokens.retain(|&token| first.is_none_or(|first| token >= first));
    tokens
}

/// "The agreement provides for X and Y", "it does not mention Z", "Z was left out".
fn told(page: &Page<'_>, at: usize) -> Vec<Provision> {
    let line = &page.lines[at];
    let mut found = Vec::new();
    for token in
        (0..line.len()).filter(|&token| line.upos(token) == Upos::Verb || line.is_passive(token))
    {
        let fits = |verb: &&ProvisionVerb| {
            verb.lemma == line.lemma(token)
                && verb.with.as_ref().is_none_or(|with| has_word(line, token, with))
        };
        let negated = line.negation(token).is_some();
        let passive = line.is_passive(token);
        for verb in words().provisions.iter().filter(fits) {
            let right = match verb.tells {
                Tells::Object => !passive && !negated && speaks_of_instrument(line, token),
                Tells::Negated => !passive && negated && speaks_of_instrument(line, token),
                Tells::Subject => passive && !negated && noun_subject(line, token).is_some(),
            };
            if right {
                found.extend(named(page, at, token, verb));
            }
        }
    }
    found
}

fn speaks_of_instrument(line: &Line<'_>, verb: usize) -> bool {
    let subject = line.subject(verb);
    subject.is_some_and(|subject| is_known_instrument(line, subject))
}

fn left_out(line: &Line<'_>, token: usize) -> bool {
    let fits = |verb: &ProvisionVerb| {
        verb.tells == Tells::Subject
            && verb.lemma == line.lemma(token)
            && verb.with.as_ref().is_none_or(|with| has_word(line, token, with))
    };
    words().provisions.iter().any(fits)
}

/// What a verb of the list names: each of the joined nouns.
fn named(page: &Page<'_>, at: usize, token: usize, verb: &ProvisionVerb) -> Vec<Provision> {
    let line = &page.lines[at];
    let noun = match verb.tells {
        Tells::Subject => noun_subject(line, token),
        _ => {
            let phrase = || {
                let mut kids = line.tree.children_by(token, "obl");
                kids.find(|&kid| verb.with.as_deref() == Some(line.case(kid).as_str()))
            };
            line.tree.child(token, "obj").or_else(phrase)
        }
    };
    let Some(noun) = noun else { return Vec::new() };
    let heads = examples(line, noun).unwrap_or_else(|| joined_nouns(line, noun));
    let one = |&head: &usize| {
        let others: Vec<usize> =
            heads.iter().copied().filter(|&o| o != head && line.is_under(o, head)).collect();
        let mut dropped = others;
        dropped
            .extend(line.tree.children(head).filter(|&kid| matches!(line.rel(kid), "cc" | "case")));
        let passage = page.words(at, &line.phrase(head, &dropped));
        Provision { included: verb.included, passage }
    };
    heads.iter().map(one).collect()
}

fn joined_nouns(line: &Line<'_>, noun: usize) -> Vec<usize> {
    let joined = line.tree.children_by(noun, "conj").filter(|&kid| line.is_nominal(kid));
    std::iter::once(noun).chain(joined).collect()
}

/// "issues such as a common parliament and a common currency": what is named as examples.
fn examples(line: &Line<'_>, noun: usize) -> Option<Vec<usize>> {
    let such = |&kid: &usize| matches!(line.case(kid).as_str(), "such as" | "like" | "including");
    let first = line.tree.children_by(noun, "nmod").find(such)?;
    Some(joined_nouns(line, first))
}

/// The subject, where it is a common noun.
fn noun_subject(line: &Line<'_>, token: usize) -> Option<usize> {
    line.tree.child(token, "nsubj").filter(|&subject| line.upos(subject) == Upos::Noun)
}

/// The subject of a passive, where it is a thing.
fn thing_subject(page: &Page<'_>, at: usize, token: usize) -> Option<usize> {
    let line = &page.lines[at];
    let subject = line.tree.child(token, "nsubj")?;
    let is_thing = line.upos(subject) == Upos::Noun && !page.class(at, subject).is_actor();
    is_thing.then_some(subject)
}

/// "The agreement is about greater economic integration."
fn about(page: &Page<'_>, at: usize) -> Option<Provision> {
    let line = &page.lines[at];
    let root = line.tree.sentence.root()?;
    let subject = line.tree.child(root, "nsubj")?;
    let is_about = line.is_nominal(root) && line.case(root) == "about";
    if !is_about || !is_known_instrument(line, subject) {
        return None;
    }
    let outside =
        |&kid: &usize| !matches!(line.rel(kid), "amod" | "compound" | "nmod" | "conj" | "det");
    let dropped: Vec<usize> = line.tree.children(root).filter(outside).collect();
    Some(included(page.words(at, &line.phrase(root, &dropped))))
}

/// "Policy should be adjusted": a passive with a modal, done to a thing by nobody.
fn is_point(page: &Page<'_>, at: usize, token: usize) -> bool {
    let line = &page.lines[at];
    let main =
        matches!(line.rel(token), "root" | "ccomp" | "parataxis") || line.deprel(token) == "conj";
    let by = || {
        line.tree
            .children_by(token, "obl")
            .any(|kid| line.case(kid) == "by" && page.class(at, kid).is_actor())
    };
    let bound = line
        .auxiliaries(token)
        .any(|w| matches!(w, "should" | "will" | "would" | "shall" | "must" | "being"));
    main && line.is_verb(token)
        && line.is_passive(token)
        && bound
        && line.negation(token).is_none()
        && thing_subject(page, at, token).is_some()
        && !by()
}

/// A clause and those joined to it that leave the auxiliaries out, each as a provision.
fn points(page: &Page<'_>, at: usize, head: usize) -> Vec<Provision> {
    let line = &page.lines[at];
    let mut heads = vec![head];
    let mut next = 0;
    while next < heads.len() && heads.len() < line.len() {
        let kids = line.tree.children(heads[next]);
        heads.extend(kids.filter(|&kid| is_elliptic(line, kid)));
        next += 1;
    }
    heads.sort_unstable();
    let one = |&piece: &usize| {
        let mut dropped: Vec<usize> =
            heads.iter().copied().filter(|&o| o != piece && line.is_under(o, piece)).collect();
        dropped.extend(openers(line, piece));
        included(page.words(at, &line.phrase(piece, &dropped)))
    };
    heads.iter().map(one).collect()
}

/// "the tax system harmonised", "a common market created": a participle with what is done to, or a
/// noun with its participle, joined to the clause or hung on it as a second subject.
fn is_elliptic(line: &Line<'_>, kid: usize) -> bool {
    let participle = |at: usize| matches!(line.token(at).xpos.as_str(), "VBN" | "VBD");
    let nominal = || {
        line.is_nominal(kid)
            && line.tree.children_by(kid, "acl").any(|below| participle(below) && below > kid)
    };
    match line.rel(kid) {
        "conj" | "parataxis" => {
            let subject = line.tree.child(kid, "nsubj").is_some();
            let no_object = line.is_passive(kid) || line.tree.child(kid, "obj").is_none();
            (participle(kid) && subject && no_object) || nominal()
        }
        "nsubj" => line.tree.head(kid).is_some_and(|head| kid > head) && nominal(),
        _ => false,
    }
}

/// "The countries want to work more closely": the will of all who hold the agreement.
fn is_joint_will(page: &Page<'_>, at: usize, token: usize, holders: &[Entity]) -> bool {
    let line = &page.lines[at];
    let wants =
        matches!(line.lemma(token), "want" | "agree" | "plan" | "intend" | "commit" | "undertake");
    let main = matches!(line.rel(token), "root" | "conj" | "parataxis" | "ccomp");
    if !main
        || !line.is_verb(token)
        || !(line.has_will(token) || wants && line.tree.child(token, "xcomp").is_some())
    {
        return false;
    }
    let Some(subject) = line.tree.child(token, "nsubj") else { return false };
    let parties = page.parties(at, subject);
    let is_side = |party: &Entity| holders.iter().any(|holder| is_one_side(party, holder));
    parties.len() >= 2 && parties.iter().all(is_side)
}

/// Whether two are the same party, or a state and who speaks for it.
pub(crate) fn is_one_side(one: &Entity, other: &Entity) -> bool {
    let speaks =
        |entity: &Entity| matches!(entity.sector_code.as_str(), "" | "GOV" | "MIL" | "SPY" | "LEG");
    same_actor(one, other)
        || (!one.country.is_empty() && one.country == other.country && speaks(one) && speaks(other))
}

/// "Under the deal, Iran will …": a main clause below the instrument's name.
fn is_under_instrument(line: &Line<'_>, token: usize) -> bool {
    let main = matches!(line.rel(token), "root" | "ccomp" | "conj");
    let under = |kid: usize| {
        matches!(line.case(kid).as_str(), "under" | "under the terms of" | "as part of")
            && (is_known_instrument(line, kid)
                || line.tree.children_by(kid, "nmod").any(|below| is_known_instrument(line, below)))
    };
    main && line.is_verb(token)
        && (line.has_modal(token) || line.lemma(token) == "agree")
        && line.tree.children_by(token, "obl").any(under)
}

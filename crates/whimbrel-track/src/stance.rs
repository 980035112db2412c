//! Positions out of sentences: words that take a stance, what it is taken on, and who takes it.

use crate::content::{has_word, mark};
use crate::issue::{self, Found};
use crate::page::{Line, Page};
use crate::passage::Passage;
use crate::position::{Position, Since, same_actor};
use crate::reading::{day, hash};
use crate::words::{Lean, StanceWord, words};
use whimbrel_record::{Entity, EventRecord};
use whimbrel_text::{Span, Upos};

/// How sure a position is that no record states.
const UNRECORDED: f64 = 0.5;
/// Records below this are too doubtful to show.
const MIN_CONFIDENCE: f64 = 0.2;

/// A stance as it stands in a sentence.
struct Stance {
    /// The predicate that takes it.
    predicate: usize,
    lean: Lean,
    reversed: bool,
    /// Whose side is taken.
    sides_with: Vec<Entity>,
    found: Found,
    actors: Vec<Entity>,
}

/// Returns the positions of a page in the order of the report.
pub(crate) fn positions(page: &Page<'_>) -> Vec<Position> {
    let mut found: Vec<Position> = Vec::new();
    for at in 0..page.lines.len() {
        for token in 0..page.lines[at].len() {
            let Some(stance) = at_word(page, at, token)
                .or_else(|| at_deed(page, at, token))
                .or_else(|| at_side(page, at, token))
            else {
                continue;
            };
            for position in positions_of(page, at, &stance) {
                add(&mut found, position);
            }
        }
    }
    found
}

/// Adds a position unless the report has the actor's stance on the issue already: then the clearest
/// words are kept, with the strongest stance, and the others noted.
fn add(to: &mut Vec<Position>, mut position: Position) {
    let same = |known: &Position| {
        same_actor(&known.actor, &position.actor)
            && known.issue.key == position.issue.key
            && known.stance.signum() == position.stance.signum()
    };
    let Some(known) = to.iter_mut().find(|known| same(known)) else {
        to.push(position);
        return;
    };
    let strongest =
        if position.stance.abs() > known.stance.abs() { position.stance } else { known.stance };
    let clearness = |p: &Position| (!p.taken_up, p.since.is_some(), p.stance.abs());
    if clearness(&position) > clearness(known) {
        std::mem::swap(known, &mut position);
    }
    known.stance = strongest;
    known.mentions.push(position.passage);
    known.mentions.extend(position.mentions);
}

/// "opposes", "is in favour of", "voiced support for", "is against".
fn at_word(page: &Page<'_>, at: usize, token: usize) -> Option<Stance> {
    let line = &page.lines[at];
    let word = entry(line, token)?;
    let predicate = predicate_of(line, token, word)?;
    if is_unsaid(line, predicate) {
        return None;
    }
    let (found, nested) = matter(page, at, token, word)?;
    let actors = actors(page, at, token, predicate, word);
    let (lean, reversed) = leaning(line, token, predicate, word, nested)?;
    Some(Stance { predicate, lean, reversed, sides_with: Vec::new(), found, actors })
}

fn entry(line: &Line<'_>, token: usize) -> Option<&'static StanceWord> {
    let fits = |word: &&StanceWord| {
        let lemma = match word.upos {
            Upos::Adp => line.forms[token].as_str(),
            _ => line.lemma(token),
        };
        let upos = match (line.upos(token), word.upos) {
            (has, wants) if has == wants => true,
            // "is opposed to"
            (Upos::Verb, Upos::Adj) => {
                line.lemmas[token] == word.lemma || line.forms[token] == word.lemma
            }
            _ => false,
        };
        let lemma =
            lemma == word.lemma || (word.upos == Upos::Adj && line.forms[token] == word.lemma);
        lemma && upos && word.with.as_ref().is_none_or(|with| has_word(line, token, with))
    };
    // "is opposed to", tagged as a passive, is the adjective.
    let state = |word: &&StanceWord| {
        word.upos == Upos::Adj && word.takes.iter().any(|with| has_word(line, token, with))
    };
    let all = || words().stances.iter().filter(fits);
    all().find(state).or_else(|| all().next())
}

/// The predicate that carries a stance word: a verb itself, for an adjective and a preposition the
/// clause that it is the predicate of, for a noun the verb over it or the noun itself.
fn predicate_of(line: &Line<'_>, token: usize, word: &StanceWord) -> Option<usize> {
    match word.upos {
        Upos::Adp => {
            let noun = line.tree.head(token).filter(|_| line.rel(token) == "case")?;
            let predicative =
                line.tree.child(noun, "cop").is_some() && line.tree.child(noun, "nsubj").is_some();
            predicative.then_some(noun)
        }
        _ => Some(token),
    }
}

/// Whether nobody says that the stance is held: a question, a condition, a mere possibility, a denial.
fn is_unsaid(line: &Line<'_>, predicate: usize) -> bool {
    let opens = |at: usize| {
        line.tree.children(at).any(|kid| {
            line.rel(kid) == "mark"
                && matches!(line.forms[kid].as_str(), "if" | "whether" | "unless")
        })
    };
    let possible = |at: usize| {
        line.auxiliaries(at)
            .any(|w| matches!(w, "may" | "might" | "could" | "can" | "should" | "must" | "would"))
    };
    let denied = |at: usize| {
        line.rel(at) == "ccomp"
            && line.tree.head(at).is_some_and(|up| {
                matches!(line.lemma(up), "deny" | "doubt" | "ask" | "wonder" | "suggest" | "fear")
            })
    };
    let ups: Vec<usize> =
        std::iter::once(predicate).chain(line.tree.ancestors(predicate)).take(4).collect();
    // Only the clause itself and those that it is the complement of.
    let mut chain = vec![ups[0]];
    for pair in ups.windows(2) {
        if !matches!(line.rel(pair[0]), "ccomp" | "xcomp" | "conj" | "obj" | "nsubj") {
            break;
        }
        chain.push(pair[1]);
    }
    chain.iter().any(|&at| opens(at) || denied(at))
        || possible(predicate)
        || is_others_matter(line, predicate)
        || line.forms.last().is_some_and(|last| last == "?")
}

/// "persuaded him to accept it", "refused to back it": an infinitive is the actor's own stance only
/// below verbs that leave it to stand.
fn is_others_matter(line: &Line<'_>, predicate: usize) -> bool {
    const PLAIN: [&str; 9] =
        ["continue", "begin", "start", "seem", "appear", "decide", "vow", "come", "go"];
    let governor = line.tree.head(predicate);
    mark(line, predicate) == "to" && !governor.is_some_and(|verb| PLAIN.contains(&line.lemma(verb)))
}

/// What a stance is taken on, and the sign that a verb between gives it ("refused to back").
fn matter(page: &Page<'_>, at: usize, token: usize, word: &StanceWord) -> Option<(Found, i8)> {
    let line = &page.lines[at];
    word.takes.iter().find_map(|takes| match takes.as_str() {
        "self" => {
            line.tree.head(token).and_then(|noun| issue::of_phrase(page, at, noun)).map(|f| (f, 1))
        }
        "obj" => {
            let object = line.tree.child(token, "obj");
            let passive =
                || line.is_passive(token).then(|| line.tree.child(token, "nsubj")).flatten();
            let noun = object.or_else(passive)?;
            issue::of_phrase(page, at, noun).map(|found| (found, 1))
        }
        "clause" => {
            let mut kids = line.tree.children(token);
            let clause = kids
                .find(|&kid| matches!(line.rel(kid), "xcomp" | "ccomp" | "acl") && kid > token)?;
            in_clause(page, at, clause)
        }
        preposition => {
            let mut kids = line.tree.children(token);
            let phrase = kids.find(|&kid| {
                (matches!(line.rel(kid), "obl" | "nmod") && line.case(kid) == preposition)
                    || (matches!(line.rel(kid), "advcl" | "acl") && mark(line, kid) == preposition)
            })?;
            if line.is_verb(phrase) {
                in_clause(page, at, phrase)
            } else {
                issue::of_phrase(page, at, phrase).map(|f| (f, 1))
            }
        }
    })
}

/// The issue of a clause; a verb of stance inside it gives its sign.
fn in_clause(page: &Page<'_>, at: usize, clause: usize) -> Option<(Found, i8)> {
    let line = &page.lines[at];
    if let Some(inner) = entry(line, clause).filter(|_| issue::done(page, at, clause).is_none()) {
        let (found, _) = matter(page, at, clause, inner)?;
        // "refused to condemn" is no support: two negatives say nothing.
        return match inner.lean {
            Lean::Score(score) if score > 0 => Some((found, 1)),
            _ => None,
        };
    }
    issue::of_phrase(page, at, clause).map(|found| (found, 1))
}

/// The lean after negation, "no longer", and verbs that end a stance ("dropped its opposition").
fn leaning(
    line: &Line<'_>,
    token: usize,
    predicate: usize,
    word: &StanceWord,
    nested: i8,
) -> Option<(Lean, bool)> {
    let no_longer = line
        .find(&["no".to_owned(), "longer".to_owned()], 0)
        .is_some_and(|at| line.is_under(at, predicate));
    let governor =
        line.tree.head(token).filter(|_| word.upos == Upos::Noun && line.rel(token) == "obj");
    let ended = governor.is_some_and(|verb| {
        matches!(
            line.lemma(verb),
            "drop" | "abandon" | "end" | "withdraw" | "reverse" | "lift" | "soften" | "rescind"
        )
    });
    let past = line
        .tree
        .children_by(token, "amod")
        .any(|kid| matches!(line.forms[kid].as_str(), "past" | "former" | "previous"));
    let carried = !past && (word.upos != Upos::Noun || is_owned(line, token) || governor.is_some());
    if !carried {
        return None;
    }
    let negated = line.negation(predicate).is_some()
        || governor.is_some_and(|verb| line.negation(verb).is_some());
    let Lean::Score(score) = word.lean else { return (!negated).then_some((word.lean, false)) };
    let score = score * nested;
    Some(match (no_longer || ended, negated) {
        (true, _) => (Lean::Score(-score.signum()), true),
        (false, true) if score > 0 => (Lean::Score(-1), false),
        (false, true) => (Lean::Ambiguous, false),
        (false, false) => (Lean::Score(score), false),
    })
}

/// Whether a noun has an owner: "Russia's opposition", "its support", "German backing".
fn is_owned(line: &Line<'_>, noun: usize) -> bool {
    line.tree.children(noun).any(|kid| {
        line.deprel(kid) == "nmod:poss"
            || (line.rel(kid) == "amod" && line.token(kid).form.starts_with(char::is_uppercase))
    })
}

/// Who takes a stance: the subject, the agent of a passive, the owner of a noun.
fn actors(
    page: &Page<'_>,
    at: usize,
    token: usize,
    predicate: usize,
    word: &StanceWord,
) -> Vec<Entity> {
    let line = &page.lines[at];
    if let Some(record) = record_at(page, at, token).filter(|r| !r.actor.is_empty()) {
        return record.actor.clone();
    }
    let who = match word.upos {
        Upos::Noun => {
            let owner = line.tree.children(token).find(|&kid| line.deprel(kid) == "nmod:poss");
            let demonym = || {
                line.tree
                    .children_by(token, "amod")
                    .find(|&kid| line.token(kid).form.starts_with(char::is_uppercase))
            };
            let subject = || {
                line.tree
                    .head(token)
                    .filter(|_| line.rel(token) == "obj")
                    .and_then(|verb| line.subject(verb))
            };
            owner.or_else(demonym).or_else(subject)
        }
        _ if line.is_passive(token) && word.upos == Upos::Verb => {
            line.tree.children_by(token, "obl").find(|&kid| line.case(kid) == "by")
        }
        _ => line.subject(predicate),
    };
    who.filter(|&who| page.class(at, who).is_actor() || line.rel(who) == "amod")
        .map(|who| page.parties(at, who))
        .unwrap_or_default()
}

/// "has not yet recognised Crimea", "will not extradite him", "recognised Kosovo": the deed itself.
fn at_deed(page: &Page<'_>, at: usize, token: usize) -> Option<Stance> {
    let line = &page.lines[at];
    let issue = issue::done(page, at, token)?;
    let negated = line.negation(token).is_some();
    let recognises = issue.kind == "recognition";
    let main = mark(line, token) != "by"
        && matches!(line.rel(token), "root" | "advcl" | "conj" | "ccomp" | "parataxis" | "acl");
    if !main
        || is_unsaid(line, token)
        || line.is_passive(token)
        || !(negated || recognises)
        || mark(line, token) == "to"
    {
        return None;
    }
    let will = line.has_will(token);
    let score = match (negated, will) {
        (true, true) => -2,
        (true, false) => -1,
        (false, false) => 2,
        (false, true) => 1,
    };
    let subject = line.subject(token).map(|subject| page.parties(at, subject)).unwrap_or_default();
    let recorded = record_at(page, at, token).filter(|r| !r.actor.is_empty());
    let actors = recorded.map_or(subject, |record| record.actor.clone());
    let found = Found { issue, upright: true, taken_up: false, token };
    Some(Stance {
        predicate: token,
        lean: Lean::Score(score),
        reversed: false,
        sides_with: Vec::new(),
        found,
        actors,
    })
}

/// "sided with Minsk on the subject": a side taken on an issue.
fn at_side(page: &Page<'_>, at: usize, token: usize) -> Option<Stance> {
    let line = &page.lines[at];
    let sides = match line.lemma(token) {
        "side" | "stand" | "agree" => line
            .tree
            .children_by(token, "obl")
            .find(|&kid| matches!(line.case(kid).as_str(), "with" | "by" | "behind")),
        "back" | "support" => line.tree.child(token, "obj"),
        _ => None,
    }?;
    if line.upos(token) != Upos::Verb || is_unsaid(line, token) || line.negation(token).is_some() {
        return None;
    }
    let sides_with = page.parties(at, sides);
    let on = |&kid: &usize| matches!(line.case(kid).as_str(), "on" | "over" | "in");
    let below = line.tree.children_by(token, "obl").chain(line.tree.children_by(sides, "nmod"));
    let found = below.filter(on).find_map(|kid| issue::of_phrase(page, at, kid))?;
    let subject = line.subject(token).map(|subject| page.parties(at, subject)).unwrap_or_default();
    let recorded = record_at(page, at, token).filter(|r| !r.actor.is_empty());
    let actors = recorded.map_or(subject, |record| record.actor.clone());
    let is_party = sides_with.iter().any(|side| !side.entity_name.is_empty());
    is_party.then_some(Stance {
        predicate: token,
        lean: Lean::Score(2),
        reversed: false,
        sides_with,
        found,
        actors,
    })
}

/// The record whose words hold a token.
fn record_at<'p>(page: &'p Page<'_>, at: usize, token: usize) -> Option<&'p EventRecord> {
    let line = &page.lines[at];
    let span = line.token(token).span;
    let holds = |record: &&EventRecord| {
        record.text_info.part == line.part.name()
            && Span::new(record.event_start, record.event_end).contains(span)
            && record.confidence >= MIN_CONFIDENCE
    };
    page.records.iter().copied().find(holds)
}

fn positions_of(page: &Page<'_>, at: usize, stance: &Stance) -> Vec<Position> {
    // Nobody's relation to itself is a position: of "a rapprochement with Russia" it is the other's.
    let known = |actor: &&Entity| {
        (!actor.entity_id.is_empty() || !actor.country.is_empty())
            && actor.entity_name != stance.found.issue.object
    };
    stance.actors.iter().filter(known).map(|actor| position(page, at, stance, actor)).collect()
}

fn position(page: &Page<'_>, at: usize, stance: &Stance, actor: &Entity) -> Position {
    let record = record_at(page, at, stance.predicate);
    let (score, word) = match stance.lean {
        Lean::Score(score) => {
            let score = if stance.found.upright { score } else { -score };
            (score, if score > 0 { "for" } else { "against" })
        }
        Lean::Undeclared => (0, "undeclared"),
        Lean::Ambiguous => (0, "ambiguous"),
    };
    let speaker = record.and_then(|r| r.attribution.as_ref()).and_then(|a| a.speaker.clone());
    let passage = words_of(page, at, stance);
    let id = hash(&[
        "position".to_owned(),
        page.report.id.clone(),
        passage.part.clone(),
        format!("{}-{}", passage.start, passage.end),
        actor.entity_name.clone(),
        stance.found.issue.key.clone(),
    ]);
    let sure = record.map_or(UNRECORDED, |record| record.confidence);
    Position {
        id,
        actor: actor.clone(),
        issue: stance.found.issue.clone(),
        stance: score,
        stance_word: word.to_owned(),
        sides_with: stance.sides_with.clone(),
        since: since(page, at, stance.predicate),
        passage,
        sentence: page.sentence(at),
        day: record.and_then(|r| day(r.date.as_deref())).or_else(|| page.date()),
        speaker: speaker.filter(|speaker| !same_actor(speaker, actor)),
        report_id: page.report.id.clone(),
        record_id: record.map(|record| record.id.clone()),
        taken_up: stance.found.taken_up,
        reversed: stance.reversed,
        confidence: if stance.found.taken_up { sure * 0.8 } else { sure },
        ..Position::default()
    }
}

/// The words from the predicate to the end of what names the issue.
fn words_of(page: &Page<'_>, at: usize, stance: &Stance) -> Passage {
    let line = &page.lines[at];
    let mut tokens = vec![stance.predicate];
    let openers: Vec<usize> = line.tree.children_by(stance.found.token, "mark").collect();
    tokens.extend(line.phrase(stance.found.token, &openers));
    tokens.extend(line.negation(stance.predicate));
    page.words(at, &tokens)
}

/// Words of the list beside the predicate, else a time that begins with "since".
fn since(page: &Page<'_>, at: usize, predicate: usize) -> Option<Since> {
    let line = &page.lines[at];
    for words in &words().since {
        let Some(first) = line.find(words, 0) else { continue };
        let last = first + words.len() - 1;
        let beside = |token: usize| line.tree.head(token) == Some(predicate) || token == predicate;
        if beside(last) || beside(first) {
            let tokens: Vec<usize> = (first..=last).collect();
            return Some(Since { words: page.words(at, &tokens).text, day: None });
        }
    }
    let time = page.times(at).iter().find(|time| time.text.to_lowercase().starts_with("since"))?;
    Some(Since { words: time.text.clone(), day: time.start })
}

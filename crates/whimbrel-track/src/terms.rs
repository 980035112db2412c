//! Until when, from when, on which condition: the bounds of a commitment.

use crate::commitment::{Bound, Condition, Precision};
use crate::content::Content;
use crate::page::{Line, Page};
use crate::words::{BoundKind, ConditionCue, Opens, words};
use jiff::ToSpan;
use jiff::civil::Date;
use whimbrel_resolve::when;
use whimbrel_resolve::when::TimeMention;

/// The bounds of a commitment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Bounds {
    pub(crate) deadline: Option<Bound>,
    pub(crate) start: Option<Bound>,
    pub(crate) end: Option<Bound>,
}

/// Returns the bounds that the clause of a commitment names: times below what is promised, and times
/// with a bounding word beside the word that commits.
pub(crate) fn bounds(page: &Page<'_>, at: usize, trigger: usize, content: &Content) -> Bounds {
    let line = &page.lines[at];
    let mut found = Bounds::default();
    let conditions = conditions(page, at, trigger, content);
    if is_over(line, content) {
        return found;
    }
    let in_condition =
        |time: &TimeMention| conditions.iter().any(|c| c.passage.span().overlaps(time.span));
    for time in page.times(at).iter().filter(|time| !in_condition(time)) {
        let (kind, first) = cue(line, time);
        // Periods from now, or from another event, are read below.
        let opens = line.forms[time.tokens.start].as_str();
        let is_vague = time.start.is_none() && time.end.is_none();
        let is_period = matches!(opens, "within" | "inside") || (opens == "in" && is_vague);
        let is_over =
            kind != BoundKind::Deadline && time.past == Some(true) && is_past_word(line, time);
        if is_period || is_over {
            continue;
        }
        let last = time.tokens.end - 1;
        let head = outermost(line, first, last);
        let in_content = reaches(line, head, content.head, kind == BoundKind::During);
        let beside =
            head > trigger && kind != BoundKind::During && reaches(line, head, trigger, false);
        // "said on Sunday they would not go": the time of saying, whatever the tree makes of it.
        let of_saying = content.is_clause
            && head < content.head
            && first > 0
            && line.tree.head(content.head) == Some(first - 1)
            && first - 1 != trigger;
        if of_saying
            || !(in_content || beside)
            || (in_content && head < trigger && content.head > trigger)
        {
            continue;
        }
        note(page, at, time, kind, first, in_content, &mut found);
    }
    if found.deadline.is_none() {
        found.deadline = period(page, at, trigger, content);
    }
    found
}

/// "the past four years", "until now", "last month": a time that cannot lie ahead.
fn is_past_word(line: &Line<'_>, time: &TimeMention) -> bool {
    time.tokens.clone().any(|token| {
        matches!(
            line.forms[token].as_str(),
            "past" | "last" | "ago" | "previous" | "now" | "earlier"
        )
    })
}

/// Whether a content tells what is over: "said that he had met the minister on Tuesday".
fn is_over(line: &Line<'_>, content: &Content) -> bool {
    let finite = line.token(content.head).xpos == "VBD";
    let perfect = line
        .auxiliaries(content.head)
        .any(|w| matches!(w, "had" | "has" | "have" | "was" | "were"));
    content.is_clause && !line.has_modal(content.head) && (finite || perfect)
}

/// Whether a time hangs on `top` itself, through phrases and clauses that go on with it: not through
/// a relative clause or one with a time of its own. A plain time (`close`) must hang on the verb.
fn reaches(line: &Line<'_>, time: usize, top: usize, close: bool) -> bool {
    let mut at = time;
    for _ in 0..line.len() {
        if at == top {
            return true;
        }
        let passes = match line.rel(at) {
            "obl" | "advmod" | "conj" | "xcomp" | "obj" => true,
            "nmod" | "compound" | "nummod" => !close || at == time,
            "advcl" | "acl" => crate::content::mark(line, at) == "to" && !close,
            _ => false,
        };
        let Some(head) = line.tree.head(at).filter(|_| passes) else { return false };
        at = head;
    }
    false
}

/// The bounding word before or within a time expression, and the first token of both.
fn cue(line: &Line<'_>, time: &TimeMention) -> (BoundKind, usize) {
    let from = time.tokens.start.saturating_sub(4);
    let fits = |(cue, kind): &'static (Vec<String>, BoundKind)| {
        (from..=time.tokens.start)
            .find(|&at| line.stands(cue, at) && at + cue.len() >= time.tokens.start)
            .map(|at| (cue.len(), *kind, at))
    };
    let longest = words().bounds.iter().filter_map(fits).max_by_key(|(length, _, _)| *length);
    let bare = || (BoundKind::During, time.tokens.start);
    let (kind, first) = longest.map_or_else(bare, |(_, kind, at)| (kind, at));
    (kind, first.min(time.tokens.start))
}

/// The token of a range that the others hang on.
fn outermost(line: &Line<'_>, first: usize, last: usize) -> usize {
    let inside = |token: usize| (first..=last).contains(&token);
    let top = |&token: &usize| line.tree.head(token).is_none_or(|head| !inside(head));
    (first..=last).filter(top).max().unwrap_or(last)
}

fn note(
    page: &Page<'_>,
    at: usize,
    time: &TimeMention,
    kind: BoundKind,
    first: usize,
    in_content: bool,
    found: &mut Bounds,
) {
    let tokens: Vec<usize> = (first..time.tokens.end).collect();
    let passage = page.words(at, &tokens);
    let (start, end) = ahead(page, at, time, kind);
    let bound = |day: Option<Date>| {
        let precision = if day.is_some() { precision(time.precision) } else { Precision::Unknown };
        Some(Bound { day, precision, passage: passage.clone() })
    };
    let is_before = time.text.to_lowercase().starts_with("before")
        || passage.text.to_lowercase().starts_with("before ");
    match kind {
        BoundKind::Deadline if found.deadline.is_none() => {
            // "before 2030": the time reader gives the first day of the year as the end.
            let last = if is_before { end.and_then(|end| end.yesterday().ok()) } else { end };
            found.deadline = bound(last);
        }
        BoundKind::End if found.end.is_none() => found.end = bound(end),
        BoundKind::Start if found.start.is_none() => found.start = bound(start),
        BoundKind::During if in_content && is_ahead(page, start, end) => {
            found.start = found.start.take().or_else(|| bound(start));
            found.deadline = found.deadline.take().or_else(|| bound(end));
        }
        _ => {}
    }
}

/// Whether a time lies on or after the day of the report.
fn is_ahead(page: &Page<'_>, start: Option<Date>, end: Option<Date>) -> bool {
    page.date().is_some_and(|now| end.or(start).is_some_and(|end| end >= now))
}

/// The days of a time. What comes again each week or year is the next one that lies ahead, whatever
/// the tense of the verb beside it made of it.
fn ahead(
    page: &Page<'_>,
    at: usize,
    time: &TimeMention,
    kind: BoundKind,
) -> (Option<Date>, Option<Date>) {
    let (start, end) = (time.start, time.end);
    let Some((now, last)) = page.date().zip(end.or(start)) else { return (start, end) };
    let line = &page.lines[at];
    let forms = || time.tokens.clone().map(|token| line.forms[token].as_str());
    let has_year = forms().any(|w| w.len() == 4 && w.bytes().all(|b| b.is_ascii_digit()));
    let counts =
        forms().any(|w| matches!(w, "last" | "ago" | "past" | "previous" | "year" | "years"));
    if has_year || counts || matches!(kind, BoundKind::Start) {
        return (start, end);
    }
    let moved = |by: jiff::Span| {
        let to = |day: Option<Date>| day.and_then(|day| day.checked_add(by).ok());
        (to(start), to(end))
    };
    if forms().any(is_weekday) {
        return if last <= now { moved(1.week()) } else { (start, end) };
    }
    if !matches!(time.precision, when::Precision::Day | when::Precision::Month) {
        return (start, end);
    }
    let year_before = last.checked_sub(1.year()).ok();
    if !forms().any(is_month) {
        (start, end)
    } else if last < now {
        moved(1.year())
    } else if year_before.is_some_and(|before| before >= now) {
        moved((-1).years())
    } else {
        (start, end)
    }
}

fn is_month(word: &str) -> bool {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    MONTHS.contains(&word)
}

fn is_weekday(word: &str) -> bool {
    const DAYS: [&str; 7] =
        ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    DAYS.contains(&word)
}

const fn precision(of: when::Precision) -> Precision {
    match of {
        when::Precision::Day => Precision::Day,
        when::Precision::Week => Precision::Week,
        when::Precision::Month => Precision::Month,
        when::Precision::Year => Precision::Year,
        when::Precision::Unknown => Precision::Unknown,
    }
}

/// "within six months (of …)", "in two weeks", "in 48 hours": a period from now on. From another
/// event, which has no day here, the words are kept without one.
fn period(page: &Page<'_>, at: usize, trigger: usize, content: &Content) -> Option<Bound> {
    let line = &page.lines[at];
    let opens = |&token: &usize| {
        matches!(line.forms[token].as_str(), "within" | "inside")
            || (line.forms[token] == "in" && line.rel(token) == "case")
    };
    (0..line.len()).filter(opens).find_map(|cue| {
        let is_unit = |&token: &usize| {
            is_unit(line.lemma(token)) && matches!(line.rel(token), "obl" | "nmod" | "obj")
        };
        let unit = (cue + 1..line.len().min(cue + 7)).find(is_unit)?;
        let measures = |token: usize| !matches!(line.forms[token].as_str(), "the" | "-");
        let between = (cue + 1..unit).all(|token| is_measure(line, token))
            && ((cue + 1..unit).any(measures) || line.forms[cue] == "within");
        let head = outermost(line, cue, unit);
        let below = reaches(line, head, content.head, false) || reaches(line, head, trigger, false);
        if !between || !below || head < trigger.min(content.head) {
            return None;
        }
        let count = (cue + 1..unit).find_map(|token| number(&line.forms[token]));
        let hangs_on =
            line.tree.children_by(unit, "nmod").chain(line.tree.children_by(unit, "acl")).find(
                |&kid| {
                    kid > unit && matches!(line.case(kid).as_str(), "of" | "after" | "from")
                        || line.rel(kid) == "acl"
                },
            );
        let tokens = hangs_on.map_or_else(
            || (cue..=unit).collect(),
            |kid| {
                let mut all: Vec<usize> = (cue..=unit).collect();
                all.extend(line.phrase(kid, &[]));
                all
            },
        );
        let from = if hangs_on.is_none() { page.date() } else { None };
        let day = count.zip(from).and_then(|(count, from)| later(from, line.lemma(unit), count));
        let precision = day.map_or(Precision::Unknown, |_| of_unit(line.lemma(unit)));
        Some(Bound { day, precision, passage: page.words(at, &tokens) })
    })
}

fn is_unit(lemma: &str) -> bool {
    matches!(lemma, "hour" | "day" | "week" | "fortnight" | "month" | "year" | "decade")
}

fn of_unit(lemma: &str) -> Precision {
    match lemma {
        "hour" | "day" => Precision::Day,
        "week" | "fortnight" => Precision::Week,
        "month" => Precision::Month,
        _ => Precision::Year,
    }
}

fn later(from: Date, unit: &str, count: i64) -> Option<Date> {
    let span = match unit {
        "hour" => ((count + 23) / 24).days(),
        "day" => count.days(),
        "week" => count.weeks(),
        "fortnight" => (2 * count).weeks(),
        "month" => count.months(),
        "year" => count.years(),
        _ => (10 * count).years(),
    };
    from.checked_add(span).ok()
}

fn is_measure(line: &Line<'_>, token: usize) -> bool {
    number(&line.forms[token]).is_some()
        || matches!(
            line.forms[token].as_str(),
            "the" | "next" | "coming" | "-" | "a" | "an" | "few" | "at" | "most"
        )
}

fn number(word: &str) -> Option<i64> {
    const WORDS: [&str; 13] = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
        "eleven", "twelve",
    ];
    if matches!(word, "a" | "an") {
        return Some(1);
    }
    let spelt = WORDS.iter().position(|w| *w == word).map(|n| n as i64);
    spelt.or_else(|| word.parse().ok().filter(|n| (0..1000).contains(n)))
}

/// Returns what a commitment hangs on: clauses and phrases that open with a cue of the list, below
/// what is promised or beside the word that commits.
pub(crate) fn conditions(
    page: &Page<'_>,
    at: usize,
    trigger: usize,
    content: &Content,
) -> Vec<Condition> {
    let line = &page.lines[at];
    let mut found: Vec<Condition> = Vec::new();
    for cue in &words().conditions {
        let mut from = 0;
        while let Some(first) = line.find(&cue.words, from) {
            from = first + cue.words.len();
            let Some(tokens) = opened(line, cue, first) else { continue };
            let head = outermost(line, tokens[0], tokens[tokens.len() - 1]);
            if !binds(line, head, trigger, content) {
                continue;
            }
            let passage = page.words(at, &tokens);
            if !found.iter().any(|known| known.passage.span().overlaps(passage.span())) {
                found.push(Condition { cue: cue.words.join(" "), negative: cue.negative, passage });
            }
        }
    }
    found.sort_by_key(|condition| condition.passage.start);
    found
}

/// The tokens of the clause or phrase that a cue at `first` opens.
fn opened(line: &Line<'_>, cue: &ConditionCue, first: usize) -> Option<Vec<usize>> {
    let last = first + cue.words.len() - 1;
    if first > 0
        && matches!(line.forms[first - 1].as_str(), "even" | "as" | "what" | "only")
        && cue.words.len() == 1
    {
        return None;
    }
    let head = match cue.opens {
        Opens::Phrase => (first..=last + 6).filter(|&t| t < line.len()).find(|&token| {
            line.is_nominal(token)
                && token > last
                && matches!(line.rel(token), "obl" | "nmod" | "obj" | "conj" | "pobj")
        })?,
        Opens::Inversion => {
            let head = line.tree.head(first)?;
            let inverted = line.rel(first) == "aux" && line.rel(head) == "advcl";
            let subject = line.tree.child(head, "nsubj")?;
            return (inverted && first < subject && head > first).then(|| line.phrase(head, &[]));
        }
        Opens::Clause => clause_over(line, first, last)?,
    };
    let mut tokens: Vec<usize> =
        line.phrase(head, &[]).into_iter().filter(|&t| t >= first).collect();
    tokens.extend(first..=last);
    tokens.sort_unstable();
    tokens.dedup();
    Some(tokens)
}

/// The clause that a word opens: the word is its mark, or part of a longer one.
fn clause_over(line: &Line<'_>, first: usize, last: usize) -> Option<usize> {
    let is_clause = |&at: &usize| line.rel(at) == "advcl" || line.rel(at) == "acl";
    let marked = line.tree.ancestors(first).find(is_clause).filter(|&head| head > last);
    // "on condition that they leave", "provided that": the cue is a phrase with a clause below it.
    let below = || {
        let kids = (first..=last).flat_map(|token| line.tree.children(token));
        kids.into_iter()
            .find(|&kid| kid > last && matches!(line.rel(kid), "acl" | "ccomp" | "advcl"))
    };
    marked.or_else(below)
}

/// Whether a condition headed by `head` is one of the commitment: it hangs on what is promised, on
/// the word that commits, or on the clause around both.
fn binds(line: &Line<'_>, head: usize, trigger: usize, content: &Content) -> bool {
    let Some(up) = line.tree.head(head) else { return false };
    if line.is_under(up, content.head) || up == trigger {
        return true;
    }
    // "If the talks fail, he said, Iran will resume …": on the clause that the trigger ends.
    line.is_under(trigger, up)
        && line.is_verb(up)
        && line.tree.ancestors(trigger).take(2).any(|a| a == up)
        && head > trigger
}

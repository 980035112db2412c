//! What an expression is read against: the sentence, the day of publication, the tense around it.

use super::told::Told;
use super::vocabulary::Unit;
use super::{Interval, Precision};
use jiff::civil::{Date, Weekday};
use std::cell::Cell;
use whimbrel_text::{Sentence, Tree, Upos};

/// A sentence ready to be read for times.
pub(super) struct Clock<'s> {
    pub(super) sentence: &'s Sentence,
    pub(super) published: Option<Date>,
    /// The times that the text told last.
    pub(super) told: Told,
    /// The year that a date without one shares with the date after it: "from May to August 1968".
    pub(super) shared_year: Cell<Option<i16>>,
    words: Vec<String>,
    tree: Tree<'s>,
}

/// Verbs and adjectives whose infinitive or date lies ahead ("is to meet", "plans to meet").
const AHEAD: &[&str] = &[
    "plan", "expect", "schedule", "due", "set", "slate", "intend", "want", "prepare", "aim",
    "hope", "promise", "vow", "pledge", "threaten", "agree", "go", "poise", "ready", "propose",
    "likely",
];

/// Verbs that move something to a day ahead, told in whichever tense: "postponed until Monday".
const PUT_OFF: &[&str] = &["postpone", "delay", "defer", "adjourn", "extend", "reschedule"];

/// Verbs of what goes on for a while.
const LASTING: &[&str] = &[
    "be", "control", "fight", "govern", "hide", "hold", "keep", "last", "lead", "live", "occupy",
    "rage", "reign", "remain", "rest", "rule", "run", "serve", "sit", "stand", "stay", "wait",
    "work",
];

impl<'s> Clock<'s> {
    pub(super) fn new(sentence: &'s Sentence, published: Option<Date>, told: Told) -> Self {
        let words = sentence.tokens.iter().map(|t| t.form.to_lowercase()).collect();
        let (shared_year, tree) = (Cell::new(None), Tree::new(sentence));
        Self { sentence, published, told, shared_year, words, tree }
    }

    /// Returns the word at `at` in lower case; "" past the end.
    pub(super) fn word(&self, at: usize) -> &str {
        self.words.get(at).map_or("", String::as_str)
    }

    /// Returns the word before `at`; "" at the beginning.
    pub(super) fn before(&self, at: usize) -> &str {
        at.checked_sub(1).map_or("", |at| self.word(at))
    }

    /// Returns whether the token is written with a capital and is no verb ("March", "May", "Sat").
    pub(super) fn is_name(&self, at: usize) -> bool {
        self.sentence.tokens.get(at).is_some_and(|token| {
            token.form.starts_with(char::is_uppercase)
                && !matches!(token.upos, Upos::Verb | Upos::Aux)
        })
    }

    /// Returns whether the clause around `at` speaks of what is to come.
    pub(super) fn is_ahead(&self, at: usize) -> bool {
        let Some(verb) = self.verb_over(at) else { return self.has_will() };
        self.verb_is_ahead(verb)
    }

    /// Returns whether a phrase ends before the token at `at`.
    pub(super) fn is_end_of_phrase(&self, at: usize) -> bool {
        let next = self.sentence.tokens.get(at);
        next.is_none_or(|next| matches!(next.upos, Upos::Punct | Upos::Cconj))
    }

    /// Returns whether the clause around `at` tells, in the past tense, what is over.
    pub(super) fn is_narrated(&self, at: usize) -> bool {
        let Some(verb) = self.verb_over(at) else { return false };
        let helpers = self.tree.children(verb);
        let helpers = helpers.filter(|&kid| matches!(self.tree.token(kid).rel(), "aux" | "cop"));
        helpers.chain([verb]).any(|word| self.tree.token(word).xpos == "VBD")
    }

    /// Returns whether the clause around `at` speaks of what has gone on and still does: "they have
    /// been waiting", "they have held the hill". What has been done once is none: "they have agreed
    /// to a truce for two weeks".
    pub(super) fn is_going_on(&self, at: usize) -> bool {
        let Some(verb) = self.verb_over(at) else { return false };
        let token = self.tree.token(verb);
        let mut helpers = self.tree.children_by(verb, "aux");
        let has = helpers.any(|kid| matches!(self.word(kid), "has" | "have" | "'ve" | "’ve"));
        let is_passive =
            self.tree.children(verb).any(|kid| self.tree.token(kid).deprel == "aux:pass");
        let lasts = token.xpos == "VBG" || !matches!(token.upos, Upos::Verb | Upos::Aux);
        has && (lasts || (!is_passive && LASTING.contains(&token.lemma.as_str())))
    }

    /// The nearest verb (or copular predicate) above a token.
    fn verb_over(&self, at: usize) -> Option<usize> {
        if at >= self.tree.len() {
            return None;
        }
        self.tree.ancestors(at).find(|&up| {
            matches!(self.tree.token(up).upos, Upos::Verb | Upos::Aux)
                || self.tree.child(up, "cop").is_some()
        })
    }

    fn verb_is_ahead(&self, verb: usize) -> bool {
        let token = self.tree.token(verb);
        let auxiliary = |form: &[&str]| {
            let mut helpers = self
                .tree
                .children(verb)
                .filter(|&kid| matches!(self.tree.token(kid).rel(), "aux" | "cop"));
            helpers.any(|kid| form.contains(&self.word(kid)))
        };
        if auxiliary(&["will", "'ll", "’ll", "wo", "shall", "would"]) {
            return !auxiliary(&["have"]);
        }
        if auxiliary(&["must", "may", "might", "should"]) {
            return !auxiliary(&["have"]);
        }
        if PUT_OFF.contains(&token.lemma.as_str()) {
            return true;
        }
        if AHEAD.contains(&token.lemma.as_str()) {
            return self.tree.child(verb, "xcomp").is_some() || token.feat("Tense") != Some("Past");
        }
        if self.has_infinitive_mark(verb) {
            let above = self.tree.head(verb).map(|up| self.tree.token(up));
            let is_ahead = above.is_some_and(|up| AHEAD.contains(&up.lemma.as_str()));
            return is_ahead || auxiliary(&["is", "are"]);
        }
        let progressive = token.xpos == "VBG" || token.feats.contains("VerbForm=Part|Voice=Act");
        progressive && auxiliary(&["is", "are", "'s", "’s", "'re", "’re"])
    }

    fn has_infinitive_mark(&self, verb: usize) -> bool {
        self.tree.children_by(verb, "mark").any(|kid| self.word(kid) == "to")
    }

    fn has_will(&self) -> bool {
        self.words.iter().any(|w| matches!(w.as_str(), "will" | "shall" | "to-be"))
    }

    /// Returns whether the interval lies before the publication, where both are known.
    pub(super) fn is_past(&self, interval: &Interval) -> Option<bool> {
        let published = self.published?;
        let (start, end) = (interval.start.or(interval.end)?, interval.end.or(interval.start)?);
        if end < published {
            Some(true)
        } else if start > published {
            Some(false)
        } else {
            None
        }
    }

    /// Returns the nearest day with that weekday, the day of publication itself included.
    pub(super) fn nearest_weekday(&self, weekday: Weekday, ahead: bool) -> Option<Date> {
        let published = self.published?;
        if published.weekday() == weekday {
            return Some(published);
        }
        published.nth_weekday(if ahead { 1 } else { -1 }, weekday).ok()
    }

    /// Returns the interval `count` units away from the publication; whole weeks, months or years.
    pub(super) fn away(&self, unit: Unit, count: i32) -> Interval {
        let precision = precision_of(unit);
        let day = self.published.and_then(|published| shift(published, unit, count));
        let past = match count {
            0 => None,
            n => Some(n < 0),
        };
        match unit {
            Unit::Moment | Unit::Day => Interval::day(day).with_past(past),
            _ => Interval::of(day.map(|day| whole(day, unit)), precision).with_past(past),
        }
    }
}

/// Returns how exact a date is that is counted in such units.
pub(super) fn precision_of(unit: Unit) -> Precision {
    match unit {
        Unit::Moment | Unit::Day => Precision::Day,
        Unit::Week | Unit::Fortnight => Precision::Week,
        Unit::Month => Precision::Month,
        Unit::Year | Unit::Decade | Unit::Century => Precision::Year,
    }
}

/// Moves a day by so many units; `None` where the calendar ends.
pub(super) fn shift(day: Date, unit: Unit, count: i32) -> Option<Date> {
    let span = jiff::Span::new();
    let span = match unit {
        Unit::Moment => Ok(span),
        Unit::Day => span.try_days(count),
        Unit::Week => span.try_weeks(count),
        Unit::Fortnight => span.try_weeks(i64::from(count) * 2),
        Unit::Month => span.try_months(count),
        Unit::Year => span.try_years(count),
        Unit::Decade => span.try_years(i64::from(count) * 10),
        Unit::Century => span.try_years(i64::from(count) * 100),
    };
    day.checked_add(span.ok()?).ok()
}

/// Returns the first and last day of the week (Monday to Sunday), month, year … of a day.
pub(super) fn whole(day: Date, unit: Unit) -> (Date, Date) {
    match unit {
        Unit::Moment | Unit::Day => (day, day),
        Unit::Week | Unit::Fortnight => {
            let from_monday = i32::from(day.weekday().to_monday_zero_offset());
            let monday = shift(day, Unit::Day, -from_monday).unwrap_or(day);
            (monday, shift(monday, Unit::Day, 6).unwrap_or(day))
        }
        Unit::Month => (day.first_of_month(), day.last_of_month()),
        Unit::Year => (day.first_of_year(), day.last_of_year()),
        Unit::Decade => years(day, 10),
        Unit::Century => years(day, 100),
    }
}

fn years(day: Date, length: i16) -> (Date, Date) {
    let first = day.year() - day.year().rem_euclid(length);
    let bound = |year, month, of_month| Date::new(year, month, of_month).unwrap_or(day);
    (bound(first, 1, 1), bound(first.saturating_add(length - 1), 12, 31))
}

//! Whether an event happened: negation, future, condition, history, with the words that say so.

use super::Status;
use crate::syntax::Clause;
use smol_str::SmolStr;
use whimbrel_codebook::cues::CueKind;
use whimbrel_text::Upos;

/// The cues found on the way from a trigger to the top of its clause.
struct Search<'c, 'a> {
    clause: &'c Clause<'a>,
    cues: Vec<(Status, usize)>,
}

/// The status of an event with the words that give it.
pub(super) struct Found {
    pub(super) status: Status,
    pub(super) words: Vec<usize>,
    /// Whether it is said that the event will not happen: to be read as a refusal.
    pub(super) is_refusal: bool,
}

/// Returns the status of the event at `at` and the words that give it.
///
/// Negation outweighs condition, condition outweighs future, future outweighs history.
///
/// Words that are part of the trigger ("will not tolerate") are no cues; `own` lists them.
pub(super) fn of(clause: &Clause<'_>, at: usize, own: &[usize]) -> Found {
    let mut search = Search { clause, cues: Vec::new() };
    search.own(at);
    search.climb(at);
    search.cues.retain(|(_, word)| !own.contains(word));
    let has = |status: Status| search.cues.iter().any(|(s, _)| *s == status);
    let is_refusal = has(Status::Negation) && has(Status::Future);
    let order = [Status::Negation, Status::Hypothetical, Status::Future, Status::Historical];
    let status = order.into_iter().find(|status| has(*status)).unwrap_or_default();
    let counts = |s: Status| s == status || (is_refusal && s == Status::Future);
    let mut words: Vec<usize> =
        search.cues.iter().filter(|(s, _)| counts(*s)).map(|&(_, at)| at).collect();
    words.sort_unstable();
    words.dedup();
    Found { status, words, is_refusal }
}

impl Search<'_, '_> {
    fn add(&mut self, status: Option<Status>, at: usize) {
        self.cues.extend(status.map(|status| (status, at)));
    }

    /// Looks at the words that hang on the predicate `at`: auxiliaries, adverbs, determiners, its
    /// marks, negated parties, an `if` clause below it.
    fn own(&mut self, at: usize) {
        let clause = self.clause;
        for kid in clause.tree.children(at) {
            match clause.rel(kid) {
                "aux" | "advmod" | "det" | "amod" | "cc" => self.add(self.modifier(at, kid), kid),
                "mark" | "case" => self.add(self.mark(kid), kid),
                "nsubj" | "obj" => self.negated_party(kid),
                "advcl" => self.condition(kid),
                _ => {}
            }
        }
    }

    fn modifier(&self, at: usize, kid: usize) -> Option<Status> {
        let lemma = self.clause.lemmas[kid].as_str();
        let status = self.clause.cues.status(lemma, CueKind::Modifier)?;
        // "said it would meet" looks forward from the past; "would meet if" does not.
        let reported = lemma == "would" && self.is_reported(at);
        Some(if reported { Status::Future } else { status })
    }

    fn is_reported(&self, at: usize) -> bool {
        let top = self.clause.clause_head(at);
        let speaks = |word: usize| self.clause.cues.speech(&self.clause.lemmas[word]).is_some();
        let below =
            self.clause.rel(top) == "ccomp" && self.clause.tree.head(top).is_some_and(speaks);
        below || self.clause.tree.children_by(top, "parataxis").any(speaks)
    }

    fn mark(&self, kid: usize) -> Option<Status> {
        let fixed = self.clause.tree.children_by(kid, "fixed").next();
        let joined =
            fixed.map(|f| format!("{}_{}", self.clause.lemmas[kid], self.clause.lemmas[f]));
        let lemma = joined.map_or_else(|| self.clause.lemmas[kid].clone(), SmolStr::from);
        self.clause.cues.status(&lemma, CueKind::Mark)
    }

    /// "no agreement was signed", "nobody was arrested".
    fn negated_party(&mut self, party: usize) {
        let clause = self.clause;
        let negates = |word: usize| {
            let status = clause.cues.status(&clause.lemmas[word], CueKind::Modifier);
            status.filter(|s| *s == Status::Negation)
        };
        self.add(negates(party), party);
        if let Some(kid) = clause.tree.child(party, "det") {
            self.add(negates(kid), kid);
        }
    }

    /// An `if` or `unless` clause below the event makes it conditional.
    fn condition(&mut self, kid: usize) {
        let conditional = |&mark: &usize| self.mark(mark) == Some(Status::Hypothetical);
        let mark = self.clause.tree.children_by(kid, "mark").find(conditional);
        self.cues.extend(mark.map(|mark| (Status::Hypothetical, mark)));
    }

    /// Walks up as long as what stands above bears on the event.
    fn climb(&mut self, at: usize) {
        let clause = self.clause;
        let mut word = at;
        for head in clause.tree.ancestors(at) {
            let lemma = &clause.lemmas[head];
            let rel = clause.rel(word);
            let governs = match rel {
                "xcomp" | "acl" | "obj" | "nmod" | "obl" | "ccomp" | "nsubj" => {
                    clause.cues.status(lemma, CueKind::Governor)
                }
                "advcl" if clause.tree.token(head).upos != Upos::Verb => {
                    clause.cues.status(lemma, CueKind::Governor)
                }
                _ => None,
            };
            let governs = governs.filter(|_| self.may_govern(rel, word, head));
            self.add(governs, head);
            if governs.is_none() && rel == "advcl" {
                self.purpose(word);
            }
            let goes_on = match rel {
                "xcomp" => true,
                "conj" => {
                    clause.tree.child(word, "nsubj").is_none()
                        && clause.tree.child(word, "aux").is_none()
                }
                // the light verb of an event noun, or a verb that governs it
                "obj" | "obl" | "nsubj" => {
                    governs.is_some()
                        || clause.cues.light(lemma).is_some()
                        || (rel == "nsubj" && clause.is_passive(head))
                }
                "acl" | "nmod" => governs.is_some(),
                "advcl" => governs.is_some(),
                _ => false,
            };
            if !goes_on {
                self.question(word, head, rel);
                return;
            }
            self.own(head);
            word = head;
        }
        self.question(word, word, "root");
    }

    /// "sent troops **to** retake the town": what a deed is done for has not happened by it.
    fn purpose(&mut self, at: usize) {
        let clause = self.clause;
        let is_to = |kid: &usize| clause.tree.token(*kid).upos == Upos::Part;
        let to = clause.tree.children_by(at, "mark").find(is_to);
        let infinitive = clause.tree.token(at).xpos == "VB";
        self.cues.extend(to.filter(|_| infinitive).map(|to| (Status::Hypothetical, to)));
    }

    /// A verb such as "plan" governs an infinitive or an event noun, not its subject.
    fn may_govern(&self, rel: &str, word: usize, head: usize) -> bool {
        match rel {
            // "clashes are a possibility"
            "nsubj" => {
                self.clause.is_passive(head) || self.clause.tree.child(head, "cop").is_some()
            }
            "obl" => self.clause.case_of(word) != "by",
            _ => true,
        }
    }

    /// The main clause of a question states nothing.
    fn question(&mut self, word: usize, _head: usize, rel: &str) {
        let last = self.clause.tree.len() - 1;
        let asks = self.clause.tree.token(last).form == "?";
        if asks && (rel == "root" || self.clause.rel(word) == "root") {
            self.cues.push((Status::Hypothetical, last));
        }
    }
}

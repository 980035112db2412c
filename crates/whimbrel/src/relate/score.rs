//! How well the frames that fit a sentence tie two given parties together.

use crate::judged::{self, Decider, Finding};
use whimbrel_codebook::{Codebook, EventType};
use whimbrel_events::syntax::Clause;
use whimbrel_events::{CodedEvent, Detail};
use whimbrel_judge::{Judge, Scene, Verdict};
use whimbrel_parse::States;
use whimbrel_text::{ActorClass, Sentence, Span, Tree, Upos};

/// Who says which events a sentence states.
pub(super) struct Bench<'b> {
    pub(super) codebook: &'b Codebook,
    pub(super) judge: Option<&'b Judge>,
}

/// What the judge's share of an event's type adds to its score.
const JUDGE_TYPE: f64 = 2.0;
/// What the judge's share of no event takes from it.
const JUDGE_NONE: f64 = 1.5;
/// What is taken from a word that no frame knows, and from a frame's event of the judge's type.
const NO_FRAME: f64 = 0.5;

/// A word that no frame knows is looked at up to this share of no event: that somebody asks for the
/// relation of the two speaks for one, so the bound is wide.
const UNKNOWN: f64 = 0.9;

/// The two parties as tokens of a sentence.
pub(super) struct Parties<'s> {
    tree: Tree<'s>,
    actors: Vec<usize>,
    recipients: Vec<usize>,
}

impl<'s> Parties<'s> {
    /// Finds the tokens that head the parties' spans, and the pronouns that stand for them; `named`
    /// tells where those are named for whom a token stands.
    pub(super) fn find(
        sentence: &'s Sentence,
        actor: &[Span],
        recipient: &[Span],
        named: impl Fn(usize) -> Vec<Span>,
    ) -> Self {
        let tree = Tree::new(sentence);
        let heads = |spans: &[Span]| {
            let mut heads = heads_in(sentence, spans);
            let is_named = |token: usize| {
                named(token).iter().any(|name| spans.iter().any(|span| span.overlaps(*name)))
            };
            // "The guards say they will not end the strike": what one says of "them" is of oneself.
            let speaks = |token: usize| {
                let clause = tree.head(token).filter(|&verb| tree.token(verb).rel() == "ccomp");
                let speech = clause.and_then(|clause| tree.head(clause));
                speech
                    .and_then(|verb| tree.child(verb, "nsubj"))
                    .is_some_and(|s| heads.contains(&s))
            };
            let stands_for = |&token: &usize| {
                let it = tree.token(token);
                it.upos == Upos::Pron && it.rel() == "nsubj" && (is_named(token) || speaks(token))
            };
            let pronouns: Vec<usize> = (0..sentence.tokens.len()).filter(stands_for).collect();
            heads.extend(pronouns);
            heads
        };
        let (actors, recipients) = (heads(actor), heads(recipient));
        Self { tree, actors, recipients }
    }

    /// The tokens that head the parties, or stand for them.
    pub(super) fn heads(&self) -> impl Iterator<Item = usize> + '_ {
        self.actors.iter().chain(&self.recipients).copied()
    }

    /// Returns every match of the sentence with how well it ties the parties together.
    ///
    /// The parties count as actors whatever the classes say.
    pub(super) fn candidates(
        &self,
        bench: &Bench<'_>,
        sentence: &Sentence,
        states: &States,
        mut classes: Vec<ActorClass>,
    ) -> Vec<(f64, Finding)> {
        if self.actors.is_empty() && self.recipients.is_empty() {
            return Vec::new();
        }
        for head in self.heads() {
            if !classes[head].is_actor() && sentence.tokens[head].upos != Upos::Pron {
                classes[head] = ActorClass::Organisation;
            }
        }
        let codebook = bench.codebook;
        let clause = Clause::new(sentence, classes, &codebook.cues);
        let coding = whimbrel_events::code_clause(codebook, &clause, Detail::Unrecorded);
        let scene = Scene::new(codebook, &clause, states, &coding);
        let judge = |at: usize| bench.judge.map(|judge| judge.verdict(&scene.input(at)));
        let recorded = coding.events.iter().map(|event| (true, event));
        let all = recorded.chain(coding.unrecorded.iter().map(|event| (false, event)));
        let mut found = Vec::new();
        for (is_record, event) in all {
            let verdict = judge(event.trigger);
            let finding = Finding { event: event.clone(), decider: Decider::Frame, verdict };
            found.extend(self.retyped(codebook, &finding));
            let bonus = if is_record { 0.3 } else { 0.0 };
            let specificity = f64::from(event.specificity.min(6)) * 0.15;
            found.push((self.score(codebook, &finding) + specificity + bonus, finding));
        }
        if bench.judge.is_some() {
            found.extend(self.unknown(codebook, &scene, &clause, &judge));
        }
        found
    }

    /// The events of words that no frame knows.
    fn unknown(
        &self,
        codebook: &Codebook,
        scene: &Scene<'_>,
        clause: &Clause<'_>,
        judge: &dyn Fn(usize) -> Option<Verdict>,
    ) -> Vec<(f64, Finding)> {
        let unknown = |&at: &usize| scene.frame_event(at).is_none() && scene.is_candidate(at);
        let event = |at: usize| {
            let verdict = judge(at).filter(|verdict| verdict.none() <= UNKNOWN)?;
            let event = whimbrel_events::plain(codebook, clause, at, verdict.best());
            let finding = Finding { event, decider: Decider::Judge, verdict: Some(verdict) };
            Some((self.score(codebook, &finding) - NO_FRAME, finding))
        };
        (0..clause.tree.len()).filter(unknown).filter_map(event).collect()
    }

    /// A frame's event as one of the type that the judge holds likelier.
    fn retyped(&self, codebook: &Codebook, finding: &Finding) -> Option<(f64, Finding)> {
        let best = finding.verdict?.best();
        (best != finding.event.event).then(|| {
            let mut other = Finding { decider: Decider::Both, ..finding.clone() };
            judged::retype(codebook, &mut other.event, best);
            (self.score(codebook, &other) - NO_FRAME, other)
        })
    }

    fn score(&self, codebook: &Codebook, finding: &Finding) -> f64 {
        let event = &finding.event;
        let judge = finding.verdict.map_or(0.0, |verdict| {
            JUDGE_TYPE * verdict.of(event.event) - JUDGE_NONE * verdict.none()
        });
        self.slots(event, finding.is_mutual(codebook)) + self.place(event.trigger) + judge
    }

    /// How well the event's own parties agree with the given ones; of a mutual event all sides are
    /// actors.
    fn slots(&self, event: &CodedEvent, mutual: bool) -> f64 {
        let meets = |found: &[usize], given: &[usize]| {
            found.iter().any(|&f| given.iter().any(|&g| self.same(f, g)))
        };
        let both = mutual
            || matches!(event.event, EventType::Consult | EventType::Cooperate | EventType::Agree);
        let mut score = 0.0;
        if meets(&event.actors, &self.actors) {
            score += 2.0;
        }
        if meets(&event.recipients, &self.recipients)
            || (both && meets(&event.actors, &self.recipients))
        {
            score += 2.0;
        }
        if meets(&event.actors, &self.recipients) && !both {
            score -= 0.7;
        }
        if meets(&event.recipients, &self.actors) {
            score -= 0.7;
        }
        score
    }

    /// A party found is the given one if it is its head or hangs closely on it.
    fn same(&self, found: usize, given: usize) -> bool {
        found == given
            || self.tree.ancestors(found).take(2).any(|up| up == given)
            || self.tree.ancestors(given).take(2).any(|up| up == found)
    }

    /// A word between the parties in the tree says more of their relation than one far off.
    fn place(&self, trigger: usize) -> f64 {
        let up = |from: usize| std::iter::once(from).chain(self.tree.ancestors(from));
        let distance = |party: usize| {
            let common = up(trigger).enumerate().find_map(|(above, at)| {
                up(party).position(|other| other == at).map(|below| above + below)
            });
            common.unwrap_or(usize::MAX).min(12)
        };
        let nearest = |parties: &[usize]| parties.iter().map(|&p| distance(p)).min();
        let near = |d: usize| 1.2 / (1.0 + d as f64 / 2.0);
        [nearest(&self.actors), nearest(&self.recipients)].into_iter().flatten().map(near).sum()
    }
}

/// The tokens inside the spans that hang on something outside: the heads of a party.
fn heads_in(sentence: &Sentence, spans: &[Span]) -> Vec<usize> {
    let inside = |at: usize| spans.iter().any(|span| span.overlaps(sentence.tokens[at].span));
    (0..sentence.tokens.len())
        .filter(|&at| inside(at) && sentence.tokens[at].head.is_none_or(|head| !inside(head)))
        .collect()
}

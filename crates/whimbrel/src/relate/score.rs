//! How well the frames that fit a sentence tie two given parties together.

use whimbrel_codebook::{Codebook, EventType};
use whimbrel_events::{CodedEvent, Detail};
use whimbrel_text::{ActorClass, Sentence, Span, Tree, Upos};

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

    /// Returns every match of the sentence with how well it ties the parties together.
    ///
    /// The parties count as actors whatever the classes say.
    pub(super) fn candidates(
        &self,
        codebook: &Codebook,
        sentence: &Sentence,
        mut classes: Vec<ActorClass>,
    ) -> Vec<(f64, CodedEvent)> {
        if self.actors.is_empty() && self.recipients.is_empty() {
            return Vec::new();
        }
        for &head in self.actors.iter().chain(&self.recipients) {
            if !classes[head].is_actor() && sentence.tokens[head].upos != Upos::Pron {
                classes[head] = ActorClass::Organisation;
            }
        }
        let coding = whimbrel_events::code(codebook, sentence, classes, Detail::Unrecorded);
        let recorded = coding.events.into_iter().map(|event| (true, event));
        let rest = coding.unrecorded.into_iter().map(|event| (false, event));
        let score = |(is_record, event): (bool, CodedEvent)| {
            let mutual = codebook.frames[event.frame].mutual;
            (self.score(&event, is_record, mutual), event)
        };
        recorded.chain(rest).map(score).collect()
    }

    fn score(&self, event: &CodedEvent, is_record: bool, mutual: bool) -> f64 {
        let specificity = f64::from(event.specificity.min(6)) * 0.15;
        let recorded = if is_record { 0.3 } else { 0.0 };
        self.slots(event, mutual) + self.place(event.trigger) + specificity + recorded
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

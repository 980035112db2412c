//! Matching frames on the words of a sentence.

use super::fill::{self, Site};
use super::misfit::Misfit;
use super::{Attempt, CodedEvent, Coding, Detail, attribution, content, outcome, status};
use crate::syntax::Clause;
use std::cell::OnceCell;
use whimbrel_codebook::codebook::{Codebook, Entry};
use whimbrel_codebook::frame::{Frame, Slot, Trigger, TriggerKind, Voice};
use whimbrel_codebook::ontology::EventType;
use whimbrel_codebook::words::WordSet;
use whimbrel_text::{ActorClass, Upos};

/// A frame that fits a word.
#[derive(Clone, Debug)]
pub(super) struct Match {
    pub(super) frame: usize,
    pub(super) kind: TriggerKind,
    pub(super) trigger: usize,
    /// Tokens of a multiword trigger and of an object that the frame demanded.
    pub(super) words: Vec<usize>,
    pub(super) actors: Vec<usize>,
    pub(super) recipients: Vec<usize>,
    pub(super) content: Option<usize>,
    /// A noun that tells the same deed and who did it: "killed in Russian **strikes**".
    pub(super) deed: Option<usize>,
    pub(super) specificity: u32,
}

/// The matches of a sentence while it is walked from the leaves up.
pub(super) struct Matches<'a> {
    codebook: &'a Codebook,
    clause: &'a Clause<'a>,
    best: Vec<Option<Match>>,
    /// For each word, why its match is not recorded.
    dropped: Vec<Option<&'static str>>,
    attempts: Vec<Attempt>,
    detail: Detail,
}

/// What stands around a word, found when the first frame asks for it.
struct Around<'m, 'a> {
    matches: &'m Matches<'a>,
    at: usize,
    kind: TriggerKind,
    near: OnceCell<Vec<usize>>,
    surroundings: OnceCell<Vec<usize>>,
    clause: OnceCell<Vec<bool>>,
}

impl<'m, 'a> Around<'m, 'a> {
    fn new(matches: &'m Matches<'a>, at: usize, kind: TriggerKind) -> Self {
        let (near, surroundings, clause) = Default::default();
        Self { matches, at, kind, near, surroundings, clause }
    }

    /// The words below it, [`NEAR`] levels down.
    fn near(&self) -> &[usize] {
        self.near.get_or_init(|| self.matches.clause.near(self.at, NEAR))
    }

    /// The words that may be part of a trigger: those below it, and of all but a verb the one before.
    fn beside(&self, kind: TriggerKind) -> impl Iterator<Item = usize> {
        let before = self.at.checked_sub(1).filter(|_| kind != TriggerKind::Verb);
        self.near().iter().copied().chain(before)
    }

    /// The words near a trigger in the order of the text: what hangs on it and its light verb
    /// within the clause, and for a noun the words that it hangs on.
    fn surroundings(&self) -> &[usize] {
        self.surroundings.get_or_init(|| {
            let clause = self.matches.clause;
            let mut near = self.near().to_vec();
            if self.kind == TriggerKind::Noun {
                near.extend(clause.tree.head(self.at));
                if let Some((verb, _)) = clause.light_verb(self.at) {
                    near.extend(clause.near(verb, NEAR));
                }
            }
            near.retain(|&at| at != self.at);
            near.sort_unstable();
            near.dedup();
            near
        })
    }

    /// Whether a word stands in its clause.
    fn in_clause(&self) -> &[bool] {
        self.clause.get_or_init(|| self.matches.clause.clause_tokens(self.at))
    }
}

/// How many levels below a trigger words count as standing with it.
const NEAR: usize = 3;

const PART_OF_ANOTHER: &str = "part of another event";
const NOBODY: &str = "neither actor nor recipient is named";
const BY_THE_WAY: &str = "a verb beside its noun tells which one is meant, not what happened";
const TOLD_TWICE: &str = "the same event as another word of the sentence";

impl<'a> Matches<'a> {
    pub(super) fn new(codebook: &'a Codebook, clause: &'a Clause<'a>, detail: Detail) -> Self {
        let n = clause.tree.len();
        let (best, dropped) = (vec![None; n], vec![None; n]);
        Self { codebook, clause, best, dropped, attempts: Vec::new(), detail }
    }

    /// Matches the word at `at`; all words below it have been visited.
    pub(super) fn visit(&mut self, at: usize) {
        let Some(kind) = self.kind(at).filter(|_| !self.is_in_name(at)) else { return };
        let lemma = &self.clause.lemmas[at];
        if self.codebook.entries(kind, lemma).is_empty() {
            return;
        }
        let mut best: Option<Match> = None;
        let mut attempts = Vec::new();
        let around = Around::new(self, at, kind);
        let entries = match self.detail {
            Detail::Trace => self.codebook.entries(kind, lemma).to_vec(),
            _ => {
                let beside = around.beside(kind).map(|at| &self.clause.lemmas[at]);
                self.codebook.entries_beside(kind, lemma, beside)
            }
        };
        for entry in entries {
            match self.fit(entry, &around) {
                Ok(found) => {
                    if best.as_ref().is_none_or(|b| found.specificity > b.specificity) {
                        best = Some(found);
                    }
                }
                Err(failure) if self.detail == Detail::Trace => {
                    let failure = Some(failure.to_string());
                    attempts.push(Attempt { token: at, frame: entry.frame, failure });
                }
                Err(_) => {}
            }
        }
        self.attempts.append(&mut attempts);
        let Some(found) = best else { return };
        if self.detail == Detail::Trace {
            self.attempts.push(Attempt { token: at, frame: found.frame, failure: None });
        }
        self.take_up(&found);
        self.best[at] = Some(found);
    }

    /// Whether a word is a part of a longer name: nobody unites in "United Nations".
    fn is_in_name(&self, at: usize) -> bool {
        let sentence = self.clause.tree.sentence;
        let capital = sentence.tokens[at].form.starts_with(char::is_uppercase);
        let mut names = sentence.names.iter().filter(|name| name.tokens.len() > 1);
        capital && names.any(|name| name.tokens.contains(&at))
    }

    fn kind(&self, at: usize) -> Option<TriggerKind> {
        match self.clause.tree.token(at).upos {
            Upos::Verb => Some(TriggerKind::Verb),
            Upos::Noun | Upos::Propn => Some(TriggerKind::Noun),
            Upos::Adj | Upos::Adv => Some(TriggerKind::Adjective),
            Upos::Aux => Some(TriggerKind::Modal),
            _ => None,
        }
    }

    /// Marks the words that a match uses up: parts of its trigger, its object, its content.
    fn take_up(&mut self, found: &Match) {
        for &word in found.words.iter().filter(|&&word| word != found.trigger) {
            self.dropped[word] = Some(PART_OF_ANOTHER);
        }
        if let Some(deed) = found.deed {
            self.dropped[deed] = Some(PART_OF_ANOTHER);
        }
        let frame = &self.codebook.frames[found.frame];
        let Some(content) = found.content.filter(|_| !frame.keep_content) else {
            return;
        };
        for joined in self.joined_predicates(content) {
            self.dropped[joined] = Some(PART_OF_ANOTHER);
        }
    }

    /// The event noun of the same type that a passive without agent happened in, where it has actors.
    fn deed(&self, frame: &Frame, kind: TriggerKind, at: usize) -> Option<usize> {
        if kind != TriggerKind::Verb || !self.clause.is_passive(at) {
            return None;
        }
        let phrases = ["in", "during"].into_iter().flat_map(|case| self.clause.phrases(at, case));
        let tells = |head: usize| {
            let nouns = std::iter::once(head).chain(self.clause.phrases(head, "of"));
            nouns.into_iter().find(|&noun| {
                let same = |found: &Match| {
                    self.codebook.frames[found.frame].event == frame.event
                        && !found.actors.is_empty()
                };
                self.best[noun].as_ref().is_some_and(same)
            })
        };
        phrases.into_iter().find_map(tells)
    }

    /// "agreed to cut tariffs and to lift the ban": a content with all that is joined to it.
    fn joined_predicates(&self, at: usize) -> Vec<usize> {
        let mut all = vec![at];
        let mut next = 0;
        while next < all.len() && all.len() <= self.clause.tree.len() {
            all.extend(self.clause.tree.children_by(all[next], "conj"));
            next += 1;
        }
        all
    }

    fn fit(&self, entry: Entry, around: &Around<'_, '_>) -> Result<Match, Misfit<'a>> {
        let (at, kind) = (around.at, around.kind);
        let frame = &self.codebook.frames[entry.frame];
        let mut words = match entry.trigger {
            Some(nth) => self.trigger_words(&frame.triggers[nth], around)?,
            None => vec![at],
        };
        let mut specificity = 2 * words.len() as u32 - 1;
        self.check_form(frame, kind, at)?;
        let content = self.content(frame, kind, at)?;
        specificity += u32::from(content.is_some()) + u32::from(frame.content.is_some());
        let governed = self.governed(at, &words);
        let content_match = content.and_then(|c| self.best[c].as_ref());
        let site = Site { at, kind, governed: &governed, content: content_match };
        specificity += self.check_words(frame, &site, around, &mut words)?;
        for slot in &frame.requires {
            if !fill::is_filled(self.clause, &site, slot) {
                return Err(Misfit::Empty(slot));
            }
            specificity += 1;
        }
        let (mut actors, mut recipients) = self.fill_parties(frame, &site, &words);
        if recipients.iter().any(|head| self.clause.is_reflexive(*head) && !words.contains(head)) {
            return Err(Misfit::Oneself);
        }
        specificity += self.check_classes(frame, &site, &actors, &recipients)?;
        let deed = if actors.is_empty() { self.deed(frame, kind, at) } else { None };
        if let Some(noun) = deed.and_then(|noun| self.best[noun].as_ref()) {
            actors.clone_from(&noun.actors);
            recipients.retain(|head| !actors.contains(head));
        }
        if frame.mutual {
            actors.append(&mut recipients);
            actors.sort_unstable();
        }
        words.sort_unstable();
        words.dedup();
        Ok(Match {
            frame: entry.frame,
            kind,
            trigger: at,
            words,
            actors,
            recipients,
            content,
            deed,
            specificity,
        })
    }

    /// The tokens of a multiword trigger; each further word must hang on the head.
    fn trigger_words(
        &self,
        trigger: &'a Trigger,
        around: &Around<'_, '_>,
    ) -> Result<Vec<usize>, Misfit<'a>> {
        let mut words = vec![around.at];
        if trigger.rest.is_empty() {
            return Ok(words);
        }
        let near = || around.beside(trigger.kind);
        for word in &trigger.rest {
            let is_it = |&kid: &usize| self.clause.lemmas[kid] == *word && !self.tells_when(kid);
            let found = near().find(is_it);
            words.push(found.ok_or(Misfit::Word(word))?);
        }
        Ok(words)
    }

    /// The heads of phrases on the trigger whose preposition is one of its words.
    fn governed(&self, at: usize, words: &[usize]) -> Vec<usize> {
        let tree = &self.clause.tree;
        let cases = words.iter().filter(|&&word| self.clause.rel(word) == "case");
        cases
            .filter_map(|&case| tree.head(case))
            .filter(|&head| tree.head(head) == Some(at))
            .collect()
    }

    /// Whether a word is the preposition of a time: "called him on Tuesday" calls on nobody.
    fn tells_when(&self, at: usize) -> bool {
        let of_time = |head: usize| self.clause.cues.is_time(&self.clause.lemmas[head]);
        self.clause.rel(at) == "case" && self.clause.tree.head(at).is_some_and(of_time)
    }

    fn check_form(&self, frame: &Frame, kind: TriggerKind, at: usize) -> Result<(), Misfit<'a>> {
        let passive = || kind == TriggerKind::Verb && self.clause.is_passive(at);
        match frame.voice {
            Some(Voice::Active) if passive() => return Err(Misfit::Passive),
            Some(Voice::Passive) if !passive() => return Err(Misfit::Active),
            _ => {}
        }
        if frame.no_clause && self.clause.tree.child(at, "ccomp").is_some() {
            return Err(Misfit::Clause);
        }
        let near = || self.clause.near(at, 1);
        let particle = |&kid: &usize| frame.particle.contains(&self.clause.lemmas[kid]);
        if !frame.particle.is_empty() && !near().iter().any(particle) {
            return Err(Misfit::Particle);
        }
        Ok(())
    }

    fn content(
        &self,
        frame: &Frame,
        kind: TriggerKind,
        at: usize,
    ) -> Result<Option<usize>, Misfit<'a>> {
        if !frame.governs && frame.content.is_none() {
            return Ok(None);
        }
        let wanted = |place: usize| match (&self.best[place], &frame.content) {
            (None, _) => false,
            (Some(_), None) => true,
            (Some(found), Some(types)) => types.contains(&self.codebook.frames[found.frame].event),
        };
        let content = match (kind, self.clause.tree.head(at)) {
            (TriggerKind::Modal, Some(head)) => content::descend(self.clause, head, &wanted),
            _ => content::find(self.clause, at, kind, &wanted),
        };
        if content.is_none() && frame.content.is_some() {
            return Err(Misfit::Content);
        }
        Ok(content)
    }

    /// Checks the lists of words; returns how many demands were met and adds the object's tokens.
    fn check_words(
        &self,
        frame: &'a Frame,
        site: &Site<'_>,
        around: &Around<'_, '_>,
        words: &mut Vec<usize>,
    ) -> Result<u32, Misfit<'a>> {
        let mut met = 0;
        for (slot, wanted, name) in
            [(Slot::Object, &frame.object, "object"), (Slot::Subject, &frame.subject, "subject")]
        {
            if wanted.is_empty() {
                continue;
            }
            let heads = fill::heads(self.clause, site, &slot);
            let found = heads.iter().find_map(|&head| self.in_phrase(wanted, head));
            // "They called off their strike": the object tells enough of who they are.
            let is_pronoun = |&head: &usize| self.clause.tree.token(head).upos == Upos::Pron;
            if found.is_none() && name == "subject" && met > 0 && heads.iter().any(is_pronoun) {
                continue;
            }
            let found = found.ok_or(Misfit::NotOne(name))?;
            if name == "object" {
                words.push(found);
            }
            met += 2;
        }
        for (slot, unwanted, name) in [
            (Slot::Object, &frame.not_object, "object"),
            (Slot::Subject, &frame.not_subject, "subject"),
        ] {
            let heads = || fill::heads(self.clause, site, &slot);
            if !unwanted.is_empty()
                && heads().iter().any(|&head| self.in_phrase(unwanted, head).is_some())
            {
                return Err(Misfit::Excluded(name));
            }
        }
        let lemmas = &self.clause.lemmas;
        if !frame.words.is_empty() {
            let inside = around.in_clause();
            let found = frame.words.find(lemmas, |at| inside[at] && at != site.at);
            found.ok_or(Misfit::NoWord)?;
            met += 1;
        }
        if !frame.not_words.is_empty() {
            let near = around.surroundings();
            if let Some(&at) = near.iter().find(|&&at| frame.not_words.starts_at(lemmas, at)) {
                return Err(Misfit::Beside(&lemmas[at]));
            }
        }
        Ok(met)
    }

    /// The word of `set` at the head of a phrase, before it, or in its `of` phrase.
    fn in_phrase(&self, set: &WordSet, head: usize) -> Option<usize> {
        let is_in = |&at: &usize| {
            set.has(&self.clause.lemmas[at]) || set.phrase_around(&self.clause.lemmas, at)
        };
        let below = self.clause.tree.children(head).filter(|&kid| match self.clause.rel(kid) {
            "compound" | "conj" | "flat" | "appos" => true,
            // "a planned visit" is no plan.
            "amod" => self.clause.tree.token(kid).upos != Upos::Verb,
            "nmod" => self.clause.case_of(kid) == "of",
            _ => false,
        });
        std::iter::once(head).chain(below).find(is_in)
    }

    fn fill_parties(
        &self,
        frame: &Frame,
        site: &Site<'_>,
        words: &[usize],
    ) -> (Vec<usize>, Vec<usize>) {
        let actors = fill::parties(self.clause, site, &frame.actor);
        let mut recipients = fill::parties(self.clause, site, &frame.recipient);
        let named_none = frame.recipient.contains(&Slot::None);
        if frame.event == EventType::Request && site.kind == TriggerKind::Verb {
            let asked = fill::addressee(self.clause, site.at);
            if !asked.is_empty() {
                recipients = asked;
            }
        }
        if frame.governs && recipients.is_empty() && !named_none {
            let slots = [Slot::ContentRecipient, Slot::ContentActor];
            recipients = fill::parties(self.clause, site, &slots);
        }
        recipients.retain(|head| !actors.contains(head) && !self.clause.is_moved(*head));
        if recipients.is_empty() && !frame.mutual && !named_none {
            recipients = fill::places(self.clause, site, &frame.recipient);
            recipients.retain(|place| !words.contains(place));
        }
        let told = frame.mutual && actors.len() > 1;
        if recipients.is_empty() && !told && !named_none {
            recipients = fill::nearby(self.clause, site, &actors, frame.mutual);
        }
        (actors, recipients)
    }

    fn check_classes(
        &self,
        frame: &Frame,
        site: &Site<'_>,
        actors: &[usize],
        recipients: &[usize],
    ) -> Result<u32, Misfit<'a>> {
        let mut met = 0;
        for (classes, parties, slots, name) in [
            (&frame.actor_class, actors, &frame.actor, "actor"),
            (&frame.recipient_class, recipients, &frame.recipient, "recipient"),
        ] {
            if classes.is_empty() {
                continue;
            }
            let right = |&head: &usize| {
                let class = self.clause.classes[head];
                // "Russian" before a noun stands for whoever of that country does it.
                let adjective = self.clause.tree.token(head).upos == Upos::Adj;
                let office = class == ActorClass::Official
                    && [ActorClass::Person, ActorClass::State].iter().any(|c| classes.contains(c));
                class == ActorClass::Pronoun || adjective || office || classes.contains(&class)
            };
            let anything = || slots.iter().any(|slot| fill::is_filled(self.clause, site, slot));
            if !parties.iter().any(right) && (!parties.is_empty() || anything()) {
                return Err(Misfit::Class(name));
            }
            met += u32::from(!parties.is_empty());
        }
        Ok(met)
    }

    /// Gives what was matched its status and source, and parts records from the rest.
    pub(super) fn finish(mut self) -> Coding {
        for at in 0..self.best.len() {
            let Some(found) = &self.best[at] else {
                continue;
            };
            if self.dropped[at].is_some() {
                continue;
            }
            if found.actors.is_empty() && found.recipients.is_empty() {
                self.dropped[at] = Some(NOBODY);
            } else if found.kind == TriggerKind::Verb
                && (self.clause.rel(at) == "amod" || self.clause.is_standing(at))
            {
                self.dropped[at] = Some(BY_THE_WAY);
            }
        }
        self.drop_twins();
        let mut coding = Coding::default();
        for at in 0..self.best.len() {
            let Some(found) = &self.best[at] else {
                continue;
            };
            let Some(why) = self.dropped[at] else {
                coding.events.push(self.event(found));
                continue;
            };
            if self.detail == Detail::Trace {
                let failure = Some(why.to_owned());
                self.attempts.push(Attempt { token: at, frame: found.frame, failure });
            }
            if self.detail >= Detail::Unrecorded {
                coding.unrecorded.push(self.event(found));
            }
        }
        coding.attempts = self.attempts;
        coding
    }

    /// Of two words that state the same type between the same parties the more specific stays, and
    /// what names only some of the parties of another is told by that: "the **offensive**, in which
    /// Turkey attacked Afrin".
    fn drop_twins(&mut self) {
        let kept: Vec<usize> = (0..self.best.len())
            .filter(|&at| self.best[at].is_some() && self.dropped[at].is_none())
            .collect();
        for (nth, &first) in kept.iter().enumerate() {
            for &second in &kept[nth + 1..] {
                let (Some(a), Some(b)) = (&self.best[first], &self.best[second]) else {
                    continue;
                };
                let event = |found: &Match| self.codebook.frames[found.frame].event;
                if event(a) != event(b) || self.dropped[first].is_some() {
                    continue;
                }
                let loser = match (tells_less(a, b), tells_less(b, a)) {
                    (true, true) if b.specificity > a.specificity => first,
                    (true, true) | (false, true) => second,
                    (true, false) => first,
                    (false, false) => continue,
                };
                self.dropped[loser] = Some(TOLD_TWICE);
            }
        }
    }

    fn event(&self, found: &Match) -> CodedEvent {
        let content = found.content.and_then(|at| self.best[at].as_ref());
        let mut event = outcome::event(self.codebook, self.clause, found, content);
        let status = status::of(self.clause, found.trigger, &found.words);
        event.status = status.status;
        event.status_words = status.words;
        event.attribution = attribution::of(self.clause, found.trigger);
        let name = if status.is_refusal { "refusal" } else { event.status.name() };
        outcome::reduce(self.codebook, &mut event, name);
        event
    }
}

/// Whether the parties of a match are parties of the other, too. A match without recipient may tell of
/// another deed than one with, unless it is a noun.
fn tells_less(some: &Match, all: &Match) -> bool {
    let within = |some: &[usize], all: &[usize]| some.iter().all(|head| all.contains(head));
    let whole = some.actors == all.actors && some.recipients == all.recipients;
    whole
        || (some.kind == TriggerKind::Noun
            && within(&some.actors, &all.actors)
            && within(&some.recipients, &all.recipients))
}

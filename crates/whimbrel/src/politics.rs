//! What is no political event although its words are those of one: general statements, the plots of
//! works, sport, private life.

use crate::record::Entity;
use whimbrel_codebook::cues::Cues;
use whimbrel_text::{Sentence, Tree, Upos};

/// A sentence of a report's text.
pub(crate) struct Setting<'s> {
    sentence: &'s Sentence,
    tree: Tree<'s>,
    cues: &'s Cues,
}

/// Whether a report is of sport: its publisher says so, or a good part of its sentences hold words
/// that only sport uses.
pub(crate) fn is_of_sport(cues: &Cues, category: Option<&str>, sentences: &[Sentence]) -> bool {
    /// One sentence in so many, and at least two.
    const SHARE: usize = 6;
    let said = category.is_some_and(|c| matches!(c.to_lowercase().as_str(), "sport" | "sports"));
    said || {
        let n = sentences.iter().filter(|sentence| tells_of_sport(cues, sentence)).count();
        n >= 2 && n * SHARE >= sentences.len()
    }
}

fn tells_of_sport(cues: &Cues, sentence: &Sentence) -> bool {
    cues.tell_of_sport(sentence.tokens.iter().map(|token| token.lemma.as_str()))
}

impl<'s> Setting<'s> {
    pub(crate) fn new(sentence: &'s Sentence, cues: &'s Cues) -> Self {
        Self { sentence, tree: Tree::new(sentence), cues }
    }

    /// Whether the sentence speaks in general: "Armies that attack at night need good maps." In the
    /// text of a report the simple present without any name or number tells no news; headlines, which
    /// do tell it in the present, end without a full stop.
    pub(crate) fn is_general(&self, trigger: usize) -> bool {
        let closes = self.sentence.tokens.last().is_some_and(|token| token.form == ".");
        let specific = |token: &whimbrel_text::Token| matches!(token.upos, Upos::Propn | Upos::Num);
        closes
            && !self.sentence.tokens.iter().any(specific)
            && self.finite_verb(trigger).is_some_and(|verb| self.is_simple_present(verb))
    }

    /// Whether the sentence tells the plot of a work: its subject, or what it tells of, is one, and it
    /// is in the present.
    pub(crate) fn is_plot(&self) -> bool {
        let is_root = |at: &usize| self.tree.head(*at).is_none();
        let Some(root) = (0..self.sentence.tokens.len()).find(is_root) else { return false };
        let work = |kid: usize| {
            let lemma = self.tree.token(kid).lemma.to_lowercase();
            let place = match self.tree.token(kid).rel() {
                "nsubj" => true,
                "obl" => self
                    .tree
                    .child(kid, "case")
                    .is_some_and(|case| self.tree.token(case).form.eq_ignore_ascii_case("in")),
                _ => false,
            };
            place && self.cues.is_fiction(&lemma)
        };
        self.is_simple_present(root) && self.tree.children(root).any(work)
    }

    /// Whether the sentence, or the report around it, is of sport and nobody in it acts for a state:
    /// "Qatar hosted Oman in a goalless friendly", but not "police beat fans at half-time".
    pub(crate) fn is_sport<'e>(
        &self,
        report_of_sport: bool,
        mut parties: impl Iterator<Item = &'e Entity>,
    ) -> bool {
        let official = |party: &Entity| {
            matches!(
                party.sector_code.as_str(),
                "GOV" | "MIL" | "COP" | "JUD" | "LEG" | "REB" | "SPY"
            ) && party.role.as_deref() != Some("captain")
        };
        !parties.any(official) && (report_of_sport || tells_of_sport(self.cues, self.sentence))
    }

    /// The finite verb of the clause of a trigger: itself, or the nearest verb above.
    fn finite_verb(&self, trigger: usize) -> Option<usize> {
        let is_verb = |&at: &usize| self.tree.token(at).upos == Upos::Verb;
        std::iter::once(trigger).chain(self.tree.ancestors(trigger)).find(is_verb)
    }

    /// "Attack", "attacks", "are attacked", but not "is attacking" or "have attacked".
    fn is_simple_present(&self, verb: usize) -> bool {
        let is = |at: usize, name: &str, value: &str| self.tree.token(at).feat(name) == Some(value);
        let auxiliaries: Vec<usize> = self.tree.children_by(verb, "aux").collect();
        match auxiliaries[..] {
            [] => is(verb, "VerbForm", "Fin") && is(verb, "Tense", "Pres"),
            [aux] => self.tree.token(aux).deprel == "aux:pass" && is(aux, "Tense", "Pres"),
            _ => false,
        }
    }

    /// Whether nobody of public life takes part: pronouns of nobody, relatives, anybody.
    pub(crate) fn is_private<'e>(&self, mut parties: impl Iterator<Item = &'e Entity>) -> bool {
        parties.all(|party| {
            let unknown = party.country.is_empty()
                && party.entity_id.is_empty()
                && (party.sector_code.is_empty() || party.sector_code == "CVL");
            unknown && self.is_anybody(party)
        })
    }

    /// Whether a phrase is a pronoun or holds a word for a relative or for anybody at its head.
    fn is_anybody(&self, party: &Entity) -> bool {
        let inside: Vec<usize> = (0..self.sentence.tokens.len())
            .filter(|&at| {
                let span = self.tree.token(at).span;
                party.start <= span.start && span.end <= party.end
            })
            .collect();
        let is_head = |at: &&usize| self.tree.head(**at).is_none_or(|head| !inside.contains(&head));
        inside.iter().find(is_head).is_some_and(|&head| {
            let token = self.tree.token(head);
            token.upos == Upos::Pron || self.cues.is_private(&token.lemma.to_lowercase())
        })
    }
}

//! A report as one list of sentences with all that the readers of commitments and positions ask of it:
//! trees, lemmas, who is meant by a phrase, times, and the words behind a span.

use crate::passage::Passage;
use crate::words::words;
use jiff::civil::Date;
use whimbrel_record::{Entity, EventRecord, TextInfo};
use whimbrel_resolve::when::TimeMention;
use whimbrel_resolve::{Mentions, Registry};
use whimbrel_text::{
    ActorClass, CodePoints, Part, Report, Sentence, SmolStr, Span, Token, Tree, Upos,
};

/// A sentence with its tree.
pub(crate) struct Line<'s> {
    pub(crate) tree: Tree<'s>,
    /// Lemmas in lower case.
    pub(crate) lemmas: Vec<SmolStr>,
    /// Forms in lower case.
    pub(crate) forms: Vec<SmolStr>,
    pub(crate) part: Part,
    /// Number in its part.
    pub(crate) sequence: usize,
}

impl<'s> Line<'s> {
    fn new(sentence: &'s Sentence, part: Part, sequence: usize) -> Self {
        let lower = |word: &SmolStr| SmolStr::from(word.to_lowercase());
        let lemma = |token: &Token| {
            let (form, lemma) = (lower(&token.form), lower(&token.lemma));
            let meant = words().lemmas.iter().find(|row| row.0 == form && row.1 == lemma);
            meant.map_or(lemma, |row| SmolStr::from(row.2.as_str()))
        };
        Self {
            tree: Tree::new(sentence),
            lemmas: sentence.tokens.iter().map(lemma).collect(),
            forms: sentence.tokens.iter().map(|token| lower(&token.form)).collect(),
            part,
            sequence,
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.tree.len()
    }

    pub(crate) fn token(&self, at: usize) -> &'s Token {
        self.tree.token(at)
    }

    pub(crate) fn lemma(&self, at: usize) -> &str {
        &self.lemmas[at]
    }

    pub(crate) fn rel(&self, at: usize) -> &str {
        self.tree.token(at).rel()
    }

    pub(crate) fn deprel(&self, at: usize) -> &str {
        &self.tree.token(at).deprel
    }

    pub(crate) fn upos(&self, at: usize) -> Upos {
        self.tree.token(at).upos
    }

    pub(crate) fn is_verb(&self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Verb | Upos::Aux)
    }

    pub(crate) fn is_nominal(&self, at: usize) -> bool {
        matches!(self.upos(at), Upos::Noun | Upos::Propn | Upos::Pron | Upos::Num)
    }

    /// The prepositions of a phrase as one string: "in", "ahead of".
    pub(crate) fn case(&self, at: usize) -> String {
        let cases = self.tree.children(at).filter(|&kid| kid < at && self.rel(kid) == "case");
        let words = cases.flat_map(|case| {
            std::iter::once(case)
                .chain(self.tree.children(case).filter(|&kid| self.rel(kid) == "fixed"))
        });
        words.map(|word| self.forms[word].as_str()).collect::<Vec<_>>().join(" ")
    }

    /// The auxiliaries of a predicate in lower case.
    pub(crate) fn auxiliaries(&self, at: usize) -> impl Iterator<Item = &str> + '_ {
        let kids = self.tree.children(at);
        kids.filter(|&kid| matches!(self.rel(kid), "aux" | "cop"))
            .map(|kid| self.forms[kid].as_str())
    }

    pub(crate) fn has_modal(&self, at: usize) -> bool {
        let modal = |word: &str| {
            matches!(
                word,
                "will"
                    | "would"
                    | "shall"
                    | "should"
                    | "must"
                    | "'ll"
                    | "’ll"
                    | "wo"
                    | "may"
                    | "can"
                    | "could"
            )
        };
        self.auxiliaries(at).any(modal)
    }

    /// Whether a predicate speaks of the holder's own will: "will", "shall", "would".
    pub(crate) fn has_will(&self, at: usize) -> bool {
        self.auxiliaries(at).any(|w| matches!(w, "will" | "would" | "shall" | "'ll" | "’ll" | "wo"))
    }

    /// The word that negates a predicate or noun.
    pub(crate) fn negation(&self, at: usize) -> Option<usize> {
        const WORDS: [&str; 6] = ["not", "n't", "n’t", "never", "no", "neither"];
        let negates = |kid: &usize| {
            matches!(self.rel(*kid), "advmod" | "det" | "cc")
                && WORDS.contains(&self.forms[*kid].as_str())
        };
        self.tree.children(at).find(negates)
    }

    pub(crate) fn is_passive(&self, at: usize) -> bool {
        let marks = |kid: usize| matches!(self.deprel(kid), "nsubj:pass" | "aux:pass");
        self.tree.children(at).any(marks)
    }

    /// The subject as written: of the predicate, or of that which it is joined to.
    pub(crate) fn subject(&self, at: usize) -> Option<usize> {
        let mut at = at;
        for _ in 0..8 {
            let own = self.tree.children_by(at, "nsubj").find(|&kid| !self.is_relative(kid));
            if own.is_some() {
                return own;
            }
            let head = self.tree.head(at)?;
            match self.rel(at) {
                "conj" | "xcomp" | "advcl" | "parataxis" => at = head,
                "acl" if self.deprel(at) == "acl:relcl" => return Some(head),
                _ => return None,
            }
        }
        None
    }

    fn is_relative(&self, at: usize) -> bool {
        self.upos(at) == Upos::Pron && matches!(self.lemma(at), "who" | "which" | "that")
    }

    /// The tokens of a phrase without those below `dropped`, and without punctuation at its ends.
    pub(crate) fn phrase(&self, at: usize, dropped: &[usize]) -> Vec<usize> {
        let mut gone: Vec<usize> = dropped.iter().flat_map(|&kid| self.tree.subtree(kid)).collect();
        gone.sort_unstable();
        let mut kept = self.tree.subtree(at);
        kept.retain(|token| gone.binary_search(token).is_err());
        while kept.last().is_some_and(|&last| self.is_trailing(&kept, last)) {
            kept.pop();
        }
        while kept
            .first()
            .is_some_and(|&first| matches!(self.upos(first), Upos::Punct | Upos::Cconj))
        {
            kept.remove(0);
        }
        kept
    }

    /// Whether a last token is punctuation other than what closes a quotation or bracket of the phrase.
    fn is_trailing(&self, kept: &[usize], last: usize) -> bool {
        let opening: &[&str] = match self.forms[last].as_str() {
            "”" => &["“"],
            "’" => &["‘"],
            ")" => &["("],
            _ => &[],
        };
        let count = |words: &[&str]| {
            kept.iter().filter(|&&t| words.contains(&self.forms[t].as_str())).count()
        };
        let closes = !opening.is_empty() && count(opening) == count(&[self.forms[last].as_str()]);
        self.upos(last) == Upos::Punct && !closes
    }

    /// Where `words` stand in a row, in lower case as written, from `from` on.
    pub(crate) fn find(&self, words: &[String], from: usize) -> Option<usize> {
        let last = self.len().checked_sub(words.len())?;
        (from..=last).find(|&at| self.stands(words, at))
    }

    /// Whether `words` stand in a row from `at` on.
    pub(crate) fn stands(&self, words: &[String], at: usize) -> bool {
        words.iter().enumerate().all(|(n, word)| self.forms.get(at + n).is_some_and(|f| f == word))
    }

    /// Whether `below` is `above` or hangs on it.
    pub(crate) fn is_under(&self, below: usize, above: usize) -> bool {
        below == above || self.tree.ancestors(below).any(|up| up == above)
    }
}

/// A report with its sentences, headline first.
pub(crate) struct Page<'s> {
    pub(crate) report: &'s Report,
    pub(crate) lines: Vec<Line<'s>>,
    pub(crate) records: Vec<&'s EventRecord>,
    title: CodePoints<'s>,
    text: CodePoints<'s>,
    mentions: Mentions,
    times: Vec<Vec<TimeMention>>,
    /// Tokens with what the records say of them: sentence, head token, entity.
    known: Vec<(usize, usize, Entity)>,
}

impl<'s> Page<'s> {
    pub(crate) fn new(
        registry: &Registry,
        report: &'s Report,
        title: &'s [Sentence],
        text: &'s [Sentence],
        records: &'s [EventRecord],
    ) -> Self {
        let titles = title.iter().enumerate().map(|(at, s)| Line::new(s, Part::Title, at));
        let texts = text.iter().enumerate().map(|(at, s)| Line::new(s, Part::Text, at));
        let all: Vec<Sentence> = title.iter().chain(text).cloned().collect();
        let mut page = Self {
            report,
            lines: titles.chain(texts).collect(),
            records: records.iter().collect(),
            title: CodePoints::new(report.title.as_deref().unwrap_or("")),
            text: CodePoints::new(&report.text),
            mentions: Mentions::read(registry, &all, report.date, &|_, _| None),
            times: whimbrel_resolve::when::times(&all, report.date),
            known: Vec::new(),
        };
        page.known = page.known();
        page
    }

    /// Notes whom the records' phrases name: the coder has looked at the whole report for that.
    fn known(&self) -> Vec<(usize, usize, Entity)> {
        let mut known = Vec::new();
        for record in &self.records {
            for entity in record.actor.iter().chain(&record.recipient) {
                let span = Span::new(entity.start, entity.end);
                let at = self.sentence_at(&record.text_info, span);
                if let Some((at, head)) = at.and_then(|at| Some((at, self.head_of(at, span)?))) {
                    known.push((at, head, entity.clone()));
                }
            }
        }
        known
    }

    /// The sentence that holds `span` of the part that `info` names.
    pub(crate) fn sentence_at(&self, info: &TextInfo, span: Span) -> Option<usize> {
        let holds = |line: &Line<'_>| {
            line.part.name() == info.part && line.tree.sentence.span.contains(span)
        };
        self.lines.iter().position(holds)
    }

    /// The token within `span` that the others there hang on.
    pub(crate) fn head_of(&self, at: usize, span: Span) -> Option<usize> {
        let line = &self.lines[at];
        let inside = |token: usize| span.contains(line.token(token).span);
        let outermost = |&token: &usize| {
            inside(token) && line.tree.head(token).is_none_or(|head| !inside(head))
        };
        let found = (0..line.len()).filter(outermost);
        found.filter(|&token| line.upos(token) != Upos::Punct).min_by_key(|&token| {
            (!matches!(line.upos(token), Upos::Verb | Upos::Noun | Upos::Propn), token)
        })
    }

    /// The words of a span of a sentence's part.
    fn slice(&self, at: usize, span: Span) -> &'s str {
        match self.lines[at].part {
            Part::Title => self.title.slice(span),
            Part::Text => self.text.slice(span),
        }
    }

    /// A span of a sentence as a passage.
    pub(crate) fn passage(&self, at: usize, span: Span) -> Passage {
        let line = &self.lines[at];
        Passage {
            report_id: self.report.id.clone(),
            part: line.part.name().to_owned(),
            sequence: line.sequence,
            start: span.start,
            end: span.end,
            text: self.slice(at, span).to_owned(),
        }
    }

    /// Tokens of a sentence, from the first to the last, as a passage.
    pub(crate) fn words(&self, at: usize, tokens: &[usize]) -> Passage {
        self.passage(at, self.lines[at].tree.cover(tokens))
    }

    pub(crate) fn sentence(&self, at: usize) -> Passage {
        self.passage(at, self.lines[at].tree.sentence.span)
    }

    /// Whom the phrase that a token heads names: as the records say, else as the report's mentions do.
    pub(crate) fn entities(&self, at: usize, token: usize) -> Vec<Entity> {
        let known = &self.known;
        let mut told: Vec<Entity> = Vec::new();
        for (_, _, entity) in known.iter().filter(|(s, t, _)| (*s, *t) == (at, token)) {
            push_entity(&mut told, entity.clone());
        }
        if told.is_empty() {
            told = self.mentions.entities(at, token).iter().map(entity).collect();
        }
        told
    }

    pub(crate) fn class(&self, at: usize, token: usize) -> ActorClass {
        self.mentions.class(at, token)
    }

    /// Whom a token and those joined to it name.
    pub(crate) fn parties(&self, at: usize, token: usize) -> Vec<Entity> {
        let line = &self.lines[at];
        let joined = line.tree.children_by(token, "conj").filter(|&kid| line.is_nominal(kid));
        let mut found = Vec::new();
        for head in std::iter::once(token).chain(joined) {
            for entity in self.entities(at, head) {
                push_entity(&mut found, entity);
            }
        }
        found
    }

    pub(crate) fn times(&self, at: usize) -> &[TimeMention] {
        &self.times[at]
    }

    pub(crate) fn date(&self) -> Option<Date> {
        self.report.date
    }

    pub(crate) fn paragraph(&self, at: usize) -> usize {
        self.lines[at].tree.sentence.paragraph
    }
}

/// Adds an entity unless the same is there.
pub(crate) fn push_entity(to: &mut Vec<Entity>, entity: Entity) {
    if !to.iter().any(|known| crate::position::same_actor(known, &entity)) {
        to.push(entity);
    }
}

fn entity(found: &whimbrel_resolve::Entity) -> Entity {
    Entity {
        raw_text: found.raw_text.clone(),
        start: found.span.start,
        end: found.span.end,
        entity_name: found.name.clone(),
        entity_id: found.id.clone(),
        wikidata_id: found.wikidata_id.clone(),
        country: found.country.clone(),
        sector_code: found.sector.clone(),
        other_sector_codes: found.other_sectors.clone(),
        role: found.role.clone(),
    }
}

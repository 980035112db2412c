//! Who speaks in quotations that go over several sentences.
//!
//! A sentence inside quotation marks often names no speaker itself: he is named before or after it in
//! the paragraph, or at the beginning of the speech where a quotation goes over paragraphs.

use whimbrel_codebook::cues::{Cues, Stance};
use whimbrel_events::Attribution;
use whimbrel_text::{CodePoints, Sentence, Span, Token, Tree, Upos};

/// Who says a sentence, named in a sentence that may be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Source {
    /// Index of the sentence that names the speaker.
    pub(crate) sentence: usize,
    /// Speaker and cue as tokens of that sentence.
    pub(crate) attribution: Attribution,
}

/// The quotations of a text.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quotations {
    /// For each sentence which of its tokens stand within quotation marks.
    inside: Vec<Vec<bool>>,
    /// For each sentence who says what is quoted in it, or all of it in a transcript.
    sources: Vec<Option<Source>>,
    /// For each sentence whether it stands in a transcript, where nothing marks the words as said.
    spoken: Vec<bool>,
}

impl Quotations {
    /// Reads the sentences of a text, those from `first` on: before them stand those of the title.
    pub(crate) fn read(
        cues: &Cues,
        text: &CodePoints<'_>,
        sentences: &[Sentence],
        first: usize,
    ) -> Self {
        let title = sentences[..first].iter().map(|s| vec![false; s.tokens.len()]);
        let mut found = Self { inside: title.collect(), ..Self::default() };
        let mut open = false;
        let mut paragraphs: Vec<Paragraph> = Vec::new();
        for (at, sentence) in sentences.iter().enumerate().skip(first) {
            if at == first || is_break(text, &sentences[at - 1], sentence) {
                let runs_on = std::mem::take(&mut open);
                paragraphs.push(Paragraph { first: at, last: at, runs_on });
            }
            if let Some(paragraph) = paragraphs.last_mut() {
                paragraph.last = at;
            }
            found.inside.push(inside(sentence, &mut open));
        }
        found.sources = vec![None; sentences.len()];
        found.spoken = vec![false; sentences.len()];
        let mut before: Option<Source> = None;
        for paragraph in &paragraphs {
            found.find_in(cues, sentences, paragraph, before.as_ref());
            before =
                found.sources[paragraph.first..=paragraph.last].iter().flatten().last().cloned();
        }
        found
    }

    /// Returns who says what the token states, where it is quoted.
    pub(crate) fn source(&self, sentence: usize, token: usize) -> Option<&Source> {
        let source = self.sources.get(sentence)?.as_ref()?;
        let quoted = self.inside.get(sentence)?.get(token)?;
        (*quoted || self.spoken[sentence]).then_some(source)
    }

    fn find_in(
        &mut self,
        cues: &Cues,
        sentences: &[Sentence],
        paragraph: &Paragraph,
        before: Option<&Source>,
    ) {
        let range = paragraph.first..=paragraph.last;
        let mut label: Option<Source> = None;
        for at in range.clone() {
            if let Some(attribution) = label_of(&sentences[at]) {
                label = Some(Source { sentence: at, attribution });
            }
            self.spoken[at] = label.is_some();
            let own = || {
                let attribution = self.speech(cues, at, &sentences[at])?;
                Some(Source { sentence: at, attribution })
            };
            self.sources[at] = label.clone().or_else(own);
        }
        // What follows a sentence that names the speaker is his, then what goes before one.
        let quoted = |this: &Self, at: usize| this.inside[at].iter().any(|inside| *inside);
        let mut last = before.filter(|_| paragraph.runs_on).cloned();
        for at in range.clone() {
            match &self.sources[at] {
                Some(source) => last = Some(source.clone()),
                None if quoted(self, at) => self.sources[at].clone_from(&last),
                None => {}
            }
        }
        let mut next: Option<Source> = None;
        for at in range.clone().rev() {
            match &self.sources[at] {
                Some(source) => next = Some(source.clone()),
                None if quoted(self, at) => self.sources[at].clone_from(&next),
                None => {}
            }
        }
        // A paragraph that is nothing but a quotation goes on with who spoke before.
        for at in range {
            let whole = self.inside[at].iter().filter(|inside| **inside).count() * 2
                > self.inside[at].len();
            if self.sources[at].is_none() && whole {
                self.sources[at] = before.cloned();
            }
        }
    }

    /// The first word of speech outside quotation marks that has a subject.
    fn speech(&self, cues: &Cues, at: usize, sentence: &Sentence) -> Option<Attribution> {
        let tree = Tree::new(sentence);
        let outside = |token: usize| !self.inside[at][token];
        (0..sentence.tokens.len()).find_map(|cue| {
            let token = tree.token(cue);
            if token.upos != Upos::Verb || !outside(cue) {
                return None;
            }
            let stance = cues.speech(&token.lemma.to_lowercase())?;
            let speaker = tree.child(cue, "nsubj").filter(|&subject| outside(subject))?;
            Some(Attribution { speaker: Some(speaker), cue, stance, outer: None })
        })
    }
}

/// Sentences from one line break to the next.
struct Paragraph {
    first: usize,
    last: usize,
    /// Whether a quotation was open at the end of the paragraph before.
    runs_on: bool,
}

fn is_break(text: &CodePoints<'_>, before: &Sentence, after: &Sentence) -> bool {
    let (end, start) = (before.span.end, after.span.start);
    end <= start && text.slice(Span::new(end, start)).contains('\n')
}

/// Which tokens stand within quotation marks; `open` is told from sentence to sentence.
fn inside(sentence: &Sentence, open: &mut bool) -> Vec<bool> {
    let mut step = |token: &Token| {
        *open = match token.form.as_str() {
            "“" | "``" | "„" => true,
            "”" => false,
            "\"" | "''" => !*open,
            _ => *open,
        };
        *open
    };
    sentence.tokens.iter().map(&mut step).collect()
}

/// "WALLACE: I want to ask you …": who is named before a colon at the beginning of a sentence.
fn label_of(sentence: &Sentence) -> Option<Attribution> {
    const LONGEST: usize = 3;
    let quoted = sentence.tokens.first().is_some_and(|token| token.upos == Upos::Punct);
    let first = usize::from(quoted);
    let mut begin = sentence.tokens.iter().skip(first).take(LONGEST + 1);
    let colon = first + begin.position(|token| token.form == ":")?;
    let shouted = |form: &str| form.chars().count() > 1 && !form.chars().any(char::is_lowercase);
    let is_name = sentence.tokens[first..colon].iter().all(|token| shouted(&token.form));
    (colon > first && is_name).then_some(Attribution {
        speaker: Some(colon - 1),
        cue: colon,
        stance: Stance::States,
        outer: None,
    })
}

//! Who speaks in quotations that go over several sentences.
//!
//! A sentence inside quotation marks often names no speaker itself: he is named before or after it in
//! the paragraph, or at the beginning of the speech where a quotation goes over paragraphs.

use whimbrel_codebook::cues::{Cues, Stance};
use whimbrel_events::Attribution;
use whimbrel_text::{CodePoints, Name, NameKind, Sentence, Span, Token, Tree, Upos};

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
        // "Mary Koroma: the army has left", in a headline.
        for (at, sentence) in sentences[..first].iter().enumerate() {
            let label = label_of(sentence);
            found.spoken[at] = label.is_some();
            found.sources[at] = label.map(|attribution| Source { sentence: at, attribution });
        }
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

    /// Returns the sentence and the token that name who says what a token is quoted in.
    pub(crate) fn speaker(&self, sentence: usize, token: usize) -> Option<(usize, usize)> {
        let source = self.source(sentence, token)?;
        Some((source.sentence, source.attribution.speaker?))
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

    /// The word of speech outside quotation marks that has a subject: the one nearest to a quotation
    /// mark, else the first one, or the last one before a colon.
    fn speech(&self, cues: &Cues, at: usize, sentence: &Sentence) -> Option<Attribution> {
        let tree = Tree::new(sentence);
        let inside = &self.inside[at];
        let outside = |token: usize| !inside[token];
        let mut said = (0..sentence.tokens.len()).filter_map(|cue| {
            let token = tree.token(cue);
            if token.upos != Upos::Verb || !outside(cue) {
                return None;
            }
            let stance = stance_of(cues, &tree, cue)?;
            let speaker = speaker_of(&tree, cue).filter(|&subject| outside(subject))?;
            Some(Attribution { speaker: Some(speaker), cue, stance, presumed: false, outer: None })
        });
        let mut edges = (1..inside.len()).filter(|&token| inside[token] != inside[token - 1]);
        let opens = inside.first().is_some_and(|&first| first);
        if opens || edges.clone().next().is_some() {
            let edges: Vec<usize> = opens.then_some(0).into_iter().chain(edges.by_ref()).collect();
            let gap = |cue: usize| edges.iter().map(|edge| edge.abs_diff(cue)).min();
            return said.min_by_key(|source| gap(source.cue));
        }
        match sentence.tokens.last() {
            Some(last) if last.form == ":" => said.next_back(),
            _ => said.next(),
        }
    }
}

/// The stance of a verb of speech, its particle counted in ("went on").
fn stance_of(cues: &Cues, tree: &Tree<'_>, verb: usize) -> Option<Stance> {
    let lemma = tree.token(verb).lemma.to_lowercase();
    let next = tree.children(verb).filter(|&kid| kid == verb + 1);
    let with = |kid: usize| cues.speech(&format!("{lemma} {}", tree.token(kid).lemma));
    next.filter_map(with).next().or_else(|| cues.speech(&lemma))
}

/// The subject of a verb, or of the verb that it is joined to: "Cohen agreed, adding: …".
fn speaker_of(tree: &Tree<'_>, verb: usize) -> Option<usize> {
    let mut at = verb;
    loop {
        if let Some(subject) = tree.child(at, "nsubj") {
            return Some(subject);
        }
        let joined = matches!(tree.token(at).rel(), "conj" | "advcl" | "xcomp" | "parataxis");
        at = tree.head(at).filter(|_| joined)?;
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

/// "WALLACE: I want to ask you …", "Mary Koroma: the army has left": who is named before a colon at
/// the beginning of a sentence.
fn label_of(sentence: &Sentence) -> Option<Attribution> {
    const LONGEST: usize = 8;
    let quoted = sentence.tokens.first().is_some_and(|token| token.upos == Upos::Punct);
    let first = usize::from(quoted);
    let mut begin = sentence.tokens.iter().skip(first).take(LONGEST + 1);
    let colon = first + begin.position(|token| token.form == ":")?;
    let shouted = |form: &str| form.chars().count() > 1 && !form.chars().any(char::is_lowercase);
    let words = &sentence.tokens[first..colon];
    let is_shouted = words.len() <= 3 && words.iter().all(|token| shouted(&token.form));
    let named = |name: &Name| {
        let somebody = matches!(name.kind, NameKind::Person | NameKind::Organisation);
        somebody && name.tokens.end == colon
    };
    let is_name = sentence.names.iter().any(named)
        && words.iter().all(|token| !matches!(token.upos, Upos::Verb | Upos::Aux | Upos::Punct));
    let outside = |at: &usize| sentence.tokens[*at].head.is_none_or(|up| up < first || up >= colon);
    let speaker = (first..colon).find(outside);
    (colon > first && (is_shouted || is_name)).then_some(Attribution {
        speaker,
        cue: colon,
        stance: Stance::States,
        presumed: false,
        outer: None,
    })
}

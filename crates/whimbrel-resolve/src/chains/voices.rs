//! Who says "I", "we" and "you": a speaker, the writer, or whoever is quoted.

use super::link::Linker;
use super::phrases::Form;
use rustc_hash::FxHashMap;
use whimbrel_text::Tree;

/// Whose words a token is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Voice {
    /// A speaker of the report, by number; the writer where no speakers are given.
    Speaker(usize),
    /// Whoever is quoted, by the number of the quotation.
    Quoted(usize),
}

impl Voice {
    /// The speakers of a report speak of themselves together, and to the same.
    fn shared(self) -> Self {
        match self {
            Self::Speaker(_) => Self::Speaker(0),
            quoted => quoted,
        }
    }
}

/// The voices of a report's tokens.
pub(super) struct Voices {
    of: Vec<Vec<Voice>>,
    /// For each quotation the token of its speaker, where its sentence names him.
    quoted: Vec<Option<(usize, usize)>>,
    n_speakers: usize,
}

const SPEECH: [&str; 24] = [
    "say", "tell", "add", "reaffirm", "warn", "write", "insist", "declare", "state", "announce",
    "tweet", "stress", "reply", "note", "argue", "claim", "pledge", "vow", "promise", "explain",
    "comment", "recall", "ask", "conclude",
];

impl Voices {
    /// Reads who speaks; `speakers` names for each sentence whose words it is, where that is known.
    pub(super) fn read(trees: &[Tree<'_>], speakers: &[Option<String>]) -> Self {
        let mut numbers: FxHashMap<&str, usize> = FxHashMap::default();
        let mut voices = Self { of: Vec::new(), quoted: Vec::new(), n_speakers: 0 };
        let mut open: Option<usize> = None;
        for (at, tree) in trees.iter().enumerate() {
            let name = speakers.get(at).and_then(Option::as_deref).unwrap_or("");
            let next = numbers.len();
            let speaker = *numbers.entry(name).or_insert(next);
            let mut of = Vec::with_capacity(tree.len());
            let first = open.unwrap_or(voices.quoted.len());
            for token in 0..tree.len() {
                let token = tree.token(token);
                match token.form.as_str() {
                    "“" => open = Some(voices.open()),
                    "”" => open = None,
                    "\"" if open.is_some() => open = None,
                    "\"" => open = Some(voices.open()),
                    _ => {}
                }
                of.push(open.map_or(Voice::Speaker(speaker), Voice::Quoted));
            }
            voices.of.push(of);
            voices.attribute(at, tree, first);
        }
        voices.n_speakers = numbers.len();
        voices
    }

    fn open(&mut self) -> usize {
        self.quoted.push(None);
        self.quoted.len() - 1
    }

    /// Gives the quotations from `first` on, which stand in the sentence, its speaker.
    fn attribute(&mut self, at: usize, tree: &Tree<'_>, first: usize) {
        let outside = |token: usize| matches!(self.of[at][token], Voice::Speaker(_));
        let speaker = (0..tree.len()).filter(|&verb| outside(verb)).find_map(|verb| {
            let speaks = SPEECH.contains(&tree.token(verb).lemma.as_str());
            tree.child(verb, "nsubj").filter(|&subject| speaks && outside(subject))
        });
        if let Some(speaker) = speaker {
            for quoted in self.quoted.iter_mut().skip(first) {
                *quoted = quoted.or(Some((at, speaker)));
            }
        }
    }
}

/// What a pronoun of the first or second person stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Party {
    I(Voice),
    We(Voice),
    You(Voice),
}

/// Groups the pronouns of the first and second person.
pub(super) fn link(linker: &mut Linker<'_>, voices: &Voices) {
    let mut parties: FxHashMap<Party, usize> = FxHashMap::default();
    for at in 0..linker.phrases.len() {
        let phrase = &linker.phrases[at];
        let Form::Pronoun(person @ (1 | 2)) = phrase.form else { continue };
        let voice = voices.of[phrase.mention.sentence][phrase.mention.head];
        let party = match (person, phrase.plural) {
            (1, false) => Party::I(voice),
            (1, true) => Party::We(voice.shared()),
            _ => addressed(voice, voices),
        };
        let quoted = match party {
            Party::I(Voice::Quoted(at)) => voices.quoted[at],
            _ => None,
        };
        let speaker = quoted.and_then(|(sentence, token)| {
            linker.phrase_at(sentence, token).and_then(|phrase| linker.owner[phrase])
        });
        let group = match speaker {
            Some(group) => Some(group),
            None => parties.get(&party).copied(),
        };
        match group {
            Some(group) => linker.join(at, group),
            None => {
                linker.open(at);
                parties.insert(party, linker.groups.len() - 1);
            }
        }
    }
}

/// Who "you" is: of two speakers the other one.
fn addressed(voice: Voice, voices: &Voices) -> Party {
    match voice {
        Voice::Speaker(at) if voices.n_speakers == 2 => Party::I(Voice::Speaker(1 - at)),
        _ => Party::You(voice.shared()),
    }
}

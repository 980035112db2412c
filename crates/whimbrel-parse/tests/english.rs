//! The English model: what any text gives, and how well it reads a treebank.

use proptest::prelude::*;
use std::path::Path;
use whimbrel_parse::{Analyser, score::score};
use whimbrel_text::{NameKind, Sentence, conllu};

/// Each sentence has one root, labelled so, that every word reaches; names lie within.
fn assert_whole(sentence: &Sentence) {
    let tokens = &sentence.tokens;
    for (at, token) in tokens.iter().enumerate() {
        assert_eq!(token.head.is_none(), token.deprel == "root", "{}", token.form);
        let mut above = std::iter::successors(Some(at), |&at| tokens[at].head).take(tokens.len());
        assert!(above.any(|at| tokens[at].head.is_none()), "{} hangs in a cycle", token.form);
    }
    let roots = tokens.iter().filter(|token| token.head.is_none()).count();
    assert_eq!(roots, usize::from(!tokens.is_empty()));
    assert!(sentence.names.iter().all(|name| name.tokens.end <= tokens.len()));
    assert!(sentence.names.windows(2).all(|two| two[0].tokens.end <= two[1].tokens.start));
}

#[test]
fn a_news_sentence_is_read() {
    let text = "Russian President Vladimir Putin met Chinese officials in Beijing on Tuesday.";
    let sentences = Analyser::english().analyse(text);
    assert_eq!(sentences.len(), 1);
    let tokens = &sentences[0].tokens;
    let met = tokens.iter().position(|token| token.form == "met").expect("a token");
    assert_eq!((tokens[met].lemma.as_str(), tokens[met].head), ("meet", None));
    let relation = |form: &str| {
        let token = tokens.iter().find(|token| token.form == form).expect("a token");
        (token.deprel.to_string(), token.head)
    };
    assert_eq!(relation("Vladimir"), ("nsubj".to_owned(), Some(met)));
    assert_eq!(relation("officials"), ("obj".to_owned(), Some(met)));
    let is_named = |form: &str, kind: NameKind| {
        let at = tokens.iter().position(|token| token.form == form).expect("a token");
        sentences[0].names.iter().any(|name| name.kind == kind && name.tokens.contains(&at))
    };
    assert!(is_named("Putin", NameKind::Person) && is_named("Beijing", NameKind::Place));
}

#[test]
fn a_sentence_longer_than_the_longest_parsed_at_once_has_one_root() {
    let text = "the minister said and ".repeat(300);
    let mut sentences = Analyser::english().analyse(&text);
    sentences.iter().for_each(assert_whole);
    let tokens = sentences.iter_mut().flat_map(|sentence| sentence.tokens.drain(..)).collect();
    let mut one = [Sentence { tokens, ..sentences[0].clone() }];
    Analyser::english().annotate(&mut one);
    assert_whole(&one[0]);
}

#[test]
fn nothing_gives_nothing() {
    assert!(Analyser::english().analyse("").is_empty());
    assert!(Analyser::english().analyse(" \n\t ").is_empty());
    Analyser::english().annotate(&mut [Sentence::default()]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_text_gives_whole_sentences(text in "(\\PC|[ \\n.,\"'A-Za-z0-9]){0,200}") {
        let sentences = Analyser::english().analyse(&text);
        sentences.iter().for_each(assert_whole);
        prop_assert_eq!(Analyser::english().analyse(&text), sentences);
    }
}

/// Gold tokens, predicted tags; skipped where the treebank is not at hand.
#[test]
fn a_treebank_is_read_well() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data/ud/ewt-dev.conllu");
    let Ok(text) = std::fs::read_to_string(&path) else {
        println!("skipped: no treebank at {}", path.display());
        return;
    };
    let (gold, _) = conllu::read(&text);
    let mut system = gold.clone();
    Analyser::english().annotate(&mut system);
    let scores = score(&gold, &system);
    assert!(scores.las > 0.85 && scores.upos > 0.955 && scores.lemma > 0.95, "{scores:?}");
}

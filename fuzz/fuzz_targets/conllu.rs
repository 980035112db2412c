//! A treebank: what is read can be written and read again as the same.
#![no_main]

use libfuzzer_sys::fuzz_target;
use whimbrel_text::conllu;

fuzz_target!(|text: &str| {
    let (sentences, _) = conllu::read(text);
    let mut written = String::new();
    for sentence in &sentences {
        conllu::write(sentence, &mut written);
    }
    let (again, problems) = conllu::read(&written);
    assert!(problems.is_empty(), "{problems:?}");
    assert_eq!(sentences.len(), again.len());
});

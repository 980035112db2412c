//! Training on a treebank of a few sentences: what the file that comes out must be.

use whimbrel_parse::train::{Session, TrainData, train};
use whimbrel_parse::{Analyser, TrainConfig, TrainFile, Vectors};
use whimbrel_text::Sentence;

const TREEBANK: &str = "\
1\tBirds\tbird\tNOUN\tNNS\tNumber=Plur\t2\tnsubj\t_\t_
2\tsing\tsing\tVERB\tVBP\tMood=Ind\t0\troot\t_\tSpaceAfter=No
3\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

1\tKyiv\tKyiv\tPROPN\tNNP\tNumber=Sing\t2\tnsubj\t_\tName=B-LOC
2\tcalls\tcall\tVERB\tVBZ\tMood=Ind\t0\troot\t_\t_
3\tbirds\tbird\tNOUN\tNNS\tNumber=Plur\t2\tobj\t_\tSpaceAfter=No
4\t.\t.\tPUNCT\t.\t_\t2\tpunct\t_\t_

";

/// The treebank often enough to learn something from.
fn treebank() -> String {
    TREEBANK.repeat(40)
}

fn run(config: &TrainConfig, data: &TrainData<'_>) -> Vec<u8> {
    let mut session = Session { log: &mut |_| (), keep: &mut |_| (), resume: None };
    train(config, data, &mut session).expect("a run from its beginning")
}

fn model(vectors: Option<&Vectors>, epochs: usize) -> Vec<u8> {
    let text = treebank();
    let files = [TrainFile { name: "birds", text: &text }];
    let config = TrainConfig { epochs, batch: 100, ..TrainConfig::default() };
    run(&config, &TrainData { gold: &files, vectors, ..TrainData::default() })
}

fn vectors() -> Vectors {
    let pieces = ["[UNK]", "birds", "sing", "kyiv", "."].map(ToOwned::to_owned).to_vec();
    let values = (0..pieces.len() * 4).map(|at| (at as f32).sin()).collect();
    Vectors { pieces, width: 4, values }
}

fn relations(sentences: &[Sentence]) -> Vec<&str> {
    sentences.iter().flat_map(|s| &s.tokens).map(|token| token.deprel.as_str()).collect()
}

#[test]
fn what_was_trained_on_is_known() {
    for vectors in [None, Some(vectors())] {
        let analyser = Analyser::from_bytes(&model(vectors.as_ref(), 8)).expect("a model");
        let sentences = analyser.analyse("Kyiv calls birds.");
        assert_eq!(relations(&sentences), ["nsubj", "root", "obj", "punct"]);
        assert_eq!(sentences[0].tokens[2].lemma, "bird");
        assert!(analyser.about().contains("gold birds sha256:"), "{}", analyser.about());
    }
}

#[test]
fn the_number_of_threads_does_not_change_the_file() {
    let with = |threads: usize| {
        let pool = rayon::ThreadPoolBuilder::new().num_threads(threads).build().expect("a pool");
        pool.install(|| model(Some(&vectors()), 2))
    };
    assert!(with(1) == with(3));
}

#[test]
fn a_run_that_was_broken_off_gives_the_same_file() {
    let text = treebank();
    let files = [TrainFile { name: "birds", text: &text }];
    let data = TrainData { gold: &files, silver: &files, ..TrainData::default() };
    let config = TrainConfig { epochs: 3, batch: 100, ..TrainConfig::default() };
    let mut states: Vec<Vec<u8>> = Vec::new();
    let mut keep = |bytes: &[u8]| states.push(bytes.to_vec());
    let mut session = Session { log: &mut |_| (), keep: &mut keep, resume: None };
    let whole = train(&config, &data, &mut session).expect("a run from its beginning");
    let resume = |config: &TrainConfig, state: &[u8]| {
        let mut session = Session { log: &mut |_| (), keep: &mut |_| (), resume: Some(state) };
        train(config, &data, &mut session)
    };
    assert!(resume(&config, &states[0]).is_ok_and(|model| model == whole));
    assert!(resume(&TrainConfig { seed: 2, ..config }, &states[0]).is_err());
    assert!(resume(&config, &states[0][..states[0].len() - 1]).is_err());
}

#[test]
fn a_treebank_without_sentences_gives_no_model() {
    let files = [TrainFile { name: "empty", text: "" }];
    let config = TrainConfig { epochs: 1, ..TrainConfig::default() };
    let bytes = run(&config, &TrainData { gold: &files, ..TrainData::default() });
    assert!(Analyser::from_bytes(&bytes).is_err());
}

#[test]
fn a_cut_file_is_refused() {
    let bytes = model(None, 1);
    let step = bytes.len() / 97;
    let cuts = (0..200).chain((0..bytes.len()).step_by(step)).chain([bytes.len() - 1]);
    for cut in cuts {
        assert!(Analyser::from_bytes(&bytes[..cut]).is_err(), "cut at {cut}");
    }
}

#[test]
fn a_damaged_file_is_refused_or_still_gives_trees() {
    let bytes = model(Some(&vectors()), 1);
    // The texts and the lengths stand at the front, the tables in the middle, the maps at the end.
    let places = (0..600).step_by(7).chain((600..bytes.len()).step_by(bytes.len() / 61));
    for place in places {
        for flip in [0x80, 0x7F] {
            let mut damaged = bytes.clone();
            damaged[place] ^= flip;
            let Ok(analyser) = Analyser::from_bytes(&damaged) else { continue };
            let sentences = analyser.analyse("Kyiv calls birds that sing. Birds!");
            for sentence in &sentences {
                let roots = sentence.tokens.iter().filter(|token| token.head.is_none()).count();
                assert_eq!(roots, 1);
            }
        }
    }
}

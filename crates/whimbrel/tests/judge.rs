//! The built-in judge: it serves the built-in language model.

use whimbrel::{Pipeline, Report, pipeline::builtin_judge};

#[test]
fn the_judge_serves_the_language_model() {
    if let Err(error) = builtin_judge() {
        panic!("models/en/judge.bin: {error}");
    }
}

#[test]
fn without_a_judge_the_frames_decide() {
    let text = "Serbia recalled its ambassador from Croatia.";
    let report = Report { text: text.to_owned(), ..Report::default() };
    let records = Pipeline::builtin().with_judge(None).code(&report);
    assert_eq!(records.len(), 1);
    assert_ne!(records[0].reason, "judge");
}

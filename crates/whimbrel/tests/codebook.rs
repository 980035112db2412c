//! The built-in codebook: every example codes as it says, known gaps aside.

use whimbrel::{Pipeline, check};

#[test]
fn every_example_codes_as_it_says() {
    let problems = check::examples(&Pipeline::builtin());
    let lines: Vec<String> = problems.iter().map(ToString::to_string).collect();
    assert!(lines.is_empty(), "{}", lines.join("\n"));
}

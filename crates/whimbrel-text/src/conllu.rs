//! CoNLL-U (UD v2) in and out.
//!
//! Reading keeps going past bad lines: a sentence with a bad line is left out and named in the
//! problems. Offsets are counted over the text that the sentences make when joined by one space,
//! so that a file of several sentences reads as one text. Empty nodes (`8.1`) and the enhanced
//! graph are passed over.

use crate::sentence::{Sentence, Token, Upos};
use crate::span::Span;
use smol_str::SmolStr;
use std::fmt::Write;

/// A line that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("line {line}: {message}")]
pub struct Problem {
    /// Line number in the input, counted from 1.
    pub line: usize,
    /// What is wrong with it.
    pub message: String,
}

/// A sentence being read, with what is only known at its end.
#[derive(Default)]
struct Draft {
    sentence: Sentence,
    misc: Vec<String>,
    /// For each multiword in order, whether a space follows it.
    spaces: Vec<bool>,
    bad: bool,
}

/// Reads all sentences of a CoNLL-U text, with the lines that could not be read.
#[must_use]
pub fn read(input: &str) -> (Vec<Sentence>, Vec<Problem>) {
    let (sentences, _, problems) = read_with_misc(input);
    (sentences, problems)
}

/// Reads as [`read`] does and returns beside each sentence the MISC column of its tokens.
///
/// Training needs it: some treebanks keep their entity spans there.
#[must_use]
pub fn read_with_misc(input: &str) -> (Vec<Sentence>, Vec<Vec<String>>, Vec<Problem>) {
    let (mut sentences, mut miscs, mut problems) = (Vec::new(), Vec::new(), Vec::new());
    let mut draft = Draft::default();
    let mut offset = 0;
    let lines = input.lines().map(|l| l.trim_end_matches('\r')).enumerate();
    for (at, line) in lines.chain(std::iter::once((input.lines().count(), ""))) {
        if !line.is_empty() {
            if let Err(message) = read_line(line, &mut draft) {
                problems.push(Problem { line: at + 1, message });
                draft.bad = true;
            }
            continue;
        }
        let mut done = std::mem::take(&mut draft);
        if done.sentence.tokens.is_empty() || done.bad {
            continue;
        }
        if let Err(message) = check_heads(&done.sentence) {
            problems.push(Problem { line: at, message });
            continue;
        }
        close_multiwords(&mut done);
        place(&mut done.sentence, &mut offset);
        sentences.push(done.sentence);
        miscs.push(done.misc);
    }
    (sentences, miscs, problems)
}

fn read_line(line: &str, draft: &mut Draft) -> Result<(), String> {
    if let Some(comment) = line.strip_prefix('#') {
        draft.sentence.comments.push(comment.trim().to_owned());
        return Ok(());
    }
    let columns: Vec<&str> = line.split('\t').collect();
    let [id, form, lemma, upos, xpos, feats, head, deprel, _, misc] = columns[..] else {
        return Err(format!("{} columns instead of 10", columns.len()));
    };
    if id.contains('.') {
        return Ok(());
    }
    if let Some((first, last)) = id.split_once('-') {
        let (first, last) = (number(first, "id")?, number(last, "id")?);
        if first == 0 || last < first {
            return Err(format!("range `{id}` is not one"));
        }
        draft.sentence.multiwords.push(first - 1..last);
        draft.spaces.push(!says_no_space(misc));
        return Ok(());
    }
    if number(id, "id")? != draft.sentence.tokens.len() + 1 {
        return Err(format!("id `{id}` is out of order"));
    }
    let head = if head == "_" { 0 } else { number(head, "head")? };
    draft.sentence.tokens.push(Token {
        form: form.into(),
        span: Span::default(),
        lemma: blank(lemma, form),
        upos: if upos == "_" {
            Upos::X
        } else {
            Upos::from_name(upos).ok_or_else(|| format!("no part of speech `{upos}`"))?
        },
        xpos: blank(xpos, ""),
        feats: blank(feats, ""),
        head: head.checked_sub(1),
        deprel: blank(deprel, ""),
        space_after: !says_no_space(misc),
    });
    draft.misc.push(misc.to_owned());
    Ok(())
}

fn says_no_space(misc: &str) -> bool {
    misc.split('|').any(|m| m == NO_SPACE)
}

fn number(text: &str, what: &str) -> Result<usize, String> {
    text.parse().map_err(|_| format!("{what} `{text}` is not a number"))
}

/// A column as it stands, where `_` means `missing` (but the token `_` has the lemma `_`).
fn blank(column: &str, missing: &str) -> SmolStr {
    if column == "_" { missing.into() } else { column.into() }
}

fn check_heads(sentence: &Sentence) -> Result<(), String> {
    let n = sentence.tokens.len();
    match sentence.tokens.iter().filter_map(|t| t.head).find(|&head| head >= n) {
        Some(head) => Err(format!("head {} of {n} tokens", head + 1)),
        None => match sentence.multiwords.iter().find(|range| range.end > n) {
            Some(range) => Err(format!("range to {} of {n} tokens", range.end)),
            None => Ok(()),
        },
    }
}

/// The parts of a multiword stand close together; after the last part stands what the line of the
/// whole says.
fn close_multiwords(draft: &mut Draft) {
    for (range, &space) in draft.sentence.multiwords.iter().zip(&draft.spaces) {
        for token in &mut draft.sentence.tokens[range.clone()] {
            token.space_after = false;
        }
        draft.sentence.tokens[range.end - 1].space_after = space;
    }
}

/// Gives each token its offsets and moves `offset` past the sentence and one space.
fn place(sentence: &mut Sentence, offset: &mut usize) {
    let start = *offset;
    let n = sentence.tokens.len();
    for (at, token) in sentence.tokens.iter_mut().enumerate() {
        let len = token.form.chars().count();
        token.span = Span::new(*offset, *offset + len);
        *offset += len + usize::from(token.space_after && at + 1 < n);
    }
    sentence.span = Span::new(start, *offset);
    *offset += 1;
}

/// Writes one sentence with its comments, heads, relations and the blank line after it.
///
/// The MISC column holds `SpaceAfter=No`, the code-point range as `start_char`/`end_char`, and the
/// name a token belongs to as `Name=B-PER`.
pub fn write(sentence: &Sentence, out: &mut String) {
    for comment in &sentence.comments {
        let _ = writeln!(out, "# {comment}");
    }
    for (at, token) in sentence.tokens.iter().enumerate() {
        if let Some(range) = sentence.multiwords.iter().find(|range| range.start == at) {
            let form: String = sentence.tokens[range.clone()].iter().map(|t| &*t.form).collect();
            let space = if sentence.tokens[range.end - 1].space_after { "_" } else { NO_SPACE };
            let (first, last) = (range.start + 1, range.end);
            let _ = writeln!(out, "{first}-{last}\t{form}\t_\t_\t_\t_\t_\t_\t_\t{space}");
        }
        write_token(sentence, at, token, out);
    }
    out.push('\n');
}

const NO_SPACE: &str = "SpaceAfter=No";

fn write_token(sentence: &Sentence, at: usize, token: &Token, out: &mut String) {
    let column = |text: &SmolStr| {
        if text.is_empty() { SmolStr::from("_") } else { text.clone() }
    };
    let _ = write!(
        out,
        "{}\t{}\t{}\t{}\t{}\t{}\t{}\t{}\t_\t",
        at + 1,
        token.form,
        column(&token.lemma),
        token.upos.name(),
        column(&token.xpos),
        column(&token.feats),
        token.head.map_or(0, |head| head + 1),
        column(&token.deprel),
    );
    if let Some(name) = sentence.names.iter().find(|name| name.tokens.contains(&at)) {
        let begin = if name.tokens.start == at { "B" } else { "I" };
        let _ = write!(out, "Name={begin}-{}|", name.kind.label());
    }
    let in_multiword = sentence.multiwords.iter().any(|range| range.contains(&at));
    if !token.space_after && !in_multiword {
        let _ = write!(out, "{NO_SPACE}|");
    }
    let _ = writeln!(out, "start_char={}|end_char={}", token.span.start, token.span.end);
}

#[cfg(test)]
mod tests {
    use super::*;

    const MULTIWORD: &str = "\
# sent_id = a-1
1-2\tdon't\t_\t_\t_\t_\t_\t_\t_\tSpaceAfter=No
1\tdo\tdo\tAUX\tVBP\tMood=Ind|Tense=Pres\t0\troot\t_\t_
2\tn't\tnot\tPART\tRB\tPolarity=Neg\t1\tadvmod\t_\t_
3\t.\t.\tPUNCT\t.\t_\t1\tpunct\t_\t_

";

    #[test]
    fn multiwords_stand_close_together() {
        let (sentences, problems) = read(MULTIWORD);
        assert!(problems.is_empty());
        let spans: Vec<_> = sentences[0].tokens.iter().map(|t| t.span).collect();
        assert_eq!(spans, [Span::new(0, 2), Span::new(2, 5), Span::new(5, 6)]);
        assert_eq!(sentences[0].tokens[0].feat("Tense"), Some("Pres"));
    }

    #[test]
    fn a_bad_line_is_named_and_the_rest_goes_on() {
        let input = format!("1\tbroken\n\n{MULTIWORD}");
        let (sentences, problems) = read(&input);
        assert_eq!(sentences.len(), 1);
        assert_eq!(problems[0].to_string(), "line 1: 2 columns instead of 10");
    }

    #[test]
    fn what_is_written_reads_the_same() {
        let (sentences, _) = read(MULTIWORD);
        let mut out = String::new();
        sentences.iter().for_each(|s| write(s, &mut out));
        assert_eq!(read(&out).0, sentences);
    }

    proptest::proptest! {
        #[test]
        fn any_input_is_read_without_a_panic(input in "[\\t\\n0-9a-z_.#-]{0,200}") {
            let _ = read(&input);
        }
    }
}

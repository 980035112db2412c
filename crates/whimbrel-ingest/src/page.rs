//! A news page as a reader copied it: headline, paragraphs, and below them the page's furniture.

use whimbrel_text::Report;

/// Lines that open the furniture of a page: what stands from there on is no part of the report.
const FURNITURE: &[&str] = &[
    "related posts",
    "related articles",
    "related stories",
    "related news",
    "related content",
    "related topics",
    "leave a reply",
    "leave a comment",
    "post a comment",
    "add a comment",
    "your email address will not be published",
    "share this",
    "share on",
    "share this article",
    "comments",
    "read more",
    "read next",
    "more from",
    "more stories",
    "most read",
    "most popular",
    "trending",
    "you may also like",
    "recommended",
    "newsletter",
    "sign up",
    "subscribe",
    "advertisement",
    "tags:",
    "filed under",
    "topics",
    "follow us",
    "copyright",
    "©",
    "all rights reserved",
    "we use cookies",
    "this site uses cookies",
    "cancel reply",
    "save my name",
    "notify me of",
    "required fields are marked",
];

/// Furniture that stands between paragraphs and is left out without ending the report.
const INLINE: &[&str] =
    &["advertisement", "read more", "share this", "share on", "newsletter", "sign up"];

/// Longest line that can be a headline, in code points.
const LONGEST_TITLE: usize = 160;

/// Longest line that can be furniture, in code points.
const LONGEST_FURNITURE: usize = 120;

/// Reads a page: the first line is the headline if it looks like one (short, without a closing full
/// stop, with text below), and may end with its category after a dash; furniture is cut off. The
/// text keeps its paragraphs, sub-headings among them.
#[must_use]
pub fn read_page(page: &str) -> Report {
    let page = page.trim_start_matches('\u{feff}');
    let lines: Vec<&str> = page.lines().map(str::trim_end).collect();
    let body_end = furniture_start(&lines);
    let lines = &lines[..body_end];
    let first = lines.iter().position(|line| !line.trim().is_empty()).unwrap_or(0);
    let headline =
        lines.get(first).map(|line| line.trim()).filter(|line| is_title(line, &lines[first + 1..]));
    let (title, category) = headline.map(split_category).unwrap_or_default();
    let body = if headline.is_some() { &lines[first + 1..] } else { lines };
    let kept = body.iter().filter(|line| !is_inline(line)).copied().collect::<Vec<_>>().join("\n");
    Report {
        text: kept.trim_matches('\n').trim_end().to_owned(),
        title,
        category,
        ..Report::default()
    }
}

fn is_title(line: &str, below: &[&str]) -> bool {
    let n = line.chars().count();
    let closed = line.ends_with(['.', '!', ':', ';', ',']) && !line.ends_with("...");
    // A dateline opens a report's first paragraph.
    let has_text = below.iter().any(|line| line.chars().count() > n.min(60));
    let apart = below.first().is_none_or(|next| next.trim().is_empty());
    n <= LONGEST_TITLE && !closed && has_text && apart
}

/// "Headline – politics": a short word or two after the last dash is the category.
fn split_category(line: &str) -> (Option<String>, Option<String>) {
    for dash in [" – ", " — ", " | ", " - "] {
        if let Some((title, category)) = line.rsplit_once(dash) {
            let short = category.split_whitespace().count() <= 2 && category.len() <= 24;
            let plain = category.chars().all(|c| c.is_alphabetic() || c == ' ' || c == '&');
            if short && plain && !title.trim().is_empty() {
                return (Some(title.trim().to_owned()), Some(category.trim().to_owned()));
            }
        }
    }
    (Some(line.to_owned()), None)
}

fn starts_with_any(line: &str, starts: &[&str]) -> bool {
    let lower = line.trim().to_lowercase();
    !lower.is_empty()
        && lower.chars().count() <= LONGEST_FURNITURE
        && starts
            .iter()
            .any(|start| lower == *start || lower.strip_prefix(start).is_some_and(opens))
}

/// What follows the opening words of furniture: not the rest of a sentence's first word.
fn opens(rest: &str) -> bool {
    !rest.starts_with(char::is_alphanumeric) && !rest.trim_end().ends_with('.')
        || rest.starts_with(". ")
}

fn is_inline(line: &str) -> bool {
    starts_with_any(line, INLINE)
}

/// The line at which the furniture below the report begins: the first such line after which no
/// paragraph of running text stands.
fn furniture_start(lines: &[&str]) -> usize {
    let mut start = lines.len();
    for (at, line) in lines.iter().enumerate().rev() {
        if starts_with_any(line, FURNITURE) {
            start = at;
        } else if line.chars().count() > LONGEST_FURNITURE {
            break;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const PAGE: &str = "Minister meets envoy – politics\n\nThe minister met the envoy on Monday in the capital, and both spoke to reporters after the talks had ended.\n\nA sub-heading\n\nThe talks go on.\n\n\nRelated Posts\n\nLeave a Reply\n\nYour email address will not be published. Required fields are marked *";

    #[test]
    fn headline_category_and_furniture_are_told_apart() {
        let report = read_page(PAGE);
        assert_eq!(report.title.as_deref(), Some("Minister meets envoy"));
        assert_eq!(report.category.as_deref(), Some("politics"));
        assert!(
            report.text.starts_with("The minister met")
                && report.text.ends_with("The talks go on.")
        );
        assert!(report.text.contains("A sub-heading"));
    }

    #[test]
    fn a_text_without_headline_keeps_its_first_line() {
        let report = read_page("The minister met the envoy.\n\nThey spoke.");
        assert_eq!(report.title, None);
        assert!(report.text.starts_with("The minister"));
    }

    proptest! {
        #[test]
        fn no_page_panics(page in "\\PC{0,200}|[a-zA-Z–. \\n]{0,200}") {
            let _ = read_page(&page);
        }
    }
}

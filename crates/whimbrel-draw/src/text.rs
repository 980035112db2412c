//! Texts from anywhere: cleaned, measured, cut, escaped.

/// The longest title, in code points.
pub(crate) const TITLE: usize = 200;
/// The longest description, in code points.
pub(crate) const DESCRIPTION: usize = 1_000;
/// The longest name of a row, a place or a party, in code points.
pub(crate) const NAME: usize = 120;

/// The text on one line, without what XML 1.0 forbids and without marks that turn the direction of
/// what follows; cut to so many code points.
pub(crate) fn clean(text: &str, most: usize) -> String {
    let mut result = String::new();
    let mut count = 0;
    let mut gap = false;
    for c in text.chars().filter(|c| c.is_whitespace() || !is_unwanted(*c)) {
        if c.is_whitespace() {
            gap = count > 0;
            continue;
        }
        if count + usize::from(gap) >= most {
            result.push('…');
            break;
        }
        if gap {
            result.push(' ');
        }
        count += 1 + usize::from(gap);
        gap = false;
        result.push(c);
    }
    result
}

/// Control characters, noncharacters that XML forbids, and directional embeddings and isolates
/// (Unicode Standard Annex 9), which could reorder the text around them.
fn is_unwanted(c: char) -> bool {
    let turns = matches!(c, '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{200E}' | '\u{200F}' | '\u{61C}');
    c.is_control() || turns || matches!(c, '\u{FFFE}' | '\u{FFFF}' | '\u{FEFF}')
}

/// The text for XML and HTML, as content or within quotes.
pub(crate) fn escape(text: &str) -> String {
    let mut result = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => result.push_str("&amp;"),
            '<' => result.push_str("&lt;"),
            '>' => result.push_str("&gt;"),
            '"' => result.push_str("&quot;"),
            '\'' => result.push_str("&#39;"),
            _ => result.push(c),
        }
    }
    result
}

/// How wide the text is at a size, in the size's unit: a guess on the wide side, since no face is
/// at hand; the figures are near those of DejaVu Serif, one of the widest faces for text.
pub(crate) fn width(text: &str, size: f64) -> f64 {
    text.chars().map(advance).sum::<f64>() * size
}

fn advance(c: char) -> f64 {
    match c {
        'i' | 'j' | 'l' | '.' | ',' | ':' | ';' | '\'' | '|' | '!' | ' ' => 0.34,
        'f' | 't' | 'r' | 'I' | '(' | ')' | '[' | ']' | '-' | '/' => 0.46,
        'm' | 'w' | 'M' | 'W' | '%' | '@' | '…' | '&' => 1.0,
        'A'..='Z' => 0.78,
        '\u{300}'..='\u{36F}' | '\u{200B}'..='\u{200D}' => 0.0,
        '\u{1100}'.. => wide(c),
        '\u{0}'..='\u{7F}' => 0.64,
        _ => 0.78,
    }
}

/// Punctuation is narrow, all else beyond the scripts of Europe and the near east may be square.
fn wide(c: char) -> f64 {
    if matches!(c, '\u{2000}'..='\u{206F}' | '\u{1E00}'..='\u{1FFF}' | '\u{2212}') {
        0.8
    } else {
        1.1
    }
}

/// The text, cut with an ellipsis where it is wider than the room.
pub(crate) fn fit(text: &str, room: f64, size: f64) -> String {
    if width(text, size) <= room {
        return text.to_owned();
    }
    let room = room / size - advance('…');
    let mut used = 0.0;
    let fits = |c: &char| {
        used += advance(*c);
        used <= room
    };
    let kept: String = text.chars().take_while(fits).collect();
    format!("{}…", kept.trim_end())
}

/// The text in lines that fit the room; a word longer than a line is cut.
pub(crate) fn wrap(text: &str, room: f64, size: f64) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if width(line, size) + width(word, size) + advance(' ') * size <= room => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(fit(word, room, size)),
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_xml_forbids_and_what_turns_text_goes() {
        assert_eq!(clean(" a\0b\u{202E}c \n\t d\u{FFFF} ", 50), "abc d");
        assert_eq!(clean(&"x".repeat(1_000_000), 5), "xxxxx…");
    }

    #[test]
    fn a_cut_text_fits_its_room() {
        let text = fit("Democratic Republic of the Congo", 80.0, 12.0);
        assert!(text.ends_with('…') && width(&text, 12.0) <= 80.0, "{text}");
        assert_eq!(fit("Mali", 80.0, 12.0), "Mali");
    }

    #[test]
    fn lines_hold_all_words_in_order() {
        let lines = wrap("one two three four five", 60.0, 12.0);
        assert_eq!(lines.join(" "), "one two three four five");
        assert!(lines.iter().all(|line| width(line, 12.0) <= 60.0));
    }
}

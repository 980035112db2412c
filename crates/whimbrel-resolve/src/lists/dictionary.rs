//! Actor and agent dictionaries of TABARI and PETRARCH, as they are.
//!
//! A line without indent begins an entry: a name with `_` for spaces. Below it stand other names
//! (`+NAME`) and codes (`[CODE]`, `[CODE <date]`, `[CODE >date]`, `[CODE date-date]`; dates are yyMMdd or
//! yyyyMMdd), which may stand beside the name, too. `#` and `;` begin comments. A code that begins with
//! `~` is an agent's: its entry is a common noun, with its plural in `{}` where that is irregular, and
//! `!SET!` in it stands for each word of a set. The code `[---]` says nothing.
//!
//! Dictionaries do not tell persons from bodies: whoever has dates is a person, unless a company or a
//! non-governmental body, and whoever's name begins with a given name or an office.

use super::{Entry, Item, Sink, Span, check_order, class_of, codes};
use crate::registry::{Role, months};
use jiff::civil::Date;
use rustc_hash::FxHashMap;
use whimbrel_text::ActorClass;

/// Most names that one line may stand for by its sets.
const MOST_NAMES: usize = 256;

/// An entry as its lines are read.
#[derive(Default)]
struct Open {
    line: usize,
    names: Vec<String>,
    /// The texts between brackets, with their lines.
    codes: Vec<(usize, String)>,
    /// Whether a fault of one of its lines was named already.
    faulty: bool,
}

struct Reader<'s, 'a> {
    sink: &'s mut Sink<'a>,
    sets: FxHashMap<String, Vec<String>>,
    open: Option<Open>,
}

/// Reads a dictionary.
pub(crate) fn read(text: &str, sink: &mut Sink<'_>) {
    let mut reader = Reader { sink, sets: FxHashMap::default(), open: None };
    for (at, line) in text.lines().enumerate() {
        let content = line.find(['#', ';']).map_or(line, |comment| &line[..comment]).trim();
        if !content.is_empty() {
            reader.line(at + 1, content);
        }
    }
    reader.close();
}

impl Reader<'_, '_> {
    fn line(&mut self, line: usize, content: &str) {
        if let Some((set, words)) = content.split_once('=').filter(|_| content.starts_with('!')) {
            let words = words.split(',').map(|word| word.trim_matches(is_space).to_owned());
            let words = words.filter(|word| !word.is_empty()).collect();
            self.sets.insert(set.trim().trim_matches('!').to_owned(), words);
            return;
        }
        let end = content.find('[').unwrap_or(content.len());
        let (name, codes) = content.split_at(end);
        let (name, synonym) = match name.strip_prefix('+') {
            Some(synonym) => (synonym, true),
            None => (name, false),
        };
        if synonym && self.open.is_none() {
            self.sink.fault(line, "another name without an entry above".to_owned());
            return;
        }
        if !synonym && !name.trim().is_empty() {
            self.close();
            self.open = Some(Open { line, ..Open::default() });
        }
        let names = self.names(line, name);
        let codes = bracketed(codes);
        let Some(open) = &mut self.open else {
            self.sink.fault(line, "a code without a name above".to_owned());
            return;
        };
        match names {
            Ok(names) => open.names.extend(names),
            Err(message) => {
                open.faulty = true;
                self.sink.fault(line, message);
            }
        }
        match codes {
            Ok(codes) => open.codes.extend(codes.into_iter().map(|code| (line, code.to_owned()))),
            Err(message) => {
                open.faulty = true;
                self.sink.fault(line, message);
            }
        }
    }

    /// The names that a line gives: its own for each word of its sets, and its plurals.
    fn names(&self, line: usize, text: &str) -> Result<Vec<String>, String> {
        let (name, plural) = match text.split_once('{') {
            Some((name, plural)) => (name, plural.trim().trim_end_matches('}')),
            None => (text, ""),
        };
        let mut names = Vec::new();
        for form in [name, plural].into_iter().filter(|form| !form.trim().is_empty()) {
            for name in self.filled(form)? {
                names.extend(plain(&name));
            }
        }
        if names.is_empty() && !text.trim().is_empty() {
            return Err(format!("`{}` on line {line} is no name", text.trim()));
        }
        Ok(names)
    }

    /// A name with each of its sets replaced by each of the set's words.
    fn filled(&self, name: &str) -> Result<Vec<String>, String> {
        let mut pieces = name.split('!');
        let mut filled = vec![pieces.next().unwrap_or_default().to_owned()];
        while let Some(set) = pieces.next() {
            let Some(rest) = pieces.next() else {
                // "YAHOO!_INC" has a mark of its own.
                filled.iter_mut().for_each(|name| name.push_str(set));
                break;
            };
            let words = self.sets.get(set).ok_or_else(|| format!("there is no set `!{set}!`"))?;
            if filled.len() * words.len() > MOST_NAMES {
                return Err(format!("`{}` stands for too many names", name.trim()));
            }
            let fill = |before: &String| {
                words.iter().map(|word| format!("{before}{word}{rest}")).collect()
            };
            filled = filled.iter().flat_map(|before| -> Vec<String> { fill(before) }).collect();
        }
        Ok(filled)
    }

    /// Takes the entry that ends here.
    fn close(&mut self) {
        let Some(open) = self.open.take() else { return };
        if open.codes.is_empty() {
            if !open.faulty {
                self.sink.fault(open.line, "no code".to_owned());
            }
            return;
        }
        if open.names.is_empty() {
            return;
        }
        let changes = |(_, code): &(usize, String)| code.contains(char::is_whitespace);
        let is_body =
            |(_, code): &(usize, String)| code.starts_with("MNC") || code.starts_with("NGO");
        let dated = open.codes.iter().any(changes) && !open.codes.iter().any(is_body);
        for (line, code) in &open.codes {
            match self.item(*line, code, &open, dated) {
                Ok(Some(item)) => self.sink.take(open.line, item),
                Ok(None) => {}
                Err(message) => self.sink.fault(*line, message),
            }
        }
    }

    /// What a code makes of an entry's names; none where it says nothing.
    fn item(
        &mut self,
        line: usize,
        text: &str,
        open: &Open,
        dated: bool,
    ) -> Result<Option<Item>, String> {
        let (code, dates) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
        if code == "---" {
            return Ok(None);
        }
        if let Some(agent) = code.strip_prefix('~') {
            let (codes, unknown) = codes::agent(agent)?;
            self.left_out(line, code, &unknown);
            let words = open.names.iter().map(|name| name.to_lowercase()).collect();
            let role = Role {
                class: class_of(&codes.sector),
                sector: codes.sector,
                other_sectors: codes.other_sectors,
                office: String::new(),
            };
            return Ok(Some(Item::Role { words, role, guessed: true }));
        }
        if code.contains('~') {
            return Err(format!("`{code}`: an agent with a country or body is nobody's"));
        }
        let term = term(dates)?;
        let (codes, unknown) = codes::actor(code, self.sink.is_state)?;
        self.left_out(line, code, &unknown);
        let name = open.names.first().cloned().unwrap_or_default();
        let class = match (codes.country.as_str(), codes.sector.as_str()) {
            (country, "") if (self.sink.is_state)(country) => ActorClass::State,
            _ if dated || self.begins_person(&name) => ActorClass::Person,
            (_, sector) => class_of(sector),
        };
        let display = display(&name, class);
        Ok(Some(Item::Actor(Entry {
            name: display,
            names: open.names.clone(),
            class,
            told: true,
            codes,
            role: String::new(),
            term,
            wikidata: String::new(),
        })))
    }

    fn left_out(&mut self, line: usize, code: &str, unknown: &[String]) {
        for group in unknown {
            self.sink.fault(line, format!("`{group}` in `{code}` is no code of CAMEO; left out"));
        }
    }

    fn begins_person(&self, name: &str) -> bool {
        let first = name.split_whitespace().next().unwrap_or_default();
        name.contains(' ') && (self.sink.begins_person)(first)
    }
}

fn is_space(c: char) -> bool {
    c == '_' || c.is_whitespace()
}

/// The texts between the brackets; what follows the last one is a remark.
fn bracketed(mut text: &str) -> Result<Vec<&str>, String> {
    let mut found = Vec::new();
    while let Some(start) = text.find('[') {
        let rest = &text[start + 1..];
        let end = rest.find(']').ok_or_else(|| "the `[` is not closed".to_owned())?;
        let code = rest[..end].trim();
        if code.is_empty() {
            return Err("an empty code".to_owned());
        }
        found.push(code);
        text = &rest[end + 1..];
    }
    Ok(found)
}

/// A dictionary's name in plain writing, and what it has in brackets as a name of its own:
/// `ISLAMIC_ARMY_(IAA)_` gives "Islamic Army" and "IAA".
fn plain(name: &str) -> Vec<String> {
    let mut parts = name.split(['(', ')']);
    let mut names = vec![written(parts.next().unwrap_or_default())];
    if name.contains('(') && name.contains(')') {
        names.extend(parts.next().map(written));
    }
    names.retain(|name| name.chars().any(char::is_alphanumeric));
    names
}

/// Capitals as names are written, except in acronyms: words of up to three letters standing alone,
/// words with dots or without vowels, and Roman numbers.
fn written(name: &str) -> String {
    let words: Vec<&str> = name.split(is_space).filter(|word| !word.is_empty()).collect();
    if words.iter().any(|word| word.chars().any(char::is_lowercase)) {
        return words.join(" ");
    }
    let alone = words.len() == 1;
    let word = |(at, word): (usize, &&str)| {
        let vowels = word.contains(['A', 'E', 'I', 'O', 'U', 'Y']);
        let number = word.chars().all(|c| matches!(c, 'I' | 'V' | 'X'));
        let acronym = alone && word.chars().count() <= 3;
        if !vowels || number || acronym || word.contains('.') {
            return (*word).to_owned();
        }
        let small = matches!(*word, "OF" | "THE" | "AND" | "FOR" | "IN" | "ON" | "TO");
        if small && at > 0 { word.to_lowercase() } else { capitalised(word) }
    };
    words.iter().enumerate().map(word).collect::<Vec<_>>().join(" ")
}

/// A word with its first letter large, and those behind hyphens and within `D'ESCOTO`.
fn capitalised(word: &str) -> String {
    let mut before = '-';
    let mut out = String::new();
    for (at, c) in word.chars().enumerate() {
        if before == '-' || (matches!(before, '\'' | '`') && at <= 2) {
            out.push(c);
        } else {
            out.extend(c.to_lowercase());
        }
        before = c;
    }
    out
}

/// A body's name of one short word is an acronym.
fn display(name: &str, class: ActorClass) -> String {
    let short = !name.contains(' ') && name.chars().count() <= 4;
    let body = !matches!(class, ActorClass::State | ActorClass::Person);
    if short && body { name.to_uppercase() } else { name.to_owned() }
}

/// The first and last month of `<date`, `>date` or `date-date`; none is open.
fn term(text: &str) -> Result<Span, String> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    if text.is_empty() {
        return Ok((None, None));
    }
    let term = if let Some(end) = text.strip_prefix('<') {
        let end = day(end)?;
        // Before the first day of a month is until the month before.
        (None, Some(months(end) - i32::from(end.day() == 1)))
    } else if let Some(start) = text.strip_prefix('>') {
        (Some(months(day(start)?)), None)
    } else {
        let (start, end) = text
            .split_once('-')
            .ok_or_else(|| format!("`{text}` is no `<date`, `>date` or `date-date`"))?;
        (Some(months(day(start)?)), Some(months(day(end)?)))
    };
    check_order(term)?;
    Ok(term)
}

/// A day as yyMMdd or yyyyMMdd. Years of two digits from 30 on are of the twentieth century, as in
/// PETRARCH.
fn day(text: &str) -> Result<Date, String> {
    const FIRST_YEAR: i16 = 30;
    let fault = || format!("`{text}` is no date yyMMdd or yyyyMMdd");
    if !text.chars().all(|c| c.is_ascii_digit()) || !matches!(text.len(), 6 | 8) {
        return Err(fault());
    }
    let (year, rest) = text.split_at(text.len() - 4);
    let mut of_day = [0i8; 2];
    for (number, digits) in of_day.iter_mut().zip([&rest[..2], &rest[2..]]) {
        *number = digits.parse().map_err(|_| fault())?;
    }
    let mut number: i16 = year.parse().map_err(|_| fault())?;
    if year.len() == 2 {
        number += if number < FIRST_YEAR { 2000 } else { 1900 };
    }
    Date::new(number, of_day[0], of_day[1]).map_err(|_| fault())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_written_as_names() {
        assert_eq!(plain("AFGHAN_NATIONAL_ARMY_"), ["Afghan National Army"]);
        assert_eq!(plain("UN_Secy_Gen"), ["UN Secy Gen"]);
        assert_eq!(plain("ISLAMIC_ARMY_OF_ADEN_(IAA)_"), ["Islamic Army of Aden", "IAA"]);
        assert_eq!(plain("STANKO_TODOROV (ACTING_  "), ["Stanko Todorov"]);
        assert_eq!(plain("MIGUEL_D'ESCOTO_BROCKMANN_"), ["Miguel D'Escoto Brockmann"]);
        assert_eq!(plain("BAN_KI-MOON"), ["Ban Ki-Moon"]);
        assert_eq!(plain("US_"), ["US"]);
        assert_eq!(plain("__"), Vec::<String>::new());
    }

    #[test]
    fn dates_are_read_in_both_forms_and_checked() {
        let month = |year: i32, month: i32| Some(year * 12 + month - 1);
        assert_eq!(term("320101-331108"), Ok((month(1932, 1), month(1933, 11))));
        assert_eq!(term("> 20070101"), Ok((month(2007, 1), None)));
        assert_eq!(term("<070101"), Ok((None, month(2006, 12))));
        assert_eq!(term(""), Ok((None, None)));
        assert!(term("2004017-20061201").is_err() && term("070601").is_err());
        assert!(term("071301-071401").is_err() && term("080101-070101").is_err());
        assert!(term("<").is_err() && term("é70101-080101").is_err());
    }
}

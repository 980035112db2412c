//! Expressions of news against days of publication of all kinds.

use super::*;
use jiff::civil::date;
use proptest::prelude::*;
use whimbrel_text::Upos;

/// A sentence whose root is the word in braces; auxiliaries before it hang on it, the rest too.
fn sentence(text: &str) -> Sentence {
    let words: Vec<&str> = text.split(' ').collect();
    let root = words.iter().position(|w| w.starts_with('{')).unwrap_or(0);
    let mut sentence = Sentence::default();
    let mut start = 0;
    for (at, word) in words.iter().enumerate() {
        let form = word.trim_matches(['{', '}']);
        let auxiliary = at < root && matches!(form, "will" | "is" | "are" | "would" | "to" | "has");
        let upos = match form {
            _ if at == root && word.starts_with('{') => Upos::Verb,
            _ if auxiliary => Upos::Aux,
            _ if form.starts_with(|c: char| c.is_ascii_digit()) => Upos::Num,
            _ if form.starts_with(char::is_uppercase) => Upos::Propn,
            _ => Upos::Noun,
        };
        let xpos = match form {
            _ if form.ends_with("ing") => "VBG",
            "left" => "VBD",
            _ => "",
        };
        let counts = upos == Upos::Num && words.get(at + 1).is_some_and(|w| w.ends_with("people"));
        let deprel = match form {
            _ if counts => "nummod",
            _ if at == root => "root",
            "to" if auxiliary => "mark",
            _ if auxiliary => "aux",
            _ => "obl",
        };
        sentence.tokens.push(Token {
            form: form.into(),
            span: Span::new(start, start + form.chars().count()),
            lemma: form.to_lowercase().into(),
            upos,
            xpos: xpos.into(),
            feats: "".into(),
            head: (at != root).then_some(if counts { at + 1 } else { root }),
            deprel: deprel.into(),
            space_after: true,
        });
        start += form.chars().count() + 1;
    }
    sentence
}

fn short(precision: Precision) -> char {
    match precision {
        Precision::Day => 'd',
        Precision::Week => 'w',
        Precision::Month => 'm',
        Precision::Year => 'y',
        Precision::Unknown => '?',
    }
}

/// "words|2021-11-04..2021-11-04|d" of each expression.
fn read(text: &str, published: Option<Date>) -> String {
    let show = |day: Option<Date>| day.map(|d| d.to_string()).unwrap_or_default();
    let shown = times(&[sentence(text)], published).concat().into_iter().map(|time| {
        let (start, end) = (show(time.start), show(time.end));
        let days = if start == end { start } else { format!("{start}..{end}") };
        format!("{}|{days}|{}", time.text, short(time.precision))
    });
    shown.collect::<Vec<_>>().join("; ")
}

fn check(published: Option<Date>, table: &[(&str, &str)]) {
    let mut wrong = Vec::new();
    for (text, expected) in table {
        let got = read(text, published);
        if got != *expected {
            wrong.push(format!("{text}\n  expected {expected}\n  got      {got}"));
        }
    }
    assert!(wrong.is_empty(), "{} of {}:\n{}", wrong.len(), table.len(), wrong.join("\n"));
}

#[test]
fn in_a_report_of_a_friday() {
    check(
        Some(date(2021, 11, 5)),
        &[
            ("they {met} on Thursday", "Thursday|2021-11-04|d"),
            ("they {met} on Friday", "Friday|2021-11-05|d"),
            ("they {met} on Saturday", "Saturday|2021-10-30|d"),
            ("they will {meet} on Saturday", "Saturday|2021-11-06|d"),
            ("they will {meet} on Thursday", "Thursday|2021-11-11|d"),
            ("they are {meeting} on Monday", "Monday|2021-11-08|d"),
            ("they are to {meet} on Monday", "Monday|2021-11-08|d"),
            ("they {met} last Thursday", "last Thursday|2021-11-04|d"),
            ("they {met} last Friday", "last Friday|2021-10-29|d"),
            ("they {meet} next Monday", "next Monday|2021-11-08|d"),
            ("they {meet} this Monday", "this Monday|2021-11-01|d"),
            ("they {met} on Thursday night", "Thursday night|2021-11-04|d"),
            ("they {met} on Thursday , 4 November", "Thursday , 4 November|2021-11-04|d"),
            ("they {met} on Tuesday last week", "Tuesday last week|2021-10-26|d"),
            ("they {met} on Tuesday of this week", "Tuesday of this week|2021-11-02|d"),
            ("they {meet} on Tuesday next week", "Tuesday next week|2021-11-09|d"),
            ("they {met} today", "today|2021-11-05|d"),
            ("they {met} yesterday", "yesterday|2021-11-04|d"),
            ("they {met} yesterday evening", "yesterday evening|2021-11-04|d"),
            ("they {meet} tomorrow", "tomorrow|2021-11-06|d"),
            ("they {met} last night", "last night|2021-11-04|d"),
            ("they {met} this morning", "this morning|2021-11-05|d"),
            ("they {met} the day before yesterday", "the day before yesterday|2021-11-03|d"),
            ("they {met} two days ago", "two days ago|2021-11-03|d"),
            ("they {met} a week ago", "a week ago|2021-10-25..2021-10-31|w"),
            ("they {met} three weeks ago", "three weeks ago|2021-10-11..2021-10-17|w"),
            ("they {met} two months ago", "two months ago|2021-09-01..2021-09-30|m"),
            ("they {met} three years ago", "three years ago|2018-01-01..2018-12-31|y"),
            ("they {met} six hours ago", "six hours ago|2021-11-05|d"),
            ("they {met} a few days ago", "a few days ago||?"),
            ("they {met} last week", "last week|2021-10-25..2021-10-31|w"),
            ("they {met} this week", "this week|2021-11-01..2021-11-07|w"),
            ("they {meet} next week", "next week|2021-11-08..2021-11-14|w"),
            ("they {met} last month", "last month|2021-10-01..2021-10-31|m"),
            ("they {met} last year", "last year|2020-01-01..2020-12-31|y"),
            ("they {met} earlier this week", "earlier this week|2021-11-01..2021-11-05|w"),
            ("they {met} earlier this month", "earlier this month|2021-11-01..2021-11-05|m"),
            ("they {met} earlier this year", "earlier this year|2021-01-01..2021-11-05|y"),
            ("they {meet} later this month", "later this month|2021-11-05..2021-11-30|m"),
            ("they {met} earlier in the week", "earlier in the week|2021-11-01..2021-11-05|w"),
            ("they {met} late last month", "late last month|2021-10-21..2021-10-31|m"),
            ("they {met} over the weekend", "the weekend|2021-10-30..2021-10-31|w"),
            ("they will {meet} at the weekend", "the weekend|2021-11-06..2021-11-07|w"),
            ("they {met} last weekend", "last weekend|2021-10-30..2021-10-31|w"),
        ],
    );
}

#[test]
fn in_a_report_of_new_year() {
    check(
        Some(date(2022, 1, 1)),
        &[
            ("they {met} in December", "December|2021-12-01..2021-12-31|m"),
            ("they {met} in January", "January|2022-01-01..2022-01-31|m"),
            ("they will {meet} in March", "March|2022-03-01..2022-03-31|m"),
            ("they {met} in March", "March|2021-03-01..2021-03-31|m"),
            ("they {met} on December 24", "December 24|2021-12-24|d"),
            ("they {met} on 24 December", "24 December|2021-12-24|d"),
            ("they {met} on the 24th of December", "the 24th of December|2021-12-24|d"),
            ("they {met} on Dec. 24", "Dec. 24|2021-12-24|d"),
            ("they {voted} on January 5", "January 5|2022-01-05|d"),
            ("they {met} yesterday", "yesterday|2021-12-31|d"),
            ("they {met} on Friday", "Friday|2021-12-31|d"),
            ("they {met} last month", "last month|2021-12-01..2021-12-31|m"),
            ("they {met} last March", "last March|2021-03-01..2021-03-31|m"),
            ("they {meet} next March", "next March|2022-03-01..2022-03-31|m"),
            ("they {met} last summer", "last summer|2021-06-01..2021-08-31|m"),
            ("they {meet} this spring", "this spring|2022-03-01..2022-05-31|m"),
            ("they {met} in late December", "late December|2021-12-21..2021-12-31|m"),
            ("they {met} in early 2021", "early 2021|2021-01-01..2021-04-30|m"),
            ("they {met} in mid-March", "mid-March|2021-03-11..2021-03-20|m"),
            ("they {met} at the end of 2019", "the end of 2019|2019-09-01..2019-12-31|m"),
        ],
    );
}

#[test]
fn in_a_report_of_a_leap_day() {
    check(
        Some(date(2024, 2, 29)),
        &[
            ("they {met} a year ago", "a year ago|2023-01-01..2023-12-31|y"),
            ("they {met} yesterday", "yesterday|2024-02-28|d"),
            ("they {meet} tomorrow", "tomorrow|2024-03-01|d"),
            ("they {met} on February 29 , 2020", "February 29 , 2020|2020-02-29|d"),
            ("they {met} on 5 March 2021", "5 March 2021|2021-03-05|d"),
            ("they {met} on March 5th , 2021", "March 5th , 2021|2021-03-05|d"),
            ("they {met} on 2021-03-05", "2021-03-05|2021-03-05|d"),
            ("they {met} on 25/12/2020", "25/12/2020|2020-12-25|d"),
            ("they {met} on February 30 , 2020", "February 30 , 2020||?"),
            ("they {met} on March 5-7", "March 5-7|2024-03-05..2024-03-07|d"),
            ("they {met} on 5 to 7 January", "5 to 7 January|2024-01-05..2024-01-07|d"),
            ("they {met} on 5-7 January 2019", "5-7 January 2019|2019-01-05..2019-01-07|d"),
            ("they {met} in the past three days", "the past three days|2024-02-26..2024-02-29|d"),
            ("they {met} over the last year", "the last year|2023-02-28..2024-02-29|y"),
            ("they {met} in the past 24 hours", "the past 24 hours|2024-02-28..2024-02-29|d"),
            ("they will {meet} in two weeks", "in two weeks|2024-03-11..2024-03-17|w"),
            ("they will {meet} within three days", "within three days|2024-02-29..2024-03-03|d"),
            ("they {died} in two weeks", "in two weeks||?"),
            ("they will {meet} by Monday", "by Monday|..2024-03-04|d"),
            ("they will {stay} until June", "until June|..2024-06-30|m"),
            ("they {fought} since 2014", "since 2014|2014-01-01..2024-02-29|y"),
            ("they {fought} since last week", "since last week|2024-02-19..2024-02-29|w"),
        ],
    );
}

#[test]
fn in_a_report_of_a_monday() {
    check(
        Some(date(2023, 7, 3)),
        &[
            ("they {met} on Sunday", "Sunday|2023-07-02|d"),
            ("they {met} on Monday", "Monday|2023-07-03|d"),
            ("they {met} last Monday", "last Monday|2023-06-26|d"),
            ("they {meet} next Monday", "next Monday|2023-07-10|d"),
            ("they {met} over the weekend", "the weekend|2023-07-01..2023-07-02|w"),
            ("they {met} last week", "last week|2023-06-26..2023-07-02|w"),
            ("they {fought} in 2021", "2021|2021-01-01..2021-12-31|y"),
            ("they {fought} in the 1990s", "1990s|1990-01-01..1999-12-31|y"),
            ("they {fought} from March to May", "from March to May|2023-03-01..2023-05-31|m"),
            (
                "they {fought} between 2014 and 2016",
                "between 2014 and 2016|2014-01-01..2016-12-31|y",
            ),
            ("they {fought} in 2014-2016", "2014-2016|2014-01-01..2016-12-31|y"),
            ("they {fought} in 2014-16", "2014-16|2014-01-01..2016-12-31|y"),
            ("the 2014 war {ended}", "2014|2014-01-01..2014-12-31|y"),
            ("they {fought} for more than 20 years", "for more than 20 years||?"),
            ("they {fought} for two days", "for two days||?"),
            ("they {fought} for decades", "for decades||?"),
            ("they {fought} in recent months", "recent months|..2023-07-03|m"),
            ("they {fought} in the past few months", "the past few months|..2023-07-03|m"),
            (
                "they {fought} over the past three years",
                "the past three years|2020-07-03..2023-07-03|y",
            ),
            ("they {met} earlier", "earlier||?"),
            ("so far they {met}", "so far||?"),
            ("they {met} two days earlier", "two days earlier||?"),
            ("they {met} the next day", "the next day||?"),
            ("they {met} a week later", "a week later||?"),
            ("they {met} that day", "that day||?"),
            ("they {met} recently", "recently||?"),
            ("2000 people {met}", ""),
            ("they may {meet} and march", ""),
            ("on Black Friday they {met}", ""),
            ("some 1,500 troops {marched}", ""),
            ("they {met} in summer 2020", "summer 2020|2020-06-01..2020-08-31|m"),
            ("they {fought} before March", "before March|..2023-03-01|m"),
            ("they {fought} after March 5", "after March 5|2023-03-05..|d"),
        ],
    );
}

#[test]
fn what_is_told_from_a_named_day() {
    check(
        Some(date(2024, 2, 29)),
        &[
            ("they {met} on the eve of 9 May 2023", "the eve of 9 May 2023|2023-05-08|d"),
            ("they {met} two days after Christmas", "two days after Christmas|2023-12-27|d"),
            (
                "they {met} a week before 9 May 2023",
                "a week before 9 May 2023|2023-05-01..2023-05-07|w",
            ),
            ("they {met} two days after the talks", "two days after||?"),
            ("they {met} on Easter Monday 2021", "Easter Monday 2021|2021-04-05|d"),
            ("they {met} in early 1990s style", "early 1990s|1990-01-01..1993-12-31|y"),
            ("they {met} in Q3 2021", "Q3 2021|2021-07-01..2021-09-30|m"),
            ("they {met} last quarter", "last quarter|2023-10-01..2023-12-31|m"),
            (
                "they {met} in the second half of last year",
                "the second half of last year|2023-07-01..2023-12-31|m",
            ),
            (
                "they {met} in the last ten days of January",
                "the last ten days of January|2024-01-22..2024-01-31|d",
            ),
            ("they {met} late on Monday", "late on Monday|2024-02-26|d"),
            ("they {met} in May last year", "May last year|2023-05-01..2023-05-31|m"),
            ("they {met} overnight", "overnight|2024-02-28..2024-02-29|d"),
            ("they {met} a decade ago", "a decade ago|2014-01-01..2014-12-31|y"),
            (
                "they {fought} from May to August 1968",
                "from May to August 1968|1968-05-01..1968-08-31|m",
            ),
            (
                "they {fought} from December to May 1968",
                "from December to May 1968|1967-12-01..1968-05-31|m",
            ),
            (
                "they {fought} from Saturday to Tuesday",
                "from Saturday to Tuesday|2024-02-24..2024-02-27|d",
            ),
            (
                "they {fought} from Tuesday to Saturday",
                "from Tuesday to Saturday|2024-02-20..2024-02-24|d",
            ),
            ("they {met} every Friday", "Friday||?"),
            ("they {postpone} it until Monday", "until Monday|..2024-03-04|d"),
            ("they {met} on 05/11/2020", "05/11/2020||?"),
        ],
    );
}

/// What is read in the second of two sentences.
fn read_after(first: &str, second: &str) -> String {
    let read = times(&[sentence(first), sentence(second)], None);
    let shown = read[1].iter().map(|time| match (time.start, time.end) {
        (Some(start), Some(end)) => format!("{start}..{end}"),
        _ => "-".to_owned(),
    });
    shown.collect::<Vec<_>>().join("; ")
}

#[test]
fn what_is_told_from_the_sentence_before() {
    let after = |first: &str, second: &str, days: &str| {
        assert_eq!(read_after(first, second), days, "{second}");
    };
    let day = "they {met} on 12 May 2021";
    after(day, "the next day they {left}", "2021-05-13..2021-05-13");
    after(day, "they {left} two days later", "2021-05-14..2021-05-14");
    after(day, "the following Friday they {left}", "2021-05-14..2021-05-14");
    after(day, "the previous evening they {left}", "2021-05-11..2021-05-11");
    after(day, "that week they {left}", "2021-05-10..2021-05-16");
    after(day, "they {left} a year later", "2022-01-01..2022-12-31");
    after(day, "in June of that year they {left}", "2021-06-01..2021-06-30");
    after(day, "the following March they {left}", "2022-03-01..2022-03-31");
    after(day, "they {left} two days after that", "2021-05-14..2021-05-14");
    after(day, "they {left} earlier than that", "-");
    after("they {met} in May 2021", "the next day they {left}", "-");
    after("they {met} from 3 to 5 May 2021", "the next day they {left}", "2021-05-06..2021-05-06");
}

#[test]
fn what_is_to_come_does_not_hide_what_is_over() {
    let text = ["they {met} on Wednesday", "they will {meet} on 3 March", "they {left} that day"];
    let told = times(&text.map(sentence), Some(date(2024, 2, 29))).concat();
    assert_eq!(told[2].start, Some(date(2024, 2, 28)));
    let text =
        ["they {met} on Wednesday", "they will {meet} on 3 March", "they will {eat} that day"];
    let told = times(&text.map(sentence), Some(date(2024, 2, 29))).concat();
    assert_eq!(told[2].start, Some(date(2024, 3, 3)));
}

#[test]
fn without_a_day_of_publication() {
    check(
        None,
        &[
            ("they {met} on Thursday", "Thursday||?"),
            ("they {met} yesterday", "yesterday||?"),
            ("they {met} last week", "last week||?"),
            ("they {met} in March", "March||?"),
            ("they {met} on March 5", "March 5||?"),
            ("they {met} two days ago", "two days ago||?"),
            ("they {met} on March 5 , 2021", "March 5 , 2021|2021-03-05|d"),
            ("they {met} in March 2021", "March 2021|2021-03-01..2021-03-31|m"),
            ("they {met} in 2021", "2021|2021-01-01..2021-12-31|y"),
            ("they {fought} since 2014", "since 2014|2014-01-01..|y"),
            ("they {fought} from 2014 to 2016", "from 2014 to 2016|2014-01-01..2016-12-31|y"),
        ],
    );
}

#[test]
fn past_and_future_are_told_also_without_dates() {
    let past = |text| times(&[sentence(text)], None)[0][0].past;
    assert_eq!(past("they {met} two days ago"), Some(true));
    assert_eq!(past("they {meet} tomorrow"), Some(false));
    assert_eq!(past("they {met} so far"), Some(true));
}

proptest! {
    #[test]
    fn any_words_and_numbers_are_read_without_a_panic(
        words in proptest::collection::vec(
            prop_oneof![
                Just("in".to_owned()), Just("the".to_owned()), Just("last".to_owned()),
                Just("March".to_owned()), Just("Monday".to_owned()), Just("weeks".to_owned()),
                Just("years".to_owned()), Just("ago".to_owned()), Just("-".to_owned()),
                Just("early".to_owned()), Just("of".to_owned()), Just("centuries".to_owned()),
                Just("next".to_owned()), Just("from".to_owned()), Just("to".to_owned()),
                "[0-9]{1,5}", "\\PC{1,6}",
            ],
            1..12,
        ),
        year in -9999i16..=9999,
    ) {
        let text = words.join(" ").replace(['{', '}'], "");
        let sentence = sentence(&text);
        for time in times(std::slice::from_ref(&sentence), Date::new(year, 12, 31).ok()).concat() {
            prop_assert!(time.tokens.end <= sentence.tokens.len());
            prop_assert!(time.start.zip(time.end).is_none_or(|(start, end)| start <= end));
        }
    }
}

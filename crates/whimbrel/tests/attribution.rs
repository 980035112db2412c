//! Who says that an event happened, in a sentence and across sentences.

use whimbrel::Pipeline;
use whimbrel::record::EventRecord;
use whimbrel_text::Report;

fn records(text: &str) -> Vec<EventRecord> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    Pipeline::builtin().code(&report)
}

/// The speaker of the record with this event type.
fn speaker(records: &[EventRecord], event: &str) -> Option<String> {
    let record = records.iter().find(|record| record.event == event).expect("such a record");
    let attribution = record.attribution.as_ref()?;
    attribution.speaker.as_ref().map(|speaker| speaker.raw_text.clone())
}

#[test]
fn a_quotation_goes_on_over_sentences() {
    let text = "“We will rebuild the bridge,” General Amadou Keita said. \
                “The rebels bombed the town of Gao on Sunday.”";
    assert_eq!(speaker(&records(text), "ASSAULT").as_deref(), Some("General Amadou Keita"));
}

#[test]
fn a_speaker_may_be_named_after_what_is_said() {
    let text = "“The rebels bombed the town of Gao. It was cruel,” said General Amadou Keita.";
    assert_eq!(speaker(&records(text), "ASSAULT").as_deref(), Some("General Amadou Keita"));
}

#[test]
fn what_is_not_quoted_is_said_by_nobody() {
    let text = "“We will rebuild the bridge,” General Amadou Keita said. \
                The rebels bombed the town of Gao on Sunday.";
    assert_eq!(speaker(&records(text), "ASSAULT"), None);
}

#[test]
fn a_transcript_names_its_speakers() {
    let text = "KEITA: The rebels bombed the town of Gao on Sunday.";
    assert_eq!(speaker(&records(text), "ASSAULT").as_deref(), Some("KEITA"));
}

#[test]
fn an_unknown_source_keeps_its_words() {
    let text = "The rebels bombed the town of Gao, another source said.";
    assert_eq!(speaker(&records(text), "ASSAULT").as_deref(), Some("another source"));
}

#[test]
fn according_to_names_the_source() {
    let text = "The rebels bombed the town of Gao, according to the Malian army.";
    assert_eq!(speaker(&records(text), "ASSAULT").as_deref(), Some("the Malian army"));
}

#[test]
fn who_reports_what_another_says_is_kept() {
    let text = "The New York Times reported that Malian officials said the rebels bombed Gao.";
    let records = records(text);
    assert_eq!(speaker(&records, "ASSAULT").as_deref(), Some("Malian officials"));
    let record = records.iter().find(|record| record.event == "ASSAULT").expect("an attack");
    let outer = record.attribution.as_ref().and_then(|said| said.reported_by.as_ref());
    let outer = outer.and_then(|said| said.speaker.as_ref()).expect("the paper reports it");
    assert!(outer.raw_text.contains("New York Times"), "{}", outer.raw_text);
}

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

/// The speaker of the attack that a text tells of.
fn who_tells_of_the_attack(text: &str) -> Option<String> {
    speaker(&records(text), "ASSAULT")
}

#[test]
fn a_particle_belongs_to_the_word_of_speech() {
    let text = "Amadou Keita pointed out that the rebels had bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn a_noted_event_is_said() {
    let text = "Amadou Keita noted that the rebels had bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn who_condemns_a_deed_says_that_it_happened() {
    let text = "Amadou Keita condemned the bombing of the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn what_somebody_is_criticised_for_is_said_by_the_critic() {
    let text = "Amadou Keita criticised the rebels for bombing the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn a_quotation_may_follow_its_speaker_in_the_next_paragraph() {
    let text = "Amadou Keita continued:\n\n“The rebels bombed the town of Gao. It was cruel.”";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn a_name_before_a_colon_speaks() {
    let text = "Amadou Keita: Rebels bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn a_phrase_that_names_a_source_is_not_said_by_it() {
    let text = "The bridge is closed, according to a soldier who bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text), None);
}

#[test]
fn a_relative_clause_set_off_by_a_comma_is_the_reports_own() {
    let text = "Amadou Keita said that he had met the rebels, who bombed the town of Gao in May.";
    assert_eq!(who_tells_of_the_attack(text), None);
}

#[test]
fn a_paper_that_reported_it_may_stand_in_a_clause_with_as() {
    let text = "As the Bamako Herald reported, the rebels bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("the Bamako Herald"));
}

#[test]
fn who_speaks_in_a_quotation_reports_what_others_say_in_it() {
    let text = "“The mayor said that the rebels bombed the town of Gao,” Amadou Keita said.";
    let records = records(text);
    assert_eq!(speaker(&records, "ASSAULT").as_deref(), Some("The mayor"));
    let record = records.iter().find(|record| record.event == "ASSAULT").expect("an attack");
    let outer = record.attribution.as_ref().and_then(|said| said.reported_by.as_ref());
    let outer = outer.and_then(|said| said.speaker.as_ref()).expect("Keita reports it");
    assert_eq!(outer.raw_text, "Amadou Keita");
}

#[test]
fn a_word_of_speech_without_a_speaker_yields_to_the_quotation() {
    let text = "“The rebels are believed to have bombed the town of Gao. It is a shame,” \
                Amadou Keita said.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn what_another_takes_for_granted_is_said_by_whoever_reports_him() {
    let text = "The mayor said that the teachers condemned the bombing of the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("The mayor"));
}

#[test]
fn what_the_report_adds_may_be_said_by_a_source_behind_it() {
    let text = "The mayor met the rebels, who bombed the town of Gao in May, the army said.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("the army"));
}

#[test]
fn a_condition_before_the_word_of_speech_is_said() {
    let text = "After the rebels bombed the town of Gao, Amadou Keita said, the market was closed.";
    assert_eq!(who_tells_of_the_attack(text).as_deref(), Some("Amadou Keita"));
}

#[test]
fn who_goes_on_doing_something_does_not_speak() {
    let text = "Amadou Keita continued to work when the rebels bombed the town of Gao.";
    assert_eq!(who_tells_of_the_attack(text), None);
}

#[test]
fn the_first_person_of_a_quotation_is_who_speaks_in_it() {
    let after = "“The talks have failed,” General Amadou Keita said. \
                 “We attacked the base of the rebels on Sunday.”";
    let before = "“We attacked the base of the rebels on Sunday. The talks have failed,” said \
                  General Amadou Keita.";
    for text in [after, before] {
        let records = records(text);
        let attack = records.iter().find(|record| record.event == "ASSAULT");
        let actor = &attack.expect("an assault").actor[0];
        assert_eq!(actor.raw_text, "We", "{text}");
        assert!(actor.entity_name.contains("Keita"), "{text}: {}", actor.entity_name);
    }
}

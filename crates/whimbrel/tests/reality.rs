//! What is told as having happened, to whom, and what is only meant, feared or told by the way.

use whimbrel::Pipeline;
use whimbrel::record::{Entity, EventRecord};
use whimbrel_text::Report;

fn records(text: &str) -> Vec<EventRecord> {
    let report = Report { text: text.to_owned(), ..Report::default() };
    Pipeline::builtin().code(&report)
}

fn of_type(text: &str, event: &str) -> Vec<EventRecord> {
    records(text).into_iter().filter(|record| record.event == event).collect()
}

fn words(entities: &[Entity]) -> Vec<&str> {
    entities.iter().map(|entity| entity.raw_text.as_str()).collect()
}

#[test]
fn what_a_deed_is_for_has_not_happened() {
    let told = of_type("Turkish soldiers attacked the Kurdish militia on Monday.", "ASSAULT");
    assert_eq!(told.len(), 1);
    let meant = of_type("Turkish soldiers came at night to attack the Kurdish militia.", "ASSAULT");
    assert!(meant.iter().all(|record| record.status != "actual"), "{meant:?}");
}

#[test]
fn a_participle_before_its_noun_is_told_by_the_way() {
    assert_eq!(of_type("The army ousted the president on Friday.", "COERCE").len(), 1);
    assert!(of_type("The ousted president met the king of Jordan.", "COERCE").is_empty());
}

#[test]
fn a_curfew_is_suffered_by_the_people_of_its_place() {
    let told = of_type("The Burmese army imposed a curfew in Maungdaw on Monday.", "COERCE");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_eq!(words(&told[0].recipient), ["Maungdaw"]);
}

#[test]
fn whom_the_report_named_is_meant_before_a_namesake_in_office() {
    let text = "The British volunteer Joe Robinson returned from Syria. \
                Turkish police arrested Robinson on Friday.";
    let told = of_type(text, "COERCE");
    assert_eq!(told.len(), 1, "{told:?}");
    assert_ne!(told[0].recipient[0].country, "TTO");
}

#[test]
fn sport_is_no_politics_in_a_report_of_sport() {
    let text = "The Lions beat the visitors by three goals on Saturday. \
                The striker scored twice before half-time and the keeper saved a penalty. \
                The visitors attacked Kenya from the first minute. \
                Kenya defended its lead until the final whistle and moved to the top of the table.";
    assert!(records(text).is_empty(), "{:?}", records(text));
}

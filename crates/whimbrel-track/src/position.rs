//! Positions: who stands where on which issue, and how that changes.

use crate::passage::Passage;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use whimbrel_record::Entity;

/// What a position is about.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Issue {
    /// The kind as the list of issues names it (`recognition`, `bases`).
    pub kind: String,
    /// In words: "recognition of Crimea".
    pub title: String,
    /// What fills the kind's slot ("Crimea"); empty where the kind has none or nothing fills it.
    pub object: String,
    /// The same for the same issue in every report: kind and object in lower case; `?` stands for an
    /// object that the report does not name.
    pub key: String,
}

/// Since when, or for how long, a position has been held.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Since {
    /// The words ("so far", "always", "since 2014").
    pub words: String,
    /// The first day, where the words tell it.
    pub day: Option<Date>,
}

/// Where an actor stands on an issue.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Position {
    /// Stable: the same report and words give the same on every machine.
    pub id: String,
    /// Who holds it.
    pub actor: Entity,
    /// What it is about.
    pub issue: Issue,
    /// From -2 (against) to +2 (for).
    pub stance: i8,
    /// `for`, `against`, `undeclared`, `ambiguous`.
    pub stance_word: String,
    /// Whose side the actor takes, where the words say so ("sided with").
    pub sides_with: Vec<Entity>,
    /// Since when.
    pub since: Option<Since>,
    /// The words that state it.
    pub passage: Passage,
    /// The sentence that they stand in.
    pub sentence: Passage,
    /// Where the report states it again.
    pub mentions: Vec<Passage>,
    /// Whether the words only take up an issue named before ("on the subject").
    pub taken_up: bool,
    /// Day on which it was held, as far as the report tells.
    pub day: Option<Date>,
    /// Last day on which it was held, where known.
    pub valid_until: Option<Date>,
    /// Who says so, where it is not the actor.
    pub speaker: Option<Entity>,
    /// The report.
    pub report_id: String,
    /// The event record, where one states it.
    pub record_id: Option<String>,
    /// Whether the words say that it was another before ("no longer", "dropped its opposition").
    pub reversed: bool,
    /// The position that it replaces, where a caller has linked them.
    pub previous: Option<String>,
    /// From 0 to 1.
    pub confidence: f64,
}

/// A change of mind.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reversal {
    /// Identifier of the earlier position.
    pub previous: String,
    /// Identifier of the later one.
    pub new: String,
    /// From which stance.
    pub from: i8,
    /// To which.
    pub to: i8,
    /// In words for a reader.
    pub reason: String,
}

/// Two positions on one issue that exclude each other.
#[derive(Clone, Debug, PartialEq)]
pub struct Contradiction<'p> {
    /// Who is for it.
    pub in_favour: &'p Position,
    /// Who is against it.
    pub against: &'p Position,
    /// Whether both are the same actor's.
    pub same_actor: bool,
}

/// Returns the change of mind from `previous` to `new`: the same actor on the same issue, later or on
/// the same day, with a stance of the other sign or from none to one; else `None`.
#[must_use]
pub fn reversal(previous: &Position, new: &Position) -> Option<Reversal> {
    let same = same_actor(&previous.actor, &new.actor) && previous.issue.key == new.issue.key;
    let in_order = previous.day.zip(new.day).is_none_or(|(before, after)| before <= after);
    if !same || !in_order || previous.stance.signum() == new.stance.signum() {
        return None;
    }
    let words = |position: &Position| format!("{} ({:+})", position.stance_word, position.stance);
    Some(Reversal {
        previous: previous.id.clone(),
        new: new.id.clone(),
        from: previous.stance,
        to: new.stance,
        reason: format!(
            "{} on {}: from {} to {}",
            new.actor.entity_name,
            new.issue.title,
            words(previous),
            words(new)
        ),
    })
}

/// Returns the pairs of positions on one issue with opposite stances, side by side, in the order in
/// which the positions are given. Costs the square of the positions on one issue.
#[must_use]
pub fn contradictions(positions: &[Position]) -> Vec<Contradiction<'_>> {
    let mut found = Vec::new();
    for (at, first) in positions.iter().enumerate() {
        for second in &positions[at + 1..] {
            if !is_one_issue(first, second) || first.stance * second.stance >= 0 {
                continue;
            }
            let (in_favour, against) =
                if first.stance > 0 { (first, second) } else { (second, first) };
            let same_actor = same_actor(&first.actor, &second.actor);
            found.push(Contradiction { in_favour, against, same_actor });
        }
    }
    found
}

/// Whether two positions are on one issue; where its object is not named, only one report can mean it.
fn is_one_issue(one: &Position, other: &Position) -> bool {
    let is_vague = one.issue.key.ends_with('?');
    one.issue.key == other.issue.key && (!is_vague || one.report_id == other.report_id)
}

/// Whether two phrases name the same actor: by identifier, else by name.
pub(crate) fn same_actor(one: &Entity, other: &Entity) -> bool {
    if one.entity_id.is_empty() && other.entity_id.is_empty() {
        return !one.entity_name.is_empty()
            && one.entity_name.to_lowercase() == other.entity_name.to_lowercase();
    }
    one.entity_id == other.entity_id
}

#[cfg(test)]
mod tests {
    use super::*;

    fn position(actor: &str, key: &str, stance: i8, day: &str) -> Position {
        Position {
            id: format!("{actor} {stance}"),
            actor: Entity { entity_name: actor.to_owned(), ..Entity::default() },
            issue: Issue { key: key.to_owned(), title: key.to_owned(), ..Issue::default() },
            stance,
            stance_word: if stance > 0 { "for" } else { "against" }.to_owned(),
            day: day.parse().ok(),
            ..Position::default()
        }
    }

    #[test]
    fn a_change_of_mind_is_of_one_actor_on_one_issue_and_goes_forward() {
        let old = position("Fiji", "sanctions: iran", 2, "2022-01-01");
        let new = position("Fiji", "sanctions: iran", -1, "2022-02-01");
        let turned = reversal(&old, &new).unwrap();
        assert_eq!(turned.reason, "Fiji on sanctions: iran: from for (+2) to against (-1)");
        assert_eq!(reversal(&new, &old), None, "the later is no earlier");
        assert_eq!(reversal(&old, &position("Peru", "sanctions: iran", -1, "2022-02-01")), None);
        assert_eq!(reversal(&old, &position("Fiji", "sanctions: cuba", -1, "2022-02-01")), None);
        assert_eq!(reversal(&old, &position("Fiji", "sanctions: iran", 1, "2022-02-01")), None);
    }

    #[test]
    fn an_issue_without_its_object_is_the_same_in_one_report_only() {
        let mut all = [
            position("Fiji", "talks: ?", 2, "2022-01-01"),
            position("Peru", "talks: ?", -2, "2022-01-01"),
        ];
        assert_eq!(contradictions(&all).len(), 1);
        all[1].report_id = "another".to_owned();
        assert_eq!(contradictions(&all).len(), 0);
    }
}

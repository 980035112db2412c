//! Records as pairs: the layouts of CAMEO's family have one actor and one recipient a line.

use crate::codes::Cameo;
use crate::conventions::Dyads;
use whimbrel_record::{Entity, EventRecord};

/// A pair of parties, each of which may be unknown.
pub(crate) type Pair<'r> = (Option<&'r Entity>, Option<&'r Entity>);

/// Returns the pairs of a record, at least one.
///
/// Where all sides stand among the actors they are set against each other: in records that name no
/// recipient of types or codes that hold both ways.
pub(crate) fn pairs<'r>(record: &'r EventRecord, code: &Cameo, dyads: Dyads) -> Vec<Pair<'r>> {
    let mut pairs = if is_mutual(record, code) {
        among(&record.actor)
    } else {
        let recipients = whole_or_nobody(&record.recipient);
        let with = |actor| recipients.iter().map(move |recipient| (actor, *recipient));
        whole_or_nobody(&record.actor).into_iter().flat_map(with).collect()
    };
    if dyads == Dyads::First {
        pairs.truncate(1);
    }
    pairs
}

/// Returns whether a record's actors are the sides of one event.
///
/// That is so for AGREE, CONSULT and COOPERATE, for signatures (057), truces (0871) and fights (190),
/// and for the other codes that have a mirror.
pub(crate) fn is_mutual(record: &EventRecord, code: &Cameo) -> bool {
    let both_ways = matches!(record.event.as_str(), "AGREE" | "CONSULT" | "COOPERATE")
        || matches!(code.code, "0871" | "190")
        || code.mirror == Some(code.code);
    both_ways && record.recipient.is_empty() && record.actor.len() > 1
}

fn whole_or_nobody(entities: &[Entity]) -> Vec<Option<&Entity>> {
    if entities.is_empty() { vec![None] } else { entities.iter().map(Some).collect() }
}

fn among(entities: &[Entity]) -> Vec<Pair<'_>> {
    let with =
        |(place, one)| entities.iter().skip(place + 1).map(move |other| (Some(one), Some(other)));
    entities.iter().enumerate().flat_map(with).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::codes;

    fn named(names: &[&str]) -> Vec<Entity> {
        let entity = |name: &&str| Entity { entity_name: (*name).to_owned(), ..Default::default() };
        names.iter().map(entity).collect()
    }

    fn names(
        event: &str,
        cameo: &str,
        actor: &[&str],
        recipient: &[&str],
        dyads: Dyads,
    ) -> Vec<String> {
        let record = EventRecord {
            event: event.into(),
            actor: named(actor),
            recipient: named(recipient),
            ..Default::default()
        };
        let code = codes::cameo(cameo).expect("a code");
        let name = |entity: Option<&Entity>| entity.map_or("?".into(), |e| e.entity_name.clone());
        let pairs = pairs(&record, code, dyads);
        pairs.into_iter().map(|(one, other)| format!("{}>{}", name(one), name(other))).collect()
    }

    #[test]
    fn each_actor_is_paired_with_each_recipient() {
        let each = names("ASSAULT", "195", &["a", "b"], &["c", "d"], Dyads::Each);
        assert_eq!(each, ["a>c", "a>d", "b>c", "b>d"]);
        assert_eq!(names("ASSAULT", "195", &["a", "b"], &["c"], Dyads::First), ["a>c"]);
        assert_eq!(names("ASSAULT", "195", &[], &["c"], Dyads::Each), ["?>c"]);
        assert_eq!(names("ASSAULT", "195", &[], &[], Dyads::Each), ["?>?"]);
    }

    #[test]
    fn the_sides_of_a_mutual_event_face_each_other() {
        assert_eq!(
            names("CONSULT", "040", &["a", "b", "c"], &[], Dyads::Each),
            ["a>b", "a>c", "b>c"]
        );
        assert_eq!(names("ASSAULT", "190", &["a", "b"], &[], Dyads::First), ["a>b"]);
    }

    #[test]
    fn actors_of_a_joint_deed_do_not_face_each_other() {
        assert_eq!(names("ASSAULT", "195", &["a", "b"], &[], Dyads::Each), ["a>?", "b>?"]);
    }
}

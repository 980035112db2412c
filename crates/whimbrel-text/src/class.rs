//! What kind of thing a noun phrase names, as far as coding needs to know.

/// The kind of participant that a noun phrase can be.
///
/// The coder uses it for the constraints of a codebook's slots; who exactly the participant is, is
/// the resolver's business.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum ActorClass {
    /// A state, its government or a metonym of it ("Russia", "the Kremlin", "Minsk" as a capital).
    State,
    /// An organisation: party, parliament, ministry, company, court, international body.
    Organisation,
    /// An army, police, militia, rebel or other armed group, or its members.
    Armed,
    /// A single person by name or office ("Putin", "the president").
    Person,
    /// A person who holds an office of state: counts as a person and as a state.
    Official,
    /// Several people or a people ("protesters", "refugees", "Muslims").
    People,
    /// A place that does not stand for a government.
    Place,
    /// A pronoun that may stand for any of the above and was not resolved.
    Pronoun,
    /// Anything else: a thing, an abstraction, a time.
    #[default]
    Thing,
}

impl ActorClass {
    /// Returns whether such a phrase can take part in an event as actor or recipient.
    #[must_use]
    pub const fn is_actor(self) -> bool {
        !matches!(self, Self::Thing | Self::Place)
    }

    /// Returns the class named `name` in a codebook (`state`, `organisation`, `armed`, …).
    #[must_use]
    pub fn from_name(name: &str) -> Option<Self> {
        Some(match name {
            "state" => Self::State,
            "organisation" => Self::Organisation,
            "armed" => Self::Armed,
            "person" => Self::Person,
            "official" => Self::Official,
            "people" => Self::People,
            "place" => Self::Place,
            "pronoun" => Self::Pronoun,
            "thing" => Self::Thing,
            _ => return None,
        })
    }
}

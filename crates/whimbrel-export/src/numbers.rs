//! Numbers for layouts that count their events with whole numbers.

use sha2::{Digest, Sha256};
use std::collections::BTreeMap;

/// Bits of a digest that make a number: with the two that tell apart what is written twice they stay
/// below 2^53, so that programs which read numbers as floating point keep them exact.
const BITS: u32 = 51;

/// The largest whole number below which floating point has all of them.
const EXACT: u64 = 1 << 53;

/// Gives numbers to identifiers, each its own.
///
/// The rule: an identifier that is itself a whole number below 2^53, written without leading zeros
/// (as those read from such layouts are), keeps it. Any other has twice the number that the first 51
/// bits of its SHA-256 make, so the number after it is free for the same event seen from the other
/// side. Where that number is taken by another identifier, the digest of the identifier with `#1`
/// behind it is used, then `#2`, and so on; of a million identifiers less than one in a thousand
/// files has such a case, and only then the order of rows matters.
#[derive(Clone, Debug, Default)]
pub struct Numbers {
    taken: BTreeMap<u64, Box<str>>,
}

impl Numbers {
    /// Returns the number of an identifier; the same on every call.
    pub fn number(&mut self, id: &str) -> u64 {
        self.take(id, |_| None)
    }

    /// Returns the number of an identifier of which the next number is its too, for the same event
    /// seen from the other side.
    pub fn number_of_two(&mut self, id: &str) -> u64 {
        self.take(id, |number| number.checked_add(1))
    }

    fn take(&mut self, id: &str, next: impl Fn(u64) -> Option<u64>) -> u64 {
        let mut number = first(id);
        for again in 1_u32.. {
            let free = |number: &u64| self.taken.get(number).is_none_or(|other| &**other == id);
            if free(&number) && next(number).as_ref().is_none_or(free) {
                break;
            }
            number = derived(&format!("{id}#{again}"));
        }
        for number in [Some(number), next(number)].into_iter().flatten() {
            self.taken.entry(number).or_insert_with(|| id.into());
        }
        number
    }
}

/// Returns the number that an identifier has where no other took it.
#[must_use]
pub fn first(id: &str) -> u64 {
    let own = id.parse().ok().filter(|number: &u64| *number < EXACT && number.to_string() == id);
    own.unwrap_or_else(|| derived(id))
}

fn derived(id: &str) -> u64 {
    let digest = Sha256::digest(id.as_bytes());
    let head = digest.iter().take(8).fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
    (head >> (u64::BITS - BITS)) << 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_identifier_has_one_number() {
        let mut numbers = Numbers::default();
        let number = numbers.number("1aacb21378197ef1");
        assert_eq!(numbers.number("1aacb21378197ef1"), number);
        assert_ne!(numbers.number("1aacb21378197ef2"), number);
        assert!(number % 2 == 0 && number < EXACT);
    }

    #[test]
    fn a_whole_number_keeps_itself() {
        assert_eq!(first("410412347"), 410_412_347);
        assert_ne!(first("0410412347"), 410_412_347);
        assert_ne!(first("9007199254740992"), 9_007_199_254_740_992);
    }

    #[test]
    fn the_number_behind_a_pair_is_given_to_no_other() {
        let mut numbers = Numbers::default();
        assert_eq!(numbers.number_of_two("5"), 5);
        assert_eq!(numbers.number("6"), derived("6#1"));
        assert_eq!(numbers.number("4"), 4);
        assert_eq!(numbers.number_of_two("3"), derived("3#1"));
    }

    #[test]
    fn a_taken_number_is_given_to_no_other() {
        let mut numbers = Numbers::default();
        let taken = derived("a").to_string();
        numbers.number(&taken);
        assert_eq!(numbers.number("a"), derived("a#1"));
        assert_eq!(numbers.number(&taken), derived("a"));
    }
}

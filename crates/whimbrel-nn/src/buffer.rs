//! Numbers that are needed for a moment: their memory is kept for the next who needs some.
//!
//! A sentence of twenty words takes half a megabyte of such numbers; to ask the system for them
//! anew, cleared, took a tenth of an analysis.

use std::cell::RefCell;
use std::ops::{Deref, DerefMut};

/// Buffers that are kept at most, for each thread.
const MOST_KEPT: usize = 16;

/// Buffers with room for more numbers than these are not kept.
const LARGEST_KEPT: usize = 1 << 20;

thread_local! {
    static KEPT: RefCell<Vec<Vec<f32>>> = const { RefCell::new(Vec::new()) };
}

/// A stretch of numbers.
#[derive(Debug)]
pub struct Buffer(Vec<f32>);

impl Buffer {
    /// Returns `n` numbers of any value, for one who writes them all.
    #[must_use]
    pub fn unset(n: usize) -> Self {
        let mut numbers = KEPT.with_borrow_mut(Vec::pop).unwrap_or_default();
        numbers.truncate(n);
        numbers.resize(n, 0.0);
        if cfg!(debug_assertions) {
            // Who reads what nobody wrote shall notice.
            numbers.fill(f32::NAN);
        }
        Self(numbers)
    }

    /// Returns `n` zeros.
    #[must_use]
    pub fn zeros(n: usize) -> Self {
        let mut buffer = Self::unset(n);
        buffer.fill(0.0);
        buffer
    }
}

impl Drop for Buffer {
    fn drop(&mut self) {
        let numbers = std::mem::take(&mut self.0);
        // While a thread ends there is nothing left to keep it in.
        let _ = KEPT.try_with(|kept| {
            let mut kept = kept.borrow_mut();
            if kept.len() < MOST_KEPT && numbers.capacity() <= LARGEST_KEPT {
                kept.push(numbers);
            }
        });
    }
}

impl Deref for Buffer {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.0
    }
}

impl DerefMut for Buffer {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn memory_is_used_again_and_zeros_are_zeros() {
        let mut first = Buffer::unset(100);
        first.fill(7.0);
        let place = first.as_ptr();
        drop(first);
        let second = Buffer::zeros(50);
        assert_eq!(second.as_ptr(), place);
        assert_eq!(&second[..], [0.0; 50]);
        assert_eq!(Buffer::zeros(200).iter().filter(|n| **n == 0.0).count(), 200);
    }
}

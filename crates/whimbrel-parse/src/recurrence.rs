//! The scan of the gated recurrence: h = (1 - z) h + z c along a sentence, both ways.
//!
//! Rows of `results` hold four stretches of `D`: gates forward and backward (already squashed),
//! candidates forward and backward. Rows of states hold the forward and the backward state.

use crate::network::D;
use std::ops::Range;

/// Fills the states of a sentence's rows.
pub(crate) fn scan(results: &[f32], states: &mut [f32], rows: Range<usize>) {
    let step = |state: &mut [f32; D], row: usize, half: usize, states: &mut [f32]| {
        let row_results = &results[row * 4 * D..(row + 1) * 4 * D];
        let gates = &row_results[half * D..(half + 1) * D];
        let candidates = &row_results[(2 + half) * D..(3 + half) * D];
        for ((h, z), c) in state.iter_mut().zip(gates).zip(candidates) {
            *h += z * (c - *h);
        }
        let at = row * 2 * D + half * D;
        states[at..at + D].copy_from_slice(state);
    };
    let mut state = [0.0f32; D];
    rows.clone().for_each(|row| step(&mut state, row, 0, states));
    state = [0.0; D];
    rows.rev().for_each(|row| step(&mut state, row, 1, states));
}

/// What a scan worked on and what it made.
pub(crate) struct Run<'r> {
    pub(crate) results: &'r [f32],
    pub(crate) states: &'r [f32],
}

/// Gradient of [`scan`] through the gates' squashing, from that of the states.
pub(crate) fn scan_gradient(
    run: &Run<'_>,
    dstates: &[f32],
    dresults: &mut [f32],
    rows: Range<usize>,
) {
    backward(run, dstates, dresults, 0, rows.clone().rev(), |row| {
        (row > rows.start).then(|| row - 1)
    });
    backward(run, dstates, dresults, 1, rows.clone(), |row| {
        (row + 1 < rows.end).then_some(row + 1)
    });
}

fn backward(
    run: &Run<'_>,
    dstates: &[f32],
    dresults: &mut [f32],
    half: usize,
    order: impl Iterator<Item = usize>,
    before: impl Fn(usize) -> Option<usize>,
) {
    let mut carried = [0.0f32; D];
    for row in order {
        let previous = before(row);
        for j in 0..D {
            let (gate, candidate) = (row * 4 * D + half * D + j, row * 4 * D + (2 + half) * D + j);
            let (z, c) = (run.results[gate], run.results[candidate]);
            let h = previous.map_or(0.0, |row| run.states[row * 2 * D + half * D + j]);
            let d = dstates[row * 2 * D + half * D + j] + carried[j];
            dresults[gate] = d * (c - h) * z * (1.0 - z);
            dresults[candidate] = d * z;
            carried[j] = d * (1.0 - z);
        }
    }
}

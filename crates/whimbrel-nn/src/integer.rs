//! Linear maps in integers: weights and inputs of seven bits, sums of thirty-two.
//!
//! Sums of integers are exact whatever their order, so each kernel gives the same bits; the steps
//! in `f32` around them are the same for all kernels.
//!
//! Seven bits each leave room for four products in sixteen bits, which is what the 256-bit kernel
//! sums before it widens: 4 · 127 · 63 < 2^15.

#[cfg(target_arch = "x86_64")]
mod avx2;
#[cfg(target_arch = "aarch64")]
mod neon;
mod portable;
#[cfg(target_arch = "x86_64")]
mod vnni;

use crate::buffer::Buffer;
use std::ops::Range;

/// Steps that a weight has on each side of zero.
const WEIGHT_STEPS: f32 = 63.0;

/// Steps that an input has on each side of zero.
const INPUT_STEPS: f32 = 63.0;

/// What is added to an input's steps, so that none is negative.
const OFFSET: u8 = 64;

/// Most inputs that a map may have; sums stay far from overflow.
pub const MOST_INPUTS: usize = 2048;

/// Outputs that are summed at once.
const PANEL: usize = 16;

/// Inputs that are summed at once.
const GROUP: usize = 8;

/// Weights of a panel for one group of inputs.
const BLOCK: usize = PANEL * GROUP;

/// Rows that are worked on at once, so that a weight is loaded once for all of them. A kernel with
/// more registers may take more.
const TILE: usize = 3;

/// Weights rounded to bytes, as a file keeps them.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Rounded {
    /// The value of one step, for each output.
    pub scales: Vec<f32>,
    /// `[outputs × inputs]`: the transpose of the map that was rounded.
    pub steps: Vec<i8>,
}

impl Rounded {
    /// Rounds a map `[inputs × outputs]`, with a scale for each output.
    #[must_use]
    pub fn new(map: &[f32], outputs: usize) -> Self {
        let mut rounded = Self::default();
        for output in 0..outputs {
            let column = || map.iter().skip(output).step_by(outputs);
            let scale = column().fold(0.0f32, |max, v| max.max(v.abs())) / WEIGHT_STEPS;
            rounded.scales.push(scale);
            let step = |v: &f32| if scale > 0.0 { (v / scale).round() as i8 } else { 0 };
            rounded.steps.extend(column().map(step));
        }
        rounded
    }
}

impl Rounded {
    /// Returns what one output makes of one row, without a bias: the bits that [`Map::apply`] gives.
    ///
    /// # Panics
    /// Where there is no such row or output.
    #[must_use]
    pub fn product(&self, inputs: &Inputs, row: usize, output: usize) -> f32 {
        let width = inputs.width;
        let row = &inputs.steps[row * width..(row + 1) * width];
        let weights = &self.steps[output * width..(output + 1) * width];
        // Nothing wraps: the sum has at most 25 bits. Checks would keep vectors out.
        let product = |(a, w): (&u8, &i8)| {
            i32::from(*a).wrapping_sub(i32::from(OFFSET)).wrapping_mul(i32::from(*w))
        };
        let sum: i32 = row.iter().zip(weights).map(product).fold(0, i32::wrapping_add);
        sum as f32 * (inputs.scale * self.scales[output])
    }
}

/// The weights of a linear map, laid out for the kernels.
#[derive(Clone, Debug, Default)]
pub struct Map {
    inputs: usize,
    scales: Vec<f32>,
    /// What the inputs' offset adds to each output's sum.
    offsets: Vec<i32>,
    /// Panels of outputs, each of blocks for a group of inputs, padded with zeros. A block holds,
    /// for each half of the group, the weights of each output in turn.
    panels: Vec<i8>,
}

impl Map {
    /// Lays out weights; `None` where the scales do not fit the inputs, the inputs are too many, or
    /// a weight has more steps than it may.
    #[must_use]
    pub fn new(rounded: &Rounded, inputs: usize) -> Option<Self> {
        let outputs = rounded.scales.len();
        let in_range = |step: &i8| f32::from(step.unsigned_abs()) <= WEIGHT_STEPS;
        if inputs > MOST_INPUTS
            || rounded.steps.len() != inputs.checked_mul(outputs)?
            || !rounded.steps.iter().all(in_range)
        {
            return None;
        }
        let step = |output: usize, input: usize| {
            let inside = output < outputs && input < inputs;
            if inside { rounded.steps[output * inputs + input] } else { 0 }
        };
        let padded = inputs.next_multiple_of(GROUP);
        let mut panels = Vec::with_capacity(outputs.next_multiple_of(PANEL) * padded);
        for first in (0..outputs).step_by(PANEL) {
            for half in (0..padded).step_by(GROUP / 2) {
                for output in first..first + PANEL {
                    panels.extend((half..half + GROUP / 2).map(|input| step(output, input)));
                }
            }
        }
        let sum = |output: usize| (0..inputs).map(|input| i32::from(step(output, input))).sum();
        let offsets = (0..outputs).map(sum).map(|sum: i32| sum * i32::from(OFFSET)).collect();
        Some(Self { inputs, scales: rounded.scales.clone(), offsets, panels })
    }

    /// Number of outputs.
    #[must_use]
    pub fn outputs(&self) -> usize {
        self.scales.len()
    }

    fn groups(&self) -> usize {
        self.inputs.div_ceil(GROUP)
    }

    /// Returns `[rows × outputs]`: the map of each row of `inputs`, plus `bias`.
    ///
    /// Row r of the inputs are the values from the start of row r on, as many as the map takes; so
    /// a map of more inputs than a row is wide sees the rows that follow too.
    ///
    /// # Panics
    /// Where `inputs` end before the map's last input, or `bias` is shorter than the outputs.
    #[must_use]
    pub fn apply(&self, inputs: &Inputs, rows: usize, bias: &[f32]) -> Buffer {
        let n = self.outputs();
        let mut out = Buffer::unset(rows * n);
        if out.is_empty() {
            return out;
        }
        let width = self.groups() * GROUP;
        assert!(inputs.steps.len() >= (rows - 1) * inputs.width + width, "the inputs go so far");
        assert!(bias.len() >= n, "each output has a bias");
        Kernel::best().apply(self, inputs, bias, &mut out);
        out
    }
}

/// The kernels; which of them there are is a matter of the processor.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kernel {
    Portable,
    #[cfg(target_arch = "x86_64")]
    Avx2,
    #[cfg(target_arch = "x86_64")]
    Vnni,
    #[cfg(target_arch = "aarch64")]
    Neon,
}

impl Kernel {
    /// The fastest kernel of this processor.
    fn best() -> Self {
        #[cfg(target_arch = "x86_64")]
        if Self::Vnni.is_here() {
            return Self::Vnni;
        } else if Self::Avx2.is_here() {
            return Self::Avx2;
        }
        #[cfg(target_arch = "aarch64")]
        if Self::Neon.is_here() {
            return Self::Neon;
        }
        Self::Portable
    }

    /// Whether this processor has what the kernel needs.
    fn is_here(self) -> bool {
        match self {
            Self::Portable => true,
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => std::arch::is_x86_feature_detected!("avx2"),
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => {
                std::arch::is_x86_feature_detected!("avx512f")
                    && std::arch::is_x86_feature_detected!("avx512vnni")
            }
            #[cfg(target_arch = "aarch64")]
            Self::Neon => std::arch::is_aarch64_feature_detected!("neon"),
        }
    }

    /// Writes the map of rows of `inputs`, as many as `out` has room for.
    #[allow(unsafe_code, reason = "calls functions compiled for wider vector units")]
    fn apply(self, map: &Map, inputs: &Inputs, bias: &[f32], out: &mut [f32]) {
        assert!(self.is_here(), "the processor has what the kernel needs");
        match self {
            Self::Portable => {
                use portable::sums;
                apply_with(map, inputs, bias, out, Sums { one: sums::<1>, tile: sums::<TILE> });
            }
            // SAFETY: the processor has AVX2, as was just asked.
            #[cfg(target_arch = "x86_64")]
            Self::Avx2 => unsafe { avx2::apply(map, inputs, bias, out) },
            // SAFETY: the processor has AVX-512 VNNI, as was just asked.
            #[cfg(target_arch = "x86_64")]
            Self::Vnni => unsafe { vnni::apply(map, inputs, bias, out) },
            // SAFETY: the processor has NEON, as was just asked.
            #[cfg(target_arch = "aarch64")]
            Self::Neon => unsafe { neon::apply(map, inputs, bias, out) },
        }
    }
}

/// Rows of inputs, rounded with one scale for all.
#[derive(Clone, Debug)]
pub struct Inputs {
    scale: f32,
    width: usize,
    /// Steps, [`OFFSET`] added.
    steps: Vec<u8>,
}

impl Inputs {
    /// Rounds rows `[rows × width]` with `margin` rows of zeros before and after them.
    ///
    /// # Panics
    /// Where `width` is no multiple of 8.
    #[must_use]
    pub fn new(rows: &[f32], width: usize, margin: usize) -> Self {
        assert!(width.is_multiple_of(GROUP), "rows are kept in groups of values");
        #[cfg(target_arch = "x86_64")]
        if std::arch::is_x86_feature_detected!("avx2") {
            // SAFETY: the processor has AVX2, as was just asked.
            #[expect(unsafe_code, reason = "calls a function compiled for a wider vector unit")]
            return unsafe { avx2::round(rows, width, margin) };
        }
        Self::round(rows, width, margin)
    }

    #[inline(always)]
    fn round(rows: &[f32], width: usize, margin: usize) -> Self {
        let most = largest(rows);
        let scale = most / INPUT_STEPS;
        let inverse = if most > 0.0 { INPUT_STEPS / most } else { 0.0 };
        let mut steps = vec![OFFSET; rows.len() + 2 * margin * width];
        for (step, value) in steps[margin * width..].iter_mut().zip(rows) {
            *step = step_of(*value, inverse);
        }
        Self { scale, width, steps }
    }
}

/// The largest absolute value, found in lanes so that it is found fast.
#[inline(always)]
fn largest(values: &[f32]) -> f32 {
    let mut lanes = [0.0f32; 8];
    let (eights, rest) = values.as_chunks::<8>();
    for eight in eights {
        lanes.iter_mut().zip(eight).for_each(|(lane, v)| *lane = lane.max(v.abs()));
    }
    lanes.iter().chain(rest).fold(0.0f32, |max, v| max.max(v.abs()))
}

/// Rounds to the nearest step, halves to the even one.
#[inline(always)]
fn step_of(value: f32, inverse: f32) -> u8 {
    // Beside this number, f32 has a distance of 1, so that adding it rounds; its lower bits then
    // are the whole number.
    const ROUNDER: f32 = 12_582_912.0;
    (value * inverse + (ROUNDER + OFFSET as f32)).to_bits() as u8
}

/// Sums of a tile: `[rows][PANEL]`.
type Tile<const R: usize> = [[i32; PANEL]; R];

/// The kernels: for one row, and for a tile of rows. Each takes a panel, the inputs from the tile's
/// first on, and their width.
struct Sums<One, Many> {
    one: One,
    tile: Many,
}

#[inline(always)]
fn apply_with<const T: usize, One, Many>(
    map: &Map,
    inputs: &Inputs,
    bias: &[f32],
    out: &mut [f32],
    sums: Sums<One, Many>,
) where
    One: Fn(&[i8], &[u8], usize) -> Tile<1>,
    Many: Fn(&[i8], &[u8], usize) -> Tile<T>,
{
    let n = map.outputs();
    let rows = out.len() / n;
    for (nth, panel) in map.panels.chunks_exact((map.groups() * BLOCK).max(1)).enumerate() {
        let end = Ending::new(map, inputs, bias, nth * PANEL..n.min((nth + 1) * PANEL));
        let whole = rows / T * T;
        for row in (0..whole).step_by(T) {
            let tile = (sums.tile)(panel, &inputs.steps[row * inputs.width..], inputs.width);
            for (row, sums) in (row..).zip(&tile) {
                end.finish(sums, &mut out[row * n..(row + 1) * n]);
            }
        }
        for row in whole..rows {
            let [one] = (sums.one)(panel, &inputs.steps[row * inputs.width..], inputs.width);
            end.finish(&one, &mut out[row * n..(row + 1) * n]);
        }
    }
}

/// What makes a panel's sums to results.
struct Ending {
    columns: Range<usize>,
    factors: [f32; PANEL],
    offsets: [i32; PANEL],
    biases: [f32; PANEL],
}

impl Ending {
    #[inline(always)]
    fn new(map: &Map, inputs: &Inputs, bias: &[f32], columns: Range<usize>) -> Self {
        let (factors, offsets, biases) = ([0.0; PANEL], [0; PANEL], [0.0; PANEL]);
        let mut end = Self { columns, factors, offsets, biases };
        for (at, column) in end.columns.clone().enumerate() {
            end.factors[at] = inputs.scale * map.scales[column];
            end.offsets[at] = map.offsets[column];
            end.biases[at] = bias[column];
        }
        end
    }

    #[inline(always)]
    fn finish(&self, sums: &[i32; PANEL], out: &mut [f32]) {
        let mut whole = [0.0f32; PANEL];
        for at in 0..PANEL {
            // Nothing wraps: both sums have at most 28 bits. A check would keep vectors out.
            let sum = sums[at].wrapping_sub(self.offsets[at]) as f32;
            whole[at] = sum * self.factors[at] + self.biases[at];
        }
        let out = &mut out[self.columns.clone()];
        match <&mut [f32; PANEL]>::try_from(&mut *out) {
            Ok(out) => *out = whole,
            Err(_) => out.iter_mut().zip(whole).for_each(|(out, value)| *out = value),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::random::Random;

    fn values(n: usize, random: &mut Random) -> Vec<f32> {
        (0..n).map(|_| random.normal()).collect()
    }

    /// Row counts with and without a rest, outputs that do not fill a panel, inputs of odd number.
    #[test]
    fn a_map_is_close_to_that_of_the_weights_it_was_rounded_from() {
        let mut random = Random::new(5);
        for (rows, width, outputs) in [(1, 8, 1), (7, 8, 19), (9, 128, 52), (4, 128, 256)] {
            let (x, w) = (values(rows * width, &mut random), values(width * outputs, &mut random));
            let bias = values(outputs, &mut random);
            let map = Map::new(&Rounded::new(&w, outputs), width).expect("the shape fits");
            let out = map.apply(&Inputs::new(&x, width, 0), rows, &bias);
            let exact = (0..rows * outputs).map(|at| {
                let (row, column) = (at / outputs, at % outputs);
                let products = (0..width).map(|k| x[row * width + k] * w[k * outputs + column]);
                bias[column] + products.sum::<f32>()
            });
            let worst = out.iter().zip(exact).map(|(a, b)| (a - b).abs()).fold(0.0, f32::max);
            assert!(worst < 0.3 * (width as f32).sqrt(), "{worst}");
        }
    }

    #[cfg(target_arch = "x86_64")]
    fn kernels() -> Vec<Kernel> {
        vec![Kernel::Avx2, Kernel::Vnni]
    }

    #[cfg(target_arch = "aarch64")]
    fn kernels() -> Vec<Kernel> {
        vec![Kernel::Neon]
    }

    #[cfg(not(any(target_arch = "x86_64", target_arch = "aarch64")))]
    fn kernels() -> Vec<Kernel> {
        Vec::new()
    }

    #[test]
    fn all_kernels_give_the_same_bits() {
        let mut random = Random::new(6);
        for (rows, width, outputs) in [(1, 8, 3), (11, 64, 17), (8, 128, 48)] {
            let (x, w) = (values(rows * width, &mut random), values(width * outputs, &mut random));
            let bias = values(outputs, &mut random);
            let rounded = Rounded::new(&w, outputs);
            let map = Map::new(&rounded, width).expect("the shape fits");
            let inputs = Inputs::new(&x, width, 0);
            let mut portable = vec![0.0; rows * outputs];
            Kernel::Portable.apply(&map, &inputs, &bias, &mut portable);
            let one = rounded.product(&inputs, rows - 1, outputs - 1) + bias[outputs - 1];
            assert_eq!(Some(&one), portable.last());
            let bits = |values: &[f32]| values.iter().map(|v| v.to_bits()).collect::<Vec<_>>();
            for kernel in kernels().into_iter().filter(|kernel| kernel.is_here()) {
                let mut out = vec![0.0; rows * outputs];
                kernel.apply(&map, &inputs, &bias, &mut out);
                assert_eq!(bits(&out), bits(&portable), "{kernel:?}");
            }
            assert_eq!(bits(&map.apply(&inputs, rows, &bias)), bits(&portable));
        }
    }

    #[test]
    fn a_wide_map_sees_the_rows_around() {
        let mut w = vec![0.0; 3 * 8];
        (w[0], w[8], w[16]) = (1.0, 10.0, 100.0);
        let map = Map::new(&Rounded::new(&w, 1), 24).expect("the shape fits");
        let mut rows = [0.0; 16];
        (rows[0], rows[8]) = (1.0, 2.0);
        let out = map.apply(&Inputs::new(&rows, 8, 1), 2, &[0.0]);
        assert!((out[0] - 210.0).abs() < 5.0 && (out[1] - 21.0).abs() < 3.0, "{out:?}");
    }

    #[test]
    fn extreme_weights_and_inputs_do_not_overflow() {
        let n = MOST_INPUTS;
        for sign in [1.0, -1.0] {
            let rounded = Rounded { scales: vec![1.0; PANEL], steps: vec![-63; n * PANEL] };
            let map = Map::new(&rounded, n).expect("the shape fits");
            let out = map.apply(&Inputs::new(&vec![sign; n], n, 0), 1, &[0.0; PANEL]);
            assert!((out[0] / (-63.0 * sign * n as f32) - 1.0).abs() < 1e-4, "{out:?}");
            assert!(Map::new(&rounded, n + 1).is_none());
        }
        let too_large = Rounded { scales: vec![1.0], steps: vec![-64; 8] };
        assert!(Map::new(&too_large, 8).is_none());
    }
}

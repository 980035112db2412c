//! Small neural network operations: matrix products, normalisation, gated recurrence, losses, the
//! optimiser, random numbers.
//!
//! The crate knows nothing of language, labels or files. Matrices are row-major slices of `f32`;
//! the weights of a linear map are `[inputs × outputs]`. Everything in [`kernel`] and [`integer`] gives
//! the same bits on every machine; what is in [`ops`] serves training, where speed comes first.
//!
//! This is the only crate that may hold `unsafe`.

pub mod buffer;
pub mod integer;
pub mod kernel;
pub mod ops;
pub mod optimiser;
pub mod random;

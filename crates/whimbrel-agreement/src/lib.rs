//! How far codings of the same reports agree.

#![forbid(unsafe_code)]

mod bootstrap;
mod coding;
mod coefficients;
mod error;
mod fields;
mod random;
mod ratings;

pub use bootstrap::{Estimate, Interval, Resampling};
pub use coding::{Coding, Extent, Place};
pub use coefficients::{Coefficient, Undefined};
pub use error::Error;
pub use fields::Field;
pub use ratings::{Level, Ratings, Value};

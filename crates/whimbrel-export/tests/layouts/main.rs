//! The layouts as files: written, read, checked.

mod common;
mod faults;
mod reading;
mod roundtrip;
mod snapshots;

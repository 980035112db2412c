//! Bytes of a Parquet file of records: each gives records or an error.
#![no_main]

use libfuzzer_sys::fuzz_target;
use std::sync::Once;
use whimbrel_tables::{Error, Source, read_records};

/// A damaged file may say that it has more rows than anybody waits for.
const MOST: usize = 10_000;

/// The reader catches panics of the library below it; the fuzzer's hook would end the run before.
static QUIET: Once = Once::new();

fuzz_target!(|bytes: &[u8]| {
    QUIET.call_once(|| std::panic::set_hook(Box::new(|_| {})));
    let mut records = 0;
    let _ = read_records(Source::Bytes("fuzz", bytes.to_vec()), &mut |_, _| {
        records += 1;
        if records < MOST { Ok(()) } else { Err(Error::NoColumns("enough".to_owned())) }
    });
});

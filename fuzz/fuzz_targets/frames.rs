//! The frames of a journal: any bytes, and a true journal that somebody wrote over.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayhome_fuzz::fuzzing::frames(bytes));

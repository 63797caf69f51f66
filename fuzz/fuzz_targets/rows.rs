//! What is stored as bytes: rows, cards and commits.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayhome_fuzz::fuzzing::rows(bytes));

//! The reader of an export: any zip, and CSV of any bytes under the names of HUD's files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| wayhome_fuzz::fuzzing::package(bytes));

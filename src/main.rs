//! The program `wayhome`.

fn main() {}

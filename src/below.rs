//! The layers below the screens as a crate of their own, for `fuzz/`: the same sources without the toolkit.
#![allow(dead_code, unused_imports, reason = "what no target calls is here all the same")]

pub mod domain;
pub mod exchange;
pub mod fuzzing;
pub mod store;

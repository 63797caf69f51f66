//! The layers below the screens, from the program's own sources.
#![allow(dead_code, unused_imports, unreachable_pub, reason = "what no target calls is here all the same")]

#[path = "../../src/domain.rs"]
pub mod domain;
#[path = "../../src/exchange.rs"]
pub mod exchange;
#[path = "../../src/fuzzing.rs"]
pub mod fuzzing;
#[path = "../../src/store.rs"]
pub mod store;

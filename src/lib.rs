//! Wayhome: an offline desk on which housing programs resolve the referrals of Coordinated Entry.
//!
//! Three layers below the screens: [`domain`] (what is true), [`store`] (what is kept), [`exchange`] (what travels). Arrows point
//! down only; the toolkit is known to [`app`] and [`widget`](app::widget) alone.

pub mod app;
pub mod command;
pub mod domain;
pub mod exchange;
#[cfg(any(test, fuzzing))]
pub mod fuzzing;
pub mod generate;
pub mod store;
pub mod transfer;
pub mod world;

/// One for the program, its tests and its measurements.
#[cfg(unix)]
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

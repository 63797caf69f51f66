//! What the store's promise costs, beside what others need for the same: the figures of `benches/STORE.md`.
//!
//! ```text
//! cargo run --release --manifest-path benches/store/Cargo.toml --target-dir target            # 100 000 clients, writes STORE.md
//! cargo run --release --manifest-path benches/store/Cargo.toml --target-dir target -- 1000000 # a million, writes STORE-MILLION.md
//! ```
//!
//! Rivals are measured in the same run on the same disk, one save of each after the other, because disks and machines are noisy: what
//! counts is the ratio. Opening is measured in a process of its own, because memory that was once used is not given back.

#![allow(clippy::print_stdout, reason = "this is a command line")]

mod desk;
mod find;
mod open;
mod results;
mod rivals;
mod saves;

use results::{Bar, Results};
use std::error::Error;
use std::path::Path;
use std::process::ExitCode;

/// Why a measurement could not be made.
pub type Failed = Box<dyn Error>;

/// So many clients a large agency has.
const CLIENTS: usize = 100_000;
/// So many a state has, and nobody on one desk.
const MILLION: usize = 1_000_000;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let outcome = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [open::COMMAND, folder] => open::child(Path::new(folder)).map(|()| 0),
        [] => measure(CLIENTS),
        [clients] => clients.parse().map_err(Into::into).and_then(measure),
        _ => Err("How many clients? Nothing else is asked.".into()),
    };
    match outcome {
        Ok(0) => ExitCode::SUCCESS,
        Ok(_) => ExitCode::from(1),
        Err(error) => {
            eprintln!("{error}");
            ExitCode::from(2)
        }
    }
}

fn measure(clients: usize) -> Result<usize, Failed> {
    let folder = tempfile::Builder::new().prefix("store-bench").tempdir_in(std::env::current_dir()?.join("target"))?;
    let mut results = Results::begin(clients);
    desk::make(folder.path(), clients, &mut results)?;
    saves::measure(folder.path(), &mut results)?;
    open::measure(folder.path(), clients, &mut results)?;
    find::measure(folder.path(), clients, &mut results)?;
    // Another number is only printed.
    match clients {
        CLIENTS => results.write(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../STORE.md")))?,
        MILLION => results.write(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/../STORE-MILLION.md")))?,
        _ => {}
    }
    Ok(results.missed())
}

/// A figure that has no bar.
pub const NO_BAR: Bar = Bar::None;

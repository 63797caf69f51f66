//! The program `wayhome`: the command line of the library.

use std::process::ExitCode;

fn main() -> ExitCode {
    wayhome::command::run()
}

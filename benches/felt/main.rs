//! Speed as a person feels it: real keys in a real window, timed until the last pixel that they change.
//!
//! `cargo build --release && cargo bench --profile dev --bench felt [-- WORDS]` starts `target/release/wayhome` on an X server of its
//! own, works through [`cases`], prints a table, and writes it to `benches/RESULTS.md` (unless WORDS choose some of the cases).
//! `--program PATH` names another program; `$FELT_PICTURES` a folder for a picture of the window after each case.
//! Ends with 1 where a bar is missed and with 2 where something is missing to measure with.
#![allow(clippy::print_stdout, reason = "a table on the terminal is what a bench is for")]

mod cases;
mod machine;
mod plain;
mod results;
mod window;

use cases::{Case, DESKS, Desk};
use machine::Server;
use results::{Measured, Results};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::{Duration, Instant};
use window::Window;

/// A sentence on what went wrong.
type Failed = Box<dyn std::error::Error>;

/// Why nothing was measured, or whether every bar was held.
enum End {
    Missing(String),
    Bars { missed: usize },
}

fn main() -> ExitCode {
    match run() {
        Ok(End::Bars { missed: 0 }) => ExitCode::SUCCESS,
        Ok(End::Bars { missed }) => {
            eprintln!("felt: {missed} over the bar");
            ExitCode::from(1)
        }
        Ok(End::Missing(why)) => {
            eprintln!("felt: {why} Nothing was measured.");
            ExitCode::from(2)
        }
        Err(why) => {
            eprintln!("felt: {why}");
            ExitCode::from(1)
        }
    }
}

fn run() -> Result<End, Failed> {
    let (program, words) = arguments();
    if !program.is_file() {
        return Ok(End::Missing(format!("There is no program {}. Build it with: cargo build --release.", program.display())));
    }
    let Some(server) = Server::start()? else {
        return Ok(End::Missing("Xvfb is not installed (Debian package xvfb).".to_owned()));
    };
    let mut results = Results::of(&program);
    results.add("floor: a rectangle in a plain window", results::Bar::None, plain::floor(&server)?);
    for desk in DESKS {
        let chosen: Vec<&Case> = desk.cases.iter().filter(|case| words.is_empty() || words.iter().any(|w| case.name.contains(w))).collect();
        if !chosen.is_empty() {
            measure(desk, &chosen, &server, &program, &mut results)?;
        }
    }
    if words.is_empty() {
        results.write(Path::new("benches/RESULTS.md"))?;
    }
    Ok(End::Bars { missed: results.missed() })
}

/// The program to measure, and the words that choose cases.
fn arguments() -> (PathBuf, Vec<String>) {
    let (mut program, mut words) = (PathBuf::from("target/release/wayhome"), Vec::new());
    // Cargo says `--bench` to every bench.
    let mut given = std::env::args().skip(1).filter(|a| a != "--bench");
    while let Some(argument) = given.next() {
        match argument.as_str() {
            "--program" => program = given.next().map_or(program, PathBuf::from),
            _ => words.push(argument),
        }
    }
    (program, words)
}

/// The cases of one desk, in one window.
fn measure(desk: &Desk, cases: &[&Case], server: &Server, program: &Path, results: &mut Results) -> Result<(), Failed> {
    if !server.knows(program, desk.arguments)? {
        println!("       (this program has no `wayhome {}`: its cases are left out)", desk.arguments.join(" "));
        return Ok(());
    }
    let process = server.spawn(program, desk.arguments)?;
    let window = Window::of(server, &process, desk.title)?;
    let opened = window.seen();
    for case in cases {
        window.quiet(Duration::from_millis(200))?;
        (case.ready)(&window)?;
        let measured = match case.act {
            cases::Act::Times(times, act) => {
                let felt: Result<Vec<Duration>, Failed> = (0..times).map(|n| act(&window, n)).collect();
                Measured::Times(felt.map_err(|why| format!("{}: {why}", case.name))?)
            }
            cases::Act::Rest => Measured::Rest(process.rest(opened)?),
            cases::Act::Idle(over) => {
                process.rest(Instant::now())?;
                Measured::Idle(process.idle(over)?)
            }
        };
        results.add(case.name, case.bar, measured);
        window.picture(case.name)?;
    }
    Ok(())
}

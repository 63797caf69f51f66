//! The command line: for scripts, administrators and tests; the same domain functions as the screens.
//!
//! Exit codes: 0 done (for a change: on the disk), 1 refused, or `check` and `verify` found an error, 2 usage or environment. An error
//! is one sentence on standard error.

mod audit;
mod backup;
mod check;
mod conflicts;
mod desk;
mod export;
mod files;
mod keyin;
mod progress;
mod referrals;
mod secret;

use crate::domain::Day;
use crate::{exchange, store, transfer};
use clap::{Parser, Subcommand};
use std::fmt::Display;
use std::io::{self, BufWriter, Write};
use std::path::PathBuf;
use std::process::ExitCode;

/// An offline desk for resolving Coordinated Entry referrals.
#[derive(Debug, Parser)]
#[command(name = "wayhome", version, about)]
struct Arguments {
    /// The folder of the records; the platform's own place where none is given.
    #[arg(long, global = true, value_name = "DIR")]
    data: Option<PathBuf>,
    #[command(subcommand)]
    command: Option<Command>,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Open a throw-away desk of invented people.
    Demo {
        /// How many clients.
        #[arg(long, default_value_t = crate::app::preset::PEOPLE)]
        clients: usize,
    },
    /// Show every widget in every state, to judge the look.
    Gallery,
    /// Write the HMIS CSV of invented people; the same seed gives the same bytes.
    Generate {
        /// How many clients.
        #[arg(long, default_value_t = 500)]
        clients: usize,
        /// Which of many agencies.
        #[arg(long, default_value_t = 1)]
        seed: u64,
        /// The zip to write.
        out: PathBuf,
    },
    /// Make the records of one worker.
    Init {
        /// The worker's name; every change bears it.
        #[arg(long)]
        worker: String,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Read an HMIS CSV export into the records.
    Import(files::Import),
    /// List what was changed here and in the HMIS, and waits for a choice.
    Conflicts {
        /// Print both answers of each as JSON. They are clients' data.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Choose a side for a record that was changed here and in the HMIS.
    Choose(conflicts::Choose),
    /// Write the records as HMIS CSV: everything, or what the options say. What would be written is checked first.
    Export(export::Export),
    /// List what is to be typed into an HMIS that takes no CSV: what stands here and not there, form by form in its order.
    #[command(name = "keyin")]
    KeyIn(keyin::KeyIn),
    /// Say what is wrong in an HMIS CSV export, or in the records; nothing is changed.
    Check(check::Check),
    /// List the referrals.
    Referrals {
        /// Only those without a result.
        #[arg(long)]
        open: bool,
        /// Only those to programs of this organization.
        #[arg(long, value_name = "ID")]
        organization: Option<String>,
        /// Print them as JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Resolve a referral.
    Resolve(referrals::Resolve),
    /// Take a save back by its inverse, all of it or nothing.
    Undo(audit::Undo),
    /// Prove the trail, and write it as CSV: who changed which cell when, from what to what, and why.
    Audit {
        /// The CSV file to write; without it, the chain is proved only.
        out: Option<PathBuf>,
        /// Print what was proved as JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Copy what is saved to a backup and prove the copy by reading it back.
    Backup {
        /// The folder to copy to; without it, the older of the two mirrors beside the records, and the second place where it is there.
        folder: Option<PathBuf>,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Put the records back as a backup holds them; what is there now is kept aside.
    Restore {
        /// The folder of the backup.
        folder: PathBuf,
        /// Only up to this save.
        #[arg(long, value_name = "SAVE")]
        as_of: Option<u64>,
        #[command(flatten)]
        secret: secret::Source,
    },
    /// Prove the records without changing them: the journal's chain, and the database against it. Or a backup, where it stands.
    Verify {
        /// The folder of a backup; without it, the records are proved.
        backup: Option<PathBuf>,
        /// Print the report as JSON.
        #[arg(long)]
        json: bool,
        #[command(flatten)]
        secret: secret::Source,
    },
}

/// Why a command ended without doing what it was asked.
#[derive(Debug)]
enum Stop {
    /// Refused, or something is wrong with what was looked at: exit code 1.
    Refused(String),
    /// The environment is not what it should be: exit code 2.
    Environment(String),
}

impl Stop {
    fn refused(why: impl Display) -> Self {
        Self::Refused(why.to_string())
    }

    fn environment(why: impl Display) -> Self {
        Self::Environment(why.to_string())
    }
}

impl From<store::Error> for Stop {
    fn from(error: store::Error) -> Self {
        use store::Error as E;
        match error {
            E::NotSaved { .. } | E::Unconfirmed => Self::Environment(format!("Not saved. {error}")),
            E::ReadOnly | E::Stale | E::Unkeepable => Self::Refused(format!("Not saved. {error}")),
            E::Folder { .. } | E::NotBackedUp { .. } | E::NoRoom { .. } | E::KeysNotChanged { .. } | E::NoKey => Self::environment(error),
            error => Self::refused(error),
        }
    }
}

impl From<exchange::Error> for Stop {
    fn from(error: exchange::Error) -> Self {
        match error {
            exchange::Error::Open { .. } | exchange::Error::Write { .. } | exchange::Error::Paper { .. } => Self::environment(error),
            error => Self::refused(error),
        }
    }
}

impl From<transfer::Error> for Stop {
    fn from(error: transfer::Error) -> Self {
        match error {
            transfer::Error::Exchange(error) => error.into(),
            transfer::Error::Store(error) => error.into(),
            error => Self::refused(error),
        }
    }
}

type Done = Result<(), Stop>;

/// Runs the program with the arguments of this process.
pub fn run() -> ExitCode {
    log(tracing::Level::WARN);
    let Arguments { data, command } = Arguments::parse();
    let done = match command {
        None => desk::open(data),
        Some(Command::Demo { clients }) => desk::demo(clients),
        Some(Command::Gallery) => desk::gallery(),
        Some(Command::Generate { clients, seed, out }) => files::generate(clients, seed, &out),
        Some(Command::Init { worker, secret }) => files::init(data, &worker, &secret),
        Some(Command::Import(import)) => files::import(data, &import),
        Some(Command::Conflicts { json, secret }) => conflicts::list(data, json, &secret),
        Some(Command::Choose(choose)) => conflicts::choose(data, choose),
        Some(Command::Export(export)) => export::export(data, export),
        Some(Command::KeyIn(asked)) => keyin::keyin(data, &asked),
        Some(Command::Check(check)) => check::check(data, &check),
        Some(Command::Referrals { open, organization, json, secret }) => referrals::list(data, open, organization, json, &secret),
        Some(Command::Resolve(resolve)) => referrals::resolve(data, resolve),
        Some(Command::Undo(undo)) => audit::undo(data, &undo),
        Some(Command::Audit { out, json, secret }) => audit::audit(data, out.as_deref(), json, &secret),
        Some(Command::Backup { folder, secret }) => backup::backup(data, folder.as_deref(), &secret),
        Some(Command::Restore { folder, as_of, secret }) => backup::restore(data, &folder, as_of, &secret),
        Some(Command::Verify { backup, json, secret }) => files::verify(data, backup.as_deref(), json, &secret),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(Stop::Refused(why)) => say_and(1, &why),
        Err(Stop::Environment(why)) => say_and(2, &why),
    }
}

/// What went wrong inside goes to standard error, by place and kind. A panic's own words may hold a client's data, so they stay out.
pub fn log(level: tracing::Level) {
    tracing_subscriber::fmt().with_max_level(level).with_writer(io::stderr).init();
    std::panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(|l| format!("{}:{}", l.file(), l.line())).unwrap_or_default();
        tracing::error!(place, "an internal error");
    }));
}

fn say_and(code: u8, why: &str) -> ExitCode {
    if !why.is_empty() {
        // Nobody is left to hear that standard error is closed.
        let _ = writeln!(io::stderr(), "wayhome: {why}");
    }
    ExitCode::from(code)
}

/// Prints to standard output.
fn print(text: impl Display) -> Done {
    written(|out| writeln!(out, "{text}"))
}

fn print_json(value: &impl serde::Serialize) -> Done {
    written(|out| {
        serde_json::to_writer_pretty(&mut *out, value)?;
        writeln!(out)
    })
}

/// Writes to standard output piece by piece. A reader that went away (`| head`) is no error of ours.
fn written(write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Done {
    let mut out = BufWriter::new(io::stdout().lock());
    match write(&mut out).and_then(|()| out.flush()) {
        Err(e) if e.kind() != io::ErrorKind::BrokenPipe => Err(Stop::environment(format!("Standard output cannot be written: {e}."))),
        _ => Ok(()),
    }
}

fn now() -> crate::domain::Instant {
    crate::world::clock()
}

fn today() -> Day {
    now().date()
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::sync::Arc;

    fn full() -> Arc<io::Error> {
        Arc::new(io::ErrorKind::StorageFull.into())
    }

    #[test]
    fn what_the_machine_refuses_is_2_and_what_wayhome_refuses_is_1() {
        let path = PathBuf::from("out.zip");
        let machine: [Stop; 4] = [
            store::Error::Folder { source: full() }.into(),
            store::Error::NotSaved { source: full() }.into(),
            exchange::Error::Open { path: path.clone(), source: io::ErrorKind::NotFound.into() }.into(),
            transfer::Error::from(exchange::Error::Write { path: path.clone(), source: io::ErrorKind::StorageFull.into() }).into(),
        ];
        assert!(machine.iter().all(|stop| matches!(stop, Stop::Environment(_))), "{machine:?}");
        let ours: [Stop; 4] = [
            store::Error::InUse { by: "process 1".to_owned() }.into(),
            store::Error::WrongPassphrase.into(),
            store::Error::Stale.into(),
            exchange::Error::NotAZip { path }.into(),
        ];
        assert!(ours.iter().all(|stop| matches!(stop, Stop::Refused(_))), "{ours:?}");
    }

    #[test]
    fn not_saved_is_said_once() {
        let Stop::Environment(why) = store::Error::NotSaved { source: full() }.into() else { panic!("not the machine") };
        assert!(why.starts_with("Not saved. Nothing can be written, because the disk is full."), "{why}");
    }

    #[test]
    fn nobody_makes_records_without_a_name() {
        let secret = secret::Source { passphrase_file: Some(PathBuf::from("/nowhere")) };
        let done = files::init(Some(PathBuf::from("/nowhere")), "  ", &secret);
        assert!(matches!(done, Err(Stop::Environment(why)) if why.contains("no name")));
    }
}

//! What is wrong in an export, or in the records: counts first, then each finding with the place where it can be mended.

mod json;

use super::audit::harmless;
use super::progress::shown;
use super::secret::Source;
use super::{Done, Stop, print_json, today, written};
use crate::domain::Severity;
use crate::domain::rule::Rule;
use crate::domain::words::count;
use crate::exchange::{Checked, Said, visible};
use crate::transfer;
use clap::{Args, ValueEnum};
use std::io::{self, Write};
use std::path::PathBuf;

pub(super) use json::{AsJson, Beside};

/// What to check, and what of it to show.
#[derive(Debug, Args)]
pub struct Check {
    /// The zip or folder; without it, the records are checked.
    export: Option<PathBuf>,
    /// Print counts and findings as JSON.
    #[arg(long, conflicts_with = "csv")]
    json: bool,
    /// Print the findings as CSV.
    #[arg(long)]
    csv: bool,
    /// Show only this rule; may be given several times.
    #[arg(long = "rule", value_name = "ID", value_parser = rule)]
    rules: Vec<Rule>,
    /// Show only this file, such as Enrollment.
    #[arg(long = "file", value_name = "NAME")]
    name: Option<String>,
    /// Show only this severity. Errors count for the exit code, shown or not.
    #[arg(long, value_enum)]
    only: Option<Only>,
    #[command(flatten)]
    secret: Source,
}

/// A severity as it is typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Only {
    Error,
    Warning,
    Note,
}

impl Only {
    fn severity(self) -> Severity {
        match self {
            Self::Error => Severity::Stop,
            Self::Warning => Severity::Fix,
            Self::Note => Severity::Note,
        }
    }
}

fn rule(id: &str) -> Result<Rule, String> {
    Rule::from_id(id).ok_or_else(|| "there is no such rule; the page of the rules lists them, such as R-ENR-9".to_owned())
}

/// Checks, and prints what was found.
pub fn check(data: Option<PathBuf>, arguments: &Check) -> Done {
    let mut checked = match &arguments.export {
        Some(path) => shown(|progress| Checked::file(path, today(), progress))?,
        None => {
            let store = arguments.secret.open(data)?;
            let agency = store.agency()?;
            shown(|progress| -> Result<_, transfer::Error> {
                let folders = transfer::gather(&store, progress)?;
                Ok(Checked::records(&agency, folders.as_slice(), today(), progress)?)
            })?
        }
    };
    let errors = checked.of(Severity::Stop);
    let stem = |name: &str| name.trim_end_matches(".csv").to_ascii_lowercase();
    let (only, file) = (arguments.only.map(Only::severity), arguments.name.as_deref().map(stem));
    checked.keep(|severity, rule, name| {
        only.is_none_or(|only| only == severity)
            && (arguments.rules.is_empty() || arguments.rules.contains(&rule))
            && file.as_ref().is_none_or(|file| *file == stem(name))
    });
    if arguments.json {
        print_json(&AsJson(&checked))?;
    } else if arguments.csv {
        if checked.hashed {
            // A table has no place for it.
            let _ = writeln!(io::stderr(), "wayhome: {HASHED}");
        }
        written(|out| as_csv(&checked, out))?;
    } else {
        written(|out| as_text(&checked, out))?;
    }
    if errors > 0 { Err(Stop::Refused(String::new())) } else { Ok(()) }
}

pub(super) fn as_text(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let rows: u64 = checked.files.iter().map(|f| f.read).sum();
    let read = if checked.files.is_empty() { String::new() } else { format!(", {}", count(rows, "row")) };
    writeln!(out, "Checked {}{read}.", count(checked.clients, "client"))?;
    if checked.hashed {
        writeln!(out, "{HASHED}")?;
    }
    let counts = checked.counts();
    if !counts.is_empty() {
        writeln!(out, "\n{:<8}  {:<10} {:>8}  What the rule says", "Severity", "Rule", "Findings")?;
    }
    for each in &counts {
        writeln!(out, "{:<8}  {:<10} {:>8}  {}", each.severity.word(), each.rule, each.count, each.rule.info().says)?;
    }
    let mut file = "";
    for said in &checked.said {
        if file != said.file {
            file = &said.file;
            writeln!(out, "\n{file}")?;
        }
        line(said, out)?;
    }
    if checked.unlisted() > 0 {
        writeln!(out, "\n{} more of these are counted and not listed.", checked.unlisted())?;
    }
    let of = |severity, word| count(checked.of(severity), word);
    writeln!(out, "\n{}, {}, {}.", of(Severity::Stop, "error"), of(Severity::Fix, "warning"), of(Severity::Note, "note"))
}

const HASHED: &str = "Names and Social Security Numbers are hashed, so the rules about them were left out.";

/// `line 12, E-CE, EntryDate 2026-11-23: what is wrong [R-ENR-1, error]`
fn line(said: &Said, out: &mut dyn Write) -> io::Result<()> {
    let mut before = "  ";
    if let Some(line) = said.line {
        write!(out, "{before}line {line}")?;
        before = ", ";
    }
    if !said.id.is_empty() {
        write!(out, "{before}{}", visible(&said.id))?;
        before = ", ";
    }
    if let Some(column) = &said.column {
        let blank = if said.value.is_empty() { "" } else { " " };
        write!(out, "{before}{column}{blank}{}", visible(&said.value))?;
        before = ", ";
    }
    let colon = if before == ", " { ": " } else { before };
    writeln!(out, "{colon}{} [{}, {}]", said.words, said.rule, said.severity.word())
}

/// The columns of the CSV, which are the keys of a finding in JSON.
const COLUMNS: [&str; 8] = ["severity", "rule", "file", "line", "id", "column", "value", "words"];

fn as_csv(checked: &Checked, out: &mut dyn Write) -> io::Result<()> {
    let mut csv = csv::Writer::from_writer(out);
    csv.write_record(COLUMNS).map_err(io_error)?;
    for said in &checked.said {
        let line = said.line.map(|n| n.to_string()).unwrap_or_default();
        let column = said.column.as_deref().unwrap_or_default();
        let cells = [said.severity.word(), said.rule.id(), &said.file, &line, &said.id, column, &said.value, &said.words];
        csv.write_record(cells.map(|cell| harmless(cell).into_owned())).map_err(io_error)?;
    }
    csv.flush()
}

/// What went wrong below a table: by its kind, which the error of the table hides, a reader is known who went away.
fn io_error(error: csv::Error) -> io::Error {
    match error.into_kind() {
        csv::ErrorKind::Io(error) => error,
        _ => io::ErrorKind::InvalidData.into(),
    }
}

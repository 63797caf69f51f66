//! The trail as CSV, and taking a save back.
//!
//! The trail is for people with spreadsheets, so a cell that a spreadsheet would run as a formula gets an apostrophe in front; a cell that
//! begins with an apostrophe gets one too, so that nothing is lost: take one away from each cell that begins with it.

use super::secret::{self, Source};
use super::{Done, Stop, now, print, print_json};
use crate::domain::entry::Scalar;
use crate::domain::history::record;
use crate::domain::stamp::Stamp;
use crate::domain::words::count;
use crate::domain::{Change, FieldId, RowChange, Text};
use crate::exchange;
use crate::store::{self, Audited, Entry, Error};
use crate::transfer;
use clap::Args;
use serde_json::json;
use std::fs::File;
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

/// The columns of the trail.
const COLUMNS: [&str; 14] =
    ["Save", "When", "UserID", "Worker", "What", "Reason", "Kind", "File", "Key", "PersonalID", "Column", "Before", "After", "Hash"];

/// Writes the trail, proving the chain on the way.
pub fn audit(data: Option<PathBuf>, out: Option<&Path>, json: bool, secret: &Source) -> Done {
    let (place, secret) = (secret::place(data)?, secret.secret()?);
    let mut lines = 0;
    let audited = match out {
        None => store::audit(&place, &secret, &mut |entry| {
            lines += told(&entry).count();
            Ok(())
        })?,
        Some(path) => {
            // The disk and the store fail in different words.
            let mut trouble = None;
            let written = exchange::write_whole(path, |file| {
                let mut csv = csv::Writer::from_writer(BufWriter::new(file));
                csv.write_record(COLUMNS)?;
                let audited = store::audit(&place, &secret, &mut |entry| match write(&mut csv, &entry) {
                    Ok(more) => {
                        lines += more;
                        Ok(())
                    }
                    Err(source) => {
                        trouble = Some(Ok(source));
                        Err(Error::Closed)
                    }
                });
                let audited = audited.map_err(|error| {
                    trouble.get_or_insert(Err(error));
                    io::Error::other("no trail")
                })?;
                csv.flush()?;
                Ok(audited)
            });
            written.map_err(|source| match trouble {
                Some(Err(error)) => Stop::from(error),
                Some(Ok(source)) => exchange::Error::Write { path: path.to_owned(), source }.into(),
                None => exchange::Error::Write { path: path.to_owned(), source }.into(),
            })?
        }
    };
    tell(&audited, lines, out, json)
}

fn tell(audited: &Audited, lines: usize, out: Option<&Path>, json: bool) -> Done {
    if json {
        print_json(&json!({ "saves": audited.saves, "lines": lines, "hash": audited.hash, "problems": audited.problems }))?;
    } else {
        for problem in &audited.problems {
            print(problem)?;
        }
        let written = out.map(|path| format!(" {} in {}. It names people: keep it as the records.", count(lines, "line"), path.display()));
        print(format!("{} proved, the last one with {}.{}", count(audited.saves, "save"), audited.hash, written.unwrap_or_default()))?;
    }
    if audited.problems.is_empty() { Ok(()) } else { Err(Stop::Refused(String::new())) }
}

/// One line of a save: kind, file, key, client, column, before, after.
type Told<'a> = [&'a str; 7];

/// What a save changed, a line for each cell. Of a draft only that it was kept or ended: its text is nobody's record yet.
fn told(entry: &Entry) -> impl Iterator<Item = Told<'_>> {
    let nothing = entry.commit.changes.is_empty().then_some([""; 7]);
    let changes = entry.commit.changes.iter().flat_map(|change| -> Box<dyn Iterator<Item = Told<'_>>> {
        match change {
            Change::Row(row) => Box::new(cells(row)),
            // What the journal tells, it tells cell by cell.
            Change::New(_) => Box::new(std::iter::empty()),
            Change::Draft { name, after } => {
                let after = if after.is_some() { "kept" } else { "ended" };
                Box::new(std::iter::once(["draft", "", name, "", "", "", after]))
            }
            Change::Setting { name, after } => Box::new(std::iter::once(["setting", "", name, "", "", "", after.as_str()])),
        }
    });
    nothing.into_iter().chain(changes)
}

fn cells(row: &RowChange) -> impl Iterator<Item = Told<'_>> {
    let (file, owner) = (row.file(), row.owner.as_ref().map_or("", |client| client.as_str()));
    let name = file.map_or("", |file| file.info().name);
    row.cells.iter().map(move |cell| {
        let column = file.and_then(|file| file.info().columns.get(usize::from(cell.column))).map_or("", |column| column.name);
        ["record", name, row.key.as_str(), owner, column, cell.before.as_str(), cell.after.as_str()]
    })
}

fn write(csv: &mut csv::Writer<BufWriter<&File>>, entry: &Entry) -> io::Result<usize> {
    let (save, when, hash) = (entry.sequence.to_string(), entry.at.write(), entry.hash());
    let (worker, commit) = (&entry.worker, &entry.commit);
    let mut lines = 0;
    for told in told(entry) {
        let head = [save.as_str(), &when, worker.user.as_str(), &worker.name, &commit.what, commit.reason.as_str()];
        let line = head.into_iter().chain(told).chain([hash.as_str()]);
        line.map(harmless).try_for_each(|cell| csv.write_field(cell.as_bytes()))?;
        csv.write_record(None::<&[u8]>)?;
        lines += 1;
    }
    Ok(lines)
}

/// The text of a cell that no spreadsheet runs.
pub(super) fn harmless(text: &str) -> std::borrow::Cow<'_, str> {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r', '\'']) { format!("'{text}").into() } else { text.into() }
}

/// Takes a save back.
#[derive(Debug, Args)]
pub struct Undo {
    /// The number of the save.
    save: u64,
    /// Why.
    #[arg(long, value_name = "TEXT")]
    reason: String,
    #[command(flatten)]
    secret: Source,
}

/// Writes the inverse of a save, or says everything that stands against it.
pub fn undo(data: Option<PathBuf>, undo: &Undo) -> Done {
    let reason = Text::new(&undo.reason);
    if reason.is_blank() {
        return Err(Stop::refused("Not saved. An undo needs a reason, and this one is blank. Give one with --reason."));
    }
    let mut store = undo.secret.open(data)?;
    let found = transfer::undo(&store, undo.save)?.map_err(|refusals| {
        let why: Vec<String> = refusals.iter().take(TOLD).map(ToString::to_string).collect();
        let rest = refusals.len().saturating_sub(TOLD);
        let rest = if rest > 0 { format!(" And {rest} more of the kind.") } else { String::new() };
        Stop::refused(format!("Not saved. {}{rest}", why.join(" ")))
    })?;
    let stamp = Stamp::new(store.profile().user.clone(), now());
    let saved = store.commit(&found.commit(&stamp, &reason), stamp.now)?;
    for row in found.rows.iter().take(TOLD) {
        let labels: Vec<&str> = row.change.cells.iter().map(|c| FieldId { file: row.file, column: c.column }.label()).collect();
        let what = if row.marked { "marked as deleted".to_owned() } else { labels.join(", ") };
        print(format!("{} {}: {what}", record(row.file), row.change.key))?;
    }
    if let Some(words) = found.exported_words() {
        print(words)?;
    }
    print(format!("Saved: save {} is taken back in {} by save {saved}.", undo.save, count(found.rows.len(), "record")))
}

/// So many records or reasons are told.
const TOLD: usize = 20;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_cell_is_a_formula_and_nothing_is_lost() {
        for text in ["=1+1", "+1", "-5.00", "@SUM(A1)", "\tx", "'quoted", "plain", "", "2026-11-22"] {
            let shown = harmless(text);
            assert!(!shown.starts_with(['=', '+', '-', '@', '\t', '\r']), "{shown}");
            assert_eq!(shown.strip_prefix('\'').unwrap_or(&shown), text);
        }
    }
}

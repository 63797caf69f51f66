//! The key-in sheet of a store: what is to be typed into the HMIS by hand, read from the records, and its page to print.

use super::{Error, Unsent};
use crate::domain::directory::Directory;
use crate::domain::keyin::{self, Entry, Line, Sent};
use crate::domain::naming::{Book, Records};
use crate::domain::progress::Progress;
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, Instant, date};
use crate::exchange::paper::{self, Paper, Part};
use crate::store::{self, Store};
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;
use std::path::Path;

/// What is to be typed of each client, in the order in which it is typed.
#[derive(Clone, Default, PartialEq)]
pub struct Sheets(pub Vec<(Chart, Vec<Entry>)>);

impl Sheets {
    /// How many forms are left, and how many are done.
    pub fn counts(&self) -> (usize, usize) {
        let all = self.0.iter().flat_map(|(_, entries)| entries);
        let done = all.clone().filter(|entry| entry.is_done()).count();
        (all.count() - done, done)
    }

    /// Of how many clients something is left: what else is called work that is not in the HMIS yet.
    pub fn clients(&self) -> usize {
        self.0.iter().filter(|(_, entries)| entries.iter().any(|entry| !entry.is_done())).count()
    }

    /// What of it exports hold as it stands here, in which of them, and what that means: work that the HMIS can take from a file is not to
    /// be done twice. None where none does.
    pub fn exported_words(&self) -> Option<String> {
        let left = self.0.iter().flat_map(|(_, entries)| entries).filter(|entry| !entry.is_done());
        let sent: Vec<&BTreeSet<Sent>> = left.map(|entry| &entry.exported).filter(|exported| !exported.is_empty()).collect();
        let held = sent.len();
        let mut exports: BTreeMap<&Sent, usize> = BTreeMap::new();
        sent.into_iter().flatten().for_each(|export| *exports.entry(export).or_default() += 1);
        let called = |export: &Sent| match export.file.as_str() {
            "" => date::when(export.at),
            file => format!("{} ({file})", date::when(export.at)),
        };
        let (first, _) = exports.first_key_value()?;
        let (which, files) = match exports.len() {
            1 => (format!("in the export of {}", called(first)), "that file"),
            _ => {
                let each = exports.iter().map(|(export, held)| format!("{held} in that of {}", called(export)));
                (format!("in exports: {}", each.collect::<Vec<_>>().join(", ")), "those files")
            }
        };
        let them = match (held, self.counts().0) {
            (1, 1) => "It is".to_owned(),
            (2, 2) => "Both are".to_owned(),
            (held, left) if held == left => format!("All {held} are"),
            (1, left) => format!("1 of the {left} is"),
            (held, left) => format!("{held} of the {left} are"),
        };
        let what = if held == 1 { "this" } else { "these" };
        Some(format!(
            "{them} {which}. If your HMIS takes {files}, do not type {what}: the next import of its export ends it. \
             If it does not, type and tick off as usual."
        ))
    }
}

/// It names people.
impl fmt::Debug for Sheets {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Sheets({} clients)", self.0.len())
    }
}

/// Reads the key-in sheet.
///
/// # Errors
/// Where the store cannot be read.
pub fn keyin(store: &Store, unsent: &Unsent, directory: &Directory) -> Result<Sheets, store::Error> {
    let kept = directory.roll().slips().filter(|(_, slip)| slip.differing > 0).map(|(_, slip)| ClientId::new(slip.client));
    let clients: BTreeSet<ClientId> = unsent.clients().cloned().chain(kept).collect();
    let mut sheets = Vec::new();
    for client in clients {
        let Some(chart) = store.chart(&client)? else { continue };
        let mut entries = keyin::entries(&chart, unsent.heard());
        entries.iter_mut().for_each(|entry| entry.exported = unsent.sent(entry.rows()));
        if !entries.is_empty() {
            sheets.push((chart, entries));
        }
    }
    Ok(Sheets(keyin::in_order(sheets, directory)))
}

/// What has to be said before a sheet is written to a file.
pub const PRIVATE: &str = "The paper and its file hold names and answers of clients, readable for everybody: keep them locked away.";

/// Writes what is left to be typed as a PDF to print; says in a sentence what it did.
///
/// # Errors
/// Where nothing is left, or the file cannot be written; then the file that stood there before still stands.
pub fn print_keyin(path: &Path, sheets: &Sheets, book: Book<'_>, worker: &str, now: Instant, progress: &Progress) -> Result<String, Error> {
    let parts: Vec<Part> = sheets.0.iter().filter_map(|(chart, entries)| part(chart, entries, book)).collect();
    if parts.is_empty() {
        return Err(Error::Unchanged { since: "that your HMIS does not have".to_owned() });
    }
    let forms = count(parts.iter().map(|part| part.forms.len()).sum::<usize>(), "form");
    let clients = count(parts.len(), "client");
    let to_enter = format!("{forms} of {clients} to enter in the HMIS. {}, {worker}.", date::when(now));
    let how = "Tick each box when the form is saved in the HMIS, then tick it off in Wayhome: Exchange, Key-in sheet.".to_owned();
    let paper = Paper {
        title: "Key-in sheet".to_owned(),
        facts: [to_enter, how].into_iter().chain(sheets.exported_words()).collect(),
        foot: format!("Key-in sheet, {} · Private: names and answers of clients. Shred it when it is done.", date::show(now.date())),
        parts,
    };
    let pages = paper::print(path, &paper, now, progress)?;
    Ok(format!("Wrote {forms} of {clients} on {} to {}.", count(pages, "page"), path.display()))
}

fn part(chart: &Chart, entries: &[Entry], book: Book<'_>) -> Option<Part> {
    let records = Records::of(chart, book);
    let forms: Vec<paper::Form> = entries.iter().filter(|entry| !entry.is_done()).map(|entry| form(entry, &records)).collect();
    let who = book.directory.get(chart.id()).and_then(|card| card.born).map(|born| format!(", born {}", date::show(born)));
    let name = format!("{}{}", records.client_name(chart.id()), who.unwrap_or_default());
    (!forms.is_empty()).then_some(Part { name, forms })
}

fn form(entry: &Entry, records: &Records<'_>) -> paper::Form {
    let line = |line: &Line| {
        let was = Some(line.was(records)).filter(|was| !was.is_empty());
        paper::Line { label: line.label().to_owned(), value: line.value(records), was }
    };
    let notes = [entry.which(records), entry.note(), entry.sent()].into_iter().filter(|note| !note.is_empty()).collect();
    paper::Form { title: entry.form.name().to_owned(), notes, lines: entry.lines.iter().map(line).collect() }
}

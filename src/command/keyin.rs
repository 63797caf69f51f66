//! The key-in sheet: what is to be typed into an HMIS that takes no CSV.

use super::progress::shown;
use super::secret::Source;
use super::{Done, now, print, print_json};
use crate::domain::directory::Directory;
use crate::domain::keyin::{Entry, Line, Sent, Task};
use crate::domain::naming::{Book, Records};
use crate::domain::words::count;
use crate::domain::{Chart, File, Instant};
use crate::transfer::{self, Sheets, Unsent};
use clap::Args;
use serde_json::{Value as Json, json};
use std::path::PathBuf;

/// What to list, and where.
#[derive(Debug, Args)]
pub struct KeyIn {
    /// Print it as JSON.
    #[arg(long)]
    json: bool,
    /// Write what is left to a PDF to print. The file holds names and answers of clients, readable for everybody.
    #[arg(long, value_name = "FILE", conflicts_with = "json")]
    pdf: Option<PathBuf>,
    #[command(flatten)]
    secret: Source,
}

/// Lists what is left, form by form in the order of the HMIS; as JSON also what was entered.
pub fn keyin(data: Option<PathBuf>, asked: &KeyIn) -> Done {
    let store = asked.secret.open(data)?;
    let (agency, directory) = (store.agency()?, Directory::new(store.roll()?));
    let unsent = Unsent::among(&store, directory.roll())?;
    let sheets = transfer::keyin(&store, &unsent, &directory)?;
    let book = Book { agency: &agency, directory: &directory, privacy: false };
    if let Some(path) = &asked.pdf {
        let worker = &store.profile().name;
        let done = shown(|progress| transfer::print_keyin(path, &sheets, book, worker, now(), progress));
        return print(done?);
    }
    if asked.json {
        return print_json(&as_json(&sheets, book));
    }
    for (chart, entries) in &sheets.0 {
        let records = Records::of(chart, book);
        for entry in entries.iter().filter(|entry| !entry.is_done()) {
            print(heading(chart, entry, &records))?;
            for line in &entry.lines {
                print(format!("  {}: {}", line.label(), told(line, &records)))?;
            }
        }
    }
    let (left, done) = sheets.counts();
    print(format!("{} to enter in the HMIS, {done} entered.", count(left, "form")))?;
    sheets.exported_words().map_or(Ok(()), print)
}

fn heading(chart: &Chart, entry: &Entry, records: &Records<'_>) -> String {
    let parts = [records.client_name(chart.id()), entry.form.name().to_owned(), entry.which(records), entry.note(), entry.sent()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(" · ")
}

fn told(line: &Line, records: &Records<'_>) -> String {
    match line.was(records) {
        was if was.is_empty() => line.value(records),
        was => format!("{} (was: {was})", line.value(records)),
    }
}

fn as_json(sheets: &Sheets, book: Book<'_>) -> Json {
    let sent = |export: &Sent| json!({ "at": export.at.to_string(), "file": export.file });
    let entry = |chart: &Chart, entry: &Entry| {
        let records = Records::of(chart, book);
        let line = |line: &Line| {
            json!({
                "file": line.field.file.info().name,
                "key": line.key,
                "column": line.field.info().name,
                "label": line.label(),
                "value": line.after.as_str(),
                "words": line.value(&records),
                "was": line.before.as_str(),
            })
        };
        let (file, key): (&File, &String) = (&entry.record.0, &entry.record.1);
        json!({
            "client": chart.id().as_str(),
            "name": records.client_name(chart.id()),
            "form": entry.form.name(),
            "file": file.info().name,
            "key": key,
            "task": match entry.task { Task::New => "new", Task::Change => "change", Task::Delete => "delete" },
            "done": entry.is_done(),
            "entered": entry.entered.as_ref().map(|(at, by): &(Instant, _)| json!({ "at": at.to_string(), "by": by.as_str() })),
            "exported": entry.exported.iter().filter(|_| !entry.is_done()).map(sent).collect::<Vec<_>>(),
            "lines": entry.lines.iter().map(line).collect::<Vec<_>>(),
            "typed": entry.done.iter().map(line).collect::<Vec<_>>(),
        })
    };
    let entries = sheets.0.iter().flat_map(|(chart, entries)| entries.iter().map(move |one| (chart, one)));
    entries.map(|(chart, one)| entry(chart, one)).collect::<Vec<_>>().into()
}

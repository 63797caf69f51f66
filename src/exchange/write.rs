//! Writing an HMIS CSV export: one zip that HUD's own readers take, the same bytes for the same input (R-CSV-1 to R-CSV-9).

use super::error::Error;
use super::whole::write_whole;
use super::{cell, custom, file_name};
use crate::domain::field::Origin;
use crate::domain::hud::{Export, HashStatus, User};
use crate::domain::{Agency, Chart, Day, Entry, ExportId, File, Instant, Kind, Row, Text, UserId, Value, at, code, ssn};
use std::borrow::Borrow;
use std::collections::{BTreeMap, BTreeSet};
use std::io::{self, Seek, Write};
use std::path::Path;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// The specification that we write.
const CSV_VERSION: &str = "2026 v1.0";
/// List 1.1: a reporting period.
const PERIOD_TYPE_REPORTING: &str = "3";
/// List 1.2: everything, not what changed.
const DIRECTIVE_FULL: &str = "2";
/// Data not collected, where a list has it.
const NOT_COLLECTED: u32 = 99;
/// Shorter columns of text hold numbers: SSN, ZIP, geocode, CoC code, telephone.
const SHORTEST_PROSE: usize = 33;
/// Characters that HUD does not allow in strings (R-CSV-2).
const FORBIDDEN: [char; 6] = ['<', '>', '[', ']', '{', '}'];

/// Everything about an export except the clients.
#[derive(Debug, Clone)]
pub struct ExportRequest<'a> {
    /// The rows that belong to no client.
    pub agency: &'a Agency,
    /// When it is made, in local time.
    pub now: Instant,
    /// A fresh id of this run.
    pub export_id: ExportId,
    /// HUD `ImplementationID`: the same for every export of this installation.
    pub implementation: &'a str,
    /// Our version.
    pub software_version: &'a str,
    /// First and last day of the reporting period.
    pub period: (Day, Day),
    /// Who works here.
    pub worker: Worker<'a>,
}

/// The person whose changes are in the export.
#[derive(Debug, Clone)]
pub struct Worker<'a> {
    /// HUD `UserID`.
    pub id: UserId,
    /// First name.
    pub first: &'a str,
    /// Last name.
    pub last: &'a str,
    /// E-mail address; may be empty.
    pub email: &'a str,
}

/// What was written.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct Written {
    /// Rows of every file, in the order of the files.
    pub rows: Vec<(String, u64)>,
    /// Where the export says something else than the desk, because HUD's form demands it.
    pub adjusted: Vec<Adjusted>,
}

/// A kind of adjustment to the cells of a column.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Adjusted {
    /// The file.
    pub file: String,
    /// The column.
    pub column: String,
    /// What was done and why.
    pub words: String,
    /// To how many cells.
    pub cells: u64,
}

/// Writes an export to a file. What stood there is replaced only by a complete export.
pub fn write<C: Borrow<Chart>>(path: &Path, request: &ExportRequest<'_>, charts: impl IntoIterator<Item = C>) -> Result<Written, Error> {
    write_whole(path, |file| write_to(file, request, charts)).map_err(|source| Error::Write { path: path.to_owned(), source })
}

/// Writes an export to anything that can seek.
pub fn write_to<C: Borrow<Chart>>(
    writer: impl Write + Seek,
    request: &ExportRequest<'_>,
    charts: impl IntoIterator<Item = C>,
) -> io::Result<Written> {
    let mut tables = Tables::new(request.export_id.as_str());
    for row in request.agency.rows().filter(|row| row.file() != File::Export) {
        tables.row(row);
    }
    for chart in charts {
        let chart = chart.borrow();
        chart.rows().filter(|row| row.file().info().origin == Origin::Hud).for_each(|row| tables.row(row));
        chart.referrals.iter().for_each(|referral| tables.referral(referral));
    }
    tables.row(&export_row(request));
    tables.add_users(request);
    tables.pack(writer)
}

/// The one row of `Export.csv`: whose data it is stays as it came, who exports it is us (R-CSV-9).
fn export_row(request: &ExportRequest<'_>) -> Export {
    let latest = request.agency.exports.iter().max_by_key(|e| e.export_date.known());
    let mut row = latest.cloned().unwrap_or_default();
    for (field, text) in [
        (at::export::EXPORT_ID, request.export_id.as_str()),
        (at::export::EXPORT_DATE, &Value::Known(request.now).text()),
        (at::export::EXPORT_START_DATE, &Value::Known(request.period.0).text()),
        (at::export::EXPORT_END_DATE, &Value::Known(request.period.1).text()),
        (at::export::SOFTWARE_NAME, "Wayhome"),
        (at::export::SOFTWARE_VERSION, request.software_version),
        (at::export::CSV_VERSION, CSV_VERSION),
        (at::export::EXPORT_PERIOD_TYPE, PERIOD_TYPE_REPORTING),
        (at::export::EXPORT_DIRECTIVE, DIRECTIVE_FULL),
        (at::export::HASH_STATUS, &Value::Known(HashStatus::Unhashed).text()),
        (at::export::IMPLEMENTATION_ID, request.implementation),
    ] {
        row.put(field, text);
    }
    row
}

/// The files as they grow.
struct Tables<'a> {
    export_id: &'a str,
    files: BTreeMap<File, (String, u64)>,
    custom: (String, u64),
    /// Every `UserID` that a row names, and those that have a row.
    users: (BTreeSet<String>, BTreeSet<String>),
    adjusted: Vec<((File, usize), &'static str, u64)>,
}

impl<'a> Tables<'a> {
    fn new(export_id: &'a str) -> Self {
        let header = |file: File| file.info().columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",") + "\n";
        let files = File::HUD.iter().copied().map(|file| (file, (header(file), 0))).collect();
        let custom = (custom::COLUMNS.join(",") + "\n", 0);
        Self { export_id, files, custom, users: Default::default(), adjusted: Vec::new() }
    }

    fn row(&mut self, row: &dyn Row) {
        let file = row.file();
        let mut line = String::with_capacity(256);
        for (at, column) in file.info().columns.iter().enumerate() {
            let text = if column.name == "ExportID" { self.export_id.to_owned() } else { row.cell(at) };
            if column.name == "UserID" {
                let seen = if file == File::User { &mut self.users.1 } else { &mut self.users.0 };
                seen.insert(text.clone());
            }
            let text = self.in_form(file, at, text);
            put(&mut line, at, &text, !cell::is_known(column.kind, &text));
        }
        line.push('\n');
        if let Some((body, rows)) = self.files.get_mut(&file) {
            body.push_str(&line);
            *rows += 1;
        }
    }

    fn referral(&mut self, referral: &crate::domain::hud::Referral) {
        for row in custom::rows(referral) {
            self.users.0.insert(referral.user_id.as_str().to_owned());
            let last = row.len() - 1;
            for (at, text) in row.iter().enumerate() {
                let text = if at == last { self.export_id } else { text };
                let text = if custom::is_free_text(at) { text.replace(FORBIDDEN, "") } else { text.to_owned() };
                put(&mut self.custom.0, at, &text, custom::is_text(at));
            }
            self.custom.0.push('\n');
            self.custom.1 += 1;
        }
    }

    /// The text of a cell as HUD allows it to be written.
    fn in_form(&mut self, file: File, position: usize, mut text: String) -> String {
        let column = &file.info().columns[position];
        match column.kind {
            Kind::Code(list) if text.is_empty() && !column.nullable && code::find(list, NOT_COLLECTED).is_some() => {
                text = NOT_COLLECTED.to_string();
                self.note(file, position, "Left blank; exported as 99 (Data not collected).");
            }
            Kind::Id | Kind::Text(32) if text.chars().count() > 32 => {
                self.note(file, position, "The id is longer than HUD's 32 characters. It was not cut, since it would then be another id; the receiver may refuse it.");
            }
            Kind::Text(_) if is_ssn(file, position) && ssn::is_placeholder(&Text::new(&text)) => {
                text.clear();
                self.note(file, position, "A placeholder is nobody's number, and HUD wants none in an export: it was left out.");
            }
            Kind::Text(most) if most != 32 => {
                if text.contains(FORBIDDEN) {
                    text = text.replace(FORBIDDEN, "").trim().to_owned();
                    self.note(file, position, "HUD does not allow < > [ ] { } in text: they were left out.");
                }
                if let Some((end, _)) = text.char_indices().nth(most) {
                    if most < SHORTEST_PROSE {
                        self.note(file, position, "Longer than HUD allows, and a number that would be another one if it were cut: written as it is. Correct it first.");
                        return text;
                    }
                    text.truncate(end);
                    self.note(file, position, "Longer than HUD allows: the end was cut off in the export. The desk keeps the whole text.");
                }
            }
            _ => {}
        }
        text
    }

    fn note(&mut self, file: File, column: usize, words: &'static str) {
        match self.adjusted.iter_mut().find(|(place, said, _)| *place == (file, column) && *said == words) {
            Some((_, _, cells)) => *cells += 1,
            None => self.adjusted.push(((file, column), words, 1)),
        }
    }

    /// A row for every user that has none (R-CSV-12).
    fn add_users(&mut self, request: &ExportRequest<'_>) {
        let (used, present) = std::mem::take(&mut self.users);
        for id in used.into_iter().filter(|id| !id.is_empty() && !present.contains(id)) {
            let mut user = User { user_id: UserId::new(&id), ..User::default() };
            if id == request.worker.id.as_str() {
                user.user_first_name = Text::new(request.worker.first);
                user.user_last_name = Text::new(request.worker.last);
                user.user_email = Text::new(request.worker.email);
            }
            (user.date_created, user.date_updated) = (Value::Known(request.now), Value::Known(request.now));
            self.row(&user);
            self.note(File::User, 0, "A missing user was added to User.csv.");
        }
    }

    fn pack(self, writer: impl Write + Seek) -> io::Result<Written> {
        let mut zip = ZipWriter::new(writer);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(0o600);
        let mut written = Written::default();
        let mut add = |name: String, (body, rows): &(String, u64)| -> io::Result<()> {
            zip.start_file(&name, options.large_file(body.len() as u64 >= u64::from(u32::MAX)))?;
            zip.write_all(body.as_bytes())?;
            written.rows.push((name, *rows));
            Ok(())
        };
        for file in File::HUD.iter().copied() {
            self.files.get(&file).map_or(Ok(()), |table| add(file_name(file), table))?;
        }
        if self.custom.1 > 0 {
            add(format!("{}.csv", custom::NAME), &self.custom)?;
        }
        zip.finish()?.flush()?;
        written.adjusted = self
            .adjusted
            .into_iter()
            .map(|((file, at), words, cells)| Adjusted {
                file: file_name(file),
                column: file.info().columns[at].name.to_owned(),
                words: words.to_owned(),
                cells,
            })
            .collect();
        Ok(written)
    }
}

fn is_ssn(file: File, position: usize) -> bool {
    file == at::client::SSN.file && position == usize::from(at::client::SSN.column)
}

/// One cell of a line: blank is nothing at all, text stands in quotes, values stand bare (R-CSV-4, R-CSV-6).
fn put(line: &mut String, at: usize, text: &str, quoted: bool) {
    if at > 0 {
        line.push(',');
    }
    match text {
        "" => {}
        text if quoted => {
            line.push('"');
            line.push_str(&text.replace('"', "\"\""));
            line.push('"');
        }
        text => line.push_str(text),
    }
}

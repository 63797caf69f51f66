//! The rows of one file: which are taken over, what is said of their cells, and where they are put.

use super::{Loose, Reading};
use crate::domain::entry::Scalar;
use crate::domain::folder::Folder;
use crate::domain::words::count;
use crate::domain::{FieldId, File, Instant, Kind, Packed, at};
use crate::exchange::cell::{self, Remark};
use crate::exchange::error::Error;
use crate::exchange::file_name;
use crate::exchange::report::{FileCount, Outcome};
use crate::exchange::table::{RawRow, Table};
use std::borrow::Cow;
use std::collections::HashMap;
use std::collections::hash_map::Entry;

/// A row that was taken over, and where it stood.
pub(super) struct Taken {
    line: u64,
    row: Packed,
    /// What stood beside it in columns that are not HUD's.
    beside: Option<Packed>,
}

/// The columns by which a row of a file hangs on others, looked up once for all its rows.
struct Links {
    client: Option<usize>,
    enrollment: Option<usize>,
    project: Option<usize>,
}

impl Links {
    fn of(file: File) -> Self {
        let column = |name: &str, home: File| file.column(name).filter(|_| file != home);
        Self {
            client: file.info().owner.filter(|_| file != File::Client),
            enrollment: column("EnrollmentID", File::Enrollment),
            project: column("ProjectID", File::Project),
        }
    }
}

impl Reading {
    /// The rows of a file that can be taken over, each key once.
    pub(super) fn rows(&mut self, file: File, table: &mut Table<'_>) -> Result<Vec<Taken>, Error> {
        let mut count = FileCount { file: file_name(file), ..FileCount::default() };
        let mut rows: Vec<Taken> = Vec::new();
        let mut places: HashMap<Box<str>, usize> = HashMap::new();
        let links = Links::of(file);
        let names: Vec<String> = table.heads().iter().map(|head| head.name.clone()).collect();
        while let Some(raw) = table.next()? {
            self.progress.step()?;
            count.read += 1;
            let line = raw.line;
            let refusal = raw
                .broken
                .map(|why| ("R-IMP-3", None, format!("The row cannot be read: {why}.")))
                .or_else(|| self.broken_link(file, &links, &raw));
            if let Some((rule, column, words)) = refusal {
                count.refused += 1;
                self.say(file, line, column, rule, Outcome::Refused, words);
                self.loose.extend(column.filter(|_| rule == "R-IMP-5").and_then(|column| self.loose(file, column, raw, &names)));
                continue;
            }
            let (row, extras) = self.row(file, raw);
            let beside = self.row_beside(&row, extras, &names);
            let taken = Taken { line, row, beside };
            match places.entry(taken.row.key().into()) {
                Entry::Vacant(free) => {
                    free.insert(rows.len());
                    rows.push(taken);
                }
                Entry::Occupied(place) => {
                    let first = &mut rows[*place.get()];
                    if first.row == taken.row && first.beside == taken.beside {
                        count.repeated += 1;
                        let words = format!("The row says word for word what line {} says; it was taken once.", first.line);
                        self.say(file, line, None, "R-IMP-4", Outcome::Kept, words);
                    } else {
                        count.refused += 1;
                        let other = if updated(&taken.row) >= updated(&first.row) { std::mem::replace(first, taken) } else { taken };
                        let why = if updated(&first.row) == updated(&other.row) {
                            "stands further down and was not updated earlier"
                        } else {
                            "was updated later"
                        };
                        let words = format!("Another row with the same key, on line {}, {why}; that one was taken.", first.line);
                        self.say(file, other.line, None, "R-IMP-4", Outcome::Refused, words);
                    }
                }
            }
        }
        count.kept = rows.len() as u64;
        self.report.files.push(count);
        Ok(rows)
    }

    /// Why a row would hang in the air (R-IMP-5).
    fn broken_link(&self, file: File, links: &Links, raw: &RawRow<'_>) -> Option<(&'static str, Option<&'static str>, String)> {
        let info = file.info();
        let text = |column: usize| raw.text(column);
        if text(info.key).is_empty() {
            return Some(("R-IMP-4", Some(info.columns[info.key].name), "The row has no key, so nothing can be found by it.".to_owned()));
        }
        let broken = |name: &'static str, home: File| {
            Some((
                "R-IMP-5",
                Some(name),
                format!("No row of {} that was taken over has this {name}; the row would belong to nothing.", file_name(home)),
            ))
        };
        if let Some(owner) = links.client
            && !self.clients.contains_key(text(owner))
        {
            return broken("PersonalID", File::Client);
        }
        if let Some(column) = links.enrollment
            && !self.enrollments.contains_key(text(column))
        {
            return broken("EnrollmentID", File::Enrollment);
        }
        if let Some(column) = links.project
            && !self.keys.contains(&(File::Project, text(column).into()))
        {
            return broken("ProjectID", File::Project);
        }
        None
    }

    /// A row that hangs on nothing here, for who knows more. Nothing is said of its cells, since it is refused; a check reads it nowhere.
    fn loose(&self, file: File, column: &'static str, raw: RawRow<'_>, names: &[String]) -> Option<Loose> {
        let mut cells = Vec::with_capacity(raw.cells.len());
        for (at, text) in &raw.cells {
            let (form, _) = cell::read(file.info().columns[*at].kind, text, self.latest);
            cells.extend(u16::try_from(*at).ok().map(|column| (column, form)));
        }
        let row = Packed::tight(file, &cells);
        let beside = self.row_beside(&row, raw.extras, names);
        self.lines.is_none().then_some(Loose { line: raw.line, column, row, beside })
    }

    /// The cells in HUD's form, with a line for each that is not.
    fn row(&mut self, file: File, raw: RawRow<'_>) -> (Packed, Vec<(usize, String)>) {
        if raw.missing > 0 {
            let words = format!("The row ends {} early; what is missing is taken as blank.", count(raw.missing, "cell"));
            self.say(file, raw.line, None, "R-IMP-3", Outcome::Changed, words);
        }
        if raw.extra > 0 {
            let words = format!("The row has {} more than the header; what is beyond it was not taken over.", count(raw.extra, "cell"));
            self.say(file, raw.line, None, "R-IMP-3", Outcome::Refused, words);
        }
        let mut cells = Vec::with_capacity(raw.cells.len());
        for (at, text) in &raw.cells {
            cells.extend(u16::try_from(*at).ok().map(|column| (column, self.cell(file, raw.line, *at, text))));
        }
        (Packed::tight(file, &cells), raw.extras)
    }

    fn cell<'t>(&mut self, file: File, line: u64, column: usize, text: &'t str) -> Cow<'t, str> {
        let info = &file.info().columns[column];
        let born = file == at::client::DOB.file && column == usize::from(at::client::DOB.column);
        let (form, remark) = cell::read(info.kind, text, self.latest.map(|year| if born { year } else { year + 10 }));
        let Some(remark) = remark else {
            if matches!(form, Cow::Owned(_)) && form != text {
                *self.reformed.entry((file, column)).or_default() += 1;
            }
            return form;
        };
        let it = if cell::may_be_quoted(file, text) { format!("“{text}”") } else { "The value".to_owned() };
        match remark {
            Remark::Rewritten => {
                let words = format!("{it} is a date in a form that is not HUD's; it was read and will be written in HUD's form.");
                self.say(file, line, Some(info.name), "R-IMP-3", Outcome::Changed, words);
            }
            Remark::Odd => {
                let words = format!("{it} is not {}; kept as it came.", a_value_of(info.kind));
                self.say(file, line, Some(info.name), "R-IMP-6", Outcome::Kept, words);
            }
            Remark::NotListed => {
                let words = format!("{it} is not a code of this column's list; kept as it came.");
                self.say(file, line, Some(info.name), "R-IMP-6", Outcome::Kept, words);
            }
        }
        form
    }

    /// Puts rows where they belong.
    pub(super) fn place(&mut self, file: File, rows: Vec<Taken>) {
        let (owner, enrollment) = (file.info().owner, file.column("EnrollmentID"));
        for Taken { line, row, beside } in rows {
            let Some(owner) = owner else {
                if matches!(file, File::Project | File::Organization) {
                    self.keys.insert((file, row.key().into()));
                }
                self.soft_link(file, line, &row, at::project::ORGANIZATION_ID, File::Organization);
                if let Some(lines) = &mut self.lines {
                    lines.of_agency(file, line);
                }
                self.agency.push(row);
                self.agency.extend(beside);
                continue;
            };
            if file == File::Client {
                self.clients.insert(row.key().into(), self.folders.len());
                if let Some(lines) = &mut self.lines {
                    lines.of_chart(self.folders.len(), file, line);
                }
                self.folders.push(Folder(std::iter::once(row).chain(beside).collect()));
                continue;
            }
            let Some(client) = self.clients.get(row.cell(owner)).copied() else { continue };
            match file {
                File::Enrollment => drop(self.enrollments.insert(row.key().into(), client)),
                File::Event => drop(self.events.insert(row.key().into(), client)),
                File::Assessment => drop(self.keys.insert((file, row.key().into()))),
                _ => {}
            }
            if enrollment.and_then(|c| self.enrollments.get(row.cell(c))).is_some_and(|of| *of != client) {
                self.say(
                    file,
                    line,
                    Some("EnrollmentID"),
                    "R-IMP-5",
                    Outcome::Kept,
                    "The enrollment is another client's; kept as it came.",
                );
            }
            self.soft_link(file, line, &row, at::event::LOCATION_CRISIS_OR_PH_HOUSING, File::Project);
            self.soft_link(file, line, &row, at::assessment_questions::ASSESSMENT_ID, File::Assessment);
            self.soft_link(file, line, &row, at::assessment_results::ASSESSMENT_ID, File::Assessment);
            if let Some(lines) = &mut self.lines {
                lines.of_chart(client, file, line);
            }
            self.folders[client].0.push(row);
            self.folders[client].0.extend(beside);
        }
    }

    /// Remarks on a reference that leads nowhere, where the row makes sense without it.
    fn soft_link(&mut self, file: File, line: u64, row: &Packed, field: FieldId, home: File) {
        let key = row.cell(usize::from(field.column));
        if field.file == file && !key.is_empty() && !self.keys.contains(&(home, key.into())) {
            let key = home.info().columns[home.info().key].name;
            let words = format!("No row of {} that was taken over has this {key}; kept as it came.", file_name(home));
            self.say(file, line, Some(field.info().name), "R-IMP-5", Outcome::Kept, words);
        }
    }
}

/// When a row was last updated.
fn updated(row: &Packed) -> Option<Instant> {
    let column = row.file()?.column("DateUpdated")?;
    Instant::read(row.cell(column))
}

fn a_value_of(kind: Kind) -> &'static str {
    match kind {
        Kind::Id | Kind::Text(_) => "text",
        Kind::Day => "a date",
        Kind::Instant => "a date and time",
        Kind::Number => "a whole number",
        Kind::Code(_) => "a code",
        Kind::Money => "an amount",
    }
}

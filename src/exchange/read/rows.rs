//! The rows of one file: which are taken over, what is said of their cells, and where they are put.

use super::ahead::{Ahead, Part, Rest, Single};
use super::keys::Keys;
use super::{Astray, Loose, Named, Reading};
use crate::domain::folder::Folder;
use crate::domain::hud::ExportDirective;
use crate::domain::merge::moment;
use crate::domain::words::count;
use crate::domain::{ClientId, FieldId, File, Instant, Kind, Packed, at};
use crate::exchange::cell::{self, Remark};
use crate::exchange::error::Error;
use crate::exchange::file_name;
use crate::exchange::report::{FileCount, Line, Outcome};
use crate::exchange::table::{Beside, Heads, Lone, Torn};
use foldhash::fast::RandomState;
use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::hash::BuildHasher;

/// For so many rows of a client there is room from the start.
const ROWS: usize = 8;

/// A row that was taken over, and where it stood.
pub(super) struct Taken {
    line: u64,
    row: Packed,
    /// What stood beside it in columns that are not HUD's.
    beside: Option<Box<Packed>>,
    whose: Whose,
    /// See [`Single::clean`].
    clean: bool,
}

/// On whom a row hangs, by position in [`Reading::folders`].
#[derive(Clone, Copy, Default)]
struct Whose {
    client: Option<usize>,
    /// True where the enrollment that it names is another client's.
    elsewhere: bool,
}

/// The columns by which a row of a file hangs on others, looked up once for all its rows.
struct Links {
    client: Option<usize>,
    enrollment: Option<usize>,
    project: Option<usize>,
    household: Option<usize>,
    organization: Option<usize>,
}

impl Links {
    fn of(file: File) -> Self {
        let column = |name: &str, home: File| file.column(name).filter(|_| file != home);
        Self {
            client: file.info().owner.filter(|_| file != File::Client),
            enrollment: column("EnrollmentID", File::Enrollment),
            project: column("ProjectID", File::Project),
            household: file.column("HouseholdID"),
            organization: column("OrganizationID", File::Organization),
        }
    }

    /// The first of the ids by which a row is found and hangs on others that a spreadsheet rounded. By that of an export nothing hangs together.
    fn rounded(&self, file: File, row: &Packed) -> Option<&'static str> {
        let info = file.info();
        let ids = [Some(info.key), self.client, self.enrollment, self.project, self.household, self.organization];
        let rounded = ids.into_iter().flatten().find(|column| is_rounded(row.cell(*column)))?;
        (file != File::Export).then(|| info.columns[rounded].name)
    }
}

/// What a line is that databases write among the rows, and that is none.
fn is_no_row(file: File, row: &Packed, lone: Option<Lone>) -> Option<&'static str> {
    let info = file.info();
    let key = row.cell(info.key);
    match () {
        () if key.eq_ignore_ascii_case(info.columns[info.key].name) => Some("It is no row: it repeats the names of the columns."),
        () if key.len() >= DASHES && key.bytes().all(|byte| byte == b'-') => Some("It is no row: it is a line of dashes."),
        () if key.contains(" row") && (lone.is_some() || key.starts_with('(')) => Some("It is no row: it says how many rows there are."),
        () => lone.map(|lone| match lone {
            Lone::Words | Lone::Id => "It is no row: nothing stands in it but what would be its key.",
            Lone::Cut => {
                "It is no row: the file ends in what would be its key. It may have been cut short: take the export from your HMIS again."
            }
        }),
    }
}

/// So many dashes are no id any more, but a line below the names of columns.
const DASHES: usize = 3;
/// What is to be said of an id such as `8.12346E+16`.
const ROUNDED: &str = "A spreadsheet has rounded this id, as 8.12346E+16 for a number of seventeen digits, so nobody can tell which one it was. \
                       Take the export as your HMIS wrote it.";

/// True for a number as spreadsheets show long ones: `8.12346E+16`.
fn is_rounded(id: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    id.split_once("E+").is_some_and(|(number, exponent)| {
        let (first, rest) = number.split_once('.').unwrap_or((number, "0"));
        first.len() == 1 && digits(first) && digits(rest) && digits(exponent)
    })
}

impl Reading {
    /// The rows of a file that can be taken over, each key once; and its columns, with what was seen of them.
    pub(super) fn rows(&mut self, file: File, heads: &Heads, ahead: &Ahead) -> Result<(Vec<Taken>, Heads), Error> {
        let mut count = FileCount { file: file_name(file), ..FileCount::default() };
        // The room of the file before.
        let mut rows = std::mem::take(&mut self.taken);
        let mut places = Places::default();
        let links = Links::of(file);
        let (mut whole, mut left_of_row) = (true, false);
        let is_delta = self.is_delta();
        let read = loop {
            let (hand, rows_of_hand) = match ahead.next()? {
                Part::Rows(hand, rows) => (hand, rows),
                Part::End(heads) => break heads,
                Part::Begin(_) => continue,
            };
            self.progress.steps(hand.len())?;
            count.read += hand.len() as u64;
            for (single, row) in hand.into_iter().zip(rows_of_hand) {
                self.progress.ask()?;
                let Single { line, rest, clean } = single;
                let lone = rest.as_ref().and_then(|rest| rest.beside.lone);
                if let Some(words) = is_no_row(file, &row, lone) {
                    // Of what came nothing is missing by it, unless it is what is left of a row: at the foot of a table none is.
                    count.refused += 1;
                    whole &= !matches!(lone, Some(Lone::Cut));
                    left_of_row |= matches!(lone, Some(Lone::Id));
                    self.say(file, line, None, "R-IMP-4", Outcome::Refused, words);
                    continue;
                }
                let alone = |beside: &Beside| beside.missing + beside.extra == 0 && !beside.torn.is_some_and(|torn| torn.lines);
                whole &= !left_of_row && rest.as_ref().is_none_or(|rest| alone(&rest.beside));
                let whose = match rest.as_ref().and_then(|rest| rest.beside.broken) {
                    Some(why) => Err(("R-IMP-3", None, format!("The row cannot be read: {why}."))),
                    None => self.whose(file, &links, &row),
                };
                let whose = match whose {
                    Ok(whose) => whose,
                    Err((rule, column, words)) => {
                        count.refused += 1;
                        whole = false;
                        self.say(file, line, column, rule, Outcome::Refused, words);
                        // A check reads it nowhere else.
                        if let (Some(column), "R-IMP-5", None) = (column, rule, &self.lines) {
                            // Only of a delta somebody may know of a place for it; of any other it counts that it is there.
                            let rest = rest.filter(|_| is_delta).map(|rest| *rest).unwrap_or_default();
                            let remarks = remarks(file, line, &rest).chain(reformed(file, line, &rest)).collect();
                            let beside = self.row_beside(&row, rest.beside.extras, heads);
                            self.loose.push(Loose { line, column, row, beside, remarks });
                        }
                        continue;
                    }
                };
                let beside = rest.and_then(|rest| {
                    self.remark(file, line, &rest);
                    self.row_beside(&row, rest.beside.extras, heads).map(Box::new)
                });
                self.take(file, Taken { line, row, beside, whose, clean }, &mut rows, &mut places, &mut count);
            }
        };
        count.kept = rows.len() as u64;
        self.whole.extend(whole.then_some(file));
        self.report.files.push(count);
        Ok((rows, read))
    }

    /// Takes a row over, unless one of the same key was taken that is as new (R-IMP-4).
    fn take(&mut self, file: File, taken: Taken, rows: &mut Vec<Taken>, places: &mut Places, count: &mut FileCount) {
        let Some(place) = places.put(rows.len(), taken.row.key(), |at| rows.get(at).map_or("", |other| other.row.key())) else {
            return rows.push(taken);
        };
        let first = &mut rows[place];
        if first.row == taken.row && first.beside == taken.beside {
            count.repeated += 1;
            let words = format!("The row says word for word what line {} says; it was taken once.", first.line);
            self.say(file, taken.line, None, "R-IMP-4", Outcome::Kept, words);
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

    fn is_delta(&self) -> bool {
        self.export.export_directive.is(ExportDirective::DeltaRefresh)
    }

    /// On whom a row hangs, or why it would hang in the air (R-IMP-5).
    fn whose(&self, file: File, links: &Links, row: &Packed) -> Result<Whose, (&'static str, Option<&'static str>, String)> {
        let info = file.info();
        if row.cell(info.key).is_empty() {
            return Err(("R-IMP-4", Some(info.columns[info.key].name), "The row has no key, so nothing can be found by it.".to_owned()));
        }
        if let Some(column) = links.rounded(file, row) {
            return Err(("R-IMP-4", Some(column), ROUNDED.to_owned()));
        }
        let broken = |name: &'static str, home: File| {
            let words = format!("No row of {} that was taken over has this {name}; the row would belong to nothing.", file_name(home));
            ("R-IMP-5", Some(name), words)
        };
        let found = |column: Option<usize>, keys: &Keys| column.map(|column| keys.get(row.cell(column)));
        let (client, enrollment) = (found(links.client, &self.clients), found(links.enrollment, &self.enrollments));
        let client = client.map(|of| of.ok_or_else(|| broken("PersonalID", File::Client))).transpose()?;
        let enrollment = enrollment.map(|of| of.ok_or_else(|| broken("EnrollmentID", File::Enrollment))).transpose()?;
        if links.project.is_some_and(|column| !self.has_key(File::Project, row.cell(column))) {
            return Err(broken("ProjectID", File::Project));
        }
        Ok(Whose { client, elsewhere: enrollment.is_some() && enrollment != client })
    }

    /// A line for what is not in HUD's form.
    fn remark(&mut self, file: File, line: u64, rest: &Rest) {
        for of in &rest.reformed {
            *self.reformed.entry((file, *of)).or_default() += 1;
        }
        remarks(file, line, rest).for_each(|line| self.report.push(line));
    }

    /// Puts rows where they belong.
    pub(super) fn place(&mut self, file: File, mut rows: Vec<Taken>) {
        let has_owner = file.info().owner.is_some();
        for Taken { line, row, beside, whose, clean } in rows.drain(..) {
            if !has_owner {
                if matches!(file, File::Project | File::Organization) {
                    self.keys.entry(file).or_default().insert(row.key(), 0);
                }
                self.soft_link(file, line, &row, at::project::ORGANIZATION_ID, File::Organization);
                if let Some(lines) = &mut self.lines {
                    lines.of_agency(file, line);
                }
                self.agency.push(row);
                self.agency.extend(beside.map(|beside| *beside));
                continue;
            }
            if file == File::Client {
                self.clients.insert(row.key(), self.folders.len());
                if let Some(lines) = &mut self.lines {
                    lines.of_chart(self.folders.len(), file, line, clean);
                }
                let mut rows = Vec::with_capacity(ROWS);
                rows.push(row);
                rows.extend(beside.map(|beside| *beside));
                self.folders.push(Folder(rows));
                continue;
            }
            let Some(client) = whose.client else { continue };
            match file {
                File::Enrollment => self.enrollments.insert(row.key(), client),
                File::Event => self.events.insert(row.key(), client),
                File::Assessment => self.keys.entry(file).or_default().insert(row.key(), client),
                _ => {}
            }
            if whose.elsewhere {
                self.astray(Astray { file, key: row.key().to_owned(), line });
            }
            self.soft_link(file, line, &row, at::event::LOCATION_CRISIS_OR_PH_HOUSING, File::Project);
            self.soft_link(file, line, &row, at::assessment_questions::ASSESSMENT_ID, File::Assessment);
            self.soft_link(file, line, &row, at::assessment_results::ASSESSMENT_ID, File::Assessment);
            if let Some(lines) = &mut self.lines {
                lines.of_chart(client, file, line, clean);
            }
            self.folders[client].0.push(row);
            self.folders[client].0.extend(beside.map(|beside| *beside));
        }
        self.taken = rows;
    }

    /// A row of which an import says what becomes of it; a check, which knows no records, says what it sees.
    fn astray(&mut self, row: Astray) {
        if self.lines.is_some() { self.report.push(row.remark()) } else { self.astray.push(row) }
    }

    /// Remarks on a reference that leads nowhere, where the row makes sense without it. A delta names what its reader has, so somebody is to
    /// look there first.
    fn soft_link(&mut self, file: File, line: u64, row: &Packed, field: FieldId, home: File) {
        if field.file != file {
            return;
        }
        let key = row.cell(usize::from(field.column));
        if key.is_empty() || self.has_key(home, key) {
            return;
        }
        let owner = file.info().owner.map(|at| ClientId::new(row.cell(at)));
        let named = Named { line, field, home, key: key.to_owned(), owner };
        if self.lines.is_none() && self.is_delta() {
            self.named.push(named);
        } else {
            self.report.push(named.remark());
        }
    }
}

/// What there is to say of the cells of a row.
fn remarks(file: File, line: u64, rest: &Rest) -> impl Iterator<Item = Line> {
    let of_row = move |rule, outcome, words| Line { file: file_name(file), line, column: None, rule, outcome, words };
    let missing = (rest.beside.missing > 0).then(|| {
        let words = format!("The row ends {} early; what is missing is taken as blank.", count(rest.beside.missing, "cell"));
        of_row("R-IMP-3", Outcome::Changed, words)
    });
    let extra = (rest.beside.extra > 0).then(|| {
        let words = format!("The row has {} more than the header; what is beyond it was not taken over.", count(rest.beside.extra, "cell"));
        of_row("R-IMP-3", Outcome::Refused, words)
    });
    let torn = rest.beside.torn.map(|_| of_row("R-IMP-3", Outcome::Changed, Torn::WORDS.to_owned()));
    let cells = rest.remarks.iter().map(move |(column, remark, text)| {
        let info = &file.info().columns[*column];
        let it = if cell::may_be_quoted(file, text) { format!("“{text}”") } else { "The value".to_owned() };
        let (rule, outcome, words) = match remark {
            Remark::Rewritten => (
                "R-IMP-3",
                Outcome::Changed,
                format!("{it} is a date in a form that is not HUD's; it was read and will be written in HUD's form."),
            ),
            Remark::Odd => ("R-IMP-6", Outcome::Kept, format!("{it} is not {}; kept as it came.", a_value_of(info.kind))),
            Remark::NotListed => ("R-IMP-6", Outcome::Kept, format!("{it} is not a code of this column's list; kept as it came.")),
        };
        Line { column: Some(info.name.to_owned()), ..of_row(rule, outcome, words) }
    });
    missing.into_iter().chain(extra).chain(torn).chain(cells)
}

/// The cells of a row that HUD writes otherwise, each by itself; those of a file are counted (`Reading::forms`).
fn reformed(file: File, line: u64, rest: &Rest) -> impl Iterator<Item = Line> {
    rest.reformed.iter().map(move |(at, form)| Line {
        file: file_name(file),
        line,
        column: Some(file.info().columns[*at].name.to_owned()),
        rule: "R-IMP-3",
        outcome: Outcome::Changed,
        words: format!("{}.", form.words()),
    })
}

/// Where the rows of a file stand by their keys, without keeping a key twice: by its hash, and by itself where another has the same hash.
#[derive(Default)]
struct Places {
    by_hash: HashMap<u64, usize, RandomState>,
    others: HashMap<Box<str>, usize>,
    hasher: RandomState,
}

impl Places {
    /// Where the row of this key stands; none where there was none, and now it is at `here`. `key_of` says which key a row has.
    fn put<'k>(&mut self, here: usize, key: &str, key_of: impl Fn(usize) -> &'k str) -> Option<usize> {
        match self.by_hash.entry(self.hasher.hash_one(key)) {
            Entry::Vacant(free) => {
                free.insert(here);
                None
            }
            Entry::Occupied(known) if key_of(*known.get()) == key => Some(*known.get()),
            Entry::Occupied(_) => match self.others.entry(key.into()) {
                Entry::Vacant(free) => {
                    free.insert(here);
                    None
                }
                Entry::Occupied(known) => Some(*known.get()),
            },
        }
    }
}

/// When a row was last updated.
pub(in crate::exchange) fn updated(row: &Packed) -> Option<Instant> {
    let column = row.file()?.column("DateUpdated")?;
    moment(row.cell(column))
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

//! A check over an export or over a desk's own records: what its reader says and what the rules say, in one list, each with the place
//! where it can be mended.
//!
//! No entry shows who somebody is: a value is shown where it can only be a code, a date, an amount or an id.

use super::cell;
use super::lines::{Lines, Looked};
use super::read::{self, Source, Version};
use super::report::{FileCount, Line, Outcome, Report};
use super::{file_name, name_of};
use crate::domain::check::{self, Located, Sent};
use crate::domain::folder::Charts;
use crate::domain::progress::{Cancelled, Progress, Stage, Watched};
use crate::domain::rule::Rule;
use crate::domain::words::count;
use crate::domain::{Agency, ClientId, Day, EnrollmentId, FieldId, File, Row, Severity};
use foldhash::fast::RandomState;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::path::Path;
use std::thread;

/// What stands for a value that is not shown.
pub const HIDDEN: &str = "(hidden)";

/// One thing that is wrong, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Said {
    /// How much it matters.
    pub severity: Severity,
    /// The rule.
    pub rule: Rule,
    /// The file, such as `Event.csv`.
    pub file: Cow<'static, str>,
    /// The physical line in it, the header being line 1; none where the whole file is meant, or there is no file.
    pub line: Option<u64>,
    /// The row's key; empty where no row is meant.
    pub id: String,
    /// In whose chart it stands, where it does.
    pub owner: Option<ClientId>,
    /// The enrollment that the row is about; blank where it is about none.
    pub stay: EnrollmentId,
    /// The field that would be changed, where a rule named it.
    pub field: Option<FieldId>,
    /// The column, where it is one.
    pub column: Option<Cow<'static, str>>,
    /// What stands there, or [`HIDDEN`].
    pub value: String,
    /// What is wrong and what to do.
    pub words: String,
    /// True where it is about what was written here, or follows from it; none in a file, of which nobody here wrote anything.
    pub own: Option<bool>,
}

impl Said {
    /// The row that it is about, by file and key; none where it is about a whole file or column.
    pub fn row(&self) -> Option<(File, String)> {
        let file = File::ALL.iter().copied().find(|file| file_name(*file) == self.file)?;
        (!self.id.is_empty()).then(|| (file, self.id.clone()))
    }
}

/// How often a rule spoke so.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// How much it matters.
    pub severity: Severity,
    /// The rule.
    pub rule: Rule,
    /// How often.
    pub count: u64,
}

/// The result of a check.
#[derive(Debug, Clone, Default)]
pub struct Checked {
    /// Everything that was found, by file and line.
    pub said: Vec<Said>,
    /// How many rows of each file were read; none of a desk's own records.
    pub files: Vec<FileCount>,
    /// Clients.
    pub clients: usize,
    /// True where names and Social Security Numbers are hashed, so that the rules about them were left out.
    pub hashed: bool,
    /// Of these kinds only the first thousand are listed, and so many more were counted, by file.
    more: Vec<(Count, String)>,
}

impl Checked {
    /// Checks an export. Nothing is taken over.
    ///
    /// # Errors
    /// Where it cannot be read at all.
    pub fn file(path: &Path, today: Day, progress: &Progress) -> Result<Self, super::Error> {
        let read::Inspected { source, lines, hashed } = read::inspect(path, progress)?;
        let Source { export, agency, folders, absent, report, .. } = &source;
        progress.begin(Stage::Checking, folders.len())?;
        let (places, looked) = (Places::new(agency, folders.as_slice(), Some(&lines)), Looked { folders, lines: &lines });
        let said =
            check::export_as(agency, &Watched(&looked, progress), &Sent { export, absent, hashed }, today, |found| places.said(found));
        progress.ask()?;
        let mut checked = Self { said, files: report.files.clone(), clients: folders.len(), hashed, ..Self::default() };
        checked.read(report, source.version);
        thread::scope(|scope| {
            // A million rows are wiped while their findings are put in order; where no thread is to be had, before that.
            drop(thread::Builder::new().spawn_scoped(scope, move || drop(source)));
            checked.said.sort_by_cached_key(|s| (place_of(&s.file), s.line, s.column.clone(), s.rule));
        });
        Ok(checked)
    }

    /// Checks a desk's own records.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn records<C: Charts + ?Sized>(agency: &Agency, charts: &C, today: Day, progress: &Progress) -> Result<Self, Cancelled> {
        progress.begin(Stage::Checking, charts.count())?;
        let places = Places::new(agency, charts, None);
        let said = check::everything_as(agency, &Watched(charts, progress), today, |found| places.said(found));
        progress.ask()?;
        Ok(Self::of_records(said, charts.count()))
    }

    /// What was found in records, by file and key.
    pub(super) fn of_records(mut said: Vec<Said>, clients: usize) -> Self {
        said.sort_by_cached_key(|s| (place_of(&s.file), s.id.clone(), s.column.clone(), s.rule));
        Self { said, clients, ..Self::default() }
    }

    /// How often each rule spoke, the worst first.
    pub fn counts(&self) -> Vec<Count> {
        let mut counts: BTreeMap<(std::cmp::Reverse<Severity>, Rule), u64> = BTreeMap::new();
        for said in &self.said {
            *counts.entry((std::cmp::Reverse(said.severity), said.rule)).or_default() += 1;
        }
        for (more, _) in &self.more {
            *counts.entry((std::cmp::Reverse(more.severity), more.rule)).or_default() += more.count;
        }
        counts.into_iter().map(|((severity, rule), count)| Count { severity: severity.0, rule, count }).collect()
    }

    /// How many findings there are of a severity.
    pub fn of(&self, severity: Severity) -> u64 {
        let listed = self.said.iter().filter(|s| s.severity == severity).count() as u64;
        listed + self.more.iter().filter(|(c, _)| c.severity == severity).map(|(c, _)| c.count).sum::<u64>()
    }

    /// How many were counted and are not listed.
    pub fn unlisted(&self) -> u64 {
        self.more.iter().map(|(c, _)| c.count).sum()
    }

    /// Keeps what somebody wants to see.
    pub fn keep(&mut self, mut wanted: impl FnMut(Severity, Rule, &str) -> bool) {
        self.said.retain(|s| wanted(s.severity, s.rule, &s.file));
        self.more.retain(|(c, file)| wanted(c.severity, c.rule, file));
    }

    /// What the reader said. A code that is not in its list, the rules say of the row itself.
    fn read(&mut self, report: &Report, version: Version) {
        for line in report.lines.iter().filter(|l| !is_judged(&l.file, l.rule, l.column.as_deref(), l.outcome)) {
            let Some(rule) = rule_of(&line.file, line.rule) else { continue };
            let Line { file, column, words, outcome, .. } = line.clone();
            // An earlier year has not the columns of today.
            let earlier = version == Version::Fy2024 && rule == Rule::R_IMP_2 && column.is_some();
            let severity = if earlier { Severity::Note } else { severity_of(rule, outcome) };
            let (file, column) = (Cow::Owned(file), column.map(Cow::Owned));
            let line = Some(line.line).filter(|l| *l > 0);
            let (id, value, stay) = (String::new(), String::new(), EnrollmentId::default());
            self.said.push(Said { severity, rule, file, line, id, owner: None, stay, field: None, column, value, words, own: None });
        }
        for more in report.more.iter().filter(|m| !is_judged(&m.file, m.rule, m.column.as_deref(), m.outcome)) {
            let same = |l: &&Line| (&l.file, &l.column, l.rule, l.outcome) == (&more.file, &more.column, more.rule, more.outcome);
            let listed = report.lines.iter().filter(same).count() as u64;
            let count = more.count.saturating_sub(listed);
            let counted = |rule| (Count { severity: severity_of(rule, more.outcome), rule, count }, more.file.clone());
            self.more.extend(rule_of(&more.file, more.rule).map(counted));
        }
    }
}

/// What a check found, in a sentence.
pub fn headline(checked: &Checked) -> String {
    let of = |severity, word| count(checked.of(severity), word);
    let found = [of(Severity::Stop, "error"), of(Severity::Fix, "warning"), of(Severity::Note, "note")];
    let hashed = if checked.hashed { " Names and Social Security Numbers are hashed, so the rules about them were left out." } else { "" };
    format!("Checked {}: {}, {}, {}.{hashed}", count(checked.clients, "client"), found[0], found[1], found[2])
}

/// True for what the rules say, too: codes of HUD's files, and locations that are no program.
fn is_judged(file: &str, rule: &str, column: Option<&str>, outcome: Outcome) -> bool {
    let location = crate::domain::at::event::LOCATION_CRISIS_OR_PH_HOUSING.info().name;
    let of_hud = place_of(file) < File::HUD.len();
    outcome == Outcome::Kept && of_hud && (rule == "R-IMP-6" || (rule == "R-IMP-5" && column == Some(location)))
}

/// The rule of a reader's line. Two rows of one client have a rule of their own.
fn rule_of(file: &str, id: &str) -> Option<Rule> {
    let rule = Rule::from_id(id)?;
    Some(if rule == Rule::R_IMP_4 && file == file_name(File::Client) { Rule::R_DUP_1 } else { rule })
}

/// How much it matters to who receives the export that its reader had to say this.
fn severity_of(rule: Rule, outcome: Outcome) -> Severity {
    let breaks = matches!(rule, Rule::R_IMP_2 | Rule::R_IMP_4 | Rule::R_DUP_1 | Rule::R_CSV_9);
    match outcome {
        Outcome::Refused => Severity::Stop,
        Outcome::Kept if breaks => Severity::Stop,
        Outcome::Changed | Outcome::Kept => Severity::Fix,
        Outcome::Retired | Outcome::Gone => Severity::Note,
    }
}

/// Where a file stands in HUD's order; others come after.
fn place_of(name: &str) -> usize {
    let stem = name.strip_suffix(".csv").unwrap_or(name);
    File::HUD.iter().position(|f| f.info().name == stem).unwrap_or(File::HUD.len())
}

/// The enrollment that a row is about.
fn stay_of(row: &dyn Row) -> Option<EnrollmentId> {
    row.file().column("EnrollmentID").map(|at| EnrollmentId::new(row.peek(at)))
}

/// So many rows are looked through faster than they are put in a table.
const FEW: usize = 64;

/// A row, and where it stood.
type Found<'a> = (&'a dyn Row, Option<u64>);

/// Where the rows stand that findings name.
pub(super) struct Places<'a, C: ?Sized> {
    agency: &'a Agency,
    charts: &'a C,
    lines: Option<&'a Lines>,
    by_client: HashMap<ClientId, usize, RandomState>,
}

impl<'a, C: Charts + ?Sized> Places<'a, C> {
    /// The rows of an agency and its charts, and the lines on which they stood where that is known.
    pub fn new(agency: &'a Agency, charts: &'a C, lines: Option<&'a Lines>) -> Self {
        let mut by_client = HashMap::with_capacity_and_hasher(charts.count(), RandomState::default());
        by_client.extend((0..charts.count()).filter_map(|at| Some((charts.client(at)?, at))));
        Self { agency, charts, lines, by_client }
    }

    /// Findings, each with the place where it can be mended.
    pub fn said(&self, found: Vec<Located>) -> Vec<Said> {
        let mut finder = Finder::new(self);
        found.into_iter().map(|located| finder.said(located)).collect()
    }
}

/// Finds the rows that findings name. The rows of one chart are gone through once, not once for each of its findings.
struct Finder<'a, C: ?Sized> {
    places: &'a Places<'a, C>,
    /// Whose chart was asked for last; none is the agency.
    open: Option<Option<ClientId>>,
    rows: Vec<(File, Found<'a>)>,
    /// The same by their keys, where there are many.
    by_key: HashMap<(File, String), Found<'a>>,
}

impl<'a, C: Charts + ?Sized> Finder<'a, C> {
    fn new(places: &'a Places<'a, C>) -> Self {
        Self { places, open: None, rows: Vec::new(), by_key: HashMap::new() }
    }

    /// A finding with the place where it can be mended.
    fn said(&mut self, Located { file, key, owner, finding }: Located) -> Said {
        if self.open.as_ref() != Some(&owner) {
            self.open(owner.as_ref().and_then(|owner| self.places.by_client.get(owner).copied()));
            self.open = Some(owner.clone());
        }
        let found = self.row(file, &key);
        Said {
            severity: finding.severity,
            rule: finding.rule,
            file: Cow::Borrowed(name_of(file)),
            line: found.and_then(|(_, line)| line),
            stay: found.and_then(|(row, _)| stay_of(row)).unwrap_or_default(),
            value: self.value(found, &key, finding.field).unwrap_or_default(),
            id: key,
            owner,
            field: Some(finding.field),
            column: Some(Cow::Borrowed(finding.field.info().name)),
            words: finding.words,
            own: None,
        }
    }

    /// The value of a field as it may be shown, of the row that was found by this key. What we keep beside an event is named by the
    /// event's key.
    fn value(&self, found: Option<Found<'a>>, key: &str, field: FieldId) -> Option<String> {
        let (row, _) = found.filter(|(row, _)| row.file() == field.file).or_else(|| self.row(field.file, key))?;
        Some(cell::shown(field, &row.peek(usize::from(field.column))).into_owned())
    }

    /// The last row of a file with this key.
    fn row(&self, file: File, key: &str) -> Option<Found<'a>> {
        if !self.by_key.is_empty() {
            return self.by_key.get(&(file, key.to_owned())).copied();
        }
        let is_it = |(of, (row, _)): &&(File, Found<'a>)| *of == file && row.peek(file.info().key) == key;
        self.rows.iter().rev().find(is_it).map(|(_, found)| *found)
    }

    fn open(&mut self, chart: Option<usize>) {
        let rows: Vec<&'a dyn Row> = match chart {
            Some(at) => self.places.charts.rows(at).collect(),
            None => self.places.agency.rows().collect(),
        };
        let mut marks = self.places.lines.map(|lines| lines.of(chart));
        let with_line = |row: &'a dyn Row| (row.file(), (row, marks.as_mut().and_then(|marks| marks.next(row.file()))));
        self.rows.clear();
        self.rows.extend(rows.into_iter().map(with_line));
        self.by_key.clear();
        if self.rows.len() > FEW {
            self.by_key.extend(self.rows.drain(..).map(|(file, (row, line))| ((file, row.key()), (row, line))));
        }
    }
}

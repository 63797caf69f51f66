//! Reading an HMIS CSV export: every row into its place, and a line for everything that is not as HUD wants it.

mod again;
mod ahead;
mod answers;
mod beside;
mod hashed;
mod keys;
mod named;
mod rows;
mod torn;
mod version;

use super::cell::Form;
use super::custom;
use super::dialect::Dialect;
use super::error::Error;
use super::file_name;
use super::lines::Lines;
use super::package::{Package, Shut};
use super::report::{Line, Outcome, Report};
use crate::domain::folder::Folder;
use crate::domain::hud::{Export, ExtraFile};
use crate::domain::progress::{Progress, Stage};
use crate::domain::{Agency, Chart, FieldId, File, Packed};
use ahead::{Ahead, By, Part};
use foldhash::fast::RandomState;
use keys::Keys;
use std::collections::hash_map::Entry;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::mpsc;
use std::thread;

pub(super) use again::{Sought, lines_of};
pub use named::{Astray, Named};
use rows::Taken;
pub(super) use rows::updated;
pub use version::Version;

/// The files without which an export is of no use to us (R-IMP-2).
const NEEDED: [File; 5] = [File::Export, File::Project, File::Organization, File::Client, File::Enrollment];

/// What was read.
#[derive(Debug, Clone)]
pub struct Source {
    /// The year of its specification.
    pub version: Version,
    /// Its `Export.csv` row; empty where there is none.
    pub export: Export,
    /// Every row that belongs to no client.
    pub agency: Agency,
    /// The clients, in the order of `Client.csv`, each with everything that hangs on them.
    pub folders: Vec<Folder>,
    /// Columns that the export does not have; what the desk holds in them stays.
    pub absent: Vec<FieldId>,
    /// The columns of each file that are not HUD's.
    pub columns: BTreeMap<File, Vec<String>>,
    /// The files that are not HUD's.
    pub files: Vec<ExtraFile>,
    /// Rows that hang on nothing in the export.
    pub loose: Vec<Loose>,
    /// What rows of a delta name, and it does not have.
    pub named: Vec<Named>,
    /// The rows that name an enrollment of another client.
    pub astray: Vec<Astray>,
    /// The files of which every row was taken over, and none looks as if it had taken another in: what is missing there was left out.
    pub whole: BTreeSet<File>,
    /// What became of it.
    pub report: Report,
    /// Where it was read from; none of what was put together otherwise.
    pub path: Option<PathBuf>,
}

/// A row of which nothing in the export says what it hangs on. It is counted as refused, until somebody knows of a place for it.
#[derive(Debug, Clone)]
pub struct Loose {
    /// The line on which it stood.
    pub line: u64,
    /// The column that leads nowhere.
    pub column: &'static str,
    /// The row.
    pub row: Packed,
    /// What stood beside it in columns that are not HUD's.
    pub beside: Option<Packed>,
    /// What is to be said of its cells once it has a place.
    pub remarks: Vec<Line>,
}

impl Source {
    /// The clients as charts, one after the other.
    pub fn charts(&self) -> impl Iterator<Item = Chart> {
        self.folders.iter().map(Folder::chart)
    }
}

/// Reads an export from a zip or a folder.
///
/// Errors where it cannot be imported at all; everything less is a line of the report.
pub fn read(path: &Path) -> Result<Source, Error> {
    read_watched(path, &Progress::default())
}

/// The same, counted row by row, and called off where somebody wants that.
///
/// # Errors
/// As [`read`], and where it was called off.
pub fn read_watched(path: &Path, progress: &Progress) -> Result<Source, Error> {
    let read = take_in(Reading { progress: progress.clone(), ..Reading::default() }, path)?.finish();
    Ok(Source { path: Some(path.to_owned()), ..read })
}

/// An export that was read to be looked at, not to be taken over.
pub(super) struct Inspected {
    /// What was read.
    pub source: Source,
    /// Where each row stood.
    pub lines: Lines,
    /// True where names and Social Security Numbers are hashed (R-IMP-9).
    pub hashed: bool,
}

/// Reads an export to look at it: hashed ones too, and the line of each row is kept.
pub(super) fn inspect(path: &Path, progress: &Progress) -> Result<Inspected, Error> {
    let mut reading = take_in(Reading { lines: Some(Lines::default()), progress: progress.clone(), ..Reading::default() }, path)?;
    let mut lines = reading.lines.take().unwrap_or_default();
    lines.settle();
    let hashed = reading.hashed;
    Ok(Inspected { source: reading.finish(), lines, hashed })
}

/// Every file of an export, each where it belongs.
fn take_in(mut reading: Reading, path: &Path) -> Result<Reading, Error> {
    reading.progress.begin(Stage::Reading, 0)?;
    let mut package = Package::open(path)?;
    let (found, others) = reading.survey(&package);
    // What the export says of itself, the reading of the others hangs on.
    let (itself, mut rest): (Vec<File>, Vec<File>) = File::HUD.iter().partition(|file| **file == File::Export);
    rest.extend(found.contains_key(&File::Referral).then_some(File::Referral));
    reading.files(&itself, &found, &mut package)?;
    reading.begin();
    reading.files(&rest, &found, &mut package)?;
    reading.files_beside(&mut package, &others)?;
    Ok(reading)
}

#[derive(Default)]
struct Reading {
    report: Report,
    version: Option<Version>,
    export: Export,
    latest: Option<i32>,
    absent: Vec<FieldId>,
    columns: BTreeMap<File, Vec<String>>,
    files: Vec<ExtraFile>,
    agency: Vec<Packed>,
    folders: Vec<Folder>,
    loose: Vec<Loose>,
    named: Vec<Named>,
    astray: Vec<Astray>,
    whole: BTreeSet<File>,
    clients: Keys,
    /// Client of every enrollment, by position in `folders`.
    enrollments: Keys,
    /// Client of every event.
    events: Keys,
    /// Keys of the files that others refer to without a client.
    keys: HashMap<File, Keys, RandomState>,
    /// Where each row stood, where somebody will ask. Then a hashed export is read, too.
    lines: Option<Lines>,
    /// How many cells HUD writes otherwise, by column and how.
    reformed: BTreeMap<(File, (usize, Form)), u64>,
    /// HUD's files that are links or devices.
    shut: HashMap<File, Shut>,
    /// True where the names and numbers of the clients cannot be read.
    hashed: bool,
    /// Room for the rows of a file, until they are put where they belong.
    taken: Vec<Taken>,
    /// Who is told of each row.
    progress: Progress,
}

impl Reading {
    fn say(&mut self, file: File, line: u64, column: Option<&str>, rule: &'static str, outcome: Outcome, words: impl Into<String>) {
        self.say_of(&file_name(file), line, column, rule, outcome, words);
    }

    fn say_of(&mut self, file: &str, line: u64, column: Option<&str>, rule: &'static str, outcome: Outcome, words: impl Into<String>) {
        let (file, column) = (file.to_owned(), column.map(str::to_owned));
        self.report.push(Line { file, line, column, rule, outcome, words: words.into() });
    }

    /// Which entry is which file, and those that are none.
    fn survey(&mut self, package: &Package) -> (HashMap<File, usize>, Vec<usize>) {
        let (mut found, mut others) = (HashMap::new(), Vec::new());
        for (at, item) in package.items().iter().enumerate() {
            let stem = item.name.len().checked_sub(4).and_then(|n| Some((item.name.get(..n)?, item.name.get(n..)?)));
            let stem = stem.filter(|(_, end)| end.eq_ignore_ascii_case(".csv")).map(|(stem, _)| stem);
            let file = stem.and_then(|stem| File::HUD.iter().copied().find(|f| f.info().name.eq_ignore_ascii_case(stem)));
            let ours = stem.is_some_and(|s| s.eq_ignore_ascii_case(custom::NAME)).then_some(File::Referral);
            if let Some(why) = item.shut() {
                self.say_of(&item.name, 0, None, "R-IMP-1", Outcome::Refused, format!("It is {why}. Put the file itself in its place."));
                self.shut.extend(file.map(|file| (file, why)));
                continue;
            }
            match file.or(ours).map(|file| found.entry(file)) {
                Some(Entry::Vacant(free)) => drop(free.insert(at)),
                Some(Entry::Occupied(_)) => {
                    let words = "The file stands there twice; only the first was read.";
                    self.say_of(&item.name, 0, None, "R-IMP-1", Outcome::Refused, words);
                }
                None => others.push(at),
            }
        }
        self.folders_beside(package);
        (found, others)
    }

    /// True where a row of this file was taken over that others may refer to by this key.
    fn has_key(&self, file: File, key: &str) -> bool {
        self.keys.get(&file).is_some_and(|keys| keys.has(key))
    }

    /// True for a file without which nothing is read (R-IMP-2). Who only looks at an export is told of all that is wrong.
    fn needs(&self, file: File) -> bool {
        NEEDED.contains(&file) && (self.lines.is_none() || file == File::Export)
    }

    /// Takes these files in, in this order, while a thread of its own reads ahead.
    fn files(&mut self, files: &[File], found: &HashMap<File, usize>, package: &mut Package) -> Result<(), Error> {
        let by = By { latest: self.latest, checked: self.lines.is_some().then(|| self.export.clone()) };
        let here: Vec<(File, usize)> = files.iter().filter_map(|file| Some((*file, *found.get(file)?))).collect();
        thread::scope(|scope| {
            let (tell, parts) = mpsc::sync_channel(ahead::WAITING);
            let read = move || ahead::read(package, &here, &by, &tell);
            thread::Builder::new().spawn_scoped(scope, read).map_err(|source| Error::Busy { source })?;
            let ahead = Ahead(parts);
            for file in files.iter().copied() {
                match found.get(&file) {
                    Some(_) if file == File::Referral => self.custom(&ahead)?,
                    Some(_) => self.file(file, &ahead)?,
                    None if self.needs(file) => {
                        let (file, shut) = (file_name(file), self.shut.get(&file).copied());
                        return Err(shut.map_or(Error::MissingFile { file: file.clone() }, |why| Error::Shut { file, why }));
                    }
                    // That was said where it was found.
                    None if self.shut.contains_key(&file) => {}
                    None => self.say(file, 0, None, "R-IMP-2", Outcome::Kept, "The file is missing; it is taken as empty."),
                }
                if file == File::Client {
                    self.settle_version()?;
                    self.settle_hashed()?;
                }
            }
            Ok(())
        })
    }

    fn file(&mut self, file: File, ahead: &Ahead) -> Result<(), Error> {
        let Part::Begin(heads) = ahead.next()? else { return Ok(()) };
        let info = file.info();
        if file == File::Client && self.version.is_none() {
            self.version_by_columns(&heads);
        }
        if let Some(dialect) = heads.dialect {
            return self.no_csv(file, dialect);
        }
        if heads.list.is_empty() && !self.needs(file) {
            self.say(file, 0, None, "R-IMP-2", Outcome::Kept, "The file has nothing in it, not even the names of its columns.");
            return Ok(());
        }
        if let Some(missing) = ahead::missing(file, &heads) {
            let column = info.columns[missing].name;
            if self.needs(file) {
                return Err(Error::MissingColumn { file: file_name(file), column: column.to_owned() });
            }
            let words = format!("The file has no column {column}, so its rows belong to nobody; it was not read.");
            self.say(file, 0, Some(column), "R-IMP-2", Outcome::Refused, words);
            return Ok(());
        }
        for field in heads.absent(file) {
            self.absent.push(field);
            self.say(file, 0, Some(field.info().name), "R-IMP-2", Outcome::Kept, "The column is missing; it is taken as empty.");
        }
        let (rows, heads) = self.rows(file, &heads, ahead)?;
        self.columns_beside(file, &heads);
        self.forms(file, &heads);
        self.place(file, rows);
        Ok(())
    }

    /// A file that is something else than HMIS CSV: an error where it is needed, and a line where it is not.
    fn no_csv(&mut self, file: File, dialect: Dialect) -> Result<(), Error> {
        if self.needs(file) {
            return Err(Error::Dialect { file: file_name(file), dialect });
        }
        let words = format!("The file was not read: {dialect}. {}", dialect.help());
        self.say(file, 0, None, "R-IMP-2", Outcome::Refused, words);
        Ok(())
    }

    fn finish(self) -> Source {
        Source {
            version: self.version.unwrap_or(Version::Fy2026),
            export: self.export,
            agency: Agency::from_packed(&self.agency),
            folders: self.folders,
            loose: self.loose,
            named: self.named,
            astray: self.astray,
            whole: self.whole,
            absent: self.absent,
            columns: self.columns,
            files: self.files,
            report: self.report,
            path: None,
        }
    }
}

/// True where a column of HUD's bears this very name.
fn is_column_of(file: File, name: &str) -> bool {
    file.info().columns.iter().any(|column| column.name.eq_ignore_ascii_case(name))
}

//! Reading ahead: a thread of its own takes the rows of each file apart and brings their cells into HUD's form, while the rows before them
//! are put where they belong. What one row means to another is none of its business.

use super::is_column_of;
use crate::domain::hud::at;
use crate::domain::row::Laid;
use crate::domain::{File, Sheet};
use crate::exchange::cell::{self, Remark};
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Heads, RawRow, Table};
use std::borrow::Cow;
use std::sync::mpsc::{Receiver, SyncSender};

/// So many rows are handed over together.
const HAND: usize = 256;
/// So many hands may wait.
pub(super) const WAITING: usize = 16;

/// A row by itself.
pub(super) struct Single {
    /// The physical line on which it begins.
    pub line: u64,
    /// What there is besides its cells: of most rows nothing.
    pub rest: Option<Box<Rest>>,
}

/// What is kept beside a row, and what is to be said of it.
#[derive(Default)]
pub(super) struct Rest {
    /// What stands in columns that are none of ours, by their place in the file.
    pub extras: Vec<(usize, String)>,
    /// What is to be said of its cells, by column, with the text as it came.
    pub remarks: Vec<(usize, Remark, String)>,
    /// Columns whose numbers and amounts HUD writes otherwise, such as `50.00` for `50`.
    pub reformed: Vec<usize>,
    /// How many cells fewer than the header it has.
    pub missing: usize,
    /// How many cells more than the header it has.
    pub extra: usize,
    /// Why it cannot be a row.
    pub broken: Option<&'static str>,
}

impl Rest {
    fn is_empty(&self) -> bool {
        self.extras.is_empty()
            && self.remarks.is_empty()
            && self.reformed.is_empty()
            && self.missing == 0
            && self.extra == 0
            && self.broken.is_none()
    }
}

/// What is read, in the order in which it stands.
pub(super) enum Part {
    /// A file begins.
    Begin(Heads),
    /// Rows of it, and the cells of each in HUD's form.
    Rows(Vec<Single>, Laid),
    /// It is read to its end.
    End(Heads),
}

/// What comes from the thread that reads ahead.
pub(super) struct Ahead(pub Receiver<Result<Part, Error>>);

impl Ahead {
    /// The next part; an end where there is none any more.
    pub fn next(&self) -> Result<Part, Error> {
        self.0.recv().unwrap_or_else(|_| Ok(Part::End(Heads::default())))
    }
}

/// Nobody listens any more.
struct Unheard;

/// Reads these files, one after the other, until nobody listens any more. `latest` is the last year of the export.
pub(super) fn read(package: &mut Package, files: &[(File, usize)], latest: Option<i32>, tell: &SyncSender<Result<Part, Error>>) {
    for (file, at) in files {
        match one(*file, package, *at, latest, tell) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => drop(tell.send(Err(error))),
            Err(Unheard) => return,
        }
    }
}

fn one(
    file: File,
    package: &mut Package,
    at: usize,
    latest: Option<i32>,
    tell: &SyncSender<Result<Part, Error>>,
) -> Result<Result<(), Error>, Unheard> {
    let say = |part| tell.send(Ok(part)).map_err(|_| Unheard);
    let opened = package.bytes(at).and_then(|bytes| Table::open(bytes, |name| file.column(name), |name| is_column_of(file, name)));
    let mut table = match opened {
        Ok(table) => table,
        Err(error) => return Ok(Err(error)),
    };
    say(Part::Begin(table.heads().clone()))?;
    if table.heads().dialect.is_some() || missing(file, table.heads()).is_some() {
        return Ok(Ok(()));
    }
    let (mut hand, mut sheet) = (Vec::with_capacity(HAND), Sheet::default());
    let whole = loop {
        match table.next() {
            Ok(Some(raw)) => hand.push(single(file, raw, latest, &mut sheet)),
            Ok(None) => break Ok(()),
            Err(error) => break Err(error),
        }
        if hand.len() == HAND {
            say(Part::Rows(std::mem::replace(&mut hand, Vec::with_capacity(HAND)), sheet.take()))?;
        }
    };
    say(Part::Rows(hand, sheet.take()))?;
    if whole.is_ok() {
        say(Part::End(table.into_heads()))?;
    }
    Ok(whole)
}

/// The first column that a file lacks and without which its rows belong to nobody.
pub(super) fn missing(file: File, heads: &Heads) -> Option<usize> {
    let info = file.info();
    let vital = [
        Some(info.key),
        info.owner,
        info.owner.and(file.column("EnrollmentID")),
        (file == File::Enrollment).then(|| file.column("ProjectID")).flatten(),
    ];
    vital.into_iter().flatten().find(|column| !heads.has(*column))
}

/// A row by itself, whose cells are put on this sheet.
fn single(file: File, raw: RawRow<'_>, latest: Option<i32>, sheet: &mut Sheet) -> Single {
    let RawRow { line, mut cells, extras, missing, extra, broken } = raw;
    let (mut remarks, mut reformed) = (Vec::new(), Vec::new());
    for (at, text) in &mut cells {
        let Some(info) = file.info().columns.get(*at) else { continue };
        let born = file == at::client::DOB.file && *at == usize::from(at::client::DOB.column);
        let (form, remark) = cell::read(info, text, latest.map(|year| if born { year } else { year + 10 }));
        // What is borrowed is the text as it came.
        let written = if let Cow::Owned(written) = form { Some(written).filter(|written| written != text) } else { None };
        reformed.extend((matches!(remark, None | Some(Remark::NotListed)) && written.is_some()).then_some(*at));
        remarks.extend(remark.map(|remark| (*at, remark, text.clone().into_owned())));
        if let Some(written) = written {
            *text = Cow::Owned(written);
        }
    }
    sheet.add(file, cells.iter().filter_map(|(at, text)| Some((u16::try_from(*at).ok()?, &**text))));
    let rest = Rest { extras, remarks, reformed, missing, extra, broken };
    Single { line, rest: (!rest.is_empty()).then(|| Box::new(rest)) }
}

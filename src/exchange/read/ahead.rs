//! Reading ahead: a thread of its own takes the rows of each file apart and brings their cells into HUD's form, while the rows before them
//! are put where they belong. What one row means to another is none of its business.

use super::is_column_of;
use crate::domain::hud::at;
use crate::domain::{File, Packed, Sheet};
use crate::exchange::cell::{self, Remark};
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Heads, RawRow, Table};
use std::sync::mpsc::{Receiver, SyncSender};

/// So many rows are handed over together.
const HAND: usize = 256;
/// So many hands may wait.
pub(super) const WAITING: usize = 16;

/// A row by itself.
pub(super) struct Single {
    /// The physical line on which it begins.
    pub line: u64,
    /// Its cells in HUD's form.
    pub row: Packed,
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

/// What is read, in the order in which it stands.
pub(super) enum Part {
    /// A file begins.
    Begin(Heads),
    /// Rows of it.
    Rows(Vec<Single>),
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
            say(rows(std::mem::replace(&mut hand, Vec::with_capacity(HAND)), &mut sheet))?;
        }
    };
    say(rows(hand, &mut sheet))?;
    if whole.is_ok() {
        say(Part::End(table.into_heads()))?;
    }
    Ok(whole)
}

/// Gives rows their cells, which lie together on this sheet.
fn rows(mut hand: Vec<Single>, sheet: &mut Sheet) -> Part {
    let rows = sheet.take();
    debug_assert_eq!(hand.len(), rows.len(), "each has the cells of its own line");
    hand.iter_mut().zip(rows).for_each(|(single, row)| single.row = row);
    Part::Rows(hand)
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
    let RawRow { line, cells: texts, extras, missing, extra, broken } = raw;
    let (mut cells, mut remarks, mut reformed) = (Vec::with_capacity(texts.len()), Vec::new(), Vec::new());
    for (at, text) in &texts {
        let Some((info, column)) = file.info().columns.get(*at).zip(u16::try_from(*at).ok()) else { continue };
        let born = file == at::client::DOB.file && *at == usize::from(at::client::DOB.column);
        let (form, remark) = cell::read(info, text, latest.map(|year| if born { year } else { year + 10 }));
        reformed.extend((matches!(remark, None | Some(Remark::NotListed)) && form != *text).then_some(*at));
        remarks.extend(remark.map(|remark| (*at, remark, text.clone().into_owned())));
        cells.push((column, form));
    }
    sheet.add(file, cells.iter().map(|(column, text)| (*column, &**text)));
    Single { line, row: Packed::default(), extras, remarks, reformed, missing, extra, broken }
}

//! Reading ahead: a thread of its own brings the cells of each row into HUD's form, while the rows before them are put where they belong,
//! and those behind them are [torn from the file](super::torn). What one row means to another is none of its business.

use super::torn::{self, Piece};
use crate::domain::hud::at;
use crate::domain::row::Laid;
use crate::domain::{File, Sheet};
use crate::exchange::cell::{self, Remark};
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Heads, RawRow};
use std::borrow::Cow;
use std::sync::mpsc::{self, Receiver, SyncSender};
use std::thread;

/// So many hands may wait at each place.
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

/// Reads these files, one after the other, until nobody listens any more. `latest` is the last year of the export.
pub(super) fn read(package: &mut Package, files: &[(File, usize)], latest: Option<i32>, tell: &SyncSender<Result<Part, Error>>) {
    thread::scope(|scope| {
        let (give, pieces) = mpsc::sync_channel(WAITING);
        let (give_back, spare) = mpsc::channel();
        let tear = move || torn::tear(package, files, &give, &spare);
        if let Err(source) = thread::Builder::new().spawn_scoped(scope, tear) {
            return drop(tell.send(Err(Error::Busy { source })));
        }
        let (mut open, mut sheet) = (None, Sheet::default());
        for piece in pieces {
            let part = match piece {
                Ok(Piece::Begin(file, heads)) => {
                    let (_, heads) = open.insert((file, heads));
                    Ok(Part::Begin(heads.clone()))
                }
                Ok(Piece::Records(hand)) => {
                    let Some((file, heads)) = &mut open else { continue };
                    let rows = hand.records().iter().map(|record| single(*file, heads.row(record), latest, &mut sheet)).collect();
                    // Whoever tears has ended, where nobody fills it again.
                    drop(give_back.send(hand));
                    Ok(Part::Rows(rows, sheet.take()))
                }
                Ok(Piece::End(nuls)) => {
                    let Some((_, mut heads)) = open.take() else { continue };
                    heads.nuls = nuls;
                    Ok(Part::End(heads))
                }
                Err(error) => Err(error),
            };
            if tell.send(part).is_err() {
                return;
            }
        }
    });
}

/// The first column that a file lacks and without which its rows belong to nobody. Of answers each is looked at by itself.
pub(super) fn missing(file: File, heads: &Heads) -> Option<usize> {
    if file == File::Referral {
        return None;
    }
    let info = file.info();
    let vital = [
        Some(info.key),
        info.owner,
        info.owner.and(file.column("EnrollmentID")),
        (file == File::Enrollment).then(|| file.column("ProjectID")).flatten(),
    ];
    vital.into_iter().flatten().find(|column| !heads.has(*column))
}

/// A row by itself, whose cells are put on this sheet: those of an answer as they came, in the template's columns.
fn single(file: File, raw: RawRow<'_>, latest: Option<i32>, sheet: &mut Sheet) -> Single {
    let RawRow { line, mut cells, extras, missing, extra, broken } = raw;
    let (mut remarks, mut reformed) = (Vec::new(), Vec::new());
    let columns = if file == File::Referral { &[] } else { file.info().columns };
    for (at, text) in &mut cells {
        let Some(info) = columns.get(*at) else { continue };
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

//! Reading ahead: a thread of its own brings the cells of each row into HUD's form, while the rows before them are put where they belong,
//! and those behind them are [torn from the file](super::torn). What one row means to another is none of its business.

use super::torn::{self, Piece};
use crate::domain::check::{self, Envelope, Held};
use crate::domain::hud::Export;
use crate::domain::hud::at;
use crate::domain::row::Laid;
use crate::domain::{FieldId, File, Kind, Sheet};
use crate::exchange::cell::{self, Form, Remark};
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Beside, Heads, Record};
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
    /// True where somebody checks the export and none of the rules of single cells says anything of it.
    pub clean: bool,
}

/// What is kept beside a row, and what is to be said of it.
#[derive(Default)]
pub(super) struct Rest {
    /// What there is besides its cells.
    pub beside: Beside,
    /// What is to be said of its cells, by column, with the text as it came.
    pub remarks: Vec<(usize, Remark, String)>,
    /// Columns whose cells HUD writes otherwise, and how.
    pub reformed: Vec<(usize, Form)>,
}

impl Rest {
    fn is_empty(&self) -> bool {
        let Beside { extras, missing, extra, broken, lone, torn } = &self.beside;
        let is_whole = *missing == 0 && *extra == 0 && broken.is_none() && lone.is_none() && torn.is_none();
        is_whole && extras.is_empty() && self.remarks.is_empty() && self.reformed.is_empty()
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

/// What the cells are read by.
pub(super) struct By {
    /// The last year of the export.
    pub latest: Option<i32>,
    /// What the export says of itself, where somebody checks it.
    pub checked: Option<Export>,
}

/// Reads these files, one after the other, until nobody listens any more.
pub(super) fn read(package: &mut Package, files: &[(File, usize)], by: &By, tell: &SyncSender<Result<Part, Error>>) {
    thread::scope(|scope| {
        let (give, pieces) = mpsc::sync_channel(WAITING);
        let (give_back, spare) = mpsc::channel();
        let tear = move || torn::tear(package, files, &give, &spare);
        if let Err(source) = thread::Builder::new().spawn_scoped(scope, tear) {
            return drop(tell.send(Err(Error::Busy { source })));
        }
        let (mut open, mut envelope, mut sheet) = (None, None, Sheet::default());
        for piece in pieces {
            let part = match piece {
                Ok(Piece::Begin(file, heads)) => {
                    envelope = by.checked.as_ref().map(|export| Envelope::new(export, &heads.absent(file)));
                    let (_, heads) = open.insert((file, heads));
                    Ok(Part::Begin(heads.clone()))
                }
                Ok(Piece::Records(hand)) => {
                    let Some((file, heads)) = &mut open else { continue };
                    let held = || envelope.as_ref().map(|envelope| envelope.hold(*file));
                    let rows = hand.records().iter().map(|record| single(*file, heads, record, by.latest, held(), &mut sheet)).collect();
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

/// A row by itself, whose cells are put on this sheet: those of an answer as they came, in the template's columns. Where it is `held` against
/// the envelope of its export, it is looked at whether its cells are clean.
fn single(file: File, heads: &mut Heads, record: &Record, latest: Option<i32>, mut held: Option<Held<'_>>, sheet: &mut Sheet) -> Single {
    let (mut remarks, mut reformed) = (Vec::new(), Vec::new());
    let columns = if file == File::Referral { &[] } else { file.info().columns };
    let born = usize::from(at::client::DOB.column);
    let (mut row, mut suspect) = (sheet.row(file), false);
    let beside = heads.read(record, |at, text| {
        let Ok(column) = u16::try_from(at) else { return };
        let Some(info) = columns.get(at) else { return row.cell(column, &text) };
        if cell::is_nothing(info, &text) {
            return reformed.push((at, Form::Nothing));
        }
        let is_birth = file == at::client::DOB.file && at == born;
        let (form, remark) = cell::read(info, &text, latest.map(|year| if is_birth { year } else { year + 10 }));
        if let Some(held) = &mut held {
            held.cell(column, &form);
            // Of what its type reads the rules say nothing.
            suspect |= remark.is_some()
                || matches!(info.kind, Kind::Id | Kind::Text(_)) && check::of_cell(FieldId { file, column }, &form).is_some();
        }
        // What is borrowed is the text as it came.
        let rewritten = matches!(&form, Cow::Owned(written) if *written != text);
        reformed.extend((rewritten && matches!(remark, None | Some(Remark::NotListed))).then_some((at, Form::Number)));
        row.cell(column, &form);
        remarks.extend(remark.map(|remark| (at, remark, text.into_owned())));
    });
    row.done();
    let rest = Rest { beside, remarks, reformed };
    Single {
        line: record.line(),
        rest: (!rest.is_empty()).then(|| Box::new(rest)),
        clean: held.is_some_and(|held| held.is_clean() && !suspect),
    }
}

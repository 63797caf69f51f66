//! Tearing files into records: the first of three pairs of hands through which an export goes, each of them a thread. What a cell means is
//! the business of [those behind it](super::ahead).

use super::ahead::missing;
use super::is_column_of;
use crate::domain::File;
use crate::exchange::custom;
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Heads, Record, Records};
use std::sync::mpsc::{Receiver, SyncSender};

/// So many records are handed over together, or as many as have so many bytes: what waits stays small, however long they are.
const HAND: usize = 256;
const MOST_BYTES_OF_A_HAND: usize = 1 << 20;

/// Records that are handed over together. They come back to be filled again, so that a million rows are not a million pieces of memory.
pub(super) struct Hand {
    records: Vec<Record>,
    filled: usize,
}

impl Hand {
    fn empty() -> Self {
        Self { records: (0..HAND).map(|_| Record::default()).collect(), filled: 0 }
    }

    /// Those that were filled.
    pub fn records(&self) -> &[Record] {
        self.records.get(..self.filled).unwrap_or_default()
    }
}

/// What is torn from the files, in the order in which it stands.
pub(super) enum Piece {
    /// A file begins. Where it is no CSV, or lacks what its rows hang on, nothing of it follows.
    Begin(File, Heads),
    /// Records of it.
    Records(Hand),
    /// It is read to its end, and had so many bytes of rows that hold nothing but NULs.
    End(u64),
}

/// Nobody listens any more.
struct Unheard;

/// Tears these files, one after the other, until nobody listens any more. What was done with comes back by `spare`.
pub(super) fn tear(package: &mut Package, files: &[(File, usize)], give: &SyncSender<Result<Piece, Error>>, spare: &Receiver<Hand>) {
    for (file, at) in files {
        match one(*file, package, *at, give, spare) {
            Ok(Ok(())) => {}
            Ok(Err(error)) => drop(give.send(Err(error))),
            Err(Unheard) => return,
        }
    }
}

fn one(
    file: File,
    package: &mut Package,
    at: usize,
    give: &SyncSender<Result<Piece, Error>>,
    spare: &Receiver<Hand>,
) -> Result<Result<(), Error>, Unheard> {
    let say = |piece| give.send(Ok(piece)).map_err(|_| Unheard);
    let opened = package.bytes(at).and_then(|bytes| match file {
        // Of what we keep beside an event comes no row, but the answers of the template.
        File::Referral => Records::open(bytes, custom::column, |_| true),
        file => Records::open(bytes, |name| file.column(name), |name| is_column_of(file, name)),
    });
    let (mut records, heads) = match opened {
        Ok(opened) => opened,
        Err(error) => return Ok(Err(error)),
    };
    let has_rows = heads.dialect.is_none() && missing(file, &heads).is_none();
    say(Piece::Begin(file, heads))?;
    let mut more = has_rows;
    while more {
        let mut hand = spare.try_recv().unwrap_or_else(|_| Hand::empty());
        hand.filled = 0;
        let (mut whole, mut bytes) = (Ok(()), 0);
        for record in &mut hand.records {
            match records.next(record) {
                Ok(true) => hand.filled += 1,
                end => {
                    (more, whole) = (false, end.map(drop));
                    break;
                }
            }
            bytes += record.len();
            if bytes > MOST_BYTES_OF_A_HAND {
                break;
            }
        }
        say(Piece::Records(hand))?;
        if let Err(error) = whole {
            return Ok(Err(error));
        }
    }
    if has_rows {
        say(Piece::End(records.nuls))?;
    }
    Ok(Ok(()))
}

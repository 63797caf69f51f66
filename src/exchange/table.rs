//! One CSV file as rows of cells whose columns are known, whatever their order and case.

use super::decode;
use super::dialect::Dialect;
use super::error::Error;
use super::package::{Guard, occurrences};
use crate::domain::entry::trimmed;
use crate::domain::{FieldId, File};
use csv::{ByteRecord, ErrorKind, Reader, ReaderBuilder};
use std::borrow::Cow;
use std::collections::{HashSet, VecDeque};

/// A cell longer than this is not a cell.
const MOST_BYTES_OF_A_CELL: usize = 1 << 20;

/// So many columns that are not HUD's are kept and named; a file has a few.
pub(super) const MOST_COLUMNS: usize = 1000;
/// So long are their names together: they are kept with each row.
const MOST_BYTES_OF_NAMES: usize = 16 << 10;

/// So many rows are looked at before one is read, for habits that the header does not show.
const FIRST_ROWS: usize = 16;

/// The records of a CSV file, one after the other.
pub(super) struct Records<'a> {
    csv: Reader<Guard<'a>>,
    /// Those that were looked at, and that nobody asked for yet.
    first: VecDeque<Record>,
    /// Bytes of rows that hold nothing but NULs so far.
    pub nuls: u64,
    /// See [`Record::torn`].
    torn: bool,
}

/// One record, before anybody asks what its cells mean. Made once and filled again and again.
#[derive(Default)]
pub(super) struct Record {
    cells: ByteRecord,
    /// The physical line on which it begins.
    line: u64,
    /// True where a quote opens in it that is never closed.
    unclosed: bool,
    /// True where a quote stands in a cell of it that is in quotes, and is not doubled.
    torn: bool,
    /// True where the file ends right behind it, without the end of a line.
    is_open: bool,
    /// The most bytes that stood in it since it was made.
    most: usize,
}

/// A record that held more is not filled again, or a few large ones would keep their memory to the end.
const MOST_BYTES_KEPT: usize = 1 << 16;

impl Record {
    /// The physical line on which it begins.
    pub fn line(&self) -> u64 {
        self.line
    }

    /// How many bytes its cells have.
    pub fn len(&self) -> usize {
        self.cells.as_slice().len()
    }

    /// What it is, where it has one cell alone.
    fn lone(&self) -> Lone {
        let cell = self.cells.as_slice().trim_ascii();
        let is_of_id = |byte: &u8| !byte.is_ascii_whitespace() && !byte.is_ascii_control() && !matches!(byte, b'(' | b')');
        match () {
            () if self.unclosed => Lone::Cut,
            () if cell.is_empty() || !cell.iter().all(is_of_id) => Lone::Words,
            () if self.is_open => Lone::Cut,
            () => Lone::Id,
        }
    }
}

/// Names stood in it.
impl Drop for Record {
    fn drop(&mut self) {
        self.cells.clear();
        self.cells.push_field(&vec![0; self.most]);
        // Or what nobody reads any more would not be written.
        std::hint::black_box(&self.cells);
    }
}

/// The columns of a file, and what was seen of their cells so far.
#[derive(Clone, Default)]
pub(super) struct Heads {
    /// Each of them.
    pub list: Vec<Head>,
    /// Cells that were not UTF-8.
    pub windows_1252: u64,
    /// True where the file is UTF-16.
    pub utf_16: bool,
    /// What the file is, where it is no HMIS CSV.
    pub dialect: Option<Dialect>,
    /// Bytes of rows that hold nothing but NULs, with which some systems fill what they could not write.
    pub nuls: u64,
    /// In which order the cells of a row are read: those that we know in our order, then the others.
    order: Vec<usize>,
    /// So many columns there are up to the last that has a name.
    named: usize,
    /// True where that is the export's id, which each row has. Then a blank cell behind it is a comma at the end of the line, which some
    /// writers make, and no cell: in a row that a comma in a text has shifted, the id would stand there.
    ends_filled: bool,
}

impl Heads {
    /// True where the file has this column.
    pub fn has(&self, column: usize) -> bool {
        self.list.iter().any(|h| h.column == Some(column))
    }

    /// The columns of HUD's that it does not have.
    pub fn absent(&self, file: File) -> Vec<FieldId> {
        let fields = (0..).zip(file.info().columns).map(|(column, _)| FieldId { file, column });
        fields.filter(|field| !self.has(usize::from(field.column))).collect()
    }
}

/// A column of the file.
#[derive(Clone)]
pub(super) struct Head {
    /// Its name as it came.
    pub name: String,
    /// Which column it is; none where we do not know it or have it already.
    pub column: Option<usize>,
    /// True where it is none of ours and has a name of its own, so that its cells can be kept beside the row.
    pub extra: bool,
    /// How many of its cells held something.
    pub filled: u64,
    /// How many had blanks around what they hold, or nothing but blanks.
    pub padded: u64,
}

/// What there is of a row besides the cells that we know.
#[derive(Default)]
pub(super) struct Beside {
    /// What stands in columns that are none of ours, by their place in the file.
    pub extras: Vec<(usize, String)>,
    /// How many cells fewer than the header it has.
    pub missing: usize,
    /// How many cells more than the header it has.
    pub extra: usize,
    /// Why it cannot be a row.
    pub broken: Option<&'static str>,
    /// What it is where it has one cell, and the header names more.
    pub lone: Option<Lone>,
    /// A quote in it is not doubled.
    pub torn: Option<Torn>,
}

/// One cell where a row should be: what a database writes below a table, or what is left of a row.
#[derive(Clone, Copy)]
pub(super) enum Lone {
    /// No id is written so.
    Words,
    /// It may be an id, and stands in a line of its own.
    Id,
    /// It may be the beginning of a row, and of its id: the file ends in it.
    Cut,
}

/// A quote in a cell that is in quotes, and is not doubled. Up to it the cell is read as if it ended there, and what follows as it stands.
#[derive(Clone, Copy)]
pub(super) struct Torn {
    /// True where a line ends in a cell of the row, so that it may have taken another one in.
    pub lines: bool,
}

impl Torn {
    /// What is to be said of the row.
    pub const WORDS: &str =
        "A quote in one of its cells is not doubled, so the cell may not read as it was meant. Compare this row with your HMIS.";
}

impl Heads {
    /// Reads a record, whose columns these are: shows each cell that we know and that is not empty, by column, without the blanks around it.
    pub fn read<'r>(&mut self, record: &'r Record, mut show: impl FnMut(usize, Cow<'r, str>)) -> Beside {
        let Record { cells, unclosed, torn, .. } = record;
        let (width, here) = (self.list.len(), cells.len());
        let beyond = cells.iter().skip(if self.ends_filled { self.named } else { width });
        let is_comma = self.ends_filled && beyond.clone().all(|cell| cell.trim_ascii().is_empty());
        let extra = if is_comma { 0 } else { beyond.count() };
        let lone = (here == 1 && self.named > 1).then(|| record.lone());
        let torn = torn.then(|| Torn { lines: cells.as_slice().iter().any(|byte| matches!(byte, b'\n' | b'\r')) });
        let mut beside = Beside { missing: self.named.saturating_sub(here), extra, lone, torn, ..Beside::default() };
        // Where all of the row is UTF-8, whatever begins and ends with a character is, too.
        let whole = std::str::from_utf8(cells.as_slice()).ok();
        for at in &self.order {
            let (Some(range), Some(head)) = (cells.range(*at), self.list.get_mut(*at)) else { continue };
            if range.is_empty() {
                continue;
            }
            if range.len() > MOST_BYTES_OF_A_CELL {
                beside.broken = Some(TOO_LONG);
                continue;
            }
            let (text, padded, foreign) = match whole.and_then(|whole| whole.get(range)) {
                // Blanks of every alphabet are left out, and so all of them are counted.
                Some(whole) => {
                    let text = trimmed(whole);
                    (Cow::Borrowed(text), text.len() < whole.len(), false)
                }
                None => {
                    let bytes = cells.get(*at).unwrap_or_default();
                    let (text, foreign) = decode::trimmed(bytes);
                    let padded = text.chars().count() < decode::text(bytes).0.chars().count();
                    (text, padded, foreign)
                }
            };
            head.padded += u64::from(padded);
            if text.is_empty() {
                continue;
            }
            self.windows_1252 += u64::from(foreign);
            head.filled += 1;
            match head.column {
                Some(column) => show(column, text),
                None if head.extra => beside.extras.push((*at, text.into_owned())),
                None => {}
            }
        }
        if beside.extra > 0 && cells.iter().skip(width).any(|cell| cell.len() > MOST_BYTES_OF_A_CELL) {
            beside.broken = Some(TOO_LONG);
        }
        if *unclosed {
            beside.broken = Some("a quote that opens in it is never closed, so that everything below it ran into one cell");
        }
        beside
    }
}

const TOO_LONG: &str = "a cell of it is longer than a million characters";

impl<'a> Records<'a> {
    /// Opens a CSV file and reads its header; `find` says which column a name is, `is_exact` whether it is the very name of one: no other
    /// column is written under it.
    pub fn open(bytes: Guard<'a>, find: impl Fn(&str) -> Option<usize>, is_exact: impl Fn(&str) -> bool) -> Result<(Self, Heads), Error> {
        let (bytes, utf_16) = bytes.into_text()?;
        let csv = ReaderBuilder::new().has_headers(false).flexible(true).buffer_capacity(1 << 16).from_reader(bytes);
        let (mut records, mut header) = (Self { csv, first: VecDeque::new(), nuls: 0, torn: false }, ByteRecord::new());
        records.advance(&mut header)?;
        let mut heads = Heads { utf_16, dialect: Dialect::of(&header, &find), ..Heads::default() };
        let (mut names, mut places, mut extras) = (HashSet::new(), HashSet::new(), 0);
        let mut room = MOST_BYTES_OF_NAMES;
        for cell in &header {
            let name = decode::text(cell).0.trim_matches(|c: char| c.is_whitespace() || c == '\u{feff}').to_owned();
            let column = find(&name).filter(|at| places.insert(*at));
            let own = names.insert(name.clone()) && !name.is_empty() && !is_exact(&name);
            let extra = column.is_none() && own && extras < MOST_COLUMNS && name.len() <= room;
            if extra {
                (extras, room) = (extras + 1, room - name.len());
            }
            heads.list.push(Head { name, column, extra, filled: 0, padded: 0 });
        }
        heads.named = heads.list.iter().rposition(|head| !head.name.is_empty()).map_or(0, |at| at + 1);
        heads.ends_filled =
            heads.named.checked_sub(1).and_then(|last| heads.list.get(last)).is_some_and(|last| last.name.eq_ignore_ascii_case("ExportID"));
        heads.order = (0..heads.list.len()).collect();
        heads.order.sort_by_key(|at| heads.list.get(*at).map_or(usize::MAX, |head| head.column.unwrap_or(usize::MAX)));
        if heads.dialect.is_none() {
            let is_headless = heads.list.iter().all(|head| head.column.is_none());
            heads.dialect = records.look(|row| is_headless.then(|| Dialect::of_title(row, &find)).flatten())?;
        }
        Ok((records, heads))
    }

    /// Reads the first rows, and keeps them for who asks for them; `of` says what else one of them shows.
    fn look(&mut self, of: impl Fn(&ByteRecord) -> Option<Dialect>) -> Result<Option<Dialect>, Error> {
        let mut first = VecDeque::new();
        let mut record = Record::default();
        while first.len() < FIRST_ROWS && self.next(&mut record)? {
            first.push_back(std::mem::take(&mut record));
        }
        self.first = first;
        Ok(self.first.iter().find_map(|record| Dialect::of_row(&record.cells).or_else(|| of(&record.cells))))
    }

    /// Fills the record with the next one; false at the end.
    pub fn next(&mut self, record: &mut Record) -> Result<bool, Error> {
        if let Some(first) = self.first.pop_front() {
            *record = first;
            return Ok(true);
        }
        if record.most > MOST_BYTES_KEPT {
            *record = Record::default();
        }
        loop {
            let more = self.advance(&mut record.cells);
            record.most = record.most.max(record.len());
            if !more? {
                return Ok(false);
            }
            let bytes = record.cells.as_slice();
            if bytes.first() != Some(&0) || bytes.iter().any(|byte| *byte != 0) {
                break;
            }
            self.nuls += bytes.len() as u64;
        }
        record.line = self.line(&record.cells);
        record.unclosed = self.csv.get_ref().ended_in_a_quote();
        record.is_open = self.csv.get_ref().ended();
        record.torn = self.torn;
        Ok(true)
    }

    fn advance(&mut self, cells: &mut ByteRecord) -> Result<bool, Error> {
        let more = self.csv.read_byte_record(cells).map_err(|error| match error.into_kind() {
            ErrorKind::Io(source) => self.csv.get_ref().failure(source),
            _ => self.csv.get_ref().failure(std::io::Error::other("malformed CSV")),
        })?;
        let end = self.csv.position().byte();
        let guard = self.csv.get_mut();
        guard.next_row();
        self.torn = guard.torn_to(end);
        Ok(more)
    }

    /// Where the row begins. The CSV reader's own position is before blank lines and before the LF of a CR LF; so it is counted back
    /// from where the row ends.
    fn line(&mut self, cells: &ByteRecord) -> u64 {
        let (at, bytes) = (self.csv.position().clone(), cells.as_slice());
        let line_feeds = || occurrences(b'\n', bytes);
        match self.csv.get_mut().lines_to(at.byte()) {
            None => at.line().saturating_sub(line_feeds() + u64::from(self.csv.get_ref().line_feed_consumed())),
            Some((ended, just_there)) => {
                let pairs = bytes.windows(2).filter(|pair| *pair == b"\r\n").count() as u64;
                (1 + ended).saturating_sub(line_feeds() + occurrences(b'\r', bytes) - pairs + u64::from(just_there))
            }
        }
    }
}

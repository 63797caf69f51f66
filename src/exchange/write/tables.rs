//! The files of an export as they grow, and the zip that they become (R-CSV-1, R-CSV-3, R-CSV-4).

use super::form::{Forms, each_cell, export_id_of};
use super::press::{self, Press};
use super::{Adjusted, ExportRequest, Written};
use crate::domain::beside::Extras;
use crate::domain::hud::{ExtraFile, Referral, User};
use crate::domain::merge::{self, Base};
use crate::domain::{Chart, File, Packed, Row, Text, UserId, Value};
use crate::exchange::hash::{Hashed, hashed};
use crate::exchange::{cell, custom, extra, file_name};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Seek, Write};
use zip::ZipWriter;

/// So much of a file is packed as one piece.
const PIECE: usize = 64 << 10;

/// A file as it grows.
#[derive(Default)]
struct Growing {
    /// What is not packed yet.
    text: String,
    rows: u64,
}

/// The files as they grow.
pub(in crate::exchange) struct Tables<'a> {
    export_id: &'a str,
    /// Those of HUD, in the order of [`File::HUD`].
    files: Vec<Growing>,
    custom: Growing,
    press: Press,
    /// Every `UserID` that a row names, and those that have a row.
    users: (BTreeSet<String>, BTreeSet<String>),
    forms: Forms,
    /// True where the rows come in form already.
    formed: bool,
    hashed: bool,
    /// The columns of each file that are not HUD's, where they go with it, and the cells in them beside the rows at hand.
    columns: BTreeMap<File, Vec<String>>,
    extras: HashMap<Text, Extras>,
    /// The same beside the row of the export that the records came from.
    export: Extras,
    /// The answers beside events that are taken back, by the event.
    blanked: HashMap<String, Base>,
    /// Answers beside the events that a hashed export does without.
    beside: u64,
}

impl<'a> Tables<'a> {
    /// Files of nothing but headers, of rows that are not in form yet.
    ///
    /// # Errors
    /// Where the system gives no thread.
    pub fn new(export_id: &'a str, hashed: bool) -> io::Result<Self> {
        let header = |file: &File| file.info().columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",") + "\n";
        let files = File::HUD.iter().map(|file| Growing { text: header(file), rows: 0 }).collect();
        let custom = Growing { text: custom::COLUMNS.join(",") + "\n", rows: 0 };
        let press = Press::begin(File::HUD.iter().map(|file| file_name(*file)).chain([custom_name()]).collect())?;
        let (users, forms, columns, extras, export, blanked) = Default::default();
        Ok(Self { export_id, files, custom, press, users, forms, formed: false, hashed, columns, extras, export, blanked, beside: 0 })
    }

    /// The same for rows that were brought into form; what that adjusted goes on being counted.
    ///
    /// # Errors
    /// As [`new`](Self::new).
    pub fn formed(export_id: &'a str, hashed: bool, forms: Forms) -> io::Result<Self> {
        Ok(Self { formed: true, forms, ..Self::new(export_id, hashed)? })
    }

    /// Adds columns that are not HUD's, after HUD's.
    pub fn widen(&mut self, columns: BTreeMap<File, Vec<String>>, export: Extras) {
        self.export = export;
        for (file, names) in &columns {
            // No row came yet, so its head stands there whole.
            let Some(Growing { text, .. }) = self.files.get_mut(place_of(*file)) else { continue };
            text.truncate(text.trim_end().len());
            names.iter().for_each(|name| put(text, 1, name, name.contains([',', '"', '\n', '\r'])));
            text.push('\n');
        }
        self.columns = columns;
    }

    /// Takes these answers beside events back: who was told of them is told that they are none any more.
    pub fn take_back(&mut self, blanked: HashMap<String, Base>) {
        self.blanked = blanked;
    }

    /// True where there are any.
    pub fn is_wide(&self) -> bool {
        !self.columns.is_empty()
    }

    /// What stands in those columns beside the rows that follow.
    pub fn beside<'k>(&mut self, kept: impl Iterator<Item = (&'k Text, &'k Text)>) {
        self.extras.clear();
        if !self.columns.is_empty() {
            self.extras.extend(kept.map(|(id, cells)| (id.clone(), Extras::read(cells.as_str()))));
        }
    }

    /// One more row as it is kept.
    pub fn packed(&mut self, row: &Packed) {
        if row.cells().all(|(at, text)| Row::file(row).info().columns.get(usize::from(at)).is_none_or(|c| cell::is_plain(c.kind, text))) {
            return self.row(row);
        }
        // A number that is kept otherwise than it is written.
        let chart = Chart::from_packed([row]);
        chart.rows().filter(|typed| typed.file() == Row::file(row)).for_each(|typed| self.row(typed));
    }

    /// One more row.
    pub fn row(&mut self, row: &dyn Row) {
        let file = row.file();
        let Some(Growing { mut text, rows }) = self.files.get_mut(place_of(file)).map(std::mem::take) else { return };
        let (export, width) = (export_id_of(file), file.info().columns.len());
        let mut at = 0;
        let mut fill = |tables: &mut Self, column: usize, cell: &str| {
            // Where it says of which export it is, no row is blank.
            for blank in at..column.min(width) {
                tables.put(&mut text, file, blank, if Some(blank) == export { tables.export_id } else { "" });
            }
            if column < width {
                tables.put(&mut text, file, column, if Some(column) == export { tables.export_id } else { cell });
            }
            at = column + 1;
        };
        each_cell(row, |column, cell| fill(self, column, cell));
        fill(self, width, "");
        if let Some(names) = self.columns.get(&file) {
            // The row of Export.csv is ours; what stood beside the sender's is theirs to have back.
            let extras = if file == File::Export { Some(&self.export) } else { self.extras.get(merge::id(file, &row.key()).as_str()) };
            names.iter().for_each(|name| put(&mut text, 1, extras.map_or("", |extras| extras.get(name)), true));
        }
        text.push('\n');
        if text.len() > PIECE {
            self.press.add(place_of(file), std::mem::replace(&mut text, String::with_capacity(PIECE + PIECE / 8)));
        }
        if let Some(growing) = self.files.get_mut(place_of(file)) {
            *growing = Growing { text, rows: rows + 1 };
        }
    }

    /// One more cell of a row.
    fn put(&mut self, line: &mut String, file: File, at: usize, text: &str) {
        let column = &file.info().columns[at];
        if column.name == "UserID" {
            let seen = if file == File::User { &mut self.users.1 } else { &mut self.users.0 };
            if !seen.contains(text) {
                seen.insert(text.to_owned());
            }
        }
        let text = if self.formed { Cow::Borrowed(text) } else { self.forms.cell(file, at, Cow::Borrowed(text), true) };
        let text = self.hashed(file, at, text);
        put(line, at, &text, !cell::is_known(column.kind, &text));
    }

    fn hashed<'t>(&mut self, file: File, column: usize, text: Cow<'t, str>) -> Cow<'t, str> {
        if !self.hashed {
            return text;
        }
        match hashed(file, column, &text) {
            Hashed::Plain => text,
            Hashed::As(hash) => Cow::Owned(hash),
            Hashed::Left => {
                self.forms.note(
                    file,
                    column,
                    "It is not nine digits or x, so it cannot be hashed: it was left out. Correct it, and export again.",
                );
                Cow::Borrowed("")
            }
        }
    }

    /// One more row of what we keep beside an event.
    ///
    /// It stays out of a hashed export: HUD hashes four columns and no text, and this text may say who somebody is.
    pub fn referral(&mut self, referral: &Referral) {
        if self.hashed {
            self.beside += custom::rows(referral, None).count() as u64;
            return;
        }
        let mut formed = Cow::Borrowed(referral);
        if !self.formed {
            self.forms.bring(formed.to_mut(), self.export_id, true, Some(&merge::Own::Row));
        }
        for row in custom::rows(&formed, self.blanked.get(referral.event_id.as_str())) {
            self.users.0.insert(referral.user_id.as_str().to_owned());
            let last = row.len() - 1;
            for (at, text) in row.iter().enumerate() {
                let text = if at == last { self.export_id } else { text };
                put(&mut self.custom.text, at, text, custom::is_text(at));
            }
            self.custom.text.push('\n');
            self.custom.rows += 1;
        }
        if self.custom.text.len() > PIECE {
            self.press.add(self.files.len(), std::mem::take(&mut self.custom.text));
        }
    }

    /// A row for every user that has none (R-CSV-12), the same in each export: with a later stamp it would be a change in each.
    pub fn add_users(&mut self, request: &ExportRequest<'_>) {
        // They come from here, and not in form.
        self.formed = false;
        let (used, present) = std::mem::take(&mut self.users);
        for id in used.into_iter().filter(|id| !id.is_empty() && !present.contains(id)) {
            let mut user = User { user_id: UserId::new(&id), ..User::default() };
            if id == request.worker.id.as_str() {
                user.user_first_name = Text::new(request.worker.first);
                user.user_last_name = Text::new(request.worker.last);
                user.user_email = Text::new(request.worker.email);
            }
            (user.date_created, user.date_updated) = (Value::Known(request.begun), Value::Known(request.users.max(request.begun)));
            self.row(&user);
            self.forms.note(File::User, 0, "A missing user was added to User.csv.");
        }
    }

    /// Packs everything, and the files that are not HUD's.
    pub fn pack(self, writer: impl Write + Seek, aside: &[ExtraFile]) -> io::Result<Written> {
        let (mut zip, mut written) = (ZipWriter::new(writer), Written::default());
        let (count, has_custom) = (self.files.len(), self.custom.rows > 0);
        for (at, Growing { text, rows }) in self.files.into_iter().chain([self.custom]).enumerate() {
            self.press.add(at, text);
            let name = File::HUD.get(at).map_or_else(custom_name, |file| file_name(*file));
            written.rows.extend((at < count || has_custom).then_some((name, rows)));
        }
        let packed = self.press.end()?.into_iter().take(written.rows.len());
        zip.add_prepared_files(packed)?;
        let mut unpacked = Vec::new();
        for file in aside {
            // One that cannot be given back is no reason to give nothing.
            match extra::bytes(file).filter(|_| extra::is_a_name(file.extra_file_id.as_str())) {
                Some(bytes) => {
                    zip.start_file(file.extra_file_id.as_str(), press::options())?;
                    zip.write_all(&bytes)?;
                }
                None => unpacked.push(file.extra_file_id.as_str()),
            }
        }
        zip.finish()?.flush()?;
        written.adjusted = self.forms.into_adjusted();
        written.adjusted.extend(unpacked.into_iter().map(|name| Adjusted {
            file: name.to_owned(),
            column: String::new(),
            words: "It was kept from an import and cannot be unpacked, so it was left out.".to_owned(),
            cells: 1,
        }));
        written.adjusted.extend((self.beside > 0).then(|| Adjusted {
            file: custom_name(),
            column: custom::COLUMNS[custom::ANSWER].to_owned(),
            words: "Left out of a hashed export, since this text may say who somebody is.".to_owned(),
            cells: self.beside,
        }));
        Ok(written)
    }
}

/// Where a file stands among those of HUD.
fn place_of(file: File) -> usize {
    // They are the first of all; what is behind them has no place.
    file as usize
}

fn custom_name() -> String {
    format!("{}.csv", custom::NAME)
}

/// One cell of a line: blank is nothing at all, text stands in quotes, values stand bare (R-CSV-4, R-CSV-6).
fn put(line: &mut String, at: usize, text: &str, quoted: bool) {
    if at > 0 {
        line.push(',');
    }
    match text {
        "" => {}
        text if quoted => {
            line.push('"');
            if text.contains('"') {
                line.push_str(&text.replace('"', "\"\""))
            } else {
                line.push_str(text)
            }
            line.push('"');
        }
        text => line.push_str(text),
    }
}

//! The files of an export as they grow, and the zip that they become (R-CSV-1, R-CSV-3, R-CSV-4).

use super::form::{FORBIDDEN, Forms};
use super::{Adjusted, ExportRequest, Written};
use crate::domain::beside::Extras;
use crate::domain::hud::{ExtraFile, Referral, User};
use crate::domain::merge;
use crate::domain::{File, Row, Text, UserId, Value};
use crate::exchange::hash::{Hashed, hashed};
use crate::exchange::{cell, custom, extra, file_name};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::{self, Seek, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, DateTime, System, ZipWriter};

/// The files as they grow.
pub(in crate::exchange) struct Tables<'a> {
    export_id: &'a str,
    files: BTreeMap<File, (String, u64)>,
    custom: (String, u64),
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
    /// Answers beside the events that a hashed export does without.
    beside: u64,
}

impl<'a> Tables<'a> {
    /// Files of nothing but headers, of rows that are not in form yet.
    pub fn new(export_id: &'a str, hashed: bool) -> Self {
        let header = |file: File| file.info().columns.iter().map(|c| c.name).collect::<Vec<_>>().join(",") + "\n";
        let files = File::HUD.iter().copied().map(|file| (file, (header(file), 0))).collect();
        let custom = (custom::COLUMNS.join(",") + "\n", 0);
        let (users, forms, columns, extras, export) = Default::default();
        Self { export_id, files, custom, users, forms, formed: false, hashed, columns, extras, export, beside: 0 }
    }

    /// The same for rows that were brought into form; what that adjusted goes on being counted.
    pub fn formed(export_id: &'a str, hashed: bool, forms: Forms) -> Self {
        Self { formed: true, forms, ..Self::new(export_id, hashed) }
    }

    /// Adds columns that are not HUD's, after HUD's.
    pub fn widen(&mut self, columns: BTreeMap<File, Vec<String>>, export: Extras) {
        self.export = export;
        for (file, names) in &columns {
            let Some((body, _)) = self.files.get_mut(file) else { continue };
            body.truncate(body.trim_end().len());
            names.iter().for_each(|name| put(body, 1, name, name.contains([',', '"', '\n', '\r'])));
            body.push('\n');
        }
        self.columns = columns;
    }

    /// What stands in those columns beside the rows that follow.
    pub fn beside<'k>(&mut self, kept: impl Iterator<Item = (&'k Text, &'k Text)>) {
        self.extras.clear();
        if !self.columns.is_empty() {
            self.extras.extend(kept.map(|(id, cells)| (id.clone(), Extras::read(cells.as_str()))));
        }
    }

    /// One more row.
    pub fn row(&mut self, row: &dyn Row) {
        let file = row.file();
        let mut line = String::with_capacity(256);
        for (at, column) in file.info().columns.iter().enumerate() {
            let text = if column.name == "ExportID" { self.export_id.to_owned() } else { row.cell(at) };
            if column.name == "UserID" {
                let seen = if file == File::User { &mut self.users.1 } else { &mut self.users.0 };
                seen.insert(text.clone());
            }
            let text = if self.formed { text } else { self.forms.cell(file, at, text, true) };
            let text = self.hashed(file, at, text);
            put(&mut line, at, &text, !cell::is_known(column.kind, &text));
        }
        if let Some(names) = self.columns.get(&file) {
            // The row of Export.csv is ours; what stood beside the sender's is theirs to have back.
            let extras = if file == File::Export { Some(&self.export) } else { self.extras.get(merge::id(file, &row.key()).as_str()) };
            names.iter().for_each(|name| put(&mut line, 1, extras.map_or("", |extras| extras.get(name)), true));
        }
        line.push('\n');
        if let Some((body, rows)) = self.files.get_mut(&file) {
            body.push_str(&line);
            *rows += 1;
        }
    }

    fn hashed(&mut self, file: File, column: usize, text: String) -> String {
        if !self.hashed {
            return text;
        }
        match hashed(file, column, &text) {
            Hashed::Plain => text,
            Hashed::As(hash) => hash,
            Hashed::Left => {
                self.forms.note(
                    file,
                    column,
                    "It is not nine digits or x, so it cannot be hashed: it was left out. Correct it, and export again.",
                );
                String::new()
            }
        }
    }

    /// One more row of what we keep beside an event.
    ///
    /// It stays out of a hashed export: HUD hashes four columns and no text, and this text may say who somebody is.
    pub fn referral(&mut self, referral: &Referral) {
        if self.hashed {
            self.beside += custom::rows(referral).count() as u64;
            return;
        }
        for row in custom::rows(referral) {
            self.users.0.insert(referral.user_id.as_str().to_owned());
            let last = row.len() - 1;
            for (at, text) in row.iter().enumerate() {
                let text = if at == last { self.export_id } else { text };
                let text = if custom::is_free_text(at) { text.replace(FORBIDDEN, "") } else { text.to_owned() };
                put(&mut self.custom.0, at, &text, custom::is_text(at));
            }
            self.custom.0.push('\n');
            self.custom.1 += 1;
        }
    }

    /// A row for every user that has none (R-CSV-12).
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
            (user.date_created, user.date_updated) = (Value::Known(request.now), Value::Known(request.now));
            self.row(&user);
            self.forms.note(File::User, 0, "A missing user was added to User.csv.");
        }
    }

    /// Packs everything, and the files that are not HUD's.
    pub fn pack(self, writer: impl Write + Seek, aside: &[ExtraFile]) -> io::Result<Written> {
        let mut zip = ZipWriter::new(writer);
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(DateTime::DEFAULT)
            .system(System::Unix)
            .unix_permissions(0o600);
        let mut written = Written::default();
        let mut add = |name: String, (body, rows): &(String, u64)| -> io::Result<()> {
            zip.start_file(&name, options.large_file(body.len() as u64 >= u64::from(u32::MAX)))?;
            zip.write_all(body.as_bytes())?;
            written.rows.push((name, *rows));
            Ok(())
        };
        for file in File::HUD.iter().copied() {
            self.files.get(&file).map_or(Ok(()), |table| add(file_name(file), table))?;
        }
        if self.custom.1 > 0 {
            add(format!("{}.csv", custom::NAME), &self.custom)?;
        }
        let mut unpacked = Vec::new();
        for file in aside {
            // One that cannot be given back is no reason to give nothing.
            match extra::bytes(file).filter(|_| extra::is_a_name(file.extra_file_id.as_str())) {
                Some(bytes) => {
                    zip.start_file(file.extra_file_id.as_str(), options)?;
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
            file: format!("{}.csv", custom::NAME),
            column: custom::COLUMNS[custom::ANSWER].to_owned(),
            words: "Left out of a hashed export, since this text may say who somebody is.".to_owned(),
            cells: self.beside,
        }));
        Ok(written)
    }
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
            line.push_str(&text.replace('"', "\"\""));
            line.push('"');
        }
        text => line.push_str(text),
    }
}

//! An export on its way out: the rows of a scope in HUD's form, to be checked before anything is written (R-IMP-8), then written.

use super::checked::{Checked, Places};
use super::error::Error;
use super::own::Ours;
use super::scope::{Scope, Take};
use super::select::{Left, Rows, Selected, select};
use super::unfinished::{is_of, left_with, tied};
use super::whole::write_whole;
use super::write::{ExportRequest, Forms, Tables, Written, export_row};
use crate::domain::check::{self, Located, Sent};
use crate::domain::field::Origin;
use crate::domain::folder::Folder;
use crate::domain::merge::{self, Base, Marks, Own};
use crate::domain::progress::{Cancelled, Progress, Stage, Watched};
use crate::domain::{Agency, ClientId, Day, ExportId, File, Packed, Row, Sheet};
use std::collections::{BTreeSet, HashMap};
use std::io::{self, Seek, SeekFrom, Write};
use std::path::Path;

/// What the desk knows of its own work, where an export asks for it.
#[derive(Debug, Clone, Copy)]
pub struct Work<'a> {
    /// Rows that were changed here since the last export: what a delta takes.
    pub changed: &'a Rows,
    /// Rows that were changed here, and that the HMIS does not have.
    pub unsent: &'a Rows,
    /// What was written here in which rows, as far as the HMIS has not told of it.
    pub written: &'a merge::Written,
    /// Rows that were made and deleted here, and that nobody else ever heard of: they are in no export (R-CSV-14).
    pub gone: &'a Rows,
    /// What was marked as deleted here, because a full export did not hold it any more.
    pub marks: &'a Marks,
    /// Of what is kept beside an event, the answers that the HMIS may have and that are blank here now, by the event.
    pub blanked: &'a HashMap<String, Base>,
}

/// An export that is put together and not written yet.
pub struct Outgoing<'a> {
    request: ExportRequest<'a>,
    scope: &'a Scope,
    /// With the one row of `Export.csv`.
    agency: Agency,
    folders: Vec<Folder>,
    /// The rows that are written; all where there is none.
    rows: Option<Rows>,
    /// Of a delta, those that changed.
    changed: Rows,
    forms: Forms,
    ours: Ours,
    /// Answers that a delta takes back. What takes the place of everything has no need to.
    blanked: HashMap<String, Base>,
    /// What stays out by the scope.
    pub left: Left,
    /// Who is left out for errors, of those of whom something would be in it.
    pub out: BTreeSet<ClientId>,
    /// Rows that changed and stay out with the clients who are left out.
    pub stayed: Rows,
}

impl<'a> Outgoing<'a> {
    /// Takes the rows of a scope, and brings all of them into HUD's form; none of these clients, who are left out whole with whoever is tied
    /// to them ([`Self::tied`]).
    pub fn new(
        mut request: ExportRequest<'a>,
        scope: &'a Scope,
        mut folders: Vec<Folder>,
        work: Work<'_>,
        unfinished: &BTreeSet<ClientId>,
    ) -> Self {
        // What was only inferred is no word of this desk's, in no scope.
        let stays_here =
            |row: &Packed| work.marks.has(row) || !work.gone.is_empty() && work.gone.contains(&(Row::file(row), row.key().to_owned()));
        folders.iter_mut().for_each(|folder| folder.0.retain(|row| !stays_here(row)));
        folders.retain(|folder| folder.has(File::Client));
        if let Take::Active(period) | Take::Updated(period) = scope.take {
            request.period = (period.start, period.end);
        }
        let out: Vec<Folder> = folders.extract_if(.., |folder| is_of(folder, unfinished)).collect();
        let ids = out.iter().flat_map(Folder::rows).map(|row| (row.file(), row.key()));
        let stayed = ids.filter(|id| work.changed.contains(id)).collect();
        let (Left { unfinished, unfinished_work, .. }, out) = left_with(scope, request.agency, &out, &work, request.now);
        let Selected { rows, changed, left } = select(scope, request.agency, &folders, work.changed, work.unsent, request.now);
        let left = Left { unfinished, unfinished_work, ..left };
        let mut agency = request.agency.clone();
        agency.exports = vec![export_row(&request, scope)];
        // Of an HMIS that told anything this desk has programs at least, be its Export.csv without a row. Where nothing was written here
        // either, there is nobody's work to be wrong.
        let alone = request.agency.rows().next().is_none() && !work.written.is_empty();
        let ours = Ours::of(work.written.clone(), &folders, alone);
        let id: &ExportId = &request.export_id;
        let mut forms = Forms::default();
        let is_sent = |row: &dyn Row| rows.as_ref().is_none_or(|rows| rows.contains(&(row.file(), row.key())));
        let mut bring = |row: &mut dyn Row| {
            // What is kept beside an event travels as answers, which are text like HUD's.
            if row.file().info().origin != Origin::Hud && row.file() != File::Referral {
                return;
            }
            let sent = row.file() == File::Export || is_sent(row);
            // A hashed export goes to who has no other, so all of it is in HUD's form.
            let own = if scope.hashed { Some(&Own::Row) } else { ours.of_row(row) };
            forms.bring(row, id.as_str(), sent, own);
        };
        agency.rows_mut().for_each(&mut bring);
        let mut sheet = Sheet::default();
        folders.iter_mut().for_each(|folder| folder.lay(&mut sheet, &mut |row| bring(row)));
        let blanked = if scope.is_delta() { work.blanked.clone() } else { HashMap::new() };
        let mut outgoing = Self { request, scope, agency, folders, rows, changed, forms, ours, blanked, left, out, stayed };
        if !scope.is_delta() {
            outgoing.let_go();
        }
        outgoing
    }

    /// True where the scope leaves nothing of any client.
    pub fn is_empty(&self) -> bool {
        self.rows.as_ref().is_some_and(|rows| !rows.iter().any(|(file, _)| file.is_client_level()))
    }

    /// How many clients have a row in it.
    pub fn clients(&self) -> usize {
        self.folders.iter().filter(|folder| self.has(folder)).count()
    }

    /// Of how many clients something in it changed; none where it is no delta.
    pub fn changed(&self) -> Option<usize> {
        let rows = self.rows.as_ref().filter(|_| self.scope.is_delta())?;
        let is_changed = |row: (File, String)| self.changed.contains(&row) && rows.contains(&row);
        Some(self.folders.iter().filter(|folder| folder.rows().any(|row| is_changed((row.file(), row.key())))).count())
    }

    /// These clients and whoever must be left out with them.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn tied(&self, clients: BTreeSet<ClientId>, progress: &Progress) -> Result<BTreeSet<ClientId>, Cancelled> {
        tied(&self.folders, clients, progress)
    }

    fn has(&self, folder: &Folder) -> bool {
        folder.rows().any(|row| row.file() == File::Client && self.sends(row))
    }

    /// What its receiver may refuse or ask about: the rules over what would be written. Of a delta the rules see the rows that are not in
    /// it too, since its receiver has those, and say only what is about a row that changed, or follows from it.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn check(&self, today: Day, progress: &Progress) -> Result<Checked, Cancelled> {
        let Some(export) = self.agency.exports.first() else { return Ok(Checked::default()) };
        progress.begin(Stage::Checking, self.folders.len())?;
        let sent = Sent { export, absent: &[], hashed: false };
        // A rule may stand at a row that did not change, and be about one that did.
        let changed = self.scope.is_delta().then(|| self.ours.part(&self.changed, &self.folders));
        let about = |one: &Located| {
            let answers = |changed: &Ours| changed.answers_for(one.finding.rule, None, (one.file, &one.key), one.owner.as_ref());
            one.file == File::Export || changed.as_ref().is_none_or(answers)
        };
        let places = Places::new(&self.agency, self.folders.as_slice(), None);
        let said = check::export_as(&self.agency, &Watched(self.folders.as_slice(), progress), &sent, today, |mut found| {
            found.retain(about);
            places.said(found)
        });
        progress.ask()?;
        let mut checked = Checked::of_records(said, self.clients());
        for said in &mut checked.said {
            let answers = |(file, key): (_, String)| self.ours.answers_for(said.rule, said.field, (file, &key), said.owner.as_ref());
            said.own = Some(said.row().is_none_or(answers));
        }
        Ok(checked)
    }

    /// What would be written, and where that says something else than the desk; nothing is.
    ///
    /// # Errors
    /// Where it was called off.
    pub fn rehearse(mut self, progress: &Progress) -> Result<Written, Error> {
        self.let_go();
        progress.begin(Stage::Writing, self.folders.len())?;
        self.write_to(Nowhere::default(), progress).map_err(|source| Error::of_writing(Path::new(""), source))
    }

    /// Writes it to a file. What stood there is replaced only by a complete export.
    ///
    /// # Errors
    /// Where the file cannot be written, or it was called off; then what stood there still stands there.
    pub fn write(mut self, path: &Path, progress: &Progress) -> Result<Written, Error> {
        self.let_go();
        progress.begin(Stage::Writing, self.folders.len())?;
        write_whole(path, |file| self.write_to(file, progress)).map_err(|source| Error::of_writing(path, source))
    }

    fn write_to(self, writer: impl Write + Seek, progress: &Progress) -> io::Result<Written> {
        let mut tables = Tables::formed(self.request.export_id.as_str(), self.scope.hashed, self.forms)?;
        tables.take_aside(&self.request);
        tables.take_back(self.blanked);
        tables.agency(&self.agency);
        for folder in self.folders {
            progress.step().map_err(io::Error::other)?;
            tables.folder(&folder);
        }
        self.agency.exports.iter().for_each(|row| tables.row(row));
        tables.add_users(&self.request);
        let written = tables.pack(writer, self.request.aside.unwrap_or_default())?;
        // What follows puts the file in its place.
        progress.seal().map_err(io::Error::other)?;
        Ok(written)
    }

    fn sends(&self, row: &dyn Row) -> bool {
        self.rows.as_ref().is_none_or(|rows| rows.contains(&(row.file(), row.key())))
    }

    /// Lets go of what is not written.
    fn let_go(&mut self) {
        let Some(rows) = &self.rows else { return };
        // What is kept beside a row goes where the row goes.
        let stays = |file: File| file == File::Export || file.info().origin == Origin::Beside;
        let sent = |row: &dyn Row| stays(row.file()) || rows.contains(&(row.file(), row.key()));
        self.agency.retain(sent);
        self.folders.retain(|folder| folder.rows().any(|row| row.file() == File::Client && sent(row)));
        self.folders.iter_mut().for_each(|folder| folder.0.retain(|row| sent(row)));
    }
}

/// A file that keeps nothing.
#[derive(Default)]
struct Nowhere {
    at: u64,
    end: u64,
}

impl Write for Nowhere {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.at += bytes.len() as u64;
        self.end = self.end.max(self.at);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Seek for Nowhere {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let at = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
            SeekFrom::End(by) => self.end.checked_add_signed(by),
        };
        self.at = at.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.at)
    }
}

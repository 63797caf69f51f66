//! What an export has beside HUD's columns and files: kept, so that an export can give it back, and said.

use super::version::FY2024_ONLY;
use super::{Reading, custom};
use crate::domain::beside::{Extras, keep_columns};
use crate::domain::hud::ExtraFile;
use crate::domain::progress::Cancelled;
use crate::domain::words::{count, were};
use crate::domain::{ClientId, File, Packed, Row};
use crate::exchange::extra;
use crate::exchange::file_name;
use crate::exchange::package::Package;
use crate::exchange::report::Outcome;
use crate::exchange::table::{Heads, MOST_COLUMNS};

/// So many folders that were not read are named.
const FOLDERS: usize = 10;
/// So many files that are not HUD's are looked at; an export has a few.
const MOST_FILES: usize = 1000;

impl Reading {
    /// Which columns of a file are none of HUD's, and what becomes of them.
    pub(super) fn columns_beside(&mut self, file: File, heads: &Heads) {
        let extras: Vec<String> = heads.list.iter().filter(|head| head.extra).map(|head| head.name.clone()).collect();
        if !extras.is_empty() && self.keeps_extras() {
            self.agency.push(keep_columns(file, &extras).pack());
            self.columns.insert(file, extras);
        }
        let mut others = heads.list.iter().filter(|h| h.column.is_none() && h.filled > 0);
        for head in others.by_ref().take(MOST_COLUMNS) {
            let retired = FY2024_ONLY.iter().any(|(f, names)| *f == file && names.iter().any(|n| n.eq_ignore_ascii_case(&head.name)));
            let why = match file.column(&head.name) {
                Some(_) => "The column stands there twice, or under two names; the first counts",
                None if retired => "HUD no longer collects this",
                None => "The column is not part of HMIS CSV",
            };
            let (outcome, became) = match head.extra {
                true if retired => (Outcome::Retired, "kept, and an export can include them"),
                true => (Outcome::Kept, "kept, and an export can include them"),
                false => (Outcome::Refused, "not taken over"),
            };
            let words = format!("{why}; {} {} {became}.", count(head.filled, "value"), were(head.filled));
            self.say(file, 0, Some(&head.name), "R-IMP-1", outcome, words);
        }
        if let more @ 1.. = others.count() {
            let words = format!("{} more that are not HUD's, or have no name of their own, were not taken over.", count(more, "column"));
            self.say(file, 0, None, "R-IMP-1", Outcome::Refused, words);
        }
        self.bytes_of(&file_name(file), heads);
    }

    /// In which way the bytes of a file are not as HUD wants them.
    pub(super) fn bytes_of(&mut self, name: &str, heads: &Heads) {
        if heads.utf_16 {
            self.say_of(name, 0, None, "R-IMP-3", Outcome::Changed, "Not UTF-8, and read as UTF-16.");
        }
        if heads.windows_1252 > 0 {
            let words = format!("Not UTF-8, and read as Windows-1252: {}.", count(heads.windows_1252, "cell"));
            self.say_of(name, 0, None, "R-IMP-3", Outcome::Changed, words);
        }
        if heads.nuls > 0 {
            let words = format!(
                "{} of nothing (NUL) where a row should be were left out. The file may have been cut short: compare it with your HMIS.",
                count(heads.nuls, "byte")
            );
            self.say_of(name, 0, None, "R-IMP-3", Outcome::Refused, words);
        }
    }

    /// Of which columns the cells are written in another form than they came in, though they say the same.
    pub(super) fn forms(&mut self, file: File, heads: &Heads) {
        let column = |at: usize| file.info().columns[at].name;
        let padded = heads.list.iter().filter(|head| head.padded > 0 && (head.column.is_some() || head.extra));
        let padded = padded.map(|head| (head.column.map_or(head.name.as_str(), column), head.padded, "Taken without the blanks around it"));
        let reformed = std::mem::take(&mut self.reformed).into_iter();
        let reformed = reformed.map(|((_, (at, form)), cells)| (column(at), cells, form.words()));
        for (column, cells, words) in padded.chain(reformed) {
            let words = format!("{words}: {}.", count(cells, "cell"));
            self.say(file, 0, Some(column), "R-IMP-3", Outcome::Changed, words);
        }
    }

    /// What stood beside a row, as a row of its own.
    pub(super) fn row_beside(&self, row: &Packed, extras: Vec<(usize, String)>, heads: &Heads) -> Option<Packed> {
        let file = row.file().filter(|_| !extras.is_empty() && self.keeps_extras())?;
        let owner = file.info().owner.map(|at| ClientId::new(row.cell(at)));
        let updated = file.column("DateUpdated").map_or("", |at| row.cell(at));
        let named = extras.into_iter().filter_map(|(at, text)| Some((heads.list.get(at)?.name.clone(), text)));
        Some(named.collect::<Extras>().keep(file, row.key(), owner.as_ref(), updated))
    }

    /// Says which folders were not read, because `Export.csv` lies in another one: what is in them is of another export, or somebody else's.
    pub(super) fn folders_beside(&mut self, package: &Package) {
        let mut folders = package.elsewhere.iter().map(|(folder, files)| {
            let name = if folder.is_empty() { "the one above".to_owned() } else { format!("“{folder}”") };
            if *files > 0 { format!("{name} ({})", count(*files, "file")) } else { name }
        });
        let mut names: Vec<String> = folders.by_ref().take(FOLDERS).collect();
        names.extend(Some(folders.count()).filter(|more| *more > 0).map(|more| format!("{more} more")));
        if !names.is_empty() {
            let words = format!("Only what lies beside Export.csv was read. Other folders were not: {}.", names.join(", "));
            self.say_of("(folders)", 0, None, "R-IMP-1", Outcome::Kept, words);
        }
    }

    /// The files that are not HUD's. Somebody may have put them there by the thousand: further ones are counted.
    pub(super) fn files_beside(&mut self, package: &mut Package, others: &[usize]) -> Result<(), Cancelled> {
        let (some, more) = others.split_at(others.len().min(MOST_FILES));
        for at in some {
            self.progress.ask()?;
            self.file_beside(package, *at);
        }
        if !more.is_empty() {
            let words = format!(
                "{} that are not part of HMIS CSV were not read: of such files the first {} are. Take those out that belong elsewhere.",
                count(more.len(), "more file"),
                count(MOST_FILES, "file"),
            );
            self.say_of("(files)", 0, None, "R-IMP-1", Outcome::Refused, words);
        }
        Ok(())
    }

    /// Keeps a file that is not HUD's, or says why not.
    fn file_beside(&mut self, package: &mut Package, at: usize) {
        let name = package.items()[at].name.clone();
        let (custom, table) = (is_custom(&name), name.to_ascii_lowercase().ends_with(".csv"));
        let what = if custom { "The custom file is not one that we have agreed on" } else { "The file is not part of HMIS CSV" };
        let kept = if !self.keeps_extras() || name.starts_with('.') || !table {
            Err("it was not read")
        } else if !extra::is_a_name(&name) {
            Err("its name cannot be that of a file everywhere, and it was not read")
        } else if self.files.iter().any(|file| file.extra_file_id.as_str().eq_ignore_ascii_case(&name)) {
            Err("another one of this name was kept")
        } else {
            self.kept_whole(&name, package, at)
        };
        let (outcome, became) = match &kept {
            Ok(_) => (Outcome::Kept, "it is kept as it came, and an export can include it"),
            Err(why) => (Outcome::Refused, *why),
        };
        self.say_of(&name, 0, None, "R-IMP-1", outcome, format!("{what}; {became}."));
        self.files.extend(kept.ok());
    }

    fn kept_whole(&self, name: &str, package: &mut Package, at: usize) -> Result<ExtraFile, &'static str> {
        // Whatever is wrong with it is no reason to refuse the rest.
        let mut bytes = package.bytes(at).map_err(|_| "it cannot be read")?;
        bytes.as_a_whole();
        match extra::keep(name, &mut bytes) {
            Ok(Some(file)) if extra::fits(&self.files, &file) => Ok(file),
            Ok(_) => Err("it is too large to be kept here"),
            Err(_) => Err("it cannot be read"),
        }
    }

    /// An export that is only looked at keeps nothing.
    fn keeps_extras(&self) -> bool {
        self.lines.is_none()
    }
}

fn is_custom(name: &str) -> bool {
    let start = custom::NAME.trim_end_matches("Referral");
    name.get(..start.len()).is_some_and(|begins| begins.eq_ignore_ascii_case(start))
}

//! What of an export was written on this desk, and what goes back as it came: the one is brought into HUD's form, and holds the export up
//! where it is wrong; the other is neither changed nor in the way (R-IMP-10).

use super::select::Rows;
use crate::domain::check::HOUSEHOLD;
use crate::domain::folder::Folder;
use crate::domain::hud::Stage;
use crate::domain::merge::{Own, Written};
use crate::domain::rule::Rule;
use crate::domain::{ClientId, Entry, FieldId, File, Packed, Row, Value, at};
use std::collections::{BTreeSet, HashSet};

/// Cells by which a stay lies otherwise beside others, and what hangs on it otherwise within it.
const MOVING: [FieldId; 8] = [
    at::client::DOB,
    at::enrollment::ENTRY_DATE,
    at::enrollment::PROJECT_ID,
    at::enrollment::HOUSEHOLD_ID,
    at::enrollment::RELATIONSHIP_TO_HOH,
    at::enrollment::DATE_DELETED,
    at::exit::EXIT_DATE,
    at::exit::DATE_DELETED,
];
/// Rules about one stay beside another.
const BESIDE: [Rule; 4] = [Rule::R_ENR_3, Rule::R_ENR_4, Rule::R_ENR_8, Rule::R_ENR_12];
/// Rules that look at one cell, whatever stands beside it.
const OF_A_CELL: [Rule; 5] = [Rule::R_IMP_3, Rule::R_IMP_6, Rule::R_CSV_2, Rule::R_CSV_7, Rule::R_CSV_8];
/// Rules that stand at a client, and look at the client's stays.
const OF_STAYS: [Rule; 2] = [Rule::R_VET_1, Rule::R_VET_2];
/// Rules that stand at an enrollment or its exit, and the rows of the stay that they look at.
const WITHIN: [(Rule, File); 2] = [(Rule::R_INS_2, File::IncomeBenefits), (Rule::R_ENR_7, File::Services)];

/// What was written here, looked at for what follows from it.
#[derive(Debug, Default)]
pub(super) struct Ours {
    rows: Written,
    /// Rows of stays that were moved here.
    shaken: Rows,
    /// Whose stays they are.
    movers: HashSet<ClientId>,
    /// Enrollments and exits at which these rules look at what was written here.
    within: HashSet<(Rule, File, String)>,
    /// The stays of the households in which something was written here.
    mates: HashSet<String>,
    /// True where no HMIS ever told this desk anything, so that `Export.csv` is all ours.
    alone: bool,
}

impl Ours {
    /// What was written in these folders.
    pub fn of(rows: Written, folders: &[Folder], alone: bool) -> Self {
        let mut ours = Self { rows, alone, ..Self::default() };
        let is_touched = |folder: &&Folder| folder.0.iter().any(|row| ours.rows.contains_key(&id(row)));
        let touched: Vec<&Folder> = if ours.rows.is_empty() { Vec::new() } else { folders.iter().filter(is_touched).collect() };
        let households: HashSet<&str> = touched.iter().flat_map(|folder| &folder.0).filter_map(|row| ours.household(row)).collect();
        let all = folders.iter().flat_map(|folder| &folder.0).filter(|_| !households.is_empty());
        let mates = all.filter(|row| household_of(row).is_some_and(|of| households.contains(of))).map(|row| row.key().to_owned());
        ours.mates = mates.collect();
        for folder in touched {
            ours.within.extend(WITHIN.iter().flat_map(|(rule, file)| ours.seen_by(*rule, *file, folder)).collect::<Vec<_>>());
            let moves = |row: &&Packed| ours.moves(row);
            let everything = folder.0.iter().filter(moves).any(|row| row.file() == Some(File::Client));
            let stays: HashSet<&str> = folder.0.iter().filter(moves).map(stay_of).collect();
            if stays.is_empty() {
                continue;
            }
            ours.movers.extend(folder.client());
            ours.shaken.extend(folder.0.iter().filter(|row| everything || stays.contains(stay_of(row))).map(id));
        }
        ours
    }

    /// What of a row was written here; none where nothing was.
    pub fn of_row(&self, row: &dyn Row) -> Option<&Own> {
        match row.file() {
            File::Export => Some(&Own::Row),
            _ if self.rows.is_empty() => None,
            file => self.rows.get(&(file, row.key())),
        }
    }

    /// What of it is in these rows; in those of them that were not written here it moves nothing.
    pub fn part(&self, rows: &Rows, folders: &[Folder]) -> Self {
        let own = |id: &(File, String)| self.rows.get(id).cloned().unwrap_or(Own::Cells(BTreeSet::new()));
        Self::of(rows.iter().map(|id| (id.clone(), own(id))).collect(), folders, self.alone)
    }

    /// True where something was written here of which a rule speaks at this row, or from which it follows; of a rule of one cell, at this field
    /// where it is named.
    pub fn answers_for(&self, rule: Rule, field: Option<FieldId>, (file, key): (File, &str), owner: Option<&ClientId>) -> bool {
        if let Some(cell) = field.filter(|field| field.file != File::Export && is_of_a_cell(rule, *field)) {
            return self.wrote(cell, key);
        }
        let is_own = |file| self.rows.contains_key(&(file, key.to_owned()));
        let moved = || owner.is_some_and(|owner| self.movers.contains(owner));
        match file {
            File::Export => self.alone,
            // What we keep beside an event is named by the event.
            File::Event if is_own(File::Referral) => true,
            File::Client if OF_STAYS.contains(&rule) && moved() => true,
            File::Enrollment if HOUSEHOLD.contains(&rule) && self.mates.contains(key) => true,
            File::Enrollment if BESIDE.contains(&rule) && moved() => true,
            file if self.within.contains(&(rule, file, key.to_owned())) => true,
            file => is_own(file) || self.shaken.contains(&(file, key.to_owned())),
        }
    }

    fn wrote(&self, field: FieldId, key: &str) -> bool {
        self.rows.get(&(field.file, key.to_owned())).is_some_and(|own| own.has(usize::from(field.column)))
    }

    /// The enrollments and exits of the stays of which rows of this file were written here; where such rows are of a point of the stay, of
    /// that point: who records an annual assessment is not asked for the entry.
    fn seen_by(&self, rule: Rule, file: File, folder: &Folder) -> Vec<(Rule, File, String)> {
        let own = folder.0.iter().filter(|row| row.file() == Some(file) && self.rows.contains_key(&id(row)));
        let stays: HashSet<(&str, Option<Stage>)> = own.map(|row| (stay_of(row), stage_of(row))).collect();
        let at = |row: &Packed, stage| stays.contains(&(stay_of(row), Some(stage))) || stays.contains(&(stay_of(row), None));
        let stands = |row: &&Packed| match row.file() {
            Some(File::Enrollment) => at(row, Stage::Entry),
            Some(File::Exit) => at(row, Stage::Exit),
            _ => false,
        };
        folder.0.iter().filter(stands).map(id).map(|(file, key)| (rule, file, key)).collect()
    }

    fn moves(&self, row: &Packed) -> bool {
        let moving = |columns: &BTreeSet<u16>| MOVING.iter().any(|field| Some(field.file) == row.file() && columns.contains(&field.column));
        match self.rows.get(&id(row)) {
            Some(Own::Row) => matches!(row.file(), Some(File::Enrollment | File::Exit)),
            Some(Own::Cells(columns)) => moving(columns),
            None => false,
        }
    }

    fn household<'r>(&self, row: &'r Packed) -> Option<&'r str> {
        household_of(row).filter(|_| self.rows.contains_key(&id(row)))
    }
}

fn id(row: &Packed) -> (File, String) {
    (row.file().unwrap_or(File::Export), row.key().to_owned())
}

/// True where a rule looks at this cell alone: the others of its row may be as they came. Which answers a disability has hangs on its type.
fn is_of_a_cell(rule: Rule, field: FieldId) -> bool {
    OF_A_CELL.contains(&rule) && field.file != File::Disabilities
}

/// The enrollment that a row is, or hangs on; blank for a client.
fn stay_of(row: &Packed) -> &str {
    row.file().and_then(|file| file.column("EnrollmentID")).map_or("", |at| row.cell(at))
}

/// The point of its stay that a row is of; none where its file has no such points, or it does not say which.
fn stage_of(row: &Packed) -> Option<Stage> {
    let column = row.file()?.column("DataCollectionStage")?;
    Value::<Stage>::parse(row.cell(column)).known()
}

fn household_of(row: &Packed) -> Option<&str> {
    let household = row.cell(usize::from(at::enrollment::HOUSEHOLD_ID.column));
    (row.file() == Some(File::Enrollment) && !household.is_empty()).then_some(household)
}

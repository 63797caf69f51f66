//! Rows of which nothing in their export says what they hang on (R-IMP-7). A delta tells of what changed alone, so their client, enrollment
//! or program may stand on the desk and nowhere in the export; where it does not, they stay refused (R-IMP-5). So they do in an export
//! that is no delta: it has everything that its rows hang on.

use super::Have;
use crate::domain::folder::Folder;
use crate::domain::{Agency, ClientId, File, Packed, ProjectId, Row};
use crate::exchange::file_name;
use crate::exchange::read::{Astray, Loose, updated};
use crate::exchange::report::{Line, Outcome, Placed};
use std::collections::{HashMap, HashSet};

/// What became of them.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Those that found their place, by client.
    pub of_clients: Vec<(ClientId, Vec<Packed>)>,
    /// Those of no client.
    pub of_agency: Vec<Packed>,
    /// What is to be said of them.
    pub lines: Vec<Line>,
    /// Those that name an enrollment of another client, as far as is known there and here.
    pub astray: Vec<Astray>,
    /// Where they stood, so that nobody says of them that they hang on nothing.
    pub places: Vec<Placed>,
}

/// Finds a place on the desk for rows that have none in their export.
pub(super) fn join(loose: Vec<Loose>, agency: &Agency, folders: &[Folder], have: &impl Have) -> Joined {
    let mut joined = Joined::default();
    if loose.is_empty() {
        return joined;
    }
    let mut known = Known::of(agency, folders);
    let mut taken: Vec<Loose> = Vec::new();
    let mut by_key: HashMap<(File, String), usize> = HashMap::new();
    for one in loose {
        let (key, owner) = ((Row::file(&one.row), one.row.key().to_owned()), owner_of(&one.row));
        if known.rows.contains(&key) && !by_key.contains_key(&key) || !known.carries(&one.row, owner.as_ref(), have) {
            continue;
        }
        match by_key.get(&key).and_then(|at| taken.get_mut(*at)) {
            Some(first) => {
                let other = later(first, one);
                joined.lines.push(outdone(first, &other));
                joined.places.push(place_of(&other, false));
            }
            None => {
                known.rows.insert(key.clone());
                by_key.insert(key, taken.len());
                taken.push(one);
            }
        }
    }
    known.stays.extend(taken.iter().filter_map(|one| stay_of(&one.row)));
    let mut places: HashMap<ClientId, usize> = HashMap::new();
    for one in taken {
        joined.astray.extend(known.astray(&one, have));
        joined.places.push(place_of(&one, true));
        let Loose { row, beside, remarks, .. } = one;
        joined.lines.extend(remarks);
        let rows = match owner_of(&row) {
            None => &mut joined.of_agency,
            Some(owner) => {
                let at = *places.entry(owner.clone()).or_insert_with(|| {
                    joined.of_clients.push((owner, Vec::new()));
                    joined.of_clients.len() - 1
                });
                &mut joined.of_clients[at].1
            }
        };
        rows.extend(std::iter::once(row).chain(beside));
    }
    joined
}

fn owner_of(row: &Packed) -> Option<ClientId> {
    Row::file(row).info().owner.map(|at| ClientId::new(row.cell(at)))
}

/// An enrollment and its client, of an enrollment.
fn stay_of(row: &Packed) -> Option<(String, ClientId)> {
    (Row::file(row) == File::Enrollment).then(|| Some((row.key().to_owned(), owner_of(row)?))).flatten()
}

fn place_of(one: &Loose, taken: bool) -> Placed {
    Placed { file: Row::file(&one.row), line: one.line, column: one.column, taken }
}

/// Keeps the one of two rows with the same key that was updated later, and gives the other back (R-IMP-4).
fn later(first: &mut Loose, second: Loose) -> Loose {
    if updated(&second.row) >= updated(&first.row) { std::mem::replace(first, second) } else { second }
}

/// Says of a row why another one with its key was taken.
fn outdone(first: &Loose, other: &Loose) -> Line {
    let as_old = updated(&first.row) == updated(&other.row);
    let why = if as_old { "stands further down and was not updated earlier" } else { "was updated later" };
    let words = format!("Another row with the same key, on line {}, {why}; that one was taken.", first.line);
    Line { file: file_name(Row::file(&other.row)), line: other.line, column: None, rule: "R-IMP-4", outcome: Outcome::Refused, words }
}

/// What the export has, and what was looked up of the desk.
struct Known {
    rows: HashSet<(File, String)>,
    clients: HashMap<ClientId, bool>,
    /// The clients of its enrollments.
    stays: HashMap<String, ClientId>,
}

impl Known {
    fn of(agency: &Agency, folders: &[Folder]) -> Self {
        let rows = agency.rows().chain(folders.iter().flat_map(Folder::rows)).map(|row| (row.file(), row.key())).collect();
        let stays = folders.iter().flat_map(|folder| &folder.0).filter_map(stay_of).collect();
        Self { rows, clients: folders.iter().filter_map(Folder::client).map(|client| (client, true)).collect(), stays }
    }

    /// The row, where its enrollment is another client's in the export, or here where the export does not have it.
    fn astray(&self, one: &Loose, have: &impl Have) -> Option<Astray> {
        let (file, key) = (Row::file(&one.row), one.row.key().to_owned());
        let stay = file.column("EnrollmentID").filter(|_| file != File::Enrollment).map(|at| one.row.cell(at))?;
        let whose = self.stays.get(stay).cloned().or_else(|| have.owner(File::Enrollment, stay))?;
        (owner_of(&one.row)? != whose).then_some(Astray { file, key, line: one.line })
    }

    /// True where all is known that the row hangs on.
    fn carries(&mut self, row: &Packed, owner: Option<&ClientId>, have: &impl Have) -> bool {
        let named = |name: &str, home: File| {
            let column = row.file().filter(|file| *file != home).and_then(|file| file.column(name));
            column.map(|at| row.cell(at).to_owned()).map(|key| (home, key))
        };
        let client = owner.is_none_or(|owner| *self.clients.entry(owner.clone()).or_insert_with(|| have.chart(owner).is_some()));
        let stay = named("EnrollmentID", File::Enrollment);
        let program = named("ProjectID", File::Project).filter(|_| Row::file(row) == File::Enrollment || owner.is_none());
        let here = |(file, key): &(File, String)| match file {
            File::Project => have.agency().project(&ProjectId::new(key)).is_some(),
            file => have.owner(*file, key).is_some(),
        };
        client && [stay, program].into_iter().flatten().all(|id| self.rows.contains(&id) || here(&id))
    }
}

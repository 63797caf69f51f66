//! Rows of which nothing in their export says what they hang on (R-IMP-7). A delta tells of what changed alone, so their client, enrollment
//! or program may stand on the desk and nowhere in the export; where it does not, they stay refused (R-IMP-5).

use super::Have;
use crate::domain::folder::Folder;
use crate::domain::{Agency, ClientId, File, Packed, ProjectId, Row};
use crate::exchange::read::Loose;
use std::collections::{HashMap, HashSet};

/// What became of them.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// Those that found their place, by client.
    pub of_clients: Vec<(ClientId, Vec<Packed>)>,
    /// Those of no client.
    pub of_agency: Vec<Packed>,
    /// Where they stood, so that nobody says of them that they were refused: file, line and the column that led nowhere.
    pub places: Vec<(File, u64, &'static str)>,
}

/// Finds a place on the desk for rows that have none in their export.
pub(super) fn join(loose: Vec<Loose>, agency: &Agency, folders: &[Folder], have: &impl Have) -> Joined {
    let mut joined = Joined::default();
    if loose.is_empty() {
        return joined;
    }
    let mut known = Known::of(agency, folders);
    let mut places: HashMap<ClientId, usize> = HashMap::new();
    for Loose { line, column, row, beside } in loose {
        let Some(file) = row.file() else { continue };
        let (key, owner) = ((file, row.key().to_owned()), file.info().owner.map(|at| ClientId::new(row.cell(at))));
        if known.rows.contains(&key) || !known.carries(&row, owner.as_ref(), have) {
            continue;
        }
        known.rows.insert(key);
        joined.places.push((file, line, column));
        let rows = match owner {
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

/// What the export has, and what was looked up of the desk.
struct Known {
    rows: HashSet<(File, String)>,
    clients: HashMap<ClientId, bool>,
}

impl Known {
    fn of(agency: &Agency, folders: &[Folder]) -> Self {
        let rows = agency.rows().chain(folders.iter().flat_map(Folder::rows)).map(|row| (row.file(), row.key())).collect();
        Self { rows, clients: folders.iter().filter_map(Folder::client).map(|client| (client, true)).collect() }
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

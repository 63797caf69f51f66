//! What is left out of an export because the check calls something of it an error: whole households, since no enrollment goes without its
//! household, and nothing that goes may name what stays (R-IMP-8).

use super::outgoing::Work;
use super::scope::Scope;
use super::select::{Left, select, travels};
use crate::domain::folder::Folder;
use crate::domain::progress::{Cancelled, Progress};
use crate::domain::{Agency, ClientId, File, Instant, Row, at};
use std::collections::{BTreeSet, HashMap};

/// What ties a client to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Tie<'a> {
    /// They are in this household of this project: an HMIS may use the number again in another project.
    Household(&'a str, &'a str),
    /// One has this enrollment, or a record that names it.
    Enrollment(&'a str),
}

/// These clients, and everybody who is tied to them, over however many others.
pub(super) fn tied(folders: &[Folder], clients: BTreeSet<ClientId>, progress: &Progress) -> Result<BTreeSet<ClientId>, Cancelled> {
    let mut reached: Vec<usize> = (0..).zip(folders).filter(|(_, folder)| is_of(folder, &clients)).map(|(at, _)| at).collect();
    if reached.is_empty() {
        return Ok(BTreeSet::new());
    }
    let (mut by_folder, mut by_tie, mut columns) =
        (Vec::with_capacity(folders.len()), HashMap::<Tie<'_>, Vec<usize>>::new(), HashMap::new());
    for (at, folder) in folders.iter().enumerate() {
        progress.ask()?;
        let own = ties(folder, &mut columns);
        own.iter().for_each(|tie| by_tie.entry(*tie).or_default().push(at));
        by_folder.push(own);
    }
    let mut out = vec![false; folders.len()];
    while let Some(at) = reached.pop() {
        if std::mem::replace(&mut out[at], true) {
            continue;
        }
        progress.ask()?;
        // Whoever shares a tie is reached by it once.
        reached.extend(by_folder[at].iter().filter_map(|tie| by_tie.remove(tie)).flatten());
    }
    Ok(folders.iter().zip(out).filter(|(_, out)| *out).filter_map(|(folder, _)| folder.client()).collect())
}

/// True for the folder of one of these.
pub(super) fn is_of(folder: &Folder, clients: &BTreeSet<ClientId>) -> bool {
    !clients.is_empty() && folder.client().is_some_and(|client| clients.contains(&client))
}

/// What stays out with these folders of what the scope would take, and of whom.
pub(super) fn left_with(scope: &Scope, agency: &Agency, folders: &[Folder], work: &Work<'_>, now: Instant) -> (Left, BTreeSet<ClientId>) {
    let rows = select(scope, agency, folders, work.changed, work.unsent, now).rows;
    let id = |row: &dyn Row| (row.file(), row.key());
    let goes = |row: &&dyn Row| travels(*row) && rows.as_ref().is_none_or(|rows| rows.contains(&id(*row)));
    let (mut left, mut who) = (Left::default(), BTreeSet::new());
    for folder in folders {
        if folder.rows().any(|row| goes(&row)) {
            left.unfinished += 1;
            who.extend(folder.client());
        }
        left.unfinished_work += folder.rows().filter(goes).filter(|row| work.unsent.contains(&id(*row))).count() as u64;
    }
    (left, who)
}

/// Where the ties stand in the rows of a file, as far as it has them.
#[derive(Debug, Clone, Copy)]
struct Columns {
    deleted: Option<usize>,
    project: Option<usize>,
    household: Option<usize>,
    enrollment: Option<usize>,
    resulting: Option<usize>,
}

impl Columns {
    fn of(file: File) -> Self {
        let at = |name: &str| file.column(name);
        let resulting = (file == File::Referral).then_some(usize::from(at::referral::RESULTING_ENROLLMENT_ID.column));
        Self {
            deleted: at("DateDeleted"),
            project: at("ProjectID"),
            household: at("HouseholdID"),
            enrollment: at("EnrollmentID"),
            resulting,
        }
    }
}

/// The ties of a client. Who was taken out of a household by mistake is tied to it no more.
fn ties<'a>(folder: &'a Folder, columns: &mut HashMap<File, Columns>) -> Vec<Tie<'a>> {
    let mut ties = Vec::new();
    for row in &folder.0 {
        let Some(file) = row.file() else { continue };
        let at = *columns.entry(file).or_insert_with(|| Columns::of(file));
        let cell = |at: Option<usize>| at.map(|at| row.cell(at)).filter(|text| !text.is_empty());
        let stays = cell(at.deleted).is_none();
        let household = cell(at.household).filter(|_| stays).map(|id| Tie::Household(cell(at.project).unwrap_or_default(), id));
        ties.extend(household.into_iter().chain([at.enrollment, at.resulting].into_iter().filter_map(cell).map(Tie::Enrollment)));
    }
    ties
}

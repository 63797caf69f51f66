//! What is left out of an export because the check calls something of it an error: whole households, since no enrollment goes without its
//! household, and nothing that goes may name what stays (R-IMP-8).

use super::outgoing::Work;
use super::scope::Scope;
use super::select::{Left, select, travels};
use crate::domain::folder::Folder;
use crate::domain::{Agency, ClientId, File, Packed, Row, at};
use std::collections::{BTreeSet, HashSet};

/// What ties a client to another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Tie<'a> {
    /// They are in a household.
    Household(&'a str),
    /// One has this enrollment, or a record that names it.
    Enrollment(&'a str),
}

/// These clients, and everybody who is tied to them, over however many others.
pub(super) fn tied(folders: &[Folder], clients: BTreeSet<ClientId>) -> BTreeSet<ClientId> {
    let (mut tied, mut rest): (Vec<&Folder>, Vec<&Folder>) = folders.iter().partition(|folder| is_of(folder, &clients));
    let (mut all, mut new) = (HashSet::new(), 0);
    while let Some(more) = tied.get(new..).filter(|more| !more.is_empty()) {
        all.extend(more.iter().copied().flat_map(ties));
        new = tied.len();
        let hang: Vec<&Folder> = rest.extract_if(.., |folder| ties(folder).any(|tie| all.contains(&tie))).collect();
        tied.extend(hang);
    }
    tied.into_iter().filter_map(Folder::client).collect()
}

/// True for the folder of one of these.
pub(super) fn is_of(folder: &Folder, clients: &BTreeSet<ClientId>) -> bool {
    !clients.is_empty() && folder.client().is_some_and(|client| clients.contains(&client))
}

/// What stays out with these folders of what the scope would take.
pub(super) fn left_with(scope: &Scope, agency: &Agency, folders: &[Folder], work: &Work<'_>) -> Left {
    let rows = select(scope, agency, folders, work.changed, work.unsent).rows;
    let id = |row: &dyn Row| (row.file(), row.key());
    let goes = |row: &&dyn Row| travels(*row) && rows.as_ref().is_none_or(|rows| rows.contains(&id(*row)));
    let mut left = Left::default();
    for folder in folders {
        left.unfinished += u64::from(folder.rows().any(|row| goes(&row)));
        left.unfinished_work += folder.rows().filter(goes).filter(|row| work.unsent.contains(&id(*row))).count() as u64;
    }
    left
}

/// The ties of a client. Who was taken out of a household by mistake is tied to it no more.
fn ties(folder: &Folder) -> impl Iterator<Item = Tie<'_>> {
    folder.0.iter().flat_map(|row| {
        let cell = |name: &str| row.file().and_then(|file| file.column(name)).map(|at| row.cell(at)).filter(|text| !text.is_empty());
        let stays = cell("DateDeleted").is_none();
        let household = cell("HouseholdID").filter(|_| stays).map(Tie::Household);
        let named = resulting(row).filter(|text| !text.is_empty());
        [household, cell("EnrollmentID").map(Tie::Enrollment), named.map(Tie::Enrollment)].into_iter().flatten()
    })
}

/// The enrollment in which a referral resulted.
fn resulting(row: &Packed) -> Option<&str> {
    let at = usize::from(at::referral::RESULTING_ENROLLMENT_ID.column);
    (row.file() == Some(File::Referral)).then(|| row.cell(at))
}

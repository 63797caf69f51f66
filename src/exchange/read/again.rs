//! A look at an export that was read already: on which line a row stood. An import keeps no line of a row that it takes over, so it looks
//! for those few of which it has something to say.

use super::is_column_of;
use crate::domain::merge::moment;
use crate::domain::{File, Instant};
use crate::exchange::cell;
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Record, Records};
use std::collections::{BTreeMap, HashMap};
use std::path::Path;

/// A row that is looked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(in crate::exchange) struct Sought {
    /// Of which file.
    pub file: File,
    /// By what it is known there.
    pub key: String,
    /// Whose it is; blank where it is nobody's, or the client's own.
    pub client: String,
}

/// After so many rows it is asked whether to go on.
const HAND: usize = 256;

/// Where rows that are looked for stand so far, and when they were updated, by key and client.
type Seen = HashMap<(String, String), Option<(u64, Option<Instant>)>>;

/// The lines of these rows in the export there. Of several with one key it is the one that was taken: the last of those that were updated
/// last (R-IMP-4). What cannot be read any more has none. `goes_on` is told of so many rows more, and says whether anybody still wants them.
pub(in crate::exchange) fn lines_of<'k>(
    path: &Path,
    rows: impl Iterator<Item = &'k Sought>,
    goes_on: impl Fn(usize) -> bool,
) -> Vec<(Sought, u64)> {
    let mut wanted: BTreeMap<File, Seen> = BTreeMap::new();
    for Sought { file, key, client } in rows {
        wanted.entry(*file).or_default().insert((key.clone(), client.clone()), None);
    }
    let Ok(mut package) = Package::open(path) else { return Vec::new() };
    let mut found = Vec::new();
    for (file, mut seen) in wanted {
        let name = format!("{}.csv", file.info().name);
        let at = package.items().iter().position(|item| item.name.eq_ignore_ascii_case(&name) && item.shut().is_none());
        // A file that cannot be read to its end tells as much as it has.
        let _ = at.map(|at| in_file(&mut package, at, file, &mut seen, &goes_on));
        found.extend(seen.into_iter().filter_map(|((key, client), at)| Some((Sought { file, key, client }, at?.0))));
    }
    found
}

fn in_file(package: &mut Package, at: usize, file: File, seen: &mut Seen, goes_on: &impl Fn(usize) -> bool) -> Result<(), Error> {
    let bytes = package.bytes(at)?;
    let (mut records, mut heads) = Records::open(bytes, |name| file.column(name), |name| is_column_of(file, name))?;
    let (info, updated, mut record, mut read) = (file.info(), file.column("DateUpdated"), Record::default(), 0);
    while records.next(&mut record)? {
        read += 1;
        if read % HAND == 0 && !goes_on(HAND) {
            break;
        }
        let (mut row, mut stamp) = <((String, String), Option<Instant>)>::default();
        let beside = heads.read(&record, |column, text| match column {
            _ if column == info.key => row.0 = text.into_owned(),
            _ if Some(column) == info.owner => row.1 = text.into_owned(),
            // A year of two digits nobody writes in a stamp.
            _ if Some(column) == updated => stamp = moment(&cell::read(&info.columns[column], &text, None).0),
            _ => {}
        });
        let place = seen.get_mut(&row).filter(|_| beside.broken.is_none() && beside.lone.is_none());
        if let Some(place) = place.filter(|place| place.is_none_or(|(_, other)| stamp >= other)) {
            *place = Some((record.line(), stamp));
        }
    }
    Ok(())
}

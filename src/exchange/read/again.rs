//! A look at an export that was read already: on which line a row stood. An import keeps no line of a row that it takes over, so it looks
//! for those few of which it has something to say.

use super::is_column_of;
use crate::domain::File;
use crate::exchange::error::Error;
use crate::exchange::package::Package;
use crate::exchange::table::{Record, Records};
use std::collections::{BTreeMap, HashSet};
use std::path::Path;

/// The lines of these rows in the export there, by file and key; of a key that stands there twice, the first. What cannot be read any more
/// has none.
pub(in crate::exchange) fn lines_of<'k>(path: &Path, rows: impl Iterator<Item = &'k (File, String)>) -> Vec<((File, String), u64)> {
    let mut wanted: BTreeMap<File, HashSet<&str>> = BTreeMap::new();
    for (file, key) in rows {
        wanted.entry(*file).or_default().insert(key);
    }
    let Ok(mut package) = Package::open(path) else { return Vec::new() };
    let mut found = Vec::new();
    for (file, mut keys) in wanted {
        let name = format!("{}.csv", file.info().name);
        let at = package.items().iter().position(|item| item.name.eq_ignore_ascii_case(&name) && item.shut().is_none());
        // A file that cannot be read to its end tells as much as it has.
        let _ = at.map(|at| in_file(&mut package, at, file, &mut keys, &mut found));
    }
    found
}

fn in_file(
    package: &mut Package,
    at: usize,
    file: File,
    keys: &mut HashSet<&str>,
    found: &mut Vec<((File, String), u64)>,
) -> Result<(), Error> {
    let bytes = package.bytes(at)?;
    let (mut records, mut heads) = Records::open(bytes, |name| file.column(name), |name| is_column_of(file, name))?;
    let (key_column, mut record) = (file.info().key, Record::default());
    while !keys.is_empty() && records.next(&mut record)? {
        let mut key = None;
        heads.read(&record, |column, text| {
            if column == key_column {
                key = Some(text.into_owned());
            }
        });
        if let Some(key) = key.filter(|key| keys.remove(key.as_str())) {
            found.push(((file, key), record.line()));
        }
    }
    Ok(())
}

//! The records that are measured: so many invented people, imported in a few commits as an agency's would be.

use crate::results::{Results, ms};
use crate::{Failed, NO_BAR};
use std::path::Path;
use std::time::{Duration, Instant};
use wayhome::domain::{self, Change, Commit};
use wayhome::generate;
use wayhome::store::{Cost, Passphrase, Place, Profile, Secret, Store};

/// So many people come with one import.
const AT_ONCE: usize = 10_000;

/// Where the records stand.
pub fn place(folder: &Path) -> Place {
    Place { data: folder.join("records"), anchor: Some(folder.join("anchor")) }
}

/// What opens them; the cost of its derivation is no part of any figure here.
pub fn passphrase() -> Passphrase {
    Passphrase::new("seven lakes and a long way home")
}

/// Opens them.
pub fn open(folder: &Path) -> Result<Store, Failed> {
    Ok(Store::open(&place(folder), &Secret::Passphrase(passphrase()))?.0)
}

/// A moment; each is a second later than the one before would have been.
pub fn now() -> domain::Instant {
    chrono::Local::now().naive_local()
}

/// Makes them.
pub fn make(folder: &Path, clients: usize, results: &mut Results) -> Result<(), Failed> {
    let (mut store, _) = Store::create(&place(folder), &passphrase(), &Profile::new("Mai Green"), Cost::WEAK, now())?;
    let (agency, _) = generate::people(0, 0, generate::REFERENCE_DAY);
    // As an import makes them.
    let new = |row: &dyn domain::Row| Change::new(row.pack());
    let mut changes: Vec<Change> = agency.rows().filter_map(new).collect();
    let (mut rows, mut kept, mut imports, mut people) = (0, Duration::ZERO, 0, 0);
    generate::crowd(clients, 0, generate::REFERENCE_DAY, &mut |chart| {
        changes.extend(chart.rows().filter_map(new));
        people += 1;
        if people % AT_ONCE > 0 && people < clients {
            return Ok::<_, Failed>(());
        }
        rows += changes.len();
        let commit = Commit::new("Import", std::mem::take(&mut changes));
        let begun = Instant::now();
        store.commit(&commit, now())?;
        kept += begun.elapsed();
        imports += 1;
        Ok(())
    })?;
    results.add(&format!("import of {rows} rows, until the last is durable"), rows as f64 / kept.as_secs_f64(), "rows/s", NO_BAR);
    results.add("one such import of 10 000 people", ms(kept) / f64::from(imports), "ms", NO_BAR);
    Ok(())
}

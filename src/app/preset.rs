//! Desks of invented people in throw-away stores: for the demo, and as named boots for tests and `.ice` scripts.

use super::desk::Desk;
use super::perform::{self, Opened};
use super::services::{Dialogs, Services};
use super::{App, Boot, Message};
use crate::domain::directory::Directory;
use crate::domain::{Agency, Change, Chart, Instant, OrganizationId, Row};
use crate::generate;
use crate::store::{Cost, Passphrase, Place, Profile, Store};
use crate::{transfer, world};
use iced::{Preset, Task};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex};
use std::{env, fs, io, process};

/// How many people the demo invents unless somebody asks for more.
pub const PEOPLE: usize = 240;

/// The passphrase of every throw-away store; nobody is asked for it.
pub const PASSPHRASE: &str = "only invented people here";

/// How the folder of a throw-away store begins.
const NAME: &str = "wayhome-demo-";

/// A throw-away desk.
pub struct Demo {
    /// How to open it.
    pub boot: Boot,
    folder: PathBuf,
    /// Held to the end, also while the desk is locked and nobody has its records open.
    _held: fs::File,
}

impl Demo {
    /// Makes one of so many people in the folder for temporary files, filled and open.
    ///
    /// # Errors
    /// A sentence, where there is no room for it.
    pub fn new(people: usize, clock: fn() -> Instant, dialogs: Dialogs) -> Result<Self, String> {
        static NEXT: AtomicU32 = AtomicU32::new(0);
        let name = format!("{NAME}{}-{}", process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let folder = env::temp_dir().join(name);
        let place = Place { data: folder.clone(), anchor: None };
        let held = hold(&folder).map_err(|e| e.to_string())?;
        let (agency, charts) = generate::people(people, 7, clock().date());
        let opened = fill(&place, &agency, &charts, clock()).map_err(|e| e.to_string())?;
        let services = Services { place, cost: || Cost::WEAK, clock, documents: crate::world::documents, moment: world::moment, dialogs };
        Ok(Self { boot: Boot { services, opened: Arc::new(Mutex::new(Some(opened))), demo: true }, folder, _held: held })
    }

    /// Throws away what demos left in this folder that were killed: whoever tried the desk may have typed something true. One that another
    /// process has open or locked stays, and so does what belongs to somebody else.
    pub fn clear(temporary: &Path) {
        for entry in fs::read_dir(temporary).into_iter().flatten().flatten() {
            let is_demo = entry.file_name().to_string_lossy().starts_with(NAME) && entry.file_type().is_ok_and(|kind| kind.is_dir());
            if is_demo && !is_held(&entry.path()) && (Place { data: entry.path(), anchor: None }).is_left() {
                // Nothing depends on it, and the next demo tries again.
                let _ = fs::remove_dir_all(entry.path());
                let _ = fs::remove_file(beside(&entry.path()));
            }
        }
    }

    /// Throws the store away.
    pub fn throw_away(self) {
        drop(self.boot);
        // Nobody in it is real; what a failed removal leaves behind harms nobody.
        let _ = fs::remove_file(beside(&self.folder));
        let _ = fs::remove_dir_all(self.folder);
    }
}

/// The file that a demo holds as long as it runs: beside its folder, which belongs to the store.
fn beside(folder: &Path) -> PathBuf {
    folder.with_extension("lock")
}

fn hold(folder: &Path) -> io::Result<fs::File> {
    let file = fs::File::create(beside(folder))?;
    file.try_lock()?;
    Ok(file)
}

/// True for the folder of a demo that runs.
fn is_held(folder: &Path) -> bool {
    fs::File::open(beside(folder)).is_ok_and(|file| matches!(file.try_lock(), Err(fs::TryLockError::WouldBlock)))
}

/// Makes a store that holds these people, with the organization chosen to which most referrals are open.
///
/// # Errors
/// What the disk says.
pub fn fill(place: &Place, agency: &Agency, charts: &[Chart], now: Instant) -> Result<Opened, crate::store::Error> {
    let worker = Profile::new("Mai Green");
    let (mut store, _) = Store::create(place, &Passphrase::new(PASSPHRASE), &worker, Cost::WEAK, now)?;
    let rows = agency.rows().chain(charts.iter().flat_map(Chart::rows));
    let changes: Vec<Change> = rows.filter_map(|row: &dyn Row| Change::row(None, row)).collect();
    store.commit(&transfer::first(&store, "Invented people", changes), now)?;
    let directory = Directory::new(store.roll()?);
    let desk = Desk { organization: busiest(&directory, agency, now), ..Desk::default() };
    store.commit(&desk.commit(), now)?;
    perform::opened(store, Vec::new())
}

fn busiest(directory: &Directory, agency: &Agency, now: Instant) -> Option<OrganizationId> {
    let open = |id: &OrganizationId| directory.open_referrals(agency, Some(id), now.date()).len();
    agency.organizations.iter().map(|o| o.organization_id.clone()).max_by_key(|id| open(id))
}

/// The day and time on which the named boots stand still.
pub fn fixed_clock() -> Instant {
    generate::REFERENCE_DAY.and_hms_opt(9, 30, 0).unwrap_or_default()
}

/// Named boots: `Demo`, a desk of invented people on a fixed day; `New`, the first start with no store.
pub fn all() -> Vec<Preset<App, Message>> {
    vec![
        Preset::new("Demo", || boot(Demo::new(PEOPLE, fixed_clock, Dialogs::scripted([])).map(|d| d.boot))),
        Preset::new("New", || {
            let place = Place { data: env::temp_dir().join(format!("wayhome-none-{}", process::id())), anchor: None };
            let services = Services {
                place,
                cost: || Cost::WEAK,
                clock: fixed_clock,
                documents: PathBuf::new,
                moment: world::moment,
                dialogs: Dialogs::scripted([]),
            };
            boot(Ok(Boot { services, opened: Arc::default(), demo: false }))
        }),
    ]
}

fn boot(boot: Result<Boot, String>) -> (App, Task<Message>) {
    match boot {
        Ok(boot) => App::new(boot),
        // A preset that cannot be made shows the desk before any store; a test that expects people then fails on its first line.
        Err(_) => {
            let place = Place { data: PathBuf::new(), anchor: None };
            App::new(Boot {
                services: Services {
                    place,
                    cost: || Cost::WEAK,
                    clock: fixed_clock,
                    documents: PathBuf::new,
                    moment: world::moment,
                    dialogs: Dialogs::scripted([]),
                },
                opened: Arc::default(),
                demo: false,
            })
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use tempfile::TempDir;

    #[test]
    fn what_a_killed_demo_left_goes_and_one_that_is_open_stays() {
        let temporary = TempDir::new().unwrap();
        let made = |name: &str| {
            let place = Place { data: temporary.path().join(name), anchor: None };
            fill(&place, &Agency::default(), &[], fixed_clock()).unwrap()
        };
        let names = ["wayhome-demo-1-0", "wayhome-demo-2-0", "records", "wayhome-demo-4-0"];
        let [killed, open, records, locked] = names.map(made);
        drop((killed, records, locked));
        let held = hold(&temporary.path().join(names[3])).unwrap();
        fs::create_dir(temporary.path().join("wayhome-demo-3-0")).unwrap();
        Demo::clear(temporary.path());
        let there = |name: &str| temporary.path().join(name).exists();
        assert_eq!([names[0], names[1], names[2], "wayhome-demo-3-0", names[3]].map(there), [false, true, true, true, true]);
        drop((open, held));
        Demo::clear(temporary.path());
        assert_eq!(there(names[3]), there("wayhome-demo-4-0.lock"), "it has ended");
        assert!(!there(names[3]));
    }
}

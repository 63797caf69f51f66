//! What is saved while it happens: a script of commits that is the same each time, and what a store that holds them shows.

use super::{Wrong, sentence};
use chrono::NaiveDate;
use std::path::Path;
use wayhome::domain::hud::{Client, Event, ReferralResult};
use wayhome::domain::{Agency, Change, Chart, ClientId, Commit, EventId, Instant, Row, Text, UserId, Value};
use wayhome::store::{Error, Passphrase, Place, Profile, Secret, Sizes, Store};

/// What opens the stores.
pub const PASSPHRASE: &str = "five words open this store";
/// What opens them after it was changed.
pub const CHANGED: &str = "now there are five other words";

/// Small ones, so that a short script has segments and commits in parts.
pub const SIZES: Sizes = Sizes { segment: 6 << 10, part: 2 << 10 };

/// How many clients an import brings.
const IMPORTED: usize = 24;
/// After so many commits the script begins again, with other people.
const ROUND: u64 = 6;

/// The secret of a passphrase.
pub fn secret(passphrase: &str) -> Secret {
    Secret::Passphrase(Passphrase::new(passphrase))
}

/// The worker.
pub fn profile() -> Profile {
    Profile { name: "Ana Keeper".to_owned(), user: UserId::new("U7") }
}

/// When everything happens.
pub fn now() -> Instant {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(9, 30, 0).unwrap()
}

/// A store in this folder.
pub fn place(root: &Path) -> Place {
    Place { data: root.join("data"), anchor: Some(root.join("config")) }
}

fn client(id: String) -> Client {
    let name = Text::new(format!("Zebulonia {id}"));
    Client { personal_id: ClientId::new(id), first_name: name, last_name: Text::new("Quartermain"), ..Client::default() }
}

fn draft(round: u64, text: Option<&str>) -> Change {
    Change::Draft { name: format!("intake/{round}"), after: text.map(Text::new) }
}

fn import(round: u64) -> Vec<Change> {
    (0..IMPORTED).filter_map(|n| Change::row(None, &client(format!("I{round}-{n}")))).collect()
}

/// The commit that a store's save of this number is, from 2 on: a referral comes, an intake is begun, the referral is resolved and the
/// draft ends, an import in parts, its undo, a setting; then again.
pub fn commit(sequence: u64) -> Commit {
    let (round, step) = ((sequence - 2) / ROUND, (sequence - 2) % ROUND);
    let id = format!("P{round}");
    let event = Event { event_id: EventId::new(format!("EV{round}")), personal_id: ClientId::new(&id), ..Event::default() };
    let both = |before: Option<&Event>, after: &Event| Change::row(before.map(|e| e as &dyn Row), after).unwrap();
    match step {
        0 => Commit::new("Add client", vec![Change::row(None, &client(id)).unwrap(), both(None, &event)]),
        1 => Commit::new("Draft", vec![draft(round, Some("half typed, ".repeat(20).as_str()))]),
        2 => {
            let resolved = Event { referral_result: Value::Known(ReferralResult::Accepted), ..event.clone() };
            Commit::new("Resolve referral", vec![both(Some(&event), &resolved), draft(round, None)])
        }
        3 => Commit::new("Import", import(round)),
        4 => {
            let back = |change| if let Change::Row(row) = change { row.inverse().into() } else { change };
            Commit::new("Undo", import(round).into_iter().map(back).collect())
        }
        _ => Commit::new("Settings", vec![Change::Setting { name: "theme".to_owned(), after: Text::new(format!("theme {round}")) }]),
    }
}

/// A commit outside of the script: that the store goes on.
pub fn still(sequence: u64) -> Commit {
    Commit::new("Still", vec![Change::Setting { name: "still".to_owned(), after: Text::new(format!("after {sequence}")) }])
}

/// Everything that a store shows, and how it came to that.
#[derive(Clone, PartialEq)]
pub struct Seen {
    /// The number of the last save.
    pub sequence: u64,
    history: Vec<Commit>,
    charts: Vec<Chart>,
    agency: Agency,
    drafts: Vec<(String, Text)>,
    theme: Option<Text>,
    worker: Profile,
}

impl Seen {
    /// What an open store shows.
    pub fn of(store: &Store) -> Result<Self, Wrong> {
        let torn = |error: Error| sentence(&error).map_or_else(|wrong| wrong, Wrong::Torn);
        let (mut history, mut charts) = (Vec::new(), Vec::new());
        store
            .history(1, &mut |entry| {
                history.push(entry.commit);
                Ok(())
            })
            .map_err(torn)?;
        store
            .each_chart(&mut |chart| {
                charts.push(chart);
                Ok(())
            })
            .map_err(torn)?;
        let (agency, mut drafts) = (store.agency().map_err(torn)?, store.drafts());
        drafts.sort_by(|a, b| a.0.cmp(&b.0));
        let (theme, worker) = (store.setting("theme"), store.profile().clone());
        if history.len() as u64 != store.sequence() {
            return Err(Wrong::Torn(format!("{} commits, but save {}", history.len(), store.sequence())));
        }
        Ok(Self { sequence: store.sequence(), history, charts, agency, drafts, theme, worker })
    }

    /// The commits from this number on.
    pub fn history(&self, from: u64) -> &[Commit] {
        &self.history[usize::try_from(from).unwrap() - 1..]
    }
}

/// One thing that is done to a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// It is made.
    Create,
    /// So many commits of the script, each acknowledged for itself.
    Save,
    /// It is closed and opened.
    Reopen,
    /// Another passphrase.
    Passphrase,
    /// A backup into one of the mirrors.
    Backup(&'static str),
    /// A mirror is restored over it, as of a save.
    Restore(&'static str, u64),
}

/// A run that has everything in it.
pub fn story() -> Vec<Step> {
    use Step::{Backup, Create, Passphrase, Reopen, Restore, Save};
    let mut story = vec![Create, Save, Save, Save, Backup("a"), Save, Save, Save, Backup("b"), Reopen, Save, Save, Passphrase];
    story.extend([Save, Save, Backup("a"), Save, Reopen, Restore("a", 7), Reopen, Save, Save, Backup("b"), Save, Save]);
    story
}

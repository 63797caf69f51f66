//! R-IMP-7: an import brings what the HMIS changed, and never takes work that the HMIS does not have.
#![allow(clippy::unwrap_used)]

use crate::exchange::sample_2026 as sample;
use tempfile::TempDir;
use wayhome::domain::entry::Scalar;
use wayhome::domain::hud::Event;
use wayhome::domain::merge::{Differing, Side, settle};
use wayhome::domain::progress::Progress;
use wayhome::domain::{Card, Chart, Commit, Instant, Packed, Row, Stamp, UserId, at};
use wayhome::exchange::{Counts, Missing, Source};
use wayhome::store::{Cost, Passphrase, Place, Profile, Store};
use wayhome::transfer;

pub const EVENT: &str = "EV260001";
const RESULT: wayhome::domain::FieldId = at::event::REFERRAL_RESULT;
const DAY: wayhome::domain::FieldId = at::event::RESULT_DATE;
const DELETED: wayhome::domain::FieldId = at::event::DATE_DELETED;

/// The HMIS: an export that it would write, and the hour in which it writes the next row.
pub struct Hmis(pub Source);

impl Hmis {
    pub fn new() -> Self {
        Self(sample())
    }

    fn event(&mut self) -> &mut Packed {
        crate::exchange::event_of(&mut self.0, EVENT)
    }

    /// Somebody writes these cells there at this hour of December 1st.
    pub fn writes(&mut self, hour: u32, cells: &[(wayhome::domain::FieldId, &str)]) -> &mut Self {
        let event = self.event();
        cells.iter().for_each(|(field, text)| event.put(*field, text));
        event.put(at::event::DATE_UPDATED, &moment(hour).write());
        self
    }

    /// An export in which this event does not stand.
    pub fn without_it(&self) -> Source {
        let mut source = self.0.clone();
        source.folders.iter_mut().for_each(|folder| folder.0.retain(|row| row.key() != EVENT));
        source
    }
}

pub fn moment(hour: u32) -> Instant {
    Instant::read(&format!("2026-12-{:02} {:02}:00:00", 1 + hour / 24, hour % 24)).unwrap()
}

/// The desk.
pub struct Desk {
    pub store: Store,
    _folder: TempDir,
}

impl Desk {
    /// One that has read the HMIS once.
    pub fn of(hmis: &Hmis) -> Self {
        let folder = TempDir::new().unwrap();
        let place = Place { data: folder.path().join("records"), anchor: None };
        let phrase = Passphrase::new("nobody in here is real");
        let (store, _) = Store::create(&place, &phrase, &Profile::new("Mai Green"), Cost::WEAK, moment(0)).unwrap();
        let mut desk = Self { store, _folder: folder };
        assert!(desk.reads(&hmis.0).new > 100);
        desk
    }

    pub fn reads(&mut self, source: &Source) -> Counts {
        transfer::import(&mut self.store, source.clone(), moment(20)).unwrap().counts
    }

    pub fn chart(&self) -> Chart {
        let charts: Vec<Chart> = transfer::folders(&self.store).unwrap().iter().map(wayhome::domain::folder::Folder::chart).collect();
        charts.into_iter().find(|chart| chart.events.iter().any(|event| event.event_id.as_str() == EVENT)).unwrap()
    }

    fn card(&self) -> Card {
        Card::of(&self.chart())
    }

    fn event(&self) -> Event {
        self.chart().events.iter().find(|event| event.event_id.as_str() == EVENT).unwrap().clone()
    }

    pub fn cell(&self, field: wayhome::domain::FieldId) -> String {
        self.event().get(field)
    }

    /// The worker writes these cells here at this hour.
    pub fn writes(&mut self, hour: u32, cells: &[(wayhome::domain::FieldId, &str)]) {
        let (before, mut after) = (self.event(), self.event());
        cells.iter().for_each(|(field, text)| after.put(*field, text));
        let change = Stamp::new(UserId::new("W1"), moment(hour)).change(Some(&before), &mut after).unwrap();
        self.store.commit(&Commit::new("CE Event", vec![change]), moment(hour)).unwrap();
    }

    /// What the HMIS has where it is not the same here.
    pub fn differing(&self) -> Vec<Differing> {
        self.chart().theirs.iter().map(|kept| Differing::read(kept).unwrap()).collect()
    }

    fn chooses(&mut self, side: Side) {
        let (chart, differing) = (self.chart(), self.differing().remove(0));
        let open: Vec<u16> = differing.open.iter().copied().collect();
        let commit = settle(&chart, &differing, &open, side, &Stamp::new(UserId::new("W1"), moment(21))).unwrap();
        self.store.commit(&commit, moment(21)).unwrap();
    }
}

#[test]
fn r_imp_7_what_only_the_hmis_changed_is_taken() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let counts = desk.reads(&hmis.writes(9, &[(RESULT, "2"), (DAY, "2026-11-12")]).0);
    assert_eq!((counts.updated, counts.kept, desk.cell(RESULT).as_str()), (1, 0, "2"));
    assert_eq!(desk.differing(), []);
}

#[test]
fn r_imp_7_what_only_we_changed_stays_through_every_import() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    for _ in 0..2 {
        let counts = desk.reads(&hmis.0);
        assert_eq!((counts.updated, counts.kept, counts.conflicting), (0, 1, 0));
        assert_eq!(desk.cell(RESULT), "1", "the export knows nothing of it");
    }
    // The HMIS writes another cell of the same row, later than we did.
    let counts = desk.reads(&hmis.writes(9, &[(at::event::LOCATION_CRISIS_OR_PH_HOUSING, "P9")]).0);
    assert_eq!((counts.updated, counts.kept, counts.conflicting), (1, 1, 0));
    assert_eq!((desk.cell(RESULT), desk.cell(at::event::LOCATION_CRISIS_OR_PH_HOUSING)), ("1".to_owned(), "P9".to_owned()));
}

#[test]
fn r_imp_7_what_both_changed_waits_until_somebody_has_chosen() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    hmis.writes(9, &[(RESULT, "2")]);
    let counts = desk.reads(&hmis.0);
    assert_eq!((counts.updated, counts.conflicting, desk.cell(RESULT).as_str()), (0, 1, "1"));
    assert_eq!(desk.card().undecided, 1);
    let differing = desk.differing();
    assert_eq!((differing.len(), differing[0].open.len()), (1, 1), "the date was changed here alone");
    assert_eq!(differing[0].cells[&RESULT.column].as_str(), "2");
    let before = desk.store.sequence();
    assert_eq!(desk.reads(&hmis.0).conflicting, 0, "it is no news");
    assert_eq!((desk.card().undecided, desk.cell(RESULT).as_str()), (1, "1"), "and still waits");
    assert!(desk.store.sequence() <= before + 1);

    desk.chooses(Side::Here);
    assert_eq!((desk.card().undecided, desk.cell(RESULT).as_str()), (0, "1"));
    desk.reads(&hmis.0);
    assert_eq!((desk.card().undecided, desk.cell(RESULT).as_str()), (0, "1"), "the choice lasts");
    desk.reads(&hmis.writes(10, &[(RESULT, "3")]).0);
    assert_eq!(desk.card().undecided, 1, "until the HMIS writes something else");

    desk.chooses(Side::Hmis);
    assert_eq!((desk.card().undecided, desk.cell(RESULT).as_str()), (0, "3"));
    let counts = desk.reads(&hmis.0);
    assert_eq!((counts.conflicting, counts.updated, desk.cell(RESULT).as_str()), (0, 0, "3"));
}

#[test]
fn r_imp_7_what_the_hmis_has_taken_over_is_no_longer_ours() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    desk.reads(&hmis.0);
    assert_eq!(desk.differing().len(), 1);
    let counts = desk.reads(&hmis.writes(9, &[(RESULT, "1"), (DAY, "2026-11-20")]).0);
    assert_eq!((counts.kept, desk.differing()), (0, Vec::new()));
    let counts = desk.reads(&hmis.writes(10, &[(RESULT, "3")]).0);
    assert_eq!((counts.updated, counts.conflicting, desk.cell(RESULT).as_str()), (1, 0, "3"));
}

#[test]
fn r_imp_7_an_older_export_changes_nothing() {
    let mut hmis = Hmis::new();
    let old = hmis.0.clone();
    hmis.writes(9, &[(RESULT, "2"), (DAY, "2026-11-12")]);
    let mut desk = Desk::of(&hmis);
    let counts = desk.reads(&old);
    assert_eq!((counts.older, counts.updated, desk.cell(RESULT).as_str()), (1, 0, "2"));
    // Nor does one that is older than what we began with.
    desk.writes(10, &[(RESULT, "1")]);
    let counts = desk.reads(&old);
    assert_eq!((counts.older, counts.conflicting, desk.cell(RESULT).as_str()), (1, 0, "1"));
    desk.reads(&hmis.0);
    assert_eq!((desk.cell(RESULT).as_str(), desk.differing().len()), ("1", 1), "what was begun with is still known");
}

#[test]
fn r_imp_7_a_deletion_is_taken_unless_there_is_work_in_it() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let gone = "2026-12-01 09:00:00";
    let counts = desk.reads(&hmis.writes(9, &[(DELETED, gone)]).0);
    assert_eq!((counts.deleted, counts.updated, desk.cell(DELETED).as_str()), (1, 0, gone));

    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    let counts = desk.reads(&hmis.writes(9, &[(DELETED, gone)]).0);
    assert_eq!((counts.deleted, counts.conflicting, desk.cell(DELETED).as_str()), (0, 1, ""));
    desk.chooses(Side::Here);
    assert_eq!(desk.reads(&hmis.0).conflicting, 0, "who chose to keep it is not asked again");
    assert_eq!((desk.card().undecided, desk.cell(DELETED).as_str()), (0, ""));

    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    desk.reads(&hmis.writes(9, &[(DELETED, gone)]).0);
    desk.chooses(Side::Hmis);
    assert_eq!(desk.cell(DELETED), gone);
}

#[test]
fn r_imp_7_an_import_that_does_not_tell_of_a_record_forgets_no_work_in_it() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    desk.reads(&hmis.without_it());
    desk.reads(&hmis.without_it());
    assert_eq!(desk.reads(&hmis.0).kept, 1);
    assert_eq!(desk.cell(RESULT), "1");
    assert_eq!(desk.reads(&hmis.writes(9, &[(RESULT, "2")]).0).conflicting, 1);
}

#[test]
fn r_imp_7_an_import_that_was_taken_back_tells_nothing() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    desk.writes(8, &[(RESULT, "1"), (DAY, "2026-11-20")]);
    hmis.writes(9, &[(at::event::LOCATION_CRISIS_OR_PH_HOUSING, "P9")]);
    desk.reads(&hmis.0);
    let import = desk.store.sequence();
    let undo = desk.store.undo(import).unwrap().unwrap();
    let commit = undo.commit(&Stamp::new(UserId::new("W1"), moment(21)), &"the wrong file".into());
    desk.store.commit(&commit, moment(21)).unwrap();
    assert_ne!(desk.cell(at::event::LOCATION_CRISIS_OR_PH_HOUSING), "P9");
    assert_eq!(desk.cell(RESULT), "1", "the work is older than the import");
    let counts = desk.reads(&hmis.0);
    assert_eq!((counts.updated, counts.kept, counts.conflicting), (1, 1, 0), "read again as if for the first time");
    assert_eq!((desk.cell(at::event::LOCATION_CRISIS_OR_PH_HOUSING).as_str(), desk.cell(RESULT).as_str()), ("P9", "1"));
}

#[test]
fn r_imp_7_what_was_made_here_stays_and_is_known_to_be_ours() {
    let hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let mut event = Event { event_id: wayhome::domain::EventId::new("OURS1"), ..desk.event() };
    let change = Stamp::new(UserId::new("W1"), moment(8)).change(None, &mut event).unwrap();
    desk.store.commit(&Commit::new("CE Event", vec![change]), moment(8)).unwrap();
    let counts = desk.reads(&hmis.0);
    assert_eq!((counts.updated, counts.conflicting), (0, 0));
    let differing = desk.differing();
    assert_eq!(differing.len(), 1);
    assert!(differing[0].cells[&at::event::EVENT_ID.column].is_blank(), "the HMIS does not have it");
    assert!(desk.chart().events.iter().any(|event| event.event_id.as_str() == "OURS1"));
}

#[test]
fn an_import_is_compared_before_it_is_taken() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    hmis.writes(9, &[(RESULT, "2"), (DAY, "2026-11-12")]);
    let before = desk.store.sequence();
    let prepared = transfer::prepare(&desk.store, hmis.0.clone(), moment(20), &Progress::default()).unwrap();
    assert_eq!((prepared.counts.updated, desk.store.sequence()), (1, before), "nothing is written by looking");
    desk.writes(10, &[(RESULT, "1")]);
    let refused = transfer::take(&mut desk.store, prepared, Missing::Keep, moment(20), &Progress::default()).unwrap_err();
    assert!(refused.to_string().contains("Compare it again"));
    assert_eq!(desk.cell(RESULT), "1");
}

#[test]
fn an_export_of_a_colleagues_desk_with_other_work_in_it_is_not_called_ones_own() {
    let hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let mut theirs = Hmis::new();
    theirs.0.export.software_name = "Wayhome".into();
    theirs.0.export.export_id = wayhome::domain::ExportId::new("COLLEAGUE");
    theirs.0.export.export_date = wayhome::domain::Value::Known(moment(19));
    theirs.0.agency.exports[0] = theirs.0.export.clone();
    desk.writes(10, &[(RESULT, "1")]);
    // Other work in the same answer, sooner than it was done here.
    theirs.writes(9, &[(RESULT, "2")]);
    let prepared = transfer::prepare(&desk.store, theirs.0, moment(20), &Progress::default()).unwrap();
    let counts = prepared.counts;
    assert!(counts.new + counts.updated + counts.deleted == 0 && counts.kept + counts.older > 0, "{counts:?}");
    assert!(prepared.headline.starts_with("Ready to import: "), "{}", prepared.headline);
}

#[test]
fn r_imp_7_a_stamp_that_changed_alone_is_taken() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    crate::exchange::event_of(&mut hmis.0, EVENT).put(at::event::USER_ID, "SOMEBODY");
    assert_eq!(desk.reads(&hmis.0).updated, 1);
    assert_eq!(desk.cell(at::event::USER_ID), "SOMEBODY");
}

#[test]
fn r_imp_7_stamps_of_other_systems_tell_which_is_newer() {
    let mut hmis = Hmis::new();
    let mut desk = Desk::of(&hmis);
    let mut stamps = |stamp: &str, result: &str| {
        let event = crate::exchange::event_of(&mut hmis.0, EVENT);
        event.put(at::event::DATE_UPDATED, stamp);
        event.put(RESULT, result);
        desk.reads(&hmis.0);
        desk.cell(RESULT)
    };
    assert_eq!(stamps("2026-12-29T10:00:00Z", "2"), "2", "newer than what was read before");
    assert_eq!(stamps("2019-12-29T10:00:00Z", "1"), "2", "and older than that");
    assert_eq!(stamps("soon", "1"), "2", "nobody knows");
}

//! Laws of the merge: of three versions of a row, cell by cell, whoever changed something is heard, and nobody is overwritten.

use super::*;
use crate::domain::hud::{Event, File, Theirs};
use crate::domain::row::Packed;
use crate::domain::{ClientId, EventId};
use proptest::prelude::*;

/// Columns of `Event.csv` that hold any text, so that what is written is what is read.
const CELLS: [u16; 3] = [at::LOCATION.column, at::RESULT.column, at::CODE.column];

mod at {
    use crate::domain::field::FieldId;
    use crate::domain::hud::at::event;
    pub const LOCATION: FieldId = event::LOCATION_CRISIS_OR_PH_HOUSING;
    pub const RESULT: FieldId = event::REFERRAL_RESULT;
    pub const CODE: FieldId = event::EVENT;
    pub const UPDATED: FieldId = event::DATE_UPDATED;
}

fn event(cells: &[&'static str; 3], hour: u32) -> Packed {
    let updated = format!("2026-12-01 {hour:02}:00:00");
    let cells = CELLS.iter().copied().zip(cells.iter().copied()).chain([(at::UPDATED.column, updated.as_str()), (0, "EV1")]);
    Packed::new(File::Event, cells)
}

/// The base of a row here that was once another.
fn base_of(once: &Packed, here: &Packed) -> Base {
    let change = RowChange::between(Some(once), here);
    change.into_iter().flat_map(|change| change.cells).map(|cell| (cell.column, cell.before)).collect()
}

fn text() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["", "1", "2", "3"])
}

fn cells() -> impl Strategy<Value = [&'static str; 3]> {
    [text(), text(), text()]
}

fn merged(here: &Packed, incoming: &Packed, base: &Base) -> (Packed, Merged) {
    let merged = merge(here, incoming, base, |_| false);
    let mut after = here.clone();
    merged.change.iter().for_each(|change| change.apply(&mut after));
    (after, merged)
}

proptest! {
    /// R-IMP-7, cell by cell.
    #[test]
    fn whoever_changed_a_cell_alone_is_heard(once in cells(), ours in cells(), theirs in cells()) {
        let (once, here, incoming) = (event(&once, 1), event(&ours, 2), event(&theirs, 3));
        let (after, merged) = merged(&here, &incoming, &base_of(&once, &here));
        for column in CELLS {
            let [o, h, t, a] = [&once, &here, &incoming, &after].map(|row| row.cell(usize::from(column)));
            prop_assert_eq!(a, if h == o { t } else { h }, "ours where we changed it, theirs where we did not");
            prop_assert_eq!(merged.both.contains(&column), h != o && t != o && t != h);
            prop_assert_eq!(merged.kept.get(&column).map(Text::as_str), (h != o && t != h).then_some(t));
        }
        prop_assert!(!merged.older);
    }

    /// What the HMIS told is the base of the next import: the same export again is no news.
    #[test]
    fn the_same_export_again_changes_nothing(once in cells(), ours in cells(), theirs in cells()) {
        let (once, here, incoming) = (event(&once, 1), event(&ours, 2), event(&theirs, 3));
        let (after, first) = merged(&here, &incoming, &base_of(&once, &here));
        let (again, second) = merged(&after, &incoming, &first.kept);
        prop_assert_eq!(&again, &after);
        prop_assert!(second.both.is_empty(), "a conflict is said once; that it waits is kept beside the row");
        prop_assert_eq!(second.kept, first.kept);
    }

    /// An export from before the last one is never taken for news.
    #[test]
    fn what_is_older_than_what_was_told_counts_for_nothing(once in cells(), ours in cells(), theirs in cells()) {
        let (once, here, incoming) = (event(&once, 5), event(&ours, 6), event(&theirs, 4));
        let (after, merged) = merged(&here, &incoming, &base_of(&once, &here));
        prop_assert_eq!(&after, &here);
        prop_assert!(merged.older);
    }

    /// What is kept beside a row is read as it was written.
    #[test]
    fn what_the_hmis_has_is_kept_and_read(texts in prop::collection::btree_map(0_u16..12, "[^\\pC]{0,20}", 1..8), open in any::<u16>()) {
        let cells: BTreeMap<u16, Text> = texts.into_iter().map(|(column, text)| (column, Text::new(text))).collect();
        let open = cells.keys().copied().filter(|column| open & (1 << column) != 0).collect();
        let differing = Differing { file: File::Event, key: "EV 1".to_owned(), cells, open };
        let row: Theirs = differing.keep(&ClientId::new("C1"), Instant::default());
        prop_assert_eq!(Differing::read(&row), Some(differing));
    }
}

/// R-IMP-7: a result was recorded and sent, and taken back here. The HMIS, or an export of this desk, brings what was sent.
#[test]
fn what_was_put_back_here_later_is_a_choice_of_ours() {
    let (once, sent) = (event(&["", "", "13"], 1), event(&["", "1", "13"], 2));
    let mut edits = Edits::default();
    let mut follow = |from: &Packed, to: &Packed| {
        let change = RowChange::between(Some(from), to).map(|change| RowChange { owner: Some(ClientId::new("C1")), ..change });
        edits.follow(&change.into_iter().map(crate::domain::Change::from).collect::<Vec<_>>());
    };
    let here = event(&["", "", "13"], 4);
    follow(&once, &sent);
    follow(&sent, &here);
    let base = edits.of(File::Event, "EV1").unwrap();
    let (after, before_that) = merged(&here, &event(&["", "1", "13"], 3), base);
    assert_eq!(after, here);
    assert_eq!(before_that.both, BTreeSet::from([at::RESULT.column]));
    assert_eq!(before_that.kept[&at::RESULT.column].as_str(), "1");
    let (after, later) = merged(&here, &event(&["2", "1", "13"], 5), base);
    assert_eq!(after.cell(at::RESULT.column.into()), "1", "what the HMIS says after that is its own word");
    assert!(later.both.is_empty());
    let (after, other) = merged(&here, &event(&["2", "", "13"], 3), base);
    assert_eq!(after.cell(at::LOCATION.column.into()), "2", "nobody touched that one here");
    assert!(other.both.is_empty());
}

#[test]
fn what_cannot_be_read_is_nothing() {
    for (id, cells) in [("Event", "{}"), ("Nothing EV1", "{}"), ("Event EV1", "not json")] {
        let kept = Theirs { theirs_id: id.into(), cells: cells.into(), ..Theirs::default() };
        assert_eq!(Differing::read(&kept), None, "{id} {cells}");
    }
}

#[test]
fn imports_that_were_taken_back_do_not_count() {
    let imports = Imports::read("2 5 9");
    assert_eq!(imports.last(&[]).0, 9);
    assert_eq!(imports.last(&[(10, 9)]), (5, BTreeSet::from([9, 10])));
    assert_eq!(imports.last(&[(10, 9), (11, 10)]).0, 9, "and that was taken back too");
    assert_eq!(imports.last(&[(6, 5), (10, 9)]).0, 2);
    assert_eq!(imports.last(&[(7, 4)]), (9, BTreeSet::new()), "work that was taken back is work");
    assert_eq!(imports.with(12).write(), "2 5 9 12");
    assert_eq!(Imports::read("1 2 3 4 5 6 7 8").with(9).write(), "2 3 4 5 6 7 8 9");
    assert_eq!(Imports::read("x"), Imports::default());
    assert_eq!((Imports::default().write().as_str(), Imports::read("0")), ("0", Imports::default()), "noted: none counts");
}

#[test]
fn what_marks_after_an_import_is_neither_an_import_nor_work() {
    let imports = Imports::read("2 5").with_marks(6);
    assert_eq!(imports.write(), "2 5 m6");
    assert_eq!(Imports::read("2 5 m6@2026-12-01T09:00:00"), imports, "as some versions wrote it");
    let imports = Imports::read(&imports.write());
    assert_eq!((imports.latest(), imports.last(&[(8, 6)]).0), (5, 5), "taken back, the import still counts");
    assert_eq!(imports.last(&[(8, 5)]).0, 2, "and without it, what was before it does");
    assert_eq!(imports.idle(BTreeSet::from([7]), &[(8, 6), (9, 8), (10, 5), (11, 7)]), BTreeSet::from([6, 7, 8, 9, 11]));
    assert_eq!(imports.clone().with(12).write(), "2 5 12 m6");
    let later = (20..40).fold(imports, |imports, save| imports.with(save));
    assert_eq!(later.marks(), [6], "known as long as it may stand somewhere");
}

#[test]
fn the_first_word_on_a_cell_is_its_base() {
    let rows = [event(&["1", "", ""], 1), event(&["2", "", ""], 2), event(&["3", "9", ""], 3)];
    let mut edits = Edits::default();
    for pair in rows.windows(2) {
        let change = RowChange::between(Some(&pair[0]), &pair[1]).map(|change| RowChange { owner: Some(ClientId::new("C1")), ..change });
        edits.follow(&change.into_iter().map(crate::domain::Change::from).collect::<Vec<_>>());
    }
    let base = edits.of(File::Event, "EV1").unwrap();
    assert_eq!(base[&at::LOCATION.column].as_str(), "1");
    assert!(base[&at::RESULT.column].is_blank());
    assert!(edits.of(File::Event, "EV2").is_none());
    let typed = Event { event_id: EventId::new("EV2"), ..Event::default() };
    edits.follow(&[crate::domain::Change::row(None, &typed).unwrap()]);
    let base = edits.of(File::Event, "EV2").unwrap();
    assert!(base[&0].is_blank(), "a row that was made here had no key before");
}

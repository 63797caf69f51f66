//! Changes and earlier states in words: labels and answers as the forms say them, nothing that privacy mode hides.

use super::Message;
use super::written::written;
use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{card, fact, subheading};
use crate::domain::client::race;
use crate::domain::field::Origin;
use crate::domain::history::{self, Back, is_bookkeeping};
use crate::domain::hud::{Client, File};
use crate::domain::naming::Records;
use crate::domain::words::count;
use crate::domain::{CellChange, Change, Chart, Commit, FieldId, Packed, Row, RowChange, at};
use iced::Length;
use iced::widget::column;

/// What stands for a cell that holds nothing.
const BLANK: &str = "blank";

/// A cell as a person reads it, or that it holds nothing.
pub fn told(field: FieldId, text: &str, records: &Records<'_>) -> String {
    or_blank(records.cell(field, text))
}

/// True for rows that say something of the client; what is kept of the HMIS's version is shown where it is decided.
pub fn is_work(change: &RowChange) -> bool {
    change.file().is_none_or(|file| file.info().origin != Origin::Beside)
}

/// The cells of a change that say something, with their fields.
pub fn telling(change: &RowChange) -> impl Iterator<Item = (FieldId, &CellChange)> {
    let file = change.file();
    let cells = change.cells.iter().filter_map(move |cell| Some((FieldId { file: file?, column: cell.column }, cell)));
    cells.filter(|(field, _)| !is_bookkeeping(*field) && !names_itself(*field) && !is_referring(*field))
}

/// One thing that a change says.
enum Told<'a> {
    /// A cell.
    Cell(FieldId, &'a CellChange),
    /// The answer on race and ethnicity: one question in eight columns, read in one line as the record has it.
    Races(String),
}

/// What a change says, in the order of its columns.
fn told_of(change: &RowChange) -> impl Iterator<Item = Told<'_>> {
    let first = telling(change).map(|(field, _)| field).find(|field| race::is_part(*field));
    telling(change).filter_map(move |(field, cell)| match race::is_part(field) {
        false => Some(Told::Cell(field, cell)),
        true if Some(field) == first => races(change).map(Told::Races),
        true => None,
    })
}

/// What a change says of race and ethnicity. In a new row nobody said no to what was not checked.
fn races(change: &RowChange) -> Option<String> {
    let cells = telling(change).filter(|(field, _)| race::is_part(*field));
    if !change.is_new() {
        return Some(race::change_in_words(cells.map(|(field, cell)| (field, cell.before.as_str(), cell.after.as_str()))));
    }
    let mut row = Client::default();
    cells.for_each(|(field, cell)| row.put(field, cell.after.as_str()));
    races_of(&row.pack())
}

/// The answer on race and ethnicity in a client's row, as the record says it; none where there is none.
fn races_of(row: &Packed) -> Option<String> {
    race::in_words(&race::as_answered(&row.typed()))
}

/// The same before a change of this row and after it.
pub fn races_around(change: &RowChange, records: &Records<'_>) -> (String, String) {
    let before = records.row(File::Client, change.key.as_str()).unwrap_or_else(|| Client::default().pack());
    let mut after = before.clone();
    change.apply(&mut after);
    let told = |row| or_blank(races_of(row).unwrap_or_default());
    (told(&before), told(&after))
}

/// True for the row's own key and its client: the line above says which row it is.
fn names_itself(field: FieldId) -> bool {
    let (info, column) = (field.file.info(), usize::from(field.column));
    column == info.key || Some(column) == info.owner
}

/// True for the enrollment from which the client was referred, in what we keep beside the event: the event says it.
fn is_referring(field: FieldId) -> bool {
    field == at::referral::ENROLLMENT_ID
}

/// `Referral Result: blank → Successful …`; a new value alone where nothing was there in a new row.
fn change_in_words(field: FieldId, cell: &CellChange, change: &RowChange, records: &Records<'_>) -> String {
    let told = |text: &str| or_blank(records.cell_of(field, change.key.as_str(), text));
    let (before, after) = (told(cell.before.as_str()), told(cell.after.as_str()));
    if let Some(deletion) = deletion(field, cell) {
        return deletion.to_owned();
    }
    // The save itself shows which.
    if is_written(field) && !change.is_new() {
        let text = |text: &str| records.cell_of(field, change.key.as_str(), text);
        let (before, after) = (text(cell.before.as_str()), text(cell.after.as_str()));
        return format!("{}: {}", field.label(), history::changed(&history::lines(&before, &after)));
    }
    if change.is_new() { format!("{}: {after}", field.label()) } else { format!("{}: {before} → {after}", field.label()) }
}

/// What a deletion is called, and what takes one back; none for a change of anything else. HUD keeps the row and dates it.
pub fn deletion(field: FieldId, cell: &CellChange) -> Option<&'static str> {
    let is = field.info().name == "DateDeleted";
    match (cell.before.is_blank(), cell.after.is_blank()) {
        // To those who read it what we keep beside an event is no record, but some of its answers.
        (true, false) if is && field.file == File::Referral => Some("Taken back"),
        (false, true) if is && field.file == File::Referral => Some("Recorded again"),
        (true, false) if is => Some("Marked as deleted"),
        (false, true) if is => Some("Not deleted any more"),
        _ => None,
    }
}

/// True for a text of several lines.
fn is_written(field: FieldId) -> bool {
    field == at::case_note::NOTE
}

/// So many characters of a change are read in a list; the save itself shows all of it.
const READ_IN_A_LIST: usize = 240;

/// The beginning of what is too long for a line of a list, such as a note of several pages.
fn short(words: String) -> String {
    if words.chars().count() <= READ_IN_A_LIST {
        return words;
    }
    words.chars().take(READ_IN_A_LIST).collect::<String>() + "…"
}

fn or_blank(words: String) -> String {
    if words.is_empty() { BLANK.to_owned() } else { words }
}

/// A commit in one line: its reason, or its first changes.
pub fn summary(commit: &Commit, records: &Records<'_>) -> String {
    if !commit.reason.is_blank() {
        return commit.reason.as_str().to_owned();
    }
    let rows = || {
        commit.changes.iter().filter_map(|change| match change {
            Change::Row(change) => Some(change.as_ref()).filter(|change| is_work(change)),
            Change::New(_) | Change::Draft { .. } | Change::Setting { .. } => None,
        })
    };
    // What we keep beside an event is no record of its own to those who read it: what it says is told.
    let ours = |change: &RowChange| change.file().is_some_and(|file| file.info().origin == Origin::Local);
    let kinds = || {
        let mut kinds: Vec<String> = Vec::new();
        for kind in rows().filter_map(RowChange::file).map(history::record) {
            if !kinds.contains(&kind) {
                kinds.push(kind);
            }
        }
        kinds.join(", ")
    };
    if rows().all(RowChange::is_new) && !rows().all(ours) {
        return format!("{}: {}", count(rows().count(), "new record"), kinds());
    }
    let goes = |change: &RowChange| telling(change).all(|(field, cell)| deletion(field, cell).is_some_and(|_| cell.before.is_blank()));
    if rows().count() > 1 && rows().all(goes) {
        return format!("{} marked as deleted: {}", count(rows().count(), "record"), kinds());
    }
    let in_words = |change: &RowChange, told| match told {
        Told::Cell(field, cell) => change_in_words(field, cell, change, records),
        Told::Races(words) => format!("{}: {words}", race::name()),
    };
    let told: Vec<String> = rows().flat_map(|change| told_of(change).map(move |told| in_words(change, told))).take(4).map(short).collect();
    let all = rows().flat_map(told_of).count();
    let rest = if all > told.len() { format!(" · and {} more", all - told.len()) } else { String::new() };
    told.join(" · ") + &rest
}

/// Which row a change is about: `CE Event · Referral to …, 11/20/2026 · new`.
pub fn title(change: &RowChange, records: &Records<'_>) -> String {
    let new = if change.is_new() { " · new" } else { "" };
    format!("{}{new}", records.changed(change))
}

/// What a record says that we keep beside an event, and what it says once it is taken back.
pub fn beside(back: &Back, records: &Records<'_>) -> (String, String) {
    let row = records.row(back.file, back.change.key.as_str());
    let fields = (0..back.file.info().columns.len()).filter_map(|at| Some(FieldId { file: back.file, column: u16::try_from(at).ok()? }));
    let said = |field: &FieldId| row.as_ref().map(|row| row.get(*field).to_owned()).filter(|text| !text.is_empty());
    let told: Vec<(FieldId, String)> = fields
        .filter(|field| !is_bookkeeping(*field) && !names_itself(*field) && !is_referring(*field))
        .filter_map(|field| Some((field, said(&field)?)))
        .collect();
    let now = told.iter().map(|(field, text)| format!("{}: {}", field.label(), records.cell(*field, text))).collect::<Vec<_>>();
    let then = told.iter().map(|(field, _)| format!("{}: {BLANK}", field.label())).collect::<Vec<_>>();
    (now.join(" · "), then.join(" · "))
}

/// A changed row: each field with what was there and what came.
pub fn record<'a>(change: &'a RowChange, records: &Records<'a>) -> Element<'a, Message> {
    let new = change.is_new();
    let lines = told_of(change).map(|told| {
        let (field, cell) = match told {
            Told::Cell(field, cell) => (field, cell),
            Told::Races(words) => return fact(race::name(), words),
        };
        let told = |text: &str| records.cell_of(field, change.key.as_str(), text);
        if let Some(words) = deletion(field, cell) {
            return text::body(words).into();
        }
        let after = told(cell.after.as_str());
        if is_written(field) && !new {
            return written(field.label(), &told(cell.before.as_str()), &after);
        }
        let change = if new { after } else { format!("{} → {}", or_blank(told(cell.before.as_str())), or_blank(after)) };
        fact(field.label(), change)
    });
    let title = [records.whose(change), Some(title(change, records))].into_iter().flatten().collect::<Vec<_>>().join(" · ");
    column![subheading(title.clone(), text::strong(title)), column(lines).spacing(space::S4)].spacing(space::S8).into()
}

/// The record as it was: client information, enrollments with their exits, CE Events with what is kept beside them.
pub fn chart<'a>(chart: &'a Chart, cx: &Context<'a>) -> Vec<Element<'a, Message>> {
    let records = Records::of(chart, cx.book());
    let mut cards = vec![facts("Client information".to_owned(), vec![&chart.client], &records)];
    let mut stays: Vec<_> = chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()).collect();
    stays.sort_by_key(|e| std::cmp::Reverse(e.entry_date.known()));
    for stay in &stays {
        let exits =
            chart.exits.iter().filter(|x| x.enrollment_id == stay.enrollment_id && x.date_deleted.is_blank()).map(|x| x as &dyn Row);
        cards.push(facts(
            records.name(File::Enrollment, stay.enrollment_id.as_str()),
            std::iter::once(*stay as &dyn Row).chain(exits).collect(),
            &records,
        ));
    }
    let mut events: Vec<_> = chart.events.iter().filter(|e| e.date_deleted.is_blank()).collect();
    events.sort_by_key(|e| std::cmp::Reverse(e.event_date.known()));
    for event in &events {
        let beside = chart.referrals.iter().filter(|r| r.event_id == event.event_id && r.date_deleted.is_blank()).map(|r| r as &dyn Row);
        cards.push(facts(
            records.name(File::Event, event.event_id.as_str()),
            std::iter::once(*event as &dyn Row).chain(beside).collect(),
            &records,
        ));
    }
    let others = chart
        .rows()
        .filter(|row| row.file().info().origin != Origin::Beside)
        .count()
        .saturating_sub(1 + chart.enrollments.len() + chart.exits.len() + chart.events.len() + chart.referrals.len());
    if others > 0 {
        cards.push(
            text::hint(format!("{} of other kinds were there too; a save in the list says what each holds.", count(others, "record")))
                .into(),
        );
    }
    cards
}

/// Rows as facts below a title; blank cells are left out.
fn facts<'a>(title: String, rows: Vec<&'a dyn Row>, records: &Records<'_>) -> Element<'a, Message> {
    let first = race::answers().next();
    let lines = rows.into_iter().flat_map(|row| {
        let (file, columns) = (row.file(), row.file().info().columns.len());
        let fields = (0..columns).filter_map(move |at| Some(FieldId { file, column: u16::try_from(at).ok()? }));
        fields.filter_map(move |field| match race::is_part(field) {
            true if Some(field) == first => races_of(&row.pack()).map(|words| fact(race::name(), words)),
            true => None,
            false => {
                let text = row.get(field);
                let tells = !text.is_empty() && !is_bookkeeping(field) && !names_itself(field) && !is_referring(field);
                tells.then(|| fact(field.label(), records.cell(field, &text)))
            }
        })
    });
    let lines: Vec<Element<'a, Message>> = lines.collect();
    card(column![section(title), column(lines).spacing(space::S4)].spacing(space::S12).width(Length::Fill))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Text;

    #[test]
    fn what_stands_beside_an_event_is_taken_back_and_a_record_is_marked() {
        let words = |field, before, after| {
            let FieldId { column, .. } = field;
            deletion(field, &CellChange { column, before: Text::new(before), after: Text::new(after) })
        };
        const DAY: &str = "2026-11-20 10:00:00";
        assert_eq!(words(at::event::DATE_DELETED, "", DAY), Some("Marked as deleted"));
        assert_eq!(words(at::referral::DATE_DELETED, "", DAY), Some("Taken back"));
        assert_eq!(words(at::referral::DATE_DELETED, DAY, ""), Some("Recorded again"));
        assert_eq!(words(at::referral::NOT_HOUSED_REASON, "", "Moved in with family"), None);
        assert!(!history::record(File::Referral).contains("follow-up"));
    }
}

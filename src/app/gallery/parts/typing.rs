//! What is typed: lines of text, days, and the fields around them.

use super::{Gallery, Message, Specimens, specimen};
use crate::app::widget::date::Date;
use crate::app::widget::input::{Input, Mask};
use crate::app::widget::memo::Memo;
use crate::app::widget::{Control as _, date, field, input, memo, still};
use crate::domain::date as days;
use crate::domain::finding::Severity;
use iced::keyboard::Key;
use iced::keyboard::key::Named;

const LONG: &str = "Wolfeschlegelsteinhausenbergerdorff-Maria Alejandra";

pub fn inputs(gallery: &Gallery) -> Specimens<'_> {
    let line = |id: &'static str, label: &'static str, or: &str| -> Input<'_, Message> {
        input(id, label, gallery.value(id, or)).on_input(move |text| Message::Set(id, text))
    };
    let manager = line("input-bad", "Case manager", "").placeholder("Name").invalid(true);
    vec![
        specimen("Try it: forty characters", line("input", "Name", "Marisol").limit(40)),
        specimen("Empty", line("input-empty", "Name", "").placeholder("First name")),
        specimen("Focused", still(line("", "Name", "Marisol"), &[])),
        specimen("Long", line("input-long", "Name", LONG)),
        specimen("Disabled", input("input-off", "Name", "Hope Harbor Housing")),
        specimen("A Social Security Number", line("input-ssn", "SSN", "xxxxx1234").mask(Mask::Ssn)),
        specimen("A secret", line("input-secret", "Passphrase", "secret").secret(false)),
        specimen("Hidden for privacy", line("input-masked", "Last name", "Herrera").masked(true)),
        specimen(
            "Invalid, with a finding",
            field("Case manager", manager).required(true).findings(vec![(Severity::Stop, "Name the case manager.".to_owned())]),
        ),
    ]
}

const NOTE: &str =
    "Phone call at 9:40.\nMs. Herrera has found a unit on Alder Street and wants to look at it with her son.\n\nNext: call the landlord.";

pub fn memos(gallery: &Gallery) -> Specimens<'_> {
    const TYPED: &[Key] = &[Key::Named(Named::ArrowUp), Key::Named(Named::Enter), Key::Named(Named::ArrowUp)];
    let text = |id: &'static str, or: &str| -> Memo<'_, Message> {
        memo(id, "Note", gallery.value(id, or)).on_input(move |text| Message::Set(id, text))
    };
    let bad = text("memo-bad", "").placeholder("What was talked about").invalid(true);
    vec![
        specimen("Try it: 300 characters", text("memo", NOTE).limit(300)),
        specimen("Empty", text("memo-empty", "").placeholder("What was talked about, what was agreed")),
        specimen("Focused", still(text("", NOTE), TYPED)),
        specimen("Long: it grows", text("memo-long", &format!("{NOTE}\n\n{LONG}-{LONG}\n1\n2\n3"))),
        specimen("Disabled", memo("memo-off", "Note", NOTE)),
        specimen("Hidden for privacy", text("memo-masked", NOTE).masked(true)),
        specimen(
            "Invalid, with a finding",
            field("Note", bad).required(true).findings(vec![(Severity::Stop, "Write the note.".to_owned())]),
        ),
    ]
}

pub fn dates(gallery: &Gallery) -> Specimens<'_> {
    const OPEN: &[Key] = &[Key::Named(Named::F4)];
    let today = gallery.today;
    let typed = |text: &str| days::typed(text, today).map(days::show).unwrap_or_default();
    let line = |id: &'static str, or: &str| -> Date<'_, Message> {
        date(id, "Day", gallery.value(id, or), today).on_input(move |text| Message::Set(id, text))
    };
    vec![
        specimen("Try it: not after today", line("date", "").range(None, Some(today))),
        specimen("A day", line("date-day", &typed("-7"))),
        specimen("Focused", still(line("", &typed("-7")), &[])),
        specimen("Not a day", line("date-bad", "soon")),
        specimen("Out of range", line("date-late", &typed("+3")).range(None, Some(today))),
        specimen("Hidden for privacy", line("date-masked", &typed("-7")).masked(true)),
        specimen("Disabled", date("date-off", "Day", typed("-7"), today)),
        specimen("Open", still(line("", &typed("-7")).range(None, Some(today)), OPEN)),
    ]
}

pub fn fields(gallery: &Gallery) -> Specimens<'_> {
    let line = |id: &'static str| input(id, "Name", gallery.value(id, "Marisol")).on_input(move |text| Message::Set(id, text));
    let help = Some("The name that stands on the client's papers, not the one that friends use.");
    vec![
        specimen("Required", field("First Name", line("field-required")).required(true)),
        specimen("With help below its name", field("First Name", line("field-help")).help(help)),
        specimen("With help behind ?", field("First Name", line("field-ask")).required(true).on_help(Message::Pressed)),
        specimen("With a hint", field("First Name", line("field-hint")).hint("As it stands on the papers.")),
        specimen(
            "With findings",
            field("First Name", line("field-found").invalid(true)).findings(vec![
                (Severity::Stop, "A name has no digits.".to_owned()),
                (Severity::Fix, "This name and the last name are the same; check both.".to_owned()),
                (Severity::Note, "Two people here have this name.".to_owned()),
            ]),
        ),
        specimen(
            "A long name",
            field("Date of the most recent contact with the referring organization", line("field-long")).required(true),
        ),
    ]
}

//! What only tells something: signs, messages, charts, dialogs.

use super::{Gallery, Message, Specimens, specimen};
use crate::app::Element;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Kind, badge, banner, button, chart, dialog, heading, live, still};
use iced::widget::{Row, column};

const TONES: [(&str, Tone); 5] =
    [("Neutral", Tone::Neutral), ("Info", Tone::Info), ("Done", Tone::Ok), ("Look at this", Tone::Warn), ("Late", Tone::Bad)];

pub fn signs(_: &Gallery) -> Specimens<'_> {
    let badges = TONES.map(|(words, tone)| badge(words, tone));
    vec![
        specimen("Badges", Row::with_children(badges).spacing(space::S8).wrap()),
        specimen("Headings", column![heading("The title of a page"), badge::section("The title of a card")].spacing(space::S8)),
        specimen("Text", column![text::strong("Strong"), text::body("Running"), text::secondary("Less weight"), text::hint("A hint")]),
    ]
}

pub fn messages(_: &Gallery) -> Specimens<'_> {
    let notices = TONES.into_iter().zip(0..).map(|((words, tone), key)| {
        let (about, act) =
            if key == 0 { (Some("Maria Herrera".to_owned()), Some(("Answer them", None, Message::Pressed))) } else { (None, None) };
        badge::notice(tone, format!("{words}: the referral is resolved."), about, act, (key, Message::Pressed))
    });
    let undo = Some(("Undo".to_owned(), Some("Ctrl+U".to_owned()), Message::Pressed, 10));
    let passing = badge::passing(Tone::Ok, "Result saved", Some("Maria Herrera".to_owned()), undo, 10);
    let waiting = banner(Tone::Warn, "3 changes are not yet in HMIS.", Some(("Export now", Message::Pressed)));
    vec![
        specimen("A banner with what can be done", waiting),
        specimen("A banner that only tells", banner(Tone::Info, "These records are read only.", None)),
        specimen("Notices, which stay", column(notices).spacing(space::S8)),
        specimen("What passes by itself", passing),
        specimen("A line that is announced", live("Saved today 2:02 PM · Backup verified today 1:40 PM")),
    ]
}

pub fn charts(_: &Gallery) -> Specimens<'_> {
    let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let counts = [12.0, 18.0, 17.0, 22.0, 26.0, 23.0, 29.0, 27.0, 31.0, 36.0, 34.0, 38.0];
    let first = |n: usize| months.iter().zip(counts).take(n).map(|(name, count)| ((*name).to_owned(), count)).collect::<Vec<_>>();
    vec![
        specimen("Bars", chart::bars("Referrals by month", first(6))),
        specimen("Bars in a narrow space", chart::bars("Referrals by month", first(12))),
        specimen("A line", chart::line("Referrals by month", first(12))),
        specimen("With its numbers", chart::line("Referrals by month", first(6)).table(true)),
        specimen("Nothing to show", chart::bars("Referrals by month", Vec::new())),
    ]
}

pub fn dialogs(_: &Gallery) -> Specimens<'_> {
    let actions: [Element<'_, Message>; 2] =
        [button("Stay").on_press(Message::Pressed).into(), button("Leave").kind(Kind::Danger).on_press(Message::Pressed).into()];
    vec![
        specimen("Try it", button("Leave the page").id("dialog").on_press(Message::Dialog(true))),
        specimen("Open", still(dialog("Leave without saving?", text::body("What you typed is kept as a draft."), actions), &[])),
    ]
}

//! Help: the guide to resolving a referral, and the shortcuts, from the one table.

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::shortcut;
use crate::app::theme::{space, text};
use crate::app::widget::{card, heading};
use iced::Length;
use iced::widget::{column, row, space as gap};

/// The help page; it has no state and no messages of its own.
#[derive(Debug, Default)]
pub struct Help;

/// Nothing can be done here but read.
#[derive(Debug, Clone)]
pub enum Message {}

/// The guide, in the order in which the work is done.
const STEPS: &[(&str, &str)] = &[
    (
        "Choose where you work",
        "Click your initials, or press Ctrl+comma. Choose Workgroup and Organization, then Apply. The organization must be the one that owns the housing program.",
    ),
    (
        "Open the client",
        "Home lists the open referrals to your organization. Or find any client with Ctrl+K by name, birth date, last four of SSN or client ID.",
    ),
    ("Acknowledge, if your CoC asks for it", "In the CE Event, enter Date Referral Acknowledged before you contact the client. Save."),
    (
        "Successful: enroll, then resolve",
        "Do the Intake (Ctrl+N). Then open the CE Event (Ctrl+E): Referral Result is Successful, Result Date is the day of enrollment, Resulting Enrollment is the one you just made. Save.",
    ),
    (
        "Unsuccessful: resolve with its date",
        "Referral Result is client rejected or provider rejected. Result Date is the day it was determined. Add a reason if you know it. Save.",
    ),
    ("Enrolled but never housed", "The referral stays successful. Come back to the event later and add the reason."),
    ("Send the work back", "In Exchange, export HMIS CSV and give the file to your HMIS."),
];

impl Help {
    /// The screen's title.
    pub fn title(&self) -> String {
        "Help".to_owned()
    }

    /// No message exists.
    pub fn update(&mut self, message: Message, _cx: &Context<'_>) -> Action {
        match message {}
    }

    /// The screen.
    pub fn view<'a>(&'a self, _cx: &Context<'a>) -> Element<'a, Message> {
        let steps = STEPS
            .iter()
            .enumerate()
            .map(|(at, (what, how))| column![text::strong(format!("{}. {what}", at + 1)), text::body(*how)].spacing(space::S4).into());
        let keys = shortcut::TABLE.iter().map(|s| row![text::strong(s.chord.to_string()).width(140), text::body(s.words)].into());
        column![
            heading("Help"),
            gap().height(space::S8),
            card(
                column![text::section("Resolving a housing referral from Coordinated Entry"), column(steps).spacing(space::S12)]
                    .spacing(space::S12)
            ),
            gap().height(space::S16),
            card(column![text::section("Shortcuts"), column(keys).spacing(space::S4)].spacing(space::S12)),
        ]
        .width(Length::Fill)
        .into()
    }
}

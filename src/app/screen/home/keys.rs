//! The lines below the list of Home: what the keys do on the line with the cursor.

use super::referrals::{Referral, State};
use super::{Home, LOOKING, Message};
use crate::app::Element;
use crate::app::context::Context;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use iced::Length;
use iced::widget::{column, space as gap};

/// What the keys do on a line, by what its referral waits for: Enter first, then the letters.
struct Keys(&'static str, &'static [&'static str]);

impl Keys {
    const MOVE_IN: Self = Self("Enter enters the move-in date", &[]);
    const BEGUN: Self = Self("Enter goes on with the intake", &["R resolves it"]);
    const ENROLLED: Self = Self("Enter opens it", &["R resolves it: the household is enrolled already"]);
    const UNENROLLED: Self = Self("Enter opens it", &["R goes to its result", "I starts the intake"]);
    const OPEN: Self = Self("Enter opens it at its result", &["R resolves it", "I starts the intake"]);

    fn line(&self, acknowledges: bool, undo: Option<&str>) -> String {
        let acknowledge = acknowledges.then_some("A acknowledges it today");
        [Some(self.0), acknowledge, undo].into_iter().flatten().chain(self.1.iter().copied()).collect::<Vec<_>>().join(" · ")
    }
}

/// What the keys do on this line, as the state of its referral has it; and what U takes back.
fn keys(referral: &Referral, undo: Option<&str>, cx: &Context<'_>) -> String {
    let state = State::of(referral, cx);
    let keys = match (referral, state) {
        (Referral::Awaited(_), _) => Keys::MOVE_IN,
        (_, State::Begun) => Keys::BEGUN,
        (_, State::Enrolled) => Keys::ENROLLED,
        (Referral::Unenrolled(_), _) => Keys::UNENROLLED,
        (Referral::Open(_), _) => Keys::OPEN,
    };
    let new = referral.is_open() && referral.event().acknowledged.is_none() && state != State::Enrolled;
    keys.line(new, undo)
}

impl Home {
    /// What the keys do on the marked line, and no other; and the most that they could do there, for whose height room is kept. `low` where the
    /// line above the list has no room for what it says.
    pub(super) fn foot<'a>(&'a self, low: bool, cx: &Context<'a>) -> [Element<'a, Message>; 2] {
        let marked = self.listed.rows().checked_sub(1).map(|last| self.look.at.min(last));
        let referral = marked.and_then(|at| self.listed.waiting_at(at, cx));
        let undo = marked.and_then(|_| self.takes_back(referral.as_ref(), cx));
        let task =
            marked.and_then(|at| self.listed.task_at(at)).map(|task| [Some(task.keys()), undo].into_iter().flatten().collect::<Vec<_>>());
        let keys = referral.map(|referral| keys(&referral, undo, cx)).or(task.map(|keys| keys.join(" · ")));
        // Letters are for the line; who looks for somebody by name is told how.
        let find = format!("{} finds a client by name", shortcut::hint(Command::Find));
        let find = if low && !cx.owing.is_known() { LOOKING.to_owned() } else { find };
        let most = marked.map(|_| Keys::OPEN.line(true, undo));
        [keys, most].map(|keys| {
            let keys = keys.into_iter().chain([find.clone()]).collect::<Vec<_>>().join(" · ");
            column![gap().height(space::S8), text::hint(keys)].push(self.ways().map(text::hint)).width(Length::Fill).into()
        })
    }
}

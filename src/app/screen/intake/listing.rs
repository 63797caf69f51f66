//! A list that is asked as one, "does any of these apply?", such as the disabilities: one key answers no to all of it that is blank, and
//! takes that back.

use super::{Intake, Message};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::question_id;
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::{Control as _, button};
use crate::domain::ask::{Answers, Question};
use crate::domain::intake::Purpose;
use crate::domain::words::count;
use iced::Alignment;
use iced::widget::row;

/// What the key of such a list does now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// Answers no to so many.
    Denies(usize),
    /// Takes so many back, which it answered.
    TakesBack(usize),
}

impl Intake {
    /// The list on the page on show; none where there is no such list. In an update what is blank means that nothing has changed.
    fn listed(&self, cx: &Context<'_>) -> Vec<Question> {
        let stamp = cx.stamp();
        let asked =
            if self.draft.purpose == Purpose::Update { Vec::new() } else { self.draft.questions(self.draft.step, &self.case(cx, &stamp)) };
        asked.into_iter().filter(|question| question.no().is_some()).collect()
    }

    fn does(&self, listed: &[Question]) -> Option<Does> {
        let member = self.draft.step.member()?;
        let one = self.draft.members.get(member)?;
        let blank = listed.iter().filter(|question| one.answer(**question).is_empty()).count();
        match (blank, self.draft.denied(member, &self.denied).len()) {
            (0, 0) => None,
            (0, denied) => Some(Does::TakesBack(denied)),
            (blank, _) => Some(Does::Denies(blank)),
        }
    }

    /// Whether the key of a list does anything on the page on show, in words for the line of its keys.
    pub(super) fn denies(&self, cx: &Context<'_>) -> Option<(Command, &'static str)> {
        Some((
            Command::Deny,
            match self.does(&self.listed(cx))? {
                Does::Denies(_) => "answers no to all that are blank",
                Does::TakesBack(_) => "takes that back",
            },
        ))
    }

    /// No to all that are blank, or that taken back; the keyboard goes to what is left to answer.
    pub(super) fn deny(&mut self, cx: &Context<'_>) -> Action {
        let listed = self.listed(cx);
        let (Some(member), Some(does)) = (self.draft.step.member(), self.does(&listed)) else {
            return Action::Hint(NOWHERE.to_owned());
        };
        let said = match does {
            Does::Denies(blank) => {
                self.denied.extend(self.draft.deny(member, &listed));
                // The key that takes it back is told on the page alone: on the next one it answers for somebody else.
                format!("No to {}", count(blank, "question"))
            }
            Does::TakesBack(_) => {
                let blank = self.draft.undeny(member, &std::mem::take(&mut self.denied));
                format!("{} blank again", if blank.len() == 1 { "1 answer is".to_owned() } else { format!("{} answers are", blank.len()) })
            }
        };
        let next = self.open_question(member, cx).0.map_or_else(|| "next".to_owned(), |question| question_id(member, question));
        self.keep().and(Action::Focus(next)).and(Action::Say(said))
    }

    /// The head of such a list: the question as it is asked, and the key that answers it.
    pub(super) fn list_head<'a>(&self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let listed = self.listed(cx);
        if listed.is_empty() {
            return None;
        }
        let does = self.does(&listed);
        let (label, icon) = match does {
            Some(Does::TakesBack(_)) => ("Take that back", Icon::Undo),
            _ => ("No to all that are blank", Icon::Check),
        };
        let tip = "Ask whether any of these applies. Each answer stands below and can be changed.";
        let key = text::hint(shortcut::hint(Command::Deny));
        // Enter goes past it: who answers what stands above must not come onto an answer to questions that nobody has asked yet.
        let press = button(label).id("deny").icon(icon).tip(tip).passed(true).on_press_maybe(does.map(|_| Message::Deny));
        Some(row![text::strong("Does any of these apply?"), press, key].spacing(space::S12).align_y(Alignment::Center).wrap().into())
    }
}

/// What is said where the key has nothing to answer: where it works.
const NOWHERE: &str =
    "Ctrl+B says no to all that are blank in a list that is asked as one, such as the disabilities. This page has none that is blank.";

//! What stays below the page of Exchange while that scrolls: what the page is for, with its key; while that is under way how far it is, and
//! why it was not done.

use super::hands::{self, Half};
use super::pages::LEAVE_OUT;
use super::{Exchange, Message, Phase, keyin};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{space, text};
use crate::app::widget::{Kind, button};
use crate::transfer::Leaving;
use iced::Alignment;
use iced::widget::{column, row};

impl Exchange {
    /// What stays below the page; none where the page ends in it, as what a check found does.
    pub fn foot<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        if let Some(sheet) = &self.keyin {
            let writing = sheet.is_writing().then(|| self.under_way(keyin::WRITING));
            let paper = sheet.foot(cx)?.map(Message::KeyIn);
            return Some(column![column![].push(writing), paper].spacing(space::S8).into());
        }
        let key = shortcut::hint(Command::Save);
        match &self.phase {
            Phase::Held(_) => None,
            Phase::Checked(findings) if !findings.is_empty() => None,
            Phase::Compared(..) => {
                let take = button("Import now").id("take").icon(Icon::Download).kind(Kind::Primary).hint(key);
                let cancel = button("Cancel").id("cancel-import").on_press(Message::Cancel);
                let keys = shortcut::line(&[(Command::Save, "imports"), (Command::Close, "leads back")]);
                Some(line(row![take.on_press(Message::Take), cancel, text::hint(keys)]))
            }
            _ => {
                let start = button("Export").id("export").icon(Icon::Upload).kind(Kind::Primary).on_press(Message::Export);
                // After what was done it is Enter alone.
                let by_key = !(self.just_done && matches!(self.phase, Phase::Done(_)));
                let start = if by_key { start.hint(key) } else { start };
                let check = button("Check the records").id("check-export").tip("Says what your HMIS may refuse, and writes nothing");
                let keys = by_key.then(|| text::hint(shortcut::line(&[(Command::Save, "exports")])));
                let asked = if let Phase::Asking(path) = &self.phase { Some(replaces(path, Message::Replace, "replace")) } else { None };
                // One child, whatever is said: the buttons keep the keyboard.
                let said = column![].push(self.beside(Half::Writing)).push(asked);
                Some(column![said, line(row![start, check.on_press(Message::CheckExport)].push(keys))].spacing(space::S8).into())
            }
        }
    }

    /// Ctrl+S. What is not read yet is neither taken over nor replaced by it. An export is noted and cannot be taken back, so it begins where
    /// one is at it and nowhere else: from elsewhere the keyboard goes there first.
    pub(super) fn main(&mut self, control: Option<&str>, cx: &Context<'_>) -> Action {
        let in_import = control.is_some_and(|id| id.starts_with("import") || id == "check-file");
        let in_export = control.is_some_and(|id| id.starts_with("export") || matches!(id, "check-export" | "replace"));
        match &self.phase {
            _ if self.busy() => Action::None,
            _ if self.keyin.as_ref().is_some_and(|sheet| !sheet.is_read()) => {
                Action::Hint("The key-in sheet is being read. Try again once it is there.".to_owned())
            }
            _ if self.keyin.as_ref().is_some_and(|sheet| sheet.left() == 0) => {
                Action::Hint("Nothing is left to enter, so there is nothing to write.".to_owned())
            }
            _ if self.keyin.is_some() => self.update(Message::KeyIn(keyin::Message::Print), cx),
            Phase::Compared(..) => self.update(Message::Take, cx),
            Phase::Held(findings) => {
                let can_leave = findings.leaving().is_some_and(Leaving::is_here);
                let is_at_it = control == Some(LEAVE_OUT) && can_leave && !findings.is_open();
                if is_at_it { self.update(Message::LeaveOut, cx) } else { way_out(findings.is_open(), can_leave, control) }
            }
            Phase::Checked(findings) if !findings.is_empty() => Action::Hint("Esc leads back to Exchange.".to_owned()),
            // What was just done is not followed by an export because a key was pressed once more.
            Phase::Done(outcome) if self.just_done => {
                let again = if outcome.exported {
                    "Exported just now, and not once more. Enter exports"
                } else {
                    "Imported just now. Enter exports"
                };
                Action::Hint(format!("{again} what is chosen here.")).and(Action::Focus("export".to_owned()))
            }
            _ if in_export => self.update(Message::Export, cx),
            _ => {
                let key = shortcut::hint(Command::Save);
                let enter = if in_import && !self.from.trim().is_empty() { "Enter on the path imports. " } else { "" };
                Action::Hint(format!("{enter}{key} exports from here.")).and(Action::Focus(hands::WHAT.to_owned()))
            }
        }
    }
}

/// Where Ctrl+S leads on an export that is held up, by what can be done about it. While a rule is open, the ways out are not in sight.
fn way_out(is_open: bool, can_leave: bool, control: Option<&str>) -> Action {
    let hint = |words: &str| Action::Hint(format!("Nothing is exported yet. {words}"));
    match () {
        () if is_open => hint("Correct what was found, or press Esc: what else can be done stands below the rules."),
        () if matches!(control, Some("anyway" | "export-anyway")) => hint("Enter exports it as it is, once the reason stands there."),
        () if can_leave => hint("Enter exports without these households.").and(Action::Focus(LEAVE_OUT.to_owned())),
        () => hint("Correct what was found, or choose below what becomes of it."),
    }
}

/// Asks whether a file that is there already is to be replaced.
pub(super) fn replaces<'a, M: Clone + 'a>(path: &std::path::Path, replace: M, id: &'static str) -> Element<'a, M> {
    let words = format!("“{}” is there already. Replace it, or enter another name.", path.display());
    column![text::body(words), button("Replace").id(id).on_press(replace)].spacing(space::S8).into()
}

fn line<'a>(buttons: iced::widget::Row<'a, Message, iced::Theme, iced::Renderer>) -> Element<'a, Message> {
    buttons.spacing(space::S8).align_y(Alignment::Center).wrap().into()
}

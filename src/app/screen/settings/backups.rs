//! Backups, in the settings: the last proof, one now, and a second place for them.

use crate::app::Element;
use crate::app::action::{Action, Wish};
use crate::app::backups::day;
use crate::app::context::Context;
use crate::app::icon::Icon;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, banner, button, field, input};
use crate::domain::words::count;
use iced::widget::{column, row};
use std::path::PathBuf;

/// What is typed.
#[derive(Debug, Default)]
pub struct Backups {
    folder: String,
    hint: Option<&'static str>,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Back to the settings.
    Close,
    /// One now.
    Now,
    /// Typed the second place.
    Folder(String),
    /// Wants a dialog for it.
    Browse,
    /// Its answer, and whether it came too fast to have been shown.
    Chosen(Option<PathBuf>, bool),
    /// Use that folder.
    Use,
    /// No second place any more.
    Forget,
}

impl Backups {
    /// One message, one action. `Close` is the settings' own.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Close => {}
            Message::Now => return Action::BackUp(Wish::Now),
            Message::Folder(text) => self.folder = text,
            Message::Browse => return Action::BrowseFolder,
            Message::Chosen(Some(path), _) => {
                self.folder = path.display().to_string();
                self.hint = None;
                return Action::Focus("backups-folder".to_owned());
            }
            Message::Chosen(None, at_once) => {
                self.hint = at_once.then_some("No folder dialog is available here. Type the path of the folder.")
            }
            Message::Use if self.folder.trim().is_empty() => {
                self.hint = Some("Type the path of a folder, for example on a USB stick.");
                return Action::Focus("backups-folder".to_owned());
            }
            Message::Use => {
                self.hint = None;
                return Action::BackUp(Wish::Second(PathBuf::from(self.folder.trim())));
            }
            Message::Forget => return Action::BackUp(Wish::NoSecond),
        }
        Action::None
    }

    /// The page.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let known = cx.backups;
        let free = !known.running;
        let back = button("Back to settings").id("backups-back").icon(Icon::ArrowLeft).kind(Kind::Link).on_press(Message::Close);
        let last = match known.proof {
            Some(proof) => format!("The last one was verified {}, up to save {}.", day(proof.at, cx.now), proof.sequence),
            None => "There is none yet. The first is made by itself after you save.".to_owned(),
        };
        let now = button(if free { "Back up now" } else { "Backing up…" }).id("backups-now").icon(Icon::Archive);
        let told = known.last.as_ref().map(|told| match told {
            Ok(words) => banner(Tone::Ok, words.as_str(), None),
            Err(failure) => banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None),
        });
        column![back, section("Backups"), text::body(ABOUT), text::body(last), row![now.on_press_maybe(free.then_some(Message::Now))],]
            .push(told)
            // The page behind says so too, but it is covered.
            .push(known.trouble.as_ref().map(|words| banner(Tone::Bad, words.as_str(), None)))
            .push(self.second(cx, free))
            .spacing(space::S16)
            .into()
    }

    fn second<'a>(&'a self, cx: &Context<'a>, free: bool) -> Element<'a, Message> {
        let mut part = column![section("Second backup location"), text::body(SECOND)].spacing(space::S16);
        if let Some(second) = &cx.backups.second {
            let proved = format!("{}, verified {}, up to save {}.", second.folder.display(), day(second.at, cx.now), second.sequence);
            part = part.push(text::body(proved));
            let away = cx
                .backups
                .away(cx.now)
                .map(|days| format!("It was not there for {}. Plug it in and back up.", count(days.unsigned_abs(), "day")));
            part = part.push(away.map(|words| banner(Tone::Warn, words, None)));
            let none = button("Use no second place").id("backups-forget").kind(Kind::Link);
            part = part.push(none.on_press_maybe(free.then_some(Message::Forget)));
        }
        let path = input("backups-folder", "Folder", &self.folder).on_input(Message::Folder).on_submit(Message::Use);
        let take = button("Use this folder").id("backups-use").on_press_maybe(free.then_some(Message::Use));
        let browse = button("Browse…").id("backups-browse").icon(Icon::FolderOpen).on_press(Message::Browse);
        part.push(field("Folder", path)).push(self.hint.map(text::hint)).push(row![take, browse].spacing(space::S8)).into()
    }
}

const ABOUT: &str = "Backups are automatic: after you save, at most every half hour, and before an import: in turn in two folders beside \
                     the records, sealed as they are. Each is read back to the last save and counted before it is called verified.";

const SECOND: &str = "A computer can be lost as a whole. Choose a folder on a USB stick or a share: whenever it is there, backups are made there \
                      too. Only your passphrase or the recovery key opens them.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_second_place_needs_a_folder() {
        let mut page = Backups::default();
        assert_eq!(page.update(Message::Use), Action::Focus("backups-folder".to_owned()));
        let _ = page.update(Message::Folder(" /media/stick ".to_owned()));
        assert_eq!(page.update(Message::Use), Action::BackUp(Wish::Second(PathBuf::from("/media/stick"))));
        assert_eq!(page.update(Message::Now), Action::BackUp(Wish::Now));
    }
}

//! The recovery key, shown once: on the screen, in a text file to be printed. It counts as noted once two of its groups were typed back.

use crate::app::Element;
use crate::app::action::{Action, Failure};
use crate::app::icon::Icon;
use crate::app::screen::unlock::Secret;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{Control as _, Kind, banner, button, field, heading, input};
use crate::domain::Severity;
use crate::store::is_group;
use iced::widget::{column, row};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// A recovery key on show.
#[derive(Debug)]
pub struct Noting {
    key: Secret,
    /// The groups that are asked back, from 0.
    asked: [usize; 2],
    typed: [Secret; 2],
    asking: bool,
    /// What was typed is not what was shown.
    wrong: bool,
    path: String,
    written: Option<Result<PathBuf, Failure>>,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Typed a path for the text file.
    Path(String),
    /// Writes the text file.
    Write,
    /// It is written, or not.
    Written(Result<PathBuf, Failure>),
    /// Has it on paper: the groups are asked back.
    Ask,
    /// Wants to see it again.
    Show,
    /// Typed the first or the second of them.
    Typed(usize, Secret),
    /// Have they been typed right?
    Check,
}

impl Noting {
    /// A key to be noted.
    pub fn new(key: Secret, documents: &Path) -> Self {
        // Which two is another thing for each key; nobody can know it before.
        let sum: usize = key.0.bytes().map(usize::from).sum();
        let mut asked = [sum % 8, (sum + 3) % 8];
        asked.sort_unstable();
        let path = documents.join("wayhome-recovery-key.txt").display().to_string();
        Self { key, asked, typed: [blank(), blank()], asking: false, wrong: false, path, written: None }
    }

    /// The key.
    pub fn key(&self) -> &Secret {
        &self.key
    }

    /// The control that has the keyboard first.
    pub fn first() -> Action {
        Action::Focus("recovery-written".to_owned())
    }

    /// One message, one action; true once the key is noted.
    pub fn update(&mut self, message: Message) -> (Action, bool) {
        match message {
            Message::Path(path) => self.path = path,
            Message::Write if self.path.trim().is_empty() => {
                self.written = Some(Err(Failure::new("Nothing written", "Type a path for the text file.")));
            }
            Message::Write => return (Action::WriteKey(PathBuf::from(self.path.trim()), page(&self.key)), false),
            Message::Written(answer) => self.written = Some(answer),
            Message::Ask => {
                self.asking = true;
                self.wrong = false;
                self.typed = [blank(), blank()];
                return (Action::Focus(ASKED[0].to_owned()), false);
            }
            Message::Show => {
                self.asking = false;
                return (Self::first(), false);
            }
            Message::Typed(at, typed) => {
                if let Some(one) = self.typed.get_mut(at) {
                    *one = typed;
                }
                self.wrong = false;
            }
            Message::Check => {
                let groups: Vec<&str> = self.key.0.split('-').collect();
                let right = |(at, typed): (&usize, &Secret)| groups.get(*at).is_some_and(|group| is_group(group, &typed.0));
                let first_wrong = self.asked.iter().zip(&self.typed).position(|pair| !right(pair));
                let Some(at) = first_wrong else { return (Action::None, true) };
                self.wrong = true;
                return (Action::Focus(ASKED[at].to_owned()), false);
            }
        }
        (Action::None, false)
    }

    /// The page.
    pub fn view(&self) -> Element<'_, Message> {
        if self.asking { self.asking() } else { self.shown() }
    }

    fn shown(&self) -> Element<'_, Message> {
        let path =
            input("recovery-path", "To print it, write it to a text file", &self.path).on_input(Message::Path).on_submit(Message::Write);
        column![
            heading("Your recovery key"),
            text::body(
                "It opens your desk if you forget the passphrase. It is shown only now: write it down and keep it away from this computer."
            ),
            text::section(lines(&self.key.0)),
            button("I have it on paper").id("recovery-written").icon(Icon::Check).kind(Kind::Primary).on_press(Message::Ask),
            field("To print it, write it to a text file", path)
                .help(Some("Delete the file once it is printed: whoever reads it can open your desk.")),
            row![button("Write the file").id("recovery-write").icon(Icon::FileText).on_press(Message::Write)],
        ]
        .push(self.written.as_ref().map(|written| match written {
            Ok(path) => banner(Tone::Warn, format!("Written to {}. Print it, then delete it.", path.display()), None),
            Err(failure) => banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None),
        }))
        .spacing(space::S16)
        .into()
    }

    fn asking(&self) -> Element<'_, Message> {
        let asked = |at: usize| {
            let label = format!("Group {} of 8", self.asked[at] + 1);
            let line = input(ASKED[at], label.clone(), self.typed[at].0.as_str())
                .on_input(move |text| Message::Typed(at, Secret(Zeroizing::new(text))))
                .invalid(self.wrong);
            field(label, if at == 1 { line.on_submit(Message::Check) } else { line })
        };
        let wrong = self
            .wrong
            .then(|| (Severity::Stop, "This is not what was shown. Compare it with your paper, or look at the key again.".to_owned()));
        column![
            heading("Is it on paper?"),
            text::body("Type two of its groups from what you wrote. The hyphens do not matter, nor do capitals."),
            asked(0),
            asked(1).findings(wrong.into_iter().collect()),
            row![
                button("Confirm").id("recovery-check").icon(Icon::Check).kind(Kind::Primary).on_press(Message::Check),
                button("Show the key again").id("recovery-again").on_press(Message::Show),
            ]
            .spacing(space::S8),
        ]
        .spacing(space::S16)
        .into()
    }
}

/// The ids of the two groups that are asked back.
const ASKED: [&str; 2] = ["recovery-first", "recovery-second"];

fn blank() -> Secret {
    Secret(Zeroizing::default())
}

/// A recovery key on two lines, as it is best written down.
fn lines(key: &str) -> String {
    let groups: Vec<&str> = key.split('-').collect();
    let half = groups.len().div_ceil(2);
    groups.chunks(half.max(1)).map(|line| line.join(" - ")).collect::<Vec<_>>().join("\n")
}

/// The text file, which is to be printed.
fn page(key: &Secret) -> Secret {
    let words = "Wayhome recovery key\n\nIt opens the desk of the worker it belongs to if the passphrase is forgotten.\nKeep this page away from the computer, and delete the file it was printed from.\n";
    Secret(Zeroizing::new(format!("{words}\n{}\n", lines(&key.0))))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(text: &str) -> Secret {
        Secret(Zeroizing::new(text.to_owned()))
    }

    #[test]
    fn a_key_is_noted_once_two_of_its_groups_were_typed_back() {
        let key = "0H4XW-1AAAA-2BBBB-3CCCC-4DDDD-5EEEE-6FFFF-7GGGG";
        let mut noting = Noting::new(secret(key), Path::new(""));
        let groups: Vec<&str> = key.split('-').collect();
        let [first, second] = noting.asked;
        assert!(first < second);
        assert_eq!(noting.update(Message::Ask), (Action::Focus("recovery-first".to_owned()), false));
        assert_eq!(noting.update(Message::Check), (Action::Focus("recovery-first".to_owned()), false), "nothing typed");
        let _ = noting.update(Message::Typed(0, secret(&groups[first].to_lowercase())));
        let _ = noting.update(Message::Typed(1, secret(groups[first])));
        assert_eq!(noting.update(Message::Check), (Action::Focus("recovery-second".to_owned()), false), "another group");
        let _ = noting.update(Message::Typed(1, secret(groups[second])));
        assert_eq!(noting.update(Message::Check), (Action::None, true));
    }

    #[test]
    fn the_file_to_print_reads_back() {
        let key = "0H4XW-1AAAA-2BBBB-3CCCC-4DDDD-5EEEE-6FFFF-7GGGG";
        let page = page(&secret(key));
        let last: String = page.0.lines().rev().take(2).collect::<Vec<_>>().into_iter().rev().collect::<Vec<_>>().join("-");
        assert_eq!(last.replace(' ', ""), key);
    }
}

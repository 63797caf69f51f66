//! Recovery: the records cannot be opened as usual. What is damaged, what is safe, what can be done now. And a backup put back where there
//! are no records yet. Nothing here deletes anything; whatever makes room is set aside.

mod words;

use crate::app::action::{Action, Consent, Failure, Recover};
use crate::app::icon::Icon;
use crate::app::screen::help::pages::Spot;
use crate::app::screen::help::problem;
use crate::app::screen::unlock::Secret;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::view::brand;
use crate::app::widget::badge::section;
use crate::app::widget::{Kind, banner, button, card, check, field, heading, input, scroll, spoken, subheading};
use crate::app::{Element, widget};
use crate::domain::{Day, Instant};
use crate::store::{Holds, Obstacle};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};
use std::path::{Path, PathBuf};
use zeroize::Zeroizing;

/// The page is as wide as this, px.
const WIDTH: f32 = 720.0;

/// Why there is no desk, and what somebody decides about it.
#[derive(Debug)]
pub struct Recovery {
    /// What is wrong; none where a backup is to be put where there are no records.
    obstacle: Option<Obstacle>,
    /// What was typed at the lock.
    secret: Secret,
    /// What is typed for a backup that opens with another secret, or where nothing was typed yet.
    other: Option<Secret>,
    visible: bool,
    folder: String,
    export: String,
    report: String,
    hint: Option<&'static str>,
    busy: Option<Part>,
    told: Option<(Part, Result<String, Failure>)>,
    /// A damaged backup, and up to which save it is whole.
    partly: Option<(PathBuf, u64)>,
    help: bool,
}

/// A part of the page: where something is done, and where is said what came of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// The ways to open the records.
    Open,
    /// The backups.
    Restore,
    /// The export of what can be read.
    Export,
    /// The report.
    Report,
}

/// What the user did, and what came of it.
#[derive(Debug, Clone)]
pub enum Message {
    /// Open the records all the same.
    Open(Consent),
    /// Restore the backup in this folder, whole or up to a save.
    Restore(PathBuf, Option<u64>),
    /// Restore the backup in the folder that was typed.
    RestoreTyped,
    /// Typed a folder.
    Folder(String),
    /// Wants a dialog for it.
    Browse,
    /// Its answer, and whether it came too fast to have been shown.
    Chosen(Option<PathBuf>, bool),
    /// Typed the passphrase of the backup.
    Typed(Secret),
    /// Shows or hides what is typed.
    Show(bool),
    /// Typed where to export to.
    ExportTo(String),
    /// Write what can be read.
    Export,
    /// Typed where to write the report.
    ReportTo(String),
    /// Write the report.
    Report,
    /// It worked.
    Done(Part, String),
    /// It did not.
    Failed(Part, Failure),
    /// The backup is damaged after this save.
    Partly(PathBuf, u64, Failure),
    /// The backup opens with another passphrase.
    OtherSecret(PathBuf, Failure),
    /// Back to the lock.
    Back,
}

impl Recovery {
    /// Records that this secret opens, but not as usual.
    pub fn new(obstacle: Obstacle, secret: Secret, documents: &Path, today: Day) -> Self {
        Self { obstacle: Some(obstacle), secret, other: None, ..Self::fresh(documents, today) }
    }

    /// A backup is to be put where there are no records.
    pub fn fresh(documents: &Path, today: Day) -> Self {
        let file = |name: String| documents.join(name).display().to_string();
        Self {
            obstacle: None,
            secret: Secret(Zeroizing::default()),
            other: Some(Secret(Zeroizing::default())),
            visible: false,
            folder: String::new(),
            export: file(format!("wayhome-{today}.zip")),
            report: file(problem::file_name(today)),
            hint: None,
            busy: None,
            told: None,
            partly: None,
            help: false,
        }
    }

    /// The screen's title.
    pub fn title(&self) -> &'static str {
        if self.obstacle.is_some() { "Recovery" } else { "Restore a backup" }
    }

    /// The control that has the keyboard first.
    pub fn first(&self) -> String {
        let Some(it) = &self.obstacle else { return "recovery-folder".to_owned() };
        let way = || words::ways(&it.what, None).first().map(|way| way.0.to_owned());
        words::best(it).map(restore_id).or_else(way).unwrap_or_default()
    }

    /// True while something is under way.
    pub fn is_busy(&self) -> bool {
        self.busy.is_some()
    }

    /// The window is asked to close although what was typed before the lock is only in it.
    pub fn warn(&mut self) {
        let why = "What you typed before the lock is only in this window. Open the records to keep it, or close again to leave without it.";
        self.tell(Part::Open, Err(Failure::new("Not closed yet", why)));
    }

    /// A key.
    pub fn command(&mut self, command: Command) -> Action {
        match command {
            Command::Help => self.help = !self.help,
            Command::Close if self.help => self.help = false,
            Command::Close | Command::Lock => return self.update_quietly(Message::Back),
            _ => {}
        }
        Action::None
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, now: Instant) -> Action {
        match message {
            // The report says when it was written.
            Message::Report if self.busy.is_none() => match (&self.obstacle, self.report.trim()) {
                (Some(_), "") => self.refuse(Part::Report, "No report written", "Type a path for the report."),
                (Some(obstacle), path) => {
                    let action = Recover::Report(PathBuf::from(path), words::report(obstacle, now));
                    self.begin(Part::Report, action)
                }
                (None, _) => Action::None,
            },
            other => self.update_quietly(other),
        }
    }

    fn update_quietly(&mut self, message: Message) -> Action {
        match message {
            Message::Folder(text) => self.folder = text,
            Message::Typed(secret) => self.other = Some(secret),
            Message::Show(on) => self.visible = on,
            Message::ExportTo(text) => self.export = text,
            Message::ReportTo(text) => self.report = text,
            Message::Chosen(Some(path), _) => {
                self.folder = path.display().to_string();
                self.hint = None;
                return Action::Focus("recovery-folder".to_owned());
            }
            Message::Chosen(None, at_once) => {
                self.hint = at_once.then_some("No folder dialog is available here. Type the path of the folder.")
            }
            Message::Done(part, words) => self.tell(part, Ok(words)),
            Message::Failed(part, failure) => self.tell(part, Err(failure)),
            Message::Partly(folder, good, failure) => {
                self.tell(Part::Restore, Err(failure));
                self.partly = (good > 0).then_some((folder, good));
                return Action::Focus(if good > 0 { "recovery-partly" } else { "recovery-folder" }.to_owned());
            }
            Message::OtherSecret(folder, failure) => {
                self.tell(Part::Restore, Err(failure));
                self.folder = folder.display().to_string();
                self.other = Some(Secret(Zeroizing::default()));
                return Action::Focus("recovery-passphrase".to_owned());
            }
            // What is under way ends first.
            _ if self.busy.is_some() => {}
            Message::Back => return Action::Recover(Recover::Back),
            Message::Open(consent) => return self.begin(Part::Open, Recover::Open(self.secret.clone(), consent)),
            Message::Restore(folder, as_of) => return self.restore(folder, as_of),
            Message::RestoreTyped if self.folder.trim().is_empty() => {
                return self.refuse(Part::Restore, "Not restored", "Type the folder of the backup: the one that holds the file “vault”.");
            }
            Message::RestoreTyped => return self.restore(PathBuf::from(self.folder.trim()), None),
            Message::Browse => return Action::BrowseFolder,
            Message::Export if self.export.trim().is_empty() => {
                return self.refuse(Part::Export, "Nothing exported", "Type a path for the zip to write.");
            }
            Message::Export => {
                let path = PathBuf::from(self.export.trim());
                return self.begin(Part::Export, Recover::Export(self.secret.clone(), path));
            }
            Message::Report => {}
        }
        Action::None
    }

    fn restore(&mut self, folder: PathBuf, as_of: Option<u64>) -> Action {
        let secret = self.other.as_ref().unwrap_or(&self.secret).clone();
        if secret.0.is_empty() {
            let _ = self.refuse(Part::Restore, "Not restored", "Type the passphrase of the backup, or its recovery key.");
            return Action::Focus("recovery-passphrase".to_owned());
        }
        self.partly = None;
        self.begin(Part::Restore, Recover::Restore(secret, folder, as_of))
    }

    fn begin(&mut self, part: Part, action: Recover) -> Action {
        self.told = None;
        self.busy = Some(part);
        Action::Recover(action)
    }

    fn tell(&mut self, part: Part, told: Result<String, Failure>) {
        self.busy = None;
        self.told = Some((part, told));
    }

    fn refuse(&mut self, part: Part, what: &str, why: &str) -> Action {
        self.tell(part, Err(Failure::new(what, why)));
        Action::None
    }

    /// The screen.
    pub fn view(&self, now: Instant) -> Element<'_, Message> {
        let mut page = column![brand()].spacing(space::S16);
        if self.help {
            let help = Spot::Recovery.page();
            page = page.push(banner(Tone::Info, format!("{} {}", help.purpose, help.next), None));
        }
        page = match &self.obstacle {
            None => page.push(self.backups(None, now)),
            Some(it) => {
                let ways = self.ways(it);
                let backups = words::restorable(&it.what).then(|| self.backups(Some(it), now));
                let page = page.push(self.what(it, now));
                // What helps most comes first.
                let page = if words::best(it).is_some() { page.push(backups).push(ways) } else { page.push(ways).push(backups) };
                page.push(words::readable(&it.what).then(|| self.export_card())).push(self.report_card())
            }
        };
        let back = button("Back to the lock").id("recovery-back").icon(Icon::ArrowLeft).kind(Kind::Link).on_press(Message::Back);
        let keys = text::hint(shortcut::line(&[(Command::Help, "says more"), (Command::Close, "goes back to the lock")]));
        let page = page.push(row![back, keys].spacing(space::S16).align_y(Alignment::Center));
        let page = container(page).max_width(WIDTH).padding(space::S24);
        scroll(container(page).center_x(Length::Fill)).id("recovery").into()
    }

    fn what<'a>(&'a self, it: &'a Obstacle, now: Instant) -> Element<'a, Message> {
        let part =
            |label: &'static str, words: String| column![subheading(label, text::label(label)), text::body(words)].spacing(space::S4);
        let behind = words::behind(&it.what, it.good.map(|(sequence, _)| sequence));
        card(
            column![
                heading(words::headline(&it.what)),
                banner(Tone::Bad, words::damage(it), None),
                part("What is safe", words::safe(it, now))
            ]
            .push(behind.map(|(label, words)| part(label, words)))
            .spacing(space::S12),
        )
    }

    fn ways<'a>(&'a self, it: &'a Obstacle) -> Element<'a, Message> {
        let good = it.good.map(|(sequence, _)| sequence);
        let kind = if words::best(it).is_some() { Kind::Plain } else { Kind::Primary };
        let ways = words::ways(&it.what, good).into_iter().map(|(id, consent, label, words)| {
            let press = self.free().then_some(Message::Open(consent));
            let button = button(label).id(id).icon(Icon::Unlock).kind(kind).on_press_maybe(press);
            column![text::body(words), button].spacing(space::S8).into()
        });
        card(column![section("Open the records")].extend(ways).push(self.outcome(Part::Open, "Opening…")).spacing(space::S12))
    }

    fn backups<'a>(&'a self, it: Option<&'a Obstacle>, now: Instant) -> Element<'a, Message> {
        let good = it.and_then(|it| it.good).map(|(sequence, _)| sequence);
        let best = it.and_then(words::best);
        let found = it.iter().flat_map(|it| it.backups.iter()).enumerate().map(|(at, found)| {
            let (name, holds) = (words::name(at, found), words::holds(found, good, now));
            let said = format!("{name}: {holds}");
            let words = spoken(said, column![text::strong(name), text::secondary(holds)].width(Length::Fill));
            let there = found.holds != Holds::Nothing;
            let press = self.free().then(|| Message::Restore(found.folder.clone(), None));
            let kind = if best == Some(at) { Kind::Primary } else { Kind::Plain };
            let restore = there.then(|| {
                button("Restore").called(format!("Restore: {}", words::name(at, found))).id(restore_id(at)).kind(kind).on_press_maybe(press)
            });
            row![words].push(restore).spacing(space::S12).align_y(Alignment::Center).into()
        });
        let path = input("recovery-folder", "Folder of a backup", &self.folder).on_input(Message::Folder).on_submit(Message::RestoreTyped);
        let browse = button("Browse…").id("recovery-browse").icon(Icon::FolderOpen).on_press(Message::Browse);
        let kind = if it.is_some() { Kind::Plain } else { Kind::Primary };
        let restore = button("Restore this folder").id("restore-typed").kind(kind).icon(Icon::Archive);
        let restore = restore.on_press_maybe(self.free().then_some(Message::RestoreTyped));
        let mut body = match it {
            Some(_) => column![section("Restore a backup"), text::body(RESTORE)].extend(found),
            None => column![heading("Restore a backup"), text::body(FRESH)],
        };
        body = body.spacing(space::S12);
        body = body.push(field("Folder of a backup", path).hint("A USB stick or a share: the folder that holds the file “vault”."));
        if let Some(other) = &self.other {
            let typed = input("recovery-passphrase", "Passphrase of the backup", other.0.as_str())
                .secret(self.visible)
                .on_input(|text| Message::Typed(Secret(Zeroizing::new(text))))
                .on_submit(Message::RestoreTyped);
            let help = "The one with which these records were opened when the backup was made, or the recovery key.";
            body = body.push(field("Passphrase of the backup", typed).hint(help));
            body = body.push(check("recovery-show", "Show what I type", self.visible).on_toggle(Message::Show));
        }
        body = body
            .push(row![restore, browse].spacing(space::S8))
            .push(self.hint.map(text::hint))
            .push(self.outcome(Part::Restore, "Restoring…"));
        if let Some((folder, good)) = &self.partly {
            let press = self.free().then(|| Message::Restore(folder.clone(), Some(*good)));
            body = body.push(button(format!("Restore it up to save {good}")).id("recovery-partly").on_press_maybe(press));
        }
        card(body)
    }

    fn export_card(&self) -> Element<'_, Message> {
        let path = input("recovery-export-path", "Zip to write", &self.export).on_input(Message::ExportTo).on_submit(Message::Export);
        let press = self.free().then_some(Message::Export);
        card(
            column![
                section("Export what can be read"),
                text::body("Writes HMIS CSV for your HMIS; case notes are not in it. The records stay as they are. The zip is not sealed: it names clients."),
                field("Zip to write", path),
                button("Export").id("recovery-export").icon(Icon::Upload).on_press_maybe(press),
            ]
            .push(self.outcome(Part::Export, "Exporting…"))
            .spacing(space::S12),
        )
    }

    fn report_card(&self) -> Element<'_, Message> {
        let path = input("recovery-report-path", "File to write", &self.report).on_input(Message::ReportTo).on_submit(Message::Report);
        let press = self.free().then_some(Message::Report);
        card(
            column![
                section("Write a report"),
                text::body("A text file for the people who look after Wayhome: what is wrong, in numbers. It holds no client's data."),
                field("File to write", path),
                button("Write the report").id("recovery-report").icon(Icon::FileText).on_press_maybe(press),
            ]
            .push(self.outcome(Part::Report, "Writing…"))
            .spacing(space::S12),
        )
    }

    fn free(&self) -> bool {
        self.busy.is_none()
    }

    /// What came of a part of the page.
    fn outcome(&self, part: Part, working: &'static str) -> Option<Element<'_, Message>> {
        if self.busy == Some(part) {
            return Some(widget::badge::live(working));
        }
        let (_, told) = self.told.as_ref().filter(|(about, _)| *about == part)?;
        Some(match told {
            Ok(words) => banner(Tone::Ok, words.as_str(), None),
            Err(failure) => banner(Tone::Bad, format!("{}. {}", failure.what, failure.why), None),
        })
    }
}

fn restore_id(at: usize) -> String {
    format!("restore-{}", at + 1)
}

/// What a restore does where there are no records.
const FRESH: &str = "Puts the records of a backup on this computer and opens them. The backup stays as it is, and so does your passphrase.";

/// What a restore does where there are records.
const RESTORE: &str = "Puts the records back as a backup holds them, and opens them. It is proved first. What is here now is kept in a folder \
                       beside the records; nothing is deleted.";

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::What;

    fn secret(text: &str) -> Secret {
        Secret(Zeroizing::new(text.to_owned()))
    }

    fn broken() -> Recovery {
        let obstacle = Obstacle { what: What::Different, words: "Why.".to_owned(), good: None, backups: Vec::new() };
        Recovery::new(obstacle, secret("x"), Path::new(""), Day::default())
    }

    #[test]
    fn one_thing_at_a_time_and_nothing_is_asked_twice() {
        let mut screen = broken();
        let now = Instant::default();
        assert_eq!(screen.update(Message::Open(Consent::GoOn), now), Action::Recover(Recover::Open(secret("x"), Consent::GoOn)));
        assert_eq!(screen.update(Message::Back, now), Action::None, "what is under way ends first");
        assert_eq!(screen.update(Message::Failed(Part::Open, Failure::new("Not opened", "why")), now), Action::None);
        let folder = PathBuf::from("/backup");
        let wanted = Action::Recover(Recover::Restore(secret("x"), folder.clone(), None));
        assert_eq!(screen.update(Message::Restore(folder.clone(), None), now), wanted);
        let asked = screen.update(Message::OtherSecret(folder.clone(), Failure::new("Not restored", "why")), now);
        assert_eq!(asked, Action::Focus("recovery-passphrase".to_owned()));
        let _ = screen.update(Message::Typed(secret("y")), now);
        assert_eq!(screen.update(Message::RestoreTyped, now), Action::Recover(Recover::Restore(secret("y"), folder, None)));
    }

    #[test]
    fn esc_closes_the_help_and_then_leads_back_to_the_lock() {
        let mut screen = broken();
        assert_eq!(screen.command(Command::Help), Action::None);
        assert_eq!(screen.command(Command::Close), Action::None);
        assert_eq!(screen.command(Command::Close), Action::Recover(Recover::Back));
    }

    #[test]
    fn a_restore_without_a_folder_or_a_passphrase_asks_for_it() {
        let mut screen = Recovery::fresh(Path::new(""), Day::default());
        let now = Instant::default();
        assert_eq!(screen.update(Message::RestoreTyped, now), Action::None);
        assert!(screen.told.is_some());
        let _ = screen.update(Message::Folder("/backup".to_owned()), now);
        assert_eq!(screen.update(Message::RestoreTyped, now), Action::Focus("recovery-passphrase".to_owned()));
    }
}

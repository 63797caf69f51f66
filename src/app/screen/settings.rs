//! The Settings sidebar: Workgroup, Organization, Location, Apply; the list of programs and organizations; how the desk looks.

pub mod backups;
pub mod security;

use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::desk::{Desk, SCALES};
use crate::app::icon::Icon;
use crate::app::idle;
use crate::app::perform::Keys;
use crate::app::screen::help::pages::Spot;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Look, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{
    Column, Kind, Opt, button, card, cell, choice, field, heading, icon_button, input, scroll, select, spoken, table,
};
use crate::domain::referral::Limits;
use crate::domain::workgroup::Workgroup;
use crate::domain::{Agency, OrganizationId, code, words};
use iced::widget::{column, container, row, space as gap};
use iced::{Alignment, Length};
use security::Security;
use std::path::Path;

/// How wide it is, px.
pub const WIDTH: f32 = 440.0;

/// Around everything in it: a ring and a scroll bar lie there, so that they cut nothing and nothing stands aside of the rest.
const INSIDE: [f32; 2] = [space::S4, space::S12];

/// The sidebar, with what is chosen but not yet applied.
#[derive(Debug)]
pub struct Settings {
    desk: Desk,
    directory: Option<String>,
    backups: Option<backups::Backups>,
    /// The chosen line of that list.
    at: usize,
    security: Security,
}

/// What the user did.
#[derive(Debug, Clone)]
pub enum Message {
    /// Chose a workgroup, by its label.
    Workgroup(Option<String>),
    /// Chose an organization, by its id.
    Organization(Option<String>),
    /// Typed a location.
    Location(String),
    /// Chose light, dark, high contrast or what the system does, by its name.
    Look(Option<String>),
    /// Chose a text scale in percent.
    Scale(Option<String>),
    /// Chose within how many working days a referral is to be acknowledged.
    Acknowledge(Option<String>),
    /// Chose from how many days on an open referral waits too long.
    Wait(Option<String>),
    /// Opens or closes the list of programs and organizations.
    Directory(bool),
    /// Moved to a line of that list.
    Moved(usize),
    /// Searches that list.
    Search(String),
    /// Chose after how many idle minutes the desk is locked.
    Idle(Option<String>),
    /// On the page of passphrase and recovery key.
    Security(security::Message),
    /// Opens the page of the backups.
    ShowBackups,
    /// On that page.
    Backups(backups::Message),
    /// Takes everything over.
    Apply,
    /// Puts the sidebar away.
    Close,
}

impl Settings {
    /// The sidebar for the present desk.
    pub fn new(desk: &Desk, keys: &Keys, documents: &Path) -> Self {
        Self { desk: desk.clone(), directory: None, backups: None, at: 0, security: Security::new(keys, documents) }
    }

    /// What is chosen and not applied yet.
    pub fn chosen(&self) -> &Desk {
        &self.desk
    }

    /// What is on screen, for its help page.
    pub fn spot(&self) -> Spot {
        match () {
            () if self.security.is_open() => Spot::Security,
            () if self.backups.is_some() => Spot::Backups,
            () if self.directory.is_some() => Spot::Programs,
            () => Spot::Settings,
        }
    }

    /// What a shortcut does here: Ctrl+S applies, Esc leads back from a page to the settings.
    pub fn command(&self, command: Command) -> Option<Message> {
        match command {
            Command::Save if self.directory.is_none() && self.backups.is_none() && !self.security.is_open() => Some(Message::Apply),
            Command::Close if self.backups.is_some() => Some(Message::Backups(backups::Message::Close)),
            Command::Close if self.directory.is_some() => Some(Message::Directory(false)),
            _ => None,
        }
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message) -> Action {
        match message {
            Message::Workgroup(label) => {
                let chosen = Workgroup::ALL.iter().copied().find(|w| Some(w.label()) == label.as_deref());
                self.desk.workgroup = chosen.unwrap_or_default();
            }
            Message::Organization(id) => self.desk.organization = id.map(OrganizationId::new),
            Message::Location(text) => self.desk.location = text,
            Message::Look(name) => {
                self.desk.look = Look::ALL.iter().copied().find(|l| Some(l.label()) == name.as_deref());
            }
            Message::Scale(percent) => self.desk.scale = percent.and_then(|p| p.parse().ok()).unwrap_or(self.desk.scale),
            Message::Acknowledge(days) => {
                self.desk.limits.acknowledge = days.and_then(|d| d.parse().ok()).unwrap_or(self.desk.limits.acknowledge);
            }
            Message::Wait(days) => self.desk.limits.wait = days.and_then(|d| d.parse().ok()).unwrap_or(self.desk.limits.wait),
            Message::Idle(minutes) => self.desk.idle = minutes.and_then(|m| m.parse().ok()).unwrap_or(self.desk.idle),
            Message::Security(message) => return self.security.update(message),
            Message::Directory(true) => {
                self.directory = Some(String::new());
                self.at = 0;
                return Action::Focus("programs-search".to_owned());
            }
            Message::Directory(false) => {
                self.directory = None;
                return Action::Focus("programs".to_owned());
            }
            Message::Search(text) => {
                self.directory = Some(text);
                self.at = 0;
            }
            Message::Moved(at) => self.at = at,
            Message::ShowBackups => {
                self.backups = Some(backups::Backups::default());
                return Action::Focus("backups-now".to_owned());
            }
            Message::Backups(backups::Message::Close) => {
                self.backups = None;
                return Action::Focus("backups".to_owned());
            }
            Message::Backups(message) => return self.backups.as_mut().map(|page| page.update(message)).unwrap_or_default(),
            Message::Apply => return Action::Apply(Box::new(self.desk.clone())),
            Message::Close => return Action::Settings(false),
        }
        Action::None
    }

    /// The sidebar.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let page = self.directory.is_some() || self.backups.is_some() || self.security.is_open();
        let body = match (&self.directory, &self.backups) {
            _ if self.security.is_open() => {
                let security = self.security.view(&cx.worker.name).map(Message::Security);
                Element::from(scroll(container(security).padding(INSIDE)))
            }
            (_, Some(page)) => Element::from(scroll(container(page.view(cx).map(Message::Backups)).padding(INSIDE))),
            // The table in it scrolls by itself.
            (Some(search), _) => container(self.programs(search, cx.agency)).padding(INSIDE).height(Length::Fill).into(),
            (None, None) => Element::from(scroll(container(self.choices(cx)).padding(INSIDE))),
        };
        let foot = row![
            button("Apply")
                .id("settings-apply")
                .hint(shortcut::hint(Command::Save))
                .icon(Icon::Check)
                .kind(Kind::Primary)
                .on_press(Message::Apply),
            button("Cancel").id("settings-cancel").on_press(Message::Close),
        ]
        .spacing(space::S8);
        let head = row![
            heading("Settings"),
            gap().width(Length::Fill),
            icon_button(Icon::Close, "Close settings").id("settings-close").on_press(Message::Close)
        ]
        .align_y(Alignment::Center);
        let foot = (!page).then(|| container(foot).padding(INSIDE));
        container(column![container(head).padding(INSIDE), body].push(foot).spacing(space::S16))
            .padding([space::S24, space::S12])
            .width(WIDTH)
            .height(Length::Fill)
            .style(crate::app::theme::container::dialog)
            .into()
    }

    fn choices<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let groups = Workgroup::ALL.iter().map(|w| Opt::plain(w.label(), w.label())).collect();
        let Limits { acknowledge, wait } = self.desk.limits;
        let labels = std::iter::once(SYSTEM).chain(Look::ALL.iter().map(|l| l.label()));
        let looks = labels.map(|label| Opt::plain(label, label)).collect();
        let scales = SCALES.iter().map(|s| Opt::plain(s.to_string(), format!("{s}%"))).collect();
        column![
            spoken(
                format!("Worker: {}, user name {}", cx.worker.name, cx.worker.user),
                text::hint(format!("{} · {}", cx.worker.name, cx.worker.user))
            ),
            field(
                "Workgroup",
                choice("workgroup", "Workgroup", groups, Some(self.desk.workgroup.label().to_owned())).on_choose(Message::Workgroup)
            )
            .help(Some("Any workgroup may resolve a referral. Only Priority List Managers create CE Events.")),
            field(
                "Organization",
                select("organization", "Organization", organizations(cx.agency), self.desk.organization.as_ref().map(ToString::to_string))
                    .on_choose(Message::Organization)
            )
            .help(Some(
                "The one that owns the housing program. It decides which programs you can enroll into and which referrals you see."
            )),
            button("Programs and organizations").id("programs").icon(Icon::List).kind(Kind::Link).on_press(Message::Directory(true)),
            field(
                "Location (optional)",
                input("location", "Location (optional)", &self.desk.location).on_input(Message::Location).on_submit(Message::Apply)
            ),
            field(
                "Appearance",
                choice("look", "Appearance", looks, Some(self.desk.look.map_or(SYSTEM, Look::label).to_owned())).on_choose(Message::Look)
            ),
            field("Text size", select("scale", "Text size", scales, Some(self.desk.scale.to_string())).on_choose(Message::Scale)),
            field(
                "Acknowledge a referral within",
                select(
                    "acknowledge",
                    "Acknowledge a referral within",
                    days(&[1, 2, 3, 5, 10], "working day"),
                    Some(acknowledge.to_string())
                )
                .on_choose(Message::Acknowledge)
            ),
            field(
                "An open referral waits too long after",
                select("wait", "An open referral waits too long after", days(&[3, 5, 7, 10, 14, 21, 30], "day"), Some(wait.to_string()))
                    .on_choose(Message::Wait)
            ),
            field("Lock after", select("idle", "Lock after", idle_minutes(), Some(self.desk.idle.to_string())).on_choose(Message::Idle))
                .help(Some("When nobody presses a key or moves the mouse for so long. What is half typed is kept.")),
            button("Passphrase and recovery key")
                .id("security")
                .icon(Icon::Key)
                .kind(Kind::Link)
                .on_press(Message::Security(security::Message::Open)),
            button("Backups").id("backups").icon(Icon::Archive).kind(Kind::Link).on_press(Message::ShowBackups),
        ]
        .spacing(space::S16)
        .into()
    }
}

/// Minutes to choose from.
fn idle_minutes() -> Vec<Opt> {
    idle::MINUTES.iter().map(|m| Opt::plain(m.to_string(), format!("{m} minutes without use"))).collect()
}

/// Day counts to choose from.
fn days(counts: &[u16], one: &str) -> Vec<Opt> {
    counts.iter().map(|n| Opt::plain(n.to_string(), words::count(u32::from(*n), one))).collect()
}

/// What Appearance calls light or dark as the system has it.
const SYSTEM: &str = "Match the system";

impl Settings {
    /// The list of programs and organizations.
    fn programs<'a>(&'a self, search: &'a str, agency: &Agency) -> Element<'a, Message> {
        let lines = lines(search, agency);
        let last = lines.len().saturating_sub(1);
        let found =
            table("programs-found", "Programs and organizations", vec![Column::new("Name", Length::Fill)], lines.len(), move |at| {
                cells(lines.get(at))
            })
            .selected(Some(self.at.min(last)))
            .on_move(Message::Moved)
            .key(search)
            .row_height(TWO_LINES);
        column![
            button("Back to settings").id("programs-back").icon(Icon::ArrowLeft).kind(Kind::Link).on_press(Message::Directory(false)),
            section("Programs and organizations"),
            input("programs-search", "Search programs and organizations", search)
                .placeholder("Name of a program or organization")
                .on_input(Message::Search),
            card::sheet(found),
        ]
        .spacing(space::S16)
        .into()
    }
}

fn organizations(agency: &Agency) -> Vec<Opt> {
    let mut all: Vec<_> = agency.organizations.iter().filter(|o| o.date_deleted.is_blank()).collect();
    all.sort_by_key(|o| o.organization_name.as_str().to_lowercase());
    all.iter().map(|o| Opt::plain(o.organization_id.as_str(), o.organization_name.as_str())).collect()
}

/// A line of the list of programs: an organization, or a program below the one that owns it.
struct Line {
    name: String,
    /// Of a program, its type; of an organization, nothing.
    sort: Option<&'static str>,
}

/// Which organization owns which program, as far as either's name has the words that are searched for.
fn lines(search: &str, agency: &Agency) -> Vec<Line> {
    let wanted = search.trim().to_lowercase();
    let fits = |name: &str| name.to_lowercase().contains(&wanted);
    let mut lines = Vec::new();
    for option in organizations(agency) {
        let id = OrganizationId::new(&option.value);
        let whole = fits(&option.label);
        let owned = agency.projects_of(&id).filter(|p| whole || fits(p.project_name.as_str()));
        let programs = owned.map(|p| Line {
            name: p.project_name.as_str().to_owned(),
            sort: Some(p.project_type.known().map_or("Program", code::Code::label)),
        });
        let mut programs = programs.peekable();
        if whole || programs.peek().is_some() {
            lines.push(Line { name: option.label, sort: None });
            lines.extend(programs);
        }
    }
    lines
}

/// The cells of a line.
fn cells<'a>(line: Option<&Line>) -> Vec<Element<'a, Message>> {
    let Some(Line { name, sort }) = line else { return Vec::new() };
    vec![match sort {
        Some(sort) => cell(name.as_str()).under(*sort).into(),
        None => cell(name.as_str()).strong().under("Organization").into(),
    }]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_taken_over_before_apply() {
        let mut settings = Settings::new(&Desk::default(), &Keys::default(), Path::new(""));
        assert_eq!(settings.update(Message::Organization(Some("ORG2".to_owned()))), Action::None);
        assert_eq!(settings.update(Message::Workgroup(Some("Priority List Managers".to_owned()))), Action::None);
        let Action::Apply(desk) = settings.update(Message::Apply) else { panic!("applies") };
        assert_eq!(desk.organization, Some(OrganizationId::new("ORG2")));
        assert_eq!(desk.workgroup.label(), "Priority List Managers");
    }

    #[test]
    fn close_changes_nothing() {
        let mut settings = Settings::new(&Desk::default(), &Keys::default(), Path::new(""));
        let _ = settings.update(Message::Scale(Some("200".to_owned())));
        assert_eq!(settings.update(Message::Close), Action::Settings(false));
    }
}

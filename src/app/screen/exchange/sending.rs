//! What an export is to hold, as the worker chooses it (R-CSV-11).

use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{space, text};
use crate::app::widget::{Opt, check, date, field, select};
use crate::domain::{Day, ProjectId, date as days};
use crate::exchange::{Period, Scope, Take};
use chrono::Datelike;
use iced::Length;
use iced::widget::{column, container, row};
use std::collections::BTreeSet;

/// What is chosen; the dates as they are typed.
#[derive(Debug, Default)]
pub struct Sending {
    /// None until somebody chooses: until then what the work of a day asks for is proposed.
    which: Option<Which>,
    start: String,
    end: String,
    project: Option<String>,
    coc: Option<String>,
    hashed: bool,
    aside: bool,
}

/// Which rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Since,
    Unsent,
    Everything,
    Active,
    Updated,
}

/// What the HMIS can have already, and so what an export has to bring it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ground {
    /// An export that held all work until this day.
    Export(Day),
    /// One that left unfinished households out, and held all the other work until this day.
    Finished(Day),
    /// No such export, but an import told what it has.
    Import,
    /// Nothing that this desk knows of.
    Nothing,
}

impl Ground {
    /// What this desk knows.
    pub fn of(cx: &Context<'_>) -> Self {
        match cx.exports.base() {
            Some(export) if export.left_some() => Self::Finished(export.at.date()),
            Some(export) => Self::Export(export.at.date()),
            None if cx.unsent.told => Self::Import,
            None => Self::Nothing,
        }
    }

    /// What is proposed: only the work, where the HMIS has the rest. It would put everything in place of what it has, and it has more than this
    /// desk. What is hashed is for somebody who has nothing yet of what went to the HMIS.
    fn proposes(self, hashed: bool) -> Which {
        if hashed || self == Self::Nothing { Which::Everything } else { Which::Since }
    }

    /// Why that is proposed.
    fn reason(self, hashed: bool) -> String {
        match self {
            _ if hashed => "Proposed: whoever takes a hashed export has none of it yet.".to_owned(),
            Self::Export(day) => format!("Proposed: it brings your HMIS what is new since the export of {}.", days::show(day)),
            Self::Finished(day) => {
                format!("Proposed: what is new since the export of {}, and the households that were left out of it.", days::show(day))
            }
            Self::Import => "Proposed: your HMIS has what you imported, so it needs only what you changed here.".to_owned(),
            Self::Nothing => "Proposed: nothing was imported here, so your HMIS may have none of it yet.".to_owned(),
        }
    }
}

impl Which {
    /// In the order in which they are wanted where the HMIS has something already: every day, after a file that it did not take, to begin anew,
    /// for a report.
    const DAILY: [Self; 5] = [Self::Since, Self::Unsent, Self::Everything, Self::Active, Self::Updated];
    /// Where it has nothing that this desk knows of.
    const FIRST: [Self; 5] = [Self::Everything, Self::Unsent, Self::Since, Self::Active, Self::Updated];

    fn words(self, ground: Ground) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Since => {
                let counts = matches!(ground, Ground::Export(_) | Ground::Finished(_));
                if counts {
                    ("since", "Changed here since the last export", "For every day: right where your HMIS took the last export.")
                } else {
                    ("since", "Changed here", "For every day: all that you did here.")
                }
            }
            Self::Unsent => (
                "unsent",
                "All work not confirmed by your HMIS",
                "Right where it did not take an export, or you are not sure: all your work that none of its own exports had yet.",
            ),
            Self::Everything => ("all", "Everything", "To begin, or to start over: your HMIS puts it in place of what it has."),
            Self::Active => {
                ("active", "Enrollments active in a period", "For reports: whoever takes it puts it in place of what they have.")
            }
            Self::Updated => ("updated", "Rows updated in a period", "Your HMIS adds it to what it has."),
        }
    }
}

/// What the worker changed.
#[derive(Debug, Clone)]
pub enum Message {
    /// Which rows.
    Which(Option<String>),
    /// The first day.
    Start(String),
    /// The last day.
    End(String),
    /// The program; none for all.
    Project(Option<String>),
    /// The CoC; none for all.
    Coc(Option<String>),
    /// Whether who somebody is gets hashed.
    Hashed(bool),
    /// Whether what is not HUD's goes with it.
    Aside(bool),
}

impl Sending {
    /// Takes a change over.
    pub fn update(&mut self, message: Message, today: Day) {
        match message {
            Message::Which(value) => {
                self.which = Which::DAILY.into_iter().find(|which| Some(which.words(Ground::Nothing).0) == value.as_deref());
                if self.has_period() && self.start.is_empty() && self.end.is_empty() {
                    (self.start, self.end) = (days::show(fiscal_year(today)), days::show(today));
                }
            }
            Message::Start(text) => self.start = text,
            Message::End(text) => self.end = text,
            Message::Project(id) => self.project = id.filter(|id| !id.is_empty()),
            Message::Coc(code) => self.coc = code.filter(|code| !code.is_empty()),
            Message::Hashed(on) => self.hashed = on,
            Message::Aside(on) => self.aside = on,
        }
    }

    /// What is chosen, or proposed where nobody chose.
    fn which(&self, ground: Ground) -> Which {
        self.which.unwrap_or(ground.proposes(self.hashed))
    }

    /// The scope of a check: of everything until somebody chooses. It writes nothing, and what is wrong is wrong whenever it was written.
    pub fn checked(&self, today: Day) -> Result<Scope, (&'static str, &'static str)> {
        self.scope(Ground::Nothing, today)
    }

    /// The scope, on this ground; or why there is none, and which control is to be looked at.
    pub fn scope(&self, ground: Ground, today: Day) -> Result<Scope, (&'static str, &'static str)> {
        let take = match self.which(ground) {
            Which::Everything => Take::Everything,
            Which::Unsent => Take::Unsent,
            Which::Since => Take::Since,
            Which::Active => Take::Active(self.period(today)?),
            Which::Updated => Take::Updated(self.period(today)?),
        };
        let projects: BTreeSet<ProjectId> = self.project.iter().map(ProjectId::new).collect();
        Ok(Scope { take, projects, cocs: self.coc.iter().cloned().collect(), hashed: self.hashed, aside: self.aside && !self.hashed })
    }

    fn has_period(&self) -> bool {
        matches!(self.which, Some(Which::Active | Which::Updated))
    }

    fn period(&self, today: Day) -> Result<Period, (&'static str, &'static str)> {
        let start = days::typed(&self.start, today).ok_or(("export-start", "Enter the first day of the period, such as 10/01/2026."))?;
        let end = days::typed(&self.end, today).ok_or(("export-end", "Enter the last day of the period, such as 11/22/2026."))?;
        Period::new(start, end).ok_or(("export-end", "The period ends before it begins. Enter a later last day."))
    }

    /// The choices.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Element<'a, Message> {
        let ground = Ground::of(cx);
        let order = if ground == Ground::Nothing { Which::FIRST } else { Which::DAILY };
        let options = order.into_iter().map(|which| {
            let (value, label, detail) = which.words(ground);
            Opt::plain(value, label).detail(detail)
        });
        let (chosen, _, detail) = self.which(ground).words(ground);
        // What was chosen says when it is right also once the list is closed.
        let reason = text::hint(if self.which.is_none() { ground.reason(self.hashed) } else { detail.to_owned() });
        let which = select("export-what", "What to export", options.collect(), Some(chosen.to_owned())).on_choose(Message::Which);
        let period = self.has_period().then(|| {
            let start = date("export-start", "From", self.start.clone(), cx.today()).on_input(Message::Start);
            let end = date("export-end", "To", self.end.clone(), cx.today()).on_input(Message::End);
            row![field("From", start), field("To", end)].spacing(space::S12)
        });
        let all = |words: &str| Opt::plain("", words);
        let programs = cx.agency.projects.iter().filter(|p| p.date_deleted.is_blank());
        let mut programs: Vec<Opt> = programs.map(|p| Opt::plain(p.project_id.as_str(), p.project_name.as_str())).collect();
        programs.sort_by(|a, b| a.label.cmp(&b.label));
        let programs = std::iter::once(all("All programs")).chain(programs).collect();
        let chosen = Some(self.project.clone().unwrap_or_default());
        let program = select("export-program", "Program", programs, chosen).on_choose(Message::Project);
        // What is chosen stays a choice, also before it is known again.
        let codes: BTreeSet<&str> = cx.cocs.codes().chain(self.coc.as_deref()).collect();
        let coc = (codes.len() > 1 || self.coc.is_some()).then(|| {
            let codes = std::iter::once(all("All CoCs")).chain(codes.into_iter().map(|code| Opt::plain(code, code))).collect();
            let chosen = Some(self.coc.clone().unwrap_or_default());
            let coc = field("CoC", select("export-coc", "CoC", codes, chosen).on_choose(Message::Coc));
            container(coc).width(Length::FillPortion(1))
        });
        let hashed = check("export-hashed", "Hash names and Social Security Numbers", self.hashed).on_toggle(Message::Hashed);
        // What an import brought beside HUD's columns is not hashed, so the two do not go together.
        let aside = (!self.hashed).then(|| {
            check("export-aside", "Include columns and files of imports that are not HUD's", self.aside).on_toggle(Message::Aside)
        });
        let note = self.hashed.then(|| text::hint("For a checker or a warehouse. Your HMIS needs them in plain text."));
        // One with what belongs to it: the rest keeps its place, and so the keyboard, where a period comes.
        let which = column![field("What to export", which)].push(reason).push(period).spacing(space::S12);
        column![which]
            // Side by side, so that nothing below moves where a CoC is found meanwhile; the names of programs are the long ones.
            .push(row![container(field("Program", program)).width(Length::FillPortion(2))].push(coc).spacing(space::S12))
            .push(hashed)
            .push(note)
            .push(aside)
            .spacing(space::S12)
            .width(Length::Fill)
            .into()
    }
}

/// The first day of the federal fiscal year of a day: what HUD's reports begin with.
fn fiscal_year(today: Day) -> Day {
    let year = if today.month() >= 10 { today.year() } else { today.year() - 1 };
    Day::from_ymd_opt(year, 10, 1).unwrap_or(today)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        text.parse().unwrap()
    }

    #[test]
    fn r_csv_11_a_period_is_proposed_and_must_be_one() {
        let today = day("2026-11-22");
        let mut sending = Sending::default();
        let exported = Ground::Export(today);
        assert_eq!(sending.scope(Ground::Nothing, today), Ok(Scope::default()), "nobody has anything of it");
        assert_eq!(sending.scope(Ground::Import, today).map(|scope| scope.take), Ok(Take::Since), "the HMIS has what it told");
        assert_eq!(sending.scope(exported, today).map(|scope| scope.take), Ok(Take::Since), "or what was exported");
        assert_eq!(sending.checked(today), Ok(Scope::default()), "what is checked is everything");
        sending.update(Message::Hashed(true), today);
        assert_eq!(sending.scope(exported, today).map(|scope| scope.take), Ok(Take::Everything), "no delta goes to a warehouse by itself");
        sending.update(Message::Hashed(false), today);
        sending.update(Message::Which(Some("active".to_owned())), today);
        let year = Period::new(day("2026-10-01"), today).unwrap();
        assert_eq!(sending.scope(exported, today).map(|scope| scope.take), Ok(Take::Active(year)));
        sending.update(Message::End("9/30/2026".to_owned()), today);
        assert_eq!(sending.scope(exported, today).unwrap_err().0, "export-end");
        sending.update(Message::Start("soon".to_owned()), today);
        assert_eq!(sending.scope(exported, today).unwrap_err().0, "export-start");
        assert_eq!(fiscal_year(day("2026-09-30")), day("2025-10-01"));
    }
}

//! What a check found: first how often each rule speaks, then the records about which one does, and from each the way to its field.

mod lead;

use crate::app::Element;
use crate::app::action::Action;
use crate::app::begun;
use crate::app::context::Context;
use crate::app::icon::{self, Icon};
use crate::app::perform::Found;
use crate::app::screen::exchange::longest::{Spans, longest, unhidden};
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::field::finding;
use crate::app::widget::table::TWO_LINES;
use crate::app::widget::{Cell, Column, button, card, cell, spoken, table};
use crate::domain::words::count;
use crate::domain::{Day, File, Severity, date, history};
use crate::exchange::{Count, Said, tally};
use crate::transfer::Leaving;
use iced::widget::{column, row};
use iced::{Alignment, Length};
use lead::{elsewhere, guard, jump, target};

/// The ids of the two tables.
pub const RULES: &str = "findings";
const LINES: &str = "finding-lines";
/// The button that leads from the lines back to the rules.
const BACK: &str = "findings-back";
const SEVERITY: f32 = 84.0;
const NUMBER: f32 = 84.0;

/// What a check found, and how far the worker looked at it.
#[derive(Debug)]
pub struct Findings {
    found: Found,
    counts: Vec<Count>,
    came: Came,
    at: usize,
    open: Option<Open>,
    /// How often the records had changed when it was made.
    revision: u64,
}

/// What is shown of it: what stands above the table, the table, what stands below it.
pub struct Parts<'a> {
    pub title: Option<Element<'a, Message>>,
    pub table: Element<'a, Message>,
    pub hint: Element<'a, Message>,
}

/// What an export finds in what came from the HMIS: it goes back as it came and holds nothing up, so it stands folded behind what was
/// written here. Nothing of a file, of which nobody here wrote anything.
#[derive(Debug, Default)]
struct Came {
    counts: Vec<Count>,
    /// True where it is shown, rule by rule.
    open: bool,
}

/// A row of the rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Line<'a> {
    /// A rule that spoke.
    Rule(&'a Count),
    /// What came from the HMIS, all together.
    Came,
}

/// A rule that was opened: what it said, and which of it is chosen.
#[derive(Debug)]
struct Open {
    of: Count,
    lines: Vec<usize>,
    /// Those that may be the highest, by where they are and by what is wrong.
    longest: [Vec<usize>; 2],
    at: usize,
}

/// What the worker did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Message {
    /// Moved among the rules.
    Moved(usize),
    /// Opened a rule.
    Opened(usize),
    /// Moved among what it said.
    MovedLine(usize),
    /// Wants to go to the record and the field.
    Jump(usize),
    /// Back to the rules.
    Back,
}

impl Findings {
    /// What was found, nothing opened.
    pub fn new(found: Found, cx: &Context<'_>) -> Self {
        let checked = &found.checked;
        let splits = checked.tells_own();
        let (counts, came) = if splits { (checked.counts_of(true), checked.counts_of(false)) } else { (checked.counts(), Vec::new()) };
        let came = Came { counts: came, open: false };
        Self { found, counts, came, at: 0, open: None, revision: cx.directory.revision() }
    }

    /// True where the records changed since.
    pub fn is_older(&self, cx: &Context<'_>) -> bool {
        self.revision != cx.directory.revision()
    }

    /// In a sentence.
    pub fn headline(&self) -> &str {
        &self.found.headline
    }

    /// Whether the households of the errors can be left out; none where that is no way out.
    pub fn leaving(&self) -> Option<&Leaving> {
        self.found.leaving.as_ref()
    }

    /// The same, and of records whose the findings are: first what is to be corrected here.
    pub fn counted(&self) -> String {
        if self.is_empty() || !self.found.checked.tells_own() {
            return self.headline().to_owned();
        }
        let of = |counts: &[Count]| tally(counts).unwrap_or_else(|| "nothing".to_owned());
        format!("{} Written here: {}. As it came from your HMIS: {}.", self.headline(), of(&self.counts), of(&self.came.counts))
    }

    /// True where nothing was found.
    pub fn is_empty(&self) -> bool {
        self.counts.is_empty() && self.came.counts.is_empty()
    }

    /// True while a rule is open.
    pub fn is_open(&self) -> bool {
        self.open.is_some()
    }

    /// One message, one action.
    pub fn update(&mut self, message: Message, cx: &Context<'_>) -> Action {
        match message {
            Message::Moved(at) => self.at = at,
            Message::Opened(at) => {
                self.at = at;
                match self.line_at(at) {
                    None => {}
                    Some(Line::Came) => self.came.open = !self.came.open,
                    Some(Line::Rule(of)) => {
                        self.open = Some(self.opened(*of, at, cx));
                        return Action::Focus(LINES.to_owned());
                    }
                }
            }
            Message::MovedLine(at) => {
                if let Some(open) = &mut self.open {
                    open.at = at;
                }
            }
            Message::Jump(at) => {
                if let Some(open) = &mut self.open {
                    open.at = at;
                }
                return self.line(at).map_or(Action::None, |said| jump(said, cx));
            }
            Message::Back => {
                self.open = None;
                return Action::Focus(RULES.to_owned());
            }
        }
        Action::None
    }

    /// What gets the keyboard when it is shown.
    pub fn first(&self) -> &'static str {
        if self.open.is_some() { LINES } else { RULES }
    }

    /// The rules in order: of what was written here, then of what came. Where nothing was written here that is to be corrected, what came
    /// is all that there is to see, and is not folded.
    fn line_at(&self, at: usize) -> Option<Line<'_>> {
        if let Some(of) = self.counts.get(at) {
            return Some(Line::Rule(of));
        }
        let nth = at - self.counts.len();
        match (self.folds(), nth) {
            (true, 0) => Some(Line::Came),
            (true, _) => self.came.counts.get(nth - 1).filter(|_| self.came.open).map(Line::Rule),
            (false, _) => self.came.counts.get(nth).map(Line::Rule),
        }
    }

    /// True where what came has a row of its own, which folds it.
    fn folds(&self) -> bool {
        !self.counts.is_empty() && !self.came.counts.is_empty()
    }

    /// How many rows the rules have.
    fn total(&self) -> usize {
        let came = if self.came.open || !self.folds() { self.came.counts.len() } else { 0 };
        self.counts.len() + usize::from(self.folds()) + came
    }

    /// What the rule of this row said.
    fn opened(&self, of: Count, at: usize, cx: &Context<'_>) -> Open {
        let own = self.found.checked.tells_own().then_some(at < self.counts.len());
        let is_of = |said: &Said| (said.severity, said.rule, said.own) == (of.severity, of.rule, own);
        let all = &self.found.checked.said;
        let mut lines: Vec<usize> = all.iter().enumerate().filter(|(_, said)| is_of(said)).map(|(at, _)| at).collect();
        // Of one record as its form asks, which is as its columns stand, and not by their names.
        let row = |at: &usize| all.get(*at).map(|said| (&said.file, &said.id, said.line));
        lines.chunk_by_mut(|a, b| row(a) == row(b)).for_each(|one| one.sort_by_key(|at| all.get(*at).and_then(|said| said.field)));
        let of_lines =
            |length: &dyn Fn(&Said) -> Spans| longest(lines.iter().filter_map(|at| Some((*at, length(self.found.checked.said.get(*at)?)))));
        let wheres = unhidden(cx, |cx| of_lines(&|said| place_of(said, cx).spans()));
        let longest = [wheres, of_lines(&|said| wrong(said).spans())];
        Open { of, lines, longest, at: 0 }
    }

    fn line(&self, at: usize) -> Option<&Said> {
        self.found.checked.said.get(*self.open.as_ref()?.lines.get(at)?)
    }

    /// The rules, or what one of them said.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Parts<'a> {
        match &self.open {
            Some(open) => self.lines(open, cx),
            None => self.rules(),
        }
    }

    fn rules(&self) -> Parts<'_> {
        let columns = vec![
            Column::new("Severity", SEVERITY),
            Column::new("What the rule says", Length::Fill),
            Column::new("Findings", NUMBER).right(),
        ];
        let line = move |at: usize| {
            let Some(line) = self.line_at(at) else { return Vec::new() };
            let (severity, number): (Element<'_, Message>, u64) = match line {
                Line::Rule(of) => (cell(of.severity.word()).into(), of.count),
                Line::Came => {
                    let fold = if self.came.open { Icon::ChevronDown } else { Icon::ChevronRight };
                    (icon::icon(fold).style(text::muted).into(), self.came.counts.iter().map(|of| of.count).sum())
                }
            };
            vec![severity, self.says(line).into(), spoken(count(number, "finding"), cell(number.to_string()))]
        };
        let total = self.total();
        let longest = (0..total).filter_map(|at| Some((1, self.says(self.line_at(at)?)))).collect();
        let rules = table(RULES, "Rules that found something", columns, total, line)
            .selected(Some(self.at.min(total.saturating_sub(1))))
            .on_move(Message::Moved)
            .on_activate(Message::Opened)
            .row_height(TWO_LINES)
            .whole(longest);
        Parts { title: None, table: card::sheet(rules), hint: text::hint("Enter shows what a rule found.").into() }
    }

    /// What a row of the rules says.
    fn says(&self, line: Line<'_>) -> Cell {
        match line {
            Line::Rule(of) => cell(of.rule.info().says).under(format!("{} · {}", of.rule, of.rule.info().advice)).wrap(),
            Line::Came => {
                let key = if self.came.open { "Enter folds them." } else { "Enter shows them." };
                cell(format!("As it came from your HMIS: {}", tally(&self.came.counts).unwrap_or_default()))
                    .strong()
                    .under(format!("It goes back as it came and holds nothing up. {key}"))
                    .wrap()
            }
        }
    }

    fn lines<'a>(&'a self, open: &'a Open, cx: &Context<'a>) -> Parts<'a> {
        let Count { rule, severity, count: all } = open.of;
        let came = self.line(0).and_then(|said| said.own).filter(|own| !own).map_or("", |_| " · as it came from your HMIS");
        let title = format!("{rule} · {} · {}{came}", severity.word(), count(all, "finding"));
        let unlisted = all.saturating_sub(open.lines.len() as u64);
        let (total, cx) = (open.lines.len(), *cx);
        let line = move |at: usize| self.line(at).map_or_else(Vec::new, |said| vec![place_of(said, &cx).into(), wrong(said).into()]);
        let columns = vec![Column::new("Where", Length::FillPortion(2)), Column::new("What is wrong", Length::FillPortion(5))];
        let said = |at: &usize| self.found.checked.said.get(*at);
        let [wheres, wrongs] = &open.longest;
        let wheres = wheres.iter().filter_map(said).map(|said| (0, place_of(said, &cx)));
        let longest = wheres.chain(wrongs.iter().filter_map(said).map(|said| (1, wrong(said)))).collect();
        let lines = table(LINES, "What the rule found", columns, total, line)
            .selected(Some(open.at.min(total.saturating_sub(1))))
            .on_move(Message::MovedLine)
            .on_activate(Message::Jump)
            .key(self.at)
            .row_height(TWO_LINES)
            .whole(longest);
        let back = button("All rules").id(BACK).icon(Icon::ArrowLeft).on_press(Message::Back);
        let more = (unlisted > 0).then(|| text::hint(format!("{unlisted} more are counted and not listed. `wayhome check` prints them.")));
        let says = column![section(rule.info().says), text::hint(title)].width(Length::Fill);
        let hint = column![]
            .push(self.line(open.at).map(|said| chosen(said, open.at, &cx)))
            .push(more)
            .push(text::hint(
                "Enter goes to the record: Ctrl+S or Finish ends the answer there, then Esc leads back · Esc here leads to all rules",
            ))
            .spacing(space::S8);
        let title = row![back, says].spacing(space::S12).align_y(Alignment::Center);
        Parts { title: Some(title.into()), table: card::sheet(lines), hint: hint.into() }
    }
}

/// Whose record it is and which, in a row.
fn place_of(said: &Said, cx: &Context<'_>) -> Cell {
    cell(whose(said, cx)).strong().under(place(said, cx)).wrap()
}

/// What is wrong there, in a row.
fn wrong(said: &Said) -> Cell {
    cell(said.words.clone()).under(value(said)).wrap()
}

/// The whole of a finding, and the way to its field.
fn chosen<'a>(said: &'a Said, at: usize, cx: &Context<'_>) -> Element<'a, Message> {
    let lead: Element<'_, Message> = match target(said, cx) {
        Some((_, _, Some(_))) => button("Go to the field").id("finding-jump").on_press(Message::Jump(at)).into(),
        Some(_) => {
            let go = button("Show the record").id("finding-jump").on_press(Message::Jump(at));
            row![go, text::hint(elsewhere(said))].spacing(space::S12).align_y(Alignment::Center).into()
        }
        None if said.owner.is_none() => text::hint("It belongs to no client. Correct it in your HMIS, or ask who wrote the file.").into(),
        None => text::hint("This client is not on this desk. Ask who wrote the file.").into(),
    };
    let guard = guard(said, cx).map(|words| finding(Severity::Stop, words));
    card(
        column![text::body(said.words.clone()), text::secondary(said.rule.info().advice)]
            .push(guard)
            .push(unfinished(said, cx).map(|words| finding(Severity::Fix, words)))
            .push(lead)
            .push(id(said).map(text::hint))
            .spacing(space::S8)
            .width(Length::Fill),
    )
}

/// That something of who it is about was begun and is not ended: what was typed there is in no check yet.
fn unfinished(said: &Said, cx: &Context<'_>) -> Option<String> {
    let card = cx.card(said.owner.as_ref()?)?;
    let begun = begun::all(cx).into_iter().find(|begun| begun.may_mend(&card))?;
    let words = "is typed and not finished. The finding stays until Ctrl+S, or Finish in an intake, an assessment or an exit, ends it.";
    Some(format!("{} {words}", begun.what()))
}

/// Who it is about, where the desk knows them; else the file.
fn whose(said: &Said, cx: &Context<'_>) -> String {
    let here = said.owner.as_ref().filter(|owner| cx.card(owner).is_some());
    here.map_or_else(|| said.file.to_string(), |owner| cx.client_name(owner))
}

/// The record, by its program and day, and its line; and whose it is, where another organization's.
fn place(said: &Said, cx: &Context<'_>) -> String {
    let line = said.line.map(|line| format!("line {line}"));
    let other = guard(said, cx).map(|_| "of another organization".to_owned());
    [Some(record(said)), which(said, cx), line, other].into_iter().flatten().collect::<Vec<_>>().join(" · ")
}

/// What kind of record.
fn record(said: &Said) -> String {
    said.field.map_or_else(|| said.file.to_string(), |field| history::record(field.file))
}

/// Which record, as people know it: what it is about, and since when; none where the desk does not know it.
fn which(said: &Said, cx: &Context<'_>) -> Option<String> {
    let at = |place: String, on: Option<Day>| {
        let words = [Some(place).filter(|place| !place.is_empty()), on.map(date::show)];
        words.into_iter().flatten().collect::<Vec<_>>().join(", ")
    };
    match said.field?.file {
        File::Project => return Some(cx.agency.project_name(&said.id)).filter(|name| *name != said.id),
        File::Event | File::Referral => {
            let event = cx.card(said.owner.as_ref()?)?.events.into_iter().find(|event| event.id.as_str() == said.id)?;
            return Some(at(cx.agency.project_name(event.location.as_str()), event.date)).filter(|words| !words.is_empty());
        }
        _ => {}
    }
    let stay = cx.card(said.owner.as_ref()?)?.enrollments.into_iter().find(|stay| stay.id == said.stay)?;
    Some(at(cx.agency.project_name(stay.project.as_str()), stay.entry))
}

/// By what the record is known in files: for who asks whoever wrote them.
fn id(said: &Said) -> Option<String> {
    (!said.id.is_empty()).then(|| format!("ID of the record: {}", said.id))
}

/// The field by its label, and what stands in it where that may be shown.
fn value(said: &Said) -> String {
    let label = said.field.map(|field| field.label().to_owned()).or_else(|| said.column.as_ref().map(ToString::to_string));
    match (label, said.value.as_str()) {
        (Some(label), "") => label,
        (Some(label), value) => format!("{label}: {}", said.field.map_or_else(|| value.to_owned(), |field| field.in_words(value))),
        (None, value) => value.to_owned(),
    }
}

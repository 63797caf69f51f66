//! The form of one record of a stay, by the table of occasions: its fields as the answers lead to them, then its lines.

mod lines;
#[cfg(test)]
mod tests;

use super::{Message, program};
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form, member_id};
use crate::app::icon::Icon;
use crate::app::screen::client::foot::{Asks, Foot};
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::field::finding;
use crate::app::widget::{self, banner, button, card, check, spoken};
use crate::domain::hud::YesNo;
use crate::domain::occasion::{Kind, Record, Stay, Which};
use crate::domain::{Day, EnrollmentId, Entry, FieldId, Finding, Packed, Row, Text, Value};
use iced::widget::column;
use lines::{Line, add_id, blank, named};
use serde::{Deserialize, Serialize};

/// True where this is the draft of a record of a stay that is not there any more.
pub(super) fn is_orphan(name: &str, kind: &Kind, stay: &Stay<'_>) -> bool {
    let Some((of, Which { kind: id, key: Some(key) })) = drafted(name) else { return false };
    of == stay.row.enrollment_id && id == kind.id && stay.kept(kind, &key).is_none()
}

/// The form on show.
pub struct Open {
    pub(super) kind: &'static Kind,
    /// The key of the record; none for a new one.
    pub(super) key: Option<String>,
    /// The draft's name.
    name: String,
    kept: Record,
    form: Form,
    lines: Vec<Line>,
    /// What was typed before was taken up again.
    resumed: bool,
    /// So many lines that were typed into are not kept any more; they are new ones.
    orphans: usize,
    /// It was typed into a record that is not there any more: it is a new one.
    orphaned: bool,
    /// True while the store keeps a draft of this form.
    drafted: bool,
    pub(super) asks: Option<Asks>,
    /// What was saved and flagged.
    pub(super) concerns: Vec<Finding>,
}

/// What is typed, as a draft keeps it.
#[derive(Default, Serialize, Deserialize)]
struct Typed {
    row: Text,
    /// By file and key, where any line is another than before.
    lines: Option<Vec<(String, String, Text)>>,
    /// The lines that were kept then, by file and key. Of these, what is missing among the lines was taken away; what an import brought
    /// meanwhile was not.
    #[serde(default)]
    kept: Vec<(String, String)>,
}

/// How the name of every draft of a record of a stay begins.
pub(super) const DRAFTS: &str = "occasion/";

/// The name of the draft of a record.
pub fn draft_name(stay: &EnrollmentId, kind: &Kind, key: Option<&str>) -> String {
    format!("{DRAFTS}{}/{stay}/{}", kind.id, key.unwrap_or("new"))
}

/// The stay and the record of which a draft of this name is.
pub fn drafted(name: &str) -> Option<(EnrollmentId, Which)> {
    let (kind, rest) = name.strip_prefix(DRAFTS)?.split_once('/')?;
    let (stay, key) = rest.rsplit_once('/')?;
    Some((EnrollmentId::new(stay), Which { kind: kind.to_owned(), key: (key != "new").then(|| key.to_owned()) }))
}

impl Open {
    /// A record in its form, with what was typed before; none where there is none of this key any more, and nothing was typed into it. What
    /// was typed into a record that is not there any more is a new one.
    pub(super) fn of(kind: &'static Kind, key: Option<&str>, stay: &Stay<'_>, drafts: &[(String, Text)]) -> Option<Self> {
        let mut name = draft_name(&stay.row.enrollment_id, kind, key);
        let has = |name: &str| drafts.iter().any(|(draft, _)| draft == name);
        if key.is_none() && !has(&name) {
            name = drafts.iter().find(|(draft, _)| is_orphan(draft, kind, stay)).map_or(name, |(orphan, _)| orphan.clone());
        }
        let there = key.and_then(|key| stay.kept(kind, key));
        let orphan = drafted(&name).and_then(|(_, which)| which.key).filter(|_| there.is_none());
        if orphan.is_some() && !has(&name) {
            return None;
        }
        let (orphaned, key) = (orphan.is_some(), key.filter(|_| orphan.is_none()));
        let kept = there.or_else(|| stay.gone(kind, &orphan?)).unwrap_or_else(|| stay.fresh(kind));
        let form = Form::of(&[&kept.row], kind.shows());
        let lines = kept.lines.iter().map(|line| Line::of(kind, line.clone())).collect();
        let (key, asks, concerns) = (key.map(str::to_owned), None, Vec::new());
        let mut open = Self { kind, key, name, kept, form, lines, resumed: false, orphans: 0, orphaned, drafted: false, asks, concerns };
        if let Some((_, text)) = drafts.iter().find(|(name, _)| *name == open.name) {
            open.resume(text);
            open.drafted = true;
            open.resumed = open.changed();
        }
        Some(open)
    }

    fn resume(&mut self, text: &Text) {
        let typed: Typed = serde_json::from_str(text.as_str()).unwrap_or_default();
        self.form.resume(&typed.row);
        let Some(lines) = typed.lines else { return };
        self.lines = lines
            .into_iter()
            .filter_map(|(file, key, text)| {
                let sort = self.kind.lines.iter().find(|lines| lines.file.info().name == file)?;
                let is_it = |line: &&Packed| line.file() == Some(sort.file) && line.key() == key;
                let base = self.kept.lines.iter().find(is_it).cloned();
                let gone = base.is_none() && !key.is_empty();
                let mut line = Line::of(self.kind, base.unwrap_or_else(|| blank(sort.file)));
                line.form.resume(&text);
                // What was typed of a line that is not kept any more is not lost with it.
                if gone && !line.form.changed() {
                    return None;
                }
                self.orphans += usize::from(gone);
                Some(line)
            })
            .collect();
        let arrived: Vec<Packed> = self.kept.lines.iter().filter(|line| !typed.kept.contains(&named(line))).cloned().collect();
        for base in arrived {
            let is_here = self.lines.iter().any(|line| named(&line.base) == named(&base));
            if !is_here {
                self.place(Line::of(self.kind, base));
            }
        }
    }

    /// Puts a line after the last of its sort, so that the order on screen is the order of the record. Says where that is.
    fn place(&mut self, line: Line) -> usize {
        let sort = self.sort(&line);
        let after = self.lines.iter().rposition(|line| self.sort(line) <= sort).map_or(0, |at| at + 1);
        self.lines.insert(after, line);
        after
    }

    /// The draft's name.
    pub(super) fn name(&self) -> String {
        self.name.clone()
    }

    /// Which record it is.
    pub(super) fn which(&self) -> Which {
        Which { kind: self.kind.id.to_owned(), key: self.key.clone() }
    }

    /// The control that has the keyboard first.
    pub(super) fn first(&self) -> String {
        form::id(self.kind.day)
    }

    /// The record as it stands in the form.
    pub(super) fn record(&self, today: Day) -> Record {
        let mut row = self.kept.row.clone();
        self.form.fill(&mut row, today);
        let lines = self.lines.iter().map(|line| {
            let mut typed = line.base.clone();
            line.form.fill(&mut typed, today);
            if let Some(file) = typed.file().filter(|_| self.orphaned) {
                Row::set(&mut typed, file.info().key, "");
            }
            typed
        });
        Record { row, lines: lines.collect() }
    }

    fn lines_changed(&self) -> bool {
        let same =
            self.lines.len() == self.kept.lines.len() && self.lines.iter().zip(&self.kept.lines).all(|(line, kept)| line.base == *kept);
        !same || self.lines.iter().any(|line| line.form.changed())
    }

    /// True where something differs from what is saved.
    fn changed(&self) -> bool {
        self.form.changed() || self.lines_changed()
    }

    /// What is to be kept when the form is left.
    pub(super) fn unkept(&self) -> Option<(String, Text)> {
        self.changed().then(|| (self.name(), self.draft()))
    }

    fn draft(&self) -> Text {
        let line = |line: &Line| {
            let (file, key) = named(&line.base);
            (file, key, line.form.draft())
        };
        let lines = self.lines_changed().then(|| self.lines.iter().map(line).collect());
        let kept = self.kept.lines.iter().map(named).collect();
        Text::new(serde_json::to_string(&Typed { row: self.form.draft(), lines, kept }).unwrap_or_default())
    }

    /// Takes the draft away, where one is kept.
    pub(super) fn undraft(&mut self) -> Action {
        if std::mem::take(&mut self.drafted) { Action::Draft(self.name(), None) } else { Action::None }
    }

    fn keep(&mut self) -> Action {
        self.drafted = true;
        Action::Draft(self.name(), Some(self.draft()))
    }

    pub(super) fn edit(&mut self, line: Option<usize>, edit: Edit) -> Action {
        let left = matches!(edit, Edit::Left(_));
        if let (None, Edit::Set(field, text)) = (line, &edit)
            && let Some(renewed) = self.kind.renewed_by(*field).filter(|_| text != self.form.text(*field))
        {
            // The same number means something else now.
            self.form.propose(renewed, "");
        }
        let due = match line {
            None => self.form.edit(edit),
            Some(at) => self.lines.get_mut(at).is_some_and(|line| line.form.edit(edit)),
        };
        match () {
            () if due => self.keep(),
            () if left && !self.changed() => self.undraft(),
            () => Action::None,
        }
    }

    pub(super) fn add_line(&mut self, sort: usize) -> Action {
        let Some(lines) = self.kind.lines.get(sort) else { return Action::None };
        let after = self.place(Line::of(self.kind, blank(lines.file)));
        let first = lines.fields.first().map(|field| member_id(after, *field)).unwrap_or_default();
        self.keep().and(Action::Focus(first))
    }

    pub(super) fn drop_line(&mut self, at: usize) -> Action {
        if at >= self.lines.len() {
            return Action::None;
        }
        let line = self.lines.remove(at);
        let sort = self.sort(&line);
        self.keep().and(Action::Focus(add_id(sort)))
    }

    /// Of which sort a line is: its place in the kind's lines.
    fn sort(&self, line: &Line) -> usize {
        self.kind.lines.iter().position(|lines| line.base.file() == Some(lines.file)).unwrap_or_default()
    }

    pub(super) fn show_all(&mut self) {
        self.form.show_all();
        self.lines.iter_mut().for_each(|line| line.form.show_all());
    }

    pub(super) fn view<'a>(&'a self, stay: &Stay<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        match stay.guard() {
            Some(finding) if !self.changed() && self.asks.is_none() => self.to_read(finding.words, stay, cx),
            _ => self.to_write(stay, cx),
        }
    }

    /// What another organization recorded: whose it is, and what it says.
    fn to_read<'a>(&self, whose: String, stay: &Stay<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        let head = column![section(self.kind.name), program(stay, cx)].spacing(space::S4);
        let of_row = self.kind.shows().map(|field| (field, self.kept.row.get(field).to_owned()));
        let of_line = |line: &Packed| {
            let fields = self.kind.lines.iter().find(|lines| Some(lines.file) == line.file()).map(|lines| lines.fields);
            fields.into_iter().flatten().map(|field| (*field, line.get(*field).to_owned())).collect::<Vec<_>>()
        };
        let said = of_row.chain(self.kept.lines.iter().flat_map(of_line)).filter(|(_, cell)| !cell.is_empty());
        let facts = said.map(|(field, cell)| {
            let shown = cx.in_words(field, &cell);
            let words = column![text::label(field.label()), text::body(shown.clone())].spacing(2);
            spoken(format!("{}: {shown}", field.label()), words)
        });
        let close = button("Close").id("cancel").icon(Icon::Close).on_press(Message::Cancel);
        let page =
            column![head.push(banner(Tone::Warn, whose, Some(("Settings", Message::Settings)))), column(facts).spacing(space::S12), close];
        let keys = [(Command::Close, "closes")];
        card(page.push(text::hint(shortcut::line(&keys))).spacing(space::S16).max_width(cx.form()))
    }

    fn to_write<'a>(&'a self, stay: &Stay<'a>, cx: &Context<'a>) -> Element<'a, Message> {
        let before = self.key.as_ref().map(|_| &self.kept);
        let record = stay.settled(self.kind, &self.record(cx.today()), before);
        let found = stay.judge(self.kind, &record, before);
        let of_row: Vec<Finding> = found.iter().filter(|told| told.line.is_none()).map(|told| told.finding.clone()).collect();
        let title = if self.key.is_none() { format!("New: {}", self.kind.name) } else { self.kind.name.to_owned() };
        // One child, whatever is in it: what comes and goes above the fields must not take the keyboard from them.
        let mut head = column![section(title), program(stay, cx)].spacing(space::S4);
        if self.orphaned {
            let words = "The record into which you typed this was deleted meanwhile. What you typed is a new one now. It is not saved yet.";
            head = head.push(banner(Tone::Warn, words, Some(("Discard", Message::Discard))));
        } else if self.resumed {
            let words = "What you typed before is here again. It is not saved yet.";
            head = head.push(banner(Tone::Info, words, Some(("Discard", Message::Discard))));
        }
        if self.orphans > 0 {
            let words = match self.orphans {
                1 => "A line that you had changed was deleted meanwhile, here or by an import. What you typed of it is a new line now."
                    .to_owned(),
                n => format!(
                    "{n} lines that you had changed were deleted meanwhile, here or by an import. What you typed of them are new lines now."
                ),
            };
            head = head.push(banner(Tone::Warn, words + " Take it away, or fill in what is missing.", None));
        }
        if let Some(finding) = stay.guard() {
            head = head.push(banner(Tone::Warn, finding.words, Some(("Settings", Message::Settings))));
        }
        let mut asks = column![].spacing(space::S16);
        // What is not asked and stands there all the same must be cleared, which a box cannot do.
        let asked = stay.asked(self.kind, &record.row);
        let is_tick = |field: &FieldId| self.kind.is_tick(*field) && asked.contains(field);
        let fields = stay.fields(self.kind, &self.record(cx.today()).row, before.map(|before| &before.row));
        let (ticks, fields): (Vec<_>, Vec<_>) = fields.into_iter().partition(is_tick);
        for field in fields {
            asks = asks.push(self.control(field, &record.row, &of_row, cx));
        }
        if !ticks.is_empty() {
            let boxes = ticks.into_iter().map(|field| self.tick(field, &of_row));
            asks = asks.push(column![text::hint(shortcut::BOXES), widget::ticks(column(boxes).spacing(space::S8))].spacing(space::S12));
        }
        for sort in 0..self.kind.lines.len() {
            asks = asks.push(self.lines_of(sort, &found, cx));
        }
        let page = column![head, asks].spacing(space::S16).max_width(cx.form());
        let keys = [(Command::Save, "saves and closes"), (Command::Close, "closes and keeps what you typed")];
        card(page.push(self.foot()).push(text::hint(shortcut::line(&keys))))
    }

    /// A box to tick. Taken away, it is what it was: a no that is recorded, or nothing yet.
    fn tick<'a>(&self, field: FieldId, found: &[Finding]) -> Element<'a, Message> {
        let yes = Value::Known(YesNo::Yes).text();
        let no = if self.form.saved(field) == yes { Value::Known(YesNo::No).text() } else { self.form.saved(field).to_owned() };
        let on = self.form.text(field) == yes;
        let set = move |on: bool| Message::Edit(None, Edit::Set(field, if on { yes.clone() } else { no.clone() }));
        let words = self.form.findings(field, found).into_iter().map(|(severity, words)| finding(severity, words));
        column![check(form::id(field), field.label(), on).on_toggle(set)].extend(words).spacing(space::S4).into()
    }

    fn control<'a>(&'a self, field: FieldId, row: &Packed, found: &[Finding], cx: &Context<'a>) -> Element<'a, Message> {
        let on = |edit| Message::Edit(None, edit);
        match self.kind.list(field, row) {
            Some(_) => {
                let (choices, text) = (self.kind.choices(field, row), self.form.text(field));
                // Where there is nothing to choose, what is being cleared stays in sight.
                let stands = if choices.is_empty() && text.is_empty() { self.form.saved(field) } else { text };
                let options = form::of_codes(&choices, stands);
                self.form.control_of(field, options, None, found, cx, on)
            }
            None => self.form.control(field, found, cx, on),
        }
    }

    fn foot<'a>(&self) -> Element<'a, Message> {
        let delete = self.key.is_some().then_some(("record", Message::Delete));
        let foot = Foot { save: Message::Save, cancel: Message::Cancel, delete, sure: Message::Sure, back: Message::Back };
        foot.view(self.asks)
    }
}

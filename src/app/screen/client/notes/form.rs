//! The form of one case note; of one that is read only, the note to be read.

use super::Message;
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form};
use crate::app::icon::Icon;
use crate::app::screen::client::foot::{Asks, Foot, MAIN};
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{Control as _, Opt, badge, banner, button, card, check, field, memo, select};
use crate::domain::hud::{CaseNote, Enrollment, YesNo};
use crate::domain::note::{self, LONGEST, Which};
use crate::domain::{Chart, ClientId, Day, Entry, FieldId, Finding, Severity, Text, Value, at, date};
use iced::widget::{column, container, row};

/// The fields, in the order of the form.
const FIELDS: [FieldId; 4] = [at::case_note::NOTE_DATE, at::case_note::ENROLLMENT_ID, at::case_note::NOTE, at::case_note::READ_ONLY];

/// How the name of every draft of a case note begins.
const DRAFTS: &str = "note/";

/// What the draft of a new note has instead of a key.
const NEW: &str = "new";

/// After so many characters more a note is kept as a draft in the middle of typing.
const KEPT_EVERY: usize = 60;

/// The name of the draft of a note.
pub fn draft_name(chart: &Chart, which: &Which) -> String {
    let key = match which {
        Which::New => NEW,
        Which::Kept(key) => key,
    };
    format!("{DRAFTS}{}/{key}", chart.id())
}

/// Whose note, and which, a draft of this name is.
pub fn drafted(name: &str) -> Option<(ClientId, Which)> {
    let (client, key) = name.strip_prefix(DRAFTS)?.rsplit_once('/')?;
    Some((ClientId::new(client), if key == NEW { Which::New } else { Which::Kept(key.to_owned()) }))
}

/// True for the draft of a note that is not there any more: its save was undone, or it was deleted in another way.
fn is_orphan(name: &str, chart: &Chart) -> bool {
    let key = name.strip_prefix(DRAFTS).and_then(|rest| rest.strip_prefix(chart.id().as_str())?.strip_prefix('/'));
    key.is_some_and(|key| key != NEW && !note::notes(chart).iter().any(|note| note.case_note_id.as_str() == key))
}

/// True where a note was begun that is none of those that are kept.
pub fn is_begun(chart: &Chart, cx: &Context<'_>) -> bool {
    let new = draft_name(chart, &Which::New);
    cx.drafts.iter().any(|name| *name == new || is_orphan(name, chart))
}

/// The note on show.
pub(super) struct Open {
    pub(super) which: Which,
    /// The note as it is kept; none for a new one.
    pub(super) kept: Option<CaseNote>,
    /// What it begins with.
    base: CaseNote,
    form: Form,
    /// The form as it began: what is proposed in a new note is no change.
    begun: Form,
    name: String,
    /// What was typed before was taken up again.
    resumed: bool,
    /// Nothing was typed since.
    resumes: bool,
    /// It was typed into a note that is not there any more.
    orphaned: bool,
    /// True while the store keeps a draft of this form.
    drafted: bool,
    /// How long the note was when it was last kept as a draft.
    kept_length: usize,
    pub(super) asks: Option<Asks>,
}

/// What a note is about, in words.
fn about(note: &CaseNote, chart: &Chart, cx: &Context<'_>) -> String {
    match note::about(note, chart) {
        Some(stay) => stay_in_words(stay, cx),
        None if note.enrollment_id.is_blank() => CLIENT.to_owned(),
        None => "An enrollment that was taken away".to_owned(),
    }
}

/// What a note is about, and who wrote it.
pub(super) fn about_and_by(note: &CaseNote, chart: &Chart, cx: &Context<'_>) -> String {
    let by = Some(note.written_by.as_str()).filter(|by| !by.is_empty());
    std::iter::once(about(note, chart, cx).as_str()).chain(by).collect::<Vec<_>>().join(" · ")
}

fn stay_in_words(stay: &Enrollment, cx: &Context<'_>) -> String {
    format!("{}, since {}", cx.agency.project_name(stay.project_id.as_str()), date::us(&stay.entry_date.text()))
}

/// What a note is about that is about no stay.
const CLIENT: &str = "The client";

impl Open {
    /// A note, with what was typed before; none where there is none of this key any more, and nothing was typed into it. What was typed
    /// into a note that is not there any more is a new one.
    pub(super) fn of(which: Which, chart: &Chart, drafts: &[(String, Text)], cx: &Context<'_>) -> Option<Self> {
        let mut name = draft_name(chart, &which);
        let kept = match &which {
            Which::New => None,
            Which::Kept(key) => note::notes(chart).into_iter().find(|note| note.case_note_id.as_str() == key).cloned(),
        };
        let has = |name: &str| drafts.iter().any(|(draft, _)| draft == name);
        if which == Which::New && !has(&name) {
            name = drafts.iter().find(|(draft, _)| is_orphan(draft, chart)).map_or(name, |(orphan, _)| orphan.clone());
        }
        let orphaned = kept.is_none() && is_orphan(&name, chart);
        if orphaned && !has(&name) {
            return None;
        }
        let which = if kept.is_none() { Which::New } else { which };
        let base = kept.clone().unwrap_or_else(|| note::fresh(chart, cx.agency, cx.organization(), cx.today()));
        let saved = kept.clone().unwrap_or_default();
        let mut form = Form::of(&[&saved], FIELDS);
        // What a new note begins with is kept in its draft: today is another day tomorrow.
        FIELDS.into_iter().filter(|_| kept.is_none()).for_each(|field| form.propose(field, &crate::domain::Row::get(&base, field)));
        let begun = form.clone();
        // A draft has what was changed in the note; the rest of it is taken up from what is left of the note.
        let gone = chart.notes.iter().find(|note| orphaned && name.ends_with(&format!("/{}", note.case_note_id.as_str())));
        let rest = [at::case_note::NOTE_DATE, at::case_note::ENROLLMENT_ID, at::case_note::NOTE];
        rest.into_iter().for_each(|field| gone.into_iter().for_each(|note| form.propose(field, &crate::domain::Row::get(note, field))));
        let mut open = Self {
            which,
            kept,
            base,
            form,
            begun,
            name,
            resumed: false,
            resumes: false,
            orphaned,
            drafted: false,
            kept_length: 0,
            asks: None,
        };
        if let Some((_, text)) = drafts.iter().find(|(name, _)| *name == open.name).filter(|_| !open.is_closed()) {
            open.form.resume(text);
            open.drafted = true;
            open.resumed = open.changed();
            open.resumes = open.resumed;
        }
        open.kept_length = open.length();
        Some(open)
    }

    /// True where it is to be read only (R-NOTE-2).
    pub(super) fn is_closed(&self) -> bool {
        self.kept.as_ref().is_some_and(note::is_closed)
    }

    /// The draft's name.
    pub(super) fn name(&self) -> String {
        self.name.clone()
    }

    /// The control that has the keyboard first: the note itself, which is what somebody comes for.
    pub(super) fn first(&self) -> String {
        if self.is_closed() { "close".to_owned() } else { form::id(at::case_note::NOTE) }
    }

    fn length(&self) -> usize {
        self.form.text(at::case_note::NOTE).len()
    }

    fn changed(&self) -> bool {
        FIELDS.into_iter().any(|field| self.form.text(field) != self.begun.text(field))
    }

    /// What is typed and not saved.
    pub(super) fn unkept(&self) -> Option<(String, Text)> {
        self.changed().then(|| (self.name(), self.form.draft()))
    }

    /// What is to become of the draft when the form is left: it is kept, or ends where nothing differs any more.
    pub(super) fn to_keep(&self) -> Option<(String, Option<Text>)> {
        let unkept = self.unkept().map(|(name, text)| (name, Some(text)));
        unkept.or_else(|| self.drafted.then(|| (self.name(), None)))
    }

    /// The note as it stands in the form.
    pub(super) fn record(&self, today: Day) -> CaseNote {
        let mut note = self.base.clone();
        self.form.fill(&mut note, today);
        note
    }

    /// Takes the draft away, where one is kept.
    pub(super) fn undraft(&mut self) -> Action {
        if std::mem::take(&mut self.drafted) { Action::Draft(self.name(), None) } else { Action::None }
    }

    /// Takes an edit. A draft is kept as in every form, and of a long note every few words.
    pub(super) fn edit(&mut self, edit: Edit) -> Action {
        let left = matches!(edit, Edit::Left(_));
        self.resumes = false;
        let due = self.form.edit(edit) || self.length().abs_diff(self.kept_length) >= KEPT_EVERY;
        if !due && !left {
            return Action::None;
        }
        self.kept_length = self.length();
        if !self.changed() {
            return self.undraft();
        }
        self.drafted = true;
        Action::Draft(self.name(), Some(self.form.draft()))
    }

    /// Adds what was typed before the field had the keyboard. Begun on the list, it stands below what was typed into the same note before.
    pub(super) fn append(&mut self, letter: char) -> Action {
        let before = self.form.text(at::case_note::NOTE);
        let apart = if std::mem::take(&mut self.resumes) && !before.is_empty() { "\n" } else { "" };
        let text = format!("{before}{apart}{letter}");
        self.edit(Edit::Set(at::case_note::NOTE, text))
    }

    pub(super) fn show_all(&mut self) {
        self.form.show_all();
    }

    pub(super) fn view<'a>(&'a self, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        if let Some(note) = self.kept.as_ref().filter(|_| self.is_closed()) {
            return closed(note, chart, cx);
        }
        let found = note::judge(&self.record(cx.today()), self.kept.as_ref(), chart, cx.today());
        let title = if self.kept.is_some() { "Case note" } else { "New case note" };
        // One child, whatever is in it: what comes and goes above the fields must not take the keyboard from them.
        let mut head = column![section(title)].spacing(space::S8);
        if self.orphaned {
            let words =
                "The note into which you typed this was taken away meanwhile. What you typed is a new note now. It is not saved yet.";
            head = head.push(banner(Tone::Warn, words, Some(("Discard", Message::Discard))));
        } else if self.resumed {
            let words = "What you typed before is here again. It is not saved yet.";
            head = head.push(banner(Tone::Info, words, Some(("Discard", Message::Discard))));
        }
        let day = self.form.control(at::case_note::NOTE_DATE, &found, cx, Message::Edit);
        let keys = [(Command::Save, "saves and closes"), (Command::Close, "closes and keeps what you typed")];
        card(
            column![head, day, self.about(&found, chart, cx), self.text(&found, cx), self.read_only(), self.foot()]
                .push(text::hint(shortcut::line(&keys)))
                .spacing(space::S16)
                .max_width(cx.form()),
        )
    }

    /// Which stay it is about, or the client.
    fn about<'a>(&self, found: &[Finding], chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
        let here = at::case_note::ENROLLMENT_ID;
        let stays = note::stays(chart, cx.agency, cx.organization());
        let offered = stays.iter().map(|stay| Opt::plain(stay.enrollment_id.as_str(), stay_in_words(stay, cx)));
        let mut options: Vec<Opt> = std::iter::once(Opt::plain("", CLIENT)).chain(offered).collect();
        let chosen = self.form.text(here).to_owned();
        if !options.iter().any(|option| option.value == chosen) {
            options.push(Opt::plain(chosen.clone(), about(&self.record(cx.today()), chart, cx)));
        }
        let findings = self.form.findings(here, found);
        let set = move |value: Option<String>| Message::Edit(Edit::Set(here, value.unwrap_or_default()));
        self.named(here, select(form::id(here), here.label(), options, Some(chosen)).on_choose(set), &findings, cx)
    }

    fn text<'a>(&'a self, found: &[Finding], cx: &Context<'a>) -> Element<'a, Message> {
        let here = at::case_note::NOTE;
        let findings = self.form.findings(here, found);
        let about = findings.first().map(|(_, words)| words.clone()).unwrap_or_default();
        let control = memo(form::id(here), here.label(), self.form.text(here))
            .of(self.name.as_str())
            .lines(8)
            .limit(LONGEST)
            .masked(cx.hides(here))
            .on_input(move |text| Message::Edit(Edit::Set(here, text)))
            .on_blur(Message::Edit(Edit::Left(here)))
            .invalid(findings.iter().any(|(severity, _)| *severity == Severity::Stop))
            .description(about);
        self.named(here, control, &findings, cx)
    }

    fn named<'a>(
        &self,
        here: FieldId,
        control: impl Into<Element<'a, Message>>,
        findings: &[(Severity, String)],
        cx: &Context<'_>,
    ) -> Element<'a, Message> {
        let named = form::told(field(here.label(), control), here, cx.program, cx.desk.guide);
        named.findings(findings.to_vec()).on_help(Message::Edit(Edit::Help(here))).into()
    }

    fn read_only<'a>(&self) -> Element<'a, Message> {
        let here = at::case_note::READ_ONLY;
        let yes = Value::Known(YesNo::Yes).text();
        let on = self.form.text(here) == yes;
        let set = move |on: bool| Message::Edit(Edit::Set(here, if on { yes.clone() } else { String::new() }));
        column![check(form::id(here), here.label(), on).on_toggle(set), text::hint(here.info().help)].spacing(space::S4).into()
    }

    fn foot<'a>(&self) -> Element<'a, Message> {
        let delete = self.kept.is_some().then_some(("note", Message::Delete));
        let foot = Foot { save: Message::Save, cancel: Message::Cancel, delete, sure: Message::Sure, back: Message::Back };
        foot.view(self.asks)
    }
}

/// A note that is read only.
fn closed<'a>(note: &'a CaseNote, chart: &'a Chart, cx: &Context<'a>) -> Element<'a, Message> {
    let which = format!("{} · {}", date::us(&note.note_date.text()), about_and_by(note, chart, cx));
    let buttons = row![
        button("Close").id("close").kind(MAIN).hint(shortcut::hint(Command::Close)).on_press(Message::Leave),
        button("Add case note").id("add-note").icon(Icon::Plus).on_press(Message::New),
    ];
    let head = row![container(section("Case note")).width(iced::Length::Fill), badge("Read only", Tone::Neutral)].spacing(space::S16);
    card(
        column![
            head,
            text::secondary(which),
            text::body(cx.in_words(at::case_note::NOTE, note.note.as_str())),
            buttons.spacing(space::S8),
            text::hint("Who has more to say adds another note. If this one is wrong, History takes back the save that closed it."),
        ]
        .spacing(space::S16)
        .max_width(cx.form()),
    )
}

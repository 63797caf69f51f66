//! The panel: the help page of a field or of a screen, or the guide. The page stays in use, and what a help page explains stays in sight:
//! the page stands at the right of the desk, or where that leaves too little, below it.

use super::context::Context;
use super::form;
use super::guide::{self, Facts, Followed, State, Step, Target};
use super::icon::{Icon, icon};
use super::screen::help::pages::Spot;
use super::shortcut::{self, Command, Place};
use super::theme::{Tone, container as boxes, space, text};
use super::widget::access::{Info, Role};
use super::widget::badge::section;
use super::widget::{badge, button, icon_button, scroll, semantics, spoken, subheading};
use super::{Element, Message as Desk};
use crate::domain::hud::ProjectType;
use crate::domain::{ClientId, FieldId};
use iced::widget::{column, container, row, rule, space as gap};
use iced::{Alignment, Length, Padding, Size};

/// How wide it is at the right, px.
pub const WIDTH: f32 = 300.0;

/// How much of the window's height it takes below.
const SHARE: f32 = 0.4;
/// The same where the window is low: the field that it explains stays in sight above it.
const LOW: f32 = 0.3;

/// From this width on, px, a window has room for the panel beside its page, and for all else as it is without the panel.
const ROOMY: f32 = 1240.0;

/// At least as wide as this, px, is what is left of the page beside a help page.
const LEAST: f32 = 430.0;

/// The scrollable in it.
pub const SCROLL: &str = "aside";

/// What the ids of its controls begin with.
const OWN: &str = "aside-";

/// Whether there is room for the panel beside the page.
pub fn fits(window: Size) -> bool {
    window.width >= ROOMY
}

/// Where the panel stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stand {
    /// At the right of the page, which keeps all that it has.
    Beside,
    /// At the right of the page; the navigation makes room, and shows icons.
    Close,
    /// Below everything, in all the width.
    Below,
    /// Over the right side of what is there.
    Over,
}

impl Aside {
    /// Where the panel stands in a window of this size: beside the page or below it, never over what somebody works on. What explains the
    /// open settings lies beside them, over the page that they cover.
    pub fn stand(&self, window: Size, settings: Option<f32>) -> Stand {
        match settings.filter(|_| self.page.is_some()) {
            Some(settings) if window.width - WIDTH >= settings => Stand::Over,
            Some(_) => Stand::Below,
            None if fits(window) => Stand::Beside,
            None if window.width - WIDTH - space::NAV_NARROW >= LEAST => Stand::Close,
            None => Stand::Below,
        }
    }
}

/// What a help page is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Topic {
    /// A field of a form.
    Field(FieldId),
    /// A screen.
    Screen(Spot),
}

/// What happened.
#[derive(Debug, Clone)]
pub enum Message {
    /// Help is wanted while the control of this id has the keyboard.
    About(Option<String>),
    /// Help about this.
    Show(Topic),
    /// While a help page is open, the keyboard went on to the control of this id.
    Moved(Option<String>),
    /// The guide is wanted beside the page from now on, or not.
    Keep(bool),
    /// The help page is put away.
    Close,
    /// It is put away, and the control of this id has the keyboard.
    Left(Option<String>),
}

/// What the panel shows besides the guide, and whom to give the keyboard back to.
#[derive(Debug, Default)]
pub struct Aside {
    page: Option<Topic>,
    back: Option<String>,
    /// True where the guide was asked for in a window in which it does not open by itself: there Esc puts it away.
    over: bool,
}

impl Aside {
    /// The page that is open.
    pub fn page(&self) -> Option<Topic> {
        self.page
    }

    /// Help is wanted at this control: opens the page of its field, or of the screen. False where that page is open already, so that
    /// it is to be closed.
    pub fn about(&mut self, control: Option<String>, spot: Spot) -> bool {
        let here = control.filter(|id| !id.starts_with(OWN));
        let topic = match (&here, self.page) {
            // The keyboard is in the panel, or nowhere: the same key that opened it closes it.
            (None, Some(open)) => open,
            (None, None) => Topic::Screen(spot),
            (Some(id), _) => form::field_of(id).filter(|f| f.info().page.is_some()).map_or(Topic::Screen(spot), Topic::Field),
        };
        self.back = here.or(self.back.take());
        self.page.replace(topic) != Some(topic)
    }

    /// The keyboard went on to this control while a page is open: its page is shown, that of its field or of the screen. True where that
    /// is another page. The panel itself is read with the keyboard, so it changes nothing.
    pub fn follow(&mut self, control: Option<String>, spot: Spot) -> bool {
        let on_page = control.as_ref().is_some_and(|id| !id.starts_with(OWN));
        on_page && self.page.is_some() && self.about(control, spot)
    }

    /// Opens a page by the mouse.
    pub fn show(&mut self, topic: Topic) {
        self.page = Some(topic);
        if let Topic::Field(field) = topic {
            self.back = Some(form::id(field));
        }
    }

    /// Puts the page away; false where none was open.
    pub fn close(&mut self) -> bool {
        self.page.take().is_some()
    }

    /// Who gets the keyboard back after the page was put away, where nothing on the screen has it.
    pub fn back(&mut self, focused: Option<&str>) -> Option<String> {
        self.back.take().filter(|_| focused.is_none_or(|id| id.starts_with(OWN)))
    }

    /// Whether the guide is on show, where a page is not.
    pub fn guides(&self, wanted: bool, window: Size) -> bool {
        wanted && (self.over || fits(window))
    }

    /// Shows the guide or puts it away; says whether it is wanted from now on.
    pub fn toggle(&mut self, wanted: bool, window: Size) -> bool {
        let on = self.page.take().is_some() || !self.guides(wanted, window);
        self.over = on && !fits(window);
        on
    }

    /// Puts away a guide that takes room from the page; false where none does.
    pub fn uncover(&mut self, wanted: bool, window: Size) -> bool {
        std::mem::take(&mut self.over) && wanted && !fits(window)
    }

    /// The panel, if there is something to show. The Help screen has the guide itself.
    pub fn view<'a>(&self, spot: Spot, in_sight: Option<&ClientId>, stand: Stand, cx: &Context<'a>) -> Option<Element<'a, Desk>> {
        let (title, body) = match self.page {
            Some(topic) => page(topic, cx.program),
            None if spot != Spot::Help && self.guides(cx.desk.guide, cx.room.window) => {
                let guide = if stand == Stand::Below { below(spot, in_sight, cx) } else { beside(spot, in_sight, cx) };
                ("Guide".to_owned(), guide)
            }
            None => return None,
        };
        let (close, on_close) = match self.page {
            Some(_) => ("Close help", Desk::Aside(Message::Close)),
            None => ("Close guide", Desk::Command(Command::Guide)),
        };
        let close = icon_button(Icon::Close, close).id(format!("{OWN}close")).on_press(on_close);
        let head = row![container(section(title)).width(Length::Fill), close].spacing(space::S8).align_y(Alignment::Center);
        let body = scroll(container(body).padding(Padding { right: space::S16, bottom: space::S16, ..Padding::ZERO })).id(SCROLL);
        let (apart, around) = if stand == Stand::Below && cx.low() { (0.0, space::S4) } else { (space::S12, space::S16) };
        let content = column![head, body].spacing(apart).padding(Padding { right: space::S4, left: space::S16, ..around.into() });
        let high = cx.room.window.height * if cx.low() { LOW } else { SHARE };
        Some(match stand {
            Stand::Below => container(column![rule::horizontal(1).style(boxes::line), content]).height(high).style(boxes::bar).into(),
            _ => container(row![rule::vertical(1).style(boxes::line), content]).width(WIDTH).height(Length::Fill).style(boxes::bar).into(),
        })
    }
}

/// Words that are read, in the size of what is less important.
fn small<'a>(words: impl iced::widget::text::IntoFragment<'a>) -> iced::widget::Text<'a> {
    iced::widget::Text::new(words).size(text::SECONDARY)
}

/// A group of a page: what it is, then its words.
fn part<'a>(title: &'static str, words: impl iced::widget::text::IntoFragment<'a>) -> Element<'a, Desk> {
    column![subheading(title, text::label(title)), text::body(words)].spacing(space::S4).into()
}

fn page<'a>(topic: Topic, program: Option<ProjectType>) -> (String, Element<'a, Desk>) {
    match topic {
        Topic::Field(field) => (field.label().to_owned(), field_page(field, program)),
        Topic::Screen(spot) => (spot.page().title.to_owned(), screen_page(spot)),
    }
}

fn field_page<'a>(field: FieldId, program: Option<ProjectType>) -> Element<'a, Desk> {
    let source = match field.element() {
        Some((number, name)) => format!("HUD {number}, {name}"),
        None => "Your CoC's own; HUD has no such field".to_owned(),
    };
    let mut page = column![text::hint(source)].spacing(space::S16);
    if let Some(words) = &field.info().page {
        page = page.push(part("What it means", field.meaning(program).unwrap_or_default()));
        // What must not be overlooked stands at the field, and here with the rest that is said of it.
        let here = format!("{} {}", words.local, field.info().warns);
        page = page.push(part("Here", here.trim().to_owned())).push(part("What follows", words.consequence));
        let answers: Vec<Element<'a, Desk>> = field
            .offered()
            .map(|answer| {
                let explained = words.answers.iter().find(|(code, _)| *code == answer.code).map(|(_, words)| *words);
                let label = field.says(answer.label);
                let said = format!("{}: {label}. {}", answer.code, explained.unwrap_or_default());
                let number = text::secondary(answer.code.to_string()).width(28);
                let answer = column![small(label)].push(explained.map(text::hint)).spacing(2);
                spoken(said.trim_end().to_owned(), row![number, answer].spacing(space::S4))
            })
            .collect();
        if !answers.is_empty() {
            page = page.push(column![subheading("Answers", text::label("Answers"))].extend(answers).spacing(space::S8));
        }
    }
    page.push(keys(&[form::keys(field), Place::Form])).into()
}

fn screen_page<'a>(spot: Spot) -> Element<'a, Desk> {
    let page = spot.page();
    let more = format!("{} shows all keys and the whole guide.", shortcut::hint(Command::Manual));
    column![part("What it is for", page.purpose), part("What to do next", page.next)]
        .push((!page.places.is_empty()).then(|| keys(page.places)))
        // The settings are left by Apply or Cancel, and by nothing else.
        .push((!matches!(spot, Spot::Settings | Spot::Programs | Spot::Backups)).then(|| text::hint(more)))
        .spacing(space::S16)
        .into()
}

/// The keys of these places, one below the other.
fn keys<'a>(places: &[Place]) -> Element<'a, Desk> {
    column(places.iter().map(|place| {
        let label = place.label().replacen("In ", "Keys in ", 1).replacen("On ", "Keys on ", 1);
        column![subheading(label.clone(), text::label(label)), key_lines(*place, 104.0)].spacing(space::S4).into()
    }))
    .spacing(space::S16)
    .into()
}

/// The keys of a place: the keys at the left, what they do at the right.
pub fn key_lines<'a, M: 'a>(place: Place, width: f32) -> Element<'a, M> {
    let line =
        |(keys, words)| spoken(format!("{keys}: {words}"), row![small(keys).width(width), text::secondary(words).width(Length::Fill)]);
    column(shortcut::keys(place).map(line)).spacing(space::S4).into()
}

/// The guide beside the page: what is done in a word, what is to be done now in full.
fn beside<'a>(spot: Spot, in_sight: Option<&ClientId>, cx: &Context<'a>) -> Element<'a, Desk> {
    column![text::secondary(guide::TITLE), whose(in_sight, cx), checklist(spot, in_sight, cx, Shown::All)].spacing(space::S16).into()
}

/// The same below the page, where lines are few: what is to be done now, and nothing else while there is something.
fn below<'a>(spot: Spot, in_sight: Option<&ClientId>, cx: &Context<'a>) -> Element<'a, Desk> {
    column![checklist(spot, in_sight, cx, Shown::Now), whose(in_sight, cx)].spacing(space::S12).into()
}

/// Whose referral the guide follows, and a word where that is another one of the household than the one whose record is in sight.
pub fn whose<'a>(in_sight: Option<&ClientId>, cx: &Context<'a>) -> Element<'a, Desk> {
    let following = cx.desk.following.as_ref();
    let followed = guide::about(following, in_sight, cx);
    if followed.is_none() && following.is_some() && in_sight.is_some() && cx.organization().is_some() {
        return text::secondary("The client on this page has no referral to your organization.").into();
    }
    let known = followed.and_then(|followed| Some((followed, followed.cards(cx)?)));
    let Some((followed, (card, event))) = known else {
        return text::secondary("It follows the referral of the client whose record you open.").into();
    };
    let (lead, place) = ("Follows the referral of", cx.agency.project_name(event.location.as_str()));
    let elsewhere = followed.is_elsewhere(in_sight).then_some("Not the client on this page");
    let said = [Some(format!("{lead} {}, {place}", cx.name(&card))), elsewhere.map(str::to_owned)];
    let said = said.into_iter().flatten().collect::<Vec<_>>().join(". ");
    let words = column![text::label(lead), text::strong(cx.name(&card)), text::secondary(place)].spacing(2);
    spoken(said, words.push(elsewhere.map(|words| badge(words, Tone::Warn))))
}

/// How much of the guide is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shown {
    /// All steps, and how each of them is done.
    Full,
    /// All steps, and how what is to be done now is done.
    All,
    /// What is to be done now alone.
    Now,
}

/// The steps of the guide as they are seen on a screen, with the button that goes to what is to be done now, where one is not there
/// already.
pub fn checklist<'a>(spot: Spot, in_sight: Option<&ClientId>, cx: &Context<'a>, shown: Shown) -> Element<'a, Desk> {
    let full = shown == Shown::Full;
    let followed = guide::about(cx.desk.following.as_ref(), in_sight, cx);
    let steps = guide::steps(&Facts::of(cx, followed));
    let open = guide::open(&steps);
    let elsewhere = followed.is_some_and(|followed| followed.is_elsewhere(in_sight));
    let (all, steps) = (steps.len(), steps.into_iter());
    let brief = shown == Shown::Now && !open.is_empty();
    let lines = steps.enumerate().filter(|(at, _)| !brief || open.contains(at)).map(|(at, step)| {
        let now = open.contains(&at) && step.state.is_left();
        let there = step.to.is(spot) && !(elsewhere && step.to.is_theirs());
        let to = (now && !there).then(|| go(at, step.to, followed, cx));
        let step = if full { step } else { step.beside(spot, there) };
        let explained = full || now || step.state == State::NotNeeded;
        line(step, to, explained)
    });
    let info = Info { set_size: Some(all), ..Info::new(Role::List, "Steps of the guide") };
    semantics(info, column(lines).spacing(if full { space::S16 } else { space::S12 }))
}

fn line<'a>(step: Step, to: Option<Element<'a, Desk>>, explained: bool) -> Element<'a, Desk> {
    let (sign, state) = match step.state {
        State::Done => (icon(Icon::Done).style(text::tone(Tone::Ok)), "done"),
        State::Current => (icon(Icon::CircleDot).style(text::primary), "to be done now"),
        State::ToDo => (icon(Icon::Circle).style(text::muted), "to do"),
        State::NotNeeded => (icon(Icon::Minus).style(text::muted), "not needed"),
    };
    let what = if step.state == State::Current { text::strong(step.what) } else { text::body(step.what) };
    let need = step.need.label().filter(|_| step.state.is_left()).map(|words| badge(words, Tone::Neutral));
    let words = column![row![what.width(Length::Fill), need].spacing(space::S8)]
        .push(explained.then(|| text::secondary(step.how)))
        .push((!step.note.is_empty()).then(|| text::secondary(step.note)))
        .push(to)
        .spacing(space::S8);
    let info = Info { description: Some(state.to_owned()), ..Info::new(Role::ListItem, step.what) };
    semantics(info, row![sign, words].spacing(space::S8))
}

fn go<'a>(at: usize, to: Target, followed: Option<&Followed>, cx: &Context<'_>) -> Element<'a, Desk> {
    let message = match to.destination(followed) {
        Some(destination) => Desk::Go(destination),
        None if to == Target::Settings => Desk::Sidebar(true),
        None => return gap().into(),
    };
    // What leads to somebody says to whom.
    let whose = followed.filter(|_| to.is_theirs()).map(|followed| format!("{} of {}", to.label(), cx.client_name(&followed.client)));
    let called = whose.unwrap_or_else(|| to.label().to_owned());
    button(to.label()).called(called).id(format!("{OWN}go-{at}")).icon(Icon::ArrowRight).on_press(message).into()
}

//! Small pieces that tell something: badges, banners, notices, headings, announced text. Each meaning has an icon or a word besides its
//! colour.
//!
//! Keys: none, but those of the buttons in a banner or a notice.
//!
//! States: the five tones, with or without something that can be done about it.
//!
//! ```ignore
//! badge("Late", Tone::Bad)
//! banner(Tone::Warn, "3 changes are not yet in HMIS.", Some(("Export now", Message::Export)))
//! ```

use super::Element;
use super::access::{Info, Live, Role};
use super::button::{Button, Kind, button, icon_button};
use super::control::Control as _;
use super::inert::inert;
use super::semantics::semantics;
use crate::app::icon::{self, Icon};
use crate::app::theme::{Tone, container as boxes, space, text as roles};
use iced::Fill;
use iced::alignment::Vertical;
use iced::widget::{column, container, row, space as gap};

/// The icon of a tone; neutral has none.
pub const fn tone_icon(tone: Tone) -> Option<Icon> {
    match tone {
        Tone::Neutral => None,
        Tone::Info => Some(Icon::Info),
        Tone::Ok => Some(Icon::Done),
        Tone::Warn => Some(Icon::Warning),
        Tone::Bad => Some(Icon::Alert),
    }
}

/// A word in a pill.
pub fn badge<'a, M: 'a>(text: impl Into<String>, tone: Tone) -> Element<'a, M> {
    let words = roles::toned(text.into(), tone).font(crate::app::font::MEDIUM);
    container(words).padding([2, 8]).style(boxes::pill(tone)).into()
}

/// The title of a page.
pub fn heading<'a, M: 'a>(text: impl Into<String>) -> Element<'a, M> {
    let text = text.into();
    semantics(Info { level: Some(1), ..Info::new(Role::Heading, text.clone()) }, roles::title(text))
}

/// The title of a card or of a part of a page.
pub fn section<'a, M: 'a>(text: impl Into<String>) -> Element<'a, M> {
    let text = text.into();
    semantics(Info { level: Some(2), ..Info::new(Role::Heading, text.clone()) }, roles::section(text))
}

/// A text whose changes screen readers announce at the next pause: the status line, the count of what was found.
pub fn live<'a, M: 'a>(text: impl Into<String>) -> Element<'a, M> {
    let text = text.into();
    semantics(Info { live: Live::Polite, ..Info::new(Role::Status, text.clone()) }, roles::secondary(text))
}

/// A box across the page that says something important, with what can be done about it: the words of a button and its message.
pub fn banner<'a, M: Clone + 'a>(tone: Tone, text: impl Into<String>, action: Option<(&'static str, M)>) -> Element<'a, M> {
    let text = text.into();
    let action = action.map(|(label, message)| button(label).id(banner_id(label, &text)).kind(Kind::Plain).on_press(message).into());
    let role = if tone == Tone::Bad { Role::Alert } else { Role::Status };
    let words = roles::body(text.clone()).into();
    boxed(tone, Info { live: Live::Polite, ..Info::new(role, text) }, words, action)
}

/// What is under way, and in words how far, as they are shown and as they are told behind `what`: looked at by who wants to know, and not
/// said at each step of it.
pub fn progress<'a, M: 'a>(what: &str, (words, told): (String, String), count: (u64, Option<u64>)) -> Element<'a, M> {
    let info = Info { value: Some(told), progress: Some(count), ..Info::new(Role::Progress, what.to_owned()) };
    boxed(Tone::Info, info, roles::body(words).into(), None)
}

/// The id of a banner's button, to give it the keyboard.
pub fn banner_id(label: &str, text: &str) -> String {
    format!("{label}: {text}")
}

/// A strip across the window, for what stays until it is put away: what happened, about whom, a button for what can be done about it, with
/// its key where it has one, and the one that puts it away, as Esc does. `key` tells it from others of its kind, and [`notice_id`] has its first button.
pub fn notice<'a, M: Clone + 'a>(
    tone: Tone,
    text: impl Into<String>,
    about: Option<String>,
    act: Option<(&'static str, Option<String>, M)>,
    (key, on_close): (u64, M),
) -> Element<'a, M> {
    let (text, close_id) = (text.into(), notice_id(key, false));
    let info = told(tone, &text, about.as_deref(), key);
    let act = act.map(|(label, keys, message)| {
        let button = button(label).id(notice_id(key, true)).kind(Kind::Plain).on_press(message);
        keyed(button, keys.as_deref(), tone)
    });
    let close = icon_button(Icon::Close, "Close notice").id(close_id).on_press(on_close);
    let buttons = row![].push(act).push(inert(roles::toned("Esc", tone), true)).push(close).spacing(space::S8).align_y(Vertical::Center);
    let words = column![roles::body(text)].push(about.map(|about| roles::toned(about, tone))).spacing(2);
    let line = lined(tone, words.into(), Some(buttons.into()));
    semantics(info, container(line).padding([space::S4, space::S16]).width(Fill).style(boxes::strip(tone)))
}

/// The id of a button of a notice: of what can be done about it, or of what puts it away.
pub fn notice_id(key: u64, act: bool) -> String {
    format!("{NOTICE}{}: {key}", if act { "act" } else { "close" })
}

/// What the ids of all of them begin with.
pub const NOTICE: &str = "notice-";

/// A line in the status bar, for what goes by itself: what was done, about whom, and a button that takes something back, with
/// its key where it has one, and the notice to which it belongs.
pub fn passing<'a, M: Clone + 'a>(
    tone: Tone,
    text: impl Into<String>,
    about: Option<String>,
    act: Option<(String, Option<String>, M, u64)>,
    key: u64,
) -> Element<'a, M> {
    let text = text.into();
    let info = told(tone, &text, about.as_deref(), key);
    let act =
        act.map(|(label, keys, message, of)| keyed(button(label).id(notice_id(of, true)).low().on_press(message), keys.as_deref(), tone));
    let sign = tone_icon(tone).map(|it| icon::icon(it).style(roles::tone(tone)));
    let words = roles::toned(text, tone).font(crate::app::font::MEDIUM);
    let line = row![gap().height(LINE), sign, words].push(about.map(|about| roles::toned(about, tone))).push(act);
    let line = line.spacing(space::S12).align_y(Vertical::Center);
    semantics(info, container(line).padding([0.0, space::S16]).style(boxes::strip(tone)))
}

/// A button that a hand in a field presses by its key: said beside it, and told with it.
fn keyed<'a, M: Clone + 'a>(button: Button<'a, M>, keys: Option<&str>, tone: Tone) -> Element<'a, M> {
    let Some(keys) = keys else { return button.into() };
    let key = inert(roles::toned(keys.to_owned(), tone), true);
    row![button.description(keys.to_owned()), key].spacing(space::S8).align_y(Vertical::Center).into()
}

/// A line of the status bar, px: what passes takes no more, so that nothing moves when it comes and goes.
const LINE: f32 = 24.0;

/// What a screen reader says of it: at once, where something failed.
fn told(tone: Tone, text: &str, about: Option<&str>, key: u64) -> Info {
    let (role, live) = if tone == Tone::Bad { (Role::Alert, Live::Assertive) } else { (Role::Status, Live::Polite) };
    let said = match about {
        None => text.to_owned(),
        Some(about) if text.ends_with('.') => format!("{text} {about}"),
        Some(about) => format!("{text}: {about}"),
    };
    Info { live, key: Some(key), ..Info::new(role, said) }
}

fn boxed<'a, M: 'a>(tone: Tone, info: Info, words: Element<'a, M>, action: Option<Element<'a, M>>) -> Element<'a, M> {
    semantics(info, container(lined(tone, words, action)).padding([10, 14]).width(Fill).style(boxes::tinted(tone)))
}

/// The sign of a tone, the words in all the width that is left, what can be done about it.
fn lined<'a, M: 'a>(tone: Tone, words: Element<'a, M>, action: Option<Element<'a, M>>) -> Element<'a, M> {
    let sign = tone_icon(tone).map(|it| icon::icon(it).style(roles::tone(tone)));
    row![sign, container(words).width(Fill), action].spacing(space::S12).align_y(Vertical::Center).into()
}

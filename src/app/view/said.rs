//! What was said, at the lower edge: a strip for what stays until it is put away, and the status bar, whose line what passes takes.

use super::{Element, Message};
use crate::app::backups::day;
use crate::app::context::Context;
use crate::app::session::Session;
use crate::app::shortcut::{self, Command};
use crate::app::theme::{Tone, container as boxes, space, text};
use crate::app::toast::{Kind, Toast, Undo};
use crate::app::widget::{badge, scroll};
use iced::Length;
use iced::widget::text::Wrapping;
use iced::widget::{column, container, row, space as gap};

/// So much of the window at most is taken by what stays; more of it scrolls.
const SHARE: f32 = 0.4;
/// So much of the status bar at most what passes.
const PASSING: f32 = 0.6;
/// And so much where what can be taken back stands beside it.
const BOTH: f32 = 0.9;

/// What stays: rows across the window, which make the page lower and cover nothing.
pub fn staying<'a>(session: &'a Session, cx: &Context<'_>) -> Element<'a, Message> {
    let rows: Vec<_> = session.toasts.staying().map(|toast| notice(session, toast, cx)).collect();
    if rows.is_empty() {
        return gap().into();
    }
    let most = cx.room.window.height * SHARE;
    container(scroll(column(rows).spacing(1)).height(Length::Shrink)).max_height(most).into()
}

fn notice<'a>(session: &Session, toast: &Toast, cx: &Context<'_>) -> Element<'a, Message> {
    let undo = toast.undo.is_some().then(|| ("Undo", key_of(session, toast), Message::TakeBack(toast.id)));
    let missing = session.toasts.missing().is_some_and(|missing| missing.id == toast.id);
    let key = missing.then(|| shortcut::hint(Command::Owed));
    let act = toast.way.clone().map(|way| ("Answer them", key, Message::Go(way))).or(undo);
    badge::notice(tone(toast.kind), toast.words.clone(), about(toast, cx), act, (toast.id, Message::Dismiss(toast.id)))
}

/// The key, where it presses the button of this notice: of several that can be taken back it presses one.
fn key_of(session: &Session, toast: &Toast) -> Option<String> {
    (session.toasts.undo() == Some(toast.id)).then(|| shortcut::hint(Command::Undo))
}

/// The status bar: facts, and beside them what was done just now; for as long in their place where there is no room for both.
pub fn status<'a>(session: &'a Session, cx: &Context<'_>) -> Element<'a, Message> {
    let (passing, held) = (session.toasts.passing(), session.toasts.held());
    let passing = passing.map(|toast| {
        // In a narrow window what can be taken back lends its button to the word after it: both in one line, and nothing out of reach.
        let lent = held.filter(|_| cx.narrow() && toast.undo.is_none());
        let line = passing_line(session, toast, lent, cx);
        let beside = held.filter(|_| !cx.narrow()).map(|held| passing_line(session, held, None, cx));
        row![].push(beside).push(line).spacing(1)
    });
    let saved =
        session.saved.map_or_else(|| "Nothing saved since you opened the desk".to_owned(), |at| format!("Saved {}", day(at, cx.now)));
    let facts: Vec<String> = [Some(saved), unsent(cx), Some(cx.backups.words(cx.now))].into_iter().flatten().collect();
    let facts = text::hint(facts.join(" · "));
    let bar = match passing {
        None => row![container(facts).padding([space::S4, space::S16])],
        // In their place, where there is no room for both: a line more would take it from the page, and touch what has the keyboard there.
        Some(passing) if cx.narrow() => row![container(passing).align_right(Length::Fill)],
        // One line, whatever is beside it.
        Some(passing) => {
            let facts = container(facts.wrapping(Wrapping::None)).padding([space::S4, space::S16]).width(Length::Fill).clip(true);
            row![facts, container(passing).max_width(cx.room.window.width * if held.is_some() { BOTH } else { PASSING })]
        }
    };
    container(bar).width(Length::Fill).style(boxes::bar).into()
}

/// How far the HMIS is behind. Where nothing of that is known to be in an export, it is said that one was written today: what it left out may
/// be all that is left.
fn unsent(cx: &Context<'_>) -> Option<String> {
    let words = cx.unsent.words()?;
    let is_now = cx.exports.last().filter(|export| cx.unsent.exported == 0 && !export.hashed && export.at.date() == cx.today());
    Some(is_now.map_or_else(|| words.clone(), |export| format!("{words}, last export {}", day(export.at, cx.now))))
}

/// A word that passes, with the button that takes something back: its own, or that of what was done before it.
fn passing_line<'a>(session: &Session, toast: &Toast, lent: Option<&Toast>, cx: &Context<'_>) -> Element<'a, Message> {
    let own = toast.undo.is_some().then_some(toast);
    let undo = own.map(|of| ("Undo".to_owned(), of)).or(lent.map(|of| (lent_words(of), of)));
    let undo = undo.map(|(label, of)| (label, key_of(session, of), Message::TakeBack(of.id), of.id));
    badge::passing(tone(toast.kind), toast.words.clone(), about(toast, cx), undo, toast.id)
}

/// What a button says that does not stand beside what it takes back: `Undo: Referral result`.
fn lent_words(toast: &Toast) -> String {
    match &toast.undo {
        Some(Undo::Save(_, what)) => format!("Undo: {what}"),
        Some(Undo::Draft(_)) | None => "Undo discard".to_owned(),
    }
}

/// Whose record it is about, and to which program the referral is; or whose answers are missing.
fn about(toast: &Toast, cx: &Context<'_>) -> Option<String> {
    if !toast.owed.is_empty() {
        let whose = toast.owed.iter().map(|(client, missing)| format!("{}: {missing} missing", cx.client_name(client)));
        return Some(whose.collect::<Vec<_>>().join(" · "));
    }
    let (client, event) = toast.about.as_ref()?;
    let referral = event.as_ref().and_then(|event| cx.card(client)?.events.into_iter().find(|it| it.id == *event));
    // In one line of a narrow window the name has the room that there is, beside what takes it back and its key.
    let fits = !cx.narrow() || toast.undo.is_none() || toast.until.is_none();
    let program = referral.filter(|_| fits).map(|event| cx.agency.project_name(event.location.as_str()));
    let program = program.filter(|program| !program.is_empty());
    Some([Some(cx.client_name(client)), program].into_iter().flatten().collect::<Vec<_>>().join(" · "))
}

const fn tone(kind: Kind) -> Tone {
    match kind {
        Kind::Done => Tone::Ok,
        Kind::Hint => Tone::Info,
        Kind::Caution => Tone::Warn,
        Kind::Failed => Tone::Bad,
    }
}

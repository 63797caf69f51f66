//! The line above a record or an intake: who it is about and how far its form is. It stands above the scrollable, so that nobody types
//! into the wrong person's form.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{badge, headline};
use crate::domain::{Card, ClientId};
use iced::widget::{column, row};
use iced::{Alignment, Length};

/// The line: `title` with the name in it, age and Social Security Number as privacy allows, the state of the form in a word, and what can
/// be done from anywhere in the record.
pub fn line<'a, M: 'a>(
    title: String,
    client: &ClientId,
    state: Option<(&'static str, Tone)>,
    act: Option<Element<'a, M>>,
    cx: &Context<'_>,
) -> Element<'a, M> {
    of(title, None, (client, cx.card(client).as_ref()), state, act, cx)
}

/// The same of somebody whose card is given, with the step of a workflow where nothing else that stays in sight says it.
pub fn of<'a, M: 'a>(
    title: String,
    step: Option<&'static str>,
    (client, known): (&ClientId, Option<&Card>),
    state: Option<(&'static str, Tone)>,
    act: Option<Element<'a, M>>,
    cx: &Context<'_>,
) -> Element<'a, M> {
    let id = cx.client_id(client).map(|id| format!("Client ID {id}"));
    let known = known.map(|c| [Some(cx.age(c.born)), Some(cx.ssn(&c.ssn)), id]).unwrap_or_default();
    let facts = step.map(str::to_owned).into_iter().chain(known.into_iter().flatten()).collect::<Vec<_>>().join(" · ");
    let state = state.map(|(words, tone)| badge(words, tone));
    let who = column![headline(1, title.clone(), text::section(title)), text::hint(facts)].width(Length::Fill);
    row![who].push(state).push(act).spacing(space::S12).align_y(Alignment::Center).into()
}

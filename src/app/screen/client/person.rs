//! The line above a record or an intake: who it is about and how far its form is. It stands above the scrollable, so that nobody types
//! into the wrong person's form.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{badge, headline, spoken};
use crate::domain::{Card, ClientId};
use iced::widget::{column, container, row};
use iced::{Alignment, Length};

/// Narrower than this, px, a page has no room for all of it.
const SHORT: f32 = 480.0;

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
    let known = known.map(|c| [Some(cx.age(c.born)), Some(cx.ssn(&c.ssn)), id.clone()]).unwrap_or_default();
    let all: Vec<String> = step.map(str::to_owned).into_iter().chain(known.into_iter().flatten()).collect();
    // In very large text the client ID is told alone: a line of its own would take a question from the page.
    let short = cx.low() && cx.room.page.width < SHORT;
    let shown = if short { all.iter().filter(|fact| Some(*fact) != id.as_ref()).cloned().collect() } else { all.clone() };
    let facts = spoken(all.join(" · "), text::hint(shown.join(" · ")));
    let state = state.map(|(words, tone)| badge(words, tone));
    let name = headline(1, title.clone(), text::section(title));
    // In one line where lines are few, and they fit into one.
    let who: Element<'a, M> = match cx.low() {
        true => row![name, facts].spacing(space::S12).align_y(Alignment::Center).wrap().vertical_spacing(0.0).into(),
        false => column![name, facts].into(),
    };
    row![container(who).width(Length::Fill)].push(state).push(act).spacing(space::S12).align_y(Alignment::Center).into()
}

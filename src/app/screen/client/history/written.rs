//! A text of several lines that was changed, as History shows it: its lines stay lines, and which came and which went is said in words.

use super::Message;
use crate::app::Element;
use crate::app::theme::{Tone, space, text};
use crate::app::widget::{badge, fact, spoken};
use crate::domain::history::{Line, changed, lines};
use crate::domain::words::count;
use iced::widget::{Column, column, row};
use iced::{Alignment, Length};

/// So many lines that did not change are shown in a row; of more only how many there are.
const SAME: usize = 4;

/// Both texts as one, below what became of them.
pub fn written<'a>(label: &'static str, before: &str, after: &str) -> Element<'a, Message> {
    let lines = lines(before, after);
    let parts = lines.chunk_by(|a, b| matches!((a, b), (Line::Same(_), Line::Same(_))));
    let told = parts.flat_map(|part| match part {
        [Line::Same(_), ..] if part.len() > SAME => vec![text::hint(format!("{} as before", count(part.len(), "line"))).into()],
        part => part.iter().filter_map(line).collect(),
    });
    column![fact(label, changed(&lines)), Column::with_children(told).spacing(space::S4)].spacing(space::S4).into()
}

/// One line; none for a blank one that came or went.
fn line<'a>(line: &Line<'_>) -> Option<Element<'a, Message>> {
    let marked = |mark: &'static str, tone, words: &str| {
        let line = row![badge(mark, tone), text::body(words.to_owned()).width(Length::Fill)].spacing(space::S8).align_y(Alignment::Center);
        (!words.trim().is_empty()).then(|| spoken(format!("{mark}: {words}"), line))
    };
    match line {
        Line::Same(words) => Some(text::secondary((*words).to_owned()).into()),
        Line::Added(words) => marked("Added", Tone::Ok, words),
        Line::Removed(words) => marked("Removed", Tone::Neutral, words),
    }
}

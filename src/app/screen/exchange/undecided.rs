//! What both sides changed: each answer as it is here and as the HMIS has it, until the worker has chosen (R-IMP-7).

use super::Message;
use crate::app::Element;
use crate::app::action::Action;
use crate::app::context::Context;
use crate::app::screen::client::history::in_words;
use crate::app::theme::{space, text};
use crate::app::widget::badge::section;
use crate::app::widget::{button, card, spoken, subheading};
use crate::domain::merge::{Differing, Side, settle};
use crate::domain::naming::{Records, day_of};
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, FieldId, date, history};
use iced::Length;
use iced::widget::{column, row, space as gap};

/// So many are shown at once; when they are settled, the next follow.
const SHOWN: usize = 20;
/// The charts of so many clients are fetched at once.
const CLIENTS: usize = 50;

/// The charts in which something waits for a choice.
#[derive(Debug, Default)]
pub struct Undecided {
    charts: Vec<Chart>,
    open: Vec<Open>,
}

/// One answer that both sides changed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Open {
    /// Position of the chart.
    chart: usize,
    differing: Differing,
    column: u16,
}

impl Undecided {
    /// Fetches what waits, where anything does.
    pub fn load(cx: &Context<'_>) -> Action {
        let clients: Vec<_> =
            cx.directory.everybody().filter(|slip| slip.undecided > 0).take(CLIENTS).map(|slip| ClientId::new(slip.client)).collect();
        if clients.is_empty() { Action::None } else { Action::Load(clients) }
    }

    /// Takes up the charts as they are now.
    pub fn loaded(&mut self, charts: Vec<Chart>) {
        for chart in charts {
            match self.charts.iter_mut().find(|known| known.id() == chart.id()) {
                Some(known) => *known = chart,
                None => self.charts.push(chart),
            }
        }
        let charts = self.charts.iter().enumerate();
        let all = charts.flat_map(|(at, chart)| chart.theirs.iter().filter_map(Differing::read).map(move |differing| (at, differing)));
        self.open = all
            .flat_map(|(chart, differing)| {
                let columns: Vec<u16> = differing.open.iter().copied().collect();
                columns.into_iter().map(move |column| Open { chart, differing: differing.clone(), column })
            })
            .collect();
    }

    /// Settles one of them.
    pub fn choose(&self, at: usize, side: Side, cx: &Context<'_>) -> Action {
        let settled = self.open.get(at).and_then(|open| {
            let chart = self.charts.get(open.chart)?;
            settle(chart, &open.differing, &[open.column], side, &cx.stamp())
        });
        settled.map_or(Action::None, |commit| Action::Save(Box::new(commit)))
    }

    /// One card for each.
    pub fn view<'a>(&'a self, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let first = self.open.first().map(|_| {
            let answers = if self.open.len() == 1 { "1 answer".to_owned() } else { format!("{} answers", self.open.len()) };
            column![
                section(format!("Changed here and in the HMIS: {answers}")),
                text::secondary("Your answer stays until you choose. What you keep here, enter in the HMIS too."),
            ]
            .spacing(space::S4)
        })?;
        let cards = self.open.iter().enumerate().take(SHOWN).filter_map(|(at, open)| self.one(at, open, cx));
        let rest = self.open.len().saturating_sub(SHOWN);
        let more = (rest > 0).then(|| text::hint(format!("{} will follow.", count(rest, "more"))));
        Some(column![gap().height(space::S8), first].extend(cards).push(more).spacing(space::S12).width(Length::Fill).into())
    }

    fn one<'a>(&'a self, at: usize, open: &'a Open, cx: &Context<'a>) -> Option<Element<'a, Message>> {
        let chart = self.charts.get(open.chart)?;
        let field = FieldId { file: open.differing.file, column: open.column };
        let row = chart.rows().find(|row| row.file() == field.file && row.key() == open.differing.key)?;
        let here = row.get(field);
        let theirs = open.differing.cells.get(&open.column)?;
        let of = day_of(row).map(|on| format!(" of {}", date::show(on))).unwrap_or_default();
        let title = format!("{} · {}{of} · {}", cx.client_name(chart.id()), history::record(field.file), field.label());
        let records = Records::of(chart, cx.book());
        let side = |name: &'static str, value: &str| {
            let value = in_words(field, value, &records);
            let said = format!("{name}: {value}");
            let line = row![text::secondary(name).width(Length::FillPortion(1)), text::body(value).width(Length::FillPortion(5))];
            spoken(said, line.spacing(space::S16))
        };
        let choose = |name: &'static str, id: &'static str, side: Side| {
            let press = (!cx.read_only).then_some(Message::Choose(at, side));
            button(name)
                .called(format!("{name}: {title}"))
                .id(format!("{id}-{}-{}-{}", chart.id(), open.differing.key, open.column))
                .on_press_maybe(press)
        };
        Some(card(
            column![
                subheading(title.clone(), text::strong(title.clone())),
                side("Here", &here),
                side("In the HMIS", theirs.as_str()),
                row![choose("Keep what is here", "keep-here", Side::Here), choose("Take the HMIS's answer", "take-hmis", Side::Hmis)]
                    .spacing(space::S8)
                    .wrap(),
            ]
            .spacing(space::S8)
            .width(Length::Fill),
        ))
    }
}

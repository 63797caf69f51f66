//! Rows in columns: a table, at its greatest and in its states.

use super::{Gallery, Message, Specimens, specimen};
use crate::app::Element;
use crate::app::theme::{Tone, text};
use crate::app::widget::{Column, badge, card, cell, still, table};
use iced::widget::{column, container};
use iced::{Fill, Length};

/// Rows of the table to be tried: more than a desk will ever have.
const MANY: usize = 1_000_000;
/// Rows of the others.
const FEW: usize = 4;
/// Width of a table with all its columns, and height of each, px.
const WIDE: f32 = 948.0;
const HIGH: f32 = 500.0;

const FIRST: [&str; 7] = ["Ana", "Xeng", "Samira", "Deshawn", "Grace", "Leo", "Pa Houa"];
const LAST: [&str; 11] =
    ["Duarte", "Vang", "Haddad", "Carter-Lee", "O'Neill", "Herrera", "Xiong", "Abdi", "Johnson", "Featherstonehaugh", "Lindqvist"];
const STATES: [(&str, Tone); 3] = [("New", Tone::Neutral), ("Acknowledged", Tone::Ok), ("Late", Tone::Bad)];

/// Somebody who is invented from the number of the row.
fn name(at: usize) -> String {
    format!("{} {}", FIRST[at % FIRST.len()], LAST[at % LAST.len()])
}

/// A state that does not follow the order of the names.
fn state<'a>(at: usize) -> Element<'a, Message> {
    let (words, tone) = STATES[at / 2 % STATES.len()];
    badge(words, tone)
}

fn line<'a>(at: usize) -> Vec<Element<'a, Message>> {
    vec![cell(name(at)).strong().into(), cell(format!("Row {}", at + 1)).into(), cell(format!("{} days", at % 97)).into(), state(at)]
}

fn short_line<'a>(at: usize) -> Vec<Element<'a, Message>> {
    vec![cell(name(at)).strong().into(), cell((at + 1).to_string()).into()]
}

pub fn tables(gallery: &Gallery) -> Specimens<'_> {
    let columns = vec![
        Column::new("Client", Length::FillPortion(2)),
        Column::new("Number", Length::FillPortion(1)).sortable(),
        Column::new("Open", 96.0),
        Column::new("State", 140.0).sortable(),
    ];
    let at = gallery.value("table", "0").parse().ok();
    let many = table("table", "A million rows", columns, MANY, line)
        .selected(at)
        .sorted(1, false)
        .on_move(|at| Message::Set("table", at.to_string()))
        .on_sort(|_| Message::Pressed);
    let many = column![text::hint("Try it: a million rows"), container(card::sheet(many)).max_height(HIGH)].spacing(8).max_width(WIDE);
    let few = |id: &'static str, total| {
        let columns = vec![Column::new("Client", Fill), Column::new("Number", 72.0).right()];
        table(id, "Clients", columns, total, short_line)
    };
    vec![
        many.into(),
        specimen("Focused", card::sheet(still(few("", FEW).selected(Some(1)).on_move(|_| Message::Pressed), &[]))),
        specimen("Nothing chosen", card::sheet(few("table-none", FEW).on_move(|_| Message::Pressed))),
        specimen("To be read only", card::sheet(few("table-read", FEW))),
    ]
}

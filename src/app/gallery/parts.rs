//! The parts of the gallery, in the order of its menu; each shows a widget in its states.

mod choosing;
mod tabling;
mod telling;
mod typing;
mod working;

use super::{Gallery, Message};
use crate::app::Element;
use crate::app::theme::{space, text};
use crate::app::widget::{Opt, badge, card};
use crate::domain::FieldId;
use iced::advanced::widget::Id;
use iced::widget::{Column, Row, column, container};

/// Width of a specimen, px.
const SPECIMEN: f32 = 300.0;

/// What is shown of a widget.
type Specimens<'a> = Vec<Element<'a, Message>>;

/// A part: what it is called and for, and what it shows.
type Part = (&'static str, &'static str, fn(&Gallery) -> Specimens<'_>);

const PARTS: [Part; 16] = [
    ("Buttons", "Every pressable thing, from the primary action to a word in a text", working::buttons),
    ("Check boxes", "One thing that is so or is not", choosing::checks),
    ("Short choices", "One answer of a short list, all in sight", choosing::choices),
    ("Long choices", "One answer of a long list, folded into a line", choosing::selects),
    ("Lines of text", "Names, numbers, secrets", typing::inputs),
    ("Texts of several lines", "Notes; all of them stays in sight", typing::memos),
    ("Days", "Typed in many forms, or chosen from a month", typing::dates),
    ("Fields", "A control with its name, its help and what the rules say", typing::fields),
    ("Tabs", "Parts of a page in one row", working::tab_rows),
    ("Steps", "A guided workflow and how far it is", working::step_lists),
    ("Lists", "Rows of which one is chosen", working::lists),
    ("Tables", "As many rows as there are, of which those in sight are built", tabling::tables),
    ("Signs", "Badges and headings", telling::signs),
    ("Messages", "What is told in passing, and what stays until it is answered", telling::messages),
    ("Charts", "Values as bars and lines", telling::charts),
    ("Dialogs", "A question over the page", telling::dialogs),
];

/// The names of the parts.
pub const NAMES: [&str; PARTS.len()] = {
    let mut names = [""; PARTS.len()];
    let mut at = 0;
    while at < names.len() {
        names[at] = PARTS[at].0;
        at += 1;
    }
    names
};

/// The id of a part.
pub fn id(at: usize) -> Id {
    Id::from(format!("part-{at}"))
}

/// All of them.
pub fn all(gallery: &Gallery) -> Element<'_, Message> {
    let parts = PARTS.iter().enumerate().map(|(at, (name, about, specimens))| {
        let head = column![badge::section(*name), text::secondary(*about)].spacing(space::S4);
        let shown = Row::with_children(specimens(gallery)).spacing(space::S24).wrap().vertical_spacing(space::S24);
        container(card(column![head, shown].spacing(space::S20))).id(id(at)).into()
    });
    Column::with_children(parts).spacing(space::S24).into()
}

/// A widget under the name of its state.
fn specimen<'a>(state: &'a str, shown: impl Into<Element<'a, Message>>) -> Element<'a, Message> {
    column![text::hint(state), shown.into()].spacing(space::S8).width(SPECIMEN).into()
}

/// What a list of the HUD table offers.
fn offered(field: FieldId) -> Vec<Opt> {
    field.offered().map(|code| Opt::coded(code.code, code.label).aside(code.is_no_answer())).collect()
}

//! What is pressed and gone through: buttons, tabs, steps, lists.

use super::{Gallery, Message, Specimens, specimen};
use crate::app::Element;
use crate::app::icon::Icon;
use crate::app::theme::{Tone, container as boxes, space, text};
use crate::app::widget::{Kind, Progress, Step, badge, button, icon_button, list, steps, still, tabs};
use iced::widget::{Row, column, container, row};
use iced::{Alignment, Fill};

const KINDS: [(&str, Kind); 7] = [
    ("Primary", Kind::Primary),
    ("Plain", Kind::Plain),
    ("Quiet", Kind::Quiet),
    ("Danger", Kind::Danger),
    ("Link", Kind::Link),
    ("Chip", Kind::Chip),
    ("Nav", Kind::Nav),
];

fn kinds<'a>(make: impl Fn(&'static str, Kind) -> Element<'a, Message>) -> Element<'a, Message> {
    Row::with_children(KINDS.map(|(name, kind)| make(name, kind))).spacing(space::S12).align_y(Alignment::Center).wrap().into()
}

pub fn buttons(_: &Gallery) -> Specimens<'_> {
    let pressed = || Message::Pressed;
    let long = button("Save, and tell the referring organization why").icon(Icon::Save);
    vec![
        specimen("Normal", kinds(|name, kind| button(name).id(format!("b-{name}")).kind(kind).on_press(pressed()).into())),
        specimen(
            "With an icon and a shortcut",
            kinds(|name, kind| button(name).id(format!("bi-{name}")).kind(kind).icon(Icon::Save).hint("Ctrl+S").on_press(pressed()).into()),
        ),
        specimen("Focused", kinds(|name, kind| still(button(name).kind(kind).on_press(pressed()), &[]))),
        specimen("Disabled", kinds(|name, kind| button(name).kind(kind).icon(Icon::Save).into())),
        specimen("Chosen", kinds(|name, kind| button(name).id(format!("bs-{name}")).kind(kind).selected(true).on_press(pressed()).into())),
        specimen(
            "Icon alone: normal, focused, disabled",
            row![
                icon_button(Icon::Edit, "Edit").id("b-edit").on_press(pressed()),
                still(icon_button(Icon::Edit, "Edit").on_press(pressed()), &[]),
                icon_button(Icon::Edit, "Edit"),
            ]
            .spacing(space::S12),
        ),
        specimen("Long words", long.id("b-long").on_press(pressed())),
    ]
}

pub fn tab_rows(gallery: &Gallery) -> Specimens<'_> {
    let parts = ["Summary", "Referrals", "Clients"];
    let long = ["Summary", "Referrals to us", "Clients", "Programs and organizations", "Clocks"];
    let chosen = gallery.value("tabs", "0").parse().ok();
    vec![
        specimen("Try it", tabs("tabs", "Parts", parts, chosen).on_choose(|at| Message::Set("tabs", at.to_string()))),
        specimen("Focused", still(tabs("", "Parts", parts, Some(1)).on_choose(|_| Message::Pressed), &[])),
        specimen("Disabled", tabs("tabs-off", "Parts", parts, Some(0))),
        specimen("More than fit in a line", tabs("tabs-long", "Parts", long, Some(1)).on_choose(|_| Message::Pressed)),
    ]
}

pub fn step_lists(gallery: &Gallery) -> Specimens<'_> {
    let all = |current: usize| -> Vec<Step> {
        let steps = [
            ("Family Members", Progress::Done),
            ("Program Enrollment", Progress::Findings),
            ("Universal Data: Wolfeschlegelsteinhausen, Maria Alejandra", Progress::ToDo),
            ("Income", Progress::Open),
            ("Finish", Progress::ToDo),
        ];
        let step = |(at, (label, state)): (usize, (&str, Progress))| Step {
            label: label.to_owned(),
            state: if at == current { Progress::Current } else { state },
            inset: false,
        };
        steps.into_iter().enumerate().map(step).collect()
    };
    let at = gallery.value("steps", "2").parse().unwrap_or(0);
    vec![
        specimen("Try it", steps("steps", all(at)).on_choose(|at| Message::Set("steps", at.to_string()))),
        specimen("Focused", still(steps("", all(2)).on_choose(|_| Message::Pressed), &[])),
        specimen("Disabled", steps("steps-off", all(0))),
    ]
}

fn people<'a>(own: &str) -> Vec<Element<'a, Message>> {
    let people = [
        ("Ana Duarte", "acknowledge by Thu", Tone::Neutral, "New"),
        ("Marisol Herrera-Featherstonehaugh", "9 days open, 2 over", Tone::Warn, "Review"),
        ("Grace O'Neill", "21 days open", Tone::Bad, "Late"),
    ];
    let row = |(who, clock, tone, state): (&'static str, &'static str, Tone, &'static str)| {
        let words = column![text::strong(who), text::secondary(clock)].width(Fill);
        let edit = icon_button(Icon::Edit, format!("Edit {who}")).id(format!("{own}-edit-{who}")).on_press(Message::Pressed);
        row![words, badge(state, tone), edit].spacing(space::S8).align_y(Alignment::Center).into()
    };
    people.map(row).into()
}

pub fn lists(gallery: &Gallery) -> Specimens<'_> {
    let framed = |list: Element<'static, Message>| container(list).padding(1).style(boxes::card);
    let of = |id: &'static str, chosen| list(id, "Clients", people(id), chosen).on_move(|_| Message::Pressed);
    let at = gallery.value("list", "1").parse().ok();
    vec![
        specimen("Try it", framed(of("list", at).on_move(|at| Message::Set("list", at.to_string())).into())),
        specimen("Focused", framed(still(of("", Some(1)), &[]))),
        specimen("Nothing chosen", framed(of("list-none", None).into())),
        specimen("To be read only", framed(list("list-read", "Clients", people("list-read"), None).into())),
    ]
}

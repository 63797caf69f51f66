//! What is chosen: boxes to tick, short choices, long choices.

use super::{Gallery, Message, Specimens, offered, specimen};
use crate::app::theme::space;
use crate::app::widget::{Control as _, Opt, check, choice, field, select, still, ticks};
use crate::domain::at;
use crate::domain::finding::Severity;
use iced::keyboard::Key;
use iced::keyboard::key::Named;
use iced::widget::{column, container};

const LONG: &str = "The client agrees that what is written here may be shared with every housing program of the Continuum of Care";

pub fn checks(gallery: &Gallery) -> Specimens<'_> {
    let on = gallery.value("check", "true") == "true";
    let sources = ["Earned Income", "Unemployment Insurance", "Supplemental Security Income (SSI)"].map(|label| {
        let set = move |on: bool| Message::Set(label, on.to_string());
        check(format!("check-{label}"), label, gallery.value(label, "false") == "true").on_toggle(set).into()
    });
    vec![
        specimen("Try it", check("check", "Consent on file", on).on_toggle(|on| Message::Set("check", on.to_string()))),
        specimen("Not ticked", check("check-off", "Consent on file", false).on_toggle(|_| Message::Pressed)),
        specimen("Focused", still(check("", "Consent on file", true).on_toggle(|_| Message::Pressed), &[])),
        specimen("Disabled", check("check-no", "Consent on file", true)),
        specimen("Disabled, not ticked", check("check-not", "Consent on file", false)),
        specimen("A list of them", ticks(column(sources).spacing(space::S8))),
        specimen("Long words", check("check-long", LONG, true).on_toggle(|_| Message::Pressed)),
    ]
}

pub fn choices(gallery: &Gallery) -> Specimens<'_> {
    let veteran = |id: &'static str, held: &str| choice(id, "Veteran", offered(at::client::VETERAN_STATUS), Some(held.to_owned()));
    let pressed = |_| Message::Pressed;
    let programs = vec![
        Opt::plain("a", "Rapid Re-Housing").detail("Opened Nov 2; four places free"),
        Opt::plain("b", "Permanent supportive housing for families, scattered sites").detail("No place free"),
    ];
    vec![
        specimen("Try it", veteran("choice", &gallery.value("choice", "1")).on_choose(|v| Message::Set("choice", v.unwrap_or_default()))),
        specimen("Focused", still(veteran("", "8").on_choose(pressed), &[])),
        specimen("Disabled", veteran("choice-off", "8")),
        specimen(
            "Invalid, with a finding",
            field("Veteran Status", veteran("choice-bad", "").on_choose(pressed).invalid(true))
                .findings(vec![(Severity::Stop, "Choose an answer.".to_owned())]),
        ),
        specimen("With more words", choice("choice-more", "Program", programs, Some("b".to_owned())).on_choose(pressed)),
        specimen("In a narrow space", container(veteran("choice-narrow", "8").on_choose(pressed)).width(140)),
    ]
}

pub fn selects(gallery: &Gallery) -> Specimens<'_> {
    const OPEN: &[Key] = &[Key::Named(Named::Enter)];
    let situations = || offered(at::enrollment::LIVING_SITUATION);
    let longest = situations().into_iter().max_by_key(|option| option.label.chars().count()).map(|option| option.value);
    let of = |id: &'static str, chosen: Option<String>| select(id, "Place", situations(), chosen);
    let pressed = |_| Message::Pressed;
    let held = Some(gallery.value("select", "")).filter(|value| !value.is_empty());
    let programs = (1..=12).map(|n| Opt::plain(n.to_string(), format!("Hope Harbor {n}")).detail("Permanent supportive housing, families"));
    let program = select("", "Program", programs.collect(), Some("3".to_owned()));
    vec![
        specimen("Try it", of("select", held).on_choose(|v| Message::Set("select", v.unwrap_or_default()))),
        specimen("Long words", of("select-long", longest.clone()).on_choose(pressed)),
        specimen("Focused", still(of("", longest.clone()).on_choose(pressed), &[])),
        specimen("Open", still(of("", longest.clone()).on_choose(pressed), OPEN)),
        specimen("Open, with more words", still(program.on_choose(pressed), OPEN)),
        specimen("Disabled", of("select-off", longest)),
        specimen(
            "Invalid, with a finding",
            field("Prior Living Situation", of("select-bad", None).on_choose(pressed).invalid(true))
                .findings(vec![(Severity::Stop, "Choose where they stayed.".to_owned())]),
        ),
    ]
}

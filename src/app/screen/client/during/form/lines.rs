//! The lines of a record in its form: questions and results of an assessment.

use super::Open;
use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Asked, Form, member_id};
use crate::app::icon::Icon;
use crate::app::screen::client::during::Message;
use crate::app::theme::{space, text};
use crate::app::widget::{button, group, icon_button, subheading};
use crate::domain::occasion::{Kind, Told};
use crate::domain::{File, Finding, Packed};
use iced::widget::{column, row};
use iced::{Alignment, Length};

/// A line of the record: as it is kept, and as it is typed.
pub(super) struct Line {
    pub(super) base: Packed,
    pub(super) form: Form,
}

impl Line {
    pub(super) fn of(kind: &Kind, base: Packed) -> Self {
        let fields = kind.lines.iter().find(|lines| base.file() == Some(lines.file)).map(|lines| lines.fields).unwrap_or_default();
        Self { form: Form::of(&[&base], fields.iter().copied()), base }
    }
}

impl Open {
    /// The lines of one sort, and the way to one more.
    pub(super) fn lines_of<'a>(&'a self, sort: usize, found: &[Told], cx: &Context<'a>) -> Element<'a, Message> {
        let Some(lines) = self.kind.lines.get(sort) else { return column![].into() };
        let all = format!("{}s", lines.name);
        let mut part = column![subheading(all.clone(), text::strong(all))].spacing(space::S12);
        let mine = self.lines.iter().enumerate().filter(|(_, line)| self.sort(line) == sort);
        for (nth, (at, line)) in mine.enumerate() {
            let of_line: Vec<Finding> = found.iter().filter(|told| told.line == Some(at)).map(|told| told.finding.clone()).collect();
            let name = format!("{} {}", lines.name, nth + 1);
            let away = icon_button(Icon::Close, format!("Take {} {} away", lines.name.to_lowercase(), nth + 1));
            let title =
                row![text::secondary(name.clone()).width(Length::Fill), away.id(format!("drop-{at}")).on_press(Message::DropLine(at))];
            let mut fields = column![title.align_y(Alignment::Center)].spacing(space::S8);
            for field in lines.fields {
                let asked = Asked {
                    id: member_id(at, *field),
                    label: field.label(),
                    field: *field,
                    text: line.form.text(*field).to_owned(),
                    options: Vec::new(),
                    findings: line.form.findings(*field, &of_line),
                    today: cx.today(),
                    hidden: cx.hides(*field),
                    proposed: false,
                    passed: false,
                    again: false,
                    explain: cx.desk.guide,
                    program: cx.program,
                };
                fields = fields.push(form::control(asked, move |edit| Message::Edit(Some(at), edit)));
            }
            part = part.push(group(name, fields));
        }
        let add = button(format!("Add {}", lines.name)).id(add_id(sort)).icon(Icon::Plus).on_press(Message::AddLine(sort));
        part.push(add).into()
    }
}

/// The id of the button that adds a line of a sort.
pub(super) fn add_id(sort: usize) -> String {
    format!("add-line-{sort}")
}

/// A line by its file and its key.
pub(super) fn named(line: &Packed) -> (String, String) {
    (line.file().map(|file| file.info().name).unwrap_or_default().to_owned(), line.key().to_owned())
}

pub(super) fn blank(file: File) -> Packed {
    Packed::new(file, [] as [(u16, &str); 0])
}

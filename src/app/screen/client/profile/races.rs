//! Race and ethnicity in a form: one list of boxes, of which the reasons for no answer and the answers take each other away.

use crate::app::Element;
use crate::app::context::Context;
use crate::app::form::{self, Edit, Form, answer_id};
use crate::app::shortcut;
use crate::app::theme::space;
use crate::app::widget::{check, field, group, ticks};
use crate::domain::client::race;
use crate::domain::entry::Entry;
use crate::domain::hud::YesNo;
use crate::domain::{FieldId, Finding, Value, at};
use iced::widget::{column, row};
use std::borrow::Cow;

/// The number in the id of a box that is none of HUD's answers; no answer has it that a reason has.
const KEPT: u32 = 0;

/// The controls of a client's row, in order: that question as one, each other field as its kind has it.
pub fn controls<'a, M: Clone + 'a>(
    form: &'a Form,
    fields: Vec<FieldId>,
    findings: &[Finding],
    cx: &Context<'_>,
    on: fn(Edit) -> M,
) -> Vec<Element<'a, M>> {
    let first = race::answers().next();
    let fields = fields.into_iter().filter(|field| !race::is_part(*field) || Some(*field) == first);
    fields.map(|field| if race::is_part(field) { list(form, findings, on) } else { form.control(field, findings, cx, on) }).collect()
}

/// As [`Form::edit`]; what an answer on race and ethnicity rules out goes with it.
pub fn edit(form: &mut Form, edit: Edit) -> bool {
    if let Edit::Set(field, answer) = &edit {
        for other in race::ruled_out(*field, answer) {
            let unchecked = unchecked(form, other);
            form.propose(other, &unchecked);
        }
    }
    form.edit(edit)
}

/// What stands in a field whose box is not checked: a no that is saved, else nothing.
fn unchecked(form: &Form, field: FieldId) -> String {
    let no = Value::Known(YesNo::No).text();
    if race::answers().any(|answer| answer == field) && form.saved(field) == no { no } else { String::new() }
}

fn list<'a, M: Clone + 'a>(form: &'a Form, all: &[Finding], on: fn(Edit) -> M) -> Element<'a, M> {
    let tick = |id: String, field: FieldId, answer: String, label: Cow<'static, str>| {
        let unchecked = unchecked(form, field);
        let checked = form.text(field) == answer;
        let set = move |checked: bool| on(Edit::Set(field, if checked { answer.clone() } else { unchecked.clone() }));
        check(id, label, checked).on_toggle(set).into()
    };
    let answers = race::answers().map(|field| tick(form::id(field), field, Value::Known(YesNo::Yes).text(), field.label().into()));
    let none = at::client::RACE_NONE;
    let reasons = race::reasons().enumerate().map(|(nth, reason)| {
        // What leads to the field leads to the first of its answers.
        let id = if nth == 0 { form::id(none) } else { answer_id(none, reason.code) };
        tick(id, none, reason.code.to_string(), reason.label.into())
    });
    // What is no answer is one box more, as long as it stands here or is saved: taking it away corrects it, and can be taken back.
    let kept = |field: FieldId| {
        let odd = [form.text(field), form.saved(field)].into_iter().find(|cell| race::is_odd(field, cell))?.to_owned();
        let words = format!("{} (kept as it came)", race::cell_in_words(field, &odd));
        Some(tick(answer_id(field, KEPT), field, odd, words.into()))
    };
    let answers = answers.chain(race::answers().filter_map(kept));
    let reasons = reasons.chain(kept(none));
    let boxes = column![column(answers), row(reasons).spacing(space::S16).wrap()].spacing(space::S8);
    let findings = race::answers().chain([none]).flat_map(|field| form.findings(field, all)).collect();
    field(race::name(), group(race::name(), ticks(boxes)))
        .help(Some("Check all that apply, or why there is no answer."))
        .hint(shortcut::BOXES)
        .on_help(on(Edit::Help(none)))
        .findings(findings)
        .into()
}

//! The control of a field, by its type, with its name, its help and its findings; and the keys that it understands.

use super::Edit;
use crate::app::Element;
use crate::app::shortcut::Place;
use crate::app::widget::field::Field;
use crate::app::widget::input::Mask;
use crate::app::widget::{self, Control as _, Opt, choice, date, input, select};
use crate::domain::hud::ProjectType;
use crate::domain::{Day, FieldId, Kind, Severity, ask, at};

/// Up to so many options stand open; more are folded into a list.
const SHORT: usize = 8;

/// Width of a field for a number or an amount, px: as wide as a date.
const NUMBER: f32 = 140.0;

/// A field to be drawn: which, what stands in it, what may be chosen, what the rules say.
pub struct Asked {
    /// The id of its control.
    pub id: String,
    /// What it is called.
    pub label: &'static str,
    /// Which.
    pub field: FieldId,
    /// What stands in it, as it is shown.
    pub text: String,
    /// What may be chosen; none for a field that is typed.
    pub options: Vec<Opt>,
    /// What to say below it.
    pub findings: Vec<(Severity, String)>,
    /// The day of work, for days that are typed.
    pub today: Day,
    /// True where what stands in it is shown to nobody who looks over the shoulder.
    pub hidden: bool,
    /// True where what stands in it is a proposal.
    pub proposed: bool,
    /// True where Enter passes it.
    pub passed: bool,
    /// True where the same field stands above it on the page: what must be known before it is asked was said there.
    pub again: bool,
    /// True where a line under its name says what it means: for who works with the guide.
    pub explain: bool,
    /// The type of the program that it is asked in, where one is known: some mean something else in each.
    pub program: Option<ProjectType>,
}

/// A field with its label, its control by its type, its help and its findings.
pub fn control<'a, M: Clone + 'a>(asked: Asked, on: impl Fn(Edit) -> M + Copy + 'a) -> Element<'a, M> {
    let Asked { id, label, field, text, options, mut findings, today, hidden, proposed, passed, again, explain, program } = asked;
    // An answer that is none is an answer: what follows from it is said wherever it stands, unless a rule says more.
    if findings.is_empty() && ask::is_uncollected(field, &text) {
        findings.push((Severity::Note, ask::UNCOLLECTED.to_owned()));
    }
    let invalid = findings.iter().any(|(severity, _)| *severity == Severity::Stop);
    let set = move |text: String| on(Edit::Set(field, text));
    let pick = move |value: Option<String>| on(Edit::Set(field, value.unwrap_or_default()));
    let chosen = (!text.is_empty()).then(|| text.clone());
    let left = on(Edit::Left(field));
    let about = findings.first().map(|(_, words)| words.clone()).unwrap_or_default();
    let drawn: Element<'a, M> = match field.info().kind {
        Kind::Day => {
            let day = date(id, label, text, today).on_input(set).on_blur(left).masked(hidden);
            day.proposed(proposed).passed(passed).invalid(invalid).description(about).into()
        }
        _ if field.is_coded() && options.len() <= SHORT => {
            choice(id, label, options, chosen).on_choose(pick).passed(passed).invalid(invalid).description(about).into()
        }
        _ if !options.is_empty() => {
            select(id, label, options, chosen).on_choose(pick).passed(passed).invalid(invalid).description(about).into()
        }
        kind => {
            let line = input(id, label, text)
                .on_input(set)
                .on_blur(left)
                .masked(hidden)
                .proposed(proposed)
                .passed(passed)
                .invalid(invalid)
                .description(about);
            match kind {
                _ if field == at::client::SSN => line.mask(Mask::Ssn).into(),
                Kind::Text(limit) => line.limit(limit).into(),
                Kind::Money | Kind::Number => line.width(NUMBER).into(),
                _ => line.into(),
            }
        }
    };
    let named = widget::field(label, drawn).findings(findings);
    // All that is known of the field stands on its page, one key or one click away.
    let paged = field.info().page.is_some();
    let named = told(named, field, program, explain || !paged);
    let named = if again { named.warns(None) } else { named };
    if paged { named.on_help(on(Edit::Help(field))).into() } else { named.into() }
}

/// What stands below the name of a field: what it means, to who wants it explained, and what is said to everybody.
pub fn told<'a, M>(named: Field<'a, M>, field: FieldId, program: Option<ProjectType>, explain: bool) -> Field<'a, M> {
    let some = |words: &'static str| (!words.is_empty()).then_some(words);
    named.help(some(field.help(program)).filter(|_| explain)).warns(some(field.info().warns))
}

/// Which keys the control of a field understands.
pub fn keys(field: FieldId) -> Place {
    match field.info().kind {
        Kind::Day => Place::Date,
        Kind::Code(_) if field.offered().count() > SHORT => Place::LongList,
        _ if field == at::services::TYPE_PROVIDED => Place::LongList,
        _ if field.is_coded() => Place::Answer,
        Kind::Id => Place::LongList,
        _ if matches!(field, at::event::LOCATION_CRISIS_OR_PH_HOUSING | at::enrollment::ENROLLMENT_COC) => Place::LongList,
        _ if !field.info().texts.is_empty() => Place::LongList,
        _ if field == at::case_note::NOTE => Place::Memo,
        _ => Place::Text,
    }
}

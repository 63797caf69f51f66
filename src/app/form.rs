//! The form engine: raw text apart from values, findings where they belong, the right control for each field of the table.
//!
//! A form is a set of fields with what stands in them. What the user types is never refused or lost: text that is no value goes
//! into the row as an odd cell, and the rules say so. Used by every screen that edits a record.

mod control;

use super::Element;
use super::context::Context;
use super::widget::Opt;
use crate::domain::ask::{Question, Slot};
use crate::domain::client::RARE;
use crate::domain::code::ListedCode;
use crate::domain::entry::Scalar;
use crate::domain::{Code, Day, FieldId, File, Finding, Kind, Money, Row, Severity, Text, at, date as days};
pub use control::{Asked, control, keys, told};
use std::collections::{BTreeMap, BTreeSet};

/// What the user did to a field.
#[derive(Clone, PartialEq)]
pub enum Edit {
    /// Typed or chose this text; for codes and ids their own text.
    Set(FieldId, String),
    /// Left the field.
    Left(FieldId),
    /// Wants to read what the field means.
    Help(FieldId),
}

impl std::fmt::Debug for Edit {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Set(field, _) => write!(f, "Set({field:?})"),
            Self::Left(field) => write!(f, "Left({field:?})"),
            Self::Help(field) => write!(f, "Help({field:?})"),
        }
    }
}

/// The fields of a record being edited.
#[derive(Clone, Default, PartialEq)]
pub struct Form {
    texts: BTreeMap<FieldId, String>,
    saved: BTreeMap<FieldId, String>,
    touched: BTreeSet<FieldId>,
    asked: bool,
    /// The day that is being typed: until it is left nothing is said about a part of it.
    typing: Option<FieldId>,
    /// The days that were half typed when the form was left, and are taken up so: until they are left again they are no mistake.
    halves: BTreeSet<FieldId>,
    /// What the form itself entered last, to be typed over.
    proposed: Option<FieldId>,
    /// What the form itself answered and nobody has touched: Enter passes it.
    settled: BTreeSet<FieldId>,
    /// What somebody answered where the form had answered itself: it is theirs, also where it is what was saved.
    overruled: BTreeSet<FieldId>,
}

impl std::fmt::Debug for Form {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Form({} fields)", self.texts.len())
    }
}

impl Form {
    /// A form with these fields, filled from the rows that hold them.
    pub fn of(rows: &[&dyn Row], fields: impl IntoIterator<Item = FieldId>) -> Self {
        let texts: BTreeMap<FieldId, String> = fields
            .into_iter()
            .map(|field| {
                let cell = rows.iter().find(|r| r.file() == field.file).map(|r| r.get(field)).unwrap_or_default();
                (field, shown(field, &cell))
            })
            .collect();
        Self { saved: texts.clone(), texts, ..Self::default() }
    }

    /// What stands in a field, as it is shown.
    pub fn text(&self, field: FieldId) -> &str {
        self.texts.get(&field).map_or("", String::as_str)
    }

    /// What is saved of a field, as it is shown.
    pub fn saved(&self, field: FieldId) -> &str {
        self.saved.get(&field).map_or("", String::as_str)
    }

    /// Takes an edit; true where an answer is made and something differs from what was saved, so that a draft is due.
    pub fn edit(&mut self, edit: Edit) -> bool {
        if let Edit::Set(field, _) | Edit::Left(field) = &edit {
            self.halves.remove(field);
        }
        match edit {
            // A choice is made at once; text is in the making until the field is left.
            Edit::Set(field, text) => {
                self.typing = matches!(field.info().kind, Kind::Day).then_some(field);
                self.proposed.take_if(|proposed| *proposed == field);
                if self.settled.remove(&field) {
                    self.overruled.insert(field);
                }
                self.texts.insert(field, text);
                let made = field.is_coded() || matches!(field.info().kind, Kind::Id);
                if made {
                    self.touched.insert(field);
                }
                made && self.changed()
            }
            Edit::Left(field) => {
                self.typing = None;
                self.touched.insert(field);
                self.changed()
            }
            Edit::Help(_) => false,
        }
    }

    /// Sets a field for the user, as a proposal.
    pub fn propose(&mut self, field: FieldId, cell: &str) {
        self.texts.insert(field, shown(field, cell));
    }

    /// The same with what follows from other answers, so that nobody need stop there.
    pub fn settle_on(&mut self, field: FieldId, cell: &str) {
        self.propose(field, cell);
        self.touched.remove(&field);
        self.settled.insert(field);
    }

    /// The same with what is there to be typed over, until somebody enters something or was there: beside a day it is said that it is a
    /// proposal, a name is marked by a click into it.
    pub fn propose_openly(&mut self, field: FieldId, cell: &str) {
        self.propose(field, cell);
        self.proposed = Some(field);
    }

    /// True where what stands there is a proposal to be typed over, that nobody has touched.
    fn is_proposed(&self, field: FieldId) -> bool {
        self.proposed == Some(field) && !self.is_touched(field) && self.differs(field) && !self.text(field).is_empty()
    }

    /// True where the user answered this field, or left it.
    pub fn is_touched(&self, field: FieldId) -> bool {
        self.touched.contains(&field)
    }

    /// True where this field differs from what was saved.
    pub fn differs(&self, field: FieldId) -> bool {
        self.texts.get(&field) != self.saved.get(&field)
    }

    /// Takes a proposal back: the field holds what was saved.
    pub fn restore(&mut self, field: FieldId) {
        self.settled.remove(&field);
        self.texts.insert(field, self.saved.get(&field).cloned().unwrap_or_default());
    }

    /// True where something differs from what was saved.
    pub fn changed(&self) -> bool {
        self.texts != self.saved
    }

    /// What stands in the form is what is saved now.
    pub fn settle(&mut self) {
        self.saved = self.texts.clone();
        self.forget();
    }

    /// Back to what was saved.
    pub fn undo(&mut self) {
        self.texts = self.saved.clone();
        self.forget();
    }

    fn forget(&mut self) {
        self.touched.clear();
        self.settled.clear();
        self.overruled.clear();
        self.halves.clear();
        self.asked = false;
    }

    /// Save was tried: from now on every finding shows, also under fields that nobody visited.
    pub fn show_all(&mut self) {
        self.typing = None;
        self.halves.clear();
        self.asked = true;
    }

    /// Puts what stands in the form into a row. Days are read in the forms that people type.
    pub fn fill(&self, row: &mut dyn Row, today: Day) {
        let file = row.file();
        for (field, text) in self.texts.iter().filter(|(field, _)| field.file == file) {
            row.put(*field, &cell(*field, text, today));
        }
    }

    /// The raw texts that differ from what is saved, for a draft. What the user left alone is not in it, so that taking it up again
    /// never turns back what an import changed meanwhile; nor is what the form answers itself, so that what is in it is an answer of theirs.
    pub fn draft(&self) -> Text {
        let theirs = |field: &FieldId| self.overruled.contains(field) || (self.differs(*field) && !self.settled.contains(field));
        let kept = self.texts.iter().filter(|(field, _)| theirs(field));
        let texts: Vec<(String, &String)> = kept.map(|(field, text)| (id(*field), text)).collect();
        Text::new(serde_json::to_string(&texts).unwrap_or_default())
    }

    /// Takes up a draft; names that this form does not have are left alone.
    pub fn resume(&mut self, draft: &Text) {
        let kept: Vec<(String, String)> = serde_json::from_str(draft.as_str()).unwrap_or_default();
        for (field, text) in &mut self.texts {
            if let Some((_, kept)) = kept.iter().find(|(name, _)| *name == id(*field)) {
                if text == kept {
                    self.overruled.insert(*field);
                }
                text.clone_from(kept);
                self.touched.insert(*field);
                if is_half(*field, kept) {
                    self.halves.insert(*field);
                }
            }
        }
    }

    /// The findings to show under a field: all once a save was tried or the field was visited; before that only about what is there, and
    /// of a day that is being typed nothing before it is whole.
    pub fn findings(&self, field: FieldId, all: &[Finding]) -> Vec<(Severity, String)> {
        let partial = self.typing == Some(field) && !days::is_whole(self.text(field));
        let open = !partial && (self.asked || self.touched.contains(&field) || !self.text(field).is_empty());
        let said = all.iter().filter(|f| open && f.field == field).map(|f| (f.severity, f.words.clone()));
        if self.halves.contains(&field) { said.take(1).map(|_| half_typed(self.text(field))).collect() } else { said.collect() }
    }

    /// The control for a field, by its type: a day, a short list, a long list, text.
    pub fn control<'a, M: Clone + 'a>(&'a self, field: FieldId, all: &[Finding], cx: &Context<'_>, on: fn(Edit) -> M) -> Element<'a, M> {
        self.control_of(field, offered(field, self.text(field)), None, all, cx, on)
    }

    /// The control for a field whose choices the screen knows: programs, enrollments; where there are none, `why`.
    pub fn control_of<'a, M: Clone + 'a>(
        &'a self,
        field: FieldId,
        options: Vec<Opt>,
        why: Option<&'static str>,
        all: &[Finding],
        cx: &Context<'_>,
        on: fn(Edit) -> M,
    ) -> Element<'a, M> {
        let said = self.findings(field, all).into_iter().chain(why.map(|why| (Severity::Note, why.to_owned())));
        control(
            Asked {
                id: id(field),
                label: field.label(),
                field,
                text: self.text(field).to_owned(),
                options,
                findings: said.collect(),
                today: cx.today(),
                hidden: cx.hides(field),
                proposed: self.is_proposed(field),
                passed: self.settled.contains(&field) || (RARE.contains(&field) && self.text(field).is_empty()),
                again: false,
                explain: cx.desk.guide,
                program: cx.program,
            },
            on,
        )
    }
}

/// True for the beginning of a day, as it was typed: nothing that is read as one yet, nor a whole one that does not exist.
pub fn is_half(field: FieldId, text: &str) -> bool {
    // Which day `112626` or `+3` is hangs on today; that they are days does not.
    let is_day = || days::typed(text, Day::default()).is_some();
    matches!(field.info().kind, Kind::Day) && !text.is_empty() && !days::is_whole(text) && !is_day()
}

/// What is said of a day that was half typed when its form was left: `Half typed. Add the year, as in 5/6/2026.`
pub fn half_typed(text: &str) -> (Severity, String) {
    (Severity::Note, format!("Half typed. {}.", days::instead(text)))
}

/// The codes that may be chosen for a field now. A value that is not among them (retired, or in no list at all) stays visible and
/// chosen, marked as kept.
pub fn offered(field: FieldId, text: &str) -> Vec<Opt> {
    // A label that begins with a number says what is meant; HUD's numbers (101 for one month, 8 for who does not know) would stand in its way.
    let counts = field.offered().any(|c| is_number(c.label));
    let told = field.info().page.as_ref().map_or(&[][..], |page| page.answers);
    let option = |c: &ListedCode| {
        // Who lives on the street is looked for by that word, and not by HUD's.
        let also = told.iter().find(|(code, _)| *code == c.code).map_or("", |(_, words)| *words);
        let option = Opt { label: field.says(c.label), ..coded(c).also(also) };
        if counts { option.quiet() } else { option }
    };
    let texts = field.info().texts.iter().map(|(code, label)| Opt::plain(*code, *label));
    let mut options: Vec<Opt> = field.offered().map(option).chain(texts).collect();
    if !options.is_empty() && !text.is_empty() && !options.iter().any(|o| o.value == text) {
        options.push(Opt::plain(text, format!("{} (kept as it came)", field.in_words(text))));
    }
    options
}

/// The codes that may be chosen for a question now.
pub fn choices(question: Question, text: &str) -> Vec<Opt> {
    if question.field != at::disabilities::DISABILITY_RESPONSE {
        return offered(question.field, text);
    }
    of_codes(&question.offered(), text)
}

/// The codes of a list that depends on another answer. A value that is not in it stays visible and chosen.
pub fn of_codes(codes: &[&ListedCode], text: &str) -> Vec<Opt> {
    let mut options: Vec<Opt> = codes.iter().copied().map(coded).collect();
    if !text.is_empty() && !options.iter().any(|o| o.value == text) {
        options.push(Opt::plain(text, format!("{text} (kept as it came)")));
    }
    options
}

fn coded(listed: &ListedCode) -> Opt {
    Opt::coded(listed.code, listed.label).aside(listed.is_no_answer())
}

fn is_number(label: &str) -> bool {
    label.parse::<u32>().is_ok()
}

/// The id of a field's control.
pub fn id(field: FieldId) -> String {
    format!("{field:?}")
}

/// The id of a field's control where several people have one: members of a household, counted from 0.
pub fn member_id(member: usize, field: FieldId) -> String {
    format!("{}-{member}", id(field))
}

/// The id of one of several boxes that answer the same field, by HUD's number.
pub fn answer_id(field: FieldId, code: u32) -> String {
    format!("{}-{code}", id(field))
}

/// The id of a question's control. Disabilities have the same fields in a row each.
pub fn question_id(member: usize, question: Question) -> String {
    match question.slot {
        Slot::Disability(kind) => format!("{}.{}-{member}", id(question.field), kind.code()),
        _ => member_id(member, question.field),
    }
}

/// The field whose control has this id, made by [`id`], [`member_id`], [`answer_id`] or [`question_id`].
pub fn field_of(id: &str) -> Option<FieldId> {
    let (file, column) = id.split_once('.')?;
    let column = match column.split_once('-') {
        Some((column, member)) if member.chars().all(|c| c.is_ascii_digit()) => column,
        _ => column,
    };
    let column = match column.split_once('.') {
        Some((column, kind)) if kind.chars().all(|c| c.is_ascii_digit()) => column,
        _ => column,
    };
    let file = File::from_name(file)?;
    let column = u16::try_from(file.column(column)?).ok()?;
    Some(FieldId { file, column })
}

/// A cell as the form shows it.
pub fn shown(field: FieldId, cell: &str) -> String {
    match field.info().kind {
        Kind::Day => days::us(cell),
        _ => cell.to_owned(),
    }
}

/// What the user typed as the cell keeps it. Text that is no value is kept as it was typed.
pub fn cell(field: FieldId, text: &str, today: Day) -> String {
    match field.info().kind {
        Kind::Day => days::typed(text, today).map_or_else(|| text.trim().to_owned(), Scalar::write),
        Kind::Money => Money::typed(text).map_or_else(|| text.trim().to_owned(), Scalar::write),
        _ => text.trim().to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Value;
    use crate::domain::hud::Event;

    fn today() -> Day {
        Day::from_ymd_opt(2026, 11, 22).unwrap()
    }

    #[test]
    fn where_somebody_lives_is_found_by_the_word_that_people_say() {
        for field in [at::enrollment::LIVING_SITUATION, at::current_living_situation::CURRENT_LIVING_SITUATION, at::exit::DESTINATION] {
            let found = |query: &str| {
                offered(field, "").into_iter().filter(|option| option.fits(query)).map(|option| option.value).collect::<Vec<_>>()
            };
            for query in ["street", "car", "tent"] {
                assert!(found(query).contains(&"116".to_owned()), "{query}: {:?}", found(query));
            }
        }
    }

    #[test]
    fn a_day_is_half_typed_until_it_is_one_or_has_its_year() {
        let half = |text| is_half(at::event::RESULT_DATE, text);
        assert_eq!(["11/2", "11/22", "1122", "20", "soon"].map(half), [true; 5]);
        assert_eq!(["", "112626", "11/26/26", "11/22/2026", "02/30/2026", "+3", "t", "2026-11-22"].map(half), [false; 8]);
    }

    #[test]
    fn days_are_shown_in_us_form_and_kept_in_huds() {
        let mut event = Event { event_date: Value::Known(today()), ..Event::default() };
        let mut form = Form::of(&[&event], [at::event::EVENT_DATE, at::event::RESULT_DATE]);
        assert_eq!(form.text(at::event::EVENT_DATE), "11/22/2026");
        let _ = form.edit(Edit::Set(at::event::RESULT_DATE, "112126".to_owned()));
        form.fill(&mut event, today());
        assert_eq!(event.result_date.known(), today().pred_opt());
    }

    #[test]
    fn nothing_is_said_of_a_day_before_it_is_whole_or_left() {
        let field = at::event::EVENT_DATE;
        let mut form = Form::of(&[&Event::default()], [field]);
        let all = [Finding::stop(crate::domain::Rule::R_420_11, field, "The event date is in the future.")];
        for (typed, said) in
            [("1", false), ("12/24", false), ("12/24/20", false), ("12/24/2099", true), ("12/24/209", false), ("12242099", true)]
        {
            let _ = form.edit(Edit::Set(field, typed.to_owned()));
            assert_eq!(!form.findings(field, &all).is_empty(), said, "{typed}");
        }
        let _ = form.edit(Edit::Set(field, "12/2".to_owned()));
        let _ = form.edit(Edit::Left(field));
        assert!(!form.findings(field, &all).is_empty());
    }

    #[test]
    fn what_is_no_day_is_kept_as_typed() {
        let mut event = Event::default();
        let mut form = Form::of(&[&event], [at::event::EVENT_DATE]);
        let _ = form.edit(Edit::Set(at::event::EVENT_DATE, "soon".to_owned()));
        form.fill(&mut event, today());
        assert_eq!(event.event_date.odd(), Some("soon"));
    }

    #[test]
    fn a_draft_comes_back() {
        let event = Event::default();
        let mut form = Form::of(&[&event], [at::event::EVENT_DATE, at::event::EVENT]);
        let _ = form.edit(Edit::Set(at::event::EVENT, "14".to_owned()));
        assert!(form.edit(Edit::Left(at::event::EVENT)), "a draft is due");
        let mut fresh = Form::of(&[&event], [at::event::EVENT_DATE, at::event::EVENT]);
        fresh.resume(&form.draft());
        assert_eq!(fresh.text(at::event::EVENT), "14");
        assert!(fresh.changed());
    }

    #[test]
    fn months_are_told_by_their_label_alone() {
        let months = offered(at::enrollment::MONTHS_HOMELESS_PAST_THREE_YEARS, "");
        let of = |value: &str| months.iter().find(|option| option.value == value).map(|o| (o.number(), o.label.as_str()));
        assert_eq!((of("108"), of("101")), (Some((None, "8 months")), Some((None, "1 month"))));
        assert_eq!(of("8"), Some((None, "Client doesn’t know")), "no 8 that is none of the months");
        assert!(months.iter().all(|option| option.fits(&option.value)), "HUD's number still finds it");
        assert!(offered(at::event::EVENT, "").iter().all(|option| option.number().is_some()));
    }

    #[test]
    fn a_control_names_its_field() {
        for field in [at::event::REFERRAL_RESULT, at::enrollment::RELATIONSHIP_TO_HOH, at::referral::DATE_ACKNOWLEDGED] {
            assert_eq!(field_of(&id(field)), Some(field));
            assert_eq!(field_of(&member_id(11, field)), Some(field));
        }
        for other in ["search", "nav-home", "Event", "Event.", "Event.Nothing", "Nothing.EventDate", "Event.EventDate-x", ""] {
            assert_eq!(field_of(other), None, "{other}");
        }
    }

    #[test]
    fn the_same_field_of_several_disabilities_has_several_controls() {
        use crate::domain::hud::DisabilityType as Type;
        let field = at::disabilities::DISABILITY_RESPONSE;
        let id = |kind| question_id(2, Question { slot: Slot::Disability(kind), field });
        assert_ne!(id(Type::Physical), id(Type::MentalHealth));
        assert_eq!(field_of(&id(Type::Physical)), Some(field));
    }

    #[test]
    fn debug_does_not_show_what_was_typed() {
        let edit = Edit::Set(at::client::LAST_NAME, "Herrera".to_owned());
        assert!(!format!("{edit:?}").contains("Herrera"));
    }
}

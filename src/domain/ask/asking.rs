//! What one person is asked at one point of a stay, given what is answered so far; and the row that those answers make.

use super::table::{self, AskedField, Clause, ELEMENTS, Element, Form};
use super::{Person, Slot};
use crate::domain::agency::Agency;
use crate::domain::code::{self, Code, ListedCode};
use crate::domain::entry::{Day, Entry, Money, Value};
use crate::domain::field::{FieldId, Kind};
use crate::domain::hud::{DisabilityType, ProjectType, Stage, YesNo, at};
use crate::domain::id::ProjectId;
use crate::domain::row::Packed;
use std::collections::BTreeMap;

/// HUD's list of answers on substance use; the other disabilities answer by list 1.8.
pub(crate) const SUBSTANCE_ANSWERS: &str = "4.10.2";

/// A program on a day: its type, and the grants that are open.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Program {
    /// HUD list 2.02.6.
    pub kind: Option<ProjectType>,
    /// HUD list 2.06.1.
    pub grants: Vec<u32>,
}

impl Program {
    /// A project of the agency as it is on this day.
    pub fn on(agency: &Agency, project: &ProjectId, day: Day) -> Self {
        let kind = agency.project(project).and_then(|p| p.project_type.known());
        let open = |f: &&crate::domain::hud::Funder| {
            f.project_id == *project
                && f.date_deleted.is_blank()
                && f.start_date.known().is_none_or(|start| start <= day)
                && f.end_date.known().is_none_or(|end| day <= end)
        };
        Self { kind, grants: agency.funders.iter().filter(open).filter_map(|f| f.funder.known()).collect() }
    }

    /// A project of the agency with every grant that it ever had.
    pub fn ever(agency: &Agency, project: &ProjectId) -> Self {
        let kind = agency.project(project).and_then(|p| p.project_type.known());
        let grants = agency.funders.iter().filter(|f| f.project_id == *project && f.date_deleted.is_blank());
        Self { kind, grants: grants.filter_map(|f| f.funder.known()).collect() }
    }

    /// True where it asks for an element at all.
    pub fn collects(&self, element: &Element) -> bool {
        self.is_among(element.when)
    }

    /// True where it is one of the programs that these clauses speak of; no clause speaks of all.
    pub fn is_among(&self, clauses: &[Clause]) -> bool {
        let fits = |kind: ProjectType| clauses.iter().any(|clause| clause.fits(kind.code(), |codes| self.holds(codes)));
        clauses.is_empty() || self.kind.is_some_and(fits)
    }

    /// True where it asks for a field of what it asks for: some are one grant's, or one type's.
    pub fn takes(&self, field: &AskedField) -> bool {
        let of_type = field.types.is_empty() || self.kind.is_some_and(|kind| field.types.contains(&kind.code()));
        of_type && (field.grants.is_empty() || self.holds(field.grants))
    }

    fn holds(&self, codes: &[u32]) -> bool {
        self.grants.iter().any(|grant| codes.contains(grant))
    }
}

/// One person at one point of a stay.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The program, as it is on that day.
    pub program: Program,
    /// Age at project start, head of household or not.
    pub person: Person,
    /// Whether the client is a veteran (3.07).
    pub veteran: bool,
    /// Start, update, annual, exit.
    pub stage: Stage,
    /// The newest answer to 4.08 HIV/AIDS that is recorded, as a cell; empty where there is none. It stands for the answer where 4.08
    /// is not asked: at an annual assessment HUD asks W4 alone.
    pub hiv: String,
}

/// One question: where its answer stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Question {
    /// The row.
    pub slot: Slot,
    /// The field of it.
    pub field: FieldId,
}

/// 4.08 HIV/AIDS.
const HIV: Question = Question { slot: Slot::Disability(DisabilityType::Hiv), field: at::disabilities::DISABILITY_RESPONSE };

/// A yes, as a cell holds it (HUD list 1.8).
const YES: &str = "1";

/// The answers of one person at one point of a stay, by the row in which they stand.
pub trait Answers {
    /// The row of a slot, where something stands in it.
    fn row(&self, slot: Slot) -> Option<&Packed>;

    /// The text of an answer; empty where there is none.
    fn answer(&self, question: Question) -> &str {
        self.row(question.slot).map_or("", |row| row.cell(usize::from(question.field.column)))
    }
}

impl Answers for BTreeMap<Slot, Packed> {
    fn row(&self, slot: Slot) -> Option<&Packed> {
        self.get(&slot)
    }
}

/// A list to tick, or a question by itself.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Asked {
    /// The question.
    pub question: Question,
    /// True where it is ticked or not, and a blank is a no.
    pub tick: bool,
}

impl Asking {
    /// The elements that this person answers at this stage, in order.
    pub fn elements(&self) -> impl Iterator<Item = &'static Element> + '_ {
        ELEMENTS.iter().filter(|e| self.asks(e))
    }

    fn asks(&self, element: &Element) -> bool {
        element.who.is(self.person, self.veteran) && element.stages.contains(&self.stage) && self.program.collects(element)
    }

    /// The questions of an element that are asked now, in order.
    pub fn questions(&self, element: &Element, answers: &dyn Answers) -> Vec<Asked> {
        if element.with_hiv && !self.has_hiv(answers) {
            return Vec::new();
        }
        let mut asked: Vec<Asked> = Vec::new();
        for field in element.fields.iter().filter(|f| self.program.takes(f)) {
            if self.shown(field, element, answers) {
                asked.push(Asked { question: Question { slot: element.slot, field: field.field }, tick: field.tick });
            }
        }
        asked
    }

    /// The pages on which this person is asked something.
    pub fn forms(&self, answers: &dyn Answers) -> Vec<Form> {
        let has = |form: &Form| self.elements().any(|e| e.form == *form && !self.questions(e, answers).is_empty());
        Form::ALL.into_iter().filter(has).collect()
    }

    /// The elements of a page with their questions; elements without a question now are left out.
    pub fn page(&self, form: Form, answers: &dyn Answers) -> Vec<(&'static Element, Vec<Asked>)> {
        let with = |e: &'static Element| (e, self.questions(e, answers));
        self.elements().filter(|e| e.form == form).map(with).filter(|(_, asked)| !asked.is_empty()).collect()
    }

    /// Everything that is asked now.
    pub fn all(&self, answers: &dyn Answers) -> Vec<Asked> {
        self.elements().flat_map(|e| self.questions(e, answers)).collect()
    }

    /// What is asked and not answered. A tick that is not made is an answer.
    pub fn unanswered(&self, answers: &dyn Answers) -> Vec<Question> {
        self.all(answers).into_iter().filter(|a| !a.tick && answers.answer(a.question).is_empty()).map(|a| a.question).collect()
    }

    /// The rows as they are recorded: without what the answers hide, with what is derived. Doing it twice is doing it once.
    ///
    /// `before` is what is recorded already. What nobody changed stays as it is, however odd: an element is looked at only where an
    /// answer of it, or one that it hangs on, is another than before. What this program does not ask, an older grant or another
    /// system may have recorded: in a row that was there it stays.
    pub fn settle(&self, rows: &mut BTreeMap<Slot, Packed>, before: &BTreeMap<Slot, Packed>) {
        self.take_back(rows);
        while self.clear(rows, |element, field, rows| {
            let asked = self.asks(element) && self.program.takes(field);
            if !asked && !before.contains_key(&element.slot) {
                return true;
            }
            let is_hidden = element.with_hiv && !self.has_hiv(rows) || !self.shown(field, element, rows);
            self.asks(element) && is_hidden && changed(element, rows, before) && !derived_no(element, field, rows)
        }) {}
        self.derive(rows, before);
        self.carry(rows);
    }

    /// Empties the answers that are not to stand; true where there was one.
    fn clear(&self, rows: &mut BTreeMap<Slot, Packed>, goes: impl Fn(&Element, &AskedField, &dyn Answers) -> bool) -> bool {
        let mut found = Vec::new();
        for element in ELEMENTS {
            for field in element.fields {
                let question = Question { slot: element.slot, field: field.field };
                if !rows.answer(question).is_empty() && goes(element, field, rows) {
                    found.push(question);
                }
            }
        }
        for question in &found {
            if let Some(row) = rows.get_mut(&question.slot) {
                row.set(question.field.column, "");
            }
        }
        !found.is_empty()
    }

    /// An answer, or what stands for it: the recorded yes to 4.08 where that is not asked.
    fn answer<'a>(&'a self, question: Question, answers: &'a dyn Answers) -> &'a str {
        if question == HIV && !self.asks_hiv() { &self.hiv } else { answers.answer(question) }
    }

    fn asks_hiv(&self) -> bool {
        ELEMENTS.iter().any(|e| e.slot == HIV.slot && e.fields.iter().any(|f| f.field == HIV.field) && self.asks(e))
    }

    fn has_hiv(&self, answers: &dyn Answers) -> bool {
        self.answer(HIV, answers) == YES
    }

    fn shown(&self, field: &AskedField, element: &Element, answers: &dyn Answers) -> bool {
        field.follows(element.fields, |other| self.answer(Question { slot: element.slot, field: other }, answers))
    }

    /// The yes that an earlier annual assessment took over goes where what is recorded says otherwise by now, and W4 with it.
    fn take_back(&self, rows: &mut BTreeMap<Slot, Packed>) {
        let differs = self.stage == Stage::Annual && !self.asks_hiv() && !self.hiv.is_empty() && self.hiv != YES;
        if let Some(row) = rows.get_mut(&HIV.slot).filter(|_| differs).filter(|row| row.cell(usize::from(HIV.field.column)) == YES) {
            row.set(HIV.field.column, &self.hiv);
        }
    }

    /// W4 stands in the row of 4.08 and with a yes there alone (R-DIS-7): where 4.08 was not asked, its row says what is recorded.
    fn carry(&self, rows: &mut BTreeMap<Slot, Packed>) {
        let carried = self.answer(HIV, rows) == YES;
        let Some(row) = rows.get_mut(&HIV.slot).filter(|_| carried) else { return };
        let details = ELEMENTS.iter().filter(|e| e.slot == HIV.slot).flat_map(|e| e.fields).filter(|f| f.field != HIV.field);
        if details.into_iter().any(|f| !row.cell(usize::from(f.field.column)).is_empty()) {
            row.set(HIV.field.column, YES);
        }
    }

    /// What nobody is asked because it follows: ticks that were not made are a no where the first question is answered with yes or
    /// no (R-INC-1), and the total is the sum (R-INC-2).
    fn derive(&self, rows: &mut BTreeMap<Slot, Packed>, before: &BTreeMap<Slot, Packed>) {
        let no = Value::Known(YesNo::No).text();
        for element in self.elements() {
            if !changed(element, rows, before) {
                continue;
            }
            let Some((any, row)) = element.any.zip(rows.get_mut(&element.slot)) else { continue };
            let first = Value::<YesNo>::parse(row.cell(usize::from(any.column)));
            let answered = first.is(YesNo::Yes) || first.is(YesNo::No);
            for field in element.fields.iter().filter(|f| f.tick) {
                let column = field.field.column;
                match (answered, row.cell(usize::from(column)).is_empty()) {
                    (true, true) => row.set(column, &no),
                    (false, false) => row.set(column, ""),
                    _ => {}
                }
            }
            // Other systems record a total without its parts: without an amount there is nothing to add up.
            let amounts = || element.fields.iter().filter(|f| f.field.info().kind == Kind::Money);
            let bare = first.is(YesNo::Yes) && amounts().all(|f| row.cell(usize::from(f.field.column)).is_empty());
            if let Some(total) = element.total.filter(|_| !bare) {
                let sum = if answered { total_of(element, row) } else { Value::Blank };
                row.set(total.column, &sum.text());
            }
        }
    }
}

/// True where an answer of the element, or one that it hangs on, is another than before.
fn changed(element: &Element, rows: &dyn Answers, before: &dyn Answers) -> bool {
    let differs = |field: FieldId| {
        let question = Question { slot: element.slot, field };
        rows.answer(question) != before.answer(question)
    };
    let tests = || element.fields.iter().flat_map(|f| f.shown).flat_map(|all| *all);
    let hiv = element.with_hiv && (rows.answer(HIV) == YES) != (before.answer(HIV) == YES);
    hiv || element.fields.iter().any(|f| differs(f.field)) || tests().any(|test| differs(test.field))
}

/// The sum of the amounts of a list of sources; not known where one of them cannot be read.
fn total_of(element: &Element, row: &Packed) -> Value<Money> {
    let amounts = element.fields.iter().filter(|f| f.field.info().kind == Kind::Money);
    let mut sum = Money(0);
    for amount in amounts {
        match Value::<Money>::parse(row.cell(usize::from(amount.field.column))) {
            Value::Known(money) => sum = Money(sum.0.saturating_add(money.0)),
            Value::Blank => {}
            Value::Odd(_) => return Value::Blank,
        }
    }
    Value::Known(sum)
}

/// The total that an element shows while somebody answers: of what is asked now, since an amount whose source is not ticked any more
/// is only kept for second thoughts. None where it has none, or an amount cannot be read.
pub fn total(element: &Element, answers: &dyn Answers) -> Option<Money> {
    element.total?;
    let mut row = answers.row(element.slot)?.clone();
    for field in element.fields.iter().filter(|f| f.field.info().kind == Kind::Money) {
        if field.follows(element.fields, |other| answers.answer(Question { slot: element.slot, field: other })) {
            continue;
        }
        row.set(field.field.column, "");
    }
    total_of(element, &row).known()
}

/// A no that was derived stays where the question is not asked: nobody ticked it, and the first question says why.
fn derived_no(element: &Element, field: &AskedField, answers: &dyn Answers) -> bool {
    let cell = |field: FieldId| answers.answer(Question { slot: element.slot, field });
    let no = || Value::Known(YesNo::No).text();
    field.tick && cell(field.field) == no() && element.any.is_some_and(|any| cell(any) == no())
}

impl Question {
    /// What users call it. The rows of disabilities share their columns, so there the disability is its name.
    pub fn label(self) -> &'static str {
        match self.slot {
            Slot::Disability(kind) if self.field == at::disabilities::DISABILITY_RESPONSE => kind.label(),
            _ => self.field.label(),
        }
    }

    /// The codes that may be chosen now, in display order.
    pub fn offered(self) -> Vec<&'static ListedCode> {
        let list = match (self.slot, self.field) {
            (Slot::Disability(DisabilityType::SubstanceUse), at::disabilities::DISABILITY_RESPONSE) => SUBSTANCE_ANSWERS,
            (Slot::Disability(_), at::disabilities::DISABILITY_RESPONSE) => YesNo::LIST,
            _ => return self.field.offered().collect(),
        };
        code::list(list).iter().filter(|c| !c.retired).collect()
    }

    /// The no of a question of a list that is asked as one, as a cell; none of any other question.
    pub fn no(self) -> Option<String> {
        let no = YesNo::No.code();
        let offers = || self.offered().iter().any(|listed| listed.code == no);
        (table::is_listed(self) && offers()).then(|| no.to_string())
    }

    /// An answer as a person reads it.
    pub fn in_words(self, text: &str) -> String {
        let known = |code: u32| self.offered().into_iter().find(|c| c.code == code).map(|c| c.label.to_owned());
        match self.field {
            at::disabilities::DISABILITY_RESPONSE => text.parse().ok().and_then(known).unwrap_or_else(|| text.to_owned()),
            field => field.in_words(text),
        }
    }

    /// The page on which it stands; none for a question of no element in the table.
    pub fn form(self) -> Option<Form> {
        let has = |e: &&Element| e.slot == self.slot && (e.total == Some(self.field) || e.fields.iter().any(|f| f.field == self.field));
        ELEMENTS.iter().find(has).map(|e| e.form)
    }
}

//! The life of an enrollment: a workflow over a stay that is recorded. It begins with what is there, and says what the rules say of
//! its day and of who leaves.

use super::finish::Finished;
use super::{Draft, Fate, IntakeCase, Member, MemberFinding, Mend, Purpose, Step};
use crate::domain::annual::Window;
use crate::domain::ask::{Question, Rows, Slot};
use crate::domain::check::{self, EnrollmentCase};
use crate::domain::entry::{Day, Entry, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::Finding;
use crate::domain::household::Resident;
use crate::domain::hud::{Enrollment, Exit, Stage, at};
use crate::domain::id::{ClientId, EnrollmentId};
use crate::domain::referral::{is_open, proposed};
use crate::domain::row::{Packed, Row};
use crate::domain::rule::Rule;
use crate::domain::{Chart, EnrollmentCard, date};

/// How the kind of every draft of a workflow over a stay ends, before the stroke.
pub const OVER_A_STAY: &str = "-of";

/// The name of the draft of a workflow over a stay, by its key.
pub fn visit_name(purpose: Purpose, key: &str) -> String {
    format!("{}{OVER_A_STAY}/{key}", purpose.key())
}

/// What tells one stay from another: everybody of a household in a program has the same one, so that there is one draft for all of
/// them. Who has left has their own.
pub fn visit_key(stay: &EnrollmentCard) -> String {
    if stay.exit.is_some() || stay.household.is_blank() { stay.id.to_string() } else { format!("{}@{}", stay.household, stay.project) }
}

/// The same for what is corrected of a day: another draft than a new one.
pub fn correction_key(key: &str, of: Option<Day>) -> String {
    of.map_or_else(|| key.to_owned(), |of| format!("{key}{OF}{}", Value::Known(of).text()))
}

/// Between the key of a stay and the day that is corrected.
pub(super) const OF: &str = " of ";

/// What a draft of this name is for, the key of its stay, and the day that it corrects; none where it is no workflow over a stay.
pub fn named_visit(name: &str) -> Option<(Purpose, &str, Option<Day>)> {
    let purposes = [Purpose::Entry, Purpose::Update, Purpose::Annual, Purpose::Exit];
    let (purpose, key) = purposes.into_iter().find_map(|purpose| Some((purpose, name.strip_prefix(visit_name(purpose, "").as_str())?)))?;
    let of = key.rsplit_once(OF).and_then(|(key, day)| Some((key, Value::<Day>::parse(day).known()?)));
    Some(of.map_or((purpose, key, None), |(key, day)| (purpose, key, Some(day))))
}

/// The days of which there is a correction among drafts of these names, for the key of a stay: also one that is not recorded any more.
pub fn corrections<'a>(purpose: Purpose, key: &str, names: impl IntoIterator<Item = &'a String>) -> Vec<Day> {
    let prefix = visit_name(purpose, &format!("{key}{OF}"));
    let days = names.into_iter().filter_map(|name| Value::<Day>::parse(name.strip_prefix(&prefix)?).known());
    let mut days: Vec<Day> = days.collect();
    days.sort_unstable();
    days
}

/// What is recorded of an enrollment at this point: of the start and the exit the one row of each file; of what may be recorded many
/// times that of this day, and without one nothing, because that is a new row.
pub fn recorded(chart: &Chart, stay: &EnrollmentId, purpose: Purpose, of: Option<Day>) -> Rows {
    every_row(chart, stay, purpose, of).into_iter().collect()
}

/// The same where a slot may have several rows: another system wrote two, or two systems one each.
pub(super) fn every_row(chart: &Chart, stay: &EnrollmentId, purpose: Purpose, of: Option<Day>) -> Vec<(Slot, Packed)> {
    let dated = matches!(purpose, Purpose::Update | Purpose::Annual);
    if dated && of.is_none() {
        return Vec::new();
    }
    let stage = Value::Known(purpose.stage()).text();
    let mine = |row: &&dyn Row| {
        let cell = |column: &str| row.file().column(column).map(|at| row.cell(at));
        let staged = cell("DataCollectionStage").map_or(purpose == Purpose::Exit, |text| text == stage);
        let on = || cell("InformationDate").and_then(|text| Value::<Day>::parse(&text).known());
        staged
            && (!dated || on() == of)
            && cell("EnrollmentID").as_deref() == Some(stay.as_str())
            && cell("DateDeleted").unwrap_or_default().is_empty()
    };
    let rows = chart.rows().filter(mine);
    rows.filter_map(|row| Some((Slot::of(row).filter(|slot| *slot != Slot::Enrollment)?, row.pack()))).collect()
}

/// When something was recorded of an enrollment, and at which point of it: each day and stage once, in their order.
pub fn points(chart: &Chart, stay: &EnrollmentId) -> Vec<(Day, Stage)> {
    let point = |row: &dyn Row| {
        let cell = |column: &str| row.file().column(column).map(|at| row.cell(at));
        let mine = cell("EnrollmentID").as_deref() == Some(stay.as_str()) && cell("DateDeleted").unwrap_or_default().is_empty();
        let stage = Value::<Stage>::parse(&cell("DataCollectionStage")?).known()?;
        mine.then_some((Value::<Day>::parse(&cell("InformationDate")?).known()?, stage))
    };
    let mut points: Vec<(Day, Stage)> = chart.rows().filter_map(point).collect();
    points.sort_unstable();
    points.dedup();
    points
}

/// A point of a stay that is recorded already.
struct Twice {
    member: usize,
    client: ClientId,
    stay: EnrollmentId,
    on: Day,
}

impl Draft {
    /// A workflow over a stay: of everybody who is there, or of the one person where they have left already. The household's members
    /// stand as they are recorded; none where nobody of them has this enrollment.
    /// A household is that of one program: a file may use its id in several (R-ENR-8).
    pub fn visit(purpose: Purpose, key: String, stay: &EnrollmentId, residents: &[Resident], charts: &[Chart], today: Day) -> Option<Self> {
        let own = residents.iter().find(|r| r.enrollment == *stay)?;
        let row_of = |r: &Resident| charts.iter().find(|c| *c.id() == r.client)?.enrollment(&r.enrollment);
        let program = &row_of(own)?.project_id;
        let with = |r: &&Resident| (own.exit.is_none() && r.exit.is_none()) || purpose == Purpose::Entry;
        let there = |r: &&Resident| r.enrollment == *stay || (with(r) && row_of(r).is_some_and(|e| e.project_id == *program));
        let mut members = Vec::new();
        for resident in residents.iter().filter(there) {
            let chart = charts.iter().find(|c| *c.id() == resident.client)?;
            let row = chart.enrollment(&resident.enrollment).filter(|e| e.date_deleted.is_blank())?;
            let more = recorded(chart, &resident.enrollment, purpose, None);
            let base = more.iter().map(|(slot, row)| (*slot, row.clone())).chain([(Slot::Enrollment, row.pack())]).collect();
            members.push(Member {
                client: resident.client.clone(),
                present: true,
                fate: Fate::Stays,
                row: row.pack(),
                more,
                base,
                served: Packed::default(),
            });
        }
        let first: Enrollment = members.first()?.enrollment();
        let on = if purpose == Purpose::Exit { own.exit.unwrap_or(today) } else { today };
        let step = if purpose == Purpose::Entry { Step::Program } else { Step::When };
        Some(Self {
            id: key,
            project: first.project_id,
            household: first.household_id,
            purpose,
            on: Value::Known(on).text(),
            step,
            members,
            ..Self::default()
        })
    }

    /// A draft that is taken up again, on what is recorded by now: what was typed stays, everything else is as it is kept. Who came
    /// into the stay since is in it; who was added here and is not recorded yet, too.
    pub fn rebase(&mut self, now: Self) {
        let typed = std::mem::take(&mut self.members);
        // A stay that went to another client meanwhile is still the one that was typed for.
        let stay = |member: &Member| member.get(at::enrollment::ENROLLMENT_ID).to_owned();
        let is_same = |a: &Member, b: &Member| stay(a) == stay(b) && (a.client == b.client || !stay(a).is_empty());
        let mut added: Vec<Member> = typed.iter().filter(|m| m.base.is_empty()).cloned().collect();
        added.retain(|m| !now.members.iter().any(|kept| kept.client == m.client));
        for mut member in now.members {
            if let Some(typed) = typed.iter().find(|t| is_same(t, &member)) {
                member.present = typed.present;
                member.fate = typed.fate;
                member.served = typed.served.clone();
                let slots = typed.more.iter().map(|(slot, row)| (*slot, row)).chain([(Slot::Enrollment, &typed.row)]);
                for (slot, row) in slots {
                    let blank = Packed::new(slot.file(), [] as [(u16, &str); 0]);
                    let base = typed.base.get(&slot).unwrap_or(&blank);
                    let columns = (0..).zip(slot.file().info().columns).map(|(column, _): (u16, _)| column);
                    for column in columns.filter(|c| row.cell(usize::from(*c)) != base.cell(usize::from(*c))) {
                        member.put(Question { slot, field: FieldId { file: slot.file(), column } }, row.cell(usize::from(column)));
                    }
                }
            }
            self.members.push(member);
        }
        self.members.extend(added);
        self.project = now.project;
        self.household = now.household;
    }

    /// The day of which the answers are, where it is one day for everybody.
    pub fn day(&self) -> Value<Day> {
        Value::parse(&self.on)
    }

    /// The field in which that day stands: the exit date, or the information date.
    pub fn day_field(&self) -> FieldId {
        if self.purpose == Purpose::Exit { at::exit::EXIT_DATE } else { at::income_benefits::INFORMATION_DATE }
    }

    /// The row in which that day stands, for findings.
    pub fn day_slot(&self) -> Slot {
        if self.purpose == Purpose::Exit { Slot::Exit } else { Slot::Income }
    }

    /// What the rules say of the day and of who is there, in a workflow that writes no enrollment.
    pub(super) fn judge_day(&self, case: &IntakeCase<'_>, all: &[Finished]) -> Vec<MemberFinding> {
        let (field, slot) = (self.day_field(), self.day_slot());
        let say = |member: usize, finding: Finding| MemberFinding { member, slot, finding };
        let mut found = Vec::new();
        let on = self.day();
        if on.is_blank() {
            found.push(say(0, Finding::stop(Rule::R_STG_1, field, "Enter the day.")));
        }
        if on.odd().is_some() {
            found.push(say(0, Finding::stop(Rule::R_IMP_3, field, format!("This is not a date that can be read. {}.", date::instead("")))));
        }
        let Some(day) = on.known() else { return found };
        if self.purpose == Purpose::Exit {
            self.leaving(case, all, &mut found);
            return found;
        }
        if day > case.stamp.today() {
            found.push(say(0, Finding::stop(Rule::R_STG_1, field, "The day is in the future. Enter the assessment when it is done.")));
        }
        for one in all {
            if let Some(entry) = one.enrollment.entry_date.known().filter(|entry| day < *entry) {
                let words = format!("The project start is {}. What is recorded later cannot bear an earlier day.", date::show(entry));
                found.push(say(one.member, Finding::stop(Rule::R_STG_1, field, words)));
            }
        }
        let outside = |window: &Window| self.purpose == Purpose::Annual && !window.holds(day);
        if let Some(window) = self.window(day).filter(outside) {
            let next = self.next_window(case, day).filter(|_| self.corrected().is_none()).unwrap_or(window);
            let words = if next.to < case.stamp.today() {
                format!(
                    "The days for this annual assessment, {}, are over. Enter the day on which it was really done: it counts as late, and \
                     ends the waiting on Home.",
                    next.in_words()
                )
            } else {
                format!(
                    "An annual assessment bears a day within 30 days of an anniversary of the head of household's start: {}. Correct the \
                     day.",
                    next.in_words()
                )
            };
            found.push(say(0, Finding::fix(Rule::R_ANN_1, field, words)));
        }
        if let Some(twice) = self.twice(case, day) {
            let (rule, words) = match self.purpose {
                Purpose::Annual => (
                    Rule::R_ANN_1,
                    "An annual assessment around this anniversary is recorded already. Correct that one, or record an update.",
                ),
                _ => (Rule::R_UPD_1, "An update of this day is recorded already. Correct that one, or choose another day."),
            };
            found.push(say(twice.member, Finding::fix(rule, field, words)));
        }
        found
    }

    /// The days that an annual assessment may bear which is recorded on this day: those of the newest window that has begun (R-ANN-1).
    pub fn window(&self, day: Day) -> Option<Window> {
        let head = self.members.iter().find(|m| m.is_head())?;
        Window::begun(head.enrollment().entry_date.known()?, day)
    }

    /// The days that the next annual assessment may bear: of the newest window that has begun, or of the one after it where an assessment
    /// of that one is recorded already.
    pub fn next_window(&self, case: &IntakeCase<'_>, today: Day) -> Option<Window> {
        let began = self.members.iter().find(|m| m.is_head())?.enrollment().entry_date.known()?;
        let stays = self.members.iter().filter(|m| m.stays()).filter_map(|m| Some((case.chart(&m.client)?, m.enrollment().enrollment_id)));
        let points = stays.flat_map(|(chart, stay)| points(chart, &stay));
        let done: Vec<Day> = points.filter(|(_, stage)| *stage == Stage::Annual).map(|(on, _)| on).collect();
        Window::open(began, today, &done)
    }

    /// What is recorded already of what this would record once more: an update of the same day (R-UPD-1), an annual assessment of the same
    /// anniversary (R-ANN-1).
    fn twice(&self, case: &IntakeCase<'_>, day: Day) -> Option<Twice> {
        let began = self.members.iter().find(|m| m.is_head()).and_then(|m| m.enrollment().entry_date.known());
        let window = began.and_then(|began| Window::around(began, day));
        let same = |on: Day| match self.purpose {
            Purpose::Annual => window.is_some_and(|window| window.holds(on)),
            Purpose::Update => on == day,
            Purpose::Intake | Purpose::Entry | Purpose::Exit => false,
        };
        let is_it = |(on, stage): &(Day, Stage)| *stage == self.purpose.stage() && Some(*on) != self.corrected() && same(*on);
        self.members.iter().enumerate().filter(|(_, one)| one.stays()).find_map(|(member, one)| {
            let stay = one.enrollment().enrollment_id;
            let (on, _) = points(case.chart(&one.client)?, &stay).into_iter().find(is_it)?;
            Some(Twice { member, client: one.client.clone(), stay, on })
        })
    }

    /// Whose is recorded already what this would record once more, and the way to correct that instead.
    pub fn instead(&self, case: &IntakeCase<'_>) -> Option<(ClientId, Mend)> {
        let twice = self.twice(case, self.day().known()?)?;
        Some((twice.client, Mend { of: Some(twice.on), ..Mend::begin(self.purpose, twice.stay) }))
    }

    /// True where nothing was answered in it yet.
    pub fn is_untouched(&self) -> bool {
        self.members.iter().all(|one| {
            let typed = one.more.iter().chain([(&Slot::Enrollment, &one.row)]);
            typed.filter(|(_, row)| row.cells().next().is_some()).all(|(slot, row)| one.base.get(slot) == Some(row))
        })
    }

    /// True where it says the same as when it was `begun`: nobody came or went, nothing was answered, the day is the same. Where in it
    /// somebody was is no answer.
    pub fn says_as(&self, begun: &Self) -> bool {
        let about = |draft: &Self| (draft.on.clone(), draft.joining.clone(), draft.set_aside.clone(), draft.results_stay.clone());
        about(self) == about(begun)
            && self.newcomers == begun.newcomers
            && self.members.len() == begun.members.len()
            && self.members.iter().zip(&begun.members).all(|(one, before)| one.says_as(before))
    }

    /// What is said when somebody leaves: R-ENR-6, R-ENR-11, R-ENR-18, and referrals that nobody answered.
    fn leaving(&self, case: &IntakeCase<'_>, all: &[Finished], found: &mut Vec<MemberFinding>) {
        let say = |member: usize, finding: Finding| MemberFinding { member, slot: Slot::Exit, finding };
        for one in all {
            let Some(chart) = case.chart(&one.enrollment.personal_id) else { continue };
            let row: Exit = one.rows.get(&Slot::Exit).map(Packed::typed).unwrap_or_default();
            if row.exit_id.is_blank() && chart.exit(&one.enrollment.enrollment_id).is_some() {
                let words = "This person has left already. Discard this, and correct the exit that is recorded.";
                found.push(say(one.member, Finding::stop(Rule::R_ENR_6, at::exit::EXIT_DATE, words)));
            }
            let judged = EnrollmentCase { chart, agency: case.agency, today: case.stamp.today() };
            found.extend(check::exit(&judged, &row).into_iter().map(|finding| say(one.member, finding)));
            found.extend(self.later_than(chart, one, row.exit_date.known()).map(|finding| say(one.member, finding)));
            let kind = self.project_type(case.agency);
            if let Some(finding) = check::missed_move_in(kind, &one.enrollment, row.destination.known()) {
                found.push(say(one.member, Finding { field: at::exit::DESTINATION, ..finding }));
            }
            let answered = |e: &&crate::domain::hud::Event| {
                is_open(e) && proposed(chart, e, case.agency).as_ref() == Some(&one.enrollment.enrollment_id)
            };
            if let Some(event) = chart.events.iter().find(answered) {
                let made = event.event_date.known().map(date::show).unwrap_or_default();
                let words =
                    format!("The referral of {made}, which led here, has no result yet. Record it in the CE Event: it was successful.");
                found.push(say(one.member, Finding::note(Rule::R_RES_9, at::exit::EXIT_DATE, words)));
            }
            let waits = |e: &&crate::domain::hud::Event| e.enrollment_id == one.enrollment.enrollment_id && is_open(e);
            if chart.events.iter().any(|e| waits(&e)) {
                let words = "A referral from this enrollment has no result yet. It can be resolved after the exit as well.";
                found.push(say(one.member, Finding::note(Rule::R_RES_9, at::exit::EXIT_DATE, words)));
            }
        }
        let stays = self.members.iter().any(|m| !m.present);
        if let Some(head) = self.members.iter().position(|m| m.is_head() && m.present).filter(|_| stays) {
            let words = "The head of household leaves and others stay. Choose another head of household first, in the project entry.";
            found.push(say(head, Finding::stop(Rule::R_ENR_11, at::exit::EXIT_DATE, words)));
        }
    }

    /// R-ENR-6: nothing that is recorded of the stay is later than the exit.
    fn later_than(&self, chart: &Chart, one: &Finished, exit: Option<Day>) -> Option<Finding> {
        let exit = exit?;
        let mine = |row: &&dyn Row| {
            let cell = |column: &str| row.file().column(column).map(|at| row.cell(at)).unwrap_or_default();
            let late =
                ["InformationDate", "DateProvided", "MoveInDate", "EventDate", "AssessmentDate", "DateOfEngagement", "DateOfPATHStatus"]
                    .iter()
                    .any(|c| Value::<Day>::parse(&cell(c)).known() > Some(exit));
            let exits = cell("DataCollectionStage") == Value::Known(Stage::Exit).text();
            late && !exits && cell("EnrollmentID") == one.enrollment.enrollment_id.as_str() && cell("DateDeleted").is_empty()
        };
        let words = "Something is recorded of this stay on a later day. Check the exit date.";
        chart.rows().any(|row| mine(&row)).then(|| Finding::fix(Rule::R_ENR_6, at::exit::EXIT_DATE, words))
    }
}

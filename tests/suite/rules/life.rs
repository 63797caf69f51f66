//! A household's life in a program, recorded by the guided workflows: the intake of each kind of program, the entry corrected, the
//! exit. What is recorded truthfully leaves the check nothing to say.

mod assessed;
mod heads;

use super::asked::{PROGRAMS, truthful};
use super::*;
use wayhome::domain::ask::{self, Answers, Question, Slot};
use wayhome::domain::household::{self, Resident};
use wayhome::domain::intake::{Draft, IntakeCase, MemberFinding, Mend, Purpose, Step, points, recorded};
use wayhome::domain::merge::Edits;
use wayhome::domain::occasion::{Kind, Stay};
use wayhome::domain::{Card, check};

/// The household on a desk: its program, what is recorded.
pub struct Life {
    pub agency: Agency,
    pub charts: Vec<Chart>,
    /// What was written here since the HMIS told of them.
    pub edits: Edits,
    seed: u8,
}

pub const STAY: &str = "E1";

impl Life {
    pub fn new(kind: ProjectType, grants: &[u32]) -> Self {
        let mut agency = agency();
        let project = agency.projects.iter_mut().find(|p| p.project_id.as_str() == "P-PSH").unwrap();
        project.project_type = Value::Known(kind);
        agency.funders = grants
            .iter()
            .map(|grant| Funder {
                funder_id: format!("F{grant}").as_str().into(),
                project_id: ProjectId::new("P-PSH"),
                funder: Value::Known(*grant),
                start_date: on("2024-01-01"),
                ..Funder::default()
            })
            .collect();
        for (at, coc) in agency.cocs.iter_mut().enumerate() {
            coc.project_coc_id = format!("PC{at}").as_str().into();
        }
        let charts = [("C1", "1987-03-04"), ("C2", "1989-05-06"), ("C3", "2017-07-08"), ("C4", "2019-09-10")]
            .map(|(id, born)| Chart { client: client(id, born), ..Chart::default() });
        Self { agency, charts: charts.into(), edits: Edits::default(), seed: 0 }
    }

    pub fn with<R>(&self, run: impl FnOnce(&IntakeCase<'_>) -> R) -> R {
        let (stamp, organization) = (stamp(), OrganizationId::new("O-N"));
        let directory = wayhome::domain::Directory::default();
        let case = IntakeCase {
            directory: &directory,
            agency: &self.agency,
            charts: &self.charts,
            organization: Some(&organization),
            stamp: &stamp,
            seed: [self.seed; 16],
        };
        run(&case)
    }

    pub fn residents(&self) -> Vec<Resident> {
        let cards: Vec<Card> = self.charts.iter().map(Card::of).collect();
        let household = cards[0].enrollments[0].household.clone();
        household::members(&household, &cards)
    }

    pub fn visit(&self, purpose: Purpose, stay: &str) -> Draft {
        Draft::visit(purpose, "H1".into(), &EnrollmentId::new(stay), &self.residents(), &self.charts, today()).unwrap()
    }

    /// Finishes a draft and takes what it writes into the charts.
    pub fn finish(&mut self, draft: &Draft) -> Result<Vec<Finding>, Vec<MemberFinding>> {
        let plan = self.with(|case| draft.finish(case))?;
        self.take(&plan);
        Ok(plan.findings)
    }

    /// Where the program has contacts, the first one of everybody of whom it is recorded, and the engagement on the same day.
    fn first_contacts(&mut self) {
        let organization = OrganizationId::new("O-N");
        for at in 0..self.charts.len() {
            for kind in ["4.12", "4.13"].map(|id| Kind::of(id).unwrap()) {
                let chart = &self.charts[at];
                let stay = Stay::of(chart, &chart.enrollments[0].enrollment_id, &self.agency, Some(&organization), today()).unwrap();
                if !stay.offered().iter().any(|offered| offered.id == kind.id) {
                    continue;
                }
                let mut record = stay.fresh(kind);
                let answers = [
                    (kind.day, "2026-11-10"),
                    (at::current_living_situation::CURRENT_LIVING_SITUATION, "116"),
                    (at::current_living_situation::VERIFIED_BY, "North House"),
                ];
                answers.iter().filter(|(field, _)| field.file == kind.file).for_each(|(field, text)| record.row.set(field.column, text));
                let plan = stay.record(kind, &record, None, [100 + self.seed; 16], &stamp()).unwrap();
                assert!(plan.findings.is_empty(), "{:?}", plan.findings);
                self.take(&plan);
            }
        }
    }

    fn take(&mut self, plan: &Plan) {
        self.seed += 1;
        self.edits.follow(&plan.commit.changes);
        for change in plan.commit.changes.iter().filter_map(Change::of_row) {
            let chart = self.charts.iter_mut().find(|c| Some(c.id()) == change.owner.as_ref()).unwrap();
            let mut rows: Vec<Packed> = chart.rows().map(Row::pack).collect();
            let at = rows.iter().position(|r| r.file() == change.file() && r.key() == change.key.as_str());
            let at = at.unwrap_or_else(|| {
                rows.push(Packed::default());
                rows.len() - 1
            });
            change.apply(&mut rows[at]);
            *chart = Chart::from_packed(&rows);
        }
    }

    /// Answers every question of every page, as people would who tell the truth and know everything.
    pub fn answer(&self, draft: &mut Draft) {
        self.with(|case| {
            let mut before = None;
            while before.as_ref() != Some(draft) {
                before = Some(draft.clone());
                for step in draft.steps(case) {
                    let Some(member) = step.member() else { continue };
                    for question in draft.questions(step, case) {
                        if draft.members[member].answer(question).is_empty() {
                            let answer = answer(question);
                            draft.members[member].put(question, &answer);
                        }
                    }
                }
            }
        });
    }

    pub fn intake(&mut self) {
        let mut draft = self.begun();
        self.answer(&mut draft);
        self.finish(&draft).unwrap();
    }

    /// An intake of everybody, of which nothing is answered yet.
    pub fn begun(&self) -> Draft {
        let mut draft = Draft::start("C1".into(), HouseholdId::new("H1"), ClientId::new("C1"), EnrollmentId::new(STAY), day("2026-11-10"));
        draft.project = ProjectId::new("P-PSH");
        let relations = [Relationship::SpouseOrPartner, Relationship::Child, Relationship::Child];
        for (at, relation) in relations.into_iter().enumerate() {
            draft.add(ClientId::new(format!("C{}", at + 2)), EnrollmentId::new(format!("E{}", at + 2)), Some(relation));
        }
        draft
    }

    /// What a check finds in what was recorded of people.
    pub fn found(&self) -> Vec<(&'static str, String)> {
        let all = check::everything(&self.agency, self.charts.as_slice(), today());
        let of_people = all.into_iter().filter(|l| l.finding.field.file.is_client_level());
        of_people.map(|l| (l.finding.rule.id(), format!("{:?}: {}", l.finding.field, l.finding.words))).collect()
    }
}

fn client(id: &str, born: &str) -> Client {
    Client { sex: Value::Known(1), ..person(id, born) }
}

/// A truthful answer that contradicts nothing: no disability, no income but one, an institution as the place before.
fn answer(question: Question) -> String {
    use at::{enrollment as e, exit as x, income_benefits as i};
    match question.field {
        e::ENROLLMENT_COC => "MN-504".to_owned(),
        e::LIVING_SITUATION => "116".to_owned(),
        e::LENGTH_OF_STAY => "3".to_owned(),
        e::DATE_TO_STREET_ESSH => "2026-07-15".to_owned(),
        e::TIMES_HOMELESS_PAST_THREE_YEARS => "2".to_owned(),
        e::MONTHS_HOMELESS_PAST_THREE_YEARS => "105".to_owned(),
        e::DISABLING_CONDITION => "1".to_owned(),
        x::DESTINATION => "410".to_owned(),
        x::HOUSING_ASSESSMENT => "1".to_owned(),
        x::SUBSIDY_INFORMATION => "1".to_owned(),
        i::SSI | i::SNAP | i::MEDICAID => "1".to_owned(),
        _ if is_tick(question) => "0".to_owned(),
        _ => truthful(question, 1),
    }
}

fn is_tick(question: Question) -> bool {
    ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.fields.iter().any(|f| f.tick && f.field == question.field))
}

pub fn stops(found: &[MemberFinding]) -> Vec<&'static str> {
    found.iter().filter(|f| f.finding.severity == Severity::Stop).map(|f| f.finding.rule.id()).collect()
}

fn rules(found: &[MemberFinding]) -> Vec<&'static str> {
    found.iter().map(|f| f.finding.rule.id()).collect()
}

#[test]
fn a_truthful_intake_of_each_kind_leaves_the_check_nothing_to_say() {
    for (name, kind, grants, ..) in PROGRAMS {
        let mut life = Life::new(*kind, grants);
        life.intake();
        life.first_contacts();
        // Of a shelter by night a bed night is asked besides, which is recorded elsewhere.
        let found: Vec<_> = life.found().into_iter().filter(|(rule, _)| *rule != "R-ENR-7").collect();
        assert!(found.is_empty(), "{name}: {found:#?}");
    }
}

#[test]
fn an_intake_writes_a_row_for_each_file_and_each_disability_of_each_member() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let counts = |c: &Chart| (c.enrollments.len(), c.incomes.len(), c.health.len(), c.disabilities.len());
    assert_eq!(life.charts.iter().map(counts).collect::<Vec<_>>(), [(1, 1, 1, 6), (1, 1, 1, 6), (1, 1, 0, 6), (1, 1, 0, 6)]);
    let ids: std::collections::BTreeSet<String> =
        life.charts.iter().flat_map(Chart::rows).map(|r| format!("{:?} {}", r.file(), r.key())).collect();
    assert_eq!(ids.len(), life.charts.iter().flat_map(Chart::rows).count(), "R-CSV-8: no id twice in a file");
    let income = &life.charts[0].incomes[0];
    assert_eq!(income.information_date, on("2026-11-10"), "R-STG-1");
    assert!(income.data_collection_stage.is(Stage::Entry));
    assert!(life.charts[2].incomes[0].income_from_any_source.is_blank(), "a child is asked for insurance alone");
}

#[test]
fn the_entry_that_is_opened_and_finished_untouched_writes_nothing() {
    for (name, kind, grants, ..) in PROGRAMS {
        let mut life = Life::new(*kind, grants);
        life.intake();
        let plan = life.with(|case| life.visit(Purpose::Entry, STAY).finish(case)).unwrap();
        assert!(plan.commit.changes.iter().all(|c| !c.is_row()), "{name}: {:?}", plan.commit.changes);
    }
}

/// A household as another system may have exported it: totals without parts, contradictions, cells that nobody can read.
fn imported() -> Life {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let head = &mut life.charts[0];
    let row = &mut head.incomes[0];
    (row.ssi, row.ssi_amount) = (Value::Blank, Value::Blank);
    (row.income_from_any_source, row.total_monthly_income) = (Value::Known(YesNo::Yes), Value::Known(Money(80_000)));
    (row.no_medicaid_reason, row.date_updated) = (Value::Known(3), Value::parse("2024-13-01"));
    head.health[0].general_health_status = Value::Known(2);
    head.enrollments[0].length_of_stay = Value::Known(LengthOfStay::NotCollected);
    head.enrollments[0].previous_street_essh = Value::Known(YesNo::Yes);
    let child = &mut life.charts[2];
    child.enrollments[0].living_situation = Value::Known(116);
    child.enrollments[0].enrollment_coc = "MN-504".into();
    child.incomes[0].income_from_any_source = Value::Known(YesNo::NotCollected);
    (child.incomes[0].earned, child.incomes[0].earned_amount) = (Value::Known(YesNo::Yes), Value::Known(Money(50_000)));
    life
}

#[test]
fn r_420_16_what_an_import_brought_and_nobody_changed_stays_as_it_is() {
    let mut life = imported();
    let before = life.charts.clone();
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.members[3].set(at::enrollment::RELATIONSHIP_TO_HOH, "4");
    life.finish(&draft).unwrap();
    assert!(life.charts[..3] == before[..3], "nobody touched them");
    assert!(life.charts[3].enrollments[0].relationship_to_hoh.is(Relationship::OtherRelative));
    // And who answers one question of a row changes that, and what hangs on it.
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.members[0].put(Question { slot: Slot::Income, field: at::income_benefits::BENEFITS_FROM_ANY_SOURCE }, "0");
    life.finish(&draft).unwrap();
    let row = &life.charts[0].incomes[0];
    assert_eq!((row.total_monthly_income.known(), row.snap.known()), (Some(Money(80_000)), Some(YesNo::No)));
    assert_eq!(row.no_medicaid_reason.known(), Some(3), "of an element that nobody touched");
}

#[test]
fn a_draft_that_is_taken_up_again_turns_nothing_back() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.members[0].set(at::enrollment::DISABLING_CONDITION, "8");
    // Meanwhile the move-in is recorded, an answer corrected, and somebody joins.
    life.charts[0].enrollments[0].move_in_date = on("2026-11-15");
    life.charts[1].health[0].domestic_violence_survivor = Value::Known(YesNo::No);
    let joined = Enrollment {
        personal_id: ClientId::new("C5"),
        household_id: HouseholdId::new("H1"),
        relationship_to_hoh: Value::Known(Relationship::Child),
        ..enrollment("E5", "P-PSH", "2026-11-12")
    };
    life.charts.push(Chart { client: client("C5", "2021-01-02"), enrollments: vec![joined], ..Chart::default() });
    let before = life.charts.clone();
    draft.rebase(life.visit(Purpose::Entry, STAY));
    assert_eq!(draft.members.len(), 5, "who came since is in it");
    life.finish(&draft).unwrap();
    let head = &life.charts[0].enrollments[0];
    assert_eq!((&head.move_in_date, head.disabling_condition.known()), (&on("2026-11-15"), Some(YesNo::Unknown)));
    assert!(life.charts[1..] == before[1..]);
}

#[test]
fn r_enr_8_a_household_id_that_two_programs_share_is_two_stays() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let shared = Enrollment { household_id: HouseholdId::new("H1"), ..enrollment("E-CE", "P-CE", "2026-10-01") };
    life.charts[0].enrollments.insert(0, shared);
    let mut exit = life.visit(Purpose::Exit, STAY);
    assert_eq!(exit.members.len(), 4);
    life.answer(&mut exit);
    life.finish(&exit).unwrap();
    assert!(life.charts[0].exits.iter().all(|x| x.enrollment_id.as_str() == STAY), "the other stay goes on");
    let plan = life.with(|case| life.visit(Purpose::Entry, STAY).finish(case)).unwrap();
    assert!(plan.commit.changes.iter().all(|c| !c.is_row()), "nobody moves into another program: {:?}", plan.commit.changes);
}

#[test]
fn a_stay_without_a_household_has_a_life_too() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    life.charts[0].enrollments[0].household_id = HouseholdId::default();
    let alone = household::alone(&Card::of(&life.charts[0]), &EnrollmentId::new(STAY)).unwrap();
    let mut exit = Draft::visit(Purpose::Exit, STAY.into(), &EnrollmentId::new(STAY), &[alone], &life.charts, today()).unwrap();
    life.answer(&mut exit);
    life.finish(&exit).unwrap();
    assert_eq!(life.charts[0].exits.len(), 1);
}

#[test]
fn default_last_is_of_each_element_the_newest_and_never_later_than_the_day() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut update = life.visit(Purpose::Update, STAY);
    update.on = "2026-11-18".into();
    update.members[0].put(Question { slot: Slot::Income, field: at::income_benefits::INSURANCE_FROM_ANY_SOURCE }, "0");
    life.finish(&update).unwrap();
    let last = |day_: &str, but: Option<&EnrollmentId>| ask::last(&life.charts[0], day(day_), but);
    let income = |rows: &ask::Rows, field| rows.answer(Question { slot: Slot::Income, field }).to_owned();
    let both = last("2026-11-20", None);
    assert_eq!(income(&both, at::income_benefits::INSURANCE_FROM_ANY_SOURCE), "0", "of the update");
    assert_eq!(income(&both, at::income_benefits::INCOME_FROM_ANY_SOURCE), "1", "of the start, since the update says nothing of it");
    assert_eq!(income(&last("2026-11-15", None), at::income_benefits::INSURANCE_FROM_ANY_SOURCE), "1");
    assert!(last("2026-11-20", Some(&EnrollmentId::new(STAY))).is_empty(), "nothing of the stay itself");
}

#[test]
fn r_stg_1_what_hangs_on_the_start_moves_with_it() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut draft = life.visit(Purpose::Entry, STAY);
    draft.members[0].set(at::enrollment::ENTRY_DATE, "2026-11-08");
    life.finish(&draft).unwrap();
    let head = &life.charts[0];
    assert_eq!(head.enrollments[0].entry_date, on("2026-11-08"));
    assert!(points(head, &EnrollmentId::new(STAY)) == [(day("2026-11-08"), Stage::Entry)], "every row of the start");
    assert_eq!(life.charts[1].enrollments[0].entry_date, on("2026-11-10"), "the others stay");
}

#[test]
fn an_exit_is_recorded_with_its_assessments_and_its_warnings() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut exit = life.visit(Purpose::Exit, STAY);
    exit.on = "2026-11-20".into();
    assert!(rules(&life.with(|case| exit.findings(case))).contains(&"R-EXI-1"), "a destination is asked");
    life.answer(&mut exit);
    assert!(rules(&life.with(|case| exit.findings(case))).contains(&"R-ENR-18"), "to a home without a move-in");
    life.charts[0].enrollments[0].move_in_date = on("2026-11-15");
    assert!(!rules(&life.with(|case| exit.findings(case))).contains(&"R-ENR-18"));
    life.finish(&exit).unwrap();
    for chart in &life.charts {
        let row = &chart.exits[0];
        assert_eq!((&row.exit_date, row.destination.known()), (&on("2026-11-20"), Some(410)));
        assert_eq!(row.enrollment_id, chart.enrollments[0].enrollment_id);
        assert!(recorded(chart, &row.enrollment_id, Purpose::Exit, None).len() >= 8, "the exit, 4.04, six disabilities");
    }
    assert!(life.found().is_empty(), "{:#?}", life.found());
    // Who has left does not leave again; what is recorded can be corrected.
    let again = life.visit(Purpose::Exit, STAY);
    assert_eq!(again.members.len(), 1, "the one whose exit it is");
    let plan = life.with(|case| again.finish(case)).unwrap();
    assert!(plan.commit.changes.iter().all(|c| !c.is_row()), "untouched, it writes nothing: {:?}", plan.commit.changes);
}

#[test]
fn r_enr_6_an_exit_is_neither_before_the_start_nor_to_come_nor_twice() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    let mut exit = life.visit(Purpose::Exit, STAY);
    for (on, said) in [("2026-11-09", true), ("2026-11-23", true), ("", true), ("soon", true), ("2026-11-22", false)] {
        exit.on = on.into();
        assert_eq!(!stops(&life.with(|case| exit.findings(case))).is_empty(), said, "{on}");
    }
    // Begun twice, finished once.
    let mut second = exit.clone();
    life.answer(&mut exit);
    life.finish(&exit).unwrap();
    life.answer(&mut second);
    assert!(stops(&life.with(|case| second.findings(case))).contains(&"R-ENR-6"));
}

#[test]
fn r_vet_2_the_service_of_a_veteran_is_asked_at_the_start_and_stands_in_their_own_row() {
    use wayhome::domain::client::VETERANS;
    let mut life = Life::new(ProjectType::RapidRehousing, &[33]);
    life.charts[0].client.veteran_status = Value::Known(YesNo::Yes);
    life.charts[0].client.year_entered_service = Value::Known(2005);
    let of_service = |question: &Question| question.slot == Slot::Client;
    let mut draft = life.begun();
    draft.know_service(&life.charts);
    life.answer(&mut draft);
    let asked = |draft: &Draft, member: usize| {
        let ask = |case: &IntakeCase<'_>| draft.asking(&draft.members[member], case).all(&draft.members[member]);
        life.with(ask).into_iter().filter(|asked| of_service(&asked.question)).count()
    };
    assert_eq!([asked(&draft, 0), asked(&draft, 1), asked(&draft, 2)], [VETERANS.len(), 0, 0], "of the veteran alone");
    let question = |field| Question { slot: Slot::Client, field };
    assert_eq!(draft.members[0].answer(question(at::client::YEAR_ENTERED_SERVICE)), "2005", "what is recorded is shown");
    draft.members[0].put(question(at::client::YEAR_SEPARATED), "2009");
    // Somebody corrects the record meanwhile: what was not typed here is as it is by then.
    life.charts[0].client.year_entered_service = Value::Known(2006);
    life.charts[0].client.middle_name = "Ann".into();
    draft.know_service(&life.charts);
    life.finish(&draft).unwrap();
    let client = &life.charts[0].client;
    assert_eq!((client.year_entered_service.known(), client.year_separated.known()), (Some(2006), Some(2009)));
    assert_eq!((client.middle_name.as_str(), client.first_name.as_str()), ("Ann", "Marisol"), "nothing else of the row is touched");
    assert!(VETERANS.iter().all(|field| !client.get(*field).is_empty()));
    assert!(life.charts[1].client.year_separated.is_blank());
    assert!(!life.found().iter().any(|(rule, _)| *rule == "R-VET-2"), "{:#?}", life.found());
    // A blank is missing, and stops nothing.
    let mut other = Life::new(ProjectType::RapidRehousing, &[33]);
    other.charts[0].client.veteran_status = Value::Known(YesNo::Yes);
    let mut draft = other.begun();
    draft.know_service(&other.charts);
    other.answer(&mut draft);
    draft.members[0].put(question(at::client::MILITARY_BRANCH), "");
    draft.members[0].put(question(at::client::YEAR_ENTERED_SERVICE), "1870");
    let found = other.with(|case| draft.findings(case));
    let said = |rule: &str, field| found.iter().any(|f| f.slot == Slot::Client && f.finding.rule == rule && f.finding.field == field);
    assert!(said("R-ASK-1", at::client::MILITARY_BRANCH) && said("R-VET-2", at::client::YEAR_ENTERED_SERVICE));
    other.finish(&draft).unwrap();
    assert!(other.charts[0].client.military_branch.is_blank());
}

#[test]
fn a_member_joins_a_stay_that_is_recorded() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    life.charts.push(Chart { client: client("C5", "2021-01-02"), ..Chart::default() });
    let mut draft = life.visit(Purpose::Entry, STAY);
    let at = draft.add(ClientId::new("C5"), EnrollmentId::new("E5"), Some(Relationship::Child));
    draft.members[at].set(at::enrollment::ENTRY_DATE, "2026-11-18");
    life.answer(&mut draft);
    life.finish(&draft).unwrap();
    let joined = &life.charts[4].enrollments[0];
    assert_eq!((joined.household_id.as_str(), &joined.entry_date), ("H1", &on("2026-11-18")), "R-ENR-8: the same household");
    assert!(life.found().is_empty(), "{:#?}", life.found());
}

#[test]
fn a_workflow_over_a_stay_survives_being_kept() {
    let mut life = Life::new(ProjectType::PermanentSupportive, &[2]);
    life.intake();
    for purpose in [Purpose::Entry, Purpose::Update, Purpose::Annual, Purpose::Exit] {
        let mut draft = life.visit(purpose, STAY);
        life.answer(&mut draft);
        draft.step = Step::Summary;
        let text = serde_json::to_string(&draft).unwrap();
        assert!(serde_json::from_str::<Draft>(&text).unwrap() == draft, "{purpose:?}");
    }
}

//! What the intake asks of whom, in which program: the lists are written from HUD's element headers (FY2026), not from the code.
//! Then the laws of recording: nothing hidden is required or written, and a truthful intake leaves nothing for the check to find.

use super::*;
use proptest::prelude::*;
use wayhome::domain::ask::{self, Answers, Asking, Form, Person, Point, Program, Question, Rows, Slot};
use wayhome::domain::code::Code;

const HEAD: Person = Person { age_at_entry: Some(39), is_head: true };
const ADULT: Person = Person { age_at_entry: Some(37), is_head: false };
const CHILD: Person = Person { age_at_entry: Some(9), is_head: false };
const MINOR_HEAD: Person = Person { age_at_entry: Some(17), is_head: true };

/// The recorded answer to 4.08: a yes, or none.
fn said(hiv: bool) -> String {
    if hiv { "1".to_owned() } else { String::new() }
}

fn asking(kind: ProjectType, grants: &[u32], person: Person, stage: Stage) -> Asking {
    Asking { program: Program { kind: Some(kind), grants: grants.to_vec() }, person, veteran: false, stage, hiv: String::new() }
}

fn elements(asking: &Asking) -> Vec<&'static str> {
    asking.elements().map(|e| e.id).collect()
}

/// One program: its type, its grants, what an adult head, a second adult, a child and a minor head are asked at the start.
pub type Program4 = (&'static str, ProjectType, &'static [u32], &'static [&'static str], &'static [&'static str], &'static [&'static str]);

/// 4.02 to 4.11 as a CoC-funded program asks them of adults, and of children.
const COC: &[&str] = &["4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "4.11"];
const COC_CHILD: &[&str] = &["4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10"];
/// Supportive services of the VA: no disabilities (R-DIS-6), 4.08 with HUD-VASH alone.
const RHY_HOUSED_HEAD: &[&str] =
    &["R1", "R11", "R12", "R13", "R4", "R5", "R6", "4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R7", "R8", "R9", "R10"];

pub const PROGRAMS: &[Program4] = &[
    ("PSH", ProjectType::PermanentSupportive, &[2], COC, COC, COC_CHILD),
    ("RRH", ProjectType::RapidRehousing, &[3], COC, COC, COC_CHILD),
    ("TH", ProjectType::TransitionalHousing, &[5], COC, COC, COC_CHILD),
    ("Joint, TH half", ProjectType::TransitionalHousing, &[44], COC, COC, COC_CHILD),
    ("Joint, RRH half", ProjectType::RapidRehousing, &[44], COC, COC, COC_CHILD),
    ("other PH without such a grant", ProjectType::HousingOnly, &[34], &[], &[], &[]),
    ("coordinated entry", ProjectType::CoordinatedEntry, &[4], &[], &[], &[]),
    ("CoC Builds", ProjectType::PermanentSupportive, &[56], COC, COC, COC_CHILD),
    ("ESG rapid re-housing", ProjectType::RapidRehousing, &[11], COC, COC, COC_CHILD),
    (
        "ESG night-by-night shelter",
        ProjectType::ShelterNightByNight,
        &[8],
        &["4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "4.11"],
        &["4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "4.11"],
        &["4.05", "4.06", "4.07", "4.08", "4.09", "4.10"],
    ),
    ("RUSH shelter", ProjectType::ShelterEntryExit, &[53], &[], &[], &[]),
    ("RUSH rapid re-housing", ProjectType::RapidRehousing, &[53], COC, COC, COC_CHILD),
    ("unsheltered NOFO", ProjectType::PermanentSupportive, &[54], COC, COC, COC_CHILD),
    ("rural NOFO", ProjectType::RapidRehousing, &[55], COC, COC, COC_CHILD),
    (
        "YHDP rapid re-housing",
        ProjectType::RapidRehousing,
        &[43],
        &["C3", "4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "4.11"],
        COC,
        COC_CHILD,
    ),
    (
        "HOPWA supportive housing",
        ProjectType::PermanentSupportive,
        &[14],
        &["4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "W4", "W6", "W3", "4.11"],
        &["4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "W4", "W6", "W3", "4.11"],
        &["4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "W4", "W6", "W3"],
    ),
    (
        "HUD-VASH",
        ProjectType::PermanentSupportive,
        &[20],
        &["R4", "R6", "4.02", "4.03", "4.04", "4.08", "4.11", "R7", "V6"],
        &["R4", "R6", "4.02", "4.03", "4.04", "4.08", "4.11", "R7"],
        &["4.04", "4.08"],
    ),
    (
        "PATH outreach",
        ProjectType::StreetOutreach,
        &[21],
        &["4.02", "4.03", "4.04", "P4", "4.05", "4.06", "4.07", "4.09", "4.10", "4.11"],
        &["4.02", "4.03", "4.04", "P4", "4.05", "4.06", "4.07", "4.09", "4.10", "4.11"],
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10"],
    ),
    (
        "RHY basic center",
        ProjectType::ShelterEntryExit,
        &[22],
        &[
            "R1", "R11", "R12", "R13", "R4", "R5", "R6", "4.03", "4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R7", "R8", "R9", "R10",
            "R2",
        ],
        &[
            "R1", "R11", "R12", "R13", "R4", "R5", "R6", "4.03", "4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R7", "R8", "R9", "R10",
            "R2",
        ],
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R2"],
    ),
    (
        "RHY transitional living",
        ProjectType::TransitionalHousing,
        &[24],
        RHY_HOUSED_HEAD,
        RHY_HOUSED_HEAD,
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10"],
    ),
    (
        "RHY street outreach",
        ProjectType::StreetOutreach,
        &[25],
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R10"],
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10", "R10"],
        &["4.04", "4.05", "4.06", "4.07", "4.09", "4.10"],
    ),
    (
        "SSVF rapid re-housing",
        ProjectType::RapidRehousing,
        &[33],
        &["R4", "R6", "4.02", "4.03", "4.04", "P4", "4.11", "V6", "V4"],
        &["R4", "R6", "4.02", "4.03", "4.04", "P4", "4.11"],
        &["4.04"],
    ),
    (
        "SSVF prevention",
        ProjectType::Prevention,
        &[33],
        &["R4", "R6", "4.02", "4.03", "4.04", "P4", "4.11", "V6", "V4", "V7"],
        &["R4", "R6", "4.02", "4.03", "4.04", "P4", "4.11"],
        &["4.04"],
    ),
    ("Pay for Success", ProjectType::PermanentSupportive, &[35], COC, COC, COC_CHILD),
    (
        "GPD transitional",
        ProjectType::TransitionalHousing,
        &[37],
        &["R6", "4.02", "4.03", "4.04", "4.11", "V6"],
        &["R6", "4.02", "4.03", "4.04", "4.11"],
        &["4.04"],
    ),
    (
        "VA residential (CRS)",
        ProjectType::ShelterEntryExit,
        &[27],
        &["4.02", "4.03", "4.04", "4.11", "V6"],
        &["4.02", "4.03", "4.04", "4.11"],
        &["4.04"],
    ),
];

#[test]
fn each_program_asks_what_its_type_and_its_grants_ask() {
    for (name, kind, grants, head, adult, child) in PROGRAMS {
        let at_start = |person| elements(&asking(*kind, grants, person, Stage::Entry));
        assert_eq!(at_start(HEAD), *head, "{name}: the head of household");
        assert_eq!(at_start(ADULT), *adult, "{name}: a second adult");
        assert_eq!(at_start(CHILD), *child, "{name}: a child");
        assert_eq!(at_start(MINOR_HEAD), *head, "{name}: a minor who is the head answers as an adult");
    }
}

#[test]
fn a_project_with_several_grants_asks_the_union_once() {
    let both = elements(&asking(ProjectType::PermanentSupportive, &[2, 20], HEAD, Stage::Entry));
    assert_eq!(both, ["R4", "R6", "4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "4.11", "R7", "V6"]);
}

#[test]
fn each_stage_asks_its_own() {
    let at = |stage, person| elements(&asking(ProjectType::PermanentSupportive, &[2], person, stage));
    assert_eq!(at(Stage::Update, HEAD), COC);
    assert_eq!(at(Stage::Annual, HEAD), ["4.02", "4.03", "4.04"], "R-ANN-1; HUD names no annual point for 4.05 to 4.10");
    assert_eq!(at(Stage::Annual, CHILD), ["4.04"]);
    assert_eq!(at(Stage::Exit, HEAD), ["4.02", "4.03", "4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "3.12"]);
    assert_eq!(at(Stage::Exit, CHILD), ["4.04", "4.05", "4.06", "4.07", "4.08", "4.09", "4.10", "3.12"]);
    let of_veterans = Asking { veteran: true, ..asking(ProjectType::RapidRehousing, &[33], ADULT, Stage::Entry) };
    assert!(elements(&of_veterans).contains(&"V10"), "a veteran, whoever is the head");
    // V1: of each veteran whom a veterans' program enrolls, at the start.
    for (grant, asks) in [(20, true), (33, true), (45, true), (37, true), (27, true), (30, true), (2, false), (21, false), (14, false)] {
        let of =
            |veteran, stage| elements(&Asking { veteran, ..asking(ProjectType::RapidRehousing, &[grant], ADULT, stage) }).contains(&"V1");
        assert_eq!((of(true, Stage::Entry), of(false, Stage::Entry), of(true, Stage::Exit)), (asks, false, false), "grant {grant}");
    }
    let fields: Vec<FieldId> = ask::element("V1").unwrap().fields.iter().map(|f| f.field).collect();
    assert_eq!(fields, wayhome::domain::client::VETERANS, "one list, in the client's information and here");
}

#[test]
fn what_is_retired_is_never_asked() {
    for retired in ["C4", "R3", "3.06"] {
        assert!(ask::element(retired).is_none(), "{retired}");
    }
}

fn answered(kind: ProjectType, grants: &[u32], answers: &[(Slot, FieldId, &str)]) -> (Asking, Rows) {
    let mut rows = Rows::new();
    for (slot, field, text) in answers {
        rows.entry(*slot).or_insert_with(|| Packed::new(slot.file(), [] as [(u16, &str); 0])).set(field.column, text);
    }
    (asking(kind, grants, HEAD, Stage::Entry), rows)
}

fn names(asking: &Asking, element: &str, rows: &Rows) -> Vec<&'static str> {
    asking.questions(ask::element(element).unwrap(), rows).into_iter().map(|a| a.question.field.info().name).collect()
}

#[test]
fn answers_open_what_hangs_on_them() {
    use at::{disabilities as d, health_and_dv as h, income_benefits as i, youth_education_status as y};
    let psh = ProjectType::PermanentSupportive;
    let (a, rows) = answered(psh, &[2], &[]);
    assert_eq!(names(&a, "4.02", &rows), ["IncomeFromAnySource"]);
    let (a, rows) = answered(psh, &[2], &[(Slot::Income, i::INCOME_FROM_ANY_SOURCE, "1"), (Slot::Income, i::SSI, "1")]);
    let income = names(&a, "4.02", &rows);
    assert_eq!(income.len(), 17, "the first question, 15 sources, one amount: {income:?}");
    assert_eq!(income[3..5], ["SSI", "SSIAmount"]);
    let (a, rows) = answered(psh, &[2], &[(Slot::Income, i::INSURANCE_FROM_ANY_SOURCE, "1")]);
    assert_eq!(names(&a, "4.04", &rows).len(), 11, "reasons are HOPWA's");
    let (a, rows) = answered(psh, &[14], &[(Slot::Income, i::INSURANCE_FROM_ANY_SOURCE, "1"), (Slot::Income, i::MEDICAID, "1")]);
    assert!(!names(&a, "4.04", &rows).contains(&"NoMedicaidReason"));
    assert!(names(&a, "4.04", &rows).contains(&"NoMedicareReason"));
    let mental = Slot::Disability(DisabilityType::MentalHealth);
    let (a, rows) = answered(psh, &[2], &[(mental, d::DISABILITY_RESPONSE, "1")]);
    assert_eq!(names(&a, "4.09", &rows), ["DisabilityResponse", "IndefiniteAndImpairs"]);
    assert_eq!(names(&a, "4.05", &rows), ["DisabilityResponse"], "another disability");
    let substance = Slot::Disability(DisabilityType::SubstanceUse);
    let (a, rows) = answered(psh, &[2], &[(substance, d::DISABILITY_RESPONSE, "3")]);
    assert_eq!(names(&a, "4.10", &rows), ["DisabilityResponse", "IndefiniteAndImpairs"]);
    let hiv = Slot::Disability(DisabilityType::Hiv);
    let (a, rows) = answered(psh, &[14], &[(hiv, d::DISABILITY_RESPONSE, "1"), (hiv, d::T_CELL_COUNT_AVAILABLE, "1")]);
    assert_eq!(names(&a, "4.08", &rows), ["DisabilityResponse"], "R-DIS-4");
    assert_eq!(names(&a, "W4", &rows), ["TCellCountAvailable", "TCellCount", "TCellSource", "ViralLoadAvailable"]);
    assert_eq!(names(&a, "W3", &rows), ["ADAP", "RyanWhiteMedDent"]);
    // At an annual assessment 4.08 is not asked, so W4 follows from what is recorded; W3 and W6 are not asked then.
    let annual = |yes| Asking { hiv: said(yes), ..asking(psh, &[14], CHILD, Stage::Annual) };
    let (mut rows, said_no) = (Rows::new(), answered(psh, &[14], &[(hiv, d::DISABILITY_RESPONSE, "0")]).1);
    assert_eq!(names(&annual(true), "W4", &rows), ["TCellCountAvailable", "ViralLoadAvailable"]);
    assert!(annual(true).page(Form::Disabilities, &rows).iter().all(|(element, _)| element.id == "W4"));
    assert!(names(&annual(false), "W4", &rows).is_empty() && annual(false).forms(&rows) == [Form::Income]);
    assert!(
        !names(&Asking { hiv: said(true), ..asking(psh, &[14], ADULT, Stage::Update) }, "W4", &said_no).iter().any(|_| true),
        "where it is asked, the answer counts"
    );
    annual(true).settle(&mut rows, &Rows::new());
    assert!(rows.is_empty(), "nothing is written of whom nothing was said");
    rows = answered(psh, &[14], &[(hiv, d::T_CELL_COUNT_AVAILABLE, "0")]).1;
    annual(true).settle(&mut rows, &Rows::new());
    let kept = |field| rows.answer(Question { slot: hiv, field });
    assert_eq!((kept(d::DISABILITY_RESPONSE), kept(d::T_CELL_COUNT_AVAILABLE)), ("1", "0"), "R-DIS-7: beside a yes alone");
    let (a, rows) = answered(psh, &[14], &[(hiv, d::DISABILITY_RESPONSE, "0")]);
    assert!(names(&a, "W3", &rows).is_empty() && names(&a, "W6", &rows).is_empty(), "R-DIS-7");
    let (a, rows) = answered(psh, &[2], &[(Slot::Health, h::DOMESTIC_VIOLENCE_SURVIVOR, "1")]);
    assert_eq!(names(&a, "4.11", &rows), ["DomesticViolenceSurvivor", "WhenOccurred", "CurrentlyFleeing"], "R-DV-1");
    let (a, rows) = answered(ProjectType::RapidRehousing, &[43], &[(Slot::School, y::CURRENT_SCHOOL_ATTEND, "0")]);
    assert_eq!(names(&a, "C3", &rows), ["CurrentSchoolAttend", "MostRecentEdStatus"]);
    let (a, rows) = answered(ProjectType::TransitionalHousing, &[24], &[(Slot::Enrollment, at::enrollment::REFERRAL_SOURCE, "7")]);
    assert_eq!(names(&a, "R1", &rows), ["ReferralSource", "CountOutreachReferralApproaches"]);
}

#[test]
fn r_inc_1_and_2_ticks_become_a_no_and_amounts_a_sum() {
    use at::income_benefits as i;
    let income = [(Slot::Income, i::INCOME_FROM_ANY_SOURCE, "1"), (Slot::Income, i::SSI, "1"), (Slot::Income, i::SSI_AMOUNT, "967.00")];
    let (a, mut rows) = answered(ProjectType::PermanentSupportive, &[2], &income);
    rows.get_mut(&Slot::Income).unwrap().set(i::GA_AMOUNT.column, "350.00");
    a.settle(&mut rows, &Rows::new());
    let cell = |field: FieldId| rows[&Slot::Income].cell(usize::from(field.column)).to_owned();
    assert_eq!((cell(i::EARNED).as_str(), cell(i::SSI).as_str(), cell(i::TOTAL_MONTHLY_INCOME).as_str()), ("0", "1", "967.00"));
    assert_eq!(cell(i::GA_AMOUNT), "", "what is not ticked has no amount");
    let (a, mut rows) = answered(ProjectType::PermanentSupportive, &[2], &[(Slot::Income, i::INCOME_FROM_ANY_SOURCE, "8")]);
    a.settle(&mut rows, &Rows::new());
    assert!(rows[&Slot::Income].cell(usize::from(i::EARNED.column)).is_empty(), "nobody knows, so nothing is said of the sources");
}

#[test]
fn a_grant_that_does_not_ask_takes_nothing_away_that_was_recorded() {
    let kept =
        [(Slot::Health, at::health_and_dv::GENERAL_HEALTH_STATUS, "2"), (Slot::Income, at::income_benefits::NO_MEDICAID_REASON, "3")];
    let (a, mut rows) = answered(ProjectType::PermanentSupportive, &[2], &kept);
    let before = rows.clone();
    a.settle(&mut rows, &before);
    assert_eq!(rows.answer(Question { slot: Slot::Health, field: at::health_and_dv::GENERAL_HEALTH_STATUS }), "2");
    a.settle(&mut rows, &Rows::new());
    assert_eq!(
        rows.answer(Question { slot: Slot::Health, field: at::health_and_dv::GENERAL_HEALTH_STATUS }),
        "",
        "a new record has only what is asked"
    );
}

/// An answer of the question's own list, by a number that says which.
pub fn truthful(question: Question, pick: usize) -> String {
    let offered: Vec<u32> = question.offered().iter().map(|c| c.code).filter(|code| *code != YesNo::NotCollected.code()).collect();
    match question.field.info().kind {
        _ if !offered.is_empty() => offered[pick % offered.len()].to_string(),
        Kind::Money => format!("{}.00", 1 + pick % 2000),
        Kind::Number => (1 + pick % 11).to_string(),
        Kind::Day => format!("2026-1{}-0{}", pick % 2, 1 + pick % 9),
        _ => question.field.info().texts.get(pick % 100).map_or_else(|| "named".to_owned(), |(code, _)| (*code).to_owned()),
    }
}

/// Answers everything that is asked, until nothing more is.
fn answer_all(asking: &Asking, picks: &[usize]) -> Rows {
    let mut rows = Rows::new();
    let mut at = 0;
    loop {
        let open: Vec<Question> = asking.all(&rows).iter().map(|a| a.question).filter(|q| rows.answer(*q).is_empty()).collect();
        if open.is_empty() {
            return rows;
        }
        for question in open {
            let is_tick =
                ask::ELEMENTS.iter().any(|e| e.slot == question.slot && e.fields.iter().any(|f| f.tick && f.field == question.field));
            let text = if is_tick { (picks[at % picks.len()] % 2).to_string() } else { truthful(question, picks[at % picks.len()]) };
            at += 1;
            rows.entry(question.slot)
                .or_insert_with(|| Packed::new(question.slot.file(), [] as [(u16, &str); 0]))
                .set(question.field.column, &text);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    /// Whatever is answered, changed and changed back: what is recorded holds no hidden answer, and recording twice is once.
    #[test]
    fn no_hidden_field_is_required_or_recorded(
        program in proptest::sample::select(PROGRAMS.to_vec()),
        stage in proptest::sample::select(vec![Stage::Entry, Stage::Update, Stage::Annual, Stage::Exit]),
        person in proptest::sample::select(vec![HEAD, ADULT, CHILD, MINOR_HEAD]),
        hiv in any::<bool>(),
        cells in proptest::collection::vec((any::<prop::sample::Index>(), proptest::sample::select(vec!["0", "1", "2", "3", "7", "8", "99", "17", "435", "odd", "12.50"])), 0..60),
    ) {
        let asking = Asking { hiv: said(hiv), ..asking(program.1, program.2, person, stage) };
        let every: Vec<Question> = ask::ELEMENTS.iter().flat_map(|e| e.fields.iter().map(|f| Question { slot: e.slot, field: f.field })).collect();
        let mut rows = Rows::new();
        for (at, text) in cells {
            let question = every[at.index(every.len())];
            rows.entry(question.slot).or_insert_with(|| Packed::new(question.slot.file(), [] as [(u16, &str); 0])).set(question.field.column, text);
        }
        asking.settle(&mut rows, &Rows::new());
        let asked: Vec<Question> = asking.all(&rows).into_iter().map(|a| a.question).collect();
        let no = Value::Known(YesNo::No).text();
        for element in ask::ELEMENTS {
            let cell = |field| rows.answer(Question { slot: element.slot, field });
            for field in element.fields {
                let (question, answer) = (Question { slot: element.slot, field: field.field }, cell(field.field));
                // A tick below a No is a No that nobody had to say.
                let derived = field.tick && answer == no && element.any.is_some_and(|any| cell(any) == no);
                // The yes on HIV/AIDS that is recorded already, beside what only it leads to.
                let of_hiv = question.slot == Slot::Disability(DisabilityType::Hiv) && field.field == at::disabilities::DISABILITY_RESPONSE;
                let derived = derived || of_hiv && hiv && stage == Stage::Annual && answer == "1";
                prop_assert!(answer.is_empty() || asked.contains(&question) || derived, "{question:?} is hidden and recorded: {answer}");
            }
        }
        for (slot, finding) in ask::missing(&asking, &rows) {
            prop_assert!(asked.contains(&Question { slot, field: finding.field }), "{:?} is hidden and required", finding.field);
        }
        let once = rows.clone();
        asking.settle(&mut rows, &Rows::new());
        prop_assert!(rows == once, "twice is once");
    }

    /// Who answers everything that is asked, truthfully, leaves no rule anything to say about the rows.
    #[test]
    fn a_truthful_assessment_has_no_findings(
        program in proptest::sample::select(PROGRAMS.to_vec()),
        stage in proptest::sample::select(vec![Stage::Entry, Stage::Update, Stage::Annual, Stage::Exit]),
        person in proptest::sample::select(vec![HEAD, ADULT, CHILD, MINOR_HEAD]),
        hiv in any::<bool>(),
        picks in proptest::collection::vec(0usize..5000, 40),
    ) {
        let asking = Asking { hiv: said(hiv), ..asking(program.1, program.2, person, stage) };
        let mut rows = answer_all(&asking, &picks);
        asking.settle(&mut rows, &Rows::new());
        let point = Point { client: ClientId::new("C1"), enrollment: EnrollmentId::new("E1"), stage, on: on("2026-11-10") };
        point.mark(&mut rows);
        ask::name_new(&mut rows, [3; 16], 0);
        prop_assert!(ask::missing(&asking, &rows).is_empty());
        // Who says that there is income and ticks none contradicts themselves; who names a subsidy that does not fit, too.
        let contradicts = |f: &Finding| ["R-INC-1", "R-NCB-1", "R-INS-1", "R-W5-1"].contains(&f.rule.id()) && f.severity == Severity::Fix;
        let doubts = |f: &Finding| f.severity == Severity::Note || f.field == at::exit::DESTINATION;
        let found: Vec<(Slot, Finding)> = ask::judge(&rows).into_iter().filter(|(_, f)| !contradicts(f) && !doubts(f)).collect();
        prop_assert!(found.is_empty(), "{found:?}");
        // Each row says whose it is, of which stay, on which day.
        for (slot, row) in rows.iter().filter(|(slot, _)| slot.is_staged()) {
            let cell = |name: &str| row.cell(usize::from(slot.field(name).unwrap().column)).to_owned();
            prop_assert_eq!(cell("EnrollmentID"), "E1");
            prop_assert_eq!(cell("InformationDate"), "2026-11-10");
            prop_assert_eq!(cell("DataCollectionStage"), stage.code().to_string());
        }
        let forms: Vec<Form> = asking.forms(&rows);
        prop_assert!(asking.all(&rows).iter().all(|a| a.question.form().is_some_and(|form| forms.contains(&form))));
    }
}

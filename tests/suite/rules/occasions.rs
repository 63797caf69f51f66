//! What arises during a stay: which kinds each program offers to whom, written from HUD's element headers (FY2026) and not from the code;
//! what is asked; and the rules by id.

mod days;
mod laws;
mod others;

use super::*;
use proptest::prelude::*;
use wayhome::domain::check;
use wayhome::domain::occasion::{KINDS, Kind, Record, Stay, Told, Which};

/// C1, an adult head of household, since November 10 in a program of this type with these grants; C2 is their child, C3 a second adult.
struct Place {
    agency: Agency,
    chart: Chart,
}

impl Place {
    fn new(kind: ProjectType, grants: &[u32]) -> Self {
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
        let chart =
            Chart { client: person("C1", "1987-03-04"), enrollments: vec![enrollment("E1", "P-PSH", "2026-11-10")], ..Chart::default() };
        Self { agency, chart }
    }

    fn child(mut self) -> Self {
        self.chart.client.dob = on("2017-01-02");
        self.chart.enrollments[0].relationship_to_hoh = Value::Known(Relationship::Child);
        self
    }

    fn adult(mut self) -> Self {
        self.chart.enrollments[0].relationship_to_hoh = Value::Known(Relationship::SpouseOrPartner);
        self
    }

    fn left(mut self, on_day: &str) -> Self {
        self.chart.exits = vec![Exit {
            exit_id: "X1".into(),
            enrollment_id: EnrollmentId::new("E1"),
            personal_id: ClientId::new("C1"),
            exit_date: on(on_day),
            destination: Value::Known(410),
            ..Exit::default()
        }];
        self
    }

    fn run<R>(&self, run: impl FnOnce(&Stay<'_>) -> R) -> R {
        let organization = OrganizationId::new("O-N");
        let stay = Stay::of(&self.chart, &EnrollmentId::new("E1"), &self.agency, Some(&organization), today()).unwrap();
        run(&stay)
    }

    fn offered(&self) -> Vec<&'static str> {
        self.run(|stay| stay.offered().into_iter().map(|kind| kind.id).collect())
    }

    fn recorded(&self) -> Vec<(&'static str, String)> {
        self.run(|stay| stay.recorded().into_iter().map(|one| (one.kind.id, one.key)).collect())
    }

    /// Takes what a plan writes into the chart.
    fn take(&mut self, plan: &Plan) {
        let mut rows: Vec<Packed> = self.chart.rows().map(Row::pack).collect();
        for change in plan.commit.changes.iter().filter_map(Change::of_row) {
            let at = rows.iter().position(|r| r.file() == change.file() && r.key() == change.key.as_str()).unwrap_or_else(|| {
                rows.push(Packed::default());
                rows.len() - 1
            });
            change.apply(&mut rows[at]);
        }
        self.chart = Chart::from_packed(&rows);
    }

    /// A new record with these answers, as it would be saved.
    fn try_new(&self, kind: &str, answers: &[(FieldId, &str)], seed: u8) -> Result<Plan, Vec<Told>> {
        self.run(|stay| {
            let kind = Kind::of(kind).unwrap();
            let mut record = stay.fresh(kind);
            answers.iter().for_each(|(field, text)| record.row.set(field.column, text));
            stay.record(kind, &record, None, [seed; 16], &stamp())
        })
    }

    fn record(&mut self, kind: &str, answers: &[(FieldId, &str)]) -> Plan {
        let seed = 1 + u8::try_from(self.chart.rows().count()).unwrap();
        let plan = self.try_new(kind, answers, seed).unwrap();
        self.take(&plan);
        plan
    }
}

fn rules(told: &[Told]) -> Vec<(&'static str, Severity)> {
    told.iter().map(|told| (told.finding.rule.id(), told.finding.severity)).collect()
}

/// A program, and what is offered of an adult head, a second adult, a child.
type Row4 = (&'static str, ProjectType, &'static [u32], &'static [&'static str], &'static [&'static str], &'static [&'static str]);

const PROGRAMS: &[Row4] = {
    use ProjectType as T;
    &[
        ("PSH of the CoC", T::PermanentSupportive, &[2], &["C2"], &[], &[]),
        ("PSH of another payer", T::PermanentSupportive, &[34], &[], &[], &[]),
        ("RRH", T::RapidRehousing, &[3], &[], &[], &[]),
        ("TH", T::TransitionalHousing, &[5], &[], &[], &[]),
        ("coordinated entry of the CoC", T::CoordinatedEntry, &[4], &["4.12", "4.19"], &["4.12"], &[]),
        ("coordinated entry of another payer", T::CoordinatedEntry, &[46], &["4.12", "4.19"], &["4.12"], &[]),
        ("ESG outreach", T::StreetOutreach, &[11], &["4.12", "4.13"], &["4.12", "4.13"], &[]),
        ("ESG shelter by night", T::ShelterNightByNight, &[8], &["4.12", "4.13"], &["4.12", "4.13"], &[]),
        ("RUSH shelter by night", T::ShelterNightByNight, &[53], &["4.12"], &["4.12"], &[]),
        ("ESG shelter, entry and exit", T::ShelterEntryExit, &[8], &[], &[], &[]),
        ("PATH outreach", T::StreetOutreach, &[21], &["4.12", "4.13", "P1", "P2", "P3"], &["4.12", "4.13", "P1", "P2", "P3"], &[]),
        ("PATH services", T::ServicesOnly, &[21], &["4.12", "4.13", "P1", "P2", "P3"], &["4.12", "4.13", "P1", "P2", "P3"], &[]),
        ("RHY outreach", T::StreetOutreach, &[25], &["4.12", "4.13", "R14"], &["4.12", "4.13", "R14"], &[]),
        ("RHY transitional living", T::TransitionalHousing, &[24], &["R14"], &["R14"], &[]),
        ("HOPWA housing", T::PermanentSupportive, &[14], &["W1", "W2"], &["W1", "W2"], &["W1", "W2"]),
        ("SSVF rapid re-housing", T::RapidRehousing, &[33], &["V2", "V3"], &["V2", "V3"], &["V2", "V3"]),
        ("SSVF prevention", T::Prevention, &[33], &["V2", "V3"], &["V2", "V3"], &["V2", "V3"]),
        ("HUD-VASH", T::PermanentSupportive, &[20], &["V8"], &[], &[]),
        ("PSH of the CoC and HUD-VASH", T::PermanentSupportive, &[2, 20], &["C2", "V8"], &[], &[]),
        ("YHDP services", T::ServicesOnly, &[43], &["4.12"], &["4.12"], &[]),
    ]
};

#[test]
fn each_program_offers_what_its_type_and_its_grants_record() {
    for (name, kind, grants, head, adult, child) in PROGRAMS {
        let place = || Place::new(*kind, grants);
        assert_eq!(place().offered(), *head, "{name}: the head of household");
        assert_eq!(place().adult().offered(), *adult, "{name}: a second adult");
        assert_eq!(place().child().offered(), *child, "{name}: a child");
    }
}

#[test]
fn r_ctx_1_nothing_is_offered_nor_saved_in_a_program_of_another_organization() {
    let mut place = Place::new(ProjectType::CoordinatedEntry, &[4]);
    place.record(
        "4.12",
        &[(at::current_living_situation::CURRENT_LIVING_SITUATION, "116"), (at::current_living_situation::VERIFIED_BY, "me")],
    );
    let key = place.recorded()[0].1.clone();
    for organization in [Some(OrganizationId::new("O-L")), None] {
        let stay = Stay::of(&place.chart, &EnrollmentId::new("E1"), &place.agency, organization.as_ref(), today()).unwrap();
        assert!(stay.offered().is_empty());
        assert_eq!(stay.recorded().len(), 1, "it can be read");
        let kind = Kind::of("4.12").unwrap();
        let mut record = stay.kept(kind, &key).unwrap();
        record.row.set(at::current_living_situation::LOCATION_DETAILS.column, "Lake Street");
        assert!(rules(&stay.record(kind, &record, Some(&key), [9; 16], &stamp()).unwrap_err()).contains(&("R-CTX-1", Severity::Stop)));
        assert!(stay.remove(kind, &key, &stamp()).is_err());
    }
}

#[test]
fn what_is_recorded_once_is_offered_until_it_is() {
    let mut place = Place::new(ProjectType::StreetOutreach, &[21]);
    place.record("4.13", &[]);
    place.record("P3", &[(at::enrollment::CLIENT_ENROLLED_IN_PATH, "1")]);
    assert_eq!(place.offered(), ["4.12", "P1", "P2"]);
    assert_eq!(place.recorded().iter().map(|(kind, _)| *kind).collect::<Vec<_>>(), ["4.13", "P3"]);
    let aftercare = Place::new(ProjectType::TransitionalHousing, &[24]);
    assert!(!aftercare.offered().contains(&"R20"), "nobody has left");
    assert_eq!(aftercare.left("2026-11-15").offered(), ["R14", "R20"]);
}

fn names(place: &Place, kind: &str, answers: &[(FieldId, &str)]) -> Vec<&'static str> {
    place.run(|stay| {
        let kind = Kind::of(kind).unwrap();
        let mut row = stay.fresh(kind).row;
        answers.iter().for_each(|(field, text)| row.set(field.column, text));
        stay.fields(kind, &row, None).into_iter().map(|field| field.info().name).collect()
    })
}

#[test]
fn r_cls_1_answers_open_what_hangs_on_them() {
    use at::current_living_situation as f;
    let (entry, outreach) = (Place::new(ProjectType::CoordinatedEntry, &[4]), Place::new(ProjectType::StreetOutreach, &[11]));
    assert_eq!(names(&outreach, "4.12", &[]), ["InformationDate", "CurrentLivingSituation", "LocationDetails"]);
    assert_eq!(names(&entry, "4.12", &[]), ["InformationDate", "CurrentLivingSituation", "VerifiedBy", "LocationDetails"]);
    let rents = [(f::CURRENT_LIVING_SITUATION, "435")];
    let with = ["InformationDate", "CurrentLivingSituation", "CLSSubsidyType", "LeaveSituation14Days", "LocationDetails"];
    assert_eq!(names(&outreach, "4.12", &rents), with);
    let leaves = [(f::CURRENT_LIVING_SITUATION, "336"), (f::LEAVE_SITUATION14_DAYS, "1")];
    let all = names(&outreach, "4.12", &leaves);
    assert_eq!(all[3..7], ["SubsequentResidence", "ResourcesToObtain", "LeaseOwn60Day", "MovedTwoOrMore"]);
    for homeless in ["116", "101", "118", "8", "99"] {
        assert_eq!(names(&outreach, "4.12", &[(f::CURRENT_LIVING_SITUATION, homeless)]).len(), 3, "{homeless}");
    }
}

#[test]
fn r_svc_1_the_type_has_the_list_of_its_grant_and_opens_what_hangs_on_it() {
    use at::services as f;
    let veterans = Place::new(ProjectType::RapidRehousing, &[33]);
    assert_eq!(names(&veterans, "V2", &[(f::TYPE_PROVIDED, "3")]), ["DateProvided", "TypeProvided", "SubTypeProvided"]);
    assert_eq!(names(&veterans, "V2", &[(f::TYPE_PROVIDED, "6")]), ["DateProvided", "TypeProvided", "OtherTypeProvided"]);
    assert_eq!(names(&veterans, "V2", &[(f::TYPE_PROVIDED, "2")]), ["DateProvided", "TypeProvided"]);
    assert_eq!(names(&veterans, "V3", &[]), ["DateProvided", "TypeProvided", "FAAmount", "FAStartDate", "FAEndDate"]);
    let vouchers = Place::new(ProjectType::PermanentSupportive, &[20]);
    assert_eq!(names(&vouchers, "V8", &[(f::TYPE_PROVIDED, "12")]), ["DateProvided", "TypeProvided", "OtherTypeProvided"]);
    let moving = Place::new(ProjectType::PermanentSupportive, &[2]);
    assert_eq!(names(&moving, "C2", &[(f::TYPE_PROVIDED, "5")]), ["DateProvided", "TypeProvided", "MovingOnOtherType"]);
    let choices = |kind: &str, field, answers: &[(FieldId, &str)]| {
        let mut row = Packed::new(File::Services, [] as [(u16, &str); 0]);
        answers.iter().for_each(|(field, text)| row.set(field.column, text));
        Kind::of(kind).unwrap().choices(field, &row).into_iter().map(|code| code.label).collect::<Vec<_>>()
    };
    assert_eq!(choices("W2", f::TYPE_PROVIDED, &[]).len(), 5);
    assert!(choices("V3", f::TYPE_PROVIDED, &[]).contains(&"Landlord Incentive"));
    assert_eq!(choices("V2", f::SUB_TYPE_PROVIDED, &[(f::TYPE_PROVIDED, "3")]).len(), 4);
    assert_eq!(choices("V2", f::SUB_TYPE_PROVIDED, &[(f::TYPE_PROVIDED, "5")]).len(), 11);
    assert_eq!(choices("P2", f::REFERRAL_OUTCOME, &[]), ["Attained", "Not attained", "Unknown"]);
}

#[test]
fn r_svc_1_r_pth_1_r_aft_1_speak_of_what_breaks_them() {
    let service = |record, kind, change: fn(&mut Services)| {
        let mut row = Services { record_type: Value::Known(record), type_provided: Value::Known(kind), ..Services::default() };
        change(&mut row);
        said(&check::service(&row))
    };
    let fix = |rule| vec![(rule, Severity::Fix)];
    assert_eq!(service(RecordType::HOPWAService, 14, |_| {}), []);
    assert_eq!(service(RecordType::HOPWAService, 15, |_| {}), fix("R-SVC-1"));
    assert_eq!(service(RecordType::SSVFService, 3, |r| r.sub_type_provided = Value::Known(4)), []);
    assert_eq!(service(RecordType::SSVFService, 3, |r| r.sub_type_provided = Value::Known(5)), fix("R-SVC-1"));
    assert_eq!(service(RecordType::SSVFService, 2, |r| r.sub_type_provided = Value::Known(1)), fix("R-SVC-1"));
    assert_eq!(service(RecordType::PATHService, 1, |r| r.fa_amount = Value::Known(Money(0))), [], "files write a zero for no amount");
    assert_eq!(service(RecordType::PATHService, 1, |r| r.fa_amount = Value::Known(Money(5))), fix("R-SVC-1"));
    let period = |from, to| {
        let mut row = Services {
            record_type: Value::Known(RecordType::SSVFFinancialAssistance),
            type_provided: Value::Known(1),
            ..Services::default()
        };
        (row.fa_start_date, row.fa_end_date) = (on(from), on(to));
        said(&check::service(&row))
    };
    assert_eq!((period("2026-11-01", "2026-11-01"), period("2026-11-02", "2026-11-01")), (vec![], fix("R-SVC-1")));
    let status = |date: Value<Day>, enrolled, reason| {
        said(&check::path_status(&Enrollment {
            date_of_path_status: date,
            client_enrolled_in_path: enrolled,
            reason_not_enrolled: reason,
            ..Enrollment::default()
        }))
    };
    let (yes, no) = (Value::Known(YesNo::Yes), Value::Known(YesNo::No));
    assert_eq!(status(Value::Blank, Value::Blank, Value::Blank), []);
    assert_eq!(status(on("2026-11-10"), yes.clone(), Value::Blank), []);
    assert_eq!(status(on("2026-11-10"), no.clone(), Value::Known(1)), []);
    assert_eq!(status(on("2026-11-10"), no, Value::Blank), fix("R-PTH-1"));
    assert_eq!(status(on("2026-11-10"), yes.clone(), Value::Known(1)), fix("R-PTH-1"));
    assert_eq!(status(Value::Blank, yes, Value::Blank), fix("R-PTH-1"));
    let aftercare = |date: Value<Day>, provided: Option<u32>| {
        let mut exit = Exit { exit_date: on("2026-05-01"), aftercare_date: date, ..Exit::default() };
        exit.put(at::exit::AFTERCARE_PROVIDED, &provided.map(|code| code.to_string()).unwrap_or_default());
        let ways = [at::exit::EMAIL_SOCIAL_MEDIA, at::exit::TELEPHONE, at::exit::IN_PERSON_INDIVIDUAL, at::exit::IN_PERSON_GROUP];
        ways.into_iter().filter(|_| provided == Some(1)).for_each(|way| exit.put(way, "0"));
        check::aftercare(&exit).iter().map(|f| (f.rule.id(), f.sent)).collect::<Vec<_>>()
    };
    assert_eq!(aftercare(Value::Blank, None), []);
    assert_eq!(aftercare(on("2026-10-28"), Some(1)), [], "the 180th day");
    assert_eq!(aftercare(on("2026-10-29"), Some(1)), fix("R-AFT-1"));
    assert_eq!(aftercare(on("2026-04-30"), Some(0)), fix("R-AFT-1"));
    assert_eq!(aftercare(on("2026-06-01"), None), fix("R-AFT-1"));
    assert_eq!(aftercare(Value::Blank, Some(1)), fix("R-AFT-1"));
}

#[test]
fn r_svc_1_an_amount_is_not_below_zero() {
    let paid = |amount| {
        said(&check::service(&Services {
            record_type: Value::Known(RecordType::HOPWAFinancialAssistance),
            type_provided: Value::Known(1),
            fa_amount: Value::Known(Money(amount)),
            ..Services::default()
        }))
    };
    assert_eq!((paid(-1), paid(0), paid(35_000)), (vec![("R-SVC-1", Severity::Fix)], vec![], vec![]));
}

#[test]
fn r_pth_1_the_status_has_its_day_within_the_stay() {
    let says = |on_day: &str| {
        let mut place = Place::new(ProjectType::StreetOutreach, &[21]).left("2026-11-15");
        place.chart.enrollments[0].date_of_path_status = on(on_day);
        place.chart.enrollments[0].client_enrolled_in_path = Value::Known(YesNo::Yes);
        let found = check::everything(&place.agency, std::slice::from_ref(&place.chart), today());
        found.iter().any(|l| l.finding.rule == "R-PTH-1" && l.finding.field == at::enrollment::DATE_OF_PATH_STATUS)
    };
    assert_eq!(["2026-11-09", "2026-11-10", "2026-11-15", "2026-11-16"].map(says), [true, false, false, true]);
}

#[test]
fn r_aft_1_aftercare_says_in_which_ways_it_was_provided() {
    use at::exit as f;
    let ways = [f::EMAIL_SOCIAL_MEDIA, f::TELEPHONE, f::IN_PERSON_INDIVIDUAL, f::IN_PERSON_GROUP];
    let exit = |provided: &str, telephone: &str| {
        let mut exit = Exit { exit_date: on("2026-11-15"), aftercare_date: on("2026-11-20"), ..Exit::default() };
        exit.put(f::AFTERCARE_PROVIDED, provided);
        exit.put(f::TELEPHONE, telephone);
        check::aftercare(&exit).iter().map(|f| f.field).collect::<Vec<_>>()
    };
    assert_eq!(exit("1", "1"), [f::EMAIL_SOCIAL_MEDIA, f::IN_PERSON_INDIVIDUAL, f::IN_PERSON_GROUP], "0 or 1 where it was provided");
    assert_eq!(exit("0", "1"), [f::TELEPHONE], "and none where it was not");
    assert_eq!(exit("0", ""), []);
    let mut place = Place::new(ProjectType::TransitionalHousing, &[24]).left("2026-11-15");
    assert!(ways.iter().all(|way| names(&place, "R20", &[(f::AFTERCARE_PROVIDED, "1")]).contains(&way.info().name)));
    assert_eq!(names(&place, "R20", &[(f::AFTERCARE_PROVIDED, "0")]), ["AftercareDate", "AftercareProvided"]);
    let plan = place.record("R20", &[(f::AFTERCARE_PROVIDED, "1"), (f::TELEPHONE, "1")]);
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
    let recorded = |place: &Place| ways.map(|way| place.chart.exits[0].get(way));
    assert_eq!(recorded(&place), ["0", "1", "0", "0"], "a box that is not ticked is a no");
    // Corrected to a no, the ways go; cleared, all of it goes.
    let plan = place.run(|stay| {
        let kind = Kind::of("R20").unwrap();
        let mut record = stay.kept(kind, "X1").unwrap();
        record.row.set(f::AFTERCARE_PROVIDED.column, "0");
        stay.record(kind, &record, Some("X1"), [3; 16], &stamp()).unwrap()
    });
    place.take(&plan);
    assert_eq!(recorded(&place), ["", "", "", ""]);
}

#[test]
fn r_cls_1_the_engagement_is_a_contact_too() {
    let mut place = Place::new(ProjectType::StreetOutreach, &[11]);
    let plan = place.try_new("4.13", &[], 1).unwrap();
    assert_eq!(said(&plan.findings), [("R-CLS-1", Severity::Note)]);
    place.record(
        "4.12",
        &[(at::current_living_situation::CURRENT_LIVING_SITUATION, "116"), (at::current_living_situation::INFORMATION_DATE, "2026-11-22")],
    );
    assert!(place.try_new("4.13", &[], 1).unwrap().findings.is_empty());
}

#[test]
fn r_cls_2_the_first_contact_is_proposed_on_the_day_of_the_start() {
    let f = at::current_living_situation::INFORMATION_DATE;
    for (kind, proposed) in [
        (ProjectType::CoordinatedEntry, "2026-11-10"),
        (ProjectType::StreetOutreach, "2026-11-10"),
        (ProjectType::ShelterNightByNight, "2026-11-22"),
    ] {
        let mut place = Place::new(kind, &[8]);
        let fresh = |place: &Place| place.run(|stay| stay.fresh(Kind::of("4.12").unwrap()).row.get(f).to_owned());
        assert_eq!(fresh(&place), proposed);
        let lacks = place.run(|stay| stay.lacks_first_contact());
        assert_eq!(lacks, proposed == "2026-11-10");
        place.record(
            "4.12",
            &[(at::current_living_situation::CURRENT_LIVING_SITUATION, "116"), (at::current_living_situation::VERIFIED_BY, "Lakes")],
        );
        assert_eq!(fresh(&place), "2026-11-22");
        assert!(!place.run(|stay| stay.lacks_first_contact()));
    }
}

#[test]
fn r_asm_1_an_assessment_has_its_questions_in_order_and_its_results() {
    use at::{assessment as a, assessment_questions as q, assessment_results as r};
    let mut place = Place::new(ProjectType::CoordinatedEntry, &[4]);
    let kind = Kind::of("4.19").unwrap();
    let line = |file: File, cells: &[(FieldId, &str)]| {
        Packed::new(file, cells.iter().map(|(field, text)| (field.column, *text)).collect::<Vec<_>>())
    };
    let question =
        |text: &str, answer: &str| line(File::AssessmentQuestions, &[(q::ASSESSMENT_QUESTION, text), (q::ASSESSMENT_ANSWER, answer)]);
    let plan = place.run(|stay| {
        let mut record = stay.fresh(kind);
        for (field, text) in
            [(a::ASSESSMENT_LOCATION, "Lakes"), (a::ASSESSMENT_TYPE, "3"), (a::ASSESSMENT_LEVEL, "2"), (a::PRIORITIZATION_STATUS, "1")]
        {
            record.row.set(field.column, text);
        }
        record.lines = vec![
            question("Where do you sleep?", "Outside"),
            line(File::AssessmentQuestions, &[]),
            question("For how long?", "A year"),
            line(File::AssessmentResults, &[(r::ASSESSMENT_RESULT_TYPE, "Total"), (r::ASSESSMENT_RESULT, "11")]),
        ];
        stay.record(kind, &record, None, [1; 16], &stamp()).unwrap()
    });
    assert!(plan.findings.is_empty(), "{:?}", plan.findings);
    place.take(&plan);
    let chart = &place.chart;
    assert_eq!((chart.assessments.len(), chart.questions.len(), chart.results.len()), (1, 2, 1), "a bare line is none");
    let orders: Vec<_> = chart.questions.iter().map(|q| (q.assessment_question_order.text(), q.assessment_answer.to_string())).collect();
    assert_eq!(orders, [("1".to_owned(), "Outside".to_owned()), ("2".to_owned(), "A year".to_owned())]);
    let key = chart.assessments[0].assessment_id.to_string();
    assert!(chart.questions.iter().all(|q| q.assessment_id.as_str() == key && q.enrollment_id.as_str() == "E1"));
    assert_eq!(chart.results[0].personal_id, ClientId::new("C1"));
    // The first question goes, the second moves up, an answer without its question stops.
    let plan = place.run(|stay| {
        let mut record = stay.kept(kind, &key).unwrap();
        record.lines.remove(0);
        stay.record(kind, &record, Some(&key), [2; 16], &stamp()).unwrap()
    });
    place.take(&plan);
    let alive: Vec<_> =
        place.chart.questions.iter().filter(|q| q.date_deleted.is_blank()).map(|q| q.assessment_question_order.text()).collect();
    assert_eq!(alive, ["1"]);
    let told = place.run(|stay| {
        let mut record = stay.kept(kind, &key).unwrap();
        record.lines[0].set(q::ASSESSMENT_QUESTION.column, "");
        stay.record(kind, &record, Some(&key), [3; 16], &stamp()).unwrap_err()
    });
    assert_eq!((told[0].line, rules(&told)), (Some(0), vec![("R-ASM-1", Severity::Stop)]));
    let gone = place.run(|stay| stay.remove(kind, &key, &stamp()).unwrap());
    place.take(&gone);
    assert!(place.recorded().is_empty());
    assert!(place.chart.assessments[0].date_deleted.known().is_some() && place.chart.results[0].date_deleted.known().is_some(), "R-CSV-14");
}

#[test]
fn history_and_the_key_in_sheet_say_the_type_of_a_service_by_its_own_list() {
    let mut place = Place::new(ProjectType::PermanentSupportive, &[14]);
    place.record("W2", &[(at::services::TYPE_PROVIDED, "1"), (at::services::FA_AMOUNT, "350.00")]);
    let directory = Directory::new(vec![Card::of(&place.chart)]);
    let book = wayhome::domain::naming::Book { agency: &place.agency, directory: &directory, privacy: false };
    let records = wayhome::domain::naming::Records::of(&place.chart, book);
    let key = place.recorded()[0].1.clone();
    let told = |text: &str| records.cell_of(at::services::TYPE_PROVIDED, &key, text);
    assert_eq!([told("1"), told("7"), told("99"), told("")], ["Rental assistance", "Mortgage assistance", "99", ""]);
    assert_eq!(records.cell_of(at::services::FA_AMOUNT, &key, "350.00"), "350.00");
}

#[test]
fn r_cls_1_what_hangs_on_a_hidden_answer_is_hidden_too() {
    use at::current_living_situation as f;
    let outreach = Place::new(ProjectType::StreetOutreach, &[11]);
    // First a friend's room that must be left, then the street: what was typed stays in the form and is not asked.
    let changed = [(f::CURRENT_LIVING_SITUATION, "116"), (f::LEAVE_SITUATION14_DAYS, "1"), (f::MOVED_TWO_OR_MORE, "1")];
    assert_eq!(names(&outreach, "4.12", &changed), ["InformationDate", "CurrentLivingSituation", "LocationDetails"]);
    let plan = outreach.try_new("4.12", &changed, 1).unwrap();
    let mut place = outreach;
    place.take(&plan);
    let row = &place.chart.living_situations[0];
    assert!(row.leave_situation14_days.is_blank() && row.moved_two_or_more.is_blank(), "and not recorded");
}

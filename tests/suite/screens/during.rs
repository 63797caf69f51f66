//! What arises during a stay, by keyboard: written, listed, corrected, deleted; left, locked and taken up again.

use super::work::has;
use crate::desk::{Desk, People, records};
use crate::visits::{context, in_entry};
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part, Then};
use wayhome::app::form::Edit;
use wayhome::app::screen::{client, intake, settings};
use wayhome::app::{Message, form};
use wayhome::domain::ask::Slot;
use wayhome::domain::hud::{Enrollment, Funder, ProjectType, RecordType, Relationship, Services};
use wayhome::domain::intake::{Mend, NOT_THEIRS, Purpose, Step};
use wayhome::domain::occasion::{Stay, Which};
use wayhome::domain::{Chart, ClientId, Day, EnrollmentId, Money, Value, at};

const DAY: wayhome::domain::FieldId = at::current_living_situation::INFORMATION_DATE;
const SITUATION: wayhome::domain::FieldId = at::current_living_situation::CURRENT_LIVING_SITUATION;
const DETAILS: wayhome::domain::FieldId = at::current_living_situation::LOCATION_DETAILS;

/// How many contacts the list shows.
fn contacts(desk: &mut Desk) -> usize {
    desk.seen().texts.iter().filter(|(text, _)| text == "Current Living Situation").count()
}

/// A head of household in coordinated entry of the organization in the context, and the stay on show.
fn open(desk: &mut Desk) -> (ClientId, EnrollmentId) {
    let (client, stay) = in_entry(desk).unwrap();
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Enrollments)));
    desk.click(&format!("during-{stay}"));
    (client, stay)
}

/// True where a field holds this.
fn holds(desk: &mut Desk, text: &str) -> bool {
    desk.seen().values.iter().any(|value| value == text)
}

/// Chooses an answer of a long list by its number.
fn choose(desk: &mut Desk, number: &str) {
    desk.key(Named::Enter);
    desk.type_text(number);
    desk.key(Named::Enter);
}

#[test]
fn a_contact_is_written_corrected_and_deleted_by_keyboard() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk);
    assert_eq!(desk.app.title(), "During the Stay · Wayhome");
    let before = contacts(&mut desk);
    desk.click("add-4.12");
    assert_eq!(desk.seen().focused(), Some(form::id(DAY)), "it begins with the day");
    desk.key(Named::Tab);
    choose(&mut desk, "336");
    assert!(has(&mut desk, "Must Leave Within 14 Days"), "the answer opens what hangs on it");
    desk.click(&form::id(at::current_living_situation::VERIFIED_BY));
    desk.type_text("Lakes");
    desk.click(&form::id(DETAILS));
    desk.type_text("couch of a friend");
    desk.command("s");
    assert_eq!(contacts(&mut desk), before + 1, "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "Saved, but: Must Leave Within 14 Days is missing."), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "back to the list");
    // Corrected: who is homeless is not asked any more whether they must leave.
    desk.key(Named::Enter);
    assert!(has(&mut desk, "Delete"));
    desk.click(&form::id(SITUATION));
    choose(&mut desk, "116");
    desk.command("s");
    assert_eq!(contacts(&mut desk), before + 1, "in its own row");
    desk.key(Named::Enter);
    desk.click("delete");
    assert_eq!(desk.seen().focused().as_deref(), Some("stay"), "the safe answer has the keyboard");
    desk.click("sure");
    assert_eq!(contacts(&mut desk), before);
    assert_eq!(desk.app.title(), "During the Stay · Wayhome");
}

#[test]
fn delete_on_the_list_asks_once_and_leads_back_there() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk);
    let recorded =
        |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text.len() == 10 && text.matches('/').count() == 2).count();
    let shown = recorded(&mut desk);
    assert!(shown > 1, "{:?}", desk.seen().texts);
    desk.click("occasions");
    desk.key(Named::Home);
    desk.key(Named::Delete);
    assert!(has(&mut desk, "Delete this record? History can bring it back."), "{:?}", desk.seen().texts);
    // Enter keeps it.
    desk.key(Named::Enter);
    assert_eq!((desk.seen().focused().as_deref(), recorded(&mut desk)), (Some("occasions"), shown));
    desk.key(Named::Delete);
    desk.tab();
    desk.key(Named::Enter);
    desk.quiet();
    assert_eq!(recorded(&mut desk), shown - 1, "{:?}", desk.seen().texts);
}

#[test]
fn delete_on_the_list_keeps_its_place() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk);
    let is_day = |text: &str| text.len() == 10 && text.matches('/').count() == 2;
    let days = |desk: &mut Desk| -> Vec<String> {
        desk.seen().texts.iter().filter(|(text, _)| is_day(text)).map(|(text, _)| text.clone()).collect()
    };
    let before = days(&mut desk);
    assert!(before.len() > 2 && before.first() != before.last(), "{before:?}");
    desk.click("occasions");
    desk.key(Named::End);
    for _ in 0..2 {
        desk.key(Named::Delete);
        desk.tab();
        desk.key(Named::Enter);
        desk.quiet();
    }
    assert_eq!(days(&mut desk), before[..before.len() - 2], "the last two, and not the newest");
}

#[test]
fn what_is_half_typed_survives_the_lock_and_leaving() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = open(&mut desk);
    desk.click("add-4.12");
    desk.click(&form::id(SITUATION));
    choose(&mut desk, "435");
    desk.click(&form::id(DETAILS));
    desk.type_text("Lake Str");
    desk.command("l");
    desk.unlock();
    assert_eq!(desk.app.title(), "During the Stay · Wayhome");
    assert!(has(&mut desk, "Rental Subsidy Type") && has(&mut desk, "What you typed before is here again"), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused(), Some(form::id(DETAILS)), "in the field where it was");
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Continue: Current Living Situation"), "{:?}", desk.seen().texts);
    desk.send(Message::Client(client::Message::Menu(Part::Enrollments)));
    assert!(has(&mut desk, "Continue: During the stay"), "{:?}", desk.seen().texts);
    desk.send(Message::Go(Destination::Home));
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Client(client, Part::During(stay, None))));
    desk.click("add-4.12");
    assert!(has(&mut desk, "Rental Subsidy Type"), "{:?}", desk.seen().texts);
    desk.send(Message::Client(client::Message::During(client::during::Message::Discard)));
    assert!(!has(&mut desk, "Rental Subsidy Type"));
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Add Current Living Situation"), "nothing is left of it: {:?}", desk.seen().texts);
}

#[test]
fn an_assessment_has_lines_that_are_added_and_taken_away() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk);
    desk.click("add-4.19");
    desk.click("add-line-0");
    let question = |line| form::member_id(line, at::assessment_questions::ASSESSMENT_QUESTION);
    assert_eq!(desk.seen().focused(), Some(form::member_id(0, at::assessment_questions::ASSESSMENT_QUESTION_GROUP)));
    desk.click(&question(0));
    desk.type_text("Where do you sleep?");
    desk.click("add-line-0");
    desk.click(&question(1));
    desk.type_text("Since when?");
    desk.click("add-line-1");
    desk.type_text("Total");
    // Locked in the middle: every line is there again.
    desk.command("l");
    desk.unlock();
    assert!(holds(&mut desk, "Since when?") && holds(&mut desk, "Total"), "{:?}", desk.seen().values);
    desk.click("drop-0");
    assert!(!holds(&mut desk, "Where do you sleep?"));
    desk.command("s");
    // The newest stands at the top, and has what was typed in its lines.
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "{:?}", desk.seen().texts);
    desk.key(Named::Home);
    desk.key(Named::Enter);
    assert!(holds(&mut desk, "Since when?") && holds(&mut desk, "Total"), "{:?}", desk.seen().values);
    assert!(!has(&mut desk, "Question 2") && has(&mut desk, "Question 1"));
}

#[test]
fn where_nothing_is_recorded_the_keyboard_is_on_what_can_be_added() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    desk.send(Message::Go(Destination::Client(client, Part::During(stay, None))));
    // Who comes here mostly adds something: one key does it, here and in the list.
    assert_eq!(desk.seen().focused().as_deref(), Some("add-4.12"));
    desk.key(Named::Enter);
    assert_eq!(desk.seen().focused(), Some(form::id(DAY)));
    desk.key(Named::Escape);
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"));
    assert!(has(&mut desk, "A adds Current Living Situation"));
    desk.type_text("a");
    assert_eq!(desk.seen().focused(), Some(form::id(DAY)));
    desk.key(Named::Escape);
    // Everything that is there goes.
    while desk.seen().stops.iter().any(|stop| stop.id == "occasions") {
        assert_eq!(desk.seen().focused().as_deref(), Some("occasions"));
        desk.key(Named::Enter);
        desk.click("delete");
        desk.click("sure");
    }
    assert!(has(&mut desk, "Nothing is recorded yet between project start and exit."));
    assert!(desk.seen().focused().is_some_and(|id| id.starts_with("add-")), "{:?}", desk.seen().focused());
}

#[test]
fn what_is_wrong_stops_and_is_said_at_the_field() {
    let mut desk = Desk::with(People::Typical);
    open(&mut desk);
    let before = contacts(&mut desk);
    desk.click("add-4.12");
    desk.command("s");
    assert_eq!(desk.seen().focused(), Some(form::id(SITUATION)));
    assert!(has(&mut desk, "Choose the current living situation."), "{:?}", desk.seen().texts);
    desk.click("cancel");
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "nothing was typed, so nothing is asked");
    assert_eq!(contacts(&mut desk), before);
}

#[test]
fn r_cls_2_an_intake_into_coordinated_entry_leads_to_the_first_contact() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    let entry = desk.charts.iter().find(|c| *c.id() == client).unwrap().enrollment(&stay).unwrap().project_id.clone();
    let free = |c: &Chart| c.enrollments.iter().all(|e| e.project_id != entry || c.exit(&e.enrollment_id).is_some());
    let adult = |c: &Chart| c.client.dob.known().is_some_and(|born| born < Day::from_ymd_opt(2000, 1, 1).unwrap());
    let newcomer = desk.charts.iter().find(|c| free(c) && adult(c)).unwrap().id().clone();
    desk.send(Message::Go(Destination::Intake(newcomer, None)));
    desk.send(Message::Intake(intake::Message::Project(Some(entry.to_string()))));
    let started = Edit::Set(at::enrollment::ENTRY_DATE, "11/12/2026".to_owned());
    desk.send(Message::Intake(intake::Message::Edit(0, Slot::Enrollment, started)));
    desk.send(Message::Intake(intake::Message::To(Step::Summary)));
    desk.key(Named::Enter);
    assert_eq!(desk.app.title(), "During the Stay · Wayhome", "{:?}", desk.seen().texts);
    assert!(has(&mut desk, "New: Current Living Situation"));
    assert!(holds(&mut desk, "Thursday, November 12, 2026"), "on the day of the project start: {:?}", desk.seen().values);
    // Left for later, the card says that it is missing.
    desk.send(Message::Client(client::Message::During(client::during::Message::Leave)));
    assert!(has(&mut desk, "No current living situation is recorded on the day of the project start."));
    desk.send(Message::Client(client::Message::Menu(Part::Enrollments)));
    assert!(has(&mut desk, "The current living situation of the first day is missing."), "{:?}", desk.seen().texts);
}

#[test]
fn r_ctx_1_a_record_of_another_organization_can_be_read_and_says_whose_it_is() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    desk.send(Message::Sidebar(true));
    let other = desk
        .agency
        .organizations
        .iter()
        .find(|o| {
            desk.agency.projects.iter().all(|p| p.organization_id != o.organization_id || !p.project_type.is(ProjectType::CoordinatedEntry))
        })
        .unwrap();
    let other = other.organization_id.to_string();
    desk.send(Message::Settings(settings::Message::Organization(Some(other))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
    desk.send(Message::Go(Destination::Client(client, Part::During(stay, None))));
    assert!(has(&mut desk, "Switch the organization in Settings."), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Add Current Living Situation"));
    desk.click("occasions");
    desk.key(Named::Home);
    desk.key(Named::Enter);
    desk.command("s");
    assert!(has(&mut desk, "Switch the organization in Settings."), "nothing is saved: {:?}", desk.seen().texts);
}

/// Somebody who left not long ago, during the stay, with a service; the program is made one with this grant.
fn left(funder: u32, recorded: fn(&Enrollment) -> Option<Services>) -> (Desk, ClientId, EnrollmentId) {
    let (mut agency, mut charts) = records(People::Typical);
    let recent = |chart: &Chart| {
        let mut heads = chart.enrollments.iter().filter(|e| e.relationship_to_hoh.is(Relationship::Head));
        let exit = |e: &&Enrollment| chart.exit(&e.enrollment_id).is_some_and(|x| x.exit_date.known() > Day::from_ymd_opt(2026, 9, 1));
        heads.find(exit).map(|e| (chart.id().clone(), e.clone()))
    };
    let (client, stay) = charts.iter().find_map(recent).unwrap();
    charts.iter_mut().find(|chart| *chart.id() == client).unwrap().services.extend(recorded(&stay));
    let project_id = stay.project_id.clone();
    agency.funders.push(Funder { funder_id: "F".into(), project_id, funder: Value::Known(funder), ..Funder::default() });
    let owner = agency.owner(&stay.project_id).unwrap().organization_id.to_string();
    let mut desk = Desk::of((agency, charts));
    context(&mut desk, owner);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::During(stay.enrollment_id.clone(), None))));
    (desk, client, stay.enrollment_id)
}

#[test]
fn r_aft_1_the_ways_of_aftercare_are_boxes_to_tick() {
    let (mut desk, ..) = left(24, |_| None);
    let ticked = |desk: &mut Desk| desk.seen().checked;
    desk.click("add-R20");
    let edit = |field, text: &str| client::during::Message::Edit(None, Edit::Set(field, text.to_owned()));
    desk.send(Message::Client(client::Message::During(edit(at::exit::AFTERCARE_PROVIDED, "0"))));
    assert!(!has(&mut desk, "Aftercare by Telephone"));
    desk.send(Message::Client(client::Message::During(edit(at::exit::AFTERCARE_PROVIDED, "1"))));
    desk.click(&form::id(at::exit::TELEPHONE));
    assert_eq!(ticked(&mut desk), ["Aftercare by Telephone"]);
    // Locked in the middle, the tick is there again.
    desk.command("l");
    desk.unlock();
    assert_eq!(ticked(&mut desk), ["Aftercare by Telephone"]);
    desk.command("s");
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Saved, but"), "what is not ticked is a no: {:?}", desk.seen().texts);
    // Opened once more, ticked and taken back, nothing is another than before.
    desk.key(Named::Enter);
    assert_eq!(ticked(&mut desk), ["Aftercare by Telephone"]);
    desk.click(&form::id(at::exit::IN_PERSON_GROUP));
    assert_eq!(ticked(&mut desk), ["Aftercare by Telephone", "Aftercare in Person, in a Group"]);
    desk.key(Named::Space);
    desk.command("s");
    assert!(has(&mut desk, "Nothing was changed."), "{:?}", desk.seen().texts);
}

#[test]
fn r_svc_1_what_does_not_go_with_a_service_is_on_its_form_and_cleared_by_keyboard() {
    let (mut desk, client, stay) = left(21, |stay| {
        Some(Services {
            services_id: "S1".into(),
            enrollment_id: stay.enrollment_id.clone(),
            personal_id: stay.personal_id.clone(),
            date_provided: stay.entry_date.clone(),
            record_type: Value::Known(RecordType::PATHService),
            type_provided: Value::Known(1),
            sub_type_provided: Value::Known(4),
            fa_amount: Value::Known(Money(500)),
            ..Services::default()
        })
    });
    let service = Which { kind: "P1".to_owned(), key: Some("S1".to_owned()) };
    let part = Part::During(stay, Some(service));
    let open = |desk: &mut Desk| desk.send(Message::Go(Destination::Client(client.clone(), part.clone())));
    open(&mut desk);
    let label = |field: wayhome::domain::FieldId| field.label();
    let strays = [at::services::SUB_TYPE_PROVIDED, at::services::FA_AMOUNT];
    assert!(strays.into_iter().all(|field| has(&mut desk, label(field))), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, label(at::services::REFERRAL_OUTCOME)), "what holds nothing is not asked");
    let stop = |desk: &mut Desk, field| desk.seen().stops.iter().any(|stop| stop.id == form::id(field));
    desk.click(&form::id(at::services::FA_AMOUNT));
    desk.command("a");
    desk.key(Named::Backspace);
    while desk.seen().focused() != Some(form::id(at::services::SUB_TYPE_PROVIDED)) {
        desk.back();
    }
    desk.key(Named::Delete);
    assert!(stop(&mut desk, at::services::SUB_TYPE_PROVIDED), "it keeps the keyboard");
    desk.command("s");
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Nothing was changed.") && !has(&mut desk, "Saved, but"), "{:?}", desk.seen().texts);
    open(&mut desk);
    assert!(!strays.into_iter().any(|field| stop(&mut desk, field)), "{:?}", desk.seen().texts);
}

#[test]
fn where_a_program_records_nothing_of_the_stay_its_enrollment_says_so() {
    let mut desk = Desk::with(People::Typical);
    let today = wayhome::app::preset::fixed_clock().date();
    let mut of = |silent: bool| {
        let stays = desk.charts.iter().flat_map(|chart| chart.enrollments.iter().map(move |row| (chart, row)));
        let found = stays.filter(|(_, row)| row.date_deleted.is_blank()).find_map(|(chart, row)| {
            let organization = desk.agency.owner(&row.project_id)?.organization_id.clone();
            let stay = Stay::of(chart, &row.enrollment_id, &desk.agency, Some(&organization), today)?;
            // Another stay of theirs in the same organization would say it in its place.
            let alone =
                chart.enrollments.iter().filter(|e| desk.agency.owner(&e.project_id).is_some_and(|o| o.organization_id == organization));
            let nothing = stay.offered().is_empty() && stay.recorded().is_empty();
            (nothing == silent && alone.count() == 1).then(|| (chart.id().clone(), organization.to_string()))
        });
        let (client, organization) = found.unwrap();
        context(&mut desk, organization);
        desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
        has(&mut desk, "During the stay there is nothing to record")
    };
    assert_eq!((of(true), of(false)), (true, false));
}

#[test]
fn the_stay_of_another_client_is_opened_nowhere_and_it_is_said() {
    let mut desk = Desk::with(People::Typical);
    let (client, stay) = in_entry(&mut desk).unwrap();
    let other = desk.charts.iter().map(|chart| chart.id().clone()).find(|id| *id != client).unwrap();
    let ways = [
        Destination::Client(other.clone(), Part::During(stay.clone(), None)),
        Destination::Client(other.clone(), Part::MoveIn(stay.clone(), Then::Enrollments)),
        Destination::Mend(other.clone(), Mend::begin(Purpose::Exit, stay.clone())),
        Destination::Mend(other, Mend { of: Some(wayhome::app::preset::fixed_clock().date()), ..Mend::begin(Purpose::Update, stay) }),
    ];
    for way in ways {
        desk.send(Message::Go(Destination::Home));
        assert!(!has(&mut desk, NOT_THEIRS));
        desk.send(Message::Go(way.clone()));
        assert!(has(&mut desk, NOT_THEIRS), "{way:?}: {:?}", desk.seen().texts);
    }
}

#[test]
fn what_is_typed_into_a_record_that_is_taken_back_meanwhile_is_a_new_one() {
    let (mut desk, client, stay) = left(21, |_| None);
    desk.click("add-P1");
    let edit = |field, text: &str| {
        Message::Client(client::Message::During(client::during::Message::Edit(None, Edit::Set(field, text.to_owned()))))
    };
    desk.send(edit(at::services::TYPE_PROVIDED, "4"));
    desk.command("s");
    assert_eq!(desk.seen().focused().as_deref(), Some("occasions"), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    desk.click(&form::id(at::services::DATE_PROVIDED));
    desk.send(edit(at::services::TYPE_PROVIDED, "5"));
    desk.command("u");
    let says = "The record into which you typed this was deleted meanwhile. What you typed is a new one now. It is not saved yet.";
    assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
    assert_eq!(desk.seen().focused(), Some(form::id(at::services::DATE_PROVIDED)), "the keyboard stays");
    // Left, it is found again: on the list, and after a restart.
    desk.key(Named::Escape);
    assert!(has(&mut desk, "Continue: ") && desk.seen().focused().is_some(), "{:?}", desk.seen().texts);
    let mut desk = desk.again();
    desk.unlock();
    desk.send(Message::Go(Destination::Client(client, Part::During(stay, None))));
    desk.click("add-P1");
    assert!(has(&mut desk, says), "{:?}", desk.seen().texts);
    desk.command("s");
    assert!(!has(&mut desk, "Continue: ") && desk.seen().focused().as_deref() == Some("occasions"), "it is saved: {:?}", desk.seen().texts);
}

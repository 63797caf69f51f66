//! R-IMP-8: what is checked before it is written, and held up.

use super::*;
use wayhome::domain::hud::{Enrollment, Exit, Funder, IncomeBenefits, ProjectType, Referral, Relationship, Services};
use wayhome::domain::intake::{IntakeCase, Purpose, gaps};
use wayhome::domain::{Directory, EnrollmentId, HouseholdId, merge};

#[test]
fn the_check_holds_an_export_up_until_somebody_says_why() {
    let mut desk = Desk::new();
    desk.blunders();
    let before = desk.store.sequence();
    let held = desk.held(Scope::default());
    let why = "Not exported yet. The check found 1 error in what was written here that your HMIS may refuse. Correct it, or say why";
    assert!(held.headline.starts_with(why) && held.headline.ends_with(" 5 more came from your HMIS as they are, and hold nothing up."));
    assert_eq!(held.checked.of(Severity::Stop), 6);
    assert!(!desk.out().exists() && desk.store.sequence() == before, "nothing is written and nothing noted");
    for nothing in [Some(""), Some("  ")] {
        assert!(matches!(desk.order(Scope::default(), nothing), Ok(Answer::Held(_))));
    }
    desk.order(Scope::default(), Some(" They came from the HMIS ")).unwrap();
    let mut noted = Vec::new();
    desk.store
        .history(before + 1, &mut |entry| {
            noted.push((entry.commit.what.clone(), entry.commit.reason.as_str().to_owned(), entry.commit.changes.clone()));
            Ok(())
        })
        .unwrap();
    let [(what, why, changes)] = &noted[..] else { panic!("one commit") };
    assert_eq!((what.as_str(), why.as_str()), ("Export", "They came from the HMIS"));
    let [Change::Setting { after, .. }] = &changes[..] else { panic!("one note") };
    assert!(after.as_str().contains("\"errors\":6") && after.as_str().contains("out.zip"), "{}", after.as_str());
    assert!(!after.as_str().contains(desk.folder.path().to_str().unwrap()), "the folder is nobody's business");
}

#[test]
fn r_imp_10_what_came_so_from_the_hmis_holds_nothing_up() {
    let mut desk = Desk::new();
    let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing was written here") };
    assert!(done.headline.contains(" The check found 6 errors in what came so from your HMIS; what came goes back as it came."));
    assert_eq!(done.checked.of(Severity::Stop), 6, "and the list has them");
    // An answer that is none of a mistake's own row makes nobody answer for it.
    desk.write("2");
    desk.put(&desk.charts()[0].events[0].clone(), at::event::RESULT_DATE, "2026-11-20");
    assert!(matches!(desk.order(Scope::default(), None), Ok(Answer::Written(_))));
}

#[test]
fn r_imp_10_what_came_so_beside_the_work_in_its_row_holds_nothing_up() {
    let mut source = sample();
    for row in source.folders.iter_mut().flat_map(|folder| &mut folder.0).filter(|row| row.key() == EVENT) {
        row.set(at::event::DATE_CREATED.column, "2026-11-02T09:15:00Z");
    }
    let mut desk = Desk::of(source);
    desk.write("2");
    desk.put(&desk.charts()[0].events[0].clone(), at::event::RESULT_DATE, "2026-11-20");
    for scope in [taking(Take::Unsent), Scope::default()] {
        let Answer::Written(done) = desk.order(scope, None).unwrap() else { panic!("what is wrong came so") };
        let wrong = done.checked.said.iter().find(|said| said.rule == Rule::R_IMP_3).map(|said| (said.id.clone(), said.own));
        assert_eq!(wrong, Some((EVENT.to_owned(), Some(false))), "and the list has it");
    }
}

#[test]
fn r_imp_10_an_export_csv_without_a_row_came_so_and_holds_nothing_up() {
    let mut source = sample();
    source.export = wayhome::domain::hud::Export::default();
    source.agency.exports.clear();
    let mut desk = Desk::of(source);
    let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing was written here") };
    assert!(done.checked.said.iter().any(|said| said.severity == Severity::Stop && said.file == "Export.csv"), "and the list has it");
}

#[test]
fn r_imp_10_where_no_row_came_and_none_was_written_nothing_is_held_up() {
    let mut source = sample();
    source.export = wayhome::domain::hud::Export::default();
    source.agency = wayhome::domain::Agency::default();
    source.folders.clear();
    let mut desk = Desk::of(source);
    let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing was written here") };
    assert!(done.checked.said.iter().any(|said| said.severity == Severity::Stop && said.file == "Export.csv"), "and the list has it");
}

#[test]
fn r_imp_10_a_mistake_that_follows_from_what_was_written_here_is_ours() {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let stay = charts.iter().flat_map(|chart| &chart.enrollments).find(|row| row.relationship_to_hoh.is(Relationship::Head));
    desk.put(stay.unwrap(), at::enrollment::ENTRY_DATE, "2026-11-30");
    let held = desk.held(Scope::default());
    let ours = held.headline.split(" error").next().unwrap().rsplit(' ').next().unwrap().parse::<u32>().unwrap();
    assert!(ours > 0 && held.headline.contains(" more came from your HMIS as they are"), "{}", held.headline);
}

#[test]
fn a_rehearsal_says_what_an_export_would_hold_and_writes_nothing() {
    let mut desk = Desk::new();
    let (before, now) = (desk.store.sequence(), desk.now());
    let rehearse = |desk: &Desk| {
        let (scope, id) = (Scope::default(), ExportId::new("RUN"));
        transfer::rehearse(&desk.store, &scope, id, now, &Progress::default()).unwrap()
    };
    let would = rehearse(&desk);
    assert!(!would.held && would.headline.contains("Nothing would hold it up."), "{}", would.headline);
    assert!(!desk.out().exists() && desk.store.sequence() == before);
    let (done, _) = desk.sends(Scope::default());
    assert_eq!(would.written, done.written);
    desk.blunders();
    let would = rehearse(&desk);
    assert!(would.held && would.headline.contains("held up by 1 error in what was written here"), "{}", would.headline);
}

#[test]
fn a_check_alone_finds_what_the_export_is_held_up_by() {
    let mut desk = Desk::new();
    desk.blunders();
    let held = desk.held(Scope::default());
    let now = desk.now();
    let alone = transfer::check(&desk.store, &Scope::default(), now, &Progress::default()).unwrap();
    let said =
        |checked: &Checked| -> Vec<(&'static str, String)> { checked.said.iter().map(|said| (said.rule.id(), said.id.clone())).collect() };
    assert_eq!(said(&alone), said(&held.checked));
}

#[test]
fn the_check_is_over_what_would_be_written() {
    let mut desk = Desk::new();
    // A placeholder is left out by the writer, so nobody is asked about it; who has no enrollment is asked about.
    desk.add("NEW");
    let held = desk.held(Scope::default());
    let new: Vec<_> = held.checked.said.iter().filter(|said| said.id == "NEW").collect();
    assert!(new.iter().all(|said| ![Rule::R_SSN_2, Rule::R_SSN_4].contains(&said.rule)), "{new:?}");
    assert!(new.iter().any(|said| said.rule == Rule::R_CSV_12 && said.owner == Some(ClientId::new("NEW"))), "{new:?}");
    assert_eq!(new.iter().find(|said| said.rule == Rule::R_CSV_12).and_then(|said| said.row()), Some((File::Client, "NEW".to_owned())));
    // Of a delta, only what changed is asked about, although the rules see the whole.
    desk.sends(Scope::default());
    desk.write("1");
    let Answer::Held(held) = desk.order(taking(Take::Since), None).unwrap() else { panic!("a result without its date is an error") };
    assert!(held.checked.said.iter().all(|said| said.id == EVENT), "{:?}", held.checked.said);
    assert!(held.headline.contains("1 error in what was written here that your HMIS may refuse."), "{}", held.headline);
}

#[test]
fn the_check_of_a_delta_says_what_a_change_made_of_a_household() {
    let mut desk = Desk::new();
    desk.sends(Scope::default());
    let charts = desk.charts();
    let stays = || charts.iter().flat_map(|chart| &chart.enrollments);
    let head = Relationship::Head;
    let head_of = |id: &HouseholdId| stays().find(|row| row.household_id == *id && row.relationship_to_hoh.is(head));
    let other = |row: &Enrollment| head_of(&row.household_id).filter(|it| it.enrollment_id != row.enrollment_id);
    let (member, first) = stays().find_map(|row| Some((row, other(row)?))).unwrap();
    desk.put(member, at::enrollment::RELATIONSHIP_TO_HOH, "1");
    let held = desk.held(taking(Take::Since));
    let heads = held.checked.said.iter().filter(|said| said.rule == Rule::R_ENR_9);
    let ids: BTreeSet<&str> = heads.map(|said| said.id.as_str()).collect();
    assert_eq!(ids, [member.enrollment_id.as_str(), first.enrollment_id.as_str()].into(), "a second head is found at both");
}

const NIGHTS: &str = "E26R001";
const VETERAN: &str = "26CL0004";

/// The sample with a stay in a shelter of this kind, as it should be: nights from the first on, and what is asked at the start.
fn sheltered(kind: ProjectType) -> Source {
    let mut source = sample();
    let (shelter, first) = (ProjectId::new("P06"), day("2026-10-20"));
    source.agency.projects.iter_mut().filter(|row| row.project_id == shelter).for_each(|row| {
        row.project_type = Value::Known(kind);
    });
    crate::exchange::change(&mut source, |charts| {
        let chart = charts.iter_mut().find(|chart| chart.enrollment(&EnrollmentId::new(NIGHTS)).is_some()).unwrap();
        let (client, stay) = (chart.id().clone(), chart.enrollments.iter_mut().find(|row| row.enrollment_id.as_str() == NIGHTS).unwrap());
        (stay.project_id, stay.entry_date) = (shelter, Value::Known(first));
        let stamps = (stay.date_created.clone(), stay.date_updated.clone(), stay.user_id.clone());
        for night in 0..30 {
            let mut row = Services { services_id: format!("N{night:02}").as_str().into(), ..Services::default() };
            (row.personal_id, row.enrollment_id) = (client.clone(), EnrollmentId::new(NIGHTS));
            (row.date_created, row.date_updated, row.user_id) = stamps.clone();
            row.put(at::services::RECORD_TYPE, "200");
            row.put(at::services::TYPE_PROVIDED, "200");
            row.date_provided = Value::Known(first + chrono::Days::new(night));
            chart.services.push(row);
        }
        let mut row = IncomeBenefits { income_benefits_id: "START".into(), ..IncomeBenefits::default() };
        (row.personal_id, row.enrollment_id) = (client, EnrollmentId::new(NIGHTS));
        (row.date_created, row.date_updated, row.user_id) = stamps;
        row.information_date = Value::Known(first);
        for field in [
            at::income_benefits::INCOME_FROM_ANY_SOURCE,
            at::income_benefits::BENEFITS_FROM_ANY_SOURCE,
            at::income_benefits::INSURANCE_FROM_ANY_SOURCE,
        ] {
            row.put(field, "0");
        }
        row.put(at::income_benefits::DATA_COLLECTION_STAGE, "1");
        chart.incomes.push(row);
    });
    source
}

impl Desk {
    /// A desk on which nothing is wrong at the stay in the shelter.
    fn sheltered(kind: ProjectType) -> Self {
        let mut desk = Self::of(sheltered(kind));
        let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing was written here") };
        let wrong: Vec<_> =
            done.checked.said.iter().filter(|said| said.severity == Severity::Stop && said.stay.as_str() == NIGHTS).collect();
        assert!(wrong.is_empty(), "{wrong:?}");
        desk
    }

    fn shelter(&self) -> Chart {
        self.charts().into_iter().find(|chart| chart.enrollment(&EnrollmentId::new(NIGHTS)).is_some()).unwrap()
    }

    /// Makes a row.
    fn makes<R: Row + Clone>(&mut self, mut row: R) {
        let stamp = Stamp::new(UserId::new("MaiGreen"), self.now());
        let change = stamp.change(None, &mut row).unwrap();
        self.store.commit(&Commit::new("A test", vec![change]), stamp.now).unwrap();
    }

    /// Writes an exit on 11/15, after which the HMIS has four more nights.
    fn leaves(&mut self) {
        let mut exit = Exit { exit_id: "LEFT".into(), ..Exit::default() };
        (exit.personal_id, exit.enrollment_id) = (self.shelter().id().clone(), EnrollmentId::new(NIGHTS));
        exit.exit_date = Value::Known(day("2026-11-15"));
        exit.put(at::exit::DESTINATION, "101");
        self.makes(exit);
    }

    /// The points of the stay in the shelter at which the desk asks for answers that are missing.
    fn asked(&mut self) -> Vec<Purpose> {
        let (chart, agency) = (self.shelter(), self.store.agency().unwrap());
        let written = merge::written(&chart, transfer::Unsent::of(&self.store).unwrap().edits());
        let (directory, stamp) = (Directory::default(), Stamp::new(UserId::new("MaiGreen"), self.now()));
        let case = IntakeCase {
            directory: &directory,
            agency: &agency,
            charts: std::slice::from_ref(&chart),
            organization: agency.owner(&ProjectId::new("P06")).map(|owner| &owner.organization_id),
            stamp: &stamp,
            seed: [7; 16],
        };
        gaps(&chart, &EnrollmentId::new(NIGHTS), &written, &case).into_iter().map(|gap| gap.way.purpose).collect()
    }

    /// The errors by which an export of this scope is held up, as rule, file and row.
    fn errors(&mut self, scope: Scope) -> (String, Vec<(Rule, String, String)>) {
        let held = self.held(scope);
        let errors = held.checked.said.iter().filter(|said| said.severity == Severity::Stop);
        let errors = errors.map(|said| (said.rule, said.file.to_string(), said.id.clone())).collect();
        (held.headline, errors)
    }
}

#[track_caller]
fn holds((headline, errors): (String, Vec<(Rule, String, String)>), ours: u32, one: (Rule, &str, &str)) {
    assert!(headline.contains(&format!(" found {ours} error")), "{headline}");
    assert!(errors.contains(&(one.0, one.1.to_owned(), one.2.to_owned())), "{errors:?}");
}

#[test]
fn r_imp_10_an_answer_that_a_rule_about_the_stay_misses_is_ours() {
    let mut desk = Desk::sheltered(ProjectType::ShelterEntryExit);
    desk.put(&desk.shelter().incomes[0].clone(), at::income_benefits::INCOME_FROM_ANY_SOURCE, "99");
    let missing = (Rule::R_INS_2, "Enrollment.csv", NIGHTS);
    holds(desk.errors(Scope::default()), 1, missing);
    holds(desk.errors(taking(Take::Since)), 1, missing);
    assert_eq!(desk.asked(), [Purpose::Entry], "and the enrollment asks for it, although the row is the HMIS's");
}

#[test]
fn r_imp_10_who_records_an_annual_assessment_here_does_not_answer_for_the_entry_of_the_hmis() {
    let mut source = sheltered(ProjectType::ShelterEntryExit);
    crate::exchange::change(&mut source, |charts| {
        let start = charts.iter_mut().flat_map(|chart| &mut chart.incomes).find(|row| row.key() == "START").unwrap();
        start.put(at::income_benefits::INCOME_FROM_ANY_SOURCE, "99");
    });
    let mut desk = Desk::of(source);
    let start = desk.shelter().incomes[0].clone();
    desk.sends(Scope::default());
    let mut annual = IncomeBenefits { income_benefits_id: "ANNUAL".into(), ..start };
    annual.put(at::income_benefits::DATA_COLLECTION_STAGE, "5");
    annual.put(at::income_benefits::INCOME_FROM_ANY_SOURCE, "0");
    annual.information_date = Value::Known(day("2026-11-20"));
    desk.makes(annual);
    let Answer::Written(done) = desk.order(Scope::default(), None).unwrap() else { panic!("nothing is missing in what was written here") };
    let entry = done.checked.said.iter().find(|said| (said.rule, said.id.as_str()) == (Rule::R_INS_2, NIGHTS));
    assert_eq!(entry.map(|said| said.own), Some(Some(false)), "it is missing, and not ours");
    assert!(!desk.asked().contains(&Purpose::Entry), "{:?}", desk.asked());
}

#[test]
fn r_imp_10_a_first_night_that_was_deleted_here_is_ours() {
    let mut desk = Desk::sheltered(ProjectType::ShelterNightByNight);
    desk.put(&desk.shelter().services[0].clone(), at::services::DATE_DELETED, "2026-12-01 10:00:00");
    let missing = (Rule::R_ENR_7, "Enrollment.csv", NIGHTS);
    holds(desk.errors(Scope::default()), 1, missing);
    holds(desk.errors(taking(Take::Since)), 1, missing);
}

#[test]
fn r_imp_10_nights_of_the_hmis_after_an_exit_that_was_written_here_are_ours() {
    let mut desk = Desk::sheltered(ProjectType::ShelterNightByNight);
    desk.leaves();
    // The nights from 11/15 to 11/18.
    let late = (Rule::R_ENR_7, "Services.csv", "N26");
    holds(desk.errors(Scope::default()), 4, late);
    holds(desk.errors(taking(Take::Since)), 4, late);
}

#[test]
fn r_imp_10_what_a_program_asks_of_who_was_enrolled_in_it_here_is_ours() {
    let mut source = sheltered(ProjectType::ShelterNightByNight);
    let of_veterans = |row: &&mut Funder| row.project_id.as_str() == "P02";
    source.agency.funders.iter_mut().filter(of_veterans).for_each(|row| row.put(at::funder::FUNDER, "33"));
    let mut desk = Desk::of(source);
    desk.sends(Scope::default());
    let stay = Enrollment {
        enrollment_id: EnrollmentId::new("HERE"),
        personal_id: ClientId::new(VETERAN),
        project_id: ProjectId::new("P02"),
        household_id: HouseholdId::new("HERE"),
        entry_date: Value::Known(day("2026-11-20")),
        ..Enrollment::default()
    };
    desk.makes(stay);
    let held = desk.held(Scope::default());
    let lacking = |said: &&wayhome::exchange::Said| said.rule == Rule::R_VET_2 && said.id == VETERAN && said.severity == Severity::Stop;
    let errors: Vec<_> = held.checked.said.iter().filter(lacking).collect();
    assert!(!errors.is_empty());
    let at_the_stay = held.checked.said.iter().filter(|said| said.severity == Severity::Stop && said.id == "HERE").count();
    let ours = errors.len() + at_the_stay;
    assert!(held.headline.contains(&format!(" found {ours} errors in what was written here")), "{at_the_stay}: {}", held.headline);
    let delta = desk.held(taking(Take::Since));
    assert_eq!(delta.checked.said.iter().filter(lacking).count(), errors.len());
}

#[test]
fn what_was_made_and_taken_back_answers_for_nothing_that_came_so() {
    let mut source = sample();
    let rows = source.folders.iter_mut().flat_map(|folder| &mut folder.0);
    let event = rows.into_iter().find(|row| row.get(at::event::EVENT_ID) == EVENT).unwrap();
    event.put(at::event::EVENT_DATE, "2019-01-02");
    let mut desk = Desk::of(source);
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let before = desk.charts().iter().find_map(|chart| chart.event(&EventId::new(EVENT)).cloned()).unwrap();
    let (mut after, mut referral) = (before.clone(), Referral::default());
    after.put(RESULT, "2");
    after.put(at::event::RESULT_DATE, "2026-11-20");
    (referral.event_id, referral.enrollment_id) = (before.event_id.clone(), before.enrollment_id.clone());
    (referral.personal_id, referral.not_housed_reason) = (before.personal_id.clone(), "Moved away".into());
    let changes = vec![stamp.change(Some(&before), &mut after).unwrap(), stamp.change(None, &mut referral).unwrap()];
    let save = desk.store.commit(&Commit::new("CE Event", changes), stamp.now).unwrap();
    let held = desk.held(taking(Take::Since));
    assert!(held.checked.own_errors() > 0, "the event is worked on: {}", held.headline);
    let undo = transfer::undo(&desk.store, save).unwrap().unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    desk.store.commit(&undo.commit(&stamp, &"A mistake".into()), stamp.now).unwrap();
    let sound = desk.charts().into_iter().find(|chart| *chart.id() != before.personal_id).unwrap().client;
    desk.put(&sound, at::client::MIDDLE_NAME, "Q");
    // Of a delta it is no part any more.
    match desk.orders(Scope::default(), OnErrors::Hold).unwrap() {
        Answer::Written(done) => assert!(done.headline.contains("in what came so from your HMIS"), "{}", done.headline),
        Answer::Held(held) => panic!("{} {:?}", held.headline, held.checked.said),
    }
}

//! R-IMP-7: what the HMIS has with another client than the desk goes to that client, with the work in it.
#![allow(clippy::unwrap_used)]

mod corrected;
mod spared;
mod undone;

use crate::keyin::written;
use crate::merging::{Desk, EVENT, Hmis, moment};
use wayhome::domain::ask::{Answers, Question, Slot};
use wayhome::domain::entry::Scalar;
use wayhome::domain::folder::Folder;
use wayhome::domain::household;
use wayhome::domain::hud::{CaseNote, ExportDirective, Referral, Services};
use wayhome::domain::intake::{Draft, IntakeCase, MemberFinding, NOT_THEIRS, Purpose};
use wayhome::domain::occasion::Stay;
use wayhome::domain::referral::record_move_in;
use wayhome::domain::stamp::Plan;
use wayhome::domain::{
    Card, Change, Chart, ClientId, Commit, Directory, EnrollmentId, EventId, ExportId, File, HouseholdId, Packed, Row, Severity, Stamp,
    UserId, Value, at,
};
use wayhome::exchange::{Counts, Scope, Take};

/// An id that is an answer too.
const SHORT: &str = "12";

/// A client of the HMIS, whose event everything is about, and another who takes over.
struct Case {
    hmis: Hmis,
    desk: Desk,
    once: ClientId,
    now: ClientId,
    stay: String,
}

impl Case {
    fn new() -> Self {
        let hmis = Hmis::new();
        let desk = Desk::of(&hmis);
        let chart = desk.chart();
        let once = chart.id().clone();
        let now = hmis.0.folders.iter().filter_map(Folder::client).find(|client| *client != once).unwrap();
        let stay = chart.event(&EventId::new(EVENT)).unwrap().enrollment_id.to_string();
        Self { hmis, desk, once, now, stay }
    }

    /// The stay as the HMIS sends it, of another day than the one that was known.
    fn begins_otherwise(&mut self) {
        let (stay, now) = (self.stay.clone(), self.now.clone());
        for row in self.folder(&now).0.iter_mut().filter(|row| Row::file(*row) == File::Enrollment && row.key() == stay) {
            put(row, "DateCreated", "2020-02-02 10:00:00");
            put(row, "EntryDate", "2020-02-02");
        }
    }

    fn folder(&mut self, client: &ClientId) -> &mut Folder {
        self.hmis.0.folders.iter_mut().find(|folder| folder.client().as_ref() == Some(client)).unwrap()
    }

    /// The HMIS gives these rows to the other client, at nine.
    fn hands_over(&mut self, goes: impl Fn(&Packed) -> bool) -> usize {
        let (once, now) = (self.once.clone(), self.now.clone());
        let folder = self.folder(&once);
        let (mut gone, rest): (Vec<Packed>, Vec<Packed>) = folder.0.drain(..).partition(|row| Row::file(row) != File::Client && goes(row));
        folder.0 = rest;
        for row in &mut gone {
            put(row, "PersonalID", now.as_str());
            put(row, "DateUpdated", &moment(9).write());
        }
        let count = gone.len();
        self.folder(&now).0.extend(gone);
        count
    }

    /// It finds that both are one: nothing is left with the former, who is deleted.
    fn joins(&mut self) -> usize {
        let count = self.hands_over(|_| true);
        let once = self.once.clone();
        let client = self.folder(&once).0.iter_mut().find(|row| Row::file(*row) == File::Client).unwrap();
        put(client, "DateDeleted", &moment(9).write());
        put(client, "DateUpdated", &moment(9).write());
        count
    }

    fn reads(&mut self) -> Counts {
        let source = written(&self.hmis, 11);
        self.desk.reads(&source)
    }

    fn chart(&self, client: &ClientId) -> Chart {
        self.desk.store.chart(client).unwrap().unwrap()
    }

    /// Work on the stay: a service, a note, what is kept beside the event; a note of the client; and a draft.
    fn works(&mut self) {
        let id = |text: &str| text.into();
        let stay = EnrollmentId::new(&self.stay);
        let mut service =
            Services { services_id: id("OURS-S"), enrollment_id: stay.clone(), personal_id: self.once.clone(), ..Services::default() };
        service.put(at::services::DATE_PROVIDED, "2026-11-25");
        let note =
            |key: &str| CaseNote { case_note_id: id(key), personal_id: self.once.clone(), note: "A word".into(), ..CaseNote::default() };
        let mut of_stay = CaseNote { enrollment_id: stay.clone(), ..note("NOTE-STAY") };
        let mut of_client = note("NOTE-CLIENT");
        let mut beside =
            Referral { event_id: EventId::new(EVENT), enrollment_id: stay, personal_id: self.once.clone(), ..Referral::default() };
        beside.put(at::referral::DATE_ACKNOWLEDGED, "2026-11-26");
        let stamp = Stamp::new(UserId::new("W1"), moment(8));
        let rows: [&mut dyn Row; 4] = [&mut service, &mut of_stay, &mut of_client, &mut beside];
        let mut changes: Vec<Change> = rows.into_iter().map(|row| stamp.change(None, row).unwrap()).collect();
        changes.push(kept(&self.half_typed(Purpose::Exit)));
        self.desk.store.commit(&Commit::new("Work", changes), moment(8)).unwrap();
        self.desk.writes(8, &[(at::event::REFERRAL_RESULT, "1"), (at::event::RESULT_DATE, "2026-11-20")]);
    }

    /// Both clients have ids as short as what people type.
    fn short() -> Self {
        let mut case = Self::new();
        for (client, id) in [(case.once.clone(), SHORT), (case.now.clone(), "15")] {
            case.folder(&client).0.iter_mut().for_each(|row| put(row, "PersonalID", id));
        }
        let desk = Desk::of(&case.hmis);
        Self { desk, once: ClientId::new(SHORT), now: ClientId::new("15"), ..case }
    }

    /// A workflow over the stay.
    fn begun(&self, purpose: Purpose) -> Draft {
        let (chart, id) = (self.chart(&self.once), EnrollmentId::new(&self.stay));
        let alone = household::alone(&Card::of(&chart), &id).unwrap();
        Draft::visit(purpose, self.stay.clone(), &id, &[alone], &[chart], moment(9).date()).unwrap()
    }

    /// The same with an answer that looks like the id of the client.
    fn half_typed(&self, purpose: Purpose) -> Draft {
        let mut draft = self.begun(purpose);
        for (field, text) in [(at::exit::DESTINATION, "17"), (at::exit::OTHER_DESTINATION, SHORT)] {
            draft.members[0].put(Question { slot: Slot::Exit, field }, text);
        }
        draft
    }

    /// The rows of a client that are no client row, by file and key.
    fn rows(&self, client: &ClientId) -> Vec<(File, String)> {
        let chart = self.chart(client);
        chart.rows().filter(|row| row.file() != File::Client).map(|row| (row.file(), row.key())).collect()
    }

    /// One row is saved here at this hour.
    fn saves(&mut self, hour: u32, before: Option<&dyn Row>, row: &mut dyn Row) {
        let change = Stamp::new(UserId::new("W1"), moment(hour)).change(before, row).unwrap();
        self.desk.store.commit(&Commit::new("Work", vec![change]), moment(hour)).unwrap();
    }

    /// The save that brought the joined clients.
    fn joined(&mut self) -> u64 {
        self.joins();
        self.reads();
        self.desk.store.sequence()
    }

    fn takes_back(&mut self) {
        let import = self.desk.store.sequence();
        let undo = wayhome::transfer::undo(&self.desk.store, import).unwrap().unwrap();
        let stamp = Stamp::new(UserId::new("W1"), moment(22));
        self.desk.store.commit(&undo.commit(&stamp, &"A test".into()), moment(22)).unwrap();
    }
}

/// What is half typed of the stay.
fn draft(case: &Case) -> String {
    let drafts = case.desk.store.drafts();
    drafts.iter().find(|(name, _)| name.starts_with("exit-of/")).unwrap().1.as_str().to_owned()
}

fn kept(draft: &Draft) -> Change {
    Change::Draft { name: draft.name(), after: Some(serde_json::to_string(draft).unwrap().as_str().into()) }
}

/// A draft as it would be finished now, by somebody of the organization that has the program.
fn finished(draft: &Draft, charts: &[Chart], case: &Case) -> Result<Plan, Vec<MemberFinding>> {
    let agency = case.desk.store.agency().unwrap();
    let organization = agency.owner(&draft.project).unwrap().organization_id.clone();
    let (stamp, directory) = (Stamp::new(UserId::new("W1"), moment(21)), Directory::default());
    draft.finish(&IntakeCase {
        directory: &directory,
        agency: &agency,
        charts,
        organization: Some(&organization),
        stamp: &stamp,
        seed: [9; 16],
    })
}

fn put(row: &mut Packed, column: &str, text: &str) {
    if let Some(column) = Row::file(row).column(column) {
        Row::set(row, column, text);
    }
}

#[test]
fn r_imp_7_clients_who_were_joined_in_the_hmis_are_one_here_with_all_the_work() {
    let mut case = Case::new();
    case.works();
    let (before, other) = (case.rows(&case.once), case.rows(&case.now));
    let told = case.joins();
    let counts = case.reads();
    assert_eq!(
        (counts.moved, counts.refused, counts.conflicting),
        (told as u64 + 2, 0, 0),
        "with the service and what is kept beside the event"
    );
    assert_eq!(case.rows(&case.once), [], "nothing is left with the former");
    assert!(!case.chart(&case.once).client.date_deleted.is_blank());
    let now = case.rows(&case.now);
    assert!(before.iter().chain(&other).all(|row| now.contains(row)), "{now:?}");
    let chart = case.chart(&case.now);
    let owner = |row: &dyn Row| row.file().info().owner.map(|at| row.cell(at));
    assert!(chart.rows().all(|row| owner(row).as_deref() == Some(case.now.as_str())));
    assert_eq!(case.desk.cell(at::event::REFERRAL_RESULT), "1", "what the HMIS does not have stays");
    assert!(draft(&case).contains(case.now.as_str()) && !draft(&case).contains(case.once.as_str()));

    let again = case.reads();
    assert_eq!((again.moved, again.new, again.updated, again.refused), (0, 0, 0, 0), "and the same again is no news: {again:?}");
}

#[test]
fn r_imp_7_what_was_done_in_a_record_that_moved_is_still_to_be_sent() {
    let mut case = Case::new();
    case.works();
    case.joins();
    case.reads();
    let scope = Scope { take: Take::Since, ..Scope::default() };
    let rehearsed = wayhome::transfer::rehearse(&case.desk.store, &scope, ExportId::new("D"), moment(23), &Default::default()).unwrap();
    let rows: Vec<(String, u64)> = rehearsed.written.rows.into_iter().filter(|(_, count)| *count > 0).collect();
    let has = |file: &str| rows.iter().any(|(name, _)| name.starts_with(file));
    assert!(has("Event") && has("Services"), "{rows:?}");
    // A later export of the HMIS changes another cell: the result made here goes on to be ours.
    let chart = case.chart(&case.now);
    assert!(chart.theirs.iter().any(|kept| kept.theirs_id.as_str().ends_with(EVENT)), "what the HMIS has is known");
    let now = case.now.clone();
    let event = case.folder(&now).0.iter_mut().find(|row| row.key() == EVENT).unwrap();
    put(event, "LocationCrisisOrPHHousing", "P9");
    put(event, "DateUpdated", &moment(10).write());
    let counts = case.reads();
    assert_eq!((counts.updated, counts.kept, counts.conflicting), (1, 1, 0), "{counts:?}");
    assert_eq!(case.desk.cell(at::event::REFERRAL_RESULT), "1");
}

#[test]
fn r_imp_7_a_half_typed_exit_goes_with_its_stay_however_short_the_ids_are() {
    let mut case = Case::short();
    case.works();
    let before = draft(&case);
    case.joined();
    let after: Draft = serde_json::from_str(&draft(&case)).unwrap();
    let member = &after.members[0];
    assert_eq!(member.client, case.now);
    assert_eq!(member.get(at::enrollment::PERSONAL_ID), case.now.as_str());
    let answer = member.answer(Question { slot: Slot::Exit, field: at::exit::OTHER_DESTINATION });
    assert_eq!(answer, SHORT, "what was answered stays");

    let plan = finished(&after, &[case.chart(&case.now)], &case).unwrap();
    let rows: Vec<_> = plan.commit.changes.iter().filter_map(Change::of_row).collect();
    assert!(rows.iter().any(|row| row.file() == Some(File::Exit) && row.is_new()), "{rows:?}");
    assert!(rows.iter().all(|row| row.owner.as_ref() == Some(&case.now)), "{rows:?}");

    case.takes_back();
    assert!(draft(&case) == before, "what is half typed goes the way back");
}

#[test]
fn r_imp_7_nothing_of_a_stay_is_written_under_a_client_who_has_it_no_more() {
    let mut case = Case::new();
    let begun = [Purpose::Entry, Purpose::Update, Purpose::Annual, Purpose::Exit].map(|purpose| case.half_typed(purpose));
    case.joined();
    let (once, stay) = (case.chart(&case.once), EnrollmentId::new(&case.stay));
    for draft in begun {
        let found = finished(&draft, &[once.clone(), case.chart(&case.now)], &case).unwrap_err();
        let stops = |told: &MemberFinding| told.finding.severity == Severity::Stop && told.finding.words == NOT_THEIRS;
        assert!(found.iter().any(stops), "{:?}: {found:?}", draft.purpose);
    }
    let (agency, stamp) = (case.desk.store.agency().unwrap(), Stamp::new(UserId::new("W1"), moment(21)));
    assert!(Stay::of(&once, &stay, &agency, None, stamp.today()).is_none(), "no record of it is opened");
    let found = record_move_in(&once, &stay, Value::Known(stamp.today()), &agency, &stamp).unwrap_err();
    assert_eq!(found[0].words, NOT_THEIRS);
}

/// A stay that was made here, with nothing told of it to the HMIS.
fn made_here(case: &mut Case) {
    let before = case.chart(&case.once).enrollments[0].clone();
    let mut stay = before.clone();
    stay.enrollment_id = EnrollmentId::new("OURS");
    stay.household_id = HouseholdId::new("OURS-H");
    case.saves(8, None, &mut stay);
}

#[test]
fn r_imp_7_a_stay_that_was_made_here_goes_with_the_client_who_was_joined() {
    let mut case = Case::new();
    case.works();
    made_here(&mut case);
    case.joins();
    case.reads();
    assert_eq!(case.rows(&case.once), []);
    assert!(case.rows(&case.now).contains(&(File::Enrollment, "OURS".to_owned())));
}

#[test]
fn r_imp_7_notes_of_a_client_whom_the_hmis_only_tells_no_more_of_stay() {
    let mut case = Case::new();
    case.works();
    case.hands_over(|_| true);
    let once = case.once.clone();
    // An export names only who has an enrollment.
    case.hmis.0.folders.retain(|folder| folder.client().as_ref() != Some(&once));
    let counts = case.reads();
    assert!(counts.moved > 2, "{counts:?}");
    assert_eq!(case.rows(&once), [(File::CaseNote, "NOTE-CLIENT".to_owned())], "they may be another person's");
}

#[test]
fn r_imp_7_a_delta_moves_an_event_after_its_enrollment() {
    let mut case = Case::new();
    let (stay, once) = (case.stay.clone(), case.once.clone());
    case.hmis.0.export.export_directive = Value::Known(ExportDirective::DeltaRefresh);
    case.works();
    case.hands_over(|row| {
        matches!(Row::file(row), File::Enrollment | File::Event)
            && Row::file(row).column("EnrollmentID").is_some_and(|at| row.cell(at) == stay)
    });
    // Of the former client, and of who is not concerned, it tells nothing.
    let now = case.now.clone();
    case.hmis.0.folders.retain(|folder| folder.client().as_ref() == Some(&now));
    let counts = case.reads();
    assert!(counts.moved > 2 && counts.refused == 0, "{counts:?}");
    assert!(case.rows(&once).contains(&(File::CaseNote, "NOTE-CLIENT".to_owned())), "who is not told of lives on");
    assert!(case.rows(&now).contains(&(File::Event, EVENT.to_owned())));
}

#[test]
fn what_the_desk_refuses_is_not_counted_as_taken_over() {
    let mut case = Case::new();
    case.joins();
    case.begins_otherwise();
    let mut source = written(&case.hmis, 11);
    source.report.files = vec![wayhome::exchange::FileCount { file: "Enrollment.csv".to_owned(), read: 9, kept: 9, ..Default::default() }];
    let done = wayhome::transfer::import(&mut case.desk.store, source, moment(20)).unwrap();
    assert_eq!((done.report.files[0].kept, done.report.files[0].refused), (8, 1));
    assert!(done.headline.contains("1 row was not taken over"), "{}", done.headline);
}

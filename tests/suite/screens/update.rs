//! One message, one action: screens without a runtime, a store or a window.

use crate::desk::{People, records};
use wayhome::app::action::{Action, Destination, Failure, Part};
use wayhome::app::backups::Backups;
use wayhome::app::begun::{Since, Whose};
use wayhome::app::context::{Context, Room};
use wayhome::app::desk::Desk;
use wayhome::app::guide::{Facts, Followed, in_sight};
use wayhome::app::perform::Loaded;
use wayhome::app::preset::fixed_clock;
use wayhome::app::screen::{adding, client, clients, exchange, home, intake};
use wayhome::app::shortcut::Command;
use wayhome::domain::coc::Cocs;
use wayhome::domain::directory::Directory;
use wayhome::domain::hud::{Enrollment, Exit, ProjectType, ReferralResult, Relationship};
use wayhome::domain::intake::{Owing, Step};
use wayhome::domain::merge::Written;
use wayhome::domain::{Agency, Card, Chart, ClientId, EventId, OrganizationId, UserId, Value, at, letters};
use wayhome::store::Profile;
use wayhome::transfer::Exports;

/// What the shell lends, in memory.
struct World {
    directory: Directory,
    agency: Agency,
    charts: Vec<Chart>,
    desk: Desk,
    worker: Profile,
    backups: Backups,
    exports: Exports,
    written: Written,
    whose: Whose,
    since: Since,
    owing: Owing,
    cocs: Cocs,
}

impl World {
    fn new() -> Self {
        let (agency, charts) = records(People::Typical);
        let directory = Directory::new(charts.iter().map(Card::of).collect::<Vec<_>>());
        let desk = Desk { organization: Some(OrganizationId::new("NLO3")), ..Desk::default() };
        Self {
            directory,
            agency,
            charts,
            desk,
            worker: Profile { name: "Mai Green".to_owned(), user: UserId::new("MaiGreen") },
            backups: Backups::default(),
            exports: Exports::default(),
            written: Written::default(),
            whose: Whose::default(),
            since: Since::default(),
            owing: Owing::default(),
            cocs: Cocs::default(),
        }
    }

    fn cx(&self) -> Context<'_> {
        let Self { directory, agency, desk, worker, backups, exports, written, whose, since, owing, cocs, .. } = self;
        let (now, room) = (fixed_clock(), Room::default());
        Context {
            directory,
            agency,
            desk,
            worker,
            drafts: &[],
            whose,
            since,
            discarded: &[],
            owing,
            backups,
            documents: std::path::Path::new(""),
            seed: [7; 16],
            now,
            read_only: false,
            unsent: wayhome::transfer::Ahead::default(),
            exports,
            cocs,
            written,
            toasts: None,
            chosen: None,
            program: None,
            room,
        }
    }

    fn loaded(&self, client: &ClientId) -> Loaded {
        Loaded { charts: self.charts.iter().filter(|c| c.id() == client).cloned().collect(), ..Loaded::default() }
    }
}

#[test]
fn who_left_without_a_move_in_is_not_housed_for_the_guide() {
    let mut world = World::new();
    let project = |e: &Enrollment| world.agency.project(&e.project_id).and_then(|p| p.project_type.known());
    let fits = |e: &&Enrollment| project(e) == Some(ProjectType::RapidRehousing) && e.relationship_to_hoh.is(Relationship::Head);
    let referred = |chart: &Chart, stay: &Enrollment| {
        let event = chart.events.iter().find(|e| e.event_date.known() < stay.entry_date.known() && e.enrollment_id != stay.enrollment_id);
        event.map(|event| event.event_id.clone())
    };
    let found = world.charts.iter().enumerate().find_map(|(at, chart)| {
        let stay = chart.enrollments.iter().find(fits)?.clone();
        Some((at, referred(chart, &stay)?, stay))
    });
    let (at, event, stay) = found.unwrap();
    let chart = &mut world.charts[at];
    chart.exits.retain(|exit| exit.enrollment_id != stay.enrollment_id);
    chart.exits.push(Exit {
        exit_id: "LEFT".into(),
        enrollment_id: stay.enrollment_id.clone(),
        personal_id: stay.personal_id.clone(),
        exit_date: Value::Known(fixed_clock().date()),
        ..Exit::default()
    });
    chart.enrollments.iter_mut().filter(|e| e.enrollment_id == stay.enrollment_id).for_each(|e| e.move_in_date = Value::Blank);
    chart.events.iter_mut().filter(|e| e.event_id == event).for_each(|e| {
        e.location_crisis_or_ph_housing = stay.project_id.as_str().into();
        e.referral_result = Value::Known(ReferralResult::Accepted);
    });
    chart.referrals.retain(|kept| kept.event_id != event);
    let client = chart.id().clone();
    world.directory = Directory::new(world.charts.iter().map(Card::of).collect::<Vec<_>>());
    let followed = Followed { client, event, exported: true, opened: true };
    let facts = Facts::of(&world.cx(), Some(&followed));
    assert!(facts.enrolled && facts.left && !facts.housed, "{facts:?}");
}

#[test]
fn the_guide_leaves_a_finished_referral_for_an_open_one_of_the_same_client() {
    let mut world = World::new();
    let organization = OrganizationId::new("NLO3");
    let open = world.directory.open_referrals(&world.agency, Some(&organization), world.cx().today());
    let (client, event) = (open[0].client.client.clone(), open[0].event.id.clone());
    let chart = world.charts.iter_mut().find(|chart| *chart.id() == client).unwrap();
    let mut refused = chart.event(&event).unwrap().clone();
    refused.event_id = EventId::new("REFUSED");
    refused.referral_result = Value::Known(ReferralResult::ProviderRejected);
    chart.events.push(refused.clone());
    world.directory = Directory::new(world.charts.iter().map(Card::of).collect::<Vec<_>>());
    let followed = |exported| Followed { client: client.clone(), event: refused.event_id.clone(), exported, opened: true };
    let cx = world.cx();
    let card = cx.card(&client).unwrap();
    let follows = |exported| in_sight(&card, None, Some(&followed(exported)), &cx);
    assert_eq!(follows(true), Some(event), "nothing is left to do about the other");
    assert_eq!(follows(false), Some(refused.event_id.clone()), "it is to be sent yet");
}

#[test]
fn home_opens_what_is_chosen() {
    let world = World::new();
    let cx = world.cx();
    let mut home = home::Home::default();
    let organization = OrganizationId::new("NLO3");
    let open = world.directory.open_referrals(&world.agency, Some(&organization), cx.today());
    let (client, event) = (open[1].client.client.clone(), open[1].event.id.clone());
    assert_eq!(home.update(home::Message::Moved(1), &cx), Action::None);
    let part = Part::Events(Some(event.clone()));
    let opened = Action::Go(Destination::Client(client.clone(), part.clone()));
    let resolved = Action::Point(client.clone(), part, wayhome::domain::at::event::REFERRAL_RESULT);
    assert_eq!(home.update(home::Message::Opened(1), &cx), opened);
    assert_eq!(home.update(home::Message::Pressed('r', 1), &cx), resolved);
    assert_eq!(home.update(home::Message::Pressed('i', 1), &cx), Action::Go(Destination::Intake(client, Some(event))));
    assert_eq!(home.update(home::Message::Pressed('x', 1), &cx), Action::None);
    assert_eq!(home.update(home::Message::Opened(999), &cx), Action::None, "a row that is gone");
    assert_eq!(home.update(home::Message::Settings, &cx), Action::Settings(true));
    assert_eq!(home.update(home::Message::Import, &cx), Action::Go(Destination::Exchange));
}

#[test]
fn home_opens_the_row_that_it_shows_however_they_are_sorted() {
    let world = World::new();
    let cx = world.cx();
    let organization = OrganizationId::new("NLO3");
    let open = world.directory.open_referrals(&world.agency, Some(&organization), cx.today());
    let event = |at: usize| open[at].event.id.clone();
    let mut home = home::Home::default();
    let mut first = |sorted: home::By| {
        assert_eq!(home.update(home::Message::Moved(3), &cx), Action::None);
        assert_eq!(home.update(home::Message::Sorted(sorted), &cx), Action::None);
        match home.update(home::Message::Opened(0), &cx) {
            Action::Go(Destination::Client(_, Part::Events(Some(event)))) => event,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(first(home::By::Date), event(open.len() - 1), "sorted by date already, so turned round");
    assert_eq!(first(home::By::Date), event(0));
    let by_name = open.iter().min_by_key(|r| (letters::fold(r.client.last.as_str()), letters::fold(r.client.first.as_str()))).unwrap();
    assert_eq!(first(home::By::Client), by_name.event.id);
    let begun = Action::Go(Destination::Intake(by_name.client.client.clone(), Some(by_name.event.id.clone())));
    assert_eq!(home.update(home::Message::Pressed('i', 0), &cx), begun, "the letters too");
}

/// Everything, to there.
fn order(path: std::path::PathBuf) -> Action {
    Action::Export(Box::new(wayhome::transfer::Order { path, ..Default::default() }))
}

#[test]
fn exchange_works_once_at_a_time() {
    let world = World::new();
    let cx = world.cx();
    let mut screen = exchange::Exchange::default();
    assert_eq!(screen.update(exchange::Message::Import, &cx), Action::None, "no path");
    assert_eq!(screen.update(exchange::Message::From(" /a.zip ".to_owned()), &cx), Action::None);
    assert_eq!(screen.update(exchange::Message::Browse(true), &cx), Action::Browse { save: true });
    assert_eq!(screen.update(exchange::Message::Chosen(true, Some("/b.zip".into()), false), &cx), Action::None);
    assert_eq!(screen.update(exchange::Message::Import, &cx), Action::Import("/a.zip".into()));
    assert_eq!(screen.update(exchange::Message::Export, &cx), Action::None, "busy");
    screen.finished(Err(Failure::new("Nothing imported", "why")));
    assert_eq!(screen.update(exchange::Message::Export, &cx), order("/b.zip".into()));
    let read_only = Context { read_only: true, ..cx };
    screen.finished(Ok(exchange::Outcome::default()));
    assert_eq!(screen.update(exchange::Message::Import, &read_only), Action::None, "nothing is imported into a damaged store");
}

#[test]
fn exchange_proposes_a_name_that_is_free() {
    let (world, folder) = (World::new(), tempfile::TempDir::new().unwrap());
    let cx = world.cx();
    let (day, at) = (cx.today(), |name: String| order(folder.path().join(name)));
    let mut screen = exchange::Exchange::default();
    let mut export = || {
        screen.propose(folder.path(), day);
        let action = screen.update(exchange::Message::Export, &cx);
        screen.finished(Ok(exchange::Outcome::default()));
        action
    };
    assert_eq!(export(), at(format!("wayhome-{day}.zip")));
    std::fs::write(folder.path().join(format!("wayhome-{day}.zip")), "").unwrap();
    assert_eq!(export(), at(format!("wayhome-{day}-2.zip")), "nothing is written over by a proposal");
}

#[test]
fn clients_add_and_go_back() {
    let world = World::new();
    let cx = world.cx();
    let (mut screen, first) = clients::Clients::find(&clients::Sought::default(), &cx);
    assert_eq!(first, Action::Focus("search".to_owned()));
    assert_eq!(screen.update(clients::Message::First, &cx), Action::None, "nobody found yet");
    assert_eq!(screen.update(clients::Message::New(adding::Message::Save), &cx), Action::None, "nothing is being added");
    assert_eq!(screen.update(clients::Message::Add, &cx), Action::Open(wayhome::app::form::id(at::client::FIRST_NAME)));
    assert_eq!(screen.title(), "Add client");
    assert_eq!(screen.update(clients::Message::Command(Command::Close), &cx), Action::Focus("search".to_owned()));
    let id = world.charts[0].id().clone();
    let _ = screen.update(clients::Message::Add, &cx);
    assert_eq!(
        screen.update(clients::Message::New(adding::Message::This(id.clone())), &cx),
        Action::Go(Destination::Client(id, Part::Profile))
    );
}

#[test]
fn a_record_waits_for_its_chart_and_sends_a_save_once() {
    let world = World::new();
    let cx = world.cx();
    let id = world.charts[0].id().clone();
    let (mut record, first) = client::Record::new(id.clone(), Part::Profile, &cx);
    assert_eq!(first, Action::Load(vec![id.clone()]));
    assert_eq!(record.update(client::Message::Command(Command::Save), &cx), Action::None, "no chart yet");
    assert_eq!(record.update(client::Message::Loaded(world.loaded(&id)), &cx), Action::Focus("profile-edit".to_owned()));
    assert_eq!(record.update(client::Message::Intake, &cx), Action::Go(Destination::Intake(id.clone(), None)));
    let Action::Focus(first) = record.update(client::Message::Menu(Part::Enrollments), &cx) else { panic!("something has the keyboard") };
    assert!(
        first == "menu-enrollments" || world.charts[0].enrollments.iter().any(|e| first.ends_with(e.enrollment_id.as_str())),
        "{first}"
    );
    assert_eq!(record.update(client::Message::Command(Command::Events), &cx), Action::Focus("events".to_owned()));
    assert_eq!(record.title(), "CE Event");
    let new = client::Message::Events(client::events::Message::New);
    assert_eq!(record.update(new, &cx), Action::Hint("Only Priority List Managers create CE Events.".to_owned()));
}

#[test]
fn what_was_not_done_is_a_hint_and_no_success() {
    let world = World::new();
    let cx = world.cx();
    let id = world.charts[0].id().clone();
    let (mut screen, _) = intake::Intake::new((id.clone(), None), [1; 16], intake::Whence::Enrollments, &cx);
    let _ = screen.update(intake::Message::Loaded(world.loaded(&id)), &cx);
    for command in [Command::Copy, Command::Last] {
        let said = screen.update(intake::Message::Command(command), &cx);
        assert_eq!(said, Action::Hint("There is nothing to take over on this page.".to_owned()));
    }
    // A record of a stay that belongs to another organization is not deleted.
    let stays = |chart: &Chart| chart.enrollments.iter().map(|e| (chart.id().clone(), e.clone())).collect::<Vec<_>>();
    let elsewhere = |e: &Enrollment| world.agency.owner(&e.project_id).map(|o| &o.organization_id) != cx.organization();
    let (client, stay) = world.charts.iter().flat_map(stays).find(|(_, e)| elsewhere(e)).unwrap();
    let part = Part::During(stay.enrollment_id, None);
    let (mut record, _) = client::Record::new(client.clone(), part, &cx);
    let _ = record.update(client::Message::Loaded(world.loaded(&client)), &cx);
    let said = record.update(client::Message::During(client::during::Message::DeleteAt(0)), &cx);
    assert!(matches!(said, Action::Hint(_)), "{said:?}");
}

#[test]
fn an_intake_keeps_each_step() {
    let world = World::new();
    let cx = world.cx();
    let id = world.charts[0].id().clone();
    let (mut screen, first) = intake::Intake::new((id.clone(), None), [1; 16], intake::Whence::Enrollments, &cx);
    assert_eq!(first, Action::Load(vec![id.clone()]));
    assert_eq!(screen.update(intake::Message::Loaded(world.loaded(&id)), &cx), Action::Focus("find-member".to_owned()));
    let kept = |action: &Action| matches!(action, Action::Draft(name, Some(_)) if *name == format!("intake/{id}"));
    assert!(kept(&screen.update(intake::Message::Present(0, true), &cx)), "an answer is kept when it is made");
    assert_eq!(screen.update(intake::Message::Next, &cx), Action::Open("Enrollment.ProjectID-0".to_owned()));
    assert!(screen.draft().is_some_and(|(name, text)| name == format!("intake/{id}") && text.is_some()), "a step is kept on leaving");
    let stays = Action::Focus("Enrollment.ProjectID-0".to_owned());
    for next in [intake::Message::Next, intake::Message::Command(Command::Next)] {
        assert_eq!(screen.update(next, &cx), stays, "what is asked next follows from the program");
    }
    assert_eq!(screen.update(intake::Message::Command(Command::Back), &cx), Action::Open("find-member".to_owned()));
    assert_eq!(screen.update(intake::Message::Back, &cx), Action::None, "the first step");
    assert_eq!(screen.update(intake::Message::To(Step::Summary), &cx), Action::Open("finish".to_owned()));
    assert!(matches!(screen.update(intake::Message::Finish, &cx), Action::Open(_)), "no program: to the field that stops it");
    assert_eq!(screen.update(intake::Message::To(Step::Summary), &cx), Action::Open("finish".to_owned()));
    assert_eq!(screen.update(intake::Message::Discard, &cx), Action::Focus("stay".to_owned()), "it asks once");
    assert_eq!(screen.update(intake::Message::Command(Command::Close), &cx), Action::Focus("discard".to_owned()), "and Esc keeps it");
    assert_eq!(screen.update(intake::Message::Discard, &cx), Action::Focus("stay".to_owned()));
    let given_up = screen.update(intake::Message::GiveUp, &cx);
    let Action::Both(said, gone) = given_up else { panic!("{given_up:?}") };
    assert!(matches!(*said, Action::Discard { what, .. } if what == "Intake discarded"), "said first, where the worker still is");
    assert!(matches!(*gone, Action::Go(Destination::Client(..))));
    assert_eq!(screen.draft(), Some((format!("intake/{id}"), None)), "leaving takes the draft away");
}

//! Screens that a desk does not come back from to the others: each on a desk of its own.

use super::ways::*;
use super::{Visit, visit};
use crate::desk::Desk;
use crate::recovery;
use iced::keyboard::key::Named;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::Edit;
use wayhome::app::screen::client::history;
use wayhome::app::screen::{client, exchange, home, intake};
use wayhome::app::shortcut::Command;
use wayhome::app::{Message, aside};
use wayhome::domain::intake::{Purpose, Step};
use wayhome::domain::{Card, at};

/// Each of them.
pub const ONCE: &[Visit] = &[
    visit("exchange-compared", |desk| {
        compare(desk);
        "Import now".to_owned()
    }),
    visit("exchange-missing", |desk| {
        crate::screens::missing::ask(desk);
        "Mark them as deleted, as your HMIS has it".to_owned()
    }),
    visit("exchange-report", |desk| {
        compare(desk);
        desk.click("take");
        "Notes on this import".to_owned()
    }),
    visit("exchange-held", |desk| {
        hold(desk);
        "Export anyway".to_owned()
    }),
    visit("exchange-leaving", |desk| {
        let _ = crate::screens::sending::half_held(desk);
        desk.quiet();
        "Export without these households".to_owned()
    }),
    visit("exchange-finding", |desk| {
        hold(desk);
        desk.key(Named::Enter);
        "All rules".to_owned()
    }),
    visit("exchange-options", |desk| {
        go(desk, Destination::Exchange);
        for (id, option) in [("export-what", "enrollments active"), ("export-program", "bridge")] {
            desk.click(id);
            desk.type_text(option);
            desk.key(Named::Enter);
        }
        desk.click("export-hashed");
        "For a checker or a warehouse. Your HMIS needs them in plain text.".to_owned()
    }),
    visit("exchange-choices", |desk| {
        crate::screens::choices::tear(desk);
        // The folder of a test is another one each time.
        desk.send(Message::Exchange(exchange::Message::From("/media/stick/export.zip".to_owned())));
        desk.quiet();
        // With large text too the answers are in sight.
        while !desk.seen().focused().is_some_and(|id| id.starts_with("take-hmis-")) {
            desk.tab();
        }
        "Changed here and in the HMIS: 1 answer".to_owned()
    }),
    visit("exchange-keyin", |desk| {
        crate::screens::keyin::opened(desk);
        desk.type_text(" ");
        desk.quiet();
        "1 form of 1 client left to enter, 1 entered.".to_owned()
    }),
    visit("exchange-keyin-exported", |desk| {
        crate::screens::keyin::exported(desk);
        "2 forms of 1 client left to enter.".to_owned()
    }),
    // As on a small screen with large text: the form stands below the list.
    visit("exchange-keyin-small", |desk| {
        desk.resize(iced::Size::new(1024.0, 768.0));
        crate::screens::keyin::opened(desk);
        "2 forms of 1 client left to enter.".to_owned()
    }),
    visit("exchange-came", |desk| {
        hold(desk);
        desk.key(Named::End);
        desk.key(Named::Enter);
        "Export anyway".to_owned()
    }),
    visit("exchange-working", |desk| {
        go(desk, Destination::Exchange);
        desk.send(Message::Exchange(exchange::Message::From("tests/fixtures/fy2026-northern-lakes.zip".to_owned())));
        // Its answer is on its way.
        drop(desk.hold(Message::Exchange(exchange::Message::Import)));
        "Cancel".to_owned()
    }),
    visit("intake-join", |desk| {
        let name = desk.charts[0].client.clone();
        intake(desk, Step::Family);
        desk.click("new-member");
        desk.type_text(name.first_name.as_str());
        desk.tab();
        desk.tab();
        desk.type_text(name.last_name.as_str());
        desk.tab();
        "Add a new person".to_owned()
    }),
    visit("intake-found", |desk| {
        let name = desk.charts.iter().rev().find(|chart| chart.events.is_empty()).map(|chart| Card::of(chart).name());
        intake(desk, Step::Family);
        desk.type_text(&name.unwrap());
        "Already on this desk".to_owned()
    }),
    visit("event-proposed", |desk| {
        desk.send(Message::Home(home::Message::Only(Some(home::State::Enrolled))));
        desk.send(Message::Home(home::Message::Pressed('r', 0)));
        "Referral Result".to_owned()
    }),
    visit("home-guide", |desk| {
        desk.send(Message::Command(Command::Guide));
        "Guide".to_owned()
    }),
    visit("home-acknowledged", |desk| {
        desk.send(Message::Home(home::Message::Only(Some(home::State::New))));
        desk.send(Message::Home(home::Message::Pressed('a', 0)));
        "Acknowledgment saved".to_owned()
    }),
    visit("event-saved", |desk| {
        let (client, event) = referred(desk);
        go(desk, Destination::Client(client, Part::Events(event)));
        let result = Edit::Set(at::event::REFERRAL_RESULT, "1".to_owned());
        desk.send(Message::Client(client::Message::Events(client::events::Message::Edit(result))));
        desk.send(Message::Client(client::Message::Command(Command::Save)));
        "Referral Result".to_owned()
    }),
    visit("history-undo", |desk| {
        let client = rejected(desk);
        go(desk, Destination::Client(client, Part::History));
        desk.send(history(history::Message::Opened(0)));
        desk.send(history(history::Message::Begin));
        "After the undo".to_owned()
    }),
    visit("history-household", |desk| {
        let (head, stay, member) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Entry, head.clone(), stay));
        crate::screens::intake::becomes(desk, &member, "mistake");
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        desk.quiet();
        go(desk, Destination::Client(head, Part::History));
        "What for, and what changed".to_owned()
    }),
    visit("exit-saved", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client, stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        "Answer them".to_owned()
    }),
    visit("home-owed", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client.clone(), stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        desk.send(Message::Intake(intake::Message::Finish));
        // Something is begun besides.
        go(desk, Destination::Client(client, Part::Profile));
        desk.click("profile-edit");
        let edit = Edit::Set(at::client::MIDDLE_NAME, "Quincy".to_owned());
        desk.send(Message::Client(client::Message::Profile(client::profile::Message::Edit(edit))));
        desk.quiet();
        go(desk, Destination::Home);
        desk.send(Message::Home(home::Message::Only(None)));
        "Answers owed".to_owned()
    }),
    visit("exit-unread", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Exit, client, stay));
        desk.command("s");
        desk.command("s");
        "Nothing is saved yet. Read what Finish writes, then press Enter.".to_owned()
    }),
    visit("update-empty", |desk| {
        let (client, stay, _) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Update, client, stay));
        desk.send(Message::Intake(intake::Message::To(Step::Summary)));
        "Nothing was answered, so there is nothing to save.".to_owned()
    }),
    visit("entry-mistaken", |desk| {
        let (head, stay, member) = crate::screens::history::household(desk);
        go(desk, Destination::Visit(Purpose::Entry, head, stay));
        crate::screens::intake::becomes(desk, &member, "mistake");
        "In this household".to_owned()
    }),
    visit("history-refused", |desk| {
        let client = rejected(desk);
        go(desk, Destination::Client(client, Part::History));
        desk.send(history(history::Message::Opened(1)));
        desk.send(history(history::Message::Begin));
        "This save cannot be undone as it is. Nothing was changed.".to_owned()
    }),
    visit("event-help", |desk| {
        let (client, event) = referred(desk);
        go(desk, Destination::Client(client, Part::Events(event)));
        desk.send(Message::Aside(aside::Message::Show(aside::Topic::Field(at::event::REFERRAL_RESULT))));
        "What it means".to_owned()
    }),
    visit("lock", |desk| {
        desk.send(Message::Command(Command::Lock));
        "Open your desk".to_owned()
    }),
    visit("settings-backups-made", |desk| {
        desk.send(Message::Sidebar(true));
        desk.click("backups");
        desk.click("backups-now");
        "Second backup location".to_owned()
    }),
    visit("recovery-journal", |desk| {
        broken(desk, recovery::flip_the_journal);
        "A part of the journal is damaged".to_owned()
    }),
    visit("recovery-older", |desk| {
        broken(desk, recovery::put_an_old_copy_back);
        "These records are older than they were".to_owned()
    }),
    visit("recovery-keys", |desk| {
        broken(desk, recovery::damage_both_key_files);
        "Both key files are damaged or missing".to_owned()
    }),
    visit("recovery-restore", |desk| {
        *desk = Desk::new();
        desk.click("restore");
        "Folder of a backup".to_owned()
    }),
    visit("lock-first", |desk| {
        *desk = Desk::new();
        "Make a new desk".to_owned()
    }),
    visit("lock-paused", |desk| {
        std::fs::write(desk.folder.path().join("records/tries"), format!("9 {}\n", u64::MAX / 2)).unwrap();
        desk.send(Message::Command(Command::Lock));
        "Open your desk".to_owned()
    }),
    visit("recovery-back", |desk| {
        *desk = Desk::new();
        recovery(desk);
        desk.click("recovery-written");
        "Is it on paper?".to_owned()
    }),
    visit("lock-recovery", |desk| {
        *desk = Desk::new();
        recovery(desk);
        "Your recovery key".to_owned()
    }),
];

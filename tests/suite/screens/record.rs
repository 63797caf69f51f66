//! A client's own row on its screens: what goes without saying is proposed, and what nobody was asked is not answered.

use super::work::has;
use crate::desk::{Desk, People, records};
use iced::Size;
use iced::keyboard::key::Named;
use wayhome::app::Message;
use wayhome::app::action::{Destination, Part};
use wayhome::app::form::{Edit, answer_id, id};
use wayhome::app::screen::{adding, client, clients, settings};
use wayhome::app::widget::access::Role;
use wayhome::domain::client::race;
use wayhome::domain::hud::{DobQuality, NameQuality, SsnQuality};
use wayhome::domain::{Code, FieldId, Row, at};

fn adding(typed: &str) -> Desk {
    let mut desk = Desk::with(People::Typical);
    desk.send(Message::Go(Destination::Clients));
    desk.type_text(typed);
    desk.click("add-client");
    desk
}

fn edit(desk: &mut Desk, edit: Edit) {
    desk.send(Message::Clients(clients::Message::New(adding::Message::Edit(edit))));
}

/// What is chosen for a field of the form.
fn chosen(desk: &mut Desk, label: &str) -> bool {
    desk.seen().values.iter().any(|value| value == label)
}

#[test]
fn a_full_name_is_full_although_it_was_saved_without_leaving_a_field() {
    let mut desk = adding("Zora Quillfeather");
    assert!(chosen(&mut desk, NameQuality::Full.label()), "{:?}", desk.seen().values);
    desk.command("s");
    assert_eq!(desk.app.title(), "Client · Wayhome", "{:?}", desk.seen().texts);
    assert!(desk.shows(NameQuality::Full.label()));
    // Nobody was asked about each race.
    assert!(desk.shows(race::name()) && !desk.shows(at::client::WHITE.label()));
    assert!(!has(&mut desk, "Client ID"), "an id that was drawn tells nobody anything");
    desk.click("profile-edit");
    assert!(!chosen(&mut desk, "No"), "{:?}", desk.seen().values);
    desk.command("s");
    assert!(desk.shows("Nothing was changed."), "{:?}", desk.seen().texts);
}

#[test]
fn somebody_new_is_seen_from_the_names_on_with_the_keyboard_in_the_first_blank_field() {
    for (width, height) in [(1280.0, 800.0), (1280.0, 680.0), (819.0, 614.0), (683.0, 512.0)] {
        let mut desk = Desk::guided(People::Typical);
        desk.resize(Size::new(width, height));
        desk.send(Message::Go(Destination::Clients));
        desk.type_text("Zora Quillfeather");
        desk.click("add-client");
        desk.frame();
        let seen = desk.seen();
        assert_eq!(seen.focused(), Some(id(at::client::MIDDLE_NAME)));
        let top = |words: &str| seen.texts.iter().find(|(text, _)| text == words).unwrap().1.y;
        assert!(top("Add client") > 40.0, "{width} × {height}: the page is at its beginning: {}", top("Add client"));
        let here = seen.stops.iter().find(|stop| stop.focused).unwrap().bounds;
        assert!(here.y + here.height < height - 26.0, "{width} × {height}: {here:?}");
    }
}

#[test]
fn a_quality_goes_with_what_it_was_proposed_for_and_what_was_chosen_stays() {
    let mut desk = adding("Zora");
    let enter = |desk: &mut Desk, field: FieldId, text: &str| {
        edit(desk, Edit::Set(field, text.to_owned()));
        edit(desk, Edit::Left(field));
    };
    assert!(!chosen(&mut desk, NameQuality::Full.label()), "one name is not a full one");
    enter(&mut desk, at::client::DOB, "3/14/1987");
    assert!(chosen(&mut desk, DobQuality::Full.label()));
    enter(&mut desk, at::client::DOB, "");
    assert!(!chosen(&mut desk, DobQuality::Full.label()));
    enter(&mut desk, at::client::SSN, "xxx-xx-1234");
    assert!(chosen(&mut desk, SsnQuality::Partial.label()));
    enter(&mut desk, at::client::SSN, "212-34-1234");
    assert!(chosen(&mut desk, SsnQuality::Full.label()));
    edit(&mut desk, Edit::Set(at::client::SSN_DATA_QUALITY, SsnQuality::Partial.code().to_string()));
    enter(&mut desk, at::client::SSN, "212-34-1235");
    assert!(chosen(&mut desk, SsnQuality::Partial.label()), "{:?}", desk.seen().values);
}

#[test]
fn a_date_of_birth_that_is_learned_later_is_full() {
    let mut desk = adding("Zora Quillfeather");
    desk.command("s");
    desk.click("profile-edit");
    desk.click(&id(at::client::DOB));
    desk.type_text("3/14/1987");
    desk.command("s");
    assert!(desk.shows(DobQuality::Full.label()), "{:?}", desk.seen().texts);
    desk.send(Message::Client(client::Message::Profile(client::profile::Message::Begin)));
    desk.key(Named::Escape);
    assert!(!desk.shows("Not saved yet"));
}

#[test]
fn a_quality_that_somebody_answered_stays_when_what_it_is_about_is_corrected() {
    let mut desk = adding("Zora Quillfeather");
    edit(&mut desk, Edit::Set(at::client::NAME_DATA_QUALITY, NameQuality::Partial.code().to_string()));
    desk.command("s");
    assert!(desk.shows(NameQuality::Partial.label()));
    desk.click("profile-edit");
    desk.click(&id(at::client::LAST_NAME));
    desk.type_text("Quillfether");
    desk.command("s");
    assert!(desk.shows("Quillfether") || has(&mut desk, "Quillfether"), "{:?}", desk.seen().texts);
    assert!(desk.shows(NameQuality::Partial.label()), "{:?}", desk.seen().texts);
    assert!(!desk.shows(NameQuality::Full.label()));
}

#[test]
fn an_answer_is_theirs_also_where_it_is_what_the_form_would_propose_or_what_was_saved() {
    use at::client as c;
    let (agency, mut charts) = records(People::Typical);
    let of = [(c::NAME_DATA_QUALITY, "Mai"), (c::SSN_DATA_QUALITY, "212341234"), (c::DOB_DATA_QUALITY, "1987-03-14")];
    let client = charts[0].id().clone();
    let row = &mut charts[0].client;
    for (field, text) in [(c::FIRST_NAME, of[0].1), (c::LAST_NAME, "Green"), (c::SSN, of[1].1), (c::DOB, of[2].1)] {
        row.put(field, text);
    }
    of.iter().for_each(|(quality, _)| row.put(*quality, "99"));
    let set = |desk: &mut Desk, field: FieldId, text: &str| {
        let edit = client::profile::Message::Edit(Edit::Set(field, text.to_owned()));
        desk.send(Message::Client(client::Message::Profile(edit)));
    };
    let full = |desk: &mut Desk| desk.seen().values.into_iter().filter(|value| value.starts_with("Full ")).count();
    let away: [fn(&mut Desk); 2] = [
        |desk| {
            desk.command("l");
            desk.unlock();
        },
        |desk| {
            let here = desk.charts[0].id().clone();
            desk.key(Named::Escape);
            desk.send(Message::Go(Destination::Home));
            desk.send(Message::Go(Destination::Client(here, Part::Profile)));
        },
    ];
    for away in away {
        let mut desk = Desk::of((agency.clone(), charts.clone()));
        desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
        desk.click("profile-edit");
        of.iter().for_each(|(quality, _)| set(&mut desk, *quality, "1"));
        away(&mut desk);
        assert_eq!(full(&mut desk), 3, "{:?}", desk.seen().values);
        set(&mut desk, c::MIDDLE_NAME, "Q");
        assert_eq!(full(&mut desk), 3, "after the next edit: {:?}", desk.seen().values);
        set(&mut desk, c::MIDDLE_NAME, "");
        desk.command("s");
        desk.quiet();
        assert!(!desk.shows("Nothing was changed."));
        for words in [NameQuality::Full.label(), SsnQuality::Full.label(), DobQuality::Full.label()] {
            assert!(desk.shows(words), "{words}: {:?}", desk.seen().texts);
        }
        // The other way round: a proposal is set back to what was saved.
        let mut desk = Desk::of((agency.clone(), charts.clone()));
        desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
        desk.click("profile-edit");
        set(&mut desk, c::LAST_NAME, "Greene");
        set(&mut desk, c::SSN, "212341235");
        assert_eq!(full(&mut desk), 2, "proposed: {:?}", desk.seen().values);
        set(&mut desk, c::NAME_DATA_QUALITY, "99");
        (0..2).for_each(|_| away(&mut desk));
        assert!(desk.seen().values.iter().any(|value| value == "Greene"));
        assert_eq!(full(&mut desk), 1, "{:?}", desk.seen().values);
        // What nobody touched follows still.
        set(&mut desk, c::SSN, "21234");
        assert_eq!(full(&mut desk), 0, "{:?}", desk.seen().values);
        assert!(chosen(&mut desk, SsnQuality::Partial.label()), "{:?}", desk.seen().values);
    }
}

#[test]
fn one_word_is_a_last_name_and_what_nobody_was_asked_is_said_before_it_is_saved() {
    let mut desk = adding("Quillfeather");
    assert!(chosen(&mut desk, "Quillfeather"));
    let first = desk.seen().focused();
    assert_eq!(first, Some(id(at::client::FIRST_NAME)), "what is missing comes first");
    desk.type_text("Zora");
    desk.send(Message::Clients(clients::Message::New(adding::Message::Edit(Edit::Left(at::client::FIRST_NAME)))));
    let unasked = |desk: &mut Desk| {
        let texts = desk.seen().texts;
        texts.into_iter().map(|(text, _)| text).find(|text| text.starts_with("Not answered yet: ")).unwrap_or_default()
    };
    let said = unasked(&mut desk);
    assert!(said.contains("Race and Ethnicity") && said.contains("Veteran Status") && said.contains("“Data not collected”"), "{said}");
    edit(&mut desk, Edit::Set(at::client::VETERAN_STATUS, "0".to_owned()));
    edit(&mut desk, Edit::Set(at::client::WHITE, "1".to_owned()));
    let said = unasked(&mut desk);
    assert!(!said.contains("Race and Ethnicity") && !said.contains("Veteran Status"), "{said}");
}

/// The names of the boxes that are checked.
fn checked(desk: &mut Desk) -> Vec<String> {
    let nodes = desk.heard().nodes;
    nodes
        .into_iter()
        .filter(|node| node.info.checked == Some(true) && node.info.role == Role::CheckBox)
        .map(|node| node.name.to_string())
        .collect()
}

#[test]
fn r_rac_1_race_and_ethnicity_is_one_question_and_one_stop() {
    let mut desk = adding("Zora Quillfeather");
    let focus = |desk: &mut Desk| desk.seen().focused();
    desk.click(&id(at::client::AM_IND_AK_NATIVE));
    desk.key(Named::ArrowDown);
    assert_eq!(focus(&mut desk), Some(id(at::client::ASIAN)));
    desk.type_text(" ");
    desk.tab();
    assert_eq!(focus(&mut desk), Some(id(at::client::ADDITIONAL_RACE_ETHNICITY)), "the list is one stop");
    desk.back();
    desk.type_text("w");
    desk.type_text(" ");
    let answers = [at::client::AM_IND_AK_NATIVE, at::client::ASIAN, at::client::WHITE].map(|field| field.label().to_owned());
    assert_eq!(checked(&mut desk), answers, "several apply");

    // A reason for none takes them away, and an answer the reason.
    desk.key(Named::ArrowDown);
    assert_eq!(focus(&mut desk), Some(id(at::client::RACE_NONE)));
    desk.type_text(" ");
    let reasons: Vec<String> = race::reasons().map(|reason| reason.label.to_owned()).collect();
    assert_eq!(checked(&mut desk), reasons[..1]);
    desk.key(Named::ArrowDown);
    desk.type_text(" ");
    assert_eq!(checked(&mut desk), reasons[1..2], "one reason");
    desk.key(Named::F1);
    assert!(desk.shows("What it means"), "each box has the help of its field");
    desk.key(Named::F1);
    desk.key(Named::ArrowUp);
    desk.key(Named::ArrowUp);
    assert_eq!(focus(&mut desk), Some(id(at::client::WHITE)));
    desk.type_text(" ");
    assert_eq!(checked(&mut desk), answers[2..]);
    desk.command("s");
    assert_eq!(desk.app.title(), "Client · Wayhome", "{:?}", desk.seen().texts);
    assert!(desk.shows(race::name()) && desk.shows(at::client::WHITE.label()) && !desk.shows(at::client::ASIAN.label()));

    // A correction, and then nothing but a look.
    desk.click("profile-edit");
    assert_eq!(checked(&mut desk), answers[2..]);
    desk.click(&id(at::client::ASIAN));
    desk.type_text(" ");
    desk.command("s");
    assert!(desk.shows("Nothing was changed."), "checked and taken away again is as it was");
}

#[test]
fn r_rac_1_what_is_no_answer_is_seen_kept_and_taken_away_and_history_says_it_in_one_line() {
    let (agency, mut charts) = records(People::Typical);
    let row = &mut charts[0].client;
    race::answers().for_each(|field| row.put(field, "0"));
    for (field, cell) in [(at::client::ASIAN, "1"), (at::client::WHITE, "often"), (at::client::RACE_NONE, "7")] {
        row.put(field, cell);
    }
    let client = charts[0].id().clone();
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Profile)));
    let asian = at::client::ASIAN.label().to_owned();
    let [often, seven] = ["White: often (kept as it came)", "7 (kept as it came)"].map(str::to_owned);
    let (kept, reason) = (answer_id(at::client::WHITE, 0), answer_id(at::client::RACE_NONE, 0));
    desk.click("profile-edit");
    assert_eq!(checked(&mut desk), [asian.clone(), often.clone(), seven.clone()]);
    desk.command("s");
    assert!(desk.shows("Nothing was changed."), "a look changes nothing");

    desk.click("profile-edit");
    desk.click(&kept);
    assert_eq!(checked(&mut desk), [asian.clone(), seven.clone()]);
    desk.click(&kept);
    assert_eq!(checked(&mut desk), [asian.clone(), often.clone(), seven], "a slip is taken back");
    desk.click(&reason);
    assert_eq!(checked(&mut desk), [asian.clone(), often]);
    desk.click(&kept);
    desk.click(&id(at::client::BLACK_AF_AMERICAN));
    desk.command("s");
    let black = at::client::BLACK_AF_AMERICAN.label();
    assert!(desk.shows(&format!("{asian}; {black}")), "{:?}", desk.seen().texts);

    desk.send(Message::Go(Destination::Client(client, Part::History)));
    assert!(has(&mut desk, &format!("Race and Ethnicity: White: often; 7 → {black}")), "{:?}", desk.seen().texts);
    desk.key(Named::Enter);
    let lines = |desk: &mut Desk| desk.seen().texts.iter().filter(|(text, _)| text == race::name()).count();
    assert_eq!(lines(&mut desk), 1, "{:?}", desk.seen().texts);
    assert!(!desk.shows(at::client::WHITE.label()) && desk.shows(&format!("White: often; 7 → {black}")));
    desk.type_text("u");
    assert_eq!(lines(&mut desk), 1, "{:?}", desk.seen().texts);
    assert!(desk.shows(&format!("{asian}; {black}")) && desk.shows(&format!("{asian}; White: often; 7")), "{:?}", desk.seen().texts);
}

#[test]
fn r_vet_1_a_child_is_not_asked_whether_it_is_a_veteran() {
    let mut desk = adding("Zora Quillfeather");
    let status = at::client::VETERAN_STATUS.label();
    assert!(desk.shows(status), "an age that nobody knows may be an adult's");
    edit(&mut desk, Edit::Set(at::client::DOB, "3/14/2015".to_owned()));
    edit(&mut desk, Edit::Left(at::client::DOB));
    assert!(!desk.shows(status), "{:?}", desk.seen().texts);
    let unasked = desk.seen().texts.into_iter().map(|(text, _)| text).find(|text| text.starts_with("Not answered yet: "));
    assert!(unasked.is_some_and(|text| !text.contains(status)), "what is not asked is not missing");
    edit(&mut desk, Edit::Set(at::client::DOB, "3/14/1987".to_owned()));
    assert!(desk.shows(status));
    edit(&mut desk, Edit::Set(at::client::DOB, "3/14/2015".to_owned()));
    desk.command("s");
    assert_eq!(desk.app.title(), "Client · Wayhome", "{:?}", desk.seen().texts);
    desk.click("profile-edit");
    assert!(!desk.shows(status), "nor later");
}

#[test]
fn r_vet_2_the_service_is_asked_of_veterans_and_goes_with_the_answer() {
    let mut desk = adding("Zora Quillfeather");
    let branch = at::client::MILITARY_BRANCH.label();
    assert!(!desk.shows(branch), "nobody is asked before they are a veteran");
    edit(&mut desk, Edit::Set(at::client::VETERAN_STATUS, "1".to_owned()));
    assert!(desk.shows(branch) && desk.shows(at::client::VIETNAM_WAR.label()), "{:?}", desk.seen().texts);
    edit(&mut desk, Edit::Set(at::client::MILITARY_BRANCH, "2".to_owned()));
    edit(&mut desk, Edit::Set(at::client::YEAR_ENTERED_SERVICE, "1998".to_owned()));
    desk.command("s");
    assert_eq!(desk.app.title(), "Client · Wayhome", "{:?}", desk.seen().texts);
    assert!(desk.shows(branch) && desk.shows("1998"));
    let correct = |desk: &mut Desk, field: FieldId, text: &str| {
        let edit = client::profile::Message::Edit(Edit::Set(field, text.to_owned()));
        desk.send(Message::Client(client::Message::Profile(edit)));
    };
    desk.click("profile-edit");
    correct(&mut desk, at::client::VETERAN_STATUS, "0");
    assert!(!desk.shows(branch), "what is not asked any more is not in sight");
    correct(&mut desk, at::client::VETERAN_STATUS, "1");
    assert!(desk.shows(branch), "and comes back with the answer");
    correct(&mut desk, at::client::VETERAN_STATUS, "0");
    desk.command("s");
    assert!(!desk.shows(branch) && !desk.shows("1998"), "nothing stale is recorded: {:?}", desk.seen().texts);
}

#[test]
fn with_large_text_the_menu_of_a_record_is_a_row_above_the_page() {
    let mut desk = Desk::with(People::Typical);
    desk.resize(iced::Size::new(1024.0, 768.0));
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Scale(Some("150".to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    let entries: Vec<_> = desk.seen().stops.into_iter().filter(|stop| stop.id.starts_with("menu-")).collect();
    assert_eq!(entries.len(), 5);
    assert!(entries.iter().all(|entry| entry.bounds.height < 40.0 && entry.bounds.y == entries[0].bounds.y), "{entries:?}");
    assert!(entries.windows(2).all(|two| two[0].bounds.x + two[0].bounds.width <= two[1].bounds.x), "{entries:?}");
    for (id, title) in
        [("menu-notes", "Case Notes"), ("menu-history", "History"), ("menu-events", "CE Event"), ("menu-enrollments", "Enrollments")]
    {
        desk.click(id);
        assert_eq!(desk.app.title(), format!("{title} · Wayhome"));
    }
}

#[test]
fn with_the_largest_text_the_menu_of_a_record_is_one_line_that_opens() {
    let mut desk = Desk::with(People::Typical);
    desk.resize(iced::Size::new(1024.0, 768.0));
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Scale(Some("200".to_owned()))));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.quiet();
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    let entries = |desk: &mut Desk| desk.seen().stops.into_iter().filter(|stop| stop.id.starts_with("menu-")).collect::<Vec<_>>();
    let line = entries(&mut desk);
    assert_eq!((line.len(), line[0].id.as_str()), (1, "menu-profile"));
    assert!(line[0].bounds.height < 40.0, "{:?}", line[0].bounds);
    while desk.seen().focused().as_deref() != Some("menu-profile") {
        desk.back();
    }
    for (typed, title) in [("cee", "Client"), ("ce", "CE Event"), ("enr", "Enrollments"), ("hist", "History")] {
        desk.key(Named::Enter);
        desk.type_text(typed);
        desk.key(Named::Enter);
        assert_eq!(desk.app.title(), format!("{title} · Wayhome"), "{typed}");
        // What does not fit chooses nothing; the list is put away.
        desk.key(Named::Escape);
        let here = entries(&mut desk).remove(0).id;
        desk.click(&here);
        desk.key(Named::Escape);
        assert_eq!(desk.seen().focused(), Some(here));
    }
}

#[test]
fn r_vet_1_a_child_s_veteran_status_stays_under_the_hand_that_changes_it_and_says_what_is_saved() {
    let (agency, mut charts) = records(People::Typical);
    let chart = &mut charts[0];
    let (client, status) = (chart.id().clone(), at::client::VETERAN_STATUS);
    for (field, text) in [(at::client::DOB, "2015-01-01"), (at::client::DOB_DATA_QUALITY, "1"), (status, "0")] {
        chart.client.put(field, text);
    }
    let mut desk = Desk::of((agency, charts));
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    desk.click("profile-edit");
    let words = "Under 18, so nobody asks this: “Data not collected” (99) is saved.";
    assert!(!desk.shows(words), "{:?}", desk.seen().texts);
    desk.click(&id(status));
    desk.type_text("1");
    assert_eq!(desk.seen().focused(), Some(id(status)), "it is there still");
    assert!(desk.shows(words), "{:?}", desk.seen().texts);
    desk.command("s");
    desk.quiet();
    assert!(has(&mut desk, "Data not collected"), "{:?}", desk.seen().texts);
}

#[test]
fn the_menu_of_a_record_stays_where_it_is_however_long_the_form_is() {
    let mut desk = Desk::with(People::Typical);
    let client = desk.charts[0].id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    // Where it is seen, however far the page is scrolled.
    let shown = |desk: &mut Desk, name: &str| {
        desk.frame();
        desk.heard().nodes.iter().find(|node| node.name == name).map(|node| node.bounds.y).unwrap()
    };
    let before = shown(&mut desk, "History");
    desk.click("profile-edit");
    assert!(shown(&mut desk, "Save") > 800.0, "a long form");
    desk.send(Message::Command(wayhome::app::shortcut::Command::End));
    assert!(shown(&mut desk, "Save") < 800.0, "scrolled to its end");
    assert_eq!(shown(&mut desk, "History"), before);
}

#[test]
fn that_an_answer_was_not_collected_is_said_where_it_stands_and_not_as_if_nobody_had_answered() {
    let mut desk = Desk::with(People::Typical);
    let adult = |chart: &&wayhome::domain::Chart| chart.client.dob.known().is_some_and(|born| born.to_string().as_str() < "2000");
    let client = desk.charts.iter().find(adult).unwrap().id().clone();
    desk.send(Message::Go(Destination::Client(client, Part::Profile)));
    desk.click("profile-edit");
    let set = |text: &str| {
        let edit = wayhome::app::form::Edit::Set(at::client::VETERAN_STATUS, text.to_owned());
        Message::Client(client::Message::Profile(client::profile::Message::Edit(edit)))
    };
    let said = "Answered: not collected. HUD counts it as missing data; ask at the next meeting.";
    desk.send(set("0"));
    let before = desk.seen().texts.iter().filter(|(text, _)| text == said).count();
    desk.send(set("99"));
    assert_eq!(desk.seen().texts.iter().filter(|(text, _)| text == said).count(), before + 1, "{:?}", desk.seen().texts);
    assert!(!has(&mut desk, "Veteran status is missing"));
    desk.command("s");
    assert!(has(&mut desk, "Data not collected. HUD counts it as missing data"), "in the record too: {:?}", desk.seen().texts);
}

//! The problem report, which holds nobody.

use super::*;

/// Stands for everything that must not be in a report.
const MARK: &str = "Quillfeather";

#[test]
fn a_problem_report_holds_no_client() {
    let mut desk = Desk::marked(MARK);
    // Every screen, with marked text in every field that takes text.
    for visit in FORMS {
        visit(&mut desk);
        let inputs: Vec<String> =
            desk.seen().stops.iter().filter(|s| [Role::TextInput, Role::DateInput].contains(&s.role)).map(|s| s.id.clone()).collect();
        for id in inputs {
            desk.click(&id);
            desk.type_text(MARK);
            desk.key(Named::F1);
        }
        desk.key(Named::Escape);
    }
    let (client, event) = referred(&desk);
    desk.send(Message::Go(Destination::Client(client.clone(), Part::Events(Some(event)))));
    desk.send(set(at::referral::NOT_HOUSED_REASON, MARK));
    desk.command("s");
    desk.send(Message::Go(Destination::Client(client, Part::Enrollments)));
    desk.send(Message::Go(Destination::Clients));
    desk.click("search");
    desk.type_text(MARK);
    desk.send(Message::Sidebar(true));
    desk.send(Message::Settings(settings::Message::Location(MARK.to_owned())));
    desk.send(Message::Settings(settings::Message::Apply));
    desk.send(Message::Go(Destination::Exchange));
    desk.send(Message::Exchange(exchange::Message::From(format!("/tmp/{MARK}.{MARK}"))));
    desk.click("import");

    let path = desk.folder.path().join("report.txt");
    desk.send(Message::Go(Destination::Help));
    desk.send(Message::Help(problem::Message::Wrong(problem::Typed("The list did not scroll.".to_owned()))));
    desk.send(Message::Help(problem::Message::Path(problem::Typed(path.display().to_string()))));
    desk.click("problem-write");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("The report is in ")));

    let report = fs::read_to_string(&path).unwrap();
    assert!(!report.to_lowercase().contains(&MARK.to_lowercase()), "{report}");
    for id in desk.charts.iter().map(|c| c.id().as_str().to_owned()) {
        assert!(!report.contains(&id), "{id}\n{report}");
    }
    for expected in
        ["The list did not scroll.", "Version", "Window      1280 x ", "Text size   100 %", "Came from   Exchange", "Clients     60"]
    {
        assert!(report.contains(expected), "{expected}\n{report}");
    }
    for expected in ["screen Exchange", "message Command", "failed: Nothing imported", "import of another file or folder"] {
        assert!(report.contains(expected), "{expected}\n{report}");
    }
    assert!(report.lines().skip_while(|l| !l.starts_with("What the program did")).count() <= 51);
}

#[test]
fn a_report_that_cannot_be_written_says_so() {
    let mut desk = Desk::with(People::Nobody);
    desk.send(Message::Command(Command::Manual));
    let nowhere = desk.folder.path().join("nowhere/report.txt").display().to_string();
    desk.send(Message::Help(problem::Message::Path(problem::Typed(nowhere))));
    desk.click("problem-write");
    assert!(desk.seen().texts.iter().any(|(text, _)| text.starts_with("No report written. ")));
    desk.send(Message::Help(problem::Message::Path(problem::Typed(" ".to_owned()))));
    desk.click("problem-write");
    assert!(desk.shows("Nothing written. Type a path for the report, or browse for one."));
}

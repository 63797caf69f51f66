//! R-NOTE-3: case notes stay with the organization. No export of any scope has them, nor what is written where the records do not open,
//! nor the list of what to type by hand; and nobody counts them as work that the HMIS does not have.

use super::*;
use wayhome::domain::hud::CaseNote;
use wayhome::domain::{Card, note};

/// Brackets, which HUD's CSV does not allow, and a word that stands nowhere else.
const SAID: &str = "Zqnoted: <called>\nand called [again]";

/// A desk with a note about a stay, and the stay's client.
fn noted() -> (Desk, ClientId) {
    let mut desk = Desk::new();
    let charts = desk.charts();
    let chart = charts.iter().find(|chart| !chart.enrollments.is_empty()).unwrap();
    let stamp = Stamp::new(UserId::new("MaiGreen"), desk.now());
    let note = CaseNote {
        personal_id: chart.id().clone(),
        enrollment_id: chart.enrollments[0].enrollment_id.clone(),
        note_date: Value::Known(stamp.today()),
        note: SAID.into(),
        ..CaseNote::default()
    };
    let plan = note::write(note, None, chart, &"Mai Green".into(), [7; 16], &stamp).unwrap();
    desk.store.commit(&plan.commit, stamp.now).unwrap();
    (desk, chart.id().clone())
}

/// Every file of the zip that was written.
fn told(desk: &Desk) -> String {
    let mut zip = zip::ZipArchive::new(std::fs::File::open(desk.out()).unwrap()).unwrap();
    let mut read = |at| {
        let file = zip.by_index(at).unwrap();
        file.name().unwrap().to_string() + "\n" + &std::io::read_to_string(file).unwrap()
    };
    (0..24).map(&mut read).collect()
}

#[test]
fn r_note_3_no_export_has_a_case_note() {
    let (mut desk, client) = noted();
    assert_eq!(desk.unsent(), 0, "it is nothing that the HMIS lacks");
    for take in [Take::Unsent, Take::Since] {
        assert!(matches!(desk.order(taking(take), None), Err(transfer::Error::Unchanged { .. })), "{take:?}");
    }
    desk.write("1");
    assert_eq!(desk.unsent(), 1);
    let whole = period("2020-01-01", "2026-12-31");
    let scopes = [
        Scope::default(),
        Scope { aside: true, ..Scope::default() },
        Scope { hashed: true, ..Scope::default() },
        taking(Take::Since),
        taking(Take::Active(whole)),
        taking(Take::Unsent),
        taking(Take::Updated(whole)),
        taking(Take::Updated(period("2026-12-01", "2026-12-01"))),
    ];
    for (n, scope) in scopes.into_iter().enumerate() {
        desk.write(["2", "3", "1"][n % 3]);
        let words = scope.words();
        let written = matches!(desk.order(scope, Some("A test")), Ok(Answer::Written(_)));
        assert!(written, "{words}");
        let told = told(&desk);
        assert!(told.contains("Enrollment.csv") && !told.contains("Zqnoted") && !told.to_lowercase().contains("casenote"), "{words}");
    }
    // Where the records do not open as usual.
    let now = desk.now();
    transfer::rescue(&desk.store, &desk.out(), ExportId::new("RESCUE"), now).unwrap();
    assert!(!told(&desk).contains("Zqnoted"));
    // And it is still here.
    let kept = desk.store.chart(&client).unwrap().unwrap();
    assert_eq!(note::notes(&kept)[0].note.as_str(), SAID);
}

#[test]
fn r_note_3_an_export_leaves_nothing_out_by_leaving_notes_out() {
    let (mut desk, _) = noted();
    let (done, sent) = desk.sends(Scope::default());
    assert_eq!((done.left.rows, done.left.work, done.whole), (0, 0, true), "{}", done.headline);
    assert!(of(&sent, File::CaseNote).is_empty());
    let now = desk.now();
    let found = transfer::check(&desk.store, &Scope::default(), now, &Progress::default()).unwrap();
    assert!(!found.said.iter().any(|said| said.field.is_some_and(|field| field.file == File::CaseNote)), "no rule for an export judges it");
}

#[test]
fn r_note_3_an_import_leaves_notes_as_they_are_and_nobody_types_them_by_hand() {
    let (mut desk, client) = noted();
    let directory = Directory::new(desk.charts().iter().map(Card::of).collect::<Vec<_>>());
    let listed = transfer::keyin(&desk.store, &Unsent::of(&desk.store).unwrap(), &directory).unwrap();
    assert_eq!(listed.counts(), (0, 0));
    desk.reads(sample());
    let kept = desk.store.chart(&client).unwrap().unwrap();
    assert_eq!(note::notes(&kept).len(), 1);
    assert!(kept.theirs.is_empty(), "it is no difference to the HMIS");
    assert_eq!(desk.unsent(), 0);
}

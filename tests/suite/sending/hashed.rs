//! R-CSV-15: exports that do not say who somebody is.

use super::*;

#[test]
fn r_csv_15_what_stands_beside_an_event_stays_out_of_a_hashed_export() {
    let mut source = sample();
    crate::exchange::change(&mut source, |charts| {
        let chart = charts.iter_mut().find(|chart| chart.event(&EventId::new(EVENT)).is_some()).unwrap();
        let mut beside = chart.referral(&EventId::new(EVENT));
        beside.not_housed_reason = "went to live with Marisol".into();
        chart.referrals.push(beside);
    });
    let mut desk = Desk::of(source);
    let (_, plain) = desk.sends(Scope::default());
    assert_eq!(of(&plain, File::Referral), [EVENT]);
    let Answer::Written(done) = desk.order(Scope { hashed: true, ..Scope::default() }, Some("For the checker")).unwrap() else {
        panic!("written")
    };
    let said: Vec<_> = done.written.adjusted.iter().filter(|one| one.file == "CustomReferral.csv").map(|one| one.cells).collect();
    assert_eq!(said, [1], "and that is said");
    let mut zip = zip::ZipArchive::new(std::fs::File::open(desk.out()).unwrap()).unwrap();
    assert!(zip.len() == 24 && zip.by_name("CustomReferral.csv").is_err());
}

#[test]
fn r_csv_15_a_hashed_export_says_who_nobody_is() {
    let mut desk = Desk::new();
    let hashed = Scope { hashed: true, ..Scope::default() };
    let Answer::Written(_) = desk.order(hashed, Some("For the checker")).unwrap() else { panic!("written") };
    assert!(matches!(read(&desk.out()), Err(Error::Hashed)), "R-IMP-9: no desk works with it");
    let checked = Checked::file(&desk.out(), day("2026-12-01"), &Progress::default()).unwrap();
    assert!(checked.hashed && checked.clients == 14);
    let mut zip = zip::ZipArchive::new(std::fs::File::open(desk.out()).unwrap()).unwrap();
    let clients = std::io::read_to_string(zip.by_name("Client.csv").unwrap()).unwrap();
    let source = sample();
    for chart in &charts(&source) {
        let Client { first_name, last_name, ssn, dob, personal_id, .. } = &chart.client;
        let line = clients.lines().find(|line| line.starts_with(&format!("\"{personal_id}\""))).unwrap();
        for name in [first_name, last_name].into_iter().filter(|name| name.as_str().len() > 3) {
            assert!(!line.contains(name.as_str()), "a name");
        }
        let cells: Vec<&str> = line.split(',').collect();
        if !first_name.is_blank() {
            assert_eq!(cells[1].len(), 64 + 2, "S64 and its quotes");
        }
        if ssn.as_str().len() == 9 {
            assert!(!line.contains(ssn.as_str()));
            let number = cells.iter().find(|cell| cell.len() == 68 + 2).unwrap();
            assert!(number[1..].starts_with(&ssn.as_str().to_lowercase()[5..]), "the last four stay");
        }
        assert!(dob.known().is_none_or(|day| line.contains(&day.to_string())), "only these four are hashed");
    }
}

#[test]
fn r_csv_15_what_cannot_be_hashed_is_in_no_hashed_export() {
    let mut desk = Desk::new();
    let both = Scope { hashed: true, aside: true, ..Scope::default() };
    assert!(matches!(desk.order(both, Some("A test")), Err(transfer::Error::Readable)));
    assert!(!desk.out().exists());
}

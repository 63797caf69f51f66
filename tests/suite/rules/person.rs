//! R-NAM, R-SSN, R-DOB, R-RAC, R-VET: the client's row, and a new one.

use super::*;
use wayhome::domain::check;
use wayhome::domain::client::{new_client, save_client};
use wayhome::domain::finding::Severity::*;

fn findings(change: impl Fn(&mut Client)) -> Vec<Finding> {
    let mut client = person("C1", "1987-03-04");
    change(&mut client);
    check::client(&client, today())
}

#[test]
fn every_rule_of_the_client_speaks() {
    assert_eq!(said(&findings(|_| {})), []);
    type Breaks = fn(&mut Client);
    let cases: &[(&str, Severity, Breaks)] = &[
        ("R-NAM-1", Stop, |c| c.last_name = Text::default()),
        ("R-NAM-1", Fix, |c| c.name_data_quality = Value::Known(NameQuality::Refused)),
        ("R-NAM-1", Fix, |c| c.name_data_quality = Value::Blank),
        ("R-NAM-2", Note, |c| c.name_data_quality = Value::Known(NameQuality::Partial)),
        ("R-NAM-2", Fix, |c| c.name_data_quality = Value::Known(NameQuality::NotCollected)),
        ("R-SSN-1", Stop, |c| c.ssn = "21234123".into()),
        ("R-SSN-2", Fix, |c| c.ssn = "212340000".into()),
        ("R-SSN-3", Fix, |c| c.ssn = "xxxxx1234".into()),
        ("R-SSN-3", Fix, |c| c.ssn_data_quality = Value::Known(SsnQuality::Refused)),
        ("R-SSN-3", Fix, |c| c.ssn_data_quality = Value::Known(SsnQuality::Partial)),
        ("R-SSN-4", Fix, |c| c.ssn = "999999999".into()),
        ("R-DOB-1", Fix, |c| c.dob = on("1914-12-31")),
        ("R-DOB-1", Stop, |c| c.dob = on("2026-11-23")),
        ("R-DOB-1", Note, |c| c.dob_data_quality = Value::Known(DobQuality::Partial)),
        ("R-DOB-2", Stop, |c| c.dob = Value::Blank),
        ("R-DOB-2", Stop, |c| c.dob_data_quality = Value::Known(DobQuality::Unknown)),
        ("R-RAC-1", Fix, |c| c.white = Value::Blank),
        ("R-RAC-1", Fix, |c| c.race_none = Value::Known(9)),
        ("R-VET-1", Fix, |c| {
            c.dob = on("2015-01-01");
            c.veteran_status = Value::Known(YesNo::Yes);
        }),
        ("R-VET-2", Fix, |c| c.year_entered_service = Value::Known(2005)),
    ];
    for (rule, severity, breaks) in cases {
        let found = findings(breaks);
        assert!(has(&found, rule, *severity), "{rule}: {:?}", said(&found));
    }
}

#[test]
fn r_ssn_5_doubts_about_a_number_never_stop() {
    for number in ["212340000", "999999999", "123456789", "900121234", "xxxxx1234", "xxxxxxxxx"] {
        assert!(!finding::stops(&findings(|c| c.ssn = number.into())), "{number}");
    }
}

#[test]
fn a_new_client_is_whole_from_the_first_day() {
    let typed = Client {
        personal_id: ClientId::new("C9"),
        dob: on("2015-01-01"),
        dob_data_quality: Value::Known(DobQuality::Full),
        ..Client::default()
    };
    let plan = new_client(typed, &stamp()).unwrap();
    let mut row = Packed::default();
    for change in &plan.commit.changes {
        if let Change::Row(change) = change {
            change.apply(&mut row);
        }
    }
    let client: Client = row.typed();
    assert_eq!(client.race_none.known(), Some(99));
    assert_eq!(client.veteran_status.known(), Some(YesNo::NotCollected), "R-VET-1: minors");
    assert_eq!(client.name_data_quality.known(), Some(NameQuality::NotCollected));
    assert_eq!(client.date_created.known(), Some(stamp().now));
    assert!(new_client(Client::default(), &stamp()).is_err(), "no id");
}

#[test]
fn what_an_import_had_wrong_does_not_stop_another_correction() {
    let before = Client { last_name: Text::default(), ..person("C1", "1987-03-04") };
    let after = Client { veteran_status: Value::Known(YesNo::Yes), ..before.clone() };
    assert!(has(&save_client(&before, after, &stamp()).unwrap().findings, "R-NAM-1", Fix));
    let good = person("C1", "1987-03-04");
    let broken = Client { last_name: Text::default(), ..good.clone() };
    assert!(save_client(&good, broken, &stamp()).is_err());
}

//! What goes out, to the byte: the zip as HUD wants it, what is cut, what has no column of HUD.

use super::*;

#[test]
fn the_zip_is_as_hud_wants_it() {
    let source = sample(FY2026);
    let bytes = export(&source);
    assert_eq!(bytes, export(&source), "the same input gives the same bytes");
    let files = unzip(&bytes);
    let original = unzip(&fs::read(FY2026).unwrap());
    assert_eq!(files.len(), 24);
    for (name, bytes) in &files {
        let text = std::str::from_utf8(bytes).unwrap();
        assert!(!text.contains('\r') && text.ends_with('\n') && !text.starts_with('\u{feff}'));
        let theirs = &original.iter().find(|(n, _)| n == name).unwrap().1;
        if name != "Export.csv" {
            let text = text.replace("\"RUN1\"", "\"EXP1\"");
            let (mut ours, mut theirs): (Vec<_>, Vec<_>) = (text.lines().collect(), std::str::from_utf8(theirs).unwrap().lines().collect());
            assert_eq!(ours[0], theirs[0], "the header of {name}");
            // We write client by client.
            ours.sort_unstable();
            theirs.sort_unstable();
            assert_eq!(ours, theirs, "{name}");
        }
    }
    let export = &files[0];
    assert_eq!(export.0, "Export.csv");
    assert!(std::str::from_utf8(&export.1).unwrap().ends_with(
        "\n\"RUN1\",1,\"MN-599\",\"Northern Lakes HMIS\",\"Iris\",\"Olsen\",,,\"hmis@example.org\",2026-11-22 09:00:00,2025-10-01,2026-09-30,\
         \"Wayhome\",\"0.1.0\",\"2026 v1.0\",3,2,1,\"WAYHOME-TEST\"\n"
    ));
}

#[test]
fn an_event_file_to_the_byte() {
    let (agency, chart) = chart_with(Event {
        event_id: EventId::new("EV1"),
        event_date: Entry::parse("02/30/2026"),
        event: Entry::parse("1"),
        location_crisis_or_ph_housing: Text::new("the \"Blue\" house,\n<by phone>"),
        referral_result: Value::Known(ReferralResult::Accepted),
        result_date: Entry::parse("2026-11-20"),
        user_id: UserId::new("W1"),
        ..Event::default()
    });
    let mut bytes = Cursor::new(Vec::new());
    let written = write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
    let bytes = bytes.into_inner();
    assert_eq!(
        text_of(&bytes, "Event.csv"),
        "EventID,EnrollmentID,PersonalID,EventDate,Event,ProbSolDivRRResult,ReferralCaseManageAfter,LocationCrisisOrPHHousing,\
         ReferralResult,ResultDate,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n\
         \"EV1\",\"E1\",\"C1\",\"02/30/2026\",1,,,\"the \"\"Blue\"\" house,\nby phone\",1,2026-11-20,,,\"W1\",,\"RUN1\"\n"
    );
    assert!(text_of(&bytes, "User.csv").contains("\"W1\",\"Ada\",\"Berg\",,,\"ada@example.org\""), "R-CSV-12");
    assert!(written.adjusted.iter().any(|a| a.column == "LocationCrisisOrPHHousing" && a.cells == 1), "R-CSV-2 is said");
    assert!(text_of(&bytes, "Client.csv").lines().nth(1).unwrap().starts_with("\"C1\",,,,,99,,99,,99,"), "R-CSV-6");
}

#[test]
fn r_csv_2_a_reason_is_written_as_text_is_and_the_id_beside_it_as_it_stands() {
    let (agency, mut chart) = chart_with(Event { event_id: EventId::new("EV1"), ..Event::default() });
    chart.referrals.push(Referral {
        resulting_enrollment_id: EnrollmentId::new("{E9}"),
        not_housed_reason: Text::new(format!("He said <no>, {}", "x".repeat(300))),
        ..chart.referral(&EventId::new("EV1"))
    });
    let mut bytes = Cursor::new(Vec::new());
    let written = write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
    let text = text_of(&bytes.into_inner(), "CustomReferral.csv");
    assert!(text.contains(",\"{E9}\",") && text.contains("\"He said no, xxx") && !text.contains(&"x".repeat(250)), "{text}");
    let said = written.adjusted.iter().filter(|a| a.file == "CustomReferral.csv").map(|a| (a.column.as_str(), a.cells));
    assert_eq!(said.collect::<Vec<_>>(), [("NotHousedReason", 1), ("NotHousedReason", 1)], "left out, and cut");
}

#[test]
fn over_long_text_is_cut_and_an_id_is_not() {
    let long = "é".repeat(300);
    let (agency, chart) =
        chart_with(Event { event_id: EventId::new("X".repeat(40)), location_crisis_or_ph_housing: Text::new(&long), ..Event::default() });
    let mut bytes = Cursor::new(Vec::new());
    let written = write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
    let text = text_of(&bytes.into_inner(), "Event.csv");
    assert!(text.contains(&format!("\"{}\"", "é".repeat(250))) && text.contains(&"X".repeat(40)), "R-CSV-7");
    assert_eq!(written.adjusted.iter().filter(|a| a.file == "Event.csv").count(), 2);

    let (agency, mut chart) = chart_with(Event::default());
    chart.client.ssn = Text::new("912-34-5678");
    let mut bytes = Cursor::new(Vec::new());
    write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
    assert!(text_of(&bytes.into_inner(), "Client.csv").contains("\"912-34-5678\""), "a cut SSN would be another one");
}

#[test]
fn what_hud_has_no_column_for_travels_in_a_custom_file() {
    for id in ["EV1".to_owned(), "X".repeat(32)] {
        let (agency, mut chart) = chart_with(Event { event_id: EventId::new(&id), ..Event::default() });
        let referral = Referral {
            date_acknowledged: Entry::parse("2026-11-02"),
            resulting_enrollment_id: EnrollmentId::new("E9"),
            not_housed_reason: Text::new("moved away, \"no call\""),
            date_created: Value::Known(now()),
            date_updated: Value::Known(now()),
            user_id: UserId::new("W1"),
            ..chart.referral(&EventId::new(&id))
        };
        chart.referrals.push(referral.clone());
        let folder = TempDir::new().unwrap();
        let out = folder.path().join("out.zip");
        let written = write(&out, &request(&agency), [&chart]).unwrap();
        assert_eq!(written.rows.last().unwrap(), &("CustomReferral.csv".to_owned(), 3));
        let text = text_of(&fs::read(&out).unwrap(), "CustomReferral.csv");
        assert!(text.starts_with(
            "CustomQuestionID,EnrollmentID,PersonalID,CustomQuestionGroup,CustomQuestionOrder,CustomQuestion,CustomAnswer,\
             CustomDetailAnswer,DateCreated,DateUpdated,UserID,DateDeleted,ExportID\n"
        ));
        if id == "EV1" {
            assert!(text.contains(
                "\n\"EV1-1\",\"E1\",\"C1\",\"EV1\",1,\"Date Referral Acknowledged\",\"2026-11-02\",,2026-11-22 09:00:00,2026-11-22 09:00:00,\
                 \"W1\",,\"RUN1\"\n"
            ));
        }
        assert!(text.lines().skip(1).all(|l| l.split(',').next().unwrap().len() <= 34), "S32 and its quotes");
        let back = read(&out).unwrap();
        assert!(charts(&back)[0].referrals == [Referral { export_id: ExportId::new("RUN1"), ..referral }]);

        let files = unzip(&fs::read(&out).unwrap()).into_iter().map(|(n, b)| {
            let asked = String::from_utf8(b).unwrap().replace("Date Referral Acknowledged", "Favourite colour");
            (n, asked.into_bytes())
        });
        let other = read(&zip_to(&folder, &files.collect::<Vec<_>>())).unwrap();
        assert_eq!(lines(&other), [("CustomReferral.csv", 2, "", "R-IMP-1", Outcome::Refused)]);
        assert!(charts(&other)[0].referrals[0].date_acknowledged.is_blank());
    }
}

#[test]
fn an_answer_that_is_not_deleted_counts_wherever_a_deleted_one_of_its_question_stands() {
    let (agency, mut chart) = chart_with(Event { event_id: EventId::new("EV1"), ..Event::default() });
    let referral = Referral {
        resulting_enrollment_id: EnrollmentId::new("E9"),
        not_housed_reason: Text::new("moved away"),
        date_created: Value::Known(now()),
        date_updated: Value::Known(now()),
        ..chart.referral(&EventId::new("EV1"))
    };
    chart.referrals.push(referral);
    let folder = TempDir::new().unwrap();
    let out = folder.path().join("out.zip");
    write(&out, &request(&agency), [&chart]).unwrap();
    let told = |rows: &dyn Fn(&str, &str) -> [String; 2]| {
        let files = unzip(&fs::read(&out).unwrap()).into_iter().map(|(name, bytes)| {
            let text = String::from_utf8(bytes).unwrap();
            let line = text.lines().find(|line| line.contains("\"EV1-2\"")).filter(|_| name == "CustomReferral.csv").map(str::to_owned);
            let text = line.map_or(text.clone(), |live| {
                let gone = live.replace("\"EV1-2\"", "\"EV1-X\"").replace(",,\"RUN1\"", ",2026-11-23 09:00:00,\"RUN1\"");
                text.replace(&live, &rows(&live, &gone).join("\n"))
            });
            (name, text.into_bytes())
        });
        let back = read(&zip_to(&folder, &files.collect::<Vec<_>>())).unwrap();
        let row = charts(&back)[0].referrals[0].clone();
        assert_eq!((row.date_deleted.is_blank(), row.not_housed_reason.as_str()), (true, "moved away"));
        row.resulting_enrollment_id.to_string()
    };
    assert_eq!(told(&|live, gone| [gone.to_owned(), live.to_owned()]), "E9");
    assert_eq!(told(&|live, gone| [live.to_owned(), gone.to_owned()]), "E9");
    assert_eq!(told(&|live, gone| [gone.to_owned(), live.replace("\"E9\"", "\"E8\"")]), "E8", "another than the deleted one");
    assert_eq!(told(&|_, gone| [gone.to_owned(), gone.to_owned()]), "", "deleted alone");
}

#[test]
fn a_failed_export_leaves_the_last_good_one() {
    let folder = TempDir::new().unwrap();
    let (agency, chart) = chart_with(Event::default());
    let path = folder.path().join("nowhere").join("out.zip");
    let error = write(&path, &request(&agency), [&chart]).unwrap_err();
    assert!(matches!(error, Error::Write { .. }));
    let path = folder.path().join("taken");
    fs::create_dir(&path).unwrap();
    assert!(write(&path, &request(&agency), [&chart]).is_err());
    assert_eq!(fs::read_dir(folder.path()).unwrap().count(), 1, "no part is left behind");
}

#[test]
fn r_ssn_4_a_placeholder_is_left_out_and_said() {
    for (ssn, kept) in [("123456789", false), ("999999999", false), ("212341234", true), ("xxxxx1234", true)] {
        let (agency, mut chart) = chart_with(Event::default());
        chart.client.ssn = Text::new(ssn);
        let mut bytes = Cursor::new(Vec::new());
        let written = write_to(&mut bytes, &request(&agency), [&chart]).unwrap();
        assert_eq!(text_of(&bytes.into_inner(), "Client.csv").contains(ssn), kept, "{ssn}");
        assert_eq!(written.adjusted.iter().any(|a| a.column == "SSN" && a.cells == 1), !kept, "{ssn}");
    }
}

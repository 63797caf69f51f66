//! The key-in sheet on the command line.

use super::*;

#[test]
fn what_is_to_be_typed_is_listed_and_printed() {
    let folder = Folder::with_records();
    let none = folder.open(&["keyin"]).done();
    assert_eq!(none.out.trim(), "0 forms to enter in the HMIS, 0 entered.");
    let event = folder.referrals().into_iter().find(|r| r["referral_result"].is_null()).unwrap();
    let id = event["event_id"].as_str().unwrap().to_owned();
    folder.open(&["resolve", &id, "--result", "client-rejected", "--date", "2026-11-20", "--reason", "Moved in with family"]).done();

    let listed = folder.open(&["keyin"]).done();
    assert!(listed.out.contains(" · CE Event · Referral to "), "{}", listed.out);
    assert!(listed.out.contains("  Referral Result: Unsuccessful referral: client rejected\n"), "{}", listed.out);
    assert!(listed.out.ends_with("1 form to enter in the HMIS, 0 entered.\n"), "{}", listed.out);

    let json = folder.open(&["keyin", "--json"]).done().json();
    assert_eq!(
        (json[0]["form"].as_str(), json[0]["key"].as_str(), json[0]["done"].as_bool()),
        (Some("CE Event"), Some(id.as_str()), Some(false))
    );
    let columns: Vec<&str> = json[0]["lines"].as_array().unwrap().iter().map(|line| line["column"].as_str().unwrap()).collect();
    assert_eq!(columns, ["ReferralResult", "ResultDate", "NotHousedReason"]);

    let pdf = folder.path("sheet.pdf");
    let printed = folder.open(&["keyin", "--pdf", pdf.to_str().unwrap()]).done();
    assert!(printed.out.starts_with("Wrote 1 form of 1 client on 1 page to "), "{}", printed.out);
    assert!(fs::read(&pdf).unwrap().starts_with(b"%PDF-"));
    let nowhere = folder.path("nowhere/sheet.pdf");
    folder.open(&["keyin", "--pdf", nowhere.to_str().unwrap()]).stopped(2, "The sheet could not be written to ");
}

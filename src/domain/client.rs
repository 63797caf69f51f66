//! A client's row: what is asked of whom, and what a new one says where nobody answered, in HUD's words, so that it is whole from its
//! first day.

pub mod race;

use super::change::Commit;
use super::check::{self, RACES};
use super::code::Code;
use super::date;
use super::entry::{Entry, Value};
use super::field::FieldId;
use super::finding::{Finding, stops};
use super::hud::{Client, DobQuality, NameQuality, SsnQuality, YesNo, at};
use super::row::Row;
use super::rule::Rule;
use super::ssn;
use super::stamp::{Plan, Stamp};
use super::{ask::Person, entry::Day};

/// What is asked of every client, in HUD's order (3.01, 3.02, 3.03, 4.21, 3.04, 3.07).
pub const EVERYBODY: [FieldId; 20] = [
    at::client::FIRST_NAME,
    at::client::MIDDLE_NAME,
    at::client::LAST_NAME,
    at::client::NAME_SUFFIX,
    at::client::NAME_DATA_QUALITY,
    at::client::SSN,
    at::client::SSN_DATA_QUALITY,
    at::client::DOB,
    at::client::DOB_DATA_QUALITY,
    at::client::SEX,
    at::client::AM_IND_AK_NATIVE,
    at::client::ASIAN,
    at::client::BLACK_AF_AMERICAN,
    at::client::HISPANIC_LATINAO,
    at::client::MID_EAST_N_AFRICAN,
    at::client::NATIVE_HI_PACIFIC,
    at::client::WHITE,
    at::client::RACE_NONE,
    at::client::ADDITIONAL_RACE_ETHNICITY,
    at::client::VETERAN_STATUS,
];

/// V1, which is asked of a veteran alone (R-VET-2).
pub const VETERANS: [FieldId; 12] = [
    at::client::YEAR_ENTERED_SERVICE,
    at::client::YEAR_SEPARATED,
    at::client::WORLD_WAR_II,
    at::client::KOREAN_WAR,
    at::client::VIETNAM_WAR,
    at::client::DESERT_STORM,
    at::client::AFGHANISTAN_OEF,
    at::client::IRAQ_OIF,
    at::client::IRAQ_OND,
    at::client::OTHER_THEATER,
    at::client::MILITARY_BRANCH,
    at::client::DISCHARGE_STATUS,
];

/// What few have anything to say to.
pub const RARE: [FieldId; 2] = [at::client::NAME_SUFFIX, at::client::ADDITIONAL_RACE_ETHNICITY];

/// What may be asked of a client.
pub fn fields() -> impl Iterator<Item = FieldId> {
    EVERYBODY.into_iter().chain(VETERANS)
}

/// What is asked of this client now, and was before; what an import brought besides stays in sight.
pub fn asked(row: &Client, before: &Client, today: Day) -> Vec<FieldId> {
    let (same, child) = (row.veteran_status == before.veteran_status, is_child(row, today));
    // By what is recorded: what is chosen takes nothing away from under the hand that chooses.
    let asks_status = !child || !is_uncollected(&before.veteran_status);
    let veteran = row.veteran_status.is(YesNo::Yes) && (!child || same);
    let is_asked = |field: &FieldId| match *field {
        at::client::VETERAN_STATUS => asks_status,
        field if VETERANS.contains(&field) => veteran || (same && !row.get(field).is_empty()),
        _ => true,
    };
    fields().filter(is_asked).collect()
}

/// True where the date of birth says that somebody is no adult yet, who is not asked whether they are a veteran (R-VET-1).
fn is_child(row: &Client, today: Day) -> bool {
    row.dob.known().and_then(|born| date::age(born, today)).is_some_and(|age| age < Person::ADULT)
}

/// True of no answer, and of HUD's word for it.
fn is_uncollected(status: &Value<YesNo>) -> bool {
    status.is_blank() || status.is(YesNo::NotCollected)
}

/// A child's veteran status is 99 (R-VET-1), where this save says otherwise: what is not asked is not answered. What nobody changed
/// stays as it came, and so does a blank.
fn minor(row: &mut Client, before: &Client, today: Day) {
    if is_child(row, today) && row.veteran_status != before.veteran_status {
        row.veteran_status = if before.veteran_status.is_blank() { Value::Blank } else { Value::Known(YesNo::NotCollected) };
    }
}

/// Says of a child's veteran status that is recorded and was changed what is saved of it (R-VET-1).
pub fn unasked(row: &Client, before: &Client, today: Day) -> Option<Finding> {
    let changed = row.veteran_status != before.veteran_status && !before.veteran_status.is_blank();
    let missing = at::client::VETERAN_STATUS.in_words(&YesNo::NotCollected.code().to_string());
    let words = || format!("Under 18, so nobody asks this: \u{201c}{missing}\u{201d} ({}) is saved.", YesNo::NotCollected.code());
    (changed && is_child(row, today)).then(|| Finding::note(Rule::R_VET_1, at::client::VETERAN_STATUS, words()))
}

/// Empties what only a veteran is asked, where a save says that the client is none, or says it of who is none (R-VET-2). What nobody
/// changed stays as it came.
fn civil(row: &mut Client, before: Option<&Client>) {
    if row.veteran_status.is(YesNo::Yes) {
        return;
    }
    let said = before.is_none_or(|before| before.veteran_status != row.veteran_status);
    for field in VETERANS {
        if said || before.is_some_and(|before| before.get(field) != row.get(field)) {
            row.put(field, "");
        }
    }
}

/// A new client's row as it is written: what was typed, `PersonalID` given, with 99 where HUD wants an answer and there is none; and what
/// is flagged about it.
///
/// # Errors
/// Everything that was found, where something of it stops the save.
pub fn newcomer(mut row: Client, today: Day) -> Result<(Client, Vec<Finding>), Vec<Finding>> {
    let mut findings = Vec::new();
    if row.personal_id.is_blank() {
        findings.push(Finding::stop(Rule::R_CSV_8, at::client::PERSONAL_ID, "The client has no id. Close the form and open it again."));
    }
    if is_child(&row, today) {
        row.veteran_status = Value::Known(YesNo::NotCollected);
    }
    civil(&mut row, None);
    complete(&mut row, today);
    findings.extend(check::client(&row, today));
    if stops(&findings) { Err(findings) } else { Ok((row, findings)) }
}

/// The plan of adding a client.
///
/// # Errors
/// As [`newcomer`].
pub fn new_client(row: Client, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let (mut row, findings) = newcomer(row, stamp.today())?;
    Plan::unless_stopped(Commit::new("New client", stamp.change(None, &mut row).into_iter().collect()), findings)
}

/// The plan of a change of a client's row. Nothing is completed: what was blank may stay blank.
///
/// # Errors
/// Everything that was found, where something of it stops the save and was not there before.
pub fn save_client(before: &Client, mut row: Client, stamp: &Stamp) -> Result<Plan, Vec<Finding>> {
    let today = stamp.today();
    minor(&mut row, before, today);
    civil(&mut row, Some(before));
    let unchanged = |f: &Finding| before.get(f.field) == row.get(f.field);
    let findings = check::spare_inherited(&check::client(before, today), check::client(&row, today), unchanged);
    Plan::unless_stopped(Commit::new("Client information", stamp.change(Some(before), &mut row).into_iter().collect()), findings)
}

/// The data qualities that go with what is entered, for those that are still blank: both names make a full name, nine digits a full
/// SSN, fewer a partial one, a day a full date of birth (R-NAM-1, R-SSN-3, R-DOB-2). A proposal, to be seen and changed.
pub fn proposed_qualities(row: &Client) -> Vec<(FieldId, String)> {
    let mut proposed = Vec::new();
    if row.name_data_quality.is_blank() && !row.first_name.is_blank() && !row.last_name.is_blank() {
        proposed.push((at::client::NAME_DATA_QUALITY, Value::Known(NameQuality::Full).text()));
    }
    if row.ssn_data_quality.is_blank() && !row.ssn.is_blank() {
        let quality = if ssn::is_complete(&row.ssn) { SsnQuality::Full } else { SsnQuality::Partial };
        proposed.push((at::client::SSN_DATA_QUALITY, Value::Known(quality).text()));
    }
    if row.dob_data_quality.is_blank() && row.dob.known().is_some() {
        proposed.push((at::client::DOB_DATA_QUALITY, Value::Known(DobQuality::Full).text()));
    }
    proposed
}

/// First and last name as somebody typed them into a search: the last word is the last name, also where it is the only one, and what
/// stands before a comma. A number or a date among them is no name.
pub fn names_typed(text: &str) -> (String, String) {
    let is_name = |word: &&str| word.chars().any(char::is_alphabetic) && !word.chars().any(|c| c.is_ascii_digit());
    let names = |text: &str| text.split_whitespace().filter(is_name).map(str::to_owned).collect::<Vec<_>>();
    if let Some((last, first)) = text.split_once(',') {
        return (names(first).join(" "), names(last).join(" "));
    }
    let mut words = names(text);
    let last = words.pop().unwrap_or_default();
    (words.join(" "), last)
}

/// The same of somebody who joins a family of this name: a word alone is the first name, unless it is the whole name of the family. Part
/// of that is a first name: Martin joins the Martinez.
pub fn names_of_member(text: &str, family: &str) -> (String, String) {
    let (first, last) = names_typed(text);
    let names = [first.as_str(), &last].join(" ").trim().to_lowercase();
    if names.is_empty() || names == family.to_lowercase() {
        (String::new(), family.to_owned())
    } else if first.is_empty() && !text.contains(',') {
        (last, family.to_owned())
    } else {
        (first, last)
    }
}

/// What nobody has answered and a new row says as "Data not collected", because HUD has no blank there.
pub fn uncollected(row: &Client, today: Day) -> Vec<FieldId> {
    let mut whole = row.clone();
    complete(&mut whole, today);
    let missing = YesNo::NotCollected.code().to_string();
    let unasked = is_child(row, today).then_some(at::client::VETERAN_STATUS);
    let open = |field: &FieldId| row.get(*field).is_empty() && whole.get(*field) == missing && Some(*field) != unasked;
    ANSWERED.into_iter().filter(open).collect()
}

/// The answers of a client that HUD wants, in its order.
const ANSWERED: [FieldId; 6] = [
    at::client::NAME_DATA_QUALITY,
    at::client::SSN_DATA_QUALITY,
    at::client::DOB_DATA_QUALITY,
    at::client::SEX,
    at::client::RACE_NONE,
    at::client::VETERAN_STATUS,
];

/// Writes 99 where HUD wants an answer and there is none (R-NAM-1, R-SSN-3, R-DOB-2, R-RAC-1, R-VET-1).
pub fn complete(row: &mut Client, today: Day) {
    fill(&mut row.name_data_quality, NameQuality::NotCollected);
    fill(&mut row.ssn_data_quality, SsnQuality::NotCollected);
    fill(&mut row.dob_data_quality, DobQuality::NotCollected);
    fill(&mut row.sex, YesNo::NotCollected.code());
    let yes = YesNo::Yes.code().to_string();
    if !RACES.iter().any(|f| row.get(*f) == yes) {
        fill(&mut row.race_none, YesNo::NotCollected.code());
    }
    for field in RACES.into_iter().filter(|f| row.get(*f).is_empty()).collect::<Vec<_>>() {
        row.put(field, &YesNo::No.code().to_string());
    }
    if is_child(row, today) {
        row.veteran_status = Value::Known(YesNo::NotCollected);
    }
    fill(&mut row.veteran_status, YesNo::NotCollected);
}

fn fill<T>(cell: &mut Value<T>, answer: T) {
    if cell.is_blank() {
        *cell = Value::Known(answer);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Change, ClientId, UserId};

    #[test]
    fn qualities_follow_what_is_entered_and_never_what_was_chosen() {
        let mut row = Client { first_name: "Mai".into(), last_name: "Green".into(), ssn: "xxxxx1234".into(), ..Client::default() };
        let proposed = proposed_qualities(&row);
        assert!(proposed.contains(&(at::client::NAME_DATA_QUALITY, NameQuality::Full.code().to_string())));
        assert!(proposed.contains(&(at::client::SSN_DATA_QUALITY, SsnQuality::Partial.code().to_string())));
        assert_eq!(proposed.len(), 2, "no date, no quality");
        row.name_data_quality = Value::Known(NameQuality::Refused);
        assert!(!proposed_qualities(&row).iter().any(|(field, _)| *field == at::client::NAME_DATA_QUALITY));
    }

    #[test]
    fn a_word_alone_is_the_first_name_of_who_joins_a_family() {
        for (typed, first, last) in [
            ("", "", "Herrera"),
            ("pia", "pia", "Herrera"),
            ("herrera", "", "Herrera"),
            ("herr", "herr", "Herrera"),
            ("Pia Green", "Pia", "Green"),
            ("Green,", "", "Green"),
            ("3/14/2019", "", "Herrera"),
        ] {
            assert_eq!(names_of_member(typed, "Herrera"), (first.to_owned(), last.to_owned()), "{typed}");
        }
        assert_eq!(names_of_member("pia", ""), ("pia".to_owned(), String::new()));
        for (typed, family, first) in
            [("Jo", "Jones", "Jo"), ("Martin", "Martinez", "Martin"), ("de la cruz", "De La Cruz", ""), ("Cruz", "De La Cruz", "Cruz")]
        {
            assert_eq!(names_of_member(typed, family), (first.to_owned(), family.to_owned()), "{typed}");
        }
    }

    #[test]
    fn names_are_split_as_people_type_them() {
        for (typed, first, last) in [
            ("Herrera", "", "Herrera"),
            ("  maria Herrera ", "maria", "Herrera"),
            ("Mary Ann Little Bear", "Mary Ann Little", "Bear"),
            ("Little Bear, Mary Ann", "Mary Ann", "Little Bear"),
            ("Herrera,", "", "Herrera"),
            ("Herrera 3/14/1987", "", "Herrera"),
            ("6095", "", ""),
            ("", "", ""),
        ] {
            assert_eq!(names_typed(typed), (first.to_owned(), last.to_owned()), "{typed}");
        }
    }

    #[test]
    fn r_rac_1_what_nobody_was_asked_is_named() {
        let mut row = Client { first_name: "Mai".into(), name_data_quality: Value::Known(NameQuality::Partial), ..Client::default() };
        let today = Day::default();
        assert!(!uncollected(&row, today).contains(&at::client::NAME_DATA_QUALITY));
        assert!([at::client::RACE_NONE, at::client::VETERAN_STATUS].iter().all(|field| uncollected(&row, today).contains(field)));
        row.put(at::client::ASIAN, "1");
        row.put(at::client::VETERAN_STATUS, "0");
        assert_eq!(uncollected(&row, today), [at::client::SSN_DATA_QUALITY, at::client::DOB_DATA_QUALITY, at::client::SEX]);
    }

    #[test]
    fn r_vet_1_a_child_is_not_asked_whether_it_is_a_veteran() {
        let today: Day = "2026-11-22".parse().unwrap();
        let status = at::client::VETERAN_STATUS;
        let born = |day: &str| {
            let mut row = Client::default();
            row.put(at::client::DOB, day);
            row
        };
        let none = Client::default();
        let asks = |row: &Client, before: &Client| asked(row, before, today).contains(&status);
        assert!(asks(&none, &none), "whose age nobody knows may be an adult");
        assert!(asks(&born("2008-11-22"), &none) && !asks(&born("2008-11-23"), &none), "18 today, and tomorrow");
        assert!(!uncollected(&born("2015-01-01"), today).contains(&status), "what is not asked is not missing");

        // Answered, and then the day says that it is a child: nothing of it is kept.
        let mut child = born("2015-01-01");
        child.put(status, "1");
        child.put(at::client::MILITARY_BRANCH, "1");
        assert!(asked(&child, &none, today).iter().all(|field| *field != status && *field != at::client::MILITARY_BRANCH));
        child.personal_id = ClientId::new("C1");
        child.put(at::client::DOB_DATA_QUALITY, "1");
        let (whole, _) = newcomer(child.clone(), today).unwrap();
        assert_eq!((whole.get(status), whole.get(at::client::MILITARY_BRANCH)), ("99".to_owned(), String::new()));

        // What is recorded of it stays in sight, so that it can be mended.
        assert!(asks(&child, &child));
        let mut collected = child.clone();
        collected.put(status, "99");
        assert!(!asks(&collected, &collected));
    }

    #[test]
    fn r_vet_1_a_save_that_makes_a_child_of_somebody_says_nothing_of_service() {
        let today: Day = "2026-11-22".parse().unwrap();
        let mut before = Client { personal_id: ClientId::new("C1"), ..Client::default() };
        let mut row = before.clone();
        row.put(at::client::DOB, "2015-01-01");
        row.put(at::client::VETERAN_STATUS, "1");
        let mut minor_row = row.clone();
        minor(&mut minor_row, &before, today);
        assert_eq!(minor_row.get(at::client::VETERAN_STATUS), "", "nothing was recorded, and nothing is");
        before.put(at::client::VETERAN_STATUS, "0");
        minor(&mut row, &before, today);
        assert_eq!(row.get(at::client::VETERAN_STATUS), "99");
    }

    #[test]
    fn r_vet_2_a_child_s_service_that_nobody_sees_any_more_is_not_saved() {
        let stamp = Stamp::new(UserId::new("W"), "2026-11-22T09:00:00".parse().unwrap());
        let (status, branch) = (at::client::VETERAN_STATUS, at::client::MILITARY_BRANCH);
        for recorded in ["", "0", "99"] {
            let mut before = Client { personal_id: ClientId::new("C1"), ..Client::default() };
            complete(&mut before, stamp.today());
            before.put(status, recorded);
            // Answered while the day of birth was blank, and then it is a child.
            let mut row = before.clone();
            for (field, text) in [(status, "1"), (branch, "1"), (at::client::DOB, "2015-01-01"), (at::client::DOB_DATA_QUALITY, "1")] {
                row.put(field, text);
            }
            let plan = save_client(&before, row, &stamp).unwrap();
            let [Change::Row(change)] = plan.commit.changes.as_slice() else { panic!("one row") };
            let said = |field: FieldId| change.cells.iter().find(|cell| cell.column == field.column).map(|cell| cell.after.as_str());
            assert_eq!((said(status), said(branch)), ((recorded == "0").then_some("99"), None), "{recorded:?}");
            // What came so and nobody touched stays.
            before.put(branch, "1");
            let mut named = before.clone();
            named.put(at::client::FIRST_NAME, "Mai");
            civil(&mut named, Some(&before));
            assert_eq!(named.get(branch), "1");
        }
    }

    #[test]
    fn r_vet_1_a_child_s_recorded_status_stays_where_it_is_corrected() {
        let today: Day = "2026-11-22".parse().unwrap();
        let (status, mut before) = (at::client::VETERAN_STATUS, Client::default());
        before.put(at::client::DOB, "2015-01-01");
        before.put(status, "0");
        assert_eq!(unasked(&before, &before, today), None);
        for chosen in ["1", "99", ""] {
            let mut row = before.clone();
            row.put(status, chosen);
            let shown = asked(&row, &before, today);
            assert!(shown.contains(&status) && !shown.contains(&at::client::MILITARY_BRANCH), "{chosen:?}");
            let said = unasked(&row, &before, today).unwrap().words;
            assert!(said.contains("Data not collected") && said.contains("99"), "{said}");
        }
    }
}

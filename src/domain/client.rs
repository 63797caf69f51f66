//! A client's row: what is asked of whom, and what a new one says where nobody answered, in HUD's words, so that it is whole from its
//! first day.

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

/// What may be asked of a client.
pub fn fields() -> impl Iterator<Item = FieldId> {
    EVERYBODY.into_iter().chain(VETERANS)
}

/// What is asked of this client now, and was before; what an import brought besides stays in sight.
pub fn asked(row: &Client, before: &Client) -> Vec<FieldId> {
    let (veteran, same) = (row.veteran_status.is(YesNo::Yes), row.veteran_status == before.veteran_status);
    fields().filter(|field| veteran || !VETERANS.contains(field) || (same && !row.get(*field).is_empty())).collect()
}

/// Empties what only a veteran is asked, where a save says that the client is none (R-VET-2). What nobody changed stays as it came.
fn civil(row: &mut Client, before: Option<&Client>) {
    let said = before.is_none_or(|before| before.veteran_status != row.veteran_status);
    if said && !row.veteran_status.is(YesNo::Yes) {
        VETERANS.into_iter().for_each(|field| row.put(field, ""));
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

/// The row as somebody answered it: where there is a reason for no answer on race and ethnicity, the seven are blank. HUD has no blank
/// there, so they are stored as no, but nobody said no to each of them (R-RAC-1).
pub fn as_answered(row: &Client) -> Client {
    let (mut answered, yes) = (row.clone(), YesNo::Yes.code().to_string());
    if !row.race_none.is_blank() && !RACES.iter().any(|field| row.get(*field) == yes) {
        RACES.into_iter().for_each(|field| answered.put(field, ""));
    }
    answered
}

/// What [`as_answered`] showed blank is again what it was, or no where a race was chosen meanwhile; no also where an answer on race and
/// ethnicity was taken away.
pub fn races_are_whole(row: &mut Client, before: &Client) {
    let (shown, yes, no) = (as_answered(before), YesNo::Yes.code().to_string(), YesNo::No.code().to_string());
    let chosen = RACES.iter().any(|field| row.get(*field) == yes);
    for field in RACES.into_iter().filter(|field| row.get(*field).is_empty()).collect::<Vec<_>>() {
        let was = before.get(field);
        if !was.is_empty() {
            row.put(field, if chosen || !shown.get(field).is_empty() { &no } else { &was });
        }
    }
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

/// What nobody has answered and a new row says as "Data not collected", because HUD has no blank there.
pub fn uncollected(row: &Client, today: Day) -> Vec<FieldId> {
    let mut whole = row.clone();
    complete(&mut whole, today);
    let missing = YesNo::NotCollected.code().to_string();
    ANSWERED.into_iter().filter(|field| row.get(*field).is_empty() && whole.get(*field) == missing).collect()
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
    if row.dob.known().and_then(|born| date::age(born, today)).is_some_and(|age| age < Person::ADULT) {
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
    fn races_that_nobody_was_asked_are_blank_to_people_and_no_to_hud() {
        let mut row = Client::default();
        complete(&mut row, Day::default());
        let shown = as_answered(&row);
        assert!(RACES.iter().all(|field| row.get(*field) == "0" && shown.get(*field).is_empty()));
        let mut typed = shown;
        races_are_whole(&mut typed, &row);
        assert!(typed == row, "seen and not touched, nothing is changed");
        row.put(at::client::ASIAN, "1");
        assert!(as_answered(&row) == row, "who is asked says no to the others");
    }

    #[test]
    fn races_that_are_no_answer_stay_as_they_came_until_somebody_answers() {
        let mut row = Client::default();
        complete(&mut row, Day::default());
        row.put(at::client::WHITE, "99");
        row.put(at::client::BLACK_AF_AMERICAN, "often");
        let shown = as_answered(&row);
        assert!(shown.get(at::client::WHITE).is_empty() && shown.get(at::client::BLACK_AF_AMERICAN).is_empty());
        let mut typed = shown.clone();
        races_are_whole(&mut typed, &row);
        assert!(typed == row, "seen and not touched, nothing is changed");
        let mut chosen = shown;
        chosen.put(at::client::ASIAN, "1");
        races_are_whole(&mut chosen, &row);
        assert_eq!((chosen.get(at::client::WHITE), chosen.get(at::client::ASIAN)), ("0".to_owned(), "1".to_owned()));
    }
}

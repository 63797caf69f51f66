//! 3.04 Race and Ethnicity: one question. Any number of seven answers may be true; where none is, a reason says why (R-RAC-1).
//!
//! HUD keeps it in eight columns, of which each is asked about by nobody: people check what applies.

use crate::domain::check::RACES;
use crate::domain::code::{Code, ListedCode};
use crate::domain::entry::Entry;
use crate::domain::hud::{Client, YesNo, at};
use crate::domain::{FieldId, Row, Value};

/// What the question is called.
pub fn name() -> &'static str {
    at::client::RACE_NONE.element().map_or_else(|| at::client::RACE_NONE.label(), |(_, name)| name)
}

/// The seven answers, in HUD's order.
pub fn answers() -> impl Iterator<Item = FieldId> {
    RACES.into_iter()
}

/// The reasons for no answer, in HUD's order.
pub fn reasons() -> impl Iterator<Item = &'static ListedCode> {
    at::client::RACE_NONE.offered()
}

/// True of a column of the question.
pub fn is_part(field: FieldId) -> bool {
    field == at::client::RACE_NONE || RACES.contains(&field)
}

/// True of a cell that is neither of the answers that the question has: it can be seen, and taken away.
pub fn is_odd(field: FieldId, cell: &str) -> bool {
    let offered = match field {
        at::client::RACE_NONE => reasons().any(|reason| reason.code.to_string() == cell),
        _ => cell == yes() || cell == no(),
    };
    !cell.is_empty() && !offered
}

/// What an answer rules out: a reason for none goes with one of the seven, and all seven go with a reason.
pub fn ruled_out(field: FieldId, answer: &str) -> Vec<FieldId> {
    match field {
        at::client::RACE_NONE if !answer.is_empty() => RACES.to_vec(),
        field if RACES.contains(&field) && answer == yes() => vec![at::client::RACE_NONE],
        _ => Vec::new(),
    }
}

/// The row as somebody answered it: where there is a reason for no answer, the seven are blank. HUD has no blank there, so they are
/// stored as no, but nobody said no to each of them. What is no answer of HUD's at all is left in sight.
pub fn as_answered(row: &Client) -> Client {
    let mut answered = row.clone();
    if !row.race_none.is_blank() && !is_chosen(row) {
        let unsaid = RACES.into_iter().filter(|field| Value::<YesNo>::parse(&row.get(*field)).known().is_some());
        unsaid.for_each(|field| answered.put(field, ""));
    }
    answered
}

/// One answer, one write: what stands as [`as_answered`] showed it is again what it was; otherwise what is not checked is no, as HUD
/// has no blank there. What is no answer stays until somebody takes it away.
pub fn settle(row: &mut Client, before: &Client) {
    let shown = as_answered(before);
    // A form gives back without the blanks around them what nobody touched.
    let untouched = RACES.into_iter().chain([at::client::RACE_NONE]).all(|field| row.get(field).trim() == shown.get(field).trim());
    for field in RACES {
        if untouched {
            row.put(field, &before.get(field));
        } else if row.get(field) != yes() && !is_odd(field, &row.get(field)) {
            row.put(field, &no());
        }
    }
}

/// The answer in words: what applies, else the reason; and what is no answer as it stands. None where nothing does.
pub fn in_words(row: &Client) -> Option<String> {
    let cells = RACES.into_iter().chain([at::client::RACE_NONE]).map(|field| (field, row.get(field)));
    let all: Vec<String> = cells.filter(|(field, cell)| says(*field, cell)).map(|(field, cell)| cell_in_words(field, &cell)).collect();
    (!all.is_empty()).then(|| all.join("; "))
}

/// A cell of the question in words: the answer, the reason for none, or what stands there instead.
pub fn cell_in_words(field: FieldId, cell: &str) -> String {
    match field {
        at::client::RACE_NONE => field.in_words(cell),
        _ if cell == yes() => field.label().to_owned(),
        _ => format!("{}: {}", field.label(), field.in_words(cell)),
    }
}

/// What a change made of the answer, in one line, of what each column held before and after: what came, and what was taken away.
pub fn change_in_words<'a>(cells: impl Iterator<Item = (FieldId, &'a str, &'a str)>) -> String {
    let (mut gone, mut come) = (Vec::new(), Vec::new());
    for (field, before, after) in cells {
        gone.extend(says(field, before).then(|| cell_in_words(field, before)));
        come.extend(says(field, after).then(|| cell_in_words(field, after)));
    }
    match (gone.is_empty(), come.is_empty()) {
        (true, true) => "no to each that was not checked".to_owned(),
        (true, false) => format!("{} added", come.join("; ")),
        (false, true) => format!("{} taken away", gone.join("; ")),
        (false, false) => format!("{} → {}", gone.join("; "), come.join("; ")),
    }
}

/// True of a cell that says more than that this does not apply.
fn says(field: FieldId, cell: &str) -> bool {
    !cell.is_empty() && (field == at::client::RACE_NONE || cell != no())
}

fn is_chosen(row: &Client) -> bool {
    RACES.into_iter().any(|field| row.get(field) == yes())
}

fn yes() -> String {
    YesNo::Yes.code().to_string()
}

fn no() -> String {
    YesNo::No.code().to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Day;
    use crate::domain::client::complete;

    fn unasked() -> Client {
        let mut row = Client::default();
        complete(&mut row, Day::default());
        row
    }

    #[test]
    fn races_that_nobody_was_asked_are_blank_to_people_and_no_to_hud() {
        let mut row = unasked();
        let shown = as_answered(&row);
        assert!(RACES.iter().all(|field| row.get(*field) == "0" && shown.get(*field).is_empty()));
        let mut typed = shown;
        settle(&mut typed, &row);
        assert!(typed == row, "seen and not touched, nothing is changed");
        row.put(at::client::ASIAN, "1");
        assert!(as_answered(&row) == row, "who is asked says no to the others");
    }

    #[test]
    fn races_that_are_no_answer_stay_as_they_came_until_somebody_answers() {
        let mut row = unasked();
        row.put(at::client::WHITE, "99");
        row.put(at::client::BLACK_AF_AMERICAN, "often");
        let shown = as_answered(&row);
        assert!(shown.get(at::client::WHITE).is_empty() && shown.get(at::client::BLACK_AF_AMERICAN) == "often", "it is seen");
        let mut typed = shown.clone();
        settle(&mut typed, &row);
        assert!(typed == row, "seen and not touched, nothing is changed");
        let mut chosen = shown;
        chosen.put(at::client::ASIAN, "1");
        settle(&mut chosen, &row);
        assert_eq!((chosen.get(at::client::WHITE), chosen.get(at::client::ASIAN)), ("0".to_owned(), "1".to_owned()));
        assert_eq!(chosen.get(at::client::BLACK_AF_AMERICAN), "often", "another answer is none about this one");
        let mut taken = as_answered(&row);
        taken.put(at::client::BLACK_AF_AMERICAN, "");
        settle(&mut taken, &row);
        assert_eq!(taken.get(at::client::BLACK_AF_AMERICAN), "0");
    }

    #[test]
    fn an_odd_cell_is_none_that_the_question_offers() {
        let odd = |field: FieldId, cells: [&str; 5]| cells.map(|cell| is_odd(field, cell));
        assert_eq!(odd(at::client::WHITE, ["", "0", "1", "often", "99"]), [false, false, false, true, true]);
        assert_eq!(odd(at::client::RACE_NONE, ["", "8", "99", "7", "who knows"]), [false, false, false, true, true]);
    }

    #[test]
    fn a_change_of_the_answer_is_one_line() {
        use at::client::{ASIAN, RACE_NONE, WHITE};
        let told = |cells: &[(FieldId, &'static str, &'static str)]| change_in_words(cells.iter().copied());
        assert_eq!(told(&[(ASIAN, "0", "1"), (RACE_NONE, "99", "")]), "Data not collected → Asian or Asian American");
        assert_eq!(told(&[(ASIAN, "0", "1")]), "Asian or Asian American added");
        assert_eq!(told(&[(WHITE, "often", "0")]), "White: often taken away");
        assert_eq!(told(&[(WHITE, "", "0"), (ASIAN, "", "0")]), "no to each that was not checked");
    }

    #[test]
    fn r_rac_1_an_answer_is_written_to_all_seven() {
        // An HMIS that leaves the six blank: nothing is changed by looking, and all is by another answer.
        let mut before = Client::default();
        before.put(at::client::WHITE, "1");
        let mut typed = as_answered(&before);
        settle(&mut typed, &before);
        assert!(typed == before);
        typed.put(at::client::ASIAN, "1");
        settle(&mut typed, &before);
        let cells: String = RACES.into_iter().map(|field| typed.get(field)).collect();
        assert_eq!(cells, "0100001");
        typed.put(at::client::ASIAN, "");
        typed.put(at::client::WHITE, "");
        settle(&mut typed, &before);
        assert!(RACES.into_iter().all(|field| typed.get(field) == "0"), "taken away, it is no, and R-RAC-1 asks for the reason");
    }

    #[test]
    fn r_rac_1_an_answer_and_a_reason_for_none_rule_each_other_out() {
        assert_eq!(ruled_out(at::client::RACE_NONE, "8"), RACES);
        assert_eq!(ruled_out(at::client::WHITE, "1"), [at::client::RACE_NONE]);
        for (field, answer) in [(at::client::RACE_NONE, ""), (at::client::WHITE, ""), (at::client::WHITE, "0"), (at::client::SEX, "1")] {
            assert!(ruled_out(field, answer).is_empty(), "{field:?} {answer}");
        }
    }

    #[test]
    fn the_answer_is_read_in_one_line() {
        assert_eq!(in_words(&Client::default()), None);
        let mut row = unasked();
        assert_eq!(in_words(&row).as_deref(), Some("Data not collected"));
        row.put(at::client::RACE_NONE, "");
        row.put(at::client::ASIAN, "1");
        row.put(at::client::WHITE, "1");
        assert_eq!(in_words(&row).as_deref(), Some("Asian or Asian American; White"));
        row.put(at::client::WHITE, "often");
        assert_eq!(in_words(&row).as_deref(), Some("Asian or Asian American; White: often"));
    }
}

//! A card: what the desk must know of every client without opening a chart: to find them, to list who waits, to see a household.

mod hand;
mod slip;

pub use hand::{Entry, Hand};
pub use slip::{Slip, Stay, pack};

use super::chart::Chart;
use super::code::Code;
use super::entry::{Day, Scalar, Text};
use super::field::FieldId;
use super::household;
use super::hud::{EventCode, File, Relationship, Stage, at};
use super::id::{ClientId, EnrollmentId, EventId, HouseholdId, ProjectId};
use super::row::Packed;
use std::fmt;

/// One client in short. Made from the chart, never edited.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Card {
    /// Who.
    pub client: ClientId,
    /// First name.
    pub first: Text,
    /// Middle name.
    pub middle: Text,
    /// Last name.
    pub last: Text,
    /// Suffix.
    pub suffix: Text,
    /// Date of birth, where it is known.
    pub born: Option<Day>,
    /// Social Security Number as stored, with `x` for unknown digits.
    pub ssn: Text,
    /// Their enrollments that were not deleted.
    pub enrollments: Vec<EnrollmentCard>,
    /// The households in which they are no more: of their enrollments that are marked as deleted, and those that one was taken out of.
    pub left: Box<[HouseholdId]>,
    /// Their coordinated entry events that were not deleted.
    pub events: Vec<EventCard>,
    /// What of both was.
    pub bygone: Bygone,
    /// True where the client's own row was deleted (R-CSV-14): the chart is kept for the export, the client is offered nowhere.
    pub deleted: bool,
    /// In how many of their records both sides changed the same answer, and nobody has chosen yet (R-IMP-7).
    pub undecided: u32,
    /// How often something is kept beside their records that the HMIS has.
    pub differing: u32,
}

/// Records that are marked as deleted. They stand in no list; the HMIS may bring them back, with another client too (R-IMP-7).
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Bygone {
    /// Enrollments.
    pub enrollments: Box<[EnrollmentId]>,
    /// Coordinated entry events.
    pub events: Box<[EventId]>,
}

/// An enrollment in short.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct EnrollmentCard {
    /// Which.
    pub id: EnrollmentId,
    /// In which project.
    pub project: ProjectId,
    /// With whom.
    pub household: HouseholdId,
    /// HUD list 3.15.1; none where it is blank or odd.
    pub relationship: Option<u32>,
    /// From.
    pub entry: Option<Day>,
    /// Until.
    pub exit: Option<Day>,
    /// Moved in on.
    pub move_in: Option<Day>,
    /// The days of its annual assessments (R-ANN-1).
    pub annuals: Box<[Day]>,
}

/// A coordinated entry event in short.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct EventCard {
    /// Which.
    pub id: EventId,
    /// The referring enrollment.
    pub enrollment: EnrollmentId,
    /// On.
    pub date: Option<Day>,
    /// HUD list 4.20.2; none where it is odd.
    pub code: Option<u32>,
    /// Where to: a project id, or text as it came.
    pub location: Text,
    /// HUD list 4.20.D, as it stands in the cell; blank where the referral is not resolved.
    pub result: Text,
    /// Result date.
    pub result_date: Option<Day>,
    /// Date referral acknowledged.
    pub acknowledged: Option<Day>,
    /// Resulting enrollment; blank where none is linked.
    pub resulting: EnrollmentId,
    /// A reason stands there why nobody was housed.
    pub not_housed: bool,
}

// A log or a failed assertion may name a record, never what is known of a person.
impl fmt::Debug for Card {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Card({} {:?} {:?})", self.client, self.enrollments, self.events)
    }
}

impl fmt::Debug for EnrollmentCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EnrollmentCard({})", self.id)
    }
}

impl fmt::Debug for EventCard {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "EventCard({})", self.id)
    }
}

impl Card {
    /// The same with the households from which an enrollment was moved, which a chart does not tell.
    pub fn with_left<'a>(mut self, households: impl IntoIterator<Item = &'a HouseholdId>) -> Self {
        let mut left = std::mem::take(&mut self.left).into_vec();
        for household in households {
            if !left.contains(household) {
                left.push(household.clone());
            }
        }
        Self { left: left.into(), ..self }
    }

    /// The same in place of the one before it: what that tells of households which were left stays told.
    pub fn after(self, before: &Self) -> Self {
        let moved = |stay: &&EnrollmentCard| {
            let now = self.enrollments.iter().find(|now| now.id == stay.id);
            now.is_some_and(|now| household::is_left(&stay.household, &now.household))
        };
        let moved: Vec<HouseholdId> = before.enrollments.iter().filter(moved).map(|stay| stay.household.clone()).collect();
        self.with_left(before.left.iter().chain(&moved))
    }

    /// The card of a chart.
    pub fn of(chart: &Chart) -> Self {
        let rows: Vec<Packed> = chart.rows().filter(|row| NEEDED.contains(&row.file())).map(|row| row.pack()).collect();
        Self::from_packed(chart.id(), &rows)
    }

    /// The card of a client, from the rows as they are stored.
    pub fn from_packed(id: &ClientId, rows: &[Packed]) -> Self {
        let of = |file: File| rows.iter().filter(move |row| row.file() == Some(file));
        let nobody = Packed::default();
        let client = of(File::Client).next_back().unwrap_or(&nobody);
        let exits: Vec<&Packed> = of(File::Exit).filter(|row| row.get(at::exit::DATE_DELETED).is_empty()).collect();
        let annuals = |stay: &str| {
            let mine = of(File::IncomeBenefits).filter(|row| row.get(at::income_benefits::ENROLLMENT_ID) == stay && is_annual(row));
            mine.filter_map(|row| known(row, at::income_benefits::INFORMATION_DATE)).collect()
        };
        let enrollments = of(File::Enrollment).filter(|row| row.get(at::enrollment::DATE_DELETED).is_empty()).map(|row| {
            let id = row.get(at::enrollment::ENROLLMENT_ID);
            EnrollmentCard {
                id: EnrollmentId::new(id),
                project: ProjectId::new(row.get(at::enrollment::PROJECT_ID)),
                household: HouseholdId::new(row.get(at::enrollment::HOUSEHOLD_ID)),
                relationship: known::<Relationship>(row, at::enrollment::RELATIONSHIP_TO_HOH).map(Code::code),
                entry: known(row, at::enrollment::ENTRY_DATE),
                exit: exits.iter().find(|exit| exit.get(at::exit::ENROLLMENT_ID) == id).and_then(|exit| known(exit, at::exit::EXIT_DATE)),
                move_in: known(row, at::enrollment::MOVE_IN_DATE),
                annuals: annuals(id),
            }
        });
        let bygone = |file: File, deleted: FieldId| of(file).filter(move |row| !row.get(deleted).is_empty());
        let left = bygone(File::Enrollment, at::enrollment::DATE_DELETED);
        let left = left.map(|row| HouseholdId::new(row.get(at::enrollment::HOUSEHOLD_ID))).filter(|household| !household.is_blank());
        let events = of(File::Event).filter(|row| row.get(at::event::DATE_DELETED).is_empty()).map(|row| {
            let id = row.get(at::event::EVENT_ID);
            let beside = of(File::Referral).find(|kept| kept.get(at::referral::EVENT_ID) == id);
            let beside = beside.filter(|kept| kept.get(at::referral::DATE_DELETED).is_empty()).unwrap_or(&nobody);
            EventCard {
                id: EventId::new(id),
                enrollment: EnrollmentId::new(row.get(at::event::ENROLLMENT_ID)),
                date: known(row, at::event::EVENT_DATE),
                code: known::<EventCode>(row, at::event::EVENT).map(Code::code),
                location: Text::new(row.get(at::event::LOCATION_CRISIS_OR_PH_HOUSING)),
                result: Text::new(row.get(at::event::REFERRAL_RESULT)),
                result_date: known(row, at::event::RESULT_DATE),
                acknowledged: known(beside, at::referral::DATE_ACKNOWLEDGED),
                not_housed: !beside.get(at::referral::NOT_HOUSED_REASON).is_empty(),
                resulting: EnrollmentId::new(beside.get(at::referral::RESULTING_ENROLLMENT_ID)),
            }
        });
        Self {
            client: id.clone(),
            first: Text::new(client.get(at::client::FIRST_NAME)),
            middle: Text::new(client.get(at::client::MIDDLE_NAME)),
            last: Text::new(client.get(at::client::LAST_NAME)),
            suffix: Text::new(client.get(at::client::NAME_SUFFIX)),
            born: known(client, at::client::DOB),
            ssn: Text::new(client.get(at::client::SSN)),
            enrollments: enrollments.collect(),
            left: left.collect(),
            events: events.collect(),
            bygone: Bygone {
                enrollments: bygone(File::Enrollment, at::enrollment::DATE_DELETED).map(|row| EnrollmentId::new(row.key())).collect(),
                events: bygone(File::Event, at::event::DATE_DELETED).map(|row| EventId::new(row.key())).collect(),
            },
            deleted: !client.get(at::client::DATE_DELETED).is_empty(),
            undecided: of(File::Theirs).filter(|row| !row.get(at::theirs::OPEN).is_empty()).count() as u32,
            differing: (of(File::Theirs).count() + of(File::Entered).count()) as u32,
        }
    }

    /// The name as a person reads it; the client id where there is none.
    pub fn name(&self) -> String {
        let parts = [&self.first, &self.middle, &self.last, &self.suffix];
        let name = parts.iter().filter(|p| !p.is_blank()).map(|p| p.as_str()).collect::<Vec<_>>().join(" ");
        if name.is_empty() { format!("Client {}", self.client) } else { name }
    }
}

/// The files of a chart that its card is made from.
const NEEDED: [File; 8] =
    [File::Client, File::Enrollment, File::Exit, File::Event, File::Referral, File::Theirs, File::Entered, File::IncomeBenefits];

/// True for a row of an annual assessment that was not deleted.
fn is_annual(row: &Packed) -> bool {
    use at::income_benefits::{DATA_COLLECTION_STAGE, DATE_DELETED};
    known::<Stage>(row, DATA_COLLECTION_STAGE) == Some(Stage::Annual) && row.get(DATE_DELETED).is_empty()
}

/// The value of a cell, where its type can read it.
fn known<T: Scalar>(row: &Packed, field: FieldId) -> Option<T> {
    Some(row.get(field)).filter(|text| !text.is_empty()).and_then(T::read)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::match_::Newcomer;

    #[test]
    fn the_reason_costs_no_memory_on_a_card() {
        // It lies in bytes that an event's card had to spare, so a hundred thousand clients weigh what they did.
        type Without = (EventId, EnrollmentId, Option<Day>, Option<u32>, Text, Text, Option<Day>, Option<Day>, EnrollmentId);
        assert_eq!(size_of::<EventCard>(), size_of::<Without>());
    }

    #[test]
    fn a_card_says_what_the_chart_says() {
        let (_, charts) = crate::generate::people(300, 3, crate::generate::REFERENCE_DAY);
        for chart in &charts {
            let rows: Vec<Packed> = chart.rows().map(|row| row.pack()).collect();
            let card = Card::from_packed(chart.id(), &rows);
            assert!(card == Card::of(chart));
            let stays: Vec<_> = chart.enrollments.iter().filter(|stay| stay.date_deleted.is_blank()).collect();
            let events: Vec<_> = chart.events.iter().filter(|event| event.date_deleted.is_blank()).collect();
            assert_eq!((card.enrollments.len(), card.events.len()), (stays.len(), events.len()));
            let all = |card: &Card| (card.enrollments.len() + card.bygone.enrollments.len(), card.events.len() + card.bygone.events.len());
            assert_eq!(all(&card), (chart.enrollments.len(), chart.events.len()));
            for (short, stay) in card.enrollments.iter().zip(stays) {
                let exit = chart.exit(&stay.enrollment_id).and_then(|exit| exit.exit_date.known());
                assert_eq!((&short.id, short.entry, short.exit), (&stay.enrollment_id, stay.entry_date.known(), exit));
                let done = |row: &&crate::domain::hud::IncomeBenefits| {
                    row.enrollment_id == stay.enrollment_id && row.date_deleted.is_blank() && row.data_collection_stage.is(Stage::Annual)
                };
                let annuals: Vec<Day> = chart.incomes.iter().filter(done).filter_map(|row| row.information_date.known()).collect();
                assert_eq!(short.annuals.to_vec(), annuals);
                assert_eq!(short.relationship, stay.relationship_to_hoh.known().map(Code::code));
            }
            for (short, event) in card.events.iter().zip(events) {
                let beside = chart.referral(&event.event_id);
                assert_eq!((&short.id, short.code), (&event.event_id, event.event.known().map(Code::code)));
                assert_eq!((&short.resulting, short.acknowledged), (&beside.resulting_enrollment_id, beside.date_acknowledged.known()));
            }
        }
    }

    #[test]
    fn debug_shows_nobody() {
        let born = Day::from_ymd_opt(1987, 3, 4);
        let enrollment =
            EnrollmentCard { id: EnrollmentId::new("E1"), entry: born, exit: born, move_in: born, ..EnrollmentCard::default() };
        let event = EventCard { id: EventId::new("EV1"), date: born, location: "Birch Court".into(), ..EventCard::default() };
        let (first, ssn) = (Text::new("Marisol"), Text::new("212341234"));
        let (enrollments, events) = (vec![enrollment], vec![event]);
        let card =
            Card { client: ClientId::new("C1"), first: first.clone(), born, ssn: ssn.clone(), enrollments, events, ..Card::default() };
        let shown = format!("{card:?} {:?}", Newcomer { first, last: "Vega".into(), born, ssn });
        assert!(shown.contains("C1") && shown.contains("E1") && shown.contains("EV1"));
        for private in ["Marisol", "Vega", "1987", "2123", "Birch"] {
            assert!(!shown.contains(private), "{shown}");
        }
    }
}

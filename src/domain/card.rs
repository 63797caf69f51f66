//! A card: what the desk must know of every client without opening a chart: to find them, to list who waits, to see a household.

use super::chart::Chart;
use super::code::Code;
use super::entry::{Day, Entry, Text};
use super::hud::File;
use super::id::{ClientId, EnrollmentId, EventId, HouseholdId, ProjectId};
use super::row::Packed;
use serde::{Deserialize, Serialize};
use std::fmt;

/// One client in short. Made from the chart, never edited.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// Their coordinated entry events that were not deleted.
    pub events: Vec<EventCard>,
    /// True where the client's own row was deleted (R-CSV-14): the chart is kept for the export, the client is offered nowhere.
    pub deleted: bool,
}

/// An enrollment in short.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
}

/// A coordinated entry event in short.
#[derive(Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
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
    /// The card of a client, from the rows as they are stored: of all their files it needs five.
    pub fn from_packed(id: &ClientId, rows: &[Packed]) -> Self {
        let needed = [File::Client, File::Enrollment, File::Exit, File::Event, File::Referral];
        Self::of(&Chart::of(id, rows.iter().filter(|row| row.file().is_some_and(|file| needed.contains(&file)))))
    }

    /// The card of a chart.
    pub fn of(chart: &Chart) -> Self {
        let client = &chart.client;
        let enrollments = chart.enrollments.iter().filter(|e| e.date_deleted.is_blank()).map(|e| EnrollmentCard {
            id: e.enrollment_id.clone(),
            project: e.project_id.clone(),
            household: e.household_id.clone(),
            relationship: e.relationship_to_hoh.known().map(Code::code),
            entry: e.entry_date.known(),
            exit: chart.exit(&e.enrollment_id).and_then(|x| x.exit_date.known()),
            move_in: e.move_in_date.known(),
        });
        let events = chart.events.iter().filter(|e| e.date_deleted.is_blank()).map(|e| {
            let referral = chart.referral(&e.event_id);
            EventCard {
                id: e.event_id.clone(),
                enrollment: e.enrollment_id.clone(),
                date: e.event_date.known(),
                code: e.event.known().map(Code::code),
                location: e.location_crisis_or_ph_housing.clone(),
                result: Text::new(e.referral_result.text()),
                result_date: e.result_date.known(),
                acknowledged: referral.date_acknowledged.known(),
                not_housed: !referral.not_housed_reason.is_blank(),
                resulting: referral.resulting_enrollment_id,
            }
        });
        Self {
            client: chart.id().clone(),
            first: client.first_name.clone(),
            middle: client.middle_name.clone(),
            last: client.last_name.clone(),
            suffix: client.name_suffix.clone(),
            born: client.dob.known(),
            ssn: client.ssn.clone(),
            enrollments: enrollments.collect(),
            events: events.collect(),
            deleted: !client.date_deleted.is_blank(),
        }
    }

    /// The name as a person reads it; the client id where there is none.
    pub fn name(&self) -> String {
        let parts = [&self.first, &self.middle, &self.last, &self.suffix];
        let name = parts.iter().filter(|p| !p.is_blank()).map(|p| p.as_str()).collect::<Vec<_>>().join(" ");
        if name.is_empty() { format!("Client {}", self.client) } else { name }
    }
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
    fn a_card_needs_five_files_of_a_chart() {
        let (_, charts) = crate::generate::people(300, 3, crate::generate::REFERENCE_DAY);
        for chart in &charts {
            let rows: Vec<Packed> = chart.rows().map(|row| row.pack()).collect();
            assert!(Card::from_packed(chart.id(), &rows) == Card::of(chart), "{}", chart.id());
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

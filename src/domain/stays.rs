//! Who stayed where: as much of one client's rows as programs and households are judged by, read from the rows as they are kept.

use super::entry::{Day, Scalar};
use super::field::FieldId;
use super::hud::{File, RecordType, Relationship, at};
use super::id::{ClientId, EnrollmentId, HouseholdId, ProjectId};
use super::row::Row;

/// Where one client stayed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Stays {
    /// Whose they are.
    pub client: ClientId,
    /// Date of birth, where it is known.
    pub born: Option<Day>,
    /// True where there is an enrollment, be it a deleted one.
    pub enrolled: bool,
    /// True where there is a bed night.
    pub nights: bool,
    /// The enrollments, without deleted ones.
    pub list: Vec<Lodging>,
}

/// An enrollment, as others ask about it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Lodging {
    /// Its key.
    pub enrollment: EnrollmentId,
    /// The program.
    pub project: ProjectId,
    /// The household.
    pub household: HouseholdId,
    /// True for the head of household.
    pub is_head: bool,
    /// Project start, where it is known.
    pub entry: Option<Day>,
    /// Move-in, where it is known.
    pub moved: Option<Day>,
    /// Exit, where it is known.
    pub exit: Option<Day>,
}

/// The exit of an enrollment.
#[derive(Default)]
struct Exited {
    enrollment: EnrollmentId,
    on: Option<Day>,
}

impl Stays {
    /// What the rows of one client tell.
    pub fn of<'r>(rows: impl IntoIterator<Item = &'r dyn Row>) -> Self {
        let (mut stays, mut exits) = (Self::default(), Vec::new());
        for row in rows {
            match row.file() {
                File::Client => stays.client(row),
                File::Enrollment => stays.enrollment(row),
                File::Exit => exits.extend(exited(row)),
                File::Services => stays.nights |= is_bed_night(row),
                _ => {}
            }
        }
        for stay in &mut stays.list {
            stay.exit = exits.iter().find(|exit: &&Exited| exit.enrollment == stay.enrollment).and_then(|exit| exit.on);
        }
        stays
    }

    fn client(&mut self, row: &dyn Row) {
        let set = |field, text: &str| match field {
            at::client::PERSONAL_ID => self.client = ClientId::new(text),
            at::client::DOB => self.born = Day::read(text),
            _ => {}
        };
        fields(row, set);
    }

    fn enrollment(&mut self, row: &dyn Row) {
        let (mut stay, mut deleted) = (Lodging::default(), false);
        fields(row, |field, text| match field {
            at::enrollment::ENROLLMENT_ID => stay.enrollment = EnrollmentId::new(text),
            at::enrollment::PROJECT_ID => stay.project = ProjectId::new(text),
            at::enrollment::HOUSEHOLD_ID => stay.household = HouseholdId::new(text),
            at::enrollment::RELATIONSHIP_TO_HOH => stay.is_head = Relationship::read(text) == Some(Relationship::Head),
            at::enrollment::ENTRY_DATE => stay.entry = Day::read(text),
            at::enrollment::MOVE_IN_DATE => stay.moved = Day::read(text),
            at::enrollment::DATE_DELETED => deleted = true,
            _ => {}
        });
        self.enrolled = true;
        self.list.extend((!deleted).then_some(stay));
    }
}

fn exited(row: &dyn Row) -> Option<Exited> {
    let (mut exit, mut deleted) = (Exited::default(), false);
    fields(row, |field, text| match field {
        at::exit::ENROLLMENT_ID => exit.enrollment = EnrollmentId::new(text),
        at::exit::EXIT_DATE => exit.on = Day::read(text),
        at::exit::DATE_DELETED => deleted = true,
        _ => {}
    });
    (!deleted).then_some(exit)
}

fn is_bed_night(row: &dyn Row) -> bool {
    RecordType::read(&row.look(at::services::RECORD_TYPE)) == Some(RecordType::BedNight) && row.look(at::services::DATE_DELETED).is_empty()
}

/// Shows every field of a row that holds something.
fn fields(row: &dyn Row, mut show: impl FnMut(FieldId, &str)) {
    let file = row.file();
    row.each(&mut |column, text| show(FieldId { file, column }, text));
}

//! A chart: one client and everything that hangs on them. The unit that is stored, opened and resolved.

use super::hud::{
    Assessment, AssessmentQuestions, AssessmentResults, CaseNote, Client, CurrentLivingSituation, Disabilities, EmploymentEducation,
    Enrollment, Entered, Event, Exit, ExtraOfClient, File, HealthAndDV, IncomeBenefits, Referral, Services, Theirs, YouthEducationStatus,
};
use super::id::{ClientId, EnrollmentId, EventId};
use super::row::{Columns, Packed, Row};
use std::collections::HashMap;

macro_rules! chart {
    ($($(#[$doc:meta])* $field:ident: $row:ident),* $(,)?) => {
        /// One client and everything that hangs on them. Rows stand in the order in which they came.
        #[derive(Debug, Clone, Default, PartialEq)]
        pub struct Chart {
            /// The client.
            pub client: Client,
            $($(#[$doc])* pub $field: Vec<$row>,)*
        }

        impl Chart {
            /// A chart from its stored rows.
            pub fn from_packed<'a>(rows: impl IntoIterator<Item = &'a Packed>) -> Self {
                Self::part(rows, &Columns::ALL)
            }

            /// The same of these columns alone, in less time; without the rows of a file of which there is none.
            pub fn part<'a>(rows: impl IntoIterator<Item = &'a Packed>, columns: &Columns) -> Self {
                let mut chart = Self::default();
                for row in rows {
                    match row.file().filter(|_| !columns.of(row.file).is_empty()) {
                        Some(File::Client) => chart.client = row.typed_of(columns),
                        $(Some(File::$row) => row.typed_onto(&mut chart.$field, columns),)*
                        _ => {}
                    }
                }
                chart
            }

            /// Every row, the client first.
            pub fn rows(&self) -> impl Iterator<Item = &dyn Row> {
                std::iter::once(&self.client as &dyn Row)$(.chain(self.$field.iter().map(|r| r as &dyn Row)))*
            }
        }
    };
}

chart! {
    /// Enrollments, in any project.
    enrollments: Enrollment,
    /// Exits of those enrollments.
    exits: Exit,
    /// Income, benefits and insurance.
    incomes: IncomeBenefits,
    /// Health and domestic violence.
    health: HealthAndDV,
    /// Employment and education.
    employment: EmploymentEducation,
    /// Disabilities.
    disabilities: Disabilities,
    /// Services.
    services: Services,
    /// Current living situations.
    living_situations: CurrentLivingSituation,
    /// Coordinated entry assessments.
    assessments: Assessment,
    /// Their questions.
    questions: AssessmentQuestions,
    /// Their results.
    results: AssessmentResults,
    /// Coordinated entry events.
    events: Event,
    /// Youth education.
    education: YouthEducationStatus,
    /// What we keep beside the events.
    referrals: Referral,
    /// What the HMIS has where it is not the same here.
    theirs: Theirs,
    /// Cells of columns that are not HUD's.
    extras: ExtraOfClient,
    /// What was typed into the HMIS by hand.
    entered: Entered,
    /// What the organization notes for itself.
    notes: CaseNote,
}

impl Chart {
    /// A chart that knows whose it is, even where the client's own row is missing.
    pub fn of<'a>(id: &ClientId, rows: impl IntoIterator<Item = &'a Packed>) -> Self {
        let mut chart = Self::from_packed(rows);
        if chart.client.personal_id.is_blank() {
            chart.client.personal_id = id.clone();
        }
        chart
    }

    /// Whose chart it is.
    pub fn id(&self) -> &ClientId {
        &self.client.personal_id
    }

    /// An enrollment of this client.
    pub fn enrollment(&self, id: &EnrollmentId) -> Option<&Enrollment> {
        self.enrollments.iter().find(|e| e.enrollment_id == *id)
    }

    /// The exit of an enrollment, where there is one that was not deleted.
    pub fn exit(&self, id: &EnrollmentId) -> Option<&Exit> {
        self.exits.iter().find(|e| e.enrollment_id == *id && e.date_deleted.is_blank())
    }

    /// An event of this client.
    pub fn event(&self, id: &EventId) -> Option<&Event> {
        self.events.iter().find(|e| e.event_id == *id)
    }

    /// What we keep beside an event; a blank row of it where nothing is kept yet, or what was kept was deleted.
    pub fn referral(&self, id: &EventId) -> Referral {
        let found = self.referrals.iter().find(|r| r.event_id == *id);
        self.referral_of(id, found, || self.event(id).map(|e| e.enrollment_id.clone()).unwrap_or_default())
    }

    /// The same for each of its events in turn, which are not looked for again: of one client there may be thousands.
    pub fn referrals_of_events(&self) -> impl Iterator<Item = (&Event, Referral)> {
        let mut kept = HashMap::new();
        for row in &self.referrals {
            kept.entry(&row.event_id).or_insert(row);
        }
        let beside =
            move |event: &Event| self.referral_of(&event.event_id, kept.get(&event.event_id).copied(), || event.enrollment_id.clone());
        self.events.iter().map(move |event| (event, beside(event)))
    }

    fn referral_of(&self, id: &EventId, found: Option<&Referral>, enrollment: impl FnOnce() -> EnrollmentId) -> Referral {
        if let Some(kept) = found.filter(|r| r.date_deleted.is_blank()) {
            return kept.clone();
        }
        Referral {
            event_id: id.clone(),
            enrollment_id: enrollment(),
            personal_id: self.id().clone(),
            date_created: found.map(|r| r.date_created.clone()).unwrap_or_default(),
            ..Referral::default()
        }
    }
}

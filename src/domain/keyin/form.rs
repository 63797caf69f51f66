//! The forms of the HMIS, in its words and order, and which field is typed into which of them.

use crate::domain::field::FieldId;
use crate::domain::hud::{File, at};

/// A form of the HMIS. They stand in the order in which the HMIS asks for them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Form {
    /// Who the client is.
    Client,
    /// Who belongs to the household.
    Family,
    /// The enrollment in a program.
    Enrollment,
    /// What HUD asks of everybody.
    Universal,
    /// What a grant asks about the enrollment.
    Program,
    /// Grade, school, work.
    Employment,
    /// What a youth learns.
    Education,
    /// Income, benefits, insurance.
    Income,
    /// Disabilities and health conditions.
    Disabilities,
    /// Health and domestic violence.
    Health,
    /// Where somebody stays now.
    LivingSituation,
    /// What was done for somebody.
    Services,
    /// The assessment of Coordinated Entry.
    Assessment,
    /// The event of Coordinated Entry, and its result.
    Event,
    /// The end of the enrollment.
    Exit,
}

/// Each form: its short name as it is kept, and its name in the HMIS.
const NAMES: [(Form, &str, &str); 15] = [
    (Form::Client, "client", "Client Information"),
    (Form::Family, "family", "Family Members"),
    (Form::Enrollment, "enrollment", "Program Enrollment"),
    (Form::Universal, "universal", "Universal Data Assessment"),
    (Form::Program, "program", "Program-Specific Assessment"),
    (Form::Employment, "employment", "Employment and Education"),
    (Form::Education, "education", "Youth Education Status"),
    (Form::Income, "income", "Income, Benefits and Insurance"),
    (Form::Disabilities, "disabilities", "Disabilities"),
    (Form::Health, "health", "Health and Domestic Violence"),
    (Form::LivingSituation, "living-situation", "Current Living Situation"),
    (Form::Services, "services", "Services"),
    (Form::Assessment, "assessment", "CE Assessment"),
    (Form::Event, "event", "CE Event"),
    (Form::Exit, "exit", "Exit"),
];

impl Form {
    /// As it is kept; never changed.
    pub fn slug(self) -> &'static str {
        NAMES.iter().find(|(form, ..)| *form == self).map_or("", |(_, slug, _)| slug)
    }

    /// As users call it.
    pub fn name(self) -> &'static str {
        NAMES.iter().find(|(form, ..)| *form == self).map_or("", |(.., name)| name)
    }

    /// Into which form a field is typed.
    pub fn of(field: FieldId) -> Self {
        match field {
            at::enrollment::HOUSEHOLD_ID => Self::Family,
            at::enrollment::PROJECT_ID
            | at::enrollment::ENTRY_DATE
            | at::enrollment::RELATIONSHIP_TO_HOH
            | at::enrollment::MOVE_IN_DATE
            | at::enrollment::DATE_OF_ENGAGEMENT => Self::Enrollment,
            // HUD's universal data elements are those of its third chapter.
            _ if field.file == File::Enrollment && !field.info().element.starts_with("3.") => Self::Program,
            _ if field.file == File::Enrollment => Self::Universal,
            _ => Self::main(field.file),
        }
    }

    /// The form that a record of this file is first of all typed into.
    pub fn main(file: File) -> Self {
        match file {
            File::Enrollment => Self::Enrollment,
            File::Exit => Self::Exit,
            File::IncomeBenefits => Self::Income,
            File::HealthAndDV => Self::Health,
            File::EmploymentEducation => Self::Employment,
            File::Disabilities => Self::Disabilities,
            File::Services => Self::Services,
            File::CurrentLivingSituation => Self::LivingSituation,
            File::Assessment | File::AssessmentQuestions | File::AssessmentResults => Self::Assessment,
            File::Event | File::Referral => Self::Event,
            File::YouthEducationStatus => Self::Education,
            _ => Self::Client,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_form_has_a_name_of_its_own() {
        let slugs: BTreeSet<&str> = NAMES.iter().map(|(form, ..)| form.slug()).collect();
        let names: BTreeSet<&str> = NAMES.iter().map(|(form, ..)| form.name()).collect();
        assert_eq!((slugs.len(), names.len()), (NAMES.len(), NAMES.len()));
        assert!(NAMES.is_sorted_by_key(|(form, ..)| *form), "in the order of the HMIS");
    }

    #[test]
    fn an_enrollment_is_typed_into_the_forms_of_the_intake() {
        let fields = [
            at::enrollment::HOUSEHOLD_ID,
            at::enrollment::PROJECT_ID,
            at::enrollment::RELATIONSHIP_TO_HOH,
            at::enrollment::ENROLLMENT_COC,
            at::enrollment::LIVING_SITUATION,
            at::enrollment::DISABLING_CONDITION,
            at::enrollment::VAMC_STATION,
        ];
        let forms = [Form::Family, Form::Enrollment, Form::Enrollment, Form::Universal, Form::Universal, Form::Universal, Form::Program];
        assert_eq!(fields.map(Form::of), forms);
    }
}

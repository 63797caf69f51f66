//! The rows that an assessment fills: one of each file for one person at one point of a stay, and one for each disability.

use crate::domain::code::Code;
use crate::domain::field::FieldId;
use crate::domain::hud::{DisabilityType, File, at};
use serde::{Deserialize, Serialize};
use std::fmt;

/// A row of an assessment. In files and drafts it is known by its name: `IncomeBenefits`, `Disabilities.5`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(into = "String", try_from = "String")]
pub enum Slot {
    /// The enrollment itself.
    Enrollment,
    /// Its exit.
    Exit,
    /// V1: the client's own row, which is there before and after any stay.
    Client,
    /// 4.02 to 4.04, W3, P4.
    Income,
    /// 4.11, R7 to R10.
    Health,
    /// R4 to R6.
    Work,
    /// C3.
    School,
    /// 4.05 to 4.10: a row of its own for each (R-DIS-5).
    Disability(DisabilityType),
}

impl Slot {
    /// The file in which the row stands.
    pub const fn file(self) -> File {
        match self {
            Self::Enrollment => File::Enrollment,
            Self::Exit => File::Exit,
            Self::Client => File::Client,
            Self::Income => File::IncomeBenefits,
            Self::Health => File::HealthAndDV,
            Self::Work => File::EmploymentEducation,
            Self::School => File::YouthEducationStatus,
            Self::Disability(_) => File::Disabilities,
        }
    }

    /// The slot of a row: its file, and of a disability its type. None for files and types that no assessment has.
    pub fn of(row: &dyn crate::domain::row::Row) -> Option<Self> {
        match row.file() {
            File::Enrollment => Some(Self::Enrollment),
            File::Exit => Some(Self::Exit),
            File::IncomeBenefits => Some(Self::Income),
            File::HealthAndDV => Some(Self::Health),
            File::EmploymentEducation => Some(Self::Work),
            File::YouthEducationStatus => Some(Self::School),
            File::Disabilities => {
                let kind = row.get(at::disabilities::DISABILITY_TYPE).parse().ok().and_then(DisabilityType::from_code);
                kind.map(Self::Disability)
            }
            _ => None,
        }
    }

    /// True where the row bears an information date and a data collection stage (HUD 5.03).
    pub const fn is_staged(self) -> bool {
        !matches!(self, Self::Enrollment | Self::Exit | Self::Client)
    }

    /// The column of this name in the slot's file.
    pub fn field(self, column: &str) -> Option<FieldId> {
        let column = u16::try_from(self.file().column(column)?).ok()?;
        Some(FieldId { file: self.file(), column })
    }
}

impl fmt::Display for Slot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.file().info().name)?;
        match self {
            Self::Disability(kind) => write!(f, ".{}", kind.code()),
            _ => Ok(()),
        }
    }
}

impl From<Slot> for String {
    fn from(slot: Slot) -> Self {
        slot.to_string()
    }
}

impl TryFrom<String> for Slot {
    type Error = String;

    fn try_from(name: String) -> Result<Self, String> {
        let (file, kind) = name.split_once('.').map_or((name.as_str(), None), |(file, kind)| (file, Some(kind)));
        let slot = match (File::from_name(file), kind) {
            (Some(File::Enrollment), None) => Some(Self::Enrollment),
            (Some(File::Exit), None) => Some(Self::Exit),
            (Some(File::Client), None) => Some(Self::Client),
            (Some(File::IncomeBenefits), None) => Some(Self::Income),
            (Some(File::HealthAndDV), None) => Some(Self::Health),
            (Some(File::EmploymentEducation), None) => Some(Self::Work),
            (Some(File::YouthEducationStatus), None) => Some(Self::School),
            (Some(File::Disabilities), Some(kind)) => kind.parse().ok().and_then(DisabilityType::from_code).map(Self::Disability),
            _ => None,
        };
        slot.ok_or_else(|| "no row of an assessment".to_owned())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slot_is_known_by_its_name() {
        let disabilities = DisabilityType::ALL.iter().map(|kind| Slot::Disability(*kind));
        for slot in [Slot::Enrollment, Slot::Exit, Slot::Client, Slot::Income, Slot::Health, Slot::Work, Slot::School]
            .into_iter()
            .chain(disabilities)
        {
            assert_eq!(Slot::try_from(slot.to_string()), Ok(slot));
        }
        assert!(Slot::try_from("Disabilities".to_owned()).is_err());
        assert!(Slot::try_from("Event".to_owned()).is_err());
    }
}

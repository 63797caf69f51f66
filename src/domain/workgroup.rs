//! Workgroups: the hat a worker wears, chosen in Settings and shown on every screen.

use serde::{Deserialize, Serialize};

/// One of the workgroups that ClientTrack's users know.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
pub enum Workgroup {
    /// Everybody's.
    #[default]
    HmisUsers,
    /// Workers of a shelter.
    EmergencyShelterStaff,
    /// Who reserves shelter beds.
    ShelterReservationTeam,
    /// Who assesses households for coordinated entry.
    CoordinatedEntryAssessors,
    /// Who refers households to openings.
    PriorityListManagers,
    /// Who looks after the system.
    SystemAdministrators,
}

impl Workgroup {
    /// All of them, as the list shows them.
    pub const ALL: [Self; 6] = [
        Self::HmisUsers,
        Self::EmergencyShelterStaff,
        Self::ShelterReservationTeam,
        Self::CoordinatedEntryAssessors,
        Self::PriorityListManagers,
        Self::SystemAdministrators,
    ];

    /// Its name on screen.
    pub fn label(self) -> &'static str {
        match self {
            Self::HmisUsers => "HMIS Users",
            Self::EmergencyShelterStaff => "Emergency Shelter Staff",
            Self::ShelterReservationTeam => "Shelter Reservation Team",
            Self::CoordinatedEntryAssessors => "Coordinated Entry Assessors",
            Self::PriorityListManagers => "Priority List Managers",
            Self::SystemAdministrators => "System Administrators",
        }
    }

    /// The workgroup of this name.
    pub fn from_label(label: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|w| w.label() == label)
    }

    /// True for those who create CE Events (R-RES-5). Everybody resolves them.
    pub fn may_make_referrals(self) -> bool {
        self == Self::PriorityListManagers
    }
}

impl std::fmt::Display for Workgroup {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.label())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_res_5_only_priority_list_managers_make_referrals() {
        assert_eq!(Workgroup::ALL.into_iter().filter(|w| w.may_make_referrals()).collect::<Vec<_>>(), [Workgroup::PriorityListManagers]);
        assert_eq!(Workgroup::default().label(), "HMIS Users");
        assert!(Workgroup::ALL.into_iter().all(|w| Workgroup::from_label(w.label()) == Some(w)));
    }
}

//! What the worker set: the working context of the top bar, and how the desk looks. Kept in the store as the setting `desk`.
//!
//! The law of settings: what is missing takes its default, what is unknown is ignored, one bad line costs that line alone.

use super::guide::Followed;
use super::theme::Look;
use crate::domain::referral::Limits;
use crate::domain::workgroup::Workgroup;
use crate::domain::{Change, Commit, OrganizationId, Text};
use serde::{Deserialize, Serialize};

/// The setting's name in the store.
pub const NAME: &str = "desk";

/// The working context and the look.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Desk {
    /// The workgroup that the user acts in; it decides whether CE Events may be created (R-RES-5).
    pub workgroup: Workgroup,
    /// The organization that owns the programs into which the user may enroll.
    pub organization: Option<OrganizationId>,
    /// Where the user works today; optional, free text.
    pub location: String,
    /// Light, dark or high contrast; none for the system's light or dark.
    pub look: Option<Look>,
    /// Text scale in percent, 80 to 200.
    pub scale: u16,
    /// True where names, Social Security Numbers and dates of birth are hidden, because somebody else may see the screen.
    pub privacy: bool,
    /// By when a referral is to be acknowledged, and from when on it waits too long (R-RES-7).
    pub limits: Limits,
    /// After so many minutes without anything the desk is locked, 5 to 30.
    pub idle: u16,
    /// True where the guide stands beside the page, as soon as there is room for it.
    pub guide: bool,
    /// The referral that the guide follows.
    pub following: Option<Followed>,
}

impl Default for Desk {
    fn default() -> Self {
        Self {
            workgroup: Workgroup::default(),
            organization: None,
            location: String::new(),
            look: None,
            scale: 100,
            privacy: false,
            limits: Limits::default(),
            idle: 15,
            guide: true,
            following: None,
        }
    }
}

/// The smallest and the largest text scale, in percent.
pub const SCALES: [u16; 7] = [80, 90, 100, 125, 150, 175, 200];

impl Desk {
    /// Reads the setting; each field that cannot be read takes its default.
    pub fn read(text: &str) -> Self {
        let json: serde_json::Value = serde_json::from_str(text).unwrap_or_default();
        let mut desk = Self::default();
        desk.workgroup = part(&json, "workgroup").unwrap_or(desk.workgroup);
        desk.organization = part(&json, "organization").unwrap_or(desk.organization);
        desk.location = part(&json, "location").unwrap_or(desk.location);
        desk.look = part(&json, "look").unwrap_or(desk.look);
        desk.scale = part(&json, "scale").unwrap_or(desk.scale).clamp(80, 200);
        desk.privacy = part(&json, "privacy").unwrap_or(desk.privacy);
        desk.limits = part(&json, "limits").unwrap_or(desk.limits);
        desk.idle = part(&json, "idle").unwrap_or(desk.idle).clamp(5, 30);
        desk.guide = part(&json, "guide").unwrap_or(desk.guide);
        desk.following = part(&json, "following").unwrap_or(desk.following);
        desk
    }

    /// The commit that keeps it.
    pub fn commit(&self) -> Commit {
        let text = serde_json::to_string(self).unwrap_or_default();
        Commit::new("Settings", vec![Change::Setting { name: NAME.to_owned(), after: Text::new(text) }])
    }

    /// The next larger or smaller text scale.
    pub fn scaled(&self, larger: bool) -> u16 {
        let next = if larger { SCALES.iter().find(|s| **s > self.scale) } else { SCALES.iter().rev().find(|s| **s < self.scale) };
        next.copied().unwrap_or(self.scale)
    }
}

fn part<T: for<'de> Deserialize<'de>>(json: &serde_json::Value, name: &str) -> Option<T> {
    serde_json::from_value(json.get(name)?.clone()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ClientId, EventId};

    #[test]
    fn read_is_the_inverse_of_the_commit() {
        let following = Followed { client: ClientId::new("C1"), event: EventId::new("EV1"), exported: true, opened: true };
        let desk = Desk {
            organization: Some(OrganizationId::new("ORG2")),
            scale: 150,
            look: Some(Look::Dark),
            privacy: true,
            idle: 5,
            guide: false,
            following: Some(following),
            ..Desk::default()
        };
        let Some(Change::Setting { after, .. }) = desk.commit().changes.pop() else { panic!("a setting") };
        assert_eq!(Desk::read(after.as_str()), desk);
    }

    #[test]
    fn one_bad_field_costs_that_field_alone() {
        let desk = Desk::read(r#"{"scale":9999,"look":"Puce","location":"Front desk","idle":600,"of_tomorrow":1}"#);
        assert_eq!((desk.scale, desk.look, desk.location.as_str(), desk.idle), (200, None, "Front desk", 30));
        assert_eq!(Desk::read("not json"), Desk::default());
    }
}

//! Where a step of the guide is done, and how one comes there.

use super::Followed;
use crate::app::action::{Destination, Part};
use crate::app::screen::help::pages::Spot;

/// Where a step is done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// In Settings.
    Settings,
    /// On Home.
    Home,
    /// In the referral's CE Event.
    Event,
    /// In the client's intake.
    Intake,
    /// In the one that was begun.
    Begun,
    /// On Exchange, at what is exported.
    Export,
}

impl Target {
    /// What the button that goes there says.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Settings => "Open the settings",
            Self::Home => "Go to the open referrals",
            Self::Event => "Open the CE Event",
            Self::Intake => "Start the intake",
            Self::Begun => "Continue the intake",
            Self::Export => "Go to the export",
        }
    }

    /// True where it is in the record of the client whose referral is followed.
    pub const fn is_theirs(self) -> bool {
        matches!(self, Self::Event | Self::Intake | Self::Begun)
    }

    /// True where one is there already.
    pub const fn is(self, spot: Spot) -> bool {
        match self {
            Self::Settings => matches!(spot, Spot::Settings | Spot::Programs),
            Self::Home => matches!(spot, Spot::Home),
            Self::Event => matches!(spot, Spot::Event),
            Self::Intake | Self::Begun => {
                matches!(spot, Spot::Family | Spot::Join | Spot::Program | Spot::Universal | Spot::Assess | Spot::Finish)
            }
            Self::Export => matches!(spot, Spot::Exchange),
        }
    }

    /// The screen; none for the settings, which are no screen, and where no referral is followed.
    pub fn destination(self, followed: Option<&Followed>) -> Option<Destination> {
        match self {
            Self::Settings => None,
            Self::Home => Some(Destination::Home),
            Self::Event => followed.map(|f| Destination::Client(f.client.clone(), Part::Events(Some(f.event.clone())))),
            Self::Intake | Self::Begun => followed.map(|f| Destination::Intake(f.client.clone(), Some(f.event.clone()))),
            Self::Export => Some(Destination::Export),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{ClientId, EventId};

    #[test]
    fn a_button_leads_to_the_referral_that_is_followed() {
        let followed = Followed { client: ClientId::new("C1"), event: EventId::new("EV1"), exported: false, opened: true };
        let event = Destination::Client(followed.client.clone(), Part::Events(Some(followed.event.clone())));
        assert_eq!(Target::Event.destination(Some(&followed)), Some(event));
        assert_eq!(
            Target::Intake.destination(Some(&followed)),
            Some(Destination::Intake(followed.client.clone(), Some(followed.event.clone())))
        );
        assert_eq!(Target::Event.destination(None), None);
        assert_eq!(Target::Home.destination(None), Some(Destination::Home));
    }
}

//! What screens may see. The shell lends it; a screen holds no handle to anything.

use super::desk::Desk;
use crate::domain::directory::Directory;
use crate::domain::stamp::Stamp;
use crate::domain::{Agency, Card, ClientId, Day, Instant, OrganizationId, date};
use crate::store::Profile;

/// Lent to each `update` and `view`.
#[derive(Clone, Copy)]
pub struct Context<'a> {
    /// Every client in short.
    pub directory: &'a Directory,
    /// Organizations, programs, grants.
    pub agency: &'a Agency,
    /// The working context and the look.
    pub desk: &'a Desk,
    /// Whose desk it is.
    pub worker: &'a Profile,
    /// The names of the drafts that the store keeps.
    pub drafts: &'a [String],
    /// Random bytes of this message, for identifiers.
    pub seed: [u8; 16],
    /// The time of this message or frame.
    pub now: Instant,
    /// True where the store may be read but not written.
    pub read_only: bool,
}

impl<'a> Context<'a> {
    /// The day of work.
    pub fn today(&self) -> Day {
        self.now.date()
    }

    /// Bytes for the `n`th fresh identifier of this message.
    pub fn fresh(&self, n: u8) -> [u8; 16] {
        let mut bytes = self.seed;
        bytes[15] = bytes[15].wrapping_add(n);
        bytes
    }

    /// True where large text leaves so little room that the menu of a record stands above its part, and the navigation shows icons.
    pub fn narrow(&self) -> bool {
        self.desk.scale >= 150
    }

    /// Who changes something, and when.
    pub fn stamp(&self) -> Stamp {
        Stamp { user: self.worker.user.clone(), now: self.now }
    }

    /// The organization chosen in Settings, if it is one of the agency's.
    pub fn organization(&self) -> Option<&'a OrganizationId> {
        self.desk.organization.as_ref().filter(|id| self.agency.organization(id).is_some())
    }

    /// The name of the chosen organization, or words that ask for it.
    pub fn organization_name(&self) -> String {
        let name = self.organization().and_then(|id| self.agency.organization(id)).map(|o| o.organization_name.as_str().to_owned());
        name.unwrap_or_else(|| "No organization chosen".to_owned())
    }

    /// The card of a client.
    pub fn card(&self, id: &ClientId) -> Option<&'a Card> {
        self.directory.get(id)
    }

    /// The name of a client as a person reads it.
    pub fn client_name(&self, id: &ClientId) -> String {
        self.card(id).map_or_else(|| format!("Client {id}"), Card::name)
    }

    /// Age in words today: `39 years`.
    pub fn age(&self, born: Option<Day>) -> String {
        match born.and_then(|b| date::age(b, self.today())) {
            Some(1) => "1 year".to_owned(),
            Some(years) => format!("{years} years"),
            None => "age not known".to_owned(),
        }
    }
}

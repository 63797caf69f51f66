//! What screens may see. The shell lends it; a screen holds no handle to anything.

use super::backups::Backups;
use super::begun::{Since, Whose};
use super::desk::Desk;
use super::session::discard::Discarded;
use super::theme::space;
use super::toast::Toasts;
use crate::domain::coc::Cocs;
use crate::domain::directory::Directory;
use crate::domain::hud::{ProjectType, ReferralResult};
use crate::domain::intake::{Owing, OwingHousehold};
use crate::domain::merge::Written;
use crate::domain::naming::{Book, HIDDEN, READABLE, nameless};
use crate::domain::stamp::Stamp;
use crate::domain::{Agency, Card, ClientId, Day, EventId, FieldId, Instant, OrganizationId, Text, at, date, id};
use crate::store::Profile;
use crate::transfer::{Ahead, Exports};
use iced::Size;
use std::path::Path;

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
    /// Whose they are, where their names do not say it.
    pub whose: &'a Whose,
    /// On which days intakes were begun, where that is known.
    pub since: &'a Since,
    /// What was given up last, while it can be brought back.
    pub discarded: &'a [Discarded],
    /// The answers that are owed of what was written here.
    pub owing: &'a Owing,
    /// What is known of the backups.
    pub backups: &'a Backups,
    /// The folder in which a file to write is proposed.
    pub documents: &'a Path,
    /// Random bytes of this message, for identifiers.
    pub seed: [u8; 16],
    /// The time of this message or frame.
    pub now: Instant,
    /// True where the store may be read but not written.
    pub read_only: bool,
    /// How far ahead of the HMIS the desk is.
    pub unsent: Ahead,
    /// The exports that were written.
    pub exports: &'a Exports,
    /// The CoCs of which there can be an export, as far as they were looked for.
    pub cocs: &'a Cocs,
    /// What was written here, and the HMIS has not told of, in the charts that the screen asked for last.
    pub written: &'a Written,
    /// The notices, from which something may be taken back by a key; none in `update`, which asks for it.
    pub toasts: Option<&'a Toasts>,
    /// The CE Event that is open in its form, and the result that stands there, saved or not.
    pub chosen: Option<(&'a EventId, Option<ReferralResult>)>,
    /// The type of the program of the household that is worked on; none in `update`.
    pub program: Option<ProjectType>,
    /// The room there is; zero in `update`, where nothing is laid out.
    pub room: Room,
}

/// The room for a view, px at the text scale of the desk: larger text makes it smaller.
#[derive(Debug, Clone, Copy, PartialEq, Default)]
pub struct Room {
    /// The whole window.
    pub window: Size,
    /// The part of it that a screen has, inside the frame and its padding.
    pub page: Size,
}

/// Narrower than this, px, a window is too narrow for navigation, menu and page side by side.
const WIDE: f32 = 1000.0;
/// Lower than this, px, it has no lines to give away.
const HIGH: f32 = 600.0;

impl<'a> Context<'a> {
    /// The day of work.
    pub fn today(&self) -> Day {
        self.now.date()
    }

    /// Bytes for the `n`th fresh identifier of this message.
    pub fn fresh(&self, n: u8) -> [u8; 16] {
        id::nth(self.seed, u16::from(n))
    }

    /// True where a small window or large text leaves so little room that the menu of a record stands above its part, and the
    /// navigation shows icons.
    pub fn narrow(&self) -> bool {
        self.room.window.width < WIDE
    }

    /// True where a small window or large text leaves so few lines that what explains a page gives its room to what is worked on: F1 says it.
    pub fn low(&self) -> bool {
        self.room.window.height < HIGH
    }

    /// What stays free beside a page, px.
    pub fn side(&self) -> f32 {
        if self.narrow() { space::S12 } else { space::S24 }
    }

    /// What stays free above and below a page, px.
    pub fn edge(&self) -> f32 {
        if self.low() { space::S4 } else { space::S24 }
    }

    /// What stays free above and below what is in a bar of the frame, px.
    pub fn bar(&self) -> f32 {
        if self.low() { space::S4 } else { space::S8 }
    }

    /// What stays free inside of the card of a form, px.
    pub fn inside(&self) -> f32 {
        if self.low() { space::S12 } else { space::S20 }
    }

    /// Between the fields of a form, px.
    pub fn between(&self) -> f32 {
        if self.low() { space::S12 } else { space::S16 }
    }

    /// The widest that a form gets: lines of a length that is read well, and all there is where little would be left beside it.
    pub fn form(&self) -> f32 {
        if self.narrow() { f32::INFINITY } else { space::FORM }
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

    /// Who answers to what was typed into a search, best first, at most `limit`; of namesakes those first with whom the chosen organization
    /// has to do.
    pub fn people(&self, typed: &str, limit: usize) -> Vec<ClientId> {
        let mut hits = self.directory.search(typed, limit, self.today());
        self.directory.nearer_first(&mut hits, self.agency, self.organization());
        hits.into_iter().map(|hit| hit.client).collect()
    }

    /// The card of a client.
    pub fn card(&self, id: &ClientId) -> Option<Card> {
        self.directory.get(id)
    }

    /// What the household of a client owes of answers in the programs of the chosen organization.
    pub fn owed(&self, client: &ClientId) -> Option<OwingHousehold> {
        self.owing.of(&self.card(client)?, self.agency, self.organization()?)
    }

    /// Where names are looked up, and whether they may be said.
    pub fn book(&self) -> Book<'a> {
        Book { agency: self.agency, directory: self.directory, privacy: self.desk.privacy }
    }

    /// The name of a client as a person reads it. Privacy mode says the client ID, so that people stay apart.
    pub fn client_name(&self, id: &ClientId) -> String {
        self.book().client_name(id)
    }

    /// The first name alone, where who is spoken of is on the screen with the others of the household; as `client_name` where there is none.
    pub fn first_name(&self, id: &ClientId) -> String {
        let first = self.card(id).map(|card| card.first.to_string()).filter(|first| !first.is_empty() && !self.desk.privacy);
        first.unwrap_or_else(|| self.client_name(id))
    }

    /// As `client_name`.
    pub fn name(&self, card: &Card) -> String {
        if self.desk.privacy { nameless(&card.client) } else { card.name() }
    }

    /// A client ID, where it is one that people read and type: a long one was drawn by a program and tells nobody anything. In privacy mode
    /// it stands in place of the name already.
    pub fn client_id(&self, id: &ClientId) -> Option<String> {
        Some(id.to_string()).filter(|id| !self.desk.privacy && id.chars().count() <= READABLE)
    }

    /// When somebody was born, in words: `born 3/14/1987`.
    pub fn born(&self, born: Option<Day>) -> String {
        match born {
            _ if self.desk.privacy => format!("date of birth {HIDDEN}"),
            Some(day) => format!("born {}", date::show(day)),
            None => "date of birth not known".to_owned(),
        }
    }

    /// A Social Security Number, of which at most the last four digits show: `SSN •••-••-6095`.
    pub fn ssn(&self, number: &Text) -> String {
        match number {
            number if number.is_blank() => "no SSN".to_owned(),
            number => format!("SSN {}", self.in_words(at::client::SSN, number.as_str())),
        }
    }

    /// True where privacy mode hides what stands in this field.
    pub fn hides(&self, field: FieldId) -> bool {
        self.book().hides(field)
    }

    /// A cell as a person reads it; of a Social Security Number at most the last four digits.
    pub fn in_words(&self, field: FieldId, cell: &str) -> String {
        self.book().in_words(field, cell)
    }

    /// Age in words today: `39 years old`.
    pub fn age(&self, born: Option<Day>) -> String {
        match born.and_then(|b| date::age(b, self.today())) {
            Some(1) => "1 year".to_owned(),
            Some(years) => format!("{years} years old"),
            None => "age not known".to_owned(),
        }
    }
}

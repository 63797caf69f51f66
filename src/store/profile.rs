//! Whose store it is.

use super::records::Records;
use crate::domain::{Change, Text, UserId};
use serde::{Deserialize, Serialize};

/// The worker: every commit bears this.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Profile {
    /// The name, as colleagues know it.
    pub name: String,
    /// The HMIS user id.
    pub user: UserId,
}

impl Profile {
    const NAME: &'static str = "worker.name";
    const USER: &'static str = "worker.user";

    /// A worker of this name; their id in the files is its letters and digits, at most 32.
    pub fn new(name: &str) -> Self {
        let letters: String = name.chars().filter(|c| c.is_alphanumeric()).take(32).collect();
        let user = UserId::new(if letters.is_empty() { "worker".to_owned() } else { letters });
        Self { name: name.trim().to_owned(), user }
    }

    /// The changes that make this the store's profile.
    pub fn changes(&self) -> Vec<Change> {
        let set = |name: &str, after: &str| Change::Setting { name: name.to_owned(), after: Text::new(after) };
        vec![set(Self::NAME, &self.name), set(Self::USER, self.user.as_str())]
    }

    pub(super) fn of(records: &Records) -> Self {
        let text = |name| records.setting(name).unwrap_or_default();
        Self { name: text(Self::NAME).as_str().to_owned(), user: UserId::new(text(Self::USER).as_str()) }
    }
}

//! What a state says of itself: its form, how far it goes, and what must be there.

use crate::store::deck;
use serde::{Deserialize, Serialize};

/// The form in which this program keeps the state. A state of another form is made again from the journal, never read: count it up with
/// each change of what is kept here (of what a card is packed as, too). The first form had no number, so its [`Meta`] does not decode.
pub const FORM: u16 = 14;

/// What was applied last, and what must be there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Meta {
    /// The form of everything beside it.
    pub form: u16,
    /// The number of the last commit.
    pub sequence: u64,
    /// The hash of its last frame: to which journal this state belongs.
    pub hash: [u8; 32],
    /// The next free row number.
    pub next: u64,
    /// How many clients there are.
    pub clients: u64,
    /// How many rows, of clients and of the agency.
    pub rows: u64,
    /// How far the cards go.
    pub deck: deck::Mark,
}

impl Meta {
    /// True where both are of the same records, however each keeps its cards.
    pub fn tells_the_same(&self, other: &Self) -> bool {
        Self { deck: other.deck, ..self.clone() } == *other
    }
}

impl Default for Meta {
    fn default() -> Self {
        Self { form: FORM, sequence: 0, hash: [0; 32], next: 0, clients: 0, rows: 0, deck: deck::Mark::default() }
    }
}

/// The cause for which a state of another version is made anew.
pub const OTHER_FORM: &str = "the database is of another form";

/// The form of a state that is half written: none.
pub const TORN: u16 = 0;

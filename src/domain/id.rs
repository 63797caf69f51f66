//! Typed identifiers. HUD's are strings of at most 32 characters, unique within their file and stable across exports (R-CSV-8).

use super::entry::Entry;
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::fmt;

macro_rules! identifiers {
    ($($(#[$doc:meta])* $name:ident),* $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub struct $name(Box<str>);

        impl $name {
            /// An identifier as it came, without the spaces around it.
            pub fn new(text: impl AsRef<str>) -> Self {
                Self(text.as_ref().trim().into())
            }

            /// A fresh identifier from 16 random bytes: 32 hexadecimal digits.
            pub fn from_random(bytes: [u8; 16]) -> Self {
                Self(hex(bytes).into())
            }

            /// The text of it.
            pub fn as_str(&self) -> &str {
                &self.0
            }

            /// True where the cell was empty.
            pub fn is_blank(&self) -> bool {
                self.0.is_empty()
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl Entry for $name {
            fn parse(text: &str) -> Self {
                Self::new(text)
            }
            fn peek(&self) -> Cow<'_, str> {
                Cow::Borrowed(self.as_str())
            }
        }
    )*};
}

identifiers! {
    /// HUD `PersonalID`.
    ClientId,
    /// HUD `EnrollmentID`.
    EnrollmentId,
    /// HUD `EventID`.
    EventId,
    /// HUD `HouseholdID`: one household's one stay in one project (R-ENR-8).
    HouseholdId,
    /// HUD `ProjectID`. Users say program.
    ProjectId,
    /// HUD `OrganizationID`.
    OrganizationId,
    /// HUD `UserID`.
    UserId,
    /// HUD `ExportID`.
    ExportId,
}

/// The `n`th of the identifiers that one draw of random bytes gives.
pub fn nth(seed: [u8; 16], n: u16) -> [u8; 16] {
    let mut bytes = seed;
    let last = u16::from_be_bytes([bytes[14], bytes[15]]).wrapping_add(n).to_be_bytes();
    bytes[14..].copy_from_slice(&last);
    bytes
}

/// A fresh identifier of a row whose file has no type of its own for it: 32 hexadecimal digits.
pub fn hex(bytes: [u8; 16]) -> String {
    bytes.iter().fold(String::with_capacity(32), |mut out, byte| {
        out.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
        out.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        out
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fresh_id_fits_hud_s32() {
        let id = ClientId::from_random([0xA5; 16]);
        assert_eq!(id.as_str(), "a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5a5");
    }
}

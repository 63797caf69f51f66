//! Hashed exports (R-CSV-15): SHA-256 in the four columns of `Client.csv` that say who somebody is, and in no others.

use crate::domain::soundex::soundex;
use crate::domain::{FieldId, File, at};
use sha2::{Digest, Sha256};

/// Names, of whose sound the hash is made.
const NAMES: [FieldId; 3] = [at::client::FIRST_NAME, at::client::MIDDLE_NAME, at::client::LAST_NAME];
/// Characters of a Social Security Number that stay in sight.
const LAST_FOUR: usize = 4;

/// What is written in the place of a cell.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Hashed {
    /// The cell says nothing of who somebody is: as it is.
    Plain,
    /// This.
    As(String),
    /// Nothing, since it has not the form that HUD hashes.
    Left,
}

/// What is written for a cell of this file and column. A blank one stays blank.
pub(super) fn hashed(file: File, column: usize, text: &str) -> Hashed {
    let is = |field: &FieldId| field.file == file && usize::from(field.column) == column;
    if text.is_empty() {
        Hashed::Plain
    } else if NAMES.iter().any(is) {
        Hashed::As(hex(&soundex(text)))
    } else if is(&at::client::SSN) {
        number(text)
    } else {
        Hashed::Plain
    }
}

/// The last four characters as they are, and the hash of all nine; a digit that is not known is a small `x`.
fn number(text: &str) -> Hashed {
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | ' ')).map(|c| c.to_ascii_lowercase()).collect();
    let known = bare.bytes().all(|b| b.is_ascii_digit() || b == b'x');
    match bare.len().checked_sub(LAST_FOUR).and_then(|at| bare.get(at..)) {
        Some(last) if bare.len() == 9 && known => Hashed::As(format!("{last}{}", hex(&bare))),
        _ => Hashed::Left,
    }
}

/// HUD does not say how the digits above nine are written; HMIS write small letters.
fn hex(text: &str) -> String {
    Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(field: FieldId, text: &str) -> Hashed {
        hashed(field.file, usize::from(field.column), text)
    }

    /// By `printf R163 | sha256sum`, and so on.
    #[test]
    fn r_csv_15_by_hand() {
        let robert = "9841ba9e86d8bbc72379d20791640a315e5c20ec9f75b5550b12b894af26f47f";
        assert_eq!(cell(at::client::FIRST_NAME, "Robert"), Hashed::As(robert.to_owned()));
        assert_eq!(cell(at::client::MIDDLE_NAME, "rupert"), Hashed::As(robert.to_owned()), "what sounds alike");
        let nunez = "ed72458858e4f21edd9e21dafd4964f3aba4095db9a58052b9e8aef58319b350";
        assert_eq!(cell(at::client::LAST_NAME, "Núñez"), Hashed::As(nunez.to_owned()));
        let number = "6789978e6198ea2c3ccd2dfd6b55095219116d95219dd81eb264deb27fafa69ae822";
        assert_eq!(cell(at::client::SSN, "212456789"), Hashed::As(number.to_owned()));
        assert_eq!(cell(at::client::SSN, "212-45-6789"), Hashed::As(number.to_owned()));
        let partial = "1234aa3e65d317a9d9f5f1b0d6d70b68602c8ac4d0e99ee7b0c3e6d16bde271fe50b";
        assert_eq!(cell(at::client::SSN, "XXXXX1234"), Hashed::As(partial.to_owned()), "a small x before hashing");
    }

    #[test]
    fn r_csv_15_only_these_four_columns() {
        for field in [at::client::NAME_SUFFIX, at::client::DOB, at::client::PERSONAL_ID, at::client::SSN_DATA_QUALITY] {
            assert_eq!(cell(field, "Robert"), Hashed::Plain, "{field:?}");
        }
        assert_eq!(cell(at::user::USER_FIRST_NAME, "Robert"), Hashed::Plain);
        assert_eq!(cell(at::client::FIRST_NAME, ""), Hashed::Plain, "blank stays blank");
        for odd in ["12", "none", "2124567890", "212-45-67é9"] {
            assert_eq!(cell(at::client::SSN, odd), Hashed::Left, "{odd}");
        }
    }
}

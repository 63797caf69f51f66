//! The passphrase, and whether a new one is good enough.
//!
//! Length is all that is asked for, and that it is not what everybody would try first. That is judged by its build, since no list of
//! known passphrases is long enough: what a row of keys, a repetition, a name or a well-known word adds to the length does not count.

use std::fmt;
use unicode_normalization::UnicodeNormalization;
use zeroize::{Zeroize, ZeroizeOnDrop, Zeroizing};

/// A passphrase; wiped when dropped, silent in `Debug`.
#[derive(Clone, Zeroize, ZeroizeOnDrop)]
pub struct Passphrase(String);

impl Passphrase {
    /// As it was typed; only a line end after it is cut off.
    pub fn new(text: impl Into<String>) -> Self {
        let mut text: String = text.into();
        text.truncate(text.trim_end_matches(['\r', '\n']).len());
        Self(text)
    }

    /// The text, to be judged.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The same whatever keyboard it was typed on: one keyboard gives an `ä` as one character, another as two (NFC).
    pub(super) fn normal(&self) -> Zeroizing<String> {
        // As long as it can become at once: a string that grows leaves copies behind.
        let mut normal = Zeroizing::new(String::with_capacity(self.0.len() * 3));
        normal.extend(self.0.nfc());
        normal
    }
}

impl fmt::Debug for Passphrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Passphrase")
    }
}

/// The least length: characters, or words.
const CHARACTERS: usize = 15;
const WORDS: usize = 5;
/// So many characters must be left once the foreseeable ones are taken away.
const UNFORESEEN: usize = 10;

const TOO_SHORT: &str = "The passphrase is too short. Use at least 15 characters, or five words; spaces are welcome.";
const FORESEEABLE: &str = "This passphrase is among the first that anybody would try: too much of it is a name, a well-known word, a row of keys or a \
                           repetition. Choose words that only you put together.";

/// Words that stand in passphrases everywhere, and whole ones that everybody knows; each counts as one character.
const COMMON: [&str; 64] = [
    "correcthorsebatterystaple",
    "thequickbrownfox",
    "jumpsoverthelazydog",
    "maytheforcebewithyou",
    "tobeornottobe",
    "onetwothreefour",
    "openthedoor",
    "opensesame",
    "mypassword",
    "mypassphrase",
    "passphrase",
    "passwort",
    "password",
    "passcode",
    "contrasena",
    "motdepasse",
    "iloveyou",
    "letmein",
    "welcome",
    "whatever",
    "trustno",
    "changeme",
    "default",
    "administrator",
    "admin",
    "login",
    "master",
    "secret",
    "private",
    "computer",
    "internet",
    "keyboard",
    "dragon",
    "monkey",
    "princess",
    "sunshine",
    "superman",
    "batman",
    "starwars",
    "pokemon",
    "football",
    "baseball",
    "basketball",
    "soccer",
    "hockey",
    "summer",
    "winter",
    "spring",
    "autumn",
    "monday",
    "friday",
    "january",
    "february",
    "september",
    "october",
    "november",
    "december",
    "wayhome",
    "hmis",
    "coordinatedentry",
    "shelter",
    "housing",
    "referral",
    "homeless",
];

/// Rows along which fingers run.
const ROWS: [&str; 12] = [
    "abcdefghijklmnopqrstuvwxyz",
    "12345678901234567890",
    "qwertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "qwertzuiop",
    "yxcvbnm",
    "azertyuiop",
    "qsdfghjklm",
    "wxcvbn",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p",
];

/// Whether a new passphrase of this worker is good enough: at least 15 characters or 5 words, and none that everybody tries first.
///
/// # Errors
/// A sentence that says what to do.
pub fn check_passphrase(text: &str, worker: &str) -> Result<(), &'static str> {
    let normal = Passphrase::new(text).normal();
    if normal.chars().count() < CHARACTERS && normal.split_whitespace().count() < WORDS {
        return Err(TOO_SHORT);
    }
    if unforeseen(&normal, worker) < UNFORESEEN { Err(FORESEEABLE) } else { Ok(()) }
}

/// How many characters do not follow from those before them, from the worker's name, or from a well-known word.
fn unforeseen(text: &str, worker: &str) -> usize {
    let plain: Zeroizing<Vec<char>> = Zeroizing::new(text.to_lowercase().chars().filter(|c| !c.is_whitespace()).collect());
    let known = known(&plain, worker);
    let mut count = 0;
    let mut ways = 0;
    for (at, c) in plain.iter().enumerate() {
        let before = at.checked_sub(1).map(|before| plain[before]);
        let next = before.map_or(0, |before| ways_along(before, *c));
        let foreseen = known[at] || before == Some(*c) || next & ways != 0 || repeats(&plain, at);
        count += usize::from(!foreseen);
        ways = next;
    }
    count
}

/// For each character, whether it stands in a known word, other than as its first one.
fn known(plain: &[char], worker: &str) -> Vec<bool> {
    let name = worker.to_lowercase();
    let parts = name.split(|c: char| !c.is_alphanumeric()).filter(|part| part.chars().count() > 2);
    let words: Vec<Vec<char>> = COMMON.iter().copied().chain(parts).map(|word| word.chars().collect()).collect();
    let mut known = vec![false; plain.len()];
    for word in words {
        for at in 0..(plain.len() + 1).saturating_sub(word.len()) {
            if plain[at..].iter().zip(&word).all(|(typed, meant)| reads_as(*typed, *meant)) {
                known[at + 1..at + word.len()].fill(true);
            }
        }
    }
    known
}

/// A letter, or what is written for it: `p4$$w0rd`.
fn reads_as(typed: char, meant: char) -> bool {
    let written = match meant {
        'a' => "4@",
        'b' => "8",
        'e' => "3",
        'g' => "9",
        'i' => "1!",
        'l' => "1!",
        'o' => "0",
        's' => "5$",
        't' => "7+",
        _ => "",
    };
    typed == meant || written.contains(typed)
}

/// The rows along which a character follows from the one before: one bit for each row and direction.
fn ways_along(before: char, c: char) -> u32 {
    let pair = |row: &str, a: char, b: char| row.chars().zip(row.chars().skip(1)).any(|pair| pair == (a, b));
    let ways = ROWS.iter().flat_map(|row| [pair(row, before, c), pair(row, c, before)]);
    ways.enumerate().fold(0, |ways, (at, goes)| ways | u32::from(goes) << at)
}

/// True where this character and the two before it stood together earlier.
fn repeats(plain: &[char], at: usize) -> bool {
    let Some(from) = at.checked_sub(2) else { return false };
    let three = &plain[from..=at];
    plain[..at].windows(3).any(|earlier| earlier == three)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(text: &str) -> Result<(), &'static str> {
        check_passphrase(text, "Mai Green")
    }

    #[test]
    fn passphrases_need_length_and_nothing_else() {
        for good in [
            "a lot of small words",
            "wir fünf gehen heim",
            "blåbærsyltetøy!!",
            "he is in my ox",
            "harbor lights over birch water",
            "five words that open it",
            "only invented people here",
            "now there are five other words",
            "summer rain over housing roofs",
            "Tr7-pq!zz0-Lw2kx",
            "今日は雨が降っているけど出かけよう",
        ] {
            assert_eq!(check(good), Ok(()), "{good}");
        }
        assert_eq!(check("short"), Err(TOO_SHORT));
        assert_eq!(check("fourteen chars"), Err(TOO_SHORT));
        assert_eq!(check("fifteen chars ok"), Ok(()));
    }

    #[test]
    fn what_everybody_tries_first_is_refused() {
        for bad in [
            "aaaaaaaaaaaaaaaaaaaa",
            "a b c d e",
            "a a a a a",
            "1234567890123456",
            "9876543210987654",
            "qwertyuiopasdfgh",
            "1q2w3e4r5t6y7u8i",
            "1qaz2wsx3edc4rfv",
            "azertyuiopqsdfgh",
            "abcabcabcabcabcabc",
            "harbor harbor harbor",
            "password password",
            "P4$$w0rd P4$$w0rd!",
            "Correct Horse Battery Staple",
            "the quick brown fox",
            "iloveyouiloveyou1",
            "letmeinletmeinletmein",
            "Mai Green Mai Green 1",
            "greengreenmai2026",
            "wayhome wayhome wayhome",
            "wayhome-housing-2026",
            "Summer2026Summer2026",
        ] {
            assert_eq!(check(bad), Err(FORESEEABLE), "{bad}");
        }
    }

    #[test]
    fn the_same_word_is_the_same_passphrase_on_every_keyboard() {
        let (one, two) = (Passphrase::new("f\u{fc}nf W\u{f6}rter"), Passphrase::new("fu\u{308}nf Wo\u{308}rter\n"));
        assert_ne!(one.as_str(), two.as_str());
        assert_eq!(*one.normal(), *two.normal());
        assert_eq!(format!("{one:?}"), "Passphrase");
    }
}

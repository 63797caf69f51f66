//! Social Security Numbers: nine characters, `x` for each digit that is not known (HUD 3.02, R-SSN-1).

use super::entry::Text;

/// What somebody typed for a number: nine digits with or without separators, `x` for unknown ones, or the last four alone.
/// None where it is no such thing; blank text is a blank number.
pub fn typed(text: &str) -> Option<Text> {
    let bare: String = text.chars().filter(|c| !matches!(c, '-' | ' ' | '.')).map(|c| c.to_ascii_lowercase()).collect();
    let known = bare.chars().all(|c| c.is_ascii_digit() || c == 'x');
    match bare.len() {
        0 => Some(Text::default()),
        4 if known && !bare.contains('x') => Some(Text::new(format!("xxxxx{bare}"))),
        9 if known => Some(Text::new(bare)),
        _ => None,
    }
}

/// A number as it may be shown: `•••-••-1234`, with `•` also for unknown digits. Blank where there is none.
pub fn masked(ssn: &Text) -> String {
    match last_four(ssn.as_str()) {
        _ if ssn.is_blank() => String::new(),
        Some(four) => format!("•••-••-{}", four.replace('x', "•")),
        None => "•••-••-••••".to_owned(),
    }
}

/// A number as it is typed elsewhere, whole: `123-45-6789`. What is no such number stays as it is.
pub fn grouped(ssn: &Text) -> String {
    match ssn.as_str() {
        text if is_well_formed(ssn) => format!("{}-{}-{}", &text[..3], &text[3..5], &text[5..]),
        text => text.to_owned(),
    }
}

/// The last four characters of a well-formed number; `x` where a digit is not known.
pub fn last_four(ssn: &str) -> Option<&str> {
    has_nine(ssn).then(|| ssn.get(5..)).flatten()
}

/// R-SSN-1: nine characters, digits and `x` alone.
pub fn is_well_formed(ssn: &Text) -> bool {
    has_nine(ssn.as_str())
}

fn has_nine(ssn: &str) -> bool {
    ssn.len() == 9 && ssn.bytes().all(|b| b.is_ascii_digit() || b.eq_ignore_ascii_case(&b'x'))
}

/// True for a well-formed number without an unknown digit.
pub fn is_complete(ssn: &Text) -> bool {
    is_well_formed(ssn) && ssn.as_str().bytes().all(|b| b.is_ascii_digit())
}

/// Why a well-formed number cannot be anybody's (R-SSN-2).
pub fn issue(ssn: &Text) -> Option<&'static str> {
    let digits = ssn.as_str().as_bytes();
    let (Some(area), Some(group), Some(serial)) = (digits.get(..3), digits.get(3..5), digits.get(5..9)) else { return None };
    if serial.iter().any(|b| b.eq_ignore_ascii_case(&b'x')) {
        return Some("The last four digits are missing");
    }
    if serial == b"0000" {
        return Some("No SSN ends in 0000");
    }
    if area == b"000" || area == b"666" || area[0] == b'9' {
        return Some("No SSN begins with 000, 666 or 9");
    }
    if group == b"00" {
        return Some("No SSN has 00 in the middle");
    }
    is_placeholder(ssn).then_some("The number is a placeholder")
}

/// True for the numbers that people type when they have none: one digit nine times, or a run up or down, rotated too
/// (R-SSN-2, R-SSN-4).
pub fn is_placeholder(ssn: &Text) -> bool {
    let digits = ssn.as_str().as_bytes();
    if !is_complete(ssn) {
        return false;
    }
    // Nine digits run in steps of one through the ten digits, or through 1 to 9 and round again.
    let run = |step: u8, size: u8, first: u8| {
        let inside = digits.iter().all(|d| *d >= first);
        inside && digits.windows(2).all(|w| (w[0] - first + step) % size == (w[1] - first) % size)
    };
    digits.windows(2).all(|w| w[0] == w[1])
        || [(1, 10, b'0'), (9, 10, b'0'), (1, 9, b'1'), (8, 9, b'1')].iter().any(|(s, z, f)| run(*s, *z, *f))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r_ssn_1_what_is_typed() {
        for (text, kept) in [
            ("123-45-6789", "123456789"),
            (" 123 45 6789 ", "123456789"),
            ("1234", "xxxxx1234"),
            ("XXXXX1234", "xxxxx1234"),
            ("xxx-xx-1234", "xxxxx1234"),
            ("", ""),
        ] {
            assert_eq!(typed(text), Some(Text::new(kept)), "{text}");
        }
        for text in ["123", "12345", "x234", "12345678a", "1234567890", "１２３４", "123456789x"] {
            assert_eq!(typed(text), None, "{text}");
        }
    }

    #[test]
    fn only_the_last_four_are_shown() {
        assert_eq!(masked(&Text::new("123456789")), "•••-••-6789");
        assert_eq!(masked(&Text::new("xxxxx12x4")), "•••-••-12•4");
        assert_eq!(masked(&Text::new("12345")), "•••-••-••••");
        assert_eq!(masked(&Text::default()), "");
    }

    #[test]
    fn r_ssn_2_numbers_that_are_nobodys() {
        for bad in [
            "123450000",
            "000121234",
            "666121234",
            "900121234",
            "212001234",
            "111111111",
            "123456789",
            "345678901",
            "345678912",
            "987654321",
            "321987654",
            "xxxxx0000",
            "12345xxxx",
        ] {
            assert!(issue(&Text::new(bad)).is_some(), "{bad}");
        }
        for good in ["212341234", "xxxxx1234", "123456798"] {
            assert_eq!(issue(&Text::new(good)), None, "{good}");
        }
    }
}

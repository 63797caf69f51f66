//! How wide text is in print, and where a line of it ends.

use skrifa::instance::{LocationRef, Size};
use skrifa::{FontRef, MetadataProvider};

/// Running text.
pub const REGULAR: &[u8] = include_bytes!("../../../resources/fonts/Inter-Regular.otf");
/// Titles and what is typed.
pub const STRONG: &[u8] = include_bytes!("../../../resources/fonts/Inter-SemiBold.otf");
/// Kerning and ligatures may make a line a little wider than its letters are, as a part of it.
const SLACK: f32 = 1.02;
/// Where a font cannot be read, each letter is as wide as this part of its height.
const GUESS: f32 = 0.7;

/// How wide letters of a font are.
pub struct Measure {
    font: Option<FontRef<'static>>,
}

impl Measure {
    /// Of this font.
    pub fn of(font: &'static [u8]) -> Self {
        Self { font: FontRef::new(font).ok() }
    }

    /// How wide a text is at a size, at most.
    pub fn width(&self, text: &str, size: f32) -> f32 {
        let Some(font) = &self.font else { return text.chars().count() as f32 * size * GUESS };
        let (charmap, metrics) = (font.charmap(), font.glyph_metrics(Size::new(size), LocationRef::default()));
        let advance = |c: char| metrics.advance_width(charmap.map(c).unwrap_or_default()).unwrap_or(size * GUESS);
        text.chars().map(advance).sum::<f32>() * SLACK
    }

    /// The lines of a text, none wider than this. They break between words; a word that is too wide for a line breaks anywhere.
    pub fn wrap(&self, text: &str, size: f32, width: f32) -> Vec<String> {
        let mut lines = Vec::new();
        for paragraph in text.lines() {
            let mut line = String::new();
            for word in paragraph.split_whitespace() {
                let longer = if line.is_empty() { word.to_owned() } else { format!("{line} {word}") };
                if self.width(&longer, size) <= width {
                    line = longer;
                    continue;
                }
                if !line.is_empty() {
                    lines.push(std::mem::take(&mut line));
                }
                for c in word.chars() {
                    line.push(c);
                    if self.width(&line, size) > width && line.chars().count() > 1 {
                        line.pop();
                        lines.push(std::mem::replace(&mut line, c.to_string()));
                    }
                }
            }
            if !line.is_empty() {
                lines.push(line);
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn nothing_is_lost_and_nothing_is_too_wide(text in "[a-zA-Z0-9 áß–\\n]{0,200}", width in 30.0_f32..400.0) {
            let measure = Measure::of(REGULAR);
            let lines = measure.wrap(&text, 10.0, width);
            prop_assert!(lines.iter().all(|line| measure.width(line, 10.0) <= width));
            let letters = |text: &str| text.chars().filter(|c| !c.is_whitespace()).collect::<String>();
            prop_assert_eq!(letters(&lines.concat()), letters(&text));
        }
    }

    #[test]
    fn wide_letters_are_wider_than_narrow_ones() {
        let measure = Measure::of(STRONG);
        assert!(measure.width("WWWW", 10.0) > measure.width("iiii", 10.0) * 2.0);
    }
}

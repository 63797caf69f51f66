//! How wide words are. To shape a text takes a tenth of a millisecond, and a frame asks for hundreds that were asked for in the frame
//! before: widths are remembered. Of a text only its hash is, so that nothing of a client stays.

use iced::advanced::text::{Alignment, LineHeight, Paragraph as _, Shaping, Text, Wrapping};
use iced::alignment::Vertical;
use iced::{Font, Pixels, Renderer, Size};
use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};

/// So many widths are remembered; then all are forgotten, since most are of texts that are gone.
const MOST: usize = 1 << 14;

#[derive(Default)]
struct Known {
    widths: HashMap<u64, f32>,
    hasher: RandomState,
}

thread_local! {
    static KNOWN: RefCell<Known> = RefCell::default();
}

/// How wide a text is on one line, px.
pub fn width(content: &str, size: f32, font: Font) -> f32 {
    KNOWN.with_borrow_mut(|known| {
        let key = known.hasher.hash_one((content, size.to_bits(), font));
        if known.widths.len() >= MOST {
            known.widths.clear();
        }
        *known.widths.entry(key).or_insert_with(|| shaped(content, size, font))
    })
}

fn shaped(content: &str, size: f32, font: Font) -> f32 {
    let one_line = Text {
        content,
        bounds: Size::INFINITE,
        size: Pixels(size),
        line_height: LineHeight::default(),
        font,
        align_x: Alignment::Left,
        align_y: Vertical::Top,
        shaping: Shaping::Auto,
        wrapping: Wrapping::None,
    };
    <Renderer as iced::advanced::text::Renderer>::Paragraph::with_text(one_line).min_width()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::app::font;

    #[test]
    fn what_is_remembered_is_what_was_measured() {
        let texts = ["", "Rivera", "Rivera, Marisol · 11/20/2026", "Zażółć", "Row 1"];
        for _ in 0..2 {
            for (text, (size, font)) in
                texts.iter().flat_map(|text| [(13.0, font::REGULAR), (13.0, font::SEMIBOLD), (26.0, font::REGULAR)].map(|it| (text, it)))
            {
                assert_eq!(width(text, size, font), shaped(text, size, font), "{text} {size}");
            }
        }
    }

    #[test]
    fn it_does_not_grow_for_ever() {
        // A hash stands for a text.
        KNOWN.with_borrow_mut(|known| known.widths.extend((0..2 * MOST as u64).map(|hash| (hash, 0.0))));
        width("Marisol", 13.0, font::REGULAR);
        assert!(KNOWN.with_borrow(|known| known.widths.len() <= MOST));
    }
}

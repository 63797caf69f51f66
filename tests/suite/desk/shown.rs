//! What a window shows: patches drawn over what was there, and what of the words is cut.

use super::*;

/// What a window shows: each frame draws only what differs from the one before, as the toolkit's own window does.
pub struct Shown {
    pixels: tiny_skia::Pixmap,
    mask: tiny_skia::Mask,
    layers: Vec<iced_tiny_skia::Layer>,
}

impl Desk {
    /// Draws the next frame into what the window shows; the first one whole.
    pub fn paint(&mut self, before: Option<Shown>) -> Shown {
        use iced_test::renderer::graphics::{Viewport, damage};
        let theme = self.app.theme();
        let (width, height) = (self.window.width as u32, self.window.height as u32);
        let viewport = Viewport::with_physical_size(Size::new(width, height), self.app.scale());
        let base = iced::theme::Base::base(&theme);
        self.ui(|ui, renderer| {
            let frame = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
            let _ = ui.update(&[frame], mouse::Cursor::Unavailable, renderer, &mut iced_test::core::clipboard::Null, &mut Vec::new());
            ui.draw(renderer, &theme, &Style { text_color: base.text_color }, mouse::Cursor::Unavailable);
            let whole = Rectangle::with_size(viewport.logical_size());
            let (mut shown, damage) = match before {
                Some(shown) => {
                    let damage = damage::diff(&shown.layers, renderer.layers(), |l| vec![bounds(l)], iced_tiny_skia::Layer::damage);
                    (shown, if damage.is_empty() { damage } else { damage::group(damage, whole) })
                }
                None => {
                    let (pixels, mask) = (tiny_skia::Pixmap::new(width, height), tiny_skia::Mask::new(width, height));
                    (Shown { pixels: pixels.unwrap(), mask: mask.unwrap(), layers: Vec::new() }, vec![whole])
                }
            };
            shown.layers = renderer.layers().to_vec();
            renderer.draw(&mut shown.pixels.as_mut(), &mut shown.mask, &viewport, &damage, base.background_color);
            shown
        })
    }
}

impl Desk {
    /// Words that are drawn cut: they end in an ellipsis that is not theirs.
    pub fn cut(&mut self) -> Vec<String> {
        use iced_test::renderer::graphics::text::Text;
        let whole = self.seen().texts;
        let shown = self.paint(None);
        let texts = shown.layers.iter().flat_map(|layer| &layer.text).flat_map(|item| item.as_slice());
        let drawn = texts.filter_map(|text| if let Text::Cached { content, .. } = text { Some(content.clone()) } else { None });
        drawn.filter(|words| words.ends_with('…') && !whole.iter().any(|(text, _)| text == words)).collect()
    }
}

fn bounds(layer: &iced_tiny_skia::Layer) -> Rectangle {
    iced_test::renderer::graphics::Layer::bounds(layer)
}

impl Shown {
    /// The pixels that differ from another by more than a softened edge that was drawn twice: their box, and how many.
    pub fn differs(&self, other: &Self) -> Option<(Rectangle<u32>, usize)> {
        let width = self.pixels.width();
        let pairs = self.pixels.pixels().iter().zip(other.pixels.pixels()).enumerate();
        let far = |(a, b): (&tiny_skia::PremultipliedColorU8, &tiny_skia::PremultipliedColorU8)| {
            [a.red().abs_diff(b.red()), a.green().abs_diff(b.green()), a.blue().abs_diff(b.blue())].into_iter().max() > Some(64)
        };
        let places: Vec<(u32, u32)> = pairs.filter(|(_, pair)| far(*pair)).map(|(at, _)| (at as u32 % width, at as u32 / width)).collect();
        let span = |side: fn(&(u32, u32)) -> u32| {
            let sides = places.iter().map(side);
            Some((sides.clone().min()?, sides.max()?))
        };
        let ((left, right), (top, bottom)) = (span(|p| p.0)?, span(|p| p.1)?);
        Some((Rectangle { x: left, y: top, width: right + 1 - left, height: bottom + 1 - top }, places.len()))
    }

    /// The picture: width, height, and red, green, blue for each pixel.
    pub fn picture(&self) -> (u32, u32, Vec<u8>) {
        // The window's bytes are blue first.
        let rgb = self.pixels.pixels().iter().flat_map(|p| [p.blue(), p.green(), p.red()]).collect();
        (self.pixels.width(), self.pixels.height(), rgb)
    }
}

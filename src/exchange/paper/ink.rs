//! Pages as the bytes of a PDF.

use super::layout::{BOX, Item, MARGIN, PAGE, Page};
use super::measure::{REGULAR, STRONG};
use crate::domain::Instant;
use chrono::{Datelike, Timelike};
use krilla::Document;
use krilla::color::rgb;
use krilla::geom::{PathBuilder, Point, Rect};
use krilla::metadata::{DateTime, Metadata};
use krilla::num::NormalizedF32;
use krilla::page::PageSettings;
use krilla::paint::{Fill, Stroke};
use krilla::surface::Surface;
use krilla::text::{Font, TextDirection};

/// How dark what is less important is printed: a printer makes gray of it that is read well.
const FAINT: u8 = 80;

/// Draws the pages; none where the fonts cannot be used. The file says of itself no more than its title.
pub fn draw(pages: &[Page], title: &str, at: Instant) -> Option<Vec<u8>> {
    let (regular, strong) = (Font::new(REGULAR.into(), 0)?, Font::new(STRONG.into(), 0)?);
    let mut document = Document::new();
    for page in pages {
        let mut sheet = document.start_page_with(PageSettings::from_wh(PAGE.0, PAGE.1)?);
        let mut surface = sheet.surface();
        for item in &page.0 {
            put(&mut surface, item, &regular, &strong);
        }
        surface.finish();
        sheet.finish();
    }
    let part = |number: u32| u8::try_from(number).unwrap_or_default();
    let when = DateTime::new(u16::try_from(at.year()).unwrap_or_default()).month(part(at.month())).day(part(at.day()));
    let when = when.hour(part(at.hour())).minute(part(at.minute())).second(part(at.second()));
    document.set_metadata(Metadata::new().title(title.to_owned()).language("en".to_owned()).creation_date(when));
    document.finish().ok()
}

fn put(surface: &mut Surface<'_>, item: &Item, regular: &Font, strong: &Font) {
    match item {
        Item::Text { x, y, size, strong: bold, faint, text } => {
            surface.set_stroke(None);
            surface.set_fill(Some(fill(if *faint { FAINT } else { 0 })));
            let font = if *bold { strong } else { regular };
            surface.draw_text(Point::from_xy(*x, *y), font.clone(), *size, text, false, TextDirection::Auto);
        }
        Item::Box(x, y) => stroke(surface, 1.0, |path| {
            if let Some(square) = Rect::from_xywh(*x, *y, BOX, BOX) {
                path.push_rect(square);
            }
        }),
        Item::Rule(y) => stroke(surface, 0.5, |path| {
            path.move_to(MARGIN, *y);
            path.line_to(PAGE.0 - MARGIN, *y);
        }),
    }
}

fn stroke(surface: &mut Surface<'_>, width: f32, lines: impl FnOnce(&mut PathBuilder)) {
    let mut path = PathBuilder::new();
    lines(&mut path);
    if let Some(path) = path.finish() {
        surface.set_fill(None);
        surface.set_stroke(Some(Stroke { paint: rgb::Color::new(0, 0, 0).into(), width, ..Stroke::default() }));
        surface.draw_path(&path);
    }
}

fn fill(gray: u8) -> Fill {
    Fill { paint: rgb::Color::new(gray, gray, gray).into(), opacity: NormalizedF32::ONE, rule: Default::default() }
}

//! The gallery: it holds every widget in every state to the shapes that the screens keep, and draws itself to be looked at:
//! `WAYHOME_GALLERY=/tmp cargo test --test suite gallery` writes `/tmp/gallery-….png`.

use super::{Walk, headless, today};
use crate::desk::Seen;
use iced::advanced::widget::operation::{Outcome, black_box};
use iced::{Event, Size, Theme, mouse, window};
use iced_test::core::renderer::{Headless, Style};
use iced_test::futures::futures::StreamExt;
use iced_test::futures::futures::executor::block_on;
use iced_test::runtime::Action;
use iced_test::runtime::task::into_stream;
use iced_test::runtime::user_interface::{Cache, UserInterface};
use std::collections::BTreeSet;
use std::path::Path;
use wayhome::app::desk::SCALES;
use wayhome::app::gallery::{Gallery, Message};
use wayhome::app::theme::Look;
use wayhome::app::widget::access::Role;

/// The gallery in a window of so many pixels, with everything posed.
fn shown<R>(
    gallery: &Gallery,
    window: Size,
    work: impl FnOnce(&mut UserInterface<'_, Message, Theme, iced::Renderer>, &mut iced::Renderer) -> R,
) -> R {
    drop(super::ui(iced::widget::space()));
    let mut renderer = headless().unwrap();
    let size = Size::new(window.width / gallery.scale(), window.height / gallery.scale());
    let mut ui = UserInterface::build(gallery.view(), size, Cache::default(), &mut renderer);
    for _ in 0..2 {
        let frame = Event::Window(window::Event::RedrawRequested(iced::time::Instant::now()));
        let _ = ui.update(&[frame], mouse::Cursor::Unavailable, &mut renderer, &mut iced_test::core::clipboard::Null, &mut Vec::new());
    }
    work(&mut ui, &mut renderer)
}

fn gallery(look: Look, scale: u16) -> Gallery {
    let mut gallery = Gallery::new(today());
    let _ = gallery.update(Message::Look(Look::ALL.iter().position(|it| *it == look).unwrap()));
    let _ = gallery.update(Message::Scale(SCALES.iter().position(|it| *it == scale).unwrap()));
    gallery
}

#[test]
fn no_state_of_a_widget_goes_sideways() {
    let mut wrong = Vec::new();
    for look in Look::ALL {
        for scale in [80, 100, 150, 200] {
            let gallery = gallery(look, scale);
            let width = 1024.0 / gallery.scale();
            let mut seen = Seen::default();
            shown(&gallery, Size::new(1024.0, 768.0), |ui, renderer| ui.operate(renderer, &mut black_box(&mut seen)));
            assert!(seen.texts.len() > 200, "the whole page was seen");
            let parts = seen.texts.iter().map(|(t, b)| (t, b)).chain(seen.stops.iter().map(|s| (&s.id, &s.bounds)));
            let out = parts.filter(|(_, b)| b.x < -0.5 || b.x + b.width > width + 0.5);
            wrong.extend(out.map(|(what, b)| format!("{look:?} {scale} %: {what:?} reaches {} of {width}", b.x + b.width)));
            wrong.extend(seen.sideways.iter().map(|(b, content)| format!("{look:?} {scale} %: {content:?} in {b:?}")));
            let squeezed = seen.texts.iter().filter(|(t, b)| t.chars().count() > 3 && b.width < 20.0);
            wrong.extend(squeezed.map(|(what, b)| format!("{look:?} {scale} %: {what:?} has {} px", b.width)));
            let mut ids = BTreeSet::new();
            let twice = seen.stops.iter().filter(|stop| stop.id.is_empty() || !ids.insert(&stop.id));
            wrong.extend(twice.map(|stop| format!("{scale} %: without an id of its own: {stop:?}")));
        }
    }
    assert!(wrong.is_empty(), "{} faults\n{}", wrong.len(), wrong.join("\n"));
}

#[test]
fn everything_that_can_be_focused_says_what_it_is_called() {
    let mut walk = Walk::default();
    shown(&gallery(Look::Light, 100), Size::new(1280.0, 800.0), |ui, renderer| ui.operate(renderer, &mut black_box(&mut walk)));
    assert!(walk.stops.len() > 50);
    assert_eq!(walk.unnamed, 0);
    for role in [
        Role::Button,
        Role::TextInput,
        Role::Memo,
        Role::Password,
        Role::RadioGroup,
        Role::ComboBox,
        Role::CheckBox,
        Role::List,
        Role::Heading,
        Role::DateInput,
        Role::TabList,
        Role::Image,
    ] {
        assert!(walk.infos.iter().any(|(_, info)| info.role == role), "{role:?}");
    }
}

#[test]
fn the_gallery_draws_in_every_look() {
    let folder = std::env::var_os("WAYHOME_GALLERY").map(std::path::PathBuf::from);
    for (look, scale) in [(Look::Light, 100), (Look::Dark, 100), (Look::HighContrast, 100), (Look::Light, 150)] {
        let gallery = gallery(look, scale);
        let (width, height) = match (&folder, scale) {
            (None, _) => (1280, 800),
            (Some(_), 100) => (1280, 6800),
            (Some(_), _) => (1280, 12_000),
        };
        let window = Size::new(width as f32, height as f32);
        let base = iced::theme::Base::base(&gallery.theme());
        let rgba = shown(&gallery, window, |ui, renderer| {
            ui.draw(renderer, &gallery.theme(), &Style { text_color: base.text_color }, mouse::Cursor::Unavailable);
            renderer.screenshot(Size::new(width, height), gallery.scale(), base.background_color)
        });
        let colors: BTreeSet<&[u8]> = rgba.chunks_exact(4).collect();
        assert!(colors.len() > 100, "something was drawn");
        if let Some(folder) = &folder {
            let name = look.label().to_lowercase().replace(' ', "-");
            save(&folder.join(format!("gallery-{name}-{scale}.png")), width, &rgba);
        }
    }
}

fn save(path: &Path, width: u32, rgba: &[u8]) {
    let height = rgba.len() as u32 / 4 / width;
    let mut encoder = png::Encoder::new(std::fs::File::create(path).unwrap(), width, height);
    encoder.set_color(png::ColorType::Rgba);
    encoder.write_header().unwrap().write_image_data(rgba).unwrap();
}

#[test]
fn the_keyboard_stays_on_the_text_scale_when_that_arranges_the_page_anew() {
    let mut gallery = gallery(Look::Light, 100);
    for scale in [200, 80] {
        let task = gallery.update(Message::Scale(SCALES.iter().position(|it| *it == scale).unwrap()));
        let mut stream = into_stream(task).unwrap();
        let Some(Action::Widget(operation)) = block_on(stream.next()) else { panic!("it asks for the keyboard") };
        let mut seen = Seen::default();
        shown(&gallery, Size::new(1280.0, 800.0), |ui, renderer| {
            let mut next = Some(operation);
            while let Some(mut current) = next.take() {
                ui.operate(renderer, &mut current);
                if let Outcome::Chain(chained) = current.finish() {
                    next = Some(chained);
                }
            }
            ui.operate(renderer, &mut black_box(&mut seen));
        });
        assert_eq!(seen.focused().as_deref(), Some("scale"), "{scale} %");
    }
}

//! The fonts that travel in the program: with no matching font on the system iced would draw no text at all, silently.

use iced::Font;
use iced::font::Weight;

/// Every font file; the window, the Simulator and the Emulator load them all.
pub const ALL: [&[u8]; 4] = [
    include_bytes!("../../resources/fonts/Inter-Regular.otf"),
    include_bytes!("../../resources/fonts/Inter-Medium.otf"),
    include_bytes!("../../resources/fonts/Inter-SemiBold.otf"),
    include_bytes!("../../resources/icons/lucide.ttf"),
];

/// Running text; the default of the window.
pub const REGULAR: Font = Font::with_name("Inter");
/// Labels and buttons.
pub const MEDIUM: Font = Font { weight: Weight::Medium, ..REGULAR };
/// Titles and what is chosen.
pub const SEMIBOLD: Font = Font { weight: Weight::Semibold, ..REGULAR };
/// The icons; see [`icon`](super::icon).
pub const ICONS: Font = Font::with_name("lucide");

/// What a window or a test starts with: our name, our fonts, our default.
pub fn settings() -> iced::Settings {
    iced::Settings {
        id: Some("wayhome".to_owned()),
        fonts: ALL.iter().map(|font| (*font).into()).collect(),
        default_font: REGULAR,
        default_text_size: super::theme::text::BODY.into(),
        ..iced::Settings::default()
    }
}

//! The colours: one table of tokens for each look, and the toolkit's theme made of it.

use iced::theme::palette::{Background, Danger, Extended, Pair, Palette, Primary, Secondary, Success, Warning};
use iced::{Color, Theme, color};
use std::sync::OnceLock;

/// The look that the user chose in Settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash, serde::Serialize, serde::Deserialize)]
pub enum Look {
    /// Dark text on a light page.
    #[default]
    Light,
    /// Light text on a dark page.
    Dark,
    /// White and yellow on black, with strong lines.
    HighContrast,
}

impl Look {
    /// In the order in which Settings offers them.
    pub const ALL: [Self; 3] = [Self::Light, Self::Dark, Self::HighContrast];

    /// Its name in Settings.
    pub const fn label(self) -> &'static str {
        match self {
            Self::Light => "Light",
            Self::Dark => "Dark",
            Self::HighContrast => "High contrast",
        }
    }
}

/// What something means; an icon and a word always say the same beside the colour.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Tone {
    /// Nothing in particular.
    #[default]
    Neutral,
    /// Good to know.
    Info,
    /// Done, right, safe.
    Ok,
    /// Look at this; nothing is lost.
    Warn,
    /// Stops something, or is late.
    Bad,
}

/// The two colours of a tone.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Colors {
    /// Words and icon; readable on the tint and on every surface.
    pub text: Color,
    /// The tinted background.
    pub tint: Color,
}

/// Every colour of a look, by what it is for.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Tokens {
    /// Behind everything.
    pub page: Color,
    /// Cards, bars, controls.
    pub surface: Color,
    /// A control under the pointer.
    pub hover: Color,
    /// A row under the pointer: no more than a breath beside the chosen one.
    pub row_hover: Color,
    /// The chosen row or item.
    pub selected: Color,
    /// 1-px lines between and around things.
    pub line: Color,
    /// 1-px lines around controls, scroll bars; 3 : 1 against what is around them, since nothing else shows where a control is.
    pub control: Color,
    /// Words.
    pub text: Color,
    /// Words of less weight, placeholders.
    pub secondary: Color,
    /// The one action, the chosen thing.
    pub primary: Color,
    /// The primary under the pointer.
    pub primary_hover: Color,
    /// Words on the primary.
    pub on_primary: Color,
    /// The ring around what has the keyboard.
    pub focus: Color,
    /// Marked text in a field.
    pub selection: Color,
    /// Neutral badge.
    pub neutral: Colors,
    /// Good to know.
    pub info: Colors,
    /// Done.
    pub ok: Colors,
    /// Look at this.
    pub warn: Colors,
    /// Stops or late.
    pub bad: Colors,
}

/// The two colours of the program's own sign, whatever the look: its ground and what stands on it.
pub fn emblem() -> (Color, Color) {
    (LIGHT.primary, LIGHT.on_primary)
}

const LIGHT: Tokens = Tokens {
    page: color!(0xF6F7F9),
    surface: color!(0xFFFFFF),
    hover: color!(0xF0F3F7),
    row_hover: color!(0xF9FAFC),
    selected: color!(0xE6EFF8),
    line: color!(0xE4E7EC),
    control: color!(0x858F9E),
    text: color!(0x1B2430),
    secondary: color!(0x566173),
    primary: color!(0x2B5C8A),
    primary_hover: color!(0x234C73),
    on_primary: color!(0xFFFFFF),
    focus: color!(0x2B6CB0),
    selection: color!(0xC5DBF1),
    neutral: Colors { text: color!(0x4D586A), tint: color!(0xECEFF3) },
    info: Colors { text: color!(0x2B5C8A), tint: color!(0xE6EFF8) },
    ok: Colors { text: color!(0x1B6B45), tint: color!(0xE3F3EA) },
    warn: Colors { text: color!(0x855300), tint: color!(0xFCEFD3) },
    bad: Colors { text: color!(0xB3261E), tint: color!(0xFCEAE8) },
};

const DARK: Tokens = Tokens {
    page: color!(0x14181E),
    surface: color!(0x1B222B),
    hover: color!(0x242D38),
    row_hover: color!(0x1F2731),
    selected: color!(0x1F3347),
    line: color!(0x2D3743),
    control: color!(0x637185),
    text: color!(0xE6EAF0),
    secondary: color!(0x9FABBA),
    primary: color!(0x6BA3DC),
    primary_hover: color!(0x86B5E5),
    on_primary: color!(0x0E1A27),
    focus: color!(0x7DB4EC),
    selection: color!(0x2F4F70),
    neutral: Colors { text: color!(0xAAB4C1), tint: color!(0x28313C) },
    info: Colors { text: color!(0x8BBBE8), tint: color!(0x1F3347) },
    ok: Colors { text: color!(0x7FD1A1), tint: color!(0x1C3527) },
    warn: Colors { text: color!(0xE9B765), tint: color!(0x3A2B12) },
    bad: Colors { text: color!(0xF2938A), tint: color!(0x421F1D) },
};

const HIGH_CONTRAST: Tokens = Tokens {
    page: color!(0x000000),
    surface: color!(0x050505),
    hover: color!(0x262626),
    row_hover: color!(0x141414),
    selected: color!(0x00335C),
    line: color!(0x8C8C8C),
    control: color!(0xFFFFFF),
    text: color!(0xFFFFFF),
    secondary: color!(0xE0E0E0),
    primary: color!(0xFFD83D),
    primary_hover: color!(0xFFE680),
    on_primary: color!(0x000000),
    focus: color!(0x5CE1FF),
    selection: color!(0x005299),
    neutral: Colors { text: color!(0xFFFFFF), tint: color!(0x2B2B2B) },
    info: Colors { text: color!(0x9AD5FF), tint: color!(0x00284A) },
    ok: Colors { text: color!(0x7CFFB2), tint: color!(0x00351A) },
    warn: Colors { text: color!(0xFFD24A), tint: color!(0x332600) },
    bad: Colors { text: color!(0xFFA3A3), tint: color!(0x450000) },
};

impl Tokens {
    /// The tokens of a look.
    pub const fn look(look: Look) -> &'static Self {
        match look {
            Look::Light => &LIGHT,
            Look::Dark => &DARK,
            Look::HighContrast => &HIGH_CONTRAST,
        }
    }

    /// The tokens that a theme was made of; a theme that is not ours gets the light or the dark ones.
    pub fn of(theme: &Theme) -> &'static Self {
        let palette = theme.extended_palette();
        match palette.background.base.color {
            page if page == HIGH_CONTRAST.page => &HIGH_CONTRAST,
            _ if palette.is_dark => &DARK,
            _ => &LIGHT,
        }
    }

    /// The colours of a tone.
    pub const fn tone(&self, tone: Tone) -> Colors {
        match tone {
            Tone::Neutral => self.neutral,
            Tone::Info => self.info,
            Tone::Ok => self.ok,
            Tone::Warn => self.warn,
            Tone::Bad => self.bad,
        }
    }

    fn palette(&self) -> Palette {
        Palette {
            background: self.page,
            text: self.text,
            primary: self.primary,
            success: self.ok.text,
            warning: self.warn.text,
            danger: self.bad.text,
        }
    }

    /// What stock widgets read: every pair is one of our tokens with the text that goes on it.
    fn extended(&self, is_dark: bool) -> Extended {
        let on = |color| Pair { color, text: self.text };
        let tint = |colors: Colors| Pair { color: colors.tint, text: colors.text };
        let full = |colors: Colors| Pair { color: colors.text, text: self.surface };
        Extended {
            background: Background {
                base: on(self.page),
                weakest: on(self.surface),
                weaker: on(self.hover),
                weak: on(self.line),
                neutral: on(self.selected),
                strong: Pair { color: self.control, text: self.text },
                stronger: Pair { color: self.secondary, text: self.surface },
                strongest: Pair { color: self.text, text: self.surface },
            },
            primary: Primary {
                base: Pair { color: self.primary, text: self.on_primary },
                weak: Pair { color: self.selected, text: self.text },
                strong: Pair { color: self.primary_hover, text: self.on_primary },
            },
            secondary: Secondary { base: tint(self.neutral), weak: on(self.hover), strong: full(self.neutral) },
            success: Success { base: full(self.ok), weak: tint(self.ok), strong: full(self.ok) },
            warning: Warning { base: full(self.warn), weak: tint(self.warn), strong: full(self.warn) },
            danger: Danger { base: full(self.bad), weak: tint(self.bad), strong: full(self.bad) },
            is_dark,
        }
    }
}

/// The toolkit's theme of a look; made once, so that comparing and cloning it is cheap.
pub fn theme(look: Look) -> Theme {
    static THEMES: OnceLock<[Theme; 3]> = OnceLock::new();
    let make = |look: Look| {
        let tokens = Tokens::look(look);
        Theme::custom_with_fn(look.label(), tokens.palette(), |_| tokens.extended(look != Look::Light))
    };
    let [light, dark, high] = THEMES.get_or_init(|| Look::ALL.map(make));
    match look {
        Look::Light => light.clone(),
        Look::Dark => dark.clone(),
        Look::HighContrast => high.clone(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// WCAG 2.2 relative luminance and contrast.
    fn contrast(a: Color, b: Color) -> f32 {
        let luminance = |c: Color| {
            let channel = |v: f32| if v <= 0.04045 { v / 12.92 } else { ((v + 0.055) / 1.055).powf(2.4) };
            0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b)
        };
        let (a, b) = (luminance(a), luminance(b));
        (a.max(b) + 0.05) / (a.min(b) + 0.05)
    }

    type Named = (&'static str, Color);

    /// The tokens by what they may be used for. Every token is taken apart here, so that a new one has to find its place.
    struct Uses {
        /// What anything may stand on.
        grounds: Vec<Named>,
        /// Words and icons that may stand on every ground.
        words: Vec<Named>,
        /// Words with the one ground that they are made for.
        pairs: Vec<(Named, Named)>,
        /// Lines that show where a control is, and what they lie on.
        lines: Vec<(Named, Named)>,
        /// Lines that only divide.
        quiet: Vec<Named>,
    }

    fn uses(tokens: &Tokens) -> Uses {
        let Tokens {
            page,
            surface,
            hover,
            row_hover,
            selected,
            line,
            control,
            text,
            secondary,
            primary,
            primary_hover,
            on_primary,
            focus,
            selection,
            neutral,
            info,
            ok,
            warn,
            bad,
        } = *tokens;
        let tones = [("neutral", neutral), ("info", info), ("ok", ok), ("warn", warn), ("bad", bad)];
        let (page, surface) = (("page", page), ("surface", surface));
        let grounds = vec![page, surface, ("hover", hover), ("row under the pointer", row_hover), ("selected", selected)];
        let mut words = vec![("text", text), ("secondary", secondary), ("primary", primary), ("primary under the pointer", primary_hover)];
        words.extend(tones.map(|(name, colors)| (name, colors.text)));
        let on_primary = ("on primary", on_primary);
        let mut pairs = vec![
            (on_primary, ("primary", primary)),
            (on_primary, ("primary under the pointer", primary_hover)),
            (("text", text), ("selection", selection)),
            // A tooltip; the tick of a disabled box.
            (surface, ("text", text)),
            (surface, ("secondary", secondary)),
        ];
        let mut lines: Vec<_> = grounds.iter().map(|ground| (("focus", focus), *ground)).collect();
        lines.extend([page, surface].map(|ground| (("control", control), ground)));
        for (name, Colors { text: own, tint }) in tones {
            pairs.extend([((name, own), (name, tint)), (("text", text), (name, tint))]);
            lines.push((("focus", focus), (name, tint)));
        }
        Uses { grounds, words, pairs, lines, quiet: vec![("line", line)] }
    }

    #[test]
    fn the_pointer_never_looks_like_a_second_cursor() {
        for look in Look::ALL {
            let Tokens { surface, row_hover, selected, primary, .. } = *Tokens::look(look);
            let (pointer, cursor) = (contrast(row_hover, surface) - 1.0, contrast(selected, surface) - 1.0);
            assert!(pointer > 0.0 && 2.0 * pointer < cursor, "{look:?}: {pointer:.2} {cursor:.2}");
            assert!(contrast(primary, selected) >= 3.0, "{look:?}: the mark of the cursor");
        }
    }

    #[test]
    fn every_word_is_readable_on_everything_it_can_stand_on() {
        for look in Look::ALL {
            let Uses { grounds, words, mut pairs, .. } = uses(Tokens::look(look));
            pairs.extend(words.iter().flat_map(|word| grounds.iter().map(move |ground| (*word, *ground))));
            for ((word, a), (ground, b)) in pairs {
                assert!(contrast(a, b) >= 4.5, "{look:?}: {word} on {ground} is {:.2}", contrast(a, b));
            }
        }
    }

    #[test]
    fn rings_and_controls_show_on_everything_they_can_lie_on() {
        for look in Look::ALL {
            for ((line, a), (ground, b)) in uses(Tokens::look(look)).lines {
                assert!(contrast(a, b) >= 3.0, "{look:?}: {line} on {ground} is {:.2}", contrast(a, b));
            }
        }
    }

    #[test]
    fn what_stock_widgets_pair_is_readable_too() {
        for look in Look::ALL {
            let theme = theme(look);
            let Extended { background: b, primary: p, secondary: s, success: ok, warning: w, danger: d, is_dark: _ } =
                theme.extended_palette();
            let grounds = [b.base, b.weakest, b.weaker, b.weak, b.neutral, b.stronger, b.strongest];
            let rest = [p.base, p.weak, p.strong, s.base, s.weak, s.strong, ok.base, ok.weak, w.base, w.weak, d.base, d.weak];
            for (at, Pair { color, text }) in grounds.into_iter().chain(rest).enumerate() {
                // In high contrast the lines are drawn strong, and nobody writes on a line.
                if color != Tokens::look(look).line {
                    assert!(contrast(color, text) >= 4.5, "{look:?}: pair {at} is {:.2}", contrast(color, text));
                }
            }
        }
    }

    #[test]
    fn a_theme_leads_back_to_its_tokens() {
        for look in Look::ALL {
            assert_eq!(Tokens::of(&theme(look)), Tokens::look(look));
            assert_eq!(theme(look), theme(look));
        }
    }

    #[test]
    fn colours_are_opaque() {
        for look in Look::ALL {
            let Uses { grounds, words, pairs, lines, quiet } = uses(Tokens::look(look));
            let paired = pairs.into_iter().chain(lines).flat_map(|(a, b)| [a, b]);
            for (name, color) in grounds.into_iter().chain(words).chain(quiet).chain(paired) {
                assert!((color.a - 1.0).abs() < f32::EPSILON, "{look:?}: {name}");
            }
        }
    }
}

//! What a key means in a text of several lines.

use iced::advanced::text::editor::Motion;
use iced::keyboard::key::Named;
use iced::keyboard::{Event as Keys, Key, Modifiers};

/// What is to be done.
#[derive(Debug, Clone, PartialEq)]
pub enum Deed {
    /// Moves the cursor; where true, what it passes is marked.
    Go(Motion, bool),
    /// Marks everything.
    MarkAll,
    /// Puts this in place of what is marked.
    Type(String),
    /// Takes away what is marked; where nothing is, what the motion passes.
    Erase(Motion),
    /// Puts what is marked into the clipboard; where true, it goes.
    Copy(bool),
    /// Puts the text of the clipboard in place of what is marked.
    Paste,
}

/// What a press means; none for what is not for the text.
pub fn deed(event: &Keys) -> Option<Deed> {
    let Keys::KeyPressed { key, modified_key, physical_key, modifiers, text, .. } = event else { return None };
    // Ctrl and Alt together type on some keyboards.
    let commands = modifiers.command() && !modifiers.alt();
    if commands && let Some(letter) = key.to_latin(*physical_key) {
        return match letter.to_ascii_lowercase() {
            'a' => Some(Deed::MarkAll),
            'c' => Some(Deed::Copy(false)),
            'x' => Some(Deed::Copy(true)),
            'v' => Some(Deed::Paste),
            _ => None,
        };
    }
    if let Key::Named(named) = modified_key
        && let Some(deed) = of_named(*named, *modifiers)
    {
        return Some(deed);
    }
    let typed = text.as_ref().filter(|text| !commands && !text.is_empty() && !text.chars().any(char::is_control))?;
    Some(Deed::Type(typed.to_string()))
}

fn of_named(named: Named, modifiers: Modifiers) -> Option<Deed> {
    let motion = match named {
        Named::Enter if !modifiers.command() => return Some(Deed::Type("\n".to_owned())),
        Named::Backspace => Motion::Left,
        Named::Delete if modifiers.shift() => return Some(Deed::Copy(true)),
        Named::Delete => Motion::Right,
        Named::Insert if modifiers.shift() => return Some(Deed::Paste),
        Named::Insert if modifiers.command() => return Some(Deed::Copy(false)),
        Named::ArrowLeft => Motion::Left,
        Named::ArrowRight => Motion::Right,
        Named::ArrowUp => Motion::Up,
        Named::ArrowDown => Motion::Down,
        Named::Home => Motion::Home,
        Named::End => Motion::End,
        Named::PageUp => Motion::PageUp,
        Named::PageDown => Motion::PageDown,
        _ => return None,
    };
    let by_words = matches!(motion, Motion::Left | Motion::Right) && modifiers.jump();
    let to_the_end = matches!(motion, Motion::Home | Motion::End) && modifiers.command();
    let motion = if by_words || to_the_end { motion.widen() } else { motion };
    Some(match named {
        Named::Backspace | Named::Delete => Deed::Erase(motion),
        _ => Deed::Go(motion, modifiers.shift()),
    })
}

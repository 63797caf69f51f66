//! What every control has in common: how it is described, and the order in which it reports itself.
//!
//! [`Control`] gives `button`, `check`, `choice`, `select`, `input`, `date`, `list`, `tabs` and `steps` the same builder methods.
//! `report` is the one place that knows the order in which tests, the focus walks and screen readers expect a control to speak.

use super::access::{Ask, Info, Role};
use iced::advanced::Layout;
use iced::advanced::widget::operation::Focusable;
use iced::advanced::widget::{Id, Operation};
use iced::{Rectangle, mouse};
use std::borrow::Cow;
use std::hash::{DefaultHasher, Hash, Hasher};

/// Builder methods that every control has.
pub trait Control: Sized {
    /// What it says about itself.
    fn info_mut(&mut self) -> &mut Info;

    /// A rule found something wrong with it; the words for that go into `description` and into the field around it.
    fn invalid(mut self, invalid: bool) -> Self {
        self.info_mut().invalid = invalid;
        self
    }

    /// An answer is expected.
    fn required(mut self, required: bool) -> Self {
        self.info_mut().required = required;
        self
    }

    /// Enter passes it, and Tab does not.
    fn passed(mut self, passed: bool) -> Self {
        self.info_mut().passed = passed;
        self
    }

    /// Enter in the control before it presses it.
    fn leads_on(mut self, leads_on: bool) -> Self {
        self.info_mut().leads_on = leads_on;
        self
    }

    /// What else screen readers say about it: the finding, the help, the state that an icon shows.
    fn description(mut self, description: impl Into<String>) -> Self {
        self.info_mut().description = Some(description.into());
        self
    }
}

/// `impl Control` for builders that keep their description in `info`.
macro_rules! control {
    ($($name:ident),+) => {
        $(impl<M> crate::app::widget::Control for $name<'_, M> {
            fn info_mut(&mut self) -> &mut crate::app::widget::access::Info {
                &mut self.info
            }
        })+
    };
}

pub(super) use control;

/// Reports a control: what it is, and that it can have the keyboard, unless it is disabled. What is in it comes after this, inside
/// `Operation::traverse`. Gives what was asked of it meanwhile.
pub(super) fn report(
    operation: &mut dyn Operation,
    id: Option<&Id>,
    bounds: Rectangle,
    info: &mut Info,
    focus: &mut dyn Focusable,
) -> Option<Ask> {
    operation.custom(id, bounds, info);
    if !info.disabled {
        operation.focusable(id, bounds, focus);
    }
    info.ask.take()
}

/// What is asked of a control as a whole, kept until its next event: pressed, or not any more.
pub(super) fn keep(asked: &mut bool, ask: Option<&Ask>) {
    match ask {
        Some(Ask::Activate) => *asked = true,
        Some(Ask::Forget) => *asked = false,
        _ => {}
    }
}

/// Reports one of the parts of a control that are no stops of their own: an answer, a row, a day. True where it was asked for.
pub(super) fn report_part(operation: &mut dyn Operation, id: Option<&Id>, bounds: Rectangle, info: &mut Info) -> bool {
    operation.custom(id, bounds, info);
    info.ask.take() == Some(Ask::Activate)
}

/// A part that was asked for: its place, and what it was called.
pub(super) type Asked = (usize, Option<Cow<'static, str>>);

/// The place of a part that was asked for, unless another came to it meanwhile.
pub(super) fn still(parts: &[Info], (at, label): Asked) -> Option<usize> {
    parts.get(at).is_some_and(|part| part.label == label).then_some(at)
}

/// Such parts, by what they are called; None where that stands in the part itself.
pub(super) fn parts(role: Role, labels: impl IntoIterator<Item = Option<Cow<'static, str>>>) -> Vec<Info> {
    let part = |(at, label)| Info { role, label, position: Some(at), activates: true, ..Info::default() };
    labels.into_iter().enumerate().map(part).collect()
}

/// A key for [`Info::key`] of what something is about.
pub(super) fn key(of: impl Hash) -> u64 {
    let mut hasher = DefaultHasher::new();
    of.hash(&mut hasher);
    hasher.finish()
}

/// Keeps what is so now, such as where the pointer is; true where it was otherwise, so that something must follow.
pub(super) fn changed<T: PartialEq>(kept: &mut T, now: T) -> bool {
    let changed = *kept != now;
    *kept = now;
    changed
}

/// The pointer over a control.
pub(super) fn pointer(enabled: bool, layout: Layout<'_>, cursor: mouse::Cursor) -> mouse::Interaction {
    if enabled && cursor.is_over(layout.bounds()) { mouse::Interaction::Pointer } else { mouse::Interaction::None }
}

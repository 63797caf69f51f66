//! What stands on a screen: its texts, its controls, what they hold, and who has the keyboard.

use iced::advanced::widget::Id;
use iced::advanced::widget::operation::{Focusable, Operation, Scrollable};
use iced::{Rectangle, Vector};
use std::any::Any;
use wayhome::app::widget::access::{Info, Role};

/// A control that can have the keyboard.
#[derive(Debug, Clone)]
pub struct Stop {
    pub id: String,
    pub role: Role,
    pub label: String,
    pub bounds: Rectangle,
    pub focused: bool,
}

/// Everything on a screen.
#[derive(Debug, Default)]
pub struct Seen {
    pub texts: Vec<(String, Rectangle)>,
    pub stops: Vec<Stop>,
    /// What the fields hold.
    pub values: Vec<String>,
    /// What else is said of things.
    pub said: Vec<String>,
    /// The boxes that are ticked, by their words.
    pub checked: Vec<String>,
    /// What is wider inside than outside.
    pub sideways: Vec<(Rectangle, Rectangle)>,
    told: Option<(Role, String)>,
}

impl Seen {
    pub fn focused(&self) -> Option<String> {
        self.stops.iter().find(|s| s.focused).map(|s| s.id.clone())
    }
}

impl Operation for Seen {
    fn traverse(&mut self, operate: &mut dyn FnMut(&mut dyn Operation)) {
        self.told = None;
        operate(self);
    }

    fn custom(&mut self, _: Option<&Id>, _: Rectangle, state: &mut dyn Any) {
        let info = state.downcast_ref::<Info>();
        self.values.extend(info.and_then(|info| info.value.clone()));
        self.said.extend(info.and_then(|info| info.description.clone()));
        let ticked = info.filter(|info| info.role == Role::CheckBox && info.checked == Some(true));
        self.checked.extend(ticked.and_then(|info| info.label.clone()).map(|label| label.into_owned()));
        self.told = info.map(|info| (info.role, info.label.clone().unwrap_or_default().into_owned()));
    }

    fn scrollable(&mut self, _: Option<&Id>, bounds: Rectangle, content: Rectangle, _: Vector, _: &mut dyn Scrollable) {
        if content.width > bounds.width + 0.5 {
            self.sideways.push((bounds, content));
        }
    }

    fn focusable(&mut self, id: Option<&Id>, bounds: Rectangle, state: &mut dyn Focusable) {
        // An id shows itself as `Id(Custom("name"))`, one that nobody gave as `Id(Unique(7))`.
        let id = id.map(|id| format!("{id:?}")).unwrap_or_default();
        let id = id.strip_prefix("Id(Custom(\"").and_then(|rest| rest.strip_suffix("\"))")).unwrap_or_default().to_owned();
        let (role, label) = self.told.take().unwrap_or_default();
        self.stops.push(Stop { id, role, label, bounds, focused: state.is_focused() });
    }

    fn text(&mut self, _: Option<&Id>, bounds: Rectangle, text: &str) {
        self.texts.push((text.to_owned(), bounds));
    }
}

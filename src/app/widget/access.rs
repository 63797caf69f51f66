//! What a widget says about itself, in no toolkit's terms.
//!
//! Every own widget passes an [`Info`] to `Operation::custom` before anything else. The [walk](crate::app::access::walk) makes of it what
//! screen readers are told, and asks through [`Info::ask`]; tests read the same.

use iced::Rectangle;
use iced::widget::text_input::Value;
use std::borrow::Cow;
use std::fmt;

/// What kind of thing it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
#[allow(missing_docs, reason = "each role is the name of a kind of control, and says all there is to say")]
pub enum Role {
    #[default]
    Group,
    Button,
    Link,
    CheckBox,
    RadioGroup,
    Radio,
    ComboBox,
    TextInput,
    /// A text of several lines.
    Memo,
    Password,
    DateInput,
    List,
    ListItem,
    TabList,
    Tab,
    Heading,
    Dialog,
    Status,
    Alert,
    Image,
    Table,
    Row,
    ColumnHeader,
    Progress,
    /// A control with its name, its help and what the rules say; it is not told itself, its control says all of it.
    Field,
    /// Words that no control says: made by the walk, and by who says them in other words than they are written.
    Text,
    /// The whole: made by the walk.
    Window,
}

impl Role {
    /// How many there are.
    pub const COUNT: usize = Self::Window as usize + 1;
}

/// Whether a change of it is announced.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Hash)]
pub enum Live {
    /// No.
    #[default]
    Off,
    /// When there is a pause.
    Polite,
    /// At once.
    Assertive,
}

/// What an operation may ask of the widget; answered with the widget's normal message at its next event.
#[derive(Clone, PartialEq, Eq)]
pub enum Ask {
    /// Do what Enter or a click does.
    Activate,
    /// Take this as the text.
    SetText(String),
    /// One step further: the next day.
    Increment,
    /// One step back.
    Decrement,
    /// Nothing any more: what was asked and is not done yet is not meant now. Asked by who takes the widget out of reach.
    Forget,
}

impl fmt::Debug for Ask {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Activate => "Activate",
            Self::SetText(_) => "SetText",
            Self::Increment => "Increment",
            Self::Decrement => "Decrement",
            Self::Forget => "Forget",
        })
    }
}

/// A line of text that is edited, as it stands on the screen: of what is hidden, its dots. Places are counted in characters as people
/// count them.
#[derive(Clone, PartialEq, Eq, Default)]
pub struct Line {
    /// What stands there.
    pub shown: String,
    /// Where the marked part begins; at the cursor where nothing is marked.
    pub anchor: usize,
    /// Where the cursor stands.
    pub caret: usize,
}

impl Line {
    /// How many bytes each character has. Where one has more than anybody would write, a letter with hundreds of accents, those of each
    /// sign alone: together they are the text in any case.
    pub fn lengths(&self) -> Vec<u8> {
        let value = Value::new(&self.shown);
        let length = |at| u8::try_from(value.select(at, at + 1).to_string().len()).ok();
        let all: Option<Vec<u8>> = (0..value.len()).map(length).collect();
        all.unwrap_or_else(|| self.shown.chars().filter_map(|sign| u8::try_from(sign.len_utf8()).ok()).collect())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Line({} bytes, {}..{})", self.shown.len(), self.anchor, self.caret)
    }
}

/// What a widget is, is called, and is at the moment.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Info {
    /// What kind of thing.
    pub role: Role,
    /// What it is called; never empty on something focusable.
    pub label: Option<Cow<'static, str>>,
    /// What it holds, in words; never that of a secret.
    pub value: Option<String>,
    /// What else is to be said: the findings, the help.
    pub description: Option<String>,
    /// What it shows while empty.
    pub placeholder: Option<String>,
    /// Ticked or not.
    pub checked: Option<bool>,
    /// Chosen or not.
    pub selected: Option<bool>,
    /// Open or not.
    pub expanded: Option<bool>,
    /// Takes no input at the moment.
    pub disabled: bool,
    /// Something is wrong with what it holds.
    pub invalid: bool,
    /// An answer is expected.
    pub required: bool,
    /// Enter passes it, and Tab does not: what it holds is proposed, or few have anything to say there.
    pub passed: bool,
    /// Enter in the control before it does what it does: it leads on, such as to the next page.
    pub leads_on: bool,
    /// Enter took the answer that was gone to in it, so that the keyboard goes on.
    pub taken: bool,
    /// Nothing outside of it can be reached.
    pub modal: bool,
    /// Whether changes are announced.
    pub live: Live,
    /// Place in its set, from 0.
    pub position: Option<usize>,
    /// How many are in it; stands on the set.
    pub set_size: Option<usize>,
    /// Level of a heading, from 1.
    pub level: Option<u8>,
    /// Understands [`Ask::Activate`].
    pub activates: bool,
    /// Understands [`Ask::SetText`].
    pub sets_text: bool,
    /// The part of it that must stay in view while it has the focus, such as the chosen row.
    pub reveal: Option<Rectangle>,
    /// The part that must, where all of it is higher than the page that it stands on, such as the marked row of an open list.
    pub least: Option<Rectangle>,
    /// Where the cursor stands in its text while it has the focus, in characters as people count them.
    pub caret: Option<usize>,
    /// The text that is edited in it.
    pub line: Option<Line>,
    /// How much of something is done: so many, of so many; none of the second while nobody knows.
    pub progress: Option<(u64, Option<u64>)>,
    /// The keys are at this part while the whole has the focus.
    pub active: bool,
    /// Tells it from others of its kind that come and go, such as toasts.
    pub key: Option<u64>,
    /// Written by the operation, taken by the widget.
    pub ask: Option<Ask>,
}

impl Info {
    /// Something of a role with a name.
    pub fn new(role: Role, label: impl Into<Cow<'static, str>>) -> Self {
        Self { role, label: Some(label.into()), ..Self::default() }
    }

    /// Whether it does what is asked, at the moment. What is asked of something disabled is not kept until it is no more.
    pub fn understands(&self, ask: &Ask) -> bool {
        !self.disabled
            && match ask {
                Ask::Activate => self.activates,
                Ask::SetText(_) => self.sets_text,
                Ask::Increment | Ask::Decrement => self.role == Role::DateInput,
                Ask::Forget => false,
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn characters_are_those_that_people_count_and_together_the_text() {
        let lengths = |text: &str| Line { shown: text.to_owned(), ..Line::default() }.lengths();
        assert_eq!(lengths("aö"), [1, 2]);
        assert_eq!(lengths("e\u{301}x"), [3, 1]);
        let strange = format!("a{}b", "\u{301}".repeat(300));
        let sum = lengths(&strange).iter().map(|length| usize::from(*length)).sum::<usize>();
        assert_eq!(sum, strange.len());
    }
}

//! What a widget says about itself, in no toolkit's terms.
//!
//! Every own widget passes an [`Info`] to `Operation::custom` before anything else. Tests read it today; a screen-reader bridge reads
//! the same and answers through [`Info::ask`].

use iced::Rectangle;
use std::borrow::Cow;

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
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    /// Do what Enter or a click does.
    Activate,
    /// Take this as the text.
    SetText(String),
    /// One step further.
    Increment,
    /// One step back.
    Decrement,
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
    /// Where the cursor stands in its text while it has the focus, in characters as people count them.
    pub caret: Option<usize>,
    /// Written by the operation, taken by the widget.
    pub ask: Option<Ask>,
}

impl Info {
    /// Something of a role with a name.
    pub fn new(role: Role, label: impl Into<Cow<'static, str>>) -> Self {
        Self { role, label: Some(label.into()), ..Self::default() }
    }
}

//! The icons: a subset of Lucide as a font, one function to draw one.
//!
//! `resources/icons/README.md` says how the subset is made. Used by every widget and by screens; an icon never stands without a word
//! beside it or a label behind it.

use super::font;
use iced::widget::{Text, text};

/// A glyph of the icon font.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Icon {
    /// `house`
    Home,
    /// `users`
    Users,
    /// `user`
    User,
    /// `user-plus`
    UserPlus,
    /// `search`
    Search,
    /// `settings`
    Settings,
    /// `x`
    Close,
    /// `check`
    Check,
    /// `circle`
    Circle,
    /// `circle-check`
    Done,
    /// `circle-alert`
    Alert,
    /// `triangle-alert`
    Warning,
    /// `info`
    Info,
    /// `pencil`
    Edit,
    /// `plus`
    Plus,
    /// `minus`
    Minus,
    /// `chevron-down`
    ChevronDown,
    /// `chevron-right`
    ChevronRight,
    /// `chevron-up`
    ChevronUp,
    /// `chevron-left`
    ChevronLeft,
    /// `arrow-left`
    ArrowLeft,
    /// `arrow-right`
    ArrowRight,
    /// `calendar`
    Calendar,
    /// `clock`
    Clock,
    /// `file-text`
    FileText,
    /// `folder-open`
    FolderOpen,
    /// `download`
    Download,
    /// `upload`
    Upload,
    /// `lock`
    Lock,
    /// `lock-open`
    Unlock,
    /// `key`
    Key,
    /// `eye`
    Eye,
    /// `eye-off`
    EyeOff,
    /// `building`
    Building,
    /// `map-pin`
    MapPin,
    /// `list`
    List,
    /// `clipboard-list`
    ClipboardList,
    /// `clipboard-check`
    ClipboardCheck,
    /// `shuffle`
    Shuffle,
    /// `route`
    Route,
    /// `signpost`
    Signpost,
    /// `chart-column`
    Chart,
    /// `circle-question-mark`
    Help,
    /// `moon`
    Moon,
    /// `sun`
    Sun,
    /// `contrast`
    Contrast,
    /// `save`
    Save,
    /// `trash-2`
    Trash,
    /// `undo-2`
    Undo,
    /// `redo-2`
    Redo,
    /// `link`
    Link,
    /// `unlink`
    Unlink,
    /// `bed`
    Bed,
    /// `heart-handshake`
    HeartHandshake,
    /// `history`
    History,
    /// `log-out`
    LogOut,
    /// `type`
    TextSize,
    /// `archive`
    Archive,
    /// `flag`
    Flag,
    /// `database`
    Database,
    /// `refresh-cw`
    Refresh,
    /// `phone`
    Phone,
    /// `message-square`
    Note,
    /// `layout-dashboard`
    Dashboard,
    /// `ellipsis`
    More,
    /// `copy`
    Copy,
    /// `filter`
    Filter,
    /// `circle-dot`
    CircleDot,
    /// `circle-x`
    CircleX,
    /// `shield`
    Shield,
    /// `printer`
    Printer,
    /// `baby`
    Baby,
    /// `accessibility`
    Accessibility,
    /// `bell`
    Bell,
    /// `star`
    Star,
    /// `hard-drive`
    Drive,
}

impl Icon {
    /// Every icon, for the test of their glyphs.
    pub const ALL: &'static [Self] = &[
        Self::Home,
        Self::Users,
        Self::User,
        Self::UserPlus,
        Self::Search,
        Self::Settings,
        Self::Close,
        Self::Check,
        Self::Circle,
        Self::Done,
        Self::Alert,
        Self::Warning,
        Self::Info,
        Self::Edit,
        Self::Plus,
        Self::Minus,
        Self::ChevronDown,
        Self::ChevronRight,
        Self::ChevronUp,
        Self::ChevronLeft,
        Self::ArrowLeft,
        Self::ArrowRight,
        Self::Calendar,
        Self::Clock,
        Self::FileText,
        Self::FolderOpen,
        Self::Download,
        Self::Upload,
        Self::Lock,
        Self::Unlock,
        Self::Key,
        Self::Eye,
        Self::EyeOff,
        Self::Building,
        Self::MapPin,
        Self::List,
        Self::ClipboardList,
        Self::ClipboardCheck,
        Self::Shuffle,
        Self::Route,
        Self::Signpost,
        Self::Chart,
        Self::Help,
        Self::Moon,
        Self::Sun,
        Self::Contrast,
        Self::Save,
        Self::Trash,
        Self::Undo,
        Self::Redo,
        Self::Link,
        Self::Unlink,
        Self::Bed,
        Self::HeartHandshake,
        Self::History,
        Self::LogOut,
        Self::TextSize,
        Self::Archive,
        Self::Flag,
        Self::Database,
        Self::Refresh,
        Self::Phone,
        Self::Note,
        Self::Dashboard,
        Self::More,
        Self::Copy,
        Self::Filter,
        Self::CircleDot,
        Self::CircleX,
        Self::Shield,
        Self::Printer,
        Self::Baby,
        Self::Accessibility,
        Self::Bell,
        Self::Star,
        Self::Drive,
    ];

    /// Where the font has it.
    pub const fn glyph(self) -> char {
        match self {
            Self::Home => '\u{e0f5}',
            Self::Users => '\u{e1a4}',
            Self::User => '\u{e19f}',
            Self::UserPlus => '\u{e1a2}',
            Self::Search => '\u{e151}',
            Self::Settings => '\u{e154}',
            Self::Close => '\u{e1b2}',
            Self::Check => '\u{e06c}',
            Self::Circle => '\u{e076}',
            Self::Done => '\u{e226}',
            Self::Alert => '\u{e077}',
            Self::Warning => '\u{e193}',
            Self::Info => '\u{e0f9}',
            Self::Edit => '\u{e1f9}',
            Self::Plus => '\u{e13d}',
            Self::Minus => '\u{e11c}',
            Self::ChevronDown => '\u{e06d}',
            Self::ChevronRight => '\u{e06f}',
            Self::ChevronUp => '\u{e070}',
            Self::ChevronLeft => '\u{e06e}',
            Self::ArrowLeft => '\u{e048}',
            Self::ArrowRight => '\u{e049}',
            Self::Calendar => '\u{e063}',
            Self::Clock => '\u{e087}',
            Self::FileText => '\u{e0cc}',
            Self::FolderOpen => '\u{e247}',
            Self::Download => '\u{e0b2}',
            Self::Upload => '\u{e19e}',
            Self::Lock => '\u{e10b}',
            Self::Unlock => '\u{e10c}',
            Self::Key => '\u{e0fd}',
            Self::Eye => '\u{e0ba}',
            Self::EyeOff => '\u{e0bb}',
            Self::Building => '\u{e1cc}',
            Self::MapPin => '\u{e111}',
            Self::List => '\u{e106}',
            Self::ClipboardList => '\u{e086}',
            Self::ClipboardCheck => '\u{e219}',
            Self::Shuffle => '\u{e15e}',
            Self::Route => '\u{e53e}',
            Self::Signpost => '\u{e540}',
            Self::Chart => '\u{e2a3}',
            Self::Help => '\u{e082}',
            Self::Moon => '\u{e11e}',
            Self::Sun => '\u{e178}',
            Self::Contrast => '\u{e09d}',
            Self::Save => '\u{e14d}',
            Self::Trash => '\u{e18e}',
            Self::Undo => '\u{e2a1}',
            Self::Redo => '\u{e2a0}',
            Self::Link => '\u{e102}',
            Self::Unlink => '\u{e19c}',
            Self::Bed => '\u{e2c1}',
            Self::HeartHandshake => '\u{e2d7}',
            Self::History => '\u{e1f5}',
            Self::LogOut => '\u{e10e}',
            Self::TextSize => '\u{e198}',
            Self::Archive => '\u{e041}',
            Self::Flag => '\u{e0d1}',
            Self::Database => '\u{e0ad}',
            Self::Refresh => '\u{e145}',
            Self::Phone => '\u{e133}',
            Self::Note => '\u{e117}',
            Self::Dashboard => '\u{e1c1}',
            Self::More => '\u{e0b6}',
            Self::Copy => '\u{e09e}',
            Self::Filter => '\u{e0dc}',
            Self::CircleDot => '\u{e345}',
            Self::CircleX => '\u{e084}',
            Self::Shield => '\u{e158}',
            Self::Printer => '\u{e141}',
            Self::Baby => '\u{e2ce}',
            Self::Accessibility => '\u{e297}',
            Self::Bell => '\u{e059}',
            Self::Star => '\u{e176}',
            Self::Drive => '\u{e0ed}',
        }
    }
}

/// The icon as text of 16 px; `.size(..)` and a style change it.
pub fn icon<'a>(icon: Icon) -> Text<'a> {
    text(icon.glyph().to_string()).font(font::ICONS).size(16).line_height(1.0)
}

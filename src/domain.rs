//! What is true, whoever asks: plain types in the field's own words, and rules as pure functions on them.
//!
//! Nothing here reads a clock, a file or a screen; day and time are arguments. The 24 files of HMIS CSV, their columns and code
//! lists are generated from `resources/hud/` ([`hud`]); everything else is written by hand around them.

pub mod agency;
pub mod annual;
pub mod ask;
pub mod beside;
pub mod card;
pub mod change;
pub mod chart;
pub mod check;
pub mod client;
pub mod coc;
pub mod code;
pub mod date;
pub mod directory;
pub mod entry;
pub mod field;
pub mod finding;
pub mod folder;
pub mod history;
pub mod holiday;
pub mod household;
pub mod hud;
pub mod id;
pub mod intake;
pub mod keyin;
pub mod letters;
pub mod match_;
pub mod merge;
pub mod naming;
mod nickname;
pub mod note;
pub mod occasion;
pub mod progress;
pub mod referral;
pub mod referring;
pub mod roll;
pub mod row;
pub mod rule;
pub mod share;
mod sound;
pub mod soundex;
pub mod ssn;
pub mod stamp;
pub mod stays;
pub mod words;
pub mod workgroup;

pub use agency::Agency;
pub use card::{Bygone, Card, EnrollmentCard, EventCard};
pub use change::{CellChange, Change, Commit, RowChange};
pub use chart::Chart;
pub use code::Code;
pub use directory::{Directory, Hit, OpenReferral};
pub use entry::{Day, Entry, Instant, Money, Text, Value};
pub use field::{Column, FieldId, FileInfo, Kind};
pub use finding::{Finding, Severity};
pub use hud::{File, at};
pub use id::{ClientId, EnrollmentId, EventId, ExportId, HouseholdId, OrganizationId, ProjectId, UserId};
pub use roll::Roll;
pub use row::{Packed, Row, Sheet};
pub use rule::Rule;
pub use stamp::{Plan, Stamp};
pub use workgroup::Workgroup;

//! What travels: HUD's HMIS CSV, in and out, and what is printed to be typed. Used by the window, the command line and the generator of samples.
//!
//! [`Checked`] says what is wrong in an export without taking anything over.
//! [`read`] takes a zip or a folder, FY2024 or FY2026, careful or careless, and says in a [`Report`] what it kept, changed or refused;
//! [`plan`] turns what was read into changes of what the desk has; [`write`] gives it back in HUD's form. The law of the three:
//! what was read and not refused is written again (R-420-16, R-IMP-6). An [`Outgoing`] is an export of a [`Scope`] that is checked first.
//! For an HMIS that takes no CSV there is [`paper`].

mod cell;
mod checked;
mod custom;
mod decode;
mod dialect;
mod error;
mod extra;
mod hash;
mod import;
mod left_out;
mod lines;
mod origin;
mod outgoing;
mod own;
mod package;
pub mod paper;
mod read;
mod report;
mod scope;
mod select;
mod table;
mod unfinished;
mod visible;
mod whole;
mod write;

pub use checked::{Checked, Count, HIDDEN, Said, headline};
pub use dialect::Dialect;
pub use error::Error;
pub use import::{Counts, Have, Plan, is_of_the_file, plan};
pub use left_out::{LeftOut, Missing};
pub use origin::tally;
pub use outgoing::{Outgoing, Work};
pub use package::Shut;
pub use read::{Loose, Named, Source, Version, read, read_watched};
pub use report::{FileCount, Line, More, Outcome, Placed, Report};
pub use scope::{Period, Scope, Take};
pub use select::{Left, Rows};
pub use visible::visible;
pub use whole::write_whole;
pub use write::{Adjusted, ExportRequest, Worker, Written, write, write_to};

use crate::domain::File;
use std::sync::LazyLock;

/// The name under which a file travels.
fn name_of(file: File) -> &'static str {
    static NAMES: LazyLock<Vec<String>> = LazyLock::new(|| {
        // What is kept beside an event travels as answers.
        let name = |file: &File| if *file == File::Referral { custom::NAME } else { file.info().name };
        File::ALL.iter().map(|file| format!("{}.csv", name(file))).collect()
    });
    NAMES.get(file as usize).map_or("", String::as_str)
}

/// The same, to keep.
fn file_name(file: File) -> String {
    name_of(file).to_owned()
}

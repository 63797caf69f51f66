//! What a row names and its export does not have, or has with another client, though the row makes sense without it.

use crate::domain::{ClientId, FieldId, File};
use crate::exchange::file_name;
use crate::exchange::report::{Line, Outcome};

/// A row that names what is not in its export.
#[derive(Debug, Clone)]
pub struct Named {
    /// The line on which it stood.
    pub line: u64,
    /// Where it names it.
    pub field: FieldId,
    /// In which file it should be.
    pub home: File,
    /// By which key.
    pub key: String,
    /// Whose row it is; none where it is nobody's.
    pub owner: Option<ClientId>,
}

impl Named {
    /// What there is to say where nobody knows of it.
    pub fn remark(&self) -> Line {
        let key = self.home.info().columns[self.home.info().key].name;
        Line {
            file: file_name(self.field.file),
            line: self.line,
            column: Some(self.field.info().name.to_owned()),
            rule: "R-IMP-5",
            outcome: Outcome::Kept,
            words: format!("No row of {} that was taken over has this {key}; kept as it came.", file_name(self.home)),
        }
    }
}

/// A row that names an enrollment of another client in its export. Whether it is taken over so, who has the records knows.
#[derive(Debug, Clone)]
pub struct Astray {
    /// Its file.
    pub file: File,
    /// Its key.
    pub key: String,
    /// The line on which it stood.
    pub line: u64,
}

impl Astray {
    /// What there is to say where it is taken over.
    pub fn remark(&self) -> Line {
        let words = "The enrollment is another client's; kept as it came.".to_owned();
        Line {
            file: file_name(self.file),
            line: self.line,
            column: Some("EnrollmentID".to_owned()),
            rule: "R-IMP-5",
            outcome: Outcome::Kept,
            words,
        }
    }
}

//! A list on paper: what is to be typed by hand, as a PDF in US Letter with a box to tick by each record. It embeds the part of Inter that
//! it needs, so that it prints alike everywhere.

mod ink;
mod layout;
mod measure;

use super::error::Error;
use super::whole::write_whole;
use crate::domain::Instant;
use crate::domain::progress::Progress;
use std::fmt;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// What is printed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Paper {
    /// Above everything.
    pub title: String,
    /// Below the title: a paragraph each.
    pub facts: Vec<String>,
    /// At the foot of every page.
    pub foot: String,
    /// One part for each client.
    pub parts: Vec<Part>,
}

/// What is to be typed of one client.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Who.
    pub name: String,
    /// The forms, in their order.
    pub forms: Vec<Form>,
}

/// A form, with a box to tick.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// What it is called in the HMIS.
    pub title: String,
    /// Which record, and what is to be done with it.
    pub notes: Vec<String>,
    /// What is typed into it.
    pub lines: Vec<Line>,
}

/// A field.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub label: String,
    /// What is typed.
    pub value: String,
    /// What stands there, where something does.
    pub was: Option<String>,
}

// What is printed names people: shown for debugging, it says how much there is of it and no more.

impl fmt::Debug for Paper {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Paper({} parts)", self.parts.len())
    }
}

impl fmt::Debug for Part {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Part({} forms)", self.forms.len())
    }
}

impl fmt::Debug for Form {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Form({} lines)", self.lines.len())
    }
}

impl fmt::Debug for Line {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Line")
    }
}

/// Writes a paper as PDF, and says how many pages it has. What stood there before is replaced only by something complete.
///
/// # Errors
/// Where the file cannot be written, or it was called off.
pub fn print(path: &Path, paper: &Paper, at: Instant, progress: &Progress) -> Result<usize, Error> {
    let wrong = |source| Error::of_printing(path, source);
    let pages = layout::lay_out(paper, progress)?;
    let bytes = ink::draw(&pages, &paper.title, at).ok_or_else(|| wrong(io::Error::other("the page cannot be drawn")))?;
    let fill = |mut file: &File| {
        file.write_all(&bytes)?;
        progress.seal().map_err(io::Error::other)
    };
    write_whole(path, fill).map_err(wrong)?;
    Ok(pages.len())
}

//! A list on paper: what is to be typed by hand, as a PDF in US Letter with a box to tick by each record. It embeds the part of Inter that
//! it needs, so that it prints alike everywhere.

mod ink;
mod layout;
mod measure;

use super::error::Error;
use super::whole::write_whole;
use crate::domain::Instant;
use crate::domain::progress::Progress;
use std::fs::File;
use std::io::{self, Write};
use std::path::Path;

/// What is printed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
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
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Part {
    /// Who.
    pub name: String,
    /// The forms, in their order.
    pub forms: Vec<Form>,
}

/// A form, with a box to tick.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Form {
    /// What it is called in the HMIS.
    pub title: String,
    /// Which record, and what is to be done with it.
    pub notes: Vec<String>,
    /// What is typed into it.
    pub lines: Vec<Line>,
}

/// A field.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Line {
    /// What it is called.
    pub label: String,
    /// What is typed.
    pub value: String,
    /// What stands there, where something does.
    pub was: Option<String>,
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

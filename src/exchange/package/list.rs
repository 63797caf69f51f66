//! What lies in a folder or a zip, by name and place. Nothing is opened for it.

use super::{Item, Place, Shut};
use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io::{self, BufReader};
use std::path::Path;
use zip::read::Config;
use zip::result::ZipResult;
use zip::unstable::read::ZipIterable;

/// Folders inside a chosen folder.
const DEPTH: usize = 3;

/// The files of a folder and of those in it, by name. `unseen` gets the folders into which nobody looked.
pub(super) fn folder(path: &Path, unseen: &mut BTreeMap<String, usize>) -> io::Result<Vec<Item>> {
    let mut items = Vec::new();
    walk(path, "", DEPTH, &mut items, unseen)?;
    // The system lists them as it pleases.
    items.sort_by(|a, b| (&a.name, &a.folder).cmp(&(&b.name, &b.folder)));
    Ok(items)
}

fn walk(path: &Path, folder: &str, depth: usize, items: &mut Vec<Item>, unseen: &mut BTreeMap<String, usize>) -> io::Result<()> {
    for entry in fs::read_dir(path)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        let name = entry.file_name().to_string_lossy().trim().to_owned();
        if kind.is_dir() {
            let below = if folder.is_empty() { name } else { format!("{folder}/{name}") };
            // What lies deeper, or may not be looked into, keeps nobody from an export above it.
            if depth == 0 || walk(&entry.path(), &below, depth - 1, items, unseen).is_err() {
                unseen.entry(below).or_default();
            }
        } else {
            let place = Shut::of(kind).map_or_else(|| Place::Disk(entry.path()), Place::Shut);
            items.push(Item { name, folder: folder.to_owned(), place });
        }
    }
    Ok(())
}

/// The files of a zip in its order, twins among them.
pub(super) fn zip(reader: BufReader<File>) -> ZipResult<Vec<Item>> {
    let mut items = Vec::new();
    for entry in ZipIterable::try_new(reader, Config::default())?.files()? {
        let entry = entry?;
        let whole = String::from_utf8_lossy(entry.name_raw()).into_owned();
        let mut parts: Vec<&str> = whole.split(['/', '\\']).map(str::trim).filter(|part| !matches!(*part, "" | ".")).collect();
        let Some(name) = parts.pop().filter(|_| !entry.is_dir() && !whole.ends_with(['/', '\\'])) else { continue };
        let place = if entry.is_symlink() { Place::Shut(Shut::Link) } else { Place::Zip(entry.into()) };
        items.push(Item { name: name.to_owned(), folder: parts.join("/"), place });
    }
    Ok(items)
}

//! The zip or folder that an export comes in. Read is what lies beside its `Export.csv`: an older export in a folder below is another one.
//!
//! Only the names of an entry are ever used, and nothing is unpacked to the disk.

mod drawn;
mod guard;
mod list;
mod quotes;

use super::error::Error;
use super::visible::visible;
use drawn::Drawn;
use guard::Most;
pub(super) use guard::{Guard, occurrences};
use std::collections::BTreeMap;
use std::fmt;
use std::fs::{self, File, FileType};
use std::io::{self, BufReader, Read};
use std::path::{Path, PathBuf};
use zip::read::OwnedZipFileEntry;
use zip::result::ZipError;
use zip::{CompressionMethod, ZipReadOptions};

/// All files together, unpacked.
const MOST_BYTES: u64 = 4 << 30;
/// HMIS CSV packs to a fifth, seldom to a fiftieth. What is packed is counted as it is read: a zip may say any size.
const MOST_RATIO: u64 = 250;
/// Below this size the ratio does not matter.
const SMALL: u64 = 16 << 20;
/// The file that says where the export is.
const HOME: &str = "Export.csv";

/// What an export comes in.
pub(super) struct Package {
    zip: Option<Drawn>,
    items: Vec<Item>,
    left: u64,
    /// The folders that were not read, because the export is in another one, and how many files each has as far as that is known.
    pub elsewhere: BTreeMap<String, usize>,
}

/// One file of it.
pub(super) struct Item {
    /// Its name without any folder.
    pub name: String,
    /// The folders in which it lies, from the top, with slashes between them.
    folder: String,
    place: Place,
}

enum Place {
    Zip(OwnedZipFileEntry),
    Disk(PathBuf),
    Shut(Shut),
}

/// Why something that has a name is not opened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shut {
    /// It leads elsewhere, perhaps to what the user never meant to give.
    Link,
    /// A pipe, a socket or a device: reading it may never end.
    Device,
}

impl Shut {
    /// Why what is of this kind is not opened; none for a file.
    pub(super) fn of(kind: FileType) -> Option<Self> {
        if kind.is_symlink() { Some(Self::Link) } else { (!kind.is_file()).then_some(Self::Device) }
    }
}

impl fmt::Display for Shut {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Link => "a link to another place, and links are not followed",
            Self::Device => "a device or a pipe, and no file",
        })
    }
}

impl Item {
    /// Why it is not opened; none for a file.
    pub fn shut(&self) -> Option<Shut> {
        if let Place::Shut(why) = self.place { Some(why) } else { None }
    }
}

impl Package {
    /// Opens a zip or a folder and lists the files of its export.
    pub fn open(path: &Path) -> Result<Self, Error> {
        let unopened = |source| Error::Open { path: path.to_owned(), source };
        let what = fs::metadata(path).map_err(unopened)?;
        let mut elsewhere = BTreeMap::new();
        let (zip, items) = if what.is_dir() {
            (None, list::folder(path, &mut elsewhere).map_err(unopened)?)
        } else if what.is_file() {
            let file = File::open(path).map_err(unopened)?;
            let again = File::open(path).map_err(unopened)?;
            let items = list::zip(BufReader::new(file)).map_err(|_| Error::NotAZip { path: path.to_owned() })?;
            (Some(Drawn::new(again)), items)
        } else {
            return Err(Error::NoFile { path: path.to_owned() });
        };
        let Some(home) = home(&items)? else { return Ok(Self { zip, items, left: MOST_BYTES, elsewhere }) };
        let (items, others): (Vec<_>, Vec<_>) = items.into_iter().partition(|item| item.folder == home);
        others.into_iter().for_each(|item| *elsewhere.entry(item.folder).or_default() += 1);
        Ok(Self { zip, items, left: MOST_BYTES, elsewhere })
    }

    /// The files of its export.
    pub fn items(&self) -> &[Item] {
        &self.items
    }

    /// Opens the bytes of a file, guarded by the limits.
    pub fn bytes(&mut self, at: usize) -> Result<Guard<'_>, Error> {
        let Item { name, place, .. } = &self.items[at];
        let file = visible(name).into_owned();
        let (inner, most): (Box<dyn Read + '_>, Most) = match (place, &mut self.zip) {
            (Place::Zip(entry), Some(zip)) => {
                if entry.encrypted() {
                    return Err(Error::Encrypted);
                }
                if !matches!(entry.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                    return Err(Error::Compression { file });
                }
                let packed = zip.count();
                let open = entry.as_ref().with_reader(zip, ZipReadOptions::new()).map_err(|error| refusal(&file, error))?;
                (Box::new(open), Box::new(move || packed().saturating_mul(MOST_RATIO).max(SMALL)))
            }
            (Place::Disk(path), _) => {
                let open = File::open(path).map_err(|source| Error::Open { path: path.clone(), source })?;
                (Box::new(open), Box::new(|| MOST_BYTES))
            }
            (Place::Shut(why), _) => return Err(Error::Shut { file, why: *why }),
            (Place::Zip(_), None) => (Box::new(io::empty()), Box::new(|| 0)),
        };
        Ok(Guard::new(file, inner, &mut self.left, most))
    }
}

/// The folder of the `Export.csv` that lies highest; none where there is none.
fn home(items: &[Item]) -> Result<Option<String>, Error> {
    let depth = |folder: &str| folder.split('/').filter(|part| !part.is_empty()).count();
    let mut homes: Vec<&str> = items.iter().filter(|item| item.name.eq_ignore_ascii_case(HOME)).map(|item| item.folder.as_str()).collect();
    homes.sort_unstable_by_key(|folder| (depth(folder), *folder));
    homes.dedup();
    let highest = homes.first().map_or(0, |folder| depth(folder));
    homes.retain(|folder| depth(folder) == highest);
    match homes.as_slice() {
        [] => Ok(None),
        [one] => Ok(Some((*one).to_owned())),
        several => Err(Error::Several { folders: several.iter().map(|folder| visible(folder).into_owned()).collect() }),
    }
}

fn refusal(name: &str, error: ZipError) -> Error {
    let file = name.to_owned();
    match error {
        ZipError::Io(source) => Error::Damaged { file, source },
        error => Error::Damaged { file, source: io::Error::new(io::ErrorKind::InvalidData, error.to_string()) },
    }
}

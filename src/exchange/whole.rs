//! Writing a file whole: what stood there before is replaced only by something complete.

use super::package::Shut;
use std::fs;
use std::io;
use std::path::Path;

/// Fills a new file beside the path, brings it to the disk and moves it there; only its user may read it. Where anything fails, the file
/// that stood there before still stands. A link, a pipe or a device is not replaced: somebody else may reckon with it.
///
/// # Errors
/// What `fill` returns, and what the disk says.
pub fn write_whole<T>(path: &Path, fill: impl FnOnce(&fs::File) -> io::Result<T>) -> io::Result<T> {
    let name = path.file_name().ok_or(io::ErrorKind::InvalidFilename)?;
    is_free(path)?;
    let part = path.with_file_name(format!(".{}.{}.part", name.to_string_lossy(), std::process::id()));
    let written = replace(&part, path, fill);
    if written.is_err() {
        // A part that cannot be taken away either is named differently from every other file and harms nobody.
        drop(fs::remove_file(&part));
    }
    written
}

/// An error where something stands there that is no file.
fn is_free(path: &Path) -> io::Result<()> {
    let kind = match fs::symlink_metadata(path) {
        Ok(what) => what.file_type(),
        // Nothing stands there, or writing will say why not.
        Err(_) => return Ok(()),
    };
    // Of a folder the disk says it.
    let shut = Shut::of(kind).filter(|_| !kind.is_dir());
    shut.map_or(Ok(()), |why| Err(io::Error::other(format!("it is {why}, so choose another name"))))
}

fn replace<T>(part: &Path, path: &Path, fill: impl FnOnce(&fs::File) -> io::Result<T>) -> io::Result<T> {
    let mut options = fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(part)?;
    let written = fill(&file)?;
    file.sync_all()?;
    fs::rename(part, path)?;
    #[cfg(unix)]
    fs::File::open(path.parent().filter(|p| !p.as_os_str().is_empty()).unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(written)
}

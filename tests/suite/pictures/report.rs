//! What changed in the pictures, for a person to look at: expected, now and the difference side by side, the largest change first.

use super::png;
use crate::desk::SIZE;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

/// A picture that is not the expected one.
pub struct Changed {
    name: String,
    expected: Option<Vec<u8>>,
    /// Red, green, blue for each pixel, line by line.
    pub now: Vec<u8>,
    /// The pixels that differ: how many, and the least box around them as left, top, right, bottom.
    pixels: usize,
    bounds: (usize, usize, usize, usize),
    difference: Vec<u8>,
}

impl Changed {
    /// What differs by more than the tolerance; none where nothing does.
    pub fn between(name: &str, expected: Option<Vec<u8>>, now: Vec<u8>, tolerance: u8) -> Option<Self> {
        let width = SIZE.width as usize;
        let old = expected.as_ref().filter(|old| old.len() == now.len());
        let differs = |at: usize| old.is_none_or(|old| (at..at + 3).any(|c| old[c].abs_diff(now[c]) > tolerance));
        let places: Vec<(usize, usize)> =
            (0..now.len() / 3).filter(|pixel| differs(pixel * 3)).map(|pixel| (pixel % width, pixel / width)).collect();
        let (first, last) = (places.first()?, places.last()?);
        let columns = places.iter().map(|(x, _)| *x);
        let bounds = (columns.clone().min()?, first.1, columns.max()? + 1, last.1 + 1);
        // What is the same is faded, what differs is red.
        let shown = |pixel: usize| {
            let at = pixel * 3;
            if differs(at) { [220, 0, 0] } else { [0, 1, 2].map(|c| 170 + now[at + c] / 3) }
        };
        let difference = (0..now.len() / 3).flat_map(shown).collect();
        Some(Self { name: name.to_owned(), pixels: places.len(), bounds, difference, expected, now })
    }

    /// The change in a sentence.
    fn words(&self) -> String {
        let Self { name, pixels, bounds: (left, top, right, bottom), .. } = self;
        match &self.expected {
            None => format!("{name}: new"),
            Some(_) => format!("{name}: {pixels} pixels differ, in {} × {} at ({left}, {top})", right - left, bottom - top),
        }
    }
}

/// Lays every change side by side in `target/pictures/index.html`, in place of the report before; says what changed and where to
/// look, or nothing where nothing did.
pub fn write(mut all: Vec<Changed>) -> Option<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("target/pictures");
    let _ = fs::remove_dir_all(&folder);
    if all.is_empty() {
        return None;
    }
    fs::create_dir_all(&folder).unwrap();
    all.sort_by(|a, b| (b.pixels, &a.name).cmp(&(a.pixels, &b.name)));
    let (mut page, mut words) = (HEAD.to_owned(), String::new());
    for changed in &all {
        let _ = write!(page, "<h2>{}</h2><div>", changed.words());
        let mut show = |what: &str, rgb: &[u8]| {
            let file = format!("{}-{what}.png", changed.name);
            png::save(&folder.join(&file), rgb);
            let _ = write!(page, r#"<figure><figcaption>{what}</figcaption><a href="{file}"><img src="{file}"></a></figure>"#);
        };
        if let Some(expected) = &changed.expected {
            show("expected", expected);
        }
        show("now", &changed.now);
        if changed.expected.is_some() {
            show("difference", &changed.difference);
        }
        page.push_str("</div>\n");
        let _ = writeln!(words, "  {}", changed.words());
    }
    let index = folder.join("index.html");
    fs::write(&index, page).unwrap();
    let accept = "Accept what is wanted with: WAYHOME_ACCEPT_PICTURES=1 cargo test --test suite pictures";
    Some(format!("{} pictures have changed\n{words}Look at {}\n{accept}", all.len(), index.display()))
}

/// Three pictures beside each other, as large as the window allows; a click shows one whole.
const HEAD: &str = r#"<!doctype html><meta charset="utf-8"><title>Pictures that changed</title><style>
body { font: 15px sans-serif; margin: 24px; background: #fff; color: #1c2430 }
div { display: flex; gap: 12px } figure { margin: 0; flex: 1; min-width: 0 } figcaption { padding: 4px 0; color: #555 }
img { width: 100%; border: 1px solid #aaa } h2 { font-size: 16px; margin: 32px 0 4px }
</style><h1>Pictures that changed</h1>
"#;

#[test]
fn a_change_is_counted_and_framed() {
    let (width, height) = (SIZE.width as usize, SIZE.height as usize);
    let old = vec![200; width * height * 3];
    let mut new = old.clone();
    for (x, y) in [(10, 20), (30, 24)] {
        new[(y * width + x) * 3 + 1] = 100;
    }
    new[0] = 201;
    assert!(Changed::between("same", Some(old.clone()), old.clone(), 2).is_none());
    let changed = Changed::between("one", Some(old), new.clone(), 2).unwrap();
    assert_eq!((changed.pixels, changed.bounds), (2, (10, 20, 31, 25)), "and what the tolerance allows is no change");
    assert!(changed.words().contains("2 pixels differ, in 21 × 5 at (10, 20)"));
    assert_eq!(Changed::between("new", None, new, 2).unwrap().words(), "new: new");
}

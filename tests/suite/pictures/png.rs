//! Pictures as files, small enough for a repository: colours that nobody can tell apart share a place in a palette, which halves them.

use crate::desk::SIZE;
use ::png::{BitDepth, ColorType, Compression, Decoder, Encoder, Filter, Transformations};
use std::collections::{BTreeMap, HashMap};
use std::fs::{self, File};
use std::io::BufReader;
use std::path::Path;

/// So far may a channel lie from that of the colour in the palette. The colours of large areas are kept as they are.
pub const NEAR: u8 = 6;

/// Saves red, green, blue for each pixel.
pub fn save(path: &Path, rgb: &[u8]) {
    let bytes = match indexed(rgb) {
        Some((palette, pixels)) => encoded(&pixels, Some(palette)),
        None => encoded(rgb, None),
    };
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

/// The pixels of a picture of the window's size, if there is one.
pub fn load(path: &Path) -> Option<Vec<u8>> {
    let mut decoder = Decoder::new(BufReader::new(File::open(path).ok()?));
    decoder.set_transformations(Transformations::EXPAND);
    let mut reader = decoder.read_info().unwrap();
    let mut rgb = vec![0; reader.output_buffer_size().unwrap()];
    reader.next_frame(&mut rgb).unwrap();
    Some(rgb)
}

/// A palette, and for each pixel its place there; none where more than 256 colours are needed.
fn indexed(rgb: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let mut counts: BTreeMap<[u8; 3], usize> = BTreeMap::new();
    for pixel in rgb.as_chunks().0 {
        *counts.entry(*pixel).or_default() += 1;
    }
    // The most frequent first; a rare one takes the place of one like it.
    let mut colours: Vec<([u8; 3], usize)> = counts.into_iter().collect();
    colours.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let (mut palette, mut places): (Vec<[u8; 3]>, HashMap<[u8; 3], u8>) = (Vec::new(), HashMap::new());
    for (colour, _) in colours {
        let like = |other: &[u8; 3]| colour.iter().zip(other).all(|(a, b)| a.abs_diff(*b) <= NEAR);
        let place = palette.iter().position(like).unwrap_or_else(|| {
            palette.push(colour);
            palette.len() - 1
        });
        places.insert(colour, u8::try_from(place).ok()?);
    }
    let pixels = rgb.as_chunks().0.iter().map(|pixel| places[pixel]).collect();
    Some((palette.concat(), pixels))
}

fn encoded(pixels: &[u8], palette: Option<Vec<u8>>) -> Vec<u8> {
    let mut bytes = Vec::new();
    let mut encoder = Encoder::new(&mut bytes, SIZE.width as u32, SIZE.height as u32);
    encoder.set_color(if palette.is_some() { ColorType::Indexed } else { ColorType::Rgb });
    encoder.set_depth(BitDepth::Eight);
    encoder.set_compression(Compression::High);
    encoder.set_filter(Filter::NoFilter);
    if let Some(palette) = palette {
        encoder.set_palette(palette);
    }
    encoder.write_header().unwrap().write_image_data(pixels).unwrap();
    bytes
}

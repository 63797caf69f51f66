//! How fast the `csv` crate alone reads every cell of a folder of CSV files into strings, on one thread: the floor beneath every reader.
//!
//! Prints the rows and the milliseconds.

use std::error::Error;
use std::fs;
use std::time::Instant;

fn main() -> Result<(), Box<dyn Error>> {
    let folder = std::env::args().nth(1).ok_or("Which folder?")?;
    let begin = Instant::now();
    let (mut rows, mut bytes) = (0_u64, 0);
    for entry in fs::read_dir(folder)? {
        let mut csv = csv::ReaderBuilder::new().flexible(true).buffer_capacity(1 << 16).from_path(entry?.path())?;
        let mut record = csv::StringRecord::new();
        while csv.read_record(&mut record)? {
            let cells: Vec<String> = record.iter().map(str::to_owned).collect();
            rows += 1;
            bytes += cells.iter().map(String::len).sum::<usize>();
        }
    }
    println!("{rows} {} {bytes}", begin.elapsed().as_millis());
    Ok(())
}

//! Synthetic people: a believable export of an invented CoC, for demonstrations, screenshots, measurements and tests.
//!
//! Used by `wayhome generate` and `wayhome demo`. Everything follows from the arguments: no clock, no file, no outside chance.
//! Nobody in it exists; every Social Security Number begins with 9, which was never issued.

mod agency;
mod codes;
mod desk;
mod mistakes;
mod names;
mod note;
mod pen;
mod person;
mod random;
mod record;
mod stay;
mod story;

#[cfg(test)]
mod tests;

use crate::domain::{Agency, Chart, Day};

/// The day on which a generated export is made unless somebody says otherwise: 2026-11-20. Files of one seed are then the same
/// whenever they are written.
pub const REFERENCE_DAY: Day = match Day::from_ymd_opt(2026, 11, 20) {
    Some(day) => day,
    None => Day::MIN,
};

/// An agency and the charts of exactly so many clients, as they stand on the morning of `today`: nothing is dated later than the
/// day before. The same arguments give the same rows.
pub fn people(clients: usize, seed: u64, today: Day) -> (Agency, Vec<Chart>) {
    let agency = agency::northern_lakes(today);
    let mut pen = pen::Pen::new(seed, today);
    let mut charts = Vec::with_capacity(clients);
    let mut teller = story::Teller::new(&mut pen, desk::places(&agency));
    while charts.len() < clients {
        charts.extend(teller.household(clients - charts.len()));
    }
    for chart in &mut charts {
        mistakes::spoil(&mut pen, chart);
    }
    // The last of all, so that chance gives the rest of the records as it did before there were notes.
    for chart in &mut charts {
        note::keep(&mut pen, chart);
    }
    (agency, charts)
}

/// As many clients of the same agency, one after the other, for more of them than memory holds. They are others than those of
/// [`people`]. The same arguments give the same rows.
///
/// # Errors
/// What `each` returns.
pub fn crowd<E>(clients: usize, seed: u64, today: Day, each: &mut dyn FnMut(Chart) -> Result<(), E>) -> Result<(), E> {
    let agency = agency::northern_lakes(today);
    // The teller holds the one, so the mistakes are made with another.
    let (mut pen, mut slips) = (pen::Pen::new(seed, today), pen::Pen::new(!seed, today));
    let mut teller = story::Teller::new(&mut pen, desk::places(&agency));
    let mut told = 0;
    while told < clients {
        for mut chart in teller.household(clients - told) {
            mistakes::spoil(&mut slips, &mut chart);
            told += 1;
            each(chart)?;
        }
    }
    Ok(())
}

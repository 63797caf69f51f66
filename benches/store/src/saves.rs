//! Durable saves and opened charts: ours and the rivals', one after the other. Each is asked for from another thread and waited for, as a
//! window must, which may not wait for a disk itself.

use crate::results::{Bar, Results, at, ms};
use crate::rivals::{Asked, Floor, Sqlite};
use crate::{Failed, NO_BAR, desk};
use std::path::Path;
use std::time::{Duration, Instant};
use wayhome::domain::{Change, ClientId, Commit, Row, hud::Event};
use wayhome::store::{Handle, Store};

/// So many saves of each.
const SAVES: usize = 400;
/// So many charts are opened.
const CHARTS: usize = 2000;

/// Measures them.
pub fn measure(folder: &Path, results: &mut Results) -> Result<(), Failed> {
    let store = desk::open(folder)?;
    let clients: Vec<ClientId> = store.roll()?.slips().map(|(_, slip)| ClientId::new(slip.client)).collect();
    charts(&store, &clients, results)?;
    let commits = commits(&store, &clients)?;
    let before = store.syncs();
    let rivals = [
        Asked::spawn(Floor::new(folder)?)?,
        Asked::spawn(Sqlite::new(folder, None, SAVES)?)?,
        Asked::spawn(Sqlite::new(folder, Some("seven lakes"), SAVES)?)?,
    ];
    let runtime = tokio::runtime::Builder::new_current_thread().build()?;
    let handle = Handle::spawn(store)?;
    let (mut ours, mut theirs, mut hops) = (Vec::new(), vec![Vec::new(); rivals.len()], Vec::new());
    for (number, commit) in commits.iter().enumerate() {
        for (rival, times) in rivals.iter().zip(&mut theirs) {
            times.push(timed(|| runtime.block_on(rival.save(number)))?);
        }
        hops.push(timed(|| Ok(runtime.block_on(handle.call(|_| ()))?))?);
        ours.push(timed(|| Ok(runtime.block_on(handle.commit(commit.clone(), desk::now())).map(drop)?))?);
        // The database follows after the answer; the next save must not wait for this one's.
        runtime.block_on(handle.call(|_| ()))?;
    }
    let syncs = runtime.block_on(handle.call(|store| store.syncs()))? - before;
    results.add("syncs for one save", syncs as f64 / commits.len() as f64, "", Bar::Most(1.0));
    results.add("the way to the store's thread and back, p50", ms(at(&mut hops, 0.5)), "ms", NO_BAR);
    let own = at(&mut ours, 0.5);
    results.add("durable save until the answer, p50", ms(own), "ms", NO_BAR);
    results.add("durable save until the answer, p99", ms(at(&mut ours, 0.99)), "ms", NO_BAR);
    for (rival, times) in rivals.iter().zip(&mut theirs) {
        let bar = match rival.name() {
            name if name.starts_with("append") => Bar::Most(1.3),
            name if name.starts_with("SQLCipher") => Bar::Most(1.0),
            _ => NO_BAR,
        };
        let median = at(times, 0.5);
        results.add(&format!("{}, p50", rival.name()), ms(median), "ms", NO_BAR);
        results.add(&format!("ours to {}", rival.name()), own.as_secs_f64() / median.as_secs_f64(), "×", bar);
    }
    Ok(())
}

fn timed(work: impl FnOnce() -> Result<(), Failed>) -> Result<Duration, Failed> {
    let begun = Instant::now();
    work()?;
    Ok(begun.elapsed())
}

/// Charts of people all over the records, opened for the first time.
fn charts(store: &Store, clients: &[ClientId], results: &mut Results) -> Result<(), Failed> {
    let step = (clients.len() / CHARTS).max(1);
    let mut times = Vec::new();
    for id in clients.iter().step_by(step) {
        times.push(timed(|| store.chart(id)?.map(drop).ok_or_else(|| "a chart is missing".into()))?);
    }
    results.add("open a chart, p50", ms(at(&mut times, 0.5)), "ms", NO_BAR);
    results.add("open a chart, p99", ms(at(&mut times, 0.99)), "ms", Bar::Most(2.0));
    Ok(())
}

/// One changed CE Event each, of different people.
fn commits(store: &Store, clients: &[ClientId]) -> Result<Vec<Commit>, Failed> {
    let mut commits = Vec::new();
    for id in clients {
        let Some(chart) = store.chart(id)? else { continue };
        let Some(before) = chart.events.first() else { continue };
        let mut after: Event = before.clone();
        for (column, text) in [("ReferralResult", "1"), ("ResultDate", "2026-11-20"), ("DateUpdated", "2026-11-20 09:30:00")] {
            let column = after.file().column(column).ok_or("a column is missing")?;
            after.set(column, text);
        }
        commits.extend(Change::row(Some(before), &after).map(|change| Commit::new("Resolve referral", vec![change])));
        if commits.len() == SAVES {
            return Ok(commits);
        }
    }
    Err("There are too few CE Events to be saved.".into())
}

//! Opening, and what it takes of the memory; each in a process of its own.

use crate::results::{Bar, Results, ms};
use crate::{Failed, desk};
use serde_json::{Value, json};
use std::fs;
use std::path::Path;
use std::process::Command;
use std::time::Instant;
use wayhome::domain::Agency;
use wayhome::domain::directory::Directory;
use wayhome::domain::hud::Organization;
use wayhome::generate;

/// What a child is told.
pub const COMMAND: &str = "--open";
/// So often it is opened; the median counts.
const TIMES: usize = 3;

/// Measures it.
pub fn measure(folder: &Path, clients: usize, results: &mut Results) -> Result<(), Failed> {
    let large = clients > 100_000;
    let mut runs = Vec::new();
    for _ in 0..TIMES {
        runs.push(run(folder)?);
    }
    results.add("unlock without key derivation", median(&runs, "unlock"), "ms", Bar::Most(if large { 2000.0 } else { 300.0 }));
    results.add("from then until everybody can be searched", median(&runs, "search"), "ms", Bar::None);
    let most = runs.iter().filter_map(|run| run["waiting"].as_u64()).max().unwrap_or_default();
    results.add(&format!("list who waits for an organization, at most {most}"), median(&runs, "listed"), "ms", Bar::None);
    results.add("resident memory after unlock", median(&runs, "memory"), "MiB", Bar::Most(if large { 500.0 } else { 250.0 }));
    results.add("the same, once that was listed for every organization", median(&runs, "after"), "MiB", Bar::None);
    let mut rebuilt = Vec::new();
    for _ in 0..TIMES {
        fs::remove_dir_all(folder.join("records/state"))?;
        rebuilt.push(run(folder)?);
    }
    let bar = if large { Bar::None } else { Bar::Most(3.0) };
    results.add("rebuild from the journal", median(&rebuilt, "unlock") / 1000.0, "s", bar);
    Ok(())
}

fn run(folder: &Path) -> Result<Value, Failed> {
    let output = Command::new(std::env::current_exe()?).arg(COMMAND).arg(folder).output()?;
    if !output.status.success() {
        return Err(String::from_utf8_lossy(&output.stderr).into_owned().into());
    }
    Ok(serde_json::from_slice(&output.stdout)?)
}

fn median(runs: &[Value], what: &str) -> f64 {
    let mut values: Vec<f64> = runs.iter().filter_map(|run| run[what].as_f64()).collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(f64::NAN)
}

/// Opens the records as the desk does, and prints what it took.
pub fn child(folder: &Path) -> Result<(), Failed> {
    let begun = Instant::now();
    let store = desk::open(folder)?;
    let agency = store.agency()?;
    let directory = Directory::new(store.roll()?);
    let unlock = begun.elapsed();
    directory.search("rivera", 20, generate::REFERENCE_DAY);
    let search = begun.elapsed() - unlock;
    let memory = resident()?;
    let listed = Instant::now();
    let waiting = agency.organizations.iter().map(|organization| waiting(&directory, &agency, organization)).max();
    let listed = listed.elapsed() / agency.organizations.len().max(1) as u32;
    let after = resident()?;
    let (unlock, search, listed) = (ms(unlock), ms(search), ms(listed));
    println!("{}", json!({ "unlock": unlock, "search": search, "memory": memory, "after": after, "listed": listed, "waiting": waiting }));
    drop((agency, store));
    Ok(())
}

/// The memory that this process has, in MiB.
fn resident() -> Result<f64, Failed> {
    let status = fs::read_to_string("/proc/self/status")?;
    let resident = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).and_then(|line| line.trim().split(' ').next());
    Ok(resident.and_then(|kib| kib.parse::<f64>().ok()).ok_or("the system does not tell the memory")? / 1024.0)
}

/// Lists what Home lists for an organization, and says how much it is.
fn waiting(directory: &Directory, agency: &Agency, organization: &Organization) -> usize {
    let (id, today) = (&organization.organization_id, generate::REFERENCE_DAY);
    directory.open_referrals(agency, Some(id), today).len()
        + directory.unenrolled_referrals(agency, id, today).len()
        + directory.awaited_move_ins(agency, id, today).len()
        + directory.due_annuals(agency, id, today).len()
        + directory.unplaced_referrals(agency, today).len()
        + directory.unplaced_unenrolled(agency, today).len()
}

//! Commands about files: generate, init, import, export, verify.

use super::progress::shown;
use super::secret::{self, Source};
use super::{Done, Stop, now, print, print_json};
use crate::domain::words::count;
use crate::domain::{ExportId, UserId};
use crate::exchange::{self, ExportRequest, Missing, Worker};
use crate::generate;
use crate::store::{self, Cost, Profile, Store};
use crate::transfer;
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::{Path, PathBuf};

/// Writes the HMIS CSV of invented people.
pub fn generate(clients: usize, seed: u64, out: &Path) -> Done {
    let day = generate::REFERENCE_DAY;
    let (agency, charts) = generate::people(clients, seed, day);
    let mut id = [0; 16];
    id[..8].copy_from_slice(&seed.to_be_bytes());
    id[8..].copy_from_slice(&(clients as u64).to_be_bytes());
    let start = day.checked_sub_months(chrono::Months::new(12)).unwrap_or(day);
    let request = ExportRequest {
        agency: &agency,
        now: day.and_time(chrono::NaiveTime::MIN),
        begun: day.and_time(chrono::NaiveTime::MIN),
        users: day.and_time(chrono::NaiveTime::MIN),
        export_id: ExportId::from_random(id),
        implementation: "Wayhome synthetic people",
        software_version: env!("CARGO_PKG_VERSION"),
        period: (start, day),
        worker: Worker { id: UserId::default(), first: "", last: "", email: "" },
        aside: None,
    };
    let written = exchange::write(out, &request, &charts)?;
    let rows: u64 = written.rows.iter().map(|(_, count)| count).sum();
    print(format!("{}: {}, {}. Everybody in it is invented.", out.display(), count(charts.len(), "client"), count(rows, "row")))
}

/// Makes the records of one worker.
pub fn init(data: Option<PathBuf>, worker: &str, secret: &Source) -> Done {
    let profile = Profile::new(worker);
    if profile.name.is_empty() {
        return Err(Stop::environment("The worker has no name, and every change bears it. Give one with --worker."));
    }
    let place = secret::place(data)?;
    let (_store, key) = Store::create(&place, &secret.fresh()?, &profile, Cost::calibrated(), now())?;
    print(format!("Made the records of {} in {}.", profile.name, place.data.display()))?;
    print("The recovery key opens them if the passphrase is forgotten. It is shown only now; keep it away from this computer:")?;
    print(key.text().as_str())
}

/// Reads an export into the records.
#[derive(Debug, Args)]
pub struct Import {
    /// The zip or folder.
    file: PathBuf,
    /// What becomes of records that the HMIS sent before and that its full export does not hold any more.
    #[arg(long, value_name = "WHAT", default_value = "keep")]
    missing: Which,
    /// Say what it would do, and write nothing.
    #[arg(long)]
    dry_run: bool,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    secret: Source,
}

/// What becomes of them.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// They stay as they are.
    Keep,
    /// They are marked as deleted, as the HMIS has it, in a save of its own after the import.
    MarkDeleted,
}

/// Reads an export into the records.
pub fn import(data: Option<PathBuf>, asked: &Import) -> Done {
    let Import { file, missing, dry_run, json, secret } = asked;
    let missing = match missing {
        Which::Keep => Missing::Keep,
        Which::MarkDeleted => Missing::Mark,
    };
    let mut store = secret.open(data)?;
    let (headline, counts, report) = shown(|progress| -> Result<_, Stop> {
        let source = exchange::read_watched(file, progress)?;
        let prepared = transfer::prepare(&store, source, now(), progress)?;
        if *dry_run {
            let headline = [Some(prepared.headline.clone()), prepared.question()].into_iter().flatten().collect::<Vec<_>>().join(" ");
            return Ok((headline, prepared.counts, prepared.report));
        }
        let done = transfer::take(&mut store, prepared, missing, now(), progress)?;
        Ok((done.headline, done.counts, done.report))
    })?;
    if *json {
        return print_json(&json!({ "headline": headline, "counts": counts, "report": report }));
    }
    print(report)?;
    print(headline)
}

/// Proves the records, or a backup where it stands.
pub fn verify(data: Option<PathBuf>, backup: Option<&Path>, json: bool, secret: &Source) -> Done {
    let report = match backup {
        Some(folder) => store::verify_backup(folder, &secret.secret()?)?,
        None => store::verify(&secret::place(data)?, &secret.secret()?)?,
    };
    let store::Report { commits, clients, problems, notes } = &report;
    if json {
        print_json(&json!({ "commits": commits, "clients": clients, "problems": problems, "notes": notes }))?;
    } else {
        for problem in problems {
            print(problem)?;
        }
        for note in notes {
            print(format!("Note: {note}"))?;
        }
        print(format!("{} proved, {}, {}.", count(*commits, "commit"), count(*clients, "client"), count(problems.len(), "problem")))?;
    }
    if problems.is_empty() { Ok(()) } else { Err(Stop::Refused(String::new())) }
}

//! Writing the records as HMIS CSV, with everything that can be chosen about it.

use super::check::{self, AsJson, Beside};
use super::progress::shown;
use super::secret::Source;
use super::{Done, Stop, now, print, print_json, written};
use crate::domain::words::count;
use crate::domain::{Day, ExportId, ProjectId};
use crate::exchange::{Checked, Period, Scope, Take, Written};
use crate::store::Store;
use crate::transfer::{self, Answer, Leaving, OnErrors, Order};
use crate::world;
use clap::Args;
use serde_json::json;
use std::path::PathBuf;

/// Why nothing but what was changed here goes without the households of errors (R-CSV-9).
const LEFT_OUT_OF_MORE: &str = "--leave-unfinished goes with --since-last alone, so nothing was exported. An HMIS puts a full export in place \
    of what it has: the households that are left out would be lost there, with all their history. Add --since-last, or correct the errors \
    first.";

/// What to write, and where.
#[derive(Debug, Args)]
pub struct Export {
    /// The zip to write.
    file: PathBuf,
    /// Only what was changed here since the last export, and the rows it belongs to.
    #[arg(long, conflicts_with_all = ["unsent", "period", "updated"])]
    since_last: bool,
    /// Only what stands here and the HMIS does not have yet, exported before or not, and the rows it belongs to.
    #[arg(long, conflicts_with_all = ["period", "updated"])]
    unsent: bool,
    /// Only enrollments that were active in this period, with their records up to its end, without deleted rows.
    #[arg(long, value_name = "FROM..TO", value_parser = period, conflicts_with = "updated")]
    period: Option<Period>,
    /// Only rows that were created, changed or deleted in this period, and the rows they belong to.
    #[arg(long, value_name = "FROM..TO", value_parser = period)]
    updated: Option<Period>,
    /// Only enrollments in this project; may be given several times.
    #[arg(long = "project", value_name = "ID")]
    projects: Vec<String>,
    /// Only enrollments of this CoC, such as MN-504; may be given several times.
    #[arg(long = "coc", value_name = "CODE")]
    cocs: Vec<String>,
    /// Hash names and Social Security Numbers (HashStatus 4), for checkers and warehouses that must not know who somebody is.
    #[arg(long)]
    hashed: bool,
    /// Include the columns and files of imports that are not part of HMIS CSV, as they came.
    #[arg(long, conflicts_with = "hashed")]
    kept_aside: bool,
    /// With --since-last: leave out the households of errors in what was written here, whole; they stay unsent, and the next export includes
    /// them.
    #[arg(long, conflicts_with = "anyway")]
    leave_unfinished: bool,
    /// Write it although the check finds errors, for this reason; the reason is kept in the trail.
    #[arg(long, value_name = "REASON")]
    anyway: Option<String>,
    /// Say what would be written and what the check finds, and write nothing.
    #[arg(long, conflicts_with = "anyway")]
    dry_run: bool,
    /// Print what was written, or what holds it up, as JSON.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    secret: Source,
}

/// `2025-10-01..2026-09-30`, both days with.
fn period(text: &str) -> Result<Period, String> {
    let days = text.split_once("..").and_then(|(from, to)| Some((day(from)?, day(to)?)));
    let (from, to) = days.ok_or("a period is two days, such as 2025-10-01..2026-09-30")?;
    Period::new(from, to).ok_or_else(|| "the period ends before it begins".to_owned())
}

fn day(text: &str) -> Option<Day> {
    text.trim().parse().ok()
}

/// Writes the export, or says what holds it up.
pub fn export(data: Option<PathBuf>, asked: Export) -> Done {
    if asked.leave_unfinished && !asked.since_last {
        return Err(Stop::environment(LEFT_OUT_OF_MORE));
    }
    let take = match (asked.since_last, asked.period, asked.updated) {
        (true, ..) if asked.leave_unfinished => Take::Finished,
        (true, ..) => Take::Since,
        _ if asked.unsent => Take::Unsent,
        (_, Some(period), _) => Take::Active(period),
        (_, _, Some(period)) => Take::Updated(period),
        _ => Take::Everything,
    };
    let projects = asked.projects.iter().map(ProjectId::new).collect();
    let cocs = asked.cocs.iter().map(|coc| coc.trim().to_ascii_uppercase()).collect();
    let scope = Scope { take, projects, cocs, hashed: asked.hashed, aside: asked.kept_aside };
    if asked.anyway.as_deref().is_some_and(|why| why.trim().is_empty()) {
        return Err(Stop::environment("The reason is blank, and the trail keeps it. Say in a few words why the export is to be written."));
    }
    let on_errors = match asked.anyway {
        Some(why) => OnErrors::Write(why),
        None => OnErrors::Hold,
    };
    let mut store = asked.secret.open(data)?;
    let id = world::random().map(ExportId::from_random).map_err(Stop::environment)?;
    if asked.dry_run {
        return rehearse(&store, &scope, id, asked.json);
    }
    let order = Order { path: asked.file, scope, on_errors };
    match shown(|progress| transfer::export(&mut store, &order, id, now(), progress))? {
        Answer::Held(held) if asked.json => {
            let without = held.leaving.as_ref().filter(|leaving| leaving.is_here()).map(Leaving::words);
            let rest = [("headline", json!(held.headline)), ("written", json!(false)), ("without", json!(without))];
            print_checked(&held.checked, rest)?;
            Err(Stop::Refused(String::new()))
        }
        Answer::Held(held) => {
            written(|out| check::as_text(&held.checked, out))?;
            let leave = held.leaving.map(|leaving| {
                let choose = match leaving {
                    Leaving::Here(..) => " Choose that with --leave-unfinished.",
                    Leaving::Elsewhere(_) => " Choose that with --since-last --leave-unfinished.",
                    Leaving::Alone(..) => "",
                };
                format!(" {}{choose}", leaving.words())
            });
            let leave = leave.unwrap_or_default();
            Err(Stop::refused(format!("{}{leave} With --anyway \"REASON\" it is written as it is.", held.headline)))
        }
        Answer::Written(done) if asked.json => print_checked(
            &done.checked,
            [
                ("headline", json!(done.headline)),
                ("written", json!(true)),
                ("scope", json!(done.scope)),
                ("rows", json!(rows(&done.written))),
                ("adjusted", json!(done.written.adjusted)),
                ("left_out", json!(done.left)),
            ],
        ),
        Answer::Written(done) => {
            adjusted(&done.written)?;
            print(done.headline)
        }
    }
}

/// The checklist of an export and what it would hold; refused where the check would hold it up.
fn rehearse(store: &Store, scope: &Scope, id: ExportId, json: bool) -> Done {
    let done = shown(|progress| transfer::rehearse(store, scope, id, now(), progress))?;
    if json {
        let rest = [
            ("headline", json!(done.headline)),
            ("written", json!(false)),
            ("held", json!(done.held)),
            ("scope", json!(done.scope)),
            ("rows", json!(rows(&done.written))),
            ("adjusted", json!(done.written.adjusted)),
            ("left_out", json!(done.left)),
        ];
        print_checked(&done.checked, rest)?;
    } else {
        written(|out| check::as_text(&done.checked, out))?;
        for (file, rows) in &done.written.rows {
            print(format!("{file:<28} {rows:>8}"))?;
        }
        adjusted(&done.written)?;
        print(&done.headline)?;
    }
    if done.held { Err(Stop::Refused(String::new())) } else { Ok(()) }
}

/// Prints what there is to say, by name, and what a check found.
fn print_checked<const N: usize>(check: &Checked, rest: [(&str, serde_json::Value); N]) -> Done {
    let rest = rest.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
    print_json(&Beside { rest, check: AsJson(check) })
}

fn rows(written: &Written) -> Vec<serde_json::Value> {
    written.rows.iter().map(|(file, rows)| json!({ "file": file, "rows": rows })).collect()
}

fn adjusted(written: &Written) -> Done {
    written.adjusted.iter().try_for_each(|one| print(format!("{}, {}: {} ({})", one.file, one.column, one.words, count(one.cells, "cell"))))
}

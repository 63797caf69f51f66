//! Commands about what was changed here and in the HMIS: list it, choose a side.

use super::secret::Source;
use super::{Done, Stop, now, print, print_json};
use crate::domain::merge::{Differing, Side, settle};
use crate::domain::stamp::Stamp;
use crate::domain::words::count;
use crate::domain::{Chart, ClientId, FieldId, Row};
use crate::store::{self, Store};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

/// Which answer counts.
#[derive(Debug, Args)]
pub struct Choose {
    /// The file and the key of the record, as `conflicts` names them: `"Event EV1"`.
    record: String,
    /// Which side.
    #[arg(long)]
    take: Which,
    /// Only this column; without it, all of the record.
    #[arg(long)]
    column: Option<String>,
    #[command(flatten)]
    secret: Source,
}

#[derive(Debug, Clone, Copy, ValueEnum)]
enum Which {
    /// What stands in these records.
    Here,
    /// What the HMIS has.
    Hmis,
}

/// Lists every answer that was changed here and in the HMIS. Without --json no answer is printed, only where it stands.
pub fn list(data: Option<PathBuf>, json: bool, secret: &Source) -> Done {
    let store = secret.open(data)?;
    let mut lines = Vec::new();
    let mut objects = Vec::new();
    for chart in undecided(&store)? {
        for differing in chart.theirs.iter().filter_map(Differing::read) {
            for column in &differing.open {
                let field = FieldId { file: differing.file, column: *column };
                let here = row_of(&chart, &differing).map(|row| row.get(field)).unwrap_or_default();
                let hmis = differing.cells.get(column).map(|text| text.as_str().to_owned()).unwrap_or_default();
                let (file, column) = (differing.file.info().name, field.info().name);
                lines.push(format!("{file} {}, {column}", differing.key));
                objects.push(json!({ "file": file, "key": differing.key, "column": column, "here": here, "hmis": hmis }));
            }
        }
    }
    if json {
        return print_json(&json!(objects));
    }
    for line in &lines {
        print(line)?;
    }
    print(format!("{} changed here and in the HMIS.", count(lines.len(), "answer")))
}

/// Settles a record.
pub fn choose(data: Option<PathBuf>, choose: Choose) -> Done {
    let mut store = choose.secret.open(data)?;
    let unknown = || Stop::refused("Nothing waits for a choice under this name. `wayhome conflicts` lists what does.");
    let (file, key) = choose.record.split_once(' ').ok_or_else(unknown)?;
    let mut found = None;
    for chart in undecided(&store)? {
        let differing = chart.theirs.iter().filter_map(Differing::read).find(|one| one.file.info().name == file && one.key == key);
        if let Some(differing) = differing {
            found = Some((chart, differing));
        }
    }
    let (chart, differing) = found.ok_or_else(unknown)?;
    let wanted = |at: &u16| choose.column.as_ref().is_none_or(|name| differing.file.column(name) == Some(usize::from(*at)));
    let columns: Vec<u16> = differing.open.iter().copied().filter(wanted).collect();
    let side = match choose.take {
        Which::Here => Side::Here,
        Which::Hmis => Side::Hmis,
    };
    let stamp = Stamp::new(store.profile().user.clone(), now());
    let commit = settle(&chart, &differing, &columns, side, &stamp).ok_or_else(unknown)?;
    store.commit(&commit, stamp.now)?;
    print(format!("Settled: {}.", count(columns.len(), "answer")))
}

/// The charts in which something waits for a choice.
fn undecided(store: &Store) -> Result<Vec<Chart>, store::Error> {
    let clients = store.roll()?;
    let clients = clients.slips().filter(|(_, slip)| slip.undecided > 0).map(|(_, slip)| ClientId::new(slip.client));
    clients.filter_map(|client| store.chart(&client).transpose()).collect()
}

fn row_of<'a>(chart: &'a Chart, differing: &Differing) -> Option<&'a dyn Row> {
    chart.rows().find(|row| row.file() == differing.file && row.key() == differing.key)
}

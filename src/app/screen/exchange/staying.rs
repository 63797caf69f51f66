//! Who stays out of an export that leaves unfinished households out, or for whom one waits: by household, in words.

use crate::app::context::Context;
use crate::domain::ClientId;
use crate::domain::words::list;
use crate::transfer::Leaving;
use std::collections::BTreeSet;

/// So many households are named; of more, the people are counted.
const NAMED: usize = 6;

/// `Stay out: DeShawn Booker; Ana Gaines and Leo Gaines.`, or `To finish: DeShawn Booker.` where the export waits for them; none where another
/// export is to be chosen. Names are said as privacy mode has it.
pub(super) fn words(leaving: &Leaving, cx: &Context<'_>) -> Option<String> {
    let (lead, who, way) = match leaving {
        Leaving::Here(_, who) => (if who.len() == 1 { "Stays out" } else { "Stay out" }, who, ""),
        // Where that is done.
        Leaving::Alone(_, who) => ("To finish", who, " Enter on a rule shows where."),
        Leaving::Elsewhere(_) => return None,
    };
    Some(format!("{lead}: {}.{way}", households(who, cx)))
}

fn households(who: &BTreeSet<ClientId>, cx: &Context<'_>) -> String {
    let (mut left, mut households) = (who.clone(), Vec::new());
    while let Some(client) = if households.len() < NAMED { left.pop_first() } else { None } {
        let mates = cx.directory.household_members(&client).into_iter().map(|mate| mate.client).filter(|mate| left.remove(mate));
        let names: Vec<String> = std::iter::once(client.clone()).chain(mates).map(|one| cx.client_name(&one)).collect();
        households.push(list(&names.iter().map(String::as_str).collect::<Vec<_>>()));
    }
    let clients = if left.len() == 1 { "client" } else { "clients" };
    households.extend((!left.is_empty()).then(|| format!("and {} more {clients}", left.len())));
    households.join("; ")
}

//! What a receiver has who takes one delta after the other: all that was changed here, whatever was left out in between, and nothing twice.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use std::sync::OnceLock;
use wayhome::domain::HouseholdId;
use wayhome::domain::history::is_stamp;
use wayhome::domain::hud::Relationship;

/// One step of a desk.
#[derive(Debug, Clone)]
enum Step {
    /// Writes a name.
    Name(Index),
    /// Makes a household that has no head, or mends that.
    Head(Index),
    /// An export.
    Sends(Take),
    /// An export of one program, from which no other counts.
    Part(Index),
}

fn step() -> impl Strategy<Value = Step> {
    let takes = prop_oneof![3 => Just(Take::Finished), 2 => Just(Take::Since), 1 => Just(Take::Unsent), 1 => Just(Take::Everything)];
    prop_oneof![
        4 => any::<Index>().prop_map(Step::Name),
        3 => any::<Index>().prop_map(Step::Head),
        4 => takes.prop_map(Step::Sends),
        2 => any::<Index>().prop_map(Step::Part),
    ]
}

/// Rows as a receiver has them.
#[derive(Default, PartialEq)]
struct Receiver(BTreeMap<(File, String), BTreeMap<usize, String>>);

impl Receiver {
    fn takes(&mut self, source: &Source) {
        let charts = charts(source);
        let all = source.agency.rows().chain(charts.iter().flat_map(Chart::rows));
        // The row of the export is another each time, and of users each has those whom it names.
        for row in all.filter(|row| !matches!(row.file(), File::Export | File::User)) {
            let columns = row.file().info().columns.iter().enumerate().filter(|(_, column)| column.name != "ExportID");
            let cells = columns.map(|(at, _)| (at, row.cell(at))).filter(|(_, text)| !text.is_empty()).collect();
            self.0.insert((row.file(), row.key()), cells);
        }
    }

    /// What it says without who wrote it and when: what was put back here before anybody heard of it, nobody is told.
    fn says((file, _): &(File, String), cells: &BTreeMap<usize, String>) -> BTreeMap<usize, String> {
        cells.iter().filter(|(at, _)| !is_stamp(*file, **at)).map(|(at, text)| (*at, text.clone())).collect()
    }

    /// The clients of whom it does not have what stands in these charts.
    fn lacks(&self, charts: &[Chart]) -> BTreeSet<ClientId> {
        let has = |row: &dyn Row| {
            let id = (row.file(), row.key());
            let cells: BTreeMap<usize, String> = (0..row.file().info().columns.len()).map(|at| (at, row.cell(at))).collect();
            let here = Self::says(&id, &cells.into_iter().filter(|(_, text)| !text.is_empty()).collect());
            self.0.get(&id).is_some_and(|there| Self::says(&id, there) == here)
        };
        let rows = |chart: &Chart| chart.rows().all(|row| !matches!(row.file(), File::Client | File::Enrollment) || has(row));
        charts.iter().filter(|chart| !rows(chart)).map(|chart| chart.id().clone()).collect()
    }
}

/// Somebody and the head of the household, who may be the same.
type Member = (ClientId, ClientId);

/// The members of households, of one and of several, of whom the check says nothing once they were written in and all stands again as it
/// was: what it says later is of a household without a head.
fn members() -> &'static [Member] {
    static MEMBERS: OnceLock<Vec<Member>> = OnceLock::new();
    MEMBERS.get_or_init(|| {
        let mut desk = Desk::new();
        let charts = desk.charts();
        let household = |id: &HouseholdId| -> Vec<&Chart> {
            charts.iter().filter(|chart| chart.enrollments.iter().any(|stay| stay.household_id == *id)).collect()
        };
        let is_head = |chart: &Chart| chart.enrollments[0].relationship_to_hoh.is(Relationship::Head);
        let mut all: Vec<Member> = Vec::new();
        for chart in charts.iter().filter(|chart| chart.enrollments.len() == 1 && is_head(chart)) {
            let mates = household(&chart.enrollments[0].household_id);
            if mates.iter().all(|mate| mate.enrollments.len() == 1 && (mate.id() == chart.id() || !is_head(mate))) {
                all.extend(mates.iter().map(|mate| (mate.id().clone(), chart.id().clone())));
            }
        }
        for (client, head) in &all {
            let chart = desk.store.chart(client).unwrap().unwrap();
            desk.put(&chart.client, at::client::MIDDLE_NAME, "Q");
            if client == head {
                desk.put(&chart.enrollments[0], at::enrollment::RELATIONSHIP_TO_HOH, "3");
                let stay = desk.store.chart(client).unwrap().unwrap().enrollments[0].clone();
                desk.put(&stay, at::enrollment::RELATIONSHIP_TO_HOH, "1");
            }
        }
        let now = desk.now();
        let found = transfer::check(&desk.store, &taking(Take::Updated(period("2026-12-01", "2026-12-01"))), now, &Progress::default());
        let wrong = found.unwrap().unfinished();
        let bad: BTreeSet<ClientId> = all.iter().filter(|(client, _)| wrong.contains(client)).map(|(_, head)| head.clone()).collect();
        all.retain(|(_, head)| !bad.contains(head));
        all
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10) })]

    #[test]
    fn deltas_together_are_what_was_changed_here_and_each_only_what_is_new(steps in proptest::collection::vec(step(), 4..14)) {
        let mut desk = Desk::new();
        let members = members();
        let heads: Vec<&ClientId> = members.iter().filter(|(client, head)| client == head).map(|(client, _)| client).collect();
        prop_assert!(heads.len() >= 3 && members.len() > heads.len(), "{members:?}");
        let mut receiver = Receiver::default();
        receiver.takes(&sample());
        let programs: BTreeSet<String> =
            desk.charts().iter().flat_map(|chart| &chart.enrollments).map(|stay| stay.project_id.to_string()).collect();
        let programs: Vec<String> = programs.into_iter().collect();
        // Heads that are none here, and those of them of whom that is new: an export is held up by what it tells alone.
        let (mut wrong, mut newly) = (BTreeSet::new(), BTreeSet::new());
        let (mut pending, mut unsent) = (BTreeSet::new(), false);
        for (n, step) in steps.into_iter().chain([Step::Sends(Take::Since)]).enumerate() {
            match step {
                Step::Name(at) => {
                    let (client, _) = at.get(members);
                    let chart = desk.store.chart(client).unwrap().unwrap();
                    desk.put(&chart.client, at::client::MIDDLE_NAME, &format!("Q{n}"));
                    pending.insert(client.clone());
                }
                Step::Head(at) => {
                    let client = *at.get(&heads);
                    let chart = desk.store.chart(client).unwrap().unwrap();
                    let mends = wrong.remove(client);
                    desk.put(&chart.enrollments[0], at::enrollment::RELATIONSHIP_TO_HOH, if mends { "1" } else { "3" });
                    pending.insert(client.clone());
                    if mends {
                        newly.remove(client);
                    } else {
                        newly.insert(client.clone());
                        wrong.insert(client.clone());
                    }
                }
                Step::Part(at) => {
                    desk.order(project(at.get::<String>(&programs)), Some("A test")).unwrap();
                    receiver.takes(&read(&desk.out()).unwrap());
                    unsent = true;
                }
                Step::Sends(take) => {
                    let lacks = receiver.lacks(&desk.charts());
                    let due = Unsent::of(&desk.store).unwrap();
                    prop_assert!(lacks.iter().all(|client| !due.is_sent(client)), "what it lacks is due: {lacks:?}");
                    let anyway = if take == Take::Finished { None } else { Some("A test") };
                    let sent: BTreeSet<ClientId> = match desk.order(taking(take), anyway) {
                        Ok(Answer::Written(_)) => {
                            let source = read(&desk.out()).unwrap();
                            receiver.takes(&source);
                            of(&source, File::Client).into_iter().map(ClientId::new).collect()
                        }
                        Ok(Answer::Held(held)) => return Err(TestCaseError::fail(held.headline)),
                        Err(transfer::Error::Unchanged { .. } | transfer::Error::Unfinished) => BTreeSet::new(),
                        Err(error) => return Err(TestCaseError::fail(error.to_string())),
                    };
                    let is_wrong = |client: &ClientId| members.iter().any(|(member, head)| member == client && newly.contains(head));
                    let stays = |client: &ClientId| take == Take::Finished && is_wrong(client);
                    if matches!(take, Take::Since | Take::Finished) {
                        let goes: BTreeSet<ClientId> = lacks.into_iter().filter(|client| !stays(client)).collect();
                        prop_assert!(goes.is_subset(&sent), "{take:?}: no less: {goes:?}, {sent:?}");
                        // What another export may have otherwise is told again.
                        let may: BTreeSet<ClientId> = pending.iter().filter(|client| !stays(client)).cloned().collect();
                        prop_assert!(if unsent { sent.is_subset(&may) } else { sent == goes }, "{take:?}: no more: {goes:?}, {sent:?}");
                    }
                    unsent |= take == Take::Unsent;
                    if take != Take::Unsent {
                        pending.retain(|client| stays(client));
                        newly = newly.iter().filter(|head| stays(head)).cloned().collect();
                    }
                }
            }
        }
        desk.sends(Scope::default());
        let mut all = Receiver::default();
        all.takes(&read(&desk.out()).unwrap());
        let says = |row: &(File, String), cells| Receiver::says(row, cells);
        let differing: Vec<_> = all.0.iter().filter(|(row, cells)| receiver.0.get(row).map(|there| says(row, there)) != Some(says(row, cells))).collect();
        prop_assert!(differing.is_empty() && all.0.keys().eq(receiver.0.keys()), "{differing:?}");
    }
}

//! What a receiver has who takes one delta after the other: all that was changed here, whatever was left out in between, and nothing twice.

use super::*;
use proptest::prelude::*;
use proptest::sample::Index;
use std::collections::BTreeMap;
use std::sync::OnceLock;
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
}

fn step() -> impl Strategy<Value = Step> {
    let takes = prop_oneof![3 => Just(Take::Finished), 2 => Just(Take::Since), 1 => Just(Take::Unsent), 1 => Just(Take::Everything)];
    prop_oneof![
        4 => any::<Index>().prop_map(Step::Name),
        3 => any::<Index>().prop_map(Step::Head),
        4 => takes.prop_map(Step::Sends),
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
}

/// Heads of households of one of whom the check says nothing once they were written in and all stands again as it was: what it says later is
/// of a household without a head.
fn heads() -> &'static [ClientId] {
    static HEADS: OnceLock<Vec<ClientId>> = OnceLock::new();
    HEADS.get_or_init(|| {
        let mut desk = Desk::new();
        let charts = desk.charts();
        let stays = || charts.iter().flat_map(|chart| &chart.enrollments);
        let is_alone = |chart: &&Chart| {
            let [stay] = chart.enrollments.as_slice() else { return false };
            stay.relationship_to_hoh.is(Relationship::Head) && stays().filter(|other| other.household_id == stay.household_id).count() == 1
        };
        let alone: Vec<&Chart> = charts.iter().filter(is_alone).collect();
        for chart in &alone {
            desk.put(&chart.client, at::client::MIDDLE_NAME, "Q");
            desk.put(&chart.enrollments[0], at::enrollment::RELATIONSHIP_TO_HOH, "3");
            let stay = desk.store.chart(chart.id()).unwrap().unwrap().enrollments[0].clone();
            desk.put(&stay, at::enrollment::RELATIONSHIP_TO_HOH, "1");
        }
        let now = desk.now();
        let wrong = transfer::check(&desk.store, &taking(Take::Since), now, &Progress::default()).unwrap().unfinished();
        alone.iter().map(|chart| chart.id().clone()).filter(|id| !wrong.contains(id)).collect()
    })
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(10) })]

    #[test]
    fn deltas_together_are_what_was_changed_here_and_each_only_what_is_new(steps in proptest::collection::vec(step(), 4..14)) {
        let mut desk = Desk::new();
        let heads = heads();
        prop_assert!(heads.len() >= 3, "{heads:?}");
        let mut receiver = Receiver::default();
        receiver.takes(&sample());
        let (mut pending, mut wrong) = (BTreeSet::new(), BTreeSet::new());
        for (n, step) in steps.into_iter().chain([Step::Sends(Take::Since)]).enumerate() {
            match step {
                Step::Name(at) => {
                    let client = at.get(heads);
                    let chart = desk.store.chart(client).unwrap().unwrap();
                    desk.put(&chart.client, at::client::MIDDLE_NAME, &format!("Q{n}"));
                    pending.insert(client.clone());
                }
                Step::Head(at) => {
                    let client = at.get(heads);
                    let chart = desk.store.chart(client).unwrap().unwrap();
                    let mends = wrong.remove(client);
                    desk.put(&chart.enrollments[0], at::enrollment::RELATIONSHIP_TO_HOH, if mends { "1" } else { "3" });
                    pending.insert(client.clone());
                    if !mends {
                        wrong.insert(client.clone());
                    }
                }
                Step::Sends(take) => {
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
                    let stays = |client: &ClientId| take == Take::Finished && wrong.contains(client);
                    if matches!(take, Take::Since | Take::Finished) {
                        let goes: BTreeSet<ClientId> = pending.iter().filter(|client| !stays(client)).cloned().collect();
                        prop_assert_eq!(&sent, &goes, "{:?}: no more, and no less", take);
                    }
                    if take != Take::Unsent {
                        pending.retain(|client| stays(client));
                    }
                }
            }
        }
        desk.sends(Scope::default());
        let mut all = Receiver::default();
        all.takes(&read(&desk.out()).unwrap());
        let differing: Vec<_> = all.0.iter().filter(|(row, cells)| receiver.0.get(row) != Some(cells)).collect();
        prop_assert!(differing.is_empty() && all == receiver, "{differing:?}");
    }
}

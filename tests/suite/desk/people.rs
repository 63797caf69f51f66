//! Whose records are on a desk, and one in which somebody wrote in a mistake.

use wayhome::domain::folder::Folder;
use wayhome::domain::hud::Client;
use wayhome::domain::progress::Progress;
use wayhome::domain::{Agency, Chart, ClientId, Commit, EnrollmentId, Instant, Row, Rule, Stamp, Text, UserId, at};
use wayhome::exchange::Scope;
use wayhome::store::Store;
use wayhome::{generate, transfer};

/// Whose records are on the desk.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum People {
    /// One client of whom nothing is known, and no agency.
    Nobody,
    /// Those of a believable CoC.
    Typical,
    /// The same with names as long as forms allow.
    Long,
}

/// An agency and its clients.
pub fn records(people: People) -> (Agency, Vec<Chart>) {
    if people == People::Nobody {
        let client = Client { personal_id: ClientId::new("NOBODY"), ..Client::default() };
        return (Agency::default(), vec![Chart { client, ..Chart::default() }]);
    }
    let (mut agency, mut charts) = generate::people(60, 7, generate::REFERENCE_DAY);
    if people == People::Long {
        for (at, organization) in agency.organizations.iter_mut().enumerate() {
            organization.organization_name = Text::new(format!("Northern Lakes Interfaith Regional Supportive Housing Network {at}"));
        }
        for (at, project) in agency.projects.iter_mut().enumerate() {
            project.project_name = Text::new(format!("Permanent Supportive Housing for Families, Scattered Sites, {at}"));
        }
        for chart in &mut charts {
            chart.client.first_name = Text::new("Wolfeschlegelsteinhausenbergerdorff-Maria Alejandra");
            chart.client.last_name = Text::new("Hernández-Montgomery Adebayo-Featherstonehaugh Nguyen");
            for note in &mut chart.notes {
                note.note = Text::new(format!("{}\n\n{}", "x".repeat(400), "A long note about many things. ".repeat(60)));
            }
        }
    }
    (agency, charts)
}

/// Writes something in an enrollment in which the check finds an error, and leaves the error.
pub fn writes_in_a_mistake(store: &mut Store, now: Instant) {
    let checked = transfer::check(store, &Scope::default(), now, &Progress::default()).unwrap();
    let id = checked.said.iter().find(|said| said.rule == Rule::R_INS_2).map(|said| EnrollmentId::new(&said.id)).unwrap();
    let charts: Vec<Chart> = transfer::folders(store).unwrap().iter().map(Folder::chart).collect();
    let before = charts.iter().find_map(|chart| chart.enrollment(&id)).unwrap();
    let mut after = before.clone();
    after.put(at::enrollment::VAMC_STATION, "618");
    let change = Stamp::new(UserId::new("MaiGreen"), now).change(Some(before), &mut after).unwrap();
    store.commit(&Commit::new("Project start", vec![change]), now).unwrap();
}

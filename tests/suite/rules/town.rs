//! A small town about which no rule has anything to say, to be spoilt by one test each: six kinds of programs, and five people.

use super::*;
use wayhome::domain::check::{self, Located, Sent};
use wayhome::domain::folder::Folder;

/// Everything that a check looks at.
#[derive(Clone)]
pub struct Town {
    /// The agency, with its row of `Export.csv`.
    pub agency: Agency,
    /// C1 with their child C2; C3, a veteran; C4 in the night shelter; C5, met in the street.
    pub charts: Vec<Chart>,
    /// Columns that the export does not have.
    pub absent: Vec<FieldId>,
    /// True where names are hashed.
    pub hashed: bool,
}

impl Town {
    /// The town of which all rules are silent.
    pub fn new() -> Self {
        let mut town = Self { agency: projects(), charts: people(), absent: Vec::new(), hashed: false };
        town.sign();
        town
    }

    /// Fills in who wrote each row, when, and of which export it is.
    pub fn sign(&mut self) {
        let agency = &mut self.agency;
        agency.organizations.iter_mut().for_each(|r| sign(r));
        agency.users.iter_mut().for_each(|r| sign(r));
        agency.projects.iter_mut().for_each(|r| sign(r));
        agency.cocs.iter_mut().for_each(|r| sign(r));
        agency.funders.iter_mut().for_each(|r| sign(r));
        agency.inventory.iter_mut().for_each(|r| sign(r));
        agency.hmis.iter_mut().for_each(|r| sign(r));
        agency.ce.iter_mut().for_each(|r| sign(r));
        for chart in &mut self.charts {
            sign(&mut chart.client);
            chart.enrollments.iter_mut().for_each(|r| sign(r));
            chart.exits.iter_mut().for_each(|r| sign(r));
            chart.incomes.iter_mut().for_each(|r| sign(r));
            chart.health.iter_mut().for_each(|r| sign(r));
            chart.disabilities.iter_mut().for_each(|r| sign(r));
            chart.services.iter_mut().for_each(|r| sign(r));
            chart.living_situations.iter_mut().for_each(|r| sign(r));
            chart.assessments.iter_mut().for_each(|r| sign(r));
            chart.events.iter_mut().for_each(|r| sign(r));
        }
    }

    /// The chart of a client.
    pub fn chart(&mut self, id: &str) -> &mut Chart {
        self.charts.iter_mut().find(|c| c.id().as_str() == id).unwrap()
    }

    /// An enrollment.
    pub fn stay(&mut self, id: &str) -> &mut Enrollment {
        self.charts.iter_mut().flat_map(|c| &mut c.enrollments).find(|e| e.enrollment_id.as_str() == id).unwrap()
    }

    /// A project.
    pub fn project(&mut self, id: &str) -> &mut Project {
        self.agency.projects.iter_mut().find(|p| p.project_id.as_str() == id).unwrap()
    }

    /// Lets a client leave.
    pub fn leave(&mut self, client: &str, stay: &str, on_day: &str, destination: u32) -> &mut Exit {
        let exit = Exit { destination: Value::Known(destination), ..exit(client, stay, on_day) };
        let exits = &mut self.chart(client).exits;
        exits.push(exit);
        let last = exits.last_mut().unwrap();
        sign(last);
        last
    }

    /// What a check over it as an export finds.
    pub fn export(&self) -> Vec<Located> {
        let sent = Sent { export: &self.agency.exports[0], absent: &self.absent, hashed: self.hashed };
        let found = check::export(&self.agency, self.charts.as_slice(), &sent, today());
        assert_eq!(found, check::export(&self.agency, self.folders().as_slice(), &sent, today()), "as an export is read");
        found
    }

    /// What a check over it as a desk's own records finds.
    pub fn own(&self) -> Vec<Located> {
        let found = check::everything(&self.agency, self.charts.as_slice(), today());
        assert_eq!(found, check::everything(&self.agency, self.folders().as_slice(), today()), "as the store keeps them");
        found
    }

    fn folders(&self) -> Vec<Folder> {
        self.charts.iter().map(Folder::from).collect()
    }
}

/// Fills in the blanks of a row that HUD wants filled in and that no rule but R-CSV-6 speaks of.
fn sign(row: &mut dyn Row) {
    for (at, column) in row.file().info().columns.iter().enumerate() {
        let text = match column.name {
            "DateCreated" | "DateUpdated" => "2026-11-20 10:00:00",
            "UserID" => "U1",
            "ExportID" => "X1",
            _ => continue,
        };
        if row.cell(at).is_empty() {
            row.set(at, text);
        }
    }
}

fn projects() -> Agency {
    use ProjectType as Type;
    let mut agency = Agency {
        exports: vec![Export {
            export_id: ExportId::new("X1"),
            source_type: Value::Known(1),
            source_id: "MN-504".into(),
            export_date: Value::Known(Instant::read("2026-11-21 10:00:00").unwrap()),
            export_start_date: on("2025-11-21"),
            export_end_date: on("2026-11-21"),
            software_name: "Test".into(),
            csv_version: "2026 v1.0".into(),
            export_period_type: Value::parse("3"),
            export_directive: Value::parse("2"),
            hash_status: Value::Known(HashStatus::Unhashed),
            implementation_id: "T".into(),
            ..Export::default()
        }],
        organizations: vec![Organization {
            organization_id: OrganizationId::new("O"),
            organization_name: "North House".into(),
            victim_service_provider: Value::Known(YesNo::No),
            ..Organization::default()
        }],
        users: vec![User { user_id: UserId::new("U1"), ..User::default() }],
        ..Agency::default()
    };
    let kinds = [
        ("P-CE", Type::CoordinatedEntry, None, 4),
        ("P-PSH", Type::PermanentSupportive, Some(1), 2),
        ("P-RRH", Type::RapidRehousing, Some(3), 3),
        ("P-ES", Type::ShelterEntryExit, Some(1), 46),
        ("P-NIGHT", Type::ShelterNightByNight, Some(1), 8),
        ("P-SO", Type::StreetOutreach, None, 11),
        ("P-HP", Type::Prevention, None, 33),
    ];
    for (id, kind, housing, funder) in kinds {
        let project = ProjectId::new(id);
        let opened = on("2020-01-01");
        agency.projects.push(Project {
            project_id: project.clone(),
            organization_id: OrganizationId::new("O"),
            project_name: id.into(),
            operating_start_date: opened.clone(),
            continuum_project: Value::Known(YesNo::Yes),
            project_type: Value::Known(kind),
            housing_type: housing.into(),
            rrh_sub_type: (kind == Type::RapidRehousing).then_some(RrhSubType::WithHousing).into(),
            ..Project::default()
        });
        agency.cocs.push(ProjectCoC {
            project_coc_id: id.into(),
            project_id: project.clone(),
            coc_code: "MN-504".into(),
            geocode: "279999".into(),
            geography_type: Value::Known(3),
            ..ProjectCoC::default()
        });
        agency.funders.push(Funder {
            funder_id: id.into(),
            project_id: project.clone(),
            funder: Value::Known(funder),
            start_date: opened.clone(),
            ..Funder::default()
        });
        agency.hmis.push(HMISParticipation {
            hmis_participation_id: id.into(),
            project_id: project.clone(),
            hmis_participation_type: Value::Known(HmisParticipation::Participating),
            hmis_participation_status_start_date: opened.clone(),
            ..HMISParticipation::default()
        });
        agency.ce.push(CEParticipation {
            ce_participation_id: id.into(),
            project_id: project.clone(),
            access_point: Value::Known(YesNo::No),
            receives_referrals: Value::Known(YesNo::Yes),
            ce_participation_status_start_date: opened.clone(),
            ..CEParticipation::default()
        });
        agency.inventory.extend(housing.is_some().then(|| Inventory {
            inventory_id: id.into(),
            project_id: project.clone(),
            coc_code: "MN-504".into(),
            household_type: Value::Known(1),
            unit_inventory: Value::Known(8),
            bed_inventory: Value::Known(10),
            inventory_start_date: opened,
            ..Inventory::default()
        }));
    }
    agency
}

fn people() -> Vec<Chart> {
    let psh = |id: &str, client: &str, relationship| Enrollment {
        household_id: HouseholdId::new("H-PSH"),
        relationship_to_hoh: Value::Known(relationship),
        ..stay(id, client, "P-PSH", "2026-03-02")
    };
    let mut parent = Chart { client: client("C1", "1987-03-04"), ..Chart::default() };
    parent.enrollments = vec![stay("E-CE", "C1", "P-CE", "2026-01-05"), psh("E-PSH", "C1", Relationship::Head)];
    parent.enrollments[1].move_in_date = on("2026-03-10");
    parent.enrollments[1].disabling_condition = Value::Known(YesNo::Yes);
    parent.living_situations = vec![living("C1", "E-CE", "2026-01-05")];
    parent.incomes = vec![income("I1", "C1", "E-PSH", "2026-03-02", true)];
    parent.health = vec![HealthAndDV {
        health_and_dvid: "V1".into(),
        enrollment_id: EnrollmentId::new("E-PSH"),
        personal_id: ClientId::new("C1"),
        information_date: on("2026-03-02"),
        domestic_violence_survivor: Value::Known(YesNo::No),
        data_collection_stage: Value::Known(Stage::Entry),
        ..HealthAndDV::default()
    }];
    parent.disabilities = vec![Disabilities {
        disabilities_id: "D1".into(),
        enrollment_id: EnrollmentId::new("E-PSH"),
        personal_id: ClientId::new("C1"),
        information_date: on("2026-03-02"),
        disability_type: Value::Known(DisabilityType::Physical),
        disability_response: Value::Known(1),
        indefinite_and_impairs: Value::Known(YesNo::Yes),
        data_collection_stage: Value::Known(Stage::Entry),
        ..Disabilities::default()
    }];
    parent.assessments = vec![Assessment {
        assessment_id: "A1".into(),
        enrollment_id: EnrollmentId::new("E-CE"),
        personal_id: ClientId::new("C1"),
        assessment_date: on("2026-01-05"),
        ..Assessment::default()
    }];
    parent.events = vec![Event {
        event_id: EventId::new("EV1"),
        personal_id: ClientId::new("C1"),
        event_date: on("2026-02-20"),
        referral_result: Value::Known(ReferralResult::Accepted),
        result_date: on("2026-03-02"),
        ..event()
    }];
    parent.referrals = vec![Referral {
        event_id: EventId::new("EV1"),
        enrollment_id: EnrollmentId::new("E-CE"),
        personal_id: ClientId::new("C1"),
        date_acknowledged: on("2026-02-21"),
        resulting_enrollment_id: EnrollmentId::new("E-PSH"),
        ..Referral::default()
    }];
    let mut child = Chart { client: client("C2", "2016-05-06"), ..Chart::default() };
    child.client.veteran_status = Value::Known(YesNo::NotCollected);
    child.enrollments = vec![for_child(psh("E-KID", "C2", Relationship::Child))];
    child.incomes = vec![income("I2", "C2", "E-KID", "2026-03-02", false)];
    let mut veteran = Chart { client: client("C3", "1970-01-02"), ..Chart::default() };
    veteran.client.veteran_status = Value::Known(YesNo::Yes);
    veteran.client.year_entered_service = Value::Known(1990);
    veteran.client.year_separated = Value::Known(1994);
    veteran.client.military_branch = Value::Known(1);
    for theater in ["WorldWarII", "KoreanWar", "VietnamWar", "DesertStorm", "AfghanistanOEF", "IraqOIF", "IraqOND", "OtherTheater"] {
        veteran.client.set(File::Client.column(theater).unwrap(), "0");
    }
    veteran.client.discharge_status = Value::Known(1);
    veteran.enrollments = vec![Enrollment {
        vamc_station: "618".into(),
        percent_ami: Value::Known(1),
        target_screen_reqd: Value::Known(YesNo::Yes),
        hp_screening_score: Value::Known(12),
        threshold_score: Value::Known(10),
        ..stay("E-HP", "C3", "P-HP", "2026-09-01")
    }];
    veteran.incomes = vec![income("I3", "C3", "E-HP", "2026-09-01", true)];
    let mut sleeper = Chart { client: client("C4", "1992-07-08"), ..Chart::default() };
    sleeper.enrollments = vec![stay("E-NIGHT", "C4", "P-NIGHT", "2026-10-01")];
    sleeper.services = vec![night("N1", "2026-10-01"), night("N2", "2026-10-02")];
    sleeper.exits = vec![exit("C4", "E-NIGHT", "2026-10-03")];
    let mut outside = Chart { client: client("C5", "1980-09-10"), ..Chart::default() };
    outside.enrollments = vec![stay("E-SO", "C5", "P-SO", "2026-10-05")];
    outside.living_situations = vec![living("C5", "E-SO", "2026-10-05")];
    vec![parent, child, veteran, sleeper, outside]
}

/// A client of whom every question is answered.
fn client(id: &str, born: &str) -> Client {
    let mut row = Client { sex: Value::Known(1), ..person(id, born) };
    for race in ["AmIndAKNative", "Asian", "BlackAfAmerican", "HispanicLatinao", "MidEastNAfrican", "NativeHIPacific"] {
        row.set(File::Client.column(race).unwrap(), "0");
    }
    row
}

/// An enrollment of a head of household who comes from the street.
pub fn stay(id: &str, client: &str, project: &str, entry: &str) -> Enrollment {
    let since = day(entry) - chrono::Duration::days(60);
    Enrollment { personal_id: ClientId::new(client), date_to_street_essh: Value::Known(since), ..enrollment(id, project, entry) }
}

/// Without what children are not asked.
pub fn for_child(row: Enrollment) -> Enrollment {
    Enrollment {
        enrollment_coc: Text::default(),
        living_situation: Value::Blank,
        length_of_stay: Value::Blank,
        date_to_street_essh: Value::Blank,
        times_homeless_past_three_years: Value::Blank,
        months_homeless_past_three_years: Value::Blank,
        ..row
    }
}

/// Income of an adult, or a child's insurance.
pub fn income(id: &str, client: &str, stay: &str, on_day: &str, adult: bool) -> IncomeBenefits {
    let no = Value::Known(YesNo::No);
    let of_adult = if adult { no.clone() } else { Value::Blank };
    IncomeBenefits {
        income_benefits_id: id.into(),
        enrollment_id: EnrollmentId::new(stay),
        personal_id: ClientId::new(client),
        information_date: on(on_day),
        income_from_any_source: of_adult.clone(),
        benefits_from_any_source: of_adult,
        insurance_from_any_source: no,
        data_collection_stage: Value::Known(Stage::Entry),
        ..IncomeBenefits::default()
    }
}

/// A night in the night shelter.
pub fn night(id: &str, on_day: &str) -> Services {
    Services {
        services_id: id.into(),
        enrollment_id: EnrollmentId::new("E-NIGHT"),
        personal_id: ClientId::new("C4"),
        date_provided: on(on_day),
        record_type: Value::Known(RecordType::BedNight),
        type_provided: Value::Known(200),
        ..Services::default()
    }
}

fn living(client: &str, stay: &str, on_day: &str) -> CurrentLivingSituation {
    CurrentLivingSituation {
        current_living_sit_id: format!("L-{stay}").as_str().into(),
        enrollment_id: EnrollmentId::new(stay),
        personal_id: ClientId::new(client),
        information_date: on(on_day),
        current_living_situation: Value::Known(116),
        ..CurrentLivingSituation::default()
    }
}

fn exit(client: &str, stay: &str, on_day: &str) -> Exit {
    Exit {
        exit_id: format!("X-{stay}").as_str().into(),
        enrollment_id: EnrollmentId::new(stay),
        personal_id: ClientId::new(client),
        exit_date: on(on_day),
        destination: Value::Known(116),
        ..Exit::default()
    }
}

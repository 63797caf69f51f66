//! Commands about referrals: list them, resolve one.

use super::secret::Source;
use super::{Done, Stop, now, print, print_json};
use crate::domain::code::Code;
use crate::domain::entry::Scalar;
use crate::domain::hud::{EventCode, ReferralResult, at};
use crate::domain::referral::{self, Resolution};
use crate::domain::stamp::Stamp;
use crate::domain::words::count;
use crate::domain::{Agency, Severity};
use crate::domain::{Card, ClientId, Day, EnrollmentId, EventCard, EventId, OrganizationId, ProjectId, Text, Value, date};
use clap::{Args, ValueEnum};
use serde::Serialize;
use std::path::PathBuf;

/// How a referral ended.
#[derive(Debug, Args)]
pub struct Resolve {
    /// The EventID.
    event: String,
    /// How it ended.
    #[arg(long)]
    result: Ended,
    /// Enrolled on, or determined on.
    #[arg(long, value_name = "YYYY-MM-DD", value_parser = day)]
    date: Day,
    /// The resulting enrollment.
    #[arg(long, value_name = "ID")]
    enrollment: Option<String>,
    /// Why the household was not housed.
    #[arg(long, value_name = "TEXT")]
    reason: Option<String>,
    #[command(flatten)]
    secret: Source,
}

/// HUD list 4.20.D, in words for a command line.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum Ended {
    /// Successful.
    Accepted,
    /// Unsuccessful.
    ClientRejected,
    /// Unsuccessful.
    ProviderRejected,
}

impl From<Ended> for ReferralResult {
    fn from(ended: Ended) -> Self {
        match ended {
            Ended::Accepted => Self::Accepted,
            Ended::ClientRejected => Self::ClientRejected,
            Ended::ProviderRejected => Self::ProviderRejected,
        }
    }
}

fn day(text: &str) -> Result<Day, String> {
    Day::read(text).ok_or_else(|| "not a day of the form YYYY-MM-DD".to_owned())
}

/// One referral as it is printed.
#[derive(Debug, Serialize)]
struct Line {
    event_id: String,
    personal_id: String,
    client: String,
    event: u32,
    event_date: Option<String>,
    project_id: Option<String>,
    organization_id: Option<String>,
    days_open: Option<i64>,
    referral_result: Option<u32>,
    result_date: Option<String>,
    resulting_enrollment: Option<String>,
}

/// Lists the referrals, oldest first.
pub fn list(data: Option<PathBuf>, open: bool, organization: Option<String>, json: bool, secret: &Source) -> Done {
    let store = secret.open(data)?;
    let (agency, cards) = (store.agency()?, store.roll()?.cards().collect::<Vec<_>>());
    let wanted = organization.map(OrganizationId::new);
    let today = now().date();
    let mut lines: Vec<Line> = cards
        .iter()
        .filter(|card| !card.deleted)
        .flat_map(|card| card.events.iter().map(move |event| (card, event)))
        .filter(|(_, event)| event.code.and_then(EventCode::from_code).is_some_and(referral::takes_result))
        .filter(|(_, event)| !open || referral::is_open_card(event))
        .map(|(card, event)| line(card, event, &agency, today))
        .filter(|line| wanted.as_ref().is_none_or(|w| line.organization_id.as_deref() == Some(w.as_str())))
        .collect();
    lines.sort_by(|a, b| (&a.event_date, &a.event_id).cmp(&(&b.event_date, &b.event_id)));
    if json {
        return print_json(&lines);
    }
    for line in &lines {
        let place = line.project_id.as_deref().map_or_else(|| "no location".to_owned(), |id| agency.project_name(id));
        let state = match (line.referral_result.and_then(ReferralResult::from_code), line.days_open) {
            (Some(result), _) => result.label().to_owned(),
            (None, Some(days)) => format!("open for {}", count(days, "day")),
            (None, None) => "open".to_owned(),
        };
        let on = line.event_date.as_deref().map(date::us).unwrap_or_default();
        print(format!("{}  {on}  {}  {place}  {state}", line.event_id, line.client))?;
    }
    print(format!("{}.", count(lines.len(), "referral")))
}

fn line(card: &Card, event: &EventCard, agency: &Agency, today: Day) -> Line {
    let open = referral::is_open_card(event);
    let project = agency.project(&ProjectId::new(event.location.as_str()));
    Line {
        event_id: event.id.to_string(),
        personal_id: card.client.to_string(),
        client: card.name(),
        event: event.code.unwrap_or_default(),
        event_date: event.date.map(Scalar::write),
        project_id: (!event.location.is_blank()).then(|| event.location.as_str().to_owned()),
        organization_id: project.map(|p| p.organization_id.to_string()),
        days_open: event.date.filter(|_| open).map(|on| referral::days_open(on, today)),
        referral_result: event.result.as_str().parse().ok(),
        result_date: event.result_date.map(Scalar::write),
        resulting_enrollment: (!event.resulting.is_blank()).then(|| event.resulting.to_string()),
    }
}

/// Resolves a referral. What is kept beside it and not named here stays as it is.
pub fn resolve(data: Option<PathBuf>, resolve: Resolve) -> Done {
    let mut store = resolve.secret.open(data)?;
    let id = EventId::new(&resolve.event);
    let owner = store.roll()?.slips().find(|(_, slip)| slip.events().any(|e| e.id == id)).map(|(_, slip)| ClientId::new(slip.client));
    let unknown = || Stop::refused(format!("There is no referral {id} in these records. `wayhome referrals` lists them."));
    let chart = store.chart(&owner.ok_or_else(unknown)?)?.ok_or_else(unknown)?;
    let kept = chart.referral(&id);
    let resolution = Resolution {
        result: resolve.result.into(),
        date: Value::Known(resolve.date),
        enrollment: resolve.enrollment.map(EnrollmentId::new).or(Some(kept.resulting_enrollment_id).filter(|e| !e.is_blank())),
        reason: resolve.reason.map_or(kept.not_housed_reason, Text::new),
        acknowledged: kept.date_acknowledged,
    };
    let stamp = Stamp::new(store.profile().user.clone(), now());
    let agency = store.agency()?;
    let plan = referral::resolve(&chart, &id, resolution, &agency, &stamp).map_err(|findings| {
        let stops: Vec<String> =
            findings.into_iter().filter(|f| f.severity == Severity::Stop).map(|f| format!("{} [{}]", f.words, f.rule)).collect();
        Stop::refused(format!("Not saved. {}", stops.join(" ")))
    })?;
    store.commit(&plan.commit, stamp.now)?;
    for finding in plan.findings.iter().filter(|f| f.severity != Severity::Note) {
        print(format!("Saved and flagged: {} [{}]", finding.words, finding.rule))?;
    }
    print(format!("Saved: {} {id} is resolved.", at::event::EVENT_ID.file.info().name))
}

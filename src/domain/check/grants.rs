//! What a project must collect of what the rules call for, by its type and its grants, from the table of elements.

use crate::domain::ask::{self, grants};
use crate::domain::code::Code;
use crate::domain::entry::{Day, Value};
use crate::domain::hud::{Funder, ProjectType};

/// A grant and the days on which it is open.
#[derive(Debug, Clone, Copy)]
pub(super) struct Grant {
    code: u32,
    start: Option<Day>,
    end: Option<Day>,
}

/// What a project collects on a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Collects {
    /// 4.02 Income and Sources.
    pub income: bool,
    /// 4.03 Non-Cash Benefits.
    pub benefits: bool,
    /// 4.04 Health Insurance.
    pub insurance: bool,
}

impl Collects {
    /// True where it collects any of the three.
    pub fn any(self) -> bool {
        self.income || self.benefits || self.insurance
    }
}

/// The grants of a project, as they can be asked.
#[derive(Debug, Default)]
pub(super) struct Grants(Vec<Grant>);

impl Grants {
    /// Adds one; a funder that is not known is none.
    pub fn add(&mut self, row: &Funder) {
        self.0.extend(row.funder.known().map(|code| Grant { code, start: row.start_date.known(), end: row.end_date.known() }));
    }

    fn holds(&self, codes: &[u32], on: Day) -> bool {
        let open = |g: &&Grant| g.start.is_none_or(|s| s <= on) && g.end.is_none_or(|e| on <= e);
        self.0.iter().filter(open).any(|g| codes.contains(&g.code))
    }

    /// What a project of this type collects on this day about income, benefits and insurance (headers of 4.02 to 4.04).
    pub fn collects(&self, kind: Option<ProjectType>, on: Day) -> Collects {
        let Some(kind) = kind.map(Code::code) else { return Collects::default() };
        let asks = |id: &str| ask::element(id).is_some_and(|e| e.collected(kind, |codes| self.holds(codes, on)));
        Collects { income: asks("4.02"), benefits: asks("4.03"), insurance: asks("4.04") }
    }

    /// True for the grants of the Department of Veterans Affairs that ask for the service record (V1) and the station (V6).
    pub fn of_veterans(&self, on: Day) -> bool {
        [grants::VASH, grants::SSVF, grants::GPD, grants::VA_RESIDENTIAL].into_iter().any(|codes| self.holds(codes, on))
    }

    /// True for Supportive Services for Veteran Families.
    pub fn of_veteran_families(&self, on: Day) -> bool {
        self.holds(grants::SSVF, on)
    }
}

/// A period as two cells give it; a blank start or end is open.
pub(super) type Period = (Option<Day>, Option<Day>);

/// The period between two cells.
pub(super) fn period(start: &Value<Day>, end: &Value<Day>) -> Period {
    (start.known(), end.known())
}

/// True where a period covers a day.
pub(super) fn covers(period: &Period, on: Day) -> bool {
    period.0.is_none_or(|s| s <= on) && period.1.is_none_or(|e| on <= e)
}

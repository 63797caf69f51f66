//! What a project must collect, by its type and its grants: HUD's funder lists of the data elements, as far as rules need them.

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

/// HUD list 2.06.1, by the programs that HUD's element headers speak of. Retired codes are among their program's.
mod funders {
    pub const COC: &[u32] = &[1, 2, 3, 4, 5, 6, 7, 44, 49];
    pub const YHDP: &[u32] = &[43];
    pub const BUILDS: &[u32] = &[56];
    pub const ESG: &[u32] = &[8, 9, 10, 11, 47];
    pub const RUSH: &[u32] = &[53];
    pub const HOPWA: &[u32] = &[13, 14, 15, 16, 17, 18, 19, 48];
    pub const VASH: &[u32] = &[20];
    pub const PATH: &[u32] = &[21];
    pub const RHY_BASIC_CENTER: &[u32] = &[22];
    pub const RHY_LONGER: &[u32] = &[23, 24, 26];
    pub const RHY: &[u32] = &[22, 23, 24, 25, 26];
    pub const VA_RESIDENTIAL: &[u32] = &[27, 30];
    pub const SSVF: &[u32] = &[33];
    pub const PAY_FOR_SUCCESS: &[u32] = &[35];
    pub const GPD: &[u32] = &[37, 38, 39, 40, 41, 42, 45];
    pub const SPECIAL_NOFO: &[u32] = &[54, 55];
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
        use ProjectType as Type;
        use funders as f;
        let Some(kind) = kind else { return Collects::default() };
        let not_entry = kind != Type::CoordinatedEntry;
        let by_night = kind == Type::ShelterNightByNight;
        let not_crisis = !matches!(kind, Type::ShelterEntryExit | Type::ShelterNightByNight | Type::StreetOutreach);
        let common = [
            (f::COC, not_entry),
            (f::YHDP, not_entry),
            (f::SPECIAL_NOFO, not_entry),
            (f::BUILDS, true),
            (f::ESG, !by_night),
            (f::RUSH, not_crisis),
            (f::HOPWA, true),
            (f::VASH, true),
            (f::PATH, true),
            (f::RHY_LONGER, true),
            (f::VA_RESIDENTIAL, true),
            (f::SSVF, true),
            (f::PAY_FOR_SUCCESS, true),
            (f::GPD, true),
        ];
        let income = common.into_iter().any(|(codes, fits)| fits && self.holds(codes, on));
        Collects { income, benefits: income || self.holds(f::RHY_BASIC_CENTER, on), insurance: income || self.holds(f::RHY, on) }
    }

    /// True for the grants of the Department of Veterans Affairs that ask for the service record (V1) and the station (V6).
    pub fn of_veterans(&self, on: Day) -> bool {
        [funders::VASH, funders::SSVF, funders::GPD, funders::VA_RESIDENTIAL].into_iter().any(|codes| self.holds(codes, on))
    }

    /// True for Supportive Services for Veteran Families.
    pub fn of_veteran_families(&self, on: Day) -> bool {
        self.holds(funders::SSVF, on)
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

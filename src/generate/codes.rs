//! HUD numbers of lists that have no enum, by the name under which the generator speaks of them.
//!
//! Kept in one place with their list, so that a test can hold every one against the table.

macro_rules! codes {
    ($($list:literal: $($name:ident = $code:literal),+;)+) => {
        $($(#[doc = concat!("HUD list ", $list, ", code ", stringify!($code), ".")] pub const $name: u32 = $code;)+)+

        #[cfg(test)]
        const EVERY: &[(&str, u32)] = &[$($(($list, $name),)+)+];
    };
}

codes! {
    "4.14": BED_NIGHT_PROVIDED = 200;
    "1.6": RACE_UNKNOWN = 8, RACE_REFUSED = 9, RACE_NOT_COLLECTED = 99;
    "1.9": COC_HMIS = 1;
    "2.02.D": SINGLE_SITE = 1, CLUSTERED = 2, SCATTERED = 3;
    "2.02.7": NO_TARGET = 4;
    "2.02.8": NOT_HOPWA = 2;
    "2.03.4": RURAL = 3;
    "2.06.1": COC_PSH = 2, COC_RRH = 3, COC_SSO = 4, ESG_SHELTER = 8, ESG_RRH = 10, ESG_OUTREACH = 11, YHDP = 43, JOINT_TH_RRH = 44,
              OTHER_FUNDER = 46, HOME = 50;
    "2.07.4": WITHOUT_CHILDREN = 1, WITH_CHILDREN = 3;
    "2.07.5": FACILITY_BEDS = 1;
    "2.07.6": YEAR_ROUND = 1;
    "3.12.1": STREET = 116, SHELTER = 101, JAIL = 207, HOSPITAL = 206, TRANSITIONAL = 302, MOTEL = 314, FRIENDS = 336, FAMILY = 335,
              FAMILY_FOR_GOOD = 422, RENTAL = 410, RENTAL_WITH_SUBSIDY = 435, NO_EXIT_INTERVIEW = 30, DECEASED = 24,
              SITUATION_UNKNOWN = 8, SITUATION_NOT_COLLECTED = 99;
    "3.12.A": RRH_SUBSIDY = 431, PSH_SUBSIDY = 439, STABILITY_VOUCHER_SUBSIDY = 436, VOUCHER_SUBSIDY = 433, OTHER_SUBSIDY = 420;
    "3.917.4": ONE_TIME = 1, FOUR_TIMES = 4;
    "3.917.5": ONE_MONTH = 101, MORE_THAN_A_YEAR = 113;
    "4.10.2": ALCOHOL = 1, DRUGS = 2, ALCOHOL_AND_DRUGS = 3;
    "4.11.A": DV_LATELY = 1, DV_LONG_AGO = 4;
    "4.19.3": BY_PHONE = 1, IN_PERSON = 3;
    "4.19.4": CRISIS_LEVEL = 1, HOUSING_LEVEL = 2;
    "4.19.7": PRIORITIZED = 1, NOT_PRIORITIZED = 2;
    "4.21": FEMALE = 0, MALE = 1;
    "C3.2": NOT_IN_SCHOOL = 0, ATTENDING = 2;
    "C3.A": DROPPED_OUT = 2;
    "C3.B": TOWARD_DIPLOMA = 0;
    "R4.1": GRADES_9_TO_11 = 4, GRADE_12 = 5;
    "R5.1": ATTENDING_REGULARLY = 1, SCHOOL_DROPPED_OUT = 5;
    "R6.A": PART_TIME = 2;
    "R6.B": LOOKING_FOR_WORK = 1;
    "R7.1": EXCELLENT_HEALTH = 1, POOR_HEALTH = 5;
    "V1.11": ARMY = 1, AIR_FORCE = 2, NAVY = 3, MARINES = 4;
    "V1.12": HONORABLE = 1, GENERAL = 2;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::code;

    #[test]
    fn every_number_stands_in_its_list_and_may_be_chosen() {
        for (list, code) in EVERY {
            assert!(code::find(list, *code).is_some_and(|c| !c.retired), "list {list} code {code}");
        }
    }
}

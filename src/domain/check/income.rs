//! What the rules say about income, benefits and insurance: R-INC, R-NCB, R-INS-1.

use crate::domain::entry::{Money, Value};
use crate::domain::field::FieldId;
use crate::domain::finding::{Finding, Severity};
use crate::domain::hud::{IncomeBenefits, YesNo, at::income_benefits as f};
use crate::domain::rule::Rule;

/// One source, benefit or kind of insurance: its field and its answer.
type Item<'a> = (FieldId, &'a Value<YesNo>);

/// Findings about one row of 4.02 to 4.04.
pub fn income(row: &IncomeBenefits) -> Vec<Finding> {
    let mut found = Vec::new();
    let amounts = amounts(row);
    let sources: Vec<Item<'_>> = amounts.iter().map(|(item, _, _)| *item).collect();
    any_source(Rule::R_INC_1, f::INCOME_FROM_ANY_SOURCE, &row.income_from_any_source, &sources, &mut found);
    money(row, &amounts, &mut found);
    named(
        Rule::R_INC_3,
        (f::OTHER_INCOME_SOURCE, &row.other_income_source),
        f::OTHER_INCOME_SOURCE_IDENTIFY,
        row.other_income_source_identify.is_blank(),
        &mut found,
    );
    any_source(Rule::R_NCB_1, f::BENEFITS_FROM_ANY_SOURCE, &row.benefits_from_any_source, &benefits(row), &mut found);
    named(
        Rule::R_NCB_1,
        (f::OTHER_BENEFITS_SOURCE, &row.other_benefits_source),
        f::OTHER_BENEFITS_SOURCE_IDENTIFY,
        row.other_benefits_source_identify.is_blank(),
        &mut found,
    );
    insurance(row, &mut found);
    found
}

/// The first answer and the items below it agree: a no has none, a yes has one, and what nobody knows has none.
fn any_source(rule: Rule, field: FieldId, parent: &Value<YesNo>, items: &[Item<'_>], found: &mut Vec<Finding>) {
    let chosen = items.iter().find(|(_, answer)| answer.is(YesNo::Yes));
    let (parent_label, error) = (field.label(), Severity::Stop);
    match (parent.known(), chosen) {
        (Some(YesNo::No), Some((item, _))) => {
            let words = format!("{parent_label} is No, and {} is chosen. Correct one of the two.", item.label());
            found.push(Finding::fix(rule, field, words).sent(error));
        }
        // A cell that nobody can read may be the yes.
        (Some(YesNo::Yes), None) if items.iter().all(|(_, answer)| answer.odd().is_none()) => {
            let words = format!("{parent_label} is Yes, and none is chosen. Choose which, or correct the answer.");
            found.push(Finding::fix(rule, field, words).sent(error));
        }
        (Some(YesNo::Unknown | YesNo::Refused | YesNo::NotCollected), Some((item, _))) => {
            let words = format!("{} is chosen, so {parent_label} is Yes. Correct one of the two.", item.label());
            found.push(Finding::fix(rule, field, words).sent(error));
        }
        (None, Some((item, _))) if parent.is_blank() => {
            let words = format!("{} is chosen, so {parent_label} is Yes. Enter it.", item.label());
            found.push(Finding::fix(rule, field, words));
        }
        _ => {}
    }
}

/// A source and what it pays: the answer, the field of the amount, the amount.
type Paid<'a> = (Item<'a>, FieldId, &'a Value<Money>);

/// R-INC-1 and R-INC-2, as far as they speak of amounts.
fn money(row: &IncomeBenefits, amounts: &[Paid<'_>], found: &mut Vec<Finding>) {
    let positive = |m: &Value<Money>| m.known().is_some_and(|m| m > Money(0));
    let no = row.income_from_any_source.is(YesNo::No);
    for ((source, answer), field, amount) in amounts {
        if answer.is(YesNo::Yes) && amount.is_blank() {
            let words = format!("{} is chosen without an amount. Enter what it pays in a month.", source.label());
            found.push(Finding::fix(Rule::R_INC_1, *field, words));
        } else if positive(amount) && !answer.is(YesNo::Yes) {
            let words = format!("{} has an amount and is not chosen. Choose it, or clear the amount.", source.label());
            found.push(Finding::fix(Rule::R_INC_1, *field, words));
        }
    }
    let field = f::TOTAL_MONTHLY_INCOME;
    if no && positive(&row.total_monthly_income) {
        let words = "There is a total without any income. Clear it, or correct the first answer.";
        return found.push(Finding::fix(Rule::R_INC_1, field, words).sent(Severity::Stop));
    }
    let readable = amounts.iter().all(|(_, _, amount)| amount.odd().is_none());
    let known: Vec<i64> = amounts.iter().filter_map(|(_, _, amount)| amount.known()).map(|m| m.0).collect();
    let sum = Money(known.iter().fold(0, |sum: i64, m| sum.saturating_add(*m)));
    if readable && !known.is_empty() && row.total_monthly_income.known().is_some_and(|total| total != sum) {
        found.push(Finding::fix(Rule::R_INC_2, field, "The total is not the sum of the amounts. Correct the total or an amount."));
    }
}

/// The other source is named where it is chosen, and only there.
fn named(rule: Rule, (item, answer): Item<'_>, field: FieldId, is_blank: bool, found: &mut Vec<Finding>) {
    if answer.is(YesNo::Yes) && is_blank {
        found.push(Finding::fix(rule, field, format!("{} is chosen and not named. Enter what it is.", item.label())));
    } else if !answer.is(YesNo::Yes) && answer.odd().is_none() && !is_blank {
        found.push(Finding::fix(rule, field, format!("{} is named and not chosen. Choose it, or clear the name.", item.label())));
    }
}

/// R-INS-1: the kinds agree with the first answer, and a reason stands where a kind is not had.
fn insurance(row: &IncomeBenefits, found: &mut Vec<Finding>) {
    let rule = Rule::R_INS_1;
    let kinds = [
        ((f::MEDICAID, &row.medicaid), f::NO_MEDICAID_REASON, &row.no_medicaid_reason),
        ((f::MEDICARE, &row.medicare), f::NO_MEDICARE_REASON, &row.no_medicare_reason),
        ((f::SCHIP, &row.schip), f::NO_SCHIP_REASON, &row.no_schip_reason),
        ((f::VHA_SERVICES, &row.vha_services), f::NO_VHA_REASON, &row.no_vha_reason),
        ((f::EMPLOYER_PROVIDED, &row.employer_provided), f::NO_EMPLOYER_PROVIDED_REASON, &row.no_employer_provided_reason),
        ((f::COBRA, &row.cobra), f::NO_COBRA_REASON, &row.no_cobra_reason),
        ((f::PRIVATE_PAY, &row.private_pay), f::NO_PRIVATE_PAY_REASON, &row.no_private_pay_reason),
        ((f::STATE_HEALTH_INS, &row.state_health_ins), f::NO_STATE_HEALTH_INS_REASON, &row.no_state_health_ins_reason),
        (
            (f::INDIAN_HEALTH_SERVICES, &row.indian_health_services),
            f::NO_INDIAN_HEALTH_SERVICES_REASON,
            &row.no_indian_health_services_reason,
        ),
    ];
    let mut items: Vec<Item<'_>> = kinds.iter().map(|(item, _, _)| *item).collect();
    items.push((f::OTHER_INSURANCE, &row.other_insurance));
    any_source(rule, f::INSURANCE_FROM_ANY_SOURCE, &row.insurance_from_any_source, &items, found);
    for ((item, answer), field, reason) in kinds {
        if answer.is(YesNo::Yes) && !reason.is_blank() {
            let words = format!("{} is there, and so is a reason why not. Clear the reason.", item.label());
            found.push(Finding::fix(rule, field, words));
        }
    }
    named(rule, (f::OTHER_INSURANCE, &row.other_insurance), f::OTHER_INSURANCE_IDENTIFY, row.other_insurance_identify.is_blank(), found);
}

fn benefits(row: &IncomeBenefits) -> [Item<'_>; 6] {
    [
        (f::SNAP, &row.snap),
        (f::WIC, &row.wic),
        (f::TANF_CHILD_CARE, &row.tanf_child_care),
        (f::TANF_TRANSPORTATION, &row.tanf_transportation),
        (f::OTHER_TANF, &row.other_tanf),
        (f::OTHER_BENEFITS_SOURCE, &row.other_benefits_source),
    ]
}

fn amounts(row: &IncomeBenefits) -> [Paid<'_>; 15] {
    [
        ((f::EARNED, &row.earned), f::EARNED_AMOUNT, &row.earned_amount),
        ((f::UNEMPLOYMENT, &row.unemployment), f::UNEMPLOYMENT_AMOUNT, &row.unemployment_amount),
        ((f::SSI, &row.ssi), f::SSI_AMOUNT, &row.ssi_amount),
        ((f::SSDI, &row.ssdi), f::SSDI_AMOUNT, &row.ssdi_amount),
        ((f::VA_DISABILITY_SERVICE, &row.va_disability_service), f::VA_DISABILITY_SERVICE_AMOUNT, &row.va_disability_service_amount),
        (
            (f::VA_DISABILITY_NON_SERVICE, &row.va_disability_non_service),
            f::VA_DISABILITY_NON_SERVICE_AMOUNT,
            &row.va_disability_non_service_amount,
        ),
        ((f::PRIVATE_DISABILITY, &row.private_disability), f::PRIVATE_DISABILITY_AMOUNT, &row.private_disability_amount),
        ((f::WORKERS_COMP, &row.workers_comp), f::WORKERS_COMP_AMOUNT, &row.workers_comp_amount),
        ((f::TANF, &row.tanf), f::TANF_AMOUNT, &row.tanf_amount),
        ((f::GA, &row.ga), f::GA_AMOUNT, &row.ga_amount),
        ((f::SOC_SEC_RETIREMENT, &row.soc_sec_retirement), f::SOC_SEC_RETIREMENT_AMOUNT, &row.soc_sec_retirement_amount),
        ((f::PENSION, &row.pension), f::PENSION_AMOUNT, &row.pension_amount),
        ((f::CHILD_SUPPORT, &row.child_support), f::CHILD_SUPPORT_AMOUNT, &row.child_support_amount),
        ((f::ALIMONY, &row.alimony), f::ALIMONY_AMOUNT, &row.alimony_amount),
        ((f::OTHER_INCOME_SOURCE, &row.other_income_source), f::OTHER_INCOME_AMOUNT, &row.other_income_amount),
    ]
}

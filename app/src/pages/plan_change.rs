//! Changing the plan of a line: choosing, checking, and what stands in the way. R-PRD-2, R-PRD-5, R-ORD-4

mod check;
mod choose;
mod refusal;

pub(crate) use check::{Again, CheckPage, Seen, check};
pub(crate) use choose::{ChoosePage, choose};

use crm::{
    catalogue::{Need, OfferingCode},
    language::Language,
    plan_change::{Facts, Start},
};
use operations::catalogue::{NameMap, name_in};

/// What the customer chose so far, as far as it can be read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Chosen {
    /// The plan.
    pub(crate) plan: Option<OfferingCode>,
    /// When it is to start.
    pub(crate) start: Option<Start>,
    /// What the list of plans is narrowed to.
    pub(crate) need: Option<Need>,
}

/// Address of the page on which a plan is chosen.
pub(crate) fn choose_address(line: &str) -> String {
    format!("/lines/{line}/change-plan")
}

/// Address of the check-answers page, without what is to be checked.
pub(crate) fn check_form_address(line: &str) -> String {
    format!("/lines/{line}/change-plan/check")
}

/// Address of the check-answers page of one change.
pub(crate) fn check_address(line: &str, plan: &OfferingCode, start: Start) -> String {
    format!("/lines/{line}/change-plan/check?plan={}&start={start}", crate::routes::in_query(&plan.0))
}

/// Names of the line's add-ons.
fn add_on_names(language: Language, facts: &Facts, names: &NameMap) -> Vec<(OfferingCode, String)> {
    let name_of = |code: &OfferingCode| name_in(names, code, language).to_owned();
    let products = facts.add_on_products.iter();
    products.map(|product| (product.offering.clone(), name_of(&product.offering))).collect()
}

#[cfg(test)]
pub(crate) mod samples;
#[cfg(test)]
mod tests;

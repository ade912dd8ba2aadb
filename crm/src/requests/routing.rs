//! Which desk answers a request, how soon, and until when. R-SRV-2, R-SRV-6, R-SRV-10

use super::{Category, Priority, Route};
use crate::{
    Timestamp,
    customers::{Customer, Tier},
    vocabulary::vocabulary,
};
use jiff::SignedDuration;
use serde::{Deserialize, Serialize};

vocabulary! {
    /// Which of the intake's questions decided the desk. R-SRV-2
    pub enum Reason {
        /// The customer is on the blacklist.
        Blacklisted,
        /// The customer is of high value.
        HighValue,
        /// What the request is about.
        Category,
    }
}

/// Where a request goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Routing {
    /// Which desk answers.
    pub route: Route,
    /// How soon.
    pub priority: Priority,
    /// Why this desk.
    pub reason: Reason,
}

/// Decides the desk by the questions of the intake, in their order: blacklist, high value, complaint, the rest of the
/// categories. The priority follows what it is about, and the customer's value. R-SRV-2
pub fn route(category: Category, customer: &Customer) -> Routing {
    let (route, reason) = if customer.blacklisted {
        (Route::Credit, Reason::Blacklisted)
    } else if customer.is_high_value() {
        (Route::AccountManager, Reason::HighValue)
    } else {
        let desk = match category {
            Category::Complaint => Route::Complaints,
            Category::BillDispute => Route::Billing,
            Category::Fault => Route::Network,
            Category::Question | Category::Suspension | Category::Loss => Route::Service,
        };
        (desk, Reason::Category)
    };
    let priority = match category {
        Category::Loss => Priority::Urgent,
        Category::Complaint | Category::Fault => Priority::High,
        _ if customer.is_high_value() => Priority::High,
        _ => Priority::Normal,
    };
    Routing { route, priority, reason }
}

/// Hours within which a request is answered, day and night. R-SRV-6, R-SRV-10
///
/// | hours       | standard | silver | gold | diamond |
/// | ----------- | -------- | ------ | ---- | ------- |
/// | loss        | 2        | 2      | 1    | 1       |
/// | fault       | 24       | 12     | 8    | 4       |
/// | complaint   | 48       | 36     | 24   | 12      |
/// | bill dispute| 72       | 48     | 36   | 24      |
/// | suspension  | 24       | 24     | 12   | 8       |
/// | question    | 48       | 36     | 24   | 12      |
pub fn promised_hours(category: Category, tier: Tier) -> i64 {
    let [standard, silver, gold, diamond] = match category {
        Category::Loss => [2, 2, 1, 1],
        Category::Fault => [24, 12, 8, 4],
        Category::Complaint | Category::Question => [48, 36, 24, 12],
        Category::BillDispute => [72, 48, 36, 24],
        Category::Suspension => [24, 24, 12, 8],
    };
    match tier {
        Tier::Standard => standard,
        Tier::Silver => silver,
        Tier::Gold => gold,
        Tier::Diamond => diamond,
    }
}

/// Until when a request that came in at `at` is to be answered. R-SRV-10
pub fn due_at(category: Category, tier: Tier, at: Timestamp) -> Timestamp {
    at + SignedDuration::from_hours(promised_hours(category, tier))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::samples::customer;
    use rstest::rstest;
    use strum::VariantArray;

    #[rstest]
    #[case(Category::Question, Tier::Standard, false, Route::Service, Priority::Normal, Reason::Category)]
    #[case(Category::Complaint, Tier::Silver, false, Route::Complaints, Priority::High, Reason::Category)]
    #[case(Category::BillDispute, Tier::Standard, false, Route::Billing, Priority::Normal, Reason::Category)]
    #[case(Category::Fault, Tier::Standard, false, Route::Network, Priority::High, Reason::Category)]
    #[case(Category::Suspension, Tier::Standard, false, Route::Service, Priority::Normal, Reason::Category)]
    #[case(Category::Loss, Tier::Standard, false, Route::Service, Priority::Urgent, Reason::Category)]
    #[case(Category::Question, Tier::Gold, false, Route::AccountManager, Priority::High, Reason::HighValue)]
    #[case(
        Category::Complaint,
        Tier::Diamond,
        false,
        Route::AccountManager,
        Priority::High,
        Reason::HighValue
    )]
    #[case(Category::Loss, Tier::Diamond, false, Route::AccountManager, Priority::Urgent, Reason::HighValue)]
    #[case(Category::Question, Tier::Standard, true, Route::Credit, Priority::Normal, Reason::Blacklisted)]
    #[case(Category::Complaint, Tier::Diamond, true, Route::Credit, Priority::High, Reason::Blacklisted)]
    fn the_intake_asks_in_order(
        #[case] category: Category,
        #[case] tier: Tier,
        #[case] blacklisted: bool,
        #[case] to: Route,
        #[case] priority: Priority,
        #[case] reason: Reason,
    ) {
        let customer = Customer { tier, blacklisted, ..customer() };
        assert_eq!(route(category, &customer), Routing { route: to, priority, reason });
    }

    #[test]
    fn a_better_tier_never_waits_longer() {
        for &category in Category::VARIANTS {
            let hours: Vec<i64> = Tier::VARIANTS.iter().map(|&tier| promised_hours(category, tier)).collect();
            assert!(hours.is_sorted_by(|before, after| before >= after), "{category}: {hours:?}");
        }
    }

    #[test]
    fn a_promise_is_kept_by_the_hour() {
        let at: Timestamp = "2026-11-05T02:00:00Z".parse().unwrap();
        let due = due_at(Category::Fault, Tier::Silver, at);
        assert_eq!(due.to_string(), "2026-11-05T14:00:00Z");
    }
}

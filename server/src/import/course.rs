//! The months of a customer from the first to the last, such that the bills come out to the cent.
//!
//! The file tells the last bill and the sum of all. The bills before the last one would each be the same if nothing had
//! ever happened; what their sum differs by is explained by what happens to customers ([`super::explain`]). At most
//! [`DOCUMENTS`] bills are documents; older ones are a sum, which takes its share of the difference.

use super::{
    calendar::{Calendar, later},
    catalogue::Catalogue,
    derived::Seed,
    explain::Explanation,
    month::Month,
    row::Row,
    signed::{Signed, signed},
};
use crm::{Date, bills::BillingHistory, catalogue::OfferingKind, cycle::Cycle, money::Money};

/// Bills kept as documents, the last one included.
pub(super) const DOCUMENTS: i64 = 24;

/// The course of a customer's months.
pub(super) struct Course<'c> {
    /// First day.
    pub(super) since: Date,
    /// Plans and add-ons, former ones included.
    pub(super) signed: Vec<Signed<'c>>,
    /// Months billed with a document, oldest first; the last bill is the file's monthly charge.
    pub(super) months: Vec<Month>,
    /// What was billed before those.
    pub(super) history: Option<BillingHistory>,
}

impl<'c> Course<'c> {
    pub(super) fn of(row: &Row, catalogue: &'c Catalogue, calendar: Calendar, seed: &Seed) -> Self {
        let signed = signed(row, catalogue, seed);
        if row.tenure == 0 {
            let gone = seed.draw("first day").below(i64::from(calendar.as_of.day()));
            let since = later(calendar.running().first(), gone);
            return Self { since, signed, months: Vec::new(), history: None };
        }
        let last = calendar.last();
        let begun = last.plus(1 - row.tenure);
        let former = i64::from(row.tenure) - 1;
        let documents = former.min(DOCUMENTS - 1);
        let (sum, history) = split(row, begun, former, documents);

        let mut explanation = Explanation::new(row, catalogue, seed, signed, begun, last, documents);
        explanation.explain(sum);
        let (since, signed, mut months) = explanation.finish();
        months.push(Month::plain(last, since, &signed));
        months.iter_mut().for_each(Month::number);
        Self { since, signed, months, history }
    }

    /// Plans and add-ons the customer still has, or had to the end.
    pub(super) fn current(&self) -> impl Iterator<Item = &Signed<'c>> {
        self.signed.iter().filter(|item| item.until.is_none())
    }

    /// The plan of each line.
    pub(super) fn plans(&self) -> impl Iterator<Item = &Signed<'c>> {
        self.current().filter(|item| item.offering.kind == OfferingKind::Plan)
    }
}

/// Shares the sum of the bills before the last one between documents and history: both differ from the monthly charge
/// by the same per month, to within five fen.
fn split(row: &Row, begun: Cycle, former: i64, documents: i64) -> (Money, Option<BillingHistory>) {
    let before = row.before_last();
    let older = former - documents;
    if older == 0 {
        return (before, None);
    }
    let difference = before - row.monthly * former;
    let of_documents = Money::from_fen(difference.share(documents, former).fen() / 5 * 5);
    let sum = row.monthly * documents + of_documents;
    let last = begun.plus(i32::try_from(older - 1).unwrap_or(0));
    let history =
        BillingHistory { first: begun.first(), last: last.last(), bills: older, total: before - sum };
    (sum, Some(history))
}

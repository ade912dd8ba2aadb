//! Why the bills before the last one were not all like it: what happened, month by month, until the sum is right.
//!
//! Rules, in the order they are applied. `missing` is what the sum still lacks; negative, what it has too much.
//! 1. The customer came in the middle of the first month, and it is charged by the day (needs the first month among the
//!    documents). Too much billed: as late as takes off no more than that. Otherwise sometimes, by a few days.
//! 2. Connecting the lines was charged on the first bill, or not.
//! 3. Too much billed: add-ons came later than the customer; a cheaper plan ran before the present one.
//!    Too little: an add-on ran that the customer no longer has; a dearer plan ran before the present one.
//!    A change of plan lies before the months whose use is kept, so that these are rated by the present plan.
//! 4. Things happened by themselves, too: a drawn amount is added to what is missing, for use beyond the allowance
//!    (only whole units of the plan's rates), visits, replacements, use abroad, content of third parties. Content takes
//!    what remains, to the fen.
//! 5. What is now too much is taken off as discounts of the plan, or as a credit where it is small. These alone are
//!    negative, and leave a tenth of the monthly charge on every bill.

mod happenings;

use super::{
    calendar::later,
    catalogue::{Catalogue, codes},
    derived::{Draw, Seed},
    habits::Habits,
    month::{Month, USAGE_MONTHS},
    row::Row,
    signed::{Signed, line_id},
};
use crm::{
    Date,
    bills::{BillLine, ChargeKind},
    cycle::Cycle,
    ids::LineId,
    lines::LineKind,
    money::Money,
};

/// Prices of what happens once.
mod prices {
    use crm::money::Money;

    pub(super) const CONNECTING_A_PHONE: Money = Money::from_yuan(10);
    pub(super) const CONNECTING_INTERNET: Money = Money::from_yuan(30);
    pub(super) const VISIT: Money = Money::from_yuan(40);
    pub(super) const SIM: Money = Money::from_yuan(15);
    pub(super) const ROUTER: Money = Money::from_yuan(90);
}

const ADD_ONS: [&str; 6] =
    [codes::SECURITY, codes::BACKUP, codes::PROTECTION, codes::SUPPORT, codes::TV, codes::FILMS];

pub(super) struct Explanation<'c> {
    catalogue: &'c Catalogue,
    signed: Vec<Signed<'c>>,
    since: Date,
    /// The months to explain, oldest first: all billed with a document before the last one.
    months: Vec<Month>,
    draw: Draw,
    phone: Option<LineId>,
    internet: Option<LineId>,
    /// Lines on which use beyond the allowance is in character.
    heavily_used: Vec<LineId>,
    /// What a whole month costs now.
    monthly: Money,
    /// What the sum still lacks.
    missing: Money,
    /// The first month on the present plans.
    present_plans_from: usize,
}

impl<'c> Explanation<'c> {
    /// Begins with `documents` months before `last` in which nothing happened; `begun` is the customer's first month.
    pub(super) fn new(
        row: &Row,
        catalogue: &'c Catalogue,
        seed: &Seed,
        signed: Vec<Signed<'c>>,
        begun: Cycle,
        last: Cycle,
        documents: i64,
    ) -> Self {
        let documents = i32::try_from(documents).unwrap_or(0);
        let since = begun.first();
        let heavily = |item: &&Signed<'_>| !Habits::of(seed, item.offering.line_kind).are_light();
        let heavily_used =
            signed.iter().filter(|item| item.is_plan()).filter(heavily).map(|plan| plan.line_id);
        Self {
            months: (1..=documents).rev().map(|ago| Month::plain(last.plus(-ago), since, &signed)).collect(),
            catalogue,
            heavily_used: heavily_used.collect(),
            signed,
            since,
            draw: seed.draw("what happened"),
            phone: row.phone.map(|_| line_id(seed, LineKind::Phone)),
            internet: row.internet.as_ref().map(|_| line_id(seed, LineKind::Internet)),
            monthly: row.monthly,
            missing: Money::ZERO,
            present_plans_from: 0,
        }
    }

    /// The first day, everything that was ever signed, the months.
    pub(super) fn finish(self) -> (Date, Vec<Signed<'c>>, Vec<Month>) {
        (self.since, self.signed, self.months)
    }

    /// Makes the months come to `sum`.
    pub(super) fn explain(&mut self, sum: Money) {
        if self.months.is_empty() {
            return;
        }
        self.missing = sum - self.sum();
        if self.months[0].cycle.first() == self.since {
            self.came_in_the_middle();
            self.connected();
        }
        if self.missing.is_negative() {
            self.add_ons_came_later();
            self.plan_was_another();
        } else {
            self.add_on_was_given_up();
            self.plan_was_another();
        }
        self.something_happens();
        self.content();
        self.discounts();
    }

    fn sum(&self) -> Money {
        self.months.iter().map(Month::total).sum()
    }

    /// What the sum has too much.
    fn excess(&self) -> Money {
        -self.missing
    }

    fn came_in_the_middle(&mut self) {
        let cycle = self.months[0].cycle;
        let full = self.months[0].total();
        let signed = &self.signed;
        let saved = |gone: i64| {
            let since = later(cycle.first(), gone);
            full - signed.iter().map(|item| item.amount(cycle, since)).sum::<Money>()
        };
        let gone = if self.missing.is_negative() {
            let latest = (0..cycle.days()).rev().find(|gone| saved(*gone) <= self.excess()).unwrap_or(0);
            // With few months to explain, one cannot be choosy.
            if self.months.len() < USAGE_MONTHS { latest } else { self.draw.between(0, latest) }
        } else if self.draw.chance(400) {
            self.draw.between(1, 12)
        } else {
            0
        };
        self.missing += saved(gone);
        self.since = later(cycle.first(), gone);
        self.months[0] = Month::plain(cycle, self.since, &self.signed);
    }

    fn connected(&mut self) {
        let fees = [(self.phone, prices::CONNECTING_A_PHONE), (self.internet, prices::CONNECTING_INTERNET)];
        for (line, fee) in fees {
            if line.is_some() && fee <= self.missing && self.draw.chance(750) {
                let day = self.since;
                self.charge(0, ChargeKind::Activation, line, fee, day);
            }
        }
    }

    fn add_ons_came_later(&mut self) {
        let mut add_ons: Vec<usize> =
            (0..self.signed.len()).filter(|at| !self.signed[*at].is_plan()).collect();
        self.draw.shuffle(&mut add_ons);
        for at in add_ons {
            let item = &self.signed[at];
            // For as many months as can be without it.
            let mut excess = self.excess();
            let without = self.months.iter().take_while(|month| {
                excess -= item.amount(month.cycle, self.since);
                !excess.is_negative()
            });
            let most = without.count();
            if most == 0 || (self.months.len() >= USAGE_MONTHS && self.draw.chance(400)) {
                continue;
            }
            let at_most = i64::try_from(most).unwrap_or(0);
            let least = if self.months.len() < USAGE_MONTHS { at_most } else { 1 + at_most / 2 };
            let months = usize::try_from(self.draw.between(least, at_most)).unwrap_or(most);
            self.change_first(months, |this| {
                let from = this.months.get(months).map_or(this.last_cycle(), |month| month.cycle);
                this.signed[at].from = Some(from);
            });
        }
    }

    fn add_on_was_given_up(&mut self) {
        let Some(line_id) = self.internet.filter(|_| self.draw.chance(500)) else { return };
        let lacking: Vec<(&str, i64)> = ADD_ONS
            .into_iter()
            .filter(|code| self.signed.iter().all(|item| item.offering.code.0 != *code))
            .map(|code| (code, 1))
            .collect();
        let Some(code) = self.draw.weighted(&lacking) else { return };
        let offering = self.catalogue.needed(code);
        let most = (self.missing.fen() / offering.monthly_price.fen().max(1)).min(count(&self.months));
        if most < 2 {
            return;
        }
        let months = usize::try_from(self.draw.between(2, most)).unwrap_or(0);
        self.change_first(months, |this| {
            let until = Some(this.months[months - 1].cycle);
            this.signed.push(Signed { line_id, offering, price: offering.monthly_price, from: None, until });
        });
    }

    /// A plan ran before the present one, cheaper or dearer, until at least [`USAGE_MONTHS`] ago.
    fn plan_was_another(&mut self) {
        let most = count(&self.months) + 1 - i64::try_from(USAGE_MONTHS).unwrap_or(0);
        let Some(at) = self.signed.iter().rposition(Signed::is_plan).filter(|_| most >= 3) else {
            return;
        };
        let present = self.signed[at].clone();
        let months = self.draw.between(most.min(3), most);
        // A part of the difference only: other things happened, too.
        let difference = self.missing.share(self.draw.between(600, 950), 1000).fen() / months / 50 * 50;
        let price = present.price.fen() + difference.clamp(-present.price.fen() / 2, present.price.fen());
        if (price - present.price.fen()).abs() < 100 {
            return;
        }
        let line_kind = present.offering.line_kind;
        let others = self.catalogue.offerings().filter(|other| {
            other.is_plan_for(line_kind)
                && other.code != present.offering.code
                && other.eligibility.admits(false)
        });
        let Some(offering) = others.min_by_key(|other| (other.monthly_price.fen() - price).abs()) else {
            return;
        };
        let months = usize::try_from(months).unwrap_or(0);
        self.change_first(months, |this| {
            this.signed[at].from = Some(this.months[months].cycle);
            let until = Some(this.months[months - 1].cycle);
            this.signed.push(Signed {
                offering,
                price: Money::from_fen(price),
                from: None,
                until,
                ..present
            });
        });
        self.present_plans_from = months;
    }

    /// Bills the first months anew after a change of what was signed.
    fn change_first(&mut self, months: usize, change: impl FnOnce(&mut Self)) {
        change(self);
        for month in self.months.iter_mut().take(months) {
            let before = month.total();
            // What happened already, such as connecting, stays on the bill.
            let happened = month.lines.extract_if(.., |line| !is_recurring(line.kind)).collect::<Vec<_>>();
            *month = Month::plain(month.cycle, self.since, &self.signed);
            month.lines.extend(happened);
            self.missing += before - month.total();
        }
    }

    fn charge(&mut self, at: usize, kind: ChargeKind, line_id: Option<LineId>, amount: Money, day: Date) {
        self.missing -= amount;
        self.months[at].lines.push(BillLine {
            position: 0,
            kind,
            line_id,
            offering: None,
            usage: None,
            quantity: 1,
            first: day,
            last: day,
            amount,
        });
    }

    /// One of the months from the one at `from` on.
    fn draw_month(&mut self, from: usize) -> Option<usize> {
        let from = i64::try_from(from).ok()?;
        let months = count(&self.months);
        (from < months).then(|| usize::try_from(self.draw.between(from, months - 1)).ok()).flatten()
    }

    /// A day of the month at `at` on which the customer was there.
    fn draw_day(&mut self, at: usize) -> Date {
        let first = self.months[at].cycle.first().max(self.since);
        let left = self.months[at].cycle.days_left(first);
        later(first, self.draw.below(left))
    }

    /// The month of the last bill.
    fn last_cycle(&self) -> Cycle {
        self.months[self.months.len() - 1].cycle.next()
    }
}

fn count(months: &[Month]) -> i64 {
    i64::try_from(months.len()).unwrap_or(0)
}

fn is_recurring(kind: ChargeKind) -> bool {
    matches!(kind, ChargeKind::Plan | ChargeKind::AddOn)
}

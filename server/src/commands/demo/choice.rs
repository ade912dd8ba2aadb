//! Choosing a customer for each state worth seeing, by looking at the facts.

use crm::{
    Date,
    agreements::Commitment,
    bills::BillBalance,
    catalogue::OfferingKind,
    customers::{Customer, CustomerStatus},
    cycle::Cycle,
    lines::{BarReason, Line, LineKind, LineState},
    money::Money,
    usage::{by_cycle, overage},
};
use operations::Desk;
use store::{Error, Unit};

/// A state worth seeing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, strum::IntoStaticStr, strum::VariantArray)]
#[strum(serialize_all = "camelCase")]
pub(super) enum State {
    /// Has overdue bills, and can still call.
    OwesMoney,
    /// Has a line barred because of overdue bills.
    Suspended,
    /// An agreement binds them for months.
    LockedIn,
    /// Came last month.
    New,
    /// Uses more than the plan includes.
    HeavyUser,
    /// May have plans for senior citizens.
    Senior,
}

/// The order in which they are printed.
const STATES: [State; 6] =
    [State::OwesMoney, State::LockedIn, State::Suspended, State::New, State::HeavyUser, State::Senior];

/// A customer in such a state.
#[derive(Clone, Debug)]
pub(super) struct Chosen {
    pub(super) state: State,
    pub(super) customer: Customer,
    /// Their phone line.
    pub(super) phone: Line,
    pub(super) note: String,
}

/// Months for which an agreement must still bind, so that there is something to see.
const MONTHS_BOUND: i64 = 3;
/// What use beyond the plan must have cost in a month.
const HEAVY: Money = Money::from_yuan(5);
/// Months of use that are looked at.
const MONTHS_OF_USE: i32 = 6;

/// The first customers, in order of code, for each state: `each` of them, fewer where there are fewer.
pub(super) async fn choose(desk: &Desk, customers: Vec<Customer>, each: usize) -> Result<Vec<Chosen>, Error> {
    let customers = &customers;
    let mut chosen = desk
        .store()
        .read(|mut unit| async move {
            let mut chosen: Vec<Chosen> = Vec::new();
            for customer in customers.iter().filter(|customer| customer.status == CustomerStatus::Active) {
                let free = |state: &State| {
                    chosen.iter().filter(|other: &&Chosen| other.state == *state).count() < each
                };
                let open: Vec<State> = STATES.into_iter().filter(free).collect();
                if open.is_empty() {
                    break;
                }
                let Some(facts) = Facts::of(desk, &mut unit, customer).await? else { continue };
                if let Some((state, note)) = facts.state(desk, &mut unit, &open).await? {
                    chosen.push(Chosen { state, customer: customer.clone(), phone: facts.phone, note });
                }
            }
            Ok::<_, Error>(chosen)
        })
        .await?;
    chosen.sort_by_key(|chosen| STATES.iter().position(|state| *state == chosen.state));
    Ok(chosen)
}

struct Facts {
    senior: bool,
    today: Date,
    phone: Line,
    overdue: Vec<BillBalance>,
    /// Bills so far, two at most.
    bills: usize,
    bound: Option<Commitment>,
}

impl Facts {
    /// What is known of a customer with a phone; `None` without one.
    async fn of(desk: &Desk, unit: &mut Unit, customer: &Customer) -> Result<Option<Self>, Error> {
        let today = desk.today();
        let mut lines = unit.lines_of(customer.id).await?.into_iter();
        let Some(phone) =
            lines.find(|line| line.kind == LineKind::Phone && line.state != LineState::Terminated)
        else {
            return Ok(None);
        };
        let open = unit.open_bills_of(customer.id).await?;
        let agreement = unit.agreement_on(phone.id, today).await?;
        Ok(Some(Self {
            senior: customer.senior,
            today,
            overdue: open.into_iter().filter(|bill| bill.is_overdue(today)).collect(),
            bills: unit.bills_of(customer.id, None, 2).await?.len(),
            bound: agreement.and_then(|agreement| agreement.commitment()).filter(|bound| bound.binds(today)),
            phone,
        }))
    }

    /// The state this customer shows best, of those still open.
    async fn state(
        &self,
        desk: &Desk,
        unit: &mut Unit,
        open: &[State],
    ) -> Result<Option<(State, String)>, Error> {
        let barred = self.phone.barred == Some(BarReason::Overdue);
        if !self.overdue.is_empty() {
            let owed: Money = self.overdue.iter().map(|bill| bill.outstanding).sum();
            let count = self.overdue.len();
            let bills =
                if count == 1 { "1 overdue bill".to_owned() } else { format!("{count} overdue bills") };
            return Ok(match self.phone.state {
                LineState::Active if open.contains(&State::OwesMoney) => {
                    Some((State::OwesMoney, format!("{bills}, ¥{owed}")))
                }
                state if open.contains(&State::Suspended) && (barred || state == LineState::Active) => {
                    Some((State::Suspended, format!("phone barred for {bills}, ¥{owed}")))
                }
                _ => None,
            });
        }
        if self.phone.state != LineState::Active {
            return Ok(None);
        }
        if let Some(bound) = &self.bound {
            let months = bound.missing_months(self.today);
            let shows =
                months >= MONTHS_BOUND && bound.monthly > Money::ZERO && open.contains(&State::LockedIn);
            let note = || format!("agreement until {}, {months} months left", bound.last);
            return Ok(shows.then(|| (State::LockedIn, note())));
        }
        if self.bills <= 1 {
            let note = format!("customer since {}", self.phone.since);
            return Ok(open.contains(&State::New).then_some((State::New, note)));
        }
        if self.senior {
            let note = "may have plans for senior citizens".to_owned();
            return Ok(open.contains(&State::Senior).then_some((State::Senior, note)));
        }
        if !open.contains(&State::HeavyUser) {
            return Ok(None);
        }
        let beyond = self.beyond_the_plan(desk, unit).await?;
        let note = format!("used up to ¥{beyond} a month beyond the plan");
        Ok((beyond >= HEAVY).then_some((State::HeavyUser, note)))
    }

    /// The most that a month's use beyond the plan has cost.
    async fn beyond_the_plan(&self, desk: &Desk, unit: &mut Unit) -> Result<Money, Error> {
        let products = unit.products_on(self.phone.id).await?;
        let Some(plan) = products.into_iter().find(|product| product.kind == OfferingKind::Plan) else {
            return Ok(Money::ZERO);
        };
        let Some(plan) = unit.offering(&plan.offering, self.today).await? else { return Ok(Money::ZERO) };
        let this = Cycle::of(self.today);
        let (from, until) =
            (desk.start_of(this.plus(-MONTHS_OF_USE).first()), desk.start_of(this.next().first()));
        let offset = i64::from(desk.settings().offset.seconds());
        let days = unit.daily_usage(self.phone.id, from, until, offset).await?;
        let costs = by_cycle(&days)
            .into_values()
            .map(|usage| overage(usage, &plan.allowances, &plan.overage).total());
        Ok(costs.max().unwrap_or_default())
    }
}

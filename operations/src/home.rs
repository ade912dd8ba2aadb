//! Home: the answer before the menu. What is owed, what is left, what is under way, what is recommended.

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    catalogue::NameMap,
    recommendations::{self, LineAdvice},
};
use crm::{
    Date,
    best_plan::Advice,
    bills::Dues,
    catalogue::{Offering, OfferingKind},
    customers::Customer,
    lines::{Line, LineState},
    messages::Message,
    money::Money,
    orders::Order,
    requests::Request,
    usage::{Level, by_cycle, remaining},
};
use std::sync::Arc;

/// All that the home page shows.
#[derive(Clone, Debug)]
pub struct HomeView {
    /// The customer.
    pub customer: Customer,
    /// What is owed and until when.
    pub dues: Dues,
    /// What is left of each line's allowances.
    pub lines: Vec<LineLeft>,
    /// Orders that have not ended, newest first.
    pub orders: Vec<Order>,
    /// Requests that have not ended, newest first.
    pub requests: Vec<Request>,
    /// One recommendation: the one that saves most after its fee and was not dismissed.
    pub recommendation: Option<LineAdvice>,
    /// The newest messages.
    pub messages: Vec<Message>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// What is left on one line.
#[derive(Clone, Debug)]
pub struct LineLeft {
    /// The line.
    pub line: Line,
    /// Its plan.
    pub plan: Option<Offering>,
    /// Voice, data, messages of the running cycle; empty without a plan.
    pub levels: Vec<Level>,
}

/// Most orders under way that are shown.
const ORDERS: i64 = 20;
/// How many requests are looked at; what has not ended is among the newest.
const LATEST: i64 = 20;
const MESSAGES: i64 = 3;

/// The home page of the customer who acts.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<HomeView> {
    let own = actor.own(Operation::ViewHome)?;
    let names = desk.offering_names().await?;
    let (today, running) = (desk.today(), desk.cycle());
    desk.store
        .read(|mut unit| async move {
            let customer = unit.customer(own.id()).await?.ok_or(Error::NotFound)?;
            let dues = Dues::of(&unit.open_bills_of(own.id()).await?, today);
            let offerings = unit.offerings(today).await?;
            let products = unit.products_of(own.id()).await?;
            let mut lines = Vec::new();
            for line in unit.lines_of(own.id()).await? {
                if line.state == LineState::Terminated {
                    continue;
                }
                let plan = products
                    .iter()
                    .find(|product| product.line_id == line.id && product.kind == OfferingKind::Plan)
                    .and_then(|product| offerings.iter().find(|offering| offering.code == product.offering))
                    .cloned();
                let (from, until) = (desk.start_of(running.first()), desk.start_of(running.next().first()));
                let days = unit.daily_usage(line.id, from, until, desk.offset_seconds()).await?;
                let used = by_cycle(&days).get(&running).copied().unwrap_or_default();
                let levels = plan.as_ref().map(|plan| remaining(&plan.allowances, used).to_vec());
                lines.push(LineLeft { line, plan, levels: levels.unwrap_or_default() });
            }
            let orders = unit.open_orders_of(own.id(), ORDERS).await?;
            let requests = unit.requests_of(own.id(), None, LATEST).await?;
            let advised = recommendations::advise(desk, &mut unit, own, false).await?;
            Ok(HomeView {
                recommendation: strongest(advised),
                messages: unit.messages_of(own.id(), MESSAGES).await?,
                requests: requests.into_iter().filter(|request| request.state.is_open()).collect(),
                customer,
                dues,
                lines,
                orders,
                names,
                today,
            })
        })
        .await
}

fn strongest(advised: Vec<LineAdvice>) -> Option<LineAdvice> {
    advised
        .into_iter()
        .filter(|line| !line.is_dismissed() && line.advice.is_some())
        // Nobody is pushed into a fee that eats the saving; "stay" is an answer too, when nothing saves more.
        .filter(|line| line.net_saving() > Money::ZERO || matches!(line.advice, Some(Advice::Stay { .. })))
        .max_by_key(LineAdvice::net_saving)
}

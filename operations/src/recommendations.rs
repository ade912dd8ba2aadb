//! Recommendations that are true: computed over the whole catalogue for what was really used, also when the answer is
//! to stay. R-PRD-3, R-PRD-4

use crate::{
    Actor, Desk, Error, Result,
    access::{Operation, OwnCustomer},
    catalogue::NameMap,
    desk::Done,
};
use crm::{
    Date,
    agreements::Agreement,
    best_plan::{self, Advice, Candidate, History, best, candidates},
    catalogue::{Offering, OfferingKind},
    consents::{self, ConsentPurpose},
    customers::Customer,
    lines::{Line, LineState},
    money::Money,
    plan_change::{Direction, Start},
    products::Product,
    recommendations::{Outcome, PeersChoice, Recommendation, peers_choice},
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::Unit;
use uuid::Uuid;

/// Advice for every line of a customer.
#[derive(Clone, Debug)]
pub struct RecommendationsView {
    /// Line by line.
    pub lines: Vec<LineAdvice>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
    /// Today in the operator's time zone.
    pub today: Date,
}

/// What is advised for one line.
#[derive(Clone, Debug)]
pub struct LineAdvice {
    /// The line.
    pub line: Line,
    /// Its present plan at the signed price.
    pub plan: Product,
    /// The advice; `None` while there is no whole month to go by.
    pub advice: Option<Advice>,
    /// Fee for changing to the plan advised while an agreement binds.
    pub termination_fee: Money,
    /// What became of this advice before.
    pub recorded: Option<Recommendation>,
    /// What customers like this one chose; `None` when there are too few of them.
    pub peers: Option<PeersChoice>,
}

impl LineAdvice {
    /// The customer does not want to see this one again.
    pub fn is_dismissed(&self) -> bool {
        self.recorded.as_ref().is_some_and(|recommendation| recommendation.outcome == Outcome::Dismissed)
    }
}

impl LineAdvice {
    /// What the advice would have saved, less what changing costs now.
    pub fn net_saving(&self) -> Money {
        self.advice.as_ref().map_or(Money::ZERO, Advice::saving) - self.termination_fee
    }
}

/// A recommendation the customer does not want.
#[derive(Clone, Debug, Serialize)]
pub struct Dismiss {
    /// Short code of the line.
    pub line: String,
    /// Code of the plan.
    pub plan: String,
}

/// The recommendation was dismissed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dismissed {}

/// Advice for each of a customer's lines; keeps that it was seen.
pub async fn view(desk: &Desk, actor: &Actor) -> Result<RecommendationsView> {
    let own = actor.own(Operation::ViewRecommendations)?;
    let names = desk.offering_names().await?;
    let lines = desk.store.read(|mut unit| async move { advise(desk, &mut unit, own, true).await }).await?;
    let unseen: Vec<Recommendation> = lines.iter().filter_map(|line| first_shown(desk, own, line)).collect();
    // What staff see in the customer's place was not shown to the customer.
    if !unseen.is_empty() && actor.acting().is_none() {
        let unseen = &unseen;
        desk.store
            .write(|mut unit| async move {
                for recommendation in unseen {
                    unit.add_recommendation(recommendation).await?;
                }
                Ok::<_, Error>(())
            })
            .await?;
    }
    Ok(RecommendationsView { lines, names, today: desk.today() })
}

/// Keeps that a customer does not want a recommendation; it is not shown again.
pub async fn dismiss(desk: &Desk, actor: &Actor, key: Uuid, command: &Dismiss) -> Result<Dismissed> {
    let own = actor.own(Operation::DismissRecommendation)?;
    desk.perform(actor, Operation::DismissRecommendation, key, command, |mut unit| async move {
        let line = own.line(&mut unit, &command.line).await?;
        let shown = unit.recommendations_of(own.id()).await?;
        let recommendation = shown
            .into_iter()
            .find(|shown| shown.line_id == line.id && shown.offering.0 == command.plan)
            .ok_or(Error::NotFound)?;
        let dismissed = recommendation.with_outcome(Outcome::Dismissed, desk.now());
        unit.save_outcome(dismissed.id, dismissed.outcome, dismissed.outcome_at).await?;
        Ok(Done {
            reply: Dismissed {},
            object: format!("line:{}", command.line),
            facts: serde_json::json!({ "plan": command.plan }),
        })
    })
    .await
}

/// Advice line by line. The number of queries grows with the customer's lines, not with their bills or usage.
pub(crate) async fn advise(
    desk: &Desk,
    unit: &mut Unit,
    own: OwnCustomer,
    with_peers: bool,
) -> Result<Vec<LineAdvice>> {
    // Usage is not looked through for who does not want that. R-CUS-8
    if !consents::allows(&unit.consents_of(own.id()).await?, ConsentPurpose::Recommendations) {
        return Ok(Vec::new());
    }
    let today = desk.today();
    let customer = unit.customer(own.id()).await?.ok_or(Error::NotFound)?;
    let offerings = unit.offerings(today).await?;
    let recorded = unit.recommendations_of(own.id()).await?;
    let products = unit.products_of(own.id()).await?;
    let lines = unit.lines_of(own.id()).await?;
    let mut advised = Vec::new();
    for line in lines.into_iter().filter(|line| line.state != LineState::Terminated) {
        let plan =
            products.iter().find(|product| product.line_id == line.id && product.kind == OfferingKind::Plan);
        let Some(plan) = plan.cloned() else { continue };
        let Some(present) = offerings.iter().find(|offering| offering.code == plan.offering) else {
            continue;
        };
        let advice = advice(desk, unit, &customer, &offerings, present, &line, &plan).await?;
        let termination_fee = match &advice {
            Some(Advice::Better { best, .. }) => {
                let to = offerings.iter().find(|offering| offering.code == best.plan);
                fee(unit, &line, &plan, to, today).await?
            }
            Some(Advice::Stay { .. }) | None => Money::ZERO,
        };
        let recorded = advice.as_ref().and_then(|advice| {
            let same = |shown: &&Recommendation| {
                shown.line_id == line.id && shown.kind == advice.kind() && shown.offering == *advice.plan()
            };
            recorded.iter().find(same).cloned()
        });
        let peers = if with_peers { peers(unit, &customer, &line).await? } else { None };
        advised.push(LineAdvice { line, plan, advice, termination_fee, recorded, peers });
    }
    Ok(advised)
}

async fn advice(
    desk: &Desk,
    unit: &mut Unit,
    customer: &Customer,
    offerings: &[Offering],
    present: &Offering,
    line: &Line,
    plan: &Product,
) -> Result<Option<Advice>> {
    let (today, running) = (desk.today(), desk.cycle());
    let from = desk.start_of(running.plus(-best_plan::MONTHS).first());
    let until = desk.start_of(running.first());
    let days = unit.daily_usage(line.id, from, until, desk.offset_seconds()).await?;
    let history = History::of(&days, line.since, today);
    let plans = candidates(offerings, present, customer.senior, today);
    Ok(best(&history, &plans).against(&Candidate::signed(present, plan.monthly_price)))
}

/// What leaving the agreement for a cheaper plan would cost: nobody is advised into a fee they cannot see.
async fn fee(
    unit: &mut Unit,
    line: &Line,
    plan: &Product,
    to: Option<&Offering>,
    today: Date,
) -> Result<Money> {
    let Some(to) =
        to.filter(|to| Direction::between(plan.monthly_price, to.monthly_price) == Direction::Downgrade)
    else {
        return Ok(Money::ZERO);
    };
    let effective_on = Start::NextCycle.effective_on(today);
    let agreement = unit.agreement_on(line.id, today).await?;
    let commitment = agreement.as_ref().and_then(Agreement::commitment);
    Ok(commitment
        .map_or(Money::ZERO, |commitment| commitment.early_termination_fee(effective_on, to.monthly_price)))
}

async fn peers(unit: &mut Unit, customer: &Customer, line: &Line) -> Result<Option<PeersChoice>> {
    // The customer is not one of their own peers.
    let size = unit.segment_size(&customer.segment).await? - 1;
    let counts = unit.segment_plans(&customer.segment, line.kind).await?;
    Ok(peers_choice(&counts, size))
}

fn first_shown(desk: &Desk, own: OwnCustomer, line: &LineAdvice) -> Option<Recommendation> {
    let advice = line.advice.as_ref().filter(|_| line.recorded.is_none())?;
    let now = desk.now();
    Some(Recommendation {
        id: desk.id(),
        customer_id: own.id(),
        line_id: line.line.id,
        kind: advice.kind(),
        offering: advice.plan().clone(),
        saving: advice.saving(),
        shown_at: now,
        outcome: Outcome::Seen,
        outcome_at: now,
    })
}

//! What a job does to one line: whether it can be done, doing it, undoing it.

use super::line;
use crate::{Desk, Error, Result, access::ManagedLine, catalogue::NameMap, orders, plan_change};
use crm::{
    company::{
        bulk::{Before, BulkAction, BulkJob, LineRefusal, stands_as_left},
        roles::{Grant, Power},
    },
    lines::{Line, Refusal as BarRefusal},
    money::Money,
    orders::Channel,
    plan_change::{Facts, Start, Terms, Wish, decide},
};
use store::{
    Unit,
    bulk_jobs::NamedItem,
    company_lines::{CompanyLine, LinePlacement},
};

/// What can be done to a line, with all it takes.
pub(super) enum Judged {
    /// Hang it elsewhere, or name another user.
    Place { line: Box<CompanyLine>, to: LinePlacement, before: Before },
    /// Pause it, or end the pause.
    Bar { line: Box<Line>, before: Before },
    /// Order another plan.
    Plan { facts: Box<Facts>, terms: Box<Terms> },
}

impl Judged {
    /// What it costs more a month.
    pub(super) fn monthly_difference(&self) -> Money {
        match self {
            Self::Place { .. } | Self::Bar { .. } => Money::ZERO,
            Self::Plan { terms, .. } => terms.new_price - terms.old_price,
        }
    }
}

type Answer<T> = std::result::Result<T, LineRefusal>;

/// Whether the job can be done to a line as it stands.
pub(super) async fn judge(
    desk: &Desk,
    work: &mut Unit,
    held: &[Grant],
    job: &BulkJob,
    named: &NamedItem,
) -> Result<Answer<Judged>> {
    let line = match line(work, held, job, named).await? {
        Ok(line) => line,
        Err(refusal) => return Ok(Err(refusal)),
    };
    match job.action {
        BulkAction::Move => judge_move(work, held, job, line.into_inner()).await,
        BulkAction::SetUser => Ok(judge_user(named, line.into_inner())),
        BulkAction::Suspend => Ok(bar(line.into_inner().line.suspend(), false)),
        BulkAction::Resume => Ok(bar(unpaused(line.into_inner().line), true)),
        BulkAction::ChangePlan => judge_plan(desk, work, job, &line).await,
    }
}

async fn judge_move(
    work: &mut Unit,
    held: &[Grant],
    job: &BulkJob,
    line: CompanyLine,
) -> Result<Answer<Judged>> {
    let to = job.to_unit.ok_or_else(|| Error::Defect("a move to nowhere".to_owned()))?;
    let target = work.org_unit(to).await?.ok_or(Error::NotFound)?;
    if line.org_unit_id == to {
        return Ok(Err(LineRefusal::NothingToDo));
    }
    if !held.iter().any(|grant| grant.gives(Power::ManageLines, &target.path)) {
        return Ok(Err(LineRefusal::NotAllowed));
    }
    let before = Before::Unit(line.org_unit_id);
    let user_name = line.user_name.clone();
    let to = LinePlacement { line_id: line.line.id, org_unit_id: to, user_name };
    Ok(Ok(Judged::Place { line: Box::new(line), to, before }))
}

fn judge_user(named: &NamedItem, line: CompanyLine) -> Answer<Judged> {
    if line.user_name == named.item.user_name {
        return Err(LineRefusal::NothingToDo);
    }
    let before = Before::User(line.user_name.clone());
    let user_name = named.item.user_name.clone();
    let to = LinePlacement { line_id: line.line.id, org_unit_id: line.org_unit_id, user_name };
    Ok(Judged::Place { line: Box::new(line), to, before })
}

fn bar(line: std::result::Result<Line, BarRefusal>, was_paused: bool) -> Answer<Judged> {
    let line = line.map_err(LineRefusal::Line)?;
    Ok(Judged::Bar { line: Box::new(line), before: Before::Paused(was_paused) })
}

/// Ends a pause. What was reported lost is found line by line, not by the hundred.
fn unpaused(line: Line) -> std::result::Result<Line, BarRefusal> {
    match line.barred {
        Some(reason) if reason.is_loss() => Err(BarRefusal::AlreadyBarred { reason }),
        _ => line.resume(),
    }
}

async fn judge_plan(
    desk: &Desk,
    work: &mut Unit,
    job: &BulkJob,
    line: &ManagedLine,
) -> Result<Answer<Judged>> {
    let to = job.to_plan.clone().ok_or_else(|| Error::Defect("a change to no plan".to_owned()))?;
    let (own, line) = line.as_own();
    let facts = match plan_change::load(desk, work, own, line).await {
        Ok((facts, _)) => facts,
        Err(Error::NotFound) => return Ok(Err(LineRefusal::NoPlan)),
        Err(error) => return Err(error),
    };
    // Nobody has seen or accepted a fee: whoever is bound is refused, and told until when.
    let wish =
        Wish { to, start: Start::NextCycle, seen_price: None, seen_effective_on: None, accept_fee: None };
    Ok(decide(&facts, &wish)
        .map(|terms| Judged::Plan { facts: Box::new(facts), terms: Box::new(terms) })
        .map_err(LineRefusal::Plan))
}

/// Does it; what was there before is for undoing.
pub(super) async fn carry_out(
    desk: &Desk,
    work: &mut Unit,
    judged: Judged,
    names: &NameMap,
) -> Result<Before> {
    match judged {
        Judged::Place { line, to, before } => {
            work.hang_line(&to, line.org_unit_id).await?;
            Ok(before)
        }
        Judged::Bar { line, before } => {
            work.save_line(&line).await?;
            Ok(before)
        }
        Judged::Plan { facts, terms } => {
            let customer_id = facts.line.customer_id;
            let order =
                plan_change::place(desk, work, Channel::Web, customer_id, &facts, *terms, names, false)
                    .await?;
            Ok(Before::Order(order.number))
        }
    }
}

/// Undoes it, if the line still stands as the job left it.
pub(super) async fn undo(
    desk: &Desk,
    work: &mut Unit,
    held: &[Grant],
    job: &BulkJob,
    named: &NamedItem,
) -> Result<Answer<()>> {
    let line = match line(work, held, job, named).await? {
        Ok(line) => line,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let line = line.into_inner();
    let from = line.org_unit_id;
    let mut placed =
        LinePlacement { line_id: line.line.id, org_unit_id: from, user_name: line.user_name.clone() };
    match named.item.before.clone() {
        Some(Before::Unit(unit)) => {
            if job.to_unit != Some(from) {
                return Ok(Err(LineRefusal::ChangedSince));
            }
            // It goes back only to where they may still put it, as in doing the job.
            let back = work.org_unit(unit).await?.ok_or(Error::NotFound)?;
            if !held.iter().any(|grant| grant.gives(Power::ManageLines, &back.path)) {
                return Ok(Err(LineRefusal::NotAllowed));
            }
            placed.org_unit_id = unit;
            work.hang_line(&placed, from).await?;
        }
        Some(Before::User(user_name)) => {
            if line.user_name != named.item.user_name {
                return Ok(Err(LineRefusal::ChangedSince));
            }
            placed.user_name = user_name;
            work.hang_line(&placed, from).await?;
        }
        Some(Before::Paused(was_paused)) => {
            if !stands_as_left(was_paused, line.line.state, line.line.barred) {
                return Ok(Err(LineRefusal::ChangedSince));
            }
            let back = if was_paused { line.line.suspend() } else { line.line.resume() };
            match back {
                Ok(line) => work.save_line(&line).await?,
                Err(refusal) => return Ok(Err(LineRefusal::Line(refusal))),
            }
        }
        Some(Before::Order(number)) => {
            // An order that went to another customer with its line is no longer the company's; the other lines go on.
            let Some(order) = work.order_of(job.company_id, &number).await? else {
                return Ok(Err(LineRefusal::ChangedSince));
            };
            match order.withdraw(desk.now()) {
                Ok(transition) => drop(orders::keep(work, transition).await?),
                Err(refusal) => return Ok(Err(LineRefusal::Order(refusal))),
            }
        }
        None => return Ok(Err(LineRefusal::NothingToDo)),
    }
    Ok(Ok(()))
}

//! Barring a line, inside of the operation that asks for it.

use crate::{
    Actor, Desk, Error, Result,
    messages::{self, Notice},
};
use crm::{
    customers::{Customer, Msisdn},
    ids::LineId,
    lines::{Line, Loss},
    sign_in::Holder,
};
use store::Unit;

/// Bars the line of a loss report, in the transaction of its request, and ends the customer's other sessions: the phone
/// that is gone may be signed in. R-SRV-5
pub(crate) async fn bar_lost(
    desk: &Desk,
    unit: &mut Unit,
    actor: &Actor,
    customer: &Customer,
    line: LineId,
    loss: Loss,
) -> Result<()> {
    let line = unit.line(line).await?.ok_or(Error::NotFound)?.report_lost(loss)?;
    unit.save_line(&line).await?;
    // The one who reports it stays signed in, be it the customer or whoever acts for them.
    unit.end_other_sessions(Holder::Customer(customer.id), actor.session_id()).await?;
    messages::send(desk, unit, customer, &Notice::LineBarred { line: label(&line) }).await
}

/// The line as people recognise it in a message that others may see.
pub(crate) fn label(line: &Line) -> String {
    line.msisdn.as_ref().map_or_else(|| line.code.clone(), Msisdn::masked)
}

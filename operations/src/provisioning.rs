//! Work orders to the network, and its reports. R-ORD-5

use crate::{Actor, Desk, Error, Result, access::Operation, orders};
use async_trait::async_trait;
use crm::{
    audit::AuditOutcome,
    catalogue::OfferingCode,
    customers::Msisdn,
    ids::WorkOrderId,
    orders::{ItemAction, WorkOrder, WorkOrderState},
};
use serde::{Deserialize, Serialize};

/// What the network is asked to do, as it is sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkOrderDocument {
    /// Identifier, to be quoted in the report.
    pub id: WorkOrderId,
    /// Number of the order.
    pub order: String,
    /// Which try this is.
    pub attempt: i64,
    /// Short code of the line.
    pub line: String,
    /// The number of a phone line.
    pub msisdn: Option<Msisdn>,
    /// What to do.
    pub items: Vec<WorkItem>,
}

/// One item of a work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct WorkItem {
    /// Bring or end.
    pub action: ItemAction,
    /// Which product.
    pub offering: OfferingCode,
}

/// What the network says about a work order.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Report {
    /// The work order it is about.
    pub id: WorkOrderId,
    /// It worked.
    pub done: bool,
    /// The network's words when it did not.
    #[serde(default)]
    pub reason: String,
}

/// The way to the network.
#[async_trait]
pub trait Network: Send + Sync {
    /// Hands a work order over. Handing the same one over again must be harmless.
    async fn submit(&self, document: &WorkOrderDocument) -> std::result::Result<(), String>;

    /// Reports that came in and were not yet taken.
    async fn reports(&self) -> std::result::Result<Vec<Report>, String>;

    /// A report was taken and need not be handed out again.
    async fn taken(&self, report: &Report) -> std::result::Result<(), String>;
}

/// Hands one work order to the network; called by a job.
pub(crate) async fn send(desk: &Desk, network: &dyn Network, id: WorkOrderId) -> Result<()> {
    Actor::System.system(Operation::Provision)?;
    let document = desk
        .store
        .read(|mut unit| async move {
            let Some(work_order) = unit.work_order(id).await?.filter(|w| w.state == WorkOrderState::Queued)
            else {
                return Ok::<_, Error>(None);
            };
            let order = unit.order(work_order.order_id).await?.ok_or(Error::NotFound)?;
            let line = unit.line(order.line_id).await?.ok_or(Error::NotFound)?;
            let items = order.items.into_iter();
            Ok(Some(WorkOrderDocument {
                id,
                order: order.number,
                attempt: work_order.attempt,
                line: line.code,
                msisdn: line.msisdn,
                items: items.map(|item| WorkItem { action: item.action, offering: item.offering }).collect(),
            }))
        })
        .await?;
    let Some(document) = document else { return Ok(()) };
    network.submit(&document).await.map_err(Error::Defect)?;
    desk.store
        .write(|mut unit| async move {
            // A quick network may have answered meanwhile.
            match unit.work_order(id).await?.map(WorkOrder::sent) {
                Some(Ok(sent)) => Ok(unit.save_work_order_state(id, sent.state).await?),
                Some(Err(_)) | None => Ok(()),
            }
        })
        .await
}

/// Takes the network's reports; says how many changed an order. A report that makes no sense is logged and taken away.
pub async fn take_reports(desk: &Desk, network: &dyn Network) -> Result<usize> {
    Actor::System.system(Operation::Provision)?;
    let mut taken = 0;
    for report in network.reports().await.map_err(Error::Defect)? {
        match take(desk, &report).await {
            Ok(()) => taken += 1,
            Err(Error::NotFound | Error::Refused(_)) => {
                tracing::warn!(work_order = %report.id.0, "a report of the network fits no open work order");
            }
            Err(error) => return Err(error),
        }
        network.taken(&report).await.map_err(Error::Defect)?;
    }
    Ok(taken)
}

async fn take(desk: &Desk, report: &Report) -> Result<()> {
    let names = &*desk.offering_names().await?;
    desk.store
        .write(|mut unit| async move {
            let work_order = unit.work_order(report.id).await?.ok_or(Error::NotFound)?;
            let order = unit.order(work_order.order_id).await?.ok_or(Error::NotFound)?;
            let (answered, transition) = if report.done {
                (work_order.done()?, order.provisioned(desk.now())?)
            } else {
                (work_order.failed()?, order.failed(&report.reason, desk.now())?)
            };
            unit.save_work_order_state(answered.id, answered.state).await?;
            let order = orders::keep(&mut unit, transition).await?;
            if report.done {
                orders::put_into_effect(desk, &mut unit, &order).await?;
            }
            orders::tell(desk, &mut unit, &order, names).await?;
            let facts = serde_json::json!({ "done": report.done, "reason": report.reason });
            let object = format!("order:{}", order.number);
            let event =
                desk.audit_event(&Actor::System, Operation::Provision, object, AuditOutcome::Done, &facts);
            Ok(unit.record(&event).await?)
        })
        .await
}

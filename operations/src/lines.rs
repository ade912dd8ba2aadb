//! A customer's lines: what runs on them, and barring and freeing them, at once. R-SRV-5

use crate::{
    Actor, Desk, Error, Result,
    access::Operation,
    bars::label,
    catalogue::NameMap,
    customers::customer,
    desk::Done,
    messages::{self, Notice},
    requests,
};
use crm::{
    agreements::Agreement,
    ids::LineId,
    language::Language,
    lines::{BarReason, Line, LineState, Loss, Refusal},
    orders::Order,
    products::Product,
    requests::{About, Category, Request, Wish, Words},
};
use serde::{Deserialize, Serialize};
use std::{collections::HashMap, sync::Arc};
use uuid::Uuid;

/// A line with what runs on it.
#[derive(Clone, Debug)]
pub struct LineSummary {
    /// The line.
    pub line: Line,
    /// Its products, the plan first.
    pub products: Vec<Product>,
}

/// A customer's lines.
#[derive(Clone, Debug)]
pub struct LineList {
    /// Phones first, then by age.
    pub lines: Vec<LineSummary>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// One line.
#[derive(Clone, Debug)]
pub struct LineView {
    /// The line.
    pub line: Line,
    /// Its products, the plan first.
    pub products: Vec<Product>,
    /// The agreement signed last.
    pub agreement: Option<Agreement>,
    /// The order that is under way.
    pub open_order: Option<Order>,
    /// Number of the open request that reports its loss.
    pub loss_request: Option<String>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

impl LineView {
    /// Whether the customer may report it lost.
    pub fn may_report_lost(&self) -> std::result::Result<(), Refusal> {
        self.line.clone().report_lost(Loss::Lost).map(drop)
    }

    /// Whether the customer may pause it.
    pub fn may_suspend(&self) -> std::result::Result<(), Refusal> {
        self.line.clone().suspend().map(drop)
    }

    /// Whether the customer may end the pause or take the loss report back.
    pub fn may_resume(&self) -> std::result::Result<(), Refusal> {
        self.line.clone().resume().map(drop)
    }
}

/// A phone is gone.
#[derive(Clone, Debug, Serialize)]
pub struct ReportLost {
    /// Short code of the line.
    pub line: String,
    /// Lost or stolen.
    pub loss: Loss,
    /// The customer wants to be called back.
    pub call_back: bool,
}

/// The line is barred and the desk knows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// Number of the request about the loss.
    pub request: String,
}

/// A line is to be paused.
#[derive(Clone, Debug, Serialize)]
pub struct Suspend {
    /// Short code of the line.
    pub line: String,
}

/// A pause is to end, or a loss report to be taken back.
#[derive(Clone, Debug, Serialize)]
pub struct Resume {
    /// Short code of the line.
    pub line: String,
}

/// How a line stands after the command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LineStands {
    /// State.
    pub state: LineState,
    /// Why it is still barred, if it is: a loss report may have lain over a debt.
    pub barred: Option<BarReason>,
}

/// A customer's lines with what runs on them.
pub async fn list(desk: &Desk, actor: &Actor) -> Result<LineList> {
    let own = actor.own(Operation::ViewLines)?;
    let names = desk.offering_names().await?;
    let (lines, products) = desk
        .store
        .read(|mut unit| async move {
            Ok::<_, Error>((unit.lines_of(own.id()).await?, unit.products_of(own.id()).await?))
        })
        .await?;
    // Grouped once: a company has thousands of lines.
    let mut by_line: HashMap<LineId, Vec<Product>> = HashMap::new();
    for product in products {
        by_line.entry(product.line_id).or_default().push(product);
    }
    let with_products = |line: Line| {
        let products = by_line.remove(&line.id).unwrap_or_default();
        LineSummary { line, products }
    };
    Ok(LineList { lines: lines.into_iter().map(with_products).collect(), names })
}

/// One line.
pub async fn view(desk: &Desk, actor: &Actor, code: &str) -> Result<LineView> {
    let own = actor.own(Operation::ViewLines)?;
    let names = desk.offering_names().await?;
    let today = desk.today();
    desk.store
        .read(|mut unit| async move {
            let line = own.line(&mut unit, code).await?.into_inner();
            let products = unit.products_on(line.id).await?;
            let agreement = unit.agreement_on(line.id, today).await?;
            let open_order = unit.open_order_on(line.id).await?;
            let loss_request = if line.barred.is_some_and(BarReason::is_loss) {
                let requests = requests::latest_of(&mut unit, own.id()).await?;
                open_loss(requests, line.id).map(|request| request.number)
            } else {
                None
            };
            Ok(LineView { line, products, agreement, open_order, loss_request, names })
        })
        .await
}

/// Reports a phone lost or stolen: it is barred, other sessions end and the desk has a request, all at once. R-SRV-5
pub async fn report_lost(desk: &Desk, actor: &Actor, key: Uuid, command: &ReportLost) -> Result<Reported> {
    let own = actor.own(Operation::BarLine)?;
    desk.perform(actor, Operation::BarLine, key, &("reportLost", command), |mut unit| async move {
        let line = own.line(&mut unit, &command.line).await?;
        let customer = customer(&mut unit, own.id()).await?;
        let wish = Wish {
            about: About::Loss { line_id: line.id, loss: command.loss },
            subject: String::new(),
            text: String::new(),
            call_back: command.call_back,
        };
        let request = requests::open(desk, &mut unit, actor, &customer, wish).await?;
        Ok(Done {
            object: format!("line:{}", command.line),
            facts: serde_json::json!({ "before": line.barred, "after": command.loss.bar(), "request": request.number }),
            reply: Reported { request: request.number },
        })
    })
    .await
}

/// Pauses a line. R-SRV-5
pub async fn suspend(desk: &Desk, actor: &Actor, key: Uuid, command: &Suspend) -> Result<LineStands> {
    let own = actor.own(Operation::BarLine)?;
    desk.perform(actor, Operation::BarLine, key, &("suspend", command), |mut unit| async move {
        let line = own.line(&mut unit, &command.line).await?.into_inner().suspend()?;
        unit.save_line(&line).await?;
        let customer = customer(&mut unit, own.id()).await?;
        let notice = Notice::LineBarred { line: label(&line) };
        messages::send(desk, &mut unit, &customer, &notice).await?;
        Ok(done(&line, None))
    })
    .await
}

/// Ends a pause or takes a loss report back, with the request about it. R-SRV-5
pub async fn resume(desk: &Desk, actor: &Actor, key: Uuid, command: &Resume) -> Result<LineStands> {
    let own = actor.own(Operation::BarLine)?;
    desk.perform(actor, Operation::BarLine, key, &("resume", command), |mut unit| async move {
        let barred = own.line(&mut unit, &command.line).await?.into_inner();
        let before = barred.barred;
        let line = barred.resume()?;
        unit.save_line(&line).await?;
        if before.is_some_and(BarReason::is_loss) {
            // A phone that was gone comes back with another SIM more often than not: codes wait until that is settled.
            unit.add_sim_change(line.id, desk.now()).await?;
        }
        let customer = customer(&mut unit, own.id()).await?;
        let known = requests::latest_of(&mut unit, own.id()).await?;
        if let Some(request) = open_loss(known, line.id) {
            let transition = request.cancel(reason(customer.language)?, desk.now())?;
            requests::keep(&mut unit, transition.done_for_the_customer_by(actor.acting_staff())).await?;
        }
        if line.state == LineState::Active {
            let notice = Notice::LineFreed { line: label(&line) };
            messages::send(desk, &mut unit, &customer, &notice).await?;
        }
        Ok(done(&line, before))
    })
    .await
}

fn done(line: &Line, before: Option<BarReason>) -> Done<LineStands> {
    Done {
        object: format!("line:{}", line.code),
        facts: serde_json::json!({ "before": before, "after": line.barred }),
        reply: LineStands { state: line.state, barred: line.barred },
    }
}

fn open_loss(requests: Vec<Request>, line: LineId) -> Option<Request> {
    requests.into_iter().find(|request| {
        request.state.is_open() && request.category == Category::Loss && request.line_id == Some(line)
    })
}

/// What the history of the request says when the report is taken back with the line.
fn reason(language: Language) -> Result<Words> {
    let words = match language {
        Language::ZhCn => "客户已取消挂失，号码恢复使用。",
        Language::En => "The customer took the loss report back; the line is in use again.",
    };
    Words::parse(words).map_err(|problem| Error::Defect(problem.to_string()))
}

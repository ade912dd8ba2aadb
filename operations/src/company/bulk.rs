//! Changing many lines at once: drawn up, looked at, confirmed, done in the background line by line, undone where the rules
//! allow. R-ENT-3
//!
//! A job runs under the rights of whoever drew it up, looked up anew for each batch. A batch is one transaction that does
//! lines and writes down that they are done: whatever stops the program, no line is done twice and none is forgotten.

use super::{
    CompanyHead, choices, head,
    lines::{self, LineFilter},
    object,
};
use crate::{
    Actor, Desk, Error, Result,
    access::{Managed, ManagedLine, Operation},
    agenda::{self, Kind},
    catalogue::NameMap,
    desk::Done,
    messages::Notice,
};
use crm::{
    audit::AuditOutcome,
    catalogue::{OfferingCode, OfferingKind},
    company::{
        Refusal,
        bulk::{
            Before, BulkAction, BulkItem, BulkItemState, BulkJob, BulkState, Flaw, LINES_MAX, LineRefusal,
            RowFlaw, read_list,
        },
        roles::{Grant, Power},
        tree::OrgUnit,
    },
    ids::BulkJobId,
    lines::LineState,
    money::Money,
    numbers::NumberKind,
};
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use store::{Unit, bulk_jobs::NamedItem};
use uuid::Uuid;

mod deeds;

/// What the page that jobs are drawn up on shows.
#[derive(Clone, Debug)]
pub struct BulkView {
    /// The company.
    pub head: CompanyHead,
    /// Units that lines can be moved to.
    pub units: Vec<OrgUnit>,
    /// Plans that lines can be changed to.
    pub plans: Vec<OfferingCode>,
    /// The newest jobs.
    pub jobs: Vec<BulkJob>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// One job.
#[derive(Clone, Debug)]
pub struct BulkJobView {
    /// The company.
    pub head: CompanyHead,
    /// The job.
    pub job: BulkJob,
    /// How many lines are in each state.
    pub counts: Vec<(BulkItemState, i64)>,
    /// The lines: of a draft, with what would become of each.
    pub items: Vec<NamedItem>,
    /// What the lines would cost more a month, or less, for a draft.
    pub monthly_difference: Money,
    /// Name of the unit that lines are moved to.
    pub to_unit: Option<String>,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// What is to be done to which lines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct DrawUp {
    /// Code of the company.
    pub company: String,
    /// Code of the unit whose lines are meant; empty for the actor's first part.
    pub unit: String,
    /// Those in this state, as it was sent; empty for any.
    pub state: String,
    /// Those with this plan.
    pub plan: Option<OfferingCode>,
    /// Those found by this text.
    pub term: String,
    /// Lines by code or number, one a row; when there are any, they alone are meant.
    pub list: String,
    /// What is done; `None` when nothing was chosen.
    pub action: Option<BulkAction>,
    /// Code of the unit to move to.
    pub to_unit: String,
    /// The plan to change to.
    pub to_plan: String,
}

/// A job, by its number.
#[derive(Clone, Debug, Serialize)]
pub struct OfJob {
    /// Code of the company.
    pub company: String,
    /// Number of the job.
    pub number: String,
}

/// How a job stands after a command.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct JobStands {
    /// Number of the job.
    pub number: String,
}

/// How many jobs the page lists.
const JOBS: i64 = 20;
/// Lines of one transaction.
const BATCH: i64 = 50;
/// Lines of a job that its page lists, once it is no draft.
const LISTED: i64 = 200;

/// What can be done, and what was done lately.
pub async fn view(desk: &Desk, actor: &Actor, company: &str) -> Result<BulkView> {
    let asking = actor.manager(Operation::ManageCompanyLines)?;
    let names = desk.offering_names().await?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let plans = work.offerings(today).await?.into_iter();
            let plans = plans.filter(|plan| plan.kind == OfferingKind::Plan && plan.is_on_sale(today));
            let mut jobs = work.bulk_jobs_in(managed.company().id, JOBS).await?;
            jobs.retain(|job| job.by == managed.person());
            Ok(BulkView {
                head: head(&mut work, &managed).await?,
                units: choices(&mut work, &managed).await?,
                plans: plans.map(|plan| plan.code).collect(),
                jobs,
                names,
            })
        })
        .await
}

/// Draws a job up. Nothing is done before it is confirmed.
pub async fn draw_up(desk: &Desk, actor: &Actor, key: Uuid, command: &DrawUp) -> Result<JobStands> {
    let asking = actor.manager(Operation::ManageCompanyLines)?;
    desk.perform(actor, Operation::ManageCompanyLines, key, &("drawUp", command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let action = command.action.ok_or_else(|| flaw(Flaw::ActionMissing))?;
        let to_unit = match action {
            BulkAction::Move if command.to_unit.is_empty() => return Err(flaw(Flaw::UnitMissing)),
            BulkAction::Move => Some(managed.unit(&mut work, &command.to_unit).await?.id),
            _ => None,
        };
        let to_plan = match action {
            BulkAction::ChangePlan => {
                let plan = OfferingCode(command.to_plan.clone());
                let known = work.offering(&plan, desk.today()).await?;
                let known = known.filter(|known| known.kind == OfferingKind::Plan);
                Some(known.ok_or_else(|| flaw(Flaw::PlanMissing))?.code)
            }
            _ => None,
        };
        let lines = selected(&mut work, &managed, command, action).await?;
        let items: Vec<BulkItem> = (1..)
            .zip(lines)
            .map(|(position, (line_id, user_name))| BulkItem {
                position,
                line_id,
                user_name,
                state: BulkItemState::Waiting,
                before: None,
                refusal: None,
            })
            .collect();
        let job = BulkJob {
            id: desk.id(),
            number: desk.number(NumberKind::BulkJob),
            company_id: managed.company().id,
            by: managed.person(),
            action,
            to_unit,
            to_plan,
            state: BulkState::Draft,
            created_at: desk.now(),
            finished_at: None,
            version: 1,
        };
        work.add_bulk_job(&job, &items).await?;
        Ok(Done {
            object: object(&managed, &format!("/job:{}", job.number)),
            facts: serde_json::json!({ "action": action, "lines": items.len() }),
            reply: JobStands { number: job.number },
        })
    })
    .await
}

fn flaw(flaw: Flaw) -> Error {
    Refusal::BulkFlaw { flaw }.into()
}

/// The lines that are meant, each with its new user.
async fn selected(
    work: &mut Unit,
    managed: &Managed,
    command: &DrawUp,
    action: BulkAction,
) -> Result<Vec<(crm::ids::LineId, String)>> {
    let lines = if command.list.trim().is_empty() {
        if action == BulkAction::SetUser {
            return Err(flaw(Flaw::ListMissing));
        }
        let code = Some(command.unit.as_str()).filter(|code| !code.is_empty());
        let unit = managed.focus(work, code).await?;
        // A state that there is not fits no line; it must not come to mean all of them.
        let state = match command.state.as_str() {
            "" => None,
            state => Some(state.parse::<LineState>().map_err(|_| flaw(Flaw::NothingSelected))?),
        };
        let (plan, term) = (command.plan.clone(), command.term.clone());
        let search = lines::search(&LineFilter { unit: None, state, plan, term }, &unit.path);
        let most = i64::try_from(LINES_MAX).unwrap_or(i64::MAX) + 1;
        let found = work.company_lines(managed.company().id, &search, None, most).await?;
        found.into_iter().map(|line| (line.line.id, String::new())).collect()
    } else {
        listed(work, managed, &command.list).await?
    };
    match lines.len() {
        0 => Err(flaw(Flaw::NothingSelected)),
        many if many > LINES_MAX => Err(flaw(Flaw::TooMany { most: LINES_MAX })),
        _ => Ok(lines),
    }
}

/// Lines by code or number. Every row that names none of the actor's is told, not only the first.
async fn listed(work: &mut Unit, managed: &Managed, list: &str) -> Result<Vec<(crm::ids::LineId, String)>> {
    let (rows, mut flaws) = read_list(list);
    if rows.len() > LINES_MAX {
        return Err(flaw(Flaw::TooMany { most: LINES_MAX }));
    }
    let mut lines: Vec<(crm::ids::LineId, String)> = Vec::with_capacity(rows.len());
    let mut seen = std::collections::HashMap::new();
    for row in rows {
        let named = work.company_line_named(managed.company().id, &row.line).await?;
        match named.filter(|line| managed.reaches(&line.path)) {
            // By its code in one row and its number in another.
            Some(line) => match seen.insert(line.line.id, row.row) {
                Some(first) => flaws.push((row.row, RowFlaw::Twice { first })),
                None => lines.push((line.line.id, row.user_name)),
            },
            None => flaws.push((row.row, RowFlaw::NotFound)),
        }
    }
    if flaws.is_empty() {
        Ok(lines)
    } else {
        flaws.sort_by_key(|(row, _)| *row);
        Err(flaw(Flaw::Rows { flaws }))
    }
}

/// The job with this number, when the actor drew it up.
async fn own_job(work: &mut Unit, managed: &Managed, number: &str) -> Result<BulkJob> {
    let job = work.bulk_job_of(managed.company().id, number).await?;
    job.filter(|job| job.by == managed.person()).ok_or(Error::NotFound)
}

/// One job: of a draft, what would become of each line; afterwards, what became of them.
pub async fn job(desk: &Desk, actor: &Actor, company: &str, number: &str) -> Result<BulkJobView> {
    let asking = actor.manager(Operation::ManageCompanyLines)?;
    let names = desk.offering_names().await?;
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let job = own_job(&mut work, &managed, number).await?;
            let mut monthly_difference = Money::ZERO;
            let mut items;
            if job.state == BulkState::Draft {
                items = work.bulk_items(job.id).await?;
                for named in &mut items {
                    match deeds::judge(desk, &mut work, managed.held(), &job, named).await? {
                        Ok(judged) => monthly_difference += judged.monthly_difference(),
                        Err(refusal) => named.item.refusal = Some(refusal),
                    }
                }
                items.retain(|named| named.item.refusal.is_some());
            } else {
                items = work.bulk_items_in(job.id, BulkItemState::Refused, LISTED).await?;
                items.extend(work.bulk_items_in(job.id, BulkItemState::Kept, LISTED).await?);
            }
            let to_unit = match job.to_unit {
                Some(unit) => work.org_unit(unit).await?.map(|unit| unit.name),
                None => None,
            };
            Ok(BulkJobView {
                head: head(&mut work, &managed).await?,
                counts: work.count_bulk_items(job.id).await?,
                job,
                items,
                monthly_difference,
                to_unit,
                names,
            })
        })
        .await
}

/// Every line of a job, for a table.
pub async fn table(
    desk: &Desk,
    actor: &Actor,
    company: &str,
    number: &str,
) -> Result<(BulkJob, Vec<NamedItem>)> {
    let asking = actor.manager(Operation::ManageCompanyLines)?;
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let job = own_job(&mut work, &managed, number).await?;
            let items = work.bulk_items(job.id).await?;
            Ok((job, items))
        })
        .await
}

/// A step of a job.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub enum Step {
    /// Do it.
    Confirm,
    /// Do nothing.
    Discard,
    /// Undo what was done.
    Undo,
}

/// Takes a step. What it sets going runs in the background.
pub async fn step(desk: &Desk, actor: &Actor, key: Uuid, step: Step, command: &OfJob) -> Result<JobStands> {
    let asking = actor.manager(Operation::ManageCompanyLines)?;
    desk.perform(actor, Operation::ManageCompanyLines, key, &(step, command), |mut work| async move {
        let managed = asking.company(&mut work, &command.company).await?;
        let job = own_job(&mut work, &managed, &command.number).await?;
        let before = job.state;
        let taken = match step {
            Step::Confirm => job.confirm(),
            Step::Discard => job.discard(),
            Step::Undo => job.undo(),
        };
        let job = taken.map_err(|step| Refusal::BulkStep { step })?;
        work.save_bulk_job(&job).await?;
        let kind = match job.state {
            BulkState::Running => Some(Kind::RunBulkJob),
            BulkState::Undoing => Some(Kind::UndoBulkJob),
            _ => None,
        };
        if let Some(kind) = kind {
            agenda::enqueue(desk, &mut work, kind, job.id.0, desk.now()).await?;
        }
        Ok(Done {
            object: object(&managed, &format!("/job:{}", job.number)),
            facts: serde_json::json!({ "before": before, "after": job.state }),
            reply: JobStands { number: job.number },
        })
    })
    .await
}

/// Does what is left of a job, batch by batch; called by the job's own job. Run again after anything stopped it, it goes on
/// where it was.
pub(crate) async fn run(desk: &Desk, id: BulkJobId) -> Result<()> {
    let names = &*desk.offering_names().await?;
    loop {
        let more = desk
            .store
            .write(|mut work| async move {
                let Some(job) = work.bulk_job(id).await? else { return Ok(false) };
                let Some(waiting) = job.waits_in() else { return Ok(false) };
                let items = work.bulk_items_in(id, waiting, BATCH).await?;
                if items.is_empty() {
                    finish(desk, &mut work, job).await?;
                    return Ok(false);
                }
                // Whoever lost the right to a line changes it no more, in a job neither.
                let held = work.grants_held(job.company_id, job.by).await?;
                let by = crate::customers::customer(&mut work, job.by).await?.code;
                for named in items {
                    do_one(desk, &mut work, &job, &held, &by, named, waiting, names).await?;
                }
                Ok::<_, Error>(true)
            })
            .await?;
        if !more {
            return Ok(());
        }
    }
}

async fn finish(desk: &Desk, work: &mut Unit, job: BulkJob) -> Result<()> {
    let job = job.finish(desk.now());
    work.save_bulk_job(&job).await?;
    super::tell(desk, work, job.by, &Notice::BulkJobDone { number: job.number.clone() }).await
}

#[expect(clippy::too_many_arguments, reason = "what a batch has in common is looked up once")]
async fn do_one(
    desk: &Desk,
    work: &mut Unit,
    job: &BulkJob,
    held: &[Grant],
    by: &str,
    one: NamedItem,
    waiting: BulkItemState,
    names: &NameMap,
) -> Result<()> {
    let undoing = waiting == BulkItemState::Done;
    let done = if undoing {
        deeds::undo(desk, work, held, job, &one).await?.map(|()| None)
    } else {
        match deeds::judge(desk, work, held, job, &one).await? {
            Ok(judged) => Ok(Some(deeds::carry_out(desk, work, judged, names).await?)),
            Err(refusal) => Err(refusal),
        }
    };
    let NamedItem { item, code, .. } = one;
    let (outcome, item) = match done {
        Ok(before) => {
            let state = if undoing { BulkItemState::Undone } else { BulkItemState::Done };
            (AuditOutcome::Done, BulkItem { state, before: before.or(item.before), refusal: None, ..item })
        }
        Err(refusal) => {
            let state = if undoing { BulkItemState::Kept } else { BulkItemState::Refused };
            (AuditOutcome::Refused, BulkItem { state, refusal: Some(refusal), ..item })
        }
    };
    work.save_bulk_item(job.id, &item, waiting).await?;
    // What was there before stands with the job: a user's name must not get into a trail that nothing is taken out of.
    let facts = serde_json::json!({
        "job": job.number, "by": by, "action": job.action, "undone": undoing, "position": item.position,
        "before": item.before.as_ref().map(Before::kind), "refusal": item.refusal,
    });
    let (operation, object) = (Operation::ManageCompanyLines, format!("line:{code}"));
    let event = desk.audit_event(&Actor::System, operation, object, outcome, &facts);
    Ok(work.record(&event).await?)
}

/// The line as it stands, if whoever drew the job up may change it.
async fn line(
    work: &mut Unit,
    held: &[Grant],
    job: &BulkJob,
    named: &NamedItem,
) -> Result<std::result::Result<ManagedLine, LineRefusal>> {
    let line = ManagedLine::by_grants(work, job.company_id, &named.code, held, Power::ManageLines).await?;
    Ok(line.ok_or(LineRefusal::NotAllowed))
}

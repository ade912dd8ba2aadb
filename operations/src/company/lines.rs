//! The lines of a part of a company. R-ENT-3

use super::{CompanyHead, Focus, focus, head};
use crate::{Actor, Desk, Error, Result, access::Operation, catalogue::NameMap, listing::cut};
use crm::{
    catalogue::{OfferingCode, OfferingKind},
    company::{roles::Power, tree::Path},
    lines::LineState,
};
use std::sync::Arc;
use store::{
    company_lines::{CompanyLine, CompanyLineSearch},
    org_units::CountedUnit,
};

/// What somebody looks for among the lines.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineFilter {
    /// Code of the unit; `None` for the actor's first part.
    pub unit: Option<String>,
    /// State.
    pub state: Option<LineState>,
    /// Plan.
    pub plan: Option<OfferingCode>,
    /// Code, number or the beginning of the user's name; empty for all.
    pub term: String,
}

/// A page of lines.
#[derive(Clone, Debug)]
pub struct LinesView {
    /// The company.
    pub head: CompanyHead,
    /// The part it is about.
    pub focus: Focus,
    /// The units directly beneath.
    pub units: Vec<CountedUnit>,
    /// All lines of the part, whatever is looked for.
    pub total: i64,
    /// The lines of this page.
    pub lines: Vec<CompanyLine>,
    /// Code of the line that the next page begins after, when there is one.
    pub next: Option<String>,
    /// Plans that can be looked for.
    pub plans: Vec<OfferingCode>,
    /// The actor may change lines of this part.
    pub may_manage: bool,
    /// Names of offerings.
    pub names: Arc<NameMap>,
}

/// How many lines a page lists.
const PAGE: i64 = 50;
/// Longest text that is looked for, in characters.
const TERM_MAX: usize = 40;

/// The lines that are looked for, by unit and user, those after the line with code `after`. One that is not there, or out of
/// reach, leads to the first page.
pub async fn list(
    desk: &Desk,
    actor: &Actor,
    company: &str,
    filter: &LineFilter,
    after: Option<&str>,
) -> Result<LinesView> {
    let asking = actor.manager(Operation::ViewCompany)?;
    let names = desk.offering_names().await?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let head = head(&mut work, &managed).await?;
            let focus = focus(&mut work, &managed, filter.unit.as_deref()).await?;
            let search = search(filter, &focus.unit.path);
            let after = match after {
                Some(code) => match managed.line(&mut work, code).await {
                    Ok(line) => Some(line.place()),
                    Err(Error::NotFound) => None,
                    Err(error) => return Err(error),
                },
                None => None,
            };
            let mut lines =
                work.company_lines(managed.company().id, &search, after.as_ref(), PAGE + 1).await?;
            let next = cut(&mut lines, PAGE).map(|last| last.line.code.clone());
            let offerings = work.offerings(today).await?.into_iter();
            let plans = offerings.filter(|offering| offering.kind == OfferingKind::Plan);
            Ok(LinesView {
                units: work.org_units_under(focus.unit.id).await?,
                total: work.count_lines_within(&focus.unit.path).await?,
                plans: plans.map(|offering| offering.code).collect(),
                may_manage: managed.has_at(Power::ManageLines, &focus.unit.path),
                head,
                focus,
                lines,
                next,
                names,
            })
        })
        .await
}

/// What a filter finds within a part; the unit of the filter has led to the part.
pub(super) fn search(filter: &LineFilter, within: &Path) -> CompanyLineSearch {
    let term: String = filter.term.trim().chars().take(TERM_MAX).collect();
    CompanyLineSearch {
        within: within.clone(),
        state: filter.state,
        plan: filter.plan.clone(),
        // Numbers are kept without spaces; anything else stays as it was typed.
        term: crm::customers::Msisdn::parse(&term).map_or(term, |number| number.as_str().to_owned()),
    }
}

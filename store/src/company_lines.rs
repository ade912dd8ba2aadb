//! The lines of companies: which unit each hangs on, who uses it, and what units cost. R-ENT-3

use crate::Result;
use async_trait::async_trait;
use crm::{
    Date,
    catalogue::OfferingCode,
    company::{costs::UnitCost, tree::Path},
    ids::{BillId, CustomerId, LineId, OrgUnitId},
    lines::{BarReason, Line, LineState},
    money::Money,
};

/// Where a line hangs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinePlacement {
    /// The line.
    pub line_id: LineId,
    /// The unit.
    pub org_unit_id: OrgUnitId,
    /// Who uses it, such as an employee number; empty for nobody in particular.
    pub user_name: String,
}

/// A line of a company with what a list shows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLine {
    /// The line.
    pub line: Line,
    /// The unit it hangs on.
    pub org_unit_id: OrgUnitId,
    /// Where that unit hangs.
    pub path: Path,
    /// Code of that unit.
    pub unit_code: String,
    /// Name of that unit.
    pub unit_name: String,
    /// Who uses it; empty for nobody in particular.
    pub user_name: String,
    /// Its plan.
    pub plan: Option<OfferingCode>,
    /// What the plan costs a month.
    pub monthly_price: Option<Money>,
}

impl CompanyLine {
    /// Its place in the list.
    pub fn place(&self) -> CompanyLinePlace {
        CompanyLinePlace { path: self.path.clone(), user_name: self.user_name.clone(), line_id: self.line.id }
    }
}

/// Which lines of a company are looked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLineSearch {
    /// Those on this unit and all beneath it.
    pub within: Path,
    /// Those in this state.
    pub state: Option<LineState>,
    /// Those with this plan.
    pub plan: Option<OfferingCode>,
    /// The line with this code or number, and those whose user's name begins so; empty for all.
    pub term: String,
}

/// The place of a line in the list: by unit, user and identifier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CompanyLinePlace {
    /// Where its unit hangs.
    pub path: Path,
    /// Who uses it.
    pub user_name: String,
    /// The line.
    pub line_id: LineId,
}

/// Reads and changes where lines hang.
#[async_trait]
pub trait CompanyLines: Send {
    /// Hangs lines that hung nowhere, and counts them.
    async fn place_lines(&mut self, company: CustomerId, lines: &[LinePlacement]) -> Result<()>;

    /// Hangs all lines of a company that hang nowhere on one unit; says how many.
    async fn place_other_lines(&mut self, company: CustomerId, unit: OrgUnitId) -> Result<u64>;

    /// Keeps who uses a line and on which unit it hangs. Conflict when it no longer hangs on `from`.
    async fn hang_line(&mut self, placed: &LinePlacement, from: OrgUnitId) -> Result<()>;

    /// A company's lines that are looked for, by unit and user, at most `limit`, those after `after` (keyset).
    async fn company_lines(
        &mut self,
        company: CustomerId,
        search: &CompanyLineSearch,
        after: Option<&CompanyLinePlace>,
        limit: i64,
    ) -> Result<Vec<CompanyLine>>;

    /// A company's line by its short code.
    async fn company_line(&mut self, company: CustomerId, code: &str) -> Result<Option<CompanyLine>>;

    /// A company's line by its short code or its number.
    async fn company_line_named(&mut self, company: CustomerId, name: &str) -> Result<Option<CompanyLine>>;

    /// How many lines within a part of a company are barred, by reason.
    async fn barred_within(&mut self, company: CustomerId, path: &Path) -> Result<Vec<(BarReason, i64)>>;

    /// Books what stands on a bill to the units on which its lines hang now; what belongs to no line goes to the top. Booked
    /// before, nothing changes.
    async fn book_unit_costs(&mut self, company: CustomerId, bill: BillId) -> Result<()>;

    /// What the units of a part of a company cost in periods from `from` on.
    async fn unit_costs(&mut self, company: CustomerId, path: &Path, from: Date) -> Result<Vec<UnitCost>>;

    /// What each unit cost on one bill.
    async fn unit_costs_on(&mut self, bill: BillId) -> Result<Vec<UnitCost>>;
}

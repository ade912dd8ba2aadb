//! The tree of units of a company. R-CUS-2

use crate::Result;
use async_trait::async_trait;
use crm::{
    company::{
        moves::OrgMove,
        tree::{OrgUnit, Path},
    },
    ids::{CustomerId, OrgMoveId, OrgUnitId},
};

/// A unit with how many lines hang on it and on everything beneath it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CountedUnit {
    /// The unit.
    pub unit: OrgUnit,
    /// Number of lines.
    pub lines: i64,
}

/// Reads and changes trees of units.
#[async_trait]
pub trait OrgUnits: Send {
    /// Adds a unit. Conflict when it would be a second top of its company.
    async fn add_org_unit(&mut self, unit: &OrgUnit) -> Result<()>;

    /// The top of a company's tree; `None` for a customer that is no company.
    async fn org_top(&mut self, company: CustomerId) -> Result<Option<OrgUnit>>;

    /// A company's unit by its code. Another company's is not found.
    async fn org_unit_of(&mut self, company: CustomerId, code: &str) -> Result<Option<OrgUnit>>;

    /// One unit.
    async fn org_unit(&mut self, id: OrgUnitId) -> Result<Option<OrgUnit>>;

    /// The units directly beneath, by name, each with the lines of its whole subtree.
    async fn org_units_under(&mut self, parent: OrgUnitId) -> Result<Vec<CountedUnit>>;

    /// A unit and all beneath it in order of path, at most `limit`.
    async fn org_units_within(&mut self, path: &Path, limit: i64) -> Result<Vec<OrgUnit>>;

    /// The units from the top down to one, itself included.
    async fn org_trail(&mut self, unit: OrgUnitId) -> Result<Vec<OrgUnit>>;

    /// Number of lines on a unit and all beneath it.
    async fn count_lines_within(&mut self, path: &Path) -> Result<i64>;

    /// The deepest level of a subtree.
    async fn deepest_level(&mut self, path: &Path) -> Result<i64>;

    /// Keeps a unit's name; raises the version. Conflict when it is no longer `unit.version`.
    async fn save_org_unit(&mut self, unit: &OrgUnit) -> Result<()>;

    /// Hangs a unit with all beneath it where `unit` says; it hung at `from`. Raises the version of the unit. Conflict when it
    /// is no longer `unit.version`.
    async fn hang_org_unit(&mut self, unit: &OrgUnit, from: &Path) -> Result<()>;

    /// Adds a move. Conflict when the unit has one that waits.
    async fn add_org_move(&mut self, planned: &OrgMove) -> Result<()>;

    /// Keeps what became of a move. Conflict when its version is no longer `planned.version`.
    async fn save_org_move(&mut self, planned: &OrgMove) -> Result<()>;

    /// One move.
    async fn org_move(&mut self, id: OrgMoveId) -> Result<Option<OrgMove>>;

    /// The move of a unit that waits.
    async fn planned_move_of(&mut self, unit: OrgUnitId) -> Result<Option<OrgMove>>;

    /// Moves in a company, the latest day first.
    async fn org_moves_in(&mut self, company: CustomerId, limit: i64) -> Result<Vec<OrgMove>>;
}

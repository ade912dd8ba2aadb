//! The overview of a part of a company: lines, costs by unit and month, what needs action.

use super::{CompanyHead, Focus, focus, head};
use crate::{Actor, Desk, Error, Result, access::Operation};
use crm::{
    Date,
    bills::Dues,
    company::{
        costs::{self, PartCost, UnitCost},
        moves::OrgMoveState,
        roles::Power,
        tree::OrgUnit,
    },
    cycle::Cycle,
    lines::BarReason,
    money::Money,
};

/// What the overview shows.
#[derive(Clone, Debug)]
pub struct Overview {
    /// The company.
    pub head: CompanyHead,
    /// The part it is about.
    pub focus: Focus,
    /// Lines in it.
    pub lines: i64,
    /// What it cost month by month, for the chart.
    pub months: Vec<(Cycle, Option<Money>)>,
    /// The newest month that was billed.
    pub latest: Cycle,
    /// The whole part.
    pub cost: PartCost,
    /// The units directly beneath, each with its lines and costs.
    pub units: Vec<UnitOverview>,
    /// What hangs on the unit itself.
    pub itself: PartCost,
    /// What somebody should do something about.
    pub needs: Needs,
}

/// A unit in the overview.
#[derive(Clone, Debug)]
pub struct UnitOverview {
    /// The unit.
    pub unit: OrgUnit,
    /// Lines on it and beneath.
    pub lines: i64,
    /// Costs on it and beneath.
    pub cost: PartCost,
}

/// What somebody should do something about.
#[derive(Clone, Debug, Default)]
pub struct Needs {
    /// What is owed, for those who may see bills.
    pub dues: Option<Dues>,
    /// Barred lines by reason.
    pub barred: Vec<(BarReason, i64)>,
    /// Changes of owners that wait for the actor's decision.
    pub decisions: usize,
    /// Moves of units that could not be done on their day.
    pub failed_moves: usize,
    /// Today in the operator's time zone.
    pub today: Date,
}

impl Needs {
    /// There is nothing to do.
    pub fn is_empty(&self) -> bool {
        let owes = self.dues.is_some_and(|dues| dues.owed > Money::ZERO);
        !owes && self.barred.is_empty() && self.decisions == 0 && self.failed_moves == 0
    }
}

const MONTHS: i32 = 12;
/// How many moves are looked through for those that failed.
const MOVES: i64 = 20;

/// The overview of the part under the unit with code `unit`, or of the actor's first part.
pub async fn view(desk: &Desk, actor: &Actor, company: &str, unit: Option<&str>) -> Result<Overview> {
    let asking = actor.manager(Operation::ViewCompany)?;
    let today = desk.today();
    desk.store
        .read(|mut work| async move {
            let managed = asking.company(&mut work, company).await?;
            let head = head(&mut work, &managed).await?;
            let focus = focus(&mut work, &managed, unit).await?;
            let (id, path) = (managed.company().id, &focus.unit.path);
            let until = Cycle::of(today);
            let costs = work.unit_costs(id, path, until.plus(-MONTHS).first()).await?;
            let latest = costs.iter().map(|cost| cost.cycle).max().unwrap_or_else(|| until.previous());
            let beneath = work.org_units_under(focus.unit.id).await?;
            let lines = work.count_lines_within(path).await?;

            let mut needs = Needs { barred: work.barred_within(id, path).await?, today, ..Needs::default() };
            if head.bills {
                needs.dues = Some(Dues::of(&work.open_bills_of(id).await?, today));
            }
            if managed.has(Power::DecideOwners) {
                needs.decisions = super::people::decisions(&mut work, &managed, desk.now()).await?;
            }
            if managed.has(Power::ManageTree) {
                let moves = work.org_moves_in(id, MOVES).await?;
                // A later move of the same unit makes good for it.
                let newest =
                    |at: usize| moves[..at].iter().all(|other| other.org_unit_id != moves[at].org_unit_id);
                needs.failed_moves = (0..moves.len())
                    .filter(|at| moves[*at].state == OrgMoveState::Failed && newest(*at))
                    .count();
            }
            Ok::<_, Error>(summed(head, focus, lines, &costs, latest, beneath, needs))
        })
        .await
}

fn summed(
    head: CompanyHead,
    focus: Focus,
    lines: i64,
    booked: &[UnitCost],
    latest: Cycle,
    beneath: Vec<store::org_units::CountedUnit>,
    needs: Needs,
) -> Overview {
    let whole = std::slice::from_ref(&focus.unit.path);
    let own: Vec<UnitCost> = booked.iter().filter(|cost| cost.path == focus.unit.path).cloned().collect();
    let parts: Vec<_> = beneath.iter().map(|counted| counted.unit.path.clone()).collect();
    let units = beneath
        .into_iter()
        .zip(costs::by_part(booked, &parts, latest))
        .map(|(counted, cost)| UnitOverview { unit: counted.unit, lines: counted.lines, cost });
    Overview {
        months: costs::by_month(booked, latest, MONTHS),
        cost: costs::by_part(booked, whole, latest).pop().unwrap_or_default(),
        itself: costs::by_part(&own, whole, latest).pop().unwrap_or_default(),
        units: units.collect(),
        head,
        focus,
        lines,
        latest,
        needs,
    }
}

//! One change of many lines, as one reviewed job: drawn up, looked at, confirmed, done line by line, and undone where the
//! rules allow. R-ENT-3

use crate::{
    Timestamp,
    catalogue::OfferingCode,
    ids::{BulkJobId, CustomerId, LineId, OrgUnitId},
    lines::{BarReason, LineState},
    orders, plan_change,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

/// Most lines of one job.
pub const LINES_MAX: usize = 2_000;
/// Most characters of the name of a line's user.
pub const USER_MAX: usize = 40;

vocabulary! {
    /// What is done to each line.
    pub enum BulkAction {
        /// Hangs it on another unit.
        Move,
        /// Says who uses it.
        SetUser,
        /// Pauses it.
        Suspend,
        /// Ends its pause.
        Resume,
        /// Orders another plan from the next cycle on.
        ChangePlan,
    }
}

vocabulary! {
    /// Where a job stands.
    pub enum BulkState {
        /// Drawn up, to be looked at.
        Draft,
        /// Nothing will be done.
        Discarded,
        /// Confirmed; lines are being done.
        Running,
        /// Every line was done or refused.
        Done,
        /// Lines are being undone.
        Undoing,
        /// What could be undone is undone.
        Undone,
    }
}

vocabulary! {
    /// What became of one line.
    pub enum BulkItemState {
        /// Its turn has not come.
        Waiting,
        /// Done.
        Done,
        /// A rule said no.
        Refused,
        /// Done, and undone again.
        Undone,
        /// Done, and a rule said no to undoing it.
        Kept,
    }
}

/// A job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkJob {
    /// Identifier.
    pub id: BulkJobId,
    /// Number, used in addresses.
    pub number: String,
    /// In which company.
    pub company_id: CustomerId,
    /// Who drew it up, and under whose rights it runs.
    pub by: CustomerId,
    /// What is done.
    pub action: BulkAction,
    /// The unit to move to.
    pub to_unit: Option<OrgUnitId>,
    /// The plan to change to.
    pub to_plan: Option<OfferingCode>,
    /// Where it stands.
    pub state: BulkState,
    /// When it was drawn up.
    pub created_at: Timestamp,
    /// When the last line was done.
    pub finished_at: Option<Timestamp>,
    /// Grows with each change.
    pub version: i64,
}

/// One line of a job.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct BulkItem {
    /// Place in the job, from 1.
    pub position: i64,
    /// The line.
    pub line_id: LineId,
    /// The new user, for an action that sets it.
    pub user_name: String,
    /// What became of it.
    pub state: BulkItemState,
    /// What was there before, for undoing.
    pub before: Option<Before>,
    /// Why not.
    pub refusal: Option<LineRefusal>,
}

/// What a line was like before, as far as the action changed it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Before {
    /// It hung on this unit.
    Unit(OrgUnitId),
    /// It was used by.
    User(String),
    /// It was paused, or was not.
    Paused(bool),
    /// No plan change was ordered; the order of that number was placed.
    Order(String),
}

impl Before {
    /// What kind of thing it is, without the thing itself.
    pub fn kind(&self) -> &'static str {
        match self {
            Self::Unit(_) => "unit",
            Self::User(_) => "user",
            Self::Paused(_) => "paused",
            Self::Order(_) => "order",
        }
    }
}

/// Why something is not done to a line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum LineRefusal {
    /// It is so already.
    NothingToDo,
    /// Whoever drew the job up may not change it, or no longer.
    NotAllowed,
    /// The rules of barring.
    Line(crate::lines::Refusal),
    /// The rules of plan changes.
    Plan(plan_change::Refusal),
    /// The rules of orders, when a plan change is undone.
    Order(orders::Refusal),
    /// Something else changed it since.
    ChangedSince,
    /// It has no plan to change.
    NoPlan,
}

/// Why a job does not take a step.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(rename_all = "camelCase")]
pub enum StepRefusal {
    /// It was confirmed or discarded.
    #[error("the job is no draft")]
    NotADraft,
    /// It is not done, or was undone.
    #[error("the job is not done")]
    NotDone,
}

impl BulkJob {
    /// Lines are to be done.
    pub fn confirm(self) -> Result<Self, StepRefusal> {
        self.leave_draft(BulkState::Running)
    }

    /// Nothing will be done.
    pub fn discard(self) -> Result<Self, StepRefusal> {
        self.leave_draft(BulkState::Discarded)
    }

    fn leave_draft(self, state: BulkState) -> Result<Self, StepRefusal> {
        if self.state == BulkState::Draft { Ok(Self { state, ..self }) } else { Err(StepRefusal::NotADraft) }
    }

    /// What was done is to be undone.
    pub fn undo(self) -> Result<Self, StepRefusal> {
        if self.state == BulkState::Done {
            Ok(Self { state: BulkState::Undoing, finished_at: None, ..self })
        } else {
            Err(StepRefusal::NotDone)
        }
    }

    /// No line is left.
    #[must_use]
    pub fn finish(self, at: Timestamp) -> Self {
        let state = match self.state {
            BulkState::Running => BulkState::Done,
            BulkState::Undoing => BulkState::Undone,
            other => other,
        };
        Self { state, finished_at: Some(at), ..self }
    }

    /// The state in which items wait for their turn.
    pub fn waits_in(&self) -> Option<BulkItemState> {
        match self.state {
            BulkState::Running => Some(BulkItemState::Waiting),
            BulkState::Undoing => Some(BulkItemState::Done),
            BulkState::Draft | BulkState::Discarded | BulkState::Done | BulkState::Undone => None,
        }
    }
}

/// Whether a pause that a job laid, or ended, may be undone: only while the line stands as the job left it.
pub fn stands_as_left(was_paused: bool, state: LineState, barred: Option<BarReason>) -> bool {
    if was_paused {
        state == LineState::Active
    } else {
        state == LineState::Suspended && barred == Some(BarReason::CustomerWish)
    }
}

/// One row of what somebody typed or pasted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListedLine {
    /// Row, from 1.
    pub row: usize,
    /// Code or number of the line.
    pub line: String,
    /// The second column; empty when there is none.
    pub user_name: String,
}

/// What is amiss with a job that is drawn up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "flaw", rename_all = "camelCase")]
pub enum Flaw {
    /// Nothing was chosen to be done.
    ActionMissing,
    /// No unit was chosen to move to.
    UnitMissing,
    /// No plan was chosen, or none that there is.
    PlanMissing,
    /// The action needs a list of lines with users.
    ListMissing,
    /// No line fits.
    NothingSelected,
    /// More lines than a job has.
    TooMany {
        /// Most lines.
        most: usize,
    },
    /// Rows of the list that are wrong, each by its number.
    Rows {
        /// What is wrong with which.
        flaws: Vec<(usize, RowFlaw)>,
    },
}

/// What is wrong with a row.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "row", rename_all = "camelCase")]
pub enum RowFlaw {
    /// Neither a code nor a number of a line stands there.
    NoLine,
    /// The user's name is too long.
    UserTooLong,
    /// The same line stands in an earlier row.
    Twice {
        /// Which.
        first: usize,
    },
    /// No line of the company that the actor may change.
    NotFound,
}

/// Reads a list of lines, one a row: code or number, then, behind a comma, semicolon or tab, who uses it. Empty rows are
/// passed over. Says what is wrong with each row that is.
pub fn read_list(text: &str) -> (Vec<ListedLine>, Vec<(usize, RowFlaw)>) {
    let (mut lines, mut flaws): (Vec<ListedLine>, Vec<(usize, RowFlaw)>) = (Vec::new(), Vec::new());
    let mut seen = std::collections::HashMap::new();
    let text = text.trim_start_matches('\u{feff}');
    for (row, typed) in (1..).zip(text.lines()).filter(|(_, typed)| !typed.trim().is_empty()) {
        let (line, user) = typed.split_once([',', ';', '\t', '，', '；']).unwrap_or((typed, ""));
        let unquoted = |cell: &str| cell.trim().trim_matches('"').trim().to_owned();
        let (line, user_name) = (unquoted(line), unquoted(user));
        let line = match (crate::customers::Msisdn::parse(&line), crate::numbers::read(&line)) {
            (Some(number), _) => number.as_str().to_owned(),
            (None, Some(code)) if code.starts_with('L') => code,
            _ => {
                flaws.push((row, RowFlaw::NoLine));
                continue;
            }
        };
        if user_name.chars().count() > USER_MAX || user_name.chars().any(char::is_control) {
            flaws.push((row, RowFlaw::UserTooLong));
            continue;
        }
        match seen.entry(line.clone()) {
            std::collections::hash_map::Entry::Occupied(first) => {
                flaws.push((row, RowFlaw::Twice { first: *first.get() }));
            }
            std::collections::hash_map::Entry::Vacant(place) => {
                place.insert(row);
                lines.push(ListedLine { row, line, user_name });
            }
        }
    }
    (lines, flaws)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::numbers::{NumberKind, from_bits};
    use BulkState as S;
    use rstest::rstest;
    use strum::VariantArray as _;
    use uuid::Uuid;

    fn job(state: S) -> BulkJob {
        BulkJob {
            id: Uuid::from_u128(1).into(),
            number: "J7KQ2MXR4Z".into(),
            company_id: Uuid::from_u128(2).into(),
            by: Uuid::from_u128(3).into(),
            action: BulkAction::Suspend,
            to_unit: None,
            to_plan: None,
            state,
            created_at: Timestamp::UNIX_EPOCH,
            finished_at: None,
            version: 1,
        }
    }

    #[test]
    fn a_job_goes_its_way_and_no_other() {
        for state in S::VARIANTS {
            let draft = *state == S::Draft;
            let from_draft = |to| if draft { Ok(to) } else { Err(StepRefusal::NotADraft) };
            assert_eq!(job(*state).confirm().map(|job| job.state), from_draft(S::Running), "{state}");
            assert_eq!(job(*state).discard().map(|job| job.state), from_draft(S::Discarded), "{state}");
            let undone = if *state == S::Done { Ok(S::Undoing) } else { Err(StepRefusal::NotDone) };
            assert_eq!(job(*state).undo().map(|job| job.state), undone, "{state}");
            let finished = match state {
                S::Running => S::Done,
                S::Undoing => S::Undone,
                other => *other,
            };
            assert_eq!(job(*state).finish(Timestamp::UNIX_EPOCH).state, finished, "{state}");
        }
    }

    #[rstest]
    #[case::paused_by_the_job(false, LineState::Suspended, Some(BarReason::CustomerWish), true)]
    #[case::resumed_meanwhile(false, LineState::Active, None, false)]
    #[case::lost_meanwhile(false, LineState::Suspended, Some(BarReason::Lost), false)]
    #[case::ended_meanwhile(false, LineState::Terminated, None, false)]
    #[case::resumed_by_the_job(true, LineState::Active, None, true)]
    #[case::paused_meanwhile(true, LineState::Suspended, Some(BarReason::CustomerWish), false)]
    fn only_what_stands_is_undone(
        #[case] was_paused: bool,
        #[case] state: LineState,
        #[case] barred: Option<BarReason>,
        #[case] expected: bool,
    ) {
        assert_eq!(stands_as_left(was_paused, state, barred), expected);
    }

    #[test]
    fn rows_are_read_or_named() {
        let code = from_bits(NumberKind::Line, 7);
        let other = from_bits(NumberKind::Order, 7);
        let long = "x".repeat(USER_MAX + 1);
        let text = format!(
            "\u{feff}{code},E001\r\n\r\n 138 0013 8000 ; \"E002\"\n{}\n{other}\nnonsense\n13800138001，{long}\n13800138002\t=1+1",
            code.to_lowercase()
        );
        let (lines, flaws) = read_list(&text);
        let read: Vec<_> =
            lines.iter().map(|line| (line.row, line.line.as_str(), line.user_name.as_str())).collect();
        assert_eq!(
            read,
            [(1, code.as_str(), "E001"), (3, "13800138000", "E002"), (8, "13800138002", "=1+1")]
        );
        let named = [
            (4, RowFlaw::Twice { first: 1 }),
            (5, RowFlaw::NoLine),
            (6, RowFlaw::NoLine),
            (7, RowFlaw::UserTooLong),
        ];
        assert_eq!(flaws, named);
    }
}

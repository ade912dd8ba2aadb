//! Recommendations that are true: the cheapest plan for what this customer really used. R-PRD-3, R-PRD-4

use crate::{
    Timestamp,
    catalogue::OfferingCode,
    ids::{CustomerId, LineId, RecommendationId},
    money::Money,
    vocabulary::vocabulary,
};
use serde::{Deserialize, Serialize};

vocabulary! {
    /// What is recommended.
    pub enum RecommendationKind {
        /// Another plan would have been cheaper.
        BetterPlan,
        /// The present plan is the cheapest.
        Stay,
    }
}

vocabulary! {
    /// What became of it.
    pub enum Outcome {
        /// The customer saw it.
        Seen,
        /// The customer went on to order it.
        Taken,
        /// The customer does not want it.
        Dismissed,
    }
}

/// A recommendation as it was shown, kept so that its success can be measured.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recommendation {
    /// Identifier.
    pub id: RecommendationId,
    /// To whom.
    pub customer_id: CustomerId,
    /// For which line.
    pub line_id: LineId,
    /// What kind.
    pub kind: RecommendationKind,
    /// The plan recommended.
    pub offering: OfferingCode,
    /// What it would have saved in the months looked at.
    pub saving: Money,
    /// When it was shown first.
    pub shown_at: Timestamp,
    /// What became of it.
    pub outcome: Outcome,
    /// When that became known.
    pub outcome_at: Timestamp,
}

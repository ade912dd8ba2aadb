//! Recommendations that are true: the cheapest plan for what this customer really used. R-PRD-3, R-PRD-4

use crate::{
    Timestamp,
    catalogue::OfferingCode,
    ids::{CustomerId, LineId, RecommendationId},
    lines::LineKind,
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

impl Recommendation {
    /// The recommendation after something more became known. What was ordered stays ordered, whatever is clicked
    /// later; what was dismissed does not become merely seen again.
    #[must_use]
    pub fn with_outcome(self, outcome: Outcome, at: Timestamp) -> Self {
        match (self.outcome, outcome) {
            (Outcome::Seen, Outcome::Taken | Outcome::Dismissed) | (Outcome::Dismissed, Outcome::Taken) => {
                Self { outcome, outcome_at: at, ..self }
            }
            (Outcome::Seen | Outcome::Dismissed | Outcome::Taken, _) => self,
        }
    }
}

/// Internet from this speed on is a fibre in the peer group's name; anything slower is DSL.
const FIBRE_FROM_MBPS: i64 = 100;

/// Yuan of monthly plan price that one band of peers spans.
const BAND_YUAN: i64 = 20;

/// What a line says about the kind of customer who has it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PeerLine {
    /// Phone or internet.
    pub kind: LineKind,
    /// Downstream speed of an internet plan in Mbit/s.
    pub speed_mbps: Option<i64>,
    /// The signed price of its plan, per cycle.
    pub monthly_price: Money,
}

/// The peer group of a customer with these lines: what they have, the band of 20 yuan that their plans together cost,
/// and whether they are senior, such as `phone+fibre/80` or `dsl/40/senior`. R-PRD-3
pub fn segment(lines: &[PeerLine], senior: bool) -> String {
    let phone = lines.iter().any(|line| line.kind == LineKind::Phone);
    let internet = lines.iter().filter(|line| line.kind == LineKind::Internet);
    let fastest = internet.map(|line| line.speed_mbps.unwrap_or_default()).max();
    let services = match (phone, fastest) {
        (true, Some(FIBRE_FROM_MBPS..)) => "phone+fibre",
        (true, Some(_)) => "phone+dsl",
        (true, None) => "phone",
        (false, Some(FIBRE_FROM_MBPS..)) => "fibre",
        (false, Some(_)) => "dsl",
        (false, None) => "none",
    };
    let total: Money = lines.iter().map(|line| line.monthly_price).sum();
    let band = total.fen() / Money::from_yuan(BAND_YUAN).fen() * BAND_YUAN;
    let suffix = if senior { "/senior" } else { "" };
    format!("{services}/{band}{suffix}")
}

/// Fewer peers than this tell nothing, and might give away what a neighbour has.
pub const LEAST_PEERS: i64 = 20;

/// What customers like this one chose most often.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeersChoice {
    /// The plan.
    pub offering: OfferingCode,
    /// How many of the peers have it.
    pub chosen_by: i64,
    /// How many peers there are.
    pub peers: i64,
}

impl PeersChoice {
    /// Share of the peers who have it, in percent, rounded down.
    pub fn percent(&self) -> i64 {
        self.chosen_by * 100 / self.peers.max(1)
    }
}

/// The plan that most of `segment_size` peers have, by code where several are equal. `counts` says how many peers have
/// each plan. Nothing with fewer than [`LEAST_PEERS`]. R-PRD-3
pub fn peers_choice(counts: &[(OfferingCode, i64)], segment_size: i64) -> Option<PeersChoice> {
    let (offering, chosen_by) = counts
        .iter()
        .filter(|(_, count)| segment_size >= LEAST_PEERS && *count > 0)
        .min_by_key(|(code, count)| (std::cmp::Reverse(*count), code))?;
    Some(PeersChoice { offering: offering.clone(), chosen_by: *chosen_by, peers: segment_size })
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;
    use uuid::Uuid;

    fn phone(yuan: i64) -> PeerLine {
        PeerLine { kind: LineKind::Phone, speed_mbps: None, monthly_price: Money::from_yuan(yuan) }
    }

    fn internet(mbps: i64, yuan: i64) -> PeerLine {
        PeerLine { kind: LineKind::Internet, speed_mbps: Some(mbps), monthly_price: Money::from_yuan(yuan) }
    }

    #[rstest]
    #[case::both(&[phone(20), internet(500, 70)], false, "phone+fibre/80")]
    #[case::order_of_lines_does_not_matter(&[internet(500, 70), phone(20)], false, "phone+fibre/80")]
    #[case::lowest_of_the_band(&[phone(80)], false, "phone/80")]
    #[case::highest_of_the_band(&[PeerLine { monthly_price: Money::from_fen(7_999), ..phone(0) }], false, "phone/60")]
    #[case::several_phones_are_phone(&[phone(20), phone(25)], false, "phone/40")]
    #[case::slow_senior(&[internet(50, 45)], true, "dsl/40/senior")]
    #[case::slowest_fibre(&[internet(100, 45)], false, "fibre/40")]
    #[case::fastest_dsl(&[internet(99, 45)], false, "dsl/40")]
    #[case::nothing_left(&[], false, "none/0")]
    fn segments(#[case] lines: &[PeerLine], #[case] senior: bool, #[case] key: &str) {
        assert_eq!(segment(lines, senior), key);
    }

    #[rstest]
    #[case::most(&[("A", 5), ("B", 9), ("C", 6)], 20, Some(("B", 9, 45)))]
    #[case::ties_by_code(&[("C", 9), ("B", 9)], 27, Some(("B", 9, 33)))]
    #[case::one_peer_short(&[("A", 19)], 19, None)]
    #[case::nobody_has_a_plan(&[("A", 0)], 20, None)]
    #[case::no_plans(&[], 20, None)]
    fn peers(#[case] counts: &[(&str, i64)], #[case] size: i64, #[case] choice: Option<(&str, i64, i64)>) {
        let counts: Vec<_> = counts.iter().map(|(code, n)| (OfferingCode((*code).to_owned()), *n)).collect();
        let found = peers_choice(&counts, size);
        let found = found.as_ref().map(|found| (found.offering.0.as_str(), found.chosen_by, found.percent()));
        assert_eq!(found, choice);
    }

    #[rstest]
    #[case(Outcome::Seen, Outcome::Seen, Outcome::Seen)]
    #[case(Outcome::Seen, Outcome::Dismissed, Outcome::Dismissed)]
    #[case(Outcome::Seen, Outcome::Taken, Outcome::Taken)]
    #[case(Outcome::Dismissed, Outcome::Seen, Outcome::Dismissed)]
    #[case(Outcome::Dismissed, Outcome::Taken, Outcome::Taken)]
    #[case(Outcome::Taken, Outcome::Dismissed, Outcome::Taken)]
    fn outcomes_only_grow(#[case] before: Outcome, #[case] heard: Outcome, #[case] after: Outcome) {
        let shown = Timestamp::UNIX_EPOCH;
        let later = Timestamp::from_second(60).unwrap();
        let recommendation = Recommendation {
            id: RecommendationId(Uuid::nil()),
            customer_id: CustomerId(Uuid::nil()),
            line_id: LineId(Uuid::nil()),
            kind: RecommendationKind::BetterPlan,
            offering: OfferingCode("A".to_owned()),
            saving: Money::from_yuan(60),
            shown_at: shown,
            outcome: before,
            outcome_at: shown,
        };
        let told = recommendation.with_outcome(heard, later);
        assert_eq!(told.outcome, after);
        assert_eq!(told.outcome_at, if before == after { shown } else { later });
    }
}

//! Recommendations shown and what became of them. R-PRD-4

use crate::Result;
use async_trait::async_trait;
use crm::{
    Timestamp,
    ids::{CustomerId, RecommendationId},
    recommendations::{Outcome, Recommendation},
};

/// Keeps recommendations.
#[async_trait]
pub trait Recommendations: Send {
    /// Keeps that a recommendation was shown; the first time counts for one plan on one line.
    async fn add_recommendation(&mut self, recommendation: &Recommendation) -> Result<()>;

    /// A customer's recommendations, newest first.
    async fn recommendations_of(&mut self, customer: CustomerId) -> Result<Vec<Recommendation>>;

    /// Keeps what became of one.
    async fn save_outcome(&mut self, id: RecommendationId, outcome: Outcome, at: Timestamp) -> Result<()>;
}
